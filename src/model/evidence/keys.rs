//! Whose word a claim is: the keys by which independence is counted.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::model::names::{all_names, fold};
use crate::model::{Document, Entity, Str, Vocabulary};

/// Whose word it is, as far as independence goes. Two claims that share a key are one voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VoiceKey {
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

/// The keys of entities, and of the names that claims and sources use. Numbers of names and countries are never given again,
/// so that a key stays the same through edits.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    /// The key of each entity, by slot; [`VoiceKey::Unknown`] where there is none.
    entities: Vec<VoiceKey>,
    /// The folded names that claims and sources use, each with its number.
    numbers: FxHashMap<Str, u32>,
    /// By number: the slots of the entities of that name or alias, in order of their ids.
    bearers: Vec<Vec<u32>>,
    countries: Countries,
    everyone: Everyone,
}

/// What a part of the entities has.
#[derive(Default)]
struct Met<'a> {
    names: Vec<(u64, u32)>,
    countries: Vec<(u32, &'a Str)>,
    claimed: FxHashSet<&'a str>,
}

impl Named {
    /// The keys of a document's entities, and the names of those who speak of them.
    pub(super) fn of(document: &Document, words: &Vocabulary) -> Self {
        let entities = document.entities();
        let meet = |slots: &[u32]| {
            let mut met = Met::default();
            for &slot in slots {
                let entity = entities.at(slot).expect("the order has records only");
                let hashes = all_names(entity).map(hash_folded);
                met.names.extend(hashes.map(|hash| (hash, slot)));
                if speaks_for_country(words, entity) {
                    met.countries.push((slot, &entity.country));
                }
                let claimed = entity.claims.iter().map(|claim| &claim.speaker_name);
                met.claimed.extend(claimed.map(Str::as_str));
            }
            met
        };
        let met: Vec<Met> = entities.order().par_chunks(4096).map(meet).collect();
        let mut named = Self {
            entities: vec![VoiceKey::Unknown; entities.slot_count()],
            everyone: Everyone::of(&met),
            ..Self::default()
        };
        for &slot in entities.order() {
            named.entities[slot as usize] = VoiceKey::Entity(slot);
        }
        for (slot, country) in met.iter().flat_map(|met| &met.countries) {
            named.entities[*slot as usize] = VoiceKey::Country(named.countries.number(country));
        }
        for name in met.iter().flat_map(|met| &met.claimed) {
            named.learn_name(document, &fold(name));
        }
        named
    }

    /// Whether a claim or source uses this folded name.
    pub(super) fn uses(&self, folded: &str) -> bool {
        self.numbers.contains_key(folded)
    }

    /// The number of a folded name that a claim or source uses.
    pub(super) fn number(&self, folded: &str) -> Option<u32> {
        self.numbers.get(folded).copied()
    }

    /// How many names there are.
    pub(super) fn count(&self) -> usize {
        self.bearers.len()
    }

    /// The names with their numbers.
    pub(super) fn names(&self) -> impl Iterator<Item = (&Str, u32)> {
        self.numbers.iter().map(|(name, number)| (name, *number))
    }

    /// Notes that a claim or source uses this folded name; its number. The empty name is nobody's and has none that counts.
    pub(super) fn learn_name(&mut self, document: &Document, folded: &str) -> u32 {
        if folded.is_empty() {
            return Self::NO_NAME;
        }
        if let Some(number) = self.number(folded) {
            return number;
        }
        let number = u32::try_from(self.bearers.len()).expect("fewer names than bytes");
        self.numbers.insert(folded.into(), number);
        self.bearers.push(self.bearers(document, folded));
        number
    }

    /// The number of the empty name.
    const NO_NAME: u32 = u32::MAX / 2;

    /// The entities of this folded name or alias, in order of their ids.
    pub(super) fn bearers(&self, document: &Document, folded: &str) -> Vec<u32> {
        self.everyone.named(document, folded)
    }

    /// Notes the key and the names of the entity in `slot`, which changed. To be told before new names are learnt.
    pub(super) fn learn_entity(&mut self, document: &Document, words: &Vocabulary, slot: u32) {
        let count = document.entities().slot_count();
        self.entities.resize(count, VoiceKey::Unknown);
        self.entities[slot as usize] = match document.entities().at(slot) {
            None => VoiceKey::Unknown,
            Some(entity) => {
                self.everyone.add(slot, entity);
                if speaks_for_country(words, entity) {
                    VoiceKey::Country(self.countries.number(&entity.country))
                } else {
                    VoiceKey::Entity(slot)
                }
            }
        };
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
    pub(super) fn entity_key(&self, slot: u32) -> VoiceKey {
        let key = self.entities.get(slot as usize);
        key.copied().unwrap_or(VoiceKey::Unknown)
    }

    /// *A name is folded; where it is the folded name or alias of entities on the chart, it is those entities.* Appends the
    /// keys of a name, by its number.
    pub(super) fn push_name_keys(&self, number: u32, keys: &mut Vec<VoiceKey>) {
        let bearers = self.bearers.get(number as usize);
        let bearers = bearers.map_or(&[][..], Vec::as_slice);
        // Whom a name that so many bear means cannot be told; it stands for itself.
        if bearers.len() > MOST_BEARERS {
            push_new(keys, VoiceKey::Name(number));
            return;
        }
        for slot in bearers {
            push_new(keys, self.entity_key(*slot));
        }
        if bearers.is_empty() && number != Self::NO_NAME {
            push_new(keys, VoiceKey::Name(number));
        }
    }
}

/// A name that more entities bear tells nobody apart.
const MOST_BEARERS: usize = 1_000;

fn speaks_for_country(words: &Vocabulary, entity: &Entity) -> bool {
    !entity.country.is_empty() && words.entity_base(entity.kind_id()).speaks_for_country()
}

/// Countries as entities state them, each with its number. Those that differ only in case have one.
#[derive(Clone, Debug, Default)]
struct Countries {
    numbers: FxHashMap<Str, u32>,
    count: u32,
}

impl Countries {
    /// The number of a country, which it gets if it has none.
    fn number(&mut self, country: &Str) -> u32 {
        if let Some(number) = self.numbers.get(country) {
            return *number;
        }
        let plain = Str::from(country.trim().to_uppercase());
        let number = *self.numbers.entry(plain).or_insert_with(|| {
            self.count += 1;
            self.count
        });
        self.numbers.insert(country.clone(), number);
        number
    }
}

/// The entities by the hashes of their folded names. Has at least those that bear a name now: whoever asks looks.
#[derive(Clone, Debug, Default)]
struct Everyone {
    /// Each hash once, with the place in `rows` where its chain begins. A table with a row for each bearer would take time
    /// by the square where a million entities have one name.
    firsts: HashTable<(u64, u32)>,
    /// Slots, each with the place of the next of the same hash.
    rows: Vec<(u32, u32)>,
}

/// The end of a chain.
const NO_ROW: u32 = u32::MAX;

impl Everyone {
    fn of(met: &[Met]) -> Self {
        let count = met.iter().map(|met| met.names.len()).sum();
        let mut everyone = Self {
            firsts: HashTable::with_capacity(count),
            rows: Vec::with_capacity(count),
        };
        for &(hash, slot) in met.iter().flat_map(|met| &met.names) {
            everyone.put(hash, slot);
        }
        everyone
    }

    fn put(&mut self, hash: u64, slot: u32) {
        let place = self.rows.len() as u32;
        let entry = self.firsts.entry(hash, |row| row.0 == hash, |row| row.0);
        let mut first = entry.or_insert((hash, NO_ROW));
        let next = std::mem::replace(&mut first.get_mut().1, place);
        self.rows.push((slot, next));
    }

    /// The slots of a hash.
    fn slots(&self, hash: u64) -> impl Iterator<Item = u32> + '_ {
        let first = self.firsts.find(hash, |row| row.0 == hash);
        let row = |place: u32| self.rows.get(place as usize).copied();
        let rows = std::iter::successors(
            first.and_then(|(_, place)| row(*place)),
            move |(_, next)| row(*next),
        );
        rows.map(|(slot, _)| slot)
    }

    fn add(&mut self, slot: u32, entity: &Entity) {
        for hash in all_names(entity).map(hash_folded) {
            if !self.slots(hash).any(|have| have == slot) {
                self.put(hash, slot);
            }
        }
    }

    /// The entities of this folded name, in order of their ids.
    fn named(&self, document: &Document, folded: &str) -> Vec<u32> {
        let hash = FxBuildHasher.hash_one(folded);
        let slots = self.slots(hash);
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
