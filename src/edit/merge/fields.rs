//! Field by field: what both state differently is chosen, lists are united, the stricter marking stays. Entities and
//! sources have one table that says what becomes of each of their fields; claims are in `claims`, links in `references`.

use crate::model::{
    Document, Entity, Extra, Identifier, Marking, Name, NameType, RawJson, Source, Str, Value, cut,
};

use super::Merge;

/// What is taken of a field that the two state differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Take {
    /// The value of the record that stays.
    Kept,
    /// The value of the record that is removed.
    Other,
    /// Both: lists are united, notes follow one another.
    Both,
}

/// A field that the two state differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DifferingField {
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

/// A field of two records that become one.
struct MergeField<R> {
    key: &'static str,
    label: &'static str,
    shown: fn(&Document, &R) -> String,
    rule: Rule<R>,
    /// Keys whose unreadable text goes along with the value; that of others is kept under a key of its own.
    unread: &'static [&'static str],
}

/// What becomes of a field.
enum Rule<R> {
    /// The value of one: of the one that is chosen, or of the only one that states it. The function copies it.
    One(fn(&mut R, &R)),
    /// The values of both, or of the one that is chosen.
    Both(fn(Take, &mut R, &R, &mut Vec<String>)),
    /// The stricter marking.
    Stricter {
        of: fn(&R) -> Stated<'_>,
        copy: fn(&mut R, &R),
    },
}

/// A marking that is stated, with the unread text that may stand in its place.
type Stated<'a> = (Option<Marking>, &'a Extra);

/// A field of which one value is taken, with what the file has and could not be read.
macro_rules! one {
    ($record:ty, $field:ident, $label:literal, $shown:expr) => {
        MergeField {
            key: stringify!($field),
            label: $label,
            shown: |_, record: &$record| {
                let shown: fn(&$record) -> String = $shown;
                stated(shown(record), &record.extra, stringify!($field))
            },
            rule: Rule::One(|to: &mut $record, from: &$record| {
                to.$field = from.$field.clone();
                copy_unread(&mut to.extra, &from.extra, stringify!($field));
            }),
            unread: &[stringify!($field)],
        }
    };
}

/// A list, each item shown by `$shown`.
macro_rules! list {
    ($record:ty, $field:ident, $label:literal, $shown:expr) => {
        MergeField {
            key: stringify!($field),
            label: $label,
            shown: |document, record: &$record| {
                let items = record.$field.iter();
                let items: Vec<String> = items.map(|item| $shown(document, item)).collect();
                items.join(", ")
            },
            rule: Rule::Both(|take, to: &mut $record, from: &$record, _| {
                take_list(take, &mut to.$field, &from.$field);
            }),
            unread: &[],
        }
    };
}

macro_rules! marking {
    ($record:ty) => {
        MergeField {
            key: "marking",
            label: "Marking",
            shown: |document, record: &$record| {
                marking_text(document, (record.marking, &record.extra))
            },
            rule: Rule::Stricter {
                of: |record: &$record| (record.marking, &record.extra),
                copy: |to: &mut $record, from: &$record| {
                    to.marking = from.marking;
                    copy_unread(&mut to.extra, &from.extra, "marking");
                },
            },
            unread: &["marking"],
        }
    };
}

macro_rules! note {
    ($record:ty) => {
        MergeField {
            key: "note",
            label: "Note",
            shown: |_, record: &$record| stated(record.note.to_string(), &record.extra, "note"),
            rule: Rule::Both(|take, to: &mut $record, from: &$record, _| {
                take_note(take, &mut to.note, &mut to.extra, (&from.note, &from.extra));
            }),
            unread: &["note"],
        }
    };
}

const ENTITY: &[MergeField<Entity>] = &[
    one!(Entity, name, "Name", |e| e.name.to_string()),
    one!(Entity, kind, "Kind", |e| e.kind.to_string()),
    one!(Entity, country, "Country", |e| e.country.to_string()),
    one!(Entity, since, "Since", |e| text(e.since)),
    one!(Entity, until, "Until", |e| text(e.until)),
    marking!(Entity),
    list!(Entity, names, "Other names", |_, name: &Name| name
        .text
        .to_string()),
    list!(Entity, tags, "Tags", |_, tag: &Str| tag.to_string()),
    list!(Entity, identifiers, "Identifiers", |_, one: &Identifier| {
        format!("{} {}", one.scheme, one.value)
    }),
    MergeField {
        key: "properties",
        label: "Properties",
        shown: |_, entity| {
            let properties = entity.properties.iter();
            let lines: Vec<String> = properties
                .map(|(key, value)| format!("{key}: {value}"))
                .collect();
            lines.join(", ")
        },
        rule: Rule::Both(|take, to, from, words| match take {
            Take::Kept => {}
            Take::Other => to.properties = from.properties.clone(),
            Take::Both => add_properties(&mut to.properties, &from.properties, words),
        }),
        unread: &[],
    },
    note!(Entity),
];

const SOURCE: &[MergeField<Source>] = &[
    one!(Source, title, "Title", |s| s.title.to_string()),
    one!(Source, publisher, "Publisher", |s| s.publisher.to_string()),
    one!(Source, role, "Role", |s| text(s.role)),
    one!(Source, url, "Address", |s| s.url.to_string()),
    one!(Source, archived_url, "Archived at", |s| s
        .archived_url
        .to_string()),
    // The hash is that of the file: one without the other would be wrong.
    MergeField {
        key: "file",
        label: "Attachment",
        shown: |_, source| {
            let file = stated(source.file.to_string(), &source.extra, "file");
            let hash = stated(source.sha256.to_string(), &source.extra, "sha256");
            match hash.is_empty() {
                true => file,
                false => format!("{file} (SHA-256 {})", cut(&hash, 8)),
            }
        },
        rule: Rule::One(|to, from| {
            to.file = from.file.clone();
            to.sha256 = from.sha256.clone();
            copy_unread(&mut to.extra, &from.extra, "file");
            copy_unread(&mut to.extra, &from.extra, "sha256");
        }),
        unread: &["file", "sha256"],
    },
    one!(Source, published, "Published", |s| text(s.published)),
    one!(Source, retrieved, "Retrieved", |s| text(s.retrieved)),
    one!(Source, reliability, "Reliability", |s| text(s.reliability)),
    marking!(Source),
    list!(
        Source,
        authors,
        "Authors",
        |document: &Document, id: &Str| {
            let entity = document.entities().get(id);
            entity
                .map_or(id.as_str(), |entity| entity.label())
                .to_owned()
        }
    ),
    list!(
        Source,
        derived_from,
        "Derived from",
        |document: &Document, id: &Str| document.source_label(id)
    ),
    note!(Source),
];

/// A row for each field of `fields` that the two state differently.
fn differing<R>(
    fields: &[MergeField<R>],
    document: &Document,
    kept: &R,
    other: &R,
    merge: &Merge,
) -> Vec<DifferingField> {
    let mut rows = Vec::new();
    for field in fields {
        let (ours, theirs) = (
            (field.shown)(document, kept),
            (field.shown)(document, other),
        );
        if ours == theirs || ours.is_empty() || theirs.is_empty() {
            continue;
        }
        let chosen = merge.choices.get(field.key).copied();
        let (both, free, take) = match &field.rule {
            Rule::One(_) => {
                let chosen = chosen.filter(|take| *take != Take::Both);
                (false, true, chosen.unwrap_or(Take::Kept))
            }
            Rule::Both(_) => (true, true, chosen.unwrap_or(Take::Both)),
            Rule::Stricter { of, .. } => match is_stricter(document, of(other), of(kept)) {
                true => (false, false, Take::Other),
                false => (false, false, Take::Kept),
            },
        };
        rows.push(DifferingField {
            key: field.key,
            label: field.label,
            kept: ours,
            other: theirs,
            both,
            free,
            take,
        });
    }
    rows
}

/// The fields of `other` into `kept`: what was chosen, and what only the other states.
fn merge_fields<R>(
    fields: &[MergeField<R>],
    document: &Document,
    kept: &mut R,
    other: &R,
    merge: &Merge,
    words: &mut Vec<String>,
) {
    for field in fields {
        let chosen = merge.choices.get(field.key).copied();
        match &field.rule {
            Rule::One(copy) => {
                let (ours, theirs) = (
                    (field.shown)(document, kept),
                    (field.shown)(document, other),
                );
                let is_chosen = chosen == Some(Take::Other);
                if !theirs.is_empty() && (ours.is_empty() || is_chosen) {
                    copy(kept, other);
                }
            }
            Rule::Both(add) => add(chosen.unwrap_or(Take::Both), kept, other, words),
            Rule::Stricter { of, copy } => {
                if is_stricter(document, of(other), of(kept)) {
                    copy(kept, other);
                    let (marking, extra) = of(kept);
                    let marking = document.marking_of(marking, extra);
                    words.push(format!(
                        "The marking becomes {marking}, the stricter of the two"
                    ));
                }
            }
        }
    }
}

/// Whether what `a` states amounts to more than what `b` states.
pub(super) fn is_stricter(document: &Document, a: Stated<'_>, b: Stated<'_>) -> bool {
    document.marking_of(a.0, a.1) > document.marking_of(b.0, b.1)
}

fn marking_text(document: &Document, (marking, extra): Stated<'_>) -> String {
    match (marking, extra.unread("marking")) {
        (Some(marking), _) => marking.to_string(),
        (None, Some(raw)) => raw.shown(),
        (None, None) => format!("{} (from dataset)", document.marking()),
    }
}

fn stated(shown: String, extra: &Extra, key: &str) -> String {
    match extra.unread(key) {
        Some(raw) if shown.is_empty() => raw.shown(),
        _ => shown,
    }
}

fn text<T: std::fmt::Display>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn copy_unread(to: &mut Extra, from: &Extra, key: &'static str) {
    to.set_unread(key, from.unread(key).cloned());
}

pub(super) fn entity_rows(
    document: &Document,
    kept: &Entity,
    other: &Entity,
    merge: &Merge,
) -> Vec<DifferingField> {
    differing(ENTITY, document, kept, other, merge)
}

pub(super) fn source_rows(
    document: &Document,
    kept: &Source,
    other: &Source,
    merge: &Merge,
) -> Vec<DifferingField> {
    differing(SOURCE, document, kept, other, merge)
}

/// The fields of `other` into `kept`. Claims are united apart.
pub(super) fn merge_entities(
    document: &Document,
    kept: &mut Entity,
    other: &Entity,
    merge: &Merge,
    words: &mut Vec<String>,
) {
    // A field that is added to the record belongs into the table, or is handled here.
    let Entity {
        id: _,
        kind: _,
        name,
        names: _,
        country: _,
        since: _,
        until: _,
        tags: _,
        identifiers: _,
        properties: _,
        marking: _,
        note: _,
        claims: _,
        extra,
    } = other;
    let was = kept.name.clone();
    merge_fields(ENTITY, document, kept, other, merge, words);
    let dropped = if kept.name == was { name } else { &was };
    also_called(kept, dropped, words);
    merge_extra(&mut kept.extra, extra, ENTITY, words);
}

/// The fields of `other` into `kept`.
pub(super) fn merge_sources(
    document: &Document,
    kept: &mut Source,
    other: &Source,
    merge: &Merge,
    words: &mut Vec<String>,
) {
    // As above.
    let Source {
        id: _,
        title: _,
        publisher: _,
        authors: _,
        role: _,
        url: _,
        archived_url: _,
        file: _,
        sha256: _,
        published: _,
        retrieved: _,
        reliability: _,
        derived_from: _,
        marking: _,
        note: _,
        extra,
    } = other;
    merge_fields(SOURCE, document, kept, other, merge, words);
    merge_extra(&mut kept.extra, extra, SOURCE, words);
}

/// The name that was not taken stays as an alias.
fn also_called(kept: &mut Entity, name: &Str, words: &mut Vec<String>) {
    let is_there = |have: &Name| have.text == *name;
    if name.is_empty() || *name == kept.name || kept.names.iter().any(is_there) {
        return;
    }
    words.push(format!("“{name}” is kept as another name"));
    kept.names.push(Name {
        text: name.clone(),
        kind: Some(NameType::Alias),
        ..Name::default()
    });
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
fn add_properties(kept: &mut Vec<(Str, Value)>, other: &[(Str, Value)], words: &mut Vec<String>) {
    for (key, value) in other {
        match kept.iter().find(|(have, _)| have == key) {
            None => kept.push((key.clone(), value.clone())),
            Some((_, have)) if have == value => {}
            Some(_) => {
                let is_taken = |name: &str| kept.iter().chain(other).any(|(have, _)| have == name);
                let name = free_name(key, is_taken);
                words.push(format!(
                    "Both have a property “{key}”; the other one is kept as “{name}”"
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
fn take_note(take: Take, kept: &mut Str, extra: &mut Extra, (note, others): (&Str, &Extra)) {
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
/// `fields` took along some of it already.
fn merge_extra<R>(
    kept: &mut Extra,
    other: &Extra,
    fields: &[MergeField<R>],
    words: &mut Vec<String>,
) {
    if other.is_empty() {
        return;
    }
    let mut theirs = Vec::new();
    let mut strays = Vec::new();
    other.clone().change(|parts| {
        theirs = std::mem::take(&mut parts.unknown);
        strays = std::mem::take(&mut parts.strays);
        let unread = parts.unread.iter();
        let is_merged = |key: &&str| fields.iter().any(|field| field.unread.contains(key));
        let unread = unread.filter(|(key, _)| !is_merged(key));
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
                        "Both have an unknown key “{key}”; the other one is kept as “{name}”"
                    ));
                    parts.unknown.push((as_token(&name).into(), value));
                }
            }
        }
        strays.retain(|stray| !parts.strays.contains(stray));
        parts.strays.append(&mut strays);
    });
}
