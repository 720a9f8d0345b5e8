//! The order of bodies in each layer, for few crossings: barycentre sweeps (Sugiyama, Tagawa and Toda 1981), and in small
//! pictures exchanges of neighbours (Gansner, Koutsofios, North and Vo 1993). Crossings are counted as Barth, Jünger and
//! Mutzel (2002) do.

use super::super::web::rows;

/// Most steps of links from layer to layer for which neighbours are exchanged.
const WORTH_EXCHANGING: usize = 2500;

/// The layers of one component: its bodies, and the points at which links pass through the layers between their ends.
pub(super) struct Layers {
    /// How many of the nodes are bodies; they come first.
    bodies: usize,
    /// The nodes of each layer from left to right.
    pub layers: Vec<Vec<u32>>,
    /// The ends of the link that passes, for each node that is not a body.
    passes: Vec<(u32, u32)>,
    /// The layer of each node.
    rank: Vec<u32>,
    up: (Vec<u32>, Vec<u32>),
    down: (Vec<u32>, Vec<u32>),
    steps: usize,
}

impl Layers {
    /// The layers of bodies with these ranks. Links that span more than `longest` layers pass through none.
    pub(super) fn new(mut rank: Vec<u32>, arcs: &[(u32, u32)], longest: u32) -> Self {
        let bodies = rank.len();
        close_gaps(&mut rank);
        let (mut steps, mut passes) = (Vec::with_capacity(arcs.len()), Vec::new());
        for &(from, to) in arcs {
            let (first, last) = (rank[from as usize], rank[to as usize]);
            if last <= first || last - first > longest.max(1) {
                continue;
            }
            let mut above = from;
            for layer in first + 1..last {
                let pass = rank.len() as u32;
                rank.push(layer);
                passes.push((from, to));
                steps.push((above, pass));
                above = pass;
            }
            steps.push((above, to));
        }
        let count = rank.len();
        let back = steps.iter().map(|&(a, b)| (b, a)).collect();
        let mut all = Self {
            bodies,
            layers: Vec::new(),
            passes,
            up: rows(count, back),
            steps: steps.len(),
            down: rows(count, steps),
            rank,
        };
        all.layers = all.walk();
        all
    }

    /// The nodes one layer up that a node is linked to.
    pub(super) fn up(&self, node: u32) -> &[u32] {
        row(&self.up, node)
    }

    /// The nodes one layer down that a node is linked to.
    pub(super) fn down(&self, node: u32) -> &[u32] {
        row(&self.down, node)
    }

    /// Whether a node is a body, rather than a point where a link passes.
    pub(super) fn is_body(&self, node: u32) -> bool {
        (node as usize) < self.bodies
    }

    /// The ends of the link that passes here, for a node that is not a body.
    pub(super) fn ends(&self, node: u32) -> Option<(u32, u32)> {
        let pass = (node as usize).checked_sub(self.bodies)?;
        self.passes.get(pass).copied()
    }

    /// The layer of a node.
    pub(super) fn rank(&self, node: u32) -> usize {
        self.rank[node as usize] as usize
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.rank.len()
    }

    /// Layers in the order of a walk in depth from the top, in which no tree crosses itself.
    fn walk(&self) -> Vec<Vec<u32>> {
        let most = self.rank.iter().max().map_or(0, |&most| most as usize + 1);
        let mut layers = vec![Vec::new(); most];
        let mut starts: Vec<u32> = (0..self.len() as u32).collect();
        starts.sort_by_key(|&node| self.rank[node as usize]);
        let (mut seen, mut stack) = (vec![false; self.len()], Vec::new());
        for start in starts {
            stack.push(start);
            while let Some(node) = stack.pop() {
                if std::mem::replace(&mut seen[node as usize], true) {
                    continue;
                }
                layers[self.rank[node as usize] as usize].push(node);
                let around = self.up(node).iter().chain(self.down(node)).rev();
                stack.extend(around.filter(|&&other| !seen[other as usize]));
            }
        }
        layers
    }
}

fn row(rows: &(Vec<u32>, Vec<u32>), node: u32) -> &[u32] {
    &rows.1[rows.0[node as usize] as usize..rows.0[node as usize + 1] as usize]
}

/// Leaves out empty layers.
fn close_gaps(rank: &mut [u32]) {
    let mut used = rank.to_vec();
    used.sort_unstable();
    used.dedup();
    for rank in rank {
        *rank = used.binary_search(rank).unwrap_or_default() as u32;
    }
}

/// Brings the layers into an order with few crossings.
pub(super) fn order(mut layers: Layers) -> Layers {
    let sweeps = (3_000_000 / (layers.steps + layers.len()).max(1)).clamp(2, 24);
    let mut place = places(&layers);
    let mut best = (crossings(&layers, &place), layers.layers.clone());
    for sweep in 0..sweeps {
        if best.0 == 0 {
            break;
        }
        sweep_once(&mut layers, &mut place, sweep % 2 == 0);
        if layers.steps <= WORTH_EXCHANGING {
            exchange(&mut layers, &mut place);
        }
        let now = crossings(&layers, &place);
        if now < best.0 {
            best = (now, layers.layers.clone());
        }
    }
    layers.layers = best.1;
    layers
}

/// Where each node stands in its layer.
fn places(layers: &Layers) -> Vec<u32> {
    let mut place = vec![0; layers.len()];
    layers
        .layers
        .iter()
        .for_each(|layer| number(layer, &mut place));
    place
}

fn number(layer: &[u32], place: &mut [u32]) {
    for (at, &node) in (0u32..).zip(layer) {
        place[node as usize] = at;
    }
}

/// Sorts each layer by the mean place of its neighbours in the layer before, from the top or from the bottom.
fn sweep_once(layers: &mut Layers, place: &mut [u32], from_top: bool) {
    let count = layers.layers.len();
    for step in 1..count {
        let index = if from_top { step } else { count - 1 - step };
        let mut layer = std::mem::take(&mut layers.layers[index]);
        let key = |node: u32| {
            let others = if from_top {
                layers.up(node)
            } else {
                layers.down(node)
            };
            let sum: f64 = others
                .iter()
                .map(|&other| f64::from(place[other as usize]))
                .sum();
            (!others.is_empty()).then(|| sum / others.len() as f64)
        };
        sort_where_keyed(&mut layer, key);
        number(&layer, place);
        layers.layers[index] = layer;
    }
}

/// Sorts the nodes that have a key among the places that such nodes have; others stay where they are.
fn sort_where_keyed(layer: &mut [u32], key: impl Fn(u32) -> Option<f64>) {
    let keys: Vec<Option<f64>> = layer.iter().map(|&node| key(node)).collect();
    let mut keyed: Vec<(f64, u32)> = layer
        .iter()
        .zip(&keys)
        .filter_map(|(&node, key)| Some(((*key)?, node)))
        .collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
    let spots = layer.iter_mut().zip(&keys).filter(|(_, key)| key.is_some());
    for ((spot, _), (_, node)) in spots.zip(keyed) {
        *spot = node;
    }
}

/// Exchanges neighbours in a layer as long as that saves crossings.
fn exchange(layers: &mut Layers, place: &mut [u32]) {
    const PASSES: usize = 6;
    for _ in 0..PASSES {
        let mut is_better = false;
        for index in 0..layers.layers.len() {
            for at in 1..layers.layers[index].len() {
                let (a, b) = (layers.layers[index][at - 1], layers.layers[index][at]);
                let gain = |side: fn(&Layers, u32) -> &[u32]| {
                    inversions(side(layers, a), side(layers, b), place)
                };
                if gain(Layers::up) + gain(Layers::down) > 0 {
                    layers.layers[index].swap(at - 1, at);
                    (place[a as usize], place[b as usize]) = (place[b as usize], place[a as usize]);
                    is_better = true;
                }
            }
        }
        if !is_better {
            return;
        }
    }
}

/// How many crossings fewer there are between links to `left` and to `right` if those who have them change places.
fn inversions(left: &[u32], right: &[u32], place: &[u32]) -> i64 {
    let pairs = left
        .iter()
        .flat_map(|&a| right.iter().map(move |&b| (a, b)));
    pairs
        .map(|(a, b)| match place[a as usize].cmp(&place[b as usize]) {
            std::cmp::Ordering::Greater => 1,
            std::cmp::Ordering::Less => -1,
            std::cmp::Ordering::Equal => 0,
        })
        .sum()
}

/// How many links cross between neighbouring layers.
fn crossings(layers: &Layers, place: &[u32]) -> u64 {
    let mut count = 0;
    for pair in layers.layers.windows(2) {
        let mut tree = vec![0u32; pair[1].len() + 1];
        let mut total = 0u32;
        for &node in &pair[0] {
            let mut ends: Vec<usize> = layers
                .down(node)
                .iter()
                .map(|&other| place[other as usize] as usize)
                .collect();
            ends.sort_unstable();
            // Links that came before and end further right are crossed.
            for &end in &ends {
                count += u64::from(total - sum_upto(&tree, end));
            }
            for end in ends {
                add(&mut tree, end);
                total += 1;
            }
        }
    }
    count
}

/// Counts one at a place of a binary indexed tree (Fenwick 1994).
fn add(tree: &mut [u32], place: usize) {
    let mut at = place + 1;
    while let Some(count) = tree.get_mut(at) {
        *count += 1;
        at += at & at.wrapping_neg();
    }
}

/// How many were counted up to and at a place.
fn sum_upto(tree: &[u32], place: usize) -> u32 {
    let (mut at, mut sum) = (place + 1, 0);
    while at > 0 {
        sum += tree[at];
        at &= at - 1;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn crossings_are_those_that_pairs_of_links_have(steps in prop::collection::vec((0u32..8, 8u32..16), 0..40)) {
            let rank = (0..16).map(|node| u32::from(node >= 8)).collect();
            let mut steps = steps;
            steps.sort_unstable();
            steps.dedup();
            let layers = Layers::new(rank, &steps, 9);
            let place = places(&layers);
            let cross = |a: &(u32, u32), b: &(u32, u32)| place[a.0 as usize] < place[b.0 as usize] && place[a.1 as usize] > place[b.1 as usize];
            let pairs = steps.iter().flat_map(|a| steps.iter().map(move |b| (a, b)));
            prop_assert_eq!(crossings(&layers, &place), pairs.filter(|(a, b)| cross(a, b)).count() as u64);
        }
    }

    #[test]
    fn a_tree_has_no_crossings() {
        let arcs: Vec<(u32, u32)> = (1..60).map(|body| ((body * 7 + 3) % body, body)).collect();
        let mut rank = vec![0; 60];
        arcs.iter()
            .for_each(|&(a, b)| rank[b as usize] = rank[a as usize] + 1);
        let layers = order(Layers::new(rank, &arcs, 9));
        assert_eq!(crossings(&layers, &places(&layers)), 0);
    }
}
