//! Components side by side: packed densely to the wanted outline, the largest in the middle.
//!
//! Freivalds, Dogrusoz and Kikusts, "Disconnected graph layout and the polyomino packing approach" (2002): each component
//! is the set of cells that its bodies and links cover, and takes the free place nearest to the middle.

use std::cmp::Reverse;

use crate::geom::{Pos2, Rect, Vec2, vec2};

/// Least side of a cell, in world units.
const LEAST_CELL: f32 = 24.0;

/// Cells across all components at most, as searching for places takes longer the more there are.
const MOST_CELLS: f32 = 250.0;

/// Gap kept around a component, in world units; half of it on either side, and cells add their own.
const GAP: f32 = 40.0;

/// What a component covers.
#[derive(Default)]
pub(crate) struct Outline {
    /// The boxes of its bodies.
    pub boxes: Vec<Rect>,
    /// The ends of its links.
    pub lines: Vec<[Pos2; 2]>,
}

/// Where each component should be moved. `aspect` is the wanted width over height. The components are packed around what is
/// `fixed` where there is something, else around the largest of them, which goes to the origin.
pub(crate) fn pack(fixed: &Outline, components: &[Outline], aspect: f32) -> Vec<Vec2> {
    if let ([alone], true) = (components, fixed.boxes.is_empty()) {
        return vec![
            -alone
                .bounds()
                .map_or(Vec2::ZERO, |area| area.center().to_vec2()),
        ];
    }
    let side = cell_side(components.iter().chain([fixed]).filter_map(Outline::bounds));
    let shapes: Vec<Footprint> = components
        .iter()
        .map(|outline| Footprint::cover(outline, side))
        .collect();
    let fixed = Footprint::cover(fixed, side);
    let mut grid = PackGrid::new(&shapes, &fixed, aspect);
    grid.place(&fixed, 0);
    let mut order: Vec<usize> = (0..shapes.len()).collect();
    order.sort_by_key(|&index| Reverse(shapes[index].list.len()));
    let mut moves = vec![Vec2::ZERO; shapes.len()];
    // A shape starts its search where the last one of as many cells ended: what was full then is full now.
    let (mut size, mut from) = (0, 0);
    for index in order {
        let shape = &shapes[index];
        if shape.list.len() != size {
            (size, from) = (shape.list.len(), 0);
        }
        let (spot, found) = grid.place(shape, from);
        from = found;
        let by = (
            spot.0 - shape.middle.0 + fixed.middle.0,
            spot.1 - shape.middle.1 + fixed.middle.1,
        );
        moves[index] = vec2(by.0 as f32, by.1 as f32) * side;
    }
    moves
}

/// The side of a cell that suits components of such bounds.
fn cell_side(bounds: impl Iterator<Item = Rect>) -> f32 {
    let (area, longest) = bounds.fold((0.0f32, 0.0f32), |(area, longest), bounds| {
        (area + bounds.area(), longest.max(bounds.size().max_elem()))
    });
    (area.sqrt().max(longest / 2.0) / MOST_CELLS).max(LEAST_CELL)
}

impl Outline {
    /// The smallest box around all.
    fn bounds(&self) -> Option<Rect> {
        self.boxes
            .iter()
            .copied()
            .reduce(|all, area| all.union(area))
    }
}

/// The cells of the plane that a component covers, gap included.
struct Footprint {
    /// Columns and rows, each once.
    list: Vec<(i32, i32)>,
    middle: (i32, i32),
    size: (i32, i32),
}

impl Footprint {
    /// The cells, of such a side, of an outline and those between them in the same row, so that nothing is packed into a
    /// ring.
    fn cover(outline: &Outline, side: f32) -> Self {
        let Some(all) = outline.bounds().map(|area| area.expand(GAP / 2.0)) else {
            return Self {
                list: Vec::new(),
                middle: (0, 0),
                size: (0, 0),
            };
        };
        let cell = |value: f32| (value / side).floor() as i32;
        let ((left, top), (right, bottom)) = (
            (cell(all.min.x), cell(all.min.y)),
            (cell(all.max.x), cell(all.max.y)),
        );
        let mut rows = vec![(i32::MAX, i32::MIN); (bottom - top + 1) as usize];
        let mut add = |area: Rect| {
            let (first, last) = (cell(area.min.x), cell(area.max.x));
            for row in cell(area.min.y)..=cell(area.max.y) {
                let ends = &mut rows[(row - top) as usize];
                *ends = (ends.0.min(first), ends.1.max(last));
            }
        };
        outline
            .boxes
            .iter()
            .for_each(|area| add(area.expand(GAP / 2.0)));
        for &[a, b] in &outline.lines {
            let steps = ((b.y - a.y).abs() / side).ceil();
            (1..steps as u32).for_each(|step| add(Rect::from_pos(a.lerp(b, step as f32 / steps))));
        }
        let in_row = |(row, &(first, last)): (usize, &(i32, i32))| {
            (first..=last).map(move |x| (x, top + row as i32))
        };
        let list = rows.iter().enumerate().flat_map(in_row).collect();
        let middle = (left + (right - left) / 2, top + (bottom - top) / 2);
        Self {
            list,
            middle,
            size: (right - left + 1, bottom - top + 1),
        }
    }

    /// The cells when the middle stands at `spot`.
    fn at(&self, spot: (i32, i32)) -> impl Iterator<Item = (i32, i32)> + '_ {
        let by = (spot.0 - self.middle.0, spot.1 - self.middle.1);
        self.list.iter().map(move |&(x, y)| (x + by.0, y + by.1))
    }
}

/// The plane around the middle, which cells of it are taken, and its cells in the order in which they are tried.
struct PackGrid {
    half: i32,
    taken: Vec<bool>,
    spots: Vec<(i32, i32)>,
    next_outside: i32,
}

impl PackGrid {
    /// A grid that holds all shapes with room to spare.
    fn new(shapes: &[Footprint], fixed: &Footprint, aspect: f32) -> Self {
        let all = || shapes.iter().chain([fixed]);
        let cells: f32 = all()
            .map(|shape| shape.size.0 as f32 * shape.size.1 as f32)
            .sum();
        let longest = all()
            .map(|shape| shape.size.0.max(shape.size.1))
            .max()
            .unwrap_or(0);
        let half = 0.8 * (cells * aspect.max(1.0 / aspect)).sqrt() + 0.6 * longest as f32;
        let half = (half as i32).clamp(1, 1500);
        let wide = |&(x, y): &(i32, i32)| {
            let (across, down) = ((x as f32 / aspect).abs(), (y as f32).abs());
            across.max(down) + 0.001 * across.min(down)
        };
        let mut spots: Vec<(i32, i32)> = (-half..=half)
            .flat_map(|y| (-half..=half).map(move |x| (x, y)))
            .collect();
        spots.sort_by(|a, b| wide(a).total_cmp(&wide(b)));
        let side = (2 * half + 1) as usize;
        Self {
            half,
            taken: vec![false; side * side],
            spots,
            next_outside: 0,
        }
    }

    /// Takes the first free spot for a shape, looking from number `from` on; says where and which number it was.
    fn place(&mut self, shape: &Footprint, from: usize) -> ((i32, i32), usize) {
        if let Some(number) =
            (from..self.spots.len()).find(|&number| self.fits(shape, self.spots[number]))
        {
            let spot = self.spots[number];
            let cells: Vec<usize> = shape.at(spot).filter_map(|cell| self.index(cell)).collect();
            cells.into_iter().for_each(|index| self.taken[index] = true);
            return (spot, number);
        }
        // The grid is full, which only absurd extents can bring about: go on to its right.
        self.next_outside += shape.size.0 + 1;
        ((self.half + self.next_outside, 0), from)
    }

    fn fits(&self, shape: &Footprint, spot: (i32, i32)) -> bool {
        shape
            .at(spot)
            .all(|cell| self.index(cell).is_some_and(|index| !self.taken[index]))
    }

    fn index(&self, (x, y): (i32, i32)) -> Option<usize> {
        let inside = x.abs() <= self.half && y.abs() <= self.half;
        inside.then(|| {
            (y + self.half) as usize * (2 * self.half + 1) as usize + (x + self.half) as usize
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::pos2;

    fn outlines(sizes: &[(f32, f32)]) -> Vec<Outline> {
        let outline = |&(w, h): &(f32, f32)| outline(pos2(500.0, -300.0), w, h);
        sizes.iter().map(outline).collect()
    }

    fn outline(middle: Pos2, width: f32, height: f32) -> Outline {
        Outline {
            boxes: vec![Rect::from_center_size(middle, vec2(width, height))],
            lines: vec![],
        }
    }

    #[test]
    fn nothing_overlaps_and_the_largest_is_in_the_middle() {
        let size = |i: usize| (40.0 + (i * 37 % 200) as f32, 30.0 + (i * 53 % 150) as f32);
        let components = outlines(
            &(0..40)
                .map(size)
                .chain([(400.0, 300.0)])
                .collect::<Vec<_>>(),
        );
        let moves = pack(&Outline::default(), &components, 1.5);
        let placed: Vec<Rect> = components
            .iter()
            .zip(&moves)
            .map(|(outline, &by)| outline.boxes[0].translate(by))
            .collect();
        for (index, a) in placed.iter().enumerate() {
            assert!(
                placed[index + 1..]
                    .iter()
                    .all(|b| !a.expand(GAP / 2.0).intersects(b.expand(GAP / 2.0 - 0.1)))
            );
        }
        assert!(placed[40].center().to_vec2().length_sq() < 4.0 * LEAST_CELL * LEAST_CELL);
        let all = placed
            .iter()
            .copied()
            .reduce(|all, area| all.union(area))
            .expect("there are some");
        assert!((all.width() / all.height() - 1.5).abs() < 0.3, "{all:?}");
    }

    #[test]
    fn what_is_fixed_stays_and_others_go_around_it() {
        let fixed = outline(pos2(1000.0, 700.0), 300.0, 200.0);
        let components = outlines(&[(500.0, 400.0), (50.0, 50.0)]);
        let moves = pack(&fixed, &components, 1.3);
        for (outline, by) in components.iter().zip(moves) {
            let placed = outline.boxes[0].translate(by);
            assert!(
                !placed.intersects(fixed.boxes[0])
                    && placed.distance_to_pos(pos2(1000.0, 700.0)) < 700.0
            );
        }
    }

    #[test]
    fn nothing_goes_into_a_ring() {
        let corners = [
            pos2(0.0, 0.0),
            pos2(600.0, 0.0),
            pos2(600.0, 600.0),
            pos2(0.0, 600.0),
        ];
        let boxes = corners
            .map(|corner| Rect::from_center_size(corner, vec2(20.0, 20.0)))
            .to_vec();
        let lines = (0..4)
            .map(|corner| [corners[corner], corners[(corner + 1) % 4]])
            .collect();
        let ring = Outline { boxes, lines };
        let moves = pack(
            &Outline::default(),
            &[ring, outline(pos2(0.0, 0.0), 40.0, 40.0)],
            1.0,
        );
        let (middle, small) = (pos2(300.0, 300.0) + moves[0], pos2(0.0, 0.0) + moves[1]);
        assert!((small.x - middle.x).abs().max((small.y - middle.y).abs()) > 310.0);
    }
}
