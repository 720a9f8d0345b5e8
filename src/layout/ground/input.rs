//! What a layout works on.

use crate::geom::{Pos2, Vec2};

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
pub struct LayoutInput {
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
    /// Width over height wanted for the whole picture; 4 to 3 if it is not a positive number.
    pub aspect: f32,
    /// What the picture is to show best.
    pub style: Style,
    /// The user's seed: another number, another picture.
    pub seed: u64,
}
