//! What is on the chart, as numbers: nodes and links by index, each with its slot. No positions.

mod splice;

use petgraph::unionfind::UnionFind;
use rayon::prelude::*;

use crate::model::names::stable_hash;
use crate::model::{Document, Flipped, Record, Table, Visible};

pub use self::splice::Splice;

/// The visible part of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Net {
    /// Entity slots, in order of id.
    pub nodes: Vec<u32>,
    /// A hash of each node's id: the same wherever the record stands in the file.
    pub hashes: Vec<u64>,
    /// Links, in order of id.
    pub links: Vec<NetLink>,
    /// For each entity slot its node, or [`Net::ABSENT`].
    pub node_of_slot: Vec<u32>,
}

/// A visible link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NetLink {
    /// Its slot.
    pub slot: u32,
    /// The node of its start.
    pub from: u32,
    /// The node of its end.
    pub to: u32,
}

/// How a net followed an edit.
#[derive(Clone, Debug, Default)]
pub struct Moves {
    /// How nodes moved.
    pub nodes: Splice,
    /// Slots of the entities that came, in order of id.
    pub entities_came: Vec<u32>,
    /// Slots of those that went.
    pub entities_went: Vec<u32>,
    /// Slots of the links that came, in order of id.
    pub links_came: Vec<u32>,
    /// Slots of those that went.
    pub links_went: Vec<u32>,
    /// Slots of links that stayed and join other entities than before.
    pub rejoined: Vec<u32>,
}

impl Net {
    /// Stands for a slot without a node.
    pub const ABSENT: u32 = u32::MAX;

    /// The net of what is shown.
    pub fn of(document: &Document, shown: &Visible) -> Self {
        let entities = document.entities();
        let is_shown = |slot: &u32| shown.entities.get(*slot as usize) == Some(&true);
        let nodes: Vec<u32> = entities.order().iter().copied().filter(is_shown).collect();
        let mut node_of_slot = vec![Self::ABSENT; entities.slot_count()];
        for (node, slot) in (0u32..).zip(&nodes) {
            node_of_slot[*slot as usize] = node;
        }
        let hashes = nodes
            .iter()
            .map(|slot| entities.id_at(*slot).map_or(0, |id| stable_hash(id)))
            .collect();
        let is_shown = |slot: &&u32| shown.links.get(**slot as usize) == Some(&true);
        let links = document
            .links()
            .order()
            .iter()
            .filter(is_shown)
            .map(|&slot| {
                let [from, to] = document.ends()[slot as usize];
                NetLink {
                    slot,
                    from: node_of_slot[from as usize],
                    to: node_of_slot[to as usize],
                }
            })
            .collect();
        Self {
            nodes,
            hashes,
            links,
            node_of_slot,
        }
    }

    /// Follows what came and went, and those of `links` that join others now.
    pub fn follow(
        &mut self,
        document: &Document,
        shown: &Visible,
        flipped: &Flipped,
        links: &[u32],
    ) -> Moves {
        let mut moves = Moves::default();
        let table = document.entities();
        [moves.entities_came, moves.entities_went] =
            parted(table, &shown.entities, &flipped.entities);
        let (came, went) = (&moves.entities_came, &moves.entities_went);
        moves.nodes = Splice::of(table, &self.nodes, |slot| *slot, came, went);
        let hash = |slot: u32| table.id_at(slot).map_or(0, |id| stable_hash(id));
        moves.nodes.apply(&mut self.nodes, |at| came[at]);
        moves.nodes.apply(&mut self.hashes, |at| hash(came[at]));
        self.node_of_slot.resize(table.slot_count(), Self::ABSENT);
        for slot in went {
            self.node_of_slot[*slot as usize] = Self::ABSENT;
        }
        if !moves.nodes.is_empty() {
            for (node, slot) in (0u32..).zip(&self.nodes) {
                self.node_of_slot[*slot as usize] = node;
            }
            // An end that is gone has no node: the one that now has its number must not pass for it.
            let node = |old: u32| moves.nodes.stays(old).unwrap_or(Self::ABSENT);
            self.links
                .par_iter_mut()
                .with_min_len(16_384)
                .for_each(|link| {
                    (link.from, link.to) = (node(link.from), node(link.to));
                });
        }
        let table = document.links();
        [moves.links_came, moves.links_went] = parted(table, &shown.links, &flipped.links);
        let (came, went) = (&moves.links_came, &moves.links_went);
        let splice = Splice::of(table, &self.links, |link| link.slot, came, went);
        let new: Vec<NetLink> = came.iter().map(|slot| self.link(document, *slot)).collect();
        splice.apply(&mut self.links, |at| new[at]);
        for &slot in links {
            let id = table.id_at(slot);
            let row = self
                .links
                .binary_search_by(|link| table.id_at(link.slot).cmp(&id));
            let Ok(row) = row else { continue };
            let now = self.link(document, slot);
            if std::mem::replace(&mut self.links[row], now) != now {
                moves.rejoined.push(slot);
            }
        }
        moves
    }

    /// A link both of whose ends are shown.
    fn link(&self, document: &Document, slot: u32) -> NetLink {
        let [from, to] = document.ends()[slot as usize];
        NetLink {
            slot,
            from: self.node_of_slot[from as usize],
            to: self.node_of_slot[to as usize],
        }
    }

    /// The node of an entity slot.
    pub fn node(&self, slot: u32) -> Option<u32> {
        let node = *self.node_of_slot.get(slot as usize)?;
        (node != Self::ABSENT).then_some(node)
    }

    /// How many links touch each node; a self-link counts once.
    pub fn degrees(&self) -> Vec<u32> {
        let mut degrees = vec![0; self.nodes.len()];
        for link in &self.links {
            degrees[link.from as usize] += 1;
            if link.to != link.from {
                degrees[link.to as usize] += 1;
            }
        }
        degrees
    }

    /// The sizes of the connected components, largest first.
    pub fn component_sizes(&self) -> Vec<usize> {
        let mut sets = UnionFind::<u32>::new(self.nodes.len());
        for link in &self.links {
            sets.union(link.from, link.to);
        }
        let mut sizes = vec![0usize; self.nodes.len()];
        for root in sets.into_labeling() {
            sizes[root as usize] += 1;
        }
        sizes.retain(|size| *size > 0);
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        sizes
    }
}

/// Those of the flipped slots that came, in order of id, and those that went.
fn parted<R: Record>(table: &Table<R>, shown: &[bool], flipped: &[u32]) -> [Vec<u32>; 2] {
    let (mut came, went): (Vec<u32>, Vec<u32>) =
        flipped.iter().partition(|slot| shown[**slot as usize]);
    came.sort_by_key(|slot| table.id_at(*slot));
    [came, went]
}
