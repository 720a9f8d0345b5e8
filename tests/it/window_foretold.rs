//! What quick entry says that Enter and Tab will do.

use egui::Key;

use crate::window::Desk;
use crate::window_capture::{at_once, desk, field, says, text};

/// What is offered, with what is under it.
fn offers(desk: &Desk) -> Vec<String> {
    let offers = &desk.harness.state().window.capture.read.offers;
    let told = |offer: &linkwright::ui::state::Offer| format!("{} | {}", offer.label, offer.below);
    offers.iter().map(told).collect()
}

#[test]
fn sources_are_found_by_decoded_addresses_and_told_apart() {
    let mut desk = desk();
    desk.command(Key::L);
    for url in ["%e8%8b%b1%bb/report", "a%20statement/1", "a%20statement/2"] {
        at_once(&mut desk, &format!("@https://example.org/{url}↵"));
        desk.key(Key::Escape);
        desk.command(Key::L);
        at_once(&mut desk, &format!("A owns B @https://example.org/{url}↵"));
    }
    for inside in ["@bb", "@e8", "@8b"] {
        field(&mut desk, inside);
        assert_eq!(offers(&desk), [""; 0], "{inside}");
        desk.harness.state_mut().window.capture.text.clear();
        desk.run();
    }
    field(&mut desk, "@statement");
    let labels: Vec<String> = offers(&desk);
    assert_eq!(labels.len(), 2, "{labels:?}");
    assert!(
        labels
            .iter()
            .all(|label| label.starts_with("example.org/a statement/"))
    );
    assert_ne!(labels[0], labels[1]);
    desk.harness.state_mut().window.capture.text.clear();
    desk.run();
    field(&mut desk, "@英");
    assert_eq!(offers(&desk).len(), 1);
}

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

fn retype(desk: &mut Desk, line: &str) {
    desk.harness.state_mut().window.capture.text.clear();
    desk.run();
    field(desk, line);
}

#[test]
fn a_word_that_is_no_kind_is_answered_with_near_ones_and_all() {
    let mut desk = desk();
    desk.command(Key::L);
    field(&mut desk, "Malaysia owns Topaz:yacht");
    assert!(says(
        &desk,
        "“yacht” is not an entity kind here: write :asset"
    ));
    assert_eq!(offers(&desk), ["Asset | ", "All kinds | "]);
    desk.key(Key::ArrowDown);
    desk.key(Key::ArrowDown);
    desk.key(Key::Enter);
    assert_eq!(text(&desk), "Malaysia owns Topaz:");
    assert!(offers(&desk).len() > 10, "{:?}", offers(&desk));
    field(&mut desk, "organis");
    desk.key(Key::Tab);
    assert_eq!(text(&desk), "Malaysia owns Topaz:organisation");
    assert!(says(&desk, "new organisation or process Topaz"));
    retype(&mut desk, "Malaysia owns Topaz:organization");
    assert!(
        says(&desk, "new organisation or process Topaz"),
        "both spellings are read"
    );
}

#[test]
fn a_verb_like_no_other_is_answered_with_the_verbs_in_use() {
    let mut desk = Desk::new();
    desk.command(Key::L);
    field(&mut desk, "United Kingdom enlists France");
    assert!(
        says(&desk, "Next: a verb from the list below"),
        "and how to see all"
    );
    let offers = offers(&desk);
    assert_eq!(offers[0], "related to … (enlists) | ");
    assert_eq!(offers.len(), 5, "{offers:?}");
    let used = &desk.harness.state().window.capture.read.offers[1];
    assert!(used.hint.starts_with("verb, "), "{used:?}");
}

#[test]
fn open_brackets_and_links_to_itself_are_pointed_out() {
    let mut desk = desk();
    desk.command(Key::L);
    field(&mut desk, "Acme (x owned by Bcme");
    assert!(says(&desk, "bracket not closed in “Acme (x”"));
    desk.key(Key::Enter);
    assert!(desk.document().entities().is_empty());
    retype(&mut desk, "Acme (x) owned by Bcme");
    assert!(says(&desk, "new company Acme (x) (kind guessed)"));
    retype(&mut desk, "Acme owns Acme");
    assert!(says(&desk, "links Acme to itself"));
    desk.key(Key::Enter);
    assert_eq!(desk.document().links().len(), 1, "it is still allowed");
}
