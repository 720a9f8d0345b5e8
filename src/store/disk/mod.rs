//! Every operation that the program does on a disk, behind one interface, so that tests can fail any of them.

mod system;

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

pub use system::System;
pub(super) use system::folder_of;

/// What lies at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A device, a pipe, a socket.
    Special,
}

/// What is known of a file without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileInfo {
    /// What it is.
    pub kind: PathKind,
    /// Its length in bytes.
    pub length: u64,
    /// When it was last written.
    pub modified: Option<SystemTime>,
    /// The permission bits; 0 where the system has none.
    pub mode: u32,
    /// User and group; 0 where the system has none.
    pub owner: (u32, u32),
    /// The number of the file on its disk: another file under the same name has another; 0 where the system has none.
    pub number: u64,
}

/// A file that is being written.
pub trait FileWriter: Write + Send {
    /// Gives it the mode of `old`, and its owner as far as that is allowed.
    ///
    /// # Errors
    /// If the system refuses the mode.
    fn take_after(&mut self, old: &FileInfo) -> io::Result<()>;

    /// Returns as soon as the disk has everything that was written.
    ///
    /// # Errors
    /// If the system refuses.
    fn sync(&mut self) -> io::Result<()>;

    /// Cuts the file to so many bytes; what is written next follows them.
    ///
    /// # Errors
    /// If the system refuses.
    fn cut(&mut self, length: u64) -> io::Result<()>;

    /// Gives a file that has no name yet this one, which no other file may have.
    ///
    /// # Errors
    /// If the system refuses; `AlreadyExists` if the name is taken.
    fn name(&mut self, path: &Path) -> io::Result<()>;
}

/// A lock that is held until it is dropped, or the process ends in whatever way.
pub struct Lock {
    /// The locked file; its lock goes with it.
    _file: Option<std::fs::File>,
}

impl Lock {
    /// A lock on this file, which is locked already.
    pub(super) fn on(file: std::fs::File) -> Self {
        Self { _file: Some(file) }
    }

    /// What stands for a lock where there are none.
    pub fn none() -> Self {
        Self { _file: None }
    }
}

/// The disk. Paths are taken as they are given.
pub trait Disk: Send + Sync {
    /// Opens a file for reading.
    ///
    /// # Errors
    /// If the system refuses.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>>;

    /// Looks at a path, through symbolic links.
    ///
    /// # Errors
    /// If nothing is there, or the system refuses.
    fn look(&self, path: &Path) -> io::Result<FileInfo>;

    /// The path without symbolic links; that of the file which a symbolic link names also where it is not there yet.
    ///
    /// # Errors
    /// If the system refuses.
    fn real_path(&self, path: &Path) -> io::Result<PathBuf>;

    /// Whether this user may write the file that is there.
    ///
    /// # Errors
    /// If the system refuses to tell.
    fn may_write(&self, path: &Path) -> io::Result<bool>;

    /// What lies in a folder, in no order.
    ///
    /// # Errors
    /// If the system refuses.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;

    /// Makes a file that is not there yet; only its owner may open a `private` one.
    ///
    /// # Errors
    /// If it is there, or the system refuses.
    fn create(&self, path: &Path, private: bool) -> io::Result<Box<dyn FileWriter>>;

    /// Makes a file in a folder that has no name yet, and is gone if it never gets one; only its owner may open a `private`
    /// one.
    ///
    /// # Errors
    /// `Unsupported` where there is no such thing; if the system refuses.
    fn nameless(&self, folder: &Path, private: bool) -> io::Result<Box<dyn FileWriter>>;

    /// Opens a file to write at its end.
    ///
    /// # Errors
    /// If it is not there, or the system refuses.
    fn append(&self, path: &Path) -> io::Result<Box<dyn FileWriter>>;

    /// Writes to a device or pipe.
    ///
    /// # Errors
    /// If the system refuses.
    fn pour(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Exchanges two files that are there, at one blow.
    ///
    /// # Errors
    /// `Unsupported` where there is no such thing; if the system refuses.
    fn exchange(&self, a: &Path, b: &Path) -> io::Result<()>;

    /// Gives a file another name, over whatever has it, at one blow.
    ///
    /// # Errors
    /// If the system refuses.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Gives a file another name that no file has.
    ///
    /// # Errors
    /// `AlreadyExists` if the name is taken; if the system refuses.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// If the system refuses.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Removes a folder with all that is in it.
    ///
    /// # Errors
    /// If the system refuses.
    fn remove_folder(&self, folder: &Path) -> io::Result<()>;

    /// Returns as soon as the disk has the names in a folder. A folder that cannot be synced (some network shares) is none
    /// the worse for it.
    ///
    /// # Errors
    /// If the disk fails.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;

    /// Makes a folder, and those above it that are not there, for its owner alone.
    ///
    /// # Errors
    /// If the system refuses.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;

    /// Locks a file, which is made if it is not there: `None` if another process, or another part of this one, has it
    /// locked. Where locks are not to be had nobody is locked out.
    ///
    /// # Errors
    /// If the file cannot be opened.
    fn lock(&self, path: &Path) -> io::Result<Option<Lock>>;

    /// Whether a file is being written under a lock now.
    fn is_locked(&self, path: &Path) -> bool;
}
