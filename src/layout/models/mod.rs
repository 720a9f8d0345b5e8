//! What moves the bodies of a component that has been unfolded.

pub(super) mod clusters;
pub(super) mod distances;
pub(super) mod hold;
pub(super) mod landmarks;
pub(super) mod levels;
pub(super) mod pull;

use std::ops::Range;

use crate::layout::ground::bodies::Bodies;
use crate::layout::ground::cancel::Cancel;

use clusters::Clusters;
use distances::Distances;

/// One of the arrangements that a component is refined by.
pub(super) enum Model {
    Clusters(Box<Clusters>),
    Distances(Box<Distances>),
}

impl Model {
    /// The bodies that it moves.
    pub(super) fn bodies(&self) -> Range<usize> {
        match self {
            Self::Clusters(clusters) => clusters.bodies(),
            Self::Distances(distances) => distances.bodies(),
        }
    }

    /// Fastest speed of its bodies, in world units a tick.
    pub(super) fn fastest(&self) -> f32 {
        match self {
            Self::Clusters(clusters) => clusters.fastest(),
            Self::Distances(_) => f32::MAX,
        }
    }

    /// How much is done, from 0 to 1.
    pub(super) fn done(&self) -> f32 {
        match self {
            Self::Clusters(clusters) => clusters.done(),
            Self::Distances(distances) => distances.done(),
        }
    }

    /// Goes on for a while, so that the picture gives way to what is dragged in it.
    pub(super) fn warm_up(&mut self) {
        match self {
            Self::Clusters(clusters) => clusters.warm_up(),
            Self::Distances(distances) => distances.warm_up(),
        }
    }

    /// Changes the velocities of all its bodies for one tick.
    pub(super) fn apply(&mut self, bodies: &mut Bodies, cancel: &Cancel) {
        match self {
            Self::Clusters(clusters) => clusters.apply(bodies, cancel),
            Self::Distances(distances) => distances.apply(bodies),
        }
    }
}
