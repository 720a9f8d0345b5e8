//! What if a source or a speaker did not exist: the chart without them, and the links that this affects.

use super::evidence::{Basis, Evidence, LinkEvidence, VoiceKey};
use super::sentence::{list, support_text};
use super::text::{agree, counted, figure};
use super::{Claim, Document, PartialDate, Str, Support};

/// Sources and speakers that are looked away from. Never part of a dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WhatIf {
    /// Source ids.
    pub sources: Vec<Str>,
    /// Entity ids.
    pub speakers: Vec<Str>,
}

impl WhatIf {
    /// Whether everything counts.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty() && self.speakers.is_empty()
    }

    /// The same and this source, or without it where it was among them.
    pub fn with_source(&self, id: &Str) -> Self {
        let mut new = self.clone();
        toggle(&mut new.sources, id);
        new
    }

    /// The same and this speaker, or without them where they were among them.
    pub fn with_speaker(&self, id: &Str) -> Self {
        let mut new = self.clone();
        toggle(&mut new.speakers, id);
        new
    }

    /// What evidence is judged on then.
    pub fn basis(&self, document: &Document, as_of: Option<PartialDate>) -> Basis {
        let sources = self.sources.iter();
        let speakers = self.speakers.iter();
        Basis {
            as_of,
            left_out: sources
                .filter_map(|id| document.sources().slot_of(id))
                .collect(),
            left_out_speakers: speakers
                .filter_map(|id| document.entities().slot_of(id))
                .collect(),
        }
    }

    /// What is left out here and not there.
    pub fn without(&self, other: &Self) -> Self {
        let only = |these: &[Str], those: &[Str]| {
            let these = these.iter().filter(|id| !those.contains(id));
            these.cloned().collect()
        };
        Self {
            sources: only(&self.sources, &other.sources),
            speakers: only(&self.speakers, &other.speakers),
        }
    }

    /// What is left out: *Leaving out FCDO Statement (2025-12-09) and Europol*.
    pub fn text(&self, document: &Document, evidence: &Evidence) -> String {
        format!("Leaving out {}", self.names(document, evidence))
    }

    /// The same by name alone.
    pub fn names(&self, document: &Document, evidence: &Evidence) -> String {
        let sources = self.sources.iter().map(|id| source_name(document, id));
        let speakers = self.speakers.iter().map(|id| {
            let Some(entity) = document.entities().get(id) else {
                return id.to_string();
            };
            let name = entity.label();
            match key_of(document, evidence, id) {
                VoiceKey::Country(_) => {
                    format!("{name} and everyone speaking for {}", entity.country)
                }
                _ => name.to_owned(),
            }
        });
        let names: Vec<String> = sources.chain(speakers).collect();
        list(&names)
    }

    /// The same in few words: *Leaving out 1 source and 2 speakers*.
    pub fn in_short(&self) -> String {
        let counts = [
            (self.sources.len(), "source"),
            (self.speakers.len(), "speaker"),
        ];
        let stated = counts.into_iter().filter(|(n, _)| *n > 0);
        let parts: Vec<String> = stated.map(|(n, noun)| counted(n, noun)).collect();
        format!("Leaving out {}", list(&parts))
    }
}

fn toggle(ids: &mut Vec<Str>, id: &Str) {
    match ids.iter().position(|have| have == id) {
        Some(at) => {
            ids.remove(at);
        }
        None => ids.push(id.clone()),
    }
}

fn source_name(document: &Document, id: &Str) -> String {
    let Some(source) = document.sources().get(id) else {
        return id.to_string();
    };
    let label = source.label();
    match source.published {
        Some(date) => format!("{label} ({date})"),
        None => label.into_owned(),
    }
}

/// Whose word it is when this entity speaks.
pub fn key_of(document: &Document, evidence: &Evidence, entity: &Str) -> VoiceKey {
    let spoken = Claim {
        speakers: vec![entity.clone()],
        ..Claim::default()
    };
    let keys = evidence.keys(document, &spoken);
    keys.first().copied().unwrap_or(VoiceKey::Unknown)
}

/// A link that is not what it was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Impact {
    /// Its slot.
    pub link: u32,
    /// What it amounts to with everything.
    pub before: LinkEvidence,
    /// What it amounts to now.
    pub after: LinkEvidence,
}

/// How a link changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Nothing supports it any more.
    LosesSupport,
    /// It has a weaker look.
    Weakens,
    /// It has the same look with fewer or more voices, or a denial or a date of it is gone; rarely a stronger look, where
    /// what joined two voices is gone.
    Differs,
}

impl Impact {
    /// How it changes.
    pub fn change(&self) -> Change {
        let supported = |support: Support| support < Support::Unsourced;
        match (self.before.support, self.after.support) {
            (before, after) if supported(before) && !supported(after) => Change::LosesSupport,
            (before, after) if supported(after) && after > before => Change::Weakens,
            _ => Change::Differs,
        }
    }

    /// What it was and what it is, such as *Reported, one voice → No source*.
    pub fn text(&self) -> String {
        let (before, after) = (support_text(&self.before), support_text(&self.after));
        if before == after {
            return format!("{before}; dates or reasons differ");
        }
        format!("{before} → {after}")
    }
}

/// The links that are not what they were: what falls first, then what weakens, each from the strongest look down.
pub fn impacts(document: &Document, before: &Evidence, after: &Evidence) -> Vec<Impact> {
    let mut impacts: Vec<Impact> = document
        .links()
        .order()
        .iter()
        .map(|&link| Impact {
            link,
            before: before.link(link),
            after: after.link(link),
        })
        .filter(|impact| impact.before != impact.after)
        .collect();
    impacts.sort_by_key(|impact| (impact.change(), impact.before.support, impact.after.support));
    impacts
}

/// Returns how many links are affected, and how: *14 links lose all support, 3 weaken, 1 changes*.
pub fn impacts_text(impacts: &[Impact]) -> String {
    let count = |change| {
        impacts
            .iter()
            .filter(|impact| impact.change() == change)
            .count()
    };
    let counts = [
        (
            count(Change::LosesSupport),
            "loses all support",
            "lose all support",
        ),
        (count(Change::Weakens), "weakens", "weaken"),
        (count(Change::Differs), "changes", "change"),
    ];
    let mut parts = Vec::new();
    for (n, one, many) in counts.into_iter().filter(|(n, ..)| *n > 0) {
        let how_many = match parts.is_empty() {
            true => counted(n, "link"),
            false => figure(n),
        };
        parts.push(format!("{how_many} {}", agree(n, one, many)));
    }
    if parts.is_empty() {
        return "no link is affected".to_owned();
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn impact(before: (Support, u32), after: (Support, u32)) -> Impact {
        let found = |(support, voices)| LinkEvidence {
            support,
            voices,
            ..LinkEvidence::default()
        };
        Impact {
            link: 0,
            before: found(before),
            after: found(after),
        }
    }

    #[test]
    fn what_falls_weakens_or_differs() {
        use Support::{Alleged, Established, Reported, SetAside, Unsourced};
        let cases = [
            ((Reported, 1), (Unsourced, 0), Change::LosesSupport),
            ((Alleged, 2), (SetAside, 0), Change::LosesSupport),
            ((Established, 2), (Reported, 1), Change::Weakens),
            ((Reported, 2), (Alleged, 1), Change::Weakens),
            ((Established, 3), (Established, 2), Change::Differs),
            ((Reported, 1), (Established, 2), Change::Differs),
            ((SetAside, 0), (Unsourced, 0), Change::Differs),
            ((Unsourced, 0), (SetAside, 0), Change::Differs),
        ];
        let mut all = Vec::new();
        for (before, after, change) in cases {
            let impact = impact(before, after);
            assert_eq!(impact.change(), change, "{impact:?}");
            all.push(impact);
        }
        assert_eq!(
            impacts_text(&all),
            "2 links lose all support, 2 weaken, 4 change"
        );
        assert_eq!(impacts_text(&all[..1]), "1 link loses all support");
        assert_eq!(impacts_text(&all[2..3]), "1 link weakens");
        assert_eq!(impacts_text(&[]), "no link is affected");
        assert_eq!(all[0].text(), "Reported, one voice → No source");
    }

    #[test]
    fn the_short_words_count() {
        let ids = |n: usize| vec![Str::default(); n];
        for (sources, speakers, words) in [
            (1, 0, "Leaving out 1 source"),
            (0, 2, "Leaving out 2 speakers"),
            (2, 1, "Leaving out 2 sources and 1 speaker"),
        ] {
            let what_if = WhatIf {
                sources: ids(sources),
                speakers: ids(speakers),
            };
            assert_eq!(what_if.in_short(), words);
        }
    }
}
