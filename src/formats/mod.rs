//! Bytes ↔ document, one file for each format. Nothing here touches the disk.

pub mod json;
pub mod linkwright;

use crate::model::{Document, Problem};

use self::json::JsonError;
use self::linkwright::{Lines, ReadError};

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
    pub lines: Lines,
    /// Whether writing the document would leave out something that the file has.
    pub drops_something: bool,
}

/// The formats that are read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The program's own.
    Linkwright,
}

/// Why a file could not be read in any format.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It is no dataset.
    #[error(transparent)]
    Linkwright(#[from] ReadError),
    /// It is no JSON.
    #[error(transparent)]
    Json(#[from] JsonError),
}

impl Opened {
    /// Everything that is wrong, in order of lines.
    pub fn all_problems(&self) -> Vec<Problem> {
        linkwright::all_problems(&self.document, &self.problems, &self.lines)
    }
}

/// Reads a file of any format that is known, found by its content.
///
/// # Errors
/// If it is of no known format, or cannot be read as what it claims to be.
pub fn open(bytes: &[u8]) -> Result<Opened, OpenError> {
    let reading = linkwright::read(bytes)?;
    Ok(Opened {
        document: reading.document,
        format: Format::Linkwright,
        problems: reading.problems,
        lines: reading.lines,
        drops_something: reading.drops_something,
    })
}
