//! The list as a table: headings that sort, columns that can be resized, and only the rows in view.

use std::sync::Arc;

use egui::{Id, Rangef, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use egui_table::{CellInfo, Column, HeaderCellInfo, HeaderRow, PrefetchInfo, Table, TableState};

use super::row::{self, COLUMNS, MARGIN, SIZE, TableColumn};
use super::widths::{quarter, widths};
use crate::analysis::evidence_list::SortColumn;
use crate::scene::fonts::Weight;
use crate::ui::command::Command;
use crate::ui::parts::widgets::{focus_ring, text_at};
use crate::ui::state::Window;
use crate::ui::theme::palette;
use crate::work::Work;

const HEADER: f32 = 24.0;
const SCROLL_BAR: f32 = 14.0;

/// Shows the links of the list; there is at least one.
pub(super) fn show(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let room = ui.available_width();
    let columns = columns(work, window, room);
    let mut table = Table::new()
        .id_salt(("evidence list", window.evidence_list.before))
        .num_rows(window.evidence_list.order().len() as u64)
        .columns(columns)
        .headers([HeaderRow::new(HEADER)]);
    fit(ui, table.get_id(ui), room);
    // What is sought is there at once: a list of thousands of rows is no way to glide along.
    ui.style_mut().scroll_animation = egui::style::ScrollAnimation::none();
    if let Some(place) = window.evidence_list.take_scroll() {
        table = table.scroll_to_row(place as u64, None);
        ui.ctx().request_repaint();
    }
    let order = window.evidence_list.order();
    let mut rows = Rows {
        work,
        window,
        order,
        out,
    };
    // Lines between rows are enough; those between columns show where the pointer can move them.
    ui.visuals_mut().widgets.noninteractive.bg_stroke = Stroke::NONE;
    table.show(ui, &mut rows);
}

/// The columns, at first as wide as the first links of the list ask for.
fn columns(work: &Work, window: &mut Window, room: f32) -> Vec<Column> {
    let list = &mut window.evidence_list;
    if list.widths.is_none() {
        let texts = list.first_texts(work);
        list.widths = Some(widths(&texts, room - SCROLL_BAR).to_vec());
    }
    let column = |width: &f32| Column::new(*width).range(Rangef::new(40.0, 2000.0));
    let widths = list.widths.iter().flatten();
    widths.map(column).collect()
}

/// Keeps the columns' share of the window when that is resized. The table would measure what it has not seen yet: here all
/// cells are painted to fit their columns, so that it is given a state from the beginning.
fn fit(ui: &Ui, id: Id, room: f32) {
    let mut state = TableState::load(ui.ctx(), id).unwrap_or_default();
    if state.parent_width == Some(room) {
        return;
    }
    if let Some(before) = state
        .parent_width
        .replace(room)
        .filter(|before| *before > 0.0)
    {
        for width in state.col_widths.values_mut() {
            *width = quarter(*width * room / before);
        }
    }
    state.store(ui.ctx(), id);
}

/// What the table asks for its cells.
struct Rows<'a> {
    work: &'a Work,
    window: &'a mut Window,
    order: Arc<Vec<u32>>,
    out: &'a mut Vec<Command>,
}

impl egui_table::TableDelegate for Rows<'_> {
    fn prepare(&mut self, info: &PrefetchInfo) {
        let end = (info.visible_rows.end as usize).min(self.order.len());
        let start = (info.visible_rows.start as usize).min(end);
        self.window
            .evidence_list
            .prepare(self.work, &self.order[start..end]);
    }

    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        let rect = ui.max_rect();
        let bottom = rect.bottom() - 0.5;
        let stroke = Stroke::new(1.0, palette(ui.ctx()).hairline);
        ui.painter().hline(rect.x_range(), bottom, stroke);
        match COLUMNS.get(cell.col_range.start) {
            Some(TableColumn::Sorts(column)) => heading(ui, self.window, *column, rect),
            Some(TableColumn::Sentence) => {
                let color = palette(ui.ctx()).text_secondary;
                heading_text(ui, rect, "Sentence", color);
            }
            None => {}
        }
    }

    fn row_ui(&mut self, ui: &mut Ui, row: u64) {
        let at = row as usize;
        if at < self.order.len() {
            row::show(ui, self.work, self.window, &self.order, at, self.out);
        }
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &CellInfo) {
        let column = COLUMNS.get(cell.col_nr);
        let slot = self.order.get(cell.row_nr as usize);
        if let (Some(column), Some(slot)) = (column, slot) {
            let text = self.window.evidence_list.text(*slot);
            row::cell(ui, *column, &text, &self.work.evidence.link(*slot));
        }
    }

    fn default_row_height(&self) -> f32 {
        row::HEIGHT
    }
}

/// A heading: sorts by its column, a second time in descending order.
fn heading(ui: &Ui, window: &mut Window, column: SortColumn, rect: Rect) {
    let palette = palette(ui.ctx());
    let id = Id::unique(("evidence heading", column.label()));
    // The edge belongs to the handle that resizes the column.
    let grip = rect.shrink2(vec2(MARGIN, 0.0));
    let response = ui.interact(grip, id, Sense::click());
    let is_chosen = window.evidence_list.column == column;
    let descending = window.evidence_list.descending;
    let name = match (is_chosen, descending) {
        (false, _) => format!("Sort by {}", column.label()),
        (true, false) => format!("Sort by {}, ascending", column.label()),
        (true, true) => format!("Sort by {}, descending", column.label()),
    };
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, name.clone()));
    let color = match response.hovered() || is_chosen {
        true => palette.text,
        false => palette.text_secondary,
    };
    let end = heading_text(ui, rect, column.label(), color);
    if is_chosen {
        arrow(ui, pos2(end + 8.0, rect.center().y), descending, color);
    }
    focus_ring(ui, grip, &response);
    if response.clicked() {
        window.evidence_list.sort_by(column);
    }
}

/// Returns where the text ends.
fn heading_text(ui: &Ui, rect: Rect, text: &str, color: egui::Color32) -> f32 {
    let at = pos2(rect.left() + MARGIN, rect.center().y);
    let room = rect.width() - 2.0 * MARGIN - 8.0;
    text_at(ui.painter(), at, text, SIZE, Weight::SemiBold, color, room)
}

fn arrow(ui: &Ui, at: egui::Pos2, down: bool, color: egui::Color32) {
    let tip = if down { 3.0 } else { -3.0 };
    let points = vec![
        at + vec2(0.0, tip),
        at + vec2(3.5, -tip * 0.7),
        at + vec2(-3.5, -tip * 0.7),
    ];
    ui.painter()
        .add(egui::Shape::convex_polygon(points, color, Stroke::NONE));
}
