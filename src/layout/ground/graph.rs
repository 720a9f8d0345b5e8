//! The graph in the engine's own order, which depends on the records' ids and links but not on their order in the file.
//!
//! Bodies are numbered by component, the largest component first, and inside it breadth first, so that linked bodies
//! lie close together in memory. Never knows positions.

use std::ops::Range;

use super::input::LayoutInput;

use super::cancel::Cancel;
use super::random::mix;

/// Weights that are taken at their word; what is beyond them would tear the picture.
const LEAST_WEIGHT: f32 = 0.1;
const MOST_WEIGHT: f32 = 10.0;

/// Bodies and links, renumbered. All lists are in the engine's order.
#[derive(Default)]
pub(crate) struct BodyGraph {
    /// For each body its index in the [`LayoutInput`].
    pub order: Vec<u32>,
    /// For each index in the [`LayoutInput`] its body.
    pub place: Vec<u32>,
    /// For each body a hash of its id and the user's seed.
    pub hashes: Vec<u64>,
    /// Each link once, the smaller body first, sorted.
    pub links: Vec<[u32; 2]>,
    /// Where the neighbours of each body begin in `neighbours`; one entry more than bodies.
    pub offsets: Vec<u32>,
    /// The neighbours of body 0, then those of body 1 and so on, each list sorted.
    pub neighbours: Vec<u32>,
    /// How strongly the link to each neighbour pulls, along `neighbours`; a usual link 1.
    pub weights: Vec<f32>,
    /// The bodies of each connected component, the largest first.
    pub components: Vec<Range<usize>>,
}

impl BodyGraph {
    /// Renumbers the bodies; parallel links count once; self-links and links to bodies that are not there are ignored.
    /// Once `cancel` is set the graph comes out empty.
    pub(crate) fn new(input: &LayoutInput, cancel: &Cancel) -> Self {
        let count = input.seeds.len();
        let salt = mix(input.seed);
        let hash_of = |index: u32| mix(input.seeds[index as usize] ^ salt);
        let mut ranked: Vec<u32> = (0..count as u32).collect();
        ranked.sort_unstable_by_key(|&index| (hash_of(index), index));
        let rank = inverse(&ranked);
        if cancel.is_set() {
            return Self::default();
        }
        let links = renumbered(count, &input.links, &rank);
        let (offsets, neighbours) = adjacency(count, &links);
        if cancel.is_set() {
            return Self::default();
        }
        let (walk, components) = components_breadth_first(&offsets, &neighbours);
        if cancel.is_set() {
            return Self::default();
        }
        let mut order: Vec<u32> = walk.iter().map(|&at| ranked[at as usize]).collect();
        let linked = components.iter().take_while(|range| range.len() > 1);
        let lone = linked.last().map_or(0, |range| range.end);
        let wanted = |&index: &u32| input.ranks.get(index as usize).copied().unwrap_or(u32::MAX);
        order[lone..].sort_by_key(wanted);
        let place = inverse(&order);
        let links = renumbered(count, &input.links, &place);
        let (offsets, neighbours) = adjacency(count, &links);
        let hashes = order.iter().map(|&index| hash_of(index)).collect();
        let weights = if input.weights.is_empty() {
            vec![1.0; neighbours.len()]
        } else {
            weights(input, &links, &place, (&offsets, &neighbours))
        };
        Self {
            order,
            place,
            hashes,
            links,
            offsets,
            neighbours,
            weights,
            components,
        }
    }

    /// How many bodies there are.
    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    /// The bodies linked to `body`, sorted.
    pub(crate) fn neighbours(&self, body: usize) -> &[u32] {
        &self.neighbours[self.slots(body)]
    }

    /// Where the neighbours of `body` stand in `neighbours`.
    pub(crate) fn slots(&self, body: usize) -> Range<usize> {
        self.offsets[body] as usize..self.offsets[body + 1] as usize
    }

    /// How many neighbours `body` has.
    pub(crate) fn degree(&self, body: usize) -> usize {
        self.slots(body).len()
    }

    /// The links inside a component.
    pub(crate) fn links_within(
        &self,
        component: &Range<usize>,
    ) -> impl Iterator<Item = [usize; 2]> + '_ {
        let first = self
            .links
            .partition_point(|link| (link[0] as usize) < component.start);
        let end = component.end;
        let rest = self.links[first..]
            .iter()
            .map(|link| link.map(|body| body as usize));
        rest.take_while(move |link| link[0] < end)
    }

    /// Whether a component has no cycle.
    pub(crate) fn is_tree(&self, component: &Range<usize>) -> bool {
        component
            .clone()
            .map(|body| self.degree(body))
            .sum::<usize>()
            == 2 * (component.len() - 1)
    }

    /// The hub of a leaf: the only neighbour of `body`, where that neighbour has others too.
    pub(crate) fn hub_of_leaf(&self, body: usize) -> Option<usize> {
        let &[hub] = self.neighbours(body) else {
            return None;
        };
        (self.degree(hub as usize) > 1).then_some(hub as usize)
    }
}

/// For each value its place in a permutation.
pub(crate) fn inverse(permutation: &[u32]) -> Vec<u32> {
    let mut places = vec![0; permutation.len()];
    for (place, &value) in permutation.iter().enumerate() {
        places[value as usize] = place as u32;
    }
    places
}

/// The links under new numbers, cleaned and sorted.
fn renumbered(count: usize, links: &[(u32, u32)], number: &[u32]) -> Vec<[u32; 2]> {
    let valid = |&&(from, to): &&(u32, u32)| from != to && (from.max(to) as usize) < count;
    let mut renumbered: Vec<[u32; 2]> = links
        .iter()
        .filter(valid)
        .map(|&(from, to)| {
            let (a, b) = (number[from as usize], number[to as usize]);
            [a.min(b), a.max(b)]
        })
        .collect();
    renumbered.sort_unstable();
    renumbered.dedup();
    renumbered
}

/// The weights of all neighbours, from those of the input's links.
fn weights(
    input: &LayoutInput,
    links: &[[u32; 2]],
    number: &[u32],
    (offsets, neighbours): (&[u32], &[u32]),
) -> Vec<f32> {
    let mut weights = vec![0.0f32; links.len()];
    let sane = |&weight: &f32| weight.is_finite() && weight > 0.0;
    for (at, &(from, to)) in input.links.iter().enumerate() {
        let weight = input.weights.get(at).copied().filter(sane).unwrap_or(1.0);
        let ends = [from, to].map(|index| number.get(index as usize));
        if let [Some(&a), Some(&b)] = ends
            && let Ok(link) = links.binary_search(&[a.min(b), a.max(b)])
        {
            weights[link] = weights[link].max(weight.clamp(LEAST_WEIGHT, MOST_WEIGHT));
        }
    }
    let of_body = |body: usize| {
        let slots = offsets[body] as usize..offsets[body + 1] as usize;
        neighbours[slots]
            .iter()
            .map(move |&other| [body as u32, other])
    };
    let weight = |[a, b]: [u32; 2]| {
        let link = links.binary_search(&[a.min(b), a.max(b)]);
        link.map_or(1.0, |link| weights[link])
    };
    (0..offsets.len() - 1)
        .flat_map(of_body)
        .map(weight)
        .collect()
}

/// Offsets and neighbours of sorted links; each list of neighbours comes out sorted.
fn adjacency(count: usize, links: &[[u32; 2]]) -> (Vec<u32>, Vec<u32>) {
    let mut offsets = vec![0u32; count + 1];
    for &body in links.as_flattened() {
        offsets[body as usize + 1] += 1;
    }
    for body in 0..count {
        offsets[body + 1] += offsets[body];
    }
    let mut next = offsets.clone();
    let mut neighbours = vec![0; links.len() * 2];
    let mut put = |body: u32, neighbour: u32| {
        neighbours[next[body as usize] as usize] = neighbour;
        next[body as usize] += 1;
    };
    // First the smaller neighbours of every body, then the larger: two sorted runs, one after the other.
    links.iter().for_each(|&[a, b]| put(b, a));
    links.iter().for_each(|&[a, b]| put(a, b));
    (offsets, neighbours)
}

/// All bodies breadth first, component by component, and the range of each component; the largest first.
fn components_breadth_first(offsets: &[u32], neighbours: &[u32]) -> (Vec<u32>, Vec<Range<usize>>) {
    let count = offsets.len() - 1;
    let mut seen = vec![false; count];
    let mut walk: Vec<u32> = Vec::with_capacity(count);
    let mut found: Vec<Range<usize>> = Vec::new();
    for root in 0..count {
        if std::mem::replace(&mut seen[root], true) {
            continue;
        }
        let first = walk.len();
        walk.push(root as u32);
        let mut head = first;
        while let Some(&body) = walk.get(head) {
            let (from, to) = (offsets[body as usize], offsets[body as usize + 1]);
            for &other in &neighbours[from as usize..to as usize] {
                if !std::mem::replace(&mut seen[other as usize], true) {
                    walk.push(other);
                }
            }
            head += 1;
        }
        found.push(first..walk.len());
    }
    found.sort_by_key(|range| std::cmp::Reverse(range.len()));
    let sorted_walk = found
        .iter()
        .flat_map(|range| walk[range.clone()].iter().copied())
        .collect();
    let mut next = 0;
    let ranges = found.iter().map(|range| {
        let first = next;
        next += range.len();
        first..next
    });
    (sorted_walk, ranges.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(seeds: &[u64], links: &[(u32, u32)]) -> LayoutInput {
        LayoutInput {
            seeds: seeds.to_vec(),
            links: links.to_vec(),
            ..LayoutInput::default()
        }
    }

    fn new(input: &LayoutInput) -> BodyGraph {
        BodyGraph::new(input, &Cancel::default())
    }

    #[test]
    fn what_has_no_links_stands_in_the_order_of_ranks() {
        let mut input = input(&[5, 6, 7, 8, 9], &[(1, 3)]);
        input.ranks = vec![2, 0, 1, 0];
        assert_eq!(new(&input).order[2..], [2, 0, 4]);
    }

    #[test]
    fn cleans_links_and_sorts_components() {
        let graph = new(&input(
            &[5, 6, 7, 8, 9],
            &[(1, 2), (2, 1), (2, 2), (2, 3), (0, 77)],
        ));
        assert_eq!(graph.links.len(), 2);
        assert_eq!(graph.components, [0..3, 3..4, 4..5]);
        let middle = graph.place[2] as usize;
        assert_eq!(graph.degree(middle), 2);
        assert_eq!(graph.hub_of_leaf(graph.place[1] as usize), Some(middle));
        assert_eq!(graph.hub_of_leaf(middle), None);
    }

    #[test]
    fn of_parallel_links_the_strongest_counts_and_nonsense_is_usual() {
        let graph = new(&LayoutInput {
            weights: vec![2.0, 3.0, f32::NAN, -4.0],
            ..input(&[5, 6, 7, 8, 9], &[(0, 1), (1, 0), (1, 2), (2, 3), (3, 4)])
        });
        let weight = |a: usize, b: usize| {
            let (a, b) = (graph.place[a] as usize, graph.place[b]);
            let slot = graph.slots(a).find(|&slot| graph.neighbours[slot] == b);
            slot.map(|slot| graph.weights[slot])
        };
        let pairs = [(0, 1), (1, 0), (1, 2), (3, 2), (3, 4)];
        let found = pairs.map(|(a, b)| weight(a, b));
        assert_eq!(found, [3.0, 3.0, 1.0, 1.0, 1.0].map(Some));
    }

    #[test]
    fn a_pair_has_no_hub() {
        let graph = new(&input(&[1, 2], &[(0, 1)]));
        assert_eq!((graph.hub_of_leaf(0), graph.hub_of_leaf(1)), (None, None));
    }

    #[test]
    fn the_order_of_records_does_not_matter() {
        let straight = new(&input(&[11, 22, 33, 44], &[(0, 1), (1, 2)]));
        let shuffled = new(&input(&[44, 33, 11, 22], &[(3, 1), (2, 3)]));
        assert_eq!(straight.hashes, shuffled.hashes);
        assert_eq!(straight.links, shuffled.links);
    }
}
