//! Real files and broken ones, read in place: what a right reader finds in them is listed beside them.

use std::collections::HashSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use linkwright::formats::{self, Format, Judged, Opened};
use linkwright::model::Document;
use linkwright::model::evidence::{Basis, Evidence};
use serde_json::Value;

/// The corpus with what is expected of each file, if `LINKWRIGHT_CORPUS` names one.
fn corpus() -> Option<(PathBuf, Vec<(String, Value)>)> {
    let root = PathBuf::from(std::env::var_os("LINKWRIGHT_CORPUS")?);
    let text = std::fs::read(root.join("EXPECTED.json")).unwrap();
    let Value::Object(all) = serde_json::from_slice(&text).unwrap() else {
        panic!("EXPECTED.json is no object");
    };
    Some((root, all.into_iter().collect()))
}

/// Says how many files were read where it is seen although the test passes.
fn tell(what: &str, files: usize) {
    let _ = writeln!(std::io::stderr(), "corpus: {files} files read: {what}");
}

/// Runs `test` on each file below one of the folders; without a corpus says so.
fn each(what: &str, folders: &[&str], mut test: impl FnMut(&str, &Path, &Value)) {
    let Some((root, all)) = corpus() else {
        let _ = writeln!(
            std::io::stderr(),
            "corpus: skipped, LINKWRIGHT_CORPUS is not set: {what}"
        );
        return;
    };
    let is_below = |name: &str| folders.iter().any(|folder| name.starts_with(folder));
    let mut files = 0;
    for (name, expected) in all.iter().filter(|(name, _)| is_below(name)) {
        test(name, &root.join(name), expected);
        files += 1;
    }
    assert!(files > 0, "no file below {folders:?}");
    tell(what, files);
}

/// The counts that an independent reader made, as far as it made them.
fn same_counts(name: &str, opened: &Opened, expected: &Value) {
    let document = &opened.document;
    let ends: Vec<(&str, &str)> = document
        .links()
        .iter()
        .map(|link| (link.from.as_str(), link.to.as_str()))
        .collect();
    let dangling = |(from, to): &&(&str, &str)| {
        document.entities().get(from).is_none() || document.entities().get(to).is_none()
    };
    let distinct: HashSet<_> = ends.iter().collect();
    let undirected: HashSet<_> = ends
        .iter()
        .map(|(from, to)| if from < to { (from, to) } else { (to, from) })
        .collect();
    let found = [
        ("nodes", document.entities().len()),
        ("edges", ends.len()),
        ("self_loops", ends.iter().filter(|(a, b)| a == b).count()),
        ("dangling", ends.iter().filter(dangling).count()),
        ("distinct_directed_pairs", distinct.len()),
        ("distinct_undirected_pairs", undirected.len()),
    ];
    let stated: Vec<_> = found
        .into_iter()
        .filter_map(|(what, found)| Some((what, found, expected.get(what)?.as_u64()?)))
        .collect();
    assert!(stated.len() >= 2, "{name}: nothing to compare with");
    for (what, found, expected) in stated {
        assert_eq!(found as u64, expected, "{name}: {what}");
    }
}

/// What is read is written in full, and both formats read it again.
fn survives_writing(name: &str, document: &Document) {
    let text = formats::linkwright::write(document);
    let again = formats::open(&text).unwrap();
    assert_eq!(
        formats::linkwright::write(&again.document),
        text,
        "{name}: saving twice"
    );
    let evidence = Evidence::of(document, Basis::default());
    let written = formats::nodelink::write(&Judged::whole(document, "main", &evidence));
    let back = formats::open_as(&written.bytes, Format::NodeLink).unwrap();
    let count = |document: &Document| (document.entities().len(), document.links().len());
    let (entities, links) = count(document);
    assert_eq!(
        count(&back.document),
        (entities, links - written.left_out),
        "{name}: as node-link JSON"
    );
}

#[test]
fn node_link_files_hold_what_they_should() {
    each(
        "node-link and graphology JSON",
        &["nodelink/", "graphology/"],
        |name, path, expected| {
            let opened = formats::open(&std::fs::read(path).unwrap()).unwrap();
            assert_eq!(opened.format, Format::NodeLink, "{name}");
            same_counts(name, &opened, &expected["count"]);
            survives_writing(name, &opened.document);
        },
    );
}

/// `2 nodes, 1 edge` as numbers.
fn counts_text(must: &str) -> Option<(usize, usize)> {
    let (nodes, rest) = must.split_once(" node")?;
    let edges = rest.split_once(", ")?.1.split(' ').next()?;
    Some((nodes.parse().ok()?, edges.parse().ok()?))
}

#[test]
fn broken_json_is_refused_or_read_and_never_loses_silently() {
    let folders = [
        "bad/json/",
        "bad/json-test-suite/",
        "bad/names/",
        "bad/nodelink/",
    ];
    each("broken JSON", &folders, |name, path, expected| {
        let must = expected["must"].as_str().unwrap_or_default();
        let opened = formats::open(&std::fs::read(path).unwrap());
        match (&opened, counts_text(must)) {
            (Ok(opened), Some(counts)) => {
                let document = &opened.document;
                let found = (document.entities().len(), document.links().len());
                assert_eq!(found, counts, "{name}");
            }
            (Err(error), Some(_)) => panic!("{name}: {error}"),
            (Ok(_), None) => {
                let must_be_refused = must.contains("refuse") || must.contains("clear message");
                assert!(!must_be_refused, "{name} was read");
            }
            (Err(error), None) => {
                let text = error.to_string();
                assert!(!text.contains('\n') && text.len() < 400, "{name}: {text}");
            }
        }
        if let Ok(opened) = opened {
            survives_writing(name, &opened.document);
        }
    });
}

#[test]
fn other_formats_are_refused_and_never_half_read() {
    each("everything else", &[""], |name, path, _| {
        if let Ok(opened) = formats::open(&std::fs::read(path).unwrap()) {
            let document = &opened.document;
            let links = document.links().len();
            let pending = (0..links as u32)
                .filter(|slot| document.is_pending(*slot))
                .count();
            assert!(
                links == 0 || pending < links,
                "{name}: no link has its ends"
            );
        }
    });
}

/// What files that are not read seem to be, by their folder, and where needed by their name.
const SEEMS: &[(&str, &str)] = &[
    ("anx/", "i2 Analyst's Notebook"),
    ("bods/", "Beneficial Ownership Data"),
    ("canvas/", "JSON Canvas"),
    ("cytoscape/", "Cytoscape JSON"),
    ("dot/", "Graphviz"),
    ("excel/", "Excel"),
    ("ftm/", "FollowTheMoney"),
    ("gexf/", "GEXF"),
    ("gml/", "GML"),
    ("graphml/", "GraphML"),
    ("graphson-neo4j/tinkerpop", "GraphSON"),
    ("graphson-neo4j/", "Neo4j"),
    ("icij/4b22977e-", "CSV"),
    ("icij/", "Offshore Leaks"),
    ("csv/", "CSV"),
    ("jgf/", "JSON Graph Format"),
    ("misp/", "MISP galaxy"),
    ("mtgx/entity-list", "text"),
    ("mtgx/", "Maltego"),
    ("pajek/", "Pajek"),
    ("sif/typical", "text"),
    ("stix/", "STIX bundle"),
    ("ucinet/", "UCINET"),
    ("unsupported/GALAXY", "MISP galaxy"),
    ("unsupported/SolarWinds", "Attack Flow"),
    ("unsupported/cytoscape-style", "Cytoscape style"),
    ("unsupported/simple.xgmml", "XGMML"),
    ("unsupported/test_event1", "STIX 1"),
    ("unsupported/test_session1", "Cytoscape session"),
];

#[test]
fn what_is_not_read_is_refused_by_what_it_seems_to_be() {
    let mut wrong = Vec::new();
    each("files that are not read", &[""], |name, path, _| {
        let Err(error) = formats::open(&std::fs::read(path).unwrap()) else {
            return;
        };
        let told = error.to_string();
        let is_short = told.len() < 300 && !told.contains(['\n', '\r']);
        let expected = SEEMS.iter().find(|(start, _)| name.starts_with(start));
        let fits = expected.is_none_or(|(_, what)| {
            told.contains(what)
                && told.contains("; Linkwright reads its own datasets and node-link JSON")
        });
        if !is_short || !fits {
            wrong.push(format!("{name}: {told}"));
        }
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}
