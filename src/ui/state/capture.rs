//! What quick entry knows: its text, the current source, what was typed before, and what all that was read as.

use std::ops::Range;
use std::sync::Arc;

use crate::capture::{Batch, Lexicon, LineReading};
use crate::model::Source;

/// Quick entry.
#[derive(Default)]
pub struct CaptureState {
    /// Whether it is shown.
    pub open: bool,
    /// Its text.
    pub text: String,
    /// Where the cursor stands, in characters.
    pub cursor: usize,
    /// A place for the cursor, in characters.
    pub put_cursor: Option<usize>,
    /// Whether the whole text is to be selected, so that what is typed now takes its place.
    pub select_all: bool,
    /// The current source: every new claim has it. The dataset need not have it yet.
    pub source: Option<Arc<Source>>,
    /// Whether the current source stays when quick entry is closed.
    pub pinned: bool,
    /// Whether the next claim that is made elsewhere does without the current source.
    pub skip_once: bool,
    /// The source that was current when quick entry was last closed: it may not be in the dataset yet.
    pub last_source: Option<Arc<Source>>,
    /// Whether the current source's own fields are open.
    pub source_form: bool,
    /// Whether its title is to get the focus.
    pub focus_title: bool,
    /// Lines that were added, the newest last.
    pub history: Vec<String>,
    /// Which of them is recalled.
    pub recalled: Option<usize>,
    /// What was in the line before one was recalled.
    pub stash: String,
    /// Which offer is chosen.
    pub chosen: Option<usize>,
    /// Whether offers are put away until the text changes.
    pub quiet: bool,
    /// Whether Enter was pressed on what is not understood.
    pub asked: bool,
    /// What was added last, in words.
    pub done: String,
    /// The names that lines are read with.
    pub lexicon: Lexicon,
    /// What the text was read as.
    pub read: Read,
    /// For how many frames yet the line asks for the focus: what closes over it keeps it for one more.
    pub refocus: u8,
    /// Pasted lines.
    pub sheet: Option<Sheet>,
}

impl CaptureState {
    /// The source that the next claim made elsewhere cites.
    pub fn cited(&self) -> Option<&Arc<Source>> {
        self.source.as_ref().filter(|_| !self.skip_once)
    }
}

/// What a text was read as, and what it was read for.
#[derive(Default)]
pub struct Read {
    /// Text, cursor, edits of the dataset, and the source's address in memory.
    pub made_for: Option<(String, usize, u64, usize)>,
    /// The reading.
    pub reading: LineReading,
    /// What it will do, part by part.
    pub parts: Vec<String>,
    /// Whether it changes nothing.
    pub is_same: bool,
    /// Whether it says something that someone should look at before Enter.
    pub has_caution: bool,
    /// What would complete it.
    pub offers: Vec<Offer>,
}

/// One thing that would complete the line.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// What it takes the place of, bytes.
    pub at: Range<usize>,
    /// What is there then.
    pub text: String,
    /// What it is called.
    pub label: String,
    /// What is said of it in a line of its own; empty = nothing.
    pub below: String,
    /// What tells it from others.
    pub hint: String,
    /// The entity that it is, for its picture.
    pub slot: Option<u32>,
    /// Whether Tab may take it without its having been chosen: it is not only similar to what was typed.
    pub is_sure: bool,
}

/// Pasted lines that wait to be added.
pub struct Sheet {
    /// The lines, as they can be edited.
    pub lines: Vec<String>,
    /// Columns of the pasted table that no line can state.
    pub unread: Vec<String>,
    /// What the lines were read as; `None` = they have changed since.
    pub batch: Option<(u64, Batch)>,
    /// Bits for the ids that it makes.
    pub bits: u64,
}
