//! What would complete quick entry: names with what tells namesakes apart, verbs, kinds, sources; last a new entity.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::analysis::search::{self, Match};
use crate::capture::{
    Lexicon, LineReading, TypingTarget, kinds_near, propose_at, verbs_near, verbs_that_begin,
    wanted,
};
use crate::model::matching::source_texts;
use crate::model::names::{all_names, fold};
use crate::model::{Document, Entity, LinkSide, Str, counted, screen_line};
use crate::ui::parts::choices::source_facts;
use crate::ui::state::Offer;
use crate::work::Work;

/// From how many letters on something is offered.
const FROM_LETTERS: usize = 2;
/// The most offers of one sort.
const MOST: usize = 6;

/// What would complete `text` at `cursor` (bytes), best first.
pub(super) fn offers(
    work: &Work,
    lexicon: &Lexicon,
    text: &str,
    cursor: usize,
    reading: &LineReading,
) -> Vec<Offer> {
    if let Some(at) = reading.unknown_verb.clone().filter(|at| at.end < cursor) {
        return instead_of_verb(work, lexicon, text, at);
    }
    if let Some((at, text)) = &reading.lonely_stance {
        return vec![with_colon(at.clone(), text)];
    }
    match wanted(text, cursor, &work.document, lexicon) {
        TypingTarget::Nothing => Vec::new(),
        TypingTarget::Source {
            at,
            query,
            whole_line,
        } => sources(work, at, &query, whole_line),
        TypingTarget::CustomKind { at, query } => kinds(lexicon, at, &query),
        TypingTarget::Name {
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
            let found = search::ranked_entities(&work.document, &query);
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
    found: &[Match],
) -> Vec<Offer> {
    // First what Enter would mean.
    let meant = lexicon
        .bearers(query)
        .iter()
        .chain(lexicon.with_word(query));
    let meant = meant.map(|slot| (*slot, true));
    let found = found
        .iter()
        .map(|found| (found.at as u32, found.rank.is_sure()));
    let mut slots: Vec<(u32, bool)> = Vec::new();
    for (slot, is_sure) in meant.chain(found) {
        // What is only similar is no answer beside what is meant.
        if !is_sure && slots.first().is_some_and(|(_, is_sure)| *is_sure) {
            break;
        }
        if slots.len() < MOST && !slots.iter().any(|(have, _)| *have == slot) {
            slots.push((slot, is_sure));
        }
    }
    let offer = |(slot, is_sure): (u32, bool)| {
        let entity = work.document.entities().at(slot)?;
        Some(Offer {
            at: at.clone(),
            text: designation(&work.document, lexicon, slot, entity),
            label: entity.label().to_owned(),
            below: String::new(),
            hint: match other_name(entity, query) {
                Some(name) => format!("also {name}, {}", what_it_is(work, slot, entity)),
                None => what_it_is(work, slot, entity),
            },
            slot: Some(slot),
            is_sure,
        })
    };
    slots.into_iter().filter_map(offer).collect()
}

/// The other name of which a part was typed, if neither the name has it nor all of another was typed.
fn other_name(entity: &Entity, query: &str) -> Option<String> {
    let query = fold(query);
    let names: Vec<Cow<'_, str>> = all_names(entity).map(fold).collect();
    let is_plain = fold(entity.label()).contains(query.as_ref()) || names.contains(&query);
    let mut others = entity.names.iter().filter(|_| !is_plain);
    let other = others.find(|name| fold(&name.text).contains(query.as_ref()))?;
    Some(screen_line(&other.text))
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
        None => "hidden by the filter".to_owned(),
    };
    format!("{}{country}, {links}", kind.label.to_lowercase())
}

/// How a line names this entity alone; in quotes where it must be.
fn designation(document: &Document, lexicon: &Lexicon, slot: u32, entity: &Entity) -> String {
    let name = lexicon.designation(document, slot);
    let name = name.unwrap_or_else(|| entity.id.to_string());
    let read = crate::capture::read(&format!("{name} related to x"), document, lexicon);
    let reads_back = match read.line {
        Some(crate::capture::Line::Fact(fact)) => {
            fact.left.len() == 1 && fact.left[0].slot == Some(slot)
        }
        _ => false,
    };
    if reads_back { name } else { in_quotes(&name) }
}

fn in_quotes(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// What may be meant by words that are no verb: the verbs nearest to them, and *related to* with the words as label. If no
/// verb is near, the verbs that the dataset uses most come after that.
fn instead_of_verb(work: &Work, lexicon: &Lexicon, text: &str, at: Range<usize>) -> Vec<Offer> {
    const MOST_VERBS: usize = 4;
    let Some(words) = text.get(at.clone()) else {
        return Vec::new();
    };
    let verb = |spelled: &str, hint: String| Offer {
        at: at.clone(),
        text: spelled.to_owned(),
        label: spelled.to_owned(),
        below: String::new(),
        hint,
        slot: None,
        is_sure: true,
    };
    let near = verbs_near(lexicon, words).into_iter().take(MOST_VERBS);
    let near: Vec<Offer> = near
        .map(|(kind, spelled, inverse)| verb(&spelled, verb_hint(&kind, inverse)))
        .collect();
    let used = match near.is_empty() {
        true => usual_verbs(work, MOST_VERBS),
        false => Vec::new(),
    };
    let used = used
        .iter()
        .map(|(label, count)| verb(label, format!("verb, {}", counted(*count, "link"))));
    let note = text[at.end..]
        .find(" //")
        .map_or(text.len(), |from| at.end + from);
    let rest = text[at.end..note].trim();
    let related = Offer {
        at: at.start..note,
        text: format!("related to {rest} ({words})"),
        label: format!("related to … ({words})"),
        below: String::new(),
        hint: "keep the words as the link's label".to_owned(),
        slot: None,
        is_sure: true,
    };
    near.into_iter().chain([related]).chain(used).collect()
}

/// The link kinds that the dataset uses most, by label, each with its number of links.
fn usual_verbs(work: &Work, most: usize) -> Vec<(Str, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for link in work.document.links().iter() {
        *counts.entry(link.kind_id()).or_default() += 1;
    }
    let words = work.evidence.vocabulary();
    // “Related to” is offered anyhow, with the words as label.
    let named = counts.into_iter().filter(|(kind, _)| *kind != "related-to");
    let mut named: Vec<(Str, usize)> = named
        .map(|(kind, count)| (words.link_kind(kind).label, count))
        .collect();
    named.sort_by_key(|(_, count)| Reverse(*count));
    named.truncate(most);
    named
}

/// A stance with its colon.
fn with_colon(at: Range<usize>, text: &str) -> Offer {
    Offer {
        at,
        text: text.to_owned(),
        label: text.to_owned(),
        below: String::new(),
        hint: "stance, before a fact".to_owned(),
        slot: None,
        is_sure: true,
    }
}

fn verb_hint(kind: &str, inverse: bool) -> String {
    if inverse {
        format!("verb, {} from the other end", kind.replace('-', " "))
    } else {
        "verb".to_owned()
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
            let hint = verb_hint(&kind, inverse);
            offers.push(Offer {
                at: at.clone(),
                label: text.clone(),
                text,
                below: String::new(),
                hint,
                slot: None,
                is_sure: true,
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
    let exact = lexicon.entity_kind(&query).is_some();
    if exact {
        return Vec::new();
    }
    let mut fitting: Vec<(Str, Str)> = fitting
        .map(|kind| (kind.id.clone(), kind.label.clone()))
        .collect();
    let (mut hint, mut all) = ("kind".to_owned(), None);
    if fitting.is_empty() {
        const MOST_NEAR: usize = 3;
        fitting = kinds_near(lexicon, &query);
        fitting.truncate(MOST_NEAR);
        hint = format!("closest to “{query}”, which is not a kind here");
        all = Some(Offer {
            at: at.clone(),
            text: String::new(),
            label: "All kinds".into(),
            below: String::new(),
            hint: "list them".into(),
            slot: None,
            is_sure: true,
        });
    }
    let offer = |(id, label): (Str, Str)| Offer {
        at: at.clone(),
        text: lexicon.kind_spelling(&id),
        label: label.to_string(),
        below: String::new(),
        hint: hint.clone(),
        slot: None,
        is_sure: true,
    };
    fitting.into_iter().map(offer).chain(all).collect()
}

fn sources(work: &Work, at: Range<usize>, query: &str, whole_line: bool) -> Vec<Offer> {
    if crate::capture::is_url(query) {
        return Vec::new();
    }
    let sources: Vec<_> = work.document.sources().iter().collect();
    let texts: Vec<Vec<Str>> = sources.iter().map(|source| source_texts(source)).collect();
    let found = search::rows(
        texts.iter().map(|texts| texts.iter().map(Str::as_str)),
        query,
    );
    let offer = |found: &Match| {
        let source = sources[found.at];
        let plain = !whole_line && source.id.contains(char::is_whitespace);
        let id = source.id.to_string();
        Offer {
            at: at.clone(),
            text: if plain { format!("\"{id}\"") } else { id },
            label: source.label().into_owned(),
            below: source_facts(source),
            hint: String::new(),
            slot: None,
            is_sure: found.rank.is_sure(),
        }
    };
    found.iter().take(MOST).map(offer).collect()
}

/// *Last "new company …"*: its kind guessed from the verb, similar records named.
fn new_entity(
    work: &Work,
    lexicon: &Lexicon,
    at: &Range<usize>,
    query: &str,
    verb: Option<&(Str, bool)>,
    found: &[Match],
) -> Option<Offer> {
    if !lexicon.bearers(query).is_empty() {
        return None;
    }
    let vocabulary = lexicon.vocabulary();
    let what = match verb {
        Some((kind, inverse)) => {
            let side = if *inverse {
                LinkSide::From
            } else {
                LinkSide::To
            };
            let kind = vocabulary.link_kind(kind);
            let proposal = propose_at(query, Some((&kind, side)));
            proposal.kind.label().to_lowercase()
        }
        None => "entity".to_owned(),
    };
    let similar: Vec<String> = found
        .iter()
        .take(2)
        .filter_map(|found| work.document.entities().at(found.at as u32))
        .map(|entity| entity.label().to_owned())
        .collect();
    let hint = match similar.as_slice() {
        [] if verb.is_none() => "its kind follows from the verb, or write :kind".to_owned(),
        [] => "write :kind for another".to_owned(),
        names => format!("similar: {}", names.join(", ")),
    };
    // Without quotes a word of a known name would mean that one.
    let text = match lexicon.with_word(query) {
        [] => query.to_owned(),
        _ => in_quotes(query),
    };
    Some(Offer {
        at: at.clone(),
        text,
        label: format!("new {what} {query}"),
        below: String::new(),
        hint,
        slot: None,
        is_sure: true,
    })
}
