//! Asks before a save that would lose something, or that overwrites a file that had errors.

use egui::Ui;

use crate::ui::action::Action;
use crate::ui::command::{Asking, Command, Dialog};

use super::parts::{heading, wrapped};

/// Question before a save that would lose something, or that overwrites a file that had errors.
#[derive(Debug)]
pub struct SaveOver {
    /// The file's name.
    pub name: String,
    /// Consequence of overwriting it.
    pub text: String,
}

impl Dialog for SaveOver {
    fn show(&mut self, ui: &mut Ui, asking: &mut Asking<'_>) {
        heading(ui, &format!("Overwrite {}?", self.name));
        wrapped(ui, &self.text);
        ui.horizontal(|ui| {
            if ui.button("Overwrite").clicked() {
                asking.answer(Command::SaveAnyway);
            }
            if asking.propose(ui, "Save as…") {
                asking.answer(Command::Act(Action::SaveAs));
            }
            asking.cancel(ui);
        });
    }
}
