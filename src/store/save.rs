//! Saving so that the file is the old one or the new one at every moment: temporary file, fsync, rename, fsync of the folder.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use super::{StoreError, real_path};

/// Replaces the file at `path` by `bytes`, or makes it. Its mode is kept; through a symbolic link the file behind it is
/// replaced.
///
/// # Errors
/// If the system refuses any step; the old file is then untouched.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let path = real_path(path);
    let io = |error| StoreError::Io {
        path: path.clone(),
        error,
    };
    if path.is_dir() {
        return Err(StoreError::Folder { path });
    }
    if is_special(&path) {
        return write_through(&path, bytes).map_err(io);
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut temporary = temporary_in(folder).map_err(io)?;
    temporary.write_all(bytes).map_err(io)?;
    keep_mode(&path, temporary.as_file()).map_err(io)?;
    temporary.as_file().sync_all().map_err(io)?;
    temporary.persist(&path).map_err(|error| io(error.error))?;
    // The file is in place; a folder that cannot be synced (some network shares) does not undo that.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

/// A device or pipe, such as `/dev/stdout`: nothing there can be renamed over.
fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

fn write_through(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::OpenOptions::new()
        .write(true)
        .open(path)?
        .write_all(bytes)
}

/// Gives the new file the mode of the old one, if there is one.
fn keep_mode(path: &Path, new: &File) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(old) => new.set_permissions(old.permissions()),
        Err(_) => Ok(()),
    }
}

/// A temporary file beside `path`, with the mode that the user's mask allows a new file.
pub(super) fn temporary_in(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".linkwright-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
        builder.tempfile_in(folder)
    }
    #[cfg(not(unix))]
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_and_leaves_no_temporary() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        save(&path, b"one").unwrap();
        save(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn keeps_mode_and_symbolic_link() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a.json"), folder.path().join("link"));
        fs::write(&path, "one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        save(&link, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o640
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_cannot_be_written_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("nowhere").join("a.json");
        let error = save(&missing, b"x").unwrap_err().to_string();
        assert!(error.contains("no such file"), "{error}");
        assert!(save(folder.path(), b"x").is_err());
    }
}
