//! What is asked over everything.

use std::path::PathBuf;

use crate::edit::Going;
use crate::model::{EndedHow, Marking};
use crate::store::Keep;
use crate::ui::ending::EndClaim;
use crate::ui::keeping::{EarlierRow, LeftWork, LocalRow};

/// A question or a message over everything.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    /// A new dataset.
    New {
        /// Title so far.
        title: String,
        /// Marking so far.
        marking: Option<Marking>,
    },
    /// A path to type.
    Path {
        /// What it is for.
        purpose: PathPurpose,
        /// What was typed so far.
        path: String,
        /// What is wrong with it.
        error: String,
        /// Whether it has just opened.
        fresh: bool,
    },
    /// Unsaved changes are in the way.
    Unsaved,
    /// Saving would lose something, or the file had errors.
    SaveAsks {
        /// What would happen.
        text: String,
    },
    /// Deleting takes others along.
    Delete {
        /// What goes.
        going: Going,
        /// Whether setting aside is offered instead.
        may_set_aside: bool,
    },
    /// Setting links aside.
    SetAside {
        /// Why.
        how: EndedHow,
        /// Why, in words.
        why: String,
        /// When.
        on: String,
    },
    /// Keeping a copy of a file as evidence of a source.
    Attach(Attachment),
    /// Ending a claim, or correcting it.
    EndClaim(Box<EndClaim>),
    /// Someone else has written the file, and there are changes here that are not saved.
    Overtaken {
        /// The file's name.
        name: String,
        /// What they changed: in short, and line by line.
        theirs: (String, Vec<String>),
        /// What was changed here.
        mine: (String, Vec<String>),
        /// Whether the lines are shown.
        is_open: bool,
        /// Whether what is here is kept among the earlier versions where theirs is taken.
        is_kept: bool,
    },
    /// An earlier window ended without closing.
    Recover {
        /// What it left.
        rows: Vec<LeftWork>,
        /// The row whose differences are shown.
        open: Option<usize>,
    },
    /// The earlier versions of the open file.
    Earlier {
        /// The file's name.
        name: String,
        /// The versions, newest first.
        rows: Vec<EarlierRow>,
        /// The row whose differences are shown.
        open: Option<usize>,
        /// How long they are kept.
        keep: Keep,
    },
    /// What this machine keeps beside the files.
    Local {
        /// One row each.
        rows: Vec<LocalRow>,
        /// Where it is kept.
        folder: Option<PathBuf>,
        /// How many files the list of recent ones has.
        recent: usize,
        /// How long earlier versions are kept.
        keep: Keep,
    },
    /// Something to read.
    Report {
        /// Heading.
        title: String,
        /// Lines.
        lines: Vec<String>,
    },
    /// Opening this address in the browser.
    Address(String),
    /// Keys and mouse.
    Shortcuts,
    /// About the program.
    About,
}

/// A copy that is asked about.
#[derive(Clone, Debug, PartialEq)]
pub struct Attachment {
    /// The source's slot.
    pub source: u32,
    /// What the source is called.
    pub title: String,
    /// The file.
    pub file: PathBuf,
    /// Why it cannot be kept now, or what else is to be known.
    pub note: AttachNote,
}

/// What is to be known before a copy is kept.
#[derive(Clone, Debug, PartialEq)]
pub enum AttachNote {
    /// Nothing.
    Plain,
    /// The dataset has no folder yet.
    NoFolder,
    /// It lies in the dataset's folder already.
    Inside,
    /// The source names this other file now.
    Replaces(String),
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

/// What can be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// The whole dataset.
    Copy,
    /// The selected records.
    Selection,
    /// Node-link JSON.
    NodeLink,
    /// A picture.
    Picture,
}
