//! The line above the chart: what the filter of the view leaves, as of which date, and the way back to everything.

use egui::{
    Align2, CornerRadius, Id, Key, Painter, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind,
    TextEdit, Ui, WidgetInfo, pos2, vec2,
};

use crate::model::{Filter, PartialDate, counted, figure};
use crate::scene::fonts::{FontBook, Weight};
use crate::ui::action::Action;
use crate::ui::command::Command;
use crate::ui::details::month_picker;
use crate::ui::parts::icons::sign;
use crate::ui::parts::widgets::{Hint, edge, focus_ring, icon_button_in, link_button, text_at};
use crate::ui::state::Window;
use crate::ui::theme::{font, palette};
use crate::work::Work;

/// The size of its texts.
const SIZE: f32 = 12.5;

/// That of the button.
const SMALL: f32 = 12.0;

/// The room of a small ✕.
const CROSS: f32 = 24.0;

/// The filter in words gives way to no button below this width.
const LEAST_WORDS: f32 = 220.0;

/// Shows the line.
pub(crate) fn filter_line(
    ui: &mut Ui,
    work: &Work,
    window: &Window,
    rect: Rect,
    out: &mut Vec<Command>,
) {
    let palette = palette(ui.ctx());
    let painter = ui.painter_at(rect);
    let bottom = rect.bottom() - 0.5;
    edge(
        &painter,
        pos2(rect.left(), bottom),
        pos2(rect.right(), bottom),
        palette,
    );
    let y = rect.center().y;
    let right = counts(
        &painter,
        work,
        pos2(rect.right() - 16.0, y),
        palette.text_tertiary,
    );
    let left = rect.left() + 8.0;
    sign(
        ui,
        "filter",
        pos2(left + 14.0, y),
        12.0,
        palette.text_secondary,
    );
    let clear = if work.filter == Filter::default() {
        0.0
    } else {
        CROSS
    };
    let save = save_width(work, window);
    let at = pos2(left + 26.0, y);
    let room = right - 16.0 - clear - date_width(work.filter.as_of) - at.x;
    // The words come first: the way to save them is in menus, too.
    let save = save.filter(|width| room - width > LEAST_WORDS);
    let room = (room - save.unwrap_or(0.0)).max(0.0);
    let mut x = words(ui, &painter, work, at, room, rect);
    if clear > 0.0 {
        let name = Action::ClearFilter.description().label;
        let id = Id::unique("clear filter");
        if icon_button_in(ui, cross_at(pos2(x, y)), id, "close", name).clicked() {
            out.push(Command::Act(Action::ClearFilter));
        }
        x += CROSS;
    }
    x = date_button(ui, work, window, pos2(x + 8.0, y), out);
    if let Some(width) = save {
        let place = Rect::from_min_size(pos2(x + 8.0, y - 11.0), vec2(width, 22.0));
        let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(place));
        let label = Action::SaveFilter.description().label;
        if link_button(&mut inside, "", label).clicked() {
            out.push(Command::Act(Action::SaveFilter));
        }
    }
}

/// The room that saving the filter takes, where there is something to save.
fn save_width(work: &Work, window: &Window) -> Option<f32> {
    let label = Action::SaveFilter.description().label;
    let width = || FontBook::shared().width(label, SIZE, Weight::Medium) + 14.0;
    Action::SaveFilter.is_possible(work, window).then(width)
}

/// A small ✕ that begins there.
fn cross_at(left_middle: Pos2) -> Rect {
    Rect::from_min_size(left_middle + vec2(4.0, -10.0), vec2(20.0, 20.0))
}

/// How much of the dataset is shown. Returns the left end.
fn counts(painter: &Painter, work: &Work, at: Pos2, color: egui::Color32) -> f32 {
    let bundled = work.scene.bundles.values().map(|slots| slots.len() - 1);
    let counts = format!(
        "{} of {}, {} of {}",
        figure(work.net.nodes.len()),
        counted(work.document.entities().len(), "entity"),
        figure(work.scene.links.len() + bundled.sum::<usize>()),
        counted(work.document.links().len(), "link")
    );
    let small = font(12.0, Weight::Regular);
    let place = painter.text(at, Align2::RIGHT_CENTER, &counts, small, color);
    place.left()
}

/// What the filter leaves. Returns the right end.
fn words(ui: &Ui, painter: &Painter, work: &Work, at: Pos2, room: f32, line: Rect) -> f32 {
    let whole = work.filter_names();
    // The date has a button of its own.
    let date = match work.filter.as_of {
        Some(date) => format!(", as of {}.", date.text()),
        None => ", any date.".to_owned(),
    };
    let text = match whole.split_once(date.as_str()) {
        Some((text, "")) => text.to_owned(),
        Some((text, rest)) => format!("{text}.{rest}"),
        None => whole.to_owned(),
    };
    let ink = palette(ui.ctx()).text;
    let right = text_at(painter, at, &text, SIZE, Weight::Regular, ink, room);
    let spoken = Rect::from_x_y_ranges(at.x - 22.0..=right, line.y_range());
    let response = ui.interact(spoken, Id::unique("filter line"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("Filter: {whole}")));
    response.hint(whole);
    right
}

fn date_label(date: Option<PartialDate>) -> String {
    match date {
        Some(date) => format!("As of {}", date.text()),
        None => "Any date".to_owned(),
    }
}

/// What the button for the date says: the question, and its answer.
fn date_words(date: Option<PartialDate>) -> (&'static str, String) {
    (
        "As of ",
        date.map_or("any date".to_owned(), PartialDate::text),
    )
}

/// The room that the button for the date takes, with the gap before it.
fn date_width(date: Option<PartialDate>) -> f32 {
    let (ask, answer) = date_words(date);
    let book = FontBook::shared();
    let text = book.width(ask, SMALL, Weight::Regular) + book.width(&answer, SMALL, Weight::Medium);
    text + 42.0 + if date.is_some() { CROSS } else { 0.0 }
}

/// The button for the date, in a frame that stands out while there is one.
fn date_frame(ui: &Ui, date: Option<PartialDate>, at: Pos2) -> Response {
    let palette = palette(ui.ctx());
    let width = date_width(date) - 8.0;
    let rect = Rect::from_min_size(at - vec2(0.0, 12.0), vec2(width, 24.0));
    let mut body = rect;
    body.max.x -= if date.is_some() { CROSS } else { 0.0 };
    let response = ui.interact(body, Id::unique("as of"), Sense::click());
    let name = format!("Date: {}", date_label(date));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let line = match date {
        Some(_) => palette.accent,
        None => palette.field_line,
    };
    let painter = ui.painter();
    let ground = match response.hovered() {
        true => palette.hover,
        false => egui::Color32::TRANSPARENT,
    };
    let stroke = Stroke::new(1.0, line);
    painter.rect(
        rect,
        CornerRadius::same(5),
        ground,
        stroke,
        StrokeKind::Inside,
    );
    focus_ring(ui, body, &response);
    let (ask, answer) = date_words(date);
    let x = rect.left() + 9.0;
    let (grey, ink) = (palette.text_secondary, palette.text);
    let regular = font(SMALL, Weight::Regular);
    let asked = painter.text(pos2(x, at.y), Align2::LEFT_CENTER, ask, regular, grey);
    let medium = font(SMALL, Weight::Medium);
    let x = asked.right() + 3.0;
    let answered = painter.text(pos2(x, at.y), Align2::LEFT_CENTER, answer, medium, ink);
    let mark = pos2(answered.right() + 9.0, at.y);
    sign(ui, "chevron-down", mark, 8.0, palette.text_tertiary);
    response
}

/// The date of the filter, with a calendar. Returns the right end.
fn date_button(ui: &mut Ui, work: &Work, window: &Window, at: Pos2, out: &mut Vec<Command>) -> f32 {
    let date = work.filter.as_of;
    let button = date_frame(ui, date, at);
    let stored = work
        .filter
        .as_of
        .map(|date| date.to_string())
        .unwrap_or_default();
    let popup =
        egui::Popup::menu(&button).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let picked = popup.accessible_name("As-of date").show(|ui| {
        ui.set_width(236.0);
        ui.weak("Hides what began later or had ended, and claims from later sources.");
        // Menus take the frames off their fields.
        let typed = ui.scope(|ui| {
            ui.reset_style();
            typed_date(ui, &stored)
        });
        let typed = typed.inner;
        typed.or(month_picker(ui, &stored, window.today, None, "Any date"))
    });
    let picked = picked.and_then(|shown| shown.inner);
    let date = picked.map(|text| text.parse::<PartialDate>().ok());
    if let Some(date) = date {
        let mut filter = work.filter.clone();
        filter.as_of = date;
        out.push(Command::SetFilter(Box::new(filter)));
        egui::Popup::close_all(ui.ctx());
    }
    let mut right = button.rect.right();
    button.hint("Show the case as it was on a date");
    if date.is_some() {
        let cross = cross_at(pos2(right - 4.0, at.y));
        let id = Id::unique("any date");
        if icon_button_in(ui, cross, id, "close", "Show any date").clicked() {
            let mut filter = work.filter.clone();
            filter.as_of = None;
            out.push(Command::SetFilter(Box::new(filter)));
        }
        right += CROSS;
    }
    right
}

/// A field for the date; what was typed, once Enter says that it is whole.
fn typed_date(ui: &mut Ui, stored: &str) -> Option<String> {
    let id = Id::unique("as-of field");
    let kept = ui.data(|data| data.get_temp::<String>(id));
    let mut text = kept.unwrap_or_else(|| stored.to_owned());
    let edit = TextEdit::singleline(&mut text)
        .id(id)
        .hint_text("2025-12-09, 2025-12 or 2025")
        .desired_width(f32::INFINITY);
    let field = ui.add(edit).accessible_name("As-of date");
    let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let is_date = text.trim().is_empty() || text.trim().parse::<PartialDate>().is_ok();
    if enter && is_date {
        ui.data_mut(|data| data.remove::<String>(id));
        return Some(text.trim().to_owned());
    }
    if !is_date && !field.has_focus() {
        crate::ui::parts::widgets::wrong(ui, &crate::model::NotADate.to_string());
    }
    ui.data_mut(|data| data.insert_temp(id, text));
    None
}
