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
