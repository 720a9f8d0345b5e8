//! Leads every reference to the record that is removed to the one that stays: ends, speakers, authors, sources. Links that
//! become the same are merged if nothing is lost by it.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::edit::change::Edit;
use crate::model::{
    Claim, Document, Entity, Link, LinkKind, Reference, References, Source, Str, TableName,
    Vocabulary, counted,
};

use super::claims::{United, collapse, unite};
use super::fields::{both_notes, is_stricter, take_list};
use super::words::MergeEffects;
use super::{Merge, Merged, Take};

/// A merge in progress: what was found so far, and what to say about it.
pub(super) struct Redirects<'a> {
    pub(super) document: &'a Document,
    pub(super) merge: &'a Merge,
    vocabulary: Vocabulary,
    name_claims: &'a dyn Fn(&mut [Claim]),
    pub(super) edits: Vec<Edit>,
    /// What to say, one text each.
    pub(super) words: Vec<String>,
    /// Removed links, each with the one that it was merged into; `None` for a link that said the two are the same.
    pub(super) links: BTreeMap<Str, Option<Str>>,
    /// Claim IDs that changed, by table and record.
    pub(super) claims: FxHashMap<(TableName, Str), Vec<(Str, Str)>>,
    pub(super) counts: MergeEffects,
}

impl<'a> Redirects<'a> {
    pub(super) fn new(
        document: &'a Document,
        merge: &'a Merge,
        name_claims: &'a dyn Fn(&mut [Claim]),
    ) -> Self {
        Self {
            document,
            merge,
            vocabulary: document.vocabulary(),
            name_claims,
            edits: Vec::new(),
            words: Vec::new(),
            links: BTreeMap::new(),
            claims: FxHashMap::default(),
            counts: MergeEffects::default(),
        }
    }

    pub(super) fn merges_entities(&self) -> bool {
        self.merge.table == TableName::Entities
    }

    /// Moves the claims of the entity that is removed to the one that stays.
    pub(super) fn unite_own_claims(&mut self, kept: &mut Entity, gone: Entity) {
        let united = unite(&mut kept.claims, gone.claims);
        self.counts.claims_merged += united.merged;
        // Findings about its claims are looked up under its own id.
        self.note_claims(TableName::Entities, &gone.id, united);
    }

    fn note_claims(&mut self, table: TableName, record: &Str, united: United) {
        if !united.renamed.is_empty() {
            let renamed = self.claims.entry((table, record.clone())).or_default();
            renamed.extend(united.renamed);
        }
    }

    // ---- links ----

    pub(super) fn links(&mut self) {
        let mut changed: BTreeMap<Str, Link> = BTreeMap::new();
        let mut moved: Vec<Str> = Vec::new();
        for link in self.document.links().iter() {
            let touches = self.refers(link.as_ref());
            if !touches && !self.refers(&link.claims) {
                continue;
            }
            let mut now = Link::clone(link);
            (self.name_claims)(&mut now.claims);
            if touches {
                if self.is_said_same(link) {
                    self.same_as_goes(link);
                    continue;
                }
                moved.push(link.id.clone());
                self.lead_ends(&mut now);
            }
            self.lead_claims(TableName::Links, &link.id, &mut now.claims);
            changed.insert(link.id.clone(), now);
        }
        self.counts.moved = moved.len();
        self.merge_doubles(&mut changed, &moved);
        for (id, link) in changed {
            self.edits.push(Edit::Link(id, Some(Arc::new(link))));
        }
        for id in self.links.keys() {
            self.edits.push(Edit::Link(id.clone(), None));
        }
    }

    fn lead_ends(&mut self, link: &mut Link) {
        self.lead(link);
        if link.from == link.to {
            self.counts.loops += 1;
        }
    }

    /// Whether the link says that the two are the same, which they are now.
    fn is_said_same(&self, link: &Link) -> bool {
        let ends = [&link.from, &link.to];
        ends.contains(&&self.merge.keep)
            && ends.contains(&&self.merge.other)
            && self.vocabulary.link_base(link.kind_id()) == Some(LinkKind::SameAs)
    }

    fn same_as_goes(&mut self, link: &Link) {
        let with = match link.claims.len() {
            0 => String::new(),
            n => format!(", with {}", counted(n, "claim")),
        };
        self.words.push(format!(
            "The “same as” link between the two is deleted{with}"
        ));
        self.links.insert(link.id.clone(), None);
    }

    /// Links that moved and now repeat one that was there: the same kind, ends, label and direction.
    fn merge_doubles(&mut self, changed: &mut BTreeMap<Str, Link>, moved: &[Str]) {
        if moved.is_empty() {
            return;
        }
        let is_moved: FxHashSet<&Str> = moved.iter().collect();
        let mut there: FxHashMap<_, Vec<Str>> = FxHashMap::default();
        for link in self.document.links().iter() {
            let touches = link.from == self.merge.keep || link.to == self.merge.keep;
            if touches && !is_moved.contains(&link.id) && !self.links.contains_key(&link.id) {
                let twins = there.entry(self.sort_of(link)).or_default();
                twins.push(link.id.clone());
            }
        }
        for id in moved {
            let Some(link) = changed.get(id) else {
                continue;
            };
            let Some(twins) = there.get(&self.sort_of(link)) else {
                continue;
            };
            let stands = |twin: &Str| {
                let have = changed.get(twin).cloned();
                have.or_else(|| {
                    self.document
                        .links()
                        .get(twin)
                        .map(|link| Link::clone(link))
                })
            };
            let twin = twins
                .iter()
                .filter_map(stands)
                .find(|twin| loses_nothing(twin, link));
            let Some(mut twin) = twin else {
                self.counts.beside += 1;
                continue;
            };
            let link = changed.remove(id).expect("it was there a moment ago");
            (self.name_claims)(&mut twin.claims);
            self.merge_links(&mut twin, link);
            changed.insert(twin.id.clone(), twin);
        }
    }

    /// Adds to `twin` what a link has that says the same. Kind, ends, label and direction are the same already.
    fn merge_links(&mut self, twin: &mut Link, link: Link) {
        let Link {
            id,
            kind: _,
            from,
            to,
            directed: _,
            label: _,
            since,
            until,
            tags,
            properties,
            marking,
            note,
            claims,
            extra,
        } = link;
        if is_stricter(
            self.document,
            (marking, &extra),
            (twin.marking, &twin.extra),
        ) {
            twin.marking = marking;
        }
        twin.since = twin.since.or(since);
        twin.until = twin.until.or(until);
        take_list(Take::Both, &mut twin.tags, &tags);
        take_list(Take::Both, &mut twin.properties, &properties);
        twin.note = both_notes(&twin.note, &note).into();
        let united = unite(&mut twin.claims, claims);
        self.counts.doubles += 1;
        self.counts.claims_merged += united.merged;
        if from == to {
            self.counts.loops -= 1;
        }
        self.note_claims(TableName::Links, &id, united);
        self.links.insert(id, Some(twin.id.clone()));
    }

    /// What makes two links say the same of the same: kind, ends, label, direction. Of undirected ones the ends are sorted.
    fn sort_of(&self, link: &Link) -> (Str, [Str; 2], Str, bool) {
        let kind = link.kind_id();
        let directed = link
            .directed
            .unwrap_or_else(|| self.vocabulary.is_directed(kind));
        let mut ends = [link.from.clone(), link.to.clone()];
        if !directed {
            ends.sort();
        }
        (kind.into(), ends, link.label.clone(), directed)
    }

    // ---- claims, entities, sources ----

    /// Whether something refers to the record that is removed.
    fn refers(&self, record: &impl References) -> bool {
        let mut found = false;
        record.each_reference(&mut |table, id| {
            found |= table == self.merge.table && *id == self.merge.other;
        });
        found
    }

    /// Leads references to the record that is removed to the one that stays. No list names that twice for it.
    fn lead(&self, record: &mut impl References) {
        let (other, keep) = (&self.merge.other, &self.merge.keep);
        record.each_reference_mut(&mut |reference| match reference {
            Reference::One(table, id) if table == self.merge.table => self.lead_one(id),
            Reference::Many(table, ids) if table == self.merge.table => lead(ids, other, keep),
            Reference::One(..) | Reference::Many(..) => {}
        });
    }

    /// Leads the claims of one record to what stays, and joins those that say the same now.
    fn lead_claims(&mut self, table: TableName, record: &Str, claims: &mut Vec<Claim>) {
        let mut changed = Vec::new();
        for (place, claim) in claims.iter_mut().enumerate() {
            if self.refers(claim) {
                self.lead(claim);
                changed.push(place);
            }
        }
        if changed.is_empty() {
            return;
        }
        self.counts.claims_led += changed.len();
        let united = collapse(claims, &changed);
        self.counts.claims_merged += united.merged;
        self.note_claims(table, record, united);
    }

    pub(super) fn lead_one(&self, id: &mut Str) {
        if *id == self.merge.other {
            *id = self.merge.keep.clone();
        }
    }

    /// Entities: what they cite and who speaks in their claims. `kept` is the one that stays, if entities are joined.
    pub(super) fn entities(&mut self, kept: impl Into<Option<Entity>>) {
        let kept = kept.into();
        for entity in self.document.entities().iter() {
            let is_kept = kept.as_ref().is_some_and(|kept| kept.id == entity.id);
            let goes = self.merges_entities() && entity.id == self.merge.other;
            if is_kept || goes {
                continue;
            }
            if self.refers(&entity.claims) || self.refers(entity.as_ref()) {
                let mut now = Entity::clone(entity);
                (self.name_claims)(&mut now.claims);
                self.lead_entity(&mut now);
                self.edits
                    .push(Edit::Entity(now.id.clone(), Some(Arc::new(now))));
            }
        }
        if let Some(mut kept) = kept {
            self.lead_entity(&mut kept);
            self.edits
                .push(Edit::Entity(kept.id.clone(), Some(Arc::new(kept))));
            self.edits
                .push(Edit::Entity(self.merge.other.clone(), None));
        }
    }

    fn lead_entity(&mut self, entity: &mut Entity) {
        self.lead_claims(TableName::Entities, &entity.id, &mut entity.claims);
        if self.refers(entity) {
            self.counts.records_led += 1;
            self.lead(entity);
            drop_repeated(&mut entity.names);
            drop_repeated(&mut entity.identifiers);
        }
    }

    /// Sources: their authors and what they derive from. `kept` is the one that stays, if sources are joined.
    pub(super) fn sources(&mut self, kept: impl Into<Option<Source>>) {
        let kept = kept.into();
        let other = &self.merge.other;
        for source in self.document.sources().iter() {
            let is_kept = kept.as_ref().is_some_and(|kept| kept.id == source.id);
            if is_kept || (!self.merges_entities() && source.id == *other) {
                continue;
            }
            if self.refers(source.as_ref()) {
                self.counts.records_led += 1;
                let mut now = Source::clone(source);
                self.lead(&mut now);
                self.edits
                    .push(Edit::Source(now.id.clone(), Some(Arc::new(now))));
            }
        }
        if let Some(mut kept) = kept {
            let before = kept.derived_from.len();
            let (keep, other) = (&self.merge.keep, &self.merge.other);
            kept.derived_from.retain(|id| id != keep && id != other);
            if kept.derived_from.len() < before {
                let text = "The two no longer derive from each other";
                self.words.push(text.to_owned());
            }
            self.edits
                .push(Edit::Source(kept.id.clone(), Some(Arc::new(kept))));
            self.edits
                .push(Edit::Source(self.merge.other.clone(), None));
        }
    }

    pub(super) fn finish(mut self) -> Merged {
        let document = self.document;
        for (at, view) in document.views().iter().enumerate() {
            self.view(at, view);
        }
        for (at, release) in document.releases().iter().enumerate() {
            self.release(at, release);
        }
        self.findings();
        let mut words = self
            .counts
            .text(self.merges_entities(), &self.name_of_kept());
        words.append(&mut self.words);
        let links = self.links.into_iter();
        Merged {
            edit: Edit::All(self.edits),
            words,
            links: links
                .filter_map(|(gone, twin)| Some((gone, twin?)))
                .collect(),
        }
    }

    pub(super) fn merged_links(&self) -> Vec<(Str, Str)> {
        let links = self.links.iter();
        let merged = links.filter_map(|(gone, twin)| Some((gone.clone(), twin.clone()?)));
        merged.collect()
    }

    fn name_of_kept(&self) -> String {
        let keep = &self.merge.keep;
        let entity = self.document.entities().get(keep);
        let source = self.document.sources().get(keep);
        let label = if self.merges_entities() {
            entity.map(|entity| entity.label().to_owned())
        } else {
            source.map(|source| source.label().into_owned())
        };
        label.unwrap_or_else(|| keep.to_string())
    }
}

/// Whether two links can be one without losing anything: dates and properties agree or only one has them, and neither keeps
/// what this version does not know.
fn loses_nothing(twin: &Link, link: &Link) -> bool {
    fn agree<T: PartialEq>(a: &Option<T>, b: &Option<T>) -> bool {
        a.is_none() || b.is_none() || a == b
    }
    let Link {
        id: _,
        // Kind, ends, label and direction are the same.
        kind: _,
        from: _,
        to: _,
        directed: _,
        label: _,
        since,
        until,
        // What both have of these is kept, and of two markings the stricter.
        tags: _,
        properties,
        marking: _,
        note: _,
        claims: _,
        extra,
    } = link;
    let clash = |(key, value): &(Str, crate::model::Value)| {
        let theirs = properties.iter().find(|(other, _)| other == key);
        theirs.is_some_and(|(_, theirs)| theirs != value)
    };
    agree(&twin.since, since)
        && agree(&twin.until, until)
        && twin.extra == *extra
        && !twin.properties.iter().any(clash)
}

/// Puts `keep` in the place of `other`, once.
pub(super) fn lead(ids: &mut Vec<Str>, other: &str, keep: &Str) {
    if !ids.iter().any(|id| id == other) {
        return;
    }
    let mut has_one = false;
    for id in ids.iter_mut().filter(|id| *id == other) {
        *id = keep.clone();
    }
    ids.retain(|id| id != keep || !std::mem::replace(&mut has_one, true));
}

fn drop_repeated<T: PartialEq + Clone>(list: &mut Vec<T>) {
    let mut kept: Vec<T> = Vec::with_capacity(list.len());
    for item in list.drain(..) {
        if !kept.contains(&item) {
            kept.push(item);
        }
    }
    *list = kept;
}
