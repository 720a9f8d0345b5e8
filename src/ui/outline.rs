//! The left panel: search, entities by kind with their counts, links by evidence and by kind; sources; problems.

use std::sync::Arc;

use egui::{
    CornerRadius, Id, Key, Role, ScrollArea, Sense, Stroke, StrokeKind, TextEdit, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use crate::analysis::search;
use crate::look::node_look;
use crate::model::{Filter, Look, Severity, Str};
use crate::scene::fonts::Weight;
use crate::scene::ink::{plain_row, sample};
use crate::view::Selection;

use super::action::Action;
use super::command::Command;
use super::icons::sign;
use super::paint;
use super::state::{Found, Tab, Target, Window};
use super::theme::{font, palette};
use super::widgets::{Row, focus_ring, hairline, icon_button_in, text_at};
use super::work::Work;

/// Shows the panel's inside.
pub fn show(ui: &mut Ui, work: &mut Work, window: &mut Window, out: &mut Vec<Command>) {
    ui.spacing_mut().item_spacing.y = 0.0;
    search_field(ui, work, window, out);
    ui.add_space(10.0);
    tabs(ui, work, window);
    ui.add_space(10.0);
    match window.outline.tab {
        Tab::Outline => outline(ui, work, window, out),
        Tab::Sources => sources(ui, work, window, out),
        Tab::Problems => problems(ui, work, window, out),
    }
}

fn search_field(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let palette = palette(ui.ctx());
    let id = Id::unique("outline search");
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
    let has_query = !window.outline.query.is_empty();
    let inner = egui::Rect::from_min_max(
        rect.min + vec2(28.0, 2.0),
        rect.max - vec2(if has_query { 28.0 } else { 56.0 }, 2.0),
    );
    let edit = TextEdit::singleline(&mut window.outline.query)
        .id(id)
        .hint_text("Find by name, alias or id")
        .frame(egui::Frame::NONE)
        .align(egui::Align2::LEFT_CENTER)
        .margin(egui::Margin::same(2));
    let response = ui
        .put(inner, edit)
        .accessible_name("Find by name, alias or id");
    if std::mem::take(&mut window.outline.focus_search) {
        response.request_focus();
    }
    if has_query {
        let at = pos2(rect.right() - 15.0, rect.center().y);
        let square = egui::Rect::from_center_size(at, Vec2::splat(20.0));
        if icon_button_in(ui, square, id.with("clear"), "close", "Clear the search").clicked() {
            window.outline.query.clear();
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
    let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if enter
        && let Some(slot) = window
            .outline
            .found
            .as_ref()
            .and_then(|f| f.entities.first())
    {
        go_to_entity(work, *slot, out);
    }
}

/// Answers the search if question or texts have changed.
fn refresh_found(work: &Work, window: &mut Window) {
    let outline = &mut window.outline;
    let query = outline.query.trim();
    if query.is_empty() {
        outline.found = None;
        return;
    }
    let revision = work.edit_count();
    let is_current = outline
        .found
        .as_ref()
        .is_some_and(|found| found.query == query && found.revision == revision);
    if !is_current {
        outline.found = Some(Arc::new(Found {
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
    let problems = work.problems();
    let counted = problems
        .iter()
        .filter(|p| p.severity != Severity::Note)
        .count();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for (tab, text, count) in [
            (Tab::Outline, "Outline", None),
            (Tab::Sources, "Sources", Some(work.document.sources().len())),
            (Tab::Problems, "Problems", Some(counted)),
        ] {
            let active = window.outline.tab == tab;
            let book = crate::scene::fonts::FontBook::shared();
            let number = count.map(|count| count.to_string()).unwrap_or_default();
            let text_width = book.width(text, 12.5, Weight::Medium);
            let number_width = book.width(&number, 11.5, Weight::Regular);
            let gap = if number.is_empty() { 0.0 } else { 5.0 };
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
                window.outline.tab = tab;
            }
        }
    });
}

/// A heading of the outline, with a number at its right end.
fn heading(ui: &mut Ui, text: &str, count: Option<String>) {
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
            pos2(rect.right() - 28.0, rect.center().y),
            egui::Align2::RIGHT_CENTER,
            count,
            font(11.5, Weight::SemiBold),
            color,
        );
    }
}

fn outline(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    ScrollArea::vertical()
        .id_salt("outline")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            if let Some(found) = window.outline.found.clone() {
                found_list(ui, work, window, &found, out);
                return;
            }
            kinds(ui, work, window, out);
            ui.add_space(4.0);
            hairline(ui);
            looks(ui, work, out);
            link_kinds(ui, work, window, out);
            own_kinds(ui, work, window, out);
            ui.add_space(12.0);
        });
}

/// What the search found.
fn found_list(
    ui: &mut Ui,
    work: &Work,
    window: &mut Window,
    found: &Found,
    out: &mut Vec<Command>,
) {
    const MOST: usize = 300;
    let count = found.entities.len();
    heading(ui, "Found", Some(count.to_string()));
    if count == 0 {
        ui.add_space(4.0);
        ui.weak("No entity has such a name, alias or id.");
        return;
    }
    if count > 1 {
        let text = format!("Select all {count}");
        if super::widgets::link_button(ui, "check", &text).clicked() {
            out.push(Command::Select(Selection {
                entities: found.entities.iter().copied().collect(),
                links: Default::default(),
            }));
        }
    }
    for slot in found.entities.iter().take(MOST) {
        entity_row(ui, work, window, *slot, 0.0, true, out);
    }
    if count > MOST {
        ui.weak(format!("and {} more: go on typing", count - MOST));
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
    let look = node_look(&kind, super::theme::current(ui.ctx()));
    let node = work.net.node(slot);
    let degree = node.map(|node| work.scene.nodes[node as usize].degree);
    let mut row = Row::new(entity.label());
    row.indent = indent;
    row.height = 24.0;
    row.size = 12.5;
    row.swatch = swatch.then_some(&look);
    row.selected = window.selection.entities.contains(&slot);
    row.dim = node.is_none();
    row.right = degree.map(|degree| degree.to_string());
    row.name = format!("{}, {}", entity.label(), kind.label);
    let response = row.show(ui);
    if window.outline.scroll_to == Some(slot) {
        response.scroll_to_me(None);
        window.outline.scroll_to = None;
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

/// Entity kinds in the order of the vocabulary, each with its count; open ones with their entities.
fn kinds(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let summary = work.summary();
    heading(
        ui,
        "Entities",
        Some(work.document.entities().len().to_string()),
    );
    if summary.entity_kinds.is_empty() {
        ui.add_space(4.0);
        ui.weak("None yet. Double-click the chart to add one.");
    }
    for (kind, slots) in &summary.entity_kinds {
        let info = work.evidence.vocabulary().entity_kind(kind);
        let hidden = is_hidden(&work.filter, |lists| &lists.entity_kinds, kind);
        let open = window.outline.open_kinds.contains(kind);
        let look = node_look(&info, super::theme::current(ui.ctx()));
        let mut row = Row::new(&info.label);
        row.swatch = Some(&look);
        row.indent = 12.0;
        row.dim = hidden;
        row.right = Some(slots.len().to_string());
        row.keep_right = 22.0;
        row.name = format!("{}: {} entities", info.label, slots.len());
        let response = row.show(ui);
        chevron(ui, &response, open);
        if eye(ui, &response, !hidden, &info.label) {
            let filter = toggled(&work.filter, |lists| &mut lists.entity_kinds, kind);
            out.push(Command::SetFilter(filter));
        } else if response.clicked() {
            toggle(&mut window.outline.open_kinds, kind);
        }
        if open {
            const MOST: usize = 500;
            for slot in slots.iter().take(MOST) {
                entity_row(ui, work, window, *slot, 30.0, false, out);
            }
            if slots.len() > MOST {
                ui.weak(format!(
                    "      and {} more: use the search",
                    slots.len() - MOST
                ));
            }
        }
    }
}

fn toggle(set: &mut std::collections::BTreeSet<Str>, item: &Str) {
    if !set.remove(item) {
        set.insert(item.clone());
    }
}

/// The mark of an open or closed row, at its left end.
fn chevron(ui: &Ui, response: &egui::Response, open: bool) {
    let palette = palette(ui.ctx());
    let name = if open {
        "chevron-down"
    } else {
        "chevron-right"
    };
    let at = pos2(response.rect.left() + 6.0, response.rect.center().y);
    sign(ui, name, at, 9.0, palette.text_tertiary);
}

/// The eye at a row's right end; whether it was clicked.
fn eye(ui: &mut Ui, row: &egui::Response, shown: bool, what: &str) -> bool {
    let at = pos2(row.rect.right() - 12.0, row.rect.center().y);
    let rect = egui::Rect::from_center_size(at, Vec2::splat(20.0));
    let (icon, name) = if shown {
        ("eye", format!("Hide {what}"))
    } else {
        ("eye-off", format!("Show {what}"))
    };
    icon_button_in(ui, rect, row.id.with("eye"), icon, &name).clicked()
}

type Lists = crate::model::Lists;

/// Whether the filter leaves this out.
fn is_hidden(filter: &Filter, list: impl Fn(&Lists) -> &Vec<Str>, item: &Str) -> bool {
    let only = list(&filter.any);
    list(&filter.not).contains(item) || (!only.is_empty() && !only.contains(item))
}

/// The filter with this shown where it was hidden, and hidden where it was shown.
fn toggled(filter: &Filter, list: impl Fn(&mut Lists) -> &mut Vec<Str>, item: &Str) -> Filter {
    let mut filter = filter.clone();
    let only = list(&mut filter.any).clone();
    if !only.is_empty() && !only.contains(item) {
        list(&mut filter.any).push(item.clone());
    } else {
        let not = list(&mut filter.not);
        match not.iter().position(|have| have == item) {
            Some(at) => {
                not.remove(at);
            }
            None => not.push(item.clone()),
        }
    }
    filter
}

/// Links by what their evidence amounts to.
fn looks(ui: &mut Ui, work: &Work, out: &mut Vec<Command>) {
    let document = &work.document;
    let counts = work.summary().looks;
    heading(
        ui,
        "Links by evidence",
        Some(document.links().len().to_string()),
    );
    let palette = palette(ui.ctx());
    for look in Look::ALL.iter().filter(|look| counts[**look as usize] > 0) {
        let any = &work.filter.any.looks;
        let shown = if any.is_empty() {
            *look != Look::SetAside
        } else {
            any.contains(look)
        };
        let shown = shown && !work.filter.not.looks.contains(look);
        let text = match look {
            Look::Established => "Established",
            Look::Reported => "Reported by one voice",
            Look::Alleged => "Alleged or assessed",
            Look::Unsourced => "No source",
            Look::SetAside => "Set aside",
        };
        let mut row = Row::new(text);
        row.indent = 38.0;
        row.height = 24.0;
        row.dim = !shown;
        row.right = Some(counts[*look as usize].to_string());
        row.keep_right = 22.0;
        row.name = format!("{text}: {} links", counts[*look as usize]);
        let response = row.show(ui);
        let mut inks = Vec::new();
        let y = response.rect.center().y;
        let (from, to) = (response.rect.left() + 2.0, response.rect.left() + 36.0);
        sample(
            &mut inks,
            pos2(from, y),
            pos2(to, y),
            &plain_row(*look),
            palette,
        );
        paint::inks(ui.painter(), &inks, Vec2::ZERO);
        if eye(ui, &response, shown, text) {
            out.push(Command::SetFilter(toggled_look(&work.filter, *look, shown)));
        } else if response.clicked() {
            let slots = document.links().iter_slots().map(|(slot, _)| slot);
            let links = slots.filter(|slot| work.evidence.link(*slot).look == *look);
            out.push(Command::Select(Selection {
                entities: Default::default(),
                links: links
                    .filter(|slot| work.scene.row(*slot).is_some())
                    .collect(),
            }));
        }
    }
}

/// The filter with a look shown or hidden.
pub fn toggled_look(filter: &Filter, look: Look, shown: bool) -> Filter {
    let mut filter = filter.clone();
    let mut looks: Vec<Look> = if filter.any.looks.is_empty() {
        Look::ALL
            .iter()
            .copied()
            .filter(|look| *look != Look::SetAside)
            .collect()
    } else {
        filter.any.looks.clone()
    };
    filter.not.looks.retain(|have| *have != look);
    looks.retain(|have| *have != look);
    if !shown {
        looks.push(look);
    }
    looks.sort_unstable();
    let usual = Look::ALL
        .iter()
        .copied()
        .filter(|look| *look != Look::SetAside);
    // "All but set-aside" is written as nothing; nothing at all must stay sayable.
    filter.any.looks = if usual.eq(looks.iter().copied()) {
        Vec::new()
    } else {
        looks
    };
    if filter.any.looks.is_empty() && shown && look != Look::SetAside {
        filter.not.looks.push(look);
    }
    filter
}

fn link_kinds(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let summary = work.summary();
    let kinds = &summary.link_kinds;
    if kinds.is_empty() {
        return;
    }
    let mut row = Row::new("Links by kind");
    row.indent = 12.0;
    row.height = 24.0;
    row.right = Some(kinds.len().to_string());
    row.keep_right = 22.0;
    let response = row.show(ui);
    chevron(ui, &response, window.outline.links_open);
    if response.clicked() {
        window.outline.links_open = !window.outline.links_open;
    }
    if !window.outline.links_open {
        return;
    }
    for (kind, slots) in kinds {
        let info = work.evidence.vocabulary().link_kind(kind);
        let hidden = is_hidden(&work.filter, |lists| &lists.link_kinds, kind);
        let mut row = Row::new(&info.label);
        row.indent = 30.0;
        row.height = 24.0;
        row.size = 12.5;
        row.dim = hidden;
        row.right = Some(slots.len().to_string());
        row.keep_right = 22.0;
        row.name = format!("{}: {} links", info.label, slots.len());
        let response = row.show(ui);
        if eye(ui, &response, !hidden, &format!("{} links", info.label)) {
            let filter = toggled(&work.filter, |lists| &mut lists.link_kinds, kind);
            out.push(Command::SetFilter(filter));
        } else if response.clicked() {
            let shown = |slot: &u32| work.scene.row(*slot).is_some();
            let links = slots.iter().copied().filter(shown);
            out.push(Command::Select(Selection {
                entities: Default::default(),
                links: links.collect(),
            }));
        }
    }
}

/// The dataset's own kinds.
fn own_kinds(ui: &mut Ui, work: &Work, window: &Window, out: &mut Vec<Command>) {
    if work.document.kinds().is_empty() {
        return;
    }
    ui.add_space(4.0);
    hairline(ui);
    heading(
        ui,
        "Own kinds",
        Some(work.document.kinds().len().to_string()),
    );
    for kind in work.document.kinds() {
        let target = Target::Kind(kind.id.clone(), kind.target);
        let mut row = Row::new(if kind.label.is_empty() {
            &kind.id
        } else {
            &kind.label
        });
        row.height = 24.0;
        row.right = Some(kind.target.as_str().to_owned());
        row.selected = window.target == target;
        if row.show(ui).clicked() {
            out.push(Command::Edit(target));
        }
    }
}

/// All sources: what rests on each.
fn sources(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let sources = work.document.sources();
    let query = window.outline.query.trim().to_owned();
    let all: Vec<(u32, String)> = sources
        .iter_slots()
        .map(|(slot, source)| {
            (
                slot,
                format!("{} {} {}", source.label(), source.publisher, source.id),
            )
        })
        .collect();
    let order = search::labels(all.iter().map(|(_, text)| text.as_str()), &query);
    let summary = work.summary();
    let cited = &summary.cited;
    if super::widgets::link_button(ui, "plus", "Add source").clicked() {
        out.push(Command::Act(Action::AddSource));
    }
    ui.add_space(6.0);
    if sources.is_empty() {
        ui.weak("None yet. A source is where something is said; claims cite it.");
    }
    let height = 40.0;
    ScrollArea::vertical()
        .id_salt("sources")
        .auto_shrink([false, false])
        .show_rows(ui, height, order.len(), |ui, range| {
            for place in range {
                let slot = all[order[place]].0;
                source_row(
                    ui,
                    work,
                    window,
                    slot,
                    cited.get(&slot).copied().unwrap_or(0),
                    out,
                );
            }
        });
}

fn source_row(
    ui: &mut Ui,
    work: &Work,
    window: &Window,
    slot: u32,
    claims: usize,
    out: &mut Vec<Command>,
) {
    let Some(source) = work.document.sources().at(slot) else {
        return;
    };
    let palette = palette(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 40.0), Sense::click());
    let selected = window.target == Target::Source(slot);
    response.widget_info(|| {
        WidgetInfo::selected(
            Role::Button,
            true,
            selected,
            format!("Source {}", source.label()),
        )
    });
    let ground = if selected {
        palette.selected_row
    } else if response.hovered() {
        palette.hover
    } else {
        egui::Color32::TRANSPARENT
    };
    ui.painter()
        .rect_filled(rect.shrink(1.0), CornerRadius::same(4), ground);
    focus_ring(ui, rect, &response);
    let room = rect.width() - 44.0;
    let top = pos2(rect.left() + 6.0, rect.top() + 13.0);
    text_at(
        ui.painter(),
        top,
        source.label(),
        12.5,
        Weight::Regular,
        palette.text,
        room,
    );
    let role = source.role.map_or("origin not known", |role| match role {
        crate::model::Role::Register => "register",
        crate::model::Role::Own => "own word",
        crate::model::Role::Relay => "relays others",
    });
    let date = source
        .published
        .map(|date| format!(", {date}"))
        .unwrap_or_default();
    let grade = source
        .reliability
        .map(|grade| format!(", graded {grade}"))
        .unwrap_or_default();
    let publisher = if source.publisher.is_empty() {
        source.id.as_str()
    } else {
        &source.publisher
    };
    let line = format!("{publisher}{date}; {role}{grade}");
    let at = pos2(rect.left() + 6.0, rect.top() + 28.0);
    text_at(
        ui.painter(),
        at,
        &line,
        11.0,
        Weight::Regular,
        palette.text_tertiary,
        room,
    );
    ui.painter().text(
        pos2(rect.right() - 8.0, rect.center().y),
        egui::Align2::RIGHT_CENTER,
        claims.to_string(),
        font(12.0, Weight::Regular),
        palette.text_tertiary,
    );
    if response.clicked() {
        out.push(Command::Edit(Target::Source(slot)));
    }
}

/// What is wrong, each leading to its record.
fn problems(ui: &mut Ui, work: &mut Work, _: &mut Window, out: &mut Vec<Command>) {
    let problems = work.problems();
    if problems.is_empty() {
        let palette = palette(ui.ctx());
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(Vec2::splat(18.0), Sense::hover());
            sign(ui, "check", rect.center(), 12.0, palette.ok);
            ui.label("Nothing is wrong with this dataset.");
        });
        return;
    }
    let height = 56.0;
    ScrollArea::vertical()
        .id_salt("problems")
        .auto_shrink([false, false])
        .show_rows(ui, height, problems.len(), |ui, range| {
            for problem in &problems[range] {
                problem_row(ui, problem, height, out);
            }
        });
}

fn problem_row(ui: &mut Ui, problem: &crate::model::Problem, height: f32, out: &mut Vec<Command>) {
    let palette = palette(ui.ctx());
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, problem.to_string()));
    if !ui.is_rect_visible(rect) {
        return;
    }
    if response.hovered() {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(4), palette.hover);
    }
    focus_ring(ui, rect, &response);
    let color = match problem.severity {
        Severity::Error => palette.error,
        Severity::Warning => palette.warning,
        Severity::Note => palette.text_tertiary,
    };
    sign(
        ui,
        "warning",
        pos2(rect.left() + 10.0, rect.top() + 13.0),
        12.0,
        color,
    );
    let line = problem
        .line
        .map(|line| format!(" (line {line})"))
        .unwrap_or_default();
    let field = if problem.field.is_empty() {
        String::new()
    } else {
        format!(", {}", problem.field)
    };
    let head = format!("{}{field}{line}", problem.record);
    let room = rect.width() - 30.0;
    let at = pos2(rect.left() + 22.0, rect.top() + 13.0);
    text_at(
        ui.painter(),
        at,
        &head,
        12.0,
        Weight::Medium,
        palette.text,
        room,
    );
    let lines = crate::scene::text::wrap(&problem.text, 11.5, Weight::Regular, room, 2);
    for (row, line) in lines.iter().enumerate() {
        let at = pos2(rect.left() + 22.0, rect.top() + 29.0 + 14.0 * row as f32);
        text_at(
            ui.painter(),
            at,
            line,
            11.5,
            Weight::Regular,
            palette.text_secondary,
            room + 4.0,
        );
    }
    let response = response.on_hover_text(&problem.text);
    if response.clicked() {
        out.push(Command::GoTo(problem.record.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_hidden_and_shown_again() {
        let shows = |filter: &Filter, look: Look| {
            let any = &filter.any.looks;
            let wanted = if any.is_empty() {
                look != Look::SetAside
            } else {
                any.contains(&look)
            };
            wanted && !filter.not.looks.contains(&look)
        };
        for look in Look::ALL {
            let start = Filter::default();
            let once = toggled_look(&start, *look, shows(&start, *look));
            assert_ne!(shows(&once, *look), shows(&start, *look), "{look}");
            for other in Look::ALL.iter().filter(|other| *other != look) {
                assert_eq!(
                    shows(&once, *other),
                    shows(&start, *other),
                    "{look} {other}"
                );
            }
            let twice = toggled_look(&once, *look, shows(&once, *look));
            assert_eq!(twice, start, "{look}");
        }
    }

    #[test]
    fn kinds_are_hidden_and_shown_again() {
        let kind: Str = "company".into();
        let once = toggled(&Filter::default(), |lists| &mut lists.entity_kinds, &kind);
        assert!(is_hidden(&once, |lists| &lists.entity_kinds, &kind));
        let twice = toggled(&once, |lists| &mut lists.entity_kinds, &kind);
        assert_eq!(twice, Filter::default());
    }
}
