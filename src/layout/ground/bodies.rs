//! The bodies as columns: what forces read, and the velocities they change.

use super::input::LayoutInput;
use crate::geom::{Pos2, Rect, Vec2, pos2, vec2};

use super::graph::BodyGraph;
use super::shape::BodyShape;

/// Area of a usual body, a disc of radius 9 over a label of 96 by 26, in square world units; its charge is 1.
const USUAL_AREA: f32 = 102.0 * 53.0;

/// Positions and velocities in world units, and what else the forces need, one row a body.
#[derive(Clone, Default)]
pub(crate) struct Bodies {
    /// Where each body is, across.
    pub x: Vec<f32>,
    /// Where each body is, downwards.
    pub y: Vec<f32>,
    /// How far each body goes in a tick, across.
    pub vx: Vec<f32>,
    /// How far each body goes in a tick, downwards.
    pub vy: Vec<f32>,
    /// The room each body takes.
    pub shape: Vec<BodyShape>,
    /// How strongly each body pushes others away: its area in usual bodies.
    pub charge: Vec<f32>,
    /// Bodies that the integrator leaves where they are.
    pub still: Vec<bool>,
}

impl Bodies {
    /// The bodies of an input in the order of `graph`, at their stored positions or at the origin; those with a stored
    /// position are still.
    pub(crate) fn new(input: &LayoutInput, graph: &BodyGraph) -> Self {
        let count = graph.len();
        let shapes: Vec<BodyShape> = graph
            .order
            .iter()
            .map(|&index| BodyShape::at(index as usize, &input.radii, &input.label_sizes))
            .collect();
        let stored: Vec<Option<Pos2>> = graph
            .order
            .iter()
            .map(|&index| stored_of(input, index as usize))
            .collect();
        Self {
            x: stored.iter().map(|at| at.map_or(0.0, |at| at.x)).collect(),
            y: stored.iter().map(|at| at.map_or(0.0, |at| at.y)).collect(),
            vx: vec![0.0; count],
            vy: vec![0.0; count],
            charge: shapes
                .iter()
                .map(|shape| (shape.area() / USUAL_AREA).clamp(0.7, 8.0))
                .collect(),
            shape: shapes,
            still: stored.iter().map(Option::is_some).collect(),
        }
    }

    /// How many bodies there are.
    pub(crate) fn len(&self) -> usize {
        self.x.len()
    }

    /// Where a body is.
    pub(crate) fn at(&self, body: usize) -> Pos2 {
        pos2(self.x[body], self.y[body])
    }

    /// The box that a body takes, label included.
    pub(crate) fn area(&self, body: usize) -> Rect {
        self.shape[body]
            .bounds()
            .translate(vec2(self.x[body], self.y[body]))
    }

    /// Puts a body somewhere.
    pub(crate) fn put(&mut self, body: usize, at: Pos2) {
        self.x[body] = at.x;
        self.y[body] = at.y;
    }

    /// Moves a body by so much.
    pub(crate) fn shift(&mut self, body: usize, by: Vec2) {
        self.x[body] += by.x;
        self.y[body] += by.y;
    }

    /// The way from one body to another.
    pub(crate) fn offset(&self, from: usize, to: usize) -> Vec2 {
        vec2(self.x[to] - self.x[from], self.y[to] - self.y[from])
    }
}

/// The stored position of a record, if it has one that can be drawn.
fn stored_of(input: &LayoutInput, index: usize) -> Option<Pos2> {
    input
        .start
        .get(index)
        .copied()
        .flatten()
        .filter(|at| at.is_finite())
}
