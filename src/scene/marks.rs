//! Where marks are: of a link its figure of voices, strokes, bar and head; of a node its pin badge.

use crate::geom::{Pos2, Rect, Vec2, vec2};
use crate::look::TOKENS;

use super::LinkRow;
use super::curve::Course;
use super::plan::{LinkPlan, mark_place, ring_radius};

/// From this radius of its node on a pin badge is drawn.
pub(crate) const PIN_FROM: f32 = 5.0;

/// Returns where the badge of a pinned node is.
pub fn pin_center(at: Pos2, radius: f32) -> Pos2 {
    let badge = &TOKENS.node.pin_badge;
    at + vec2(badge.at[0] * radius + 2.0, badge.at[1] * radius - 2.0)
}

/// Returns the boxes of a link's figure, strokes and bar, which nothing may cover.
pub(crate) fn mark_boxes(row: &LinkRow, plan: &LinkPlan, course: &Course) -> Vec<Rect> {
    let around = |at: Option<(Pos2, Vec2)>, half: f32| {
        at.map(|(at, _)| Rect::from_center_size(at, Vec2::splat(half * 2.0)))
    };
    let figure = plan.figure.and_then(|mark| mark_place(mark, course));
    let strokes = plan.strokes.and_then(|(mark, _)| mark_place(mark, course));
    let stroke = plan
        .strokes
        .map_or(0.0, |(_, size)| size.stroke_length / 2.0);
    let bar = plan.bar.and_then(|bar| course.at(bar.at));
    let boxes = [
        around(strokes, stroke),
        around(figure, ring_radius(row.voices)),
        around(bar, plan.bar.map_or(0.0, |bar| bar.length / 2.0)),
    ];
    boxes.into_iter().flatten().collect()
}

/// Returns the box of a link's head.
pub(crate) fn head_box(plan: &LinkPlan, course: &Course) -> Option<Rect> {
    let head = plan.head?;
    let (at, _) = course.at(course.length() - head.length / 2.0)?;
    Some(Rect::from_center_size(at, Vec2::splat(head.length)))
}
