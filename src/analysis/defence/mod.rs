//! The defence list: every line of a chart with what it rests on, weakest first, as rows, as text and as a table.

use std::cmp::Reverse;
use std::fmt;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::evidence::LinkEvidence;
use crate::model::history::is_set_aside;
use crate::model::names::fold;
use crate::model::sentence::look_in_words;
use crate::model::{Claim, Day, Document, Link, Look, PartialDate, Source, Str, agree, counted};

mod telling;

pub use telling::{HEADER, Teller, Told, table_cell};

/// By what the list can be sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Column {
    /// How well it is supported, weakest first.
    #[default]
    Strength,
    /// The name of its start.
    From,
    /// Its kind.
    Kind,
    /// The name of its end.
    To,
    /// Voices in support.
    Voices,
    /// When it began.
    Since,
    /// How many sources are cited.
    Sources,
}

impl Column {
    /// Every column.
    pub const ALL: [Self; 7] = [
        Self::Strength,
        Self::From,
        Self::Kind,
        Self::To,
        Self::Voices,
        Self::Since,
        Self::Sources,
    ];

    /// Its heading.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Strength => "Strength",
            Self::From => "From",
            Self::Kind => "Kind",
            Self::To => "To",
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
    to: u32,
    voices: u32,
    since: Option<Day>,
    sources: u32,
    /// What can be searched, folded.
    text: String,
}

/// How many lines there are of each sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Lines with each look.
    pub looks: [usize; Look::ALL.len()],
    /// Disputed lines.
    pub disputed: usize,
    /// Claims of these lines that are ended.
    pub ended_claims: usize,
    /// Links set aside that are not among the lines.
    pub hidden_set_aside: usize,
}

impl Counts {
    /// How many lines.
    pub fn lines(&self) -> usize {
        self.looks.iter().sum()
    }
}

impl fmt::Display for Counts {
    /// `119 lines: 12 without source, 40 alleged, 10 reported, 57 established; 6 disputed; 1 link set aside is hidden`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&counted(self.lines(), "line"))?;
        let looks = Look::ALL.iter().rev().map(|look| {
            let word = match look {
                Look::Established => "established",
                Look::Reported => "reported by one voice",
                Look::Alleged => "alleged or assessed",
                Look::Unsourced => "without source",
                Look::SetAside => "set aside",
            };
            (self.looks[*look as usize], word)
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
            n => write!(f, "; {} ended", counted(n, "claim"))?,
        }
        match self.hidden_set_aside {
            0 => Ok(()),
            n => write!(
                f,
                "; {} set aside {} hidden",
                counted(n, "link"),
                agree(n, "is", "are")
            ),
        }
    }
}

/// The lines of a chart, ready to be sorted and searched. What they say is told only of those that are looked at.
#[derive(Clone, Debug, Default)]
pub struct Defence {
    lines: Vec<Keys>,
    counts: Counts,
}

impl Defence {
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
        let mut counts = Counts::default();
        for line in &lines {
            let found = evidence(line.slot);
            counts.looks[found.look as usize] += 1;
            counts.disputed += usize::from(found.disputed);
            let claims = document.links().at(line.slot).map(|link| &link.claims);
            let ended = |claim: &&Claim| claim.ended.is_some();
            counts.ended_claims += claims.map_or(0, |claims| claims.iter().filter(ended).count());
        }
        let all = document.links().iter().filter(|link| is_set_aside(link));
        let shown = counts.looks[Look::SetAside as usize];
        counts.hidden_set_aside = all.count().saturating_sub(shown);
        Self { lines, counts }
    }

    /// How many lines there are of each sort.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// The slots of the lines that hold every word of `query`, sorted by `column`; of equals the weaker first.
    pub fn order(&self, column: Column, descending: bool, query: &str) -> Vec<u32> {
        let query = fold(query);
        let words: Vec<&str> = query.split_whitespace().collect();
        let fits = |line: &&Keys| words.iter().all(|word| line.text.contains(word));
        let mut lines: Vec<&Keys> = self.lines.iter().filter(fits).collect();
        let rest = |line: &Keys| (line.strength, line.from, line.kind, line.to, line.slot);
        let primary = |line: &Keys| -> u64 {
            match column {
                Column::Strength => line.strength,
                Column::From => line.from.into(),
                Column::Kind => line.kind.into(),
                Column::To => line.to.into(),
                Column::Voices => line.voices.into(),
                Column::Since => line.since.map_or(0, |day| day.number().into()),
                Column::Sources => line.sources.into(),
            }
        };
        // What has no date stands last, whichever way.
        let undated = |line: &Keys| column == Column::Since && line.since.is_none();
        if descending {
            lines.sort_by_key(|line| (undated(line), Reverse(primary(line)), rest(line)));
        } else {
            lines.sort_by_key(|line| (undated(line), primary(line), rest(line)));
        }
        lines.into_iter().map(|line| line.slot).collect()
    }
}

/// Names as numbers in their order, so that sorting compares no text.
struct Ranks {
    entities: FxHashMap<u32, u32>,
    kinds: FxHashMap<Str, (u32, Str)>,
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
        let kinds = links.iter().filter_map(|slot| document.links().at(*slot));
        let mut labels: FxHashMap<Str, Str> = FxHashMap::default();
        for link in kinds {
            if !labels.contains_key(link.kind_id()) {
                labels.insert(link.kind_id().into(), words.link_kind(link.kind_id()).label);
            }
        }
        let mut kinds: Vec<(Str, Str)> = labels.into_iter().collect();
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
            to: rank(to),
            voices: found.voices,
            since: found.since.map(PartialDate::first_day),
            sources: sources_of(document, &link.claims).len() as u32,
            text: haystack(document, link, label, found),
        }
    }
}

/// A number that is the smaller, the weaker a line is: its look, then whether it is disputed, then its voices.
fn strength(found: &LinkEvidence) -> u64 {
    let look = (Look::ALL.len() - 1 - found.look as usize) as u64;
    let stands = u64::from(!found.disputed);
    let asserted = u64::from(found.asserted_by.min(0xffff));
    let voices = u64::from(found.voices.min(0xffff));
    look << 40 | stands << 36 | asserted << 16 | voices
}

/// What a line can be found by: its ends, kind, label, look, speakers and sources.
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
    add(&look_in_words(found));
    for claim in &link.claims {
        add(&claim.speaker_name);
        claim.speakers.iter().for_each(|id| add(&name(id)));
    }
    for source in sources_of(document, &link.claims) {
        add(&source.publisher);
        add(&source.title);
        source.authors.iter().for_each(|id| add(&name(id)));
    }
    fold(&text).into_owned()
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
