//! Unsaved changes are in the way.

use egui::Ui;

use crate::model::{counted, screen_line};
use crate::ui::command::{Answer, Asking, Command, Dialog};
use crate::ui::parts::names::file_name;
use crate::work::Work;

use super::parts::{heading, wrapped};

/// Unsaved changes are in the way.
#[derive(Debug)]
pub struct Unsaved;

impl Dialog for Unsaved {
    fn show(&mut self, ui: &mut Ui, asking: &mut Asking<'_>) {
        let (title, consequence) = question(asking.work);
        heading(ui, &title);
        wrapped(ui, &consequence);
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

/// What is asked, and what is lost without a save, as far as it can be counted.
fn question(work: &Work) -> (String, String) {
    let title = match (&work.origin.file, &work.document.meta().title) {
        (Some(file), _) => format!("Save changes to {}?", file_name(file)),
        (None, title) if title.is_empty() => "Save the dataset?".to_owned(),
        (None, title) => format!("Save “{}”?", screen_line(title)),
    };
    let what = match work.history.unsaved_count() {
        None | Some(0) if work.origin.file.is_none() => "the whole dataset is".to_owned(),
        None | Some(0) => "your changes are".to_owned(),
        Some(1) => "1 change is".to_owned(),
        Some(count) => format!("{} are", counted(count, "change")),
    };
    (title, format!("If you do not save, {what} lost."))
}
