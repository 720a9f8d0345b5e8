//! Keeping copies of sources in the dataset's folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use crate::capture::SourceWords;
use crate::model::{Source, Str};
use crate::store::{AttachedFile, CopyState};
use crate::ui::command::{PathPurpose, Target};
use crate::ui::dialogs::{Attach, AttachNote, is_document};
use crate::ui::fields::source_edit;
use crate::ui::parts::names::file_name;
use crate::ui::state::{Panel, Tab};

use super::Linkwright;
use super::opening::Pending;

impl Linkwright {
    /// Takes what was dropped on the window: a document on a source, or a file to open.
    pub(super) fn dropped(&mut self, ctx: &Context, path: PathBuf) {
        if let Some(url) = self.store.link_in(&path) {
            self.source_line(ctx, &SourceWords::Url(url));
            return;
        }
        if !is_document(&path) {
            self.ask_before(ctx, Pending::Open(path));
            return;
        }
        match self.source_for_copies() {
            Some(source) => self.ask_to_attach(source, path),
            None => self.window.notify_error(format!(
                "{} is not a dataset. To attach it, open its source and drop the file again.",
                file_name(&path)
            )),
        }
    }

    /// The source under the pointer in the list, else the one in the details panel.
    fn source_for_copies(&self) -> Option<u32> {
        let sidebar = &self.window.sidebar;
        let is_listed = self.window.is_open(Panel::Sidebar) && sidebar.tab == Tab::Sources;
        let shown = match self.window.target {
            Target::Source(slot) if self.window.is_open(Panel::Details) => Some(slot),
            _ => None,
        };
        sidebar.sources.hovered.filter(|_| is_listed).or(shown)
    }

    /// Lets the user choose a file to keep a copy of.
    pub(super) fn pick_attachment(&mut self, source: u32) {
        if self.work.origin.file.is_none() {
            self.ask_to_attach(source, PathBuf::from("the file"));
        } else {
            self.pick(PathPurpose::Attach(source));
        }
    }

    /// Asks whether a copy is to be kept.
    pub(super) fn ask_to_attach(&mut self, slot: u32, file: PathBuf) {
        let Some(source) = self.work.document.sources().at(slot) else {
            return;
        };
        if self.work.is_read_only() {
            self.window.notify("This dataset is read-only.");
            return;
        }
        let folder = self.folder();
        let note = match folder.map(|folder| self.store.path_inside(&file, folder)) {
            None => AttachNote::NoFolder,
            Some(Some(_)) => AttachNote::Inside,
            Some(None) if !source.file.is_empty() => AttachNote::Replaces(source.file.to_string()),
            Some(None) => AttachNote::Plain,
        };
        self.window.ask(Attach {
            source: slot,
            title: crate::model::screen_line(&source.label()),
            file,
            note,
        });
    }

    /// The dataset's folder.
    fn folder(&self) -> Option<&Path> {
        self.work.origin.file.as_deref()?.parent()
    }

    /// Keeps the copy that was asked about, beside the window.
    pub(super) fn attach_now(&mut self) {
        let Some(attachment) = self.window.asked::<Attach>() else {
            return;
        };
        let source = self.work.document.sources().id_at(attachment.source);
        let dataset = self.work.origin.file.clone();
        let (Some(source), Some(dataset), Some(folder)) = (
            source.cloned(),
            dataset,
            self.folder().map(Path::to_path_buf),
        ) else {
            return;
        };
        let file = attachment.file.clone();
        self.window.dialog = None;
        let busy = format!("Copying {}", file_name(&file));
        let store = self.store.clone();
        let job = move || match store.keep_copy(&file, &folder) {
            Ok(kept) => Ok(kept),
            Err(error) => Err(format!("File not attached: {error}.")),
        };
        self.start_busy(busy, job, move |app, _, kept| match kept {
            Ok(kept) => app.attached(source, &dataset, &kept),
            Err(why) => app.notify_failure(Some(why)),
        });
    }

    /// Notes a copy at its source, as one step.
    fn attached(&mut self, id: Str, dataset: &Path, kept: &AttachedFile) {
        let is_open = self.work.origin.file.as_deref() == Some(dataset);
        let source = self.work.document.sources().get(&id).filter(|_| is_open);
        let Some(source) = source.map(Arc::clone) else {
            self.window.notify_error(format!(
                "{} was copied to the dataset's folder, but its source has been deleted.",
                kept.file
            ));
            return;
        };
        let mut new = Source::clone(&source);
        new.file = kept.file.as_str().into();
        new.sha256 = kept.sha256.as_str().into();
        self.window.copy = Some((
            id,
            new.file.clone(),
            new.sha256.clone(),
            CopyState::Unchanged,
        ));
        if new != *source {
            let label = format!("Attach {} to {}", kept.file, source.label());
            self.commit(label, source_edit(new));
        }
        self.window.notify(if kept.copied {
            format!("Attached {}", kept.file)
        } else {
            format!("Attached {}, already in the folder", kept.file)
        });
    }

    /// Looks at the copy of a source, beside the window.
    pub(super) fn check_copy(&mut self, slot: u32) {
        let (Some(source), Some(folder)) = (self.work.document.sources().at(slot), self.folder())
        else {
            return;
        };
        let (source, folder) = (Arc::clone(source), folder.to_path_buf());
        let store = self.store.clone();
        let job = move || {
            let found = store.copy_state(&source.file, &source.sha256, &folder);
            match found {
                Ok(state) => {
                    let (file, sha256) = (source.file.clone(), source.sha256.clone());
                    Ok((source.id.clone(), file, sha256, state))
                }
                Err(error) => Err(format!("Attachment not readable: {error}.")),
            }
        };
        // Noted for this session alone.
        self.jobs
            .start(job, |app: &mut Self, _, checked| match checked {
                Ok(copy) => app.window.copy = Some(copy),
                Err(why) => app.notify_failure(Some(why)),
            });
    }
}
