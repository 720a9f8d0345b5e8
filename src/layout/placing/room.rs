//! Free places between bodies that stay where they are.

use std::collections::HashMap;

use crate::geom::{Pos2, Rect};
use crate::layout::ground::bodies::Bodies;
use crate::layout::ground::shape::{BodyShape, MARGIN};

/// Side of a cell, in world units; about the size of a usual body.
const CELL: f32 = 110.0;

/// Which bodies stand near any place.
#[derive(Default)]
pub(crate) struct Room {
    cells: HashMap<(i32, i32), Vec<u32>>,
}

impl Room {
    /// Takes the place where a body stands.
    pub(crate) fn take(&mut self, bodies: &Bodies, body: usize) {
        for cell in cells(bodies.area(body)) {
            self.cells.entry(cell).or_default().push(body as u32);
        }
    }

    /// Whether a shape at a place stands clear of all bodies that have taken theirs.
    pub(crate) fn is_free(&self, bodies: &Bodies, shape: &BodyShape, at: Pos2) -> bool {
        let area = shape.bounds().translate(at.to_vec2()).expand(MARGIN);
        let near = cells(area)
            .filter_map(|cell| self.cells.get(&cell))
            .flatten();
        near.map(|&other| other as usize).all(|other| {
            shape
                .push(&bodies.shape[other], bodies.at(other) - at, MARGIN)
                .is_none()
        })
    }
}

/// The cells that a box lies in.
fn cells(area: Rect) -> impl Iterator<Item = (i32, i32)> {
    let cell = |value: f32| (value / CELL).floor() as i32;
    let columns = cell(area.min.x)..=cell(area.max.x);
    (cell(area.min.y)..=cell(area.max.y))
        .flat_map(move |row| columns.clone().map(move |column| (column, row)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::{Vec2, pos2};

    #[test]
    fn a_taken_place_is_not_free() {
        let shape = BodyShape::new(9.0, Vec2::ZERO);
        let bodies = Bodies {
            x: vec![500.0],
            y: vec![-70.0],
            shape: vec![shape],
            ..Bodies::default()
        };
        let mut room = Room::default();
        assert!(room.is_free(&bodies, &shape, pos2(500.0, -70.0)));
        room.take(&bodies, 0);
        assert!(!room.is_free(&bodies, &shape, pos2(520.0, -70.0)));
        assert!(room.is_free(&bodies, &shape, pos2(525.0, -70.0)));
    }
}
