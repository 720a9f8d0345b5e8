//! Bytes ↔ document, one file for each format. Nothing here touches the disk.

mod differences;
pub mod journal;
pub mod json;
pub mod linkwright;
pub mod nodelink;

use crate::model::evidence::{Basis, Evidence};
use crate::model::findings::{Finding, Rule, findings};
use crate::model::{Document, Problem};

pub use self::differences::differences;

use self::json::JsonError;
use self::linkwright::{ReadError, RecordLines};

/// A file of any format that is read, as a document.
#[derive(Debug)]
pub struct Opened {
    /// The document.
    pub document: Document,
    /// The format that it came in.
    pub format: Format,
    /// What was noticed while reading.
    pub problems: Vec<Problem>,
    /// Where the records stand in the file.
    pub lines: RecordLines,
    /// Whether writing the document would leave out something that the file has.
    pub drops_something: bool,
}

/// The formats that are read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The program's own.
    Linkwright,
    /// Node-link JSON: networkx, d3, sigma/graphology.
    NodeLink,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 2] = [Self::Linkwright, Self::NodeLink];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Linkwright => "linkwright",
            Self::NodeLink => "node-link",
        }
    }
}

/// Why a file could not be read in any format.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It is no JSON.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// It is JSON, but neither of ours.
    #[error(
        "{0}. It is no node-link graph either: that is an object with lists “nodes” and “links” or “edges”, \
         and each link names its “source” and “target”"
    )]
    Unknown(String),
    /// It is not what it was said to be.
    #[error("this is no {} file: {what}", format.name())]
    Other {
        /// What it was said to be.
        format: Format,
        /// What is wrong.
        what: &'static str,
    },
}

impl Opened {
    /// Everything that is wrong, in order of lines.
    pub fn all_problems(&self) -> Vec<Problem> {
        linkwright::all_problems(&self.document, &self.problems, &self.lines)
    }

    /// What the rules find in it, in order of lines, and how many findings of each rule there are.
    pub fn findings(&self) -> (Vec<Problem>, Vec<(Rule, usize)>) {
        let evidence = Evidence::of(&self.document, Basis::default());
        let found = findings(&self.document, &evidence);
        let mut problems: Vec<Problem> = found.list.iter().map(Finding::problem).collect();
        for problem in &mut problems {
            problem.line = self.lines.of(&self.document, &problem.record);
        }
        problems.sort_by_key(|problem| problem.line);
        (problems, found.counts)
    }
}

/// Reads a file of any format that is known, found by its content.
///
/// # Errors
/// If it is of no known format, or cannot be read as what it claims to be.
pub fn open(bytes: &[u8]) -> Result<Opened, OpenError> {
    match linkwright::read(bytes) {
        Ok(reading) => Ok(Opened {
            document: reading.document,
            format: Format::Linkwright,
            problems: reading.problems,
            lines: reading.lines,
            drops_something: reading.drops_something,
        }),
        Err(ReadError::Json(error)) => Err(error.into()),
        Err(other) => nodelink::read(bytes)?.ok_or_else(|| OpenError::Unknown(other.to_string())),
    }
}

/// Reads a file as one format.
///
/// # Errors
/// If it is not of that format.
pub fn open_as(bytes: &[u8], format: Format) -> Result<Opened, OpenError> {
    let opened = match format {
        Format::Linkwright => open(bytes)?,
        Format::NodeLink => nodelink::read(bytes)?.ok_or(OpenError::Other {
            format,
            what: "it has no lists “nodes” and “links” or “edges”, or no link names its “source” and “target”",
        })?,
    };
    if opened.format == format {
        Ok(opened)
    } else {
        Err(OpenError::Other {
            format,
            what: "it has no \"format\": \"linkwright\"",
        })
    }
}
