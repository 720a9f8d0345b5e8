//! Attachments: files kept with a source in the dataset's folder, copied without ever replacing a file, and verified by SHA-256.

use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

use super::sweep::temporary_name;
use super::version::Hasher;
use super::{PathKind, Store, StoreError, random_bits};

/// A file in the dataset's folder, as a source names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachedFile {
    /// Its path from that folder, with `/` between parts.
    pub file: String,
    /// SHA-256 of its content, hexadecimal.
    pub sha256: String,
    /// Whether it was copied there now; otherwise it was there already.
    pub copied: bool,
}

/// State of an attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyState {
    /// Found, with the recorded content.
    Unchanged,
    /// Found, with other content.
    Changed,
    /// Found; no SHA-256 is recorded.
    There,
    /// Not found.
    Missing,
    /// Outside the dataset's folder, where nothing is looked for.
    Outside,
}

impl Store {
    /// Copies `file` to `folder`, under its own name or, if that is taken, the name with a number. A file that is in the folder already,
    /// or has an equal of its name there, is not copied.
    ///
    /// # Errors
    /// If the file cannot be read, or the folder cannot be written.
    pub fn keep_copy(&self, file: &Path, folder: &Path) -> Result<AttachedFile, StoreError> {
        let io = StoreError::at(file);
        let found = self.disk.look(file).map_err(&io)?;
        if found.kind == PathKind::Folder {
            return Err(StoreError::Folder { path: file.into() });
        }
        if found.length == 0 {
            return Err(StoreError::Empty { path: file.into() });
        }
        if let Some(inside) = self.path_inside(file, folder) {
            let sha256 = self.hash(file).map_err(io)?;
            return Ok(AttachedFile {
                file: inside,
                sha256,
                copied: false,
            });
        }
        let input = self.disk.open(file).map_err(io)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        self.copy_into(input, folder, &name)
            .map_err(StoreError::at(folder))
    }

    /// Copies to a temporary file first, and names it when it is complete.
    fn copy_into(
        &self,
        mut input: Box<dyn Read + Send>,
        folder: &Path,
        name: &str,
    ) -> io::Result<AttachedFile> {
        let temporary = folder.join(temporary_name(Path::new(name), random_bits()));
        let mut new = self.disk.create(&temporary, false)?;
        let copied = pour(&mut input, &mut new).and_then(|sha256| {
            new.sync()?;
            // What was written is what was read, or there is no copy.
            if self.hash(&temporary)? != sha256 {
                let error = "the copy differs from the file; nothing was attached";
                return Err(io::Error::other(error));
            }
            self.name_copy(&temporary, folder, name, sha256)
        });
        if !copied.as_ref().is_ok_and(|kept| kept.copied) {
            let _ = self.disk.remove(&temporary);
        }
        copied
    }

    fn name_copy(
        &self,
        temporary: &Path,
        folder: &Path,
        name: &str,
        sha256: String,
    ) -> io::Result<AttachedFile> {
        for number in 1..10_000u32 {
            let file = numbered(name, number);
            let target = folder.join(&file);
            let is_there = self.hash(&target).is_ok_and(|have| have == sha256);
            if !is_there {
                match self.disk.rename_new(temporary, &target) {
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                    renamed => renamed?,
                }
                // The copy is in place; a disk that does not confirm it does not undo that.
                let _ = self.disk.sync_folder(folder);
            }
            return Ok(AttachedFile {
                file,
                sha256,
                copied: !is_there,
            });
        }
        Err(io::Error::other("no free name for the copy"))
    }

    /// The path of `file` from `folder`, if it is in it and its name can be written in a dataset.
    pub fn path_inside(&self, file: &Path, folder: &Path) -> Option<String> {
        self.disk.look(file).ok()?;
        let file = self.disk.real_path(file).ok()?;
        let folder = self.disk.real_path(folder).ok()?;
        let parts = file.strip_prefix(folder).ok()?.components();
        let parts: Option<Vec<&str>> = parts.map(|part| part.as_os_str().to_str()).collect();
        Some(parts?.join("/")).filter(|path| !path.is_empty())
    }

    /// Compares the attachment `file` in `folder` with its recorded `sha256`.
    ///
    /// # Errors
    /// If it is there and cannot be read.
    pub fn copy_state(
        &self,
        file: &str,
        sha256: &str,
        folder: &Path,
    ) -> Result<CopyState, StoreError> {
        let relative = Path::new(file);
        let stays = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
        if !relative.components().all(stays) {
            return Ok(CopyState::Outside);
        }
        let path: PathBuf = folder.join(relative);
        let found = self.disk.look(&path);
        if !found.is_ok_and(|found| found.kind == PathKind::File) {
            return Ok(CopyState::Missing);
        }
        // A link could lead anywhere.
        if self.path_inside(&path, folder).is_none() {
            return Ok(CopyState::Outside);
        }
        if sha256.is_empty() {
            return Ok(CopyState::There);
        }
        let now = self.hash(&path).map_err(StoreError::at(&path))?;
        Ok(if now.eq_ignore_ascii_case(sha256.trim()) {
            CopyState::Unchanged
        } else {
            CopyState::Changed
        })
    }

    fn hash(&self, path: &Path) -> io::Result<String> {
        pour(&mut self.disk.open(path)?, &mut io::sink())
    }
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

/// Copies everything; the SHA-256 of it.
fn pour(input: &mut impl Read, output: &mut impl Write) -> io::Result<String> {
    let mut block = vec![0u8; 256 * 1024];
    let mut hasher = Hasher::default();
    loop {
        let read = match input.read(&mut block) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hasher.write_all(&block[..read])?;
        output.write_all(&block[..read])?;
    }
    Ok(hasher.version().to_string())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const OF_ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn store() -> Store {
        Store::system(None)
    }

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
        let kept = store().keep_copy(&file, &to).unwrap();
        let expected = AttachedFile {
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
        let state = |sha: &str| store().copy_state(&kept.file, sha, &to).unwrap();
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
        let kept = store().keep_copy(&file, &to).unwrap();
        assert_eq!((kept.file.as_str(), kept.copied), ("a-3.pdf", true));
        assert_eq!(fs::read(to.join("a.pdf")).unwrap(), b"mine");
        assert_eq!(fs::read(to.join("a-2.pdf")).unwrap(), b"mine, too");
        let again = store().keep_copy(&file, &to).unwrap();
        assert_eq!((again.file.as_str(), again.copied), ("a-3.pdf", false));
        assert_eq!(fs::read_dir(&to).unwrap().count(), 3);
    }

    #[test]
    fn what_lies_in_the_folder_is_not_copied() {
        let (_root, _, to) = folders();
        fs::create_dir(to.join("papers")).unwrap();
        let file = to.join("papers").join("a.html");
        fs::write(&file, "abc").unwrap();
        let kept = store().keep_copy(&file, &to).unwrap();
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
            let error = store()
                .keep_copy(&from.join(name), &to)
                .unwrap_err()
                .to_string();
            assert!(error.contains(part), "{error}");
        }
        assert_eq!(fs::read_dir(&to).unwrap().count(), 0);
        fs::write(from.join("a.pdf"), "abc").unwrap();
        assert!(
            store()
                .keep_copy(&from.join("a.pdf"), &to.join("nowhere"))
                .is_err()
        );
    }

    #[test]
    fn nothing_is_looked_for_outside_the_folder() {
        let (root, _, to) = folders();
        fs::write(root.path().join("secret"), "abc").unwrap();
        for file in ["../secret", "/etc/hostname", "x/../../secret"] {
            assert_eq!(
                store().copy_state(file, OF_ABC, &to).unwrap(),
                CopyState::Outside
            );
        }
        assert_eq!(
            store().copy_state("gone", OF_ABC, &to).unwrap(),
            CopyState::Missing
        );
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(root.path().join("secret"), to.join("link")).unwrap();
            assert_eq!(
                store().copy_state("link", OF_ABC, &to).unwrap(),
                CopyState::Outside
            );
        }
    }
}
