//! A line that was understood, and how it is written down again.

use crate::model::{
    Credibility, Likelihood, Marking, PartialDate, Reliability, Stake, Stance, Str, Until,
};

use super::source::SourceWords;

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// It sets the current source.
    Source(SourceWords),
    /// It states a fact.
    Fact(Box<Fact>),
    /// It gives entities other names.
    Names(Vec<TypedEnd>),
}

impl Line {
    /// The names that it has at ends of a link, or to which it gives others.
    pub fn ends(&self) -> Vec<&TypedEnd> {
        match self {
            Self::Source(_) => Vec::new(),
            Self::Fact(fact) => fact.left.iter().chain(&fact.right).collect(),
            Self::Names(ends) => ends.iter().collect(),
        }
    }
}

/// A fact: who links to whom, by whose word, and since when.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The stance and who takes it; absent = the link kind's stance, and the source's authors.
    pub said: Option<Attribution>,
    /// What stands before the verb.
    pub left: Vec<TypedEnd>,
    /// The verb.
    pub verb: Verb,
    /// What stands after it.
    pub right: Vec<TypedEnd>,
    /// What else is stated.
    pub extras: Extras,
    /// The claim's note.
    pub note: String,
}

/// A stance, and who takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
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
pub struct TypedEnd {
    /// The name as it was typed, white space as single blanks; where only a word of it was typed, a name that means this
    /// entity alone.
    pub name: String,
    /// The word that was typed for it.
    pub word: Option<String>,
    /// The kind that was stated.
    pub kind: Option<Str>,
    /// Where that is in the text with its colon, bytes; empty where it would be.
    pub kind_at: std::ops::Range<usize>,
    /// Its other names, each after `=`.
    pub aliases: Vec<String>,
    /// The entity of that name, by slot; `None` = it is new.
    pub slot: Option<u32>,
    /// Where it stands in the text, bytes.
    pub at: std::ops::Range<usize>,
    /// Whether it was typed in quotes: then all of it is meant as the name.
    pub is_quoted: bool,
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
    pub share: Option<Stake>,
    /// Where in the source.
    pub locator: Option<String>,
    /// Id of the source of this line alone.
    pub source: Option<Str>,
    /// Address of a new source of this line alone.
    pub new_source: Option<String>,
    /// Reliability and credibility.
    pub grade: Option<(Reliability, Credibility)>,
    /// The claim's marking.
    pub marking: Option<Marking>,
}

impl PartialEq for TypedEnd {
    /// Ends are equal when they say the same, wherever they stand and however it was typed.
    fn eq(&self, other: &Self) -> bool {
        let said = |end: &Self| {
            (
                end.name.clone(),
                end.kind.clone(),
                end.aliases.clone(),
                end.slot,
            )
        };
        said(self) == said(other)
    }
}

/// The line as text, which reads back as the same: names and all free text in quotes.
pub fn print(line: &Line) -> String {
    match line {
        Line::Source(SourceWords::Url(url)) => format!("@{url}"),
        Line::Source(SourceWords::Words(words)) => format!("@{}", quoted(words)),
        Line::Fact(fact) => print_fact(fact),
        Line::Names(ends) => print_ends(ends),
    }
}

fn print_ends(ends: &[TypedEnd]) -> String {
    ends.iter().map(print_end).collect::<Vec<_>>().join(", ")
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
    out.push_str(&print_ends(&fact.left));
    out.push_str(&format!(" {} ", fact.verb.spelled));
    out.push_str(&print_ends(&fact.right));
    print_extras(&fact.extras, &mut out);
    if !fact.note.is_empty() {
        out.push_str(" // ");
        out.push_str(&fact.note);
    }
    out
}

fn print_end(end: &TypedEnd) -> String {
    let mut out = quoted(&end.name);
    if let Some(kind) = &end.kind {
        out.push(':');
        out.push_str(kind);
    }
    for alias in &end.aliases {
        out.push_str(&format!(" = {}", quoted(alias)));
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
    let source = extras.source.as_deref().or(extras.new_source.as_deref());
    if let Some(source) = source {
        out.push_str(&format!(" @{}", quoted(source)));
    }
}

/// A stake as a line writes it: `25%`, `25-50%`.
pub(super) fn share_text(share: &Stake) -> String {
    match (&share.min, &share.max) {
        (Some(min), Some(max)) if min == max => format!("{}%", min.as_str()),
        (Some(min), Some(max)) => format!("{}-{}%", min.as_str(), max.as_str()),
        (Some(one), None) | (None, Some(one)) => format!("{}%", one.as_str()),
        (None, None) => String::new(),
    }
}

/// The word of a stance before a colon.
pub(super) const fn stance_word(stance: Stance) -> &'static str {
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
