//! Entities put in order by hand, as an edit.

use crate::edit::Edit;
use crate::layout::tidy::{Tidy, TidyBody, with_name};
use crate::scene::label_room;

use super::{Work, whole};
use crate::geom::Vec2;

impl Work {
    /// The edit that puts these nodes in order. As after a drag, all of them are pinned where they come to be. `None` if
    /// they are in this order already.
    pub fn tidied(&self, nodes: &[u32], tidy: Tidy) -> Option<Edit> {
        let bodies: Vec<TidyBody> = nodes.iter().map(|node| self.tidy_body(*node)).collect();
        let places = tidy.places(&bodies);
        let (mut edits, mut has_moved) = (Vec::new(), false);
        for ((node, body), place) in nodes.iter().zip(&bodies).zip(&places) {
            let slot = *self.net.nodes.get(*node as usize)?;
            let Some(id) = self.document.entities().id_at(slot) else {
                continue;
            };
            has_moved |= whole(*place) != whole(body.at);
            let (view, at) = (&self.view_id, whole(*place));
            edits.push(Edit::Position(view.clone(), id.clone(), Some(at)));
            edits.push(Edit::Pin(view.clone(), id.clone(), true));
        }
        has_moved.then_some(Edit::All(edits))
    }

    /// A node where it is or is on its way to, and the room that it takes.
    fn tidy_body(&self, node: u32) -> TidyBody {
        let at = node as usize;
        let (slot, row) = (self.net.nodes[at], &self.scene.nodes[at]);
        let entity = self.document.entities().at(slot);
        let name = label_room(entity.map_or("", |entity| entity.label()), row.degree);
        TidyBody {
            at: self.place(slot).unwrap_or(self.positions[at]),
            half: Vec2::splat(row.radius),
            with_name: with_name(row.radius, name),
        }
    }
}
