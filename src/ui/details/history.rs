//! The history of a record, as its claims tell it.

use egui::{Id, Role, Ui, WidgetInfo};

use crate::model::Claim;
use crate::model::history::history;
use crate::model::sentence::Narrator;
use crate::scene::fonts::Weight;
use crate::ui::parts::icons::sign;
use crate::ui::parts::widgets::{ListRow, text_at};
use crate::ui::theme::{font, palette};
use crate::work::Work;

/// The history, folded until it is asked for. Nothing for a record without claims.
pub(super) fn show(ui: &mut Ui, work: &Work, claims: &[Claim]) {
    if claims.is_empty() {
        return;
    }
    ui.add_space(6.0);
    let palette = palette(ui.ctx());
    let id = Id::unique("history is open");
    let open: bool = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let mut row = ListRow::new("History");
    row.indent = 12.0;
    row.height = 24.0;
    row.name = format!("History, {}", if open { "open" } else { "collapsed" });
    let response = row.show(ui);
    let mark = if open {
        "chevron-down"
    } else {
        "chevron-right"
    };
    let at = egui::pos2(response.rect.left() + 6.0, response.rect.center().y);
    sign(ui, mark, at, 9.0, palette.text_tertiary);
    if response.clicked() {
        ui.data_mut(|data| data.insert_temp(id, !open));
    }
    if !open {
        return;
    }
    let narrator = Narrator::new(&work.document, &work.evidence);
    for event in history(&narrator, claims) {
        let on = event
            .on
            .map_or_else(|| "No date".to_owned(), |on| on.to_string());
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let size = egui::vec2(80.0, 16.0);
            let (rect, date) = ui.allocate_exact_size(size, egui::Sense::hover());
            date.widget_info(|| WidgetInfo::labeled(Role::Label, true, on.clone()));
            let middle = egui::pos2(rect.left() + 6.0, rect.center().y);
            let color = palette.text_secondary;
            let (size, weight) = (11.5, Weight::Regular);
            text_at(ui.painter(), middle, &on, size, weight, color, rect.width());
            let small = |text: String| egui::RichText::new(text).font(font(size, weight));
            ui.add(egui::Label::new(small(event.what)).wrap().selectable(true));
        });
    }
}
