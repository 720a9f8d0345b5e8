//! The first picture: what each component has to go by, where its bodies start, and where it stands beside the others.

pub(super) mod start;
pub(super) mod unfold;

use std::ops::Range;

use crate::geom::{Pos2, Rect, Vec2, vec2};
use crate::layout::forces::DENSITY;
use crate::layout::forces::springs::Springs;
use crate::layout::ground::bodies::Bodies;
use crate::layout::ground::cancel::Cancel;
use crate::layout::ground::graph::BodyGraph;
use crate::layout::ground::input::Style;
use crate::layout::ground::plane;
use crate::layout::ground::shape::BodyShape;
use crate::layout::models::Model;
use crate::layout::placing::grid;
use crate::layout::placing::newcomers;
use crate::layout::placing::packing::{self, Outline};
use crate::layout::placing::room::Room;

/// Most bodies of a component with cycles that starts untangled link by link: more of them find their groups better together.
const FEW: usize = 20;

/// Most bodies of a component that is small: smoothed by forces that fill the room evenly.
const MOST_SMALL: usize = 300;

/// Heat at which an untangled component is smoothed, and one that has its groups is evened out.
const FIRST_HEAT: f32 = 0.5;
const EVENING_HEAT: f32 = 0.025;

/// Gap between the picture and the grid of lone records, in world units.
const TO_GRID: f32 = 40.0;

/// A grid stands to the right only if the whole is smaller than with it below by more than this factor.
const CLEARLY: f32 = 0.95;

/// Widest width over height that a picture gets to make up for the grid below it.
const MOST_ASPECT: f32 = 4.0;

/// A component and what is to be done with it.
#[derive(Clone)]
pub(super) struct ComponentPlan {
    /// Its bodies.
    pub bodies: Range<usize>,
    /// How it starts where it is arranged.
    start: ComponentStart,
    /// Whether it is tidied link by link at the end, if it is small enough.
    pub is_tidied: bool,
    /// How much of it has a place.
    pub state: State,
}

/// How a component starts.
#[derive(Clone, Copy, Debug, PartialEq)]
enum ComponentStart {
    /// Untangled, link by link.
    Untangled,
    /// Unfolded and clustered.
    Clustered,
    /// Unfolded, for a model to refine.
    Unfolded,
}

/// How much of a component has a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum State {
    /// All of it: nothing to do.
    Placed,
    /// Most of it: each new body is put beside its neighbours.
    Joined,
    /// Less than half: it is rearranged around the bodies that have a place.
    Regrown,
    /// None of it: it is arranged and packed beside the others.
    Fresh,
    /// All of it, but forces have moved it since.
    Stirred,
    /// One body without links and without a place: it goes to the grid.
    Lone,
}

impl ComponentPlan {
    fn new(graph: &BodyGraph, bodies: Range<usize>, still: &[bool], style: Style) -> Self {
        let stored = still[bodies.clone()].iter().filter(|&&still| still).count();
        let state = match (stored, bodies.len()) {
            (0, 1) => State::Lone,
            (0, _) => State::Fresh,
            (stored, all) if stored == all => State::Placed,
            (stored, all) if 2 * stored >= all => State::Joined,
            _ => State::Regrown,
        };
        let start = match (style, bodies.len()) {
            (Style::Distances, 0..=2) | (Style::Clusters, 0..=FEW) => ComponentStart::Untangled,
            (Style::Clusters, 0..=MOST_SMALL) if graph.is_tree(&bodies) => {
                ComponentStart::Untangled
            }
            (Style::Clusters, 0..=MOST_SMALL) => ComponentStart::Clustered,
            _ => ComponentStart::Unfolded,
        };
        Self {
            start,
            is_tidied: style == Style::Clusters,
            bodies,
            state,
        }
    }

    /// Whether something in it has no place yet that its neighbours have a say in.
    pub(super) fn has_news(&self) -> bool {
        matches!(self.state, State::Joined | State::Regrown | State::Fresh)
    }

    /// Whether a model refines it.
    pub(super) fn is_unfolded(&self) -> bool {
        self.is_arranged() && self.start == ComponentStart::Unfolded
    }

    /// How strongly forces act on it at first.
    pub(super) fn first_heat(&self) -> f32 {
        match self.start {
            ComponentStart::Clustered => EVENING_HEAT,
            ComponentStart::Untangled | ComponentStart::Unfolded => FIRST_HEAT,
        }
    }

    /// Whether forces act on it.
    pub(super) fn is_arranged(&self) -> bool {
        matches!(self.state, State::Fresh | State::Regrown)
    }
}

/// The width over height of what has links, so that with the grid of lone records below it the picture has `aspect`.
pub(super) fn aspect_above_grid(graph: &BodyGraph, bodies: &Bodies, aspect: f32) -> f32 {
    let lone: Vec<BodyShape> = graph
        .components
        .iter()
        .filter(|range| range.len() == 1)
        .map(|range| bodies.shape[range.start])
        .collect();
    let in_grid = grid::area(&lone);
    let linked = graph
        .components
        .iter()
        .filter(|range| range.len() > 1)
        .flat_map(|range| bodies.charge[range.clone()].iter());
    let linked = linked.sum::<f32>() / DENSITY;
    if linked > 0.0 {
        (aspect * (linked + in_grid) / linked).min(MOST_ASPECT.max(aspect))
    } else {
        aspect
    }
}

/// Gives every body its first place; those with a stored position, which are still, keep theirs.
pub(super) fn open(
    graph: &BodyGraph,
    springs: &Springs,
    bodies: &mut Bodies,
    aspect: f32,
    style: Style,
    cancel: &Cancel,
) -> (Vec<ComponentPlan>, Vec<Model>) {
    let parts: Vec<ComponentPlan> = graph
        .components
        .iter()
        .map(|range| ComponentPlan::new(graph, range.clone(), &bodies.still, style))
        .collect();
    let mut models = Vec::new();
    for part in parts.iter().filter(|part| part.is_arranged()) {
        if cancel.is_set() {
            return (parts, models);
        }
        let stored: Vec<(usize, Pos2)> = part
            .bodies
            .clone()
            .filter(|&body| bodies.still[body])
            .map(|body| (body, bodies.at(body)))
            .collect();
        let range = part.bodies.clone();
        match part.start {
            ComponentStart::Untangled => {
                start::place(graph, springs, bodies, range, aspect, cancel)
            }
            ComponentStart::Clustered => start::cluster(graph, bodies, range, aspect, cancel),
            ComponentStart::Unfolded => {
                models.extend(start::unfold(graph, bodies, range, aspect, style, cancel));
            }
        }
        fit(bodies, part.bodies.clone(), &stored);
    }
    if cancel.is_set() {
        return (parts, models);
    }
    join(graph, bodies, &parts);
    pack(graph, bodies, &parts, aspect);
    (parts, models)
}

/// Puts the new bodies of joined components beside their neighbours.
fn join(graph: &BodyGraph, bodies: &mut Bodies, parts: &[ComponentPlan]) {
    if !parts.iter().any(|part| part.state == State::Joined) {
        return;
    }
    let mut placed = bodies.still.clone();
    for part in parts.iter().filter(|part| part.state == State::Regrown) {
        placed[part.bodies.clone()].fill(true);
    }
    let mut room = Room::default();
    (0..bodies.len())
        .filter(|&body| placed[body])
        .for_each(|body| room.take(bodies, body));
    for part in parts.iter().filter(|part| part.state == State::Joined) {
        newcomers::place(graph, bodies, part.bodies.clone(), &mut placed, &mut room);
    }
}

/// Shifts and turns a component so that its arrangement comes closest to the places of its stored bodies, mirrored where
/// that is better, and puts these bodies back. The best turn is that of Procrustes analysis (Gower 1975) in the plane.
fn fit(bodies: &mut Bodies, range: Range<usize>, stored: &[(usize, Pos2)]) {
    if stored.is_empty() {
        return;
    }
    let share = 1.0 / stored.len() as f32;
    let here = stored.iter().fold(Vec2::ZERO, |sum, &(body, _)| {
        sum + bodies.at(body).to_vec2()
    }) * share;
    let there = stored
        .iter()
        .fold(Vec2::ZERO, |sum, &(_, at)| sum + at.to_vec2())
        * share;
    let (mut straight, mut mirrored) = (Vec2::ZERO, Vec2::ZERO);
    for &(body, at) in stored {
        let (p, q) = (bodies.at(body).to_vec2() - here, at.to_vec2() - there);
        straight += vec2(p.dot(q), p.x * q.y - p.y * q.x);
        mirrored += vec2(p.x * q.x - p.y * q.y, p.x * q.y + p.y * q.x);
    }
    let flip = if mirrored.length_sq() > straight.length_sq() {
        -1.0
    } else {
        1.0
    };
    let turn = if flip < 0.0 { mirrored } else { straight };
    let turn = if turn.length_sq() > 1e-6 {
        plane::straight(turn)
    } else {
        vec2(1.0, 0.0)
    };
    for body in range {
        let arm = bodies.at(body).to_vec2() - here;
        let arm = vec2(arm.x, flip * arm.y);
        bodies.put(body, (there + plane::rotate(arm, turn)).to_pos2());
    }
    stored.iter().for_each(|&(body, at)| bodies.put(body, at));
}

/// Packs fresh components around what has a place, and puts lone bodies in a grid beside all.
pub(super) fn pack(graph: &BodyGraph, bodies: &mut Bodies, parts: &[ComponentPlan], aspect: f32) {
    let is = |state: State| move |part: &&ComponentPlan| part.state == state;
    let fresh: Vec<Range<usize>> = parts
        .iter()
        .filter(is(State::Fresh))
        .map(|part| part.bodies.clone())
        .collect();
    let lone: Vec<usize> = parts
        .iter()
        .filter(is(State::Lone))
        .map(|part| part.bodies.start)
        .collect();
    if fresh.is_empty() && lone.is_empty() {
        return;
    }
    let fixed = parts
        .iter()
        .filter(|part| !matches!(part.state, State::Fresh | State::Lone));
    let fixed = outline(graph, bodies, fixed.map(|part| part.bodies.clone()));
    let outlines: Vec<Outline> = fresh
        .iter()
        .map(|range| outline(graph, bodies, [range.clone()].into_iter()))
        .collect();
    for (range, by) in fresh.iter().zip(packing::pack(&fixed, &outlines, aspect)) {
        range.clone().for_each(|body| bodies.shift(body, by));
    }
    pack_lone(bodies, parts, &lone, aspect);
}

/// Puts lone bodies in a grid below all others, or to their right where the picture is nearer to `aspect` so.
fn pack_lone(bodies: &mut Bodies, parts: &[ComponentPlan], lone: &[usize], aspect: f32) {
    let others = parts
        .iter()
        .filter(|part| part.state != State::Lone)
        .flat_map(|part| part.bodies.clone());
    let picture = others
        .map(|body| bodies.area(body))
        .reduce(|all, area| all.union(area));
    let shapes: Vec<_> = lone.iter().map(|&body| bodies.shape[body]).collect();
    let spots = match picture {
        Some(area) => grid_beside(&shapes, area, aspect),
        None => grid::place(&shapes, Pos2::ZERO, grid::width_for(&shapes, aspect)),
    };
    for (&body, at) in lone.iter().zip(spots) {
        bodies.put(body, at);
    }
}

/// The places of a grid below a picture, or to its right.
fn grid_beside(shapes: &[BodyShape], picture: Rect, aspect: f32) -> Vec<Pos2> {
    let below = picture.left_bottom() + vec2(0.0, TO_GRID);
    let right = picture.right_top() + vec2(TO_GRID, 0.0);
    let spots = [
        grid::place(shapes, below, picture.width()),
        grid::place(shapes, right, grid::width_within(shapes, picture.height())),
    ];
    // What must fit a window is as large as its wider side.
    let size = |spots: &[Pos2]| {
        let boxes = shapes.iter().zip(spots);
        let all = boxes
            .map(|(shape, at)| shape.bounds().translate(at.to_vec2()))
            .fold(picture, Rect::union);
        all.width().max(all.height() * aspect)
    };
    let [below, right] = spots;
    if size(&right) < CLEARLY * size(&below) {
        right
    } else {
        below
    }
}

/// What some bodies and their links cover.
fn outline(
    graph: &BodyGraph,
    bodies: &Bodies,
    ranges: impl Iterator<Item = Range<usize>>,
) -> Outline {
    let mut outline = Outline::default();
    for body in ranges.flatten() {
        outline.boxes.push(bodies.area(body));
        let later = graph
            .neighbours(body)
            .iter()
            .filter(|&&other| other as usize > body);
        outline
            .lines
            .extend(later.map(|&other| [bodies.at(body), bodies.at(other as usize)]));
    }
    outline
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_stands_where_the_window_has_room() {
        let shapes = [BodyShape::new(9.0, vec2(60.0, 14.0)); 60];
        let clears = |picture: Rect, spots: &[Pos2]| {
            let mut boxes = shapes.iter().zip(spots);
            boxes.all(|(shape, at)| !picture.intersects(shape.bounds().translate(at.to_vec2())))
        };
        let tall = Rect::from_min_max(Pos2::ZERO, Pos2::new(500.0, 800.0));
        let beside = grid_beside(&shapes, tall, 1.5);
        assert!(clears(tall, &beside) && beside.iter().all(|at| at.x > tall.right()));
        assert!(beside.iter().all(|at| at.y < tall.bottom()));
        let wide = Rect::from_min_max(Pos2::ZERO, Pos2::new(1500.0, 800.0));
        let below = grid_beside(&shapes, wide, 1.5);
        assert!(clears(wide, &below) && below.iter().all(|at| at.y > wide.bottom()));
    }
}
