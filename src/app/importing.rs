//! Importing a file into the dataset, as one step, with a report.

use std::path::PathBuf;

use crate::edit::{ImportOrigin, import};
use crate::formats::{Format, Opened};
use crate::model::sentence::capital;
use crate::model::{counted, counts};
use crate::ui::dialogs::ImportReport;
use crate::ui::parts::names::file_name;

use super::Linkwright;
use super::opening::read;

impl Linkwright {
    /// Reads a file to bring it in.
    pub(super) fn import_path(&mut self, path: PathBuf) {
        self.window.dialog = None;
        let busy = format!("Importing {}", file_name(&path));
        let store = self.store.clone();
        let job = move || read(&store, &path).map(|(opened, ..)| (opened, file_name(&path)));
        self.start_busy(busy, job, |app, _, read| match read {
            Ok((opened, from)) => app.import(opened, &from),
            Err(error) => app.not_opened(error),
        });
    }

    /// Brings what was read into the dataset, as one step, with a report.
    pub(super) fn import(&mut self, opened: Opened, from: &str) {
        let incoming = match opened.format {
            Format::Linkwright => ImportOrigin::Linkwright,
            _ => ImportOrigin::Other,
        };
        let import = import(
            self.work.placed(),
            &opened.document,
            &incoming,
            crate::store::random_bits(),
        );
        let added = counts(&[
            (import.new_entities.len(), "entity"),
            (import.new_links, "link"),
            (import.new_sources, "source"),
        ]);
        let mut lines = vec![match added.as_str() {
            "" => "Added nothing.".to_owned(),
            added => format!("Added {added}."),
        }];
        if !opened.tally.is_whole() {
            lines.push(format!("In the file: {}.", opened.tally));
        }
        let notes = import.differences.iter().map(ToString::to_string);
        let problems = opened.problems.iter().map(ToString::to_string);
        let notes: Vec<String> = notes.chain(problems).collect();
        if !notes.is_empty() {
            lines.push(format!("{}:", counted(notes.len(), "note")));
        }
        lines.extend(notes.iter().map(|note| format!("• {}", capital(note))));
        self.commit(format!("Import {from}"), import.edit);
        self.select_new(&import.new_entities);
        self.window.ask(ImportReport {
            title: format!("Imported from {from}"),
            lines,
        });
        self.window.fit_pending = true;
    }
}
