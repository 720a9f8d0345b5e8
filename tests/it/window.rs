//! The window, driven by label as a person would.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use linkwright::app::{Linkwright, Options};
use linkwright::formats;
use linkwright::model::Document;

/// A window in a folder of its own.
struct Desk {
    harness: Harness<'static, Linkwright>,
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self::with(None)
    }

    fn with(file: Option<&Path>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            file: file.map(PathBuf::from),
            data: Some(folder.path().join("data")),
            native_dialogs: false,
        };
        let harness = Harness::builder()
            .with_size(egui::vec2(1440.0, 900.0))
            .with_max_steps(200)
            .build_eframe(move |creation| Linkwright::new(creation, options));
        let mut desk = Self { harness, folder };
        desk.run();
        desk
    }

    /// Lets the window come to rest.
    fn run(&mut self) {
        self.harness.run_ok();
    }

    /// Runs until something is so; work with files goes on beside the window.
    fn until(&mut self, what: &str, is_so: impl Fn(&Linkwright) -> bool) {
        let start = Instant::now();
        while !is_so(self.harness.state()) {
            assert!(start.elapsed() < Duration::from_secs(30), "never: {what}");
            std::thread::sleep(Duration::from_millis(5));
            self.harness.step();
        }
        self.run();
    }

    fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.run();
    }

    /// Types into the text field of this name, over what it holds.
    fn type_over(&mut self, label: &str, text: &str) {
        let field = self.harness.get_by_role_and_label(Role::TextInput, label);
        field.click();
        self.run();
        self.keys(Modifiers::COMMAND, Key::A);
        let field = self.harness.get_by_role_and_label(Role::TextInput, label);
        field.type_text(text);
        self.run();
    }

    fn key(&mut self, key: Key) {
        self.keys(Modifiers::NONE, key);
    }

    fn keys(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.run();
    }

    fn command(&mut self, key: Key) {
        self.keys(Modifiers::COMMAND, key);
    }

    fn document(&self) -> &Document {
        &self.harness.state().work.document
    }

    fn is_unsaved(&self) -> bool {
        self.harness.state().is_unsaved()
    }

    /// Saves under a name by the typed path.
    fn save_as(&mut self, name: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        self.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
        self.type_over("Path of the file", path.to_str().unwrap());
        self.key(Key::Enter);
        self.until("saved", |app| {
            !app.is_unsaved() && app.window.busy.is_none()
        });
        path
    }
}

/// The dataset in a file.
fn read(path: &Path) -> Document {
    formats::open(&std::fs::read(path).unwrap())
        .unwrap()
        .document
}

#[test]
fn from_the_sample_to_a_saved_file_and_back() {
    let mut desk = Desk::new();
    assert_eq!(
        desk.document().entities().len(),
        76,
        "the first start shows the sample"
    );
    assert!(!desk.is_unsaved(), "opening leaves nothing unsaved");

    // Search by an alias, go to what is found.
    desk.command(Key::F);
    desk.harness
        .get_by_role_and_label(Role::TextInput, "Find by name, alias or id")
        .type_text("Sichuan Anxun");
    desk.run();
    desk.key(Key::Enter);
    let name = |desk: &Desk| {
        desk.harness
            .get_by_role_and_label(Role::TextInput, "Name")
            .value()
    };
    assert_eq!(name(&desk).as_deref(), Some("i-Soon"));

    // Edit its name, undo, redo.
    desk.type_over("Name", "i-Soon (Anxun)");
    desk.key(Key::Enter);
    let has = |desk: &Desk, name: &str| desk.document().entities().iter().any(|e| e.name == name);
    assert!(has(&desk, "i-Soon (Anxun)"));
    desk.command(Key::Z);
    assert!(has(&desk, "i-Soon") && !has(&desk, "i-Soon (Anxun)"));
    desk.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert!(has(&desk, "i-Soon (Anxun)"));

    // Add an entity.
    desk.click("Chart");
    desk.click("Add entity");
    desk.type_over("Name of the new entity", "Hainan Xiandun");
    desk.key(Key::Enter);
    assert!(has(&desk, "Hainan Xiandun"));

    // Link the two, with a claim.
    let slots: Vec<u32> = ["i-Soon (Anxun)", "Hainan Xiandun"]
        .iter()
        .map(|name| {
            let mut all = desk.document().entities().iter_slots();
            all.find(|(_, entity)| entity.name == *name).unwrap().0
        })
        .collect();
    desk.harness.state_mut().window.selection.entities = slots.iter().copied().collect();
    desk.run();
    desk.click("Add link");
    desk.harness
        .get_by_role_and_label(Role::TextInput, "Search kinds of link")
        .type_text("partners");
    desk.run();
    desk.key(Key::Enter);
    desk.click("Add claim");
    desk.type_over("Locator", "page 3");
    desk.key(Key::Tab);
    let selected = desk.harness.state().window.selection.single_link();
    let link = desk.document().links().at(selected.unwrap()).unwrap();
    assert_eq!(link.kind, "partners-with");
    assert_eq!(
        (link.claims.len(), link.claims[0].locator.as_str()),
        (1, "page 3")
    );
    assert!(link.claims[0].recorded.is_some(), "recorded today");

    // Save, reopen, compare.
    let path = desk.save_as("case");
    let path = path.with_extension("json");
    assert!(desk.harness.state().title().starts_with("case.json"));
    let saved = desk.document().clone();
    assert_eq!(read(&path), saved);
    let again = {
        let mut again = Desk::with(Some(&path));
        again.until("opened", |app| app.work.origin.file.is_some());
        again
    };
    assert_eq!(*again.document(), saved);
    assert!(!again.is_unsaved());
}

#[test]
fn saving_in_the_middle_of_typing_saves_what_was_typed() {
    let mut desk = Desk::new();
    let path = desk.save_as("typed.json");
    desk.type_over("Title", "A new title");
    assert!(
        desk.is_unsaved(),
        "what is typed is unsaved before it is committed"
    );
    desk.command(Key::S);
    desk.until("saved", |app| !app.is_unsaved());
    assert_eq!(read(&path).meta().title, "A new title");
    // The field keeps the focus, and typing goes on.
    desk.harness
        .get_by_role_and_label(Role::TextInput, "Title")
        .type_text("!");
    desk.run();
    desk.command(Key::Z);
    assert_eq!(desk.document().meta().title, "A new title");
    desk.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(desk.document().meta().title, "A new title!");
}
