//! Choosing one of several: a button that shows the choice, and a list under it that can be searched.

use egui::{
    Align2, CornerRadius, Id, Key, Popup, PopupCloseBehavior, Rect, Role, ScrollArea, Sense,
    Stroke, StrokeKind, TextEdit, Ui, WidgetInfo, pos2, vec2,
};

use crate::analysis::search::{self, Match};
use crate::scene::fonts::{FontBook, Weight};

use super::icons::sign;
use super::widgets::{elided, focus_ring, keep_focus, row_ground, text_at};
use crate::ui::theme::{font, palette};

/// One thing to choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What choosing it means.
    pub value: String,
    /// Its words.
    pub label: String,
    /// Words that explain it, greyer.
    pub hint: String,
    /// Words under it that tell it from others, such as who published it.
    pub below: String,
    /// What else it is found by.
    pub also: Vec<String>,
}

impl Choice {
    /// A choice without an explanation.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: String::new(),
            below: String::new(),
            also: Vec::new(),
        }
    }

    /// The same with an explanation.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The same with a second line.
    pub fn below(mut self, words: impl Into<String>) -> Self {
        self.below = words.into();
        self
    }

    /// The same, found by these words too.
    pub fn found_by<T: Into<String>>(mut self, words: impl IntoIterator<Item = T>) -> Self {
        self.also.extend(words.into_iter().map(Into::into));
        self
    }

    /// What it is found by, its label first.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let more = [&self.value, &self.hint, &self.below];
        let all = std::iter::once(&self.label).chain(more).chain(&self.also);
        all.map(String::as_str).filter(|text| !text.is_empty())
    }
}

/// Lists longer than this can be searched.
const SEARCH_FROM: usize = 9;
/// The width of a list whose rows have a second line, points.
const TWO_LINES_WIDTH: f32 = 380.0;
/// Rows that are shown of a long list.
const MOST_ROWS: usize = 200;

/// A picker: its name for those who do not see it, what is chosen, and the choices. Returns the value chosen now.
///
/// `shown` is what the button says; `is_empty` makes that grey. In the open list Enter takes the marked row; so does Tab, if
/// something was typed or chosen, and goes on to the next field; Escape closes the list and changes nothing.
pub(crate) fn pick(
    ui: &mut Ui,
    id: Id,
    name: &str,
    shown: &str,
    is_empty: bool,
    width: f32,
    choices: impl FnOnce() -> Vec<Choice>,
) -> Option<String> {
    let leave_id = id.with("leave");
    let leave = ui.data_mut(|data| data.remove_temp::<egui::FocusDirection>(leave_id));
    if let Some(direction) = leave {
        ui.memory_mut(|memory| memory.move_focus(direction));
    }
    let (rect, response) = ui.allocate_exact_size(vec2(width, 28.0), Sense::click());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ComboBox, true, name);
        info.current_text_value = Some(shown.to_owned());
        info
    });
    paint_button(ui, rect, &response, shown, is_empty);
    let was_open = Popup::is_id_open(ui.ctx(), id);
    let popup = Popup::menu(&response)
        .id(id)
        .width(rect.width().max(230.0))
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .accessible_name(name);
    let answer = popup.show(|ui| list(ui, id, name, choices()));
    let answer = answer.map(|shown| shown.inner).unwrap_or_default();
    if answer.picked.is_some() || answer.leave.is_some() {
        Popup::close_id(ui.ctx(), id);
        response.request_focus();
    }
    if let Some(direction) = answer.leave {
        // The button has the focus in the next frame; from there it goes on.
        ui.data_mut(|data| data.insert_temp(leave_id, direction));
        ui.ctx().request_repaint();
    }
    let escape = was_open && ui.input(|input| input.key_pressed(Key::Escape));
    if escape {
        response.request_focus();
    }
    if Popup::is_id_open(ui.ctx(), id) {
        lock_keys(ui, response.id);
    }
    answer.picked
}

fn paint_button(ui: &Ui, rect: Rect, response: &egui::Response, shown: &str, is_empty: bool) {
    let palette = palette(ui.ctx());
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
    focus_ring(ui, rect, response);
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
}

/// Keeps for this widget, while it has the focus, the keys that would move the focus away.
pub(crate) fn lock_keys(ui: &Ui, id: Id) {
    let filter = egui::EventFilter {
        tab: true,
        escape: false,
        horizontal_arrows: true,
        vertical_arrows: true,
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
}

/// What was done in an open list in this frame.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ListAnswer {
    /// The value that was chosen.
    pub picked: Option<String>,
    /// Where Tab goes on to.
    pub leave: Option<egui::FocusDirection>,
}

/// The searchable list of a picker.
pub(crate) fn list(ui: &mut Ui, id: Id, name: &str, choices: Vec<Choice>) -> ListAnswer {
    let query_id = id.with("query");
    let chosen_id = id.with("chosen");
    let mut query: String = ui.data(|data| data.get_temp(query_id)).unwrap_or_default();
    let mut chosen: Option<usize> = ui.data(|data| data.get_temp(chosen_id)).unwrap_or_default();
    let is_first = ui.ctx().pass_nr_popup_opened(id);
    if is_first {
        query.clear();
        chosen = None;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    if choices.iter().any(|choice| !choice.below.is_empty()) {
        ui.set_min_width(TWO_LINES_WIDTH);
    }
    let is_long = choices.len() >= SEARCH_FROM;
    if !is_long {
        // A short list is read to the end: nothing of it is cut.
        ui.set_min_width(width_of(&choices));
    }
    let search = is_long.then(|| search_field(ui, id, name, &mut query, is_first));
    if search.as_ref().is_some_and(|field| field.changed()) {
        chosen = None;
    }
    let found = search::rows(choices.iter().map(Choice::texts), &query);
    let (step, leave) = keys(ui);
    chosen = step_in(&found[..found.len().min(MOST_ROWS)], chosen, step);
    let marked = chosen.or_else(|| best(&found));
    // The Enter that opened the list chooses nothing in it.
    let enter = !is_first && ui.input(|input| input.key_pressed(Key::Enter));
    let is_meant = chosen.is_some() || !query.trim().is_empty();
    let takes = enter || (leave.is_some() && is_meant);
    let mut picked = None;
    let room = ScrollArea::vertical()
        .max_height(280.0)
        .min_scrolled_height(280.0);
    room.show(ui, |ui| {
        let mut is_sure = true;
        for (place, row) in found.iter().take(MOST_ROWS).enumerate() {
            if is_sure && !row.rank.is_sure() {
                is_sure = false;
                ui.weak("Only similar: choose with the arrow keys or a click");
            }
            let choice = &choices[row.at];
            let is_chosen = marked == Some(place);
            let response = choice_row(ui, choice, is_chosen);
            if step != 0 && is_chosen {
                response.scroll_to_me(None);
            }
            if response.clicked() || (takes && is_chosen) {
                picked = Some(choice.value.clone());
            }
        }
        if found.is_empty() {
            ui.weak("No matches");
        } else if found.len() > MOST_ROWS {
            ui.weak(format!("{} more: keep typing", found.len() - MOST_ROWS));
        }
    });
    if let Some(field) = search.filter(|_| picked.is_none()) {
        keep_focus(ui, &field);
    }
    ui.data_mut(|data| {
        data.insert_temp(query_id, query);
        data.insert_temp(chosen_id, chosen);
    });
    ListAnswer { picked, leave }
}

/// The width that shows every row whole, up to the widest list, points.
fn width_of(choices: &[Choice]) -> f32 {
    const WIDEST: f32 = 480.0;
    let fonts = FontBook::shared();
    let words = |text: &str, size: f32| fonts.width(text, size, Weight::Regular);
    let row = |choice: &Choice| {
        let hint = match choice.hint.is_empty() {
            true => 0.0,
            false => words(&choice.hint, 11.5) + 8.0,
        };
        words(&choice.label, 13.0) + hint + 18.0
    };
    let widest = choices.iter().map(row).fold(0.0, f32::max);
    widest.min(WIDEST)
}

/// The field over a long list.
fn search_field(
    ui: &mut Ui,
    id: Id,
    name: &str,
    query: &mut String,
    is_first: bool,
) -> egui::Response {
    let edit = TextEdit::singleline(query)
        .id(id.with("search"))
        .hint_text("Search")
        .margin(egui::Margin::symmetric(9, 6))
        .desired_width(f32::INFINITY);
    let response = ui.add(edit).accessible_name(format!("Search {name}"));
    if is_first {
        response.request_focus();
    }
    lock_keys(ui, response.id);
    ui.add_space(6.0);
    response
}

/// The steps up and down that were pressed, and whether Tab was.
pub(crate) fn keys(ui: &Ui) -> (i32, Option<egui::FocusDirection>) {
    let count = |input: &mut egui::InputState, modifiers, key| {
        i32::try_from(input.count_and_consume_key(modifiers, key)).unwrap_or(i32::MAX)
    };
    ui.input_mut(|input| {
        let none = egui::Modifiers::NONE;
        let step = count(input, none, Key::ArrowDown) - count(input, none, Key::ArrowUp);
        let back = count(input, egui::Modifiers::SHIFT, Key::Tab) > 0;
        let forth = count(input, none, Key::Tab) > 0;
        let leave = match (back, forth) {
            (true, _) => Some(egui::FocusDirection::Previous),
            (false, true) => Some(egui::FocusDirection::Next),
            (false, false) => None,
        };
        (step, leave)
    })
}

/// What Enter takes where nothing was chosen: the best row, unless it is only similar.
pub(crate) fn best(found: &[Match]) -> Option<usize> {
    found.first().filter(|row| row.rank.is_sure()).map(|_| 0)
}

/// The row that is chosen after so many steps down, or up.
pub(crate) fn step_in(found: &[Match], chosen: Option<usize>, step: i32) -> Option<usize> {
    let last = found.len().checked_sub(1)?;
    match (chosen.or_else(|| best(found)), step) {
        (_, 0) => chosen.map(|at| at.min(last)),
        (None, step) => (step > 0).then_some(0),
        (Some(at), step) => Some(at.saturating_add_signed(step as isize).min(last)),
    }
}

fn choice_row(ui: &mut Ui, choice: &Choice, chosen: bool) -> egui::Response {
    let palette = palette(ui.ctx());
    let height = if choice.below.is_empty() { 26.0 } else { 42.0 };
    let size = vec2(ui.available_width(), height);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| {
        let mut info = WidgetInfo::selected(Role::Button, true, chosen, &choice.label);
        info.current_text_value = Some(choice.hint.clone()).filter(|hint| !hint.is_empty());
        info
    });
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let ground = row_ground(palette, chosen, &response);
    let painter = ui.painter();
    painter.rect_filled(rect, CornerRadius::same(4), ground);
    let words = |at: egui::Pos2, text: &str, size: f32, color: egui::Color32| {
        let room = rect.right() - 8.0 - at.x;
        text_at(painter, at, text, size, Weight::Regular, color, room)
    };
    let middle = pos2(rect.left() + 8.0, rect.top() + 13.0);
    let right = words(middle, &choice.label, 13.0, palette.text);
    if !choice.hint.is_empty() {
        let at = pos2(right + 8.0, middle.y);
        words(at, &choice.hint, 11.5, palette.text_tertiary);
    }
    if !choice.below.is_empty() {
        let at = pos2(middle.x, rect.top() + 30.0);
        words(at, &choice.below, 11.5, palette.text_secondary);
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
