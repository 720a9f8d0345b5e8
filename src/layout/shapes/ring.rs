//! Boxes around a ring: how much of it each takes, and at what angle each stands.

use crate::geom::{Pos2, Rect, Vec2};
use crate::layout::ground::plane::turned;

use super::line::{dealt_gaps, spread_within};

/// Half the width and half the height of a box, with the gap that is kept around it.
pub(super) type Half = Vec2;

/// How far apart two boxes must stand where one lies from the other in this direction (of length 1).
pub(super) fn reach(a: Half, b: Half, direction: Vec2) -> f32 {
    let sum = a + b;
    let along = |size: f32, part: f32| size / part.abs().max(1e-6);
    along(sum.x, direction.x).min(along(sum.y, direction.y))
}

/// The same in no direction in particular: the mean over all.
pub(super) fn mean_reach(a: Half, b: Half) -> f32 {
    const DIRECTIONS: u16 = 12;
    let all =
        (0..DIRECTIONS).map(|step| turned((f32::from(step) + 0.5) / (4.0 * f32::from(DIRECTIONS))));
    all.map(|direction| reach(a, b, direction)).sum::<f32>() / f32::from(DIRECTIONS)
}

/// Half of a box around a position: the larger side counts, as a label hangs below its disc.
pub(super) fn half(bounds: Rect, gap: f32) -> Half {
    (bounds.size() + Vec2::splat(gap)) / 2.0
}

/// Where a body stands that many turns from the top, clockwise.
pub(super) fn spot(turns: f64, radius: f32) -> Pos2 {
    (turned((turns - 0.25) as f32) * radius).to_pos2()
}

/// Angles, in turns from 0 to 1, for boxes in their order around a ring of such a radius, each as near as can be to where
/// it should be; the ring begins `turn` turns from the top. They are dealt out to `rows` rings in turn, of which this is the innermost.
pub(super) fn angles(
    boxes: &[Half],
    wanted: &[f64],
    rows: usize,
    radius: f32,
    turn: f64,
) -> Vec<f64> {
    const ROUNDS: usize = 3;
    let mut found = wanted.to_vec();
    let around = std::f64::consts::TAU * f64::from(radius.max(1e-3));
    for _ in 0..ROUNDS {
        // What two boxes need depends on whether they stand beside or above each other, so on where they end up.
        let need = |a: usize, b: usize| {
            let across = turned((f64::midpoint(found[a], found[b]) + turn) as f32);
            f64::from(reach(boxes[a], boxes[b], across)) / around
        };
        let mut gaps = dealt_gaps(boxes.len(), rows, need);
        // Where the ring closes, the last may stand in the row of the first.
        let closing = gaps.iter().copied().fold(0.0, f64::max) * rows as f64;
        let sum = gaps.iter().sum::<f64>() + closing;
        if sum > 1.0 {
            gaps.iter_mut().for_each(|gap| *gap /= sum);
        }
        let to = 1.0 - (closing / sum.max(1.0)).min(0.5);
        found = spread_within(wanted, &gaps, 0.0, to);
    }
    found
}
