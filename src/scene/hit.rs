//! What is under the pointer: the same rows and curves that are painted.

use crate::geom::{Pos2, Rect};
use crate::look::TOKENS;

use super::curve::{course, segment_distance};
use super::shape::distance;
use super::{Lane, Scene, Viewport};

/// What the pointer is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HitTarget {
    /// A node.
    Node(u32),
    /// A row of links.
    Link(u32),
}

/// How far beside a node or a line the pointer still means it, in points.
const NEAR: f32 = 5.0;

/// The thing at a place on screen: a node before a link, of several the nearest. `is_drawn` says which rows of links are.
pub(crate) fn at(
    scene: &Scene,
    positions: &[Pos2],
    frame: &Viewport,
    at_screen: Pos2,
    is_drawn: impl Fn(u32) -> bool,
) -> Option<HitTarget> {
    node_at(scene, positions, frame, at_screen)
        .map(HitTarget::Node)
        .or_else(|| link_at(scene, positions, frame, at_screen, is_drawn).map(HitTarget::Link))
}

/// The node at a place on screen.
pub(crate) fn node_at(
    scene: &Scene,
    positions: &[Pos2],
    frame: &Viewport,
    at_screen: Pos2,
) -> Option<u32> {
    let at_world = frame.world(at_screen);
    let near = NEAR / frame.camera.zoom;
    let mut best: Option<(f32, u32)> = None;
    for (node, (row, position)) in (0u32..).zip(scene.nodes.iter().zip(positions)) {
        let span = at_world - *position;
        let reach = row.radius * 1.5 + near;
        if span.x.abs() > reach || span.y.abs() > reach {
            continue;
        }
        let off = distance(row.shape.token(), span / row.radius) * row.radius * frame.camera.zoom;
        // Inside several, the one drawn last is seen.
        if off < NEAR && best.is_none_or(|(least, _)| off.max(0.0) <= least) {
            best = Some((off.max(0.0), node));
        }
    }
    best.map(|(_, node)| node)
}

/// The row of the link at a place on screen.
pub(crate) fn link_at(
    scene: &Scene,
    positions: &[Pos2],
    frame: &Viewport,
    at_screen: Pos2,
    is_drawn: impl Fn(u32) -> bool,
) -> Option<u32> {
    let at_world = frame.world(at_screen);
    let zoom = frame.camera.zoom;
    let near = NEAR / zoom;
    let tokens = &TOKENS.link;
    let mut best: Option<(f32, u32)> = None;
    let mut angles = None;
    for (row, link) in (0u32..).zip(&scene.links) {
        let (a, b) = (positions[link.from as usize], positions[link.to as usize]);
        let room = match link.lane {
            Lane::Straight | Lane::Bundle => near,
            Lane::Bent(bend) => near + bend.abs(),
            Lane::Loop(..) => near + scene.nodes[link.from as usize].radius * 5.0 + 20.0,
        };
        if !Rect::from_two_pos(a, b).expand(room).contains(at_world) || !is_drawn(row) {
            continue;
        }
        let off = if matches!(link.lane, Lane::Straight | Lane::Bundle) {
            segment_distance(at_world, a, b) * zoom
        } else {
            let angles = angles.get_or_insert_with(|| scene.loop_angles(positions));
            let angle = |node: u32| angles.get(&node).copied().unwrap_or(0.0);
            let from = frame.end(scene, positions, link.from);
            let to = frame.end(scene, positions, link.to);
            let way = scene.way(link, zoom, angle);
            course(&from, &to, way, tokens.gap_at_node, tokens.arrow.tip_gap).distance(at_screen)
        };
        if off < NEAR && best.is_none_or(|(least, _)| off < least) {
            best = Some((off, row));
        }
    }
    best.map(|(_, row)| row)
}

/// The nodes whose centres lie in a box on screen.
pub(crate) fn nodes_in(positions: &[Pos2], frame: &Viewport, band: Rect) -> Vec<u32> {
    (0u32..)
        .zip(positions)
        .filter(|(_, position)| band.contains(frame.screen(**position)))
        .map(|(node, _)| node)
        .collect()
}

/// The nodes whose centres lie inside a line on screen that is closed from its end to its start. Where it crosses itself, what
/// it goes around twice is outside.
pub(crate) fn nodes_inside(positions: &[Pos2], frame: &Viewport, line: &[Pos2]) -> Vec<u32> {
    let mut around = Rect::NOTHING;
    line.iter().for_each(|at| around.extend_with(*at));
    let mut nodes = nodes_in(positions, frame, around);
    nodes.retain(|node| is_inside(line, frame.screen(positions[*node as usize])));
    nodes
}

fn is_inside(line: &[Pos2], at: Pos2) -> bool {
    let ends = line.iter().zip(line.iter().cycle().skip(1));
    let crossings = ends.filter(|(a, b)| {
        let crosses = (a.y > at.y) != (b.y > at.y);
        crosses && at.x < a.x + (at.y - a.y) / (b.y - a.y) * (b.x - a.x)
    });
    crossings.count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::{pos2, vec2};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_lasso_around_a_box_selects_as_the_box_does(
            x in -90f32..90.0, y in -90f32..90.0, w in 1f32..80.0, h in 1f32..80.0,
            places in prop::collection::vec((-100f32..100.0, -100f32..100.0), 0..20)
        ) {
            let band = Rect::from_min_size(pos2(x, y), vec2(w, h));
            let corners = [band.left_top(), band.right_top(), band.right_bottom(), band.left_bottom()];
            for (px, py) in places {
                let at = pos2(px, py);
                prop_assert_eq!(is_inside(&corners, at), band.contains(at));
                prop_assert!(!is_inside(&corners[..2], at), "a line has no inside");
            }
        }
    }

    #[test]
    fn a_lasso_keeps_out_of_its_bays() {
        let bay = [
            (0.0, 0.0),
            (30.0, 0.0),
            (30.0, 30.0),
            (20.0, 30.0),
            (20.0, 10.0),
            (10.0, 10.0),
            (10.0, 30.0),
            (0.0, 30.0),
        ];
        let bay = bay.map(|(x, y)| pos2(x, y));
        assert!(is_inside(&bay, pos2(5.0, 20.0)) && is_inside(&bay, pos2(25.0, 20.0)));
        assert!(!is_inside(&bay, pos2(15.0, 20.0)) && !is_inside(&[], pos2(0.0, 0.0)));
    }
}
