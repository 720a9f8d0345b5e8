//! Bytes ↔ document: a folder and one row for each format. `reading` is what readers share, `seems` names what is not read,
//! `journal` is the recovery file and not a format. Nothing here touches the disk.

mod beginning;
mod differences;
pub mod journal;
pub mod json;
pub mod linkwright;
pub mod nodelink;
mod reading;
mod seems;

use crate::model::evidence::{Basis, Evidence};
use crate::model::findings::{Finding, Rule, findings};
use crate::model::{Document, Problem};

pub use self::beginning::Beginning;
pub use self::differences::differences;
pub use self::reading::{Fate, Tally};

use self::json::JsonError;
use self::linkwright::RecordLines;
use self::seems::seems;

/// A format: all that the rest of the program knows about it. A reader states its row as `ROW`.
#[derive(Debug)]
pub struct FormatRow {
    /// Its name on the command line.
    pub name: &'static str,
    /// Its name for people, as it stands within a sentence.
    pub label: &'static str,
    /// A file of it, with the article.
    pub one: &'static str,
    /// Whose files these are: the programs that write them.
    pub programs: &'static str,
    /// What the window says of an export to it: for whom, and what it keeps.
    pub hint: &'static str,
    /// Other words by which the export is found, separated by a comma and a space.
    pub keywords: &'static str,
    /// How its files usually end, without the dot, the proposed ending first.
    pub endings: &'static [&'static str],
    /// How sure it is that a file is of this format, before it is read.
    pub confidence: fn(&Beginning<'_>) -> Confidence,
    /// Reads a whole file.
    pub read: fn(&[u8]) -> Result<Opened, Unread>,
    /// Writes a document, where the format can be written.
    pub write: Option<fn(&Judged<'_>) -> Written>,
}

/// What is written: a document, and what its links amount to as they are judged at present.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// The document.
    pub document: &'a Document,
    /// The id of the view whose positions count.
    pub view: &'a str,
    /// What its links amount to.
    pub evidence: &'a Evidence,
    /// On what they are judged where not everything counts: `without FCDO Statement (2025-12-09)`; else empty.
    pub basis: &'a str,
}

impl<'a> Judged<'a> {
    /// A document on which everything counts.
    pub fn whole(document: &'a Document, view: &'a str, evidence: &'a Evidence) -> Self {
        Self {
            document,
            view,
            evidence,
            basis: "",
        }
    }
}

/// Declares the formats. From this list follow [`Format`], what can be opened, the command line, the Export menu, messages and
/// the README's table. A format that was only recognised before leaves `seems`.
macro_rules! formats {
    ($($format:ident => $module:ident),+ $(,)?) => {
        /// The formats.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Format {
            $(#[doc = concat!("What [`", stringify!($module), "`] reads.")] $format,)+
        }

        impl Format {
            /// Every format; of equally sure ones the first reads a file.
            pub const ALL: &'static [Self] = &[$(Self::$format),+];

            const ROWS: &'static [FormatRow] = &[$($module::ROW),+];
        }
    };
}

formats! {
    Linkwright => linkwright,
    NodeLink => nodelink,
}

/// How sure a format is that a file is its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// It is not.
    No,
    /// Something in it speaks for it, something against it.
    Perhaps,
    /// It has the form, as files of other formats may, too.
    Likely,
    /// It says so itself.
    Sure,
}

impl Format {
    /// All that is known about it.
    pub const fn row(self) -> &'static FormatRow {
        &Self::ROWS[self as usize]
    }

    /// The formats that can be written.
    pub fn written() -> impl Iterator<Item = Self> {
        let all = Self::ALL.iter().copied();
        all.filter(|format| format.row().write.is_some())
    }

    /// The formats of other programs that can be written.
    pub fn exported() -> impl Iterator<Item = Self> {
        Self::written().filter(|format| *format != Self::Linkwright)
    }

    /// How files that are read usually end, each ending once.
    pub fn endings() -> Vec<&'static str> {
        let all = Self::ALL.iter().flat_map(|format| format.row().endings);
        let mut endings: Vec<&str> = Vec::new();
        for ending in all {
            if !endings.contains(ending) {
                endings.push(ending);
            }
        }
        endings
    }

    /// The format of this name on the command line.
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|format| format.row().name == name)
    }

    /// The format that is surest of a file, and how sure. Each is asked once, and none after one that is sure.
    fn of(file: &Beginning<'_>) -> Option<(Self, Confidence)> {
        let mut best = None;
        for format in Self::ALL {
            let confidence = (format.row().confidence)(file);
            if confidence > best.map_or(Confidence::No, |(_, best)| best) {
                best = Some((*format, confidence));
            }
            if confidence == Confidence::Sure {
                break;
            }
        }
        best
    }
}

/// A file of any format that is read, as a document.
#[derive(Debug)]
pub struct Opened {
    /// The document.
    pub document: Document,
    /// The format that it came in.
    pub format: Format,
    /// What was noticed while reading: why records were changed or left out, and where.
    pub problems: Vec<Problem>,
    /// What became of the file's records.
    pub tally: Tally,
    /// Where the records stand in the file.
    pub lines: RecordLines,
    /// Whether writing the document would leave out something that the file has.
    pub drops_something: bool,
}

/// A document as a file.
#[derive(Clone, Debug)]
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// What the format has no place for, in words: `119 claims, 75 sources`.
    pub not_included: Option<String>,
}

/// Why a reader could not read a file.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// It is not of this format.
    #[error("another format")]
    Other,
    /// It is, but cannot be read: where, and what is wrong.
    #[error("{0}")]
    Damaged(String),
}

impl From<JsonError> for Unread {
    fn from(error: JsonError) -> Self {
        Self::Damaged(error.to_string())
    }
}

/// Why a file could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// It is of no known format.
    #[error("seems to be {seems}; Linkwright reads {}", what_is_read())]
    Unknown {
        /// What it seems to be, with its article.
        seems: String,
    },
    /// It is of this format, but cannot be read.
    #[error("seems to be {}, but cannot be read: {why}", format.row().one)]
    Damaged {
        /// Its format.
        format: Format,
        /// What is wrong, and where.
        why: String,
    },
    /// It is not what it was said to be.
    #[error("not {}: it seems to be {seems}", format.row().one)]
    Other {
        /// What it was said to be.
        format: Format,
        /// What it seems to be, with its article.
        seems: String,
    },
}

/// What can be read, in words: `its own datasets and node-link JSON (networkx, D3)`.
fn what_is_read() -> String {
    let label = |format: &Format| match (format, format.row()) {
        (Format::Linkwright, _) => "its own datasets".to_owned(),
        (
            _,
            FormatRow {
                label,
                programs: "",
                ..
            },
        ) => (*label).to_owned(),
        (_, row) => format!("{} ({})", row.label, row.programs),
    };
    let labels: Vec<String> = Format::ALL.iter().map(label).collect();
    match labels.split_last() {
        Some((last, first)) if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => labels.concat(),
    }
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

/// Reads a file of any format that is read, found by its content.
///
/// # Errors
/// If it is of no such format, or cannot be read as what it seems to be.
pub fn open(bytes: &[u8]) -> Result<Opened, OpenError> {
    let file = Beginning::of(bytes);
    let unknown = |file: &Beginning<'_>| match seems(file) {
        Some(seems) => OpenError::Unknown { seems },
        None => OpenError::Empty,
    };
    let (format, confidence) = Format::of(&file).ok_or_else(|| unknown(&file))?;
    (format.row().read)(bytes).map_err(|error| match error {
        Unread::Damaged(why) if confidence >= Confidence::Likely => {
            OpenError::Damaged { format, why }
        }
        _ => unknown(&file),
    })
}

/// Reads a file as one format.
///
/// # Errors
/// If it is not of that format, or cannot be read.
pub fn open_as(bytes: &[u8], format: Format) -> Result<Opened, OpenError> {
    let other = |file: &Beginning<'_>| {
        let known = Format::of(file)
            .filter(|(known, confidence)| *known != format && *confidence >= Confidence::Likely);
        match known
            .map(|(known, _)| known.row().one.to_owned())
            .or_else(|| seems(file))
        {
            Some(seems) => OpenError::Other { format, seems },
            None => OpenError::Empty,
        }
    };
    let file = Beginning::of(bytes);
    let is_its_own = (format.row().confidence)(&file) >= Confidence::Likely;
    (format.row().read)(bytes).map_err(|error| match error {
        Unread::Damaged(why) if is_its_own => OpenError::Damaged { format, why },
        _ => other(&file),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_complete_and_has_a_name_of_its_own() {
        for (at, format) in Format::ALL.iter().enumerate() {
            let row = format.row();
            assert_eq!(Format::named(row.name), Some(*format));
            assert!(row.one.ends_with(row.label), "{}", row.name);
            assert!(!row.endings.is_empty(), "{}", row.name);
            let is_plain = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
            assert!(is_plain(row.name), "{}", row.name);
            assert_eq!(*format as usize, at);
        }
        assert_eq!(Format::named("no such format"), None);
    }

    /// A format whose ending another has must not be as sure of that one's files as the other is.
    #[test]
    fn formats_of_one_ending_are_told_apart_by_content() {
        let text = include_bytes!("../../datasets/airbus-shareholders.json");
        let document = open(text).unwrap().document;
        for format in Format::ALL {
            let Some(write) = format.row().write else {
                continue;
            };
            let evidence = Evidence::of(&document, Basis::default());
            let written = write(&Judged::whole(&document, "main", &evidence));
            let file = Beginning::of(&written.bytes);
            let own = (format.row().confidence)(&file);
            let shares = |other: &&Format| {
                let mut endings = other.row().endings.iter();
                *other != format && endings.any(|ending| format.row().endings.contains(ending))
            };
            for other in Format::ALL.iter().filter(shares) {
                let theirs = (other.row().confidence)(&file);
                assert!(own > theirs, "{format:?} and {other:?}");
            }
            assert_eq!(open(&written.bytes).unwrap().format, *format);
        }
    }

    #[test]
    fn the_key_that_says_the_format_may_come_last_and_after_much() {
        let much = "x".repeat(300_000);
        let ours = format!(
            "\u{feff} \n{{\"note\":\"{much}\",\"nodes\":[],\"links\":[],\"version\":1,\"format\":\"linkwright\"}}"
        );
        assert_eq!(open(ours.as_bytes()).unwrap().format, Format::Linkwright);
        let graph = format!("{{\"note\":\"{much}\",\"links\":[],\"nodes\":[\"{much}\"]}}");
        assert_eq!(open(graph.as_bytes()).unwrap().format, Format::NodeLink);
    }
}
