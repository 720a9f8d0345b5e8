//! The room that a body takes: a disc, and the box of its label under it.
//!
//! In world units, y downwards as on the screen. Knows numbers only: the label's size is somebody else's estimate.

use crate::geom::{Rect, Vec2, pos2, vec2};

use super::plane::{length, square};

/// Radius of a disc of which nothing is said, in world units.
pub(crate) const USUAL_RADIUS: f32 = 9.0;

/// Gap between a disc and its label, in world units.
pub(super) const LABEL_GAP: f32 = 3.0;

/// Gap that is kept between the shapes of two bodies, in world units; wide enough to survive rounding to whole units.
pub(crate) const MARGIN: f32 = 6.0;

/// Largest radius or label side that is taken at its word; what is beyond it is a mistake in the data.
const LARGEST: f32 = 2000.0;

/// A disc around the body's position and a label centred below it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct BodyShape {
    /// Radius of the disc.
    pub radius: f32,
    /// Half the width of the label; 0 without a label.
    pub half_width: f32,
    /// Height of the label; 0 without a label.
    pub height: f32,
}

impl BodyShape {
    /// A shape from what the caller states; sizes that are no numbers, negative or absurd are cut to sensible ones.
    pub(crate) fn new(radius: f32, label: Vec2) -> Self {
        let sane = |size: f32| {
            if size.is_finite() {
                size.clamp(0.0, LARGEST)
            } else {
                0.0
            }
        };
        let (width, height) = (sane(label.x), sane(label.y));
        let labelled = width > 0.0 && height > 0.0;
        Self {
            radius: sane(radius).max(1.0),
            half_width: if labelled { width / 2.0 } else { 0.0 },
            height: if labelled { height } else { 0.0 },
        }
    }

    /// The shape of the body at an index of two columns; sizes that are missing are those of a plain disc.
    pub(crate) fn at(index: usize, radii: &[f32], labels: &[Vec2]) -> Self {
        let radius = radii.get(index).copied().unwrap_or(USUAL_RADIUS);
        Self::new(radius, labels.get(index).copied().unwrap_or_default())
    }

    /// The disc's square and, where there is one, the label's box, around a body at the origin.
    pub(crate) fn boxes(&self) -> [Option<Rect>; 2] {
        let disc = Rect::from_min_max(
            pos2(-self.radius, -self.radius),
            pos2(self.radius, self.radius),
        );
        let top = self.radius + LABEL_GAP;
        let label = Rect::from_min_max(
            pos2(-self.half_width, top),
            pos2(self.half_width, top + self.height),
        );
        [Some(disc), (self.height > 0.0).then_some(label)]
    }

    /// The smallest box around disc and label, around a body at the origin.
    pub(crate) fn bounds(&self) -> Rect {
        let half = self.radius.max(self.half_width);
        let below = if self.height > 0.0 {
            LABEL_GAP + self.height
        } else {
            0.0
        };
        Rect::from_min_max(pos2(-half, -self.radius), pos2(half, self.radius + below))
    }

    /// Area of the bounds with half the margin on every side.
    pub(crate) fn area(&self) -> f32 {
        self.bounds().expand(MARGIN / 2.0).area()
    }

    /// How the other body must move to stand `margin` clear of this one, or `None` where it does.
    ///
    /// `offset` leads from this body to the other. The push is straight along one axis, or from centre to centre where
    /// only the discs touch; it is the shortest of these that clears every pair of parts.
    pub(crate) fn push(&self, other: &BodyShape, offset: Vec2, margin: f32) -> Option<Vec2> {
        let (mine, theirs) = (self.bounds(), other.bounds().translate(offset));
        if !mine.expand(margin).intersects(theirs) {
            return None;
        }
        let mut clear = Clearance::default();
        for (i, a) in self.boxes().into_iter().flatten().enumerate() {
            for (j, b) in other.boxes().into_iter().flatten().enumerate() {
                let discs = i + j == 0;
                let apart =
                    discs && offset.length_sq() >= square(self.radius + other.radius + margin);
                clear.add(a.expand(margin), b.translate(offset), discs, apart);
            }
        }
        clear.shortest(offset, self.radius + other.radius + margin)
    }
}

/// What it takes to move one set of boxes clear of another, each way along each axis.
#[derive(Default)]
struct Clearance {
    right: f32,
    left: f32,
    down: f32,
    up: f32,
    discs_touch: bool,
    boxes_touch: bool,
}

impl Clearance {
    /// Adds a pair of parts; `apart` says that two discs do not touch although their squares may.
    fn add(&mut self, a: Rect, b: Rect, discs: bool, apart: bool) {
        let beside = a.min.y < b.max.y && b.min.y < a.max.y;
        let above = a.min.x < b.max.x && b.min.x < a.max.x;
        if beside {
            self.right = self.right.max(a.max.x - b.min.x);
            self.left = self.left.max(b.max.x - a.min.x);
        }
        if above {
            self.down = self.down.max(a.max.y - b.min.y);
            self.up = self.up.max(b.max.y - a.min.y);
        }
        if beside && above && !apart {
            self.discs_touch |= discs;
            self.boxes_touch |= !discs;
        }
    }

    fn shortest(&self, offset: Vec2, reach: f32) -> Option<Vec2> {
        if !self.boxes_touch {
            let distance = length(offset);
            let straight = if distance > 1e-3 {
                offset / distance
            } else {
                vec2(1.0, 0.0)
            };
            return self.discs_touch.then(|| straight * (reach - distance));
        }
        let across = if self.right <= self.left {
            self.right
        } else {
            -self.left
        };
        let along = if self.down <= self.up {
            self.down
        } else {
            -self.up
        };
        let sideways = across.abs() < along.abs();
        Some(if sideways {
            vec2(across, 0.0)
        } else {
            vec2(0.0, along)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn discs_part_from_centre_to_centre() {
        let disc = BodyShape::new(9.0, Vec2::ZERO);
        assert_eq!(disc.push(&disc, vec2(30.0, 0.0), 6.0), None);
        assert_eq!(
            disc.push(&disc, vec2(0.0, -20.0), 6.0),
            Some(vec2(0.0, -4.0))
        );
        assert_eq!(disc.push(&disc, Vec2::ZERO, 6.0), Some(vec2(24.0, 0.0)));
    }

    #[test]
    fn a_label_is_cleared_downwards_rather_than_across() {
        let shape = BodyShape::new(9.0, vec2(96.0, 26.0));
        let push = shape
            .push(&shape, vec2(5.0, 40.0), 6.0)
            .expect("the disc below stands in the label");
        assert_eq!(push, vec2(0.0, 9.0 + 3.0 + 26.0 + 6.0 + 9.0 - 40.0));
    }

    proptest! {
        #[test]
        fn a_push_clears(r in 1.0f32..30.0, w in 0.0f32..120.0, s in 1.0f32..30.0, v in 0.0f32..120.0, x in -150.0f32..150.0, y in -90.0f32..90.0) {
            let (a, b) = (BodyShape::new(r, vec2(w, 26.0)), BodyShape::new(s, vec2(v, 14.0)));
            if let Some(push) = a.push(&b, vec2(x, y), MARGIN) {
                prop_assert!(push.is_finite());
                let labels = w > 0.0 && v > 0.0;
                let again = a.push(&b, vec2(x, y) + push * 1.001, MARGIN - 0.1);
                prop_assert!(!labels || again.is_none() || push.x * push.y != 0.0, "{push:?} left {again:?}");
            }
        }
    }

    #[test]
    fn nonsense_sizes_become_sensible_ones() {
        assert_eq!(
            BodyShape::new(f32::NAN, vec2(f32::INFINITY, 5.0)),
            BodyShape {
                radius: 1.0,
                half_width: 0.0,
                height: 0.0
            }
        );
        assert_eq!(BodyShape::new(-4.0, vec2(10.0, -1.0)).bounds().width(), 2.0);
    }
}
