//! Findings in the window: what they are about in words, and the edits that set one aside and bring it back.

use crate::edit::Edit;
use crate::model::findings::{Finding, claim_place};
use crate::model::{Document, Entity, Link, PartialDate, RecordRef, TableName};
use crate::work::Work;

use super::fields::{entity_edit, link_edit};

/// The edit that sets a finding aside. A claim that has no id gets it now, so that the finding can name it.
pub fn set_aside_edit(
    document: &Document,
    finding: &Finding,
    why: &str,
    on: Option<PartialDate>,
) -> Edit {
    let record = &finding.record;
    let mut claim = record.claim.clone();
    let mut edits = Vec::new();
    // An id with which a claim was read stays its own.
    if record.claim.starts_with('#') {
        let edit = match record.table {
            TableName::Entities => {
                let entity = document.entities().get(&record.id);
                entity.map(|entity| entity_edit(Entity::clone(entity)))
            }
            _ => {
                let link = document.links().get(&record.id);
                link.map(|link| link_edit(Link::clone(link)))
            }
        };
        let claims = match &edit {
            Some(Edit::Entity(_, Some(entity))) => &entity.claims[..],
            Some(Edit::Link(_, Some(link))) => &link.claims[..],
            _ => &[],
        };
        let found = claim_place(claims, &record.claim).map(|place| &claims[place].id);
        if let Some(id) = found.filter(|id| !id.is_empty()) {
            claim = id.clone();
            edits.extend(edit);
        }
    }
    edits.push(Edit::Finding {
        at: document.findings().len(),
        replace: false,
        finding: Some(std::sync::Arc::new(finding.set_aside(&claim, why, on))),
    });
    Edit::All(edits)
}

/// The edit that brings back the finding at a place of the list of those set aside.
pub fn bring_back(at: usize) -> Edit {
    Edit::Finding {
        at,
        replace: true,
        finding: None,
    }
}

/// What a finding is about, in a few words.
pub fn name_of(work: &Work, finding: &Finding) -> String {
    let first = record_name(work, &finding.record);
    if finding.other.is_empty() {
        return first;
    }
    let other = RecordRef::new(TableName::Entities, finding.other.clone());
    format!("{first} and {}", record_name(work, &other))
}

/// A record as people call it; its id where it is gone.
pub fn record_name(work: &Work, record: &RecordRef) -> String {
    let document = &work.document;
    let entity = |id: &str| {
        let entity = document.entities().get(id);
        entity.map_or(id, |entity| entity.label()).to_owned()
    };
    let (name, claims) = match record.table {
        TableName::Entities => {
            let claims = document.entities().get(&record.id).map(|e| &e.claims[..]);
            (entity(&record.id), claims)
        }
        TableName::Sources => (document.source_label(&record.id), None),
        TableName::Links => match document.links().get(&record.id) {
            Some(link) => {
                let verb = work.evidence.vocabulary().link_kind(link.kind_id()).label;
                let name = format!("{} {verb} {}", entity(&link.from), entity(&link.to));
                (name, Some(&link.claims[..]))
            }
            None => (record.id.to_string(), None),
        },
        _ => (record.to_string(), None),
    };
    let name = crate::model::screen_line(&name);
    let place = claims.and_then(|claims| claim_place(claims, &record.claim));
    match place.filter(|_| !record.claim.is_empty()) {
        Some(place) => format!("Claim {}: {name}", place + 1),
        None => name,
    }
}
