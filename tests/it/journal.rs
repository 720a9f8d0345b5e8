//! The journal says what happened: read again, it gives the same dataset, the same undo, the same text in the same field.

use std::sync::{Arc, Mutex};

use linkwright::edit::{Event, History, Listener};
use linkwright::formats::journal::{self, Draft, Entry, Head};
use linkwright::formats::linkwright::{read, write};
use linkwright::model::Document;
use proptest::prelude::*;

use crate::edit::edits;
use crate::samples::dataset;

fn document(text: &str) -> Document {
    read(text.as_bytes()).unwrap().document
}

/// A history whose events are kept.
fn listened() -> (History, Arc<Mutex<Vec<Event>>>) {
    let mut history = History::saved();
    let events: Arc<Mutex<Vec<Event>>> = Arc::default();
    let kept = Arc::clone(&events);
    history.listen(Some(Listener::new(move |event| {
        kept.lock().unwrap().push(event);
    })));
    (history, events)
}

fn text(entries: &[Entry]) -> String {
    let head = journal::write_line(&Entry::Head(Head::default()), "");
    let lines = entries.iter().map(|entry| journal::write_line(entry, ""));
    std::iter::once(head).chain(lines).collect()
}

fn entries(events: &[Event]) -> Vec<Entry> {
    let entry = |event: &Event| match event {
        Event::Commit(label, edit) => Entry::Commit(label.clone(), edit.clone()),
        Event::Undo => Entry::Undo,
        Event::Redo => Entry::Redo,
    };
    events.iter().map(entry).collect()
}

proptest! {
    #[test]
    fn what_happened_happens_again(
        a in dataset(), b in dataset(), steps in prop::collection::vec(0u8..6, 0..30), save in 0usize..30, late in 0usize..4,
    ) {
        let base = document(&a);
        let mut now = base.clone();
        let (mut history, events) = listened();
        let mut all = edits(&document(&b)).into_iter();
        let mut states = vec![write(&base)];
        for step in steps {
            let done = match step {
                0 => history.undo(&mut now).is_some(),
                1 => history.redo(&mut now).is_some(),
                _ => all.next().is_some_and(|edit| history.commit(&mut now, "edit", edit).is_ok()),
            };
            if done {
                states.push(write(&now));
            }
        }
        let mut entries = entries(&events.lock().unwrap());
        prop_assert_eq!(entries.len() + 1, states.len());
        let save = save % states.len();
        let late = late.min(entries.len() - save);
        let saved = Entry::Saved { path: "p".into(), version: "v".into(), since: late };
        entries.insert(save + late, saved);
        let text = text(&entries);
        let journal = journal::read(text.as_bytes()).unwrap();
        prop_assert_eq!((journal.sound, journal.damage), (text.len(), None));
        let mut again = journal::replay(base, &journal);
        prop_assert!(!again.is_cut);
        prop_assert_eq!(write(&again.document), write(&now));
        prop_assert_eq!(write(&again.saved), states[save].clone());
        prop_assert_eq!(again.edits, states.len() - 1 - save);
        prop_assert_eq!(again.has_unsaved(), again.history.is_dirty() && again.edits > 0);
        loop {
            prop_assert_eq!(again.history.undo_label(), history.undo_label());
            prop_assert_eq!(again.history.redo_label(), history.redo_label());
            let undone = history.undo(&mut now).is_some();
            prop_assert_eq!(again.history.undo(&mut again.document).is_some(), undone);
            prop_assert_eq!(write(&again.document), write(&now));
            if !undone {
                break;
            }
        }
    }

    #[test]
    fn wherever_it_was_cut_off_it_says_what_came_before(b in dataset(), cut in any::<prop::sample::Index>()) {
        let base = Document::default();
        let mut now = base.clone();
        let (mut history, events) = listened();
        let mut states = vec![write(&base)];
        for edit in edits(&document(&b)) {
            if history.commit(&mut now, "edit", edit).is_ok() {
                states.push(write(&now));
            }
        }
        let text = text(&entries(&events.lock().unwrap()));
        let cut = cut.index(text.len() + 1);
        let whole = text[..text.floor_char_boundary(cut)].matches('\n').count();
        match journal::read(&text.as_bytes()[..cut]) {
            Some(journal) => {
                let again = journal::replay(base, &journal);
                prop_assert!(!again.is_cut);
                prop_assert_eq!(&write(&again.document), &states[whole - 1]);
            }
            None => prop_assert_eq!(whole, 0),
        }
    }
}

#[test]
fn a_draft_alone_is_worth_restoring_and_an_emptied_one_is_not() {
    let draft = Entry::Draft(Some(Draft {
        table: "entities".into(),
        text: "typed".into(),
        ..Draft::default()
    }));
    let replay = |entries: &[Entry]| {
        let text = text(entries);
        let journal = journal::read(text.as_bytes()).unwrap();
        journal::replay(Document::default(), &journal)
    };
    let typed = replay(std::slice::from_ref(&draft));
    assert!(typed.has_unsaved() && typed.draft.is_some() && typed.edits == 0);
    assert!(!replay(&[draft, Entry::Draft(None)]).has_unsaved());
}
