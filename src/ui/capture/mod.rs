//! Quick entry above the chart: one typed line is one fact with its source.

mod complete;
mod foretell;
mod help;
mod kind;
mod offers;
mod sheet;
mod source;

pub use help::help;
pub use sheet::show as show_sheet;

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, CornerRadius, Id, Key, Rect, Stroke, StrokeKind, TextEdit, Ui, pos2, vec2};

use crate::capture::{Line, Setting, is_url, plan_line, read};
use crate::scene::fonts::Weight;
use crate::work::Work;

use self::foretell::{Foretold, LINE, foretell_source, say_what_tab_takes};
use super::command::{After, Command, EntryStep};
use super::parts::widgets::{edge, icon_button_in, select_text};
use super::state::{CaptureState, Window};
use super::theme::{font, palette};

/// The height of the line with a line of words under it, points.
const HEIGHT: f32 = 62.0;

/// The id of the line's field.
pub fn field_id() -> Id {
    Id::unique("capture line")
}

/// Shows quick entry at the top of this part of the chart, if it is open; while it is closed the current source alone, as
/// long as it is in force. Returns the height of that.
pub fn show(
    ui: &mut Ui,
    work: &Work,
    window: &mut Window,
    area: Rect,
    out: &mut Vec<Command>,
) -> f32 {
    if !window.capture.open {
        return source::strip(ui, work, window, area, out);
    }
    refresh(work, window);
    let words = Foretold::new(ui, &window.capture, area.width() - 24.0);
    let extent = words.lines() as f32 * LINE;
    // Under the words the fields of a new source have their own room.
    let form = match window.capture.source_form {
        true => source::HEIGHT + extent - LINE,
        false => 0.0,
    };
    let rect = Rect::from_min_size(area.min, vec2(area.width(), HEIGHT + form));
    ground(ui, rect);
    let row = Rect::from_min_max(
        rect.min + vec2(12.0, 8.0),
        pos2(rect.right() - 12.0, rect.top() + 36.0),
    );
    let chip = source::chip(ui, work, window, row, out);
    let close = Rect::from_min_size(pos2(row.right() - 24.0, row.top() + 2.0), vec2(24.0, 24.0));
    if icon_button_in(
        ui,
        close,
        Id::unique("leave capture"),
        "close",
        "Close quick entry",
    )
    .clicked()
    {
        out.push(Command::Capture(EntryStep::Leave));
    }
    let field = Rect::from_min_max(
        pos2(chip + 8.0, row.top()),
        pos2(close.left() - 6.0, row.bottom()),
    );
    line(ui, window, field, out);
    let under = Rect::from_min_size(
        pos2(row.left(), row.bottom() + 3.0),
        vec2(row.width(), extent),
    );
    words.show(ui, under, rect);
    let below = rect.bottom().max(under.bottom() + 6.0);
    if let Some(at) = offers::show(ui, work, &window.capture, field, below, field_id()) {
        accept(&mut window.capture, at);
        ui.memory_mut(|memory| memory.request_focus(field_id()));
    }
    if window.capture.source_form {
        let form = Rect::from_min_max(
            pos2(row.left(), rect.bottom() - source::HEIGHT - 4.0),
            rect.max - vec2(12.0, 8.0),
        );
        source::form(ui, window, form);
    }
    HEIGHT + form
}

fn ground(ui: &Ui, rect: Rect) {
    let colors = palette(ui.ctx());
    let painter = ui.painter();
    painter.rect_filled(rect, CornerRadius::ZERO, colors.panel);
    let bottom = rect.bottom() - 0.5;
    let (left, right) = (pos2(rect.left(), bottom), pos2(rect.right(), bottom));
    edge(painter, left, right, colors);
}

/// Reads the line anew if text, dataset or source have changed.
fn refresh(work: &Work, window: &mut Window) {
    let today = window.today;
    let capture = &mut window.capture;
    let source = capture
        .source
        .as_ref()
        .map_or(0, |source| Arc::as_ptr(source) as usize);
    let key = (
        capture.text.clone(),
        capture.cursor,
        work.edit_count(),
        source,
    );
    if capture.read.made_for.as_ref() == Some(&key) {
        return;
    }
    let same_text = capture
        .read
        .made_for
        .as_ref()
        .is_some_and(|have| have.0 == key.0);
    if !same_text {
        (capture.chosen, capture.quiet, capture.asked) = (None, false, false);
        if !capture.text.is_empty() {
            capture.done.clear();
        }
    }
    capture.lexicon.refresh(&work.document);
    let reading = read(&capture.text, &work.document, &capture.lexicon);
    let cursor = byte_of(&capture.text, capture.cursor);
    capture.read.offers = complete::offers(work, &capture.lexicon, &capture.text, cursor, &reading);
    capture.read.parts.clear();
    (capture.read.is_same, capture.read.has_caution) = (false, false);
    if let Some(line @ (Line::Fact(_) | Line::Names(_))) = &reading.line {
        let setting = Setting {
            document: &work.document,
            lexicon: &capture.lexicon,
            source: capture.source.as_deref(),
            today,
            bits: 0,
            name_claims: crate::formats::linkwright::give_claim_ids,
        };
        let mut plan = plan_line(line, &setting);
        say_what_tab_takes(&mut plan, line, capture.read.offers.first());
        capture.read.is_same = plan.edit.is_none();
        capture.read.has_caution = !plan.listed.is_empty();
        capture.read.parts = plan.parts(line, &work.document, capture.lexicon.vocabulary());
    }
    if let Some(Line::Source(words)) = &reading.line {
        capture.read.parts = vec![foretell_source(work, words)];
    }
    capture.read.reading = reading;
    capture.read.made_for = Some(key);
}

fn byte_of(text: &str, chars: usize) -> usize {
    text.char_indices()
        .nth(chars)
        .map_or(text.len(), |(at, _)| at)
}

// ---- the field ----

fn line(ui: &mut Ui, window: &mut Window, rect: Rect, out: &mut Vec<Command>) {
    let colors = palette(ui.ctx());
    let id = field_id();
    if window.capture.refocus > 0 && window.capture.sheet.is_none() {
        window.capture.refocus -= 1;
        ui.memory_mut(|memory| memory.request_focus(id));
        ui.ctx().request_repaint();
    }
    let focused = ui.memory(|memory| memory.has_focus(id));
    if focused {
        keys(ui, window, out);
        paste(ui, window, out);
    }
    frame(ui, rect, focused);
    let capture = &mut window.capture;
    place_cursor(ui, id, capture);
    let wrong: Vec<std::ops::Range<usize>> = underlined(capture);
    let mut layout = |ui: &Ui, text: &dyn egui::TextBuffer, _: f32| {
        let job = marked(text.as_str(), &wrong, colors.text, colors.error);
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    };
    let edit = TextEdit::singleline(&mut capture.text)
        .id(id)
        .hint_text("United Kingdom sanctions i-Soon 2025-12-09   ·   @source   ·   // note")
        .frame(egui::Frame::NONE)
        .align(egui::Align2::LEFT_CENTER)
        .margin(egui::Margin::symmetric(4, 2))
        .layouter(&mut layout)
        .desired_width(rect.width() - 12.0);
    // The field needs the whole height: in less room its text would stand low.
    let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(rect.shrink2(vec2(6.0, 0.0))));
    inner.set_clip_rect(rect.intersect(ui.clip_rect()));
    let shown = inner
        .with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
            edit.show(ui)
        })
        .inner;
    shown
        .response
        .response
        .clone()
        .accessible_name("Quick entry");
    if let Some(range) = shown.cursor_range {
        capture.cursor = range.primary.index.0;
    }
    // These keys are the line's own; otherwise they would move the focus away.
    let filter = egui::EventFilter {
        tab: true,
        escape: true,
        horizontal_arrows: true,
        vertical_arrows: true,
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
}

fn frame(ui: &Ui, rect: Rect, focused: bool) {
    let colors = palette(ui.ctx());
    let stroke = if focused {
        Stroke::new(2.0, colors.focus)
    } else {
        Stroke::new(1.0, colors.field_line)
    };
    let corner = CornerRadius::same(6);
    let painter = ui.painter();
    painter.rect(rect, corner, colors.field, stroke, StrokeKind::Inside);
}

/// Puts the cursor where what was done before wants it.
fn place_cursor(ui: &Ui, field: Id, capture: &mut CaptureState) {
    if std::mem::take(&mut capture.select_all) {
        select_text(ui.ctx(), field, 0, capture.text.chars().count());
    }
    if let Some(at) = capture.put_cursor.take() {
        select_text(ui.ctx(), field, at, at);
        capture.cursor = at;
    }
}

/// What of the text is underlined: what is not understood, but not while it may only be unfinished.
fn underlined(capture: &CaptureState) -> Vec<std::ops::Range<usize>> {
    let is_current = capture
        .read
        .made_for
        .as_ref()
        .is_some_and(|have| have.0 == capture.text);
    if !is_current {
        return Vec::new();
    }
    let mistakes = capture.read.reading.mistakes.iter();
    let seen = mistakes.filter(|mistake| capture.asked || !mistake.unfinished);
    seen.map(|mistake| mistake.at.clone()).collect()
}

/// The text with what is not understood underlined.
fn marked(
    text: &str,
    wrong: &[std::ops::Range<usize>],
    color: Color32,
    error: Color32,
) -> LayoutJob {
    let plain = TextFormat::simple(font(13.0, Weight::Regular), color);
    let marked = TextFormat {
        underline: Stroke::new(1.5, error),
        ..plain.clone()
    };
    let mut edges: Vec<usize> = wrong
        .iter()
        .flat_map(|range| [range.start, range.end])
        .collect();
    edges.extend([0, text.len()]);
    edges.retain(|at| text.is_char_boundary(*at));
    edges.sort_unstable();
    edges.dedup();
    let mut job = LayoutJob::default();
    for pair in edges.windows(2) {
        let inside =
            |range: &std::ops::Range<usize>| range.start <= pair[0] && pair[1] <= range.end;
        let format = if wrong.iter().any(inside) {
            &marked
        } else {
            &plain
        };
        job.append(&text[pair[0]..pair[1]], 0.0, format.clone());
    }
    if text.is_empty() {
        job.append("", 0.0, plain);
    }
    job.wrap.max_width = f32::INFINITY;
    job
}

/// Answers the keys that are the line's own: the field sees none of them.
fn keys(ui: &Ui, window: &mut Window, out: &mut Vec<Command>) {
    while let Some((modifiers, key)) = own_key(ui) {
        answer(ui, window, modifiers, key, out);
    }
}

/// Takes the first key of this frame that the line itself answers; nothing that was typed comes with it.
fn own_key(ui: &Ui) -> Option<(egui::Modifiers, Key)> {
    let own = |event: &egui::Event| match event {
        egui::Event::Key {
            key: key @ (Key::Enter | Key::Tab | Key::ArrowUp | Key::ArrowDown | Key::Escape),
            pressed: true,
            modifiers,
            ..
        } => Some((*modifiers, *key)),
        egui::Event::Key {
            key: Key::Period,
            pressed: true,
            modifiers,
            ..
        } if modifiers.command => Some((*modifiers, Key::Period)),
        _ => None,
    };
    ui.input_mut(|input| {
        let at = input.events.iter().position(|event| own(event).is_some())?;
        own(&input.events.remove(at))
    })
}

fn answer(
    ui: &Ui,
    window: &mut Window,
    modifiers: egui::Modifiers,
    key: Key,
    out: &mut Vec<Command>,
) {
    let capture = &mut window.capture;
    let offered = if capture.quiet {
        0
    } else {
        capture.read.offers.len()
    };
    match key {
        Key::Escape => out.push(Command::Capture(EntryStep::Leave)),
        Key::Tab if modifiers.shift => {
            ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::Previous));
        }
        Key::Tab if offered > 0 => {
            let is_sure = capture
                .read
                .offers
                .first()
                .is_some_and(|offer| offer.is_sure);
            if let Some(at) = capture.chosen.or(is_sure.then_some(0)) {
                accept(capture, at);
            }
        }
        // While the line holds text, what is typed after a Tab that finds no offer still belongs to it.
        Key::Tab if capture.text.is_empty() => {
            ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::Next));
        }
        Key::Period => kind::step(capture),
        Key::ArrowDown => down(capture, offered),
        Key::ArrowUp => up(capture),
        Key::Enter if modifiers.command => enter(capture, After::Details, out),
        Key::Enter if modifiers.shift => enter(capture, After::SubjectAndVerb, out),
        Key::Enter => match capture.chosen.filter(|at| *at < offered) {
            Some(at) => accept(capture, at),
            None => enter(capture, After::Nothing, out),
        },
        _ => {}
    }
}

fn down(capture: &mut CaptureState, offered: usize) {
    if let Some(at) = capture.recalled {
        let next = at + 1;
        let text = capture.history.get(next).cloned();
        capture.recalled = text.as_ref().map(|_| next);
        let text = text.unwrap_or_else(|| std::mem::take(&mut capture.stash));
        put(capture, text);
    } else if offered > 0 {
        let next = capture.chosen.map_or(0, |at| at + 1);
        capture.chosen = Some(next.min(offered - 1));
    }
}

/// Up goes back in the offers, and from above them to the lines that were added before.
fn up(capture: &mut CaptureState) {
    if let Some(at) = capture.chosen {
        capture.chosen = at.checked_sub(1);
        return;
    }
    let at = capture.recalled.unwrap_or(capture.history.len());
    if let Some(text) = at
        .checked_sub(1)
        .and_then(|at| capture.history.get(at))
        .cloned()
    {
        if capture.recalled.is_none() {
            capture.stash = std::mem::take(&mut capture.text);
        }
        capture.recalled = Some(at - 1);
        put(capture, text);
    }
}

fn put(capture: &mut CaptureState, text: String) {
    capture.put_cursor = Some(text.chars().count());
    capture.text = text;
}

/// Puts an offer in the place of what was typed.
fn accept(capture: &mut CaptureState, at: usize) {
    let Some(offer) = capture.read.offers.get(at).cloned() else {
        return;
    };
    if capture.text.get(offer.at.clone()).is_none() {
        return;
    }
    capture.text.replace_range(offer.at.clone(), &offer.text);
    let end = offer.at.start + offer.text.len();
    capture.put_cursor = Some(capture.text[..end].chars().count());
    capture.chosen = None;
    capture.recalled = None;
    if offer.text.is_empty() {
        // It only made room: what can stand there is offered next.
        return;
    }
    // What was taken need not be offered again.
    capture.read.offers.clear();
    capture.quiet = true;
    if let Some(made_for) = &mut capture.read.made_for {
        made_for.0 = capture.text.clone();
        made_for.1 = usize::MAX;
    }
}

/// Enter: what is understood is done; what is not is underlined, and stays.
fn enter(capture: &mut CaptureState, after: After, out: &mut Vec<Command>) {
    let is_current = capture
        .read
        .made_for
        .as_ref()
        .is_some_and(|have| have.0 == capture.text);
    let line = capture.read.reading.line.clone().filter(|_| is_current);
    match line {
        Some(Line::Source(words)) => out.push(Command::Capture(EntryStep::SourceLine(words))),
        Some(line) => out.push(Command::Capture(EntryStep::Add(Box::new(line), after))),
        None => capture.asked = !capture.text.trim().is_empty(),
    }
}

/// An address is the source; several lines, or a table, become a sheet. Other text goes into the field as it is.
fn paste(ui: &Ui, window: &Window, out: &mut Vec<Command>) {
    let is_blank = window.capture.text.trim().is_empty();
    ui.input_mut(|input| {
        input.events.retain(|event| {
            let egui::Event::Paste(text) = event else {
                return true;
            };
            if is_url(text) && is_blank {
                out.push(Command::Capture(EntryStep::Url(text.trim().to_owned())));
                return false;
            }
            let several = text.trim_end().contains(['\n', '\t']);
            if several {
                out.push(Command::Capture(EntryStep::Paste(text.clone())));
            }
            !several
        });
    });
}
