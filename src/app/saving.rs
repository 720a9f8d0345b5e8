//! Saving: what is asked before, what is written beside the window, what is said after.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use crate::formats::linkwright;
use crate::model::Document;
use crate::store::{Keep, Lock, LockResult, Saved, Stamp, Store, Version};
use crate::ui::command::PathPurpose;
use crate::ui::dialogs::SaveOver;
use crate::ui::parts::names::file_name;
use crate::work::FileState;

use super::Linkwright;
use super::choosing::with_ending;

/// A save, with everything that it needs beside the window.
struct Save {
    store: Store,
    document: Document,
    path: PathBuf,
    /// The file as it was last seen here; `None` if another file is to be made or replaced, as the user has said.
    expected: Option<(Option<Version>, Option<Stamp>)>,
    /// Whether the user has said that something may be lost.
    may_lose: bool,
    keep: Keep,
    number: u64,
    state: u64,
}

/// What came of a save.
pub(super) enum SaveOutcome {
    /// The dataset is in the file.
    Saved(Box<SavedFile>),
    /// It is not, and it is to be asked first.
    Asks(SaveOver),
    /// Someone else has written the file.
    Overtaken(PathBuf),
    /// It could not be saved.
    Failed(String),
}

/// A save that succeeded.
pub(super) struct SavedFile {
    number: u64,
    state: u64,
    path: PathBuf,
    saved: Saved,
    document: Document,
    /// The claim on a file that was not the dataset's before.
    claim: Option<Lock>,
}

impl Linkwright {
    /// Saves to the dataset's file; asks where there is none, or where saving would lose something.
    pub(super) fn save(&mut self, _: &Context) {
        self.window.dialog = None;
        let Some(path) = self.work.origin.file.clone() else {
            self.pick(PathPurpose::Save);
            return;
        };
        if self.others.is_lost() && !self.may_lose && self.store.exists(&path) {
            self.ask_to_save_over();
            return;
        }
        if let Some(text) = self.why_ask(&path) {
            let name = file_name(&path);
            self.window.ask(SaveOver { name, text });
            return;
        }
        self.write_to(path);
    }

    /// What would be lost if the file was replaced by what was read of it.
    fn why_ask(&self, path: &Path) -> Option<String> {
        if self.may_lose {
            return None;
        }
        let origin = &self.work.origin;
        let name = file_name(path);
        if origin.drops_something {
            return Some(format!(
                "{name} has repeated keys. The last value of each was read; saving drops the others. See \
                 Problems."
            ));
        }
        origin.had_errors.then(|| {
            format!(
                "{name} had errors when it was opened and may be incomplete. Unreadable parts are written \
                 back. Use Save as to keep both files."
            )
        })
    }

    /// Saves to a path that was typed.
    pub(super) fn save_to(&mut self, path: PathBuf) {
        let path = with_ending(path, PathPurpose::Save);
        if self.may_replace(&path) {
            self.window.dialog = None;
            self.write_to(path);
        }
    }

    /// Writes the dataset as it is now, beside the window.
    pub(super) fn write_to(&mut self, path: PathBuf) {
        self.finish_draft();
        self.window.busy = Some(format!("Saving {}", file_name(&path)));
        let document = self.work.placed().clone();
        let origin = &self.work.origin;
        let own = origin.file.as_deref();
        let is_own = own.is_some_and(|own| own == path || self.store.is_same(own, &path));
        let is_own = is_own && !origin.is_elsewhere;
        self.save_number += 1;
        let save = Save {
            store: self.store.clone(),
            document,
            path,
            expected: is_own.then_some((origin.version, origin.stamp)),
            may_lose: self.may_lose,
            keep: self.window.settings.keep,
            number: self.save_number,
            state: self.work.history.state(),
        };
        if let Some(journal) = &self.journal {
            journal.save_begins(save.number);
        }
        self.jobs.start_save(
            move || save.run(),
            |app: &mut Self, ctx, outcome| app.save_ended(ctx, outcome),
        );
    }

    /// Takes what came of a save.
    pub(super) fn save_ended(&mut self, ctx: &Context, outcome: SaveOutcome) {
        self.window.busy = None;
        match outcome {
            SaveOutcome::Saved(done) => self.saved(ctx, *done),
            SaveOutcome::Asks(question) => self.window.ask(question),
            SaveOutcome::Overtaken(path) => {
                self.go_on_after_save = false;
                self.pending = None;
                self.others.ask_now();
                self.look_at_theirs(path, None, true);
            }
            SaveOutcome::Failed(error) => {
                self.pending = None;
                self.go_on_after_save = false;
                self.window.settle_file();
                self.window
                    .notify_file_error(format!("Not saved: {error}."));
            }
        }
    }

    fn saved(&mut self, ctx: &Context, done: SavedFile) {
        let SavedFile {
            number,
            state,
            path,
            saved,
            document,
            claim,
        } = done;
        self.work.history.saved_at(state);
        self.may_lose = false;
        if claim.is_some() {
            self.leave_file(Some(&path));
            self.claim = claim;
        }
        self.work.set_origin(FileState {
            file: Some(path.clone()),
            stamp: saved.stamp,
            version: Some(saved.version),
            ..FileState::default()
        });
        self.on_disk = Arc::new(document);
        self.others.forget();
        self.watcher.watch(Some((path.clone(), saved.stamp)));
        self.journal_again_or_note(number, &path, saved.version);
        self.window.remember(&path);
        self.window.settle_file();
        self.window.notify(format!("Saved {}", file_name(&path)));
        if let Some(conflict) = &saved.conflict {
            self.window.notify_error(in_conflict(&path, conflict));
        }
        if let Some(note) = saved.note {
            self.window.notify_error(note);
        }
        if std::mem::take(&mut self.go_on_after_save)
            && let Some(pending) = self.pending.take()
        {
            self.ask_before(ctx, pending);
        }
    }
}

/// Says that someone else's version was kept beside.
fn in_conflict(path: &Path, conflict: &Path) -> String {
    format!(
        "{} had changed on disk. The version found there is kept as “{}”; open it to compare, or import it.",
        file_name(path),
        file_name(conflict)
    )
}

/// Whether so much less is to be written than is there that it may be a mistake, in bytes.
fn is_drastic(there: u64, new: usize) -> bool {
    const SMALL: u64 = 2048;
    there > SMALL && (new as u64) < there / 2
}

/// `12 KB`, `3.4 MB`.
pub(super) fn size_text(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

impl Save {
    fn run(self) -> SaveOutcome {
        let bytes = linkwright::write(&self.document);
        let mut expected = None;
        let mut claim = None;
        match self.expected {
            Some((version, stamp)) => {
                expected = version;
                let now = self.store.stamp(&self.path);
                let is_touched = now.is_some() && now != stamp && !self.may_lose;
                if is_touched && self.store.version(&self.path) != version {
                    return SaveOutcome::Overtaken(self.path);
                }
            }
            None => {
                match self.store.claim(&self.path) {
                    LockResult::Mine(lock) => claim = Some(lock),
                    LockResult::Taken => {
                        let name = file_name(&self.path);
                        let text = format!("{name} is open in another window; choose another name");
                        return SaveOutcome::Failed(text);
                    }
                }
                // The user has said that what is there now may be replaced.
                if self.store.exists(&self.path) {
                    expected = self.store.version(&self.path);
                }
            }
        }
        if let Some(text) = self.why_too_small(&bytes) {
            let name = file_name(&self.path);
            return SaveOutcome::Asks(SaveOver { name, text });
        }
        match self.store.save(&self.path, &bytes, expected, self.keep) {
            Ok(saved) => SaveOutcome::Saved(Box::new(SavedFile {
                number: self.number,
                state: self.state,
                path: self.path,
                saved,
                document: self.document,
                claim,
            })),
            Err(error) => SaveOutcome::Failed(error.to_string()),
        }
    }

    fn why_too_small(&self, bytes: &[u8]) -> Option<String> {
        let there = self.store.length(&self.path)?;
        let is_own = self.expected.is_some();
        (is_own && !self.may_lose && is_drastic(there, bytes.len())).then(|| {
            format!(
                "{} would shrink from {} to {}. Overwrite it only if you meant that; otherwise cancel and undo.",
                file_name(&self.path),
                size_text(there),
                size_text(bytes.len() as u64),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_than_half_of_much_is_drastic() {
        assert!(is_drastic(10_000, 4_999) && !is_drastic(10_000, 5_000));
        assert!(!is_drastic(2_000, 0), "a small file is soon rewritten");
    }

    #[test]
    fn sizes_are_round() {
        let sizes = [12, 1_200, 3_400_000].map(size_text);
        assert_eq!(sizes, ["12 bytes", "2 KB", "3.4 MB"]);
    }
}
