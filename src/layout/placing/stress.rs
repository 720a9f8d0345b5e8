//! Stress: bodies are moved pair by pair until distances in the picture are those along the links.
//!
//! Zheng, Pawar and Goodman, "Graph drawing by stochastic gradient descent" (2019), over all pairs of a small skeleton. What
//! is large is unfolded instead.

use crate::geom::Pos2;
use crate::layout::ground::cancel::Cancel;
use crate::layout::ground::plane::{length, square};
use crate::layout::ground::random::{mix, shuffle};

use super::skeleton::Skeleton;

/// A pair of bodies, how far apart they should be, and how much that matters.
pub(crate) struct StressPair {
    a: u32,
    b: u32,
    length: f32,
    weight: f32,
}

impl StressPair {
    /// Moves both bodies, by as much as it matters, so that half the miss each would make it good.
    fn relax(&self, at: &mut [Pos2], step: f32) {
        let (a, b) = (self.a as usize, self.b as usize);
        let way = at[b] - at[a];
        let distance = length(way);
        if distance > 1e-6 {
            let miss = way * ((distance - self.length) / distance / 2.0);
            let share = (self.weight * step).min(1.0);
            at[a] += miss * share;
            at[b] -= miss * share;
        }
    }
}

/// All pairs of a skeleton, from the lengths of ways from each body.
pub(super) fn all_pairs(skeleton: &Skeleton) -> Vec<StressPair> {
    let mut pairs = Vec::with_capacity(skeleton.len() * skeleton.len() / 2);
    for a in 0..skeleton.len() {
        let lengths = skeleton.lengths_from(a);
        pairs.extend((a + 1..skeleton.len()).map(|b| StressPair {
            a: a as u32,
            b: b as u32,
            length: lengths[b],
            weight: 1.0 / square(lengths[b]),
        }));
    }
    pairs
}

/// Moves the bodies towards the wanted distances, in `sweeps` over all pairs with ever smaller steps. `reach` is the
/// longest distance, in world units, that the first sweep makes good at once: long for a start that knows nothing.
pub(crate) fn relax(
    at: &mut [Pos2],
    pairs: &mut [StressPair],
    reach: f32,
    sweeps: u32,
    seed: u64,
    cancel: &Cancel,
) {
    let shortest = pairs
        .iter()
        .map(|pair| pair.length)
        .fold(f32::MAX, f32::min);
    let (mut step, last) = (square(reach.max(shortest)), 0.1 * square(shortest));
    // A constant ratio from the first step to the last, without the power function, whose last bit may vary.
    let ratio = root(last / step, sweeps.max(2) - 1);
    for sweep in 0..sweeps {
        if cancel.is_set() {
            return;
        }
        shuffle(pairs, mix(seed ^ u64::from(sweep)));
        pairs.iter().for_each(|pair| pair.relax(at, step));
        step *= ratio;
    }
}

/// The positive root of a number from 0 to 1, by bisection.
fn root(value: f32, degree: u32) -> f32 {
    let (mut low, mut high) = (0.0f32, 1.0f32);
    for _ in 0..40 {
        let middle = (low + high) / 2.0;
        if (0..degree).fold(1.0, |power, _| power * middle) < value {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::pos2;

    #[test]
    fn a_triangle_gets_its_sides() {
        let pair = |a, b, length| StressPair {
            a,
            b,
            length,
            weight: 1.0 / square(length),
        };
        let mut pairs = [pair(0, 1, 30.0), pair(1, 2, 40.0), pair(0, 2, 50.0)];
        let mut at = [pos2(0.0, 0.0), pos2(1.0, 0.0), pos2(0.0, 1.0)];
        relax(&mut at, &mut pairs, 100.0, 60, 1, &Cancel::default());
        for pair in pairs {
            let found = length(at[pair.b as usize] - at[pair.a as usize]);
            assert!(
                (found - pair.length).abs() < 0.5,
                "{found} for {}",
                pair.length
            );
        }
    }

    #[test]
    fn the_root_is_found() {
        assert!((root(0.125, 3) - 0.5).abs() < 1e-6);
    }
}
