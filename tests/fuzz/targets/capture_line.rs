//! Lines of facts: each is read and planned on a small dataset, and what was understood prints as a line that reads the same.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use linkwright::capture::{Lexicon, Rules, batch, print, read};
use linkwright::formats::linkwright::{give_claim_ids, read as open, write};
use linkwright::model::Document;

static DOCUMENT: LazyLock<Document> = LazyLock::new(|| {
    let text = r#"{"format":"linkwright","version":1,"entities":[
        {"id":"uk","kind":"state","name":"United Kingdom","names":[{"text":"UK"}]},{"id":"i-soon","kind":"company","name":"i-Soon"},
        {"id":"d","kind":"organization","name":"Desk: Asia, 2025"}],
        "sources":[{"id":"s","title":"Statement","url":"https://gov.example/s"}]}"#;
    open(text.as_bytes()).unwrap().document
});

fuzz_target!(|text: &str| {
    let lexicon = Lexicon::of(&DOCUMENT);
    for line in text.lines().take(20) {
        if let Some(line) = read(line, &DOCUMENT, &lexicon).line {
            let again = read(&print(&line), &DOCUMENT, &lexicon).line;
            assert_eq!(again.as_ref(), Some(&line), "{}", print(&line));
        }
    }
    let rules = Rules {
        source: None,
        today: None,
        bits: 7,
        name_claims: give_claim_ids,
        needs_source: false,
        may_title: true,
        may_shorten: true,
    };
    let done = batch(text.lines().take(20), &DOCUMENT, &rules);
    let written = write(&done.document);
    assert!(write(&open(&written).unwrap().document) == written);
});
