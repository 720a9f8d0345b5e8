//! The disk: reading whole files, saving them so that nothing is lost, and local data. Nothing else in the program touches a disk,
//! but for the fonts of the system (`scene/fonts`).
//! Also what else only the system knows: the date, random bits.
//!
//! All of it goes through [`Disk`], so that tests can fail any operation.

mod copy;
mod data;
mod disk;
mod earlier;
mod journal;
mod left;
mod links;
mod local;
mod lock;
mod read;
mod save;
mod stamp;
mod sweep;
mod system;
mod version;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use copy::{AttachedFile, CopyState};
pub use data::{PanelSettings, Settings, data_folder};
pub use disk::{Disk, FileInfo, FileWriter, Lock, PathKind, System};
pub use earlier::{Earlier, Keep};
pub use journal::{JournalWriter, Wake, confirm_journal};
pub use left::LeftJournal;
pub use links::link_in_text;
pub use local::{LocalCopy, LocalItem};
pub use lock::LockResult;
pub use read::read_standard_input;
pub use save::Saved;
pub use stamp::Stamp;
pub use system::{random_bits, today};
pub use version::Version;

/// Where files are: a disk, and on it the folder of the program's own.
#[derive(Clone)]
pub struct Store {
    disk: Arc<dyn Disk>,
    data: Option<PathBuf>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

impl Default for Store {
    /// A store on the system's disk that remembers nothing.
    fn default() -> Self {
        Self::system(None)
    }
}

impl Store {
    /// A store on this disk. Without a folder of its own the program remembers nothing.
    pub fn new(disk: Arc<dyn Disk>, data: Option<PathBuf>) -> Self {
        Self { disk, data }
    }

    /// A store on the system's disk.
    pub fn system(data: Option<PathBuf>) -> Self {
        Self::new(Arc::new(System), data)
    }

    /// The length of the file at `path` in bytes, if it is there.
    pub fn length(&self, path: &Path) -> Option<u64> {
        let found = self.disk.look(path).ok()?;
        (found.kind == PathKind::File).then_some(found.length)
    }

    /// The version of the file at `path`, if it is there and can be read.
    pub fn version(&self, path: &Path) -> Option<Version> {
        self.version_of(path).ok()
    }

    /// Whether anything is there.
    pub fn exists(&self, path: &Path) -> bool {
        self.disk.look(path).is_ok()
    }

    /// Whether it is a folder.
    pub fn is_folder(&self, path: &Path) -> bool {
        let found = self.disk.look(path);
        found.is_ok_and(|found| found.kind == PathKind::Folder)
    }

    /// Whether two paths lead to the same file.
    pub fn is_same(&self, a: &Path, b: &Path) -> bool {
        match (self.disk.real_path(a), self.disk.real_path(b)) {
            (Ok(a), Ok(b)) => a == b,
            _ => a == b,
        }
    }
}

/// Why a file could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The system refused.
    #[error("{}: {}", path.display(), plain_text(error))]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's error.
        error: io::Error,
    },
    /// It is a folder.
    #[error("{}: this is a folder; choose a file in it", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
    },
    /// It would be written where there is no folder.
    #[error("{}: no such folder; create it or choose another", path.display())]
    NoFolder {
        /// The folder.
        path: PathBuf,
    },
    /// Nothing but white space.
    #[error("{}: the file is empty", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// Larger than Linkwright reads.
    #[error("{}: too large ({size} bytes; the limit is {limit})", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        size: u64,
        /// The most.
        limit: u64,
    },
    /// It may be read, not written.
    #[error("{}: write-protected; save under another name or change its permissions", path.display())]
    Protected {
        /// The file.
        path: PathBuf,
    },
}

impl StoreError {
    /// Makes an error of the system's one about this path.
    fn at(path: &Path) -> impl Fn(io::Error) -> Self {
        move |error| Self::Io {
            path: path.into(),
            error,
        }
    }
}

/// What a system error means to a person, and what to do.
fn plain_text(error: &io::Error) -> String {
    let advice = match error.kind() {
        io::ErrorKind::NotFound => return cause(error),
        io::ErrorKind::PermissionDenied => "change its permissions or choose another place",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "nothing was changed; free some space or choose another place"
        }
        io::ErrorKind::ReadOnlyFilesystem => "choose another place",
        _ => "try again or choose another place",
    };
    format!("{}; {advice}", cause(error))
}

/// What a system error means to a person.
fn cause(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "the disk is full".into(),
        io::ErrorKind::ReadOnlyFilesystem => "this disk is read-only".into(),
        _ => {
            let text = error.to_string();
            let words = text.split(" (os error").next().unwrap_or_default();
            words.to_owned()
        }
    }
}
