//! Rows of the scene as the shader reads them: arrays of 32-bit words.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::geom::{Color32, Pos2};
use crate::look::{Palette, TOKENS};
use crate::net::Splice;
use crate::scene::{Lane, LinkRow, NodeRow, Scene};
use crate::work::feed::{RowChanges, stale_nodes, stale_rows};

/// One node: entity slot, radius, shape and icon, fill, outline, icon colour, ring, halo, ring gap, ring width.
pub(super) type NodeInstance = [u32; 10];

/// One link: slots of its ends, radii, bend, flags, colour, width.
pub(super) type LinkInstance = [u32; 8];

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
    /// For each row of the scene where its instance is. Empty for a part of the scene.
    rows: Vec<Seat>,
}

/// Where the instance of a row of links is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seat {
    /// Nowhere yet.
    None,
    /// At this place of `straight`.
    Straight(u32),
    /// At this place of `curved`.
    Curved(u32),
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

impl Marked {
    /// Keeps at most this many of either: those drawn last.
    pub fn keep_last(&mut self, most: usize) {
        self.nodes.drain(..self.nodes.len().saturating_sub(most));
        self.links.drain(..self.links.len().saturating_sub(most));
    }
}

/// Some of a scene's links, in the order in which they are drawn.
#[derive(Clone, Debug, Default)]
pub struct ThinnedLinks {
    /// Grows with every change.
    pub revision: u64,
    /// Straight links.
    pub straight: Vec<LinkInstance>,
    /// Bent links and loops.
    pub curved: Vec<LinkInstance>,
    /// After each step, how many of either are drawn.
    pub ends: Vec<[u32; 2]>,
}

impl ThinnedLinks {
    /// These rows, in steps that end after these numbers of rows.
    pub fn of(
        scene: &Scene,
        positions: &[Pos2],
        rows: &[u32],
        ends: &[usize],
        revision: u64,
    ) -> Self {
        let angles = scene.loop_angles(positions);
        let mut links = Self {
            revision,
            ..Self::default()
        };
        let mut from = 0;
        for &end in ends {
            for link in rows[from..end]
                .iter()
                .map(|row| &scene.links[*row as usize])
            {
                let instance = link_instance(scene, link, &angles, None);
                if is_curved(link) {
                    links.curved.push(instance);
                } else {
                    links.straight.push(instance);
                }
            }
            let counts = [links.straight.len() as u32, links.curved.len() as u32];
            links.ends.push(counts);
            from = end;
        }
        links
    }
}

impl Instances {
    /// The whole scene.
    pub fn of(scene: &Scene, positions: &[Pos2], revision: u64) -> Self {
        let angles = scene.loop_angles(positions);
        let links = scene.links.par_iter().with_min_len(4096);
        let links: Vec<LinkInstance> = links
            .map(|link| link_instance(scene, link, &angles, None))
            .collect();
        let nodes = scene.nodes.par_iter().with_min_len(4096);
        let mut instances = Self {
            revision,
            nodes: nodes.map(|row| node_instance(row, None)).collect(),
            straight: Vec::with_capacity(scene.links.len()),
            curved: Vec::new(),
            rows: Vec::with_capacity(scene.links.len()),
        };
        for (link, instance) in scene.links.iter().zip(links) {
            if is_curved(link) {
                instances
                    .rows
                    .push(Seat::Curved(instances.curved.len() as u32));
                instances.curved.push(instance);
            } else {
                instances
                    .rows
                    .push(Seat::Straight(instances.straight.len() as u32));
                instances.straight.push(instance);
            }
        }
        instances
    }

    /// Follows edits of the scene.
    pub fn follow(&mut self, scene: &Scene, positions: &[Pos2], edits: &[&RowChanges]) {
        for edit in edits {
            edit.node_moves
                .apply(&mut self.nodes, |_| NodeInstance::default());
            self.leave_seats(edit.row_moves.gone());
            edit.row_moves.apply(&mut self.rows, |_| Seat::None);
        }
        for node in stale_nodes(edits) {
            self.nodes[node as usize] = node_instance(&scene.nodes[node as usize], None);
        }
        let stale = stale_rows(edits);
        let is_misplaced = |row: &&u32| match self.rows[**row as usize] {
            Seat::None => false,
            Seat::Straight(_) => is_curved(&scene.links[**row as usize]),
            Seat::Curved(_) => !is_curved(&scene.links[**row as usize]),
        };
        let misplaced: Vec<u32> = stale.iter().filter(is_misplaced).copied().collect();
        self.leave_seats(&misplaced);
        if stale
            .iter()
            .any(|row| self.rows[*row as usize] == Seat::None)
        {
            self.take_seats(scene);
        }
        self.make_again(scene, positions, &stale);
    }

    /// The instances of these rows go.
    fn leave_seats(&mut self, rows: &[u32]) {
        let (mut straight, mut curved) = (Vec::new(), Vec::new());
        for row in rows {
            match std::mem::replace(&mut self.rows[*row as usize], Seat::None) {
                Seat::None => {}
                Seat::Straight(at) => straight.push(at),
                Seat::Curved(at) => curved.push(at),
            }
        }
        self.move_seats(
            Splice::new(straight, Vec::new()),
            Splice::new(curved, Vec::new()),
        );
    }

    /// Rows without an instance get one where the order of rows has it; what it holds is not made yet.
    fn take_seats(&mut self, scene: &Scene) {
        let (mut straight, mut curved) = (Vec::new(), Vec::new());
        let (mut before_straight, mut before_curved) = (Vec::new(), Vec::new());
        let (mut next_straight, mut next_curved) = (0, 0);
        for (row, seat) in self.rows.iter().enumerate() {
            match seat {
                Seat::Straight(at) => next_straight = at + 1,
                Seat::Curved(at) => next_curved = at + 1,
                Seat::None if is_curved(&scene.links[row]) => {
                    curved.push(row);
                    before_curved.push(next_curved);
                }
                Seat::None => {
                    straight.push(row);
                    before_straight.push(next_straight);
                }
            }
        }
        let into_straight = Splice::new(Vec::new(), before_straight);
        let into_curved = Splice::new(Vec::new(), before_curved);
        let places: Vec<u32> = into_straight.came().chain(into_curved.came()).collect();
        let seats = places.into_iter().enumerate();
        let count = straight.len();
        self.move_seats(into_straight, into_curved);
        for (row, (nth, at)) in straight.into_iter().chain(curved).zip(seats) {
            self.rows[row] = match nth < count {
                true => Seat::Straight(at),
                false => Seat::Curved(at),
            };
        }
    }

    fn move_seats(&mut self, straight: Splice, curved: Splice) {
        if straight.is_empty() && curved.is_empty() {
            return;
        }
        straight.apply(&mut self.straight, |_| LinkInstance::default());
        curved.apply(&mut self.curved, |_| LinkInstance::default());
        let seats = self.rows.par_iter_mut().with_min_len(16_384);
        seats.for_each(|seat| match seat {
            Seat::None => {}
            Seat::Straight(at) => *at = straight.row(*at),
            Seat::Curved(at) => *at = curved.row(*at),
        });
    }

    /// Makes the instances of these rows again, each where it is.
    fn make_again(&mut self, scene: &Scene, positions: &[Pos2], rows: &[u32]) {
        let turns = |row: &u32| matches!(scene.links[*row as usize].lane, Lane::Loop(..));
        let angles = match rows.iter().any(turns) {
            true => scene.loop_angles(positions),
            false => FxHashMap::default(),
        };
        for &row in rows {
            let instance = link_instance(scene, &scene.links[row as usize], &angles, None);
            match self.rows[row as usize] {
                Seat::None => {}
                Seat::Straight(at) => self.straight[at as usize] = instance,
                Seat::Curved(at) => self.curved[at as usize] = instance,
            }
        }
    }

    /// Loops point where there is room: their directions follow the positions.
    pub fn turn_loops(&mut self, scene: &Scene, positions: &[Pos2]) -> bool {
        if scene.loops.is_empty() {
            return false;
        }
        self.make_again(scene, positions, &scene.loops);
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
                    .push(node_instance(row, Some((*highlight, palette))));
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

fn node_instance(row: &NodeRow, mark: Option<(Highlight, &Palette)>) -> NodeInstance {
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
        row.slot,
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
        _ => TOKENS.look(link.support).width.max(1.2),
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
    let packed = link.support as u32
        | flag(link.directed, 3)
        | flag(link.disputed, 4)
        | flag(link.ended, 5)
        | flag(link.lane == Lane::Bundle, 6)
        | flag(matches!(link.lane, Lane::Loop(..)), 7)
        | u32::from(from.shape.0) << 8
        | u32::from(to.shape.0) << 12
        | link.voices.min(0x7fff) << 16
        | flag(style.is_some(), 31);
    [
        from.slot,
        to.slot,
        from.radius.to_bits(),
        to.radius.to_bits(),
        bend.to_bits(),
        packed,
        word(color),
        width.to_bits(),
    ]
}
