//! Attachments of a source: the question before a file is attached, and what verifying it found.

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
                "Attachments are copied to the dataset's folder. Save the dataset, then attach {name} again."
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
    heading(ui, &format!("Attach {name} to {title}?"));
    match note {
        AttachNote::Inside => wrapped(
            ui,
            "The file is already in the dataset's folder. The source will record its name and SHA-256.",
        ),
        AttachNote::Replaces(old) => wrapped(
            ui,
            &format!("The copy replaces {old} as this source's attachment; {old} stays on disk."),
        ),
        _ => wrapped(
            ui,
            "The file is copied to the dataset's folder. The source will record its name and SHA-256.",
        ),
    }
    ui.horizontal(|ui| {
        let keep = accent_button(ui, "Attach");
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
        if may_edit && link_button(ui, "plus", "Attach file…").clicked() {
            out.push(Command::PickAttachment(slot));
        }
        if source.file.is_empty() || work.origin.file.is_none() {
            return;
        }
        let check = link_button(ui, "check", "Verify attachment");
        let hint = "Compare the file with its recorded SHA-256";
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
        CopyState::Unchanged => "Unchanged",
        CopyState::Changed => "Changed: the SHA-256 differs",
        CopyState::There => "Found, no SHA-256 recorded",
        CopyState::Missing => "Not found",
        CopyState::Outside => "Outside the dataset's folder",
    }
}
