//! What an arrangement works on.

use crate::geom::Vec2;

/// What is arranged: plain numbers by body index.
///
/// `seeds` says how many bodies there are. The other columns may be shorter: what is missing is a disc of radius 9 without
/// a label in group 0. Sizes that make no sense are replaced by such that do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShapeInput {
    /// Hash of each record's id, which decides where nothing else does. Records with the same hash are told apart by their
    /// order.
    pub seeds: Vec<u64>,
    /// Drawn radius of each body, in world units.
    pub radii: Vec<f32>,
    /// Estimated size of the label box centred under each disc, in world units; zero without a label.
    pub label_sizes: Vec<Vec2>,
    /// Self-links and links to bodies that are not there are ignored.
    pub links: Vec<BodyLink>,
    /// The group of each body. Columns stand in the order of these numbers.
    pub groups: Vec<u32>,
    /// In which order bodies of one group stand that nothing else orders, least first; what is missing comes last, by hash.
    pub ranks: Vec<u32>,
    /// Width over height wanted for the whole picture; 4 to 3 if it is not a positive number.
    pub aspect: f32,
}

/// A link between two bodies, by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BodyLink {
    /// Where it starts.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
    /// Whether it leads from the one to the other, rather than joins the two.
    pub directed: bool,
}
