//! Looks from time to time whether someone else has written the open file. By its stamp, so that it works on network shares,
//! and on a thread of its own: a share that is away can keep a look waiting.

use std::path::PathBuf;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use crate::store::{Stamp, Store};

/// How long between two looks.
const PAUSE: Duration = Duration::from_secs(1);

/// The file that is watched, and its stamp as it is known.
type Watched = Option<(PathBuf, Option<Stamp>)>;

enum WatchRequest {
    Watch(Watched),
    LookNow,
}

/// Watches one file.
pub(super) struct Watcher {
    sender: Sender<WatchRequest>,
}

impl Watcher {
    /// A watcher of nothing yet. `tell` is called once for each new stamp, `None` = the file is not there.
    pub(super) fn new(
        store: Store,
        tell: impl Fn(PathBuf, Option<Stamp>) + Send + 'static,
    ) -> Self {
        let (sender, orders) = channel();
        let work = move || {
            let mut watched: Watched = None;
            loop {
                let order = match watched {
                    Some(_) => orders.recv_timeout(PAUSE),
                    None => orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
                };
                match order {
                    Ok(WatchRequest::Watch(new)) => {
                        watched = new;
                        continue;
                    }
                    Ok(WatchRequest::LookNow) | Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                }
                if let Some((path, known)) = &mut watched {
                    let now = store.stamp(path);
                    if now != *known {
                        *known = now;
                        tell(path.clone(), now);
                    }
                }
            }
        };
        // Without a thread nothing is noticed before the next save, which compares once more.
        let _ = std::thread::Builder::new().name("watch".into()).spawn(work);
        Self { sender }
    }

    /// Watches this file from now on, whose stamp is known; or nothing.
    pub(super) fn watch(&self, watched: Option<(PathBuf, Option<Stamp>)>) {
        let _ = self.sender.send(WatchRequest::Watch(watched));
    }

    /// Looks at once.
    pub(super) fn look_now(&self) {
        let _ = self.sender.send(WatchRequest::LookNow);
    }
}
