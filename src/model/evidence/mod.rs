//! The evidence rule: what a link's claims amount to.
//!
//! Its only inputs are the document, an as-of date and the sources left out; screen, files, statistics, sentences and
//! legend all ask here. The words in *italics* below are the rule's own.
//!
//! Links and claims are read once, into small rows with slots for ids (`resolved`); judging all of them on another day, or
//! without a source, looks at no record. After an edit (`again`) only what rests on the records that changed is judged, from
//! the records: who names whom is kept in lists by id and name (`mentions`).

mod again;
mod keys;
mod mentions;
mod resolved;
mod roots;
mod sources;
mod voices;

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use self::keys::{Named, push_new};
use self::mentions::Mentions;
use self::resolved::{ClaimRow, ClaimWords, JudgedMoment, LinkFacts, NamedParty, Resolved};
use self::voices::VoiceSets;
use super::document::NO_SLOT;
use super::{Claim, Document, LinkKind, PartialDate, Support, Until, Vocabulary};

pub use self::again::ChangedRecords;
pub use self::keys::VoiceKey;

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
    pub support: Support,
    /// A counting claim denies it.
    pub disputed: bool,
    /// Independent voices in support. One of unknown origin is counted only where there is no other.
    pub voices: u32,
    /// Of these, the voices that assert it; at least one where any claim asserts it.
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
            support: Support::Unsourced,
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

/// The voice that a claim belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClaimVoice {
    /// One of those that are counted, by its number from 1 in the order of the claims.
    Counted(u32),
    /// Nothing is known of its origin, so that it may only repeat the voices that are counted, and adds none.
    UnknownOrigin,
}

impl ClaimVoice {
    /// The number of a voice that is counted.
    pub fn number(self) -> Option<u32> {
        match self {
            Self::Counted(number) => Some(number),
            Self::UnknownOrigin => None,
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
    pub keys: Arc<[VoiceKey]>,
    /// Whether one of its roots is a register.
    pub register: bool,
    /// Whether claims that cite it are as if deleted: it is left out, or all its roots are.
    pub left_out: bool,
}

/// The evidence of every link of a document.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    basis: Basis,
    /// Whether words and names are those of a document.
    is_read: bool,
    words: Vocabulary,
    sources: Vec<Option<SourceFacts>>,
    named: Named,
    /// Slots of the sources left out.
    sources_out: FxHashSet<u32>,
    /// Keys of the speakers left out.
    keys_out: FxHashSet<VoiceKey>,
    /// The asserted `published` links to events, documents and laws: link slot → what was published, and by whose word.
    published: FxHashMap<u32, (u32, VoiceKey)>,
    /// The same the other way round: what was published → the links that say so.
    published_by: FxHashMap<u32, Vec<u32>>,
    /// The links and claims as rows.
    resolved: Resolved,
    /// Who names whom; made when first an edit asks.
    mentions: Option<Box<Mentions>>,
    links: Vec<LinkEvidence>,
    /// How many of them are set aside.
    set_aside: usize,
}

/// What judging a link needs for a moment; used again for the next.
#[derive(Default)]
struct Scratch {
    moment: JudgedMoment,
    keys: Vec<VoiceKey>,
    voices: VoiceSets,
}

/// What is noticed while the links are judged one by one.
#[derive(Default)]
struct Noticed {
    /// Links of a kind like `published` that a counting claim asserts.
    publishing: Vec<u32>,
    /// Own-word links that would be on record if one who speaks in it had published an end of it.
    open: Vec<u32>,
}

impl Noticed {
    fn join(mut self, later: Self) -> Self {
        self.publishing.extend(later.publishing);
        self.open.extend(later.open);
        self
    }
}

impl Evidence {
    /// The evidence of every link, judged on `basis`.
    pub fn of(document: &Document, basis: Basis) -> Self {
        let mut evidence = Self::default();
        evidence.judge_on(document, basis);
        evidence
    }

    /// Judges every link anew, perhaps on another basis. Once evidence is of a document, every edit of that has to be told
    /// to [`Self::judge_again`].
    pub fn judge_on(&mut self, document: &Document, basis: Basis) {
        if !self.is_read {
            self.words = document.vocabulary();
            self.named = Named::of(document, &self.words);
            self.is_read = true;
        }
        self.sources_out = basis.left_out.iter().copied().collect();
        self.basis = basis;
        self.keys_out = self.keys_left_out();
        self.find_all_source_facts(document);
        self.judge_all(document);
    }

    /// Judges every link. What one link has to know of others is looked at afterwards.
    fn judge_all(&mut self, document: &Document) {
        self.resolved
            .complete(document, &self.words, &mut self.named);
        self.published.clear();
        self.published_by.clear();
        let mut links = vec![LinkEvidence::default(); document.links().slot_count()];
        let this = &*self;
        let chunks = links.par_chunks_mut(Resolved::ROWS).enumerate();
        let noticed = chunks
            .fold(
                Default::default,
                |(mut noticed, mut scratch), (at, rows)| {
                    this.judge_chunk(document, at, rows, &mut noticed, &mut scratch);
                    (noticed, scratch)
                },
            )
            .map(|(noticed, _)| noticed)
            .reduce(Noticed::default, Noticed::join);
        let is_aside = |found: &&LinkEvidence| found.support == Support::SetAside;
        self.set_aside = links.par_iter().with_min_len(4096).filter(is_aside).count();
        self.links = links;
        for slot in noticed.publishing {
            self.note_published(document, slot);
        }
        if !self.published.is_empty() {
            self.judge_these(document, noticed.open);
        }
    }

    fn judge_chunk(
        &self,
        document: &Document,
        at: usize,
        judged: &mut [LinkEvidence],
        noticed: &mut Noticed,
        scratch: &mut Scratch,
    ) {
        let rows = self.resolved.chunks()[at].as_ref();
        let rows = rows.expect("everything is resolved");
        let first = at * Resolved::ROWS;
        for (place, now) in judged.iter_mut().enumerate() {
            let slot = (first + place) as u32;
            if document.links().at(slot).is_none() {
                continue;
            }
            let (link, claims) = rows.link(place);
            let ends = document.ends()[slot as usize];
            *now = self.judge(link, claims, ends, &mut scratch.keys, &mut scratch.voices);
            if now.asserted_by > 0 && link.publishes {
                noticed.publishing.push(slot);
            }
            if now.asserted_by > 0 && link.self_declared && !now.on_record {
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

    /// How many links are set aside.
    pub fn set_aside_count(&self) -> usize {
        self.set_aside
    }

    /// What the source in `slot` brings to its claims.
    pub fn source(&self, slot: u32) -> Option<&SourceFacts> {
        self.sources.get(slot as usize)?.as_ref()
    }

    /// Judges one link, looking at its record.
    fn judge_slot(&self, document: &Document, slot: u32, scratch: &mut Scratch) -> LinkEvidence {
        let Some(link) = document.links().at(slot) else {
            return LinkEvidence::default();
        };
        let Scratch {
            moment,
            keys,
            voices,
        } = scratch;
        let (link, claims) = moment.link(document, &self.words, &self.named, link);
        let ends = document.ends()[slot as usize];
        self.judge(link, claims, ends, keys, voices)
    }

    fn judge<'a>(
        &self,
        link: &LinkFacts,
        claims: impl Iterator<Item = ClaimWords<'a>>,
        ends: [u32; 2],
        keys: &mut Vec<VoiceKey>,
        heard: &mut VoiceSets,
    ) -> LinkEvidence {
        heard.clear();
        let (mut since, mut until) = (None, None);
        let (mut disputed, mut register) = (false, false);
        let (mut set_aside, mut stands) = (false, false);
        for (claim, words) in claims {
            let facts = self.source(claim.source);
            if self.leaves_out(words, facts, keys) {
                continue;
            }
            if !claim.denies() {
                set_aside |= claim.is_ended();
                stands |= !claim.is_ended();
            }
            let Some(facts) = facts.filter(|facts| facts.counts && claim.stands()) else {
                continue;
            };
            since = earlier(since, claim.since);
            until = later(until, claim.until);
            if claim.denies() {
                disputed |= claim.is_of_all();
            } else {
                register |= facts.register && claim.asserts();
                let keys = resolved::keys(&self.named, words, &facts.keys, keys);
                heard.add(keys, claim.asserts());
            }
        }
        let (voices, asserted_by) = heard.count();
        let on_record = asserted_by > 0
            && (register || (link.self_declared && self.is_word_of_an_end(ends, heard, keys)));
        let until = link.until.or(until);
        LinkEvidence {
            support: match (voices, asserted_by) {
                (0, _) if set_aside && !stands => Support::SetAside,
                (0, _) => Support::Unsourced,
                (_, 2..) => Support::Established,
                _ if on_record => Support::Established,
                (_, 1) => Support::Reported,
                _ => Support::Alleged,
            },
            disputed,
            voices,
            asserted_by,
            on_record,
            ended: until.and_then(Until::date).is_some_and(|until| {
                let as_of = self.basis.as_of.map(PartialDate::first_day);
                as_of.is_none_or(|as_of| until.last_day() < as_of)
            }),
            since: link.since.or(since),
            until,
        }
    }

    /// *A claim counts when* it is not ended, its source is in the table with a reliability other than E, its credibility
    /// is not 5 and the source was not published after the as-of date.
    pub fn counts(&self, document: &Document, claim: &Claim) -> bool {
        let mut moment = JudgedMoment::default();
        let (row, words) = moment.claim(document, &self.named, claim);
        self.counts_resolved(row, words, &mut Vec::new())
    }

    fn counts_resolved(
        &self,
        claim: &ClaimRow,
        words: &[NamedParty],
        keys: &mut Vec<VoiceKey>,
    ) -> bool {
        let facts = self.source(claim.source);
        claim.stands()
            && facts.is_some_and(|facts| facts.counts)
            && !self.leaves_out(words, facts, keys)
    }

    /// Whether the claim is as if deleted: it cites a source left out, all its roots are left out, or all its keys are
    /// those of speakers left out.
    pub fn is_left_out(&self, document: &Document, claim: &Claim) -> bool {
        self.leaves_out_something() && {
            let mut moment = JudgedMoment::default();
            let (row, words) = moment.claim(document, &self.named, claim);
            self.leaves_out(words, self.source(row.source), &mut Vec::new())
        }
    }

    /// Whether any source or speaker is left out.
    pub fn leaves_out_something(&self) -> bool {
        !self.sources_out.is_empty() || !self.keys_out.is_empty()
    }

    fn leaves_out(
        &self,
        words: &[NamedParty],
        facts: Option<&SourceFacts>,
        keys: &mut Vec<VoiceKey>,
    ) -> bool {
        let theirs = &self.keys_out;
        facts.is_some_and(|facts| facts.left_out)
            || (!theirs.is_empty() && {
                let keys = resolved::keys(&self.named, words, keys_of(facts), keys);
                keys.iter().all(|key| theirs.contains(key))
            })
    }

    fn keys_left_out(&self) -> FxHashSet<VoiceKey> {
        let speakers = self.basis.left_out_speakers.iter();
        let keys = speakers.map(|slot| self.named.entity_key(*slot));
        keys.filter(|key| *key != VoiceKey::Unknown).collect()
    }

    /// *Keys of a claim*: its speakers and its speaker name; without these, what its source's roots say.
    pub fn keys(&self, document: &Document, claim: &Claim) -> Vec<VoiceKey> {
        let mut moment = JudgedMoment::default();
        let (row, words) = moment.claim(document, &self.named, claim);
        let source = keys_of(self.source(row.source));
        resolved::keys(&self.named, words, source, &mut Vec::new()).to_vec()
    }

    /// *A speaker or author id that is not in the table is unknown.*
    fn key_of_id(&self, document: &Document, id: &str) -> VoiceKey {
        let slot = document.entities().slot_of(id);
        slot.map_or(VoiceKey::Unknown, |slot| self.named.entity_key(slot))
    }

    /// Which voice each claim of a record belongs to; `None` for a claim that does not count, or denies.
    pub fn voice_of_each(&self, document: &Document, claims: &[Claim]) -> Vec<Option<ClaimVoice>> {
        let (mut moment, mut keys) = (JudgedMoment::default(), Vec::new());
        let mut voices = VoiceSets::default();
        let mut places = Vec::with_capacity(claims.len());
        for claim in claims {
            let (row, words) = moment.claim(document, &self.named, claim);
            let speaks = !row.denies() && self.counts_resolved(row, words, &mut keys);
            places.push(speaks.then(|| {
                let source = keys_of(self.source(row.source));
                let keys = resolved::keys(&self.named, words, source, &mut keys);
                voices.add(keys, claim.asserts());
                voices.len() - 1
            }));
        }
        voices.flatten();
        let uncounted = voices.uncounted();
        let mut numbers = FxHashMap::default();
        let mut number = |place: u32| {
            let first = voices.first(place);
            if Some(first) == uncounted {
                return ClaimVoice::UnknownOrigin;
            }
            let next = numbers.len() as u32 + 1;
            ClaimVoice::Counted(*numbers.entry(first).or_insert(next))
        };
        let places = places.into_iter();
        places.map(|place| place.map(&mut number)).collect()
    }

    /// *On record*, the second way: the link's kind is self-declared and one of the keys of an asserting claim is that of an end
    /// of the link.
    fn is_word_of_an_end(
        &self,
        ends: [u32; 2],
        heard: &VoiceSets,
        end_keys: &mut Vec<VoiceKey>,
    ) -> bool {
        self.find_end_keys(ends, end_keys);
        let mut said = heard.asserting_keys();
        said.any(|key| end_keys.contains(&key))
    }

    /// The keys of a link's ends. *An event, document or law has also the keys of the `from` of each `published` link to it
    /// that a counting claim asserts.* An end that is not on the chart has none: nobody's word is the word of nobody.
    pub(super) fn end_keys(&self, ends: [u32; 2]) -> Vec<VoiceKey> {
        let mut keys = Vec::with_capacity(4);
        self.find_end_keys(ends, &mut keys);
        keys
    }

    fn find_end_keys(&self, ends: [u32; 2], keys: &mut Vec<VoiceKey>) {
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
    fn published_of(&self, document: &Document, slot: u32) -> Option<(u32, VoiceKey)> {
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

/// What the source of a claim that names nobody says.
fn keys_of(facts: Option<&SourceFacts>) -> &[VoiceKey] {
    facts.map_or(&[VoiceKey::Unknown], |facts| &facts.keys)
}

fn earlier(a: Option<PartialDate>, b: Option<PartialDate>) -> Option<PartialDate> {
    match (a, b) {
        (Some(a), Some(b)) if b.first_day() < a.first_day() => Some(b),
        (a, b) => a.or(b),
    }
}

fn later(a: Option<Until>, b: Option<Until>) -> Option<Until> {
    match (a, b) {
        (Some(a), Some(b)) if b.is_later_than(a) => Some(b),
        (a, b) => a.or(b),
    }
}
