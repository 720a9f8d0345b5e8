//! A line that was understood, and how it is written down again.

use crate::model::{
    Credibility, Likelihood, Marking, PartialDate, Reliability, Share, Stance, Str, Until,
};

use super::source::SourceWords;

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// It sets the current source.
    Source(SourceWords),
    /// It states a fact.
    Fact(Box<Fact>),
}

/// A fact: who links to whom, by whose word, and since when.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The stance and who takes it; absent = the link kind's stance, and the source's authors.
    pub said: Option<Said>,
    /// What stands before the verb.
    pub left: Vec<End>,
    /// The verb.
    pub verb: Verb,
    /// What stands after it.
    pub right: Vec<End>,
    /// What else is stated.
    pub extras: Extras,
    /// The claim's note.
    pub note: String,
}

/// A stance, and who takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// Who speaks; empty = the source's authors.
    pub who: Vec<Speaker>,
    /// The stance.
    pub stance: Stance,
    /// The likelihood, after "assesses".
    pub likelihood: Option<Likelihood>,
}

/// One who speaks.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// The name as it was typed.
    pub name: String,
    /// The entity of that name, by slot.
    pub slot: Option<u32>,
}

/// An end of a link.
#[derive(Clone, Debug)]
pub struct End {
    /// The name as it was typed, white space as single blanks.
    pub name: String,
    /// The kind that was stated.
    pub kind: Option<Str>,
    /// The entity of that name, by slot; `None` = it is new.
    pub slot: Option<u32>,
    /// Where it stands in the text, bytes.
    pub at: std::ops::Range<usize>,
}

/// The verb of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Verb {
    /// The link kind.
    pub kind: Str,
    /// As it is spelled in the vocabulary: id, label or inverse label.
    pub spelled: Str,
    /// Whether it is the inverse label: what stands before it is the link's `to`.
    pub inverse: bool,
}

/// What a line states beside ends and verb.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extras {
    /// Since when.
    pub since: Option<PartialDate>,
    /// Until when.
    pub until: Option<Until>,
    /// The link's label.
    pub label: Option<String>,
    /// A stake.
    pub share: Option<Share>,
    /// Where in the source.
    pub locator: Option<String>,
    /// Id of the source of this line alone.
    pub source: Option<Str>,
    /// Reliability and credibility.
    pub grade: Option<(Reliability, Credibility)>,
    /// The claim's marking.
    pub marking: Option<Marking>,
}

impl PartialEq for End {
    /// Ends are equal when they say the same, wherever they stand.
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.kind, self.slot) == (&other.name, &other.kind, other.slot)
    }
}

/// The line as text, which reads back as the same: names and all free text in quotes.
pub fn print(line: &Line) -> String {
    match line {
        Line::Source(SourceWords::Url(url)) => format!("@{url}"),
        Line::Source(SourceWords::Words(words)) => format!("@{}", quoted(words)),
        Line::Fact(fact) => print_fact(fact),
    }
}

fn print_fact(fact: &Fact) -> String {
    let mut out = String::new();
    if let Some(said) = &fact.said {
        let who: Vec<String> = said.who.iter().map(|who| quoted(&who.name)).collect();
        out.push_str(&who.join(", "));
        if !who.is_empty() {
            out.push(' ');
        }
        out.push_str(stance_word(said.stance));
        if let Some(likelihood) = said.likelihood {
            out.push(' ');
            out.push_str(likelihood.term);
        }
        out.push_str(": ");
    }
    let ends = |ends: &[End]| {
        let ends: Vec<String> = ends.iter().map(print_end).collect();
        ends.join(", ")
    };
    out.push_str(&ends(&fact.left));
    out.push_str(&format!(" {} ", fact.verb.spelled));
    out.push_str(&ends(&fact.right));
    print_extras(&fact.extras, &mut out);
    if !fact.note.is_empty() {
        out.push_str(" // ");
        out.push_str(&fact.note);
    }
    out
}

fn print_end(end: &End) -> String {
    let mut out = quoted(&end.name);
    if let Some(kind) = &end.kind {
        out.push(':');
        out.push_str(kind);
    }
    out
}

fn print_extras(extras: &Extras, out: &mut String) {
    match (extras.since, extras.until) {
        (None, None) => {}
        (Some(since), None) => out.push_str(&format!(" {since}")),
        (since, until) => {
            let since = since.map(|date| date.to_string()).unwrap_or_default();
            let until = match until {
                Some(Until::Date(date)) => date.to_string(),
                Some(Until::StillSo) | None => String::new(),
            };
            out.push_str(&format!(" {since}..{until}"));
        }
    }
    if let Some(share) = &extras.share {
        out.push_str(&format!(" {}", share_text(share)));
    }
    if let Some(label) = &extras.label {
        out.push_str(&format!(" ({})", quoted(label)));
    }
    if let Some(locator) = &extras.locator {
        out.push_str(&format!(" #{}", quoted(locator)));
    }
    if let Some((reliability, credibility)) = extras.grade {
        out.push_str(&format!(" {reliability}{}", credibility.number()));
    }
    if let Some(marking) = extras.marking {
        out.push_str(&format!(" {marking}"));
    }
    if let Some(source) = &extras.source {
        out.push_str(&format!(" @{}", quoted(source)));
    }
}

/// A stake as a line writes it: `25%`, `25-50%`.
pub(super) fn share_text(share: &Share) -> String {
    match (&share.min, &share.max) {
        (Some(min), Some(max)) if min == max => format!("{}%", min.as_str()),
        (Some(min), Some(max)) => format!("{}-{}%", min.as_str(), max.as_str()),
        (Some(one), None) | (None, Some(one)) => format!("{}%", one.as_str()),
        (None, None) => String::new(),
    }
}

/// The word of a stance before a colon.
pub const fn stance_word(stance: Stance) -> &'static str {
    match stance {
        Stance::Asserts => "says",
        Stance::Alleges => "alleges",
        Stance::Assesses => "assesses",
        Stance::Denies => "denies",
    }
}

/// Text in quotes, each of its own quotes doubled.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
