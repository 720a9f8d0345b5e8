//! Forces at work: hot at first, cooling down tick by tick until hardly anything moves.
//!
//! As d3-force's `simulation.js`, whose alpha is the heat here.

use super::bodies::Bodies;
use super::cancel::Cancel;
use super::forces::Forces;
use super::graph::Graph;
use super::guard::Guard;
use super::integrate;
use super::simulation::Progress;
use super::springs::Springs;

/// Share of the heat that is left after a tick.
const COOLING: f32 = 0.98;

/// Heat at which forces end.
pub(super) const COLD: f32 = 0.004;

/// Forces that act so strongly, for so many more ticks.
pub(super) struct Arranging {
    forces: Forces,
    guards: Vec<Guard>,
    heat: f32,
    ticks_left: u32,
    all_ticks: u32,
}

impl Arranging {
    /// Forces that start so hot, on trees that are guarded among others.
    pub fn new(forces: Forces, guards: Vec<Guard>, heat: f32) -> Self {
        let ticks = ticks_from(heat);
        Self {
            forces,
            guards,
            heat,
            ticks_left: ticks,
            all_ticks: ticks,
        }
    }

    /// Moves the bodies for one tick; done once it is the last.
    pub fn tick(
        &mut self,
        graph: &Graph,
        springs: &Springs,
        bodies: &mut Bodies,
        cancel: &Cancel,
    ) -> Progress {
        self.forces.apply(graph, springs, bodies, self.heat, cancel);
        self.guards
            .iter_mut()
            .for_each(|guard| guard.remember(bodies));
        let movement = integrate::step(bodies, self.heat);
        self.guards
            .iter_mut()
            .for_each(|guard| guard.restrain(graph, bodies));
        self.heat *= COOLING;
        self.ticks_left -= 1;
        Progress {
            movement,
            settled: false,
            done: 1.0 - self.ticks_left as f32 / self.all_ticks as f32,
        }
    }

    /// How strongly the forces act now.
    pub fn heat(&self) -> f32 {
        self.heat
    }

    /// Raises the heat, if it is lower.
    pub fn warm_up(&mut self, heat: f32) {
        if heat > self.heat {
            self.heat = heat;
            self.ticks_left = ticks_from(heat);
            self.all_ticks = self.all_ticks.max(self.ticks_left);
        }
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
