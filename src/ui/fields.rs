//! Every field that can be typed in, by key: what it holds, and the edit that sets it.

use std::sync::Arc;

use egui::Id;
use rustc_hash::FxHashMap;

use crate::edit::{Edit, ViewHead};
use crate::formats::linkwright::{Fields, give_claim_ids, mistake, mistake_in, set_text, text_of};
use crate::model::findings::forget_guess;
use crate::model::{
    Claim, CustomKind, Document, Ending, Entity, Extra, Identifier, KindFor, Link, Meta, Name,
    Number, Source, Stake, Str, Value,
};

use crate::work::Work;

/// A record of the dataset.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RecordKey {
    /// The dataset itself.
    Dataset,
    /// An entity, by slot.
    Entity(u32),
    /// A link, by slot.
    Link(u32),
    /// A source, by slot.
    Source(u32),
    /// An custom kind.
    CustomKind(Str, KindFor),
    /// A view, by id.
    View(Str),
}

/// A part of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecordPart {
    /// The record itself.
    Itself,
    /// A claim, by place.
    Claim(usize),
    /// A claim's share.
    Stake(usize),
    /// A claim's ending.
    Ending(usize),
    /// Another name, by place.
    Name(usize),
    /// An identifier, by place.
    Identifier(usize),
    /// A property, by place: its key `key` or its `value`.
    Property(usize),
    /// The dataset's grading.
    Grading,
}

/// A field: record, part, key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FieldKey {
    /// The record.
    pub record: RecordKey,
    /// The part.
    pub part: RecordPart,
    /// The key in the file.
    pub key: &'static str,
}

impl FieldKey {
    /// A field of a record itself.
    pub fn new(record: RecordKey, key: &'static str) -> Self {
        Self {
            record,
            part: RecordPart::Itself,
            key,
        }
    }

    /// The id of its box.
    pub fn id(&self) -> Id {
        Id::unique(("field", self))
    }

    /// The same record's field in another part.
    pub fn part(&self, part: RecordPart, key: &'static str) -> Self {
        Self {
            record: self.record.clone(),
            part,
            key,
        }
    }
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldText {
    /// As it is shown.
    pub text: Arc<str>,
    /// Why it cannot be read, if it cannot.
    pub why: Option<Arc<str>>,
}

/// What fields hold, each read once for each state of the dataset: a field is read by writing it as a file has it, which is
/// too much for every frame.
#[derive(Debug, Default)]
pub struct FieldTexts {
    /// The edits that the dataset had when they were read.
    edits: u64,
    texts: FxHashMap<FieldKey, FieldText>,
    /// What a picker shows for what its field holds.
    labels: FxHashMap<FieldKey, Arc<str>>,
    /// How many were read so far.
    reads: u64,
}

impl FieldTexts {
    /// So many are kept: whoever looks through thousands of records reads them again.
    const MOST: usize = 4_096;

    /// What a field holds.
    pub fn read(&mut self, work: &Work, key: &FieldKey) -> FieldText {
        self.forget_older(work);
        if let Some(known) = self.texts.get(key) {
            return known.clone();
        }
        self.reads += 1;
        let (text, why) = field(&work.document, key);
        let read = FieldText {
            text: text.into(),
            why: why.map(Arc::from),
        };
        self.texts.insert(key.clone(), read.clone());
        read
    }

    /// What a picker shows for what its field holds, where that was found already.
    pub fn label(&mut self, work: &Work, key: &FieldKey) -> Option<Arc<str>> {
        self.forget_older(work);
        self.labels.get(key).cloned()
    }

    /// Keeps what a picker shows.
    pub fn set_label(&mut self, key: &FieldKey, label: Arc<str>) {
        self.reads += 1;
        self.labels.insert(key.clone(), label);
    }

    /// How many fields were read, and labels found, so far.
    pub fn reads(&self) -> u64 {
        self.reads
    }

    fn forget_older(&mut self, work: &Work) {
        let edits = work.edit_count();
        if self.edits != edits || self.texts.len() + self.labels.len() > Self::MOST {
            self.edits = edits;
            self.texts.clear();
            self.labels.clear();
        }
    }
}

/// What the field holds, and why that cannot be read, if it cannot.
fn field(document: &Document, key: &FieldKey) -> (String, Option<String>) {
    let nothing = || (String::new(), None);
    match &key.record {
        RecordKey::Dataset => match key.part {
            RecordPart::Grading => {
                let grading = document.meta().grading.clone().unwrap_or_default();
                read(&grading, key.key)
            }
            _ => read(document.meta().as_ref(), key.key),
        },
        RecordKey::Entity(slot) => {
            let entity = document.entities().at(*slot);
            entity.map_or_else(nothing, |entity| of_entity(entity, key))
        }
        RecordKey::Link(slot) => {
            let link = document.links().at(*slot);
            link.map_or_else(nothing, |link| of_link(link, key))
        }
        RecordKey::Source(slot) => {
            let source = document.sources().at(*slot);
            source.map_or_else(nothing, |source| read(source.as_ref(), key.key))
        }
        RecordKey::CustomKind(id, target) => {
            let kind = find_kind(document, id, *target);
            kind.map_or_else(nothing, |kind| read(kind.as_ref(), key.key))
        }
        RecordKey::View(id) => match document.view_index(id) {
            Some(at) => read(document.views()[at].as_ref(), key.key),
            None => nothing(),
        },
    }
}

fn find_kind<'a>(document: &'a Document, id: &Str, target: KindFor) -> Option<&'a Arc<CustomKind>> {
    let kinds = document.kinds().iter();
    kinds
        .into_iter()
        .find(|kind| kind.id == *id && kind.target == target)
}

fn read<R: Fields>(record: &R, key: &str) -> (String, Option<String>) {
    (text_of(record, key), mistake(record, key))
}

fn of_entity(entity: &Entity, key: &FieldKey) -> (String, Option<String>) {
    match key.part {
        RecordPart::Name(at) => read_at(&entity.names, at, key.key),
        RecordPart::Identifier(at) => read_at(&entity.identifiers, at, key.key),
        RecordPart::Property(at) => of_property(&entity.properties, at, key.key),
        RecordPart::Claim(_) | RecordPart::Stake(_) | RecordPart::Ending(_) => {
            of_claim(&entity.claims, key)
        }
        RecordPart::Itself | RecordPart::Grading => {
            let (text, why) = read(entity, key.key);
            let why = why.or_else(|| odd_country(key.key, &text));
            (text, why)
        }
    }
}

fn of_link(link: &Link, key: &FieldKey) -> (String, Option<String>) {
    match key.part {
        RecordPart::Property(at) => of_property(&link.properties, at, key.key),
        RecordPart::Claim(_) | RecordPart::Stake(_) | RecordPart::Ending(_) => {
            of_claim(&link.claims, key)
        }
        _ => read(link, key.key),
    }
}

fn read_at<R: Fields>(list: &[R], at: usize, key: &str) -> (String, Option<String>) {
    list.get(at)
        .map_or_else(|| (String::new(), None), |record| read(record, key))
}

fn of_claim(claims: &[Claim], key: &FieldKey) -> (String, Option<String>) {
    let nothing = || (String::new(), None);
    match key.part {
        RecordPart::Claim(at) => read_at(claims, at, key.key),
        RecordPart::Stake(at) => {
            let share = claims.get(at).and_then(|claim| claim.share.as_deref());
            share.map_or_else(nothing, |share| {
                let (text, why) = read(share, key.key);
                let crossed = || {
                    share
                        .is_crossed()
                        .then(|| "the minimum exceeds the maximum".into())
                };
                let why = why.or_else(|| odd_share(key.key, &text)).or_else(crossed);
                (text, why)
            })
        }
        RecordPart::Ending(at) => {
            let ended = claims.get(at).and_then(|claim| claim.ended.as_deref());
            ended.map_or_else(nothing, |ended| read(ended, key.key))
        }
        _ => nothing(),
    }
}

fn of_property(properties: &[(Str, Value)], at: usize, key: &str) -> (String, Option<String>) {
    let Some((name, value)) = properties.get(at) else {
        return (String::new(), None);
    };
    if key == "key" {
        return (name.to_string(), None);
    }
    let why = matches!(value, Value::Raw(_))
        .then(|| "not text, a number or a truth value; kept unchanged".to_owned());
    (value.to_string(), why)
}

/// Why a country is none, for the field `country`.
fn odd_country(key: &str, text: &str) -> Option<String> {
    let is_code = text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase());
    (key == "country" && !text.is_empty() && !is_code)
        .then(|| "use a two-letter ISO 3166-1 code, such as CN".to_owned())
}

/// Why a number is no share, for the fields `min` and `max`.
fn odd_share(key: &str, text: &str) -> Option<String> {
    let number = text.trim().parse::<f64>().ok()?;
    (matches!(key, "min" | "max") && !(0.0..=100.0).contains(&number))
        .then(|| "a stake is between 0% and 100%".to_owned())
}

/// Why `text` could not be read in this field, said while it is being typed.
pub fn mistake_while_typing(key: &FieldKey, text: &str) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    match (&key.record, key.part) {
        (_, RecordPart::Claim(_)) => mistake_in::<Claim>(key.key, text),
        (_, RecordPart::Stake(_)) => {
            mistake_in::<Stake>(key.key, text).or_else(|| odd_share(key.key, text))
        }
        (_, RecordPart::Ending(_)) => mistake_in::<Ending>(key.key, text),
        (RecordKey::Entity(_), RecordPart::Itself) => {
            mistake_in::<Entity>(key.key, text).or_else(|| odd_country(key.key, text))
        }
        (RecordKey::Link(_), RecordPart::Itself) => mistake_in::<Link>(key.key, text),
        (RecordKey::Source(_), RecordPart::Itself) => mistake_in::<Source>(key.key, text),
        _ => None,
    }
}

/// The edit that sets the field to `text`, with its name for undo. `None` if that changes nothing.
pub fn set(document: &Document, key: &FieldKey, text: &str) -> Option<(String, Edit)> {
    let label = |of: &str| format!("Edit {} of {of}", key.key.replace('_', " "));
    match &key.record {
        RecordKey::Dataset => {
            let old = document.meta();
            let mut meta = Meta::clone(old);
            if key.part == RecordPart::Grading {
                let mut grading = meta.grading.take().unwrap_or_default();
                set_text(&mut grading, key.key, text);
                meta.grading = (grading != Default::default()).then_some(grading);
            } else {
                set_text(&mut meta, key.key, text);
            }
            (meta != **old).then(|| (label("dataset"), Edit::Meta(Arc::new(meta))))
        }
        RecordKey::Entity(slot) => {
            let old = document.entities().at(*slot)?;
            let set = |mut entity: Entity| {
                set_in_entity(&mut entity, key, text);
                entity
            };
            if set(Entity::clone(old)) == **old {
                return None;
            }
            let mut entity = Entity::clone(old);
            give_claim_ids(&mut entity.claims);
            Some((label(old.label()), entity_edit(set(entity))))
        }
        RecordKey::Link(slot) => {
            let old = document.links().at(*slot)?;
            let set = |mut link: Link| {
                set_in_link(&mut link, key, text);
                link
            };
            if set(Link::clone(old)) == **old {
                return None;
            }
            // Before the first edit, so that copies of a claim agree on its id whatever is edited where.
            let mut link = Link::clone(old);
            give_claim_ids(&mut link.claims);
            Some((label("link"), link_edit(set(link))))
        }
        RecordKey::Source(slot) => {
            let old = document.sources().at(*slot)?;
            let mut source = Source::clone(old);
            set_text(&mut source, key.key, text);
            let name = old.label().into_owned();
            (source != **old).then(|| (label(&name), source_edit(source)))
        }
        RecordKey::CustomKind(id, target) => {
            let old = find_kind(document, id, *target)?;
            let mut kind = CustomKind::clone(old);
            set_text(&mut kind, key.key, text);
            let edit = Edit::CustomKind(id.clone(), *target, Some(Arc::new(kind.clone())));
            (kind != **old).then(|| (label(id), edit))
        }
        RecordKey::View(id) => {
            let old = &document.views()[document.view_index(id)?];
            let mut head = ViewHead::of(old);
            head.title = text.into();
            let edit = Edit::ViewHead(id.clone(), Box::new(head.clone()));
            (head.title != old.title).then(|| (label("view"), edit))
        }
    }
}

fn set_in_entity(entity: &mut Entity, key: &FieldKey, text: &str) {
    match key.part {
        RecordPart::Name(at) => set_at::<Name>(&mut entity.names, at, key.key, text),
        RecordPart::Identifier(at) => {
            set_at::<Identifier>(&mut entity.identifiers, at, key.key, text);
        }
        RecordPart::Property(at) => set_property(&mut entity.properties, at, key.key, text),
        RecordPart::Claim(_) | RecordPart::Stake(_) | RecordPart::Ending(_) => {
            set_in_claim(&mut entity.claims, key, text);
        }
        RecordPart::Itself | RecordPart::Grading => {
            if key.key == "kind" {
                forget_guess(entity);
            }
            set_text(entity, key.key, text);
        }
    }
}

fn set_in_link(link: &mut Link, key: &FieldKey, text: &str) {
    match key.part {
        RecordPart::Property(at) => set_property(&mut link.properties, at, key.key, text),
        RecordPart::Claim(_) | RecordPart::Stake(_) | RecordPart::Ending(_) => {
            set_in_claim(&mut link.claims, key, text);
        }
        _ => set_text(link, key.key, text),
    }
}

fn set_at<R: Fields>(list: &mut [R], at: usize, key: &str, text: &str) {
    if let Some(record) = list.get_mut(at) {
        set_text(record, key, text);
    }
}

fn set_in_claim(claims: &mut [Claim], key: &FieldKey, text: &str) {
    match key.part {
        RecordPart::Claim(at) => set_at(claims, at, key.key, text),
        RecordPart::Stake(at) => {
            if let Some(claim) = claims.get_mut(at) {
                let mut share = claim.share.take().map(|share| *share).unwrap_or_default();
                set_text(&mut share, key.key, text);
                claim.share = (share != Stake::default()).then(|| Box::new(share));
            }
        }
        RecordPart::Ending(at) => {
            if let Some(claim) = claims.get_mut(at) {
                let mut ended = claim.ended.take().map(|ended| *ended).unwrap_or_default();
                set_text(&mut ended, key.key, text);
                claim.ended = (ended != Ending::default()).then(|| Box::new(ended));
            }
        }
        _ => {}
    }
}

/// A property keeps its sort where the text allows: a number stays one, true and false stay.
fn set_property(properties: &mut [(Str, Value)], at: usize, key: &str, text: &str) {
    let names: Vec<Str> = properties.iter().map(|(name, _)| name.clone()).collect();
    let Some((name, value)) = properties.get_mut(at) else {
        return;
    };
    if key == "key" {
        let taken = names
            .iter()
            .enumerate()
            .any(|(other, name)| other != at && name == text);
        if !text.is_empty() && !taken {
            *name = text.into();
        }
        return;
    }
    *value = match value {
        Value::Number(_) if Number::from_text(text).is_some() => Value::Number(text.into()),
        Value::Bool(_) if text == "true" => Value::Bool(true),
        Value::Bool(_) if text == "false" => Value::Bool(false),
        _ => Value::Text(text.into()),
    };
}

/// The edit of an entity. Its claims get their ids now, before the first edit that could part them.
pub fn entity_edit(mut entity: Entity) -> Edit {
    give_claim_ids(&mut entity.claims);
    Edit::Entity(entity.id.clone(), Some(Arc::new(entity)))
}

/// The edit of a link.
pub fn link_edit(mut link: Link) -> Edit {
    give_claim_ids(&mut link.claims);
    Edit::Link(link.id.clone(), Some(Arc::new(link)))
}

/// The edit of a source.
pub fn source_edit(source: Source) -> Edit {
    Edit::Source(source.id.clone(), Some(Arc::new(source)))
}

/// What a record keeps that this version does not know.
pub fn extra<'a>(document: &'a Document, record: &RecordKey) -> Option<&'a Extra> {
    match record {
        RecordKey::Dataset => Some(&document.meta().extra),
        RecordKey::Entity(slot) => document.entities().at(*slot).map(|record| &record.extra),
        RecordKey::Link(slot) => document.links().at(*slot).map(|record| &record.extra),
        RecordKey::Source(slot) => document.sources().at(*slot).map(|record| &record.extra),
        RecordKey::CustomKind(id, target) => {
            find_kind(document, id, *target).map(|kind| &kind.extra)
        }
        RecordKey::View(id) => {
            let at = document.view_index(id)?;
            Some(&document.views()[at].extra)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::apply;

    fn with_entity() -> (Document, u32) {
        let mut document = Document::default();
        let entity = Entity {
            id: "a".into(),
            kind: "company".into(),
            name: "A".into(),
            names: vec![Name::default()],
            properties: vec![
                ("n".into(), Value::Number("1".into())),
                ("t".into(), Value::Bool(true)),
            ],
            claims: vec![Claim {
                source: "s".into(),
                ..Claim::default()
            }],
            ..Entity::default()
        };
        let (slot, _) = document.put_entity("a", Some(Arc::new(entity)));
        (document, slot.unwrap())
    }

    #[test]
    fn every_part_can_be_set_and_read_back() {
        let (mut document, slot) = with_entity();
        let record = RecordKey::Entity(slot);
        for (part, key, text) in [
            (RecordPart::Itself, "name", "Anxun"),
            (RecordPart::Itself, "since", "2010-1"),
            (RecordPart::Itself, "tags", "x, y"),
            (RecordPart::Name(0), "text", "四川安洵"),
            (RecordPart::Property(0), "value", "2"),
            (RecordPart::Property(0), "key", "count"),
            (RecordPart::Property(1), "value", "false"),
            (RecordPart::Claim(0), "credibility", "3"),
            (RecordPart::Stake(0), "min", "25"),
            (RecordPart::Ending(0), "why", "wrong"),
        ] {
            let key = FieldKey {
                record: record.clone(),
                part,
                key,
            };
            let (_, edit) = set(&document, &key, text).unwrap_or_else(|| panic!("{key:?}"));
            apply(&mut document, edit).unwrap();
            assert_eq!(field(&document, &key).0, text, "{key:?}");
            assert!(
                set(&document, &key, text).is_none(),
                "the same again is no edit"
            );
        }
        let entity = document.entities().at(slot).unwrap();
        assert_eq!(entity.properties[0].1, Value::Number("2".into()));
        assert!(
            !entity.claims[0].id.is_empty(),
            "an edited record's claims have ids"
        );
        let since = FieldKey::new(record, "since");
        assert!(
            field(&document, &since).1.is_some(),
            "a mistake is said at its field"
        );
    }
}
