//! The evidence list, and setting aside, in the window.

use egui::{Key, Modifiers, OutputCommand, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use linkwright::analysis::evidence_list::{SortColumn, Teller};
use linkwright::model::{Claim, Document, EndedHow, Link, Support};
use linkwright::ui::dialogs::Delete;
use linkwright::ui::state::Panel;
use linkwright::view::Selection;

use crate::window::Desk;

impl Desk {
    /// The sample with the evidence list open.
    fn with_list() -> Self {
        let mut desk = Self::new();
        desk.command(Key::Num4);
        desk
    }

    /// The slots of the list, in its order.
    fn list(&self) -> Vec<u32> {
        self.harness.state().window.evidence_list.order().to_vec()
    }

    /// Presses a button that may have to be scrolled to.
    fn press(&mut self, label: &str) {
        self.harness.get_by_label(label).scroll_to_me();
        self.run();
        self.click(label);
    }

    fn support(&self, slot: u32) -> Support {
        self.harness.state().work.evidence.link(slot).support
    }

    /// Selects a link, and shows its claims in these places open.
    fn open_link(&mut self, id: &str, claims: &[usize]) -> u32 {
        let slot = self.document().links().slot_of(id).unwrap();
        let window = &mut self.harness.state_mut().window;
        window.selection = Selection::link(slot);
        window.open_claims = claims.iter().copied().collect();
        self.run();
        slot
    }

    fn link(&self, id: &str) -> &Link {
        self.document().links().get(id).unwrap()
    }

    /// What a click on this button puts on the clipboard.
    fn copied_by(&mut self, label: &str) -> String {
        self.harness.get_by_label(label).click();
        for _ in 0..4 {
            self.harness.step();
            let commands = &self.harness.output().platform_output.commands;
            let text = commands.iter().find_map(|command| match command {
                OutputCommand::CopyText(text) => Some(text.clone()),
                _ => None,
            });
            if let Some(text) = text {
                self.run();
                return text;
            }
        }
        panic!("nothing was copied by {label}");
    }
}

const I_SOON: &str = "i-soon-supplies-mps";
const SANCTION: &str = "united-kingdom-sanctions-i-soon";

#[test]
fn every_line_on_the_chart_is_listed_weakest_first() {
    let mut desk = Desk::with_list();
    assert!(desk.harness.state().window.is_open(Panel::EvidenceList));
    let list = desk.list();
    assert_eq!(list.len(), 118);
    assert!(list.is_sorted_by_key(|slot| std::cmp::Reverse(desk.support(*slot))));
    assert!(
        desk.harness
            .query_by_label_contains("118 links: ")
            .is_some()
    );
    // The filter of the chart is the filter of the list.
    desk.click("Hide State");
    let shown = desk.harness.state().work.net.links.len();
    assert!(shown < 118 && desk.list().len() == shown);
    // Two links drawn as one line are two lines of the list.
    let bundled = desk.harness.state().work.scene.links.len();
    assert!(bundled <= shown);
    desk.command(Key::Num4);
    assert!(!desk.harness.state().window.is_open(Panel::EvidenceList));
    assert!(desk.harness.query_by_label_contains("Sort by").is_none());
}

#[test]
fn headings_sort_and_the_field_filters() {
    let mut desk = Desk::with_list();
    let from = |desk: &Desk, slot: u32| {
        let ends = desk.document().ends()[slot as usize];
        let entity = desk.document().entities().at(ends[0]).unwrap();
        entity.label().to_lowercase()
    };
    desk.click("Sort by From");
    let names: Vec<String> = desk.list().iter().map(|slot| from(&desk, *slot)).collect();
    assert!(names.is_sorted(), "{names:?}");
    desk.click("Sort by From, ascending");
    let names: Vec<String> = desk.list().iter().map(|slot| from(&desk, *slot)).collect();
    assert!(names.iter().rev().is_sorted(), "{names:?}");
    assert_eq!(
        desk.harness.state().window.evidence_list.column,
        SortColumn::From
    );
    desk.type_over("Filter the list", "i-soon disputed");
    assert_eq!(desk.list().len(), 3);
    assert!(
        desk.harness
            .query_by_label_contains("3 matches in 118 links")
            .is_some()
    );
    desk.click("Clear the list filter");
    assert_eq!(desk.list().len(), 118);
}

#[test]
fn a_line_leads_to_its_link_and_arrow_keys_to_the_next() {
    let mut desk = Desk::with_list();
    let list = desk.list();
    desk.harness
        .get_by_label_contains("i-Soon supplies (contractor) PLA: ")
        .click();
    desk.run();
    assert_eq!(
        desk.harness.state().window.selection,
        Selection::link(list[0])
    );
    desk.harness
        .get_by_label_contains("i-Soon supplies (contractor) PLA: ")
        .focus();
    desk.run();
    for _ in 0..20 {
        desk.key(Key::ArrowDown);
    }
    desk.key(Key::Enter);
    assert_eq!(
        desk.harness.state().window.selection,
        Selection::link(list[20])
    );
    // What is selected elsewhere comes into view here.
    let last = *list.last().unwrap();
    desk.harness.state_mut().window.selection = Selection::link(last);
    desk.run();
    let work = &desk.harness.state().work;
    let told = Teller::new(&work.document, &work.evidence).tell(last);
    let (kind, support) = (told.kind_and_label(), &told.support);
    let row = format!("{} {kind} {}: {support}", told.from, told.to);
    assert!(support.starts_with("Established"));
    assert!(
        desk.harness.query_by_label_contains(&row).is_some(),
        "{row}"
    );
}

/// However many links there are, a frame has only the rows in view.
#[test]
fn only_rows_in_view_are_made() {
    let mut desk = Desk::new();
    let links: Vec<String> = (0..3000)
        .map(|at| format!(r#"{{"id":"l{at}","kind":"owns","from":"a","to":"b"}}"#))
        .collect();
    let text = format!(
        r#"{{"format":"linkwright","version":1,"entities":[{{"id":"a","kind":"company","name":"Acme"}},{{"id":"b","kind":"company","name":"Bolt"}}],"links":[{}]}}"#,
        links.join(",")
    );
    let path = desk.file("many.json", &text);
    desk.by_path("File", "Open by path…", &path);
    desk.until("opened", |app| app.work.document.links().len() == 3000);
    desk.command(Key::Num4);
    assert_eq!(desk.list().len(), 3000);
    let rows = |desk: &Desk| {
        let rows = desk.harness.query_all_by_label_contains("Acme owns Bolt: ");
        rows.count()
    };
    let seen = rows(&desk);
    assert!((3..40).contains(&seen), "{seen}");
    // The last one comes into view when it is selected.
    let last = *desk.list().last().unwrap();
    desk.harness.state_mut().window.selection = Selection::link(last);
    desk.run();
    assert!((3..40).contains(&rows(&desk)));
    let selected = desk
        .harness
        .query_all_by_label_contains("Acme owns Bolt: ")
        .filter(|row| row.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True));
    assert_eq!(selected.count(), 1);
}

#[test]
fn columns_can_be_resized() {
    let mut desk = Desk::with_list();
    let left = |desk: &Desk, column: &str| {
        let label = format!("Sort by {column}");
        desk.harness.get_by_label(&label).rect().left()
    };
    let (kind, to) = (left(&desk, "Kind"), left(&desk, "To"));
    let edge = egui::pos2(
        kind - 5.0,
        desk.harness.get_by_label("Sort by Kind").rect().center().y,
    );
    let target = edge + egui::vec2(40.0, 0.0);
    desk.harness.hover_at(edge);
    desk.harness.step();
    desk.harness.drag_at(edge);
    desk.harness.step();
    desk.harness.hover_at(target);
    desk.harness.step();
    desk.harness.drop_at(target);
    desk.run();
    let moved = left(&desk, "Kind") - kind;
    assert!((30.0..50.0).contains(&moved), "{moved}");
    assert!(
        (left(&desk, "To") - to - moved).abs() < 1.0,
        "the others move along"
    );
}

#[test]
fn the_list_is_copied_as_text_and_as_a_table() {
    let mut desk = Desk::with_list();
    let text = desk.copied_by("Copy as text");
    assert!(text.starts_with("TLP:CLEAR\nUK cyber sanctions, December 2025: evidence list\n"));
    assert!(text.contains("118 links: ") && text.contains("\n118. "));
    desk.type_over("Filter the list", "disputed");
    let table = desk.copied_by("Copy as table");
    assert_eq!(table.lines().count(), 1 + 6);
    assert!(table.starts_with("From\tKind\tLabel\tTo\tStake\tSupport\t"));
    assert!(!desk.is_unsaved());
}

#[test]
fn what_was_set_aside_is_shown_on_request_with_its_reason() {
    let mut desk = Desk::with_list();
    assert!(
        desk.harness
            .query_all_by_label_contains("1 set-aside link hidden")
            .next()
            .is_some()
    );
    desk.click("Show set-aside links");
    assert_eq!(desk.list().len(), 119);
    assert_eq!(
        desk.support(desk.list()[0]),
        Support::SetAside,
        "the weakest"
    );
    let row = "Set aside: found to be wrong (No such Act; see S.I. 2020/597)";
    assert!(desk.harness.query_by_label_contains(row).is_some());
    assert!(
        desk.harness
            .state()
            .work
            .legend
            .looks
            .contains(&Support::SetAside)
    );
}

#[test]
fn ending_a_claim_asks_how_and_why_and_is_one_step() {
    let mut desk = Desk::new();
    let before = desk.text();
    desk.open_link(SANCTION, &[0]);
    desk.press("Set aside…");
    assert!(desk.text() == before, "nothing has ended yet");
    desk.click("Found to be wrong");
    desk.type_over("Reason", "It names another company");
    desk.key(Key::Enter);
    let claim = &desk.link(SANCTION).claims[0];
    let ended = claim.ended.as_deref().unwrap();
    assert_eq!(ended.how, Some(EndedHow::Rejected));
    assert_eq!(ended.why, "It names another company");
    assert!(ended.on.is_some());
    assert!(
        desk.harness
            .query_all_by_label_contains("; another claim was found to be wrong")
            .next()
            .is_some()
    );
    desk.command(Key::Z);
    assert!(desk.text() == before, "one step takes it back");
    desk.open_link(SANCTION, &[0]);
    desk.press("Set aside…");
    desk.key(Key::Escape);
    assert!(desk.text() == before);
}

#[test]
fn a_claim_without_an_id_can_supersede_another() {
    let mut desk = Desk::new();
    let path = desk.file(
        "two.json",
        r#"{"format":"linkwright","version":1,"entities":[{"id":"a","kind":"company","name":"A"},{"id":"b","kind":"company","name":"B"}],
            "sources":[{"id":"s","role":"own","publisher":"First"},{"id":"t","role":"own","publisher":"Second"}],
            "links":[{"id":"l","kind":"supplies","from":"a","to":"b","claims":[{"source":"s"},{"source":"t"}]}]}"#,
    );
    desk.by_path("File", "Open by path…", &path);
    desk.until("opened", |app| app.work.document.entities().len() == 2);
    desk.open_link("l", &[0]);
    desk.press("Set aside…");
    desk.click("Superseded");
    desk.harness
        .get_by_role_and_label(Role::ComboBox, "Superseded by")
        .click();
    desk.run();
    desk.harness
        .get_by_label_contains("Asserted by Second")
        .click();
    desk.run();
    desk.click("Set aside");
    let claims = &desk.link("l").claims;
    let ended = claims[0].ended.as_deref().unwrap();
    assert!(!claims[1].id.is_empty() && ended.by == claims[1].id);
    // The same later, for a claim that was ended without saying what supersedes it.
    desk.command(Key::Z);
    let as_read = Claim {
        source: "t".into(),
        ..Claim::default()
    };
    assert_eq!(desk.link("l").claims[1], as_read, "nothing is left of it");
}

#[test]
fn a_corrected_claim_points_to_its_copy_which_is_open_to_be_changed() {
    let mut desk = Desk::new();
    let before = desk.text();
    desk.open_link(SANCTION, &[0]);
    let count = desk.link(SANCTION).claims.len();
    desk.press("Correct…");
    desk.type_over("Reason", "wrong paragraph");
    desk.click("Correct");
    let claims = desk.link(SANCTION).claims.clone();
    assert_eq!(claims.len(), count + 1);
    let ended = claims[0].ended.as_deref().unwrap();
    assert_eq!(
        (ended.how, ended.why.as_str()),
        (Some(EndedHow::Superseded), "wrong paragraph")
    );
    assert_eq!(ended.by, claims[1].id);
    assert!(claims[1].ended.is_none() && claims[1].source == claims[0].source);
    assert!(claims[1].recorded.is_some(), "recorded today");
    let open: Vec<usize> = desk
        .harness
        .state()
        .window
        .open_claims
        .iter()
        .copied()
        .collect();
    assert_eq!(open, [1]);
    desk.harness
        .get_by_role_and_label(Role::TextInput, "Locator")
        .type_text("para 9");
    desk.run();
    desk.key(Key::Tab);
    assert!(desk.link(SANCTION).claims[1].locator.contains("para 9"));
    desk.command(Key::Z);
    desk.command(Key::Z);
    assert!(desk.text() == before, "a step for each");
}

#[test]
fn a_link_is_set_aside_with_all_its_claims_and_one_without_claims_only_deleted() {
    let mut desk = Desk::new();
    let slot = desk.open_link(I_SOON, &[]);
    desk.key(Key::Delete);
    let asked: Option<&Delete> = desk.harness.state().window.asked();
    assert_eq!(asked.map(|asked| asked.may_set_aside), Some(true));
    desk.click("Set aside…");
    desk.type_over("Reason", "The leak was forged");
    desk.click("Set aside");
    assert_eq!(desk.support(slot), Support::SetAside);
    let ended = |claim: &Claim| {
        claim
            .ended
            .as_ref()
            .is_some_and(|e| e.why == "The leak was forged")
    };
    assert!(desk.link(I_SOON).claims.iter().all(ended));
    assert!(
        desk.link(I_SOON)
            .claims
            .iter()
            .all(|claim| !claim.id.is_empty())
    );
    // Set aside already: only deleting is left.
    desk.open_link(I_SOON, &[]);
    desk.key(Key::Delete);
    let asked: Option<&Delete> = desk.harness.state().window.asked();
    assert_eq!(asked.map(|asked| asked.may_set_aside), Some(false));
    desk.key(Key::Escape);

    // No claims: neither the key, nor the details panel, nor the menu offers it.
    let id = I_SOON;
    let mut bare = desk.link(id).clone();
    bare.claims.clear();
    let edit = linkwright::ui::fields::link_edit(bare);
    desk.harness
        .state_mut()
        .work
        .commit("Take its claims off", edit)
        .unwrap();
    desk.open_link(id, &[]);
    assert!(desk.harness.query_by_label("Set link aside…").is_none());
    desk.click("Evidence");
    let row = desk.harness.get_by_label("Set link aside…");
    assert!(row.accesskit_node().is_disabled());
    desk.key(Key::Escape);
    desk.open_link(id, &[]);
    let links = desk.document().links().len();
    desk.keys(Modifiers::NONE, Key::Delete);
    assert!(
        desk.harness.state().window.dialog.is_none(),
        "nothing to ask"
    );
    assert_eq!(desk.document().links().len(), links - 1);
}

#[test]
fn a_record_tells_its_history() {
    let mut desk = Desk::new();
    let id = "uk-designations-2025-12-09-made-under-nsi-act-as-printed";
    desk.open_link(id, &[]);
    let has = |desk: &Desk, text: &str| desk.harness.query_by_label_contains(text).is_some();
    assert!(!has(&desk, "Found to be wrong (No such Act"));
    desk.press("History, collapsed");
    assert!(has(&desk, "Found to be wrong (No such Act"));
    assert!(has(&desk, "Recorded: asserted by Foreign Policy Watchdog"));
}

#[test]
fn ids_are_given_before_the_first_edit_so_that_two_copies_agree() {
    let text = r#"{"format":"linkwright","version":1,"entities":[{"id":"a","kind":"company","name":"A"},{"id":"b","kind":"company","name":"B"}],
        "sources":[{"id":"s"}],"links":[{"id":"l","kind":"supplies","from":"a","to":"b","claims":[{"source":"s"}]}]}"#;
    let id_after = |locator: &str| {
        let mut desk = Desk::new();
        let path = desk.file("copy.json", text);
        desk.by_path("File", "Open by path…", &path);
        desk.until("opened", |app: &linkwright::app::Linkwright| {
            app.work.document.entities().len() == 2
        });
        desk.open_link("l", &[0]);
        desk.type_over("Locator", locator);
        desk.key(Key::Tab);
        let document: &Document = desk.document();
        let claim = &document.links().get("l").unwrap().claims[0];
        assert_eq!(claim.locator, locator);
        claim.id.clone()
    };
    let (one, other) = (id_after("page 1"), id_after("page 2"));
    assert!(!one.is_empty());
    assert_eq!(one, other);
}

#[test]
fn the_list_opens_with_seven_rows() {
    let desk = Desk::with_list();
    let size = desk.harness.state().window.panel_size(Panel::EvidenceList);
    assert!(size >= 7.0 * 48.0 + 76.0, "{size}");
    assert!(size <= (900.0 - 64.0) / 2.0, "{size}");
    // On a small window half is the chart's.
    let mut desk = Desk::new();
    desk.harness.set_size(egui::vec2(1366.0, 700.0));
    desk.run();
    desk.command(Key::Num4);
    let size = desk.harness.state().window.panel_size(Panel::EvidenceList);
    assert!((300.0..=318.0).contains(&size), "{size}");
}
