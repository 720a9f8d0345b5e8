//! Saving so that the file is the old one or the new one at every moment, and someone else's version is never lost.
//!
//! The new version is written to a temporary file next to the old one and synced, the two are exchanged atomically, and the folder is
//! synced. Only then is the version that came out of the exchange looked at: if it is the expected one it is deleted, any other is kept
//! as a conflict copy. There is no moment in between at which someone could write unseen.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::disk::{FileInfo, FileWriter, PathKind, folder_of};
use super::earlier::Keep;
use super::sweep::temporary_name;
use super::{Stamp, Store, StoreError, Version, cause, random_bits};

/// Result of a save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The version that the file is now.
    pub version: Version,
    /// Its stamp.
    pub stamp: Option<Stamp>,
    /// Someone else's version that it replaced, kept next to it under this name.
    pub conflict: Option<PathBuf>,
    /// What else the user must know: the disk did not confirm, an earlier version could not be kept.
    pub note: Option<String>,
}

/// How often a name may appear and disappear between two looks.
const TRIES: usize = 8;

/// What a save found where it put the new version.
enum Before {
    /// Nothing.
    Nothing,
    /// The previous version, in this temporary file now.
    Exchanged(PathBuf),
    /// A version that was compared and replaced; these are its bytes.
    Replaced(Vec<u8>, Option<SystemTime>),
    /// Someone else's version, found by comparing and kept under this name first.
    PutBeside(PathBuf),
}

impl Store {
    /// Writes a new version of a dataset that was last seen here as `expected` (`None` = there was no file). Mode, owner
    /// as far as that is allowed, and symbolic links are kept.
    ///
    /// # Errors
    /// If the file is write-protected, or the system refuses any step before the new version is in place; the old one is
    /// then untouched.
    pub fn save(
        &self,
        path: &Path,
        bytes: &[u8],
        expected: Option<Version>,
        keep: Keep,
    ) -> Result<Saved, StoreError> {
        let (path, old) = self.target(path)?;
        let io = StoreError::at(&path);
        let version = Version::of(bytes);
        if old.is_some_and(|old| old.kind == PathKind::Special) {
            self.disk.pour(&path, bytes).map_err(io)?;
            return Ok(Saved::plain(version));
        }
        let known: Vec<Version> = expected.into_iter().chain([version]).collect();
        self.remember(&known);
        let before = self.put(&path, bytes, old, &known).map_err(&io)?;
        let mut saved = Saved {
            stamp: self.stamp(&path),
            ..Saved::plain(version)
        };
        self.settle(&path, before, &known, keep, &mut saved);
        Ok(saved)
    }

    /// Writes a file that may replace whatever is there: an export that was asked for, or a file of local data.
    ///
    /// # Errors
    /// As [`Store::save`].
    pub fn replace(&self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        let (path, old) = self.target(path)?;
        let io = StoreError::at(&path);
        if old.is_some_and(|old| old.kind == PathKind::Special) {
            return self.disk.pour(&path, bytes).map_err(io);
        }
        // What a run that is killed leaves is known, and swept, like what a save leaves.
        if !self.is_own(&path) {
            self.remember(&[Version::of(bytes)]);
        }
        let write = || {
            let (mut new, temporary) = self.write_beside(&path, bytes, old)?;
            let temporary = match temporary {
                Some(temporary) => temporary,
                None => self.name_beside(new.as_mut(), &path)?,
            };
            let renamed = self.disk.rename(&temporary, &path);
            self.clear_after(renamed, Some(&temporary))?;
            self.disk.sync_folder(folder_of(&path))
        };
        write().map_err(io)
    }

    /// Where a path leads, and what is there; refused if it is not a file that may be written.
    fn target(&self, path: &Path) -> Result<(PathBuf, Option<FileInfo>), StoreError> {
        let path = self.disk.real_path(path).map_err(|error| {
            let folder = folder_of(path);
            match error.kind() {
                io::ErrorKind::NotFound if !self.exists(folder) => StoreError::NoFolder {
                    path: folder.into(),
                },
                _ => StoreError::at(path)(error),
            }
        })?;
        let old = match self.disk.look(&path) {
            Ok(old) => Some(old),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(StoreError::at(&path)(error)),
        };
        match old.map(|old| old.kind) {
            Some(PathKind::Folder) => Err(StoreError::Folder { path }),
            Some(PathKind::File) => match self.disk.may_write(&path) {
                Ok(true) => Ok((path, old)),
                Ok(false) => Err(StoreError::Protected { path }),
                Err(error) => Err(StoreError::at(&path)(error)),
            },
            _ => Ok((path, old)),
        }
    }

    /// Writes the bytes to a new file in the folder of `path` and waits until the disk has them. Where the system has
    /// nameless files it has no name yet: if the program ends here, nothing is left.
    fn write_beside(
        &self,
        path: &Path,
        bytes: &[u8],
        old: Option<FileInfo>,
    ) -> io::Result<(Box<dyn FileWriter>, Option<PathBuf>)> {
        let folder = folder_of(path);
        let (mut new, temporary) = match self.disk.nameless(folder, self.is_own(path)) {
            Err(error) if error.kind() == io::ErrorKind::Unsupported => {
                let temporary = folder.join(temporary_name(path, random_bits()));
                // Whoever may not read the old one must not read this one.
                let private = old.is_some() || self.is_own(path);
                (self.disk.create(&temporary, private)?, Some(temporary))
            }
            made => (made?, None),
        };
        let written = (|| {
            new.write_all(bytes)?;
            // Local data is for its owner alone, whatever was there.
            if let Some(old) = old.filter(|_| !self.is_own(path)) {
                new.take_after(&old)?;
            }
            new.sync()
        })();
        self.clear_after(written, temporary.as_deref())?;
        Ok((new, temporary))
    }

    fn name_beside(&self, new: &mut dyn FileWriter, path: &Path) -> io::Result<PathBuf> {
        let temporary = folder_of(path).join(temporary_name(path, random_bits()));
        new.name(&temporary)?;
        Ok(temporary)
    }

    /// Passes a result on; after a failure deletes the temporary file, whose content is elsewhere, too.
    fn clear_after<T>(&self, result: io::Result<T>, temporary: Option<&Path>) -> io::Result<T> {
        if let (Err(_), Some(temporary)) = (&result, temporary) {
            // What cannot be deleted now is swept when a file in this folder is opened or written.
            let _ = self.disk.remove(temporary);
        }
        result
    }

    /// Puts the new version in its place.
    fn put(
        &self,
        path: &Path,
        bytes: &[u8],
        old: Option<FileInfo>,
        known: &[Version],
    ) -> io::Result<Before> {
        let (mut new, mut temporary) = self.write_beside(path, bytes, old)?;
        let mut is_new = old.is_none();
        for _ in 0..TRIES {
            if is_new {
                let named = match &temporary {
                    Some(temporary) => self.disk.rename_new(temporary, path),
                    None => new.name(path),
                };
                match named {
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                    named => {
                        self.clear_after(named, temporary.as_deref())?;
                        return Ok(Before::Nothing);
                    }
                }
            }
            let temporary = match &mut temporary {
                Some(temporary) => temporary,
                none => none.insert(self.name_beside(new.as_mut(), path)?),
            };
            match self.disk.exchange(temporary, path) {
                Ok(()) => return Ok(Before::Exchanged(temporary.clone())),
                Err(error) if error.kind() == io::ErrorKind::NotFound => is_new = true,
                Err(error) if error.kind() == io::ErrorKind::Unsupported => {
                    let replaced = self.compare_and_replace(path, temporary, known);
                    return self.clear_after(replaced, Some(temporary));
                }
                Err(error) => return self.clear_after(Err(error), Some(temporary)),
            }
        }
        let error = io::Error::other("the file keeps appearing and disappearing");
        self.clear_after(Err(error), temporary.as_deref())
    }

    /// Where there is no exchange (NFS, FUSE): compare, then rename over. What is written between the two is lost; there is
    /// nothing better there.
    fn compare_and_replace(
        &self,
        path: &Path,
        temporary: &Path,
        known: &[Version],
    ) -> io::Result<Before> {
        let modified = self.disk.look(path).ok().and_then(|found| found.modified);
        let there = self.bytes(path)?;
        let before = if known.contains(&Version::of(&there)) {
            Before::Replaced(there, modified)
        } else {
            Before::PutBeside(self.write_new(path, "conflict copy", &there)?)
        };
        self.disk.rename(temporary, path)?;
        Ok(before)
    }

    /// Settles what happens to the replaced version. The new one is in place by now, so nothing here is an error.
    fn settle(
        &self,
        path: &Path,
        before: Before,
        known: &[Version],
        keep: Keep,
        saved: &mut Saved,
    ) {
        let note = &mut saved.note;
        let mut note = |text: String| *note = Some(text);
        let mut spent = None;
        match before {
            Before::Nothing => {}
            Before::PutBeside(conflict) => saved.conflict = Some(conflict),
            Before::Replaced(bytes, modified) => {
                let keep = keep.unless(Version::of(&bytes) == saved.version);
                if let Err(error) = self.keep_earlier(path, &bytes, modified, keep) {
                    note(not_kept(&error));
                }
            }
            Before::Exchanged(temporary) => match self.bytes(&temporary) {
                Ok(bytes) if known.contains(&Version::of(&bytes)) => {
                    let modified = self.disk.look(&temporary).ok();
                    let modified = modified.and_then(|found| found.modified);
                    let keep = keep.unless(Version::of(&bytes) == saved.version);
                    if let Err(error) = self.keep_earlier(path, &bytes, modified, keep) {
                        note(not_kept(&error));
                    }
                    spent = Some(temporary);
                }
                // An empty file is no loss.
                Ok(bytes) if bytes.is_empty() => spent = Some(temporary),
                // Another run may have swept it, and has then reported it.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                _ => match self.put_beside(&temporary, path) {
                    Ok(conflict) => saved.conflict = Some(conflict),
                    Err(_) => saved.conflict = Some(temporary),
                },
            },
        }
        match self.disk.sync_folder(folder_of(path)) {
            // The previous version is deleted only when the disk has the new one.
            Ok(()) => {
                if let Some(spent) = spent {
                    let _ = self.disk.remove(&spent);
                }
            }
            Err(error) => {
                saved.note = Some(format!(
                    "The disk did not confirm the save ({}). Save again or save to another place.",
                    cause(&error)
                ));
            }
        }
    }

    /// Renames a file to a conflict copy next to `path`. Returns its new path.
    pub(super) fn put_beside(&self, file: &Path, path: &Path) -> io::Result<PathBuf> {
        for number in 1..10_000 {
            let beside = beside(path, "conflict copy", number);
            match self.disk.rename_new(file, &beside) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                renamed => return renamed.map(|()| beside),
            }
        }
        Err(io::Error::other("no free name for the copy"))
    }

    /// Writes bytes next to `path` under a name that says what they are. Returns the path.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn save_beside(
        &self,
        path: &Path,
        what: &str,
        bytes: &[u8],
    ) -> Result<PathBuf, StoreError> {
        let path = self.disk.real_path(path).map_err(StoreError::at(path))?;
        self.remember(&[Version::of(bytes)]);
        self.write_new(&path, what, bytes)
            .map_err(StoreError::at(&path))
    }

    fn write_new(&self, path: &Path, what: &str, bytes: &[u8]) -> io::Result<PathBuf> {
        let old = self.disk.look(path).ok();
        let (mut new, temporary) = self.write_beside(path, bytes, old)?;
        for number in 1..10_000 {
            let beside = beside(path, what, number);
            let named = match &temporary {
                Some(temporary) => self.disk.rename_new(temporary, &beside),
                None => new.name(&beside),
            };
            match named {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                named => {
                    self.clear_after(named, temporary.as_deref())?;
                    self.disk.sync_folder(folder_of(path))?;
                    return Ok(beside);
                }
            }
        }
        let error = io::Error::other("no free name for the copy");
        self.clear_after(Err(error), temporary.as_deref())
    }
}

fn not_kept(error: &StoreError) -> String {
    let why = match error {
        StoreError::Io { error, .. } => cause(error),
        other => other.to_string(),
    };
    format!("The previous version could not be added to Version history: {why}.")
}

impl Saved {
    fn plain(version: Version) -> Self {
        Self {
            version,
            stamp: None,
            conflict: None,
            note: None,
        }
    }
}

/// `case (conflict copy).json`, `case (conflict copy 2).json`, cut so that the name is not too long.
pub(super) fn beside(path: &Path, what: &str, number: u32) -> PathBuf {
    /// The longest name that usual disks take, bytes.
    const LONGEST: usize = 255;
    let number = match number {
        1 => String::new(),
        number => format!(" {number}"),
    };
    let text = |part: Option<&OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let (mut stem, ending) = (text(path.file_stem()), text(path.extension()));
    let dot = if ending.is_empty() { "" } else { "." };
    let tail = format!(" ({what}{number}){dot}{ending}");
    let room = LONGEST.saturating_sub(tail.len());
    stem.truncate(stem.floor_char_boundary(room));
    path.with_file_name(format!("{stem}{tail}"))
}
