//! The earlier versions of the open file.

use std::path::PathBuf;

use egui::Ui;

use crate::store::Keep;
use crate::ui::command::{Asking, Command, Dialog};
use crate::ui::parts::widgets::{Hint, hairline};

use super::parts::{faint, heading, strong, wrapped};
use super::rows::{choose_keep, list, rows, toggle};

/// The earlier versions of the open file.
#[derive(Debug)]
pub struct VersionHistory {
    /// The file's name.
    pub name: String,
    /// The versions, newest first.
    pub rows: Vec<EarlierRow>,
    /// The row whose differences are shown.
    pub open: Option<usize>,
    /// How long they are kept.
    pub keep: Keep,
}

/// An earlier version of the open file.
#[derive(Debug)]
pub struct EarlierRow {
    /// Where it is kept.
    pub file: PathBuf,
    /// When it was written.
    pub written: String,
    /// Its size.
    pub size: String,
    /// What it holds.
    pub counts: String,
    /// What was changed from it to what is open, in short.
    pub differences: String,
    /// The same line by line.
    pub lines: Vec<String>,
}

impl Dialog for VersionHistory {
    fn width(&self) -> f32 {
        640.0
    }

    fn show(&mut self, ui: &mut Ui, asking: &mut Asking<'_>) {
        heading(ui, &format!("Version history of {}", self.name));
        if self.rows.is_empty() {
            wrapped(
                ui,
                "No earlier versions yet. Each save keeps the version it replaces, on this computer only.",
            );
        }
        let open = &mut self.open;
        rows(ui, 300.0, |ui| {
            for (at, row) in self.rows.iter().enumerate() {
                ui.push_id(at, |ui| version(ui, asking, at, row, open));
            }
        });
        hairline(ui);
        choose_keep(ui, asking, &mut self.keep);
        if asking.propose(ui, "Close") {
            asking.close();
        }
    }
}

fn version(
    ui: &mut Ui,
    asking: &mut Asking<'_>,
    at: usize,
    row: &EarlierRow,
    open: &mut Option<usize>,
) {
    hairline(ui);
    ui.horizontal(|ui| {
        strong(ui, &row.written);
        faint(ui, &format!("{} · {}", row.counts, row.size));
    });
    wrapped(ui, &format!("Changes since then: {}.", row.differences));
    ui.horizontal(|ui| {
        let button = ui.button("Open a copy");
        if button
            .hint("As a new dataset; your file stays unchanged")
            .clicked()
        {
            asking.answer(Command::OpenCopy(row.file.clone()));
        }
        toggle(ui, at, &row.lines, open);
    });
    if *open == Some(at) {
        list(ui, "differences", &row.lines, 160.0);
    }
}
