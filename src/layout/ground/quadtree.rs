//! A quadtree over bodies sorted along a Z curve: cells are ranges of the sorted list, so that nothing is allocated.
//!
//! Warren and Salmon, "A parallel hashed oct-tree N-body algorithm" (1993), in the plane and without the hash table.
//! Cells stand in preorder and each says where the next one outside it begins, so that walking the tree is a loop.

/// Most bodies in a leaf that can still be divided: few, so that what lies next to a body is a short list.
const LEAF: usize = 8;

/// Most bodies in a group.
const GROUP: usize = 32;

/// Bits of a coordinate on the curve, and so the greatest depth of the tree.
const AXIS_BITS: u32 = 16;

/// Bits of a key that one pass of sorting looks at.
const DIGIT_BITS: u32 = 11;

/// Keys from which counting digits is faster than comparing keys.
const WORTH_COUNTING: usize = 2000;

/// A square of the plane with its bodies summed up.
#[derive(Clone, Copy)]
pub(crate) struct Cell {
    /// Centre of charge.
    pub x: f32,
    /// Centre of charge.
    pub y: f32,
    /// Sum of charges.
    pub charge: f32,
    /// Longer side of the bounds.
    pub size: f32,
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
pub(crate) struct Quadtree {
    keys: Vec<u64>,
    spare: Vec<u64>,
    /// For each place on the curve its body.
    pub order: Vec<u32>,
    /// Positions and charges along the curve.
    pub x: Vec<f32>,
    /// Positions along the curve.
    pub y: Vec<f32>,
    /// Charges along the curve.
    pub charge: Vec<f32>,
    /// Cells in preorder.
    pub cells: Vec<Cell>,
    /// Cells of some bodies side by side, on which much the same acts; every body is in one of them.
    pub groups: Vec<u32>,
}

impl Quadtree {
    /// Builds the tree over bodies at these places, with these charges.
    pub(crate) fn build(&mut self, x: &[f32], y: &[f32], charge: &[f32]) {
        self.sort(x, y);
        self.order.clear();
        self.order.extend(self.keys.iter().map(|&key| key as u32));
        self.charge.clear();
        self.charge
            .extend(self.order.iter().map(|&body| charge[body as usize]));
        self.follow(x, y);
        self.cells.clear();
        self.groups.clear();
        if !x.is_empty() {
            self.add_cell(0, x.len(), 2 * AXIS_BITS, false);
        }
    }

    /// Takes new places of the same bodies; the cells stay as they were.
    pub(crate) fn follow(&mut self, x: &[f32], y: &[f32]) {
        self.x.clear();
        self.x
            .extend(self.order.iter().map(|&body| x[body as usize]));
        self.y.clear();
        self.y
            .extend(self.order.iter().map(|&body| y[body as usize]));
    }

    /// Sorts the bodies along the curve, digit by digit; those in the same spot keep their order.
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
            .extend(x.iter().zip(y).enumerate().map(|(body, (&x, &y))| {
                let (column, row) = (((x - left) * scale) as u32, ((y - top) * scale) as u32);
                (spread(column) | spread(row) << 1) << 32 | body as u64
            }));
        if self.keys.len() < WORTH_COUNTING {
            self.keys.sort_unstable();
            return;
        }
        self.spare.resize(self.keys.len(), 0);
        for shift in (u32::BITS..u64::BITS).step_by(DIGIT_BITS as usize) {
            sort_by_digit(&self.keys, &mut self.spare, shift);
            std::mem::swap(&mut self.keys, &mut self.spare);
        }
    }

    /// Adds the cell of a range and the cells inside it; `grouped` where it lies in a group. `bit` counts down the bits of
    /// the curve, two a level, so that the recursion is no deeper than [`AXIS_BITS`], however many bodies share a spot.
    fn add_cell(&mut self, first: usize, last: usize, bit: u32, grouped: bool) -> u32 {
        let id = self.cells.len();
        let leaf = last - first <= LEAF || bit == 0;
        let opens_group = !grouped && (last - first <= GROUP || leaf);
        self.cells.push(Cell::of_leaf(self, first, last, leaf));
        if opens_group {
            self.groups.push(id as u32);
        }
        if !leaf {
            let mut sum = Cell::EMPTY;
            let mut from = first;
            for quarter in 0..4 {
                let shift = u32::BITS + bit - 2;
                let to = from
                    + self.keys[from..last].partition_point(|&key| (key >> shift) & 3 <= quarter);
                if to > from {
                    let child = self.add_cell(from, to, bit - 2, grouped || opens_group) as usize;
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
        cell.size = (right - left).max(bottom - top);
        cell.skip = end;
        id as u32
    }
}

/// Bodies at these places in the order of the curve.
pub(crate) fn along_curve(x: &[f32], y: &[f32]) -> Vec<u32> {
    let mut tree = Quadtree::default();
    tree.sort(x, y);
    tree.keys.iter().map(|&key| key as u32).collect()
}

/// Puts keys in the order of one of their digits, those with the same digit as they stood.
fn sort_by_digit(keys: &[u64], sorted: &mut [u64], shift: u32) {
    const DIGITS: usize = 1 << DIGIT_BITS;
    let digit = |key: u64| (key >> shift) as usize % DIGITS;
    let mut next = [0u32; DIGITS + 1];
    for &key in keys {
        next[digit(key) + 1] += 1;
    }
    for place in 0..DIGITS {
        next[place + 1] += next[place];
    }
    for &key in keys {
        let place = &mut next[digit(key)];
        sorted[*place as usize] = key;
        *place += 1;
    }
}

impl Cell {
    const EMPTY: Cell = Cell {
        x: 0.0,
        y: 0.0,
        charge: 0.0,
        size: 0.0,
        bounds: [f32::MAX, f32::MAX, f32::MIN, f32::MIN],
        first: 0,
        last: 0,
        skip: 0,
        leaf: false,
    };

    /// Whether so many bodies share a spot that they are not looked at one by one.
    pub(crate) fn is_crowd(&self) -> bool {
        self.leaf && (self.last - self.first) as usize > 8 * LEAF
    }

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

/// Puts a zero between the bits of a number of up to 16 bits.
fn spread(value: u32) -> u64 {
    let mut bits = u64::from(value) & 0xFFFF;
    bits = (bits | bits << 8) & 0x00FF_00FF;
    bits = (bits | bits << 4) & 0x0F0F_0F0F;
    bits = (bits | bits << 2) & 0x3333_3333;
    (bits | bits << 1) & 0x5555_5555
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(points: &[(f32, f32)]) -> Quadtree {
        let (x, y): (Vec<f32>, Vec<f32>) = points.iter().copied().unzip();
        let mut tree = Quadtree::default();
        tree.build(&x, &y, &vec![1.0; points.len()]);
        tree
    }

    #[test]
    fn every_body_is_in_one_leaf_and_one_group_and_the_root_sums_all() {
        let points: Vec<(f32, f32)> = (0..1000)
            .map(|i| ((i * 37 % 101) as f32, (i * 53 % 97) as f32))
            .collect();
        let tree = tree(&points);
        let groups = tree.groups.iter().map(|&group| tree.cells[group as usize]);
        let leaves = tree.cells.iter().copied().filter(|cell| cell.leaf);
        for cells in [groups.collect::<Vec<_>>(), leaves.collect()] {
            let ends = cells.iter().map(|cell| cell.last);
            let next = cells[1..].iter().map(|cell| cell.first).chain([1000]);
            assert!(ends.eq(next) && cells[0].first == 0);
        }
        assert_eq!(
            (tree.cells[0].charge, tree.cells[0].skip as usize),
            (1000.0, tree.cells.len())
        );
        let mean = points.iter().map(|p| p.0).sum::<f32>() / 1000.0;
        assert!((tree.cells[0].x - mean).abs() < 0.01);
    }

    #[test]
    fn bodies_in_one_spot_end_in_one_leaf() {
        let crowd = tree(&[(3.0, 4.0); 500]);
        assert!(crowd.groups.len() == 1 && crowd.cells.last().is_some_and(Cell::is_crowd));
        assert_eq!(crowd.cells[0].size, 0.0);
        assert!(crowd.order.is_sorted());
        assert!(tree(&[]).cells.is_empty());
    }
}
