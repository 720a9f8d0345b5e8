//! What the pointer does on the chart.

use egui::{CursorIcon, Id, PointerButton, Pos2, Rect, Response, Ui, Vec2};

use crate::scene::hit::{self, HitTarget};
use crate::scene::{Viewport, guides};
use crate::view::Selection;

use super::around;
use crate::ui::action::Action;
use crate::ui::command::Command;
use crate::ui::overlay::{self, slots_of_row};
use crate::ui::state::{Gesture, Panel, Popup, Window};
use crate::work::Work;

pub(super) fn pointer(
    ui: &Ui,
    response: &Response,
    work: &mut Work,
    window: &mut Window,
    out: &mut Vec<Command>,
) {
    scroll(ui, response, window);
    let frame = window.view();
    let at = ui.input(|input| input.pointer.latest_pos());
    // A gesture begins at what was under the pointer when the button went down: the hand may be elsewhere by now.
    if response.drag_started() {
        start_gesture(ui, response, work, window, &frame);
    }
    if window.gesture == Gesture::Idle {
        let at = response.hover_pos().filter(|_| !has_typed_since(ui));
        window.hover = at.and_then(|at| hit_at(work, window, &frame, at));
    }
    if let Some(at) = at {
        go_on(ui, response, work, window, at, out);
    }
    if response.drag_stopped() || (window.gesture != Gesture::Idle && !any_button(ui)) {
        finish_gesture(work, window, at, out);
    }
    if response.clicked() {
        response.request_focus();
        click(ui, response, work, window, &frame, out);
    }
    if response.double_clicked() {
        double_click(response, work, window, &frame);
    }
    if response.secondary_clicked() {
        response.request_focus();
        context_click(response, work, window, &frame, out);
    }
    // Mice have two buttons for this.
    for (button, action) in [
        (PointerButton::Extra1, Action::GoBack),
        (PointerButton::Extra2, Action::GoForward),
    ] {
        if response.contains_pointer() && ui.input(|input| input.pointer.button_pressed(button)) {
            out.push(Command::Act(action));
        }
    }
    cursor(ui, response, work, window);
}

/// Whether someone has typed in a field since the pointer moved: then it only lies where it was left.
fn has_typed_since(ui: &Ui) -> bool {
    let id = Id::unique("last typed");
    let (now, is_key, rests) = ui.input(|input| {
        let is_key = |event: &egui::Event| {
            matches!(
                event,
                egui::Event::Text(_)
                    | egui::Event::Paste(_)
                    | egui::Event::Key { pressed: true, .. }
            )
        };
        let rests = f64::from(input.pointer.time_since_last_movement());
        (input.time, input.events.iter().any(is_key), rests)
    });
    if is_key && ui.ctx().text_edit_focused() {
        ui.data_mut(|data| data.insert_temp(id, now));
    }
    let typed: Option<f64> = ui.data(|data| data.get_temp(id));
    typed.is_some_and(|typed| now - rests < typed)
}

fn any_button(ui: &Ui) -> bool {
    ui.input(|input| input.pointer.any_down())
}

/// A hit, with the link handle of the hovered node counted as that node.
fn hit_at(work: &Work, window: &Window, frame: &Viewport, at: Pos2) -> Option<HitTarget> {
    if window.legend.contains(at) && window.settings.legend {
        return None;
    }
    if let Some(HitTarget::Node(node)) = window.hover
        && overlay::handle_rect(work, window, node).is_some_and(|rect| rect.contains(at))
    {
        return Some(HitTarget::Node(node));
    }
    let is_drawn = |row: u32| window.canvas.thinning.draws(row);
    hit::at(&work.scene, &work.positions, frame, at, is_drawn)
}

/// The wheel zooms at the pointer; a touchpad's pinch, too.
fn scroll(ui: &Ui, response: &Response, window: &mut Window) {
    let Some(at) = response.hover_pos() else {
        return;
    };
    let (wheel, pinch) = ui.input(|input| (input.smooth_scroll_delta(), input.zoom_delta()));
    let factor = (wheel.y * 0.0035).exp() * pinch;
    if (factor - 1.0).abs() > 1e-4 {
        window.glide = None;
        window.camera.zoom_at(window.chart, at, factor);
        window.hover = None;
    }
}

fn start_gesture(ui: &Ui, response: &Response, work: &Work, window: &mut Window, frame: &Viewport) {
    window.glide = None;
    window.popup = None;
    let origin = ui.input(|input| input.pointer.press_origin());
    let Some(origin) = origin.or(response.interact_pointer_pos()) else {
        return;
    };
    let primary = response.drag_started_by(PointerButton::Primary);
    let (shift, ctrl) = ui.input(|input| (input.modifiers.shift, input.modifiers.command));
    window.gesture = match hit_at(work, window, frame, origin) {
        Some(HitTarget::Node(node)) if primary => {
            let handle = overlay::handle_rect(work, window, node);
            let may_edit = !work.is_read_only();
            if may_edit && handle.is_some_and(|rect| rect.contains(origin)) {
                Gesture::Join(node)
            } else if may_edit && !shift {
                Gesture::Move(moving(work, window, node, frame.world(origin)))
            } else {
                Gesture::Band(origin)
            }
        }
        _ if primary && shift => Gesture::Band(origin),
        // Not Alt: with that, many window managers move the whole window.
        _ if primary && ctrl => Gesture::Lasso(vec![origin]),
        _ => Gesture::Pan,
    };
}

/// The nodes that move with `node`: the selection, if it is part of it. Each with its offset from the pointer.
fn moving(work: &Work, window: &Window, node: u32, pointer: Pos2) -> Vec<(u32, Vec2)> {
    let slot = work.net.nodes[node as usize];
    let nodes: Vec<u32> = if window.selection.entities.contains(&slot) {
        let selected = window.selection.entities.iter();
        let others = selected.filter_map(|slot| work.net.node(*slot));
        let others = others.filter(|other| *other != node);
        std::iter::once(node).chain(others).collect()
    } else {
        vec![node]
    };
    let offset = |node: &u32| (*node, work.positions[*node as usize] - pointer);
    nodes.iter().map(offset).collect()
}

fn go_on(
    ui: &Ui,
    response: &Response,
    work: &mut Work,
    window: &mut Window,
    at: Pos2,
    out: &mut Vec<Command>,
) {
    if !response.dragged() {
        return;
    }
    let frame = window.view();
    match &mut window.gesture {
        Gesture::Pan => window.camera.pan(response.drag_delta()),
        Gesture::Move(nodes) => {
            window.guides.clear();
            let (ctrl, alt) = ui.input(|input| (input.modifiers.command, input.modifiers.alt));
            // Ctrl does the opposite of what the setting says.
            let follow = window.settings.neighbours_follow != ctrl;
            let mut pointer = frame.world(at);
            // Neighbours that follow have no lines to keep to.
            if let Some((_, offset)) = nodes.first().filter(|_| !follow && !alt) {
                let moving: Vec<u32> = nodes.iter().map(|(node, _)| *node).collect();
                let to = pointer + *offset;
                let (scene, places) = (&work.scene, &work.positions);
                let others = guides::neighbours(scene, places, &frame, &moving, to);
                let snap = guides::snap(to, &others, guides::REACH / frame.camera.zoom);
                pointer += snap.at - to;
                window.guides = snap.guides;
            }
            let to = nodes
                .iter()
                .map(|(node, offset)| (*node, pointer + *offset));
            out.push(Command::Drag(to.collect(), follow));
        }
        Gesture::Join(from) => {
            let over = hit::node_at(&work.scene, &work.positions, &frame, at);
            window.hover = over.filter(|node| node != from).map(HitTarget::Node);
        }
        Gesture::Lasso(line) => {
            const STEP: f32 = 3.0;
            if line.last().is_none_or(|last| last.distance(at) >= STEP) {
                line.push(at);
            }
        }
        Gesture::Band(_) | Gesture::Idle => {}
    }
    ui.ctx().request_repaint();
}

fn finish_gesture(work: &Work, window: &mut Window, at: Option<Pos2>, out: &mut Vec<Command>) {
    let frame = window.view();
    window.guides.clear();
    match std::mem::take(&mut window.gesture) {
        Gesture::Move(nodes) => {
            // What was dragged is what P and the details panel are about.
            if let [(node, _)] = nodes.as_slice() {
                let slot = work.net.nodes[*node as usize];
                out.push(Command::Select(Selection::entity(slot)));
            }
            out.push(Command::Drop(
                nodes.into_iter().map(|(node, _)| node).collect(),
            ));
        }
        Gesture::Band(from) => {
            if let Some(at) = at {
                let band = Rect::from_two_pos(from, at);
                add(
                    work,
                    window,
                    &hit::nodes_in(&work.positions, &frame, band),
                    out,
                );
            }
        }
        Gesture::Lasso(line) => {
            let inside = hit::nodes_inside(&work.positions, &frame, &line);
            add(work, window, &inside, out);
        }
        Gesture::Join(from) => {
            if let Some(at) = at {
                join(work, window, from, at, &frame);
            }
        }
        Gesture::Pan | Gesture::Idle => {}
    }
}

/// Adds nodes to the selection.
fn add(work: &Work, window: &Window, nodes: &[u32], out: &mut Vec<Command>) {
    let mut selection = window.selection.clone();
    let slots = nodes.iter().map(|node| work.net.nodes[*node as usize]);
    selection.entities.extend(slots);
    out.push(Command::Select(selection));
}

/// Asks for the kind of the link that was drawn; where it ends on nothing, for a new entity there.
fn join(work: &Work, window: &mut Window, from: u32, at: Pos2, frame: &Viewport) {
    let from_slot = work.net.nodes[from as usize];
    let over = hit::node_at(&work.scene, &work.positions, frame, at);
    window.popup = match over {
        Some(to) => Some(Popup::NewLink {
            from: from_slot,
            to: work.net.nodes[to as usize],
            query: String::new(),
            at,
            fresh: true,
        }),
        None => Some(Popup::NewEntity {
            at: frame.world(at),
            name: String::new(),
            kind: "company".into(),
            from: Some(from_slot),
            fresh: true,
        }),
    };
}

fn click(
    ui: &Ui,
    response: &Response,
    work: &Work,
    window: &mut Window,
    frame: &Viewport,
    out: &mut Vec<Command>,
) {
    window.popup = None;
    let Some(at) = response.interact_pointer_pos() else {
        return;
    };
    let adds = ui.input(|input| input.modifiers.shift || input.modifiers.command);
    let mut selection = window.selection.clone();
    match hit_at(work, window, frame, at) {
        Some(HitTarget::Node(node)) => {
            let slot = work.net.nodes[node as usize];
            if adds {
                selection.toggle_entity(slot);
            } else {
                selection = Selection::entity(slot);
            }
        }
        Some(HitTarget::Link(row)) => {
            let slots = slots_of_row(work, row);
            if adds {
                slots.iter().for_each(|slot| selection.toggle_link(*slot));
            } else {
                selection = Selection {
                    entities: Default::default(),
                    links: slots.into_iter().collect(),
                };
            }
        }
        None if adds => return,
        None => selection = Selection::default(),
    }
    out.push(Command::Select(selection));
}

fn double_click(response: &Response, work: &Work, window: &mut Window, frame: &Viewport) {
    let Some(at) = response.interact_pointer_pos() else {
        return;
    };
    match hit_at(work, window, frame, at) {
        None if !work.is_read_only() => {
            window.popup = Some(Popup::NewEntity {
                at: frame.world(at),
                name: String::new(),
                kind: "company".into(),
                from: None,
                fresh: true,
            });
        }
        Some(HitTarget::Node(node)) => {
            window.open(Panel::Details);
            let mut nodes = vec![node];
            for link in &work.net.links {
                if link.from == node {
                    nodes.push(link.to);
                } else if link.to == node {
                    nodes.push(link.from);
                }
            }
            let camera = around(work, window, &nodes);
            window.jump(camera);
        }
        _ => {}
    }
}

fn context_click(
    response: &Response,
    work: &Work,
    window: &mut Window,
    frame: &Viewport,
    out: &mut Vec<Command>,
) {
    let Some(at) = response.interact_pointer_pos() else {
        return;
    };
    match hit_at(work, window, frame, at) {
        Some(HitTarget::Node(node)) => {
            let slot = work.net.nodes[node as usize];
            if !window.selection.entities.contains(&slot) {
                out.push(Command::Select(Selection::entity(slot)));
            }
        }
        Some(HitTarget::Link(row)) => {
            let slots = slots_of_row(work, row);
            if !slots
                .iter()
                .any(|slot| window.selection.links.contains(slot))
            {
                out.push(Command::Select(Selection {
                    entities: Default::default(),
                    links: slots.into_iter().collect(),
                }));
            }
        }
        None => out.push(Command::Select(Selection::default())),
    }
    window.popup = Some(Popup::Menu {
        at,
        world: frame.world(at),
    });
}

fn cursor(ui: &Ui, response: &Response, work: &Work, window: &Window) {
    let icon = match (&window.gesture, window.hover) {
        (Gesture::Pan, _) => CursorIcon::Grabbing,
        (Gesture::Move(_), _) => CursorIcon::Move,
        (Gesture::Band(_) | Gesture::Lasso(_) | Gesture::Join(_), _) => CursorIcon::Crosshair,
        (Gesture::Idle, Some(HitTarget::Node(node))) => {
            let at = response.hover_pos();
            let handle = overlay::handle_rect(work, window, node);
            if at.zip(handle).is_some_and(|(at, rect)| rect.contains(at)) {
                CursorIcon::Crosshair
            } else {
                CursorIcon::PointingHand
            }
        }
        (Gesture::Idle, Some(HitTarget::Link(_))) => CursorIcon::PointingHand,
        (Gesture::Idle, None) => return,
    };
    if response.hovered() || window.gesture != Gesture::Idle {
        ui.ctx().set_cursor_icon(icon);
    }
}
