//! Work with files, off the thread that draws: jobs run side by side, and each says how it ended.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
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
    sender: Sender<Ended>,
    ended: Receiver<Ended>,
    threads: Threads,
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
            threads: Threads::default(),
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
        self.threads.run(Box::new(move || {
            // A fault of ours must not leave the window waiting for a job that has died.
            let done = catch_unwind(AssertUnwindSafe(job)).unwrap_or_else(|_| {
                let fault = "A fault of this program ended it; nothing that you entered is lost. Save under another name, then \
                             start the program anew."
                    .to_owned();
                Some(match is_save {
                    true => Done::Save(Outcome::Failed(fault)),
                    false => Done::Failed(format!("A task in the background was not done. {fault}")),
                })
            });
            // A window that has closed takes no answers.
            let _ = sender.send(Ended { done, is_save });
            ctx.request_repaint();
        }));
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

type Task = Box<dyn FnOnce() + Send>;

/// Threads that take one task after another, as many as there are tasks at once: what the allocator keeps for each thread is
/// not kept anew for every task.
#[derive(Default)]
struct Threads {
    free: Arc<Mutex<Vec<Sender<Order>>>>,
}

/// A task, and the way to the thread that does it, for when that is free again.
struct Order {
    task: Task,
    thread: Sender<Order>,
}

impl Threads {
    fn run(&self, task: Task) {
        let free = self
            .free
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let thread = free.unwrap_or_else(|| self.new_thread());
        let back = thread.clone();
        // It ends only when nobody can send it anything.
        let _ = thread.send(Order { task, thread: back });
    }

    fn new_thread(&self) -> Sender<Order> {
        let free = Arc::downgrade(&self.free);
        let (sender, tasks) = channel::<Order>();
        std::thread::spawn(move || {
            while let Ok(order) = tasks.recv() {
                (order.task)();
                let Some(free) = free.upgrade() else {
                    break;
                };
                let mut free = free.lock().unwrap_or_else(PoisonError::into_inner);
                free.push(order.thread);
            }
        });
        sender
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

    #[test]
    fn one_thread_does_one_task_after_another_and_none_waits_for_another() {
        let threads = Threads::default();
        let (sender, told) = channel();
        let mut ids = Vec::new();
        for _ in 0..3 {
            let sender = sender.clone();
            threads.run(Box::new(move || {
                sender.send(std::thread::current().id()).unwrap()
            }));
            ids.push(told.recv().unwrap());
            while threads.free.lock().unwrap().is_empty() {
                std::thread::yield_now();
            }
        }
        assert!(ids[0] == ids[1] && ids[1] == ids[2]);
        // The first task ends only when the second has run.
        let (wake, woken) = channel::<()>();
        let first = sender.clone();
        threads.run(Box::new(move || {
            woken.recv().unwrap();
            first.send(std::thread::current().id()).unwrap();
        }));
        threads.run(Box::new(move || wake.send(()).unwrap()));
        told.recv_timeout(Duration::from_secs(60)).unwrap();
    }
}
