//! Fields: a label, a box to type in, what is wrong with it. What is typed is a draft until the field is left; leaving it is one
//! edit.

use std::sync::Arc;

use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Color32, CornerRadius, FontSelection, Galley, Id, Popup, Stroke, StrokeKind, TextBuffer,
    TextEdit, TextStyle, Ui, vec2,
};

use crate::model::short_line;
use crate::model::{cut, is_harmful};
use crate::scene::fonts::Weight;
use crate::ui::command::Command;
use crate::ui::fields::{FieldKey, FieldText, RecordKey, RecordPart};
use crate::ui::note;
use crate::ui::parts::picker::{Choice, pick};
use crate::ui::parts::widgets::{
    Hint, elided, icon_button, link_button, select_after_tab, select_text, wrong,
};
use crate::ui::state::{FieldDraft, Window};
use crate::ui::theme::{font, palette};
use crate::work::Work;

/// A longer text is not offered for typing, bytes: egui lays a field out whole.
const LONGEST: usize = 100_000;

/// Width of the labels' column.
pub(super) const LABEL: f32 = 96.0;

/// A form for one part of a record.
pub(crate) struct Form<'a> {
    /// The dataset.
    pub work: &'a Work,
    /// The window, which holds the draft.
    pub window: &'a mut Window,
    /// Where commands go.
    pub out: &'a mut Vec<Command>,
    /// The record.
    pub record: RecordKey,
    /// The part.
    pub part: RecordPart,
}

impl Form<'_> {
    /// The same form for another part of the record.
    pub(crate) fn part(&mut self, part: RecordPart) -> Form<'_> {
        Form {
            work: self.work,
            window: self.window,
            out: self.out,
            record: self.record.clone(),
            part,
        }
    }

    /// The id of a field's box.
    pub(crate) fn id_of(&self, key: &'static str) -> Id {
        self.key(key).id()
    }

    fn key(&self, key: &'static str) -> FieldKey {
        FieldKey {
            record: self.record.clone(),
            part: self.part,
            key,
        }
    }

    /// What a field holds.
    pub(crate) fn text_of(&mut self, key: &'static str) -> Arc<str> {
        let key = self.key(key);
        self.read(&key).text
    }

    fn read(&mut self, key: &FieldKey) -> FieldText {
        self.window.fields.read(self.work, key)
    }

    /// The item of a list that is to have the focus, where it is one of this record that `of` knows.
    pub(crate) fn wanted(&self, of: impl Fn(RecordPart) -> Option<usize>) -> Option<usize> {
        let key = self.window.focus.as_ref()?;
        of(key.part).filter(|_| key.record == self.record)
    }

    /// A labelled line to type in.
    pub(crate) fn text(&mut self, ui: &mut Ui, label: &str, key: &'static str, hint: &str) {
        let key = self.key(key);
        let (_, unseen) = labelled(ui, label, |ui| {
            let width = ui.available_width();
            self.edit(ui, &key, label, hint, width, (1, 9))
        });
        self.mistake(ui, &key);
        say_unseen(ui, unseen);
    }

    /// A labelled box of several lines, under its label.
    pub(crate) fn long_text(&mut self, ui: &mut Ui, label: &str, key: &'static str, hint: &str) {
        let key = self.key(key);
        ui.label(caption(ui, label));
        let width = ui.available_width();
        let (_, unseen) = self.edit(ui, &key, label, hint, width, (3, 9));
        self.mistake(ui, &key);
        say_unseen(ui, unseen);
    }

    /// A note in Markdown: as it reads, until it is written in.
    pub(crate) fn note(&mut self, ui: &mut Ui, label: &str, name: &'static str) {
        let key = self.key(name);
        let text = self.read(&key).text;
        let is_drafted = self.is_drafted(&key);
        let has_focus = ui.memory(|memory| memory.has_focus(key.id()));
        let is_asked_for = self.window.focus.as_ref() == Some(&key);
        if is_drafted || has_focus || is_asked_for || !note::is_marked_up(&text) {
            self.long_text(ui, label, name, "Markdown");
            return;
        }
        ui.horizontal(|ui| {
            ui.label(caption(ui, label));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let edit = link_button(ui, "", "Edit");
                let edit = edit.hint(format!("Write in {}", label.to_lowercase()));
                if edit.clicked() {
                    self.window.focus = Some(key.clone());
                    ui.ctx().request_repaint();
                }
            });
        });
        as_it_reads(ui, &text, self.out);
    }

    /// A box without a label of its own; `name` is for those who do not see what stands beside it.
    pub(crate) fn bare(
        &mut self,
        ui: &mut Ui,
        name: &str,
        key: &'static str,
        hint: &str,
        width: f32,
    ) {
        self.with_room(ui, name, key, hint, width, 9);
    }

    /// The same with room for a button at its right end, in points. Returns the box's place.
    pub(crate) fn with_room(
        &mut self,
        ui: &mut Ui,
        name: &str,
        key: &'static str,
        hint: &str,
        width: f32,
        room: i8,
    ) -> egui::Rect {
        let key = self.key(key);
        self.edit(ui, &key, name, hint, width, (1, room)).0
    }

    /// The mistake of a field that was shown bare.
    pub(crate) fn bare_mistake(&mut self, ui: &mut Ui, key: &'static str) {
        let key = self.key(key);
        self.mistake(ui, &key);
    }

    /// The box of a field: where it is, and its text where that holds what cannot be seen as it is.
    fn edit(
        &mut self,
        ui: &mut Ui,
        key: &FieldKey,
        name: &str,
        hint: &str,
        width: f32,
        (rows, room): (usize, i8),
    ) -> (egui::Rect, Option<String>) {
        let id = key.id();
        let frame = self.window.frame;
        let mut text = match &mut self.window.draft {
            Some(draft) if draft.key == *key => {
                draft.seen = frame;
                draft.text.clone()
            }
            _ => {
                let stored = self.read(key).text;
                if stored.len() > LONGEST {
                    return (too_long(ui, &stored, name, width), None);
                }
                stored.to_string()
            }
        };
        let mut edit = if rows > 1 {
            TextEdit::multiline(&mut text).desired_rows(rows)
        } else {
            TextEdit::singleline(&mut text)
        };
        let has_focus = ui.memory(|memory| memory.has_focus(id));
        let is_read = rows == 1 && !has_focus && self.window.focus.as_ref() != Some(key);
        let text_room = width - 9.0 - f32::from(room);
        let mut cut_to_fit =
            |ui: &Ui, text: &dyn TextBuffer, _: f32| one_line_in(ui, text.as_str(), text_room);
        if is_read {
            edit = edit.layouter(&mut cut_to_fit);
        }
        edit = edit
            .id(id)
            .interactive(!self.work.is_read_only())
            .hint_text(hint.to_owned())
            .desired_width(width)
            .min_size(vec2(width, 28.0))
            .margin(egui::Margin {
                left: 9,
                right: room,
                top: 5,
                bottom: 5,
            });
        let response = ui.add(edit).accessible_name(name);
        if rows == 1 {
            select_after_tab(ui, &response, &text);
        }
        let unseen = text.chars().any(is_harmful).then(|| short_line(&text, 30));
        if self.window.focus.as_ref() == Some(key) {
            self.window.focus = None;
            response.request_focus();
            response.scroll_to_me(Some(egui::Align::Center));
            if rows == 1 {
                select_text(ui.ctx(), id, 0, text.chars().count());
            }
        }
        if response.changed() {
            let draft = FieldDraft::new(key.clone(), text, frame);
            if let Some(other) = self
                .window
                .draft
                .replace(draft)
                .filter(|other| other.key != *key)
            {
                // Both were typed in between two frames: what came first is set first.
                self.out.push(Command::Field(other.key, other.text));
            }
        }
        let is_wrong = self.why_wrong(key).is_some();
        ring(ui, &response, is_wrong);
        (response.rect, unseen)
    }

    fn is_drafted(&self, key: &FieldKey) -> bool {
        let draft = self.window.draft.as_ref();
        draft.is_some_and(|draft| draft.key == *key)
    }

    fn why_wrong(&mut self, key: &FieldKey) -> Option<Arc<str>> {
        match &self.window.draft {
            Some(draft) if draft.key == *key => draft.why.clone(),
            _ => self.read(key).why,
        }
    }

    /// What is wrong with a field, under it.
    fn mistake(&mut self, ui: &mut Ui, key: &FieldKey) {
        if let Some(why) = self.why_wrong(key) {
            wrong(ui, &why);
        }
    }

    /// A labelled picker that sets the field to the value chosen.
    pub(crate) fn choose(
        &mut self,
        ui: &mut Ui,
        label: &str,
        key: &'static str,
        none: &str,
        choices: impl FnOnce() -> Vec<Choice>,
    ) {
        let key = self.key(key);
        labelled(ui, label, |ui| {
            let width = ui.available_width();
            self.choose_bare(ui, &key, label, none, width, choices);
        });
        self.mistake(ui, &key);
    }

    fn choose_bare(
        &mut self,
        ui: &mut Ui,
        key: &FieldKey,
        name: &str,
        none: &str,
        width: f32,
        choices: impl FnOnce() -> Vec<Choice>,
    ) {
        let value = self.read(key).text;
        let all = || {
            let mut choices = choices();
            choices.insert(0, Choice::new("", none));
            choices
        };
        // There may be as many choices as the dataset has entities: they are made for the label once, and for the open list.
        let (shown, list): (Arc<str>, Box<dyn FnOnce() -> Vec<Choice> + '_>) =
            match self.window.fields.label(self.work, key) {
                Some(label) => (label, Box::new(all)),
                None => {
                    let choices = all();
                    let chosen = choices.iter().find(|choice| *choice.value == *value);
                    let label: Arc<str> = chosen.map_or(&*value, |choice| &choice.label).into();
                    self.window.fields.set_label(key, Arc::clone(&label));
                    (label, Box::new(|| choices))
                }
            };
        let id = key.id().with("picker");
        if self.window.focus.as_ref() == Some(key) {
            self.window.focus = None;
            Popup::open_id(ui.ctx(), id);
        }
        let picked = pick(ui, id, name, &shown, value.is_empty(), width, list);
        if let Some(picked) = picked {
            self.out.push(Command::Field(key.clone(), picked));
        }
    }

    /// Sets a field at once, as a picker does.
    pub(crate) fn set(&mut self, key: &'static str, text: impl Into<String>) {
        self.out.push(Command::Field(self.key(key), text.into()));
    }

    /// A labelled list of ids, each with a button that takes it off, and a picker that adds one.
    pub(crate) fn ids(
        &mut self,
        ui: &mut Ui,
        label: &str,
        key: &'static str,
        names: impl Fn(&str) -> String,
        choices: impl FnOnce() -> Vec<Choice>,
    ) {
        let list: Vec<String> = split_list(&self.text_of(key));
        labelled(ui, label, |ui| {
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 3.0;
                for (at, id) in list.iter().enumerate() {
                    ui.horizontal(|ui| {
                        let whole = names(id);
                        let room = ui.available_width() - 30.0;
                        let text = elided(&whole, 13.0, Weight::Regular, room);
                        let shown = ui.label(&text);
                        if text != whole {
                            shown.hint(&whole);
                        }
                        let name = format!("Remove {} from {label}", names(id));
                        if icon_button(ui, "close", &name, 18.0).clicked() {
                            let mut rest = list.clone();
                            rest.remove(at);
                            self.set(key, rest.join(", "));
                        }
                    });
                }
                let id = self.key(key).id().with("add");
                let width = ui.available_width();
                let name = format!("Add to {label}");
                let shown = if list.is_empty() {
                    "none (add…)"
                } else {
                    "add…"
                };
                if let Some(picked) = pick(ui, id, &name, shown, true, width, choices)
                    && !list.contains(&picked)
                {
                    let mut longer = list.clone();
                    longer.push(picked);
                    self.set(key, longer.join(", "));
                }
            });
        });
    }

    /// A labelled choice of yes, no, or what the kind says.
    pub(crate) fn truth(&mut self, ui: &mut Ui, label: &str, key: &'static str, none: &str) {
        self.choose(ui, label, key, none, || {
            vec![Choice::new("true", "yes"), Choice::new("false", "no")]
        });
    }

    /// What the file holds beside what this version knows.
    pub(crate) fn unknown(&self, ui: &mut Ui) {
        let extra = crate::ui::fields::extra(&self.work.document, &self.record);
        let unknown = extra.map(|extra| extra.unknown()).unwrap_or_default();
        if unknown.is_empty() {
            return;
        }
        let palette = palette(ui.ctx());
        ui.add_space(4.0);
        ui.label(caption(ui, "Unknown fields, kept unchanged"));
        for (key, value) in unknown {
            let text = format!("{key}: {}", value.as_json());
            let text = cut(&text, 200).into_owned();
            ui.label(
                egui::RichText::new(text)
                    .font(font(11.5, Weight::Regular))
                    .color(palette.text_tertiary),
            );
        }
    }
}

/// The text of a box that no one types in: on one line, with an ellipsis where it is longer than its room.
fn one_line_in(ui: &Ui, text: &str, room: f32) -> Arc<Galley> {
    let color = ui.visuals().widgets.inactive.text_color();
    let font = FontSelection::Style(TextStyle::Body).resolve(ui.style());
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap = TextWrapping::truncate_at_width(room);
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// The items of a list field's text.
pub(super) fn split_list(text: &str) -> Vec<String> {
    let items = text
        .split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty());
    items.map(str::to_owned).collect()
}

/// What a field holds that cannot be seen in its box as it is.
fn say_unseen(ui: &mut Ui, text: Option<String>) {
    if let Some(text) = text {
        wrong(
            ui,
            &format!("Contains invisible or text-reversing characters: {text}"),
        );
    }
}

/// A text that is too long to be laid out in every frame: its beginning, not to be changed.
fn too_long(ui: &mut Ui, text: &str, name: &str, width: f32) -> egui::Rect {
    let (rect, response) = ui.allocate_exact_size(vec2(width, 28.0), egui::Sense::hover());
    let start = cut(text, 200);
    let start = elided(&start, 13.0, Weight::Regular, width - 18.0);
    let at = egui::pos2(rect.left() + 9.0, rect.center().y);
    let color = palette(ui.ctx()).text_tertiary;
    let font = font(13.0, Weight::Regular);
    ui.painter()
        .text(at, egui::Align2::LEFT_CENTER, start, font, color);
    let why = format!("Too long to edit here ({} bytes)", text.len());
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::Label, false, format!("{name}: {why}"))
    });
    response.hint(why).rect
}

/// The ring of a field: in focus, or wrong.
fn ring(ui: &Ui, response: &egui::Response, wrong: bool) {
    let palette = palette(ui.ctx());
    let (width, color) = if wrong {
        (1.5, palette.error)
    } else if response.has_focus() {
        (2.0, palette.focus)
    } else {
        return;
    };
    ui.painter().rect_stroke(
        response.rect,
        CornerRadius::same(6),
        Stroke::new(width, color),
        StrokeKind::Outside,
    );
}

/// A note as it reads.
fn as_it_reads(ui: &mut Ui, text: &str, out: &mut Vec<Command>) {
    let palette = palette(ui.ctx());
    let frame = egui::Frame::NONE
        .fill(palette.sunken)
        .corner_radius(8)
        .inner_margin(10);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        // A line of text is as high as text, not as a button.
        ui.spacing_mut().interact_size.y = 14.0;
        note::show(ui, text, out);
    });
}

fn caption(ui: &Ui, text: &str) -> egui::RichText {
    let palette = palette(ui.ctx());
    egui::RichText::new(text)
        .font(font(12.5, Weight::Regular))
        .color(palette.text_secondary)
}

/// A label of fixed width with something beside it, on one baseline.
pub(super) fn labelled<R>(ui: &mut Ui, label: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let (rect, _) = ui.allocate_exact_size(vec2(LABEL, 28.0), egui::Sense::hover());
        let color: Color32 = palette(ui.ctx()).text_secondary;
        let at = egui::pos2(rect.left(), rect.center().y);
        let text = crate::ui::parts::widgets::elided(label, 12.5, Weight::Regular, LABEL - 6.0);
        ui.painter().text(
            at,
            egui::Align2::LEFT_CENTER,
            text,
            font(12.5, Weight::Regular),
            color,
        );
        add(ui)
    })
    .inner
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::fonts::FontBook;

    #[test]
    fn longest_label_of_a_claim_is_not_cut() {
        let width = FontBook::shared().width("Other speaker", 12.5, Weight::Regular);
        assert!(width <= LABEL - 6.0, "{width}");
    }
}
