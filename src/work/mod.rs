//! The room of an open dataset: the dataset with everything that is derived from it, each part kept beside the revision it
//! came from.

mod glide;
pub mod lists;
mod places;
mod without;

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::edit::{Changed, Edit, EditError, History, Touched};
use crate::formats::linkwright::RecordLines;
use crate::geom::Pos2;
use crate::layout::Worker;
use crate::look::Theme;
use crate::model::evidence::Evidence;
use crate::model::findings::Findings;
use crate::model::{
    Document, Entity, Filter, Link, Marking, Problem, Severity, Shown, Str, View, filter_in_words,
    is_still_shown, shown,
};
use crate::net::Net;
use crate::scene::Scene;
use crate::scene::legend::Legend;
use crate::store::{Stamp, Version};

use self::glide::Glide;
use self::lists::{Lists, Summary};
use self::without::Aside;

pub use self::places::{Wanted, whole};

/// Revisions: a number that grows whenever something changes, one for each thing that others derive from. No number comes
/// twice while the program runs, so that what was kept for another dataset is never taken for this one's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Revisions {
    /// Which nodes and links there are.
    pub topology: u64,
    /// How they look.
    pub looks: u64,
    /// What is written.
    pub text: u64,
    /// Where nodes stand.
    pub positions: u64,
}

fn next_revision() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}

/// Where the layout is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LayoutState {
    /// Nothing moves, and nothing is done.
    Settled,
    /// It is running; so much of it is done.
    Running(f32),
}

/// A file as it was opened.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The file, if there is one.
    pub file: Option<PathBuf>,
    /// What only reading the file showed.
    pub noticed: Vec<Problem>,
    /// Where its records stand.
    pub lines: Arc<RecordLines>,
    /// Whether saving would leave out something that the file has.
    pub drops_something: bool,
    /// Whether it had an error when it was opened.
    pub had_errors: bool,
    /// What the file was like when it was read or written here.
    pub stamp: Option<Stamp>,
    /// What it held then.
    pub version: Option<Version>,
    /// Whether another window of the same user has the file: here it can be looked at.
    pub is_elsewhere: bool,
    /// Whether someone else has written it since.
    pub is_overtaken: bool,
}

/// One open dataset.
pub struct Work {
    /// The dataset.
    pub document: Document,
    /// Undo, redo, saved or not.
    pub history: History,
    /// Where it came from.
    pub origin: Origin,
    /// The view that is shown.
    pub view_id: Str,
    /// What is shown; begins as the view's filter and is nobody's edit.
    pub filter: Filter,
    /// What the links' claims amount to; without what is left out, if anything is.
    pub evidence: Evidence,
    /// What the filter leaves.
    pub shown: Shown,
    /// The same as numbers.
    pub net: Net,
    /// The same as a picture.
    pub scene: Scene,
    /// Where each node stands.
    pub positions: Vec<Pos2>,
    /// Slots of pinned entities.
    pub pinned: BTreeSet<u32>,
    /// What the legend lists.
    pub legend: Legend,
    /// Revisions of all that.
    pub revisions: Revisions,
    /// Rows that changed since the canvas last looked: nodes and links.
    pub touched_rows: (Vec<u32>, Vec<u32>),
    /// Where entities stand, by slot: stored, found by a layout, or remembered while hidden.
    places: Vec<Option<Pos2>>,
    layout: Option<Running>,
    glide: Option<Glide>,
    lists: Lists,
    aside: Aside,
    marking: OnceCell<Marking>,
    filter_words: OnceCell<String>,
    edits: u64,
    theme: Theme,
    wake: Waker,
}

/// Wakes the window from another thread.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// A layout at work, and the node of each of its bodies.
struct Running {
    worker: Worker,
    bodies: Vec<u32>,
    epoch: u64,
    settled: bool,
    progress: f32,
}

impl Work {
    /// Opens a document: everything that can be derived from it is.
    pub fn new(document: Document, origin: Origin, saved: bool, theme: Theme, wake: Waker) -> Self {
        let view = document.main_view().map(|view| View::clone(view));
        let view = view.unwrap_or_else(|| View::new("main", "Main"));
        let mut work = Self {
            history: if saved {
                History::saved()
            } else {
                History::unsaved()
            },
            origin,
            view_id: view.id.clone(),
            filter: view.filter.clone(),
            evidence: Evidence::default(),
            shown: Shown::default(),
            net: Net::default(),
            scene: Scene::default(),
            positions: Vec::new(),
            pinned: BTreeSet::new(),
            legend: Legend::default(),
            revisions: Revisions::default(),
            touched_rows: Default::default(),
            places: Vec::new(),
            layout: None,
            glide: None,
            lists: Lists::default(),
            aside: Aside::default(),
            marking: OnceCell::new(),
            filter_words: OnceCell::new(),
            edits: 0,
            theme,
            wake,
            document,
        };
        work.read_places();
        work.judge();
        let (document, found) = (work.document.clone(), work.evidence.links().to_vec());
        let (summary, ()) = rayon::join(|| Summary::first(&document, &found), || work.rebuild());
        work.lists = Lists::new(summary);
        work
    }

    /// The view that is shown, if the dataset has it.
    pub fn view(&self) -> Option<&Arc<View>> {
        self.document
            .views()
            .get(self.document.view_index(&self.view_id)?)
    }

    /// Shows another view.
    pub fn show_view(&mut self, id: &Str) {
        if let Some(at) = self.document.view_index(id) {
            let view = Arc::clone(&self.document.views()[at]);
            self.view_id = view.id.clone();
            self.filter = view.filter.clone();
            self.layout = None;
            self.read_places();
            self.judge();
            self.rebuild();
        }
    }

    /// The colours that the scene is made in.
    pub fn set_theme(&mut self, theme: Theme) {
        if self.theme != theme {
            self.theme = theme;
            self.repaint_scene();
        }
    }

    /// The theme that the scene is made in.
    pub fn theme(&self) -> Theme {
        self.theme
    }

    /// Shows what `filter` leaves. Never an edit.
    pub fn set_filter(&mut self, filter: Filter) {
        let same_day = filter.as_of == self.filter.as_of;
        self.filter = filter;
        if !same_day {
            self.edits += 1;
            self.judge();
        }
        self.rebuild();
    }

    fn judge(&mut self) {
        self.filter_words = OnceCell::new();
        self.aside
            .judge(&mut self.evidence, &self.document, self.filter.as_of);
    }

    /// Everything below the evidence, made anew.
    fn rebuild(&mut self) {
        self.shown = shown(&self.document, &self.evidence, &self.filter);
        self.net = Net::of(&self.document, &self.shown);
        self.marking = OnceCell::new();
        self.filter_words = OnceCell::new();
        self.revisions.topology = next_revision();
        self.revisions.text = next_revision();
        self.repaint_scene();
        self.place_nodes();
    }

    fn repaint_scene(&mut self) {
        self.scene = Scene::build(&self.document, &self.evidence, &self.net, self.theme);
        self.legend = Legend::of(&self.document, &self.evidence, &self.scene);
        self.revisions.looks = next_revision();
        self.touched_rows = Default::default();
    }

    // ---- editing ----

    /// Whether the dataset can only be looked at: its file is of a newer version, or another window has it.
    pub fn is_read_only(&self) -> bool {
        self.document.newer_version().is_some() || self.origin.is_elsewhere
    }

    /// Commits an edit as one step.
    ///
    /// # Errors
    /// As [`crate::edit::apply`], or if another window has the file; nothing has changed then.
    pub fn commit(&mut self, label: impl Into<String>, edit: Edit) -> Result<(), EditError> {
        if self.origin.is_elsewhere {
            return Err(EditError::Elsewhere);
        }
        let touched = self.history.commit(&mut self.document, label, edit)?;
        self.refresh(&touched);
        Ok(())
    }

    /// Takes the last step back; its name.
    pub fn undo(&mut self) -> Option<String> {
        let (label, touched) = self.history.undo(&mut self.document)?;
        self.refresh(&touched);
        Some(label)
    }

    /// Does the last undone step again; its name.
    pub fn redo(&mut self) -> Option<String> {
        let (label, touched) = self.history.redo(&mut self.document)?;
        self.refresh(&touched);
        Some(label)
    }

    /// Derives anew what an edit touched, and nothing else.
    fn refresh(&mut self, touched: &Touched) {
        self.edits += 1;
        self.filter_words = OnceCell::new();
        if self.changes_marking(touched) {
            self.marking = OnceCell::new();
        }
        if touched.views && self.document.view_index(&self.view_id).is_none() {
            let main = self.document.main_view().map(|view| view.id.clone());
            self.view_id = main.unwrap_or_else(|| "main".into());
        }
        let changed = self.judge_after(touched);
        let came_or_went = touched.entities.iter().any(|changed| {
            changed.old.is_none() || self.document.entities().at(changed.slot).is_none()
        });
        let joins_others = touched.links.iter().any(|changed| {
            let now = self.document.links().at(changed.slot);
            let ends = |link: &crate::model::Link| (link.from.clone(), link.to.clone());
            now.map(|link| ends(link)) != changed.old.as_deref().map(ends)
        });
        if !touched.places.is_empty() || touched.views {
            self.read_moved_places(&touched.places, touched.views);
        }
        if came_or_went {
            self.forget_places_of_gone(touched);
            let entities = self.document.entities();
            self.pinned.retain(|slot| entities.at(*slot).is_some());
        }
        match changed {
            Some(changed) if !(came_or_went || joins_others || touched.views) => {
                self.refresh_rows(touched, changed);
            }
            _ => self.rebuild(),
        }
    }

    /// A save may have stored where a new entity stood, without an edit; undoing that entity leaves no trace of it.
    fn forget_places_of_gone(&mut self, touched: &Touched) {
        for changed in &touched.entities {
            let entities = self.document.entities();
            if entities.at(changed.slot).is_none()
                && let Some(id) = entities.id_at(changed.slot).cloned()
            {
                self.document.forget_places(&id);
            }
        }
    }

    /// Whether an edit may change the banner's marking.
    fn changes_marking(&self, touched: &Touched) -> bool {
        let document = &self.document;
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

    /// Judges again what an edit may have changed: the links whose evidence is different now; `None` if so much may look
    /// different that all of it is to be made anew.
    fn judge_after(&mut self, touched: &Touched) -> Option<Vec<u32>> {
        const FEW: usize = 64;
        let (document, changes) = (&self.document, touched.changes());
        self.aside.judge_again(document, &changes);
        let changed = self.evidence.judge_again(document, &changes);
        let named_others = !touched.sources.is_empty() || !touched.entities.is_empty();
        let few = !touched.kinds && changed.len() <= FEW.max(document.links().len() / 16);
        (few && !(named_others && self.filter.asks_who_says_it())).then_some(changed)
    }

    /// Rows whose records, or the evidence of these links, changed while everything stayed in its place.
    fn refresh_rows(&mut self, touched: &Touched, mut links: Vec<u32>) {
        let entities: Vec<u32> = touched
            .entities
            .iter()
            .map(|changed| changed.slot)
            .collect();
        links.extend(touched.links.iter().map(|changed| changed.slot));
        let (document, evidence) = (&self.document, &self.evidence);
        if !is_still_shown(
            document,
            evidence,
            &self.filter,
            &self.shown,
            &entities,
            &links,
        ) {
            self.rebuild();
            return;
        }
        self.scene
            .touch(&self.document, &self.evidence, &self.net, &entities, &links);
        self.touched_rows
            .0
            .extend(entities.iter().filter_map(|slot| self.net.node(*slot)));
        self.touched_rows
            .1
            .extend(links.iter().filter_map(|slot| self.scene.row(*slot)));
        self.legend = Legend::of(&self.document, &self.evidence, &self.scene);
        self.revisions.text = next_revision();
        self.revisions.looks = next_revision();
    }

    /// Brings the lists up to date, or begins to; after how many seconds to ask again, if that is needed.
    pub fn refresh_lists(&mut self, now: f64) -> Option<f64> {
        let Self {
            lists,
            document,
            evidence,
            origin,
            wake,
            ..
        } = self;
        lists.refresh(self.edits, now, document, evidence, origin, wake)
    }

    /// The problems that the dataset was opened with: once, as soon as they are known.
    pub fn first_problems(&mut self) -> Option<Arc<Vec<Problem>>> {
        let problems = self.lists.first_problems()?;
        let is_error = |problem: &Problem| problem.severity == Severity::Error;
        self.origin.had_errors = self.origin.file.is_some() && problems.iter().any(is_error);
        Some(problems)
    }

    /// The dataset is in a file now as it stands here: what was odd about the file that it came from is gone.
    pub fn set_origin(&mut self, origin: Origin) {
        self.origin = origin;
        self.edits += 1;
    }

    /// Counts, and records by kind; in a large dataset those of a moment ago.
    pub fn summary(&self) -> Arc<Summary> {
        self.lists.summary()
    }

    /// What is wrong with the dataset, the worst first; in a large dataset as of a moment ago.
    pub fn problems(&self) -> Arc<Vec<Problem>> {
        self.lists.problems()
    }

    /// What the rules find and nobody has set aside; in a large dataset as of a moment ago.
    pub fn findings(&self) -> Arc<Findings> {
        self.lists.findings()
    }

    /// A number that grows with every edit.
    pub fn edit_count(&self) -> u64 {
        self.edits
    }

    /// The banner's marking: the highest of anything that is shown.
    pub fn marking(&self) -> Marking {
        *self.marking.get_or_init(|| self.highest_marking())
    }

    fn highest_marking(&self) -> Marking {
        let document = &self.document;
        let nodes = self.scene.nodes.iter();
        let entities = nodes.filter_map(|node| document.entities().at(node.slot));
        let entities = entities.map(|entity| document.marking_of(entity.marking, &entity.extra));
        let links = self
            .net
            .links
            .iter()
            .filter_map(|link| document.links().at(link.slot));
        let links = links.map(|link| document.marking_of(link.marking, &link.extra));
        entities.chain(links).fold(document.marking(), Marking::max)
    }

    /// The filter in words, and how much it leaves.
    pub fn filter_words(&self) -> &str {
        self.filter_words
            .get_or_init(|| filter_in_words(&self.document, &self.evidence, &self.filter))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_revision_comes_twice() {
        let open = || {
            let document = Document::default();
            Work::new(
                document,
                Origin::default(),
                true,
                Theme::Light,
                Arc::new(|| {}),
            )
        };
        let (a, b) = (open().revisions, open().revisions);
        let all = [a, b].map(|r| [r.topology, r.looks, r.text, r.positions]);
        let different: BTreeSet<u64> = all.iter().flatten().copied().collect();
        assert_eq!(different.len(), 8, "{a:?} and {b:?}");
    }
}
