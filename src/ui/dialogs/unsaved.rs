//! Unsaved changes are in the way.

use egui::Ui;

use crate::ui::command::{Answer, Asking, Command, Dialog};

use super::parts::{heading, wrapped};

/// Unsaved changes are in the way.
#[derive(Debug)]
pub struct Unsaved;

impl Dialog for Unsaved {
    fn show(&mut self, ui: &mut Ui, asking: &mut Asking<'_>) {
        heading(ui, "Save changes?");
        wrapped(ui, "Unsaved changes will be lost.");
        ui.horizontal(|ui| {
            if asking.propose(ui, "Save") {
                asking.answer(Command::Unsaved(Answer::Save));
            }
            if ui.button("Discard changes").clicked() {
                asking.answer(Command::Unsaved(Answer::Discard));
            }
            if ui.button("Cancel").clicked() {
                asking.answer(Command::Unsaved(Answer::Cancel));
            }
        });
    }

    fn on_close(&self) -> Option<Command> {
        Some(Command::Unsaved(Answer::Cancel))
    }
}
