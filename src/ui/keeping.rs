//! Dialogs about what is kept: someone else's version, what an earlier window left, earlier versions, local copies.

use std::path::{Path, PathBuf};

use egui::{Align, Layout, ScrollArea, Ui};

use crate::model::{counted, one_line};
use crate::scene::fonts::Weight;
use crate::store::{Keep, LocalCopy, LocalItem};

use super::command::{Command, Recover, Theirs};
use super::dialogs::{close, heading, wrapped};
use super::theme::{font, palette};
use super::widgets::{accent_button, hairline, link_button, sure_button};

/// What an earlier window left.
#[derive(Clone, Debug, PartialEq)]
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

/// An earlier version of the open file.
#[derive(Clone, Debug, PartialEq)]
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

/// Something that this machine keeps beside the files.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalRow {
    /// What it is.
    pub copy: LocalCopy,
    /// Its size.
    pub size: String,
}

/// Both sides of a file that someone else has written.
pub struct Sides<'a> {
    /// The file's name.
    pub name: &'a str,
    /// What they changed: in short, and line by line.
    pub theirs: &'a (String, Vec<String>),
    /// What was changed here.
    pub mine: &'a (String, Vec<String>),
    /// Whether what is here is kept among the earlier versions where theirs is taken.
    pub is_kept: bool,
}

/// Someone else has written the file, and there are changes here that are not saved.
pub fn overtaken(ui: &mut Ui, sides: &Sides<'_>, is_open: &mut bool, out: &mut Vec<Command>) {
    heading(ui, &format!("{} was changed by someone else", sides.name));
    wrapped(
        ui,
        "You have unsaved changes. Nothing is replaced until you choose.",
    );
    for (whose, (short, lines)) in [("Theirs", sides.theirs), ("Yours", sides.mine)] {
        wrapped(ui, &format!("{whose}: {short}."));
        if *is_open {
            list(ui, whose, lines, 140.0);
        }
    }
    if !*is_open && link_button(ui, "", "Show differences").clicked() {
        *is_open = true;
    }
    wrapped(
        ui,
        if sides.is_kept {
            "If you use theirs, your version stays in Version history."
        } else {
            "Using theirs discards your changes: version history is off."
        },
    );
    ui.horizontal(|ui| {
        if accent_button(ui, "Save mine as a copy").clicked() {
            out.push(Command::Theirs(Theirs::KeepMine));
        }
        let is_taken = if sides.is_kept {
            ui.button("Use theirs").clicked()
        } else {
            let id = ui.scope_id().with("take");
            sure_button(ui, id, "Use theirs…", "Use theirs, discard mine")
        };
        if is_taken {
            out.push(Command::Theirs(Theirs::TakeTheirs));
        }
        if ui.button("Decide later").clicked() {
            out.push(Command::Theirs(Theirs::Later));
        }
    });
}

/// An earlier window ended without closing.
pub fn recover(ui: &mut Ui, rows: &[LeftWork], open: &mut Option<usize>, out: &mut Vec<Command>) {
    heading(
        ui,
        &match rows.len() {
            0 | 1 => "Restore unsaved work?".to_owned(),
            count => format!("Restore unsaved work in {}?", counted(count, "dataset")),
        },
    );
    wrapped(
        ui,
        "Linkwright closed before it was saved. Restoring brings it back with undo; your files do not change \
         until you save.",
    );
    rows_of(ui, 260.0, |ui| {
        for (at, row) in rows.iter().enumerate() {
            ui.push_id(at, |ui| left_work(ui, at, row, open, out));
        }
    });
    hairline(ui);
    if ui.button("Decide later").clicked() {
        out.push(Command::Recover(Recover::Later));
    }
}

fn left_work(
    ui: &mut Ui,
    at: usize,
    row: &LeftWork,
    open: &mut Option<usize>,
    out: &mut Vec<Command>,
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
        super::widgets::wrong(ui, row.warning);
    }
    ui.horizontal(|ui| {
        if accent_button(ui, "Restore").clicked() {
            out.push(Command::Recover(Recover::Restore(at)));
        }
        let id = egui::Id::unique(("discard", &row.path, &row.written));
        if sure_button(ui, id, "Discard…", "Discard permanently") {
            out.push(Command::Recover(Recover::Discard(at)));
        }
        toggle(ui, at, &row.lines, open);
    });
    if *open == Some(at) {
        list(ui, "differences", &row.lines, 160.0);
    }
}

/// The earlier versions of the open file.
pub fn earlier(
    ui: &mut Ui,
    name: &str,
    rows: &[EarlierRow],
    open: &mut Option<usize>,
    keep: &Keep,
    out: &mut Vec<Command>,
) {
    heading(ui, &format!("Version history of {name}"));
    if rows.is_empty() {
        wrapped(
            ui,
            "No earlier versions yet. Each save keeps the version it replaces, on this computer only.",
        );
    }
    rows_of(ui, 300.0, |ui| {
        for (at, row) in rows.iter().enumerate() {
            ui.push_id(at, |ui| {
                hairline(ui);
                ui.horizontal(|ui| {
                    strong(ui, &row.written);
                    faint(ui, &format!("{} · {}", row.counts, row.size));
                });
                wrapped(ui, &format!("Changes since then: {}.", row.differences));
                ui.horizontal(|ui| {
                    let button = ui.button("Open a copy");
                    if button
                        .on_hover_text("As a new dataset; your file stays unchanged")
                        .clicked()
                    {
                        out.push(Command::OpenCopy(row.file.clone()));
                    }
                    toggle(ui, at, &row.lines, open);
                });
                if *open == Some(at) {
                    list(ui, "differences", &row.lines, 160.0);
                }
            });
        }
    });
    hairline(ui);
    choose_keep(ui, keep, out);
    if accent_button(ui, "Close").clicked() {
        close(out);
    }
}

/// How long earlier versions may be kept, and the words for it.
const KEEPS: [(&str, Keep); 6] = [
    ("none", Keep::None),
    ("all until closed", Keep::UntilClosed),
    ("last 3", Keep::Last(3)),
    ("last 10", Keep::Last(10)),
    ("last 30", Keep::Last(30)),
    ("last 100", Keep::Last(100)),
];

fn choose_keep(ui: &mut Ui, keep: &Keep, out: &mut Vec<Command>) {
    ui.label("Keep per dataset, from the next save");
    ui.horizontal_wrapped(|ui| {
        for (words, known) in &KEEPS {
            if ui.radio(known == keep, *words).clicked() {
                out.push(Command::SetKeep(*known));
            }
        }
        if !KEEPS.iter().any(|(_, known)| known == keep)
            && let Keep::Last(count) = keep
        {
            let _ = ui.radio(true, format!("last {count}"));
        }
    });
}

/// What this machine keeps beside the files.
pub struct Kept<'a> {
    /// One row for each dataset and sort.
    pub rows: &'a [LocalRow],
    /// Where it is kept.
    pub folder: Option<&'a Path>,
    /// How many files the list of recent ones has.
    pub recent: usize,
    /// How long earlier versions are kept.
    pub keep: Keep,
}

/// Shows what this machine keeps beside the files.
pub fn local(ui: &mut Ui, kept: &Kept<'_>, out: &mut Vec<Command>) {
    heading(ui, "Local data");
    let Some(folder) = kept.folder else {
        wrapped(ui, "Linkwright has no data folder here and stores nothing.");
        if accent_button(ui, "Close").clicked() {
            close(out);
        }
        return;
    };
    wrapped(
        ui,
        "Stored on this computer besides your files, readable only by you:",
    );
    faint(ui, &folder.display().to_string());
    rows_of(ui, 400.0, |ui| {
        for (at, row) in kept.rows.iter().enumerate() {
            ui.push_id(at, |ui| local_copy(ui, row, out));
        }
        ui.push_id("recent", |ui| recent(ui, kept.recent, out));
    });
    hairline(ui);
    choose_keep(ui, &kept.keep, out);
    wrapped(
        ui,
        "Also stored: settings, and checksums that reveal no content.",
    );
    ui.horizontal(|ui| {
        if accent_button(ui, "Close").clicked() {
            close(out);
        }
        let id = ui.scope_id().with("everything");
        if sure_button(ui, id, "Delete all…", "Delete all permanently") {
            out.push(Command::Erase(None));
        }
    });
}

fn recent(ui: &mut Ui, count: usize, out: &mut Vec<Command>) {
    hairline(ui);
    ui.horizontal(|ui| {
        ui.label(match count {
            0 => "Recent files: none".to_owned(),
            count => format!("Recent files: {}", counted(count, "path")),
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if count > 0 && ui.button("Clear list").clicked() {
                out.push(Command::ForgetRecent(None));
            }
        });
    });
}

fn local_copy(ui: &mut Ui, row: &LocalRow, out: &mut Vec<Command>) {
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
                out.push(Command::Erase(Some(row.copy.clone())));
            }
        });
    });
}

/// Shows or hides the lines of a row.
fn toggle(ui: &mut Ui, at: usize, lines: &[String], open: &mut Option<usize>) {
    if lines.is_empty() {
        return;
    }
    let is_open = *open == Some(at);
    let words = if is_open {
        "Hide differences"
    } else {
        "Show differences"
    };
    if link_button(ui, "", words).clicked() {
        *open = (!is_open).then_some(at);
    }
}

/// The rows of a dialog, with a bar that shows that there are more; `beside` is what stands above and below them, pixels.
fn rows_of(ui: &mut Ui, beside: f32, rows: impl FnOnce(&mut Ui)) {
    let height = (ui.ctx().content_rect().height() - beside).max(120.0);
    ui.scope(|ui| {
        let scroll = &mut ui.spacing_mut().scroll;
        scroll.foreground_color = true;
        scroll.dormant_handle_opacity = 0.4;
        scroll.floating_allocated_width = 12.0;
        ScrollArea::vertical().max_height(height).show(ui, rows);
    });
}

/// Differences line by line.
fn list(ui: &mut Ui, id: &str, lines: &[String], height: f32) {
    ScrollArea::vertical()
        .id_salt(("lines", id))
        .max_height(height)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            for line in lines {
                faint(ui, line);
            }
        });
}

fn strong(ui: &mut Ui, text: &str) {
    let text = egui::RichText::new(text).font(font(13.0, Weight::SemiBold));
    ui.add(egui::Label::new(text).wrap());
}

fn faint(ui: &mut Ui, text: &str) {
    let color = palette(ui.ctx()).text_secondary;
    let text = egui::RichText::new(text).font(font(12.0, Weight::Regular));
    ui.add(egui::Label::new(text.color(color)).wrap());
}
