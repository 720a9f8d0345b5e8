//! Springs: linked bodies are drawn to their link's length.
//!
//! As in d3-force's `link.js`: a body with many links is pulled less by each of them, so that a hub does not swing. Changes
//! velocities only.

use std::ops::Range;

use rayon::iter::{IndexedParallelIterator, IntoParallelRefMutIterator, ParallelIterator};

use crate::layout::ground::bodies::Bodies;
use crate::layout::ground::graph::BodyGraph;
use crate::layout::ground::shape::BodyShape;

/// Length of a link between two small bodies, in world units.
pub(crate) const LINK_LENGTH: f32 = 90.0;

/// Bodies from which a second thread is worth its start.
const WORTH_SHARING: usize = 4000;

/// What each link wants, once for either end: rows stand like [`BodyGraph::neighbours`].
pub(crate) struct Springs {
    /// Length at rest, in world units.
    pub length: Vec<f32>,
    /// Share of the stretch that this end makes good in a tick.
    give: Vec<f32>,
}

impl Springs {
    /// The springs of a graph whose bodies have these shapes.
    pub(crate) fn new(graph: &BodyGraph, shapes: &[BodyShape]) -> Self {
        let mut springs = Springs {
            length: Vec::new(),
            give: Vec::new(),
        };
        for body in 0..graph.len() {
            for &other in graph.neighbours(body) {
                let (mine, theirs) = (
                    graph.degree(body) as f32,
                    graph.degree(other as usize) as f32,
                );
                // A stronger link is a shorter one.
                let slot = springs.length.len();
                let length = link_length(graph, shapes, body, other as usize);
                springs.length.push(length / graph.weights[slot].sqrt());
                springs
                    .give
                    .push(theirs / (mine + theirs) / mine.min(theirs));
            }
        }
        springs
    }

    /// Pulls or pushes the linked bodies of a component towards their link's length; `strength` 1 makes a stretch good in
    /// one tick.
    pub(crate) fn apply(
        &self,
        graph: &BodyGraph,
        bodies: &mut Bodies,
        range: Range<usize>,
        strength: f32,
    ) {
        let (x, y, first) = (&bodies.x, &bodies.y, range.start);
        let pull = |(place, (vx, vy)): (usize, (&mut f32, &mut f32))| {
            let body = first + place;
            for slot in graph.slots(body) {
                let other = graph.neighbours[slot] as usize;
                let (dx, dy) = (x[other] - x[body], y[other] - y[body]);
                let distance = (dx * dx + dy * dy).sqrt().max(1e-3);
                let share = strength * self.give[slot] * (1.0 - self.length[slot] / distance);
                *vx += share * dx;
                *vy += share * dy;
            }
        };
        let (vx, vy) = (&mut bodies.vx[range.clone()], &mut bodies.vy[range.clone()]);
        if range.len() < WORTH_SHARING {
            vx.iter_mut().zip(vy).enumerate().for_each(pull);
        } else {
            vx.par_iter_mut().zip(vy).enumerate().for_each(pull);
        }
    }
}

/// Length of a link at rest: longer for large discs, and for hubs, whose neighbours need room around them.
fn link_length(graph: &BodyGraph, shapes: &[BodyShape], a: usize, b: usize) -> f32 {
    let discs = (shapes[a].radius + shapes[b].radius - 18.0).max(0.0);
    let links = graph.degree(a).max(graph.degree(b)) as f32;
    LINK_LENGTH + discs + 14.0 * (links.sqrt() - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Cancel, LayoutInput};

    #[test]
    fn two_bodies_reach_their_length_in_one_tick_and_a_hub_gives_way_less() {
        let input = |links| LayoutInput {
            seeds: (0..9).collect(),
            links,
            ..LayoutInput::default()
        };
        let setup = |input: &LayoutInput| {
            let graph = BodyGraph::new(input, &Cancel::default());
            let mut bodies = Bodies::new(input, &graph);
            let hub = graph.place[0] as usize;
            (0..9)
                .filter(|&body| body != hub)
                .for_each(|body| bodies.x[body] = 190.0);
            let springs = Springs::new(&graph, &bodies.shape);
            springs.apply(&graph, &mut bodies, 0..9, 1.0);
            (bodies, hub, graph.place[1] as usize)
        };
        let (bodies, hub, leaf) = setup(&input(vec![(0, 1)]));
        assert_eq!(bodies.vx[hub] - bodies.vx[leaf], 190.0 - LINK_LENGTH);
        assert_eq!(bodies.vx[hub], -bodies.vx[leaf]);
        let (bodies, _, leaf) = setup(&input((1..9).map(|leaf| (0, leaf)).collect()));
        assert!(-bodies.vx[leaf] > 0.8 * (190.0 - LINK_LENGTH - 40.0));
    }
}
