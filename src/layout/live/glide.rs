//! The last stretch: bodies glide to the places that were found for them, so that nothing jumps.

use crate::geom::{Pos2, easing};
use crate::layout::ground::bodies::Bodies;
use crate::layout::ground::plane::length;

/// Ticks that a glide takes: a third of a second on the screen.
const TICKS: u32 = 20;

/// A glide under way.
pub(super) struct LayoutGlide {
    from: Vec<Pos2>,
    to: Vec<Pos2>,
    tick: u32,
}

impl LayoutGlide {
    /// A glide to where the bodies stand now from where they were before, where it puts them back.
    pub(super) fn back_from_here(from: Vec<Pos2>, bodies: &mut Bodies) -> Self {
        let to = (0..bodies.len()).map(|body| bodies.at(body)).collect();
        from.iter()
            .enumerate()
            .for_each(|(body, &at)| bodies.put(body, at));
        Self { from, to, tick: 0 }
    }

    /// Moves the bodies one tick on; says how far the average body moved and whether all have arrived.
    pub(super) fn step(&mut self, bodies: &mut Bodies) -> (f32, bool) {
        self.tick += 1;
        let share = easing::quadratic_in_out(self.tick as f32 / TICKS as f32);
        let mut sum = 0.0;
        for (body, (from, &to)) in self.from.iter().zip(&self.to).enumerate() {
            let at = if self.tick >= TICKS {
                to
            } else {
                from.lerp(to, share)
            };
            sum += length(at - bodies.at(body));
            bodies.put(body, at);
        }
        (sum / bodies.len().max(1) as f32, self.tick >= TICKS)
    }

    /// Puts the bodies where the glide ends.
    pub(super) fn jump(&self, bodies: &mut Bodies) {
        self.to
            .iter()
            .enumerate()
            .for_each(|(body, &at)| bodies.put(body, at));
    }

    /// Keeps a body at a place, whatever the glide had in mind for it.
    pub(super) fn hold(&mut self, body: usize, at: Pos2) {
        (self.from[body], self.to[body]) = (at, at);
    }
}
