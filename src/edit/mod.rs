//! Changing a document: edits are data, each gives back its inverse, and a history of them is undo, redo and "unsaved".
//!
//! No clocks, no dialogs, no random: whoever makes an edit passes new ids in.

mod build;
mod change;
mod diff;
mod ending;
mod history;
mod import;
mod merge;
mod part;
mod views;

pub use build::{Going, delete_entities, delete_links, delete_source};
pub use change::{Applied, Changed, Edit, EditError, Touched, ViewHead, apply};
pub use diff::{Diff, diff};
pub use ending::{correct_claim, end_claim, set_aside_link};
pub use history::{EditEvent, History, Listener};
pub use import::{Difference, Import, ImportOrigin, import};
pub use merge::{DifferingField, Merge, Merged, Take, merge, redirect_filter, rows};
pub use part::part;
pub use views::{add_view, delete_view, move_view};
