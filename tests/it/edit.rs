//! Laws of editing: an edit then its inverse restores the document exactly; a failed edit changes nothing.

use std::sync::Arc;

use linkwright::edit::{
    Edit, ImportOrigin, ViewHead, apply, delete_entities, delete_source, import,
};
use linkwright::formats::linkwright::{read, write};
use linkwright::model::{CustomKind, Document, Entity, KindFor, Link, Release, View};
use proptest::prelude::*;

use crate::samples::dataset;

fn document(text: &str) -> Document {
    read(text.as_bytes()).unwrap().document
}

/// Takes records of one document as edits of another: replacing, adding and deleting whatever has the same id.
pub(crate) fn edits(from: &Document) -> Vec<Edit> {
    let mut edits = vec![Edit::Meta(Arc::clone(from.meta()))];
    for kind in from.kinds() {
        edits.push(Edit::CustomKind(
            kind.id.clone(),
            kind.target,
            Some(Arc::clone(kind)),
        ));
    }
    for (at, entity) in from.entities().iter().enumerate() {
        let record = (at % 3 != 0).then(|| Arc::clone(entity));
        edits.push(Edit::Entity(entity.id.clone(), record));
    }
    for (at, link) in from.links().iter().enumerate() {
        let record = (at % 3 != 1).then(|| Arc::clone(link));
        edits.push(Edit::Link(link.id.clone(), record));
    }
    for source in from.sources().iter() {
        edits.push(Edit::Source(source.id.clone(), Some(Arc::clone(source))));
    }
    for (at, view) in from.views().iter().enumerate() {
        edits.push(Edit::ViewHead(
            view.id.clone(),
            Box::new(ViewHead::of(view)),
        ));
        edits.push(Edit::Position(
            view.id.clone(),
            "a".into(),
            Some([at as i32, 1]),
        ));
        edits.push(Edit::Position(view.id.clone(), "b".into(), None));
        edits.push(Edit::Pin(view.id.clone(), "a".into(), at % 2 == 0));
        edits.push(Edit::View(view.id.clone(), Some((at, Arc::clone(view)))));
        // Where the view was not there before, its parts can be changed only now.
        let mut head = ViewHead::of(view);
        head.title = format!("{}, again", head.title).into();
        edits.push(Edit::ViewHead(view.id.clone(), Box::new(head)));
        edits.push(Edit::Position(
            view.id.clone(),
            "b".into(),
            Some([-1, at as i32]),
        ));
        edits.push(Edit::Pin(view.id.clone(), "b".into(), at % 2 == 1));
    }
    for release in from.releases() {
        edits.push(Edit::Release(
            release.id.clone(),
            Some((0, Arc::clone(release))),
        ));
    }
    for finding in from.findings() {
        edits.push(Edit::Finding {
            at: 0,
            replace: false,
            finding: Some(Arc::clone(finding)),
        });
        edits.push(Edit::Finding {
            at: 0,
            replace: true,
            finding: None,
        });
    }
    edits.push(Edit::Leftovers(Arc::clone(from.leftovers())));
    edits
}

/// The document rebuilt from its file: what is derived beside the records must agree with it.
fn same_ends(document: &Document) -> bool {
    if !document.leftovers().is_empty() {
        // A repeated record takes the place of one that was deleted, on the next load.
        return true;
    }
    let again = read(&write(document)).unwrap().document;
    let by_id = |document: &Document| -> Vec<[Option<String>; 2]> {
        let name = |slot| document.entities().at(slot).map(|e| e.id.to_string());
        let links = document.links().iter_slots();
        links
            .map(|(slot, _)| document.ends()[slot as usize].map(name))
            .collect()
    };
    by_id(document) == by_id(&again)
}

proptest! {
    #[test]
    fn an_edit_then_its_inverse_restores_the_document_exactly(a in dataset(), b in dataset()) {
        let mut doc = document(&a);
        for edit in edits(&document(&b)) {
            let before = doc.clone();
            let bytes = write(&doc);
            match apply(&mut doc, edit) {
                Ok(applied) => {
                    prop_assert!(same_ends(&doc));
                    let after = doc.clone();
                    let back = apply(&mut doc, applied.inverse).unwrap();
                    prop_assert_eq!(&doc, &before);
                    prop_assert_eq!(write(&doc), bytes);
                    apply(&mut doc, back.inverse).unwrap();
                    prop_assert_eq!(&doc, &after);
                }
                Err(_) => prop_assert_eq!(&doc, &before),
            }
        }
    }

    #[test]
    fn many_edits_are_one_and_all_or_nothing(a in dataset(), b in dataset(), spoil in any::<bool>()) {
        let mut doc = document(&a);
        let before = doc.clone();
        let mut all = edits(&document(&b));
        all.retain(|edit| !matches!(edit, Edit::ViewHead(..) | Edit::Position(..) | Edit::Pin(..) | Edit::View(..)));
        if spoil {
            all.push(Edit::Pin("no such view".into(), "a".into(), true));
        }
        match apply(&mut doc, Edit::All(all)) {
            Ok(applied) => {
                prop_assert!(!spoil);
                apply(&mut doc, applied.inverse).unwrap();
            }
            Err(_) => prop_assert!(spoil),
        }
        prop_assert_eq!(doc, before);
    }

    #[test]
    fn deleting_entities_leaves_nothing_of_them(a in dataset()) {
        let mut doc = document(&a);
        let before = doc.clone();
        let ids: Vec<_> = doc.entities().iter().step_by(2).map(|e| e.id.clone()).collect();
        let (edit, going) = delete_entities(&doc, &ids);
        let applied = apply(&mut doc, edit).unwrap();
        prop_assert_eq!(going.entities, ids.len());
        for id in &ids {
            prop_assert!(doc.entities().get(id).is_none());
            prop_assert!(doc.links().iter().all(|l| l.from != *id && l.to != *id));
            prop_assert!(doc.views().iter().all(|v| !v.positions.contains_key(id) && !v.pinned.contains(id)));
        }
        apply(&mut doc, applied.inverse).unwrap();
        prop_assert_eq!(doc, before);
    }

    #[test]
    fn merging_loses_nothing_and_undoes(a in dataset(), b in dataset()) {
        let mut doc = document(&a);
        let theirs = document(&b);
        let before = doc.clone();
        let imported = import(&doc, &theirs, &ImportOrigin::Linkwright, 7);
        let applied = apply(&mut doc, imported.edit).unwrap();
        for entity in before.entities().iter() {
            prop_assert!(doc.entities().get(&entity.id).is_some());
        }
        prop_assert!(doc.links().len() >= before.links().len().max(theirs.links().len()));
        prop_assert_eq!(doc.entities().len(), before.entities().len() + imported.new_entities.len());
        prop_assert!(same_ends(&doc));
        apply(&mut doc, applied.inverse).unwrap();
        prop_assert_eq!(doc, before);
    }

    #[test]
    fn merging_a_copy_changes_nothing(a in dataset()) {
        let mut doc = document(&a);
        // A nameless entity has nothing in common with itself but its id, which is its label.
        let before = doc.clone();
        let imported = import(&doc, &before, &ImportOrigin::Linkwright, 7);
        apply(&mut doc, imported.edit).unwrap();
        prop_assert_eq!(doc, before);
        prop_assert_eq!(imported.differences, []);
    }
}

fn entity(id: &str, kind: &str, name: &str) -> Edit {
    let entity = Entity {
        id: id.into(),
        kind: kind.into(),
        name: name.into(),
        ..Entity::default()
    };
    Edit::Entity(id.into(), Some(Arc::new(entity)))
}

#[test]
fn merging_by_example() {
    let mut ours = document(
        r#"{"format":"linkwright","version":1,"marking":"TLP:CLEAR",
        "entities":[{"id":"a","kind":"company","name":"Anxun","tags":["x"]},{"id":"b","kind":"person","name":"Wu"}],
        "links":[{"id":"l","kind":"owns","from":"b","to":"a","claims":[{"id":"aaaa","source":"s"}]}],
        "views":[{"id":"main","positions":{"a":[1,2]}}]}"#,
    );
    let theirs = document(
        r#"{"format":"linkwright","version":1,"marking":"TLP:AMBER",
        "entities":[{"id":"a","kind":"company","name":"ANXUN","country":"CN","tags":["y"]},{"id":"b","kind":"company","name":"Other"},{"id":"c","kind":"law","name":"Act"}],
        "links":[{"id":"l","kind":"owns","from":"b","to":"a","claims":[{"id":"bbbb","source":"s"}]}],
        "views":[{"id":"main","positions":{"a":[9,9],"b":[3,4],"c":[5,6]}}]}"#,
    );
    let imported = import(&ours, &theirs, &ImportOrigin::Linkwright, 42);
    apply(&mut ours, imported.edit).unwrap();
    let a = ours.entities().get("a").unwrap();
    assert_eq!(
        (a.name.as_str(), a.country.as_str(), a.tags.len()),
        ("Anxun", "CN", 2)
    );
    assert_eq!(ours.entities().get("b").unwrap().name, "Wu");
    let other = ours.entities().iter().find(|e| e.name == "Other").unwrap();
    assert!(other.id.starts_with("other-"));
    let link = ours.links().iter().find(|l| l.from == other.id).unwrap();
    assert_eq!(
        (link.claims[0].id.as_str(), ours.links().len()),
        ("bbbb", 2)
    );
    let main = ours.main_view().unwrap();
    assert_eq!(main.positions.get("a"), Some(&[1, 2]));
    assert_eq!(main.positions.get(&other.id), Some(&[3, 4]));
    assert_eq!(
        other.marking.map(|m| m.as_str()),
        Some("TLP:AMBER"),
        "its dataset's marking came along"
    );
    assert!(
        imported
            .differences
            .iter()
            .any(|d| d.to_string().contains("may be a different record"))
    );
}

#[test]
fn what_cannot_be_is_refused_with_a_reason_and_changes_nothing() {
    let mut later = document(r#"{"format":"linkwright","version":999,"entities":[{"id":"a"}]}"#);
    let before = later.clone();
    let refused = apply(&mut later, entity("b", "company", "B")).unwrap_err();
    assert!(
        refused.to_string().contains("newer Linkwright"),
        "{refused}"
    );
    assert_eq!(later, before);
    let mut doc = Document::default();
    let kind = CustomKind {
        id: "k".into(),
        target: KindFor::Link,
        ..CustomKind::default()
    };
    let wrong = Edit::CustomKind("k".into(), KindFor::Entity, Some(Arc::new(kind)));
    assert!(apply(&mut doc, wrong).is_err());
    let release = Release {
        id: "r".into(),
        ..Release::default()
    };
    let wrong = Edit::Release("r".into(), Some((5, Arc::new(release))));
    assert!(apply(&mut doc, wrong).is_err());
    assert_eq!(doc, Document::default());
}

#[test]
fn a_source_that_is_deleted_leaves_the_claims_that_cite_it() {
    let mut doc = document(
        r#"{"format":"linkwright","version":1,"sources":[{"id":"s","title":"S"}],
        "entities":[{"id":"a","kind":"company","name":"A","claims":[{"source":"s"}]}]}"#,
    );
    let before = doc.clone();
    let (edit, going) = delete_source(&"s".into());
    assert_eq!(going.to_string(), "1 source");
    let applied = apply(&mut doc, edit).unwrap();
    assert!(doc.sources().is_empty());
    assert_eq!(doc.entities().get("a").unwrap().claims[0].source, "s");
    apply(&mut doc, applied.inverse).unwrap();
    assert_eq!(doc, before);
}

#[test]
fn a_record_cannot_change_its_id() {
    let mut document = Document::default();
    let wrong = Entity {
        id: "b".into(),
        ..Entity::default()
    };
    assert!(
        apply(
            &mut document,
            Edit::Entity("a".into(), Some(Arc::new(wrong)))
        )
        .is_err()
    );
    assert!(apply(&mut document, entity("", "company", "x")).is_err());
    let view = View::new("v", "V");
    assert!(
        apply(
            &mut document,
            Edit::View("v".into(), Some((1, Arc::new(view))))
        )
        .is_err()
    );
    let mut link = Link {
        id: "l".into(),
        ..Link::default()
    };
    link.claims = vec![Default::default(), Default::default()];
    link.claims
        .iter_mut()
        .for_each(|claim| claim.id = "same".into());
    assert!(apply(&mut document, Edit::Link("l".into(), Some(Arc::new(link)))).is_err());
    assert_eq!(document, Document::default());
}
