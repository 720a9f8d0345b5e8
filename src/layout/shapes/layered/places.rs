//! Where the bodies of ordered layers stand.
//!
//! Across, each layer in turn takes the places nearest to the mean of its neighbours' that order and room allow: the priority
//! method of Sugiyama, Tagawa and Toda (1981) with an exact solution for each layer (`line`). Links are drawn straight, so where
//! one passes through a layer is where a straight line would, and bodies make way for it. Downwards layers follow each other; a
//! layer that would make the picture too wide is dealt out to several rows, each staggered against the next.

use crate::geom::{Pos2, pos2};

use super::super::line::{dealt_gaps, spread};
use super::super::web::Web;
use super::order::Layers;

/// Gap between neighbours in a row, in world units.
const GAP: f32 = 22.0;

/// Gap between neighbours where a link passes between them.
const LEAST_GAP: f32 = 10.0;

/// How much wider gaps may be.
const MOST_SPARE: f32 = 60.0;

/// Gap between the rows of one layer.
const ROW_GAP: f32 = 12.0;

/// Gap between layers: room to see the links.
const LAYER_GAP: f32 = 64.0;

/// Room between a disc and a link that passes.
const PASS: f32 = 7.0;

/// How much it matters that a link which passes through a layer is straight; that a body is near its neighbours is 1.
const PASS_WEIGHT: f64 = 6.0;

/// Most sweeps from layer to layer, down and up in turn.
const SWEEPS: usize = 16;

/// Gives the bodies of a component their places.
pub(super) fn place(web: &Web, bodies: &[u32], layers: &Layers, at: &mut [Pos2]) {
    let spaces: Vec<Space> = layers
        .layers
        .iter()
        .map(|layer| Space::new(web, bodies, layer))
        .collect();
    let widest = widest_for(&spaces, web.aspect);
    let rows: Vec<usize> = spaces.iter().map(|space| space.rows(widest)).collect();
    let (down, heights) = down(web, bodies, layers, &rows);
    let across = Across {
        web,
        bodies,
        layers,
        rows: &rows,
        gap: gap_for(
            &spaces,
            widest,
            heights.last().copied().unwrap_or(0.0) as f32 * web.aspect,
        ),
        heights: &heights,
        at: vec![0.0; layers.len()],
    };
    let across = across.find();
    for (node, &body) in bodies.iter().enumerate() {
        at[body as usize] = pos2(across[node] as f32, down[node]);
    }
}

/// How far down each body stands, and where the middle of each layer is.
fn down(web: &Web, bodies: &[u32], layers: &Layers, rows: &[usize]) -> (Vec<f32>, Vec<f64>) {
    let (mut down, mut heights, mut top) = (vec![0.0; bodies.len()], Vec::new(), 0.0f32);
    for (layer, &rows) in layers.layers.iter().zip(rows) {
        let first = top;
        let here: Vec<usize> = layer
            .iter()
            .filter(|&&node| layers.is_body(node))
            .map(|&node| node as usize)
            .collect();
        for row in 0..rows {
            let row = || {
                here.iter()
                    .skip(row)
                    .step_by(rows)
                    .map(|&node| (node, web.bounds(bodies[node])))
            };
            let above = row().fold(0.0f32, |most, (_, area)| most.max(-area.min.y));
            let below = row().fold(0.0f32, |most, (_, area)| most.max(area.max.y));
            row().for_each(|(node, _)| down[node] = top + above);
            top += above + below + ROW_GAP;
        }
        heights.push(f64::from(f32::midpoint(first, top)));
        top += LAYER_GAP - ROW_GAP;
    }
    (down, heights)
}

/// The gap between neighbours in a row of a picture with room for so much across: more than the least where no layer needs
/// that room, so that links find their way between bodies.
fn gap_for(spaces: &[Space], widest: f32, room: f32) -> f32 {
    let spare = |space: &Space| (room - space.width) / space.bodies.max(1) as f32;
    let is_plain = spaces.iter().all(|space| space.rows(widest) == 1);
    let spare = spaces.iter().map(spare).fold(MOST_SPARE, f32::min);
    if is_plain { GAP + spare.max(0.0) } else { GAP }
}

/// How much room a layer needs.
struct Space {
    bodies: usize,
    width: f32,
    row: f32,
}

impl Space {
    fn new(web: &Web, bodies: &[u32], layer: &[u32]) -> Self {
        let boxes = || {
            layer
                .iter()
                .filter_map(|&node| Some(web.bounds(*bodies.get(node as usize)?)))
        };
        let passes = layer.len() - boxes().count();
        Self {
            bodies: layer.len() - passes,
            width: boxes().map(|area| area.width() + GAP).sum::<f32>() + passes as f32,
            row: boxes().fold(0.0f32, |most, area| most.max(area.height())) + ROW_GAP,
        }
    }

    /// The number of rows in a picture of such a width.
    fn rows(&self, widest: f32) -> usize {
        ((self.width / widest.max(1.0)).ceil() as usize).clamp(1, self.bodies.max(1))
    }
}

/// The width of the picture with which it fills a room of the wanted aspect best.
fn widest_for(spaces: &[Space], aspect: f32) -> f32 {
    let mut width = spaces
        .iter()
        .fold(1.0f32, |most, space| most.max(space.width));
    let size = |width: f32| {
        let height: f32 = spaces
            .iter()
            .map(|space| space.rows(width) as f32 * space.row + LAYER_GAP)
            .sum();
        width.max(height * aspect)
    };
    let mut best = (size(width), width);
    while width > 60.0 {
        width *= 0.93;
        let now = size(width);
        if now < best.0 {
            best = (now, width);
        }
    }
    best.1
}

/// The gaps between the nodes of a layer that is dealt out to so many rows.
///
/// Bodies keep their distance from each other, label and all; a link that passes keeps clear of discs in a single row.
fn gaps_of(web: &Web, bodies: &[u32], layer: &[u32], rows: usize, gap_wanted: f32) -> Vec<f64> {
    let body = |node: u32| bodies.get(node as usize).copied();
    let clear = |node: u32| body(node).map_or(1.0, |body| web.shapes[body as usize].radius + PASS);
    let gap = |pair: &[u32]| match (body(pair[0]), body(pair[1])) {
        (None, None) => 1.0,
        _ if rows > 1 => 1.0,
        _ => f64::from(clear(pair[0]).max(clear(pair[1]))),
    };
    let mut gaps: Vec<f64> = layer.windows(2).map(gap).collect();
    let here: Vec<usize> = (0..layer.len())
        .filter(|&at| body(layer[at]).is_some())
        .collect();
    let half = |at: usize| {
        body(layer[here[at]]).map_or(0.0, |body| (web.bounds(body).width() + gap_wanted) / 2.0)
    };
    let dealt = dealt_gaps(here.len(), rows, |a, b| f64::from(half(a) + half(b)));
    for (pair, need) in here.windows(2).zip(dealt) {
        let between = &mut gaps[pair[0]..pair[1]];
        // Where a link passes, bodies move together rather than into the next link.
        let is_passed = rows == 1 && between.len() > 1;
        let need = if is_passed {
            need - f64::from((gap_wanted - LEAST_GAP).max(0.0))
        } else {
            need
        };
        let have: f64 = between.iter().sum();
        if have < need || between.len() == 1 {
            between.iter_mut().for_each(|gap| *gap *= need / have);
        }
    }
    gaps
}

/// Where nodes stand across, while it is looked for.
struct Across<'a> {
    web: &'a Web,
    bodies: &'a [u32],
    layers: &'a Layers,
    /// How many rows each layer is dealt out to.
    rows: &'a [usize],
    /// Gap between neighbours in a row.
    gap: f32,
    /// The middle of each layer.
    heights: &'a [f64],
    /// How far to the right each node stands.
    at: Vec<f64>,
}

impl Across<'_> {
    fn find(mut self) -> Vec<f64> {
        for (index, layer) in self.layers.layers.iter().enumerate() {
            let gaps = self.gaps(index, layer);
            let mut at = -gaps.iter().sum::<f64>() / 2.0;
            for (place, &node) in layer.iter().enumerate() {
                self.at[node as usize] = at;
                at += gaps.get(place).copied().unwrap_or(0.0);
            }
        }
        let count = self.layers.layers.len();
        let sweeps = (2_000_000 / self.layers.len().max(1)).clamp(4, SWEEPS);
        for sweep in 0..sweeps {
            for step in 0..count {
                let is_down = sweep % 2 == 0;
                let index = if is_down { step } else { count - 1 - step };
                // The first sweeps bring each layer in line with the one before, the others weigh both sides.
                let is_fine = sweep >= sweeps / 2;
                self.settle(index, (is_fine || is_down, is_fine || !is_down), is_fine);
            }
        }
        self.at
    }

    fn gaps(&self, layer: usize, nodes: &[u32]) -> Vec<f64> {
        gaps_of(self.web, self.bodies, nodes, self.rows[layer], self.gap)
    }

    /// Moves the nodes of a layer to where they should be. `is_fine` lets links pass on whichever side of a body is nearer,
    /// whatever the order of the layer says: they are drawn straight, and so bodies must make way where they do pass.
    fn settle(&mut self, index: usize, sides: (bool, bool), is_fine: bool) {
        let layer = self.layers.layers[index].iter();
        let mut wishes: Vec<(f64, f64, u32)> =
            layer.map(|&node| self.wish(index, node, sides)).collect();
        if is_fine {
            let mut keyed: Vec<(f64, (f64, f64, u32))> = Vec::with_capacity(wishes.len());
            let mut last = f64::MIN;
            for wish in wishes {
                let is_body = self.layers.is_body(wish.2);
                last = if is_body { wish.0.max(last) } else { last };
                keyed.push((if is_body { last } else { wish.0 }, wish));
            }
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            wishes = keyed.into_iter().map(|(_, wish)| wish).collect();
        }
        let nodes: Vec<u32> = wishes.iter().map(|wish| wish.2).collect();
        let gaps = self.gaps(index, &nodes);
        let (wanted, weights): (Vec<f64>, Vec<f64>) =
            wishes.iter().map(|wish| (wish.0, wish.1)).unzip();
        for (&node, at) in nodes.iter().zip(spread(&wanted, &weights, &gaps)) {
            self.at[node as usize] = at;
        }
    }

    /// Where a node should be, for the sake of neighbours above and below, how much that matters, and the node.
    fn wish(&self, layer: usize, node: u32, (up, down): (bool, bool)) -> (f64, f64, u32) {
        if let Some(ends) = self.layers.ends(node) {
            return (self.straight(layer, ends), PASS_WEIGHT, node);
        }
        let above = self.layers.up(node).iter().filter(|_| up);
        let around = above.chain(self.layers.down(node).iter().filter(|_| down));
        let add = |(sum, count), &other: &u32| (sum + self.at[other as usize], count + 1.0);
        let (sum, count) = around.fold((0.0, 0.0), add);
        if count > 0.0 {
            (sum / count, 1.0, node)
        } else {
            (self.at[node as usize], 0.01, node)
        }
    }

    /// Where a straight line between the ends of a link passes through a layer.
    fn straight(&self, layer: usize, (from, to): (u32, u32)) -> f64 {
        let height = |node: u32| self.heights[self.layers.rank(node)];
        let share = (self.heights[layer] - height(from)) / (height(to) - height(from)).max(1e-6);
        let (from, to) = (self.at[from as usize], self.at[to as usize]);
        from + (to - from) * share
    }
}
