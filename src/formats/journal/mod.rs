//! The crash journal: every committed edit, and what is being typed, as lines that follow the dataset as it was opened.
//!
//! A line is eight hexadecimal digits, a space, a JSON object, a line end; the digits begin the SHA-256 of the object. What
//! was being written when the program was stopped ends in a line that does not match and is dropped; a line that does not
//! match before others that do is damage, and is said.

mod edits;
mod lines;

use crate::edit::{Edit, History};
use crate::model::{Document, Str};

pub use lines::{JournalText, checked_line, read, write_line};

/// The version of the journal's format.
pub const VERSION: u32 = 1;

/// What the journal says first: what the dataset was when the journal began.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The dataset's file; empty if it has none.
    pub path: String,
    /// The SHA-256 of the file as it was then, hexadecimal; empty if there is none.
    pub version: String,
    /// The SHA-256 of the copy of the dataset that the journal begins with, hexadecimal.
    pub base: String,
    /// Whether the dataset had changes then that no file has.
    pub is_dirty: bool,
    /// Whether saving would leave out something that the file has.
    pub drops_something: bool,
    /// Whether the file had errors when it was opened.
    pub had_errors: bool,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub enum JournalEntry {
    /// The head, as the first line.
    Head(Head),
    /// An edit was committed as one step of this name.
    Commit(String, Edit),
    /// The last step was taken back.
    Undo,
    /// The last undone step was done again.
    Redo,
    /// The dataset was saved: the file, and its SHA-256; as it was so many entries of history before this line (a save runs
    /// beside the window).
    Saved {
        /// The file.
        path: String,
        /// Its SHA-256, hexadecimal.
        version: String,
        /// How many steps, undos and redos came after the state that was saved.
        since: usize,
    },
    /// What is being typed now; `None` = nothing.
    Draft(Option<JournalDraft>),
}

/// What is being typed and not committed: in which field, and its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JournalDraft {
    /// The table of the record, such as `entities`; `capture` for quick entry.
    pub table: String,
    /// The record's id.
    pub id: Str,
    /// The part of the record, such as `claim`.
    pub part: String,
    /// The place of that part in its list.
    pub at: usize,
    /// The field's key in the file.
    pub key: String,
    /// The text as it is now.
    pub text: String,
}

/// What a journal amounts to.
#[derive(Clone, Debug)]
pub struct Replay {
    /// The dataset as it was last.
    pub document: Document,
    /// Its undo and redo.
    pub history: History,
    /// The dataset as its file has it, or as the journal began where it never was in a file.
    pub saved: Document,
    /// The file, and its version, that it was last saved to or opened from.
    pub file: Option<(String, String)>,
    /// How many steps it is away from that: what was undone does not count.
    pub edits: usize,
    /// Steps, undos and redos since then.
    steps: Vec<i32>,
    /// What was being typed.
    pub draft: Option<JournalDraft>,
    /// What else is to be known of the file.
    pub head: Head,
    /// Whether an entry could not be applied: the rest was dropped.
    pub is_cut: bool,
}

impl Replay {
    /// Whether anything would be lost with the journal.
    pub fn has_unsaved(&self) -> bool {
        let is_changed = !self.steps.is_empty() || self.head.is_dirty;
        self.history.is_dirty() && is_changed || self.draft.is_some()
    }
}

/// Does again on `base` what the journal says.
pub fn replay(base: Document, journal: &JournalText) -> Replay {
    let head = journal.head.clone();
    let mut replay = Replay {
        document: base.clone(),
        history: if head.is_dirty {
            History::unsaved()
        } else {
            History::saved()
        },
        saved: base,
        file: (!head.path.is_empty()).then(|| (head.path.clone(), head.version.clone())),
        edits: 0,
        steps: Vec::new(),
        draft: None,
        is_cut: journal.damage.is_some(),
        head,
    };
    let last_saved = last_saved(&journal.entries);
    let mut states = vec![replay.history.state()];
    for entry in &journal.entries {
        if replay.take(entry, &mut states, last_saved).is_none() {
            replay.is_cut = true;
            break;
        }
    }
    replay
}

impl Replay {
    /// Ten steps of which two were taken back are eight; what is not as it was is at least one.
    fn count(&mut self) {
        let net = self.steps.iter().sum::<i32>().unsigned_abs() as usize;
        self.edits = net.max(usize::from(self.history.is_dirty()));
    }
}

/// After how many entries of history the dataset was as its file has it; 0 where it was never saved.
fn last_saved(entries: &[JournalEntry]) -> usize {
    let mut steps = 0;
    let mut saved = 0;
    for entry in entries {
        match entry {
            JournalEntry::Commit(..) | JournalEntry::Undo | JournalEntry::Redo => steps += 1,
            JournalEntry::Saved { since, .. } => saved = steps - steps.min(*since),
            JournalEntry::Head(_) | JournalEntry::Draft(_) => {}
        }
    }
    saved
}

impl Replay {
    /// Carries out one entry. `states` has the state of the history after each entry of it.
    fn take(
        &mut self,
        entry: &JournalEntry,
        states: &mut Vec<u64>,
        last_saved: usize,
    ) -> Option<()> {
        match entry {
            JournalEntry::Head(_) => return Some(()),
            JournalEntry::Draft(draft) => {
                self.draft = draft.clone();
                return Some(());
            }
            JournalEntry::Saved {
                path,
                version,
                since,
            } => {
                // A save runs beside the window: steps may have followed before it was noted.
                let state = states.iter().rev().nth(*since)?;
                self.history.saved_at(*state);
                self.file = Some((path.clone(), version.clone()));
                self.steps.drain(..self.steps.len().saturating_sub(*since));
                self.count();
                self.head.drops_something = false;
                self.head.had_errors = false;
                return Some(());
            }
            JournalEntry::Commit(label, edit) => {
                let label = label.as_str();
                let done = self.history.commit(&mut self.document, label, edit.clone());
                done.ok()?;
            }
            JournalEntry::Undo => drop(self.history.undo(&mut self.document)?),
            JournalEntry::Redo => drop(self.history.redo(&mut self.document)?),
        }
        self.steps.push(if matches!(entry, JournalEntry::Undo) {
            -1
        } else {
            1
        });
        self.count();
        states.push(self.history.state());
        if states.len() == last_saved + 1 {
            self.saved = self.document.clone();
        }
        Some(())
    }
}
