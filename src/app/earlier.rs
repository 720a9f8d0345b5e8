//! Earlier versions of the open file, and everything else that this machine keeps beside the files.

use std::path::{Path, PathBuf};

use egui::Context;

use crate::edit::diff;
use crate::formats::{self, differences};
use crate::model::Document;
use crate::store::{Earlier, LocalCopy, Store};
use crate::ui::dialogs::{EarlierRow, LocalData, LocalRow, VersionHistory};
use crate::ui::parts::names::file_name;
use crate::work::{FileState, Work};

use super::clipboard::counts_text;
use super::saving::size_text;
use super::{Linkwright, MOST_DIFFERENCES, waker};

impl Linkwright {
    /// Lists the earlier versions of the open file, beside the window.
    pub(super) fn list_earlier(&mut self) {
        let Some(path) = self.work.origin.file.clone() else {
            return;
        };
        let store = self.store.clone();
        let now = self.work.document.clone();
        let job = move || {
            let earlier = store.earlier(&path).into_iter();
            let rows = earlier.map(|earlier| row(&store, earlier, &now)).collect();
            (file_name(&path), rows)
        };
        self.start_busy(
            "Loading version history".into(),
            job,
            |app, _, (name, rows)| {
                app.show_earlier(name, rows);
            },
        );
    }

    /// Shows the list.
    fn show_earlier(&mut self, name: String, rows: Vec<EarlierRow>) {
        self.window.ask(VersionHistory {
            name,
            rows,
            open: None,
            keep: self.window.settings.keep,
        });
    }

    /// Opens a copy of an earlier version as a new dataset without a file, so that saving never replaces anything.
    pub(super) fn open_copy(&mut self, ctx: &Context, file: &Path) {
        let (theme, wake, store) = (self.work.theme(), waker(ctx), self.store.clone());
        let file: PathBuf = file.into();
        let job = move || {
            let read = store.read(&file).map_err(|error| error.to_string());
            let opened = read.and_then(|bytes| {
                formats::open(&bytes).map_err(|error| format!("{}: {error}", file.display()))
            });
            // No file has it, and the version itself may go when its dataset is closed.
            opened
                .map(|opened| Work::new(opened.document, FileState::default(), false, theme, wake))
        };
        let busy = "Opening an earlier version".to_owned();
        self.start_busy(busy, job, |app, _, opened| match opened {
            Ok(work) => app.opened_copy(work),
            Err(error) => app.not_opened(error),
        });
    }

    fn opened_copy(&mut self, work: Work) {
        self.replace(work);
        self.journal_at_once();
        self.window
            .notify("Opened a copy of the earlier version. Save it to keep it.");
    }

    /// Lists everything that this machine keeps beside the files.
    pub(super) fn list_local(&mut self) {
        let store = self.store.clone();
        self.jobs.start(
            move || store.local_copies(),
            |app: &mut Self, _, copies| app.show_local(copies),
        );
    }

    /// Shows the list.
    fn show_local(&mut self, copies: Vec<LocalCopy>) {
        let rows = copies.into_iter().map(|copy| LocalRow {
            size: size_text(copy.size),
            copy,
        });
        self.window.ask(LocalData {
            rows: rows.collect(),
            folder: self.store.data().map(Path::to_path_buf),
            recent: self.window.settings.recent.len(),
            keep: self.window.settings.keep,
        });
    }

    /// Erases one of them, or all.
    pub(super) fn erase(&mut self, copy: Option<LocalCopy>) {
        if copy.is_none() {
            self.window.settings.recent.clear();
        }
        let store = self.store.clone();
        let job = move || {
            let erased = match &copy {
                Some(copy) => store.erase(copy),
                None => store.erase_all(),
            };
            match erased {
                Ok(()) => Ok(store.local_copies()),
                Err(error) => Err(format!("Not deleted: {error}.")),
            }
        };
        self.jobs
            .start(job, |app: &mut Self, _, erased| match erased {
                Ok(copies) => app.show_local(copies),
                Err(why) => app.notify_failure(Some(why)),
            });
    }
}

/// One version, with what it holds and how it differs from what is open.
fn row(store: &Store, earlier: Earlier, now: &Document) -> EarlierRow {
    let read = store.read(&earlier.file).ok();
    let opened = read.and_then(|bytes| formats::open(&bytes).ok());
    let (counts, differences, lines) = match &opened {
        Some(opened) => {
            let document = &opened.document;
            let diff = diff(document, now);
            (
                counts_text((document.entities().len(), document.links().len())),
                diff.to_string(),
                differences(&diff, document, now, MOST_DIFFERENCES),
            )
        }
        None => (
            "not readable".into(),
            "cannot be compared".into(),
            Vec::new(),
        ),
    };
    EarlierRow {
        written: earlier.written,
        size: size_text(earlier.size),
        file: earlier.file,
        counts,
        differences,
        lines,
    }
}
