//! The dataset file, version 1: UTF-8 JSON in canonical text.
//!
//! What a reader does not understand it keeps: unknown keys, fields of the wrong type, half-typed dates, records without an
//! id. Saving what was loaded from canonical text gives the same bytes; saving any readable file twice equals saving it once.

mod codecs;
mod fields;
mod read;
mod schema;
mod text;
mod write;

use crate::formats::beginning::{is_key, members, text as text_in};
use crate::formats::reading::Tally;
use crate::formats::{Beginning, Confidence, Format, FormatRow, Opened, Unread, Written};

pub use fields::Fields;
pub use read::{DatasetReading, ReadError, RecordLines, all_problems, read, read_record};
pub use schema::schema;
pub use text::{free_id, give_claim_ids, mistake, mistake_in, set_text, text_of};
pub use write::{claim_text, record_text, write};

/// The version of the format that this program writes.
pub const VERSION: u32 = 1;

/// The format in the list of formats.
pub(super) const ROW: FormatRow = FormatRow {
    name: "linkwright",
    label: "Linkwright dataset",
    one: "a Linkwright dataset",
    programs: "",
    hint: "",
    keywords: "",
    endings: &["json"],
    confidence,
    read: open,
    write: Some(|judged| Written {
        bytes: write(judged.document),
        not_included: None,
    }),
};

/// A file says that it is a dataset, wherever its `format` stands.
fn confidence(file: &Beginning<'_>) -> Confidence {
    let is_ours = |(key, value): (&[u8], &[u8])| {
        is_key(key, "format") && text_in(value).as_deref() == Some("linkwright")
    };
    match members(file.text()).any(is_ours) {
        true => Confidence::Sure,
        false => Confidence::No,
    }
}

fn open(bytes: &[u8]) -> Result<Opened, Unread> {
    let reading = read(bytes).map_err(|error| match error {
        ReadError::Json(error) => error.into(),
        ReadError::NotADataset(_) => Unread::Other,
    })?;
    Ok(Opened {
        tally: Tally::all(&reading.document),
        document: reading.document,
        format: Format::Linkwright,
        problems: reading.problems,
        lines: reading.lines,
        drops_something: reading.drops_something,
    })
}
