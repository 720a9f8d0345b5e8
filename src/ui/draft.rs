//! What is being typed: whether its field was left, and what it is in the words of the journal, and back.

use egui::{Context, Event, Rect};

use crate::formats::journal::Draft as Words;
use crate::formats::linkwright::Fields;
use crate::model::{
    Claim, Document, Ended, Entity, Grading, Identifier, Kind, KindFor, Link, Meta, Name, Share,
    Source, View,
};

use super::fields::{FieldKey, Part, RecordKey};
use super::state::{FieldDraft, Window};

/// The capture line, as if it were a table.
pub const CAPTURE: &str = "capture";

/// What is being typed now: a field's text, else the capture line's.
pub fn typed(document: &Document, window: &Window) -> Option<Words> {
    if let Some(draft) = &window.draft {
        return in_words(document, draft);
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

fn in_words(document: &Document, draft: &FieldDraft) -> Option<Words> {
    let key = &draft.key;
    let (table, id) = match &key.record {
        RecordKey::Dataset => ("dataset", "".into()),
        RecordKey::Entity(slot) => ("entities", document.entities().id_at(*slot)?.clone()),
        RecordKey::Link(slot) => ("links", document.links().id_at(*slot)?.clone()),
        RecordKey::Source(slot) => ("sources", document.sources().id_at(*slot)?.clone()),
        RecordKey::Kind(id, KindFor::Entity) => ("kinds of entities", id.clone()),
        RecordKey::Kind(id, KindFor::Link) => ("kinds of links", id.clone()),
        RecordKey::View(id) => ("views", id.clone()),
    };
    let (part, at) = match key.part {
        Part::Itself => ("", 0),
        Part::Grading => ("grading", 0),
        Part::Claim(at) => ("claim", at),
        Part::Share(at) => ("share", at),
        Part::Ended(at) => ("ended", at),
        Part::Name(at) => ("name", at),
        Part::Identifier(at) => ("identifier", at),
        Part::Property(at) => ("property", at),
    };
    Some(Words {
        table: table.into(),
        id,
        part: part.into(),
        at,
        key: key.key.into(),
        text: draft.text.clone(),
    })
}

/// The field that the words name, if the dataset has its record.
pub fn field_key(document: &Document, words: &Words) -> Option<FieldKey> {
    let record = match words.table.as_str() {
        "dataset" => RecordKey::Dataset,
        "entities" => RecordKey::Entity(document.entities().slot_of(&words.id)?),
        "links" => RecordKey::Link(document.links().slot_of(&words.id)?),
        "sources" => RecordKey::Source(document.sources().slot_of(&words.id)?),
        "kinds of entities" => RecordKey::Kind(words.id.clone(), KindFor::Entity),
        "kinds of links" => RecordKey::Kind(words.id.clone(), KindFor::Link),
        "views" => RecordKey::View(words.id.clone()),
        _ => return None,
    };
    let at = words.at;
    let part = match words.part.as_str() {
        "" => Part::Itself,
        "grading" => Part::Grading,
        "claim" => Part::Claim(at),
        "share" => Part::Share(at),
        "ended" => Part::Ended(at),
        "name" => Part::Name(at),
        "identifier" => Part::Identifier(at),
        "property" => Part::Property(at),
        _ => return None,
    };
    let key = known_key(&words.key)?;
    Some(FieldKey { record, part, key })
}

/// The key as the program writes it.
fn known_key(key: &str) -> Option<&'static str> {
    let all: [&[&'static str]; 14] = [
        Entity::KEYS,
        Link::KEYS,
        Source::KEYS,
        Claim::KEYS,
        Kind::KEYS,
        View::KEYS,
        Meta::KEYS,
        Grading::KEYS,
        Share::KEYS,
        Ended::KEYS,
        Name::KEYS,
        Identifier::KEYS,
        // Of a property: its name and its value.
        &["key"],
        &["value"],
    ];
    all.iter()
        .flat_map(|keys| keys.iter())
        .find(|known| **known == key)
        .copied()
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
            (Part::Itself, "note"),
            (Part::Claim(2), "quote"),
            (Part::Share(1), "min"),
            (Part::Ended(3), "why"),
            (Part::Name(0), "text"),
            (Part::Identifier(4), "scheme"),
            (Part::Property(1), "value"),
            (Part::Property(1), "key"),
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
