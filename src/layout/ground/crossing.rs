//! Where links meet what they should not: other links, discs and labels.

use crate::geom::{Pos2, Rect, Vec2};

use super::bodies::Bodies;
use super::plane::length;

/// Gap that a link should keep from a disc that is none of its ends, in world units.
const GAP: f32 = 5.0;

/// Whether two straight lines cross.
pub(crate) fn cross(a: Pos2, b: Pos2, c: Pos2, d: Pos2) -> bool {
    let left_of = |p: Pos2, q: Pos2, r: Pos2| {
        let (along, to) = (q - p, r - p);
        along.x * to.y - along.y * to.x > 0.0
    };
    boxes_meet(a, b, c, d)
        && left_of(a, b, c) != left_of(a, b, d)
        && left_of(c, d, a) != left_of(c, d, b)
}

/// How many of these links cross, those that share an end left out.
pub(crate) fn count_crossings(links: &[[usize; 2]], at: impl Fn(usize) -> Pos2) -> usize {
    let crosses = |[a, b]: [usize; 2], [c, d]: [usize; 2]| {
        a != c && a != d && b != c && b != d && cross(at(a), at(b), at(c), at(d))
    };
    let with_later = |(place, &link): (usize, &[usize; 2])| {
        links[place + 1..]
            .iter()
            .filter(|&&other| crosses(link, other))
            .count()
    };
    links.iter().enumerate().map(with_later).sum()
}

/// Whether the boxes around two lines meet; most lines are told apart by this alone.
fn boxes_meet(a: Pos2, b: Pos2, c: Pos2, d: Pos2) -> bool {
    a.x.min(b.x) <= c.x.max(d.x)
        && c.x.min(d.x) <= a.x.max(b.x)
        && a.y.min(b.y) <= c.y.max(d.y)
        && c.y.min(d.y) <= a.y.max(b.y)
}

/// Cosine of the angle between two ways; 0 where one of them has no length.
pub(crate) fn cosine(a: Vec2, b: Vec2) -> f32 {
    let lengths = (a.length_sq() * b.length_sq()).sqrt();
    if lengths > 0.0 {
        a.dot(b) / lengths
    } else {
        0.0
    }
}

/// How badly a line from `a` to `b` runs over a body that is none of its ends: from 1 to 1.5 over the disc, a half over
/// the label, which can still be drawn elsewhere.
pub(crate) fn runs_over(bodies: &Bodies, body: usize, a: Pos2, b: Pos2) -> f32 {
    let (at, shape) = (bodies.at(body), &bodies.shape[body]);
    let (half, below) = (
        shape.half_width.max(shape.radius + GAP),
        shape.bounds().max.y,
    );
    let beside = a.x.max(b.x) < at.x - half || a.x.min(b.x) > at.x + half;
    if beside || a.y.max(b.y) < at.y - shape.radius - GAP || a.y.min(b.y) > at.y + below {
        return 0.0;
    }
    let reach = shape.radius + GAP;
    let distance = distance_to_line(at, a, b);
    if distance < reach {
        return 1.0 + 0.5 * (1.0 - distance / reach);
    }
    let [_, Some(label)] = shape.boxes() else {
        return 0.0;
    };
    let label = label.translate(at.to_vec2());
    if meets(label, a, b) { 0.5 } else { 0.0 }
}

/// Distance from a point to the nearest point of a line from `a` to `b`.
fn distance_to_line(point: Pos2, a: Pos2, b: Pos2) -> f32 {
    let way = b - a;
    let share = ((point - a).dot(way) / way.length_sq().max(1e-6)).clamp(0.0, 1.0);
    length(a + way * share - point)
}

/// Whether a line touches a box.
fn meets(area: Rect, a: Pos2, b: Pos2) -> bool {
    area.contains(a)
        || cross(a, b, area.left_top(), area.right_bottom())
        || cross(a, b, area.left_bottom(), area.right_top())
}

#[cfg(test)]
mod tests {
    use super::super::shape::BodyShape;
    use super::*;
    use crate::geom::{pos2, vec2};

    #[test]
    fn lines_cross_only_inside() {
        let check = |a: (f32, f32), b: (f32, f32), c: (f32, f32), d: (f32, f32)| {
            cross(a.into(), b.into(), c.into(), d.into())
        };
        assert!(check((0.0, 0.0), (10.0, 10.0), (0.0, 10.0), (10.0, 0.0)));
        assert!(!check((0.0, 0.0), (4.0, 4.0), (0.0, 10.0), (10.0, 0.0)));
        assert!(!check((0.0, 0.0), (10.0, 0.0), (0.0, 5.0), (10.0, 5.0)));
    }

    #[test]
    fn a_line_runs_over_disc_or_label() {
        let mut bodies = Bodies {
            x: vec![0.0],
            y: vec![0.0],
            ..Bodies::default()
        };
        bodies.shape = vec![BodyShape::new(9.0, vec2(96.0, 26.0))];
        let over = |a: Pos2, b: Pos2| runs_over(&bodies, 0, a, b);
        assert_eq!(over(pos2(-100.0, 0.0), pos2(100.0, 0.0)), 1.5);
        assert_eq!(over(pos2(-100.0, 25.0), pos2(100.0, 25.0)), 0.5);
        assert_eq!(over(pos2(-100.0, -20.0), pos2(100.0, -20.0)), 0.0);
        assert_eq!(over(pos2(60.0, -100.0), pos2(60.0, 100.0)), 0.0);
    }
}
