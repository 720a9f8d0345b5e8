//! Every dialog opens in the middle, has the focus, takes Enter as its proposed answer, keeps its place, and lies over messages.

use egui::{Key, LayerId, Order, Rect};
use egui_kittest::kittest::Queryable as _;
use linkwright::edit::Going;
use linkwright::model::{EndedHow, Marking, TableName};
use linkwright::store::Keep;
use linkwright::ui::command::{Dialog, Export, PathPurpose};
use linkwright::ui::dialogs::{
    self, About, Attach, AttachNote, Delete, EarlierRow, EndClaim, FileSide, ImportReport, Keys,
    LeftWork, LocalData, MergeRecords, NewDataset, OpenAddress, Overtaken, QuickEntryHelp,
    Recovery, SaveOver, SetAside, SetFindingAside, TypePath, Unsaved, VersionHistory,
};
use linkwright::ui::fields::RecordKey;
use linkwright::ui::state::{Window, chart_id};
use linkwright::view::Selection;
use linkwright::work::Work;

use crate::window::Desk;

fn lines(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("line {n}")).collect()
}

fn side() -> FileSide {
    let short = "1 entity changed".into();
    FileSide {
        short,
        lines: lines(20),
    }
}

fn left_work() -> LeftWork {
    LeftWork {
        title: "A case".into(),
        path: "/a/case.json".into(),
        written: "today".into(),
        edits: "1 edit".into(),
        differences: "1 entity added".into(),
        lines: lines(9),
        draft: None,
        warning: "",
    }
}

fn version() -> EarlierRow {
    EarlierRow {
        file: "/a/earlier.json".into(),
        written: "yesterday".into(),
        size: "1 KB".into(),
        counts: "2 entities".into(),
        differences: "1 entity added".into(),
        lines: lines(9),
    }
}

/// A dialog, how it is known, and the field that has to be filled in before there is a proposed answer.
type Case = (
    &'static str,
    Box<dyn Dialog>,
    fn(&Window) -> bool,
    Option<&'static str>,
);

fn case<T: Dialog>(name: &'static str, dialog: T, field: Option<&'static str>) -> Case {
    (
        name,
        Box::new(dialog),
        |window| window.asked::<T>().is_some(),
        field,
    )
}

/// Every dialog.
fn cases(work: &Work) -> Vec<Case> {
    let ids: Vec<_> = work
        .document
        .entities()
        .iter()
        .take(2)
        .map(|entity| entity.id.clone())
        .collect();
    let finding = work.findings().list[0].clone();
    let reason = Some("Reason");
    let (how, why, on) = (EndedHow::Withdrawn, String::new(), String::new());
    vec![
        case("about", About, None),
        case("address", OpenAddress("https://example.org/a".into()), None),
        case(
            "attach",
            Attach {
                source: 0,
                title: "A source".into(),
                file: "a.pdf".into(),
                note: AttachNote::NoFolder,
            },
            None,
        ),
        case(
            "delete",
            Delete {
                going: Going::default(),
                may_set_aside: false,
            },
            None,
        ),
        case(
            "delete or set aside",
            Delete {
                going: Going::default(),
                may_set_aside: true,
            },
            None,
        ),
        case(
            "earlier",
            VersionHistory {
                name: "case.json".into(),
                rows: vec![version()],
                open: None,
                keep: Keep::None,
            },
            None,
        ),
        case(
            "end a claim",
            EndClaim {
                record: RecordKey::Link(0),
                at: 0,
                claim: "A claim".into(),
                correct: false,
                others: Vec::new(),
                how,
                by: String::new(),
                why: why.clone(),
                on: on.clone(),
            },
            reason,
        ),
        case(
            "finding",
            SetFindingAside {
                finding,
                why: String::new(),
                on: None,
            },
            Some("Why it is not a problem"),
        ),
        case("keys", Keys, None),
        case(
            "local",
            LocalData {
                rows: Vec::new(),
                folder: Some("/data".into()),
                recent: 1,
                keep: Keep::None,
            },
            None,
        ),
        case(
            "merge",
            MergeRecords::new(work, TableName::Entities, [ids[0].clone(), ids[1].clone()]),
            None,
        ),
        case(
            "new",
            NewDataset {
                title: String::new(),
                marking: Some(Marking::Amber),
            },
            None,
        ),
        case(
            "overtaken",
            Overtaken {
                name: "case.json".into(),
                theirs: side(),
                mine: side(),
                is_kept: true,
                is_open: false,
            },
            None,
        ),
        case(
            "path",
            TypePath::new(PathPurpose::Save, String::new()),
            Some("File path"),
        ),
        case(
            "recover",
            Recovery {
                rows: vec![left_work()],
                open: None,
            },
            None,
        ),
        case(
            "entry help",
            QuickEntryHelp {
                rows: vec![("Source", "@ and an address".into()); 40],
            },
            None,
        ),
        case(
            "report",
            ImportReport {
                title: "A report".into(),
                lines: lines(100),
            },
            None,
        ),
        case(
            "save over",
            SaveOver {
                name: "case.json".into(),
                text: "Something would be lost.".into(),
            },
            None,
        ),
        case(
            "set aside",
            SetAside {
                count: 1,
                how,
                why,
                on,
            },
            reason,
        ),
        case("unsaved", Unsaved, None),
    ]
}

fn place(desk: &Desk) -> Rect {
    let id = dialogs::id(&desk.harness.state().window);
    desk.harness
        .ctx
        .memory(|memory| memory.area_rect(id))
        .unwrap()
}

/// A desk that asks this, with the first link selected; and the dialog's place in its first frame.
fn asking(at: usize) -> (Desk, Case, Rect) {
    let mut desk = Desk::new();
    desk.harness.state_mut().window.selection = Selection::link(0);
    desk.run();
    let mut cases = cases(&desk.harness.state().work);
    let (name, dialog, is_open, field) = cases.swap_remove(at);
    desk.harness.state_mut().window.ask_boxed(dialog);
    desk.harness.step();
    let first = place(&desk);
    desk.run();
    let nothing: Box<dyn Dialog> = Box::new(About);
    (desk, (name, nothing, is_open, field), first)
}

#[test]
fn every_dialog_is_tried() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui/dialogs");
    let text = std::fs::read_to_string(folder.join("mod.rs")).unwrap();
    let exported = text.matches("pub use self::").count();
    // Two lines export what is no dialog of its own, one dialog is tried twice.
    let count = cases(&Desk::new().harness.state().work).len();
    assert_eq!(count, exported + 1, "a dialog is missing in `cases`");
}

#[test]
fn every_dialog_opens_in_the_middle_and_enter_is_its_proposed_answer() {
    let count = cases(&Desk::new().harness.state().work).len();
    for at in 0..count {
        let (mut desk, (name, _, is_open, field), first) = asking(at);
        assert!(is_open(&desk.harness.state().window), "{name}");
        let screen = desk.harness.ctx.content_rect();
        let off = first.center() - screen.center();
        // A list that scrolls finds its height over some frames more.
        let has_list = [
            "earlier",
            "entry help",
            "keys",
            "local",
            "merge",
            "recover",
            "report",
        ]
        .contains(&name);
        let least = if has_list { 25.0 } else { 1.5 };
        assert!(
            off.length() < least,
            "{name}: {off} beside the middle in its first frame"
        );
        let first = if has_list { place(&desk) } else { first };
        assert_eq!(place(&desk), first, "{name}: where it opened");
        let focused = desk.harness.ctx.memory(|memory| memory.focused());
        assert!(
            focused.is_some_and(|id| id != chart_id()),
            "{name}: the focus is in it"
        );
        if let Some(field) = field {
            desk.key(Key::Enter);
            assert!(
                is_open(&desk.harness.state().window),
                "{name}: nothing is stated yet"
            );
            desk.type_over(field, "/nowhere/case.json");
        }
        assert_eq!(place(&desk), first, "{name}: while it is answered");
        desk.key(Key::Enter);
        assert!(
            !is_open(&desk.harness.state().window),
            "{name}: Enter answers"
        );
    }
}

#[test]
fn a_dialog_keeps_its_place_and_lies_over_messages() {
    let mut desk = Desk::new();
    let window = &mut desk.harness.state_mut().window;
    window.notify_error("something went wrong ".repeat(60));
    window.ask(TypePath::new(
        PathPurpose::Open,
        "/nowhere/at/all.json".into(),
    ));
    desk.run();
    let before = place(&desk);
    desk.key(Key::Enter);
    desk.until("the mistake is said", |app| {
        let asked: Option<&TypePath> = app.window.asked();
        asked.is_some_and(|asked| !asked.error.is_empty())
    });
    assert_eq!(place(&desk), before, "room was kept for it");
    let message = desk
        .harness
        .ctx
        .memory(|memory| memory.area_rect(egui::Id::unique("toasts")));
    let over = desk.harness.ctx.layer_id_at(message.unwrap().center());
    let dialog = LayerId::new(Order::Foreground, dialogs::id(&desk.harness.state().window));
    assert_eq!(over, Some(dialog));

    // What grows does so downwards.
    let window = &mut desk.harness.state_mut().window;
    window.ask(Recovery {
        rows: vec![left_work()],
        open: None,
    });
    desk.run();
    let before = place(&desk);
    desk.click("Show differences");
    let after = place(&desk);
    assert!(after.height() > before.height());
    assert_eq!(after.top(), before.top());
}

#[test]
fn a_typed_path_names_what_is_exported_and_replaces_when_told() {
    let mut desk = Desk::new();
    let path = desk.folder.path().join("there.json");
    std::fs::write(&path, "other").unwrap();
    let export = PathPurpose::Export(Export::Copy);
    let typed = path.display().to_string();
    let window = &mut desk.harness.state_mut().window;
    window.ask(TypePath::new(export, typed));
    desk.run();
    assert!(desk.has_label("Export the dataset to"));
    desk.key(Key::Enter);
    assert!(desk.has_label("there.json already exists. Press Replace to overwrite it."));
    assert!(desk.harness.query_by_label("Replace").is_some());
    assert!(desk.harness.query_by_label("Export").is_none());

    // Another name is no replacement.
    let field = desk.folder.path().join("new.json");
    desk.type_over("File path", field.to_str().unwrap());
    assert!(desk.harness.query_by_label("Replace").is_none());
    desk.type_over("File path", path.to_str().unwrap());
    desk.key(Key::Enter);
    assert_eq!(std::fs::read(&path).unwrap(), b"other");
    desk.key(Key::Enter);
    desk.until("exported", |app| app.window.busy.is_none());
    assert_ne!(std::fs::read(&path).unwrap(), b"other");
}

#[test]
fn typing_changes_the_name_of_a_proposed_path() {
    let mut desk = Desk::new();
    let window = &mut desk.harness.state_mut().window;
    let purpose = PathPurpose::Export(Export::Picture);
    window.ask(TypePath::new(purpose, "/folder/case.png".into()));
    desk.run();
    desk.harness.event(egui::Event::Text("other".into()));
    desk.run();
    let asked: Option<&TypePath> = desk.harness.state().window.asked();
    assert_eq!(asked.unwrap().path, "/folder/other.png");
}

#[test]
fn setting_several_links_aside_says_how_many() {
    let mut desk = Desk::new();
    desk.harness.state_mut().window.selection = Selection {
        entities: Default::default(),
        links: [0, 1, 2].into(),
    };
    desk.run();
    desk.click("Set link aside…");
    assert!(desk.has_label("Set 3 links aside?"));
    assert!(desk.has_label("Their claims stay on file but no longer count."));
}

#[test]
fn tooltip_leaves_when_a_dialog_opens_over_it() {
    let mut desk = Desk::new();
    desk.run();
    let hint = "Click to show only this, Alt-click to hide";
    let row = desk
        .harness
        .get_by_label("Legend: Established: on record, or asserted by two independent voices");
    row.hover();
    desk.harness.run_steps(60);
    assert!(desk.has_label(hint), "the pointer rests on the row");
    desk.key(Key::F1);
    desk.harness.run_steps(60);
    assert!(desk.has_label("Mouse on the chart"));
    assert!(!desk.has_label(hint));
}
