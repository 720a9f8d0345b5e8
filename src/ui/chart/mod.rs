//! The chart: what the pointer and the keys do on it, and the order in which it is painted.

mod keys;
mod painting;
mod pointer;

use egui::{CornerRadius, Id, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use crate::model::counted;
use crate::scene::fit::fit;
use crate::scene::picture::{BANNER, banner};
use crate::view::{Camera, bounds};

use crate::ui::capture;
use crate::ui::command::{Command, Target};
use crate::ui::fields::{FieldKey, RecordKey};
use crate::ui::overlay;
use crate::ui::parts::paint;
use crate::ui::parts::widgets::{Hint, focus_ring};
use crate::ui::state::{Panel, Window, chart_id};
use crate::ui::theme::palette;
use crate::ui::view_tabs;
use crate::work::{LayoutState, Work};

/// Shows the chart with banner, tabs and filter line in the whole room left.
pub fn show(ui: &mut Ui, work: &mut Work, window: &mut Window, out: &mut Vec<Command>) {
    let area = ui.available_rect_before_wrap();
    if let Some(text) = window.awaits_first_dataset(work) {
        overlay::opening(ui, area, text);
        window.chart = area;
        return;
    }
    let banner_rect = Rect::from_min_size(area.min, vec2(area.width(), BANNER));
    show_banner(ui, work, window, banner_rect);
    let below = Rect::from_min_max(banner_rect.left_bottom(), area.max);
    let below = views_and_filter(ui, work, window, below, out);
    // Under the filter line, so that what quick entry offers covers the chart alone.
    let taken = capture::show(ui, work, window, below, out);
    let below = below.min + vec2(0.0, taken);
    let below = overlay::what_if_strip(ui, work, below, area.width(), out);
    let chart = Rect::from_min_max(below, area.max);
    window.chart = chart;
    let card = overlay::place_legend(ui, work, window);
    let response = ui.interact(chart, chart_id(), Sense::click_and_drag());
    describe(&response, work, window);
    work.take_layout_frame();
    work.step_glide(window.now);
    move_camera(ui, work, window);
    window.detail = work.scene.detail(&window.view(), &work.positions);
    let painter = ui.painter_at(chart);
    pointer::pointer(ui, &response, work, window, out);
    keys::nudge(ui, work, window, out);
    keys::keys(ui, &response, work, window, out);
    if work.is_without_places() {
        painter.rect_filled(chart, CornerRadius::ZERO, palette(ui.ctx()).canvas);
        overlay::waiting(ui, &painter, work);
    } else {
        painting::paint_chart(ui, &painter, work, window);
        let labels = overlay::labels(ui, &painter, work, window);
        overlay::marks(ui, &painter, work, window, &response, labels);
    }
    overlay::bare(ui, &painter, work, window);
    overlay::legend(ui, card.as_ref(), work, window, out);
    overlay::zoom_buttons(ui, window, out);
    overlay::popups(ui, work, window, out);
    overlay::tooltip(ui, &response, work, window);
    if work.is_gliding() {
        ui.ctx().request_repaint();
    } else if work.layout_state() != LayoutState::Settled {
        ui.ctx()
            .request_repaint_after(std::time::Duration::from_millis(100));
    }
}

/// The tabs of views and, under them, the filter of the one that is shown. A single view stands before its filter where the
/// room is low. Returns the room below.
fn views_and_filter(
    ui: &mut Ui,
    work: &Work,
    window: &mut Window,
    area: Rect,
    out: &mut Vec<Command>,
) -> Rect {
    const LOW: f32 = 700.0;
    let tabs = Rect::from_min_size(area.min, vec2(area.width(), view_tabs::HEIGHT));
    let end = view_tabs::show(ui, work, window, tabs, out);
    let line = if area.height() < LOW && work.document.views().len() < 2 {
        Rect::from_min_max(pos2(end + 4.0, tabs.top()), tabs.max)
    } else {
        Rect::from_min_size(tabs.left_bottom(), vec2(area.width(), 32.0))
    };
    overlay::filter_line(ui, work, window, line, out);
    Rect::from_min_max(pos2(area.left(), line.bottom()), area.max)
}

/// The marking. Where none is set, a click leads to its field.
fn show_banner(ui: &mut Ui, work: &Work, window: &mut Window, rect: Rect) {
    let says = work.banner();
    let mut inks = Vec::new();
    let notice = notice(work);
    banner(&mut inks, rect, &says, &notice);
    paint::inks(&ui.painter_at(rect), &inks, Vec2::ZERO);
    let can_set = !says.is_set && !work.is_read_only();
    let sense = if can_set {
        Sense::click()
    } else {
        Sense::hover()
    };
    let response = ui.interact(rect, Id::unique("marking banner"), sense);
    response.widget_info(|| {
        let role = if can_set { Role::Button } else { Role::Label };
        let label = match says.is_set {
            true => format!("Marking {}", says.label),
            false => says.label.clone(),
        };
        let text = format!("{label}. {} {notice}", says.handling);
        WidgetInfo::labeled(role, true, text.trim_end())
    });
    if !can_set {
        return;
    }
    focus_ring(ui, rect.shrink(1.0), &response);
    let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
    if response.hint("Choose the dataset's marking").clicked() {
        window.open(Panel::Details);
        window.target = Target::Dataset;
        window.focus = Some(FieldKey::new(RecordKey::Dataset, "marking"));
    }
}

/// What the banner says beside the marking: that this is not the whole chart.
pub fn notice(work: &Work) -> String {
    if work.what_if().is_empty() {
        String::new()
    } else {
        work.what_if().in_short()
    }
}

/// What a screen reader says of the chart.
fn describe(response: &Response, work: &Work, window: &Window) {
    // Made only where a screen reader asks: a sentence looks at every entity.
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, description(work, window)));
}

fn description(work: &Work, window: &Window) -> String {
    let selected = match (
        window.selection.single_entity(),
        window.selection.single_link(),
    ) {
        (Some(slot), _) => {
            let entity = work.document.entities().at(slot);
            let name = entity.map_or_else(String::new, |entity| entity.label().to_owned());
            format!("; selected: {name}")
        }
        (_, Some(slot)) => format!("; selected: {}", super::details::sentence(work, slot)),
        _ if window.selection.is_empty() => String::new(),
        _ => format!("; {} selected", window.selection.len()),
    };
    format!(
        "Chart: {}, {}{selected}. Arrow keys move from entity to entity.",
        counted(work.net.nodes.len(), "entity"),
        counted(work.net.links.len(), "link")
    )
}

/// Lets the camera glide, and fits the chart when that is due.
fn move_camera(ui: &Ui, work: &Work, window: &mut Window) {
    if window.fit_pending && window.chart.width() > 50.0 && !work.awaits_first_places() {
        window.fit_pending = false;
        window.viewpoints.forget_rest();
        window.camera = whole(work, window);
        window.glide = None;
        window.fitted = Some((window.camera, window.chart.size()));
        // The status line has been shown already, without this zoom.
        ui.ctx().request_repaint();
    }
    // A chart that was shown whole stays so when its room changes or the legend grows, until the user moves it.
    // It does not follow a row that goes, but takes the room of a card that has become much smaller.
    const MUCH: f32 = 40.0;
    let by = window.legend.size() - window.legend_size;
    let has_legend_changed = by.max_elem() > 0.5 || by.y < -MUCH;
    window.legend_size = window.legend.size();
    if let Some((camera, room)) = window.fitted
        && (room != window.chart.size() || has_legend_changed)
    {
        if camera == window.camera && window.glide.is_none() {
            window.viewpoints.forget_rest();
            window.camera = whole(work, window);
            window.fitted = Some((window.camera, window.chart.size()));
        } else {
            window.fitted = None;
        }
    }
    keep_whole(work, window);
    let Some(glide) = window.glide else {
        window.viewpoints.notice(window.camera, window.now);
        return;
    };
    const SECONDS: f64 = 0.2;
    let part = ((window.now - glide.start) / SECONDS).clamp(0.0, 1.0) as f32;
    // Fast away, slow to arrive: close to cubic-bezier(0.2, 0, 0, 1).
    let eased = 1.0 - (1.0 - part).powi(3);
    window.camera = glide.from.towards(&glide.to, eased);
    if part >= 1.0 {
        window.camera = glide.to;
        window.glide = None;
    } else {
        ui.ctx().request_repaint();
    }
}

/// A chart that was shown whole makes room for what has come to it, once that has found its place.
fn keep_whole(work: &Work, window: &mut Window) {
    let Some((camera, room)) = window.fitted else {
        return;
    };
    let is_calm = window.glide.is_none() && work.layout_state() == LayoutState::Settled;
    if !is_calm || window.dragging || window.fitted_topology == work.revisions.topology {
        return;
    }
    let is_first = window.fitted_topology == 0;
    window.fitted_topology = work.revisions.topology;
    // Finding the camera that shows everything measures every name; mostly there is room.
    let frame = window.view();
    let is_outside = |at: &egui::Pos2| !frame.rect.contains(frame.screen(*at));
    if is_first || camera != window.camera || !work.positions.iter().any(is_outside) {
        return;
    }
    let now = whole(work, window);
    if now.zoom < camera.zoom * 0.999 {
        window.glide_to(now);
        window.fitted = Some((now, room));
    }
}

/// The camera that shows everything.
pub fn whole(work: &Work, window: &Window) -> Camera {
    fit(
        &work.document,
        &work.scene,
        &work.positions,
        window.chart,
        &overlay::blocked_for_fit(window),
    )
}

/// The camera that shows these nodes.
pub fn around(work: &Work, window: &Window, nodes: &[u32]) -> Camera {
    let points = nodes.iter().map(|node| {
        let row = &work.scene.nodes[*node as usize];
        (work.positions[*node as usize], row.radius + 40.0)
    });
    Camera::fit(window.chart, window.chart.shrink(24.0), bounds(points), 1.5)
}

/// Moves the camera as little as shows the node.
pub fn bring_into_view(work: &Work, window: &mut Window, node: u32) {
    let frame = window.view();
    let at = frame.screen(work.positions[node as usize]);
    let free = window.chart.shrink(60.0);
    if free.contains(at) || !free.is_positive() {
        return;
    }
    let inside = at.clamp(free.min, free.max);
    let mut to = window.camera;
    to.center += (at - inside) / to.zoom;
    window.go(to);
}
