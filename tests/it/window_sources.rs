//! The window: sources and what rests on them, the chart without one, rows that filter, copies of sources.

use std::collections::BTreeSet;
use std::path::Path;

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;
use linkwright::model::evidence::{Basis, Evidence};
use linkwright::model::{Facet, Support, WhatIf};
use linkwright::ui::command::Target;
use linkwright::ui::dialogs::Attach;
use linkwright::ui::state::SourceSort;
use linkwright::ui::state::Tab;
use linkwright::view::Selection;

use crate::window::{Desk, Dropped, read};

impl Desk {
    fn source(&self, id: &str) -> u32 {
        self.document().sources().slot_of(id).unwrap()
    }

    fn edit_source(&mut self, id: &str) {
        let slot = self.source(id);
        self.harness.state_mut().window.target = Target::Source(slot);
        self.run();
    }

    /// Clicks the first thing whose name contains this.
    fn click_containing(&mut self, label: &str) {
        let all = self.harness.get_all_by_label_contains(label);
        all.into_iter().next().unwrap().click();
        self.run();
    }

    fn alt_click(&mut self, label: &str) {
        let node = self.harness.get_by_label(label);
        node.click_modifiers(Modifiers::ALT);
        self.run();
    }

    /// The look of each link, by id.
    fn looks(&self) -> Vec<Support> {
        let work = &self.harness.state().work;
        let order = work.document.links().order().iter();
        order
            .map(|slot| work.evidence.link(*slot).support)
            .collect()
    }

    /// An edit, named after what it does.
    fn rename_dataset(&mut self, title: &str) {
        let meta = linkwright::model::Meta {
            title: title.into(),
            ..linkwright::model::Meta::clone(self.document().meta())
        };
        let edit = linkwright::edit::Edit::Meta(std::sync::Arc::new(meta));
        self.harness
            .state_mut()
            .work
            .commit("Rename", edit)
            .unwrap();
        self.run();
    }

    fn drop_file(&mut self, path: &Path) {
        let file = std::sync::Arc::new(Dropped(path.to_path_buf()));
        self.harness.input_mut().dropped_files.push(file);
        self.run();
    }
}

const FCDO: &str = "fcdo-2025-12-09";

#[test]
fn without_a_source_the_chart_is_judged_as_if_it_was_withdrawn_and_comes_back_with_one_click() {
    let mut desk = Desk::new();
    let (text, before) = (desk.text(), desk.looks());
    desk.edit_source(FCDO);
    desk.click("Leave out source");
    let work = &desk.harness.state().work;
    let slot = desk.source(FCDO);
    let basis = Basis {
        left_out: vec![slot],
        ..Basis::default()
    };
    let expected = Evidence::of(&work.document, basis);
    assert_eq!(work.evidence.links(), expected.links());
    let impacts = work.impacts();
    let order = work.document.links().order().iter();
    let changed = order
        .zip(&before)
        .filter(|(slot, support)| expected.link(**slot).support != **support);
    let changed = changed.count();
    assert!(changed > 5, "{changed}");
    let looks = impacts
        .iter()
        .filter(|impact| impact.before.support != impact.after.support);
    assert_eq!(looks.count(), changed);

    // It is said above the chart, in the banner and in the status line, and in no file.
    assert!(desk.has_label("Leaving out FCDO announcement"));
    assert!(desk.has_label("links lose all support"));
    assert!(
        desk.harness
            .query_all_by_label_contains("Leaving out 1 source")
            .count()
            >= 2
    );
    assert!(!desk.is_unsaved());
    assert_eq!(desk.text(), text);

    // Each line that falls leads to its link.
    desk.click("Show affected links");
    desk.harness
        .get_all_by_label_contains("→ No source")
        .next()
        .unwrap()
        .click();
    desk.run();
    let link = desk.harness.state().window.selection.single_link();
    assert_eq!(link, Some(impacts[0].link));

    desk.harness
        .get_all_by_label("Include everything")
        .next()
        .unwrap()
        .click();
    desk.run();
    assert_eq!(desk.looks(), before);
    assert!(!desk.has_label("Leaving out 1 source"));
}

#[test]
fn leaving_out_is_a_step_of_undo_in_its_turn_among_the_edits() {
    let mut desk = Desk::new();
    let label = |desk: &Desk, redo: bool| {
        let work = &desk.harness.state().work;
        let label = if redo {
            work.redo_label()
        } else {
            work.undo_label()
        };
        label.unwrap_or_default().to_owned()
    };
    let left_out = |desk: &Desk| desk.harness.state().work.what_if().sources.len();
    let whole = desk.looks();
    desk.rename_dataset("First");
    desk.edit_source(FCDO);
    desk.click("Leave out source");
    let without = desk.looks();
    desk.rename_dataset("Second");
    for title in ["First", "First"] {
        desk.command(Key::Z);
        assert_eq!(desk.document().meta().title, title);
    }
    assert!(desk.has_label("Undone: Leave out FCDO announcement"));
    assert_eq!((left_out(&desk), desk.looks()), (0, whole.clone()));
    desk.command(Key::Z);
    assert_ne!(desk.document().meta().title, "First");
    assert!(!desk.is_unsaved() && label(&desk, false).is_empty());
    for (title, sources) in [("First", 0), ("First", 1), ("Second", 1)] {
        desk.command(Key::Y);
        assert_eq!(desk.document().meta().title, title);
        assert_eq!(left_out(&desk), sources);
    }
    assert_eq!(desk.looks(), without);
    assert!(label(&desk, true).is_empty());
    desk.harness
        .get_all_by_label("Include everything")
        .next()
        .unwrap()
        .click();
    desk.run();
    assert!(label(&desk, false).starts_with("Bring back FCDO announcement"));
    desk.command(Key::Z);
    assert_eq!(desk.looks(), without);
}

#[test]
fn a_graph_is_exported_as_it_is_judged_and_says_so() {
    let mut desk = Desk::new();
    desk.edit_source(FCDO);
    desk.click("Leave out source");
    let path = desk.folder.path().join("graph.json");
    desk.by_path("File", "Export node-link JSON…", &path);
    let text = std::fs::read(&path).unwrap();
    let graph: serde_json::Value = serde_json::from_slice(&text).unwrap();
    let basis = graph["graph"]["basis"].as_str().unwrap();
    assert!(basis.starts_with("without FCDO announcement"), "{basis}");
    let looks: Vec<&str> = graph["links"]
        .as_array()
        .unwrap()
        .iter()
        .map(|link| link["look"].as_str().unwrap())
        .collect();
    let shown: Vec<&str> = desk.looks().iter().map(|look| look.as_str()).collect();
    assert_eq!(looks, shown);
    assert!(desk.has_label("judged without FCDO announcement"));
    assert!(desk.has_label("Included though hidden here: 1 link"));
}

#[test]
fn edits_and_undo_go_on_while_a_source_is_left_out() {
    let mut desk = Desk::new();
    let slot = desk.source(FCDO);
    let check = |desk: &Desk, what: &str| {
        let work = &desk.harness.state().work;
        let basis = |left_out| Basis {
            left_out,
            ..Basis::default()
        };
        let (whole, expected) = (
            Evidence::of(&work.document, basis(vec![])),
            Evidence::of(&work.document, basis(vec![slot])),
        );
        assert_eq!(work.evidence.links(), expected.links(), "{what}");
        let impacts = linkwright::model::impacts(&work.document, &whole, &expected);
        assert_eq!(*work.impacts(), impacts, "{what}");
        assert_eq!(work.whole_evidence().links(), whole.links(), "{what}");
    };
    desk.edit_source(FCDO);
    desk.click("Leave out source");
    let fallen = desk.harness.state().work.impacts()[0].link;
    let window = &mut desk.harness.state_mut().window;
    (window.target, window.selection) = (Target::Selection, Selection::link(fallen));
    desk.run();
    let left_out =
        linkwright::model::Claim::clone(&desk.document().links().at(fallen).unwrap().claims[0]);
    let work = &desk.harness.state().work;
    assert!(work.evidence.is_left_out(&work.document, &left_out));
    // Another claim of another source supports it again.
    desk.click("Add claim");
    check(&desk, "a claim");
    let before = desk.text();
    let mut link = linkwright::model::Link::clone(desk.document().links().at(fallen).unwrap());
    link.claims.last_mut().unwrap().source = "doj-2025-03-05".into();
    let edit = linkwright::ui::fields::link_edit(link);
    desk.harness.state_mut().work.commit("Cite", edit).unwrap();
    desk.run();
    check(&desk, "its source");
    assert!(desk.harness.state().work.evidence.link(fallen).support < Support::Unsourced);
    desk.command(Key::Z);
    check(&desk, "undo");
    assert_eq!(desk.text(), before);
    // An edit of a source judges everything again.
    desk.edit_source("doj-2025-03-05");
    desk.type_over("Publisher", "Someone else");
    desk.key(Key::Tab);
    check(&desk, "a source");
    assert!(!desk.harness.state().work.what_if().is_empty());
}

#[test]
fn without_a_speaker_what_only_they_say_falls() {
    let mut desk = Desk::new();
    let slot = desk.slot("US Department of Justice");
    desk.select("US Department of Justice");
    desk.click("Leave out speaker");
    let work = &desk.harness.state().work;
    let basis = Basis {
        left_out_speakers: vec![slot],
        ..Basis::default()
    };
    let expected = Evidence::of(&work.document, basis);
    assert_eq!(work.evidence.links(), expected.links());
    assert!(work.what_if_text().contains("and everyone speaking for US"));
    assert!(!work.impacts().is_empty());
}

#[test]
fn a_picture_says_what_is_left_out() {
    let mut desk = Desk::new();
    let export = |desk: &mut Desk, name: &str| {
        let path = desk.folder.path().join(name);
        // The details of a source has a field of the menu's name.
        desk.harness.state_mut().window.target = Target::Dataset;
        desk.run();
        desk.by_path("File", "Export picture…", &path);
        std::fs::read_to_string(&path).unwrap()
    };
    let plain = export(&mut desk, "plain.svg");
    assert!(
        !plain.contains("What if: some evidence left out") && !plain.contains("Leaving out FCDO")
    );
    desk.edit_source(FCDO);
    desk.click("Leave out source");
    let svg = export(&mut desk, "without.svg");
    assert!(svg.contains("What if: some evidence left out"));
    assert!(
        svg.contains("Leaving out FCDO announcement") && svg.contains("links lose all support")
    );
}

#[test]
fn rows_show_only_what_they_name_and_hide_it_with_alt() {
    let mut desk = Desk::new();
    let filter = |desk: &Desk| desk.harness.state().work.filter.clone();
    let state = Facet::EntityKind("state".into());
    desk.click("State: 15 entities");
    assert!(state.is_only(&filter(&desk)));
    assert_eq!(desk.harness.state().work.net.nodes.len(), 15);
    assert!(desk.has_label("Filter: Only state"));
    desk.click("State: 15 entities");
    assert_eq!(filter(&desk), Default::default());
    desk.alt_click("State: 15 entities");
    assert_eq!(desk.harness.state().work.net.nodes.len(), 61);
    desk.alt_click("State: 15 entities");
    assert_eq!(filter(&desk), Default::default());

    // Countries and tags.
    desk.click("Countries");
    desk.click_containing("Country United Kingdom (GB)");
    assert!(desk.has_label("Filter: Only entities from United Kingdom (GB)"));
    desk.click("Clear filter");

    // The list under a kind opens by its own button.
    desk.click("Expand State");
    assert!(desk.has_label("Czechia, State"));

    // The legend.
    desk.click("Legend: Reported: asserted by one voice, not on record");
    assert!(Facet::Support(Support::Reported).is_only(&filter(&desk)));
    assert!(desk.has_label("Filter: Only reported links"));
    desk.click("Legend: Reported: asserted by one voice, not on record");
    desk.alt_click("Legend: Agency");
    assert!(Facet::EntityKind("agency".into()).is_hidden(&filter(&desk)));
    desk.click("Clear filter");
    desk.click("Legend: Disputed: someone denies it");
    let app = desk.harness.state();
    let links = &app.window.selection.links;
    assert!(!links.is_empty());
    assert!(
        links
            .iter()
            .all(|slot| app.work.evidence.link(*slot).disputed)
    );
    assert!(!desk.is_unsaved());
}

#[test]
fn sources_stand_under_what_they_repeat_with_what_rests_on_each() {
    let mut desk = Desk::new();
    desk.command(Key::Num2);
    let app = desk.harness.state();
    assert_eq!(app.window.sidebar.tab, Tab::Sources);
    let weights = &app.work.summary().sources;
    let root = &weights[desk.source("advisory-2025-08-27") as usize];
    let name = format!(
        "{} through relays · {} depend on it",
        root.through,
        root.alone.len()
    );
    assert!(root.claims == 0 && root.through > 0, "{root:?}");
    assert!(desk.has_label(&name), "{name}");

    // A click shows only what it says, and opens it.
    desk.click_containing("Source News report on the joint advisory");
    let slot = desk.source("computerweekly-366630019");
    let app = desk.harness.state();
    assert_eq!(app.window.target, Target::Source(slot));
    assert!(Facet::Sources(["computerweekly-366630019".into()].into()).is_only(&app.work.filter));
    assert_eq!(app.work.scene.links.len(), 17);
    desk.click("Clear filter");

    // With Alt it is hidden, and nothing is opened.
    desk.harness.state_mut().window.target = Target::Dataset;
    let all = desk
        .harness
        .get_all_by_label_contains("Source News report on the joint advisory");
    all.into_iter()
        .next()
        .unwrap()
        .click_modifiers(Modifiers::ALT);
    desk.run();
    let app = desk.harness.state();
    assert_eq!(app.work.filter.not.sources, ["computerweekly-366630019"]);
    assert_eq!(app.window.target, Target::Dataset);
    desk.click("Clear filter");

    // What else can be done with it.
    desk.click_containing("More for News report on the joint advisory");
    desk.click("Select links that depend on it");
    let selected = desk.harness.state().window.selection.links.len();
    let alone = &desk.harness.state().work.summary().sources[slot as usize].alone;
    assert_eq!(selected, alone.len());
    desk.click_containing("More for News report on the joint advisory");
    desk.click("Leave out source");
    assert!(desk.has_label("· left out"));
    desk.harness.state_mut().work.set_what_if(WhatIf::default());
    desk.run();

    // Another order, and a closed branch.
    desk.click("Order of sources");
    desk.click("by title");
    assert_eq!(
        desk.harness.state().window.sidebar.sources.sort,
        SourceSort::Title
    );
    let sources = |desk: &Desk| {
        let all = desk.harness.query_all_by_label_contains("Source ");
        all.count()
    };
    let before = sources(&desk);
    desk.click_containing("Collapse sources that relay");
    assert!(desk.harness.state().window.sidebar.sources.closed.len() == 1 && before > 3);
}

#[test]
fn a_source_known_through_relays_is_shown_and_hidden_with_them() {
    let mut desk = Desk::new();
    desk.command(Key::Num2);
    let links = |desk: &Desk| {
        let app = desk.harness.state();
        let slots = desk.document().links().iter_slots().map(|(slot, _)| slot);
        let shown = slots.filter(|slot| app.work.scene.row(*slot).is_some());
        shown.collect::<BTreeSet<u32>>()
    };
    let all = links(&desk);
    let row = "Joint advisory of thirteen countries";
    desk.click_containing(&format!("Source {row}"));
    let only = links(&desk);
    assert!(desk.has_label("Filter: Only links citing Joint advisory"));
    desk.click_containing(&format!("Source {row}"));
    assert_eq!(links(&desk), all);
    desk.click_containing(&format!("Hide {row}"));
    let rest = links(&desk);
    assert!(desk.has_label("Filter: All except links citing Joint advisory"));
    assert_eq!(&all - &rest, only, "what is hidden is what was shown alone");
    assert!(only.len() > 10, "{only:?}");
    desk.click_containing(&format!("Show {row}"));
    assert_eq!(desk.harness.state().work.filter, Default::default());
}

#[test]
fn whose_word_a_source_is_is_asked_at_its_claim() {
    let text = r#"{"format":"linkwright","version":1,"entities":[
        {"id":"a","kind":"company","name":"Alpha"},{"id":"b","kind":"company","name":"Beta"}],
        "sources":[{"id":"x","title":"X"},{"id":"y","title":"Y"},{"id":"z","title":"Z"},{"id":"o","title":"O","role":"own"}],
        "links":[{"id":"l","kind":"owns","from":"a","to":"b","claims":[
            {"source":"x"},{"source":"x"},{"source":"y"},{"source":"z"},{"source":"o"}]}]}"#;
    let mut desk = Desk::new();
    let path = desk.file("roles.json", text);
    desk.by_path("File", "Open by path…", &path);
    desk.until("opened", |app| app.work.document.entities().len() == 2);
    let window = &mut desk.harness.state_mut().window;
    window.selection = Selection::link(0);
    desk.run();
    let asked = |desk: &Desk| desk.harness.query_all_by_label("First-hand").count();
    assert_eq!(asked(&desk), 3, "once for each source that does not say");
    let role = |desk: &Desk, id: &str| {
        let source = desk.document().sources().get(id).unwrap();
        (
            source.role.map(|role| role.as_str()),
            source.derived_from.clone(),
        )
    };
    let first = |desk: &mut Desk, label: &str| {
        desk.harness.get_all_by_label(label).next().unwrap().click();
        desk.run();
    };
    first(&mut desk, "First-hand");
    assert_eq!(role(&desk, "x"), (Some("own"), vec![]));
    first(&mut desk, "Relays others");
    assert_eq!(role(&desk, "y"), (Some("relay"), vec![]));
    desk.harness
        .get_by_role_and_label(Role::ComboBox, "Relayed source")
        .click();
    desk.run();
    desk.click("O");
    assert_eq!(role(&desk, "y"), (Some("relay"), vec!["o".into()]));
    first(&mut desk, "Not known");
    assert_eq!(role(&desk, "z"), (None, vec![]));
    assert_eq!(asked(&desk), 0);
    for steps in [vec![], vec!["y"]] {
        desk.command(Key::Z);
        assert_eq!(
            role(&desk, "y").1,
            Vec::<linkwright::model::Str>::new(),
            "{steps:?}"
        );
    }
    assert_eq!(
        role(&desk, "y").0,
        None,
        "two steps: whom, and that it repeats"
    );
    assert_eq!(role(&desk, "x").0, Some("own"));
}

#[test]
fn a_document_dropped_on_a_source_is_copied_into_the_folder_of_the_dataset() {
    let mut desk = Desk::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let page = elsewhere.path().join("statement.html");
    std::fs::write(&page, "abc").unwrap();

    // Without a source: said, and nothing is opened.
    desk.drop_file(&page);
    assert!(desk.has_label("statement.html is not a dataset"));
    assert_eq!(desk.document().entities().len(), 76);

    // Without a file of the dataset: to be saved first.
    desk.edit_source(FCDO);
    desk.drop_file(&page);
    assert!(desk.has_label("Save the dataset first"));
    desk.key(Key::Escape);
    let path = desk.save_as("case.json");
    let before = desk.text();

    desk.edit_source(FCDO);
    desk.drop_file(&page);
    assert!(desk.has_label("Attach statement.html to"));
    desk.click("Attach");
    let slot = desk.source(FCDO);
    desk.until("copied", |app| {
        let source = app.work.document.sources().at(slot).unwrap();
        source.file == "statement.html"
    });
    let sha = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(desk.document().sources().at(slot).unwrap().sha256, sha);
    let copy = path.parent().unwrap().join("statement.html");
    assert_eq!(std::fs::read(&copy).unwrap(), b"abc");
    desk.click("Verify attachment");
    desk.until("checked", |app| app.window.copy.is_some());
    assert!(desk.has_label("Unchanged"));
    std::fs::write(&copy, "changed").unwrap();
    desk.click("Verify attachment");
    desk.until("changed", |app| {
        let state = app.window.copy.as_ref().map(|(.., state)| *state);
        state == Some(linkwright::store::CopyState::Changed)
    });
    desk.command(Key::Z);
    assert_eq!(
        desk.text(),
        before,
        "one step takes it back; the copy stays"
    );
    assert!(copy.exists());

    // Another of that name gets a number, and is saved with the dataset.
    desk.drop_file(&page);
    desk.click("Attach");
    desk.until("copied", |app| {
        let source = app.work.document.sources().at(slot).unwrap();
        source.file == "statement-2.html"
    });
    assert_eq!(std::fs::read(&copy).unwrap(), b"changed");
    desk.command(Key::S);
    desk.until("saved", |app| !app.is_unsaved());
    assert_eq!(
        read(&path).sources().get(FCDO).unwrap().file,
        "statement-2.html"
    );
}

#[test]
fn a_copy_is_attached_by_path() {
    let mut desk = Desk::new();
    let path = desk.save_as("case.json");
    let inside = desk.file("paper.pdf", "abc");
    assert_eq!(inside.parent(), path.parent());
    desk.edit_source(FCDO);
    desk.click("Attach file…");
    desk.type_over("File path", inside.to_str().unwrap());
    desk.key(Key::Enter);
    assert!(desk.harness.state().window.asked::<Attach>().is_some());
    desk.click("Attach");
    let slot = desk.source(FCDO);
    desk.until("noted", |app| {
        app.work.document.sources().at(slot).unwrap().file == "paper.pdf"
    });
    desk.click("Attach file…");
    let nowhere = desk.folder.path().join("nowhere.pdf");
    desk.type_over("File path", nowhere.to_str().unwrap());
    desk.key(Key::Enter);
    desk.click("Attach");
    desk.until("told", |app| app.window.busy.is_none());
    assert!(desk.has_label("File not attached:"));
}

#[test]
fn another_dataset_counts_everything_again() {
    let mut desk = Desk::new();
    let what_if = WhatIf {
        sources: vec![FCDO.into()],
        ..WhatIf::default()
    };
    desk.harness.state_mut().work.set_what_if(what_if);
    desk.run();
    assert!(desk.has_label("Leaving out FCDO"));
    desk.click("File");
    desk.click("Open sample");
    assert!(desk.harness.state().work.what_if().is_empty());
}

#[test]
fn a_source_is_chosen_by_what_was_typed_and_never_by_scattered_letters() {
    let mut desk = Desk::new();
    let link = desk.document().links().slot_of("uk-sanctions-i-soon");
    let link = link.unwrap_or(0);
    let window = &mut desk.harness.state_mut().window;
    (window.target, window.selection) = (Target::Selection, Selection::link(link));
    window.open_claims.insert(0);
    desk.run();
    let cited = |desk: &Desk| {
        let link = desk.document().links().at(link).unwrap();
        let source = link.claims[0].source.clone();
        let source = desk.document().sources().get(&source).unwrap().clone();
        (source.id.to_string(), source.publisher.to_string())
    };
    let before = cited(&desk);
    let choose = |desk: &mut Desk, text: &str, key: Key| {
        let pickers = desk
            .harness
            .get_all_by_role_and_label(Role::ComboBox, "Source");
        pickers.into_iter().next().unwrap().click();
        desk.run();
        desk.harness
            .get_by_role_and_label(Role::TextInput, "Search Source")
            .type_text(text);
        desk.run();
        desk.key(key);
    };
    let is_open = |desk: &Desk| {
        let search = desk
            .harness
            .query_by_role_and_label(Role::TextInput, "Search Source");
        search.is_some()
    };
    choose(&mut desk, "bbc", Key::Enter);
    assert_eq!(cited(&desk), before, "no source has these letters in a row");
    assert!(is_open(&desk), "nothing was chosen");
    desk.key(Key::Escape);
    assert!(!is_open(&desk) && cited(&desk) == before);
    // By publisher, by date, by address.
    choose(&mut desk, "sing tao", Key::Enter);
    assert_eq!(cited(&desk).1, "Sing Tao Headline");
    choose(&mut desk, "natto thoughts", Key::Tab);
    assert_eq!(cited(&desk).1, "Natto Thoughts", "Tab takes it, too");
    assert!(!is_open(&desk));
    choose(&mut desk, "gangyiku.com", Key::Enter);
    assert_eq!(cited(&desk).1, "gangyiku.com");
    choose(&mut desk, "gangyiku.com", Key::Escape);
    assert_eq!(cited(&desk).1, "gangyiku.com");
}
