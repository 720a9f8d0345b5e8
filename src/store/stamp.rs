//! A sign by which a file that was changed by someone else is known.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// When a file was last written, and how long it is, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    modified: SystemTime,
    length: u64,
}

/// The stamp of the file at `path`, if it is there.
pub fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = fs::metadata(path).ok()?;
    Some(Stamp {
        modified: metadata.modified().ok()?,
        length: metadata.len(),
    })
}
