//! What the editors of several records have in common.

use egui::Ui;

use crate::model::{Str, Value};
use crate::scene::fonts::Weight;
use crate::ui::action::Action;
use crate::ui::command::Command;
use crate::ui::fields::RecordPart;
use crate::ui::parts::widgets::{icon_button, link_button, page, section};
use crate::ui::state::Window;
use crate::ui::theme::{font, palette};
use crate::work::Work;

use super::field::Form;

/// Properties of an entity or link: any key, any text.
pub(super) fn properties(
    ui: &mut Ui,
    form: &mut Form<'_>,
    properties: &[(Str, Value)],
    edit: impl Fn(Vec<(Str, Value)>) -> crate::edit::Edit,
) {
    ui.add_space(4.0);
    section(ui, "Properties", Some(properties.len()).filter(|n| *n > 0));
    let wanted = form.wanted(|part| match part {
        RecordPart::Property(at) => Some(at),
        _ => None,
    });
    for at in page(ui, "properties", properties.len(), wanted) {
        let mut form = form.part(RecordPart::Property(at));
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let width = (ui.available_width() - 30.0) / 2.0;
            form.bare(ui, &format!("Property {}", at + 1), "key", "name", width);
            form.bare(
                ui,
                &format!("Property value {}", at + 1),
                "value",
                "value",
                width,
            );
            if icon_button(ui, "close", &format!("Remove property {}", at + 1), 22.0).clicked() {
                let mut shorter = properties.to_vec();
                shorter.remove(at);
                form.out
                    .push(Command::Commit("Remove property".into(), edit(shorter)));
            }
        });
        form.bare_mistake(ui, "value");
    }
    if link_button(ui, "plus", "Add property").clicked() {
        let mut longer = properties.to_vec();
        let free = (1..).map(|n| format!("property {n}"));
        let is_free = |name: &String| properties.iter().all(|(have, _)| have != name.as_str());
        let name = free.into_iter().find(is_free).unwrap_or_default();
        longer.push((name.into(), Value::Text(Str::default())));
        form.out
            .push(Command::Commit("Add property".into(), edit(longer)));
        form.window.focus = Some(crate::ui::fields::FieldKey {
            record: form.record.clone(),
            part: RecordPart::Property(properties.len()),
            key: "key",
        });
    }
}

/// The record's id, and what can be done with it.
pub(super) fn footer(ui: &mut Ui, work: &Work, window: &Window, id: &str, out: &mut Vec<Command>) {
    let palette = palette(ui.ctx());
    ui.add_space(10.0);
    ui.horizontal(|ui| {
        let text = egui::RichText::new(format!("ID {id}"))
            .font(font(11.5, Weight::Regular))
            .color(palette.text_tertiary);
        ui.add(egui::Label::new(text).selectable(true).wrap());
    });
    ui.horizontal(|ui| {
        for action in [Action::Duplicate, Action::SetAside, Action::Delete] {
            if action.is_possible(work, window) && ui.button(action.description().label).clicked() {
                out.push(Command::Act(action));
            }
        }
    });
}
