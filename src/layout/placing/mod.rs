//! Places found without forces: for trees and small components, for newcomers, for lone records, for whole components.

pub(super) mod branches;
pub(super) mod fan;
pub(super) mod faults;
pub(super) mod grid;
pub(super) mod newcomers;
pub(super) mod packing;
pub(super) mod pivots;
pub(super) mod polish;
pub(super) mod radial;
pub(super) mod room;
pub(super) mod separation;
pub(super) mod skeleton;
pub(super) mod stress;
pub(super) mod untangle;
