//! Something to read.

use egui::{Label, ScrollArea, Ui};

use crate::ui::command::{Asking, Dialog};

use super::parts::heading;

/// Something to read.
#[derive(Debug)]
pub struct ImportReport {
    /// Heading.
    pub title: String,
    /// Lines.
    pub lines: Vec<String>,
}

impl Dialog for ImportReport {
    fn width(&self) -> f32 {
        680.0
    }

    fn show(&mut self, ui: &mut Ui, asking: &mut Asking<'_>) {
        heading(ui, &self.title);
        // What is around it: heading, buttons, margins.
        let room = ui.ctx().content_rect().height() - 200.0;
        ScrollArea::vertical()
            .max_height(room.clamp(240.0, 640.0))
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 4.0;
                for line in &self.lines {
                    ui.add(Label::new(line).wrap().selectable(true));
                }
            });
        ui.horizontal(|ui| {
            if asking.propose(ui, "Close") {
                asking.close();
            }
            if ui.button("Copy").clicked() {
                ui.ctx().copy_text(self.lines.join("\n"));
            }
        });
    }
}
