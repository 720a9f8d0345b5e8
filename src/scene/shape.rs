//! Outlines of nodes: how far a point is from one, and where a ray leaves it.

use crate::geom::Vec2;
use crate::look::{NodeShape, ShapeToken};

/// The signed distance of a point from the outline of a unit shape, negative inside: the distance to the convex core, less
/// the rounding.
pub(crate) fn distance(shape: &ShapeToken, at: Vec2) -> f32 {
    let core = &shape.core;
    let mut nearest = f32::INFINITY;
    let mut inside = core.len() > 2;
    for (i, &a) in core.iter().enumerate() {
        let edge = core[(i + 1) % core.len()] - a;
        let length_squared = edge.length_sq();
        let along = if length_squared > 0.0 {
            ((at - a).dot(edge) / length_squared).clamp(0.0, 1.0)
        } else {
            0.0
        };
        nearest = nearest.min((at - a - edge * along).length());
        if edge.x * (at.y - a.y) - edge.y * (at.x - a.x) < 0.0 {
            inside = false;
        }
    }
    let to_core = if inside { -nearest } else { nearest };
    to_core - shape.round
}

/// How many directions the table of [`reach`] has.
pub(crate) const DIRECTIONS: usize = 128;

/// How far the outline grown by `grow` lies from the centre of a node, in direction `towards`.
pub(crate) fn reach(shape: NodeShape, radius: f32, grow: f32, towards: Vec2) -> f32 {
    if radius <= 0.01 {
        return grow.max(0.0);
    }
    let direction = towards.normalized();
    if !direction.is_finite() || direction == Vec2::ZERO {
        return radius + grow;
    }
    // March towards the outline from outside; the distance never overshoots a convex shape (Hart 1996, sphere tracing).
    let token = shape.token();
    let grow = grow / radius;
    let mut at = 2.0 + grow;
    for _ in 0..24 {
        let step = distance(token, direction * at) - grow;
        at -= step;
        if step.abs() < 1e-3 {
            break;
        }
    }
    at.max(0.0) * radius
}

/// For each shape the reach of its unit outline in each of [`DIRECTIONS`] directions, from right, clockwise on screen.
pub(crate) fn reach_table(shapes: usize) -> Vec<f32> {
    (0..shapes)
        .flat_map(|shape| {
            (0..DIRECTIONS).map(move |direction| {
                let angle = direction as f32 / DIRECTIONS as f32 * std::f32::consts::TAU;
                reach(NodeShape(shape as u8), 1.0, 0.0, Vec2::angled(angle))
            })
        })
        .collect()
}

/// The SVG path of a unit shape grown by `grow` (of its radius); shrunk ones lose their rounding first.
pub(crate) fn grown_path(shape: NodeShape, grow: f32) -> String {
    let token = shape.token();
    if grow == 0.0 {
        return token.path.clone();
    }
    let round = token.round + grow;
    match token.core.as_slice() {
        [_] => format!(
            "M{0:.4} 0A{1:.4} {1:.4} 0 1 1 {1:.4} 0A{1:.4} {1:.4} 0 1 1 {0:.4} 0Z",
            -round, round
        ),
        core if round < 0.0 => inset_path(core, -round),
        core => rounded_path(core, round),
    }
}

fn rounded_path(core: &[Vec2], round: f32) -> String {
    let mut path = String::new();
    let mut first = Vec2::ZERO;
    for (i, &a) in core.iter().enumerate() {
        let b = core[(i + 1) % core.len()];
        let edge = (b - a).normalized();
        let out = Vec2::new(edge.y, -edge.x) * round;
        let (a, b) = (a + out, b + out);
        if i == 0 {
            first = a;
            path.push_str(&format!("M{:.4} {:.4}", a.x, a.y));
        } else {
            path.push_str(&format!(
                "A{round:.4} {round:.4} 0 0 1 {:.4} {:.4}",
                a.x, a.y
            ));
        }
        path.push_str(&format!("L{:.4} {:.4}", b.x, b.y));
    }
    path.push_str(&format!(
        "A{round:.4} {round:.4} 0 0 1 {:.4} {:.4}Z",
        first.x, first.y
    ));
    path
}

fn inset_path(core: &[Vec2], inset: f32) -> String {
    let lines: Vec<(Vec2, f32)> = core
        .iter()
        .enumerate()
        .map(|(i, &a)| {
            let edge = (core[(i + 1) % core.len()] - a).normalized();
            let inwards = Vec2::new(-edge.y, edge.x);
            (inwards, inwards.dot(a) + inset)
        })
        .collect();
    let corners: Vec<String> = (0..lines.len())
        .map(|i| {
            let (a, b) = (lines[(i + lines.len() - 1) % lines.len()], lines[i]);
            let cross = a.0.x * b.0.y - a.0.y * b.0.x;
            let x = (a.1 * b.0.y - b.1 * a.0.y) / cross;
            let y = (a.0.x * b.1 - b.0.x * a.1) / cross;
            format!("{x:.4} {y:.4}")
        })
        .collect();
    format!("M{}Z", corners.join("L"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn reach_ends_on_the_outline(shape in 0u8..8, angle in 0f32..6.3, radius in 1f32..30.0, grow in 0f32..4.0) {
            let shape = NodeShape(shape);
            let direction = Vec2::angled(angle);
            let at = direction * reach(shape, radius, grow, direction);
            let off = distance(shape.token(), at / radius) * radius - grow;
            prop_assert!(off.abs() < 0.05, "{off}");
        }
    }

    #[test]
    fn shapes_have_the_area_of_a_unit_circle() {
        for shape in 0..8 {
            let token = NodeShape(shape).token();
            let steps = 600;
            let cell = 4.0 / steps as f32;
            let mut count = 0;
            for i in 0..steps {
                for j in 0..steps {
                    let at = Vec2::new(
                        -2.0 + (i as f32 + 0.5) * cell,
                        -2.0 + (j as f32 + 0.5) * cell,
                    );
                    count += i32::from(distance(token, at) < 0.0);
                }
            }
            let area = count as f32 * cell * cell;
            assert!(
                (area - std::f32::consts::PI).abs() < 0.03,
                "{}: {area}",
                token.name
            );
        }
    }

    #[test]
    fn reach_of_degenerate_input_is_finite() {
        assert_eq!(reach(NodeShape(0), 0.0, 2.0, Vec2::ZERO), 2.0);
        assert!(reach(NodeShape(3), 9.0, 0.0, Vec2::ZERO).is_finite());
    }
}
