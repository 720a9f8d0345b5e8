//! What is above the chart, and the ways to what a filter hides: views, the as-of date, neighbours, sources left out.

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use linkwright::model::{Filter, LinkNaming};
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

/// The tab of a view.
fn tab<'a>(desk: &'a Desk, title: &'a str) -> egui_kittest::Node<'a> {
    desk.harness.get_by_role_and_label(Role::Tab, title)
}

fn click_tab(desk: &mut Desk, title: &str) {
    tab(desk, title).click();
    desk.run();
}

/// Makes a view by the button after the tabs, and calls it so.
fn add_view(desk: &mut Desk, entry: &str, title: &str) {
    desk.click("New view");
    choose(desk, entry);
    desk.type_over("Name of the view", title);
    desk.key(Key::Enter);
}

/// Chooses from the context menu of a tab.
fn choose_for(desk: &mut Desk, title: &str, entry: &str) {
    tab(desk, title).click_secondary();
    desk.run();
    choose(desk, entry);
}

/// The names on the tabs, from the left.
fn tabs(desk: &Desk) -> Vec<String> {
    let all = desk.harness.query_all_by_role(Role::Tab);
    // The sidebar has tabs, too.
    let above = all.filter(|tab| tab.rect().height() > 30.0);
    let label = |tab: &egui_kittest::Node<'_>| tab.accesskit_node().label().unwrap_or_default();
    let mut tabs: Vec<(f32, String)> = above.map(|tab| (tab.rect().left(), label(&tab))).collect();
    tabs.sort_by(|a, b| a.0.total_cmp(&b.0));
    tabs.into_iter().map(|(_, label)| label).collect()
}

fn shown_names(desk: &Desk) -> Vec<String> {
    let work = &desk.harness.state().work;
    let nodes = work.net.nodes.iter();
    let names = nodes.filter_map(|slot| work.document.entities().at(*slot));
    let mut names: Vec<String> = names.map(|entity| entity.name.to_string()).collect();
    names.sort();
    names
}

#[test]
fn views_are_copied_named_and_shown_by_tabs() {
    let mut desk = Desk::new();
    desk.click("Hide State");
    let hidden = filter(&desk).clone();
    desk.click("New view");
    choose(&mut desk, "New view: copy");
    let work = &desk.harness.state().work;
    assert_eq!(work.document.views().len(), 2);
    assert_eq!(work.filter, hidden, "it has the filter that was shown");
    let field = desk.harness.get_by_label("Name of the view");
    assert!(field.accesskit_node().is_focused(), "its name can be typed");
    field.type_text("Without states");
    desk.run();
    desk.key(Key::Enter);
    assert_eq!(tabs(&desk), ["Main", "Without states"]);
    assert_eq!(desk.document().views()[1].title, "Without states");
    let is_selected = |desk: &Desk, title| tab(desk, title).accesskit_node().is_selected();
    assert_eq!(is_selected(&desk, "Without states"), Some(true));
    assert_eq!(is_selected(&desk, "Main"), Some(false));

    click_tab(&mut desk, "Main");
    assert_eq!(desk.harness.state().work.view_id, "main");
    let kept = filter(&desk);
    assert_eq!(*kept, hidden, "what was not saved is there as it was left");
    desk.click("Clear filter");
    click_tab(&mut desk, "Without states");
    assert_eq!(*filter(&desk), hidden);
    desk.command(Key::Z);
    assert_eq!(tabs(&desk), ["Main", "View 2"], "its name is one step");
    desk.command(Key::Z);
    assert_eq!(tabs(&desk), ["Main"], "making it is one step");
    assert_eq!(desk.harness.state().work.view_id, "main");
    assert_eq!(*filter(&desk), Filter::default(), "with the filter of main");
}

#[test]
fn a_view_of_the_selection_and_one_with_its_neighbours() {
    let mut desk = Desk::new();
    desk.select("Juxinhe");
    add_view(&mut desk, "New view: selection", "One");
    assert_eq!(shown_names(&desk), ["Juxinhe"]);
    add_view(&mut desk, "New view: with neighbours", "Around it");
    let slot = desk.slot("Juxinhe");
    let document = desk.document();
    let ends = document
        .links_of(slot)
        .flat_map(|link| document.ends()[link as usize]);
    let linked: std::collections::BTreeSet<u32> = ends.collect();
    assert!(linked.len() > 2);
    assert_eq!(desk.harness.state().work.net.nodes.len(), linked.len());
    let view = document.views().last().unwrap();
    assert_eq!(view.filter.only.len(), linked.len());
    assert_eq!(tabs(&desk), ["Main", "One", "Around it"]);
}

#[test]
fn names_are_changed_in_place() {
    let mut desk = Desk::new();
    desk.key(Key::F2);
    desk.type_over("Name of the view", "Everything");
    desk.key(Key::Escape);
    assert_eq!(tabs(&desk), ["Main"], "Escape leaves it as it was");
    assert!(!desk.is_unsaved());
    desk.key(Key::F2);
    desk.type_over("Name of the view", "Everything");
    desk.key(Key::Enter);
    assert_eq!(tabs(&desk), ["Everything"]);
    let at = tab(&desk, "Everything").rect().center();
    // Each event of a test takes a quarter of a second.
    let slowly = |options: &mut egui::Options| options.input_options.max_double_click_delay = 2.0;
    desk.harness.ctx.options_mut(slowly);
    for _ in 0..2 {
        desk.harness.drag_at(at);
        desk.harness.drop_at(at);
    }
    desk.run();
    desk.type_over("Name of the view", "All");
    let elsewhere = desk.place("Juxinhe");
    desk.harness.drag_at(elsewhere);
    desk.harness.drop_at(elsewhere);
    desk.run();
    assert_eq!(tabs(&desk), ["All"], "a press elsewhere takes it");
    desk.command(Key::Z);
    assert_eq!(tabs(&desk), ["Everything"]);
}

#[test]
fn what_is_typed_as_a_name_is_saved() {
    let mut desk = Desk::new();
    desk.key(Key::F2);
    desk.type_over("Name of the view", "Typed");
    let path = desk.save_as("named.json");
    assert_eq!(crate::window::read(&path).views()[0].title, "Typed");
}

#[test]
fn tabs_are_moved_by_menu_and_by_dragging() {
    let mut desk = Desk::new();
    add_view(&mut desk, "New view: copy", "Two");
    add_view(&mut desk, "New view: copy", "Three");
    choose_for(&mut desk, "Three", "Move view left");
    assert_eq!(tabs(&desk), ["Main", "Three", "Two"]);
    assert_eq!(desk.document().views()[1].title, "Three");
    choose_for(&mut desk, "Three", "Move view right");
    assert_eq!(tabs(&desk), ["Main", "Two", "Three"]);

    let (from, to) = (tab(&desk, "Three").rect(), tab(&desk, "Main").rect());
    desk.harness.drag_at(from.center());
    desk.harness.step();
    for part in [0.3, 0.6, 1.0] {
        let at = from.center() + (to.left_center() - from.center()) * part;
        desk.harness.hover_at(at);
        desk.harness.step();
    }
    desk.harness.drop_at(to.left_center());
    desk.run();
    assert_eq!(tabs(&desk), ["Three", "Main", "Two"]);
    let main = desk.document().main_view().unwrap();
    assert_eq!(main.id, "main", "which is the main one stays");
    desk.command(Key::Z);
    assert_eq!(tabs(&desk), ["Main", "Two", "Three"], "one step");
}

#[test]
fn a_view_is_deleted_and_comes_back() {
    let mut desk = Desk::new();
    desk.select("Juxinhe");
    add_view(&mut desk, "New view: selection", "One");
    let before = desk.document().views()[1].clone();
    choose_for(&mut desk, "One", "Delete view");
    assert_eq!(tabs(&desk), ["Main"]);
    assert!(desk.has_label("Deleted view One"));
    assert_eq!(desk.harness.state().work.net.nodes.len(), 76);
    desk.command(Key::Z);
    assert_eq!(tabs(&desk), ["Main", "One"]);
    assert_eq!(*desk.document().views()[1], *before);
    choose_for(&mut desk, "One", "Delete view");
    let app = desk.harness.state();
    let is_possible = Action::DeleteView.is_possible(&app.work, &app.window);
    assert!(!is_possible, "one view stays");
}

#[test]
fn the_keyboard_goes_from_view_to_view() {
    let mut desk = Desk::new();
    add_view(&mut desk, "New view: copy", "Two");
    add_view(&mut desk, "New view: copy", "Three");
    let shown = |desk: &Desk| {
        let title = desk.harness.state().work.view().unwrap().title.clone();
        title.to_string()
    };
    let mut seen = Vec::new();
    for _ in 0..3 {
        desk.command(Key::Tab);
        seen.push(shown(&desk));
    }
    assert_eq!(seen, ["Main", "Two", "Three"]);
    desk.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Tab);
    assert_eq!(shown(&desk), "Two");
}

#[test]
fn many_views_fold_into_a_list_and_the_shown_one_stays_in_sight() {
    let mut desk = Desk::new();
    desk.harness.set_size(egui::vec2(1366.0, 768.0));
    for n in 2..=14 {
        add_view(&mut desk, "New view: copy", &format!("A view number {n}"));
    }
    let title = "A view number 14";
    assert!(tabs(&desk).contains(&title.to_owned()));
    assert!(tabs(&desk).len() < 14);
    let chart = desk.harness.state().window.chart;
    let plus = desk.harness.get_by_label("New view").rect();
    assert!(plus.right() <= chart.right(), "{plus:?} in {chart:?}");
    desk.click("All 14 views");
    let row = desk
        .harness
        .get_by_role_and_label(Role::MenuItemCheckBox, "Main");
    row.click();
    desk.run();
    assert_eq!(desk.harness.state().work.view_id, "main");
    assert!(tabs(&desk).contains(&"Main".to_owned()));
}

#[test]
fn the_eye_comes_back_to_where_it_was_in_a_view() {
    let mut desk = Desk::new();
    add_view(&mut desk, "New view: copy", "Two");
    desk.key(Key::Num0);
    let near = desk.harness.state().window.camera;
    click_tab(&mut desk, "Main");
    assert_ne!(desk.harness.state().window.camera, near);
    click_tab(&mut desk, "Two");
    assert_eq!(desk.harness.state().window.camera, near);
}

#[test]
fn the_list_of_views_says_which_is_shown_and_has_a_button_for_others() {
    let mut desk = Desk::new();
    desk.harness.set_size(egui::vec2(1440.0, 1300.0));
    add_view(&mut desk, "New view: copy", "Two");
    desk.click("File");
    choose(&mut desk, "Dataset details");
    let place = |desk: &Desk, label: &str| desk.harness.get_by_label(label).rect();
    let main = place(&desk, "Title of view main").center().y;
    let second = place(&desk, "Title of view view-1").center().y;
    assert!((place(&desk, "Show").center().y - main).abs() < 2.0);
    assert!((place(&desk, "Shown").center().y - second).abs() < 2.0);
    desk.click("Show");
    assert_eq!(desk.harness.state().work.view_id, "main");
}

/// What the line above the chart says of the filter.
fn says(desk: &Desk, text: &str) -> bool {
    let label = format!("Filter: {text}");
    desk.harness.query_by_label(&label).is_some()
}

#[test]
fn an_empty_view_is_filled_by_search_and_by_what_is_added() {
    let mut desk = Desk::new();
    add_view(&mut desk, "New view: empty", "Bare");
    assert!(shown_names(&desk).is_empty());
    assert!(desk.has_label("This view hides 76 entities."));
    let aside = "any date. 1 set-aside link hidden.";
    assert!(says(
        &desk,
        &format!("Only chosen entities, none yet, {aside}")
    ));
    desk.command(Key::F);
    desk.type_over("Find by name, alias or ID", "Juxinhe");
    assert!(desk.has_label("hidden in this view"), "the row says so");
    desk.click("Show it in this view");
    assert_eq!(shown_names(&desk), ["Juxinhe"]);
    assert!(says(&desk, &format!("Only Juxinhe, {aside}")));
    assert!(
        desk.harness
            .query_by_label_contains("hidden in this view")
            .is_none()
    );
    assert_eq!(desk.document().views()[1].filter.only, ["juxinhe"]);
    desk.command(Key::Z);
    assert!(shown_names(&desk).is_empty(), "one step");
    desk.command(Key::Y);
    desk.select("Juxinhe");
    desk.command(Key::D);
    let copied = shown_names(&desk);
    assert_eq!(
        copied.len(),
        2,
        "what is made in a view is in it: {copied:?}"
    );
    assert_eq!(desk.document().views()[1].filter.only.len(), 2);
    desk.command(Key::Z);
    assert_eq!(shown_names(&desk), ["Juxinhe"]);
    assert_eq!(desk.document().views()[1].filter.only, ["juxinhe"]);
}

#[test]
fn search_marks_what_is_hidden_and_shows_it_alone() {
    let mut desk = Desk::new();
    let all = desk.harness.state().work.net.nodes.len();
    desk.click("Hide Company");
    let without = desk.harness.state().work.net.nodes.len();
    desk.command(Key::F);
    desk.type_over("Find by name, alias or ID", "Juxinhe");
    desk.click("Show Juxinhe");
    let work = &desk.harness.state().work;
    assert_eq!(work.net.nodes.len(), without + 1, "and no other company");
    assert!(
        work.filter_names().contains("also Juxinhe"),
        "{}",
        work.filter_names()
    );
    assert!(
        !desk.is_unsaved(),
        "the view has another filter that is not saved either"
    );
    desk.click("Clear filter");
    desk.select("Juxinhe");
    desk.key(Key::H);
    assert!(
        desk.harness
            .state()
            .work
            .filter_names()
            .contains("Juxinhe hidden manually.")
    );
    desk.select("Juxinhe");
    desk.click("View");
    choose(&mut desk, "Show selection");
    assert_eq!(desk.harness.state().work.net.nodes.len(), all);
}

#[test]
fn what_a_view_does_not_say_comes_from_the_main_view() {
    let file = r#"{"format": "linkwright", "version": 1,
        "entities": [{"id": "a", "kind": "company", "name": "A"}, {"id": "b", "kind": "company", "name": "B"}],
        "views": [
            {"id": "main", "title": "Main", "pinned": ["a"], "positions": {"a": [10, 20], "b": [200, 20]}},
            {"id": "x", "title": "Other", "positions": {"b": [-90, 7]}}]}"#;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("views.json");
    std::fs::write(&path, file).unwrap();
    let mut desk = Desk::with(Some(&path));
    desk.until("opened", |app| app.work.origin.file.is_some());
    click_tab(&mut desk, "Other");
    let place = |desk: &Desk, name: &str| {
        let at = desk.harness.state().work.place(desk.slot(name)).unwrap();
        [at.x as i32, at.y as i32]
    };
    assert_eq!(place(&desk, "A"), [10, 20]);
    assert_eq!(place(&desk, "B"), [-90, 7]);
    let is_pinned = |desk: &Desk| desk.harness.state().work.pinned().contains(&desk.slot("A"));
    assert!(is_pinned(&desk), "a pin comes with its place");
    assert!(!desk.is_unsaved());
    desk.select("A");
    desk.key(Key::P);
    assert!(!is_pinned(&desk));
    assert!(
        desk.document().views()[0].pinned.contains("a"),
        "in this view alone"
    );
    assert_eq!(desk.document().views()[1].positions["a"], [10, 20]);
    desk.command(Key::Z);
    assert!(is_pinned(&desk));
    assert!(!desk.document().views()[1].positions.contains_key("a"));
    choose_for(&mut desk, "Main", "Delete view");
    assert_eq!(place(&desk, "A"), [10, 20], "it stays where it was");
    assert!(is_pinned(&desk));
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
    // The details of the dataset offer it, too.
    let all = desk.harness.query_all_by_label("Save filter");
    let above = all.min_by(|a, b| a.rect().top().total_cmp(&b.rect().top()));
    above.unwrap().click();
    desk.run();
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

/// Runs a command by its name in the palette.
fn run(desk: &mut Desk, name: &str) {
    desk.command(Key::K);
    desk.type_over("Search or run a command", name);
    desk.key(Key::Enter);
}

#[test]
fn each_view_says_what_names_of_links_say() {
    let mut desk = Desk::new();
    let naming = |desk: &Desk| desk.harness.state().work.naming();
    let own = |desk: &Desk, at: usize| desk.document().views()[at].link_names;
    assert_eq!(naming(&desk), LinkNaming::NamesAndFigures);
    run(&mut desk, "New view: copy");
    desk.key(Key::Enter);
    run(&mut desk, "Link names: figures");
    assert_eq!(naming(&desk), LinkNaming::Figures);
    assert_eq!(own(&desk, 1), Some(LinkNaming::Figures));
    // The main view has what is usual, and says nothing of it.
    click_tab(&mut desk, "Main");
    assert_eq!(naming(&desk), LinkNaming::NamesAndFigures);
    run(&mut desk, "Link names: none");
    run(&mut desk, "Link names: with figures");
    assert_eq!(own(&desk, 0), None);
    desk.command(Key::Z);
    assert_eq!(own(&desk, 0), Some(LinkNaming::Off));
}
