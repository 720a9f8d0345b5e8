//! One open dataset with everything that is derived from it, each part kept beside the revision it came from.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::edit::{Changed, Edit, EditError, History, Touched};
use crate::formats::linkwright::Lines;
use crate::geom::{Pos2, pos2};
use crate::layout::Worker;
use crate::look::Theme;
use crate::model::evidence::{Basis, Evidence};
use crate::model::{
    Document, Entity, Filter, Link, Marking, Problem, Severity, Shown, Str, View, filter_in_words,
    is_still_shown, shown,
};
use crate::net::Net;
use crate::scene::legend::Legend;
use crate::scene::{Scene, layout_input};
use crate::store::Stamp;

use super::lists::{Lists, Summary};

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
    pub lines: Arc<Lines>,
    /// Whether saving would leave out something that the file has.
    pub drops_something: bool,
    /// Whether it had an error when it was opened.
    pub had_errors: bool,
    /// What the file was like when it was read or written here.
    pub stamp: Option<Stamp>,
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
    /// What the links' claims amount to.
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
    lists: Lists,
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
            lists: Lists::default(),
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
        let (summary, ()) = rayon::join(|| Summary::of(&document, &found), || work.rebuild());
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
            self.judge();
        }
        self.rebuild();
    }

    fn judge(&mut self) {
        self.filter_words = OnceCell::new();
        let basis = Basis {
            as_of: self.filter.as_of,
            ..Basis::default()
        };
        self.evidence = Evidence::of(&self.document, basis);
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

    /// Commits an edit as one step.
    ///
    /// # Errors
    /// As [`crate::edit::apply`]; nothing has changed then.
    pub fn commit(&mut self, label: impl Into<String>, edit: Edit) -> Result<(), EditError> {
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
        let judged_all = self.judge_after(touched);
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
            let entities = self.document.entities();
            self.pinned.retain(|slot| entities.at(*slot).is_some());
        }
        if judged_all || came_or_went || joins_others || touched.kinds || touched.views {
            self.rebuild();
        } else {
            self.refresh_rows(touched);
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

    /// Judges again what an edit may have changed; whether that was everything.
    fn judge_after(&mut self, touched: &Touched) -> bool {
        let entities = touched.entities.iter().any(|changed| {
            let now = self.document.entities().at(changed.slot);
            self.evidence
                .depends_on_entity(changed.old.as_deref(), now.map(|e| e.as_ref()))
        });
        let sources = touched.sources.iter().any(|changed| {
            let now = self.document.sources().at(changed.slot);
            Evidence::depends_on_source(changed.old.as_deref(), now.map(|s| s.as_ref()))
        });
        if touched.kinds || entities || sources {
            self.judge();
            return true;
        }
        let mut links: Vec<u32> = touched.links.iter().map(|changed| changed.slot).collect();
        // A pending link's end has come to be.
        let new = touched
            .entities
            .iter()
            .filter(|changed| changed.old.is_none());
        links.extend(new.flat_map(|changed| self.document.links_of(changed.slot)));
        let changed = self.evidence.judge_again(&self.document, &links);
        self.touched_rows.1.extend(changed);
        false
    }

    /// Rows whose records changed while everything stayed in its place.
    fn refresh_rows(&mut self, touched: &Touched) {
        let entities: Vec<u32> = touched
            .entities
            .iter()
            .map(|changed| changed.slot)
            .collect();
        let mut links: Vec<u32> = touched.links.iter().map(|changed| changed.slot).collect();
        links.append(&mut self.touched_rows.1);
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

    // ---- places ----

    /// Takes the places and pins of the view.
    fn read_places(&mut self) {
        self.places = vec![None; self.document.entities().slot_count()];
        self.pinned.clear();
        let Some(view) = self.view().cloned() else {
            return;
        };
        for (id, [x, y]) in &view.positions {
            if let Some(slot) = self.document.entities().slot_of(id) {
                self.places[slot as usize] = Some(pos2(*x as f32, *y as f32));
            }
        }
        let slots = view
            .pinned
            .iter()
            .filter_map(|id| self.document.entities().slot_of(id));
        self.pinned = slots.collect();
    }

    /// Takes the places of these entities, or of all.
    fn read_moved_places(&mut self, ids: &[Str], all: bool) {
        if all {
            let found = std::mem::take(&mut self.places);
            self.read_places();
            for (place, found) in self.places.iter_mut().zip(found) {
                *place = place.or(found);
            }
        }
        let view = self.view().cloned();
        self.places
            .resize(self.document.entities().slot_count(), None);
        for id in ids {
            let Some(slot) = self.document.entities().slot_of(id) else {
                continue;
            };
            let stored = view.as_ref().and_then(|view| view.positions.get(id));
            if let Some([x, y]) = stored {
                self.places[slot as usize] = Some(pos2(*x as f32, *y as f32));
            }
            if view.as_ref().is_some_and(|view| view.pinned.contains(id)) {
                self.pinned.insert(slot);
            } else {
                self.pinned.remove(&slot);
            }
        }
        self.positions_from_places();
    }

    fn positions_from_places(&mut self) {
        for (node, slot) in self.net.nodes.iter().enumerate() {
            if let (Some(place), Some(position)) = (
                self.places.get(*slot as usize).copied().flatten(),
                self.positions.get_mut(node),
            ) {
                *position = place;
            }
        }
        self.revisions.positions = next_revision();
    }

    /// Gives every node a position; starts a layout if some have none.
    fn place_nodes(&mut self) {
        self.places
            .resize(self.document.entities().slot_count(), None);
        let placed = |slot: &u32| self.places[*slot as usize];
        let known: Vec<Option<Pos2>> = self.net.nodes.iter().map(placed).collect();
        let middle = middle_of(known.iter().flatten().copied());
        self.positions = known.iter().map(|place| place.unwrap_or(middle)).collect();
        self.revisions.positions = next_revision();
        self.layout = None;
        if known.iter().any(Option::is_none) {
            self.start_layout(&[], 1.5);
        }
    }

    /// Whether some node has no place yet that a first frame could show.
    pub fn awaits_first_places(&self) -> bool {
        self.layout.as_ref().is_some_and(|layout| layout.epoch == 0)
    }

    /// Starts a layout. Entities with a place stay, but for those of the slots in `free`.
    fn start_layout(&mut self, free: &[u32], aspect: f32) {
        let free: rustc_hash::FxHashSet<u32> = free.iter().copied().collect();
        let input = layout_input(
            &self.document,
            &self.net,
            &self.scene,
            |slot| self.places[slot as usize].filter(|_| !free.contains(&slot)),
            |slot| self.pinned.contains(&slot),
            aspect,
            0,
        );
        let wake = Arc::clone(&self.wake);
        self.layout = Some(Running {
            worker: Worker::start(input, move || wake()),
            bodies: (0..self.net.nodes.len() as u32).collect(),
            epoch: 0,
            settled: false,
            progress: 0.0,
        });
    }

    /// Takes the newest positions of a running layout; whether there were any.
    pub fn take_layout_frame(&mut self) -> bool {
        let Some(layout) = &mut self.layout else {
            return false;
        };
        let Some(frame) = layout.worker.latest() else {
            return false;
        };
        layout.settled = frame.settled;
        layout.progress = frame.progress;
        if frame.epoch == layout.epoch {
            return false;
        }
        layout.epoch = frame.epoch;
        for (body, position) in frame.positions.iter().enumerate() {
            if let Some(node) = layout.bodies.get(body) {
                self.positions[*node as usize] = *position;
                self.places[self.net.nodes[*node as usize] as usize] = Some(*position);
            }
        }
        self.revisions.positions = next_revision();
        true
    }

    /// Where the layout is.
    pub fn layout_state(&self) -> LayoutState {
        match &self.layout {
            Some(layout) if !layout.settled => LayoutState::Running(layout.progress),
            _ => LayoutState::Settled,
        }
    }

    /// Stops a running layout where it is.
    pub fn stop_layout(&mut self) {
        self.layout = None;
    }

    /// Lets everything, or these nodes, find new places; pinned ones stay.
    pub fn arrange(&mut self, nodes: &[u32], aspect: f32) {
        let all: Vec<u32> = if nodes.is_empty() {
            self.net.nodes.clone()
        } else {
            nodes
                .iter()
                .map(|node| self.net.nodes[*node as usize])
                .collect()
        };
        let free: Vec<u32> = all
            .into_iter()
            .filter(|slot| !self.pinned.contains(slot))
            .collect();
        for slot in &free {
            self.places[*slot as usize] = None;
        }
        self.start_layout(&free, aspect);
    }

    /// Puts a node where the pointer has it. Its neighbours follow if a layout holds them.
    pub fn drag(&mut self, node: u32, to: Pos2) {
        self.positions[node as usize] = to;
        self.places[self.net.nodes[node as usize] as usize] = Some(to);
        self.revisions.positions = next_revision();
        if let Some(layout) = &self.layout {
            layout.worker.drag(node as usize, to);
        }
    }

    /// Lets go of a dragged node.
    pub fn release(&mut self, node: u32) {
        if let Some(layout) = &self.layout {
            layout.worker.release(node as usize);
        }
    }

    /// Where the entity in `slot` stands or last stood.
    pub fn place(&self, slot: u32) -> Option<Pos2> {
        self.places.get(slot as usize).copied().flatten()
    }

    /// Gives a new entity its place before it is drawn.
    pub fn set_place(&mut self, slot: u32, at: Pos2) {
        self.places
            .resize(self.document.entities().slot_count(), None);
        self.places[slot as usize] = Some(at);
    }

    /// The positions that a layout found and no edit has stored, for a save that writes them along.
    pub fn found_positions(&self) -> Vec<(Str, [i32; 2])> {
        let stored = self.view();
        let entities = self.document.entities().iter_slots();
        entities
            .filter(|(_, entity)| {
                stored.is_none_or(|view| !view.positions.contains_key(&entity.id))
            })
            .filter_map(|(slot, entity)| Some((entity.id.clone(), whole(self.place(slot)?))))
            .collect()
    }

    /// Puts positions into the view without making them an edit: they say nothing that was not on the screen.
    pub fn store_quietly(&mut self, positions: &[(Str, [i32; 2])]) {
        if positions.is_empty() {
            return;
        }
        if self.document.view_index(&self.view_id).is_none() {
            let view = View::new(self.view_id.clone(), "Main");
            self.document.splice_view(0, false, Some(Arc::new(view)));
        }
        if let Some(at) = self.document.view_index(&self.view_id) {
            let view = self.document.view_mut(at);
            view.positions.extend(positions.iter().cloned());
        }
    }
}

/// A position in whole world units, as files have it.
pub fn whole(at: Pos2) -> [i32; 2] {
    [at.x.round() as i32, at.y.round() as i32]
}

fn middle_of(points: impl Iterator<Item = Pos2>) -> Pos2 {
    let (mut sum, mut count) = (crate::geom::Vec2::ZERO, 0u32);
    for point in points {
        sum += point.to_vec2();
        count += 1;
    }
    if count == 0 {
        Pos2::ZERO
    } else {
        (sum / count as f32).to_pos2()
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
