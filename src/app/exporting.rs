//! Exporting: the dataset, a part of it, a graph, or the picture of what is shown.

use std::path::{Path, PathBuf};

use crate::export::{PICTURES, PictureFormat, picture_endings};
use crate::formats::{Written, linkwright};
use crate::geom::vec2;
use crate::scene::picture::{Picture, picture};
use crate::ui::command::{Export, PathPurpose};
use crate::ui::dialogs::TypePath;
use crate::ui::parts::names::file_name;

use super::Linkwright;
use super::choosing::with_ending;

/// What makes the bytes of an export for a path.
type Make = Box<dyn FnOnce(&Path) -> Result<Written, String> + Send>;

impl Linkwright {
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

    /// Why an export cannot go there: it would replace the open dataset, or its name says another format.
    pub(super) fn why_no_export(&self, export: Export, path: &Path) -> Option<String> {
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

    pub(super) fn write_export(&mut self, export: Export, path: PathBuf) {
        let busy = format!("Exporting {}", file_name(&path));
        let make: Make = match export {
            Export::Copy => {
                let document = self.work.placed().clone();
                Box::new(move |_| Ok(whole(linkwright::write(&document))))
            }
            Export::Selection => {
                let document = self.selected_part();
                Box::new(move |_| Ok(whole(linkwright::write(&document))))
            }
            Export::As(format) => {
                let document = self.work.placed().clone();
                let view = self.work.view_id.clone();
                let write = format.row().write;
                Box::new(move |_| {
                    let write = write.ok_or("this format is not written")?;
                    Ok(write(&document, &view))
                })
            }
            Export::Picture => {
                let picture = self.picture();
                Box::new(move |path| paint(&picture, path).map(whole))
            }
        };
        let store = self.store.clone();
        let job = move || {
            let written = make(&path)?;
            let replaced = store.replace(&path, &written.bytes);
            replaced.map_err(|error| error.to_string())?;
            Ok((file_name(&path), written.not_included))
        };
        self.start_busy(busy, job, move |app, _, written| match written {
            Ok((name, left_out)) => app.exported(export, &name, left_out),
            Err(why) => app.notify_failure(Some(why)),
        });
    }

    /// Says what was written, and what the format has no place for.
    fn exported(&mut self, export: Export, name: &str, left_out: Option<String>) {
        let what = match export {
            Export::Picture => "the picture",
            Export::Selection => "the selection",
            Export::Copy => "the copy",
            Export::As(format) => format.row().label,
        };
        let left_out = left_out.map_or_else(String::new, |what| format!(". Not included: {what}"));
        self.window
            .notify(format!("Exported {what} to {name}{left_out}"));
    }

    /// What the chart shows, as a picture of its own.
    fn picture(&self) -> Picture {
        // A sheet for a screen or a slide, whatever the window's shape.
        picture(&self.work.subject(), vec2(1600.0, 900.0))
    }
}

/// A file that holds everything it was made from.
fn whole(bytes: Vec<u8>) -> Written {
    Written {
        bytes,
        not_included: None,
    }
}

fn paint(picture: &Picture, path: &Path) -> Result<Vec<u8>, String> {
    const SCALE: f32 = 2.0;
    let format = PictureFormat::of_path(path).unwrap_or(&PICTURES[0]);
    (format.write)(picture, SCALE).map_err(|error| error.to_string())
}
