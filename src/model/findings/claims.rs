//! Findings about what is claimed: acts without their announcement, conduct told as fact by others, grades and markings that
//! say more than they may, denials of what nobody had claimed yet.

use super::{LookedAt, RawFinding, Rule, WHOLE};
use crate::model::evidence::ClaimVoice;
use crate::model::{Claim, Day, Link, LinkKind, Marking, PartialDate, Role, TableName};

/// What is said of an act is on record or it is not: the vocabulary's acts.
const fn is_act(kind: LinkKind) -> bool {
    matches!(
        kind,
        LinkKind::Sanctions
            | LinkKind::Charges
            | LinkKind::Convicts
            | LinkKind::Sues
            | LinkKind::Names
            | LinkKind::Published
            | LinkKind::MadeUnder
            | LinkKind::Disrupts
            | LinkKind::Opposes
            | LinkKind::Endorses
            | LinkKind::Signed
    )
}

/// What is said of conduct is, from a third party, an accusation or a judgement: the vocabulary's conduct.
const fn is_conduct(kind: LinkKind) -> bool {
    matches!(
        kind,
        LinkKind::Controls
            | LinkKind::Directs
            | LinkKind::Supplies
            | LinkKind::Pays
            | LinkKind::Operates
            | LinkKind::Uses
            | LinkKind::Targets
            | LinkKind::AttributedTo
            | LinkKind::PartnersWith
    )
}

/// Everything to be found in the claims of a link.
pub(super) fn in_link(at: &LookedAt<'_>, slot: u32, hits: &mut Vec<RawFinding>) {
    let Some(link) = at
        .document
        .links()
        .at(slot)
        .filter(|l| !l.claims.is_empty())
    else {
        return;
    };
    let hit = |rule, second| RawFinding {
        rule,
        table: TableName::Links,
        slot,
        second,
    };
    let kind = at.evidence.vocabulary().link_base(link.kind_id());
    if kind.is_some_and(is_act) && is_relayed(at, link) {
        hits.push(hit(Rule::RelayedAct, WHOLE));
    }
    let conduct = kind.is_some_and(is_conduct);
    for (claim, place) in link.claims.iter().zip(0..) {
        if conduct && is_of_third_party(at, claim, slot) {
            hits.push(hit(Rule::ThirdParty, place));
        }
        let voices = |claim: &Claim| {
            if claim.about.is_empty() {
                at.evidence.link(slot).voices
            } else {
                voices_about(at, &link.claims, &claim.about)
            }
        };
        if is_graded_confirmed(at, claim) && voices(claim) == 1 {
            hits.push(hit(Rule::OneVoice, place));
        }
    }
    in_any(at, TableName::Links, slot, &link.claims, hits);
}

/// Everything to be found in the claims of an entity.
pub(super) fn in_entity(at: &LookedAt<'_>, slot: u32, hits: &mut Vec<RawFinding>) {
    let Some(entity) = at
        .document
        .entities()
        .at(slot)
        .filter(|e| !e.claims.is_empty())
    else {
        return;
    };
    let claims = &entity.claims;
    for (claim, place) in claims.iter().zip(0..) {
        if is_graded_confirmed(at, claim) && voices_about(at, claims, &claim.about) == 1 {
            hits.push(RawFinding {
                rule: Rule::OneVoice,
                table: TableName::Entities,
                slot,
                second: place,
            });
        }
    }
    in_any(at, TableName::Entities, slot, claims, hits);
}

fn in_any(
    at: &LookedAt<'_>,
    table: TableName,
    slot: u32,
    claims: &[Claim],
    hits: &mut Vec<RawFinding>,
) {
    for (claim, place) in claims.iter().zip(0..) {
        let mut push = |rule| {
            hits.push(RawFinding {
                rule,
                table,
                slot,
                second: place,
            });
        };
        if claim.denies() && early_denial(at, claims, claim).is_some() {
            push(Rule::EarlyDenial);
        }
        if claim.marking.is_some() && low_marking(at, claim).is_some() {
            push(Rule::LowMarking);
        }
    }
}

/// *An act known only through relays*: it has counting claims that support it, and every source that these cite is of role
/// `relay`. Nobody who drew it has seen the original, even where the table has it: then it can be cited. A source whose
/// role is not stated may be the original, and is a finding of its own.
fn is_relayed(at: &LookedAt<'_>, link: &Link) -> bool {
    let mut supporting = link
        .claims
        .iter()
        .filter(|claim| !claim.denies() && at.evidence.counts(at.document, claim))
        .peekable();
    let role = |claim: &Claim| at.document.sources().get(&claim.source)?.role;
    supporting.peek().is_some() && supporting.all(|claim| role(claim) == Some(Role::Relay))
}

pub(super) fn relayed_act_text(at: &LookedAt<'_>, slot: u32) -> String {
    let link = at.document.links().at(slot);
    let claims = link.iter().flat_map(|link| &link.claims);
    let counting = claims.filter(|claim| !claim.denies() && at.evidence.counts(at.document, claim));
    let mut sources: Vec<&str> = counting.map(|claim| claim.source.as_str()).collect();
    sources.sort_unstable();
    sources.dedup();
    match sources[..] {
        [only] => match at.document.sources().get(only) {
            Some(source) => format!(
                "known only through “{}”, which relays others",
                source.label()
            ),
            None => "known only through a source that relays others".to_owned(),
        },
        _ => format!(
            "known only through {} sources that relay others",
            sources.len()
        ),
    }
}

/// *Asserted by a third party*: a counting claim about a link of conduct as a whole asserts, none of its keys is that of an
/// end, and no root of its source is a register. Whose word is not known is nobody's of the two.
fn is_of_third_party(at: &LookedAt<'_>, claim: &Claim, link: u32) -> bool {
    if !claim.asserts() || !claim.about.is_empty() || !at.evidence.counts(at.document, claim) {
        return false;
    }
    let slot = at.document.sources().slot_of(&claim.source);
    let facts = slot.and_then(|slot| at.evidence.source(slot));
    if facts.is_some_and(|facts| facts.register) {
        return false;
    }
    let ends = at.document.ends()[link as usize];
    let ends = at.evidence.end_keys(ends);
    let keys = at.evidence.keys(at.document, claim);
    !keys.iter().any(|key| ends.contains(key))
}

pub(super) fn third_party_text(at: &LookedAt<'_>, claim: &Claim) -> String {
    let name = |id: &str| {
        let entity = at.document.entities().get(id);
        entity.map_or(id, |entity| entity.label()).to_owned()
    };
    let who = match (&claim.speakers[..], claim.speaker_name.as_str()) {
        ([], "") => {
            let label = at.document.source_label(&claim.source);
            return format!("asserted by “{label}”, a third party");
        }
        ([], name) => name.to_owned(),
        ([first], _) => name(first),
        ([first, rest @ ..], _) => format!("{} and {} more", name(first), rest.len()),
    };
    format!("asserted by {who}, a third party")
}

fn is_graded_confirmed(at: &LookedAt<'_>, claim: &Claim) -> bool {
    let confirmed = claim.credibility.is_some_and(|grade| grade.number() == 1);
    confirmed && !claim.denies() && at.evidence.counts(at.document, claim)
}

/// The voices of those claims that are about the same field.
fn voices_about(at: &LookedAt<'_>, claims: &[Claim], about: &str) -> u32 {
    let same: Vec<Claim> = claims
        .iter()
        .filter(|claim| claim.about == about)
        .cloned()
        .collect();
    let voices = at.evidence.voice_of_each(at.document, &same);
    let numbers = voices.into_iter().flatten().filter_map(ClaimVoice::number);
    numbers.max().unwrap_or(0)
}

pub(super) fn one_voice_text() -> String {
    "graded 1 (confirmed by other sources) on one voice".to_owned()
}

/// *A denial dated before the claim that it answers*: it is not ended, and everything that it could answer (the claims about
/// the same that do not deny, also ended ones) is surely younger: the source of each, and what that derives from, is dated,
/// and began to exist after the last day on which the denial can have been published. The two dates.
fn early_denial(
    at: &LookedAt<'_>,
    claims: &[Claim],
    denial: &Claim,
) -> Option<(PartialDate, PartialDate)> {
    let source = |id: &str| at.document.sources().get(id);
    if denial.ended.is_some() {
        return None;
    }
    // Who relays a denial does so later: it is as old as what it was said in, where that is known.
    let slot = at.document.sources().slot_of(&denial.source)?;
    let roots = at.evidence.source(slot)?.roots.iter();
    let said = roots.map(|root| at.document.sources().at(*root)?.published.filter(is_exact));
    let said = said.collect::<Option<Vec<_>>>().unwrap_or_default();
    let latest = said.into_iter().max_by_key(|date| date.last_day());
    let denied = latest.or(source(&denial.source)?.published.filter(is_exact))?;
    let mut earliest: Option<(Day, PartialDate)> = None;
    for claim in claims {
        if claim.denies() || claim.about != denial.about {
            continue;
        }
        let slot = at.document.sources().slot_of(&claim.source)?;
        let roots = &at.evidence.source(slot)?.roots;
        let origins = roots
            .iter()
            .filter_map(|root| at.document.sources().at(*root));
        for one in origins.chain(source(&claim.source)) {
            let date = one.published.filter(is_exact)?;
            let day = date.first_day();
            if earliest.is_none_or(|(have, _)| day < have) {
                earliest = Some((day, date));
            }
        }
    }
    let (day, date) = earliest?;
    (denied.last_day() < day).then_some((denied, date))
}

/// How wide an approximate date is no one knows, so that nothing is surely before or after it.
fn is_exact(date: &PartialDate) -> bool {
    !date.is_approximate()
}

pub(super) fn early_denial_text(
    at: &LookedAt<'_>,
    claims: &[Claim],
    denial: &Claim,
) -> Option<String> {
    let (denied, claimed) = early_denial(at, claims, denial)?;
    Some(format!(
        "the denial ({}) predates the earliest claim it could answer ({})",
        denied.text(),
        claimed.text()
    ))
}

/// *Marked lower than its source*: claim and source each state a marking, and the claim's is the lower. It counts as the
/// higher in any case; one of the two is a mistake.
fn low_marking(at: &LookedAt<'_>, claim: &Claim) -> Option<(Marking, Marking)> {
    let source = at.document.sources().get(&claim.source)?;
    // A marking that cannot be read counts as the strictest.
    let unread = source.extra.unread("marking").map(|_| Marking::Red);
    let (stated, marked) = claim.marking.zip(source.marking.or(unread))?;
    (stated < marked).then_some((stated, marked))
}

pub(super) fn low_marking_text(at: &LookedAt<'_>, claim: &Claim) -> Option<String> {
    let (stated, marked) = low_marking(at, claim)?;
    Some(format!("marked {stated}, but its source is {marked}"))
}
