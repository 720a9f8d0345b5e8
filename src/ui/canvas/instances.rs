//! Rows of the scene as the shader reads them: arrays of 32-bit words.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::geom::{Color32, Pos2};
use crate::look::{Palette, TOKENS};
use crate::scene::{Lane, LinkRow, NodeRow, Scene};

/// One node: node, radius, shape and icon, fill, outline, icon colour, ring, halo, ring gap, ring width.
pub type NodeInstance = [u32; 10];

/// One link: ends, radii, bend, flags, colour, width.
pub type LinkInstance = [u32; 8];

/// What is drawn in one pass.
#[derive(Clone, Debug, Default)]
pub struct Instances {
    /// Grows with every change.
    pub revision: u64,
    /// Nodes.
    pub nodes: Vec<NodeInstance>,
    /// Straight links.
    pub straight: Vec<LinkInstance>,
    /// Bent links and loops.
    pub curved: Vec<LinkInstance>,
    /// For each row of the scene its place: in `straight`, or behind them in `curved`. Empty for a part of the scene.
    rows: Vec<u32>,
}

/// How a node is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Highlight {
    /// Lit without a ring.
    Lit,
    /// Under the pointer.
    Hovered,
    /// Selected.
    Selected,
    /// Found by a search.
    Found,
}

/// What is drawn over the chart.
#[derive(Clone, Debug, Default)]
pub struct Marked {
    /// Nodes, in the order in which they are drawn.
    pub nodes: Vec<(u32, Highlight)>,
    /// Rows of links, with the way they are marked.
    pub links: Vec<(u32, Highlight)>,
}

impl Instances {
    /// The whole scene.
    pub fn of(scene: &Scene, positions: &[Pos2], revision: u64) -> Self {
        let angles = scene.loop_angles(positions);
        let links = scene.links.par_iter().with_min_len(4096);
        let links: Vec<LinkInstance> = links
            .map(|link| link_instance(scene, link, &angles, None))
            .collect();
        let nodes = scene.nodes.par_iter().enumerate().with_min_len(4096);
        let mut instances = Self {
            revision,
            nodes: nodes
                .map(|(node, row)| node_instance(node as u32, row, None))
                .collect(),
            straight: Vec::with_capacity(scene.links.len()),
            curved: Vec::new(),
            rows: Vec::with_capacity(scene.links.len()),
        };
        for (link, instance) in scene.links.iter().zip(links) {
            if is_curved(link) {
                instances
                    .rows
                    .push(u32::MAX - instances.curved.len() as u32);
                instances.curved.push(instance);
            } else {
                instances.rows.push(instances.straight.len() as u32);
                instances.straight.push(instance);
            }
        }
        instances
    }

    /// The same with these rows made anew.
    pub fn touch(&mut self, scene: &Scene, positions: &[Pos2], nodes: &[u32], links: &[u32]) {
        for &node in nodes {
            if let (Some(instance), Some(row)) = (
                self.nodes.get_mut(node as usize),
                scene.nodes.get(node as usize),
            ) {
                *instance = node_instance(node, row, None);
            }
        }
        let angles = scene.loop_angles(positions);
        for &row in links {
            let (Some(&place), Some(link)) =
                (self.rows.get(row as usize), scene.links.get(row as usize))
            else {
                continue;
            };
            let instance = link_instance(scene, link, &angles, None);
            let slot = if is_curved(link) {
                self.curved.get_mut((u32::MAX - place) as usize)
            } else {
                self.straight.get_mut(place as usize)
            };
            if let Some(slot) = slot {
                *slot = instance;
            }
        }
        self.revision += 1;
    }

    /// Loops point where there is room: their directions follow the positions.
    pub fn turn_loops(&mut self, scene: &Scene, positions: &[Pos2]) -> bool {
        if scene.loops.is_empty() {
            return false;
        }
        let loops = scene.loops.clone();
        self.touch(scene, positions, &[], &loops);
        true
    }

    /// A part of the scene, marked.
    pub fn marked(
        scene: &Scene,
        positions: &[Pos2],
        marked: &Marked,
        palette: &Palette,
        revision: u64,
    ) -> Self {
        let angles = if marked.links.is_empty() {
            FxHashMap::default()
        } else {
            scene.loop_angles(positions)
        };
        let mut instances = Self {
            revision,
            ..Self::default()
        };
        for (row, highlight) in &marked.links {
            let Some(link) = scene.links.get(*row as usize) else {
                continue;
            };
            let style = match highlight {
                Highlight::Selected => Some((palette.selection, TOKENS.link.width_emphasis)),
                Highlight::Hovered => Some((palette.link_emphasis, TOKENS.link.width_emphasis)),
                Highlight::Found => Some((palette.search_ring, TOKENS.link.width_emphasis)),
                Highlight::Lit => None,
            };
            let instance = link_instance(scene, link, &angles, style);
            if is_curved(link) {
                instances.curved.push(instance);
            } else {
                instances.straight.push(instance);
            }
        }
        for (node, highlight) in &marked.nodes {
            if let Some(row) = scene.nodes.get(*node as usize) {
                instances
                    .nodes
                    .push(node_instance(*node, row, Some((*highlight, palette))));
            }
        }
        instances
    }
}

fn is_curved(link: &LinkRow) -> bool {
    matches!(link.lane, Lane::Bent(_) | Lane::Loop(..))
}

fn word(color: Color32) -> u32 {
    u32::from_le_bytes(color.to_array())
}

fn node_instance(node: u32, row: &NodeRow, mark: Option<(Highlight, &Palette)>) -> NodeInstance {
    let state = &TOKENS.state;
    let (ring, halo, size) = match mark {
        Some((Highlight::Selected, palette)) => {
            (palette.selection, Color32::TRANSPARENT, state.selected)
        }
        Some((Highlight::Hovered, palette)) => {
            (palette.hover_ring, palette.hover_halo, state.hovered)
        }
        Some((Highlight::Found, palette)) => {
            (palette.search_ring, palette.search_halo, state.search_hit)
        }
        Some((Highlight::Lit, _)) | None => {
            (Color32::TRANSPARENT, Color32::TRANSPARENT, state.selected)
        }
    };
    [
        node,
        row.radius.to_bits(),
        u32::from(row.shape.0) | u32::from(row.icon.0) << 8,
        word(row.fill),
        word(row.outline),
        word(row.icon_color),
        word(ring),
        word(halo),
        size.ring_gap.to_bits(),
        size.ring_width.to_bits(),
    ]
}

fn link_instance(
    scene: &Scene,
    link: &LinkRow,
    loop_angles: &FxHashMap<u32, f32>,
    style: Option<(Color32, f32)>,
) -> LinkInstance {
    let (from, to) = (
        &scene.nodes[link.from as usize],
        &scene.nodes[link.to as usize],
    );
    let width = match link.lane {
        Lane::Bundle => TOKENS.link.parallel.bundle_width,
        _ => TOKENS.look(link.look).width.max(1.2),
    };
    let (color, width) = match style {
        Some((color, wide)) => (color, width.max(wide)),
        None => (link.color, width),
    };
    let bend = match link.lane {
        Lane::Straight | Lane::Bundle => 0.0,
        Lane::Bent(bend) => bend,
        Lane::Loop(at, of) => {
            let turn = f32::from(at) - (f32::from(of) - 1.0) / 2.0;
            loop_angles.get(&link.from).copied().unwrap_or(0.0) + turn * 1.1
        }
    };
    let flag = |yes: bool, bit: u32| u32::from(yes) << bit;
    let packed = link.look as u32
        | flag(link.directed, 3)
        | flag(link.disputed, 4)
        | flag(link.ended, 5)
        | flag(link.lane == Lane::Bundle, 6)
        | flag(matches!(link.lane, Lane::Loop(..)), 7)
        | u32::from(from.shape.0) << 8
        | u32::from(to.shape.0) << 12
        | link.voices.min(0xffff) << 16;
    [
        link.from,
        link.to,
        from.radius.to_bits(),
        to.radius.to_bits(),
        bend.to_bits(),
        packed,
        word(color),
        width.to_bits(),
    ]
}
