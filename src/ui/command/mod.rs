//! What a frame asks for. Commands run after the frame, so that a frame only reads the dataset.

mod dialog;
mod target;

use std::path::PathBuf;
use std::sync::Arc;

use crate::capture::{Line, SourceWords};
use crate::edit::{Edit, Merge};
use crate::formats::Format;
use crate::geom::Pos2;
use crate::model::{Ending, Filter, KindFor, RecordRef, Source, Str, WhatIf};
use crate::store::{Keep, LocalCopy};
use crate::view::Selection;

use super::action::Action;
use super::fields::{FieldKey, RecordKey};

pub use self::dialog::{Asking, Dialog};
pub use self::target::Target;

/// One thing to do.
#[derive(Debug)]
pub enum Command {
    /// An action of the list.
    Act(Action),
    /// A step in quick entry.
    Capture(EntryStep),
    /// An edit, with its name for undo.
    Commit(String, Edit),
    /// A text field was left with this text.
    Field(FieldKey, String),
    /// Select this and show it in the details panel.
    Select(Selection),
    /// Show this in the details panel.
    Edit(Target),
    /// Select a record, show it in the details panel and bring it into view.
    GoTo(RecordRef),
    /// Select the two entities with these ids, and bring both into view.
    GoToBoth([Str; 2]),
    /// Show what this filter leaves.
    SetFilter(Box<Filter>),
    /// Show these entities in the view that is shown, too.
    ShowToo(Vec<Str>),
    /// Judge the chart without these sources and speakers.
    SetWhatIf(Box<WhatIf>),
    /// Show another view.
    ShowView(Str),
    /// Call a view so.
    RenameView(Str, String),
    /// Put a view at this place of the list.
    MoveView(Str, usize),
    /// Delete a view.
    DeleteView(Str),
    /// Nodes are dragged to these places, and their neighbours follow or not.
    Drag(Vec<(u32, Pos2)>, bool),
    /// Keys move nodes to these places until Alt is let go.
    Nudge(Vec<(u32, Pos2)>),
    /// Dragged nodes were let go.
    Drop(Vec<u32>),
    /// Make an entity of this kind and name, there.
    NewEntity {
        /// Its name.
        name: String,
        /// Its kind.
        kind: Str,
        /// World units.
        at: Pos2,
        /// If set: and a link of this kind from this entity to it.
        link_from: Option<(u32, Str)>,
    },
    /// Make a link of this kind from one entity slot to another.
    NewLink(u32, u32, Str),
    /// Make a custom kind.
    NewKind(KindFor, String),
    /// Open this file.
    OpenPath(PathBuf),
    /// Save to this file.
    SaveTo(PathBuf),
    /// Bring this file in.
    ImportPath(PathBuf),
    /// Write an export to this file.
    ExportTo(Export, PathBuf),
    /// Export the dataset in another format, to a file that is asked for.
    ExportAs(Format),
    /// A new, empty dataset: title and marking.
    NewDataset(String, Option<crate::model::Marking>),
    /// Text was pasted.
    PasteText(String),
    /// Go on with what was asked about unsaved changes: save first, or let go of them.
    Unsaved(Answer),
    /// Go on with a save that was asked about.
    SaveAnyway,
    /// Delete what was asked about.
    DeleteNow,
    /// End the claims of the selected links so.
    SetAsideNow(Box<Ending>),
    /// Offer to keep a copy of this file in the dataset's folder as evidence of this source, by slot.
    AttachPath(u32, PathBuf),
    /// Keep the copy that was asked about.
    AttachNow,
    /// Choose a file to keep a copy of.
    PickAttachment(u32),
    /// Look whether the copy of this source, by slot, is still what it was.
    CheckCopy(u32),
    /// Ask this.
    Ask(Box<dyn Dialog>),
    /// End the claim at this place of a record so.
    EndClaim(RecordKey, usize, Box<Ending>),
    /// End the claim at this place of a record so, and put a copy in its place, to be changed.
    CorrectClaim(RecordKey, usize, Box<Ending>),
    /// Make two records one.
    Merge(Box<Merge>),
    /// Open this address, which was shown and agreed to.
    OpenAddress(String),
    /// Close the dialog.
    CloseDialog,
    /// Take a recent file off the list, or with `None` all.
    ForgetRecent(Option<PathBuf>),
    /// What is to become of someone else's version of the open file.
    Theirs(Theirs),
    /// What is to become of what an earlier window left.
    Recover(Recover),
    /// Open a copy of this earlier version.
    OpenCopy(PathBuf),
    /// Keep earlier versions so long.
    SetKeep(Keep),
    /// Delete something of the local data, or with `None` all of them and the list of recent files.
    Erase(Option<LocalCopy>),
}

/// What is to become of someone else's version of the open file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theirs {
    /// It is shown; the changes made here go.
    TakeTheirs,
    /// What is here is written beside it under a name of its own.
    KeepMine,
    /// Nothing now.
    Later,
}

/// What is to become of what an earlier window left, by its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recover {
    /// It is opened as it was.
    Restore(usize),
    /// It is deleted.
    Discard(usize),
    /// Nothing now.
    Later,
}

/// What to do with unsaved changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Save them, then go on.
    Save,
    /// Discard them and go on.
    Discard,
    /// Stay.
    Cancel,
}

/// What is to be done in quick entry.
#[derive(Clone, Debug)]
pub enum EntryStep {
    /// What a line says is to be added.
    Add(Box<Line>, After),
    /// This is the current source now.
    Source(Option<Arc<Source>>),
    /// The current source stays when quick entry is closed, or no longer does.
    Pin(bool),
    /// The next claim made elsewhere cites the current source, or does without it.
    Skip(bool),
    /// An address was dropped or pasted: it is the current source.
    Url(String),
    /// A source line was entered.
    SourceLine(SourceWords),
    /// Several lines were pasted.
    Paste(String),
    /// The good rows of the sheet are to be added.
    AddRows,
    /// The sheet is closed.
    CloseSheet,
    /// The line is left.
    Leave,
}

/// What is in the line after a fact was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// Nothing.
    Nothing,
    /// Subject and verb.
    SubjectAndVerb,
    /// Nothing, and the claim is open in the details panel.
    Details,
}

/// What can be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// The whole dataset.
    Copy,
    /// The selected records.
    Selection,
    /// The whole dataset in another format.
    As(Format),
    /// A picture.
    Picture,
}

/// What a path is typed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathPurpose {
    /// To open it.
    Open,
    /// To save to it.
    Save,
    /// To bring it in.
    Import,
    /// To export to it.
    Export(Export),
    /// To keep a copy of it as evidence of this source, by slot.
    Attach(u32),
}
