//! Things in square cells, so that a question about a place looks at few of them.

use rustc_hash::FxHashMap;

use crate::geom::Rect;

/// Things in square cells.
pub(super) struct Grid<T> {
    cells: FxHashMap<(i32, i32), Vec<u32>>,
    items: Vec<T>,
}

impl<T> Default for Grid<T> {
    fn default() -> Self {
        Self {
            cells: FxHashMap::default(),
            items: Vec::new(),
        }
    }
}

const CELL: f32 = 64.0;

impl<T> Grid<T> {
    fn cells(rect: Rect) -> impl Iterator<Item = (i32, i32)> {
        // Far outside the screen everything shares a cell: nothing there is asked for.
        let cell = |v: f32| (v / CELL).floor().clamp(-64.0, 256.0) as i32;
        let (x0, x1) = (cell(rect.left()), cell(rect.right()));
        let (y0, y1) = (cell(rect.top()), cell(rect.bottom()));
        (x0..=x1).flat_map(move |x| (y0..=y1).map(move |y| (x, y)))
    }

    /// Adds a thing that takes this room.
    pub(super) fn add(&mut self, rect: Rect, item: T) {
        let at = self.items.len() as u32;
        self.items.push(item);
        for cell in Self::cells(rect) {
            self.cells.entry(cell).or_default().push(at);
        }
    }

    /// Whether something in the cells of `rect` is as asked.
    pub(super) fn any(&self, rect: Rect, holds: impl Fn(&T) -> bool) -> bool {
        let mut all = Self::cells(rect)
            .filter_map(|cell| self.cells.get(&cell))
            .flatten();
        all.any(|at| holds(&self.items[*at as usize]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::{pos2, vec2};

    #[test]
    fn the_grid_finds_what_is_near() {
        let mut grid = Grid::default();
        let rect = Rect::from_min_max(pos2(-10.0, -10.0), pos2(200.0, 200.0));
        grid.add(rect, 7);
        assert!(grid.any(rect, |item| *item == 7));
        assert!(!grid.any(rect.translate(vec2(400.0, 0.0)), |_| true));
    }
}
