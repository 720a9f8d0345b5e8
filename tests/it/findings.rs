//! Findings as `check` tells them.

use std::path::Path;
use std::process::{Command, Output};

use linkwright::formats;
use linkwright::model::findings::Rule;
use serde_json::Value;

fn check(file: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linkwright"));
    command.arg("check").args(arguments).arg(file);
    command.output().unwrap()
}

const CASE: &str = r#"{"format":"linkwright","version":1,
    "sources":[{"id":"s","title":"A report","role":"relay"},{"id":"t","role":"own"}],
    "entities":[{"id":"a","kind":"company","name":"Acme Trading"},{"id":"b","kind":"company","name":"Trading Acme"},
        {"id":"c","kind":"agency","name":"Office","names":[{"text":"Bureau","source":"t"}]}],
    "links":[{"id":"l","kind":"sanctions","from":"c","to":"a","claims":[{"source":"s"}]}]"#;

fn file(folder: &Path, more: &str) -> std::path::PathBuf {
    let path = folder.join("case.json");
    std::fs::write(&path, format!("{CASE}{more}}}")).unwrap();
    path
}

#[test]
fn check_tells_findings_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), "");
    let output = check(&path, &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "a finding is no error: {text}"
    );
    for part in [
        "note: line 5: link l: known only through “A report”, which relays others; cite the original announcement",
        "note: line 3: entity a: “Acme Trading” may be “Trading Acme” written another way (a and b); compare the two",
        "0 errors, 0 warnings, 2 notes\n",
    ] {
        assert!(text.contains(part), "{part} not in {text}");
    }
    let rows = check(&path, &["--json"]).stdout;
    let rows: Vec<Value> = serde_json::from_slice(&rows).unwrap();
    let rules: Vec<_> = rows
        .iter()
        .map(|row| row["rule"].as_str().unwrap())
        .collect();
    assert_eq!(rules, ["duplicate", "act-known-by-relays"]);
    assert!(rows.iter().all(|row| row["severity"] == "note"));
}

#[test]
fn what_was_set_aside_is_only_counted() {
    let folder = tempfile::tempdir().unwrap();
    let aside = r#","set_aside_findings":[
        {"rule":"duplicate","table":"entities","id":"b","claim":"a","why":"two companies"},
        {"rule":"act-known-by-relays","table":"links","id":"l","why":"the register is closed"}]"#;
    let path = file(folder.path(), aside);
    let text = String::from_utf8(check(&path, &[]).stdout).unwrap();
    assert!(
        text.ends_with("no problems; 2 findings dismissed\n"),
        "{text}"
    );
    let rows: Value = serde_json::from_slice(&check(&path, &["--json"]).stdout).unwrap();
    assert_eq!(rows, Value::Array(Vec::new()));
}

/// The datasets that come with the program are well kept: what is found in them are sources, one assertion, and the acts of
/// which their authors saw reports and not the announcement.
#[test]
fn the_datasets_give_no_noise() {
    for name in ["uk-cyber-sanctions", "airbus-shareholders"] {
        let path = format!("{}/datasets/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let opened = formats::open(&std::fs::read(path).unwrap()).unwrap();
        let (_, counts) = opened.findings();
        for (rule, count) in counts {
            let most = match rule {
                Rule::RelayedAct => 45,
                Rule::NoRole => 7,
                Rule::NotCited => 2,
                Rule::ThirdParty => 1,
                _ => 0,
            };
            assert!(count <= most, "{name}: {count} × {rule}");
        }
    }
}
