//! A scene that follows edits: a few rows come, go or look different, and all others stay what they are.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::evidence::Evidence;
use crate::model::{Document, Visible};
use crate::net::{Moves, Net, NetLink, Splice};

use super::{Lane, LinkRow, NodeRow, Scene, dress, lanes_of, link_row, node_row};

/// How the rows of a scene followed an edit. Numbers are new ones, but for those in `moves`.
#[derive(Clone, Debug, Default)]
pub struct SceneMoves {
    /// How rows of links moved.
    pub moves: Splice,
    /// Nodes that look different now, or came.
    pub nodes: Vec<u32>,
    /// Rows of links that do, or whose ends do.
    pub links: Vec<u32>,
}

/// Rows that one thread numbers anew.
const CHUNK: usize = 16_384;

/// A row of links with the slots of all that it represents, in order of id.
type Drawn = (LinkRow, Vec<u32>);

/// What becomes of the rows between pairs of entities.
#[derive(Default)]
struct Rows {
    gone: Vec<u32>,
    /// Old rows that stay and are drawn like this now.
    kept: Vec<(u32, Drawn)>,
    came: Vec<Drawn>,
}

/// The pairs of entities, by slot, between which links came, went or turned; each with the rows of links that went from
/// there. And by how much the degree of each end changed.
#[derive(Default)]
struct Ends {
    pairs: FxHashMap<[u32; 2], Vec<u32>>,
    degrees: FxHashMap<u32, i32>,
}

impl Ends {
    fn count(&mut self, [from, to]: [u32; 2], by: i32) -> &mut Vec<u32> {
        *self.degrees.entry(from).or_default() += by;
        if from != to {
            *self.degrees.entry(to).or_default() += by;
        }
        self.pairs.entry([from.min(to), from.max(to)]).or_default()
    }
}

/// What a scene is made from.
pub struct Ground<'a> {
    /// The dataset.
    pub document: &'a Document,
    /// Its evidence.
    pub evidence: &'a Evidence,
    /// What is shown.
    pub shown: &'a Visible,
    /// The same as numbers.
    pub net: &'a Net,
}

impl Scene {
    /// Follows a net that moved, and makes the rows of these entities and links again, whose records or evidence changed.
    pub fn follow(
        &mut self,
        ground: &Ground<'_>,
        moves: &Moves,
        entities: &[u32],
        links: &[u32],
    ) -> SceneMoves {
        let ends = self.ends_of(ground.document, moves);
        let slots = ground.document.links().slot_count();
        self.row_of_link.resize(slots, Net::ABSENT);
        let mut followed = SceneMoves::default();
        self.follow_nodes(ground, moves, &ends, entities, &mut followed);
        if !ends.pairs.is_empty() || !moves.nodes.is_empty() {
            let rows = self.rows_between(ground, moves, &ends);
            self.follow_rows(ground.document, moves, rows, &mut followed);
            self.follow_loops(ground, moves, &ends, &mut followed);
        }
        self.dress_again(ground, links, &mut followed);
        for rows in [&mut followed.nodes, &mut followed.links] {
            rows.sort_unstable();
            rows.dedup();
        }
        self.note_figures(&followed.links);
        followed
    }

    fn ends_of(&self, document: &Document, moves: &Moves) -> Ends {
        let mut ends = Ends::default();
        for link in moves.links_went.iter().chain(&moves.rejoined) {
            if let Some(row) = self.row(*link) {
                let link = &self.links[row as usize];
                let slots = [link.from, link.to].map(|node| self.nodes[node as usize].slot);
                ends.count(slots, -1).push(row);
            }
        }
        for link in moves.links_came.iter().chain(&moves.rejoined) {
            ends.count(document.ends()[*link as usize], 1);
        }
        ends
    }

    fn follow_nodes(
        &mut self,
        ground: &Ground<'_>,
        moves: &Moves,
        ends: &Ends,
        entities: &[u32],
        followed: &mut SceneMoves,
    ) {
        let Ground {
            document,
            evidence,
            net,
            ..
        } = *ground;
        let theme = self.theme;
        let new = moves.entities_came.iter();
        let new = new.filter_map(|slot| node_row(document, evidence, *slot, 0, theme));
        let came: Vec<NodeRow> = new.collect();
        moves.nodes.apply(&mut self.nodes, |at| came[at]);
        let changed = entities
            .iter()
            .chain(ends.degrees.keys())
            .chain(&moves.entities_came);
        let mut changed: Vec<u32> = changed.filter_map(|slot| net.node(*slot)).collect();
        changed.sort_unstable();
        changed.dedup();
        for &node in &changed {
            let old = self.nodes[node as usize];
            let by = ends.degrees.get(&old.slot).copied().unwrap_or(0);
            let degree = old.degree.saturating_add_signed(by);
            if let Some(new) = node_row(document, evidence, old.slot, degree, theme) {
                self.nodes[node as usize] = new;
                // Lines end at the outline of a node.
                if (new.radius, new.shape) != (old.radius, old.shape) {
                    let touching = document.links_of(old.slot);
                    followed
                        .links
                        .extend(touching.filter(|link| ground.shown.links[*link as usize]));
                }
            }
        }
        self.rank_again(moves, &changed);
        followed.nodes = changed;
    }

    /// Brings the order of importance up to date: of nodes whose degree may have changed, and those that moved.
    fn rank_again(&mut self, moves: &Moves, changed: &[u32]) {
        if changed.is_empty() && moves.nodes.is_empty() {
            return;
        }
        let Self {
            by_importance: order,
            nodes,
            ..
        } = self;
        let is_changed = |node: &u32| changed.binary_search(node).is_ok();
        order.retain_mut(|node| match moves.nodes.stays(*node) {
            Some(now) => {
                *node = now;
                !is_changed(node)
            }
            None => false,
        });
        let key = |node: u32| (std::cmp::Reverse(nodes[node as usize].degree), node);
        for &node in changed {
            let at = order.partition_point(|other| key(*other) < key(node));
            order.insert(at, node);
        }
    }

    /// The rows between the pairs of entities where something came or went.
    fn rows_between(&self, ground: &Ground<'_>, moves: &Moves, ends: &Ends) -> Rows {
        let mut rows = Rows::default();
        for (pair, went) in &ends.pairs {
            let members = self.links_between(ground, *pair);
            let stayed = members
                .iter()
                .filter(|link| !moves.rejoined.contains(&link.slot));
            let mut old: Vec<u32> = stayed.filter_map(|link| self.row(link.slot)).collect();
            old.extend(went);
            old.sort_unstable();
            old.dedup();
            let lanes = lanes_of(&members);
            let is_bundle = lanes.len() < members.len();
            for (lane, link) in lanes.into_iter().zip(&members) {
                let slots: Vec<u32> = match is_bundle {
                    true => members.iter().map(|link| link.slot).collect(),
                    false => vec![link.slot],
                };
                let row = link_row(
                    link,
                    lane,
                    ground.document,
                    ground.evidence,
                    &slots,
                    self.theme,
                );
                let stands = old
                    .iter()
                    .position(|old| self.links[*old as usize].slot == link.slot);
                match stands {
                    Some(at) => rows.kept.push((old.swap_remove(at), (row, slots))),
                    None => rows.came.push((row, slots)),
                }
            }
            rows.gone.append(&mut old);
        }
        rows
    }

    /// The links that are shown between two entities, in order of id.
    fn links_between(&self, ground: &Ground<'_>, pair: [u32; 2]) -> Vec<NetLink> {
        let Ground { document, net, .. } = *ground;
        let [Some(a), Some(b)] = pair.map(|slot| net.node(slot)) else {
            return Vec::new();
        };
        let degree = |node: u32| self.nodes[node as usize].degree;
        let fewer = if degree(a) <= degree(b) {
            pair[0]
        } else {
            pair[1]
        };
        let touching = document.links_of(fewer);
        let links = touching.filter(|link| ground.shown.links[*link as usize]);
        let net_link = |slot: u32| {
            let [from, to] = document.ends()[slot as usize];
            ([from.min(to), from.max(to)] == pair).then(|| NetLink {
                slot,
                from: net.node_of_slot[from as usize],
                to: net.node_of_slot[to as usize],
            })
        };
        links.filter_map(net_link).collect()
    }

    fn follow_rows(
        &mut self,
        document: &Document,
        net: &Moves,
        mut rows: Rows,
        followed: &mut SceneMoves,
    ) {
        let table = document.links();
        let id = |row: &LinkRow| table.id_at(row.slot);
        rows.came.sort_by(|(a, _), (b, _)| id(a).cmp(&id(b)));
        rows.gone.sort_unstable();
        let place = |(row, _): &Drawn| self.links.partition_point(|old| id(old) < id(row)) as u32;
        let moves = Splice::new(rows.gone, rows.came.iter().map(place).collect());
        if !net.nodes.is_empty() {
            self.links
                .par_iter_mut()
                .with_min_len(CHUNK)
                .for_each(|link| {
                    link.from = net.nodes.row(link.from);
                    link.to = net.nodes.row(link.to);
                });
        }
        moves.apply(&mut self.links, |at| rows.came[at].0);
        for link in &net.links_went {
            self.row_of_link[*link as usize] = Net::ABSENT;
        }
        let rewritten = rows.kept.iter().map(|(old, _)| old);
        for old in rewritten.chain(moves.gone()) {
            self.bundles.remove(old);
        }
        if !moves.is_empty() {
            let rows = self.row_of_link.par_iter_mut().with_min_len(CHUNK);
            let drawn = rows.filter(|row| **row != Net::ABSENT);
            drawn.for_each(|row| *row = moves.row(*row));
            let bundles = std::mem::take(&mut self.bundles).into_iter();
            self.bundles = bundles
                .map(|(row, links)| (moves.row(row), links))
                .collect();
            for list in [&mut self.loops, &mut self.voiced] {
                *list = list.iter().filter_map(|row| moves.stays(*row)).collect();
            }
        }
        let kept = rows
            .kept
            .into_iter()
            .map(|(old, drawn)| (moves.row(old), drawn));
        let came: Vec<u32> = moves.came().collect();
        for (at, (row, slots)) in kept.chain(came.into_iter().zip(rows.came)) {
            self.links[at as usize] = row;
            for slot in &slots {
                self.row_of_link[*slot as usize] = at;
            }
            if row.lane == Lane::Bundle {
                self.bundles.insert(at, slots);
            }
            keep_in(&mut self.loops, at, matches!(row.lane, Lane::Loop(..)));
            followed.links.push(row.slot);
        }
        followed.moves = moves;
    }

    /// Which directions loops keep clear of, at the entities where something came or went.
    fn follow_loops(
        &mut self,
        ground: &Ground<'_>,
        moves: &Moves,
        ends: &Ends,
        followed: &mut SceneMoves,
    ) {
        let Ground { document, net, .. } = *ground;
        if !moves.nodes.is_empty() {
            let nodes = &moves.nodes;
            self.loop_neighbours
                .retain(|(node, _)| nodes.stays(*node).is_some());
            for (node, others) in &mut self.loop_neighbours {
                *node = nodes.row(*node);
                others
                    .iter_mut()
                    .for_each(|other| *other = nodes.row(*other));
            }
        }
        for &slot in ends.degrees.keys() {
            let Some(node) = net.node(slot) else { continue };
            let loops = self
                .loops
                .iter()
                .filter(|row| self.links[**row as usize].from == node);
            let loops: Vec<u32> = loops.map(|row| self.links[*row as usize].slot).collect();
            let place = self
                .loop_neighbours
                .binary_search_by_key(&node, |(node, _)| *node);
            match (place, loops.is_empty()) {
                (Ok(at), true) => {
                    self.loop_neighbours.remove(at);
                }
                (Ok(at), false) => {
                    self.loop_neighbours[at].1 = self.neighbours(document, slot, node)
                }
                (Err(at), false) => {
                    let others = self.neighbours(document, slot, node);
                    self.loop_neighbours.insert(at, (node, others));
                }
                (Err(_), true) => {}
            }
            followed.links.extend(loops);
        }
    }

    /// The nodes at the other ends of the rows at a node, in the order of the rows.
    fn neighbours(&self, document: &Document, slot: u32, node: u32) -> Vec<u32> {
        let mut rows: Vec<u32> = document
            .links_of(slot)
            .filter_map(|link| self.row(link))
            .collect();
        rows.sort_unstable();
        rows.dedup();
        let rows = rows.into_iter().map(|row| &self.links[row as usize]);
        let others = rows.filter(|link| link.from != link.to);
        others
            .map(|link| {
                if link.from == node {
                    link.to
                } else {
                    link.from
                }
            })
            .collect()
    }

    /// Gives the rows of these links the look that they have now. What follows knows links by slot until here, and by row
    /// from here on.
    fn dress_again(&mut self, ground: &Ground<'_>, links: &[u32], followed: &mut SceneMoves) {
        let mut rows: Vec<u32> = links.iter().filter_map(|slot| self.row(*slot)).collect();
        rows.sort_unstable();
        rows.dedup();
        for &row in &rows {
            let link = &mut self.links[row as usize];
            let alone = [link.slot];
            let slots = self.bundles.get(&row).map_or(&alone[..], Vec::as_slice);
            dress(link, ground.document, ground.evidence, slots, self.theme);
        }
        let known = followed.links.iter().filter_map(|slot| self.row(*slot));
        rows.extend(known);
        followed.links = rows;
    }

    /// Keeps the list of rows with figures true for these rows.
    fn note_figures(&mut self, rows: &[u32]) {
        for &row in rows {
            let has_figure = self.links[row as usize].has_figure();
            keep_in(&mut self.voiced, row, has_figure);
        }
    }
}

/// Makes a sorted list have `row`, or not.
fn keep_in(list: &mut Vec<u32>, row: u32, is_in: bool) {
    match (list.binary_search(&row), is_in) {
        (Err(at), true) => list.insert(at, row),
        (Ok(at), false) => {
            list.remove(at);
        }
        _ => {}
    }
}
