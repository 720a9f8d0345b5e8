//! Things on a line: each as near as can be to where it should be, in their order, with gaps kept.
//!
//! The least squares solution by pooling adjacent violators (Ayer, Brunk, Ewing, Reid and Silverman 1955; in the form with
//! gaps it places the nodes of a layer in Gansner, Koutsofios, North and Vo 1993's sense).

/// Places things in their order. `wanted` says where each should be, `weights` how much that matters, `gaps` the least
/// distance from each to the next (one fewer than things). Takes linear time.
pub(super) fn spread(wanted: &[f64], weights: &[f64], gaps: &[f64]) -> Vec<f64> {
    let offsets = offsets(wanted.len(), gaps);
    // Without its offset each thing may stand no further left than the one before.
    let mut pools: Vec<(f64, f64, usize)> = Vec::with_capacity(wanted.len());
    for (index, (&at, &offset)) in wanted.iter().zip(&offsets).enumerate() {
        let weight = weights.get(index).copied().unwrap_or(1.0).max(1e-6);
        let mut pool = (weight * (at - offset), weight, 1);
        while let Some(&(sum, weight, count)) = pools.last() {
            if sum / weight < pool.0 / pool.1 {
                break;
            }
            pool = (sum + pool.0, weight + pool.1, count + pool.2);
            pools.pop();
        }
        pools.push(pool);
    }
    let places = pools.iter();
    let places = places.flat_map(|&(sum, weight, count)| std::iter::repeat_n(sum / weight, count));
    places
        .zip(&offsets)
        .map(|(at, offset)| at + offset)
        .collect()
}

/// The same within `from..=to`, which must have room for all gaps.
pub(super) fn spread_within(wanted: &[f64], gaps: &[f64], from: f64, to: f64) -> Vec<f64> {
    let offsets = offsets(wanted.len(), gaps);
    let last = to - offsets.last().copied().unwrap_or(0.0);
    let places = spread(wanted, &[], gaps).into_iter().zip(&offsets);
    // What pooling found, cut to bounds, is the best within bounds.
    places
        .map(|(at, offset)| (at - offset).min(last).max(from) + offset)
        .collect()
}

/// How far each thing stands at least from the first.
fn offsets(count: usize, gaps: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    (0..count)
        .map(|index| {
            if index > 0 {
                sum += gaps.get(index - 1).copied().unwrap_or(0.0);
            }
            sum
        })
        .collect()
}

/// Gaps from each thing to the next, so that each keeps `need` from the one `rows` further on: things are dealt out to
/// `rows` lines in turn, and those of one line must not touch.
pub(super) fn dealt_gaps(
    count: usize,
    rows: usize,
    need: impl Fn(usize, usize) -> f64,
) -> Vec<f64> {
    let rows = rows.max(1);
    let mut gaps = vec![0.0f64; count.saturating_sub(1)];
    // The largest need that spans each gap; lines are few where things are many, so a plain loop will do.
    let mut best: std::collections::VecDeque<(usize, f64)> = std::collections::VecDeque::new();
    for (at, gap) in gaps.iter_mut().enumerate() {
        if at + rows < count {
            let need = need(at, at + rows) / rows as f64;
            while best.back().is_some_and(|&(_, have)| have <= need) {
                best.pop_back();
            }
            best.push_back((at, need));
        }
        while best.front().is_some_and(|&(from, _)| from + rows <= at) {
            best.pop_front();
        }
        *gap = best.front().map_or(0.0, |&(_, need)| need);
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn gaps_are_kept_and_no_single_move_is_better(things in prop::collection::vec((-100.0f64..100.0, 0.0f64..20.0, 0.1f64..5.0), 1..40)) {
            let wanted: Vec<f64> = things.iter().map(|thing| thing.0).collect();
            let gaps: Vec<f64> = things.iter().skip(1).map(|thing| thing.1).collect();
            let weights: Vec<f64> = things.iter().map(|thing| thing.2).collect();
            let found = spread(&wanted, &weights, &gaps);
            let fits = |at: &[f64]| at.windows(2).zip(&gaps).all(|(pair, gap)| pair[1] - pair[0] >= gap - 1e-9);
            prop_assert!(fits(&found));
            let cost = |at: &[f64]| -> f64 { at.iter().zip(&wanted).zip(&weights).map(|((at, want), weight)| weight * (at - want).powi(2)).sum() };
            for first in 0..found.len() {
                for by in [-0.5, 0.5] {
                    let mut moved = found.clone();
                    moved[first..].iter_mut().for_each(|at| *at += by);
                    prop_assert!(!fits(&moved) || cost(&moved) >= cost(&found) - 1e-6);
                }
            }
        }

        #[test]
        fn what_is_dealt_out_keeps_its_distance(needs in prop::collection::vec(1.0f64..50.0, 1..40), rows in 1usize..6) {
            let need = |a: usize, b: usize| needs[a] + needs[b];
            let gaps = dealt_gaps(needs.len(), rows, need);
            for at in 0..needs.len().saturating_sub(rows) {
                prop_assert!(gaps[at..at + rows].iter().sum::<f64>() >= need(at, at + rows) - 1e-9);
            }
        }
    }

    #[test]
    fn bounds_hold() {
        let found = spread_within(&[-5.0, -4.0, 30.0], &[2.0, 2.0], 0.0, 10.0);
        assert_eq!(found, vec![0.0, 2.0, 10.0]);
    }
}
