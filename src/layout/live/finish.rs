//! What is done once when the forces have come to rest: tidy, move apart what overlaps, pack.

use std::ops::Range;

use crate::layout::forces::springs::Springs;
use crate::layout::ground::bodies::Bodies;
use crate::layout::ground::cancel::Cancel;
use crate::layout::ground::crossing::count_crossings;
use crate::layout::ground::graph::BodyGraph;
use crate::layout::ground::plane::turned;
use crate::layout::ground::random::unit;
use crate::layout::ground::shape::MARGIN;
use crate::layout::opening::start::fill_room;
use crate::layout::opening::{self, ComponentPlan, State};
use crate::layout::placing::polish;
use crate::layout::placing::room::Room;
use crate::layout::placing::separation::{ease, scale, separate};

/// Directions and steps of the search for a free spot.
const DIRECTIONS: usize = 24;

/// Distance between two rings of that search, in world units.
const RING: f32 = 14.0;

/// Most rings of that search.
const MOST_RINGS: usize = 200;

/// By how much a picture is widened in which bodies find no room, and how often.
const MUCH_WIDER: f32 = 1.2;
const MOST_WIDENINGS: usize = 16;

/// How often a tree is tidied while it still crosses itself.
const TRIES_FOR_TREES: u64 = 4;

/// Finishes a picture; `parts` says what of it is new.
pub(crate) fn finish(
    graph: &BodyGraph,
    springs: &Springs,
    bodies: &mut Bodies,
    parts: &[ComponentPlan],
    aspect: f32,
    cancel: &Cancel,
) {
    let mut tests_left = polish::MOST_TESTS;
    let mut awake = vec![true; bodies.len()];
    for part in parts.iter().filter(|part| part.has_news()) {
        let range = part.bodies.clone();
        let fresh = part.state == State::Fresh;
        let is_tidied = part.is_tidied && polish::is_readable(graph, &range);
        if fresh && part.is_unfolded() {
            fill_room(bodies, range.clone());
            ease(bodies, range.clone());
        }
        if fresh && (part.is_unfolded() || !is_tidied) {
            separate_at_any_price(bodies, range.clone(), &mut awake, cancel);
        }
        for salt in (0..TRIES_FOR_TREES).filter(|_| is_tidied) {
            let range = range.clone();
            let left = &mut tests_left;
            polish::polish(graph, springs, bodies, range.clone(), salt, left, cancel);
            if fresh {
                separate_at_any_price(bodies, range.clone(), &mut awake, cancel);
            }
            // A tree that still crosses itself can do better; anything else may have to.
            if !graph.is_tree(&range) || crossings(graph, bodies, &range) == 0 {
                break;
            }
        }
    }
    opening::pack(graph, bodies, parts, aspect);
    awake.fill(false);
    let in_place = |part: &&ComponentPlan| {
        part.state == State::Stirred || part.has_news() && part.state != State::Fresh
    };
    for part in parts.iter().filter(in_place) {
        part.bodies
            .clone()
            .for_each(|body| awake[body] = !bodies.still[body]);
    }
    settle(graph, bodies, &mut awake, cancel);
}

/// Moves all bodies of a component clear of one another, in a picture that is wider where it must be.
fn separate_at_any_price(
    bodies: &mut Bodies,
    range: Range<usize>,
    awake: &mut [bool],
    cancel: &Cancel,
) {
    for _ in 0..MOST_WIDENINGS {
        if separate(bodies, range.clone(), awake, cancel) || cancel.is_set() {
            return;
        }
        scale(bodies, range.clone(), MUCH_WIDER);
    }
}

/// How many links of a component cross.
fn crossings(graph: &BodyGraph, bodies: &Bodies, range: &Range<usize>) -> usize {
    let links: Vec<[usize; 2]> = graph.links_within(range).collect();
    count_crossings(&links, |body| bodies.at(body))
}

/// Moves bodies that are `awake` clear of all others; those that find no way out between still ones go to the nearest
/// free spot.
pub(crate) fn settle(graph: &BodyGraph, bodies: &mut Bodies, awake: &mut [bool], cancel: &Cancel) {
    if !awake.contains(&true) || separate(bodies, 0..bodies.len(), awake, cancel) {
        return;
    }
    let stuck = stuck(bodies, awake);
    let mut room = Room::default();
    (0..bodies.len())
        .filter(|body| !stuck.contains(body))
        .for_each(|body| room.take(bodies, body));
    for body in stuck {
        if cancel.is_set() {
            return;
        }
        let (home, spin) = (bodies.at(body), unit(graph.hashes[body]));
        let spot = (0..MOST_RINGS * DIRECTIONS).map(|place| {
            let (ring, direction) = (place / DIRECTIONS, place % DIRECTIONS);
            home + turned(spin + direction as f32 / DIRECTIONS as f32) * (RING * ring as f32)
        });
        if let Some(free) = spot
            .into_iter()
            .find(|&at| room.is_free(bodies, &bodies.shape[body], at))
        {
            bodies.put(body, free);
        }
        room.take(bodies, body);
    }
}

/// Awake bodies that still overlap something.
fn stuck(bodies: &Bodies, awake: &[bool]) -> Vec<usize> {
    let mut touching = crate::layout::ground::touch::Touching::default();
    touching.find(bodies, 0..bodies.len(), MARGIN);
    let overlap = |&&(a, b): &&(u32, u32)| {
        let (a, b) = (a as usize, b as usize);
        bodies.shape[a]
            .push(&bodies.shape[b], bodies.offset(a, b), MARGIN)
            .is_some()
    };
    let mut stuck: Vec<usize> = touching
        .pairs
        .iter()
        .filter(overlap)
        .map(|&(a, b)| if awake[a as usize] && !bodies.still[a as usize] { a } else { b } as usize)
        .filter(|&body| awake[body] && !bodies.still[body])
        .collect();
    stuck.sort_unstable();
    stuck.dedup();
    stuck
}
