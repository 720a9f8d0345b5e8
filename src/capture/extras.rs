//! What a line states after its last name: taken from the right, one of each sort, while text remains.

use std::ops::Range;

use crate::model::{Credibility, Marking, Number, PartialDate, Reliability, Stake, Until};

use super::dates::period;
use super::line::Extras;
use super::read::LineReader;
use super::source::{FoundSource, SourceWords, find_source, ids_of, is_url};

/// Takes the extras off the right end of this stretch; where what is left ends.
pub(super) fn read_extras(reader: &mut LineReader<'_>, range: Range<usize>) -> (Extras, usize) {
    let mut extras = Extras::default();
    let mut end = range.end;
    loop {
        let rest = reader.scan.trim(range.start..end);
        let quoted = take_quoted(reader, &rest, &mut extras);
        match quoted.or_else(|| take_plain(reader, rest.clone(), &mut extras)) {
            Some(before) => end = before,
            None => return (extras, rest.end),
        }
    }
}

/// A piece of text at the right end of a stretch, with white space before it.
struct TailPiece<'a> {
    text: &'a str,
    at: Range<usize>,
}

/// Whether something stands before this place in the stretch, apart by white space.
fn has_text_before(reader: &LineReader<'_>, rest: &Range<usize>, at: usize) -> bool {
    let text = &reader.scan.text[rest.start..at];
    text.ends_with(char::is_whitespace) && !text.trim().is_empty()
}

/// An extra that ends in a quote or a bracket: `#"…"`, `@"…"`, `(…)`.
fn take_quoted(
    reader: &mut LineReader<'_>,
    rest: &Range<usize>,
    extras: &mut Extras,
) -> Option<usize> {
    let scan = &reader.scan;
    if let Some(quote) = scan.quotes.iter().find(|quote| quote.range.end == rest.end) {
        let at = quote
            .range
            .start
            .checked_sub(1)
            .filter(|at| *at >= rest.start)?;
        let inner = scan.unquoted(quote);
        if !has_text_before(reader, rest, at) || inner.trim().is_empty() {
            return None;
        }
        return match scan.text.as_bytes()[at] {
            b'#' if extras.locator.is_none() => {
                extras.locator = Some(inner.trim().to_owned());
                Some(at)
            }
            b'@' if has_no_source(extras) => {
                line_source(reader, &inner, at..rest.end, extras);
                Some(at)
            }
            _ => None,
        };
    }
    let open = bracket(reader, rest)?;
    if extras.label.is_some() || !has_text_before(reader, rest, open) {
        return None;
    }
    let inner = scan.trim(open + 1..rest.end - 1);
    let label = match scan.quote_at(inner.start) {
        Some(quote) if quote.range == inner => scan.unquoted(quote).trim().to_owned(),
        _ => scan.text[inner].to_owned(),
    };
    if label.is_empty() {
        return None;
    }
    extras.label = Some(label);
    Some(open)
}

/// Where the bracket opens that closes at the end of the stretch.
fn bracket(reader: &LineReader<'_>, rest: &Range<usize>) -> Option<usize> {
    let scan = &reader.scan;
    let free = |at: usize| scan.is_free(at..at + 1);
    let text = &scan.text[rest.clone()];
    if !text.ends_with(')') || !free(rest.end - 1) {
        return None;
    }
    let mut depth = 0usize;
    for (at, c) in text.char_indices().rev() {
        let at = rest.start + at;
        match c {
            ')' if free(at) => depth += 1,
            '(' if free(at) => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// An extra of plain words, the last one, two or three of them.
fn take_plain(
    reader: &mut LineReader<'_>,
    rest: Range<usize>,
    extras: &mut Extras,
) -> Option<usize> {
    for words in (1..=3).rev() {
        let Some(piece) = last_words(reader, &rest, words) else {
            continue;
        };
        let at = piece.at.clone();
        let text = piece.text.to_owned();
        let taken = match words {
            1 => take_word(reader, &text, at.clone(), extras),
            _ => {
                take_period(reader, &text, at.clone(), extras)
                    || take_share(reader, &text, at.clone(), extras)
            }
        };
        if taken {
            return Some(at.start);
        }
    }
    None
}

/// The last so many words of a stretch, if something stands before them and nothing protects them.
fn last_words<'a>(
    reader: &LineReader<'a>,
    rest: &Range<usize>,
    words: usize,
) -> Option<TailPiece<'a>> {
    let text = &reader.scan.text[rest.clone()];
    let mut start = text.len();
    for _ in 0..words {
        let before = text[..start].trim_end();
        start = before.rfind(char::is_whitespace).map(|at| {
            let white = before[at..].chars().next().map_or(1, char::len_utf8);
            at + white
        })?;
    }
    let at = rest.start + start..rest.end;
    let fits = has_text_before(reader, rest, at.start) && reader.scan.is_free(at.clone());
    fits.then(|| TailPiece {
        text: &reader.scan.text[at.clone()],
        at,
    })
}

fn take_word(
    reader: &mut LineReader<'_>,
    text: &str,
    at: Range<usize>,
    extras: &mut Extras,
) -> bool {
    if take_period(reader, text, at.clone(), extras) || take_share(reader, text, at.clone(), extras)
    {
        return true;
    }
    if let Some(word) = text.strip_prefix('#').filter(|word| !word.is_empty()) {
        return set(&mut extras.locator, word.to_owned());
    }
    if let Some(id) = text.strip_prefix('@').filter(|id| !id.is_empty()) {
        if !has_no_source(extras) {
            return false;
        }
        line_source(reader, id, at, extras);
        return true;
    }
    if text
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("TLP:"))
    {
        let marking = Marking::from_word(&text.to_uppercase());
        if marking.is_none() && extras.marking.is_none() {
            let why =
                "a marking is one of TLP:RED, TLP:AMBER+STRICT, TLP:AMBER, TLP:GREEN, TLP:CLEAR";
            reader.wrong(at, why);
        }
        return set(&mut extras.marking, marking.unwrap_or(Marking::Red));
    }
    match grade(text) {
        Some(grade) => set(&mut extras.grade, grade),
        None => false,
    }
}

fn has_no_source(extras: &Extras) -> bool {
    extras.source.is_none() && extras.new_source.is_none()
}

/// The source of this line alone: an id, or an address, which may be that of a new source.
fn line_source(reader: &mut LineReader<'_>, text: &str, at: Range<usize>, extras: &mut Extras) {
    let sources = reader.document.sources();
    if sources.get(text).is_some() {
        extras.source = Some(text.into());
        return;
    }
    let is_address = is_url(text);
    let words = match is_address {
        true => SourceWords::Url(text.into()),
        false => SourceWords::Words(text.into()),
    };
    let near = match find_source(reader.document, &words) {
        FoundSource::New if is_address => {
            extras.new_source = Some(text.trim().to_owned());
            return;
        }
        FoundSource::Known(slot) if is_address => {
            extras.source = sources.id_at(slot).cloned();
            return;
        }
        FoundSource::New => Vec::new(),
        FoundSource::Known(slot) => vec![slot],
        FoundSource::Several(slots) => slots,
    };
    let write = match near.is_empty() {
        true => "an ID or an address".to_owned(),
        false => format!("the ID: {}", ids_of(reader.document, &near)),
    };
    let why = format!("no source “{text}”; write {write}, or quote the name if @ is part of one");
    reader.wrong(at, why);
    extras.source = Some(text.into());
}

fn set<T>(place: &mut Option<T>, value: T) -> bool {
    let is_free = place.is_none();
    if is_free {
        *place = Some(value);
    }
    is_free
}

/// `B2`: reliability and credibility, in capitals.
fn grade(text: &str) -> Option<(Reliability, Credibility)> {
    let (letter, number) = (text.get(..1)?, text.get(1..)?);
    let number: u8 = number.parse().ok().filter(|_| number.len() == 1)?;
    Some((Reliability::from_word(letter)?, Credibility::new(number)?))
}

/// A date, or two dates with `..` between, before or after them, with or without blanks.
fn take_period(
    reader: &mut LineReader<'_>,
    text: &str,
    at: Range<usize>,
    extras: &mut Extras,
) -> bool {
    if extras.since.is_some() || extras.until.is_some() {
        return false;
    }
    let Some((since, until)) = period(text) else {
        return refuse_day(reader, text, at);
    };
    let ends = until.and_then(Until::date);
    if let (Some(since), Some(until)) = (since, ends)
        && until.last_day() < since.first_day()
    {
        reader.wrong(at, "this period ends before it begins");
    }
    (extras.since, extras.until) = (since, until);
    true
}

/// Refuses a day that no calendar has, instead of reading it as part of a name. Returns whether it was one.
fn refuse_day(reader: &mut LineReader<'_>, text: &str, at: Range<usize>) -> bool {
    let is_like_a_day = text.len() == 10
        && text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let is_one = is_like_a_day && text.parse::<PartialDate>().is_err();
    if is_one {
        reader.wrong(at, format!("{text} is not a date"));
    }
    is_one
}

fn take_share(
    reader: &mut LineReader<'_>,
    text: &str,
    at: Range<usize>,
    extras: &mut Extras,
) -> bool {
    if extras.share.is_some() {
        return false;
    }
    let Some(share) = share(text) else {
        return false;
    };
    let outside = |number: &Option<Number>| {
        let value = number.as_ref().map(Number::value);
        value.is_some_and(|value| !(0.0..=100.0).contains(&value))
    };
    if outside(&share.min) || outside(&share.max) || share.is_crossed() {
        reader.wrong(
            at,
            "a stake is a number from 0 to 100, or two of which the first is less",
        );
    }
    extras.share = Some(share);
    true
}

/// `25%` or `25-50%`.
pub(super) fn share(text: &str) -> Option<Stake> {
    let body = text.strip_suffix('%')?.trim();
    let number =
        |text: &str| Number::from_text(text.trim()).filter(|n| !n.as_str().starts_with('-'));
    let (min, max) = match body.split_once(['-', '–']) {
        Some((min, max)) => (number(min)?, number(max)?),
        None => (number(body)?, number(body)?),
    };
    Some(Stake {
        min: Some(min),
        max: Some(max),
        ..Stake::default()
    })
}
