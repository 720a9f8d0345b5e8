//! Whose word a source is, asked where a claim rests on one that does not say.

use egui::{Id, Ui};

use crate::model::screen_line;
use crate::model::sentence::publication;
use crate::model::{Claim, Role, Source};
use crate::scene::fonts::Weight;
use crate::ui::command::Command;
use crate::ui::fields::{FieldKey, RecordKey};
use crate::ui::parts::choices::sources;
use crate::ui::parts::picker::pick;
use crate::ui::parts::widgets::Hint;
use crate::ui::state::{AskedRoles, Window};
use crate::ui::theme::{font, palette};
use crate::work::Work;

/// Whether something is to be asked about this source.
fn asks(work: &Work, asked: &AskedRoles, source: &Source) -> bool {
    let may_edit = !work.is_read_only();
    let is_open = source.role.is_none()
        && source.extra.unread("role").is_none()
        && !asked.not_known.contains(&source.id);
    may_edit && (is_open || asked.origin_of.as_ref() == Some(&source.id))
}

/// Under the claim in place `at`: asks about its source, once for all claims of a record that cite it.
pub(super) fn ask_at_claim(
    ui: &mut Ui,
    work: &Work,
    window: &mut Window,
    claims: &[Claim],
    at: usize,
    out: &mut Vec<Command>,
) {
    let claim = &claims[at];
    let is_first = |claim: &&Claim| claim.ended.is_none();
    let mut citing = claims.iter().filter(|other| other.source == claim.source);
    if !citing
        .find(is_first)
        .is_some_and(|first| std::ptr::eq(first, claim))
    {
        return;
    }
    if let Some(slot) = work.document.sources().slot_of(&claim.source) {
        ask(ui, work, window, slot, out);
    }
}

/// Asks whose word the source is or, once that is another's, whose.
pub(super) fn ask(
    ui: &mut Ui,
    work: &Work,
    window: &mut Window,
    slot: u32,
    out: &mut Vec<Command>,
) {
    let Some(source) = work.document.sources().at(slot) else {
        return;
    };
    if !asks(work, &window.asked, source) {
        return;
    }
    let key = |key| FieldKey::new(RecordKey::Source(slot), key);
    let asks_origin = window.asked.origin_of.as_ref() == Some(&source.id);
    let question = |ui: &mut Ui, text: String| {
        let grey = palette(ui.ctx()).text_secondary;
        let text = egui::RichText::new(text).font(font(11.5, Weight::Regular));
        ui.add(egui::Label::new(text.color(grey)).wrap());
    };
    ui.scope(|ui| {
        ui.spacing_mut().button_padding = egui::vec2(7.0, 3.0);
        ui.spacing_mut().interact_size.y = 22.0;
        if asks_origin {
            question(
                ui,
                format!(
                    "Which source does {} relay?",
                    screen_line(&publication(source))
                ),
            );
            ui.horizontal(|ui| {
                let choices = || {
                    let mut all = sources(work);
                    all.retain(|choice| choice.value != source.id.as_str());
                    all
                };
                let id = Id::unique(("whom it repeats", slot));
                let width = (ui.available_width() - 60.0).clamp(80.0, 220.0);
                let picked = pick(ui, id, "Relayed source", "a source…", true, width, choices);
                if let Some(picked) = picked {
                    window.asked.origin_of = None;
                    out.push(Command::Field(key("derived_from"), picked));
                } else if ui.button("Skip").clicked() {
                    window.asked.origin_of = None;
                }
            });
            return;
        }
        question(
            ui,
            format!("Is {} first-hand?", screen_line(&publication(source))),
        );
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let own = ui.button(Role::Own.label());
            if own.hint(Role::Own.meaning()).clicked() {
                out.push(Command::Field(key("role"), "own".into()));
            }
            let relay = ui.button(Role::Relay.label());
            if relay.hint(Role::Relay.meaning()).clicked() {
                out.push(Command::Field(key("role"), "relay".into()));
                if source.derived_from.is_empty() {
                    window.asked.origin_of = Some(source.id.clone());
                }
            }
            let unknown = ui.button("Not known");
            if unknown
                .hint("Leave it blank; do not ask again in this session")
                .clicked()
            {
                window.asked.not_known.insert(source.id.clone());
            }
        });
    });
    ui.add_space(4.0);
}
