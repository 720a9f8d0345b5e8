//! Copy, paste, duplicate: chosen records as the text of a dataset.

use egui::Context;

use crate::capture::{SourceWords, is_url};
use crate::edit::{Edit, ImportOrigin, import, part};
use crate::formats::{self, Format, linkwright};
use crate::model::{Document, Str, counts};
use crate::store::random_bits;
use crate::ui::command::EntryStep;
use crate::view::Selection;

use super::Linkwright;

/// How far copies stand from what they were copied from, in world units.
const ASIDE: i32 = 40;

impl Linkwright {
    /// The selected records as a dataset.
    pub(super) fn selected_part(&mut self) -> Document {
        let selection = &self.window.selection;
        let entities: Vec<u32> = selection.entities.iter().copied().collect();
        let links: Vec<u32> = selection.links.iter().copied().collect();
        let view_id = self.work.view_id.clone();
        part(self.work.placed(), &entities, &links, &view_id)
    }

    /// Copies the selected records.
    pub(super) fn copy(&mut self, ctx: &Context) {
        let part = self.selected_part();
        let text = String::from_utf8(linkwright::write(&part)).unwrap_or_default();
        ctx.copy_text(text);
        let count = (part.entities().len(), part.links().len());
        self.window.notify(format!("Copied {}", counts_text(count)));
    }

    /// Brings in what was copied, as new records; an address is the current source, several lines are facts to look at.
    pub(super) fn paste(&mut self, ctx: &Context, text: &str) {
        if is_url(text) {
            self.source_line(ctx, &SourceWords::Url(text.trim().to_owned()));
            return;
        }
        match formats::open(text.as_bytes()) {
            Ok(opened) if opened.format == Format::Linkwright => {
                self.bring_copies(opened.document, "Paste");
            }
            Ok(opened) => self.import(opened, "the clipboard"),
            Err(_)
                if text.trim_end().contains(['\n', '\t'])
                    && !text.trim_start().starts_with(['{', '[']) =>
            {
                self.capture(ctx, EntryStep::Paste(text.to_owned()));
            }
            Err(_) => self
                .window
                .notify("Nothing to paste: the clipboard has no records, facts or web address."),
        }
    }

    /// The selected entities once more.
    pub(super) fn duplicate(&mut self) {
        let part = self.selected_part();
        self.bring_copies(part, "Duplicate");
    }

    /// Brings copies of our own records in: under new ids, a little aside, with the sources that are here already.
    fn bring_copies(&mut self, mut copies: Document, verb: &str) {
        let view_id = self.work.view_id.clone();
        let ours = self.work.placed();
        let same = |id: &Str| {
            let (have, theirs) = (ours.sources().get(id), copies.sources().get(id));
            have == theirs
        };
        let ids = copies.sources().iter().map(|source| source.id.clone());
        let known: Vec<Str> = ids.filter(same).collect();
        for id in &known {
            copies.put_source(id, None);
        }
        move_aside(&mut copies, &view_id);
        let import = import(ours, &copies, &ImportOrigin::Other, random_bits());
        let count = (import.new_entities.len(), import.new_links);
        let edit = Edit::All(vec![import.edit]);
        self.commit(format!("{verb} {}", counts_text(count)), edit);
        self.select_new(&import.new_entities);
    }

    /// Selects entities that have just come in.
    pub(super) fn select_new(&mut self, ids: &[Str]) {
        let entities = self.work.document.entities();
        let slots = ids.iter().filter_map(|id| entities.slot_of(id));
        self.window.selection = Selection {
            entities: slots.collect(),
            links: Default::default(),
        };
        self.window.target = Default::default();
        self.window.open_claims.clear();
    }
}

/// Puts every position a little aside, in the view that is shown.
fn move_aside(copies: &mut Document, view_id: &Str) {
    let Some(at) = copies.main_view_index() else {
        return;
    };
    let view = copies.view_mut(at);
    view.id = view_id.clone();
    view.pinned.clear();
    for place in view.positions.values_mut() {
        *place = place.map(|side| side.saturating_add(ASIDE));
    }
}

/// How many entities and links.
pub(super) fn counts_text((entities, links): (usize, usize)) -> String {
    match counts(&[(entities, "entity"), (links, "link")]) {
        nothing if nothing.is_empty() => "nothing".to_owned(),
        text => text,
    }
}
