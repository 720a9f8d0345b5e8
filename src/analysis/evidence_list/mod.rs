//! The evidence list: every link of a chart with its evidence sentence, weakest first, as rows, as text and as a table.

use std::cmp::Reverse;
use std::fmt;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::evidence::LinkEvidence;
use crate::model::history::is_set_aside;
use crate::model::names::fold;
use crate::model::sentence::{stake_size, support_text};
use crate::model::{
    Claim, Day, Document, Link, PartialDate, Reliability, Source, Stake, Str, Support, counted,
};

mod telling;

pub use telling::{HEADER, LinkText, Teller, table_cell};

/// By what the list can be sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SortColumn {
    /// How well it is supported, weakest first.
    #[default]
    Strength,
    /// The name of its start.
    From,
    /// Its kind.
    CustomKind,
    /// Its label.
    Label,
    /// The name of its end.
    To,
    /// The stake that its claims state.
    Stake,
    /// Voices in support.
    Voices,
    /// When it began.
    Since,
    /// How many sources are cited.
    Sources,
}

impl SortColumn {
    /// Every column.
    pub const ALL: [Self; 9] = [
        Self::Strength,
        Self::From,
        Self::CustomKind,
        Self::Label,
        Self::To,
        Self::Stake,
        Self::Voices,
        Self::Since,
        Self::Sources,
    ];

    /// Its heading.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Strength => "Support",
            Self::From => "From",
            Self::CustomKind => "Kind",
            Self::Label => "Label",
            Self::To => "To",
            Self::Stake => "Stake",
            Self::Voices => "Voices",
            Self::Since => "Since",
            Self::Sources => "Sources",
        }
    }
}

/// The keys by which one line is sorted and found.
#[derive(Clone, Debug)]
struct Keys {
    slot: u32,
    /// The weaker, the smaller.
    strength: u64,
    from: u32,
    kind: u32,
    label: Option<u32>,
    to: u32,
    /// In thousandths of a per cent.
    stake: Option<u32>,
    voices: u32,
    since: Option<Day>,
    sources: u32,
    /// What can be searched, folded.
    text: String,
}

/// The number of links with each support.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SupportCounts {
    /// Links with each look.
    pub looks: [usize; Support::ALL.len()],
    /// Disputed links.
    pub disputed: usize,
    /// Claims of these links that are set aside.
    pub ended_claims: usize,
    /// Set-aside links that are not listed.
    pub hidden_set_aside: usize,
}

impl SupportCounts {
    /// Returns the number of links.
    pub fn links(&self) -> usize {
        self.looks.iter().sum()
    }
}

impl fmt::Display for SupportCounts {
    /// `119 links: 12 what_if a source, 40 alleged or assessed, 67 established; 6 disputed; 1 set-aside link hidden`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&counted(self.links(), "link"))?;
        let looks = Support::ALL.iter().rev().map(|support| {
            let word = match support {
                Support::Established => "established",
                Support::Reported => "reported",
                Support::Alleged => "alleged or assessed",
                Support::Unsourced => "without a source",
                Support::SetAside => "set aside",
            };
            (self.looks[*support as usize], word)
        });
        let looks: Vec<String> = looks
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        if !looks.is_empty() {
            write!(f, ": {}", looks.join(", "))?;
        }
        if self.disputed > 0 {
            write!(f, "; {} disputed", self.disputed)?;
        }
        match self.ended_claims {
            0 => {}
            n => write!(f, "; {} set aside", counted(n, "claim"))?,
        }
        match self.hidden_set_aside {
            0 => Ok(()),
            n => write!(f, "; {} hidden", counted(n, "set-aside link")),
        }
    }
}

/// The links of a chart, ready to be sorted and searched. Their texts are made only for those that are looked at.
#[derive(Clone, Debug, Default)]
pub struct EvidenceList {
    lines: Vec<Keys>,
    counts: SupportCounts,
}

impl EvidenceList {
    /// The list of these links; `found` is the evidence of all links, by slot.
    pub fn of(document: &Document, found: &[LinkEvidence], links: &[u32]) -> Self {
        let ranks = Ranks::of(document, links);
        let evidence = |slot: u32| found.get(slot as usize).copied().unwrap_or_default();
        let lines: Vec<Keys> = links
            .par_iter()
            .with_min_len(1024)
            .filter_map(|slot| {
                let link = document.links().at(*slot)?;
                Some(ranks.keys(document, *slot, link, &evidence(*slot)))
            })
            .collect();
        let mut counts = SupportCounts::default();
        for line in &lines {
            let found = evidence(line.slot);
            counts.looks[found.support as usize] += 1;
            counts.disputed += usize::from(found.disputed);
            let claims = document.links().at(line.slot).map(|link| &link.claims);
            let ended = |claim: &&Claim| claim.ended.is_some();
            counts.ended_claims += claims.map_or(0, |claims| claims.iter().filter(ended).count());
        }
        let all = document.links().iter().filter(|link| is_set_aside(link));
        let shown = counts.looks[Support::SetAside as usize];
        counts.hidden_set_aside = all.count().saturating_sub(shown);
        Self { lines, counts }
    }

    /// Returns the number of links with each support.
    pub fn counts(&self) -> &SupportCounts {
        &self.counts
    }

    /// Returns the slots of the links that have every word of `query`, sorted by `column`; of equals the weaker first.
    pub fn order(&self, column: SortColumn, descending: bool, query: &str) -> Vec<u32> {
        let query = fold(query);
        let words: Vec<&str> = query.split_whitespace().collect();
        let fits = |line: &&Keys| words.iter().all(|word| line.text.contains(word));
        let mut lines: Vec<&Keys> = self.lines.iter().filter(fits).collect();
        let rest = |line: &Keys| (line.strength, line.from, line.kind, line.to, line.slot);
        let primary = |line: &Keys| -> u64 {
            match column {
                SortColumn::Strength => line.strength,
                SortColumn::From => line.from.into(),
                SortColumn::CustomKind => line.kind.into(),
                SortColumn::Label => line.label.map_or(0, Into::into),
                SortColumn::Stake => line.stake.map_or(0, Into::into),
                SortColumn::To => line.to.into(),
                SortColumn::Voices => line.voices.into(),
                SortColumn::Since => line.since.map_or(0, |day| day.number().into()),
                SortColumn::Sources => line.sources.into(),
            }
        };
        // Empty cells are last, whichever way.
        let is_empty = |line: &Keys| match column {
            SortColumn::Since => line.since.is_none(),
            SortColumn::Label => line.label.is_none(),
            SortColumn::Stake => line.stake.is_none(),
            _ => false,
        };
        if descending {
            lines.sort_by_key(|line| (is_empty(line), Reverse(primary(line)), rest(line)));
        } else {
            lines.sort_by_key(|line| (is_empty(line), primary(line), rest(line)));
        }
        lines.into_iter().map(|line| line.slot).collect()
    }
}

/// Names as numbers in their order, so that sorting compares no text.
struct Ranks {
    entities: FxHashMap<u32, u32>,
    kinds: FxHashMap<Str, (u32, Str)>,
    labels: FxHashMap<Str, u32>,
}

impl Ranks {
    fn of(document: &Document, links: &[u32]) -> Self {
        let words = document.vocabulary();
        let ends = links
            .iter()
            .filter_map(|slot| document.ends().get(*slot as usize));
        let mut entities: Vec<u32> = ends.flatten().copied().collect();
        entities.par_sort_unstable();
        entities.dedup();
        let named = entities.par_iter().map(|slot| {
            let entity = document.entities().at(*slot);
            (
                fold(entity.map_or("", |entity| entity.label())).into_owned(),
                *slot,
            )
        });
        let mut named: Vec<(String, u32)> = named.collect();
        named.par_sort_unstable();
        let records = links.iter().filter_map(|slot| document.links().at(*slot));
        let mut kinds: FxHashMap<Str, Str> = FxHashMap::default();
        let mut labels: FxHashSet<Str> = FxHashSet::default();
        for link in records {
            if !kinds.contains_key(link.kind_id()) {
                kinds.insert(link.kind_id().into(), words.link_kind(link.kind_id()).label);
            }
            if !link.label.is_empty() && !labels.contains(&link.label) {
                labels.insert(link.label.clone());
            }
        }
        let mut labels: Vec<(String, Str)> = labels
            .into_iter()
            .map(|label| (fold(&label).into_owned(), label))
            .collect();
        labels.sort();
        let mut kinds: Vec<(Str, Str)> = kinds.into_iter().collect();
        kinds.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
        Self {
            entities: named
                .into_iter()
                .zip(0..)
                .map(|((_, slot), rank)| (slot, rank))
                .collect(),
            kinds: kinds
                .into_iter()
                .zip(0..)
                .map(|((id, label), rank)| (id, (rank, label)))
                .collect(),
            labels: labels
                .into_iter()
                .zip(0..)
                .map(|((_, label), rank)| (label, rank))
                .collect(),
        }
    }

    fn keys(&self, document: &Document, slot: u32, link: &Link, found: &LinkEvidence) -> Keys {
        let rank = |end: u32| self.entities.get(&end).copied().unwrap_or(u32::MAX);
        let [from, to] = document.ends()[slot as usize];
        let kind = self.kinds.get(link.kind_id());
        let label = kind.map_or("", |(_, label)| label.as_str());
        Keys {
            slot,
            strength: strength(found),
            from: rank(from),
            kind: kind.map_or(u32::MAX, |(rank, _)| *rank),
            label: self.labels.get(&link.label).copied(),
            to: rank(to),
            stake: stakes(document, link).filter_map(stake_key).max(),
            voices: found.voices,
            since: found.since.map(PartialDate::first_day),
            sources: sources_of(document, &link.claims).len() as u32,
            text: haystack(document, link, label, found),
        }
    }
}

/// A number that is the smaller, the weaker a line is: its look, then whether it is disputed, then its voices.
fn strength(found: &LinkEvidence) -> u64 {
    let support = (Support::ALL.len() - 1 - found.support as usize) as u64;
    let stands = u64::from(!found.disputed);
    let asserted = u64::from(found.asserted_by.min(0xffff));
    let voices = u64::from(found.voices.min(0xffff));
    support << 40 | stands << 36 | asserted << 16 | voices
}

/// What a link can be found by: its ends, kind, label, support, stakes, speakers and sources.
fn haystack(document: &Document, link: &Link, kind: &str, found: &LinkEvidence) -> String {
    let mut text = String::new();
    let mut add = |part: &str| {
        if !part.is_empty() {
            text.push_str(part);
            text.push('\n');
        }
    };
    let name = |id: &'_ str| {
        let entity = document.entities().get(id);
        entity.map_or_else(|| id.to_owned(), |entity| entity.label().to_owned())
    };
    add(&name(&link.from));
    add(kind);
    add(&name(&link.to));
    add(&link.label);
    add(&support_text(found));
    for share in stakes(document, link) {
        let size = stake_size(share).unwrap_or_default();
        add(&size.replace('–', "-"));
        add(&size);
    }
    for claim in &link.claims {
        add(&claim.speaker_name);
        claim.speakers.iter().for_each(|id| add(&name(id)));
    }
    for source in sources_of(document, &link.claims) {
        add(&source.publisher);
        add(&source.label());
        source.authors.iter().for_each(|id| add(&name(id)));
    }
    fold(&text).into_owned()
}

/// A number to sort stakes by, in thousandths of a per cent: the greatest that is stated.
fn stake_key(share: &Stake) -> Option<u32> {
    let stated = share.max.as_ref().or(share.min.as_ref())?;
    Some((stated.value().clamp(0.0, 1e6) * 1e3) as u32)
}

/// The stakes that a link's claims state, but for those that cannot count, whatever the as-of date.
fn stakes<'a>(document: &'a Document, link: &'a Link) -> impl Iterator<Item = &'a Stake> {
    link.claims.iter().filter_map(|claim| {
        let share = claim.share.as_deref()?;
        let source = document.sources().get(&claim.source)?;
        let stands = claim.ended.is_none()
            && !claim.denies()
            && claim.credibility.is_none_or(|grade| grade.number() != 5)
            && source.reliability != Some(Reliability::E);
        stands.then_some(share)
    })
}

/// The sources that claims cite, in the order of the claims.
fn sources_of<'a, 'c>(
    document: &'a Document,
    claims: impl IntoIterator<Item = &'c Claim>,
) -> Vec<&'a Source> {
    let mut sources: Vec<&Source> = Vec::new();
    let cited = claims
        .into_iter()
        .filter_map(|claim| document.sources().get(&claim.source));
    for source in cited {
        if sources.iter().all(|have| have.id != source.id) {
            sources.push(source);
        }
    }
    sources
}
