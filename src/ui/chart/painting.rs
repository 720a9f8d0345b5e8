//! What the canvas is given, and when it is made anew.

use std::sync::Arc;

use egui::{Id, Ui};

use crate::look::TOKENS;
use crate::scene::hit::HitTarget;
use crate::view::Selection;

use crate::ui::canvas::{self, Highlight, Instances, Marked, Positions, ViewUniform};
use crate::ui::overlay;
use crate::ui::state::{Gesture, Window};
use crate::ui::theme::palette;
use crate::work::Work;
use crate::work::feed::Since;

pub(super) fn paint_chart(ui: &Ui, painter: &egui::Painter, work: &Work, window: &mut Window) {
    refresh_instances(work, window);
    let Some(format) = window.format else {
        overlay::paint_by_hand(painter, work, window);
        return;
    };
    let palette = palette(ui.ctx());
    let lit = window.fades_the_rest();
    let faded = &TOKENS.state.faded;
    let fade = ui.ctx().animate_bool_with_time(
        Id::unique("chart fade"),
        lit,
        if window.settings.reduced_motion {
            0.0
        } else {
            0.12
        },
    );
    let strength = |least: f32| 1.0 - (1.0 - least) * fade;
    painter.add(canvas::callback(
        window.chart,
        canvas::Paint {
            view: ViewUniform::new(
                &window.view(),
                ui.ctx().pixels_per_point(),
                palette.canvas,
                palette.link_mark,
            ),
            base: Arc::clone(&window.canvas.base),
            over: Arc::clone(&window.canvas.over),
            positions: Arc::clone(&window.canvas.positions),
            strength: [strength(faded.node), strength(faded.link)],
            format,
        },
    ));
}

/// Makes instances anew where the scene, the positions or the highlights have changed.
fn refresh_instances(work: &Work, window: &mut Window) {
    let revisions = work.revisions;
    let cache = &mut window.canvas;
    match work.changes_since(cache.seen) {
        Since::Everything => {
            cache.revision += 1;
            cache.base = Arc::new(Instances::of(&work.scene, &work.positions, cache.revision));
        }
        Since::Edits(edits) if !edits.is_empty() => {
            let base = Arc::make_mut(&mut cache.base);
            base.follow(&work.scene, &work.positions, &edits);
            cache.revision += 1;
            base.revision = cache.revision;
        }
        Since::Edits(_) => {}
    }
    cache.seen = work.revision();
    if cache.positions.revision != revisions.positions {
        let positions = Positions::new(revisions.positions, &work.scene, &work.positions);
        cache.positions = Arc::new(positions);
        if !work.scene.loops.is_empty() {
            let base = Arc::make_mut(&mut cache.base);
            base.turn_loops(&work.scene, &work.positions);
            cache.revision += 1;
            base.revision = cache.revision;
        }
    }
    let found: Vec<u32> = window
        .outline
        .found
        .as_ref()
        .map(|found| found.entities.iter().take(2000).copied().collect())
        .unwrap_or_default();
    let hover = window
        .hover
        .filter(|_| matches!(window.gesture, Gesture::Idle | Gesture::Join(_)));
    let key = (
        window.selection.clone(),
        hover,
        revisions.topology,
        revisions.looks,
        found,
    );
    let cache = &mut window.canvas;
    if cache.over_key != key || cache.over.revision == 0 {
        let marked = marked(work, &key.0, hover, &key.4);
        cache.revision += 1;
        let palette = work.theme().palette();
        cache.over = Arc::new(Instances::marked(
            &work.scene,
            &work.positions,
            &marked,
            palette,
            cache.revision,
        ));
        cache.over_key = key;
    }
}

/// What is drawn over the chart: what was found, the hovered neighbourhood, the selection.
fn marked(work: &Work, selection: &Selection, hover: Option<HitTarget>, found: &[u32]) -> Marked {
    let mut marked = Marked::default();
    let nodes = found.iter().filter_map(|slot| work.net.node(*slot));
    marked
        .nodes
        .extend(nodes.map(|node| (node, Highlight::Found)));
    match hover {
        Some(HitTarget::Node(hovered)) => {
            for (row, link) in (0u32..).zip(&work.scene.links) {
                if link.from == hovered || link.to == hovered {
                    marked.links.push((row, Highlight::Lit));
                    let other = if link.from == hovered {
                        link.to
                    } else {
                        link.from
                    };
                    marked.nodes.push((other, Highlight::Lit));
                }
            }
            marked.nodes.push((hovered, Highlight::Hovered));
        }
        Some(HitTarget::Link(row)) => {
            let link = &work.scene.links[row as usize];
            marked.links.push((row, Highlight::Hovered));
            marked.nodes.push((link.from, Highlight::Lit));
            marked.nodes.push((link.to, Highlight::Lit));
        }
        None => {}
    }
    let mut rows: Vec<u32> = selection
        .links
        .iter()
        .filter_map(|slot| work.scene.row(*slot))
        .collect();
    rows.dedup();
    // The ends of a selected link lie over it.
    for row in &rows {
        let link = &work.scene.links[*row as usize];
        marked.links.push((*row, Highlight::Selected));
        if rows.len() == 1 {
            marked.nodes.push((link.from, Highlight::Lit));
            marked.nodes.push((link.to, Highlight::Lit));
        }
    }
    let selected = selection
        .entities
        .iter()
        .filter_map(|slot| work.net.node(*slot));
    marked
        .nodes
        .extend(selected.map(|node| (node, Highlight::Selected)));
    marked
}
