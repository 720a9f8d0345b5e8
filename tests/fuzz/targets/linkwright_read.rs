//! Our own format: whatever is read is written, and what was written is read as the same and written as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use linkwright::formats::linkwright::{read, write};
use linkwright::model::evidence::{Basis, Evidence};

fuzz_target!(|bytes: &[u8]| {
    let Ok(reading) = read(bytes) else { return };
    let _ = reading.all_problems();
    let _ = Evidence::of(&reading.document, Basis::default());
    if reading.document.newer_version().is_some() {
        return;
    }
    let written = write(&reading.document);
    let again = read(&written).expect("what was written is read");
    assert!(again.document == reading.document, "it is another dataset");
    assert!(write(&again.document) == written, "it is other text");
});
