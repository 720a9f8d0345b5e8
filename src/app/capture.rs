//! The steps of quick entry, carried out.

use std::sync::Arc;

use egui::Context;

use crate::capture::{
    ClaimDone, Lexicon, Line, LineResult, Plan, Setting, SourceWords, lines_of_table, plan_line,
    source_row,
};
use crate::edit::Edit;
use crate::formats::linkwright::give_claim_ids;
use crate::model::sentence::{capital, publication};
use crate::model::{Claim, Source, Str, counted};
use crate::store::random_bits;
use crate::ui::capture::field_id;
use crate::ui::command::{After, EntryStep, Target};
use crate::ui::fields::{FieldKey, RecordKey, RecordPart};
use crate::ui::state::{Panel, Sheet, chart_id};
use crate::view::Selection;

use super::Linkwright;

impl Linkwright {
    /// Carries out a step of quick entry.
    pub(super) fn capture(&mut self, ctx: &Context, step: EntryStep) {
        match step {
            EntryStep::Add(line, after) => self.add_line(ctx, &line, after),
            EntryStep::Source(source) => {
                let capture = &mut self.window.capture;
                capture.source_form = false;
                capture.pinned &= source.is_some();
                capture.source = source;
                self.back_to_line(ctx);
            }
            EntryStep::Pin(pinned) => {
                self.window.capture.pinned = pinned;
                self.back_to_line(ctx);
            }
            EntryStep::Skip(skip) => self.window.capture.skip_once = skip,
            EntryStep::Url(url) => self.source_line(ctx, &SourceWords::Url(url)),
            EntryStep::SourceLine(words) => {
                self.source_line(ctx, &words);
            }
            EntryStep::Paste(text) => self.open_sheet(&text),
            EntryStep::AddRows => self.add_rows(),
            EntryStep::CloseSheet => {
                self.window.capture.sheet = None;
                self.window.capture.refocus = 2;
            }
            EntryStep::Leave => {
                let capture = &mut self.window.capture;
                capture.open = false;
                capture.source_form = false;
                // No later claim cites what is out of mind; what was typed of a new source is not lost.
                if !capture.pinned && capture.source.is_some() {
                    capture.last_source = capture.source.take();
                }
                ctx.memory_mut(|memory| memory.request_focus(chart_id()));
            }
        }
    }

    /// A click on the chip of the current source takes the focus from an open line only for as long as it lasts.
    fn back_to_line(&self, ctx: &Context) {
        if self.window.capture.open {
            focus_line(ctx);
        }
    }

    /// Opens the line and puts the cursor into it.
    pub(super) fn open_capture(&mut self, ctx: &Context) {
        self.window.capture.select_all |= !self.window.capture.open;
        self.window.capture.open = true;
        focus_line(ctx);
    }

    /// Makes these words' source the current one; a new one opens its fields.
    pub(super) fn source_line(&mut self, ctx: &Context, words: &SourceWords) {
        let capture = &mut self.window.capture;
        capture.open = true;
        let is_current = |source: &Arc<Source>| match words {
            SourceWords::Url(url) => source.url == url.as_str(),
            SourceWords::Words(text) => source.title == text.as_str() || source.id == text.as_str(),
        };
        let latest = [&capture.source, &capture.last_source];
        let found = match latest
            .into_iter()
            .flatten()
            .find(|source| is_current(source))
            .cloned()
        {
            Some(source) => Ok(source),
            None => source_row(&self.work.document, words, self.window.today, random_bits()),
        };
        match found {
            Ok(source) => {
                let capture = &mut self.window.capture;
                let known = self.work.document.sources().get(&source.id).is_some();
                capture.text.clear();
                capture.source_form = !known;
                capture.done = match known {
                    true => format!("The current source is {}", publication(&source)),
                    false => {
                        "New source. Press Tab to fill it in, or type a fact. It is added with the first claim that cites it."
                            .into()
                    }
                };
                capture.source = Some(source);
                focus_line(ctx);
            }
            Err(why) => self.window.notify(capital(&why) + "."),
        }
    }

    // ---- one fact ----

    fn add_line(&mut self, ctx: &Context, line: &Line, after: After) {
        let capture = &mut self.window.capture;
        capture.lexicon.refresh(&self.work.document);
        let setting = Setting {
            document: &self.work.document,
            lexicon: &capture.lexicon,
            source: capture.source.as_deref(),
            today: self.window.today,
            bits: random_bits(),
            name_claims: give_claim_ids,
        };
        let plan = plan_line(line, &setting);
        let parts = plan.parts(line, &self.work.document, capture.lexicon.vocabulary());
        let text = std::mem::take(&mut capture.text);
        let verb_end = capture.read.reading.verb_end.unwrap_or(0);
        if after == After::SubjectAndVerb {
            capture.text = format!("{} ", text.get(..verb_end).unwrap_or_default());
            capture.put_cursor = Some(capture.text.chars().count());
        }
        capture.recalled = None;
        capture.history.retain(|have| *have != text);
        capture.history.push(text);
        let said = parts.join("  ·  ");
        self.window.capture.done = match plan.edit.is_some() {
            true => format!("Added: {said}"),
            false => said,
        };
        if let Some(edit) = plan.edit.clone() {
            self.commit(label(&plan, line), edit);
            // A source that has entered the dataset is edited like any record.
            self.window.capture.source_form &= plan.new_source.is_none();
        }
        self.show_plan(&plan, after);
        if after != After::Details {
            focus_line(ctx);
        }
    }

    /// Selects the links that carry the claims, and opens the claim where it was asked for or was there before.
    fn show_plan(&mut self, plan: &Plan, after: After) {
        if plan.links.is_empty() {
            return;
        }
        let links = self.work.document.links();
        let slots = plan
            .links
            .iter()
            .filter_map(|planned| links.slot_of(&planned.link.id));
        let selection = Selection {
            entities: Default::default(),
            links: slots.collect(),
        };
        self.window.selection = selection;
        self.window.target = Target::Selection;
        self.window.open_claims.clear();
        let [only] = plan.links.as_slice() else {
            return;
        };
        if after == After::Details || only.done == ClaimDone::Same {
            self.window.open(Panel::Details);
            self.window.open_claims.insert(only.place);
        }
        let Some(slot) = links.slot_of(&only.link.id) else {
            return;
        };
        if after == After::Details {
            self.window.focus = Some(FieldKey {
                record: RecordKey::Link(slot),
                part: RecordPart::Claim(only.place),
                key: "locator",
            });
        }
        if self.work.scene.row(slot).is_none() {
            self.window.notify("Added, but hidden by the filter.");
        }
    }

    // ---- several ----

    fn open_sheet(&mut self, text: &str) {
        let lexicon = Lexicon::of(&self.work.document);
        let table = lines_of_table(text, &lexicon);
        let blank = |line: &String| line.trim().is_empty();
        let mut lines = table.lines;
        lines.retain(|line| !blank(line));
        if lines.is_empty() {
            return;
        }
        self.window.capture.open = true;
        self.window.capture.sheet = Some(Sheet {
            lines,
            unread: table.unread,
            batch: None,
            bits: random_bits(),
        });
    }

    /// Adds the good rows of the sheet as one step; the others stay.
    fn add_rows(&mut self) {
        let Some(mut sheet) = self.window.capture.sheet.take() else {
            return;
        };
        let edits = self.work.edit_count();
        let Some((_, batch)) = sheet
            .batch
            .take()
            .filter(|(made_for, _)| *made_for == edits)
        else {
            self.window.capture.sheet = Some(sheet);
            return;
        };
        let facts = batch
            .rows
            .iter()
            .filter(|row| matches!(row, LineResult::Fact(..)))
            .count();
        if !batch.edits.is_empty() {
            self.commit(
                format!("Add {}", counted(facts, "line")),
                Edit::All(batch.edits),
            );
        }
        if batch
            .rows
            .iter()
            .any(|row| matches!(row, LineResult::Source(_)))
        {
            self.window.capture.source = batch.source;
        }
        self.window.capture.done = format!("Added {}", counted(facts, "line"));
        let mut keep = batch
            .rows
            .iter()
            .map(|row| matches!(row, LineResult::Bad(_)));
        sheet.lines.retain(|_| keep.next().unwrap_or(false));
        if sheet.lines.is_empty() {
            self.window.capture.refocus = 2;
        } else {
            self.window.capture.sheet = Some(sheet);
        }
    }

    // ---- the source of claims made elsewhere ----

    /// Gives a new claim the current source, unless that was dropped for it; the edit that brings the source into the
    /// dataset, if it is not there yet.
    pub(super) fn cite_current(&self, claim: &mut Claim) -> Option<Edit> {
        let source = self.window.capture.cited()?;
        claim.source = source.id.clone();
        let known = self.work.document.sources().get(&source.id).is_some();
        let id: Str = source.id.clone();
        (!known).then(|| Edit::Source(id, Some(Arc::clone(source))))
    }
}

fn focus_line(ctx: &Context) {
    ctx.memory_mut(|memory| memory.request_focus(field_id()));
}

/// What undo calls it.
fn label(plan: &Plan, line: &Line) -> String {
    let Line::Fact(fact) = line else {
        return "Add other names".to_owned();
    };
    let verb = fact.verb.kind.replace('-', " ");
    match (
        plan.links.as_slice(),
        plan.links.iter().any(|planned| planned.is_new),
    ) {
        ([_], true) => format!("Add a link: {verb}"),
        ([_], false) => format!("Add a claim: {verb}"),
        (links, _) => format!("Add {}: {verb}", counted(links.len(), "link")),
    }
}
