//! Leads every reference to the record that is removed to the one that stays: ends, speakers, authors, sources, views,
//! releases, dismissed findings. Links that become the same are merged if nothing is lost by it.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::edit::change::{Edit, ViewHead};
use crate::model::findings::Rule;
use crate::model::{
    Claim, Document, Entity, Filter, Link, LinkKind, Lists, RawJson, Reference, References,
    Release, SetAsideFinding, Source, Str, TableName, View, Vocabulary, counted,
};

use super::claims::{United, collapse, unite};
use super::fields::{both_notes, is_stricter, take_list};
use super::words::MergeEffects;
use super::{Merge, Merged, Take};

/// A merge in progress: what was found so far, and what to say about it.
pub(super) struct Redirects<'a> {
    document: &'a Document,
    merge: &'a Merge,
    vocabulary: Vocabulary,
    name_claims: &'a dyn Fn(&mut [Claim]),
    edits: Vec<Edit>,
    /// What to say, one text each.
    pub(super) words: Vec<String>,
    /// Removed links, each with the one that it was merged into; `None` for a link that said the two are the same.
    links: BTreeMap<Str, Option<Str>>,
    /// Claim IDs that changed, by table and record.
    claims: FxHashMap<(TableName, Str), Vec<(Str, Str)>>,
    counts: MergeEffects,
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

    fn merges_entities(&self) -> bool {
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

    fn lead_one(&self, id: &mut Str) {
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

    // ---- views, releases, findings ----

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

    fn merged_links(&self) -> Vec<(Str, Str)> {
        let links = self.links.iter();
        let merged = links.filter_map(|(gone, twin)| Some((gone.clone(), twin.clone()?)));
        merged.collect()
    }

    fn view(&mut self, at: usize, view: &View) {
        let mut now = view.clone();
        let View {
            id,
            title: _,
            filter,
            // What stands here under an id is led below.
            pinned: _,
            positions: _,
            unread_positions: _,
            extra: _,
        } = &mut now;
        redirect_filter(filter, self.merge, &self.merged_links());
        filter
            .hidden_links
            .retain(|link| !self.links.contains_key(link));
        let id = id.clone();
        if self.merges_entities() {
            if self.unread_place(&mut now) {
                self.move_place(&mut now);
                self.edits.push(Edit::View(id, Some((at, Arc::new(now)))));
                return;
            }
            self.move_place(&mut now);
            for entity in [&self.merge.keep, &self.merge.other] {
                let place = now.positions.get(entity);
                if place != view.positions.get(entity) {
                    let edit = Edit::Position(id.clone(), entity.clone(), place.copied());
                    self.edits.push(edit);
                }
                let pinned = now.pinned.contains(entity);
                if pinned != view.pinned.contains(entity) {
                    self.edits
                        .push(Edit::Pin(id.clone(), entity.clone(), pinned));
                }
            }
        }
        if now.filter != view.filter {
            let head = Box::new(ViewHead::of(&now));
            self.edits.push(Edit::ViewHead(id, head));
        }
    }

    /// The one that stays keeps its place; without one it takes that of the one that goes, and is pinned where that was.
    fn move_place(&self, view: &mut View) {
        let (keep, other) = (&self.merge.keep, &self.merge.other);
        let place = view.positions.remove(other);
        let was_pinned = view.pinned.remove(other);
        if self.has_place(view) {
            return;
        }
        if let Some(place) = place {
            view.positions.insert(keep.clone(), place);
        }
        if was_pinned {
            view.pinned.insert(keep.clone());
        }
    }

    /// Whether the one that stays has a place, be it one that could not be read.
    fn has_place(&self, view: &View) -> bool {
        let token = token_of(&self.merge.keep);
        let mut unread = view.unread_positions.iter();
        view.positions.contains_key(&self.merge.keep) || unread.any(|(key, _)| *key == token)
    }

    /// A position of the one that goes that could not be read is kept for the one that stays, if that has none; whether
    /// there was one.
    fn unread_place(&self, view: &mut View) -> bool {
        let (has_one, other) = (self.has_place(view), token_of(&self.merge.other));
        let mut unread = view.unread_positions.iter();
        let Some(at) = unread.position(|(key, _)| *key == other) else {
            return false;
        };
        if has_one {
            view.unread_positions.remove(at);
        } else {
            view.unread_positions[at].0 = token_of(&self.merge.keep);
        }
        true
    }

    fn release(&mut self, at: usize, release: &Release) {
        let mut now = release.clone();
        let Release {
            id: _,
            on: _,
            audience: _,
            withheld,
            extra: _,
        } = &mut now;
        lead(withheld, &self.merge.other, &self.merge.keep);
        for (gone, twin) in self.merged_links() {
            lead(withheld, &gone, &twin);
        }
        if now != *release {
            let id = release.id.clone();
            self.edits
                .push(Edit::Release(id, Some((at, Arc::new(now)))));
        }
    }

    /// Findings about claims go along with these, and those about a pair with the pair. One about the removed record is
    /// dropped: no one has judged it for the merged record.
    fn findings(&mut self) {
        let mut stay: Vec<SetAsideFinding> = Vec::new();
        let mut edits = Vec::new();
        for (at, finding) in self.document.findings().iter().enumerate() {
            let now = self.led_finding(finding);
            match now {
                Some(now) if now == **finding => stay.push(now),
                Some(now) if !stay.iter().any(|have| is_about_the_same(have, &now)) => {
                    edits.push((at, Some(Arc::new(now.clone()))));
                    stay.push(now);
                }
                _ => edits.push((at, None)),
            }
        }
        // From the last on, so that the places before stay what they are.
        for (at, finding) in edits.into_iter().rev() {
            self.counts.findings_gone += usize::from(finding.is_none());
            self.edits.push(Edit::Finding {
                at,
                replace: true,
                finding,
            });
        }
    }

    fn led_finding(&self, finding: &SetAsideFinding) -> Option<SetAsideFinding> {
        let (keep, other) = (&self.merge.keep, &self.merge.other);
        let mut now = finding.clone();
        let SetAsideFinding {
            rule,
            table,
            id,
            claim,
            why: _,
            on: _,
            extra: _,
        } = &mut now;
        let table = (*table)?;
        if *rule == Rule::Duplicate.as_str() && self.merges_entities() {
            self.lead_one(id);
            self.lead_one(claim);
            if claim < id {
                std::mem::swap(claim, id);
            }
            let was_changed = finding.id == *other || finding.claim == *other;
            return if was_changed {
                (now.id != now.claim).then_some(now)
            } else {
                Some(finding.clone())
            };
        }
        let key = (table, finding.id.clone());
        if let Some(renamed) = self.claims.get(&key)
            && let Some((_, renamed_to)) = renamed.iter().find(|(old, _)| *old == finding.claim)
        {
            *claim = renamed_to.clone();
        }
        if table == self.merge.table && finding.id == *other {
            if finding.claim.is_empty() {
                return None;
            }
            *id = keep.clone();
        }
        if table == TableName::Links
            && let Some(twin) = self.links.get(&finding.id)
        {
            *id = twin.clone().filter(|_| !finding.claim.is_empty())?;
        }
        Some(now)
    }

    fn name_of_kept(&self) -> String {
        let keep = &self.merge.keep;
        let entity = self.document.entities().get(keep);
        let source = self.document.sources().get(keep);
        let label = if self.merges_entities() {
            entity.map(|entity| entity.label())
        } else {
            source.map(|source| source.label())
        };
        label.unwrap_or(keep).to_owned()
    }
}

/// An id as the key of a position that could not be read has it.
fn token_of(id: &str) -> Box<str> {
    RawJson::string(id).as_json().into()
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

fn is_about_the_same(a: &SetAsideFinding, b: &SetAsideFinding) -> bool {
    (&a.rule, a.table, &a.id, &a.claim) == (&b.rule, b.table, &b.id, &b.claim)
}

/// Puts `keep` in the place of `other`, once.
fn lead(ids: &mut Vec<Str>, other: &str, keep: &Str) {
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

/// A filter that speaks of the record that stays where it spoke of the one that goes; `links` are those that became one with
/// another. What stays is hidden only if both were: nothing disappears that was visible.
pub fn redirect_filter(filter: &mut Filter, merge: &Merge, links: &[(Str, Str)]) {
    let (other, keep) = (&merge.other, &merge.keep);
    let entities = merge.table == TableName::Entities;
    let Filter {
        any,
        not,
        as_of: _,
        hidden,
        hidden_links,
        only,
        extra: _,
    } = filter;
    for lists in [any, not] {
        let Lists {
            entity_kinds: _,
            link_kinds: _,
            tags: _,
            looks: _,
            sources,
            speakers,
            countries: _,
            markings: _,
            extra: _,
        } = lists;
        lead(if entities { speakers } else { sources }, other, keep);
    }
    if entities {
        lead_hidden(hidden, other, keep);
        lead(only, other, keep);
    }
    for (gone, twin) in links {
        lead_hidden(hidden_links, gone, twin);
    }
}

fn lead_hidden(ids: &mut Vec<Str>, other: &Str, keep: &Str) {
    if !(ids.contains(other) && ids.contains(keep)) {
        ids.retain(|id| id != keep);
    }
    ids.retain(|id| id != other);
}
