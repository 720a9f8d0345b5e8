//! Repulsion: every body pushes every other away, with a force that falls with distance.
//!
//! Barnes and Hut, "A hierarchical O(N log N) force-calculation algorithm" (1986): a cell of the quadtree that looks small
//! from afar counts as one body. As in the fast multipole method (Greengard and Rokhlin 1987) what is far acts through its
//! value and slope at the middle of a leaf, once for all bodies there. Far forces change slowly: they and the lists of what
//! is near may be kept for some ticks, in which only near bodies are looked at.

use std::ops::Range;

use pulp::{Scalar, Simd, WithSimd};
use rayon::iter::{IntoParallelRefMutIterator, ParallelIterator};

use crate::layout::ground::cancel::Cancel;
use crate::layout::ground::quadtree::{Cell, Quadtree};
use crate::layout::ground::spread::{LANES, total, with_vectors};

/// Apparent size, sides of cell and leaf over distance, below which a cell counts as one body. At this value the root mean
/// square difference of a Coulomb force from the exact sum is at most 3 % of the root mean square force where bodies are
/// spread evenly, and 5 % where they stand in tight clusters (tested).
pub(crate) const THETA: f32 = 0.7;

/// Groups that one task works off before it looks for more.
const GROUPS_A_TASK: usize = 16;

/// Bodies that are looked at abreast.
const ABREAST: usize = 8;

/// Bodies from which a second thread is worth its start.
const WORTH_SHARING: usize = 1500;

/// Where bodies stand that only fill up a vector: so far away that they do not act.
const NOWHERE: f32 = 1e18;

/// How a push falls with distance: it is the way from the other body times `share` times the other's charge.
pub(crate) trait Law: Copy + Send + Sync {
    /// Whether it says how stiff the push is.
    const STIFF: bool;
    /// The shares of the way at some squared distances.
    fn shares<S: Simd>(self, simd: S, distances_sq: S::f32s) -> S::f32s;
    /// How the share changes with the squared distance.
    fn slope(self, distance_sq: f32) -> f32;

    /// The share of the way at a squared distance.
    #[inline(always)]
    fn share(self, distance_sq: f32) -> f32 {
        self.shares(Scalar, distance_sq)
    }
}

/// The push of charges in the plane, 1 / distance; below a distance, whose square is given, it grows no further.
#[derive(Clone, Copy)]
pub(crate) struct Coulomb {
    pub softening_sq: f32,
}

impl Law for Coulomb {
    const STIFF: bool = true;

    #[inline(always)]
    fn slope(self, distance_sq: f32) -> f32 {
        let share = self.share(distance_sq);
        -share * share
    }

    #[inline(always)]
    fn shares<S: Simd>(self, simd: S, distances_sq: S::f32s) -> S::f32s {
        let soft = simd.add_f32s(distances_sq, simd.splat_f32s(self.softening_sq));
        simd.div_f32s(simd.splat_f32s(1.0), soft)
    }
}

/// The bounded push of t-FDP, distance / (1 + distance²)²: greatest near 1, small beyond some units.
///
/// Zhong, Xue, Zhang, Zhang, Ban, Deussen and Wang, "Force-directed graph layouts revisited: a new force based on the
/// t-distribution" (2023).
#[derive(Clone, Copy)]
pub(crate) struct Bounded;

impl Law for Bounded {
    const STIFF: bool = false;

    #[inline(always)]
    fn slope(self, distance_sq: f32) -> f32 {
        let wide = 1.0 + distance_sq;
        -2.0 / (wide * wide * wide)
    }

    #[inline(always)]
    fn shares<S: Simd>(self, simd: S, distances_sq: S::f32s) -> S::f32s {
        let one = simd.splat_f32s(1.0);
        let wide = simd.add_f32s(distances_sq, one);
        simd.div_f32s(one, simd.mul_f32s(wide, wide))
    }
}

/// The force on all bodies of a range, and its memory, kept between ticks.
#[derive(Default)]
pub(crate) struct Repulsion {
    tree: Quadtree,
    tasks: Vec<Task>,
    /// For each body the push on it, across.
    pub x: Vec<f32>,
    /// For each body the push on it, downwards.
    pub y: Vec<f32>,
    /// For each body the sum of charges times shares: how quickly the push changes as it moves.
    pub stiffness: Vec<f32>,
}

impl Repulsion {
    /// Sums the pushes on bodies at these places from scratch. `theta` is the apparent size of a cell that is taken as one
    /// body; 0 sums exactly. Positions are in whatever unit the law is in.
    pub(crate) fn push<L: Law>(
        &mut self,
        law: L,
        (x, y): (&[f32], &[f32]),
        charge: &[f32],
        theta: f32,
        cancel: &Cancel,
    ) {
        self.tree.build(x, y, charge);
        let used = self.tree.groups.len().div_ceil(GROUPS_A_TASK);
        if self.tasks.len() < used {
            self.tasks.resize_with(used, Task::default);
        }
        for (index, task) in self.tasks.iter_mut().enumerate() {
            let first = (index * GROUPS_A_TASK).min(self.tree.groups.len());
            task.groups = first..(first + GROUPS_A_TASK).min(self.tree.groups.len());
        }
        let tree = &self.tree;
        for_each_task(&mut self.tasks[..used], tree, cancel, |task| {
            with_vectors(LookAround {
                task,
                tree,
                law,
                theta,
            });
        });
        self.sum(law, cancel);
    }

    /// Sums the pushes on the same bodies after they have moved a little: what was far acts as it did.
    pub(crate) fn push_again<L: Law>(&mut self, law: L, (x, y): (&[f32], &[f32]), cancel: &Cancel) {
        self.tree.follow(x, y);
        self.sum(law, cancel);
    }

    /// Sums up what acts on every body, and puts it to its number.
    fn sum<L: Law>(&mut self, law: L, cancel: &Cancel) {
        let tree = &self.tree;
        let used = tree.groups.len().div_ceil(GROUPS_A_TASK);
        let tasks = &mut self.tasks[..used];
        for_each_task(tasks, tree, cancel, |task| {
            with_vectors(PushAll { task, tree, law });
        });
        for column in [&mut self.x, &mut self.y, &mut self.stiffness] {
            column.resize(tree.order.len(), 0.0);
        }
        if cancel.is_set() {
            return;
        }
        let mut bodies = tree.order.iter();
        for task in &self.tasks[..used] {
            let found = task.x.iter().zip(&task.y).zip(&task.stiffness);
            for (((&x, &y), &stiffness), &body) in found.zip(&mut bodies) {
                let body = body as usize;
                (self.x[body], self.y[body], self.stiffness[body]) = (x, y, stiffness);
            }
        }
    }
}

/// Does all tasks, or none once `cancel` is set.
fn for_each_task(
    tasks: &mut [Task],
    tree: &Quadtree,
    cancel: &Cancel,
    work: impl Fn(&mut Task) + Send + Sync,
) {
    let work = |task: &mut Task| {
        if !cancel.is_set() {
            work(task);
        }
    };
    if tree.order.len() < WORTH_SHARING {
        tasks.iter_mut().for_each(work);
    } else {
        tasks.par_iter_mut().for_each(work);
    }
}

/// Bodies or cells side by side.
#[derive(Default)]
struct BodyColumns {
    x: Vec<f32>,
    y: Vec<f32>,
    charge: Vec<f32>,
}

impl BodyColumns {
    fn clear(&mut self) {
        self.x.clear();
        self.y.clear();
        self.charge.clear();
    }

    #[inline(always)]
    fn add(&mut self, cell: &Cell) {
        self.x.push(cell.x);
        self.y.push(cell.y);
        self.charge.push(cell.charge);
    }

    /// Fills up the last vector.
    #[inline(always)]
    fn fill_up(&mut self) {
        let full = self.x.len().next_multiple_of(LANES);
        self.x.resize(full, NOWHERE);
        self.y.resize(full, NOWHERE);
        self.charge.resize(full, 0.0);
    }

    /// Vectors of positions and charges.
    #[inline(always)]
    fn vectors(&self) -> impl Iterator<Item = (&[f32; LANES], &[f32; LANES], &[f32; LANES])> {
        let (x, y) = (self.x.as_chunks::<LANES>().0, self.y.as_chunks::<LANES>().0);
        let charge = self.charge.as_chunks::<LANES>().0;
        x.iter()
            .zip(y)
            .zip(charge)
            .map(|((x, y), charge)| (x, y, charge))
    }
}

/// The far force around the middle of a leaf: its value there and how it changes from there.
#[derive(Clone, Copy, Default)]
struct LeafField {
    at: [f32; 2],
    push: [f32; 2],
    slope_xx: f32,
    slope_xy: f32,
    slope_yy: f32,
    stiffness: f32,
}

/// The work on some groups: what acts on them, and the results for all of their bodies.
#[derive(Default)]
struct Task {
    groups: Range<usize>,
    /// Ranges of bodies, along the curve, that are near a group; those of the first group, then those of the next.
    near: Vec<[u32; 2]>,
    /// Where the ranges of each group end.
    near_ends: Vec<u32>,
    /// What is far from each group.
    locals: Vec<LeafField>,
    far: BodyColumns,
    x: Vec<f32>,
    y: Vec<f32>,
    stiffness: Vec<f32>,
}

/// Finds for every group what is near and what the rest does.
struct LookAround<'a, L> {
    task: &'a mut Task,
    tree: &'a Quadtree,
    law: L,
    theta: f32,
}

impl<L: Law> WithSimd for LookAround<'_, L> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self {
            task,
            tree,
            law,
            theta,
        } = self;
        task.near.clear();
        task.near_ends.clear();
        task.locals.clear();
        for &group in &tree.groups[task.groups.clone()] {
            let group = &tree.cells[group as usize];
            task.look_around(tree, group, theta);
            let [left, top, right, bottom] = group.bounds;
            let middle = [(left + right) * 0.5, (top + bottom) * 0.5];
            task.locals.push(local(law, middle, &task.far));
        }
    }
}

impl Task {
    /// Divides the tree into cells that are far from a group, and ranges of bodies that are not.
    #[inline(always)]
    fn look_around(&mut self, tree: &Quadtree, group: &Cell, theta: f32) {
        self.far.clear();
        let from = self.near.len();
        let [left, top, right, bottom] = group.bounds;
        let (middle_x, middle_y) = ((left + right) * 0.5, (top + bottom) * 0.5);
        let mut at = 0;
        while let Some(cell) = tree.cells.get(at) {
            let (dx, dy) = (cell.x - middle_x, cell.y - middle_y);
            // Bodies in one spot push each other nowhere, and others as one.
            let crowd = theta > 0.0 && cell.is_crowd();
            let far = crowd || is_far(cell.size + group.size, dx, dy, theta);
            at = if far || cell.leaf {
                cell.skip as usize
            } else {
                at + 1
            };
            if far {
                if !(crowd && cell.first == group.first) {
                    self.far.add(cell);
                }
            } else if cell.leaf {
                match self.near[from..].last_mut() {
                    Some(range) if range[1] == cell.first => range[1] = cell.last,
                    _ => self.near.push([cell.first, cell.last]),
                }
            }
        }
        self.near_ends.push(self.near.len() as u32);
        self.far.fill_up();
    }
}

/// Sums up what acts on every body of every group.
struct PushAll<'a, L> {
    task: &'a mut Task,
    tree: &'a Quadtree,
    law: L,
}

impl<L: Law> WithSimd for PushAll<'_, L> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { task, tree, law } = self;
        for column in [&mut task.x, &mut task.y, &mut task.stiffness] {
            column.clear();
        }
        let mut from = 0;
        let groups = tree.groups[task.groups.clone()].iter();
        for ((&group, &to), local) in groups.zip(&task.near_ends).zip(&task.locals) {
            let group = &tree.cells[group as usize];
            let near = &task.near[from..to as usize];
            for first in (group.first..group.last).step_by(ABREAST) {
                let bodies = first as usize..group.last.min(first + ABREAST as u32) as usize;
                let count = bodies.len();
                let [x, y, stiffness] = pushes_on(simd, law, tree, bodies, local, near);
                task.x.extend_from_slice(&x[..count]);
                task.y.extend_from_slice(&y[..count]);
                task.stiffness.extend_from_slice(&stiffness[..count]);
            }
            from = to as usize;
        }
    }
}

/// Whether something of a size is far enough away to be taken as one; nothing is where theta is 0.
#[inline(always)]
fn is_far(size: f32, dx: f32, dy: f32, theta: f32) -> bool {
    size * size < theta * theta * (dx * dx + dy * dy)
}

/// The force of what is far around a point.
#[inline(always)]
fn local<L: Law>(law: L, at: [f32; 2], far: &BodyColumns) -> LeafField {
    let mut sums = [[0.0f32; LANES]; 6];
    for (others_x, others_y, charges) in far.vectors() {
        for lane in 0..LANES {
            let (dx, dy) = (at[0] - others_x[lane], at[1] - others_y[lane]);
            let distance_sq = dx * dx + dy * dy;
            let share = charges[lane] * law.share(distance_sq);
            let slope = charges[lane] * 2.0 * law.slope(distance_sq);
            sums[0][lane] += share * dx;
            sums[1][lane] += share * dy;
            sums[2][lane] += share;
            sums[3][lane] += slope * dx * dx;
            sums[4][lane] += slope * dx * dy;
            sums[5][lane] += slope * dy * dy;
        }
    }
    let [x, y, share, xx, xy, yy] = sums.map(total);
    LeafField {
        at,
        push: [x, y],
        slope_xx: share + xx,
        slope_xy: xy,
        slope_yy: share + yy,
        stiffness: share,
    }
}

/// The pushes on some bodies abreast, across and downwards, and their stiffness. A body does not push itself, as its distance
/// is 0. Each body has a lane to itself: how many lanes the processor has makes no difference.
#[inline(always)]
fn pushes_on<S: Simd, L: Law>(
    simd: S,
    law: L,
    tree: &Quadtree,
    bodies: Range<usize>,
    local: &LeafField,
    near: &[[u32; 2]],
) -> [[f32; ABREAST]; 3] {
    let (mut at_x, mut at_y) = ([0.0f32; ABREAST], [0.0f32; ABREAST]);
    at_x[..bodies.len()].copy_from_slice(&tree.x[bodies.clone()]);
    at_y[..bodies.len()].copy_from_slice(&tree.y[bodies]);
    let mut found = [[0.0f32; ABREAST]; 3];
    let [found_x, found_y, found_stiffness] = &mut found;
    let places = S::as_simd_f32s(&at_x)
        .0
        .iter()
        .zip(S::as_simd_f32s(&at_y).0);
    let pushes = S::as_mut_simd_f32s(found_x)
        .0
        .iter_mut()
        .zip(S::as_mut_simd_f32s(found_y).0)
        .zip(S::as_mut_simd_f32s(found_stiffness).0);
    for ((&x, &y), ((push_x, push_y), stiffness)) in places.zip(pushes) {
        let zero = simd.splat_f32s(0.0);
        let (mut sum_x, mut sum_y, mut sum) = (zero, zero, zero);
        for &[first, last] in near {
            let others = first as usize..last as usize;
            let others_at = tree.x[others.clone()].iter().zip(&tree.y[others.clone()]);
            for ((&other_x, &other_y), &charge) in others_at.zip(&tree.charge[others]) {
                let dx = simd.sub_f32s(x, simd.splat_f32s(other_x));
                let dy = simd.sub_f32s(y, simd.splat_f32s(other_y));
                let distances_sq = simd.add_f32s(simd.mul_f32s(dx, dx), simd.mul_f32s(dy, dy));
                let shares = law.shares(simd, distances_sq);
                let pushes = simd.mul_f32s(shares, simd.splat_f32s(charge));
                sum_x = simd.add_f32s(sum_x, simd.mul_f32s(pushes, dx));
                sum_y = simd.add_f32s(sum_y, simd.mul_f32s(pushes, dy));
                if L::STIFF {
                    // Times 1, or times 0 where a body meets itself, whose own push is no use to it.
                    let apart = simd.mul_f32s(distances_sq, shares);
                    sum = simd.add_f32s(sum, simd.mul_f32s(pushes, apart));
                }
            }
        }
        (*push_x, *push_y, *stiffness) = (sum_x, sum_y, sum);
    }
    for lane in 0..ABREAST {
        let (dx, dy) = (at_x[lane] - local.at[0], at_y[lane] - local.at[1]);
        found[0][lane] += local.push[0] + local.slope_xx * dx + local.slope_xy * dy;
        found[1][lane] += local.push[1] + local.slope_xy * dx + local.slope_yy * dy;
        found[2][lane] += local.stiffness;
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::layout::ground::random::{direction, unit};

    const SOFT: Coulomb = Coulomb { softening_sq: 64.0 };

    fn charges(points: &[(f32, f32)]) -> Vec<f32> {
        (0..points.len()).map(|i| 1.0 + (i % 3) as f32).collect()
    }

    fn columns(points: &[(f32, f32)]) -> (Vec<f32>, Vec<f32>) {
        points.iter().copied().unzip()
    }

    fn pushes<L: Law>(law: L, points: &[(f32, f32)], theta: f32) -> Vec<(f64, f64)> {
        let (x, y) = columns(points);
        let mut repulsion = Repulsion::default();
        let cancel = Cancel::default();
        repulsion.push(law, (&x, &y), &charges(points), theta, &cancel);
        found(&repulsion)
    }

    fn found(repulsion: &Repulsion) -> Vec<(f64, f64)> {
        let columns = repulsion.x.iter().zip(&repulsion.y);
        columns
            .map(|(&x, &y)| (f64::from(x), f64::from(y)))
            .collect()
    }

    fn exact<L: Law>(law: L, points: &[(f32, f32)]) -> Vec<(f64, f64)> {
        let charges = charges(points);
        let push = |i: usize| {
            (0..points.len()).fold((0.0, 0.0), |sum, j| {
                let (dx, dy) = (points[i].0 - points[j].0, points[i].1 - points[j].1);
                let share = f64::from(charges[j] * law.share(dx * dx + dy * dy));
                (sum.0 + f64::from(dx) * share, sum.1 + f64::from(dy) * share)
            })
        };
        (0..points.len()).map(push).collect()
    }

    /// Root mean square of the difference over root mean square of the right force.
    fn off(found: &[(f64, f64)], right: &[(f64, f64)]) -> f64 {
        let square = |(x, y): (f64, f64)| x * x + y * y;
        let pairs = found.iter().zip(right);
        let off: f64 = pairs.map(|(a, b)| square((a.0 - b.0, a.1 - b.1))).sum();
        let all: f64 = right.iter().copied().map(square).sum();
        (off / all.max(1e-30)).sqrt()
    }

    fn error<L: Law>(law: L, points: &[(f32, f32)], theta: f32) -> f64 {
        off(&pushes(law, points, theta), &exact(law, points))
    }

    /// Tight clusters far from one another.
    fn clusters(count: usize) -> Vec<(f32, f32)> {
        let at = |i: usize| {
            let spread = direction(i as u64) * unit(i as u64 * 7) * 60.0;
            (
                (i % 7) as f32 * 900.0 + spread.x,
                (i % 5) as f32 * 700.0 + spread.y,
            )
        };
        (0..count).map(at).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn theta_0_is_the_exact_sum(points in prop::collection::vec((-900.0f32..900.0, -900.0f32..900.0), 2..300)) {
            prop_assert!(error(SOFT, &points, 0.0) < 1e-4);
            let near: Vec<_> = points.iter().map(|&(x, y)| (x / 50.0, y / 50.0)).collect();
            prop_assert!(error(Bounded, &near, 0.0) < 1e-4);
        }

        #[test]
        fn the_usual_theta_is_within_its_error(points in prop::collection::vec((-900.0f32..900.0, -900.0f32..900.0), 100..700)) {
            let error = error(SOFT, &points, THETA);
            prop_assert!(error < 0.03, "{error}");
        }

        #[test]
        fn where_nothing_has_moved_pushing_again_gives_the_same(points in prop::collection::vec((-900.0f32..900.0, -900.0f32..900.0), 2..300)) {
            let ((x, y), cancel) = (columns(&points), Cancel::default());
            let mut repulsion = Repulsion::default();
            repulsion.push(SOFT, (&x, &y), &charges(&points), THETA, &cancel);
            let before = found(&repulsion);
            repulsion.push_again(SOFT, (&x, &y), &cancel);
            prop_assert_eq!(before, found(&repulsion));
        }
    }

    #[test]
    fn clustered_bodies_are_within_the_error() {
        let error = error(SOFT, &clusters(3000), THETA);
        assert!(error < 0.05, "{error}");
    }

    #[test]
    fn what_was_far_stays_nearly_right_after_a_small_move() {
        let points = clusters(2000);
        let ((x, y), cancel) = (columns(&points), Cancel::default());
        let mut repulsion = Repulsion::default();
        repulsion.push(SOFT, (&x, &y), &charges(&points), THETA, &cancel);
        let moved = |i: usize| {
            let by = direction(i as u64 ^ 77) * 2.0;
            (points[i].0 + by.x, points[i].1 + by.y)
        };
        let points: Vec<_> = (0..points.len()).map(moved).collect();
        let (x, y) = columns(&points);
        repulsion.push_again(SOFT, (&x, &y), &cancel);
        let error = off(&found(&repulsion), &exact(SOFT, &points));
        assert!(error < 0.06, "{error}");
    }

    #[test]
    fn two_bodies_part_and_coincident_ones_stay_finite() {
        let pair = pushes(SOFT, &[(0.0, 0.0), (100.0, 0.0)], THETA);
        assert!(pair[0].0 < 0.0 && pair[1].0 > 0.0 && pair[0].1 == 0.0);
        for count in [5, 400] {
            let still = |&push: &(f64, f64)| push == (0.0, 0.0);
            assert!(
                pushes(SOFT, &vec![(5.0, 5.0); count], THETA)
                    .iter()
                    .all(still)
            );
        }
    }

    #[test]
    fn stiffness_leaves_the_body_itself_out() {
        let law = Coulomb {
            softening_sq: 1e-12,
        };
        let (x, y) = ([0.0, 2.0], [0.0, 0.0]);
        let mut repulsion = Repulsion::default();
        repulsion.push(law, (&x, &y), &[1.0, 3.0], THETA, &Cancel::default());
        assert!((repulsion.stiffness[0] - 0.75).abs() < 1e-5);
        assert!((repulsion.stiffness[1] - 0.25).abs() < 1e-5);
    }
}
