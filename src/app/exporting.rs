//! Exporting: the dataset, a part of it, a graph, or the picture of what is shown.

use std::path::{Path, PathBuf};

use crate::export::{PICTURES, PictureFormat, picture_endings};
use crate::formats::{Judged, Written, linkwright};
use crate::geom::vec2;
use crate::model::Document;
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
                let (evidence, basis) = (self.work.evidence.clone(), self.work.basis_text());
                let write = format.row().write;
                Box::new(move |_| {
                    let write = write.ok_or("this format is not written")?;
                    Ok(write(&Judged {
                        document: &document,
                        view: &view,
                        evidence: &evidence,
                        basis: &basis,
                    }))
                })
            }
            Export::Picture => {
                let picture = self.picture();
                Box::new(move |path| paint(&picture, path).map(whole))
            }
        };
        let caveats = match export {
            Export::As(_) => self.graph_caveats(),
            Export::Copy | Export::Selection | Export::Picture => String::new(),
        };
        let store = self.store.clone();
        let job = move || {
            let written = make(&path)?;
            let replaced = store.replace(&path, &written.bytes);
            replaced.map_err(|error| error.to_string())?;
            Ok((file_name(&path), written.not_included))
        };
        self.start_busy(busy, job, move |app, _, written| match written {
            Ok((name, left_out)) => {
                let left_out = left_out.map(|what| format!(". Not included: {what}"));
                let left_out = left_out.unwrap_or_default();
                app.exported(export, &name, &format!("{caveats}{left_out}"));
            }
            Err(why) => app.notify_failure(Some(why)),
        });
    }

    /// What a graph does not show to whoever looks at it: on what it was judged, and that it has what the chart hides.
    fn graph_caveats(&self) -> String {
        let basis = match self.work.basis_text() {
            basis if basis.is_empty() => basis,
            basis => format!(", judged {basis}"),
        };
        let (document, net) = (&self.work.document, &self.work.net);
        let hidden = crate::model::counts(&[
            (document.entities().len() - net.nodes.len(), "entity"),
            (drawable_links(document) - net.links.len(), "link"),
        ]);
        match hidden.is_empty() {
            true => basis,
            false => format!("{basis}. Included though hidden here: {hidden}"),
        }
    }

    /// Says what was written, and what there is to know about it.
    fn exported(&mut self, export: Export, name: &str, caveats: &str) {
        let what = match export {
            Export::Picture => "the picture",
            Export::Selection => "the selection",
            Export::Copy => "the copy",
            Export::As(format) => format.row().label,
        };
        self.window
            .notify(format!("Exported {what} to {name}{caveats}"));
    }

    /// What the chart shows, as a picture of its own.
    fn picture(&self) -> Picture {
        // A sheet for a screen or a slide, whatever the window's shape.
        picture(&self.work.subject(), vec2(1600.0, 900.0))
    }
}

/// How many links have both ends.
fn drawable_links(document: &Document) -> usize {
    let slots = document.links().iter_slots();
    slots
        .filter(|(slot, _)| !document.is_pending(*slot))
        .count()
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
