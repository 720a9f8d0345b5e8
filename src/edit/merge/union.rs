//! Two records that are the same, as one: what is empty is filled, what differs keeps ours and is listed.

use crate::model::names::{new_id, stable_hash};
use crate::model::{Claim, Document, Extra, Marking, RecordRef, Str, Value};

use super::*;

/// One record of ours being completed from one of theirs.
pub(super) struct Union {
    pub(super) record: RecordRef,
    pub(super) differences: Vec<Difference>,
}

impl Union {
    pub(super) fn new(record: RecordRef) -> Self {
        Self {
            record,
            differences: Vec::new(),
        }
    }

    pub(super) fn differ(&mut self, field: &'static str, ours: String, theirs: String) {
        self.differences.push(Difference::Field {
            record: self.record.clone(),
            field,
            ours,
            theirs,
        });
    }

    pub(super) fn text(&mut self, field: &'static str, ours: &mut Str, theirs: &Str) {
        if ours.is_empty() {
            *ours = theirs.clone();
        } else if !theirs.is_empty() && ours != theirs {
            self.differ(field, ours.to_string(), theirs.to_string());
        }
    }

    pub(super) fn value<T: PartialEq + std::fmt::Display>(
        &mut self,
        field: &'static str,
        ours: &mut Option<T>,
        theirs: Option<T>,
    ) {
        match (&ours, theirs) {
            (None, theirs) => *ours = theirs,
            (Some(mine), Some(theirs)) if *mine != theirs => {
                self.differ(field, mine.to_string(), theirs.to_string());
            }
            _ => {}
        }
    }

    /// A marking that is not stated here may only become stricter.
    pub(super) fn marking(
        &mut self,
        document: &Document,
        ours: &mut Option<Marking>,
        theirs: Option<Marking>,
    ) {
        match (*ours, theirs) {
            (None, Some(theirs)) if theirs > document.marking() => *ours = Some(theirs),
            (None, Some(theirs)) if theirs < document.marking() => {
                let inherited = format!("{}, as the dataset", document.marking());
                self.differ("marking", inherited, theirs.to_string());
            }
            _ => self.value("marking", ours, theirs.filter(|_| ours.is_some())),
        }
    }

    pub(super) fn list<T: PartialEq + Clone>(
        &mut self,
        _: &'static str,
        ours: &mut Vec<T>,
        theirs: &[T],
    ) {
        for item in theirs {
            if !ours.contains(item) {
                ours.push(item.clone());
            }
        }
    }

    pub(super) fn properties(&mut self, ours: &mut Vec<(Str, Value)>, theirs: &[(Str, Value)]) {
        for (key, value) in theirs {
            match ours.iter().find(|(have, _)| have == key) {
                None => ours.push((key.clone(), value.clone())),
                Some((_, have)) if have != value => {
                    let differ = (
                        format!("{key}: {}", shown(have)),
                        format!("{key}: {}", shown(value)),
                    );
                    self.differ("properties", differ.0, differ.1);
                }
                Some(_) => {}
            }
        }
    }

    pub(super) fn claims(&mut self, ours: &mut Vec<Claim>, theirs: &[Claim]) {
        for claim in theirs {
            let same_id = |have: &Claim| !claim.id.is_empty() && have.id == claim.id;
            let is_other = ours
                .iter()
                .any(|have| same_id(have) && have.source != claim.source);
            if is_other {
                // Two claims that drew the same short id: what cites another source is another claim.
                let seed = stable_hash(&claim.source);
                let taken = |id: &str| ours.iter().chain(theirs).any(|have| have.id == id);
                let id = new_id("", seed, taken).into();
                if !ours
                    .iter()
                    .any(|have| without_id(have) == without_id(claim))
                {
                    ours.push(Claim {
                        id,
                        ..claim.clone()
                    });
                }
                continue;
            }
            if let Some(have) = ours.iter_mut().find(|have| same_id(have)) {
                let record = self.record.claim(&claim.id, 0);
                let mut union = Self::new(record);
                union.claim(have, claim);
                self.differences.append(&mut union.differences);
                continue;
            }
            let says_the_same = |have: &Claim| {
                let ids_differ = !have.id.is_empty() && !claim.id.is_empty();
                !ids_differ && without_id(have) == without_id(claim)
            };
            if !ours.iter().any(says_the_same) {
                ours.push(claim.clone());
            }
        }
    }

    pub(super) fn claim(&mut self, ours: &mut Claim, theirs: &Claim) {
        self.text("about", &mut ours.about, &theirs.about);
        self.value("stance", &mut ours.stance, theirs.stance);
        self.text("source", &mut ours.source, &theirs.source);
        self.list("speakers", &mut ours.speakers, &theirs.speakers);
        self.text("speaker_name", &mut ours.speaker_name, &theirs.speaker_name);
        self.text("locator", &mut ours.locator, &theirs.locator);
        self.text("quote", &mut ours.quote, &theirs.quote);
        let credibility = |claim: &Claim| claim.credibility.map(|grade| grade.number());
        let mut grade = credibility(ours);
        self.value("credibility", &mut grade, credibility(theirs));
        ours.credibility = ours.credibility.or(theirs.credibility);
        self.value("likelihood", &mut ours.likelihood, theirs.likelihood);
        self.value("confidence", &mut ours.confidence, theirs.confidence);
        self.value("since", &mut ours.since, theirs.since);
        self.value("until", &mut ours.until, theirs.until);
        self.value("recorded", &mut ours.recorded, theirs.recorded);
        self.text("recorded_by", &mut ours.recorded_by, &theirs.recorded_by);
        self.value("marking", &mut ours.marking, theirs.marking);
        self.text("note", &mut ours.note, &theirs.note);
        if ours.share.is_none() {
            ours.share = theirs.share.clone();
        } else if theirs.share.is_some() && theirs.share != ours.share {
            self.differ("share", "our stake".into(), "another stake".into());
        }
        if ours.ended.is_none() {
            ours.ended = theirs.ended.clone();
        } else if theirs.ended.is_some() && theirs.ended != ours.ended {
            self.differ("ended", "our ending".into(), "another ending".into());
        }
        self.extra(&mut ours.extra, &theirs.extra);
    }

    /// Unknown keys and unreadable fields that ours does not have.
    pub(super) fn extra(&mut self, ours: &mut Extra, theirs: &Extra) {
        if theirs.is_empty() || ours == theirs {
            return;
        }
        let (mut unknown, mut strays) = (Vec::new(), Vec::new());
        for (key, value) in theirs.unknown() {
            match ours.unknown().iter().find(|(have, _)| have == key) {
                None => unknown.push((key.clone(), value.clone())),
                Some((_, have)) if have != value => {
                    let differ = (
                        format!("{key}: {}", have.shown()),
                        format!("{key}: {}", value.shown()),
                    );
                    self.differ("an unknown key", differ.0, differ.1);
                }
                Some(_) => {}
            }
        }
        for (key, value) in theirs.all_unread() {
            if ours.unread(key) != Some(value) {
                self.differ(key, "ours as it is".into(), value.shown());
            }
        }
        theirs
            .clone()
            .change(|kept| strays = std::mem::take(&mut kept.strays));
        ours.change(|kept| {
            kept.unknown.append(&mut unknown);
            strays.retain(|stray| !kept.strays.contains(stray));
            kept.strays.append(&mut strays);
        });
    }
}

fn without_id(claim: &Claim) -> Claim {
    Claim {
        id: Str::default(),
        ..claim.clone()
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Number(text) => text.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::Raw(raw) => raw.shown(),
    }
}
