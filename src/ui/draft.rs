//! What is being typed: whether its field was left, and what it is in the words of the journal, and back.

use egui::{Context, Event, Rect};

use crate::formats::journal::JournalDraft as Words;
use crate::formats::linkwright::Fields;
use crate::model::{
    Claim, CustomKind, Document, Ending, Entity, Grading, Identifier, KindFor, Link, Meta, Name,
    Source, Stake, View, words,
};

use super::fields::{FieldKey, RecordKey, RecordPart};
use super::state::{FieldDraft, Window};

/// Quick entry, as if it were a table.
pub const CAPTURE: &str = "capture";

words! {
    /// The tables of [`RecordKey`], as the recovery file names them.
    TypedTable {
        /// The dataset's own fields.
        Dataset = "dataset",
        /// Entities.
        Entities = "entities",
        /// Links.
        Links = "links",
        /// Sources.
        Sources = "sources",
        /// Custom kinds of entities.
        EntityKinds = "kinds of entities",
        /// Custom kinds of links.
        LinkKinds = "kinds of links",
        /// Views.
        Views = "views",
    }
}

words! {
    /// The parts of [`RecordPart`], as the recovery file names them.
    TypedPart {
        /// The record itself.
        Itself = "",
        /// The dataset's grading.
        Grading = "grading",
        /// A claim.
        Claim = "claim",
        /// A claim's stake.
        Stake = "share",
        /// How a claim was set aside.
        Ending = "ended",
        /// Another name.
        Name = "name",
        /// An identifier.
        Identifier = "identifier",
        /// A property.
        Property = "property",
    }
}

/// What is being typed now: a field's text, else that of quick entry.
pub fn typed(document: &Document, window: &Window) -> Option<Words> {
    if let Some(draft) = &window.draft {
        return words_of(document, draft);
    }
    let text = &window.capture.text;
    (!text.is_empty()).then(|| Words {
        table: CAPTURE.into(),
        text: text.clone(),
        ..Words::default()
    })
}

/// Whether a draft says the same as these words, without copying its text.
pub fn is_told(document: &Document, window: &Window, told: &Option<Words>) -> bool {
    let text = match &window.draft {
        Some(draft) => &draft.text,
        None => &window.capture.text,
    };
    match told {
        None => window.draft.is_none() && text.is_empty(),
        Some(told) if told.text != *text => false,
        Some(told) => match &window.draft {
            None => told.table == CAPTURE,
            Some(draft) => field_key(document, told).as_ref() == Some(&draft.key),
        },
    }
}

/// Whether the pointer was pressed outside the field that is being typed in.
pub fn is_pressed_away(ctx: &Context, window: &Window) -> bool {
    let Some(draft) = &window.draft else {
        return false;
    };
    let field = ctx.read_response(draft.key.id());
    let field = field.map_or(Rect::NOTHING, |response| response.rect);
    ctx.input(|input| {
        let mut events = input.events.iter();
        events.any(|event| match event {
            Event::PointerButton { pos, pressed, .. } => *pressed && !field.contains(*pos),
            _ => false,
        })
    })
}

/// Whether the field that is being typed in was left in this frame: it is not shown any more, or does not have the focus.
pub fn is_left(ctx: &Context, window: &Window) -> bool {
    let Some(draft) = &window.draft else {
        return false;
    };
    let is_awaited = draft.seen > window.frame;
    let is_shown = draft.seen == window.frame;
    let has_focus = ctx.memory(|memory| memory.has_focus(draft.key.id()));
    !(is_awaited || is_shown && has_focus)
}

fn words_of(document: &Document, draft: &FieldDraft) -> Option<Words> {
    let key = &draft.key;
    let (table, id) = match &key.record {
        RecordKey::Dataset => (TypedTable::Dataset, "".into()),
        RecordKey::Entity(slot) => (
            TypedTable::Entities,
            document.entities().id_at(*slot)?.clone(),
        ),
        RecordKey::Link(slot) => (TypedTable::Links, document.links().id_at(*slot)?.clone()),
        RecordKey::Source(slot) => (
            TypedTable::Sources,
            document.sources().id_at(*slot)?.clone(),
        ),
        RecordKey::CustomKind(id, KindFor::Entity) => (TypedTable::EntityKinds, id.clone()),
        RecordKey::CustomKind(id, KindFor::Link) => (TypedTable::LinkKinds, id.clone()),
        RecordKey::View(id) => (TypedTable::Views, id.clone()),
    };
    let (part, at) = match key.part {
        RecordPart::Itself => (TypedPart::Itself, 0),
        RecordPart::Grading => (TypedPart::Grading, 0),
        RecordPart::Claim(at) => (TypedPart::Claim, at),
        RecordPart::Stake(at) => (TypedPart::Stake, at),
        RecordPart::Ending(at) => (TypedPart::Ending, at),
        RecordPart::Name(at) => (TypedPart::Name, at),
        RecordPart::Identifier(at) => (TypedPart::Identifier, at),
        RecordPart::Property(at) => (TypedPart::Property, at),
    };
    Some(Words {
        table: table.as_str().into(),
        id,
        part: part.as_str().into(),
        at,
        key: key.key.into(),
        text: draft.text.clone(),
    })
}

/// The field that the words name, if the dataset has its record.
pub fn field_key(document: &Document, words: &Words) -> Option<FieldKey> {
    let record = match TypedTable::from_word(&words.table)? {
        TypedTable::Dataset => RecordKey::Dataset,
        TypedTable::Entities => RecordKey::Entity(document.entities().slot_of(&words.id)?),
        TypedTable::Links => RecordKey::Link(document.links().slot_of(&words.id)?),
        TypedTable::Sources => RecordKey::Source(document.sources().slot_of(&words.id)?),
        TypedTable::EntityKinds => RecordKey::CustomKind(words.id.clone(), KindFor::Entity),
        TypedTable::LinkKinds => RecordKey::CustomKind(words.id.clone(), KindFor::Link),
        TypedTable::Views => RecordKey::View(words.id.clone()),
    };
    let at = words.at;
    let part = match TypedPart::from_word(&words.part)? {
        TypedPart::Itself => RecordPart::Itself,
        TypedPart::Grading => RecordPart::Grading,
        TypedPart::Claim => RecordPart::Claim(at),
        TypedPart::Stake => RecordPart::Stake(at),
        TypedPart::Ending => RecordPart::Ending(at),
        TypedPart::Name => RecordPart::Name(at),
        TypedPart::Identifier => RecordPart::Identifier(at),
        TypedPart::Property => RecordPart::Property(at),
    };
    let keys = keys_of(&record, part);
    let key = *keys.iter().find(|known| **known == words.key)?;
    Some(FieldKey { record, part, key })
}

/// The keys of a part of a record, as the program writes them.
fn keys_of(record: &RecordKey, part: RecordPart) -> &'static [&'static str] {
    match part {
        RecordPart::Itself => match record {
            RecordKey::Dataset => Meta::KEYS,
            RecordKey::Entity(_) => Entity::KEYS,
            RecordKey::Link(_) => Link::KEYS,
            RecordKey::Source(_) => Source::KEYS,
            RecordKey::CustomKind(..) => CustomKind::KEYS,
            RecordKey::View(_) => View::KEYS,
        },
        RecordPart::Grading => Grading::KEYS,
        RecordPart::Claim(_) => Claim::KEYS,
        RecordPart::Stake(_) => Stake::KEYS,
        RecordPart::Ending(_) => Ending::KEYS,
        RecordPart::Name(_) => Name::KEYS,
        RecordPart::Identifier(_) => Identifier::KEYS,
        RecordPart::Property(_) => &["key", "value"],
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::edit::{Edit, apply};
    use crate::store::Settings;

    #[test]
    fn a_field_is_named_and_found_again() {
        let mut document = Document::default();
        let entity = Entity {
            id: "a".into(),
            ..Entity::default()
        };
        let edit = Edit::Entity("a".into(), Some(Arc::new(entity)));
        apply(&mut document, edit).unwrap();
        let parts = [
            (RecordPart::Itself, "note"),
            (RecordPart::Claim(2), "quote"),
            (RecordPart::Stake(1), "min"),
            (RecordPart::Ending(3), "why"),
            (RecordPart::Name(0), "text"),
            (RecordPart::Identifier(4), "scheme"),
            (RecordPart::Property(1), "value"),
            (RecordPart::Property(1), "key"),
        ];
        let mut window = Window::new(Settings::default());
        for (part, key) in parts {
            let record = RecordKey::Entity(0);
            let key = FieldKey { record, part, key };
            window.draft = Some(FieldDraft::new(key.clone(), "typed".into(), 0));
            let words = typed(&document, &window);
            assert!(is_told(&document, &window, &words));
            assert!(!is_told(&document, &window, &None));
            assert_eq!(field_key(&document, &words.unwrap()), Some(key));
        }
        let words = typed(&document, &window);
        window.draft = None;
        assert!(!is_told(&document, &window, &words));
        window.capture.text = "typed".into();
        let line = typed(&document, &window);
        assert_eq!(line.as_ref().unwrap().table, CAPTURE);
        assert!(is_told(&document, &window, &line) && !is_told(&document, &window, &words));
        let gone = Words {
            id: "b".into(),
            ..words.unwrap()
        };
        assert_eq!(field_key(&document, &gone), None);
    }
}
