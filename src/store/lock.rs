//! Locks on datasets, in the folder of local data, so that shared folders stay clean.

use std::path::Path;

use super::version::name_of_path;
use super::{Lock, Store};

/// Whether this window may write a dataset.
pub enum LockResult {
    /// It may, as long as the lock is held.
    Mine(Lock),
    /// Another window of the same user has it.
    Taken,
}

impl Store {
    /// Claims a dataset for this window. A lock is released with the process that holds it, however that ends; where there are no
    /// locks, no one is locked out.
    pub fn claim(&self, path: &Path) -> LockResult {
        let free = LockResult::Mine(Lock::none());
        let (Some(folder), Ok(path)) = (self.in_data("locks"), self.disk.real_path(path)) else {
            return free;
        };
        let file = folder.join(format!("{}.lock", name_of_path(&path)));
        let made = self.disk.make_folder(&folder);
        match made.and_then(|()| self.disk.lock(&file)) {
            Ok(Some(lock)) => LockResult::Mine(lock),
            Ok(None) => LockResult::Taken,
            Err(_) => free,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_window_has_a_dataset_until_it_lets_go() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::system(Some(folder.path().join("data")));
        let path = folder.path().join("a.json");
        std::fs::write(&path, "{}").unwrap();
        let first = store.claim(&path);
        assert!(matches!(first, LockResult::Mine(_)));
        assert!(matches!(store.claim(&path), LockResult::Taken));
        #[cfg(unix)]
        {
            let link = folder.path().join("link");
            std::os::unix::fs::symlink(&path, &link).unwrap();
            assert!(matches!(store.claim(&link), LockResult::Taken));
        }
        let other = folder.path().join("b.json");
        assert!(matches!(store.claim(&other), LockResult::Mine(_)));
        drop(first);
        assert!(matches!(store.claim(&path), LockResult::Mine(_)));
        assert!(matches!(
            Store::system(None).claim(&path),
            LockResult::Mine(_)
        ));
    }
}
