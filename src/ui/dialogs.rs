//! Questions and messages over everything.

use egui::{Id, Key, Modal, ScrollArea, TextEdit, Ui, vec2};

use crate::model::Marking;
use crate::scene::fonts::Weight;

use super::action::{ACTIONS, Menu, shortcut_text};
use super::command::{Answer, Command, Recover, Theirs};
use super::ending;
use super::keeping;
use super::picker::{Choice, pick};
use super::state::{Dialog, PathPurpose, Window};
use super::theme::{font, palette};
use super::widgets::accent_button;

/// Shows the dialog, if there is one.
pub fn show(ui: &mut Ui, window: &mut Window, out: &mut Vec<Command>) {
    let Some(mut dialog) = window.dialog.clone() else {
        return;
    };
    let palette = palette(ui.ctx());
    let shown = Modal::new(Id::unique("dialog"))
        .backdrop_color(palette.scrim)
        .frame(egui::Frame::popup(ui.style()).inner_margin(20))
        .show(ui.ctx(), |ui| {
            let room = ui.ctx().content_rect().width() - 64.0;
            ui.set_width(width_of(&dialog).min(room));
            ui.spacing_mut().item_spacing.y = 10.0;
            match &mut dialog {
                Dialog::New { title, marking } => new_dataset(ui, title, marking, out),
                Dialog::Path {
                    purpose,
                    path,
                    error,
                    fresh,
                } => path_dialog(ui, *purpose, path, error, fresh, out),
                Dialog::Unsaved => unsaved(ui, out),
                Dialog::SaveAsks { text } => save_asks(ui, text, out),
                Dialog::Delete {
                    going,
                    may_set_aside,
                } => delete(ui, &going.to_string(), *may_set_aside, out),
                Dialog::Attach(attachment) => super::attach::dialog(ui, attachment, out),
                Dialog::SetAside { how, why, on } => ending::set_aside(ui, how, why, on, out),
                Dialog::EndClaim(asked) => ending::end_claim(ui, asked, out),
                Dialog::Overtaken {
                    name,
                    theirs,
                    mine,
                    is_open,
                    is_kept,
                } => {
                    let sides = keeping::Sides {
                        name,
                        theirs,
                        mine,
                        is_kept: *is_kept,
                    };
                    keeping::overtaken(ui, &sides, is_open, out);
                }
                Dialog::Recover { rows, open } => {
                    keeping::recover(ui, rows, open, out);
                }
                Dialog::Earlier {
                    name,
                    rows,
                    open,
                    keep,
                } => keeping::earlier(ui, name, rows, open, keep, out),
                Dialog::Local {
                    rows,
                    folder,
                    recent,
                    keep,
                } => {
                    let kept = keeping::Kept {
                        rows,
                        folder: folder.as_deref(),
                        recent: *recent,
                        keep: *keep,
                    };
                    keeping::local(ui, &kept, out);
                }
                Dialog::Report { title, lines } => report(ui, title, lines, out),
                Dialog::Address(address) => super::address::dialog(ui, address, out),
                Dialog::Shortcuts => shortcuts(ui, out),
                Dialog::About => about(ui, out),
            }
        });
    // It stands in the middle by the size that it had in the frame before.
    let size = shown.response.rect.size();
    let id = Id::unique("size of the dialog");
    if ui.data(|data| data.get_temp(id)) != Some(size) {
        ui.data_mut(|data| data.insert_temp(id, size));
        ui.ctx().request_repaint();
    }
    if shown.should_close() {
        out.push(match dialog {
            Dialog::Unsaved => Command::Unsaved(Answer::Cancel),
            Dialog::Overtaken { .. } => Command::Theirs(Theirs::Later),
            Dialog::Recover { .. } => Command::Recover(Recover::Later),
            _ => Command::CloseDialog,
        });
    }
    window.dialog = Some(dialog);
}

fn width_of(dialog: &Dialog) -> f32 {
    match dialog {
        Dialog::Shortcuts => 980.0,
        Dialog::Report { .. } | Dialog::Overtaken { .. } => 560.0,
        Dialog::Recover { .. } | Dialog::Earlier { .. } | Dialog::Local { .. } => 640.0,
        Dialog::Path { .. } | Dialog::Address(_) => 520.0,
        _ => 420.0,
    }
}

pub(super) fn heading(ui: &mut Ui, text: &str) {
    ui.label(egui::RichText::new(text).font(font(15.0, Weight::SemiBold)));
}

pub(super) fn wrapped(ui: &mut Ui, text: &str) {
    ui.add(egui::Label::new(text).wrap());
}

pub(super) fn close(out: &mut Vec<Command>) {
    out.push(Command::CloseDialog);
}

fn new_dataset(
    ui: &mut Ui,
    title: &mut String,
    marking: &mut Option<Marking>,
    out: &mut Vec<Command>,
) {
    heading(ui, "New dataset");
    let label = ui.label("Title");
    let edit = TextEdit::singleline(title)
        .id(Id::unique("new title"))
        .hint_text("what the chart is about")
        .desired_width(f32::INFINITY);
    let field = ui.add(edit).labelled_by(label.id);
    if !field.has_focus() && ui.memory(|memory| memory.focused().is_none()) {
        field.request_focus();
    }
    ui.label("Marking");
    let shown = marking.map_or("not set (treated as TLP:RED)", Marking::as_str);
    let width = ui.available_width();
    let id = Id::unique("new marking");
    let picked = pick(ui, id, "Marking", shown, marking.is_none(), width, || {
        let mut choices = super::editor::markings();
        choices.push(Choice::new("", "not set (treated as TLP:RED)"));
        choices
    });
    if let Some(picked) = picked {
        *marking = Marking::from_word(&picked);
    }
    if let Some(marking) = marking {
        ui.weak(marking.handling());
    }
    let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    ui.horizontal(|ui| {
        if accent_button(ui, "Create").clicked() || enter {
            out.push(Command::NewDataset(title.trim().to_owned(), *marking));
        }
        if ui.button("Cancel").clicked() {
            close(out);
        }
    });
}

fn path_dialog(
    ui: &mut Ui,
    purpose: PathPurpose,
    path: &mut String,
    error: &str,
    fresh: &mut bool,
    out: &mut Vec<Command>,
) {
    let (title, button) = match purpose {
        PathPurpose::Open => ("Open by path", "Open"),
        PathPurpose::Save => ("Save as", "Save"),
        PathPurpose::Import => ("Import by path", "Import"),
        PathPurpose::Export(_) => ("Export to", "Export"),
        PathPurpose::Attach(_) => ("Attach a file", "Attach"),
    };
    heading(ui, title);
    let label = ui.label("File path");
    let edit = TextEdit::singleline(path)
        .id(Id::unique("path field"))
        .hint_text("/home/me/case.json (~ is your home folder)")
        .desired_width(f32::INFINITY);
    let field = ui.add(edit).labelled_by(label.id);
    if std::mem::take(fresh) {
        field.request_focus();
    }
    if !error.is_empty() {
        super::widgets::wrong(ui, error);
    }
    let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if enter {
        // What is asked now is answered by Enter, too.
        field.request_focus();
    }
    ui.horizontal(|ui| {
        let named = !path.trim().is_empty();
        let clicked = ui
            .add_enabled_ui(named, |ui| accent_button(ui, button).clicked())
            .inner;
        if clicked || (enter && named) {
            let path = expand(path.trim());
            out.push(match purpose {
                PathPurpose::Open => Command::OpenPath(path),
                PathPurpose::Save => Command::SaveTo(path),
                PathPurpose::Import => Command::ImportPath(path),
                PathPurpose::Export(export) => Command::ExportTo(export, path),
                PathPurpose::Attach(source) => Command::AttachPath(source, path),
            });
        }
        if ui.button("Cancel").clicked() {
            close(out);
        }
    });
}

/// A typed path: `~` is the home folder, and quotes around the whole, as some shells give them, are no part of it.
fn expand(text: &str) -> std::path::PathBuf {
    let text = text.trim_matches('"').trim_matches('\'');
    let text = text.strip_prefix("file://").unwrap_or(text);
    match (text.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => text.into(),
    }
}

fn unsaved(ui: &mut Ui, out: &mut Vec<Command>) {
    heading(ui, "Save changes?");
    wrapped(ui, "Unsaved changes will be lost.");
    ui.horizontal(|ui| {
        if accent_button(ui, "Save").clicked() {
            out.push(Command::Unsaved(Answer::Save));
        }
        if ui.button("Discard changes").clicked() {
            out.push(Command::Unsaved(Answer::Discard));
        }
        if ui.button("Cancel").clicked() {
            out.push(Command::Unsaved(Answer::Cancel));
        }
    });
}

fn save_asks(ui: &mut Ui, text: &str, out: &mut Vec<Command>) {
    heading(ui, "Overwrite this file?");
    wrapped(ui, text);
    ui.horizontal(|ui| {
        if ui.button("Overwrite").clicked() {
            out.push(Command::SaveAnyway);
        }
        if accent_button(ui, "Save as…").clicked() {
            out.push(Command::Act(super::action::Action::SaveAs));
        }
        if ui.button("Cancel").clicked() {
            close(out);
        }
    });
}

fn delete(ui: &mut Ui, going: &str, may_set_aside: bool, out: &mut Vec<Command>) {
    heading(ui, &format!("Delete {going}?"));
    if may_set_aside {
        wrapped(
            ui,
            "Setting it aside keeps its claims on file with your reason and stops counting them. Deleting \
             removes it; you can undo until you close the dataset.",
        );
    } else {
        wrapped(ui, "You can undo this until you close the dataset.");
    }
    ui.horizontal(|ui| {
        if may_set_aside {
            let set_aside = accent_button(ui, "Set aside…");
            focus_at_first(ui, &set_aside);
            if set_aside.clicked() {
                out.push(Command::Act(super::action::Action::SetAside));
            }
        }
        let delete = ui.button("Delete");
        if !may_set_aside {
            focus_at_first(ui, &delete);
        }
        if delete.clicked() {
            out.push(Command::DeleteNow);
        }
        if ui.button("Cancel").clicked() {
            close(out);
        }
    });
}

/// Gives a dialog's first choice the focus, so that Enter answers, until something else in it has that.
pub(super) fn focus_at_first(ui: &Ui, response: &egui::Response) {
    let focused = ui.memory(|memory| memory.focused());
    if focused.is_none_or(|id| id == super::state::chart_id()) {
        response.request_focus();
    }
}

fn report(ui: &mut Ui, title: &str, lines: &[String], out: &mut Vec<Command>) {
    heading(ui, title);
    ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        for line in lines {
            ui.add(egui::Label::new(line).wrap().selectable(true));
        }
    });
    ui.horizontal(|ui| {
        if accent_button(ui, "Close").clicked() {
            close(out);
        }
        if ui.button("Copy").clicked() {
            ui.ctx().copy_text(lines.join("\n"));
        }
    });
}

/// Menus by column, so that columns are about as long.
const SHEET: [&[Menu]; 3] = [
    &[Menu::File, Menu::Help, Menu::Evidence],
    &[Menu::Edit],
    &[Menu::View, Menu::Chart],
];

fn shortcuts(ui: &mut Ui, out: &mut Vec<Command>) {
    heading(ui, "Keyboard and mouse");
    let height = ui.ctx().content_rect().height() - 180.0;
    ScrollArea::vertical().max_height(height).show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 36.0;
        ui.columns(SHEET.len(), |columns| {
            for (ui, menus) in columns.iter_mut().zip(SHEET) {
                for menu in menus {
                    menu_keys(ui, *menu);
                }
            }
            mouse(&mut columns[1]);
        });
    });
    if accent_button(ui, "Close").clicked() {
        close(out);
    }
}

fn menu_keys(ui: &mut Ui, menu: Menu) {
    sheet_heading(ui, menu.label());
    let rows = ACTIONS.iter().filter(|row| row.menu == menu);
    for row in rows.filter(|row| !row.shortcuts.is_empty()) {
        let keys: Vec<String> = row.shortcuts.iter().map(shortcut_text).collect();
        line(ui, row.label, &keys.join(", "));
    }
    ui.add_space(10.0);
}

fn mouse(ui: &mut Ui) {
    sheet_heading(ui, "Mouse on the chart");
    for (what, how) in [
        ("Zoom", "scroll"),
        ("Pan", "drag"),
        ("Select", "click; Shift+click adds"),
        ("Select in a box", "Shift+drag"),
        ("Move and pin an entity", "drag the entity"),
        ("Draw a link", "drag its + handle"),
        ("Add an entity", "double-click empty space"),
        ("More actions", "right-click"),
    ] {
        line(ui, what, how);
    }
}

fn sheet_heading(ui: &mut Ui, text: &str) {
    ui.spacing_mut().item_spacing = vec2(8.0, 3.0);
    // Rows of text, not of buttons.
    ui.spacing_mut().interact_size.y = 18.0;
    ui.label(egui::RichText::new(text).font(font(13.0, Weight::SemiBold)));
}

fn line(ui: &mut Ui, what: &str, how: &str) {
    let color = palette(ui.ctx()).text_tertiary;
    ui.horizontal(|ui| {
        ui.label(egui::RichText::new(what).font(font(12.5, Weight::Regular)));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let how = egui::RichText::new(how).font(font(11.5, Weight::Regular));
            ui.label(how.color(color));
        });
    });
}

fn about(ui: &mut Ui, out: &mut Vec<Command>) {
    heading(ui, concat!("Linkwright ", env!("CARGO_PKG_VERSION")));
    wrapped(ui, "Link charts that you can defend, claim by claim.");
    wrapped(
        ui,
        "Every link is drawn from claims: who says it, where, how credibly. A line shows how well a link is \
         supported, never whether it is true.",
    );
    wrapped(
        ui,
        "Linkwright has no network code. Nothing leaves this computer except the files you save.",
    );
    ui.weak("Licence: MIT or Apache-2.0. Typeface: Inter, SIL Open Font License 1.1.");
    if accent_button(ui, "Close").clicked() {
        close(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_menu_is_on_the_sheet_once() {
        for menu in Menu::ALL {
            let count = SHEET.iter().flat_map(|column| column.iter());
            assert_eq!(count.filter(|on| on.label() == menu.label()).count(), 1);
        }
    }
}
