//! Which sources are listed, in which order: a tree of roots and what derives from them.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::names::fold;
use crate::model::{Document, Str};
use crate::work::Work;
use crate::work::lists::Summary;

/// In which order sources stand under the same root.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SourceSort {
    /// The links that rest on it alone, then its claims: most first.
    #[default]
    Weight,
    /// Title.
    Title,
    /// Date of publication, newest first.
    Date,
}

impl SourceSort {
    /// Every order.
    pub const ALL: [Self; 3] = [Self::Weight, Self::Title, Self::Date];

    /// Its word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Weight => "by weight",
            Self::Title => "by title",
            Self::Date => "by date",
        }
    }

    /// What it means.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Weight => "links that depend on it alone, first",
            Self::Title => "A to Z",
            Self::Date => "newest first",
        }
    }
}

/// The list of sources, as it is shown.
#[derive(Clone, Debug, Default)]
pub struct SourcesState {
    /// The order.
    pub sort: SourceSort,
    /// Ids of sources under which nothing is shown.
    pub closed: BTreeSet<Str>,
    /// Whether what falls is listed in its place.
    pub impacts: bool,
    /// The source under the pointer, by slot.
    pub hovered: Option<u32>,
    made: Option<BuiltRows>,
    relayed: Relayed,
}

/// A row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceRow {
    /// The source's slot.
    pub(in crate::ui) slot: u32,
    /// How many it stands under.
    pub(in crate::ui) depth: u32,
    /// How many stand directly under it.
    pub(in crate::ui) children: usize,
}

/// Rows, and what they were made from.
#[derive(Clone, Debug)]
struct BuiltRows {
    edits: u64,
    summary: Arc<Summary>,
    sort: SourceSort,
    closed: BTreeSet<Str>,
    rows: Arc<Vec<SourceRow>>,
}

/// What filters by a source, by its slot: found once for each state of the dataset.
#[derive(Clone, Debug, Default)]
struct Relayed {
    edits: u64,
    summary: Option<Arc<Summary>>,
    found: FxHashMap<u32, Arc<[Str]>>,
}

impl SourcesState {
    /// The sources that a filter by this one lists: itself. Where no claim cites it directly, what depends on it is what its
    /// relays say, so that these are listed, too.
    pub(in crate::ui) fn meant(&mut self, work: &Work, slot: u32) -> Arc<[Str]> {
        let (edits, summary) = (work.edit_count(), work.summary());
        let made = &mut self.relayed;
        let is_current = made.edits == edits
            && made
                .summary
                .as_ref()
                .is_some_and(|have| Arc::ptr_eq(have, &summary));
        if !is_current {
            *made = Relayed {
                edits,
                summary: Some(Arc::clone(&summary)),
                found: FxHashMap::default(),
            };
        }
        let found = made.found.entry(slot);
        Arc::clone(found.or_insert_with(|| with_relays(&work.document, &summary, slot)))
    }

    /// The rows of the tree; made anew only when something has changed.
    pub(in crate::ui) fn rows(&mut self, work: &Work) -> Arc<Vec<SourceRow>> {
        let (edits, summary) = (work.edit_count(), work.summary());
        if let Some(made) = &self.made
            && made.edits == edits
            && Arc::ptr_eq(&made.summary, &summary)
            && (made.sort, &made.closed) == (self.sort, &self.closed)
        {
            return Arc::clone(&made.rows);
        }
        let rows = Arc::new(rows(
            &work.document,
            &summary,
            self.sort,
            &self.closed,
            &work.what_if().sources,
        ));
        self.made = Some(BuiltRows {
            edits,
            summary,
            sort: self.sort,
            closed: self.closed.clone(),
            rows: Arc::clone(&rows),
        });
        rows
    }
}

/// The ids of a source and, where it is cited through relays alone, of all that derive from it.
fn with_relays(document: &Document, summary: &Summary, slot: u32) -> Arc<[Str]> {
    let weight = summary.sources.get(slot as usize);
    let is_relayed = weight.is_some_and(|weight| weight.claims == 0 && weight.through > 0);
    let mut slots = vec![slot];
    let mut known: FxHashSet<u32> = slots.iter().copied().collect();
    let mut at = 0;
    while let Some(next) = slots.get(at).copied().filter(|_| is_relayed) {
        let children = summary.tree.children.get(next as usize);
        slots.extend(
            children
                .into_iter()
                .flatten()
                .filter(|child| known.insert(**child)),
        );
        at += 1;
    }
    let ids = slots
        .iter()
        .filter_map(|slot| document.sources().id_at(*slot));
    ids.cloned().collect()
}

/// The tree row by row. A chain of any length is walked without calling itself.
fn rows(
    document: &Document,
    summary: &Summary,
    sort: SourceSort,
    closed: &BTreeSet<Str>,
    first: &[Str],
) -> Vec<SourceRow> {
    let tree = &summary.tree;
    let is_first = |slot: u32| {
        let id = document.sources().id_at(slot);
        id.is_some_and(|id| first.contains(id))
    };
    let mut found = Vec::with_capacity(document.sources().len());
    let mut open: Vec<(u32, u32)> = Vec::new();
    let push = |open: &mut Vec<(u32, u32)>, slots: &[u32], depth: u32| {
        let mut sorted = sorted(document, summary, sort, slots);
        // Nothing rests on what is left out; it must not leave the eye for that.
        sorted.sort_by_key(|slot| !is_first(*slot));
        open.extend(sorted.into_iter().rev().map(|slot| (slot, depth)));
    };
    push(&mut open, &tree.roots, 0);
    while let Some((slot, depth)) = open.pop() {
        let children = tree.children.get(slot as usize).map_or(&[][..], |c| c);
        found.push(SourceRow {
            slot,
            depth,
            children: children.len(),
        });
        let id = document.sources().id_at(slot);
        if !id.is_some_and(|id| closed.contains(id)) {
            push(&mut open, children, depth + 1);
        }
    }
    found
}

fn sorted(document: &Document, summary: &Summary, sort: SourceSort, slots: &[u32]) -> Vec<u32> {
    let mut slots = slots.to_vec();
    let source = |slot: u32| document.sources().at(slot);
    let title = |slot: u32| source(slot).map(|source| fold(&source.label()).into_owned());
    match sort {
        SourceSort::Weight => slots.sort_by_key(|slot| {
            let weight = summary.sources.get(*slot as usize);
            Reverse(weight.map(|weight| (weight.alone.len(), weight.claims)))
        }),
        SourceSort::Title => slots.sort_by_cached_key(|slot| title(*slot)),
        SourceSort::Date => slots.sort_by_cached_key(|slot| {
            let date = source(*slot).and_then(|source| source.published);
            Reverse(date.map(|date| date.first_day()))
        }),
    }
    slots
}

/// The links that cite a source, found once for each state of the dataset: that takes a walk over all claims.
#[derive(Debug, Default)]
pub struct Citing {
    /// The source, by slot, and the edits that the dataset had then.
    found_for: Option<(u32, u64)>,
    links: Arc<[u32]>,
    /// How often it was looked for.
    walks: u64,
}

impl Citing {
    /// The slots of the links with a claim that cites this source.
    pub fn links(&mut self, work: &Work, source: u32) -> Arc<[u32]> {
        let wanted = (source, work.edit_count());
        if self.found_for != Some(wanted) {
            self.found_for = Some(wanted);
            self.walks += 1;
            let document = &work.document;
            let id = document.sources().id_at(source);
            let links = document.links().iter_slots().filter(|(_, link)| {
                let mut claims = link.claims.iter();
                claims.any(|claim| id.is_some_and(|id| claim.source == *id))
            });
            self.links = links.map(|(slot, _)| slot).collect();
        }
        Arc::clone(&self.links)
    }

    /// How often all claims were walked so far.
    pub fn walks(&self) -> u64 {
        self.walks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::evidence::{Basis, Evidence};
    use crate::model::{Parts, Source};

    fn sources(all: &[(&str, &str, &[&str])]) -> Document {
        let sources = all.iter().map(|(id, date, from)| Source {
            id: (*id).into(),
            published: date.parse().ok(),
            derived_from: from.iter().map(|id| Str::from(*id)).collect(),
            ..Source::default()
        });
        Document::from_parts(Parts {
            sources: sources.map(Arc::new).collect(),
            ..Parts::default()
        })
        .0
    }

    fn listed(document: &Document, sort: SourceSort, closed: &[&str]) -> String {
        let evidence = Evidence::of(document, Basis::default());
        let summary = Summary::of(document, &evidence);
        let closed = closed.iter().map(|id| Str::from(*id)).collect();
        let rows = rows(document, &summary, sort, &closed, &[]);
        let word = |row: &SourceRow| {
            let id = document.sources().id_at(row.slot).unwrap();
            format!("{}{id}", "-".repeat(row.depth as usize))
        };
        rows.iter().map(word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn roots_with_what_derives_from_them() {
        let document = sources(&[
            ("b", "2021", &[]),
            ("a", "2020", &["b"]),
            ("c", "2022", &["a", "b"]),
            ("d", "", &[]),
            ("e", "2023", &["a"]),
        ]);
        let title = SourceSort::Title;
        assert_eq!(listed(&document, title, &[]), "b -a --e -c d");
        assert_eq!(listed(&document, title, &["a"]), "b -a -c d");
        assert_eq!(listed(&document, SourceSort::Date, &[]), "b -c -a --e d");
    }

    #[test]
    fn a_chain_of_many_is_listed() {
        let ids: Vec<String> = (0..30_000).map(|at| format!("s{at:05}")).collect();
        let sources = ids.iter().enumerate().map(|(at, id)| Source {
            id: id.as_str().into(),
            derived_from: at
                .checked_sub(1)
                .map(|at| Str::from(ids[at].as_str()))
                .into_iter()
                .collect(),
            ..Source::default()
        });
        let document = Document::from_parts(Parts {
            sources: sources.map(Arc::new).collect(),
            ..Parts::default()
        })
        .0;
        let evidence = Evidence::of(&document, Basis::default());
        let summary = Summary::of(&document, &evidence);
        let rows = rows(
            &document,
            &summary,
            SourceSort::Weight,
            &BTreeSet::new(),
            &[],
        );
        assert_eq!(rows.last().map(|row| row.depth), Some(29_999));
    }
}
