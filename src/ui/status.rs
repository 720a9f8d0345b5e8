//! The line at the bottom: counts, selection, what the layout does, zoom, saved or not.

use egui::{Align2, Rect, Role, Sense, Ui, WidgetInfo, pos2};

use crate::model::{counted, counts, figure};
use crate::scene::fonts::Weight;
use crate::work::{LayoutState, Work};

use super::parts::icons::sign;
use super::parts::names::file_name;
use super::parts::widgets::text_at;
use super::state::{Panel, Window};
use super::theme::{font, palette};

/// Shows the line.
pub fn show(ui: &mut Ui, work: &Work, window: &Window) {
    let rect = ui.available_rect_before_wrap();
    let palette = palette(ui.ctx());
    let painter = ui.painter().clone();
    let y = rect.center().y;
    let middle = middle_parts(work, window);
    let left = format!(
        "{}, {}",
        counted(work.document.entities().len(), "entity"),
        counted(work.document.links().len(), "link")
    );
    let color = palette.text_secondary;
    let put = |x: f32, text: &str| {
        text_at(
            &painter,
            pos2(x, y),
            text,
            11.5,
            Weight::Regular,
            color,
            rect.right() - x,
        )
    };
    let right = put(rect.left() + 12.0, &left);
    let mut x = if window.is_open(Panel::Sidebar) {
        rect.left() + window.panel_size(Panel::Sidebar) + 16.0
    } else {
        right + 24.0
    };
    for part in &middle {
        x = put(x, part) + 24.0;
    }
    let saved = saved_parts(ui, work, window, rect);
    // Until the chart has been fitted, no zoom is the one that is seen.
    let zoom = match window.fit_pending {
        true => String::new(),
        false => zoom_text(window.camera.zoom),
    };
    let small = font(11.5, Weight::Regular);
    painter.text(
        pos2(saved - 20.0, y),
        Align2::RIGHT_CENTER,
        &zoom,
        small,
        color,
    );
    let response = ui.interact(rect, egui::Id::unique("status"), Sense::hover());
    let state = saved_text(work, window).0;
    response.widget_info(|| {
        let text = format!("{left}; {}; {state}", middle.join("; "));
        WidgetInfo::labeled(Role::Status, true, text)
    });
}

/// A zoom in percent: `150%`, `0.4%`.
fn zoom_text(zoom: f32) -> String {
    let percent = zoom * 100.0;
    if percent < 1.0 {
        format!("{percent:.1}%")
    } else {
        format!("{percent:.0}%")
    }
}

fn middle_parts(work: &Work, window: &Window) -> Vec<String> {
    let mut parts = Vec::new();
    if !work.what_if().is_empty() {
        parts.push(work.what_if().in_short());
    }
    let selected = counts(&[
        (window.selection.entities.len(), "entity"),
        (window.selection.links.len(), "link"),
    ]);
    if !selected.is_empty() {
        parts.push(format!("{selected} selected"));
    }
    if let Some(found) = &window.sidebar.found {
        parts.push(format!("{} found", figure(found.entities.len())));
    }
    if !work.pinned().is_empty() {
        parts.push(format!("{} pinned", figure(work.pinned().len())));
    }
    if let Some(source) = window
        .capture
        .source
        .as_ref()
        .filter(|_| !window.capture.open)
    {
        parts.push(format!(
            "Source: {}",
            crate::model::sentence::publication(source)
        ));
    }
    parts.push(match (&window.busy, work.layout_state()) {
        (Some(busy), _) => format!("{busy}…"),
        (None, LayoutState::Settled) if window.canvas.thinning.is_drawing() => {
            "Drawing…".to_owned()
        }
        (None, LayoutState::Settled) => "Arranged".to_owned(),
        (None, LayoutState::Running(part)) => format!("Arranging, {:.0}%", part * 100.0),
    });
    parts
}

/// Whether the dataset is saved, in words, and whether it is.
fn saved_text(work: &Work, window: &Window) -> (&'static str, bool) {
    if work.is_read_only() {
        ("Read-only", true)
    } else if work.origin.is_overtaken {
        ("Changed on disk", false)
    } else if work.history.is_dirty() || window.draft.is_some() {
        ("Not saved", false)
    } else if work.origin.file.is_none() {
        ("Never saved", true)
    } else {
        ("Saved", true)
    }
}

/// Saved or not, and the file's name, at the right. Returns their left end.
fn saved_parts(ui: &Ui, work: &Work, window: &Window, rect: Rect) -> f32 {
    let palette = palette(ui.ctx());
    let painter = ui.painter();
    let y = rect.center().y;
    let small = font(11.5, Weight::Regular);
    let file = match &work.origin.file {
        Some(file) => file_name(file),
        None => String::new(),
    };
    let at = pos2(rect.right() - 16.0, y);
    let place = painter.text(
        at,
        Align2::RIGHT_CENTER,
        file,
        small.clone(),
        palette.text_tertiary,
    );
    let (words, is_saved) = saved_text(work, window);
    let left = if window.is_open(Panel::Details) {
        (rect.right() - window.panel_size(Panel::Details) + 16.0).min(place.left() - 90.0)
    } else {
        place.left() - 90.0
    };
    if work.origin.file.is_none() && is_saved {
        painter.circle_filled(pos2(left + 6.0, y), 3.5, palette.text_tertiary);
    } else if is_saved {
        sign(ui, "check", pos2(left + 6.0, y), 11.0, palette.ok);
    } else {
        painter.circle_filled(pos2(left + 6.0, y), 3.5, palette.warning);
    }
    painter.text(
        pos2(left + 18.0, y),
        Align2::LEFT_CENTER,
        words,
        small,
        palette.text_secondary,
    );
    left
}
