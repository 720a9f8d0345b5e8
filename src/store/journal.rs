//! The crash journal on disk: a folder for each window with unsaved work, which holds the dataset as it was opened and what
//! has happened to it since. A thread of its own writes it, at once: what is written outlives the program. Twice a second it
//! has another thread wait until the disk confirms it: that can take long, and what is written then outlives the machine.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::edit::{EditEvent, Listener};
use crate::formats::journal::{Head, JournalDraft, JournalEntry, write_line};
use crate::formats::linkwright;
use crate::model::Document;

use super::{FileWriter, Lock, Store, Version, random_bits};

/// How long what is written may wait until the disk confirms it.
const UNCONFIRMED: Duration = Duration::from_millis(400);
/// How often a text that is being typed is written.
const TYPING: Duration = Duration::from_millis(150);
/// How long after a failure it is tried again.
const AGAIN: Duration = Duration::from_millis(800);

/// The names of a journal's files.
pub(super) const BASE: &str = "base.json";
pub(super) const ENTRIES: &str = "entries";
pub(super) const LOCK: &str = "lock";

/// Wakes whoever has to be told of trouble.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// The journal of an open dataset. Dropped without [`JournalWriter::end`], it stays on disk.
pub struct JournalWriter {
    sender: Sender<JournalRequest>,
    thread: Option<JoinHandle<()>>,
    trouble: Arc<Mutex<Trouble>>,
}

/// What the thread has to tell.
#[derive(Default)]
struct Trouble {
    /// Why nothing can be written.
    why: Option<String>,
    /// Whether that is not told yet.
    is_new: bool,
    /// Whether what was written is not there any more.
    is_lost: bool,
}

/// What the thread has to do.
enum JournalRequest {
    Event(EditEvent),
    Draft(Option<JournalDraft>),
    SaveBegins(u64),
    Saved(u64, String, Version),
    /// What was written up to here is confirmed, or not.
    Confirmed(u64, io::Result<()>),
    /// Write, have it confirmed, and answer.
    Confirm(Sender<()>),
    /// Write, have it confirmed, and leave it there.
    Leave,
    /// Remove the journal.
    End,
}

/// How a journal begins.
pub(super) enum JournalStart {
    /// A new one, as soon as there is something to write.
    New(Head, Arc<Document>),
    /// One that was left is written on, from so many bytes on.
    Left(Lock, u64),
}

impl Store {
    /// A journal for a dataset that has just been opened; nothing is written before the first event. `None` where the program
    /// has no folder of its own.
    pub fn journal(&self, head: Head, base: Arc<Document>, wake: Wake) -> Option<JournalWriter> {
        let folder = self.in_data("journal")?;
        let folder = folder.join(format!("{:016x}", random_bits()));
        Some(JournalWriter::run(
            self.clone(),
            folder,
            JournalStart::New(head, base),
            wake,
        ))
    }
}

impl JournalWriter {
    pub(super) fn run(store: Store, folder: PathBuf, start: JournalStart, wake: Wake) -> Self {
        let (sender, orders) = channel();
        let trouble = Arc::<Mutex<Trouble>>::default();
        let told = Notified {
            trouble: Arc::clone(&trouble),
            wake,
            own: sender.clone(),
        };
        let mut writer = Writer::new(store, folder, start, told);
        let thread = std::thread::Builder::new()
            .name("journal".into())
            .spawn(move || writer.work(&orders));
        if let Ok(mut last) = last_journal().lock() {
            *last = Some(sender.clone());
        }
        Self {
            sender,
            thread: thread.ok(),
            trouble,
        }
    }

    /// Tells the journal of what happens to the document.
    pub fn listener(&self) -> Listener {
        let sender = self.sender.clone();
        Listener::new(move |event| {
            let _ = sender.send(JournalRequest::Event(event));
        })
    }

    /// What is being typed now.
    pub fn draft(&self, draft: Option<JournalDraft>) {
        let _ = self.sender.send(JournalRequest::Draft(draft));
    }

    /// A save of the dataset as it is now begins, under this number.
    pub fn save_begins(&self, number: u64) {
        let _ = self.sender.send(JournalRequest::SaveBegins(number));
    }

    /// That save has succeeded.
    pub fn saved(&self, number: u64, path: &Path, version: Version) {
        let path = path.to_string_lossy().into_owned();
        let _ = self
            .sender
            .send(JournalRequest::Saved(number, path, version));
    }

    /// Why nothing can be written now: told once.
    pub fn trouble(&self) -> Option<String> {
        let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = std::mem::take(&mut trouble.is_new);
        trouble.why.clone().filter(|_| is_new)
    }

    /// Whether its files were removed while it was written, so that only another journal can be.
    pub fn is_lost(&self) -> bool {
        let trouble = self.trouble.lock();
        trouble.unwrap_or_else(PoisonError::into_inner).is_lost
    }

    /// Returns as soon as the disk has everything, or after a while.
    pub fn confirm(&self) {
        confirm(&self.sender);
    }

    /// Removes the journal: there is nothing left to lose.
    pub fn end(mut self) {
        let _ = self.sender.send(JournalRequest::End);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for JournalWriter {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = self.sender.send(JournalRequest::Leave);
            let _ = thread.join();
        }
    }
}

fn confirm(sender: &Sender<JournalRequest>) {
    const LONGEST: Duration = Duration::from_secs(3);
    let (answer, answered) = channel();
    if sender.send(JournalRequest::Confirm(answer)).is_ok() {
        let _ = answered.recv_timeout(LONGEST);
    }
}

/// The journal that was begun last, for the panic hook.
fn last_journal() -> &'static Mutex<Option<Sender<JournalRequest>>> {
    static LAST: OnceLock<Mutex<Option<Sender<JournalRequest>>>> = OnceLock::new();
    LAST.get_or_init(Mutex::default)
}

/// Has the disk confirm what the journal was told last: for a program that is about to end by a fault of its own.
pub fn confirm_journal() {
    let sender = match last_journal().try_lock() {
        Ok(last) => last.clone(),
        Err(_) => None,
    };
    // The journal's own thread cannot answer itself.
    if std::thread::current().name() != Some("journal") {
        sender.iter().for_each(confirm);
    }
}

/// What is to be done before the first line.
enum Begin {
    New(Head, Arc<Document>),
    At(u64),
}

/// The thread that writes.
struct Writer {
    store: Store,
    folder: PathBuf,
    /// How it begins, until it has begun.
    start: Option<Begin>,
    file: Option<Box<dyn FileWriter>>,
    lock: Option<Lock>,
    /// How many bytes of the file are whole lines.
    whole: u64,
    /// How many of them the disk has confirmed.
    confirmed: u64,
    /// Whether another thread waits for the disk now.
    is_waiting: bool,
    /// Whether the disk has the folder with the dataset in it.
    has_base: bool,
    /// Lines that are not written yet.
    waiting: Vec<u8>,
    /// A text that is being typed and not written yet.
    typing: Option<Option<JournalDraft>>,
    /// When it was last written.
    typed: Option<Instant>,
    /// The text as the last line has it, if that is one of a draft.
    before: String,
    /// Since when something is written that nobody has the disk confirm.
    unconfirmed: Option<Instant>,
    /// When it was last tried in vain.
    failed: Option<Instant>,
    /// Steps, undos and redos so far.
    steps: usize,
    /// The saves that are under way: number, and how many steps there were.
    saves: Vec<(u64, usize)>,
    told: Notified,
}

/// Who is told of what.
struct Notified {
    trouble: Arc<Mutex<Trouble>>,
    wake: Wake,
    /// The thread itself, by the one that waits for the disk.
    own: Sender<JournalRequest>,
}

impl Writer {
    fn new(store: Store, folder: PathBuf, start: JournalStart, told: Notified) -> Self {
        let (start, lock) = match start {
            JournalStart::New(head, base) => (Begin::New(head, base), None),
            JournalStart::Left(lock, sound) => (Begin::At(sound), Some(lock)),
        };
        Self {
            store,
            folder,
            start: Some(start),
            file: None,
            lock,
            whole: 0,
            confirmed: 0,
            is_waiting: false,
            has_base: false,
            waiting: Vec::new(),
            typing: None,
            typed: None,
            before: String::new(),
            unconfirmed: None,
            failed: None,
            steps: 0,
            saves: Vec::new(),
            told,
        }
    }

    fn work(&mut self, orders: &Receiver<JournalRequest>) {
        loop {
            let order = match self.next_time() {
                Some(time) => orders.recv_timeout(time),
                None => orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match order {
                Ok(JournalRequest::End) => {
                    self.file = None;
                    if self.lock.take().is_some() {
                        let _ = self.store.disk.remove_folder(&self.folder);
                    }
                    return;
                }
                Ok(JournalRequest::Leave) | Err(RecvTimeoutError::Disconnected) => {
                    self.catch_up(true);
                    return;
                }
                Ok(order) => self.take(order),
                Err(RecvTimeoutError::Timeout) => {}
            }
            self.catch_up(false);
        }
    }

    /// After how long there is something to do without an order.
    fn next_time(&self) -> Option<Duration> {
        let after = |since: Option<Instant>, time: Duration| {
            since.map(|since| time.saturating_sub(since.elapsed()))
        };
        let typing = self.typing.as_ref();
        let typing = typing.map(|_| after(self.typed, TYPING).unwrap_or_default());
        let confirm = after(self.unconfirmed, UNCONFIRMED);
        match after(self.failed, AGAIN) {
            Some(again) => Some(again),
            None => typing.into_iter().chain(confirm).min(),
        }
    }

    fn take(&mut self, order: JournalRequest) {
        match order {
            JournalRequest::Event(event) => {
                self.write_typing();
                self.steps += 1;
                self.line(&match event {
                    EditEvent::Commit(label, edit) => JournalEntry::Commit(label, edit),
                    EditEvent::Undo => JournalEntry::Undo,
                    EditEvent::Redo => JournalEntry::Redo,
                });
            }
            JournalRequest::Draft(draft) => self.typing = Some(draft),
            JournalRequest::SaveBegins(number) => self.saves.push((number, self.steps)),
            JournalRequest::Saved(number, path, version) => {
                let Some(at) = self.saves.iter().position(|(have, _)| *have == number) else {
                    return;
                };
                let (_, steps) = self.saves.remove(at);
                self.saves.retain(|(have, _)| *have > number);
                self.write_typing();
                self.line(&JournalEntry::Saved {
                    path,
                    version: version.to_string(),
                    since: self.steps - steps,
                });
            }
            JournalRequest::Confirmed(upto, result) => {
                self.is_waiting = false;
                match result {
                    Ok(()) => {
                        self.has_base = true;
                        self.confirmed = self.confirmed.max(upto);
                    }
                    Err(error) => {
                        self.unconfirmed.get_or_insert_with(Instant::now);
                        self.tell(Some(error));
                    }
                }
            }
            JournalRequest::Confirm(answer) => {
                self.catch_up(true);
                let _ = answer.send(());
            }
            JournalRequest::Leave | JournalRequest::End => {}
        }
    }

    fn line(&mut self, entry: &JournalEntry) {
        let line = write_line(entry, &self.before);
        self.waiting.extend_from_slice(line.as_bytes());
        self.before = match entry {
            JournalEntry::Draft(Some(draft)) => draft.text.clone(),
            _ => String::new(),
        };
    }

    fn write_typing(&mut self) {
        if let Some(draft) = self.typing.take() {
            self.typed = Some(Instant::now());
            self.line(&JournalEntry::Draft(draft));
        }
    }

    /// Writes what waits, and has it confirmed when it is time.
    fn catch_up(&mut self, at_once: bool) {
        let is_over =
            |since: Option<Instant>, time| since.is_none_or(|since| since.elapsed() >= time);
        if !at_once && self.failed.is_some_and(|since| since.elapsed() < AGAIN) {
            return;
        }
        if self.typing.is_some() && (at_once || is_over(self.typed, TYPING)) {
            self.write_typing();
        }
        let mut done = self.write();
        if done.is_ok() && at_once && self.confirmed < self.whole {
            done = self.files_to_confirm().confirm();
            if done.is_ok() {
                (self.confirmed, self.has_base, self.unconfirmed) = (self.whole, true, None);
            }
        } else if done.is_ok()
            && self.unconfirmed.is_some()
            && is_over(self.unconfirmed, UNCONFIRMED)
        {
            self.confirm_beside();
        }
        self.tell(done.err());
    }

    /// Has another thread wait for the disk, so that what comes meanwhile is written at once.
    fn confirm_beside(&mut self) {
        if self.is_waiting {
            return;
        }
        let (files, upto, own) = (self.files_to_confirm(), self.whole, self.told.own.clone());
        let wait = move || {
            let _ = own.send(JournalRequest::Confirmed(upto, files.confirm()));
        };
        let name = "journal's disk".to_owned();
        self.is_waiting = std::thread::Builder::new().name(name).spawn(wait).is_ok();
        if self.is_waiting {
            self.unconfirmed = None;
        }
    }

    fn files_to_confirm(&self) -> Files {
        Files {
            store: self.store.clone(),
            folder: self.folder.clone(),
            with_base: !self.has_base,
        }
    }

    fn write(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        self.begin()?;
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        if let Err(error) = file.write_all(&self.waiting) {
            // A line is there whole or not at all.
            file.cut(self.whole)?;
            return Err(error);
        }
        self.whole += self.waiting.len() as u64;
        self.waiting.clear();
        self.unconfirmed.get_or_insert_with(Instant::now);
        Ok(())
    }

    /// Makes the folder with the dataset as it was, before the first line is written.
    fn begin(&mut self) -> io::Result<()> {
        let disk = Arc::clone(&self.store.disk);
        match &self.start {
            None => return Ok(()),
            Some(Begin::New(head, base)) => {
                disk.make_folder(&self.folder)?;
                if self.lock.is_none() {
                    self.lock = disk.lock(&self.folder.join(LOCK))?;
                }
                let base = linkwright::write(base);
                self.make(BASE)?.write_all(&base)?;
                let mut file = self.make(ENTRIES)?;
                let head = Head {
                    base: Version::of(&base).to_string(),
                    ..head.clone()
                };
                let head = write_line(&JournalEntry::Head(head), "");
                file.write_all(head.as_bytes())?;
                self.whole = head.len() as u64;
                self.file = Some(file);
            }
            Some(Begin::At(sound)) => {
                let mut file = disk.append(&self.folder.join(ENTRIES))?;
                file.cut(*sound)?;
                self.whole = *sound;
                self.has_base = true;
                self.file = Some(file);
            }
        }
        self.start = None;
        Ok(())
    }

    /// Makes a file of the journal anew: what an attempt before has begun goes.
    fn make(&self, name: &str) -> io::Result<Box<dyn FileWriter>> {
        let path = self.folder.join(name);
        if self.store.exists(&path) {
            self.store.disk.remove(&path)?;
        }
        self.store.disk.create(&path, true)
    }

    fn tell(&mut self, error: Option<io::Error>) {
        let failed = error.is_some();
        self.failed = failed.then(Instant::now);
        let is_gone = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
        let is_lost = self.start.is_none() && error.as_ref().is_some_and(is_gone);
        let why = error.map(|error| super::cause(&error));
        let trouble = self.told.trouble.lock();
        let mut trouble = trouble.unwrap_or_else(PoisonError::into_inner);
        trouble.is_lost |= is_lost;
        if trouble.why.is_some() != failed {
            trouble.is_new = failed;
            trouble.why = why;
            drop(trouble);
            (self.told.wake)();
        }
    }
}

/// What the disk has to confirm.
struct Files {
    store: Store,
    folder: PathBuf,
    /// Also the dataset, and the names of all.
    with_base: bool,
}

impl Files {
    fn confirm(&self) -> io::Result<()> {
        let disk = &self.store.disk;
        if self.with_base {
            disk.append(&self.folder.join(BASE))?.sync()?;
        }
        disk.append(&self.folder.join(ENTRIES))?.sync()?;
        if self.with_base {
            disk.sync_folder(&self.folder)?;
            self.store.sync_above(&self.folder)?;
        }
        Ok(())
    }
}
