//! Where bodies start: a first picture of each component that is already untangled, so that forces only have to smooth it.

use std::ops::Range;

use crate::geom::{Pos2, Rect, Vec2, pos2};
use crate::layout::forces::integrate;
use crate::layout::forces::springs::{LINK_LENGTH, Springs};
use crate::layout::forces::{DENSITY, charge_of, covered};
use crate::layout::ground::bodies::Bodies;
use crate::layout::ground::cancel::Cancel;
use crate::layout::ground::graph::BodyGraph;
use crate::layout::ground::input::Style;
use crate::layout::ground::plane::{rotate, turned};
use crate::layout::ground::random::direction;
use crate::layout::models::Model;
use crate::layout::models::clusters::Clusters;
use crate::layout::models::distances::Distances;
use crate::layout::models::landmarks::{Landmarks, landmarks_for, many_landmarks_for};
use crate::layout::models::levels::{Level, Levels};
use crate::layout::placing::fan;
use crate::layout::placing::radial;
use crate::layout::placing::skeleton::Skeleton;
use crate::layout::placing::untangle;

use super::unfold;

/// Longest path that starts as a straight line.
const LONGEST_STRAIGHT: usize = 8;

/// Directions that are tried when a picture is turned to fit the wanted outline, over half a turn.
const TURNS: usize = 36;

/// Places one component around the origin, turned so that it fits `aspect`, width over height.
pub(crate) fn place(
    graph: &BodyGraph,
    springs: &Springs,
    bodies: &mut Bodies,
    component: Range<usize>,
    aspect: f32,
    cancel: &Cancel,
) {
    let skeleton = Skeleton::new(graph, springs, component.clone());
    if cancel.is_set() {
        return;
    }
    let mut at = arranged(graph, &skeleton, aspect, cancel);
    if cancel.is_set() {
        return;
    }
    make_room(&mut at, charge_of(bodies, component.clone()) / DENSITY);
    for (&body, &at) in skeleton.bodies.iter().zip(&at) {
        // No two bodies may share a spot, or nothing would tell them apart.
        let body = body as usize;
        bodies.put(
            body,
            at + direction(graph.hashes[body]) * (0.02 * LINK_LENGTH),
        );
    }
    for (&hub, _) in skeleton
        .bodies
        .iter()
        .zip(&skeleton.fans)
        .filter(|&(_, &leaves)| leaves > 0)
    {
        fan::place(graph, springs, bodies, hub as usize);
    }
    turn_to_fit(bodies, component, aspect);
}

/// Unfolds a large component around the origin, turned so that it fits `aspect`, and gives the forces that are to act on it
/// next; none if it is cancelled.
pub(crate) fn unfold(
    graph: &BodyGraph,
    bodies: &mut Bodies,
    component: Range<usize>,
    aspect: f32,
    style: Style,
    cancel: &Cancel,
) -> Option<Model> {
    let seed = graph.hashes[component.start];
    let mut levels = Levels::of(Level::finest(graph, component.clone()), seed, cancel);
    let count = component.len();
    let most = match style {
        Style::Clusters => landmarks_for(count),
        Style::Distances => many_landmarks_for(count),
    };
    let landmarks = Landmarks::new(&levels.levels[0], most, seed, cancel);
    let (x, y) = unfold::unfold(&levels, &landmarks, seed, cancel);
    if cancel.is_set() {
        return None;
    }
    for (body, (x, y)) in component.clone().zip(x.into_iter().zip(y)) {
        bodies.put(body, pos2(x, y));
    }
    fill_room(bodies, component.clone());
    turn_to_fit(bodies, component.clone(), aspect);
    if style == Style::Distances {
        let distances = Distances::new(bodies, component, &levels.levels[0], landmarks);
        return Some(Model::Distances(Box::new(distances)));
    }
    let systems = match levels.systems.first() {
        Some(system) => (system.clone(), levels.levels[1].len()),
        None => ((0..component.len() as u32).collect(), component.len()),
    };
    let finest = levels.levels.swap_remove(0);
    let clusters = Clusters::new(bodies, component, finest, systems, landmarks);
    Some(Model::Clusters(Box::new(clusters)))
}

/// Places a small component as a large one comes out, its neighbours close and its groups apart, around the origin.
pub(super) fn cluster(
    graph: &BodyGraph,
    bodies: &mut Bodies,
    component: Range<usize>,
    aspect: f32,
    cancel: &Cancel,
) {
    let style = Style::Clusters;
    let Some(mut model) = unfold(graph, bodies, component.clone(), aspect, style, cancel) else {
        return;
    };
    while model.done() < 1.0 && !cancel.is_set() {
        model.apply(bodies, cancel);
        integrate::step(bodies, component.clone(), model.fastest());
    }
    bodies.vx[component.clone()].fill(0.0);
    bodies.vy[component.clone()].fill(0.0);
    fill_room(bodies, component.clone());
    turn_to_fit(bodies, component, aspect);
}

/// Scales a component around its middle so that it covers the area that its bodies need.
pub(crate) fn fill_room(bodies: &mut Bodies, component: Range<usize>) {
    let points = component.clone().map(|body| bodies.at(body));
    let area = charge_of(bodies, component.clone()) / DENSITY;
    let scale = (area / covered(points)).sqrt();
    for body in component {
        let at = bodies.at(body).to_vec2() * scale;
        bodies.put(body, at.to_pos2());
    }
}

/// Positions for a skeleton: a tree from its centre outwards, anything else by its distances.
fn arranged(graph: &BodyGraph, skeleton: &Skeleton, aspect: f32, cancel: &Cancel) -> Vec<Pos2> {
    let count = skeleton.len();
    if count == 1 {
        return vec![Pos2::ZERO];
    }
    if skeleton.is_tree() {
        if count > LONGEST_STRAIGHT && skeleton.is_path() {
            return radial::serpentine(skeleton, aspect);
        }
        let weights: Vec<f32> = skeleton
            .fans
            .iter()
            .map(|&leaves| 1.0 + leaves as f32)
            .collect();
        return radial::place(skeleton, &weights);
    }
    untangle::place(skeleton, graph.hashes[skeleton.bodies[0] as usize], cancel)
}

/// Widens a picture until it covers the area that its bodies need: distances along the links say little about it where
/// everything is a few links from everything.
fn make_room(at: &mut [Pos2], area: f32) {
    let wider = (area / covered(at.iter().copied())).sqrt();
    if wider > 1.0 && at.len() > 2 {
        at.iter_mut()
            .for_each(|at| *at = (at.to_vec2() * wider).to_pos2());
    }
}

/// Turns bodies around the origin, and centres them there, so that they fit the outline at the largest scale.
fn turn_to_fit(bodies: &mut Bodies, range: Range<usize>, aspect: f32) {
    let points: Vec<Vec2> = range
        .clone()
        .map(|body| bodies.at(body).to_vec2())
        .collect();
    let box_at = |turn: usize| {
        let axis = turned(turn as f32 / (2 * TURNS) as f32);
        let turned = points.iter().map(|point| rotate(*point, axis).to_pos2());
        (
            axis,
            turned.fold(Rect::NOTHING, |all, point| {
                all.union(Rect::from_min_max(point, point))
            }),
        )
    };
    let size = |area: &Rect| area.width().max(area.height() * aspect);
    let best = (0..TURNS)
        .map(box_at)
        .min_by(|(_, a), (_, b)| size(a).total_cmp(&size(b)));
    let Some((axis, area)) = best else { return };
    for (body, point) in range.zip(&points) {
        bodies.put(
            body,
            rotate(*point, axis).to_pos2() - area.center().to_vec2(),
        );
    }
}
