//! The journal says what happened: read again, it gives the same dataset, the same undo, the same text in the same field.

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use linkwright::edit::{Edit, EditEvent, History, Listener};
use linkwright::formats::journal::{self, Head, JournalDraft, JournalEntry};
use linkwright::formats::linkwright::{read, write};
use linkwright::model::{Document, Meta};
use linkwright::store::{Disk, JournalWriter, Store, System, Wake};
use proptest::prelude::*;

use crate::disks::{Recorder, Watched};
use crate::edit::edits;
use crate::samples::dataset;

fn document(text: &str) -> Document {
    read(text.as_bytes()).unwrap().document
}

/// A history whose events are kept.
fn listened() -> (History, Arc<Mutex<Vec<EditEvent>>>) {
    let mut history = History::saved();
    let events: Arc<Mutex<Vec<EditEvent>>> = Arc::default();
    let kept = Arc::clone(&events);
    history.listen(Some(Listener::new(move |event| {
        kept.lock().unwrap().push(event);
    })));
    (history, events)
}

fn text(entries: &[JournalEntry]) -> String {
    let head = journal::write_line(&JournalEntry::Head(Head::default()), "");
    let lines = entries.iter().map(|entry| journal::write_line(entry, ""));
    std::iter::once(head).chain(lines).collect()
}

fn entries(events: &[EditEvent]) -> Vec<JournalEntry> {
    let entry = |event: &EditEvent| match event {
        EditEvent::Commit(label, edit) => JournalEntry::Commit(label.clone(), edit.clone()),
        EditEvent::Undo => JournalEntry::Undo,
        EditEvent::Redo => JournalEntry::Redo,
    };
    events.iter().map(entry).collect()
}

proptest! {
    #[test]
    fn what_happened_happens_again(
        a in dataset(), b in dataset(), steps in prop::collection::vec(0u8..6, 0..30), save in 0usize..30, late in 0usize..4,
        first in any::<prop::sample::Index>(),
    ) {
        let base = document(&a);
        let mut now = base.clone();
        let (mut history, events) = listened();
        let mut all = edits(&document(&b));
        let first = first.index(all.len());
        all.rotate_left(first);
        let mut all = all.into_iter();
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
        let saved = JournalEntry::Saved { path: "p".into(), version: "v".into(), since: late };
        entries.insert(save + late, saved);
        let text = text(&entries);
        let journal = journal::read(text.as_bytes()).unwrap();
        prop_assert_eq!((journal.sound, journal.damage), (text.len(), None));
        let mut again = journal::replay(base, &journal);
        prop_assert!(!again.is_cut);
        prop_assert_eq!(write(&again.document), write(&now));
        prop_assert_eq!(write(&again.saved), states[save].clone());
        prop_assert_eq!(again.has_unsaved(), again.history.is_dirty());
        // What was undone does not count; what is not as it was is at least one.
        let taken_back = |event: &EditEvent| if *event == EditEvent::Undo { -1 } else { 1 };
        let since: i32 = events.lock().unwrap()[save..].iter().map(taken_back).sum();
        let net = since.unsigned_abs() as usize;
        prop_assert_eq!(again.edits, net.max(usize::from(again.history.is_dirty())));
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
    let draft = JournalEntry::Draft(Some(JournalDraft {
        table: "entities".into(),
        text: "typed".into(),
        ..JournalDraft::default()
    }));
    let replay = |entries: &[JournalEntry]| {
        let text = text(entries);
        let journal = journal::read(text.as_bytes()).unwrap();
        journal::replay(Document::default(), &journal)
    };
    let typed = replay(std::slice::from_ref(&draft));
    assert!(typed.has_unsaved() && typed.draft.is_some() && typed.edits == 0);
    assert!(!replay(&[draft, JournalEntry::Draft(None)]).has_unsaved());
}

// ---- on disk ----

/// A folder for the program's own, and what a window does with its journal there.
struct Place {
    folder: tempfile::TempDir,
}

const EDITS: usize = 4;

impl Place {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn store(&self, disk: impl Disk + 'static) -> Store {
        Store::new(Arc::new(disk), Some(self.folder.path().join("data")))
    }

    /// What is left for the next start: the titles of the datasets, and what was being typed.
    fn left(&self) -> Vec<(String, Option<String>)> {
        // A process that another test is just starting has our locks until it is another program.
        let mut looks = (0..100).map(|support| {
            std::thread::sleep(Duration::from_millis(20 * support.min(1)));
            self.store(System).left_journals()
        });
        let left = looks.find(|left| !left.is_empty()).unwrap_or_default();
        left.iter()
            .map(|(_, replay)| {
                let title = replay.document.meta().title.to_string();
                (title, replay.draft.as_ref().map(|draft| draft.text.clone()))
            })
            .collect()
    }
}

fn title(text: &str) -> Edit {
    Edit::Meta(Arc::new(Meta {
        title: text.into(),
        ..Meta::default()
    }))
}

fn typed(text: &str) -> Option<JournalDraft> {
    Some(JournalDraft {
        table: "entities".into(),
        text: text.into(),
        ..JournalDraft::default()
    })
}

/// A window that commits some edits and types something, each confirmed.
fn work(journal: &JournalWriter, document: &mut Document, history: &mut History, from: usize) {
    history.listen(Some(journal.listener()));
    for edit in from..from + EDITS {
        history
            .commit(document, "edit", title(&edit.to_string()))
            .unwrap();
        journal.confirm();
    }
    journal.draft(typed("being typed"));
    journal.confirm();
}

#[test]
fn whatever_fails_the_journal_catches_up_and_says_so() {
    let mut tried = 0;
    for code in [28, 5, 13, 30] {
        for at in 0.. {
            let place = Place::new();
            let disk = Watched::failing(at, code, false);
            let store = place.store(disk.clone());
            let wake: Wake = Arc::new(|| {});
            let journal = store
                .journal(Head::default(), Arc::default(), wake)
                .unwrap();
            let (mut document, mut history) = (Document::default(), History::saved());
            work(&journal, &mut document, &mut history, 0);
            let has_failed = disk.count() > at;
            journal.confirm();
            drop(journal);
            let expected = ((EDITS - 1).to_string(), Some("being typed".to_owned()));
            assert_eq!(place.left(), [expected], "operation {at}, error {code}");
            tried += 1;
            if !has_failed {
                break;
            }
        }
    }
    eprintln!("journal: {tried} failures tried");
}

#[test]
fn while_nothing_can_be_written_it_is_said_once_and_nothing_is_forgotten() {
    let place = Place::new();
    let is_full = Arc::new(AtomicBool::new(true));
    let full = Arc::clone(&is_full);
    let disk = Watched::new(move |_, name| {
        let fails = full.load(Ordering::Relaxed) && name == "write";
        if fails {
            Err(io::Error::from_raw_os_error(28))
        } else {
            Ok(())
        }
    });
    let store = place.store(disk);
    let journal = store
        .journal(Head::default(), Arc::default(), Arc::new(|| {}))
        .unwrap();
    let (mut document, mut history) = (Document::default(), History::saved());
    work(&journal, &mut document, &mut history, 0);
    assert_eq!(journal.trouble().as_deref(), Some("the disk is full"));
    assert_eq!(journal.trouble(), None);
    is_full.store(false, Ordering::Relaxed);
    work(&journal, &mut document, &mut history, EDITS);
    assert_eq!(journal.trouble(), None);
    drop(journal);
    let left = place.store(System).left_journals();
    assert_eq!(left[0].1.edits, 2 * EDITS);
}

#[test]
fn whatever_fails_at_the_next_start_the_one_after_finds_it() {
    let mut tried = 0;
    for code in [28, 5, 13, 30] {
        for for_good in [false, true] {
            for at in 0.. {
                let place = Place::new();
                let store = place.store(System);
                let wake: Wake = Arc::new(|| {});
                let journal = store
                    .journal(Head::default(), Arc::default(), Arc::clone(&wake))
                    .unwrap();
                let (mut document, mut history) = (Document::default(), History::saved());
                work(&journal, &mut document, &mut history, 0);
                drop(journal);
                // This start fails somewhere: while looking, or while going on.
                let disk = Watched::failing(at, code, for_good);
                let store = place.store(disk.clone());
                let mut is_resumed = false;
                for (left, replay) in store.left_journals() {
                    let mut document = replay.document.clone();
                    let mut history = replay.history.clone();
                    let journal = store.resume(left, Arc::clone(&wake));
                    work(&journal, &mut document, &mut history, EDITS);
                    journal.confirm();
                    is_resumed = !for_good;
                }
                let last = if is_resumed { 2 * EDITS } else { EDITS } - 1;
                let left = place.left();
                let found: usize = left[0].0.parse().unwrap();
                assert!(left.len() == 1 && found >= EDITS - 1, "operation {at}");
                assert!(!is_resumed || found == last, "operation {at}: {found}");
                tried += 1;
                if disk.count() <= at {
                    break;
                }
            }
        }
    }
    eprintln!("journal: {tried} failures at the next start tried");
}

/// Checks what any power cut may leave of a journal; the number of states, or what is wrong.
fn power_cuts(lies: Option<&'static str>) -> Result<usize, String> {
    let path = Path::new("/shared/case.json");
    let mut recorder = Recorder::with(path, b"{}");
    recorder.lies = lies;
    let store = Store::new(Arc::new(recorder.clone()), Some("/data".into()));
    let journal = store
        .journal(Head::default(), Arc::default(), Arc::new(|| {}))
        .unwrap();
    let (mut document, mut history) = (Document::default(), History::saved());
    history.listen(Some(journal.listener()));
    // What is confirmed after so many operations.
    let mut confirmed = vec![(recorder.count(), 0)];
    for edit in 1..=3 {
        history
            .commit(&mut document, "edit", title(&edit.to_string()))
            .unwrap();
        journal.confirm();
        confirmed.push((recorder.count(), edit));
    }
    let end = recorder.count();
    drop(journal);
    let mut states = 0;
    for count in confirmed[0].0..=end {
        let sure = confirmed.iter().rfind(|(at, _)| *at <= count).unwrap().1;
        for left in recorder.after_cut(count) {
            states += 1;
            let entries = left.iter().find(|(path, _)| path.ends_with("entries"));
            let found = entries.and_then(|(_, bytes)| journal::read(bytes));
            let base = left
                .iter()
                .any(|(path, bytes)| path.ends_with("base.json") && read(bytes).is_ok());
            let edits = found.map_or(0, |journal| journal.entries.len());
            if sure > 0 && (edits < sure || !base) {
                return Err(format!("{edits} of {sure} edits after {count} operations"));
            }
        }
    }
    Ok(states)
}

#[test]
fn a_power_cut_loses_nothing_that_was_confirmed() {
    let states = power_cuts(None).unwrap();
    eprintln!("journal: {states} states after a power cut");
    assert!(states > 20);
    assert!(power_cuts(Some("sync")).is_err());
    assert!(power_cuts(Some("sync folder")).is_err());
}

#[test]
fn a_journal_that_is_damaged_is_restored_as_far_as_it_goes_and_kept() {
    let place = Place::new();
    let store = place.store(System);
    let wake: Wake = Arc::new(|| {});
    let journal = store
        .journal(Head::default(), Arc::default(), Arc::clone(&wake))
        .unwrap();
    let (mut document, mut history) = (Document::default(), History::saved());
    work(&journal, &mut document, &mut history, 0);
    drop(journal);
    let folder = place.folder.path().join("data/journal");
    let folder = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap();
    let entries = folder.path().join("entries");
    let text = std::fs::read_to_string(&entries).unwrap();
    let broken = text.replacen("\"title\": \"2\"", "\"title\": \"x\"", 1);
    assert_ne!(text, broken);
    std::fs::write(&entries, &broken).unwrap();
    let (left, replay) = store.left_journals().pop().unwrap();
    assert!(replay.is_cut);
    assert_eq!(replay.document.meta().title, "1");
    let (mut document, mut history) = (replay.document, replay.history);
    let journal = store.resume(left, wake);
    work(&journal, &mut document, &mut history, 7);
    drop(journal);
    assert_eq!(place.left()[0].0, (7 + EDITS - 1).to_string());
    let kept = std::fs::read_to_string(folder.path().join("damaged")).unwrap();
    assert_eq!(kept, broken);
}
