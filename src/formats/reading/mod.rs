//! What every reader of another program's files needs, once: ids for new records, lines, what became of records, positions, bounds.
//!
//! A reader goes through the file, reports to a [`Report`] as it goes, and gives back an [`Opened`](super::Opened). It never prints.

pub mod bounds;
pub mod ids;
pub mod lines;
pub mod places;
pub mod report;

pub use ids::NewIds;
pub use lines::LineCounter;
pub use places::places;
pub use report::{Fate, Report, Tally};

use crate::model::cut;

/// A value from the file in a message: at most sixty characters, on one line.
pub fn short(text: &str) -> String {
    cut(text, 60).replace(['\n', '\r'], " ")
}
