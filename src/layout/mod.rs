//! Positions from a net: by forces on bodies until the picture is at rest, or by shape.
//!
//! A layout gets plain numbers, one row a body, and gives a position for each. In reading order, each room on those above it:
//!
//! | room | what it is |
//! |---|---|
//! | `ground` | the input, bodies and graph, geometry of the plane, chance, threads |
//! | `forces` | what moves bodies of small components, a file each, called by `Forces::apply`; also what surrounds them: `guard`, `groups`, `integrate` |
//! | `models` | what refines a large component, seen at several levels of detail: clusters or distances |
//! | `placing` | positions without forces: trees and small components untangled and tidied, overlaps moved apart, components packed, newcomers given a free position next to their neighbours |
//! | `opening` | the first picture: how each component starts, `unfold`ed level by level if it is large |
//! | `live` | the layout at work: ticks, gestures, the finish, the thread |
//! | [`shapes`] | arrangements without forces: rings, layers, columns, a circle |
//! | [`tidy`] | bodies put in order by hand: aligned, spread, mirrored, turned |
//!
//! - A force is a file with a function that changes velocities and a call in `Forces::apply`; `integrate` alone moves
//!   bodies. Large components are moved by `models`.
//! - The same input gives the same positions, bit for bit, on any number of threads and in every build: all chance is a hash
//!   of record ids, sums have a fixed order, and no function of the platform's mathematics library is called. The order of
//!   records and links in the input does not matter.
//! - Lengths are world units; y points down. Nothing here knows records, fonts, windows or the clock (`worker` reads it
//!   to pace frames, never to decide a position).
//!
//! [`Simulation`] is ticked by hand, [`Worker`] ticks one on a thread of its own, [`arrange`] runs one to its end.

mod forces;
mod ground;
#[cfg(test)]
mod laws;
mod live;
mod models;
mod opening;
mod placing;
pub mod shapes;
pub mod tidy;

pub use ground::cancel::Cancel;
pub use ground::input::{LayoutInput, Style};
pub use live::force_phase::Progress;
pub use live::simulation::{Simulation, arrange};
pub use live::worker::{LayoutFrame, Worker};
