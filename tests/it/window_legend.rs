//! What lies over the chart and covers nothing of it: messages, the legend.

use egui::Key;
use egui_kittest::kittest::Queryable as _;
use linkwright::model::{Facet, Support};

use crate::window::Desk;

#[test]
fn passing_messages_are_in_the_status_bar_and_errors_float() {
    let mut desk = Desk::new();
    let floats = |desk: &Desk| {
        let id = egui::Id::unique("toasts");
        let layer = egui::LayerId::new(egui::Order::Middle, id);
        desk.harness
            .ctx
            .memory(|memory| memory.areas().is_visible(&layer))
    };
    desk.harness
        .state_mut()
        .window
        .notify("Undone: Rename Anxun");
    desk.harness.step();
    let place = desk.harness.get_by_label("Undone: Rename Anxun").rect();
    assert!(place.top() >= desk.harness.state().window.chart.bottom());
    assert!(!floats(&desk));
    // One that the bar has no room for is not cut.
    let long = "Not shown in so narrow a line. ".repeat(12);
    desk.harness.state_mut().window.notify(long.trim_end());
    desk.harness.step();
    desk.harness.step();
    assert!(floats(&desk));
    let toasts = &mut desk.harness.state_mut().window.toasts;
    toasts.clear();
    desk.harness.state_mut().window.notify_error("Not saved");
    desk.harness.step();
    desk.harness.step();
    assert!(floats(&desk));
}

#[test]
fn legend_rows_stay_while_the_pointer_is_on_them() {
    let mut desk = Desk::new();
    let row = "Legend: Reported: asserted by one voice, not on record";
    let place = |desk: &Desk| desk.harness.get_by_label(row).rect();
    let before = place(&desk);
    desk.harness.hover_at(before.center());
    desk.run();
    desk.click(row);
    assert_eq!(desk.harness.state().work.legend.looks.len(), 1);
    assert_eq!(place(&desk), before, "the second click takes it back");
    desk.harness
        .hover_at(desk.harness.state().window.chart.center_top());
    desk.run();
    assert!(desk.harness.query_by_label("Legend: State").is_some());
    assert_ne!(place(&desk), before);
}

#[test]
fn small_charts_say_which_kinds_the_legend_leaves_out() {
    let mut desk = Desk::new();
    desk.harness.set_size(egui::vec2(1366.0, 768.0));
    desk.run();
    assert!(desk.harness.query_by_label("Legend: Agency").is_none());
    desk.click("Legend: 12 entity kinds not shown");
    assert!(desk.harness.query_by_label("Legend: Agency").is_some());

    // Beside a list that leaves it little, it folds.
    desk.click("Collapse legend");
    desk.click("Legend");
    assert!(desk.harness.query_by_label("Legend: Agency").is_none());
    desk.command(Key::Num4);
    let zoom = desk.harness.state().window.camera.zoom;
    assert!(desk.harness.query_by_label("Collapse legend").is_none());
    desk.click("Legend");
    assert!(desk.harness.query_by_label("Legend: Agency").is_some());
    let now = desk.harness.state().window.camera.zoom;
    assert!(now > zoom * 0.9, "a legend to read makes no small chart");
}

#[test]
fn a_legend_that_grows_wider_covers_no_entity() {
    let mut desk = Desk::new();
    desk.harness.set_size(egui::vec2(1366.0, 768.0));
    desk.run();
    let narrow = desk.harness.state().window.legend;
    // Fewer sorts of lines leave room for the kinds.
    let filter = Facet::Support(Support::Reported).clicked(&Default::default());
    desk.harness.state_mut().work.set_filter(filter);
    desk.run();
    let app = desk.harness.state();
    assert!(app.window.legend.width() > narrow.width());
    let frame = app.window.view();
    let mut places = app.work.positions.iter().map(|at| frame.screen(*at));
    assert!(!places.any(|at| app.window.legend.contains(at)));
}

#[test]
fn a_source_left_out_makes_the_chart_hardly_smaller() {
    let mut desk = Desk::new();
    desk.harness.set_size(egui::vec2(1440.0, 874.0));
    desk.run();
    let before = desk.harness.state().window.camera.zoom;
    let source = desk
        .document()
        .sources()
        .iter()
        .find(|source| source.title.contains("ThaiCERT"));
    let id = source.unwrap().id.clone();
    let work = &mut desk.harness.state_mut().work;
    work.set_what_if(work.what_if().with_source(&id));
    desk.run();
    let now = desk.harness.state().window.camera.zoom;
    assert!(now > before * 0.97, "{now} {before}");
}
