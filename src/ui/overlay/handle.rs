//! The handle beside a hovered entity, from which a link is drawn.

use std::f32::consts::{FRAC_PI_2, PI};

use egui::{Painter, Pos2, Rect, Stroke, Ui, Vec2};

use crate::scene::hit::HitTarget;

use crate::ui::parts::icons::sign;
use crate::ui::state::{Gesture, Window};
use crate::ui::theme::palette;
use crate::work::Work;

/// Side of the square that can be grabbed, in points.
const SIDE: f32 = 20.0;
/// Radius of the disc that is drawn in it.
const RADIUS: f32 = 8.5;
/// Smallest disc of an entity that has a handle, in points.
const LEAST_RADIUS: f32 = 5.0;
/// Where it may be around its entity, in the order in which it is tried. The entity's name is mostly below.
const ANGLES: [f32; 8] = [
    0.7,
    -0.7,
    PI - 0.7,
    PI + 0.7,
    -FRAC_PI_2,
    0.0,
    PI,
    FRAC_PI_2,
];

/// Returns where the handle of a node is: where it covers no name and no other entity, if there is such a place. `None` if
/// the node is too small, or the dataset cannot be changed.
pub(crate) fn handle_rect(work: &Work, window: &Window, node: u32) -> Option<Rect> {
    if work.is_read_only() {
        return None;
    }
    let frame = window.view();
    let row = work.scene.nodes.get(node as usize)?;
    let radius = frame.radius(row.radius);
    if radius < LEAST_RADIUS {
        return None;
    }
    let at = frame.screen(*work.positions.get(node as usize)?);
    let near = Rect::from_center_size(at, Vec2::splat(2.0 * (radius + 2.0 * SIDE)));
    let mut taken: Vec<Rect> = super::names::names(work, window)
        .map(|(_, rect)| rect)
        .filter(|rect| rect.intersects(near))
        .collect();
    let others = work.scene.nodes.iter().zip(&work.positions).enumerate();
    taken.extend(others.filter_map(|(other, (row, at))| {
        let disc = Rect::from_center_size(
            frame.screen(*at),
            Vec2::splat(2.0 * frame.radius(row.radius)),
        );
        (other != node as usize && disc.intersects(near)).then_some(disc)
    }));
    Some(place(at, radius, &taken))
}

/// Where the handle of the hovered entity is, while nothing is being dragged.
pub(super) fn shown_handle(work: &Work, window: &Window) -> Option<Rect> {
    match (window.hover, &window.gesture) {
        (Some(HitTarget::Node(node)), Gesture::Idle) => handle_rect(work, window, node),
        _ => None,
    }
}

/// The first place around a disc that covers nothing of what is `taken`; else the one that covers least.
fn place(at: Pos2, radius: f32, taken: &[Rect]) -> Rect {
    let center = |angle: f32| at + Vec2::angled(angle) * (radius + RADIUS + 0.5);
    let covered = |angle: &f32| {
        let disc = Rect::from_center_size(center(*angle), Vec2::splat(2.0 * RADIUS));
        let parts = taken.iter().map(|rect| rect.intersect(disc));
        parts
            .filter(Rect::is_positive)
            .map(|part| part.area())
            .sum::<f32>()
    };
    let best = ANGLES
        .into_iter()
        .map(|angle| (covered(&angle), angle))
        .reduce(|best, next| if next.0 < best.0 { next } else { best });
    let (_, angle) = best.unwrap_or((0.0, ANGLES[0]));
    Rect::from_center_size(center(angle), Vec2::splat(SIDE))
}

/// Draws the handle.
pub(super) fn show(ui: &Ui, painter: &Painter, rect: Rect, is_hovered: bool) {
    let palette = palette(ui.ctx());
    let (fill, line, color) = if is_hovered {
        (palette.accent, palette.accent, palette.on_accent)
    } else {
        (palette.raised, palette.border, palette.text_secondary)
    };
    painter.circle(rect.center(), RADIUS, fill, Stroke::new(1.0, line));
    sign(ui, "plus", rect.center(), 9.0, color);
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{pos2, vec2};
    use proptest::prelude::*;

    fn covers(handle: Rect, taken: &[Rect]) -> bool {
        let disc = Rect::from_center_size(handle.center(), Vec2::splat(2.0 * RADIUS));
        taken.iter().any(|rect| rect.intersect(disc).is_positive())
    }

    proptest! {
        #[test]
        fn handle_covers_no_name_if_one_side_is_free(
            radius in 5f32..40.0,
            width in 10f32..150.0,
            height in 10f32..30.0,
            side in 0usize..4,
        ) {
            let at = pos2(300.0, 200.0);
            let (x, y) = (radius + 3.0 + width / 2.0, radius + 3.0 + height / 2.0);
            let offset = [vec2(0.0, y), vec2(x, 0.0), vec2(-x, 0.0), vec2(0.0, -y)][side];
            let name = Rect::from_center_size(at + offset, vec2(width, height));
            prop_assert!(!covers(place(at, radius, &[name]), &[name]));
        }
    }

    #[test]
    fn handle_stays_where_it_was_if_nothing_is_there() {
        let handle = place(pos2(0.0, 0.0), 10.0, &[]);
        assert!(handle.center().x > 0.0 && handle.center().y > 0.0);
    }
}
