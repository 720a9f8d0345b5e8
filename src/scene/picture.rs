//! The chart as one picture: marking banner, title, nodes, links, labels, legend, and what it shows of how much.

use std::collections::BTreeSet;

use crate::geom::{Pos2, Rect, Vec2, pos2, vec2};
use crate::look::{Theme, marking_color};
use crate::model::{Document, Marking, counted, figure};

use super::fit::fit;
use super::fonts::{FontBook, Weight};
use super::ink::{self, Detail, Ink, Stroke};
use super::labels::{Label, LabelOptions, place};
use super::legend::{Card, Legend};
use super::marks::PIN_FROM;
use super::text::{flow, wrap};
use super::{Scene, Viewport};

/// Everything that a picture is made from.
pub struct Subject<'a> {
    /// The dataset.
    pub document: &'a Document,
    /// The scene.
    pub scene: &'a Scene,
    /// Where its nodes stand.
    pub positions: &'a [Pos2],
    /// Slots of pinned entities.
    pub pinned: &'a BTreeSet<u32>,
    /// What the legend lists.
    pub legend: &'a Legend,
    /// What the banner says.
    pub banner: Banner,
    /// The filter in words.
    pub filter: &'a str,
    /// What is left out and what falls, in words; empty where everything counts.
    pub what_if: String,
}

/// What the banner says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banner {
    /// The highest marking of what is drawn.
    pub marking: Marking,
    /// The marking in words; where the dataset has none, that it has none.
    pub label: String,
    /// How it may be handled: in the dataset's own words, else what the marking means.
    pub handling: String,
    /// Whether the dataset has a marking that can be read.
    pub is_set: bool,
}

impl Banner {
    /// The banner of a dataset of which the highest marking drawn is this one.
    pub fn of(document: &Document, marking: Marking) -> Self {
        let meta = document.meta();
        let label = match meta.extra.unread("marking") {
            _ if meta.marking.is_some() => marking.to_string(),
            Some(_) => format!("Unknown marking: treated as {marking}"),
            None => format!("No marking set: treated as {marking}"),
        };
        let handling = match meta.handling.as_str() {
            "" => marking.handling().to_owned(),
            handling => handling.to_owned(),
        };
        Self {
            marking,
            label,
            handling,
            is_set: meta.marking.is_some(),
        }
    }
}

/// A picture ready to be painted.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Its size in points.
    pub size: Vec2,
    /// Its theme.
    pub theme: Theme,
    /// What to paint, in order.
    pub inks: Vec<Ink>,
    /// What it is called.
    pub title: String,
}

/// Height of the banner.
pub const BANNER: f32 = 26.0;
/// Height of the line with title and counts.
const HEAD: f32 = 44.0;
/// Height of the strip that says what is left out.
const STRIP: f32 = 30.0;
/// What the banner adds where something is left out, so that no part of the picture is taken for the real chart.
const NOT_WHOLE: &str = "What if: some evidence left out";

/// Makes the picture of a whole view in `size` points.
pub fn picture(subject: &Subject<'_>, size: Vec2) -> Picture {
    let theme = subject.scene.theme;
    let palette = theme.palette();
    let page = Rect::from_min_size(Pos2::ZERO, size);
    let mut inks = vec![Ink::Box {
        rect: page,
        round: 0.0,
        fill: palette.canvas,
        stroke: (0.0, palette.canvas),
    }];
    let meta = subject.document.meta();
    banner(
        &mut inks,
        Rect::from_min_size(page.min, vec2(size.x, BANNER)),
        &subject.banner,
        if subject.what_if.is_empty() {
            ""
        } else {
            NOT_WHOLE
        },
    );
    head(
        &mut inks,
        subject,
        Rect::from_min_size(pos2(0.0, BANNER), vec2(size.x, HEAD)),
    );
    let top = BANNER + HEAD + strip(&mut inks, subject, pos2(0.0, BANNER + HEAD), size.x);
    let chart = Rect::from_min_max(pos2(0.0, top), page.max);
    let (legend, card, frame) = fitted(subject, chart);
    let corner = legend_corner(chart, &card);
    let blocked: Vec<Rect> = (!legend.is_empty()).then_some(corner).into_iter().collect();
    let options = LabelOptions {
        blocked: &blocked,
        most: 600,
        ..LabelOptions::default()
    };
    let labels = place(
        subject.document,
        subject.scene,
        subject.positions,
        &frame,
        &options,
    );
    // Pins are a matter of the desk, not of the picture.
    let unpinned = BTreeSet::new();
    let (scene, positions) = (subject.scene, subject.positions);
    draw_chart(&mut inks, scene, positions, &unpinned, &frame, &labels);
    if !legend.is_empty() {
        inks.extend(card.at(corner.min));
    }
    Picture {
        size,
        theme,
        inks,
        title: match subject.what_if.as_str() {
            "" => meta.title.to_string(),
            what_if => format!("{} – {what_if}", meta.title),
        },
    }
}

/// The legend, its card, and the view of the whole chart beside it.
fn fitted(subject: &Subject<'_>, chart: Rect) -> (Legend, Card, Viewport) {
    let beside = |legend: Legend| {
        let card = legend.card_for(subject.scene.theme, chart.size());
        let card = card.unwrap_or_else(|| legend.card(subject.scene.theme, 186.0, 2));
        let corner = legend_corner(chart, &card);
        let blocked: Vec<Rect> = (!legend.is_empty()).then_some(corner).into_iter().collect();
        let (scene, positions) = (subject.scene, subject.positions);
        let mut frame = Viewport {
            rect: chart,
            camera: fit(subject.document, scene, positions, chart, &blocked),
            detail: Detail::Full,
        };
        frame.detail = scene.detail(&frame, positions);
        (legend, card, frame)
    };
    let found = beside(subject.legend.clone());
    match found.2.detail {
        Detail::Full => found,
        // Its legend has other rows, so that there is other room beside it.
        Detail::Far => {
            let (legend, card, frame) = beside(found.0.for_detail(Detail::Far));
            let detail = Detail::Far;
            (legend, card, Viewport { detail, ..frame })
        }
    }
}

/// The strip that says what is left out, over the whole width, in as many lines as that takes. Returns its height.
fn strip(inks: &mut Vec<Ink>, subject: &Subject<'_>, corner: Pos2, width: f32) -> f32 {
    if subject.what_if.is_empty() {
        return 0.0;
    }
    const LINE: f32 = 17.0;
    let palette = subject.scene.theme.palette();
    let lines = flow(&subject.what_if, 13.0, Weight::SemiBold, width - 32.0);
    let height = STRIP + LINE * (lines.len() as f32 - 1.0);
    inks.push(Ink::Box {
        rect: Rect::from_min_size(corner, vec2(width, height)),
        round: 0.0,
        fill: palette.accent_soft,
        stroke: (0.0, palette.accent_soft),
    });
    for (at, line) in lines.into_iter().enumerate() {
        let baseline = corner + vec2(16.0, 19.5 + LINE * at as f32);
        let ink = palette.text;
        inks.push(Ink::text(baseline, line, 13.0, Weight::SemiBold, ink));
    }
    height
}

/// Where the legend stands: bottom left.
pub fn legend_corner(chart: Rect, card: &Card) -> Rect {
    let corner = pos2(chart.left() + 8.0, chart.bottom() - 8.0 - card.size.y);
    Rect::from_min_size(corner, card.size)
}

/// The marking banner: on black, in the colour of TLP 2.0, with the handling text; at its left end a notice, if there is one.
pub fn banner(inks: &mut Vec<Ink>, rect: Rect, says: &Banner, notice: &str) {
    use crate::geom::Color32;
    inks.push(Ink::Box {
        rect,
        round: 0.0,
        fill: Color32::BLACK,
        stroke: (0.0, Color32::BLACK),
    });
    let book = FontBook::shared();
    let noticed = book.width(notice, 11.5, Weight::SemiBold) + 30.0;
    let noticed = if notice.is_empty() { 0.0 } else { noticed };
    if !notice.is_empty() {
        let at = pos2(rect.left() + 14.0, rect.center().y + 4.3);
        let white = Color32::WHITE;
        let notice = notice.to_owned();
        inks.push(Ink::text(at, notice, 11.5, Weight::SemiBold, white));
    }
    let word = says.label.clone();
    let word_width = book.width(&word, 12.0, Weight::SemiBold);
    let room = (rect.width() - word_width - 60.0 - noticed).max(40.0);
    let handling = wrap(&says.handling, 11.5, Weight::Regular, room, 1).remove(0);
    let gap = if handling.is_empty() { 0.0 } else { 14.0 };
    let width = word_width + gap + book.width(&handling, 11.5, Weight::Regular);
    let left = (rect.center().x - width / 2.0).max(rect.left() + noticed);
    let baseline = rect.center().y + 4.3;
    let color = marking_color(says.marking);
    inks.push(Ink::text(
        pos2(left, baseline),
        word,
        12.0,
        Weight::SemiBold,
        color,
    ));
    let at = pos2(left + word_width + gap, baseline);
    inks.push(Ink::text(
        at,
        handling,
        11.5,
        Weight::Regular,
        Color32::WHITE,
    ));
}

/// Title on the left; what is shown of how much, and the filter, on the right.
fn head(inks: &mut Vec<Ink>, subject: &Subject<'_>, rect: Rect) {
    let palette = subject.scene.theme.palette();
    let book = FontBook::shared();
    let (all, shown) = (subject.document, subject.scene);
    let links: usize = shown.links.len()
        + shown
            .bundles
            .values()
            .map(|slots| slots.len() - 1)
            .sum::<usize>();
    let counts = format!(
        "{} of {}, {} of {}",
        figure(shown.nodes.len()),
        counted(all.entities().len(), "entity"),
        figure(links),
        counted(all.links().len(), "link")
    );
    let counts = if subject.filter.is_empty() {
        counts
    } else {
        format!("{}  {counts}", subject.filter)
    };
    let title = match all.meta().title.as_str() {
        "" => "Untitled chart",
        title => title,
    };
    // The title has what it needs first.
    let room = rect.width() * 0.72;
    let title = wrap(title, 18.0, Weight::SemiBold, room, 1).remove(0);
    let room = rect.width() - book.width(&title, 18.0, Weight::SemiBold) - 56.0;
    let counts = wrap(&counts, 11.5, Weight::Regular, room.max(60.0), 1).remove(0);
    let width = book.width(&counts, 11.5, Weight::Regular);
    let baseline = rect.center().y + 5.0;
    let at = pos2(rect.right() - 16.0 - width, baseline);
    inks.push(Ink::text(
        at,
        counts,
        11.5,
        Weight::Regular,
        palette.text_secondary,
    ));
    let at = pos2(rect.left() + 16.0, baseline + 1.0);
    inks.push(Ink::text(at, title, 18.0, Weight::SemiBold, palette.text));
}

/// Links, then nodes, then labels.
pub fn draw_chart(
    inks: &mut Vec<Ink>,
    scene: &Scene,
    positions: &[Pos2],
    pinned: &BTreeSet<u32>,
    frame: &Viewport,
    labels: &[Label],
) {
    let palette = scene.theme.palette();
    let zoom = frame.camera.zoom;
    let angles = scene.loop_angles(positions);
    let seen = frame.rect.expand(60.0);
    for link in &scene.links {
        let from = frame.end(scene, positions, link.from);
        let to = frame.end(scene, positions, link.to);
        if !Rect::from_two_pos(from.at, to.at)
            .expand(60.0)
            .intersects(seen)
        {
            continue;
        }
        let angle = |node: u32| angles.get(&node).copied().unwrap_or(0.0);
        let way = scene.way(link, zoom, angle);
        ink::link(
            inks,
            link,
            (&from, &to),
            way,
            Stroke::of(link, zoom, frame.detail),
            palette,
        );
    }
    for (row, at) in scene.nodes.iter().zip(positions) {
        let (at, radius) = (frame.screen(*at), frame.radius(row.radius));
        if seen.contains(at) {
            ink::node(inks, row, at, radius);
            if pinned.contains(&row.slot) && radius >= PIN_FROM {
                ink::pin(inks, at, radius, palette);
            }
        }
    }
    for label in labels {
        ink::label(inks, label, palette.label, palette.label_halo);
    }
}
