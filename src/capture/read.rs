//! A typed line, read in the order of its rule: source line, note, prefix, verb, ends, extras.

use std::ops::Range;

use crate::model::names::fold;
use crate::model::{Document, Likelihood, LikelihoodScale, Stance, Str};

use super::Lexicon;
use super::ends::{Names, equals_signs, read_ends};
use super::extras::read_extras;
use super::lexicon::Spelling;
use super::line::{Attribution, Fact, Line, Speaker, Verb};
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
}

impl Mistake {
    pub(super) fn new(at: Range<usize>, why: impl Into<String>) -> Self {
        Self {
            at,
            why: why.into(),
            unfinished: false,
        }
    }

    pub(super) fn unfinished(at: Range<usize>, why: impl Into<String>) -> Self {
        Self {
            unfinished: true,
            ..Self::new(at, why)
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
                "after @ write a source: its id, its address or words of its title",
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
    };
    let line = reader.line();
    reading.verb_end = reader.verb_end;
    reading.unknown_verb = reader.unknown_verb.take();
    if reader.mistakes.is_empty() {
        reading.line = line;
    }
    reading.mistakes = reader.mistakes;
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
            self.mistakes.push(Mistake::unfinished(at, why));
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
            return Some(Line::Names(ends));
        }
        let (at, verb) = self.verb(body.clone())?;
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

    // ---- verb ----

    /// *Whole words, outside quotes and outside known names, the leftmost place with text on both sides, there the
    /// longest.*
    fn verb(&mut self, body: Range<usize>) -> Option<(Range<usize>, Verb)> {
        let mut lonely = None;
        for (start, _) in self.scan.text[body.clone()].char_indices() {
            let start = body.start + start;
            let Some((end, spelling)) = self.longest_verb(start, body.end) else {
                continue;
            };
            let before = self.scan.trim(body.start..start);
            let after = self.scan.trim(end..body.end);
            if !before.is_empty() && !after.is_empty() {
                let verb = Verb {
                    kind: spelling.kind.clone(),
                    spelled: spelling.text.clone(),
                    inverse: spelling.inverse,
                };
                return Some((start..end, verb));
            }
            lonely.get_or_insert((start..end, after.is_empty()));
        }
        let mistake = match lonely {
            Some((at, true)) => {
                self.verb_end = Some(at.end);
                let word = &self.scan.text[at.clone()];
                Mistake::unfinished(body.end..body.end, format!("name missing after “{word}”"))
            }
            Some((at, false)) => {
                let word = &self.scan.text[at];
                Mistake::unfinished(body, format!("name missing before “{word}”"))
            }
            None if super::is_url(&self.scan.text[body.clone()]) => {
                let why = "start with @ to make this address the current source";
                Mistake::new(body, why)
            }
            None => match self.unknown_verb(body.clone()) {
                Some(at) => {
                    let word = &self.scan.text[at.clone()];
                    let why = format!(
                        "“{word}” is not a verb: choose one of these, or write related to, and ({word}) at the end"
                    );
                    self.unknown_verb = Some(at.clone());
                    Mistake::unfinished(at, why)
                }
                None => Mistake::unfinished(
                    body,
                    "no verb between the names, such as sanctions, part of or supplied by",
                ),
            },
        };
        self.mistakes.push(mistake);
        None
    }

    /// The words that are there for a verb: those between two known or quoted names, else the first words in small letters
    /// that have text on both sides.
    fn unknown_verb(&self, body: Range<usize>) -> Option<Range<usize>> {
        let scan = &self.scan;
        let quotes = scan.quotes.iter().map(|quote| quote.range.clone());
        let mut names: Vec<Range<usize>> = quotes.chain(scan.known.iter().cloned()).collect();
        names.retain(|name| body.start <= name.start && name.end <= body.end);
        names.sort_by_key(|name| name.start);
        let between = names
            .windows(2)
            .map(|pair| scan.trim(pair[0].end..pair[1].start));
        let mut between = between.filter(|gap| is_like_a_verb(&scan.text[gap.clone()]));
        if let Some(gap) = between.next() {
            return Some(gap);
        }
        let text = &scan.text[body.clone()];
        let mut run: Option<Range<usize>> = None;
        for (at, word) in words(text) {
            let at = body.start + at..body.start + at + word.len();
            let is_small =
                word.chars().all(|c| c.is_lowercase() || c == '-') && scan.is_free(at.clone());
            match (&mut run, is_small) {
                (Some(run), true) => run.end = at.end,
                (None, true) if at.start > body.start && !JOINING.contains(&word) => run = Some(at),
                (Some(_), false) => break,
                _ => {}
            }
        }
        run.filter(|run| run.end < body.end && is_like_a_verb(&scan.text[run.clone()]))
    }

    /// The verb that has text before it, whatever comes after: its place, kind, and whether it is an inverse label.
    pub(super) fn verb_before(&self, body: Range<usize>) -> Option<(Range<usize>, Str, bool)> {
        for (start, _) in self.scan.text[body.clone()].char_indices() {
            let start = body.start + start;
            if self.scan.trim(body.start..start).is_empty() {
                continue;
            }
            // A verb that ends where the text ends may still be growing.
            let found = self.longest_verb(start, body.end);
            if let Some((end, spelling)) = found.filter(|(end, _)| *end < body.end) {
                return Some((start..end, spelling.kind.clone(), spelling.inverse));
            }
        }
        None
    }

    /// The longest verb at this place, and where it ends.
    fn longest_verb(&self, start: usize, end: usize) -> Option<(usize, &Spelling)> {
        if !self.scan.is_edge(start) {
            return None;
        }
        let text = &self.scan.text[start..end];
        let fits = |spelling: &&Spelling| {
            let len = matched(text, &spelling.text)?;
            let stop = start + len;
            (self.scan.is_edge(stop) && self.scan.is_free(start..stop)).then_some(stop)
        };
        let mut best: Option<(usize, &Spelling)> = None;
        for spelling in self.lexicon.verbs() {
            if let Some(stop) = fits(&spelling)
                && best.is_none_or(|(have, _)| stop > have)
            {
                best = Some((stop, spelling));
            }
        }
        best
    }
}

/// Words in small letters that are part of names.
const JOINING: [&str; 17] = [
    "of", "the", "and", "for", "in", "on", "at", "de", "da", "del", "der", "di", "du", "la", "van",
    "von", "bin",
];

/// Whether so few words may be meant as a verb, and as nothing else.
fn is_like_a_verb(text: &str) -> bool {
    const MOST_WORDS: usize = 3;
    let is_word = |c: char| c.is_alphabetic() || c == '-' || c.is_whitespace();
    !text.is_empty() && text.split_whitespace().count() <= MOST_WORDS && text.chars().all(is_word)
}

/// The words of a text with their places.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let base = text.as_ptr() as usize;
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '\'' | '’')))
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - base, word))
}

fn stance_of(word: &str) -> Option<Stance> {
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

/// How much of `text` is this spelling, in any case, a hyphen and white space being the same.
fn matched(text: &str, spelling: &str) -> Option<usize> {
    let mut rest = text.char_indices().peekable();
    let is_gap = |c: char| c == '-' || c.is_whitespace();
    let mut end = 0;
    let mut in_gap = false;
    for wanted in spelling.chars() {
        if is_gap(wanted) {
            if in_gap {
                continue;
            }
            let (at, c) = rest.next_if(|(_, c)| is_gap(*c))?;
            end = at + c.len_utf8();
            if c != '-' {
                while let Some((at, c)) = rest.next_if(|(_, c)| c.is_whitespace()) {
                    end = at + c.len_utf8();
                }
            }
            in_gap = true;
            continue;
        }
        in_gap = false;
        let (at, c) = rest.next()?;
        if !c.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
        end = at + c.len_utf8();
    }
    (end > 0).then_some(end)
}
