//! What painters paint: lines, fills, shapes, icons and texts in view points, in order. They translate it and decide nothing.

use std::borrow::Cow;

use crate::geom::{Color32, Pos2, Rect, Vec2, pos2, vec2};
use crate::look::{Icon, NodeShape, Palette, TOKENS};
use crate::model::Support;

use super::curve::{Course, CurveEnd, Way, course};
use super::fonts::{FontBook, Weight};
use super::labels::Label;
use super::marks::{MarkPlaces, figure_radius};

pub use super::marks::pin_center;
use super::{Lane, LinkRow, NodeRow};

/// One thing to paint.
#[derive(Clone, Debug, PartialEq)]
pub enum Ink {
    /// An open line.
    Line {
        /// Its points.
        points: Vec<Pos2>,
        /// Colour.
        color: Color32,
        /// Width.
        width: f32,
        /// Lengths of lines and gaps, and how far into them the line begins.
        dash: Option<(&'static [f32], f32)>,
    },
    /// A filled polygon.
    Fill {
        /// Its corners.
        points: Vec<Pos2>,
        /// Colour.
        color: Color32,
    },
    /// A disc, a ring, or both.
    Circle {
        /// Centre.
        center: Pos2,
        /// Radius.
        radius: f32,
        /// Fill.
        fill: Color32,
        /// Width and colour of the ring.
        stroke: (f32, Color32),
    },
    /// A box with round corners.
    Box {
        /// The box.
        rect: Rect,
        /// Radius of its corners.
        round: f32,
        /// Fill.
        fill: Color32,
        /// Width and colour of its border, inside the box.
        stroke: (f32, Color32),
    },
    /// A node's outline, filled.
    Shape {
        /// Its centre.
        at: Pos2,
        /// The node's radius.
        radius: f32,
        /// The outline.
        shape: NodeShape,
        /// How far the outline is moved outwards, in points.
        grow: f32,
        /// Fill.
        fill: Color32,
    },
    /// An icon of an entity kind.
    Icon {
        /// The middle of its square.
        at: Pos2,
        /// The side of its square.
        side: f32,
        /// The icon.
        icon: Icon,
        /// Colour.
        color: Color32,
    },
    /// An icon of a control, by name.
    Sign {
        /// The middle of its square.
        at: Pos2,
        /// The side of its square.
        side: f32,
        /// Its name in the tokens.
        name: &'static str,
        /// Colour.
        color: Color32,
    },
    /// One line of text.
    Text {
        /// Where it begins, on its baseline.
        at: Pos2,
        /// The text, in reading order.
        text: Cow<'static, str>,
        /// Size.
        size: f32,
        /// Weight.
        weight: Weight,
        /// Colour.
        color: Color32,
        /// Colour of the halo around it; transparent = none.
        halo: Color32,
    },
}

impl Ink {
    /// A line of text without a halo.
    pub fn text(
        at: Pos2,
        text: impl Into<Cow<'static, str>>,
        size: f32,
        weight: Weight,
        color: Color32,
    ) -> Self {
        Self::Text {
            at,
            text: text.into(),
            size,
            weight,
            color,
            halo: Color32::TRANSPARENT,
        }
    }

    /// A line of text around the middle of `center`.
    pub fn centered(
        center: Pos2,
        text: impl Into<Cow<'static, str>>,
        size: f32,
        weight: Weight,
        color: Color32,
    ) -> Self {
        let text = text.into();
        let width = FontBook::shared().width(&text, size, weight);
        Self::text(
            center + vec2(-width / 2.0, size * 0.36),
            text,
            size,
            weight,
            color,
        )
    }

    /// A plain straight line.
    pub fn line(a: Pos2, b: Pos2, width: f32, color: Color32) -> Self {
        Self::Line {
            points: vec![a, b],
            color,
            width,
            dash: None,
        }
    }
}

/// A colour at part of its strength.
pub fn faded(color: Color32, part: f32) -> Color32 {
    color.gamma_multiply(part.clamp(0.0, 1.0))
}

/// How a link is drawn, beside its row: what zoom and state make of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Colour of line and head.
    pub color: Color32,
    /// Width.
    pub width: f32,
    /// Strength, 0 to 1.
    pub strength: f32,
    /// Whether dashes and marks are drawn.
    pub detail: Detail,
}

/// How much of a link is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Dashes where two whole patterns fit, and all marks.
    Near,
    /// Too small for dashes: a full line that fades.
    Far,
    /// Everything, however short: a sample.
    Sample,
}

/// The width of a link's line at this zoom: as the tokens say from 50% on, thinner far away, so that a crowd is not a blot.
pub fn line_width(token: f32, zoom: f32) -> f32 {
    token * (zoom * 2.0).clamp(0.35, 1.0)
}

impl Stroke {
    fn is_far(&self) -> bool {
        self.detail == Detail::Far
    }

    /// The plain stroke of a row at a zoom.
    pub fn of(row: &LinkRow, zoom: f32) -> Self {
        let look = TOKENS.look(row.support);
        let width = match row.lane {
            Lane::Bundle => TOKENS.link.parallel.bundle_width,
            _ => look.width,
        };
        let ended = if row.ended {
            TOKENS.link.ended.opacity
        } else {
            1.0
        };
        Self {
            color: row.color,
            width: line_width(width, zoom),
            strength: look.opacity * ended,
            detail: if zoom < TOKENS.link.dash_too_small_px.zoom {
                Detail::Far
            } else {
                Detail::Near
            },
        }
    }
}

/// Draws a link: line, head, and marks on its own curve.
pub fn link(
    inks: &mut Vec<Ink>,
    row: &LinkRow,
    ends: (&CurveEnd, &CurveEnd),
    way: Way,
    stroke: Stroke,
    palette: &Palette,
) {
    let tokens = &TOKENS.link;
    let tip_gap = if row.directed {
        tokens.arrow.tip_gap
    } else {
        tokens.gap_at_node
    };
    let course = course(ends.0, ends.1, way, tokens.gap_at_node, tip_gap);
    if course.points.len() < 2 {
        return;
    }
    let look = TOKENS.look(row.support);
    let pattern: f32 = look.dash.iter().sum();
    let is_short = pattern > 0.0 && course.length() < pattern * 2.0;
    // Too far away, or too short for its dash: a full line that fades.
    let faint = match stroke.detail {
        Detail::Near => is_short,
        Detail::Far => true,
        Detail::Sample => false,
    };
    let strength = stroke.strength * if faint { look.far_opacity } else { 1.0 };
    let stroke = Stroke {
        color: faded(stroke.color, strength),
        ..stroke
    };
    let end = head(inks, row, &course, &stroke);
    line(inks, row, &course, end, &stroke, faint);
    marks(inks, row, &course, &stroke, palette);
}

/// Draws the head, if the link has one and there is room; returns where the line ends.
fn head(inks: &mut Vec<Ink>, row: &LinkRow, course: &Course, stroke: &Stroke) -> f32 {
    let arrow = &TOKENS.link.arrow;
    let length = course.length();
    if !row.directed
        || length <= arrow.min_link_px
        || (stroke.is_far() && length <= arrow.min_link_px * 2.0)
    {
        return length;
    }
    // Far away heads shrink with their lines, so that a crowd of them is not a blot.
    let grow = if stroke.is_far() {
        (stroke.width / 1.6).clamp(0.3, 1.0)
    } else {
        1.0 + (stroke.width - 1.6).max(0.0) * 0.28
    };
    let (long, half, notch) = (
        arrow.length * grow,
        arrow.half_width * grow,
        arrow.notch * grow,
    );
    if let (Some((tip, _)), Some((barbs, _))) = (course.at(length), course.at(length - long)) {
        let along = (tip - barbs).normalized();
        let aside = Vec2::new(-along.y, along.x) * half;
        inks.push(Ink::Fill {
            points: vec![
                tip,
                tip - along * long + aside,
                tip - along * (long - notch),
                tip - along * long - aside,
            ],
            color: stroke.color,
        });
    }
    length - (long - notch) + 0.3
}

fn line(
    inks: &mut Vec<Ink>,
    row: &LinkRow,
    course: &Course,
    end: f32,
    stroke: &Stroke,
    faint: bool,
) {
    let look = TOKENS.look(row.support);
    if let Some(strokes) = look.strokes.as_ref().filter(|_| !stroke.is_far()) {
        let count = (course.length() / strokes.spacing).max(1.0) as usize;
        for i in 0..count {
            let at = (i as f32 + 0.5) * course.length() / count as f32;
            if let Some((at, along)) = course.at(at) {
                let aside = Vec2::new(-along.y, along.x) * strokes.length / 2.0;
                inks.push(Ink::line(
                    at - aside,
                    at + aside,
                    strokes.width,
                    stroke.color,
                ));
            }
        }
        return;
    }
    let width = if look.width > 0.0 {
        stroke.width
    } else {
        line_width(1.2, 1.0)
    };
    // Both halves keep step with the middle of the whole, so that both ends look alike and nothing crawls while zooming.
    let middle = end / 2.0;
    let dash = |from: f32| {
        let pattern: f32 = look.dash.iter().sum();
        let phase = (from - middle + look.dash[0] / 2.0).rem_euclid(pattern);
        (look.dash.as_slice(), phase)
    };
    let gap = TOKENS.link.disputed.gap / 2.0;
    let places = MarkPlaces::of(row, course.length());
    let parts = match places.disputed.filter(|_| !stroke.is_far()) {
        Some(at) => vec![(0.0, at - gap), (at + gap, end)],
        None => vec![(0.0, end)],
    };
    for (from, to) in parts {
        let part = course.part(from, to);
        if part.points.len() >= 2 {
            let dashed = !look.dash.is_empty() && !faint;
            inks.push(Ink::Line {
                points: part.points,
                color: stroke.color,
                width,
                dash: dashed.then(|| dash(from)),
            });
        }
    }
}

/// Disputed, ended, and the figure of voices.
fn marks(inks: &mut Vec<Ink>, row: &LinkRow, course: &Course, stroke: &Stroke, palette: &Palette) {
    if stroke.is_far() {
        return;
    }
    let tokens = &TOKENS.link;
    let places = MarkPlaces::of(row, course.length());
    if let Some((at, along)) = places.ended.and_then(|at| course.at(at)) {
        let aside = Vec2::new(-along.y, along.x) * tokens.ended.bar_length / 2.0;
        inks.push(Ink::line(
            at - aside,
            at + aside,
            tokens.ended.bar_width,
            stroke.color,
        ));
    }
    let mark = faded(palette.link_mark, stroke.strength.max(0.14));
    if let Some((at, along)) = places.disputed.and_then(|at| course.at(at)) {
        let slant = tokens.disputed.slant_deg.to_radians();
        let aside = Vec2::new(-along.y, along.x);
        let leaning =
            (aside * slant.cos() + along * slant.sin()) * tokens.disputed.stroke_length / 2.0;
        for side in [-0.5, 0.5] {
            let middle = at + along * tokens.disputed.spacing * side;
            inks.push(Ink::line(
                middle - leaning,
                middle + leaning,
                tokens.disputed.stroke_width,
                mark,
            ));
        }
    }
    if let Some((at, _)) = places.figure.and_then(|at| course.at(at)) {
        inks.push(Ink::Circle {
            center: at,
            radius: figure_radius(row),
            fill: palette.canvas,
            stroke: (tokens.voices.outline_width, stroke.color),
        });
        let (size, weight) = (tokens.voices.size, Weight::SemiBold);
        inks.push(Ink::centered(
            at,
            row.voices.to_string(),
            size,
            weight,
            mark,
        ));
    }
}

/// Draws a node: outline, fill, icon.
pub fn node(inks: &mut Vec<Ink>, row: &NodeRow, at: Pos2, radius: f32) {
    let tokens = &TOKENS.node;
    let shape = row.shape;
    let shape_ink = |grow: f32, fill: Color32| Ink::Shape {
        at,
        radius,
        shape,
        grow,
        fill,
    };
    if radius < tokens.dot_below_px {
        inks.push(Ink::Circle {
            center: at,
            radius,
            fill: row.outline,
            stroke: (0.0, Color32::TRANSPARENT),
        });
        return;
    }
    if radius >= tokens.outline_min_px && row.outline != row.fill {
        inks.push(shape_ink(0.0, row.outline));
        inks.push(shape_ink(-tokens.outline, row.fill));
    } else {
        // Too small for an outline: its colour carries the shape, as a pale fill alone would vanish.
        inks.push(shape_ink(0.0, row.outline));
    }
    let place = shape.token().icon;
    let side = place.side * radius;
    if side >= tokens.icon_min_px {
        inks.push(Ink::Icon {
            at: at + vec2(place.dx, place.dy) * radius,
            side,
            icon: row.icon,
            color: row.icon_color,
        });
    }
}

/// Draws the badge of a pinned node.
pub fn pin(inks: &mut Vec<Ink>, at: Pos2, radius: f32, palette: &Palette) {
    let badge = &TOKENS.node.pin_badge;
    let center = pin_center(at, radius);
    let disc = |radius: f32, fill: Color32| Ink::Circle {
        center,
        radius,
        fill,
        stroke: (0.0, Color32::TRANSPARENT),
    };
    inks.push(disc(badge.radius + 1.5, palette.canvas));
    inks.push(disc(badge.radius, palette.text));
    inks.push(Ink::Sign {
        at: center,
        side: badge.radius * 1.5,
        name: "pinned",
        color: palette.canvas,
    });
}

/// Draws a ring around a node: the canvas as a gap, then the ring.
pub fn ring(
    inks: &mut Vec<Ink>,
    row: &NodeRow,
    at: Pos2,
    radius: f32,
    ring: crate::look::Ring,
    color: Color32,
    palette: &Palette,
) {
    let shape_ink = |grow: f32, fill: Color32| Ink::Shape {
        at,
        radius,
        shape: row.shape,
        grow,
        fill,
    };
    inks.push(shape_ink(ring.ring_gap + ring.ring_width, color));
    inks.push(shape_ink(ring.ring_gap, palette.canvas));
}

/// Draws a label with its halo.
pub fn label(inks: &mut Vec<Ink>, label: &Label, color: Color32, halo: Color32) {
    for (at, line) in label.lines.iter().enumerate() {
        inks.push(Ink::Text {
            at: label.line_start(at),
            text: line.clone().into(),
            size: label.size,
            weight: label.weight,
            color,
            halo,
        });
    }
}

/// A link as a sample in a legend or a list: a line of this look between two points, with marks if asked.
pub fn sample(inks: &mut Vec<Ink>, from: Pos2, to: Pos2, row: &LinkRow, palette: &Palette) {
    let end = |at: Pos2| CurveEnd {
        at,
        radius: 0.0,
        shape: NodeShape(0),
    };
    let row = LinkRow {
        color: crate::look::link_color(row.support, palette),
        ..*row
    };
    let stroke = Stroke {
        detail: Detail::Sample,
        ..Stroke::of(&row, 1.0)
    };
    link(
        inks,
        &row,
        (&end(from), &end(to)),
        Way::Straight,
        stroke,
        palette,
    );
}

/// A row for [`sample`]: of this look, without marks.
pub fn plain_row(support: Support) -> LinkRow {
    LinkRow {
        slot: 0,
        from: 0,
        to: 1,
        support,
        disputed: false,
        ended: false,
        directed: false,
        voices: 0,
        color: Color32::TRANSPARENT,
        lane: Lane::Straight,
    }
}

/// The box around some text lines that begin at `top`.
pub fn text_box(lines: &[String], top: Pos2, size: f32, weight: Weight, line: f32) -> Rect {
    let book = FontBook::shared();
    let width = lines.iter().map(|text| book.width(text, size, weight));
    Rect::from_min_size(
        top,
        vec2(width.fold(0.0, f32::max), line * lines.len() as f32),
    )
}

/// The middle of a side, for small helpers that draw by hand.
pub fn left_center(rect: Rect) -> Pos2 {
    pos2(rect.left(), rect.center().y)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends() -> (CurveEnd, CurveEnd) {
        let end = |x: f32| CurveEnd {
            at: pos2(x, 0.0),
            radius: 10.0,
            shape: NodeShape::from_name("circle").unwrap(),
        };
        (end(0.0), end(200.0))
    }

    fn drawn(row: LinkRow, zoom: f32) -> Vec<Ink> {
        let (a, b) = ends();
        let mut inks = Vec::new();
        let palette = crate::look::Theme::Light.palette();
        let row = LinkRow {
            color: Color32::BLACK,
            ..row
        };
        link(
            &mut inks,
            &row,
            (&a, &b),
            Way::Straight,
            Stroke::of(&row, zoom),
            palette,
        );
        inks
    }

    #[test]
    fn a_far_dash_fades_and_never_turns_into_a_plain_full_line() {
        let strength = |support: Support| {
            let inks = drawn(plain_row(support), 0.2);
            let [
                Ink::Line {
                    color, dash: None, ..
                },
            ] = inks.as_slice()
            else {
                panic!("{inks:?}");
            };
            color.a()
        };
        let all = [
            Support::Established,
            Support::Reported,
            Support::Alleged,
            Support::Unsourced,
        ]
        .map(strength);
        assert_eq!(all[0], 255);
        assert!(all.windows(2).all(|pair| pair[0] > pair[1]), "{all:?}");
    }

    #[test]
    fn dashes_are_the_same_from_both_ends() {
        let inks = drawn(plain_row(Support::Reported), 1.0);
        let [
            Ink::Line {
                points,
                dash: Some((dash, phase)),
                ..
            },
        ] = inks.as_slice()
        else {
            panic!("{inks:?}");
        };
        let length = points[1].x - points[0].x;
        let pattern: f32 = dash.iter().sum();
        let at = |x: f32| (x + phase).rem_euclid(pattern) < dash[0];
        for x in 0..60 {
            let x = x as f32 + 0.31;
            assert_eq!(at(x), at(length - x), "{x}");
        }
    }

    #[test]
    fn the_head_touches_the_outline() {
        let inks = drawn(
            LinkRow {
                directed: true,
                ..plain_row(Support::Established)
            },
            1.0,
        );
        let Some(Ink::Fill { points, .. }) = inks.first() else {
            panic!()
        };
        assert!(
            (points[0].x - (200.0 - 10.0 - 1.5)).abs() < 0.05,
            "{points:?}"
        );
    }

    #[test]
    fn disputed_links_have_a_gap_and_two_strokes() {
        let inks = drawn(
            LinkRow {
                disputed: true,
                ..plain_row(Support::Established)
            },
            1.0,
        );
        assert_eq!(inks.len(), 4);
    }
}
