//! Large pictures at work: neighbours close and groups apart, while the whole keeps its distances.
//!
//! The model of t-FDP (Zhong, Xue and others 2023) for what is near: a bounded push, and a pull that is strongest between
//! neighbours at about the same distance. That model knows nothing of the far side of a picture, and folds it; so systems of
//! bodies (`hold`) are drawn to where their distances to landmarks want them. Changes velocities only.

use std::ops::Range;

use crate::geom::pos2;
use crate::layout::forces::covered;
use crate::layout::forces::integrate::KEEP;
use crate::layout::forces::repulsion::{Bounded, Repulsion};
use crate::layout::ground::bodies::Bodies;
use crate::layout::ground::cancel::Cancel;
use crate::layout::ground::plane::square;
use crate::layout::ground::quadtree::along_curve;
use crate::layout::ground::spread::for_each_body;

use super::hold::Hold;
use super::landmarks::Landmarks;
use super::levels::Level;
use super::pull::pull_on;

/// Apparent size of a cell that counts as one body; the bounded push has hardly a far side.
const THETA: f32 = 1.2;

/// Ticks for which far forces, lists of what is near, and the ways to the landmarks stay as they were.
const KEEP_FAR: u32 = 8;

/// The same in a picture that moves: until the mean body has moved so much of the distance between two bodies.
const DRIFT: f32 = 0.25;

/// Heat at the start, and what it cools down to in the limit.
const HOT: f32 = 0.5;
const COLD: f32 = 0.01;

/// Heat below which the hold on the far side gives way to what is near.
const LETS_GO: f32 = 0.1;

/// Heat to which a drag warms up the picture, and ticks that it then has left.
const DRAGGED: f32 = 0.05;
const TICKS_AFTER_DRAG: u32 = 40;

/// Strength of the bounded push.
const PUSH: f32 = 12.0;

/// Side of the square that each body has for itself at the start, in the unit of the push: about what it has at the end.
const START: f32 = 1.2;

/// Links of the mean body's mean neighbour in a picture that starts so; hubs draw a picture together.
const USUAL_HUB: f32 = 8.0;

/// Fastest speed, in the unit of the push.
const FASTEST: f32 = 1.0;

/// The forces on the bodies of one large component.
pub(crate) struct Clusters {
    bodies: Range<usize>,
    /// Its bodies, counted from the first, as they lie in space: what is near is near in memory. All columns are in this order.
    order: Vec<u32>,
    level: Level,
    hold: Hold,
    /// World units in the unit in which the push is greatest.
    unit: f32,
    x: Vec<f32>,
    y: Vec<f32>,
    ahead_x: Vec<f32>,
    ahead_y: Vec<f32>,
    gain_x: Vec<f32>,
    gain_y: Vec<f32>,
    charge: Vec<f32>,
    repulsion: Repulsion,
    /// How far the mean body has moved since what is far was looked at, how far it may, and for how many ticks.
    drift: f32,
    reach: f32,
    kept: u32,
    heat: f32,
    cooling: f32,
    tick: u32,
    ticks: u32,
}

impl Clusters {
    /// The forces on a component whose bodies have been unfolded. `systems` says for each body to which of so many systems
    /// it belongs.
    pub(crate) fn new(
        bodies: &Bodies,
        range: Range<usize>,
        level: Level,
        (system, systems): (Vec<u32>, usize),
        landmarks: Landmarks,
    ) -> Self {
        let count = range.len();
        let (x, y) = (&bodies.x[range.clone()], &bodies.y[range.clone()]);
        let unit = (spacing(x, y) / start(&level)).max(1e-6);
        let order = along_curve(x, y);
        let level = level.in_order(&order);
        let system: Vec<u32> = order.iter().map(|&body| system[body as usize]).collect();
        let landmarks = landmarks.in_order(&order);
        let hold = Hold::new(&level, landmarks, system, systems);
        let (ticks, cooling) = cooling(count);
        let column = || vec![0.0; count];
        Self {
            unit,
            order,
            level,
            hold,
            x: column(),
            y: column(),
            ahead_x: column(),
            ahead_y: column(),
            gain_x: column(),
            gain_y: column(),
            charge: vec![1.0; count],
            repulsion: Repulsion::default(),
            drift: 0.0,
            reach: -1.0,
            kept: 0,
            bodies: range,
            heat: HOT,
            cooling,
            tick: 0,
            ticks,
        }
    }

    /// Its bodies.
    pub(crate) fn bodies(&self) -> Range<usize> {
        self.bodies.clone()
    }

    /// Fastest speed of its bodies, in world units a tick.
    pub(crate) fn fastest(&self) -> f32 {
        FASTEST * self.unit
    }

    /// Goes on for a while, so that the picture gives way to what is dragged in it.
    pub(crate) fn warm_up(&mut self) {
        self.heat = self.heat.max(DRAGGED);
        self.tick = self.tick.min(self.ticks.saturating_sub(TICKS_AFTER_DRAG));
    }

    /// How much is done, from 0 to 1.
    pub(crate) fn done(&self) -> f32 {
        self.tick as f32 / self.ticks as f32
    }

    /// Changes the velocities of all bodies for one tick.
    pub(crate) fn apply(&mut self, bodies: &mut Bodies, cancel: &Cancel) {
        if self.tick >= self.ticks {
            bodies.vx[self.bodies.clone()].fill(0.0);
            bodies.vy[self.bodies.clone()].fill(0.0);
            return;
        }
        self.read(bodies);
        if self.drift > self.reach || self.kept >= KEEP_FAR {
            (self.drift, self.kept) = (0.0, 0);
            self.reach = DRIFT * spacing(&self.x, &self.y);
            let at = (&self.x[..], &self.y[..]);
            self.repulsion
                .push(Bounded, at, &self.charge, THETA, cancel);
            self.hold.look(&self.x, &self.y);
        } else {
            self.repulsion
                .push_again(Bounded, (&self.x, &self.y), cancel);
            self.kept += 1;
        }
        if cancel.is_set() {
            return;
        }
        self.gain();
        // The integrator damps first and moves then.
        let strength = self.heat * self.unit / KEEP;
        let first = self.bodies.start;
        let gains = self.gain_x.iter().zip(&self.gain_y);
        for (&body, (x, y)) in self.order.iter().zip(gains) {
            bodies.vx[first + body as usize] += strength * x;
            bodies.vy[first + body as usize] += strength * y;
        }
        self.tick += 1;
        self.heat += (COLD - self.heat) * self.cooling;
    }

    /// Takes over positions, and where bodies are bound to be, in the unit of the push.
    fn read(&mut self, bodies: &Bodies) {
        let (first, scale) = (self.bodies.start, 1.0 / self.unit);
        let mut moved = 0.0;
        for (place, &body) in self.order.iter().enumerate() {
            let body = first + body as usize;
            self.x[place] = bodies.x[body] * scale;
            self.y[place] = bodies.y[body] * scale;
            self.ahead_x[place] = self.x[place] + KEEP * scale * bodies.vx[body];
            self.ahead_y[place] = self.y[place] + KEEP * scale * bodies.vy[body];
            let (vx, vy) = (bodies.vx[body], bodies.vy[body]);
            moved += (vx * vx + vy * vy).sqrt();
        }
        self.drift += moved * scale / self.x.len() as f32;
    }

    /// Sums up all forces on each body, at a heat of 1.
    fn gain(&mut self) {
        let held = (self.heat / LETS_GO).min(1.0);
        let Self {
            level,
            hold,
            repulsion,
            ahead_x,
            ahead_y,
            gain_x,
            gain_y,
            ..
        } = self;
        for_each_body(
            gain_x,
            gain_y,
            #[inline(always)]
            |body| {
                let (hold_x, hold_y) = hold.way(body);
                let (pull_x, pull_y) = pull_on(level, body, ahead_x, ahead_y);
                (
                    PUSH * repulsion.x[body] + pull_x + held * hold_x,
                    PUSH * repulsion.y[body] + pull_y + held * hold_y,
                )
            },
        );
    }
}

/// Ticks until a picture of so many bodies has cooled down, and the share of the heat above the limit that is lost in each. Of
/// a huge picture no one sees more than the large parts at once.
fn cooling(bodies: usize) -> (u32, f32) {
    match bodies {
        0..=50_000 => (100, 0.036_610),
        50_001..=300_000 => (63, 0.057_480),
        _ => (30, 0.116_900),
    }
}

/// Side of the square that each body is to have for itself at the start, in the unit of the push.
fn start(level: &Level) -> f32 {
    let degree = |body: usize| level.slots(body).len() as f32;
    let squares: f32 = (0..level.len()).map(|body| square(degree(body))).sum();
    let hub = squares / level.neighbours.len().max(1) as f32;
    (START * (USUAL_HUB / hub).sqrt().sqrt()).clamp(0.5 * START, 1.25 * START)
}

/// Side of the square that each body has for itself, if they fill a disc.
fn spacing(x: &[f32], y: &[f32]) -> f32 {
    let at = |body: usize| pos2(x[body], y[body]);
    (covered((0..x.len()).map(at)) / x.len() as f32).sqrt()
}
