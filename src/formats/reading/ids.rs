//! Ids for records that come from another program: the same file always gives the same ones.

use rustc_hash::FxHashSet;
use sha2::{Digest, Sha256};

use crate::model::Str;
use crate::model::names::new_id;

/// Gives the records of one table their ids.
pub(crate) struct NewIds {
    seed: [u8; 32],
    table: &'static str,
    taken: FxHashSet<Str>,
}

impl NewIds {
    /// Ids for what a file calls `table`, where originals are unique in the file alone.
    pub(crate) fn of_file(bytes: &[u8], table: &'static str) -> Self {
        Self {
            seed: Sha256::digest(bytes).into(),
            table,
            taken: FxHashSet::default(),
        }
    }

    /// The next id, for the record that the file calls `original` in its graph of this number. It begins with the words of `name`.
    pub(crate) fn next(&mut self, name: &str, graph: usize, original: &str) -> Str {
        let bits = self.bits(graph, original);
        let id = Str::from(new_id(name, bits, |id| self.taken.contains(id)));
        self.taken.insert(id.clone());
        id
    }

    /// Whether a record has this id.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.taken.contains(id)
    }

    fn bits(&self, graph: usize, original: &str) -> u64 {
        let mut hash = Sha256::new();
        hash.update(self.seed);
        hash.update((graph as u64).to_le_bytes());
        hash.update(self.table);
        hash.update([0]);
        hash.update(original);
        let digest = hash.finalize();
        let first = digest[..8].iter();
        first.fold(0, |bits, byte| bits << 8 | u64::from(*byte))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_follow_from_file_graph_and_original() {
        let next = |bytes: &[u8], table, graph, original| {
            NewIds::of_file(bytes, table).next("A b", graph, original)
        };
        let id = next(b"x", "node", 0, "1");
        assert_eq!(id, next(b"x", "node", 0, "1"));
        assert!(id.starts_with("a-b-"));
        for other in [
            next(b"y", "node", 0, "1"),
            next(b"x", "link", 0, "1"),
            next(b"x", "node", 1, "1"),
            next(b"x", "node", 0, "2"),
        ] {
            assert_ne!(id, other);
        }
        let mut ids = NewIds::of_file(b"x", "node");
        let (one, two) = (ids.next("A b", 0, "1"), ids.next("A b", 0, "1"));
        assert!(one != two && ids.has(&one) && ids.has(&two));
    }
}
