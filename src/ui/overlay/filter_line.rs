//! The line above the chart: which view is shown, what its filter leaves, as of which date, and the way back to everything.

use egui::{
    Align2, CornerRadius, Id, Key, Painter, Pos2, Rect, Response, Role, Sense, TextEdit, Ui,
    WidgetInfo, pos2, vec2,
};

use crate::model::{Filter, PartialDate, counted, figure};
use crate::scene::fonts::{FontBook, Weight};
use crate::ui::action::Action;
use crate::ui::command::Command;
use crate::ui::details::month_picker;
use crate::ui::parts::icons::sign;
use crate::ui::parts::menu_row::action_button;
use crate::ui::parts::widgets::{Hint, edge, elided, focus_ring, hairline, link_button, text_at};
use crate::ui::state::Window;
use crate::ui::theme::{font, palette};
use crate::ui::views;
use crate::work::Work;

/// The size of its texts.
const SIZE: f32 = 12.5;

/// How wide the name of a view may be.
const VIEW_ROOM: f32 = 160.0;

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
    let left = view_button(ui, work, window, pos2(rect.left() + 8.0, y), out);
    let icon = pos2(left + 14.0, y);
    sign(ui, "filter", icon, 12.0, palette.text_secondary);
    let clear = (work.filter != Filter::default()).then(|| {
        let label = Action::ClearFilter.description().label;
        (
            label,
            FontBook::shared().width(label, SIZE, Weight::Medium) + 20.0,
        )
    });
    let date = date_label(work.filter.as_of);
    let buttons = drop_width(&date) + clear.map_or(0.0, |(_, width)| width + 4.0);
    let at = pos2(left + 26.0, y);
    let room = (right - 16.0 - buttons - at.x).max(0.0);
    let right = words(ui, &painter, work, at, room, rect);
    let right = date_button(ui, work, window, &date, pos2(right + 6.0, y), out);
    if let Some((_, width)) = clear {
        let place = Rect::from_min_size(pos2(right + 4.0, y - 11.0), vec2(width, 22.0));
        let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(place));
        if link_button(
            &mut inside,
            "close",
            Action::ClearFilter.description().label,
        )
        .clicked()
        {
            out.push(Command::Act(Action::ClearFilter));
        }
    }
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
    let whole = work.filter_text();
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

/// A text that opens a menu, with its left middle there.
fn drop_button(ui: &Ui, at: Pos2, text: &str, name: &str, id: &str) -> Response {
    let palette = palette(ui.ctx());
    let rect = Rect::from_min_size(at - vec2(0.0, 11.0), vec2(drop_width(text), 22.0));
    let response = ui.interact(rect, Id::unique(id), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let painter = ui.painter();
    if response.hovered() {
        painter.rect_filled(rect, CornerRadius::same(4), palette.hover);
    }
    focus_ring(ui, rect, &response);
    let at = pos2(rect.left() + 6.0, at.y);
    let ink = palette.text;
    let right = text_at(painter, at, text, SIZE, Weight::Medium, ink, rect.width());
    let mark = pos2(right + 8.0, at.y);
    sign(ui, "chevron-down", mark, 8.0, palette.text_tertiary);
    response
}

fn drop_width(text: &str) -> f32 {
    FontBook::shared().width(text, SIZE, Weight::Medium) + 26.0
}

/// The view that is shown, with a menu of all. Returns the right end.
fn view_button(ui: &Ui, work: &Work, window: &Window, at: Pos2, out: &mut Vec<Command>) -> f32 {
    let title = work.view().map_or("", |view| &view.title);
    let title = views::title(title, &work.view_id);
    let text = elided(&title, SIZE, Weight::Medium, VIEW_ROOM);
    let button = drop_button(ui, at, &text, &format!("View: {title}"), "view switcher");
    egui::Popup::menu(&button).show(|ui| {
        ui.set_width(240.0);
        ui.spacing_mut().item_spacing.y = 1.0;
        views::rows(ui, work, out);
        hairline(ui);
        for action in [Action::SaveView, Action::SaveFilter, Action::DatasetDetails] {
            if action_button(ui, action, work, window).clicked() {
                out.push(Command::Act(action));
                ui.close();
            }
        }
    });
    let right = button.rect.right();
    button.hint("Switch to another view, or save this one");
    right
}

fn date_label(date: Option<PartialDate>) -> String {
    match date {
        Some(date) => format!("As of {}", date.text()),
        None => "Any date".to_owned(),
    }
}

/// The date of the filter, with a calendar. Returns the right end.
fn date_button(
    ui: &Ui,
    work: &Work,
    window: &Window,
    label: &str,
    at: Pos2,
    out: &mut Vec<Command>,
) -> f32 {
    let button = drop_button(ui, at, label, &format!("Date: {label}"), "as of");
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
    let right = button.rect.right();
    button.hint("Show the case as it was on a date");
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
