//! A field is described once: whatever a record can state is written, read, journaled, imported, merged, copied, compared and
//! in the schema. The dataset of [`full`] states every key of every record, so that a field that is added has to be added
//! here, and then may not be forgotten anywhere but in the details panel.

use std::sync::Arc;

use linkwright::edit::{Edit, ImportOrigin, Merge, apply, diff, import, merge, part};
use linkwright::formats::journal::{self, Head, JournalEntry};
use linkwright::formats::linkwright::{Fields, give_claim_ids, read, schema, text_of, write};
use linkwright::model::{
    Claim, CustomKind, Document, Ending, Entity, Filter, FilterLists, Grading, Identifier, Link,
    Meta, Name, Release, SetAsideFinding, Source, Stake, TableName, View,
};
use serde_json::{Value, json};

/// A dataset that states every key of every record. `a` and `b` are two entities, `s` and `t` two sources; the second of each
/// states its name alone.
fn full() -> Value {
    let lists = json!({
        "entity_kinds": ["company"], "link_kinds": ["owns"], "tags": ["x"], "looks": ["reported"],
        "sources": ["s"], "speakers": ["a"], "countries": ["GB"], "markings": ["TLP:RED"],
    });
    let mut filter = lists.clone();
    filter.as_object_mut().unwrap().extend([
        ("not".to_owned(), lists),
        ("as_of".to_owned(), json!("2025")),
        ("hidden".to_owned(), json!(["b"])),
        ("hidden_links".to_owned(), json!(["l"])),
        ("only".to_owned(), json!(["a", "b"])),
        ("also".to_owned(), json!(["a"])),
        ("nothing_else".to_owned(), json!(true)),
    ]);
    let claim = json!({
        "id": "c", "about": "since", "stance": "alleges", "source": "s", "speakers": ["b"],
        "speaker_name": "Someone", "locator": "p. 2", "quote": "Said so.", "credibility": 2,
        "likelihood": "icd-203:likely", "confidence": "low",
        "share": {"min": 1, "max": 2, "direct": true}, "since": "2020", "until": "2021",
        "recorded": "2022-01-02", "recorded_by": "me", "marking": "TLP:RED", "note": "A claim.",
        "ended": {"on": "2023", "how": "superseded", "by": "d", "why": "better"},
    });
    json!({
        "format": "linkwright", "version": 1,
        "title": "Title", "description": "All of it.", "marking": "TLP:AMBER", "handling": "Carefully",
        "grading": {"source": "admiralty", "likelihood": "icd-203"},
        "kinds": [{"id": "k", "for": "link", "label": "Label", "inverse": "Reverse", "like": "owns", "shape": "circle",
                   "color": "#010203", "icon": "store", "directed": true, "own_word": true, "stance": "alleges"}],
        "sources": [
            {"id": "s", "title": "Report", "publisher": "Publisher", "authors": ["b"], "role": "own",
             "url": "https://a.example", "archived_url": "https://b.example", "file": "f.pdf", "sha256": "00",
             "published": "2020", "retrieved": "2021", "reliability": "A", "derived_from": ["u"],
             "marking": "TLP:RED", "note": "A source."},
            {"id": "t", "title": "Report"}, {"id": "u", "title": "Root"}],
        "entities": [
            {"id": "a", "kind": "company", "name": "Alpha",
             "names": [{"text": "Alef", "lang": "he", "type": "alias", "source": "s"}],
             "country": "GB", "since": "2001", "until": "2022", "tags": ["x"],
             "identifiers": [{"scheme": "lei", "value": "1", "source": "s"}], "properties": {"p": 1},
             "marking": "TLP:RED", "note": "An entity.", "claims": [claim]},
            {"id": "b", "kind": "company", "name": "Alpha"}],
        "links": [
            {"id": "l", "kind": "k", "from": "a", "to": "b", "directed": false, "label": "Link", "since": "2010",
             "until": "2011", "tags": ["y"], "properties": {"q": true}, "marking": "TLP:RED", "note": "A link.",
             "claims": [claim]}],
        "views": [{"id": "v", "title": "View", "filter": filter, "link_names": "figures", "pinned": ["a"], "positions": {"a": [1, 2]}}],
        "releases": [{"id": "r", "on": "2024", "audience": "TLP:GREEN", "withheld": ["a"]}],
        "set_aside_findings": [{"rule": "duplicate", "table": "entities", "id": "a", "claim": "b", "why": "no",
                                "on": "2024"}],
    })
}

fn document(value: &Value) -> Document {
    let reading = read(value.to_string().as_bytes()).unwrap();
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    reading.document
}

/// The object at a place of [`full`].
fn at(pointer: &str) -> Value {
    full().pointer(pointer).unwrap().clone()
}

/// The keys of each record, and where in [`full`] one of it stands.
const RECORDS: &[(&str, &[&str])] = &[
    ("", Meta::KEYS),
    ("/grading", Grading::KEYS),
    ("/kinds/0", CustomKind::KEYS),
    ("/sources/0", Source::KEYS),
    ("/entities/0", Entity::KEYS),
    ("/entities/0/names/0", Name::KEYS),
    ("/entities/0/identifiers/0", Identifier::KEYS),
    ("/entities/0/claims/0", Claim::KEYS),
    ("/entities/0/claims/0/share", Stake::KEYS),
    ("/entities/0/claims/0/ended", Ending::KEYS),
    ("/links/0", Link::KEYS),
    ("/views/0", View::KEYS),
    ("/views/0/filter", Filter::KEYS),
    ("/views/0/filter/not", FilterLists::KEYS),
    ("/releases/0", Release::KEYS),
    ("/set_aside_findings/0", SetAsideFinding::KEYS),
];

/// Tables and marks of the file, which are not fields of the dataset's own record.
const NO_FIELDS: &[&str] = &[
    "format",
    "version",
    "kinds",
    "sources",
    "entities",
    "links",
    "views",
    "releases",
    "set_aside_findings",
];

#[test]
fn every_field_is_in_the_full_dataset() {
    for (pointer, keys) in RECORDS {
        let object = at(pointer);
        let stated: Vec<&str> = object
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let is_field = |key: &&str| !pointer.is_empty() || !NO_FIELDS.contains(key);
        let fields: Vec<&str> = stated.iter().copied().filter(is_field).collect();
        let mut sorted = (fields, keys.to_vec());
        sorted.0.sort_unstable();
        sorted.1.sort_unstable();
        assert_eq!(sorted.0, sorted.1, "state every key of {pointer} in `full`");
    }
}

#[test]
fn every_field_is_written_and_read() {
    let text = write(&document(&full()));
    let again: Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(again, full());
}

#[test]
fn every_field_is_in_the_schema() {
    let schema = schema();
    let at_record = |pointer: &str| -> Value {
        let path = match pointer {
            "" => String::new(),
            "/grading" => "/$defs/Grading".into(),
            "/entities/0/names/0" => "/$defs/Name".into(),
            "/entities/0/identifiers/0" => "/$defs/Identifier".into(),
            "/entities/0/claims/0" => "/$defs/Claim".into(),
            "/entities/0/claims/0/share" => "/$defs/Stake".into(),
            "/entities/0/claims/0/ended" => "/$defs/Ending".into(),
            "/views/0/filter" => "/$defs/Filter".into(),
            "/views/0/filter/not" => "/$defs/FilterLists".into(),
            table => format!("/properties/{}/items", table.trim_matches(['/', '0'])),
        };
        let record = schema.pointer(&path);
        record.unwrap_or_else(|| panic!("{path} is in the schema"))["properties"].clone()
    };
    for (pointer, keys) in RECORDS {
        let properties = at_record(pointer);
        for key in *keys {
            let property = &properties[*key];
            assert!(
                property["description"].is_string(),
                "{pointer} {key}: {property}"
            );
        }
        let known = |key: &&String| {
            keys.contains(&key.as_str()) || pointer.is_empty() && NO_FIELDS.contains(&key.as_str())
        };
        let strange: Vec<&String> = properties
            .as_object()
            .unwrap()
            .keys()
            .filter(|key| !known(key))
            .collect();
        assert!(strange.is_empty(), "{pointer} has no {strange:?}");
    }
}

/// The same value, but for these fields of it.
fn assert_same<R: Fields>(ours: &R, theirs: &R, but: &[&str]) {
    for key in R::KEYS.iter().filter(|key| !but.contains(key)) {
        assert_eq!(text_of(ours, key), text_of(theirs, key), "{key}");
        assert_ne!(text_of(theirs, key), "", "{key} is stated");
    }
}

/// The full dataset of which each record states only what it is known by.
fn bare() -> Value {
    let mut bare = full();
    let keep = |record: &mut Value, keys: &[&str]| {
        let object = record.as_object_mut().unwrap();
        object.retain(|key, _| keys.contains(&key.as_str()));
    };
    keep(
        &mut bare,
        &[
            "format", "version", "marking", "kinds", "sources", "entities", "links", "views",
        ],
    );
    let identity = [
        ("kinds", &["id", "for"][..]),
        ("sources", &["id"]),
        ("entities", &["id", "kind", "name"]),
        ("links", &["id", "kind", "from", "to"]),
        ("views", &["id"]),
    ];
    for (table, keys) in identity {
        for record in bare[table].as_array_mut().unwrap() {
            keep(record, keys);
        }
    }
    bare
}

#[test]
fn every_field_is_imported_into_a_bare_record() {
    let (ours, theirs) = (document(&bare()), document(&full()));
    let imported = import(&ours, &theirs, &ImportOrigin::Linkwright, 1);
    let mut after = ours;
    apply(&mut after, imported.edit).unwrap();
    // Unmarked likelihoods are read in the dataset's own scale, so that this is not taken over.
    assert_same(after.meta().as_ref(), theirs.meta().as_ref(), &["grading"]);
    let grading = |document: &Document| document.meta().grading.clone().unwrap();
    assert_same(&grading(&after), &grading(&theirs), &["likelihood"]);
    assert_eq!(after.kinds(), theirs.kinds());
    for (ours, theirs) in after.sources().iter().zip(theirs.sources().iter()) {
        assert_eq!(ours, theirs);
    }
    for (ours, theirs) in after.entities().iter().zip(theirs.entities().iter()) {
        assert_eq!(ours, theirs);
    }
    for (ours, theirs) in after.links().iter().zip(theirs.links().iter()) {
        assert_eq!(ours, theirs);
    }
    // A filter that is empty shows everything: it stays, and that is told.
    assert_same(
        after.views()[0].as_ref(),
        theirs.views()[0].as_ref(),
        &["filter"],
    );
    let told: Vec<String> = imported
        .differences
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(
        told.iter().any(|line| line.starts_with("view v, filter")),
        "{told:?}"
    );
    assert_eq!(after.releases(), theirs.releases());
    assert_eq!(after.findings(), theirs.findings());
}

#[test]
fn every_field_of_a_claim_is_imported_into_a_bare_one() {
    let mut ours = full();
    let claim = json!({"id": "c", "source": "s"});
    ours["links"][0]["claims"] = json!([claim]);
    let (ours, theirs) = (document(&ours), document(&full()));
    let imported = import(&ours, &theirs, &ImportOrigin::Linkwright, 1);
    let mut after = ours;
    apply(&mut after, imported.edit).unwrap();
    assert_eq!(after.links().get("l"), theirs.links().get("l"));
}

fn imported(document: &Document, table: TableName, keep: &str, other: &str) -> Document {
    let request = Merge {
        table,
        keep: keep.into(),
        other: other.into(),
        choices: Default::default(),
    };
    let merged = merge(document, &request, &give_claim_ids).unwrap();
    let mut after = document.clone();
    apply(&mut after, merged.edit).unwrap();
    after
}

#[test]
fn every_field_is_merged_into_a_bare_record() {
    let document = document(&full());
    let after = imported(&document, TableName::Entities, "b", "a");
    let (was, now) = (
        document.entities().get("a").unwrap(),
        after.entities().get("b").unwrap(),
    );
    // The claim's speaker was `b` already.
    assert_same(now.as_ref(), was.as_ref(), &["id"]);
    let after = imported(&document, TableName::Sources, "t", "s");
    let (was, now) = (
        document.sources().get("s").unwrap(),
        after.sources().get("t").unwrap(),
    );
    assert_same(now.as_ref(), was.as_ref(), &["id"]);
}

#[test]
fn every_field_is_merged_into_the_link_that_it_repeats() {
    let mut whole = full();
    let twin =
        json!({"id": "m", "kind": "k", "from": "c", "to": "b", "directed": false, "label": "Link"});
    whole["entities"]
        .as_array_mut()
        .unwrap()
        .push(json!({"id": "c", "kind": "company", "name": "Alpha"}));
    whole["links"].as_array_mut().unwrap().push(twin);
    let document = document(&whole);
    let after = imported(&document, TableName::Entities, "c", "a");
    let (was, now) = (
        document.links().get("l").unwrap(),
        after.links().get("m").unwrap(),
    );
    assert_same(now.as_ref(), was.as_ref(), &["id", "from"]);
}

#[test]
fn no_reference_is_left_to_what_was_merged() {
    for (table, keep, other) in [
        (TableName::Entities, "b", "a"),
        (TableName::Entities, "a", "b"),
        (TableName::Sources, "t", "s"),
        (TableName::Sources, "s", "u"),
    ] {
        let mut whole = full();
        // A pair that becomes one is nothing to be reminded of, and what repeats its source leads to itself.
        whole["set_aside_findings"][0]["claim"] = json!("c");
        let text =
            String::from_utf8(write(&imported(&document(&whole), table, keep, other))).unwrap();
        let quoted = format!("\"{other}\"");
        let lines: Vec<&str> = text.lines().filter(|line| line.contains(&quoted)).collect();
        assert!(lines.is_empty(), "{other}: {lines:?}");
    }
}

#[test]
fn every_reference_follows_a_record_that_gets_a_new_id() {
    // Ours has the ids for other things, so that theirs get new ones.
    let mut ours = bare();
    for entity in ours["entities"].as_array_mut().unwrap() {
        entity["name"] = json!("Something else");
    }
    let (ours, theirs) = (document(&ours), document(&full()));
    let imported = import(&ours, &theirs, &ImportOrigin::Linkwright, 1);
    let mut after = ours;
    apply(&mut after, imported.edit).unwrap();
    let ids: Vec<_> = imported
        .new_entities
        .iter()
        .map(|id| id.to_string())
        .collect();
    assert_eq!(ids.len(), 2, "{ids:?}");
    for entity in after
        .entities()
        .iter()
        .filter(|entity| ids.contains(&entity.id.to_string()))
    {
        for claim in &entity.claims {
            assert!(
                claim
                    .speakers
                    .iter()
                    .all(|id| ids.contains(&id.to_string())),
                "{:?}",
                claim.speakers
            );
        }
    }
    let withheld = &after.releases()[0].withheld;
    assert!(
        withheld.iter().all(|id| ids.contains(&id.to_string())),
        "{withheld:?}"
    );
    let finding = &after.findings()[0];
    assert!(
        ids.contains(&finding.id.to_string()) && ids.contains(&finding.claim.to_string()),
        "{finding:?}"
    );
    assert!(finding.id < finding.claim);
}

#[test]
fn every_field_of_chosen_records_is_copied() {
    let document = document(&full());
    let slots = |count: usize| (0..count as u32).collect::<Vec<_>>();
    let copy = part(
        &document,
        &slots(document.entities().len()),
        &slots(document.links().len()),
        "v",
    );
    // These may speak of what was not chosen.
    let own = copy.meta();
    assert_same(own.as_ref(), document.meta().as_ref(), &["description"]);
    for (copied, entity) in copy.entities().iter().zip(document.entities().iter()) {
        assert_eq!(copied, entity);
    }
    for (copied, link) in copy.links().iter().zip(document.links().iter()) {
        assert_eq!(copied, link);
    }
    let cited: Vec<&str> = copy
        .sources()
        .iter()
        .map(|source| source.id.as_str())
        .collect();
    assert_eq!(
        cited,
        ["s", "u"],
        "what is cited, and what that derives from"
    );
    assert_eq!(copy.sources().get("s"), document.sources().get("s"));
    assert_eq!(copy.kinds(), document.kinds());
    let (copied, view) = (&copy.views()[0], &document.views()[0]);
    assert_eq!(
        (&copied.pinned, &copied.positions),
        (&view.pinned, &view.positions)
    );
}

#[test]
fn every_field_that_changes_is_a_difference() {
    let before = document(&full());
    for (pointer, keys) in RECORDS {
        for key in *keys {
            // Who a record is does not change; where entities are is no difference.
            if matches!(*key, "id" | "for" | "positions") && !pointer.contains("claims") {
                continue;
            }
            let mut changed = full();
            let record = changed
                .pointer_mut(pointer)
                .unwrap()
                .as_object_mut()
                .unwrap();
            record.remove(*key);
            let after = document_of(&changed);
            assert!(!diff(&before, &after).is_empty(), "{pointer} {key}");
        }
    }
}

/// As [`document`], of what may have lost a field that others need.
fn document_of(value: &Value) -> Document {
    read(value.to_string().as_bytes()).unwrap().document
}

#[test]
fn every_field_is_journaled() {
    let document = document(&full());
    let mut edits = vec![Edit::Meta(Arc::clone(document.meta()))];
    let id = |text: &str| text.into();
    edits.extend(
        document
            .kinds()
            .iter()
            .map(|kind| Edit::CustomKind(kind.id.clone(), kind.target, Some(Arc::clone(kind)))),
    );
    edits.extend(
        document
            .sources()
            .iter()
            .map(|source| Edit::Source(source.id.clone(), Some(Arc::clone(source)))),
    );
    edits.extend(
        document
            .entities()
            .iter()
            .map(|entity| Edit::Entity(entity.id.clone(), Some(Arc::clone(entity)))),
    );
    edits.extend(
        document
            .links()
            .iter()
            .map(|link| Edit::Link(link.id.clone(), Some(Arc::clone(link)))),
    );
    edits.push(Edit::View(
        id("v"),
        Some((0, Arc::clone(&document.views()[0]))),
    ));
    edits.push(Edit::Release(
        id("r"),
        Some((0, Arc::clone(&document.releases()[0]))),
    ));
    edits.push(Edit::Finding {
        at: 0,
        replace: false,
        finding: Some(Arc::clone(&document.findings()[0])),
    });
    let entry = JournalEntry::Commit("All".into(), Edit::All(edits));
    let lines = [
        journal::write_line(&JournalEntry::Head(Head::default()), ""),
        journal::write_line(&entry, ""),
    ];
    let text = journal::read(lines.concat().as_bytes()).unwrap();
    assert_eq!(text.entries, [entry]);
    let replay = journal::replay(Document::default(), &text);
    assert!(!replay.is_cut && write(&replay.document) == write(&document));
}
