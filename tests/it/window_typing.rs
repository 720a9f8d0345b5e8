//! Quick typing on a slow computer: several keys in one frame do what they do one frame after the other.

use egui::{Event, Key, Modifiers};
use proptest::prelude::*;

use crate::window::Desk;
use crate::window_capture::desk;

/// What someone types: letters, or a key.
#[derive(Clone, Debug)]
enum Typed {
    Letters(&'static str),
    Key(Modifiers, Key),
}

fn typed() -> impl Strategy<Value = Typed> {
    const LETTERS: &[&str] = &[
        "Wall Street Journal",
        "WSJ",
        "2025-12-09",
        "Alpha owns Beta",
        "uk",
        "alpha",
        " sanctions ",
        "fit",
        "note",
    ];
    let key = |key: Key| Typed::Key(Modifiers::NONE, key);
    let command = |key: Key| Typed::Key(Modifiers::COMMAND, key);
    prop_oneof![
        6 => proptest::sample::select(LETTERS).prop_map(Typed::Letters),
        5 => Just(key(Key::Tab)),
        1 => Just(Typed::Key(Modifiers::SHIFT, Key::Tab)),
        3 => Just(key(Key::Enter)),
        2 => Just(key(Key::Escape)),
        1 => Just(key(Key::ArrowDown)),
        2 => Just(command(Key::L)),
        1 => Just(command(Key::K)),
        1 => Just(command(Key::F)),
    ]
}

/// The events of a keyboard, those of one key together: it goes down, may write, and comes up.
fn events(typed: &[Typed]) -> Vec<Vec<Event>> {
    let key = |key: Key, pressed: bool, modifiers: Modifiers| Event::Key {
        key,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers,
    };
    let mut events = Vec::new();
    for typed in typed {
        match typed {
            Typed::Key(modifiers, pressed) => events.push(vec![
                key(*pressed, true, *modifiers),
                key(*pressed, false, *modifiers),
            ]),
            Typed::Letters(text) => events.extend(text.chars().map(|c| {
                let letter = Key::from_name(&c.to_uppercase().to_string());
                let press = |pressed| letter.map(|letter| key(letter, pressed, Modifiers::NONE));
                let text = Event::Text(c.to_string());
                let all = press(true).into_iter().chain([text]).chain(press(false));
                all.collect()
            })),
        }
    }
    events
}

/// What the window holds after that: every field that can be typed in, and what is in the dataset.
fn fields(desk: &Desk) -> String {
    let app = desk.harness.state();
    let (document, window) = (&app.work.document, &app.window);
    let names = document.entities().iter().map(|entity| {
        let name = &entity.name;
        format!("{name} ({}) {}", entity.kind, entity.note)
    });
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    let links = document.links().iter();
    let mut links: Vec<String> = links
        .map(|link| format!("{} {} {}", link.kind, link.label, link.claims.len()))
        .collect();
    links.sort_unstable();
    let capture = &window.capture;
    format!(
        "{:?} {:?} {names:?} {links:?} open {} line {:?} source {:?} palette {:?} find {:?} draft {:?}",
        document.meta().title,
        document.meta().description,
        capture.open,
        capture.text,
        capture
            .source
            .as_ref()
            .map(|s| (&s.title, &s.publisher, &s.url)),
        window.palette.as_ref().map(|palette| &palette.query),
        window.sidebar.query,
        window.draft.as_ref().map(|draft| &draft.text),
    )
}

/// Types with so many keys in each frame.
fn type_at(script: &[Typed], per_frame: usize) -> String {
    let mut desk = desk();
    desk.type_over("Title", "T");
    for part in events(script).chunks(per_frame) {
        desk.harness.input_mut().events.extend(part.concat());
        desk.harness.step();
    }
    desk.run();
    fields(&desk)
}

#[test]
fn source_fields_are_filled_in_order_in_one_slow_frame() {
    let key = |key: Key| Typed::Key(Modifiers::NONE, key);
    let script = [
        Typed::Key(Modifiers::COMMAND, Key::L),
        Typed::Letters("@https://wsj.example/1"),
        key(Key::Enter),
        key(Key::Tab),
        Typed::Letters("Journal"),
        key(Key::Tab),
        Typed::Letters("Wall Street"),
        key(Key::Tab),
        Typed::Letters("2025-12-09"),
        key(Key::Enter),
        Typed::Letters("Alpha owns Beta"),
        key(Key::Enter),
    ];
    let slow = type_at(&script, 1000);
    assert_eq!(slow, type_at(&script, 1));
    assert!(slow.contains("\"Journal\", \"Wall Street\""), "{slow}");
    assert!(slow.contains("Alpha (company)"), "{slow}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn five_frames_a_second_fill_the_same_fields_as_sixty(
        script in proptest::collection::vec(typed(), 1..10),
        per_frame in 2usize..40,
    ) {
        prop_assert_eq!(type_at(&script, per_frame), type_at(&script, 1), "{:?}", script);
    }
}

#[test]
fn typing_elsewhere_ends_what_the_pointer_lights() {
    let mut desk = Desk::new();
    let at = desk.place("NCSC");
    desk.harness.hover_at(at);
    desk.run();
    let is_lit = |desk: &Desk| desk.harness.state().window.hover.is_some();
    assert!(is_lit(&desk));
    desk.command(Key::F);
    assert!(is_lit(&desk), "nothing has been typed yet");
    desk.harness.event(Event::Text("ncsc".into()));
    desk.run();
    assert!(!is_lit(&desk));
    desk.harness.hover_at(at + egui::vec2(1.0, 0.0));
    desk.run();
    assert!(is_lit(&desk), "the pointer has moved again");
}
