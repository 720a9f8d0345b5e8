//! A version of a file, known by its content; and the list of those that were read or written here.

use std::fmt;
use std::io::{self, Write};
use std::path::Path;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use super::Store;

/// The SHA-256 of a file's bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Version([u8; 32]);

impl Version {
    /// The version that these bytes are.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Its first digits, enough to distinguish versions of one file.
    pub fn short(&self) -> String {
        let mut text = self.to_string();
        text.truncate(12);
        text
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Version({})", self.short())
    }
}

impl FromStr for Version {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = text.as_bytes();
        if digits.len() != 64 || !digits.is_ascii() {
            return Err(());
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(drop)?;
            *byte = u8::from_str_radix(pair, 16).map_err(drop)?;
        }
        Ok(Self(bytes))
    }
}

/// Hashes what is written to it.
#[derive(Default)]
pub(super) struct Hasher(Sha256);

impl Hasher {
    pub(super) fn version(self) -> Version {
        Version(self.0.finalize().into())
    }
}

impl Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A line of the list, bytes.
const LINE: usize = 65;
/// How many versions the list may hold before the older half goes.
const MOST: usize = 8192;

impl Store {
    /// The version of a file, whatever its size.
    pub(super) fn version_of(&self, path: &Path) -> io::Result<Version> {
        let mut hasher = Hasher::default();
        io::copy(&mut self.disk.open(path)?, &mut hasher)?;
        Ok(hasher.version())
    }

    /// Records that these versions were read or written here, so that what an interrupted save leaves is recognised. Only checksums are
    /// recorded. If that fails a leftover is kept instead of deleted, which loses nothing.
    pub(super) fn remember(&self, versions: &[Version]) {
        if let Some(list) = self.in_data("versions") {
            let _ = self.add_to_list(&list, versions);
        }
    }

    fn add_to_list(&self, list: &Path, versions: &[Version]) -> io::Result<()> {
        let mut known = self.known_versions();
        let mut text = String::new();
        for version in versions.iter().filter(|version| !known.contains(version)) {
            text.push_str(&format!("{version}\n"));
        }
        if text.is_empty() {
            return Ok(());
        }
        if known.len() > MOST {
            let kept = known.split_off(known.len() / 2);
            let kept: String = kept.iter().map(|version| format!("{version}\n")).collect();
            return self
                .replace(list, format!("{kept}{text}").as_bytes())
                .map_err(io::Error::other);
        }
        let mut file = match self.disk.append(list) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.make_data_folder()?;
                self.disk.create(list, true)?
            }
            opened => opened?,
        };
        file.write_all(text.as_bytes())
    }

    /// The versions that were read or written here, oldest first. A cut off line is ignored.
    pub(super) fn known_versions(&self) -> Vec<Version> {
        let Some(list) = self.in_data("versions") else {
            return Vec::new();
        };
        let text = self.bytes(&list).unwrap_or_default();
        let lines = text.chunks(LINE);
        let lines = lines.filter_map(|line| std::str::from_utf8(line).ok());
        lines
            .filter_map(|line| line.strip_suffix('\n')?.parse().ok())
            .collect()
    }
}

/// A name for a path that tells nothing of it.
pub(super) fn name_of_path(path: &Path) -> String {
    let mut name = Version::of(path.as_os_str().as_encoded_bytes()).to_string();
    name.truncate(32);
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    const OF_ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn a_version_is_written_and_read() {
        let version = Version::of(b"abc");
        assert_eq!(version.to_string(), OF_ABC);
        assert_eq!(OF_ABC.parse(), Ok(version));
        for wrong in ["", "ba", &OF_ABC[1..], &"é".repeat(32), &"+1".repeat(32)] {
            assert_ne!(wrong.parse(), Ok(version), "{wrong}");
        }
        let mut hasher = Hasher::default();
        hasher.write_all(b"a").unwrap();
        hasher.write_all(b"bc").unwrap();
        assert_eq!(hasher.version(), version);
    }

    #[test]
    fn the_list_grows_once_for_each_version_and_is_cut_when_long() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::system(Some(folder.path().join("data")));
        let version = |n: usize| Version::of(&n.to_le_bytes());
        store.remember(&[version(1), version(2)]);
        store.remember(&[version(2)]);
        assert_eq!(store.known_versions(), [version(1), version(2)]);
        let many: Vec<Version> = (0..MOST + 1).map(version).collect();
        store.remember(&many);
        store.remember(&[version(MOST + 7)]);
        let known = store.known_versions();
        assert!(known.len() < MOST && known.last() == Some(&version(MOST + 7)));
        Store::system(None).remember(&many);
        assert!(Store::system(None).known_versions().is_empty());
    }
}
