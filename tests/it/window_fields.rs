//! Fields: what is typed in one ends in one way however it is left, and none is read again while nothing changes.

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;
use linkwright::ui::command::Target;
use linkwright::ui::state::Panel;
use linkwright::view::Selection;

use crate::window::Desk;

/// A desk that shows the entity in slot 0.
fn with_entity() -> Desk {
    let mut desk = Desk::new();
    desk.harness.state_mut().window.selection = Selection::entity(0);
    desk.run();
    desk
}

fn name(desk: &Desk) -> String {
    desk.document().entities().at(0).unwrap().name.to_string()
}

#[test]
fn what_is_typed_is_committed_once_however_its_field_is_left() {
    type Leave = fn(&mut Desk);
    let ways: [(&str, Leave); 10] = [
        ("Tab", |desk| desk.key(Key::Tab)),
        ("Enter", |desk| desk.key(Key::Enter)),
        ("Escape", |desk| desk.key(Key::Escape)),
        ("a press elsewhere", |desk| desk.click("Sources")),
        ("a press on another field", |desk| {
            desk.harness
                .get_by_role_and_label(Role::TextInput, "Since")
                .click();
            desk.run();
        }),
        ("the search", |desk| desk.command(Key::F)),
        ("the command palette", |desk| {
            desk.command(Key::K);
            desk.key(Key::Escape);
        }),
        ("nothing selected", |desk| {
            desk.harness.state_mut().window.selection = Selection::default();
            desk.run();
        }),
        ("another record shown", |desk| {
            desk.harness.state_mut().window.target = Target::Dataset;
            desk.run();
        }),
        ("the panel closed", |desk| {
            desk.harness.state_mut().window.toggle(Panel::Details);
            desk.run();
            desk.harness.state_mut().window.toggle(Panel::Details);
        }),
    ];
    let mut desk = with_entity();
    let first = name(&desk);
    for (way, leave) in ways {
        desk.harness.state_mut().window.selection = Selection::entity(0);
        desk.harness.state_mut().window.target = Target::Selection;
        desk.run();
        desk.type_over("Name", way);
        assert_eq!(name(&desk), first, "{way}: not before it is left");
        let before = desk.harness.state().work.edit_count();
        leave(&mut desk);
        assert_eq!(name(&desk), way);
        assert!(desk.harness.state().window.draft.is_none(), "{way}");
        assert_eq!(
            desk.harness.state().work.edit_count(),
            before + 1,
            "{way}: one step"
        );
        desk.command(Key::Z);
        assert_eq!(name(&desk), first, "{way}: and one step back");
    }
    // Undo ends it, too, and then takes it back.
    desk.harness.state_mut().window.selection = Selection::entity(0);
    desk.run();
    desk.type_over("Name", "Undone");
    desk.command(Key::Z);
    assert_eq!(name(&desk), first);
    desk.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(name(&desk), "Undone");
}

#[test]
fn a_quiet_frame_reads_no_field_and_walks_no_claims() {
    let mut desk = with_entity();
    let reads = |desk: &Desk| desk.harness.state().window.fields.reads();
    let quiet = |desk: &mut Desk| {
        for step in 0..10u8 {
            let at = egui::pos2(700.0 + f32::from(step), 450.0);
            desk.harness.hover_at(at);
            desk.harness.step();
        }
    };
    let first = reads(&desk);
    assert!(first > 5, "what is shown was read");
    quiet(&mut desk);
    assert_eq!(reads(&desk), first, "an entity");

    // A text that is being typed is looked at for mistakes, not read from the dataset.
    desk.type_over("Since", "202x");
    let typing = reads(&desk);
    quiet(&mut desk);
    assert_eq!(reads(&desk), typing, "while something is typed");
    assert!(
        desk.harness
            .state()
            .window
            .draft
            .as_ref()
            .unwrap()
            .why
            .is_some()
    );
    desk.key(Key::Tab);
    let after = reads(&desk);
    assert!(after > typing, "an edit is read");
    let since = desk.harness.get_by_role_and_label(Role::TextInput, "Since");
    assert_eq!(since.value().as_deref(), Some("202x"));
    quiet(&mut desk);
    assert_eq!(reads(&desk), after);

    desk.harness.state_mut().window.selection = Selection::link(0);
    desk.run();
    let link = reads(&desk);
    quiet(&mut desk);
    assert_eq!(reads(&desk), link, "a link");

    let source = desk.document().sources().iter().next().unwrap().id.clone();
    let slot = desk.document().sources().slot_of(&source).unwrap();
    desk.harness.state_mut().window.target = Target::Source(slot);
    desk.run();
    let shown = reads(&desk);
    let walks = desk.harness.state().window.citing.walks();
    quiet(&mut desk);
    assert_eq!(reads(&desk), shown, "a source");
    assert_eq!(desk.harness.state().window.citing.walks(), walks);
}
