//! Every reference to the record that goes leads to the one that stays: ends, speakers, authors, sources, views, releases,
//! findings that were set aside. Links that become the same are joined where nothing is lost by it.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::edit::change::{Edit, ViewHead};
use crate::model::{
    Claim, Document, Entity, Filter, Link, LinkKind, RawJson, Release, SetAsideFinding, Source,
    Str, TableName, View, Vocabulary, counted,
};

use super::claims::{United, collapse, unite};
use super::fields::{both_notes, is_stricter, take_list};
use super::words::Counts;
use super::{Join, Joined, Take};

/// The rule whose findings are about two entities; the second stands where others have a claim.
const DUPLICATE: &str = "duplicate";

/// A join on its way: what was found so far, and what is to be said of it.
pub(super) struct References<'a> {
    document: &'a Document,
    join: &'a Join,
    vocabulary: Vocabulary,
    name_claims: &'a dyn Fn(&mut [Claim]),
    edits: Vec<Edit>,
    /// What is to be said, a sentence each.
    pub(super) words: Vec<String>,
    /// Links that are gone, each with the one that it was joined to; none for one that joined the two itself.
    links: BTreeMap<Str, Option<Str>>,
    /// Claim ids that are others now, by table and record.
    claims: FxHashMap<(TableName, Str), Vec<(Str, Str)>>,
    counts: Counts,
}

impl<'a> References<'a> {
    pub(super) fn new(
        document: &'a Document,
        join: &'a Join,
        name_claims: &'a dyn Fn(&mut [Claim]),
    ) -> Self {
        Self {
            document,
            join,
            vocabulary: document.vocabulary(),
            name_claims,
            edits: Vec::new(),
            words: Vec::new(),
            links: BTreeMap::new(),
            claims: FxHashMap::default(),
            counts: Counts::default(),
        }
    }

    fn joins_entities(&self) -> bool {
        self.join.table == TableName::Entities
    }

    /// The claims of the entity that goes become claims of the one that stays.
    pub(super) fn unite_own_claims(&mut self, kept: &mut Entity, gone: Entity) {
        let united = unite(&mut kept.claims, gone.claims);
        self.counts.claims_joined += united.joined;
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
            let touches = self.joins_entities() && self.touches(link);
            if !touches && !self.mentions(&link.claims) {
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
        self.join_doubles(&mut changed, &moved);
        for (id, link) in changed {
            self.edits.push(Edit::Link(id, Some(Arc::new(link))));
        }
        for id in self.links.keys() {
            self.edits.push(Edit::Link(id.clone(), None));
        }
    }

    fn touches(&self, link: &Link) -> bool {
        link.from == self.join.other || link.to == self.join.other
    }

    fn lead_ends(&mut self, link: &mut Link) {
        for end in [&mut link.from, &mut link.to] {
            if *end == self.join.other {
                *end = self.join.keep.clone();
            }
        }
        if link.from == link.to {
            self.counts.loops += 1;
        }
    }

    /// Whether the link says that the two are the same, which they are now.
    fn is_said_same(&self, link: &Link) -> bool {
        let ends = [&link.from, &link.to];
        ends.contains(&&self.join.keep)
            && ends.contains(&&self.join.other)
            && self.vocabulary.link_base(link.kind_id()) == Some(LinkKind::SameAs)
    }

    fn same_as_goes(&mut self, link: &Link) {
        let with = match link.claims.len() {
            0 => String::new(),
            n => format!(", with {}", counted(n, "claim")),
        };
        self.words.push(format!(
            "The link “same as” between the two goes{with}: they are one now."
        ));
        self.links.insert(link.id.clone(), None);
    }

    /// Links that moved and now repeat one that was there: the same kind, ends, label and direction.
    fn join_doubles(&mut self, changed: &mut BTreeMap<Str, Link>, moved: &[Str]) {
        if moved.is_empty() {
            return;
        }
        let is_moved: FxHashSet<&Str> = moved.iter().collect();
        let mut there: FxHashMap<_, Vec<Str>> = FxHashMap::default();
        for link in self.document.links().iter() {
            let touches = link.from == self.join.keep || link.to == self.join.keep;
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
            self.join_links(&mut twin, link);
            changed.insert(twin.id.clone(), twin);
        }
    }

    fn join_links(&mut self, twin: &mut Link, link: Link) {
        if is_stricter(
            self.document,
            (link.marking, &link.extra),
            (twin.marking, &twin.extra),
        ) {
            twin.marking = link.marking;
        }
        twin.since = twin.since.or(link.since);
        twin.until = twin.until.or(link.until);
        take_list(Take::Both, &mut twin.tags, &link.tags);
        take_list(Take::Both, &mut twin.properties, &link.properties);
        twin.note = both_notes(&twin.note, &link.note).into();
        let united = unite(&mut twin.claims, link.claims);
        self.counts.doubles += 1;
        self.counts.claims_joined += united.joined;
        if link.from == link.to {
            self.counts.loops -= 1;
        }
        self.note_claims(TableName::Links, &link.id, united);
        self.links.insert(link.id, Some(twin.id.clone()));
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

    /// Whether a claim names the record that goes.
    fn mentions(&self, claims: &[Claim]) -> bool {
        claims.iter().any(|claim| self.mentions_one(claim))
    }

    fn mentions_one(&self, claim: &Claim) -> bool {
        if self.joins_entities() {
            claim.speakers.contains(&self.join.other)
        } else {
            claim.source == self.join.other
        }
    }

    /// Leads the claims of one record to what stays, and joins those that say the same now.
    fn lead_claims(&mut self, table: TableName, record: &Str, claims: &mut Vec<Claim>) {
        let mut changed = Vec::new();
        for (place, claim) in claims.iter_mut().enumerate() {
            if self.mentions_one(claim) {
                if self.joins_entities() {
                    self.lead(&mut claim.speakers);
                } else {
                    claim.source = self.join.keep.clone();
                }
                changed.push(place);
            }
        }
        if changed.is_empty() {
            return;
        }
        self.counts.claims_led += changed.len();
        let united = collapse(claims, &changed);
        self.counts.claims_joined += united.joined;
        self.note_claims(table, record, united);
    }

    /// The list with the one that stays in the place of the one that goes, and no id twice for it.
    fn lead(&self, ids: &mut Vec<Str>) {
        lead(ids, &self.join.other, &self.join.keep);
    }

    /// Entities: what they cite and who speaks in their claims. `kept` is the one that stays, if entities are joined.
    pub(super) fn entities(&mut self, kept: impl Into<Option<Entity>>) {
        let kept = kept.into();
        for entity in self.document.entities().iter() {
            let is_kept = kept.as_ref().is_some_and(|kept| kept.id == entity.id);
            let goes = self.joins_entities() && entity.id == self.join.other;
            if is_kept || goes {
                continue;
            }
            if self.mentions(&entity.claims) || self.is_cited_beside(entity) {
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
            self.edits.push(Edit::Entity(self.join.other.clone(), None));
        }
    }

    /// Whether a name or identifier cites the source that goes.
    fn is_cited_beside(&self, entity: &Entity) -> bool {
        let other = &self.join.other;
        !self.joins_entities()
            && (entity.names.iter().any(|name| name.source == *other)
                || entity.identifiers.iter().any(|one| one.source == *other))
    }

    fn lead_entity(&mut self, entity: &mut Entity) {
        let id = entity.id.clone();
        self.lead_claims(TableName::Entities, &id, &mut entity.claims);
        if self.is_cited_beside(entity) {
            self.counts.records_led += 1;
            let (other, keep) = (&self.join.other, &self.join.keep);
            let names = entity.names.iter_mut().map(|name| &mut name.source);
            let identifiers = entity.identifiers.iter_mut().map(|one| &mut one.source);
            for source in names.chain(identifiers).filter(|source| *source == other) {
                *source = keep.clone();
            }
            drop_repeated(&mut entity.names);
            drop_repeated(&mut entity.identifiers);
        }
    }

    /// Sources: their authors and what they derive from. `kept` is the one that stays, if sources are joined.
    pub(super) fn sources(&mut self, kept: impl Into<Option<Source>>) {
        let kept = kept.into();
        let other = &self.join.other;
        for source in self.document.sources().iter() {
            let is_kept = kept.as_ref().is_some_and(|kept| kept.id == source.id);
            if is_kept || (!self.joins_entities() && source.id == *other) {
                continue;
            }
            let list = if self.joins_entities() {
                &source.authors
            } else {
                &source.derived_from
            };
            if list.contains(other) {
                self.counts.records_led += 1;
                let mut now = Source::clone(source);
                if self.joins_entities() {
                    self.lead(&mut now.authors);
                } else {
                    self.lead(&mut now.derived_from);
                }
                self.edits
                    .push(Edit::Source(now.id.clone(), Some(Arc::new(now))));
            }
        }
        if let Some(mut kept) = kept {
            let before = kept.derived_from.len();
            let (keep, other) = (&self.join.keep, &self.join.other);
            kept.derived_from.retain(|id| id != keep && id != other);
            if kept.derived_from.len() < before {
                let text = "That one of the two derives from the other goes: they are one now.";
                self.words.push(text.to_owned());
            }
            self.edits
                .push(Edit::Source(kept.id.clone(), Some(Arc::new(kept))));
            self.edits.push(Edit::Source(self.join.other.clone(), None));
        }
    }

    // ---- views, releases, findings ----

    pub(super) fn finish(mut self) -> Joined {
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
            .in_words(self.joins_entities(), &self.name_of_kept());
        words.append(&mut self.words);
        let links = self.links.into_iter();
        Joined {
            edit: Edit::All(self.edits),
            words,
            links: links
                .filter_map(|(gone, twin)| Some((gone, twin?)))
                .collect(),
        }
    }

    fn joined_links(&self) -> Vec<(Str, Str)> {
        let links = self.links.iter();
        let joined = links.filter_map(|(gone, twin)| Some((gone.clone(), twin.clone()?)));
        joined.collect()
    }

    fn view(&mut self, at: usize, view: &View) {
        let mut now = view.clone();
        redirect_filter(&mut now.filter, self.join, &self.joined_links());
        let gone: Vec<&Str> = self.links.keys().collect();
        now.filter.hidden_links.retain(|id| !gone.contains(&id));
        let id = &view.id;
        if self.joins_entities() {
            if self.unread_place(&mut now) {
                self.move_place(&mut now);
                self.edits
                    .push(Edit::View(id.clone(), Some((at, Arc::new(now)))));
                return;
            }
            self.move_place(&mut now);
            for entity in [&self.join.keep, &self.join.other] {
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
            self.edits.push(Edit::ViewHead(id.clone(), head));
        }
    }

    /// The one that stays keeps its place; without one it takes that of the one that goes, and is pinned where that was.
    fn move_place(&self, view: &mut View) {
        let (keep, other) = (&self.join.keep, &self.join.other);
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
        let token = token_of(&self.join.keep);
        let mut unread = view.unread_positions.iter();
        view.positions.contains_key(&self.join.keep) || unread.any(|(key, _)| *key == token)
    }

    /// A position of the one that goes that could not be read is kept for the one that stays, if that has none; whether
    /// there was one.
    fn unread_place(&self, view: &mut View) -> bool {
        let (has_one, other) = (self.has_place(view), token_of(&self.join.other));
        let mut unread = view.unread_positions.iter();
        let Some(at) = unread.position(|(key, _)| *key == other) else {
            return false;
        };
        if has_one {
            view.unread_positions.remove(at);
        } else {
            view.unread_positions[at].0 = token_of(&self.join.keep);
        }
        true
    }

    fn release(&mut self, at: usize, release: &Release) {
        let mut now = release.clone();
        self.lead(&mut now.withheld);
        for (gone, twin) in self.joined_links() {
            lead(&mut now.withheld, &gone, &twin);
        }
        if now != *release {
            let id = release.id.clone();
            self.edits
                .push(Edit::Release(id, Some((at, Arc::new(now)))));
        }
    }

    /// Findings about claims go along with these, and those about a pair with the pair. One about the record that goes is
    /// let go of: nobody has judged it of what the two are together.
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
        let (keep, other) = (&self.join.keep, &self.join.other);
        let mut now = finding.clone();
        let table = finding.table?;
        if finding.rule == DUPLICATE && self.joins_entities() {
            for id in [&mut now.id, &mut now.claim] {
                if id == other {
                    *id = keep.clone();
                }
            }
            if now.claim < now.id {
                std::mem::swap(&mut now.claim, &mut now.id);
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
            && let Some((_, id)) = renamed.iter().find(|(old, _)| *old == finding.claim)
        {
            now.claim = id.clone();
        }
        if table == self.join.table && finding.id == *other {
            if finding.claim.is_empty() {
                return None;
            }
            now.id = keep.clone();
        }
        if table == TableName::Links
            && let Some(twin) = self.links.get(&finding.id)
        {
            now.id = twin.clone().filter(|_| !finding.claim.is_empty())?;
        }
        Some(now)
    }

    fn name_of_kept(&self) -> String {
        let keep = &self.join.keep;
        let entity = self.document.entities().get(keep);
        let source = self.document.sources().get(keep);
        let label = if self.joins_entities() {
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
    let clash = |(key, value): &(Str, crate::model::Value)| {
        let theirs = link.properties.iter().find(|(other, _)| other == key);
        theirs.is_some_and(|(_, theirs)| theirs != value)
    };
    agree(&twin.since, &link.since)
        && agree(&twin.until, &link.until)
        && twin.extra == link.extra
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
/// another. What stays is hidden only if both were: nothing goes from sight that was seen.
pub fn redirect_filter(filter: &mut Filter, join: &Join, links: &[(Str, Str)]) {
    let (other, keep) = (&join.other, &join.keep);
    let entities = join.table == TableName::Entities;
    for lists in [&mut filter.any, &mut filter.not] {
        let ids = if entities {
            &mut lists.speakers
        } else {
            &mut lists.sources
        };
        lead(ids, other, keep);
    }
    if entities {
        hidden(&mut filter.hidden, other, keep);
        lead(&mut filter.only, other, keep);
    }
    for (gone, twin) in links {
        hidden(&mut filter.hidden_links, gone, twin);
    }
}

fn hidden(ids: &mut Vec<Str>, other: &Str, keep: &Str) {
    if !(ids.contains(other) && ids.contains(keep)) {
        ids.retain(|id| id != keep);
    }
    ids.retain(|id| id != other);
}
