//! An arrangement put where its bodies stood, around what may not move.

use crate::geom::{Pos2, Rect, Vec2, pos2, vec2};
use crate::layout::ground::shape::{BodyShape, MARGIN};

use super::clear::Boxes;
use super::input::ShapeInput;
use super::web::shape_of;

/// Most boxes of bodies for which a free place for all of them together is looked for.
const WORTH_SHIFTING: usize = 500;

/// Most rings of places around its own at which a body looks for a free one.
const MOST_RINGS: i32 = 400;

/// What an arrangement finds on the chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Around {
    /// Where each body stands now, in world units, by the indices of the input.
    pub now: Vec<Option<Pos2>>,
    /// Bodies that stay where they are; without a place that means nothing.
    pub pinned: Vec<bool>,
    /// The body that everything else goes around: it stays where it is, pinned or not.
    pub center: Option<u32>,
    /// The boxes of what is on the chart but not part of the arrangement; see [`area`].
    pub others: Vec<Rect>,
}

/// The box that disc and label of a body at `at` take, in world units.
pub fn area(at: Pos2, radius: f32, label: Vec2) -> Rect {
    BodyShape::new(radius, label)
        .bounds()
        .translate(at.to_vec2())
}

/// Moves `arranged` as a whole to where its bodies stand now, and gives the place of each, in whole world units.
///
/// The middle stays where it was; or the center, where there is one. Pinned bodies stay, and the arrangement fits them as well as
/// it can. Where others stand in the way, the whole is shifted a little if that helps, and whoever still has no room takes the nearest
/// free place.
pub fn settle(input: &ShapeInput, arranged: &[Pos2], around: &Around) -> Vec<Pos2> {
    let boxes: Vec<Rect> = (0..arranged.len() as u32)
        .map(|body| shape_of(input, body).bounds().expand(MARGIN / 2.0))
        .collect();
    let now = |body: usize| {
        around
            .now
            .get(body)
            .copied()
            .flatten()
            .filter(|at| at.is_finite())
    };
    let is_pinned = |body: usize| around.pinned.get(body) == Some(&true);
    let pins: Vec<Option<Pos2>> = (0..arranged.len())
        .map(|body| now(body).filter(|_| is_pinned(body)))
        .collect();
    let mut taken = Boxes::new(boxes.iter().map(Rect::size));
    let others = around.others.iter().filter(|area| area.is_finite());
    others.for_each(|area| taken.add(area.expand(MARGIN / 2.0)));
    for (area, at) in boxes.iter().zip(&pins) {
        at.iter()
            .for_each(|at| taken.add(area.translate(at.to_vec2())));
    }
    let free: Vec<usize> = (0..arranged.len())
        .filter(|&body| pins[body].is_none())
        .collect();
    let center = around.center.map(|body| body as usize);
    let held = center.and_then(|body| Some(now(body)? - *arranged.get(body)?));
    let held = held.or_else(|| offset_to_pins(arranged, &pins));
    let mut by = held.unwrap_or_else(|| {
        let stood = (0..arranged.len()).map(|body| (body, now(body)));
        middle(&boxes, stood) - middle(&boxes, arranged.iter().copied().map(Some).enumerate())
    });
    by = by.round();
    if held.is_none() && taken.len() > 0 && free.len() <= WORTH_SHIFTING {
        let placed = free
            .iter()
            .map(|&body| boxes[body].translate(arranged[body].to_vec2() + by));
        by += shift(&placed.collect::<Vec<_>>(), &taken);
    }
    let mut places: Vec<Pos2> = (0..arranged.len())
        .map(|body| pins[body].unwrap_or(arranged[body] + by))
        .collect();
    make_room(&boxes, &free, taken, &mut places);
    places
}

/// How far the arrangement must move for pinned bodies to be where they are pinned, in the mean.
fn offset_to_pins(arranged: &[Pos2], pins: &[Option<Pos2>]) -> Option<Vec2> {
    let offsets = arranged
        .iter()
        .zip(pins)
        .filter_map(|(at, pin)| Some((*pin)? - *at));
    let (sum, count) = offsets.fold((Vec2::ZERO, 0u32), |(sum, count), offset| {
        (sum + offset, count + 1)
    });
    (count > 0).then(|| sum / count as f32)
}

/// The middle of all that has a place.
fn middle(boxes: &[Rect], places: impl Iterator<Item = (usize, Option<Pos2>)>) -> Vec2 {
    let areas = places.filter_map(|(body, at)| Some(boxes[body].translate(at?.to_vec2())));
    let all = areas.reduce(|all, area| all.union(area));
    all.map_or(Vec2::ZERO, |all| all.center().to_vec2())
}

/// The least shift, by no more than twice its own size, with which an arrangement overlaps fewest of what is taken.
fn shift(placed: &[Rect], taken: &Boxes) -> Vec2 {
    let overlaps = |by: Vec2, most: usize| {
        let touching = placed
            .iter()
            .filter(|area| taken.touches(area.translate(by)));
        touching.take(most).count()
    };
    let Some(all) = placed.iter().copied().reduce(|all, area| all.union(area)) else {
        return Vec2::ZERO;
    };
    const STEPS: i32 = 24;
    let step = (2.0 * all.size() / STEPS as f32)
        .max(vec2(8.0, 8.0))
        .round();
    let mut best = (overlaps(Vec2::ZERO, usize::MAX), Vec2::ZERO);
    for ring in 1..=STEPS {
        if best.0 == 0 {
            break;
        }
        for cell in ring_cells(ring) {
            let by = cell * step;
            let count = overlaps(by, best.0);
            if count < best.0 {
                best = (count, by);
            }
        }
    }
    best.1
}

/// Gives each free body the nearest free place.
fn make_room(boxes: &[Rect], free: &[usize], mut taken: Boxes, places: &mut [Pos2]) {
    if taken.len() == 0 {
        return;
    }
    let mut homeless = Vec::new();
    for &body in free {
        let area = boxes[body].translate(places[body].to_vec2());
        if taken.touches(area) {
            homeless.push(body);
        } else {
            taken.add(area);
        }
    }
    for body in homeless {
        let step = (boxes[body].size() / 3.0).round().max(vec2(1.0, 1.0));
        let cells = (1..=MOST_RINGS).flat_map(ring_cells);
        let mut spots = cells.map(|cell| places[body] + cell * step);
        let is_free = |at: &Pos2| !taken.touches(boxes[body].translate(at.to_vec2()));
        if let Some(at) = spots.find(is_free) {
            places[body] = at;
        }
        taken.add(boxes[body].translate(places[body].to_vec2()));
    }
}

/// The cells of a square ring around the origin, those nearest to it first.
fn ring_cells(ring: i32) -> impl Iterator<Item = Vec2> {
    let mut cells: Vec<(i32, i32)> = (-ring..=ring)
        .flat_map(|a| [(a, -ring), (a, ring), (-ring, a), (ring, a)])
        .collect();
    cells.sort_by_key(|&(x, y)| (x * x + y * y, y, x));
    cells.dedup();
    cells
        .into_iter()
        .map(|(x, y)| pos2(x as f32, y as f32).to_vec2())
}
