//! Links and claims as the rule reads them: small rows, with slots and numbers for ids and names.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::keys::{Named, VoiceKey, push_new};
use crate::model::document::NO_SLOT;
use crate::model::names::fold;
use crate::model::{Claim, Document, Link, LinkKind, PartialDate, Until, Vocabulary};

/// A link: what the rule asks of it beside its claims and ends.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LinkFacts {
    pub since: Option<PartialDate>,
    pub until: Option<Until>,
    pub self_declared: bool,
    /// Its kind is like `published`.
    pub publishes: bool,
    /// Where its claims end; they begin where those of the link before it do.
    claims: u32,
}

/// A claim.
#[derive(Clone, Copy, Debug)]
pub(super) struct ClaimRow {
    /// The slot of its source, or [`NO_SLOT`].
    pub source: u32,
    pub since: Option<PartialDate>,
    pub until: Option<Until>,
    flags: u8,
    /// Where its words end; they begin where those of the claim before it do.
    words: u32,
}

impl ClaimRow {
    const ASSERTS: u8 = 1;
    const DENIES: u8 = 2;
    const ENDED: u8 = 4;
    const IMPROBABLE: u8 = 8;
    const OF_ALL: u8 = 16;

    fn of(document: &Document, claim: &Claim, words: usize) -> Self {
        let flag = |is: bool, flag: u8| if is { flag } else { 0 };
        let credibility = claim.credibility.map(|grade| grade.number());
        Self {
            source: document.sources().slot_of(&claim.source).unwrap_or(NO_SLOT),
            since: claim.since,
            until: claim.until,
            flags: flag(claim.asserts(), Self::ASSERTS)
                | flag(claim.denies(), Self::DENIES)
                | flag(claim.ended.is_some(), Self::ENDED)
                | flag(credibility == Some(5), Self::IMPROBABLE)
                | flag(claim.about.is_empty(), Self::OF_ALL),
            words: words as u32,
        }
    }

    pub(super) fn asserts(&self) -> bool {
        self.flags & Self::ASSERTS != 0
    }

    pub(super) fn denies(&self) -> bool {
        self.flags & Self::DENIES != 0
    }

    pub(super) fn is_ended(&self) -> bool {
        self.flags & Self::ENDED != 0
    }

    /// Not ended, and not of credibility 5.
    pub(super) fn stands(&self) -> bool {
        self.flags & (Self::ENDED | Self::IMPROBABLE) == 0
    }

    /// It is about the whole record.
    pub(super) fn is_of_all(&self) -> bool {
        self.flags & Self::OF_ALL != 0
    }
}

/// One who is named in a claim.
#[derive(Clone, Copy, Debug)]
pub(super) enum NamedParty {
    /// An entity, by slot, or [`NO_SLOT`].
    Speaker(u32),
    /// A name, by number.
    Name(u32),
}

/// Some links after each other, with their claims.
#[derive(Clone, Debug, Default)]
pub(super) struct LinkBlock {
    links: Vec<LinkFacts>,
    claims: Vec<ClaimRow>,
    words: Vec<NamedParty>,
}

impl LinkBlock {
    fn clear(&mut self) {
        self.links.clear();
        self.claims.clear();
        self.words.clear();
    }

    /// `name` appends what the name of a speaker amounts to.
    fn push_link<'a>(
        &mut self,
        document: &Document,
        kinds: &Vocabulary,
        link: &'a Link,
        name: &mut impl FnMut(&'a str, &mut Vec<NamedParty>),
    ) {
        for claim in &link.claims {
            self.push_claim(document, claim, name);
        }
        let kind = link.kind_id();
        self.links.push(LinkFacts {
            since: link.since,
            until: link.until,
            self_declared: kinds.is_self_declared(kind),
            publishes: kinds.link_base(kind) == Some(LinkKind::Published),
            claims: self.claims.len() as u32,
        });
    }

    fn push_no_link(&mut self) {
        self.links.push(LinkFacts {
            claims: self.claims.len() as u32,
            ..LinkFacts::default()
        });
    }

    fn push_claim<'a>(
        &mut self,
        document: &Document,
        claim: &'a Claim,
        name: &mut impl FnMut(&'a str, &mut Vec<NamedParty>),
    ) {
        for speaker in &claim.speakers {
            let slot = document.entities().slot_of(speaker);
            self.words
                .push(NamedParty::Speaker(slot.unwrap_or(NO_SLOT)));
        }
        if !claim.speaker_name.is_empty() {
            name(&claim.speaker_name, &mut self.words);
        }
        let row = ClaimRow::of(document, claim, self.words.len());
        self.claims.push(row);
    }

    /// One of the links, and its claims, each with its words.
    pub(super) fn link(&self, at: usize) -> (&LinkFacts, impl Iterator<Item = ClaimWords<'_>>) {
        let row = &self.links[at];
        let first = at.checked_sub(1).map_or(0, |at| self.links[at].claims) as usize;
        (row, self.claims_in(first, row.claims as usize))
    }

    fn claims_in(&self, first: usize, end: usize) -> impl Iterator<Item = ClaimWords<'_>> {
        let mut begin = first.checked_sub(1).map_or(0, |at| self.claims[at].words) as usize;
        self.claims[first..end].iter().map(move |claim| {
            let from = std::mem::replace(&mut begin, claim.words as usize);
            (claim, &self.words[from..begin])
        })
    }
}

/// A claim with its words.
pub(super) type ClaimWords<'a> = (&'a ClaimRow, &'a [NamedParty]);

/// Links or claims that are resolved for a moment, one by one.
#[derive(Clone, Debug, Default)]
pub(super) struct JudgedMoment {
    rows: LinkBlock,
    /// The names in one record that nobody has learnt yet: they are numbered from the far end, for this record alone.
    new_names: Vec<Box<str>>,
}

impl JudgedMoment {
    /// A link as it stands in the document.
    pub(super) fn link(
        &mut self,
        document: &Document,
        kinds: &Vocabulary,
        named: &Named,
        link: &Link,
    ) -> (&LinkFacts, impl Iterator<Item = ClaimWords<'_>>) {
        let Self { rows, new_names } = self;
        rows.clear();
        new_names.clear();
        let mut name = |name: &str, words: &mut Vec<NamedParty>| {
            push_name(document, named, name, new_names, words);
        };
        rows.push_link(document, kinds, link, &mut name);
        rows.link(0)
    }

    /// A claim as it stands in the document or in a draft. Names are told apart from those in the claims before it.
    pub(super) fn claim(
        &mut self,
        document: &Document,
        named: &Named,
        claim: &Claim,
    ) -> ClaimWords<'_> {
        let Self { rows, new_names } = self;
        rows.clear();
        let mut name = |name: &str, words: &mut Vec<NamedParty>| {
            push_name(document, named, name, new_names, words);
        };
        rows.push_claim(document, claim, &mut name);
        (&rows.claims[0], &rows.words)
    }
}

/// A name is its number or, where nobody has learnt it, those who bear it, else a number of its own.
fn push_name(
    document: &Document,
    named: &Named,
    name: &str,
    new_names: &mut Vec<Box<str>>,
    words: &mut Vec<NamedParty>,
) {
    let name = fold(name);
    if name.is_empty() {
        return;
    }
    if let Some(number) = named.number(&name) {
        words.push(NamedParty::Name(number));
        return;
    }
    let bearers = named.bearers(document, &name);
    if bearers.is_empty() {
        let have = new_names.iter().position(|have| **have == *name);
        let at = have.unwrap_or_else(|| {
            new_names.push(name.as_ref().into());
            new_names.len() - 1
        });
        words.push(NamedParty::Name(u32::MAX - at as u32));
    }
    words.extend(bearers.into_iter().map(NamedParty::Speaker));
}

/// All links, in chunks of [`Resolved::ROWS`]. Made when everything is judged, so that judging everything again on another
/// basis looks at no record. A chunk with a link that an edit touched is let go, and made anew when it is next wanted.
#[derive(Clone, Debug, Default)]
pub(super) struct Resolved(Vec<Option<LinkBlock>>);

impl Resolved {
    pub(super) const ROWS: usize = 1024;

    /// Lets go of what is known of the link in `slot`.
    pub(super) fn forget(&mut self, slot: u32) {
        if let Some(chunk) = self.0.get_mut(slot as usize / Self::ROWS) {
            *chunk = None;
        }
    }

    /// Resolves what is missing. Learns the names that are new.
    pub(super) fn complete(&mut self, document: &Document, kinds: &Vocabulary, named: &mut Named) {
        let chunks = document.links().slot_count().div_ceil(Self::ROWS);
        self.0.resize(chunks, None);
        let missing: Vec<usize> = (0..chunks).filter(|at| self.0[*at].is_none()).collect();
        let made: Vec<(LinkBlock, Vec<&str>)> = missing
            .par_iter()
            .with_max_len(8)
            .map(|at| resolve(document, kinds, at * Self::ROWS))
            .collect();
        let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
        for (at, (mut rows, names)) in missing.into_iter().zip(made) {
            let names: Vec<u32> = names
                .into_iter()
                .map(|name| {
                    let number = numbers.entry(name);
                    *number.or_insert_with(|| named.learn_name(document, &fold(name)))
                })
                .collect();
            for word in &mut rows.words {
                if let NamedParty::Name(name) = word {
                    *name = names[*name as usize];
                }
            }
            self.0[at] = Some(rows);
        }
    }

    /// The links that are resolved, by slot, with their claims.
    pub(super) fn links(
        &self,
    ) -> impl Iterator<Item = (u32, impl Iterator<Item = ClaimWords<'_>>)> {
        let chunks = self.0.iter().enumerate();
        let rows = chunks.filter_map(|(at, rows)| Some((at * Self::ROWS, rows.as_ref()?)));
        rows.flat_map(|(first, rows)| {
            (0..rows.links.len()).map(move |at| ((first + at) as u32, rows.link(at).1))
        })
    }

    /// All chunks, in the order of their slots.
    pub(super) fn chunks(&self) -> &[Option<LinkBlock>] {
        &self.0
    }
}

/// Resolves the links from slot `first` on. Names are numbered by their places in the list beside the rows.
fn resolve<'a>(
    document: &'a Document,
    kinds: &Vocabulary,
    first: usize,
) -> (LinkBlock, Vec<&'a str>) {
    let links = document.links();
    let end = links.slot_count().min(first + Resolved::ROWS);
    let mut rows = LinkBlock::default();
    rows.links.reserve_exact(end - first);
    let (mut names, mut places) = (Vec::new(), FxHashMap::default());
    for slot in first..end {
        let Some(link) = links.at(slot as u32) else {
            rows.push_no_link();
            continue;
        };
        let mut name = |name: &'a str, words: &mut Vec<NamedParty>| {
            let place = *places.entry(name).or_insert_with(|| {
                names.push(name);
                names.len() as u32 - 1
            });
            words.push(NamedParty::Name(place));
        };
        rows.push_link(document, kinds, link, &mut name);
    }
    rows.claims.shrink_to_fit();
    rows.words.shrink_to_fit();
    (rows, names)
}

/// *Keys of a claim*: its speakers and its speaker name; without these, what its source's roots say (`source`). `found` is
/// room for those that have to be put together.
pub(super) fn keys<'k>(
    named: &Named,
    words: &[NamedParty],
    source: &'k [VoiceKey],
    found: &'k mut Vec<VoiceKey>,
) -> &'k [VoiceKey] {
    found.clear();
    for word in words {
        match *word {
            NamedParty::Speaker(slot) => push_new(found, named.entity_key(slot)),
            NamedParty::Name(number) => named.push_name_keys(number, found),
        }
    }
    if found.is_empty() { source } else { found }
}
