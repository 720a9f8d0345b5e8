//! A dataset in memory: its tables, and the slots of each link's two ends.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::joins::Joins;
use super::raw::{Extra, RawJson};
use super::slots::{Record, Table};
use super::{
    Claim, CustomKind, Entity, KindFor, Link, LinkNaming, Marking, Meta, Release, SetAsideFinding,
    Source, Str, TableName, View, Vocabulary,
};

impl Record for Source {
    fn id(&self) -> &Str {
        &self.id
    }
}

impl Record for Entity {
    fn id(&self) -> &Str {
        &self.id
    }
}

impl Record for Link {
    fn id(&self) -> &Str {
        &self.id
    }
}

/// The slot that stands for "no such entity" at the end of a pending link.
pub const NO_SLOT: u32 = u32::MAX;

/// A dataset. Cloning copies pointers, not records, so a worker can have its own while the window goes on.
///
/// Invariants, guarded by the `put_…` and `take_…` functions: `ends` has one row for each link slot, the slots of its two
/// ends or [`NO_SLOT`]; `joins` has at least the links that touch an entity; `waiting` at least those that name an absent
/// entity, by that entity's id; `kinds` is sorted.
#[derive(Clone, Debug, Default)]
pub struct Document {
    meta: Arc<Meta>,
    kinds: Vec<Arc<CustomKind>>,
    sources: Table<Source>,
    entities: Table<Entity>,
    links: Table<Link>,
    views: Vec<Arc<View>>,
    releases: Vec<Arc<Release>>,
    findings: Vec<Arc<SetAsideFinding>>,
    leftovers: Arc<Vec<(TableName, RawJson)>>,
    ends: Vec<[u32; 2]>,
    joins: Joins,
    waiting: FxHashMap<Str, Vec<u32>>,
    newer: Option<Str>,
}

impl PartialEq for Document {
    /// Documents are equal when they hold equal records; slots do not matter.
    fn eq(&self, other: &Self) -> bool {
        self.meta == other.meta
            && self.kinds == other.kinds
            && self.sources == other.sources
            && self.entities == other.entities
            && self.links == other.links
            && self.views == other.views
            && self.releases == other.releases
            && self.findings == other.findings
            && self.leftovers == other.leftovers
            && self.newer == other.newer
    }
}

/// What a reader found, table by table, in the order of the file.
#[derive(Debug, Default)]
pub struct Parts {
    /// The dataset's own fields.
    pub meta: Meta,
    /// Own kinds.
    pub kinds: Vec<Arc<CustomKind>>,
    /// Sources.
    pub sources: Vec<Arc<Source>>,
    /// Entities.
    pub entities: Vec<Arc<Entity>>,
    /// Links.
    pub links: Vec<Arc<Link>>,
    /// Views.
    pub views: Vec<Arc<View>>,
    /// Releases.
    pub releases: Vec<Arc<Release>>,
    /// Findings that were set aside.
    pub findings: Vec<SetAsideFinding>,
    /// Elements of the tables that are no usable records, as text.
    pub leftovers: Vec<(TableName, RawJson)>,
    /// The file's version, where it is newer than this program's.
    pub newer: Option<Str>,
}

/// Places in [`Parts`] of records that repeat an id before them; the document does not have them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Repeated {
    /// In `kinds`.
    pub kinds: Vec<usize>,
    /// In `sources`.
    pub sources: Vec<usize>,
    /// In `entities`.
    pub entities: Vec<usize>,
    /// In `links`.
    pub links: Vec<usize>,
    /// In `views`.
    pub views: Vec<usize>,
    /// In `releases`.
    pub releases: Vec<usize>,
}

impl Document {
    /// The document of these parts. Of records with the same id the first counts; the places of the others are returned.
    pub fn from_parts(parts: Parts) -> (Self, Repeated) {
        let mut repeated = Repeated::default();
        let links = parts.links;
        let (entities, (links, again)) = rayon::join(
            || Table::from_records(parts.entities),
            || Table::from_records(links),
        );
        repeated.links = again;
        let (entities, again) = entities;
        repeated.entities = again;
        let (sources, again) = Table::from_records(parts.sources);
        repeated.sources = again;
        let (mut kinds, again) = first_of_each(parts.kinds, |kind| (kind.id.clone(), kind.target));
        repeated.kinds = again;
        kinds.sort_by(|a, b| kind_order(a).cmp(&kind_order(b)));
        let (views, again) = first_of_each(parts.views, |view| view.id.clone());
        repeated.views = again;
        let (releases, again) = first_of_each(parts.releases, |release| release.id.clone());
        repeated.releases = again;
        let mut document = Self {
            meta: Arc::new(parts.meta),
            kinds,
            sources,
            entities,
            links,
            views,
            releases,
            findings: parts.findings.into_iter().map(Arc::new).collect(),
            leftovers: Arc::new(parts.leftovers),
            ends: Vec::new(),
            joins: Joins::default(),
            waiting: FxHashMap::default(),
            newer: parts.newer,
        };
        document.resolve_all_ends();
        (document, repeated)
    }

    fn resolve_all_ends(&mut self) {
        let slots = (0..self.links.slot_count() as u32).into_par_iter();
        let ends = slots.with_min_len(4096).map(|slot| {
            let link = self.links.at(slot);
            link.map_or([NO_SLOT; 2], |link| {
                [&link.from, &link.to].map(|id| self.entities.slot_of(id).unwrap_or(NO_SLOT))
            })
        });
        self.ends = ends.collect();
        for (slot, link) in self.links.iter_slots() {
            let ends = self.ends[slot as usize];
            for (id, end) in [&link.from, &link.to].into_iter().zip(ends) {
                if end == NO_SLOT {
                    self.waiting.entry(id.clone()).or_default().push(slot);
                }
            }
        }
    }

    /// The dataset's own fields.
    pub fn meta(&self) -> &Arc<Meta> {
        &self.meta
    }

    /// Its custom kinds, by id, entity kinds before link kinds.
    pub fn kinds(&self) -> &[Arc<CustomKind>] {
        &self.kinds
    }

    /// Its sources.
    pub fn sources(&self) -> &Table<Source> {
        &self.sources
    }

    /// Its entities.
    pub fn entities(&self) -> &Table<Entity> {
        &self.entities
    }

    /// Its links.
    pub fn links(&self) -> &Table<Link> {
        &self.links
    }

    /// Its views, in the order of the file.
    pub fn views(&self) -> &[Arc<View>] {
        &self.views
    }

    /// Copies given away, in the order of the file.
    pub fn releases(&self) -> &[Arc<Release>] {
        &self.releases
    }

    /// Findings that were set aside, in the order of the file.
    pub fn findings(&self) -> &[Arc<SetAsideFinding>] {
        &self.findings
    }

    /// Elements of its tables that are no usable records, as text.
    pub fn leftovers(&self) -> &Arc<Vec<(TableName, RawJson)>> {
        &self.leftovers
    }

    /// The file's version, where it is newer than this program's: the document must not be changed nor saved.
    pub fn newer_version(&self) -> Option<&Str> {
        self.newer.as_ref()
    }

    /// Every kind that its records can name.
    pub fn vocabulary(&self) -> Vocabulary {
        Vocabulary::new(&self.kinds)
    }

    /// The entity slots of each link's two ends, by link slot; [`NO_SLOT`] where the entity is absent. Rows of link slots
    /// without a record mean nothing.
    pub fn ends(&self) -> &[[u32; 2]] {
        &self.ends
    }

    /// Whether the link in `slot` names an entity that is not there.
    pub fn is_pending(&self, slot: u32) -> bool {
        self.ends[slot as usize].contains(&NO_SLOT)
    }

    /// The slots of the links that touch the entity in `slot`, in order of their ids.
    pub fn links_of(&self, slot: u32) -> impl Iterator<Item = u32> + use<> {
        let (links, entities) = (&self.links, self.entities.slot_count());
        let (first, later) = self.joins.of(slot, &self.ends, links.order(), entities);
        let touches = |link: &u32| {
            self.ends[*link as usize].contains(&slot) && self.links.at(*link).is_some()
        };
        let all = first.iter().chain(later).copied();
        let mut found: Vec<u32> = all.filter(touches).collect();
        if !later.is_empty() {
            found.sort_unstable_by_key(|link| self.links.id_at(*link));
        }
        found.into_iter()
    }

    /// The slots of the links that name the entity `id`, which is not there.
    pub fn links_waiting_for(&self, id: &str) -> impl Iterator<Item = u32> {
        let waiting = self.waiting.get(id).into_iter().flatten().copied();
        waiting.filter(move |slot| {
            let link = self.links.at(*slot);
            link.is_some_and(|link| link.from == id || link.to == id)
        })
    }

    /// Where the main view is: the view `main`, else the first.
    pub fn main_view_index(&self) -> Option<usize> {
        let main = self.views.iter().position(|view| view.id == "main");
        main.or((!self.views.is_empty()).then_some(0))
    }

    /// The main view, if there is any view.
    pub fn main_view(&self) -> Option<&Arc<View>> {
        self.views.get(self.main_view_index()?)
    }

    /// What names of links say in a view: its own word, else that of the main view.
    pub fn link_naming(&self, view: Option<&View>) -> LinkNaming {
        let own = view.and_then(|view| view.link_names);
        let of_main = || self.main_view().and_then(|main| main.link_names);
        own.or_else(of_main).unwrap_or(LinkNaming::USUAL)
    }

    /// The main view, where `view` is another one: what that does not say itself comes from there.
    pub fn view_behind(&self, view: &View) -> Option<&Arc<View>> {
        self.main_view().filter(|main| main.id != view.id)
    }

    /// Where an entity is in a view, and whether it is pinned there. A place and its pin come together: from the view, else from
    /// the main view, where the view can only add a pin.
    pub fn place_in(&self, view: &View, id: &str) -> (Option<[i32; 2]>, bool) {
        let own = view.positions.get(id).copied();
        let is_pinned = view.pinned.contains(id);
        let behind = self.view_behind(view).filter(|_| own.is_none());
        match behind {
            Some(main) => {
                let at = main.positions.get(id).copied();
                (at, is_pinned || main.pinned.contains(id))
            }
            None => (own, is_pinned),
        }
    }

    /// The view with all that it takes from the main view as its own.
    pub fn view_by_itself(&self, view: &View) -> View {
        let mut whole = view.clone();
        if let Some(main) = self.view_behind(view) {
            let missing = |id: &&Str| !view.positions.contains_key(*id);
            let pinned = main.pinned.iter().filter(missing).cloned();
            whole.pinned.extend(pinned);
            for (id, at) in &main.positions {
                whole.positions.entry(id.clone()).or_insert(*at);
            }
        }
        whole
    }

    /// The place of the view `id`.
    pub fn view_index(&self, id: &str) -> Option<usize> {
        self.views.iter().position(|view| view.id == id)
    }

    /// The dataset's marking: one that is not stated, or cannot be read, counts as TLP:RED.
    pub fn marking(&self) -> Marking {
        self.meta.marking.unwrap_or(Marking::Red)
    }

    /// What a record's own marking amounts to: absent = the dataset's, unreadable = TLP:RED.
    pub fn marking_of(&self, stated: Option<Marking>, extra: &Extra) -> Marking {
        match stated {
            Some(marking) => marking,
            None if extra.unread("marking").is_some() => Marking::Red,
            None => self.marking(),
        }
    }

    /// A claim's marking: the highest of claim, record, the record's ends and the source.
    pub fn claim_marking(
        &self,
        claim: &Claim,
        link: Option<&Link>,
        entity: Option<&Entity>,
    ) -> Marking {
        let of_entity = |entity: &Entity| self.marking_of(entity.marking, &entity.extra);
        let mut highest = self.marking_of(claim.marking, &claim.extra);
        if let Some(link) = link {
            highest = highest.max(self.marking_of(link.marking, &link.extra));
            for end in [&link.from, &link.to] {
                if let Some(entity) = self.entities.get(end) {
                    highest = highest.max(of_entity(entity));
                }
            }
        }
        if let Some(entity) = entity {
            highest = highest.max(of_entity(entity));
        }
        if let Some(source) = self.sources.get(&claim.source) {
            highest = highest.max(self.marking_of(source.marking, &source.extra));
        }
        highest
    }

    // What follows changes the document; only `edit` calls it, so that everything can be undone.

    /// Replaces the dataset's own fields; returns the old ones.
    pub fn put_meta(&mut self, meta: Arc<Meta>) -> Arc<Meta> {
        std::mem::replace(&mut self.meta, meta)
    }

    /// Replaces the unusable elements; returns the old ones.
    pub fn put_leftovers(
        &mut self,
        leftovers: Arc<Vec<(TableName, RawJson)>>,
    ) -> Arc<Vec<(TableName, RawJson)>> {
        std::mem::replace(&mut self.leftovers, leftovers)
    }

    /// Makes the custom kind `id` be `kind`, or absent; returns what it was.
    pub fn put_kind(
        &mut self,
        key: (Str, KindFor),
        kind: Option<Arc<CustomKind>>,
    ) -> Option<Arc<CustomKind>> {
        let place = self
            .kinds
            .binary_search_by(|have| kind_order(have).cmp(&(&key.0, key.1)));
        match (place, kind) {
            (Ok(at), Some(kind)) => Some(std::mem::replace(&mut self.kinds[at], kind)),
            (Ok(at), None) => Some(self.kinds.remove(at)),
            (Err(at), Some(kind)) => {
                self.kinds.insert(at, kind);
                None
            }
            (Err(_), None) => None,
        }
    }

    /// Makes the source `id` be `source`, or absent; returns its slot and what it was.
    pub fn put_source(
        &mut self,
        id: &str,
        source: Option<Arc<Source>>,
    ) -> (Option<u32>, Option<Arc<Source>>) {
        put_in(&mut self.sources, id, source)
    }

    /// Makes the entity `id` be `entity`, or absent; returns its slot and what it was.
    pub fn put_entity(
        &mut self,
        id: &str,
        entity: Option<Arc<Entity>>,
    ) -> (Option<u32>, Option<Arc<Entity>>) {
        let is_there = entity.is_some();
        let (slot, old) = put_in(&mut self.entities, id, entity);
        match (slot, old.is_some(), is_there) {
            (Some(slot), false, true) => self.entity_came(id, slot),
            (Some(slot), true, false) => self.entity_went(slot),
            _ => {}
        }
        (slot, old)
    }

    fn entity_came(&mut self, id: &str, slot: u32) {
        for link in self.waiting.remove(id).unwrap_or_default() {
            if let Some(record) = self.links.at(link) {
                let row = &mut self.ends[link as usize];
                for (end, name) in row.iter_mut().zip([&record.from, &record.to]) {
                    if name == id {
                        *end = slot;
                    }
                }
                self.joins.note(link, slot);
            }
        }
    }

    fn entity_went(&mut self, slot: u32) {
        for link in self.links_of(slot) {
            let row = &mut self.ends[link as usize];
            for end in row.iter_mut().filter(|end| **end == slot) {
                *end = NO_SLOT;
                let id = self.entities.id_at(slot).expect("a slot keeps its id");
                self.waiting.entry(id.clone()).or_default().push(link);
            }
        }
    }

    /// Makes the link `id` be `link`, or absent; returns its slot and what it was.
    pub fn put_link(
        &mut self,
        id: &str,
        link: Option<Arc<Link>>,
    ) -> (Option<u32>, Option<Arc<Link>>) {
        let (slot, old) = put_in(&mut self.links, id, link);
        self.ends.resize(self.links.slot_count(), [NO_SLOT; 2]);
        if let Some((slot, link)) = slot.and_then(|slot| Some((slot, self.links.at(slot)?))) {
            let names = [&link.from, &link.to];
            let ends = names.map(|id| self.entities.slot_of(id));
            for (name, end) in names.into_iter().zip(ends) {
                if end.is_none() {
                    let waiting = self.waiting.entry(name.clone()).or_default();
                    if !waiting.contains(&slot) {
                        waiting.push(slot);
                    }
                }
            }
            self.ends[slot as usize] = ends.map(|end| end.unwrap_or(NO_SLOT));
            for end in ends.into_iter().flatten() {
                self.joins.note(slot, end);
            }
        }
        (slot, old)
    }

    /// Puts a view at `at` in the list, or takes the one there out; returns the one taken.
    pub fn splice_view(
        &mut self,
        at: usize,
        remove: bool,
        view: Option<Arc<View>>,
    ) -> Option<Arc<View>> {
        splice(&mut self.views, at, remove, view)
    }

    /// A view to change in place: positions and pins are records of their own.
    pub fn view_mut(&mut self, at: usize) -> &mut View {
        Arc::make_mut(&mut self.views[at])
    }

    /// Forgets where an entity that is gone stood: no view keeps a place or a pin of it.
    pub fn forget_places(&mut self, id: &str) {
        for at in 0..self.views.len() {
            let view = &self.views[at];
            if view.positions.contains_key(id) || view.pinned.contains(id) {
                let view = self.view_mut(at);
                view.positions.remove(id);
                view.pinned.remove(id);
            }
        }
    }

    /// Puts a release at `at` in the list, or takes the one there out; returns the one taken.
    pub fn splice_release(
        &mut self,
        at: usize,
        remove: bool,
        release: Option<Arc<Release>>,
    ) -> Option<Arc<Release>> {
        splice(&mut self.releases, at, remove, release)
    }

    /// Puts a finding at `at` in the list, or takes the one there out; returns the one taken.
    pub fn splice_finding(
        &mut self,
        at: usize,
        remove: bool,
        finding: Option<Arc<SetAsideFinding>>,
    ) -> Option<Arc<SetAsideFinding>> {
        splice(&mut self.findings, at, remove, finding)
    }
}

fn kind_order(kind: &CustomKind) -> (&Str, KindFor) {
    (&kind.id, kind.target)
}

fn put_in<R: Record>(
    table: &mut Table<R>,
    id: &str,
    record: Option<Arc<R>>,
) -> (Option<u32>, Option<Arc<R>>) {
    match record {
        Some(record) => {
            let (slot, old) = table.put(record);
            (Some(slot), old)
        }
        None => table
            .take(id)
            .map_or((None, None), |(slot, old)| (Some(slot), Some(old))),
    }
}

fn splice<R>(list: &mut Vec<R>, at: usize, remove: bool, item: Option<R>) -> Option<R> {
    let old = remove.then(|| list.remove(at));
    if let Some(item) = item {
        list.insert(at, item);
    }
    old
}

fn first_of_each<R, K: Ord>(
    records: Vec<Arc<R>>,
    key: impl Fn(&R) -> K,
) -> (Vec<Arc<R>>, Vec<usize>) {
    let mut seen = std::collections::BTreeSet::new();
    let (mut kept, mut repeated) = (Vec::new(), Vec::new());
    for (at, record) in records.into_iter().enumerate() {
        if seen.insert(key(&record)) {
            kept.push(record);
        } else {
            repeated.push(at);
        }
    }
    (kept, repeated)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(id: &str) -> Option<Arc<Entity>> {
        Some(Arc::new(Entity {
            id: id.into(),
            ..Entity::default()
        }))
    }

    fn link(id: &str, from: &str, to: &str) -> Option<Arc<Link>> {
        Some(Arc::new(Link {
            id: id.into(),
            from: from.into(),
            to: to.into(),
            ..Link::default()
        }))
    }

    #[test]
    fn a_pending_link_finds_its_end_when_it_comes_and_loses_it_when_it_goes() {
        let mut document = Document::default();
        document.put_entity("a", entity("a"));
        document.put_link("l", link("l", "a", "b"));
        assert_eq!(document.ends(), [[0, NO_SLOT]]);
        assert!(document.is_pending(0));
        document.put_entity("b", entity("b"));
        assert_eq!(document.ends(), [[0, 1]]);
        document.put_entity("b", None);
        assert_eq!(document.ends(), [[0, NO_SLOT]]);
        document.put_entity("b", entity("b"));
        assert_eq!(document.ends(), [[0, 1]], "the slot is the same as before");
        assert_eq!(document.links_of(1).collect::<Vec<_>>(), [0]);
    }

    #[test]
    fn a_self_link_to_an_absent_entity_resolves_at_both_ends() {
        let mut document = Document::default();
        document.put_link("l", link("l", "a", "a"));
        document.put_entity("a", entity("a"));
        assert_eq!(document.ends(), [[0, 0]]);
    }

    #[test]
    fn markings_without_a_statement_count_as_red() {
        let mut document = Document::default();
        assert_eq!(document.marking(), Marking::Red);
        document.put_meta(Arc::new(Meta {
            marking: Some(Marking::Green),
            ..Meta::default()
        }));
        let mut extra = Extra::default();
        assert_eq!(document.marking_of(None, &extra), Marking::Green);
        extra.set_unread("marking", Some(RawJson::string("TLP:WHITE")));
        assert_eq!(document.marking_of(None, &extra), Marking::Red);
    }
}
