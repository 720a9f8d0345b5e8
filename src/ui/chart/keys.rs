//! What keys do on the chart: arrows lead from entity to entity.

use egui::{Event, Key, Response, Ui, Vec2, vec2};

use crate::view::Selection;

use super::bring_into_view;
use crate::ui::command::Command;
use crate::ui::state::{Gesture, Window, chart_id};
use crate::work::Work;

const ARROWS: [(Key, Vec2); 4] = [
    (Key::ArrowRight, vec2(1.0, 0.0)),
    (Key::ArrowLeft, vec2(-1.0, 0.0)),
    (Key::ArrowDown, vec2(0.0, 1.0)),
    (Key::ArrowUp, vec2(0.0, -1.0)),
];

/// Alt with arrow keys moves the selected entities by this many points on the screen, with Shift by more. It is a drag that
/// ends when Alt is let go, so that a key held down is one step. Neighbours stay: this is for the last points.
pub(super) fn nudge(ui: &Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    const STEPS: [f32; 2] = [4.0, 32.0];
    let (events, alt) = ui.input(|input| (input.events.clone(), input.modifiers.alt));
    let is_free = !window.is_asking() && window.popup.is_none() && window.gesture == Gesture::Idle;
    let may_move = is_free && !work.is_read_only() && !ui.ctx().text_edit_focused();
    let mut by = Vec2::ZERO;
    for event in events.iter().filter(|_| may_move) {
        if let Event::Key {
            key,
            pressed: true,
            modifiers,
            ..
        } = event
            && modifiers.alt
            && !modifiers.command
        {
            let arrow = ARROWS.iter().find(|(arrow, _)| arrow == key);
            let step = STEPS[usize::from(modifiers.shift)] / window.camera.zoom;
            // Files have whole units.
            let step = step.round().max(1.0);
            by += arrow.map_or(Vec2::ZERO, |(_, direction)| *direction * step);
        }
    }
    let nodes = window.selected_nodes(work);
    if by != Vec2::ZERO && !nodes.is_empty() {
        let place = |node: u32| (node, work.positions[node as usize] + by);
        out.push(Command::Nudge(nodes.into_iter().map(place).collect()));
        window.glide = None;
    }
    if !alt && !window.nudged.is_empty() {
        out.push(Command::Drop(window.nudged.clone()));
    }
}

/// Arrow keys go to the next entity in a direction; with Ctrl they move the view. Chart keys are dead in text fields.
pub(super) fn keys(
    ui: &Ui,
    response: &Response,
    work: &Work,
    window: &mut Window,
    out: &mut Vec<Command>,
) {
    if !response.has_focus() || ui.ctx().text_edit_focused() {
        return;
    }
    // Without this, arrow keys would move the focus out of the chart.
    ui.memory_mut(|memory| {
        memory.set_focus_lock_filter(
            chart_id(),
            egui::EventFilter {
                horizontal_arrows: true,
                vertical_arrows: true,
                ..egui::EventFilter::default()
            },
        );
    });
    for (key, direction) in ARROWS {
        let (pressed, modifiers) = ui.input(|input| (input.key_pressed(key), input.modifiers));
        let (command, shift) = (modifiers.command, modifiers.shift);
        if !pressed || modifiers.alt {
            continue;
        }
        if command {
            window.camera.pan(-direction * 80.0);
            continue;
        }
        if let Some(node) = next_in(work, window, direction) {
            let slot = work.net.nodes[node as usize];
            let mut selection = window.selection.clone();
            if shift {
                selection.entities.insert(slot);
            } else {
                selection = Selection::entity(slot);
            }
            out.push(Command::Select(selection));
            bring_into_view(work, window, node);
        }
    }
}

/// The nearest node in a direction from the selected one; without a selection the most important on the screen.
fn next_in(work: &Work, window: &Window, direction: Vec2) -> Option<u32> {
    let from = window.selection.entities.iter().last();
    let Some(from) = from.and_then(|slot| work.net.node(*slot)) else {
        let frame = window.view();
        let seen = |node: &&u32| {
            frame
                .rect
                .contains(frame.screen(work.positions[**node as usize]))
        };
        return work.scene.by_importance.iter().find(seen).copied();
    };
    let here = work.positions[from as usize];
    let cost = |node: u32| {
        let span = work.positions[node as usize] - here;
        let along = span.dot(direction);
        let aside = (span - direction * along).length();
        (along > 1.0).then_some(along + aside * 2.0)
    };
    let nodes = 0..work.net.nodes.len() as u32;
    let others = nodes.filter(|node| *node != from);
    others
        .filter_map(|node| Some((cost(node)?, node)))
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, node)| node)
}
