//! What the panels remember between two frames.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::{KindFor, Str};
use crate::ui::fields::FieldKey;
use crate::work::Work;

use super::sources::SourcesState;

/// What the editor shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Target {
    /// What is selected on the chart; the dataset where nothing is.
    #[default]
    Selection,
    /// A source, by slot.
    Source(u32),
    /// The dataset's own fields.
    Dataset,
    /// An own kind.
    Kind(Str, KindFor),
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

/// What is being typed and not committed yet.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldDraft {
    /// The field.
    pub key: FieldKey,
    /// Its text now.
    pub text: String,
    /// The frame in which its field was last seen.
    pub seen: u64,
}

/// What was answered in this session. Never part of a file: not known is not stated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedRoles {
    /// Ids of sources of which it is not known.
    pub not_known: BTreeSet<Str>,
    /// The id of the source that is being asked whom it repeats.
    pub origin_of: Option<Str>,
}

/// The tabs of the left panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// Entities and links.
    #[default]
    Outline,
    /// Sources.
    Sources,
    /// What is wrong.
    Problems,
}

/// The left panel.
#[derive(Clone, Debug, Default)]
pub struct OutlineState {
    /// Its tab.
    pub tab: Tab,
    /// What is searched for.
    pub query: String,
    /// Kinds whose entities are listed.
    pub open_kinds: BTreeSet<Str>,
    /// Whether links are listed by kind.
    pub links_open: bool,
    /// Whether the search field is to get the focus.
    pub focus_search: bool,
    /// What was found, with the question and the revision it answers.
    pub found: Option<Arc<SearchResult>>,
    /// A row to scroll to.
    pub scroll_to: Option<u32>,
    /// Whether tags are listed.
    pub tags_open: bool,
    /// Whether countries are listed.
    pub countries_open: bool,
    /// The list of sources.
    pub sources: SourcesState,
}

/// The answer to a search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchResult {
    /// The question.
    pub query: String,
    /// The revision of the texts that it answers.
    pub revision: u64,
    /// Entity slots, best first.
    pub entities: Vec<u32>,
}

/// The command palette.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PaletteState {
    /// What is searched for.
    pub query: String,
    /// The chosen row.
    pub chosen: usize,
    /// Whether it has just opened.
    pub fresh: bool,
}
