//! The evidence rule: what a link's claims amount to.
//!
//! Its only inputs are the document, an as-of date and the sources left out; screen, files, statistics, sentences and
//! legend all ask here. The words in *italics* below are the rule's own.

mod again;
mod keys;
mod mentions;
mod roots;
mod sources;
mod voices;

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use self::keys::{Found, Named, push_new};
use self::mentions::Mentions;
use self::voices::Voices;
use super::document::NO_SLOT;
use super::names::fold;
use super::{Claim, Document, Link, LinkKind, Look, PartialDate, Until, Vocabulary};

pub use self::again::Changes;
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
    /// Whether claims that cite it are as if deleted: it is left out, or all its roots are.
    pub left_out: bool,
}

/// The evidence of every link of a document.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    basis: Basis,
    words: Vocabulary,
    sources: Vec<Option<SourceFacts>>,
    named: Named,
    /// The sources left out, and the keys of the speakers left out.
    left_out: (FxHashSet<u32>, FxHashSet<Key>),
    /// The asserted `published` links to events, documents and laws: link slot → what was published, and by whose word.
    published: FxHashMap<u32, (u32, Key)>,
    /// The same the other way round: what was published → the links that say so.
    published_by: FxHashMap<u32, Vec<u32>>,
    /// Who names whom; made when first an edit asks.
    mentions: Option<Box<Mentions>>,
    links: Vec<LinkEvidence>,
}

/// What judging a link needs for a moment; used again for the next.
#[derive(Default)]
struct Scratch<'a> {
    counting: Vec<(&'a Claim, &'a SourceFacts)>,
    found: Found,
    voices: Voices,
}

/// What was noticed while the links were judged one by one.
#[derive(Default)]
struct Noticed<'a> {
    /// Names of speakers, as written.
    names: FxHashSet<&'a str>,
    /// Links of a kind like `published`.
    publishing: Vec<u32>,
    /// Own-word links that would be on record if one who speaks in it had published an end of it.
    open: Vec<u32>,
}

impl Noticed<'_> {
    fn join(mut self, later: Self) -> Self {
        self.names.extend(later.names);
        self.publishing.extend(later.publishing);
        self.open.extend(later.open);
        self
    }
}

impl Evidence {
    /// The evidence of every link, judged on `basis`.
    pub fn of(document: &Document, basis: Basis) -> Self {
        let words = document.vocabulary();
        let mut evidence = Self {
            basis,
            named: Named::of(document, &words),
            words,
            ..Self::default()
        };
        evidence.left_out.0 = evidence.basis.left_out.iter().copied().collect();
        evidence.left_out.1 = evidence.keys_left_out();
        evidence.find_all_source_facts(document);
        evidence.judge_all(document);
        evidence
    }

    /// Judges every link, going through the claims once: they are the bulk of a dataset. What one link has to know of others
    /// is looked at afterwards.
    fn judge_all(&mut self, document: &Document) {
        const ROWS: usize = 1024;
        let mut links = vec![LinkEvidence::default(); document.links().slot_count()];
        let this = &*self;
        let noticed = links
            .par_chunks_mut(ROWS)
            .enumerate()
            .fold(
                Default::default,
                |(mut noticed, mut scratch), (at, rows)| {
                    for (slot, row) in ((at * ROWS) as u32..).zip(rows) {
                        if let Some(link) = document.links().at(slot) {
                            *row = this.judge(document, slot, link, &mut scratch);
                            this.notice(slot, link, row, &mut noticed);
                        }
                    }
                    (noticed, scratch)
                },
            )
            .map(|(noticed, _)| noticed)
            .reduce(Noticed::default, Noticed::join);
        let Noticed {
            names,
            publishing,
            open,
        } = noticed;
        self.links = links;
        for name in names {
            self.named.learn_name(document, &fold(name));
        }
        for slot in publishing {
            self.note_published(document, slot);
        }
        if !self.published.is_empty() {
            self.judge_these(document, open);
        }
    }

    fn notice<'a>(&self, slot: u32, link: &'a Link, row: &LinkEvidence, noticed: &mut Noticed<'a>) {
        let names = link.claims.iter().map(|claim| claim.speaker_name.as_str());
        noticed.names.extend(names.filter(|name| !name.is_empty()));
        if row.asserted_by > 0 {
            if self.words.link_base(link.kind_id()) == Some(LinkKind::Published) {
                noticed.publishing.push(slot);
            }
            if !row.on_record && self.words.is_own_word(link.kind_id()) {
                noticed.open.push(slot);
            }
        }
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

    fn judge_slot<'a>(
        &'a self,
        document: &'a Document,
        slot: u32,
        scratch: &mut Scratch<'a>,
    ) -> LinkEvidence {
        document
            .links()
            .at(slot)
            .map_or_else(LinkEvidence::default, |link| {
                self.judge(document, slot, link, scratch)
            })
    }

    fn judge<'a>(
        &'a self,
        document: &'a Document,
        slot: u32,
        link: &'a Link,
        scratch: &mut Scratch<'a>,
    ) -> LinkEvidence {
        let Scratch {
            counting,
            found,
            voices: heard,
        } = scratch;
        counting.clear();
        found.clear();
        heard.clear();
        let claims = link.claims.iter();
        counting.extend(claims.filter_map(|claim| {
            let (_, facts) = self.source_of(document, claim)?;
            let counts = self.counts_with(document, claim, facts);
            counts.then_some((claim, facts))
        }));
        for (claim, facts) in counting.iter().filter(|(claim, _)| !claim.denies()) {
            heard.add(
                self.keys_with(document, claim, Some(facts), found),
                claim.asserts(),
            );
        }
        let (voices, asserted_by) = heard.count();
        let on_record = asserted_by > 0
            && (counting
                .iter()
                .any(|(claim, facts)| facts.register && claim.asserts())
                || self.is_word_of_an_end(link, document.ends()[slot as usize], heard, found));
        let since = link.since.or_else(|| least_since(counting));
        let until = link.until.or_else(|| greatest_until(counting));
        LinkEvidence {
            look: self.look(document, link, voices, asserted_by, on_record),
            disputed: counting
                .iter()
                .any(|(claim, _)| claim.denies() && claim.about.is_empty()),
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
        if voices == 0 {
            let mut supporting = link
                .claims
                .iter()
                .filter(|claim| !claim.denies() && !self.is_left_out(document, claim))
                .peekable();
            let stood = supporting.peek().is_some();
            if stood && supporting.all(|claim| claim.ended.is_some()) {
                Look::SetAside
            } else {
                Look::Unsourced
            }
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
        let source = self.source_of(document, claim);
        source.is_some_and(|(_, facts)| self.counts_with(document, claim, facts))
    }

    fn counts_with(&self, document: &Document, claim: &Claim, facts: &SourceFacts) -> bool {
        claim.ended.is_none()
            && claim.credibility.is_none_or(|grade| grade.number() != 5)
            && facts.counts
            && !self.is_left_out_with(document, claim, Some(facts))
    }

    /// Whether the claim is as if deleted: it cites a source left out, all its roots are left out, or all its keys are
    /// those of speakers left out.
    pub fn is_left_out(&self, document: &Document, claim: &Claim) -> bool {
        self.leaves_out_something() && {
            let source = self.source_of(document, claim);
            self.is_left_out_with(document, claim, source.map(|(_, facts)| facts))
        }
    }

    fn is_left_out_with(
        &self,
        document: &Document,
        claim: &Claim,
        facts: Option<&SourceFacts>,
    ) -> bool {
        let (_, theirs) = &self.left_out;
        facts.is_some_and(|facts| facts.left_out)
            || (!theirs.is_empty() && {
                let mut found = Found::default();
                let keys = self.keys_with(document, claim, facts, &mut found);
                keys.iter().all(|key| theirs.contains(key))
            })
    }

    /// Whether any source or speaker is left out.
    pub fn leaves_out_something(&self) -> bool {
        !self.left_out.0.is_empty() || !self.left_out.1.is_empty()
    }

    fn keys_left_out(&self) -> FxHashSet<Key> {
        let speakers = self.basis.left_out_speakers.iter();
        let keys = speakers.map(|slot| self.named.entity_key(*slot));
        keys.filter(|key| *key != Key::Unknown).collect()
    }

    fn source_of(&self, document: &Document, claim: &Claim) -> Option<(u32, &SourceFacts)> {
        let slot = document.sources().slot_of(&claim.source)?;
        Some((slot, self.source(slot)?))
    }

    /// *Keys of a claim*: its speakers and its speaker name; without these, what its source's roots say.
    pub fn keys(&self, document: &Document, claim: &Claim) -> Cow<'_, [Key]> {
        let facts = self.source_of(document, claim).map(|(_, facts)| facts);
        let mut found = Found::default();
        let keys = self.keys_with(document, claim, facts, &mut found);
        match facts {
            Some(facts) if std::ptr::eq(keys, &*facts.keys) => Cow::Borrowed(&facts.keys),
            _ => Cow::Owned(found.keys),
        }
    }

    /// The same where the facts of its source are at hand.
    fn keys_with<'k>(
        &self,
        document: &Document,
        claim: &Claim,
        facts: Option<&'k SourceFacts>,
        found: &'k mut Found,
    ) -> &'k [Key] {
        found.keys.clear();
        for speaker in &claim.speakers {
            push_new(&mut found.keys, self.key_of_id(document, speaker));
        }
        if !claim.speaker_name.is_empty() {
            let name = fold(&claim.speaker_name);
            if !name.is_empty() {
                self.named.push_name_keys(document, &name, found);
            }
        }
        match facts {
            Some(facts) if found.keys.is_empty() => return &facts.keys,
            None if found.keys.is_empty() => found.keys.push(Key::Unknown),
            _ => {}
        }
        &found.keys
    }

    /// *A speaker or author id that is not in the table is unknown.*
    fn key_of_id(&self, document: &Document, id: &str) -> Key {
        let slot = document.entities().slot_of(id);
        slot.map_or(Key::Unknown, |slot| self.named.entity_key(slot))
    }

    /// Which voice each claim of a record belongs to, counted from 1 in the order of the claims; `None` for a claim that
    /// does not count, or denies.
    pub fn voice_of_each(&self, document: &Document, claims: &[Claim]) -> Vec<Option<u32>> {
        let (mut voices, mut found) = (Voices::default(), Found::default());
        let mut places = Vec::with_capacity(claims.len());
        for claim in claims {
            let speaks = self.counts(document, claim) && !claim.denies();
            places.push(speaks.then(|| {
                let source = self.source_of(document, claim);
                let facts = source.map(|(_, facts)| facts);
                let keys = self.keys_with(document, claim, facts, &mut found);
                voices.add(keys, claim.asserts());
                voices.len() - 1
            }));
        }
        let mut numbers = FxHashMap::default();
        let mut number = |place: u32| {
            let next = numbers.len() as u32 + 1;
            *numbers.entry(voices.first(place)).or_insert(next)
        };
        let places = places.into_iter();
        places.map(|place| place.map(&mut number)).collect()
    }

    /// *On record*, the second way: the link's kind is own-word and one of the keys of an asserting claim is that of an end
    /// of the link.
    fn is_word_of_an_end(
        &self,
        link: &Link,
        ends: [u32; 2],
        heard: &Voices,
        found: &mut Found,
    ) -> bool {
        if !self.words.is_own_word(link.kind_id()) {
            return false;
        }
        let end_keys = &mut found.keys;
        self.find_end_keys(ends, end_keys);
        let mut said = heard.asserting_keys();
        said.any(|key| end_keys.contains(&key))
    }

    /// The keys of a link's ends. *An event, document or law has also the keys of the `from` of each `published` link to it
    /// that a counting claim asserts.* An end that is not on the chart has none: nobody's word is the word of nobody.
    fn find_end_keys(&self, ends: [u32; 2], keys: &mut Vec<Key>) {
        keys.clear();
        for slot in ends.into_iter().filter(|slot| *slot != NO_SLOT) {
            push_new(keys, self.named.entity_key(slot));
            if self.published_by.is_empty() {
                continue;
            }
            for link in self.published_by.get(&slot).into_iter().flatten() {
                push_new(keys, self.published[link].1);
            }
        }
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
        (asserted && is_published).then(|| (to, self.named.entity_key(from)))
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
}

fn least_since(counting: &[(&Claim, &SourceFacts)]) -> Option<PartialDate> {
    let stated = counting.iter().filter_map(|(claim, _)| claim.since);
    stated.min_by_key(|date| date.first_day())
}

fn greatest_until(counting: &[(&Claim, &SourceFacts)]) -> Option<Until> {
    let stated = counting.iter().filter_map(|(claim, _)| claim.until);
    stated.reduce(|a, b| if b.is_later_than(a) { b } else { a })
}
