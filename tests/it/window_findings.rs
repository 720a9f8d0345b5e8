//! Findings in the window: set aside with a reason, brought back, two records made one.

use std::path::PathBuf;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use linkwright::model::TableName;
use linkwright::view::Selection;

use crate::window::Desk;

const CASE: &str = r#"{"format":"linkwright","version":1,"marking":"TLP:GREEN",
    "sources":[
        {"id":"news","title":"A report","publisher":"The Herald","role":"relay"},
        {"id":"again","title":"The report again","role":"relay","published":"2024"},
        {"id":"own","title":"Notice","role":"own","authors":["uk"]}],
    "entities":[
        {"id":"acme","kind":"company","name":"Acme Trading","country":"GB"},
        {"id":"acme2","kind":"company","name":"Trading, Acme","tags":["old"]},
        {"id":"uk","kind":"state","name":"United Kingdom","country":"GB"},
        {"id":"volt","kind":"group","name":"Volt Squad"}],
    "links":[
        {"id":"l1","kind":"supplies","from":"acme","to":"volt","claims":[{"stance":"asserts","source":"news"}]},
        {"id":"l2","kind":"sanctions","from":"uk","to":"acme","claims":[{"source":"own"}]},
        {"id":"l3","kind":"sanctions","from":"uk","to":"acme2","claims":[{"source":"own","quote":"listed"},{"source":"again"}]}],
    "views":[{"id":"main","positions":{"acme":[0,0],"acme2":[200,0],"uk":[0,200],"volt":[200,200]}}]}"#;

fn desk() -> Desk {
    let mut desk = Desk::new();
    let path: PathBuf = desk.file("case.json", CASE);
    desk.by_path("File", "Open by path…", &path);
    desk.until("opened", |app| app.work.document.entities().len() == 4);
    desk.command(Key::Num3);
    desk
}

/// Chooses what holds this text; a name may go on after it.
fn click_on(desk: &mut Desk, text: &str) {
    desk.harness.get_by_label_contains(text).click();
    desk.run();
}

#[test]
fn a_finding_is_set_aside_with_a_reason_and_brought_back() {
    let mut desk = desk();
    let before = desk.text();
    assert!(desk.has_label("No errors or warnings."));
    assert!(desk.has_label("Third-party assertions: 1"));
    click_on(
        &mut desk,
        "Dismiss: Claim 1: Acme Trading supplies Volt Squad",
    );
    let reason = "Why it is not a problem";
    desk.type_over(reason, "It was seen by ourselves");
    desk.key(Key::Enter);
    assert!(!desk.has_label("Third-party assertions"));
    let [finding] = desk.document().findings() else {
        panic!("one finding is set aside");
    };
    let claim = &desk.document().links().get("l1").unwrap().claims[0];
    assert_eq!(finding.why, "It was seen by ourselves");
    assert_eq!(
        (finding.table, finding.id.as_str()),
        (Some(TableName::Links), "l1")
    );
    assert!(
        !claim.id.is_empty() && finding.claim == claim.id,
        "the claim has its id now"
    );
    assert!(finding.on.is_some(), "with today's date");

    // One step takes all of it back, the claim's id, too.
    desk.command(Key::Z);
    assert_eq!(desk.text(), before);
    desk.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);

    click_on(&mut desk, "Dismissed findings: 1");
    assert!(
        desk.has_label("It was seen by ourselves"),
        "the reason is shown"
    );
    click_on(&mut desk, "Restore: Claim 1: Acme");
    assert!(desk.has_label("Third-party assertions: 1"));
    assert!(desk.document().findings().is_empty());
    desk.command(Key::Z);
    assert_eq!(
        desk.document().findings().len(),
        1,
        "bringing it back is a step, too"
    );
}

#[test]
fn without_a_reason_nothing_is_set_aside() {
    let mut desk = desk();
    click_on(&mut desk, "Dismiss: Claim 1: Acme Trading");
    desk.key(Key::Enter);
    assert!(desk.document().findings().is_empty());
    desk.key(Key::Escape);
    assert!(!desk.has_label("Dismiss this finding?"), "Escape closes it");
    assert!(desk.has_label("Third-party assertions: 1"));
}

#[test]
fn a_duplicate_is_merged_from_its_row_in_one_step() {
    let mut desk = desk();
    let before = desk.text();
    click_on(&mut desk, "Merge Acme Trading and Trading, Acme");
    assert!(desk.has_label("1 link will move to Acme Trading"));
    assert!(desk.has_label("1 of them duplicates a link of Acme Trading"));
    assert!(desk.has_label("“Trading, Acme” is kept as another name"));
    // Another name is chosen, and the words follow.
    click_on(&mut desk, "Name: Trading, Acme");
    assert!(desk.has_label("“Acme Trading” is kept as another name"));
    assert_eq!(desk.text(), before, "nothing has happened yet");
    desk.click("Merge");
    let document = desk.document();
    assert!(document.entities().get("acme2").is_none());
    let kept = document.entities().get("acme").unwrap();
    assert_eq!((kept.name.as_str(), kept.tags.len()), ("Trading, Acme", 1));
    assert_eq!(document.links().len(), 2);
    let slot = document.entities().slot_of("acme");
    assert_eq!(desk.harness.state().window.selection.single_entity(), slot);
    assert!(!desk.has_label("Possible duplicates"));
    desk.command(Key::Z);
    assert_eq!(desk.text(), before);
}

#[test]
fn a_duplicate_names_a_possibility_and_selects_both() {
    let mut desk = desk();
    click_on(&mut desk, "“Acme Trading” may be “Trading, Acme” written");
    let slots = [desk.slot("Acme Trading"), desk.slot("Trading, Acme")];
    let selected = |desk: &Desk| desk.harness.state().window.selection.entities.clone();
    assert_eq!(selected(&desk), slots.into());
    // So does the row of one that was dismissed.
    click_on(&mut desk, "Dismiss: Acme Trading and Trading, Acme");
    desk.type_over("Why it is not a problem", "They are two");
    desk.key(Key::Enter);
    desk.harness.state_mut().window.selection = Selection::default();
    desk.click("Dismissed findings: 1");
    click_on(&mut desk, "Acme Trading and Trading, Acme: ");
    assert_eq!(selected(&desk), slots.into());
}

#[test]
fn two_selected_entities_are_merged_from_the_menu_by_keys() {
    let mut desk = desk();
    let slots = [desk.slot("Acme Trading"), desk.slot("Volt Squad")];
    desk.harness.state_mut().window.selection = Selection::entity(slots[0]);
    desk.run();
    desk.click("Edit");
    assert!(!is_enabled(&desk, "Merge entities…"), "one is not two");
    desk.key(Key::Escape);
    let selection = &mut desk.harness.state_mut().window.selection;
    selection.entities = slots.into_iter().collect();
    desk.run();
    desk.click("Edit");
    desk.harness
        .get_by_role_and_label(Role::MenuItem, "Merge entities…")
        .click();
    desk.run();
    assert!(desk.has_label("will connect Acme Trading to itself"));
    desk.key(Key::Escape);
    assert!(
        !desk.has_label("Merge these two entities?"),
        "Escape closes it"
    );
    assert_eq!(desk.document().entities().len(), 4);
    desk.click("Edit");
    desk.harness
        .get_by_role_and_label(Role::MenuItem, "Merge entities…")
        .click();
    desk.run();
    desk.key(Key::Enter);
    assert_eq!(
        desk.document().entities().len(),
        3,
        "Enter does what is shown"
    );
}

fn is_enabled(desk: &Desk, label: &str) -> bool {
    use egui_kittest::kittest::NodeT as _;
    let mut found = desk.harness.query_all_by_label_contains(label);
    found.any(|node| !node.accesskit_node().is_disabled())
}

#[test]
fn two_sources_are_merged_from_the_editor() {
    let mut desk = desk();
    let before = desk.text();
    desk.command(Key::Num2);
    desk.harness
        .get_by_label_contains("Source A report")
        .click();
    desk.run();
    desk.harness
        .get_by_role_and_label(Role::ComboBox, "Merge with another source…")
        .click();
    desk.run();
    desk.click("The report again");
    assert!(desk.has_label("1 claim will cite “A report”"));
    desk.click("Merge");
    let document = desk.document();
    assert_eq!(document.sources().len(), 2);
    let claims = &document.links().get("l3").unwrap().claims;
    assert_eq!(claims[1].source, "news");
    assert!(document.sources().get("news").unwrap().published.is_some());
    desk.command(Key::Z);
    assert_eq!(desk.text(), before);
}
