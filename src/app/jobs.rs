//! Work with files, off the thread that draws: each job runs on a thread of its own and says how it ended.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use egui::Context;

use crate::formats::Opened;
use crate::formats::journal::Replay;
use crate::store::{LeftJournal, LocalCopy, Stamp};
use crate::ui::command::{Export, PathPurpose};
use crate::ui::dialogs::EarlierRow;
use crate::work::Work;

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
    Left(Vec<(LeftJournal, Replay)>, usize),
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
    sender: Sender<Ended>,
    ended: Receiver<Ended>,
    saving: usize,
}

struct Ended {
    done: Option<Done>,
    is_save: bool,
}

impl Jobs {
    /// No jobs yet; `ctx` is woken when one ends.
    pub fn new(ctx: Context) -> Self {
        let (sender, ended) = channel();
        Self {
            ctx,
            sender,
            ended,
            saving: 0,
        }
    }

    /// Starts a job.
    pub fn start(&mut self, job: impl FnOnce() -> Option<Done> + Send + 'static) {
        self.start_as(false, job);
    }

    /// Starts a job that saves: the window does not close before it has ended.
    pub fn start_save(&mut self, job: impl FnOnce() -> Done + Send + 'static) {
        self.saving += 1;
        self.start_as(true, move || Some(job()));
    }

    fn start_as(&mut self, is_save: bool, job: impl FnOnce() -> Option<Done> + Send + 'static) {
        let (sender, ctx) = (self.sender.clone(), self.ctx.clone());
        std::thread::spawn(move || {
            // A fault of ours must not leave the window waiting for a job that has died.
            let done = catch_unwind(AssertUnwindSafe(job)).unwrap_or_else(|_| {
                let fault =
                    "Linkwright hit an internal error. Your entries are safe: use Save as, then \
                    restart Linkwright"
                        .to_owned();
                Some(match is_save {
                    true => Done::Save(Outcome::Failed(fault)),
                    false => Done::Failed(format!("A background task failed. {fault}.")),
                })
            });
            // A window that has closed takes no answers.
            let _ = sender.send(Ended { done, is_save });
            ctx.request_repaint();
        });
    }

    /// Says from any thread that something has ended.
    pub fn teller(&self) -> impl Fn(Done) + Send + 'static {
        let (sender, ctx) = (self.sender.clone(), self.ctx.clone());
        move |done| {
            let _ = sender.send(Ended {
                done: Some(done),
                is_save: false,
            });
            ctx.request_repaint();
        }
    }

    /// The next job that has ended with something to say.
    pub fn next_done(&mut self) -> Option<Done> {
        loop {
            let ended = self.ended.try_recv().ok()?;
            self.saving -= usize::from(ended.is_save);
            if ended.done.is_some() {
                return ended.done;
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
            if let Ok(ended) = self.ended.recv_timeout(Duration::from_millis(100)) {
                self.saving -= usize::from(ended.is_save);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(jobs: &mut Jobs) -> Done {
        loop {
            match jobs.next_done() {
                Some(done) => return done,
                None => std::thread::yield_now(),
            }
        }
    }

    #[test]
    fn a_save_that_dies_is_told_and_not_waited_for() {
        let mut jobs = Jobs::new(Context::default());
        jobs.start_save(|| panic!("a fault of ours"));
        assert!(jobs.is_saving());
        assert!(matches!(ended(&mut jobs), Done::Save(Outcome::Failed(_))));
        assert!(!jobs.is_saving());
        // The next one is done as ever.
        jobs.start_save(|| Done::KeptMine("a".into()));
        assert!(matches!(ended(&mut jobs), Done::KeptMine(_)));
        jobs.wait();
    }
}
