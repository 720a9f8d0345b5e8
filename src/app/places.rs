//! Where things stand, as edits: dragging, pinning, arranging.

use rustc_hash::FxHashSet;

use crate::edit::Edit;
use crate::geom::Pos2;
use crate::layout::Style;
use crate::model::{Str, counted};
use crate::ui::action::Action;
use crate::ui::command::Command;
use crate::work::{ArrangeOptions, LayoutState, whole};

use super::Linkwright;

/// An arrangement that was asked for and has not come to rest.
pub(super) struct PendingArrange {
    label: String,
    /// Slots of the entities that may move.
    free: Vec<u32>,
    /// Whether the user asked for it, on places that stood.
    is_asked_for: bool,
}

impl Linkwright {
    /// Nodes follow the pointer, and their neighbours follow them or not.
    pub(super) fn drag(&mut self, nodes: &[(u32, Pos2)], follow: bool) {
        self.window.dragging = true;
        self.work.drag(nodes, follow);
    }

    /// Dragged nodes stay where they were let go, pinned; those that followed stay where they are seen. All of it is one step.
    pub(super) fn drop_nodes(&mut self, nodes: &[u32]) {
        self.window.dragging = false;
        let dropped: Vec<(u32, Pos2)> = nodes
            .iter()
            .filter_map(|node| Some((*node, *self.work.positions.get(*node as usize)?)))
            .collect();
        let at_work = matches!(self.work.layout_state(), LayoutState::Running(done) if done < 1.0);
        let have_followed = self.work.take_followed();
        if at_work {
            nodes.iter().for_each(|node| self.work.release(*node));
            self.await_layout();
        } else {
            self.work.take_layout_frame();
            self.work.stop_layout();
        }
        // The newest frame may be older than the pointer.
        self.work.drag(&dropped, false);
        let view = self.work.view_id.clone();
        let mut edits = Vec::new();
        for (id, at) in nodes.iter().filter_map(|node| self.id_and_place(*node)) {
            edits.push(Edit::Position(view.clone(), id.clone(), Some(at)));
            edits.push(Edit::Pin(view.clone(), id, true));
        }
        if edits.is_empty() {
            return;
        }
        if have_followed {
            edits.extend(self.followers(nodes));
        }
        let label = match nodes {
            [node] => format!("Move {}", self.name_of(*node)),
            nodes => format!("Move {}", counted(nodes.len(), "entity")),
        };
        self.commit(label, Edit::All(edits));
    }

    /// Entities that keys have moved stay there, in one step, before anything else is done.
    pub(super) fn finish_nudge_before(&mut self, command: &Command) {
        if matches!(command, Command::Drag(..) | Command::Nudge(_)) {
            return;
        }
        let nudged = std::mem::take(&mut self.window.nudged);
        let is_dropped = matches!(command, Command::Drop(nodes) if *nodes == nudged);
        if !nudged.is_empty() && !is_dropped {
            self.drop_nodes(&nudged);
        }
    }

    /// Puts the selected entities in order, in one step. They are pinned, as after a drag.
    pub(super) fn tidy(&mut self, action: Action) {
        let Some(tidy) = action.tidy() else {
            return;
        };
        self.window.popup = None;
        self.stop_arranging();
        let nodes = self.window.selected_nodes(&self.work);
        let Some(edit) = self.work.tidied(&nodes, tidy) else {
            self.window.notify("Already arranged this way.");
            return;
        };
        let before = self.work.positions.clone();
        self.commit(action.description().label, edit);
        if !self.window.settings.reduced_motion {
            self.work.glide_from(before);
        }
    }

    /// The new places of nodes other than these.
    fn followers(&self, nodes: &[u32]) -> Vec<Edit> {
        let stored = self.work.view();
        let dropped: FxHashSet<u32> = nodes.iter().copied().collect();
        let others = (0..self.work.net.nodes.len() as u32).filter(|node| !dropped.contains(node));
        let moved = others.filter_map(|node| {
            let (id, at) = self.id_and_place(node)?;
            let (before, _) = self.work.document.place_in(stored?, &id);
            (before? != at).then(|| Edit::Position(self.work.view_id.clone(), id, Some(at)))
        });
        moved.collect()
    }

    /// What a layout under way finds is to become a step of its own, as the places it started from are in the view already.
    fn await_layout(&mut self) {
        if self.arranging.is_none() {
            let slots = self.work.net.nodes.iter().copied();
            self.arranging = Some(PendingArrange {
                label: "Arrange all".to_owned(),
                free: slots
                    .filter(|slot| !self.work.pinned().contains(slot))
                    .collect(),
                is_asked_for: false,
            });
        }
    }

    fn id_and_place(&self, node: u32) -> Option<(Str, [i32; 2])> {
        let slot = self.work.net.nodes.get(node as usize)?;
        let id = self.work.document.entities().id_at(*slot)?;
        Some((id.clone(), whole(*self.work.positions.get(node as usize)?)))
    }

    /// Width over height of the room for the chart.
    pub(super) fn aspect(&self) -> f32 {
        let chart = self.window.chart.size();
        if chart.y > 1.0 {
            chart.x / chart.y
        } else {
            1.5
        }
    }

    pub(super) fn name_of(&self, node: u32) -> String {
        let slot = self.work.net.nodes.get(node as usize);
        let entity = slot.and_then(|slot| self.work.document.entities().at(*slot));
        entity.map_or_else(String::new, |entity| entity.label().to_owned())
    }

    /// Unpins the selected entities if all of them are pinned, else pins them.
    pub(super) fn toggle_pins(&mut self) {
        self.window.popup = None;
        let selected = &self.window.selection.entities;
        let all = selected
            .iter()
            .all(|slot| self.work.pinned().contains(slot));
        let view = self.work.view_id.clone();
        let ids = selected
            .iter()
            .filter_map(|slot| self.work.document.entities().id_at(*slot));
        let verb = if all { "Unpin" } else { "Pin" };
        let what = match selected.len() {
            0 => return,
            n => counted(n, "entity"),
        };
        let mut edits = Vec::new();
        for id in ids {
            // A pin that comes with a place of the main view goes when the place is the view's own.
            edits.extend(self.own_place(id).filter(|_| all));
            edits.push(Edit::Pin(view.clone(), id.clone(), !all));
        }
        self.commit(format!("{verb} {what}"), Edit::All(edits));
    }

    /// The edit that gives the view a place of its own for an entity that stands where the main view has it.
    fn own_place(&self, id: &Str) -> Option<Edit> {
        let view = self.work.view()?;
        if view.positions.contains_key(id) {
            return None;
        }
        let (at, _) = self.work.document.place_in(view, id);
        Some(Edit::Position(view.id.clone(), id.clone(), Some(at?)))
    }

    /// Looks for new places for everything, or for the selected entities. One step, made when all is at rest.
    pub(super) fn arrange(&mut self, action: Action) {
        let selection_only = action == Action::ArrangeSelection;
        self.window.popup = None;
        self.stop_arranging();
        let work = &self.work;
        let nodes: Vec<u32> = if selection_only {
            self.window.selected_nodes(work)
        } else {
            (0..work.net.nodes.len() as u32).collect()
        };
        let slots = nodes.iter().map(|node| work.net.nodes[*node as usize]);
        let free: Vec<u32> = slots.filter(|slot| !work.pinned().contains(slot)).collect();
        if free.is_empty() {
            self.window
                .notify("Nothing to arrange: everything is pinned. Press P to unpin.");
            return;
        }
        let aspect = self.aspect();
        self.arranging = Some(PendingArrange {
            label: match action {
                Action::ArrangeSelection => "Arrange selection",
                Action::ArrangeDistances => "Arrange by distance",
                Action::ArrangeEvidence => "Arrange by evidence",
                Action::ArrangeKind => "Arrange by kind",
                _ => "Arrange all",
            }
            .to_owned(),
            free,
            is_asked_for: true,
        });
        let options = ArrangeOptions {
            style: match action {
                Action::ArrangeDistances => Style::Distances,
                _ => Style::Clusters,
            },
            by_evidence: action == Action::ArrangeEvidence,
            by_kind: action == Action::ArrangeKind,
            seed: 0,
        };
        self.work.arrange(&nodes, aspect, &options);
        self.window.fit_pending = !selection_only;
    }

    /// Puts everything back where it stood before an arrangement that is still at work; says which one that was.
    pub(super) fn call_off_arranging(&mut self) -> Option<String> {
        let arranging = self.arranging.take_if(|arranging| arranging.is_asked_for)?;
        self.work.go_back_to_stored_places();
        Some(arranging.label)
    }

    /// Takes the arrangement as it stands.
    pub(super) fn stop_arranging(&mut self) {
        self.work.take_layout_frame();
        self.work.stop_layout();
        self.finish_arranging();
    }

    /// Makes the arrangement an edit once all is at rest.
    pub(super) fn finish_arranging(&mut self) {
        if self.arranging.is_none() || self.work.layout_state() != LayoutState::Settled {
            return;
        }
        let Some(arranging) = self.arranging.take() else {
            return;
        };
        let work = &self.work;
        let view = work.view();
        let moved = arranging.free.iter().filter_map(|slot| {
            let id = work.document.entities().id_at(*slot)?;
            let at = whole(work.place(*slot)?);
            let stored = view.and_then(|view| view.positions.get(id));
            (stored != Some(&at))
                .then(|| Edit::Position(work.view_id.clone(), id.clone(), Some(at)))
        });
        let edits: Vec<Edit> = moved.collect();
        if !edits.is_empty() {
            self.commit(arranging.label, Edit::All(edits));
            self.window.fit_pending = true;
        }
    }
}
