//! What hands do on the chart: put in order, nudge, snap, select, look around.

use egui::{Key, Modifiers, Pos2, Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::window::Desk;

impl Desk {
    /// Chooses a row of a submenu of the Chart menu.
    fn tidy(&mut self, entry: &str) {
        self.click("Chart");
        self.click("Align and rotate");
        self.click(entry);
        self.until_settled();
    }
}

/// Three entities of the sample, their nodes, in order of names.
fn three(desk: &mut Desk) -> [usize; 3] {
    let names = ["NCSC", "FBI", "MSS"];
    desk.select_all_of(&names);
    names.map(|name| desk.node(name))
}

#[test]
fn a_selection_is_put_in_order_in_one_step_and_nothing_else_moves() {
    let mut desk = Desk::new();
    let nodes = three(&mut desk);
    let (before, text) = (desk.positions(), desk.text());
    let check = |desk: &mut Desk, entry: &str, is_so: &dyn Fn(&[Pos2]) -> bool| {
        desk.tidy(entry);
        let now = desk.positions();
        assert!(is_so(&nodes.map(|node| now[node])), "{entry}");
        let moved = desk.moved_since(&before);
        assert!(moved.iter().all(|node| nodes.contains(node)), "{entry}");
        desk.check_pinned(&["NCSC", "FBI", "MSS"]);
        desk.command(Key::Z);
        assert_eq!(
            (desk.positions(), desk.text()),
            (before.clone(), text.clone()),
            "{entry}"
        );
    };
    check(&mut desk, "Align centre", &|at| {
        at[0].x == at[1].x && at[1].x == at[2].x
    });
    check(&mut desk, "Align middle", &|at| {
        at[0].y == at[1].y && at[1].y == at[2].y
    });
    for entry in [
        "Align left",
        "Align right",
        "Align top",
        "Align bottom",
        "Distribute vertically",
        "Same spacing horizontally",
        "Same spacing vertically",
    ] {
        check(&mut desk, entry, &|_| true);
    }
    check(&mut desk, "Distribute horizontally", &|at| {
        let mut x = [at[0].x, at[1].x, at[2].x];
        x.sort_by(f32::total_cmp);
        (x[1] - x[0] - (x[2] - x[1])).abs() <= 1.0
    });
    let was = nodes.map(|node| before[node]);
    check(&mut desk, "Mirror horizontally", &|at| {
        at[0].y == was[0].y && at[0].x != was[0].x
    });
    check(&mut desk, "Mirror vertically", &|at| {
        at[0].x == was[0].x && at[0].y != was[0].y
    });
    check(&mut desk, "Rotate 15° right", &|at| at[0] != was[0]);
}

#[test]
fn six_turns_by_key_are_a_quarter_turn() {
    let mut desk = Desk::new();
    let nodes = three(&mut desk);
    let before = desk.positions();
    for _ in 0..6 {
        desk.key(Key::R);
    }
    desk.until_settled();
    let now = desk.positions();
    let [a, b, _] = nodes;
    let (was, is) = (before[b] - before[a], now[b] - now[a]);
    assert!(
        (is - vec2(-was.y, was.x)).length() < 8.0,
        "{was:?} became {is:?}"
    );
    for _ in 0..6 {
        desk.keys(Modifiers::SHIFT, Key::R);
    }
    desk.until_settled();
    let back = desk.positions();
    assert!(
        nodes
            .iter()
            .all(|node| (back[*node] - before[*node]).length() < 8.0)
    );
}

#[test]
fn what_needs_several_is_greyed_for_one_and_offered_in_the_context_menu_for_two() {
    let mut desk = Desk::new();
    desk.select("NCSC");
    desk.click("Chart");
    desk.click("Align and rotate");
    let is_greyed = |desk: &Desk, entry: &str| {
        let row = desk.harness.get_by_role_and_label(Role::MenuItem, entry);
        row.accesskit_node().is_disabled()
    };
    assert!(is_greyed(&desk, "Align left") && is_greyed(&desk, "Rotate 15° right"));
    desk.key(Key::Escape);
    desk.key(Key::Escape);
    desk.select_all_of(&["NCSC", "FBI"]);
    let at = desk.place("NCSC");
    desk.harness.hover_at(at);
    desk.run();
    for pressed in [true, false] {
        desk.harness.event(egui::Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Secondary,
            pressed,
            modifiers: Modifiers::NONE,
        });
    }
    desk.run();
    desk.click("Align and rotate");
    assert!(
        desk.harness
            .query_by_label("Distribute horizontally")
            .is_none()
    );
    desk.click("Align top");
    desk.until_settled();
    let work = &desk.harness.state().work;
    let edge = |node: usize| work.positions[node].y - work.scene.nodes[node].radius;
    let nodes = ["NCSC", "FBI"].map(|name| desk.node(name));
    assert!((edge(nodes[0]) - edge(nodes[1])).abs() <= 1.0);
    assert!(desk.harness.state().window.popup.is_none());
}

#[test]
fn alt_with_arrows_nudges_the_selection_in_one_step_for_each_hold() {
    let mut desk = Desk::new();
    let nodes = three(&mut desk);
    let (before, text) = (desk.positions(), desk.text());
    desk.hold(Modifiers::ALT);
    for _ in 0..3 {
        desk.press_only(Modifiers::ALT, Key::ArrowRight);
    }
    assert_eq!(desk.text(), text, "not before Alt is let go");
    desk.hold(Modifiers::NONE);
    let mut moved = nodes.to_vec();
    moved.sort_unstable();
    assert_eq!(desk.moved_since(&before), moved);
    let by = desk.positions()[nodes[0]] - before[nodes[0]];
    assert!(by.x >= 3.0 && by.y == 0.0, "{by:?}");
    assert_eq!(
        desk.harness.state().window.selection.entities.len(),
        3,
        "the same selection"
    );
    desk.command(Key::Z);
    assert_eq!(
        (desk.positions(), desk.text()),
        (before.clone(), text.clone())
    );

    desk.keys(Modifiers::ALT | Modifiers::SHIFT, Key::ArrowUp);
    let far = desk.positions()[nodes[0]] - before[nodes[0]];
    assert!(far.x == 0.0 && -far.y > 2.0 * by.x, "{far:?}");
    desk.check_pinned(&["NCSC", "FBI", "MSS"]);
    // What is done next finds it finished.
    let text = desk.text();
    desk.hold(Modifiers::ALT);
    desk.press_only(Modifiers::ALT, Key::ArrowDown);
    desk.click("Hide State");
    assert_ne!(desk.text(), text);
    desk.hold(Modifiers::NONE);
    desk.command(Key::Z);
    assert_eq!(desk.text(), text);
}

impl Desk {
    fn check_pinned(&self, names: &[&str]) {
        let pinned = self.harness.state().work.pinned();
        assert!(names.iter().all(|name| pinned.contains(&self.slot(name))));
    }

    /// Presses and lets go of a key, while others are held.
    fn press_only(&mut self, modifiers: Modifiers, key: Key) {
        for pressed in [true, false] {
            self.harness.event(egui::Event::Key {
                key,
                physical_key: None,
                pressed,
                repeat: false,
                modifiers,
            });
        }
        self.run();
    }
}

#[test]
fn a_drag_snaps_to_the_line_of_a_neighbour_and_alt_lets_go() {
    let mut desk = Desk::new();
    let (dragged, other) = (desk.node("NCSC"), desk.node("FBI"));
    let line = desk.place("FBI");
    let from = desk.place("NCSC");
    let to = egui::pos2(line.x + 3.0, line.y + 60.0);
    desk.begin_drag(from);
    for part in [0.5, 1.0] {
        desk.harness.hover_at(from + (to - from) * part);
        desk.run();
    }
    assert!(!desk.harness.state().window.guides.is_empty());
    desk.harness.drop_at(to);
    desk.run();
    let at = desk.positions();
    assert_eq!(at[dragged].x, at[other].x);
    assert!(
        desk.harness.state().window.guides.is_empty(),
        "not after the drag"
    );
    desk.command(Key::Z);

    desk.begin_drag(from);
    desk.hold(Modifiers::ALT);
    for part in [0.5, 1.0] {
        desk.harness.hover_at(from + (to - from) * part);
        desk.run();
    }
    assert!(desk.harness.state().window.guides.is_empty());
    desk.harness.drop_at(to);
    desk.hold(Modifiers::NONE);
    assert!((desk.place("NCSC") - to).length() < 1.5);
    assert_ne!(desk.positions()[dragged].x, at[other].x);
}

#[test]
fn a_lasso_selects_what_it_goes_around_and_changes_nothing() {
    let mut desk = Desk::new();
    let text = desk.text();
    let at = desk.place("NCSC");
    // A ring around one entity, begun beside everything.
    let ring = |part: f32| {
        let angle = std::f32::consts::TAU * part;
        at + 34.0 * vec2(angle.cos(), angle.sin())
    };
    desk.hold(Modifiers::COMMAND);
    let start = (0..48)
        .map(|n| n as f32 / 48.0)
        .find(|part| desk.is_empty_at(ring(*part)));
    let start = start.unwrap();
    desk.begin_drag(ring(start));
    for step in 1..=24 {
        desk.harness.hover_at(ring(start + step as f32 / 25.0));
        desk.harness.step();
    }
    desk.harness.drop_at(ring(start + 0.97));
    desk.run();
    desk.hold(Modifiers::NONE);
    let window = &desk.harness.state().window;
    let inside: Vec<u32> = (0..desk.harness.state().work.net.nodes.len() as u32)
        .filter(|node| {
            let place = window
                .view()
                .screen(desk.harness.state().work.positions[*node as usize]);
            place.distance(at) < 30.0
        })
        .map(|node| desk.harness.state().work.net.nodes[node as usize])
        .collect();
    let selected = &window.selection.entities;
    assert!(selected.contains(&desk.slot("NCSC")));
    assert!(
        inside.iter().all(|slot| selected.contains(slot)) && selected.len() <= inside.len() + 2
    );
    assert_eq!(desk.text(), text);
}

#[test]
fn a_selection_is_inverted_grown_and_taken_to_its_kind() {
    let mut desk = Desk::new();
    desk.select("NCSC");
    desk.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::I);
    let selected = |desk: &Desk| desk.harness.state().window.selection.entities.clone();
    assert_eq!(selected(&desk).len(), 75);
    assert!(!selected(&desk).contains(&desk.slot("NCSC")));
    desk.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::I);
    assert_eq!(selected(&desk), [desk.slot("NCSC")].into());

    desk.click("Edit");
    desk.click("Select same kind");
    let agencies = desk.document().entities().iter_slots();
    let agencies = agencies.filter(|(_, entity)| entity.kind == "agency");
    let agencies: std::collections::BTreeSet<u32> = agencies.map(|(slot, _)| slot).collect();
    assert!(agencies.len() > 3);
    assert_eq!(selected(&desk), agencies);

    // Links of a kind, of those that are shown.
    let link = desk.harness.state().work.net.links[0].slot;
    let kind = desk.document().links().at(link).unwrap().kind.clone();
    desk.harness.state_mut().window.selection = linkwright::view::Selection::link(link);
    desk.run();
    desk.click("Edit");
    desk.click("Select same kind");
    let links = desk.harness.state().window.selection.links.clone();
    let is_alike = |slot: &u32| desk.document().links().at(*slot).unwrap().kind == kind;
    assert!(links.len() > 1 && links.iter().all(is_alike));

    // One step further, twice.
    desk.select("NCSC");
    let grown = |desk: &mut Desk| {
        desk.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::A);
        selected(desk).len()
    };
    let (one, two) = (grown(&mut desk), grown(&mut desk));
    assert!(1 < one && one < two);
}

impl Desk {
    /// Whether the pointer would mean nothing there.
    fn is_empty_at(&mut self, at: Pos2) -> bool {
        self.harness.hover_at(at);
        self.run();
        self.harness.state().window.hover.is_none()
    }
}

#[test]
fn viewpoints_lead_back_and_forward_and_home_shows_everything() {
    let mut desk = Desk::new();
    let camera = |desk: &Desk| desk.harness.state().window.camera;
    let whole = camera(&desk);
    desk.select("NCSC");
    desk.key(Key::End);
    let one = camera(&desk);
    assert_ne!(one, whole);
    desk.select("MSS");
    desk.keys(Modifiers::SHIFT, Key::F);
    let other = camera(&desk);
    assert!(other != one && other != whole);
    desk.key(Key::B);
    assert_eq!(camera(&desk), one);
    desk.click("View");
    desk.click("Zoom");
    desk.click("Go back");
    assert_eq!(camera(&desk), whole);
    desk.keys(Modifiers::SHIFT, Key::B);
    desk.keys(Modifiers::SHIFT, Key::B);
    assert_eq!(camera(&desk), other);
    desk.key(Key::Home);
    assert_eq!(camera(&desk), whole);
    desk.key(Key::B);
    assert_eq!(camera(&desk), other);

    // Of another dataset there is nothing to go back to.
    desk.open_path(4);
    desk.until_settled();
    let here = camera(&desk);
    desk.key(Key::B);
    assert_eq!(camera(&desk), here);
}

#[test]
fn the_camera_eases_and_with_reduced_motion_it_jumps() {
    let mut desk = Desk::new();
    desk.select("NCSC");
    let start = desk.harness.state().window.camera;
    desk.press_for_a_frame(Key::End);
    assert!(desk.harness.state().window.glide.is_some());
    desk.run();
    let there = desk.harness.state().window.camera;
    assert_ne!(there, start);
    desk.click("View");
    desk.click("Reduce motion");
    desk.press_for_a_frame(Key::Home);
    let window = &desk.harness.state().window;
    assert!(window.glide.is_none() && window.camera == start);
}

impl Desk {
    /// Presses a key, and runs one frame.
    fn press_for_a_frame(&mut self, key: Key) {
        self.harness.event(egui::Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        });
        self.harness.step();
    }
}
