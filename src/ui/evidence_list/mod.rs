//! The evidence list: a panel below everything else with every link on the chart and its evidence sentence. Chart and list
//! are seen together: each shows what is selected in the other.

mod row;
mod table;
mod widths;

use egui::{Align2, Role, Sense, TextEdit, Ui, WidgetInfo, pos2, vec2};

use crate::analysis::evidence_list::Teller;
use crate::model::counted;
use crate::scene::fonts::Weight;

use super::action::Action;
use super::command::Command;
use super::parts::widgets::{Hint, icon_button, keep_focus, link_button, text_at};
use super::state::Window;
use super::theme::{font, palette};
use crate::work::Work;

/// The height of the panel with seven rows under its bar and its headings, points.
pub(super) const SEVEN_ROWS: f32 = 7.0 * row::HEIGHT + 76.0;

/// Shows the panel's inside.
pub fn show(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    window.evidence_list.refresh(ui.ctx(), work);
    ui.spacing_mut().item_spacing = vec2(8.0, 0.0);
    bar(ui, work, window, out);
    ui.add_space(4.0);
    follow_selection(window);
    if !window.evidence_list.order().is_empty() {
        table::show(ui, work, window, out);
        return;
    }
    ui.add_space(6.0);
    ui.weak(match window.evidence_list.query.trim() {
        "" => "No links on the chart.",
        _ => "No links match.",
    });
}

/// What the list holds, a field to search it, and what can be done with it.
fn bar(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let palette = palette(ui.ctx());
    ui.horizontal(|ui| {
        ui.set_height(28.0);
        ui.label(egui::RichText::new("Evidence list").font(font(13.0, Weight::SemiBold)));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if icon_button(ui, "close", "Hide the evidence list", 22.0).clicked() {
                out.push(Command::Act(Action::EvidenceList));
            }
            if link_button(ui, "", "Copy as table")
                .hint("Tab-separated with a header row")
                .clicked()
            {
                copy(ui, work, window, true);
            }
            if link_button(ui, "", "Copy as text")
                .hint("To be read: each link with its sentence and its sources in full")
                .clicked()
            {
                copy(ui, work, window, false);
            }
            let name = "Filter the list";
            let edit = TextEdit::singleline(&mut window.evidence_list.query)
                .id(egui::Id::unique("defence filter"))
                .hint_text("Name, kind, source or support")
                .desired_width(220.0)
                .min_size(vec2(220.0, 26.0))
                .align(Align2::LEFT_CENTER)
                .margin(egui::Margin::symmetric(9, 4));
            let field = ui.add(edit).accessible_name(name);
            keep_focus(ui, &field);
            if !window.evidence_list.query.is_empty()
                && icon_button(ui, "close", "Clear the list filter", 20.0).clicked()
            {
                window.evidence_list.query.clear();
            }
            if window.evidence_list.counts().hidden_set_aside > 0
                && link_button(ui, "eye", "Show set-aside links")
                    .hint("Links whose claims were withdrawn, found to be wrong or superseded")
                    .clicked()
            {
                out.push(Command::Act(Action::ShowSetAside));
            }
            // In the room that is left: how many links with which support.
            let words = window.evidence_list.counts_text();
            let (rect, response) =
                ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words.clone()));
            let at = pos2(rect.left() + 4.0, rect.center().y);
            let color = palette.text_secondary;
            let right = text_at(
                ui.painter(),
                at,
                &words,
                12.0,
                Weight::Regular,
                color,
                rect.width() - 8.0,
            );
            if right > rect.right() - 20.0 {
                response.hint(words);
            }
        });
    });
}

fn copy(ui: &Ui, work: &Work, window: &mut Window, as_table: bool) {
    let order = window.evidence_list.order();
    let teller = Teller::new(&work.document, &work.evidence);
    let count = counted(order.len(), "link");
    // What leaves the window while something is left out has to say so.
    let what_if = match work.what_if_text() {
        words if words.is_empty() => words,
        words => format!("{words}\n"),
    };
    let (text, what) = if as_table {
        (what_if + &teller.table(&order), "as a table")
    } else {
        let title = &work.document.meta().title;
        let title = if title.is_empty() { "Untitled" } else { title };
        let heading = format!(
            "{title}: evidence list\n{what_if}{}\n{}",
            work.filter_text(),
            window.evidence_list.counts_text()
        );
        (teller.text(&order, &heading), "as text")
    };
    ui.ctx().copy_text(text);
    window.notify(format!("Copied {count} {what}"));
}

/// Brings the link into view that was selected elsewhere.
fn follow_selection(window: &mut Window) {
    let selected = window.selection.single_link();
    if window.evidence_list.followed != selected {
        window.evidence_list.followed = selected;
        if let Some(slot) = selected {
            window.evidence_list.scroll_to(slot);
        }
    }
}
