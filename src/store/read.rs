//! Reading whole files.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{PathKind, Store, StoreError};

/// The largest file that is read, in bytes: lines and places are counted in 32 bits.
const LARGEST: u64 = 2 << 30;

impl Store {
    /// Reads a whole file.
    ///
    /// # Errors
    /// If it is a folder, cannot be read, is larger than two gibibytes, or holds nothing but white space.
    pub fn read(&self, path: &Path) -> Result<Vec<u8>, StoreError> {
        let io = StoreError::at(path);
        let found = self.disk.look(path).map_err(&io)?;
        if found.kind == PathKind::Folder {
            return Err(StoreError::Folder { path: path.into() });
        }
        if found.length > LARGEST {
            return Err(StoreError::TooLarge {
                path: path.into(),
                size: found.length,
                limit: LARGEST,
            });
        }
        let mut file = self.disk.open(path).map_err(&io)?;
        read_past_space(&mut file, found.length)
            .map_err(io)?
            .ok_or_else(|| StoreError::Empty { path: path.into() })
    }

    /// The bytes of a file as they are.
    pub(super) fn bytes(&self, path: &Path) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut file = self.disk.open(path)?.take(LARGEST);
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Reads everything from `input`; `None` if it is all white space, of which at most a block is in memory.
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
        // Of leading white space only line ends matter: errors name lines.
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
            "too large (the limit is {LARGEST} bytes)"
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn refuses_folders_missing_and_empty_files() {
        let folder = tempfile::tempdir().unwrap();
        let check = |path: &Path, part: &str| {
            let error = Store::system(None).read(path).unwrap_err().to_string();
            assert!(error.contains(part) && !error.contains('\n'), "{error}");
        };
        check(folder.path(), "folder");
        check(&folder.path().join("nothing"), "no such file");
        let spaces = folder.path().join("spaces");
        fs::write(&spaces, " \n".repeat(100_000)).unwrap();
        check(&spaces, "empty");
        // A file of holes: nothing is read of it.
        let large = folder.path().join("large");
        let made = fs::File::create(&large).unwrap();
        made.set_len(LARGEST + 1).unwrap();
        check(&large, "large");
    }

    #[test]
    fn leading_space_keeps_what_follows() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("late");
        fs::write(&path, format!("{}{{}}", " ".repeat(200_000))).unwrap();
        assert!(Store::system(None).read(&path).unwrap().ends_with(b"{}"));
    }
}
