//! The pull between neighbours in a large picture: strongest at a distance of about 1, and never nothing.
//!
//! The attraction of t-FDP (Zhong, Xue and others 2023), whose far part grows with distance, here less for a body with many
//! links: a hub is pulled less by each of its neighbours.

use super::levels::Level;

/// Strength near, where it is greatest, and at any distance.
const NEAR: f32 = 8.0;
const FAR: f32 = 0.5;

/// The sum of pulls on a body at these places, in the unit of the bounded push.
#[inline(always)]
pub(super) fn pull_on(level: &Level, body: usize, x: &[f32], y: &[f32]) -> (f32, f32) {
    let mine = level.slots(body).len() as f32;
    let (mut sum_x, mut sum_y) = (0.0, 0.0);
    for (other, weight) in level.ties(body) {
        let (dx, dy) = (x[other] - x[body], y[other] - y[body]);
        let theirs = level.slots(other).len() as f32;
        let pull = weight * (NEAR / (1.0 + dx * dx + dy * dy) + FAR * theirs / (mine + theirs));
        sum_x += pull * dx;
        sum_y += pull * dy;
    }
    (sum_x, sum_y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Cancel;
    use crate::layout::ground::graph::BodyGraph;
    use crate::layout::laws::input;

    #[test]
    fn neighbours_are_drawn_together_and_a_hub_gives_way_less_to_each() {
        let input = input(9, (1..9).map(|leaf| (0, leaf)).collect());
        let graph = BodyGraph::new(&input, &Cancel::default());
        let level = Level::finest(&graph, 0..9);
        let hub = graph.place[0] as usize;
        let leaf = graph.place[3] as usize;
        let (mut x, y) = (vec![0.0; 9], vec![0.0; 9]);
        x[leaf] = 100.0;
        let (on_hub, on_leaf) = (pull_on(&level, hub, &x, &y), pull_on(&level, leaf, &x, &y));
        assert!(
            on_hub.0 > 0.0 && on_leaf.0 < -4.0 * on_hub.0,
            "{on_hub:?} {on_leaf:?}"
        );
    }
}
