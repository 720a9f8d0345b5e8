//! Points, vectors, rectangles, colours and soft starts and ends, re-exported from `emath` and `ecolor`.
//!
//! The only door to egui's value types below `ui`: everything else of egui stays above floor 5.

pub use ecolor::Color32;
pub use emath::{Pos2, Rect, Vec2, easing, pos2, vec2};
