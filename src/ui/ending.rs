//! Asking how, why and when something is ended: a claim, or all claims of a link.

use egui::{Id, Key, TextEdit, Ui};

use crate::model::{Ended, EndedHow};

use super::command::Command;
use super::dialogs::{close, heading, wrapped};
use super::fields::RecordKey;
use super::picker::{Choice, pick};
use super::widgets::accent_button;

/// A claim that is being ended, or corrected.
#[derive(Clone, Debug, PartialEq)]
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
    /// Whether it has just opened.
    pub fresh: bool,
}

/// Asks about a claim.
pub(super) fn end_claim(ui: &mut Ui, asked: &mut EndClaim, out: &mut Vec<Command>) {
    if asked.correct {
        heading(ui, "Correct this claim?");
        wrapped(ui, "It is kept as superseded, and you edit a copy.");
    } else {
        heading(ui, "Set this claim aside?");
        wrapped(ui, "It stays on file but no longer counts.");
    }
    ui.weak(&asked.claim);
    if !asked.correct {
        hows(ui, &mut asked.how);
        if asked.how == EndedHow::Superseded && !asked.others.is_empty() {
            replaced_by(ui, asked);
        }
    }
    let enter = why_and_when(
        ui,
        &mut asked.why,
        &mut asked.on,
        std::mem::take(&mut asked.fresh),
    );
    let button = if asked.correct {
        "Correct"
    } else {
        "Set aside"
    };
    // A claim that takes its place says why.
    let is_replaced = asked.how == EndedHow::Superseded && !asked.by.is_empty();
    let has_reason = asked.correct || is_replaced || !asked.why.trim().is_empty();
    if answered(ui, button, &asked.on, has_reason, enter, out) {
        let superseded = asked.how == EndedHow::Superseded && !asked.correct;
        let ended = Box::new(Ended {
            on: asked.on.parse().ok(),
            how: Some(asked.how),
            by: if superseded {
                asked.by.as_str().into()
            } else {
                Default::default()
            },
            why: asked.why.trim().into(),
            ..Ended::default()
        });
        let record = asked.record.clone();
        out.push(match asked.correct {
            true => Command::CorrectClaim(record, asked.at, ended),
            false => Command::EndClaim(record, asked.at, ended),
        });
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
    let picked = pick(
        ui,
        id,
        "Superseded by",
        &shown,
        asked.by.is_empty(),
        width,
        || {
            let mut choices = asked.others.clone();
            choices.insert(0, Choice::new("", "no other claim"));
            choices
        },
    );
    if let Some(picked) = picked {
        asked.by = picked;
    }
}

/// Asks about links.
pub(super) fn set_aside(
    ui: &mut Ui,
    how: &mut EndedHow,
    why: &mut String,
    on: &mut String,
    out: &mut Vec<Command>,
) {
    heading(ui, "Set this link aside?");
    wrapped(ui, "Its claims stay on file but no longer count.");
    hows(ui, how);
    let enter = why_and_when(ui, why, on, false);
    let has_reason = !why.trim().is_empty();
    if answered(ui, "Set aside", on, has_reason, enter, out) {
        out.push(Command::SetAsideNow(Box::new(Ended {
            on: on.parse().ok(),
            how: Some(*how),
            why: why.trim().into(),
            ..Ended::default()
        })));
    }
}

fn hows(ui: &mut Ui, how: &mut EndedHow) {
    ui.horizontal(|ui| {
        for choice in EndedHow::ALL {
            let text = match choice {
                EndedHow::Withdrawn => "Withdrawn",
                EndedHow::Rejected => "Found to be wrong",
                EndedHow::Superseded => "Superseded",
            };
            ui.radio_value(how, *choice, text);
        }
    });
}

/// Two lines to type in; whether Enter was pressed in the first.
fn why_and_when(ui: &mut Ui, why: &mut String, on: &mut String, fresh: bool) -> bool {
    let label = ui.label("Reason");
    let edit = TextEdit::singleline(why)
        .id(Id::unique("why"))
        .hint_text("for readers of the file")
        .desired_width(f32::INFINITY);
    let field = ui.add(edit).labelled_by(label.id);
    if fresh {
        field.request_focus();
    }
    let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let label = ui.label("Date");
    let edit = TextEdit::singleline(on)
        .id(Id::unique("when"))
        .desired_width(f32::INFINITY);
    ui.add(edit).labelled_by(label.id);
    enter
}

/// The buttons; whether the answer is yes. Without a reason it cannot be.
fn answered(
    ui: &mut Ui,
    yes: &str,
    on: &str,
    has_reason: bool,
    enter: bool,
    out: &mut Vec<Command>,
) -> bool {
    let is_date = on.is_empty() || on.parse::<crate::model::PartialDate>().is_ok();
    if !is_date {
        super::widgets::wrong(ui, &crate::model::NotADate.to_string());
    }
    let mut done = false;
    ui.horizontal(|ui| {
        let may = is_date && has_reason;
        let button = ui.add_enabled_ui(may, |ui| accent_button(ui, yes).clicked());
        done = button.inner || (enter && may);
        if ui.button("Cancel").clicked() {
            close(out);
        }
    });
    done
}
