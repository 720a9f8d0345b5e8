//! The legend: exactly what is on the chart, in the words of the rule.

use std::collections::BTreeMap;

use rayon::prelude::*;

mod column;

pub(crate) use self::column::beside;

use crate::geom::{Color32, Pos2, Rect, Vec2, pos2, vec2};
use crate::look::{NodeLook, Palette, Theme, node_look};
use crate::model::evidence::Evidence;
use crate::model::{Document, EntityKind, Facet, Str, Support, counted, figure};

use super::fonts::{FontBook, Weight};
use super::ink::{self, Detail, Ink, plain_row};
use super::text::flow;
use super::{KindCode, Lane, LinkRow, Scene};
use crate::model::short_line;

/// What the legend lists.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Legend {
    /// Entity kinds on the chart, in the order of the vocabulary, own ones after.
    pub kinds: Vec<LegendKind>,
    /// Looks on the chart, strongest first.
    pub looks: Vec<Support>,
    /// Whether a link is disputed.
    pub disputed: bool,
    /// Whether a link has a figure of voices.
    pub voices: bool,
    /// Whether a link has ended.
    pub ended: bool,
    /// Whether a line stands for several links.
    pub bundles: bool,
    /// How many links are drawn of how many in view, where these are too many.
    pub thinned: Option<(usize, usize)>,
    /// Whether so many links are in view that they have no patterns.
    pub far: bool,
}

/// A row for an entity kind.
#[derive(Clone, Debug, PartialEq)]
pub struct LegendKind {
    /// The kind's id.
    pub id: Str,
    /// Its name.
    pub label: Str,
    /// How it looks.
    pub look: NodeLook,
}

const SIZE: f32 = 10.5;
const ROW: f32 = 19.0;
/// Room beside a title for the button that folds the legend.
const BUTTON: f32 = 20.0;
const PADDING: f32 = 11.0;
const SWATCH: f32 = 7.5;
const SAMPLE: f32 = 34.0;
const TITLE: f32 = 20.0;
const LINE: f32 = SIZE * 1.2;

/// The title over the samples of lines.
const LINES_TITLE: &str = "Lines: how well each link is supported";
/// What the samples mean where no patterns are drawn.
const TOO_MANY: &str = "Too many links for patterns: fainter means less support. Ended and disputed are not shown. Zoom in.";
/// What every picture of a chart says last.
const CAVEAT: &str = "A line shows support, not truth.";

/// What some lines have.
#[derive(Clone, Copy, Default)]
struct LineMarks {
    looks: [bool; Support::ALL.len()],
    disputed: bool,
    voices: bool,
    ended: bool,
    bundles: bool,
}

impl LineMarks {
    /// And what this line has.
    fn with(mut self, link: &LinkRow) -> Self {
        self.looks[link.support as usize] = true;
        self.disputed |= link.disputed;
        self.voices |= link.has_figure();
        self.ended |= link.ended;
        self.bundles |= link.lane == Lane::Bundle;
        self
    }

    /// What either has.
    fn or(self, other: Self) -> Self {
        Self {
            looks: std::array::from_fn(|at| self.looks[at] || other.looks[at]),
            disputed: self.disputed || other.disputed,
            voices: self.voices || other.voices,
            ended: self.ended || other.ended,
            bundles: self.bundles || other.bundles,
        }
    }
}

impl Legend {
    /// What is on the chart.
    pub fn of(document: &Document, evidence: &Evidence, scene: &Scene) -> Self {
        let mut kinds: BTreeMap<(usize, Str), ()> = BTreeMap::new();
        let mut seen = vec![false; KindCode::COUNT];
        let mut add = |id: Str| {
            let order = EntityKind::from_word(&id).map_or(EntityKind::ALL.len(), |k| k as usize);
            kinds.insert((order, id), ());
        };
        for node in &scene.nodes {
            if node.kind == KindCode::UNKNOWN {
                let entity = document.entities().at(node.slot);
                add(entity.map_or("other", |entity| entity.kind_id()).into());
            } else if !std::mem::replace(&mut seen[node.kind.index()], true)
                && let Some(id) = node.kind.id(document)
            {
                add(id);
            }
        }
        let kinds = kinds
            .into_keys()
            .map(|(_, id)| {
                let kind = evidence.vocabulary().entity_kind(&id);
                LegendKind {
                    look: node_look(&kind, scene.theme),
                    label: short_line(&kind.label, 30).into(),
                    id,
                }
            })
            .collect();
        let links = scene.links.par_iter().with_min_len(16_384);
        let marks = links.fold(LineMarks::default, LineMarks::with);
        let marks = marks.reduce(LineMarks::default, LineMarks::or);
        let all = Support::ALL.iter().copied();
        Self {
            kinds,
            looks: all.filter(|look| marks.looks[*look as usize]).collect(),
            disputed: marks.disputed,
            voices: marks.voices,
            ended: marks.ended,
            bundles: marks.bundles,
            thinned: None,
            far: false,
        }
    }

    /// This legend for a view in which so much of each link is drawn.
    #[must_use]
    pub fn for_detail(self, detail: Detail) -> Self {
        match detail {
            Detail::Full => self,
            Detail::Far => Self {
                disputed: false,
                voices: false,
                ended: false,
                far: true,
                ..self
            },
        }
    }

    /// Whether another legend has a row for everything that this one has.
    fn is_part_of(&self, other: &Self) -> bool {
        self.kinds.iter().all(|kind| other.kinds.contains(kind))
            && self.looks.iter().all(|look| other.looks.contains(look))
            && self.disputed <= other.disputed
            && self.voices <= other.voices
            && self.ended <= other.ended
            && self.bundles <= other.bundles
            && self.far == other.far
    }

    /// This legend with the rows of an earlier one, if it only has fewer: so nothing moves under the pointer.
    #[must_use]
    pub fn with_rows_of(self, before: &Self) -> Self {
        if !self.is_part_of(before) {
            return self;
        }
        Self {
            thinned: self.thinned.or(before.thinned),
            ..before.clone()
        }
    }

    /// Whether there is nothing to explain.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.looks.is_empty()
    }

    /// Says how many links are drawn, where not all are.
    fn thinned_text(&self) -> Option<String> {
        let (drawn, in_view) = self.thinned?;
        let (drawn, in_view) = (figure(drawn), counted(in_view, "link"));
        Some(format!(
            "Only the {drawn} most important of the {in_view} in view are drawn at this zoom."
        ))
    }

    /// Says that no patterns are drawn, where there are none.
    fn far_text(&self) -> Option<String> {
        self.far.then(|| TOO_MANY.to_owned())
    }

    /// What is said under the samples.
    fn notes(&self) -> impl Iterator<Item = String> {
        let notes = self.far_text().into_iter().chain(self.thinned_text());
        notes.chain([CAVEAT.to_owned()])
    }

    /// Samples of lines with their words, and what they stand for.
    fn lines(&self) -> Vec<(LinkRow, &'static str, Meaning)> {
        let support = |support: &Support| {
            let facet = Meaning::Filters(Facet::Support(*support));
            (plain_row(*support), support.text(), facet)
        };
        let mut lines: Vec<(LinkRow, &'static str, Meaning)> =
            self.looks.iter().map(support).collect();
        let row = LinkRow {
            directed: false,
            ..plain_row(Support::Established)
        };
        if self.disputed {
            let disputed = LinkRow {
                disputed: true,
                ..row
            };
            lines.push((
                disputed,
                "Disputed: someone denies it",
                Meaning::Marks(LinkMark::Disputed),
            ));
        }
        if self.voices {
            let voices = LinkRow { voices: 2, ..row };
            let words = "Number of voices";
            lines.push((voices, words, Meaning::Marks(LinkMark::Voices)));
        }
        if self.ended {
            let ended = LinkRow { ended: true, ..row };
            let words = "Ended: an end date is stated";
            lines.push((ended, words, Meaning::Marks(LinkMark::Ended)));
        }
        if self.bundles {
            let bundle = LinkRow {
                lane: Lane::Bundle,
                ..row
            };
            let words = "Several links, drawn as the weakest";
            lines.push((bundle, words, Meaning::Marks(LinkMark::Bundle)));
        }
        lines
    }

    /// The card laid out, with its size; words no wider than `wrap`.
    pub fn card(&self, theme: Theme, wrap: f32, columns: usize) -> Card {
        self.laid_out(theme, wrap, columns, ROW)
    }

    /// The card of the lines alone, low and with each on one line, and how many kinds it leaves out: for a window that lists
    /// the kinds beside the chart, where the whole card would take more than 18% of a chart of this size. `None` where the
    /// whole one does not, or where this one has no room either.
    pub fn lines_for(&self, theme: Theme, chart: Vec2) -> Option<Card> {
        const LARGE: f32 = 0.18;
        const LOW_ROW: f32 = 16.0;
        let part = |card: &Card| card.size.x * card.size.y / (chart.x * chart.y);
        let whole = self.card_for(theme, chart);
        if self.looks.is_empty() || whole.is_some_and(|card| part(&card) <= LARGE) {
            return None;
        }
        let lines = Self {
            kinds: Vec::new(),
            ..self.clone()
        };
        let mut card = lines.laid_out(theme, 360.0, 1, LOW_ROW);
        if !self.kinds.is_empty() {
            card.more_kinds(self.kinds.len(), theme.palette());
        }
        (card.size.x <= chart.x - 16.0 && part(&card) <= LARGE).then_some(card)
    }

    fn laid_out(&self, theme: Theme, wrap: f32, columns: usize, row_height: f32) -> Card {
        let palette = theme.palette();
        let book = FontBook::shared();
        let columns = columns.clamp(1, self.kinds.len().max(1));
        let rows = self.kinds.len().div_ceil(columns);
        let mut card = Card::default();
        let mut x = PADDING;
        let top = PADDING + TITLE;
        for column in self.kinds.chunks(rows.max(1)) {
            let widths = column
                .iter()
                .map(|kind| book.width(&kind.label, SIZE, Weight::Regular));
            let width = widths.fold(0.0, f32::max) + 2.0 * SWATCH + 8.0;
            for (at, kind) in column.iter().enumerate() {
                let middle = top + row_height * (at as f32 + 0.5) - 1.0;
                swatch(&mut card.inks, pos2(x + SWATCH, middle), &kind.look);
                let text = pos2(x + SWATCH * 2.0 + 8.0, middle + SIZE * 0.36);
                card.text(text, kind.label.to_string(), palette.text);
                card.rows.push(CardRow {
                    rect: row_at(x, middle, width, row_height),
                    name: kind.label.to_string(),
                    meaning: Meaning::Filters(Facet::EntityKind(kind.id.clone())),
                });
            }
            x += width + 12.0;
        }
        let kinds_right = x - 12.0;
        let mut bottom = top + row_height * rows as f32;
        let mut right = kinds_right;
        if !self.kinds.is_empty() {
            right = right.max(PADDING + book.width("Entities", SIZE, Weight::SemiBold) + BUTTON);
            card.title(pos2(PADDING, PADDING + 9.0), "Entities", palette);
        }
        let lines = self.lines();
        if !lines.is_empty() {
            let left = match self.kinds.is_empty() {
                true => PADDING,
                false => kinds_right + 24.0,
            };
            card.title(pos2(left, PADDING + 9.0), LINES_TITLE, palette);
            right = left + book.width(LINES_TITLE, SIZE, Weight::SemiBold) + BUTTON;
            let mut y = top - 1.0;
            for (row, name, meaning) in lines {
                let middle = y + row_height / 2.0;
                let sample = (pos2(left - 2.0, middle), pos2(left + SAMPLE + 1.0, middle));
                let detail = if self.far { Detail::Far } else { Detail::Full };
                sample_line(&mut card.inks, sample, &row, detail, palette);
                let words = flow(name, SIZE, Weight::Regular, wrap);
                let mut end = left;
                for (at, line) in words.iter().enumerate() {
                    let x = left + SAMPLE + 10.0;
                    let baseline = middle + SIZE * 0.36 + LINE * at as f32;
                    card.text(pos2(x, baseline), line.clone(), palette.text);
                    end = end.max(x + book.width(line, SIZE, Weight::Regular));
                }
                right = right.max(end);
                let height = row_height + LINE * (words.len() as f32 - 1.0);
                card.rows.push(CardRow {
                    rect: row_at(left, y + height / 2.0, end - left, height),
                    name: name.to_owned(),
                    meaning,
                });
                y += height;
            }
            for note in self.notes() {
                for line in flow(&note, SIZE, Weight::Regular, wrap + SAMPLE + 10.0) {
                    right = right.max(left + book.width(&line, SIZE, Weight::Regular));
                    card.text(pos2(left, y + SIZE), line, palette.text_secondary);
                    y += LINE;
                }
                y += 3.0;
            }
            bottom = bottom.max(y + 1.0);
            if !self.kinds.is_empty() {
                card.rule = Some((left - 12.0, PADDING));
            }
        }
        card.size = vec2(right + PADDING, bottom + PADDING - 3.0);
        card.finish(palette);
        card
    }

    /// The card in a chart of this size: small enough to leave it at least seven tenths, in as few rows as that allows.
    /// `None` where the chart is too small for any.
    pub fn card_for(&self, theme: Theme, chart: Vec2) -> Option<Card> {
        let fits = |card: &Card| {
            card.size.x <= chart.x - 16.0 && card.size.x * card.size.y <= chart.x * chart.y * 0.3
        };
        let tries: [(f32, usize); 5] = [(186.0, 2), (330.0, 2), (150.0, 1), (186.0, 3), (120.0, 1)];
        let mut cards = tries
            .iter()
            .map(|(wrap, columns)| self.card(theme, *wrap, *columns));
        cards.find(fits)
    }
}

fn swatch(inks: &mut Vec<Ink>, at: Pos2, look: &NodeLook) {
    let wide = matches!(look.shape.token().name.as_str(), "triangle" | "capsule");
    let radius = SWATCH * if wide { 0.82 } else { 0.92 };
    node_sample(inks, at, radius, look);
}

/// A node of this look as a sample in a list.
pub(crate) fn node_sample(inks: &mut Vec<Ink>, at: Pos2, radius: f32, look: &NodeLook) {
    let row = super::NodeRow {
        slot: 0,
        radius,
        shape: look.shape,
        icon: look.icon,
        fill: look.fill,
        outline: look.outline,
        icon_color: look.icon_color,
        degree: 0,
        kind: KindCode::default(),
    };
    ink::node(inks, &row, at, radius);
}

fn sample_line(
    inks: &mut Vec<Ink>,
    (from, to): (Pos2, Pos2),
    row: &LinkRow,
    detail: Detail,
    palette: &Palette,
) {
    let middle = LinkRow { voices: 0, ..*row };
    let is_bundle = row.lane == Lane::Bundle;
    let drawn = if is_bundle { row } else { &middle };
    ink::sample_in(inks, (from, to), drawn, detail, palette);
    if row.voices > 1 && !is_bundle {
        // On so short a line the figure stands in the middle.
        let tokens = &crate::look::TOKENS.link.voices;
        let center = from + (to - from) / 2.0;
        inks.push(Ink::Circle {
            center,
            radius: tokens.radius,
            fill: palette.raised,
            stroke: (tokens.outline_width, palette.link),
        });
        let text = row.voices.to_string();
        inks.push(Ink::centered(
            center,
            text,
            tokens.size,
            Weight::SemiBold,
            palette.link_mark,
        ));
    }
}

/// Where a row lies that can be pointed at.
fn row_at(left: f32, middle: f32, width: f32, height: f32) -> Rect {
    Rect::from_min_size(
        pos2(left - 4.0, middle - height / 2.0),
        vec2(width + 8.0, height),
    )
}

/// What a row of the legend stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// Something that a filter can name.
    Filters(Facet),
    /// A mark that links bear beside their look.
    Marks(LinkMark),
    /// The kinds of entities that this card leaves out.
    MoreKinds,
}

/// A mark of links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkMark {
    /// Someone denies it.
    Disputed,
    /// More than one voice.
    Voices,
    /// It has ended.
    Ended,
    /// Several links in one line.
    Bundle,
}

impl LinkMark {
    /// Whether a row of links bears it.
    pub fn is_on(self, row: &LinkRow) -> bool {
        let is_bundle = row.lane == Lane::Bundle;
        match self {
            Self::Disputed => row.disputed,
            Self::Voices => row.voices > 1 && !is_bundle,
            Self::Ended => row.ended,
            Self::Bundle => is_bundle,
        }
    }
}

/// A row of the legend that can be pointed at.
#[derive(Clone, Debug, PartialEq)]
pub struct CardRow {
    /// Where it lies on the card.
    pub rect: Rect,
    /// Its words.
    pub name: String,
    /// What it stands for.
    pub meaning: Meaning,
}

/// A legend laid out, its top left corner at the origin.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Card {
    /// What to paint: first its ground.
    pub inks: Vec<Ink>,
    /// Its size.
    pub size: Vec2,
    /// Its rows.
    pub rows: Vec<CardRow>,
    rule: Option<(f32, f32)>,
}

impl Card {
    fn text(&mut self, at: Pos2, text: String, color: Color32) {
        self.inks
            .push(Ink::text(at, text, SIZE, Weight::Regular, color));
    }

    fn title(&mut self, at: Pos2, text: &'static str, palette: &Palette) {
        let color = palette.text_secondary;
        self.inks
            .push(Ink::text(at, text, SIZE, Weight::SemiBold, color));
    }

    /// A last row that says how many kinds are left out.
    fn more_kinds(&mut self, count: usize, palette: &Palette) {
        const HEIGHT: f32 = 16.0;
        let name = format!("{} not shown", counted(count, "entity kind"));
        let middle = self.size.y - PADDING + 3.0 + HEIGHT / 2.0;
        let width = FontBook::shared().width(&name, SIZE, Weight::Regular);
        let at = pos2(PADDING, middle + SIZE * 0.36);
        self.text(at, name.clone(), palette.accent);
        self.rows.push(CardRow {
            rect: row_at(PADDING, middle, width, HEIGHT),
            name,
            meaning: Meaning::MoreKinds,
        });
        self.size.y += HEIGHT;
        if let Some(Ink::Box { rect, .. }) = self.inks.first_mut() {
            rect.max.y += HEIGHT;
        }
    }

    /// The ground under everything, and the rule between the two halves.
    fn finish(&mut self, palette: &Palette) {
        let ground = Ink::Box {
            rect: Rect::from_min_size(Pos2::ZERO, self.size),
            round: 8.0,
            fill: ink::faded(palette.raised, 0.95),
            stroke: (1.0, palette.hairline),
        };
        self.inks.insert(0, ground);
        if let Some((x, top)) = self.rule {
            let (a, b) = (pos2(x, top), pos2(x, self.size.y - PADDING));
            self.inks.insert(1, Ink::line(a, b, 1.0, palette.hairline));
        }
    }

    /// The card moved so that its top left corner is at `to`.
    pub fn at(&self, to: Pos2) -> Vec<Ink> {
        let by = to.to_vec2();
        self.inks.iter().map(|ink| moved(ink, by)).collect()
    }
}

/// The same, elsewhere.
pub(crate) fn moved(ink: &Ink, by: Vec2) -> Ink {
    let mut ink = ink.clone();
    match &mut ink {
        Ink::Line { points, .. } | Ink::Fill { points, .. } => {
            points.iter_mut().for_each(|point| *point += by);
        }
        Ink::Circle { center: at, .. }
        | Ink::Shape { at, .. }
        | Ink::Icon { at, .. }
        | Ink::Sign { at, .. }
        | Ink::Text { at, .. } => *at += by,
        Ink::Box { rect, .. } => *rect = rect.translate(by),
    }
    ink
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legend_tells_how_many_links_are_drawn() {
        let mut legend = Legend {
            looks: vec![Support::Established],
            ..Legend::default()
        };
        let text = |legend: &Legend| -> String {
            let card = legend.card(Theme::Light, 186.0, 2);
            let texts = card.inks.iter().filter_map(|ink| match ink {
                Ink::Text { text, .. } => Some(text.to_string()),
                _ => None,
            });
            texts.collect::<Vec<_>>().join(" ")
        };
        assert!(!text(&legend).contains("Only"));
        legend.thinned = Some((2431, 300_000));
        let words =
            "Only the 2,431 most important of the 300,000 links in view are drawn at this zoom.";
        assert!(text(&legend).contains(words), "{}", text(&legend));
    }

    #[test]
    fn only_a_small_chart_has_the_lines_alone() {
        let kind = |at: usize| LegendKind {
            id: format!("kind-{at}").as_str().into(),
            label: format!("A kind of entity, {at}").as_str().into(),
            look: node_look(
                &crate::model::Vocabulary::default().entity_kind("company"),
                Theme::Light,
            ),
        };
        let legend = Legend {
            kinds: (0..12).map(kind).collect(),
            looks: vec![Support::Established, Support::Reported],
            disputed: true,
            ..Legend::default()
        };
        assert_eq!(legend.lines_for(Theme::Light, vec2(1600.0, 1000.0)), None);
        let card = legend.lines_for(Theme::Light, vec2(700.0, 500.0)).unwrap();
        assert_eq!(card.rows.len(), 4);
        let last = card.rows.last().unwrap();
        assert_eq!(last.name, "12 entity kinds not shown");
        assert!(last.rect.bottom() <= card.size.y);
        let filters = |row: &CardRow| matches!(row.meaning, Meaning::Filters(Facet::EntityKind(_)));
        assert!(!card.rows.iter().any(filters));
    }
}
