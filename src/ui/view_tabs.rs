//! The tabs of views above the chart: which is shown, the way to the others, and their names, order and end.

use egui::{
    Align2, CornerRadius, Id, Key, Popup, Rect, Response, Role, Sense, Stroke, TextEdit, Ui,
    WidgetInfo, pos2, vec2,
};

use crate::model::Str;
use crate::scene::fonts::{FontBook, Weight};
use crate::work::Work;

use super::action::Action;
use super::command::Command;
use super::parts::icons::sign;
use super::parts::menu_row::action_row;
use super::parts::widgets::{
    Hint, edge, elided, focus_ring, hairline, icon_button_in, select_text,
};
use super::state::Window;
use super::theme::{font, palette};
use super::views;

/// The height of the row, points.
pub(crate) const HEIGHT: f32 = 34.0;

/// Between the words of two tabs.
const GAP: f32 = 20.0;

/// The size of names.
const SIZE: f32 = 13.0;

/// How wide a name may be.
const MOST: f32 = 200.0;

/// How wide a field for a name is at least.
const FIELD: f32 = 170.0;

/// The room of a button at the end of the tabs.
const BUTTON: f32 = 26.0;

/// A tab and its place in the list of views.
struct Tab {
    view: Str,
    title: String,
    at: usize,
    rect: Rect,
}

/// Shows the row. Returns where what is in it ends.
pub(crate) fn show(
    ui: &mut Ui,
    work: &Work,
    window: &mut Window,
    rect: Rect,
    out: &mut Vec<Command>,
) -> f32 {
    let bottom = rect.bottom() - 0.5;
    let painter = ui.painter_at(rect);
    let ends = [rect.left(), rect.right()].map(|x| pos2(x, bottom));
    edge(&painter, ends[0], ends[1], palette(ui.ctx()));
    let row = Rect::from_min_max(rect.min + vec2(6.0, 0.0), rect.max - vec2(8.0, 0.0));
    let renamed = window.tabs.rename.as_ref().map(|name| name.view.clone());
    let (tabs, are_all) = lay_out(work, renamed.as_ref(), row);
    for tab in &tabs {
        if renamed.as_ref() == Some(&tab.view) {
            rename(ui, window, tab, out);
        } else {
            show_tab(ui, work, window, tab, out);
        }
    }
    follow_drag(ui, window, &tabs, out);
    let mut x = tabs.last().map_or(row.left(), |tab| tab.rect.right());
    if !are_all {
        all_views(ui, work, button_at(x, row), out);
        x += BUTTON;
    }
    add_button(ui, work, window, button_at(x, row), out);
    x + BUTTON
}

/// The tabs that there is room for, that of the view that is shown among them; and whether these are all.
fn lay_out(work: &Work, renamed: Option<&Str>, row: Rect) -> (Vec<Tab>, bool) {
    let stored = work.document.views();
    let mut names: Vec<(Str, String)> = stored
        .iter()
        .map(|view| (view.id.clone(), views::title(&view.title, &view.id)))
        .collect();
    if names.is_empty() {
        let id = work.view_id.clone();
        names.push((id.clone(), views::title("", &id)));
    }
    // As wide as the shown one: showing another moves none.
    let width = |(id, name): &(Str, String)| {
        let width = FontBook::shared().width(name, SIZE, Weight::SemiBold);
        let width = width.min(MOST).ceil() + GAP;
        match renamed == Some(id) {
            true => width.max(FIELD),
            false => width,
        }
    };
    let widths: Vec<f32> = names.iter().map(width).collect();
    let active = names.iter().position(|(id, _)| *id == work.view_id);
    let mut room = row.width() - BUTTON;
    let are_all = widths.iter().sum::<f32>() <= room;
    if !are_all {
        room -= BUTTON;
    }
    let shown = in_room(&widths, active.unwrap_or(0), room);
    let mut x = row.left();
    let tabs = shown.map(|at| {
        let (view, title) = names[at].clone();
        let width = widths[at].min(room.max(40.0));
        let rect = Rect::from_min_size(pos2(x, row.top()), vec2(width, row.height()));
        x = rect.right();
        Tab {
            view,
            title,
            at,
            rect,
        }
    });
    (tabs.collect(), are_all)
}

/// Which of these widths are in the room: as many as fit, from the first on, moved on until `active` is among them.
fn in_room(widths: &[f32], active: usize, room: f32) -> std::ops::Range<usize> {
    let active = active.min(widths.len().saturating_sub(1));
    let mut from = 0;
    loop {
        let mut left = room;
        let fit = widths[from..].iter().take_while(|width| {
            left -= **width;
            left >= 0.0
        });
        let to = from + fit.count();
        if active < to || from >= active {
            return from..to.max(from + 1).min(widths.len());
        }
        from += 1;
    }
}

fn button_at(x: f32, row: Rect) -> Rect {
    let center = pos2(x + BUTTON / 2.0, row.center().y);
    Rect::from_center_size(center, vec2(22.0, 22.0))
}

// ---- one tab ----

fn show_tab(ui: &Ui, work: &Work, window: &mut Window, tab: &Tab, out: &mut Vec<Command>) {
    let is_shown = tab.view == work.view_id;
    let id = Id::unique(("view tab", &tab.view));
    let response = ui.interact(tab.rect, id, Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Tab, true, &tab.title));
    ui.ctx()
        .accesskit_node_builder(id, |node| node.set_selected(is_shown));
    let is_unsaved = work.has_unsaved_filter(&tab.view);
    paint_tab(ui, window, tab, &response, (is_shown, is_unsaved));
    if response.drag_started() && !work.is_read_only() {
        // Where it was pressed: by now the pointer has gone a little way.
        let at = ui.input(|input| input.pointer.press_origin());
        let at = at.map_or(0.0, |at| at.x - tab.rect.left());
        window.tabs.dragged = Some((tab.view.clone(), at));
    }
    if (response.clicked() || response.secondary_clicked()) && !is_shown {
        out.push(Command::ShowView(tab.view.clone()));
    }
    if response.double_clicked() {
        out.push(Command::Act(Action::RenameView));
    }
    Popup::context_menu(&response).show(|ui| {
        ui.set_width(220.0);
        ui.spacing_mut().item_spacing.y = 1.0;
        for group in [
            &[Action::RenameView, Action::NewViewCopy, Action::SaveFilter][..],
            &[Action::MoveViewLeft, Action::MoveViewRight],
            &[Action::DeleteView],
        ] {
            if group[0] != Action::RenameView {
                hairline(ui);
            }
            rows(ui, group, work, window, out);
        }
    });
    let hint = match (is_unsaved, tab.title.chars().count() > 24) {
        (true, _) => format!("{}\nIts filter is not saved in the view.", tab.title),
        (false, true) => tab.title.clone(),
        (false, false) => return,
    };
    response.hint(hint);
}

fn rows(ui: &mut Ui, actions: &[Action], work: &Work, window: &Window, out: &mut Vec<Command>) {
    for action in actions {
        let label = match action {
            Action::NewViewCopy => "New view: copy".to_owned(),
            action => action.description().label.to_owned(),
        };
        if action_row(ui, *action, &label, work, window).clicked() {
            out.push(Command::Act(*action));
            ui.close();
        }
    }
}

fn paint_tab(
    ui: &Ui,
    window: &Window,
    tab: &Tab,
    response: &Response,
    (is_shown, is_unsaved): (bool, bool),
) {
    let palette = palette(ui.ctx());
    let painter = ui.painter();
    let inner = tab.rect.shrink2(vec2(GAP / 2.0, 0.0));
    let is_dragged = (window.tabs.dragged.as_ref()).is_some_and(|(view, _)| *view == tab.view);
    if (response.hovered() && !is_shown) || is_dragged {
        let ground = tab.rect.shrink2(vec2(2.0, 5.0));
        painter.rect_filled(ground, CornerRadius::same(5), palette.hover);
    }
    let (weight, color) = match is_shown {
        true => (Weight::SemiBold, palette.text),
        false => (Weight::Regular, palette.text_secondary),
    };
    let text = elided(&tab.title, SIZE, weight, inner.width());
    let at = pos2(inner.left(), tab.rect.center().y);
    let place = painter.text(at, Align2::LEFT_CENTER, text, font(SIZE, weight), color);
    if is_unsaved {
        painter.circle_filled(pos2(place.right() + 5.0, at.y), 2.2, palette.text_tertiary);
    }
    if is_shown {
        let line = Rect::from_min_max(
            pos2(inner.left(), tab.rect.bottom() - 2.5),
            pos2(inner.right(), tab.rect.bottom()),
        );
        painter.rect_filled(line, CornerRadius::ZERO, palette.accent);
    }
    focus_ring(ui, tab.rect.shrink2(vec2(3.0, 5.0)), response);
}

/// The name in the place of the tab. Enter or leaving it takes it, Escape does not.
fn rename(ui: &mut Ui, window: &mut Window, tab: &Tab, out: &mut Vec<Command>) {
    let Some(mut name) = window.tabs.rename.take() else {
        return;
    };
    let left = tab.rect.left() + 2.0;
    let place = Rect::from_min_size(
        pos2(left, tab.rect.center().y - 13.0),
        vec2(tab.rect.width() - 4.0, 26.0),
    );
    let id = Id::unique("name of view");
    let edit = TextEdit::singleline(&mut name.text)
        .id(id)
        .align(Align2::LEFT_CENTER)
        .margin(egui::Margin::symmetric(7, 2))
        .font(font(SIZE, Weight::SemiBold));
    let field = ui.put(place, edit).accessible_name("Name of the view");
    if name.fresh {
        field.request_focus();
        select_text(ui.ctx(), id, 0, name.text.chars().count());
        name.fresh = false;
        ui.ctx().request_repaint();
    } else if field.lost_focus() {
        if !ui.input(|input| input.key_pressed(Key::Escape)) {
            out.push(Command::RenameView(name.view, name.text));
        }
        return;
    }
    window.tabs.rename = Some(name);
}

// ---- dragging ----

/// A dragged tab says where it would be let go, and goes there.
fn follow_drag(ui: &Ui, window: &mut Window, tabs: &[Tab], out: &mut Vec<Command>) {
    let Some((view, taken_at)) = window.tabs.dragged.clone() else {
        return;
    };
    let pointer = ui.input(|input| input.pointer.interact_pos());
    let place = tabs.iter().position(|tab| tab.view == view);
    let (Some(pointer), Some(place)) = (pointer, place) else {
        window.tabs.dragged = None;
        return;
    };
    let middle = pointer.x - taken_at + tabs[place].rect.width() / 2.0;
    let to = drop_place(tabs, place, middle);
    if to != place {
        let side = match to > place {
            true => tabs[to].rect.right(),
            false => tabs[to].rect.left(),
        };
        let line = Stroke::new(2.0, palette(ui.ctx()).accent);
        let range = tabs[place].rect.shrink2(vec2(0.0, 6.0)).y_range();
        ui.painter().vline(side, range, line);
    }
    let is_called_off = ui.input(|input| input.key_pressed(Key::Escape));
    if is_called_off {
        window.tabs.dragged = None;
    } else if !ui.input(|input| input.pointer.any_down()) {
        window.tabs.dragged = None;
        if to != place {
            out.push(Command::MoveView(view, tabs[to].at));
        }
    }
}

/// Which tab's place a dragged one takes: of those whose middle its own has passed, the furthest.
fn drop_place(tabs: &[Tab], from: usize, middle: f32) -> usize {
    let before = tabs[..from]
        .iter()
        .position(|tab| middle < tab.rect.center().x);
    let after = tabs[from + 1..]
        .iter()
        .rposition(|tab| middle > tab.rect.center().x);
    before.or(after.map(|at| from + 1 + at)).unwrap_or(from)
}

// ---- buttons ----

/// All views as a list, where not all have a tab.
fn all_views(ui: &mut Ui, work: &Work, rect: Rect, out: &mut Vec<Command>) {
    let count = work.document.views().len();
    let id = Id::unique("all views");
    let name = format!("All {count} views");
    let button = icon_button_in(ui, rect, id, "chevron-down", &name);
    Popup::menu(&button).show(|ui| {
        ui.set_width(240.0);
        ui.spacing_mut().item_spacing.y = 1.0;
        views::rows(ui, work, out);
    });
}

/// Makes another view.
fn add_button(ui: &Ui, work: &Work, window: &Window, rect: Rect, out: &mut Vec<Command>) {
    let response = ui.interact(rect, Id::unique("new view"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "New view"));
    let palette = palette(ui.ctx());
    if response.hovered() {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(4), palette.hover);
    }
    focus_ring(ui, rect, &response);
    sign(ui, "plus", rect.center(), 12.0, palette.text_secondary);
    Popup::menu(&response).show(|ui| {
        ui.set_width(250.0);
        ui.spacing_mut().item_spacing.y = 1.0;
        for row in super::action::ACTIONS
            .iter()
            .filter(|row| row.submenu == "New view")
        {
            if action_row(ui, row.action, &row.short_label(), work, window).clicked() {
                out.push(Command::Act(row.action));
                ui.close();
            }
        }
    });
    response.hint("New view");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_tab_that_is_shown_is_among_those_that_fit(
            widths in prop::collection::vec(20f32..220.0, 1..40),
            active in 0usize..40,
            room in 10f32..900.0,
        ) {
            let active = active % widths.len();
            let shown = in_room(&widths, active, room);
            prop_assert!(shown.contains(&active), "{shown:?} without {active}");
            let taken: f32 = widths[shown.clone()].iter().sum();
            prop_assert!(taken <= room || shown.len() == 1);
            let before: f32 = widths[..=active].iter().sum();
            prop_assert!(before > room || shown.start == 0, "nothing is folded needlessly");
        }
    }

    #[test]
    fn a_tab_is_let_go_where_its_middle_is() {
        let tab = |at: usize| Tab {
            view: format!("{at}").into(),
            title: String::new(),
            at,
            rect: Rect::from_min_size(pos2(100.0 * at as f32, 0.0), vec2(100.0, 34.0)),
        };
        let tabs: Vec<Tab> = (0..4).map(tab).collect();
        for (from, middle, to) in [
            (1, 150.0, 1),
            (1, 240.0, 1),
            (1, 251.0, 2),
            (1, 900.0, 3),
            (1, 51.0, 1),
            (1, 49.0, 0),
            (3, 149.0, 1),
        ] {
            assert_eq!(drop_place(&tabs, from, middle), to, "{from} at {middle}");
        }
    }
}
