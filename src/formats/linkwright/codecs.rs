//! How each sort of value is read and written: words, numbers, dates, lists, records in records.

use std::collections::BTreeSet;

use crate::formats::json::{elements, members, minify, unquote};
use crate::model::{
    Claim, Confidence, Credibility, EndedHow, Ending, Filter, FilterLists, Grading, Identifier,
    KindFor, Likelihood, LikelihoodScale, LinkNaming, Marking, Name, NameType, Number, PartialDate,
    RawJson, Reliability, Role, SourceScale, Stake, Stance, Str, Support, TableName, Until, Value,
};

use super::fields::{FieldCodec, FieldInput, Fields, Notes, read_members};
use super::write::DatasetWriter;

// ---- scalars ----

impl FieldCodec for Str {
    fn read<'a>(text: &'a str, _: &mut Notes<'a>) -> Option<Self> {
        unquote(text).map(|text| text.as_ref().into())
    }
    fn is_empty(&self) -> bool {
        Str::is_empty(self)
    }
    fn write(&self, out: &mut DatasetWriter, _: &[&RawJson]) {
        out.text(self);
    }
}

impl FieldCodec for Option<bool> {
    const INPUT: FieldInput = FieldInput::Truth;

    fn read<'a>(text: &'a str, _: &mut Notes<'a>) -> Option<Self> {
        text.parse().ok().map(Some)
    }
    fn is_empty(&self) -> bool {
        self.is_none()
    }
    fn write(&self, out: &mut DatasetWriter, _: &[&RawJson]) {
        out.token(if *self == Some(true) { "true" } else { "false" });
    }
}

impl FieldCodec for Option<Number> {
    const INPUT: FieldInput = FieldInput::Number;

    fn read<'a>(text: &'a str, _: &mut Notes<'a>) -> Option<Self> {
        Number::from_text(text).map(Some)
    }
    fn is_empty(&self) -> bool {
        self.is_none()
    }
    fn write(&self, out: &mut DatasetWriter, _: &[&RawJson]) {
        if let Some(number) = self {
            out.token(number.as_str());
        }
    }
}

impl FieldCodec for Option<Credibility> {
    const INPUT: FieldInput = FieldInput::Number;

    fn read<'a>(text: &'a str, _: &mut Notes<'a>) -> Option<Self> {
        let [digit @ b'1'..=b'6'] = text.as_bytes() else {
            return None;
        };
        Credibility::new(digit - b'0').map(Some)
    }
    fn is_empty(&self) -> bool {
        self.is_none()
    }
    fn write(&self, out: &mut DatasetWriter, _: &[&RawJson]) {
        if let Some(grade) = self {
            out.token(&grade.number().to_string());
        }
    }
}

/// A word or date in quotes: read by a function, written by `Display`.
macro_rules! quoted {
    ($($sort:ty => $read:expr),+ $(,)?) => {$(
        impl FieldCodec for Option<$sort> {
            fn read<'a>(text: &'a str, _: &mut Notes<'a>) -> Option<Self> {
                let read: fn(&str) -> Option<$sort> = $read;
                read(&unquote(text)?).map(Some)
            }
            fn is_empty(&self) -> bool {
                self.is_none()
            }
            fn write(&self, out: &mut DatasetWriter, _: &[&RawJson]) {
                if let Some(value) = self {
                    out.text(&value.to_string());
                }
            }
        }
    )+};
}

quoted! {
    PartialDate => |text| text.parse().ok(),
    Until => |text| text.parse().ok(),
    Marking => Marking::from_word,
    Role => Role::from_word,
    Reliability => Reliability::from_word,
    Confidence => Confidence::from_word,
    Likelihood => Likelihood::from_word,
    LikelihoodScale => LikelihoodScale::from_word,
    SourceScale => SourceScale::from_word,
    NameType => NameType::from_word,
    EndedHow => EndedHow::from_word,
    LinkNaming => LinkNaming::from_word,
    TableName => TableName::from_word,
    Stance => Stance::from_word,
}

impl FieldCodec for KindFor {
    fn read<'a>(text: &'a str, _: &mut Notes<'a>) -> Option<Self> {
        Self::from_word(&unquote(text)?)
    }
    fn is_empty(&self) -> bool {
        false
    }
    fn write(&self, out: &mut DatasetWriter, _: &[&RawJson]) {
        out.text(self.as_str());
    }
}

// ---- lists and objects ----

/// Scalars that stand in lists.
trait ListScalar: Sized {
    fn read(text: &str) -> Option<Self>;
    fn text(&self) -> &str;
}

impl ListScalar for Str {
    fn read(text: &str) -> Option<Self> {
        Some(text.into())
    }
    fn text(&self) -> &str {
        self
    }
}

impl ListScalar for Support {
    fn read(text: &str) -> Option<Self> {
        Self::from_word(text)
    }
    fn text(&self) -> &str {
        self.as_str()
    }
}

impl ListScalar for Marking {
    fn read(text: &str) -> Option<Self> {
        Self::from_word(text)
    }
    fn text(&self) -> &str {
        self.as_str()
    }
}

fn read_words<'a, W: ListScalar>(text: &'a str, notes: &mut Notes<'a>) -> Option<Vec<W>> {
    let mut words = Vec::new();
    for item in elements(text)? {
        match unquote(item).and_then(|text| W::read(&text)) {
            Some(word) => words.push(word),
            None => notes.strays.push(minify(item)),
        }
    }
    Some(words)
}

macro_rules! word_lists {
    ($($word:ty),+) => {$(
        impl FieldCodec for Vec<$word> {
    const INPUT: FieldInput = FieldInput::List;

            fn read<'a>(text: &'a str, notes: &mut Notes<'a>) -> Option<Self> {
                read_words(text, notes)
            }
            fn is_empty(&self) -> bool {
                Vec::is_empty(self)
            }
            fn write(&self, out: &mut DatasetWriter, strays: &[&RawJson]) {
                out.words(self.iter().map(ListScalar::text), strays);
            }
        }
    )+};
}

word_lists!(Str, Support, Marking);

impl FieldCodec for BTreeSet<Str> {
    const INPUT: FieldInput = FieldInput::List;

    fn read<'a>(text: &'a str, notes: &mut Notes<'a>) -> Option<Self> {
        let words: Vec<Str> = read_words(text, notes)?;
        let mut set = Self::new();
        for word in words {
            if !set.insert(word.clone()) {
                notes.strays.push(RawJson::string(&word));
            }
        }
        Some(set)
    }
    fn is_empty(&self) -> bool {
        BTreeSet::is_empty(self)
    }
    fn write(&self, out: &mut DatasetWriter, strays: &[&RawJson]) {
        out.words(self.iter().map(Str::as_str), strays);
    }
}

/// Objects that stand in lists; claims with the id of one before them are strays.
fn read_records<'a, R: Fields>(
    text: &'a str,
    notes: &mut Notes<'a>,
    id: impl Fn(&R) -> &str,
) -> Option<Vec<R>> {
    // Nearly all of a dataset's memory lies in such lists of one: no room for three more.
    let mut records = Vec::with_capacity(elements(text)?.count());
    let mut strays = Vec::new();
    let mut seen = rustc_hash::FxHashSet::default();
    for item in elements(text)? {
        let noted = notes.repeated.len();
        match read_members::<R>(item, notes) {
            Some(record) if id(&record).is_empty() || seen.insert(Str::from(id(&record))) => {
                records.push(record);
            }
            _ => {
                // Kept as text, it loses nothing of what stands twice in it.
                notes.repeated.truncate(noted);
                strays.push(minify(item));
            }
        }
    }
    notes.strays = strays;
    Some(records)
}

impl FieldCodec for Vec<Claim> {
    fn read<'a>(text: &'a str, notes: &mut Notes<'a>) -> Option<Self> {
        read_records(text, notes, |claim: &Claim| &claim.id)
    }
    fn is_empty(&self) -> bool {
        Vec::is_empty(self)
    }
    fn write(&self, out: &mut DatasetWriter, strays: &[&RawJson]) {
        out.records(self, strays, false);
    }
}

macro_rules! one_line_lists {
    ($($record:ty),+) => {$(
        impl FieldCodec for Vec<$record> {
            fn read<'a>(text: &'a str, notes: &mut Notes<'a>) -> Option<Self> {
                read_records(text, notes, |_: &$record| "")
            }
            fn is_empty(&self) -> bool {
                Vec::is_empty(self)
            }
            fn write(&self, out: &mut DatasetWriter, strays: &[&RawJson]) {
                out.records(self, strays, true);
            }
        }
    )+};
}

one_line_lists!(Name, Identifier);

impl FieldCodec for Option<Grading> {
    fn read<'a>(text: &'a str, notes: &mut Notes<'a>) -> Option<Self> {
        nested(text, notes).map(stated)
    }
    fn is_empty(&self) -> bool {
        self.clone().is_none_or(|grading| stated(grading).is_none())
    }
    fn write(&self, out: &mut DatasetWriter, _: &[&RawJson]) {
        if let Some(grading) = self {
            out.one_line_object(grading);
        }
    }
}

macro_rules! boxed {
    ($($record:ty),+) => {$(
        impl FieldCodec for Option<Box<$record>> {
            fn read<'a>(text: &'a str, notes: &mut Notes<'a>) -> Option<Self> {
                nested(text, notes).map(|record| stated(record).map(Box::new))
            }
            fn is_empty(&self) -> bool {
                self.as_ref().is_none_or(|record| **record == <$record>::default())
            }
            fn write(&self, out: &mut DatasetWriter, _: &[&RawJson]) {
                if let Some(record) = self {
                    out.one_line_object(record.as_ref());
                }
            }
        }
    )+};
}

boxed!(Stake, Ending);

/// An object inside a record. Its own strays are in its own extra.
fn nested<'a, R: Fields>(text: &'a str, notes: &mut Notes<'a>) -> Option<R> {
    let record = read_members(text, notes);
    notes.strays.clear();
    record
}

/// An object that states nothing is as if it were not there.
fn stated<R: PartialEq + Default>(record: R) -> Option<R> {
    (record != R::default()).then_some(record)
}

macro_rules! objects {
    ($($record:ty),+) => {$(
        impl FieldCodec for $record {
            fn read<'a>(text: &'a str, notes: &mut Notes<'a>) -> Option<Self> {
                nested(text, notes)
            }
            fn is_empty(&self) -> bool {
                *self == Self::default()
            }
            fn write(&self, out: &mut DatasetWriter, _: &[&RawJson]) {
                out.object(self);
            }
        }
    )+};
}

objects!(Filter, FilterLists);

impl FieldCodec for Vec<(Str, Value)> {
    fn read<'a>(text: &'a str, notes: &mut Notes<'a>) -> Option<Self> {
        let mut properties: Self = Vec::new();
        let mut last = std::collections::HashMap::new();
        for (token, value) in members(text)? {
            let key: Str = unquote(token)?.as_ref().into();
            if let Some(before) = last.insert(key.clone(), properties.len()) {
                notes.repeated.push((token, key.to_string()));
                properties[before].1 = Value::Raw(RawJson::from_minified(""));
            }
            properties.push((key, read_value(value)));
        }
        // A value that a later one of its key replaced was emptied above; no JSON text is empty.
        properties
            .retain(|(_, value)| !matches!(value, Value::Raw(raw) if raw.as_json().is_empty()));
        Some(properties)
    }
    fn is_empty(&self) -> bool {
        Vec::is_empty(self)
    }
    fn write(&self, out: &mut DatasetWriter, _: &[&RawJson]) {
        out.properties(self);
    }
}

fn read_value(text: &str) -> Value {
    match text.as_bytes()[0] {
        b'"' => unquote(text).map_or_else(
            || Value::Raw(minify(text)),
            |text| Value::Text(text.as_ref().into()),
        ),
        b't' => Value::Bool(true),
        b'f' => Value::Bool(false),
        b'-' | b'0'..=b'9' => Value::Number(text.into()),
        _ => Value::Raw(minify(text)),
    }
}
