//! What the canvas is given, and when it is rebuilt.

use std::sync::Arc;

use egui::{Id, Ui, Vec2};

use crate::look::TOKENS;
use crate::scene::hit::HitTarget;
use crate::view::Selection;

use crate::ui::canvas::{
    self, Highlight, Instances, Marked, Motion, Positions, ThinnedPaint, ThinningMoment,
    ViewUniform,
};
use crate::ui::overlay;
use crate::ui::state::{Gesture, Window};
use crate::ui::theme::palette;
use crate::work::feed::Since;
use crate::work::{LayoutState, Work};

/// How many entities and links a processor has time to draw over the chart in every frame.
const MOST_MARKED: usize = 2_000;

pub(super) fn paint_chart(ui: &Ui, painter: &egui::Painter, work: &Work, window: &mut Window) {
    refresh_instances(work, window);
    let thinned = refresh_thinning(ui, work, window);
    let Some(format) = window.format else {
        let canvas = palette(ui.ctx()).canvas;
        painter.rect_filled(window.chart, 0.0, canvas);
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
            view: ViewUniform::new(&window.view(), ui.ctx().pixels_per_point(), palette),
            base: Arc::clone(&window.canvas.base),
            thinned: thinned.links,
            plate: thinned.plate,
            over: Arc::clone(&window.canvas.over),
            positions: Arc::clone(&window.canvas.positions),
            strength: [strength(faded.node), strength(faded.link)],
            format,
        },
    ));
}

/// Decides how much of a large chart is drawn in this frame, and asks for another one where more is to be drawn.
fn refresh_thinning(ui: &Ui, work: &Work, window: &mut Window) -> ThinnedPaint {
    if window.format.is_none() {
        return ThinnedPaint::default();
    }
    let is_scrolled = ui.input(|input| input.smooth_scroll_delta() != Vec2::ZERO);
    let motion = match &window.gesture {
        Gesture::Pan => Motion::View,
        _ if window.glide.is_some() || is_scrolled => Motion::View,
        Gesture::Move(_) => Motion::Dragged,
        _ if work.layout_state() != LayoutState::Settled => Motion::Arranging,
        _ => Motion::Rest,
    };
    let counted = window.canvas.thinning.counts();
    let view = window.view();
    let paint = window.canvas.thinning.refresh(&ThinningMoment {
        document: &work.document,
        scene: &work.scene,
        positions: &work.positions,
        view,
        content: [work.revisions.topology, work.revisions.looks],
        places: work.revisions.positions,
        adapter: window.adapter,
        pixels_per_point: ui.ctx().pixels_per_point(),
        now: window.now,
        motion,
    });
    // The legend has told of the links of the last frame.
    let is_told = counted == window.canvas.thinning.counts();
    if let Some(seconds) = paint.again.or((!is_told).then_some(0.0)) {
        let pause = std::time::Duration::from_secs_f64(seconds);
        ui.ctx().request_repaint_after(pause);
    }
    paint
}

/// Rebuilds instances if the scene, the positions or the highlights have changed.
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
        .sidebar
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
        let mut marked = marked(work, &key.0, hover, &key.4);
        if window.adapter.is_software {
            marked.keep_last(MOST_MARKED);
        }
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
