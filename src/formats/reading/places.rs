//! Positions of another program as ours: whole world units, at distances at which nodes can be told apart.

/// The least and greatest room for each node, as the side of a square in world units, at which positions stay as they are.
const ROOM: std::ops::RangeInclusive<f64> = 45.0..=500.0;
/// The side that others are brought to.
const USUAL: f64 = 110.0;
/// The farthest place from the middle, in world units.
const FARTHEST: f64 = 1e6;

/// Positions for the nodes that have one, around the origin; nothing if they do not tell the nodes apart.
pub(crate) fn places(raw: &[Option<[f64; 2]>], y_is_up: bool) -> Vec<Option<[i32; 2]>> {
    let known = || raw.iter().flatten();
    let count = known().count();
    let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for point in known() {
        for side in 0..2 {
            low[side] = low[side].min(point[side]);
            high[side] = high[side].max(point[side]);
        }
    }
    // Halves first: two ends of the range of doubles are farther apart than a double can say.
    let half = [0, 1].map(|side| high[side] / 2.0 - low[side] / 2.0);
    let widest = half[0].max(half[1]);
    if count == 0 || !widest.is_finite() || (count > 1 && widest <= 0.0) {
        return vec![None; raw.len()];
    }
    let middle = [0, 1].map(|side| low[side] / 2.0 + high[side] / 2.0);
    let scale = scale(half, count);
    let sign = if y_is_up { -1.0 } else { 1.0 };
    let place = |point: &[f64; 2]| {
        let of = |side: usize| {
            (point[side] / widest.max(1e-300) - middle[side] / widest.max(1e-300)) * widest * scale
        };
        let whole = |at: f64| at.clamp(-FARTHEST, FARTHEST).round() as i32;
        [whole(of(0)), whole(sign * of(1))]
    };
    raw.iter().map(|point| point.as_ref().map(place)).collect()
}

/// By how much positions are enlarged; 1 where they are fine.
fn scale(half: [f64; 2], count: usize) -> f64 {
    if count < 2 {
        return 1.0;
    }
    // A line of nodes still has some height: that of its widest part in a square.
    let (wide, high) = (half[0].max(half[1]) * 2.0, half[0].min(half[1]) * 2.0);
    let high = high.max(wide / count as f64);
    let side = (wide.sqrt() * high.sqrt()) / (count as f64).sqrt();
    if ROOM.contains(&side) || side <= 0.0 {
        1.0
    } else {
        USUAL / side
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_and_large_pictures_come_to_a_readable_size_and_good_ones_stay() {
        let grid = |step: f64| -> Vec<Option<[f64; 2]>> {
            let point = |at: i32| Some([f64::from(at % 10) * step, f64::from(at / 10) * step]);
            (0..100).map(point).collect()
        };
        for step in [1e-3, 1e5, 1e200] {
            let placed = places(&grid(step), false);
            let (a, b) = (placed[0].unwrap(), placed[1].unwrap());
            assert!((60..250).contains(&(b[0] - a[0])), "{step}: {a:?} {b:?}");
        }
        let placed = places(&grid(100.0), true);
        assert_eq!(placed[1].unwrap()[0] - placed[0].unwrap()[0], 100);
        assert_eq!(placed[10].unwrap()[1] - placed[0].unwrap()[1], -100);
    }

    #[test]
    fn identical_points_get_no_positions() {
        assert_eq!(
            places(&[None, Some([1.0, 1.0]), Some([1.0, 1.0])], false),
            [None; 3]
        );
        assert!(
            places(
                &[Some([f64::MAX, f64::MIN]), Some([f64::MIN, f64::MAX])],
                false
            )
            .iter()
            .all(Option::is_some)
        );
        assert_eq!(places(&[Some([5.0, 5.0])], false), [Some([0, 0])]);
    }
}
