//! The disk: reading whole files, saving them safely. Nothing else in the program touches it. And what else only the
//! system knows.

mod copy;
mod data;
mod links;
mod save;
mod stamp;
mod system;

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

pub use copy::{CopyState, Kept, copy_state, keep_copy, path_inside};
pub use data::{Settings, data_folder, load_settings, save_settings};
pub use links::link_in;
pub use save::save;
pub use stamp::{Stamp, stamp};
pub use system::{random_bits, today};

/// Why a file could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The system refused.
    #[error("{}: {}", path.display(), plain_words(error))]
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
    /// Nothing but white space.
    #[error("{}: the file is empty", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// Larger than the program reads.
    #[error("{}: {size} bytes are more than this program reads ({limit})", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        size: u64,
        /// The most.
        limit: u64,
    },
}

/// What a system error means to a person.
fn plain_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".into(),
        io::ErrorKind::PermissionDenied => {
            "permission denied; change its rights, or choose another place".into()
        }
        io::ErrorKind::StorageFull => "the disk is full; nothing was changed".into(),
        io::ErrorKind::ReadOnlyFilesystem => "this disk is read-only; save to another place".into(),
        _ => error.to_string(),
    }
}

/// The largest file that is read, in bytes: lines and places are counted in 32 bits.
const LARGEST: u64 = 2 << 30;

/// Reads a whole file.
///
/// # Errors
/// If it is a folder, cannot be read, is larger than two gibibytes, or holds nothing but white space.
pub fn read(path: &Path) -> Result<Vec<u8>, StoreError> {
    let io = |error| StoreError::Io {
        path: path.into(),
        error,
    };
    let mut file = File::open(path).map_err(io)?;
    let metadata = file.metadata().map_err(io)?;
    if metadata.is_dir() {
        return Err(StoreError::Folder { path: path.into() });
    }
    if metadata.len() > LARGEST {
        return Err(StoreError::TooLarge {
            path: path.into(),
            size: metadata.len(),
            limit: LARGEST,
        });
    }
    read_past_space(&mut file, metadata.len())
        .map_err(io)?
        .ok_or_else(|| StoreError::Empty { path: path.into() })
}

/// Reads everything from `input`; `None` if it is all white space, of which at most a block is held.
fn read_past_space(input: &mut impl Read, size: u64) -> io::Result<Option<Vec<u8>>> {
    const BLOCK: u64 = 64 * 1024;
    let mut bytes = Vec::new();
    let mut skipped = 0usize;
    loop {
        let before = bytes.len();
        input.take(BLOCK).read_to_end(&mut bytes)?;
        if bytes.len() == before {
            return Ok(None);
        }
        if bytes.iter().any(|b| !b.is_ascii_whitespace()) {
            break;
        }
        // Only line ends matter of leading white space: errors name lines.
        skipped += bytes.len();
        bytes.retain(|b| *b == b'\n');
        if bytes.len() as u64 > BLOCK {
            bytes.truncate(BLOCK as usize);
        }
    }
    let rest = size.saturating_sub(skipped as u64);
    bytes.reserve(
        usize::try_from(rest)
            .unwrap_or(0)
            .saturating_sub(bytes.len()),
    );
    // A device or a pipe may have no end.
    input.take(LARGEST).read_to_end(&mut bytes)?;
    if bytes.len() as u64 >= LARGEST {
        return Err(io::Error::other(format!(
            "more than this program reads ({LARGEST} bytes)"
        )));
    }
    Ok(Some(bytes))
}

/// Reads everything from standard input.
///
/// # Errors
/// If it cannot be read, or holds nothing but white space.
pub fn read_standard_input() -> Result<Vec<u8>, StoreError> {
    let path = PathBuf::from("standard input");
    match read_past_space(&mut io::stdin().lock(), 0) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(StoreError::Empty { path }),
        Err(error) => Err(StoreError::Io { path, error }),
    }
}

/// The file itself where `path` is a symbolic link to it, so that saving replaces the file and keeps the link.
fn real_path(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_folders_missing_and_empty_files() {
        let folder = tempfile::tempdir().unwrap();
        let check = |path: &Path, part: &str| {
            let error = read(path).unwrap_err().to_string();
            assert!(error.contains(part) && !error.contains('\n'), "{error}");
        };
        check(folder.path(), "folder");
        check(&folder.path().join("nothing"), "no such file");
        let spaces = folder.path().join("spaces");
        fs::write(&spaces, " \n".repeat(100_000)).unwrap();
        check(&spaces, "empty");
    }

    #[test]
    fn leading_space_keeps_what_follows() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("late");
        fs::write(&path, format!("{}{{}}", " ".repeat(200_000))).unwrap();
        assert!(read(&path).unwrap().ends_with(b"{}"));
    }
}
