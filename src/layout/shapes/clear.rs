//! Whether boxes overlap, and how far an arrangement must grow around the origin, or may shrink, for none to do so.

use rustc_hash::FxHashMap;

use crate::geom::{Pos2, Rect, Vec2, pos2};

/// Boxes in a grid of cells, found by where they are.
pub(super) struct Boxes {
    side: f32,
    cells: FxHashMap<(i32, i32), Vec<u32>>,
    list: Vec<Rect>,
}

impl Boxes {
    /// An empty grid for boxes of about such a size.
    pub(super) fn new(sizes: impl Iterator<Item = Vec2>) -> Self {
        let (mut sum, mut count) = (0.0f32, 0u32);
        for size in sizes {
            sum += size.max_elem();
            count += 1;
        }
        Self {
            side: (sum / count.max(1) as f32).clamp(8.0, 4000.0),
            cells: FxHashMap::default(),
            list: Vec::new(),
        }
    }

    /// How many boxes there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Adds a box.
    pub(super) fn add(&mut self, area: Rect) {
        let index = self.list.len() as u32;
        for cell in self.cells_of(area) {
            self.cells.entry(cell).or_default().push(index);
        }
        self.list.push(area);
    }

    /// Whether some box overlaps an area.
    pub(super) fn touches(&self, area: Rect) -> bool {
        self.cells_of(area).any(|cell| {
            let here = self.cells.get(&cell).into_iter().flatten();
            here.into_iter()
                .any(|&index| overlap(self.list[index as usize], area))
        })
    }

    fn cells_of(&self, area: Rect) -> impl Iterator<Item = (i32, i32)> + use<> {
        let cell = |value: f32, side: f32| (value / side).floor() as i32;
        let (left, right) = (cell(area.min.x, self.side), cell(area.max.x, self.side));
        let (top, bottom) = (cell(area.min.y, self.side), cell(area.max.y, self.side));
        (top..=bottom).flat_map(move |y| (left..=right).map(move |x| (x, y)))
    }
}

/// Whether two boxes share more than an edge.
fn overlap(a: Rect, b: Rect) -> bool {
    a.min.x < b.max.x && b.min.x < a.max.x && a.min.y < b.max.y && b.min.y < a.max.y
}

/// The factor for all positions with which no two boxes overlap: the smallest from `least` on, give or take one part in a
/// hundred. Two bodies that stand on the same spot count for nothing.
///
/// A pair of boxes that each hold their own position comes apart once and for all as the factor grows.
pub(super) fn least_factor(boxes: &[Rect], at: &[Pos2], least: f32) -> f32 {
    let is_clear = |factor: f32| {
        let mut seen = Boxes::new(boxes.iter().map(Rect::size));
        boxes.iter().zip(at).all(|(area, at)| {
            let area = area.translate(at.to_vec2() * factor);
            let free = !seen.touches(area);
            seen.add(area);
            free
        })
    };
    if is_clear(least) {
        return least;
    }
    let (mut low, mut high) = (least, least.max(1.0));
    for _ in 0..24 {
        if is_clear(high) {
            break;
        }
        (low, high) = (high, high * 1.5);
    }
    while high > low * 1.01 {
        let middle = f32::midpoint(low, high);
        if is_clear(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

/// Positions times a factor.
pub(super) fn scale(at: &mut [Pos2], factor: f32) {
    at.iter_mut()
        .for_each(|at| *at = pos2(at.x * factor, at.y * factor));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::vec2;

    #[test]
    fn the_factor_is_the_least_that_clears() {
        let boxes = [Rect::from_center_size(Pos2::ZERO, vec2(10.0, 4.0)); 2];
        let factor = least_factor(&boxes, &[pos2(-1.0, 0.0), pos2(1.0, 0.0)], 0.5);
        assert!((5.0..5.06).contains(&factor), "{factor}");
        let factor = least_factor(&boxes, &[pos2(-100.0, 0.0), pos2(100.0, 0.0)], 0.5);
        assert_eq!(factor, 0.5);
    }
}
