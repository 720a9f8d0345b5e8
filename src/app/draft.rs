//! What is being typed ends in one way, whatever is turned to: it is committed, as one step of undo.
//!
//! Before a frame by a press elsewhere, after it because the field has lost the focus or is not shown any more; before a
//! command that is not about typing; and before the dataset is taken as it stands, to be saved, replaced or compared.

use egui::Context;

use crate::ui::command::Command;
use crate::ui::{draft, fields};

use super::Linkwright;

impl Linkwright {
    /// Commits what is being typed.
    pub(super) fn finish_draft(&mut self) {
        if let Some(draft) = self.window.draft.take() {
            self.set_field(&draft.key, &draft.text);
        }
        if let Some(rename) = self.window.tabs.rename.take() {
            self.rename_view(&rename.view, &rename.text);
        }
    }

    /// Sets a field, where that changes it.
    pub(super) fn set_field(&mut self, key: &fields::FieldKey, text: &str) {
        if let Some((label, edit)) = fields::set(&self.work.document, key, text) {
            self.commit(label, edit);
        }
    }

    /// Commits what is being typed where the pointer was pressed elsewhere, so that whatever that press asks for is made from
    /// the text as it stands.
    pub(super) fn finish_draft_before_frame(&mut self, ctx: &Context) {
        if draft::is_pressed_away(ctx, &self.window) {
            self.finish_draft();
        }
    }

    /// Commits what is being typed where its field was left in this frame.
    pub(super) fn finish_draft_after_frame(&mut self, ctx: &Context) {
        if draft::is_left(ctx, &self.window) {
            self.finish_draft();
        }
    }

    /// Commits what is being typed before a command, except before what belongs to typing or to the pointer.
    pub(super) fn finish_draft_before(&mut self, command: &Command) {
        let goes_on = matches!(
            command,
            Command::Field(..)
                | Command::Drag(..)
                | Command::Nudge(_)
                | Command::Commit(..)
                | Command::Recover(..)
        );
        if !goes_on {
            self.finish_draft();
        }
    }
}
