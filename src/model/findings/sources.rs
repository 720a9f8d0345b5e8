//! Findings about sources: those that do not say how they know, and those that nothing cites.

use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;

use super::super::text::{agree, counted};
use super::{LookedAt, RawFinding, Rule, WHOLE};
use crate::model::{Claim, Document, TableName};

/// What uses a source.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Uses {
    /// Claims that cite it.
    claims: u32,
    /// Names, identifiers and other sources that do.
    others: u32,
}

/// What uses each source, by slot.
pub(super) fn uses(document: &Document) -> Vec<Uses> {
    let sources = document.sources();
    let zeros = || -> Vec<AtomicU32> {
        let slots = 0..sources.slot_count();
        slots.map(|_| AtomicU32::new(0)).collect()
    };
    let (claims, others) = (zeros(), zeros());
    let note = |counts: &[AtomicU32], id: &str| {
        if let Some(slot) = sources.slot_of(id) {
            counts[slot as usize].fetch_add(1, Ordering::Relaxed);
        }
    };
    let cite = |all: &[Claim]| all.iter().for_each(|claim| note(&claims, &claim.source));
    let links = document.links();
    links
        .order()
        .par_iter()
        .with_min_len(4096)
        .for_each(|slot| {
            if let Some(link) = links.at(*slot) {
                cite(&link.claims);
            }
        });
    for entity in document.entities().iter() {
        cite(&entity.claims);
        entity
            .names
            .iter()
            .for_each(|name| note(&others, &name.source));
        let identifiers = entity.identifiers.iter();
        identifiers.for_each(|identifier| note(&others, &identifier.source));
    }
    for source in sources.iter() {
        let origins = source.derived_from.iter().filter(|id| **id != source.id);
        origins.for_each(|id| note(&others, id));
    }
    let number = |count: AtomicU32| count.into_inner();
    let counts = claims.into_iter().zip(others);
    let counts = counts.map(|(claims, others)| Uses {
        claims: number(claims),
        others: number(others),
    });
    counts.collect()
}

/// *Not cited*: no claim, name or identifier cites it, and no other source derives from it. *Without a role*: it is used and
/// states none; one whose role could not be read is a problem already.
pub(super) fn find(at: &LookedAt<'_>, hits: &mut Vec<RawFinding>) {
    for (slot, source) in at.document.sources().iter_slots() {
        let uses = at.uses[slot as usize];
        let rule = if uses.claims + uses.others == 0 {
            Rule::NotCited
        } else if source.role.is_none() && source.extra.unread("role").is_none() {
            Rule::NoRole
        } else {
            continue;
        };
        hits.push(RawFinding {
            rule,
            table: TableName::Sources,
            slot,
            second: WHOLE,
        });
    }
}

pub(super) fn no_role_text(at: &LookedAt<'_>, slot: u32) -> Option<String> {
    let source = at.document.sources().at(slot)?;
    let uses = at.uses[slot as usize];
    let rests = match uses.claims {
        0 => "sources or names cite it".to_owned(),
        n => format!(
            "{} {} it",
            counted(n as usize, "claim"),
            agree(n as usize, "cites", "cite")
        ),
    };
    Some(if source.derived_from.is_empty() {
        format!("{rests}, but its role is not stated")
    } else {
        format!("{rests}; it derives from others, but its role is not stated")
    })
}

pub(super) fn not_cited_text() -> String {
    "nothing cites it".to_owned()
}
