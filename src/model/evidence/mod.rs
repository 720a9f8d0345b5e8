//! The evidence rule: what a link's claims amount to.
//!
//! Its only inputs are the document, an as-of date and the sources left out; screen, files, statistics, sentences and
//! legend all ask here. The words in *italics* below are the rule's own.

mod keys;
mod roots;

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use self::keys::{Named, push_new};
use super::document::NO_SLOT;
use super::names::{all_names, fold};
use super::{
    Claim, Document, Entity, Link, LinkKind, Look, PartialDate, Reliability, Role, Source, Str,
    Until, Vocabulary,
};

pub use self::keys::Key;

/// What the evidence is judged on, beside the document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Basis {
    /// The day on which the chart is true; none = any.
    pub as_of: Option<PartialDate>,
    /// Source slots left out: claims that cite one of them, and claims all of whose roots are among them, are as if deleted.
    pub left_out: Vec<u32>,
    /// Entity slots of speakers left out: claims all of whose keys are theirs are as if deleted.
    pub left_out_speakers: Vec<u32>,
}

/// What a link's claims amount to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkEvidence {
    /// How it is drawn.
    pub look: Look,
    /// A counting claim denies it.
    pub disputed: bool,
    /// Independent voices in support.
    pub voices: u32,
    /// Of these, the voices that assert it.
    pub asserted_by: u32,
    /// On record: from a register, or by the word of one of its ends.
    pub on_record: bool,
    /// Its period lies before the as-of date or, without one, has an end at all.
    pub ended: bool,
    /// When it began: its own `since`, else the least that its counting claims state.
    pub since: Option<PartialDate>,
    /// When it ended: its own `until`, else the greatest that its counting claims state.
    pub until: Option<Until>,
}

impl Default for LinkEvidence {
    fn default() -> Self {
        Self {
            look: Look::Unsourced,
            disputed: false,
            voices: 0,
            asserted_by: 0,
            on_record: false,
            ended: false,
            since: None,
            until: None,
        }
    }
}

/// What a source brings to the claims that cite it.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceFacts {
    /// Whether claims that cite it can count: its reliability is not E, and it was not published after the as-of date.
    pub counts: bool,
    /// Its *roots*, by slot: what it derives from in the end; itself if it derives from nothing.
    pub roots: Arc<[u32]>,
    /// The keys of a claim that names no speaker.
    pub keys: Arc<[Key]>,
    /// Whether one of its roots is a register.
    pub register: bool,
}

/// The evidence of every link of a document.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    basis: Basis,
    words: Vocabulary,
    sources: Vec<Option<SourceFacts>>,
    named: Named,
    /// The asserted `published` links to events, documents and laws: link slot → what was published, and by whose word.
    published: FxHashMap<u32, (u32, Key)>,
    /// The same the other way round: what was published → the links that say so.
    published_by: FxHashMap<u32, Vec<u32>>,
    links: Vec<LinkEvidence>,
}

impl Evidence {
    /// The evidence of every link, judged on `basis`.
    pub fn of(document: &Document, basis: Basis) -> Self {
        let mut evidence = Self {
            basis,
            words: document.vocabulary(),
            named: Named::of(document),
            ..Self::default()
        };
        evidence.sources = evidence.source_facts(document);
        let publishing: Vec<u32> = document
            .links()
            .order()
            .par_iter()
            .with_min_len(4096)
            .copied()
            .filter(|slot| evidence.published_of(document, *slot).is_some())
            .collect();
        for slot in publishing {
            evidence.note_published(document, slot);
        }
        evidence.links = (0..document.links().slot_count())
            .into_par_iter()
            .with_min_len(1024)
            .map(|slot| evidence.judge_slot(document, slot as u32))
            .collect();
        evidence
    }

    /// What it was judged on.
    pub fn basis(&self) -> &Basis {
        &self.basis
    }

    /// The vocabulary that it was judged with.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.words
    }

    /// The evidence of the link in `slot`.
    pub fn link(&self, slot: u32) -> LinkEvidence {
        self.links.get(slot as usize).copied().unwrap_or_default()
    }

    /// The evidence of all links, by slot.
    pub fn links(&self) -> &[LinkEvidence] {
        &self.links
    }

    /// What the source in `slot` brings to its claims.
    pub fn source(&self, slot: u32) -> Option<&SourceFacts> {
        self.sources.get(slot as usize)?.as_ref()
    }

    fn judge_slot(&self, document: &Document, slot: u32) -> LinkEvidence {
        document
            .links()
            .at(slot)
            .map_or_else(LinkEvidence::default, |link| {
                self.judge(document, link, document.ends()[slot as usize])
            })
    }

    fn judge(&self, document: &Document, link: &Link, ends: [u32; 2]) -> LinkEvidence {
        let counting: Vec<&Claim> = link
            .claims
            .iter()
            .filter(|claim| self.counts(document, claim))
            .collect();
        let (voices, asserted_by) = self.voices(document, &counting);
        let on_record = self.is_on_record(document, link, ends, &counting);
        let since = link.since.or_else(|| least_since(&counting));
        let until = link.until.or_else(|| greatest_until(&counting));
        LinkEvidence {
            look: self.look(document, link, voices, asserted_by, on_record),
            disputed: counting
                .iter()
                .any(|claim| claim.denies() && claim.about.is_empty()),
            voices,
            asserted_by,
            on_record,
            ended: until.and_then(Until::date).is_some_and(|until| {
                let as_of = self.basis.as_of.map(PartialDate::first_day);
                as_of.is_none_or(|as_of| until.last_day() < as_of)
            }),
            since,
            until,
        }
    }

    /// *Look*: the first that fits of set-aside, unsourced, established, reported, alleged.
    fn look(
        &self,
        document: &Document,
        link: &Link,
        voices: u32,
        asserted_by: u32,
        on_record: bool,
    ) -> Look {
        let mut supporting = link
            .claims
            .iter()
            .filter(|claim| !claim.denies() && !self.is_left_out(document, claim))
            .peekable();
        if supporting.peek().is_some() && supporting.all(|claim| claim.ended.is_some()) {
            Look::SetAside
        } else if voices == 0 {
            Look::Unsourced
        } else if on_record || asserted_by >= 2 {
            Look::Established
        } else if asserted_by == 1 {
            Look::Reported
        } else {
            Look::Alleged
        }
    }

    /// *A claim counts when* it is not ended, its source is in the table with a reliability other than E, its credibility
    /// is not 5 and the source was not published after the as-of date.
    pub fn counts(&self, document: &Document, claim: &Claim) -> bool {
        claim.ended.is_none()
            && claim.credibility.is_none_or(|grade| grade.number() != 5)
            && self
                .source_of(document, claim)
                .is_some_and(|(_, facts)| facts.counts)
            && !self.is_left_out(document, claim)
    }

    /// Whether the claim is as if deleted: it cites a source left out, all its roots are left out, or all its keys are
    /// those of speakers left out.
    pub fn is_left_out(&self, document: &Document, claim: &Claim) -> bool {
        let out = &self.basis.left_out;
        let source = || {
            let found = self.source_of(document, claim);
            found.is_some_and(|(slot, facts)| {
                out.contains(&slot) || facts.roots.iter().all(|root| out.contains(root))
            })
        };
        let speakers = &self.basis.left_out_speakers;
        let speaker = || {
            let theirs = |key: &Key| {
                let keys = speakers
                    .iter()
                    .map(|slot| self.key_of_slot(document, *slot));
                *key != Key::Unknown && keys.into_iter().any(|have| have == *key)
            };
            self.keys(document, claim).iter().all(theirs)
        };
        (!out.is_empty() && source()) || (!speakers.is_empty() && speaker())
    }

    fn source_of(&self, document: &Document, claim: &Claim) -> Option<(u32, &SourceFacts)> {
        let slot = document.sources().slot_of(&claim.source)?;
        Some((slot, self.source(slot)?))
    }

    /// *Keys of a claim*: its speakers and its speaker name; without these, what its source's roots say.
    pub fn keys(&self, document: &Document, claim: &Claim) -> Cow<'_, [Key]> {
        let name = fold(&claim.speaker_name);
        if claim.speakers.is_empty() && name.is_empty() {
            let facts = self.source_of(document, claim).map(|(_, facts)| facts);
            return facts.map_or(Cow::Owned(vec![Key::Unknown]), |facts| {
                Cow::Borrowed(&facts.keys)
            });
        }
        let mut keys = Vec::with_capacity(claim.speakers.len() + 1);
        for speaker in &claim.speakers {
            push_new(&mut keys, self.key_of_id(document, speaker));
        }
        if !name.is_empty() {
            self.named
                .push_name_keys(document, &self.words, &name, &mut keys);
        }
        Cow::Owned(keys)
    }

    /// *A speaker or author id that is not in the table is unknown.*
    fn key_of_id(&self, document: &Document, id: &str) -> Key {
        let slot = document.entities().slot_of(id);
        slot.map_or(Key::Unknown, |slot| self.key_of_slot(document, slot))
    }

    fn key_of_slot(&self, document: &Document, slot: u32) -> Key {
        self.named.entity_key(document, &self.words, slot)
    }

    /// *Voices*: the counting claims that do not deny, joined wherever two share a key, also through a third. The groups,
    /// and those of them that hold an asserting claim.
    fn voices(&self, document: &Document, counting: &[&Claim]) -> (u32, u32) {
        let mut groups: Vec<(Vec<Key>, bool)> = Vec::new();
        for claim in counting.iter().filter(|claim| !claim.denies()) {
            let mut keys = self.keys(document, claim).into_owned();
            let mut asserts = claim.asserts();
            groups.retain_mut(|(have, asserted)| {
                let joins = have.iter().any(|key| keys.contains(key));
                if joins {
                    for key in have.drain(..) {
                        push_new(&mut keys, key);
                    }
                    asserts |= *asserted;
                }
                !joins
            });
            groups.push((keys, asserts));
        }
        let asserting = groups.iter().filter(|(_, asserts)| *asserts).count();
        (groups.len() as u32, asserting as u32)
    }

    /// Which voice each claim of a record belongs to, counted from 1 in the order of the claims; `None` for a claim that
    /// does not count, or denies.
    pub fn voice_of_each(&self, document: &Document, claims: &[Claim]) -> Vec<Option<u32>> {
        let mut groups: Vec<(Vec<Key>, u32)> = Vec::new();
        let mut names: Vec<Option<u32>> = Vec::new();
        for (at, claim) in (0u32..).zip(claims) {
            if !self.counts(document, claim) || claim.denies() {
                names.push(None);
                continue;
            }
            let mut keys = self.keys(document, claim).into_owned();
            let mut name = at;
            groups.retain_mut(|(have, joined)| {
                let joins = have.iter().any(|key| keys.contains(key));
                if joins {
                    keys.append(have);
                    let (gone, kept) = (name.max(*joined), name.min(*joined));
                    name = kept;
                    let renamed = names.iter_mut().flatten().filter(|n| **n == gone);
                    renamed.for_each(|n| *n = kept);
                }
                !joins
            });
            names.push(Some(name));
            groups.push((keys, name));
        }
        let mut numbers = FxHashMap::default();
        names
            .into_iter()
            .map(|name| {
                let next = numbers.len() as u32 + 1;
                name.map(|name| *numbers.entry(name).or_insert(next))
            })
            .collect()
    }

    /// *On record*: a counting claim asserts and a root of its source is a register, or the link's kind is own-word and one
    /// of the claim's keys is that of an end of the link.
    fn is_on_record(
        &self,
        document: &Document,
        link: &Link,
        ends: [u32; 2],
        counting: &[&Claim],
    ) -> bool {
        let mut asserting = counting.iter().filter(|claim| claim.asserts()).peekable();
        if asserting.peek().is_none() {
            return false;
        }
        let own_word = self.words.is_own_word(link.kind_id());
        let end_keys = if own_word {
            self.end_keys(document, ends)
        } else {
            Vec::new()
        };
        asserting.any(|claim| {
            let register = self
                .source_of(document, claim)
                .is_some_and(|(_, facts)| facts.register);
            let keys = || self.keys(document, claim);
            register || (own_word && keys().iter().any(|key| end_keys.contains(key)))
        })
    }

    /// The keys of a link's ends. *An event, document or law has also the keys of the `from` of each `published` link to it
    /// that a counting claim asserts.* An end that is not on the chart has none: nobody's word is the word of nobody.
    pub(super) fn end_keys(&self, document: &Document, ends: [u32; 2]) -> Vec<Key> {
        let mut keys = Vec::with_capacity(4);
        for slot in ends.into_iter().filter(|slot| *slot != NO_SLOT) {
            push_new(&mut keys, self.key_of_slot(document, slot));
            for link in self.published_by.get(&slot).into_iter().flatten() {
                push_new(&mut keys, self.published[link].1);
            }
        }
        keys
    }

    /// If the link is an asserted `published` link to an event, document or law: the slot of that, and its publisher's key.
    fn published_of(&self, document: &Document, slot: u32) -> Option<(u32, Key)> {
        let link = document.links().at(slot)?;
        if self.words.link_base(link.kind_id()) != Some(LinkKind::Published) {
            return None;
        }
        let [from, to] = document.ends()[slot as usize];
        let target = document.entities().at(to)?;
        document.entities().at(from)?;
        let asserted = link
            .claims
            .iter()
            .any(|claim| claim.asserts() && self.counts(document, claim));
        let is_published = self.words.entity_base(target.kind_id()).is_published();
        (asserted && is_published).then(|| (to, self.key_of_slot(document, from)))
    }

    /// Notes anew what the link in `slot` publishes; returns the entities for which that is a change.
    fn note_published(&mut self, document: &Document, slot: u32) -> Vec<u32> {
        let now = self.published_of(document, slot);
        let old = match now {
            Some(now) => self.published.insert(slot, now),
            None => self.published.remove(&slot),
        };
        if now == old {
            return Vec::new();
        }
        if let Some((to, _)) = old {
            let links = self.published_by.entry(to).or_default();
            links.retain(|link| *link != slot);
        }
        if let Some((to, _)) = now {
            push_new(self.published_by.entry(to).or_default(), slot);
        }
        old.into_iter().chain(now).map(|(to, _)| to).collect()
    }

    fn source_facts(&self, document: &Document) -> Vec<Option<SourceFacts>> {
        let sources = document.sources();
        let mut facts = vec![None; sources.slot_count()];
        for (slot, roots) in roots::roots(document) {
            let Some(source) = sources.at(slot) else {
                continue;
            };
            let published_later = self.basis.as_of.is_some_and(|as_of| {
                let published = source.published.map(PartialDate::first_day);
                published.is_some_and(|first| first > as_of.last_day())
            });
            let is_register =
                |root: &u32| sources.at(*root).and_then(|s| s.role) == Some(Role::Register);
            facts[slot as usize] = Some(SourceFacts {
                counts: source.reliability != Some(Reliability::E) && !published_later,
                register: roots.iter().any(is_register),
                keys: self.root_keys(document, &roots),
                roots,
            });
        }
        facts
    }

    /// *For each root of role own or register: its authors, else its publisher, else the source itself; for any other root
    /// unknown.*
    fn root_keys(&self, document: &Document, roots: &[u32]) -> Arc<[Key]> {
        let mut keys = Vec::new();
        for &root in roots {
            let Some(source) = document.sources().at(root) else {
                continue;
            };
            match source.role {
                Some(Role::Own | Role::Register) => {
                    self.push_author_keys(document, source, root, &mut keys);
                }
                Some(Role::Relay) | None => push_new(&mut keys, Key::Unknown),
            }
        }
        keys.into()
    }

    fn push_author_keys(
        &self,
        document: &Document,
        source: &Source,
        slot: u32,
        keys: &mut Vec<Key>,
    ) {
        let publisher = fold(&source.publisher);
        if !source.authors.is_empty() {
            for author in &source.authors {
                push_new(keys, self.key_of_id(document, author));
            }
        } else if !publisher.is_empty() {
            self.named
                .push_name_keys(document, &self.words, &publisher, keys);
        } else {
            push_new(keys, Key::Source(slot));
        }
    }

    /// Whether replacing `old` by `new` can change the evidence of links that only mention it: their speakers, authors and
    /// ends are read by kind, country and names. A new entity changes only claims that named it before it was there, and
    /// links to it, which have to be judged again.
    pub fn depends_on_entity(&self, old: Option<&Entity>, new: Option<&Entity>) -> bool {
        match (old, new) {
            (Some(old), Some(new)) => self.face(old) != self.face(new),
            (None, Some(new)) => {
                let (.., names) = self.face(new);
                !names.is_empty() || self.named.misses(&new.id)
            }
            (old, _) => old.is_some(),
        }
    }

    /// What evidence reads of an entity: the country that it speaks for, whether it is published by others, and those of
    /// its names that claims and sources use.
    fn face(&self, entity: &Entity) -> (Option<Str>, bool, Vec<String>) {
        let base = self.words.entity_base(entity.kind_id());
        let country = base.speaks_for_country().then(|| entity.country.clone());
        let names = all_names(entity).map(|name| fold(name).into_owned());
        let used = names.filter(|name| self.named.uses(name));
        (country, base.is_published(), used.collect())
    }

    /// Whether replacing `old` by `new` can change the evidence of links whose claims rest on it.
    pub fn depends_on_source(old: Option<&Source>, new: Option<&Source>) -> bool {
        let face = |source: &Source| {
            (
                source.role,
                source.reliability,
                source.published,
                source.publisher.clone(),
                source.authors.clone(),
                source.derived_from.clone(),
            )
        };
        old.map(face) != new.map(face)
    }

    /// Judges again the links in these slots after an edit of links alone, and what hangs on them: a `published` link
    /// changes the links of what it published. Returns the slots whose evidence is different now.
    pub fn judge_again(&mut self, document: &Document, slots: &[u32]) -> Vec<u32> {
        self.links
            .resize(document.links().slot_count(), LinkEvidence::default());
        let links = slots.iter().filter_map(|slot| document.links().at(*slot));
        for claim in links.flat_map(|link| &link.claims) {
            self.named.add(document, &fold(&claim.speaker_name));
            self.named.note_unknown(document, [claim]);
        }
        let mut again: Vec<u32> = slots.to_vec();
        for &slot in slots {
            for published in self.note_published(document, slot) {
                again.extend(document.links_of(published));
            }
        }
        again.sort_unstable();
        again.dedup();
        again.retain(|&slot| {
            let now = self.judge_slot(document, slot);
            std::mem::replace(&mut self.links[slot as usize], now) != now
        });
        again
    }
}

fn least_since(counting: &[&Claim]) -> Option<PartialDate> {
    let stated = counting.iter().filter_map(|claim| claim.since);
    stated.min_by_key(|date| date.first_day())
}

fn greatest_until(counting: &[&Claim]) -> Option<Until> {
    let stated = counting.iter().filter_map(|claim| claim.until);
    stated.reduce(|a, b| if b.is_later_than(a) { b } else { a })
}
