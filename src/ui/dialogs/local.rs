//! Everything that Linkwright stores on this computer besides the user's files.

use std::path::PathBuf;

use egui::{Align, Layout, Ui};

use crate::model::{counted, one_line};
use crate::store::{Keep, LocalCopy, LocalItem};
use crate::ui::command::{Asking, Command, Dialog};
use crate::ui::parts::widgets::{hairline, sure_button};

use super::parts::{faint, heading, wrapped};
use super::rows::{choose_keep, rows};

/// Everything that Linkwright stores on this computer besides the user's files.
#[derive(Debug)]
pub struct LocalData {
    /// One row for each dataset and sort.
    pub rows: Vec<LocalRow>,
    /// Where it is kept.
    pub folder: Option<PathBuf>,
    /// How many files the list of recent ones has.
    pub recent: usize,
    /// How long earlier versions are kept.
    pub keep: Keep,
}

/// One stored item.
#[derive(Debug)]
pub struct LocalRow {
    /// What it is.
    pub copy: LocalCopy,
    /// Its size.
    pub size: String,
}

impl Dialog for LocalData {
    fn width(&self) -> f32 {
        640.0
    }

    fn show(&mut self, ui: &mut Ui, asking: &mut Asking<'_>) {
        heading(ui, "Local data");
        let Some(folder) = &self.folder else {
            wrapped(ui, "Linkwright has no data folder here and stores nothing.");
            if asking.propose(ui, "Close") {
                asking.close();
            }
            return;
        };
        wrapped(
            ui,
            "Stored on this computer besides your files, readable only by you:",
        );
        faint(ui, &folder.display().to_string());
        rows(ui, 400.0, |ui| {
            for (at, row) in self.rows.iter().enumerate() {
                ui.push_id(at, |ui| local_copy(ui, asking, row));
            }
            ui.push_id("recent", |ui| recent(ui, asking, &mut self.recent));
        });
        hairline(ui);
        choose_keep(ui, asking, &mut self.keep);
        wrapped(
            ui,
            "Also stored: settings, and checksums that reveal no content.",
        );
        ui.horizontal(|ui| {
            if asking.propose(ui, "Close") {
                asking.close();
            }
            let id = ui.scope_id().with("everything");
            if sure_button(ui, id, "Delete all…", "Delete all permanently") {
                asking.answer(Command::Erase(None));
            }
        });
    }
}

fn recent(ui: &mut Ui, asking: &mut Asking<'_>, count: &mut usize) {
    hairline(ui);
    ui.horizontal(|ui| {
        ui.label(match *count {
            0 => "Recent files: none".to_owned(),
            count => format!("Recent files: {}", counted(count, "path")),
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if *count > 0 && ui.button("Clear list").clicked() {
                asking.answer(Command::ForgetRecent(None));
                *count = 0;
            }
        });
    });
}

fn local_copy(ui: &mut Ui, asking: &mut Asking<'_>, row: &LocalRow) {
    hairline(ui);
    let what = match row.copy.what {
        LocalItem::Earlier(1) => "1 earlier version".to_owned(),
        LocalItem::Earlier(count) => format!("{count} earlier versions"),
        LocalItem::Journal => "Recovery file of a window that closed unexpectedly".to_owned(),
        LocalItem::JournalInUse => {
            "Recovery file of an open window, deleted when it closes".to_owned()
        }
    };
    let of = if row.copy.of.is_empty() {
        "A dataset without a file".to_owned()
    } else {
        one_line(&row.copy.of)
    };
    ui.horizontal(|ui| {
        let width = ui.available_width() - 120.0;
        ui.vertical(|ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.add(egui::Label::new(of).wrap());
            faint(ui, &format!("{what}, {}", row.size));
        });
        let id = egui::Id::unique(("erase", &row.copy.of, &what));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if row.copy.what != LocalItem::JournalInUse
                && sure_button(ui, id, "Delete…", "Delete permanently")
            {
                asking.answer(Command::Erase(Some(row.copy.clone())));
            }
        });
    });
}
