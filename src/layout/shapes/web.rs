//! Bodies and links in an order that does not depend on the order of the records.

use crate::geom::{Pos2, Rect, vec2};
use crate::layout::ground::shape::BodyShape;

use super::input::ShapeInput;

/// Width over height of a picture for which nothing sensible is asked.
const USUAL_ASPECT: f32 = 4.0 / 3.0;

/// The bodies in the order of their hashes, with who is linked to whom.
pub(super) struct Web {
    /// The index in the input of each body.
    pub order: Vec<u32>,
    /// The room that each body takes.
    pub shapes: Vec<BodyShape>,
    /// The group of each body.
    pub groups: Vec<u32>,
    /// Its order in its group.
    ranks: Vec<u32>,
    /// Directed links from body to body, each once, sorted.
    pub arcs: Vec<(u32, u32)>,
    /// Linked pairs, the smaller body first, each once, sorted: directed or not.
    pub pairs: Vec<(u32, u32)>,
    /// Width over height wanted for the picture.
    pub aspect: f32,
    starts: Vec<u32>,
    neighbours: Vec<u32>,
}

impl Web {
    /// The web of an input.
    pub(super) fn new(input: &ShapeInput) -> Self {
        let count = input.seeds.len();
        let mut order: Vec<u32> = (0..count as u32).collect();
        order.sort_by_key(|&index| (input.seeds[index as usize], index));
        let mut rank = vec![0; count];
        for (body, &index) in (0u32..).zip(&order) {
            rank[index as usize] = body;
        }
        let (mut arcs, mut pairs) = (Vec::new(), Vec::new());
        for link in &input.links {
            let ends = [link.from, link.to].map(|end| rank.get(end as usize).copied());
            let [Some(from), Some(to)] = ends else {
                continue;
            };
            if from != to {
                pairs.push((from.min(to), from.max(to)));
                arcs.extend(link.directed.then_some((from, to)));
            }
        }
        for list in [&mut arcs, &mut pairs] {
            list.sort_unstable();
            list.dedup();
        }
        let both = pairs.iter().flat_map(|&(a, b)| [(a, b), (b, a)]);
        let (starts, neighbours) = rows(count, both.collect());
        let group = |&index: &u32| input.groups.get(index as usize).copied().unwrap_or(0);
        let rank_wanted = |&index: &u32| {
            let rank = input.ranks.get(index as usize);
            rank.copied().unwrap_or(u32::MAX)
        };
        Self {
            shapes: order.iter().map(|&index| shape_of(input, index)).collect(),
            groups: order.iter().map(group).collect(),
            ranks: order.iter().map(rank_wanted).collect(),
            aspect: if input.aspect.is_finite() && input.aspect > 0.0 {
                input.aspect.clamp(0.1, 10.0)
            } else {
                USUAL_ASPECT
            },
            order,
            arcs,
            pairs,
            starts,
            neighbours,
        }
    }

    /// How many bodies there are.
    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    /// Who is linked to a body, in ascending order.
    pub(super) fn neighbours(&self, body: u32) -> &[u32] {
        let body = body as usize;
        &self.neighbours[self.starts[body] as usize..self.starts[body + 1] as usize]
    }

    /// The box that a body takes around its position at the origin.
    pub(super) fn bounds(&self, body: u32) -> Rect {
        self.shapes[body as usize].bounds()
    }

    /// The bodies of each connected component that has links, largest first, and the bodies without links by group.
    pub(super) fn components(&self) -> (Vec<Vec<u32>>, Vec<u32>) {
        let (mut seen, mut parts, mut lone) = (vec![false; self.len()], Vec::new(), Vec::new());
        for first in 0..self.len() as u32 {
            if self.neighbours(first).is_empty() {
                lone.push(first);
                continue;
            }
            if seen[first as usize] {
                continue;
            }
            seen[first as usize] = true;
            let (mut part, mut next) = (vec![first], 0);
            while let Some(&body) = part.get(next) {
                next += 1;
                for &other in self.neighbours(body) {
                    if !std::mem::replace(&mut seen[other as usize], true) {
                        part.push(other);
                    }
                }
            }
            part.sort_unstable();
            parts.push(part);
        }
        parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
        self.sort_by_group(&mut lone);
        (parts, lone)
    }

    /// Brings bodies that nothing else orders together by group.
    pub(super) fn sort_by_group(&self, bodies: &mut [u32]) {
        let key = |&body: &u32| (self.groups[body as usize], self.ranks[body as usize], body);
        bodies.sort_by_key(key);
    }

    /// Positions of the bodies, moved to have their middle at the origin and rounded, by the indices of the input.
    pub(super) fn finish(&self, at: &[Pos2]) -> Vec<Pos2> {
        let boxes = (0u32..)
            .zip(at)
            .map(|(body, at)| self.bounds(body).translate(at.to_vec2()));
        let all = boxes.reduce(|all, area| all.union(area));
        let middle = all.map_or(vec2(0.0, 0.0), |all| all.center().to_vec2());
        let mut back = vec![Pos2::ZERO; at.len()];
        for (&index, &at) in self.order.iter().zip(at) {
            back[index as usize] = (at - middle).round();
        }
        back
    }
}

/// The shape of a body.
pub(super) fn shape_of(input: &ShapeInput, index: u32) -> BodyShape {
    BodyShape::at(index as usize, &input.radii, &input.label_sizes)
}

/// For each number below `count` the seconds of the pairs that begin with it, ascending: where each row starts, and the rows.
pub(super) fn rows(count: usize, mut pairs: Vec<(u32, u32)>) -> (Vec<u32>, Vec<u32>) {
    pairs.sort_unstable();
    let mut starts = vec![0; count + 1];
    for &(first, _) in &pairs {
        starts[first as usize + 1] += 1;
    }
    for row in 0..count {
        starts[row + 1] += starts[row];
    }
    (
        starts,
        pairs.into_iter().map(|(_, second)| second).collect(),
    )
}
