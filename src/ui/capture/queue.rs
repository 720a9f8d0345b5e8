//! What was typed, in its order. A slow frame holds several letters and keys at once; each key of the line must find the
//! text, its reading and its offers as they were when it was pressed.

use egui::{Event, Key, Modifiers, Ui};

/// Takes what was typed in this frame behind what still waits, and gives the field no more of it than up to the next key of
/// the line. Returns the key that is due now.
pub(super) fn next(ui: &Ui, waiting: &mut Vec<Event>) -> Option<(Modifiers, Key)> {
    let mut queue = std::mem::take(waiting);
    ui.input_mut(|input| {
        let (typed, others) = std::mem::take(&mut input.events)
            .into_iter()
            .partition(is_typed);
        let typed: Vec<Event> = typed;
        input.events = others;
        queue.extend(typed);
    });
    let due = queue.first().and_then(key_of_the_line);
    if due.is_some() {
        queue.remove(0);
    }
    let fed = match due {
        // What follows is for an empty line, once this one is done.
        Some((_, Key::Enter)) => 0,
        // What follows is for the chart.
        Some((_, Key::Escape)) => queue.len(),
        _ => {
            let next = queue
                .iter()
                .position(|event| key_of_the_line(event).is_some());
            next.unwrap_or(queue.len())
        }
    };
    let rest = queue.split_off(fed);
    ui.input_mut(|input| input.events.extend(queue));
    if !rest.is_empty() {
        ui.ctx().request_repaint();
    }
    *waiting = rest;
    due
}

/// What waits goes to whoever has the focus now.
pub(super) fn give_back(ui: &Ui, waiting: &mut Vec<Event>) {
    let rest = std::mem::take(waiting);
    ui.input_mut(|input| input.events.extend(rest));
}

fn is_typed(event: &Event) -> bool {
    matches!(
        event,
        Event::Text(_) | Event::Key { .. } | Event::Paste(_) | Event::Ime(_)
    )
}

/// The key, if it is one that the line itself answers.
fn key_of_the_line(event: &Event) -> Option<(Modifiers, Key)> {
    match event {
        Event::Key {
            key: key @ (Key::Enter | Key::Tab | Key::ArrowUp | Key::ArrowDown | Key::Escape),
            pressed: true,
            modifiers,
            ..
        } => Some((*modifiers, *key)),
        _ => None,
    }
}
