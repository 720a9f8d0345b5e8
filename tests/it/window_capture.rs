//! The capture line in the window.

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use linkwright::app::Linkwright;
use linkwright::model::Document;

use crate::capture::{EMPTY, claims};
use crate::window::Desk;

fn desk() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("article.json");
    std::fs::write(&file, EMPTY).unwrap();
    let mut desk = Desk::with(Some(&file));
    desk.until("opened", |app| app.work.origin.file.is_some());
    desk
}

fn type_on(desk: &mut Desk, text: &str) {
    // ⇥ is Tab, ↵ Enter.
    let mut rest = text;
    while let Some(at) = rest.find(['⇥', '↵']) {
        if at > 0 {
            field(desk, &rest[..at]);
        }
        let key = if rest[at..].starts_with('⇥') {
            Key::Tab
        } else {
            Key::Enter
        };
        desk.key(key);
        rest = &rest[at + '⇥'.len_utf8()..];
    }
    if !rest.is_empty() {
        field(desk, rest);
    }
}

fn field(desk: &mut Desk, text: &str) {
    desk.harness
        .get_by_role_and_label(Role::TextInput, "Quick entry")
        .type_text(text);
    desk.run();
}

fn text(desk: &Desk) -> String {
    desk.harness.state().window.capture.text.clone()
}

fn counts(document: &Document) -> (usize, usize, usize) {
    (
        document.entities().len(),
        document.links().len(),
        claims(document),
    )
}

/// Waits for the layout to have given every entity its place.
fn until_placed(desk: &mut Desk) {
    desk.until("every entity has its place", |app| {
        let mut nodes = app.work.net.nodes.iter();
        nodes.all(|slot| app.work.place(*slot).is_some())
    });
}

#[test]
fn the_article_by_the_line_with_tab() {
    let mut desk = desk();
    desk.command(Key::L);
    type_on(&mut desk, "@https://foreignpolicywatchdog.com/?p=11475↵");
    assert!(
        desk.harness.state().window.capture.source_form,
        "a new source opens its fields"
    );
    desk.type_over("Title of the source", "Escalating cyber conflict");
    desk.key(Key::Enter);
    assert_eq!(
        desk.document().sources().len(),
        0,
        "it enters with its first claim"
    );
    for line in [
        "United Kingdom sanctions i-Soon, Integrity Tech 2025-12-09↵",
        "uk⇥ alleges: i-s⇥ targets Systems worldwide:sector (over 80)↵",
        "uk⇥ alleges: integ⇥ operates Covert network↵",
        "Hackers for hire:sector supplies Chinese intelligence agencies:agency↵",
        "UK designations of 9 Dec 2025:event made under National Security and Investigations Act↵",
        "uk⇥ published Joint advisory:document 2025-08↵",
        "joint⇥ names Three China-based companies:company↵",
        "Salt Typhoon targets Governments:sector, Telecommunications:sector, Transportation:sector, Military infrastructure:sector↵",
        "uk⇥, France founded Pall Mall Process↵",
        "National Cyber Force part of uk⇥↵",
    ] {
        type_on(&mut desk, line);
        assert_eq!(
            text(&desk),
            "",
            "{line}: {:?}",
            desk.harness.state().window.capture.read.reading.mistakes
        );
    }
    assert_eq!(counts(desk.document()), (19, 15, 15));
    let source = desk.document().sources().iter().next().unwrap().clone();
    assert_eq!(source.title, "Escalating cyber conflict");
    let links = desk.document().links().iter();
    assert!(
        links
            .flat_map(|link| &link.claims)
            .all(|claim| claim.source == source.id)
    );
    until_placed(&mut desk);
    // Ten steps back, and nothing is left.
    desk.key(Key::Escape);
    let mut steps = 0;
    while desk.harness.state().work.history.undo_label().is_some() {
        desk.command(Key::Z);
        steps += 1;
    }
    assert_eq!(steps, 10);
    assert_eq!(counts(desk.document()), (0, 0, 0));
    assert!(desk.document().sources().is_empty());
}

/// A slow frame: everything that was typed comes at once.
fn at_once(desk: &mut Desk, text: &str) {
    let event = |c: char| match c {
        '⇥' => press(Key::Tab),
        '↵' => press(Key::Enter),
        c => egui::Event::Text(c.to_string()),
    };
    let events = text.chars().map(event);
    desk.harness.input_mut().events.extend(events);
    desk.run();
}

fn press(key: Key) -> egui::Event {
    egui::Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    }
}

#[test]
fn what_is_typed_in_one_slow_frame_is_read_in_its_order() {
    let mut desk = desk();
    desk.command(Key::L);
    at_once(
        &mut desk,
        "United Kingdom sanctions i-Soon, Integrity Tech 2025-12-09↵uk⇥ alleges: integ⇥ operates Covert network 2024-01↵uk",
    );
    assert_eq!(counts(desk.document()), (4, 3, 3));
    let mut names: Vec<&str> = desk
        .document()
        .entities()
        .iter()
        .map(|e| e.label())
        .collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "Covert network",
            "Integrity Tech",
            "United Kingdom",
            "i-Soon"
        ]
    );
    assert_eq!(text(&desk), "uk");
}

#[test]
fn the_key_that_opens_the_line_writes_nothing_into_it() {
    let mut desk = desk();
    desk.harness.get_by_role(Role::Canvas).click();
    desk.run();
    let typed = [press(Key::A), egui::Event::Text("a".into())];
    desk.harness.input_mut().events.extend(typed);
    desk.run();
    assert!(desk.harness.state().window.capture.open);
    assert_eq!(text(&desk), "");
}

#[test]
fn a_save_and_an_undo_leave_no_place_of_what_is_gone() {
    let mut desk = desk();
    desk.command(Key::L);
    at_once(&mut desk, "Alpha targets Beta↵");
    until_placed(&mut desk);
    desk.save_as("a.json");
    desk.key(Key::Escape);
    desk.command(Key::Z);
    let places: usize = desk
        .document()
        .views()
        .iter()
        .map(|view| view.positions.len())
        .sum();
    assert_eq!((counts(desk.document()), places), ((0, 0, 0), 0));
}

#[test]
fn an_offer_is_taken_by_a_click_too() {
    let mut desk = desk();
    desk.command(Key::L);
    at_once(&mut desk, "United Kingdom sanctions i-Soon↵uk");
    // While a layout asks for frames, a press may last longer than a click does.
    desk.until_settled();
    let offer = desk
        .harness
        .get_by_role_and_label(Role::Button, "United Kingdom, state, 1 link")
        .rect()
        .center();
    // As a hand does it: to press and to let go takes more than a frame.
    desk.harness.hover_at(offer);
    desk.run();
    for pressed in [true, false] {
        desk.harness.event(egui::Event::PointerButton {
            pos: offer,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        desk.run();
    }
    assert_eq!(text(&desk), "United Kingdom");
    field(&mut desk, " owns B");
    assert_eq!(
        text(&desk),
        "United Kingdom owns B",
        "the line has the focus"
    );
}

fn says(desk: &Desk, part: &str) -> bool {
    desk.harness.query_all_by_role(Role::Status).any(|node| {
        let label = node.accesskit_node().label().unwrap_or_default();
        label.contains(part)
    })
}

#[test]
fn says_what_enter_will_do_and_waits_where_it_does_not_understand() {
    let mut desk = Desk::new();
    desk.harness.get_by_role(Role::Canvas).click();
    desk.run();
    desk.key(Key::A);
    field(&mut desk, "United Kingdom sanctions Nobody Ltd");
    assert!(says(&desk, "new company Nobody Ltd"), "not foretold");
    assert!(says(&desk, "new link United Kingdom sanctions it"));
    field(&mut desk, ", Ltd");
    desk.key(Key::Enter);
    assert!(says(&desk, "only a legal form"));
    assert_eq!(
        text(&desk),
        "United Kingdom sanctions Nobody Ltd, Ltd",
        "the text stays"
    );
    assert!(!desk.is_unsaved());
    desk.key(Key::Escape);
    assert!(!desk.harness.state().window.capture.open);
    assert_eq!(
        text(&desk),
        "United Kingdom sanctions Nobody Ltd, Ltd",
        "nothing typed is lost"
    );
}

#[test]
fn shift_keeps_subject_and_verb_ctrl_opens_the_claim_and_up_recalls() {
    let mut desk = desk();
    desk.command(Key::L);
    field(&mut desk, "A owns B 2020");
    desk.keys(Modifiers::SHIFT, Key::Enter);
    assert_eq!(text(&desk), "A owns ");
    field(&mut desk, "C");
    desk.keys(Modifiers::COMMAND, Key::Enter);
    assert_eq!(counts(desk.document()), (3, 2, 2));
    let app = desk.harness.state();
    assert!(app.window.selection.single_link().is_some());
    assert_eq!(app.window.open_claims.len(), 1);
    desk.command(Key::L);
    desk.key(Key::ArrowUp);
    assert_eq!(text(&desk), "A owns C");
    desk.key(Key::ArrowUp);
    assert_eq!(text(&desk), "A owns B 2020");
    // What is there already is shown, and adds nothing.
    desk.key(Key::Enter);
    assert_eq!(counts(desk.document()), (3, 2, 2));
    assert_eq!(desk.harness.state().window.open_claims.len(), 1);
}

#[test]
fn pasted_lines_become_a_sheet_and_good_rows_one_step() {
    let mut desk = desk();
    desk.command(Key::L);
    desk.harness
        .event(egui::Event::Paste("https://x.example/1".into()));
    desk.run();
    let app = desk.harness.state();
    assert!(
        app.window.capture.source.is_some(),
        "a pasted address is the source"
    );
    desk.key(Key::Escape);
    desk.command(Key::L);
    desk.harness.event(egui::Event::Paste(
        "A\towns\tB, Ltd\t2020\nA\tlikes\tC\nB, Ltd\tpart of\tD\n".into(),
    ));
    desk.run();
    assert!(
        desk.harness
            .query_by_label_contains("a verb is missing")
            .is_some()
    );
    desk.key(Key::Enter);
    assert_eq!(counts(desk.document()), (3, 2, 2));
    let sheet = |app: &Linkwright| {
        app.window
            .capture
            .sheet
            .as_ref()
            .map(|sheet| sheet.lines.len())
    };
    assert_eq!(sheet(desk.harness.state()), Some(1), "the bad row stays");
    desk.type_over("Line 1", "\"A\" owns \"C\"");
    desk.key(Key::Enter);
    assert_eq!(sheet(desk.harness.state()), None);
    let field = desk
        .harness
        .get_by_role_and_label(Role::TextInput, "Quick entry");
    assert!(field.is_focused(), "the line has the focus again");
    assert_eq!(counts(desk.document()), (4, 3, 3));
    desk.command(Key::Z);
    desk.command(Key::Z);
    assert_eq!(counts(desk.document()), (0, 0, 0), "one step each");
}

#[test]
fn every_new_claim_cites_the_current_source() {
    let mut desk = desk();
    desk.harness
        .event(egui::Event::Paste("https://x.example/1".into()));
    desk.run();
    assert!(
        desk.harness.state().window.capture.source.is_some(),
        "pasted on the chart"
    );
    desk.key(Key::Escape);
    desk.key(Key::Escape);
    desk.command(Key::L);
    field(&mut desk, "A owns B");
    desk.key(Key::Enter);
    desk.click("Add claim");
    let claims: Vec<_> = desk
        .document()
        .links()
        .iter()
        .flat_map(|l| l.claims.clone())
        .collect();
    let source = desk.document().sources().iter().next().unwrap().id.clone();
    assert_eq!(claims.len(), 2);
    assert!(claims.iter().all(|claim| claim.source == source));
    desk.click("Let go of the current source");
    desk.click("Add claim");
    let last = desk.document().links().iter().next().unwrap().claims[2].clone();
    assert_eq!(last.source, "");
}
