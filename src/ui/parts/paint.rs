//! Inks → egui. Translates, decides nothing.

use egui::epaint::{CornerRadius, PathShape, PathStroke, RectShape, StrokeKind};
use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, Vec2, vec2};

use crate::look::TOKENS;
use crate::scene::ink::Ink;
use crate::scene::text::visual;

use super::icons::{self, IconName};
use crate::ui::theme::font;

/// Paints inks, moved by `by`.
pub(crate) fn inks(painter: &Painter, inks: &[Ink], by: Vec2) {
    for ink in inks {
        paint(painter, ink, by);
    }
}

fn paint(painter: &Painter, ink: &Ink, by: Vec2) {
    match ink {
        Ink::Line {
            points,
            color,
            width,
            dash,
        } => {
            let points: Vec<Pos2> = points.iter().map(|at| *at + by).collect();
            let stroke = Stroke::new(*width, *color);
            match dash {
                Some(lengths) => dashed(painter, &points, stroke, lengths),
                None => {
                    painter.add(Shape::line(points, stroke));
                }
            }
        }
        Ink::Fill { points, color } => {
            let points: Vec<Pos2> = points.iter().map(|at| *at + by).collect();
            fan(painter, &points, *color);
        }
        Ink::Circle {
            center,
            radius,
            fill,
            stroke: (width, color),
        } => {
            painter.circle(*center + by, *radius, *fill, Stroke::new(*width, *color));
        }
        Ink::Box {
            rect,
            round,
            fill,
            stroke: (width, color),
        } => {
            painter.add(RectShape::new(
                rect.translate(by),
                CornerRadius::same(round.round() as u8),
                *fill,
                Stroke::new(*width, *color),
                StrokeKind::Inside,
            ));
        }
        Ink::Shape {
            at,
            radius,
            shape,
            grow,
            fill,
        } => {
            let outline = outline(shape.token(), *radius, *grow);
            let points = outline.into_iter().map(|point| *at + by + point).collect();
            painter.add(PathShape::convex_polygon(points, *fill, PathStroke::NONE));
        }
        Ink::Icon {
            at,
            side,
            icon,
            color,
        } => {
            let square = Rect::from_center_size(*at + by, Vec2::splat(*side));
            icons::paint(painter, IconName::CustomKind(*icon), square, *color);
        }
        Ink::Sign {
            at,
            side,
            name,
            color,
        } => {
            let square = Rect::from_center_size(*at + by, Vec2::splat(*side));
            icons::paint(painter, IconName::Sign(name), square, *color);
        }
        Ink::Text {
            at,
            text,
            size,
            weight,
            color,
            halo,
        } => {
            let galley = painter.layout_no_wrap(visual(text), font(*size, *weight), *color);
            let at = *at + by - vec2(0.0, baseline(&galley));
            if *halo != Color32::TRANSPARENT {
                paint_halo(painter, at, &galley, *halo);
            }
            painter.galley(at, galley, *color);
        }
    }
}

/// The baseline of a galley's first row, from its top.
pub(crate) fn baseline(galley: &egui::Galley) -> f32 {
    let row = galley.rows.first();
    let glyph = row.and_then(|row| Some(row.pos.y + row.row.glyphs.first()?.pos.y));
    glyph.unwrap_or_default()
}

/// Steps around a text: eight copies in the colour of the ground make a halo that lines do not shine through.
const HALO: [Vec2; 8] = [
    vec2(1.9, 0.0),
    vec2(-1.9, 0.0),
    vec2(0.0, 1.9),
    vec2(0.0, -1.9),
    vec2(1.4, 1.4),
    vec2(-1.4, 1.4),
    vec2(1.4, -1.4),
    vec2(-1.4, -1.4),
];

fn paint_halo(painter: &Painter, at: Pos2, galley: &std::sync::Arc<egui::Galley>, halo: Color32) {
    let color = halo.gamma_multiply(TOKENS.halo.1);
    for step in HALO {
        painter.galley_with_override_text_color(at + step, std::sync::Arc::clone(galley), color);
    }
}

/// A polygon that need not be convex but can be seen whole from its third corner, as an arrowhead from its notch.
fn fan(painter: &Painter, points: &[Pos2], color: Color32) {
    if let [tip, left, notch, right] = points {
        for half in [[*tip, *left, *notch], [*tip, *notch, *right]] {
            painter.add(PathShape::convex_polygon(
                half.to_vec(),
                color,
                PathStroke::NONE,
            ));
        }
    } else {
        painter.add(PathShape::convex_polygon(
            points.to_vec(),
            color,
            PathStroke::NONE,
        ));
    }
}

/// The corners of a node's outline, its roundings in small steps.
fn outline(shape: &crate::look::ShapeToken, radius: f32, grow: f32) -> Vec<Vec2> {
    let core = &shape.core;
    let round = shape.round * radius + grow;
    if core.len() == 1 || round <= 0.0 {
        return match core.len() {
            1 => arc(Vec2::ZERO, round.max(0.1), 0.0, std::f32::consts::TAU, 32),
            _ => core.iter().map(|at| *at * (radius + grow)).collect(),
        };
    }
    let mut points = Vec::new();
    for (i, &corner) in core.iter().enumerate() {
        let before = core[(i + core.len() - 1) % core.len()];
        let after = core[(i + 1) % core.len()];
        let normal = |a: Vec2, b: Vec2| {
            let edge = (b - a).normalized();
            vec2(edge.y, -edge.x).angle()
        };
        let from = normal(before, corner);
        let mut turn = normal(corner, after) - from;
        if turn < 0.0 {
            turn += std::f32::consts::TAU;
        }
        let steps = ((turn * round.sqrt() * 1.5).ceil() as usize).clamp(1, 24);
        points.extend(arc(corner * radius, round, from, turn, steps));
    }
    points
}

fn arc(center: Vec2, radius: f32, from: f32, turn: f32, steps: usize) -> Vec<Vec2> {
    (0..=steps)
        .map(|step| {
            let angle = from + turn * step as f32 / steps as f32;
            center + Vec2::angled(angle) * radius
        })
        .collect()
}

/// A dashed line along a curve.
fn dashed(painter: &Painter, points: &[Pos2], stroke: Stroke, lengths: &[f32; 4]) {
    let pattern: f32 = lengths.iter().sum();
    if pattern <= 0.0 {
        return;
    }
    let course = crate::scene::curve::Course::of(points.to_vec());
    let mut at = 0.0;
    let mut piece = 0;
    while at < course.length() {
        let next = at + lengths[piece % lengths.len()];
        if piece % 2 == 0 {
            let part = course.part(at.max(0.0), next);
            if part.points.len() > 1 {
                painter.add(Shape::line(part.points, stroke));
            }
        }
        at = next;
        piece += 1;
    }
}
