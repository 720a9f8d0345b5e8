//! A layout on a thread of its own: the newest positions lie in one slot, commands come by a channel.
//!
//! The clock only decides when a frame is shown, never where a body is. At rest the thread waits and does nothing.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::geom::Pos2;
use crate::layout::ground::cancel::Cancel;
use crate::layout::ground::input::LayoutInput;

use super::force_phase::Progress;
use super::simulation::Simulation;

/// Time between two frames: sixty a second.
const FRAME: Duration = Duration::from_micros(16_600);

/// How long a layout may work before it shows its first frame, if it has not come to rest by then.
const FIRST_FRAME: Duration = Duration::from_millis(100);

/// Most ticks in a frame, so that the eye can follow.
const TICKS_A_FRAME: u32 = 6;

/// Positions at one moment of a layout.
#[derive(Clone, Debug)]
pub struct LayoutFrame {
    /// Counts the frames of a worker from 1: a frame with the same epoch is the same frame.
    pub epoch: u64,
    /// Where the bodies are, by the indices of the input, in world units.
    pub positions: Arc<[Pos2]>,
    /// Whether everything is at rest.
    pub settled: bool,
    /// How much of the work is done, from 0 to 1.
    pub progress: f32,
}

/// A layout that runs in the background until it is dropped.
pub struct Worker {
    commands: Sender<LayoutRequest>,
    slot: Arc<Mutex<Option<LayoutFrame>>>,
    cancel: Cancel,
    thread: JoinHandle<()>,
}

/// What the thread is asked to do.
enum LayoutRequest {
    Drag(usize, Pos2),
    Release(usize),
    Free(Vec<usize>, f32),
    FreeAll(f32),
    Stop,
}

impl Worker {
    /// Starts a layout of `input`. `wake` is called on the worker's thread whenever there is a new frame, at most sixty
    /// times a second. The first frame is a sensible picture: a small one has settled already.
    pub fn start(input: LayoutInput, wake: impl Fn() + Send + Sync + 'static) -> Self {
        let (commands, inbox) = channel();
        let (slot, cancel) = (Arc::new(Mutex::new(None)), Cancel::default());
        let desk = Desk {
            inbox,
            slot: Arc::clone(&slot),
            cancel: cancel.clone(),
            epoch: 0,
            wake,
        };
        let thread = std::thread::spawn(move || desk.run(&input));
        Self {
            commands,
            slot,
            cancel,
            thread,
        }
    }

    /// The newest frame, or `None` before the first one.
    pub fn latest(&self) -> Option<LayoutFrame> {
        self.slot
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Moves a body to where the pointer is; see [`Simulation::drag`].
    pub fn drag(&self, body: usize, to: Pos2) {
        self.send(LayoutRequest::Drag(body, to));
    }

    /// Lets go of a body; see [`Simulation::release`].
    pub fn release(&self, body: usize) {
        self.send(LayoutRequest::Release(body));
    }

    /// Lets bodies move; see [`Simulation::free`].
    pub fn free(&self, bodies: Vec<usize>, heat: f32) {
        self.send(LayoutRequest::Free(bodies, heat));
    }

    /// Lets all bodies move; see [`Simulation::free_all`].
    pub fn free_all(&self, heat: f32) {
        self.send(LayoutRequest::FreeAll(heat));
    }

    /// Ends the work where it stands, without waiting for it; the newest frame stays, and later commands do nothing. The
    /// thread ends within some 20 ms.
    pub fn stop(&self) {
        self.cancel.set();
        self.send(LayoutRequest::Stop);
    }

    /// Whether the thread is still there, be it at work or at rest.
    pub fn is_running(&self) -> bool {
        !self.thread.is_finished()
    }

    fn send(&self, command: LayoutRequest) {
        // A thread that has been stopped takes no commands, and that is what was asked for.
        let _ = self.commands.send(command);
    }
}

impl Drop for Worker {
    /// Stops the work. The thread is not waited for: it owns all it uses.
    fn drop(&mut self) {
        self.stop();
    }
}

/// The thread's side.
struct Desk<F> {
    inbox: Receiver<LayoutRequest>,
    slot: Arc<Mutex<Option<LayoutFrame>>>,
    cancel: Cancel,
    epoch: u64,
    wake: F,
}

impl<F: Fn()> Desk<F> {
    fn run(mut self, input: &LayoutInput) {
        let start = Instant::now();
        let mut simulation = in_pool(|| Simulation::new_until(input, &self.cancel));
        let mut progress = in_pool(|| simulation.tick());
        while !progress.settled && start.elapsed() < FIRST_FRAME && !self.cancel.is_set() {
            simulation.skip_glide();
            progress = in_pool(|| simulation.tick());
        }
        loop {
            if self.cancel.is_set() {
                return;
            }
            let shown = Instant::now();
            self.publish(&simulation, progress);
            if progress.settled && !self.wait(&mut simulation) {
                return;
            }
            if !self.obey_until(&mut simulation, shown + FRAME) {
                return;
            }
            progress = self.ticks_of_a_frame(&mut simulation);
        }
    }

    /// Ticks until the frame is full or everything is at rest.
    fn ticks_of_a_frame(&self, simulation: &mut Simulation) -> Progress {
        let start = Instant::now();
        let mut progress = in_pool(|| simulation.tick());
        for _ in 1..if simulation.is_paced() {
            1
        } else {
            TICKS_A_FRAME
        } {
            if progress.settled || start.elapsed() > FRAME || self.cancel.is_set() {
                break;
            }
            progress = in_pool(|| simulation.tick());
        }
        progress
    }

    fn publish(&mut self, simulation: &Simulation, progress: Progress) {
        self.epoch += 1;
        let positions = Arc::from(simulation.positions());
        let frame = LayoutFrame {
            epoch: self.epoch,
            positions,
            settled: progress.settled,
            progress: progress.done,
        };
        *self.slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(frame);
        (self.wake)();
    }

    /// Waits for a command and carries it out; says whether to go on.
    fn wait(&self, simulation: &mut Simulation) -> bool {
        self.inbox
            .recv()
            .is_ok_and(|command| obey(simulation, command))
    }

    /// Carries out what comes in until a time, at least what is there already; says whether to go on.
    fn obey_until(&self, simulation: &mut Simulation, time: Instant) -> bool {
        loop {
            let go_on = match self
                .inbox
                .recv_timeout(time.saturating_duration_since(Instant::now()))
            {
                Ok(command) => obey(simulation, command),
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => false,
            };
            if !go_on {
                return false;
            }
        }
    }
}

/// Works in threads that only layouts use: the window shares out work of its own, and must not wait behind a long tick.
fn in_pool<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    static POOL: OnceLock<Option<ThreadPool>> = OnceLock::new();
    let pool = POOL.get_or_init(|| ThreadPoolBuilder::new().build().ok());
    match pool {
        Some(pool) => pool.install(work),
        // No threads to be had: then those of everybody.
        None => work(),
    }
}

/// Carries a command out; says whether to go on.
fn obey(simulation: &mut Simulation, command: LayoutRequest) -> bool {
    match command {
        LayoutRequest::Drag(body, to) => simulation.drag(body, to),
        LayoutRequest::Release(body) => simulation.release(body),
        LayoutRequest::Free(bodies, heat) => simulation.free(&bodies, heat),
        LayoutRequest::FreeAll(heat) => simulation.free_all(heat),
        LayoutRequest::Stop => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel as plain_channel;

    use super::*;

    fn chain(count: u32, start: Option<Pos2>) -> LayoutInput {
        LayoutInput {
            seeds: (0..u64::from(count)).collect(),
            links: (1..count).map(|body| (body / 3, body)).collect(),
            start: vec![start; count as usize],
            ..LayoutInput::default()
        }
    }

    /// Starts a worker, with a channel that tells of its frames.
    fn start(input: LayoutInput) -> (Worker, Receiver<()>) {
        let (wake, woken) = plain_channel();
        (
            Worker::start(input, move || {
                let _ = wake.send(());
            }),
            woken,
        )
    }

    /// Waits for the next frame that fits.
    fn frame(
        worker: &Worker,
        woken: &Receiver<()>,
        fits: impl Fn(&LayoutFrame) -> bool,
    ) -> LayoutFrame {
        loop {
            woken
                .recv_timeout(Duration::from_secs(60))
                .expect("a frame comes");
            if let Some(frame) = worker.latest().filter(&fits) {
                return frame;
            }
        }
    }

    #[test]
    fn settles_as_arrange_does_then_rests_until_something_is_dragged() {
        let input = chain(80, None);
        let (worker, woken) = start(input.clone());
        let settled = frame(&worker, &woken, |frame| frame.settled);
        assert_eq!(*settled.positions, *crate::layout::arrange(&input));
        assert!(
            woken.recv_timeout(Duration::from_millis(60)).is_err(),
            "frames come at rest"
        );
        let to = settled.positions[5] + crate::geom::vec2(30.0, 40.0);
        worker.drag(5, to);
        let dragged = frame(&worker, &woken, |frame| frame.settled);
        assert!(dragged.epoch > settled.epoch && dragged.positions[5] == to);
        worker.release(5);
        assert_eq!(
            frame(&worker, &woken, |frame| frame.settled).positions[5],
            to
        );
    }

    #[test]
    fn stored_positions_are_shown_at_once() {
        let (worker, woken) = start(chain(1000, Some(Pos2::ZERO)));
        let first = frame(&worker, &woken, |_| true);
        assert!(first.settled && first.epoch == 1 && first.progress == 1.0);
    }

    #[test]
    fn stops_in_the_middle_of_the_work_and_keeps_its_last_frame() {
        let (worker, woken) = start(chain(30_000, None));
        let seen = frame(&worker, &woken, |_| true);
        worker.stop();
        let asked = Instant::now();
        while worker.is_running() {
            // Generous, as tests share the machine.
            assert!(asked.elapsed() < Duration::from_secs(5));
            std::thread::sleep(Duration::from_millis(1));
        }
        assert!(
            worker
                .latest()
                .is_some_and(|frame| frame.epoch >= seen.epoch)
        );
        worker.drag(0, Pos2::ZERO);
    }
}
