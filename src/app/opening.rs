//! Opening a dataset: what is asked before, what is read beside the window, what is said after.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use crate::formats::{self, Format, Opened};
use crate::model::{Document, Marking, Meta, Severity, counted};
use crate::store::{Lock, LockResult, Stamp, Store, Version};
use crate::ui::command::{Answer, PathPurpose};
use crate::ui::dialogs::{NewDataset, TypePath, Unsaved};
use crate::ui::parts::names::file_name;
use crate::work::{FileState, Waker, Work};

use super::clipboard::counts_text;
use super::{Linkwright, start, waker};

/// What waits until unsaved changes are settled.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Pending {
    /// Closing the window.
    Quit,
    /// A new dataset.
    New,
    /// Choosing a file to open.
    PickOpen,
    /// Typing the path of a file to open.
    OpenByPath,
    /// The sample.
    Sample,
    /// This file.
    Open(PathBuf),
    /// A copy of this file.
    OpenCopy(PathBuf),
    /// What an earlier window left, by its place.
    Restore(usize),
}

/// A file that was opened.
struct OpenedFile {
    work: Work,
    path: PathBuf,
    /// The claim on it; `None` if this window has it already, or another one.
    claim: Option<Lock>,
    /// Versions that were found beside files of its folder and are conflict copies now.
    conflicts: Vec<PathBuf>,
}

impl Linkwright {
    /// Goes on, or asks first where changes are not saved.
    pub(super) fn ask_before(&mut self, ctx: &Context, pending: Pending) {
        self.finish_draft();
        if self.jobs.is_saving() {
            self.pending = Some(pending);
            self.go_on_after_save = true;
        } else if self.work.history.is_dirty() {
            self.pending = Some(pending);
            self.window.ask(Unsaved);
        } else {
            self.go_on(ctx, pending);
        }
    }

    /// The answer about unsaved changes.
    pub(super) fn answer(&mut self, ctx: &Context, answer: Answer) {
        self.window.dialog = None;
        match answer {
            Answer::Save => {
                self.go_on_after_save = true;
                self.save(ctx);
            }
            Answer::Discard => {
                if let Some(pending) = self.pending.take() {
                    self.go_on(ctx, pending);
                }
            }
            Answer::Cancel => self.pending = None,
        }
    }

    fn go_on(&mut self, ctx: &Context, pending: Pending) {
        match pending {
            Pending::Quit => self.close(ctx),
            Pending::New => {
                self.window.ask(NewDataset {
                    title: String::new(),
                    marking: Some(Marking::Amber),
                });
            }
            Pending::PickOpen => self.pick(PathPurpose::Open),
            Pending::OpenByPath => self.ask_for_path(PathPurpose::Open),
            Pending::Sample => self.open_sample(ctx),
            Pending::Open(path) => self.open_path(ctx, path),
            Pending::OpenCopy(file) => self.open_copy(ctx, &file),
            Pending::Restore(at) => self.restore(ctx, at),
        }
    }

    /// Reads a file and opens it as the dataset.
    pub(super) fn open_path(&mut self, ctx: &Context, path: PathBuf) {
        let busy = format!("Reading {}", file_name(&path));
        let (theme, wake, store) = (self.work.theme(), waker(ctx), self.store.clone());
        let open = self
            .work
            .origin
            .file
            .clone()
            .filter(|_| self.claim.is_some());
        let job = move || {
            let is_own = open.is_some_and(|open| store.is_same(&open, &path));
            open_file(&store, path, is_own, theme, wake)
        };
        self.window.is_opening = true;
        self.start_busy(busy, job, |app, _, opened| match opened {
            Ok(opened) => app.opened(opened),
            Err(error) => app.not_opened(error),
        });
    }

    /// Puts another dataset in the place of this one.
    pub(super) fn replace(&mut self, work: Work) {
        self.replace_without_journal(work);
        self.begin_journal();
    }

    /// The same for one that has a journal already.
    pub(super) fn replace_without_journal(&mut self, work: Work) {
        self.end_journal();
        self.leave_file(work.origin.file.as_deref());
        self.others.forget();
        self.work = work;
        self.window.forget_dataset();
        self.window.dialog = None;
        self.window.settings.started = true;
        self.may_lose = false;
        self.arranging = None;
        self.pending = None;
        self.go_on_after_save = false;
    }

    fn opened(&mut self, opened: OpenedFile) {
        let OpenedFile {
            work,
            path,
            claim,
            conflicts,
        } = opened;
        let held = match work.origin.is_elsewhere {
            true => None,
            false => self.claim.take(),
        };
        self.replace(work);
        self.claim = claim.or(held).filter(|_| self.work.origin.file.is_some());
        self.window.remember(&path);
        let origin = &self.work.origin;
        let watched = origin.file.clone().map(|file| (file, origin.stamp));
        self.watcher.watch(watched);
        if self.work.origin.file.is_none() {
            let count = (
                self.work.document.entities().len(),
                self.work.document.links().len(),
            );
            self.window.notify(format!(
                "Imported {} from {} as a new dataset.",
                counts_text(count),
                file_name(&path)
            ));
        }
        if self.work.origin.is_elsewhere {
            self.window.notify_file_error(format!(
                "{} is open in another window, so it is read-only here. Edit it there, or close that window.",
                file_name(&path)
            ));
        }
        for conflict in conflicts {
            self.window.notify_error(format!(
                "An interrupted save left an unknown version here, kept as “{}”. Check it before you delete it.",
                file_name(&conflict)
            ));
        }
    }

    /// Says what is wrong with a dataset that was opened, as soon as that is known.
    pub(super) fn tell_first_problems(&mut self) {
        let Some(problems) = self.work.first_problems() else {
            return;
        };
        let count = |severity| problems.iter().filter(|p| p.severity == severity).count();
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        if self.work.document.newer_version().is_some() {
            self.window
                .notify("This file was written by a newer Linkwright and is read-only. Update Linkwright to edit \
                    it.");
        } else if errors > 0 {
            self.window.notify_error(format!(
                "Parts of this file could not be read ({}) and are kept unchanged. See Problems.",
                counted(errors, "error"),
            ));
        } else if warnings > 0 {
            self.window
                .notify(format!("{}. See Problems.", counted(warnings, "warning")));
        }
    }

    /// The sample as a new copy without a file.
    pub(super) fn open_sample(&mut self, ctx: &Context) {
        let work = start::sample(self.work.theme(), waker(ctx));
        self.replace(work);
    }

    /// An empty dataset with this title and marking.
    pub(super) fn new_dataset(&mut self, ctx: &Context, title: &str, marking: Option<Marking>) {
        let mut document = Document::default();
        document.put_meta(Arc::new(Meta {
            title: title.into(),
            marking,
            ..Meta::default()
        }));
        let work = Work::new(
            document,
            FileState::default(),
            title.is_empty(),
            self.work.theme(),
            waker(ctx),
        );
        self.replace(work);
    }

    /// A file that cannot be opened: said at the path, where one was typed.
    pub(super) fn not_opened(&mut self, error: String) {
        match self.window.asked_mut() {
            Some(TypePath {
                error: place,
                purpose: PathPurpose::Open | PathPurpose::Import,
                ..
            }) => *place = error,
            _ => self.window.notify_error(error),
        }
    }
}

/// Opens a file as the dataset: sweeps its folder, claims it, reads it.
fn open_file(
    store: &Store,
    path: PathBuf,
    is_own: bool,
    theme: crate::look::Theme,
    wake: Waker,
) -> Result<OpenedFile, String> {
    let conflicts = store.sweep(&path);
    let mut work = read_work(store, &path, theme, wake)?;
    let mut claim = None;
    if work.origin.file.is_some() && !is_own {
        match store.claim(&path) {
            LockResult::Mine(lock) => claim = Some(lock),
            LockResult::Taken => work.origin.is_elsewhere = true,
        }
    }
    Ok(OpenedFile {
        work,
        path,
        claim,
        conflicts,
    })
}

/// Reads a file of any known format; its stamp and version.
pub(super) fn read(store: &Store, path: &Path) -> Result<(Opened, Option<Stamp>, Version), String> {
    let stamp = store.stamp(path);
    let bytes = store.read(path).map_err(|error| error.to_string())?;
    let opened = formats::open(&bytes).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok((opened, stamp, Version::of(&bytes)))
}

/// Reads a file as a dataset with everything that is derived from it. A file of another format becomes a new dataset without
/// a file of its own, so that saving never replaces it.
pub(super) fn read_work(
    store: &Store,
    path: &Path,
    theme: crate::look::Theme,
    wake: Waker,
) -> Result<Work, String> {
    let (opened, stamp, version) = read(store, path)?;
    let is_ours = opened.format == Format::Linkwright;
    let mut document = opened.document;
    let untitled = document.meta().title.is_empty();
    if !is_ours
        && untitled
        && let Some(stem) = path.file_stem()
    {
        let mut meta = Meta::clone(document.meta());
        meta.title = stem.to_string_lossy().as_ref().into();
        document.put_meta(Arc::new(meta));
    }
    let origin = FileState {
        file: is_ours.then(|| std::path::absolute(path).unwrap_or_else(|_| path.into())),
        noticed: opened.problems,
        lines: Arc::new(opened.lines),
        drops_something: is_ours && opened.drops_something,
        stamp,
        version: Some(version),
        ..FileState::default()
    };
    Ok(Work::new(document, origin, true, theme, wake))
}
