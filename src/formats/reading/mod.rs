//! What every reader of another program's files needs, once: ids for new records, lines, what became of records, positions, bounds.
//!
//! A reader goes through the file, reports to a [`RecordReport`] as it goes, and gives back an [`Opened`](super::Opened). It never prints.

pub(crate) mod bounds;
pub(super) mod ids;
pub(super) mod lines;
pub(crate) mod places;
pub(super) mod report;

pub(super) use ids::NewIds;
pub(super) use lines::LineCounter;
pub(super) use places::places;
pub(super) use report::RecordReport;
pub use report::{Fate, Tally};

use crate::model::cut;

/// A value from the file in a message: at most sixty characters, on one line.
pub(super) fn short(text: &str) -> String {
    cut(text, 60).replace(['\n', '\r'], " ")
}
