//! The chart: what the pointer and the keys do on it, and the order in which it is painted.

use std::sync::Arc;

use egui::{
    CornerRadius, CursorIcon, Id, Key, PointerButton, Pos2, Rect, Response, Role, Sense, Stroke,
    StrokeKind, Ui, Vec2, WidgetInfo, vec2,
};

use crate::look::TOKENS;
use crate::scene::Frame;
use crate::scene::hit::{self, Hit};
use crate::scene::picture::{BANNER, banner, fit};
use crate::view::{Camera, Selection, bounds};

use super::canvas::{self, Highlight, Instances, Marked, Positions, ViewUniform};
use super::command::Command;
use super::overlay;
use super::paint;
use super::state::{Gesture, Popup, Window};
use super::theme::palette;
use super::work::{LayoutState, Work};

/// The chart's id: it takes the focus of the keyboard.
pub fn id() -> Id {
    Id::unique("chart")
}

/// Shows the chart with banner and filter line in the whole room left.
pub fn show(ui: &mut Ui, work: &mut Work, window: &mut Window, out: &mut Vec<Command>) {
    let area = ui.available_rect_before_wrap();
    let banner_rect = Rect::from_min_size(area.min, vec2(area.width(), BANNER));
    show_banner(ui, work, banner_rect);
    let line = Rect::from_min_size(banner_rect.left_bottom(), vec2(area.width(), 32.0));
    overlay::filter_line(ui, work, line, out);
    let chart = Rect::from_min_max(line.left_bottom(), area.max);
    window.chart = chart;
    let response = ui.interact(chart, id(), Sense::click_and_drag());
    describe(&response, work, window);
    work.take_layout_frame();
    move_camera(ui, work, window);
    let painter = ui.painter_at(chart);
    painter.rect_filled(chart, CornerRadius::ZERO, palette(ui.ctx()).canvas);
    pointer(ui, &response, work, window, out);
    keys(ui, &response, work, window, out);
    paint_chart(ui, &painter, work, window);
    overlay::labels(ui, &painter, work, window);
    overlay::marks(ui, &painter, work, window, &response);
    overlay::legend(ui, work, window);
    overlay::zoom_buttons(ui, window, out);
    overlay::popups(ui, work, window, out);
    overlay::tooltip(ui, &response, work, window);
    if work.layout_state() != LayoutState::Settled {
        ui.ctx()
            .request_repaint_after(std::time::Duration::from_millis(100));
    }
}

fn show_banner(ui: &mut Ui, work: &Work, rect: Rect) {
    let marking = work.marking();
    let meta = work.document.meta();
    let handling = if meta.handling.is_empty() {
        marking.handling()
    } else {
        &meta.handling
    };
    let mut inks = Vec::new();
    banner(&mut inks, rect, marking, handling);
    paint::inks(&ui.painter_at(rect), &inks, Vec2::ZERO);
    let response = ui.interact(rect, Id::unique("marking banner"), Sense::hover());
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Label, true, format!("Marking {marking}. {handling}"))
    });
}

/// What a screen reader says of the chart.
fn describe(response: &Response, work: &Work, window: &Window) {
    let selected = match (
        window.selection.single_entity(),
        window.selection.single_link(),
    ) {
        (Some(slot), _) => {
            let entity = work.document.entities().at(slot);
            let name = entity.map_or_else(String::new, |entity| entity.label().to_owned());
            format!("; selected: {name}")
        }
        (_, Some(slot)) => format!("; selected: {}", super::editor::sentence(work, slot)),
        _ if window.selection.is_empty() => String::new(),
        _ => format!("; {} selected", window.selection.len()),
    };
    let text = format!(
        "Chart: {} entities, {} links{selected}. Arrow keys go from entity to entity.",
        work.net.nodes.len(),
        work.net.links.len()
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, text.clone()));
}

/// Lets the camera glide, and fits the chart when that is due.
fn move_camera(ui: &Ui, work: &Work, window: &mut Window) {
    if window.fit_pending && window.chart.width() > 50.0 && !work.awaits_first_places() {
        window.fit_pending = false;
        window.camera = whole(work, window);
        window.glide = None;
    }
    let Some(glide) = window.glide else { return };
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

/// The camera that shows everything.
pub fn whole(work: &Work, window: &Window) -> Camera {
    let blocked: Vec<Rect> = if window.settings.legend && !work.legend.is_empty() {
        let card = work.legend.card_for(work.theme(), window.chart.size());
        vec![crate::scene::picture::legend_corner(window.chart, &card)]
    } else {
        Vec::new()
    };
    fit(
        &work.document,
        &work.scene,
        &work.positions,
        window.chart,
        &blocked,
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

// ---- pointer ----

fn pointer(
    ui: &Ui,
    response: &Response,
    work: &mut Work,
    window: &mut Window,
    out: &mut Vec<Command>,
) {
    scroll(ui, response, window);
    let frame = window.view();
    let at = ui.input(|input| input.pointer.latest_pos());
    if window.gesture == Gesture::Idle {
        window.hover = response
            .hover_pos()
            .and_then(|at| hit_at(work, window, &frame, at));
    }
    if response.drag_started() {
        start_gesture(ui, response, work, window, &frame);
    }
    if let Some(at) = at {
        go_on(ui, response, work, window, at, out);
    }
    if response.drag_stopped() || (window.gesture != Gesture::Idle && !any_button(ui)) {
        finish_gesture(work, window, at, out);
    }
    if response.clicked() {
        response.request_focus();
        click(ui, response, work, window, &frame, out);
    }
    if response.double_clicked() {
        double_click(response, work, window, &frame);
    }
    if response.secondary_clicked() {
        response.request_focus();
        context_click(response, work, window, &frame, out);
    }
    cursor(ui, response, work, window);
}

fn any_button(ui: &Ui) -> bool {
    ui.input(|input| input.pointer.any_down())
}

/// A hit, with the link handle of the hovered node counted as that node.
fn hit_at(work: &Work, window: &Window, frame: &Frame, at: Pos2) -> Option<Hit> {
    if window.legend.contains(at) && window.settings.legend {
        return None;
    }
    if let Some(Hit::Node(node)) = window.hover
        && overlay::handle_rect(work, frame, node).is_some_and(|rect| rect.contains(at))
    {
        return Some(Hit::Node(node));
    }
    hit::at(&work.scene, &work.positions, frame, at)
}

/// The wheel zooms at the pointer; a touchpad's pinch, too.
fn scroll(ui: &Ui, response: &Response, window: &mut Window) {
    let Some(at) = response.hover_pos() else {
        return;
    };
    let (wheel, pinch) = ui.input(|input| (input.smooth_scroll_delta(), input.zoom_delta()));
    let factor = (wheel.y * 0.0035).exp() * pinch;
    if (factor - 1.0).abs() > 1e-4 {
        window.glide = None;
        window.camera.zoom_at(window.chart, at, factor);
        window.hover = None;
    }
}

fn start_gesture(ui: &Ui, response: &Response, work: &Work, window: &mut Window, frame: &Frame) {
    window.glide = None;
    window.popup = None;
    let origin = ui.input(|input| input.pointer.press_origin());
    let Some(origin) = origin.or(response.interact_pointer_pos()) else {
        return;
    };
    let primary = response.drag_started_by(PointerButton::Primary);
    let shift = ui.input(|input| input.modifiers.shift);
    window.gesture = match hit_at(work, window, frame, origin) {
        Some(Hit::Node(node)) if primary => {
            let handle = overlay::handle_rect(work, frame, node);
            let may_edit = work.document.newer_version().is_none();
            if may_edit && handle.is_some_and(|rect| rect.contains(origin)) {
                Gesture::Join(node)
            } else if may_edit && !shift {
                Gesture::Move(moving(work, window, node, frame.world(origin)))
            } else {
                Gesture::Band(origin)
            }
        }
        _ if primary && shift => Gesture::Band(origin),
        _ => Gesture::Pan,
    };
}

/// The nodes that move with `node`: the selection, if it is part of it. Each with its offset from the pointer.
fn moving(work: &Work, window: &Window, node: u32, pointer: Pos2) -> Vec<(u32, Vec2)> {
    let slot = work.net.nodes[node as usize];
    let nodes: Vec<u32> = if window.selection.entities.contains(&slot) {
        let selected = window.selection.entities.iter();
        selected.filter_map(|slot| work.net.node(*slot)).collect()
    } else {
        vec![node]
    };
    let offset = |node: &u32| (*node, work.positions[*node as usize] - pointer);
    nodes.iter().map(offset).collect()
}

fn go_on(
    ui: &Ui,
    response: &Response,
    work: &mut Work,
    window: &mut Window,
    at: Pos2,
    out: &mut Vec<Command>,
) {
    if !response.dragged() {
        return;
    }
    let frame = window.view();
    match &window.gesture {
        Gesture::Pan => window.camera.pan(response.drag_delta()),
        Gesture::Move(nodes) => {
            let pointer = frame.world(at);
            for (node, offset) in nodes {
                out.push(Command::Drag(*node, pointer + *offset));
            }
        }
        Gesture::Join(from) => {
            let over = hit::node_at(&work.scene, &work.positions, &frame, at);
            window.hover = over.filter(|node| node != from).map(Hit::Node);
        }
        Gesture::Band(_) | Gesture::Idle => {}
    }
    ui.ctx().request_repaint();
}

fn finish_gesture(work: &Work, window: &mut Window, at: Option<Pos2>, out: &mut Vec<Command>) {
    let frame = window.view();
    match std::mem::take(&mut window.gesture) {
        Gesture::Move(nodes) => {
            out.push(Command::Drop(
                nodes.into_iter().map(|(node, _)| node).collect(),
            ));
        }
        Gesture::Band(from) => {
            if let Some(at) = at {
                let band = Rect::from_two_pos(from, at);
                let mut selection = window.selection.clone();
                let nodes = hit::nodes_in(&work.positions, &frame, band);
                let slots = nodes.iter().map(|node| work.net.nodes[*node as usize]);
                selection.entities.extend(slots);
                out.push(Command::Select(selection));
            }
        }
        Gesture::Join(from) => {
            if let Some(at) = at {
                join(work, window, from, at, &frame);
            }
        }
        Gesture::Pan | Gesture::Idle => {}
    }
}

/// Asks for the kind of the link that was drawn; where it ends on nothing, for a new entity there.
fn join(work: &Work, window: &mut Window, from: u32, at: Pos2, frame: &Frame) {
    let from_slot = work.net.nodes[from as usize];
    let over = hit::node_at(&work.scene, &work.positions, frame, at);
    window.popup = match over {
        Some(to) => Some(Popup::NewLink {
            from: from_slot,
            to: work.net.nodes[to as usize],
            query: String::new(),
            at,
            fresh: true,
        }),
        None => Some(Popup::NewEntity {
            at: frame.world(at),
            name: String::new(),
            kind: "company".into(),
            from: Some(from_slot),
            fresh: true,
        }),
    };
}

fn click(
    ui: &Ui,
    response: &Response,
    work: &Work,
    window: &mut Window,
    frame: &Frame,
    out: &mut Vec<Command>,
) {
    window.popup = None;
    let Some(at) = response.interact_pointer_pos() else {
        return;
    };
    let adds = ui.input(|input| input.modifiers.shift || input.modifiers.command);
    let mut selection = window.selection.clone();
    match hit_at(work, window, frame, at) {
        Some(Hit::Node(node)) => {
            let slot = work.net.nodes[node as usize];
            if adds {
                selection.toggle_entity(slot);
            } else {
                selection = Selection::entity(slot);
            }
        }
        Some(Hit::Link(row)) => {
            let slots = slots_of_row(work, row);
            if adds {
                slots.iter().for_each(|slot| selection.toggle_link(*slot));
            } else {
                selection = Selection {
                    entities: Default::default(),
                    links: slots.into_iter().collect(),
                };
            }
        }
        None if adds => return,
        None => selection = Selection::default(),
    }
    out.push(Command::Select(selection));
}

/// The links that a row stands for.
pub fn slots_of_row(work: &Work, row: u32) -> Vec<u32> {
    match work.scene.bundles.get(&row) {
        Some(slots) => slots.clone(),
        None => vec![work.scene.links[row as usize].slot],
    }
}

fn double_click(response: &Response, work: &Work, window: &mut Window, frame: &Frame) {
    let Some(at) = response.interact_pointer_pos() else {
        return;
    };
    match hit_at(work, window, frame, at) {
        None if work.document.newer_version().is_none() => {
            window.popup = Some(Popup::NewEntity {
                at: frame.world(at),
                name: String::new(),
                kind: "company".into(),
                from: None,
                fresh: true,
            });
        }
        Some(Hit::Node(node)) => {
            window.settings.editor = true;
            let mut nodes = vec![node];
            for link in &work.net.links {
                if link.from == node {
                    nodes.push(link.to);
                } else if link.to == node {
                    nodes.push(link.from);
                }
            }
            let camera = around(work, window, &nodes);
            window.go(camera);
        }
        _ => {}
    }
}

fn context_click(
    response: &Response,
    work: &Work,
    window: &mut Window,
    frame: &Frame,
    out: &mut Vec<Command>,
) {
    let Some(at) = response.interact_pointer_pos() else {
        return;
    };
    match hit_at(work, window, frame, at) {
        Some(Hit::Node(node)) => {
            let slot = work.net.nodes[node as usize];
            if !window.selection.entities.contains(&slot) {
                out.push(Command::Select(Selection::entity(slot)));
            }
        }
        Some(Hit::Link(row)) => {
            let slots = slots_of_row(work, row);
            if !slots
                .iter()
                .any(|slot| window.selection.links.contains(slot))
            {
                out.push(Command::Select(Selection {
                    entities: Default::default(),
                    links: slots.into_iter().collect(),
                }));
            }
        }
        None => out.push(Command::Select(Selection::default())),
    }
    window.popup = Some(Popup::Menu {
        at,
        world: frame.world(at),
    });
}

fn cursor(ui: &Ui, response: &Response, work: &Work, window: &Window) {
    let icon = match (&window.gesture, window.hover) {
        (Gesture::Pan, _) => CursorIcon::Grabbing,
        (Gesture::Move(_), _) => CursorIcon::Move,
        (Gesture::Band(_) | Gesture::Join(_), _) => CursorIcon::Crosshair,
        (Gesture::Idle, Some(Hit::Node(node))) => {
            let at = response.hover_pos();
            let handle = overlay::handle_rect(work, &window.view(), node);
            if at.zip(handle).is_some_and(|(at, rect)| rect.contains(at)) {
                CursorIcon::Crosshair
            } else {
                CursorIcon::PointingHand
            }
        }
        (Gesture::Idle, Some(Hit::Link(_))) => CursorIcon::PointingHand,
        (Gesture::Idle, None) => return,
    };
    if response.hovered() || window.gesture != Gesture::Idle {
        ui.ctx().set_cursor_icon(icon);
    }
}

// ---- keys ----

/// Arrow keys go to the next entity in a direction; with Ctrl they move the view. Chart keys are dead in text fields.
fn keys(ui: &Ui, response: &Response, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    if !response.has_focus() || ui.ctx().text_edit_focused() {
        return;
    }
    // Without this, arrow keys would move the focus out of the chart.
    ui.memory_mut(|memory| {
        memory.set_focus_lock_filter(
            id(),
            egui::EventFilter {
                horizontal_arrows: true,
                vertical_arrows: true,
                ..egui::EventFilter::default()
            },
        );
    });
    for (key, direction) in [
        (Key::ArrowRight, vec2(1.0, 0.0)),
        (Key::ArrowLeft, vec2(-1.0, 0.0)),
        (Key::ArrowDown, vec2(0.0, 1.0)),
        (Key::ArrowUp, vec2(0.0, -1.0)),
    ] {
        let (pressed, command, shift) = ui.input(|input| {
            (
                input.key_pressed(key),
                input.modifiers.command,
                input.modifiers.shift,
            )
        });
        if !pressed {
            continue;
        }
        if command {
            window.camera.pan(-direction * 80.0);
            continue;
        }
        if let Some(node) = next_in(work, window, direction) {
            let slot = work.net.nodes[node as usize];
            let mut selection = window.selection.clone();
            if shift {
                selection.entities.insert(slot);
            } else {
                selection = Selection::entity(slot);
            }
            out.push(Command::Select(selection));
            bring_into_view(work, window, node);
        }
    }
}

/// The nearest node in a direction from the selected one; without a selection the most important on the screen.
fn next_in(work: &Work, window: &Window, direction: Vec2) -> Option<u32> {
    let from = window.selection.entities.iter().last();
    let Some(from) = from.and_then(|slot| work.net.node(*slot)) else {
        let frame = window.view();
        let seen = |node: &&u32| {
            frame
                .rect
                .contains(frame.screen(work.positions[**node as usize]))
        };
        return work.scene.by_importance.iter().find(seen).copied();
    };
    let here = work.positions[from as usize];
    let cost = |node: u32| {
        let span = work.positions[node as usize] - here;
        let along = span.dot(direction);
        let aside = (span - direction * along).length();
        (along > 1.0).then_some(along + aside * 2.0)
    };
    let nodes = 0..work.net.nodes.len() as u32;
    let others = nodes.filter(|node| *node != from);
    others
        .filter_map(|node| Some((cost(node)?, node)))
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, node)| node)
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

// ---- painting ----

fn paint_chart(ui: &Ui, painter: &egui::Painter, work: &mut Work, window: &mut Window) {
    refresh_instances(work, window);
    let Some(format) = window.format else {
        overlay::paint_by_hand(painter, work, window);
        return;
    };
    let palette = palette(ui.ctx());
    let lit = window.hover.is_some() && window.gesture == Gesture::Idle;
    let faded = &TOKENS.state.faded;
    let fade = ui.ctx().animate_bool_with_time(
        Id::unique("chart fade"),
        lit,
        if window.settings.reduced_motion {
            0.0
        } else {
            0.12
        },
    );
    let strength = |least: f32| 1.0 - (1.0 - least) * fade;
    painter.add(canvas::callback(
        window.chart,
        canvas::Paint {
            view: ViewUniform::new(
                &window.view(),
                ui.ctx().pixels_per_point(),
                palette.canvas,
                palette.link_mark,
            ),
            base: Arc::clone(&window.canvas.base),
            over: Arc::clone(&window.canvas.over),
            positions: Arc::clone(&window.canvas.positions),
            strength: [strength(faded.node), strength(faded.link)],
            format,
        },
    ));
}

/// Makes instances anew where the scene, the positions or the highlights have changed.
fn refresh_instances(work: &mut Work, window: &mut Window) {
    let revisions = work.revisions;
    let cache = &mut window.canvas;
    let (nodes, links) = std::mem::take(&mut work.touched_rows);
    if cache.made_for.0 != revisions.topology
        || (cache.made_for.1 != revisions.looks && nodes.is_empty() && links.is_empty())
    {
        cache.revision += 1;
        cache.base = Arc::new(Instances::of(&work.scene, &work.positions, cache.revision));
    } else if cache.made_for.1 != revisions.looks {
        let base = Arc::make_mut(&mut cache.base);
        base.touch(&work.scene, &work.positions, &nodes, &links);
        cache.revision += 1;
        base.revision = cache.revision;
    }
    cache.made_for = (revisions.topology, revisions.looks);
    if cache.positions.revision != revisions.positions {
        cache.positions = Arc::new(Positions::new(revisions.positions, &work.positions));
        if !work.scene.loops.is_empty() {
            let base = Arc::make_mut(&mut cache.base);
            base.turn_loops(&work.scene, &work.positions);
            cache.revision += 1;
            base.revision = cache.revision;
        }
    }
    let found: Vec<u32> = window
        .outline
        .found
        .as_ref()
        .map(|found| found.entities.iter().take(2000).copied().collect())
        .unwrap_or_default();
    let hover = window
        .hover
        .filter(|_| matches!(window.gesture, Gesture::Idle | Gesture::Join(_)));
    let key = (
        window.selection.clone(),
        hover,
        revisions.topology,
        revisions.looks,
        found,
    );
    let cache = &mut window.canvas;
    if cache.over_key != key || cache.over.revision == 0 {
        let marked = marked(work, &key.0, hover, &key.4);
        cache.revision += 1;
        let palette = work.theme().palette();
        cache.over = Arc::new(Instances::marked(
            &work.scene,
            &work.positions,
            &marked,
            palette,
            cache.revision,
        ));
        cache.over_key = key;
    }
}

/// What is drawn over the chart: what was found, the hovered neighbourhood, the selection.
fn marked(work: &Work, selection: &Selection, hover: Option<Hit>, found: &[u32]) -> Marked {
    let mut marked = Marked::default();
    let nodes = found.iter().filter_map(|slot| work.net.node(*slot));
    marked
        .nodes
        .extend(nodes.map(|node| (node, Highlight::Found)));
    match hover {
        Some(Hit::Node(hovered)) => {
            for (row, link) in (0u32..).zip(&work.scene.links) {
                if link.from == hovered || link.to == hovered {
                    marked.links.push((row, Highlight::Lit));
                    let other = if link.from == hovered {
                        link.to
                    } else {
                        link.from
                    };
                    marked.nodes.push((other, Highlight::Lit));
                }
            }
            marked.nodes.push((hovered, Highlight::Hovered));
        }
        Some(Hit::Link(row)) => {
            let link = &work.scene.links[row as usize];
            marked.links.push((row, Highlight::Hovered));
            marked.nodes.push((link.from, Highlight::Lit));
            marked.nodes.push((link.to, Highlight::Lit));
        }
        None => {}
    }
    let mut rows: Vec<u32> = selection
        .links
        .iter()
        .filter_map(|slot| work.scene.row(*slot))
        .collect();
    rows.dedup();
    // The ends of a selected link lie over it.
    for row in &rows {
        let link = &work.scene.links[*row as usize];
        marked.links.push((*row, Highlight::Selected));
        if rows.len() == 1 {
            marked.nodes.push((link.from, Highlight::Lit));
            marked.nodes.push((link.to, Highlight::Lit));
        }
    }
    let selected = selection
        .entities
        .iter()
        .filter_map(|slot| work.net.node(*slot));
    marked
        .nodes
        .extend(selected.map(|node| (node, Highlight::Selected)));
    marked
}

/// The band of a rubber-band selection, and the line of a link being drawn.
pub fn paint_gesture(ui: &Ui, painter: &egui::Painter, work: &Work, window: &Window) {
    let palette = palette(ui.ctx());
    let Some(at) = ui.input(|input| input.pointer.latest_pos()) else {
        return;
    };
    match &window.gesture {
        Gesture::Band(from) => {
            painter.rect(
                Rect::from_two_pos(*from, at),
                CornerRadius::same(2),
                palette.band_fill,
                Stroke::new(1.0, palette.accent),
                StrokeKind::Inside,
            );
        }
        Gesture::Join(from) => {
            let frame = window.view();
            let start = frame.screen(work.positions[*from as usize]);
            let end = match window.hover {
                Some(Hit::Node(node)) => frame.screen(work.positions[node as usize]),
                _ => at,
            };
            painter.line_segment([start, end], Stroke::new(2.0, palette.accent));
            painter.circle(end, 4.0, palette.accent, Stroke::NONE);
        }
        _ => {}
    }
}
