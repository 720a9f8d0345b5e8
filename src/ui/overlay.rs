//! What lies over the canvas: labels, figures, pins, the link handle, legend, buttons, small windows, tooltips.

use egui::{
    Align2, Area, CornerRadius, Id, Key, Order, Painter, Pos2, Rect, Response, Role, Sense, Stroke,
    StrokeKind, TextEdit, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use crate::look::TOKENS;
use crate::model::{Str, filter_in_words};
use crate::scene::fonts::{FontBook, Weight};
use crate::scene::hit::Hit;
use crate::scene::ink::{self, Ink, Stroke as LinkStroke};
use crate::scene::labels::{Label, Wish, place};
use crate::scene::picture::legend_corner;
use crate::scene::{Frame, Lane};

use super::action::Action;
use super::chart::{paint_gesture, slots_of_row};
use super::command::Command;
use super::editor::sentence;
use super::icons::sign;
use super::menu::action_button;
use super::paint;
use super::picker::{Choice, list, pick};
use super::state::{Gesture, LabelCache, Popup, Window};
use super::theme::{font, palette};
use super::widgets::{accent_button, edge, icon_button_in, text_at};
use super::work::{LayoutState, Work};

/// The filter in words, and how much it leaves.
pub fn filter_line(ui: &mut Ui, work: &Work, rect: Rect, out: &mut Vec<Command>) {
    let palette = palette(ui.ctx());
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, CornerRadius::ZERO, palette.panel);
    edge(
        &painter,
        rect.left_bottom() - vec2(0.0, 0.5),
        rect.right_bottom() - vec2(0.0, 0.5),
        palette,
    );
    let y = rect.center().y;
    sign(
        ui,
        "filter",
        pos2(rect.left() + 22.0, y),
        12.0,
        palette.text_secondary,
    );
    let hidden: usize = work
        .scene
        .bundles
        .values()
        .map(|slots| slots.len() - 1)
        .sum();
    let counts = format!(
        "{} of {} entities, {} of {} links",
        work.net.nodes.len(),
        work.document.entities().len(),
        work.scene.links.len() + hidden,
        work.document.links().len()
    );
    let place = painter.text(
        pos2(rect.right() - 16.0, y),
        Align2::RIGHT_CENTER,
        &counts,
        font(12.0, Weight::Regular),
        palette.text_tertiary,
    );
    let text = filter_in_words(&work.document, &work.evidence, &work.filter);
    let filtered = work.filter != Default::default();
    let keep = if filtered { 30.0 } else { 0.0 };
    let room = place.left() - rect.left() - 52.0 - keep;
    let at = pos2(rect.left() + 36.0, y);
    let right = text_at(
        &painter,
        at,
        &text,
        12.5,
        Weight::Regular,
        palette.text,
        room,
    );
    if filtered {
        let square = Rect::from_center_size(pos2(right + 14.0, y), Vec2::splat(20.0));
        let id = Id::unique("clear filter");
        if icon_button_in(ui, square, id, "close", "Show everything").clicked() {
            out.push(Command::Act(Action::ShowAll));
        }
    }
}

// ---- labels ----

/// How often labels are placed anew while things move, in seconds.
const LABEL_PAUSE: f64 = 0.25;
/// The most labels on a screen.
const MOST_LABELS: usize = 260;

/// Paints labels; places them anew where something has changed and come to rest.
pub fn labels(ui: &Ui, painter: &Painter, work: &Work, window: &mut Window) {
    refresh_labels(ui, work, window);
    let palette = palette(ui.ctx());
    let frame = window.view();
    let Some(placed_in) = window.labels.frame else {
        return;
    };
    let lit = lit_nodes(work, window);
    let mut inks = Vec::new();
    for label in &window.labels.labels {
        let Some(position) = work.positions.get(label.node as usize) else {
            continue;
        };
        let was = label_anchor(
            &placed_in,
            window.labels.anchors.get(&label.node).copied(),
            *position,
        );
        let by = frame.screen(*position) - was;
        if lit.as_ref().is_some_and(|lit| !lit.contains(&label.node)) {
            continue;
        }
        let moved = Label {
            rect: label.rect.translate(by),
            ..label.clone()
        };
        if moved.rect.intersects(frame.rect) {
            ink::label(&mut inks, &moved, palette.label, palette.label_halo);
        }
    }
    paint::inks(painter, &inks, Vec2::ZERO);
}

/// Where a label's node was on screen when the label was placed.
fn label_anchor(placed_in: &Frame, anchor: Option<Pos2>, now: Pos2) -> Pos2 {
    placed_in.screen(anchor.unwrap_or(now))
}

/// The nodes that keep their labels while a neighbourhood is lit; `None` = all.
fn lit_nodes(work: &Work, window: &Window) -> Option<rustc_hash::FxHashSet<u32>> {
    if window.gesture != Gesture::Idle {
        return None;
    }
    let mut lit = rustc_hash::FxHashSet::default();
    match window.hover? {
        Hit::Node(node) => {
            lit.insert(node);
            for link in &work.scene.links {
                if link.from == node {
                    lit.insert(link.to);
                } else if link.to == node {
                    lit.insert(link.from);
                }
            }
        }
        Hit::Link(row) => {
            let link = work.scene.links.get(row as usize)?;
            lit.extend([link.from, link.to]);
        }
    }
    Some(lit)
}

fn refresh_labels(ui: &Ui, work: &Work, window: &mut Window) {
    let revisions = work.revisions;
    let now = (
        revisions.topology,
        revisions.looks,
        revisions.text,
        revisions.positions,
    );
    let frame = window.view();
    let first = first_nodes(work, window);
    let cache = &window.labels;
    let is_current = cache.made_for == now && cache.frame == Some(frame) && cache.first == first;
    if is_current || frame.rect.width() < 20.0 {
        return;
    }
    let structure = (cache.made_for.0, cache.made_for.1, cache.made_for.2);
    let same_things = structure == (now.0, now.1, now.2) && cache.first == first;
    let busy = window.glide.is_some()
        || window.gesture != Gesture::Idle
        || work.layout_state() != LayoutState::Settled
        || ui.input(|input| input.smooth_scroll_delta() != Vec2::ZERO);
    let waited = window.now - cache.at;
    if same_things && busy && waited < LABEL_PAUSE {
        ui.ctx()
            .request_repaint_after(std::time::Duration::from_millis(120));
        return;
    }
    let legend = window.legend;
    let blocked: Vec<Rect> = [legend, zoom_rect(window)]
        .into_iter()
        .filter(|r| r.is_positive())
        .collect();
    let wish = Wish {
        blocked: &blocked,
        first: &first,
        only: None,
        most: MOST_LABELS,
    };
    let labels = place(&work.document, &work.scene, &work.positions, &frame, &wish);
    let anchors = labels
        .iter()
        .map(|label| (label.node, work.positions[label.node as usize]));
    window.labels = LabelCache {
        made_for: now,
        frame: Some(frame),
        anchors: anchors.collect(),
        labels,
        first,
        at: window.now,
    };
}

/// Nodes whose labels come before all others: selected and found ones.
fn first_nodes(work: &Work, window: &Window) -> Vec<u32> {
    let selected = window.selection.entities.iter().copied();
    let ends = window.selection.links.iter().take(20).flat_map(|slot| {
        work.document
            .ends()
            .get(*slot as usize)
            .copied()
            .unwrap_or_default()
    });
    let found = window
        .outline
        .found
        .iter()
        .flat_map(|found| found.entities.iter().copied());
    let slots = selected.take(100).chain(ends).chain(found.take(100));
    slots.filter_map(|slot| work.net.node(slot)).collect()
}

// ---- marks ----

/// Figures of voices, labels of links, pins, the link handle, the gesture.
pub fn marks(ui: &Ui, painter: &Painter, work: &Work, window: &Window, response: &Response) {
    let frame = window.view();
    let palette = palette(ui.ctx());
    let near = frame.camera.zoom >= TOKENS.link.dash_too_small_px.zoom;
    let lit = lit_nodes(work, window);
    let mut inks = Vec::new();
    if near {
        figures(&mut inks, work, &frame, lit.as_ref(), palette);
    }
    link_labels(&mut inks, work, window, &frame, lit.as_ref(), palette);
    pins(&mut inks, work, &frame, palette);
    paint::inks(painter, &inks, Vec2::ZERO);
    if let (Some(Hit::Node(node)), Gesture::Idle) = (window.hover, &window.gesture)
        && let Some(rect) = handle_rect(work, &frame, node)
    {
        let over = response.hover_pos().is_some_and(|at| rect.contains(at));
        let fill = if over { palette.accent } else { palette.raised };
        let color = if over {
            palette.on_accent
        } else {
            palette.text_secondary
        };
        let line = if over { palette.accent } else { palette.border };
        painter.circle(rect.center(), 8.5, fill, Stroke::new(1.0, line));
        sign(ui, "plus", rect.center(), 9.0, color);
    }
    paint_gesture(ui, painter, work, window);
}

/// The handle from which a link is drawn: beside a hovered node, where that is large enough.
pub fn handle_rect(work: &Work, frame: &Frame, node: u32) -> Option<Rect> {
    if work.document.newer_version().is_some() {
        return None;
    }
    let row = work.scene.nodes.get(node as usize)?;
    let radius = frame.radius(row.radius);
    if radius < 5.0 {
        return None;
    }
    let at = frame.screen(*work.positions.get(node as usize)?);
    let center = at + Vec2::angled(0.7) * (radius + 9.0);
    Some(Rect::from_center_size(center, Vec2::splat(20.0)))
}

/// The figures in the rings that the canvas draws.
fn figures(
    inks: &mut Vec<Ink>,
    work: &Work,
    frame: &Frame,
    lit: Option<&rustc_hash::FxHashSet<u32>>,
    palette: &crate::look::Palette,
) {
    const MOST: usize = 400;
    let tokens = &TOKENS.link;
    let mut count = 0;
    let mut angles = None;
    for link in &work.scene.links {
        if link.voices < tokens.voices.from {
            continue;
        }
        let is_lit = lit.is_none_or(|lit| lit.contains(&link.from) && lit.contains(&link.to));
        let ends = [link.from, link.to].map(|node| frame.screen(work.positions[node as usize]));
        if !is_lit
            || !Rect::from_two_pos(ends[0], ends[1])
                .expand(40.0)
                .intersects(frame.rect)
        {
            continue;
        }
        count += 1;
        if count > MOST {
            return;
        }
        let angles = angles.get_or_insert_with(|| work.scene.loop_angles(&work.positions));
        let from = frame.end(&work.scene, &work.positions, link.from);
        let to = frame.end(&work.scene, &work.positions, link.to);
        let angle = |node: u32| angles.get(&node).copied().unwrap_or(0.0);
        let way = work.scene.way(link, frame.camera.zoom, angle);
        let tip = if link.directed {
            tokens.arrow.tip_gap
        } else {
            tokens.gap_at_node
        };
        let course = crate::scene::curve::course(&from, &to, way, tokens.gap_at_node, tip);
        let part = if link.lane == Lane::Bundle {
            0.5
        } else {
            tokens.voices.at
        };
        let length = course.length();
        if length > tokens.voices.radius * 3.0
            && let Some((at, _)) = course.at(length * part)
        {
            let strength = LinkStroke::of(link, frame.camera.zoom).strength.max(0.14);
            let color = ink::faded(palette.link_mark, strength);
            let (size, weight) = (tokens.voices.size, Weight::SemiBold);
            inks.push(Ink::centered(
                at,
                link.voices.to_string(),
                size,
                weight,
                color,
            ));
        }
    }
}

/// Labels of links: of selected and hovered ones, and of all when close.
fn link_labels(
    inks: &mut Vec<Ink>,
    work: &Work,
    window: &Window,
    frame: &Frame,
    lit: Option<&rustc_hash::FxHashSet<u32>>,
    palette: &crate::look::Palette,
) {
    const MOST: usize = 150;
    let hovered = match window.hover {
        Some(Hit::Link(row)) => Some(row),
        _ => None,
    };
    let mut rows: Vec<u32> = Vec::new();
    if frame.camera.zoom >= 1.25 {
        let all = 0..work.scene.links.len() as u32;
        let near = |row: &u32| {
            let link = &work.scene.links[*row as usize];
            let is_lit = lit.is_none_or(|lit| lit.contains(&link.from) && lit.contains(&link.to));
            let ends = [link.from, link.to].map(|node| frame.screen(work.positions[node as usize]));
            is_lit && Rect::from_two_pos(ends[0], ends[1]).intersects(frame.rect)
        };
        rows.extend(all.filter(near).take(MOST));
    }
    let selected = window
        .selection
        .links
        .iter()
        .filter_map(|slot| work.scene.row(*slot));
    let selected: Vec<u32> = selected.take(MOST).collect();
    rows.retain(|row| !selected.contains(row) && Some(*row) != hovered);
    for row in &rows {
        link_label(inks, work, frame, *row, false, palette);
    }
    for row in selected
        .iter()
        .copied()
        .chain(hovered.filter(|row| !selected.contains(row)))
    {
        link_label(inks, work, frame, row, selected.contains(&row), palette);
    }
}

fn link_label(
    inks: &mut Vec<Ink>,
    work: &Work,
    frame: &Frame,
    row: u32,
    selected: bool,
    palette: &crate::look::Palette,
) {
    let link = &work.scene.links[row as usize];
    let Some(record) = work.document.links().at(link.slot) else {
        return;
    };
    let text = if link.lane == Lane::Bundle {
        format!("{} links", slots_of_row(work, row).len())
    } else if record.label.is_empty() {
        work.evidence
            .vocabulary()
            .link_kind(record.kind_id())
            .label
            .to_string()
    } else {
        record.label.to_string()
    };
    let from = frame.end(&work.scene, &work.positions, link.from);
    let to = frame.end(&work.scene, &work.positions, link.to);
    let angles = work.scene.loop_angles(&work.positions);
    let angle = |node: u32| angles.get(&node).copied().unwrap_or(0.0);
    let way = work.scene.way(link, frame.camera.zoom, angle);
    let tokens = &TOKENS.link;
    let course =
        crate::scene::curve::course(&from, &to, way, tokens.gap_at_node, tokens.arrow.tip_gap);
    // Clear of the marks: past the middle, where there is one.
    let part = if link.disputed { 0.72 } else { 0.6 };
    let Some((at, _)) = course.at(course.length() * part) else {
        return;
    };
    let (size, weight) = (
        tokens.label.size + 0.5,
        if selected {
            Weight::Medium
        } else {
            Weight::Regular
        },
    );
    let text = super::widgets::elided(&text, size, weight, 140.0);
    let width = FontBook::shared().width(&text, size, weight);
    if selected {
        inks.push(Ink::Box {
            rect: Rect::from_center_size(at, vec2(width + 10.0, 16.0)),
            round: 4.0,
            fill: palette.accent,
            stroke: (0.0, palette.accent),
        });
        inks.push(Ink::centered(at, text, size, weight, palette.on_accent));
    } else {
        inks.push(Ink::Text {
            at: at + vec2(-width / 2.0, size * 0.36),
            text: text.into(),
            size,
            weight,
            color: palette.link_label,
            halo: palette.label_halo,
        });
    }
}

fn pins(inks: &mut Vec<Ink>, work: &Work, frame: &Frame, palette: &crate::look::Palette) {
    const MOST: usize = 500;
    let nodes = work.pinned.iter().filter_map(|slot| work.net.node(*slot));
    let seen = nodes.filter_map(|node| {
        let radius = frame.radius(work.scene.nodes[node as usize].radius);
        let at = frame.screen(work.positions[node as usize]);
        (radius >= 5.0 && frame.rect.expand(20.0).contains(at)).then_some((at, radius))
    });
    for (at, radius) in seen.take(MOST) {
        ink::pin(inks, at, radius, palette);
    }
}

/// The chart without a graphics card, as in tests that read no pixels: the same inks that files are made of.
pub fn paint_by_hand(painter: &Painter, work: &Work, window: &Window) {
    const MOST: usize = 3000;
    if work.scene.nodes.len() > MOST {
        return;
    }
    let subject = crate::scene::picture::Subject {
        document: &work.document,
        evidence: &work.evidence,
        scene: &work.scene,
        positions: &work.positions,
        pinned: &work.pinned,
        filter: "",
    };
    let mut inks = Vec::new();
    crate::scene::picture::draw_chart(&mut inks, &subject, &window.view(), &[]);
    paint::inks(painter, &inks, Vec2::ZERO);
}

// ---- legend and buttons ----

/// The legend: what is on the chart. It folds to its title.
pub fn legend(ui: &mut Ui, work: &Work, window: &mut Window) {
    window.legend = Rect::NOTHING;
    if work.legend.is_empty() {
        return;
    }
    let chart = window.chart;
    if !window.settings.legend {
        let rect = Rect::from_min_size(
            pos2(chart.left() + 8.0, chart.bottom() - 36.0),
            vec2(82.0, 28.0),
        );
        window.legend = rect;
        let response = ui.put(rect, egui::Button::new("Legend"));
        if response.on_hover_text("Open the legend").clicked() {
            window.settings.legend = true;
        }
        return;
    }
    let card = work.legend.card_for(work.theme(), chart.size());
    let rect = legend_corner(chart, &card);
    window.legend = rect;
    paint::inks(&ui.painter_at(chart), &card.at(rect.min), Vec2::ZERO);
    // Nothing under the card is hovered or clicked through it.
    ui.interact(rect, Id::unique("legend"), Sense::click_and_drag());
    let square = Rect::from_min_size(
        pos2(rect.right() - 24.0, rect.top() + 4.0),
        Vec2::splat(20.0),
    );
    let id = Id::unique("fold legend");
    if icon_button_in(ui, square, id, "chevron-down", "Fold the legend").clicked() {
        window.settings.legend = false;
    }
}

fn zoom_rect(window: &Window) -> Rect {
    let chart = window.chart;
    Rect::from_min_size(chart.max - vec2(42.0, 98.0), vec2(30.0, 86.0))
}

/// Zoom in, zoom out, fit.
pub fn zoom_buttons(ui: &mut Ui, window: &Window, out: &mut Vec<Command>) {
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
        super::widgets::focus_ring(ui, cell, &response);
        if response.on_hover_text(label).clicked() {
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

// ---- small windows ----

/// Shows the small window on the chart, if there is one.
pub fn popups(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let Some(popup) = window.popup.take() else {
        return;
    };
    window.popup = match popup {
        Popup::NewEntity { .. } => new_entity(ui, work, window, popup, out),
        Popup::NewLink { .. } => new_link(ui, work, popup, out),
        Popup::Menu { .. } => context_menu(ui, work, window, popup, out),
    };
}

/// A card at a place on screen, inside the window. What `add` returns tells whether it stays open.
fn card<R>(
    ui: &Ui,
    name: &str,
    at: Pos2,
    width: f32,
    add: impl FnOnce(&mut Ui) -> R,
) -> (R, Response) {
    let shown = Area::new(Id::unique(("chart card", name)))
        .order(Order::Foreground)
        .fixed_pos(at)
        .constrain(true)
        .show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style())
                .inner_margin(10)
                .show(ui, |ui| {
                    ui.set_width(width);
                    add(ui)
                })
                .inner
        });
    (shown.inner, shown.response)
}

/// Whether the pointer was pressed beside a card, or Escape was pressed.
fn dismissed(ui: &Ui, response: &Response) -> bool {
    let escape = ui.input(|input| input.key_pressed(Key::Escape));
    let elsewhere = ui.input(|input| {
        let pressed = input.pointer.any_pressed();
        let at = input.pointer.interact_pos();
        pressed && at.is_some_and(|at| !response.rect.expand(4.0).contains(at))
    });
    // A press in a picker's list, which lies elsewhere, is no press beside the card.
    escape || (elsewhere && !egui::Popup::is_any_open(ui.ctx()))
}

fn new_entity(
    ui: &mut Ui,
    work: &Work,
    window: &mut Window,
    popup: Popup,
    out: &mut Vec<Command>,
) -> Option<Popup> {
    let Popup::NewEntity {
        at,
        mut name,
        mut kind,
        from,
        fresh,
    } = popup
    else {
        return None;
    };
    let screen = window.view().screen(at) + vec2(12.0, -14.0);
    let mut done = false;
    let (_, response) = card(ui, "new entity", screen, 260.0, |ui| {
        ui.label(egui::RichText::new("New entity").font(font(11.5, Weight::SemiBold)));
        let edit = TextEdit::singleline(&mut name)
            .id(Id::unique("new entity name"))
            .hint_text("Name")
            .desired_width(f32::INFINITY);
        let field = ui.add(edit).accessible_name("Name of the new entity");
        if fresh {
            field.request_focus();
        }
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let kinds = work
            .evidence
            .vocabulary()
            .entity_kind(&kind)
            .label
            .to_string();
        let picker = Id::unique("new entity kind");
        let width = ui.available_width();
        let picked = pick(
            ui,
            picker,
            "Kind of the new entity",
            &kinds,
            false,
            width,
            || {
                let all = work.evidence.vocabulary().entity_kinds().into_iter();
                all.map(|kind| Choice::new(kind.id.to_string(), kind.label.to_string()))
                    .collect()
            },
        );
        if let Some(picked) = picked {
            kind = picked.into();
        }
        let is_named = !name.trim().is_empty();
        ui.horizontal(|ui| {
            ui.add_enabled_ui(is_named, |ui| {
                done = accent_button(ui, "Add").clicked();
            });
            ui.weak("Enter adds, Escape leaves");
        });
        done |= entered && is_named;
    });
    if done {
        let link_from = from.map(|from| (from, Str::from("related-to")));
        out.push(Command::NewEntity {
            name: name.trim().to_owned(),
            kind,
            at,
            link_from,
        });
        return None;
    }
    if !fresh && dismissed(ui, &response) {
        return None;
    }
    Some(Popup::NewEntity {
        at,
        name,
        kind,
        from,
        fresh: false,
    })
}

fn new_link(ui: &mut Ui, work: &Work, popup: Popup, out: &mut Vec<Command>) -> Option<Popup> {
    let Popup::NewLink {
        from,
        to,
        query,
        at,
        fresh,
    } = popup
    else {
        return None;
    };
    let name = |slot: u32| {
        let entity = work.document.entities().at(slot);
        entity.map_or_else(String::new, |entity| entity.label().to_owned())
    };
    let mut swap = false;
    let (picked, response) = card(ui, "new link", at + vec2(8.0, 8.0), 280.0, |ui| {
        ui.label(egui::RichText::new("New link").font(font(11.5, Weight::SemiBold)));
        ui.horizontal_wrapped(|ui| {
            ui.label(egui::RichText::new(name(from)).font(font(13.0, Weight::SemiBold)));
            ui.weak("… to");
            ui.label(egui::RichText::new(name(to)).font(font(13.0, Weight::SemiBold)));
            swap = ui.small_button("Turn around").clicked();
        });
        let kinds = super::editor::link_kinds(work);
        list(ui, Id::unique("new link kinds"), "kinds of link", kinds)
    });
    if let Some(kind) = picked {
        out.push(Command::NewLink(from, to, kind.into()));
        return None;
    }
    if !fresh && dismissed(ui, &response) {
        return None;
    }
    let (from, to) = if swap { (to, from) } else { (from, to) };
    Some(Popup::NewLink {
        from,
        to,
        query,
        at,
        fresh: false,
    })
}

fn context_menu(
    ui: &mut Ui,
    work: &Work,
    window: &mut Window,
    popup: Popup,
    out: &mut Vec<Command>,
) -> Option<Popup> {
    let Popup::Menu { at, world } = popup else {
        return None;
    };
    let on_something = !window.selection.is_empty();
    let groups: &[&[Action]] = if on_something {
        &[
            &[Action::AddLink, Action::AddClaim, Action::Pin],
            &[
                Action::SelectNeighbours,
                Action::FitSelection,
                Action::ArrangeSelection,
            ],
            &[Action::HideSelection, Action::ShowOnlySelection],
            &[
                Action::Copy,
                Action::Duplicate,
                Action::SetAside,
                Action::Delete,
            ],
        ]
    } else {
        &[
            &[Action::Paste, Action::SelectAll],
            &[Action::Fit, Action::Arrange, Action::ShowAll],
        ]
    };
    let mut chosen = false;
    let (_, response) = card(ui, "context menu", at, 210.0, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        if !on_something
            && work.document.newer_version().is_none()
            && ui.button("Add entity here").clicked()
        {
            chosen = true;
            window.popup = Some(Popup::NewEntity {
                at: world,
                name: String::new(),
                kind: "company".into(),
                from: None,
                fresh: true,
            });
        }
        for (row, group) in groups.iter().enumerate() {
            let possible: Vec<Action> = group
                .iter()
                .copied()
                .filter(|action| action.is_possible(work, window))
                .collect();
            if row > 0 && !possible.is_empty() {
                super::widgets::hairline(ui);
            }
            for action in possible {
                if action_button(ui, action, work, window).clicked() {
                    out.push(Command::Act(action));
                    chosen = true;
                }
            }
        }
    });
    if chosen {
        return window.popup.take();
    }
    let just_opened =
        ui.input(|input| input.pointer.secondary_down() || input.pointer.secondary_released());
    if !just_opened && dismissed(ui, &response) {
        return None;
    }
    Some(Popup::Menu { at, world })
}

/// What the pointer is on, in words.
pub fn tooltip(_: &Ui, response: &Response, work: &Work, window: &Window) {
    if window.gesture != Gesture::Idle || window.popup.is_some() {
        return;
    }
    let text = match window.hover {
        Some(Hit::Link(row)) => {
            let slots = slots_of_row(work, row);
            match slots.as_slice() {
                [slot] => sentence(work, *slot),
                several => format!("{} links between these two", several.len()),
            }
        }
        Some(Hit::Node(node)) => node_words(work, node),
        None => return,
    };
    response.clone().on_hover_ui_at_pointer(|ui| {
        ui.set_max_width(340.0);
        ui.label(text);
    });
}

fn node_words(work: &Work, node: u32) -> String {
    let row = &work.scene.nodes[node as usize];
    let Some(entity) = work.document.entities().at(row.slot) else {
        return String::new();
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
    let links = match row.degree {
        1 => "1 link".to_owned(),
        n => format!("{n} links"),
    };
    let native = entity
        .names
        .iter()
        .find(|name| name.kind == Some(crate::model::NameType::Native));
    let native = native
        .map(|name| format!("\n{}", crate::scene::text::one_line(&name.text)))
        .unwrap_or_default();
    format!(
        "{}{native}\n{kind}{country}, {links}",
        crate::scene::text::one_line(entity.label())
    )
}
