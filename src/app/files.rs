//! Opening, saving, importing, exporting: what is asked before, what runs beside, what is said after.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Context, ViewportCommand};

use crate::edit::{ImportOrigin, merge};
use crate::export::{PICTURES, PictureFormat, picture_endings};
use crate::formats::{self, Format, Opened, linkwright};
use crate::geom::vec2;
use crate::model::{Document, Marking, Meta, Severity, counted};
use crate::scene::picture::{Picture, picture};
use crate::store::{Lock, LockResult, Stamp, Store, Version};
use crate::ui::command::{Answer, Export, PathPurpose};
use crate::ui::dialogs::{NewDataset, Report, TypePath, Unsaved};
use crate::ui::menu::file_name;
use crate::work::{FileState, Waker, Work};

use super::clipboard::in_words;
use super::jobs::Done;
use super::{Linkwright, start, waker};

/// What makes the bytes of an export for a path.
type Make = Box<dyn FnOnce(&Path) -> Result<Vec<u8>, String> + Send>;

/// A dialog that answers nothing so soon was never shown: no portal is there.
const UNANSWERED: Duration = Duration::from_millis(300);

/// What waits until unsaved changes are settled.
#[derive(Clone, Debug, PartialEq)]
pub enum Pending {
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
pub struct OpenedFile {
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
            Pending::Quit => {
                self.may_close = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
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

    // ---- choosing a file ----

    /// Lets the user choose a file: by the system's dialog, or by typing where there is none.
    pub(super) fn pick(&mut self, purpose: PathPurpose) {
        if !self.native_dialogs {
            self.ask_for_path(purpose);
            return;
        }
        let name = self.proposed_name(purpose);
        let folder = self.work.origin.file.as_deref().and_then(Path::parent);
        let folder = folder.map(Path::to_path_buf);
        self.jobs.start(move || {
            let start = Instant::now();
            let picked = native_dialog(purpose, &name, folder.as_deref());
            Some(Done::Picked(purpose, picked, start.elapsed()))
        });
    }

    /// Asks for a path to be typed.
    pub(super) fn ask_for_path(&mut self, purpose: PathPurpose) {
        let path = match purpose {
            PathPurpose::Open | PathPurpose::Import | PathPurpose::Attach(_) => String::new(),
            PathPurpose::Save | PathPurpose::Export(_) => {
                let folder = self.work.origin.file.as_deref().and_then(Path::parent);
                let folder = folder.map(Path::to_path_buf);
                let folder = folder.or_else(|| std::env::current_dir().ok());
                let name = self.proposed_name(purpose);
                folder.unwrap_or_default().join(name).display().to_string()
            }
        };
        self.window.ask(TypePath::new(purpose, path));
    }

    /// The name that a new file would have.
    fn proposed_name(&self, purpose: PathPurpose) -> String {
        let stem = match &self.work.origin.file {
            Some(file) => file
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned()),
            None => None,
        };
        let slug = crate::model::names::slug(&self.work.document.meta().title);
        let stem = stem.unwrap_or(if slug.is_empty() {
            "untitled".to_owned()
        } else {
            slug
        });
        match purpose {
            PathPurpose::Export(Export::Picture) => format!("{stem}.png"),
            PathPurpose::Export(Export::NodeLink) => format!("{stem}-node-link.json"),
            PathPurpose::Export(Export::Selection) => format!("{stem}-selection.json"),
            PathPurpose::Export(Export::Copy) => format!("{stem}-copy.json"),
            _ => format!("{stem}.json"),
        }
    }

    fn picked(
        &mut self,
        ctx: &Context,
        purpose: PathPurpose,
        path: Option<PathBuf>,
        took: Duration,
    ) {
        let Some(path) = path else {
            if took < UNANSWERED {
                self.ask_for_path(purpose);
            } else {
                self.pending = None;
                self.go_on_after_save = false;
            }
            return;
        };
        match purpose {
            PathPurpose::Open => self.open_path(ctx, path),
            // The system's dialog has asked about replacing a file already.
            PathPurpose::Save => self.write_to(with_ending(path, purpose)),
            PathPurpose::Import => self.import_path(path),
            PathPurpose::Attach(source) => self.ask_to_attach(source, path),
            PathPurpose::Export(export) => {
                let path = with_ending(path, purpose);
                match self.why_no_export(export, &path) {
                    Some(why) => self.window.complain(why),
                    None => self.write_export(export, path),
                }
            }
        }
    }

    /// A typed path may replace a file only when that has been said.
    pub(super) fn may_replace(&mut self, path: &Path) -> bool {
        let own = self.work.origin.file.as_deref();
        let Some(TypePath { error, purpose, .. }) = self.window.asked_mut() else {
            return true;
        };
        let saves_itself = *purpose == PathPurpose::Save && own == Some(path);
        if !self.store.exists(path) || saves_itself && error.is_empty() {
            return true;
        }
        if self.store.is_folder(path) {
            *error = "This is a folder. Add a file name.".to_owned();
            return false;
        }
        let asked = format!(
            "{} already exists. Press again to replace it.",
            file_name(path)
        );
        let again = *error == asked;
        *error = asked;
        again
    }

    // ---- opening ----

    /// Reads a file and opens it as the dataset.
    pub(super) fn open_path(&mut self, ctx: &Context, path: PathBuf) {
        self.window.busy = Some(format!("Reading {}", file_name(&path)));
        let (theme, wake, store) = (self.work.theme(), waker(ctx), self.store.clone());
        let open = self
            .work
            .origin
            .file
            .clone()
            .filter(|_| self.claim.is_some());
        self.jobs.start(move || {
            let is_own = open.is_some_and(|open| store.is_same(&open, &path));
            Some(match open_file(&store, path, is_own, theme, wake) {
                Ok(opened) => Done::Opened(Box::new(opened)),
                Err(error) => Done::NotOpened(error),
            })
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
            self.window.say(format!(
                "Imported {} from {} as a new dataset.",
                in_words(count),
                file_name(&path)
            ));
        }
        if self.work.origin.is_elsewhere {
            self.window.complain_about_file(format!(
                "{} is open in another window, so it is read-only here. Edit it there, or close that window.",
                file_name(&path)
            ));
        }
        for conflict in conflicts {
            self.window.complain(format!(
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
                .say("This file was written by a newer Linkwright and is read-only. Update Linkwright to edit \
                    it.");
        } else if errors > 0 {
            self.window.complain(format!(
                "Parts of this file could not be read ({}) and are kept unchanged. See Problems.",
                counted(errors, "error"),
            ));
        } else if warnings > 0 {
            self.window
                .say(format!("{}. See Problems.", counted(warnings, "warning")));
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

    // ---- import, export ----

    /// Reads a file to bring it in.
    pub(super) fn import_path(&mut self, path: PathBuf) {
        self.window.dialog = None;
        self.window.busy = Some(format!("Importing {}", file_name(&path)));
        let store = self.store.clone();
        self.jobs.start(move || {
            Some(match read(&store, &path) {
                Ok((opened, ..)) => Done::Imported(Box::new(opened), path),
                Err(error) => Done::NotOpened(error),
            })
        });
    }

    /// Brings what was read into the dataset, as one step, with a report.
    pub(super) fn bring(&mut self, opened: Opened, from: &str) {
        let incoming = match opened.format {
            Format::Linkwright => ImportOrigin::Linkwright,
            _ => ImportOrigin::Other,
        };
        let merge = merge(
            self.work.placed(),
            &opened.document,
            &incoming,
            crate::store::random_bits(),
        );
        let mut lines = vec![format!(
            "Added {}, {}.",
            in_words((merge.new_entities.len(), merge.new_links)),
            counted(merge.new_sources, "source"),
        )];
        if !opened.tally.is_whole() {
            lines.push(format!("In the file: {}.", opened.tally));
        }
        lines.extend(merge.differences.iter().map(ToString::to_string));
        lines.extend(opened.problems.iter().map(ToString::to_string));
        self.commit(format!("Import {from}"), merge.edit);
        self.select_new(&merge.new_entities);
        self.window.ask(Report {
            title: format!("Imported from {from}"),
            lines,
        });
        self.window.fit_pending = true;
    }

    /// Exports to a path that was typed.
    pub(super) fn export_to(&mut self, export: Export, path: PathBuf) {
        let path = with_ending(path, PathPurpose::Export(export));
        if let Some(why) = self.why_no_export(export, &path) {
            if let Some(TypePath { error, .. }) = self.window.asked_mut() {
                *error = why;
            }
        } else if self.may_replace(&path) {
            self.window.dialog = None;
            self.write_export(export, path);
        }
    }

    /// Why an export cannot go there: it would take the place of the open dataset, or its name says another format.
    fn why_no_export(&self, export: Export, path: &Path) -> Option<String> {
        let own = self.work.origin.file.as_deref();
        if own.is_some_and(|own| self.store.is_same(own, path)) {
            return Some(format!(
                "{} is the open dataset. Choose another name for the export.",
                file_name(path)
            ));
        }
        let is_picture = PictureFormat::of_path(path).is_some();
        (export == Export::Picture && !is_picture)
            .then(|| format!("A picture's file name must end in {}.", picture_endings()))
    }

    fn write_export(&mut self, export: Export, path: PathBuf) {
        self.window.busy = Some(format!("Exporting {}", file_name(&path)));
        let make: Make = match export {
            Export::Copy => {
                let document = self.work.placed().clone();
                Box::new(move |_| Ok(linkwright::write(&document)))
            }
            Export::Selection => {
                let document = self.selected_part();
                Box::new(move |_| Ok(linkwright::write(&document)))
            }
            Export::NodeLink => {
                let document = self.work.placed().clone();
                let view = self.work.view_id.clone();
                let write = Format::NodeLink.row().write;
                Box::new(move |_| {
                    let write = write.ok_or("this format is not written")?;
                    Ok(write(&document, &view).bytes)
                })
            }
            Export::Picture => {
                let picture = self.picture();
                Box::new(move |path| paint(&picture, path))
            }
        };
        let store = self.store.clone();
        self.jobs.start(move || {
            let written = make(&path).and_then(|bytes| {
                let replaced = store.replace(&path, &bytes);
                replaced.map_err(|error| error.to_string())
            });
            Some(match written {
                Ok(()) => Done::Exported(export, path),
                Err(error) => Done::Failed(error),
            })
        });
    }

    /// What the chart shows, as a picture of its own.
    fn picture(&self) -> Picture {
        // A sheet for a screen or a slide, whatever the window's shape.
        picture(&self.work.subject(), vec2(1600.0, 900.0))
    }

    // ---- what jobs say ----

    /// Takes what a job says at its end.
    pub(super) fn take(&mut self, ctx: &Context, done: Done) {
        let is_quiet = matches!(
            done,
            Done::Picked(..) | Done::Touched(..) | Done::Untouched(..) | Done::Left(..)
        );
        if !is_quiet {
            self.window.busy = None;
        }
        match done {
            Done::Opened(opened) => self.opened(*opened),
            Done::OpenedCopy(work) => {
                self.replace(*work);
                self.journal_at_once();
                self.window
                    .say("Opened a copy of the earlier version. Save it to keep it.");
            }
            Done::NotOpened(error) => self.not_opened(error),
            Done::Imported(opened, path) => self.bring(*opened, &file_name(&path)),
            Done::Save(outcome) => self.save_ended(ctx, outcome),
            Done::KeptMine(copy) => self.kept_mine(copy),
            Done::Touched(path, stamp) => self.touched(path, stamp),
            Done::Untouched(path, stamp) => self.untouched(&path, stamp),
            Done::Theirs(work) => self.take_theirs_in(work),
            Done::TheirsUnread(path, error, for_save) => {
                self.theirs_unread(&path, &error, for_save);
            }
            Done::Left(left, unread) => self.found_left(left, unread),
            Done::Earlier(name, rows) => self.show_earlier(name, rows),
            Done::Local(copies) => self.show_local(copies),
            Done::Exported(export, path) => {
                let what = match export {
                    Export::Picture => "picture",
                    Export::Selection => "selection",
                    Export::Copy => "copy",
                    Export::NodeLink => "node-link graph",
                };
                let behind = match export {
                    Export::NodeLink => formats::nodelink::not_included(&self.work.document),
                    _ => None,
                };
                let behind =
                    behind.map_or_else(String::new, |what| format!(". Not included: {what}"));
                self.window.say(format!(
                    "Exported the {what} to {}{behind}",
                    file_name(&path)
                ));
            }
            Done::Picked(purpose, path, took) => self.picked(ctx, purpose, path, took),
            Done::Attached(attached) => self.attached(attached),
            Done::Checked(checked) => self.checked(checked),
            Done::Shaped(shaped) => self.shaped(shaped),
            Done::Failed(error) => self.window.complain(error),
        }
    }

    /// A file that cannot be opened: said at the path, where one was typed.
    fn not_opened(&mut self, error: String) {
        match self.window.asked_mut() {
            Some(TypePath {
                error: place,
                purpose: PathPurpose::Open | PathPurpose::Import,
                ..
            }) => *place = error,
            _ => self.window.complain(error),
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
fn read(store: &Store, path: &Path) -> Result<(Opened, Option<Stamp>, Version), String> {
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

fn paint(picture: &Picture, path: &Path) -> Result<Vec<u8>, String> {
    const SCALE: f32 = 2.0;
    let format = PictureFormat::of_path(path).unwrap_or(&PICTURES[0]);
    (format.write)(picture, SCALE).map_err(|error| error.to_string())
}

/// The path with the usual ending where it has none.
pub(super) fn with_ending(mut path: PathBuf, purpose: PathPurpose) -> PathBuf {
    if path.extension().is_none() {
        let picture = purpose == PathPurpose::Export(Export::Picture);
        path.set_extension(if picture { PICTURES[0].ending } else { "json" });
    }
    path
}

/// What a file dialog offers to show: names for kinds of files, and how those end.
fn filters(purpose: PathPurpose) -> Vec<(&'static str, Vec<&'static str>)> {
    let of = |format: Format| vec![(format.row().label, format.row().endings.to_vec())];
    match purpose {
        PathPurpose::Export(Export::Picture) => {
            let rows = PICTURES.iter();
            rows.map(|row| (row.label, vec![row.ending])).collect()
        }
        PathPurpose::Export(Export::NodeLink) => of(Format::NodeLink),
        PathPurpose::Attach(_) => vec![(
            "Documents",
            vec!["pdf", "html", "htm", "mht", "mhtml", "txt"],
        )],
        PathPurpose::Open | PathPurpose::Import => {
            vec![("Datasets and graphs", Format::endings())]
        }
        _ => of(Format::Linkwright),
    }
}

/// The system's file dialog. Blocks until it is answered; at once without an answer where the system has none.
fn native_dialog(purpose: PathPurpose, name: &str, folder: Option<&Path>) -> Option<PathBuf> {
    let mut dialog = rfd::FileDialog::new();
    if let Some(folder) = folder {
        dialog = dialog.set_directory(folder);
    }
    for (label, endings) in filters(purpose) {
        dialog = dialog.add_filter(label, &endings);
    }
    dialog = dialog.add_filter("All files", &["*"]);
    match purpose {
        PathPurpose::Open => dialog.set_title("Open").pick_file(),
        PathPurpose::Import => dialog.set_title("Import").pick_file(),
        PathPurpose::Attach(_) => dialog.set_title("Attach a file").pick_file(),
        PathPurpose::Save => dialog.set_title("Save").set_file_name(name).save_file(),
        PathPurpose::Export(_) => dialog.set_title("Export").set_file_name(name).save_file(),
    }
}
