//! Merges two records of one table: two entities that are the same thing, two entries of one source. The result is one edit,
//! with a text for everything that it does besides the fields that were chosen.
//!
//! Nothing is lost without saying so: what both have is united, what cannot be united is kept next to it, and every reference
//! to the record that is removed leads to the one that stays.

mod claims;
mod fields;
mod listed;
mod references;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Claim, Document, Entity, Source, Str, TableName};

use self::references::Redirects;
use super::change::Edit;

pub use self::fields::{DifferingField, Take};
pub use self::listed::redirect_filter;

/// A request to merge two records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// Their table: entities or sources.
    pub table: TableName,
    /// The ID of the record that stays.
    pub keep: Str,
    /// The ID of the record that is removed.
    pub other: Str,
    /// What to take of fields that differ, by key; [`rows`] has what is taken where nothing was chosen.
    pub choices: BTreeMap<&'static str, Take>,
}

/// A join, ready to be applied.
#[derive(Clone, Debug)]
pub struct Merged {
    /// The edit.
    pub edit: Edit,
    /// What it does besides the chosen fields, one text each.
    pub words: Vec<String>,
    /// Links that were merged into another: the ID that was removed, and the one that stays.
    pub links: Vec<(Str, Str)>,
}

/// Every field that the two state differently, with what is taken of it.
pub fn rows(document: &Document, merge: &Merge) -> Vec<DifferingField> {
    match pair(document, merge) {
        Some(MergePair::Entities(keep, other)) => {
            fields::entity_rows(document, &keep, &other, merge)
        }
        Some(MergePair::Sources(keep, other)) => {
            fields::source_rows(document, &keep, &other, merge)
        }
        None => Vec::new(),
    }
}

/// Makes the two one. `name_claims` gives claims without an id theirs, before anything about them is changed. `None` if the
/// two are not two records of a table that can be joined.
pub fn merge(
    document: &Document,
    merge: &Merge,
    name_claims: &dyn Fn(&mut [Claim]),
) -> Option<Merged> {
    let mut references = Redirects::new(document, merge, name_claims);
    match pair(document, merge)? {
        MergePair::Entities(keep, other) => {
            let mut kept = Entity::clone(&keep);
            let mut gone = Entity::clone(&other);
            name_claims(&mut kept.claims);
            name_claims(&mut gone.claims);
            fields::merge_entities(document, &mut kept, &gone, merge, &mut references.words);
            let changes = [&keep, &other].map(|was| words::change_of_voice(document, was, &kept));
            references.words.extend(changes.into_iter().flatten());
            references.unite_own_claims(&mut kept, gone);
            references.links();
            references.entities(kept);
            references.sources(None);
        }
        MergePair::Sources(keep, other) => {
            let mut kept = Source::clone(&keep);
            fields::merge_sources(document, &mut kept, &other, merge, &mut references.words);
            references.links();
            references.entities(None);
            references.sources(kept);
        }
    }
    Some(references.finish())
}

enum MergePair {
    Entities(Arc<Entity>, Arc<Entity>),
    Sources(Arc<Source>, Arc<Source>),
}

fn pair(document: &Document, merge: &Merge) -> Option<MergePair> {
    if merge.keep == merge.other {
        return None;
    }
    match merge.table {
        TableName::Entities => {
            let get = |id| document.entities().get(id).cloned();
            Some(MergePair::Entities(get(&merge.keep)?, get(&merge.other)?))
        }
        TableName::Sources => {
            let get = |id| document.sources().get(id).cloned();
            Some(MergePair::Sources(get(&merge.keep)?, get(&merge.other)?))
        }
        _ => None,
    }
}
