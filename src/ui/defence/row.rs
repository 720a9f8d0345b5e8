//! One line of the list.

use egui::{CornerRadius, EventFilter, Id, Key, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::{Columns, right_text, three_lines};
use crate::analysis::defence::Told;
use crate::model::evidence::LinkEvidence;
use crate::model::{RecordRef, TableName};
use crate::scene::LinkRow;
use crate::scene::fonts::Weight;
use crate::scene::ink::{plain_row, sample};
use crate::ui::command::Command;
use crate::ui::paint;
use crate::ui::state::Window;
use crate::ui::theme::{font, palette};
use crate::ui::widgets::{focus_ring, hairline_at};
use crate::work::Work;

/// The height of a line.
pub const HEIGHT: f32 = 48.0;

/// Shows the line at place `at` of the order. A click, or Enter, goes to the link; arrow keys go to the next line.
pub fn show(
    ui: &mut Ui,
    work: &Work,
    window: &mut Window,
    columns: &Columns,
    order: &[u32],
    at: usize,
    out: &mut Vec<Command>,
) {
    let slot = order[at];
    let size = vec2(ui.available_width(), HEIGHT);
    let (_, rect) = ui.allocate_space(size);
    if !ui.is_rect_visible(rect) {
        return;
    }
    let response = ui.interact(rect, Id::unique(("defence line", slot)), Sense::click());
    let beside = &order[at..(at + 24).min(order.len())];
    let told = window.defence.told(work, beside, slot);
    let found = work.evidence.link(slot);
    let selected = window.selection.links.contains(&slot);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, spoken(&told)));
    if window.defence.takes_focus(slot) {
        response.request_focus();
    }
    let colors = palette(ui.ctx());
    let ground = if selected {
        colors.selected_row
    } else if response.hovered() {
        colors.hover
    } else {
        egui::Color32::TRANSPARENT
    };
    ui.painter()
        .rect_filled(rect, CornerRadius::same(4), ground);
    hairline_at(ui, rect);
    paint_line(ui, rect, columns, &told, &found);
    focus_ring(ui, rect.shrink(2.0), &response);
    keys(ui, &response, window, order, at);
    if response.clicked()
        && let Some(id) = work.document.links().id_at(slot)
    {
        window.defence.followed = Some(slot);
        out.push(Command::GoTo(RecordRef::new(TableName::Links, id.clone())));
    }
    response.on_hover_ui(|ui| in_full(ui, &told));
}

/// What a screen reader says.
fn spoken(told: &Told) -> String {
    format!(
        "{} {} {}: {}. {}",
        told.from, told.kind, told.to, told.look, told.sentence
    )
}

fn paint_line(ui: &Ui, rect: egui::Rect, columns: &Columns, told: &Told, found: &LinkEvidence) {
    let palette = palette(ui.ctx());
    let middle = rect.center().y;
    let (left, right) = columns.look;
    let row = LinkRow {
        disputed: found.disputed,
        ended: found.ended,
        ..plain_row(found.look)
    };
    let mut inks = Vec::new();
    sample(
        &mut inks,
        pos2(left, middle),
        pos2(left + 34.0, middle),
        &row,
        palette,
    );
    paint::inks(ui.painter(), &inks, Vec2::ZERO);
    // The figure has a column of its own.
    let words = told
        .look
        .rsplit_once(", ")
        .filter(|(_, last)| last.ends_with("voice") || last.ends_with("voices"));
    let look = words.map_or(told.look.as_str(), |(words, _)| words);
    let grey = palette.text_secondary;
    let put = |place, text: &str, weight, color| {
        three_lines(ui, place, middle, text, 11.5, weight, color);
    };
    put((left + 42.0, right), look, Weight::Regular, palette.text);
    put(columns.from, &told.from, Weight::Medium, palette.text);
    put(columns.kind, &told.kind, Weight::Regular, grey);
    put(columns.to, &told.to, Weight::Medium, palette.text);
    if found.voices > 0 {
        right_text(
            ui,
            columns.voices.1,
            middle,
            &found.voices.to_string(),
            palette.text,
        );
    }
    if let Some(since) = found.since {
        put(columns.since, &since.to_string(), Weight::Regular, grey);
    }
    put(
        columns.sentence,
        &told.sentence,
        Weight::Regular,
        palette.text,
    );
    let sources = if told.sources.is_empty() {
        "none"
    } else {
        &told.sources
    };
    put(columns.sources, sources, Weight::Regular, grey);
}

/// Arrow keys go from line to line.
fn keys(ui: &Ui, response: &egui::Response, window: &mut Window, order: &[u32], at: usize) {
    if !response.has_focus() {
        return;
    }
    let filter = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    // Taken, so that the line that gets the focus in this frame does not hand it on.
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
    let (up, down) = (pressed(Key::ArrowUp), pressed(Key::ArrowDown));
    let next = match (up, down) {
        (true, _) => at.checked_sub(1),
        (_, true) => Some(at + 1),
        _ => None,
    };
    if let Some(slot) = next.and_then(|next| order.get(next)) {
        window.defence.focus_on(*slot);
        ui.ctx().request_repaint();
    }
}

/// A line in full, where the pointer rests on it.
fn in_full(ui: &mut Ui, told: &Told) {
    ui.set_max_width(460.0);
    ui.spacing_mut().item_spacing.y = 3.0;
    let title = format!("{} – {} – {}", told.from, told.kind, told.to);
    let title = crate::model::screen_line(&title);
    ui.label(egui::RichText::new(title).font(font(13.0, Weight::SemiBold)));
    ui.label(format!("{}.", told.look));
    ui.label(&told.sentence);
    for source in &told.cited {
        ui.weak(format!("– {source}"));
    }
}
