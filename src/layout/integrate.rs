//! The one place where bodies move: velocities are limited, and those that are still stay where they are.

use super::bodies::Bodies;
use super::springs::LINK_LENGTH;

/// Share of its speed that a body keeps from one tick to the next, as in d3-force.
const KEEP: f32 = 0.6;

/// Fastest speed, in world units a tick, when everything is hot.
const FASTEST: f32 = 0.4 * LINK_LENGTH;

/// Moves the bodies by their velocities, which slow down by friction; `heat` from 0 to 1 limits how fast they may be.
/// Says how far the average body moved, in world units.
pub(super) fn step(bodies: &mut Bodies, heat: f32) -> f32 {
    let fastest = FASTEST * (heat + 0.02).min(1.0);
    let mut sum = 0.0f64;
    for body in 0..bodies.len() {
        let (vx, vy) = (bodies.vx[body] * KEEP, bodies.vy[body] * KEEP);
        let speed = (vx * vx + vy * vy).sqrt();
        let limit = if bodies.still[body] || !speed.is_finite() {
            0.0
        } else {
            (fastest / speed.max(1e-9)).min(1.0)
        };
        let (vx, vy) = if limit > 0.0 {
            (vx * limit, vy * limit)
        } else {
            (0.0, 0.0)
        };
        bodies.vx[body] = vx;
        bodies.vy[body] = vy;
        bodies.x[body] += vx;
        bodies.y[body] += vy;
        sum += f64::from((vx * vx + vy * vy).sqrt());
    }
    (sum / bodies.len().max(1) as f64) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::{Pos2, pos2};

    #[test]
    fn limits_speed_and_leaves_still_bodies_alone() {
        let velocities = [5.0, 1e9, 7.0, f32::NAN];
        let mut bodies = Bodies {
            x: vec![0.0; 4],
            y: vec![0.0; 4],
            vx: velocities.to_vec(),
            vy: vec![0.0; 4],
            still: vec![false, false, true, false],
            ..Bodies::default()
        };
        let movement = step(&mut bodies, 1.0);
        assert_eq!(bodies.x, [5.0 * KEEP, FASTEST, 0.0, 0.0]);
        assert_eq!(bodies.vx[2..], [0.0, 0.0]);
        assert_eq!(movement, (5.0 * KEEP + FASTEST) / 4.0);
        assert_eq!((bodies.at(0), bodies.at(3)), (pos2(3.0, 0.0), Pos2::ZERO));
    }
}
