//! Each record's keys, in canonical order, and how each sort of field is read and written. A new field is one line here;
//! where else it has to be named does not compile or fails `tests/it/fields.rs`. Only the details panel has to be remembered.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::formats::json::{elements, is_empty_value, members, minify, unquote};
use crate::model::{
    Claim, CustomKind, Ending, Entity, Extra, Filter, FilterLists, Grading, Identifier, Link, Meta,
    Name, Number, RawJson, Release, SetAsideFinding, Source, Stake, Str, View,
};

use super::write::DatasetWriter;

/// What reading notices besides the values.
#[derive(Default)]
pub struct Notes<'a> {
    /// Keys that stand twice in one object, with a part of the file's text at the place.
    pub repeated: Vec<(&'a str, String)>,
    /// Elements of the list just read that could not be read.
    pub(super) strays: Vec<RawJson>,
}

/// What a field holds, for one who types it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldInput {
    /// Text, a word, a date.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Truth,
    /// Texts, separated with commas.
    List,
}

/// A sort of field: how its value is read from valid JSON text, and written.
pub trait FieldCodec: Default {
    /// What is typed into it.
    const INPUT: FieldInput = FieldInput::Text;

    /// Reads the value that `text` writes; `None` if it is not such a value.
    fn read<'a>(text: &'a str, notes: &mut Notes<'a>) -> Option<Self>;

    /// Whether it means "not stated", and is left out.
    fn is_empty(&self) -> bool;

    /// Writes the value, followed within lists by the `strays`.
    fn write(&self, out: &mut DatasetWriter, strays: &[&RawJson]);
}

/// A record: its keys in canonical order.
pub trait Fields: Default {
    /// The keys, in canonical order.
    const KEYS: &'static [&'static str];

    /// Reads the field of this known key, or keeps its text.
    fn read_field<'a>(&mut self, key: usize, text: &'a str, notes: &mut Notes<'a>);

    /// Writes the field of this known key, if it is stated.
    fn write_field(&self, key: usize, out: &mut DatasetWriter);

    /// What is typed into the field of this known key.
    fn input(&self, key: usize) -> FieldInput;

    /// Writes the fields that are stated, in order.
    fn write_fields(&self, out: &mut DatasetWriter) {
        for key in 0..Self::KEYS.len() {
            self.write_field(key, out);
        }
    }

    /// What is kept besides the fields.
    fn extra(&self) -> &Extra;

    /// The same, to add to it.
    fn extra_mut(&mut self) -> &mut Extra;
}

/// Reads `text` into `field`; what cannot be read is kept in `extra` under `key`.
fn read_into<'a, F: FieldCodec>(
    field: &mut F,
    extra: &mut Extra,
    key: &'static str,
    text: &'a str,
    notes: &mut Notes<'a>,
) {
    notes.strays.clear();
    let value = if is_empty_value(text) {
        Some(F::default())
    } else {
        F::read(text, notes)
    };
    let unread = value.is_none().then(|| minify(text));
    *field = value.unwrap_or_default();
    let strays = std::mem::take(&mut notes.strays);
    if unread.is_some() || !strays.is_empty() || !extra.is_empty() {
        extra.set_unread(key, unread);
        extra.change(|kept| {
            kept.strays.retain(|(k, _)| *k != key);
            kept.strays.extend(strays.into_iter().map(|raw| (key, raw)));
        });
    }
}

fn input_of<F: FieldCodec>(_: &F) -> FieldInput {
    F::INPUT
}

/// The keys of a record and the fields that they are. A field of the struct that is not listed here does not compile: nothing
/// may be read and not written. The lists of a filter stand in it as if they were its own, in braces after their field.
macro_rules! fields {
    ($record:ident {
        $($inner:ident: $lists:ident { $($inner_key:literal => $inner_field:ident),+ $(,)? },)?
        $($key:literal => $field:ident),+ $(,)?
    }) => {
        impl Fields for $record {
            const KEYS: &'static [&'static str] = &[$($($inner_key,)+)? $($key),+];

            fn read_field<'a>(&mut self, key: usize, text: &'a str, notes: &mut Notes<'a>) {
                let Self { $($inner: $lists { $($inner_field,)+ extra: _ },)? $($field,)+ extra } = self;
                match Self::KEYS[key] {
                    $($($inner_key => read_into($inner_field, extra, $inner_key, text, notes),)+)?
                    $($key => read_into($field, extra, $key, text, notes),)+
                    _ => {}
                }
            }

            fn write_field(&self, key: usize, out: &mut DatasetWriter) {
                let Self { $($inner: $lists { $($inner_field,)+ extra: _ },)? $($field,)+ extra } = self;
                match Self::KEYS[key] {
                    $($($inner_key => out.field($inner_key, $inner_field, extra),)+)?
                    $($key => out.field($key, $field, extra),)+
                    _ => {}
                }
            }

            fn input(&self, key: usize) -> FieldInput {
                let Self { $($inner: $lists { $($inner_field,)+ extra: _ },)? $($field,)+ extra: _ } = self;
                match Self::KEYS[key] {
                    $($($inner_key => input_of($inner_field),)+)?
                    $($key => input_of($field),)+
                    _ => FieldInput::Text,
                }
            }

            fn extra(&self) -> &Extra { &self.extra }

            fn extra_mut(&mut self) -> &mut Extra { &mut self.extra }
        }
    };
}

// The dataset's own fields; its tables are read and written apart.
fields!(Meta {
    "title" => title, "description" => description, "marking" => marking, "handling" => handling,
    "grading" => grading,
});
fields!(Grading { "source" => source, "likelihood" => likelihood });
fields!(CustomKind {
    "id" => id, "for" => target, "label" => label, "inverse" => inverse, "like" => like,
    "shape" => shape, "color" => color, "icon" => icon, "directed" => directed,
    "own_word" => self_declared, "stance" => stance,
});
fields!(Source {
    "id" => id, "title" => title, "publisher" => publisher, "authors" => authors, "role" => role,
    "url" => url, "archived_url" => archived_url, "file" => file, "sha256" => sha256,
    "published" => published, "retrieved" => retrieved, "reliability" => reliability,
    "derived_from" => derived_from, "marking" => marking, "note" => note,
});
fields!(Entity {
    "id" => id, "kind" => kind, "name" => name, "names" => names, "country" => country,
    "since" => since, "until" => until, "tags" => tags, "identifiers" => identifiers,
    "properties" => properties, "marking" => marking, "note" => note, "claims" => claims,
});
fields!(Name { "text" => text, "lang" => lang, "type" => kind, "source" => source });
fields!(Identifier { "scheme" => scheme, "value" => value, "source" => source });
fields!(Link {
    "id" => id, "kind" => kind, "from" => from, "to" => to, "directed" => directed,
    "label" => label, "since" => since, "until" => until, "tags" => tags,
    "properties" => properties, "marking" => marking, "note" => note, "claims" => claims,
});
fields!(Claim {
    "id" => id, "about" => about, "stance" => stance, "source" => source, "speakers" => speakers,
    "speaker_name" => speaker_name, "locator" => locator, "quote" => quote,
    "credibility" => credibility, "likelihood" => likelihood, "confidence" => confidence,
    "share" => share, "since" => since, "until" => until, "recorded" => recorded,
    "recorded_by" => recorded_by, "marking" => marking, "note" => note, "ended" => ended,
});
fields!(Stake { "min" => min, "max" => max, "direct" => direct });
fields!(Ending { "on" => on, "how" => how, "by" => by, "why" => why });
fields!(Filter {
    any: FilterLists {
        "entity_kinds" => entity_kinds, "link_kinds" => link_kinds, "tags" => tags, "looks" => looks,
        "sources" => sources, "speakers" => speakers, "countries" => countries, "markings" => markings,
    },
    "not" => not, "as_of" => as_of, "hidden" => hidden, "hidden_links" => hidden_links, "only" => only,
    "also" => also, "nothing_else" => nothing_else,
});
fields!(FilterLists {
    "entity_kinds" => entity_kinds, "link_kinds" => link_kinds, "tags" => tags, "looks" => looks,
    "sources" => sources, "speakers" => speakers, "countries" => countries, "markings" => markings,
});
fields!(Release { "id" => id, "on" => on, "audience" => audience, "withheld" => withheld });
fields!(SetAsideFinding {
    "rule" => rule, "table" => table, "id" => id, "claim" => claim, "why" => why, "on" => on,
});

impl Fields for View {
    const KEYS: &'static [&'static str] =
        &["id", "title", "filter", "link_names", "pinned", "positions"];

    fn read_field<'a>(&mut self, key: usize, text: &'a str, notes: &mut Notes<'a>) {
        match Self::KEYS[key] {
            "id" => read_into(&mut self.id, &mut self.extra, "id", text, notes),
            "title" => read_into(&mut self.title, &mut self.extra, "title", text, notes),
            "filter" => read_into(&mut self.filter, &mut self.extra, "filter", text, notes),
            "link_names" => {
                read_into(
                    &mut self.link_names,
                    &mut self.extra,
                    "link_names",
                    text,
                    notes,
                );
            }
            "pinned" => read_into(&mut self.pinned, &mut self.extra, "pinned", text, notes),
            "positions" => self.read_positions(text, notes),
            _ => {}
        }
    }

    fn write_field(&self, key: usize, out: &mut DatasetWriter) {
        let Self {
            id,
            title,
            filter,
            link_names,
            pinned,
            positions,
            unread_positions,
            extra,
        } = self;
        match Self::KEYS[key] {
            "id" => out.field("id", id, extra),
            "title" => out.field("title", title, extra),
            "filter" => out.field("filter", filter, extra),
            "link_names" => out.field("link_names", link_names, extra),
            "pinned" => out.field("pinned", pinned, extra),
            "positions" if positions.is_empty() && unread_positions.is_empty() => {
                out.field("positions", &Str::default(), extra);
            }
            "positions" => out.positions(self),
            _ => {}
        }
    }

    fn input(&self, key: usize) -> FieldInput {
        match Self::KEYS[key] {
            "pinned" => FieldInput::List,
            _ => FieldInput::Text,
        }
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

/// Positions are read by key: each on its own, so that one that cannot be read costs nothing but itself.
trait ReadPositions {
    fn read_positions<'a>(&mut self, text: &'a str, notes: &mut Notes<'a>);
}

impl ReadPositions for View {
    fn read_positions<'a>(&mut self, text: &'a str, notes: &mut Notes<'a>) {
        self.positions = BTreeMap::new();
        self.unread_positions.clear();
        let Some(all) = members(text) else {
            let unread = (!is_empty_value(text)).then(|| minify(text));
            self.extra.set_unread("positions", unread);
            return;
        };
        self.extra.set_unread("positions", None);
        let mut read: Vec<(Str, [i32; 2])> = Vec::new();
        for (key, value) in all {
            match (unquote(key), read_position(value)) {
                (Some(id), Some(position)) => read.push((id.as_ref().into(), position)),
                _ => self.unread_positions.push((key.into(), minify(value))),
            }
        }
        let count = read.len();
        self.positions = read.into_iter().collect();
        if self.positions.len() < count || !self.unread_positions.is_empty() {
            self.keep_last_positions(text, notes);
        }
    }
}

impl View {
    /// Of positions that stand twice, readable or not, the last counts.
    fn keep_last_positions<'a>(&mut self, text: &'a str, notes: &mut Notes<'a>) {
        let all: Vec<(&str, &str)> = members(text).into_iter().flatten().collect();
        let name = |token: &'a str| unquote(token).unwrap_or(token.into());
        let places = (0usize..).zip(&all);
        let last: FxHashMap<_, _> = places.map(|(at, (token, _))| (name(token), at)).collect();
        self.unread_positions.clear();
        for (at, (token, value)) in all.iter().enumerate() {
            let id = name(token);
            if last.get(&id) != Some(&at) {
                notes.repeated.push((token, id.into_owned()));
            } else if unquote(token).is_none() || read_position(value).is_none() {
                self.positions.remove(id.as_ref());
                self.unread_positions.push(((*token).into(), minify(value)));
            }
        }
    }
}

/// Two numbers, rounded to whole world units.
fn read_position(text: &str) -> Option<[i32; 2]> {
    let mut items = elements(text)?;
    let mut coordinate = || -> Option<i32> {
        let token = items.next()?;
        if let Ok(whole) = token.parse::<i32>() {
            return Some(whole);
        }
        let value = Number::from_text(token)?.value().round();
        let in_range = (f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&value);
        in_range.then_some(value as i32)
    };
    let position = [coordinate()?, coordinate()?];
    items.next().is_none().then_some(position)
}

/// Reads an object's members into a record: known keys into its fields, the others into its extra.
pub(super) fn read_members<'a, R: Fields>(text: &'a str, notes: &mut Notes<'a>) -> Option<R> {
    let mut record = R::default();
    let mut seen = 0u64;
    let mut unknown: Vec<(&'a str, &'a str)> = Vec::new();
    for (token, value) in members(text)? {
        let key = unquote(token);
        let known = key
            .as_deref()
            .and_then(|key| R::KEYS.iter().position(|known| *known == key));
        match known {
            Some(at) => {
                if seen & 1 << at != 0 {
                    notes.repeated.push((token, R::KEYS[at].to_owned()));
                }
                seen |= 1 << at;
                record.read_field(at, value, notes);
            }
            None => unknown.push((token, value)),
        }
    }
    if !unknown.is_empty() {
        keep_unknown(record.extra_mut(), &unknown, notes);
    }
    Some(record)
}

/// Keeps unknown members; of a repeated key the last counts.
pub(super) fn keep_unknown<'a>(
    extra: &mut Extra,
    unknown: &[(&'a str, &'a str)],
    notes: &mut Notes<'a>,
) {
    let name = |token: &'a str| unquote(token).unwrap_or(token.into());
    let mut last = std::collections::HashMap::new();
    for (at, (token, _)) in unknown.iter().enumerate() {
        if last.insert(name(token), at).is_some() {
            notes.repeated.push((token, name(token).into_owned()));
        }
    }
    extra.change(|kept| {
        for (at, (token, value)) in unknown.iter().enumerate() {
            if last.get(&name(token)) == Some(&at) {
                kept.unknown.push(((*token).into(), minify(value)));
            }
        }
    });
}
