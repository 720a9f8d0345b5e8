//! The bar at the top: menus on the left, the title over the chart, the command field over the details.

use egui::{
    Align2, Atom, AtomExt as _, CornerRadius, Rect, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

use crate::formats::Format;
use crate::model::sentence::capital;
use crate::scene::fonts::{FontBook, Weight};
use crate::work::Work;

use super::action::{ACTIONS, Action, Description, Menu};
use super::command::Command;
use super::parts::icons::sign;
use super::parts::menu_row::{action_row, menu_row, named_row};
use super::parts::names::export_label;
use super::parts::names::{file_name, shown_title};
use super::parts::widgets::{Hint, elided, focus_ring};
use super::state::{Panel, Window};
use super::theme::{font, palette};
use super::views;

/// Shows the bar.
pub(crate) fn show(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let bar = ui.available_rect_before_wrap();
    let menus = ui
        .horizontal_centered(|ui| {
            ui.add_space(6.0);
            ui.spacing_mut().item_spacing.x = 0.0;
            let mut right = bar.left();
            egui::MenuBar::new().ui(ui, |ui| {
                ui.spacing_mut().button_padding = vec2(8.0, 5.0);
                for menu in Menu::ALL {
                    let response = ui.menu_button(menu.label(), |ui| {
                        ui.set_width(256.0);
                        ui.spacing_mut().button_padding = vec2(8.0, 3.0);
                        ui.spacing_mut().item_spacing.y = 1.0;
                        entries(ui, menu, work, window, out);
                    });
                    right = response.response.rect.right();
                }
            });
            right
        })
        .inner;
    let field = command_field(ui, bar, window);
    if window.awaits_first_dataset(work).is_none() {
        title(ui, bar, menus, field, work, window);
    }
}

/// The entries of a menu, in their groups; neighbours of one submenu are behind its name.
fn entries(ui: &mut Ui, menu: Menu, work: &Work, window: &Window, out: &mut Vec<Command>) {
    let rows: Vec<&Description> = ACTIONS.iter().filter(|row| row.menu == menu).collect();
    let mut group = 0;
    for rows in rows.chunk_by(|a, b| !a.submenu.is_empty() && a.submenu == b.submenu) {
        let first = rows[0];
        if first.group != group {
            group = first.group;
            super::parts::widgets::hairline(ui);
        }
        if first.action == Action::OpenByPath {
            submenu(ui, "Open recent", |ui| recent(ui, window, out));
        }
        if first.action == Action::NewViewEmpty {
            submenu(ui, "Show view", |ui| {
                ui.set_width(240.0);
                views::rows(ui, work, out);
            });
        }
        if first.submenu.is_empty() {
            entry(ui, first.action, first.label, work, window, out);
        } else {
            submenu(ui, first.submenu, |ui| {
                ui.set_width(220.0);
                for row in rows {
                    entry(ui, row.action, &row.short_label(), work, window, out);
                }
                if rows.iter().any(|row| row.action == Action::ExportCopy) {
                    exports(ui, out);
                }
            });
        }
    }
}

fn entry(
    ui: &mut Ui,
    action: Action,
    label: &str,
    work: &Work,
    window: &Window,
    out: &mut Vec<Command>,
) {
    if action_row(ui, action, label, work, window).clicked() {
        out.push(Command::Act(action));
        ui.close();
    }
}

/// A menu in a menu.
fn submenu(ui: &mut Ui, label: &str, inside: impl FnOnce(&mut Ui)) {
    // Its label begins where those of the rows do, and its arrow ends where their keys do.
    let room = vec2(12.0 - ui.spacing().icon_spacing, 0.0);
    ui.menu_button((Atom::default().atom_size(room), label), |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        inside(ui);
    });
}

/// The formats of other programs.
fn exports(ui: &mut Ui, out: &mut Vec<Command>) {
    super::parts::widgets::hairline(ui);
    for format in Format::exported() {
        let row = format.row();
        let label = format!("{}…", capital(row.label));
        let response = named_row(ui, &label, &export_label(format));
        if response.hint_beside(row.hint).clicked() {
            out.push(Command::ExportAs(format));
            ui.close();
        }
    }
}

/// Recent files.
fn recent(ui: &mut Ui, window: &Window, out: &mut Vec<Command>) {
    ui.set_width(320.0);
    if window.settings.recent.is_empty() {
        ui.weak("No recent files");
    }
    for file in &window.settings.recent {
        let name = file_name(file);
        let response = menu_row(ui, &name, "", true, None);
        if response.hint_beside(file.display().to_string()).clicked() {
            out.push(Command::OpenPath(file.clone()));
            ui.close();
        }
    }
}

/// The field that opens the command palette. Returns its left edge.
fn command_field(ui: &mut Ui, bar: Rect, window: &mut Window) -> f32 {
    let palette = palette(ui.ctx());
    let width = if window.is_open(Panel::Details) {
        window.panel_size(Panel::Details) - 32.0
    } else {
        280.0
    };
    let width = width.min(bar.width() * 0.32);
    let rect = Rect::from_min_size(
        pos2(bar.right() - 16.0 - width, bar.center().y - 14.0),
        vec2(width, 28.0),
    );
    let response = ui.interact(rect, egui::Id::unique("command field"), Sense::click());
    let name = Action::Palette.description().label;
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let ground = if response.hovered() {
        palette.hover
    } else {
        palette.sunken
    };
    ui.painter().rect(
        rect,
        CornerRadius::same(6),
        ground,
        Stroke::new(1.0, palette.hairline),
        StrokeKind::Inside,
    );
    focus_ring(ui, rect, &response);
    let y = rect.center().y;
    sign(
        ui,
        "search",
        pos2(rect.left() + 16.0, y),
        13.0,
        palette.text_tertiary,
    );
    let text = elided(name, 13.0, Weight::Regular, rect.width() - 90.0);
    let body = font(13.0, Weight::Regular);
    let grey = palette.text_tertiary;
    ui.painter().text(
        pos2(rect.left() + 30.0, y),
        Align2::LEFT_CENTER,
        text,
        body,
        grey,
    );
    ui.painter().text(
        pos2(rect.right() - 12.0, y),
        Align2::RIGHT_CENTER,
        "Ctrl+K",
        font(11.5, Weight::Regular),
        grey,
    );
    if response.clicked() {
        window.palette = Some(super::state::PaletteState {
            fresh: true,
            ..Default::default()
        });
    }
    rect.left()
}

/// The dataset's title in the middle of the room that is left, with a dot while it is unsaved.
fn title(ui: &Ui, bar: Rect, menus: f32, field: f32, work: &Work, window: &Window) {
    let palette = palette(ui.ctx());
    let (left, right) = (menus + 12.0, field - 12.0);
    let text = shown_title(work);
    let unsaved = work.history.is_dirty() || window.draft.is_some();
    let text = elided(&text, 13.0, Weight::SemiBold, right - left - 20.0);
    let width = FontBook::shared().width(&text, 13.0, Weight::SemiBold);
    let chart = if window.chart.width() > 0.0 {
        window.chart.center().x
    } else {
        bar.center().x
    };
    let x = chart.clamp(
        left + width / 2.0,
        (right - width / 2.0).max(left + width / 2.0),
    );
    let painter = ui.painter();
    let strong = font(13.0, Weight::SemiBold);
    painter.text(
        pos2(x, bar.center().y),
        Align2::CENTER_CENTER,
        text,
        strong,
        palette.text,
    );
    if unsaved {
        let at = pos2(x + width / 2.0 + 9.0, bar.center().y);
        painter.circle_filled(at, 3.0, palette.text_tertiary);
    }
}
