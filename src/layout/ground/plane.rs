//! Lengths and angles in the plane, in plain arithmetic: the `hypot`, `sin` and `atan2` of a platform, which the methods of
//! vectors call, may differ in the last bit, and then pictures differ.

use crate::geom::{Vec2, vec2};

/// Share of a full turn between neighbouring seeds of a sunflower: the golden angle.
pub(crate) const GOLDEN_TURN: f32 = 0.381_966;

/// A number times itself.
pub(crate) fn square(value: f32) -> f32 {
    value * value
}

/// Length of a vector.
pub(crate) fn length(vector: Vec2) -> f32 {
    vector.length_sq().sqrt()
}

/// The vector of length 1 in the same direction; zero for the zero vector.
pub(crate) fn straight(vector: Vec2) -> Vec2 {
    let length = length(vector);
    if length > 0.0 {
        vector / length
    } else {
        Vec2::ZERO
    }
}

/// A vector turned by the angle at which the unit vector `turn` stands from the x axis.
pub(crate) fn rotate(vector: Vec2, turn: Vec2) -> Vec2 {
    vec2(
        turn.x * vector.x - turn.y * vector.y,
        turn.y * vector.x + turn.x * vector.y,
    )
}

/// The unit vector at so many full turns from the x axis towards the y axis; any finite number of turns.
pub(crate) fn turned(turns: f32) -> Vec2 {
    let eighths = (f64::from(turns) - f64::from(turns).floor()) * 8.0;
    let octant = (eighths as u32).min(7);
    let angle = (eighths - f64::from(octant)) * std::f64::consts::FRAC_PI_4;
    let (sin, cos) = small_sin_cos(if octant.is_multiple_of(2) {
        angle
    } else {
        std::f64::consts::FRAC_PI_4 - angle
    });
    let (x, y) = match octant {
        0 => (cos, sin),
        1 => (sin, cos),
        2 => (-sin, cos),
        3 => (-cos, sin),
        4 => (-cos, -sin),
        5 => (-sin, -cos),
        6 => (sin, -cos),
        _ => (cos, -sin),
    };
    vec2(x as f32, y as f32)
}

/// How many full turns, from 0 up to but excluding 1, a vector stands from the x axis; 0 for the zero vector.
pub(crate) fn turns_of(vector: Vec2) -> f32 {
    let (x, y) = (f64::from(vector.x.abs()), f64::from(vector.y.abs()));
    if x + y == 0.0 {
        return 0.0;
    }
    let eighth = small_atan(x.min(y) / x.max(y)) / std::f64::consts::TAU;
    let quarter = if x >= y { eighth } else { 0.25 - eighth };
    let turns = match (vector.x >= 0.0, vector.y >= 0.0) {
        (true, true) => quarter,
        (false, true) => 0.5 - quarter,
        (false, false) => 0.5 + quarter,
        (true, false) => 1.0 - quarter,
    } as f32;
    if turns < 1.0 { turns } else { 0.0 }
}

/// Sine and cosine of an angle from 0 to an eighth of a turn, in radians, by their power series.
fn small_sin_cos(angle: f64) -> (f64, f64) {
    let q = angle * angle;
    let sin = angle * (1.0 - q / 6.0 * (1.0 - q / 20.0 * (1.0 - q / 42.0 * (1.0 - q / 72.0))));
    let cos = 1.0 - q / 2.0 * (1.0 - q / 12.0 * (1.0 - q / 30.0 * (1.0 - q / 56.0)));
    (sin, cos)
}

/// Arc tangent of a slope from 0 to 1, in radians, by its power series around 0 or an eighth of a turn.
fn small_atan(slope: f64) -> f64 {
    let (base, z) = if slope > 0.414 {
        (std::f64::consts::FRAC_PI_4, (slope - 1.0) / (slope + 1.0))
    } else {
        (0.0, slope)
    };
    let q = z * z;
    let series = (0..9)
        .rev()
        .fold(0.0, |sum, k| 1.0 / f64::from(2 * k + 1) - q * sum);
    base + z * series
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn turned_is_sine_and_cosine(turns in -3.0f32..3.0) {
            let (sin, cos) = (f64::from(turns) * std::f64::consts::TAU).sin_cos();
            let vector = turned(turns);
            prop_assert!((f64::from(vector.x) - cos).abs() < 1e-6 && (f64::from(vector.y) - sin).abs() < 1e-6);
        }

        #[test]
        fn turns_of_undoes_turned(turns in 0.0f32..1.0, length in 0.001f32..1e6) {
            let back = turns_of(turned(turns) * length);
            let off = (back - turns).abs();
            prop_assert!(off.min(1.0 - off) < 1e-6, "{turns} came back as {back}");
        }
    }

    #[test]
    fn the_zero_vector_has_no_direction() {
        assert_eq!(
            (turns_of(Vec2::ZERO), straight(Vec2::ZERO)),
            (0.0, Vec2::ZERO)
        );
    }
}
