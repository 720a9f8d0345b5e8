//! The list of sources: roots and what derives from them, each with what rests on it.

use egui::{CornerRadius, Id, Popup, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::analysis::search;
use crate::model::matching::source_texts;
use crate::model::{Facet, Source, SourceWeight, Str, agree, counted};
use crate::scene::fonts::Weight;
use crate::ui::action::Action;
use crate::ui::command::{Command, Target};
use crate::ui::parts::icons::sign;
use crate::ui::parts::menu_row::menu_row;
use crate::ui::parts::picker::{Choice, pick};
use crate::ui::parts::widgets::{
    Hint, focus_ring, icon_button_in, link_button, row_ground, text_at,
};
use crate::ui::state::{SourceRow, SourceSort, Window};
use crate::ui::theme::palette;
use crate::ui::views::leave_out_source;
use crate::work::Work;

use super::facets::{chevron_button, eye, filter_by, hint, shown_links};

const HEIGHT: f32 = 56.0;

/// All sources, and what rests on each; or what falls without some.
pub(super) fn sources(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    if window.sidebar.sources.impacts && !work.what_if().is_empty() {
        super::impacts::impacts(ui, work, window, out);
        return;
    }
    head(ui, window, out);
    if work.document.sources().is_empty() {
        ui.weak("No sources yet. A source is a document or page that claims cite.");
    }
    let query = window.sidebar.query.trim().to_owned();
    let rows = if query.is_empty() {
        window.sidebar.sources.rows(work)
    } else {
        found(work, &query).into()
    };
    ScrollArea::vertical()
        .id_salt("sources")
        .auto_shrink([false, false])
        .show_rows(ui, HEIGHT, rows.len(), |ui, range| {
            for row in &rows[range] {
                source_row(ui, work, window, *row, out);
            }
        });
}

/// What is above the list: a new source, and the order.
fn head(ui: &mut Ui, window: &mut Window, out: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        if link_button(ui, "plus", "Add source").clicked() {
            out.push(Command::Act(Action::AddSource));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let sort = &mut window.sidebar.sources.sort;
            let id = Id::unique("order of sources");
            let label = sort.label();
            let picked = pick(ui, id, "Order of sources", label, false, 92.0, || {
                let all = SourceSort::ALL.iter();
                all.map(|sort| Choice::new(sort.label(), sort.label()).hint(sort.hint()))
                    .collect()
            });
            let wanted = |sort: &SourceSort| Some(sort.label()) == picked.as_deref();
            if let Some(picked) = SourceSort::ALL.into_iter().find(wanted) {
                *sort = picked;
            }
        });
    });
    ui.add_space(6.0);
}

/// The sources that a search means, without their tree.
fn found(work: &Work, query: &str) -> Vec<SourceRow> {
    let all: Vec<(u32, Vec<Str>)> = work
        .document
        .sources()
        .iter_slots()
        .map(|(slot, source)| (slot, source_texts(source)))
        .collect();
    let found = search::rows(
        all.iter().map(|(_, texts)| texts.iter().map(Str::as_str)),
        query,
    );
    let row = |at: usize| SourceRow {
        slot: all[at].0,
        depth: 0,
        children: 0,
    };
    found.into_iter().map(|found| row(found.at)).collect()
}

fn source_row(
    ui: &mut Ui,
    work: &Work,
    window: &mut Window,
    row: SourceRow,
    out: &mut Vec<Command>,
) {
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::click());
    let Some(source) = work.document.sources().at(row.slot) else {
        return;
    };
    if ui.rect_contains_pointer(rect) {
        window.sidebar.sources.hovered = Some(row.slot);
    }
    let selected = window.target == Target::Source(row.slot);
    let summary = work.summary();
    let nothing = SourceWeight::default();
    let weight = summary.sources.get(row.slot as usize).unwrap_or(&nothing);
    let facet = Facet::Sources(window.sidebar.sources.meant(work, row.slot));
    let others = summary.tree.others.get(row.slot as usize).copied();
    let lines = Lines::of(work, source, weight, others.unwrap_or(0));
    response.widget_info(|| {
        let (facts, counts) = (&lines.facts, &lines.counts);
        let spoken = format!(
            "Source {}; {facts}; {counts} {}",
            source.label(),
            lines.alone
        );
        WidgetInfo::selected(Role::Button, true, selected, spoken)
    });
    let indent = 16.0 + 10.0 * row.depth.min(4) as f32;
    paint(ui, work, rect, &response, &facet, selected, indent, &lines);
    let row_end = rect.right() - 12.0;
    let label = source.label();
    if row.children > 0 {
        let closed = window.sidebar.sources.closed.contains(&source.id);
        let mut place = response.clone();
        let left = rect.left() + indent - 16.0;
        place.rect = egui::Rect::from_min_size(pos2(left, rect.top()), vec2(16.0, 28.0));
        if chevron_button(ui, &place, !closed, &format!("sources that relay {label}")) {
            toggle(&mut window.sidebar.sources.closed, &source.id);
        }
    }
    let shown = !facet.is_hidden(&work.filter);
    if eye(
        ui,
        pos2(row_end, rect.top() + 13.0),
        &response,
        shown,
        &label,
    ) {
        out.push(Command::SetFilter(Box::new(facet.toggled(&work.filter))));
    }
    more(ui, work, row.slot, source, weight, &response, out);
    if response.clicked() {
        if !ui.input(|input| input.modifiers.alt) {
            out.push(Command::Edit(Target::Source(row.slot)));
        }
        filter_by(ui, work, &facet, out);
    }
    // The row cuts title and facts: here they are whole.
    response.hint_ui_beside(|ui| {
        ui.set_max_width(320.0);
        ui.label(crate::model::short_line(&label, 300));
        ui.weak(&lines.facts);
        ui.label(in_full(weight));
        ui.weak(hint(work, &facet));
    });
}

/// What stands in a row.
struct Lines {
    title: String,
    facts: String,
    counts: String,
    /// What rests on it alone: the reason to look at this list.
    alone: String,
}

impl Lines {
    fn of(work: &Work, source: &Source, weight: &SourceWeight, others: u32) -> Self {
        let role = source.role.map(|role| role.label().to_lowercase());
        let role = role.unwrap_or_else(|| "origin unknown".to_owned());
        let mut facts = vec![role.clone()];
        if others > 0 {
            facts[0] = format!("{role} (and {others} more)");
        }
        facts.extend(source.reliability.map(|grade| grade.to_string()));
        let publisher = source.publisher.trim();
        if !publisher.is_empty() && publisher != source.label() {
            facts.push(publisher.to_owned());
        }
        facts.extend(source.published.map(|date| date.to_string()));
        let is_out = work.what_if().sources.contains(&source.id);
        let alone = match (is_out, weight.alone.len()) {
            (true, _) => "· left out".to_owned(),
            (false, 0) => String::new(),
            (false, n) => format!("· {n} {} on it", agree(n, "depends", "depend")),
        };
        let counts = match (weight.claims, weight.through) {
            (0, through @ 1..) => format!("{through} through relays"),
            (claims, _) => {
                let links = counted(weight.links, "link");
                format!("{} · {links}", counted(claims, "claim"))
            }
        };
        Self {
            title: crate::model::screen_line(&source.label()),
            facts: crate::model::screen_line(&facts.join(" · ")),
            counts,
            alone,
        }
    }
}

/// What rests on a source, in whole sentences.
fn in_full(weight: &SourceWeight) -> String {
    let mut text = format!(
        "Cited by {} on {}",
        counted(weight.claims, "claim"),
        counted(weight.links, "link")
    );
    if weight.through > 0 {
        let through = counted(weight.through, "claim");
        text.push_str(&format!(", and by {through} through relays"));
    }
    text.push_str(&match weight.alone.len() {
        0 => ". No link depends on it alone.".to_owned(),
        n => format!(
            ". {} {} on it alone.",
            counted(n, "link"),
            agree(n, "depends", "depend")
        ),
    });
    text
}

#[expect(clippy::too_many_arguments, reason = "it only paints")]
fn paint(
    ui: &Ui,
    work: &Work,
    rect: egui::Rect,
    response: &egui::Response,
    facet: &Facet,
    selected: bool,
    indent: f32,
    lines: &Lines,
) {
    let palette = palette(ui.ctx());
    let painter = ui.painter();
    let ground = row_ground(palette, selected, response);
    painter.rect_filled(rect.shrink(1.0), CornerRadius::same(4), ground);
    focus_ring(ui, rect, response);
    let mut left = rect.left() + indent;
    let room = rect.right() - 28.0 - left;
    let faint = palette.text_tertiary;
    let hidden = facet.is_hidden(&work.filter);
    let color = if hidden { faint } else { palette.text };
    let at = pos2(left, rect.top() + 28.0);
    text_at(
        painter,
        at,
        &lines.facts,
        11.0,
        Weight::Regular,
        faint,
        room,
    );
    // The last line has the whole width: the buttons stand above it.
    let room = rect.right() - 4.0 - left;
    let at = pos2(left, rect.top() + 45.0);
    let right = text_at(
        painter,
        at,
        &lines.counts,
        11.0,
        Weight::Regular,
        faint,
        room,
    );
    // Darker: the number that the list is about.
    let right = right + 4.0;
    let (at, room) = (pos2(right, at.y), left + room - right);
    text_at(
        painter,
        at,
        &lines.alone,
        11.0,
        Weight::Regular,
        color,
        room,
    );
    if facet.is_only(&work.filter) {
        let at = pos2(left + 5.0, rect.top() + 12.0);
        sign(ui, "filter", at, 10.0, palette.text_link);
        left += 15.0;
    }
    let room = rect.right() - 28.0 - left;
    let at = pos2(left, rect.top() + 12.0);
    text_at(
        painter,
        at,
        &lines.title,
        12.5,
        Weight::Regular,
        color,
        room,
    );
}

/// What else can be done with a source: a small menu at the row's end.
fn more(
    ui: &mut Ui,
    work: &Work,
    slot: u32,
    source: &Source,
    weight: &SourceWeight,
    row: &egui::Response,
    out: &mut Vec<Command>,
) {
    let at = pos2(row.rect.right() - 12.0, row.rect.top() + 31.0);
    let rect = egui::Rect::from_center_size(at, egui::Vec2::splat(20.0));
    let name = format!("More for {}", source.label());
    let button = icon_button_in(ui, rect, row.id.with("more"), "more", &name);
    let entries = |ui: &mut Ui, out: &mut Vec<Command>| {
        ui.set_width(230.0);
        leave_out_source(ui, work, &source.id, out);
        let alone = !weight.alone.is_empty();
        if menu_row(ui, "Select links that depend on it", "", alone, None).clicked() {
            let links = weight.alone.iter().copied();
            out.push(Command::Select(shown_links(work, links)));
            ui.close();
        }
        if menu_row(ui, "Edit source", "", true, None).clicked() {
            out.push(Command::Edit(Target::Source(slot)));
            ui.close();
        }
    };
    Popup::menu(&button).show(|ui| entries(ui, out));
    row.context_menu(|ui| entries(ui, out));
}

fn toggle(closed: &mut std::collections::BTreeSet<crate::model::Str>, id: &crate::model::Str) {
    if !closed.remove(id) {
        closed.insert(id.clone());
    }
}
