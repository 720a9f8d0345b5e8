//! The window, driven by label as a person would.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use linkwright::app::{Linkwright, Options};
use linkwright::formats;
use linkwright::model::Document;

use linkwright::scene::fonts::{FontBook, Weight};
use linkwright::store::Store;
use linkwright::ui::command::Target;
use linkwright::ui::theme;
use linkwright::view::Selection;
use linkwright::work::LayoutState;

/// A window in a folder of its own.
pub(crate) struct Desk {
    pub(crate) harness: Harness<'static, Linkwright>,
    pub(crate) folder: tempfile::TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self::with(None)
    }

    pub(crate) fn with(file: Option<&Path>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::system(Some(folder.path().join("data")));
        Self::at(file, store, folder)
    }

    /// A window of a user whose files and data are there already.
    pub(crate) fn at(file: Option<&Path>, store: Store, folder: tempfile::TempDir) -> Self {
        let options = Options {
            file: file.map(PathBuf::from),
            store,
            native_dialogs: false,
        };
        let harness = Harness::builder()
            .with_size(egui::vec2(1440.0, 900.0))
            .with_max_steps(200)
            .allow_missing_glyphs()
            .build_eframe(move |creation| Linkwright::new(creation, options));
        let mut desk = Self { harness, folder };
        desk.run();
        desk
    }

    /// Lets the window come to rest.
    pub(crate) fn run(&mut self) {
        self.harness.run_ok();
    }

    /// Runs until something is so; work with files goes on beside the window.
    pub(crate) fn until(&mut self, what: &str, is_so: impl Fn(&Linkwright) -> bool) {
        let start = Instant::now();
        while !is_so(self.harness.state()) {
            assert!(start.elapsed() < Duration::from_secs(30), "never: {what}");
            std::thread::sleep(Duration::from_millis(5));
            self.harness.step();
        }
        self.run();
    }

    pub(crate) fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.run();
    }

    /// Types into the text field of this name, over what it holds.
    pub(crate) fn type_over(&mut self, label: &str, text: &str) {
        let field = self.harness.get_by_role_and_label(Role::TextInput, label);
        field.click();
        self.run();
        self.keys(Modifiers::COMMAND, Key::A);
        let field = self.harness.get_by_role_and_label(Role::TextInput, label);
        field.type_text(text);
        self.run();
    }

    pub(crate) fn key(&mut self, key: Key) {
        self.keys(Modifiers::NONE, key);
    }

    pub(crate) fn keys(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.run();
    }

    pub(crate) fn command(&mut self, key: Key) {
        self.keys(Modifiers::COMMAND, key);
    }

    pub(crate) fn document(&self) -> &Document {
        &self.harness.state().work.document
    }

    pub(crate) fn is_unsaved(&self) -> bool {
        self.harness.state().is_unsaved()
    }

    /// Saves under a name by the typed path.
    pub(crate) fn save_as(&mut self, name: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        self.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
        self.type_over("File path", path.to_str().unwrap());
        self.key(Key::Enter);
        self.until("saved", |app| {
            !app.is_unsaved() && app.window.busy.is_none()
        });
        path
    }
}

/// The dataset in a file.
pub(crate) fn read(path: &Path) -> Document {
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
        .get_by_role_and_label(Role::TextInput, "Find by name, alias or ID")
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

impl Desk {
    /// The slot of the entity with this name.
    pub(crate) fn slot(&self, name: &str) -> u32 {
        let mut all = self.document().entities().iter_slots();
        all.find(|(_, entity)| entity.name == name).unwrap().0
    }

    pub(crate) fn select(&mut self, name: &str) {
        let slot = self.slot(name);
        let window = &mut self.harness.state_mut().window;
        window.selection = Selection::entity(slot);
        self.run();
    }

    /// Where an entity is on the screen.
    pub(crate) fn place(&self, name: &str) -> egui::Pos2 {
        let app = self.harness.state();
        let node = app.work.net.node(self.slot(name)).unwrap();
        app.window.view().screen(app.work.positions[node as usize])
    }

    /// Presses on the chart and begins to move.
    pub(crate) fn begin_drag(&mut self, from: egui::Pos2) {
        self.harness.hover_at(from);
        self.run();
        self.harness.drag_at(from);
        self.run();
    }

    pub(crate) fn has_label(&self, text: &str) -> bool {
        self.harness.query_by_label_contains(text).is_some()
    }

    /// A file in this window's folder.
    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Chooses an entry of a menu and types a path for it.
    pub(crate) fn by_path(&mut self, menu: &str, entry: &str, path: &Path) {
        self.click(menu);
        if entry.starts_with("Export ") {
            self.click("Export");
        }
        self.click(entry);
        self.type_over("File path", path.to_str().unwrap());
        self.key(Key::Enter);
        self.until("done with the file", |app| app.window.busy.is_none());
    }

    pub(crate) fn text(&self) -> Vec<u8> {
        formats::linkwright::write(self.document())
    }
}

#[test]
fn looking_around_never_makes_a_dataset_unsaved() {
    let mut desk = Desk::new();
    let before = desk.text();
    desk.click("Hide State");
    assert_eq!(desk.harness.state().work.net.nodes.len(), 61);
    desk.key(Key::F);
    desk.command(Key::Plus);
    desk.command(Key::A);
    desk.key(Key::Escape);
    let middle = desk.place("Integrity Tech");
    desk.harness.drag_at(middle + egui::vec2(60.0, 60.0));
    desk.harness.hover_at(middle + egui::vec2(120.0, 90.0));
    desk.harness.drop_at(middle + egui::vec2(120.0, 90.0));
    desk.run();
    assert!(!desk.is_unsaved());
    assert_eq!(desk.text(), before);

    // Positions that a layout finds are no edit either.
    let graph = r#"{"nodes":[{"id":1},{"id":2},{"id":3}],"links":[{"source":1,"target":2}]}"#;
    let path = desk.file("graph.json", graph);
    desk.by_path("File", "Open by path…", &path);
    desk.until("settled", |app| {
        app.work.document.entities().len() == 3 && app.work.layout_state() == LayoutState::Settled
    });
    assert!(!desk.is_unsaved());
}

#[test]
fn dragging_pins_and_is_one_step() {
    let mut desk = Desk::new();
    let before = desk.text();
    let from = desk.place("NCSC");
    let to = from + egui::vec2(24.0, 40.0);
    desk.begin_drag(from);
    for part in [0.3, 0.7, 1.0] {
        desk.harness.hover_at(from + (to - from) * part);
        desk.harness.step();
    }
    desk.harness.drop_at(to);
    desk.run();
    assert!(
        (desk.place("NCSC") - to).length() < 2.0,
        "it stays where it was let go"
    );
    let slot = desk.slot("NCSC");
    assert!(desk.harness.state().work.pinned().contains(&slot));
    assert!(desk.is_unsaved());
    desk.command(Key::Z);
    assert_eq!(desk.text(), before, "one step takes all of it back");
    assert!((desk.place("NCSC") - from).length() < 2.0);
}

#[test]
fn deleting_says_what_goes_and_is_one_step() {
    let mut desk = Desk::new();
    let before = desk.text();
    let slot = desk.slot("Integrity Tech");
    let links: Vec<u32> = desk.document().links_of(slot).collect();
    desk.select("Integrity Tech");
    desk.key(Key::Delete);
    let claims: usize = links
        .iter()
        .map(|link| desk.document().links().at(*link).unwrap().claims.len())
        .sum();
    let own = desk.document().entities().at(slot).unwrap().claims.len();
    let heading = format!(
        "Delete 1 entity, {} links and {} claims?",
        links.len(),
        claims + own
    );
    assert!(desk.has_label(&heading), "{heading}");
    assert_eq!(desk.text(), before, "nothing has gone yet");
    desk.click("Delete");
    assert_eq!(desk.document().links().len(), 119 - links.len());
    desk.command(Key::Z);
    assert_eq!(desk.text(), before);
}

#[test]
fn chart_keys_are_dead_while_something_is_typed() {
    let mut desk = Desk::new();
    desk.select("i-Soon");
    desk.type_over("Name", "X");
    desk.key(Key::Delete);
    desk.key(Key::P);
    assert_eq!(desk.document().entities().len(), 76);
    assert!(!desk.has_label("Delete 1 entity"));
}

#[test]
fn closing_with_unsaved_changes_asks() {
    let mut desk = Desk::new();
    desk.type_over("Title", "Changed");
    desk.key(Key::Enter);
    let id = egui::ViewportId::ROOT;
    let close = |desk: &mut Desk| {
        let viewport = desk.harness.input_mut().viewports.get_mut(&id).unwrap();
        viewport.events.push(egui::ViewportEvent::Close);
        desk.run();
    };
    close(&mut desk);
    const ASKED: &str = "Save “Changed”?";
    assert!(desk.has_label(ASKED));
    assert!(desk.has_label("If you do not save, 1 change is lost."));
    desk.click("Cancel");
    assert!(desk.is_unsaved() && !desk.has_label(ASKED));
    close(&mut desk);
    desk.click("Discard changes");
    assert_eq!(desk.document().meta().title, "Changed");
}

#[test]
fn each_problem_leads_to_its_record() {
    let mut desk = Desk::new();
    let text = r#"{"format":"linkwright","version":1,"entities":[
        {"id":"a","kind":"company","name":"Alpha"},
        {"id":"b","kind":"company","name":"Beta","since":"in spring"}]}"#;
    let path = desk.file("odd.json", text);
    desk.by_path("File", "Open by path…", &path);
    desk.until("opened", |app| app.work.document.entities().len() == 2);
    desk.run();
    if desk.harness.state().window.dialog.is_some() {
        desk.click("Close");
    }
    desk.command(Key::Num3);
    desk.harness.get_by_label_contains("is not a date").click();
    desk.run();
    let selected = desk.harness.state().window.selection.single_entity();
    assert_eq!(selected, Some(desk.slot("Beta")));
}

#[test]
fn importing_is_one_step_with_a_report() {
    let mut desk = Desk::new();
    let before = desk.text();
    let graph = r#"{"nodes":[{"id":"x","label":"X"},{"id":"y"}],"links":[{"source":"x","target":"y"},{"source":"x","target":"z"}]}"#;
    let path = desk.file("more.json", graph);
    desk.by_path("File", "Import…", &path);
    desk.until("imported", |app| app.work.document.entities().len() == 78);
    assert!(
        desk.harness.state().window.dialog.is_some(),
        "a report is shown"
    );
    desk.click("Close");
    desk.command(Key::Z);
    assert_eq!(desk.text(), before);
    assert_eq!(desk.document().entities().len(), 76);
}

#[test]
fn exports_hold_what_they_say() {
    let mut desk = Desk::new();
    let folder = desk.folder.path().to_owned();
    let count = |path: &Path| {
        let opened = formats::open(&std::fs::read(path).unwrap()).unwrap();
        (
            opened.document.entities().len(),
            opened.document.links().len(),
        )
    };
    let nodelink = folder.join("graph.json");
    desk.by_path("File", "Export node-link JSON…", &nodelink);
    assert_eq!(count(&nodelink), (76, 119));
    desk.select("Juxinhe");
    let part = folder.join("part.json");
    desk.by_path("File", "Export selection…", &part);
    assert_eq!(count(&part).0, 1);
    let picture = folder.join("picture.svg");
    desk.by_path("File", "Export picture…", &picture);
    assert!(
        std::fs::read_to_string(&picture)
            .unwrap()
            .starts_with("<svg")
    );
    assert!(!desk.is_unsaved(), "an export is no save");
}

#[test]
fn a_file_that_cannot_be_read_leaves_the_dataset_as_it_was() {
    let mut desk = Desk::new();
    let path = desk.file("broken.json", "{\n  oops");
    desk.by_path("File", "Open by path…", &path);
    desk.until("told", |app| app.window.busy.is_none());
    assert!(
        desk.has_label("line 2"),
        "what is wrong is said with its line"
    );
    assert_eq!(desk.document().entities().len(), 76);
}

#[test]
fn sample_fits_a_small_screen_at_two_thirds() {
    let mut desk = Desk::new();
    desk.harness.set_size(egui::vec2(1366.0, 768.0));
    desk.run();
    let window = &desk.harness.state().window;
    assert!(window.camera.zoom > 0.65, "{}", window.camera.zoom);
    assert!(desk.has_label("Legend: Number of voices"));
}

#[test]
fn most_of_the_sample_is_labelled_and_no_label_covers_another_or_a_node_or_a_pin() {
    let desk = Desk::new();
    let app = desk.harness.state();
    let labels = &app.window.labels.labels;
    assert!(labels.len() * 5 >= 76 * 4, "{} of 76", labels.len());
    let frame = app.window.view();
    for (at, label) in labels.iter().enumerate() {
        for other in &labels[at + 1..] {
            assert!(
                !label.rect.intersects(other.rect),
                "{label:?} and {other:?}"
            );
        }
        for node in 0..app.work.scene.nodes.len() as u32 {
            let end = frame.end(&app.work.scene, &app.work.positions, node);
            // A circle inside every outline.
            let nearest = end.at.clamp(label.rect.min, label.rect.max);
            assert!(
                nearest.distance(end.at) > end.radius * 0.5,
                "{label:?} covers a node"
            );
        }
        for slot in app.work.pinned() {
            let node = app.work.net.node(*slot).unwrap();
            let end = frame.end(&app.work.scene, &app.work.positions, node);
            let badge = egui::Rect::from_center_size(
                linkwright::scene::ink::pin_center(end.at, end.radius),
                egui::Vec2::splat(8.0),
            );
            assert!(!label.rect.intersects(badge), "{label:?} covers a pin");
        }
    }
}

#[test]
fn widths_in_the_window_and_in_files_agree_within_one_part_in_a_hundred() {
    let desk = Desk::new();
    let ctx = &desk.harness.ctx;
    let book = FontBook::shared();
    let names = desk.document().entities().iter();
    let mut texts: Vec<String> = names.map(|entity| entity.name.to_string()).collect();
    texts.extend(["ГРУ ГШ ВС России", "Ελληνική", "AVATAR To. Wa, 1.000"].map(str::to_owned));
    // Another script, where this machine has a face for it.
    texts.extend(
        book.fallback('四')
            .map(|_| "四川安洵信息技术有限公司".to_owned()),
    );
    for weight in Weight::ALL {
        for text in &texts {
            let id = theme::font(26.0, weight);
            let galley =
                ctx.fonts_mut(|fonts| fonts.layout_no_wrap(text.clone(), id, egui::Color32::BLACK));
            let (window, file) = (galley.size().x, book.width(text, 26.0, weight));
            assert!(
                (window - file).abs() <= 0.01 * file,
                "{text}: {window} and {file}"
            );
        }
    }
}

#[test]
fn whatever_can_be_used_has_a_name() {
    let mut desk = Desk::new();
    let app = desk.harness.state();
    let link = app.work.document.links().order()[0];
    let source = app.work.document.sources().order()[0];
    let entity = desk.slot("i-Soon");
    let check = |desk: &Desk, what: &str| {
        let mut count = 0;
        for role in [
            Role::Button,
            Role::TextInput,
            Role::MultilineTextInput,
            Role::ComboBox,
            Role::CheckBox,
            Role::Link,
            Role::Tab,
            Role::MenuItem,
        ] {
            for node in desk.harness.query_all_by_role(role) {
                let node = node.accesskit_node();
                let name = node.label().unwrap_or_default();
                assert!(
                    !name.trim().is_empty(),
                    "{what}: a {role:?} without a name: {:?}",
                    node.value()
                );
                count += 1;
            }
        }
        assert!(count > 20, "{what}: {count} things");
    };
    check(&desk, "dataset");
    let window = |desk: &mut Desk, target, selection| {
        let window = &mut desk.harness.state_mut().window;
        (window.target, window.selection) = (target, selection);
        window.open_claims = [0].into();
        desk.run();
    };
    window(&mut desk, Target::Selection, Selection::entity(entity));
    check(&desk, "entity");
    window(&mut desk, Target::Selection, Selection::link(link));
    check(&desk, "link");
    window(&mut desk, Target::Source(source), Selection::default());
    check(&desk, "source");
    desk.command(Key::Num2);
    check(&desk, "sources");
}

#[derive(Debug)]
pub(crate) struct Dropped(pub(crate) PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn a_file_dropped_on_the_window_is_opened() {
    let mut desk = Desk::new();
    let text = r#"{"format":"linkwright","version":1,"entities":[{"id":"a","kind":"company","name":"A"}]}"#;
    let path = desk.file("dropped.json", text);
    let file = std::sync::Arc::new(Dropped(path));
    desk.harness.input_mut().dropped_files.push(file);
    desk.until("opened", |app| app.work.document.entities().len() == 1);
}

#[test]
fn an_export_never_takes_the_place_of_the_open_dataset() {
    let mut desk = Desk::new();
    let path = desk.save_as("own.json");
    let before = std::fs::read(&path).unwrap();
    for entry in [
        "Export picture…",
        "Export dataset…",
        "Export node-link JSON…",
    ] {
        desk.by_path("File", entry, &path);
        desk.key(Key::Enter);
        assert!(desk.has_label("is the open dataset"), "{entry}");
        desk.key(Key::Escape);
        assert!(std::fs::read(&path).unwrap() == before, "{entry}");
    }
    let odd = desk.folder.path().join("picture.gif");
    desk.by_path("File", "Export picture…", &odd);
    assert!(desk.has_label("must end in .png or .svg") && !odd.exists());
}

#[test]
fn a_new_claim_supports_nothing_before_it_has_a_source() {
    let mut desk = Desk::new();
    let sourced = desk.document().links().order()[0];
    let window = &mut desk.harness.state_mut().window;
    window.selection = Selection::link(sourced);
    desk.run();
    desk.click("Add claim");
    let link = desk.document().links().at(sourced).unwrap();
    assert_eq!(link.claims.last().unwrap().source, "");
}

#[test]
fn undo_in_a_field_only_goes_back() {
    let mut desk = Desk::new();
    let before = desk.text();
    desk.select("i-Soon");
    desk.type_over("Name", "One");
    desk.key(Key::Tab);
    desk.type_over("Name", "Two");
    for _ in 0..4 {
        desk.command(Key::Z);
    }
    desk.key(Key::Tab);
    assert_eq!(desk.text(), before);
}

#[test]
fn what_is_typed_right_after_ctrl_f_is_searched_for() {
    let mut desk = Desk::new();
    let key = |key: Key, modifiers: Modifiers| egui::Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers,
    };
    let events = &mut desk.harness.input_mut().events;
    events.push(key(Key::F, Modifiers::COMMAND));
    for (typed, letter) in [(Key::N, "n"), (Key::C, "c"), (Key::S, "s")] {
        events.push(key(typed, Modifiers::NONE));
        events.push(egui::Event::Text(letter.to_owned()));
    }
    desk.run();
    assert_eq!(desk.harness.state().window.sidebar.query, "ncs");
    assert!(desk.harness.state().window.popup.is_none());
}

#[test]
fn whole_chart_takes_the_room_of_a_collapsed_legend() {
    let mut desk = Desk::new();
    desk.harness.set_size(egui::vec2(1366.0, 768.0));
    desk.run();
    let before = desk.harness.state().window.camera.zoom;
    desk.click("Collapse legend");
    assert!(desk.harness.state().window.camera.zoom > before);
}
