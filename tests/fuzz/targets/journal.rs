//! The crash journal: whatever is left of it is read and done again without a fault, and what was read writes the same again.
//! The checksums are put right first, so that what they guard is reached.
#![no_main]

use libfuzzer_sys::fuzz_target;
use linkwright::formats::journal::{JournalEntry, checked_line, read, replay, write_line};
use linkwright::formats::linkwright::write;
use linkwright::model::Document;

fuzz_target!(|bytes: &[u8]| {
    let _ = read(bytes);
    let text = String::from_utf8_lossy(bytes);
    let lines: String = text.lines().map(checked_line).collect();
    let Some(journal) = read(lines.as_bytes()) else {
        return;
    };
    assert!(journal.sound <= lines.len());
    let again = replay(Document::default(), &journal);
    let _ = write(&again.document);
    let head = write_line(&JournalEntry::Head(journal.head.clone()), "");
    let mut written = head;
    let mut before = String::new();
    for entry in &journal.entries {
        written.push_str(&write_line(entry, &before));
        before = match entry {
            JournalEntry::Draft(Some(draft)) => draft.text.clone(),
            _ => String::new(),
        };
    }
    let second = read(written.as_bytes()).expect("what was written is read");
    assert_eq!(second.entries.len(), journal.entries.len());
    let twice = replay(Document::default(), &second);
    assert!(
        write(&twice.document) == write(&again.document),
        "it is another dataset"
    );
});
