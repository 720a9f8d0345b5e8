//! Whose word a claim is: the keys by which independence is counted.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::model::names::{all_names, fold};
use crate::model::{Document, Entity, Str, Vocabulary};

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
    /// The folded names that claims and sources use, each with its number.
    numbers: FxHashMap<Str, u32>,
    /// By number: the slots of the entities of that name or alias, in order of their ids.
    bearers: Vec<Vec<u32>>,
    countries: Countries,
    /// Every name on the chart; made when first a claim or source uses a new one.
    everyone: Option<Everyone>,
}

impl Named {
    /// These names, as claims and sources write them, and the countries of a document's entities.
    pub(super) fn of(
        document: &Document,
        names: &FxHashSet<&str>,
        countries: &FxHashSet<&Str>,
    ) -> Self {
        let mut named = Self::default();
        let mut countries: Vec<&&Str> = countries.iter().collect();
        countries.sort_unstable();
        countries.into_iter().for_each(|c| named.countries.learn(c));
        let mut folded: Vec<_> = names.iter().map(|name| fold(name)).collect();
        folded.sort_unstable();
        for name in folded.iter().filter(|name| !name.is_empty()) {
            named.number(name);
        }
        named.find_bearers(document);
        named
    }

    /// The number of a folded name, which it gets if it has none.
    fn number(&mut self, name: &str) -> usize {
        if let Some(number) = self.numbers.get(name) {
            return *number as usize;
        }
        let next = self.bearers.len();
        let number = u32::try_from(next).expect("fewer names than bytes");
        self.numbers.insert(name.into(), number);
        self.bearers.push(Vec::new());
        next
    }

    fn find_bearers(&mut self, document: &Document) {
        if self.numbers.is_empty() {
            return;
        }
        let numbers = &self.numbers;
        let borne = |slot: &u32| {
            let names = document.entities().at(*slot).into_iter();
            let names = names.flat_map(|entity| all_names(entity));
            let numbers = names.filter_map(|name| numbers.get(fold(name).as_ref()));
            let pairs = numbers.map(|number| (*number, *slot));
            pairs.collect::<Vec<_>>()
        };
        let order = document.entities().order();
        let found: Vec<Vec<(u32, u32)>> = order
            .par_chunks(4096)
            .map(|slots| slots.iter().flat_map(borne).collect())
            .collect();
        for (number, slot) in found.into_iter().flatten() {
            let bearers = &mut self.bearers[number as usize];
            if bearers.last() != Some(&slot) {
                bearers.push(slot);
            }
        }
    }

    /// Whether a claim or source uses this folded name.
    pub(super) fn uses(&self, folded: &str) -> bool {
        self.numbers.contains_key(folded)
    }

    /// Notes that a claim or source uses this folded name.
    pub(super) fn learn_name(&mut self, document: &Document, folded: &str) {
        if folded.is_empty() || self.uses(folded) {
            return;
        }
        let everyone = self
            .everyone
            .get_or_insert_with(|| Everyone::of(document))
            .named(document, folded);
        let number = self.number(folded);
        self.bearers[number] = everyone;
    }

    /// Notes the country and the names of the entity in `slot`, which changed. To be told before new names are learnt.
    pub(super) fn learn_entity(&mut self, document: &Document, slot: u32) {
        if let Some(entity) = document.entities().at(slot) {
            self.countries.learn(&entity.country);
            if let Some(everyone) = &mut self.everyone {
                everyone.add(slot, entity);
            }
        }
    }

    /// Notes whether the entity in `slot`, which changed, bears this folded name now.
    pub(super) fn learn_bearer(&mut self, document: &Document, slot: u32, name: &str) {
        let Some(number) = self.numbers.get(name) else {
            return;
        };
        let bearers = &mut self.bearers[*number as usize];
        let id = |slot: u32| document.entities().id_at(slot);
        let at = bearers.partition_point(|have| id(*have) < id(slot));
        let was = bearers.get(at) == Some(&slot);
        let entity = document.entities().at(slot);
        match entity.is_some_and(|entity| bears(entity, name)) {
            true if !was => bearers.insert(at, slot),
            false if was => drop(bearers.remove(at)),
            _ => {}
        }
    }

    /// The key of the entity in `slot`: a state or agency with a country is that country.
    pub(super) fn entity_key(&self, document: &Document, words: &Vocabulary, slot: u32) -> Key {
        let Some(entity) = document.entities().at(slot) else {
            return Key::Unknown;
        };
        if !entity.country.is_empty() && words.entity_base(entity.kind_id()).speaks_for_country() {
            let country = self.countries.number(&entity.country);
            return country.map_or(Key::Unknown, Key::Country);
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
        let Some(number) = self.numbers.get(folded) else {
            push_new(keys, Key::Unknown);
            return;
        };
        let bearers = &self.bearers[*number as usize];
        if bearers.is_empty() {
            push_new(keys, Key::Name(*number));
        }
        for &slot in bearers {
            push_new(keys, self.entity_key(document, words, slot));
        }
    }
}

/// Countries as entities state them, each with its number. Those that differ only in case have one.
#[derive(Clone, Debug, Default)]
struct Countries {
    numbers: FxHashMap<Str, u32>,
    count: u32,
}

impl Countries {
    fn learn(&mut self, country: &Str) {
        if country.is_empty() || self.numbers.contains_key(country) {
            return;
        }
        let plain = Str::from(country.trim().to_uppercase());
        let number = *self.numbers.entry(plain).or_insert_with(|| {
            self.count += 1;
            self.count
        });
        self.numbers.insert(country.clone(), number);
    }

    fn number(&self, country: &Str) -> Option<u32> {
        self.numbers.get(country).copied()
    }
}

/// The entities by the hashes of their folded names. Has at least those that bear a name now: whoever asks looks.
#[derive(Clone, Debug, Default)]
struct Everyone(HashTable<(u64, u32)>);

impl Everyone {
    fn of(document: &Document) -> Self {
        let entities = document.entities();
        let hashes = |slot: &u32| {
            let entity = entities.at(*slot).into_iter();
            let hashes = entity.flat_map(|entity| all_names(entity).map(hash_folded));
            hashes.map(|hash| (hash, *slot)).collect::<Vec<_>>()
        };
        let found: Vec<Vec<(u64, u32)>> = entities
            .order()
            .par_chunks(4096)
            .map(|slots| slots.iter().flat_map(hashes).collect())
            .collect();
        let mut table = HashTable::with_capacity(entities.len());
        for row in found.into_iter().flatten() {
            table.insert_unique(row.0, row, |(hash, _)| *hash);
        }
        Self(table)
    }

    fn add(&mut self, slot: u32, entity: &Entity) {
        for hash in all_names(entity).map(hash_folded) {
            let entry = self.0.entry(hash, |row| *row == (hash, slot), |row| row.0);
            entry.or_insert((hash, slot));
        }
    }

    /// The entities of this folded name, in order of their ids.
    fn named(&self, document: &Document, folded: &str) -> Vec<u32> {
        let hash = FxBuildHasher.hash_one(folded);
        let slots = self.0.iter_hash(hash).map(|(_, slot)| *slot);
        let bears = |slot: &u32| {
            let entity = document.entities().at(*slot);
            entity.is_some_and(|entity| bears(entity, folded))
        };
        let mut slots: Vec<u32> = slots.filter(bears).collect();
        slots.sort_unstable_by_key(|slot| document.entities().id_at(*slot));
        slots.dedup();
        slots
    }
}

fn hash_folded(name: &str) -> u64 {
    FxBuildHasher.hash_one(fold(name).as_ref())
}

fn bears(entity: &Entity, folded: &str) -> bool {
    all_names(entity).any(|name| fold(name) == folded)
}

/// Appends `item` if the list does not have it.
pub(super) fn push_new<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}
