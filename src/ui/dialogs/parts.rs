//! What dialogs are built of: words, a line to type in, answers.

use egui::{Id, Label, Response, RichText, TextEdit, Ui, vec2};

use crate::scene::fonts::Weight;
use crate::ui::command::{Asking, Command};
use crate::ui::parts::widgets::{accent_button, select_after_tab, wrong};
use crate::ui::theme::{font, palette};

/// The height that is kept free for a mistake, points: two lines.
const MISTAKE: f32 = 34.0;

/// What is asked.
pub(super) fn heading(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).font(font(15.0, Weight::SemiBold)));
}

/// A paragraph.
pub(super) fn wrapped(ui: &mut Ui, text: &str) {
    ui.add(Label::new(text).wrap());
}

/// A line that stands out.
pub(super) fn strong(ui: &mut Ui, text: &str) {
    let text = RichText::new(text).font(font(13.0, Weight::SemiBold));
    ui.add(Label::new(text).wrap());
}

/// A line that stands back.
pub(super) fn faint(ui: &mut Ui, text: &str) {
    let color = palette(ui.ctx()).text_secondary;
    let text = RichText::new(text).font(font(12.0, Weight::Regular));
    ui.add(Label::new(text.color(color)).wrap());
}

/// A mistake, or room for one: what stands below does not move when there is one.
pub(super) fn mistake(ui: &mut Ui, why: &str) {
    ui.allocate_ui(vec2(ui.available_width(), MISTAKE), |ui| {
        ui.set_min_height(MISTAKE);
        if !why.is_empty() {
            wrong(ui, why);
        }
    });
}

impl Asking<'_> {
    /// Answers.
    pub(super) fn answer(&mut self, command: Command) {
        self.out.push(command);
    }

    /// Closes it without an answer.
    pub(super) fn close(&mut self) {
        self.out.push(Command::CloseDialog);
    }

    /// A labelled line to type in. The first in a dialog has the focus when that opens.
    pub(super) fn line(
        &mut self,
        ui: &mut Ui,
        label: &str,
        id: &str,
        text: &mut String,
        hint: &str,
    ) {
        let label = ui.label(label);
        let edit = TextEdit::singleline(text)
            .id(Id::unique(id))
            .hint_text(hint.to_owned())
            .desired_width(f32::INFINITY);
        let field = ui.add(edit).labelled_by(label.id);
        select_after_tab(ui, &field, text);
        self.give_focus(&field);
    }

    /// The proposed answer: Enter presses it from any field, and when the dialog has just opened.
    pub(super) fn propose(&mut self, ui: &mut Ui, text: &str) -> bool {
        self.propose_if(ui, true, text)
    }

    /// The same, while it cannot be given if `may_be` is false.
    pub(super) fn propose_if(&mut self, ui: &mut Ui, may_be: bool, text: &str) -> bool {
        let button = ui
            .add_enabled_ui(may_be, |ui| accent_button(ui, text))
            .inner;
        if may_be {
            self.give_focus(&button);
        }
        may_be && (button.clicked() || std::mem::take(&mut self.enter))
    }

    /// The button that closes it without an answer.
    pub(super) fn cancel(&mut self, ui: &mut Ui) {
        if ui.button("Cancel").clicked() {
            self.close();
        }
    }

    fn give_focus(&mut self, to: &Response) {
        if std::mem::take(&mut self.wants_focus) {
            to.request_focus();
        }
    }
}
