//! The defence list: a panel under everything with every line on the chart, what it rests on, and how well. Chart and list
//! are seen together: each shows what is selected in the other.

mod row;

use egui::{Align2, Rect, Role, ScrollArea, Sense, Stroke, TextEdit, Ui, WidgetInfo, pos2, vec2};

use crate::analysis::defence::{Column, Teller};
use crate::model::counted;
use crate::scene::fonts::Weight;
use crate::work::Work;

use super::action::Action;
use super::command::Command;
use super::state::Window;
use super::theme::{font, palette};
use super::widgets::{focus_ring, icon_button, link_button, text_at};

/// Shows the panel's inside.
pub fn show(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    window.defence.refresh(ui.ctx(), work);
    ui.spacing_mut().item_spacing = vec2(8.0, 0.0);
    bar(ui, work, window, out);
    ui.add_space(4.0);
    let columns = Columns::of(ui.available_rect_before_wrap());
    headings(ui, window, &columns);
    follow_selection(window);
    rows(ui, work, window, &columns, out);
}

/// What the list holds, a field to search it, and what can be done with it.
fn bar(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let palette = palette(ui.ctx());
    ui.horizontal(|ui| {
        ui.set_height(28.0);
        ui.label(egui::RichText::new("Defence list").font(font(13.0, Weight::SemiBold)));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if icon_button(ui, "close", "Hide the defence list", 22.0).clicked() {
                out.push(Command::Act(Action::DefenceList));
            }
            if link_button(ui, "", "Copy as table")
                .on_hover_text("For a spreadsheet: cells parted by tabs, with a header")
                .clicked()
            {
                copy(ui, work, window, true);
            }
            if link_button(ui, "", "Copy as text")
                .on_hover_text("To be read: each line with its sentence and its sources in full")
                .clicked()
            {
                copy(ui, work, window, false);
            }
            let name = "Filter the list";
            let edit = TextEdit::singleline(&mut window.defence.query)
                .id(egui::Id::unique("defence filter"))
                .hint_text("Filter: name, kind, source, look")
                .desired_width(220.0)
                .min_size(vec2(220.0, 26.0))
                .align(Align2::LEFT_CENTER)
                .margin(egui::Margin::symmetric(9, 4));
            ui.add(edit).accessible_name(name);
            if !window.defence.query.is_empty()
                && icon_button(ui, "close", "Clear the filter of the list", 20.0).clicked()
            {
                window.defence.query.clear();
            }
            if window.defence.counts().hidden_set_aside > 0
                && link_button(ui, "eye", "Show set aside")
                    .on_hover_text("Bring on the chart what was set aside")
                    .clicked()
            {
                out.push(Command::Act(Action::ShowSetAside));
            }
            // What is left over: how many lines of which sort.
            let words = window.defence.counts_in_words();
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
                response.on_hover_text(words);
            }
        });
    });
}

fn copy(ui: &Ui, work: &Work, window: &mut Window, as_table: bool) {
    let order = window.defence.order();
    let teller = Teller::new(&work.document, &work.evidence);
    let count = counted(order.len(), "line");
    // What leaves the window while something is left out has to say so.
    let without = match work.without_words() {
        words if words.is_empty() => words,
        words => format!("{words}\n"),
    };
    let (text, what) = if as_table {
        (without + &teller.table(&order), "as a table")
    } else {
        let title = &work.document.meta().title;
        let title = if title.is_empty() { "Untitled" } else { title };
        let heading = format!(
            "{title}: defence list\n{without}{}\n{}",
            work.filter_words(),
            window.defence.counts_in_words()
        );
        (teller.text(&order, &heading), "as text")
    };
    ui.ctx().copy_text(text);
    window.notify(format!("Copied {count} {what}"));
}

/// Where each column stands, in points of the window.
pub(super) struct Columns {
    look: (f32, f32),
    from: (f32, f32),
    kind: (f32, f32),
    to: (f32, f32),
    voices: (f32, f32),
    since: (f32, f32),
    sentence: (f32, f32),
    sources: (f32, f32),
}

impl Columns {
    fn of(rect: Rect) -> Self {
        const SCROLL_BAR: f32 = 14.0;
        const GAP: f32 = 10.0;
        let room = (rect.width() - SCROLL_BAR - 8.0 * GAP - 144.0 - 52.0 - 74.0).max(200.0);
        let mut left = rect.left() + 4.0;
        let mut next = |width: f32| {
            let place = (left, left + width);
            left += width + GAP;
            place
        };
        Self {
            look: next(144.0),
            from: next(room * 0.135),
            kind: next(room * 0.105),
            to: next(room * 0.135),
            voices: next(52.0),
            since: next(74.0),
            sentence: next(room * 0.475),
            sources: next(room * 0.15),
        }
    }

    fn of_column(&self, column: Column) -> (f32, f32) {
        match column {
            Column::Strength => self.look,
            Column::From => self.from,
            Column::Kind => self.kind,
            Column::To => self.to,
            Column::Voices => self.voices,
            Column::Since => self.since,
            Column::Sources => self.sources,
        }
    }
}

/// The headings: each sorts by its column, a second time the other way round.
fn headings(ui: &mut Ui, window: &mut Window, columns: &Columns) {
    let palette = palette(ui.ctx());
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    let y = line.center().y;
    let small = |ui: &Ui, left: f32, text: &str, room: f32, color| {
        text_at(
            ui.painter(),
            pos2(left, y),
            text,
            11.5,
            Weight::SemiBold,
            color,
            room,
        )
    };
    let (left, right) = columns.sentence;
    small(ui, left, "Sentence", right - left, palette.text_secondary);
    for column in Column::ALL {
        let (left, right) = columns.of_column(column);
        let rect = Rect::from_x_y_ranges(left - 4.0..=right + 4.0, line.y_range());
        let id = egui::Id::unique(("defence heading", column.label()));
        let response = ui.interact(rect, id, Sense::click());
        let is_chosen = window.defence.column == column;
        let descending = window.defence.descending;
        let name = match (is_chosen, descending) {
            (false, _) => format!("Sort by {}", column.label()),
            (true, false) => format!("Sort by {}, sorted upwards", column.label()),
            (true, true) => format!("Sort by {}, sorted downwards", column.label()),
        };
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, name.clone()));
        let color = if response.hovered() || is_chosen {
            palette.text
        } else {
            palette.text_secondary
        };
        let end = small(ui, left, column.label(), right - left - 8.0, color);
        if is_chosen {
            arrow(ui, pos2(end + 8.0, y), descending, color);
        }
        focus_ring(ui, rect, &response);
        if response.clicked() {
            window.defence.sort_by(column);
        }
    }
    let stroke = Stroke::new(1.0, palette.hairline);
    ui.painter()
        .hline(line.x_range(), line.bottom() - 0.5, stroke);
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

/// Brings the line into view that was selected elsewhere.
fn follow_selection(window: &mut Window) {
    let selected = window.selection.single_link();
    if window.defence.followed != selected {
        window.defence.followed = selected;
        if let Some(slot) = selected {
            window.defence.scroll_to(slot);
        }
    }
}

fn rows(ui: &mut Ui, work: &Work, window: &mut Window, columns: &Columns, out: &mut Vec<Command>) {
    let order = window.defence.order();
    if order.is_empty() {
        ui.add_space(6.0);
        ui.weak(if window.defence.query.trim().is_empty() {
            "No line is on the chart."
        } else {
            "No line of the chart has all these words."
        });
        return;
    }
    let mut area = ScrollArea::vertical()
        .id_salt("defence")
        .auto_shrink([false, false]);
    let seen = ui.available_height();
    if let Some(offset) = window.defence.take_scroll(seen, row::HEIGHT) {
        area = area.vertical_scroll_offset(offset);
    }
    let shown = area.show_rows(ui, row::HEIGHT, order.len(), |ui, range| {
        for at in range {
            row::show(ui, work, window, columns, &order, at, out);
        }
    });
    window.defence.offset = shown.state.clamped_offset().y;
}

/// Text in a column, on at most three lines, cut to fit.
pub(super) fn three_lines(
    ui: &Ui,
    (left, right): (f32, f32),
    middle: f32,
    text: &str,
    size: f32,
    weight: Weight,
    color: egui::Color32,
) {
    let text = crate::model::screen_line(text);
    let mut job =
        egui::text::LayoutJob::simple(text, font(size, weight), color, (right - left).max(10.0));
    job.wrap.max_rows = 3;
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let at = pos2(left, middle - galley.size().y / 2.0);
    ui.painter().galley(at, galley, color);
}

/// A short text at the right end of its column.
pub(super) fn right_text(ui: &Ui, right: f32, middle: f32, text: &str, color: egui::Color32) {
    let font = font(12.0, Weight::Regular);
    ui.painter()
        .text(pos2(right, middle), Align2::RIGHT_CENTER, text, font, color);
}
