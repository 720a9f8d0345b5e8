//! The one place where bodies move: velocities are limited, and those that are still stay where they are.

use std::ops::Range;

use crate::layout::ground::bodies::Bodies;

/// Share of its speed that a body keeps from one tick to the next, as in d3-force.
pub(crate) const KEEP: f32 = 0.6;

/// Moves some bodies by their velocities, which slow down by friction and are limited to `fastest`, in world units a tick.
/// Says how far they moved, all ways added up.
pub(crate) fn step(bodies: &mut Bodies, range: Range<usize>, fastest: f32) -> f64 {
    let mut sum = 0.0f64;
    for body in range {
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
    sum
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
        const FASTEST: f32 = 36.0;
        let movement = step(&mut bodies, 0..4, FASTEST);
        assert_eq!(bodies.x, [5.0 * KEEP, FASTEST, 0.0, 0.0]);
        assert_eq!(bodies.vx[2..], [0.0, 0.0]);
        assert_eq!(movement, f64::from(5.0 * KEEP + FASTEST));
        assert_eq!((bodies.at(0), bodies.at(3)), (pos2(3.0, 0.0), Pos2::ZERO));
    }
}
