//! Each link's one sentence, and the words for its look: the same for tooltip, screen reader, footnote and report.

use rustc_hash::FxHashMap;

use super::evidence::{Evidence, LinkEvidence};
use super::{
    Claim, Document, EndedHow, Entity, EntityKind, Link, Look, PartialDate, Role, Source, Stance,
    Str, Until,
};

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
        let counting: Vec<&Claim> = link
            .claims
            .iter()
            .filter(|claim| self.evidence.counts(self.document, claim))
            .collect();
        let mut parts = Vec::new();
        match found.look {
            Look::SetAside => {
                let stands = |claim: &&Claim| !self.evidence.is_left_out(self.document, claim);
                parts.push(set_aside(link.claims.iter().filter(stands)));
            }
            Look::Unsourced => parts.push("No source".to_owned()),
            Look::Established | Look::Reported | Look::Alleged => {
                for saying in Saying::SUPPORTING {
                    parts.extend(self.said(&counting, *saying));
                }
                if found.on_record {
                    parts.push("on record".to_owned());
                }
                parts.push(voices(found.voices));
            }
        }
        parts.extend(period(&found));
        let denied = self.said(&counting, Saying::Denied);
        if denied.is_empty() && found.look != Look::SetAside {
            parts.push("not denied".to_owned());
        }
        parts.extend(denied);
        let mut text = parts.join("; ");
        text.push('.');
        capital(&text)
    }

    /// The clauses for the claims of one sort, in the order of the claims.
    fn said(&self, counting: &[&Claim], saying: Saying) -> Vec<String> {
        let mut clauses: Vec<Clause> = Vec::new();
        let fits = |claim: &&&Claim| {
            Saying::of(claim) == saying && (saying != Saying::Denied || claim.about.is_empty())
        };
        for claim in counting.iter().filter(fits) {
            let speech = self.clause(claim);
            let same = |clause: &&mut Clause| clause.by == speech.by && clause.how == speech.how;
            match clauses.iter_mut().find(same) {
                Some(clause) => clause.join(speech),
                None => clauses.push(speech),
            }
        }
        let tell = |clause: Clause| clause.tell(saying.verb());
        clauses.into_iter().map(tell).collect()
    }

    /// Who speaks in a claim, when, and through whom we know.
    fn clause(&self, claim: &Claim) -> Clause {
        let sources = self.document.sources();
        let roots: Vec<&Source> = sources
            .slot_of(&claim.source)
            .and_then(|slot| self.evidence.source(slot))
            .map(|facts| facts.roots.as_ref())
            .unwrap_or_default()
            .iter()
            .filter_map(|root| Some(sources.at(*root)?.as_ref()))
            .collect();
        let cited = sources.get(&claim.source);
        let place = cited.map(|source| publication(source)).unwrap_or_default();
        let is_relay = !roots.iter().any(|root| root.id == claim.source);
        let mut names = self.named_speakers(claim);
        if names.is_empty() {
            for root in &roots {
                if matches!(root.role, Some(Role::Own | Role::Register)) {
                    push_new(&mut names, self.author_names(root));
                }
            }
        }
        let through = (is_relay && !names.is_empty()).then(|| place.clone());
        let published = roots.iter().filter_map(|root| root.published);
        let on = published.min_by_key(|date| date.first_day());
        Clause {
            how: claim
                .likelihood
                .map(|word| format!(" as {}", word.in_words()))
                .unwrap_or_default(),
            by: match names.is_empty() {
                true => format!("in {place}"),
                false => format!("by {}", list(&names)),
            },
            is_unknown: names.is_empty(),
            on: on.or(cited.and_then(|source| source.published)),
            through: through.into_iter().collect(),
        }
    }

    fn named_speakers(&self, claim: &Claim) -> Vec<String> {
        let ids = claim.speakers.iter().map(|id| self.speaker(id));
        let name = claim.speaker_name.trim();
        ids.chain((!name.is_empty()).then(|| name.to_owned()))
            .collect()
    }

    fn author_names(&self, source: &Source) -> Vec<String> {
        const MOST: usize = 3;
        if source.authors.is_empty() {
            return vec![publication(source)];
        }
        let mut names: Vec<String> = source.authors.iter().map(|id| self.speaker(id)).collect();
        if names.len() > MOST {
            let rest = names.len() - 1;
            names.truncate(1);
            names.push(format!("{} others", number(rest as u32)));
        }
        names
    }

    /// A speaker as a sentence names it: an agency with its state where that is on the chart, *the United Kingdom (FCDO)*.
    pub fn speaker(&self, id: &str) -> String {
        let Some(entity) = self.document.entities().get(id) else {
            return format!("someone not on the chart ({id})");
        };
        match self.evidence.vocabulary().entity_base(entity.kind_id()) {
            EntityKind::State => with_article(entity.label()),
            EntityKind::Agency => match self.states.get(&entity.country) {
                Some(state) => {
                    let name = entity.label().replace(" (", ", ").replace(')', "");
                    format!("{} ({name})", with_article(state.label()))
                }
                None => entity.label().to_owned(),
            },
            _ => entity.label().to_owned(),
        }
    }
}

fn push_new(list: &mut Vec<String>, items: Vec<String>) {
    for item in items {
        if !list.contains(&item) {
            list.push(item);
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

/// How the claims of one sort are put.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Saying {
    Asserted,
    Alleged,
    Assessed,
    Supported,
    Denied,
}

impl Saying {
    const SUPPORTING: &[Self] = &[
        Self::Asserted,
        Self::Alleged,
        Self::Assessed,
        Self::Supported,
    ];

    fn of(claim: &Claim) -> Self {
        match claim.stance {
            Some(Stance::Asserts) => Self::Asserted,
            Some(Stance::Alleges) => Self::Alleged,
            Some(Stance::Assesses) => Self::Assessed,
            Some(Stance::Denies) => Self::Denied,
            None if claim.asserts() => Self::Asserted,
            None => Self::Supported,
        }
    }

    fn verb(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Alleged => "alleged",
            Self::Assessed => "assessed",
            Self::Supported => "supported",
            Self::Denied => "denied",
        }
    }
}

/// Claims that say the same thing in the same way by the same speakers: one clause of the sentence.
struct Clause {
    /// Empty, or the likelihood: ` as almost certain`.
    how: String,
    /// `by …`, or `in …` where nobody knows whose word it is.
    by: String,
    is_unknown: bool,
    on: Option<PartialDate>,
    through: Vec<String>,
}

impl Clause {
    fn join(&mut self, other: Self) {
        self.on = earlier(self.on, other.on);
        push_new(&mut self.through, other.through);
    }

    fn tell(&self, verb: &str) -> String {
        let mut text = format!("{verb}{} {}", self.how, self.by);
        if let Some(on) = self.on {
            let preposition = if on.has_day() { "on" } else { "in" };
            text.push_str(&format!(" {preposition} {}", on.in_words()));
        }
        if !self.through.is_empty() {
            text.push_str(&format!(", through {}", list(&self.through)));
        }
        if self.is_unknown {
            text.push_str(", its own source not known");
        }
        text
    }
}

/// What to call a source as the place where something is said: its publisher, else its title, else its id.
pub fn publication(source: &Source) -> String {
    let name: &Str = [&source.publisher, &source.title]
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or(&source.id);
    name.to_string()
}

/// States that English names with an article.
fn with_article(state: &str) -> String {
    const WITH: [&str; 7] = [
        "United ",
        "Netherlands",
        "Philippines",
        "Czech Republic",
        "Dominican Republic",
        "Russian Federation",
        "European Union",
    ];
    if WITH.iter().any(|name| state.starts_with(name)) {
        format!("the {state}")
    } else {
        state.to_owned()
    }
}

fn set_aside<'c>(claims: impl DoubleEndedIterator<Item = &'c Claim>) -> String {
    let ended = claims
        .filter(|claim| !claim.denies())
        .filter_map(|claim| claim.ended.as_ref())
        .next_back();
    let Some(ended) = ended else {
        return "Set aside".into();
    };
    let how = match ended.how {
        Some(EndedHow::Withdrawn) => ": withdrawn",
        Some(EndedHow::Rejected) => ": found wrong",
        Some(EndedHow::Superseded) => ": superseded",
        None => "",
    };
    let on = ended
        .on
        .map(|on| format!(" on {}", on.in_words()))
        .unwrap_or_default();
    let why = if ended.why.is_empty() {
        String::new()
    } else {
        format!(" ({})", ended.why)
    };
    format!("Set aside{how}{on}{why}")
}

/// The link's own time, where it has one.
fn period(found: &LinkEvidence) -> Option<String> {
    let since = found.since.map(PartialDate::in_words);
    match (since, found.until) {
        (None, None) => None,
        (Some(since), None) => Some(format!("since {since}")),
        (Some(since), Some(Until::StillSo)) => Some(format!("since {since}, still so")),
        (None, Some(Until::StillSo)) => Some("still so".into()),
        (Some(since), Some(Until::Date(until))) => {
            Some(format!("from {since} to {}", until.in_words()))
        }
        (None, Some(Until::Date(until))) => Some(format!("until {}", until.in_words())),
    }
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

fn earlier(a: Option<PartialDate>, b: Option<PartialDate>) -> Option<PartialDate> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.first_day() < a.first_day() { b } else { a }),
        (a, b) => a.or(b),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
