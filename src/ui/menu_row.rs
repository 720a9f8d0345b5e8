//! A row of a menu.

use egui::{Align2, CornerRadius, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::scene::fonts::Weight;

use super::icons::sign;
use super::theme::{font, palette};
use super::widgets::{elided, focus_ring};

/// A row of a menu over the whole width: label left, keys right, a tick if it is on.
pub fn menu_row(
    ui: &mut Ui,
    label: &str,
    keys: &str,
    possible: bool,
    on: Option<bool>,
) -> Response {
    let row = MenuRow {
        shown: label,
        name: label,
        keys,
        possible,
        on,
    };
    row.show(ui)
}

/// What a row of a menu has.
pub(super) struct MenuRow<'a> {
    /// What is painted.
    pub shown: &'a str,
    /// What a screen reader hears.
    pub name: &'a str,
    /// The keys of its shortcut.
    pub keys: &'a str,
    /// Whether it can be chosen.
    pub possible: bool,
    /// For a switch: whether it is on.
    pub on: Option<bool>,
}

impl MenuRow<'_> {
    /// Shows it.
    pub fn show(self, ui: &mut Ui) -> Response {
        let Self {
            shown: label,
            name,
            keys,
            possible,
            on,
        } = self;
        let palette = palette(ui.ctx());
        let sense = if possible {
            Sense::click()
        } else {
            Sense::hover()
        };
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), sense);
        response.widget_info(|| match on {
            Some(on) => WidgetInfo::selected(Role::MenuItemCheckBox, possible, on, name),
            None => WidgetInfo::labeled(Role::MenuItem, possible, name),
        });
        if possible && (response.hovered() || response.has_focus()) {
            ui.painter()
                .rect_filled(rect, CornerRadius::same(4), palette.hover);
        }
        focus_ring(ui, rect, &response);
        let color = if possible {
            palette.text
        } else {
            palette.text_disabled
        };
        let y = rect.center().y;
        if on == Some(true) {
            sign(ui, "check", pos2(rect.left() + 10.0, y), 11.0, color);
        }
        let painter = ui.painter();
        let mut right = rect.right() - 8.0;
        if !keys.is_empty() {
            let place = painter.text(
                pos2(right, y),
                Align2::RIGHT_CENTER,
                keys,
                font(11.5, Weight::Regular),
                palette.text_tertiary,
            );
            right = place.left() - 12.0;
        }
        let left = rect.left() + 20.0;
        let text = elided(label, 13.0, Weight::Regular, right - left);
        let body = font(13.0, Weight::Regular);
        painter.text(pos2(left, y), Align2::LEFT_CENTER, text, body, color);
        response
    }
}
