//! Where entities are: the one owner of that. A position is stored in the view, found by a layout, or remembered while its
//! entity is hidden; who moves, saves or exports need not know which.
//!
//! *Layout proposes, the user disposes*: what a layout found is neither an edit nor a reason to save. It is written into the
//! view on the side, before the first edit that moves something (so that undo has a position to go back to) and whenever
//! the dataset leaves the window.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::geom::{Pos2, pos2};
use crate::model::{Document, Str, View};

/// Whose a position is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Owner {
    /// There is none.
    #[default]
    Nobody,
    /// A layout found it; later ones of its frames may bring another.
    Layout,
    /// The user's: the view has it, and only an edit changes it.
    User,
}

/// The positions of a view's entities by slot, and its pins.
#[derive(Clone, Debug, Default)]
pub struct Places {
    at: Vec<Option<Pos2>>,
    owner: Vec<Owner>,
    pinned: BTreeSet<u32>,
    /// Whether the view lacks something that a layout found.
    is_ahead: bool,
}

impl Places {
    /// What a view has stored, and what it takes from the main view.
    pub fn of(document: &Document, view: Option<&View>) -> Self {
        let mut places = Self::default();
        places.make_room(document);
        let Some(view) = view else {
            return places;
        };
        let slot_of = |id: &Str| document.entities().slot_of(id);
        let behind = document.view_behind(view);
        let positions = |view: &View, places: &mut Self| {
            for (id, at) in &view.positions {
                if let Some(slot) = slot_of(id) {
                    places.store(slot, *at);
                }
            }
        };
        if let Some(main) = behind {
            positions(main, &mut places);
            let taken = main.pinned.iter();
            let taken = taken.filter(|id| !view.positions.contains_key(*id));
            places.pinned.extend(taken.filter_map(slot_of));
        }
        positions(view, &mut places);
        places.pinned.extend(view.pinned.iter().filter_map(slot_of));
        places
    }

    /// Where the entity in `slot` is or last was.
    pub fn get(&self, slot: u32) -> Option<Pos2> {
        self.at.get(slot as usize).copied().flatten()
    }

    /// Slots of pinned entities.
    pub fn pinned(&self) -> &BTreeSet<u32> {
        &self.pinned
    }

    /// Whether a layout must leave the entity where it is.
    pub fn is_pinned(&self, slot: u32) -> bool {
        self.pinned.contains(&slot)
    }

    /// Whether a layout has found something that the view lacks.
    pub(super) fn is_ahead(&self) -> bool {
        self.is_ahead
    }

    /// Makes room for entities that have come.
    pub(super) fn make_room(&mut self, document: &Document) {
        let count = document.entities().slot_count();
        self.at.resize(count, None);
        self.owner.resize(count, Owner::Nobody);
    }

    fn store(&mut self, slot: u32, [x, y]: [i32; 2]) {
        self.at[slot as usize] = Some(pos2(x as f32, y as f32));
        self.owner[slot as usize] = Owner::User;
    }

    /// Takes what a layout found.
    pub(super) fn find(&mut self, slot: u32, at: Pos2) {
        self.at[slot as usize] = Some(at);
        let owner = &mut self.owner[slot as usize];
        if *owner != Owner::User {
            *owner = Owner::Layout;
            self.is_ahead = true;
        }
    }

    /// Takes where the pointer has it, until an edit says so.
    pub(super) fn hold(&mut self, slot: u32, at: Pos2) {
        self.at[slot as usize] = Some(at);
    }

    /// Lets a layout look for another position.
    pub(super) fn free(&mut self, slot: u32) {
        self.at[slot as usize] = None;
    }

    /// Reads again what the view says of these entities.
    pub(super) fn read(&mut self, document: &Document, view: Option<&View>, ids: &[Str]) {
        self.make_room(document);
        for id in ids {
            let Some(slot) = document.entities().slot_of(id) else {
                continue;
            };
            let (at, is_pinned) = match view {
                Some(view) => document.place_in(view, id),
                None => (None, false),
            };
            match at {
                Some(at) => self.store(slot, at),
                None if self.get(slot).is_some() => {
                    self.owner[slot as usize] = Owner::Layout;
                    self.is_ahead = true;
                }
                None => {}
            }
            if is_pinned {
                self.pinned.insert(slot);
            } else {
                self.pinned.remove(&slot);
            }
        }
    }

    /// Reads the whole view again. What it lacks stays where it is.
    pub(super) fn read_all(&mut self, document: &Document, view: Option<&View>) {
        let mut before = std::mem::replace(self, Self::of(document, view));
        before.make_room(document);
        for (slot, at) in (0u32..).zip(before.at) {
            if let (None, Some(at)) = (self.get(slot), at) {
                self.find(slot, at);
            }
        }
    }

    /// Takes over positions of another state of the same dataset for entities that have none here, so that nothing jumps.
    pub(super) fn adopt(&mut self, document: &Document, other: (&Document, &Places)) {
        for (slot, entity) in document.entities().iter_slots() {
            let place = || other.1.get(other.0.entities().slot_of(&entity.id)?);
            if self.get(slot).is_none()
                && let Some(at) = place()
            {
                self.find(slot, at);
            }
        }
    }

    /// Drops the pin of an entity that is gone, and what views say of it: a save may have stored where it was without an
    /// edit, and undoing the entity leaves no trace of it. Its position is remembered.
    pub(super) fn forget(&mut self, document: &mut Document, slot: u32) {
        if let Some(id) = document.entities().id_at(slot).cloned() {
            document.forget_places(&id);
            self.pinned.remove(&slot);
        }
    }

    /// The positions that the view lacks.
    pub(super) fn found<'a>(
        &'a self,
        document: &'a Document,
    ) -> impl Iterator<Item = (Str, [i32; 2])> + 'a {
        let entities = document.entities().iter_slots();
        let is_found = |slot: u32| self.owner.get(slot as usize) == Some(&Owner::Layout);
        let found = entities.filter(move |(slot, _)| self.is_ahead && is_found(*slot));
        found.filter_map(|(slot, entity)| Some((entity.id.clone(), whole(self.get(slot)?))))
    }

    /// Writes what a layout found into the view, which is made if it is not there. That is not an edit: it says nothing
    /// that was not on the screen.
    pub(super) fn write(&mut self, document: &mut Document, view_id: &Str) {
        let found: Vec<(Str, [i32; 2])> = self.found(document).collect();
        self.is_ahead = false;
        if found.is_empty() {
            return;
        }
        let at = document.view_index(view_id).unwrap_or_else(|| {
            let view = View::new(view_id.clone(), "Main");
            document.splice_view(0, false, Some(Arc::new(view)));
            0
        });
        document.view_mut(at).positions.extend(found);
    }

    /// The same, for good: from now on only edits change these positions.
    pub(super) fn settle(&mut self, document: &mut Document, view_id: &Str) {
        self.write(document, view_id);
        let of_layout = |owner: &&mut Owner| **owner == Owner::Layout;
        for owner in self.owner.iter_mut().filter(of_layout) {
            *owner = Owner::User;
        }
    }
}

/// A position in whole world units, as files have it.
pub fn whole(at: Pos2) -> [i32; 2] {
    [at.x.round() as i32, at.y.round() as i32]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Entity, Parts};

    /// A dataset of `a`, which a view has at 1, 2, and `b`, which it does not have.
    fn document() -> Document {
        let entity = |id: &str| {
            Arc::new(Entity {
                id: id.into(),
                ..Entity::default()
            })
        };
        let mut view = View::new("main", "Main");
        view.positions.insert("a".into(), [1, 2]);
        let parts = Parts {
            entities: vec![entity("a"), entity("b")],
            views: vec![Arc::new(view)],
            ..Parts::default()
        };
        Document::from_parts(parts).0
    }

    fn stored(document: &Document, id: &str) -> Option<[i32; 2]> {
        document.main_view()?.positions.get(id).copied()
    }

    #[test]
    fn what_a_layout_found_is_written_and_later_frames_again() {
        let mut document = document();
        let mut places = Places::of(&document, document.main_view().map(|view| &**view));
        assert!(!places.is_ahead());
        places.find(1, pos2(5.4, 6.0));
        assert!(places.is_ahead());
        places.write(&mut document, &"main".into());
        assert_eq!(stored(&document, "b"), Some([5, 6]));
        assert!(!places.is_ahead());
        places.find(1, pos2(7.0, 8.0));
        places.write(&mut document, &"main".into());
        assert_eq!(stored(&document, "b"), Some([7, 8]), "the layout went on");
        places.settle(&mut document, &"main".into());
        places.find(1, pos2(9.0, 9.0));
        places.write(&mut document, &"main".into());
        assert_eq!(
            stored(&document, "b"),
            Some([7, 8]),
            "only an edit changes it now"
        );
    }

    #[test]
    fn what_the_view_has_is_not_overwritten() {
        let mut document = document();
        let mut places = Places::of(&document, document.main_view().map(|view| &**view));
        places.find(0, pos2(50.0, 50.0));
        places.hold(0, pos2(60.0, 60.0));
        places.write(&mut document, &"main".into());
        assert_eq!(stored(&document, "a"), Some([1, 2]));
        let view = document.main_view().cloned();
        places.read_all(&document, view.as_deref());
        assert_eq!(places.get(0), Some(pos2(1.0, 2.0)));
    }

    #[test]
    fn a_view_is_made_for_what_was_found() {
        let mut document = document();
        document.splice_view(0, true, None);
        let mut places = Places::of(&document, None);
        places.write(&mut document, &"main".into());
        assert!(document.views().is_empty(), "nothing was found");
        places.find(0, pos2(3.0, 4.0));
        assert_eq!(places.found(&document).count(), 1);
        places.write(&mut document, &"main".into());
        assert_eq!(stored(&document, "a"), Some([3, 4]));
    }
}
