//! Choosing a file: by the system's dialog, or by typing its path.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use egui::Context;

use crate::export::PICTURES;
use crate::formats::Format;
use crate::ui::command::{Export, PathPurpose};
use crate::ui::dialogs::TypePath;
use crate::ui::parts::names::file_name;

use super::Linkwright;

/// A dialog that answers nothing so soon was never shown: no portal is there.
const UNANSWERED: Duration = Duration::from_millis(300);

impl Linkwright {
    /// Lets the user choose a file: by the system's dialog, or by typing where there is none.
    pub(super) fn pick(&mut self, purpose: PathPurpose) {
        if !self.native_dialogs {
            self.ask_for_path(purpose);
            return;
        }
        let name = self.proposed_name(purpose);
        let folder = self.work.origin.file.as_deref().and_then(Path::parent);
        let folder = folder.map(Path::to_path_buf);
        let ask = move || {
            let start = Instant::now();
            let picked = native_dialog(purpose, &name, folder.as_deref());
            (picked, start.elapsed())
        };
        self.jobs
            .start(ask, move |app: &mut Self, ctx, (path, took)| {
                app.picked(ctx, purpose, path, took);
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
        let suffix = match purpose {
            PathPurpose::Export(Export::As(format)) => format!("-{}", format.row().name),
            PathPurpose::Export(Export::Selection) => "-selection".to_owned(),
            PathPurpose::Export(Export::Copy) => "-copy".to_owned(),
            _ => String::new(),
        };
        format!("{stem}{suffix}.{}", usual_ending(purpose))
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
                    Some(why) => self.window.notify_error(why),
                    None => self.write_export(export, path),
                }
            }
        }
    }

    /// A typed path may replace a file only when that has been said.
    pub(super) fn may_replace(&mut self, path: &Path) -> bool {
        let own = self.work.origin.file.as_deref();
        let Some(asked) = self.window.asked_mut::<TypePath>() else {
            return true;
        };
        let saves_itself = asked.purpose == PathPurpose::Save && own == Some(path);
        if !self.store.exists(path) || saves_itself && asked.error.is_empty() {
            return true;
        }
        if self.store.is_folder(path) {
            asked.error = "This is a folder. Add a file name.".to_owned();
            return false;
        }
        if asked.may_replace() {
            return true;
        }
        let name = file_name(path);
        asked.error = format!("{name} already exists. Press Replace to overwrite it.");
        asked.replaces = asked.path.clone();
        false
    }
}

/// The path with the usual ending where it has none.
pub(super) fn with_ending(mut path: PathBuf, purpose: PathPurpose) -> PathBuf {
    if path.extension().is_none() {
        path.set_extension(usual_ending(purpose));
    }
    path
}

/// How a file that is written for this usually ends.
fn usual_ending(purpose: PathPurpose) -> &'static str {
    let format = match purpose {
        PathPurpose::Export(Export::Picture) => return PICTURES[0].ending,
        PathPurpose::Export(Export::As(format)) => format,
        _ => Format::Linkwright,
    };
    format.row().endings.first().copied().unwrap_or_default()
}

/// What a file dialog offers to show: names for kinds of files, and how those end.
fn filters(purpose: PathPurpose) -> Vec<(&'static str, Vec<&'static str>)> {
    let of = |format: Format| vec![(format.row().label, format.row().endings.to_vec())];
    match purpose {
        PathPurpose::Export(Export::Picture) => {
            let rows = PICTURES.iter();
            rows.map(|row| (row.label, vec![row.ending])).collect()
        }
        PathPurpose::Export(Export::As(format)) => of(format),
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
