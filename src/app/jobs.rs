//! Work with files, off the thread that draws: each job runs on a thread of its own and says how it ended.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use egui::Context;

use crate::formats::Opened;
use crate::formats::journal::Replay;
use crate::store::{Left, LocalCopy, Stamp};
use crate::ui::command::Export;
use crate::ui::keeping::EarlierRow;
use crate::ui::state::PathPurpose;
use crate::ui::work::Work;

use super::attach::{Attached, Checked};
use super::files::OpenedFile;
use super::saving::Outcome;
use super::shapes::Shaped;

/// How a job ended.
pub enum Done {
    /// A file was opened as the dataset.
    Opened(Box<OpenedFile>),
    /// A copy of an earlier version was opened.
    OpenedCopy(Box<Work>),
    /// A file could not be opened. Whether it was the first one, opened without being asked for.
    NotOpened(String),
    /// A file was read, to be brought in.
    Imported(Box<Opened>, PathBuf),
    /// A save came to an end.
    Save(Outcome),
    /// The dataset as it is here was written beside its file.
    KeptMine(PathBuf),
    /// The open file has another stamp, or is not there.
    Touched(PathBuf, Option<Stamp>),
    /// It holds what it held.
    Untouched(PathBuf, Option<Stamp>),
    /// It holds something else.
    Theirs(Box<Work>),
    /// It holds something else that cannot be read, why, and whether a save has found it.
    TheirsUnread(PathBuf, String, bool),
    /// What earlier windows left, and how much of it cannot be read.
    Left(Vec<(Left, Replay)>, usize),
    /// The earlier versions of the file of this name.
    Earlier(String, Vec<EarlierRow>),
    /// What this machine keeps beside the files.
    Local(Vec<LocalCopy>),
    /// An export was written.
    Exported(Export, PathBuf),
    /// A file dialog was answered, after so long.
    Picked(PathPurpose, Option<PathBuf>, Duration),
    /// A copy was kept in the dataset's folder.
    Attached(Attached),
    /// A copy was looked at.
    Checked(Checked),
    /// New places were found.
    Shaped(Shaped),
    /// Something else failed.
    Failed(String),
}

/// The jobs that run.
pub struct Jobs {
    ctx: Context,
    sender: Sender<Option<Done>>,
    done: Receiver<Option<Done>>,
    running: Vec<JoinHandle<()>>,
    saving: usize,
}

impl Jobs {
    /// No jobs yet; `ctx` is woken when one ends.
    pub fn new(ctx: Context) -> Self {
        let (sender, done) = channel();
        Self {
            ctx,
            sender,
            done,
            running: Vec::new(),
            saving: 0,
        }
    }

    /// Starts a job.
    pub fn start(&mut self, job: impl FnOnce() -> Option<Done> + Send + 'static) {
        self.running.retain(|thread| !thread.is_finished());
        let (sender, ctx) = (self.sender.clone(), self.ctx.clone());
        self.running.push(std::thread::spawn(move || {
            // A window that has closed takes no answers.
            let _ = sender.send(job());
            ctx.request_repaint();
        }));
    }

    /// Says from any thread that something has ended.
    pub fn teller(&self) -> impl Fn(Done) + Send + 'static {
        let (sender, ctx) = (self.sender.clone(), self.ctx.clone());
        move |done| {
            let _ = sender.send(Some(done));
            ctx.request_repaint();
        }
    }

    /// Starts a job that saves: the window does not close before it has ended.
    pub fn start_save(&mut self, job: impl FnOnce() -> Done + Send + 'static) {
        self.saving += 1;
        self.start(move || Some(job()));
    }

    /// The next job that has ended with something to say.
    pub fn next_done(&mut self) -> Option<Done> {
        loop {
            if let Some(done) = self.done.try_recv().ok()? {
                if matches!(done, Done::Save(_)) {
                    self.saving = self.saving.saturating_sub(1);
                }
                return Some(done);
            }
        }
    }

    /// Whether a save is under way.
    pub fn is_saving(&self) -> bool {
        self.saving > 0
    }

    /// Waits for all jobs that write; a file dialog that is still open is left alone.
    pub fn wait(&mut self) {
        const LONGEST: Duration = Duration::from_secs(20);
        let start = std::time::Instant::now();
        while self.saving > 0 && start.elapsed() < LONGEST {
            match self.done.recv_timeout(Duration::from_millis(100)) {
                Ok(Some(Done::Save(_))) => self.saving -= 1,
                _ => continue,
            }
        }
    }
}
