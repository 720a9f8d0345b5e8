//! Pasted lines as a sheet: each with its reading, or why it is not understood, and each can be edited.

use egui::{Align2, Id, Key, Modal, Modifiers, ScrollArea, TextEdit, Ui, pos2, vec2};

use crate::capture::{LineResult, Rules, batch};
use crate::model::counted;
use crate::model::sentence::publication;
use crate::scene::fonts::Weight;
use crate::ui::command::{Command, EntryStep};
use crate::ui::parts::widgets::{accent_button, text_at};
use crate::ui::state::{Sheet, Window};
use crate::ui::theme::{font, palette};
use crate::work::Work;

/// The height of a row, points.
const ROW: f32 = 54.0;

/// Shows the sheet, if there is one.
pub fn show(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let Some(mut sheet) = window.capture.sheet.take() else {
        return;
    };
    read(work, window, &mut sheet);
    let enter = ui.input_mut(|input| {
        input.consume_key(Modifiers::COMMAND, Key::Enter)
            || input.consume_key(Modifiers::NONE, Key::Enter)
    });
    let (good, bad) = counts(&sheet);
    let screen = ui.ctx().content_rect();
    let shown = Modal::new(Id::unique("capture sheet"))
        .backdrop_color(palette(ui.ctx()).scrim)
        .frame(egui::Frame::popup(ui.style()).inner_margin(20))
        .show(ui.ctx(), |ui| {
            ui.set_width((screen.width() - 96.0).min(900.0));
            ui.spacing_mut().item_spacing.y = 8.0;
            heading(ui, window, &sheet, good, bad);
            rows(ui, work, &mut sheet, screen.height());
            footer(ui, good, out);
        });
    if enter && good > 0 {
        out.push(Command::Capture(EntryStep::AddRows));
    } else if shown.should_close() {
        out.push(Command::Capture(EntryStep::CloseSheet));
    }
    window.capture.sheet = Some(sheet);
}

fn read(work: &Work, window: &Window, sheet: &mut Sheet) {
    let edits = work.edit_count();
    if sheet
        .batch
        .as_ref()
        .is_some_and(|(made_for, _)| *made_for == edits)
    {
        return;
    }
    let rules = rules(window, sheet.bits);
    let lines = sheet.lines.iter().map(String::as_str);
    sheet.batch = Some((edits, batch(lines, &work.document, &rules)));
}

/// How a sheet is read.
fn rules(window: &Window, bits: u64) -> Rules {
    Rules {
        source: window.capture.source.clone(),
        today: window.today,
        bits,
        name_claims: crate::formats::linkwright::give_claim_ids,
        needs_source: false,
        may_title: true,
        may_shorten: true,
    }
}

/// How many rows are understood, and how many are not.
fn counts(sheet: &Sheet) -> (usize, usize) {
    let rows = sheet.batch.iter().flat_map(|(_, batch)| &batch.rows);
    let (mut good, mut bad) = (0, 0);
    for row in rows {
        match row {
            LineResult::Fact(..) | LineResult::Source(_) => good += 1,
            LineResult::Bad(_) => bad += 1,
            LineResult::Blank => {}
        }
    }
    (good, bad)
}

fn heading(ui: &mut Ui, window: &Window, sheet: &Sheet, good: usize, bad: usize) {
    let title = counted(good + bad, "pasted line");
    ui.label(egui::RichText::new(title).font(font(15.0, Weight::SemiBold)));
    let source = match &window.capture.source {
        Some(source) => format!("Source: {}.", publication(source)),
        None => "No current source: lines that name none will have none.".to_owned(),
    };
    let mut text = format!("{good} understood, {bad} not. {source}");
    if !sheet.unread.is_empty() {
        text.push_str(&format!(" Ignored columns: {}.", sheet.unread.join(", ")));
    }
    ui.add(egui::Label::new(text).wrap());
}

fn rows(ui: &mut Ui, work: &Work, sheet: &mut Sheet, height: f32) {
    let count = sheet.lines.len();
    let room = (height - 260.0).clamp(120.0, 560.0);
    ScrollArea::vertical()
        .id_salt("capture sheet rows")
        .max_height(room)
        .auto_shrink([false, true])
        .show_rows(ui, ROW, count, |ui, range| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for at in range {
                row(ui, work, sheet, at);
            }
        });
}

fn row(ui: &mut Ui, work: &Work, sheet: &mut Sheet, at: usize) {
    let colors = palette(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), egui::Sense::hover());
    let number = pos2(rect.left() + 26.0, rect.top() + 14.0);
    let grey = colors.text_tertiary;
    let small = font(11.5, Weight::Regular);
    ui.painter().text(
        number,
        Align2::RIGHT_CENTER,
        (at + 1).to_string(),
        small,
        grey,
    );
    let field = egui::Rect::from_min_size(
        pos2(rect.left() + 36.0, rect.top()),
        vec2(rect.width() - 44.0, 28.0),
    );
    let edit = TextEdit::singleline(&mut sheet.lines[at])
        .id(Id::unique(("capture sheet line", at)))
        .align(Align2::LEFT_CENTER)
        .margin(egui::Margin::symmetric(8, 4));
    // Put into a room of its own: the row has its full height, whatever stands in it.
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(field));
    let response = inside
        .put(field, edit)
        .accessible_name(format!("Line {}", at + 1));
    if response.changed() {
        sheet.batch = None;
    }
    // Names of what earlier rows make are in the dataset that the rows have made.
    let made = sheet.batch.as_ref().map(|(_, batch)| &batch.document);
    let document = made.unwrap_or(&work.document);
    let (text, color) = match sheet
        .batch
        .as_ref()
        .and_then(|(_, batch)| batch.rows.get(at))
    {
        Some(LineResult::Fact(line, plan)) => {
            let words = work.evidence.vocabulary();
            let parts = plan.parts(line, document, words);
            (parts.join("  ·  "), colors.text_secondary)
        }
        Some(LineResult::Source(source)) => (
            format!("the current source from here on: {}", publication(source)),
            colors.text_secondary,
        ),
        Some(bad @ LineResult::Bad(_)) => (
            format!("Not understood: {}", bad.why().unwrap_or_default()),
            colors.error,
        ),
        Some(LineResult::Blank) | None => return,
    };
    let place = pos2(field.left() + 8.0, rect.top() + 38.0);
    text_at(
        ui.painter(),
        place,
        &text,
        11.5,
        Weight::Regular,
        color,
        field.width() - 16.0,
    );
    let words = egui::Rect::from_min_size(
        pos2(field.left(), rect.top() + 30.0),
        vec2(field.width(), 18.0),
    );
    let label = ui.interact(
        words,
        Id::unique(("capture sheet reading", at)),
        egui::Sense::hover(),
    );
    label.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, text.clone()));
    label.on_hover_text(&text);
}

fn footer(ui: &mut Ui, good: usize, out: &mut Vec<Command>) {
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        let text = format!("Add {}", counted(good, "line"));
        ui.add_enabled_ui(good > 0, |ui| {
            if accent_button(ui, &text).clicked() {
                out.push(Command::Capture(EntryStep::AddRows));
            }
        });
        if ui.button("Close").clicked() {
            out.push(Command::Capture(EntryStep::CloseSheet));
        }
        ui.weak("Adds the valid lines as one step and keeps the rest here.");
    });
}
