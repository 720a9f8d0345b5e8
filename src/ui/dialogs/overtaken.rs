//! Someone else has written the file, and there are changes here that are not saved.

use egui::Ui;

use crate::ui::command::{Asking, Command, Dialog, Theirs};
use crate::ui::parts::widgets::{link_button, sure_button};

use super::parts::{heading, wrapped};
use super::rows::list;

/// Someone else has written the file, and there are changes here that are not saved.
#[derive(Debug)]
pub struct Overtaken {
    /// The file's name.
    pub name: String,
    /// What they changed.
    pub theirs: FileSide,
    /// What was changed here.
    pub mine: FileSide,
    /// Whether what is here is kept among the earlier versions where theirs is taken.
    pub is_kept: bool,
    /// Whether the lines are shown.
    pub is_open: bool,
}

/// What one side changed.
#[derive(Debug)]
pub struct FileSide {
    /// In short.
    pub short: String,
    /// Line by line.
    pub lines: Vec<String>,
}

impl Dialog for Overtaken {
    fn width(&self) -> f32 {
        560.0
    }

    fn show(&mut self, ui: &mut Ui, asking: &mut Asking<'_>) {
        heading(ui, &format!("{} was changed by someone else", self.name));
        wrapped(
            ui,
            "You have unsaved changes. Nothing is replaced until you choose.",
        );
        for (whose, side) in [("Theirs", &self.theirs), ("Yours", &self.mine)] {
            wrapped(ui, &format!("{whose}: {}.", side.short));
        }
        wrapped(
            ui,
            if self.is_kept {
                "If you use theirs, your version stays in Version history."
            } else {
                "Using theirs discards your changes: version history is off."
            },
        );
        self.answers(ui, asking);
        // Under the answers, which stay where they are when the lines are shown.
        if !self.is_open && link_button(ui, "", "Show differences").clicked() {
            self.is_open = true;
        }
        if self.is_open {
            // Two headings, gaps and the margin are under the lists' tops.
            let room = ui.ctx().content_rect().bottom() - ui.cursor().top() - 120.0;
            let height = (room / 2.0).clamp(60.0, 140.0);
            for (whose, side) in [("Theirs", &self.theirs), ("Yours", &self.mine)] {
                wrapped(ui, &format!("{whose}:"));
                list(ui, whose, &side.lines, height);
            }
        }
    }

    fn on_close(&self) -> Option<Command> {
        Some(Command::Theirs(Theirs::Later))
    }
}

impl Overtaken {
    fn answers(&self, ui: &mut Ui, asking: &mut Asking<'_>) {
        ui.horizontal(|ui| {
            if asking.propose(ui, "Save mine as a copy") {
                asking.answer(Command::Theirs(Theirs::KeepMine));
            }
            let is_taken = if self.is_kept {
                ui.button("Use theirs").clicked()
            } else {
                let id = ui.scope_id().with("take");
                sure_button(ui, id, "Use theirs…", "Use theirs, discard mine")
            };
            if is_taken {
                asking.answer(Command::Theirs(Theirs::TakeTheirs));
            }
            if ui.button("Decide later").clicked() {
                asking.answer(Command::Theirs(Theirs::Later));
            }
        });
    }
}
