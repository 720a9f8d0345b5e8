//! Why a finding is set aside.

use egui::{Label, RichText, Ui};

use crate::model::PartialDate;
use crate::model::findings::Finding;
use crate::ui::command::{Asking, Command, Dialog};
use crate::ui::findings::{name_of, set_aside_edit};

use super::parts::{heading, strong};

/// Why a finding is set aside.
#[derive(Debug)]
pub struct SetFindingAside {
    /// Which.
    pub finding: Finding,
    /// The reason so far.
    pub why: String,
    /// Today.
    pub on: Option<PartialDate>,
}

impl Dialog for SetFindingAside {
    fn width(&self) -> f32 {
        440.0
    }

    fn show(&mut self, ui: &mut Ui, asking: &mut Asking<'_>) {
        let finding = &self.finding;
        heading(ui, "Dismiss this finding?");
        strong(ui, &name_of(asking.work, finding));
        let fact = format!("{}: {}.", finding.rule.heading(), finding.fact);
        ui.add(Label::new(RichText::new(fact)).wrap());
        let label = "Why it is not a problem";
        let id = "why a finding is set aside";
        asking.line(ui, label, id, &mut self.why, "");
        ui.weak("The reason is saved in the file.");
        ui.horizontal(|ui| {
            let why = self.why.trim();
            if asking.propose_if(ui, !why.is_empty(), "Dismiss") {
                let document = &asking.work.document;
                let edit = set_aside_edit(document, finding, why, self.on);
                asking.answer(Command::Commit("Dismiss finding".into(), edit));
                asking.is_done = true;
            }
            if ui.button("Cancel").clicked() {
                asking.is_done = true;
            }
        });
    }

    fn on_close(&self) -> Option<Command> {
        None
    }
}
