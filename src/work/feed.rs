//! What changed on the chart, for whoever keeps something made from it: the canvas, tables, the nodes of a screen reader. A
//! reader asks with the revision that it has seen; no reader takes anything away from another.

use std::collections::VecDeque;

use crate::net::Splice;

use super::next_revision;

/// What one edit changed.
#[derive(Clone, Debug, Default)]
pub struct RowChanges {
    /// Slots of the entities that came, went or may look or read differently.
    pub entities: Vec<u32>,
    /// Slots of the links that did.
    pub links: Vec<u32>,
    /// How nodes moved.
    pub node_moves: Splice,
    /// How rows of links moved.
    pub row_moves: Splice,
    /// Nodes that look different after it, or came, by their numbers after it.
    pub nodes: Vec<u32>,
    /// Rows of links that do.
    pub rows: Vec<u32>,
}

/// What happened since a revision.
#[derive(Clone, Debug)]
pub enum Since<'a> {
    /// These edits, in order; none if nothing happened.
    Edits(Vec<&'a RowChanges>),
    /// More than is kept: everything is to be made again.
    Everything,
}

/// The last changes, with the revision that each led to.
#[derive(Debug)]
pub(super) struct ChangeFeed {
    /// The revision before the first change that is kept.
    first: u64,
    kept: VecDeque<(u64, RowChanges)>,
}

/// Edits that are kept for readers: one that falls further behind is no worse off with everything.
const MOST: usize = 32;

impl Default for ChangeFeed {
    fn default() -> Self {
        Self {
            first: next_revision(),
            kept: VecDeque::new(),
        }
    }
}

impl ChangeFeed {
    /// The newest revision.
    pub(super) fn revision(&self) -> u64 {
        self.kept
            .back()
            .map_or(self.first, |(revision, _)| *revision)
    }

    /// Everything changed.
    pub(super) fn restart(&mut self) {
        *self = Self::default();
    }

    /// An edit changed this.
    pub(super) fn push(&mut self, changes: RowChanges) {
        self.kept.push_back((next_revision(), changes));
        if self.kept.len() > MOST
            && let Some((revision, _)) = self.kept.pop_front()
        {
            self.first = revision;
        }
    }

    /// What happened since `revision`.
    pub(super) fn since(&self, revision: u64) -> Since<'_> {
        let seen = match revision == self.first {
            true => Some(0),
            false => self
                .kept
                .iter()
                .position(|(led_to, _)| *led_to == revision)
                .map(|at| at + 1),
        };
        match seen {
            Some(seen) => Since::Edits(self.kept.iter().skip(seen).map(|(_, one)| one).collect()),
            None => Since::Everything,
        }
    }
}

/// The nodes to make again after these edits, by their numbers of now, ascending.
pub fn stale_nodes(edits: &[&RowChanges]) -> Vec<u32> {
    stale(edits, |edit| (&edit.node_moves, &edit.nodes))
}

/// The same of rows of links.
pub fn stale_rows(edits: &[&RowChanges]) -> Vec<u32> {
    stale(edits, |edit| (&edit.row_moves, &edit.rows))
}

fn stale(edits: &[&RowChanges], part: impl Fn(&RowChanges) -> (&Splice, &Vec<u32>)) -> Vec<u32> {
    let mut stale: Vec<u32> = Vec::new();
    for edit in edits {
        let (moves, rows) = part(edit);
        stale = stale
            .into_iter()
            .filter_map(|row| moves.stays(row))
            .collect();
        stale.extend(moves.came().chain(rows.iter().copied()));
    }
    stale.sort_unstable();
    stale.dedup();
    stale
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(entity: u32) -> RowChanges {
        RowChanges {
            entities: vec![entity],
            ..RowChanges::default()
        }
    }

    fn entities(since: &Since<'_>) -> Option<Vec<u32>> {
        match since {
            Since::Edits(edits) => Some(
                edits
                    .iter()
                    .flat_map(|edit| edit.entities.clone())
                    .collect(),
            ),
            Since::Everything => None,
        }
    }

    #[test]
    fn two_readers_each_learn_everything() {
        let mut feed = ChangeFeed::default();
        let (mut one, other) = (feed.revision(), feed.revision());
        feed.push(edit(1));
        assert_eq!(entities(&feed.since(one)), Some(vec![1]));
        one = feed.revision();
        feed.push(edit(2));
        assert_eq!(entities(&feed.since(one)), Some(vec![2]));
        assert_eq!(entities(&feed.since(other)), Some(vec![1, 2]));
        assert_eq!(entities(&feed.since(feed.revision())), Some(vec![]));
    }

    #[test]
    fn a_reader_too_far_behind_is_told_everything() {
        let mut feed = ChangeFeed::default();
        let start = feed.revision();
        feed.push(edit(0));
        let after_one = feed.revision();
        (1..=MOST as u32).for_each(|n| feed.push(edit(n)));
        assert_eq!(entities(&feed.since(start)), None);
        assert_eq!(
            entities(&feed.since(after_one)).map(|all| all.len()),
            Some(MOST)
        );
        feed.restart();
        assert_eq!(entities(&feed.since(after_one)), None);
        assert_eq!(entities(&feed.since(0)), None);
    }

    #[test]
    fn stale_rows_are_numbered_as_they_are_now() {
        let first = RowChanges {
            row_moves: Splice::new(vec![], vec![0]),
            rows: vec![3],
            ..RowChanges::default()
        };
        let second = RowChanges {
            row_moves: Splice::new(vec![0], vec![2]),
            ..RowChanges::default()
        };
        // Row 0 came and went again; row 3 stands at 3 still, for one went and one came before it.
        assert_eq!(stale_rows(&[&first]), [0, 3]);
        assert_eq!(stale_rows(&[&first, &second]), [1, 3]);
    }
}
