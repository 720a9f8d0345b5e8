//! A new dataset: its title and its marking.

use egui::{Id, Ui};

use crate::model::Marking;
use crate::ui::command::{Asking, Command, Dialog};
use crate::ui::parts::choices::markings;
use crate::ui::parts::picker::{Choice, pick};

use super::parts::heading;

/// A new dataset.
#[derive(Debug)]
pub struct NewDataset {
    /// Title so far.
    pub title: String,
    /// Marking so far.
    pub marking: Option<Marking>,
}

impl Dialog for NewDataset {
    fn show(&mut self, ui: &mut Ui, asking: &mut Asking<'_>) {
        let Self { title, marking } = self;
        heading(ui, "New dataset");
        asking.line(ui, "Title", "new title", title, "what the chart is about");
        ui.label("Marking");
        let shown = marking.map_or(NO_MARKING, Marking::as_str);
        let width = ui.available_width();
        let id = Id::unique("new marking");
        let picked = pick(ui, id, "Marking", shown, marking.is_none(), width, || {
            let mut choices = markings();
            choices.push(Choice::new("", NO_MARKING));
            choices
        });
        if let Some(picked) = picked {
            *marking = Marking::from_word(&picked);
        }
        ui.weak(marking.map_or("", Marking::handling));
        ui.horizontal(|ui| {
            if asking.propose(ui, "Create") {
                asking.answer(Command::NewDataset(title.trim().to_owned(), *marking));
            }
            asking.cancel(ui);
        });
    }
}

const NO_MARKING: &str = "not set (treated as TLP:RED)";
