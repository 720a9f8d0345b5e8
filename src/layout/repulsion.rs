//! Repulsion: every body pushes every other away, with a force that falls with distance.
//!
//! Barnes and Hut, "A hierarchical O(N log N) force-calculation algorithm" (1986): a cell of the quadtree that looks small
//! from afar counts as one body. Changes velocities only.

use std::ops::Range;

use rayon::iter::{IntoParallelRefMutIterator, ParallelIterator};

use super::bodies::Bodies;
use super::cancel::Cancel;
use super::quadtree::{Cell, Quadtree};

/// Apparent size, side over distance, below which a cell counts as one body. At this value the root mean square difference
/// from the exact sum is at most 2 % of the root mean square force where bodies are spread evenly, and 5 % where they stand
/// in tight clusters (tested).
pub(super) const THETA: f32 = 0.9;

/// Distance below which the push grows no further, in world units.
const SOFTENING: f32 = 8.0;

/// Bodies that are summed side by side, so that the compiler can use vector registers. The order of the sums is part of
/// the result: it does not change with the machine's registers.
const LANES: usize = 8;

/// Leaves that one task works off before it looks for more.
const LEAVES_A_TASK: usize = 24;

/// Bodies from which a second thread is worth its start.
const WORTH_SHARING: usize = 1500;

/// Memory of the force, kept between ticks.
#[derive(Default)]
pub(super) struct Repulsion {
    tree: Quadtree,
    tasks: Vec<Task>,
}

/// The work on some leaves: what acts on the present one, and the results for all of them.
#[derive(Default)]
struct Task {
    leaves: Range<usize>,
    x: Vec<f32>,
    y: Vec<f32>,
    charge: Vec<f32>,
    push_x: Vec<f32>,
    push_y: Vec<f32>,
}

impl Repulsion {
    /// Pushes the bodies of `range` away from one another: each gains `strength` × charge of the other / distance, in
    /// world units a tick. `theta` is the apparent size of a cell that is taken as one body; 0 sums exactly.
    pub fn apply(
        &mut self,
        bodies: &mut Bodies,
        range: Range<usize>,
        strength: f32,
        theta: f32,
        cancel: &Cancel,
    ) {
        if range.len() < 2 {
            return;
        }
        self.tree.build(bodies, range.clone());
        let tree = &self.tree;
        let used = tree.leaves.len().div_ceil(LEAVES_A_TASK);
        if self.tasks.len() < used {
            self.tasks.resize_with(used, Task::default);
        }
        let tasks = &mut self.tasks[..used];
        for (index, task) in tasks.iter_mut().enumerate() {
            let first = index * LEAVES_A_TASK;
            task.leaves = first..(first + LEAVES_A_TASK).min(tree.leaves.len());
        }
        if range.len() < WORTH_SHARING {
            tasks
                .iter_mut()
                .for_each(|task| task.run(tree, theta, cancel));
        } else {
            tasks
                .par_iter_mut()
                .for_each(|task| task.run(tree, theta, cancel));
        }
        let pushes = tasks
            .iter()
            .flat_map(|task| task.push_x.iter().zip(&task.push_y));
        for (&place, (&x, &y)) in tree.order.iter().zip(pushes) {
            let body = range.start + place as usize;
            bodies.vx[body] += strength * x;
            bodies.vy[body] += strength * y;
        }
    }
}

impl Task {
    fn run(&mut self, tree: &Quadtree, theta: f32, cancel: &Cancel) {
        self.push_x.clear();
        self.push_y.clear();
        if cancel.is_set() {
            return;
        }
        for leaf in self.leaves.clone() {
            let leaf = tree.cells[tree.leaves[leaf] as usize];
            self.gather(tree, &leaf, theta * theta);
            for at in leaf.first as usize..leaf.last as usize {
                let (x, y) = self.push_on(tree.x[at], tree.y[at]);
                self.push_x.push(x);
                self.push_y.push(y);
            }
        }
    }

    /// Collects what acts on the bodies of a leaf: far cells as one body, near ones body by body. Distances are from the
    /// leaf's bounds, so that the list holds for all of its bodies.
    fn gather(&mut self, tree: &Quadtree, leaf: &Cell, theta_sq: f32) {
        self.x.clear();
        self.y.clear();
        self.charge.clear();
        let [left, top, right, bottom] = leaf.bounds;
        let mut at = 0;
        while let Some(cell) = tree.cells.get(at) {
            let dx = (left - cell.x).max(cell.x - right).max(0.0);
            let dy = (top - cell.y).max(cell.y - bottom).max(0.0);
            let small = cell.size_sq < theta_sq * (dx * dx + dy * dy);
            at = if small || cell.leaf {
                cell.skip as usize
            } else {
                at + 1
            };
            if small {
                self.x.push(cell.x);
                self.y.push(cell.y);
                self.charge.push(cell.charge);
            } else if cell.leaf {
                let bodies = cell.first as usize..cell.last as usize;
                self.x.extend_from_slice(&tree.x[bodies.clone()]);
                self.y.extend_from_slice(&tree.y[bodies.clone()]);
                self.charge.extend_from_slice(&tree.charge[bodies]);
            }
        }
        let padded = self.x.len().next_multiple_of(LANES);
        self.x.resize(padded, 0.0);
        self.y.resize(padded, 0.0);
        self.charge.resize(padded, 0.0);
    }

    /// The sum of pushes at a point from all that was gathered; a body does not push itself, as its distance is 0.
    fn push_on(&self, x: f32, y: f32) -> (f32, f32) {
        let (mut push_x, mut push_y) = ([0.0f32; LANES], [0.0f32; LANES]);
        let columns = self
            .x
            .as_chunks::<LANES>()
            .0
            .iter()
            .zip(self.y.as_chunks::<LANES>().0);
        for ((others_x, others_y), charges) in columns.zip(self.charge.as_chunks::<LANES>().0) {
            for lane in 0..LANES {
                let (dx, dy) = (x - others_x[lane], y - others_y[lane]);
                let pull = charges[lane] / (dx * dx + dy * dy + SOFTENING * SOFTENING);
                push_x[lane] += dx * pull;
                push_y[lane] += dy * pull;
            }
        }
        (push_x.iter().sum(), push_y.iter().sum())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bodies(points: &[(f32, f32)]) -> Bodies {
        Bodies {
            x: points.iter().map(|p| p.0).collect(),
            y: points.iter().map(|p| p.1).collect(),
            vx: vec![0.0; points.len()],
            vy: vec![0.0; points.len()],
            charge: (0..points.len()).map(|i| 1.0 + (i % 3) as f32).collect(),
            ..Bodies::default()
        }
    }

    fn pushes(points: &[(f32, f32)], theta: f32) -> Vec<(f64, f64)> {
        let mut bodies = bodies(points);
        Repulsion::default().apply(&mut bodies, 0..points.len(), 1.0, theta, &Cancel::default());
        bodies
            .vx
            .iter()
            .zip(&bodies.vy)
            .map(|(&x, &y)| (f64::from(x), f64::from(y)))
            .collect()
    }

    fn exact(points: &[(f32, f32)]) -> Vec<(f64, f64)> {
        let bodies = bodies(points);
        let push = |i: usize| {
            (0..points.len()).fold((0.0, 0.0), |sum, j| {
                let (dx, dy) = (
                    f64::from(points[i].0 - points[j].0),
                    f64::from(points[i].1 - points[j].1),
                );
                let pull = f64::from(bodies.charge[j])
                    / (dx * dx + dy * dy + f64::from(SOFTENING * SOFTENING));
                (sum.0 + dx * pull, sum.1 + dy * pull)
            })
        };
        (0..points.len()).map(push).collect()
    }

    /// Root mean square of the difference over root mean square of the exact force.
    fn error(points: &[(f32, f32)], theta: f32) -> f64 {
        let square = |(x, y): (f64, f64)| x * x + y * y;
        let (found, right) = (pushes(points, theta), exact(points));
        let off: f64 = found
            .iter()
            .zip(&right)
            .map(|(a, b)| square((a.0 - b.0, a.1 - b.1)))
            .sum();
        let all: f64 = right.iter().copied().map(square).sum();
        (off / all.max(1e-30)).sqrt()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn theta_0_is_the_exact_sum(points in prop::collection::vec((-900.0f32..900.0, -900.0f32..900.0), 2..300)) {
            prop_assert!(error(&points, 0.0) < 1e-4);
        }

        #[test]
        fn the_usual_theta_is_within_its_error(points in prop::collection::vec((-900.0f32..900.0, -900.0f32..900.0), 100..700)) {
            let error = error(&points, THETA);
            prop_assert!(error < 0.02, "{error}");
        }
    }

    #[test]
    fn clustered_bodies_are_within_the_error() {
        let at = |i: usize| {
            let spread = super::super::random::direction(i as u64)
                * super::super::random::unit(i as u64 * 7)
                * 60.0;
            (
                (i % 7) as f32 * 900.0 + spread.x,
                (i % 5) as f32 * 700.0 + spread.y,
            )
        };
        let points: Vec<(f32, f32)> = (0..3000).map(at).collect();
        let error = error(&points, THETA);
        assert!(error < 0.05, "{error}");
    }

    #[test]
    fn two_bodies_part_and_coincident_ones_stay_finite() {
        let pair = pushes(&[(0.0, 0.0), (100.0, 0.0)], THETA);
        assert!(pair[0].0 < 0.0 && pair[1].0 > 0.0 && pair[0].1 == 0.0);
        assert!(
            pushes(&[(5.0, 5.0); 400], THETA)
                .iter()
                .all(|&push| push == (0.0, 0.0))
        );
    }
}
