//! Gravity: each component is drawn to its own centre, so that it stays together and takes the wanted outline.
//!
//! The pull grows with distance. Under repulsion that falls with distance this fills an ellipse evenly, as charges do in a
//! harmonic trap; so the strength says how densely, and the two axes say how wide. Changes velocities only.

use std::ops::Range;

use crate::geom::{Pos2, Vec2, vec2};
use crate::layout::ground::bodies::Bodies;

/// The centre of some bodies and the pull towards it.
#[derive(Clone)]
pub(crate) struct Well {
    /// The bodies that it pulls.
    pub bodies: Range<usize>,
    /// Where it pulls them.
    pub centre: Pos2,
    /// Share of the way that a body is pulled in a tick, along each axis.
    pub pull: Vec2,
    /// Share of the heat that reaches its bodies, whatever the force.
    pub heat: f32,
}

/// The pull that, against repulsion of strength 1, fills an ellipse of the given width over height with `density` charges
/// in a square world unit.
pub(super) fn pull_for(density: f32, aspect: f32) -> Vec2 {
    let field = std::f32::consts::TAU * density / (1.0 + aspect);
    vec2(field, field * aspect)
}

/// Draws bodies to the centres of their wells.
pub(super) fn apply(wells: &[Well], bodies: &mut Bodies, strength: f32) {
    for well in wells {
        for body in well.bodies.clone() {
            let way = strength * well.heat * (well.centre - bodies.at(body));
            bodies.vx[body] += well.pull.x * way.x;
            bodies.vy[body] += well.pull.y * way.y;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::pos2;

    #[test]
    fn pulls_to_the_centre_and_harder_across_the_narrow_side() {
        let mut bodies = Bodies {
            x: vec![10.0],
            y: vec![-10.0],
            vx: vec![0.0],
            vy: vec![0.0],
            ..Bodies::default()
        };
        let well = Well {
            bodies: 0..1,
            centre: pos2(0.0, 0.0),
            pull: pull_for(0.01, 2.0),
            heat: 1.0,
        };
        apply(&[well], &mut bodies, 1.0);
        assert!(bodies.vx[0] < 0.0 && bodies.vy[0] == -2.0 * bodies.vx[0]);
    }
}
