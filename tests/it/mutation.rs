//! Files as accidents and enemies leave them: our own datasets and seeds with random changes. No reader may panic, and what it
//! opens survives writing twice. `LINKWRIGHT_FUZZ_SECONDS` says for how long, two seconds if it says nothing.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use linkwright::capture::{Lexicon, lines_of_table, read as read_line};
use linkwright::formats::{self, Judged, journal, linkwright as own, nodelink};
use linkwright::model::Document;
use linkwright::model::evidence::{Basis, Evidence};

/// A random generator of our own (SplitMix64), so that a failure can be had again from its seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ bits >> 31
    }

    fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }
}

/// What is put into texts: the signs of JSON, and what readers stumble over.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "null",
    "true",
    "-0",
    "1e999",
    "1e-999",
    "99999999999999999999",
    "\\ud800",
    "\\u0000",
    "\u{202e}",
    "\u{feff}",
    "\"id\":\"a\",",
    "\"id\":\"a\"",
    "{}",
    "[]",
    "\"\"",
    "\n",
    "[[[[[[[[",
    "\"..\"",
    "9999-99-99",
    "TLP:RED",
    "\"derived_from\":[\"s\"],",
    "\"positions\":{\"a\":[2147483647,-2147483648]},",
    "\u{0}",
    "é",
    "😀",
];

fn mutate(random: &mut Random, bytes: &mut Vec<u8>, others: &[Vec<u8>]) {
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(40)).min(bytes.len());
        match random.below(7) {
            0 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
            1 => drop(bytes.drain(at..end)),
            2 => {
                let part = bytes[at..end].to_vec();
                let to = random.below(bytes.len() + 1);
                bytes.splice(to..to, part);
            }
            3 | 4 => {
                let piece = PIECES[random.below(PIECES.len())];
                bytes.splice(
                    at..if random.below(2) == 0 { at } else { end },
                    piece.bytes(),
                );
            }
            5 => {
                let other = &others[random.below(others.len())];
                let from = random.below(other.len());
                let part = &other[from..(from + random.below(200)).min(other.len())];
                bytes.splice(at..end, part.iter().copied());
            }
            _ => bytes.truncate(at),
        }
    }
}

/// Our own datasets, and the seeds of fuzzing: small files, so that many can be tried.
fn seeds() -> Vec<Vec<u8>> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut seeds = Vec::new();
    for folder in [
        "datasets",
        "tests/fuzz/corpus/linkwright_read",
        "tests/fuzz/corpus/nodelink_read",
        "tests/fuzz/corpus/capture_line",
        "tests/fuzz/corpus/capture_table",
        "tests/fuzz/corpus/journal",
    ] {
        let mut files: Vec<PathBuf> = std::fs::read_dir(root.join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file())
            .collect();
        files.sort();
        seeds.extend(files.iter().map(|file| std::fs::read(file).unwrap()));
    }
    seeds.push(br#"{"format":"linkwright","version":1,"entities":[{"id":"a","kind":"company","name":"A"}]}"#.to_vec());
    seeds
}

fn survives(bytes: &[u8]) {
    if let Ok(opened) = formats::open(bytes) {
        let _ = opened.all_problems();
        if opened.document.newer_version().is_none() {
            let written = own::write(&opened.document);
            let again = own::read(&written)
                .expect("what was written is read")
                .document;
            assert!(
                again == opened.document,
                "written and read, it is another dataset"
            );
            assert!(
                own::write(&again) == written,
                "written twice, it is other text"
            );
            let evidence = Evidence::of(&opened.document, Basis::default());
            let graph = nodelink::write(&Judged::whole(&opened.document, "main", &evidence));
            formats::open(&graph.bytes).expect("a graph of ours is read");
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let empty = Document::default();
        let lexicon = Lexicon::of(&empty);
        for line in lines_of_table(text, &lexicon).lines.iter().take(10) {
            let _ = read_line(line, &empty, &lexicon);
        }
        // With the checksums put right, so that what they guard is reached.
        let lines: String = text.lines().map(journal::checked_line).collect();
        if let Some(journal) = journal::read(lines.as_bytes()) {
            let again = journal::replay(empty, &journal);
            let _ = own::write(&again.document);
        }
    }
}

#[test]
fn no_changed_file_stops_a_reader_and_what_opens_survives_writing_twice() {
    let seconds = std::env::var("LINKWRIGHT_FUZZ_SECONDS");
    let seconds = seconds
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(2.0);
    let seeds = seeds();
    let start = Instant::now();
    let mut tried = 0u64;
    while tried < 50 || start.elapsed() < Duration::from_secs_f64(seconds) {
        let mut random = Random(tried);
        let mut bytes = seeds[random.below(seeds.len())].clone();
        mutate(&mut random, &mut bytes, &seeds);
        let outcome = std::panic::catch_unwind(|| survives(&bytes));
        if let Err(panic) = outcome {
            println!("input {tried}: {}", String::from_utf8_lossy(&bytes));
            std::panic::resume_unwind(panic);
        }
        tried += 1;
    }
    println!(
        "{tried} changed files tried in {:.1} s",
        start.elapsed().as_secs_f64()
    );
}
