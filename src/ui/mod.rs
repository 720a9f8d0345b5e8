//! The window: a frame is a function of state that returns commands. A file or folder for each
//! panel, whose rows are in `panels`; `palette` is the palette; the canvas painter.
//!
//! A frame may change view state (camera, what is open, what is being typed) in place; the dataset it only reads.

pub mod action;
pub(crate) mod address;
pub mod canvas;
pub mod capture;
pub mod chart;
pub(crate) mod cited;
pub mod command;
pub(crate) mod details;
pub mod dialogs;
pub mod draft;
pub mod evidence_list;
pub mod fields;
pub mod findings;
pub(crate) mod menu;
pub(crate) mod messages;
pub mod note;
pub(crate) mod overlay;
pub mod palette;
mod panels;
pub mod parts;
mod possible;
pub(crate) mod sidebar;
pub mod state;
pub mod status;
pub mod theme;
pub(crate) mod typing_order;
mod view_tabs;
pub(crate) mod views;

use egui::{CentralPanel, Frame, Panel, Ui};

use crate::work::Work;

use self::action::{ACTIONS, Action};
use self::command::Command;
use self::state::Window;

/// One frame of the window. Returns what is to be done.
#[must_use]
pub fn frame(ui: &mut Ui, work: &mut Work, window: &mut Window) -> Vec<Command> {
    let mut out = Vec::new();
    window.frame += 1;
    window.now = ui.input(|input| input.time);
    work.set_theme(theme::current(ui.ctx()));
    if let Some(seconds) = work.refresh_lists(window.now) {
        let pause = std::time::Duration::from_secs_f64(seconds);
        ui.ctx().request_repaint_after(pause);
    }
    messages::forget_old(ui, work, window);
    parts::widgets::note_tab(ui.ctx());
    shortcuts(ui, work, window, &mut out);
    // No panel has a ground of its own: the window is cleared to their colour, and the chart paints its canvas. A second ground
    // under either is most of a frame where the processor draws.
    Panel::top("menu")
        .exact_size(38.0)
        .frame(Frame::NONE)
        .show_separator_line(true)
        .show(ui, |ui| menu::show(ui, work, window, &mut out));
    Panel::bottom("status")
        .exact_size(26.0)
        .frame(Frame::NONE)
        .show_separator_line(true)
        .show(ui, |ui| status::show(ui, work, window));
    panels::show(ui, work, window, &mut out);
    CentralPanel::default()
        .frame(Frame::NONE)
        .show(ui, |ui| chart::show(ui, work, window, &mut out));
    palette::show(ui, work, window, &mut out);
    capture::show_sheet(ui, work, window, &mut out);
    dialogs::show(ui, work, window, &mut out);
    messages::show(ui, work, window);
    dialogs::intercept(ui, &mut out);
    out
}

/// Turns pressed keys into actions. Keys of the chart are dead while something is typed; all are while a dialog is open.
fn shortcuts(ui: &Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    if window.is_asking() {
        return;
    }
    let typing = ui.ctx().text_edit_focused();
    let busy = window.popup.is_some() || egui::Popup::is_any_open(ui.ctx());
    // Longer shortcuts first, so that Ctrl+Shift+S is not taken for Ctrl+S.
    let mut rows: Vec<_> = ACTIONS
        .iter()
        .flat_map(|row| {
            row.shortcuts
                .iter()
                .map(move |shortcut| (row.action, shortcut))
        })
        .collect();
    rows.sort_by_key(|(_, shortcut)| {
        let modifiers = shortcut.modifiers;
        let count =
            u8::from(modifiers.shift) + u8::from(modifiers.command) + u8::from(modifiers.alt);
        std::cmp::Reverse(count)
    });
    for (action, shortcut) in rows {
        let alive = if typing {
            action.works_while_typing() && is_no_letter(shortcut)
        } else {
            !busy || shortcut.modifiers.command
        };
        // A field's own undo must not bring back what the dataset's has taken back.
        let is_ours = typing && matches!(action, Action::Undo | Action::Redo);
        if alive
            && is_ours
            && !action.is_possible(work, window)
            && ui.input_mut(|input| input.consume_shortcut(shortcut))
        {
            continue;
        }
        if !alive || !action.is_possible(work, window) {
            continue;
        }
        let (modifiers, key) = (shortcut.modifiers, shortcut.logical_key);
        let presses = ui.input_mut(|input| input.count_and_consume_key(modifiers, key));
        if presses > 0 {
            // Whoever is quick takes back several steps between two frames.
            let is_step = matches!(action, Action::Undo | Action::Redo);
            let times = if is_step { presses } else { 1 };
            out.extend((0..times).map(|_| Command::Act(action)));
            // What comes after it in the same frame is typed there, and no key of the chart.
            let field = match action {
                Action::Find => sidebar::search_id(),
                Action::Palette => palette::field_id(),
                Action::Capture => {
                    window.capture.select_all = !window.capture.open;
                    window.capture.open = true;
                    if !shortcut.modifiers.command {
                        forget_letter(ui, "a");
                    }
                    capture::field_id()
                }
                _ => continue,
            };
            ui.memory_mut(|memory| memory.request_focus(field));
            return;
        }
    }
    if !typing {
        clipboard(ui, work, window, out);
    }
}

/// A key that opens a field writes nothing into it.
fn forget_letter(ui: &Ui, letter: &str) {
    ui.input_mut(|input| {
        let is_it = |event: &egui::Event| matches!(event, egui::Event::Text(text) if text.eq_ignore_ascii_case(letter));
        if let Some(at) = input.events.iter().position(is_it) {
            input.events.remove(at);
        }
    });
}

/// Whether a shortcut writes nothing in a text field.
fn is_no_letter(shortcut: &egui::KeyboardShortcut) -> bool {
    shortcut.modifiers.command || shortcut.logical_key == egui::Key::F1
}

/// Copy and paste come as events of their own.
fn clipboard(ui: &Ui, work: &Work, window: &Window, out: &mut Vec<Command>) {
    let events = ui.input(|input| input.events.clone());
    for event in events {
        match event {
            egui::Event::Copy | egui::Event::Cut if Action::Copy.is_possible(work, window) => {
                out.push(Command::Act(Action::Copy));
            }
            egui::Event::Paste(text) if Action::Paste.is_possible(work, window) => {
                out.push(Command::PasteText(text));
            }
            _ => {}
        }
    }
}
