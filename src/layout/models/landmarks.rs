//! Distances: bodies are drawn to where they should stand by their distances, along links, to some landmarks.
//!
//! Sparse stress (Ortmann, Klimenta and Brandes, "A sparse stress model", 2017) with the landmarks of pivot MDS as the only
//! far terms, minimised by majorisation (Gansner, Koren and North 2005). Only the shape of the picture counts: its scale is
//! the one that fits best.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::layout::ground::cancel::Cancel;
use crate::layout::ground::graph::inverse;
use crate::layout::ground::random::mix;
use crate::layout::ground::spread::{LANES, for_each_body, total};

use super::levels::{Level, by_size};

/// Distance, in links, from which a landmark has a say: what is next to a body is the business of other forces.
const LEAST: u16 = 2;

/// A body that no way leads to.
const UNREACHED: u16 = u16::MAX;

/// Bodies by which the scale of a picture is told.
const SAMPLE: usize = 60;

/// Bodies by which the stress of a picture is told, by the size of the component.
const SAMPLE_FOR_STRESS: [usize; 3] = [300, 1000, 1000];

/// The distances of all bodies of a component to some of them.
pub(crate) struct Landmarks {
    /// The landmarks, as many as fill whole vectors; the first ones are repeated at the end.
    bodies: Vec<u32>,
    /// For each body its distances to all landmarks, in links.
    links: Vec<u16>,
    x: Vec<f32>,
    y: Vec<f32>,
    /// For each body the sum of weighted ways that the landmarks draw it, across.
    pub way_x: Vec<f32>,
    /// The same, downwards.
    pub way_y: Vec<f32>,
    /// The sum of weights of the landmarks that have a say, for each body.
    pub weight: Vec<f32>,
}

/// Landmarks that a component of so many bodies gets.
pub(crate) fn landmarks_for(bodies: usize) -> usize {
    by_size(bodies, [64, 48, 32])
}

/// Landmarks of a picture that is to show nothing but distances.
pub(crate) fn many_landmarks_for(bodies: usize) -> usize {
    by_size(bodies, [256, 256, 64])
}

impl Landmarks {
    /// Chooses landmarks by chance, about so many, and measures all distances to them.
    pub(crate) fn new(level: &Level, most: usize, seed: u64, cancel: &Cancel) -> Self {
        let count = level.len();
        let chosen = most.min(count);
        let mut order: Vec<u32> = (0..count as u32).collect();
        for at in 0..chosen {
            let chance = mix(seed ^ at as u64) % (count - at) as u64;
            order.swap(at, at + chance as usize);
        }
        order.truncate(chosen);
        let columns: Vec<Vec<u16>> = order
            .par_iter()
            .map(|&body| links_from(level, body, cancel))
            .collect();
        let lanes = chosen.next_multiple_of(LANES);
        let bodies = (0..lanes).map(|lane| order[lane % chosen.max(1)]).collect();
        let mut links = vec![0; count * lanes];
        for (lane, column) in columns.iter().enumerate() {
            for (body, &distance) in column.iter().enumerate() {
                links[body * lanes + lane] = distance;
            }
        }
        let mut landmarks = Self {
            bodies,
            links,
            x: vec![0.0; lanes],
            y: vec![0.0; lanes],
            way_x: vec![0.0; count],
            way_y: vec![0.0; count],
            weight: vec![0.0; count],
        };
        for body in 0..count {
            let says = landmarks.of(body).iter().filter(|&&links| has_say(links));
            landmarks.weight[body] = says.map(|&links| weight(links)).sum();
        }
        landmarks
    }

    /// Finds where each body should be, at the scale that fits best.
    pub(crate) fn look(&mut self, x: &[f32], y: &[f32]) {
        self.look_at(x, y, self.scale(x, y));
    }

    /// The same at a scale: so long is a link. `way_x` and `way_y` are then the sums of weighted ways there.
    pub(crate) fn look_at(&mut self, x: &[f32], y: &[f32], scale: f32) {
        for (lane, &body) in self.bodies.iter().enumerate() {
            (self.x[lane], self.y[lane]) = (x[body as usize], y[body as usize]);
        }
        let (mut way_x, mut way_y) = (
            std::mem::take(&mut self.way_x),
            std::mem::take(&mut self.way_y),
        );
        for_each_body(
            &mut way_x,
            &mut way_y,
            #[inline(always)]
            |body| self.way(body, x[body], y[body], scale),
        );
        (self.way_x, self.way_y) = (way_x, way_y);
    }

    /// The same distances for bodies in another order; `order` says who they were.
    pub(crate) fn in_order(mut self, order: &[u32]) -> Self {
        let number = inverse(order);
        for body in &mut self.bodies {
            *body = number[*body as usize];
        }
        let links = order.iter().flat_map(|&body| self.of(body as usize));
        self.links = links.copied().collect();
        let weight = order.iter().map(|&body| self.weight[body as usize]);
        self.weight = weight.collect();
        self
    }

    /// How far the distances to the landmarks in a picture are from those along links, whatever its scale, by a sample: 0
    /// where they agree. Each body stands where its system does.
    pub(crate) fn stress(&self, system: &[u32], x: &[f32], y: &[f32]) -> f32 {
        let (mut sum, mut squares, mut count) = (0.0f64, 0.0f64, 0.0f64);
        let sample = by_size(system.len(), SAMPLE_FOR_STRESS);
        for body in (0..system.len()).step_by(system.len().div_ceil(sample)) {
            let here = system[body] as usize;
            for (&links, &mark) in self.of(body).iter().zip(&self.bodies) {
                if has_say(links) {
                    let there = system[mark as usize] as usize;
                    let (dx, dy) = (x[here] - x[there], y[here] - y[there]);
                    let ratio = f64::from((dx * dx + dy * dy).sqrt() / f32::from(links));
                    sum += ratio;
                    squares += ratio * ratio;
                    count += 1.0;
                }
            }
        }
        if squares > 0.0 {
            (1.0 - sum * sum / (squares * count)) as f32
        } else {
            1.0
        }
    }

    /// Length of a link that brings the distances to the landmarks closest to those in the picture, by the best fit of
    /// their ratios.
    pub(crate) fn scale(&self, x: &[f32], y: &[f32]) -> f32 {
        let (mut ratios, mut squares) = (0.0f64, 0.0f64);
        for body in (0..x.len()).step_by(x.len().div_ceil(SAMPLE)) {
            for (&links, &mark) in self.of(body).iter().zip(&self.bodies) {
                if has_say(links) {
                    let (dx, dy) = (x[body] - x[mark as usize], y[body] - y[mark as usize]);
                    let ratio = f64::from((dx * dx + dy * dy).sqrt()) / f64::from(links);
                    ratios += ratio;
                    squares += ratio * ratio;
                }
            }
        }
        if ratios > 0.0 {
            (squares / ratios) as f32
        } else {
            1.0
        }
    }

    /// The distances of a body to the landmarks.
    #[inline(always)]
    fn of(&self, body: usize) -> &[u16] {
        let lanes = self.bodies.len();
        &self.links[body * lanes..(body + 1) * lanes]
    }

    /// The sum of weighted ways of a body to where each landmark would have it.
    #[inline(always)]
    fn way(&self, body: usize, x: f32, y: f32, scale: f32) -> (f32, f32) {
        let (mut sum_x, mut sum_y) = ([0.0f32; LANES], [0.0f32; LANES]);
        let marks = self
            .x
            .as_chunks::<LANES>()
            .0
            .iter()
            .zip(self.y.as_chunks::<LANES>().0);
        for ((marks_x, marks_y), links) in marks.zip(self.of(body).as_chunks::<LANES>().0) {
            for lane in 0..LANES {
                let (dx, dy) = (x - marks_x[lane], y - marks_y[lane]);
                let distance = (dx * dx + dy * dy + 1e-12).sqrt();
                let links = links[lane];
                let share = if has_say(links) {
                    weight(links) * (scale * f32::from(links) / distance - 1.0)
                } else {
                    0.0
                };
                sum_x[lane] += dx * share;
                sum_y[lane] += dy * share;
            }
        }
        (total(sum_x), total(sum_y))
    }
}

/// Whether a landmark so far away has a say. What was filled up is 0 away.
#[inline(always)]
fn has_say(links: u16) -> bool {
    (LEAST..UNREACHED).contains(&links)
}

/// How much a landmark counts that is so far away.
#[inline(always)]
fn weight(links: u16) -> f32 {
    let links = f32::from(links.max(1));
    1.0 / (links * links)
}

/// Distances in links from a body to all others, by breadth first search.
fn links_from(level: &Level, source: u32, cancel: &Cancel) -> Vec<u16> {
    let mut links = vec![UNREACHED; level.len()];
    if cancel.is_set() {
        return links;
    }
    links[source as usize] = 0;
    let mut queue = Vec::with_capacity(level.len());
    queue.push(source);
    let mut head = 0;
    while let Some(&body) = queue.get(head) {
        let next = (links[body as usize] + 1).min(UNREACHED - 1);
        for &other in &level.neighbours[level.slots(body as usize)] {
            if links[other as usize] == UNREACHED {
                links[other as usize] = next;
                queue.push(other);
            }
        }
        head += 1;
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::ground::graph::BodyGraph;
    use crate::layout::laws::input;

    fn path(count: u32) -> Level {
        let input = input(count, (1..count).map(|body| (body - 1, body)).collect());
        let graph = BodyGraph::new(&input, &Cancel::default());
        let level = Level::finest(&graph, 0..count as usize);
        // From one end to the other.
        let mut walk = vec![
            (0..level.len())
                .find(|&body| level.slots(body).len() == 1)
                .unwrap_or(0) as u32,
        ];
        while walk.len() < level.len() {
            let here = walk[walk.len() - 1] as usize;
            let next = level
                .ties(here)
                .map(|tie| tie.0 as u32)
                .find(|body| !walk.contains(body));
            walk.extend(next);
        }
        level.in_order(&walk)
    }

    #[test]
    fn a_straight_path_is_right_and_a_folded_one_is_not() {
        let level = path(50);
        let mut marks = Landmarks::new(&level, 20, 7, &Cancel::default());
        let own: Vec<u32> = (0..50).collect();
        let (straight, flat): (Vec<f32>, Vec<f32>) = (0..50).map(|i| (3.0 * i as f32, 0.0)).unzip();
        assert!((marks.scale(&straight, &flat) - 3.0).abs() < 1e-3);
        assert!(marks.stress(&own, &straight, &flat) < 1e-3);
        marks.look(&straight, &flat);
        assert!(
            marks
                .way_x
                .iter()
                .chain(&marks.way_y)
                .all(|way| way.abs() < 1e-3)
        );
        let folded: Vec<f32> = (0..50i32).map(|i| 3.0 * (i - 25).abs() as f32).collect();
        assert!(marks.stress(&own, &folded, &flat) > 0.1);
        marks.look(&folded, &flat);
        assert!(marks.way_x.iter().any(|way| way.abs() > 0.1));
    }

    #[test]
    fn another_order_says_the_same() {
        let level = path(40);
        let order: Vec<u32> = (0..40).rev().collect();
        let one = Landmarks::new(&level, 16, 7, &Cancel::default());
        let distances: Vec<Vec<u16>> = (0..40).map(|body| one.of(body).to_vec()).collect();
        let turned = one.in_order(&order);
        assert!((0..40).all(|body| turned.of(body) == distances[39 - body]));
    }
}
