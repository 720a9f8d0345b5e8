//! What would complete the capture line: names with what tells namesakes apart, verbs, kinds, sources; last a new entity.

use std::ops::Range;

use crate::analysis::search;
use crate::capture::{Lexicon, Wanted, verbs_that_begin, wanted};
use crate::model::names::fold;
use crate::model::{Document, Entity, Side, Str, counted, usual_kind};
use crate::ui::state::Offer;
use crate::work::Work;

/// From how many letters on something is offered.
const FROM_LETTERS: usize = 2;
/// The most offers of one sort.
const MOST: usize = 6;

/// What would complete `text` at `cursor` (bytes), best first.
pub fn offers(work: &Work, lexicon: &Lexicon, text: &str, cursor: usize) -> Vec<Offer> {
    match wanted(text, cursor, &work.document, lexicon) {
        Wanted::Nothing => Vec::new(),
        Wanted::Source {
            at,
            query,
            whole_line,
        } => sources(work, at, &query, whole_line),
        Wanted::Kind { at, query } => kinds(lexicon, at, &query),
        Wanted::Name {
            at,
            query,
            verb,
            verbs,
        } => {
            if query.chars().count() < FROM_LETTERS {
                return Vec::new();
            }
            // After a name that is known a verb is more likely than another name.
            let after_name = |range: &Range<usize>| {
                let before = text[at.start..range.start].trim();
                !lexicon.bearers(before).is_empty()
            };
            let verb_first = verbs.iter().any(|(range, _)| after_name(range));
            let found = search::entities(&work.document, &query);
            let names = names(work, lexicon, &at, &query, &found);
            let verbs = verb_offers(lexicon, &verbs);
            let new = if verb.is_some() || verbs.is_empty() {
                new_entity(work, lexicon, &at, &query, verb.as_ref(), &found)
            } else {
                None
            };
            let (first, second) = if verb_first {
                (verbs, names)
            } else {
                (names, verbs)
            };
            first.into_iter().chain(second).chain(new).collect()
        }
    }
}

/// Entities by name, alias, initials and romanised form, each with kind, country and number of links.
fn names(
    work: &Work,
    lexicon: &Lexicon,
    at: &Range<usize>,
    query: &str,
    found: &[u32],
) -> Vec<Offer> {
    let mut slots: Vec<u32> = lexicon.bearers(query).to_vec();
    for slot in found.iter().take(MOST) {
        if !slots.contains(slot) {
            slots.push(*slot);
        }
    }
    let offer = |slot: &u32| {
        let entity = work.document.entities().at(*slot)?;
        Some(Offer {
            at: at.clone(),
            text: designation(&work.document, lexicon, *slot, entity),
            label: entity.label().to_owned(),
            hint: what_it_is(work, *slot, entity),
            slot: Some(*slot),
        })
    };
    slots.iter().take(MOST).filter_map(offer).collect()
}

/// Kind, country and number of links.
fn what_it_is(work: &Work, slot: u32, entity: &Entity) -> String {
    let kind = work.evidence.vocabulary().entity_kind(entity.kind_id());
    let country = if entity.country.is_empty() {
        String::new()
    } else {
        format!(", {}", entity.country)
    };
    let links = match work.net.node(slot) {
        Some(node) => counted(work.scene.nodes[node as usize].degree as usize, "link"),
        None => "not on the chart now".to_owned(),
    };
    format!("{}{country}, {links}", kind.label.to_lowercase())
}

/// How a line names this entity alone: by its name, else its id, else a further name; in quotes where it must be.
fn designation(document: &Document, lexicon: &Lexicon, slot: u32, entity: &Entity) -> String {
    let names = entity.names.iter().map(|name| &name.text);
    let all = [&entity.name, &entity.id].into_iter().chain(names);
    let alone = |name: &&Str| lexicon.bearers(name) == [slot];
    let name = all.filter(|name| !name.is_empty()).find(alone);
    let name = name
        .unwrap_or(&entity.id)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let read = crate::capture::read(&format!("{name} related to x"), document, lexicon);
    let reads_back = match read.line {
        Some(crate::capture::Line::Fact(fact)) => {
            fact.left.len() == 1 && fact.left[0].slot == Some(slot)
        }
        _ => false,
    };
    if reads_back {
        name
    } else {
        format!("\"{}\"", name.replace('"', "\"\""))
    }
}

fn verb_offers(lexicon: &Lexicon, tails: &[(Range<usize>, String)]) -> Vec<Offer> {
    let mut offers: Vec<Offer> = Vec::new();
    for (at, query) in tails {
        if query.chars().count() < FROM_LETTERS {
            continue;
        }
        for (kind, spelled, inverse) in verbs_that_begin(lexicon, query).into_iter().take(MOST) {
            let text = spelled.to_string();
            if offers.iter().any(|have| have.text == text) {
                continue;
            }
            let hint = if inverse {
                format!("verb, {} the other way", kind.replace('-', " "))
            } else {
                "verb".to_owned()
            };
            offers.push(Offer {
                at: at.clone(),
                label: text.clone(),
                text,
                hint,
                slot: None,
            });
        }
    }
    offers.truncate(MOST);
    offers
}

fn kinds(lexicon: &Lexicon, at: Range<usize>, query: &str) -> Vec<Offer> {
    let query = fold(query).into_owned();
    let kinds = lexicon.vocabulary().entity_kinds();
    let begins = |text: &str| fold(text).starts_with(&query);
    let fitting = kinds
        .iter()
        .filter(|kind| begins(&kind.id) || begins(&kind.label));
    let exact = kinds
        .iter()
        .any(|kind| fold(&kind.id) == query || fold(&kind.label) == query);
    if exact {
        return Vec::new();
    }
    fitting
        .map(|kind| Offer {
            at: at.clone(),
            text: kind.id.to_string(),
            label: kind.label.to_string(),
            hint: "kind".into(),
            slot: None,
        })
        .collect()
}

fn sources(work: &Work, at: Range<usize>, query: &str, whole_line: bool) -> Vec<Offer> {
    if crate::capture::is_url(query) {
        return Vec::new();
    }
    let sources: Vec<_> = work.document.sources().iter().collect();
    let texts: Vec<String> = sources
        .iter()
        .map(|source| {
            let date = source
                .published
                .map(|date| date.to_string())
                .unwrap_or_default();
            format!("{} {} {date} {}", source.title, source.publisher, source.id)
        })
        .collect();
    let order = search::labels(texts.iter().map(String::as_str), query);
    let offer = |at_list: &usize| {
        let source = sources[*at_list];
        let plain = !whole_line && source.id.contains(char::is_whitespace);
        let id = source.id.to_string();
        Offer {
            at: at.clone(),
            text: if plain { format!("\"{id}\"") } else { id },
            label: crate::capture::name_of_source(source),
            hint: match (source.published, source.title.is_empty()) {
                (Some(date), false) => format!("{date}, {}", source.title),
                (Some(date), true) => date.to_string(),
                (None, _) => source.title.to_string(),
            },
            slot: None,
        }
    };
    order.iter().take(MOST).map(offer).collect()
}

/// *Last "new company …"*: its kind guessed from the verb, similar records named.
fn new_entity(
    work: &Work,
    lexicon: &Lexicon,
    at: &Range<usize>,
    query: &str,
    verb: Option<&(Str, bool)>,
    found: &[u32],
) -> Option<Offer> {
    if !lexicon.bearers(query).is_empty() {
        return None;
    }
    let vocabulary = lexicon.vocabulary();
    let what = match verb {
        Some((kind, inverse)) => {
            let side = if *inverse { Side::From } else { Side::To };
            let base = vocabulary.link_kind(kind).base;
            let kind = base.map_or(crate::model::EntityKind::Other, |base| {
                usual_kind(base, side)
            });
            kind.label().to_lowercase()
        }
        None => "entity".to_owned(),
    };
    let similar: Vec<String> = found
        .iter()
        .take(2)
        .filter_map(|slot| work.document.entities().at(*slot))
        .map(|entity| entity.label().to_owned())
        .collect();
    let hint = match similar.as_slice() {
        [] if verb.is_none() => "its kind follows from the verb, or write :kind".to_owned(),
        [] => "write :kind for another".to_owned(),
        names => format!("similar: {}", names.join(", ")),
    };
    Some(Offer {
        at: at.clone(),
        text: query.to_owned(),
        label: format!("new {what} {query}"),
        hint,
        slot: None,
    })
}
