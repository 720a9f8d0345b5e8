//! Rows of menus, and actions as such rows.

use egui::{Align2, CornerRadius, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::scene::fonts::Weight;
use crate::ui::action::{Action, shortcut_text};
use crate::ui::parts::icons::sign;
use crate::ui::parts::widgets::{Hint, elided, focus_ring};
use crate::ui::state::Window;
use crate::ui::theme::{font, palette};
use crate::work::Work;

/// An action as a row of a menu; a tick if it is on.
pub(crate) fn action_button(ui: &mut Ui, action: Action, work: &Work, window: &Window) -> Response {
    action_row(ui, action, action.description().label, work, window)
}

/// The same under another label, as in a submenu; a screen reader hears the whole one.
pub(crate) fn action_row(
    ui: &mut Ui,
    action: Action,
    label: &str,
    work: &Work,
    window: &Window,
) -> Response {
    let description = action.description();
    let possible = action.is_possible(work, window);
    let keys = description.shortcuts.first().map(shortcut_text);
    let name = words(action, work, window);
    let shown = if label == description.label {
        &name
    } else {
        label
    };
    let row = MenuRow {
        shown,
        name: &name,
        keys: keys.as_deref().unwrap_or_default(),
        possible,
        on: action.is_on(work, window),
    };
    let response = row.show(ui);
    if description.hint.is_empty() {
        response
    } else {
        response.hint_beside(description.hint)
    }
}

/// A row of a menu over the whole width: label left, keys right, a tick if it is on.
pub(crate) fn menu_row(
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

/// A row of a submenu, whose name tells a screen reader what the submenu's adds to it.
pub(crate) fn named_row(ui: &mut Ui, label: &str, name: &str) -> Response {
    let row = MenuRow {
        shown: label,
        name,
        keys: "",
        possible: true,
        on: None,
    };
    row.show(ui)
}

/// What a row of a menu has.
struct MenuRow<'a> {
    /// What is painted.
    shown: &'a str,
    /// What a screen reader hears.
    name: &'a str,
    keys: &'a str,
    possible: bool,
    on: Option<bool>,
}

impl MenuRow<'_> {
    fn show(self, ui: &mut Ui) -> Response {
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

/// The action's label as things are now: undo and redo name their step, and pinning is unpinning where all is pinned.
pub(crate) fn words(action: Action, work: &Work, window: &Window) -> String {
    let label = action.description().label;
    let step = match action {
        Action::Undo => work.undo_label(),
        Action::Redo => work.redo_label(),
        Action::Pin if window.all_pinned(work) => return "Unpin".to_owned(),
        _ => None,
    };
    match step {
        Some(step) => format!("{label}: {step}"),
        None => label.to_owned(),
    }
}
