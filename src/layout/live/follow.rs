//! Dragging at rest: neighbours follow a dragged body, the far side stays.
//!
//! Every body hangs on its neighbours and on its own place by springs, and stands where these balance. The way of the
//! dragged body alone decides where the others are, so that dragging there and back leaves the picture as it was.

use crate::geom::{Pos2, Vec2};
use crate::layout::ground::bodies::Bodies;
use crate::layout::ground::graph::BodyGraph;
use crate::layout::ground::plane::length;

/// Links along which a drag is felt.
const HOPS: usize = 3;

/// Most bodies that follow.
const MOST_FOLLOWERS: usize = 4000;

/// Pull of a body's own place, in pulls of a neighbour. A leaf has nothing else to keep it and follows all the way.
const STAY: f32 = 0.5;

/// Distance from their balance at which followers are taken to be there, in world units.
pub(super) const BALANCED: f32 = 0.01;

/// Sweeps in which the followers find their balance, each tick.
const SWEEPS: usize = 12;

/// Bodies that are held by the pointer, and those that follow them.
#[derive(Default)]
pub(super) struct Follow {
    /// Who is held, from where, and where to.
    held: Vec<(usize, Pos2, Pos2)>,
    /// Who follows, from where, and how far it has come; nearest first.
    followers: Vec<(usize, Pos2, Vec2)>,
    /// For each follower its neighbours that move: in `held`, or after them in `followers`.
    ties: Vec<Vec<usize>>,
}

impl Follow {
    /// Starts from these held bodies, with everything else where it stands.
    pub(super) fn new(graph: &BodyGraph, bodies: &Bodies, held: &[usize]) -> Self {
        let held: Vec<usize> = held.to_vec();
        let mut moving = held.clone();
        let mut place = std::collections::HashMap::new();
        place.extend(held.iter().enumerate().map(|(at, &body)| (body, at)));
        let mut layer = 0..moving.len();
        for _ in 0..HOPS {
            for at in layer.clone() {
                for &other in graph.neighbours(moving[at]) {
                    let other = other as usize;
                    let free = !bodies.still[other] && !place.contains_key(&other);
                    if free && moving.len() < held.len() + MOST_FOLLOWERS {
                        place.insert(other, moving.len());
                        moving.push(other);
                    }
                }
            }
            layer = layer.end..moving.len();
        }
        let followers = &moving[held.len()..];
        let ties = |&body: &usize| {
            let tied = graph
                .neighbours(body)
                .iter()
                .filter_map(|&other| place.get(&(other as usize)));
            tied.copied().collect()
        };
        Self {
            ties: followers.iter().map(ties).collect(),
            followers: followers
                .iter()
                .map(|&body| (body, bodies.at(body), Vec2::ZERO))
                .collect(),
            held: held
                .iter()
                .map(|&body| (body, bodies.at(body), bodies.at(body)))
                .collect(),
        }
    }

    /// Says where a held body shall be.
    pub(super) fn drag(&mut self, body: usize, to: Pos2) {
        for held in self.held.iter_mut().filter(|held| held.0 == body) {
            held.2 = to;
        }
    }

    /// Moves the held bodies and their followers; says how far the followers are from their balance, in world units.
    pub(super) fn step(&mut self, graph: &BodyGraph, bodies: &mut Bodies) -> f32 {
        for &(body, _, to) in &self.held {
            bodies.put(body, to);
        }
        let mut off = 0.0f32;
        for sweep in 0..SWEEPS {
            for follower in 0..self.followers.len() {
                let sum = self.ties[follower]
                    .iter()
                    .fold(Vec2::ZERO, |sum, &tie| sum + self.way(tie));
                let links = graph.degree(self.followers[follower].0) as f32;
                let stay = if links > 1.0 { STAY } else { 0.0 };
                let way = sum / (links + stay);
                if sweep == 0 {
                    off = off.max(length(way - self.followers[follower].2));
                }
                self.followers[follower].2 = way;
            }
        }
        for &(body, from, way) in &self.followers {
            bodies.put(body, from + way);
        }
        off
    }

    /// The bodies that have been moved.
    pub(super) fn moved(&self) -> impl Iterator<Item = usize> + '_ {
        self.held
            .iter()
            .map(|held| held.0)
            .chain(self.followers.iter().map(|follower| follower.0))
    }

    /// How far a held body or a follower has come.
    fn way(&self, tie: usize) -> Vec2 {
        match self.held.get(tie) {
            Some(&(_, from, to)) => to - from,
            None => self.followers[tie - self.held.len()].2,
        }
    }
}
