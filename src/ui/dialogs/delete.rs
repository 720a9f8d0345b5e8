//! Deleting takes others along.

use egui::Ui;

use crate::edit::Going;
use crate::ui::action::Action;
use crate::ui::command::{Asking, Command, Dialog};

use super::parts::{heading, wrapped};

/// Deleting takes others along.
#[derive(Debug)]
pub struct Delete {
    /// What goes.
    pub going: Going,
    /// Whether setting aside is offered instead.
    pub may_set_aside: bool,
}

impl Dialog for Delete {
    fn show(&mut self, ui: &mut Ui, asking: &mut Asking<'_>) {
        heading(ui, &format!("Delete {}?", self.going));
        wrapped(
            ui,
            match self.may_set_aside {
                true => {
                    "Setting it aside keeps its claims on file with your reason and stops counting them. Deleting \
                     removes it; you can undo until you close the dataset."
                }
                false => "You can undo this until you close the dataset.",
            },
        );
        ui.horizontal(|ui| {
            let delete = if self.may_set_aside {
                if asking.propose(ui, "Set aside…") {
                    asking.answer(Command::Act(Action::SetAside));
                }
                ui.button("Delete").clicked()
            } else {
                asking.propose(ui, "Delete")
            };
            if delete {
                asking.answer(Command::DeleteNow);
            }
            asking.cancel(ui);
        });
    }
}
