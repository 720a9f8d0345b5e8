//! Inks → SVG.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::geom::{Color32, Pos2};
use crate::look::{Icon, NodeShape, TOKENS, hex};
use crate::model::harmless;
use crate::scene::ink::Ink;
use crate::scene::picture::Picture;
use crate::scene::shape::grown_path;

use super::PictureFormat;

/// The families that text names: Inter, then what other scripts are likely to find.
const FAMILIES: &str = "Inter, 'Noto Sans', 'Noto Sans CJK SC', sans-serif";

/// The format in the list of picture formats.
pub(super) const FORMAT: PictureFormat = PictureFormat {
    label: "SVG picture",
    ending: "svg",
    write: |picture, _| Ok(svg(picture).into_bytes()),
};

/// The picture as an SVG 1.1 file: same picture, same bytes.
pub(super) fn svg(picture: &Picture) -> String {
    let mut out = SvgWriter {
        body: String::with_capacity(picture.inks.len() * 120),
        shapes: BTreeMap::new(),
        icons: BTreeMap::new(),
        signs: BTreeMap::new(),
    };
    for ink in &picture.inks {
        out.ink(ink);
    }
    let (w, h) = (number(picture.size.x), number(picture.size.y));
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" font-family=\"{FAMILIES}\">\n"
    );
    if !picture.title.is_empty() {
        let _ = writeln!(text, "<title>{}</title>", escape(&picture.title));
    }
    text.push_str(&out.definitions());
    text.push_str(&out.body);
    text.push_str("</svg>\n");
    text
}

struct SvgWriter {
    body: String,
    /// Paths used more than once, by what they show: shape and growth in thousandths, icon, sign.
    shapes: BTreeMap<(u8, i32), String>,
    icons: BTreeMap<u8, ()>,
    signs: BTreeMap<&'static str, ()>,
}

impl SvgWriter {
    fn definitions(&self) -> String {
        let mut text = String::from("<defs>\n");
        for ((shape, grow), path) in &self.shapes {
            let _ = writeln!(
                text,
                "<path id=\"{}\" d=\"{path}\"/>",
                shape_id(*shape, *grow)
            );
        }
        let mut icon = |id: String, paths: &[String]| {
            let _ = write!(text, "<g id=\"{id}\" fill-rule=\"evenodd\">");
            for path in paths {
                let _ = write!(text, "<path d=\"{path}\"/>");
            }
            text.push_str("</g>\n");
        };
        for number in self.icons.keys() {
            icon(format!("i{number}"), Icon(*number).paths());
        }
        for name in self.signs.keys() {
            if let Some((_, paths)) = TOKENS.ui_icons.iter().find(|(have, _)| have == name) {
                icon(format!("u-{name}"), paths);
            }
        }
        text.push_str("</defs>\n");
        text
    }

    fn ink(&mut self, ink: &Ink) {
        match ink {
            Ink::Line {
                points,
                color,
                width,
                dash,
            } => self.line(points, *color, *width, *dash),
            Ink::Fill { points, color } => {
                let path = path(points);
                self.element(&format!("<path d=\"{path}Z\"{}/>", fill(*color)));
            }
            Ink::Circle {
                center,
                radius,
                fill: color,
                stroke: edge,
            } => self.element(&format!(
                "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}{}/>",
                number(center.x),
                number(center.y),
                number(*radius),
                fill(*color),
                stroke(*edge)
            )),
            Ink::Box {
                rect,
                round,
                fill: color,
                stroke: edge,
            } => {
                let rect = rect.shrink(edge.0 / 2.0);
                let round = (round - edge.0 / 2.0).max(0.0);
                self.element(&format!(
                    "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"{}{}/>",
                    number(rect.left()),
                    number(rect.top()),
                    number(rect.width()),
                    number(rect.height()),
                    number(round),
                    fill(*color),
                    stroke(*edge)
                ));
            }
            Ink::Shape {
                at,
                radius,
                shape,
                grow,
                fill: color,
            } => self.shape(*at, *radius, *shape, *grow, *color),
            Ink::Icon {
                at,
                side,
                icon,
                color,
            } => {
                self.icons.insert(icon.0, ());
                self.used(&format!("i{}", icon.0), *at, *side, *color);
            }
            Ink::Sign {
                at,
                side,
                name,
                color,
            } => {
                self.signs.insert(name, ());
                self.used(&format!("u-{name}"), *at, *side, *color);
            }
            Ink::Text { .. } => self.text(ink),
        }
    }

    fn element(&mut self, element: &str) {
        self.body.push_str(element);
        self.body.push('\n');
    }

    fn line(&mut self, points: &[Pos2], color: Color32, width: f32, dash: Option<[f32; 4]>) {
        let mut dashes = String::new();
        if let Some(lengths) = dash {
            let lengths: Vec<String> = lengths.iter().map(|length| number(*length)).collect();
            let _ = write!(dashes, " stroke-dasharray=\"{}\"", lengths.join(" "));
        }
        let path = path(points);
        self.element(&format!(
            "<path d=\"{path}\" fill=\"none\"{}{dashes}/>",
            stroke((width, color))
        ));
    }

    fn shape(&mut self, at: Pos2, radius: f32, shape: NodeShape, grow: f32, color: Color32) {
        // Growth in thousandths of the radius: few different ones, so that each outline is written once.
        let grow = (grow / radius * 1000.0).round() as i32;
        self.shapes
            .entry((shape.0, grow))
            .or_insert_with(|| grown_path(shape, grow as f32 / 1000.0));
        self.element(&format!(
            "<use xlink:href=\"#{}\" transform=\"translate({} {}) scale({})\"{}/>",
            shape_id(shape.0, grow),
            number(at.x),
            number(at.y),
            number(radius),
            fill(color)
        ));
    }

    /// A definition of 24 by 24, put in a square.
    fn used(&mut self, id: &str, at: Pos2, side: f32, color: Color32) {
        self.element(&format!(
            "<use xlink:href=\"#{id}\" transform=\"translate({} {}) scale({})\"{}/>",
            number(at.x - side / 2.0),
            number(at.y - side / 2.0),
            number(side / 24.0),
            fill(color)
        ));
    }

    fn text(&mut self, ink: &Ink) {
        let Ink::Text {
            at,
            text,
            size,
            weight,
            color,
            halo,
        } = ink
        else {
            return;
        };
        let attributes = format!(
            "x=\"{}\" y=\"{}\" font-size=\"{}\" font-weight=\"{}\" xml:space=\"preserve\"",
            number(at.x),
            number(at.y),
            number(*size),
            weight.number()
        );
        let text = escape(text);
        if *halo != Color32::TRANSPARENT {
            let (width, opacity) = TOKENS.halo;
            let color = hex(*halo);
            self.element(&format!(
                "<text {attributes} fill=\"{color}\" stroke=\"{color}\" stroke-width=\"{}\" \
                 stroke-linejoin=\"round\" stroke-opacity=\"{}\">{text}</text>",
                number(width * 2.0),
                number(opacity)
            ));
        }
        self.element(&format!("<text {attributes}{}>{text}</text>", fill(*color)));
    }
}

fn shape_id(shape: u8, grow: i32) -> String {
    if grow < 0 {
        format!("s{shape}m{}", -grow)
    } else {
        format!("s{shape}p{grow}")
    }
}

fn path(points: &[Pos2]) -> String {
    let mut path = String::new();
    for (at, point) in points.iter().enumerate() {
        path.push(if at == 0 { 'M' } else { 'L' });
        let _ = write!(path, "{} {}", number(point.x), number(point.y));
    }
    path
}

fn fill(color: Color32) -> String {
    paint("fill", color)
}

fn stroke((width, color): (f32, Color32)) -> String {
    if width <= 0.0 {
        return String::new();
    }
    format!(
        "{} stroke-width=\"{}\"",
        paint("stroke", color),
        number(width)
    )
}

fn paint(what: &str, color: Color32) -> String {
    match color.a() {
        0 => format!(" {what}=\"none\""),
        255 => format!(" {what}=\"{}\"", hex(color)),
        alpha => format!(
            " {what}=\"{}\" {what}-opacity=\"{}\"",
            hex(color),
            number(f32::from(alpha) / 255.0)
        ),
    }
}

/// A number with at most two decimals, as short as it can be.
fn number(value: f32) -> String {
    if !value.is_finite() {
        return "0".into();
    }
    let text = if value.abs() < 10.0 {
        format!("{value:.3}")
    } else {
        format!("{value:.2}")
    };
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".into()
    } else {
        text.into()
    }
}

/// Text for XML: markup escaped, what would reorder or hide it as marks, characters that XML cannot hold left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in harmless(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_never_nonsense() {
        let check = |value: f32, text: &str| assert_eq!(number(value), text);
        check(1.0, "1");
        check(-0.0001, "0");
        check(12.345, "12.35");
        check(0.5, "0.5");
        check(f32::NAN, "0");
    }

    #[test]
    fn text_cannot_break_out() {
        assert_eq!(escape("a<b>\"&\n'"), "a&lt;b&gt;&quot;&amp; '");
        assert_eq!(escape("a\u{1}b\u{202e}c"), "a‹U+0001›b‹RLO›c");
    }
}
