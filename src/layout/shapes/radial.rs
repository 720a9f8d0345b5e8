//! Rings around one body: on each ring the bodies that are so many links away.
//!
//! Yee, Fisher, Dhamija and Hearst, "Animated exploration of dynamic graphs with radial layout" (2001), on a tree of
//! shortest ways with wedges by leaf count (Eades, "Drawing free trees", 1992). Siblings are ordered by the barycentre of
//! what their branches are linked to elsewhere, so that few links cross. A ring that is too full is several rings, dealt out
//! in turn.

use crate::geom::{Pos2, Rect, Vec2, pos2};
use crate::layout::ground::plane::{turned, turns_of};

use super::blocks::{bounds, grid_below};
use super::clear::{least_factor, scale};
use super::input::ShapeInput;
use super::ring::{Half, angles, half, mean_reach, spot};
use super::web::Web;

/// Gap kept around each body, in world units.
const GAP: f32 = 16.0;

/// What stays free between a ring and the next, so that links can be seen.
const RING_GAP: f32 = 34.0;

/// How much wider than tall rings are: names are, and so are screens.
pub(super) const FLAT: f32 = 1.25;

/// Most bodies for which several turns of the whole are tried.
const WORTH_TURNING: usize = 5000;

/// Gap between the rings and the grid of what is not reached.
const GRID_GAP: f32 = 90.0;

/// Places bodies on rings around the body of index `root`, by how many links away they are; those that no way leads to stand
/// in a grid below.
///
/// A root that is not there is the first body. Takes time near to linear.
pub fn radial(input: &ShapeInput, root: u32) -> Vec<Pos2> {
    let web = Web::new(input);
    let Some(root) = web
        .order
        .iter()
        .position(|&index| index == root)
        .or(web.order.first().map(|_| 0))
    else {
        return Vec::new();
    };
    let mut tree = Tree::new(&web, root as u32);
    tree.order_siblings(&web);
    let mut at = vec![Pos2::ZERO; web.len()];
    for (&body, spot) in tree.found.iter().zip(best_turned(&web, &tree)) {
        at[body as usize] = spot;
    }
    let mut rest: Vec<u32> = (0..web.len() as u32)
        .filter(|&body| !tree.is_reached[body as usize])
        .collect();
    web.sort_by_group(&mut rest);
    let all = bounds(&web, &at, &tree.found);
    let corner = all.left_bottom() + Vec2::new(0.0, GRID_GAP);
    grid_below(&web, &mut at, &rest, corner, all.width());
    web.finish(&at)
}

/// A tree of shortest ways from the root.
struct Tree {
    /// The bodies in the order in which they were found, ring by ring.
    found: Vec<u32>,
    is_reached: Vec<bool>,
    parent: Vec<u32>,
    children: Vec<Vec<u32>>,
    /// Linked pairs that are no part of the tree.
    others: Vec<(u32, u32)>,
    leaves: Vec<u32>,
    /// Where the middle of each body's wedge is, in turns.
    middle: Vec<f64>,
}

impl Tree {
    fn new(web: &Web, root: u32) -> Self {
        let count = web.len();
        let mut tree = Self {
            found: vec![root],
            is_reached: vec![false; count],
            parent: vec![root; count],
            children: vec![Vec::new(); count],
            others: Vec::new(),
            leaves: vec![0; count],
            middle: vec![0.0; count],
        };
        tree.is_reached[root as usize] = true;
        let mut next = 0;
        while let Some(&body) = tree.found.get(next) {
            next += 1;
            for &other in web.neighbours(body) {
                if !std::mem::replace(&mut tree.is_reached[other as usize], true) {
                    tree.parent[other as usize] = body;
                    tree.children[body as usize].push(other);
                    tree.found.push(other);
                }
            }
        }
        let parent = &tree.parent;
        let is_other = |&&(a, b): &&(u32, u32)| parent[a as usize] != b && parent[b as usize] != a;
        let reached = |pair: &&(u32, u32)| tree.is_reached[pair.0 as usize];
        tree.others = web
            .pairs
            .iter()
            .filter(reached)
            .filter(is_other)
            .copied()
            .collect();
        for &body in tree.found.iter().rev() {
            let below: u32 = tree.children[body as usize]
                .iter()
                .map(|&child| tree.leaves[child as usize])
                .sum();
            tree.leaves[body as usize] = below.max(1);
        }
        tree.deal_wedges();
        tree
    }

    /// Gives each body a wedge of its parent's, by leaves.
    fn deal_wedges(&mut self) {
        let mut start = vec![0.0f64; self.middle.len()];
        let leaf = 1.0 / f64::from(self.leaves[self.found[0] as usize]);
        for &body in &self.found {
            let mut from = start[body as usize];
            self.middle[body as usize] = from + leaf * f64::from(self.leaves[body as usize]) / 2.0;
            for &child in &self.children[body as usize] {
                start[child as usize] = from;
                from += leaf * f64::from(self.leaves[child as usize]);
            }
        }
    }

    /// Orders the children of each body by where their branches are drawn to; keeps the best of a few rounds.
    fn order_siblings(&mut self, web: &Web) {
        if self.others.is_empty() {
            return;
        }
        let rounds = (1_000_000 / (web.len() + self.others.len()).max(1)).clamp(2, 12);
        let mut best = (self.cost(), self.children.clone());
        for _ in 0..rounds {
            let pulls = self.pulls();
            for &body in &self.found {
                let middle = if body == self.found[0] {
                    0.5
                } else {
                    self.middle[body as usize]
                };
                let key = |child: u32| {
                    let pull = pulls[child as usize];
                    let turns = if pull == Vec2::ZERO {
                        self.middle[child as usize]
                    } else {
                        f64::from(turns_of(pull))
                    };
                    let off = turns - middle + 0.5;
                    off - off.floor()
                };
                let mut keyed: Vec<(f64, u32)> = self.children[body as usize]
                    .iter()
                    .map(|&child| (key(child), child))
                    .collect();
                keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
                self.children[body as usize] = keyed.into_iter().map(|(_, child)| child).collect();
            }
            self.deal_wedges();
            let cost = self.cost();
            if cost < best.0 {
                best = (cost, self.children.clone());
            }
        }
        self.children = best.1;
        self.deal_wedges();
    }

    /// For each branch the sum of the directions in which its links to elsewhere lead.
    fn pulls(&self) -> Vec<Vec2> {
        let direction: Vec<Vec2> = self
            .middle
            .iter()
            .map(|&turns| turned(turns as f32))
            .collect();
        let mut pulls = vec![Vec2::ZERO; direction.len()];
        for &(a, b) in &self.others {
            pulls[a as usize] += direction[b as usize];
            pulls[b as usize] += direction[a as usize];
        }
        for &body in self.found.iter().skip(1).rev() {
            let pull = pulls[body as usize];
            pulls[self.parent[body as usize] as usize] += pull;
        }
        pulls
    }

    /// How far the links that are no part of the tree lead around, all together, in turns.
    fn cost(&self) -> f64 {
        let around = |&(a, b): &(u32, u32)| {
            let off = (self.middle[a as usize] - self.middle[b as usize]).abs();
            off.min(1.0 - off)
        };
        self.others.iter().map(around).sum()
    }

    /// The bodies of each ring in their order around it, from the root on.
    fn rings(&self) -> Vec<Vec<u32>> {
        let mut rings = vec![vec![self.found[0]]];
        loop {
            let last = rings.last().into_iter().flatten();
            let next: Vec<u32> = last
                .flat_map(|&body| self.children[body as usize].iter().copied())
                .collect();
            if next.is_empty() {
                return rings;
            }
            rings.push(next);
        }
    }
}

/// The places of the reached bodies around the root at the origin, turned so that the whole fits its room best.
fn best_turned(web: &Web, tree: &Tree) -> Vec<Pos2> {
    let turns = if tree.found.len() <= WORTH_TURNING {
        12
    } else {
        1
    };
    let size = |spots: &[Pos2]| {
        let areas = tree.found.iter().zip(spots);
        let areas = areas.map(|(&body, at)| web.bounds(body).translate(at.to_vec2()));
        let all = areas
            .reduce(|all, area| all.union(area))
            .unwrap_or(Rect::ZERO);
        all.width().max(all.height() * web.aspect)
    };
    let all = (0..turns).map(|turn| rings(web, tree, f64::from(turn) / f64::from(turns)));
    let sized = all.map(|spots| (size(&spots), spots));
    let best = sized.min_by(|a, b| a.0.total_cmp(&b.0));
    best.map(|(_, spots)| spots).unwrap_or_default()
}

/// The places of the reached bodies, with the first child's side of the rings so many turns from the top.
fn rings(web: &Web, tree: &Tree, turn: f64) -> Vec<Pos2> {
    let (mut outer, mut inside) = (0.0f32, 0.0f32);
    let mut at = vec![Pos2::ZERO; web.len()];
    for (distance, ring) in tree.rings().iter().enumerate() {
        let flat = |&body: &u32| half(web.bounds(body), GAP) / Vec2::new(FLAT, 1.0);
        let boxes: Vec<Half> = ring.iter().map(flat).collect();
        let widest = boxes
            .iter()
            .fold(0.0f32, |most, half| most.max(half.max_elem()));
        if distance > 0 {
            let least = outer + inside + widest + RING_GAP;
            let (rows, radius) = rows_and_radius(&boxes, least, 2.0 * widest);
            let wanted: Vec<f64> = ring
                .iter()
                .map(|&body| tree.middle[body as usize])
                .collect();
            let angles = angles(&boxes, &wanted, rows, radius, turn);
            for (place, (&body, angle)) in ring.iter().zip(angles).enumerate() {
                let row = (place % rows) as f32;
                let spot = spot(angle + turn, radius + row * 2.0 * widest);
                at[body as usize] = pos2(spot.x * FLAT, spot.y);
            }
            outer = radius + (rows - 1) as f32 * 2.0 * widest;
        }
        inside = widest;
    }
    let boxes: Vec<_> = tree
        .found
        .iter()
        .map(|&body| web.bounds(body).expand(GAP / 2.0))
        .collect();
    let mut spots: Vec<Pos2> = tree.found.iter().map(|&body| at[body as usize]).collect();
    let factor = least_factor(&boxes, &spots, 0.55);
    scale(&mut spots, factor);
    spots
}

/// How many rings a full ring is dealt out to, `pitch` apart, and the radius of the innermost, at least `least`: what ends
/// nearest to the middle.
fn rows_and_radius(boxes: &[Half], least: f32, pitch: f32) -> (usize, f32) {
    let around = boxes
        .iter()
        .map(|&half| f64::from(mean_reach(half, half)))
        .sum::<f64>()
        * 1.06;
    let around = (around / std::f64::consts::TAU) as f32;
    let most = 2 + (around / pitch.max(1.0)).sqrt() as usize;
    let outer = |rows: usize| least.max(around / rows as f32) + (rows - 1) as f32 * pitch;
    let rows = (1..=most.min(boxes.len().max(1)))
        .min_by(|&a, &b| outer(a).total_cmp(&outer(b)))
        .unwrap_or(1);
    (rows, least.max(around / rows as f32))
}
