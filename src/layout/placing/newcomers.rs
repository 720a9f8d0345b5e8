//! New bodies among those that have a place: each finds a free spot beside its neighbours, and no other body moves.

use std::ops::Range;

use crate::geom::{Pos2, Vec2};
use crate::layout::forces::springs::LINK_LENGTH;
use crate::layout::ground::bodies::Bodies;
use crate::layout::ground::crossing::cosine;
use crate::layout::ground::graph::BodyGraph;
use crate::layout::ground::plane::{length, square, turned};
use crate::layout::ground::random::unit;

use super::room::Room;

/// Directions that are tried on each ring.
const DIRECTIONS: usize = 24;

/// Rings with a free spot that are compared before one is taken.
const RINGS_COMPARED: usize = 3;

/// Rings that are tried before a spot that is not free is taken: a crowd this wide has no place near.
const MOST_RINGS: usize = 60;

/// Places the bodies of a component that are not yet `placed`, those next to placed ones first.
pub(crate) fn place(
    graph: &BodyGraph,
    bodies: &mut Bodies,
    component: Range<usize>,
    placed: &mut [bool],
    room: &mut Room,
) {
    let mut queue: Vec<u32> = component
        .clone()
        .filter(|&body| placed[body])
        .map(|body| body as u32)
        .collect();
    let mut head = 0;
    while let Some(&from) = queue.get(head) {
        for &body in graph.neighbours(from as usize) {
            let body = body as usize;
            if !placed[body] {
                let at = best_spot(graph, bodies, body, placed, room);
                bodies.put(body, at);
                placed[body] = true;
                room.take(bodies, body);
                queue.push(body as u32);
            }
        }
        head += 1;
    }
}

/// The best free spot for a body: at a link's length from its placed neighbours, away from their other links.
fn best_spot(
    graph: &BodyGraph,
    bodies: &Bodies,
    body: usize,
    placed: &[bool],
    room: &Room,
) -> Pos2 {
    let neighbours: Vec<usize> = graph
        .neighbours(body)
        .iter()
        .map(|&other| other as usize)
        .filter(|&other| placed[other])
        .collect();
    let sum = neighbours
        .iter()
        .fold(Vec2::ZERO, |sum, &other| sum + bodies.at(other).to_vec2());
    let middle = (sum / neighbours.len().max(1) as f32).to_pos2();
    let mut best: Option<(f32, Pos2)> = None;
    let mut rings = 0;
    for at_ring in rings_around(middle, neighbours.len() == 1, unit(graph.hashes[body])) {
        let free = at_ring
            .into_iter()
            .filter(|&at| room.is_free(bodies, &bodies.shape[body], at));
        let worth = free.map(|at| (badness(graph, bodies, body, at, &neighbours, placed), at));
        let Some(found) = worth.min_by(|a, b| a.0.total_cmp(&b.0)) else {
            continue;
        };
        best = Some(best.filter(|best| best.0 <= found.0).unwrap_or(found));
        rings += 1;
        if rings == RINGS_COMPARED {
            break;
        }
    }
    best.map_or(middle + Vec2::splat(LINK_LENGTH), |(_, at)| at)
}

/// Rings of spots, from near to far: around one neighbour from a link's length on, between several from their middle on.
fn rings_around(middle: Pos2, one: bool, spin: f32) -> impl Iterator<Item = Vec<Pos2>> {
    let (first, step) = if one {
        (LINK_LENGTH, 0.25 * LINK_LENGTH)
    } else {
        (0.0, 0.4 * LINK_LENGTH)
    };
    (0..MOST_RINGS).map(move |ring| {
        // Steps grow with the distance, so that a wide crowd is left soon.
        let radius = first + step * ring as f32 * (1.0 + 0.04 * ring as f32);
        let turns = |direction: usize| spin + direction as f32 / DIRECTIONS as f32;
        (0..DIRECTIONS)
            .map(|direction| middle + turned(turns(direction)) * radius)
            .collect()
    })
}

/// How bad a spot is: links too short or too long, and directions close to those of the neighbours' other links.
fn badness(
    graph: &BodyGraph,
    bodies: &Bodies,
    body: usize,
    at: Pos2,
    neighbours: &[usize],
    placed: &[bool],
) -> f32 {
    let mut badness = 0.0;
    for &neighbour in neighbours {
        let way = at - bodies.at(neighbour);
        badness += square(length(way) / LINK_LENGTH - 1.0);
        let others = graph
            .neighbours(neighbour)
            .iter()
            .map(|&other| other as usize);
        let narrowest = others
            .filter(|&other| other != body && placed[other])
            .map(|other| cosine(way, bodies.offset(neighbour, other)))
            .fold(-1.0f32, f32::max);
        badness += (narrowest - 0.4).max(0.0) * 2.0;
    }
    badness
}
