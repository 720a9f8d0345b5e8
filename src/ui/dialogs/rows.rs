//! Rows of what is kept, with their differences, and how long earlier versions are kept.

use egui::{ScrollArea, Ui};

use crate::store::Keep;
use crate::ui::command::{Asking, Command};
use crate::ui::parts::widgets::link_button;

use super::parts::faint;

/// How long earlier versions may be kept, and the words for it.
const KEEPS: [(&str, Keep); 6] = [
    ("none", Keep::None),
    ("all until closed", Keep::UntilClosed),
    ("last 3", Keep::Last(3)),
    ("last 10", Keep::Last(10)),
    ("last 30", Keep::Last(30)),
    ("last 100", Keep::Last(100)),
];

pub(super) fn choose_keep(ui: &mut Ui, asking: &mut Asking<'_>, keep: &mut Keep) {
    ui.label("Earlier versions to keep of each dataset, from the next save");
    ui.horizontal_wrapped(|ui| {
        for (words, known) in &KEEPS {
            if ui.radio(known == keep, *words).clicked() {
                *keep = *known;
                asking.answer(Command::SetKeep(*known));
            }
        }
        if !KEEPS.iter().any(|(_, known)| known == keep)
            && let Keep::Last(count) = keep
        {
            let _ = ui.radio(true, format!("last {count}"));
        }
    });
}

/// Shows or hides the lines of a row.
pub(super) fn toggle(ui: &mut Ui, at: usize, lines: &[String], open: &mut Option<usize>) {
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
pub(super) fn rows(ui: &mut Ui, beside: f32, rows: impl FnOnce(&mut Ui)) {
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
pub(super) fn list(ui: &mut Ui, id: &str, lines: &[String], height: f32) {
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
