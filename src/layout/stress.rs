//! Stress: bodies are moved pair by pair until distances in the picture are those along the links.
//!
//! Zheng, Pawar and Goodman, "Graph drawing by stochastic gradient descent" (2019), over all pairs of a small skeleton and,
//! as they do after Ortmann, Klimenta and Brandes (2016), over pairs with some pivots where there are too many.

use crate::geom::Pos2;

use super::cancel::Cancel;
use super::pivots::Pivots;
use super::plane::{length, square};
use super::random::mix;
use super::skeleton::Skeleton;

/// A pair of bodies, how far apart they should be, and how much each of the two minds.
pub(super) struct Pair {
    a: u32,
    b: u32,
    length: f32,
    weight_a: f32,
    weight_b: f32,
}

impl Pair {
    /// Moves both bodies, by as much as they mind, so that half the miss each would make it good.
    fn relax(&self, at: &mut [Pos2], step: f32) {
        let (a, b) = (self.a as usize, self.b as usize);
        let way = at[b] - at[a];
        let distance = length(way);
        if distance > 1e-6 {
            let miss = way * ((distance - self.length) / distance / 2.0);
            at[a] += miss * (self.weight_a * step).min(1.0);
            at[b] -= miss * (self.weight_b * step).min(1.0);
        }
    }
}

/// All pairs of a skeleton, from the lengths of ways from each body.
pub(super) fn all_pairs(skeleton: &Skeleton) -> Vec<Pair> {
    let mut pairs = Vec::with_capacity(skeleton.len() * skeleton.len() / 2);
    for a in 0..skeleton.len() {
        let lengths = skeleton.lengths_from(a);
        pairs.extend((a + 1..skeleton.len()).map(|b| {
            let weight = 1.0 / square(lengths[b]);
            Pair {
                a: a as u32,
                b: b as u32,
                length: lengths[b],
                weight_a: weight,
                weight_b: weight,
            }
        }));
    }
    pairs
}

/// The links of a skeleton, and each body with each pivot; a pivot speaks for the bodies nearest to it.
pub(super) fn sparse_pairs(skeleton: &Skeleton, pivots: &Pivots, cancel: &Cancel) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for a in 0..skeleton.len() {
        let later = skeleton.links(a).iter().filter(|&&(b, _)| b as usize > a);
        pairs.extend(later.map(|&(b, length)| {
            let weight = 1.0 / square(length);
            Pair {
                a: a as u32,
                b,
                length,
                weight_a: weight,
                weight_b: weight,
            }
        }));
    }
    for (pivot, lengths) in pivots
        .lengths
        .iter()
        .enumerate()
        .filter(|_| !cancel.is_set())
    {
        let near = pivots.region_lengths(pivot);
        let b = pivots.bodies[pivot];
        let others = lengths.iter().enumerate().filter(|&(a, _)| a != b as usize);
        pairs.extend(others.map(|(a, &length)| {
            let spoken_for = near.partition_point(|&other| other <= length / 2.0).max(1) as f32;
            Pair {
                a: a as u32,
                b,
                length,
                weight_a: spoken_for / square(length),
                weight_b: 0.0,
            }
        }));
    }
    pairs
}

/// Moves the bodies towards the wanted distances, in `sweeps` over all pairs with ever smaller steps. `reach` is the
/// longest distance, in world units, that the first sweep makes good at once: long for a start that knows nothing.
pub(super) fn relax(
    at: &mut [Pos2],
    pairs: &mut [Pair],
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
        // Long lists are mixed once: that is random enough, and mixing them costs more than using them.
        if sweep == 0 || pairs.len() < 100_000 {
            shuffle(pairs, mix(seed ^ u64::from(sweep)), cancel);
        }
        for some in pairs.chunks(1 << 16) {
            if cancel.is_set() {
                return;
            }
            some.iter().for_each(|pair| pair.relax(at, step));
        }
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

/// Puts a list in an order that depends on the seed only (Fisher and Yates).
fn shuffle<T>(list: &mut [T], seed: u64, cancel: &Cancel) {
    for last in (1..list.len()).rev() {
        if last % (1 << 16) == 0 && cancel.is_set() {
            return;
        }
        let chance = mix(seed ^ last as u64);
        list.swap(last, (chance % (last as u64 + 1)) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::pos2;

    #[test]
    fn a_triangle_gets_its_sides() {
        let pair = |a, b, length| Pair {
            a,
            b,
            length,
            weight_a: 1.0 / square(length),
            weight_b: 1.0 / square(length),
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
    fn roots_and_shuffles() {
        assert!((root(0.125, 3) - 0.5).abs() < 1e-6);
        let mut list: Vec<u32> = (0..50).collect();
        shuffle(&mut list, 7, &Cancel::default());
        assert!(!list.is_sorted());
        list.sort_unstable();
        assert!(list.into_iter().eq(0..50));
    }
}
