//! A component without its leaves: what an arrangement has to think about first.
//!
//! A leaf always finds room around its hub, so the start places the other bodies by their distances and fans the leaves
//! around them afterwards. Links are lengthened by the room of the fans at either end.

use std::ops::Range;

use crate::layout::forces::springs::Springs;
use crate::layout::ground::graph::BodyGraph;

/// Most leaves of a hub in a tree that stand in one ring around it.
const MOST_IN_RING: u32 = 16;

/// Growth of a fan's radius with the root of its leaves, as its area grows with them, in world units.
const FAN_RADIUS: f32 = 24.0;

/// The bodies of a component that are no leaves, numbered for themselves, and the links between them.
pub(crate) struct Skeleton {
    /// For each of its bodies the body in the graph.
    pub bodies: Vec<u32>,
    /// For each of its bodies how many leaves of it were left out.
    pub fans: Vec<u32>,
    /// Where the neighbours of each body begin; one entry more than bodies.
    offsets: Vec<u32>,
    /// Neighbours and how far away they should be, in world units.
    links: Vec<(u32, f32)>,
}

impl Skeleton {
    /// The skeleton of one component.
    pub(crate) fn new(graph: &BodyGraph, springs: &Springs, component: Range<usize>) -> Self {
        let first = component.start;
        let tree = graph.is_tree(&component);
        let mut leaves = vec![0u32; component.len()];
        component
            .clone()
            .filter_map(|body| graph.hub_of_leaf(body))
            .for_each(|hub| leaves[hub - first] += 1);
        // The leaves of a tree take part, as every branch needs its sector, unless they are too many for a ring.
        let fan = |body: usize| {
            if tree && leaves[body - first] <= MOST_IN_RING {
                0
            } else {
                leaves[body - first]
            }
        };
        let stays = |&body: &usize| graph.hub_of_leaf(body).is_none_or(|hub| fan(hub) == 0);
        let bodies: Vec<u32> = component
            .clone()
            .filter(stays)
            .map(|body| body as u32)
            .collect();
        let mut number = vec![None; component.len()];
        for (place, &body) in bodies.iter().enumerate() {
            number[body as usize - first] = Some(place as u32);
        }
        let radius = |body: u32| FAN_RADIUS * (fan(body as usize) as f32).sqrt();
        let mut skeleton = Self {
            fans: Vec::new(),
            offsets: vec![0],
            links: Vec::new(),
            bodies,
        };
        for &body in &skeleton.bodies {
            for slot in graph.slots(body as usize) {
                let other = graph.neighbours[slot];
                if let Some(place) = number[other as usize - first] {
                    skeleton
                        .links
                        .push((place, springs.length[slot] + radius(body) + radius(other)));
                }
            }
            skeleton.offsets.push(skeleton.links.len() as u32);
            skeleton.fans.push(fan(body as usize));
        }
        skeleton
    }

    /// How many bodies it has.
    pub(crate) fn len(&self) -> usize {
        self.bodies.len()
    }

    /// Whether it has no cycle.
    pub(crate) fn is_tree(&self) -> bool {
        self.links_count() + 1 == self.len()
    }

    /// Whether it is one row of bodies.
    pub(crate) fn is_path(&self) -> bool {
        self.is_tree() && (0..self.len()).all(|body| self.links(body).len() <= 2)
    }

    /// The neighbours of a body and how far away they should be.
    pub(crate) fn links(&self, body: usize) -> &[(u32, f32)] {
        &self.links[self.offsets[body] as usize..self.offsets[body + 1] as usize]
    }

    /// Each link once.
    pub(crate) fn all_links(&self) -> impl Iterator<Item = [usize; 2]> + '_ {
        (0..self.len())
            .flat_map(|a| self.links(a).iter().map(move |&(b, _)| [a, b as usize]))
            .filter(|[a, b]| a < b)
    }

    /// How many links it has.
    pub(crate) fn links_count(&self) -> usize {
        self.links.len() / 2
    }

    /// Length of the way of fewest links from `source` to every body, in world units.
    pub(crate) fn lengths_from(&self, source: usize) -> Vec<f32> {
        let mut lengths = vec![f32::INFINITY; self.len()];
        lengths[source] = 0.0;
        let mut queue = Vec::with_capacity(self.len());
        queue.push(source as u32);
        let mut head = 0;
        while let Some(&body) = queue.get(head) {
            for &(other, step) in self.links(body as usize) {
                if lengths[other as usize].is_infinite() {
                    lengths[other as usize] = lengths[body as usize] + step;
                    queue.push(other);
                }
            }
            head += 1;
        }
        lengths
    }
}

/// The leaves around a hub.
pub(super) fn leaves_of(graph: &BodyGraph, hub: usize) -> impl Iterator<Item = u32> + '_ {
    graph
        .neighbours(hub)
        .iter()
        .copied()
        .filter(move |&leaf| graph.hub_of_leaf(leaf as usize) == Some(hub))
}
