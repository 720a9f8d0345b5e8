//! The left panel: search, entities by kind with their counts, links by evidence and by kind, tags, countries; sources and
//! what falls without one; problems.

mod facets;
mod impacts;
mod kinds;
mod problems;
mod sources;

pub(crate) use crate::model::toggled_support;

use std::sync::Arc;

use egui::{
    CornerRadius, Id, Role, ScrollArea, Sense, Stroke, StrokeKind, TextEdit, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};

use crate::analysis::search;
use crate::look::node_look;
use crate::model::{Problem, Severity, Str, figure};
use crate::scene::fonts::Weight;
use crate::view::Selection;

use crate::ui::command::Command;
use crate::ui::parts::icons::sign;
use crate::ui::parts::widgets::{
    ListRow, entered, focus_ring, hairline, icon_button_in, keep_focus, text_at,
};
use crate::ui::state::{SearchResult, Tab, Window};
use crate::ui::theme::{font, palette};
use crate::work::Work;

/// Shows the panel's inside.
pub(crate) fn show(ui: &mut Ui, work: &mut Work, window: &mut Window, out: &mut Vec<Command>) {
    ui.spacing_mut().item_spacing.y = 0.0;
    search_field(ui, work, window, out);
    ui.add_space(10.0);
    tabs(ui, work, window);
    ui.add_space(10.0);
    window.sidebar.sources.hovered = None;
    match window.sidebar.tab {
        Tab::Outline => sidebar(ui, work, window, out),
        Tab::Sources => sources::sources(ui, work, window, out),
        Tab::Problems => problems::problems(ui, work, window, out),
    }
}

/// The id of the search field.
pub(crate) fn search_id() -> Id {
    Id::unique("outline search")
}

fn search_field(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let palette = palette(ui.ctx());
    let id = search_id();
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::hover());
    let focused = ui.memory(|memory| memory.has_focus(id));
    let line = if focused {
        palette.focus
    } else {
        palette.field_line
    };
    ui.painter().rect(
        rect,
        CornerRadius::same(6),
        palette.field,
        Stroke::new(if focused { 2.0 } else { 1.0 }, line),
        StrokeKind::Inside,
    );
    let icon_at = pos2(rect.left() + 16.0, rect.center().y);
    sign(ui, "search", icon_at, 13.0, palette.text_tertiary);
    let has_query = !window.sidebar.query.is_empty();
    let inner = egui::Rect::from_min_max(
        rect.min + vec2(28.0, 2.0),
        rect.max - vec2(if has_query { 28.0 } else { 56.0 }, 2.0),
    );
    let edit = TextEdit::singleline(&mut window.sidebar.query)
        .id(id)
        .hint_text("Find by name, alias or ID")
        .frame(egui::Frame::NONE)
        .align(egui::Align2::LEFT_CENTER)
        .margin(egui::Margin::same(2));
    let response = ui
        .put(inner, edit)
        .accessible_name("Find by name, alias or ID");
    if std::mem::take(&mut window.sidebar.focus_search) {
        response.request_focus();
    }
    if has_query {
        let at = pos2(rect.right() - 15.0, rect.center().y);
        let square = egui::Rect::from_center_size(at, Vec2::splat(20.0));
        if icon_button_in(ui, square, id.with("clear"), "close", "Clear search").clicked() {
            window.sidebar.query.clear();
        }
    } else {
        ui.painter().text(
            pos2(rect.right() - 10.0, rect.center().y),
            egui::Align2::RIGHT_CENTER,
            "Ctrl+F",
            font(11.5, Weight::Regular),
            palette.text_tertiary,
        );
    }
    refresh_found(work, window);
    let found = window.sidebar.found.as_ref();
    match found.and_then(|found| found.entities.first()) {
        Some(slot) if entered(ui, &response) => go_to_entity(work, *slot, out),
        Some(_) => {}
        None => keep_focus(ui, &response),
    }
}

/// Answers the search if question or texts have changed.
fn refresh_found(work: &Work, window: &mut Window) {
    let sidebar = &mut window.sidebar;
    let query = sidebar.query.trim();
    if query.is_empty() {
        sidebar.found = None;
        return;
    }
    let revision = work.edit_count();
    let is_current = sidebar
        .found
        .as_ref()
        .is_some_and(|found| found.query == query && found.revision == revision);
    if !is_current {
        sidebar.found = Some(Arc::new(SearchResult {
            query: query.to_owned(),
            revision,
            entities: search::entities(&work.document, query),
        }));
    }
}

fn go_to_entity(work: &Work, slot: u32, out: &mut Vec<Command>) {
    if let Some(id) = work.document.entities().id_at(slot) {
        let table = crate::model::TableName::Entities;
        out.push(Command::GoTo(crate::model::RecordRef::new(
            table,
            id.clone(),
        )));
    }
}

fn tabs(ui: &mut Ui, work: &mut Work, window: &mut Window) {
    let palette = palette(ui.ctx());
    // Findings are listed under the same tab.
    let is_problem = |problem: &&Problem| problem.severity != Severity::Note;
    let problems = work.problems().iter().filter(is_problem).count();
    let findings: usize = work.findings().counts.iter().map(|(_, n)| n).sum();
    let counted = problems + findings;
    let mut tabs = [
        (Tab::Outline, "Outline", None),
        (Tab::Sources, "Sources", Some(work.document.sources().len())),
        (Tab::Problems, "Problems", Some(counted)),
    ];
    let book = crate::scene::fonts::FontBook::shared();
    let parts = |text: &str, count: Option<usize>| {
        let number = count.map(figure).unwrap_or_default();
        let text_width = book.width(text, 12.5, Weight::Medium);
        let number_width = book.width(&number, 11.5, Weight::Regular);
        let gap = if number.is_empty() { 0.0 } else { 5.0 };
        (number, text_width, gap, number_width)
    };
    let width = |(_, text, count): &(Tab, &str, Option<usize>)| {
        let (_, text, gap, number) = parts(text, *count);
        text + gap + number + 18.0
    };
    // A row that is too wide would widen everything under it.
    if tabs.iter().map(width).sum::<f32>() > ui.available_width() {
        tabs.iter_mut().for_each(|(.., count)| *count = None);
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for (tab, text, count) in tabs {
            let active = window.sidebar.tab == tab;
            let (number, text_width, gap, number_width) = parts(text, count);
            let size = vec2(text_width + gap + number_width + 16.0, 24.0);
            let (rect, response) = ui.allocate_exact_size(size, Sense::click());
            response.widget_info(|| WidgetInfo::selected(Role::Tab, true, active, text));
            let (ground, color) = if active {
                (palette.accent_soft, palette.text_link)
            } else if response.hovered() {
                (palette.hover, palette.text_secondary)
            } else {
                (egui::Color32::TRANSPARENT, palette.text_secondary)
            };
            ui.painter()
                .rect_filled(rect, CornerRadius::same(5), ground);
            focus_ring(ui, rect, &response);
            let at = pos2(rect.left() + 8.0, rect.center().y);
            let right = text_at(ui.painter(), at, text, 12.5, Weight::Medium, color, 200.0);
            let at = pos2(right + gap, rect.center().y);
            let grey = palette.text_tertiary;
            text_at(ui.painter(), at, &number, 11.5, Weight::Regular, grey, 60.0);
            if response.clicked() {
                window.sidebar.tab = tab;
            }
        }
    });
}

/// Shows a heading over rows that end in an eye, its number above theirs.
fn heading(ui: &mut Ui, text: &str, count: Option<String>) {
    heading_beside(ui, text, count, 28.0);
}

/// Shows a heading with its number `beside` points from the right edge.
fn heading_beside(ui: &mut Ui, text: &str, count: Option<String>, beside: f32) {
    let palette = palette(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    let at = pos2(rect.left(), rect.center().y);
    let color = palette.text_secondary;
    text_at(
        ui.painter(),
        at,
        text,
        11.5,
        Weight::SemiBold,
        color,
        rect.width(),
    );
    if let Some(count) = count {
        ui.painter().text(
            pos2(rect.right() - beside, rect.center().y),
            egui::Align2::RIGHT_CENTER,
            count,
            font(11.5, Weight::SemiBold),
            color,
        );
    }
}

fn sidebar(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    ScrollArea::vertical()
        .id_salt("outline")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            if let Some(found) = window.sidebar.found.clone() {
                found_list(ui, work, window, &found, out);
                return;
            }
            kinds::kinds(ui, work, window, out);
            ui.add_space(4.0);
            hairline(ui);
            kinds::looks(ui, work, out);
            kinds::link_kinds(ui, work, window, out);
            facets::tags(ui, work, window, out);
            facets::countries(ui, work, window, out);
            kinds::own_kinds(ui, work, window, out);
            ui.add_space(12.0);
        });
}

/// What the search found.
fn found_list(
    ui: &mut Ui,
    work: &Work,
    window: &mut Window,
    found: &SearchResult,
    out: &mut Vec<Command>,
) {
    const MOST: usize = 300;
    let count = found.entities.len();
    heading(ui, "Found", Some(figure(count)));
    if count == 0 {
        ui.add_space(4.0);
        ui.weak("No entity matches this name, alias or ID.");
        return;
    }
    if count > 1 {
        let text = format!("Select all {}", figure(count));
        if super::parts::widgets::link_button(ui, "check", &text).clicked() {
            out.push(Command::Select(Selection {
                entities: found.entities.iter().copied().collect(),
                links: Default::default(),
            }));
        }
    }
    let hidden = found.entities.iter();
    let hidden = hidden.filter(|slot| work.net.node(**slot).is_none());
    let ids: Vec<Str> = hidden
        .filter_map(|slot| work.document.entities().id_at(*slot).cloned())
        .collect();
    if !ids.is_empty() {
        let text = match count {
            1 => "Show it in this view".to_owned(),
            _ => format!("Show {} hidden in this view", figure(ids.len())),
        };
        if super::parts::widgets::link_button(ui, "eye", &text).clicked() {
            out.push(Command::ShowToo(ids));
        }
    }
    for slot in found.entities.iter().take(MOST) {
        entity_row(ui, work, window, *slot, 0.0, true, out);
    }
    if count > MOST {
        ui.weak(format!("{} more: keep typing", figure(count - MOST)));
    }
}

fn entity_row(
    ui: &mut Ui,
    work: &Work,
    window: &mut Window,
    slot: u32,
    indent: f32,
    swatch: bool,
    out: &mut Vec<Command>,
) {
    let Some(entity) = work.document.entities().at(slot) else {
        return;
    };
    let kind = work.evidence.vocabulary().entity_kind(entity.kind_id());
    let support = node_look(&kind, super::theme::current(ui.ctx()));
    let node = work.net.node(slot);
    let degree = node.map(|node| work.scene.nodes[node as usize].degree);
    let mut row = ListRow::new(entity.label());
    row.indent = indent;
    row.height = 24.0;
    row.size = 12.5;
    row.swatch = swatch.then_some(&support);
    row.selected = window.selection.entities.contains(&slot);
    row.dim = node.is_none();
    row.right = degree.map(|degree| figure(degree as usize));
    row.name = format!("{}, {}", entity.label(), kind.label);
    if node.is_none() {
        row.right = Some("hidden".to_owned());
        row.keep_right = 26.0;
        row.name.push_str(", hidden in this view");
    }
    let response = row.show(ui);
    if node.is_none() {
        let at = pos2(response.rect.right() - 14.0, response.rect.center().y);
        if facets::eye(ui, at, &response, false, entity.label()) {
            out.push(Command::ShowToo(vec![entity.id.clone()]));
        }
    }
    if window.sidebar.scroll_to == Some(slot) {
        response.scroll_to_me(None);
        window.sidebar.scroll_to = None;
    }
    if response.clicked() {
        if ui.input(|input| input.modifiers.shift || input.modifiers.command) {
            let mut selection = window.selection.clone();
            selection.toggle_entity(slot);
            out.push(Command::Select(selection));
        } else {
            go_to_entity(work, slot, out);
        }
    }
}
