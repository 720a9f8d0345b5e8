//! The claims of two records as the claims of one: repeated claims are merged, and nothing else is removed.

use crate::model::names::{new_id, stable_hash};
use crate::model::{Claim, Str};

use super::fields::both_notes;

/// What became of the claims that were added.
#[derive(Clone, Debug, Default)]
pub(super) struct United {
    /// Ids that are another one now.
    pub(super) renamed: Vec<(Str, Str)>,
    /// How many were the same as one that was there.
    pub(super) merged: usize,
}

/// Adds `theirs` to `ours`. A claim that says the same again only fills what is empty; an id that is taken by another claim
/// becomes a new one.
pub(super) fn unite(ours: &mut Vec<Claim>, theirs: Vec<Claim>) -> United {
    let mut united = United::default();
    let first_new = ours.len();
    for mut claim in theirs {
        if let Some(have) = ours.iter_mut().find(|have| may_fill(have, &claim)) {
            united.merged += 1;
            if !claim.id.is_empty() && have.id != claim.id {
                let id = if have.id.is_empty() {
                    &claim.id
                } else {
                    &have.id
                };
                united.renamed.push((claim.id.clone(), id.clone()));
            }
            fill(have, claim);
            continue;
        }
        if !claim.id.is_empty() && ours.iter().any(|have| have.id == claim.id) {
            let seed = stable_hash(&format!("{} {}", claim.id, claim.source));
            let id: Str = new_id("", seed, |id| ours.iter().any(|have| have.id == id)).into();
            united
                .renamed
                .push((std::mem::replace(&mut claim.id, id.clone()), id));
        }
        ours.push(claim);
    }
    for claim in &mut ours[first_new..] {
        follow(claim, &united.renamed);
    }
    united
}

/// Makes those claims one that say the same since they were changed at the places in `changed`.
pub(super) fn collapse(claims: &mut Vec<Claim>, changed: &[usize]) -> United {
    let mut united = United::default();
    let mut kept: Vec<(Claim, bool)> = Vec::with_capacity(claims.len());
    for (place, claim) in std::mem::take(claims).into_iter().enumerate() {
        let is_changed = changed.contains(&place);
        let same = |(have, was_changed): &&mut (Claim, bool)| {
            (is_changed || *was_changed) && may_fill(have, &claim)
        };
        match kept.iter_mut().find(same) {
            Some((have, _)) => {
                united.merged += 1;
                if !claim.id.is_empty() && !have.id.is_empty() {
                    united.renamed.push((claim.id.clone(), have.id.clone()));
                }
                fill(have, claim);
            }
            None => kept.push((claim, is_changed)),
        }
    }
    claims.extend(kept.into_iter().map(|(claim, _)| claim));
    for claim in claims {
        follow(claim, &united.renamed);
    }
    united
}

fn follow(claim: &mut Claim, renamed: &[(Str, Str)]) {
    if let Some(ended) = &mut claim.ended
        && let Some((_, now)) = renamed.iter().find(|(old, _)| *old == ended.by)
    {
        ended.by = now.clone();
    }
}

/// Whether the two are the same claim, and one can take up what the other has without losing anything of its own.
fn may_fill(have: &Claim, claim: &Claim) -> bool {
    let texts = |a: &Str, b: &Str| a.is_empty() || b.is_empty() || a == b;
    let Claim {
        // What `fill` takes from either.
        id: _,
        recorded: _,
        note: _,
        about,
        stance,
        source,
        speakers,
        speaker_name,
        locator,
        quote,
        credibility,
        likelihood,
        confidence,
        share,
        since,
        until,
        recorded_by,
        marking,
        ended,
        extra,
    } = claim;
    have.about == *about
        && have.stance == *stance
        && have.source == *source
        && have.speakers == *speakers
        && have.speaker_name == *speaker_name
        && have.locator == *locator
        && have.since == *since
        // What grades, guards or ends it is not an empty field to be filled.
        && have.credibility == *credibility
        && have.likelihood == *likelihood
        && have.confidence == *confidence
        && have.share == *share
        && have.marking == *marking
        && have.ended == *ended
        && have.extra == *extra
        && texts(&have.quote, quote)
        && texts(&have.recorded_by, recorded_by)
        && (have.until == *until || have.until.is_none() || until.is_none())
}

/// Gives a claim what another has that [`may_fill`] it.
fn fill(have: &mut Claim, claim: Claim) {
    let text = |have: &mut Str, text: Str| {
        if have.is_empty() {
            *have = text;
        }
    };
    let Claim {
        id,
        quote,
        recorded_by,
        until,
        recorded,
        note,
        // These are the same in both.
        about: _,
        stance: _,
        source: _,
        speakers: _,
        speaker_name: _,
        locator: _,
        credibility: _,
        likelihood: _,
        confidence: _,
        share: _,
        since: _,
        marking: _,
        ended: _,
        extra: _,
    } = claim;
    text(&mut have.id, id);
    text(&mut have.quote, quote);
    text(&mut have.recorded_by, recorded_by);
    have.until = have.until.or(until);
    // It was entered when it was entered first.
    let both = have.recorded.into_iter().chain(recorded);
    have.recorded = both.min_by_key(|date| date.first_day());
    have.note = both_notes(&have.note, &note).into();
}
