//! Work off the thread that draws: each job runs on a thread of its own, and carries along what follows it on the thread that
//! draws.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use egui::Context;

/// What follows a job, with all that it has found.
pub(super) type Then<App> = Box<dyn FnOnce(&mut App, &Context) + Send>;

/// What follows a job that died by a fault of ours, which may have been a save.
type Died<App> = fn(&mut App, &Context, bool);

/// The jobs that run for an application.
pub(super) struct Jobs<App> {
    ctx: Context,
    died: Died<App>,
    sender: Sender<JobResult<App>>,
    results: Receiver<JobResult<App>>,
    saving: usize,
}

struct JobResult<App> {
    then: Then<App>,
    is_save: bool,
}

impl<App: 'static> Jobs<App> {
    /// No jobs yet. `ctx` is woken when one ends; `died` follows one that has not come to its end.
    pub(super) fn new(ctx: Context, died: Died<App>) -> Self {
        let (sender, results) = channel();
        Self {
            ctx,
            died,
            sender,
            results,
            saving: 0,
        }
    }

    /// Starts a job, and what follows it with what it has found. What that is about may be another one by then: it looks.
    pub(super) fn start<Found: Send + 'static>(
        &mut self,
        job: impl FnOnce() -> Found + Send + 'static,
        then: impl FnOnce(&mut App, &Context, Found) + Send + 'static,
    ) {
        self.start_as(false, job, then);
    }

    /// Starts a job that saves: the window does not close before it has ended.
    pub(super) fn start_save<Found: Send + 'static>(
        &mut self,
        job: impl FnOnce() -> Found + Send + 'static,
        then: impl FnOnce(&mut App, &Context, Found) + Send + 'static,
    ) {
        self.saving += 1;
        self.start_as(true, job, then);
    }

    fn start_as<Found: Send + 'static>(
        &mut self,
        is_save: bool,
        job: impl FnOnce() -> Found + Send + 'static,
        then: impl FnOnce(&mut App, &Context, Found) + Send + 'static,
    ) {
        let (sender, ctx, died) = (self.sender.clone(), self.ctx.clone(), self.died);
        std::thread::spawn(move || {
            // A fault of ours must not leave the window waiting for a job that has died.
            let then: Then<App> = match catch_unwind(AssertUnwindSafe(job)) {
                Ok(found) => Box::new(move |app, ctx| then(app, ctx, found)),
                Err(_) => Box::new(move |app, ctx| died(app, ctx, is_save)),
            };
            // A window that has closed takes no answers.
            let _ = sender.send(JobResult { then, is_save });
            ctx.request_repaint();
        });
    }

    /// Has something done on the thread that draws, from any other.
    pub(super) fn sender(&self) -> impl Fn(Then<App>) + Send + 'static {
        let (sender, ctx) = (self.sender.clone(), self.ctx.clone());
        move |then| {
            let is_save = false;
            let _ = sender.send(JobResult { then, is_save });
            ctx.request_repaint();
        }
    }

    /// What follows the next job that has ended.
    pub(super) fn next_ended(&mut self) -> Option<Then<App>> {
        let result = self.results.try_recv().ok()?;
        self.saving -= usize::from(result.is_save);
        Some(result.then)
    }

    /// Whether a save is under way.
    pub(super) fn is_saving(&self) -> bool {
        self.saving > 0
    }

    /// Waits for all jobs that save; a file dialog that is still open is left alone.
    pub(super) fn wait_for_saves(&mut self) {
        const LONGEST: Duration = Duration::from_secs(20);
        let start = Instant::now();
        while self.saving > 0 && start.elapsed() < LONGEST {
            if let Ok(result) = self.results.recv_timeout(Duration::from_millis(100)) {
                self.saving -= usize::from(result.is_save);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An application that notes what happens to it.
    type Notes = Vec<String>;

    fn jobs() -> Jobs<Notes> {
        Jobs::new(Context::default(), |notes, _, is_save| {
            notes.push(format!("died, a save: {is_save}"));
        })
    }

    fn run(jobs: &mut Jobs<Notes>, notes: &mut Notes) {
        loop {
            match jobs.next_ended() {
                Some(then) => return then(notes, &Context::default()),
                None => std::thread::yield_now(),
            }
        }
    }

    #[test]
    fn what_follows_a_job_has_what_it_found() {
        let (mut jobs, mut notes) = (jobs(), Notes::new());
        jobs.start(|| 6 * 7, |notes, _, found| notes.push(found.to_string()));
        assert!(!jobs.is_saving());
        run(&mut jobs, &mut notes);
        jobs.sender()(Box::new(|notes, _| notes.push("told".into())));
        run(&mut jobs, &mut notes);
        assert_eq!(notes, ["42", "told"]);
    }

    #[test]
    fn a_job_that_dies_is_told_and_not_waited_for() {
        let (mut jobs, mut notes) = (jobs(), Notes::new());
        jobs.start_save(|| panic!("a fault of ours"), |_, _, ()| ());
        assert!(jobs.is_saving());
        run(&mut jobs, &mut notes);
        assert!(!jobs.is_saving());
        jobs.start(|| panic!("a fault of ours"), |_, _, ()| ());
        run(&mut jobs, &mut notes);
        // The next one is done as ever.
        jobs.start_save(|| (), |notes, _, ()| notes.push("saved".into()));
        run(&mut jobs, &mut notes);
        jobs.wait_for_saves();
        assert_eq!(
            notes,
            ["died, a save: true", "died, a save: false", "saved"]
        );
    }
}
