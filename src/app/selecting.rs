//! Selections made of what is selected: everything else, all of the same kind.

use rustc_hash::FxHashSet;

use crate::view::Selection;

use super::Linkwright;

impl Linkwright {
    /// Selects the entities of the chart that are not selected; where only links are selected, the other links.
    pub(super) fn invert_selection(&mut self) {
        let (work, selected) = (&self.work, &self.window.selection);
        let mut inverse = Selection::default();
        if selected.entities.is_empty() {
            let links = work.net.links.iter().map(|link| link.slot);
            inverse.links = links
                .filter(|slot| !selected.links.contains(slot))
                .collect();
        } else {
            let entities = work.net.nodes.iter().copied();
            inverse.entities = entities
                .filter(|slot| !selected.entities.contains(slot))
                .collect();
        }
        self.select(inverse);
    }

    /// Selects everything on the chart that is of the kind of something selected.
    pub(super) fn select_same_kind(&mut self) {
        let (work, selected) = (&self.work, &self.window.selection);
        let (entities, links) = (work.document.entities(), work.document.links());
        let entity_kind = |slot: &u32| entities.at(*slot).map(|entity| entity.kind_id());
        let link_kind = |slot: &u32| links.at(*slot).map(|link| link.kind_id());
        let of_entities: FxHashSet<&str> =
            selected.entities.iter().filter_map(entity_kind).collect();
        let of_links: FxHashSet<&str> = selected.links.iter().filter_map(link_kind).collect();
        let mut selection = selected.clone();
        let nodes = work.net.nodes.iter().copied();
        let is_alike =
            |slot: &u32| entity_kind(slot).is_some_and(|kind| of_entities.contains(kind));
        selection.entities.extend(nodes.filter(is_alike));
        let shown = work.net.links.iter().map(|link| link.slot);
        let is_alike = |slot: &u32| link_kind(slot).is_some_and(|kind| of_links.contains(kind));
        selection.links.extend(shown.filter(is_alike));
        self.select(selection);
    }
}
