//! Facts by the line, from a script.

use std::path::Path;
use std::process::Output;

use linkwright::formats;
use linkwright::model::Document;

use crate::cli::{SAMPLE, refused, with_input};

/// The article's facts, names in full.
pub(crate) const LINES: [&str; 11] = [
    "@https://foreignpolicywatchdog.com/?p=11475",
    "United Kingdom sanctions i-Soon, Integrity Tech 2025-12-09",
    "United Kingdom alleges: i-Soon targets Systems worldwide:sector (over 80)",
    "United Kingdom alleges: Integrity Tech operates Covert network",
    "Hackers for hire:sector supplies Chinese intelligence agencies:agency",
    "UK designations of 9 Dec 2025:event made under National Security and Investigations Act",
    "United Kingdom published Joint advisory:document 2025-08",
    "Joint advisory names Three China-based companies:company",
    "Salt Typhoon targets Governments:sector, Telecommunications:sector, Transportation:sector, Military infrastructure:sector",
    "United Kingdom, France founded Pall Mall Process",
    "National Cyber Force part of United Kingdom",
];

pub(crate) const EMPTY: &str = "{\"format\": \"linkwright\", \"version\": 1}\n";

fn add(file: &Path, more: &[&str], input: &[u8]) -> Output {
    let mut arguments = vec!["add", file.to_str().unwrap()];
    arguments.extend(more);
    with_input(&arguments, input)
}

fn open(file: &Path) -> Document {
    formats::open(&std::fs::read(file).unwrap())
        .unwrap()
        .document
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

pub(crate) fn claims(document: &Document) -> usize {
    document.links().iter().map(|link| link.claims.len()).sum()
}

#[test]
fn the_article_in_ten_lines() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("article.json");
    std::fs::write(&file, EMPTY).unwrap();
    let output = add(&file, &[], LINES.join("\n").as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", text(&output.stderr));
    let document = open(&file);
    let counts = (
        document.entities().len(),
        document.links().len(),
        claims(&document),
    );
    assert_eq!(counts, (19, 15, 15));
    assert_eq!(document.sources().len(), 1);
    let source = document.sources().iter().next().unwrap();
    assert_eq!(source.url, "https://foreignpolicywatchdog.com/?p=11475");
    let cite = |link: &std::sync::Arc<linkwright::model::Link>| {
        link.claims.iter().all(|c| c.source == source.id)
    };
    assert!(document.links().iter().all(cite));
    // The same lines once more change nothing, not even a byte.
    let before = std::fs::read(&file).unwrap();
    let again = add(&file, &[], LINES.join("\r\n").as_bytes());
    assert_eq!(again.status.code(), Some(0));
    assert!(
        text(&again.stdout).contains("15 claims already present"),
        "{}",
        text(&again.stdout)
    );
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[test]
fn good_lines_are_added_and_each_bad_one_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.json");
    std::fs::write(&file, EMPTY).unwrap();
    let input = b"A owns B\n\n@https://x.example/1\nA owns B\nno verb here\nA owns B, C, Ltd.\n\xff\nA part of D\n";
    let output = add(&file, &[], input);
    assert_eq!(output.status.code(), Some(1));
    let error = text(&output.stderr);
    let numbers: Vec<&str> = error
        .lines()
        .map(|line| line.split(':').next().unwrap())
        .collect();
    assert_eq!(numbers, ["line 1", "line 5", "line 6", "line 7"], "{error}");
    assert!(error.contains("line 1: no source"), "{error}");
    let document = open(&file);
    assert_eq!((document.entities().len(), document.links().len()), (3, 2));
}

#[test]
fn where_nothing_is_good_the_bytes_stay() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.json");
    // Not canonical on purpose.
    let odd = "{\"version\":1,   \"format\":\"linkwright\",\"sources\":[{\"id\":\"s\"}]}";
    let check = |more: &[&str], input: &[u8], code: i32, part: &str| {
        std::fs::write(&file, odd).unwrap();
        let output = add(&file, more, input);
        let error = text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{more:?} {error}");
        assert!(error.contains(part), "{error}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), odd);
    };
    check(
        &["--source", "nobody"],
        b"A owns B\n",
        2,
        "no source \u{201c}nobody\u{201d}",
    );
    check(&[], b"A owns B\n", 1, "line 1: no source");
    check(&[], b"@Some title\nA owns B\n", 1, "line 1: no source");
    check(&["--source", "s"], b"what\n", 1, "line 1: no verb");
    check(&["--source", "s"], b"\n\n", 0, "");
    check(&["--source", "s"], b"", 0, "");
    check(&["--source", "s"], b"@s\n", 0, "");
    std::fs::write(&file, odd).unwrap();
    assert_eq!(
        add(&file, &["--source", "s"], b"A owns B\n").status.code(),
        Some(0)
    );
    assert_eq!(open(&file).links().len(), 1);
    let missing = add(&folder.path().join("none.json"), &[], b"A owns B\n");
    assert_eq!(missing.status.code(), Some(2));
}

/// What is indented in the section of this heading, until the first line that is not: the part before three spaces.
fn examples(text: &str, heading: &str, indent: &str) -> Vec<String> {
    let section = text.split_once(heading).unwrap().1;
    let lines = section.lines().skip_while(|line| !line.starts_with(indent));
    let lines = lines.take_while(|line| line.starts_with(indent));
    let example = |line: &str| line.trim_start().split("   ").next().unwrap().to_owned();
    lines.map(example).collect()
}

#[test]
fn every_example_of_readme_and_help_is_understood() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sample.json");
    let readme = std::fs::read_to_string("README.md").unwrap();
    let help = with_input(&["help", "add"], b"");
    for (examples, count) in [
        (examples(&readme, "## Quick entry", "    "), 6),
        (examples(text(&help.stdout), "Lines are written", "  "), 3),
    ] {
        assert_eq!(examples.len(), count, "{examples:?}");
        std::fs::copy(SAMPLE, &file).unwrap();
        let output = add(&file, &[], examples.join("\n").as_bytes());
        assert_eq!(text(&output.stderr), "", "{examples:?}");
        assert_eq!(output.status.code(), Some(0));
    }
    assert!(text(&help.stdout).contains("sanctions / sanctioned by"));
}

#[test]
fn a_source_that_is_no_id_is_answered_with_ids() {
    let line = refused(&["add", SAMPLE, "--source", "fcdo"], b"");
    let ids = "write the ID: fcdo-2025-12-09 or parliamenttoday-170438";
    assert!(line.contains(ids), "{line}");
}

#[test]
fn other_names_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sample.json");
    std::fs::copy(SAMPLE, &file).unwrap();
    let output = add(&file, &[], b"i-Soon = ISN\nNo One = N\nChina = Anxun\n");
    assert!(
        text(&output.stdout).contains(", 2 other names; 1 line not"),
        "{}",
        text(&output.stdout)
    );
    let error = text(&output.stderr);
    assert!(
        error.contains("line 2: “No One” is not in this dataset"),
        "{error}"
    );
    assert!(
        error.contains("line 3: note: “Anxun” is already part of a name of Anxun IT and i-Soon"),
        "{error}"
    );
}

#[test]
fn two_hundred_rows() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.json");
    std::fs::write(&file, EMPTY).unwrap();
    let mut input = String::from("@https://register.example/\n");
    for at in 0..200 {
        input.push_str(&format!(
            "Holding {} owns \"Company {at}, Ltd\" 2020-01 {}%\n",
            at / 10,
            at % 100
        ));
    }
    let output = add(&file, &[], input.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let document = open(&file);
    assert_eq!(
        (document.entities().len(), document.links().len()),
        (220, 200)
    );
}

/// What `add` says of one line, cited by a known source.
fn said(line: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.json");
    std::fs::write(
        &file,
        r#"{"format":"linkwright","version":1,"sources":[{"id":"s"}]}"#,
    )
    .unwrap();
    let output = add(&file, &["--source", "s"], line.as_bytes());
    text(&output.stderr).trim().to_owned()
}

#[test]
fn endings_that_become_part_of_a_name_are_noted() {
    for (line, note) in [
        ("X pays Acme 2019 2020", "“2019” is a second date"),
        (
            "X pays Acme 31 Feb 2020",
            "“31 Feb” is not a date such as 2025-12-09",
        ),
        (
            "X pays Acme 5 May",
            "“5 May” is not a date such as 2025-12-09",
        ),
        (
            "X pays Acme May 2020",
            "“May” is not a date such as 2025-12-09",
        ),
        ("X pays Acme (a) (b)", "“(a)” is a second text in brackets"),
        ("X pays Acme [b]", "“[b]” is not in round brackets"),
        ("X pays Acme Z9", "“Z9” is not a grade from A1 to F6"),
        ("X pays Acme B2 C3", "“B2” is a second grade"),
        ("X pays Acme 2019, B 2020", "“2019” is a second date"),
        (
            "X 2019-05-01 pays Acme",
            "“2019-05-01” is not at the end of the line",
        ),
        ("X pays Lady: yacht", "“yacht” is not an entity kind"),
        ("X pays Acme #", "“#” is followed by no locator"),
    ] {
        let expected = format!("line 1: note: {note}, so it is part of the name");
        assert_eq!(said(line), expected, "{line}");
    }
    for line in [
        "Plan 2025 pays Acme 2020",
        "Theresa May pays Acme",
        "X pays Theresa May",
        "Department of Justice (DOJ) charges X",
        "X pays Acme (a)",
        "X pays Boeing 737",
        "Highway A1 part of X",
        "X pays \"Acme 2019\" 2020",
        "X pays \"Acme (a)\" (b)",
    ] {
        assert_eq!(said(line), "", "{line}");
    }
}

#[test]
fn check_names_a_guessed_kind_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.json");
    std::fs::write(&file, EMPTY).unwrap();
    add(&file, &[], b"@https://x.example/1\nX Ltd pays Acme\n");
    let found = with_input(&["check", file.to_str().unwrap()], b"");
    let found = text(&found.stdout);
    assert!(
        found.contains(", kind: company is a guess from quick entry;"),
        "{found}"
    );
}

#[test]
fn a_source_that_is_not_at_the_end_is_refused() {
    for (line, why) in [
        (
            "X pays Acme @",
            "after @ write the ID or the address of a source, without a space, or quote the name if @ is part of it",
        ),
        (
            "X pays Acme @ s",
            "after @ write the ID or the address of a source, without a space, or quote the name if @ is part of it",
        ),
        (
            "X pays Acme @s then",
            "“@s” is not at the end of the line: move it there, or quote the name if @ is part of it",
        ),
        (
            "X @javascript:alert(1) pays Acme",
            "“@javascript:alert(1)” is not at the end of the line: move it there, or quote the name if @ is part of it",
        ),
    ] {
        assert_eq!(said(line), format!("line 1: {why}"), "{line}");
    }
    for line in ["X pays \"Acme @ Home\"", "X pays a@b.example @s"] {
        assert_eq!(said(line), "", "{line}");
    }
}

#[test]
fn other_forms_and_words_of_a_verb_are_answered_with_it() {
    for (typed, verb) in [
        ("payed", "pays"),
        ("paying", "pays"),
        ("bought", "owns"),
        ("was bought by", "owned by"),
        ("subsidiary of", "part of or owned by"),
        ("operator of", "operates"),
        ("controlling", "controls"),
        ("married to", "family of"),
        ("ownes", "owns"),
        ("part off", "part of"),
    ] {
        let said = said(&format!("Acme {typed} Beta"));
        let expected = format!("“{typed}” is not a verb: write {verb}");
        assert!(said.contains(&expected), "{said}");
    }
}
