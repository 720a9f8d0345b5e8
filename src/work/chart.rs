//! What a dataset shows: everything that follows from the document, a filter with its as-of date, what is left out, and a
//! theme. Window, pictures, layouts and lists all ask here, so that no two of them can differ.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::edit::{Changed, Touched};
use crate::geom::Pos2;
use crate::look::Theme;
use crate::model::evidence::Evidence;
use crate::model::{
    Document, Entity, Filter, Link, Lists, Look, Marking, Shown, Without, filter_in_words,
    is_still_shown, shown,
};
use crate::net::Net;
use crate::scene::Scene;
use crate::scene::legend::Legend;
use crate::scene::picture::{Banner, Subject};

use super::without::Aside;

/// A dataset's chart. Every function that takes a document takes the one that the chart was made from, in its state of now.
#[derive(Default)]
pub struct Chart {
    /// What is shown; begins as the view's filter and is not an edit.
    pub filter: Filter,
    /// What the links' claims amount to; without what is left out, if anything is.
    pub evidence: Evidence,
    /// What the filter leaves.
    pub shown: Shown,
    /// The same as numbers.
    pub net: Net,
    /// The same as a picture.
    pub scene: Scene,
    /// What the legend lists.
    pub legend: Legend,
    pub(super) aside: Aside,
    theme: Theme,
    marking: OnceCell<Marking>,
    filter_text: OnceCell<String>,
}

/// What an edit changed on a chart.
pub(super) enum Redrawn {
    /// How these entities and links look, by slot; all else is where it was.
    Rows(Vec<u32>, Vec<u32>),
    /// Perhaps everything.
    Everything,
}

impl Chart {
    /// The chart of a document.
    pub fn of(document: &Document, filter: Filter, without: Without, theme: Theme) -> Self {
        let mut chart = Self::judged(document, filter, without, theme);
        chart.draw(document);
        chart
    }

    /// The chart of everything that can be drawn, whatever a view says.
    pub fn of_everything(document: &Document, theme: Theme) -> Self {
        let filter = Filter {
            any: Lists {
                looks: Look::ALL.to_vec(),
                ..Lists::default()
            },
            ..Filter::default()
        };
        Self::of(document, filter, Without::default(), theme)
    }

    /// A chart with its evidence and nothing else yet.
    pub(super) fn judged(
        document: &Document,
        filter: Filter,
        without: Without,
        theme: Theme,
    ) -> Self {
        let mut chart = Self {
            filter,
            aside: Aside::of(without),
            theme,
            ..Self::default()
        };
        chart.judge(document);
        chart
    }

    /// The theme that it is coloured for.
    pub fn theme(&self) -> Theme {
        self.theme
    }

    // ---- other inputs ----

    /// Shows what `filter` leaves. Returns whether the evidence is another.
    pub(super) fn set_filter(&mut self, document: &Document, filter: Filter) -> bool {
        let is_other_day = filter.as_of != self.filter.as_of;
        self.filter = filter;
        if is_other_day {
            self.judge(document);
        }
        self.draw(document);
        is_other_day
    }

    /// Judges the chart without these.
    pub(super) fn set_without(&mut self, document: &Document, without: Without) {
        self.aside.set(without);
        self.judge(document);
        self.draw(document);
    }

    /// Colours it for another theme.
    pub(super) fn set_theme(&mut self, document: &Document, theme: Theme) {
        self.theme = theme;
        self.draw_scene(document);
    }

    fn judge(&mut self, document: &Document) {
        self.filter_text = OnceCell::new();
        self.aside
            .judge(&mut self.evidence, document, self.filter.as_of);
    }

    /// Everything that follows from the evidence.
    pub(super) fn draw(&mut self, document: &Document) {
        self.shown = shown(document, &self.evidence, &self.filter);
        self.net = Net::of(document, &self.shown);
        self.marking = OnceCell::new();
        self.filter_text = OnceCell::new();
        self.draw_scene(document);
    }

    fn draw_scene(&mut self, document: &Document) {
        self.scene = Scene::build(document, &self.evidence, &self.net, self.theme);
        self.legend = Legend::of(document, &self.evidence, &self.scene);
    }

    // ---- edits ----

    /// Derives again what an edit touched, and nothing else.
    pub(super) fn refresh(&mut self, document: &Document, touched: &Touched) -> Redrawn {
        self.filter_text = OnceCell::new();
        if changes_marking(document, touched) {
            self.marking = OnceCell::new();
        }
        let changed = self.judge_again(document, touched);
        let came_or_went = touched
            .entities
            .iter()
            .any(|changed| changed.old.is_none() || document.entities().at(changed.slot).is_none());
        let joins_others = touched.links.iter().any(|changed| {
            let now = document.links().at(changed.slot);
            let ends = |link: &Link| (link.from.clone(), link.to.clone());
            now.map(|link| ends(link)) != changed.old.as_deref().map(ends)
        });
        let rows = changed
            .filter(|_| !(came_or_went || joins_others || touched.views))
            .and_then(|links| self.touch_rows(document, touched, links));
        rows.unwrap_or_else(|| {
            self.draw(document);
            Redrawn::Everything
        })
    }

    /// Judges again what an edit may have changed: the links whose evidence is different now; `None` if so much may look
    /// different that all of it has to be drawn again.
    fn judge_again(&mut self, document: &Document, touched: &Touched) -> Option<Vec<u32>> {
        const FEW: usize = 64;
        let changes = touched.changes();
        self.aside.judge_again(document, &changes);
        let changed = self.evidence.judge_again(document, &changes);
        let named_others = !touched.sources.is_empty() || !touched.entities.is_empty();
        let few = !touched.kinds && changed.len() <= FEW.max(document.links().len() / 16);
        (few && !(named_others && self.filter.asks_who_says_it())).then_some(changed)
    }

    /// Rows whose records, or the evidence of these links, changed while everything stayed in its place; `None` if
    /// something did not.
    fn touch_rows(
        &mut self,
        document: &Document,
        touched: &Touched,
        mut links: Vec<u32>,
    ) -> Option<Redrawn> {
        let entities = touched.entities.iter().map(|changed| changed.slot);
        let entities: Vec<u32> = entities.collect();
        links.extend(touched.links.iter().map(|changed| changed.slot));
        let stands = is_still_shown(
            document,
            &self.evidence,
            &self.filter,
            &self.shown,
            &entities,
            &links,
        );
        stands.then(|| {
            let (evidence, net) = (&self.evidence, &self.net);
            self.scene.touch(document, evidence, net, &entities, &links);
            self.legend = Legend::of(document, evidence, &self.scene);
            Redrawn::Rows(entities, links)
        })
    }

    // ---- words ----

    /// The highest marking of anything that is drawn, also in a line that represents several links; at least the dataset's.
    pub fn marking(&self, document: &Document) -> Marking {
        *self.marking.get_or_init(|| {
            let nodes = self.net.nodes.iter();
            let entities = nodes.filter_map(|slot| document.entities().at(*slot));
            let entities = entities.map(|one| document.marking_of(one.marking, &one.extra));
            let links = self.net.links.iter();
            let links = links.filter_map(|link| document.links().at(link.slot));
            let links = links.map(|one| document.marking_of(one.marking, &one.extra));
            entities.chain(links).fold(document.marking(), Marking::max)
        })
    }

    /// What the banner says: the marking, and how what bears it may be handled.
    pub fn banner(&self, document: &Document) -> Banner {
        Banner::of(document, self.marking(document))
    }

    /// The filter in words.
    pub fn filter_text(&self, document: &Document) -> &str {
        self.filter_text
            .get_or_init(|| filter_in_words(document, &self.evidence, &self.filter))
    }

    /// Everything that a picture of the chart is made from, its nodes standing at `positions`.
    pub fn subject<'a>(
        &'a self,
        document: &'a Document,
        positions: &'a [Pos2],
        pinned: &'a BTreeSet<u32>,
    ) -> Subject<'a> {
        Subject {
            document,
            scene: &self.scene,
            positions,
            pinned,
            legend: &self.legend,
            banner: self.banner(document),
            filter: self.filter_text(document),
            without: self.without_text(document),
        }
    }
}

/// Whether an edit may change the highest marking.
fn changes_marking(document: &Document, touched: &Touched) -> bool {
    let entity = |changed: &Changed<Entity>| {
        let of = |entity: &Entity| document.marking_of(entity.marking, &entity.extra);
        let now = document.entities().at(changed.slot);
        changed.old.as_deref().map(of) != now.map(|entity| of(entity))
    };
    let link = |changed: &Changed<Link>| {
        let of = |link: &Link| document.marking_of(link.marking, &link.extra);
        let now = document.links().at(changed.slot);
        changed.old.as_deref().map(of) != now.map(|link| of(link))
    };
    touched.meta || touched.entities.iter().any(entity) || touched.links.iter().any(link)
}
