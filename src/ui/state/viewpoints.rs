//! Where the eye has been: viewpoints to go back and forward to.

use crate::view::Camera;

/// How long the camera rests somewhere, in seconds, until that is a viewpoint.
const REST: f64 = 1.0;

/// At most this many are kept.
const MOST: usize = 50;

/// The viewpoints of a view. A jump leaves one; so does whoever pans or zooms on from where the camera has rested.
#[derive(Clone, Debug, Default)]
pub struct Viewpoints {
    back: Vec<Camera>,
    forward: Vec<Camera>,
    /// Where the camera was when it was last looked at, and since when; `None` while it glides.
    seen: Option<(Camera, f64)>,
}

impl Viewpoints {
    /// Whether there is somewhere to go back to.
    pub fn can_go_back(&self) -> bool {
        !self.back.is_empty()
    }

    /// Whether there is somewhere to go forward to.
    pub fn can_go_forward(&self) -> bool {
        !self.forward.is_empty()
    }

    /// Takes note of a camera that does not glide.
    pub fn notice(&mut self, camera: Camera, now: f64) {
        if self.seen.is_some_and(|(seen, _)| seen == camera) {
            return;
        }
        self.leave_rested(now);
        self.seen = Some((camera, now));
    }

    /// The camera is about to move: where it has rested becomes a viewpoint.
    pub fn leave_rested(&mut self, now: f64) {
        if let Some((seen, _)) = self.seen.filter(|(_, since)| now - since >= REST) {
            self.leave(seen);
        }
    }

    /// The camera jumps away from here.
    pub fn leave(&mut self, camera: Camera) {
        self.forward.clear();
        if self.back.last() != Some(&camera) {
            self.back.push(camera);
            let surplus = self.back.len().saturating_sub(MOST);
            self.back.drain(..surplus);
        }
    }

    /// The camera moves by itself: what it leaves is no viewpoint.
    pub fn forget_rest(&mut self) {
        self.seen = None;
    }

    /// Where to go from `here`, back or forward; the way there can be gone in the other direction.
    pub fn travel(&mut self, here: Camera, forward: bool) -> Option<Camera> {
        let (from, to) = match forward {
            true => (&mut self.forward, &mut self.back),
            false => (&mut self.back, &mut self.forward),
        };
        // Who stands where the way begins goes one further.
        let mut next = from.pop()?;
        if next == here {
            next = from.pop()?;
        }
        to.push(here);
        self.seen = None;
        Some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::pos2;
    use proptest::prelude::*;

    fn camera(x: f32) -> Camera {
        Camera {
            center: pos2(x, 0.0),
            zoom: 1.0,
        }
    }

    proptest! {
        #[test]
        fn back_and_forward_are_inverse(jumps in 1usize..80, steps in 1usize..60) {
            let mut points = Viewpoints::default();
            (0..jumps).for_each(|at| points.leave(camera(at as f32)));
            let mut here = camera(jumps as f32);
            let mut way = vec![here];
            for _ in 0..steps {
                let Some(next) = points.travel(here, false) else { break };
                prop_assert_eq!(next.center.x, here.center.x - 1.0);
                here = next;
                way.push(here);
            }
            prop_assert_eq!(way.len() - 1, steps.min(jumps).min(MOST));
            while way.pop().is_some() && !way.is_empty() {
                here = points.travel(here, true).unwrap();
                prop_assert_eq!(Some(&here), way.last());
            }
            prop_assert!(!points.can_go_forward());
        }
    }

    #[test]
    fn only_where_the_camera_rested_is_a_viewpoint() {
        let mut points = Viewpoints::default();
        points.notice(camera(0.0), 0.0);
        points.notice(camera(0.0), 5.0);
        for step in 1..10 {
            points.notice(camera(step as f32), 5.0 + 0.02 * f64::from(step));
        }
        assert_eq!(points.travel(camera(9.0), false), Some(camera(0.0)));
        assert!(!points.can_go_back() && points.can_go_forward());
        points.leave(camera(0.0));
        assert!(!points.can_go_forward(), "another way was taken");
        points.forget_rest();
        points.notice(camera(3.0), 50.0);
        assert_eq!(points.travel(camera(3.0), false), Some(camera(0.0)));
    }
}
