//! What is being typed at a place of a line: what a completion would take the place of.

use std::ops::Range;

use crate::model::{Document, LinkKind, Str};

use super::Lexicon;
use super::lexicon::Spelling;
use super::read::LineReader;
use super::scan::Scan;

/// What is being typed.
#[derive(Clone, Debug, PartialEq)]
pub enum TypingTarget {
    /// Nothing that can be completed.
    Nothing,
    /// A source: an id, an address or words.
    Source {
        /// What a completion takes the place of, bytes.
        at: Range<usize>,
        /// What was typed of it.
        query: String,
        /// Whether the whole line sets the current source.
        whole_line: bool,
    },
    /// A kind after a colon.
    CustomKind {
        /// What a completion takes the place of.
        at: Range<usize>,
        /// What was typed of it.
        query: String,
    },
    /// A name, or a verb after a name.
    Name {
        /// What a completion takes the place of.
        at: Range<usize>,
        /// What was typed of it.
        query: String,
        /// The verb before it, and whether it is an inverse label; `None` = it stands before the verb.
        verb: Option<(Str, bool)>,
        /// Where a verb may begin, with what was typed of it: the longest first.
        verbs: Vec<(Range<usize>, String)>,
    },
}

/// What is being typed in `text` at `cursor` (bytes).
pub fn wanted(text: &str, cursor: usize, document: &Document, lexicon: &Lexicon) -> TypingTarget {
    let Some(head) = text.get(..cursor) else {
        return TypingTarget::Nothing;
    };
    let start = head.len() - head.trim_start().len();
    if head[start..].starts_with('@') {
        return TypingTarget::Source {
            at: start + 1..cursor,
            query: head[start + 1..].trim().to_owned(),
            whole_line: true,
        };
    }
    if head.len() > super::read::LONGEST {
        return TypingTarget::Nothing;
    }
    let mut reader = LineReader {
        scan: Scan::quotes(head),
        document,
        lexicon,
        mistakes: Vec::new(),
        verb_end: None,
        unknown_verb: None,
        lonely_stance: None,
    };
    let (end, _) = reader.note();
    if end < head.len() {
        return TypingTarget::Nothing;
    }
    reader.scan.find_known(lexicon, end);
    let (_, start) = reader.prefix(end);
    let verb = reader.verb_before(start..end);
    let from = verb.as_ref().map_or(start, |(at, ..)| at.end);
    let piece = reader
        .scan
        .split_commas(from..end)
        .pop()
        .unwrap_or(from..end);
    let piece = piece.start + (head[piece.clone()].len() - head[piece.clone()].trim_start().len())
        ..piece.end;
    if verb.is_some() && !head.ends_with(char::is_whitespace) {
        // A date or another extra is being typed, and no name.
        let (_, names_end) = super::extras::read_extras(&mut reader, from..end);
        if names_end < end && !is_source_token(head) {
            return TypingTarget::Nothing;
        }
    }
    let verb = verb.map(|(_, kind, inverse)| (kind, inverse));
    in_piece(&reader, piece, verb)
}

/// Whether the last word is `@` and what may become an id.
fn is_source_token(head: &str) -> bool {
    let last = head.rsplit(char::is_whitespace).next();
    last.is_some_and(|word| word.starts_with('@'))
}

fn in_piece(
    reader: &LineReader<'_>,
    piece: Range<usize>,
    verb: Option<(Str, bool)>,
) -> TypingTarget {
    let head = reader.scan.text;
    let text = &head[piece.clone()];
    if !super::ends::equals_signs(&reader.scan, piece.clone()).is_empty() {
        // Another name is new.
        return TypingTarget::Nothing;
    }
    if let Some(quote) = reader
        .scan
        .quotes
        .iter()
        .find(|quote| quote.range.start == piece.start)
    {
        if quote.closed {
            return TypingTarget::Nothing;
        }
        return TypingTarget::Name {
            query: reader.scan.unquoted(quote).trim().to_owned(),
            at: piece,
            verb,
            verbs: Vec::new(),
        };
    }
    let last = text.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let last = text.get(last..).unwrap_or_default();
    if verb.is_some() && last.len() < text.len() && last.starts_with('@') {
        return TypingTarget::Source {
            at: piece.end - last.len() + 1..piece.end,
            query: last[1..].to_owned(),
            whole_line: false,
        };
    }
    if let Some(colon) = text.rfind(':').filter(|colon| *colon > 0) {
        let at = piece.start + colon + 1;
        if reader.scan.is_free(at - 1..at) && !text[colon + 1..].contains(' ') {
            return TypingTarget::CustomKind {
                at: at..piece.end,
                query: text[colon + 1..].to_owned(),
            };
        }
    }
    let verbs = match verb {
        Some(_) => Vec::new(),
        None => tails(reader, piece.clone()),
    };
    TypingTarget::Name {
        query: text.trim().to_owned(),
        at: piece,
        verb,
        verbs,
    }
}

/// The last three, two and one words of a piece that has text before them and is not protected there.
fn tails(reader: &LineReader<'_>, piece: Range<usize>) -> Vec<(Range<usize>, String)> {
    let text = &reader.scan.text[piece.clone()];
    if text.ends_with(char::is_whitespace) {
        return Vec::new();
    }
    let starts = text.char_indices().filter(|(at, c)| {
        let before = text[..*at].chars().next_back();
        !c.is_whitespace() && before.is_some_and(char::is_whitespace)
    });
    let starts: Vec<usize> = starts.map(|(at, _)| piece.start + at).collect();
    const MOST_WORDS: usize = 3;
    let from = starts.len().saturating_sub(MOST_WORDS);
    let free = |at: &&usize| reader.scan.is_free(**at..piece.end);
    let tail = |at: &usize| (*at..piece.end, reader.scan.text[*at..piece.end].to_owned());
    starts[from..].iter().filter(free).map(tail).collect()
}

/// The spellings of link kinds that begin as was typed: kind, spelling, whether inverse; the shortest first.
pub fn verbs_that_begin(lexicon: &Lexicon, query: &str) -> Vec<(Str, Str, bool)> {
    let query = crate::model::names::fold(query).replace('-', " ");
    if query.is_empty() {
        return Vec::new();
    }
    let spelled = |text: &str| text.to_lowercase().replace('-', " ");
    let mut found: Vec<(Str, Str, bool)> = lexicon
        .verbs()
        .iter()
        .filter(|spelling| spelled(&spelling.text).starts_with(&query))
        .map(|spelling| {
            let text = Str::from(spelling.text.replace('-', " "));
            (spelling.kind.clone(), text, spelling.inverse)
        })
        .collect();
    found.sort_by_key(|(_, text, _)| text.len());
    found
}

/// The spellings of link kinds that are nearest to words that are none: kind, spelling, whether inverse; the nearest first.
pub fn verbs_near(lexicon: &Lexicon, words: &str) -> Vec<(Str, Str, bool)> {
    let words = plain(words);
    let without = without_auxiliaries(&words);
    let far = |spelling: &Spelling| {
        let bare = without.and_then(|words| far_from_spelling(words, spelling));
        far_from_spelling(&words, spelling)
            .into_iter()
            .chain(bare)
            .min()
    };
    let mut near: Vec<(usize, (Str, Str, bool))> = lexicon
        .verbs()
        .iter()
        .filter_map(|spelling| {
            let text = Str::from(spelling.text.replace('-', " "));
            Some((
                far(spelling)?,
                (spelling.kind.clone(), text, spelling.inverse),
            ))
        })
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.dedup_by(|a, b| a.1.1 == b.1.1);
    near.into_iter().map(|(_, verb)| verb).collect()
}

/// Words without *was*, *has been* and the like before them, if they begin so.
fn without_auxiliaries(words: &str) -> Option<&str> {
    const AUXILIARIES: [&str; 9] = [
        "is", "are", "was", "were", "has", "have", "had", "been", "a",
    ];
    let mut rest = words;
    while let Some((first, after)) = rest.split_once(' ')
        && AUXILIARIES.contains(&first)
    {
        rest = after;
    }
    (rest.len() < words.len()).then_some(rest)
}

/// How far words are from a verb or from what people write for it, if that is near.
fn far_from_spelling(words: &str, spelling: &Spelling) -> Option<usize> {
    let kind = LinkKind::from_word(&spelling.kind).into_iter();
    let other = kind.flat_map(|kind| kind.other_words(spelling.inverse));
    let other = other.filter_map(|other| far_from_another_word(words, &plain(other)));
    let verb = far_from_verb(words, &plain(&spelling.text));
    verb.into_iter().chain(other).min()
}

fn plain(text: &str) -> String {
    crate::model::names::fold(text).replace('-', " ")
}

/// How far words are from a verb, if that is near.
fn far_from_verb(words: &str, verb: &str) -> Option<usize> {
    // A letter in three may be wrong.
    let most = words.chars().count() / 3;
    let beginning = |text: &str| text.chars().take(4).collect::<String>();
    let begins_alike = words.chars().count() >= 4 && beginning(words) == beginning(verb);
    let distance = strsim::osa_distance(words, verb);
    let is_near = distance <= most || begins_alike;
    let by_letters = is_near.then_some(distance);
    far_in_form(words, verb).into_iter().chain(by_letters).min()
}

/// The same of what people write for a verb: a letter in six may be wrong, for there are many such words.
fn far_from_another_word(words: &str, other: &str) -> Option<usize> {
    let distance = strsim::osa_distance(words, other);
    let by_letters = (distance <= words.chars().count() / 6).then_some(distance);
    far_in_form(words, other)
        .into_iter()
        .chain(by_letters)
        .min()
}

/// How far words are from a verb of which they are another form: *payed*, *paying* and *payer of* from *pays*.
fn far_in_form(words: &str, verb: &str) -> Option<usize> {
    const SHORTEST: usize = 3;
    const OTHER_REST: usize = 2;
    let split = |text: &str| {
        let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
        (stem(first), rest.to_owned())
    };
    let ((first, rest), (verb, verb_rest)) = (split(words), split(verb));
    match first == verb {
        true if rest == verb_rest => Some(0),
        true if first.chars().count() >= SHORTEST => Some(OTHER_REST),
        _ => None,
    }
}

/// A word without its ending.
fn stem(word: &str) -> String {
    const ENDINGS: [&str; 8] = ["ing", "ers", "ed", "er", "or", "es", "s", "e"];
    const SHORTEST: usize = 2;
    let cut = ENDINGS.iter().find_map(|ending| {
        let stem = word.strip_suffix(ending)?;
        (stem.chars().count() >= SHORTEST).then_some(stem)
    });
    let mut letters: Vec<char> = cut.unwrap_or(word).chars().collect();
    // *controlled*, *supply*
    if let [.., a, b] = letters.as_slice()
        && a == b
    {
        letters.pop();
    }
    if let Some(last) = letters.last_mut().filter(|last| **last == 'y') {
        *last = 'i';
    }
    letters.into_iter().collect()
}
