//! Whose word a claim is: the keys by which independence is counted.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::names::{all_names, fold};
use crate::model::{Claim, Document, Str, Vocabulary};

/// Whose word it is, as far as independence goes. Two claims that share a key are one voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Not known whose: all these are one.
    Unknown,
    /// A state, and every state or agency of that country: an interned country.
    Country(u32),
    /// An entity, by slot.
    Entity(u32),
    /// A name that no entity has: an interned folded name.
    Name(u32),
    /// A source that names nobody, by slot.
    Source(u32),
}

/// Interned names, and the entities that bear them. Grows only, so that a key stays the same through edits.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    interned: FxHashMap<Str, u32>,
    /// Folded names that claims and sources use, with the slots of the entities of that name or alias.
    bearers: FxHashMap<Str, Vec<u32>>,
    /// Speakers and authors that are no entities: one that comes to be is a new key.
    unknown: FxHashSet<Str>,
}

impl Named {
    /// The names that a document's claims and sources use, and the countries of its entities.
    pub(super) fn of(document: &Document) -> Self {
        let mut named = Self::default();
        let countries = document.entities().iter().map(|entity| &entity.country);
        let distinct: FxHashSet<&Str> = countries.filter(|c| !c.is_empty()).collect();
        let mut names: Vec<Str> = distinct.into_iter().map(|c| country_name(c)).collect();
        names.sort_unstable();
        for name in names {
            named.intern(name);
        }
        named.note_unknown(
            document,
            document.links().iter().flat_map(|link| &link.claims),
        );
        for entity in document.entities().iter() {
            named.note_unknown(document, &entity.claims);
        }
        let authors = document.sources().iter().flat_map(|source| &source.authors);
        let unknown = authors.filter(|id| document.entities().get(id).is_none());
        named.unknown.extend(unknown.cloned());
        let publishers = document
            .sources()
            .iter()
            .filter(|source| source.authors.is_empty())
            .map(|source| &source.publisher);
        let speakers = document
            .links()
            .iter()
            .flat_map(|link| &link.claims)
            .map(|claim| &claim.speaker_name);
        let mut fresh = Vec::new();
        for name in publishers.chain(speakers).filter(|name| !name.is_empty()) {
            let folded = fold(name);
            if !folded.is_empty() && !named.bearers.contains_key(folded.as_ref()) {
                named.bearers.insert(folded.as_ref().into(), Vec::new());
                fresh.push(Str::from(folded.as_ref()));
            }
        }
        for name in fresh {
            named.intern(name);
        }
        named.find_bearers(document);
        named
    }

    /// Notes the speakers of claims that are no entities.
    pub(super) fn note_unknown<'a>(
        &mut self,
        document: &Document,
        claims: impl IntoIterator<Item = &'a Claim>,
    ) {
        for speaker in claims.into_iter().flat_map(|claim| &claim.speakers) {
            if document.entities().get(speaker).is_none() {
                self.unknown.insert(speaker.clone());
            }
        }
    }

    /// Whether a claim or source names an entity with this id that was not there.
    pub(super) fn misses(&self, id: &Str) -> bool {
        self.unknown.contains(id)
    }

    /// Whether a claim or source uses this folded name.
    pub(super) fn uses(&self, folded: &str) -> bool {
        self.bearers.contains_key(folded)
    }

    /// Interns the folded `name` if it is new.
    pub(super) fn add(&mut self, document: &Document, name: &str) {
        if name.is_empty() || self.bearers.contains_key(name) {
            return;
        }
        self.intern(name.into());
        let bears = |slot: u32| {
            let entity = document.entities().at(slot);
            entity.is_some_and(|entity| all_names(entity).any(|have| fold(have) == name))
        };
        let bearers = document
            .entities()
            .order()
            .iter()
            .copied()
            .filter(|slot| bears(*slot));
        self.bearers.insert(name.into(), bearers.collect());
    }

    fn find_bearers(&mut self, document: &Document) {
        if self.bearers.is_empty() {
            return;
        }
        for (slot, entity) in document.entities().iter_slots() {
            for name in all_names(entity) {
                if let Some(bearers) = self.bearers.get_mut(fold(name).as_ref())
                    && !bearers.contains(&slot)
                {
                    bearers.push(slot);
                }
            }
        }
    }

    fn intern(&mut self, name: Str) {
        let next = u32::try_from(self.interned.len()).expect("fewer names than bytes");
        self.interned.entry(name).or_insert(next);
    }

    fn id_of(&self, name: &str) -> Option<u32> {
        self.interned.get(name).copied()
    }

    /// The key of the entity in `slot`: a state or agency with a country is that country.
    pub(super) fn entity_key(&self, document: &Document, words: &Vocabulary, slot: u32) -> Key {
        let Some(entity) = document.entities().at(slot) else {
            return Key::Unknown;
        };
        if !entity.country.is_empty() && words.entity_base(entity.kind_id()).speaks_for_country() {
            let country = country_name(&entity.country);
            return self.id_of(&country).map_or(Key::Unknown, Key::Country);
        }
        Key::Entity(slot)
    }

    /// *A name is folded; where it is the folded name or alias of entities on the chart, it is those entities.* Appends
    /// its keys.
    pub(super) fn push_name_keys(
        &self,
        document: &Document,
        words: &Vocabulary,
        folded: &str,
        keys: &mut Vec<Key>,
    ) {
        match self.bearers.get(folded) {
            Some(bearers) if !bearers.is_empty() => {
                for &slot in bearers {
                    push_new(keys, self.entity_key(document, words, slot));
                }
            }
            _ => push_new(keys, self.id_of(folded).map_or(Key::Unknown, Key::Name)),
        }
    }
}

/// Countries and names share one table; a country cannot be mistaken for a name, which never starts with U+0000.
fn country_name(country: &str) -> Str {
    format!("\0{}", country.trim().to_uppercase()).into()
}

/// Appends `item` if the list does not have it.
pub(super) fn push_new<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}
