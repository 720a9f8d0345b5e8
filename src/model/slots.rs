//! A table of records in order of id, each with a slot: a small number that stays its own until the next load.

use std::sync::Arc;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

use super::Str;

/// Anything that a table holds.
pub trait Record {
    /// The id, unique in the table.
    fn id(&self) -> &Str;
}

/// Records by slot and by id. Cloning copies pointers, not records.
///
/// Invariants: `order` holds exactly the slots that have a record, sorted by id (bytes); `index` finds every slot by its
/// id, also one whose record is gone, so that a record that comes back (undo) has its old slot again.
#[derive(Clone, Debug)]
pub struct Table<R> {
    slots: Vec<Slot<R>>,
    order: Vec<u32>,
    index: HashTable<u32>,
}

#[derive(Debug)]
struct Slot<R> {
    id: Str,
    record: Option<Arc<R>>,
}

// By hand: a derived Clone would ask for `R: Clone`.
impl<R> Clone for Slot<R> {
    fn clone(&self) -> Self {
        Self {
            id: self.id.clone(),
            record: self.record.clone(),
        }
    }
}

impl<R> Default for Table<R> {
    fn default() -> Self {
        Self {
            slots: Vec::new(),
            order: Vec::new(),
            index: HashTable::new(),
        }
    }
}

impl<R: Record + PartialEq> PartialEq for Table<R> {
    /// Tables are equal when they hold equal records; slots do not matter.
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other.iter()).all(|(a, b)| a == b)
    }
}

fn hash(id: &str) -> u64 {
    FxBuildHasher.hash_one(id)
}

impl<R: Record> Table<R> {
    /// A table of `records`, which need not be sorted. Of records with the same id the first stays; the places of the
    /// others in `records` are returned beside the table.
    pub fn from_records(records: Vec<Arc<R>>) -> (Self, Vec<usize>) {
        let mut table = Self {
            slots: Vec::with_capacity(records.len()),
            order: Vec::with_capacity(records.len()),
            index: HashTable::with_capacity(records.len()),
        };
        let mut repeated = Vec::new();
        for (at, record) in records.into_iter().enumerate() {
            if table.slot_of(record.id()).is_some() {
                repeated.push(at);
            } else {
                table.push_slot(record);
            }
        }
        let slots = &table.slots;
        let id = |slot: &u32| slots[*slot as usize].id.as_str();
        if !table.order.is_sorted_by(|a, b| id(a) <= id(b)) {
            table.order.sort_unstable_by(|a, b| id(a).cmp(id(b)));
        }
        (table, repeated)
    }

    fn push_slot(&mut self, record: Arc<R>) -> u32 {
        let slot =
            u32::try_from(self.slots.len()).expect("fewer than four thousand million records");
        let id = record.id().clone();
        let Self { slots, index, .. } = self;
        index.insert_unique(hash(&id), slot, |s| hash(&slots[*s as usize].id));
        slots.push(Slot {
            id,
            record: Some(record),
        });
        self.order.push(slot);
        slot
    }

    /// Puts `record` in the place of the one with its id, or adds it. Returns its slot and what stood there.
    pub fn put(&mut self, record: Arc<R>) -> (u32, Option<Arc<R>>) {
        if let Some(slot) = self.any_slot_of(record.id()) {
            let old = self.slots[slot as usize].record.replace(record);
            if old.is_none() {
                self.enter(slot);
            }
            return (slot, old);
        }
        let slot = self.push_slot(record);
        self.order.pop();
        self.enter(slot);
        (slot, None)
    }

    fn enter(&mut self, slot: u32) {
        let id = &self.slots[slot as usize].id;
        let at = self
            .order
            .partition_point(|s| self.slots[*s as usize].id < *id);
        self.order.insert(at, slot);
    }

    /// Takes the record with `id` out. Its slot stays reserved for it.
    pub fn take(&mut self, id: &str) -> Option<(u32, Arc<R>)> {
        let slot = self.slot_of(id)?;
        let old = self.slots[slot as usize].record.take()?;
        let at = self
            .order
            .partition_point(|s| self.slots[*s as usize].id.as_str() < id);
        self.order.remove(at);
        Some((slot, old))
    }

    /// The slot of the record with `id`.
    pub fn slot_of(&self, id: &str) -> Option<u32> {
        self.any_slot_of(id)
            .filter(|slot| self.slots[*slot as usize].record.is_some())
    }

    fn any_slot_of(&self, id: &str) -> Option<u32> {
        self.index
            .find(hash(id), |slot| self.slots[*slot as usize].id == id)
            .copied()
    }

    /// The record with `id`.
    pub fn get(&self, id: &str) -> Option<&Arc<R>> {
        self.at(self.slot_of(id)?)
    }

    /// The record in `slot`, if there is one now.
    pub fn at(&self, slot: u32) -> Option<&Arc<R>> {
        self.slots.get(slot as usize)?.record.as_ref()
    }

    /// The id that `slot` belongs to, also while its record is gone.
    pub fn id_at(&self, slot: u32) -> Option<&Str> {
        self.slots.get(slot as usize).map(|slot| &slot.id)
    }

    /// The records in order of id.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Arc<R>> {
        self.iter_slots().map(|(_, record)| record)
    }

    /// The records in order of id, each with its slot.
    pub fn iter_slots(&self) -> impl ExactSizeIterator<Item = (u32, &Arc<R>)> {
        self.order.iter().map(|slot| {
            let record = self.slots[*slot as usize].record.as_ref();
            (*slot, record.expect("every slot in the order has a record"))
        })
    }

    /// The slots in use, in order of id.
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// True without records.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// One more than the greatest slot: the length of a column by slot.
    pub fn slot_count(&self) -> usize {
        self.slots.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[derive(Clone, Debug, PartialEq)]
    struct Item(Str, u8);
    impl Record for Item {
        fn id(&self) -> &Str {
            &self.0
        }
    }

    proptest! {
        #[test]
        fn behaves_like_an_ordered_map_with_lasting_slots(steps in prop::collection::vec(("[a-d]{1,2}", any::<Option<u8>>()), 0..60)) {
            let mut table = Table::<Item>::default();
            let mut oracle = BTreeMap::new();
            let mut slots = BTreeMap::new();
            for (id, value) in steps {
                match value {
                    Some(value) => {
                        let (slot, old) = table.put(Arc::new(Item(id.clone().into(), value)));
                        prop_assert_eq!(old.map(|item| item.1), oracle.insert(id.clone(), value));
                        prop_assert_eq!(*slots.entry(id).or_insert(slot), slot);
                    }
                    None => {
                        let old = table.take(&id);
                        prop_assert_eq!(old.map(|(_, item)| item.1), oracle.remove(&id));
                    }
                }
                let have: Vec<_> = table.iter().map(|item| (item.0.to_string(), item.1)).collect();
                let want: Vec<_> = oracle.clone().into_iter().collect();
                prop_assert_eq!(have, want);
            }
        }
    }

    #[test]
    fn the_first_of_repeated_ids_counts() {
        let item = |id: &str, value| Item(id.into(), value);
        let (table, repeated) = Table::from_records(
            [item("b", 1), item("a", 2), item("b", 3)]
                .map(Arc::new)
                .into(),
        );
        assert_eq!(repeated, [2]);
        assert_eq!(table.get("b").unwrap().1, 1);
        assert_eq!(table.order(), [1, 0]);
    }
}
