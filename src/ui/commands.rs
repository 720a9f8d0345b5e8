//! The command palette: everything that can be done, and every entity, found by a few letters.

use egui::{
    Align2, Area, CornerRadius, Id, Key, Modifiers, Order, Role, ScrollArea, Sense, TextEdit, Ui,
    WidgetInfo, pos2, vec2,
};

use crate::analysis::search;
use crate::look::node_look;
use crate::model::{RecordRef, TableName};
use crate::scene::fonts::Weight;
use crate::work::Work;

use super::action::{ACTIONS, Action, shortcut_text};
use super::command::Command;
use super::menu::words;
use super::state::{PaletteState, Window};
use super::theme::{current, font, palette};
use super::widgets::{Row, text_at};

/// One row: an action, or an entity.
enum Entry {
    Act(Action),
    Go(u32),
}

/// Shows the palette, if it is open.
pub fn show(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let Some(mut state) = window.palette.take() else {
        return;
    };
    let (up, down, escape) = ui.input_mut(|input| {
        (
            input.consume_key(Modifiers::NONE, Key::ArrowUp),
            input.consume_key(Modifiers::NONE, Key::ArrowDown),
            input.consume_key(Modifiers::NONE, Key::Escape),
        )
    });
    let entries = entries(work, window, &state.query);
    let last = entries.len().saturating_sub(1);
    if down {
        state.chosen = (state.chosen + 1).min(last);
    }
    if up {
        state.chosen = state.chosen.saturating_sub(1);
    }
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
                    inside(ui, work, window, &mut state, &entries, up || down)
                })
                .inner
        });
    let picked = shown.inner;
    let outside = ui.input(|input| {
        let at = input.pointer.interact_pos();
        input.pointer.any_pressed() && at.is_some_and(|at| !shown.response.rect.contains(at))
    });
    if let Some(entry) = picked.and_then(|at| entries.get(at)) {
        match entry {
            Entry::Act(action) => out.push(Command::Act(*action)),
            Entry::Go(slot) => {
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

/// What fits the question: actions that are possible now, then entities.
fn entries(work: &Work, window: &Window, query: &str) -> Vec<Entry> {
    let possible: Vec<Action> = ACTIONS
        .iter()
        .map(|description| description.action)
        .filter(|action| *action != Action::Palette && action.is_possible(work, window))
        .collect();
    let labels: Vec<String> = possible.iter().map(|action| words(*action, work)).collect();
    let order = search::labels(labels.iter().map(String::as_str), query);
    let actions = order.into_iter().map(|at| Entry::Act(possible[at]));
    let entities = if query.trim().chars().count() < 2 {
        Vec::new()
    } else {
        search::entities(&work.document, query)
    };
    let starts = |slot: &u32| {
        let entity = work.document.entities().at(*slot);
        let query = query.trim().to_lowercase();
        entity.is_some_and(|entity| entity.label().to_lowercase().starts_with(&query))
    };
    // A name that begins like the question is what was meant, more likely than a command that holds its letters.
    let (first, rest): (Vec<u32>, Vec<u32>) = entities.into_iter().take(50).partition(starts);
    first
        .into_iter()
        .map(Entry::Go)
        .chain(actions)
        .chain(rest.into_iter().map(Entry::Go))
        .collect()
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
    entries: &[Entry],
    moved: bool,
) -> Option<usize> {
    let edit = TextEdit::singleline(&mut state.query)
        .id(field_id())
        .hint_text("Search or run a command")
        .desired_width(f32::INFINITY);
    let response = ui.add(edit).accessible_name("Search or run a command");
    if state.fresh {
        response.request_focus();
    }
    if response.changed() {
        state.chosen = 0;
    }
    ui.add_space(6.0);
    ui.spacing_mut().item_spacing.y = 0.0;
    let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let mut picked = enter.then_some(state.chosen);
    ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
        for (at, entry) in entries.iter().enumerate().take(120) {
            let chosen = at == state.chosen;
            let response = match entry {
                Entry::Act(action) => action_row(ui, *action, work, window, chosen),
                Entry::Go(slot) => entity_row(ui, work, *slot, chosen),
            };
            if chosen && moved {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                picked = Some(at);
            }
        }
        if entries.is_empty() {
            ui.weak("Nothing found");
        }
    });
    picked
}

fn action_row(
    ui: &mut Ui,
    action: Action,
    work: &Work,
    window: &Window,
    chosen: bool,
) -> egui::Response {
    let palette = palette(ui.ctx());
    let description = action.description();
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::click());
    let text = words(action, work);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &text));
    let ground = if chosen {
        palette.selected_row
    } else if response.hovered() {
        palette.hover
    } else {
        egui::Color32::TRANSPARENT
    };
    let painter = ui.painter();
    painter.rect_filled(rect, CornerRadius::same(4), ground);
    let y = rect.center().y;
    let text = match action.is_on(work, window) {
        Some(true) => format!("{text} (on)"),
        _ => text,
    };
    let at = pos2(rect.left() + 8.0, y);
    let right = text_at(
        painter,
        at,
        &text,
        13.0,
        Weight::Regular,
        palette.text,
        300.0,
    );
    let menu = description.menu.label();
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
    if let Some(shortcut) = description.shortcuts.first() {
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
    let look = node_look(&info, current(ui.ctx()));
    let mut row = Row::new(name);
    row.swatch = Some(&look);
    row.selected = chosen;
    row.height = 28.0;
    row.right = Some(info.label.to_string());
    row.show(ui)
}
