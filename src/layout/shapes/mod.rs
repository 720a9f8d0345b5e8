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
mod input;
#[cfg(test)]
mod laws;
mod layered;
mod line;
mod radial;
mod ring;
mod settle;
mod web;

use crate::geom::Pos2;

pub use circle::circle;
pub use columns::columns;
pub use input::{BodyLink, ShapeInput};
pub use layered::layered;
pub use radial::radial;
pub use settle::{Around, area, settle};

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
pub fn arrange(input: &ShapeInput, arrangement: Arrangement) -> Vec<Pos2> {
    match arrangement {
        Arrangement::Radial(root) => radial(input, root),
        Arrangement::Layered => layered(input),
        Arrangement::Columns => columns(input),
        Arrangement::Circle => circle(input),
    }
}
