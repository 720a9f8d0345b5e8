//! Two records side by side: which one stays, what is taken of fields that differ, and in words what else happens.

use std::collections::BTreeMap;

use egui::{RichText, ScrollArea, Ui, vec2};

use crate::edit::{DifferingField, Merge, Take, merge, rows};
use crate::formats::linkwright::give_claim_ids;
use crate::model::{Str, TableName, counted, cut, screen_line};
use crate::scene::fonts::Weight;
use crate::work::Work;

use crate::ui::command::{Asking, Command, Dialog};
use crate::ui::parts::widgets::hairline;
use crate::ui::theme::{font, palette};

/// Two records that are to be made one.
#[derive(Debug)]
pub struct MergeRecords {
    table: TableName,
    /// Left and right.
    ids: [Str; 2],
    /// Which of the two stays.
    keep: usize,
    /// Sides that were chosen of fields that differ, by key.
    choices: BTreeMap<&'static str, MergeSide>,
    /// What was found for these choices.
    found: Option<MergePreview>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MergeSide {
    One(usize),
    Both,
}

#[derive(Clone, Debug, PartialEq)]
struct MergePreview {
    merge: Merge,
    revision: u64,
    rows: Vec<DifferingField>,
    words: Vec<String>,
}

impl MergeRecords {
    /// Two records; the one with more links, or that more claims cite, stays unless something else is chosen.
    pub fn new(work: &Work, table: TableName, ids: [Str; 2]) -> Self {
        let weight = |id: &Str| weight(work, table, id);
        let keep = usize::from(weight(&ids[1]) > weight(&ids[0]));
        Self {
            table,
            ids,
            keep,
            choices: BTreeMap::new(),
            found: None,
        }
    }

    fn merge(&self) -> Merge {
        let take = |side: &MergeSide| match side {
            MergeSide::Both => Take::Both,
            MergeSide::One(at) if *at == self.keep => Take::Kept,
            MergeSide::One(_) => Take::Other,
        };
        Merge {
            table: self.table,
            keep: self.ids[self.keep].clone(),
            other: self.ids[1 - self.keep].clone(),
            choices: self
                .choices
                .iter()
                .map(|(key, side)| (*key, take(side)))
                .collect(),
        }
    }

    fn refresh(&mut self, work: &Work) {
        let (request, revision) = (self.merge(), work.edit_count());
        let is_current =
            |found: &MergePreview| found.merge == request && found.revision == revision;
        if self.found.as_ref().is_some_and(is_current) {
            return;
        }
        let merged = merge(&work.document, &request, &give_claim_ids);
        self.found = merged.map(|merged| MergePreview {
            rows: rows(&work.document, &request),
            words: merged.words,
            merge: request,
            revision,
        });
    }
}

/// How many links an entity has, or how many claims cite a source.
fn weight(work: &Work, table: TableName, id: &str) -> usize {
    match table {
        TableName::Sources => {
            let slot = work.document.sources().slot_of(id);
            let summary = work.summary();
            let weight = slot.and_then(|slot| summary.sources.get(slot as usize));
            weight.map_or(0, |weight| weight.claims)
        }
        _ => {
            let slot = work.document.entities().slot_of(id);
            slot.map_or(0, |slot| work.document.links_of(slot).count())
        }
    }
}

/// The width of the column of labels.
const LABELS: f32 = 96.0;

impl Dialog for MergeRecords {
    fn width(&self) -> f32 {
        760.0
    }

    fn show(&mut self, ui: &mut Ui, asking: &mut Asking<'_>) {
        self.refresh(asking.work);
        let Some(found) = self.found.take() else {
            // One of the two is gone.
            asking.is_done = true;
            return;
        };
        let entities = self.table == TableName::Entities;
        let title = if entities {
            "Merge these two entities?"
        } else {
            "Merge these two sources?"
        };
        ui.label(RichText::new(title).font(font(15.0, Weight::SemiBold)));
        // What happens is always in sight, whatever the fields take.
        let said = (22.0 * found.words.len() as f32).min(176.0);
        let height = (ui.ctx().content_rect().height() - 210.0 - said).max(120.0);
        let fields = ScrollArea::vertical().id_salt("fields of two records");
        let fields = fields.max_height(height).min_scrolled_height(height);
        fields.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            heads(ui, asking.work, self);
            for row in &found.rows {
                hairline(ui);
                field(ui, self, row);
            }
            hairline(ui);
            let rest = if found.rows.is_empty() {
                "No fields differ."
            } else {
                "Other fields agree or are filled on one side; all are kept."
            };
            ui.weak(rest);
        });
        consequences(ui, &found.words, said);
        ui.horizontal(|ui| {
            if asking.propose(ui, "Merge") {
                asking.answer(Command::Merge(Box::new(found.merge.clone())));
                asking.is_done = true;
            }
            asking.is_done |= ui.button("Cancel").clicked();
            ui.weak("You can undo this.");
        });
        self.found = Some(found);
    }

    fn on_close(&self) -> Option<Command> {
        None
    }
}

/// A row of a label and two columns.
fn columns(ui: &mut Ui, label: &str, mut column: impl FnMut(&mut Ui, usize)) {
    let color = palette(ui.ctx()).text_secondary;
    let width = (ui.available_width() - LABELS - 28.0) / 2.0;
    ui.horizontal_top(|ui| {
        ui.allocate_ui(vec2(LABELS, 0.0), |ui| {
            ui.set_width(LABELS);
            let text = RichText::new(label).font(font(12.0, Weight::Regular));
            ui.label(text.color(color));
        });
        for at in 0..2 {
            ui.allocate_ui(vec2(width, 0.0), |ui| {
                ui.vertical(|ui| {
                    ui.set_width(width);
                    ui.spacing_mut().item_spacing.y = 3.0;
                    column(ui, at);
                });
            });
        }
    });
}

/// The two records: what they are called, and which of them stays.
fn heads(ui: &mut Ui, work: &Work, state: &mut MergeRecords) {
    let color = palette(ui.ctx()).text_tertiary;
    let mut keep = state.keep;
    columns(ui, "", |ui, at| {
        let id = &state.ids[at];
        let (name, about) = described(work, state.table, id);
        let name_text = RichText::new(&name).font(font(13.5, Weight::SemiBold));
        ui.add(egui::Label::new(name_text).wrap());
        let about = RichText::new(about).font(font(11.5, Weight::Regular));
        ui.add(egui::Label::new(about.color(color)).wrap());
        let text = format!("Keep ID {id}");
        let radio = ui.radio(keep == at, text);
        if radio
            .accessible_name(format!("Keep {name}, ID {id}"))
            .clicked()
        {
            keep = at;
        }
    });
    state.keep = keep;
}

/// A record's name, and what it is and how much rests on it.
fn described(work: &Work, table: TableName, id: &str) -> (String, String) {
    let count = weight(work, table, id);
    if table == TableName::Sources {
        let name = work.document.source_label(id);
        (name, format!("source, {}", counted(count, "claim")))
    } else {
        let entity = work.document.entities().get(id);
        let name = entity.map_or(id, |entity| entity.label()).to_owned();
        let kind = entity.map_or("other", |entity| entity.kind_id());
        let kind = work.evidence.vocabulary().entity_kind(kind).label;
        (name, format!("{kind}, {}", counted(count, "link")))
    }
}

/// A field that differs: left, right or both.
fn field(ui: &mut Ui, state: &mut MergeRecords, row: &DifferingField) {
    let mut values = [row.kept.as_str(), row.other.as_str()];
    if state.keep == 1 {
        values.swap(0, 1);
    }
    let side = match row.take {
        Take::Both => MergeSide::Both,
        Take::Kept => MergeSide::One(state.keep),
        Take::Other => MergeSide::One(1 - state.keep),
    };
    let mut chosen = None;
    columns(ui, row.label, |ui, at| {
        let is_taken = side == MergeSide::Both || side == MergeSide::One(at);
        let text = RichText::new(short(values[at]));
        if !row.free {
            let text = if is_taken { text } else { text.strikethrough() };
            ui.add(egui::Label::new(text).wrap());
            return;
        }
        let response = ui.radio(side == MergeSide::One(at), text);
        let name = format!("{}: {}", row.label, short(values[at]));
        if response.accessible_name(name).clicked() {
            chosen = Some(MergeSide::One(at));
        }
    });
    if row.both {
        ui.horizontal(|ui| {
            ui.add_space(LABELS + 8.0);
            let both = ui.radio(side == MergeSide::Both, "Both");
            let name = format!("{}: both", row.label);
            if both.accessible_name(name).clicked() {
                chosen = Some(MergeSide::Both);
            }
        });
    } else if !row.free {
        ui.horizontal(|ui| {
            ui.add_space(LABELS + 8.0);
            ui.weak("The stricter marking is used.");
        });
    }
    if let Some(chosen) = chosen {
        state.choices.insert(row.key, chosen);
    }
}

/// The start of a long text: enough to tell which it is.
fn short(text: &str) -> String {
    cut(&screen_line(text), 140).into_owned()
}

/// What the merge does beside the fields, in words.
fn consequences(ui: &mut Ui, words: &[String], height: f32) {
    if words.is_empty() {
        return;
    }
    ui.label(RichText::new("What will change").font(font(13.0, Weight::SemiBold)));
    let lines = ScrollArea::vertical().id_salt("what a merge does");
    let lines = lines.max_height(height).min_scrolled_height(height);
    lines.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        for line in words {
            ui.add(egui::Label::new(line).wrap());
        }
    });
}
