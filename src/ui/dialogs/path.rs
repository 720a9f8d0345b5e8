//! A path to type, where the system has no dialog for files or the user wants none.

use std::path::PathBuf;

use egui::Ui;

use crate::ui::command::{Asking, Command, Dialog, PathPurpose};

use super::parts::{heading, mistake};

/// A path to type.
#[derive(Debug)]
pub struct TypePath {
    /// What it is for.
    pub purpose: PathPurpose,
    /// What was typed so far.
    pub path: String,
    /// What is wrong with it.
    pub error: String,
}

impl TypePath {
    /// Asks for a path, beginning with this one.
    pub fn new(purpose: PathPurpose, path: String) -> Self {
        let error = String::new();
        Self {
            purpose,
            path,
            error,
        }
    }
}

impl Dialog for TypePath {
    fn width(&self) -> f32 {
        520.0
    }

    fn show(&mut self, ui: &mut Ui, asking: &mut Asking<'_>) {
        let purpose = self.purpose;
        let (title, button) = match purpose {
            PathPurpose::Open => ("Open by path", "Open"),
            PathPurpose::Save => ("Save as", "Save"),
            PathPurpose::Import => ("Import by path", "Import"),
            PathPurpose::Export(_) => ("Export to", "Export"),
            PathPurpose::Attach(_) => ("Attach a file", "Attach"),
        };
        heading(ui, title);
        let hint = "/home/me/case.json (~ is your home folder)";
        asking.line(ui, "File path", "path field", &mut self.path, hint);
        mistake(ui, &self.error);
        ui.horizontal(|ui| {
            let path = self.path.trim();
            if asking.propose_if(ui, !path.is_empty(), button) {
                let path = expand(path);
                asking.answer(match purpose {
                    PathPurpose::Open => Command::OpenPath(path),
                    PathPurpose::Save => Command::SaveTo(path),
                    PathPurpose::Import => Command::ImportPath(path),
                    PathPurpose::Export(export) => Command::ExportTo(export, path),
                    PathPurpose::Attach(source) => Command::AttachPath(source, path),
                });
            }
            asking.cancel(ui);
        });
    }
}

/// A typed path: `~` is the home folder, and quotes around the whole, as some shells give them, are no part of it.
fn expand(text: &str) -> PathBuf {
    let text = text.trim_matches('"').trim_matches('\'');
    let text = text.strip_prefix("file://").unwrap_or(text);
    match (text.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => text.into(),
    }
}
