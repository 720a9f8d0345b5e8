//! `linkwright stats --evidence --what_if ID`: the evidence as if a source or speaker were withdrawn.

use linkwright::formats::linkwright::{read, write};
use linkwright::model::Str;
use linkwright::model::evidence::{Basis, Evidence};

use crate::cli::{SAMPLE, code, dataset, refused, run, text, with_input};
use crate::evidence_laws::{impacts, what_if};

/// A claim by its own source, one through a relay of it alone, one through a relay of two; one claim of a speaker.
fn said() -> Vec<u8> {
    dataset(
        r#""entities":[{"id":"a","kind":"company","name":"A"},{"id":"b","kind":"company","name":"B"},
            {"id":"gov","kind":"agency","name":"Ministry","country":"GB"},{"id":"uk","kind":"state","name":"United Kingdom","country":"GB"},
            {"id":"both","kind":"company","name":"Both"}],
        "sources":[{"id":"own","role":"own","publisher":"Own"},{"id":"both","role":"own","publisher":"Both"},
            {"id":"relay","role":"relay","derived_from":["own"]},{"id":"two","role":"relay","derived_from":["own","both"]}],
        "links":[{"id":"l1","kind":"supplies","from":"a","to":"b","claims":[{"source":"own"},{"source":"relay"}]},
            {"id":"l2","kind":"supplies","from":"a","to":"b","claims":[{"source":"two"},{"source":"own","stance":"denies"}]},
            {"id":"l3","kind":"supplies","from":"a","to":"b","claims":[{"source":"both","speakers":["gov"]},{"source":"own","speakers":["gov","a"]}]}]"#,
    )
}

/// The first cells of each row: id, look, voices, disputed.
fn rows(output: &[u8]) -> Vec<String> {
    let cells = |row: &str| row.split('\t').take(4).collect::<Vec<_>>().join(" ");
    text(output)
        .lines()
        .map(|row| cells(row).trim_end().to_owned())
        .collect()
}

fn stats(more: &[&str]) -> Vec<String> {
    let all = [&["stats", "-", "--evidence"], more].concat();
    let output = with_input(&all, &said());
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", text(&output.stderr));
    rows(&output.stdout)
}

#[test]
fn what_rests_on_a_source_or_speaker_falls() {
    assert_eq!(
        stats(&[]),
        ["l1 reported 1", "l2 reported 1 disputed", "l3 reported 1"]
    );
    assert_eq!(
        stats(&["--without", "own"]),
        ["l1 unsourced 0", "l2 reported 1", "l3 reported 1"],
        "a relay of two is left, a claim through it alone is not, nor is its denial"
    );
    assert_eq!(
        stats(&["--without", "own", "--without", "two"]),
        ["l1 unsourced 0", "l2 unsourced 0", "l3 reported 1"]
    );
    assert_eq!(
        stats(&["--without", "uk"]),
        ["l1 reported 1", "l2 reported 1 disputed", "l3 reported 1"],
        "its ministry's word falls with a state's, but not what is also another's"
    );
    assert_eq!(
        stats(&["--without", "uk", "--without", "own"])[2],
        "l3 unsourced 0"
    );
}

#[test]
fn an_id_of_both_tables_is_the_source_and_an_unknown_one_is_refused() {
    let output = with_input(
        &[
            "stats",
            "-",
            "--evidence",
            "--without",
            "both",
            "--without",
            "own",
        ],
        &said(),
    );
    assert_eq!(rows(&output.stdout)[1], "l2 unsourced 0");
    let note = text(&output.stderr);
    assert_eq!(note.lines().count(), 1, "{note}");
    assert!(note.contains("both") && note.contains("source"), "{note}");
    let line = refused(
        &[
            "stats",
            "-",
            "--evidence",
            "--without",
            "own",
            "--without",
            "nobody",
        ],
        &said(),
    );
    assert!(line.contains("nobody"), "{line}");
    let line = refused(&["stats", SAMPLE, "--without", "fcdo"], b"");
    assert!(line.contains("--evidence"), "{line}");
    let help = run(&["stats", "--help"]);
    assert!(text(&help.stdout).contains("--without <ID>"));
}

/// Several sources and speakers of the sample: the rows are those of the file without the claims.
#[test]
fn the_sample_without_a_source_or_speaker_is_the_sample_without_those_claims() {
    let document = read(&std::fs::read(SAMPLE).unwrap()).unwrap().document;
    let plain = Evidence::of(&document, Basis::default());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rest.json");
    let mut fell = 0;
    for (source, speaker, day) in [
        ("doj-2025-03-05", None, None),
        ("advisory-2024-09-18", Some("united-states"), None),
        ("doj-2024-09-18", Some("united-kingdom"), Some("2024-12")),
    ] {
        let sources = [Str::from(source)];
        let speakers: Vec<Str> = speaker.into_iter().map(Str::from).collect();
        let impacts = |claim: &_| impacts(&document, &plain, claim, &sources, &speakers);
        let rest = what_if(&document, impacts);
        fell += document
            .links()
            .iter()
            .flat_map(|link| &link.claims)
            .filter(|c| impacts(c))
            .count();
        std::fs::write(&file, write(&rest)).unwrap();
        for json in [&[][..], &["--json"]] {
            let as_of: Vec<&str> = day.into_iter().flat_map(|day| ["--as-of", day]).collect();
            let ids = std::iter::once(source).chain(speaker);
            let ids: Vec<&str> = ids.flat_map(|id| ["--without", id]).collect();
            let common = [&["--evidence"], json, &as_of].concat();
            let left_out = run(&[&["stats", SAMPLE], &common[..], &ids].concat());
            let deleted = run(&[&["stats", file.to_str().unwrap()], &common[..]].concat());
            assert_eq!(code(&left_out), 0, "{}", text(&left_out.stderr));
            assert_eq!(
                text(&left_out.stdout),
                text(&deleted.stdout),
                "{source} {speaker:?}"
            );
        }
    }
    assert!(fell > 10, "{fell} claims fell");
}
