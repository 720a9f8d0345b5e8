//! Field by field: what both state differently is chosen, lists are united, the stricter marking stays.

use crate::model::{Document, Entity, Extra, Marking, Name, NameType, RawJson, Source, Str, Value};

use super::Join;

/// What is taken of a field that the two state differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Take {
    /// The value of the record that stays.
    Kept,
    /// The value of the record that goes.
    Other,
    /// Both: lists are united, notes stand one after the other.
    Both,
}

/// A field that the two state differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its key in the file.
    pub key: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// What the record that stays has.
    pub kept: String,
    /// What the other has.
    pub other: String,
    /// Whether both can be taken.
    pub both: bool,
    /// Whether there is a choice; the marking has none: the stricter stays.
    pub free: bool,
    /// What is taken.
    pub take: Take,
}

/// A field with one value.
struct Field<R> {
    key: &'static str,
    label: &'static str,
    shown: fn(&R) -> String,
    /// Gives the first record the value of the second.
    copy: fn(&mut R, &R),
}

/// A field whose text is that of `$shown`, else what the file has and could not be read.
macro_rules! field {
    ($record:ty, $key:literal, $label:literal, $field:ident, $shown:expr) => {
        Field {
            key: $key,
            label: $label,
            shown: |record: &$record| {
                let shown: fn(&$record) -> String = $shown;
                stated(shown(record), &record.extra, $key)
            },
            copy: |to: &mut $record, from: &$record| {
                to.$field = from.$field.clone();
                to.extra.set_unread($key, from.extra.unread($key).cloned());
            },
        }
    };
}

fn stated(shown: String, extra: &Extra, key: &str) -> String {
    match extra.unread(key) {
        Some(raw) if shown.is_empty() => raw.shown(),
        _ => shown,
    }
}

fn shown<T: std::fmt::Display>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

const ENTITY: &[Field<Entity>] = &[
    field!(Entity, "name", "Name", name, |e| e.name.to_string()),
    field!(Entity, "kind", "Kind", kind, |e| e.kind.to_string()),
    field!(Entity, "country", "Country", country, |e| e
        .country
        .to_string()),
    field!(Entity, "since", "Since", since, |e| shown(e.since)),
    field!(Entity, "until", "Until", until, |e| shown(e.until)),
];

const SOURCE: &[Field<Source>] = &[
    field!(Source, "title", "Title", title, |s| s.title.to_string()),
    field!(Source, "publisher", "Publisher", publisher, |s| s
        .publisher
        .to_string()),
    field!(Source, "role", "Role", role, |s| shown(s.role)),
    field!(Source, "url", "Address", url, |s| s.url.to_string()),
    field!(Source, "archived_url", "Kept copy", archived_url, |s| s
        .archived_url
        .to_string()),
    // The hash is that of the file: one without the other would be wrong.
    Field {
        key: "file",
        label: "File",
        shown: |s| {
            let file = stated(s.file.to_string(), &s.extra, "file");
            let hash = stated(s.sha256.to_string(), &s.extra, "sha256");
            let start: String = hash.chars().take(8).collect();
            if hash.is_empty() {
                file
            } else {
                format!("{file} (SHA-256 {start}…)")
            }
        },
        copy: |to, from| {
            to.file = from.file.clone();
            to.sha256 = from.sha256.clone();
            for key in ["file", "sha256"] {
                to.extra.set_unread(key, from.extra.unread(key).cloned());
            }
        },
    },
    field!(Source, "published", "Published", published, |s| shown(
        s.published
    )),
    field!(Source, "retrieved", "Retrieved", retrieved, |s| shown(
        s.retrieved
    )),
    field!(
        Source,
        "reliability",
        "Reliability",
        reliability,
        |s| shown(s.reliability)
    ),
];

/// A row for each field of `fields` that both state, and state differently.
fn single_rows<R>(fields: &[Field<R>], kept: &R, other: &R, join: &Join) -> Vec<Row> {
    let mut rows = Vec::new();
    for field in fields {
        let (ours, theirs) = ((field.shown)(kept), (field.shown)(other));
        if ours != theirs && !ours.is_empty() && !theirs.is_empty() {
            let chosen = join.choices.get(field.key).copied();
            rows.push(Row {
                key: field.key,
                label: field.label,
                kept: ours,
                other: theirs,
                both: false,
                free: true,
                take: chosen
                    .filter(|take| *take != Take::Both)
                    .unwrap_or(Take::Kept),
            });
        }
    }
    rows
}

/// Takes what was chosen of each field; what only the other states is taken in any case.
fn join_singles<R>(fields: &[Field<R>], kept: &mut R, other: &R, join: &Join) {
    for field in fields {
        let (ours, theirs) = ((field.shown)(kept), (field.shown)(other));
        let chosen = join.choices.get(field.key) == Some(&Take::Other);
        if !theirs.is_empty() && (ours.is_empty() || chosen) {
            (field.copy)(kept, other);
        }
    }
}

/// A row for a list or a note, if the two differ and both have something.
fn both_row(
    key: &'static str,
    label: &'static str,
    kept: String,
    other: String,
    join: &Join,
) -> Option<Row> {
    (kept != other && !kept.is_empty() && !other.is_empty()).then(|| Row {
        key,
        label,
        kept,
        other,
        both: true,
        free: true,
        take: join.choices.get(key).copied().unwrap_or(Take::Both),
    })
}

fn marking_row(document: &Document, kept: Stated<'_>, other: Stated<'_>) -> Option<Row> {
    let words = |(stated, extra): Stated<'_>| match extra.unread("marking") {
        Some(raw) if stated.is_none() => raw.shown(),
        _ if stated.is_some() => shown(stated),
        _ => format!("{}, as the dataset", document.marking()),
    };
    (words(kept) != words(other)).then(|| Row {
        key: "marking",
        label: "Marking",
        kept: words(kept),
        other: words(other),
        both: false,
        free: false,
        take: if is_stricter(document, other, kept) {
            Take::Other
        } else {
            Take::Kept
        },
    })
}

/// A list or note: its key, its name, and what a record has there.
type Shown<'a, R> = (&'static str, &'static str, &'a dyn Fn(&R) -> String);

type Stated<'a> = (Option<Marking>, &'a Extra);

/// Whether what `a` states amounts to more than what `b` states.
pub(super) fn is_stricter(document: &Document, a: Stated<'_>, b: Stated<'_>) -> bool {
    document.marking_of(a.0, a.1) > document.marking_of(b.0, b.1)
}

pub(super) fn entity_rows(
    document: &Document,
    kept: &Entity,
    other: &Entity,
    join: &Join,
) -> Vec<Row> {
    let mut rows = single_rows(ENTITY, kept, other, join);
    let marking = |e: &'_ Entity| (e.marking, e.extra.clone());
    let (ours, theirs) = (marking(kept), marking(other));
    rows.extend(marking_row(
        document,
        (ours.0, &ours.1),
        (theirs.0, &theirs.1),
    ));
    let names = |e: &Entity| listed(e.names.iter().map(|name| name.text.to_string()));
    let tags = |e: &Entity| listed(e.tags.iter().map(|tag| tag.to_string()));
    let identifiers = |e: &Entity| {
        let one = |i: &crate::model::Identifier| format!("{} {}", i.scheme, i.value);
        listed(e.identifiers.iter().map(one))
    };
    let properties = |e: &Entity| {
        let one = |(key, value): &(Str, Value)| format!("{key}: {}", value_shown(value));
        listed(e.properties.iter().map(one))
    };
    let lists: [Shown<'_, Entity>; 5] = [
        ("names", "Further names", &names),
        ("tags", "Tags", &tags),
        ("identifiers", "Identifiers", &identifiers),
        ("properties", "Properties", &properties),
        ("note", "Note", &|e: &Entity| {
            stated(e.note.to_string(), &e.extra, "note")
        }),
    ];
    let lists = lists.into_iter();
    rows.extend(
        lists.filter_map(|(key, label, of)| both_row(key, label, of(kept), of(other), join)),
    );
    rows
}

pub(super) fn source_rows(
    document: &Document,
    kept: &Source,
    other: &Source,
    join: &Join,
) -> Vec<Row> {
    let mut rows = single_rows(SOURCE, kept, other, join);
    let marking = |s: &'_ Source| (s.marking, s.extra.clone());
    let (ours, theirs) = (marking(kept), marking(other));
    rows.extend(marking_row(
        document,
        (ours.0, &ours.1),
        (theirs.0, &theirs.1),
    ));
    let entity = |id: &Str| {
        let entity = document.entities().get(id);
        entity
            .map_or(id.as_str(), |entity| entity.label())
            .to_owned()
    };
    let source = |id: &Str| {
        let source = document.sources().get(id);
        source
            .map_or(id.as_str(), |source| source.label())
            .to_owned()
    };
    let lists: [Shown<'_, Source>; 3] = [
        ("authors", "Authors", &|s: &Source| {
            listed(s.authors.iter().map(entity))
        }),
        ("derived_from", "Derived from", &|s: &Source| {
            listed(s.derived_from.iter().map(source))
        }),
        ("note", "Note", &|s: &Source| {
            stated(s.note.to_string(), &s.extra, "note")
        }),
    ];
    let lists = lists.into_iter();
    rows.extend(
        lists.filter_map(|(key, label, of)| both_row(key, label, of(kept), of(other), join)),
    );
    rows
}

fn listed(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(", ")
}

fn value_shown(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Number(text) => text.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::Raw(raw) => raw.shown(),
    }
}

/// The fields of `other` into `kept`. Claims are not among them.
pub(super) fn join_entities(
    document: &Document,
    kept: &mut Entity,
    other: &Entity,
    join: &Join,
    words: &mut Vec<String>,
) {
    let take = |key| join.choices.get(key).copied().unwrap_or(Take::Both);
    let was = kept.name.clone();
    join_singles(ENTITY, kept, other, join);
    let gone = if kept.name == was { &other.name } else { &was };
    marking(document, kept, other, words);
    take_list(take("names"), &mut kept.names, &other.names);
    take_list(take("tags"), &mut kept.tags, &other.tags);
    take_list(
        take("identifiers"),
        &mut kept.identifiers,
        &other.identifiers,
    );
    match take("properties") {
        Take::Kept => {}
        Take::Other => kept.properties = other.properties.clone(),
        Take::Both => properties(&mut kept.properties, &other.properties, words),
    }
    also_called(kept, gone, words);
    note(
        take("note"),
        &mut kept.note,
        &mut kept.extra,
        (&other.note, &other.extra),
    );
    extra(&mut kept.extra, &other.extra, &keys(ENTITY), words);
}

/// The name that was not taken stays as an alias.
fn also_called(kept: &mut Entity, name: &Str, words: &mut Vec<String>) {
    let is_there = |have: &Name| have.text == *name;
    if name.is_empty() || *name == kept.name || kept.names.iter().any(is_there) {
        return;
    }
    words.push(format!("“{name}” becomes a further name."));
    kept.names.push(Name {
        text: name.clone(),
        kind: Some(NameType::Alias),
        ..Name::default()
    });
}

pub(super) fn join_sources(
    document: &Document,
    kept: &mut Source,
    other: &Source,
    join: &Join,
    words: &mut Vec<String>,
) {
    let take = |key| join.choices.get(key).copied().unwrap_or(Take::Both);
    join_singles(SOURCE, kept, other, join);
    if is_stricter(
        document,
        (other.marking, &other.extra),
        (kept.marking, &kept.extra),
    ) {
        kept.marking = other.marking;
        let raw = other.extra.unread("marking").cloned();
        kept.extra.set_unread("marking", raw);
        words.push(stricter(document.marking_of(kept.marking, &kept.extra)));
    }
    take_list(take("authors"), &mut kept.authors, &other.authors);
    take_list(
        take("derived_from"),
        &mut kept.derived_from,
        &other.derived_from,
    );
    note(
        take("note"),
        &mut kept.note,
        &mut kept.extra,
        (&other.note, &other.extra),
    );
    let mut known = keys(SOURCE);
    known.push("sha256");
    extra(&mut kept.extra, &other.extra, &known, words);
}

fn keys<R>(fields: &[Field<R>]) -> Vec<&'static str> {
    let keys = fields.iter().map(|field| field.key);
    keys.chain(["marking", "note"]).collect()
}

fn marking(document: &Document, kept: &mut Entity, other: &Entity, words: &mut Vec<String>) {
    if is_stricter(
        document,
        (other.marking, &other.extra),
        (kept.marking, &kept.extra),
    ) {
        kept.marking = other.marking;
        let raw = other.extra.unread("marking").cloned();
        kept.extra.set_unread("marking", raw);
        words.push(stricter(document.marking_of(kept.marking, &kept.extra)));
    }
}

fn stricter(marking: Marking) -> String {
    format!("The marking becomes {marking}, the stricter of the two.")
}

/// Items of a list: of one, or those of the other after those of the kept one.
pub(super) fn take_list<T: PartialEq + Clone>(take: Take, kept: &mut Vec<T>, other: &[T]) {
    match take {
        Take::Kept => {}
        Take::Other => *kept = other.to_vec(),
        Take::Both => {
            for item in other {
                if !kept.contains(item) {
                    kept.push(item.clone());
                }
            }
        }
    }
}

/// Properties of both; where they differ under one name, the other's gets a name of its own.
fn properties(kept: &mut Vec<(Str, Value)>, other: &[(Str, Value)], words: &mut Vec<String>) {
    for (key, value) in other {
        match kept.iter().find(|(have, _)| have == key) {
            None => kept.push((key.clone(), value.clone())),
            Some((_, have)) if have == value => {}
            Some(_) => {
                let is_taken = |name: &str| kept.iter().chain(other).any(|(have, _)| have == name);
                let name = free_name(key, is_taken);
                words.push(format!(
                    "Both have a property “{key}”; the other's is kept as “{name}”."
                ));
                kept.push((name.into(), value.clone()));
            }
        }
    }
}

/// `key (2)`, or with the next number that is free.
fn free_name(key: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let names = (2..).map(|n| format!("{key} ({n})"));
    let mut free = names.into_iter().filter(|name| !is_taken(name));
    free.next().expect("some number is free")
}

/// A note of one, or both with a blank line between; what could not be read counts as a note, too.
fn note(take: Take, kept: &mut Str, extra: &mut Extra, (note, others): (&Str, &Extra)) {
    let unread = others.unread("note");
    let nothing = kept.is_empty() && extra.unread("note").is_none();
    if take == Take::Other || nothing {
        if !note.is_empty() || unread.is_some() {
            *kept = note.clone();
            extra.set_unread("note", unread.cloned());
        }
    } else if take == Take::Both {
        let theirs = stated(note.to_string(), others, "note");
        let ours = stated(kept.to_string(), extra, "note");
        extra.set_unread("note", None);
        *kept = both_notes(&ours, &theirs).into();
    }
}

/// Two notes as one: the second after the first, unless it says nothing new.
pub(super) fn both_notes(first: &str, second: &str) -> String {
    if second.is_empty() || first.contains(second) {
        first.to_owned()
    } else if first.is_empty() || second.contains(first) {
        second.to_owned()
    } else {
        format!("{first}\n\n{second}")
    }
}

/// Unknown keys and what could not be read: the other's stays beside ours, under a key of its own where both have it.
/// `known` are fields that were joined already.
fn extra(kept: &mut Extra, other: &Extra, known: &[&str], words: &mut Vec<String>) {
    if other.is_empty() {
        return;
    }
    let mut theirs = Vec::new();
    let mut strays = Vec::new();
    other.clone().change(|parts| {
        theirs = std::mem::take(&mut parts.unknown);
        strays = std::mem::take(&mut parts.strays);
        let unread = parts.unread.iter();
        let unread = unread.filter(|(key, _)| !known.contains(key));
        theirs.extend(unread.map(|(key, raw)| {
            let key = free_name(key, |_| false);
            (RawJson::string(&key).as_json().into(), raw.clone())
        }));
    });
    kept.change(|parts| {
        for (token, value) in theirs {
            let have = parts.unknown.iter().find(|(have, _)| *have == token);
            match have {
                None => parts.unknown.push((token, value)),
                Some((_, have)) if *have == value => {}
                Some(_) => {
                    let key = RawJson::from_minified(token).shown();
                    let as_token = |name: &str| RawJson::string(name).as_json().to_owned();
                    let is_taken = |name: &str| {
                        let token = as_token(name);
                        parts.unknown.iter().any(|(have, _)| **have == *token)
                    };
                    let name = free_name(&key, is_taken);
                    words.push(format!(
                        "Both have an unknown key “{key}”; the other's is kept as “{name}”."
                    ));
                    parts.unknown.push((as_token(&name).into(), value));
                }
            }
        }
        strays.retain(|stray| !parts.strays.contains(stray));
        parts.strays.append(&mut strays);
    });
}
