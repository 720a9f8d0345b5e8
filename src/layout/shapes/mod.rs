//! Arrangements for where forces draw the wrong picture: rings around one body, layers by direction, columns by group, a
//! circle. Each is a function from plain numbers to a position for each body, in world units.
//!
//! - No two shapes overlap (disc and label box), and positions are whole units, so that storing them changes nothing.
//! - The same input gives the same positions: order comes from hashes of record ids, never from the order of records or
//!   links; no function of the platform's mathematics library is called.
//! - Any input will do: no links, self-links, cycles, many components, links to bodies that are not there. Nothing recurses.
//! - All work in time near to linear, so that a hundred thousand bodies take about a second; [`circle`] is for hundreds.
//!
//! [`settle`] puts an arrangement where its bodies stood, around what may not move.

mod blocks;
mod circle;
mod clear;
mod columns;
#[cfg(test)]
mod laws;
mod layered;
mod line;
mod radial;
mod ring;
mod settle;
mod web;

use crate::geom::{Pos2, Vec2};

pub use circle::circle;
pub use columns::columns;
pub use layered::layered;
pub use radial::radial;
pub use settle::{Around, area, settle};

/// What is arranged: plain numbers by body index.
///
/// `seeds` says how many bodies there are. The other columns may be shorter: what is missing is a disc of radius 9 without
/// a label in group 0. Sizes that make no sense are replaced by such that do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Input {
    /// Hash of each record's id, which decides where nothing else does. Records with the same hash are told apart by their
    /// order.
    pub seeds: Vec<u64>,
    /// Drawn radius of each body, in world units.
    pub radii: Vec<f32>,
    /// Estimated size of the label box centred under each disc, in world units; zero without a label.
    pub label_sizes: Vec<Vec2>,
    /// Self-links and links to bodies that are not there are ignored.
    pub links: Vec<Link>,
    /// The group of each body. Columns stand in the order of these numbers.
    pub groups: Vec<u32>,
    /// In which order bodies of one group stand that nothing else orders, least first; what is missing comes last, by hash.
    pub ranks: Vec<u32>,
    /// Width over height wanted for the whole picture; 4 to 3 where it is no positive number.
    pub aspect: f32,
}

/// A link between two bodies, by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// Where it starts.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
    /// Whether it leads from the one to the other, rather than joins the two.
    pub directed: bool,
}

/// An arrangement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrangement {
    /// Rings around the body of this index.
    Radial(u32),
    /// Layers from top to bottom along the direction of links.
    Layered,
    /// A column for each group.
    Columns,
    /// All bodies on one circle.
    Circle,
}

/// Gives the position of each body of `input` in an arrangement, in whole world units around the origin.
pub fn arrange(input: &Input, arrangement: Arrangement) -> Vec<Pos2> {
    match arrangement {
        Arrangement::Radial(root) => radial(input, root),
        Arrangement::Layered => layered(input),
        Arrangement::Columns => columns(input),
        Arrangement::Circle => circle(input),
    }
}
