//! A typed line, read in the order of its rule: source line, note, prefix, verb, ends, extras.

use std::ops::Range;

use crate::model::names::fold;
use crate::model::{Document, Likelihood, LikelihoodScale, Stance};

use super::Lexicon;
use super::ends::{Names, equals_signs, read_ends};
use super::extras::read_extras;
use super::line::{Attribution, Fact, Line, Speaker, TypedEnd};
use super::scan::Scan;
use super::source::SourceWords;

/// The longest line that is read, in bytes. What is longer is a pasted text and no line.
pub(super) const LONGEST: usize = 4000;

/// What of a line is not understood, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Mistake {
    /// The stretch of the text, bytes; empty where something is missing.
    pub at: Range<usize>,
    /// What is wrong and what to write instead, without a full stop.
    pub why: String,
    /// Whether going on typing may mend it.
    pub unfinished: bool,
    /// What to type next, if that is known of an unfinished line.
    pub next: Option<&'static str>,
}

impl Mistake {
    pub(super) fn new(at: Range<usize>, why: impl Into<String>) -> Self {
        Self {
            at,
            why: why.into(),
            unfinished: false,
            next: None,
        }
    }

    pub(super) fn unfinished(at: Range<usize>, why: impl Into<String>) -> Self {
        Self {
            unfinished: true,
            ..Self::new(at, why)
        }
    }

    /// Something is missing: why the line cannot be read so, and what comes next in it.
    pub(super) fn missing(at: Range<usize>, why: impl Into<String>, next: &'static str) -> Self {
        Self {
            next: Some(next),
            ..Self::unfinished(at, why)
        }
    }
}

/// What a text was read as.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LineReading {
    /// The line, where all of it was understood. `None` without mistakes: the text is blank.
    pub line: Option<Line>,
    /// What was not.
    pub mistakes: Vec<Mistake>,
    /// Where the verb ends, bytes: up to here the text is subject and verb.
    pub verb_end: Option<usize>,
    /// Where words are that are there for a verb and are none, bytes.
    pub unknown_verb: Option<Range<usize>>,
    /// Where a word for a stance is that lacks its colon, bytes, and how it is written.
    pub lonely_stance: Option<(Range<usize>, String)>,
}

/// Reads a line with the names of `document`, which `lexicon` must be up to date with. Never guesses: what is not
/// understood is a mistake.
pub fn read(text: &str, document: &Document, lexicon: &Lexicon) -> LineReading {
    let mut reading = LineReading::default();
    if text.trim().is_empty() {
        return reading;
    }
    if text.len() > LONGEST {
        let why = format!("line longer than {LONGEST} characters");
        reading.mistakes.push(Mistake::new(0..0, why));
        return reading;
    }
    // A line has one line.
    let text = &text.replace(['\n', '\r'], " ");
    let start = text.len() - text.trim_start().len();
    if text[start..].starts_with('@') {
        match SourceWords::of(&text[start + 1..]) {
            Some(words) => reading.line = Some(Line::Source(words)),
            None => reading.mistakes.push(Mistake::unfinished(
                start..start + 1,
                "after @ write a source: its ID, its address or words of its title",
            )),
        }
        return reading;
    }
    let mut reader = LineReader {
        scan: Scan::quotes(text),
        document,
        lexicon,
        mistakes: Vec::new(),
        verb_end: None,
        unknown_verb: None,
        lonely_stance: None,
    };
    let line = reader.line();
    reading.verb_end = reader.verb_end;
    reading.unknown_verb = reader.unknown_verb.take();
    reading.lonely_stance = reader.lonely_stance.take();
    if reader.mistakes.is_empty() {
        reading.line = line;
    }
    reading.mistakes = reader.mistakes;
    // What touches the end of the text may still be growing: `@fc` may become an ID, `TLP:GR` a marking.
    for mistake in &mut reading.mistakes {
        mistake.unfinished |= mistake.at.end == text.len();
    }
    reading
}

/// A line that is being read.
pub(super) struct LineReader<'a> {
    pub scan: Scan<'a>,
    pub document: &'a Document,
    pub lexicon: &'a Lexicon,
    pub mistakes: Vec<Mistake>,
    pub verb_end: Option<usize>,
    pub unknown_verb: Option<Range<usize>>,
    pub lonely_stance: Option<(Range<usize>, String)>,
}

impl LineReader<'_> {
    pub(super) fn wrong(&mut self, at: Range<usize>, why: impl Into<String>) {
        self.mistakes.push(Mistake::new(at, why));
    }

    fn line(&mut self) -> Option<Line> {
        let open = self.scan.quotes.iter().find(|quote| !quote.closed);
        if let Some(quote) = open {
            let at = quote.range.clone();
            let why = "closing quote missing";
            let next = "the rest of the name, and a closing quote";
            self.mistakes.push(Mistake::missing(at, why, next));
            return None;
        }
        let (end, note) = self.note();
        self.scan.find_known(self.lexicon, end);
        let (said, start) = self.prefix(end);
        let body = self.scan.trim(start..end);
        if !self.has_verb(body.clone()) && !equals_signs(&self.scan, body.clone()).is_empty() {
            if said.is_some() || !note.is_empty() {
                let why = "a line that gives other names has neither speaker nor note";
                self.wrong(body.clone(), why);
            }
            let (ends, _) = read_ends(self, body, Names::OrWords);
            self.refuse_unknown(&ends);
            return Some(Line::Names(ends));
        }
        let (at, verb) = self.verb(body.clone())?;
        if said.is_none() {
            self.refuse_lonely_stance(body.start..at.start);
        }
        self.verb_end = Some(at.end);
        let (extras, right_end) = read_extras(self, at.end..body.end);
        let (left, on_left) = read_ends(self, body.start..at.start, Names::OrWords);
        let (right, on_right) = read_ends(self, at.end..right_end, Names::OrWords);
        if on_left > 1 && on_right > 1 {
            let why = "only one side can be a list: quote a name with a comma, or use two lines";
            self.wrong(self.scan.trim(at.end..right_end), why);
        }
        Some(Line::Fact(Box::new(Fact {
            said,
            left,
            verb,
            right,
            extras,
            note,
        })))
    }

    /// Refuses other names for what is unknown: a mistyped name would become an entity of its own.
    fn refuse_unknown(&mut self, ends: &[TypedEnd]) {
        for end in ends {
            if end.slot.is_none() && end.kind.is_none() {
                let name = &end.name;
                let why = format!(
                    "“{name}” is not in this dataset: check the name, add it with a fact first, or state its kind, as in \
                     {name}:company = …"
                );
                self.mistakes.push(Mistake::unfinished(end.at.clone(), why));
            }
        }
    }

    /// Whether a verb is in this stretch, whatever is before and after it.
    fn has_verb(&self, body: Range<usize>) -> bool {
        let mut starts = self.scan.text[body.clone()].char_indices();
        starts.any(|(at, _)| self.longest_verb(body.start + at, body.end).is_some())
    }

    /// Where the note begins, and the note.
    pub(super) fn note(&self) -> (usize, String) {
        let text = self.scan.text;
        match self.scan.note {
            Some(at) => (at, text[at + 2..].trim().to_owned()),
            None => (text.len(), String::new()),
        }
    }

    // ---- prefix ----

    /// *The prefix ends at the first stance word directly followed by a colon.* What it says, and where the rest begins.
    pub(super) fn prefix(&mut self, end: usize) -> (Option<Attribution>, usize) {
        for (at, word) in words(&self.scan.text[..end]) {
            let Some(stance) = stance_of(word) else {
                continue;
            };
            let after = at + word.len();
            if !self.scan.is_free(at..after) {
                continue;
            }
            let Some((likelihood, body)) = self.colon(stance, after, end) else {
                continue;
            };
            let who = self.who(0..at);
            let said = Attribution {
                who,
                stance,
                likelihood,
            };
            return (Some(said), body);
        }
        (None, 0)
    }

    /// The colon after a stance word, with the likelihood before it, and where the rest begins; `None` = no prefix.
    fn colon(
        &mut self,
        stance: Stance,
        after: usize,
        end: usize,
    ) -> Option<(Option<Likelihood>, usize)> {
        let text = self.scan.text;
        let colon = after + text[after..end].find(':')?;
        if !self.scan.is_free(after..colon + 1) {
            return None;
        }
        let between = &text[after..colon];
        if between.is_empty() {
            return Some((None, colon + 1));
        }
        if between.trim().is_empty() {
            let why = "write the colon right after the word, or quote the name";
            self.wrong(after..colon + 1, why);
            return None;
        }
        if stance != Stance::Assesses || !between.starts_with(char::is_whitespace) {
            return None;
        }
        let term = fold(between.trim()).replace(' ', "-");
        let likelihood = likelihood(&term, self.lexicon.likelihood_scale());
        if likelihood.is_none() {
            const MOST_WORDS: usize = 4;
            if between.split_whitespace().count() <= MOST_WORDS {
                let why = format!(
                    "“{}” is not an ICD 203 or PHIA term; quote it if it is part of a name",
                    between.trim()
                );
                let at = self.scan.trim(after..colon);
                self.wrong(at, why);
            }
            return None;
        }
        Some((likelihood, colon + 1))
    }

    /// Who speaks: known names become entities, others stay names.
    fn who(&mut self, range: Range<usize>) -> Vec<Speaker> {
        let range = self.scan.trim(range);
        if range.is_empty() {
            return Vec::new();
        }
        let (ends, _) = read_ends(self, range, Names::Whole);
        for end in &ends {
            if end.kind.is_some() {
                let why = "a speaker takes no kind: speakers are not added to the chart";
                self.mistakes.push(Mistake::new(end.at.clone(), why));
            }
        }
        ends.into_iter()
            .map(|end| Speaker {
                name: end.name,
                slot: end.slot,
            })
            .collect()
    }
}

/// The words of a text with their places.
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let base = text.as_ptr() as usize;
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '\'' | '’')))
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - base, word))
}

pub(super) fn stance_of(word: &str) -> Option<Stance> {
    let is = |stance: &&Stance| word.eq_ignore_ascii_case(super::line::stance_word(**stance));
    Stance::ALL.iter().find(is).copied()
}

/// The likelihood of this term: bare where the dataset's scale or no scale at all decides, else with the scale that has it.
fn likelihood(term: &str, dataset: Option<LikelihoodScale>) -> Option<Likelihood> {
    let found = Likelihood::from_word(term)?;
    let has = |scale: &LikelihoodScale| scale.terms().iter().any(|(have, _)| *have == found.term);
    let scales: Vec<LikelihoodScale> = LikelihoodScale::ALL.iter().copied().filter(has).collect();
    let scale = match (dataset, scales.as_slice()) {
        (Some(scale), scales) if scales.contains(&scale) => Some(scale),
        (_, [only]) => Some(*only),
        _ => None,
    };
    Some(Likelihood { scale, ..found })
}
