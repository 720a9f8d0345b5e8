//! What a join does beside the chosen fields, in words.

use crate::model::{Document, Entity, Str, Vocabulary, counted};

/// How often each thing happens.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    /// Links whose end is led to the record that stays.
    pub(super) moved: usize,
    /// Of these, those that were joined to a link that was there.
    pub(super) doubles: usize,
    /// Of these, those that repeat a link and could not be joined without losing something.
    pub(super) beside: usize,
    /// Links that lead from the record to itself now.
    pub(super) loops: usize,
    /// Claims that said the same as another.
    pub(super) claims_joined: usize,
    /// Claims whose speaker or source is led to the record that stays.
    pub(super) claims_led: usize,
    /// Other records that were.
    pub(super) records_led: usize,
    /// Findings set aside that are let go of.
    pub(super) findings_gone: usize,
}

impl Counts {
    /// A sentence for each thing that happens, about the record `name`.
    pub(super) fn in_words(&self, entities: bool, name: &str) -> Vec<String> {
        let lines = [
            self.links_in_words(name),
            self.references_in_words(entities, name),
            self.rest_in_words(),
        ];
        lines.concat()
    }

    fn links_in_words(&self, name: &str) -> Vec<String> {
        said(
            [
                (self.moved, |n, name| {
                    format!("{} {} to {name}.", counted(n, "link"), verb(n, "move"))
                }),
                (self.doubles, |n, name| {
                    let (verb, are) = (verb(n, "repeat"), if n == 1 { "is" } else { "are" });
                    format!(
                        "{n} of these {verb} a link that {name} has already, and {are} joined to it with all claims."
                    )
                }),
                (self.beside, |n, name| {
                    let verb = verb(n, "repeat");
                    format!(
                        "{n} of these {verb} a link that {name} has already, but with other dates or properties: both are kept."
                    )
                }),
                (self.loops, |n, name| {
                    let links = counted(n, "link");
                    let verb = verb(n, "become");
                    format!(
                        "{links} between the two {verb} a link of {name} to itself: delete it if that makes no sense."
                    )
                }),
            ],
            name,
        )
    }

    fn references_in_words(&self, entities: bool, name: &str) -> Vec<String> {
        if entities {
            said(
                [
                    (self.claims_led, |n, name| {
                        let claims = counted(n, "claim");
                        format!(
                            "{claims} {} {name} as the speaker instead.",
                            verb(n, "name")
                        )
                    }),
                    (self.records_led, |n, name| {
                        let sources = counted(n, "source");
                        format!("{sources} {} {name} as author instead.", verb(n, "name"))
                    }),
                ],
                name,
            )
        } else {
            said(
                [
                    (self.claims_led, |n, name| {
                        format!(
                            "{} {} “{name}” instead.",
                            counted(n, "claim"),
                            verb(n, "cite")
                        )
                    }),
                    (self.records_led, |n, name| {
                        let records = counted(n, "other record");
                        format!("{records} {} to “{name}” instead.", verb(n, "lead"))
                    }),
                ],
                name,
            )
        }
    }

    fn rest_in_words(&self) -> Vec<String> {
        said(
            [
                (self.claims_joined, |n, _| {
                    let (claims, verb) = (counted(n, "claim"), verb(n, "say"));
                    let are = if n == 1 { "is" } else { "are" };
                    format!("{claims} {verb} what another says already, and {are} joined to it.")
                }),
                (self.findings_gone, |n, _| {
                    let findings = counted(n, "finding");
                    format!(
                        "{findings} set aside before may be found again: the record is another one now."
                    )
                }),
            ],
            "",
        )
    }
}

/// How one thing that happened so often is said.
type Saying = fn(usize, &str) -> String;

fn said<const N: usize>(all: [(usize, Saying); N], name: &str) -> Vec<String> {
    let happened = all.into_iter().filter(|(n, _)| *n > 0);
    happened.map(|(n, say)| say(n, name)).collect()
}

fn verb(count: usize, word: &str) -> String {
    if count == 1 {
        format!("{word}s")
    } else {
        word.to_owned()
    }
}

/// Whose word it is changes where a state or agency of a country becomes something else, or the other way round; counting
/// voices then may come out otherwise, which nobody should have to find out.
pub(super) fn change_of_voice(document: &Document, was: &Entity, now: &Entity) -> Option<String> {
    let words = document.vocabulary();
    let (before, after) = (country_of(&words, was), country_of(&words, now));
    let name = was.label();
    match (before, after) {
        (before, after) if before == after => None,
        (Some(before), Some(after)) => Some(format!(
            "What {name} says counted as the word of {before}, and counts as that of {after} now."
        )),
        (Some(before), None) => Some(format!(
            "What {name} says counted as the word of {before}, and no longer does."
        )),
        (None, after) => Some(format!(
            "What {name} says counts as the word of {} now.",
            after.unwrap_or_default()
        )),
    }
}

fn country_of(words: &Vocabulary, entity: &Entity) -> Option<Str> {
    let speaks = words.entity_base(entity.kind_id()).speaks_for_country();
    (speaks && !entity.country.is_empty()).then(|| entity.country.clone())
}
