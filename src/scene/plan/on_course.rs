//! Plans on their way between two nodes: what is visible of it, and where on screen marks stand.

use crate::geom::{Pos2, Vec2};
use crate::look::TOKENS;
use crate::scene::LinkRow;
use crate::scene::curve::{Course, CurveEnd, Way, course};

use super::{LinkPlan, MarkAt, PlanInput};

/// How much of a link is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Rhythm, head and marks.
    Full,
    /// With thousands of links in view: a plain line that fades with its support.
    Far,
}

/// The visible part of a row of links.
pub(crate) fn course_of(row: &LinkRow, ends: (&CurveEnd, &CurveEnd), way: Way) -> Course {
    let tokens = &TOKENS.link;
    let tip_gap = if row.directed {
        tokens.arrow.tip_gap
    } else {
        tokens.gap_at_node
    };
    course(ends.0, ends.1, way, tokens.gap_at_node, tip_gap)
}

/// What is drawn where along a course.
pub(crate) fn plan_of(
    row: &LinkRow,
    ends: (&CurveEnd, &CurveEnd),
    way: Way,
    course: &Course,
) -> LinkPlan {
    let to = match way {
        Way::Loop(..) => ends.0,
        Way::Straight | Way::Bent(_) => ends.1,
    };
    // A sample has no ends.
    let least = ends.0.radius.min(to.radius);
    let radius = if least > 1.0 { least } else { f32::INFINITY };
    let input = PlanInput::of(row, radius);
    let visible = course.length();
    let mut plan = LinkPlan::of(&input, visible);
    if !matches!(way, Way::Loop(..)) && radius.is_finite() {
        let middle =
            |at: Option<&Pos2>, end: &CurveEnd| at.map_or(0.0, |at| (*at - end.at).length());
        let reaches = [
            middle(course.points.first(), ends.0),
            middle(course.points.last(), to),
        ];
        plan.clear_of_ends(&input, visible, reaches);
    }
    plan
}

/// Where a mark stands.
pub(crate) fn mark_place(mark: MarkAt, course: &Course) -> Option<(Pos2, Vec2)> {
    let (at, along) = course.at(mark.at)?;
    let (first, last) = (*course.points.first()?, *course.points.last()?);
    let right = Vec2::new(-along.y, along.x);
    Some((at + right * (upwards(last - first) * mark.aside), along))
}

/// 1 where the right of a line is its upper side on screen (of an upright line the right side), -1 where the left is.
fn upwards(span: Vec2) -> f32 {
    let across = Vec2::new(-span.y, span.x).normalized();
    let is_down = across.y > 0.02 || (across.y > -0.02 && across.x < 0.0);
    if is_down { -1.0 } else { 1.0 }
}
