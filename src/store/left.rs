//! Journals that were left behind by windows that ended without closing.

use std::io;
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::formats;
use crate::formats::journal::{self, Journal as Lines, Replay};

use super::journal::{BASE, ENTRIES, LOCK, Start, Wake};
use super::{Journal, Lock, Store};

/// A journal that was left, held so that no other window takes it.
pub struct Left {
    folder: PathBuf,
    lock: Lock,
    lines: Lines,
    /// When it was last written, as `2026-11-30 14:05:09` where the user is.
    pub written: String,
}

impl Store {
    /// The journals that were left behind, newest first. One in which nothing is lost is removed. One that cannot be read
    /// stays, and is among the local copies.
    pub fn left_journals(&self) -> Vec<(Left, Replay)> {
        let folders = self
            .in_data("journal")
            .map(|folder| self.disk.list(&folder));
        let folders = folders.and_then(Result::ok).unwrap_or_default();
        let mut left: Vec<_> = folders
            .into_iter()
            .filter_map(|folder| self.look_at_journal(folder))
            .collect();
        left.sort_by(|(a, _), (b, _)| b.written.cmp(&a.written));
        left
    }

    fn look_at_journal(&self, folder: PathBuf) -> Option<(Left, Replay)> {
        // A window that is open holds its own.
        let lock = self.disk.lock(&folder.join(LOCK)).ok()??;
        let entries = folder.join(ENTRIES);
        let found = match self.disk.look(&entries) {
            Ok(found) => found,
            Err(error) => {
                // Not there: it ended before there was anything in it.
                if error.kind() == io::ErrorKind::NotFound {
                    let _ = self.disk.remove_folder(&folder);
                }
                return None;
            }
        };
        let bytes = self.bytes(&entries).ok()?;
        let Some(lines) = journal::read(&bytes) else {
            if !bytes.contains(&b'\n') {
                let _ = self.disk.remove_folder(&folder);
            }
            return None;
        };
        let base = self.bytes(&folder.join(BASE)).ok()?;
        let base = formats::open(&base).ok()?.document;
        let replay = journal::replay(base, &lines);
        if !replay.has_unsaved() && !replay.is_cut {
            let _ = self.disk.remove_folder(&folder);
            return None;
        }
        let written = found
            .modified
            .and_then(|time| Timestamp::try_from(time).ok());
        let written = written.map_or_else(String::new, |time| {
            let time = time.to_zoned(TimeZone::system());
            time.strftime("%Y-%m-%d %H:%M:%S").to_string()
        });
        let left = Left {
            folder,
            lock,
            lines,
            written,
        };
        Some((left, replay))
    }

    /// Writes a journal on whose dataset was restored. Where it is damaged, it is kept as it was beside.
    pub fn resume(&self, left: Left, wake: Wake) -> Journal {
        let entries = left.folder.join(ENTRIES);
        if left.lines.damage.is_some()
            && let Ok(bytes) = self.bytes(&entries)
        {
            let _ = self.replace(&left.folder.join("damaged"), &bytes);
        }
        let start = Start::Left(left.lock, left.lines.sound as u64);
        Journal::run(self.clone(), left.folder, start, wake)
    }

    /// Lets go of a journal for good.
    pub fn discard(&self, left: Left) {
        let _ = self.disk.remove_folder(&left.folder);
    }
}
