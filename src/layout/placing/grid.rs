//! Lone records in a tidy grid.

use crate::geom::{Pos2, Rect, Vec2, vec2};
use crate::layout::ground::shape::BodyShape;

/// Gaps between the lone records of a grid, in world units.
const GRID_GAPS: Vec2 = vec2(16.0, 14.0);

/// Positions for bodies without links: rows of equal columns as wide as `width`, the first row starting at `corner`.
pub(crate) fn place(shapes: &[BodyShape], corner: Pos2, width: f32) -> Vec<Pos2> {
    let cell = cell_of(shapes);
    let above = shapes
        .iter()
        .fold(0.0f32, |most, shape| most.max(shape.radius));
    let columns = ((width / cell.x) as usize).clamp(1, shapes.len().max(1));
    let spot = |index: usize| {
        let (column, row) = ((index % columns) as f32, (index / columns) as f32);
        corner + vec2((column + 0.5) * cell.x, row * cell.y + above)
    };
    (0..shapes.len()).map(spot).collect()
}

/// How wide a grid of lone bodies should be for a picture of `aspect`, width over height, that holds nothing else.
pub(crate) fn width_for(shapes: &[BodyShape], aspect: f32) -> f32 {
    let cell = cell_of(shapes);
    let columns = (shapes.len() as f32 * aspect * cell.y / cell.x)
        .sqrt()
        .ceil();
    (columns.max(1.0) + 0.01) * cell.x
}

/// How wide a grid of lone bodies must be to be no higher than `height`.
pub(crate) fn width_within(shapes: &[BodyShape], height: f32) -> f32 {
    let cell = cell_of(shapes);
    let rows = (height / cell.y).floor().max(1.0);
    ((shapes.len() as f32 / rows).ceil().max(1.0) + 0.01) * cell.x
}

/// The area of a grid, in square world units.
pub(crate) fn area(shapes: &[BodyShape]) -> f32 {
    let cell = cell_of(shapes);
    shapes.len() as f32 * cell.x * cell.y
}

/// The size of a grid's cells: room for any of the shapes, their positions on a line, and a gap.
fn cell_of(shapes: &[BodyShape]) -> Vec2 {
    let all = shapes.iter().map(BodyShape::bounds).reduce(Rect::union);
    all.map_or(Vec2::ZERO, |all| all.size()) + GRID_GAPS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::pos2;

    #[test]
    fn a_grid_fills_its_width() {
        let spots = place(
            &[BodyShape::new(9.0, vec2(60.0, 14.0)); 10],
            pos2(0.0, 0.0),
            400.0,
        );
        assert_eq!(spots[0].y, spots[4].y);
        assert!(spots[5].y > spots[4].y && spots[5].x == spots[0].x);
        assert!(place(&[], pos2(0.0, 0.0), 100.0).is_empty());
    }

    #[test]
    fn a_wide_disc_and_a_tall_label_do_not_meet() {
        let shapes = [(9.0, 900.0), (500.0, 0.0)]
            .map(|(radius, height)| BodyShape::new(radius, vec2(60.0, height)));
        let spots = place(&shapes, pos2(0.0, 0.0), 100.0);
        let [first, second] = [0, 1].map(|at| shapes[at].bounds().translate(spots[at].to_vec2()));
        assert!(first.max.y < second.min.y, "{first:?} {second:?}");
    }
}
