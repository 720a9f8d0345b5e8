//! Ending a claim, correcting it, taking that back, deleting it.

use egui::Ui;

use crate::edit::Edit;
use crate::formats::linkwright::give_claim_ids;
use crate::model::sentence::Narrator;
use crate::model::{Claim, EndedHow};
use crate::ui::command::Command;
use crate::ui::dialogs::EndClaim;
use crate::ui::fields::RecordPart;
use crate::ui::parts::picker::Choice;
use crate::ui::parts::widgets::Hint;
use crate::work::Work;

use super::date::date;
use super::field::Form;

/// How a claim was ended, and what can be done with it.
pub(super) fn ending(
    ui: &mut Ui,
    form: &mut Form<'_>,
    claims: &[Claim],
    at: usize,
    replace: &impl Fn(Vec<Claim>) -> Edit,
) {
    let is_ended = claims[at].ended.is_some();
    if is_ended {
        let others = || others(form.work, claims, at);
        let others = others();
        let mut form = form.part(RecordPart::Ending(at));
        form.choose(ui, "Set aside", "how", "not stated", || {
            let all = EndedHow::ALL.iter();
            all.map(|how| Choice::new(how.as_str(), how.as_str()))
                .collect()
        });
        date(&mut form, ui, "Set aside on", "on");
        form.text(ui, "Reason", "why", "for readers of the file");
        form.choose(ui, "Superseded by", "by", "no other claim", || others);
    }
    ui.horizontal(|ui| {
        if is_ended {
            take_back(ui, form, claims, at, replace);
        } else {
            let end = ui.button("Set aside…");
            let end = end.hint("Keep it on file but stop counting it");
            if end.clicked() {
                ask(form, claims, at, false);
            }
            let correct = ui.button("Correct…");
            let correct = correct.hint("Set it aside as superseded and edit a copy");
            if correct.clicked() {
                ask(form, claims, at, true);
            }
        }
        if ui.button("Delete claim").clicked() {
            let mut shorter = claims.to_vec();
            give_claim_ids(&mut shorter);
            shorter.remove(at);
            form.window.open_claims.clear();
            form.out
                .push(Command::Commit("Delete claim".into(), replace(shorter)));
        }
    });
}

fn take_back(
    ui: &mut Ui,
    form: &mut Form<'_>,
    claims: &[Claim],
    at: usize,
    replace: &impl Fn(Vec<Claim>) -> Edit,
) {
    let text = "Reinstate";
    let button = ui.button(text);
    if button.hint("Count this claim again").clicked() {
        let mut changed = claims.to_vec();
        give_claim_ids(&mut changed);
        changed[at].ended = None;
        form.out
            .push(Command::Commit(text.to_owned(), replace(changed)));
    }
}

/// Asks how and why.
fn ask(form: &mut Form<'_>, claims: &[Claim], at: usize, correct: bool) {
    let work = form.work;
    let today = form.window.today.map(|date| date.to_string());
    let asked = EndClaim {
        record: form.record.clone(),
        at,
        claim: words(work, &claims[at]),
        correct,
        others: others(work, claims, at),
        how: EndedHow::Withdrawn,
        by: String::new(),
        why: String::new(),
        on: today.unwrap_or_default(),
    };
    // After this frame: the click that asks must not be taken for one beside the dialog.
    form.out.push(Command::Ask(Box::new(asked)));
}

/// The other claims of a record, by the ids that they have or get with the next edit.
fn others(work: &Work, claims: &[Claim], at: usize) -> Vec<Choice> {
    let mut named = claims.to_vec();
    give_claim_ids(&mut named);
    let others = named.iter().enumerate();
    others
        .filter(|(other, claim)| *other != at && !claim.id.is_empty())
        .map(|(other, claim)| {
            Choice::new(claim.id.to_string(), words(work, claim))
                .hint(format!("claim {}", other + 1))
        })
        .collect()
}

/// A claim in a few words.
fn words(work: &Work, claim: &Claim) -> String {
    let words = Narrator::new(&work.document, &work.evidence).claim(claim);
    crate::model::sentence::capital(&words)
}
