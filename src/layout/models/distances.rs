//! Distances in the picture as those along links: the arrangement for who asks how far apart things are.
//!
//! Sparse stress (Ortmann, Klimenta and Brandes 2017), minimised by majorisation (Gansner, Koren and North, "Graph drawing by
//! stress majorization", 2004) of all bodies at once, a little further than each step asks for. Changes velocities only.

use std::ops::Range;

use crate::layout::forces::integrate::KEEP;
use crate::layout::ground::bodies::Bodies;
use crate::layout::ground::quadtree::along_curve;
use crate::layout::ground::spread::for_each_body;

use super::landmarks::Landmarks;
use super::levels::{Level, by_size};

/// Ticks until nothing moves that can be seen.
const TICKS: u32 = 60;

/// How far bodies go of the way that a step asks for, in the first ticks; it shakes if this goes on to the end. In a very large
/// picture it shakes at once, as links outweigh the few landmarks there and both ends go all the way.
const BEYOND: [f32; 3] = [1.6, 1.6, 0.8];
const TICKS_BEYOND: u32 = 50;

/// The forces on the bodies of one component.
pub(crate) struct Distances {
    bodies: Range<usize>,
    /// Its bodies, counted from the first, as they lie in space. All columns are in this order.
    order: Vec<u32>,
    level: Level,
    landmarks: Landmarks,
    /// Length of a link, in world units.
    length: f32,
    x: Vec<f32>,
    y: Vec<f32>,
    way_x: Vec<f32>,
    way_y: Vec<f32>,
    tick: u32,
}

impl Distances {
    /// The forces on a component whose bodies have been unfolded.
    pub(crate) fn new(
        bodies: &Bodies,
        range: Range<usize>,
        level: &Level,
        landmarks: Landmarks,
    ) -> Self {
        let (x, y) = (&bodies.x[range.clone()], &bodies.y[range.clone()]);
        let length = landmarks.scale(x, y);
        let order = along_curve(x, y);
        let column = || vec![0.0; range.len()];
        Self {
            level: level.in_order(&order),
            landmarks: landmarks.in_order(&order),
            length,
            x: column(),
            y: column(),
            way_x: column(),
            way_y: column(),
            order,
            bodies: range,
            tick: 0,
        }
    }

    /// Its bodies.
    pub(crate) fn bodies(&self) -> Range<usize> {
        self.bodies.clone()
    }

    /// Goes on for a while, so that the picture gives way to what is dragged in it.
    pub(crate) fn warm_up(&mut self) {
        self.tick = self.tick.min(TICKS / 2);
    }

    /// How much is done, from 0 to 1.
    pub(crate) fn done(&self) -> f32 {
        self.tick as f32 / TICKS as f32
    }

    /// Changes the velocities of all bodies for one tick.
    pub(crate) fn apply(&mut self, bodies: &mut Bodies) {
        let first = self.bodies.start;
        if self.tick >= TICKS {
            bodies.vx[self.bodies.clone()].fill(0.0);
            bodies.vy[self.bodies.clone()].fill(0.0);
            return;
        }
        for (place, &body) in self.order.iter().enumerate() {
            self.x[place] = bodies.x[first + body as usize];
            self.y[place] = bodies.y[first + body as usize];
        }
        self.landmarks.look_at(&self.x, &self.y, self.length);
        self.look_at_links();
        let most = by_size(self.order.len(), BEYOND);
        let beyond = if self.tick < TICKS_BEYOND {
            most
        } else {
            most.min(1.0)
        };
        // The integrator damps first and moves then.
        let share = beyond / KEEP;
        let ways = self.way_x.iter().zip(&self.way_y);
        for (&body, (x, y)) in self.order.iter().zip(ways) {
            bodies.vx[first + body as usize] = share * x;
            bodies.vy[first + body as usize] = share * y;
        }
        self.tick += 1;
    }

    /// Adds to the ways that the landmarks ask for what the links do, and weighs all up.
    fn look_at_links(&mut self) {
        let Self {
            level,
            landmarks,
            length,
            x,
            y,
            way_x,
            way_y,
            ..
        } = self;
        for_each_body(
            way_x,
            way_y,
            #[inline(always)]
            |body| {
                let (mut way_x, mut way_y) = (landmarks.way_x[body], landmarks.way_y[body]);
                let slots = level.slots(body);
                let weight = landmarks.weight[body] + slots.len() as f32;
                for &other in &level.neighbours[slots] {
                    let (dx, dy) = (x[body] - x[other as usize], y[body] - y[other as usize]);
                    let distance = (dx * dx + dy * dy + 1e-9).sqrt();
                    let share = *length / distance - 1.0;
                    way_x += share * dx;
                    way_y += share * dy;
                }
                (way_x / weight, way_y / weight)
            },
        );
    }
}
