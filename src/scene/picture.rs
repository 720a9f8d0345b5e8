//! The chart as one picture: marking banner, title, nodes, links, labels, legend, and what it shows of how much.

use std::collections::BTreeSet;

use crate::geom::{Pos2, Rect, Vec2, pos2, vec2};
use crate::look::{Theme, marking_color};
use crate::model::evidence::Evidence;
use crate::model::{Document, LinkNaming, Marking, counted, figure};

use super::board::{Board, BoardOptions};
use super::fit::fit;
use super::fonts::{FontBook, Weight};
use super::ink::{self, Detail, Ink, NameTone, Stroke};
use super::labels::{Label, LabelOptions, place};
use super::legend::{self, Card, Legend};
use super::link_names::{self, LinkName, NameOptions};
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
    /// What the links' claims amount to.
    pub evidence: &'a Evidence,
    /// What names of links say.
    pub naming: LinkNaming,
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
    let top = BANNER + HEAD + strip(&mut inks, subject, pos2(0.0, BANNER + HEAD), size.x);
    let chart = Rect::from_min_max(pos2(0.0, top), page.max);
    let fitted = fitted(subject, chart);
    let frame = fitted.frame;
    let named = named(subject, &frame, &fitted.blocked);
    let room = Rect::from_min_size(pos2(0.0, BANNER), vec2(size.x, HEAD));
    head(&mut inks, subject, room, &named.left_out);
    // Pins are a matter of the desk, not of the picture.
    let unpinned = BTreeSet::new();
    let (scene, positions) = (subject.scene, subject.positions);
    draw_chart(&mut inks, scene, positions, &unpinned, &frame);
    draw_names(&mut inks, scene, &named);
    if let Some((card, at)) = fitted.card {
        inks.extend(card.at(at));
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

/// The names on a picture.
struct Named {
    labels: Vec<Label>,
    links: Vec<LinkName>,
    /// What of the names is not shown, in words; empty where all are.
    left_out: String,
}

/// Places the names of entities, then those of links.
fn named(subject: &Subject<'_>, frame: &Viewport, blocked: &[Rect]) -> Named {
    const MOST: usize = 600;
    let (document, scene) = (subject.document, subject.scene);
    let on_board = BoardOptions {
        blocked,
        ..BoardOptions::default()
    };
    let mut board = Board::new(scene, subject.positions, frame, on_board);
    let options = LabelOptions {
        most: MOST,
        ..LabelOptions::default()
    };
    let labels = place(document, &mut board, &options);
    let options = NameOptions {
        naming: subject.naming,
        chosen: &[],
        near: &[],
        draws: &|_| true,
        is_lit: false,
        labels: &[],
    };
    let links = link_names::place(document, subject.evidence, &mut board, &options);
    let is_named = |row: &&super::NodeRow| {
        let entity = document.entities().at(row.slot);
        entity.is_some_and(|entity| !entity.label().is_empty())
    };
    let nameless = scene.nodes.iter().filter(is_named).count() - labels.len();
    let left_out = left_out_text(nameless, (links.names.len(), links.of), board.too_short);
    Named {
        labels,
        links: links.names,
        left_out,
    }
}

/// Says how many names are not shown, and how many links are too short to be drawn; empty where everything is shown.
pub fn left_out_text(nameless: usize, (shown, of): (usize, usize), too_short: usize) -> String {
    let mut parts = Vec::new();
    if nameless > 0 {
        parts.push(format!(
            "Names of {} not shown",
            counted(nameless, "entity")
        ));
    }
    if shown < of {
        let (shown, of) = (figure(shown), counted(of, "link"));
        parts.push(format!("Names of {shown} of {of} shown"));
    }
    if too_short > 0 {
        parts.push(format!("{} too short to draw", counted(too_short, "link")));
    }
    parts.join(". ")
}

/// A chart with its legend.
struct Fitted {
    frame: Viewport,
    /// The legend and its corner; none where there is nothing to explain.
    card: Option<(Card, Pos2)>,
    /// What of the chart's room it takes.
    blocked: Vec<Rect>,
}

/// The view of the whole chart, and the legend in a column on its right; in a corner of a small picture.
fn fitted(subject: &Subject<'_>, room: Rect) -> Fitted {
    let found = fitted_with(subject, room, subject.legend.clone());
    match found.frame.detail {
        Detail::Full => found,
        // Its legend has other rows, so that there is other room beside it.
        Detail::Far => {
            let mut found = fitted_with(
                subject,
                room,
                subject.legend.clone().for_detail(Detail::Far),
            );
            found.frame.detail = Detail::Far;
            found
        }
    }
}

fn fitted_with(subject: &Subject<'_>, room: Rect, legend: Legend) -> Fitted {
    /// The narrowest picture with a column.
    const WIDE: f32 = 800.0;
    let (scene, positions) = (subject.scene, subject.positions);
    let theme = scene.theme;
    let column = legend.column(theme, room.height());
    let column = column.filter(|_| room.width() >= WIDE && !legend.is_empty());
    let (chart, card, blocked) = match column {
        Some(card) => {
            let (chart, beside) = legend::beside(room, &card);
            (chart, Some((card, beside.min)), Vec::new())
        }
        None if legend.is_empty() => (room, None, Vec::new()),
        None => {
            let card = legend.card_for(theme, room.size());
            let card = card.unwrap_or_else(|| legend.card(theme, 186.0, 2));
            let corner = legend_corner(room, &card);
            (room, Some((card, corner.min)), vec![corner])
        }
    };
    let mut frame = Viewport {
        rect: chart,
        camera: fit(subject.document, scene, positions, chart, &blocked),
        detail: Detail::Full,
    };
    frame.detail = scene.detail(&frame, positions);
    Fitted {
        frame,
        card,
        blocked,
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
fn head(inks: &mut Vec<Ink>, subject: &Subject<'_>, rect: Rect, left_out: &str) {
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
    let raised = if left_out.is_empty() { 0.0 } else { 8.0 };
    let at = pos2(rect.right() - 16.0 - width, baseline - raised);
    inks.push(Ink::text(
        at,
        counts,
        11.5,
        Weight::Regular,
        palette.text_secondary,
    ));
    let left_out = wrap(left_out, 11.5, Weight::Regular, room.max(60.0), 1).remove(0);
    let width = book.width(&left_out, 11.5, Weight::Regular);
    let at = pos2(rect.right() - 16.0 - width, baseline + raised);
    let tone = palette.text_secondary;
    inks.push(Ink::text(at, left_out, 11.5, Weight::Regular, tone));
    let at = pos2(rect.left() + 16.0, baseline + 1.0);
    inks.push(Ink::text(at, title, 18.0, Weight::SemiBold, palette.text));
}

/// Links, then nodes.
pub fn draw_chart(
    inks: &mut Vec<Ink>,
    scene: &Scene,
    positions: &[Pos2],
    pinned: &BTreeSet<u32>,
    frame: &Viewport,
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
}

/// Names of links, then of entities.
fn draw_names(inks: &mut Vec<Ink>, scene: &Scene, named: &Named) {
    let palette = scene.theme.palette();
    for name in &named.links {
        ink::link_name(inks, name, NameTone::Plain, palette);
    }
    for label in &named.labels {
        ink::label(inks, label, palette.label, palette.label_halo);
    }
}
