//! About the program.

use egui::Ui;

use crate::ui::command::{Asking, Dialog};

use super::parts::{heading, wrapped};

/// About the program.
#[derive(Debug)]
pub struct About;

impl Dialog for About {
    fn show(&mut self, ui: &mut Ui, asking: &mut Asking<'_>) {
        heading(ui, concat!("Linkwright ", env!("CARGO_PKG_VERSION")));
        wrapped(ui, "Link charts that you can defend, claim by claim.");
        wrapped(
            ui,
            "Every link is drawn from claims: who says it, where, how credibly. A line shows how well a link is \
             supported, never whether it is true.",
        );
        wrapped(
            ui,
            "Linkwright has no network code. Nothing leaves this computer except the files you save.",
        );
        ui.weak("Licence: MIT or Apache-2.0. Typeface: Inter, SIL Open Font License 1.1.");
        if asking.propose(ui, "Close") {
            asking.close();
        }
    }
}
