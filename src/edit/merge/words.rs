//! What a merge does besides the chosen fields, in words.

use crate::model::{Document, Entity, Str, Vocabulary, agree, counted, figure};

/// How often each thing happens.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct MergeEffects {
    /// Links whose end is led to the record that stays.
    pub(super) moved: usize,
    /// Of these, those that were joined to a link that was there.
    pub(super) doubles: usize,
    /// Of these, those that repeat a link and could not be joined without losing something.
    pub(super) beside: usize,
    /// Links that lead from the record to itself now.
    pub(super) loops: usize,
    /// Claims that said the same as another.
    pub(super) claims_merged: usize,
    /// Claims whose speaker or source is led to the record that stays.
    pub(super) claims_led: usize,
    /// Other records that were.
    pub(super) records_led: usize,
    /// Dismissed findings that are dropped.
    pub(super) findings_gone: usize,
}

impl MergeEffects {
    /// A sentence for each thing that happens, about the record `name`.
    pub(super) fn text(&self, entities: bool, name: &str) -> Vec<String> {
        let lines = [
            self.links_text(name),
            self.references_text(entities, name),
            self.rest_text(),
        ];
        lines.concat()
    }

    fn links_text(&self, name: &str) -> Vec<String> {
        said(
            [
                (self.moved, |n, name| {
                    format!("{} will move to {name}", counted(n, "link"))
                }),
                (self.doubles, |n, name| {
                    let (verb, its) = (
                        agree(n, "duplicates", "duplicate"),
                        agree(n, "its", "their"),
                    );
                    format!(
                        "{} of them {verb} a link of {name}; {its} claims are added to that",
                        figure(n)
                    )
                }),
                (self.beside, |n, name| {
                    let verb = agree(n, "duplicates", "duplicate");
                    format!(
                        "{} of them {verb} a link of {name} but with other dates or properties; both are kept",
                        figure(n)
                    )
                }),
                (self.loops, |n, name| {
                    format!("{} will connect {name} to itself", counted(n, "link"))
                }),
            ],
            name,
        )
    }

    fn references_text(&self, entities: bool, name: &str) -> Vec<String> {
        if entities {
            said(
                [
                    (self.claims_led, |n, name| {
                        format!("{} will name {name} as speaker", counted(n, "claim"))
                    }),
                    (self.records_led, |n, name| {
                        format!("{} will name {name} as author", counted(n, "source"))
                    }),
                ],
                name,
            )
        } else {
            said(
                [
                    (self.claims_led, |n, name| {
                        format!("{} will cite “{name}”", counted(n, "claim"))
                    }),
                    (self.records_led, |n, name| {
                        format!("{} will refer to “{name}”", counted(n, "other record"))
                    }),
                ],
                name,
            )
        }
    }

    fn rest_text(&self) -> Vec<String> {
        said(
            [
                (self.claims_merged, |n, _| match n {
                    1 => "1 claim repeats another and is merged into it".to_owned(),
                    n => format!(
                        "{} repeat others and are merged into them",
                        counted(n, "claim")
                    ),
                }),
                (self.findings_gone, |n, _| {
                    format!("{} may reappear", counted(n, "dismissed finding"))
                }),
            ],
            "",
        )
    }
}

/// Puts into words how often one thing happens.
type EffectText = fn(usize, &str) -> String;

fn said<const N: usize>(all: [(usize, EffectText); N], name: &str) -> Vec<String> {
    let happened = all.into_iter().filter(|(n, _)| *n > 0);
    happened.map(|(n, say)| say(n, name)).collect()
}

/// Says that someone's statements count as another voice: where a state or agency of a country becomes something else, or the
/// reverse. The number of voices may then change, which no one should have to find out alone.
pub(super) fn change_of_voice(document: &Document, was: &Entity, now: &Entity) -> Option<String> {
    let words = document.vocabulary();
    let (before, after) = (country_of(&words, was), country_of(&words, now));
    let name = was.label();
    match (before, after) {
        (before, after) if before == after => None,
        (Some(before), Some(after)) => Some(format!(
            "{name}'s statements counted as {before}'s voice and will count as {after}'s"
        )),
        (Some(before), None) => Some(format!(
            "{name}'s statements counted as {before}'s voice and no longer will"
        )),
        (None, after) => Some(format!(
            "{name}'s statements will count as {}'s voice",
            after.unwrap_or_default()
        )),
    }
}

fn country_of(words: &Vocabulary, entity: &Entity) -> Option<Str> {
    let speaks = words.entity_base(entity.kind_id()).speaks_for_country();
    (speaks && !entity.country.is_empty()).then(|| entity.country.clone())
}
