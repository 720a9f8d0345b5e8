//! The verb of a line: where it is, and what is said where there is none.

use std::ops::Range;

use crate::model::{Stance, Str};

use super::lexicon::Spelling;
use super::line::{Verb, stance_word};
use super::read::{LineReader, Mistake, stance_of, words};
use super::typing::verbs_near;

impl LineReader<'_> {
    /// *Whole words, outside quotes and outside known names, the leftmost place with text on both sides, there the
    /// longest.*
    pub(super) fn verb(&mut self, body: Range<usize>) -> Option<(Range<usize>, Verb)> {
        if body.is_empty() {
            let why = "fact missing after the colon";
            let mistake = Mistake::missing(body, why, "a fact: subject, verb, object");
            self.mistakes.push(mistake);
            return None;
        }
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
                let why = format!("name missing after “{word}”");
                Mistake::missing(body.end..body.end, why, "a name")
            }
            Some((at, false)) => {
                let word = &self.scan.text[at];
                Mistake::unfinished(body, format!("name missing before “{word}”"))
            }
            None if super::is_url(&self.scan.text[body.clone()]) => {
                let why = "start with @ to make this address the current source";
                Mistake::new(body, why)
            }
            None => self.no_verb(body),
        };
        self.mistakes.push(mistake);
        None
    }

    /// What is wrong with a line in which no verb is found.
    fn no_verb(&mut self, body: Range<usize>) -> Mistake {
        if let Some((at, stance)) = self.lonely_stance(body.clone(), stance_like) {
            let why = self.no_colon(&at, body.start, stance);
            // Before its colon, *assesses* may have a likelihood.
            let is_open = at.end == body.end || stance == Stance::Assesses;
            return match is_open {
                true => Mistake::missing(at, why, "a colon, and then a fact"),
                false => Mistake::new(at, why),
            };
        }
        if let Some(at) = self.unknown_verb(body.clone()) {
            let word = &self.scan.text[at.clone()];
            const MOST: usize = 3;
            let near = verbs_near(self.lexicon, word).into_iter().take(MOST);
            let near: Vec<String> = near.map(|(_, spelled, _)| spelled.to_string()).collect();
            let write = match near.is_empty() {
                true => String::new(),
                false => format!("{}; or ", near.join(" or ")),
            };
            let why = format!(
                "“{word}” is not a verb: write {write}related to, with ({word}) at the end of the line"
            );
            self.unknown_verb = Some(at.clone());
            return Mistake::missing(at, why, NEXT_INSTEAD);
        }
        let why = "no verb between the names, such as sanctions, part of or supplied by";
        Mistake::missing(body, why, NEXT_VERB)
    }

    /// Refuses a stance without its colon between a known name and the verb: it would be read as part of a new name.
    pub(super) fn refuse_lonely_stance(&mut self, left: Range<usize>) {
        let Some((at, stance)) = self.lonely_stance(left.clone(), stance_of) else {
            return;
        };
        let before = self.scan.trim(left.start..at.start);
        let quotes = self.scan.quotes.iter().map(|quote| &quote.range);
        let mut names = self.scan.known.iter().chain(quotes);
        if names.any(|name| name.end == before.end) {
            let why = self.no_colon(&at, left.start, stance);
            self.wrong(at, why);
        }
    }

    /// The first word for a stance in this stretch that has text before it.
    fn lonely_stance(
        &self,
        body: Range<usize>,
        stance_of: fn(&str) -> Option<Stance>,
    ) -> Option<(Range<usize>, Stance)> {
        let words = words(&self.scan.text[body.clone()]);
        let mut words = words.map(|(at, word)| (body.start + at, word));
        words.find_map(|(at, word)| {
            let place = at..at + word.len();
            let is_apart = at > body.start && self.scan.is_free(place.clone());
            is_apart
                .then(|| stance_of(word))
                .flatten()
                .map(|stance| (place, stance))
        })
    }

    /// How a stance is written that has no colon.
    fn no_colon(&mut self, at: &Range<usize>, from: usize, stance: Stance) -> String {
        let text = self.scan.text;
        let (word, who) = (&text[at.clone()], text[from..at.start].trim());
        let stance = stance_word(stance);
        self.lonely_stance = Some((at.clone(), format!("{stance}:")));
        format!(
            "“{word}” is a stance: write “{who} {stance}:” and then a fact, or quote the name that it is part of"
        )
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
    pub(super) fn longest_verb(&self, start: usize, end: usize) -> Option<(usize, &Spelling)> {
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

/// What comes after a name at the beginning of a line.
const NEXT_VERB: &str = "a verb, such as sanctions, part of or supplied by";

/// What takes the place of words that are no verb.
const NEXT_INSTEAD: &str = "a verb from the list below; Quick entry help lists all verbs";

/// The stance that a word names in any of its usual forms.
fn stance_like(word: &str) -> Option<Stance> {
    const FORMS: [(Stance, [&str; 2]); 4] = [
        (Stance::Asserts, ["say", "said"]),
        (Stance::Alleges, ["allege", "alleged"]),
        (Stance::Assesses, ["assess", "assessed"]),
        (Stance::Denies, ["deny", "denied"]),
    ];
    let formed = FORMS.iter().find(|(_, forms)| forms.contains(&word));
    stance_of(word).or_else(|| formed.map(|(stance, _)| *stance))
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
