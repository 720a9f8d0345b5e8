//! The panels around the chart, one row each, and the one function that shows them all.

use egui::{Frame, Margin, Rangef, Ui};

use super::command::Command;
use super::state::{Panel, Window};
use super::{details, evidence_list, sidebar};
use crate::work::Work;

/// How a panel stands in the window.
struct PanelRow {
    panel: Panel,
    side: Side,
    /// The least and the greatest size that the user can give it, points.
    sizes: Rangef,
    margin: Margin,
    /// What stands in it.
    show: fn(&mut Ui, &mut Work, &mut Window, &mut Vec<Command>),
}

#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
    /// Over the whole width; it takes at most this part of the height.
    Bottom(f32),
}

/// Every panel. Those further up take their room first.
const PANELS: [PanelRow; 3] = [
    PanelRow {
        panel: Panel::EvidenceList,
        side: Side::Bottom(0.7),
        sizes: Rangef {
            min: 120.0,
            max: f32::INFINITY,
        },
        margin: Margin::symmetric(12, 6),
        show: |ui, work, window, out| evidence_list::show(ui, work, window, out),
    },
    PanelRow {
        panel: Panel::Sidebar,
        side: Side::Left,
        sizes: Rangef {
            min: 220.0,
            max: 420.0,
        },
        margin: Margin::same(12),
        show: sidebar::show,
    },
    PanelRow {
        panel: Panel::Details,
        side: Side::Right,
        sizes: Rangef {
            min: 300.0,
            max: 520.0,
        },
        margin: Margin::symmetric(16, 12),
        show: |ui, work, window, out| details::show(ui, work, window, out),
    },
];

/// Shows the panels that are open.
pub(super) fn show(ui: &mut Ui, work: &mut Work, window: &mut Window, out: &mut Vec<Command>) {
    for row in &PANELS {
        if window.is_open(row.panel) {
            show_row(ui, row, work, window, out);
        }
    }
}

fn show_row(
    ui: &mut Ui,
    row: &PanelRow,
    work: &mut Work,
    window: &mut Window,
    out: &mut Vec<Command>,
) {
    let id = row.panel.name();
    let mut sizes = row.sizes;
    let mut size = window.panel_size(row.panel);
    let panel = match row.side {
        Side::Left => egui::Panel::left(id),
        Side::Right => egui::Panel::right(id),
        Side::Bottom(part) => {
            let height = ui.available_height();
            sizes.max = sizes.max.min(height * part).max(sizes.min);
            if size == 0.0 {
                size = first_height(height);
            }
            egui::Panel::bottom(id)
        }
    };
    let shown = panel
        .resizable(true)
        .default_size(size)
        .size_range(sizes)
        .frame(Frame::NONE.inner_margin(row.margin))
        .show(ui, |ui| {
            inside(ui, |ui| {
                if window.awaits_first_dataset(work).is_none() {
                    (row.show)(ui, work, window, out);
                }
            });
        });
    let size = shown.response.rect.size();
    let size = match row.side {
        Side::Left | Side::Right => size.x,
        Side::Bottom(_) => size.y,
    };
    window.set_panel_size(row.panel, size);
}

/// The height of a panel at the bottom until the user gives it one: a third of the window, or what its least rows take, where
/// that leaves the chart half.
fn first_height(room: f32) -> f32 {
    (room / 3.0).max(evidence_list::SEVEN_ROWS).min(room / 2.0)
}

/// A panel's inside: whatever stands in it, the panel keeps the size that the user gave it.
fn inside(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let rect = ui.available_rect_before_wrap();
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(rect));
    inside.set_clip_rect(rect.expand(4.0).intersect(ui.clip_rect()));
    add(&mut inside);
    ui.advance_cursor_after_rect(rect);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::action::ACTIONS;

    #[test]
    fn every_panel_has_one_row_and_one_action() {
        for panel in Panel::ALL {
            let rows = PANELS.iter().filter(|row| row.panel == panel);
            assert_eq!(rows.count(), 1, "{panel:?}");
            let actions = ACTIONS
                .iter()
                .filter(|row| row.action.panel() == Some(panel));
            assert_eq!(actions.count(), 1, "{panel:?}");
        }
        assert_eq!(PANELS.len(), Panel::ALL.len());
    }
}
