//! A quadtree over bodies sorted along a Z curve: cells are ranges of the sorted list, so that nothing is allocated.
//!
//! Warren and Salmon, "A parallel hashed oct-tree N-body algorithm" (1993), in the plane and without the hash table.
//! Cells stand in preorder and each says where the next one outside it begins, so that walking the tree is a loop.

use std::ops::Range;

use rayon::slice::ParallelSliceMut;

use super::bodies::Bodies;
use super::plane::square;

/// Most bodies in a leaf that can still be divided.
const LEAF: usize = 24;

/// Bits that hold a body's number in a sorting key; the rest holds its place on the curve.
const INDEX_BITS: u32 = 22;

/// Bits of a coordinate on the curve, and so the greatest depth of the tree.
const AXIS_BITS: u32 = (u64::BITS - INDEX_BITS) / 2;

/// Bodies from which sorting is worth a second thread.
const WORTH_SHARING: usize = 20_000;

/// Most bodies in one tree.
pub(super) const MOST_BODIES: usize = 1 << INDEX_BITS;

/// A square of the plane with its bodies summed up.
#[derive(Clone, Copy)]
pub(super) struct Cell {
    /// Centre of charge.
    pub x: f32,
    /// Centre of charge.
    pub y: f32,
    /// Sum of charges.
    pub charge: f32,
    /// Square of the longer side of the bounds.
    pub size_sq: f32,
    /// Smallest box around the bodies: least x, least y, greatest x, greatest y.
    pub bounds: [f32; 4],
    /// First body, in the order of the curve.
    pub first: u32,
    /// One past the last body, in the order of the curve.
    pub last: u32,
    /// The next cell that does not lie inside this one.
    pub skip: u32,
    /// Whether it has no cells inside it.
    pub leaf: bool,
}

/// The tree, and copies of what it was built from in the order of the curve. Kept between ticks for its memory.
#[derive(Default)]
pub(super) struct Quadtree {
    keys: Vec<u64>,
    /// For each place on the curve its body, counted from the first body of the range.
    pub order: Vec<u32>,
    /// Positions and charges along the curve.
    pub x: Vec<f32>,
    /// Positions along the curve.
    pub y: Vec<f32>,
    /// Charges along the curve.
    pub charge: Vec<f32>,
    /// Cells in preorder.
    pub cells: Vec<Cell>,
    /// Those of them that are leaves.
    pub leaves: Vec<u32>,
}

impl Quadtree {
    /// Builds the tree over a range of bodies, [`MOST_BODIES`] at most.
    pub fn build(&mut self, bodies: &Bodies, range: Range<usize>) {
        let (x, y) = (&bodies.x[range.clone()], &bodies.y[range.clone()]);
        self.sort(x, y);
        let sorted = || {
            self.keys
                .iter()
                .map(|&key| (key & (MOST_BODIES as u64 - 1)) as usize)
        };
        self.order.clear();
        self.order.extend(sorted().map(|index| index as u32));
        self.x.clear();
        self.x.extend(sorted().map(|index| x[index]));
        self.y.clear();
        self.y.extend(sorted().map(|index| y[index]));
        self.charge.clear();
        self.charge
            .extend(sorted().map(|index| bodies.charge[range.start + index]));
        self.cells.clear();
        self.leaves.clear();
        if !range.is_empty() {
            self.add_cell(0, range.len(), 2 * AXIS_BITS);
        }
    }

    /// Sorts the bodies along the curve; those in the same spot keep their order, as their number ends the key.
    fn sort(&mut self, x: &[f32], y: &[f32]) {
        let ends = |values: &[f32]| {
            values
                .iter()
                .fold((f32::MAX, f32::MIN), |(a, b), &v| (a.min(v), b.max(v)))
        };
        let ((left, right), (top, bottom)) = (ends(x), ends(y));
        let side = (right - left).max(bottom - top);
        let scale = if side > 0.0 {
            ((1u32 << AXIS_BITS) - 1) as f32 / side
        } else {
            0.0
        };
        self.keys.clear();
        self.keys
            .extend(x.iter().zip(y).enumerate().map(|(index, (&x, &y))| {
                let (column, row) = (((x - left) * scale) as u64, ((y - top) * scale) as u64);
                (spread(column) | spread(row) << 1) << INDEX_BITS | index as u64
            }));
        if self.keys.len() < WORTH_SHARING {
            self.keys.sort_unstable();
        } else {
            self.keys.par_sort_unstable();
        }
    }

    /// Adds the cell of a range and the cells inside it. `bit` counts down the bits of the curve, two a level, so that the
    /// recursion is no deeper than [`AXIS_BITS`], however many bodies share a spot.
    fn add_cell(&mut self, first: usize, last: usize, bit: u32) -> u32 {
        let id = self.cells.len();
        let leaf = last - first <= LEAF || bit == 0;
        self.cells.push(Cell::of_leaf(self, first, last, leaf));
        if leaf {
            self.leaves.push(id as u32);
        } else {
            let mut sum = Cell::EMPTY;
            let mut from = first;
            for quarter in 0..4 {
                let shift = INDEX_BITS + bit - 2;
                let to = from
                    + self.keys[from..last].partition_point(|&key| (key >> shift) & 3 <= quarter);
                if to > from {
                    let child = self.add_cell(from, to, bit - 2) as usize;
                    sum.include(&self.cells[child]);
                }
                from = to;
            }
            let cell = &mut self.cells[id];
            (cell.x, cell.y, cell.charge) = (sum.x / sum.charge, sum.y / sum.charge, sum.charge);
            cell.bounds = sum.bounds;
        }
        let end = self.cells.len() as u32;
        let cell = &mut self.cells[id];
        let [left, top, right, bottom] = cell.bounds;
        cell.size_sq = square((right - left).max(bottom - top));
        cell.skip = end;
        id as u32
    }
}

impl Cell {
    const EMPTY: Cell = Cell {
        x: 0.0,
        y: 0.0,
        charge: 0.0,
        size_sq: 0.0,
        bounds: [f32::MAX, f32::MAX, f32::MIN, f32::MIN],
        first: 0,
        last: 0,
        skip: 0,
        leaf: false,
    };

    /// The cell of a range; only a leaf is summed up, the others are from their children.
    fn of_leaf(tree: &Quadtree, first: usize, last: usize, leaf: bool) -> Cell {
        let mut cell = Cell {
            first: first as u32,
            last: last as u32,
            leaf,
            ..Cell::EMPTY
        };
        for at in if leaf { first..last } else { 0..0 } {
            let (x, y, charge) = (tree.x[at], tree.y[at], tree.charge[at]);
            cell.x += x * charge;
            cell.y += y * charge;
            cell.charge += charge;
            let [left, top, right, bottom] = cell.bounds;
            cell.bounds = [left.min(x), top.min(y), right.max(x), bottom.max(y)];
        }
        if leaf {
            cell.x /= cell.charge;
            cell.y /= cell.charge;
        }
        cell
    }

    /// Adds a child to a sum whose `x` and `y` are still weighted by charge.
    fn include(&mut self, child: &Cell) {
        self.x += child.x * child.charge;
        self.y += child.y * child.charge;
        self.charge += child.charge;
        let ([left, top, right, bottom], [l, t, r, b]) = (self.bounds, child.bounds);
        self.bounds = [left.min(l), top.min(t), right.max(r), bottom.max(b)];
    }
}

/// Puts a zero between the bits of a number of up to 32 bits.
fn spread(value: u64) -> u64 {
    let mut bits = value & 0xFFFF_FFFF;
    bits = (bits | bits << 16) & 0x0000_FFFF_0000_FFFF;
    bits = (bits | bits << 8) & 0x00FF_00FF_00FF_00FF;
    bits = (bits | bits << 4) & 0x0F0F_0F0F_0F0F_0F0F;
    bits = (bits | bits << 2) & 0x3333_3333_3333_3333;
    (bits | bits << 1) & 0x5555_5555_5555_5555
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(points: &[(f32, f32)]) -> Bodies {
        Bodies {
            x: points.iter().map(|p| p.0).collect(),
            y: points.iter().map(|p| p.1).collect(),
            charge: vec![1.0; points.len()],
            ..Bodies::default()
        }
    }

    #[test]
    fn every_body_is_in_one_leaf_and_the_root_sums_all() {
        let points: Vec<(f32, f32)> = (0..1000)
            .map(|i| ((i * 37 % 101) as f32, (i * 53 % 97) as f32))
            .collect();
        let mut tree = Quadtree::default();
        tree.build(&bodies(&points), 0..1000);
        let in_leaves: u32 = tree
            .leaves
            .iter()
            .map(|&leaf| tree.cells[leaf as usize])
            .map(|c| c.last - c.first)
            .sum();
        assert_eq!(in_leaves, 1000);
        assert_eq!(
            (tree.cells[0].charge, tree.cells[0].skip as usize),
            (1000.0, tree.cells.len())
        );
        let mean = points.iter().map(|p| p.0).sum::<f32>() / 1000.0;
        assert!((tree.cells[0].x - mean).abs() < 0.01);
    }

    #[test]
    fn bodies_in_one_spot_end_in_one_leaf() {
        let mut tree = Quadtree::default();
        tree.build(&bodies(&[(3.0, 4.0); 500]), 0..500);
        assert_eq!((tree.leaves.len(), tree.cells[0].size_sq), (1, 0.0));
        assert!(tree.order.is_sorted());
        tree.build(&bodies(&[]), 0..0);
        assert!(tree.cells.is_empty());
    }
}
