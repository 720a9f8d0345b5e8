//! What is left of interrupted saves: recognised by name, swept when a file in its folder is opened or written.

use std::path::{Path, PathBuf};

use super::disk::{PathKind, folder_of};
use super::{Store, Version};

/// The end of a temporary file's name.
const ENDING: &str = ".linkwright";
/// Random digits in it.
const DIGITS: usize = 16;

/// The name of a temporary file next to `path`: it says whose it is, so that its content can be kept next to that.
pub(super) fn temporary_name(path: &Path, bits: u64) -> String {
    const ROOM: usize = 200;
    let mut name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    name.truncate(name.floor_char_boundary(ROOM));
    format!(".{name}.{bits:016x}{ENDING}")
}

/// The name of the file whose temporary file this is.
fn owner(temporary: &Path) -> Option<String> {
    let name = temporary.file_name()?.to_str()?;
    let (name, digits) = name
        .strip_prefix('.')?
        .strip_suffix(ENDING)?
        .rsplit_once('.')?;
    let is_ours = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_ours && !name.is_empty()).then(|| name.to_owned())
}

impl Store {
    /// Sweeps the folder of a file that is being opened or written. What an interrupted save left there is deleted if it is a version
    /// that was read or written on this computer; anything else becomes a conflict copy of its file. Returns the paths of those copies.
    pub fn sweep(&self, file: &Path) -> Vec<PathBuf> {
        let Ok(file) = self.disk.real_path(file) else {
            return Vec::new();
        };
        let folder = folder_of(&file);
        let entries = self.disk.list(folder).unwrap_or_default();
        let mut left: Vec<(PathBuf, String)> = entries
            .into_iter()
            .filter_map(|path| owner(&path).map(|owner| (path, owner)))
            .collect();
        if left.is_empty() {
            return Vec::new();
        }
        left.sort();
        let known = self.known_versions();
        let left = left.iter();
        left.filter_map(|(path, owner)| self.sweep_one(path, &folder.join(owner), &known))
            .collect()
    }

    /// What cannot be read, or is in use, stays where it is.
    fn sweep_one(&self, left: &Path, owner: &Path, known: &[Version]) -> Option<PathBuf> {
        let found = self.disk.look(left).ok()?;
        // What a symbolic link leads to is not our temporary file.
        let is_itself = self.disk.real_path(left).is_ok_and(|real| real == left);
        if found.kind != PathKind::File || !is_itself || self.disk.is_locked(left) {
            return None;
        }
        let is_known = || {
            let version = self.version_of(left).ok()?;
            Some(known.contains(&version))
        };
        if found.length == 0 || is_known()? {
            let _ = self.disk.remove(left);
            return None;
        }
        self.put_beside(left, owner).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_temporary_name_says_whose_it_is() {
        for name in ["a.json", "a b.c", "Erklärung.json", ".hidden"] {
            let path = Path::new("/folder").join(name);
            let temporary = Path::new("/folder").join(temporary_name(&path, 7));
            assert_eq!(owner(&temporary).as_deref(), Some(name));
        }
        let long = "ä".repeat(300);
        let name = temporary_name(Path::new(&long), u64::MAX);
        assert!(name.len() <= 255 && owner(Path::new(&name)).is_some());
        for other in [
            "a.json",
            ".a.json.linkwright",
            ".0123456789abcdef.linkwright",
        ] {
            assert_eq!(owner(Path::new(other)), None, "{other}");
        }
    }

    #[test]
    fn what_is_known_goes_and_what_is_not_is_put_beside() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::system(Some(folder.path().join("data")));
        let file = folder.path().join("a.json");
        let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        put("a.json", "now");
        put(".a.json.0123456789abcdef.linkwright", "before");
        put(".a.json.0123456789abcdee.linkwright", "a colleague's");
        put(".a.json.0123456789abcded.linkwright", "");
        put(".other.linkwright", "not ours");
        put("elsewhere", "linked");
        #[cfg(unix)]
        std::os::unix::fs::symlink(
            folder.path().join("elsewhere"),
            folder.path().join(".a.json.0123456789abcdec.linkwright"),
        )
        .unwrap();
        store.remember(&[Version::of(b"before")]);
        let copy = folder.path().join("a (conflict copy).json");
        assert_eq!(store.sweep(&file), [copy.as_path()]);
        assert_eq!(std::fs::read(&copy).unwrap(), b"a colleague's");
        assert!(folder.path().join(".other.linkwright").exists());
        let files = if cfg!(unix) { 6 } else { 5 };
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), files);
        assert!(store.sweep(&file).is_empty());
    }
}
