//! The room of an open dataset: the dataset with everything that is derived from it, each part kept beside the revision it
//! came from.

mod arranging;
mod chart;
pub mod feed;
mod glide;
pub mod lists;
mod places;
mod tidying;
mod what_if;

use std::collections::BTreeMap;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::edit::{Edit, EditError, History, Touched};
use crate::formats::linkwright::RecordLines;
use crate::geom::Pos2;
use crate::layout::Worker;
use crate::look::Theme;
use crate::model::findings::Findings;
use crate::model::{Document, Filter, LinkNaming, Marking, Problem, Severity, Str, View, WhatIf};
use crate::scene::picture::{Banner, Subject};
use crate::store::{Stamp, Version};

use self::chart::Redrawn;
use self::feed::{ChangeFeed, RowChanges, Since};
use self::glide::NodeGlide;
use self::lists::{ListCache, Summary};
use self::what_if::WhatIfSteps;

pub use self::arranging::ArrangeOptions;
pub use self::chart::Chart;
pub use self::places::{Places, whole};

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

/// What is known of the file of a dataset, as it was opened or saved.
#[derive(Clone, Debug, Default)]
pub struct FileState {
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

/// One open dataset. What its chart shows can be read as if it were its own.
pub struct Work {
    /// The dataset.
    pub document: Document,
    /// Undo, redo, saved or not.
    pub history: History,
    /// Where it came from.
    pub origin: FileState,
    /// The view that is shown.
    pub view_id: Str,
    /// Filters of views that are not shown now, as they were left, where their view has another.
    unsaved_filters: BTreeMap<Str, Filter>,
    /// The filter of the view that is shown, as the view had it last.
    saved_filter: Filter,
    chart: Chart,
    /// Where each node stands.
    pub positions: Vec<Pos2>,
    /// Revisions of all that.
    pub revisions: Revisions,
    feed: ChangeFeed,
    places: Places,
    layout: Option<Running>,
    glide: Option<NodeGlide>,
    followed: bool,
    lists: ListCache,
    what_if_steps: WhatIfSteps,
    edits: u64,
    wake: Waker,
}

impl Deref for Work {
    type Target = Chart;

    fn deref(&self) -> &Chart {
        &self.chart
    }
}

/// Wakes the window from another thread.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// A layout at work. Its bodies are the nodes.
struct Running {
    worker: Worker,
    epoch: u64,
    settled: bool,
    progress: f32,
    /// Whether it only lets neighbours follow a drag.
    follows: bool,
}

impl Work {
    /// Opens a document: everything that can be derived from it is.
    pub fn new(
        document: Document,
        origin: FileState,
        saved: bool,
        theme: Theme,
        wake: Waker,
    ) -> Self {
        let view = document.main_view().map(|view| View::clone(view));
        let view = view.unwrap_or_else(|| View::new("main", "Main"));
        let chart = Chart::judged(&document, view.filter.clone(), WhatIf::default(), theme);
        let mut work = Self {
            history: if saved {
                History::saved()
            } else {
                History::unsaved()
            },
            origin,
            view_id: view.id.clone(),
            unsaved_filters: BTreeMap::new(),
            saved_filter: view.filter.clone(),
            chart,
            positions: Vec::new(),
            revisions: Revisions::default(),
            feed: ChangeFeed::default(),
            places: Places::of(&document, document.main_view().map(|view| &**view)),
            layout: None,
            glide: None,
            followed: false,
            lists: ListCache::default(),
            what_if_steps: WhatIfSteps::default(),
            edits: 0,
            wake,
            document,
        };
        let (document, found) = (work.document.clone(), work.evidence.links().to_vec());
        let (summary, ()) = rayon::join(
            || Summary::first(&document, &found),
            || {
                work.chart.draw(&work.document);
                work.redrawn();
            },
        );
        work.lists = ListCache::new(summary);
        work
    }

    /// The view that is shown, if the dataset has it.
    pub fn view(&self) -> Option<&Arc<View>> {
        self.document
            .views()
            .get(self.document.view_index(&self.view_id)?)
    }

    /// What names of links say in the view that is shown.
    pub fn naming(&self) -> LinkNaming {
        self.document.link_naming(self.view().map(|view| &**view))
    }

    /// Shows another view, with its filter as it was left. What is not in the dataset of this one's is kept until it is
    /// shown again.
    pub fn show_view(&mut self, id: &Str) {
        if let Some(at) = self.document.view_index(id) {
            if self.differs_from_view() {
                let (view, filter) = (self.view_id.clone(), self.filter.clone());
                self.unsaved_filters.insert(view, filter);
            }
            self.places.write(&mut self.document, &self.view_id);
            let view = Arc::clone(&self.document.views()[at]);
            self.turn_to(&view);
        }
    }

    fn turn_to(&mut self, view: &View) {
        self.view_id = view.id.clone();
        self.saved_filter = view.filter.clone();
        self.layout = None;
        self.places = Places::of(&self.document, Some(view));
        let left = self.unsaved_filters.remove(&view.id);
        self.set_filter(left.unwrap_or_else(|| view.filter.clone()));
    }

    /// Whether the filter that is shown is another than that of its view.
    fn differs_from_view(&self) -> bool {
        match self.view() {
            Some(view) => view.filter != self.filter,
            None => self.filter != Filter::default(),
        }
    }

    /// Whether a view has a filter that is not saved in it.
    pub fn has_unsaved_filter(&self, view: &Str) -> bool {
        if *view == self.view_id {
            self.differs_from_view()
        } else {
            self.unsaved_filters.contains_key(view)
        }
    }

    /// The colours that the scene is made in.
    pub fn set_theme(&mut self, theme: Theme) {
        if self.chart.theme() != theme {
            self.chart.set_theme(&self.document, theme);
            self.recoloured();
        }
    }

    /// Shows what `filter` leaves. Never an edit.
    pub fn set_filter(&mut self, filter: Filter) {
        let is_judged_again = self.chart.set_filter(&self.document, filter);
        self.edits += u64::from(is_judged_again);
        self.redrawn();
    }

    /// The whole chart is another one.
    fn redrawn(&mut self) {
        self.revisions.topology = next_revision();
        self.revisions.text = next_revision();
        self.recoloured();
        self.place_nodes();
    }

    fn recoloured(&mut self) {
        self.revisions.looks = next_revision();
        self.feed.restart();
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
        // What the edit moves needs a position to go back to, in a view that is there.
        if moves_something(&edit) {
            self.settle_places();
        }
        let touched = self.history.commit(&mut self.document, label, edit)?;
        self.what_if_steps.forget_undone();
        self.refresh(&touched);
        Ok(())
    }

    /// Takes the last step back, be it an edit or what was left out; its name.
    pub fn undo(&mut self) -> Option<String> {
        if let Some(label) = self.undo_what_if() {
            return Some(label);
        }
        let (label, touched) = self.history.undo(&mut self.document)?;
        self.refresh(&touched);
        Some(label)
    }

    /// Does the last undone step again; its name.
    pub fn redo(&mut self) -> Option<String> {
        if let Some(label) = self.redo_what_if() {
            return Some(label);
        }
        let (label, touched) = self.history.redo(&mut self.document)?;
        self.refresh(&touched);
        Some(label)
    }

    /// Derives again what an edit touched, and nothing else.
    fn refresh(&mut self, touched: &Touched) {
        self.edits += 1;
        if touched.views && self.document.view_index(&self.view_id).is_none() {
            match self.document.main_view().cloned() {
                Some(main) => self.turn_to(&main),
                None => self.view_id = "main".into(),
            }
        }
        if !touched.places.is_empty() || touched.views {
            self.read_places(&touched.places, touched.views);
        }
        for changed in &touched.entities {
            if self.document.entities().at(changed.slot).is_none() {
                self.places.forget(&mut self.document, changed.slot);
            }
        }
        match self.chart.refresh(&self.document, touched) {
            Redrawn::Nothing => {}
            Redrawn::Everything => self.redrawn(),
            Redrawn::Rows(changes) => self.follow(*changes),
        }
        if touched.views {
            self.follow_saved_filter();
            self.place_nodes();
        }
    }

    /// What is shown follows the view's filter where an edit changed that and it was shown as it stood.
    fn follow_saved_filter(&mut self) {
        let saved = self.view().map(|view| view.filter.clone());
        let saved = saved.unwrap_or_default();
        let before = std::mem::replace(&mut self.saved_filter, saved.clone());
        if self.filter == before && saved != before {
            self.set_filter(saved);
        }
    }

    /// A few rows of the chart changed.
    fn follow(&mut self, changes: RowChanges) {
        self.revisions.text = next_revision();
        self.revisions.looks = next_revision();
        if !changes.node_moves.is_empty() || !changes.row_moves.is_empty() {
            self.revisions.topology = next_revision();
            self.follow_nodes(&changes);
        }
        self.feed.push(changes);
    }

    /// The newest revision of the chart, for [`Self::changes_since`].
    pub fn revision(&self) -> u64 {
        self.feed.revision()
    }

    /// What changed on the chart since a reader saw it at `revision`; 0 for one that has seen nothing.
    pub fn changes_since(&self, revision: u64) -> Since<'_> {
        self.feed.since(revision)
    }

    /// Brings the lists up to date, or begins to; after how many seconds to ask again, if that is needed.
    pub fn refresh_lists(&mut self, now: f64) -> Option<f64> {
        let Self {
            lists,
            document,
            chart,
            origin,
            wake,
            ..
        } = self;
        lists.refresh(self.edits, now, document, &chart.evidence, origin, wake)
    }

    /// The problems that the dataset was opened with: once, as soon as they are known.
    pub fn first_problems(&mut self) -> Option<Arc<Vec<Problem>>> {
        let problems = self.lists.first_problems()?;
        let is_error = |problem: &Problem| problem.severity == Severity::Error;
        self.origin.had_errors = self.origin.file.is_some() && problems.iter().any(is_error);
        Some(problems)
    }

    /// The dataset is in a file now as it stands here: what was odd about the file that it came from is gone.
    pub fn set_origin(&mut self, origin: FileState) {
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

    /// The highest marking of anything that is drawn.
    pub fn marking(&self) -> Marking {
        self.chart.marking(&self.document)
    }

    /// What the banner says.
    pub fn banner(&self) -> Banner {
        self.chart.banner(&self.document)
    }

    /// The filter in words, and how much it leaves.
    pub fn filter_text(&self) -> &str {
        self.chart.filter_text(&self.document)
    }

    /// The same with names of what was chosen or hidden by hand.
    pub fn filter_names(&self) -> &str {
        self.chart.filter_names(&self.document)
    }

    /// Everything that a picture of the chart is made from.
    pub fn subject(&self) -> Subject<'_> {
        Subject {
            naming: self.naming(),
            ..self
                .chart
                .subject(&self.document, &self.positions, self.pinned())
        }
    }
}

/// Whether an edit says where something is, or which views there are.
fn moves_something(edit: &Edit) -> bool {
    match edit {
        Edit::Position(..) | Edit::Pin(..) | Edit::View(..) => true,
        Edit::All(edits) => edits.iter().any(moves_something),
        _ => false,
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
                FileState::default(),
                true,
                Theme::Light,
                Arc::new(|| {}),
            )
        };
        let (a, b) = (open().revisions, open().revisions);
        let all = [a, b].map(|r| [r.topology, r.looks, r.text, r.positions]);
        let different: std::collections::BTreeSet<u64> = all.iter().flatten().copied().collect();
        assert_eq!(different.len(), 8, "{a:?} and {b:?}");
    }
}
