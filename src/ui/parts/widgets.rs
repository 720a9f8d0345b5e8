//! Small pieces that several panels share. A row is one painted widget with one response, not a layout of labels.

use egui::{
    Align2, Color32, CornerRadius, Id, Rect, RectAlign, Response, Role, Sense, Stroke, StrokeKind,
    Tooltip, Ui, Vec2, WidgetInfo, WidgetText, pos2, vec2,
};

use crate::look::{NodeLook, Palette};
use crate::model::screen_line;
use crate::scene::fonts::{FontBook, Weight};
use crate::scene::ink::Ink;
use crate::scene::legend::node_sample;

use super::icons::sign;
use super::paint;
use crate::ui::theme::{font, palette};

/// A row of a list.
pub(crate) struct ListRow<'a> {
    /// Its text.
    pub text: &'a str,
    /// What stands under it in grey, in a row with room for two lines.
    pub below: &'a str,
    /// What stands at its right end: a number, mostly.
    pub right: Option<String>,
    /// How far it is moved in.
    pub indent: f32,
    /// A picture before the text.
    pub swatch: Option<&'a NodeLook>,
    /// Whether it is selected.
    pub selected: bool,
    /// Whether it says something that is not on the chart.
    pub dim: bool,
    /// Its height.
    pub height: f32,
    /// The text's size.
    pub size: f32,
    /// Room kept free at the right end, for a button of its own.
    pub keep_right: f32,
    /// What a screen reader says; the text if empty.
    pub name: String,
}

impl<'a> ListRow<'a> {
    /// A row with this text.
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            below: "",
            right: None,
            indent: 0.0,
            swatch: None,
            selected: false,
            dim: false,
            height: 26.0,
            size: 13.0,
            keep_right: 0.0,
            name: String::new(),
        }
    }

    /// Shows it over the whole width.
    pub(crate) fn show(self, ui: &mut Ui) -> Response {
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), self.height), Sense::click());
        let name = if self.name.is_empty() {
            screen_line(self.text)
        } else {
            screen_line(&self.name)
        };
        let selected = self.selected;
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, name.clone()));
        if ui.is_rect_visible(rect) {
            self.paint(ui, rect, &response);
        }
        response
    }

    fn paint(&self, ui: &Ui, rect: Rect, response: &Response) {
        let palette = palette(ui.ctx());
        let painter = ui.painter();
        let ground = row_ground(palette, self.selected, response);
        painter.rect_filled(rect.shrink2(vec2(0.0, 1.0)), CornerRadius::same(4), ground);
        focus_ring(ui, rect, response);
        let color = if self.dim {
            palette.text_tertiary
        } else {
            palette.text
        };
        let mut x = rect.left() + 6.0 + self.indent;
        let middle = rect.center().y;
        if let Some(support) = self.swatch {
            let mut inks: Vec<Ink> = Vec::new();
            node_sample(
                &mut inks,
                pos2(x + 8.0, middle),
                7.5 * support.factor.min(1.0),
                support,
            );
            paint::inks(painter, &inks, Vec2::ZERO);
            x += 24.0;
        }
        let mut right = rect.right() - 6.0 - self.keep_right;
        if let Some(text) = &self.right {
            let place = painter.text(
                pos2(right, middle),
                Align2::RIGHT_CENTER,
                text,
                font(12.0, Weight::Regular),
                palette.text_tertiary,
            );
            right = place.left() - 8.0;
        }
        let line = |y: f32, text: &str, size: f32, color: Color32| {
            text_at(
                painter,
                pos2(x, y),
                text,
                size,
                Weight::Regular,
                color,
                right - x,
            );
        };
        if self.below.is_empty() {
            line(middle, self.text, self.size, color);
        } else {
            line(middle - 8.0, self.text, self.size, color);
            line(middle + 8.5, self.below, 11.5, palette.text_secondary);
        }
    }
}

/// Tooltips that leave with what they belong to. egui keeps one open while the pointer is in its place, even if a dialog or a
/// menu has opened over that.
pub(crate) trait Hint: Sized {
    /// Shows a text while the pointer rests on it.
    fn hint(self, text: impl Into<WidgetText>) -> Self;
    /// The same to its right, where it is a row among rows that the text would cover.
    fn hint_beside(self, text: impl Into<WidgetText>) -> Self;
    /// Shows a card while the pointer rests on it.
    fn hint_ui(self, add: impl FnOnce(&mut Ui)) -> Self;
    /// The same to its right.
    fn hint_ui_beside(self, add: impl FnOnce(&mut Ui)) -> Self;
}

impl Hint for Response {
    fn hint(self, text: impl Into<WidgetText>) -> Self {
        if self.container_contains_pointer() {
            self.on_hover_text(text)
        } else {
            self
        }
    }

    fn hint_beside(self, text: impl Into<WidgetText>) -> Self {
        self.hint_ui_beside(|ui| {
            ui.set_max_width(ui.spacing().tooltip_width);
            ui.label(text);
        })
    }

    fn hint_ui(self, add: impl FnOnce(&mut Ui)) -> Self {
        if self.container_contains_pointer() {
            self.on_hover_ui(add)
        } else {
            self
        }
    }

    fn hint_ui_beside(self, add: impl FnOnce(&mut Ui)) -> Self {
        if self.container_contains_pointer() {
            let mut tooltip = Tooltip::for_enabled(&self);
            tooltip.popup = tooltip.popup.align(RectAlign::RIGHT).gap(10.0);
            tooltip.show(add);
        }
        self
    }
}

/// Text cut at its end to fit.
pub(crate) fn elided(text: &str, size: f32, weight: Weight, room: f32) -> String {
    let book = FontBook::shared();
    let text = screen_line(text);
    if book.width(&text, size, weight) <= room {
        return text;
    }
    let chars: Vec<char> = text.chars().collect();
    let full = book.width(&text, size, weight).max(1.0);
    let mut keep = ((room / full) * chars.len() as f32) as usize;
    loop {
        let cut: String = chars[..keep.min(chars.len())].iter().collect();
        let cut = format!("{}…", cut.trim_end());
        if keep == 0 || book.width(&cut, size, weight) <= room {
            return cut;
        }
        keep -= 1;
    }
}

/// A ring around what has the focus of the keyboard.
pub(crate) fn focus_ring(ui: &Ui, rect: Rect, response: &Response) {
    if response.has_focus() {
        let palette = palette(ui.ctx());
        ui.painter().rect_stroke(
            rect.expand(1.0),
            CornerRadius::same(6),
            Stroke::new(2.0, palette.focus),
            StrokeKind::Outside,
        );
    }
}

/// A button that is only an icon, with a name for those who do not see it and a tooltip for those who do.
pub(crate) fn icon_button(ui: &mut Ui, icon: &'static str, name: &str, size: f32) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(size), Sense::click());
    icon_button_at(ui, rect, response, icon, name)
}

/// The same in a place of its own.
pub(crate) fn icon_button_in(
    ui: &mut Ui,
    rect: Rect,
    id: Id,
    icon: &'static str,
    name: &str,
) -> Response {
    let response = ui.interact(rect, id, Sense::click());
    icon_button_at(ui, rect, response, icon, name)
}

fn icon_button_at(
    ui: &Ui,
    rect: Rect,
    response: Response,
    icon: &'static str,
    name: &str,
) -> Response {
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let palette = palette(ui.ctx());
    if ui.is_rect_visible(rect) {
        let color = if response.hovered() || response.has_focus() {
            palette.text
        } else {
            palette.text_tertiary
        };
        if response.hovered() {
            ui.painter()
                .rect_filled(rect, CornerRadius::same(4), palette.hover);
        }
        focus_ring(ui, rect, &response);
        sign(
            ui,
            icon,
            rect.center(),
            (rect.width() * 0.55).clamp(10.0, 14.0),
            color,
        );
    }
    response.hint(name)
}

/// A button in the accent's colour: at most one in a panel.
pub(crate) fn accent_button(ui: &mut Ui, text: &str) -> Response {
    let palette = palette(ui.ctx());
    let button = egui::Button::new(egui::RichText::new(text).color(palette.on_accent))
        .fill(palette.accent)
        .stroke(Stroke::NONE);
    ui.add(button)
}

/// What lies behind a row of a list: more where it is chosen, a little under the pointer.
pub(crate) fn row_ground(palette: &Palette, chosen: bool, response: &Response) -> Color32 {
    match (chosen, response.hovered()) {
        (true, _) => palette.selected_row,
        (false, true) => palette.hover,
        (false, false) => Color32::TRANSPARENT,
    }
}

/// A button for what cannot be taken back: it asks by its own words once more, and only a further click does it. A double
/// click is one click; after some seconds it asks anew.
pub(crate) fn sure_button(ui: &mut Ui, id: Id, text: &str, sure: &str) -> bool {
    const SOONEST: f64 = 0.6;
    const LATEST: f64 = 8.0;
    let now = ui.input(|input| input.time);
    let asked: Option<f64> = ui.data(|data| data.get_temp(id));
    let asked = asked.filter(|asked| (0.0..LATEST).contains(&(now - asked)));
    if asked.is_some() {
        ui.ctx().request_repaint_after_secs(LATEST as f32);
    }
    if !ui
        .button(if asked.is_some() { sure } else { text })
        .clicked()
    {
        return false;
    }
    match asked {
        Some(asked) if now - asked < SOONEST => false,
        Some(_) => {
            ui.data_mut(|data| data.remove::<f64>(id));
            true
        }
        None => {
            ui.data_mut(|data| data.insert_temp(id, now));
            false
        }
    }
}

/// A plain button in the colour of links, with an icon before its text.
pub(crate) fn link_button(ui: &mut Ui, icon: &'static str, text: &str) -> Response {
    let palette = palette(ui.ctx());
    let size = 12.5;
    let lead = if icon.is_empty() { 2.0 } else { 16.0 };
    let width = FontBook::shared().width(text, size, Weight::Medium) + lead + 4.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width, 22.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, text));
    focus_ring(ui, rect, &response);
    let color = if response.hovered() {
        palette.accent_hover
    } else {
        palette.text_link
    };
    if !icon.is_empty() {
        let at = pos2(rect.left() + 6.0, rect.center().y);
        sign(ui, icon, at, 11.0, color);
    }
    ui.painter().text(
        pos2(rect.left() + lead, rect.center().y),
        Align2::LEFT_CENTER,
        text,
        font(size, Weight::Medium),
        color,
    );
    response
}

/// A heading of a section, with a number beside it.
pub(crate) fn section(ui: &mut Ui, text: &str, count: Option<usize>) {
    let palette = palette(ui.ctx());
    ui.horizontal(|ui| {
        ui.label(egui::RichText::new(text).font(font(13.0, Weight::SemiBold)));
        if let Some(count) = count {
            ui.label(
                egui::RichText::new(count.to_string())
                    .font(font(12.0, Weight::Regular))
                    .color(palette.text_tertiary),
            );
        }
    });
}

/// A small word on a ground of its own. Returns its right end.
pub(crate) fn chip(
    painter: &egui::Painter,
    left_middle: egui::Pos2,
    text: &str,
    fill: Color32,
    color: Color32,
) -> f32 {
    let size = 10.5;
    let width = FontBook::shared().width(text, size, Weight::Medium) + 12.0;
    let rect = Rect::from_min_size(left_middle - vec2(0.0, 9.0), vec2(width, 18.0));
    painter.rect_filled(rect, CornerRadius::same(4), fill);
    painter.text(
        rect.center(),
        Align2::CENTER_CENTER,
        text,
        font(size, Weight::Medium),
        color,
    );
    rect.right()
}

/// Text painted at a place, cut to fit. Returns its right end.
pub(crate) fn text_at(
    painter: &egui::Painter,
    left_middle: egui::Pos2,
    text: &str,
    size: f32,
    weight: Weight,
    color: Color32,
    room: f32,
) -> f32 {
    let text = elided(text, size, weight, room);
    let place = painter.text(
        left_middle,
        Align2::LEFT_CENTER,
        text,
        font(size, weight),
        color,
    );
    place.right()
}

/// Which items of a long list are shown: a page of them, with a row to turn pages where there are more. `wanted` is an item
/// that is asked for, such as one just added; its page opens when that changes.
pub(crate) fn page(
    ui: &mut Ui,
    salt: impl std::hash::Hash + std::fmt::Debug,
    count: usize,
    wanted: Option<usize>,
) -> std::ops::Range<usize> {
    const HELD: usize = 100;
    if count <= HELD {
        return 0..count;
    }
    let id = ui.scope_id().with(("page", salt));
    let (mut page, known) = ui
        .data(|data| data.get_temp::<(usize, Option<usize>)>(id))
        .unwrap_or_default();
    if let Some(wanted) = wanted.filter(|_| wanted != known) {
        page = wanted / HELD;
    }
    page = page.min((count - 1) / HELD);
    let range = page * HELD..((page + 1) * HELD).min(count);
    ui.horizontal(|ui| {
        let shown = format!("{} to {} of {count}", range.start + 1, range.end);
        ui.weak(shown);
        if page > 0 && ui.button("Back").clicked() {
            page -= 1;
        }
        if range.end < count && ui.button("More").clicked() {
            page += 1;
        }
    });
    ui.data_mut(|data| data.insert_temp(id, (page, wanted)));
    range
}

/// A hairline across the panel.
pub(crate) fn hairline(ui: &mut Ui) {
    let palette = palette(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 9.0), Sense::hover());
    let y = rect.center().y.round() + 0.5;
    ui.painter()
        .hline(rect.x_range(), y, Stroke::new(1.0, palette.hairline));
}

/// A hairline along the foot of a row.
pub(crate) fn hairline_at(ui: &Ui, row: Rect) {
    let stroke = Stroke::new(1.0, palette(ui.ctx()).hairline);
    ui.painter()
        .hline(row.x_range(), row.bottom() - 0.5, stroke);
}

/// A line under or beside a panel.
pub(crate) fn edge(painter: &egui::Painter, from: egui::Pos2, to: egui::Pos2, palette: &Palette) {
    painter.line_segment([from, to], Stroke::new(1.0, palette.hairline));
}

/// Selects the text of a field from one character to another; the cursor stands at the second.
pub(crate) fn select_text(ctx: &egui::Context, field: Id, from: usize, to: usize) {
    use egui::text::{CCursor, CCursorRange};
    let mut state = egui::TextEdit::load_state(ctx, field).unwrap_or_default();
    let range = CCursorRange::two(CCursor::new(from), CCursor::new(to));
    state.cursor.set_char_range(Some(range));
    egui::TextEdit::store_state(ctx, field, state);
}

/// Notes that Tab was pressed, before any widget takes the key.
pub(crate) fn note_tab(ctx: &egui::Context) {
    if ctx.input(|input| input.key_pressed(egui::Key::Tab)) {
        let now = ctx.cumulative_pass_nr();
        ctx.data_mut(|data| data.insert_temp(Id::unique("last tab"), now));
    }
}

/// Selects the whole text of a field of one line that Tab has just led to, so that what is typed replaces it.
pub(crate) fn select_after_tab(ui: &Ui, field: &Response, text: &str) {
    // Backwards, and out of an open list, the focus arrives some passes later.
    const MOST_PASSES: u64 = 4;
    if !field.gained_focus() {
        return;
    }
    let tab: Option<u64> = ui.data(|data| data.get_temp(Id::unique("last tab")));
    let now = ui.ctx().cumulative_pass_nr();
    if tab.is_some_and(|tab| now <= tab + MOST_PASSES) {
        select_text(ui.ctx(), field.id, 0, text.chars().count());
    }
}

/// Whether Enter was pressed in this field of one line.
pub(crate) fn entered(ui: &Ui, field: &Response) -> bool {
    field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter))
}

/// Keeps the focus in a field whose Enter was refused. Enter takes it away, and what is typed next would act on the chart
/// behind.
pub(crate) fn keep_focus(ui: &Ui, field: &Response) {
    if entered(ui, field) {
        field.request_focus();
    }
}

/// A mistake in words, with its sign.
pub(crate) fn wrong(ui: &mut Ui, why: &str) {
    let palette = palette(ui.ctx());
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (rect, _) = ui.allocate_exact_size(vec2(12.0, 16.0), egui::Sense::hover());
        sign(ui, "warning", rect.center(), 11.0, palette.error);
        let text = egui::RichText::new(why)
            .font(font(11.5, Weight::Regular))
            .color(palette.error);
        ui.add(egui::Label::new(text).wrap());
    });
}
