//! Nothing is lost by saving: whatever fails, whenever the power goes, whoever else writes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use linkwright::store::{Disk, Keep, Store, System, Version};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::disks::{Recorder, Watched};

const OLD: &[u8] = b"the old version";
const NEW: &[u8] = b"the new version, a little longer";
const STRANGER: &[u8] = b"a stranger's version";

const ENOSPC: i32 = 28;
const EIO: i32 = 5;
const EACCES: i32 = 13;
const EROFS: i32 = 30;

/// A folder with a dataset in it, and one for the program's own.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new(bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("shared")).unwrap();
        let place = Self { folder };
        fs::write(place.file(), bytes).unwrap();
        place
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("shared/case.json")
    }

    fn store(&self, disk: impl Disk + 'static) -> Store {
        Store::new(Arc::new(disk), Some(self.folder.path().join("data")))
    }

    /// What the files of the shared folder hold.
    fn contents(&self) -> Vec<Vec<u8>> {
        let files = fs::read_dir(self.folder.path().join("shared")).unwrap();
        files
            .map(|file| fs::read(file.unwrap().path()).unwrap())
            .collect()
    }

    fn has(&self, bytes: &[u8]) -> bool {
        self.contents().iter().any(|have| have == bytes)
    }
}

/// Runs `test` with a disk whose operation number N fails, for every N until none does.
fn each_failure(mut test: impl FnMut(Watched, bool) -> bool) {
    let mut failures = 0;
    for is_plain in [false, true] {
        for code in [ENOSPC, EIO, EACCES, EROFS] {
            for for_good in [false, true] {
                for at in 0.. {
                    assert!(at < 300, "it never ends");
                    let mut disk = Watched::failing(at, code, for_good);
                    disk.is_plain = is_plain;
                    let reached = test(disk.clone(), is_plain) && disk.count() > at;
                    failures += 1;
                    if !reached {
                        break;
                    }
                }
            }
        }
    }
    eprintln!("saving: {failures} failures tried");
}

fn check_message(text: &str) {
    assert!(!text.is_empty() && !text.contains('\n'), "{text}");
    let is_ours = !text.contains("os error") || text.contains("Try again");
    assert!(is_ours, "{text}");
}

#[test]
fn whatever_fails_the_file_is_the_old_or_the_new_one() {
    each_failure(|disk, is_plain| {
        let place = Place::new(OLD);
        let store = place.store(disk);
        let old = Version::of(OLD);
        let saved = store.save(&place.file(), NEW, Some(old), Keep::Last(3));
        let now = fs::read(place.file()).unwrap();
        match saved {
            Ok(saved) => {
                assert_eq!(now, NEW);
                // What cannot be read cannot be compared, and is kept.
                if let Some(conflict) = saved.conflict {
                    assert_eq!(fs::read(&conflict).unwrap(), OLD);
                    fs::remove_file(conflict).unwrap();
                }
                saved
                    .note
                    .as_deref()
                    .iter()
                    .for_each(|note| check_message(note));
            }
            Err(error) => {
                assert_eq!(now, OLD, "{error}");
                check_message(&error.to_string());
            }
        }
        // The next save works, and what is left behind is swept by the next opening.
        let store = place.store(System);
        store.sweep(&place.file());
        store
            .save(&place.file(), b"next", Some(Version::of(&now)), Keep::None)
            .unwrap();
        // Without nameless files a part of the new version may be left: it is nobody's known version, and kept.
        let is_part = |bytes: &Vec<u8>| is_plain && NEW.starts_with(bytes);
        let others: Vec<Vec<u8>> = place.contents();
        assert!(others.contains(&b"next".to_vec()));
        assert!(
            others
                .iter()
                .all(|bytes| bytes == b"next" || is_part(bytes))
        );
        true
    });
}

#[test]
fn whatever_fails_a_strangers_version_is_kept_and_said() {
    each_failure(|disk, _| {
        let place = Place::new(STRANGER);
        let store = place.store(disk);
        let old = Version::of(OLD);
        let saved = store.save(&place.file(), NEW, Some(old), Keep::Last(3));
        assert!(place.has(STRANGER));
        match saved {
            Ok(saved) => {
                let conflict = saved.conflict.unwrap();
                assert_eq!(fs::read(conflict).unwrap(), STRANGER);
                assert_eq!(fs::read(place.file()).unwrap(), NEW);
            }
            Err(_) => assert_eq!(fs::read(place.file()).unwrap(), STRANGER),
        }
        let swept = place.store(System).sweep(&place.file());
        assert!(place.has(STRANGER) && swept.len() <= 1);
        true
    });
}

#[test]
fn whatever_fails_a_new_file_is_whole_or_not_there_and_nobodys_is_replaced() {
    each_failure(|disk, _| {
        let place = Place::new(OLD);
        let other = place.folder.path().join("shared/new.json");
        let saved = place.store(disk).save(&other, NEW, None, Keep::None);
        match saved {
            Ok(_) => assert_eq!(fs::read(&other).unwrap(), NEW),
            Err(_) => assert!(!other.exists() || fs::read(&other).unwrap() == NEW),
        }
        assert_eq!(fs::read(place.file()).unwrap(), OLD);
        true
    });
}

#[test]
fn whatever_fails_opening_loses_nothing() {
    each_failure(|disk, _| {
        let place = Place::new(OLD);
        let left = place
            .folder
            .path()
            .join("shared/.case.json.0123456789abcdef.linkwright");
        fs::write(left, STRANGER).unwrap();
        let store = place.store(disk);
        store.sweep(&place.file());
        if let Err(error) = store.read(&place.file()) {
            check_message(&error.to_string());
        }
        let _claim = store.claim(&place.file());
        let _ = (
            store.settings(),
            store.local_copies(),
            store.earlier(&place.file()),
        );
        assert!(place.has(OLD) && place.has(STRANGER));
        true
    });
}

/// A disk of eight megabytes, if this user may make one.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_really_full_loses_nothing() {
    use std::process::Command;
    let folder = tempfile::tempdir().unwrap();
    let disk = folder.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=8m", "tmpfs"])
        .arg(&disk)
        .stderr(std::process::Stdio::null())
        .status();
    if !mounted.is_ok_and(|status| status.success()) {
        eprintln!("saving: a real full disk was not tried: this user may not mount one");
        return;
    }
    let file = disk.join("case.json");
    let version = |letter: u8| vec![letter; 3_000_000];
    let store = Store::system(Some(folder.path().join("data")));
    let save = |letter: u8, before: Option<u8>| {
        let before = before.map(|letter| Version::of(&version(letter)));
        store.save(&file, &version(letter), before, Keep::Last(2))
    };
    let first = save(b'a', None).map(drop);
    let second = save(b'b', Some(b'a')).map(drop);
    fs::write(disk.join("other"), vec![0; 3_000_000]).unwrap();
    let third = save(b'c', Some(b'b'));
    let now = fs::read(&file).unwrap();
    let files = fs::read_dir(&disk).unwrap().count();
    let _ = Command::new("umount").arg(&disk).status();
    first.unwrap();
    second.unwrap();
    let error = third.unwrap_err().to_string();
    assert!(error.contains("the disk is full"), "{error}");
    assert!(now == version(b'b') && files == 2);
}

// ---- power cuts ----

/// Checks what any power cut may leave of a save; the number of states that were looked at, or the first that is wrong.
fn power_cuts(lies: Option<&'static str>) -> Result<usize, String> {
    let path = Path::new("/shared/case.json");
    let mut recorder = Recorder::with(path, OLD);
    recorder.lies = lies;
    let before = recorder.count();
    let store = Store::new(Arc::new(recorder.clone()), Some("/data".into()));
    let saved = store.save(path, NEW, Some(Version::of(OLD)), Keep::Last(3));
    saved.unwrap();
    let after = recorder.count();
    let mut states = 0;
    for count in before..=after {
        for left in recorder.after_cut(count) {
            states += 1;
            let found = left.get(path).map(Vec::as_slice);
            let is_right = found == Some(NEW) || found == Some(OLD) && count < after;
            if !is_right {
                let ops = recorder.ops();
                return Err(format!("after {count} of {ops:#?}: {left:?}"));
            }
        }
    }
    Ok(states)
}

#[test]
fn a_power_cut_leaves_the_old_or_the_new_file_and_after_a_save_the_new() {
    let states = power_cuts(None).unwrap();
    eprintln!("saving: {states} states after a power cut");
    assert!(states > 20);
}

#[test]
fn the_power_cut_test_can_fail() {
    assert!(power_cuts(Some("sync")).is_err());
    assert!(power_cuts(Some("sync folder")).is_err());
}

#[test]
fn a_power_cut_loses_no_strangers_version() {
    let path = Path::new("/shared/case.json");
    let recorder = Recorder::with(path, STRANGER);
    let before = recorder.count();
    let store = Store::new(Arc::new(recorder.clone()), None);
    store
        .save(path, NEW, Some(Version::of(OLD)), Keep::None)
        .unwrap();
    for count in before..=recorder.count() {
        for left in recorder.after_cut(count) {
            assert!(left.values().any(|bytes| bytes == STRANGER), "{left:?}");
        }
    }
}

// ---- two writers ----

/// A version that says which edits are in it.
fn version_of(edits: &BTreeSet<u32>) -> Vec<u8> {
    let edits: Vec<String> = edits.iter().map(u32::to_string).collect();
    edits.join(",").into_bytes()
}

fn edits_in(bytes: &[u8]) -> BTreeSet<u32> {
    let text = std::str::from_utf8(bytes).unwrap();
    let parts = text.split(',').filter(|part| !part.is_empty());
    parts.map(|part| part.parse().unwrap()).collect()
}

/// Someone who has the file open, with a data folder of their own.
struct Writer {
    store: Store,
    seen: Option<Version>,
    edits: BTreeSet<u32>,
}

impl Writer {
    fn read(&mut self, path: &Path) {
        self.store.sweep(path);
        let bytes = fs::read(path).unwrap();
        self.seen = Some(Version::of(&bytes));
        self.edits = edits_in(&bytes);
    }

    /// Saves with one more edit; whether somebody else's version was put beside.
    fn save(&mut self, path: &Path, edit: u32) {
        self.edits.insert(edit);
        let saved = self
            .store
            .save(path, &version_of(&self.edits), self.seen, Keep::None)
            .unwrap();
        self.seen = Some(saved.version);
    }
}

/// Every edit is in the file or in a conflict copy beside it.
fn all_there(folder: &Path, count: u32) {
    let mut found = BTreeSet::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(!name.starts_with('.'), "{name} is left behind");
        found.extend(edits_in(&fs::read(path).unwrap()));
    }
    assert_eq!(found, (0..count).collect());
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Read(bool),
    Save(bool),
    /// One saves, and before its operation of this number the other does.
    Between(bool, usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        any::<bool>().prop_map(Step::Read),
        any::<bool>().prop_map(Step::Save),
        (any::<bool>(), 0usize..14).prop_map(|(who, at)| Step::Between(who, at)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn of_two_writers_no_edit_vanishes(steps in prop::collection::vec(step(), 1..12), is_plain in any::<bool>()) {
        // Without exchanges somebody may write between comparing and renaming; it is not claimed otherwise.
        let steps: Vec<Step> = steps
            .into_iter()
            .map(|step| match step {
                Step::Between(who, _) if is_plain => Step::Save(who),
                other => other,
            })
            .collect();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("case.json");
        fs::write(&path, "").unwrap();
        let own = tempfile::tempdir().unwrap();
        // What is done before the operation of a number.
        type Hook = Option<(usize, Box<dyn FnOnce() + Send>)>;
        let hook: Arc<Mutex<Hook>> = Arc::default();
        let writer = |name: &str| {
            let hook = Arc::clone(&hook);
            let mut disk = Watched::new(move |_, _| {
                let due = {
                    let mut hook = hook.lock().unwrap();
                    match hook.as_mut() {
                        Some((0, _)) => hook.take(),
                        Some((left, _)) => {
                            *left -= 1;
                            None
                        }
                        None => None,
                    }
                };
                if let Some((_, due)) = due {
                    due();
                }
                Ok(())
            });
            disk.is_plain = is_plain;
            let store = Store::new(Arc::new(disk), Some(own.path().join(name)));
            Arc::new(Mutex::new(Writer { store, seen: None, edits: BTreeSet::new() }))
        };
        let writers = [writer("a"), writer("b")];
        for writer in &writers {
            writer.lock().unwrap().read(&path);
        }
        let mut edits = 0;
        for step in steps {
            match step {
                Step::Read(who) => writers[usize::from(who)].lock().unwrap().read(&path),
                Step::Save(who) => {
                    writers[usize::from(who)].lock().unwrap().save(&path, edits);
                    edits += 1;
                }
                Step::Between(who, at) => {
                    let other = Arc::clone(&writers[usize::from(!who)]);
                    let (there, edit) = (path.clone(), edits + 1);
                    let due = move || other.lock().unwrap().save(&there, edit);
                    *hook.lock().unwrap() = Some((at, Box::new(due)));
                    writers[usize::from(who)].lock().unwrap().save(&path, edits);
                    // A save of fewer operations: the other comes after it.
                    let late = hook.lock().unwrap().take();
                    if let Some((_, due)) = late {
                        due();
                    }
                    edits += 2;
                }
            }
        }
        all_there(folder.path(), edits);
    }
}

#[test]
fn of_two_writers_at_the_same_time_no_edit_vanishes() {
    let rounds: u32 = 60;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.json");
    fs::write(&path, "").unwrap();
    let own = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for who in 0..2u32 {
            let (path, own) = (&path, own.path().join(who.to_string()));
            scope.spawn(move || {
                let mut writer = Writer {
                    store: Store::system(Some(own)),
                    seen: None,
                    edits: BTreeSet::new(),
                };
                for round in 0..rounds {
                    if round % 3 == 0 {
                        let bytes = fs::read(path).unwrap();
                        writer.seen = Some(Version::of(&bytes));
                        writer.edits = edits_in(&bytes);
                    }
                    writer.save(path, round * 2 + who);
                    std::thread::sleep(Duration::from_micros(u64::from(round % 7) * 50));
                }
            });
        }
    });
    all_there(folder.path(), rounds * 2);
}

// ---- what is kept ----

#[cfg(unix)]
#[test]
fn mode_and_symbolic_links_are_kept_and_write_protection_is_respected() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    let place = Place::new(OLD);
    let file = place.file();
    let link = place.folder.path().join("link.json");
    symlink("shared/case.json", &link).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    let number = fs::metadata(&file).unwrap().ino();
    let store = place.store(System);
    store
        .save(&link, NEW, Some(Version::of(OLD)), Keep::None)
        .unwrap();
    assert_eq!(fs::read(&file).unwrap(), NEW);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    let now = fs::metadata(&file).unwrap();
    assert_eq!(now.permissions().mode() & 0o777, 0o640);
    assert_ne!(now.ino(), number, "the file was written in place");
    assert_eq!(place.contents().len(), 1, "something is left behind");
    // Only root may give a file away.
    if std::os::unix::fs::chown(&file, Some(4321), Some(4322)).is_ok() {
        store
            .save(&file, NEW, Some(Version::of(NEW)), Keep::None)
            .unwrap();
        let now = fs::metadata(&file).unwrap();
        assert_eq!(
            (now.uid(), now.gid(), now.mode() & 0o777),
            (4321, 4322, 0o640)
        );
    }
    // A link that leads to where no file is yet.
    let dangling = place.folder.path().join("dangling.json");
    symlink("shared/later.json", &dangling).unwrap();
    store.save(&dangling, NEW, None, Keep::None).unwrap();
    assert!(fs::symlink_metadata(&dangling).unwrap().is_symlink());
    assert_eq!(
        fs::read(place.folder.path().join("shared/later.json")).unwrap(),
        NEW
    );
    let circle = place.folder.path().join("circle.json");
    symlink("circle.json", &circle).unwrap();
    let error = store.save(&circle, NEW, None, Keep::None).unwrap_err();
    check_message(&error.to_string());
    // Root may write everything.
    fs::set_permissions(&file, fs::Permissions::from_mode(0o440)).unwrap();
    if !store_may_write(&file) {
        let error = store.save(&file, OLD, Some(Version::of(NEW)), Keep::None);
        assert!(error.unwrap_err().to_string().contains("write-protected"));
        assert_eq!(fs::read(&file).unwrap(), NEW);
    }
}

#[cfg(unix)]
fn store_may_write(file: &Path) -> bool {
    System.may_write(file).unwrap()
}

#[test]
fn what_a_save_takes_the_place_of_is_among_the_earlier_versions() {
    let place = Place::new(OLD);
    let store = place.store(System);
    let file = place.file();
    store
        .save(&file, NEW, Some(Version::of(OLD)), Keep::Last(5))
        .unwrap();
    let earlier = store.earlier(&file);
    assert_eq!(earlier.len(), 1);
    assert_eq!(fs::read(&earlier[0].file).unwrap(), OLD);
    let copies = store.local_copies();
    assert_eq!(copies.len(), 1);
    assert_eq!(Path::new(&copies[0].of), file.canonicalize().unwrap());
    store.erase_all().unwrap();
    assert!(store.local_copies().is_empty() && store.earlier(&file).is_empty());
}
