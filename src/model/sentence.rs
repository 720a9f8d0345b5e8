//! The evidence sentence of each link, and the words for its look: the same in tooltip, screen reader, footnote and report.

use rustc_hash::FxHashMap;

use super::evidence::{ClaimVoice, Evidence, LinkEvidence};
use super::text::{agree, counted};
use super::{
    Claim, Document, EndedHow, Ending, Entity, EntityKind, Link, LinkKind, PartialDate,
    Reliability, Source, Str, Support, Until, harmless,
};

mod said;

pub use super::text::list;
use said::{StanceVerb, place};
pub use said::{stake_size, stake_text};

/// Maximum number of claims a sentence mentions, counting and not. No one reads a longer one, and a link with a million
/// claims must not stop the window.
const MOST_TOLD: usize = 500;

/// Writes the evidence sentences. Holds what several of them need, so that a table of all links is cheap.
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

    /// Returns the sentence of the link in `slot`, such as *Alleged by the United Kingdom (FCDO) on 9 December 2025, via
    /// Parliament Today; one voice; no denial on file.* Empty where there is no such link.
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
        match found.support {
            Support::SetAside => parts.extend(self.set_aside(&rest)),
            Support::Unsourced => {
                parts.push(self.no_source(&rest));
                parts.extend(entered_period(&found));
            }
            Support::Established | Support::Reported | Support::Alleged => {
                parts.extend(self.supported(&counting));
                if found.on_record {
                    parts.push("on record".to_owned());
                }
                parts.push(self.voices(link, &found));
                let kind = self.evidence.vocabulary().link_base(link.kind_id());
                parts.extend(period(&found, kind.is_some_and(is_act_of_a_day)));
            }
        }
        let (of_it, of_fields): (Vec<&Claim>, Vec<&Claim>) = counting
            .iter()
            .filter(|claim| claim.denies())
            .partition(|claim| claim.about.is_empty());
        let first = self.first_support(&counting);
        match self.said_before(&of_it, StanceVerb::Denied, first) {
            Some(denied) => parts.push(denied),
            None if found.support == Support::SetAside => {}
            None if rest.iter().any(|c| c.denies() && c.about.is_empty()) => {
                parts.push("no denial that counts".to_owned());
            }
            None if !of_fields.is_empty() => parts.push("no denial of the link itself".to_owned()),
            None => parts.push("no denial on file".to_owned()),
        }
        parts.extend(self.said(&of_fields, StanceVerb::Denied));
        if found.support != Support::SetAside {
            parts.extend(ended_beside(link, &rest));
        }
        match untold[0] + untold[1] {
            0 => {}
            n => parts.push(format!(
                "{} {} not listed here",
                counted(n, "more claim"),
                agree(n, "is", "are")
            )),
        }
        if self.document.is_pending(slot) {
            parts.push("not drawn: one end is missing".to_owned());
        }
        let mut text = parts.join("; ");
        text.push('.');
        harmless(&capital(&text)).into_owned()
    }

    /// Returns what one claim says, such as *alleged by the United Kingdom (FCDO) on 9 December 2025, via Parliament Today*,
    /// whether it counts or not.
    pub fn claim(&self, claim: &Claim) -> String {
        let stance = StanceVerb::of(claim);
        let said = self.said(&[claim], stance);
        said.map_or_else(
            || format!("{} without a source", stance.verb()),
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
        let all = StanceVerb::SUPPORTING.iter();
        all.filter_map(|stance| self.said(claims, *stance))
            .collect()
    }

    /// How many voices support a link and, where not all of them do, how many assert it.
    fn voices(&self, link: &Link, found: &LinkEvidence) -> String {
        if found.voices < 2 {
            return voices(found.voices);
        }
        let asserting = match found.asserted_by {
            // The only one that asserts it may be of unknown origin, and then it is none of these.
            1 if !self.is_asserted_by_counted_voice(link) => 0,
            n => n,
        };
        let all = format!("{} independent voices", number(found.voices));
        match asserting {
            0 => all,
            n if n == found.voices => all,
            n => format!("{all}, {} asserting", number(n)),
        }
    }

    fn is_asserted_by_counted_voice(&self, link: &Link) -> bool {
        let voices = self.evidence.voice_of_each(self.document, &link.claims);
        let mut said = link.claims.iter().zip(voices);
        said.any(|(claim, voice)| {
            claim.asserts() && voice.is_some_and(|voice| voice != ClaimVoice::UnknownOrigin)
        })
    }

    /// How and why a link was set aside, and what supported it before.
    fn set_aside(&self, rest: &[&Claim]) -> Vec<String> {
        let supporting = rest.iter().filter(|claim| !claim.denies());
        let mut endings: Vec<String> = Vec::new();
        for ended in supporting.filter_map(|claim| claim.ended.as_deref()) {
            let words = ending_text(ended);
            if words != SET_ASIDE && !endings.contains(&words) {
                endings.push(words);
            }
        }
        let mut parts = vec![match endings.as_slice() {
            [] => "Set aside".to_owned(),
            [only] if only.starts_with(SET_ASIDE) => only.clone(),
            _ => format!("Set aside: {}", endings.join("; ")),
        }];
        let before = self.supported(rest);
        if !before.is_empty() {
            parts.push(format!("previously {}", said::parted(&before)));
        }
        parts
    }

    /// That no source supports a link and, where there are claims that do not count, why they do not.
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
                    format!("{} is graded improbable", self.claim_as_noun(claim))
                }
                Some(source) => format!("{} was published after the as-of date", place(source)),
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

/// Returns the look in a few words, such as *Established, on record* or *Alleged, disputed, two voices*.
pub fn support_text(found: &LinkEvidence) -> String {
    let mut words = vec![
        match found.support {
            Support::Established => "Established",
            Support::Reported => "Reported",
            Support::Alleged => "Alleged",
            Support::Unsourced => "No source",
            Support::SetAside => "Set aside",
        }
        .to_owned(),
    ];
    let is_established = found.support == Support::Established;
    // By one voice alone nothing is established: what it rests on is the record.
    let on_record = is_established && found.on_record;
    if on_record {
        words.push("on record".into());
    }
    if found.disputed {
        words.push("disputed".into());
    }
    if found.ended && found.support != Support::SetAside {
        words.push("ended".into());
    }
    if is_supported(found.support) && !(on_record && found.voices == 1) {
        words.push(voices(found.voices));
    }
    words.join(", ")
}

fn is_supported(support: Support) -> bool {
    matches!(
        support,
        Support::Established | Support::Reported | Support::Alleged
    )
}

/// Returns why a link has its look, such as *No one asserts it; two voices allege or assess it; someone denies it.*
pub fn support_reason(link: &Link, found: &LinkEvidence) -> String {
    let mut reason = match found.support {
        Support::SetAside => "Every claim that supported it has been set aside".to_owned(),
        Support::Unsourced if link.claims.is_empty() => "It has no claim yet".to_owned(),
        Support::Unsourced => "No claim that counts supports it".to_owned(),
        Support::Established if found.on_record && found.asserted_by < 2 => {
            "On record: stated in a public record, or by one of its ends about itself".to_owned()
        }
        Support::Established => format!("{} voices assert it", capital(&number(found.asserted_by))),
        Support::Reported => "One voice asserts it; it is not on record".to_owned(),
        Support::Alleged => match found.voices {
            1 => "No one asserts it; one voice alleges or assesses it".to_owned(),
            n => format!(
                "No one asserts it; {} voices allege or assess it",
                number(n)
            ),
        },
    };
    if found.disputed {
        reason.push_str("; someone denies it");
    }
    if found.ended {
        reason.push_str("; it has ended");
    }
    reason.push('.');
    reason
}

/// Returns what to call a source as the place where something is said: its publisher, else its label.
pub fn publication(source: &Source) -> String {
    match source.publisher.is_empty() {
        true => source.label().into_owned(),
        false => source.publisher.to_string(),
    }
}

/// What is said of a claim that was set aside without saying how.
const SET_ASIDE: &str = "set aside";

/// Returns how, when and why a claim was set aside: `found to be wrong on 3 May 2021 (no such Act)`.
pub fn ending_text(ended: &Ending) -> String {
    let how = match ended.how {
        Some(EndedHow::Withdrawn) => "withdrawn",
        Some(EndedHow::Rejected) => "found to be wrong",
        Some(EndedHow::Superseded) => "superseded",
        None => SET_ASIDE,
    };
    let on = ended.on.map(when);
    let why = ended.why.trim().trim_end_matches('.');
    let why = (!why.is_empty()).then(|| format!("({why})"));
    let parts = [Some(how.to_owned()), on, why].into_iter().flatten();
    parts.collect::<Vec<_>>().join(" ")
}

/// That supporting claims were set aside next to those that stand. A corrected one is not worth a word.
fn ended_beside(link: &Link, rest: &[&Claim]) -> Option<String> {
    let stands = |id: &Str| {
        let mut all = link.claims.iter();
        !id.is_empty() && all.any(|claim| claim.id == *id && claim.ended.is_none())
    };
    let ended: Vec<&Ending> = rest
        .iter()
        .filter(|claim| !claim.denies())
        .filter_map(|claim| claim.ended.as_deref())
        .filter(|ended| !stands(&ended.by))
        .collect();
    match ended.as_slice() {
        [] => None,
        [only] => Some(format!("another claim was {}", ending_text(only))),
        several => Some(format!(
            "{} other claims were set aside",
            number(several.len() as u32)
        )),
    }
}

/// Kinds of act that happen on one day and have no duration: they are *dated*, not *since*.
const fn is_act_of_a_day(kind: LinkKind) -> bool {
    matches!(
        kind,
        LinkKind::Published
            | LinkKind::Names
            | LinkKind::Charges
            | LinkKind::Convicts
            | LinkKind::Signed
            | LinkKind::MadeUnder
    )
}

/// The time of a link, if it has one.
fn period(found: &LinkEvidence, is_of_a_day: bool) -> Option<String> {
    let since = found.since.map(PartialDate::text);
    match (since, found.until) {
        (None, None) => None,
        (Some(since), None) if is_of_a_day => Some(format!("dated {since}")),
        (Some(since), None) => Some(format!("since {since}")),
        (Some(since), Some(Until::StillSo)) => Some(format!("since {since}, ongoing")),
        (None, Some(Until::StillSo)) => Some("ongoing".into()),
        (Some(since), Some(Until::Date(until))) if found.since == Some(until) => {
            Some(format!("dated {since}"))
        }
        (Some(since), Some(Until::Date(until))) => {
            Some(format!("from {since} to {}", until.text()))
        }
        (None, Some(Until::Date(until))) => Some(format!("until {}", until.text())),
    }
}

/// The time of a link that no source supports: someone entered it, and that is all that is known of it.
fn entered_period(found: &LinkEvidence) -> Option<String> {
    let period = period(found, false)?;
    let period = ["from ", "dated "]
        .iter()
        .find_map(|word| period.strip_prefix(word))
        .unwrap_or(&period);
    Some(format!("dates as entered: {period}"))
}

/// A date in a sentence: `on 9 December 2025`, `in 2021`, `around 2021`, `on or about 3 May 2021`.
fn when(date: PartialDate) -> String {
    let words = date.text();
    match (date.has_day(), date.is_approximate()) {
        (true, false) => format!("on {words}"),
        (true, true) => format!("on or {words}"),
        (false, false) => format!("in {words}"),
        (false, true) => words,
    }
}

fn voices(count: u32) -> String {
    match count {
        1 => "one voice".into(),
        n => format!("{} voices", number(n)),
    }
}

/// Returns a small number as a word, else in figures.
pub fn number(n: u32) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    WORDS
        .get(n as usize)
        .map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

/// Returns the text with a capital first letter.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
