//! The line at the bottom: counts, selection, what the layout does, zoom, saved or not.

use std::ops::Range;

use egui::{Align2, Id, Rect, Role, Sense, Ui, WidgetInfo, pos2};

use crate::model::{counted, counts, figure};
use crate::scene::fonts::{FontBook, Weight};
use crate::scene::picture::left_out_text;
use crate::work::{LayoutState, Work};

use super::messages::{self, BAR_SIZE, bar_width};
use super::parts::icons::sign;
use super::parts::names::file_name;
use super::parts::widgets::text_at;
use super::state::{Panel, Toast, Window};
use super::theme::{font, palette};

/// Room at the left of the line, points.
const MARGIN: f32 = 12.0;
/// Room between two parts of it.
const GAP: f32 = 24.0;

/// Shows the line. A message in passing replaces its middle, and a long one the counts, too.
pub fn show(ui: &mut Ui, work: &Work, window: &mut Window) {
    if window.awaits_first_dataset(work).is_some() {
        return;
    }
    let rect = ui.available_rect_before_wrap();
    let color = palette(ui.ctx()).text_secondary;
    let painter = ui.painter().clone();
    let y = rect.center().y;
    let saved = saved_parts(ui, work, window, rect);
    // Until the chart has been fitted, no zoom is the one that is seen.
    let zoom = match window.fit_pending {
        true => String::new(),
        false => zoom_text(window.camera.zoom),
    };
    let small = font(BAR_SIZE, Weight::Regular);
    let at = pos2(saved - 20.0, y);
    let end = painter.text(at, Align2::RIGHT_CENTER, &zoom, small, color);
    let end = end.left() - GAP;
    let left = format!(
        "{}, {}",
        counted(work.document.entities().len(), "entity"),
        counted(work.document.links().len(), "link")
    );
    let start = rect.left() + MARGIN;
    let counts_end = start + FontBook::shared().width(&left, BAR_SIZE, Weight::Regular);
    let middle = if window.is_open(Panel::Sidebar) {
        rect.left() + window.panel_size(Panel::Sidebar) + 16.0
    } else {
        counts_end + GAP
    };
    window.message_room = end - start;
    let messages = messages::in_bar(window, window.message_room);
    let taken: f32 = messages.iter().map(|message| bar_width(message)).sum();
    let is_long = taken > end - middle;
    if !is_long {
        text_at(
            &painter,
            pos2(start, y),
            &left,
            BAR_SIZE,
            Weight::Regular,
            color,
            end - start,
        );
    }
    let parts = middle_parts(work, window);
    if messages.is_empty() {
        let mut x = middle;
        for part in &parts {
            let at = pos2(x, y);
            x = text_at(
                &painter,
                at,
                part,
                BAR_SIZE,
                Weight::Regular,
                color,
                rect.right() - x,
            ) + GAP;
        }
    } else {
        let x = if is_long { start } else { middle };
        show_messages(ui, rect, x..end, &messages);
    }
    let response = ui.interact(rect, Id::unique("status"), Sense::hover());
    let state = saved_text(work, window).0;
    response.widget_info(|| {
        let text = format!("{left}; {}; {state}", parts.join("; "));
        WidgetInfo::labeled(Role::Status, true, text)
    });
}

/// Shows messages in passing, the newest first, as far as there is room.
fn show_messages(ui: &Ui, rect: Rect, room: Range<f32>, messages: &[&Toast]) {
    let color = palette(ui.ctx()).text;
    let mut x = room.start;
    for message in messages {
        let at = pos2(x, rect.center().y);
        let weight = Weight::Medium;
        let right = text_at(
            ui.painter(),
            at,
            &message.text,
            BAR_SIZE,
            weight,
            color,
            room.end - x,
        );
        let place = Rect::from_min_max(pos2(x, rect.top()), pos2(right, rect.bottom()));
        let id = Id::unique(("message", &message.text));
        ui.interact(place, id, Sense::hover())
            .widget_info(|| WidgetInfo::labeled(Role::Label, true, &message.text));
        x += bar_width(message);
    }
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
    if let Some(names) = &window.labels.names {
        let shown = (names.names.len(), names.of);
        let left_out = left_out_text(0, shown, names.too_short);
        parts.extend((!left_out.is_empty()).then_some(left_out));
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
