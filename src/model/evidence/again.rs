//! Evidence after an edit: only what the edit can have changed is judged again.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::mentions::Mentions;
use super::{Evidence, LinkEvidence, Scratch, SourceFacts, push_new, roots};
use crate::model::names::{all_names, fold};
use crate::model::{Document, Entity, Link, Source, Str, Support};

/// The records that an edit changed: for each its slot, and what stood there before. A record may come several times.
#[derive(Clone, Debug, Default)]
pub struct ChangedRecords<'a> {
    /// Sources.
    pub sources: Vec<(u32, Option<&'a Source>)>,
    /// Entities.
    pub entities: Vec<(u32, Option<&'a Entity>)>,
    /// Links.
    pub links: Vec<(u32, Option<&'a Link>)>,
    /// Whether there were custom kinds among it: everything is read by its kind.
    pub kinds: bool,
}

/// What has to be judged again, by slot; may name one several times.
#[derive(Default)]
struct Again {
    sources: Vec<u32>,
    links: Vec<u32>,
}

/// More links than this are worth waking other threads for.
const MANY: usize = 4096;

impl Evidence {
    /// Judges again what an edit changed of this evidence: what rests on sources, entities and links that were edited, come
    /// or gone. `document` is as it is after the edit. Returns the slots of the links whose evidence is different now.
    pub fn judge_again(&mut self, document: &Document, changes: &ChangedRecords) -> Vec<u32> {
        if changes.kinds {
            let anew = Self::of(document, std::mem::take(&mut self.basis));
            let before = std::mem::replace(self, anew).links;
            return self.different_from(&before);
        }
        let count = document.links().slot_count();
        self.links.resize(count, LinkEvidence::default());
        self.sources.resize(document.sources().slot_count(), None);
        for (slot, _) in &changes.links {
            self.resolved.forget(*slot);
        }
        self.learn_names(document, changes);
        self.update_mentions(document, changes);
        let mut again = Again {
            links: changes.links.iter().map(|(slot, _)| *slot).collect(),
            ..Again::default()
        };
        for (slot, old) in &changes.entities {
            self.entity_changed(document, *slot, *old, &mut again);
        }
        for (slot, old) in &changes.sources {
            let now = document.sources().at(*slot).map(AsRef::as_ref);
            if source_face(*old) != source_face(now) {
                again.sources.push(*slot);
            }
        }
        self.sources_changed(document, &mut again);
        let mut links = again.links;
        links.sort_unstable();
        links.dedup();
        for slot in &links {
            self.resolved.forget(*slot);
        }
        let silent = self.keys_left_out();
        if silent != self.keys_out || links.len() > MANY.max(count / 4) {
            self.keys_out = silent;
            let before = std::mem::take(&mut self.links);
            self.judge_all(document);
            return self.different_from(&before);
        }
        self.publishing_changed(document, &mut links);
        self.judge_these(document, links)
    }

    fn different_from(&self, before: &[LinkEvidence]) -> Vec<u32> {
        let was = |slot: usize| before.get(slot).copied().unwrap_or_default();
        let differs = |slot: &u32| self.link(*slot) != was(*slot as usize);
        (0..self.links.len() as u32).filter(differs).collect()
    }

    /// Notes names and countries that are new.
    fn learn_names(&mut self, document: &Document, changes: &ChangedRecords) {
        for (slot, _) in &changes.entities {
            self.named.learn_entity(document, &self.words, *slot);
        }
        let links = changes.links.iter();
        let links = links.filter_map(|(slot, _)| document.links().at(*slot));
        let entities = changes.entities.iter();
        let entities = entities.filter_map(|(slot, _)| document.entities().at(*slot));
        let claims = links.map(|link| &link.claims);
        for claim in claims.chain(entities.map(|e| &e.claims)).flatten() {
            self.named.learn_name(document, &fold(&claim.speaker_name));
        }
        for (slot, _) in &changes.sources {
            if let Some(source) = document.sources().at(*slot) {
                self.learn_publisher(document, source);
            }
        }
    }

    fn update_mentions(&mut self, document: &Document, changes: &ChangedRecords) {
        let Some(mentions) = &mut self.mentions else {
            return;
        };
        for (slot, old) in &changes.links {
            old.iter().for_each(|old| mentions.forget_link(*slot, old));
        }
        for (slot, old) in &changes.sources {
            let old = old.iter();
            old.for_each(|old| mentions.forget_source(*slot, old));
        }
        for (slot, _) in &changes.links {
            if let Some(link) = document.links().at(*slot) {
                mentions.note_link(*slot, link);
            }
        }
        for (slot, _) in &changes.sources {
            if let Some(source) = document.sources().at(*slot) {
                mentions.note_source(*slot, source);
            }
        }
    }

    fn mentions(&mut self, document: &Document) -> &Mentions {
        let Self {
            resolved,
            words,
            named,
            ..
        } = self;
        self.mentions.get_or_insert_with(|| {
            resolved.complete(document, words, named);
            Box::new(Mentions::of(document, resolved, named))
        })
    }

    /// An entity's links, and the claims and sources that name it by its id or one of its names.
    fn entity_changed(
        &mut self,
        document: &Document,
        slot: u32,
        old: Option<&Entity>,
        again: &mut Again,
    ) {
        let now = document.entities().at(slot);
        let before = old.map(|entity| self.face(entity));
        let after = now.map(|entity| self.face(entity));
        if before == after {
            return;
        }
        let mut names = Vec::new();
        for (.., of) in before.into_iter().chain(after) {
            of.into_iter().for_each(|name| push_new(&mut names, name));
        }
        let id = document.entities().id_at(slot).expect("it changed");
        again.links.extend(document.links_of(slot));
        again.links.extend(document.links_waiting_for(id));
        for name in &names {
            self.named.learn_bearer(document, slot, name);
        }
        let mentions = self.mentions(document);
        again.links.extend(mentions.spoken.of(id));
        again.sources.extend(mentions.written.of(id));
        for name in &names {
            again.links.extend(mentions.spoken_by_name.of(name));
            again.sources.extend(mentions.published.of(name));
        }
    }

    /// What evidence reads of an entity: the country that it speaks for, whether it is published by others, and those of
    /// its names that claims and sources use.
    fn face(&self, entity: &Entity) -> (Option<Str>, bool, Vec<String>) {
        let base = self.words.entity_base(entity.kind_id());
        let country = base.speaks_for_country().then(|| entity.country.clone());
        let names = all_names(entity).map(|name| fold(name).into_owned());
        let used = names.filter(|name| self.named.uses(name));
        (country, base.is_published(), used.collect())
    }

    /// The facts of these sources and of all that derive from them, and the links with claims that cite one whose facts are
    /// different now.
    fn sources_changed(&mut self, document: &Document, again: &mut Again) {
        if again.sources.is_empty() {
            return;
        }
        let sources = document.sources();
        let mentions = self.mentions(document);
        let mut among = FxHashSet::default();
        let mut ahead = std::mem::take(&mut again.sources);
        while let Some(slot) = ahead.pop() {
            if among.insert(slot) {
                let id = sources.id_at(slot).expect("a slot keeps its id");
                ahead.extend(mentions.derived.of(id));
            }
        }
        let among: Vec<u32> = among.into_iter().collect();
        // What the others derive from is none of these: else they would be among them.
        let known = |slot: u32| Some(Arc::clone(&self.source(slot)?.roots));
        let roots = roots::roots(document, &among, known);
        for slot in among {
            let roots = roots.get(&slot).map(Arc::clone);
            let now = roots.and_then(|roots| self.source_facts(document, slot, roots));
            let old: Option<SourceFacts> = std::mem::replace(&mut self.sources[slot as usize], now);
            if old != self.sources[slot as usize] {
                let id = sources.id_at(slot).expect("a slot keeps its id");
                again.links.extend(self.mentions(document).citing.of(id));
            }
        }
    }

    /// A `published` link changes the links of what it published.
    fn publishing_changed(&mut self, document: &Document, links: &mut Vec<u32>) {
        let known = links.len();
        for at in 0..known {
            for published in self.note_published(document, links[at]) {
                links.extend(document.links_of(published));
            }
        }
        if links.len() > known {
            links.sort_unstable();
            links.dedup();
        }
    }

    /// Judges the links in these slots; returns those whose evidence is different now.
    pub(super) fn judge_these(&mut self, document: &Document, mut slots: Vec<u32>) -> Vec<u32> {
        let this = &*self;
        let judged: Vec<LinkEvidence> = if slots.len() > MANY {
            let slots = slots.par_iter().with_min_len(1024);
            let judge = |scratch: &mut _, slot: &u32| this.judge_slot(document, *slot, scratch);
            slots.map_init(Scratch::default, judge).collect()
        } else {
            let mut scratch = Scratch::default();
            let judge = |slot: &u32| this.judge_slot(document, *slot, &mut scratch);
            slots.iter().map(judge).collect()
        };
        let mut judged = judged.into_iter();
        slots.retain(|slot| {
            let now = judged.next().expect("one for each");
            let before = std::mem::replace(&mut self.links[*slot as usize], now);
            self.set_aside += usize::from(now.support == Support::SetAside);
            self.set_aside -= usize::from(before.support == Support::SetAside);
            before != now
        });
        slots
    }
}

/// What evidence reads of a source.
fn source_face(source: Option<&Source>) -> Option<impl PartialEq> {
    source.map(|source| {
        (
            source.role,
            source.reliability,
            source.published,
            source.publisher.clone(),
            source.authors.clone(),
            source.derived_from.clone(),
        )
    })
}
