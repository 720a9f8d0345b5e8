//! The last pass: what still overlaps is moved apart, as little as possible.

use std::ops::Range;

use crate::layout::forces::collision::shares;
use crate::layout::ground::bodies::Bodies;
use crate::layout::ground::cancel::Cancel;
use crate::layout::ground::plane::{square, straight};
use crate::layout::ground::shape::MARGIN;
use crate::layout::ground::touch::Touching;

/// Most rounds of finding near pairs.
const MOST_ROUNDS: usize = 240;

/// Rounds that every picture gets, however large.
const LEAST_ROUNDS: usize = 64;

/// Bodies that are looked at in all further rounds.
const FURTHER_WORK: usize = 200_000;

/// Rounds after which a picture that is still too crowded is widened.
const PATIENCE: usize = 8;

/// By how much it is widened.
const WIDER: f32 = 1.05;

/// Sweeps over the same pairs in a round.
const SWEEPS: usize = 8;

/// Side of the squares in which crowds are looked for, in sides of the mean body's own square.
const CROWD_SIDE: f32 = 4.0;

/// Share of the bodies that may stand in squares that are fuller than `FULL`.
const CROWDED: f32 = 0.05;

/// Share of a square that bodies may fill.
const FULL: f32 = 0.7;

/// How near, beyond the margin, pairs are that may come to overlap in a round, in world units.
const LOOK_AHEAD: f32 = 8.0;

/// Moves bodies of `range` until no two shapes come closer than the margin, or until it gives up; says whether none do.
///
/// Only bodies that are `awake` and those that they run into are touched, and still ones never move.
pub(crate) fn separate(
    bodies: &mut Bodies,
    range: Range<usize>,
    awake: &mut [bool],
    cancel: &Cancel,
) -> bool {
    let mut touching = Touching::default();
    let rounds = (LEAST_ROUNDS + FURTHER_WORK / range.len().max(1)).min(MOST_ROUNDS);
    for round in 1..=rounds {
        touching.find(bodies, range.clone(), MARGIN + LOOK_AHEAD);
        touching
            .pairs
            .retain(|&(a, b)| !bodies.still[a as usize] || !bodies.still[b as usize]);
        let mut pushed = false;
        for _ in 0..SWEEPS {
            if cancel.is_set() {
                return false;
            }
            let mut pushed_now = false;
            for &(a, b) in &touching.pairs {
                let (a, b) = (a as usize, b as usize);
                if (awake[a] || awake[b]) && push_apart(bodies, a, b) {
                    (awake[a], awake[b], pushed_now) = (true, true, true);
                }
            }
            pushed |= pushed_now;
            if !pushed_now {
                break;
            }
        }
        if !pushed {
            return true;
        }
        if round % PATIENCE == 0 {
            widen(bodies, range.clone(), awake);
        }
    }
    false
}

/// Widens a picture that is crowded in places, as a crowd is slow to pass on a push to its rim: then most of it fits.
pub(crate) fn ease(bodies: &mut Bodies, range: Range<usize>) {
    if range.len() < 2 {
        return;
    }
    let area_of = |body: usize| bodies.shape[body].area();
    let mean = range.clone().map(area_of).sum::<f32>() / range.len() as f32;
    let per_unit = 1.0 / (CROWD_SIDE * mean.sqrt());
    let mut crowds: Vec<(u64, f32)> = range
        .clone()
        .map(|body| {
            let cell = |at: f32| u64::from((at * per_unit).floor() as i32 as u32);
            let key = cell(bodies.y[body]) << 32 | cell(bodies.x[body]);
            (key, area_of(body) * square(per_unit))
        })
        .collect();
    crowds.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut fills: Vec<(f32, usize)> = crowds
        .chunk_by(|a, b| a.0 == b.0)
        .map(|crowd| (crowd.iter().map(|body| body.1).sum(), crowd.len()))
        .collect();
    fills.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let mut left = (CROWDED * range.len() as f32) as usize;
    let most = fills.iter().find(|(_, count)| {
        let reached = left < *count;
        left = left.saturating_sub(*count);
        reached
    });
    let wider = (most.map_or(0.0, |most| most.0) / FULL).sqrt();
    if wider > 1.0 {
        scale(bodies, range, wider);
    }
}

/// Makes room everywhere, where everything may move: a crowd is slow to pass on a push to its rim.
fn widen(bodies: &mut Bodies, range: Range<usize>, awake: &[bool]) {
    if range.clone().all(|body| awake[body] && !bodies.still[body]) {
        scale(bodies, range, WIDER);
    }
}

/// Moves bodies away from the origin.
pub(crate) fn scale(bodies: &mut Bodies, range: Range<usize>, by: f32) {
    for body in range {
        bodies.x[body] *= by;
        bodies.y[body] *= by;
    }
}

/// Moves two bodies so that they stand clear; says whether they did not.
fn push_apart(bodies: &mut Bodies, a: usize, b: usize) -> bool {
    let Some(push) = bodies.shape[a].push(&bodies.shape[b], bodies.offset(a, b), MARGIN) else {
        return false;
    };
    // A little more than needed, or rounding would leave a sliver.
    let push = push * 1.01 + straight(push) * 0.01;
    let (share_a, share_b) = shares(bodies, a, b);
    bodies.shift(a, -push * share_a);
    bodies.shift(b, push * share_b);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::vec2;
    use crate::layout::ground::plane::turned;
    use crate::layout::ground::shape::BodyShape;

    #[test]
    fn a_heap_is_cleared_and_the_sleeping_and_the_still_stay() {
        let count = 60;
        let spots: Vec<_> = (0..count)
            .map(|body| turned(0.382 * body as f32) * body as f32)
            .collect();
        let mut bodies = Bodies {
            x: spots.iter().map(|at| at.x).collect(),
            y: spots.iter().map(|at| at.y).collect(),
            shape: vec![BodyShape::new(9.0, vec2(60.0, 13.0)); count],
            charge: vec![1.0; count],
            still: (0..count).map(|body| body == 0).collect(),
            ..Bodies::default()
        };
        let before = bodies.clone();
        assert!(separate(
            &mut bodies,
            0..count,
            &mut vec![false; count],
            &Cancel::default()
        ));
        assert_eq!(bodies.x, before.x);
        assert!(separate(
            &mut bodies,
            0..count,
            &mut vec![true; count],
            &Cancel::default()
        ));
        assert_eq!(bodies.at(0), before.at(0));
        for a in 0..count {
            let clear = |b: usize| {
                bodies.shape[a]
                    .push(&bodies.shape[b], bodies.offset(a, b), MARGIN - 0.1)
                    .is_none()
            };
            assert!((a + 1..count).all(clear));
        }
    }
}
