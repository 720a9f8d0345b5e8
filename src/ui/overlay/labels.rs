//! Names of entities: placed where there is room, the important first, and moved along until they are placed again.

use rustc_hash::FxHashSet;

use egui::{Painter, Rect, Ui, Vec2};

use crate::scene::board::{Board, BoardOptions};
use crate::scene::hit::HitTarget;
use crate::scene::ink::{self};
use crate::scene::labels::{Label, LabelOptions, place};

use super::handle::shown_handle;
use super::link_names::{names_at_rest, names_of_lit};
use super::names::placed_names;
use crate::ui::parts::paint;
use crate::ui::state::{Gesture, LabelCache, Window};
use crate::ui::theme::palette;
use crate::work::{LayoutState, Work};

/// How often labels are placed again while things move, in seconds.
const LABEL_PAUSE: f64 = 0.25;
/// The most labels on a screen.
const MOST_LABELS: usize = 260;

/// Paints labels; places them again if something has changed and come to rest.
///
/// Returns where they are.
pub(crate) fn labels(ui: &Ui, painter: &Painter, work: &Work, window: &mut Window) -> Vec<Rect> {
    refresh_labels(ui, work, window);
    let palette = palette(ui.ctx());
    let lit = lit_nodes(work, window);
    let mut shown = Vec::new();
    let mut inks = Vec::new();
    for (label, by) in placed_names(work, window) {
        if lit.as_ref().is_none_or(|lit| lit.contains(&label.node)) {
            let moved = Label {
                rect: label.rect.translate(by),
                ..label.clone()
            };
            ink::label(&mut inks, &moved, palette.label, palette.label_halo);
            shown.push(moved.rect);
        }
    }
    if let Some(lit) = &lit {
        let more = labels_of_lit(work, window, lit, &shown);
        for label in &more {
            ink::label(&mut inks, label, palette.label, palette.label_halo);
            shown.push(label.rect);
        }
    }
    paint::inks(painter, &inks, Vec2::ZERO);
    shown
}

/// Names for the lit nodes that have none yet, clear of those that stay where they are.
fn labels_of_lit(
    work: &Work,
    window: &mut Window,
    lit: &FxHashSet<u32>,
    shown: &[Rect],
) -> Vec<Label> {
    const MOST: usize = 150;
    let frame = window.view();
    let placed = window.labels.at.to_bits();
    let key = (window.hover, frame, work.revisions, placed);
    if window.lit_labels.made_for != Some(key) {
        let named: FxHashSet<u32> = window.labels.labels.iter().map(|l| l.node).collect();
        let mut nameless: Vec<u32> = lit.difference(&named).copied().collect();
        let degree = |node: &u32| work.scene.nodes[*node as usize].degree;
        nameless.sort_by_key(|node| (std::cmp::Reverse(degree(node)), *node));
        let mut blocked = super::blocked(window);
        blocked.extend(shown);
        blocked.extend(shown_handle(work, window));
        let on_board = BoardOptions {
            blocked: &blocked,
            pinned: Some(work.pinned()),
            lit: Some(lit),
        };
        let mut board = Board::new(&work.scene, &work.positions, &frame, on_board);
        let options = LabelOptions {
            first: &[],
            only: Some(&nameless),
            most: MOST,
        };
        let labels = place(&work.document, &mut board, &options);
        let all =
            placed_names(work, window).map(|(label, by)| (label.node, label.rect.translate(by)));
        let all = all.chain(labels.iter().map(|label| (label.node, label.rect)));
        let all: Vec<(u32, Rect)> = all.collect();
        window.lit_labels.names = names_of_lit(work, window, &mut board, &all);
        window.lit_labels.labels = labels;
        window.lit_labels.made_for = Some(key);
    }
    window.lit_labels.labels.clone()
}

/// The nodes that keep their labels while a neighbourhood is lit; `None` = all.
pub(super) fn lit_nodes(work: &Work, window: &Window) -> Option<FxHashSet<u32>> {
    if !window.fades_the_rest() {
        return None;
    }
    let mut lit = FxHashSet::default();
    match window.hover? {
        HitTarget::Node(node) => {
            lit.insert(node);
            for link in &work.scene.links {
                if link.from == node {
                    lit.insert(link.to);
                } else if link.to == node {
                    lit.insert(link.from);
                }
            }
        }
        HitTarget::Link(row) => {
            let link = work.scene.links.get(row as usize)?;
            lit.extend([link.from, link.to]);
        }
    }
    Some(lit)
}

fn refresh_labels(ui: &Ui, work: &Work, window: &mut Window) {
    let revisions = work.revisions;
    let now = (
        revisions.topology,
        revisions.looks,
        revisions.text,
        revisions.positions,
    );
    let frame = window.view();
    let first = first_nodes(work, window);
    let cache = &window.labels;
    let busy = window.glide.is_some()
        || window.gesture != Gesture::Idle
        || work.layout_state() != LayoutState::Settled
        || ui.input(|input| input.smooth_scroll_delta() != Vec2::ZERO);
    let has_names = cache
        .names
        .as_ref()
        .is_some_and(|names| names.frame == Some(frame) && names.naming == Some(work.naming()));
    let is_current = (busy || has_names)
        && cache.made_for == now
        && cache.frame == Some(frame)
        && cache.legend == Some(window.legend)
        && cache.first == first;
    if is_current || frame.rect.width() < 20.0 {
        return;
    }
    let structure = (cache.made_for.0, cache.made_for.1, cache.made_for.2);
    let same_things = structure == (now.0, now.1, now.2) && cache.first == first;
    let waited = window.now - cache.at;
    if same_things && busy && waited < LABEL_PAUSE {
        ui.ctx()
            .request_repaint_after(std::time::Duration::from_millis(120));
        return;
    }
    let blocked = super::blocked(window);
    let on_board = BoardOptions {
        blocked: &blocked,
        pinned: Some(work.pinned()),
        lit: None,
    };
    let mut board = Board::new(&work.scene, &work.positions, &frame, on_board);
    let options = LabelOptions {
        first: &first,
        only: None,
        most: MOST_LABELS,
    };
    let labels = place(&work.document, &mut board, &options);
    // While things move, names of links go with them and are not placed anew.
    let names = match busy {
        true => window.labels.names.take().filter(|_| same_things),
        false => {
            let places = labels.iter().map(|label| (label.node, label.rect));
            let places: Vec<(u32, Rect)> = places.collect();
            Some(names_at_rest(work, window, &mut board, &places))
        }
    };
    let anchors = labels
        .iter()
        .map(|label| (label.node, work.positions[label.node as usize]));
    window.labels = LabelCache {
        made_for: now,
        frame: Some(frame),
        legend: Some(window.legend),
        anchors: anchors.collect(),
        labels,
        first,
        names,
        at: window.now,
    };
}

/// Nodes whose labels come before all others: selected and found ones.
fn first_nodes(work: &Work, window: &Window) -> Vec<u32> {
    let selected = window.selection.entities.iter().copied();
    let ends = window.selection.links.iter().take(20).flat_map(|slot| {
        work.document
            .ends()
            .get(*slot as usize)
            .copied()
            .unwrap_or_default()
    });
    let found = window
        .sidebar
        .found
        .iter()
        .flat_map(|found| found.entities.iter().copied());
    let slots = selected.take(100).chain(ends).chain(found.take(100));
    slots.filter_map(|slot| work.net.node(slot)).collect()
}
