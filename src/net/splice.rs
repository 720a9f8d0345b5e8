//! How the rows of a list in order of id move when some go and others come.

use crate::model::{Record, Table};

/// Rows that go and rows that come. A column beside the list follows it without being made again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Splice {
    /// Old rows that go, ascending.
    gone: Vec<u32>,
    /// For each row that comes, ascending: the old row before which it comes; the number of old rows for the end.
    before: Vec<u32>,
    /// From which old row on, ascending, rows move by how much; modulo 2³².
    moves: Vec<(u32, u32)>,
}

impl Splice {
    /// How a list in order of id follows when the records in these slots of its table come or go; those that come in order
    /// of id. `slot_of` says which record an old row is of.
    pub fn of<R: Record, T>(
        table: &Table<R>,
        rows: &[T],
        slot_of: impl Fn(&T) -> u32,
        came: &[u32],
        went: &[u32],
    ) -> Self {
        let place = |slot: &u32| {
            let id = table.id_at(*slot);
            rows.partition_point(|row| table.id_at(slot_of(row)) < id) as u32
        };
        let mut gone: Vec<u32> = went.iter().map(place).collect();
        gone.sort_unstable();
        Self::new(gone, came.iter().map(place).collect())
    }

    /// The old rows in `gone` go, and rows come before the old rows in `before`; both ascending.
    pub fn new(gone: Vec<u32>, before: Vec<u32>) -> Self {
        let down = gone.iter().map(|row| (row + 1, 1u32.wrapping_neg()));
        let up = before.iter().map(|row| (*row, 1));
        let mut moves: Vec<(u32, u32)> = down.chain(up).collect();
        moves.sort_unstable_by_key(|(start, _)| *start);
        let mut sum = 0u32;
        for (_, by) in &mut moves {
            sum = sum.wrapping_add(*by);
            *by = sum;
        }
        Self {
            gone,
            before,
            moves,
        }
    }

    /// Whether every row stays where it is.
    pub fn is_empty(&self) -> bool {
        self.gone.is_empty() && self.before.is_empty()
    }

    /// The old rows that go, ascending.
    pub fn gone(&self) -> &[u32] {
        &self.gone
    }

    /// The rows that come, by their new numbers, ascending.
    pub fn came(&self) -> impl Iterator<Item = u32> + '_ {
        (0u32..).zip(&self.before).map(|(at, before)| {
            let gone = self.gone.partition_point(|row| row < before) as u32;
            before - gone + at
        })
    }

    /// The new number of an old row that stays; of one that goes it means nothing.
    #[inline]
    pub fn row(&self, old: u32) -> u32 {
        // Mostly one or two rows come or go: a few comparisons beat a search.
        if self.moves.len() <= 8 {
            let before = self.moves.iter().take_while(|(start, _)| *start <= old);
            return old.wrapping_add(before.last().map_or(0, |(_, by)| *by));
        }
        let moved = self.moves.partition_point(|(start, _)| *start <= old);
        match moved.checked_sub(1) {
            Some(at) => old.wrapping_add(self.moves[at].1),
            None => old,
        }
    }

    /// The new number of an old row, if it stays.
    pub fn stays(&self, old: u32) -> Option<u32> {
        let is_gone = match self.gone.len() {
            0..=8 => self.gone.contains(&old),
            _ => self.gone.binary_search(&old).is_ok(),
        };
        (!is_gone).then(|| self.row(old))
    }

    /// Lets a column follow. `make` gives what a row that comes holds, by its place among those.
    pub fn apply<T: Copy>(&self, column: &mut Vec<T>, make: impl Fn(usize) -> T) {
        let mut kept = self.gone.first().map_or(column.len(), |row| *row as usize);
        for (at, row) in self.gone.iter().enumerate() {
            let next = self
                .gone
                .get(at + 1)
                .map_or(column.len(), |row| *row as usize);
            column.copy_within(*row as usize + 1..next, kept);
            kept += next - *row as usize - 1;
        }
        column.truncate(kept);
        let came: Vec<u32> = self.came().collect();
        let Some(last) = came.len().checked_sub(1) else {
            return;
        };
        column.resize(kept + came.len(), make(last));
        let mut end = kept;
        for (at, row) in came.iter().enumerate().rev() {
            let row = *row as usize;
            column.copy_within(row - at..end, row + 1);
            column[row] = make(at);
            end = row - at;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn columns_and_numbers_follow_a_sorted_list(
            old in prop::collection::btree_set(0u32..60, 0..40),
            new in prop::collection::btree_set(0u32..60, 0..40),
        ) {
            let list: Vec<u32> = old.iter().copied().collect();
            let place = |id: &u32| list.partition_point(|have| have < id) as u32;
            let gone: Vec<u32> = old.difference(&new).map(place).collect();
            let came: BTreeSet<u32> = new.difference(&old).copied().collect();
            let splice = Splice::new(gone, came.iter().map(place).collect());
            let after: Vec<u32> = new.iter().copied().collect();
            let mut column = list.clone();
            let comers: Vec<u32> = came.iter().copied().collect();
            splice.apply(&mut column, |at| comers[at]);
            prop_assert_eq!(&column, &after);
            for (row, id) in (0u32..).zip(&list) {
                let now = after.binary_search(id).ok().map(|row| row as u32);
                prop_assert_eq!(splice.stays(row), now);
            }
            let rows: Vec<u32> = came.iter().map(|id| after.binary_search(id).unwrap() as u32).collect();
            prop_assert_eq!(splice.came().collect::<Vec<_>>(), rows);
        }
    }
}
