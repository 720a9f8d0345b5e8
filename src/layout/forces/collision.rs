//! Collision: bodies whose discs or labels overlap push one another out of the way.
//!
//! As d3-force's `collide.js`, with the label's box as part of the shape. Changes velocities only.

use std::ops::Range;

use crate::layout::ground::bodies::Bodies;
use crate::layout::ground::cancel::Cancel;
use crate::layout::ground::shape::MARGIN;
use crate::layout::ground::touch::Touching;

/// Memory of the force, kept between ticks.
#[derive(Default)]
pub(super) struct Collision {
    touching: Touching,
}

impl Collision {
    /// Pushes overlapping bodies of `range` apart; `strength` 1 makes an overlap good in one tick.
    pub(super) fn apply(
        &mut self,
        bodies: &mut Bodies,
        range: Range<usize>,
        strength: f32,
        cancel: &Cancel,
    ) {
        self.touching.find(bodies, range, MARGIN);
        if cancel.is_set() {
            return;
        }
        for &(a, b) in &self.touching.pairs {
            let (a, b) = (a as usize, b as usize);
            let Some(push) = bodies.shape[a].push(&bodies.shape[b], bodies.offset(a, b), MARGIN)
            else {
                continue;
            };
            let (share_a, share_b) = shares(bodies, a, b);
            bodies.vx[a] -= push.x * (strength * share_a);
            bodies.vy[a] -= push.y * (strength * share_a);
            bodies.vx[b] += push.x * (strength * share_b);
            bodies.vy[b] += push.y * (strength * share_b);
        }
    }
}

/// Which part of a push each of two bodies takes: the heavier one less, a still one none.
pub(crate) fn shares(bodies: &Bodies, a: usize, b: usize) -> (f32, f32) {
    match (bodies.still[a], bodies.still[b]) {
        (false, false) => {
            let sum = bodies.charge[a] + bodies.charge[b];
            (bodies.charge[b] / sum, bodies.charge[a] / sum)
        }
        (still_a, still_b) => (f32::from(!still_a), f32::from(!still_b)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::Vec2;
    use crate::layout::ground::shape::BodyShape;

    #[test]
    fn overlapping_discs_part_and_a_still_one_does_not() {
        let mut bodies = Bodies {
            x: vec![0.0, 20.0, 200.0],
            y: vec![0.0; 3],
            vx: vec![0.0; 3],
            vy: vec![0.0; 3],
            shape: vec![BodyShape::new(9.0, Vec2::ZERO); 3],
            charge: vec![1.0; 3],
            still: vec![false; 3],
        };
        Collision::default().apply(&mut bodies, 0..3, 1.0, &Cancel::default());
        let overlap = 18.0 + MARGIN - 20.0;
        assert_eq!(bodies.vx, [-overlap / 2.0, overlap / 2.0, 0.0]);
        bodies.still[0] = true;
        assert_eq!(shares(&bodies, 0, 1), (0.0, 1.0));
    }
}
