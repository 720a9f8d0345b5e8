//! A sign by which a file that was changed by someone else is known, without reading it.

use std::path::Path;
use std::time::SystemTime;

use super::{FileInfo, PathKind, Store};

/// When a file was last written, how long it is in bytes, and which file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    number: u64,
}

impl Stamp {
    fn of(found: &FileInfo) -> Self {
        Self {
            modified: found.modified,
            length: found.length,
            number: found.number,
        }
    }
}

impl Store {
    /// The stamp of the file at `path`, if it is there.
    pub fn stamp(&self, path: &Path) -> Option<Stamp> {
        let found = self.disk.look(path).ok()?;
        (found.kind == PathKind::File).then(|| Stamp::of(&found))
    }
}
