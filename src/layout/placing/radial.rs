//! Trees start with their centre in the middle and every branch in a sector of its own, so that no two links cross.
//!
//! Eades, "Drawing free trees" (1992).

use crate::geom::{Pos2, Vec2, pos2};
use crate::layout::forces::springs::LINK_LENGTH;
use crate::layout::ground::plane::turned;

use super::skeleton::Skeleton;

/// Distance between neighbours on a circle around the root, in world units, below which circles move outwards.
const SPACING: f32 = 60.0;

/// Positions of a skeleton that is a tree, with its centre at the origin. `weights` says how wide a sector each body needs
/// for itself.
pub(crate) fn place(skeleton: &Skeleton, weights: &[f32]) -> Vec<Pos2> {
    let walk = Walk::from_centre(skeleton);
    let mut total = weights.to_vec();
    for &body in walk.order.iter().rev() {
        if let Some(parent) = walk.parent[body as usize] {
            // A body is as heavy as itself or as all below it, whichever needs the wider sector.
            total[parent as usize] += total[body as usize];
        }
    }
    let radius = radii(skeleton, &walk);
    let mut sector = vec![(0.0f32, 1.0f32); skeleton.len()];
    let mut at = vec![Pos2::ZERO; skeleton.len()];
    for &body in &walk.order {
        let (start, width) = sector[body as usize];
        if walk.depth[body as usize] > 0 {
            let way: Vec2 =
                turned(start + width / 2.0) * radius[walk.depth[body as usize] as usize];
            at[body as usize] = Pos2::ZERO + way;
        }
        let children: Vec<u32> = walk.children(skeleton, body).collect();
        let sum: f32 = children.iter().map(|&child| total[child as usize]).sum();
        let mut next = start;
        for child in children {
            let share = width * total[child as usize] / sum;
            sector[child as usize] = (next, share);
            next += share;
        }
    }
    at
}

/// Positions of a skeleton that is a path: rows to and fro, so that it fills an outline of width over height `aspect`.
pub(crate) fn serpentine(skeleton: &Skeleton, aspect: f32) -> Vec<Pos2> {
    let mut at = vec![Pos2::ZERO; skeleton.len()];
    let in_row = ((skeleton.len() as f32 * aspect).sqrt().ceil() as usize).max(2);
    let (mut before, mut body) = (
        None,
        (0..skeleton.len()).find(|&body| skeleton.links(body).len() < 2),
    );
    let mut place = 0;
    while let Some(here) = body {
        let (row, column) = (place / in_row, place % in_row);
        let column = if row % 2 == 0 {
            column
        } else {
            in_row - 1 - column
        };
        at[here] = pos2(column as f32, row as f32) * LINK_LENGTH;
        body = skeleton
            .links(here)
            .iter()
            .map(|&(other, _)| other as usize)
            .find(|&other| Some(other) != before);
        before = Some(here);
        place += 1;
    }
    at
}

/// The bodies of a tree from its centre outwards.
struct Walk {
    order: Vec<u32>,
    parent: Vec<Option<u32>>,
    depth: Vec<u32>,
}

impl Walk {
    fn from_centre(skeleton: &Skeleton) -> Self {
        let mut walk = Walk {
            order: vec![centre(skeleton)],
            parent: vec![None; skeleton.len()],
            depth: vec![0; skeleton.len()],
        };
        let mut head = 0;
        while let Some(&body) = walk.order.get(head) {
            let children: Vec<u32> = walk.children(skeleton, body).collect();
            for child in children {
                walk.parent[child as usize] = Some(body);
                walk.depth[child as usize] = walk.depth[body as usize] + 1;
                walk.order.push(child);
            }
            head += 1;
        }
        walk
    }

    fn children<'a>(&self, skeleton: &'a Skeleton, body: u32) -> impl Iterator<Item = u32> + 'a {
        let parent = self.parent[body as usize];
        skeleton
            .links(body as usize)
            .iter()
            .map(|&(other, _)| other)
            .filter(move |&other| Some(other) != parent)
    }
}

/// The middle of a longest way, found by taking off the ends until one or two bodies remain; the first of these.
fn centre(skeleton: &Skeleton) -> u32 {
    let mut open: Vec<usize> = (0..skeleton.len())
        .map(|body| skeleton.links(body).len())
        .collect();
    let mut layer: Vec<u32> = (0..skeleton.len() as u32)
        .filter(|&body| open[body as usize] <= 1)
        .collect();
    let mut left = skeleton.len();
    while left > 2 {
        left -= layer.len();
        let mut next = Vec::new();
        for &body in &layer {
            for &(other, _) in skeleton.links(body as usize) {
                open[other as usize] = open[other as usize].saturating_sub(1);
                if open[other as usize] == 1 {
                    next.push(other);
                }
            }
        }
        layer = next;
    }
    layer.into_iter().min().unwrap_or(0)
}

/// The radius of each circle: at least a link further out than the one before, and long enough for its bodies.
fn radii(skeleton: &Skeleton, walk: &Walk) -> Vec<f32> {
    let deepest = walk.depth.iter().max().copied().unwrap_or(0) as usize;
    let (mut count, mut length) = (vec![0.0f32; deepest + 1], vec![0.0f32; deepest + 1]);
    for (body, &depth) in walk.depth.iter().enumerate() {
        count[depth as usize] += 1.0;
        let to_parent = skeleton
            .links(body)
            .iter()
            .find(|&&(other, _)| Some(other) == walk.parent[body]);
        length[depth as usize] += to_parent.map_or(0.0, |&(_, length)| length);
    }
    let mut radius = vec![0.0f32; deepest + 1];
    for depth in 1..=deepest {
        let room = count[depth] * SPACING / std::f32::consts::TAU;
        radius[depth] = (radius[depth - 1] + length[depth] / count[depth]).max(room);
    }
    radius
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::layout::forces::springs::Springs;
    use crate::layout::ground::bodies::Bodies;
    use crate::layout::ground::crossing::count_crossings;
    use crate::layout::ground::graph::BodyGraph;
    use crate::layout::laws::{input, network};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn no_tree_crosses_itself(count in 2u32..200, seed: u64) {
            let input = input(count, network(count, 0, seed));
            let graph = BodyGraph::new(&input, &crate::layout::Cancel::default());
            let springs = Springs::new(&graph, &Bodies::new(&input, &graph).shape);
            let skeleton = Skeleton::new(&graph, &springs, 0..count as usize);
            let at = place(&skeleton, &vec![1.0; skeleton.len()]);
            let links: Vec<[usize; 2]> = skeleton.all_links().collect();
            prop_assert_eq!(count_crossings(&links, |body| at[body]), 0);
        }
    }
}
