//! What the status bar says about the last step, and until when.

use egui::Key;
use linkwright::view::Selection;

use crate::window::Desk;
use crate::window_keeping::{entity, folder, open};

#[test]
fn a_message_about_a_step_goes_with_its_undo() {
    let (folder, file) = folder();
    let mut desk = open(folder, &file);
    desk.commit("Add", entity("gamma", "Gamma"));
    desk.select("Gamma");
    desk.key(Key::Delete);
    assert!(desk.says("Deleted 1 entity. Ctrl+Z undoes it."));
    desk.command(Key::Z);
    assert!(desk.says("Undone: Delete 1 entity"));
    assert!(!desk.says("Ctrl+Z undoes it"), "it is undone already");
    desk.commit("Add", entity("delta", "Delta"));
    desk.run();
    assert!(!desk.says("Undone"), "it is not the last step any more");
    desk.select("Gamma");
    desk.key(Key::Delete);
    assert!(desk.says("Deleted 1 entity"));
    desk.commit("Add", entity("epsilon", "Epsilon"));
    desk.run();
    assert!(
        !desk.says("Ctrl+Z undoes it"),
        "Ctrl+Z would now undo another step"
    );
}

#[test]
fn deleting_a_link_through_its_dialog_is_said() {
    let mut desk = Desk::new();
    let (slot, _) = desk.document().links().iter_slots().next().unwrap();
    desk.harness.state_mut().window.selection = Selection::link(slot);
    desk.run();
    desk.key(Key::Delete);
    desk.click("Delete");
    assert!(desk.says("Deleted 1 link"));
    assert!(desk.says("Ctrl+Z undoes it."));
}
