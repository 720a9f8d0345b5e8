//! A layout at work: ticks until it is at rest, what the user does to it in the meantime, and its thread.

pub(super) mod finish;
pub(super) mod follow;
pub(super) mod force_phase;
pub(super) mod gestures;
pub(super) mod glide;
pub(super) mod simulation;
pub(super) mod worker;
