//! Arrangements by shape in the window: what moves, what stays, and one step back.

use egui::{Modifiers, Pos2, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use linkwright::view::Selection;
use linkwright::work::LayoutState;

use crate::window::Desk;

impl Desk {
    /// Chooses an arrangement and waits until everything stands.
    fn arrange(&mut self, entry: &str) {
        self.click("Chart");
        self.click(entry);
        self.until("arranged", |app| {
            app.window.busy.is_none() && app.work.layout_state() == LayoutState::Settled
        });
    }

    pub(crate) fn select_all_of(&mut self, names: &[&str]) {
        let slots = names.iter().map(|name| self.slot(name)).collect();
        self.harness.state_mut().window.selection = Selection {
            entities: slots,
            links: Default::default(),
        };
        self.run();
    }

    /// Where each node stands, in world units.
    pub(crate) fn positions(&self) -> Vec<Pos2> {
        self.harness.state().work.positions.clone()
    }

    pub(crate) fn node(&self, name: &str) -> usize {
        let work = &self.harness.state().work;
        work.net.node(self.slot(name)).unwrap() as usize
    }

    /// Unpins what the sample has pinned.
    fn unpin_all(&mut self) {
        let pinned = self.harness.state().work.pinned().clone();
        self.harness.state_mut().window.selection = Selection {
            entities: pinned,
            links: Default::default(),
        };
        self.key(egui::Key::P);
        self.key(egui::Key::Escape);
        assert!(self.harness.state().work.pinned().is_empty());
    }
}

/// Runs an arrangement, and checks that pinned entities stay and that one step takes it back.
fn check(desk: &mut Desk, entry: &str, moves: impl Fn(&Desk, usize) -> bool) -> Vec<Pos2> {
    let (before, text) = (desk.positions(), desk.text());
    desk.arrange(entry);
    let after = desk.positions();
    let work = &desk.harness.state().work;
    let mut moved = 0;
    for (node, slot) in work.net.nodes.iter().enumerate() {
        let stays = work.pinned().contains(slot) || !moves(desk, node);
        assert!(!stays || before[node] == after[node], "{entry}: one moved");
        moved += usize::from(before[node] != after[node]);
    }
    assert!(moved > 2, "{entry} moved {moved}");
    assert_ne!(desk.text(), text, "{entry}: places are stored");
    assert!(after.iter().all(|at| *at == at.round()), "{entry}");
    desk.keys(Modifiers::COMMAND, egui::Key::Z);
    assert_eq!(
        (desk.positions(), desk.text()),
        (before, text),
        "{entry}: taken back"
    );
    desk.keys(Modifiers::COMMAND | Modifiers::SHIFT, egui::Key::Z);
    assert_eq!(desk.positions(), after, "{entry}: done again");
    after
}

#[test]
fn layers_columns_and_rings_take_everything_but_what_is_pinned() {
    let mut desk = Desk::new();
    assert!(!desk.harness.state().work.pinned().is_empty());
    check(&mut desk, "Arrange in layers", |_, _| true);
    check(&mut desk, "Arrange in columns", |_, _| true);
    desk.select("MSS");
    let (root, before) = (desk.node("MSS"), desk.positions());
    let after = check(&mut desk, "Arrange in rings", |_, _| true);
    assert_eq!(
        after[root], before[root],
        "what everything goes around stays"
    );
}

#[test]
fn columns_are_kinds_and_layers_lead_down() {
    let mut desk = Desk::new();
    desk.unpin_all();
    let at = check(&mut desk, "Arrange in columns", |_, _| true);
    let work = &desk.harness.state().work;
    let of_kind = |kind: &str| {
        let nodes = work.net.nodes.iter().zip(&at);
        let all =
            nodes.filter(|(slot, _)| work.document.entities().at(**slot).unwrap().kind == kind);
        all.map(|(_, at)| at.x).collect::<Vec<f32>>()
    };
    let (states, agencies) = (of_kind("state"), of_kind("agency"));
    let least = agencies.iter().copied().fold(f32::MAX, f32::min);
    assert!(states.iter().all(|state| *state < least));

    let at = check(&mut desk, "Arrange in layers", |_, _| true);
    let links = &desk.harness.state().work.net.links;
    let leads_down =
        |link: &&linkwright::net::NetLink| at[link.from as usize].y < at[link.to as usize].y;
    let down = links.iter().filter(leads_down).count();
    assert!(down * 10 > links.len() * 8, "{down} of {}", links.len());
}

#[test]
fn a_selection_goes_in_a_circle_around_where_it_stood() {
    let mut desk = Desk::new();
    let names = ["NCSC", "FBI", "MPS", "PLA", "MSS"];
    let nodes: Vec<usize> = names.iter().map(|name| desk.node(name)).collect();
    desk.select_all_of(&names);
    let only = nodes.clone();
    let after = check(&mut desk, "Arrange in a circle", move |_, node| {
        only.contains(&node)
    });
    let sum = nodes
        .iter()
        .fold(egui::Vec2::ZERO, |sum, node| sum + after[*node].to_vec2());
    let middle = sum / 5.0;
    let away = |node: &usize| (after[*node].to_vec2() - middle).length();
    let (near, far) = nodes
        .iter()
        .map(away)
        .fold((f32::MAX, 0.0f32), |(near, far), away| {
            (near.min(away), far.max(away))
        });
    assert!(near > 0.5 * far, "no circle: {near} to {far}");
    desk.select_all_of(&names[..3]);
    check(&mut desk, "Arrange in layers", move |_, node| {
        nodes[..3].contains(&node)
    });
}

#[test]
fn what_needs_a_selection_is_greyed_without_one() {
    let mut desk = Desk::new();
    let is_greyed = |desk: &mut Desk, entry: &str| {
        desk.click("Chart");
        let row = desk.harness.get_by_role_and_label(Role::MenuItem, entry);
        let greyed = row.accesskit_node().is_disabled();
        desk.key(egui::Key::Escape);
        greyed
    };
    let (radial, circle) = ("Arrange in rings", "Arrange in a circle");
    assert!(is_greyed(&mut desk, radial) && is_greyed(&mut desk, circle));
    desk.select("MSS");
    assert!(!is_greyed(&mut desk, radial) && is_greyed(&mut desk, circle));
    desk.select_all_of(&["NCSC", "FBI", "MPS"]);
    assert!(is_greyed(&mut desk, radial) && !is_greyed(&mut desk, circle));
}

#[test]
fn nodes_glide_to_their_places_and_then_rest() {
    let mut desk = Desk::new();
    let before = desk.positions();
    desk.click("Chart");
    desk.harness.get_by_label("Arrange in columns").click();
    let mut between = 0;
    let start = std::time::Instant::now();
    while desk.harness.state().window.busy.is_some()
        || !desk.is_unsaved()
        || desk.harness.state().work.is_gliding()
    {
        assert!(start.elapsed().as_secs() < 30, "never arranged");
        desk.harness.step();
        between += usize::from(desk.harness.state().work.is_gliding());
    }
    assert!(between > 0, "it jumped");
    assert_ne!(desk.positions(), before);
    desk.run();
    assert!(!desk.harness.root().accesskit_node().is_disabled());
}

#[test]
fn by_distances_by_evidence_and_by_kind_move_the_chart_and_go_back() {
    let mut desk = Desk::new();
    let all = |_: &Desk, _: usize| true;
    let distances = check(&mut desk, "Arrange by distance", all);
    let evidence = check(&mut desk, "Arrange by evidence", all);
    let kind = check(&mut desk, "Arrange by kind", all);
    let clusters = check(&mut desk, "Arrange all", all);
    assert!(distances != clusters && evidence != clusters && kind != clusters);
}

impl Desk {
    /// Opens a path of so many entities without places, one linked to the next.
    pub(crate) fn open_path(&mut self, count: usize) {
        let nodes: Vec<String> = (0..count)
            .map(|id| format!(r#"{{"id":{id},"label":"node {id}"}}"#))
            .collect();
        let links: Vec<String> = (1..count)
            .map(|b| format!(r#"{{"source":{},"target":{b}}}"#, b - 1))
            .collect();
        let (nodes, links) = (nodes.join(","), links.join(","));
        let graph = format!(r#"{{"nodes":[{nodes}],"links":[{links}]}}"#);
        let path = self.file("graph.json", &graph);
        self.by_path("File", "Open by path…", &path);
        self.until("open", |app| {
            app.work.document.entities().len() == count && !app.work.awaits_first_places()
        });
    }

    pub(crate) fn until_settled(&mut self) {
        self.until("settled", |app| {
            app.work.layout_state() == LayoutState::Settled
        });
        self.run();
    }

    /// Asks that the view stores every entity where it is seen.
    pub(crate) fn check_stored_as_seen(&self) {
        let work = &self.harness.state().work;
        let view = work.view().unwrap();
        for (node, slot) in work.net.nodes.iter().enumerate() {
            let id = work.document.entities().id_at(*slot).unwrap();
            let [x, y] = view.positions[id];
            let off = egui::pos2(x as f32, y as f32) - work.positions[node];
            assert!(off.length() < 1.0, "{id} is stored where it is seen");
        }
    }
}

#[test]
fn what_follows_a_drag_is_saved_where_it_is_seen_and_goes_back_with_it() {
    let mut desk = Desk::new();
    desk.open_path(8);
    desk.until_settled();
    desk.key(egui::Key::F);
    desk.run();
    let before = desk.positions();
    let from = desk.place("node 3");
    let to = from + egui::vec2(30.0, 70.0);
    desk.hold(Modifiers::COMMAND);
    desk.begin_drag(from);
    desk.harness.hover_at(to);
    let follower = desk.node("node 2");
    desk.until("neighbours follow", |app| {
        (app.work.positions[follower] - before[follower]).length() > 5.0
    });
    desk.harness.drop_at(to);
    desk.run();
    desk.hold(Modifiers::NONE);
    desk.check_stored_as_seen();
    desk.keys(Modifiers::COMMAND, egui::Key::Z);
    let back = desk.positions();
    let off = back.iter().zip(&before).map(|(a, b)| (*a - *b).length());
    assert!(off.fold(0.0, f32::max) < 1.0);
}

impl Desk {
    /// Holds these keys down until others are.
    pub(crate) fn hold(&mut self, modifiers: Modifiers) {
        let event = egui::Event::ModifiersChanged(modifiers);
        self.harness.event(event);
        self.run();
    }

    /// Drags from one place to another.
    pub(crate) fn drag_to(&mut self, from: Pos2, to: Pos2) {
        self.begin_drag(from);
        for part in [0.4, 1.0] {
            self.harness.hover_at(from + (to - from) * part);
            self.run();
        }
        self.harness.drop_at(to);
        self.run();
    }

    /// The nodes that are elsewhere than they were.
    pub(crate) fn moved_since(&self, before: &[Pos2]) -> Vec<usize> {
        let now = self.positions();
        (0..now.len())
            .filter(|node| now[*node] != before[*node])
            .collect()
    }
}

#[test]
fn dragging_moves_one_alone_unless_neighbours_are_to_follow() {
    let mut desk = Desk::new();
    desk.open_path(8);
    desk.until_settled();
    desk.key(egui::Key::F);
    desk.run();
    let (before, node) = (desk.positions(), desk.node("node 3"));
    let from = desk.place("node 3");
    let by = egui::vec2(30.0, 70.0);
    desk.drag_to(from, from + by);
    assert_eq!(desk.moved_since(&before), [node]);
    desk.check_stored_as_seen();
    desk.command(egui::Key::Z);
    assert_eq!(desk.harness.state().work.pinned().len(), 0);

    // The setting takes neighbours along, also where places are stored; Ctrl does the opposite.
    desk.click("Chart");
    desk.click("Neighbours follow a drag");
    let (before, from) = (desk.positions(), desk.place("node 3"));
    desk.begin_drag(from);
    desk.harness.hover_at(from + by);
    let follower = desk.node("node 4");
    desk.until("neighbours follow", |app| {
        (app.work.positions[follower] - before[follower]).length() > 5.0
    });
    desk.harness.drop_at(from + by);
    desk.run();
    desk.check_stored_as_seen();
    let before = desk.positions();
    desk.hold(Modifiers::COMMAND);
    let from = desk.place("node 3");
    desk.drag_to(from, from - by);
    desk.hold(Modifiers::NONE);
    assert_eq!(desk.moved_since(&before), [node]);
}

#[test]
fn a_dragged_selection_moves_as_one_in_one_step() {
    let mut desk = Desk::new();
    let names = ["NCSC", "FBI", "MSS"];
    desk.select_all_of(&names);
    let mut nodes = names.map(|name| desk.node(name));
    nodes.sort_unstable();
    let (before, text) = (desk.positions(), desk.text());
    let from = desk.place("FBI");
    desk.drag_to(from, from + egui::vec2(33.0, -21.0));
    assert_eq!(desk.moved_since(&before), nodes);
    let now = desk.positions();
    let [first, others @ ..] = nodes.map(|node| now[node] - before[node]);
    assert!(others.iter().all(|by| (*by - first).length() < 1.5));
    assert_eq!(desk.harness.state().window.selection.entities.len(), 3);
    desk.command(egui::Key::Z);
    assert_eq!((desk.positions(), desk.text()), (before, text));
}

#[test]
fn a_drag_while_the_first_layout_is_at_work_loses_nothing_of_what_it_finds() {
    let mut desk = Desk::new();
    desk.open_path(6000);
    assert_ne!(
        desk.harness.state().work.layout_state(),
        LayoutState::Settled,
        "it is still at work"
    );
    let from = desk.place("node 3000");
    desk.begin_drag(from);
    let to = from + egui::vec2(40.0, 30.0);
    desk.harness.hover_at(to);
    desk.harness.step();
    desk.harness.drop_at(to);
    desk.harness.step();
    desk.until_settled();
    desk.check_stored_as_seen();
    // So far out many stand under the pointer: one of them was dragged.
    assert_eq!(desk.harness.state().work.pinned().len(), 1);
}

#[test]
fn a_chart_shown_whole_is_shown_whole_after_an_undo_too() {
    let mut desk = Desk::new();
    let camera = |desk: &Desk| desk.harness.state().window.camera;
    let first = camera(&desk);
    desk.arrange("Arrange in layers");
    let layered = camera(&desk);
    assert_ne!(first, layered);
    desk.command(egui::Key::Z);
    assert_eq!(camera(&desk), first);
    desk.keys(Modifiers::COMMAND | Modifiers::SHIFT, egui::Key::Z);
    assert_eq!(camera(&desk), layered);
    // Whoever looks at a part goes on looking at it.
    desk.key(egui::Key::Plus);
    let part = camera(&desk);
    assert_ne!(part, layered);
    desk.command(egui::Key::Z);
    assert_eq!(camera(&desk), part);
}

#[test]
fn an_undo_calls_off_an_arrangement_at_work_and_leaves_the_step_before() {
    let mut desk = Desk::new();
    desk.arrange("Arrange in columns");
    let before = (desk.positions(), desk.text());
    desk.click("Chart");
    desk.harness.get_by_label("Arrange all").click();
    desk.harness.step();
    desk.harness.step();
    desk.command(egui::Key::Z);
    desk.until_settled();
    let undone = (desk.positions(), desk.text());
    assert!(undone == before, "only what was at work is taken back");
    desk.command(egui::Key::Z);
    assert_ne!(desk.text(), before.1);
}

#[test]
fn each_of_several_undos_in_a_frame_counts() {
    let mut desk = Desk::new();
    let before = desk.text();
    desk.arrange("Arrange in layers");
    desk.arrange("Arrange in columns");
    let press = egui::Event::Key {
        key: egui::Key::Z,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::COMMAND,
    };
    let events = &mut desk.harness.input_mut().events;
    events.extend([press.clone(), press]);
    desk.run();
    assert!(desk.text() == before, "both are taken back");
}
