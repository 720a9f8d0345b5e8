//! The dataset file, version 1: UTF-8 JSON in canonical text.
//!
//! What a reader does not understand it keeps: unknown keys, fields of the wrong type, half-typed dates, records without an
//! id. Saving what was loaded from canonical text gives the same bytes; saving any readable file twice equals saving it once.

mod fields;
mod read;
mod schema;
mod text;
mod write;

pub use fields::Fields;
pub use read::{DatasetReading, ReadError, RecordLines, all_problems, read, read_record};
pub use schema::schema;
pub use text::{free_id, give_claim_ids, mistake, mistake_in, set_text, text_of};
pub use write::{claim_text, record_text, write};

/// The version of the format that this program writes.
pub const VERSION: u32 = 1;
