//! Another dataset brought into this one: what is united, what is told, and what gets an id of its own.

use linkwright::edit::{Import, ImportOrigin, apply, diff, import};
use linkwright::formats::differences;
use linkwright::formats::linkwright::read;
use linkwright::model::Document;
use serde_json::{Value, json};

/// A dataset of these tables and fields.
fn dataset(value: Value) -> Document {
    let mut whole = json!({"format": "linkwright", "version": 1});
    let fields = value.as_object().unwrap().clone();
    whole.as_object_mut().unwrap().extend(fields);
    let reading = read(whole.to_string().as_bytes()).unwrap();
    assert_eq!(reading.document.leftovers().len(), 0);
    reading.document
}

fn imported(ours: &Document, theirs: &Document, origin: ImportOrigin) -> (Document, Import) {
    let import = import(ours, theirs, &origin, 42);
    let mut after = ours.clone();
    apply(&mut after, import.edit.clone()).unwrap();
    (after, import)
}

fn told(import: &Import) -> Vec<String> {
    import.differences.iter().map(ToString::to_string).collect()
}

#[test]
fn what_both_state_differently_stays_ours_and_is_told() {
    let of = |value: Value, share: u32, by: &str| {
        dataset(json!({
            "title": format!("Title {share}"),
            "kinds": [{"id": "fund", "for": "entity", "label": format!("Fund {share}")}],
            "sources": [{"id": "s", "title": format!("Register {share}"), "future": share}],
            "entities": [{"id": "a", "kind": "company", "name": format!("Name {share}"),
                "names": [{"text": "Alpha"}], "properties": {"p": value, "same": true}}],
            "links": [{"id": "l", "kind": "owns", "from": "a", "to": "a", "label": format!("Label {share}"),
                "claims": [{"id": "c", "source": "s", "share": {"min": share}, "marking": "TLP:RED",
                            "ended": {"how": by}}]}],
        }))
    };
    let ours = of(json!(true), 10, "superseded");
    let theirs = of(json!([1]), 20, "withdrawn");
    let (after, import) = imported(&ours, &theirs, ImportOrigin::Linkwright);
    let told = told(&import);
    for line in [
        "custom kind fund, label: kept “Fund 10”; the other file has “Fund 20”",
        "title: kept “Register 10”; the other file has “Register 20”",
        "unknown key: kept “future: 10”; the other file has “future: 20”",
        "name: kept “Name 10”; the other file has “Name 20”",
        "properties: kept “p: true”; the other file has “p: [1]”",
        "label: kept “Label 10”; the other file has “Label 20”",
        "kept “stake of at least 10%”; the other file has “stake of at least 20%”",
        "ended: kept “superseded”; the other file has “withdrawn”",
        "title: kept “Title 10”; the other file has “Title 20”",
        "completed from the other file",
    ] {
        assert!(
            told.iter().any(|told| told.contains(line)),
            "{line}: {told:#?}"
        );
    }
    let names: Vec<_> = after.entities().get("a").unwrap().names.iter().collect();
    assert_eq!(
        names[1].text, "Name 20",
        "the other's name becomes a further one"
    );
    assert_eq!(
        after.links().get("l").unwrap(),
        ours.links().get("l").unwrap()
    );
    assert_eq!(after.kinds(), ours.kinds());
}

#[test]
fn claims_of_one_id_and_two_sources_are_two_and_what_ended_one_follows() {
    let of = |source: &str, quote: &str| {
        dataset(json!({
            "sources": [{"id": source}],
            "entities": [{"id": "a", "kind": "company", "name": "A"}],
            "links": [{"id": "l", "kind": "owns", "from": "a", "to": "a", "claims": [
                {"id": "c1", "source": source, "quote": quote},
                {"id": format!("old-{source}"), "source": source, "ended": {"by": "c1"}},
                {"source": source, "quote": "without an id"}]}],
        }))
    };
    let (ours, theirs) = (of("s", "ours"), of("t", "theirs"));
    let (after, _) = imported(&ours, &theirs, ImportOrigin::Linkwright);
    let claims = &after.links().get("l").unwrap().claims;
    assert_eq!(claims.len(), 6);
    let new = claims.iter().find(|claim| claim.quote == "theirs").unwrap();
    assert_ne!(new.id, "c1");
    let by = |id: &str| {
        let claim = claims.iter().find(|claim| claim.id == id).unwrap();
        claim.ended.as_ref().unwrap().by.clone()
    };
    assert_eq!(by("old-s"), "c1", "what ended ours is ours");
    assert_eq!(by("old-t"), new.id, "what ended theirs is theirs");
    // Once more changes nothing and has nothing to tell.
    let (again, import) = imported(&after, &theirs, ImportOrigin::Linkwright);
    assert_eq!(again, after);
    assert_eq!(told(&import), [""; 0]);
}

#[test]
fn a_file_of_another_format_is_matched_with_nothing_and_stands_beside() {
    let of = |places: Value| {
        dataset(json!({
            "sources": [{"id": "s", "title": "Register", "derived_from": ["s"]}],
            "entities": [{"id": "a", "kind": "company", "name": "A", "claims": [{"source": "s"}]},
                         {"id": "b", "kind": "company", "name": "B"}],
            "views": [{"id": "main", "positions": places, "pinned": ["a"]}],
        }))
    };
    let (ours, theirs) = (
        of(json!({"a": [0, 0], "b": [100, 80]})),
        of(json!({"a": [10, 0], "b": [90, 40]})),
    );
    let (after, import) = imported(&ours, &theirs, ImportOrigin::Other);
    assert_eq!((import.new_sources, import.new_entities.len()), (1, 2));
    assert_eq!(told(&import), [""; 0], "that ids are free is no news");
    let source = after
        .sources()
        .iter()
        .find(|source| source.id != "s")
        .unwrap();
    assert_eq!(source.derived_from, std::slice::from_ref(&source.id));
    let entity = after
        .entities()
        .iter()
        .find(|entity| entity.id != "a")
        .unwrap();
    assert_eq!(entity.claims[0].source, source.id);
    let main = after.main_view().unwrap();
    let place = main.positions.get(&entity.id).unwrap();
    assert_eq!(
        *place,
        [340, 20],
        "to the right, middle at the height of ours"
    );
    assert!(main.pinned.contains(&entity.id));
    // Without a view of ours theirs is the main one.
    let empty = dataset(json!({}));
    let (after, _) = imported(&empty, &theirs, ImportOrigin::Other);
    assert_eq!(
        after.main_view().unwrap().positions.get("a"),
        Some(&[10, 0])
    );
}

/// A change for each table, and what is said of it.
#[test]
fn the_differences_of_two_versions_name_every_table_and_field() {
    let of = |at: u32, id: &str| {
        dataset(json!({
            "title": "T",
            "kinds": [{"id": "k", "for": "entity", "label": format!("Kind {at}")}, {"id": id, "for": "link"}],
            "sources": [{"id": "s", "title": format!("Source {at}")}],
            "entities": [{"id": "a", "kind": "company", "name": "Alpha", "future": at},
                         {"id": "b", "kind": "company", "name": "Beta"}],
            "links": [{"id": "l", "kind": "owns", "from": "a", "to": "b", "note": "x".repeat(60 + at as usize)},
                      {"id": id, "kind": "owns", "from": "b", "to": "gone"}],
            "views": [{"id": "v", "title": format!("View {at}"), "positions": {"a": [1, 2]}}],
            "releases": [{"id": id, "title": "Given out"}],
            "set_aside_findings": [{"rule": "duplicate", "table": "entities", "id": id}],
        }))
    };
    let (old, new) = (of(0, "x"), of(1, "y"));
    let diff = diff(&old, &new);
    assert_eq!(
        diff.to_string(),
        "1 custom kind added, 1 changed, 1 removed; 1 source changed; 1 entity changed; 1 link added, 1 changed, 1 removed; \
         1 view changed; 1 release added, 1 removed; 1 dismissed finding added, 1 removed"
    );
    let lines = differences(&diff, &old, &new, 20);
    let expected = [
        "Added: custom kind y",
        "Changed: custom kind k",
        "Removed: custom kind x",
        "Changed: source Source 1: title “Source 0” → “Source 1”",
        "Changed: entity Alpha: unknown fields",
        "Added: link Beta – owns – gone",
        "Changed: link Alpha – owns – Beta: note “…xxxxxxxxxxxxxxxxxxxx” → “…xxxxxxxxxxxxxxxxxxxxx”",
        "Removed: link Beta – owns – gone",
        "Changed: view v: title “View 0” → “View 1”",
        "Added: release y",
        "Removed: release x",
        "Added: dismissed finding duplicate",
        "Removed: dismissed finding duplicate",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn a_long_text_is_cut_where_it_differs() {
    let about = |word: &str| dataset(json!({"description": word.repeat(2000)}));
    let (_, import) = imported(&about("ours "), &about("theirs "), ImportOrigin::Linkwright);
    let told = import.differences[0].to_string();
    assert!(
        told.contains("ours ours") && told.contains("theirs theirs"),
        "{told}"
    );
    assert!(told.chars().count() < 400, "{told}");
}
