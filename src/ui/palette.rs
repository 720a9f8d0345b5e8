//! The command palette: everything that can be done, and every entity, found by a few letters.

use egui::{
    Align2, Area, CornerRadius, Id, Key, KeyboardShortcut, Modifiers, Order, Role, ScrollArea,
    Sense, TextEdit, Ui, WidgetInfo, pos2, vec2,
};

use crate::analysis::search::{self, Match};
use crate::formats::Format;
use crate::look::node_look;
use crate::model::matching::Rank;
use crate::model::{RecordRef, TableName};
use crate::scene::fonts::Weight;
use crate::work::Work;

use super::action::{ACTIONS, Action, shortcut_text};
use super::command::Command;
use super::parts::menu_row::words;
use super::parts::names::export_label;
use super::parts::picker::{best, keys, lock_keys, step_in};
use super::parts::widgets::{ListRow, entered, keep_focus, row_ground, text_at};
use super::state::{PaletteState, Window};
use super::theme::{current, font, palette};

/// The most entities that are listed.
const MOST_ENTITIES: usize = 50;

/// One row: an action, an export to another format, or an entity.
#[derive(Clone, Copy)]
enum PaletteRow {
    Act(Action),
    Export(Format),
    Go(u32),
}

/// Shows the palette, if it is open.
pub fn show(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let Some(mut state) = window.palette.take() else {
        return;
    };
    let (step, leave) = keys(ui);
    let escape = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    let entries = entries(work, window, &state.query);
    let ranks: Vec<Match> = entries.iter().map(|(_, found)| *found).collect();
    state.chosen = step_in(&ranks, state.chosen, step);
    let screen = ui.ctx().content_rect();
    let width = 520.0f32.min(screen.width() - 40.0);
    let at = pos2(screen.center().x - width / 2.0, screen.top() + 90.0);
    let shown = Area::new(Id::unique("command palette"))
        .order(Order::Foreground)
        .fixed_pos(at)
        .show(ui.ctx(), |ui| {
            egui::Frame::window(ui.style())
                .inner_margin(10)
                .show(ui, |ui| {
                    ui.set_width(width);
                    inside(
                        ui,
                        work,
                        window,
                        &mut state,
                        &entries,
                        (step != 0, leave.is_some()),
                    )
                })
                .inner
        });
    let picked = shown.inner;
    let outside = ui.input(|input| {
        let at = input.pointer.interact_pos();
        input.pointer.any_pressed() && at.is_some_and(|at| !shown.response.rect.contains(at))
    });
    if let Some((entry, _)) = picked.and_then(|at| entries.get(at)) {
        match entry {
            PaletteRow::Act(action) => out.push(Command::Act(*action)),
            PaletteRow::Export(format) => out.push(Command::ExportAs(*format)),
            PaletteRow::Go(slot) => {
                if let Some(id) = work.document.entities().id_at(*slot) {
                    let record = RecordRef::new(TableName::Entities, id.clone());
                    out.push(Command::GoTo(record));
                }
            }
        }
    } else if !escape && (state.fresh || !outside) {
        state.fresh = false;
        window.palette = Some(state);
    }
}

/// What fits the query: actions that are possible now and entities, the better first.
fn entries(work: &Work, window: &Window, query: &str) -> Vec<(PaletteRow, Match)> {
    let actions = ACTIONS.iter().map(|description| description.action);
    let possible =
        actions.filter(|action| *action != Action::Palette && action.is_possible(work, window));
    let acts = possible.map(|action| {
        let row = (words(action, work, window), action.description().keywords);
        (PaletteRow::Act(action), row)
    });
    let exports = Format::exported().map(|format| {
        let row = (export_label(format), format.row().keywords);
        (PaletteRow::Export(format), row)
    });
    let (kinds, rows): (Vec<PaletteRow>, Vec<_>) = acts.chain(exports).unzip();
    let found = ranked(&rows, query).into_iter();
    let mut entries: Vec<(PaletteRow, Match)> =
        found.map(|found| (kinds[found.at], found)).collect();
    if query.trim().chars().count() >= 2 {
        let entities = search::ranked_entities(&work.document, query).into_iter();
        let entities = entities.take(MOST_ENTITIES);
        entries.extend(entities.map(|found| (PaletteRow::Go(found.at as u32), found)));
    }
    // A name that begins like the query was meant more likely than a command that begins so, and that more likely than a
    // name that has it somewhere.
    entries.sort_by_key(|(entry, found)| {
        let is_entity = matches!(entry, PaletteRow::Go(_));
        (found.rank, is_entity != (found.rank <= Rank::Beginning))
    });
    // What is only similar is listed where nothing else is meant, not even what cannot be done now.
    let has_sure = entries.first().is_some_and(|(_, best)| best.rank.is_sure());
    if has_sure || not_now(work, window, query).is_some() {
        entries.retain(|(_, found)| found.rank.is_sure());
    }
    entries
}

/// The words of an action that the query means and that cannot be done now.
fn not_now(work: &Work, window: &Window, query: &str) -> Option<String> {
    let impossible: Vec<Action> = ACTIONS
        .iter()
        .map(|description| description.action)
        .filter(|action| !action.is_possible(work, window))
        .collect();
    let rows: Vec<(String, &str)> = impossible
        .iter()
        .map(|action| (words(*action, work, window), action.description().keywords))
        .collect();
    let found = ranked(&rows, query);
    let meant = found
        .first()
        .filter(|found| found.rank <= Rank::Beginning)?;
    let label = rows[meant.at].0.trim_end_matches('…');
    let action = impossible[meant.at];
    let why = action.needs().filter(|_| !work.is_read_only());
    Some(format!("{label}: {}", why.unwrap_or("not available now")))
}

/// The places of the actions that a query means: the label itself, a keyword itself, a part of the label, the beginning of a
/// keyword, and last scattered letters of the label.
fn ranked(rows: &[(String, &str)], query: &str) -> Vec<Match> {
    let found = search::rows(rows.iter().map(|(label, _)| [label.as_str()]), query);
    let query = query.trim().to_lowercase();
    if query.is_empty() {
        return found;
    }
    let by_label = |at: usize| found.iter().find(|found| found.at == at).copied();
    let tier = |at: usize| {
        let (label, keywords) = &rows[at];
        let label = label.to_lowercase();
        if label.trim_end_matches('…') == query {
            Some((0, Rank::Exact))
        } else if keywords.split(", ").any(|keyword| keyword == query) {
            Some((1, Rank::Exact))
        } else if label.contains(&query) {
            Some((2, by_label(at)?.rank))
        } else if has_word(keywords, &query) {
            Some((3, Rank::WordBeginning))
        } else {
            by_label(at).map(|found| (4, found.rank))
        }
    };
    let place = |at: usize| found.iter().position(|found| found.at == at);
    let mut order: Vec<(u8, Option<usize>, Match)> = (0..rows.len())
        .filter_map(|at| {
            let (tier, rank) = tier(at)?;
            Some((tier, place(at), Match { at, rank }))
        })
        .collect();
    // Within a tier by the search's own order; what the search did not find keeps the order of the menus.
    order.sort_by_key(|(tier, place, found)| {
        (*tier, if *tier == 1 { None } else { *place }, found.at)
    });
    order.into_iter().map(|(.., found)| found).collect()
}

/// Whether a word or a phrase of the list, which commas separate, begins with the question.
fn has_word(list: &str, query: &str) -> bool {
    list.split(", ").any(|phrase| {
        let mut starts = phrase.match_indices(' ').map(|(at, _)| &phrase[at + 1..]);
        phrase.starts_with(query) || starts.any(|rest| rest.starts_with(query))
    })
}

/// What people look for and no command does: their words for it, and what to say. Remove a row when a command does it.
const ABSENT: [(&str, &str); 9] = [
    (
        "timeline, time line, chronology, gantt",
        "Linkwright has no timeline yet. As of, above the chart, draws the case as it was on a date.",
    ),
    (
        "path, paths, route, shortest, chain",
        "Linkwright does not search for paths yet. Select neighbours goes one link further.",
    ),
    (
        "central, centrality, betweenness, pagerank, key player, importance",
        "Linkwright does not compute centrality yet. The outline shows each entity's number of links.",
    ),
    (
        "community, communities, clusters, modularity",
        "Linkwright does not look for communities yet. Arrange all draws entities with many links together.",
    ),
    (
        "photo, portrait, avatar, logo",
        "Linkwright does not show photos of entities yet.",
    ),
    (
        "pdf",
        "Linkwright does not write PDF yet. Export picture writes PNG or SVG.",
    ),
    (
        "annotation, comment, sticky note, text box, region",
        "Linkwright has no annotations yet. Every entity, link and source has a note.",
    ),
    ("map, gps, coordinates", "Linkwright has no geographic map."),
    (
        "password, encrypt, encryption",
        "Linkwright does not encrypt files. Keep them on an encrypted disk.",
    ),
];

/// What to say to a question for something that Linkwright lacks.
fn absent(query: &str) -> Option<&'static str> {
    let query = query.trim().to_lowercase();
    let is_meant = |words: &str| {
        let whole = words.split(", ").any(|word| word == query);
        whole || query.len() > 3 && words.split(", ").any(|word| word.starts_with(&query))
    };
    let found = ABSENT.iter().find(|(words, _)| is_meant(words));
    found.map(|(_, text)| *text)
}

/// The id of the palette's field.
pub fn field_id() -> Id {
    Id::unique("palette field")
}

fn inside(
    ui: &mut Ui,
    work: &Work,
    window: &Window,
    state: &mut PaletteState,
    entries: &[(PaletteRow, Match)],
    (moved, tab): (bool, bool),
) -> Option<usize> {
    let edit = TextEdit::singleline(&mut state.query)
        .id(field_id())
        .hint_text("Search or run a command")
        .desired_width(f32::INFINITY);
    let response = ui.add(edit).accessible_name("Search or run a command");
    if state.fresh {
        response.request_focus();
    }
    lock_keys(ui, response.id);
    if response.changed() {
        state.chosen = None;
    }
    ui.add_space(6.0);
    ui.spacing_mut().item_spacing.y = 0.0;
    let enter = entered(ui, &response);
    let ranks: Vec<Match> = entries.iter().map(|(_, found)| *found).collect();
    let marked = state.chosen.or_else(|| best(&ranks));
    // As in every list Tab takes what was typed or chosen.
    let is_meant = state.chosen.is_some() || !state.query.trim().is_empty();
    let mut picked = marked.filter(|_| enter || (tab && is_meant));
    let not_now = || not_now(work, window, &state.query);
    let absent = absent(&state.query).map(str::to_owned);
    let absent = absent.or_else(|| entries.is_empty().then(not_now).flatten());
    // The window around it takes its height from the list, and no list may take its own from there.
    let room = (ui.ctx().content_rect().height() - 180.0).clamp(64.0, 360.0);
    let list = ScrollArea::vertical()
        .max_height(room)
        .min_scrolled_height(room);
    list.show(ui, |ui| {
        for (at, (entry, _)) in entries.iter().enumerate().take(120) {
            let chosen = marked == Some(at);
            let response = match entry {
                PaletteRow::Act(action) => action_row(ui, *action, work, window, chosen),
                PaletteRow::Export(format) => {
                    let menu = Action::ExportCopy.description().menu.label();
                    command_row(ui, &export_label(*format), menu, None, chosen)
                }
                PaletteRow::Go(slot) => entity_row(ui, work, *slot, chosen),
            };
            if chosen && moved {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                picked = Some(at);
            }
        }
    });
    // Below what does match.
    if let Some(text) = absent {
        ui.add_space(6.0);
        ui.add(egui::Label::new(egui::RichText::new(text).weak()).wrap());
    } else if entries.is_empty() {
        ui.weak("No matches");
    }
    if picked.is_none() {
        keep_focus(ui, &response);
    }
    picked
}

fn action_row(
    ui: &mut Ui,
    action: Action,
    work: &Work,
    window: &Window,
    chosen: bool,
) -> egui::Response {
    let description = action.description();
    let text = words(action, work, window);
    let text = match action.is_on(work, window) {
        Some(true) => format!("{text} (on)"),
        _ => text,
    };
    let shortcut = description.shortcuts.first();
    command_row(ui, &text, description.menu.label(), shortcut, chosen)
}

/// A command: its words, the menu that has it, its shortcut.
fn command_row(
    ui: &mut Ui,
    text: &str,
    menu: &str,
    shortcut: Option<&KeyboardShortcut>,
    chosen: bool,
) -> egui::Response {
    let palette = palette(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, text));
    let ground = row_ground(palette, chosen, &response);
    let painter = ui.painter();
    painter.rect_filled(rect, CornerRadius::same(4), ground);
    let y = rect.center().y;
    let at = pos2(rect.left() + 8.0, y);
    let right = text_at(
        painter,
        at,
        text,
        13.0,
        Weight::Regular,
        palette.text,
        300.0,
    );
    let grey = palette.text_tertiary;
    text_at(
        painter,
        pos2(right + 10.0, y),
        menu,
        11.5,
        Weight::Regular,
        grey,
        90.0,
    );
    if let Some(shortcut) = shortcut {
        painter.text(
            pos2(rect.right() - 8.0, y),
            Align2::RIGHT_CENTER,
            shortcut_text(shortcut),
            font(11.5, Weight::Regular),
            grey,
        );
    }
    response
}

fn entity_row(ui: &mut Ui, work: &Work, slot: u32, chosen: bool) -> egui::Response {
    let entity = work.document.entities().at(slot);
    let name = entity.map_or("", |entity| entity.label());
    let kind = entity.map_or("other", |entity| entity.kind_id());
    let info = work.evidence.vocabulary().entity_kind(kind);
    let support = node_look(&info, current(ui.ctx()));
    let mut row = ListRow::new(name);
    row.swatch = Some(&support);
    row.selected = chosen;
    row.height = 28.0;
    row.right = Some(info.label.to_string());
    row.show(ui)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(query: &str) -> Option<&'static str> {
        let rows: Vec<(String, &str)> = ACTIONS
            .iter()
            .map(|row| (row.label.to_owned(), row.keywords))
            .collect();
        let first = ranked(&rows, query).first().copied();
        first.map(|found| ACTIONS[found.at].label)
    }

    #[test]
    fn other_words_lead_to_the_action() {
        for (query, label) in [
            ("node", "Add entity"),
            ("edge", "Add link"),
            ("screenshot", "Export picture…"),
            ("slide", "Export picture…"),
            ("backup", "Version history…"),
            ("dark mode", "Theme: dark"),
            ("neighbor", "Select neighbours"),
            ("degree", "Select neighbours"),
            ("font size", "Larger text"),
            ("undo", "Undo"),
            ("layout", "Arrange all"),
            ("what if", "Leave out source"),
            ("show everything", "Clear filter"),
            ("path", "Select neighbours"),
            ("pdf", "Export picture…"),
            ("central", "Outline"),
            ("community", "Arrange all"),
            ("marking", "Dataset details"),
            ("views", "New view: copy"),
            ("switch view", "Next view"),
        ] {
            assert_eq!(first(query), Some(label), "{query}");
        }
    }

    #[test]
    fn a_part_of_a_label_comes_before_a_keyword() {
        assert_eq!(first("legend"), Some("Legend"));
        assert_eq!(first("copy"), Some("Copy"));
    }

    #[test]
    fn absent_features_are_named() {
        for query in ["timeline", "Timel", "path", "central", "photo", "PDF"] {
            assert!(absent(query).is_some(), "{query}");
        }
        for query in ["", "p", "pat", "United Kingdom", "sources"] {
            assert_eq!(absent(query), None, "{query}");
        }
    }
}
