//! Bodies put in order by hand: in a line, at equal distances, mirrored, turned. Numbers in, positions out; nothing is chance, and
//! nothing but the bodies given is looked at.
//!
//! Lines and turns go by what the bodies amount to together: their edges, the middle of the box around their centres (mirrors),
//! the mean of their centres (turns, so that turning on and on comes back). y points down.

use crate::geom::{Pos2, Vec2, pos2, vec2};

/// A body: its centre, and what is drawn of it to either side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TidyBody {
    /// The centre.
    pub at: Pos2,
    /// Half of the width and height of its symbol.
    pub half: Vec2,
    /// Half of the width and height with its name, which is below it, if that is more.
    pub with_name: Vec2,
}

/// Along which axis bodies are put in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// From left to right.
    Across,
    /// From top to bottom.
    Down,
}

/// What bodies are lined up by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Their left or upper edges.
    Start,
    /// Their centres.
    Middle,
    /// Their right or lower edges.
    End,
}

/// A way of putting bodies in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tidy {
    /// Moves bodies along an axis until they are in one line across it.
    Align(Axis, Line),
    /// Centres at equal distances along an axis; the outer two stay.
    Distribute(Axis),
    /// Equal gaps between what is drawn, names included; the outer two stay where there is room.
    Space(Axis),
    /// Turned over along an axis.
    Mirror(Axis),
    /// Turned clockwise by this many steps of 15 degrees.
    Rotate(i8),
}

impl Tidy {
    /// How many bodies it takes to make a difference.
    pub const fn least(self) -> usize {
        match self {
            Self::Distribute(_) | Self::Space(_) => 3,
            Self::Align(..) | Self::Mirror(_) | Self::Rotate(_) => 2,
        }
    }

    /// The new centres of these bodies, in their order. Too few stay where they are.
    pub fn places(self, bodies: &[TidyBody]) -> Vec<Pos2> {
        if bodies.len() < self.least() {
            return bodies.iter().map(|body| body.at).collect();
        }
        match self {
            Self::Align(axis, line) => align(bodies, axis, line),
            Self::Distribute(axis) => distribute(bodies, axis),
            Self::Space(axis) => space(bodies, axis),
            Self::Mirror(axis) => {
                let (least, most) = extremes(bodies, |body| axis.of(body.at));
                let mirrored = |body: &TidyBody| least + most - axis.of(body.at);
                moved(bodies, axis, bodies.iter().map(mirrored))
            }
            Self::Rotate(steps) => rotate(bodies, steps),
        }
    }
}

impl Axis {
    const fn of(self, at: Pos2) -> f32 {
        match self {
            Self::Across => at.x,
            Self::Down => at.y,
        }
    }

    const fn length(self, size: Vec2) -> f32 {
        match self {
            Self::Across => size.x,
            Self::Down => size.y,
        }
    }

    const fn with(self, at: Pos2, along: f32) -> Pos2 {
        match self {
            Self::Across => pos2(along, at.y),
            Self::Down => pos2(at.x, along),
        }
    }
}

/// The bodies' centres with these places along an axis.
fn moved(bodies: &[TidyBody], axis: Axis, along: impl Iterator<Item = f32>) -> Vec<Pos2> {
    let pairs = bodies.iter().zip(along);
    pairs
        .map(|(body, along)| axis.with(body.at, along))
        .collect()
}

fn extremes(bodies: &[TidyBody], of: impl Fn(&TidyBody) -> f32) -> (f32, f32) {
    let all = bodies.iter().map(of);
    all.fold((f32::INFINITY, f32::NEG_INFINITY), |(least, most), one| {
        (least.min(one), most.max(one))
    })
}

fn align(bodies: &[TidyBody], axis: Axis, line: Line) -> Vec<Pos2> {
    let half = |body: &TidyBody| axis.length(body.half);
    let start = extremes(bodies, |body| axis.of(body.at) - half(body)).0;
    let end = extremes(bodies, |body| axis.of(body.at) + half(body)).1;
    let (least, most) = extremes(bodies, |body| axis.of(body.at));
    let along = |body: &TidyBody| match line {
        Line::Start => start + half(body),
        Line::Middle => (least + most) / 2.0,
        Line::End => end - half(body),
    };
    moved(bodies, axis, bodies.iter().map(along))
}

/// Indices of the bodies in their order along an axis.
fn order(bodies: &[TidyBody], axis: Axis) -> Vec<usize> {
    let mut order: Vec<usize> = (0..bodies.len()).collect();
    let key = |at: &usize| (axis.of(bodies[*at].at), bodies[*at].at.x + bodies[*at].at.y);
    order.sort_by(|a, b| {
        let (a, b) = (key(a), key(b));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    order
}

fn distribute(bodies: &[TidyBody], axis: Axis) -> Vec<Pos2> {
    let (least, most) = extremes(bodies, |body| axis.of(body.at));
    let last = (bodies.len() - 1) as f32;
    let mut along = vec![0.0; bodies.len()];
    for (rank, body) in order(bodies, axis).into_iter().enumerate() {
        let part = rank as f32 / last;
        along[body] = least * (1.0 - part) + most * part;
    }
    moved(bodies, axis, along.into_iter())
}

/// The least gap between two bodies that are spaced: without room for it they spread to both sides.
const LEAST_GAP: f32 = 8.0;

fn space(bodies: &[TidyBody], axis: Axis) -> Vec<Pos2> {
    let half = |body: usize| axis.length(bodies[body].half.max(bodies[body].with_name));
    let order = order(bodies, axis);
    let (Some(&first), Some(&last)) = (order.first(), order.last()) else {
        return Vec::new();
    };
    let (from, to) = (axis.of(bodies[first].at), axis.of(bodies[last].at));
    let inner: f32 = order.iter().map(|&body| 2.0 * half(body)).sum();
    let filled = inner - half(first) - half(last);
    let gaps = (order.len() - 1) as f32;
    let gap = ((to - from - filled) / gaps).max(LEAST_GAP);
    let mut place = (from + to - filled - gap * gaps) / 2.0;
    let mut along = vec![0.0; bodies.len()];
    for pair in order.windows(2) {
        along[pair[0]] = place;
        place += half(pair[0]) + gap + half(pair[1]);
    }
    along[last] = place;
    moved(bodies, axis, along.into_iter())
}

fn rotate(bodies: &[TidyBody], steps: i8) -> Vec<Pos2> {
    let sum = bodies.iter().fold([0.0f64; 2], |[x, y], body| {
        [x + f64::from(body.at.x), y + f64::from(body.at.y)]
    });
    let [x, y] = sum.map(|sum| sum / bodies.len() as f64);
    let (sin, cos) = turn(steps);
    let turned = |body: &TidyBody| {
        let (dx, dy) = (f64::from(body.at.x) - x, f64::from(body.at.y) - y);
        pos2(
            (x + dx * cos - dy * sin) as f32,
            (y + dx * sin + dy * cos) as f32,
        )
    };
    bodies.iter().map(turned).collect()
}

/// Sine and cosine of so many steps of 15 degrees, from roots alone: the same on every computer.
fn turn(steps: i8) -> (f64, f64) {
    let (three, two) = (3f64.sqrt(), 2f64.sqrt());
    let [s15, s75] = [-1.0, 1.0].map(|sign| (three * two + sign * two) / 4.0);
    let quarter = [0.0, s15, 0.5, two / 2.0, three / 2.0, s75, 1.0];
    let sine = |step: usize| match step {
        0..=6 => quarter[step],
        7..=12 => quarter[12 - step],
        13..=18 => -quarter[step - 12],
        _ => -quarter[24 - step],
    };
    let step = i32::from(steps).rem_euclid(24) as usize;
    (sine(step), sine((step + 6) % 24))
}

/// Half of the room of a body with a symbol of this radius and a name of this size below it.
pub fn with_name(radius: f32, name: Vec2) -> Vec2 {
    vec2(radius.max(name.x / 2.0), radius + name.y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bodies(least: usize) -> impl Strategy<Value = Vec<TidyBody>> {
        let body = (-900i32..900, -900i32..900, 6u8..30, 0u8..90).prop_map(|(x, y, r, name)| {
            let half = Vec2::splat(f32::from(r));
            TidyBody {
                at: pos2(x as f32, y as f32),
                half,
                with_name: with_name(half.x, vec2(f32::from(name), 14.0)),
            }
        });
        prop::collection::vec(body, least..12)
    }

    fn axes() -> impl Strategy<Value = Axis> {
        prop_oneof![Just(Axis::Across), Just(Axis::Down)]
    }

    fn other(axis: Axis) -> Axis {
        match axis {
            Axis::Across => Axis::Down,
            Axis::Down => Axis::Across,
        }
    }

    fn put(bodies: &[TidyBody], places: &[Pos2]) -> Vec<TidyBody> {
        let pairs = bodies.iter().zip(places);
        pairs.map(|(body, &at)| TidyBody { at, ..*body }).collect()
    }

    fn near(a: &[Pos2], b: &[Pos2]) -> bool {
        a.iter().zip(b).all(|(a, b)| (*a - *b).length() < 0.05)
    }

    fn centres(bodies: &[TidyBody]) -> Vec<Pos2> {
        bodies.iter().map(|body| body.at).collect()
    }

    proptest! {
        #[test]
        fn aligned_bodies_have_one_line(bodies in bodies(2), axis in axes()) {
            for (line, side) in [(Line::Start, -1.0), (Line::Middle, 0.0), (Line::End, 1.0)] {
                let aligned = put(&bodies, &Tidy::Align(axis, line).places(&bodies));
                let edge = |body: &TidyBody| axis.of(body.at) + side * axis.length(body.half);
                let (least, most) = extremes(&aligned, edge);
                prop_assert!(most - least < 1e-3);
                let (before, after) = (extremes(&bodies, edge), least);
                prop_assert!(before.0 - 1e-3 <= after && after <= before.1 + 1e-3);
                // Nothing moves the other way.
                let across = |all: &[TidyBody]| all.iter().map(|body| other(axis).of(body.at)).collect::<Vec<_>>();
                prop_assert_eq!(across(&aligned), across(&bodies));
                prop_assert_eq!(Tidy::Align(axis, line).places(&aligned).len(), bodies.len());
            }
        }

        #[test]
        fn distributed_centres_are_equally_far_and_keep_ends_and_order(bodies in bodies(3), axis in axes()) {
            let before = order(&bodies, axis);
            let spread = put(&bodies, &Tidy::Distribute(axis).places(&bodies));
            let along: Vec<f32> = before.iter().map(|&body| axis.of(spread[body].at)).collect();
            let ends = extremes(&bodies, |body| axis.of(body.at));
            prop_assert_eq!((along[0], along[along.len() - 1]), ends);
            let step = (ends.1 - ends.0) / (along.len() - 1) as f32;
            prop_assert!(along.windows(2).all(|pair| (pair[1] - pair[0] - step).abs() < 0.01));
        }

        #[test]
        fn spaced_bodies_have_equal_gaps_and_never_overlap(bodies in bodies(3), axis in axes()) {
            let order = order(&bodies, axis);
            let spaced = put(&bodies, &Tidy::Space(axis).places(&bodies));
            let half = |body: usize| axis.length(bodies[body].half.max(bodies[body].with_name));
            let gaps: Vec<f32> = order
                .windows(2)
                .map(|pair| axis.of(spaced[pair[1]].at) - half(pair[1]) - axis.of(spaced[pair[0]].at) - half(pair[0]))
                .collect();
            prop_assert!(gaps.iter().all(|gap| *gap > LEAST_GAP - 0.01 && (gap - gaps[0]).abs() < 0.01));
            // With room enough, the outer two stay.
            let ends = [order[0], order[order.len() - 1]];
            if gaps[0] > LEAST_GAP + 0.01 {
                prop_assert!(ends.iter().all(|&end| (spaced[end].at - bodies[end].at).length() < 0.01));
            }
        }

        #[test]
        fn a_mirror_image_of_a_mirror_image_is_the_same(bodies in bodies(2), axis in axes()) {
            let once = put(&bodies, &Tidy::Mirror(axis).places(&bodies));
            prop_assert_eq!(Tidy::Mirror(axis).places(&once), centres(&bodies));
            // The first along the axis is the last now.
            let first = order(&bodies, axis)[0];
            prop_assert_eq!(axis.of(once[first].at), extremes(&bodies, |body| axis.of(body.at)).1);
        }

        #[test]
        fn turning_keeps_distances_and_comes_round(bodies in bodies(2), steps in -23i8..24) {
            let turned = put(&bodies, &Tidy::Rotate(steps).places(&bodies));
            for (a, b) in turned.iter().zip(&turned[1..]).zip(bodies.iter().zip(&bodies[1..])) {
                prop_assert!(((a.0.at - a.1.at).length() - (b.0.at - b.1.at).length()).abs() < 0.05);
            }
            prop_assert!(near(&Tidy::Rotate(-steps).places(&turned), &centres(&bodies)));
            let round = (0..24).fold(bodies.clone(), |now, _| put(&now, &Tidy::Rotate(1).places(&now)));
            prop_assert!(near(&centres(&round), &centres(&bodies)));
            let whole = (0..24).fold(bodies.clone(), |now, _| {
                let places: Vec<Pos2> = Tidy::Rotate(1).places(&now).into_iter().map(Pos2::round).collect();
                put(&now, &places)
            });
            let off = centres(&whole).iter().zip(centres(&bodies)).map(|(a, b)| (*a - b).length()).fold(0.0, f32::max);
            prop_assert!(off < 18.0, "rounded at each step, it is {off} off");
        }
    }

    #[test]
    fn a_quarter_turn_is_clockwise_on_a_screen() {
        let body = |x, y| TidyBody {
            at: pos2(x, y),
            half: Vec2::splat(1.0),
            with_name: Vec2::splat(1.0),
        };
        let turned = Tidy::Rotate(6).places(&[body(-10.0, 0.0), body(10.0, 0.0)]);
        assert!(near(&turned, &[pos2(0.0, -10.0), pos2(0.0, 10.0)]));
    }

    #[test]
    fn sines_are_those_of_the_mathematics_library() {
        for step in -30i8..30 {
            let (sin, cos) = turn(step);
            let angle = f64::from(step) * std::f64::consts::PI / 12.0;
            assert!((sin - angle.sin()).abs() < 1e-12 && (cos - angle.cos()).abs() < 1e-12);
        }
    }
}
