//! Blocks side by side, what stands alone in a grid below them.

use crate::geom::{Pos2, Rect, Vec2, pos2, vec2};
use crate::layout::ground::shape::BodyShape;
use crate::layout::placing::grid;

use super::web::Web;

/// Gap between two blocks, in world units.
const GAP: f32 = 70.0;

/// Moves each block, a list of bodies in positions of its own, to a place beside the others, and puts what stands alone in a
/// grid below.
///
/// Blocks stand on shelves, hung from the top, highest first: next fit decreasing height (Coffman, Garey, Johnson and Tarjan
/// 1980).
pub(super) fn side_by_side(web: &Web, at: &mut [Pos2], blocks: &[Vec<u32>], lone: &[u32]) {
    let areas: Vec<Rect> = blocks.iter().map(|block| bounds(web, at, block)).collect();
    let sum: f32 = areas
        .iter()
        .map(|area| (area.size() + Vec2::splat(GAP)).x * (area.height() + GAP))
        .sum();
    let widest = areas
        .iter()
        .fold(0.0f32, |most, area| most.max(area.width()));
    let room = widest.max((sum * web.aspect).sqrt());
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    order.sort_by(|&a, &b| areas[b].height().total_cmp(&areas[a].height()));
    let (mut corner, mut below, mut right) = (Pos2::ZERO, 0.0f32, 0.0f32);
    for index in order {
        let area = areas[index];
        if corner.x > 0.0 && corner.x + area.width() > room {
            corner = pos2(0.0, below + GAP);
        }
        let by = corner - area.min;
        blocks[index]
            .iter()
            .for_each(|&body| at[body as usize] += by);
        corner.x += area.width() + GAP;
        below = below.max(corner.y + area.height());
        right = right.max(corner.x - GAP);
    }
    let top = if blocks.is_empty() { 0.0 } else { below + GAP };
    grid_below(web, at, lone, pos2(0.0, top), right);
}

/// Puts bodies in a grid below something as wide as `width` whose lower left corner is `corner`, in the middle.
pub(super) fn grid_below(web: &Web, at: &mut [Pos2], bodies: &[u32], corner: Pos2, width: f32) {
    let shapes: Vec<BodyShape> = bodies
        .iter()
        .map(|&body| web.shapes[body as usize])
        .collect();
    // Where the bodies would hang far below what stands over them, the grid is the picture.
    let columns = width.max(grid::width_for(&shapes, web.aspect));
    for (&body, spot) in bodies.iter().zip(grid::place(&shapes, corner, columns)) {
        at[body as usize] = spot;
    }
    let by = corner.x + width / 2.0 - bounds(web, at, bodies).center().x;
    bodies.iter().for_each(|&body| at[body as usize].x += by);
}

/// The smallest box around some bodies.
pub(super) fn bounds(web: &Web, at: &[Pos2], bodies: &[u32]) -> Rect {
    let boxes = bodies
        .iter()
        .map(|&body| web.bounds(body).translate(at[body as usize].to_vec2()));
    let all = boxes.reduce(|all, area| all.union(area));
    all.unwrap_or(Rect::from_min_size(Pos2::ZERO, vec2(0.0, 0.0)))
}
