//! The dataset file: laws and examples.

use linkwright::formats::linkwright::{DatasetReading, ReadError, read, schema, write};
use linkwright::formats::{Fate, Format, open_as};
use linkwright::model::{Marking, Severity, TableName};
use proptest::prelude::*;
use serde_json::json;

use crate::samples::dataset;

fn reading(text: &str) -> DatasetReading {
    read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn canonical(text: &str) -> String {
    String::from_utf8(write(&reading(text).document)).unwrap()
}

proptest! {
    #[test]
    fn writing_then_reading_is_identity(text in dataset()) {
        let document = reading(&text).document;
        let written = write(&document);
        let again = read(&written).unwrap();
        prop_assert_eq!(&again.document, &document);
        prop_assert!(!again.drops_something);
    }

    #[test]
    fn saving_twice_equals_saving_once(text in dataset()) {
        let once = canonical(&text);
        prop_assert_eq!(canonical(&once), once);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let _ = read(&bytes);
    }

    #[test]
    fn a_file_with_a_byte_changed_is_read_or_refused(text in dataset(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = read(&bytes);
    }
}

#[test]
fn the_smallest_useful_file() {
    let text = r#"{"format":"linkwright","version":1,"entities":[{"id":"a","kind":"company","name":"A"}]}"#;
    assert_eq!(reading(text).all_problems(), []);
    assert_eq!(
        canonical(text),
        "{\n  \"format\": \"linkwright\",\n  \"version\": 1,\n  \"entities\": [\n    {\n      \"id\": \"a\",\n      \"kind\": \"company\",\n      \"name\": \"A\"\n    }\n  ]\n}\n"
    );
}

#[test]
fn canonical_text_by_example() {
    let text = include_str!("canonical.json");
    assert_eq!(canonical(text), text);
}

#[test]
fn what_is_empty_is_left_out_but_never_from_lists_properties_or_unknown_keys() {
    let text = r#"{"format":"linkwright","version":1,"title":null,"handling":"","sources":[],"future":null,
        "entities":[{"id":"a","kind":"company","name":"A","tags":[""],"names":[{}],"properties":{"p":null,"q":"","r":false,"s":0},"note":""}]}"#;
    let written = canonical(text);
    for gone in ["title", "handling", "sources", "note"] {
        assert!(!written.contains(gone), "{gone} in {written}");
    }
    for kept in [
        "\"tags\": [\"\"]",
        "        {}\n",
        "\"p\": null",
        "\"q\": \"\"",
        "\"r\": false",
        "\"s\": 0",
        "\"future\": null",
    ] {
        assert!(written.contains(kept), "{kept} not in {written}");
    }
}

#[test]
fn what_cannot_be_read_is_kept_and_listed_with_its_line() {
    let text = r#"{"format":"linkwright","version":1,
"sources":[{"id":"s","reliability":"Z","published":"2021-13-01"}],
"entities":[{"id":"a","kind":"company","name":5},
{"kind":"no id"},
{"id":"a","kind":"person","name":"again"}],
"links":[{"id":"l","kind":"owns","from":"a","to":"b","claims":[{"credibility":7,"speakers":["a",5]}]}]}"#;
    let reading = reading(text);
    let problems = reading.all_problems();
    let errors: Vec<String> = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .map(ToString::to_string)
        .collect();
    let expected = [
        "line 2: source s, reliability",
        "line 2: source s, published",
        "line 3: entity a, name",
        "line 4: entity: {\"kind\":\"no id\"}",
        "line 5: entity: {\"id\":\"a\",\"kind\":\"person\"",
        "line 6: link l, claim #1, credibility",
        "line 6: link l, claim #1, speakers",
    ];
    assert_eq!(errors.len(), expected.len(), "{errors:#?}");
    for part in expected {
        assert!(
            errors.iter().any(|error| error.contains(part)),
            "{part} in {errors:#?}"
        );
    }
    let written = canonical(text);
    for kept in [
        "\"reliability\": \"Z\"",
        "\"2021-13-01\"",
        "\"name\": 5",
        "\"no id\"",
        "\"again\"",
        "\"credibility\": 7",
        "[\"a\", 5]",
    ] {
        assert!(written.contains(kept), "{kept} not in {written}");
    }
}

#[test]
fn a_repeated_key_counts_last_and_is_listed() {
    let text = "{\"format\":\"linkwright\",\"version\":1,\"title\":\"one\",\n\"title\":\"two\",\"entities\":[\n{\"id\":\"a\",\"id\":\"b\",\"kind\":\"company\",\"name\":\"A\"}]}";
    let reading = reading(text);
    assert!(reading.drops_something);
    assert_eq!(reading.document.meta().title, "two");
    assert!(reading.document.entities().get("b").is_some());
    let lines: Vec<_> = reading.problems.iter().map(|p| (p.rule, p.line)).collect();
    assert_eq!(
        lines,
        [("repeated-key", Some(2)), ("repeated-key", Some(3))]
    );
}

#[test]
fn a_newer_version_opens_read_only() {
    let reading = reading(r#"{"format":"linkwright","version":2,"entities":[]}"#);
    assert_eq!(
        reading.document.newer_version().map(|v| v.as_str()),
        Some("2")
    );
    assert_eq!(reading.problems[0].severity, Severity::Error);
    assert!(reading.problems[0].text.contains("read-only"));
}

#[test]
fn what_is_no_dataset_is_refused_in_one_sentence() {
    let check = |bytes: &[u8], part: &str| {
        let error: ReadError = read(bytes).unwrap_err();
        let text = error.to_string();
        assert!(text.contains(part) && !text.contains('\n'), "{text}");
    };
    check(b"", "empty");
    check(b" \n\t ", "empty");
    check(b"[1, 2]", "a list");
    check(b"null", "null");
    check(b"{}", "no \"format\"");
    check(br#"{"format": "gexf"}"#, "not \"linkwright\"");
    check(b"{\n\"format\": linkwright}", "line 2");
    check(b"\x89PNG\r\n\x1a\n", "UTF-8");
    check(&"[".repeat(200_000).into_bytes(), "line 1");
}

#[test]
fn positions_are_rounded_and_out_of_range_ones_kept() {
    let text = r#"{"format":"linkwright","version":1,"views":[{"id":"main","positions":{"b":[1.5,-2.4],"a":[1e2,0],"c":[1e10,0],"d":[1]}}]}"#;
    let reading = reading(text);
    let view = &reading.document.views()[0];
    assert_eq!(view.positions.get("b"), Some(&[2, -2]));
    assert_eq!(view.positions.get("a"), Some(&[100, 0]));
    let written = canonical(text);
    assert!(
        written.contains("\"c\": [1e10, 0]") && written.contains("\"d\": [1]"),
        "{written}"
    );
    let errors = reading.all_problems();
    assert_eq!(
        errors
            .iter()
            .filter(|p| p.severity == Severity::Error)
            .count(),
        2
    );
}

#[test]
fn the_schema_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/linkwright.schema.json");
    let now = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    if std::env::var_os("LINKWRIGHT_UPDATE").is_some() {
        std::fs::write(path, &now).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        kept == now,
        "run the tests once with LINKWRIGHT_UPDATE=1 and read the difference"
    );
}

#[test]
fn every_dataset_validates_and_is_canonical() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/datasets");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ext| ext == "json") {
            let text = std::fs::read_to_string(&path).unwrap();
            let json = serde_json::from_str(&text).unwrap();
            let errors: Vec<String> = validator
                .iter_errors(&json)
                .map(|e| e.to_string())
                .collect();
            assert!(errors.is_empty(), "{}: {errors:?}", path.display());
            let reading = reading(&text);
            assert_eq!(reading.all_problems(), [], "{}", path.display());
            assert!(
                write(&reading.document) == text.into_bytes(),
                "{}",
                path.display()
            );
            count += 1;
        }
    }
    assert!(count >= 2, "the datasets are there");
}

#[test]
fn the_schema_refuses_what_is_wrong() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let check = |text: &str, good: bool| {
        let json = serde_json::from_str(text).unwrap();
        assert_eq!(validator.is_valid(&json), good, "{text}");
    };
    check(r#"{"format":"linkwright","version":1}"#, true);
    check(r#"{"format":"linkwright","version":1,"unknown":[1]}"#, true);
    check(r#"{"version":1}"#, false);
    check(
        r#"{"format":"linkwright","version":1,"entities":[{"id":"a","kind":"company"}]}"#,
        false,
    );
    check(
        r#"{"format":"linkwright","version":1,"links":[{"id":"a","kind":"owns","from":"a","to":"b","claims":[{"stance":"shouts"}]}]}"#,
        false,
    );
    check(
        r#"{"format":"linkwright","version":1,"links":[{"id":"a","kind":"owns","from":"a","to":"b","claims":[{"source":"s"}]}]}"#,
        true,
    );
    check(
        r#"{"format":"linkwright","version":1,"sources":[{"id":"s","published":"2021-5"}]}"#,
        false,
    );
}

#[test]
fn tables_of_the_wrong_type_are_kept() {
    let text = r#"{"format":"linkwright","version":1,"entities":{"a":1},"links":"none"}"#;
    let written = canonical(text);
    assert!(
        written.contains("\"links\": \"none\"") && written.contains("\"a\": 1"),
        "{written}"
    );
    let problems = reading(text).all_problems();
    assert_eq!(problems.len(), 2);
    assert!(
        problems
            .iter()
            .all(|p| p.record.table == TableName::Dataset)
    );
}

/// What a node-link graph says of itself becomes the dataset's own fields; what has no place is told.
#[test]
fn a_graph_keeps_what_it_says_of_itself_and_tells_what_it_cannot_use() {
    let long = "x".repeat(80);
    let graph = json!({
        "graph": {"name": "G", "description": "D", "handling": "H", "marking": "TLP:RED", "links": 5, "views": long},
        "nodes": [
            {"id": "a", "kind": "Malware", "a": 1, "attributes": {"a": 2, "": 3}},
            {"id": "true", "name": "Yes", "kind": "no such kind"}],
        "links": [7, {"source": "a", "target": "Malware"}, {"source": "a"}, {"source": true, "target": "a"}],
    });
    let opened = open_as(graph.to_string().as_bytes(), Format::NodeLink).unwrap();
    let meta = opened.document.meta();
    assert_eq!(
        (
            meta.title.as_str(),
            meta.description.as_str(),
            meta.handling.as_str(),
            meta.marking
        ),
        ("G", "D", "H", Some(Marking::Red))
    );
    let first = opened.document.entities().at(0).unwrap();
    assert_eq!(first.kind, "malware");
    let keys: Vec<_> = first
        .properties
        .iter()
        .map(|(key, _)| key.as_str())
        .collect();
    assert_eq!(keys, ["a", "unnamed", "a 2"], "no two of one name");
    let told: Vec<_> = opened
        .problems
        .iter()
        .map(|problem| problem.text.as_str())
        .collect();
    let told = told.join("\n");
    for part in [
        "skipped link 1, which is not an object or a pair: 7",
        "“links” of graph 1 is not imported: 5",
        &format!("“views” of graph 1 is not imported: \"{}…", &long[..59]),
        "1 link end matches a node's ID only if text and number count as the same",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert_eq!(opened.document.links().len(), 3);
    let tally = &opened.tally;
    assert_eq!((tally.kept, tally.changed, tally.left_out), (5, 0, 1));
    assert_eq!(tally.why["unusable-link"], (Fate::LeftOut, 1));
    assert_eq!(tally.to_string(), "5 records kept, 1 left out");
}

#[test]
fn a_file_is_not_taken_for_what_it_is_not() {
    let ours = br#"{"format":"linkwright","version":1}"#;
    let graph = br#"{"nodes":[{"id":"a"}],"links":[]}"#;
    for (format, right, wrong, told) in [
        (
            Format::Linkwright,
            &ours[..],
            &graph[..],
            "not a Linkwright dataset: it seems to be node-link JSON",
        ),
        (
            Format::NodeLink,
            graph,
            ours,
            "not node-link JSON: it seems to be a Linkwright dataset",
        ),
    ] {
        assert_eq!(open_as(right, format).unwrap().format, format);
        assert_eq!(open_as(wrong, format).unwrap_err().to_string(), told);
        let picture = open_as(b"\x89PNG\r\n\x1a\n", format).unwrap_err();
        assert!(picture.to_string().ends_with("it seems to be a PNG image"));
    }
}

/// The README's table of formats, from the rows.
fn table_of_formats() -> String {
    let mut text =
        "| Format | Written by | Endings | Name for `--from` and `--to` |\n|---|---|---|---|\n"
            .to_owned();
    for format in Format::ALL {
        let row = format.row();
        let (first, rest) = row.label.split_at(1);
        let programs = if row.programs.is_empty() {
            "Linkwright"
        } else {
            row.programs
        };
        let endings: Vec<String> = row
            .endings
            .iter()
            .map(|ending| format!("`.{ending}`"))
            .collect();
        let only = if row.write.is_some() {
            ""
        } else {
            " (read only)"
        };
        text.push_str(&format!(
            "| {}{rest} | {programs} | {} | `{}`{only} |\n",
            first.to_uppercase(),
            endings.join(", "),
            row.name
        ));
    }
    text
}

#[test]
fn the_readme_lists_the_formats_as_they_are() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let now = table_of_formats();
    let is_row = |line: &&str| line.starts_with('|');
    let from = readme
        .find("| Format |")
        .expect("the README has a table of formats");
    let kept: String = readme[from..]
        .lines()
        .take_while(is_row)
        .map(|line| format!("{line}\n"))
        .collect();
    if std::env::var_os("LINKWRIGHT_UPDATE").is_some() {
        std::fs::write(path, readme.replace(&kept, &now)).unwrap();
    }
    assert_eq!(
        kept, now,
        "run the tests once with LINKWRIGHT_UPDATE=1 and read the difference"
    );
}
