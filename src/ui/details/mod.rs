//! The right panel: every field of what is selected, with pickers, mistakes at their field, and each link's sentence.

mod claims;
mod copy;
mod dataset;
mod date;
mod ending;
mod entity;
mod field;
mod history;
mod link;
mod role;
mod shared;
mod source;

use egui::{ScrollArea, Ui};

use super::action::Action;
use super::command::{Command, Target};
use super::parts::widgets::icon_button;
use super::state::Window;
use super::theme::{font, palette};
use crate::model::counts;
use crate::scene::fonts::Weight;
use crate::work::Work;

pub(crate) use claims::sentence;
pub(crate) use date::month_picker;

/// Shows the panel's inside.
pub(crate) fn show(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let shown = (
        window.selection.single_entity(),
        window.selection.single_link(),
    );
    ScrollArea::vertical()
        // Another record begins at its top.
        .id_salt(("editor", format!("{:?}", window.target), shown))
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            match window.target.clone() {
                Target::Source(slot) => source::show(ui, work, window, slot, out),
                Target::Dataset => dataset::show(ui, work, window, out),
                Target::CustomKind(id, target) => {
                    dataset::show_kind(ui, work, window, &id, target, out);
                }
                Target::Selection => selection(ui, work, window, out),
            }
            ui.add_space(24.0);
        });
}

fn selection(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let selection = window.selection.clone();
    if let Some(slot) = selection.single_entity() {
        entity::show(ui, work, window, slot, out);
    } else if let Some(slot) = selection.single_link() {
        link::show(ui, work, window, slot, out);
    } else if selection.is_empty() {
        dataset::show(ui, work, window, out);
    } else {
        several(ui, work, window, out);
    }
}

/// What several selected things have in common: how many there are, and what can be done with all of them.
fn several(ui: &mut Ui, work: &Work, window: &Window, out: &mut Vec<Command>) {
    use super::action::Action;
    header(ui, "Selection", out);
    let selection = &window.selection;
    let text = counts(&[
        (selection.entities.len(), "entity"),
        (selection.links.len(), "link"),
    ]);
    ui.label(egui::RichText::new(text).font(font(15.0, Weight::SemiBold)));
    ui.add_space(6.0);
    ui.horizontal_wrapped(|ui| {
        for action in [
            Action::AddLink,
            Action::Merge,
            Action::Pin,
            Action::SelectNeighbours,
            Action::ShowNeighbours,
            Action::ArrangeSelection,
            Action::HideSelection,
            Action::ShowOnlySelection,
            Action::Duplicate,
            Action::SetAside,
            Action::Delete,
        ] {
            if action.is_possible(work, window) {
                let label = crate::ui::parts::menu_row::words(action, work, window);
                if ui.button(label).clicked() {
                    out.push(Command::Act(action));
                }
            }
        }
    });
    ui.add_space(8.0);
    const MOST: usize = 200;
    for slot in window.selection.entities.iter().take(MOST) {
        if let Some(entity) = work.document.entities().at(*slot) {
            entity::row(ui, work, entity, *slot, out);
        }
    }
    for slot in window.selection.links.iter().take(MOST) {
        link::row(ui, work, *slot, None, out);
    }
}

/// The line at the top of the panel: what this is, and a button that closes it.
fn header(ui: &mut Ui, what: &str, out: &mut Vec<Command>) {
    let palette = palette(ui.ctx());
    ui.horizontal(|ui| {
        ui.label(
            egui::RichText::new(what)
                .font(font(11.5, Weight::SemiBold))
                .color(palette.text_tertiary),
        );
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            // From a record back to the dataset, from there away.
            if what == "Dataset" {
                if icon_button(ui, "close", "Hide details", 22.0).clicked() {
                    out.push(Command::Act(Action::ToggleDetails));
                }
            } else if icon_button(ui, "close", "Back to dataset details", 22.0).clicked() {
                out.push(Command::Select(Default::default()));
            }
        });
    });
}
