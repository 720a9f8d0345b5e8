//! The kept copy of a source: its buttons, and what was found of it.

use egui::Ui;

use crate::model::Source;
use crate::store::CopyState;
use crate::ui::command::Command;
use crate::ui::parts::widgets::{Hint, link_button};
use crate::ui::state::Window;
use crate::work::Work;

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
        if check.hint(hint).clicked() {
            out.push(Command::CheckCopy(slot));
        }
        let looked_at = window.copy.as_ref().filter(|(id, file, sha256, _)| {
            (id, file, sha256) == (&source.id, &source.file, &source.sha256)
        });
        if let Some((.., state)) = looked_at {
            ui.weak(state_text(*state));
        }
    });
}

fn state_text(state: CopyState) -> &'static str {
    match state {
        CopyState::Unchanged => "Unchanged",
        CopyState::Changed => "Changed: the SHA-256 differs",
        CopyState::There => "Found, no SHA-256 recorded",
        CopyState::Missing => "Not found",
        CopyState::Outside => "Outside the dataset's folder",
    }
}
