//! Findings: weak points that an opponent would attack, though the file is sound. Each says what was found and what to do;
//! one that someone judged not to be a problem is dismissed with the reason, and is not found again.
//!
//! One file for each family of rules. A rule finds at most one thing in a record, or in a claim, so that rule, record and
//! claim name a finding for good.

mod claims;
mod dates;
mod duplicates;
mod kinds;
mod sources;
#[cfg(test)]
mod tests;

pub use kinds::{forget_guess, is_guessed, mark_guessed};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::evidence::{Basis, Evidence};
use super::problem::{Problem, RecordRef, Severity};
use super::words::words;
use super::{Claim, Document, PartialDate, SetAsideFinding, Str, TableName};

words! {
    /// The rules, in the order in which their findings are listed.
    pub Rule {
        /// An act that only sources which repeat others know of.
        RelayedAct = "act-known-by-relays",
        /// What a third party asserts of the conduct of others.
        ThirdParty = "third-party-asserts",
        /// Graded "confirmed by other sources", with one voice.
        OneVoice = "confirmed-by-one-voice",
        /// A denial dated before everything that it could answer.
        EarlyDenial = "denial-before-claim",
        /// A claim that states a lower marking than its source.
        LowMarking = "marking-below-source",
        /// Dates that cannot both be right.
        Dates = "dates-contradict",
        /// Two entities that may be one.
        Duplicate = "duplicate",
        /// A kind that was guessed, and that no one has looked at.
        GuessedKind = "kind-guessed",
        /// A source that does not say how it knows.
        NoRole = "source-without-role",
        /// A source that nothing cites.
        NotCited = "source-not-cited",
    }
}

impl Rule {
    /// The heading over its findings: short enough for a narrow panel.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::RelayedAct => "Acts known only through relays",
            Self::ThirdParty => "Third-party assertions",
            Self::OneVoice => "Graded 1 on one voice",
            Self::EarlyDenial => "Denials that predate the claim",
            Self::LowMarking => "Marked below their source",
            Self::Dates => "Contradicting dates",
            Self::Duplicate => "Possible duplicates",
            Self::GuessedKind => "Guessed kinds",
            Self::NoRole => "Sources without a role",
            Self::NotCited => "Uncited sources",
        }
    }

    /// What to do about them: a clause that follows the finding.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::RelayedAct => "cite the original announcement or record",
            Self::ThirdParty => {
                "choose alleges if they accuse or assesses if they judge, or cite a public record or one of the two ends"
            }
            Self::OneVoice => "add a claim from an independent source, or grade it 2",
            Self::EarlyDenial => "check both dates, or add the earlier claim that was denied",
            Self::LowMarking => {
                "raise the marking of the claim, or ask the owner of the source to lower its marking"
            }
            Self::Dates => "correct the wrong date",
            Self::Duplicate => "compare the two; merge them or dismiss this",
            Self::GuessedKind => "check it, and choose it again or another",
            Self::NoRole => "choose public record, first-hand or relays others",
            Self::NotCited => "cite it in a claim or delete it",
        }
    }

    /// The field to look at, if there is one.
    const fn field(self) -> &'static str {
        match self {
            Self::ThirdParty => "stance",
            Self::OneVoice => "credibility",
            Self::LowMarking => "marking",
            Self::GuessedKind => "kind",
            Self::NoRole => "role",
            Self::RelayedAct
            | Self::EarlyDenial
            | Self::Dates
            | Self::Duplicate
            | Self::NotCited => "",
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: Rule,
    /// The record or claim.
    pub record: RecordRef,
    /// For a duplicate: the id of the other entity, which is the greater of the two.
    pub other: Str,
    /// What was found, without what to do: a clause without a full stop.
    pub fact: String,
}

impl Finding {
    /// The finding as a problem: what was found and what to do.
    pub fn problem(&self) -> Problem {
        Problem {
            severity: Severity::Note,
            line: None,
            record: self.record.clone(),
            field: self.rule.field().into(),
            rule: self.rule.as_str(),
            text: format!("{}; {}", self.fact, self.rule.advice()),
        }
    }

    /// Returns how the file keeps that it was dismissed. `claim` is the id of its claim, which must have one by then. For a
    /// duplicate `id` is the lesser id of the two and `claim` the other: the finding is about both, whichever was met first.
    pub fn set_aside(&self, claim: &str, why: &str, on: Option<PartialDate>) -> SetAsideFinding {
        let second = match self.rule {
            Rule::Duplicate => &self.other,
            _ => claim,
        };
        SetAsideFinding {
            rule: self.rule.as_str().into(),
            table: Some(self.record.table),
            id: self.record.id.clone(),
            claim: second.into(),
            why: why.into(),
            on,
            ..SetAsideFinding::default()
        }
    }
}

/// What was found in a document and not set aside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// The findings by rule, then in order of table and id: of each rule at most [`MOST`].
    pub list: Vec<Finding>,
    /// The rules that found something, each with how often.
    pub counts: Vec<(Rule, usize)>,
}

/// Maximum number of findings of one rule that are listed; the others are only counted. No one works through more, and a dataset of
/// a million claims must not fill the memory with sentences.
pub const MOST: usize = 10_000;

/// Returns everything that the rules find in `document` and that no one has dismissed. `evidence` is that of the document; where it
/// was judged on a day or with sources left out it is judged again: what is found does not depend on what is looked at.
pub fn findings(document: &Document, evidence: &Evidence) -> Findings {
    if *evidence.basis() != Basis::default() {
        return findings(document, &Evidence::of(document, Basis::default()));
    }
    let looked_at = LookedAt {
        document,
        evidence,
        uses: sources::uses(document),
    };
    let mut hits = Vec::new();
    per_slot(document.links().order(), &mut hits, |slot, hits| {
        claims::in_link(&looked_at, slot, hits);
        dates::in_link(&looked_at, slot, hits);
    });
    per_slot(document.entities().order(), &mut hits, |slot, hits| {
        claims::in_entity(&looked_at, slot, hits);
        dates::in_entity(&looked_at, slot, hits);
        kinds::in_entity(&looked_at, slot, hits);
    });
    sources::find(&looked_at, &mut hits);
    duplicates::find(&looked_at, &mut hits);
    let aside: FxHashSet<RawFinding> = document
        .findings()
        .iter()
        .filter_map(|finding| hit_of(document, finding))
        .collect();
    hits.retain(|hit| !aside.contains(hit));
    hits.sort_by_key(|hit| (hit.rule, hit.table));
    let mut found = Findings::default();
    for of_rule in hits.chunk_by(|a, b| a.rule == b.rule) {
        found.counts.push((of_rule[0].rule, of_rule.len()));
        let told = of_rule.iter().take(MOST);
        found
            .list
            .extend(told.filter_map(|hit| looked_at.tell(*hit)));
    }
    found
}

/// Looks at every slot, in parallel; what is found comes in the order of the slots.
fn per_slot(
    order: &[u32],
    hits: &mut Vec<RawFinding>,
    look: impl Fn(u32, &mut Vec<RawFinding>) + Sync,
) {
    const CHUNK: usize = 4096;
    let found: Vec<Vec<RawFinding>> = order
        .par_chunks(CHUNK)
        .map(|slots| {
            let mut found = Vec::new();
            slots.iter().for_each(|slot| look(*slot, &mut found));
            found
        })
        .collect();
    hits.extend(found.into_iter().flatten());
}

/// A finding before it is put in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct RawFinding {
    rule: Rule,
    table: TableName,
    slot: u32,
    /// The place of the claim, for a duplicate the slot of the other entity; [`WHOLE`] for the record itself.
    second: u32,
}

/// The record itself, not one of its claims.
const WHOLE: u32 = u32::MAX;

/// What the rules look at.
struct LookedAt<'a> {
    document: &'a Document,
    evidence: &'a Evidence,
    /// How often each source is cited, by slot.
    uses: Vec<sources::Uses>,
}

impl LookedAt<'_> {
    /// The finding in words. `None` where its record is not there, which cannot be.
    fn tell(&self, hit: RawFinding) -> Option<Finding> {
        let document = self.document;
        let id = match hit.table {
            TableName::Sources => document.sources().id_at(hit.slot),
            TableName::Entities => document.entities().id_at(hit.slot),
            _ => document.links().id_at(hit.slot),
        }?;
        let mut record = RecordRef::new(hit.table, id.clone());
        let mut other = Str::default();
        let mut claim = None;
        if hit.rule == Rule::Duplicate {
            other = document.entities().id_at(hit.second)?.clone();
        } else if hit.second != WHOLE {
            let place = hit.second as usize;
            let found = claims_of(document, hit.table, hit.slot)?.get(place)?;
            record = record.claim(&found.id, place);
            claim = Some(found);
        }
        let fact = match hit.rule {
            Rule::RelayedAct => claims::relayed_act_text(self, hit.slot),
            Rule::ThirdParty => claims::third_party_text(self, claim?),
            Rule::OneVoice => claims::one_voice_text(),
            Rule::EarlyDenial => {
                let claims = claims_of(document, hit.table, hit.slot)?;
                claims::early_denial_text(self, claims, claim?)?
            }
            Rule::LowMarking => claims::low_marking_text(self, claim?)?,
            Rule::Dates => dates::text(self, hit.table, hit.slot, claim)?,
            Rule::Duplicate => duplicates::text(self, hit.slot, hit.second)?,
            Rule::GuessedKind => kinds::text(document, hit.slot)?,
            Rule::NoRole => sources::no_role_text(self, hit.slot)?,
            Rule::NotCited => sources::not_cited_text(),
        };
        Some(Finding {
            rule: hit.rule,
            record,
            other,
            fact,
        })
    }
}

/// The claims of a link or entity.
fn claims_of(document: &Document, table: TableName, slot: u32) -> Option<&[Claim]> {
    match table {
        TableName::Entities => Some(&document.entities().at(slot)?.claims),
        TableName::Links => Some(&document.links().at(slot)?.claims),
        _ => None,
    }
}

/// What a finding that was set aside would be found as; `None` where its rule, record or claim is not known here.
fn hit_of(document: &Document, finding: &SetAsideFinding) -> Option<RawFinding> {
    let rule = Rule::from_word(&finding.rule)?;
    let table = finding.table?;
    if rule == Rule::Duplicate {
        let slot = |id: &str| document.entities().slot_of(id);
        let (lesser, greater) = in_order(&finding.id, &finding.claim);
        return Some(RawFinding {
            rule,
            table,
            slot: slot(lesser)?,
            second: slot(greater)?,
        });
    }
    let slot = match table {
        TableName::Sources => document.sources().slot_of(&finding.id),
        TableName::Entities => document.entities().slot_of(&finding.id),
        TableName::Links => document.links().slot_of(&finding.id),
        _ => None,
    }?;
    let second = if finding.claim.is_empty() {
        WHOLE
    } else {
        claim_place(claims_of(document, table, slot)?, &finding.claim)? as u32
    };
    Some(RawFinding {
        rule,
        table,
        slot,
        second,
    })
}

/// The place of the claim that a [`RecordRef`] names: by id, else by the place it gives.
pub fn claim_place(claims: &[Claim], name: &str) -> Option<usize> {
    let by_id = claims.iter().position(|claim| claim.id == name);
    by_id.or_else(|| {
        let place = name.strip_prefix('#')?.parse::<usize>().ok()?;
        let place = place.checked_sub(1)?;
        (place < claims.len()).then_some(place)
    })
}

fn in_order<'a>(a: &'a str, b: &'a str) -> (&'a str, &'a str) {
    if a <= b { (a, b) } else { (b, a) }
}
