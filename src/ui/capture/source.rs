//! The current source: its chip, where a new claim will cite it, and the few fields that a new one opens.

use std::sync::Arc;

use egui::{
    CornerRadius, Id, Rect, Role as RecordPart, Sense, TextEdit, Ui, WidgetInfo, pos2, vec2,
};

use crate::model::sentence::publication;
use crate::model::{PartialDate, Role, Source};
use crate::scene::fonts::{FontBook, Weight};
use crate::ui::command::{Command, EntryStep, Target};
use crate::ui::parts::choices::roles;
use crate::ui::parts::picker::{Choice, pick};
use crate::ui::parts::widgets::{entered, focus_ring, icon_button_in, select_after_tab, text_at};
use crate::ui::state::Window;
use crate::ui::theme::palette;
use crate::work::Work;

use super::field_id;

/// The height of the fields of a new source, points.
pub(super) const HEIGHT: f32 = 50.0;
/// The height of the current source alone, points.
const STRIP_HEIGHT: f32 = 36.0;

/// The current source at the left of the row, with pin and ✕. Returns its right end.
pub(super) fn chip(
    ui: &mut Ui,
    work: &Work,
    window: &mut Window,
    row: Rect,
    out: &mut Vec<Command>,
) -> f32 {
    let colors = palette(ui.ctx());
    let sources = work.document.sources();
    // Of a source that the dataset has, its record there is what it is now.
    let now = |source: &Arc<Source>| sources.get(&source.id).cloned();
    let source = window.capture.source.clone();
    let source = source.map(|source| now(&source).unwrap_or(source));
    let (text, color) = match &source {
        Some(source) => (publication(source), colors.text_link),
        None => ("No source: type @".to_owned(), colors.text_tertiary),
    };
    let most = (row.width() * 0.24).clamp(110.0, 300.0);
    let width = FontBook::shared()
        .width(&text, 12.5, Weight::Medium)
        .min(most);
    let buttons = if source.is_some() { 46.0 } else { 0.0 };
    let rect = Rect::from_min_size(
        row.min + vec2(0.0, 1.0),
        vec2(width + 18.0 + buttons, row.height() - 2.0),
    );
    let body = Rect::from_min_max(rect.min, rect.max - vec2(buttons, 0.0));
    let response = paint_chip(ui, rect, body, &text, color, source.is_some());
    let Some(source) = source else {
        return rect.right();
    };
    chip_buttons(ui, window, rect, out);
    let hint = "New claims cite it. Click for its fields.";
    let hint = match source.url.is_empty() {
        true => format!("{}\n{hint}", source.label()),
        false => format!("{}\n{}\n{hint}", source.label(), source.url),
    };
    if response.on_hover_text(hint).clicked() {
        match sources.slot_of(&source.id) {
            Some(slot) => out.push(Command::Edit(Target::Source(slot))),
            None => {
                window.capture.source_form = !window.capture.source_form;
                window.capture.focus_title = window.capture.source_form;
            }
        }
    }
    rect.right()
}

/// The pin that keeps the source when quick entry is closed, and ✕.
fn chip_buttons(ui: &mut Ui, window: &Window, chip: Rect, out: &mut Vec<Command>) {
    let square = |from_right: f32| {
        let center = pos2(chip.right() - from_right, chip.center().y);
        Rect::from_center_size(center, vec2(20.0, 20.0))
    };
    let pinned = window.capture.pinned;
    let name = match pinned {
        true => "Unpin the current source: it then ends with quick entry",
        false => "Pin the current source: it stays when quick entry is closed",
    };
    if pinned {
        let ground = palette(ui.ctx()).selected_row;
        ui.painter()
            .rect_filled(square(36.0), CornerRadius::same(4), ground);
    }
    let id = Id::unique("pin current source");
    if icon_button_in(ui, square(36.0), id, "pinned", name).clicked() {
        out.push(Command::Capture(EntryStep::Pin(!pinned)));
    }
    let id = Id::unique("no current source");
    if icon_button_in(ui, square(14.0), id, "close", "Clear current source").clicked() {
        out.push(Command::Capture(EntryStep::Source(None)));
    }
}

/// The current source above the chart while quick entry is closed. Returns the height that takes.
pub(super) fn strip(
    ui: &mut Ui,
    work: &Work,
    window: &mut Window,
    area: Rect,
    out: &mut Vec<Command>,
) -> f32 {
    if window.capture.source.is_none() {
        return 0.0;
    }
    let rect = Rect::from_min_size(area.min, vec2(area.width(), STRIP_HEIGHT));
    super::ground(ui, rect);
    let row = Rect::from_min_max(rect.min + vec2(12.0, 4.0), rect.max - vec2(12.0, 4.0));
    let right = chip(ui, work, window, row, out);
    let at = pos2(right + 10.0, row.center().y);
    let grey = palette(ui.ctx()).text_tertiary;
    let room = row.right() - at.x;
    let words = "New claims cite this source";
    text_at(ui.painter(), at, words, 12.0, Weight::Regular, grey, room);
    STRIP_HEIGHT
}

fn paint_chip(
    ui: &Ui,
    rect: Rect,
    body: Rect,
    text: &str,
    color: egui::Color32,
    is_set: bool,
) -> egui::Response {
    let colors = palette(ui.ctx());
    let response = ui.interact(body, Id::unique("current source"), Sense::click());
    response.widget_info(|| {
        let name = match is_set {
            true => format!("Current source: {text}"),
            false => "No current source".to_owned(),
        };
        WidgetInfo::labeled(RecordPart::Button, is_set, name)
    });
    let ground = if is_set {
        colors.accent_soft
    } else {
        colors.sunken
    };
    let painter = ui.painter();
    painter.rect_filled(rect, CornerRadius::same(6), ground);
    focus_ring(ui, body, &response);
    let at = pos2(rect.left() + 9.0, rect.center().y);
    let room = body.width() - 16.0;
    text_at(painter, at, text, 12.5, Weight::Medium, color, room);
    response
}

/// Title, publisher, date and role of a new source, before it enters the dataset.
pub(super) fn form(ui: &mut Ui, window: &mut Window, rect: Rect) {
    let Some(source) = window.capture.source.clone() else {
        window.capture.source_form = false;
        return;
    };
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(rect));
    let ui = &mut inside;
    let mut changed = Source::clone(&source);
    let mut done = false;
    let gap = 8.0;
    let unit = (rect.width() - 3.0 * gap - 70.0) / 10.0;
    let mut x = rect.left();
    let mut place = |width: f32| {
        let at = Rect::from_min_size(pos2(x, rect.top() + 16.0), vec2(width, 28.0));
        x += width + gap;
        at
    };
    let (title, publisher, date, role) = (
        place(unit * 4.0),
        place(unit * 2.6),
        place(unit * 1.6),
        place(unit * 1.8),
    );
    let focus = std::mem::take(&mut window.capture.focus_title);
    done |= field(ui, title, "Title of the source", &mut changed.title, focus);
    done |= field(ui, publisher, "Publisher", &mut changed.publisher, false);
    let mut text = published_text(ui, &source);
    let before = text.clone();
    done |= published(ui, date, &mut text);
    if text != before {
        ui.data_mut(|data| data.insert_temp(date_id(), (source.id.to_string(), text.clone())));
        if text.trim().is_empty() {
            changed.published = None;
        } else if let Ok(date) = text.trim().parse::<PartialDate>() {
            changed.published = Some(date);
        }
    }
    role_picker(ui, role, &mut changed);
    let button = Rect::from_min_size(
        pos2(rect.right() - 62.0, rect.top() + 16.0),
        vec2(62.0, 28.0),
    );
    done |= ui.put(button, egui::Button::new("Done")).clicked();
    if changed != *source {
        window.capture.source = Some(Arc::new(changed));
    }
    if ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape)) {
        done = true;
    }
    if done {
        window.capture.source_form = false;
        ui.memory_mut(|memory| memory.request_focus(field_id()));
    }
}

/// One field under its name; whether Enter was pressed in it.
fn field(ui: &mut Ui, rect: Rect, name: &str, value: &mut crate::model::Str, focus: bool) -> bool {
    let mut text = value.to_string();
    let entered = text_field(ui, rect, name, &mut text, focus);
    if text != value.as_str() {
        *value = text.into();
    }
    entered
}

fn text_field(ui: &mut Ui, rect: Rect, name: &str, text: &mut String, focus: bool) -> bool {
    caption(ui, rect, name);
    let edit = TextEdit::singleline(text)
        .id(Id::unique(("source form", name)))
        .align(egui::Align2::LEFT_CENTER)
        .margin(egui::Margin::symmetric(8, 4));
    let response = ui.put(rect, edit).accessible_name(name);
    select_after_tab(ui, &response, text);
    if focus {
        response.request_focus();
        ui.ctx().request_repaint();
    }
    entered(ui, &response)
}

fn caption(ui: &Ui, rect: Rect, name: &str) {
    let colors = palette(ui.ctx());
    let at = pos2(rect.left() + 2.0, rect.top() - 8.0);
    text_at(
        ui.painter(),
        at,
        name,
        11.0,
        Weight::Regular,
        colors.text_tertiary,
        rect.width(),
    );
}

fn date_id() -> Id {
    Id::unique("source form date")
}

/// The date as it is being typed: a half-typed one is no date yet.
fn published_text(ui: &Ui, source: &Source) -> String {
    let typed: Option<(String, String)> = ui.data(|data| data.get_temp(date_id()));
    match typed {
        Some((id, text)) if id == source.id.as_str() => text,
        _ => source
            .published
            .map(|date| date.to_string())
            .unwrap_or_default(),
    }
}

fn published(ui: &mut Ui, rect: Rect, text: &mut String) -> bool {
    let is_wrong = !text.trim().is_empty() && text.trim().parse::<PartialDate>().is_err();
    let name = if is_wrong {
        "Write 2025-12-09"
    } else {
        "Published"
    };
    caption(ui, rect, name);
    let edit = TextEdit::singleline(text)
        .id(Id::unique(("source form", "Published")))
        .hint_text("2025-12-09")
        .align(egui::Align2::LEFT_CENTER)
        .margin(egui::Margin::symmetric(8, 4));
    let response = ui.put(rect, edit).accessible_name("Published");
    select_after_tab(ui, &response, text);
    entered(ui, &response)
}

fn role_picker(ui: &mut Ui, rect: Rect, source: &mut Source) {
    caption(ui, rect, "Role");
    const UNKNOWN: &str = "Not stated";
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(rect));
    let shown = source.role.map_or(UNKNOWN, Role::label);
    let choices = || {
        let unknown = Choice::new("", UNKNOWN);
        roles().into_iter().chain([unknown]).collect()
    };
    let id = Id::unique("source form role");
    let picked = pick(
        &mut inside,
        id,
        "Role",
        shown,
        source.role.is_none(),
        rect.width(),
        choices,
    );
    if let Some(word) = picked {
        source.role = Role::from_word(&word);
    }
}
