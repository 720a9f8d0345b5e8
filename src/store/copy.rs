//! Copies of sources, kept in the dataset's folder: made without ever replacing a file, and known by their SHA-256.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

use sha2::{Digest, Sha256};

use super::StoreError;
use super::save::temporary_in;

/// A file in the dataset's folder, as a source names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its path from that folder, parts parted by `/`.
    pub file: String,
    /// SHA-256 of what it holds, hexadecimal.
    pub sha256: String,
    /// Whether it was copied there now; else it lay there already.
    pub copied: bool,
}

/// What has become of a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyState {
    /// It is there and holds what it held.
    Unchanged,
    /// It is there and holds something else.
    Changed,
    /// It is there; nothing was noted of what it held.
    There,
    /// It is not there.
    Missing,
    /// Its path leads out of the dataset's folder, where nothing is looked for.
    Outside,
}

/// Keeps a copy of `file` in `folder`, under its own name or, where that is taken, the name with a number. A file that lies
/// in the folder already, or whose like does under its name, is not copied.
///
/// # Errors
/// If the file cannot be read, or the folder not be written.
pub fn keep_copy(file: &Path, folder: &Path) -> Result<Kept, StoreError> {
    let io = |error| StoreError::Io {
        path: file.into(),
        error,
    };
    let metadata = fs::metadata(file).map_err(io)?;
    if metadata.is_dir() {
        return Err(StoreError::Folder { path: file.into() });
    }
    if metadata.len() == 0 {
        return Err(StoreError::Empty { path: file.into() });
    }
    if let Some(inside) = path_inside(file, folder) {
        let sha256 = hash(file).map_err(io)?;
        return Ok(Kept {
            file: inside,
            sha256,
            copied: false,
        });
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let here = |error| StoreError::Io {
        path: folder.into(),
        error,
    };
    let mut temporary = temporary_in(folder).map_err(here)?;
    let sha256 = {
        let mut input = File::open(file).map_err(io)?;
        pour(&mut input, temporary.as_file_mut()).map_err(io)?
    };
    temporary.as_file().sync_all().map_err(here)?;
    // What was written is what was read, or there is no copy.
    if hash(temporary.path()).map_err(here)? != sha256 {
        let error = io::Error::other("the copy is not like the file; nothing was kept");
        return Err(here(error));
    }
    for number in 1..10_000u32 {
        let name = numbered(&name, number);
        let target = folder.join(&name);
        if hash(&target).is_ok_and(|have| have == sha256) {
            return Ok(Kept {
                file: name,
                sha256,
                copied: false,
            });
        }
        match temporary.persist_noclobber(&target) {
            Ok(_) => {
                // The copy is in place; a folder that cannot be synced (some network shares) does not undo that.
                let _ = File::open(folder).and_then(|folder| folder.sync_all());
                return Ok(Kept {
                    file: name,
                    sha256,
                    copied: true,
                });
            }
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                temporary = error.file;
            }
            Err(error) => return Err(here(error.error)),
        }
    }
    Err(here(io::Error::other("every name for the copy is taken")))
}

/// The path of `file` from `folder`, if it lies in it and its name can be written in a dataset.
pub fn path_inside(file: &Path, folder: &Path) -> Option<String> {
    let (file, folder) = (fs::canonicalize(file).ok()?, fs::canonicalize(folder).ok()?);
    let parts = file.strip_prefix(folder).ok()?.components();
    let parts: Option<Vec<&str>> = parts.map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/")).filter(|path| !path.is_empty())
}

/// What has become of the copy `file` in `folder`, of which `sha256` was noted.
///
/// # Errors
/// If it is there and cannot be read.
pub fn copy_state(file: &str, sha256: &str, folder: &Path) -> Result<CopyState, StoreError> {
    let relative = Path::new(file);
    let stays = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    if !relative.components().all(stays) {
        return Ok(CopyState::Outside);
    }
    let path: PathBuf = folder.join(relative);
    if !path.is_file() {
        return Ok(CopyState::Missing);
    }
    // A link could lead anywhere.
    if path_inside(&path, folder).is_none() {
        return Ok(CopyState::Outside);
    }
    if sha256.is_empty() {
        return Ok(CopyState::There);
    }
    let now = hash(&path).map_err(|error| StoreError::Io { path, error })?;
    Ok(if now.eq_ignore_ascii_case(sha256.trim()) {
        CopyState::Unchanged
    } else {
        CopyState::Changed
    })
}

/// `a.pdf`, `a-2.pdf`, `a-3.pdf`.
fn numbered(name: &str, number: u32) -> String {
    if number == 1 {
        return name.to_owned();
    }
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => format!("{stem}-{number}.{ending}"),
        _ => format!("{name}-{number}"),
    }
}

fn hash(path: &Path) -> io::Result<String> {
    pour(&mut File::open(path)?, &mut io::sink())
}

/// Copies everything; the SHA-256 of it.
fn pour(input: &mut impl Read, output: &mut impl Write) -> io::Result<String> {
    let mut block = vec![0u8; 256 * 1024];
    let mut digest = Sha256::new();
    loop {
        let read = match input.read(&mut block) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        digest.update(&block[..read]);
        output.write_all(&block[..read])?;
    }
    let hex = digest.finalize();
    Ok(hex.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OF_ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn folders() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let root = tempfile::tempdir().unwrap();
        let (from, to) = (root.path().join("from"), root.path().join("to"));
        fs::create_dir(&from).unwrap();
        fs::create_dir(&to).unwrap();
        (root, from, to)
    }

    #[test]
    fn a_copy_has_the_name_the_bytes_and_their_hash() {
        let (_root, from, to) = folders();
        let file = from.join("Erklärung 1.pdf");
        fs::write(&file, "abc").unwrap();
        let kept = keep_copy(&file, &to).unwrap();
        let expected = Kept {
            file: "Erklärung 1.pdf".into(),
            sha256: OF_ABC.into(),
            copied: true,
        };
        assert_eq!(kept, expected);
        assert_eq!(fs::read(to.join(&kept.file)).unwrap(), b"abc");
        assert_eq!(
            fs::read_dir(&to).unwrap().count(),
            1,
            "no temporary is left"
        );
        let state = |sha: &str| copy_state(&kept.file, sha, &to).unwrap();
        assert_eq!(state(OF_ABC), CopyState::Unchanged);
        assert_eq!(state(&OF_ABC.to_uppercase()), CopyState::Unchanged);
        assert_eq!(state("00"), CopyState::Changed);
        assert_eq!(state(""), CopyState::There);
    }

    #[test]
    fn no_file_is_replaced() {
        let (_root, from, to) = folders();
        let file = from.join("a.pdf");
        fs::write(&file, "abc").unwrap();
        fs::write(to.join("a.pdf"), "mine").unwrap();
        fs::write(to.join("a-2.pdf"), "mine, too").unwrap();
        let kept = keep_copy(&file, &to).unwrap();
        assert_eq!((kept.file.as_str(), kept.copied), ("a-3.pdf", true));
        assert_eq!(fs::read(to.join("a.pdf")).unwrap(), b"mine");
        assert_eq!(fs::read(to.join("a-2.pdf")).unwrap(), b"mine, too");
        let again = keep_copy(&file, &to).unwrap();
        assert_eq!((again.file.as_str(), again.copied), ("a-3.pdf", false));
        assert_eq!(fs::read_dir(&to).unwrap().count(), 3);
    }

    #[test]
    fn what_lies_in_the_folder_is_not_copied() {
        let (_root, _, to) = folders();
        fs::create_dir(to.join("papers")).unwrap();
        let file = to.join("papers").join("a.html");
        fs::write(&file, "abc").unwrap();
        let kept = keep_copy(&file, &to).unwrap();
        assert_eq!((kept.file.as_str(), kept.copied), ("papers/a.html", false));
        assert_eq!(fs::read_dir(&to).unwrap().count(), 1);
    }

    #[test]
    fn what_is_no_file_is_refused_and_leaves_nothing() {
        let (_root, from, to) = folders();
        fs::write(from.join("empty.pdf"), "").unwrap();
        for (name, part) in [
            ("nothing", "no such file"),
            ("empty.pdf", "empty"),
            ("", "folder"),
        ] {
            let error = keep_copy(&from.join(name), &to).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        }
        assert_eq!(fs::read_dir(&to).unwrap().count(), 0);
        fs::write(from.join("a.pdf"), "abc").unwrap();
        assert!(keep_copy(&from.join("a.pdf"), &to.join("nowhere")).is_err());
    }

    #[test]
    fn nothing_is_looked_for_outside_the_folder() {
        let (root, _, to) = folders();
        fs::write(root.path().join("secret"), "abc").unwrap();
        for file in ["../secret", "/etc/hostname", "x/../../secret"] {
            assert_eq!(copy_state(file, OF_ABC, &to).unwrap(), CopyState::Outside);
        }
        assert_eq!(copy_state("gone", OF_ABC, &to).unwrap(), CopyState::Missing);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(root.path().join("secret"), to.join("link")).unwrap();
            assert_eq!(copy_state("link", OF_ABC, &to).unwrap(), CopyState::Outside);
        }
    }
}
