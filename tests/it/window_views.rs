//! What is above the chart, and the ways to what a filter hides: views, the as-of date, neighbours, sources left out.

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use linkwright::model::Filter;
use linkwright::ui::action::Action;

use crate::window::Desk;

/// Chooses an entry of the menu that is open; the details have a button of that name, too.
fn choose(desk: &mut Desk, entry: &str) {
    let row = desk.harness.get_by_role_and_label(Role::MenuItem, entry);
    row.click();
    desk.run();
}

fn filter(desk: &Desk) -> &Filter {
    &desk.harness.state().work.filter
}

#[test]
fn views_are_saved_and_switched_above_the_chart() {
    let mut desk = Desk::new();
    desk.click("Hide State");
    let hidden = filter(&desk).clone();
    desk.click("View: Main");
    choose(&mut desk, "Save view");
    let work = &desk.harness.state().work;
    assert_eq!(work.view_id, "view-1");
    assert_eq!(work.document.views().len(), 2);
    assert_eq!(work.filter, hidden, "it has the filter that was shown");
    assert!(desk.has_label("View: View 2"));
    let field = desk.harness.get_by_label("Title of view view-1");
    assert!(field.accesskit_node().is_focused(), "its name can be typed");

    desk.click("View: View 2");
    desk.click("Main");
    assert_eq!(desk.harness.state().work.view_id, "main");
    assert_eq!(*filter(&desk), Filter::default());
    desk.command(Key::Z);
    assert_eq!(desk.document().views().len(), 1, "saving is one step");
}

#[test]
fn the_list_of_views_says_which_is_shown_and_has_a_button_for_others() {
    let mut desk = Desk::new();
    desk.click("View: Main");
    choose(&mut desk, "Save view");
    let place = |desk: &Desk, label: &str| desk.harness.get_by_label(label).rect();
    let main = place(&desk, "Title of view main").center().y;
    let second = place(&desk, "Title of view view-1").center().y;
    assert!((place(&desk, "Show").center().y - main).abs() < 2.0);
    assert!((place(&desk, "Shown").center().y - second).abs() < 2.0);
    desk.click("Show");
    assert_eq!(desk.harness.state().work.view_id, "main");
}

#[test]
fn nothing_is_cleared_or_deselected_where_there_is_nothing() {
    let mut desk = Desk::new();
    let is_possible = |desk: &Desk, action: Action| {
        let app = desk.harness.state();
        action.is_possible(&app.work, &app.window)
    };
    desk.key(Key::Escape);
    assert!(!is_possible(&desk, Action::ClearFilter));
    assert!(!is_possible(&desk, Action::DeselectAll));
    desk.click("Hide State");
    desk.command(Key::A);
    assert!(is_possible(&desk, Action::ClearFilter));
    assert!(is_possible(&desk, Action::DeselectAll));
}

#[test]
fn a_filter_is_saved_in_its_view() {
    let mut desk = Desk::new();
    desk.click("Hide State");
    desk.click("View: Main");
    choose(&mut desk, "Save filter");
    let views = desk.document().views();
    assert_eq!(views[0].filter, *filter(&desk));
}

#[test]
fn the_date_above_the_chart_is_a_button() {
    let mut desk = Desk::new();
    let all = desk.harness.state().work.scene.links.len();
    desk.click("Date: Any date");
    desk.type_over("As-of date", "2024");
    desk.key(Key::Enter);
    assert_eq!(filter(&desk).as_of, "2024".parse().ok());
    assert!(desk.harness.state().work.scene.links.len() < all);
    assert!(desk.has_label("Date: As of 2024"));
    desk.click("Clear filter");
    assert!(desk.has_label("Date: Any date"));
}

#[test]
fn a_date_that_is_none_changes_nothing() {
    let mut desk = Desk::new();
    desk.click("Date: Any date");
    desk.type_over("As-of date", "soon");
    desk.key(Key::Enter);
    assert_eq!(filter(&desk).as_of, None);
}

#[test]
fn hidden_neighbours_are_shown_step_by_step() {
    let mut desk = Desk::new();
    desk.select("Juxinhe");
    assert!(desk.harness.query_by_label("Show neighbours").is_none());
    desk.keys(Modifiers::SHIFT, Key::H);
    assert_eq!(desk.harness.state().work.net.nodes.len(), 1);
    desk.click("Show neighbours");
    let first = desk.harness.state().work.net.nodes.len();
    let slot = desk.slot("Juxinhe");
    let document = desk.document();
    let ends = document
        .links_of(slot)
        .flat_map(|link| document.ends()[link as usize]);
    let linked: std::collections::BTreeSet<u32> = ends.collect();
    assert_eq!(first, linked.len(), "with all that it is linked to");
    assert!(desk.harness.query_by_label("Show neighbours").is_none());
    desk.click("Select neighbours");
    assert_eq!(desk.harness.state().window.selection.entities.len(), first);
    desk.click("Show neighbours");
    assert!(desk.harness.state().work.net.nodes.len() > first);
}

#[test]
fn neighbours_of_a_hidden_kind_stay_hidden_and_it_is_said() {
    let mut desk = Desk::new();
    desk.click("Hide State");
    desk.select("Juxinhe");
    if desk.harness.query_by_label("Show neighbours").is_some() {
        desk.click("Show neighbours");
        assert!(desk.has_label("still hidden by the filter"));
    }
}

#[test]
fn the_palette_says_what_is_absent_and_finds_other_words() {
    let mut desk = Desk::new();
    desk.command(Key::K);
    desk.type_over("Search or run a command", "timeline");
    assert!(desk.has_label("Linkwright has no timeline yet."));
    desk.type_over("Search or run a command", "screenshot");
    assert!(desk.harness.query_by_label("Export picture…").is_some());
    assert!(desk.harness.query_by_label_contains("No matches").is_none());
}

/// A message may lie over the chart, never over a list or field that someone has opened.
#[test]
fn messages_lie_under_what_is_opened() {
    let mut desk = Desk::new();
    let window = &mut desk.harness.state_mut().window;
    window.notify_error("A message of several lines. ".repeat(12));
    desk.run();
    desk.click("Date: Any date");
    desk.type_over("As-of date", "2024");
    desk.key(Key::Enter);
    assert_eq!(filter(&desk).as_of, "2024".parse().ok());
}

#[test]
fn the_palette_says_what_is_missing_below_what_matches() {
    let mut desk = Desk::new();
    for (query, row, text) in [
        ("undo", "", "Undo: not available now"),
        (
            "leave out source",
            "",
            "Leave out source: open a source first",
        ),
        (
            "pdf",
            "Export picture…",
            "Linkwright does not write PDF yet.",
        ),
        ("views", "Save view", "The name at the left above the chart"),
    ] {
        desk.command(Key::K);
        desk.harness.event(egui::Event::Text(query.into()));
        desk.run();
        let text = desk.harness.get_by_label_contains(text).rect();
        let rows = desk.harness.query_all_by_role_and_label(Role::Button, row);
        let bottoms: Vec<f32> = rows.map(|row| row.rect().bottom()).collect();
        let is_above = bottoms.iter().any(|bottom| *bottom <= text.top());
        assert!(row.is_empty() || is_above, "{query}: {bottoms:?}");
        desk.key(Key::Escape);
    }
}
