//! Pasted tables: each becomes lines, a line a row, and no line has a line end in it.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use linkwright::capture::{Lexicon, lines_of_table, read};
use linkwright::model::Document;

static EMPTY: LazyLock<Document> = LazyLock::new(Document::default);

fuzz_target!(|text: &str| {
    let lexicon = Lexicon::of(&EMPTY);
    for line in lines_of_table(text, &lexicon).lines.iter().take(50) {
        assert!(!line.contains('\n'), "{line:?}");
        let _ = read(line, &EMPTY, &lexicon);
    }
});
