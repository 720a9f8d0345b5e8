//! Keys and mouse.

use egui::{Align, Key, KeyboardShortcut, Layout, Modifiers, RichText, ScrollArea, Ui, vec2};

use crate::scene::fonts::Weight;
use crate::ui::action::{ACTIONS, Menu, shortcut_text};
use crate::ui::command::{Asking, Dialog};
use crate::ui::theme::{font, palette};

use super::parts::heading;

/// Keys and mouse.
#[derive(Debug)]
pub struct Keys;

/// Menus by column, so that columns are about equally long.
const SHEET: [&[Menu]; 3] = [
    &[Menu::File, Menu::Chart, Menu::Evidence, Menu::Help],
    &[Menu::Edit],
    &[Menu::View],
];

/// What keys mean in quick entry.
const QUICK_ENTRY: [(&str, KeyboardShortcut); 7] = [
    ("Add the fact", plain(Key::Enter)),
    (
        "Add, keep subject and verb",
        with(Modifiers::SHIFT, Key::Enter),
    ),
    (
        "Add and open the claim",
        with(Modifiers::COMMAND, Key::Enter),
    ),
    ("Complete a name", plain(Key::Tab)),
    ("Choose from the list", plain(Key::ArrowDown)),
    ("Earlier lines", plain(Key::ArrowUp)),
    ("Another kind", with(Modifiers::COMMAND, Key::Period)),
];

/// What keys mean on the chart, while it has the focus.
const CHART: [(&str, &str); 4] = [
    ("Go to the next entity", "arrow keys"),
    ("Add the next entity", "Shift+arrow keys"),
    ("Move the view", "Ctrl+arrow keys"),
    ("Nudge the selection", "Alt+arrow keys, Shift: more"),
];

const MOUSE: [(&str, &str); 12] = [
    ("Zoom", "scroll"),
    ("Pan", "drag"),
    ("Go back, go forward", "side buttons"),
    ("Select", "click; Shift+click adds"),
    ("Select in a box", "Shift+drag"),
    ("Select with a lasso", "Ctrl+drag empty space"),
    ("Move and pin an entity, or the selection", "drag it"),
    ("Take its neighbours along", "Ctrl+drag"),
    ("Ignore lines of neighbours", "Alt while dragging"),
    ("Draw a link", "drag its + handle"),
    ("Add an entity", "double-click empty space"),
    ("More actions", "right-click"),
];

/// What the mouse does in the sidebar and the legend.
const ROWS: [(&str, &str); 2] = [
    ("Show only this", "click its row"),
    ("Hide this", "Alt+click its row"),
];

const fn plain(key: Key) -> KeyboardShortcut {
    with(Modifiers::NONE, key)
}

const fn with(modifiers: Modifiers, key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(modifiers, key)
}

impl Dialog for Keys {
    fn width(&self) -> f32 {
        980.0
    }

    fn show(&mut self, ui: &mut Ui, asking: &mut Asking<'_>) {
        heading(ui, "Keyboard and mouse");
        let height = ui.ctx().content_rect().height() - 150.0;
        let area = ScrollArea::vertical().max_height(height);
        // Its edge is the dialog's, not that of its widest row.
        area.auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 36.0;
            // Clear of the edge that the list is cut at.
            ui.set_max_width(ui.available_width() - 8.0);
            ui.columns(SHEET.len(), |columns| {
                for (ui, menus) in columns.iter_mut().zip(SHEET) {
                    for menu in menus {
                        menu_keys(ui, *menu);
                    }
                }
                group(&mut columns[1], "Mouse on the chart", &MOUSE);
                group(&mut columns[1], "Mouse in lists and legend", &ROWS);
                group(&mut columns[0], "Keys on the chart", &CHART);
                quick_entry(&mut columns[2]);
            });
        });
        if asking.propose(ui, "Close") {
            asking.close();
        }
    }
}

fn menu_keys(ui: &mut Ui, menu: Menu) {
    sheet_heading(ui, menu.label());
    let rows = ACTIONS.iter().filter(|row| row.menu == menu);
    for row in rows.filter(|row| !row.shortcuts.is_empty()) {
        let keys: Vec<String> = row.shortcuts.iter().map(shortcut_text).collect();
        line(ui, row.label, &keys.join(", "));
    }
    ui.add_space(10.0);
}

fn quick_entry(ui: &mut Ui) {
    sheet_heading(ui, "In quick entry");
    for (what, shortcut) in &QUICK_ENTRY {
        line(ui, what, &shortcut_text(shortcut));
    }
}

fn group(ui: &mut Ui, heading: &str, rows: &[(&str, &str)]) {
    sheet_heading(ui, heading);
    for (what, how) in rows {
        line(ui, what, how);
    }
    ui.add_space(10.0);
}

fn sheet_heading(ui: &mut Ui, text: &str) {
    ui.spacing_mut().item_spacing = vec2(8.0, 3.0);
    // Rows of text, not of buttons.
    ui.spacing_mut().interact_size.y = 18.0;
    ui.label(RichText::new(text).font(font(13.0, Weight::SemiBold)));
}

fn line(ui: &mut Ui, what: &str, how: &str) {
    let color = palette(ui.ctx()).text_tertiary;
    ui.horizontal(|ui| {
        ui.label(RichText::new(what).font(font(12.5, Weight::Regular)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let how = RichText::new(how).font(font(11.5, Weight::Regular));
            ui.label(how.color(color));
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_menu_is_on_the_sheet_once() {
        for menu in Menu::ALL {
            let count = SHEET.iter().flat_map(|column| column.iter());
            assert_eq!(count.filter(|on| on.label() == menu.label()).count(), 1);
        }
    }
}
