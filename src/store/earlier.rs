//! Version history: versions of datasets that a save replaced, kept in the folder of local data.

use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::version::name_of_path;
use super::{LockResult, Store, StoreError, Version};

/// How long earlier versions are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Keep {
    /// Not at all.
    None,
    /// Until the dataset is closed.
    UntilClosed,
    /// This many of each dataset.
    Last(u32),
}

impl Keep {
    /// Whether nothing is kept.
    pub fn is_none(self) -> bool {
        matches!(self, Self::None | Self::Last(0))
    }

    /// Nothing is kept of what is there anyway.
    pub(super) fn unless(self, is_there: bool) -> Self {
        if is_there { Self::None } else { self }
    }
}

impl Default for Keep {
    fn default() -> Self {
        Self::Last(10)
    }
}

/// An earlier version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// Where it is kept.
    pub file: PathBuf,
    /// When it was written, as `2026-11-30 14:05:09` where the user is; to the second.
    pub written: String,
    /// Its size in bytes.
    pub size: u64,
}

/// Maximum number kept until the dataset is closed.
const MOST: u32 = 100;
/// How the time stands in a name, so that names in order are times in order.
const STAMP: &str = "%Y%m%dT%H%M%S%.6fZ";
/// The file that says whose versions a folder holds.
const OWNER: &str = "of";

impl Store {
    /// Keeps a version that a save has replaced; of several equal ones the first. Does nothing if the user wants none, or there is no
    /// folder for local data.
    pub(super) fn keep_earlier(
        &self,
        path: &Path,
        bytes: &[u8],
        modified: Option<SystemTime>,
        keep: Keep,
    ) -> Result<(), StoreError> {
        let most = match keep {
            Keep::None | Keep::Last(0) => return Ok(()),
            Keep::UntilClosed => MOST,
            Keep::Last(most) => most,
        };
        let Some(folder) = self.folder_of_earlier(path) else {
            return Ok(());
        };
        let io = StoreError::at(&folder);
        self.make_own_folder(&folder).map_err(io)?;
        let owner = folder.join(OWNER);
        if !self.exists(&owner) {
            self.replace(&owner, path.to_string_lossy().as_bytes())?;
        }
        let version = Version::of(bytes).short();
        let mut kept = self.files_in(&folder);
        let is_kept = |file: &PathBuf| name(file).is_some_and(|(_, have)| have == version);
        if !kept.iter().any(is_kept) {
            let when = modified.unwrap_or_else(SystemTime::now);
            let when = Timestamp::try_from(when).unwrap_or_default();
            let file = folder.join(format!("{}-{version}.json", when.strftime(STAMP)));
            self.replace(&file, bytes)?;
            kept.push(file);
            kept.sort();
        }
        let spare = kept.len().saturating_sub(most as usize);
        for old in &kept[..spare] {
            let _ = self.disk.remove(old);
        }
        Ok(())
    }

    /// Keeps a version that the user gives up for someone else's.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn keep_mine(&self, path: &Path, bytes: &[u8], keep: Keep) -> Result<(), StoreError> {
        let path = self.disk.real_path(path).map_err(StoreError::at(path))?;
        self.keep_earlier(&path, bytes, None, keep)
    }

    /// The earlier versions of a dataset, newest first.
    pub fn earlier(&self, path: &Path) -> Vec<Earlier> {
        let Ok(path) = self.disk.real_path(path) else {
            return Vec::new();
        };
        let Some(folder) = self.folder_of_earlier(&path) else {
            return Vec::new();
        };
        let mut files = self.files_in(&folder);
        files.reverse();
        let files = files.into_iter();
        files
            .filter_map(|file| self.look_at_earlier(file))
            .collect()
    }

    fn look_at_earlier(&self, file: PathBuf) -> Option<Earlier> {
        let size = self.disk.look(&file).ok()?.length;
        let written = name(&file)?.0.to_zoned(TimeZone::system());
        Some(Earlier {
            written: written.strftime("%Y-%m-%d %H:%M:%S").to_string(),
            size,
            file,
        })
    }

    /// Deletes the earlier versions of a closed dataset, if they are kept no longer.
    pub fn let_go_of_earlier(&self, path: &Path) {
        if let Ok(path) = self.disk.real_path(path)
            && let Some(folder) = self.folder_of_earlier(&path)
        {
            let _ = self.disk.remove_folder(&folder);
        }
    }

    /// The same for all datasets that no window has, where windows ended without closing.
    pub fn let_go_of_closed(&self) {
        let folders = self
            .in_data("earlier")
            .map(|folder| self.disk.list(&folder));
        for folder in folders.and_then(Result::ok).unwrap_or_default() {
            let owner = self.owner_of(&folder).map(PathBuf::from);
            let is_free = |path: &PathBuf| matches!(self.claim(path), LockResult::Mine(_));
            if owner.as_ref().is_some_and(is_free) {
                let _ = self.disk.remove_folder(&folder);
            }
        }
    }

    /// Where the earlier versions of a file are.
    fn folder_of_earlier(&self, path: &Path) -> Option<PathBuf> {
        Some(self.in_data("earlier")?.join(name_of_path(path)))
    }

    /// The versions in a folder, oldest first.
    pub(super) fn files_in(&self, folder: &Path) -> Vec<PathBuf> {
        let files = self.disk.list(folder).unwrap_or_default();
        let mut files: Vec<PathBuf> = files
            .into_iter()
            .filter(|file| name(file).is_some())
            .collect();
        files.sort();
        files
    }

    /// The path whose versions a folder holds.
    pub(super) fn owner_of(&self, folder: &Path) -> Option<String> {
        let text = self.bytes(&folder.join(OWNER)).ok()?;
        Some(String::from_utf8_lossy(&text).into_owned())
    }
}

/// When a version was written, and the first digits of its hash, from the name under which it is kept.
fn name(file: &Path) -> Option<(Timestamp, String)> {
    let name = file.file_name()?.to_str()?.strip_suffix(".json")?;
    let (when, version) = name.rsplit_once('-')?;
    let when = jiff::fmt::strtime::parse(STAMP, when).ok()?;
    let when = when.to_datetime().ok()?.to_zoned(TimeZone::UTC).ok()?;
    Some((when.timestamp(), version.to_owned()))
}

/// An error as an `io::Error`, for callers that only pass it on.
impl From<StoreError> for io::Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Io { error, .. } => error,
            other => io::Error::other(other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_versions_are_kept_each_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::system(Some(folder.path().join("data")));
        let path = folder.path().join("a.json");
        let mut at = SystemTime::UNIX_EPOCH;
        let mut put = |text: &str, keep| {
            at += std::time::Duration::from_secs(1);
            store
                .keep_earlier(&path, text.as_bytes(), Some(at), keep)
                .unwrap();
        };
        put("none", Keep::None);
        for text in ["one", "two", "two", "three", "four"] {
            put(text, Keep::Last(3));
        }
        let texts = || -> Vec<String> {
            let earlier = store.earlier(&path).into_iter();
            earlier
                .map(|earlier| std::fs::read_to_string(earlier.file).unwrap())
                .collect()
        };
        assert_eq!(texts(), ["four", "three", "two"]);
        assert!(store.earlier(&path)[0].written.starts_with("19"));
        assert_eq!(store.earlier(&folder.path().join("b.json")), []);
        store.let_go_of_earlier(&path);
        assert!(texts().is_empty());
    }

    #[test]
    fn what_was_kept_until_closed_goes_when_no_window_has_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::system(Some(folder.path().join("data")));
        let files = ["open.json", "closed.json"].map(|name| folder.path().join(name));
        for file in &files {
            std::fs::write(file, "now").unwrap();
            store.keep_mine(file, b"before", Keep::UntilClosed).unwrap();
        }
        let open = store.claim(&files[0]);
        assert!(matches!(open, LockResult::Mine(_)));
        store.let_go_of_closed();
        let kept = files.each_ref().map(|file| store.earlier(file).len());
        assert_eq!(kept, [1, 0]);
        drop(open);
        store.let_go_of_closed();
        assert_eq!(store.earlier(&files[0]), []);
    }

    #[test]
    fn without_a_folder_of_its_own_nothing_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let (store, path) = (Store::default(), folder.path().join("a.json"));
        store.keep_mine(&path, b"mine", Keep::Last(3)).unwrap();
        assert_eq!(store.earlier(&path), []);
        assert_eq!(store.earlier(&folder.path().join("no/such/folder")), []);
        store.let_go_of_closed();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_look() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let store = Store::system(Some(data.clone()));
        let path = folder.path().join("a.json");
        store.keep_mine(&path, b"mine", Keep::UntilClosed).unwrap();
        let mode = std::fs::metadata(&data).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}
