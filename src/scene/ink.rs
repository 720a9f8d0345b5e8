//! What painters paint: lines, fills, shapes, icons and texts in view points, in order. They translate it and decide nothing.

use std::borrow::Cow;

use crate::geom::{Color32, Pos2, Rect, Vec2, pos2, vec2};
use crate::look::{Icon, NodeShape, Palette, TOKENS};
use crate::model::{NamePart, NameSort, Support};

use super::curve::{Course, CurveEnd, Way};
use super::fonts::{FontBook, Weight};
use super::labels::Label;
use super::link_names::{LinkName, weight_of};
use super::plan::{Head, HeadForm, LinkPlan, Piece, course_of, mark_place, plan_of, ring_radius};

pub use super::marks::pin_center;
pub use super::plan::Detail;
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
        /// Lengths of lines and gaps in turn; solid if absent.
        dash: Option<[f32; 4]>,
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

/// The width of a link's line at this zoom: as the tokens say from 50% on, thinner before, but never too thin for its rhythm to
/// be seen. Far away a crowd would be a blot, so that there it gets as thin as it likes.
pub fn line_width(token: f32, zoom: f32, detail: Detail) -> f32 {
    match detail {
        Detail::Full => (token * (zoom * 2.0).min(1.0)).max(TOKENS.link.fit.width_min),
        Detail::Far => token * (zoom * 2.0).clamp(0.35, 1.0),
    }
}

impl Stroke {
    /// The plain stroke of a row in a view.
    pub fn of(row: &LinkRow, zoom: f32, detail: Detail) -> Self {
        Self {
            color: row.color,
            width: line_width(token_width(row), zoom, detail),
            strength: 1.0,
            detail,
        }
    }
}

/// The width of a row's line at 100%.
pub fn token_width(row: &LinkRow) -> f32 {
    match row.lane {
        Lane::Bundle => TOKENS.link.parallel.bundle_width,
        _ => TOKENS.look(row.support).width.max(1.2),
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
    let course = course_of(row, ends, way);
    if course.points.len() < 2 {
        return;
    }
    if stroke.detail == Detail::Far {
        let strength = stroke.strength * TOKENS.look(row.support).far_opacity;
        inks.push(Ink::Line {
            points: course.points,
            color: faded(palette.link, strength),
            width: stroke.width,
            dash: None,
        });
        return;
    }
    let plan = plan_of(row, ends, way, &course);
    let stroke = Stroke {
        color: faded(stroke.color, stroke.strength),
        ..stroke
    };
    for piece in plan.pieces.iter().flatten() {
        line(inks, piece, plan.tick, &course, &stroke);
    }
    if let Some(head) = &plan.head {
        head_ink(inks, head, row, &course, &stroke);
    }
    if let Some((at, along)) = plan.bar.and_then(|bar| course.at(bar.at))
        && let Some(bar) = plan.bar
    {
        let aside = Vec2::new(-along.y, along.x) * bar.length / 2.0;
        inks.push(Ink::line(at - aside, at + aside, bar.width, stroke.color));
    }
    marks(inks, row, &plan, &course, &stroke, palette);
}

/// A piece of a line with its rhythm, or ticks across it.
fn line(inks: &mut Vec<Ink>, piece: &Piece, tick: f32, course: &Course, stroke: &Stroke) {
    if tick > 0.0 {
        for [from, to] in piece.dashes() {
            if let Some((at, along)) = course.at((from + to) / 2.0) {
                let aside = Vec2::new(-along.y, along.x) * tick / 2.0;
                inks.push(Ink::line(at - aside, at + aside, to - from, stroke.color));
            }
        }
        return;
    }
    let part = course.part(piece.from, piece.to);
    if part.points.len() < 2 {
        return;
    }
    let gap = piece.second_at - piece.dash;
    let last = piece.period - piece.second_at - piece.second;
    let is_solid = piece.dash >= piece.to - piece.from - 0.01;
    inks.push(Ink::Line {
        points: part.points,
        color: stroke.color,
        width: stroke.width,
        dash: (!is_solid).then(|| match piece.second > 0.0 {
            true => [piece.dash, gap, piece.second, last],
            false => {
                let gap = piece.period - piece.dash;
                [piece.dash, gap, piece.dash, gap]
            }
        }),
    });
}

/// A head, its tip at the end of the course.
fn head_ink(inks: &mut Vec<Ink>, head: &Head, row: &LinkRow, course: &Course, stroke: &Stroke) {
    let (long, half) = (head.length, head.half_width);
    let end = course.length();
    let (Some((tip, _)), Some((barbs, _))) = (course.at(end), course.at((end - long).max(0.0)))
    else {
        return;
    };
    let along = (tip - barbs).normalized();
    let right = Vec2::new(-along.y, along.x);
    let at = |back: f32, aside: f32| tip - along * back + right * aside;
    let flank = long.hypot(half);
    let usual = TOKENS.look(row.support).width.max(1.2);
    let width = stroke_of_head(head, stroke.width / usual);
    match head.form {
        HeadForm::Filled => inks.push(Ink::Fill {
            points: vec![
                tip,
                at(long, half),
                at(long - head.extra, 0.0),
                at(long, -half),
            ],
            color: stroke.color,
        }),
        HeadForm::Hollow => {
            // The inner edge is the outer one moved in by the width: a frame of three strips.
            let inner_half = half - width * (flank + half) / long;
            let (front, back) = (width * flank / half, long - width);
            let outer = [tip, at(long, half), at(long, -half)];
            let inner = [
                at(front, 0.0),
                at(back, inner_half.max(0.0)),
                at(back, -inner_half.max(0.0)),
            ];
            for side in 0..3 {
                let next = (side + 1) % 3;
                inks.push(Ink::Fill {
                    points: vec![outer[side], outer[next], inner[next], inner[side]],
                    color: stroke.color,
                });
            }
        }
        HeadForm::Open => {
            let inner = half - width * flank / long;
            let notch = (width * flank / half).min(long);
            for side in [1.0, -1.0] {
                inks.push(Ink::Fill {
                    points: vec![
                        tip,
                        at(long, half * side),
                        at(long, inner.max(0.0) * side),
                        at(notch, 0.0),
                    ],
                    color: stroke.color,
                });
            }
        }
    }
}

/// The width of a hollow or open head's strokes on a line that is `wider` times as wide as usual.
fn stroke_of_head(head: &Head, wider: f32) -> f32 {
    let share = match head.form {
        HeadForm::Filled => return 0.0,
        HeadForm::Hollow => 0.6,
        HeadForm::Open => 0.8,
    };
    head.extra * (1.0 + (wider - 1.0).max(0.0) * share)
}

/// The strokes of dispute, and the figure of voices.
fn marks(
    inks: &mut Vec<Ink>,
    row: &LinkRow,
    plan: &LinkPlan,
    course: &Course,
    stroke: &Stroke,
    palette: &Palette,
) {
    let tokens = &TOKENS.link;
    let mark = faded(palette.link_mark, stroke.strength.max(0.14));
    if let Some((place, size)) = plan.strokes
        && let Some((at, along)) = mark_place(place, course)
    {
        let slant = tokens.disputed.slant_deg.to_radians();
        let aside = Vec2::new(-along.y, along.x);
        let leaning = (aside * slant.cos() + along * slant.sin()) * size.stroke_length / 2.0;
        for side in [-0.5, 0.5] {
            let middle = at + along * size.spacing * side;
            inks.push(Ink::line(
                middle - leaning,
                middle + leaning,
                size.stroke_width,
                mark,
            ));
        }
    }
    if let Some((at, _)) = plan.figure.and_then(|place| mark_place(place, course)) {
        inks.push(Ink::Circle {
            center: at,
            radius: ring_radius(row.voices),
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

/// How the name of a link stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameTone {
    /// As all are.
    Plain,
    /// Of a link whose end or which itself is hovered.
    Lit,
    /// Of a selected link.
    Selected,
}

/// Draws the name of a link on its plate.
pub(crate) fn link_name(inks: &mut Vec<Ink>, name: &LinkName, tone: NameTone, palette: &Palette) {
    let tokens = &TOKENS.link.name;
    let plate = &tokens.plate;
    let (fill, pad) = match tone {
        NameTone::Selected => (palette.accent, plate.pad + 1.5),
        _ => (faded(palette.canvas, plate.opacity), plate.pad),
    };
    let height = tokens.size * tokens.line_height;
    let rows = (0..name.lines.len()).map(|at| {
        let (start, width) = name.line_start(at);
        let middle = pos2(start.x + width / 2.0, start.y - tokens.size * 0.355);
        Rect::from_center_size(middle, vec2(width + 2.0 * pad, plate.height.max(height)))
    });
    let rows: Vec<Rect> = rows.collect();
    let plates = match tone {
        // One piece, as a button would be.
        NameTone::Selected => vec![
            rows.iter()
                .fold(Rect::NOTHING, |a, b| a.union(*b))
                .expand2(vec2(0.0, 1.5)),
        ],
        _ => rows,
    };
    for rect in plates {
        inks.push(Ink::Box {
            rect,
            round: plate.radius,
            fill,
            stroke: (0.0, fill),
        });
    }
    for (at, parts) in name.lines.iter().enumerate() {
        let color = |sort: NameSort| match (tone, sort) {
            (NameTone::Selected, _) => palette.on_accent,
            _ if name.at_end => palette.text_secondary,
            (NameTone::Lit, _) => palette.text,
            (NameTone::Plain, NameSort::Word) => palette.link_label,
            (NameTone::Plain, NameSort::Figure) => palette.link_mark,
            (NameTone::Plain, NameSort::Absent) => palette.text_tertiary,
        };
        name_line(inks, name.line_start(at).0, parts, color);
    }
}

fn name_line(
    inks: &mut Vec<Ink>,
    mut at: Pos2,
    parts: &[NamePart],
    color: impl Fn(NameSort) -> Color32,
) {
    let size = TOKENS.link.name.size;
    let book = FontBook::shared();
    let blank = book.width(" ", size, Weight::Regular);
    for part in parts {
        let usual = weight_of(part.sort);
        let text = part.text.clone();
        inks.push(Ink::text(at, text, size, usual, color(part.sort)));
        at.x += book.width(&part.text, size, usual) + blank;
    }
}

/// A link as a sample in a legend or a list: a line of this look between two points, with its head, and marks if asked.
pub fn sample(inks: &mut Vec<Ink>, from: Pos2, to: Pos2, row: &LinkRow, palette: &Palette) {
    sample_in(inks, (from, to), row, Detail::Full, palette);
}

/// The same as links are drawn at this detail.
pub(super) fn sample_in(
    inks: &mut Vec<Ink>,
    (from, to): (Pos2, Pos2),
    row: &LinkRow,
    detail: Detail,
    palette: &Palette,
) {
    let end = |at: Pos2| CurveEnd {
        at,
        radius: 0.0,
        shape: NodeShape(0),
    };
    let row = LinkRow {
        color: crate::look::link_color(row.support, row.ended, palette),
        ..*row
    };
    let stroke = Stroke::of(&row, 1.0, detail);
    link(
        inks,
        &row,
        (&end(from), &end(to)),
        Way::Straight,
        stroke,
        palette,
    );
}

/// A row for [`sample`]: of this look, with a head, without marks.
pub fn plain_row(support: Support) -> LinkRow {
    LinkRow {
        slot: 0,
        from: 0,
        to: 1,
        support,
        disputed: false,
        ended: false,
        directed: true,
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

    fn drawn(row: LinkRow, detail: Detail) -> Vec<Ink> {
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
            Stroke::of(&row, 1.0, detail),
            palette,
        );
        inks
    }

    #[test]
    fn far_lines_are_fainter_the_less_supports_them() {
        let strength = |support: Support| {
            let inks = drawn(plain_row(support), Detail::Far);
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
        let all: Vec<u8> = Support::ALL
            .iter()
            .map(|support| strength(*support))
            .collect();
        assert_eq!(all[0], 255);
        assert!(all.windows(2).all(|pair| pair[0] > pair[1]), "{all:?}");
    }

    #[test]
    fn the_head_touches_the_outline() {
        for support in Support::ALL {
            let row = LinkRow {
                directed: true,
                ..plain_row(*support)
            };
            let inks = drawn(row, Detail::Full);
            let fills = inks.iter().filter_map(|ink| match ink {
                Ink::Fill { points, .. } => Some(points),
                _ => None,
            });
            let tip = fills.flatten().map(|point| point.x).fold(0.0, f32::max);
            assert!(
                (tip - (200.0 - 10.0 - 1.5)).abs() < 0.05,
                "{support:?}: {tip}"
            );
        }
    }

    #[test]
    fn disputed_links_have_a_gap_and_two_strokes() {
        let row = LinkRow {
            disputed: true,
            directed: false,
            ..plain_row(Support::Established)
        };
        assert_eq!(drawn(row, Detail::Full).len(), 4);
    }
}
