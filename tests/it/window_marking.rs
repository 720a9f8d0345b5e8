//! The marking banner: what it says of a dataset that has no marking, and how one is set.

use egui_kittest::kittest::Queryable as _;
use linkwright::model::Marking;
use linkwright::scene::fonts::{FontBook, Weight};
use linkwright::ui::command::Target;

use crate::window_keeping::{folder, open};

#[test]
fn banner_click_opens_the_marking_of_an_unmarked_dataset() {
    let (folder, file) = folder();
    let mut desk = open(folder, &file);
    let says = "No marking set: treated as TLP:RED";
    let banner = desk.harness.get_by_label_contains(says);
    banner.click();
    desk.run();
    assert_eq!(desk.harness.state().window.target, Target::Dataset);
    // On a laptop's screen, too, each marking is read with all of its explanation.
    desk.harness.set_size(egui::vec2(1366.0, 740.0));
    desk.run();
    let row = desk.harness.get_by_label("TLP:AMBER+STRICT");
    let hint = "Need to know: own organisation only";
    assert_eq!(row.value().as_deref(), Some(hint));
    let width = |text: &str, size| FontBook::shared().width(text, size, Weight::Regular);
    let needed = width("TLP:AMBER+STRICT", 13.0) + width(hint, 11.5);
    assert!(row.rect().width() > needed, "{:?}", row.rect());
    desk.click("TLP:GREEN");
    let work = &desk.harness.state().work;
    assert_eq!(work.document.meta().marking, Some(Marking::Green));
    assert!(desk.harness.query_by_label_contains(says).is_none());
    assert!(
        desk.harness
            .query_by_label_contains("Marking TLP:GREEN")
            .is_some()
    );
}
