//! Arrangements by shape: rings, layers, columns, a circle. Found beside the window, one step, then shown by a glide.

use crate::edit::Edit;
use crate::geom::Pos2;
use crate::layout::shapes::{self, Around, Arrangement};
use crate::scene::label_room;
use crate::ui::action::Action;
use crate::ui::chart;
use crate::work::{Revisions, whole};

use super::Linkwright;

/// Places that were found for some nodes.
struct Shaped {
    label: String,
    nodes: Vec<u32>,
    places: Vec<Pos2>,
    /// What they were found for.
    found_for: Revisions,
}

impl Linkwright {
    /// Looks for places in such a shape for the selected entities if there are several, else for all that are shown. Pinned
    /// ones stay.
    pub(super) fn shape(&mut self, action: Action) {
        self.window.popup = None;
        self.stop_arranging();
        let work = &self.work;
        let selected = self.window.selected_nodes(work);
        let nodes = match selected.len() {
            0 | 1 => (0..work.net.nodes.len() as u32).collect(),
            _ => selected.clone(),
        };
        let (arrangement, label) = match (action, selected.first()) {
            (Action::ArrangeRadial, Some(&root)) => (
                Arrangement::Radial(root),
                format!("Arrange in rings around {}", self.name_of(root)),
            ),
            (Action::ArrangeLayered, _) => (Arrangement::Layered, "Arrange in layers".to_owned()),
            (Action::ArrangeColumns, _) => (Arrangement::Columns, "Arrange in columns".to_owned()),
            (Action::ArrangeCircle, _) => (Arrangement::Circle, "Arrange in a circle".to_owned()),
            _ => return,
        };
        let mut around = self.around(&nodes);
        if let Arrangement::Radial(root) = arrangement {
            around.center = Some(root);
        }
        if !around.pinned.contains(&false) {
            self.window
                .notify("Nothing to arrange: everything is pinned. Press P to unpin.");
            return;
        }
        let input = work.arrangement_input(&work.document, &nodes, self.aspect());
        let found_for = work.revisions;
        let job = move || {
            let arranged = shapes::arrange(&input, arrangement);
            Shaped {
                label,
                places: shapes::settle(&input, &arranged, &around),
                nodes,
                found_for,
            }
        };
        self.start_busy("Arranging".to_owned(), job, |app, _, shaped| {
            app.shaped(shaped);
        });
    }

    /// What an arrangement of these nodes finds on the chart.
    fn around(&self, nodes: &[u32]) -> Around {
        let work = &self.work;
        let slot = |node: u32| work.net.nodes[node as usize];
        let mut is_part = vec![false; work.net.nodes.len()];
        nodes.iter().for_each(|node| is_part[*node as usize] = true);
        let others = (0..is_part.len()).filter(|node| !is_part[*node]);
        let area = |node: usize| {
            let entity = work.document.entities().at(work.net.nodes[node]);
            let row = &work.scene.nodes[node];
            let label = label_room(entity.map_or("", |entity| entity.label()), row.degree);
            shapes::area(work.positions[node], row.radius, label)
        };
        Around {
            now: nodes
                .iter()
                .map(|node| Some(work.positions[*node as usize]))
                .collect(),
            pinned: nodes
                .iter()
                .map(|node| work.pinned().contains(&slot(*node)))
                .collect(),
            center: None,
            others: others.map(area).collect(),
        }
    }

    /// Takes places that were found, unless the chart has become another one meanwhile.
    fn shaped(&mut self, shaped: Shaped) {
        let (now, then) = (self.work.revisions, shaped.found_for);
        if (now.topology, now.positions) != (then.topology, then.positions) {
            return;
        }
        let work = &self.work;
        let moved = shaped
            .nodes
            .iter()
            .zip(&shaped.places)
            .filter_map(|(node, at)| {
                let slot = *work.net.nodes.get(*node as usize)?;
                let id = work.document.entities().id_at(slot)?;
                let has_moved = !work.pinned().contains(&slot) && work.place(slot) != Some(*at);
                has_moved
                    .then(|| Edit::Position(work.view_id.clone(), id.clone(), Some(whole(*at))))
            });
        let edits: Vec<Edit> = moved.collect();
        if edits.is_empty() {
            self.window.notify("Already arranged this way.");
            return;
        }
        let before = work.positions.clone();
        self.commit(shaped.label, Edit::All(edits));
        self.show_all_of(&shaped.nodes);
        if !self.window.settings.reduced_motion {
            self.work.glide_from(before);
        }
    }

    /// Shows the whole chart, unless these nodes are some of it and in view.
    fn show_all_of(&mut self, nodes: &[u32]) {
        let frame = self.window.view();
        let is_seen = |node: &u32| {
            frame
                .rect
                .contains(frame.screen(self.work.positions[*node as usize]))
        };
        if nodes.len() < self.work.net.nodes.len() && nodes.iter().all(is_seen) {
            return;
        }
        self.show_whole();
    }

    fn show_whole(&mut self) {
        let camera = chart::whole(&self.work, &self.window);
        self.window.glide_to(camera);
        self.window.fitted = Some((camera, self.window.chart.size()));
    }

    /// Whether the chart is shown whole, and nobody has moved it since.
    pub(super) fn shows_whole(&self) -> bool {
        let window = &self.window;
        let camera = window.glide.map_or(window.camera, |glide| glide.to);
        window.fitted.is_some_and(|(fitted, _)| fitted == camera)
    }

    /// Shows the whole chart where it is another picture than `before`: most of it stands elsewhere.
    pub(super) fn show_whole_if_moved(&mut self, before: &[Pos2]) {
        let now = &self.work.positions;
        let moved = now.iter().zip(before).filter(|(now, before)| now != before);
        if now.len() == before.len() && 2 * moved.count() > now.len() {
            self.show_whole();
        }
    }
}
