//! Why, how and when links are set aside; and the fields for these, which ending a claim has, too.

use egui::Ui;

use crate::model::{EndedHow, Ending, NotADate, PartialDate, agree, counted};
use crate::ui::command::{Asking, Command, Dialog};

use super::parts::{heading, mistake, wrapped};

/// Question why, how and when links are set aside.
#[derive(Debug)]
pub struct SetAside {
    /// Number of links.
    pub count: usize,
    /// How their claims are ended.
    pub how: EndedHow,
    /// Why, in words.
    pub why: String,
    /// When.
    pub on: String,
}

impl Dialog for SetAside {
    fn show(&mut self, ui: &mut Ui, asking: &mut Asking<'_>) {
        let Self {
            count,
            how,
            why,
            on,
        } = self;
        let what = match *count {
            1 => "this link".to_owned(),
            count => counted(count, "link"),
        };
        heading(ui, &format!("Set {what} aside?"));
        let whose = agree(*count, "Its", "Their");
        wrapped(
            ui,
            &format!("{whose} claims stay on file but no longer count."),
        );
        hows(ui, how);
        why_and_when(ui, asking, why, on);
        let has_reason = !why.trim().is_empty();
        if is_answered(ui, asking, "Set aside", on, has_reason) {
            asking.answer(Command::SetAsideNow(Box::new(Ending {
                on: on.parse().ok(),
                how: Some(*how),
                why: why.trim().into(),
                ..Ending::default()
            })));
        }
    }
}

pub(super) fn hows(ui: &mut Ui, how: &mut EndedHow) {
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

/// Two lines to type in, and room for what is wrong with the second.
pub(super) fn why_and_when(
    ui: &mut Ui,
    asking: &mut Asking<'_>,
    why: &mut String,
    on: &mut String,
) {
    asking.line(ui, "Reason", "why", why, "for readers of the file");
    asking.line(ui, "Date", "when", on, "");
    let mistaken = if is_date(on) {
        String::new()
    } else {
        NotADate.to_string()
    };
    mistake(ui, &mistaken);
}

fn is_date(on: &str) -> bool {
    on.is_empty() || on.parse::<PartialDate>().is_ok()
}

/// The buttons; whether the answer is yes. Without a reason it cannot be.
pub(super) fn is_answered(
    ui: &mut Ui,
    asking: &mut Asking<'_>,
    yes: &str,
    on: &str,
    has_reason: bool,
) -> bool {
    let answered = ui.horizontal(|ui| {
        let answered = asking.propose_if(ui, is_date(on) && has_reason, yes);
        asking.cancel(ui);
        answered
    });
    answered.inner
}
