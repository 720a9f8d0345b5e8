//! How a line of quick entry is written.

use egui::{Label, RichText, ScrollArea, Ui, vec2};

use crate::scene::fonts::Weight;
use crate::ui::command::{Asking, Dialog};
use crate::ui::theme::{font, palette};

use super::parts::heading;

/// The rules of quick entry, one row each: what it is about, and the rule.
#[derive(Debug)]
pub struct QuickEntryHelp {
    /// The rows.
    pub rows: Vec<(&'static str, String)>,
}

/// The width of the first column, points.
const ABOUT: f32 = 96.0;

impl Dialog for QuickEntryHelp {
    fn width(&self) -> f32 {
        720.0
    }

    fn show(&mut self, ui: &mut Ui, asking: &mut Asking<'_>) {
        heading(ui, "Quick entry help");
        // What is around it: heading, buttons, margins.
        let room = ui.ctx().content_rect().height() - 200.0;
        let area = ScrollArea::vertical().max_height(room.clamp(240.0, 640.0));
        area.auto_shrink([false, true]).show(ui, |ui| {
            let width = ui.available_width() - ABOUT - 24.0;
            ui.spacing_mut().item_spacing = vec2(12.0, 7.0);
            for (about, rule) in &self.rows {
                ui.horizontal_top(|ui| row(ui, about, rule, width));
            }
        });
        ui.horizontal(|ui| {
            if asking.propose(ui, "Close") {
                asking.close();
            }
            if ui.button("Copy").clicked() {
                let lines = self
                    .rows
                    .iter()
                    .map(|(about, rule)| format!("{about}: {rule}"));
                ui.ctx().copy_text(lines.collect::<Vec<_>>().join("\n"));
            }
        });
    }
}

fn row(ui: &mut Ui, about: &str, rule: &str, width: f32) {
    let color = palette(ui.ctx()).text;
    let about = RichText::new(about)
        .font(font(12.5, Weight::SemiBold))
        .color(color);
    ui.vertical(|ui| {
        ui.set_width(ABOUT);
        ui.add(Label::new(about).selectable(true));
    });
    ui.vertical(|ui| {
        ui.set_width(width);
        let rule = RichText::new(rule).font(font(12.5, Weight::Regular));
        ui.add(Label::new(rule).wrap().selectable(true));
    });
}
