//! A hold on the whole picture: systems of bodies are drawn to where their distances to landmarks want them.
//!
//! Bodies of a system move together, so that the far side of a picture can be put right without tearing neighbours apart.

use super::landmarks::Landmarks;
use super::levels::{Level, by_size};

/// Share of the way that a system is drawn: in a small picture, a usual one, and a very large one, which has few landmarks for
/// its size and would be bent to fit these and nothing else.
const SHARE: [f32; 3] = [0.6, 0.25, 0.05];

/// The same in a tree, which would be drawn across itself.
const SHARE_OF_TREE: f32 = 0.03;

/// Which bodies belong together, and where they are drawn.
pub(super) struct Hold {
    landmarks: Landmarks,
    /// For each body its system.
    system: Vec<u32>,
    /// For each system the way that it is drawn, and the sum of its bodies' weights.
    x: Vec<f32>,
    y: Vec<f32>,
    weight: Vec<f32>,
    share: f32,
}

impl Hold {
    /// The hold on a component, from the system of each body and how many there are.
    pub(super) fn new(
        level: &Level,
        landmarks: Landmarks,
        system: Vec<u32>,
        systems: usize,
    ) -> Self {
        let is_tree = level.neighbours.len() == 2 * (level.len() - 1);
        let mut weight = vec![1e-9f32; systems];
        for (&system, &of_body) in system.iter().zip(&landmarks.weight) {
            weight[system as usize] += of_body;
        }
        Self {
            share: if is_tree {
                SHARE_OF_TREE
            } else {
                by_size(level.len(), SHARE)
            },
            landmarks,
            system,
            x: vec![0.0; systems],
            y: vec![0.0; systems],
            weight,
        }
    }

    /// Finds the mean way of each system's bodies.
    pub(super) fn look(&mut self, x: &[f32], y: &[f32]) {
        self.landmarks.look(x, y);
        self.x.fill(0.0);
        self.y.fill(0.0);
        let ways = self.landmarks.way_x.iter().zip(&self.landmarks.way_y);
        for (&system, (x, y)) in self.system.iter().zip(ways) {
            self.x[system as usize] += x;
            self.y[system as usize] += y;
        }
        for (system, weight) in self.weight.iter().enumerate() {
            self.x[system] *= self.share / weight;
            self.y[system] *= self.share / weight;
        }
    }

    /// The way that a body is drawn.
    #[inline(always)]
    pub(super) fn way(&self, body: usize) -> (f32, f32) {
        let system = self.system[body] as usize;
        (self.x[system], self.y[system])
    }
}
