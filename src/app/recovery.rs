//! The journal of what is not saved, and what an earlier window left of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use crate::edit::diff;
use crate::formats::differences;
use crate::formats::journal::{Head, JournalDraft as Words, Replay};
use crate::model::{Document, agree, counted, end_of, one_line};
use crate::store::{Keep, LeftJournal, LockResult, Version};
use crate::ui::command::{Recover, Target};
use crate::ui::dialogs::{ImportReport, LeftWork, Recovery};
use crate::ui::draft::{self, CAPTURE};
use crate::ui::fields::{FieldKey, RecordKey, RecordPart};
use crate::ui::parts::names::file_name;
use crate::ui::state::{FieldDraft, Panel};
use crate::view::Selection;
use crate::work::{FileState, Work};

use super::opening::Pending;
use super::{Linkwright, MOST_DIFFERENCES, waker};

/// For how many frames a restored text waits until its field is shown.
const WAIT: u64 = 30;

impl Linkwright {
    // ---- writing ----

    /// Begins the journal of a dataset that has just been opened, in place of the one before.
    pub(super) fn begin_journal(&mut self) {
        self.end_journal();
        self.on_disk = Arc::new(self.work.document.clone());
        if self.work.is_read_only() {
            return;
        }
        let origin = &self.work.origin;
        let path = origin.file.as_deref().unwrap_or(Path::new(""));
        let head = Head {
            path: path.to_string_lossy().into_owned(),
            version: origin
                .version
                .map_or_else(String::new, |version| version.to_string()),
            base: String::new(),
            is_dirty: self.work.history.is_dirty(),
            drops_something: origin.drops_something,
            had_errors: origin.had_errors,
        };
        let wake = waker(&self.ctx);
        self.journal = self.store.journal(head, Arc::clone(&self.on_disk), wake);
        self.listen();
    }

    fn listen(&mut self) {
        let listener = self.journal.as_ref().map(|journal| journal.listener());
        self.work.history.listen(listener);
    }

    /// There is nothing left to lose.
    pub(super) fn end_journal(&mut self) {
        self.work.history.listen(None);
        self.told_draft = None;
        if let Some(journal) = self.journal.take() {
            journal.end();
        }
    }

    /// A save has succeeded: the journal notes it, or begins where there was none.
    pub(super) fn journal_again_or_note(&mut self, number: u64, path: &Path, version: Version) {
        match &self.journal {
            Some(journal) => journal.saved(number, path, version),
            None => {
                let on_disk = Arc::clone(&self.on_disk);
                self.begin_journal();
                self.on_disk = on_disk;
            }
        }
    }

    /// Tells the journal what is being typed, and the user what is wrong with the journal.
    pub(super) fn tell_journal(&mut self) {
        let Some(journal) = &self.journal else {
            return;
        };
        if !draft::is_told(&self.work.document, &self.window, &self.told_draft) {
            let typed = draft::typed(&self.work.document, &self.window);
            self.told_draft = typed.clone();
            journal.draft(typed);
        }
        let (why, is_lost) = (journal.trouble(), journal.is_lost());
        if is_lost {
            self.journal_anew();
        } else if let Some(why) = why {
            self.window
                .notify_error(format!("Crash protection is off: {why}. Save now."));
        }
    }

    /// Writes the journal of a dataset that no file has, where nothing has happened to it yet.
    pub(super) fn journal_at_once(&self) {
        if let Some(journal) = &self.journal
            && self.work.history.is_dirty()
        {
            // It is written from its first line on.
            journal.draft(None);
        }
    }

    /// The journal's files were removed behind the window: another one begins with the dataset as it is now.
    fn journal_anew(&mut self) {
        let on_disk = Arc::clone(&self.on_disk);
        self.begin_journal();
        self.on_disk = on_disk;
        self.journal_at_once();
        self.window.notify_error(
            "The recovery file was deleted. A new one starts from the dataset as it is now.",
        );
    }

    // ---- restoring ----

    /// Looks for what earlier windows left, beside this one.
    pub(super) fn look_for_left(&mut self) {
        let store = self.store.clone();
        if store.data().is_none() {
            return;
        }
        let is_over = self.window.settings.keep == Keep::UntilClosed;
        let look = move || {
            let (left, unread) = store.look_for_journals();
            if left.is_empty() && is_over {
                store.let_go_of_closed();
            }
            (left, unread)
        };
        self.jobs.start(look, |app: &mut Self, _, (left, unread)| {
            app.found_left(left, unread);
        });
    }

    /// Takes what was found.
    fn found_left(&mut self, left: Vec<(LeftJournal, Replay)>, unread: usize) {
        self.left = left;
        if unread > 0 {
            self.window.notify_error(match unread {
                1 => "A recovery file cannot be read, so its unsaved work cannot be restored. It stays in File › Local \
                      data until you delete it."
                    .to_owned(),
                count => format!(
                    "{count} recovery files cannot be read, so their unsaved work cannot be restored. They stay in File \
                     › Local data until you delete them."
                ),
            });
        }
    }

    /// Offers what was left, as soon as nothing else is asked.
    pub(super) fn offer_left(&mut self) {
        let is_free = self.window.dialog.is_none() && self.window.busy.is_none();
        let is_typing = self.window.draft.is_some() || self.ctx.text_edit_focused();
        if !is_free || is_typing || self.pending.is_some() {
            return;
        }
        let rows: Vec<LeftWork> = self
            .left
            .iter()
            .map(|(left, replay)| row(left, replay))
            .collect();
        if rows.is_empty() {
            return;
        }
        self.window.ask(Recovery { rows, open: None });
    }

    /// The answer about one of what was left.
    pub(super) fn recover(&mut self, ctx: &Context, answer: Recover) {
        self.window.dialog = None;
        match answer {
            Recover::Restore(at) => self.ask_before(ctx, Pending::Restore(at)),
            Recover::Discard(at) => {
                if at < self.left.len() {
                    let (left, _) = self.left.remove(at);
                    self.store.discard(left);
                    self.window.notify("Discarded the unsaved work.");
                }
            }
            Recover::Later => {
                self.left.clear();
                self.window
                    .notify("Nothing discarded. You will be asked again at the next start.");
            }
        }
    }

    /// Opens what was left, and goes on where it ended.
    pub(super) fn restore(&mut self, ctx: &Context, at: usize) {
        if at >= self.left.len() {
            return;
        }
        let (left, replay) = self.left.remove(at);
        let file = replay.file.clone();
        let file = file.map(|(path, version)| (PathBuf::from(path), version.parse().ok()));
        let (claim, origin) = match file {
            None => (None, FileState::default()),
            Some((path, version)) => match self.claim_again(&path) {
                LockResult::Mine(lock) => {
                    let origin = FileState {
                        file: Some(path),
                        version,
                        ..FileState::default()
                    };
                    (Some(lock), origin)
                }
                LockResult::Taken => {
                    let name = file_name(&path);
                    self.window.notify_error(format!(
                        "{name} is open in another window, so the restored work has no file. Use Save as."
                    ));
                    (None, FileState::default())
                }
            },
        };
        let origin = FileState {
            drops_something: replay.head.drops_something && origin.file.is_some(),
            had_errors: replay.head.had_errors && origin.file.is_some(),
            ..origin
        };
        let theme = self.work.theme();
        let mut work = Work::new(replay.document, origin, false, theme, waker(ctx));
        work.history = replay.history;
        self.replace_without_journal(work);
        self.claim = claim;
        self.on_disk = Arc::new(replay.saved);
        self.journal = Some(self.store.resume(left, waker(ctx)));
        self.listen();
        // The file may have been written meanwhile: without a known stamp it is looked at.
        let path = self.work.origin.file.clone();
        self.watcher.watch(path.map(|path| (path, None)));
        let more = if replay.is_cut {
            " Later edits could not be read."
        } else {
            ""
        };
        let them = agree(replay.edits.max(1), "it", "them");
        self.window.notify(format!(
            "Restored {}. Save to keep {them}.{more}",
            edits_text(replay.edits)
        ));
        if let Some(draft) = replay.draft {
            self.restore_draft(draft);
        }
    }

    /// The claim of a file; its own, if it is the one that is open.
    fn claim_again(&mut self, path: &Path) -> LockResult {
        let open = self.work.origin.file.as_deref();
        let is_open = open.is_some_and(|open| self.store.is_same(open, path));
        match self.claim.take_if(|_| is_open) {
            Some(lock) => LockResult::Mine(lock),
            None => self.store.claim(path),
        }
    }

    /// What was being typed is in its field again, not committed.
    fn restore_draft(&mut self, words: Words) {
        if words.table == CAPTURE {
            self.window.capture.put_cursor = Some(words.text.chars().count());
            self.window.capture.text = words.text;
            self.window.capture.open = true;
            return;
        }
        let Some(key) = draft::field_key(&self.work.document, &words) else {
            self.window.ask(ImportReport {
                title: "Unfinished text".into(),
                lines: words.text.lines().map(str::to_owned).collect(),
            });
            return;
        };
        self.show_field(&key);
        let seen = self.window.frame + WAIT;
        self.window.draft = Some(FieldDraft::new(key.clone(), words.text, seen));
        self.window.focus = Some(key);
    }

    /// Shows the record of a field in the details panel, with what holds the field opened.
    fn show_field(&mut self, key: &FieldKey) {
        self.window.open(Panel::Details);
        match &key.record {
            RecordKey::Entity(slot) => self.window.selection = Selection::entity(*slot),
            RecordKey::Link(slot) => self.window.selection = Selection::link(*slot),
            _ => {}
        }
        self.window.target = match &key.record {
            RecordKey::Entity(_) | RecordKey::Link(_) => Target::Selection,
            RecordKey::Source(slot) => Target::Source(*slot),
            RecordKey::CustomKind(id, target) => Target::CustomKind(id.clone(), *target),
            RecordKey::Dataset | RecordKey::View(_) => Target::Dataset,
        };
        if let RecordPart::Claim(at) | RecordPart::Stake(at) | RecordPart::Ending(at) = key.part {
            self.window.open_claims.insert(at);
        }
    }
}

/// One of what was left, as it is offered.
fn row(left: &LeftJournal, replay: &Replay) -> LeftWork {
    let title = replay.document.meta().title.to_string();
    let path = replay.file.as_ref().map(|(path, _)| path.clone());
    let diff = diff(&replay.saved, &replay.document);
    LeftWork {
        title: match (title.is_empty(), &path) {
            (false, _) => one_line(&title),
            (true, Some(path)) => file_name(Path::new(path)),
            (true, None) => "Untitled".into(),
        },
        path: path.unwrap_or_default(),
        written: left.written.clone(),
        edits: match replay.edits {
            0 => String::new(),
            edits => edits_text(edits),
        },
        differences: diff.to_string(),
        lines: differences(&diff, &replay.saved, &replay.document, MOST_DIFFERENCES),
        draft: replay
            .draft
            .as_ref()
            .map(|draft| draft_text(&replay.document, draft)),
        warning: match replay.is_cut {
            true => {
                "The recovery file is damaged: edits after the damage cannot be restored. It is kept if you \
                 restore."
            }
            false => "",
        },
    }
}

/// Where a text was being typed, and its end, which is what was typed last.
fn draft_text(document: &Document, words: &Words) -> String {
    const LONGEST: usize = 160;
    let text = one_line(&words.text);
    let shown = end_of(&text, LONGEST);
    let id = &words.id;
    let name = match words.table.as_str() {
        CAPTURE => return format!("Unfinished in quick entry: “{shown}”"),
        "dataset" => "the dataset".to_owned(),
        "entities" => match document.entities().get(id) {
            Some(entity) => entity.label().to_owned(),
            None => id.to_string(),
        },
        "sources" => document.source_label(id),
        "links" => "a link".to_owned(),
        _ => id.to_string(),
    };
    let field = words.key.replace('_', " ");
    let length = counted(words.text.chars().count(), "character");
    format!("Unfinished in {field} of {name} ({length}): “{shown}”")
}

fn edits_text(edits: usize) -> String {
    match edits {
        0 => "unfinished text".into(),
        edits => counted(edits, "edit"),
    }
}
