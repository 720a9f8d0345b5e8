//! Local data: everything that Linkwright stores of datasets outside their files, so that it can be seen and deleted in one place.

use std::path::{Path, PathBuf};

use crate::formats::journal;

use super::journal::{ENTRIES, LOCK};
use super::{Lock, Store, StoreError};

/// Sort of local data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocalItem {
    /// This many earlier versions.
    Earlier(usize),
    /// The journal of a window that closed unexpectedly.
    Journal,
    /// The journal of a window that is open.
    JournalInUse,
}

/// Something that is stored of a dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalCopy {
    /// What it is.
    pub what: LocalItem,
    /// The dataset's path; empty if it has none.
    pub of: String,
    /// Bytes of all its files.
    pub size: u64,
    folder: PathBuf,
}

impl Store {
    /// Everything that is stored, sorted by dataset.
    pub fn local_copies(&self) -> Vec<LocalCopy> {
        let earlier = self.folders("earlier").into_iter().map(|folder| LocalCopy {
            what: LocalItem::Earlier(self.files_in(&folder).len()),
            of: self.owner_of(&folder).unwrap_or_default(),
            size: self.size_of(&folder),
            folder,
        });
        let journals = self.folders("journal").into_iter().map(|folder| {
            let entries = self.bytes(&folder.join(ENTRIES)).unwrap_or_default();
            let head = entries.split_inclusive(|byte| *byte == b'\n').next();
            let head = head.and_then(journal::read);
            LocalCopy {
                what: match self.hold(&folder) {
                    Some(_) => LocalItem::Journal,
                    None => LocalItem::JournalInUse,
                },
                of: head.map(|lines| lines.head.path).unwrap_or_default(),
                size: self.size_of(&folder),
                folder,
            }
        });
        let mut all: Vec<LocalCopy> = earlier.chain(journals).collect();
        all.sort_by(|a, b| (&a.of, &a.folder).cmp(&(&b.of, &b.folder)));
        all
    }

    /// Deletes local data permanently. The journal of an open window stays until that is closed.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn erase(&self, copy: &LocalCopy) -> Result<(), StoreError> {
        let held = match copy.what {
            LocalItem::Earlier(_) => Some(Lock::none()),
            LocalItem::Journal | LocalItem::JournalInUse => self.hold(&copy.folder),
        };
        if held.is_some() {
            let removed = self.disk.remove_folder(&copy.folder);
            removed.map_err(StoreError::at(&copy.folder))?;
        }
        Ok(())
    }

    /// Deletes everything except settings and the journals of open windows: also the checksums of versions that were read or written,
    /// and the names of locks.
    ///
    /// # Errors
    /// The first refusal of the system; the rest is deleted all the same.
    pub fn erase_all(&self) -> Result<(), StoreError> {
        let mut result = Ok(());
        for copy in self.local_copies() {
            let erased = self.erase(&copy);
            result = result.and(erased);
        }
        if let Some(list) = self.in_data("versions").filter(|list| self.exists(list)) {
            result = result.and(self.disk.remove(&list).map_err(StoreError::at(&list)));
        }
        for lock in self.folders("locks") {
            if let Ok(Some(_held)) = self.disk.lock(&lock) {
                let _ = self.disk.remove(&lock);
            }
        }
        result
    }

    fn folders(&self, name: &str) -> Vec<PathBuf> {
        let listed = self.in_data(name).map(|folder| self.disk.list(&folder));
        let mut folders = listed.and_then(Result::ok).unwrap_or_default();
        folders.sort();
        folders
    }

    /// Holds a journal that no window has.
    fn hold(&self, folder: &Path) -> Option<Lock> {
        self.disk.lock(&folder.join(LOCK)).ok()?
    }

    fn size_of(&self, folder: &Path) -> u64 {
        let files = self.disk.list(folder).unwrap_or_default();
        let sizes = files.iter().filter_map(|file| self.disk.look(file).ok());
        sizes.map(|found| found.length).sum()
    }
}
