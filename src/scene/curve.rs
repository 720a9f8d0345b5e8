//! The way of a link between two nodes: straight, bent beside its parallels, or a loop; cut where it meets the outlines.

use crate::geom::{Pos2, Vec2, pos2};
use crate::look::{NodeShape, TOKENS};

use super::shape::{distance, reach};

/// One end of a link as drawn: a node in view points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurveEnd {
    /// Its centre.
    pub at: Pos2,
    /// Its radius.
    pub radius: f32,
    /// Its outline.
    pub shape: NodeShape,
}

/// How a link goes from one end to the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Way {
    /// Straight between the centres.
    Straight,
    /// A quadratic curve whose middle is so many points to the right of the straight line (seen from its start).
    Bent(f32),
    /// A loop at the first end: the direction of its middle in radians, and its reach in points.
    Loop(f32, f32),
}

/// A line of points with its length so far at each.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Course {
    /// The points.
    pub points: Vec<Pos2>,
    /// The length up to each point.
    pub lengths: Vec<f32>,
}

/// How many pieces a curve is drawn in. The shader has the same number.
pub(crate) const PIECES: usize = 24;

/// A point of the way, `t` from 0 to 1, before it is cut.
pub(crate) fn point_at(a: &CurveEnd, b: &CurveEnd, way: Way, t: f32) -> Pos2 {
    match way {
        Way::Straight => a.at + (b.at - a.at) * t,
        Way::Bent(bend) => {
            let (from, control, to) = bent(a, b, bend);
            let (u, v) = (1.0 - t, t);
            pos2(
                u * u * from.x + 2.0 * u * v * control.x + v * v * to.x,
                u * u * from.y + 2.0 * u * v * control.y + v * v * to.y,
            )
        }
        Way::Loop(angle, reach) => {
            let [near, far] = loop_controls(a, angle, reach);
            let (u, v) = (1.0 - t, t);
            let (wu, wn, wf, wv) = (u * u * u, 3.0 * u * u * v, 3.0 * u * v * v, v * v * v);
            pos2(
                (wu + wv) * a.at.x + wn * near.x + wf * far.x,
                (wu + wv) * a.at.y + wn * near.y + wf * far.y,
            )
        }
    }
}

/// Start, control point and end of a bent link. The ends move aside so that the heads do not pile up.
fn bent(a: &CurveEnd, b: &CurveEnd, bend: f32) -> (Pos2, Pos2, Pos2) {
    let parallel = &TOKENS.link.parallel;
    let along = (b.at - a.at).normalized();
    let right = Vec2::new(-along.y, along.x);
    let aside = |radius: f32| {
        let most = parallel.end_shift_max_radius * radius;
        (bend * parallel.end_shift).clamp(-most, most)
    };
    let (s0, s1) = (aside(a.radius), aside(b.radius));
    let (from, to) = (a.at + right * s0, b.at + right * s1);
    let control = from + (to - from) * 0.5 + right * (bend * 2.0 - (s0 + s1));
    (from, control, to)
}

fn loop_controls(a: &CurveEnd, angle: f32, reach: f32) -> [Pos2; 2] {
    let spread = TOKENS.link.self_loop.spread_deg.to_radians();
    [angle - spread, angle + spread].map(|angle| a.at + Vec2::angled(angle) * reach)
}

/// The reach of a loop's control points for a node of this radius, `scale` points a world unit.
pub(crate) fn loop_reach(radius: f32, scale: f32) -> f32 {
    radius * TOKENS.link.self_loop.reach * 4.0 / 3.0 + 10.0 * scale
}

/// The visible part of a link: from `gap` outside the outline of `a` to `tip_gap` outside that of `b`. Empty where the
/// nodes leave no room.
pub(crate) fn course(a: &CurveEnd, b: &CurveEnd, way: Way, gap: f32, tip_gap: f32) -> Course {
    if way == Way::Straight {
        let span = b.at - a.at;
        let length = span.length();
        let from = reach(a.shape, a.radius, gap, span);
        let to = length - reach(b.shape, b.radius, tip_gap, -span);
        if !length.is_finite() || from >= to {
            return Course::default();
        }
        let along = span / length;
        return Course::of(vec![a.at + along * from, a.at + along * to]);
    }
    let b = if matches!(way, Way::Loop(..)) { a } else { b };
    let is_out = |end: &CurveEnd, t: f32, gap: f32| {
        let at = (point_at(a, b, way, t) - end.at) / end.radius.max(0.01);
        distance(end.shape.token(), at) * end.radius > gap
    };
    const STEPS: usize = 96;
    let step = |i: usize| i as f32 / STEPS as f32;
    let leaves = (0..STEPS).find(|i| is_out(a, step(*i), gap));
    let meets = (0..=STEPS).rev().find(|i| is_out(b, step(*i), tip_gap));
    let (Some(leaves), Some(meets)) = (leaves, meets) else {
        return Course::default();
    };
    if leaves >= meets {
        return Course::default();
    }
    let before = if leaves == 0 { 0 } else { leaves - 1 };
    let start = bisect(step(before), step(leaves), |t| is_out(a, t, gap));
    let end = bisect(step((meets + 1).min(STEPS)), step(meets), |t| {
        is_out(b, t, tip_gap)
    });
    let points = (0..=PIECES)
        .map(|i| point_at(a, b, way, start + (end - start) * i as f32 / PIECES as f32))
        .collect();
    Course::of(points)
}

/// The parameter between `inside` and `outside` where the outline is met.
fn bisect(mut inside: f32, mut outside: f32, is_out: impl Fn(f32) -> bool) -> f32 {
    for _ in 0..10 {
        let middle = (inside + outside) * 0.5;
        if is_out(middle) {
            outside = middle;
        } else {
            inside = middle;
        }
    }
    outside
}

impl Course {
    /// The line through these points.
    pub(crate) fn of(points: Vec<Pos2>) -> Self {
        let mut lengths = Vec::with_capacity(points.len());
        let mut so_far = 0.0;
        for (i, point) in points.iter().enumerate() {
            if i > 0 {
                so_far += (*point - points[i - 1]).length();
            }
            lengths.push(so_far);
        }
        Self { points, lengths }
    }

    /// Its length in points.
    pub(crate) fn length(&self) -> f32 {
        self.lengths.last().copied().unwrap_or(0.0)
    }

    /// The point at a length from its start, and the direction there. `None` if it is empty.
    pub(crate) fn at(&self, length: f32) -> Option<(Pos2, Vec2)> {
        if self.points.len() < 2 {
            return None;
        }
        let after = self.lengths.partition_point(|have| *have < length);
        let i = after.clamp(1, self.points.len() - 1);
        let (a, b) = (self.points[i - 1], self.points[i]);
        let span = b - a;
        let piece = span.length();
        let part = if piece > 0.0 {
            (length - self.lengths[i - 1]) / piece
        } else {
            0.0
        };
        Some((a + span * part, span.normalized()))
    }

    /// The part between two lengths.
    pub(crate) fn part(&self, from: f32, to: f32) -> Self {
        let (from, to) = (from.max(0.0), to.min(self.length()));
        if from >= to {
            return Self::default();
        }
        let mut points: Vec<Pos2> = self.at(from).map(|(at, _)| at).into_iter().collect();
        for (point, length) in self.points.iter().zip(&self.lengths) {
            if *length > from && *length < to {
                points.push(*point);
            }
        }
        points.extend(self.at(to).map(|(at, _)| at));
        Self::of(points)
    }

    /// The distance of a point from the line.
    pub(crate) fn distance(&self, at: Pos2) -> f32 {
        let pieces = self.points.windows(2);
        let distances = pieces.map(|piece| segment_distance(at, piece[0], piece[1]));
        distances.fold(f32::INFINITY, f32::min)
    }
}

/// The distance of a point from a straight piece.
pub(crate) fn segment_distance(at: Pos2, a: Pos2, b: Pos2) -> f32 {
    let span = b - a;
    let length_squared = span.length_sq();
    let part = if length_squared > 0.0 {
        ((at - a).dot(span) / length_squared).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (at - a - span * part).length()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn end(x: f32, y: f32, radius: f32, shape: u8) -> CurveEnd {
        CurveEnd {
            at: pos2(x, y),
            radius,
            shape: NodeShape(shape),
        }
    }

    proptest! {
        #[test]
        fn a_course_starts_and_ends_at_the_outlines(
            x in -300f32..300.0, y in -300f32..300.0, ra in 4f32..20.0, rb in 4f32..20.0,
            sa in 0u8..8, sb in 0u8..8, bend in prop::sample::select(vec![0.0f32, 8.0, -8.0, 24.0, -40.0]),
        ) {
            prop_assume!((x * x + y * y).sqrt() > 90.0);
            let (a, b) = (end(0.0, 0.0, ra, sa), end(x, y, rb, sb));
            let way = if bend == 0.0 { Way::Straight } else { Way::Bent(bend) };
            let course = course(&a, &b, way, 2.0, 1.5);
            prop_assert!(course.points.len() >= 2);
            let off = |end: &CurveEnd, at: Pos2| distance(end.shape.token(), (at - end.at) / end.radius) * end.radius;
            prop_assert!((off(&a, course.points[0]) - 2.0).abs() < 0.3);
            prop_assert!((off(&b, *course.points.last().unwrap()) - 1.5).abs() < 0.3);
        }

        #[test]
        fn never_panics(x in any::<f32>(), y in any::<f32>(), r in any::<f32>(), bend in any::<f32>()) {
            let (a, b) = (end(0.0, 0.0, r.abs(), 1), end(x, y, 9.0, 2));
            let c = course(&a, &b, Way::Bent(bend), 2.0, 1.5);
            let _ = (c.at(3.0), c.part(1.0, 5.0), c.length());
        }
    }

    #[test]
    fn overlapping_nodes_have_no_course() {
        let (a, b) = (end(0.0, 0.0, 10.0, 1), end(12.0, 0.0, 10.0, 1));
        assert_eq!(course(&a, &b, Way::Straight, 2.0, 1.5), Course::default());
    }

    #[test]
    fn a_loop_leaves_and_comes_back() {
        let a = end(0.0, 0.0, 10.0, 2);
        let way = Way::Loop(-1.5, loop_reach(10.0, 1.0));
        let course = course(&a, &a, way, 2.0, 1.5);
        assert!(course.length() > 20.0);
        let (middle, _) = course.at(course.length() / 2.0).unwrap();
        assert!(middle.y < -20.0);
    }

    #[test]
    fn parts_of_a_course() {
        let course = Course::of(vec![pos2(0.0, 0.0), pos2(10.0, 0.0), pos2(10.0, 10.0)]);
        assert_eq!(course.length(), 20.0);
        assert_eq!(
            course.part(5.0, 15.0).points,
            [pos2(5.0, 0.0), pos2(10.0, 0.0), pos2(10.0, 5.0)]
        );
        assert_eq!(
            course.at(15.0),
            Some((pos2(10.0, 5.0), Vec2::new(0.0, 1.0)))
        );
        assert_eq!(course.part(3.0, 3.0), Course::default());
        assert_eq!(course.distance(pos2(5.0, 3.0)), 3.0);
    }
}
