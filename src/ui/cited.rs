//! Which source a claim that is about to be made will cite.

use egui::Ui;

use crate::capture::voices;
use crate::model::sentence::{list, publication};
use crate::model::{Stance, agree};
use crate::scene::fonts::Weight;
use crate::work::Work;

use super::command::{Command, EntryStep};
use super::parts::widgets::{Hint, elided, icon_button, link_button};
use super::state::Window;
use super::theme::font;

const SIZE: f32 = 12.5;
const BUTTON: f32 = 20.0;

/// Names the current source, with ✕ to do without it for this claim, from the left, and under it who speaks there and, where
/// that is known already, with which stance. Nothing where no source is current.
pub(crate) fn cited(
    ui: &mut Ui,
    work: &Work,
    window: &Window,
    stance: Option<Stance>,
    out: &mut Vec<Command>,
) {
    if window.capture.source.is_none() {
        return;
    }
    ui.horizontal(|ui| row(ui, work, window, out));
    let Some(source) = window.capture.cited() else {
        return;
    };
    let now = work.document.sources().get(&source.id).unwrap_or(source);
    let mut text = match voices(now, &work.document).as_slice() {
        [] => "Speaker unknown".to_owned(),
        names => format!(
            "{}: {}",
            agree(names.len(), "Speaker", "Speakers"),
            list(names)
        ),
    };
    if let Some(stance) = stance {
        text.push_str(&format!(" · {}", stance.as_str()));
    }
    let text = elided(&text, SIZE, Weight::Regular, ui.available_width());
    ui.weak(egui::RichText::new(text).font(font(SIZE, Weight::Regular)));
}

/// The same beside a button at the right, in a layout that goes from right to left.
pub(crate) fn cited_beside(ui: &mut Ui, work: &Work, window: &Window, out: &mut Vec<Command>) {
    row(ui, work, window, out);
}

fn row(ui: &mut Ui, work: &Work, window: &Window, out: &mut Vec<Command>) {
    let Some(source) = &window.capture.source else {
        return;
    };
    let now = work.document.sources().get(&source.id).unwrap_or(source);
    if window.capture.skip_once {
        if link_button(ui, "", "Cite the current source").clicked() {
            out.push(Command::Capture(EntryStep::Skip(false)));
        }
        ui.weak("Without a source");
        return;
    }
    let room = ui.available_width() - BUTTON - 12.0;
    let text = format!("Cites {}", publication(now));
    let text = elided(&text, SIZE, Weight::Regular, room);
    let name = egui::RichText::new(text).font(font(SIZE, Weight::Regular));
    let show = |ui: &mut Ui| {
        ui.label(name).hint(now.label());
    };
    let is_from_right = ui.layout().prefer_right_to_left();
    let mut cross = |ui: &mut Ui| {
        if icon_button(ui, "close", "Do not cite it this time", BUTTON).clicked() {
            out.push(Command::Capture(EntryStep::Skip(true)));
        }
    };
    if is_from_right {
        cross(ui);
        show(ui);
    } else {
        show(ui);
        cross(ui);
    }
}
