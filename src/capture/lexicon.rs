//! The names and verbs that a line can use: those of the dataset, ready to be looked up.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::names::{all_names, fold};
use crate::model::{
    CustomKind, Document, Entity, LikelihoodScale, LinkKind, LinkKindInfo, Record, Str, Vocabulary,
};

/// What a dataset's lines are read with. [`Lexicon::refresh`] brings it up to date in one pass over the entities, without
/// touching those that have not changed.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// The record that each slot's names come from.
    records: Vec<Option<Arc<Entity>>>,
    /// Folded name, alias or id → the slots that bear it, each once.
    names: FxHashMap<Str, Vec<u32>>,
    /// Telling word of a folded name or alias → the slots in whose names it is, each once.
    words: FxHashMap<Str, Vec<u32>>,
    /// First word of folded names → the most blanks in a name that begins so.
    starts: FxHashMap<Str, usize>,
    /// The first letters of folded names: where a text begins otherwise, no name need be looked for.
    openings: FxHashSet<Str>,
    kinds: Vec<Arc<CustomKind>>,
    vocabulary: Vocabulary,
    verbs: Vec<Spelling>,
    likelihood: Option<LikelihoodScale>,
    is_ready: bool,
}

/// One way to write a link kind.
#[derive(Clone, Debug)]
pub(super) struct Spelling {
    /// As the vocabulary has it.
    pub text: Str,
    /// The link kind.
    pub kind: Str,
    /// Whether it is the inverse label.
    pub inverse: bool,
}

impl Lexicon {
    /// The lexicon of a document.
    pub fn of(document: &Document) -> Self {
        let mut lexicon = Self::default();
        lexicon.refresh(document);
        lexicon
    }

    /// Brings it up to date.
    pub fn refresh(&mut self, document: &Document) {
        let grading = document.meta().grading.as_ref();
        self.likelihood = grading.and_then(|grading| grading.likelihood);
        let same = self.kinds.len() == document.kinds().len()
            && self
                .kinds
                .iter()
                .zip(document.kinds())
                .all(|(a, b)| Arc::ptr_eq(a, b));
        if !same || !self.is_ready {
            self.kinds = document.kinds().to_vec();
            self.vocabulary = document.vocabulary();
            self.verbs = spellings(&self.vocabulary);
            self.is_ready = true;
        }
        self.records.resize(document.entities().slot_count(), None);
        let entities = document.entities();
        let changed = (0..self.records.len() as u32)
            .into_par_iter()
            .with_min_len(4096);
        let changed: Vec<(u32, Vec<Str>)> = changed
            .filter(|slot| {
                let (have, now) = (&self.records[*slot as usize], entities.at(*slot));
                have.as_ref().map(Arc::as_ptr) != now.map(Arc::as_ptr)
            })
            .map(|slot| {
                (
                    slot,
                    entities
                        .at(slot)
                        .map_or_else(Vec::new, |entity| names_of(entity)),
                )
            })
            .collect();
        for (slot, names) in changed {
            self.replace(slot, entities.at(slot).cloned(), names);
        }
    }

    fn replace(&mut self, slot: u32, now: Option<Arc<Entity>>, names: Vec<Str>) {
        if let Some(old) = self.records[slot as usize].take() {
            for name in names_of(&old) {
                forget(&mut self.names, &name, slot);
            }
            for word in words_of(&old) {
                forget(&mut self.words, &word, slot);
            }
        }
        for word in now.iter().flat_map(|entity| words_of(entity)) {
            self.words.entry(word).or_default().push(slot);
        }
        for name in names {
            let blanks = name.matches(' ').count();
            let most = self.starts.entry(first_word(&name).into()).or_default();
            *most = (*most).max(blanks);
            self.openings.insert(opening(&name).into());
            let slots = self.names.entry(name).or_default();
            if !slots.contains(&slot) {
                slots.push(slot);
            }
        }
        self.records[slot as usize] = now;
    }

    /// The vocabulary of the dataset.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The entities that this is a name, alias or id of.
    pub fn bearers(&self, name: &str) -> &[u32] {
        self.names
            .get(fold(name).as_ref())
            .map_or(&[], Vec::as_slice)
    }

    /// The entities in whose names or aliases this text is a word: none where it has several words, or is one that says
    /// what things are (*bank*, *ministry*, *Ltd*) and not which.
    pub fn with_word(&self, word: &str) -> &[u32] {
        self.words
            .get(fold(word).as_ref())
            .map_or(&[], Vec::as_slice)
    }

    /// How a line names this entity alone: by its name, else its id, else another name; without the quotes that it may
    /// need. `None` where each of them means another one, too.
    pub fn designation(&self, document: &Document, slot: u32) -> Option<String> {
        let entity = document.entities().at(slot)?;
        let names = entity.names.iter().map(|name| &name.text);
        let all = [&entity.name, &entity.id].into_iter().chain(names);
        let mut alone = all.filter(|name| !name.is_empty() && self.bearers(name) == [slot]);
        let words = alone.next()?.split_whitespace().collect::<Vec<_>>();
        Some(words.join(" "))
    }

    /// The length of the longest known name that `text` begins with and that may end there, bytes.
    pub(super) fn longest_name(
        &self,
        text: &str,
        may_end: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        if text.starts_with(char::is_whitespace) {
            return None;
        }
        let first = text.split_whitespace().next()?;
        let start = fold(first);
        let most = *self.starts.get(first_word(&start))?;
        // A name of fewer letters than an opening has is one itself.
        let letters = start.chars().count().min(OPENING);
        let opens = |count: usize| {
            let end = start
                .char_indices()
                .nth(count)
                .map_or(start.len(), |(at, _)| at);
            self.openings.contains(&start[..end])
        };
        if !(1..=letters).any(opens) && !start.is_empty() && letters == OPENING {
            return None;
        }
        let mut blanks = 0;
        let mut in_blank = false;
        let mut ends = Vec::new();
        for (at, c) in text.char_indices().take_while(|(at, _)| *at < LONGEST_NAME) {
            let blank = c.is_whitespace();
            if blank && !in_blank {
                blanks += 1;
                if blanks > most + 1 {
                    break;
                }
            }
            in_blank = blank;
            let end = at + c.len_utf8();
            if !blank && may_end(end) {
                ends.push(end);
            }
        }
        let known = |end: &usize| self.names.contains_key(fold(&text[..*end]).as_ref());
        ends.into_iter().rev().find(known)
    }

    /// Every way to write a link kind: id, label, inverse label; built-in kinds first.
    pub(super) fn verbs(&self) -> &[Spelling] {
        &self.verbs
    }

    /// The entity kind of this id, label or part of a label such as *organisation or process*, in any case.
    pub fn entity_kind(&self, text: &str) -> Option<Str> {
        let wanted = fold(text);
        let kinds = self.vocabulary.entity_kinds();
        let by = |says: &dyn Fn(&crate::model::EntityKindInfo) -> bool| {
            kinds
                .iter()
                .find(|kind| says(kind))
                .map(|kind| kind.id.clone())
        };
        let is_part = |label: &str| fold(label).split(" or ").any(|part| part == wanted);
        by(&|kind| fold(&kind.id) == wanted)
            .or_else(|| by(&|kind| fold(&kind.label) == wanted))
            .or_else(|| by(&|kind| is_part(&kind.label)))
    }

    /// How a line writes an entity kind: by its label in small letters, or the first part of that, as it is shown; else by
    /// its ID.
    pub fn kind_spelling(&self, id: &str) -> String {
        let label = self.vocabulary.entity_kind(id).label.to_lowercase();
        let label = label.split(" or ").next().unwrap_or_default().to_owned();
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-');
        let reads_back = self.entity_kind(&label).is_some_and(|kind| kind == id);
        match reads_back && label.chars().all(is_plain) {
            true => label,
            false => id.to_owned(),
        }
    }

    /// The scale in which a likelihood without a prefix is read.
    pub(super) fn likelihood_scale(&self) -> Option<LikelihoodScale> {
        self.likelihood
    }
}

/// How many letters an opening has.
const OPENING: usize = 4;
/// Names longer than this, in bytes, are found in quotes only.
const LONGEST_NAME: usize = 400;

/// The first letters of a folded name.
fn opening(folded: &str) -> &str {
    let end = folded.char_indices().nth(OPENING);
    &folded[..end.map_or(folded.len(), |(at, _)| at)]
}

/// The names, aliases and the id of an entity, folded.
fn names_of(entity: &Entity) -> Vec<Str> {
    let names = all_names(entity).chain([entity.id().as_str()]);
    let mut folded: Vec<Str> = names.map(|name| fold(name).as_ref().into()).collect();
    folded.retain(|name| !name.is_empty());
    folded.sort_unstable();
    folded.dedup();
    folded
}

/// The words of an entity's names that may be typed for it, each once.
fn words_of(entity: &Entity) -> Vec<Str> {
    let mut words: Vec<Str> = Vec::new();
    for name in all_names(entity) {
        let folded = fold(name);
        let parts = folded.split(|c: char| !(c.is_alphanumeric() || c == '\''));
        words.extend(parts.filter(|word| is_telling(word)).map(Str::from));
    }
    words.sort_unstable();
    words.dedup();
    words
}

/// Whether a word says which one is meant, and not only what sort of thing it is.
fn is_telling(word: &str) -> bool {
    const SHORTEST: usize = 3;
    const TOLD_BY_MANY: &str = "
        the and for
        act agency association authority bank board bureau capital code committee commission company corporation council
        court department directorate division embassy federal foundation fund general global government group holding
        holdings inc institute international investment investments jsc law limited llc llp ltd ministry national network
        office organisation organization ooo pao party plan pjs plc police process state trust university
    ";
    word.chars().count() >= SHORTEST
        && word.chars().any(char::is_alphabetic)
        && !TOLD_BY_MANY.split_whitespace().any(|known| known == word)
}

/// Takes a slot from those that bear a name.
fn forget(bearers: &mut FxHashMap<Str, Vec<u32>>, name: &Str, slot: u32) {
    if let Some(slots) = bearers.get_mut(name.as_str()) {
        slots.retain(|have| *have != slot);
        if slots.is_empty() {
            bearers.remove(name.as_str());
        }
    }
}

/// What a folded name is looked up by: its first letters and digits up to anything else.
fn first_word(folded: &str) -> &str {
    let end = folded.find(|c: char| !c.is_alphanumeric());
    &folded[..end.unwrap_or(folded.len())]
}

/// Of two kinds that share a spelling the one whose id it is comes first, then a built-in one, then the first by id.
fn spellings(vocabulary: &Vocabulary) -> Vec<Spelling> {
    let kinds: Vec<LinkKindInfo> = vocabulary.link_kinds();
    let ids = kinds.iter().map(|kind| (&kind.id, kind, false));
    let labels = kinds.iter().map(|kind| (&kind.label, kind, false));
    let inverses = kinds.iter().map(|kind| (&kind.inverse, kind, true));
    let mut all: Vec<Spelling> = Vec::new();
    let mut taken = FxHashSet::default();
    let former = kinds.iter().filter_map(|kind| {
        let former = LinkKind::from_word(&kind.id)?.former_inverse()?;
        Some((Str::from(former), kind))
    });
    let former: Vec<(Str, &LinkKindInfo)> = former.collect();
    let former = former.iter().map(|(text, kind)| (text, *kind, true));
    for (text, kind, inverse) in ids.chain(labels).chain(inverses).chain(former) {
        let spelling = fold(text).replace('-', " ");
        if !spelling.is_empty() && taken.insert(spelling) {
            all.push(Spelling {
                text: text.clone(),
                kind: kind.id.clone(),
                inverse,
            });
        }
    }
    all
}
