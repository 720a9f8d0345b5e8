//! The question before a file is attached to a source.

use std::path::{Path, PathBuf};

use egui::Ui;

use crate::ui::action::Action;
use crate::ui::command::{Asking, Command, Dialog};
use crate::ui::parts::names::file_name;

use super::parts::{heading, wrapped};

/// A copy that is asked about.
#[derive(Debug)]
pub struct Attach {
    /// The source's slot.
    pub source: u32,
    /// What the source is called.
    pub title: String,
    /// The file.
    pub file: PathBuf,
    /// Why it cannot be kept now, or what else is to be known.
    pub note: AttachNote,
}

/// What is to be known before a copy is kept.
#[derive(Debug, PartialEq)]
pub enum AttachNote {
    /// Nothing.
    Plain,
    /// The dataset has no folder yet.
    NoFolder,
    /// It lies in the dataset's folder already.
    Inside,
    /// The source names this other file now.
    Replaces(String),
}

/// Whether a file is a document that a source can be: of these kinds, a copy is offered.
pub fn is_document(file: &Path) -> bool {
    let ending = file.extension().unwrap_or_default().to_string_lossy();
    let ending = ending.to_ascii_lowercase();
    let known = ["pdf", "html", "htm", "xhtml", "mht", "mhtml", "txt"];
    known.contains(&ending.as_str())
}

impl Dialog for Attach {
    fn show(&mut self, ui: &mut Ui, asking: &mut Asking<'_>) {
        let name = file_name(&self.file);
        if self.note == AttachNote::NoFolder {
            return save_first(ui, asking, &name);
        }
        heading(ui, &format!("Attach {name} to “{}”?", self.title));
        match &self.note {
            AttachNote::Inside => wrapped(
                ui,
                "The file is already in the dataset's folder. The source will record its name and SHA-256.",
            ),
            AttachNote::Replaces(old) => wrapped(
                ui,
                &format!(
                    "The copy replaces {old} as this source's attachment; {old} stays on disk."
                ),
            ),
            _ => wrapped(
                ui,
                "The file is copied to the dataset's folder. The source will record its name and SHA-256.",
            ),
        }
        ui.horizontal(|ui| {
            if asking.propose(ui, "Attach") {
                asking.answer(Command::AttachNow);
            }
            asking.cancel(ui);
        });
    }
}

fn save_first(ui: &mut Ui, asking: &mut Asking<'_>, name: &str) {
    heading(ui, "Save the dataset first");
    wrapped(
        ui,
        &format!(
            "Attachments are copied to the dataset's folder. Save the dataset, then attach {name} again."
        ),
    );
    ui.horizontal(|ui| {
        if asking.propose(ui, "Save as…") {
            asking.answer(Command::Act(Action::SaveAs));
        }
        asking.cancel(ui);
    });
}
