//! Nodes on their way to places that they have already: only the picture moves, so that whoever saves, undoes or edits in the
//! meantime finds everything as it will be.

use crate::geom::{Pos2, easing};

use super::{Work, next_revision};

/// How long a glide takes: a third of a second.
const SECONDS: f64 = 0.33;

/// Nodes that glide to their places.
pub(super) struct NodeGlide {
    /// Where each node came from.
    pub from: Vec<Pos2>,
    /// The time of the first frame.
    start: Option<f64>,
    /// How much of the time is over, from 0 to 1.
    pub part: f32,
}

impl Work {
    /// Lets all nodes glide to their places from where they were `before`.
    pub fn glide_from(&mut self, before: Vec<Pos2>) {
        if before.len() != self.positions.len() {
            return;
        }
        self.positions.clone_from(&before);
        self.revisions.positions = next_revision();
        self.glide = Some(NodeGlide {
            from: before,
            start: None,
            part: 0.0,
        });
    }

    /// Whether nodes are on their way.
    pub fn is_gliding(&self) -> bool {
        self.glide.is_some()
    }

    /// Moves nodes that glide to where they are at this time, in seconds.
    pub fn step_glide(&mut self, now: f64) {
        let Some(mut glide) = self.glide.take() else {
            return;
        };
        let start = *glide.start.get_or_insert(now);
        glide.part = ((now - start) / SECONDS).clamp(0.0, 1.0) as f32;
        if glide.part >= 1.0 {
            self.positions_from_places();
            return;
        }
        let share = easing::quadratic_in_out(glide.part);
        let slots = self.chart.net.nodes.iter();
        for ((position, from), slot) in self.positions.iter_mut().zip(&glide.from).zip(slots) {
            let place = self.places.get(*slot);
            *position = from.lerp(place.unwrap_or(*from), share);
        }
        self.revisions.positions = next_revision();
        self.glide = Some(glide);
    }
}
