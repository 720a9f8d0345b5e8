//! Layouts of the chart: what they are told, a running one, and what the pointer drags meanwhile.

use std::sync::Arc;

use crate::geom::{Pos2, Vec2};
use crate::layout::{LayoutInput, Style, Worker, shapes};
use crate::model::{Document, Str, View};
use crate::scene::{arrangement_input, evidence_weights, kind_groups, layout_input};

use super::{Chart, LayoutState, Places, Running, Work, next_revision};

/// How a layout is to arrange the chart.
#[derive(Clone, Copy, Debug, Default)]
pub struct ArrangeOptions {
    /// What the picture is to show best.
    pub style: Style,
    /// Whether better supported links pull more.
    pub by_evidence: bool,
    /// Whether entities of one kind are kept together.
    pub by_kind: bool,
    /// The random seed.
    pub seed: u64,
}

impl Chart {
    /// What a layout by forces is told: entities with a position stay there, except those that are `free`. `aspect` is
    /// width over height of the room for the chart.
    pub fn layout_input(
        &self,
        document: &Document,
        places: &Places,
        is_free: impl Fn(u32) -> bool,
        aspect: f32,
        options: &ArrangeOptions,
    ) -> LayoutInput {
        let (net, scene) = (&self.net, &self.scene);
        let start = |slot| places.get(slot).filter(|_| !is_free(slot));
        let is_pinned = |slot| places.is_pinned(slot);
        let seed = options.seed;
        let mut input = layout_input(document, net, scene, start, is_pinned, aspect, seed);
        input.style = options.style;
        if options.by_kind {
            input.groups = kind_groups(document, &self.evidence, net);
        }
        if options.by_evidence {
            input.weights = evidence_weights(&self.evidence, net);
        }
        input
    }

    /// What an arrangement of these nodes by shape is told.
    pub fn arrangement_input(
        &self,
        document: &Document,
        nodes: &[u32],
        aspect: f32,
    ) -> shapes::ShapeInput {
        let (net, scene) = (&self.net, &self.scene);
        arrangement_input(document, &self.evidence, net, scene, nodes, aspect)
    }
}

impl Work {
    /// Takes from another state of the same dataset where entities are that have no position here, so that nothing jumps.
    pub fn adopt_places(&mut self, other: &Work) {
        self.places
            .adopt(&self.document, (&other.document, &other.places));
        self.place_nodes();
    }

    /// The view as it is shown: with its filter of now and everything where it is.
    pub fn view_as_shown(&self) -> View {
        let mut view = self
            .view()
            .map_or_else(View::default, |view| View::clone(view));
        view.filter = self.filter.clone();
        view.positions.extend(self.places.found(&self.document));
        view
    }

    /// The dataset as it leaves the window: with what a layout found.
    pub fn placed(&mut self) -> &Document {
        self.places.write(&mut self.document, &self.view_id);
        &self.document
    }

    /// From now on only edits change where anything is.
    pub(super) fn settle_places(&mut self) {
        self.places.settle(&mut self.document, &self.view_id);
    }

    /// Takes the places of these entities, or of all.
    pub(super) fn read_places(&mut self, ids: &[Str], all: bool) {
        let view = self.view().cloned();
        if all {
            self.places.read_all(&self.document, view.as_deref());
        }
        self.places.read(&self.document, view.as_deref(), ids);
        if all || self.glide.is_some() {
            return self.positions_from_places();
        }
        for slot in ids
            .iter()
            .filter_map(|id| self.document.entities().slot_of(id))
        {
            let node = self.chart.net.node(slot);
            let position = node.and_then(|node| self.positions.get_mut(node as usize));
            if let (Some(position), Some(place)) = (position, self.places.get(slot)) {
                *position = place;
            }
        }
        self.revisions.positions = next_revision();
    }

    pub(super) fn positions_from_places(&mut self) {
        self.glide = None;
        let nodes = self.chart.net.nodes.iter();
        for (slot, position) in nodes.zip(&mut self.positions) {
            if let Some(place) = self.places.get(*slot) {
                *position = place;
            }
        }
        self.revisions.positions = next_revision();
    }

    /// Gives every node a position; starts a layout if some have none.
    pub(super) fn place_nodes(&mut self) {
        self.places.make_room(&self.document);
        let nodes = self.net.nodes.iter();
        let known: Vec<Option<Pos2>> = nodes.map(|slot| self.places.get(*slot)).collect();
        let middle = middle_of(known.iter().flatten().copied());
        self.positions = known.iter().map(|place| place.unwrap_or(middle)).collect();
        self.revisions.positions = next_revision();
        (self.layout, self.glide) = (None, None);
        if known.iter().any(Option::is_none) {
            self.start_layout(&[], 1.5, &ArrangeOptions::default());
        }
    }

    /// Nodes came or went: positions follow. What has none yet is found one.
    pub(super) fn follow_nodes(&mut self, changes: &super::feed::RowChanges) {
        self.places.make_room(&self.document);
        let came: Option<Vec<Pos2>> = changes
            .node_moves
            .came()
            .map(|node| self.places.get(self.net.nodes[node as usize]))
            .collect();
        let is_moving = self.layout.is_some() || self.glide.is_some();
        let Some(came) = came.filter(|_| !is_moving) else {
            return self.place_nodes();
        };
        changes.node_moves.apply(&mut self.positions, |at| came[at]);
        if !changes.node_moves.is_empty() {
            self.revisions.positions = next_revision();
        }
    }

    /// Whether some node has no place yet that a first frame could show.
    pub fn awaits_first_places(&self) -> bool {
        self.layout.as_ref().is_some_and(|layout| layout.epoch == 0)
    }

    /// Whether nothing has a place yet.
    pub fn is_without_places(&self) -> bool {
        let mut slots = self.net.nodes.iter();
        self.awaits_first_places() && slots.all(|slot| self.place(*slot).is_none())
    }

    /// Starts a layout. Entities with a place stay, but for those of the slots in `free`.
    fn start_layout(&mut self, free: &[u32], aspect: f32, options: &ArrangeOptions) {
        let free: rustc_hash::FxHashSet<u32> = free.iter().copied().collect();
        let is_free = |slot: u32| free.contains(&slot);
        let (document, places) = (&self.document, &self.places);
        let input = self
            .chart
            .layout_input(document, places, is_free, aspect, options);
        let wake = Arc::clone(&self.wake);
        self.layout = Some(Running {
            worker: Worker::start(input, move || wake()),
            epoch: 0,
            settled: false,
            progress: 0.0,
            follows: false,
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
        let nodes = self.positions.iter_mut().zip(&self.chart.net.nodes);
        for ((position, slot), found) in nodes.zip(frame.positions.iter()) {
            *position = *found;
            self.places.find(*slot, *found);
        }
        self.revisions.positions = next_revision();
        true
    }

    /// Where the layout is.
    pub fn layout_state(&self) -> LayoutState {
        if let Some(glide) = &self.glide {
            return LayoutState::Running(glide.part);
        }
        match &self.layout {
            Some(layout) if !layout.settled => LayoutState::Running(layout.progress),
            _ => LayoutState::Settled,
        }
    }

    /// Stops a running layout where it is.
    pub fn stop_layout(&mut self) {
        self.layout = None;
        if self.glide.is_some() {
            self.positions_from_places();
        }
    }

    /// Ends a layout, and puts everything back where the view has it.
    pub fn go_back_to_stored_places(&mut self) {
        self.layout = None;
        self.read_places(&[], true);
    }

    /// Lets everything, or these nodes, find new places; pinned ones stay.
    pub fn arrange(&mut self, nodes: &[u32], aspect: f32, options: &ArrangeOptions) {
        self.settle_places();
        let slots = &self.chart.net.nodes;
        let all: Vec<u32> = if nodes.is_empty() {
            slots.clone()
        } else {
            nodes.iter().map(|node| slots[*node as usize]).collect()
        };
        let free = all.into_iter().filter(|slot| !self.places.is_pinned(*slot));
        let free: Vec<u32> = free.collect();
        free.iter().for_each(|slot| self.places.free(*slot));
        self.start_layout(&free, aspect, options);
    }

    /// Puts nodes where the pointer has them, and moves nothing else unless neighbours `follow`. A layout at work goes on
    /// around them.
    pub fn drag(&mut self, nodes: &[(u32, Pos2)], follow: bool) {
        // What a drag moves needs a position to go back to.
        if self.places.is_ahead() {
            self.settle_places();
        }
        if !self.is_arranging() {
            self.hold_neighbours(follow);
        }
        for (node, to) in nodes {
            let at = *node as usize;
            let Some(position) = self.positions.get_mut(at) else {
                continue;
            };
            *position = *to;
            if let Some(glide) = &mut self.glide {
                glide.from[at] = *to;
            }
            self.places.hold(self.chart.net.nodes[at], *to);
            if let Some(layout) = &self.layout {
                layout.worker.drag(at, *to);
            }
        }
        self.revisions.positions = next_revision();
    }

    /// Lets neighbours follow a drag, or stay where they are.
    fn hold_neighbours(&mut self, follow: bool) {
        let is_following = self.layout.as_ref().is_some_and(|layout| layout.follows);
        if is_following == follow && (follow || self.layout.is_none()) {
            return;
        }
        self.take_layout_frame();
        self.layout = None;
        if !follow {
            return;
        }
        self.followed = true;
        self.start_layout(&[], 1.5, &ArrangeOptions::default());
        if let Some(layout) = &mut self.layout {
            // Everything has its place: without heat nothing moves but what a drag takes along.
            layout.worker.free_all(0.0);
            (layout.progress, layout.follows) = (1.0, true);
        }
    }

    /// Whether a layout still looks for places.
    pub fn is_arranging(&self) -> bool {
        let layout = self.layout.as_ref();
        layout.is_some_and(|layout| !layout.settled && layout.progress < 1.0)
    }

    /// Whether neighbours have followed a drag since this was asked last.
    pub fn take_followed(&mut self) -> bool {
        std::mem::take(&mut self.followed)
    }

    /// Lets go of a dragged node.
    pub fn release(&mut self, node: u32) {
        if let Some(layout) = &self.layout {
            layout.worker.release(node as usize);
        }
    }

    /// Where the entity in `slot` is or last was.
    pub fn place(&self, slot: u32) -> Option<Pos2> {
        self.places.get(slot)
    }

    /// Slots of pinned entities.
    pub fn pinned(&self) -> &std::collections::BTreeSet<u32> {
        self.places.pinned()
    }
}

fn middle_of(points: impl Iterator<Item = Pos2>) -> Pos2 {
    let (mut sum, mut count) = (Vec2::ZERO, 0u32);
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
