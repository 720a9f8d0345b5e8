//! Quick entry in the window.

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use linkwright::app::Linkwright;
use linkwright::model::{Document, Role as SourceRole, Source};

use crate::capture::{EMPTY, claims};
use crate::window::Desk;

pub(crate) fn desk() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("article.json");
    std::fs::write(&file, EMPTY).unwrap();
    let mut desk = Desk::with(Some(&file));
    desk.until("opened", |app| app.work.origin.file.is_some());
    desk
}

pub(crate) fn type_on(desk: &mut Desk, text: &str) {
    // ⇥ is Tab, ↵ Enter.
    let mut rest = text;
    while let Some(at) = rest.find(['⇥', '↵']) {
        if at > 0 {
            field(desk, &rest[..at]);
        }
        let key = if rest[at..].starts_with('⇥') {
            Key::Tab
        } else {
            Key::Enter
        };
        desk.key(key);
        rest = &rest[at + '⇥'.len_utf8()..];
    }
    if !rest.is_empty() {
        field(desk, rest);
    }
}

pub(crate) fn field(desk: &mut Desk, text: &str) {
    desk.harness
        .get_by_role_and_label(Role::TextInput, "Quick entry")
        .type_text(text);
    desk.run();
}

pub(crate) fn text(desk: &Desk) -> String {
    desk.harness.state().window.capture.text.clone()
}

pub(crate) fn counts(document: &Document) -> (usize, usize, usize) {
    (
        document.entities().len(),
        document.links().len(),
        claims(document),
    )
}

/// Waits for the layout to have given every entity its place.
fn until_placed(desk: &mut Desk) {
    desk.until("every entity has its place", |app| {
        let mut nodes = app.work.net.nodes.iter();
        nodes.all(|slot| app.work.place(*slot).is_some())
    });
}

#[test]
fn the_article_by_the_line_with_tab() {
    let mut desk = desk();
    desk.command(Key::L);
    type_on(&mut desk, "@https://foreignpolicywatchdog.com/?p=11475↵");
    assert!(
        desk.harness.state().window.capture.source_form,
        "a new source opens its fields"
    );
    desk.type_over("Title of the source", "Escalating cyber conflict");
    desk.key(Key::Enter);
    assert_eq!(
        desk.document().sources().len(),
        0,
        "it enters with its first claim"
    );
    for line in [
        "United Kingdom sanctions i-Soon, Integrity Tech 2025-12-09↵",
        "uk⇥ alleges: i-s⇥ targets Systems worldwide:sector (over 80)↵",
        "uk⇥ alleges: integ⇥ operates Covert network↵",
        "Hackers for hire:sector supplies Chinese intelligence agencies:agency↵",
        "UK designations of 9 Dec 2025:event made under National Security and Investigations Act↵",
        "uk⇥ published Joint advisory:document 2025-08↵",
        "joint⇥ names Three China-based companies:company↵",
        "Salt Typhoon targets Governments:sector, Telecommunications:sector, Transportation:sector, Military infrastructure:sector↵",
        "uk⇥, France founded Pall Mall Process↵",
        "National Cyber Force part of uk⇥↵",
    ] {
        type_on(&mut desk, line);
        assert_eq!(
            text(&desk),
            "",
            "{line}: {:?}",
            desk.harness.state().window.capture.read.reading.mistakes
        );
    }
    assert_eq!(counts(desk.document()), (19, 15, 15));
    let source = desk.document().sources().iter().next().unwrap().clone();
    assert_eq!(source.title, "Escalating cyber conflict");
    let links = desk.document().links().iter();
    assert!(
        links
            .flat_map(|link| &link.claims)
            .all(|claim| claim.source == source.id)
    );
    until_placed(&mut desk);
    // Ten steps back, and nothing is left.
    desk.key(Key::Escape);
    let mut steps = 0;
    while desk.harness.state().work.history.undo_label().is_some() {
        desk.command(Key::Z);
        steps += 1;
    }
    assert_eq!(steps, 10);
    assert_eq!(counts(desk.document()), (0, 0, 0));
    assert!(desk.document().sources().is_empty());
}

/// A slow frame: everything that was typed comes at once.
pub(crate) fn at_once(desk: &mut Desk, text: &str) {
    let event = |c: char| match c {
        '⇥' => press(Key::Tab),
        '↵' => press(Key::Enter),
        c => egui::Event::Text(c.to_string()),
    };
    let events = text.chars().map(event);
    desk.harness.input_mut().events.extend(events);
    desk.run();
}

#[test]
fn the_current_source_ends_with_quick_entry_unless_pinned() {
    let mut desk = desk();
    let paste = |desk: &mut Desk| {
        let url = "https://x.example/1".to_owned();
        desk.harness.event(egui::Event::Paste(url));
        desk.run();
    };
    let chip = "Current source: x.example/1";
    let is_cited = |desk: &Desk| desk.harness.query_by_label(chip).is_some();
    paste(&mut desk);
    field(&mut desk, "A owns B");
    desk.key(Key::Enter);
    assert!(is_cited(&desk));
    desk.key(Key::Escape);
    assert!(!is_cited(&desk), "Escape ends it");
    add_claim(&mut desk);
    let claims = |desk: &Desk| {
        desk.document()
            .links()
            .iter()
            .next()
            .unwrap()
            .claims
            .clone()
    };
    assert_eq!(claims(&desk)[1].source, "");

    // Pinned it stays, its chip is seen, and each new claim can do without it once.
    desk.command(Key::L);
    at_once(&mut desk, "@https://x.example/1↵");
    desk.click("Pin the current source: it stays when quick entry is closed");
    desk.key(Key::Escape);
    assert!(!desk.harness.state().window.capture.open && is_cited(&desk));
    assert!(desk.has_label("Cites x.example/1"));
    desk.click("Do not cite it this time");
    assert!(desk.has_label("Without a source"));
    add_claim(&mut desk);
    add_claim(&mut desk);
    let sources: Vec<String> = claims(&desk)[2..]
        .iter()
        .map(|c| c.source.to_string())
        .collect();
    assert_eq!((sources[0].as_str(), sources[1].is_empty()), ("", false));
    desk.click("Unpin the current source: it then ends with quick entry");
    desk.click("Clear current source");
    assert!(!is_cited(&desk) && !desk.has_label("Cites x.example/1"));
}

/// As the menu does it, wherever the button is scrolled to.
fn add_claim(desk: &mut Desk) {
    use linkwright::ui::{action::Action, command::Command};
    let ctx = desk.harness.ctx.clone();
    desk.harness
        .state_mut()
        .run(&ctx, Command::Act(Action::AddClaim));
    desk.run();
}

#[test]
fn a_link_drawn_by_hand_says_which_source_it_cites() {
    let mut desk = desk();
    desk.command(Key::L);
    at_once(&mut desk, "@https://x.example/1↵A owns B↵");
    desk.click("Pin the current source: it stays when quick entry is closed");
    desk.key(Key::Escape);
    until_placed(&mut desk);
    let slots = [desk.slot("A"), desk.slot("B")];
    let link = |desk: &mut Desk, drop: bool| {
        desk.harness.state_mut().window.selection = linkwright::view::Selection {
            entities: slots.into_iter().collect(),
            ..Default::default()
        };
        desk.run();
        desk.click("Add link");
        assert!(desk.has_label("Cites x.example/1"));
        if drop {
            desk.click("Do not cite it this time");
        }
        desk.harness
            .get_by_role_and_label(Role::TextInput, "Search kinds of link")
            .type_text("supplies");
        desk.run();
        desk.key(Key::Enter);
        let selected = desk.harness.state().window.selection.single_link().unwrap();
        desk.document().links().at(selected).unwrap().claims.len()
    };
    assert_eq!(link(&mut desk, true), 0);
    assert_eq!(link(&mut desk, false), 1, "only for that one");
}

#[test]
fn a_link_drawn_by_hand_says_speaker_and_stance_before_it_is_added() {
    let mut desk = desk();
    let sources = [
        ("fcdo", &[][..], Some(SourceRole::Own), "FCDO"),
        (
            "today",
            &["fcdo"][..],
            Some(SourceRole::Relay),
            "Parliament Today",
        ),
    ];
    let mut edits = Vec::new();
    for (id, from, role, publisher) in sources {
        let source = Source {
            id: id.into(),
            publisher: publisher.into(),
            role,
            derived_from: from.iter().map(|id| (*id).into()).collect(),
            ..Source::default()
        };
        edits.push(linkwright::edit::Edit::Source(
            id.into(),
            Some(source.into()),
        ));
    }
    desk.commit("Add", linkwright::edit::Edit::All(edits));
    desk.command(Key::L);
    at_once(&mut desk, "@today↵A:company owns B:company↵");
    desk.click("Pin the current source: it stays when quick entry is closed");
    desk.key(Key::Escape);
    until_placed(&mut desk);
    desk.harness.state_mut().window.selection = linkwright::view::Selection {
        entities: [desk.slot("A"), desk.slot("B")].into(),
        ..Default::default()
    };
    desk.run();
    desk.click("Add link");
    assert!(desk.has_label("Cites Parliament Today"));
    assert!(desk.has_label("Speaker: FCDO"));
    let hint = |desk: &Desk, kind: &str| desk.harness.get_by_label(kind).value();
    assert_eq!(
        hint(&desk, "supplies").as_deref(),
        Some("supplied by · alleges")
    );
    desk.click("Do not cite it this time");
    assert!(!desk.has_label("Speaker:"), "no claim is added then");
    assert_eq!(hint(&desk, "supplies").as_deref(), Some("supplied by"));
}

#[test]
fn an_alias_or_a_word_of_a_name_is_the_first_offer_and_what_enter_means() {
    let mut desk = desk();
    desk.command(Key::L);
    at_once(&mut desk, "Sichuan Anxun Technology:company = iSoon↵");
    assert_eq!(counts(desk.document()).0, 1);
    for word in ["Anxun", "isoon"] {
        field(&mut desk, &format!("Integrity Tech supplies {word}"));
        assert!(
            says(&desk, &format!("{word} → Sichuan Anxun Technology")),
            "{word}"
        );
        let offers = &desk.harness.state().window.capture.read.offers;
        assert_eq!(offers[0].label, "Sichuan Anxun Technology");
        desk.key(Key::Enter);
        assert_eq!(counts(desk.document()).0, 2, "no new entity for {word}");
    }
    // Of several none is guessed.
    field(&mut desk, "Anxun Holding owns Integrity Tech");
    desk.key(Key::Enter);
    field(&mut desk, "Integrity Tech pays Anxun");
    desk.key(Key::Enter);
    assert!(says(&desk, "“Anxun” may be"));
    assert_eq!(counts(desk.document()).0, 3);
    let labels: Vec<String> = desk
        .harness
        .state()
        .window
        .capture
        .read
        .offers
        .iter()
        .map(|o| o.label.clone())
        .collect();
    assert!(
        labels[..2]
            .iter()
            .all(|label| label.contains("Anxun") && !label.starts_with("new")),
        "{labels:?}"
    );
    desk.key(Key::ArrowDown);
    desk.key(Key::Enter);
    desk.key(Key::Enter);
    assert_eq!(counts(desk.document()).0, 3);
}

#[test]
fn unknown_verbs_are_answered_with_offers() {
    let mut desk = desk();
    desk.command(Key::L);
    field(&mut desk, "Acme Ltd bribes Malaysia 2024 // note");
    desk.key(Key::Enter);
    assert!(says(&desk, "“bribes” is not a verb"));
    assert_eq!(counts(desk.document()), (0, 0, 0), "Enter does not guess");
    let offer = "related to … (bribes), keep the words as the link's label";
    desk.click(offer);
    assert_eq!(
        text(&desk),
        "Acme Ltd related to Malaysia 2024 (bribes) // note"
    );
    desk.key(Key::Enter);
    let link = desk.document().links().iter().next().unwrap().clone();
    assert_eq!(
        (link.kind.as_str(), link.label.as_str()),
        ("related-to", "bribes")
    );
    // What is nearly a verb comes first.
    field(&mut desk, "Malaysia sanctoins Acme Ltd");
    desk.key(Key::Tab);
    assert_eq!(text(&desk), "Malaysia sanctions Acme Ltd");
}

#[test]
fn a_stance_without_its_colon_is_offered_with_it() {
    let mut desk = desk();
    desk.command(Key::L);
    field(&mut desk, "Malaysia denied Acme Ltd");
    assert!(says(
        &desk,
        "Not understood: “denied” is a stance: write “Malaysia denies:”"
    ));
    desk.key(Key::Tab);
    assert_eq!(text(&desk), "Malaysia denies: Acme Ltd");
    field(&mut desk, " Acme Ltd");
    assert!(says(&desk, "Next: a verb"));
}

#[test]
fn one_key_goes_through_the_kinds_and_a_guess_is_found_until_someone_looks() {
    let mut desk = desk();
    desk.command(Key::L);
    at_once(&mut desk, "Malaysia owns Equanimity↵");
    let kinds = |desk: &Desk| {
        let entities = desk.document().entities().iter();
        let mut kinds: Vec<String> = entities.map(|e| format!("{} {}", e.name, e.kind)).collect();
        kinds.sort_unstable();
        kinds.join(", ")
    };
    assert_eq!(kinds(&desk), "Equanimity company, Malaysia state");
    let guessed = |document: &Document| {
        let evidence = linkwright::model::evidence::Evidence::of(document, Default::default());
        let found = linkwright::model::findings::findings(document, &evidence);
        let rule = linkwright::model::findings::Rule::GuessedKind;
        found
            .list
            .iter()
            .filter(|f| f.rule == rule)
            .map(|f| f.record.id.to_string())
            .collect::<Vec<_>>()
    };
    let found = guessed(desk.document());
    assert_eq!(found.len(), 1, "a state's name is no guess");
    assert!(found[0].starts_with("equanimity"));
    // It survives the file.
    let saved = desk.text();
    let again = linkwright::formats::open(&saved).unwrap().document;
    assert_eq!(guessed(&again), found);
    assert_eq!(linkwright::formats::linkwright::write(&again), saved);
    // Who chooses the kind again has looked.
    desk.select("Equanimity");
    desk.click("Kind");
    desk.harness
        .get_by_role_and_label(Role::TextInput, "Search Kind")
        .type_text("asset");
    desk.run();
    desk.key(Key::Enter);
    assert_eq!(kinds(&desk), "Equanimity asset, Malaysia state");
    assert!(guessed(desk.document()).is_empty());
    assert!(
        !String::from_utf8(desk.text())
            .unwrap()
            .contains("kind_guessed")
    );

    desk.command(Key::L);
    field(&mut desk, "Malaysia owns Topaz");
    assert!(says(&desk, "new company Topaz"));
    desk.command(Key::Period);
    assert_eq!(text(&desk), "Malaysia owns Topaz:organisation");
    desk.command(Key::Period);
    assert_eq!(text(&desk), "Malaysia owns Topaz:campaign");
    desk.key(Key::Enter);
    assert!(
        guessed(desk.document()).is_empty(),
        "a stated kind is no guess"
    );
}

fn press(key: Key) -> egui::Event {
    egui::Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    }
}

#[test]
fn what_is_typed_in_one_slow_frame_is_read_in_its_order() {
    let mut desk = desk();
    desk.command(Key::L);
    at_once(
        &mut desk,
        "United Kingdom sanctions i-Soon, Integrity Tech 2025-12-09↵uk⇥ alleges: integ⇥ operates Covert network 2024-01↵uk",
    );
    assert_eq!(counts(desk.document()), (4, 3, 3));
    let mut names: Vec<&str> = desk
        .document()
        .entities()
        .iter()
        .map(|e| e.label())
        .collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "Covert network",
            "Integrity Tech",
            "United Kingdom",
            "i-Soon"
        ]
    );
    assert_eq!(text(&desk), "uk");
}

#[test]
fn the_key_that_opens_the_line_writes_nothing_into_it() {
    let mut desk = desk();
    desk.harness.get_by_role(Role::Canvas).click();
    desk.run();
    let typed = [press(Key::A), egui::Event::Text("a".into())];
    desk.harness.input_mut().events.extend(typed);
    desk.run();
    assert!(desk.harness.state().window.capture.open);
    assert_eq!(text(&desk), "");
}

#[test]
fn a_save_and_an_undo_leave_no_place_of_what_is_gone() {
    let mut desk = desk();
    desk.command(Key::L);
    at_once(&mut desk, "Alpha targets Beta↵");
    until_placed(&mut desk);
    desk.save_as("a.json");
    desk.key(Key::Escape);
    desk.command(Key::Z);
    let places: usize = desk
        .document()
        .views()
        .iter()
        .map(|view| view.positions.len())
        .sum();
    assert_eq!((counts(desk.document()), places), ((0, 0, 0), 0));
}

#[test]
fn an_offer_is_taken_by_a_click_too() {
    let mut desk = desk();
    desk.command(Key::L);
    at_once(&mut desk, "United Kingdom sanctions i-Soon↵uk");
    // While a layout asks for frames, a press may last longer than a click does.
    desk.until_settled();
    let offer = desk
        .harness
        .get_by_role_and_label(Role::Button, "United Kingdom, state, 1 link")
        .rect()
        .center();
    // As a hand does it: to press and to let go takes more than a frame.
    desk.harness.hover_at(offer);
    desk.run();
    for pressed in [true, false] {
        desk.harness.event(egui::Event::PointerButton {
            pos: offer,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        desk.run();
    }
    assert_eq!(text(&desk), "United Kingdom");
    field(&mut desk, " owns B");
    assert_eq!(
        text(&desk),
        "United Kingdom owns B",
        "the line has the focus"
    );
}

pub(crate) fn says(desk: &Desk, part: &str) -> bool {
    desk.harness.query_all_by_role(Role::Status).any(|node| {
        let label = node.accesskit_node().label().unwrap_or_default();
        label.contains(part)
    })
}

#[test]
fn says_what_enter_will_do_and_waits_where_it_does_not_understand() {
    let mut desk = Desk::new();
    desk.harness.get_by_role(Role::Canvas).click();
    desk.run();
    desk.key(Key::A);
    field(&mut desk, "United Kingdom sanctions Nobody Ltd");
    assert!(says(&desk, "new company Nobody Ltd"), "not foretold");
    assert!(says(&desk, "new link United Kingdom sanctions Nobody Ltd"));
    field(&mut desk, ", Ltd");
    desk.key(Key::Enter);
    assert!(says(&desk, "only a legal form"));
    assert_eq!(
        text(&desk),
        "United Kingdom sanctions Nobody Ltd, Ltd",
        "the text stays"
    );
    assert!(!desk.is_unsaved());
    desk.key(Key::Escape);
    assert!(!desk.harness.state().window.capture.open);
    assert_eq!(
        text(&desk),
        "United Kingdom sanctions Nobody Ltd, Ltd",
        "nothing typed is lost"
    );
}

#[test]
fn shift_keeps_subject_and_verb_ctrl_opens_the_claim_and_up_recalls() {
    let mut desk = desk();
    desk.command(Key::L);
    field(&mut desk, "A owns B 2020");
    desk.keys(Modifiers::SHIFT, Key::Enter);
    assert_eq!(text(&desk), "A owns ");
    field(&mut desk, "C");
    desk.keys(Modifiers::COMMAND, Key::Enter);
    assert_eq!(counts(desk.document()), (3, 2, 2));
    let app = desk.harness.state();
    assert!(app.window.selection.single_link().is_some());
    assert_eq!(app.window.open_claims.len(), 1);
    desk.command(Key::L);
    desk.key(Key::ArrowUp);
    assert_eq!(text(&desk), "A owns C");
    desk.key(Key::ArrowUp);
    assert_eq!(text(&desk), "A owns B 2020");
    // What is there already is shown, and adds nothing.
    desk.key(Key::Enter);
    assert_eq!(counts(desk.document()), (3, 2, 2));
    assert_eq!(desk.harness.state().window.open_claims.len(), 1);
}

#[test]
fn pasted_lines_become_a_sheet_and_good_rows_one_step() {
    let mut desk = desk();
    desk.command(Key::L);
    desk.harness
        .event(egui::Event::Paste("https://x.example/1".into()));
    desk.run();
    let app = desk.harness.state();
    assert!(
        app.window.capture.source.is_some(),
        "a pasted address is the source"
    );
    desk.key(Key::Escape);
    desk.command(Key::L);
    desk.harness.event(egui::Event::Paste(
        "A\towns\tB, Ltd\t2020\nA\tlikes\tC\nB, Ltd\tpart of\tD\n".into(),
    ));
    desk.run();
    assert!(
        desk.harness
            .query_by_label_contains("is not a verb")
            .is_some()
    );
    desk.key(Key::Enter);
    assert_eq!(counts(desk.document()), (3, 2, 2));
    let sheet = |app: &Linkwright| {
        app.window
            .capture
            .sheet
            .as_ref()
            .map(|sheet| sheet.lines.len())
    };
    assert_eq!(sheet(desk.harness.state()), Some(1), "the bad row stays");
    desk.type_over("Line 1", "\"A\" owns \"C\"");
    desk.key(Key::Enter);
    assert_eq!(sheet(desk.harness.state()), None);
    let field = desk
        .harness
        .get_by_role_and_label(Role::TextInput, "Quick entry");
    assert!(field.is_focused(), "the line has the focus again");
    assert_eq!(counts(desk.document()), (4, 3, 3));
    desk.command(Key::Z);
    desk.command(Key::Z);
    assert_eq!(counts(desk.document()), (0, 0, 0), "one step each");
}

#[test]
fn every_new_claim_cites_the_current_source() {
    let mut desk = desk();
    desk.harness
        .event(egui::Event::Paste("https://x.example/1".into()));
    desk.run();
    assert!(
        desk.harness.state().window.capture.source.is_some(),
        "pasted on the chart"
    );
    field(&mut desk, "A owns B");
    desk.key(Key::Enter);
    desk.click("Add claim");
    let claims: Vec<_> = desk
        .document()
        .links()
        .iter()
        .flat_map(|l| l.claims.clone())
        .collect();
    let source = desk.document().sources().iter().next().unwrap().id.clone();
    assert_eq!(claims.len(), 2);
    assert!(claims.iter().all(|claim| claim.source == source));
    desk.click("Clear current source");
    desk.click("Add claim");
    let last = desk.document().links().iter().next().unwrap().claims[2].clone();
    assert_eq!(last.source, "");
}

#[test]
fn an_unfinished_line_says_what_comes_next_until_enter() {
    let mut desk = desk();
    desk.command(Key::L);
    field(&mut desk, "United King");
    assert!(says(&desk, "Next: a verb"));
    desk.key(Key::Enter);
    assert!(says(&desk, "Not understood: no verb between the names"));
    field(&mut desk, "dom owns");
    assert!(says(&desk, "Next: a name"));
    field(&mut desk, " B @some");
    assert!(!says(&desk, "Not understood"), "an ID may still be growing");
    field(&mut desk, " 2025");
    assert!(says(&desk, "Not understood: no source “some”"));
}

#[test]
fn sources_that_match_are_offered_and_counted_without_similar_ones() {
    let mut desk = Desk::new();
    desk.command(Key::L);
    field(&mut desk, "@bbc");
    assert!(desk.harness.state().window.capture.read.offers.is_empty());
    desk.harness.state_mut().window.capture.text.clear();
    for (words, count) in [("@sentinel", 3), ("@fcdo", 2)] {
        field(&mut desk, words);
        let offers = &desk.harness.state().window.capture.read.offers;
        let labels: Vec<&str> = offers.iter().map(|offer| offer.label.as_str()).collect();
        assert!(offers.iter().all(|offer| offer.is_sure), "{labels:?}");
        assert_eq!(offers.len(), count, "{labels:?}");
        assert!(says(&desk, &format!("{count} sources match")));
        desk.harness.state_mut().window.capture.text.clear();
        desk.run();
    }
}

#[test]
fn tab_selects_what_is_in_the_field_it_leads_to() {
    let mut desk = desk();
    desk.command(Key::L);
    at_once(&mut desk, "@Leaked list↵");
    desk.key(Key::Tab);
    desk.harness.event(egui::Event::Text("Register".into()));
    desk.run();
    let title = |desk: &Desk| {
        let source = desk.harness.state().window.capture.source.clone();
        source.unwrap().title.to_string()
    };
    assert_eq!(title(&desk), "Register");
    desk.key(Key::Tab);
    desk.keys(Modifiers::SHIFT, Key::Tab);
    desk.harness.event(egui::Event::Text("Leak".into()));
    desk.run();
    assert_eq!(title(&desk), "Leak", "backwards, too");
}

#[test]
fn offers_cover_the_chart_alone() {
    let mut desk = Desk::new();
    desk.command(Key::L);
    field(&mut desk, "uk");
    let rect = |role, label: &str| desk.harness.get_by_role_and_label(role, label).rect();
    let line = rect(Role::TextInput, "Quick entry");
    let words = rect(
        Role::Status,
        "Next: a verb, such as sanctions, part of or supplied by",
    );
    let offer = rect(Role::Button, "United Kingdom, state, GB, 7 links");
    let date = desk.harness.get_by_label_contains("Any date").rect();
    assert!(date.bottom() < line.top() && line.bottom() < words.top());
    assert!(words.bottom() < offer.top());
}

#[test]
fn the_help_fits_the_screen_of_a_laptop() {
    use linkwright::ui::{action::Action, command::Command};
    let mut desk = Desk::new();
    desk.harness.set_size(egui::vec2(1366.0, 740.0));
    let ctx = desk.harness.ctx.clone();
    let help = Command::Act(Action::QuickEntryHelp);
    desk.harness.state_mut().run(&ctx, help);
    desk.run();
    let last = desk
        .harness
        .get_by_label_contains("linkwright add FILE")
        .rect();
    // What each rule is about stands before it, in bold.
    assert!(desk.harness.query_by_label("Known name").is_some());
    let close = desk.harness.get_by_label("Close").rect();
    assert!(
        last.bottom() < close.top() && close.bottom() < 740.0,
        "{last:?} {close:?}"
    );
}
