//! What a line will do, in words.

use crate::model::names::fold;
use crate::model::sentence::{list, publication};
use crate::model::{
    Document, LinkKindInfo, PartialDate, Role, Source, Stance, Str, Until, Vocabulary,
};

use super::line::{Fact, Line, stance_word};
use super::plan::{ClaimDone, NewEntity, Plan, PlannedLink};

/// A kind with its article: `a company`, `an agency`.
pub(super) fn with_article(kind: &str) -> String {
    let article = match kind.chars().next() {
        Some('a' | 'e' | 'i' | 'o' | 'u') => "an",
        _ => "a",
    };
    format!("{article} {kind}")
}

/// A date in few letters: `9 Dec 2025`.
pub(super) fn short(date: PartialDate) -> String {
    let words = date.text();
    let cut = |word: &str| match word {
        "about" => word.to_owned(),
        word if word.starts_with(char::is_alphabetic) => word.chars().take(3).collect(),
        word => word.to_owned(),
    };
    words.split(' ').map(cut).collect::<Vec<_>>().join(" ")
}

impl Plan {
    /// What will be done, part by part: *new company Integrity Tech*, *new link United Kingdom sanctions Integrity Tech*, *FCDO says,
    /// 9 Dec 2025*.
    pub fn parts(&self, line: &Line, document: &Document, words: &Vocabulary) -> Vec<String> {
        let mut parts = meant(line, document);
        if let Some(source) = &self.new_source {
            parts.push(format!("new source {}", publication(source)));
        }
        parts.extend(self.new_entities.iter().map(|new| new_part(new, words)));
        for (name, alias) in &self.named {
            parts.push(format!("{name} is also called {alias}"));
        }
        if let Line::Fact(fact) = line {
            parts.extend(self.link_parts(document, words));
            parts.push(self.claim_part(fact, document));
        } else if self.edit.is_none() {
            parts.push("these names are known already".into());
        }
        parts.extend(self.listed.iter().cloned());
        parts
    }

    fn link_parts(&self, document: &Document, words: &Vocabulary) -> Vec<String> {
        let kind = |planned: &PlannedLink| words.link_kind(planned.link.kind_id());
        let told = |planned: &PlannedLink| self.tell(planned, &kind(planned), document);
        let mut parts = Vec::new();
        let new: Vec<&PlannedLink> = self.links.iter().filter(|planned| planned.is_new).collect();
        match new.as_slice() {
            [] => {}
            [only] => parts.push(format!("new link {}", told(only))),
            several => parts.push(format!(
                "{} new links {}",
                several.len(),
                self.tell_list(several, &kind(several[0]), document)
            )),
        }
        for planned in self.links.iter().filter(|planned| !planned.is_new) {
            parts.push(match &planned.done {
                ClaimDone::Added => format!("claim added to {}", told(planned)),
                ClaimDone::Filled(fields) => {
                    let fields: Vec<String> = fields.iter().map(ToString::to_string).collect();
                    format!(
                        "{} already has this claim: fills in {}",
                        told(planned),
                        list(&fields)
                    )
                }
                ClaimDone::Same => {
                    let claim = planned.link.claims.get(planned.place);
                    let ended = claim.is_some_and(|claim| claim.ended.is_some());
                    let state = if ended { ", set aside" } else { "" };
                    format!("{} already has this claim{state}", told(planned))
                }
            });
        }
        parts
    }

    /// The links of a list in words: one side once, the other with all its names.
    fn tell_list(
        &self,
        links: &[&PlannedLink],
        kind: &LinkKindInfo,
        document: &Document,
    ) -> String {
        let names = |side: fn(&PlannedLink) -> &Str| {
            let mut ids: Vec<&Str> = Vec::new();
            for planned in links {
                if !ids.contains(&side(planned)) {
                    ids.push(side(planned));
                }
            }
            list(
                &ids.into_iter()
                    .map(|id| self.name(id, document))
                    .collect::<Vec<_>>(),
            )
        };
        let label = &links[0].link.label;
        let label = match label.is_empty() {
            true => String::new(),
            false => format!(" ({label})"),
        };
        let (from, to) = (
            names(|planned| &planned.link.from),
            names(|planned| &planned.link.to),
        );
        format!("{from} {} {to}{label}", kind.label)
    }

    /// The name of an entity that is new or known.
    pub(super) fn name(&self, id: &Str, document: &Document) -> String {
        let new = self.new_entities.iter().find(|new| new.id == *id);
        let known = document.entities().get(id);
        match (new, known) {
            (Some(new), _) => new.name.clone(),
            (None, Some(entity)) => entity.label().to_owned(),
            (None, None) => id.to_string(),
        }
    }

    /// A link in words.
    fn tell(&self, planned: &PlannedLink, kind: &LinkKindInfo, document: &Document) -> String {
        let link = &planned.link;
        let label = if link.label.is_empty() {
            String::new()
        } else {
            format!(" ({})", link.label)
        };
        format!(
            "{} {} {}{label}",
            self.name(&link.from, document),
            kind.label,
            self.name(&link.to, document)
        )
    }

    /// Whose word it is, with what else is stated.
    fn claim_part(&self, fact: &Fact, document: &Document) -> String {
        let claim = self
            .links
            .first()
            .and_then(|planned| planned.link.claims.get(planned.place));
        let stance = fact.said.as_ref().map(|said| said.stance);
        let stance = stance
            .or(claim.and_then(|claim| claim.stance))
            .unwrap_or(Stance::Asserts);
        let likelihood = fact.said.as_ref().and_then(|said| said.likelihood);
        let how = likelihood.map_or_else(String::new, |how| format!(" {}", how.text()));
        let mut text = match (self.speakers(fact, document), &self.source) {
            (Some(who), _) => format!("{who} {}{how}", stance_word(stance)),
            (None, None) => format!("someone (no source yet) {}{how}", stance_word(stance)),
            (None, Some(source)) => {
                let done = stance_done(stance);
                format!("{done}{how} {}, speaker unknown", place(source))
            }
        };
        let extras = &fact.extras;
        let mut more = Vec::new();
        more.extend(period(extras.since, extras.until));
        more.extend(extras.share.as_ref().map(super::line::share_text));
        more.extend(
            extras
                .locator
                .as_ref()
                .map(|locator| format!("at {locator}")),
        );
        more.extend(
            extras
                .grade
                .map(|(source, claim)| format!("graded {source}{}", claim.number())),
        );
        more.extend(extras.marking.map(|marking| marking.to_string()));
        if !fact.note.is_empty() {
            more.push("with a note".into());
        }
        for part in more {
            text.push_str(&format!(", {part}"));
        }
        text
    }

    /// Who speaks: those who are named, else those whose word the source is; `None` = no one who is known.
    fn speakers(&self, fact: &Fact, document: &Document) -> Option<String> {
        let entities = document.entities();
        let name = |slot: u32| entities.at(slot).map(|entity| entity.label().to_owned());
        let who = fact.said.as_ref().map_or(&[][..], |said| &said.who);
        let names: Vec<String> = match who {
            [] => voices(self.source.as_deref()?, document),
            who => who
                .iter()
                .map(|who| who.slot.and_then(name).unwrap_or_else(|| who.name.clone()))
                .collect(),
        };
        (!names.is_empty()).then(|| list(&names))
    }
}

/// Who speaks in a source where a claim names no one: those whose word it is, or whom it relays; empty = no one is known.
pub fn voices(source: &Source, document: &Document) -> Vec<String> {
    let origins = origins(source, document).into_iter();
    let all = origins.flat_map(|origin| voices_of(origin, document));
    let mut voices: Vec<String> = Vec::new();
    for voice in all {
        if !voices.contains(&voice) {
            voices.push(voice);
        }
    }
    voices
}

/// The sources where what a source says begins: itself, unless it relays others that the dataset has.
fn origins<'a>(source: &'a Source, document: &'a Document) -> Vec<&'a Source> {
    let mut seen = vec![source];
    let mut at = 0;
    let mut origins = Vec::new();
    while let Some(source) = seen.get(at).copied() {
        at += 1;
        let ids = source.derived_from.iter();
        let from: Vec<&Source> = ids
            .filter_map(|id| document.sources().get(id).map(|source| &**source))
            .collect();
        if from.is_empty() {
            origins.push(source);
        }
        for from in from {
            if !seen.iter().any(|have| have.id == from.id) {
                seen.push(from);
            }
        }
    }
    origins
}

/// Who speaks in a source that is first-hand or a public record: its authors, else its publisher.
fn voices_of(source: &Source, document: &Document) -> Vec<String> {
    if !matches!(source.role, Some(Role::Own | Role::Register)) {
        return Vec::new();
    }
    if source.authors.is_empty() {
        return vec![publication(source)];
    }
    let label = |id: &Str| {
        let entity = document.entities().get(id);
        entity.map_or_else(|| id.to_string(), |entity| entity.label().to_owned())
    };
    source.authors.iter().map(label).collect()
}

/// A source as a place: *in BBC News*, *at example.org/x1*.
fn place(source: &Source) -> String {
    let is_named = !source.publisher.is_empty() || !source.title.is_empty();
    let word = match is_named || source.url.is_empty() {
        true => "in",
        false => "at",
    };
    format!("{word} {}", publication(source))
}

/// What was done by someone unknown with this stance.
const fn stance_done(stance: Stance) -> &'static str {
    match stance {
        Stance::Asserts => "asserted",
        Stance::Alleges => "alleged",
        Stance::Assesses => "assessed",
        Stance::Denies => "denied",
    }
}

/// A new entity in words, with what should be known before Enter: *new agency Anx (kind guessed; Tab takes i-Soon)*.
fn new_part(new: &NewEntity, words: &Vocabulary) -> String {
    let kind = words.entity_kind(&new.kind).label.to_lowercase();
    let guessed = new.is_guessed.then(|| "kind guessed".to_owned());
    let instead = new.instead.as_ref().map(|name| format!("Tab takes {name}"));
    let beside: Vec<String> = guessed.into_iter().chain(instead).collect();
    let name = &new.name;
    match beside.as_slice() {
        [] => format!("new {kind} {name}"),
        beside => format!("new {kind} {name} ({})", beside.join("; ")),
    }
}

/// Which entities are meant by what is not their name: *Anxun → i-Soon*.
fn meant(line: &Line, document: &Document) -> Vec<String> {
    let said = match line {
        Line::Fact(fact) => fact.said.as_ref(),
        _ => None,
    };
    let said = said.into_iter().flat_map(|said| &said.who);
    let said = said.map(|who| (&who.name, who.slot));
    let ends = line
        .ends()
        .into_iter()
        .map(|end| (end.word.as_ref().unwrap_or(&end.name), end.slot));
    let mut parts = Vec::new();
    for (typed, slot) in said.chain(ends) {
        let entity = slot.and_then(|slot| document.entities().at(slot));
        let Some(name) = entity.map(|entity| entity.label()) else {
            continue;
        };
        let part = format!("{typed} → {name}");
        if fold(typed) != fold(name) && !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts
}

/// Every verb: the label of each link kind, and its reverse label.
pub fn verb_list(words: &Vocabulary) -> String {
    let verb = |kind: &LinkKindInfo| match kind.inverse.is_empty() {
        true => kind.label.to_string(),
        false => format!("{} / {}", kind.label, kind.inverse),
    };
    let verbs: Vec<String> = words.link_kinds().iter().map(verb).collect();
    verbs.join(" · ")
}

fn period(since: Option<PartialDate>, until: Option<Until>) -> Option<String> {
    let is_open = until == Some(Until::StillSo);
    let ended = until.and_then(Until::date).map(short);
    match (since.map(short), ended) {
        (Some(since), Some(until)) => Some(format!("{since} to {until}")),
        (Some(since), None) if is_open => Some(format!("since {since}, ongoing")),
        (Some(since), None) => Some(since),
        (None, Some(until)) => Some(format!("until {until}")),
        (None, None) => is_open.then(|| "ongoing".into()),
    }
}
