//! Two records that are the same, as one: what is empty is filled, what differs keeps ours and is listed.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use crate::model::names::{new_id, stable_hash};
use crate::model::sentence::{ending_text, stake_text};
use crate::model::{
    Claim, Document, Extra, Grading, LikelihoodScale, Marking, RawJson, RecordRef, Str, Value,
};

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

    pub(super) fn value<T: PartialEq + Clone + std::fmt::Display>(
        &mut self,
        field: &'static str,
        ours: &mut Option<T>,
        theirs: Option<T>,
    ) {
        self.shown(field, ours, &theirs, T::to_string);
    }

    /// A value that people see as `words` has it.
    fn shown<T: PartialEq + Clone>(
        &mut self,
        field: &'static str,
        ours: &mut Option<T>,
        theirs: &Option<T>,
        words: impl Fn(&T) -> String,
    ) {
        match (&*ours, theirs) {
            (None, theirs) => *ours = theirs.clone(),
            (Some(mine), Some(theirs)) if mine != theirs => {
                self.differ(field, words(mine), words(theirs));
            }
            _ => {}
        }
    }

    /// The scales in use. That of likelihoods stays ours, for unmarked words are read in it; theirs came with their scale.
    pub(super) fn grading(&mut self, ours: &mut Option<Grading>, theirs: &Grading) {
        let Grading {
            source,
            likelihood,
            extra,
        } = theirs;
        let mut kept = ours.clone().unwrap_or_default();
        self.value("grading of sources", &mut kept.source, *source);
        if likelihood.is_some() && kept.likelihood != *likelihood {
            let words = |scale: &Option<LikelihoodScale>| {
                scale.map_or_else(|| "not stated".to_owned(), |scale| scale.to_string())
            };
            self.differ(
                "grading of likelihoods",
                words(&kept.likelihood),
                words(likelihood),
            );
        }
        self.extra(&mut kept.extra, extra);
        if kept != Grading::default() {
            *ours = Some(kept);
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
                let inherited = format!("{} (from dataset)", document.marking());
                self.differ("marking", inherited, theirs.to_string());
            }
            _ => self.value("marking", ours, theirs.filter(|_| ours.is_some())),
        }
    }

    pub(super) fn list<T: Eq + Hash + Clone>(&mut self, ours: &mut Vec<T>, theirs: &[T]) {
        let known: FxHashSet<&T> = ours.iter().collect();
        let mut new: Vec<T> = Vec::new();
        let mut seen = FxHashSet::default();
        for item in theirs {
            if !known.contains(item) && seen.insert(item) {
                new.push(item.clone());
            }
        }
        ours.append(&mut new);
    }

    pub(super) fn properties(&mut self, ours: &mut Vec<(Str, Value)>, theirs: &[(Str, Value)]) {
        let known = ours.iter().enumerate();
        let known: FxHashMap<Str, usize> = known.map(|(at, (key, _))| (key.clone(), at)).collect();
        for (key, value) in theirs {
            match known.get(key).map(|at| &ours[*at]) {
                None => ours.push((key.clone(), value.clone())),
                Some((_, have)) if have != value => {
                    let differ = (format!("{key}: {have}"), format!("{key}: {value}"));
                    self.differ("properties", differ.0, differ.1);
                }
                Some(_) => {}
            }
        }
    }

    pub(super) fn claims(&mut self, ours: &mut Vec<Claim>, theirs: &[Claim]) {
        let mut known = Known::of(ours);
        let renamed = self.other_claims(&known, ours, theirs);
        for claim in theirs {
            let mut claim = claim.clone();
            if let Some(ended) = &mut claim.ended
                && let Some(now) = renamed.get(&ended.by)
            {
                ended.by = now.clone();
            }
            if let Some(now) = renamed.get(&claim.id) {
                claim.id = now.clone();
                if !known.by_id.contains_key(&claim.id) {
                    known.push(ours, claim);
                }
            } else if let Some(at) = known.by_id.get(&claim.id) {
                let record = self.record.claim(&claim.id, 0);
                let mut union = Self::new(record);
                union.claim(&mut ours[*at], &claim);
                self.differences.append(&mut union.differences);
            } else if !known.says(ours, &claim) {
                known.push(ours, claim);
            }
        }
    }

    /// Two claims that drew the same short id: what cites another source is another claim, and gets an id of its own; that of
    /// a claim which says just the same, where one is there from an earlier merge.
    fn other_claims(&self, known: &Known, ours: &[Claim], theirs: &[Claim]) -> FxHashMap<Str, Str> {
        let their_ids: FxHashSet<&str> = theirs.iter().map(|claim| claim.id.as_str()).collect();
        let mut given = FxHashSet::default();
        let mut renamed = FxHashMap::default();
        for claim in theirs {
            let have = known.by_id.get(&claim.id);
            if have.is_none_or(|at| ours[*at].source == claim.source) {
                continue;
            }
            let same = known.like(ours, claim, true);
            let id = match same {
                Some(at) => ours[at].id.clone(),
                None => {
                    let seed = stable_hash(&format!("{} {}", claim.id, claim.source));
                    let taken = |id: &str| {
                        known.by_id.contains_key(id) || their_ids.contains(id) || given.contains(id)
                    };
                    new_id("", seed, taken).into()
                }
            };
            given.insert(id.clone());
            renamed.insert(claim.id.clone(), id);
        }
        renamed
    }

    pub(super) fn claim(&mut self, ours: &mut Claim, theirs: &Claim) {
        let Claim {
            id: _,
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
            recorded,
            recorded_by,
            marking,
            note,
            ended,
            extra,
        } = theirs;
        self.text("about", &mut ours.about, about);
        self.value("stance", &mut ours.stance, *stance);
        self.text("source", &mut ours.source, source);
        self.list(&mut ours.speakers, speakers);
        self.text("speaker_name", &mut ours.speaker_name, speaker_name);
        self.text("locator", &mut ours.locator, locator);
        self.text("quote", &mut ours.quote, quote);
        self.shown("credibility", &mut ours.credibility, credibility, |grade| {
            grade.number().to_string()
        });
        self.value("likelihood", &mut ours.likelihood, *likelihood);
        self.value("confidence", &mut ours.confidence, *confidence);
        self.shown("share", &mut ours.share, share, |share| {
            stake_text(share).unwrap_or_else(|| "stake of unstated size".into())
        });
        self.value("since", &mut ours.since, *since);
        self.value("until", &mut ours.until, *until);
        self.value("recorded", &mut ours.recorded, *recorded);
        self.text("recorded_by", &mut ours.recorded_by, recorded_by);
        self.value("marking", &mut ours.marking, *marking);
        self.text("note", &mut ours.note, note);
        self.shown("ended", &mut ours.ended, ended, |ended| ending_text(ended));
        self.extra(&mut ours.extra, extra);
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
                    let key = RawJson::from_minified(key.clone()).shown();
                    let differ = (
                        format!("{key}: {}", have.shown()),
                        format!("{key}: {}", value.shown()),
                    );
                    self.differ("unknown key", differ.0, differ.1);
                }
                Some(_) => {}
            }
        }
        for (key, value) in theirs.all_unread() {
            if ours.unread(key) != Some(value) {
                self.differ(key, "ours, unchanged".into(), value.shown());
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

/// Where the claims of a record are: by id, and by what they say beside it, the first of those with and of those without one.
struct Known {
    by_id: FxHashMap<Str, usize>,
    by_words: FxHashMap<(u64, HasId), usize>,
}

type HasId = bool;

impl Known {
    fn of(claims: &[Claim]) -> Self {
        let mut known = Self {
            by_id: FxHashMap::default(),
            by_words: FxHashMap::default(),
        };
        for (at, claim) in claims.iter().enumerate() {
            known.add(at, claim);
        }
        known
    }

    fn add(&mut self, at: usize, claim: &Claim) {
        let has_id = !claim.id.is_empty();
        if has_id {
            self.by_id.insert(claim.id.clone(), at);
        }
        let key = (words_of(claim), has_id);
        self.by_words.entry(key).or_insert(at);
    }

    fn push(&mut self, claims: &mut Vec<Claim>, claim: Claim) {
        self.add(claims.len(), &claim);
        claims.push(claim);
    }

    /// A claim that says just what this one says, among those with or without an id.
    fn like(&self, claims: &[Claim], claim: &Claim, has_id: HasId) -> Option<usize> {
        let at = *self.by_words.get(&(words_of(claim), has_id))?;
        (without_id(&claims[at]) == without_id(claim)).then_some(at)
    }

    /// Whether a claim that may be this one says the same: two that have ids are not one.
    fn says(&self, claims: &[Claim], claim: &Claim) -> bool {
        self.like(claims, claim, false).is_some()
            || claim.id.is_empty() && self.like(claims, claim, true).is_some()
    }
}

fn words_of(claim: &Claim) -> u64 {
    let mut hasher = FxHasher::default();
    without_id(claim).hash(&mut hasher);
    hasher.finish()
}

fn without_id(claim: &Claim) -> Claim {
    Claim {
        id: Str::default(),
        ..claim.clone()
    }
}
