//! The disk as the system has it.

use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::{Disk, FileInfo, FileWriter, Lock, PathKind};

/// The system's disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct System;

/// How many symbolic links may lead to one another, as in Linux.
const MOST_LINKS: usize = 40;

impl Disk for System {
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(File::open(path)?))
    }

    fn look(&self, path: &Path) -> io::Result<FileInfo> {
        fs::metadata(path).map(|metadata| found(&metadata))
    }

    fn real_path(&self, path: &Path) -> io::Result<PathBuf> {
        let mut path = path.to_path_buf();
        for _ in 0..MOST_LINKS {
            match fs::canonicalize(&path) {
                // What is open elsewhere, such as a pipe behind /dev/stdout, has no path of its own.
                Err(_) if fs::metadata(&path).is_ok() => return Ok(path),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                known => return known,
            }
            // A link to a file that is not there yet names where it is to be made.
            match fs::read_link(&path) {
                Ok(target) => path = folder_of(&path).join(target),
                Err(_) => {
                    let folder = fs::canonicalize(folder_of(&path))?;
                    return Ok(folder.join(path.file_name().unwrap_or_default()));
                }
            }
        }
        Err(io::Error::other("too many symbolic links"))
    }

    fn may_write(&self, path: &Path) -> io::Result<bool> {
        #[cfg(unix)]
        {
            match rustix::fs::access(path, rustix::fs::Access::WRITE_OK) {
                Ok(()) => Ok(true),
                Err(rustix::io::Errno::ACCESS | rustix::io::Errno::ROFS) => Ok(false),
                Err(error) => Err(error.into()),
            }
        }
        #[cfg(not(unix))]
        Ok(!fs::metadata(path)?.permissions().readonly())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        fs::read_dir(folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect()
    }

    fn create(&self, path: &Path, private: bool) -> io::Result<Box<dyn FileWriter>> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        set_private(&mut options, private);
        let file = options.open(path)?;
        // Whoever sweeps the folder sees that it is in use. Where there are no locks it is known by its name alone.
        let _ = file.try_lock();
        Ok(Box::new(Open(file)))
    }

    #[cfg(target_os = "linux")]
    fn nameless(&self, folder: &Path, private: bool) -> io::Result<Box<dyn FileWriter>> {
        use rustix::fs::{Mode, OFlags};
        use rustix::io::Errno;
        // It is named by what the system tells of open files.
        if !Path::new("/proc/self/fd").is_dir() {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
        let mode = Mode::from_raw_mode(if private { 0o600 } else { 0o666 });
        let opened = rustix::fs::open(folder, flags, mode).map_err(|error| match error {
            // Where the flag is not known, a folder is opened to be written like a file.
            Errno::ISDIR | Errno::INVAL | Errno::OPNOTSUPP => io::ErrorKind::Unsupported.into(),
            other => io::Error::from(other),
        });
        let file = File::from(opened?);
        let _ = file.try_lock();
        Ok(Box::new(Open(file)))
    }

    #[cfg(not(target_os = "linux"))]
    fn nameless(&self, _: &Path, _: bool) -> io::Result<Box<dyn FileWriter>> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn append(&self, path: &Path) -> io::Result<Box<dyn FileWriter>> {
        let mut file = OpenOptions::new().write(true).open(path)?;
        file.seek(SeekFrom::End(0))?;
        Ok(Box::new(Open(file)))
    }

    fn pour(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        OpenOptions::new().write(true).open(path)?.write_all(bytes)
    }

    #[cfg(target_os = "linux")]
    fn exchange(&self, a: &Path, b: &Path) -> io::Result<()> {
        rename_with(a, b, rustix::fs::RenameFlags::EXCHANGE)
    }

    #[cfg(not(target_os = "linux"))]
    fn exchange(&self, _: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        match rename_with(from, to, rustix::fs::RenameFlags::NOREPLACE) {
            Err(error) if error.kind() == io::ErrorKind::Unsupported => {}
            done => return done,
        }
        match fs::hard_link(from, to) {
            Ok(()) => fs::remove_file(from),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
            // Neither the flag nor hard links: what is left has a gap of some microseconds.
            Err(_) if to.try_exists()? => Err(io::ErrorKind::AlreadyExists.into()),
            Err(_) => fs::rename(from, to),
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir_all(folder)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let Ok(file) = File::open(folder) else {
            return Ok(());
        };
        match file.sync_all() {
            Err(error) if is_disk_failure(&error) => Err(error),
            _ => Ok(()),
        }
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt;
            fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(folder)
        }
        #[cfg(not(unix))]
        fs::create_dir_all(folder)
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Lock>> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        set_private(&mut options, true);
        let file = options.open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock::on(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(_)) => Ok(Some(Lock::none())),
        }
    }

    fn is_locked(&self, path: &Path) -> bool {
        let file = File::open(path);
        file.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
    }
}

/// An open file.
struct Open(File);

impl Write for Open {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl FileWriter for Open {
    fn take_after(&mut self, old: &FileInfo) -> io::Result<()> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::{PermissionsExt, fchown};
            let (user, group) = old.owner;
            // Only root may give a file away; its group is often allowed. Ownership first: changing it clears mode bits.
            let _ = fchown(&self.0, Some(user), Some(group))
                .or_else(|_| fchown(&self.0, None, Some(group)));
            self.0.set_permissions(fs::Permissions::from_mode(old.mode))
        }
        #[cfg(not(unix))]
        {
            let _ = old;
            Ok(())
        }
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_all()
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.0.set_len(length)?;
        self.0.seek(SeekFrom::Start(length)).map(drop)
    }

    #[cfg(target_os = "linux")]
    fn name(&mut self, path: &Path) -> io::Result<()> {
        use rustix::fs::{AtFlags, CWD, linkat};
        use std::os::fd::AsRawFd;
        // The way that open(2) shows for naming a file made by O_TMPFILE without special rights.
        let open = format!("/proc/self/fd/{}", self.0.as_raw_fd());
        Ok(linkat(CWD, open, CWD, path, AtFlags::SYMLINK_FOLLOW)?)
    }

    #[cfg(not(target_os = "linux"))]
    fn name(&mut self, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

fn found(metadata: &Metadata) -> FileInfo {
    let kind = if metadata.is_file() {
        PathKind::File
    } else if metadata.is_dir() {
        PathKind::Folder
    } else {
        PathKind::Special
    };
    #[cfg(unix)]
    let (mode, owner, number) = {
        use std::os::unix::fs::MetadataExt;
        (
            metadata.mode() & 0o7777,
            (metadata.uid(), metadata.gid()),
            metadata.ino(),
        )
    };
    #[cfg(not(unix))]
    let (mode, owner, number) = (0, (0, 0), 0);
    FileInfo {
        kind,
        length: metadata.len(),
        modified: metadata.modified().ok(),
        mode,
        owner,
        number,
    }
}

#[cfg(target_os = "linux")]
fn rename_with(from: &Path, to: &Path, flags: rustix::fs::RenameFlags) -> io::Result<()> {
    use rustix::fs::{CWD, renameat_with};
    use rustix::io::Errno;
    renameat_with(CWD, from, CWD, to, flags).map_err(|error| match error {
        Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP => io::ErrorKind::Unsupported.into(),
        other => other.into(),
    })
}

/// What says that the disk is in trouble, and not that a folder cannot be synced at all.
fn is_disk_failure(error: &io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        let failures = [Errno::IO, Errno::NOSPC, Errno::DQUOT, Errno::ROFS];
        let code = error.raw_os_error();
        failures
            .iter()
            .any(|errno| Some(errno.raw_os_error()) == code)
    }
    #[cfg(not(unix))]
    {
        let _ = error;
        false
    }
}

fn set_private(options: &mut OpenOptions, private: bool) {
    #[cfg(unix)]
    if private {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = (options, private);
}

/// The folder in which a path lies.
pub(in crate::store) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_taken_from_another_file() {
        let folder = tempfile::tempdir().unwrap();
        let [new, taken, free] = ["new", "taken", "free"].map(|name| folder.path().join(name));
        fs::write(&new, "new").unwrap();
        fs::write(&taken, "taken").unwrap();
        let refused = System.rename_new(&new, &taken).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&taken).unwrap(), b"taken");
        System.rename_new(&new, &free).unwrap();
        assert_eq!(fs::read(&free).unwrap(), b"new");
        let exchanged = System.exchange(&free, &new).unwrap_err();
        let expected = [io::ErrorKind::NotFound, io::ErrorKind::Unsupported];
        assert!(expected.contains(&exchanged.kind()), "{exchanged}");
    }

    #[cfg(unix)]
    #[test]
    fn a_path_leads_where_its_links_lead_and_to_no_end_in_a_circle() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let real = fs::canonicalize(folder.path()).unwrap();
        let at = |name: &str| folder.path().join(name);
        symlink("to-be-made", at("link")).unwrap();
        assert_eq!(
            System.real_path(&at("link")).unwrap(),
            real.join("to-be-made")
        );
        symlink("b", at("a")).unwrap();
        symlink("a", at("b")).unwrap();
        assert!(System.real_path(&at("a")).is_err());
        assert!(System.real_path(&at("none/file")).is_err());
    }

    #[test]
    fn what_is_locked_is_seen_and_a_folder_that_is_gone_needs_no_sync() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("lock");
        let held = System.lock(&file).unwrap();
        assert!(held.is_some() && System.is_locked(&file));
        assert!(System.lock(&file).unwrap().is_none());
        drop(held);
        assert!(!System.is_locked(&file));
        System.sync_folder(&folder.path().join("none")).unwrap();
        System.sync_folder(folder.path()).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn only_trouble_with_the_disk_counts_as_such() {
        let is_failure = |code| is_disk_failure(&io::Error::from_raw_os_error(code));
        let [eio, enospc, einval] = [5, 28, 22];
        assert!(is_failure(eio) && is_failure(enospc) && !is_failure(einval));
    }
}
