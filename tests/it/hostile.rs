//! Datasets made to do harm: tricks in names, bombs, links that lead astray.

use std::path::Path;

use egui::{OutputCommand, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use linkwright::model::is_harmful;
use linkwright::scene::fonts::Weight;
use linkwright::ui::dialogs::OpenAddress;
use linkwright::ui::theme;
use linkwright::view::Selection;

use crate::cli::{code, run, text, with_input};
use crate::window::Desk;

/// Two entities, a source and a link, each with an override of direction, a control character or a line separator in what
/// it is called.
fn tricky() -> String {
    r#"{"format":"linkwright","version":1,"title":"Case RLO1","marking":"TLP:RED","handling":"by BEL hand",
    "entities":[{"id":"a","kind":"state","name":"Acme RLOgpj.exe","names":[{"text":"A LSEPB"}],"note":"ab\u0007c"},
    {"id":"bRLO2","kind":"company","name":"BetaPDI","country":"RLOx"}],
    "links":[{"id":"l","from":"a","to":"bRLO2","kind":"sanctions","label":"la RLObel",
    "claims":[{"id":"c","source":"s","by":["a"],"quote":"qRLO"}]}],
    "sources":[{"id":"s","title":"PaperRLO","publisher":"PubBEL"}],
    "views":[{"id":"main","name":"Main","positions":{"a":[0,0],"bRLO2":[300,0]}}]}"#
        .replace("RLO", "\u{202e}")
        .replace("PDI", "\u{2069}")
        .replace("LSEP", "\u{2028}")
        .replace("BEL", "\\u001b")
}

fn assert_harmless(what: &str, shown: &str) {
    let found = shown.chars().find(|c| is_harmful(*c));
    assert_eq!(found, None, "{what} shows {shown:?}");
}

#[test]
fn no_output_shows_a_character_that_does_harm_and_none_is_lost_from_the_file() {
    let input = tricky();
    let shown = |arguments: &[&str]| {
        let output = with_input(arguments, input.as_bytes());
        assert!(code(&output) < 2, "{arguments:?}: {}", text(&output.stderr));
        assert_harmless(&format!("{arguments:?}"), text(&output.stdout));
        assert_harmless(&format!("{arguments:?}"), text(&output.stderr));
        text(&output.stdout).to_owned()
    };
    let svg = shown(&["render", "-", "-o", "-"]);
    assert!(svg.contains("Acme ‹RLO›gpj.exe"), "{svg}");
    shown(&["check", "-"]);
    shown(&["check", "--json", "-"]);
    shown(&["stats", "-"]);
    let json = shown(&["stats", "--json", "-"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["degree"]["most"][0]["name"], "Acme \u{202e}gpj.exe");
    let told = shown(&["stats", "--evidence", "-"]);
    assert!(told.contains("Pub‹U+001B›"), "{told}");
    shown(&["stats", "--evidence", "--json", "-"]);
    let written = with_input(&["fmt", "-"], input.as_bytes());
    assert!(text(&written.stdout).contains("\"Acme \u{202e}gpj.exe\""));
}

#[test]
fn what_add_says_of_a_bad_line_is_harmless() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.json");
    std::fs::write(&file, tricky()).unwrap();
    let line = "x\u{202e}y does \u{1b}[2J nothing known\n";
    let output = with_input(&["add", file.to_str().unwrap()], line.as_bytes());
    assert_eq!(code(&output), 1);
    assert!(text(&output.stderr).contains("line 1"));
    assert_harmless("add", text(&output.stderr));
    let gone = run(&["check", "no\u{202e}such\u{1b}[2J.json"]);
    assert_harmless("an error", text(&gone.stderr));
}

fn open(text: &str) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tricky.json");
    std::fs::write(&file, text).unwrap();
    open_file(&file)
}

fn open_file(file: &Path) -> Desk {
    let mut desk = Desk::with(Some(file));
    desk.until("opened", |app| {
        app.work.origin.file.is_some() && app.window.busy.is_none()
    });
    desk
}

#[test]
fn the_window_shows_tricks_as_marks_and_fields_hold_what_was_read() {
    let mut desk = open(&tricky());
    desk.select("Acme \u{202e}gpj.exe");
    desk.run();
    assert_harmless("title", desk.harness.state().title());
    // Rows, headings and sentences have the mark in words.
    let marked = desk.harness.get_all_by_label("Acme ‹RLO›gpj.exe");
    assert!(marked.count() > 0);
    assert!(desk.has_label("or text-reversing characters: Acme ‹RLO›gpj.exe"));
    let field = desk.harness.get_by_role_and_label(Role::TextInput, "Name");
    let value = field.accesskit_node().value().unwrap_or_default();
    assert_eq!(value, "Acme \u{202e}gpj.exe");
    // Whatever reaches egui as it is has one glyph that is seen for each such character; a field's cursor fits.
    let width = |text: &str| {
        let font = theme::font(13.0, Weight::Regular);
        let text = text.to_owned();
        let layout = |fonts: &mut egui::epaint::text::FontsView<'_>| {
            fonts.layout_no_wrap(text, font, egui::Color32::BLACK)
        };
        desk.harness.ctx.fonts_mut(layout).size().x
    };
    for c in [
        '\u{202e}', '\u{2066}', '\u{7}', '\u{2028}', '\u{7f}', '\u{85}', '\u{feff}', '\u{200b}',
        '\u{3164}',
    ] {
        assert!(width(&format!("a{c}b")) > width("ab") + 4.0, "{c:?}");
    }
    assert_eq!(width("می\u{200c}خواهم"), width("می\u{200c}خواهم\r"));
}

/// A dataset of one entity with this note.
fn noted(note: &str) -> Desk {
    let note = serde_json::to_string(note).unwrap();
    let mut desk = open(&format!(
        r#"{{"format":"linkwright","version":1,"entities":[{{"id":"a","kind":"company","name":"Acme","note":{note}}}],
        "views":[{{"id":"main","name":"Main","positions":{{"a":[0,0]}}}}]}}"#
    ));
    desk.select("Acme");
    desk
}

fn asked_address(desk: &Desk) -> Option<&str> {
    let OpenAddress(address) = desk.harness.state().window.asked()?;
    Some(address)
}

#[test]
fn a_link_in_a_note_is_opened_by_nothing_but_the_button_under_its_whole_address() {
    let mut desk = noted("See [our bank](https://bank.example@аррӏе.com/login?x=1) *now*");
    desk.click("our bank");
    assert_eq!(
        asked_address(&desk),
        Some("https://bank.example@аррӏе.com/login?x=1")
    );
    assert!(desk.has_label("https://bank.example@аррӏе.com/login?x=1"));
    assert!(desk.has_label("Host: аррӏе.com"));
    assert!(desk.has_label("xn--80ak6aa92e.com"));
    desk.click("Cancel");
    assert_eq!(asked_address(&desk), None);
    desk.click("our bank");
    desk.click("Copy");
    assert_eq!(asked_address(&desk), None);
}

#[test]
fn a_link_that_leads_elsewhere_is_text_and_says_why() {
    let note = "**A** [file](file:///etc/passwd) [script](javascript:alert(1)) [page](data:text/html,x) [near](other.md) \
                ![a map](file:///etc/hostname) ![far](https://example.org/track.png)";
    let mut desk = noted(note);
    for label in ["file", "script", "page", "near"] {
        let link = desk.harness.get_by_label(label);
        assert_ne!(link.accesskit_node().role(), Role::Link, "{label}");
        link.click();
        desk.run();
        assert_eq!(asked_address(&desk), None, "{label}");
    }
    desk.harness.get_by_label("file").hover();
    desk.harness.step();
    std::thread::sleep(std::time::Duration::from_millis(600));
    desk.run();
    assert!(desk.has_label("Not opened: only http, https and mailto can be opened"));
    // Images are their words and address.
    assert!(desk.has_label("(image, not loaded: file:///etc/hostname)"));
    assert!(desk.has_label("(image, not loaded: https://example.org/track.png)"));
}

#[test]
fn no_widget_can_open_an_address_past_the_question() {
    let opened = |desk: &Desk| {
        let commands = &desk.harness.output().platform_output.commands;
        let is_open = |command: &&OutputCommand| matches!(command, OutputCommand::OpenUrl(_));
        commands.iter().filter(is_open).count()
    };
    for (address, is_asked) in [
        ("https://example.org/x", true),
        ("file:///etc/passwd", false),
    ] {
        let mut desk = Desk::new();
        let ctx = desk.harness.ctx.clone();
        // What a widget does when it is clicked, in the middle of a frame.
        let wish = address.to_owned();
        ctx.on_begin_pass(
            "a widget",
            std::sync::Arc::new(move |ui: &mut egui::Ui| {
                ui.open_url(egui::OpenUrl::new_tab(&wish));
            }),
        );
        desk.harness.step();
        assert_eq!(opened(&desk), 0, "{address}");
        assert_eq!(asked_address(&desk), is_asked.then_some(address));
    }
}

/// Opens a dataset, selects its entity or link, and asks that a frame takes less than a few seconds even in a build for
/// debugging: what is not in view is not built.
fn edits_in_time(tables: &str, select: Selection) -> Desk {
    let mut desk = open(&format!(
        r#"{{"format":"linkwright","version":1,{tables},"views":[{{"id":"main","name":"Main","positions":{{"a":[0,0],"b":[300,0]}}}}]}}"#
    ));
    desk.harness.state_mut().window.selection = select;
    desk.harness.step();
    let start = std::time::Instant::now();
    desk.harness.step();
    let took = start.elapsed();
    assert!(
        took < std::time::Duration::from_secs(6),
        "a frame took {took:?}"
    );
    desk
}

#[test]
fn an_entity_of_very_many_aliases_is_shown_a_page_at_a_time() {
    let list =
        |item: &dyn Fn(usize) -> String| (0..100_000).map(item).collect::<Vec<_>>().join(",");
    let names = list(&|at| format!(r#"{{"text":"n{at}"}}"#));
    let tags = list(&|at| format!("\"t{at}\""));
    let tables = format!(
        r#""entities":[{{"id":"a","kind":"company","name":"Acme","names":[{names}],"tags":[{tags}]}}]"#
    );
    let mut desk = edits_in_time(&tables, Selection::entity(0));
    assert!(desk.has_label("1 to 100 of 100000"));
    assert!(desk.has_label("Too long to edit here"));
    desk.harness.get_by_label("More").scroll_to_me();
    desk.run();
    desk.click("More");
    desk.harness.step();
    assert!(desk.has_label("101 to 200 of 100000"));
}

#[test]
fn a_link_of_very_many_claims_is_shown_a_page_at_a_time() {
    let claims: Vec<String> = (0..40_000)
        .map(|at| format!(r#"{{"id":"c{at}"}}"#))
        .collect();
    let tables = format!(
        r#""entities":[{{"id":"a","name":"A"}},{{"id":"b","name":"B"}}],"links":[{{"id":"l","from":"a","to":"b","kind":"owns","claims":[{}]}}]"#,
        claims.join(",")
    );
    let desk = edits_in_time(&tables, Selection::link(0));
    assert!(desk.has_label("1 to 100 of 40000"));
}

#[test]
fn a_name_and_a_note_of_megabytes_are_shown_in_part() {
    let name = "Ab c ".repeat(900_000);
    let note = "some **words** ".repeat(250_000);
    let tables =
        format!(r#""entities":[{{"id":"a","kind":"company","name":"{name}","note":"{note}"}}]"#);
    let desk = edits_in_time(&tables, Selection::entity(0));
    assert!(desk.has_label("Too long to edit here"));
    assert!(desk.has_label("more characters not shown"));
}

#[test]
fn an_attribute_that_a_graph_states_twice_is_kept_once_and_told() {
    let input = br#"{"x":1,"graph":{"x":2,"y":3},"x":4,"nodes":[{"id":1}],"links":[]}"#;
    let converted = with_input(&["convert", "-", "-o", "-", "--to", "linkwright"], input);
    assert_eq!(code(&converted), 0);
    let told = text(&converted.stderr);
    assert!(told.contains("“x” of the graph is repeated"), "{told}");
    let again = with_input(&["fmt", "-"], &converted.stdout);
    assert_eq!(code(&again), 0, "{}", text(&again.stderr));
    assert_eq!(text(&again.stdout), text(&converted.stdout));
}
