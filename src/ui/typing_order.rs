//! What is typed, in its order. A slow frame holds several letters, keys and clicks at once; what follows one that may move
//! the focus waits until the focus rests, so that the same fields result as on a fast computer.

use std::collections::VecDeque;

use egui::{Context, Event, Id, Key, Plugin, RawInput, Ui};

/// Maximum number of passes that the focus is given to come to rest.
const MOST_PASSES: u32 = 8;

/// Parts input into frames. A context has one.
#[derive(Default)]
pub(crate) struct TypingOrder {
    waiting: VecDeque<Event>,
    /// What had the focus at the end of the last pass.
    focus: Option<Id>,
    /// Whether that was a text field.
    is_text: bool,
    /// Passes since something was let through that may move the focus; `None` = the focus rests.
    moving: Option<u32>,
}

/// How an event goes together with others in one frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EventRole {
    /// Is for the field that has the focus.
    Typed,
    /// A key that may move the focus, or that a list under a field answers: it finds all before it done, and goes alone.
    Mover,
    /// A press of the pointer.
    Press,
    /// Changes neither focus nor text.
    Other,
}

impl Plugin for TypingOrder {
    fn debug_name(&self) -> &'static str {
        "typing order"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        // A pass that is repeated in the same frame gets no new input.
        if ctx.current_pass_index() > 0 {
            return;
        }
        for event in std::mem::take(&mut input.events) {
            // A held key is repeated at most once more than the frames can follow.
            let is_held = matches!(event, Event::Key { pressed: true, .. })
                && self.part_of(&event) == EventRole::Mover
                && !is_command(&event)
                && self.waiting.back() == Some(&event);
            if !is_held {
                self.waiting.push_back(event);
            }
        }
        while let Some(event) = self.next(&input.events) {
            input.events.push(event);
        }
        if !self.waiting.is_empty() {
            ctx.request_repaint();
        }
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        let focus = ui.ctx().memory(|memory| memory.focused());
        self.is_text = ui.ctx().text_edit_focused();
        self.moving = self.moving.and_then(|passes| {
            let rests = passes > 0 && focus == self.focus;
            (!rests && passes < MOST_PASSES).then_some(passes + 1)
        });
        self.focus = focus;
    }
}

impl TypingOrder {
    /// The next event that may go into a frame which has these.
    fn next(&mut self, frame: &[Event]) -> Option<Event> {
        let event = self.waiting.front()?;
        let part = self.part_of(event);
        let has = |part: EventRole| frame.iter().any(|event| self.part_of(event) == part);
        let (typed, moved) = (has(EventRole::Typed), has(EventRole::Mover));
        let last = frame
            .iter()
            .rev()
            .find(|event| self.part_of(event) != EventRole::Other);
        let is_free = self.moving.is_none();
        let fits = match part {
            EventRole::Other => true,
            // The letter that a key writes belongs to the key.
            EventRole::Typed if moved => {
                matches!(event, Event::Text(_)) && frame.last().is_some_and(writes)
            }
            EventRole::Typed => is_free,
            EventRole::Press => !typed && !moved,
            // Steps that are taken back or done again are counted.
            EventRole::Mover if moved => last == Some(event) && is_command(event),
            EventRole::Mover => is_free && !typed,
        };
        if !fits {
            return None;
        }
        if matches!(part, EventRole::Mover | EventRole::Press) {
            self.moving = Some(0);
        }
        self.waiting.pop_front()
    }

    fn part_of(&self, event: &Event) -> EventRole {
        match event {
            Event::Text(_) | Event::Paste(_) | Event::Cut | Event::Copy | Event::Ime(_) => {
                EventRole::Typed
            }
            Event::Key {
                modifiers,
                pressed: true,
                ..
            } => {
                // Outside a field any letter may be a shortcut; inside one those with Ctrl or Alt are.
                match !writes(event) || !self.is_text || modifiers.command || modifiers.alt {
                    true => EventRole::Mover,
                    false => EventRole::Typed,
                }
            }
            Event::PointerButton { .. } | Event::AccessKitActionRequest(_) => EventRole::Press,
            _ => EventRole::Other,
        }
    }
}

/// Whether this is a key that may write a letter or edit a text, and not one that leaves a field or chooses in a list.
fn writes(event: &Event) -> bool {
    let leaves = |key: &Key| {
        matches!(
            key,
            Key::Tab | Key::Enter | Key::Escape | Key::ArrowUp | Key::ArrowDown
        )
    };
    matches!(event, Event::Key { key, .. } if !leaves(key))
}

fn is_command(event: &Event) -> bool {
    matches!(event, Event::Key { modifiers, .. } if modifiers.command)
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::Modifiers;
    use proptest::prelude::*;

    fn press(key: Key) -> Event {
        Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        }
    }

    fn text(text: &str) -> Event {
        Event::Text(text.into())
    }

    /// The frames that these events become while nothing moves the focus.
    fn frames(events: &[Event], mut order: TypingOrder) -> Vec<Vec<Event>> {
        let ctx = Context::default();
        let mut frames = Vec::new();
        let mut input = RawInput {
            events: events.to_vec(),
            ..RawInput::default()
        };
        for _ in 0..events.len() * 3 + 3 {
            order.input_hook(&ctx, &mut input);
            let frame = std::mem::take(&mut input.events);
            if !frame.is_empty() {
                frames.push(frame);
            }
            let was_text = order.is_text;
            let output = ctx.run_ui(RawInput::default(), |ui| order.on_end_pass(ui));
            output.drop_without_applying_deltas();
            order.is_text = was_text;
        }
        frames
    }

    fn in_field() -> TypingOrder {
        TypingOrder {
            is_text: true,
            ..TypingOrder::default()
        }
    }

    #[test]
    fn keys_that_move_the_focus_go_alone() {
        let tab = || press(Key::Tab);
        let typed = [
            text("a"),
            text("b"),
            tab(),
            text("c"),
            tab(),
            tab(),
            text("d"),
        ];
        let expected = [
            vec![text("a"), text("b")],
            vec![tab()],
            vec![text("c")],
            vec![tab()],
            vec![text("d")],
        ];
        // The second of two equal keys without a release between them is a key that is held.
        assert_eq!(frames(&typed, in_field()), expected);
        let letter = [press(Key::A), text("a"), text("x")];
        let expected = [vec![press(Key::A), text("a")], vec![text("x")]];
        assert_eq!(frames(&letter, TypingOrder::default()), expected);
    }

    proptest! {
        #[test]
        fn every_event_comes_once_in_its_order(kinds in proptest::collection::vec(0u8..6, 0..24), is_text: bool) {
            let release = |key: Key| match press(key) {
                Event::Key { key, physical_key, repeat, modifiers, .. } => Event::Key { key, physical_key, pressed: false, repeat, modifiers },
                other => other,
            };
            let events: Vec<Event> = kinds.iter().enumerate().flat_map(|(at, kind)| match kind {
                0 => vec![press(Key::Tab), release(Key::Tab)],
                1 => vec![press(Key::Enter), release(Key::Enter)],
                2 => vec![press(Key::B), text(&at.to_string()), release(Key::B)],
                3 => vec![Event::PointerMoved(egui::pos2(at as f32, 0.0))],
                4 => vec![Event::PointerButton { pos: egui::pos2(at as f32, 0.0), button: egui::PointerButton::Primary, pressed: at % 2 == 0, modifiers: Modifiers::NONE }],
                _ => vec![text(&at.to_string())],
            }).collect();
            let order = TypingOrder { is_text, ..TypingOrder::default() };
            let frames = frames(&events, order);
            prop_assert_eq!(frames.concat(), events);
        }
    }
}
