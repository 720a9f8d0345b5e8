//! Figures of voices, labels of links, pins, the handle and the gesture.

use egui::{CornerRadius, Painter, Rect, Response, Stroke, StrokeKind, Ui, Vec2};

use crate::look::TOKENS;
use crate::scene::Viewport;
use crate::scene::fonts::Weight;
use crate::scene::hit::HitTarget;
use crate::scene::ink::{self, Ink};
use crate::scene::marks::PIN_FROM;
use crate::scene::plan::ring_radius;
use crate::scene::plan::{Detail, mark_place};

use super::handle::{self, shown_handle};
use super::labels::lit_nodes;
use super::link_names::link_names;
use crate::ui::parts::paint;
use crate::ui::state::{Gesture, Window};
use crate::ui::theme::palette;
use crate::work::Work;

/// Figures of voices, labels of links, pins, the link handle, the gesture.
///
/// Labels of links stay clear of the rectangles in `taken` where they can.
pub(crate) fn marks(
    ui: &Ui,
    painter: &Painter,
    work: &Work,
    window: &Window,
    response: &Response,
    mut taken: Vec<Rect>,
) {
    let frame = window.view();
    let palette = palette(ui.ctx());
    let near = frame.detail == Detail::Full;
    let lit = lit_nodes(work, window);
    let mut inks = Vec::new();
    if near {
        let rings = figures(&mut inks, work, window, palette);
        taken.extend(rings);
    }
    let handle = shown_handle(work, window);
    taken.extend(handle);
    link_names(&mut inks, work, window, palette, &taken);
    pins(&mut inks, work, &frame, lit.as_ref(), palette);
    paint::inks(painter, &inks, Vec2::ZERO);
    if let Some(rect) = handle {
        let is_hovered = response.hover_pos().is_some_and(|at| rect.contains(at));
        handle::show(ui, painter, rect, is_hovered);
    }
    paint_gesture(ui, painter, work, window);
}

/// The figures in the rings that the canvas draws. Returns where these are.
fn figures(
    inks: &mut Vec<Ink>,
    work: &Work,
    window: &Window,
    palette: &crate::look::Palette,
) -> Vec<Rect> {
    let frame = &window.view();
    const MOST: usize = 400;
    let tokens = &TOKENS.link;
    let mut rings = Vec::new();
    let mut count = 0;
    let mut angles = None;
    for row in &work.scene.voiced {
        let link = &work.scene.links[*row as usize];
        if !link.has_figure() || !window.canvas.thinning.draws(*row) {
            continue;
        }
        let is_lit = window.lights(*row, link);
        let ends = [link.from, link.to].map(|node| frame.screen(work.positions[node as usize]));
        let box_of_ends = Rect::from_two_pos(ends[0], ends[1]).expand(40.0);
        if !box_of_ends.intersects(frame.rect) {
            continue;
        }
        count += 1;
        if count > MOST {
            break;
        }
        let angles = angles.get_or_insert_with(|| work.scene.loop_angles(&work.positions));
        let angle = |node: u32| angles.get(&node).copied().unwrap_or(0.0);
        let (course, plan) = work.scene.drawn(link, &work.positions, frame, angle);
        if let Some((at, _)) = plan.figure.and_then(|mark| mark_place(mark, &course)) {
            rings.push(Rect::from_center_size(
                at,
                Vec2::splat(ring_radius(link.voices) * 2.0),
            ));
            let faded = if is_lit { 1.0 } else { TOKENS.state.faded.link };
            let color = ink::faded(palette.link_mark, faded);
            let (size, weight) = (tokens.voices.size, Weight::SemiBold);
            inks.push(Ink::centered(
                at,
                link.voices.to_string(),
                size,
                weight,
                color,
            ));
        }
    }
    rings
}

fn pins(
    inks: &mut Vec<Ink>,
    work: &Work,
    frame: &Viewport,
    lit: Option<&rustc_hash::FxHashSet<u32>>,
    palette: &crate::look::Palette,
) {
    const MOST: usize = 500;
    let nodes = work.pinned().iter().filter_map(|slot| work.net.node(*slot));
    let nodes = nodes.filter(|node| lit.is_none_or(|lit| lit.contains(node)));
    let seen = nodes.filter_map(|node| {
        let radius = frame.radius(work.scene.nodes[node as usize].radius);
        let at = frame.screen(work.positions[node as usize]);
        (radius >= PIN_FROM && frame.rect.expand(20.0).contains(at)).then_some((at, radius))
    });
    for (at, radius) in seen.take(MOST) {
        ink::pin(inks, at, radius, palette);
    }
}

/// The band of a rubber-band selection, a lasso, guides of a drag, and the line of a link being drawn.
fn paint_gesture(ui: &Ui, painter: &egui::Painter, work: &Work, window: &Window) {
    let palette = palette(ui.ctx());
    let Some(at) = ui.input(|input| input.pointer.latest_pos()) else {
        return;
    };
    match &window.gesture {
        Gesture::Band(from) => {
            painter.rect(
                Rect::from_two_pos(*from, at),
                CornerRadius::same(2),
                palette.band_fill,
                Stroke::new(1.0, palette.accent),
                StrokeKind::Inside,
            );
        }
        Gesture::Lasso(line) => {
            let stroke = Stroke::new(1.0, palette.accent);
            painter.line(line.clone(), stroke);
            // It is closed wherever the pointer lets go.
            if let (Some(first), Some(last)) = (line.first(), line.last()) {
                let ends = [*last, *first];
                painter.extend(egui::Shape::dashed_line(&ends, stroke, 4.0, 4.0));
            }
        }
        Gesture::Join(from) => {
            let frame = window.view();
            let start = frame.screen(work.positions[*from as usize]);
            let end = match window.hover {
                Some(HitTarget::Node(node)) => frame.screen(work.positions[node as usize]),
                _ => at,
            };
            painter.line_segment([start, end], Stroke::new(2.0, palette.accent));
            painter.circle(end, 4.0, palette.accent, Stroke::NONE);
        }
        Gesture::Move(_) => {
            let frame = window.view();
            let stroke = Stroke::new(1.0, palette.accent);
            for guide in &window.guides {
                let [from, to] = [guide.from, guide.to].map(|at| frame.screen(at));
                // Beyond both ends, so that it is seen past the symbols on it.
                let more = (to - from).normalized() * 24.0;
                painter.line_segment([from - more, to + more], stroke);
            }
        }
        _ => {}
    }
}
