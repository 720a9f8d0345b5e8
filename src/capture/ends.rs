//! The ends of a line: names, what is known of them, and the kinds that are stated.

use std::ops::Range;

use crate::model::Str;

use super::kinds::is_legal_form;
use super::line::TypedEnd;
use super::read::{LineReader, Mistake};
use super::scan::Scan;

/// What may be typed for an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    /// A name or alias: whose word it is, is not guessed.
    Whole,
    /// Also a word of its name.
    OrWords,
}

/// The ends that stand in this stretch, between commas, and how many pieces it has: a name that stands twice is one end.
pub(super) fn read_ends(
    reader: &mut LineReader<'_>,
    range: Range<usize>,
    names: Names,
) -> (Vec<TypedEnd>, usize) {
    let pieces = reader.scan.split_commas(range);
    let count = pieces.len();
    let mut ends: Vec<TypedEnd> = Vec::new();
    for piece in pieces {
        let piece = reader.scan.trim(piece);
        if piece.is_empty() {
            let comma = reader.scan.char_before(piece.start);
            let why = "name missing next to this comma";
            let mistake = Mistake::missing(comma..piece.end, why, "another name");
            reader.mistakes.push(mistake);
            continue;
        }
        let Some(end) = read_end(reader, piece, count > 1, names) else {
            continue;
        };
        match ends.iter_mut().find(|have| is_same(have, &end)) {
            Some(have) if have.kind.is_some() && end.kind.is_some() && have.kind != end.kind => {
                let why = format!("“{}” appears twice with different kinds", end.name);
                reader.wrong(end.at, why);
            }
            Some(have) => {
                have.kind = have.kind.take().or(end.kind);
                have.aliases.extend(end.aliases);
            }
            None => ends.push(end),
        }
    }
    (ends, count)
}

/// A name that stands twice in a list is one.
fn is_same(a: &TypedEnd, b: &TypedEnd) -> bool {
    use crate::model::names::fold;
    match (a.slot, b.slot) {
        (Some(a), Some(b)) => a == b,
        (None, None) => fold(&a.name) == fold(&b.name),
        _ => false,
    }
}

fn read_end(
    reader: &mut LineReader<'_>,
    piece: Range<usize>,
    several: bool,
    names: Names,
) -> Option<TypedEnd> {
    let (piece, aliases) = split_aliases(reader, piece)?;
    let quote = reader.scan.quote_at(piece.start).cloned();
    let is_quoted = quote.is_some();
    let (name, kind, kind_at) = match quote {
        Some(quote) => {
            let kind = after_quote(reader, quote.range.end..piece.end)?;
            let kind_at = quote.range.end..piece.end;
            (reader.scan.unquoted(&quote), kind, kind_at)
        }
        None => plain_name(reader, piece.clone(), several)?,
    };
    let name = on_one_line(&name);
    if name.is_empty() {
        reader.wrong(piece, "there is no name in these quotes");
        return None;
    }
    let slot = resolve(reader, &name, kind.as_ref(), &piece)?;
    let mut end = TypedEnd {
        name,
        word: None,
        kind,
        kind_at,
        aliases,
        slot,
        at: piece,
        is_quoted,
    };
    // In quotes, or with a kind, a name is the whole name.
    if names == Names::OrWords && end.slot.is_none() && end.kind.is_none() && !is_quoted {
        take_word(reader, &mut end)?;
    }
    Some(end)
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name without quotes, its kind, and where that is or would be.
fn plain_name(
    reader: &mut LineReader<'_>,
    piece: Range<usize>,
    several: bool,
) -> Option<(String, Option<Str>, Range<usize>)> {
    let (at, kind) = name_and_kind(reader, piece.clone());
    if kind.is_none()
        && let Some(word) = kind_like(reader, &at)
    {
        let why = no_kind(reader, &reader.scan.text[word.clone()]);
        let why = format!("{why}; quote the name if the colon is part of it");
        reader.wrong(word, why);
        return None;
    }
    if let Some(open) = open_bracket(reader, &at) {
        let why = format!(
            "bracket not closed in “{}”: close it, or quote the name",
            &reader.scan.text[at.clone()]
        );
        reader.wrong(open..at.end, why);
        return None;
    }
    if let Some((at, why)) = misplaced_source(reader, &at) {
        reader.wrong(at, why);
        return None;
    }
    let kind_at = at.end..piece.end;
    let name = reader.scan.text[at].to_owned();
    if several && is_legal_form(&name) && reader.lexicon.bearers(&name).is_empty() {
        let why = format!(
            "“{name}” is only a legal form: quote the whole name, as in \"Sichuan Anxun, {name}\""
        );
        reader.wrong(piece, why);
        return None;
    }
    Some((name, kind, kind_at))
}

/// Where a bracket opens in a new name that does not close in it.
fn open_bracket(reader: &LineReader<'_>, name: &Range<usize>) -> Option<usize> {
    let text = &reader.scan.text[name.clone()];
    let open = text
        .rfind('(')
        .filter(|open| !text[*open..].contains(')'))?;
    let is_new = reader.lexicon.bearers(text).is_empty();
    is_new.then_some(name.start + open)
}

/// A word of a new name that begins with `@`, after its first word: a source is at the end of a line, and what was meant as
/// one must not become part of a name.
fn misplaced_source(
    reader: &LineReader<'_>,
    name: &Range<usize>,
) -> Option<(Range<usize>, String)> {
    let scan = &reader.scan;
    let text = &scan.text[name.clone()];
    if !reader.lexicon.bearers(text).is_empty() {
        return None;
    }
    let signs = text.match_indices('@').map(|(at, _)| at);
    let mut led_in = signs.filter(|at| text[..*at].ends_with(char::is_whitespace));
    let start = led_in.find(|at| scan.is_free(name.start + at..name.start + at + 1))?;
    let word = text[start..].split_whitespace().next()?;
    let at = name.start + start..name.start + start + word.len();
    let quote = "or quote the name if @ is part of it";
    let why = match word {
        "@" => format!("after @ write the ID or the address of a source, without a space, {quote}"),
        word => format!("“{word}” is not at the end of the line: move it there, {quote}"),
    };
    Some((at, why))
}

/// The part of an end before its other names, and those: each follows an equals sign that stands alone.
fn split_aliases(
    reader: &mut LineReader<'_>,
    piece: Range<usize>,
) -> Option<(Range<usize>, Vec<String>)> {
    let mut parts = equals_signs(&reader.scan, piece.clone());
    parts.push(piece.end);
    let name = reader.scan.trim(piece.start..parts[0]);
    let mut aliases: Vec<String> = Vec::new();
    for pair in parts.windows(2) {
        let at = reader.scan.trim(pair[0] + 1..pair[1]);
        let alias = match reader.scan.quote_at(at.start) {
            Some(quote) if quote.range == at => reader.scan.unquoted(quote),
            _ => reader.scan.text[at.clone()].to_owned(),
        };
        let alias = on_one_line(&alias);
        if alias.is_empty() {
            let why = "name missing after =";
            let mistake = Mistake::missing(at, why, "another name for it");
            reader.mistakes.push(mistake);
            return None;
        }
        aliases.push(alias);
    }
    if name.is_empty() {
        let why = "name missing before =";
        reader.mistakes.push(Mistake::unfinished(piece, why));
        return None;
    }
    Some((name, aliases))
}

/// The places of equals signs that stand alone and that nothing protects.
pub(super) fn equals_signs(scan: &Scan<'_>, range: Range<usize>) -> Vec<usize> {
    let text = &scan.text[range.clone()];
    let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let stands_alone = |at: usize| {
        is_blank(text[..at].chars().next_back()) && is_blank(text[at + 1..].chars().next())
    };
    let signs = text.match_indices('=').map(|(at, _)| at);
    let alone = signs
        .filter(|at| stands_alone(*at))
        .map(|at| range.start + at);
    alone.filter(|at| scan.is_free(*at..at + 1)).collect()
}

/// Takes a name that is new for the only entity of whose name it is a word; `None` = several have it.
fn take_word(reader: &mut LineReader<'_>, end: &mut TypedEnd) -> Option<()> {
    let lexicon = reader.lexicon;
    // A state is itself, and no bank or embassy that has its name in theirs.
    if super::states::state_code(&end.name).is_some() {
        return Some(());
    }
    let meant = match lexicon.with_word(&end.name) {
        [] => return Some(()),
        [only] => lexicon.designation(reader.document, *only),
        _ => None,
    };
    if let (Some(name), [only]) = (meant, lexicon.with_word(&end.name)) {
        end.word = Some(std::mem::replace(&mut end.name, name));
        end.slot = Some(*only);
        return Some(());
    }
    let word = &end.name;
    let why = format!(
        "“{word}” may be {}: write its ID, or \"{word}\" in quotes for a new name",
        named(reader, lexicon.with_word(word))
    );
    let at = end.at.clone();
    reader.mistakes.push(Mistake::unfinished(at, why));
    None
}

/// How many entities a text names of those that have one name.
const MOST_NAMED: usize = 4;

/// Entities with what tells them apart: `i-Soon (company, id i-soon) or …`.
fn named(reader: &LineReader<'_>, slots: &[u32]) -> String {
    let words = reader.lexicon.vocabulary();
    let entities = slots
        .iter()
        .filter_map(|slot| reader.document.entities().at(*slot));
    let mut named: Vec<String> = entities
        .take(MOST_NAMED)
        .map(|entity| {
            let kind = words.entity_kind(entity.kind_id()).label.to_lowercase();
            format!("{} ({kind}, ID {})", entity.label(), entity.id)
        })
        .collect();
    if slots.len() > named.len() {
        named.push(format!("{} others", slots.len() - named.len()));
    }
    match named.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => named.concat(),
    }
}

/// What may follow a closing quote: nothing, or a colon and a kind.
fn after_quote(reader: &mut LineReader<'_>, rest: Range<usize>) -> Option<Option<Str>> {
    let rest = reader.scan.trim(rest);
    let text = &reader.scan.text[rest.clone()];
    if text.is_empty() {
        return Some(None);
    }
    let Some(kind) = text.strip_prefix(':') else {
        let why = format!("unexpected “{text}” after the closing quote");
        reader.wrong(rest, why);
        return None;
    };
    match reader.lexicon.entity_kind(kind) {
        Some(kind) => Some(Some(kind)),
        None => {
            let why = no_kind(reader, kind);
            reader.wrong(rest, why);
            None
        }
    }
}

/// What follows the last colon of a name, where it is written as a kind is: one word in small letters, right after it.
fn kind_like(reader: &LineReader<'_>, name: &Range<usize>) -> Option<Range<usize>> {
    let scan = &reader.scan;
    let text = &scan.text[name.clone()];
    let colon = text.rfind(':').filter(|colon| *colon > 0)?;
    let word = &text[colon + 1..];
    let is_word = !word.is_empty() && word.chars().all(|c| c.is_lowercase() || c == '-');
    let at = name.start + colon;
    (is_word && scan.is_free(at..at + 1)).then_some(at + 1..name.end)
}

/// That a word is not an entity kind, and which ones may be meant.
fn no_kind(reader: &LineReader<'_>, word: &str) -> String {
    const MOST_NEAR: usize = 3;
    let near = super::kinds::kinds_near(reader.lexicon, word);
    let near: Vec<String> = near
        .iter()
        .take(MOST_NEAR)
        .map(|(id, _)| format!(":{}", reader.lexicon.kind_spelling(id)))
        .collect();
    let word = word.trim();
    let instead = match near.as_slice() {
        [] => "examples are :company, :person and :agency".to_owned(),
        near => format!("write {}", near.join(" or ")),
    };
    format!("“{word}” is not an entity kind here: {instead}")
}

/// *The end's last colon followed by an entity kind's id or label; any other colon is part of the name.*
fn name_and_kind(reader: &LineReader<'_>, piece: Range<usize>) -> (Range<usize>, Option<Str>) {
    let scan = &reader.scan;
    let text = &scan.text[piece.clone()];
    if let Some(colon) = text.rfind(':') {
        let colon = piece.start + colon;
        let name = scan.trim(piece.start..colon);
        if !name.is_empty()
            && scan.is_free(colon..colon + 1)
            && let Some(kind) = reader.lexicon.entity_kind(&scan.text[colon + 1..piece.end])
        {
            return (name, Some(kind));
        }
    }
    (piece, None)
}

/// The entity of this name: `Some(None)` = it is new, `None` = not understood. Of two namesakes neither, unless the stated
/// kind tells them apart.
fn resolve(
    reader: &mut LineReader<'_>,
    name: &str,
    kind: Option<&Str>,
    at: &Range<usize>,
) -> Option<Option<u32>> {
    let entities = reader.document.entities();
    let bearers = reader.lexicon.bearers(name);
    let is_kind = |slot: &&u32| {
        let entity = entities.at(**slot);
        kind.is_none_or(|kind| entity.is_some_and(|entity| entity.kind_id() == kind))
    };
    let fitting: Vec<u32> = bearers.iter().filter(is_kind).copied().collect();
    match (fitting.as_slice(), bearers) {
        ([], []) => Some(None),
        ([only], _) => Some(Some(*only)),
        ([], [known]) => {
            let words = reader.lexicon.vocabulary();
            let have = entities
                .at(*known)
                .map_or("other", |entity| entity.kind_id());
            let have = words.entity_kind(have).label;
            let why = format!(
                "“{name}” is on the chart as {}: leave the kind out, or give the new one a name of its own",
                super::words::with_article(&have.to_lowercase())
            );
            reader.wrong(at.clone(), why);
            None
        }
        (several, all) => {
            let namesakes = if several.is_empty() { all } else { several };
            let why = format!(
                "“{name}” may be {}: write the ID of the one you mean",
                named(reader, namesakes)
            );
            reader.wrong(at.clone(), why);
            None
        }
    }
}
