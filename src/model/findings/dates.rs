//! Dates that contradict each other, also when each is read as widely as it can be. An approximate date contradicts nothing.

use super::{LookedAt, RawFinding, Rule, WHOLE};
use crate::model::{Claim, Entity, Link, LinkKind, PartialDate, TableName, Until};

/// A period, as it is stated.
type Period = (Option<PartialDate>, Option<Until>);

/// Links that hold only while both ends exist. Others may tell of what is past or to come: an act can follow the end of
/// what it is about, a founder comes before the founded.
const fn needs_both(kind: LinkKind) -> bool {
    matches!(
        kind,
        LinkKind::PartOf
            | LinkKind::MemberOf
            | LinkKind::WorksFor
            | LinkKind::Owns
            | LinkKind::Controls
            | LinkKind::Directs
            | LinkKind::Supplies
            | LinkKind::Pays
            | LinkKind::Operates
            | LinkKind::PartnersWith
    )
}

pub(super) fn in_entity(at: &LookedAt<'_>, slot: u32, hits: &mut Vec<RawFinding>) {
    let Some(entity) = at.document.entities().at(slot) else {
        return;
    };
    if of_entity(entity).is_some() {
        hits.push(hit(TableName::Entities, slot, WHOLE));
    }
    in_claims(TableName::Entities, slot, &entity.claims, None, hits);
}

pub(super) fn in_link(at: &LookedAt<'_>, slot: u32, hits: &mut Vec<RawFinding>) {
    let Some(link) = at.document.links().at(slot) else {
        return;
    };
    if of_link(at, link, slot).is_some() {
        hits.push(hit(TableName::Links, slot, WHOLE));
    }
    in_claims(TableName::Links, slot, &link.claims, Some(link), hits);
}

fn in_claims(
    table: TableName,
    slot: u32,
    claims: &[Claim],
    link: Option<&Link>,
    hits: &mut Vec<RawFinding>,
) {
    for (claim, place) in claims.iter().zip(0..) {
        if of_claim(claim, link).is_some() {
            hits.push(hit(table, slot, place));
        }
    }
}

fn hit(table: TableName, slot: u32, second: u32) -> RawFinding {
    RawFinding {
        rule: Rule::Dates,
        table,
        slot,
        second,
    }
}

pub(super) fn text(
    at: &LookedAt<'_>,
    table: TableName,
    slot: u32,
    claim: Option<&Claim>,
) -> Option<String> {
    match table {
        TableName::Links => {
            let link = at.document.links().at(slot)?;
            claim.map_or_else(
                || of_link(at, link, slot),
                |claim| of_claim(claim, Some(link)),
            )
        }
        _ => {
            let entity = at.document.entities().at(slot)?;
            claim.map_or_else(|| of_entity(entity), |claim| of_claim(claim, None))
        }
    }
}

fn of_entity(entity: &Entity) -> Option<String> {
    reversed((entity.since, entity.until))
}

/// A link's own period is reversed, or it begins before an end of it began, or after that ended, or goes on after it.
fn of_link(at: &LookedAt<'_>, link: &Link, slot: u32) -> Option<String> {
    if link.since.is_none() && link.until.is_none() {
        return None;
    }
    if let Some(found) = reversed((link.since, link.until)) {
        return Some(found);
    }
    let kind = at.evidence.vocabulary().link_base(link.kind_id());
    if !kind.is_some_and(needs_both) {
        return None;
    }
    let ends = at.document.ends().get(slot as usize)?;
    let ends = ends
        .iter()
        .filter_map(|end| at.document.entities().at(*end));
    ends.filter_map(|end| beside_end(link, end)).next()
}

fn beside_end(link: &Link, end: &Entity) -> Option<String> {
    let name = end.label();
    let ended = end.until.and_then(Until::date);
    if let (Some(link), Some(end)) = (link.since, end.since)
        && surely_before(link, end)
    {
        return Some(format!(
            "starts {}, before {name} ({})",
            when(link),
            when(end)
        ));
    }
    if let (Some(link), Some(end)) = (link.since, ended)
        && surely_before(end, link)
    {
        return Some(format!(
            "starts {}, but {name} ended {}",
            when(link),
            when(end)
        ));
    }
    let ended = ended?;
    let goes_on = match link.until? {
        Until::StillSo if !ended.is_approximate() => "said to be ongoing".to_owned(),
        Until::Date(until) if surely_before(ended, until) => {
            format!("lasts until {}", until.text())
        }
        _ => return None,
    };
    Some(format!("{goes_on}, but {name} ended {}", when(ended)))
}

/// A claim's period is reversed, or lies wholly outside the period that its link states. A claim that denies, is ended or is
/// about a field says nothing of the link's period.
fn of_claim(claim: &Claim, link: Option<&Link>) -> Option<String> {
    if claim.since.is_none() && claim.until.is_none() || claim.ended.is_some() {
        return None;
    }
    if let Some(found) = reversed((claim.since, claim.until)) {
        return Some(found);
    }
    let link = link.filter(|_| !claim.denies() && claim.about.is_empty())?;
    if let (Some(claim), Some(Until::Date(link))) = (claim.since, link.until)
        && surely_before(link, claim)
    {
        let (claim, link) = (claim.text(), when(link));
        return Some(format!("says since {claim}, but the link ended {link}"));
    }
    if let (Some(Until::Date(claim)), Some(link)) = (claim.until, link.since)
        && surely_before(claim, link)
    {
        let (claim, link) = (claim.text(), when(link));
        return Some(format!("says until {claim}, but the link starts {link}"));
    }
    None
}

fn reversed((since, until): Period) -> Option<String> {
    let (since, until) = (since?, until?.date()?);
    surely_before(until, since).then(|| {
        let (since, until) = (when(since), when(until));
        format!("ends ({until}) before it starts ({since})")
    })
}

/// Whether `a` is over before `b` begins, however they are read.
fn surely_before(a: PartialDate, b: PartialDate) -> bool {
    !a.is_approximate() && !b.is_approximate() && a.last_day() < b.first_day()
}

fn when(date: PartialDate) -> String {
    let word = if date.has_day() { "on" } else { "in" };
    format!("{word} {}", date.text())
}
