//! Straight pieces and boxes.

use crate::geom::{Pos2, Rect};

/// The length of the part of a straight piece that is in a box; `None` if none of it is.
pub(super) fn length_inside(a: Pos2, b: Pos2, rect: Rect) -> Option<f32> {
    let (enters, leaves) = inside(a, b, rect)?;
    Some((b - a).length() * (leaves - enters))
}

/// Where along a straight piece it enters and leaves a box, in parts of its length (Liang and Barsky 1984).
fn inside(a: Pos2, b: Pos2, rect: Rect) -> Option<(f32, f32)> {
    let span = b - a;
    let (mut enters, mut leaves) = (0.0f32, 1.0f32);
    for (p, q) in [
        (-span.x, a.x - rect.left()),
        (span.x, rect.right() - a.x),
        (-span.y, a.y - rect.top()),
        (span.y, rect.bottom() - a.y),
    ] {
        if p == 0.0 {
            if q < 0.0 {
                return None;
            }
        } else if p < 0.0 {
            enters = enters.max(q / p);
        } else {
            leaves = leaves.min(q / p);
        }
    }
    (enters <= leaves).then_some((enters, leaves))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::pos2;

    #[test]
    fn pieces_and_boxes() {
        let rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(10.0, 10.0));
        let check = |a: (f32, f32), b: (f32, f32), hit: bool| {
            let inside = length_inside(pos2(a.0, a.1), pos2(b.0, b.1), rect);
            assert_eq!(inside.is_some(), hit, "{a:?} {b:?}");
        };
        check((-5.0, 5.0), (15.0, 5.0), true);
        check((5.0, 5.0), (6.0, 6.0), true);
        check((-5.0, -1.0), (15.0, -1.0), false);
        check((-5.0, 8.0), (8.0, 20.0), false);
        check((-5.0, 3.0), (8.0, 16.0), true);
    }

    #[test]
    fn length_inside_is_that_of_the_part() {
        let rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(10.0, 10.0));
        assert_eq!(
            length_inside(pos2(-5.0, 5.0), pos2(15.0, 5.0), rect),
            Some(10.0)
        );
        assert_eq!(
            length_inside(pos2(2.0, 2.0), pos2(2.0, 5.0), rect),
            Some(3.0)
        );
        assert_eq!(
            length_inside(pos2(-5.0, -1.0), pos2(15.0, -1.0), rect),
            None
        );
    }
}
