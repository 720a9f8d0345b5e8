//! The ends of a line: names, what is known of them, and the kinds that are stated.

use std::ops::Range;

use crate::model::Str;

use super::line::End;
use super::read::{Mistake, Reader};

/// The ends that stand in this stretch, between commas, and how many pieces it has: a name that stands twice is one end.
pub(super) fn read_ends(reader: &mut Reader<'_>, range: Range<usize>) -> (Vec<End>, usize) {
    let pieces = reader.scan.split_commas(range);
    let count = pieces.len();
    let mut ends: Vec<End> = Vec::new();
    for piece in pieces {
        let piece = reader.scan.trim(piece);
        if piece.is_empty() {
            let comma = reader.scan.char_before(piece.start);
            let why = "a name is missing beside this comma";
            reader
                .mistakes
                .push(Mistake::unfinished(comma..piece.end, why));
            continue;
        }
        let Some(end) = read_end(reader, piece, count > 1) else {
            continue;
        };
        match ends.iter_mut().find(|have| is_same(have, &end)) {
            Some(have) if have.kind.is_some() && end.kind.is_some() && have.kind != end.kind => {
                let why = format!("“{}” stands here twice, with two kinds", end.name);
                reader.wrong(end.at, why);
            }
            Some(have) => have.kind = have.kind.take().or(end.kind),
            None => ends.push(end),
        }
    }
    (ends, count)
}

/// A name that stands twice in a list is one.
fn is_same(a: &End, b: &End) -> bool {
    use crate::model::names::fold;
    match (a.slot, b.slot) {
        (Some(a), Some(b)) => a == b,
        (None, None) => fold(&a.name) == fold(&b.name),
        _ => false,
    }
}

fn read_end(reader: &mut Reader<'_>, piece: Range<usize>, several: bool) -> Option<End> {
    let (name, kind) = match reader.scan.quote_at(piece.start).cloned() {
        Some(quote) => {
            let kind = after_quote(reader, quote.range.end..piece.end)?;
            (reader.scan.unquoted(&quote), kind)
        }
        None => {
            let (name, kind) = name_and_kind(reader, piece.clone());
            let name = reader.scan.text[name].to_owned();
            if several && is_legal_form(&name) && reader.lexicon.bearers(&name).is_empty() {
                let why = format!(
                    "“{name}” is only a legal form: quote the whole name, as in \"Sichuan Anxun, {name}\""
                );
                reader.wrong(piece, why);
                return None;
            }
            (name, kind)
        }
    };
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        reader.wrong(piece, "there is no name in these quotes");
        return None;
    }
    let slot = resolve(reader, &name, kind.as_ref(), &piece)?;
    Some(End {
        name,
        kind,
        slot,
        at: piece,
    })
}

/// What may follow a closing quote: nothing, or a colon and a kind.
fn after_quote(reader: &mut Reader<'_>, rest: Range<usize>) -> Option<Option<Str>> {
    let rest = reader.scan.trim(rest);
    let text = &reader.scan.text[rest.clone()];
    if text.is_empty() {
        return Some(None);
    }
    let Some(kind) = text.strip_prefix(':') else {
        let why = format!("“{text}” stands after the closing quote");
        reader.wrong(rest, why);
        return None;
    };
    match reader.lexicon.entity_kind(kind) {
        Some(kind) => Some(Some(kind)),
        None => {
            let why = format!("“{}” is no kind of entity", kind.trim());
            reader.wrong(rest, why);
            None
        }
    }
}

/// *The end's last colon followed by an entity kind's id or label; any other colon is part of the name.*
fn name_and_kind(reader: &Reader<'_>, piece: Range<usize>) -> (Range<usize>, Option<Str>) {
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
    reader: &mut Reader<'_>,
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
            let named = if several.is_empty() { all } else { several };
            let named: Vec<String> = named
                .iter()
                .filter_map(|slot| entities.at(*slot))
                .map(|entity| {
                    let words = reader.lexicon.vocabulary();
                    let kind = words.entity_kind(entity.kind_id()).label;
                    format!(
                        "{} ({}, id {})",
                        entity.label(),
                        kind.to_lowercase(),
                        entity.id
                    )
                })
                .collect();
            let why = format!(
                "“{name}” is the name of {}: write the id of the one you mean",
                crate::model::sentence::list(&named)
            );
            reader.wrong(at.clone(), why);
            None
        }
    }
}

/// Whether this is what stands after a company's name and names none by itself.
fn is_legal_form(text: &str) -> bool {
    const FORMS: &str = "
        ltd limited inc incorporated llc llp lp plc corp corporation co coltd company gmbh ag kg ug se
        sa sas sarl srl spa sl slu bv nv ab as asa oy oyj aps a/s k/s kft zrt doo dd ooo ao oao zao pao
        jsc ojsc pjsc cjsc llcfz fze fzco pte pteltd pty ptyltd bhd sdnbhd pvt pvtltd kk lda ltda sadecv
        zoo spzoo sro eood ood ead ad sae wll
    ";
    let bare: String = text
        .to_lowercase()
        .chars()
        .filter(|c| !matches!(c, '.' | ' '))
        .collect();
    FORMS.split_whitespace().any(|form| form == bare)
}
