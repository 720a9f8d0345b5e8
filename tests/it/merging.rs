//! Two records made one: nothing refers to what is gone, nothing is lost but what was said, and one step takes it back.

use std::collections::BTreeMap;

use linkwright::edit::{Merge, Take, apply, merge, rows};
use linkwright::formats::linkwright::{give_claim_ids, read, write};
use linkwright::model::evidence::{Basis, Evidence};
use linkwright::model::{Claim, Document, Marking, TableName};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Ids of five entities and four sources; the ones that go are unlike any other text.
const ENTITIES: [&str; 5] = ["e-a", "e-b", "e-c", "e-d", "gone-entity"];
const SOURCES: [&str; 4] = ["s-a", "s-b", "s-c", "gone-source"];

fn entity_id() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&ENTITIES[..])
}

fn source_id() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&SOURCES[..])
}

fn maybe<T: std::fmt::Debug + Clone + 'static>(
    values: &'static [T],
) -> impl Strategy<Value = Option<T>> {
    prop::option::of(prop::sample::select(values))
}

fn claim() -> impl Strategy<Value = Value> {
    let words = (
        maybe(&["asserts", "alleges", "denies"]),
        maybe(&["p. 1", "p. 2"]),
        maybe(&["a quote", "another"]),
        maybe(&["2020", "2021-05", "in spring"]),
    );
    let grades = (
        maybe(&["Acme", "A name"]),
        maybe(&[1, 2, 5]),
        maybe(&["TLP:GREEN", "TLP:RED"]),
        maybe(&["x", "y"]),
    );
    let speakers = prop::collection::btree_set(entity_id(), 0..3);
    (source_id(), speakers, words, grades).prop_map(|(source, speakers, words, grades)| {
        json!({
            "id": grades.3, "stance": words.0, "source": source, "speakers": speakers,
            "locator": words.1, "quote": words.2, "since": words.3, "speaker_name": grades.0,
            "credibility": grades.1, "marking": grades.2,
        })
    })
}

/// Claims without an id twice.
fn claims() -> impl Strategy<Value = Vec<Value>> {
    prop::collection::vec(claim(), 0..4).prop_map(|mut claims| {
        let mut seen = Vec::new();
        claims.retain(|claim| {
            let id = claim["id"].clone();
            let is_new = id.is_null() || !seen.contains(&id);
            seen.push(id);
            is_new
        });
        claims
    })
}

/// An entity. All are of kinds that speak for themselves, so that a join changes nobody's voice by changing a kind.
fn entity(id: &'static str) -> impl Strategy<Value = Value> {
    let fields = (
        maybe(&["Acme", "Beta", "Acme Ltd"]),
        maybe(&["TLP:CLEAR", "TLP:AMBER", "TLP:RED", "TLP:WHITE"]),
        maybe(&["2010", "2011", "long ago"]),
        maybe(&["A note", "Another note"]),
    );
    let lists = (
        prop::collection::vec(
            (prop::sample::select(&["Anxun", "Acme"][..]), source_id()),
            0..3,
        ),
        prop::collection::vec(prop::sample::select(&["x", "y"][..]), 0..2),
        maybe(&["1", "2"]),
        maybe(&[true, false]),
    );
    (fields, lists, claims()).prop_map(move |(fields, lists, claims)| {
        let names = lists
            .0
            .iter()
            .map(|(text, source)| json!({"text": text, "source": source}));
        json!({
            "id": id, "kind": "company", "name": fields.0, "names": names.collect::<Vec<_>>(),
            "since": fields.2, "tags": lists.1, "marking": fields.1, "note": fields.3,
            "identifiers": [{"scheme": "lei", "value": lists.2, "source": "gone-source"}],
            "properties": {"p": lists.2}, "future": lists.3, "claims": claims,
        })
    })
}

fn source(id: &'static str) -> impl Strategy<Value = Value> {
    let fields = (
        maybe(&["register", "own", "relay"]),
        maybe(&["TLP:CLEAR", "TLP:AMBER"]),
        maybe(&["2020", "2021"]),
    );
    let lists = (
        prop::collection::btree_set(entity_id(), 0..3),
        prop::collection::btree_set(source_id(), 0..2),
    );
    (fields, lists).prop_map(move |(fields, (authors, origins))| {
        json!({"id": id, "title": "A title", "role": fields.0, "marking": fields.1, "published": fields.2,
               "authors": authors, "derived_from": origins})
    })
}

fn links() -> impl Strategy<Value = Vec<Value>> {
    let one = (
        (entity_id(), entity_id()),
        prop::sample::select(&["owns", "same-as", "partners-with"][..]),
        maybe(&["2010", "2011"]),
        maybe(&["TLP:CLEAR", "TLP:AMBER"]),
        claims(),
    );
    prop::collection::vec(one, 0..8).prop_map(|links| {
        let links = links.into_iter().enumerate();
        let link = |(at, ((from, to), kind, since, marking, claims))| {
            json!({"id": format!("l{at}"), "kind": kind, "from": from, "to": to, "since": since,
                   "marking": marking, "claims": claims})
        };
        links.map(link).collect()
    })
}

fn view() -> impl Strategy<Value = Value> {
    let ids = || prop::collection::btree_set(entity_id(), 0..4);
    let links = prop::collection::btree_set(prop::sample::select(&["l0", "l1", "l2"][..]), 0..3);
    let sources = || prop::collection::btree_set(source_id(), 0..3);
    let places = prop::collection::btree_map(entity_id(), maybe(&[7, 9]), 0..4);
    (
        ids(),
        ids(),
        ids(),
        ids(),
        (links, sources(), sources()),
        places,
    )
        .prop_map(
            |(hidden, only, speakers, pinned, (links, any, not), places)| {
                // A place of one number could not be read.
                let place = |at: Option<i32>| at.map_or(json!([1]), |at| json!([at, at]));
                let places: BTreeMap<_, _> =
                    places.into_iter().map(|(id, at)| (id, place(at))).collect();
                json!({"id": "main", "pinned": pinned, "positions": places, "filter": {
                "hidden": hidden, "only": only, "also": only, "speakers": speakers, "hidden_links": links,
                "sources": any, "not": {"sources": not, "speakers": hidden}}})
            },
        )
}

fn findings() -> impl Strategy<Value = Vec<Value>> {
    let one = (
        prop::sample::select(
            &[
                ("duplicate", "entities"),
                ("dates-contradict", "entities"),
                ("dates-contradict", "links"),
                ("source-without-role", "sources"),
            ][..],
        ),
        entity_id(),
        entity_id(),
        prop::sample::select(&["l0", "l1", "l2"][..]),
        source_id(),
        maybe(&["x", "y"]),
    );
    prop::collection::vec(one, 0..4).prop_map(|all| {
        let one = |((rule, table), a, b, link, source, claim)| {
            let (id, claim) = match (rule, table) {
                ("duplicate", _) => (a, Some(b)),
                (_, "entities") => (a, claim),
                (_, "links") => (link, claim),
                _ => (source, None),
            };
            json!({"rule": rule, "table": table, "id": id, "claim": claim, "why": "judged"})
        };
        all.into_iter().map(one).collect()
    })
}

fn document() -> impl Strategy<Value = Document> {
    let [a, b, c, d, e] = ENTITIES;
    let [p, q, r, s] = SOURCES;
    (
        (entity(a), entity(b), entity(c), entity(d), entity(e)),
        (source(p), source(q), source(r), source(s)),
        links(),
        view(),
        findings(),
        maybe(&["TLP:GREEN", "TLP:AMBER"]),
        prop::collection::btree_set(entity_id(), 0..3),
    )
        .prop_map(|(e, s, links, view, findings, marking, withheld)| {
            let text = json!({
                "format": "linkwright", "version": 1, "marking": marking,
                "entities": [e.0, e.1, e.2, e.3, e.4], "sources": [s.0, s.1, s.2, s.3],
                "links": links, "views": [view], "set_aside_findings": findings,
                "releases": [{"id": "r", "withheld": withheld}],
            });
            read(text.to_string().as_bytes()).unwrap().document
        })
}

fn of(table: TableName, keep: &str, other: &str) -> Merge {
    Merge {
        table,
        keep: keep.into(),
        other: other.into(),
        choices: BTreeMap::new(),
    }
}

fn entities(keep: &str) -> Merge {
    of(TableName::Entities, keep, "gone-entity")
}

fn sources(keep: &str) -> Merge {
    of(TableName::Sources, keep, "gone-source")
}

fn merged(document: &Document, request: &Merge) -> (Document, Vec<String>, Document) {
    let done = merge(document, request, &give_claim_ids).unwrap();
    let mut after = document.clone();
    let applied = apply(&mut after, done.edit).unwrap();
    let mut back = after.clone();
    apply(&mut back, applied.inverse).unwrap();
    (after, done.words, back)
}

fn all_claims(document: &Document) -> Vec<&Claim> {
    let links = document.links().iter().flat_map(|link| &link.claims);
    let entities = document.entities().iter().flat_map(|e| &e.claims);
    links.chain(entities).collect()
}

proptest! {
    #[test]
    fn nothing_refers_to_what_is_gone_and_one_step_takes_it_back(
        document in document(), at in 0usize..4, take in prop::option::of(0usize..3)
    ) {
        let requests = [entities(ENTITIES[at]), sources(SOURCES[at % 3])];
        for mut request in requests {
            let take = take.map(|at| [Take::Kept, Take::Other, Take::Both][at]);
            if let Some(take) = take {
                let keys = rows(&document, &request).into_iter().map(|row| row.key);
                request.choices = keys.map(|key| (key, take)).collect();
            }
            let (after, _, back) = merged(&document, &request);
            prop_assert!(back == document, "one step takes it back");
            let text = String::from_utf8(write(&after)).unwrap();
            prop_assert!(!text.contains(request.other.as_str()), "{}", text);
            if request.table == TableName::Sources {
                let kept = after.sources().get(&request.keep).unwrap();
                prop_assert!(!kept.derived_from.contains(&request.keep));
            }
            // It reads back as it is: no id twice, no list with an id twice.
            prop_assert!(read(text.as_bytes()).unwrap().document == after);
        }
    }

    #[test]
    fn no_marking_gets_lower(document in document(), at in 0usize..4) {
        let (keep, other) = (ENTITIES[at], "gone-entity");
        let (after, ..) = merged(&document, &entities(keep));
        let marking = |document: &Document, id: &str| {
            let entity = document.entities().get(id).unwrap();
            document.marking_of(entity.marking, &entity.extra)
        };
        let now = marking(&after, keep);
        prop_assert!(now >= marking(&document, keep) && now >= marking(&document, other));
        for link in document.links().iter() {
            let of = |document: &Document| -> Option<Marking> {
                let link = document.links().get(&link.id)?;
                Some(document.marking_of(link.marking, &link.extra))
            };
            prop_assert!(of(&after).is_none_or(|now| now >= of(&document).unwrap()));
        }
    }

    /// Claims that go were said: as joined to one that says the same, or with a link that said the two were the same.
    #[test]
    fn no_claim_is_lost_unsaid(document in document(), at in 0usize..4) {
        for request in [entities(ENTITIES[at]), sources(SOURCES[at % 3])] {
            let (after, words, _) = merged(&document, &request);
            let number = |part: &str| -> usize {
                let lines = words.iter().filter(|line| line.contains(part));
                let digits = lines.map(|line| {
                    let digits = line.split(|c: char| !c.is_ascii_digit());
                    digits.filter_map(|d| d.parse::<usize>().ok()).next_back().unwrap_or(0)
                });
                digits.sum()
            };
            let told = number("merged into") + number("same as");
            let (before, now) = (all_claims(&document).len(), all_claims(&after).len());
            prop_assert_eq!(before, now + told, "{:?}", words);
            for claim in all_claims(&document) {
                let quoted = |c: &&&Claim| c.quote == claim.quote && c.locator == claim.locator;
                let is_kept = all_claims(&after).iter().any(|c| quoted(&c) || claim.quote.is_empty());
                prop_assert!(is_kept || number("same as") > 0, "{:?}", claim);
            }
        }
    }

    /// Two speakers that become one are one voice: no link has more voices for it, but those that were joined to another.
    #[test]
    fn no_link_gets_more_voices(document in document(), at in 0usize..4) {
        let (after, ..) = merged(&document, &entities(ENTITIES[at]));
        let voices = |document: &Document| -> BTreeMap<String, u32> {
            let evidence = Evidence::of(document, Basis::default());
            let links = document.links().iter_slots();
            links.map(|(slot, link)| (link.id.to_string(), evidence.link(slot).voices)).collect()
        };
        let (before, now) = (voices(&document), voices(&after));
        let gone: u32 = before.iter().filter(|(id, _)| !now.contains_key(*id)).map(|(_, n)| n).sum();
        for (id, voices) in &now {
            prop_assert!(*voices <= before[id] + gone, "{} had {}, has {}", id, before[id], voices);
        }
    }
}

#[test]
fn a_join_by_example() {
    let text = json!({
        "format": "linkwright", "version": 1, "marking": "TLP:GREEN",
        "sources": [{"id": "s", "role": "own", "authors": ["gone-entity", "uk"]}],
        "entities": [
            {"id": "isoon", "kind": "company", "name": "i-Soon", "country": "CN", "tags": ["a"], "note": "One."},
            {"id": "gone-entity", "kind": "company", "name": "Anxun", "since": "2010", "tags": ["a", "b"], "note": "Two.",
             "marking": "TLP:AMBER", "names": [{"text": "安洵", "type": "native"}]},
            {"id": "uk", "kind": "state", "name": "United Kingdom"}],
        "links": [
            {"id": "l1", "kind": "sanctions", "from": "uk", "to": "isoon", "claims": [{"id": "x", "source": "s"}]},
            {"id": "l2", "kind": "sanctions", "from": "uk", "to": "gone-entity", "note": "Seen.",
             "claims": [{"id": "x", "source": "s", "quote": "listed"}, {"id": "y", "source": "s", "locator": "2"}]},
            {"id": "l3", "kind": "same-as", "from": "isoon", "to": "gone-entity", "claims": [{"source": "s"}]},
            {"id": "l4", "kind": "owns", "from": "isoon", "to": "gone-entity"}],
        "views": [{"id": "main", "pinned": ["gone-entity"], "positions": {"gone-entity": [5, 6]}}],
        "set_aside_findings": [
            {"rule": "duplicate", "table": "entities", "id": "gone-entity", "claim": "isoon", "why": "no"},
            {"rule": "third-party-asserts", "table": "links", "id": "l2", "claim": "x", "why": "known"}],
    });
    let document = read(text.to_string().as_bytes()).unwrap().document;
    let request = entities("isoon");
    let keys: Vec<_> = rows(&document, &request)
        .iter()
        .map(|row| row.key)
        .collect();
    assert_eq!(keys, ["name", "marking", "tags", "note"]);
    let (after, words, _) = merged(&document, &request);
    let kept = after.entities().get("isoon").unwrap();
    assert_eq!(kept.name, "i-Soon");
    let names: Vec<_> = kept.names.iter().map(|name| name.text.as_str()).collect();
    assert_eq!(names, ["安洵", "Anxun"]);
    assert_eq!(
        (kept.country.as_str(), kept.note.as_str()),
        ("CN", "One.\n\nTwo.")
    );
    assert_eq!(kept.marking, Some(Marking::Amber));
    assert_eq!(kept.since.unwrap().to_string(), "2010");
    let ids: Vec<_> = after.links().iter().map(|link| link.id.as_str()).collect();
    assert_eq!(ids, ["l1", "l4"]);
    let link = after.links().get("l1").unwrap();
    assert_eq!((link.claims.len(), link.note.as_str()), (2, "Seen."));
    assert_eq!(link.claims[0].quote, "listed", "what is empty is filled");
    assert_eq!(after.sources().get("s").unwrap().authors, ["isoon", "uk"]);
    let view = &after.views()[0];
    assert_eq!(view.positions.get("isoon"), Some(&[5, 6]));
    assert!(view.pinned.contains("isoon"));
    let aside: Vec<_> = after
        .findings()
        .iter()
        .map(|f| (f.id.as_str(), f.claim.as_str()))
        .collect();
    assert_eq!(aside, [("l1", "x")], "a finding goes along with its claim");
    assert_eq!(
        words,
        [
            "2 links will move to i-Soon",
            "1 of them duplicates a link of i-Soon; its claims are added to that",
            "1 link will connect i-Soon to itself",
            "1 source will name i-Soon as author",
            "1 claim repeats another and is merged into it",
            "1 dismissed finding may reappear",
            "The marking becomes TLP:AMBER, the stricter of the two",
            "“Anxun” is kept as another name",
            "The “same as” link between the two is deleted, with 1 claim",
        ]
    );
}

#[test]
fn a_join_of_sources_keeps_file_and_hash_together_and_every_unknown_key() {
    let text = json!({
        "format": "linkwright", "version": 1, "marking": "TLP:GREEN",
        "sources": [
            {"id": "s", "title": "Register", "file": "a.pdf", "sha256": "00ff00ff00ff", "future": 1, "derived_from": [3]},
            {"id": "gone-source", "title": "Registry", "file": "b.pdf", "marking": "TLP:RED", "published": "in spring",
             "note": "Seen.", "future": 2, "derived_from": [4]}],
        "entities": [{"id": "a", "kind": "company", "name": "A", "names": [{"text": "B", "source": "gone-source"}]}],
        "links": [{"id": "l", "kind": "owns", "from": "a", "to": "a", "claims": [
            {"id": "x", "source": "s", "locator": "1"}, {"id": "y", "source": "gone-source", "locator": "1"},
            {"id": "z", "source": "s", "ended": {"by": "y"}}]}],
    });
    let document = read(text.to_string().as_bytes()).unwrap().document;
    let mut request = sources("s");
    let file = |request: &Merge| {
        rows(&document, request)
            .into_iter()
            .find(|row| row.key == "file")
    };
    let row = file(&request).unwrap();
    assert_eq!(
        (row.kept.as_str(), row.other.as_str()),
        ("a.pdf (SHA-256 00ff00ff…)", "b.pdf")
    );
    let (kept, words, _) = merged(&document, &request);
    let source = kept.sources().get("s").unwrap();
    assert_eq!(
        (source.file.as_str(), source.note.as_str()),
        ("a.pdf", "Seen.")
    );
    assert_eq!(
        source.extra.unread("published").unwrap().as_json(),
        "\"in spring\""
    );
    let unknown: Vec<_> = source
        .extra
        .unknown()
        .iter()
        .map(|(key, value)| format!("{key}:{}", value.as_json()))
        .collect();
    assert_eq!(unknown, ["\"future\":1", "\"future (2)\":2"]);
    assert_eq!(source.extra.all_strays().len(), 2);
    let claims = &kept.links().get("l").unwrap().claims;
    assert_eq!(claims.len(), 2, "two that say the same are one");
    assert_eq!(
        claims[1].ended.as_ref().unwrap().by,
        "x",
        "what ended it is that one now"
    );
    assert_eq!(
        words,
        [
            "1 claim will cite “Register”",
            "1 other record will refer to “Register”",
            "1 claim repeats another and is merged into it",
            "The marking becomes TLP:RED, the stricter of the two",
            "Both have an unknown key “future”; the other one is kept as “future (2)”",
        ]
    );
    request.choices.insert("file", Take::Other);
    let (other, ..) = merged(&document, &request);
    let source = other.sources().get("s").unwrap();
    assert_eq!(
        (source.file.as_str(), source.sha256.as_str()),
        ("b.pdf", "")
    );
}

#[test]
fn whose_word_it_is_is_said_where_a_join_changes_it() {
    let said = |kept: (&str, &str), gone: (&str, &str), taken: &[(&'static str, Take)]| {
        let entity = |id: &str, (kind, country): (&str, &str)| json!({"id": id, "kind": kind, "name": id, "country": country});
        let text = json!({"format": "linkwright", "version": 1,
                          "entities": [entity("kept", kept), entity("gone-entity", gone)]});
        let document = read(text.to_string().as_bytes()).unwrap().document;
        let mut request = entities("kept");
        request.choices = taken.iter().copied().collect();
        let (_, words, _) = merged(&document, &request);
        words.join(" ")
    };
    let of_both = [("kind", Take::Other), ("country", Take::Other)];
    assert!(
        said(("agency", "GB"), ("agency", "US"), &of_both)
            .contains("kept's statements counted as GB's voice and will count as US's")
    );
    assert!(
        said(("agency", "GB"), ("company", "GB"), &of_both)
            .contains("kept's statements counted as GB's voice and no longer will")
    );
    assert!(
        said(("company", "GB"), ("agency", "GB"), &of_both)
            .contains("kept's statements will count as GB's voice")
    );
    let same = said(("agency", "GB"), ("state", "GB"), &of_both);
    assert!(!same.contains("word of"), "{same}");
    // No two records of a table: nothing to join.
    let document = Document::default();
    assert!(rows(&document, &entities("kept")).is_empty());
    for (table, keep) in [
        (TableName::Entities, "gone-entity"),
        (TableName::Links, "l"),
    ] {
        assert!(merge(&document, &of(table, keep, "gone-entity"), &give_claim_ids).is_none());
    }
}
