//! Each link's one sentence, and the words for its look: the same for tooltip, screen reader, footnote and report.

use rustc_hash::FxHashMap;

use super::evidence::{Evidence, LinkEvidence};
use super::text::{agree, counted};
use super::{
    Claim, Document, Ended, EndedHow, Entity, EntityKind, Link, Look, PartialDate, Reliability,
    Source, Str, Until, harmless,
};

mod said;

pub use said::stake_in_words;
use said::{Saying, place};

/// So many claims that count, and as many that don't, a sentence tells of. Nobody reads a longer one, and a link with a
/// million claims must not stop the window.
const MOST_TOLD: usize = 500;

/// Tells what links rest on. Holds what several sentences need, so that a table of all links is cheap.
pub struct Narrator<'a> {
    document: &'a Document,
    evidence: &'a Evidence,
    /// The state of each country, where it is on the chart.
    states: FxHashMap<Str, &'a Entity>,
}

impl<'a> Narrator<'a> {
    /// A narrator for a document and its evidence.
    pub fn new(document: &'a Document, evidence: &'a Evidence) -> Self {
        let words = evidence.vocabulary();
        let mut states = FxHashMap::default();
        for entity in document.entities().iter() {
            if !entity.country.is_empty()
                && words.entity_base(entity.kind_id()) == EntityKind::State
            {
                states
                    .entry(entity.country.clone())
                    .or_insert(entity.as_ref());
            }
        }
        Self {
            document,
            evidence,
            states,
        }
    }

    /// The sentence of the link in `slot`, such as *Alleged by the United Kingdom (FCDO) on 9 December 2025, through
    /// Parliament Today; one voice; not denied.* Empty where there is no such link.
    pub fn sentence(&self, slot: u32) -> String {
        let Some(link) = self.document.links().at(slot) else {
            return String::new();
        };
        let found = self.evidence.link(slot);
        let (mut counting, mut rest): (Vec<&Claim>, Vec<&Claim>) = self
            .present(link)
            .partition(|claim| self.evidence.counts(self.document, claim));
        let untold = [&mut counting, &mut rest].map(|claims| {
            let untold = claims.len().saturating_sub(MOST_TOLD);
            claims.truncate(MOST_TOLD);
            untold
        });
        let mut parts = Vec::new();
        match found.look {
            Look::SetAside => parts.extend(self.set_aside(&rest)),
            Look::Unsourced => {
                parts.push(self.no_source(&rest));
                parts.extend(period(&found).map(|period| format!("entered as {period}")));
            }
            Look::Established | Look::Reported | Look::Alleged => {
                parts.extend(self.supported(&counting));
                if found.on_record {
                    parts.push("on record".to_owned());
                }
                parts.push(voices(found.voices));
                parts.extend(period(&found));
            }
        }
        let (of_it, of_fields): (Vec<&Claim>, Vec<&Claim>) = counting
            .iter()
            .filter(|claim| claim.denies())
            .partition(|claim| claim.about.is_empty());
        let first = self.first_support(&counting);
        match self.said_before(&of_it, Saying::Denied, first) {
            Some(denied) => parts.push(denied),
            None if found.look == Look::SetAside => {}
            None if rest.iter().any(|c| c.denies() && c.about.is_empty()) => {
                parts.push("no denial stands".to_owned());
            }
            None if !of_fields.is_empty() => parts.push("not denied as such".to_owned()),
            None => parts.push("not denied".to_owned()),
        }
        parts.extend(self.said(&of_fields, Saying::Denied));
        if found.look != Look::SetAside {
            parts.extend(ended_beside(link, &rest));
        }
        match untold[0] + untold[1] {
            0 => {}
            n => parts.push(format!(
                "{} {} not told here",
                counted(n, "more claim"),
                agree(n, "is", "are")
            )),
        }
        if self.document.is_pending(slot) {
            parts.push("not on the chart, for an end of it is missing".to_owned());
        }
        let mut text = parts.join("; ");
        text.push('.');
        harmless(&capital(&text)).into_owned()
    }

    /// What one claim says, such as *alleged by the United Kingdom (FCDO) on 9 December 2025, through Parliament Today*,
    /// whether it counts or not.
    pub fn claim(&self, claim: &Claim) -> String {
        let saying = Saying::of(claim);
        let said = self.said(&[claim], saying);
        said.map_or_else(
            || format!("{} without a source", saying.verb()),
            |said| harmless(&said).into_owned(),
        )
    }

    /// The link's claims, but those that are as if deleted.
    fn present(&self, link: &'a Link) -> impl Iterator<Item = &'a Claim> {
        let is_there = |claim: &&Claim| !self.evidence.is_left_out(self.document, claim);
        link.claims.iter().filter(is_there)
    }

    /// The clauses of what supports a link, one for each way of saying it.
    fn supported(&self, claims: &[&Claim]) -> Vec<String> {
        let all = Saying::SUPPORTING.iter();
        all.filter_map(|saying| self.said(claims, *saying))
            .collect()
    }

    /// How and why a link was set aside, and what it had rested on.
    fn set_aside(&self, rest: &[&Claim]) -> Vec<String> {
        let supporting = rest.iter().filter(|claim| !claim.denies());
        let mut endings: Vec<String> = Vec::new();
        for ended in supporting.filter_map(|claim| claim.ended.as_deref()) {
            let words = ended_in_words(ended);
            if words != "ended" && !endings.contains(&words) {
                endings.push(words);
            }
        }
        let mut parts = vec![match endings.is_empty() {
            true => "Set aside".to_owned(),
            false => format!("Set aside: {}", endings.join("; ")),
        }];
        let before = self.supported(rest);
        if !before.is_empty() {
            parts.push(format!("it had been {}", said::parted(&before)));
        }
        parts
    }

    /// That no source supports a link and, where claims do that do not count, why they do not.
    fn no_source(&self, rest: &[&Claim]) -> String {
        let mut reasons: Vec<String> = Vec::new();
        let sources = self.document.sources();
        for claim in rest.iter().filter(|c| !c.denies() && c.ended.is_none()) {
            let source = sources.get(&claim.source);
            let reason = match source {
                None if claim.source.is_empty() => continue,
                None => format!("source “{}” is not in this dataset", claim.source),
                Some(source) if source.reliability == Some(Reliability::E) => {
                    format!("{} is graded unreliable", place(source))
                }
                Some(_) if claim.credibility.is_some_and(|grade| grade.number() == 5) => {
                    format!("what was {} is graded improbable", self.claim(claim))
                }
                Some(source) => format!("{} is of a later date", place(source)),
            };
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        match reasons.is_empty() {
            true => "No source".to_owned(),
            false => format!("No source that counts: {}", list(&reasons)),
        }
    }
}

/// The look in a few words, such as *Alleged, disputed, two voices*.
pub fn look_in_words(found: &LinkEvidence) -> String {
    let mut words = vec![
        match found.look {
            Look::Established => "Established",
            Look::Reported => "Reported",
            Look::Alleged => "Alleged",
            Look::Unsourced => "No source",
            Look::SetAside => "Set aside",
        }
        .to_owned(),
    ];
    if found.disputed {
        words.push("disputed".into());
    }
    if found.ended && found.look != Look::SetAside {
        words.push("ended".into());
    }
    if matches!(
        found.look,
        Look::Established | Look::Reported | Look::Alleged
    ) {
        words.push(voices(found.voices));
    }
    words.join(", ")
}

/// Why a link has its look, such as *Nobody asserts it; two independent voices allege or assess it; it is denied.*
pub fn look_reason(link: &Link, found: &LinkEvidence) -> String {
    let mut reason = match found.look {
        Look::SetAside => "Every claim that supported it has been ended".to_owned(),
        Look::Unsourced if link.claims.is_empty() => "It has no claim yet".to_owned(),
        Look::Unsourced => "No claim that counts supports it".to_owned(),
        Look::Established if found.on_record && found.asserted_by < 2 => {
            "It is on record: in a register, or by the word of one of its ends".to_owned()
        }
        Look::Established => format!(
            "{} independent voices assert it",
            capital(&number(found.asserted_by))
        ),
        Look::Reported => "One voice asserts it, and it is on no record".to_owned(),
        Look::Alleged => match found.voices {
            1 => "Nobody asserts it; one voice alleges or assesses it".to_owned(),
            n => format!(
                "Nobody asserts it; {} independent voices allege or assess it",
                number(n)
            ),
        },
    };
    let more = found.voices.saturating_sub(found.asserted_by);
    if found.look == Look::Reported && more > 0 {
        reason.push_str(&format!("; {} more allege or assess it", number(more)));
    }
    if found.disputed {
        reason.push_str("; it is denied");
    }
    if found.ended {
        reason.push_str("; it has ended");
    }
    reason.push('.');
    reason
}

/// What to call a source as the place where something is said: its publisher, else its title, else its id.
pub fn publication(source: &Source) -> String {
    let name: &Str = [&source.publisher, &source.title]
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or(&source.id);
    name.to_string()
}

/// How, when and why a claim was ended: `found wrong on 3 May 2021 (no such Act)`.
pub fn ended_in_words(ended: &Ended) -> String {
    let how = match ended.how {
        Some(EndedHow::Withdrawn) => "withdrawn",
        Some(EndedHow::Rejected) => "found wrong",
        Some(EndedHow::Superseded) => "superseded",
        None => "ended",
    };
    let on = ended.on.map(when);
    let why = ended.why.trim().trim_end_matches('.');
    let why = (!why.is_empty()).then(|| format!("({why})"));
    let parts = [Some(how.to_owned()), on, why].into_iter().flatten();
    parts.collect::<Vec<_>>().join(" ")
}

/// That claims in support were ended beside those that stand. One that was corrected is no news.
fn ended_beside(link: &Link, rest: &[&Claim]) -> Option<String> {
    let stands = |id: &Str| {
        let mut all = link.claims.iter();
        !id.is_empty() && all.any(|claim| claim.id == *id && claim.ended.is_none())
    };
    let ended: Vec<&Ended> = rest
        .iter()
        .filter(|claim| !claim.denies())
        .filter_map(|claim| claim.ended.as_deref())
        .filter(|ended| !stands(&ended.by))
        .collect();
    match ended.as_slice() {
        [] => None,
        [only] => Some(format!("another claim was {}", ended_in_words(only))),
        several => Some(format!(
            "{} other claims were set aside",
            number(several.len() as u32)
        )),
    }
}

/// The link's own time, where it has one.
fn period(found: &LinkEvidence) -> Option<String> {
    let since = found.since.map(PartialDate::in_words);
    match (since, found.until) {
        (None, None) => None,
        (Some(since), None) => Some(format!("since {since}")),
        (Some(since), Some(Until::StillSo)) => Some(format!("since {since}, still so")),
        (None, Some(Until::StillSo)) => Some("still so".into()),
        (Some(since), Some(Until::Date(until))) if found.since == Some(until) => {
            Some(format!("dated {since}"))
        }
        (Some(since), Some(Until::Date(until))) => {
            Some(format!("from {since} to {}", until.in_words()))
        }
        (None, Some(Until::Date(until))) => Some(format!("until {}", until.in_words())),
    }
}

/// A date in a sentence: `on 9 December 2025`, `in 2021`, `on or about 3 May 2021`.
fn when(date: PartialDate) -> String {
    let before = match (date.has_day(), date.is_approximate()) {
        (true, false) => "on",
        (true, true) => "on or",
        (false, _) => "in",
    };
    format!("{before} {}", date.in_words())
}

fn voices(count: u32) -> String {
    match count {
        1 => "one voice".into(),
        n => format!("{} voices", number(n)),
    }
}

/// A small number as a word, else in figures.
pub fn number(n: u32) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    WORDS
        .get(n as usize)
        .map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

/// `a`, `a and b`, `a, b and c`.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// The text with its first letter a capital.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
