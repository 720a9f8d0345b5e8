//! Disks for tests: one that fails, one that can do less, one on which others write meanwhile; and one that remembers what a
//! power cut may leave of it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use linkwright::store::{Disk, FileInfo, FileWriter, Lock, PathKind, System};

/// Called before each operation with its number and name; an error is what the operation says.
pub(crate) type Before = Arc<dyn Fn(usize, &str) -> io::Result<()> + Send + Sync>;

/// The system's disk with something before each operation.
#[derive(Clone)]
pub(crate) struct Watched {
    before: Before,
    count: Arc<Mutex<usize>>,
    /// Whether there are neither exchanges nor files without a name, as on NFS and FUSE.
    pub is_plain: bool,
}

impl Watched {
    pub(crate) fn new(
        before: impl Fn(usize, &str) -> io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        Self {
            before: Arc::new(before),
            count: Arc::default(),
            is_plain: false,
        }
    }

    /// A disk whose operation number `at` fails so, or if `for_good` all from then on.
    pub(crate) fn failing(at: usize, code: i32, for_good: bool) -> Self {
        Self::new(move |number, _| {
            let fails = number == at || for_good && number > at;
            if fails {
                Err(io::Error::from_raw_os_error(code))
            } else {
                Ok(())
            }
        })
    }

    /// How many operations there were.
    pub(crate) fn count(&self) -> usize {
        *self.count.lock().unwrap()
    }

    fn step(&self, name: &str) -> io::Result<()> {
        let number = {
            let mut count = self.count.lock().unwrap();
            *count += 1;
            *count - 1
        };
        (self.before)(number, name)
    }

    fn wrap(&self, output: Box<dyn FileWriter>) -> Box<dyn FileWriter> {
        Box::new(WatchedFile {
            disk: self.clone(),
            output,
        })
    }

    fn unless_plain(&self) -> io::Result<()> {
        if self.is_plain {
            return Err(io::ErrorKind::Unsupported.into());
        }
        Ok(())
    }
}

struct WatchedFile {
    disk: Watched,
    output: Box<dyn FileWriter>,
}

impl Write for WatchedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Err(error) = self.disk.step("write") {
            // A disk that is full takes what has room.
            let _ = self.output.write(&bytes[..bytes.len() / 2]);
            return Err(error);
        }
        self.output.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}

impl FileWriter for WatchedFile {
    fn take_after(&mut self, old: &FileInfo) -> io::Result<()> {
        self.disk.step("take after")?;
        self.output.take_after(old)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.disk.step("sync")?;
        self.output.sync()
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.disk.step("cut")?;
        self.output.cut(length)
    }

    fn name(&mut self, path: &Path) -> io::Result<()> {
        self.disk.step("name")?;
        self.output.name(path)
    }
}

impl Disk for Watched {
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        self.step("open")?;
        System.open(path)
    }

    fn look(&self, path: &Path) -> io::Result<FileInfo> {
        self.step("look")?;
        System.look(path)
    }

    fn real_path(&self, path: &Path) -> io::Result<PathBuf> {
        self.step("real path")?;
        System.real_path(path)
    }

    fn may_write(&self, path: &Path) -> io::Result<bool> {
        self.step("may write")?;
        System.may_write(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.step("list")?;
        System.list(folder)
    }

    fn create(&self, path: &Path, private: bool) -> io::Result<Box<dyn FileWriter>> {
        self.step("create")?;
        System.create(path, private).map(|file| self.wrap(file))
    }

    fn nameless(&self, folder: &Path, private: bool) -> io::Result<Box<dyn FileWriter>> {
        self.unless_plain()?;
        self.step("nameless")?;
        System.nameless(folder, private).map(|file| self.wrap(file))
    }

    fn append(&self, path: &Path) -> io::Result<Box<dyn FileWriter>> {
        self.step("append")?;
        System.append(path).map(|file| self.wrap(file))
    }

    fn pour(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.step("pour")?;
        System.pour(path, bytes)
    }

    fn exchange(&self, a: &Path, b: &Path) -> io::Result<()> {
        self.unless_plain()?;
        self.step("exchange")?;
        System.exchange(a, b)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step("rename")?;
        System.rename(from, to)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step("rename new")?;
        System.rename_new(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step("remove")?;
        System.remove(path)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.step("remove folder")?;
        System.remove_folder(folder)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.step("sync folder")?;
        System.sync_folder(folder)
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.step("make folder")?;
        System.make_folder(folder)
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Lock>> {
        self.step("lock")?;
        System.lock(path)
    }

    fn is_locked(&self, path: &Path) -> bool {
        System.is_locked(path)
    }
}

// ---- what a power cut leaves ----

/// One operation that changes something.
#[derive(Clone, Debug)]
pub(crate) enum Op {
    /// Bytes at the end of a file, by its number.
    Write(usize, Vec<u8>),
    /// A file was cut to so many bytes.
    Cut(usize, usize),
    /// The disk has what the file holds.
    Sync(usize),
    /// A file has this name.
    Name(usize, PathBuf),
    /// Two names were exchanged: each with the file that it has then.
    Exchange((PathBuf, usize), (PathBuf, usize)),
    /// A file has another name, over whatever had it.
    Rename(PathBuf, PathBuf, usize),
    /// A name is gone.
    Remove(PathBuf),
    /// A folder was made.
    Folder(PathBuf),
    /// The disk has the names in a folder.
    SyncFolder(PathBuf),
}

impl Op {
    /// The names that it changes.
    fn paths(&self) -> Vec<&Path> {
        match self {
            Self::Name(_, path) | Self::Remove(path) | Self::Folder(path) => vec![path],
            Self::Exchange((a, _), (b, _)) | Self::Rename(a, b, _) => vec![a, b],
            _ => Vec::new(),
        }
    }

    /// The folder whose names it changes.
    fn folder(&self) -> Option<&Path> {
        match self {
            Self::Name(_, path) | Self::Remove(path) | Self::Folder(path) => path.parent(),
            Self::Exchange((path, _), _) | Self::Rename(path, ..) => path.parent(),
            _ => None,
        }
    }
}

/// A disk in memory that remembers every operation.
#[derive(Clone, Default)]
pub(crate) struct Recorder {
    state: Arc<Mutex<State>>,
    /// Operations that are left out although they say that they were done: `sync` or `sync folder`.
    pub lies: Option<&'static str>,
}

#[derive(Default)]
struct State {
    ops: Vec<Op>,
    files: Vec<Vec<u8>>,
    names: BTreeMap<PathBuf, usize>,
    folders: BTreeSet<PathBuf>,
}

/// Files by path, as a disk has them after a power cut.
pub(crate) type Left = BTreeMap<PathBuf, Vec<u8>>;

impl Recorder {
    /// A disk on which this file is, and safely so.
    pub(crate) fn with(path: &Path, bytes: &[u8]) -> Self {
        let recorder = Self::default();
        {
            let mut state = recorder.state.lock().unwrap();
            state.files.push(bytes.to_vec());
            state.names.insert(path.into(), 0);
            let folder = path.parent().unwrap().to_path_buf();
            state.folders.insert(folder.clone());
            state.ops = vec![
                Op::Folder(folder.clone()),
                Op::SyncFolder(folder.parent().unwrap().into()),
                Op::Write(0, bytes.to_vec()),
                Op::Sync(0),
                Op::Name(0, path.into()),
                Op::SyncFolder(folder),
            ];
        }
        recorder
    }

    /// The operations so far.
    pub(crate) fn ops(&self) -> Vec<Op> {
        self.state.lock().unwrap().ops.clone()
    }

    /// How many operations there were.
    pub(crate) fn count(&self) -> usize {
        self.state.lock().unwrap().ops.len()
    }

    /// Everything that a power cut after the first `count` operations may leave, by a disk that keeps what it has confirmed
    /// and of the rest anything: names in any order or not at all, data whole, cut off, empty, or zeros.
    pub(crate) fn after_cut(&self, count: usize) -> Vec<Left> {
        let ops = self.state.lock().unwrap().ops[..count].to_vec();
        let mut left = Vec::new();
        for order in orders(&ops) {
            let names = names(&ops, &order);
            for how in [
                Unsynced::Whole,
                Unsynced::Half,
                Unsynced::Empty,
                Unsynced::Zeros,
            ] {
                let files = names.iter();
                left.push(
                    files
                        .map(|(path, file)| (path.clone(), data(&ops, *file, how)))
                        .collect(),
                );
            }
        }
        left.sort();
        left.dedup();
        left
    }

    fn push(&self, op: Op) {
        let is_lie = match op {
            Op::Sync(_) => self.lies == Some("sync"),
            Op::SyncFolder(_) => self.lies == Some("sync folder"),
            _ => false,
        };
        if !is_lie {
            self.state.lock().unwrap().ops.push(op);
        }
    }
}

/// The operations on names that are not confirmed, by their place.
fn pending(ops: &[Op]) -> Vec<usize> {
    let is_confirmed = |at: usize, folder: &Path| {
        let later = ops[at..].iter();
        later
            .clone()
            .any(|op| matches!(op, Op::SyncFolder(synced) if synced == folder))
    };
    (0..ops.len())
        .filter(|at| {
            ops[*at]
                .folder()
                .is_some_and(|folder| !is_confirmed(*at, folder))
        })
        .collect()
}

/// Every subset of them in every order, while there are few; else the subsets in order. What is done to one name is not
/// reordered: the disk has the last of it.
fn orders(ops: &[Op]) -> Vec<Vec<usize>> {
    const FEW: usize = 10;
    let pending = pending(ops);
    // Of many the last ones.
    let (sure, open) = pending.split_at(pending.len().saturating_sub(FEW));
    let mut all = Vec::new();
    for bits in 0u32..1 << open.len() {
        let kept = open.iter().enumerate();
        let kept: Vec<usize> = kept
            .filter(|(at, _)| bits & 1 << at != 0)
            .map(|(_, op)| *op)
            .collect();
        if kept.len() <= 4 {
            permutations(ops, &kept, &mut sure.to_vec(), &mut all);
        } else {
            all.push([sure, &kept].concat());
        }
    }
    all
}

fn permutations(ops: &[Op], rest: &[usize], so_far: &mut Vec<usize>, all: &mut Vec<Vec<usize>>) {
    if rest.is_empty() {
        all.push(so_far.clone());
    }
    for at in 0..rest.len() {
        let comes_after = |before: &usize| {
            let (before, now) = (ops[*before].paths(), ops[rest[at]].paths());
            before.iter().any(|path| now.contains(path))
        };
        if rest[..at].iter().any(comes_after) {
            continue;
        }
        let mut others = rest.to_vec();
        so_far.push(others.remove(at));
        permutations(ops, &others, so_far, all);
        so_far.pop();
    }
}

/// The names on the disk, if of those that are not confirmed these were done, in this order.
fn names(ops: &[Op], order: &[usize]) -> BTreeMap<PathBuf, usize> {
    let pending = pending(ops);
    let mut names = BTreeMap::new();
    let mut folders = BTreeSet::new();
    let confirmed = (0..ops.len()).filter(|at| !pending.contains(at));
    for op in confirmed.chain(order.iter().copied()).map(|at| &ops[at]) {
        match op {
            Op::Name(file, path) => drop(names.insert(path.clone(), *file)),
            Op::Exchange((a, file_a), (b, file_b)) => {
                names.insert(a.clone(), *file_a);
                names.insert(b.clone(), *file_b);
            }
            Op::Rename(from, to, file) => {
                names.remove(from);
                names.insert(to.clone(), *file);
            }
            Op::Remove(path) => drop(names.remove(path)),
            Op::Folder(path) => drop(folders.insert(path.clone())),
            _ => {}
        }
    }
    // What lies in a folder is gone with its name.
    let is_there = |path: &Path| {
        let above = path.ancestors().skip(1);
        above
            .filter(|above| above.components().count() > 1)
            .all(|above| folders.contains(above))
    };
    names.retain(|path, _| is_there(path));
    names
}

#[derive(Clone, Copy)]
enum Unsynced {
    Whole,
    Half,
    Empty,
    Zeros,
}

/// What a file holds, if of what is not confirmed so much has reached the disk.
fn data(ops: &[Op], file: usize, how: Unsynced) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut safe = 0;
    for op in ops {
        match op {
            Op::Write(of, new) if *of == file => bytes.extend_from_slice(new),
            Op::Cut(of, length) if *of == file => bytes.truncate(*length),
            Op::Sync(of) if *of == file => safe = bytes.len(),
            _ => {}
        }
    }
    let safe = safe.min(bytes.len());
    match how {
        Unsynced::Whole => {}
        Unsynced::Half => bytes.truncate(safe + (bytes.len() - safe) / 2),
        Unsynced::Empty => bytes.truncate(safe),
        Unsynced::Zeros => bytes[safe..].fill(0),
    }
    bytes
}

fn not_found() -> io::Error {
    io::ErrorKind::NotFound.into()
}

fn taken() -> io::Error {
    io::ErrorKind::AlreadyExists.into()
}

struct RecordedFile {
    disk: Recorder,
    file: usize,
}

impl Write for RecordedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.disk.state.lock().unwrap().files[self.file].extend_from_slice(bytes);
        self.disk.push(Op::Write(self.file, bytes.to_vec()));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl FileWriter for RecordedFile {
    fn take_after(&mut self, _: &FileInfo) -> io::Result<()> {
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        self.disk.push(Op::Sync(self.file));
        Ok(())
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        let length = length as usize;
        self.disk.state.lock().unwrap().files[self.file].truncate(length);
        self.disk.push(Op::Cut(self.file, length));
        Ok(())
    }

    fn name(&mut self, path: &Path) -> io::Result<()> {
        {
            let mut state = self.disk.state.lock().unwrap();
            if state.names.contains_key(path) {
                return Err(taken());
            }
            state.names.insert(path.into(), self.file);
        }
        self.disk.push(Op::Name(self.file, path.into()));
        Ok(())
    }
}

impl Disk for Recorder {
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        let state = self.state.lock().unwrap();
        let file = *state.names.get(path).ok_or_else(not_found)?;
        Ok(Box::new(io::Cursor::new(state.files[file].clone())))
    }

    fn look(&self, path: &Path) -> io::Result<FileInfo> {
        let state = self.state.lock().unwrap();
        let found = |kind, length| FileInfo {
            kind,
            length,
            modified: None,
            mode: 0o644,
            owner: (0, 0),
            number: 0,
        };
        if state.folders.contains(path) {
            return Ok(found(PathKind::Folder, 0));
        }
        let file = *state.names.get(path).ok_or_else(not_found)?;
        Ok(found(PathKind::File, state.files[file].len() as u64))
    }

    fn real_path(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.into())
    }

    fn may_write(&self, _: &Path) -> io::Result<bool> {
        Ok(true)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let state = self.state.lock().unwrap();
        let all = state.names.keys().chain(&state.folders);
        Ok(all
            .filter(|path| path.parent() == Some(folder))
            .cloned()
            .collect())
    }

    fn create(&self, path: &Path, private: bool) -> io::Result<Box<dyn FileWriter>> {
        let mut file = self.nameless(path, private)?;
        file.name(path)?;
        Ok(file)
    }

    fn nameless(&self, _: &Path, _: bool) -> io::Result<Box<dyn FileWriter>> {
        let mut state = self.state.lock().unwrap();
        state.files.push(Vec::new());
        Ok(Box::new(RecordedFile {
            disk: self.clone(),
            file: state.files.len() - 1,
        }))
    }

    fn append(&self, path: &Path) -> io::Result<Box<dyn FileWriter>> {
        let state = self.state.lock().unwrap();
        Ok(Box::new(RecordedFile {
            disk: self.clone(),
            file: *state.names.get(path).ok_or_else(not_found)?,
        }))
    }

    fn pour(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn exchange(&self, a: &Path, b: &Path) -> io::Result<()> {
        let (file_a, file_b) = {
            let mut state = self.state.lock().unwrap();
            let file_a = *state.names.get(a).ok_or_else(not_found)?;
            let file_b = *state.names.get(b).ok_or_else(not_found)?;
            state.names.insert(a.into(), file_b);
            state.names.insert(b.into(), file_a);
            (file_a, file_b)
        };
        self.push(Op::Exchange((a.into(), file_b), (b.into(), file_a)));
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let file = {
            let mut state = self.state.lock().unwrap();
            let file = state.names.remove(from).ok_or_else(not_found)?;
            state.names.insert(to.into(), file);
            file
        };
        self.push(Op::Rename(from.into(), to.into(), file));
        Ok(())
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        if self.state.lock().unwrap().names.contains_key(to) {
            return Err(taken());
        }
        self.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let removed = self.state.lock().unwrap().names.remove(path);
        removed.ok_or_else(not_found)?;
        self.push(Op::Remove(path.into()));
        Ok(())
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        for path in self.list(folder)? {
            self.remove(&path)?;
        }
        self.state.lock().unwrap().folders.remove(folder);
        Ok(())
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.push(Op::SyncFolder(folder.into()));
        Ok(())
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        let above: Vec<&Path> = folder.ancestors().collect();
        for folder in above
            .into_iter()
            .rev()
            .filter(|path| path.components().count() > 1)
        {
            if self.state.lock().unwrap().folders.insert(folder.into()) {
                self.push(Op::Folder(folder.into()));
            }
        }
        Ok(())
    }

    fn lock(&self, _: &Path) -> io::Result<Option<Lock>> {
        Ok(Some(Lock::none()))
    }

    fn is_locked(&self, _: &Path) -> bool {
        false
    }
}
