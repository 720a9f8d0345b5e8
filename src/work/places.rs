//! Where entities stand: stored positions, a running layout, what the pointer drags.

use std::sync::Arc;

use crate::geom::{Pos2, pos2};
use crate::layout::{Style, Worker};
use crate::model::{Str, View};
use crate::scene::{evidence_weights, kind_groups, layout_input};

use super::{LayoutState, Running, Work, next_revision};

/// How a layout is to arrange the chart.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// What the picture is to show best.
    pub style: Style,
    /// Whether better evidenced links pull more.
    pub by_evidence: bool,
    /// Whether what is of one kind is drawn together.
    pub by_kind: bool,
}

impl Work {
    /// Takes the places and pins of the view.
    pub(super) fn read_places(&mut self) {
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

    /// Takes from another state of the same dataset where entities stand that have no place here, so that nothing jumps.
    pub fn adopt_places(&mut self, other: &Work) {
        let entities = self.document.entities();
        for (slot, entity) in entities.iter_slots() {
            let place = &mut self.places[slot as usize];
            if place.is_none()
                && let Some(other_slot) = other.document.entities().slot_of(&entity.id)
            {
                *place = other.place(other_slot);
            }
        }
        self.place_nodes();
    }

    /// Takes the places of these entities, or of all.
    pub(super) fn read_moved_places(&mut self, ids: &[Str], all: bool) {
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

    pub(super) fn positions_from_places(&mut self) {
        self.glide = None;
        for (node, slot) in self.chart.net.nodes.iter().enumerate() {
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
    pub(super) fn place_nodes(&mut self) {
        self.places
            .resize(self.document.entities().slot_count(), None);
        let placed = |slot: &u32| self.places[*slot as usize];
        let known: Vec<Option<Pos2>> = self.net.nodes.iter().map(placed).collect();
        let middle = middle_of(known.iter().flatten().copied());
        self.positions = known.iter().map(|place| place.unwrap_or(middle)).collect();
        self.revisions.positions = next_revision();
        (self.layout, self.glide) = (None, None);
        if known.iter().any(Option::is_none) {
            self.start_layout(&[], 1.5, Wanted::default());
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
    fn start_layout(&mut self, free: &[u32], aspect: f32, wanted: Wanted) {
        let free: rustc_hash::FxHashSet<u32> = free.iter().copied().collect();
        let mut input = layout_input(
            &self.document,
            &self.net,
            &self.scene,
            |slot| self.places[slot as usize].filter(|_| !free.contains(&slot)),
            |slot| self.pinned.contains(&slot),
            aspect,
            0,
        );
        input.style = wanted.style;
        if wanted.by_kind {
            input.groups = kind_groups(&self.document, &self.evidence, &self.net);
        }
        if wanted.by_evidence {
            input.weights = evidence_weights(&self.evidence, &self.net);
        }
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
                self.places[self.chart.net.nodes[*node as usize] as usize] = Some(*position);
            }
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

    /// Whether a layout is there, at work or at rest: then what is not pinned follows a drag.
    pub fn has_layout(&self) -> bool {
        self.layout.is_some()
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
        self.read_moved_places(&[], true);
    }

    /// Lets everything, or these nodes, find new places; pinned ones stay.
    pub fn arrange(&mut self, nodes: &[u32], aspect: f32, wanted: Wanted) {
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
        self.start_layout(&free, aspect, wanted);
    }

    /// Puts a node where the pointer has it. Its neighbours follow if a layout holds them.
    pub fn drag(&mut self, node: u32, to: Pos2) {
        self.positions[node as usize] = to;
        if let Some(glide) = &mut self.glide {
            glide.from[node as usize] = to;
        }
        self.places[self.chart.net.nodes[node as usize] as usize] = Some(to);
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
