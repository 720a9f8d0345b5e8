//! Which links and sources name a record by its id or name: what has to be judged again when that changes.

use rustc_hash::FxHashMap;

use super::keys::Named;
use super::resolved::{NamedParty, Resolved};
use crate::model::document::NO_SLOT;
use crate::model::names::fold;
use crate::model::{Document, Link, Source, Str};

/// Link and source slots by what they name, each list in ascending order.
///
/// Made from the document when first something is edited that others may name, and kept true from then on: every link and
/// source that changes takes out what its old record named and puts in what the new one names. By id and not by slot, so
/// that whoever names a record that is not there is found when it comes.
#[derive(Clone, Debug, Default)]
pub(super) struct Mentions {
    /// Source id → links with a claim that cites it.
    pub citing: SlotLists,
    /// Entity id → links with a claim of which it is a speaker.
    pub spoken: SlotLists,
    /// Folded name → links with a claim of a speaker of that name.
    pub spoken_by_name: SlotLists,
    /// Source id → sources that derive from it.
    pub derived: SlotLists,
    /// Entity id → sources of which it is an author.
    pub written: SlotLists,
    /// Folded name → sources without authors that it publishes.
    pub published: SlotLists,
}

impl Mentions {
    /// What all links and sources of a document name. The rows may be older than the document where a source or entity has
    /// come or gone since, but not where a link has changed.
    pub(super) fn of(document: &Document, rows: &Resolved, named: &Named) -> Self {
        let mut mentions = Self::default();
        let mut citing = vec![Vec::new(); document.sources().slot_count()];
        let mut spoken: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let mut by_name = vec![Vec::new(); named.count()];
        // Links that name someone who was not there.
        let mut odd = Vec::new();
        for (slot, claims) in rows.links() {
            for (claim, words) in claims {
                match citing.get_mut(claim.source as usize) {
                    Some(list) => push_last(list, slot),
                    None => push_last(&mut odd, slot),
                }
                for word in words {
                    match *word {
                        NamedParty::Speaker(NO_SLOT) => push_last(&mut odd, slot),
                        NamedParty::Speaker(entity) => {
                            push_last(spoken.entry(entity).or_default(), slot);
                        }
                        NamedParty::Name(number) => {
                            let list = by_name.get_mut(number as usize);
                            list.into_iter().for_each(|list| push_last(list, slot));
                        }
                    }
                }
            }
        }
        let id = |slot: u32| document.sources().id_at(slot);
        let citing = (0..).zip(citing);
        mentions.citing.0 = citing
            .filter_map(|(slot, list)| Some((id(slot)?.clone(), list)))
            .collect();
        let id = |slot: u32| document.entities().id_at(slot);
        mentions.spoken.0 = spoken
            .into_iter()
            .filter_map(|(slot, list)| Some((id(slot)?.clone(), list)))
            .collect();
        for (name, number) in named.names() {
            let list = std::mem::take(&mut by_name[number as usize]);
            mentions.spoken_by_name.0.insert(name.clone(), list);
        }
        for slot in odd {
            if let Some(link) = document.links().at(slot) {
                mentions.note_link(slot, link);
            }
        }
        for slot in 0..document.sources().slot_count() as u32 {
            if let Some(source) = document.sources().at(slot) {
                mentions.note_source(slot, source);
            }
        }
        mentions
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

    fn each_of_link(&mut self, link: &Link, mut act: impl FnMut(&mut SlotLists, &str)) {
        for claim in &link.claims {
            act(&mut self.citing, &claim.source);
            for speaker in &claim.speakers {
                act(&mut self.spoken, speaker);
            }
            act(&mut self.spoken_by_name, &fold(&claim.speaker_name));
        }
    }

    fn each_of_source(&mut self, source: &Source, mut act: impl FnMut(&mut SlotLists, &str)) {
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
pub(super) struct SlotLists(FxHashMap<Str, Vec<u32>>);

impl SlotLists {
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
}

/// Appends a slot that is at least as great as the last.
fn push_last(list: &mut Vec<u32>, slot: u32) {
    if list.last() != Some(&slot) {
        list.push(slot);
    }
}
