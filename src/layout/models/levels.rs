//! A component at several levels of detail: each level merges the bodies of the one before into systems.
//!
//! Solar merge (Hachul and Jünger, "Drawing large graphs with a potential-field-based multilevel algorithm", 2004): suns are
//! at least three links apart, their neighbours belong to them, and what is left joins the neighbouring system to which it
//! has the strongest ties.

use std::ops::Range;

use crate::layout::ground::cancel::Cancel;
use crate::layout::ground::graph::{BodyGraph, inverse};
use crate::layout::ground::random::{mix, shuffle};

/// Bodies below which a level is not merged further.
const COARSEST: usize = 30;

/// Share of the bodies that must go for another level to be worth it.
const LEAST_GAIN: f32 = 0.05;

/// No system yet.
const NONE: u32 = u32::MAX;

/// Bodies of a small component, on which work is cheap, and of one that is not yet very large.
const SMALL: usize = 2000;
const LARGE: usize = 20_000;

/// What a component of so many bodies gets: a small one, one that is not very large, and any other.
pub(crate) fn by_size<T: Copy>(bodies: usize, [small, usual, large]: [T; 3]) -> T {
    if bodies <= SMALL {
        small
    } else if bodies <= LARGE {
        usual
    } else {
        large
    }
}

/// Bodies and links at one level; a body stands for `mass` bodies of the finest level.
#[derive(Clone, Debug, Default)]
pub(crate) struct Level {
    /// Where the neighbours of each body begin; one entry more than bodies.
    pub offsets: Vec<u32>,
    /// The neighbours of all bodies, one list after the other.
    pub neighbours: Vec<u32>,
    /// How many links each neighbour stands for, along `neighbours`.
    pub weights: Vec<f32>,
    /// How many bodies each body stands for.
    pub mass: Vec<f32>,
}

impl Level {
    /// The finest level of a component, whose first body is 0.
    pub(crate) fn finest(graph: &BodyGraph, component: Range<usize>) -> Self {
        let first = component.start as u32;
        let slots = graph.offsets[component.start]..graph.offsets[component.end];
        let neighbours = &graph.neighbours[slots.start as usize..slots.end as usize];
        Self {
            offsets: graph.offsets[component.start..=component.end]
                .iter()
                .map(|offset| offset - slots.start)
                .collect(),
            neighbours: neighbours.iter().map(|body| body - first).collect(),
            weights: graph.weights[slots.start as usize..slots.end as usize].to_vec(),
            mass: vec![1.0; component.len()],
        }
    }

    /// The same level with its bodies in another order; `order` says who they were.
    pub(crate) fn in_order(&self, order: &[u32]) -> Self {
        let number = inverse(order);
        let mut turned = Self {
            offsets: vec![0],
            ..Self::default()
        };
        for &body in order {
            let ties = self.ties(body as usize);
            for (other, weight) in ties {
                turned.neighbours.push(number[other]);
                turned.weights.push(weight);
            }
            turned.offsets.push(turned.neighbours.len() as u32);
            turned.mass.push(self.mass[body as usize]);
        }
        turned
    }

    /// How many bodies there are.
    pub(crate) fn len(&self) -> usize {
        self.mass.len()
    }

    /// Where the neighbours of `body` stand.
    #[inline(always)]
    pub(crate) fn slots(&self, body: usize) -> Range<usize> {
        self.offsets[body] as usize..self.offsets[body + 1] as usize
    }

    /// The neighbours of a body and the weights of its ties to them.
    #[inline(always)]
    pub(crate) fn ties(&self, body: usize) -> impl Iterator<Item = (usize, f32)> + '_ {
        let slots = self.slots(body);
        let neighbours = self.neighbours[slots.clone()].iter();
        neighbours
            .zip(&self.weights[slots])
            .map(|(&body, &weight)| (body as usize, weight))
    }

    /// Merges bodies into systems; gives for each body its system, and how many there are.
    fn systems(&self, seed: u64) -> (Vec<u32>, usize) {
        let order = shuffled(self.len(), seed);
        let mut system = vec![NONE; self.len()];
        let mut count = 0;
        for &sun in &order {
            let sun = sun as usize;
            let taken = |body: usize| system[body] != NONE;
            if taken(sun) || self.ties(sun).any(|(body, _)| taken(body)) {
                continue;
            }
            system[sun] = count;
            self.ties(sun).for_each(|(body, _)| system[body] = count);
            count += 1;
        }
        for &body in &order {
            let body = body as usize;
            if system[body] == NONE {
                let near = self.ties(body).filter(|&(other, _)| system[other] != NONE);
                let best = near.reduce(|best, tie| if tie.1 > best.1 { tie } else { best });
                system[body] = best.map_or(count, |(other, _)| system[other]);
                count += u32::from(best.is_none());
            }
        }
        number_by_first_member(&mut system, count as usize);
        (system, count as usize)
    }

    /// The next coarser level.
    fn merged(&self, system: &[u32], count: usize) -> Self {
        let members = SystemBodies::new(system, count);
        let mut merged = Self {
            offsets: vec![0],
            mass: vec![0.0; count],
            ..Self::default()
        };
        for (body, &system) in system.iter().enumerate() {
            merged.mass[system as usize] += self.mass[body];
        }
        let mut sum = vec![0.0f32; count];
        for one in 0..count {
            let first = merged.neighbours.len();
            for &body in members.of(one) {
                for (other, weight) in self.ties(body as usize) {
                    let other = system[other];
                    if other as usize != one {
                        if sum[other as usize] == 0.0 {
                            merged.neighbours.push(other);
                        }
                        sum[other as usize] += weight;
                    }
                }
            }
            let weights = merged.neighbours[first..]
                .iter()
                .map(|&other| std::mem::take(&mut sum[other as usize]));
            merged.weights.extend(weights);
            merged.offsets.push(merged.neighbours.len() as u32);
        }
        merged
    }
}

/// Levels from fine to coarse.
pub(crate) struct Levels {
    /// The levels, the finest first.
    pub levels: Vec<Level>,
    /// For each level but the coarsest the system of each body: its body one level up.
    pub systems: Vec<Vec<u32>>,
}

impl Levels {
    /// All levels of a component; ends early where it is cancelled.
    pub(crate) fn of(finest: Level, seed: u64, cancel: &Cancel) -> Self {
        let (mut levels, mut systems) = (vec![finest], Vec::new());
        while let Some(level) = levels.last().filter(|level| level.len() > COARSEST) {
            if cancel.is_set() {
                break;
            }
            let (system, count) = level.systems(mix(seed ^ levels.len() as u64));
            if count as f32 > (1.0 - LEAST_GAIN) * level.len() as f32 {
                break;
            }
            let merged = level.merged(&system, count);
            levels.push(merged);
            systems.push(system);
        }
        Self { levels, systems }
    }

    /// For each body of the finest level its body at another one.
    pub(crate) fn systems_at(&self, number: usize) -> Vec<u32> {
        let mut system: Vec<u32> = (0..self.levels[0].len() as u32).collect();
        for next in &self.systems[..number] {
            system
                .iter_mut()
                .for_each(|system| *system = next[*system as usize]);
        }
        system
    }
}

/// The bodies of each system.
struct SystemBodies {
    starts: Vec<u32>,
    bodies: Vec<u32>,
}

impl SystemBodies {
    fn new(system: &[u32], count: usize) -> Self {
        let mut starts = vec![0u32; count + 1];
        for &system in system {
            starts[system as usize + 1] += 1;
        }
        for at in 0..count {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut bodies = vec![0; system.len()];
        for (body, &system) in system.iter().enumerate() {
            let place = &mut next[system as usize];
            bodies[*place as usize] = body as u32;
            *place += 1;
        }
        Self { starts, bodies }
    }

    fn of(&self, system: usize) -> &[u32] {
        &self.bodies[self.starts[system] as usize..self.starts[system + 1] as usize]
    }
}

/// Numbers systems in the order of their first bodies: what is linked stays close together in memory.
fn number_by_first_member(system: &mut [u32], count: usize) {
    let (mut number, mut next) = (vec![NONE; count], 0);
    for system in system {
        let number = &mut number[*system as usize];
        if *number == NONE {
            *number = next;
            next += 1;
        }
        *system = *number;
    }
}

/// All numbers below `count` in an order that depends on the seed only.
fn shuffled(count: usize, seed: u64) -> Vec<u32> {
    let mut order: Vec<u32> = (0..count as u32).collect();
    shuffle(&mut order, seed);
    order
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::layout::laws::{input, network};

    fn levels(count: u32, extra: u32, seed: u64) -> Levels {
        let input = input(count, network(count, extra, seed));
        let graph = BodyGraph::new(&input, &Cancel::default());
        let finest = Level::finest(&graph, graph.components[0].clone());
        Levels::of(finest, seed, &Cancel::default())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn every_level_stands_for_all_bodies_and_is_smaller(count in 2u32..900, extra in 0u32..500, seed: u64) {
            let levels = levels(count, extra, seed);
            for (number, level) in levels.levels.iter().enumerate() {
                prop_assert_eq!(level.mass.iter().sum::<f32>(), count as f32);
                let ties = (0..level.len()).flat_map(|body| level.ties(body).map(move |tie| (body, tie)));
                for (body, (other, weight)) in ties {
                    prop_assert!(body != other);
                    prop_assert!(level.ties(other).any(|back| back == (body, weight)));
                }
                prop_assert!(number == 0 || level.len() < levels.levels[number - 1].len());
                let systems = levels.systems_at(number);
                prop_assert!(systems.iter().all(|&system| (system as usize) < level.len()));
            }
        }

        #[test]
        fn another_order_has_the_same_ties(count in 2u32..60, extra in 0u32..60, seed: u64) {
            let level = &levels(count, extra, seed).levels[0];
            let order = shuffled(level.len(), seed);
            let turned = level.in_order(&order);
            for (place, &body) in order.iter().enumerate() {
                let mut here: Vec<u32> = turned.ties(place).map(|(other, _)| order[other]).collect();
                here.sort_unstable();
                let there: Vec<u32> = level.ties(body as usize).map(|(other, _)| other as u32).collect();
                prop_assert_eq!(here, there);
            }
        }
    }

    #[test]
    fn a_star_is_one_system() {
        let input = input(50, (1..50).map(|leaf| (0, leaf)).collect());
        let graph = BodyGraph::new(&input, &Cancel::default());
        let levels = Levels::of(Level::finest(&graph, 0..50), 3, &Cancel::default());
        // A leaf may be the sun; then the hub is its planet, and the other leaves join them.
        assert_eq!(levels.levels.len(), 2);
        assert_eq!(
            (levels.levels[1].len(), levels.levels[1].mass[0]),
            (1, 50.0)
        );
    }
}
