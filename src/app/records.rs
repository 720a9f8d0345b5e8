//! New records, deleted records, records set aside: each one step.

use std::sync::Arc;

use crate::edit::{Edit, Going, delete_entities, delete_links, delete_source};
use crate::formats::linkwright::free_id;
use crate::geom::Pos2;
use crate::model::names::new_id;
use crate::model::{Claim, CustomKind, Entity, EntityKind, KindFor, Link, Source, Stance, Str};
use crate::store::random_bits;
use crate::ui::action::Action;
use crate::ui::command::Target;
use crate::ui::dialogs::Delete;
use crate::ui::fields::{FieldKey, RecordKey, RecordPart, entity_edit, link_edit};
use crate::ui::state::{Panel, Popup, Tab};
use crate::view::Selection;
use crate::work::whole;

use super::Linkwright;

impl Linkwright {
    /// Asks for the name and kind of a new entity, in the middle of what is seen.
    pub(super) fn ask_for_entity(&mut self) {
        let middle = self.window.chart.center();
        self.window.popup = Some(Popup::NewEntity {
            at: self.window.view().world(middle),
            name: String::new(),
            kind: "company".into(),
            from: None,
            fresh: true,
        });
    }

    /// Asks for the kind of a link between the two selected entities.
    pub(super) fn ask_for_link(&mut self) {
        let mut slots = self.window.selection.entities.iter().copied();
        let (Some(mut from), Some(mut to)) = (slots.next(), slots.next()) else {
            return;
        };
        if self.window.first_selected == Some(to) {
            std::mem::swap(&mut from, &mut to);
        }
        let frame = self.window.view();
        let place = |slot: u32| self.work.place(slot).map(|at| frame.screen(at));
        let at = match (place(from), place(to)) {
            (Some(from), Some(to)) => from + (to - from) * 0.5,
            _ => self.window.chart.center(),
        };
        let inside = self.window.chart.shrink(20.0);
        let at = at.clamp(inside.min, inside.max.max(inside.min));
        self.window.popup = Some(Popup::NewLink {
            from,
            to,
            query: String::new(),
            at,
            fresh: true,
        });
    }

    /// Makes an entity where the user wanted it, and a link to it if one was being drawn.
    pub(super) fn new_entity(
        &mut self,
        name: &str,
        kind: Str,
        at: Pos2,
        link_from: Option<(u32, Str)>,
    ) {
        self.window.popup = None;
        let document = &self.work.document;
        let taken = |id: &str| document.entities().get(id).is_some();
        let id = Str::from(new_id(name, random_bits(), taken));
        let entity = Entity {
            id: id.clone(),
            kind,
            name: name.into(),
            ..Entity::default()
        };
        let view = self.work.view_id.clone();
        let mut edits = vec![
            Edit::Entity(id.clone(), Some(Arc::new(entity))),
            Edit::Position(view, id.clone(), Some(whole(at))),
        ];
        let mut link_id = None;
        if let Some((from, kind)) = link_from
            && let Some(from) = document.entities().id_at(from)
        {
            let mut link = self.link(from.clone(), id.clone(), kind);
            link_id = Some(link.id.clone());
            edits.extend(self.first_claim(&mut link));
            edits.push(link_edit(link));
        }
        self.commit(format!("Add {name}"), Edit::All(edits));
        self.window.capture.skip_once = false;
        let document = &self.work.document;
        let link = link_id.and_then(|id| document.links().slot_of(&id));
        let entity = document.entities().slot_of(&id);
        let selection = link.map(Selection::link);
        if let Some(selection) = selection.or(entity.map(Selection::entity)) {
            self.show_new(selection);
        }
        if entity.is_some_and(|slot| self.work.net.node(slot).is_none()) {
            self.window
                .notify("Added, but hidden by the filter. View › Clear filter shows it.");
        }
    }

    fn show_new(&mut self, selection: Selection) {
        self.window.selection = selection;
        self.window.target = Target::Selection;
        self.window.open_claims.clear();
        self.window.open(Panel::Details);
    }

    fn link(&self, from: Str, to: Str, kind: Str) -> Link {
        let links = self.work.document.links();
        let taken = |id: &str| links.get(id).is_some();
        let id = new_id(&format!("{from} {kind} {to}"), random_bits(), taken);
        Link {
            id: id.into(),
            kind,
            from,
            to,
            ..Link::default()
        }
    }

    /// With a current source a new link has a claim that cites it, of the kind's stance; without one it has none yet. The
    /// edit that brings the source in, if that is needed.
    fn first_claim(&self, link: &mut Link) -> Option<Edit> {
        self.window.capture.cited()?;
        let kind = self.work.evidence.vocabulary().link_kind(link.kind_id());
        let mut claim = Claim {
            id: free_id(&link.claims, random_bits()),
            stance: Some(kind.stance),
            recorded: self.window.today,
            ..Claim::default()
        };
        let source = self.cite_current(&mut claim);
        link.claims.push(claim);
        source
    }

    /// Makes a link and shows it, so that its first claim can be added.
    pub(super) fn new_link(&mut self, from: u32, to: u32, kind: Str) {
        self.window.popup = None;
        let entities = self.work.document.entities();
        let (Some(from), Some(to)) = (entities.id_at(from).cloned(), entities.id_at(to).cloned())
        else {
            return;
        };
        let mut link = self.link(from, to, kind);
        let id = link.id.clone();
        let source = self.first_claim(&mut link);
        let edits = source.into_iter().chain([link_edit(link)]).collect();
        self.commit("Add link", Edit::All(edits));
        self.window.capture.skip_once = false;
        if let Some(slot) = self.work.document.links().slot_of(&id) {
            self.show_new(Selection::link(slot));
        }
    }

    /// Adds a claim to the selected link or entity. Its stance is the kind's, recorded today; both can be changed. It
    /// cites the current source; without one it has none: a line must not look supported before someone has said by what.
    pub(super) fn add_claim(&mut self) {
        let selection = self.window.selection.clone();
        let document = &self.work.document;
        let mut source = None;
        // Random: two who each add a claim to their copy on one day have not made the same one.
        let mut claim = |stance: Stance, others: &[Claim]| {
            let mut claim = Claim {
                id: free_id(others, random_bits()),
                stance: Some(stance),
                recorded: self.window.today,
                ..Claim::default()
            };
            source = self.cite_current(&mut claim);
            claim
        };
        let (edit, record, place) = if let Some(slot) = selection.single_link()
            && let Some(link) = document.links().at(slot)
        {
            let kind = self.work.evidence.vocabulary().link_kind(link.kind_id());
            let mut link = Link::clone(link);
            let new = claim(kind.stance, &link.claims);
            link.claims.push(new);
            let place = link.claims.len() - 1;
            (link_edit(link), RecordKey::Link(slot), place)
        } else if let Some(slot) = selection.single_entity()
            && let Some(entity) = document.entities().at(slot)
        {
            let mut entity = Entity::clone(entity);
            let new = claim(Stance::Asserts, &entity.claims);
            entity.claims.push(new);
            let place = entity.claims.len() - 1;
            (entity_edit(entity), RecordKey::Entity(slot), place)
        } else {
            return;
        };
        let edits = source.into_iter().chain([edit]).collect();
        self.commit("Add claim", Edit::All(edits));
        self.window.capture.skip_once = false;
        self.window.target = Target::Selection;
        self.window.open(Panel::Details);
        self.window.open_claims.clear();
        self.window.open_claims.insert(place);
        self.window.focus = Some(FieldKey {
            record,
            part: RecordPart::Claim(place),
            key: "locator",
        });
    }

    /// Makes a source and shows it.
    pub(super) fn add_source(&mut self) {
        let sources = self.work.document.sources();
        let id = Str::from(new_id("source", random_bits(), |id| {
            sources.get(id).is_some()
        }));
        let source = Source {
            id: id.clone(),
            retrieved: self.window.today,
            ..Source::default()
        };
        self.commit(
            "Add source",
            Edit::Source(id.clone(), Some(Arc::new(source))),
        );
        if let Some(slot) = self.work.document.sources().slot_of(&id) {
            self.window.open(Panel::Details);
            self.window.open(Panel::Sidebar);
            self.window.sidebar.tab = Tab::Sources;
            self.window.target = Target::Source(slot);
            self.window.focus = Some(FieldKey::new(RecordKey::Source(slot), "title"));
        }
    }

    /// Makes a custom kind and shows it.
    pub(super) fn new_kind(&mut self, target: KindFor, id: &str) {
        let kind = CustomKind {
            id: id.into(),
            target,
            like: match target {
                KindFor::Entity => EntityKind::Other.as_str().into(),
                KindFor::Link => "related-to".into(),
            },
            ..CustomKind::default()
        };
        let key = Str::from(id);
        self.commit(
            "Add kind",
            Edit::CustomKind(key.clone(), target, Some(Arc::new(kind))),
        );
        self.window.open(Panel::Details);
        self.window.focus = Some(FieldKey::new(
            RecordKey::CustomKind(key.clone(), target),
            "label",
        ));
        self.window.target = Target::CustomKind(key, target);
    }

    // ---- deleting ----

    /// What would go if the selection was deleted, and the edit that does it.
    fn deletion(&self) -> (Edit, Going) {
        let document = &self.work.document;
        if let Target::Source(slot) = self.window.target {
            return match document.sources().id_at(slot) {
                Some(id) => delete_source(id),
                None => (Edit::All(Vec::new()), Going::default()),
            };
        }
        let selection = &self.window.selection;
        let entities = selection.entities.iter();
        let entities: Vec<Str> = entities
            .filter_map(|slot| document.entities().id_at(*slot).cloned())
            .collect();
        // Links that go with their entity are counted there.
        let stays = |slot: &&u32| {
            let ends = document
                .ends()
                .get(**slot as usize)
                .copied()
                .unwrap_or_default();
            !ends.iter().any(|end| selection.entities.contains(end))
        };
        let links = selection.links.iter().filter(stays);
        let links: Vec<Str> = links
            .filter_map(|slot| document.links().id_at(*slot).cloned())
            .collect();
        let (first, going) = delete_links(document, &links);
        let (second, also) = delete_entities(document, &entities);
        (Edit::All(vec![first, second]), going + also)
    }

    /// Says what would go and asks; what takes nothing along goes at once.
    pub(super) fn ask_to_delete(&mut self) {
        self.window.popup = None;
        let (_, going) = self.deletion();
        if going == Going::default() {
            return;
        }
        let single = going.entities + going.links == 1 && going.claims == 0;
        if single && going.sources == 0 {
            self.delete_now();
            return;
        }
        let selection = &self.window.selection;
        let links_alone = selection.entities.is_empty() && !selection.links.is_empty();
        let is_source = self.window.target.is_source();
        let may_be = Action::SetAside.is_possible(&self.work, &self.window);
        let may_set_aside = links_alone && !is_source && may_be;
        self.window.ask(Delete {
            going,
            may_set_aside,
        });
    }

    /// Deletes the selection, and says so.
    pub(super) fn delete_now(&mut self) {
        let (edit, going) = self.deletion();
        let before = self.work.edit_count();
        if going != Going::default() {
            self.commit(format!("Delete {going}"), edit);
        }
        if self.work.edit_count() != before {
            let said = format!("Deleted {going}. Ctrl+Z undoes it.");
            self.window.notify_step(&self.work, said);
        }
    }
}
