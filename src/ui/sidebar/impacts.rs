//! What falls without what is left out: each link with what it was and what it is.

use egui::{CornerRadius, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::model::{Change, Impact, RecordRef, TableName};
use crate::scene::fonts::Weight;
use crate::ui::action::Action;
use crate::ui::command::Command;
use crate::ui::parts::choices::entity_name;
use crate::ui::parts::widgets::{Hint, focus_ring, link_button, row_ground, text_at};
use crate::ui::state::Window;
use crate::ui::theme::palette;
use crate::work::Work;

use super::facets::shown_links;

/// The list, in the place of the sources.
pub(super) fn impacts(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let impacts = work.impacts();
    if link_button(ui, "", "Back to sources").clicked() {
        window.sidebar.sources.impacts = false;
    }
    ui.add(egui::Label::new(work.what_if_text()).wrap());
    ui.horizontal_wrapped(|ui| {
        let restore = link_button(ui, "close", "Include everything");
        if restore.clicked() {
            out.push(Command::Act(Action::IncludeEverything));
        }
        let shown = impacts.iter().map(|impact| impact.link);
        if !impacts.is_empty() && link_button(ui, "check", "Select all").clicked() {
            out.push(Command::Select(shown_links(work, shown)));
        }
    });
    ui.add_space(6.0);
    ScrollArea::vertical()
        .id_salt("what falls")
        .auto_shrink([false, false])
        .show_rows(ui, HEIGHT, impacts.len(), |ui, range| {
            for impact in &impacts[range] {
                row(ui, work, window, impact, out);
            }
        });
}

const HEIGHT: f32 = 42.0;

fn row(ui: &mut Ui, work: &Work, window: &Window, impact: &Impact, out: &mut Vec<Command>) {
    let Some(link) = work.document.links().at(impact.link) else {
        return;
    };
    let palette = palette(ui.ctx());
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::click());
    let kind = work.evidence.vocabulary().link_kind(link.kind_id());
    let (from, to) = (entity_name(work, &link.from), entity_name(work, &link.to));
    let what = crate::model::screen_line(&format!("{from} {} {to}", kind.label));
    let words = impact.text();
    let selected = window.selection.single_link() == Some(impact.link);
    response.widget_info(|| {
        let text = format!("{what}: {words}");
        WidgetInfo::selected(Role::Button, true, selected, text)
    });
    let ground = row_ground(palette, selected, &response);
    let painter = ui.painter();
    painter.rect_filled(rect.shrink2(vec2(0.0, 1.0)), CornerRadius::same(4), ground);
    focus_ring(ui, rect, &response);
    let color = match impact.change() {
        Change::LosesSupport => palette.warning,
        Change::Weakens | Change::Differs => palette.text_secondary,
    };
    let room = rect.width() - 12.0;
    for (y, text, size, color) in [
        (13.0, &what, 12.5, palette.text),
        (29.0, &words, 11.5, color),
    ] {
        let at = pos2(rect.left() + 6.0, rect.top() + y);
        text_at(painter, at, text, size, Weight::Regular, color, room);
    }
    if response.hint(format!("{what}\n{words}")).clicked() {
        let record = RecordRef::new(TableName::Links, link.id.clone());
        out.push(Command::GoTo(record));
    }
}
