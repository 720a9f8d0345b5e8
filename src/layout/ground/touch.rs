//! Which bodies come close to touching: a grid whose cells are found by sorting, so that the extent of the picture does
//! not matter and nothing is allocated once the lists have grown.

use std::ops::{Range, RangeInclusive};

use rayon::slice::ParallelSliceMut;

use crate::geom::{Pos2, Rect};

use super::bodies::Bodies;

/// Columns and rows that a sorting key tells apart. Cells further apart than that fall together, which only costs time.
const WRAP: u64 = 0xFFFF;

/// Entries from which sorting is worth a second thread.
const WORTH_SHARING: usize = 40_000;

/// Pairs of bodies whose boxes are near. Kept between uses for its memory.
#[derive(Default)]
pub(crate) struct Touching {
    areas: Vec<Rect>,
    entries: Vec<u64>,
    /// The pairs, the smaller body first; in an order that positions alone decide.
    pub pairs: Vec<(u32, u32)>,
}

impl Touching {
    /// Finds all pairs of `range` whose bounds come closer than `margin`.
    pub(crate) fn find(&mut self, bodies: &Bodies, range: Range<usize>, margin: f32) {
        self.areas.clear();
        self.areas.extend(
            range
                .clone()
                .map(|body| bodies.area(body).expand(margin / 2.0)),
        );
        let cells = BoxGrid::over(&self.areas);
        self.entries.clear();
        for (index, area) in self.areas.iter().enumerate() {
            for row in cells.rows(area.min.y, area.max.y) {
                let columns = cells.columns(area.min.x, area.max.x);
                self.entries
                    .extend(columns.map(|column| key(row, column) << 32 | index as u64));
            }
        }
        if self.entries.len() < WORTH_SHARING {
            self.entries.sort_unstable();
        } else {
            self.entries.par_sort_unstable();
        }
        self.pairs.clear();
        for cell in self.entries.chunk_by(|a, b| a >> 32 == b >> 32) {
            for (place, &a) in cell.iter().enumerate() {
                let mine = self.areas[a as u32 as usize];
                for &b in &cell[place + 1..] {
                    let theirs = self.areas[b as u32 as usize];
                    // A pair that shares several cells is counted in the first of them only.
                    if mine.intersects(theirs) && cells.first_shared(mine, theirs) == a >> 32 {
                        self.pairs
                            .push((range.start as u32 + a as u32, range.start as u32 + b as u32));
                    }
                }
            }
        }
    }
}

/// A grid over some boxes, with cells as large as the average box.
struct BoxGrid {
    corner: Pos2,
    per_unit: f32,
}

impl BoxGrid {
    fn over(areas: &[Rect]) -> Self {
        let corner = areas
            .iter()
            .fold(Pos2::ZERO, |least, area| least.min(area.min));
        let sides: f32 = areas.iter().map(|area| area.size().max_elem()).sum();
        Self {
            corner,
            per_unit: 1.0 / (sides / areas.len().max(1) as f32).max(1.0),
        }
    }

    fn columns(&self, from: f32, to: f32) -> RangeInclusive<u64> {
        self.cell(from - self.corner.x)..=self.cell(to - self.corner.x)
    }

    fn rows(&self, from: f32, to: f32) -> RangeInclusive<u64> {
        self.cell(from - self.corner.y)..=self.cell(to - self.corner.y)
    }

    /// The key of the upper left cell in which two boxes overlap.
    fn first_shared(&self, a: Rect, b: Rect) -> u64 {
        let corner = a.min.max(b.min) - self.corner;
        key(self.cell(corner.y), self.cell(corner.x))
    }

    /// The cell of a distance from the corner, which is never negative.
    fn cell(&self, distance: f32) -> u64 {
        (distance * self.per_unit) as u64
    }
}

fn key(row: u64, column: u64) -> u64 {
    (row & WRAP) << 16 | (column & WRAP)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::shape::BodyShape;
    use super::*;
    use crate::geom::vec2;

    proptest! {
        #[test]
        fn finds_the_pairs_that_brute_force_finds(points in prop::collection::vec((-400.0f32..400.0, -400.0f32..400.0, 1.0f32..40.0, 0.0f32..150.0), 0..60)) {
            let bodies = Bodies {
                x: points.iter().map(|p| p.0).collect(),
                y: points.iter().map(|p| p.1).collect(),
                shape: points.iter().map(|p| BodyShape::new(p.2, vec2(p.3, 20.0))).collect(),
                ..Bodies::default()
            };
            let area = |i: usize| bodies.shape[i].bounds().expand(3.0).translate(bodies.at(i).to_vec2());
            let mut touching = Touching::default();
            touching.find(&bodies, 0..points.len(), 6.0);
            touching.pairs.sort_unstable();
            let all = (0..points.len()).flat_map(|a| (a + 1..points.len()).map(move |b| (a as u32, b as u32)));
            let right: Vec<(u32, u32)> = all.filter(|&(a, b)| area(a as usize).intersects(area(b as usize))).collect();
            prop_assert_eq!(touching.pairs, right);
        }
    }
}
