//! Asking whether a copy of a file is to be kept as evidence of a source, and what is said of the copy then.

use std::path::Path;

use egui::Ui;

use crate::model::Source;
use crate::store::CopyState;
use crate::work::Work;

use super::action::Action;
use super::command::Command;
use super::dialogs::{focus_at_first, heading, wrapped};
use super::menu::file_name;
use super::state::{AttachNote, Attachment, Window};
use super::widgets::{accent_button, link_button};

/// Whether a file is a document that a source can be: of these kinds, a copy is offered.
pub fn is_document(file: &Path) -> bool {
    let ending = file.extension().unwrap_or_default().to_string_lossy();
    let ending = ending.to_ascii_lowercase();
    let known = ["pdf", "html", "htm", "xhtml", "mht", "mhtml", "txt"];
    known.contains(&ending.as_str())
}

/// The question.
pub(super) fn dialog(ui: &mut Ui, attachment: &Attachment, out: &mut Vec<Command>) {
    let Attachment {
        title, file, note, ..
    } = attachment;
    let name = file_name(file);
    if *note == AttachNote::NoFolder {
        heading(ui, "Save the dataset first");
        wrapped(
            ui,
            &format!(
                "A copy of {name} is kept in the folder of the dataset, and this dataset is in no folder yet. Save it, \
                 then attach the file again."
            ),
        );
        ui.horizontal(|ui| {
            let save = accent_button(ui, "Save as…");
            focus_at_first(ui, &save);
            if save.clicked() {
                out.push(Command::Act(Action::SaveAs));
            }
            cancel(ui, out);
        });
        return;
    }
    let inside = *note == AttachNote::Inside;
    heading(
        ui,
        &if inside {
            format!("Note {name} as evidence?")
        } else {
            format!("Copy {name} into the folder of the dataset?")
        },
    );
    wrapped(ui, &format!("As evidence of: {title}"));
    match note {
        AttachNote::Inside => wrapped(
            ui,
            "It lies in the folder already and is not copied. The source names it, with its SHA-256.",
        ),
        AttachNote::Replaces(old) => wrapped(
            ui,
            &format!(
                "The source names {old} now. It will name the copy instead; {old} stays on the disk."
            ),
        ),
        _ => wrapped(
            ui,
            "The source names the copy, with its SHA-256. No file is replaced.",
        ),
    }
    ui.horizontal(|ui| {
        let keep = accent_button(ui, if inside { "Note it" } else { "Copy" });
        focus_at_first(ui, &keep);
        if keep.clicked() {
            out.push(Command::AttachNow);
        }
        cancel(ui, out);
    });
}

fn cancel(ui: &mut Ui, out: &mut Vec<Command>) {
    if ui.button("Cancel").clicked() {
        out.push(Command::CloseDialog);
    }
}

/// The buttons of a source for its copy, and what was found of it.
pub(super) fn copy_line(
    ui: &mut Ui,
    work: &Work,
    window: &Window,
    slot: u32,
    source: &Source,
    out: &mut Vec<Command>,
) {
    ui.horizontal_wrapped(|ui| {
        let may_edit = !work.is_read_only();
        if may_edit && link_button(ui, "plus", "Attach a copy…").clicked() {
            out.push(Command::PickAttachment(slot));
        }
        if source.file.is_empty() || work.origin.file.is_none() {
            return;
        }
        let check = link_button(ui, "check", "Check the copy");
        let hint = "Whether it is there, and holds what it held";
        if check.on_hover_text(hint).clicked() {
            out.push(Command::CheckCopy(slot));
        }
        let looked_at = window.copy.as_ref().filter(|(id, file, sha256, _)| {
            (id, file, sha256) == (&source.id, &source.file, &source.sha256)
        });
        if let Some((.., state)) = looked_at {
            ui.weak(state_in_words(*state));
        }
    });
}

fn state_in_words(state: CopyState) -> &'static str {
    match state {
        CopyState::Unchanged => "It is there, unchanged.",
        CopyState::Changed => "It has changed since: its SHA-256 is another.",
        CopyState::There => "It is there; no SHA-256 is noted.",
        CopyState::Missing => "It is not there.",
        CopyState::Outside => "It lies outside the dataset's folder.",
    }
}
