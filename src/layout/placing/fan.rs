//! Leaves fan around their hub, into the gaps between the links that lead elsewhere.

use crate::layout::forces::springs::{LINK_LENGTH, Springs};
use crate::layout::ground::bodies::Bodies;
use crate::layout::ground::graph::BodyGraph;
use crate::layout::ground::plane::{GOLDEN_TURN, turned, turns_of};

use super::skeleton::leaves_of;

/// Most leaves that stand in one or two rings; more stand like the seeds of a sunflower.
const MOST_IN_RINGS: usize = 24;

/// Puts the leaves of `hub` around it; all other neighbours must have their positions.
pub(crate) fn place(graph: &BodyGraph, springs: &Springs, bodies: &mut Bodies, hub: usize) {
    let leaves: Vec<u32> = leaves_of(graph, hub).collect();
    if leaves.len() > MOST_IN_RINGS {
        sunflower(bodies, hub, &leaves);
        return;
    }
    let spots = spots(&gaps(graph, bodies, hub), leaves.len());
    for (place, (&leaf, turns)) in leaves.iter().zip(spots).enumerate() {
        let slot = graph.offsets[leaf as usize] as usize;
        // Neighbours in a crowded ring stand nearer and further by turns.
        let crowded = if leaves.len() > 9 && place % 2 == 1 {
            1.6
        } else {
            1.0
        };
        bodies.put(
            leaf as usize,
            bodies.at(hub) + turned(turns) * (springs.length[slot] * crowded),
        );
    }
}

/// The free sectors around a hub: where each starts and how wide it is, in turns.
fn gaps(graph: &BodyGraph, bodies: &Bodies, hub: usize) -> Vec<(f32, f32)> {
    let elsewhere = graph
        .neighbours(hub)
        .iter()
        .filter(|&&other| graph.hub_of_leaf(other as usize) != Some(hub));
    let mut turns: Vec<f32> = elsewhere
        .map(|&other| turns_of(bodies.offset(hub, other as usize)))
        .collect();
    turns.sort_unstable_by(f32::total_cmp);
    let Some(&first) = turns.first() else {
        return vec![(0.0, 1.0)];
    };
    let next = turns.iter().skip(1).copied().chain([first + 1.0]);
    turns
        .iter()
        .zip(next)
        .map(|(&start, end)| (start, end - start))
        .collect()
}

/// Directions for so many leaves: each goes into the gap that leaves it most room, and a gap's leaves stand evenly.
fn spots(gaps: &[(f32, f32)], leaves: usize) -> Vec<f32> {
    let mut counts = vec![0usize; gaps.len()];
    for _ in 0..leaves {
        let room = |&gap: &usize| gaps[gap].1 / (counts[gap] + 2) as f32;
        let widest = (0..gaps.len())
            .rev()
            .max_by(|a, b| room(a).total_cmp(&room(b)))
            .unwrap_or(0);
        counts[widest] += 1;
    }
    let in_gap = |(&(start, width), &count): (&(f32, f32), &usize)| {
        let step = width / (count + 1) as f32;
        (1..=count)
            .map(move |place| start + step * place as f32)
            .collect::<Vec<f32>>()
    };
    gaps.iter().zip(&counts).flat_map(in_gap).collect()
}

/// Many leaves fill a disc evenly (Vogel 1979).
fn sunflower(bodies: &mut Bodies, hub: usize, leaves: &[u32]) {
    for (place, &leaf) in leaves.iter().enumerate() {
        let radius = LINK_LENGTH * (0.7 + 0.33 * place as f32).sqrt();
        bodies.put(
            leaf as usize,
            bodies.at(hub) + turned(GOLDEN_TURN * place as f32) * radius,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_fill_the_widest_gap_first() {
        assert_eq!(spots(&[(0.0, 0.25), (0.25, 0.75)], 2), [0.5, 0.75]);
        assert_eq!(spots(&[(0.0, 1.0)], 3), [0.25, 0.5, 0.75]);
    }
}
