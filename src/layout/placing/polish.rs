//! Small pictures are tidied: bodies move, with all that hangs on them, to where links cross less, run over fewer records
//! and leave at wider angles.
//!
//! Davidson and Harel, "Drawing graphs nicely using simulated annealing" (1996), without the heat: the start is good
//! already, so only moves that make the picture better are taken.

use std::ops::Range;

use crate::geom::{Pos2, Rect, Vec2};
use crate::layout::forces::springs::Springs;
use crate::layout::ground::bodies::Bodies;
use crate::layout::ground::cancel::Cancel;
use crate::layout::ground::graph::BodyGraph;
use crate::layout::ground::plane::{rotate, straight, turned};
use crate::layout::ground::random::{mix, unit};

use super::branches::Branches;
use super::faults::Surroundings;

/// Most bodies and most links of a component that is tidied; beyond them no one follows single links, and looking at every
/// pair takes too long.
const MOST_BODIES: usize = 300;
const MOST_LINKS: usize = 1200;

/// Most links for each body: in a thicket nothing is won, and what is moved out of it looks like something special.
const MOST_LINKS_A_BODY: usize = 4;

/// Comparisons of a link or body with another that one picture is worth, at some 5 ns each.
pub(crate) const MOST_TESTS: i64 = 3_000_000;

/// By how much the spots that are tried stand further out or in from one pair of rounds to the next.
const REACHES: [f32; 4] = [1.0, 0.75, 1.15, 0.6];

/// Rounds over all bodies.
const ROUNDS: u64 = 12;

/// Longest move that is tried, in world units.
const LONGEST_MOVE: f32 = 300.0;

/// Tidies the bodies of one component in place. `salt` says which spots are tried; ends early when there are no
/// `tests_left`. Does nothing in large components.
pub(crate) fn polish(
    graph: &BodyGraph,
    springs: &Springs,
    bodies: &mut Bodies,
    range: Range<usize>,
    salt: u64,
    tests_left: &mut i64,
    cancel: &Cancel,
) {
    if !is_readable(graph, &range) {
        return;
    }
    let mut polish = Polish::new(graph, springs, bodies, range.clone(), salt, tests_left);
    let mut quiet = 0;
    for round in 0..ROUNDS {
        let mut moved = false;
        for body in range.clone() {
            if cancel.is_set() || *polish.tests_left <= 0 {
                return;
            }
            moved |= polish.improve(bodies, body, round);
        }
        quiet = if moved { 0 } else { quiet + 1 };
        if quiet == 2 {
            return;
        }
    }
}

/// Whether a component is small enough to be tidied.
pub(crate) fn is_readable(graph: &BodyGraph, range: &Range<usize>) -> bool {
    let links = graph.links_within(range).count();
    range.len() <= MOST_BODIES && links <= MOST_LINKS.min(MOST_LINKS_A_BODY * range.len())
}

/// A component while it is tidied.
struct Polish<'a> {
    graph: &'a BodyGraph,
    springs: &'a Springs,
    range: Range<usize>,
    links: Vec<[usize; 2]>,
    branches: Branches,
    /// What the present moves can touch.
    near: Surroundings,
    /// The cost at which a body last found nothing better and how often it did, with what hangs on it and alone.
    tried: Vec<[(f32, u8); 2]>,
    salt: u64,
    tests_left: &'a mut i64,
    /// The part of the last cost that a reader would call a fault, as against mere lengths and distances.
    faults: f32,
}

impl<'a> Polish<'a> {
    fn new(
        graph: &'a BodyGraph,
        springs: &'a Springs,
        bodies: &Bodies,
        range: Range<usize>,
        salt: u64,
        tests_left: &'a mut i64,
    ) -> Self {
        let links = graph.links_within(&range).collect();
        // Every tree can do without crossings.
        let crossing = if graph.is_tree(&range) { 4.0 } else { 1.0 };
        let frame = range
            .clone()
            .fold(Rect::NOTHING, |all, body| all.union(bodies.area(body)));
        let branches = Branches::new(graph, range.clone());
        let tried = vec![[(0.0, 0); 2]; range.len()];
        Self {
            graph,
            springs,
            range,
            links,
            branches,
            near: Surroundings {
                bodies: Vec::new(),
                links: Vec::new(),
                frame,
                crossing,
            },
            tried,
            salt,
            tests_left,
            faults: 0.0,
        }
    }

    /// Moves a body to the best of some spots, in every other round with all that hangs on it; says whether it moved.
    fn improve(&mut self, bodies: &mut Bodies, body: usize, round: u64) -> bool {
        let alone = round % 2 == 1;
        let group = if alone {
            vec![body]
        } else {
            self.branches.hanging_on(body)
        };
        if alone && self.branches.parent(body).is_some() && self.graph.degree(body) == 1 {
            return false;
        }
        if group.iter().any(|&member| bodies.still[member]) {
            return false;
        }
        let home: Vec<Pos2> = group.iter().map(|&member| bodies.at(member)).collect();
        self.look_around(bodies, &group);
        let now = self.cost(bodies, &group, f32::MAX);
        let (before, times) = self.tried[body - self.range.start][usize::from(alone)];
        let minor = if round == 0 { 1.0 } else { 0.2 };
        if self.faults < minor || (before == now && times >= 2) {
            return false;
        }
        let mut best = (now - 0.05, None);
        for step in self.moves(bodies, body, group.len(), round) {
            if *self.tests_left <= 0 {
                break;
            }
            step.apply(bodies, &group, &home);
            let cost = self.cost(bodies, &group, best.0);
            if cost < best.0 {
                best = (cost, Some(step));
            }
        }
        match &best.1 {
            Some(step) => step.apply(bodies, &group, &home),
            None => Move::Shift(Vec2::ZERO).apply(bodies, &group, &home),
        }
        self.tried[body - self.range.start][usize::from(alone)] =
            (now, if before == now { times + 1 } else { 1 });
        best.1.is_some()
    }

    /// Finds what the moves of a group can touch: all in the box of the group and its neighbours, widened by the longest
    /// move.
    fn look_around(&mut self, bodies: &Bodies, group: &[usize]) {
        let neighbours = group
            .iter()
            .flat_map(|&member| self.graph.neighbours(member))
            .map(|&other| other as usize);
        let box_of = |all: Rect, body: usize| all.union(bodies.area(body));
        let reach = neighbours
            .chain(group.iter().copied())
            .fold(Rect::NOTHING, box_of);
        let arm = if group.len() > 1 {
            reach.size().max_elem()
        } else {
            0.0
        };
        let reach = reach.expand(arm.max(LONGEST_MOVE));
        let touches = |&body: &usize| reach.intersects(bodies.area(body));
        self.near.bodies.clear();
        self.near.bodies.extend(self.range.clone().filter(touches));
        let crosses =
            |&[a, b]: &[usize; 2]| reach.intersects(Rect::from_two_pos(bodies.at(a), bodies.at(b)));
        self.near.links.clear();
        self.near
            .links
            .extend(self.links.iter().copied().filter(crosses));
    }

    /// Moves worth trying: rings of spots around the body, spots at a link's length from its neighbours, their middle, and
    /// turns of a branch around the body it hangs on.
    fn moves(&self, bodies: &Bodies, body: usize, group: usize, round: u64) -> Vec<Move> {
        let spin = unit(mix(self.graph.hashes[body] ^ round ^ self.salt << 8));
        let around = |radius: f32, steps: u32, spin: f32| {
            (0..steps).map(move |step| turned(spin + step as f32 / steps as f32) * radius)
        };
        let mut moves: Vec<Move> = Vec::new();
        for (radius, spin) in [
            (16.0, spin),
            (40.0, spin + 0.06),
            (80.0, spin),
            (150.0, spin + 0.06),
            (260.0, spin),
        ] {
            moves.extend(
                around(
                    radius * REACHES[round as usize / 2 % REACHES.len()],
                    8,
                    spin,
                )
                .map(Move::Shift),
            );
        }
        let slots = self.graph.slots(body);
        let offset = |slot: usize| bodies.offset(body, self.graph.neighbours[slot] as usize);
        if slots.len() <= 3 {
            for slot in slots.clone() {
                moves.extend(
                    around(self.springs.length[slot].min(LONGEST_MOVE), 8, spin)
                        .map(|by| Move::Shift(offset(slot) + by)),
                );
            }
        }
        let sum = slots
            .clone()
            .fold(Vec2::ZERO, |sum, slot| sum + offset(slot));
        moves.push(Move::Shift(sum / slots.len().max(1) as f32));
        if let Some(parent) = self.branches.parent(body).filter(|_| group > 1) {
            let about = bodies.at(parent);
            let turns = [
                0.0, 0.04, 0.08, 0.16, 0.25, 0.35, 0.5, 0.65, 0.75, 0.84, 0.92, 0.96,
            ];
            moves.extend(turns.map(|turn| Move::Turn {
                about,
                turn: turned(turn),
                mirror: None,
            }));
            let axis = straight(bodies.at(body) - about);
            moves.extend(turns.map(|turn| Move::Turn {
                about,
                turn: turned(turn),
                mirror: Some(axis),
            }));
        }
        moves
    }

    /// What is wrong around some bodies, in crossings; no more is added up once it exceeds `limit`.
    fn cost(&mut self, bodies: &Bodies, group: &[usize], limit: f32) -> f32 {
        let tests = (self.near.bodies.len() + self.near.links.len()) as i64;
        let mut cost = 0.0;
        self.faults = 0.0;
        for &body in group {
            let (blemishes, faults) = self.near.around_body(bodies, body);
            *self.tests_left -= tests;
            self.faults += faults;
            cost += blemishes + faults;
            if cost > limit {
                return cost;
            }
        }
        for &body in group {
            for slot in self.graph.slots(body) {
                let other = self.graph.neighbours[slot] as usize;
                if self.branches.parent(other) != Some(body) || group.len() == 1 {
                    let (blemishes, faults) =
                        self.near
                            .along_link(bodies, body, other, self.springs.length[slot]);
                    *self.tests_left -= tests;
                    self.faults += faults;
                    cost += blemishes + faults;
                }
                if cost > limit {
                    return cost;
                }
            }
        }
        cost
    }
}

/// A rigid move of some bodies.
enum Move {
    Shift(Vec2),
    /// A turn around a point, after a reflection at an axis through it where there is one.
    Turn {
        about: Pos2,
        turn: Vec2,
        mirror: Option<Vec2>,
    },
}

impl Move {
    /// Puts the bodies where the move takes them from home.
    fn apply(&self, bodies: &mut Bodies, group: &[usize], home: &[Pos2]) {
        for (&body, &from) in group.iter().zip(home) {
            let to = match *self {
                Move::Shift(by) => from + by,
                Move::Turn {
                    about,
                    turn,
                    mirror,
                } => {
                    let arm = from - about;
                    let arm = mirror.map_or(arm, |axis| 2.0 * arm.dot(axis) * axis - arm);
                    about + rotate(arm, turn)
                }
            };
            bodies.put(body, to);
        }
    }
}
