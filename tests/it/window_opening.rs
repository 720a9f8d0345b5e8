//! What the window says while it opens the first dataset, and what it keeps of itself when it closes.

use egui_kittest::kittest::Queryable as _;

use crate::window::Desk;
use crate::window_capture::desk;

#[test]
fn a_window_that_reads_its_first_file_says_only_that() {
    let mut desk = desk();
    let idle = |desk: &Desk| {
        let all = desk.harness.query_all_by_label_contains("No entities yet");
        all.count()
    };
    assert_eq!(idle(&desk), 1);
    desk.harness.state_mut().work.origin.file = None;
    let window = &mut desk.harness.state_mut().window;
    window.busy = Some("Reading big.json".into());
    window.is_opening = true;
    desk.run();
    assert!(desk.harness.query_by_label("Reading big.json…").is_some());
    for text in ["No entities yet", "Never saved", "TLP:", "100%", "Untitled"] {
        let all = desk.harness.query_all_by_label_contains(text);
        assert_eq!(all.count(), 0, "{text}");
    }
    // Another job than opening leaves everything in its place.
    desk.harness.state_mut().window.is_opening = false;
    desk.run();
    assert_eq!(idle(&desk), 1);
}

#[test]
fn a_window_that_closes_maximized_stays_so_in_the_settings() {
    let mut desk = Desk::new();
    let set = |desk: &mut Desk, maximized: bool| {
        let viewports = &mut desk.harness.input_mut().viewports;
        let window = viewports.entry(egui::ViewportId::ROOT).or_default();
        window.maximized = Some(maximized);
        desk.run();
        desk.harness.state().window.settings.maximized
    };
    assert!(!set(&mut desk, false));
    assert!(set(&mut desk, true));
    desk.click("File");
    desk.click("Quit");
    assert!(desk.harness.state().is_closing());
    // The system says so of the hidden window.
    assert!(set(&mut desk, false));
}
