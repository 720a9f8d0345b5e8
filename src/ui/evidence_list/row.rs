//! One row of the list: a link.

use egui::{
    Align2, CornerRadius, EventFilter, Id, Key, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use crate::analysis::evidence_list::{LinkText, SortColumn};
use crate::model::evidence::LinkEvidence;
use crate::model::{RecordRef, TableName, one_line};
use crate::scene::LinkRow;
use crate::scene::fonts::Weight;
use crate::scene::ink::{plain_row, sample};
use crate::ui::command::Command;
use crate::ui::parts::paint;
use crate::ui::parts::widgets::{Hint, focus_ring, hairline_at};
use crate::ui::state::Window;
use crate::ui::theme::{font, palette};
use crate::work::Work;

/// The height of a row.
pub(super) const HEIGHT: f32 = 48.0;
/// Room on both sides of a cell's text.
pub(super) const MARGIN: f32 = 5.0;
/// The size of text in cells and headings.
pub(super) const SIZE: f32 = 11.5;
/// The length of the sample of a link's line.
pub(super) const SAMPLE: f32 = 34.0;

/// A column of the table: one that it can be sorted by, or the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TableColumn {
    Sorts(SortColumn),
    Sentence,
}

/// The columns from left to right.
pub(super) const COLUMNS: [TableColumn; 10] = [
    TableColumn::Sorts(SortColumn::Strength),
    TableColumn::Sorts(SortColumn::From),
    TableColumn::Sorts(SortColumn::CustomKind),
    TableColumn::Sorts(SortColumn::Label),
    TableColumn::Sorts(SortColumn::To),
    TableColumn::Sorts(SortColumn::Stake),
    TableColumn::Sorts(SortColumn::Voices),
    TableColumn::Sorts(SortColumn::Since),
    TableColumn::Sentence,
    TableColumn::Sorts(SortColumn::Sources),
];

/// Shows the row at place `at` of the order, without its cells. A click, or Enter, goes to the link; arrow keys go to the
/// next row.
pub(super) fn show(
    ui: &mut Ui,
    work: &Work,
    window: &mut Window,
    order: &[u32],
    at: usize,
    out: &mut Vec<Command>,
) {
    let slot = order[at];
    let rect = ui.max_rect().intersect(ui.clip_rect());
    if rect.width() < SAMPLE {
        // The table asks for its rows among the columns that stay, too, which it has none of.
        return;
    }
    let response = ui.interact(rect, Id::unique(("evidence row", slot)), Sense::click());
    let text = window.evidence_list.text(slot);
    let selected = window.selection.links.contains(&slot);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, spoken(&text)));
    if window.evidence_list.takes_focus(slot) {
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
    let whole = ui.max_rect();
    ui.painter()
        .rect_filled(whole, CornerRadius::same(4), ground);
    hairline_at(ui, whole);
    focus_ring(ui, rect.shrink(2.0), &response);
    keys(ui, &response, window, order, at);
    if response.clicked()
        && let Some(id) = work.document.links().id_at(slot)
    {
        window.evidence_list.followed = Some(slot);
        out.push(Command::GoTo(RecordRef::new(TableName::Links, id.clone())));
    }
    response.hint_ui(|ui| in_full(ui, &text));
}

/// What a screen reader says.
fn spoken(text: &LinkText) -> String {
    format!(
        "{} {} {}: {}. {}",
        text.from,
        text.kind_and_label(),
        text.to,
        text.support,
        text.sentence
    )
}

/// Paints one cell of a row.
pub(super) fn cell(ui: &Ui, column: TableColumn, text: &LinkText, found: &LinkEvidence) {
    let palette = palette(ui.ctx());
    let rect = ui.max_rect().shrink2(vec2(MARGIN, 0.0));
    let (plain, grey) = (palette.text, palette.text_secondary);
    let put = |text: &str, weight, color| three_lines(ui, rect, text, weight, color);
    match column {
        TableColumn::Sentence => put(&text.sentence, Weight::Regular, plain),
        TableColumn::Sorts(column) => match column {
            SortColumn::Strength => support(ui, rect, text, found),
            SortColumn::From => put(&text.from, Weight::Medium, plain),
            SortColumn::CustomKind => put(&text.kind, Weight::Regular, grey),
            SortColumn::Label => put(&text.label, Weight::Regular, grey),
            SortColumn::To => put(&text.to, Weight::Medium, plain),
            SortColumn::Stake => put(&text.stake, Weight::Regular, plain),
            SortColumn::Voices if found.voices > 0 => {
                right_text(ui, rect, &found.voices.to_string())
            }
            SortColumn::Voices => {}
            SortColumn::Since => {
                let since = found.since.map(|since| since.to_string());
                put(&since.unwrap_or_default(), Weight::Regular, grey);
            }
            SortColumn::Sources if text.sources.is_empty() => put("none", Weight::Regular, grey),
            SortColumn::Sources => put(&text.sources, Weight::Regular, grey),
        },
    }
}

/// A sample of the line, and its support in words.
fn support(ui: &Ui, rect: egui::Rect, text: &LinkText, found: &LinkEvidence) {
    let palette = palette(ui.ctx());
    let row = LinkRow {
        disputed: found.disputed,
        ended: found.ended,
        ..plain_row(found.support)
    };
    let from = pos2(rect.left(), rect.center().y);
    let to = pos2(rect.left() + SAMPLE, from.y);
    let mut inks = Vec::new();
    sample(&mut inks, from, to, &row, palette);
    paint::inks(ui.painter(), &inks, Vec2::ZERO);
    let rest = rect.with_min_x(rect.left() + SAMPLE + 8.0);
    let support = support_words(text);
    three_lines(ui, rest, support, Weight::Regular, palette.text);
}

/// How well a link is supported, in words; the figure of voices has a column of its own.
pub(super) fn support_words(text: &LinkText) -> &str {
    let words = text
        .support
        .rsplit_once(", ")
        .filter(|(_, last)| last.ends_with("voice") || last.ends_with("voices"));
    words.map_or(text.support.as_str(), |(words, _)| words)
}

/// Text on at most three lines, cut to fit.
fn three_lines(ui: &Ui, rect: egui::Rect, text: &str, weight: Weight, color: egui::Color32) {
    if text.is_empty() {
        return;
    }
    let text = one_line(text);
    let width = rect.width().max(10.0);
    let mut job = egui::text::LayoutJob::simple(text, font(SIZE, weight), color, width);
    job.wrap.max_rows = 3;
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let at = pos2(rect.left(), rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, color);
}

/// A short text at the right end of its cell.
fn right_text(ui: &Ui, rect: egui::Rect, text: &str) {
    let font = font(12.0, Weight::Regular);
    let color = palette(ui.ctx()).text;
    ui.painter()
        .text(rect.right_center(), Align2::RIGHT_CENTER, text, font, color);
}

/// Arrow keys go from row to row.
fn keys(ui: &Ui, response: &egui::Response, window: &mut Window, order: &[u32], at: usize) {
    if !response.has_focus() {
        return;
    }
    let filter = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    // Taken, so that the row that gets the focus in this frame does not hand it on.
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
    let (up, down) = (pressed(Key::ArrowUp), pressed(Key::ArrowDown));
    let next = match (up, down) {
        (true, _) => at.checked_sub(1),
        (_, true) => Some(at + 1),
        _ => None,
    };
    if let Some(slot) = next.and_then(|next| order.get(next)) {
        window.evidence_list.focus_on(*slot);
        ui.ctx().request_repaint();
    }
}

/// A link in full, where the pointer rests on it.
fn in_full(ui: &mut Ui, text: &LinkText) {
    ui.set_max_width(460.0);
    ui.spacing_mut().item_spacing.y = 3.0;
    let title = one_line(&text.title());
    ui.label(egui::RichText::new(title).font(font(13.0, Weight::SemiBold)));
    ui.label(format!("{}.", text.support));
    ui.label(&text.sentence);
    if !text.stake.is_empty() {
        ui.label(format!("Stake: {}.", text.stake));
    }
    for source in &text.cited {
        ui.weak(format!("– {source}"));
    }
}
