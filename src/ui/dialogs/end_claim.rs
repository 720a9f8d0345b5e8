//! How, why and when a claim is ended, or corrected.

use egui::{Id, Ui};

use crate::model::{EndedHow, Ending};
use crate::ui::command::{Asking, Command, Dialog};
use crate::ui::fields::RecordKey;
use crate::ui::parts::picker::{Choice, pick};

use super::parts::{heading, wrapped};
use super::set_aside::{hows, is_answered, why_and_when};

/// A claim that is being ended, or corrected.
#[derive(Debug)]
pub struct EndClaim {
    /// Its record.
    pub record: RecordKey,
    /// Its place there.
    pub at: usize,
    /// What it says.
    pub claim: String,
    /// Whether a copy of it takes its place.
    pub correct: bool,
    /// The record's other claims, by id.
    pub others: Vec<Choice>,
    /// How it is ended.
    pub how: EndedHow,
    /// The claim that supersedes it.
    pub by: String,
    /// Why.
    pub why: String,
    /// When.
    pub on: String,
}

impl Dialog for EndClaim {
    fn show(&mut self, ui: &mut Ui, asking: &mut Asking<'_>) {
        if self.correct {
            heading(ui, "Correct this claim?");
            wrapped(ui, "It is kept as superseded, and you edit a copy.");
        } else {
            heading(ui, "Set this claim aside?");
            wrapped(ui, "It stays on file but no longer counts.");
        }
        ui.weak(&self.claim);
        if !self.correct {
            hows(ui, &mut self.how);
            if !self.others.is_empty() {
                // Its room is there from the beginning.
                let is_asked = self.how == EndedHow::Superseded;
                ui.add_enabled_ui(is_asked, |ui| replaced_by(ui, self));
            }
        }
        why_and_when(ui, asking, &mut self.why, &mut self.on);
        let button = if self.correct { "Correct" } else { "Set aside" };
        // A claim that takes its place says why.
        let is_replaced = self.how == EndedHow::Superseded && !self.by.is_empty();
        let has_reason = self.correct || is_replaced || !self.why.trim().is_empty();
        if is_answered(ui, asking, button, &self.on, has_reason) {
            asking.answer(self.answer());
        }
    }
}

impl EndClaim {
    fn answer(&self) -> Command {
        let superseded = self.how == EndedHow::Superseded && !self.correct;
        let by = if superseded { self.by.as_str() } else { "" };
        let ended = Box::new(Ending {
            on: self.on.parse().ok(),
            how: Some(self.how),
            by: by.into(),
            why: self.why.trim().into(),
            ..Ending::default()
        });
        let record = self.record.clone();
        match self.correct {
            true => Command::CorrectClaim(record, self.at, ended),
            false => Command::EndClaim(record, self.at, ended),
        }
    }
}

fn replaced_by(ui: &mut Ui, asked: &mut EndClaim) {
    ui.label("Superseded by");
    let chosen = asked.others.iter().find(|choice| choice.value == asked.by);
    let shown = chosen
        .map_or("no other claim", |choice| &choice.label)
        .to_owned();
    let id = Id::unique("replaced by");
    let width = ui.available_width();
    let is_none = asked.by.is_empty();
    let picked = pick(ui, id, "Superseded by", &shown, is_none, width, || {
        let mut choices = asked.others.clone();
        choices.insert(0, Choice::new("", "no other claim"));
        choices
    });
    if let Some(picked) = picked {
        asked.by = picked;
    }
}
