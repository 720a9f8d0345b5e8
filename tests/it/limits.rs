//! Small files that want much: no reader takes more than 512 MiB for one of under 10 MiB, nor time by the square of its size.
//! Sizes are such that a build for debugging takes seconds where time grows with size, and minutes where it grows by the square.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use linkwright::edit::{Edit, apply};
use linkwright::model::{Claim, Document, Link};

use crate::cli::{code, text};

const TWO: &str =
    r#""entities":[{"id":"a","kind":"company","name":"A"},{"id":"b","kind":"person","name":"B"}]"#;

/// Runs a command on a text, held to 512 MiB of memory of its own where the system can hold it. Returns its exit code and
/// what it said on both outputs.
fn bounded(arguments: &[&str], input: &[u8]) -> (i32, String) {
    assert!(input.len() < 10 << 20, "{} bytes", input.len());
    let program = env!("CARGO_BIN_EXE_linkwright");
    let mut command = if cfg!(target_os = "linux") {
        let mut shell = Command::new("sh");
        shell.args(["-c", "ulimit -d 524288; exec \"$0\" \"$@\"", program]);
        shell
    } else {
        Command::new(program)
    };
    let start = Instant::now();
    let mut child = command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    let took = start.elapsed();
    assert!(
        took < Duration::from_secs(40),
        "{arguments:?} took {took:?}"
    );
    let told = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    let end: String = told.chars().take(300).collect();
    assert!(
        output.status.code().is_some_and(|code| code <= 2),
        "{arguments:?}: {end}"
    );
    (code(&output), told.into_owned())
}

/// A dataset of these tables, through everything that reads one.
fn reads(tables: &str) {
    let input = format!(r#"{{"format":"linkwright","version":1,{tables}}}"#);
    for arguments in [&["check", "-"][..], &["stats", "--evidence", "-"]] {
        let (code, told) = bounded(arguments, input.as_bytes());
        assert!(code < 2, "{arguments:?}: {}", &told[..told.len().min(300)]);
    }
}

fn list(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(",")
}

/// A link with these claims, between two entities.
fn link_with(claims: &str) -> String {
    format!(r#"{TWO},"links":[{{"id":"l","from":"a","to":"b","kind":"owns","claims":[{claims}]}}]"#)
}

#[test]
fn nine_megabytes_of_brackets_are_refused() {
    for text in ["[".repeat(9_000_000), "{\"a\":".repeat(1_800_000)] {
        assert_eq!(bounded(&["check", "-"], text.as_bytes()).0, 2);
    }
}

#[test]
fn nesting_as_deep_as_the_file_is_kept_and_dropped_without_recursion() {
    let deep = format!("{}{}", "[".repeat(400_000), "]".repeat(400_000));
    reads(&format!(r#""x":{deep},{TWO}"#));
    reads(&format!(
        r#""entities":[{{"id":"a","kind":"company","name":{deep}}}]"#
    ));
    reads(&format!(r#""entities":{deep}"#));
}

#[test]
fn millions_of_next_to_nothing_are_refused() {
    let empty = vec!["{}"; 1_200_000].join(",");
    let own = |tables: &str| format!(r#"{{"format":"linkwright","version":1,{tables}}}"#);
    let graph = |nodes: &str, links: &str| format!(r#"{{"nodes":[{nodes}],"links":[{links}]}}"#);
    let zeros = vec!["0"; 1_200_000].join(",");
    let pairs = vec!["[0,0]"; 1_200_000].join(",");
    let numbers = list(1_200_000, |at| at.to_string());
    let inputs = [
        own(&link_with(&empty)),
        own(&format!(r#""entities":[{zeros}]"#)),
        own(&format!(r#""links":[{zeros}],"sources":[{zeros}]"#)),
        graph(&empty, ""),
        graph(&zeros, ""),
        graph("", &zeros),
        graph(&numbers, ""),
        graph("0", &pairs),
        graph(&vec!["\"\""; 1_200_000].join(","), ""),
    ];
    for input in inputs {
        let (code, told) = bounded(&["check", "-"], input.as_bytes());
        assert_eq!(code, 2);
        assert!(
            told.contains("nearly empty"),
            "{}",
            &told[..told.len().min(300)]
        );
    }
}

#[test]
fn a_claim_for_each_of_very_many_sources_is_told_in_short() {
    let sources = list(60_000, |at| format!(r#"{{"id":"s{at}"}}"#));
    let claims = list(60_000, |at| format!(r#"{{"id":"c{at}","source":"s{at}"}}"#));
    let tables = format!(r#""sources":[{sources}],{}"#, link_with(&claims));
    reads(&tables);
    let input = format!(r#"{{"format":"linkwright","version":1,{tables}}}"#);
    let (_, told) = bounded(&["stats", "--evidence", "-"], input.as_bytes());
    assert!(told.contains("59,500 more claims are not listed here"));
}

#[test]
fn sources_that_derive_from_each_other_in_a_chain_of_very_many_are_followed() {
    let sources = list(60_000, |at| {
        format!(r#"{{"id":"s{at}","derived_from":["s{}"]}}"#, at + 1)
    });
    let claims = list(60_000, |at| format!(r#"{{"id":"c{at}","source":"s{at}"}}"#));
    reads(&format!(r#""sources":[{sources}],{}"#, link_with(&claims)));
}

#[test]
fn a_source_with_very_many_roots_names_some() {
    let sources = list(60_000, |at| format!(r#"{{"id":"s{at}"}}"#));
    let roots = list(60_000, |at| format!("\"s{at}\""));
    let claim = r#"{"id":"c","source":"s"}"#;
    reads(&format!(
        r#""sources":[{{"id":"s","derived_from":[{roots}]}},{sources}],{}"#,
        link_with(claim)
    ));
}

#[test]
fn claims_that_end_each_other_by_the_ten_thousand() {
    let claims = list(40_000, |at| {
        format!(
            r#"{{"id":"c{at}","ended":{{"how":"superseded","by":"c{}"}}}}"#,
            at + 1
        )
    });
    reads(&link_with(&claims));
}

#[test]
fn an_edit_of_a_link_of_very_many_claims_takes_no_time_by_the_square() {
    let claim = |at: usize| Claim {
        id: format!("c{at}").into(),
        ..Claim::default()
    };
    let link = Link {
        id: "l".into(),
        claims: (0..100_000).map(claim).collect(),
        ..Link::default()
    };
    let start = Instant::now();
    let mut document = Document::default();
    let edit = Edit::Link("l".into(), Some(Arc::new(link)));
    apply(&mut document, edit).unwrap();
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn very_many_own_kinds_each_like_the_next() {
    let kinds = list(60_000, |at| {
        format!(r#"{{"id":"k{at}","for":"entity","like":"k{}"}}"#, at + 1)
    });
    reads(&format!(
        r#""kinds":[{kinds}],"entities":[{{"id":"a","kind":"k0","name":"A"}}]"#
    ));
}

#[test]
fn records_that_cannot_be_used_by_the_hundred_thousand() {
    let again = vec![r#"{"id":"a"}"#; 100_000].join(",");
    let useless = vec!["0"; 150_000].join(",");
    reads(&format!(
        r#""entities":[{again},{useless}],"links":[{{"id":"\ud800"}},{useless}]"#
    ));
}

#[test]
fn properties_by_the_hundred_thousand_are_written_for_other_programs() {
    let properties = list(150_000, |at| format!(r#""k{at}":{at}"#));
    let tables = format!(r#""entities":[{{"id":"a","properties":{{{properties}}}}}]"#);
    let input = format!(r#"{{"format":"linkwright","version":1,{tables}}}"#);
    let arguments = ["convert", "-", "--to", "node-link", "-o", "-"];
    let (code, told) = bounded(&arguments, input.as_bytes());
    assert!(code == 0 && told.contains(r#""k149999": 149999"#));
}

#[test]
fn keys_that_stand_twice_by_the_hundred_thousand() {
    let names = vec![r#""name":"A""#; 200_000].join(",");
    let unknown = vec![r#""x":1"#; 200_000].join(",");
    reads(&format!(
        r#""entities":[{{"id":"a","kind":"company",{names},{unknown}}}],{unknown}"#
    ));
    let places = vec![r#""a":[0,0]"#; 200_000].join(",");
    reads(&format!(
        r#"{TWO},"views":[{{"id":"main","positions":{{{places}}}}}]"#
    ));
    let tables = vec![r#""entities":[]"#; 100_000].join(",");
    reads(&tables);
}

#[test]
fn very_many_views() {
    let views = list(60_000, |at| format!(r#"{{"id":"v{at}"}}"#));
    reads(&format!(r#"{TWO},"views":[{views}]"#));
}

#[test]
fn one_name_for_very_many_entities_and_who_speaks_under_it() {
    let entities = list(60_000, |at| {
        format!(r#"{{"id":"{at}","kind":"person","name":"Same"}}"#)
    });
    let claims = list(2_000, |at| {
        format!(r#"{{"id":"c{at}","source":"s","speaker_name":"Same"}}"#)
    });
    reads(&format!(
        r#""entities":[{entities}],"sources":[{{"id":"s"}}],"links":[{{"id":"l","from":"0","to":"1","kind":"owns","claims":[{claims}]}}]"#
    ));
}

#[test]
fn very_many_aliases_tags_and_properties_on_one_entity() {
    let names = list(200_000, |at| format!(r#"{{"text":"n{at}"}}"#));
    let words = list(200_000, |at| format!("\"n{at}\""));
    let properties = list(100_000, |at| format!("\"k{at}\":{at}"));
    reads(&format!(
        r#""entities":[{{"id":"a","kind":"company","name":"A","names":[{names}],"tags":[{words}],"properties":{{{properties}}}}}]"#
    ));
}

#[test]
fn a_name_of_nine_megabytes_is_drawn_shortened() {
    let name = "Ab c ".repeat(1_800_000);
    let input = format!(
        r#"{{"format":"linkwright","version":1,"entities":[{{"id":"a","kind":"company","name":"{name}"}}]}}"#
    );
    let (code, svg) = bounded(&["render", "-", "-o", "-"], input.as_bytes());
    assert_eq!(code, 0);
    assert!(svg.contains('…') && svg.len() < 100_000);
}

#[test]
fn numbers_and_halves_of_surrogates_that_nothing_can_hold() {
    let number = "9".repeat(2_000_000);
    reads(&format!(
        r#""entities":[{{"id":"a","x":{number},"y":1e{number}}}]"#
    ));
    reads(&format!(
        r#"{TWO},"views":[{{"id":"main","positions":{{"a":[1e999,-{number}]}}}}]"#
    ));
    let halves = "\\ud800".repeat(300_000);
    reads(&format!(
        r#""entities":[{{"id":"a","name":"{halves}"}},{{"id":"{halves}"}}]"#
    ));
}

#[test]
fn graphs_with_very_many_attributes_or_one_id_for_all() {
    let attributes = list(100_000, |at| format!("\"k{at}\":1"));
    let same = vec![r#"{"id":1}"#; 60_000].join(",");
    let links = vec![r#"{"source":1,"target":1}"#; 40_000].join(",");
    for input in [
        format!(r#"{{"nodes":[{{"id":1,{attributes}}}],"links":[]}}"#),
        format!(r#"{{"nodes":[{same}],"links":[{links}]}}"#),
    ] {
        let (code, told) = bounded(&["check", "-"], input.as_bytes());
        assert!(code < 2, "{}", text(told.as_bytes()));
    }
}
