//! What the details panel shows.

use crate::model::{KindFor, Str};
use crate::work::Work;

/// What the details panel shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Target {
    /// What is selected on the chart; the dataset where nothing is.
    #[default]
    Selection,
    /// A source, by slot.
    Source(u32),
    /// The dataset's own fields.
    Dataset,
    /// An custom kind.
    CustomKind(Str, KindFor),
}

impl Target {
    /// Whether it is a source.
    pub fn is_source(&self) -> bool {
        matches!(self, Self::Source(_))
    }

    /// The id of the source that it is.
    pub fn source(&self, work: &Work) -> Option<Str> {
        match self {
            Self::Source(slot) => Some(work.document.sources().at(*slot)?.id.clone()),
            _ => None,
        }
    }
}
