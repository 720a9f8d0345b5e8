//! What everything else in a layout stands on: its input, bodies and graph, geometry of the plane, chance, threads.

pub(super) mod bodies;
pub(super) mod cancel;
pub(super) mod crossing;
pub(super) mod graph;
pub(super) mod input;
pub(super) mod plane;
pub(super) mod quadtree;
pub(super) mod random;
pub(super) mod shape;
pub(super) mod spread;
pub(super) mod touch;
