//! The laws of quick entry, and what its lines do by examples. How a line is read is in `tests`.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::model::{Claim, CustomKind, Document, Entity, KindFor, Link, Name, Source, Stance, Str};

pub(super) fn entity(id: &str, kind: &str, name: &str, aliases: &[&str]) -> Arc<Entity> {
    let alias = |text: &&str| Name {
        text: (*text).into(),
        ..Name::default()
    };
    Arc::new(Entity {
        id: id.into(),
        kind: kind.into(),
        name: name.into(),
        names: aliases.iter().map(alias).collect(),
        ..Entity::default()
    })
}

pub(super) fn document() -> Document {
    let mut document = Document::default();
    for (id, kind, name, aliases) in [
        ("uk-1", "state", "United Kingdom", &["UK", "Britain"][..]),
        ("fcdo", "agency", "FCDO", &[]),
        (
            "i-soon",
            "company",
            "i-Soon",
            &["Sichuan Anxun, Ltd", "四川安洵"],
        ),
        ("m-1", "group", "Mercury", &[]),
        ("m-2", "company", "Mercury", &[]),
        ("desk", "organization", "Sanctions Desk: Asia", &[]),
        ("plan", "document", "Plan 2025", &[]),
    ] {
        document.put_entity(id, Some(entity(id, kind, name, aliases)));
    }
    let source = Source {
        id: "fcdo-2025".into(),
        title: "Statement of 9 December".into(),
        url: "https://gov.example/statement".into(),
        ..Source::default()
    };
    document.put_source("fcdo-2025", Some(Arc::new(source)));
    let leases = CustomKind {
        id: "leases-to".into(),
        target: KindFor::Link,
        inverse: "leased from".into(),
        like: "supplies".into(),
        ..CustomKind::default()
    };
    document.put_kind(("leases-to".into(), KindFor::Link), Some(Arc::new(leases)));
    document
}

pub(super) fn line(text: &str) -> Line {
    let document = document();
    let reading = read(text, &document, &Lexicon::of(&document));
    reading
        .line
        .unwrap_or_else(|| panic!("{text}: {:?}", reading.mistakes))
}

pub(super) fn fact(text: &str) -> Fact {
    let document = document();
    let reading = read(text, &document, &Lexicon::of(&document));
    match reading.line {
        Some(Line::Fact(fact)) => *fact,
        other => panic!("{text}: {other:?} {:?}", reading.mistakes),
    }
}

pub(super) fn why(text: &str) -> String {
    let document = document();
    let reading = read(text, &document, &Lexicon::of(&document));
    assert_eq!(reading.line, None, "{text}");
    let why: Vec<&str> = reading.mistakes.iter().map(|m| m.why.as_str()).collect();
    why.join("; ")
}

pub(super) fn rules() -> Rules {
    Rules {
        source: None,
        today: None,
        bits: 7,
        name_claims: |_| {},
        needs_source: true,
        may_title: false,
        may_shorten: true,
    }
}

#[test]
fn a_claim_is_added_to_the_link_that_is_there_and_never_twice() {
    let start = document();
    let lines = [
        "@fcdo-2025",
        "UK partners with X 2024",
        "X partners with UK 2024",
        "Britain partners with X 2024 C3 // seen",
        "UK partners with X 2025",
        "UK partners with X (fuel)",
        "UK partners with X 2024 // other",
    ];
    let done = batch(lines.into_iter(), &start, &rules());
    let plan = |row: &LineResult| match row {
        LineResult::Fact(_, plan) => (
            plan.links[0].is_new,
            plan.links[0].done.clone(),
            plan.listed.len(),
        ),
        other => panic!("{other:?}"),
    };
    let rows: Vec<_> = done.rows[1..].iter().map(plan).collect();
    assert_eq!(rows[0], (true, ClaimDone::Added, 0));
    assert_eq!(
        rows[1],
        (false, ClaimDone::Same, 0),
        "undirected: either way round"
    );
    let filled = ClaimDone::Filled(vec!["credibility", "note"]);
    assert_eq!(rows[2], (false, filled, 0));
    assert_eq!(
        rows[3],
        (false, ClaimDone::Added, 0),
        "another date is another claim"
    );
    assert_eq!(
        rows[4],
        (true, ClaimDone::Added, 0),
        "another label is another link"
    );
    assert_eq!(
        rows[5],
        (false, ClaimDone::Same, 1),
        "the other note is said"
    );
    let grade = done
        .document
        .sources()
        .get("fcdo-2025")
        .unwrap()
        .reliability;
    assert_eq!(grade.unwrap().as_str(), "C");
    let links: Vec<&Arc<Link>> = done.document.links().iter().collect();
    assert_eq!(links.len(), 2);
    let claims = |link: &&Arc<Link>| link.claims.len();
    assert_eq!(links.iter().map(claims).sum::<usize>(), 3);
    let ids: Vec<&Str> = links
        .iter()
        .flat_map(|l| &l.claims)
        .map(|c: &Claim| &c.id)
        .collect();
    assert!(ids.iter().all(|id| !id.is_empty()));
}

#[test]
fn lines_without_a_source_are_refused_and_none_rests_on_the_one_before_a_mistake() {
    let lines = [
        "A owns B",
        "@fcdo-2025",
        "A owns B",
        "@Guardian",
        "A owns C",
        "A owns D @fcdo-2025",
        "@https://x.example/",
        "A owns E",
    ];
    let done = batch(lines.into_iter(), &document(), &rules());
    let good: Vec<bool> = done.rows.iter().map(|row| row.why().is_none()).collect();
    assert_eq!(good, [false, true, true, false, false, true, true, true]);
    let new = done
        .document
        .sources()
        .iter()
        .find(|s| s.url == "https://x.example/")
        .unwrap();
    let cites = done
        .document
        .links()
        .iter()
        .any(|link| link.claims[0].source == new.id);
    assert!(
        cites,
        "the new source entered with the first claim that uses it"
    );
    let done = batch(["@https://x.example/"].into_iter(), &document(), &rules());
    assert!(
        done.edits.is_empty(),
        "a source that no claim uses does not enter"
    );
}

#[test]
fn the_stance_is_the_kinds_unless_said() {
    let stance = |text: &str| {
        let done = batch(["@fcdo-2025", text].into_iter(), &document(), &rules());
        done.document.links().iter().next().unwrap().claims[0].stance
    };
    assert_eq!(stance("UK sanctions X"), Some(Stance::Asserts));
    assert_eq!(stance("X targets Y"), Some(Stance::Alleges));
    assert_eq!(stance("UK says: X targets Y"), Some(Stance::Asserts));
    assert_eq!(stance("X denies: X targets Y"), Some(Stance::Denies));
}

#[test]
fn knows_what_is_being_typed() {
    let document = document();
    let lexicon = Lexicon::of(&document);
    let at = |text: &str| wanted(text, text.len(), &document, &lexicon);
    let name = |text: &str| match at(text) {
        TypingTarget::Name {
            at,
            query,
            verb,
            verbs,
        } => {
            let verbs: Vec<String> = verbs.into_iter().map(|(_, text)| text).collect();
            (
                text[at].to_owned(),
                query,
                verb.map(|(kind, _)| kind.to_string()),
                verbs,
            )
        }
        other => panic!("{text}: {other:?}"),
    };
    let no = || Vec::<String>::new();
    assert_eq!(name("uk"), ("uk".into(), "uk".into(), None, no()));
    assert_eq!(
        name("uk sanc"),
        (
            "uk sanc".into(),
            "uk sanc".into(),
            None,
            vec!["sanc".into()]
        )
    );
    assert_eq!(
        name("uk alleges: i-s"),
        ("i-s".into(), "i-s".into(), None, no())
    );
    assert_eq!(
        name("uk sanctions i-s"),
        ("i-s".into(), "i-s".into(), Some("sanctions".into()), no())
    );
    assert_eq!(name("uk sanctions A, i-s").0, "i-s");
    assert!(
        matches!(at("uk sanctions A:comp"), TypingTarget::CustomKind { query, .. } if query == "comp")
    );
    assert!(
        matches!(at("@gov"), TypingTarget::Source { query, whole_line: true, .. } if query == "gov")
    );
    assert!(
        matches!(at("A owns B @fc"), TypingTarget::Source { query, whole_line: false, .. } if query == "fc")
    );
    assert_eq!(at("A owns B // uk"), TypingTarget::Nothing);
    let verbs: Vec<String> = verbs_that_begin(&lexicon, "part")
        .into_iter()
        .map(|v| v.1.to_string())
        .collect();
    assert_eq!(verbs, ["part of", "partners with"]);
}

/// Pieces of which lines are made, so that random ones hit the rule's corners.
const PIECES: &[&str] = &[
    "uk",
    "UK",
    "United Kingdom",
    "i-Soon",
    "Mercury",
    "Sanctions Desk: Asia",
    "Plan 2025",
    "New Co",
    "Ltd",
    "四川安洵",
    "Anxun",
    "kingdom",
    "A",
    "b",
    "sanctions",
    "part of",
    "part-of",
    "supplied by",
    "owns",
    "leases to",
    "says",
    "alleges",
    "assesses",
    "denies",
    "likely",
    "almost certain",
    ":",
    ": ",
    ",",
    ", ",
    " ",
    "  ",
    "\"",
    "\"x, y\"",
    "“q”",
    "(",
    ")",
    "(over 80)",
    "2025",
    "2025-12-09",
    "..",
    "2019..2021",
    "25%",
    "25-50%",
    "#p4",
    "#\"p 4\"",
    "@fcdo-2025",
    "@",
    "B2",
    "TLP:RED",
    " // note",
    "//",
    ":company",
    ":agency",
    "\t",
    "é",
    "\u{202e}",
    "https://x.example/a",
    "@https://x.example/b",
    " = ",
    "=",
    ":yacht",
    "bribes",
];

fn line_of_pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => proptest::sample::select(PIECES).prop_map(str::to_owned),
        1 => "\\PC{0,4}",
    ];
    let glue = prop_oneof![3 => Just(" "), 1 => Just("")];
    proptest::collection::vec((piece, glue), 0..14)
        .prop_map(|parts| parts.iter().map(|(a, b)| format!("{a}{b}")).collect())
}

fn well_formed() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        proptest::sample::select(
            &[
                "uk",
                "i-Soon",
                "New Co",
                "Sanctions Desk: Asia",
                "\"x, \"\"y\"\"\"",
                "四川安洵",
                "Op: Sun",
                "Foo:sector"
            ][..]
        )
        .prop_map(str::to_owned),
        "[a-zA-Z]{1,6}( [a-z]{1,5}){0,2}",
    ];
    let verb = proptest::sample::select(
        &[
            "sanctions",
            "part of",
            "Part-Of",
            "owned by",
            "leases to",
            "has member",
        ][..],
    );
    let extras = proptest::sample::subsequence(
        vec![
            " 2025-12-09",
            " (over \"80)",
            " (x)",
            " 25-50%",
            " #p4",
            " #\"p \"\" 4\"",
            " @fcdo-2025",
            " B2",
            " TLP:AMBER+STRICT",
            " 2019..",
            " ..2020~",
        ],
        0..4,
    );
    let prefix = proptest::sample::select(
        &[
            "",
            "uk says: ",
            "Foo, uk alleges: ",
            "assesses likely: ",
            "x assesses highly likely: ",
        ][..],
    );
    let note = proptest::sample::select(&["", " // a \"note\" // b"][..]);
    (
        prefix,
        name.clone(),
        verb,
        proptest::collection::vec(name, 1..4),
        extras,
        note,
    )
        .prop_map(|(prefix, from, verb, to, extras, note)| {
            format!(
                "{prefix}{from} {verb} {}{}{note}",
                to.join(", "),
                extras.concat()
            )
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn what_is_printed_reads_back_as_the_same(text in prop_oneof![line_of_pieces(), well_formed()]) {
        let document = document();
        let lexicon = Lexicon::of(&document);
        if let Some(line) = read(&text, &document, &lexicon).line {
            let printed = print(&line);
            let again = read(&printed, &document, &lexicon);
            let same = again.line.as_ref() == Some(&line);
            prop_assert!(same, "{} → {} → {:?} {:?}, from {:?}", text, printed, again.line, again.mistakes, line);
        }
    }

    #[test]
    fn never_panics_and_mistakes_lie_in_the_text(text in prop_oneof![line_of_pieces(), "\\PC{0,40}", any::<String>()]) {
        let document = document();
        let lexicon = Lexicon::of(&document);
        let reading = read(&text, &document, &lexicon);
        for mistake in &reading.mistakes {
            prop_assert!(text.get(mistake.at.clone()).is_some(), "{:?} in {:?}", mistake, text);
        }
        prop_assert_eq!(reading.line.is_none(), !reading.mistakes.is_empty() || text.trim().is_empty());
        for (cursor, _) in text.char_indices() {
            if let TypingTarget::Name { at, .. } | TypingTarget::CustomKind { at, .. } | TypingTarget::Source { at, .. } = wanted(&text, cursor, &document, &lexicon) {
                prop_assert!(text.get(at.clone()).is_some(), "{at:?} in {text:?}");
            }
        }
        let _ = lines_of_table(&text, &lexicon);
    }

    #[test]
    fn a_line_is_added_once(text in well_formed()) {
        let lines = ["@fcdo-2025", text.as_str()];
        let once = batch(lines.into_iter(), &document(), &rules());
        let twice = batch(lines.into_iter(), &once.document, &rules());
        // A grade that was refused stays refused; nothing else may change.
        prop_assert!(twice.edits.is_empty(), "{text}: {:?}", twice.rows);
    }
}
