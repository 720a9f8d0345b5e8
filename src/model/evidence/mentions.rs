//! Which links and sources name a record by its id or name: what has to be judged again when that changes.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::names::fold;
use crate::model::{Document, Link, Source};

use super::super::Str;

/// Link and source slots by what they name, each list in ascending order.
///
/// Made from the document when first something is edited that others may name, and kept true from then on: every link and
/// source that changes takes out what its old record named and puts in what the new one names. By id and not by slot, so
/// that whoever names a record that is not there is found when it comes.
#[derive(Clone, Debug, Default)]
pub(super) struct Mentions {
    /// Source id → links with a claim that cites it.
    pub citing: Lists,
    /// Entity id → links with a claim of which it is a speaker.
    pub spoken: Lists,
    /// Folded name → links with a claim of a speaker of that name.
    pub spoken_by_name: Lists,
    /// Source id → sources that derive from it.
    pub derived: Lists,
    /// Entity id → sources of which it is an author.
    pub written: Lists,
    /// Folded name → sources without authors that it publishes.
    pub published: Lists,
}

impl Mentions {
    /// What all links and sources of a document name.
    pub(super) fn of(document: &Document) -> Self {
        let links = document.links();
        let slots = (0..links.slot_count() as u32).into_par_iter();
        let mut mentions = slots
            .with_min_len(4096)
            .fold(Self::default, |mut some, slot| {
                if let Some(link) = links.at(slot) {
                    some.note_link(slot, link);
                }
                some
            })
            .reduce(Self::default, Self::join);
        for slot in 0..document.sources().slot_count() as u32 {
            if let Some(source) = document.sources().at(slot) {
                mentions.note_source(slot, source);
            }
        }
        mentions
    }

    fn join(mut self, later: Self) -> Self {
        self.citing.join(later.citing);
        self.spoken.join(later.spoken);
        self.spoken_by_name.join(later.spoken_by_name);
        self
    }

    pub(super) fn note_link(&mut self, slot: u32, link: &Link) {
        self.each_of_link(link, |list, name| list.add(name, slot));
    }

    pub(super) fn forget_link(&mut self, slot: u32, link: &Link) {
        self.each_of_link(link, |list, name| list.remove(name, slot));
    }

    pub(super) fn note_source(&mut self, slot: u32, source: &Source) {
        self.each_of_source(source, |list, name| list.add(name, slot));
    }

    pub(super) fn forget_source(&mut self, slot: u32, source: &Source) {
        self.each_of_source(source, |list, name| list.remove(name, slot));
    }

    fn each_of_link(&mut self, link: &Link, mut act: impl FnMut(&mut Lists, &str)) {
        for claim in &link.claims {
            act(&mut self.citing, &claim.source);
            for speaker in &claim.speakers {
                act(&mut self.spoken, speaker);
            }
            act(&mut self.spoken_by_name, &fold(&claim.speaker_name));
        }
    }

    fn each_of_source(&mut self, source: &Source, mut act: impl FnMut(&mut Lists, &str)) {
        for id in &source.derived_from {
            act(&mut self.derived, id);
        }
        for author in &source.authors {
            act(&mut self.written, author);
        }
        if source.authors.is_empty() {
            act(&mut self.published, &fold(&source.publisher));
        }
    }
}

/// Slots by id or name.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists(FxHashMap<Str, Vec<u32>>);

impl Lists {
    /// The slots of whoever names this.
    pub(super) fn of(&self, name: &str) -> &[u32] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, name: &str, slot: u32) {
        if name.is_empty() {
            return;
        }
        match self.0.get_mut(name) {
            Some(list) => match list.last() {
                Some(last) if *last >= slot => {
                    if let Err(at) = list.binary_search(&slot) {
                        list.insert(at, slot);
                    }
                }
                _ => list.push(slot),
            },
            None => {
                self.0.insert(name.into(), vec![slot]);
            }
        }
    }

    fn remove(&mut self, name: &str, slot: u32) {
        if let Some(list) = self.0.get_mut(name)
            && let Ok(at) = list.binary_search(&slot)
        {
            list.remove(at);
        }
    }

    /// Lists whose slots are all greater.
    fn join(&mut self, later: Self) {
        for (name, mut slots) in later.0 {
            self.0.entry(name).or_default().append(&mut slots);
        }
    }
}
