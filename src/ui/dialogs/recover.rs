//! Unsaved work of windows that closed unexpectedly.

use egui::Ui;

use crate::model::{counted, one_line};
use crate::ui::command::{Asking, Command, Dialog, Recover};
use crate::ui::parts::widgets::{accent_button, hairline, sure_button, wrong};

use super::parts::{faint, heading, strong, wrapped};
use super::rows::{list, rows, toggle};

/// Unsaved work of earlier windows.
#[derive(Debug)]
pub struct Recovery {
    /// One row each.
    pub rows: Vec<LeftWork>,
    /// The row whose differences are shown.
    pub open: Option<usize>,
}

/// Unsaved work of one earlier window.
#[derive(Debug)]
pub struct LeftWork {
    /// The dataset's title.
    pub title: String,
    /// The path of its file; empty if it has none.
    pub path: String,
    /// When it was last changed.
    pub written: String,
    /// How many edits are not saved.
    pub edits: String,
    /// What they changed, in short.
    pub differences: String,
    /// The same line by line.
    pub lines: Vec<String>,
    /// What was being typed, and where.
    pub draft: Option<String>,
    /// What is to be known of the journal: it is damaged.
    pub warning: &'static str,
}

impl Dialog for Recovery {
    fn width(&self) -> f32 {
        640.0
    }

    fn show(&mut self, ui: &mut Ui, asking: &mut Asking<'_>) {
        heading(
            ui,
            &match self.rows.len() {
                0 | 1 => "Restore unsaved work?".to_owned(),
                count => format!("Restore unsaved work in {}?", counted(count, "dataset")),
            },
        );
        wrapped(
            ui,
            "Linkwright closed before these changes were saved. Restoring brings them back with undo; your files do \
             not change until you save.",
        );
        let open = &mut self.open;
        rows(ui, 260.0, |ui| {
            for (at, row) in self.rows.iter().enumerate() {
                ui.push_id(at, |ui| left_work(ui, asking, at, row, open));
            }
        });
        hairline(ui);
        if ui.button("Decide later").clicked() {
            asking.answer(Command::Recover(Recover::Later));
        }
    }

    fn on_close(&self) -> Option<Command> {
        Some(Command::Recover(Recover::Later))
    }
}

fn left_work(
    ui: &mut Ui,
    asking: &mut Asking<'_>,
    at: usize,
    row: &LeftWork,
    open: &mut Option<usize>,
) {
    hairline(ui);
    strong(ui, &row.title);
    let path = if row.path.is_empty() {
        "never saved".to_owned()
    } else {
        one_line(&row.path)
    };
    faint(ui, &format!("{path} · last changed {}", row.written));
    if !row.edits.is_empty() {
        wrapped(
            ui,
            &format!("Unsaved: {} ({}).", row.edits, row.differences),
        );
    }
    if let Some(draft) = &row.draft {
        wrapped(ui, &one_line(draft));
    }
    if !row.warning.is_empty() {
        wrong(ui, row.warning);
    }
    ui.horizontal(|ui| {
        // Enter restores the first.
        let is_restored = match at {
            0 => asking.propose(ui, "Restore"),
            _ => accent_button(ui, "Restore").clicked(),
        };
        if is_restored {
            asking.answer(Command::Recover(Recover::Restore(at)));
        }
        let id = egui::Id::unique(("discard", &row.path, &row.written));
        if sure_button(ui, id, "Discard…", "Discard permanently") {
            asking.answer(Command::Recover(Recover::Discard(at)));
        }
        toggle(ui, at, &row.lines, open);
    });
    if *open == Some(at) {
        list(ui, "differences", &row.lines, 160.0);
    }
}
