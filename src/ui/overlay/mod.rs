//! What lies over the canvas: labels, figures, pins, the link handle, legend, buttons, small windows, tooltips.

mod filter_line;
mod handle;
mod labels;
mod legend;
mod link_names;
mod marks;
mod names;
mod popups;
mod what_if;

pub(crate) use filter_line::filter_line;
pub(crate) use handle::handle_rect;
pub(crate) use labels::labels;
pub(crate) use legend::legend;
pub(crate) use marks::marks;
pub(crate) use names::names;
pub(crate) use popups::popups;
pub(crate) use what_if::what_if_strip;

use egui::{
    Align2, CornerRadius, Id, Painter, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui,
    Vec2, WidgetInfo, pos2, vec2,
};

use crate::model::counted;
use crate::scene::fonts::Weight;
use crate::scene::hit::HitTarget;
use crate::scene::legend::{Card, Legend};
use crate::scene::picture::legend_corner;

use crate::ui::action::{Action, shortcut_text};
use crate::ui::command::Command;
use crate::ui::details::sentence;
use crate::ui::parts::choices::entity_name;
use crate::ui::parts::icons::sign;
use crate::ui::parts::paint;
use crate::ui::parts::widgets::{Hint, edge};
use crate::ui::state::{Gesture, Panel, Window};
use crate::ui::theme::{font, palette};
use crate::work::Work;

/// Says that the chart is on its way, while nothing of it has a place.
pub(crate) fn waiting(ui: &Ui, painter: &Painter, work: &Work) {
    painter.text(
        painter.clip_rect().center(),
        Align2::CENTER_CENTER,
        format!("Arranging {}", counted(work.net.nodes.len(), "entity")),
        font(14.0, Weight::Regular),
        palette(ui.ctx()).text_secondary,
    );
}

/// Says how to fill a view that shows nothing of what there is.
pub(crate) fn bare(ui: &mut Ui, painter: &Painter, work: &Work, window: &Window) {
    if !work.net.nodes.is_empty() || work.document.entities().is_empty() {
        return;
    }
    let count = counted(work.document.entities().len(), "entity");
    let text = format!("This view hides {count}. Search (Ctrl+F) shows them one by one.");
    let (size, grey) = (14.0, palette(ui.ctx()).text_secondary);
    let room = window.chart.width() - 32.0;
    let shown = super::parts::widgets::elided(&text, size, Weight::Regular, room);
    let at = window.chart.center();
    let place = painter.text(
        at,
        Align2::CENTER_CENTER,
        shown,
        font(size, Weight::Regular),
        grey,
    );
    let response = ui.interact(place, Id::unique("bare chart"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
}

/// Says in the room of the chart that the first dataset is being opened.
pub(crate) fn opening(ui: &Ui, area: Rect, text: &str) {
    let colors = palette(ui.ctx());
    let text = format!("{text}…");
    let response = ui.interact(area, Id::unique("opening"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
    let painter = ui.painter_at(area);
    painter.rect_filled(area, CornerRadius::ZERO, colors.canvas);
    let at = area.center();
    let middle = Align2::CENTER_CENTER;
    painter.text(
        at,
        middle,
        text,
        font(14.0, Weight::Regular),
        colors.text_secondary,
    );
}

/// The chart without a graphics card, as in tests that read no pixels: the same inks that files are made of.
pub(crate) fn paint_by_hand(painter: &Painter, work: &Work, window: &Window) {
    const MOST: usize = 3000;
    if work.scene.nodes.len() > MOST {
        return;
    }
    let (scene, positions, pinned) = (&work.scene, &work.positions, work.pinned());
    let mut inks = Vec::new();
    crate::scene::picture::draw_chart(&mut inks, scene, positions, pinned, &window.view());
    paint::inks(painter, &inks, Vec2::ZERO);
}

// ---- legend and buttons ----

/// The greatest part of the chart's height that a legend takes, unless the user asks for it.
const HIGHEST_LEGEND: f32 = 0.45;

/// Finds the legend's room, before anything keeps clear of it. Returns what is on it; `None` where it is folded or says nothing.
pub(crate) fn place_legend(ui: &Ui, work: &Work, window: &mut Window) -> Option<Card> {
    let chart = window.chart;
    let before = std::mem::replace(&mut window.legend, Rect::NOTHING);
    let kept = window.kept_legend.take();
    if work.legend.is_empty() {
        return None;
    }
    let mut legend = work.legend.clone().for_detail(window.detail);
    legend.thinned = window.canvas.thinning.counts();
    let pointer = ui.input(|input| input.pointer.latest_pos());
    let is_pointed_at = pointer.is_some_and(|at| before.contains(at));
    if let Some(kept) = kept.filter(|_| is_pointed_at) {
        legend = legend.with_rows_of(&kept);
    }
    let card = window.settings.legend.then(|| card(&legend, work, window));
    let Some(card) = card.flatten() else {
        let corner = pos2(chart.left() + 8.0, chart.bottom() - 36.0);
        window.legend = Rect::from_min_size(corner, vec2(82.0, 28.0));
        return None;
    };
    window.legend = legend_corner(chart, &card);
    window.kept_legend = Some(legend);
    Some(card)
}

/// The legend as large as the chart has room for, or whole where the user asks for that.
fn card(legend: &Legend, work: &Work, window: &Window) -> Option<Card> {
    let (theme, size) = (work.theme(), window.chart.size());
    let whole = legend.card_for(theme, size);
    if window.whole_legend {
        return whole.or_else(|| Some(legend.card(theme, 186.0, 2)));
    }
    // The sidebar lists the kinds, too: on a small chart the legend leaves them to it.
    let lists_kinds = window.is_open(Panel::Sidebar);
    let lines = lists_kinds.then(|| legend.lines_for(theme, size)).flatten();
    (lines.or(whole)).filter(|card| card.size.y <= size.y * HIGHEST_LEGEND)
}

/// What nothing on the chart may lie under: the legend, the zoom buttons.
pub(crate) fn blocked(window: &Window) -> Vec<Rect> {
    let mut blocked = vec![window.legend, zoom_rect(window)];
    blocked.retain(Rect::is_positive);
    blocked
}

/// What a whole chart keeps clear of: not of a legend that hardly leaves room, which the user opens to read it.
pub(crate) fn blocked_for_fit(window: &Window) -> Vec<Rect> {
    let mut blocked = blocked(window);
    if window.legend.height() > window.chart.height() * HIGHEST_LEGEND {
        blocked.retain(|rect| *rect != window.legend);
    }
    blocked
}

fn zoom_rect(window: &Window) -> Rect {
    let chart = window.chart;
    Rect::from_min_size(chart.max - vec2(42.0, 98.0), vec2(30.0, 86.0))
}

/// Zoom in, zoom out, fit.
pub(crate) fn zoom_buttons(ui: &mut Ui, window: &Window, out: &mut Vec<Command>) {
    let palette = palette(ui.ctx());
    let rect = zoom_rect(window);
    let painter = ui.painter_at(window.chart);
    painter.rect(
        rect,
        CornerRadius::same(8),
        palette.raised,
        Stroke::new(1.0, palette.hairline),
        StrokeKind::Inside,
    );
    for (row, action) in [Action::ZoomIn, Action::ZoomOut, Action::Fit]
        .into_iter()
        .enumerate()
    {
        let cell = Rect::from_min_size(
            rect.min + vec2(0.0, 28.6 * row as f32),
            vec2(rect.width(), 28.6),
        );
        let response = ui.interact(cell, Id::unique(("zoom", row)), Sense::click());
        let label = action.description().label;
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
        let color = if response.hovered() {
            palette.text
        } else {
            palette.text_secondary
        };
        let center = cell.center();
        let stroke = Stroke::new(1.4, color);
        match action {
            Action::ZoomIn => sign(ui, "plus", center, 12.0, color),
            Action::ZoomOut => {
                painter.line_segment([center - vec2(5.0, 0.0), center + vec2(5.0, 0.0)], stroke);
            }
            _ => corners(&painter, center, stroke),
        }
        if row > 0 {
            edge(&painter, cell.left_top(), cell.right_top(), palette);
        }
        super::parts::widgets::focus_ring(ui, cell, &response);
        let keys = action.description().shortcuts.iter().map(shortcut_text);
        let keys = keys.collect::<Vec<_>>().join(", ");
        if response.hint(format!("{label} ({keys})")).clicked() {
            out.push(Command::Act(action));
        }
    }
}

/// Four corners of a frame.
fn corners(painter: &Painter, center: Pos2, stroke: Stroke) {
    for (x, y) in [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)] {
        let corner = center + vec2(5.0 * x, 5.0 * y);
        painter.line_segment([corner, corner - vec2(3.5 * x, 0.0)], stroke);
        painter.line_segment([corner, corner - vec2(0.0, 3.5 * y)], stroke);
    }
}

/// What the pointer is on, in words, while nothing is open over the chart.
pub(crate) fn tooltip(ui: &Ui, response: &Response, work: &Work, window: &Window) {
    let is_covered =
        window.is_asking() || window.popup.is_some() || egui::Popup::is_any_open(ui.ctx());
    if window.gesture != Gesture::Idle || is_covered || !response.contains_pointer() {
        return;
    }
    let (title, text) = match window.hover {
        Some(HitTarget::Link(row)) => link_text(work, row),
        Some(HitTarget::Node(node)) => node_text(work, node),
        None => return,
    };
    let mut tooltip = egui::Tooltip::for_enabled(response).at_pointer().gap(12.0);
    if let (Some(HitTarget::Node(_)), Some(at)) = (window.hover, response.hover_pos())
        && let Some(handle) = handle::shown_handle(work, window)
    {
        // The handle stays free: the pointer is on its way there.
        if handle.contains(at) {
            return;
        }
        tooltip.popup = tooltip.popup.anchor(handle.union(Rect::from_pos(at)));
    }
    tooltip.show(|ui| {
        ui.set_max_width(340.0);
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.label(egui::RichText::new(title).font(font(13.0, Weight::SemiBold)));
        ui.label(text);
    });
}

/// What links what, and how well that is supported.
fn link_text(work: &Work, row: u32) -> (String, String) {
    let slots = slots_of_row(work, row);
    let records = work.document.links();
    let Some(link) = slots.first().and_then(|slot| records.at(*slot)) else {
        return Default::default();
    };
    let name = |id| crate::model::screen_line(&entity_name(work, id));
    let (from, to) = (name(&link.from), name(&link.to));
    match slots.as_slice() {
        [slot] => {
            let kind = work.evidence.vocabulary().link_kind(link.kind_id()).label;
            (format!("{from} – {kind} – {to}"), sentence(work, *slot))
        }
        several => (
            format!("{from} and {to}"),
            format!("{} between these two", counted(several.len(), "link")),
        ),
    }
}

fn node_text(work: &Work, node: u32) -> (String, String) {
    let row = &work.scene.nodes[node as usize];
    let Some(entity) = work.document.entities().at(row.slot) else {
        return Default::default();
    };
    let kind = work
        .evidence
        .vocabulary()
        .entity_kind(entity.kind_id())
        .label;
    let country = if entity.country.is_empty() {
        String::new()
    } else {
        format!(", {}", entity.country)
    };
    let links = counted(row.degree as usize, "link");
    let native = entity
        .names
        .iter()
        .find(|name| name.kind == Some(crate::model::NameType::Native));
    let native = native
        .map(|name| format!("{}\n", crate::model::screen_line(&name.text)))
        .unwrap_or_default();
    (
        crate::model::screen_line(entity.label()),
        format!("{native}{kind}{country}, {links}"),
    )
}

/// The links that a row stands for.
pub(crate) fn slots_of_row(work: &Work, row: u32) -> Vec<u32> {
    match work.scene.bundles.get(&row) {
        Some(slots) => slots.clone(),
        None => vec![work.scene.links[row as usize].slot],
    }
}
