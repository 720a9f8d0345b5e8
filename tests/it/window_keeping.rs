//! Nothing that was typed is lost: crashes, other people, other windows, as a user meets them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

use egui::{Key, Role};
use egui_kittest::kittest::Queryable as _;
use linkwright::app::Linkwright;
use linkwright::edit::Edit;
use linkwright::formats::linkwright::write;
use linkwright::model::{Document, Entity};
use linkwright::store::{Keep, Store};
use linkwright::ui::command::Command;
use linkwright::ui::dialogs::{LocalData, Overtaken, Recovery, SaveOver, VersionHistory};
use linkwright::view::Selection;
use tempfile::TempDir;

use crate::disks::Watched;
use crate::window::{Desk, read};

pub(crate) fn entity(id: &str, name: &str) -> Edit {
    let entity = Entity {
        id: id.into(),
        name: name.into(),
        ..Entity::default()
    };
    Edit::Entity(id.into(), Some(Arc::new(entity)))
}

/// A dataset of these entities.
pub(crate) fn dataset(names: &[&str]) -> Document {
    let mut document = Document::default();
    for name in names {
        linkwright::edit::apply(&mut document, entity(&name.to_lowercase(), name)).unwrap();
    }
    document
}

/// A folder with a dataset of two entities in it.
pub(crate) fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("case.json");
    fs::write(&file, write(&dataset(&["Alpha", "Beta"]))).unwrap();
    (folder, file)
}

pub(crate) fn store(folder: &Path) -> Store {
    Store::system(Some(folder.join("data")))
}

pub(crate) fn open(folder: TempDir, file: &Path) -> Desk {
    let store = store(folder.path());
    let mut desk = Desk::at(Some(file), store, folder);
    let file = file.to_path_buf();
    desk.until("opened", move |app| {
        app.work.origin.file.as_ref() == Some(&file) || app.window.dialog.is_some()
    });
    desk
}

impl Desk {
    pub(crate) fn commit(&mut self, label: &str, edit: Edit) {
        let ctx = self.harness.ctx.clone();
        let command = Command::Commit(label.into(), edit);
        self.harness.state_mut().run(&ctx, command);
        self.run();
    }

    pub(crate) fn show(&mut self, id: &str) {
        let slot = self.document().entities().slot_of(id).unwrap();
        let ctx = self.harness.ctx.clone();
        let command = Command::Select(Selection::entity(slot));
        self.harness.state_mut().run(&ctx, command);
        self.run();
    }

    /// The window ends without closing.
    pub(crate) fn crash(self) -> TempDir {
        let Desk { harness, folder } = self;
        drop(harness);
        folder
    }

    /// Saves, and waits until that is done.
    pub(crate) fn save(&mut self) {
        self.command(Key::S);
        self.until("saved", |app| {
            !app.is_unsaved() && app.window.busy.is_none()
        });
    }

    /// Opens the list of what this machine keeps.
    pub(crate) fn list_local_copies(&mut self) {
        self.click("File");
        self.click("Local data…");
        self.until("listed", |app| app.window.asked::<LocalData>().is_some());
    }

    /// Clicks twice on one place, whose words change.
    pub(crate) fn click_twice(&mut self, first: &str, then: &str) {
        self.harness.get_by_label(first).click_accesskit();
        self.harness.run_steps(2);
        self.harness.get_by_label(then).click_accesskit();
        self.run();
    }

    /// Frames until so much time has passed for the window, seconds.
    pub(crate) fn wait(&mut self, seconds: f64) {
        let now = |desk: &Self| desk.harness.ctx.input(|input| input.time);
        let start = now(self);
        while now(self) - start < seconds {
            self.harness.step();
        }
    }

    pub(crate) fn names(&self) -> Vec<String> {
        let entities = self.document().entities().iter();
        entities.map(|entity| entity.name.to_string()).collect()
    }

    pub(crate) fn says(&self, part: &str) -> bool {
        let toasts = &self.harness.state().window.toasts;
        toasts.iter().any(|toast| toast.text.contains(part))
    }

    pub(crate) fn until_said(&mut self, part: &'static str) {
        self.until(part, move |app| said(app, part));
    }
}

/// The field of the note.
pub(crate) fn note(desk: &Desk) -> egui_kittest::Node<'_> {
    desk.harness
        .get_by_role_and_label(Role::MultilineTextInput, "Note")
}

fn said(app: &Linkwright, part: &str) -> bool {
    let mut toasts = app.window.toasts.iter();
    toasts.any(|toast| toast.text.contains(part))
}

// ---- crashes ----

#[test]
fn after_a_crash_edits_undo_and_the_text_being_typed_come_back() {
    let (folder, file) = folder();
    let mut desk = open(folder, &file);
    let before = fs::read(&file).unwrap();
    desk.commit("Add Gamma", entity("gamma", "Gamma"));
    desk.commit("Add Delta", entity("delta", "Delta"));
    desk.command(Key::Z);
    desk.show("alpha");
    note(&desk).click();
    desk.run();
    note(&desk).type_text("A long note, not finis");
    desk.run();
    assert!(desk.harness.state().window.draft.is_some());
    let folder = desk.crash();

    let mut desk = open(folder, &file);
    desk.until("offered", |app| app.window.asked::<Recovery>().is_some());
    let Some(Recovery { rows, .. }) = desk.harness.state().window.asked() else {
        unreachable!();
    };
    assert_eq!(rows[0].edits, "1 edit", "what was undone does not count");
    assert_eq!(rows[0].differences, "1 entity added");
    let draft = rows[0].draft.as_deref().unwrap();
    assert_eq!(
        draft,
        "Unfinished in note of Alpha (22 characters): “A long note, not finis”"
    );
    assert!(rows[0].path.ends_with("case.json"));
    desk.click("Restore");
    desk.until("restored", |app| app.work.history.undo_label().is_some());
    assert_eq!(desk.names(), ["Alpha", "Beta", "Gamma"]);
    let draft = desk.harness.state().window.draft.clone();
    assert_eq!(draft.unwrap().text, "A long note, not finis");
    assert_eq!(note(&desk).value().unwrap(), "A long note, not finis");
    assert!(desk.is_unsaved());
    let history = &desk.harness.state().work.history;
    assert_eq!(history.undo_label(), Some("Add Gamma"));
    assert_eq!(history.redo_label(), Some("Add Delta"));
    assert_eq!(fs::read(&file).unwrap(), before, "the file is untouched");
    desk.command(Key::S);
    desk.until("saved", |app| !app.is_unsaved());
    let saved = read(&file);
    assert_eq!(saved.entities().len(), 3);
    let alpha = saved.entities().get("alpha").unwrap();
    assert_eq!(alpha.note, "A long note, not finis");

    // Nothing is left to offer.
    let folder = desk.crash();
    let mut desk = open(folder, &file);
    std::thread::sleep(std::time::Duration::from_millis(300));
    desk.run();
    assert!(desk.harness.state().window.dialog.is_none());
}

#[test]
fn a_crash_of_what_was_restored_is_restored_again() {
    let (folder, file) = folder();
    let mut desk = open(folder, &file);
    desk.commit("Add Gamma", entity("gamma", "Gamma"));
    let mut folder = desk.crash();
    for name in ["Delta", "Epsilon"] {
        let mut desk = open(folder, &file);
        desk.until("offered", |app| app.window.dialog.is_some());
        desk.click("Restore");
        desk.commit("Add", entity(&name.to_lowercase(), name));
        folder = desk.crash();
    }
    let mut desk = open(folder, &file);
    desk.until("offered", |app| app.window.dialog.is_some());
    desk.click("Restore");
    assert_eq!(desk.names(), ["Alpha", "Beta", "Delta", "Epsilon", "Gamma"]);
}

#[test]
fn what_was_left_waits_until_it_is_wanted_or_discarded() {
    let (folder, file) = folder();
    let mut desk = open(folder, &file);
    desk.commit("Add Gamma", entity("gamma", "Gamma"));
    let folder = desk.crash();
    let mut desk = open(folder, &file);
    desk.until("offered", |app| app.window.dialog.is_some());
    desk.click("Decide later");
    let folder = desk.crash();
    let mut desk = open(folder, &file);
    desk.until("offered again", |app| app.window.dialog.is_some());
    // A double click is no answer.
    desk.click_twice("Discard…", "Discard permanently");
    assert!(desk.harness.state().window.dialog.is_some());
    desk.wait(0.7);
    desk.click("Discard permanently");
    assert!(desk.harness.state().window.dialog.is_none());
    let folder = desk.crash();
    assert!(store(folder.path()).left_journals().is_empty());
}

#[test]
fn the_capture_line_comes_back_too() {
    let (folder, file) = folder();
    let mut desk = open(folder, &file);
    desk.key(Key::A);
    desk.harness
        .get_by_role_and_label(Role::TextInput, "Quick entry")
        .type_text("Alpha owns");
    desk.run();
    assert_eq!(desk.harness.state().window.capture.text, "Alpha owns");
    let folder = desk.crash();
    let mut desk = open(folder, &file);
    desk.until("offered", |app| app.window.dialog.is_some());
    desk.click("Restore");
    let capture = &desk.harness.state().window.capture;
    assert!(capture.open && capture.text == "Alpha owns");
}

#[test]
fn a_file_that_was_written_since_is_asked_about_after_restoring() {
    let (folder, file) = folder();
    let mut desk = open(folder, &file);
    desk.commit("Add Gamma", entity("gamma", "Gamma"));
    let folder = desk.crash();
    fs::write(&file, write(&dataset(&["Alpha", "Zeta"]))).unwrap();
    let mut desk = open(folder, &file);
    desk.until("offered", |app| app.window.dialog.is_some());
    desk.click("Restore");
    desk.until("asked", |app| app.window.asked::<Overtaken>().is_some());
    assert_eq!(desk.names(), ["Alpha", "Beta", "Gamma"]);
}

// ---- other people ----

#[test]
fn a_change_by_others_is_shown_at_once_where_nothing_is_unsaved() {
    let (folder, file) = folder();
    let mut desk = open(folder, &file);
    desk.show("beta");
    let camera = desk.harness.state().window.camera;
    fs::write(&file, write(&dataset(&["Aaron", "Alpha", "Beta"]))).unwrap();
    desk.until_said("was changed by someone else");
    assert!(desk.says("1 entity added"));
    assert_eq!(desk.names(), ["Aaron", "Alpha", "Beta"]);
    let state = desk.harness.state();
    let slot = state.window.selection.single_entity().unwrap();
    let selected = state.work.document.entities().at(slot).unwrap();
    assert_eq!(selected.name, "Beta");
    assert_eq!(state.window.camera, camera);
    assert!(!desk.is_unsaved());
}

fn overtaken() -> (Desk, PathBuf) {
    let (folder, file) = folder();
    let mut desk = open(folder, &file);
    desk.commit("Add Mine", entity("mine", "Mine"));
    fs::write(&file, write(&dataset(&["Alpha", "Beta", "Theirs"]))).unwrap();
    desk.until("asked", |app| app.window.asked::<Overtaken>().is_some());
    desk.click("Show differences");
    desk.harness.get_by_label("Added: entity Theirs");
    desk.harness.get_by_label("Added: entity Mine");
    (desk, file)
}

#[test]
fn their_version_can_be_taken_and_mine_is_among_the_earlier_ones() {
    let (mut desk, file) = overtaken();
    desk.click("Use theirs");
    assert_eq!(desk.names(), ["Alpha", "Beta", "Theirs"]);
    assert!(!desk.is_unsaved());
    let store = store(desk.folder.path());
    let mine = || store.earlier(&file);
    desk.until("kept", |_| !mine().is_empty());
    let kept = read(&mine()[0].file);
    assert!(kept.entities().get("mine").is_some());
}

#[test]
fn mine_can_be_kept_as_a_copy_and_theirs_is_untouched() {
    let (mut desk, file) = overtaken();
    desk.click("Save mine as a copy");
    desk.until("saved", |app| !app.is_unsaved());
    let copy = desk.harness.state().work.origin.file.clone().unwrap();
    assert_eq!(copy.file_name().unwrap(), "case (my copy).json");
    assert!(read(&copy).entities().get("mine").is_some());
    assert!(read(&file).entities().get("theirs").is_some());
    assert!(read(&file).entities().get("mine").is_none());
}

#[test]
fn saving_asks_again_and_never_replaces_their_version() {
    let (mut desk, file) = overtaken();
    desk.click("Decide later");
    desk.command(Key::S);
    desk.until("asked again", |app| {
        app.window.asked::<Overtaken>().is_some()
    });
    desk.click("Decide later");
    assert!(desk.is_unsaved());
    assert!(read(&file).entities().get("theirs").is_some());
}

#[test]
fn a_change_that_nobody_has_noticed_yet_is_noticed_by_saving() {
    let (folder, file) = folder();
    let mut desk = open(folder, &file);
    desk.commit("Add Mine", entity("mine", "Mine"));
    fs::write(&file, write(&dataset(&["Theirs"]))).unwrap();
    desk.command(Key::S);
    desk.until("asked", |app| app.window.asked::<Overtaken>().is_some());
    assert!(read(&file).entities().get("theirs").is_some());
}

#[test]
fn a_file_that_is_gone_is_said_and_saving_writes_it_anew() {
    let (folder, file) = folder();
    let mut desk = open(folder, &file);
    let store = store(desk.folder.path());
    fs::remove_file(&file).unwrap();
    desk.until_said("was moved or deleted");
    assert!(desk.is_unsaved(), "the window alone has it now");
    desk.until("kept", |_| !store.earlier(&file).is_empty());
    desk.commit("Add Mine", entity("mine", "Mine"));
    desk.command(Key::S);
    desk.until("saved", |app| !app.is_unsaved());
    assert_eq!(read(&file).entities().len(), 3);
    assert!(
        !desk.says("moved or deleted"),
        "what is over is no longer said"
    );
}

#[test]
fn a_file_that_is_emptied_counts_as_not_saved_and_can_be_saved_over() {
    let (folder, file) = folder();
    let mut desk = open(folder, &file);
    let before = fs::read(&file).unwrap();
    let store = store(desk.folder.path());
    fs::write(&file, "").unwrap();
    desk.until_said("can no longer be read");
    assert!(desk.is_unsaved());
    desk.until("kept", |_| !store.earlier(&file).is_empty());
    // It comes back by itself: nothing has to be done.
    fs::write(&file, &before).unwrap();
    desk.until_said("is available again");
    assert!(!desk.is_unsaved());
    fs::write(&file, "half a fi").unwrap();
    desk.until_said("can no longer be read");
    desk.command(Key::S);
    desk.until("asked", |app| app.window.asked::<SaveOver>().is_some());
    desk.click("Overwrite");
    desk.until("saved", |app| !app.is_unsaved());
    assert_eq!(read(&file).entities().len(), 2);
    let conflict = file.with_file_name("case (conflict copy).json");
    assert_eq!(fs::read(conflict).unwrap(), b"half a fi");
}

#[test]
fn a_save_that_meets_what_cannot_be_read_asks_and_is_not_silent() {
    let (folder, file) = folder();
    let mut desk = open(folder, &file);
    desk.commit("Add Mine", entity("mine", "Mine"));
    fs::write(&file, "half a fi").unwrap();
    desk.command(Key::S);
    desk.until("asked", |app| app.window.asked::<SaveOver>().is_some());
    assert!(desk.has_label("Overwrite case.json?"));
    desk.click("Overwrite");
    desk.until("saved", |app| !app.is_unsaved());
    assert!(read(&file).entities().get("mine").is_some());
}

#[test]
fn their_version_that_is_gone_again_is_forgotten() {
    let (mut desk, file) = overtaken();
    desk.click("Decide later");
    fs::write(&file, write(&dataset(&["Alpha", "Beta"]))).unwrap();
    desk.until("forgotten", |app| !app.work.origin.is_overtaken);
    desk.command(Key::S);
    desk.until("saved", |app| !app.is_unsaved());
    assert!(read(&file).entities().get("mine").is_some());
}

#[test]
fn who_is_typing_is_not_interrupted() {
    let (folder, file) = folder();
    let mut desk = open(folder, &file);
    desk.show("alpha");
    note(&desk).click();
    desk.run();
    note(&desk).type_text("in the middle of a ");
    desk.run();
    fs::write(&file, write(&dataset(&["Alpha", "Beta", "Theirs"]))).unwrap();
    desk.until_said("you can choose when you finish this edit");
    note(&desk).type_text("word");
    desk.run();
    assert!(desk.harness.state().window.dialog.is_none());
    desk.key(Key::Tab);
    desk.until("asked", |app| app.window.asked::<Overtaken>().is_some());
    let Some(Overtaken { mine, .. }) = desk.harness.state().window.asked() else {
        unreachable!();
    };
    let line = "Changed: entity Alpha: note “” → “in the middle of a word”";
    assert_eq!(mine.lines, [line]);
}

#[test]
fn what_others_write_in_the_middle_of_a_save_is_kept_beside_and_said() {
    let (folder, file) = folder();
    let theirs = write(&dataset(&["Theirs"]));
    let (target, bytes) = (file.clone(), theirs.clone());
    // Between the last look and the exchange.
    let disk = Watched::new(move |_, name| {
        if name == "exchange" {
            fs::write(&target, &bytes).unwrap();
        }
        Ok(())
    });
    let store = Store::new(Arc::new(disk), Some(folder.path().join("data")));
    let mut desk = Desk::at(Some(&file), store, folder);
    desk.until("opened", |app| app.work.origin.file.is_some());
    desk.commit("Add Mine", entity("mine", "Mine"));
    desk.command(Key::S);
    desk.until_said("“case (conflict copy).json”");
    let conflict = file.with_file_name("case (conflict copy).json");
    assert_eq!(fs::read(conflict).unwrap(), theirs);
    assert!(read(&file).entities().get("mine").is_some());
    assert!(!desk.is_unsaved());
}

// ---- other windows ----

#[test]
fn a_second_window_can_look_until_the_first_is_closed() {
    let (folder, file) = folder();
    let mut first = open(folder, &file);
    let options = linkwright::app::Options {
        file: Some(file.clone()),
        store: store(first.folder.path()),
        native_dialogs: false,
    };
    let second = egui_kittest::Harness::builder()
        .with_size(egui::vec2(1440.0, 900.0))
        .with_max_steps(200)
        .allow_missing_glyphs()
        .build_eframe(move |creation| Linkwright::new(creation, options));
    let other = tempfile::tempdir().unwrap();
    let mut second = Desk {
        harness: second,
        folder: other,
    };
    second.until_said("is open in another window");
    second.commit("Add Second", entity("second", "Second"));
    assert_eq!(second.names(), ["Alpha", "Beta"]);
    assert!(!second.is_unsaved());
    first.commit("Add First", entity("first", "First"));
    first.command(Key::S);
    first.until("saved", |app| !app.is_unsaved());
    second.until_said("was changed by someone else");
    assert_eq!(second.names(), ["Alpha", "Beta", "First"]);
    drop(first.crash());
    second.harness.state_mut().window.now += 3.0;
    second.until_said("is no longer open elsewhere");
    second.commit("Add Second", entity("second", "Second"));
    assert!(second.is_unsaved());
}

// ---- what is asked, what is kept ----

#[test]
fn saving_much_less_than_is_there_asks_first() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("case.json");
    let names: Vec<String> = (0..100).map(|n| format!("Name {n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    fs::write(&file, write(&dataset(&names))).unwrap();
    let mut desk = open(folder, &file);
    let gone = names[..80]
        .iter()
        .map(|name| Edit::Entity(name.to_lowercase().as_str().into(), None));
    desk.commit("Delete 80 entities", Edit::All(gone.collect()));
    desk.command(Key::S);
    desk.until("asked", |app| app.window.asked::<SaveOver>().is_some());
    assert_eq!(read(&file).entities().len(), 100);
    desk.click("Overwrite");
    desk.until("saved", |app| !app.is_unsaved());
    assert_eq!(read(&file).entities().len(), 20);
}

#[test]
fn earlier_versions_are_listed_and_a_copy_can_be_opened() {
    let (folder, file) = folder();
    let mut desk = open(folder, &file);
    for name in ["Gamma", "Delta"] {
        desk.commit("Add", entity(&name.to_lowercase(), name));
        desk.command(Key::S);
        desk.until("saved", |app| {
            !app.is_unsaved() && app.window.busy.is_none()
        });
    }
    desk.click("File");
    desk.click("Version history…");
    desk.until("listed", |app| {
        app.window.asked::<VersionHistory>().is_some()
    });
    let Some(VersionHistory { rows, .. }) = desk.harness.state().window.asked() else {
        unreachable!();
    };
    let differences: Vec<&str> = rows.iter().map(|row| row.differences.as_str()).collect();
    assert_eq!(
        differences,
        ["1 entity added", "2 entities added; 1 view added"]
    );
    let copies = desk.harness.get_all_by_label("Open a copy");
    copies.last().unwrap().click();
    desk.run();
    desk.until("opened", |app| app.work.origin.file.is_none());
    assert_eq!(desk.names(), ["Alpha", "Beta"]);
}

#[test]
fn everything_that_is_kept_is_listed_and_can_be_erased() {
    let (folder, file) = folder();
    let mut desk = open(folder, &file);
    desk.commit("Add", entity("gamma", "Gamma"));
    desk.save();
    desk.list_local_copies();
    let Some(LocalData { rows, .. }) = desk.harness.state().window.asked() else {
        unreachable!();
    };
    assert_eq!(
        rows.len(),
        2,
        "one earlier version, and this window's journal"
    );
    desk.click("Delete all…");
    assert!(!store(desk.folder.path()).earlier(&file).is_empty());
    desk.wait(0.7);
    desk.click("Delete all permanently");
    let store = store(desk.folder.path());
    desk.until("erased", |app| {
        let listed = app.window.asked::<LocalData>();
        listed.is_some_and(|listed| listed.rows.len() == 1)
    });
    assert!(store.earlier(&file).is_empty());
    assert!(desk.harness.state().window.settings.recent.is_empty());
}

#[test]
fn earlier_versions_kept_until_the_dataset_is_closed_go_with_it() {
    let (folder, file) = folder();
    let mut desk = open(folder, &file);
    desk.harness.state_mut().window.settings.keep = Keep::UntilClosed;
    desk.commit("Add", entity("gamma", "Gamma"));
    desk.save();
    let store = store(desk.folder.path());
    assert_eq!(store.earlier(&file).len(), 1);
    desk.click("File");
    desk.click("Open sample");
    desk.until("opened", |app| app.work.origin.file.is_none());
    assert!(store.earlier(&file).is_empty());
}

#[test]
fn a_save_that_fails_is_said_and_the_changes_stay() {
    let (folder, file) = folder();
    let before = fs::read(&file).unwrap();
    let failing = Arc::new(AtomicI32::new(0));
    let code = Arc::clone(&failing);
    let disk = Watched::new(move |_, name| match code.load(Ordering::Relaxed) {
        code if code != 0 && matches!(name, "sync" | "write") => {
            Err(std::io::Error::from_raw_os_error(code))
        }
        _ => Ok(()),
    });
    let store = Store::new(Arc::new(disk), Some(folder.path().join("data")));
    let mut desk = Desk::at(Some(&file), store, folder);
    desk.until("opened", |app| app.work.origin.file.is_some());
    failing.store(28, Ordering::Relaxed);
    desk.commit("Add", entity("gamma", "Gamma"));
    desk.until_said("Crash protection is off: the disk is full");
    desk.command(Key::S);
    desk.until_said("Not saved:");
    assert!(desk.says("the disk is full"));
    assert!(desk.is_unsaved());
    assert_eq!(fs::read(&file).unwrap(), before);
    failing.store(0, Ordering::Relaxed);
    desk.command(Key::S);
    desk.until("saved", |app| !app.is_unsaved());
    assert_eq!(read(&file).entities().len(), 3);
}
