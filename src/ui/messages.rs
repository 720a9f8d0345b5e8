//! Short messages: in passing in the status bar; on the chart, where they cover as few names as they can, what stays until it
//! is closed and what is too long for the bar.

use egui::{Align2, Area, CornerRadius, Id, Order, Rect, Stroke, Ui, Vec2, vec2};

use super::overlay;
use super::parts::icons::sign;
use super::parts::widgets::icon_button;
use super::state::{Toast, Window};
use super::theme::palette;
use crate::scene::fonts::{FontBook, Weight};
use crate::work::Work;

/// The size of letters in the status bar.
pub(crate) const BAR_SIZE: f32 = 11.5;
/// How long a message stays, in seconds.
const SECONDS: f64 = 5.0;
/// The widest message, in points.
const WIDEST: f32 = 560.0;
/// Room kept to the edges of the chart and to what is on it.
const GAP: f32 = 8.0;
/// What it costs to cover a name that someone is looking at, or the legend: more than all other names.
const NEVER: f32 = 1e9;

/// Drops messages in passing that were there long enough, or whose step is not the last; errors stay until they are closed.
pub(crate) fn forget_old(ui: &Ui, work: &Work, window: &mut Window) {
    let now = window.now;
    let is_last = |step: Option<u64>| step.is_none_or(|step| step == work.edit_count());
    window
        .toasts
        .retain(|toast| toast.is_error || (now - toast.since < SECONDS && is_last(toast.step)));
    if window.toasts.iter().any(|toast| !toast.is_error) {
        ui.ctx()
            .request_repaint_after(std::time::Duration::from_millis(500));
    }
}

/// The messages for a status bar that has this room, newest first. It has no place for errors.
pub(crate) fn in_bar(window: &Window, room: f32) -> Vec<&Toast> {
    let mut left = room;
    let toasts = window.toasts.iter().rev();
    toasts
        .filter(|toast| !toast.is_error && bar_width(toast) <= room)
        .take_while(|toast| {
            left -= bar_width(toast);
            left >= 0.0
        })
        .collect()
}

/// The width of a message in the status bar, with the gap after it.
pub(crate) fn bar_width(toast: &Toast) -> f32 {
    const BAR_GAP: f32 = 24.0;
    FontBook::shared().width(&toast.text, BAR_SIZE, Weight::Medium) + BAR_GAP
}

/// Shows the messages that are not in the status bar.
pub(crate) fn show(ui: &mut Ui, work: &Work, window: &mut Window) {
    let room = window.message_room;
    let floats = |toast: &Toast| toast.is_error || bar_width(toast) > room;
    let shown: Vec<usize> = (0..window.toasts.len())
        .filter(|at| floats(&window.toasts[*at]))
        .collect();
    if shown.is_empty() {
        return;
    }
    let id = Id::unique("toasts");
    let (pivot, at) = corner(ui, id, &shown, work, window);
    let mut closed = None;
    Area::new(id)
        // Over the chart, and under dialogs, menus and lists: whoever opened one reads that.
        .order(Order::Middle)
        .pivot(pivot)
        .fixed_pos(at)
        .show(ui.ctx(), |ui| {
            for at in shown {
                if show_message(ui, &window.toasts[at]) {
                    closed = Some(at);
                }
                ui.add_space(4.0);
            }
        });
    if let Some(at) = closed {
        window.toasts.remove(at);
    }
}

/// Shows one message; whether it has been dismissed.
fn show_message(ui: &mut Ui, toast: &Toast) -> bool {
    let palette = palette(ui.ctx());
    let (fill, color) = if toast.is_error {
        (palette.error_soft, palette.error)
    } else {
        (palette.raised, palette.text)
    };
    let frame = egui::Frame::NONE
        .fill(fill)
        .corner_radius(CornerRadius::same(8))
        .stroke(Stroke::new(1.0, palette.border))
        .inner_margin(egui::Margin::symmetric(12, 8));
    let shown = frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.set_max_width(WIDEST);
            if toast.is_error {
                let (rect, _) = ui.allocate_exact_size(vec2(14.0, 16.0), egui::Sense::hover());
                sign(ui, "warning", rect.center(), 12.0, color);
            }
            let text = egui::RichText::new(&toast.text).color(color);
            ui.add(egui::Label::new(text).wrap());
            toast.is_error && icon_button(ui, "close", "Dismiss", 20.0).clicked()
        })
    });
    shown.inner.inner
}

/// Where the messages are: a place is kept until others are shown, the chart changes its size or it would come to lie over
/// a selected name.
fn corner(ui: &Ui, id: Id, shown: &[usize], work: &Work, window: &Window) -> (Align2, egui::Pos2) {
    let texts = shown.iter().map(|at| window.toasts[*at].text.as_str());
    let texts: Vec<&str> = texts.collect();
    let area = ui.ctx().memory(|memory| memory.area_rect(id));
    let size = area.map_or(vec2(320.0, 40.0), |area| area.size());
    let key = Id::unique((
        texts,
        size.round().to_string(),
        window.chart.size().to_string(),
    ));
    let places = places(window.chart, size, &overlay::blocked(window));
    let costs = || costs(&places, work, window);
    let kept = ui
        .data(|data| data.get_temp::<(Id, usize)>(id))
        .filter(|(kept_for, at)| *kept_for == key && *at < places.len() && costs()[*at] < NEVER);
    let best = || {
        let costs = costs();
        (0..places.len())
            .min_by(|a, b| costs[*a].total_cmp(&costs[*b]))
            .unwrap_or(0)
    };
    let chosen = kept.map_or_else(best, |(_, at)| at);
    ui.data_mut(|data| data.insert_temp(id, (key, chosen)));
    let (pivot, rect) = places[chosen];
    (pivot, pivot.pos_in_rect(&rect))
}

/// Where messages of this size may be, from the place where people look for them first.
fn places(chart: Rect, size: Vec2, blocked: &[Rect]) -> Vec<(Align2, Rect)> {
    let room = chart.shrink(GAP);
    let pivots = [
        Align2::CENTER_BOTTOM,
        Align2::RIGHT_BOTTOM,
        Align2::LEFT_BOTTOM,
        Align2::CENTER_TOP,
        Align2::RIGHT_TOP,
        Align2::LEFT_TOP,
    ];
    let place = |pivot: Align2| {
        let mut rect = pivot.align_size_within_rect(size, room);
        // Above what is in the corners of the chart.
        for other in blocked {
            if other.intersects(rect) {
                rect = rect.translate(vec2(0.0, other.top() - GAP - rect.bottom()));
            }
        }
        (pivot, rect)
    };
    pivots.into_iter().map(place).collect()
}

/// What each place covers: names, and above all those of what is selected or under the pointer.
fn costs(places: &[(Align2, Rect)], work: &Work, window: &Window) -> Vec<f32> {
    let names: Vec<(u32, Rect)> = overlay::names(work, window).collect();
    let is_looked_at = |node: u32| {
        let slot = work.net.nodes.get(node as usize);
        slot.is_some_and(|slot| window.selection.entities.contains(slot))
    };
    let cost = |order: usize, rect: Rect| {
        let covered = names.iter().filter(|(_, name)| name.intersects(rect));
        let costs = covered.map(|(node, _)| if is_looked_at(*node) { NEVER } else { 1.0 });
        let outside = if window.chart.contains_rect(rect) {
            0.0
        } else {
            NEVER
        };
        // Of places that are as good the first.
        costs.sum::<f32>() + outside + order as f32 * 0.01
    };
    let places = places.iter().enumerate();
    places
        .map(|(order, (_, rect))| cost(order, *rect))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn messages_lie_on_the_chart_and_not_over_the_legend(
            (width, height) in (700f32..2000.0, 500f32..1200.0),
            (wide, high) in (40f32..420.0, 30f32..90.0),
            legend in (0.1f32..0.6, 0.1f32..0.5),
        ) {
            let chart = Rect::from_min_size(pos2(200.0, 80.0), vec2(width, height));
            let card = vec2(width * legend.0, height * legend.1);
            let card = Rect::from_min_size(chart.left_bottom() - vec2(-8.0, 8.0 + card.y), card);
            for (_, rect) in places(chart, vec2(wide, high), &[card]) {
                prop_assert!(chart.expand(0.1).contains_rect(rect));
                prop_assert!(!rect.shrink(0.1).intersects(card));
            }
        }
    }
}
