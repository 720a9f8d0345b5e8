//! Forces at work: hot at first, cooling down tick by tick until hardly anything moves.
//!
//! As d3-force's `simulation.js`, whose alpha is the heat here.

use crate::layout::forces::Forces;
use crate::layout::forces::guard::Guard;
use crate::layout::forces::integrate;
use crate::layout::forces::springs::{LINK_LENGTH, Springs};
use crate::layout::ground::bodies::Bodies;
use crate::layout::ground::cancel::Cancel;
use crate::layout::ground::graph::BodyGraph;
use crate::layout::models::Model;

/// Share of the heat that is left after a tick.
const COOLING: f32 = 0.98;

/// Fastest speed, in world units a tick, when everything is hot.
const FASTEST: f32 = 0.4 * LINK_LENGTH;

/// Heat at which forces end.
pub(crate) const COLD: f32 = 0.004;

/// What a tick did.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Progress {
    /// How far the average body moved, in world units.
    pub movement: f32,
    /// Whether everything is at rest: further ticks do nothing until something is dragged, released or freed.
    pub settled: bool,
    /// How much of the work is done, from 0 to 1.
    pub done: f32,
}

/// Forces of this strength, for this many more ticks.
pub(super) struct ForcePhase {
    forces: Forces,
    guards: Vec<Guard>,
    /// Large components, which have forces of their own.
    models: Vec<Model>,
    heat: f32,
    ticks_left: u32,
    all_ticks: u32,
}

impl ForcePhase {
    /// Forces that start so hot, on trees that are guarded among others, and on large components.
    pub(super) fn new(forces: Forces, guards: Vec<Guard>, models: Vec<Model>, heat: f32) -> Self {
        let ticks = if forces.is_empty() {
            0
        } else {
            ticks_from(heat)
        };
        Self {
            forces,
            guards,
            models,
            heat,
            ticks_left: ticks,
            all_ticks: ticks,
        }
    }

    /// Moves the bodies for one tick; done once it is the last.
    pub(super) fn tick(
        &mut self,
        graph: &BodyGraph,
        springs: &Springs,
        bodies: &mut Bodies,
        cancel: &Cancel,
    ) -> Progress {
        let mut moved = 0.0;
        if self.ticks_left > 0 {
            self.forces.apply(graph, springs, bodies, self.heat, cancel);
            self.guards
                .iter_mut()
                .for_each(|guard| guard.remember(bodies));
            let fastest = FASTEST * (self.heat + 0.02).min(1.0);
            for range in self.forces.ranges() {
                moved += integrate::step(bodies, range, fastest);
            }
            self.guards
                .iter_mut()
                .for_each(|guard| guard.restrain(graph, bodies));
            self.heat *= COOLING;
            self.ticks_left -= 1;
        }
        for model in &mut self.models {
            model.apply(bodies, cancel);
            moved += integrate::step(bodies, model.bodies(), model.fastest());
        }
        Progress {
            movement: (moved / bodies.len().max(1) as f64) as f32,
            settled: false,
            done: self.done(),
        }
    }

    /// How much of the work is done, from 0 to 1.
    fn done(&self) -> f32 {
        let done = 1.0 - self.ticks_left as f32 / self.all_ticks.max(1) as f32;
        self.models.iter().map(Model::done).fold(done, f32::min)
    }

    /// Gives away the large components, with what was done to them.
    pub(super) fn take_models(&mut self) -> Vec<Model> {
        std::mem::take(&mut self.models)
    }

    /// How strongly the forces act now.
    pub(super) fn heat(&self) -> f32 {
        self.heat
    }

    /// Raises the heat, if it is lower.
    pub(super) fn warm_up(&mut self, heat: f32) {
        self.models.iter_mut().for_each(Model::warm_up);
        if heat > self.heat && !self.forces.is_empty() {
            self.heat = heat;
            self.ticks_left = ticks_from(heat);
            self.all_ticks = self.all_ticks.max(self.ticks_left);
        }
        self.forces.warm_up(heat / self.heat);
    }
}

/// Ticks until so much heat has cooled down; one at least.
fn ticks_from(heat: f32) -> u32 {
    let mut left = heat;
    let mut ticks = 1;
    while left > COLD {
        left *= COOLING;
        ticks += 1;
    }
    ticks
}
