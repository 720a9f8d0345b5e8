//! An Enter that is refused leaves the focus in its field: what is typed next never acts on the chart behind it.

use egui::{Key, Role};
use egui_kittest::kittest::Queryable as _;
use linkwright::ui::state::Popup;
use linkwright::view::Selection;

use crate::window::Desk;

/// Types into the field that has the focus, presses Enter and types on.
fn refused(desk: &mut Desk, label: &str, text: &str) {
    let field = |desk: &Desk| {
        let field = desk.harness.get_by_role_and_label(Role::TextInput, label);
        (field.is_focused(), field.value().unwrap_or_default())
    };
    let before = field(desk).1;
    desk.harness
        .get_by_role_and_label(Role::TextInput, label)
        .type_text(text);
    desk.run();
    desk.key(Key::Enter);
    assert_eq!(
        field(desk),
        (true, format!("{before}{text}")),
        "{label}: the field keeps focus and text"
    );
    desk.command(Key::A);
    assert!(
        desk.harness.state().window.selection.entities.len() < 3,
        "{label}: the chart is not selected"
    );
    desk.key(Key::N);
    assert!(
        !matches!(
            desk.harness.state().window.popup,
            Some(Popup::NewEntity { .. })
        ),
        "{label}: no entity is begun"
    );
    assert!(field(desk).0);
}

#[test]
fn refused_kind_of_a_new_link_stays_in_its_field() {
    let mut desk = Desk::new();
    let slots = [desk.slot("NCSC"), desk.slot("Integrity Tech")];
    desk.harness.state_mut().window.selection.entities = slots.into();
    desk.run();
    desk.key(Key::L);
    refused(&mut desk, "Search kinds of link", "spls");
    assert!(matches!(
        desk.harness.state().window.popup,
        Some(Popup::NewLink { .. })
    ));
    desk.harness.state_mut().window.popup = None;
}

#[test]
fn refused_source_of_a_claim_stays_in_its_field() {
    let mut desk = Desk::new();
    let link = desk.document().links().iter_slots();
    let (slot, _) = link.into_iter().find(|(_, l)| l.claims.len() == 1).unwrap();
    let window = &mut desk.harness.state_mut().window;
    window.selection = Selection::link(slot);
    window.open_claims.insert(0);
    desk.run();
    desk.harness
        .get_by_role_and_label(Role::ComboBox, "Source")
        .click();
    desk.run();
    refused(&mut desk, "Search Source", "qqzz");
}

#[test]
fn searches_without_a_match_keep_their_field() {
    let mut desk = Desk::new();
    desk.command(Key::F);
    refused(&mut desk, "Find by name, alias or ID", "qqzz");
    desk.command(Key::K);
    refused(&mut desk, "Search or run a command", "qqzz");
    desk.key(Key::Escape);
    desk.command(Key::Num4);
    desk.type_over("Filter the list", "reported");
    refused(&mut desk, "Filter the list", "x");
}

#[test]
fn new_entity_without_a_name_stays_in_its_field() {
    let mut desk = Desk::new();
    desk.key(Key::N);
    desk.key(Key::Enter);
    let name = "Name of the new entity";
    let field = desk.harness.get_by_role_and_label(Role::TextInput, name);
    assert!(field.is_focused());
}
