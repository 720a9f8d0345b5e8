//! A path to type, where the system has no dialog for files or the user wants none.

use std::ops::Range;
use std::path::PathBuf;

use egui::{Id, Ui};

use crate::export::picture_endings;
use crate::ui::command::{Asking, Command, Dialog, Export, PathPurpose};
use crate::ui::parts::widgets::select_text;

use super::parts::{heading, mistake};

const FIELD: &str = "path field";

/// A path to type.
#[derive(Debug)]
pub struct TypePath {
    /// What it is for.
    pub purpose: PathPurpose,
    /// What was typed so far.
    pub path: String,
    /// What is wrong with it.
    pub error: String,
    /// The path as typed when the user was told that the file there is replaced; empty before.
    pub replaces: String,
    /// Whether it was never shown.
    is_fresh: bool,
}

impl TypePath {
    /// Asks for a path, beginning with this one.
    pub fn new(purpose: PathPurpose, path: String) -> Self {
        Self {
            purpose,
            path,
            error: String::new(),
            replaces: String::new(),
            is_fresh: true,
        }
    }

    /// Whether the user was told that the file at the path as it is now is replaced.
    pub fn may_replace(&self) -> bool {
        !self.replaces.is_empty() && self.replaces == self.path
    }
}

impl Dialog for TypePath {
    fn width(&self) -> f32 {
        520.0
    }

    fn show(&mut self, ui: &mut Ui, asking: &mut Asking<'_>) {
        let purpose = self.purpose;
        heading(ui, &title(purpose));
        let hint = match purpose {
            PathPurpose::Attach(_) => "/home/me/article.pdf (~ is your home folder)",
            _ => "/home/me/case.json (~ is your home folder)",
        };
        asking.line(ui, "File path", FIELD, &mut self.path, hint);
        if std::mem::take(&mut self.is_fresh) {
            // A proposed name is what is changed most often, not its folder.
            let name = stem(&self.path);
            select_text(ui.ctx(), Id::unique(FIELD), name.start, name.end);
        }
        let is_told = self.may_replace();
        if !is_told && !std::mem::take(&mut self.replaces).is_empty() {
            self.error.clear();
        }
        mistake(ui, &self.error);
        ui.horizontal(|ui| {
            let path = self.path.trim();
            let button = if is_told { "Replace" } else { button(purpose) };
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

/// What is asked.
fn title(purpose: PathPurpose) -> String {
    match purpose {
        PathPurpose::Open => "Open by path".to_owned(),
        PathPurpose::Save => "Save the dataset to".to_owned(),
        PathPurpose::Import => "Import by path".to_owned(),
        PathPurpose::Export(Export::Copy) => "Export the dataset to".to_owned(),
        PathPurpose::Export(Export::Selection) => "Export the selection to".to_owned(),
        PathPurpose::Export(Export::As(format)) => {
            format!("Export the dataset as {} to", format.row().label)
        }
        PathPurpose::Export(Export::Picture) => {
            format!("Export the picture ({}) to", picture_endings())
        }
        PathPurpose::Attach(_) => "Attach a file".to_owned(),
    }
}

fn button(purpose: PathPurpose) -> &'static str {
    match purpose {
        PathPurpose::Open => "Open",
        PathPurpose::Save => "Save",
        PathPurpose::Import => "Import",
        PathPurpose::Export(_) => "Export",
        PathPurpose::Attach(_) => "Attach",
    }
}

/// Where a file's name without its ending is in a path, in characters.
fn stem(path: &str) -> Range<usize> {
    let name = path.rfind(['/', '\\']).map_or(0, |slash| slash + 1);
    let end = path[name..].rfind('.').filter(|dot| *dot > 0);
    let end = end.map_or(path.len(), |dot| name + dot);
    let count = |end: usize| path[..end].chars().count();
    count(name)..count(end)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stem_is_the_name_without_folder_and_ending() {
        let stem = |path: &str| {
            let stem = stem(path);
            let chars = path.chars().skip(stem.start).take(stem.len());
            chars.collect::<String>()
        };
        assert_eq!(stem("/home/zoë/case-copy.json"), "case-copy");
        assert_eq!(stem(r"C:\cases\case.v2.json"), "case.v2");
        assert_eq!(stem("/a.folder/case"), "case");
        assert_eq!(stem("/a/.hidden"), ".hidden");
        assert_eq!(stem(""), "");
    }
}
