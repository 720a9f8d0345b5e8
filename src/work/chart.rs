//! What a dataset shows: everything that follows from the document, a filter with its as-of date, what is left out, and a
//! theme. Window, pictures, layouts and lists all ask here, so that no two of them can differ.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::edit::Touched;
use crate::geom::Pos2;
use crate::look::Theme;
use crate::model::evidence::Evidence;
use crate::model::{
    Document, Entity, Filter, FilterLists, Flipped, Impact, Link, LinkNaming, Marking, Support,
    Told, Visible, WhatIf, filter_text, impacts, impacts_text, show_again, shown,
};
use crate::net::Net;
use crate::scene::legend::Legend;
use crate::scene::picture::{Banner, Subject};
use crate::scene::{Ground, Scene};

use super::feed::RowChanges;
use super::what_if::Aside;

/// A dataset's chart. Every function that takes a document takes the one that the chart was made from, in its state of now.
#[derive(Default)]
pub struct Chart {
    /// What is shown; begins as the view's filter and is not an edit.
    pub filter: Filter,
    /// What the links' claims amount to; without what is left out, if anything is.
    pub evidence: Evidence,
    /// What the filter leaves.
    pub shown: Visible,
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
    filter_names: OnceCell<String>,
}

/// What an edit changed on a chart.
pub(super) enum Redrawn {
    /// Nothing.
    Nothing,
    /// A few rows.
    Rows(Box<RowChanges>),
    /// Perhaps everything.
    Everything,
}

impl Chart {
    /// The chart of a document.
    pub fn of(document: &Document, filter: Filter, what_if: WhatIf, theme: Theme) -> Self {
        let mut chart = Self::judged(document, filter, what_if, theme);
        chart.draw(document);
        chart
    }

    /// The chart of everything that can be drawn, whatever a view says.
    pub fn of_everything(document: &Document, theme: Theme) -> Self {
        let filter = Filter {
            any: FilterLists {
                looks: Support::ALL.to_vec(),
                ..FilterLists::default()
            },
            ..Filter::default()
        };
        Self::of(document, filter, WhatIf::default(), theme)
    }

    /// A chart with its evidence and nothing else yet.
    pub(super) fn judged(
        document: &Document,
        filter: Filter,
        what_if: WhatIf,
        theme: Theme,
    ) -> Self {
        let mut chart = Self {
            filter,
            aside: Aside::of(what_if),
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
    pub(super) fn set_what_if(&mut self, document: &Document, what_if: WhatIf) {
        self.aside.set(what_if);
        self.judge(document);
        self.draw(document);
    }

    /// Colours it for another theme.
    pub(super) fn set_theme(&mut self, document: &Document, theme: Theme) {
        self.theme = theme;
        self.draw_scene(document);
    }

    fn judge(&mut self, document: &Document) {
        self.forget_words();
        self.aside
            .judge(&mut self.evidence, document, self.filter.as_of);
    }

    /// Everything that follows from the evidence.
    pub(super) fn draw(&mut self, document: &Document) {
        self.shown = shown(document, &self.evidence, &self.filter);
        self.marking = OnceCell::new();
        self.forget_words();
        self.draw_shown(document);
    }

    /// Everything that follows from what is shown.
    fn draw_shown(&mut self, document: &Document) {
        self.net = Net::of(document, &self.shown);
        self.draw_scene(document);
    }

    fn draw_scene(&mut self, document: &Document) {
        self.scene = Scene::build(document, &self.evidence, &self.net, self.theme);
        self.legend = Legend::of(document, &self.evidence, &self.scene);
    }

    // ---- edits ----

    /// Derives again what an edit touched, and nothing else.
    pub(super) fn refresh(&mut self, document: &Document, touched: &Touched) -> Redrawn {
        if touched.is_of_views_only() {
            return Redrawn::Nothing;
        }
        self.forget_words();
        let judged = self.judge_again(document, touched);
        let filters_otherwise = touched.meta && self.filter.asks_for_markings();
        let Some(mut links) = judged.filter(|_| !filters_otherwise) else {
            self.draw(document);
            return Redrawn::Everything;
        };
        links.extend(touched.links.iter().map(|changed| changed.slot));
        let mut entities: Vec<u32> = touched.entities.iter().map(|one| one.slot).collect();
        for slots in [&mut entities, &mut links] {
            slots.sort_unstable();
            slots.dedup();
        }
        let (evidence, filter) = (&self.evidence, &self.filter);
        let flipped = show_again(
            document,
            evidence,
            filter,
            &mut self.shown,
            &entities,
            &links,
        );
        self.follow_marking(document, touched, &flipped);
        if flipped.entities.len() + flipped.links.len() > FEW {
            self.draw_shown(document);
            return Redrawn::Everything;
        }
        Redrawn::Rows(Box::new(self.follow(document, &flipped, entities, links)))
    }

    /// Rows that came, went or look different, while all others stay what they are.
    fn follow(
        &mut self,
        document: &Document,
        flipped: &Flipped,
        mut entities: Vec<u32>,
        mut links: Vec<u32>,
    ) -> RowChanges {
        let moves = self.net.follow(document, &self.shown, flipped, &links);
        let ground = Ground {
            document,
            evidence: &self.evidence,
            shown: &self.shown,
            net: &self.net,
        };
        let scene = self.scene.follow(&ground, &moves, &entities, &links);
        self.legend = Legend::of(document, &self.evidence, &self.scene);
        for (slots, more) in [
            (&mut entities, &flipped.entities),
            (&mut links, &flipped.links),
        ] {
            slots.extend(more);
            slots.sort_unstable();
            slots.dedup();
        }
        RowChanges {
            entities,
            links,
            node_moves: moves.nodes,
            row_moves: scene.moves,
            nodes: scene.nodes,
            rows: scene.links,
        }
    }

    /// Judges again what an edit may have changed: the links whose evidence is different now; `None` if so much may look
    /// different that all of it has to be drawn again.
    fn judge_again(&mut self, document: &Document, touched: &Touched) -> Option<Vec<u32>> {
        let changes = touched.changes();
        self.aside.judge_again(document, &changes);
        let changed = self.evidence.judge_again(document, &changes);
        let named_others = !touched.sources.is_empty() || !touched.entities.is_empty();
        let few = !touched.kinds && changed.len() <= few_of(document);
        (few && !(named_others && self.filter.asks_who_says_it())).then_some(changed)
    }

    // ---- words ----

    /// The highest marking of anything that is drawn, also in a line that represents several links, and of the claims that
    /// links are drawn from; at least the dataset's.
    pub fn marking(&self, document: &Document) -> Marking {
        *self.marking.get_or_init(|| {
            let nodes = self.net.nodes.iter();
            let entities = nodes.filter_map(|slot| document.entities().at(*slot));
            let entities = entities.map(|one| document.marking_of(one.marking, &one.extra));
            let links = self.net.links.iter();
            let links = links.filter_map(|link| document.links().at(link.slot));
            let links = links.map(|one| link_marking(document, one));
            entities.chain(links).fold(document.marking(), Marking::max)
        })
    }

    /// Keeps the highest marking true: what came may raise it; only what bore it and is gone makes it unknown.
    fn follow_marking(&mut self, document: &Document, touched: &Touched, flipped: &Flipped) {
        let Some(mut highest) = self.marking.take().filter(|_| !touched.meta) else {
            return;
        };
        let entity = |one: &Entity| document.marking_of(one.marking, &one.extra);
        let link = |one: &Link| link_marking(document, one);
        let old_entities = touched.entities.iter().filter_map(|one| one.old.as_deref());
        let old_links = touched.links.iter().filter_map(|one| one.old.as_deref());
        let mut before = old_entities
            .map(entity)
            .chain(old_links.map(link))
            .collect::<Vec<_>>();
        let mut now = Vec::new();
        let changed = touched.entities.iter().map(|one| one.slot);
        for slot in changed.chain(flipped.entities.iter().copied()) {
            let is_shown = self.shown.entities[slot as usize];
            let marking = document.entities().at(slot).map(|one| entity(one));
            if is_shown { &mut now } else { &mut before }.extend(marking);
        }
        let changed = touched.links.iter().map(|one| one.slot);
        for slot in changed.chain(flipped.links.iter().copied()) {
            let is_shown = self.shown.links[slot as usize];
            let marking = document.links().at(slot).map(|one| link(one));
            if is_shown { &mut now } else { &mut before }.extend(marking);
        }
        highest = now.into_iter().fold(highest, Marking::max);
        let floor = document.marking();
        if !before
            .iter()
            .any(|marking| *marking >= highest && *marking > floor)
        {
            self.marking = OnceCell::from(highest);
        }
    }

    /// What the banner says: the marking, and how what bears it may be handled.
    pub fn banner(&self, document: &Document) -> Banner {
        Banner::of(document, self.marking(document))
    }

    /// The filter in words, for what leaves the window.
    pub fn filter_text(&self, document: &Document) -> &str {
        let text = || filter_text(document, &self.evidence, &self.filter, Told::Counted);
        self.filter_text.get_or_init(text)
    }

    /// The same with names of what was chosen or hidden by hand, for the window.
    pub fn filter_names(&self, document: &Document) -> &str {
        let text = || filter_text(document, &self.evidence, &self.filter, Told::Named);
        self.filter_names.get_or_init(text)
    }

    fn forget_words(&mut self) {
        self.filter_text = OnceCell::new();
        self.filter_names = OnceCell::new();
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
            what_if: self.what_if_text(document),
            evidence: &self.evidence,
            naming: LinkNaming::USUAL,
        }
    }
}

/// Records that come and go are followed one by one up to this number; for more, all is made again.
const FEW: usize = 256;

/// The same for links that only look different, which costs less.
fn few_of(document: &Document) -> usize {
    (document.links().len() / 16).max(64)
}

impl Chart {
    /// What is left out.
    pub fn what_if(&self) -> &WhatIf {
        &self.aside.what_if
    }

    /// The evidence of everything, whatever is left out now: for what is said of the dataset and not of the chart.
    pub fn whole_evidence(&self) -> &Evidence {
        self.aside.whole.as_ref().unwrap_or(&self.evidence)
    }

    /// The links that are not what they were with everything; the worst first.
    pub fn impacts(&self, document: &Document) -> Arc<Vec<Impact>> {
        let found = self.aside.impacts.get_or_init(|| {
            let whole = self.aside.whole.as_ref();
            let found = whole.map(|whole| impacts(document, whole, &self.evidence));
            Arc::new(found.unwrap_or_default())
        });
        Arc::clone(found)
    }

    /// What is left out and what falls, in words, such as *Without FCDO Statement (2025-12-09): 14 lines fall, 3 weaken*;
    /// empty where everything counts. Whatever leaves the window in this state has to say it.
    pub fn what_if_text(&self, document: &Document) -> String {
        if self.what_if().is_empty() {
            return String::new();
        }
        let [names, impacts] = self.what_if_parts(document);
        format!("{names}: {impacts}")
    }

    /// The same in its two parts: what is left out; what falls.
    pub(super) fn what_if_parts(&self, document: &Document) -> [String; 2] {
        let names = self.what_if().text(document, &self.evidence);
        let names = crate::model::screen_line(&names);
        [names, impacts_text(&self.impacts(document))]
    }
}
/// The marking of a link as it is drawn: a line shows what its claims amount to.
fn link_marking(document: &Document, link: &Link) -> Marking {
    let own = document.marking_of(link.marking, &link.extra);
    let claims = link.claims.iter();
    let claims = claims.map(|claim| document.marking_of(claim.marking, &claim.extra));
    claims.fold(own, Marking::max)
}
