//! Positions from a net: forces on bodies until the picture is at rest.
//!
//! A layout gets plain numbers, one row a body, and gives a position for each. A component is unfolded level by level (`unfold`)
//! and refined by a `model`. A small one is then evened out by `forces` and tidied link by link (`polish`); trees and what has
//! but a few bodies start untangled instead (`start`). What still overlaps is moved apart (`separation`), and components are
//! packed side by side (`packing`). Bodies that have a stored position stay there, and new ones find a free place beside their
//! neighbours (`newcomers`).
//!
//! - A force is a file with a function that changes velocities; `forces` is the list of them; `integrate` alone moves
//!   bodies.
//! - The same input gives the same positions, bit for bit, on any number of threads and in every build: all chance is a hash
//!   of record ids, sums have a fixed order, and no function of the platform's mathematics library is called. The order of
//!   records and links in the input does not matter.
//! - Lengths are world units; y points down. Nothing here knows records, fonts, windows or the clock (`worker` reads it
//!   to pace frames, never to decide a position).
//!
//! [`Simulation`] is ticked by hand, [`Worker`] ticks one on a thread of its own, [`arrange`] runs one to its end.

mod arranging;
mod bodies;
mod branches;
mod cancel;
mod clusters;
mod collision;
mod crossing;
mod distances;
mod fan;
mod faults;
mod finish;
mod follow;
mod forces;
mod gestures;
mod glide;
mod graph;
mod gravity;
mod grid;
mod groups;
mod guard;
mod hold;
mod integrate;
mod landmarks;
#[cfg(test)]
mod laws;
mod levels;
mod model;
mod newcomers;
mod opening;
mod packing;
mod pivots;
mod plane;
mod polish;
mod pull;
mod quadtree;
mod radial;
mod random;
mod repulsion;
mod room;
mod separation;
mod shape;
pub mod shapes;
mod simulation;
mod skeleton;
mod spread;
mod springs;
mod start;
mod stress;
mod touch;
mod unfold;
mod untangle;
mod worker;

use crate::geom::{Pos2, Vec2};

pub use cancel::Cancel;
pub use simulation::{Progress, Simulation};
pub use worker::{Frame, Worker};

/// What a picture shows best.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Neighbours close together, and groups apart.
    #[default]
    Clusters,
    /// Distances as long as the ways along links.
    Distances,
}

/// What a layout works on: plain numbers by body index; no records, no fonts.
///
/// `seeds` says how many bodies there are. The other columns may be shorter: what is missing is a disc of radius 9 without
/// a label, without a stored position, not pinned. Numbers that make no sense are replaced by such that do; nothing panics.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Input {
    /// Hash of each record's id: with `seed` the only source of chance, so that reordering records changes nothing.
    /// Records with the same hash are told apart by their order.
    pub seeds: Vec<u64>,
    /// Drawn radius of each body, in world units.
    pub radii: Vec<f32>,
    /// Estimated size of the label box centred under each disc, in world units; zero without a label.
    pub label_sizes: Vec<Vec2>,
    /// Stored positions: bodies that have one stay there unless they are freed or dragged.
    pub start: Vec<Option<Pos2>>,
    /// Pinned bodies stay at their stored position even when they are freed. A pin without a position has no effect.
    pub pinned: Vec<bool>,
    /// Pairs of body indices. Parallel links count once; self-links and links to bodies that are not there are ignored.
    pub links: Vec<(u32, u32)>,
    /// How strongly each link pulls, a usual one 1, along `links`; what is missing or makes no sense is 1. Of parallel links the
    /// strongest counts.
    pub weights: Vec<f32>,
    /// The group of each body, where those of one group are to stand closer together; what is missing has none.
    pub groups: Vec<u32>,
    /// In which order bodies without links stand in their grid, least first; those of the same rank, or without one, by hash.
    pub ranks: Vec<u32>,
    /// Width over height wanted for the whole picture; 4 to 3 where it is no positive number.
    pub aspect: f32,
    /// What the picture is to show best.
    pub style: Style,
    /// The user's seed: another number, another picture.
    pub seed: u64,
}

/// Runs a layout to its end and gives the position of each body of `input`, in world units.
///
/// No two shapes overlap, with stored positions as far as these allow. A hundred thousand bodies take some seconds; whoever
/// cannot wait that long uses a [`Worker`]. [`shapes`] has pictures without forces.
pub fn arrange(input: &Input) -> Vec<Pos2> {
    let mut simulation = Simulation::new(input);
    simulation.run();
    simulation.positions().to_vec()
}
