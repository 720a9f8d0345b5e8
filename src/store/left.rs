//! Recovery files of windows that closed unexpectedly.

use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::formats;
use crate::formats::journal::{self, JournalText, Replay};
use crate::model::Document;

use super::journal::{BASE, ENTRIES, JournalStart, LOCK, Wake};
use super::{JournalWriter, Lock, Store, Version};

/// A journal of a window that closed unexpectedly, locked so that no other window restores it.
pub struct LeftJournal {
    folder: PathBuf,
    lock: Lock,
    lines: JournalText,
    /// When it was last written, as `2026-11-30 14:05:09` where the user is.
    pub written: String,
}

/// More than the first line of a journal has, bytes.
const LONGEST_HEAD: usize = 64 * 1024;

/// What a look at a journal's folder finds.
enum Look {
    Left(Box<(LeftJournal, Replay)>),
    Unread,
    Nothing,
}

impl Store {
    /// The journals that were left behind, newest first.
    pub fn left_journals(&self) -> Vec<(LeftJournal, Replay)> {
        self.look_for_journals().0
    }

    /// The journals that were left behind, newest first, and how many cannot be read. One with nothing to restore is deleted; one that
    /// cannot be read stays, and is listed in the local data.
    pub fn look_for_journals(&self) -> (Vec<(LeftJournal, Replay)>, usize) {
        let folders = self
            .in_data("journal")
            .map(|folder| self.disk.list(&folder));
        let folders = folders.and_then(Result::ok).unwrap_or_default();
        let (mut left, mut unread) = (Vec::new(), 0);
        for folder in folders {
            match self.look_at_journal(folder) {
                Look::Left(found) => left.push(*found),
                Look::Unread => unread += 1,
                Look::Nothing => {}
            }
        }
        left.sort_by(|(a, _), (b, _)| b.written.cmp(&a.written));
        (left, unread)
    }

    fn look_at_journal(&self, folder: PathBuf) -> Look {
        // A window that is open holds its own.
        let Ok(Some(lock)) = self.disk.lock(&folder.join(LOCK)) else {
            return Look::Nothing;
        };
        let entries = folder.join(ENTRIES);
        let found = match self.disk.look(&entries) {
            Ok(found) => found,
            // It ended before there was anything in it.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return self.forget(&folder),
            Err(_) => return Look::Unread,
        };
        let Ok(bytes) = self.bytes(&entries) else {
            return Look::Unread;
        };
        let Some(lines) = journal::read(&bytes) else {
            // Cut off before its first line was whole; nothing of ours is long before that.
            let is_begun = bytes.contains(&b'\n') || bytes.len() > LONGEST_HEAD;
            return if is_begun {
                Look::Unread
            } else {
                self.forget(&folder)
            };
        };
        let Some(base) = self.base(&folder, &lines) else {
            return if lines.entries.is_empty() {
                self.forget(&folder)
            } else {
                Look::Unread
            };
        };
        let replay = journal::replay(base, &lines);
        if !replay.has_unsaved() && !replay.is_cut {
            return self.forget(&folder);
        }
        let written = found
            .modified
            .and_then(|time| Timestamp::try_from(time).ok());
        let written = written.map_or_else(String::new, |time| {
            let time = time.to_zoned(TimeZone::system());
            time.strftime("%Y-%m-%d %H:%M:%S").to_string()
        });
        let left = LeftJournal {
            folder,
            lock,
            lines,
            written,
        };
        Look::Left(Box::new((left, replay)))
    }

    fn forget(&self, folder: &Path) -> Look {
        let _ = self.disk.remove_folder(folder);
        Look::Nothing
    }

    /// The dataset as it was when the journal began: the journal's own copy, else the file that it was opened from, if that is
    /// still the same.
    fn base(&self, folder: &Path, lines: &JournalText) -> Option<Document> {
        let own = self.bytes(&folder.join(BASE)).ok();
        let is_sound = |bytes: &Vec<u8>| Version::of(bytes).to_string() == lines.head.base;
        let bytes = own.filter(is_sound).or_else(|| {
            let file = self.bytes(Path::new(&lines.head.path)).ok()?;
            (Version::of(&file).to_string() == lines.head.version).then_some(file)
        })?;
        Some(formats::open(&bytes).ok()?.document)
    }

    /// Writes a journal on whose dataset was restored. Where it is damaged, it is kept as it was beside.
    pub fn resume(&self, left: LeftJournal, wake: Wake) -> JournalWriter {
        let entries = left.folder.join(ENTRIES);
        if left.lines.damage.is_some()
            && let Ok(bytes) = self.bytes(&entries)
        {
            let _ = self.replace(&left.folder.join("damaged"), &bytes);
        }
        let start = JournalStart::Left(left.lock, left.lines.sound as u64);
        JournalWriter::run(self.clone(), left.folder, start, wake)
    }

    /// Deletes a journal.
    pub fn discard(&self, left: LeftJournal) {
        let _ = self.disk.remove_folder(&left.folder);
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// What lies in the folder of a journal that no window has, and what becomes of it.
    #[test]
    fn what_never_began_goes_and_what_cannot_be_read_stays() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::system(Some(folder.path().into()));
        let make = |name: &str, entries: Option<&[u8]>| {
            let journal = folder.path().join("journal").join(name);
            fs::create_dir_all(&journal).unwrap();
            if let Some(entries) = entries {
                fs::write(journal.join(ENTRIES), entries).unwrap();
            }
        };
        make("empty", None);
        make("cut-in-its-first-line", Some(b"0123"));
        make("garbage", Some(b"no journal\nat all\n"));
        make("long", Some(&[b'x'; LONGEST_HEAD + 1]));
        make("folder", None);
        fs::create_dir(folder.path().join("journal/folder").join(ENTRIES)).unwrap();
        let (left, unread) = store.look_for_journals();
        assert_eq!((left.len(), unread), (0, 3));
        let mut stay: Vec<_> = fs::read_dir(folder.path().join("journal"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        stay.sort();
        assert_eq!(stay, ["folder", "garbage", "long"]);
    }
}
