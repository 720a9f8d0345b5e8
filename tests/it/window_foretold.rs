//! What quick entry says that Enter and Tab will do.

use egui::Key;

use crate::window_capture::{at_once, desk, field, says, text};

#[test]
fn part_of_an_alias_says_what_enter_adds_and_what_tab_takes() {
    let mut desk = desk();
    desk.command(Key::L);
    at_once(&mut desk, "i-Soon:company = Sichuan Anxun↵");
    field(&mut desk, "Integrity Tech supplies Anx");
    assert!(says(
        &desk,
        "new agency Anx (kind guessed; Tab takes i-Soon)"
    ));
    assert!(says(&desk, "new link Integrity Tech supplies Anx"));
    let offers = &desk.harness.state().window.capture.read.offers;
    assert_eq!(offers[0].label, "i-Soon");
    assert!(offers[0].hint.starts_with("also Sichuan Anxun, company"));
    desk.key(Key::Tab);
    assert_eq!(text(&desk), "Integrity Tech supplies i-Soon");
    assert!(says(&desk, "new link Integrity Tech supplies i-Soon"));
    assert!(!says(&desk, "Tab takes"));
}

#[test]
fn a_source_of_unknown_origin_is_said_to_have_no_known_speaker() {
    let mut desk = desk();
    desk.command(Key::L);
    at_once(&mut desk, "@https://example.org/x1↵");
    desk.key(Key::Escape);
    desk.command(Key::L);
    field(&mut desk, "Acme Ltd owns Bcme Ltd");
    assert!(!says(&desk, "example.org/x1 says"));
    assert!(
        !says(&desk, "speaker unknown"),
        "quick entry was closed, and the source with it"
    );
    field(&mut desk, " @https://example.org/x1");
    assert!(says(&desk, "asserted at example.org/x1, speaker unknown"));
}
