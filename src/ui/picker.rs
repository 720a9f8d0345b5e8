//! Choosing one of several: a button that shows the choice, and a list under it that can be searched.

use egui::{
    Align2, CornerRadius, Id, Key, Popup, PopupCloseBehavior, Rect, Role, ScrollArea, Sense,
    Stroke, StrokeKind, TextEdit, Ui, WidgetInfo, pos2, vec2,
};

use crate::analysis::search;
use crate::scene::fonts::Weight;

use super::icons::sign;
use super::theme::{font, palette};
use super::widgets::{elided, focus_ring, text_at};

/// One thing to choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What choosing it means.
    pub value: String,
    /// Its words.
    pub label: String,
    /// Words that explain it, greyer.
    pub hint: String,
}

impl Choice {
    /// A choice without an explanation.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: String::new(),
        }
    }

    /// The same with an explanation.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// Lists longer than this can be searched.
const SEARCH_FROM: usize = 9;
/// Rows that are shown of a long list.
const MOST_ROWS: usize = 200;

/// A picker: its name for those who do not see it, what is chosen, and the choices. Returns the value chosen now.
///
/// `shown` is what the button says; `is_empty` makes that grey.
pub fn pick(
    ui: &mut Ui,
    id: Id,
    name: &str,
    shown: &str,
    is_empty: bool,
    width: f32,
    choices: impl FnOnce() -> Vec<Choice>,
) -> Option<String> {
    let palette = palette(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(width, 28.0), Sense::click());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ComboBox, true, name);
        info.current_text_value = Some(shown.to_owned());
        info
    });
    let painter = ui.painter();
    let ground = if response.hovered() {
        palette.hover
    } else {
        palette.field
    };
    painter.rect(
        rect,
        CornerRadius::same(6),
        ground,
        Stroke::new(1.0, palette.border),
        StrokeKind::Inside,
    );
    focus_ring(ui, rect, &response);
    let color = if is_empty {
        palette.text_tertiary
    } else {
        palette.text
    };
    let text = elided(shown, 13.0, Weight::Regular, rect.width() - 30.0);
    painter.text(
        pos2(rect.left() + 9.0, rect.center().y),
        Align2::LEFT_CENTER,
        text,
        font(13.0, Weight::Regular),
        color,
    );
    let mark = pos2(rect.right() - 13.0, rect.center().y);
    sign(ui, "chevron-down", mark, 10.0, palette.text_tertiary);
    let popup = Popup::menu(&response)
        .id(id)
        .width(rect.width().max(230.0))
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .accessible_name(name);
    let picked = popup.show(|ui| list(ui, id, name, choices()));
    let picked = picked.and_then(|shown| shown.inner);
    if picked.is_some() {
        Popup::close_id(ui.ctx(), id);
        response.request_focus();
    }
    picked
}

/// The searchable list of a picker.
pub fn list(ui: &mut Ui, id: Id, name: &str, choices: Vec<Choice>) -> Option<String> {
    let query_id = id.with("query");
    let chosen_id = id.with("chosen");
    let mut query: String = ui.data(|data| data.get_temp(query_id)).unwrap_or_default();
    let mut chosen: usize = ui.data(|data| data.get_temp(chosen_id)).unwrap_or_default();
    let is_first = ui.ctx().pass_nr_popup_opened(id);
    if is_first {
        query.clear();
        chosen = 0;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    if choices.len() >= SEARCH_FROM {
        let edit = TextEdit::singleline(&mut query)
            .id(id.with("search"))
            .hint_text("Search")
            .margin(egui::Margin::symmetric(9, 6))
            .desired_width(f32::INFINITY);
        let response = ui.add(edit).accessible_name(format!("Search {name}"));
        if is_first {
            response.request_focus();
        }
        if response.changed() {
            chosen = 0;
        }
        ui.add_space(6.0);
    }
    let texts = choices.iter().map(|choice| choice.label.as_str());
    let order = search::labels(texts, &query);
    let step = ui.input_mut(|input| {
        let down = i32::from(input.consume_key(egui::Modifiers::NONE, Key::ArrowDown));
        down - i32::from(input.consume_key(egui::Modifiers::NONE, Key::ArrowUp))
    });
    let last = order.len().min(MOST_ROWS).saturating_sub(1);
    chosen = chosen.saturating_add_signed(step as isize).min(last);
    // The Enter that opened the list chooses nothing in it.
    let enter = !is_first && ui.input(|input| input.key_pressed(Key::Enter));
    let mut picked = None;
    ScrollArea::vertical().max_height(280.0).show(ui, |ui| {
        for (place, at) in order.iter().take(MOST_ROWS).enumerate() {
            let choice = &choices[*at];
            let response = choice_row(ui, choice, place == chosen);
            if step != 0 && place == chosen {
                response.scroll_to_me(None);
            }
            if response.clicked() || (enter && place == chosen) {
                picked = Some(choice.value.clone());
            }
        }
        if order.is_empty() {
            ui.weak("No matches");
        } else if order.len() > MOST_ROWS {
            ui.weak(format!("{} more: keep typing", order.len() - MOST_ROWS));
        }
    });
    ui.data_mut(|data| {
        data.insert_temp(query_id, query);
        data.insert_temp(chosen_id, chosen);
    });
    picked
}

fn choice_row(ui: &mut Ui, choice: &Choice, chosen: bool) -> egui::Response {
    let palette = palette(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &choice.label));
    if ui.is_rect_visible(rect) {
        let ground = if chosen {
            palette.selected_row
        } else if response.hovered() {
            palette.hover
        } else {
            egui::Color32::TRANSPARENT
        };
        ui.painter()
            .rect_filled(rect, CornerRadius::same(4), ground);
        let middle = pos2(rect.left() + 8.0, rect.center().y);
        let (color, room) = (palette.text, rect.width() - 16.0);
        let right = text_at(
            ui.painter(),
            middle,
            &choice.label,
            13.0,
            Weight::Regular,
            color,
            room,
        );
        if !choice.hint.is_empty() {
            let at = pos2(right + 8.0, rect.center().y);
            let room = rect.right() - 8.0 - at.x;
            let color = palette.text_tertiary;
            text_at(
                ui.painter(),
                at,
                &choice.hint,
                11.5,
                Weight::Regular,
                color,
                room,
            );
        }
    }
    response
}

/// Whether a popup has just opened, so that its search field gets the focus once.
trait JustOpened {
    fn pass_nr_popup_opened(&self, id: Id) -> bool;
}

impl JustOpened for egui::Context {
    fn pass_nr_popup_opened(&self, id: Id) -> bool {
        let key = id.with("last pass");
        let now = self.cumulative_pass_nr();
        let last: Option<u64> = self.data(|data| data.get_temp(key));
        self.data_mut(|data| data.insert_temp(key, now));
        last.is_none_or(|last| last + 2 < now)
    }
}

/// The rectangle that a picker of this width takes, for whoever paints beside it.
pub fn size(width: f32) -> Rect {
    Rect::from_min_size(pos2(0.0, 0.0), vec2(width, 28.0))
}
