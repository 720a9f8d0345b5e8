//! What could be lost by a slip, or seen wrongly: questions that a double click does not answer, copies that no file has,
//! journals that were removed, text that deceives.

use std::fs;

use egui::Key;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use linkwright::edit::Edit;
use linkwright::formats::linkwright::write;
use linkwright::model::{CustomKind, KindFor, Meta};
use linkwright::store::Keep;
use linkwright::ui::dialogs::{Overtaken, VersionHistory};

use crate::window_keeping::{dataset, entity, folder, note, open, store};

#[test]
fn a_copy_of_an_earlier_version_is_not_lost_when_that_version_goes() {
    let (folder, file) = folder();
    let mut desk = open(folder, &file);
    desk.harness.state_mut().window.settings.keep = Keep::UntilClosed;
    desk.commit("Add", entity("gamma", "Gamma"));
    desk.save();
    desk.click("File");
    desk.click("Version history…");
    desk.until("listed", |app| {
        app.window.asked::<VersionHistory>().is_some()
    });
    desk.click("Open a copy");
    desk.until("opened", |app| app.work.origin.file.is_none());
    assert!(store(desk.folder.path()).earlier(&file).is_empty());
    assert!(desk.is_unsaved(), "no file has it");
    let folder = desk.crash();
    let left = store(folder.path()).left_journals();
    assert_eq!(left[0].1.document.entities().len(), 2);
    assert!(left[0].1.has_unsaved());
}

#[test]
fn how_many_versions_are_kept_is_chosen_with_one_click() {
    let (folder, file) = folder();
    let mut desk = open(folder, &file);
    desk.list_local_copies();
    for (words, keep) in [
        ("none", Keep::None),
        ("all until closed", Keep::UntilClosed),
        ("last 30", Keep::Last(30)),
    ] {
        desk.click(words);
        assert_eq!(desk.harness.state().window.settings.keep, keep);
    }
}

#[test]
fn one_kept_version_is_erased_only_by_a_second_click() {
    let (folder, file) = folder();
    let mut desk = open(folder, &file);
    desk.commit("Add", entity("gamma", "Gamma"));
    desk.save();
    desk.list_local_copies();
    let store = store(desk.folder.path());
    desk.click_twice("Delete…", "Delete permanently");
    assert_eq!(store.earlier(&file).len(), 1);
    desk.wait(0.7);
    desk.click("Delete permanently");
    let folder = desk.folder.path().join("data");
    desk.until("erased", move |_| {
        let earlier = fs::read_dir(folder.join("earlier"));
        earlier.is_ok_and(|mut found| found.next().is_none())
    });
    // Who does not go on is asked anew.
    desk.click("Delete all…");
    desk.wait(9.0);
    desk.run();
    assert!(desk.harness.query_by_label("Delete all…").is_some());
}

#[test]
fn a_journal_that_was_removed_is_made_anew_with_what_is_here() {
    let (folder, file) = folder();
    let mut desk = open(folder, &file);
    desk.commit("Add", entity("gamma", "Gamma"));
    let journals = desk.folder.path().join("data/journal");
    let written = journals.clone();
    desk.until("written", move |_| {
        fs::read_dir(&written).is_ok_and(|mut found| found.next().is_some())
    });
    fs::remove_dir_all(desk.folder.path().join("data")).unwrap();
    desk.commit("Add", entity("delta", "Delta"));
    desk.until_said("A new one starts from the dataset as it is now");
    desk.until("written again", move |_| {
        fs::read_dir(&journals).is_ok_and(|mut found| found.next().is_some())
    });
    let folder = desk.crash();
    let left = store(folder.path()).left_journals();
    assert_eq!(left[0].1.document.entities().len(), 4);
    assert!(left[0].1.has_unsaved());
}

#[test]
fn who_saves_in_the_middle_of_a_note_is_asked_at_once() {
    let (folder, file) = folder();
    let mut desk = open(folder, &file);
    desk.show("alpha");
    note(&desk).click();
    desk.run();
    note(&desk).type_text("mine");
    desk.run();
    fs::write(&file, write(&dataset(&["Alpha", "Theirs"]))).unwrap();
    desk.until_said("you can choose when you finish this edit");
    desk.command(Key::S);
    desk.until("asked", |app| app.window.asked::<Overtaken>().is_some());
    for _ in 0..3 {
        desk.harness.step();
    }
    assert!(
        !desk.says("you can choose when"),
        "what is asked is not announced any more"
    );
}

#[test]
fn no_word_of_others_is_shown_as_it_deceives_or_whole_where_it_is_endless() {
    let (folder, file) = folder();
    let mut desk = open(folder, &file);
    let kind = CustomKind {
        id: "k".into(),
        target: KindFor::Entity,
        label: format!("x\u{202e}LRO{}", "k".repeat(500_000)).into(),
        ..CustomKind::default()
    };
    let meta = Meta {
        title: format!("a\u{202e}b{}", "t".repeat(500_000)).into(),
        ..Meta::default()
    };
    let mut gamma = linkwright::model::Entity {
        id: "gamma".into(),
        kind: "k".into(),
        ..Default::default()
    };
    gamma.name = "Gamma".into();
    let edits = vec![
        Edit::CustomKind("k".into(), KindFor::Entity, Some(kind.into())),
        Edit::Meta(meta.into()),
        Edit::Entity("gamma".into(), Some(gamma.into())),
    ];
    desk.commit("Add", Edit::All(edits));
    desk.until("shown", |app| app.work.scene.nodes.len() == 3);
    for _ in 0..3 {
        desk.harness.step();
    }
    let mut longest = 0;
    for node in desk.harness.root().children_recursive() {
        let label = node.accesskit_node().label().unwrap_or_default();
        assert!(!label.contains('\u{202e}'), "{}", &label[..80]);
        longest = longest.max(label.len());
    }
    assert!(longest < 10_000, "{longest}");
}
