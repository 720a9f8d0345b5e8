//! Other people and other windows: the open file was written by someone else, or is open elsewhere.

use std::path::{Path, PathBuf};
use std::time::Duration;

use egui::Context;

use crate::edit::diff;
use crate::formats::{differences, linkwright};
use crate::model::Document;
use crate::store::{Keep, LockResult, Stamp};
use crate::ui::command::{Target, Theirs};
use crate::ui::dialogs::{FileSide, Overtaken, SaveOver};
use crate::ui::parts::names::file_name;
use crate::ui::state::Gesture;
use crate::view::Selection;
use crate::work::Work;

use super::opening::read_work;
use super::{Linkwright, MOST_DIFFERENCES, waker};

/// What is known of others.
#[derive(Default)]
pub(super) struct Others {
    /// Their version of the open file, until the user has said what is to become of it.
    theirs: Option<Box<Work>>,
    /// Whether it was asked about; it is asked again when saving.
    is_asked: bool,
    /// Whether it was said that it will be asked about.
    is_told: bool,
    /// Whether the user has tried to save: the question is the answer to that.
    is_wanted: bool,
    /// Whether what is there now is no dataset.
    is_lost: bool,
    /// The state of the history that the file had before.
    had: Option<u64>,
    /// Whether the window had the focus.
    had_focus: bool,
}

impl Others {
    /// The user has tried to save: what is to be asked is asked at once.
    pub(super) fn ask_now(&mut self) {
        self.is_wanted = true;
        self.is_asked = false;
    }

    /// Whether a version of someone else waits for an answer.
    pub(super) fn is_waiting(&self) -> bool {
        self.theirs.is_some()
    }

    /// Whether what is in the file now is no dataset.
    pub(super) fn is_lost(&self) -> bool {
        self.is_lost
    }

    /// Forgets what was known: the file is as it is here.
    pub(super) fn forget(&mut self) {
        *self = Self {
            had_focus: self.had_focus,
            ..Self::default()
        };
    }
}

/// What a look at the file has found.
enum Looked {
    /// It holds what it held.
    Untouched(PathBuf, Option<Stamp>),
    /// It holds something else.
    Theirs(Box<Work>),
    /// It holds something else that cannot be read, and why.
    Unread(PathBuf, String),
}

/// How long until a file that another window has is claimed again.
const AGAIN: Duration = Duration::from_secs(2);

impl Linkwright {
    /// Looks at the file as soon as the window has the focus again, and shows or asks about what others have written as soon
    /// as nobody is in the middle of something.
    pub(super) fn look_after_others(&mut self, ctx: &Context) {
        let has_focus = ctx.input(|input| input.focused);
        if has_focus && !self.others.had_focus {
            self.watcher.look_now();
        }
        self.others.had_focus = has_focus;
        if !self.others.is_waiting() || self.jobs.is_saving() {
            return;
        }
        let is_typing = self.window.draft.is_some() || ctx.text_edit_focused();
        let is_moving = self.window.dragging || self.window.gesture != Gesture::Idle;
        let is_asked_else = self.window.dialog.is_some() || self.window.busy.is_some();
        if (is_typing && !self.others.is_wanted) || is_moving || is_asked_else {
            self.announce_change();
        } else if !self.is_unsaved() && self.window.capture.text.is_empty() {
            self.show_theirs();
        } else if !self.others.is_asked {
            self.ask_about_theirs();
        }
    }

    /// Says that there is something to be asked, once; what is being typed goes on.
    fn announce_change(&mut self) {
        if std::mem::replace(&mut self.others.is_told, true) {
            return;
        }
        let name = self.file_name();
        self.window.notify_file_error(format!(
            "{name} was changed by someone else. Nothing has been replaced; you can choose when you finish \
             this edit."
        ));
    }

    fn file_name(&self) -> String {
        let file = self.work.origin.file.as_deref();
        file.map(file_name).unwrap_or_default()
    }

    /// The open file has another stamp now, or is not there any more.
    pub(super) fn touched(&mut self, path: PathBuf, stamp: Option<Stamp>) {
        let origin = &self.work.origin;
        let is_same = stamp == origin.stamp && !self.others.is_waiting() && !self.others.is_lost;
        if origin.file.as_ref() != Some(&path) || is_same || self.jobs.is_saving() {
            return;
        }
        // What was read before is not there any more.
        self.drop_theirs();
        if stamp.is_some() {
            self.look_at_theirs(path, stamp, false);
        } else {
            self.lost_file(&path, "was moved or deleted");
        }
    }

    fn drop_theirs(&mut self) {
        self.others.theirs = None;
        self.others.is_asked = false;
        self.others.is_told = false;
        self.work.origin.is_overtaken = false;
        if self.window.asked::<Overtaken>().is_some() {
            self.window.dialog = None;
        }
    }

    /// The file does not have the dataset any more, so that the window alone has it: it counts as not saved, and is kept among
    /// the earlier versions.
    fn lost_file(&mut self, path: &Path, why: &str) {
        if !std::mem::replace(&mut self.others.is_lost, true) {
            self.keep_mine_among_earlier();
            self.others.had = self.work.history.lose_file();
        }
        self.window.settle_file();
        self.window.notify_file_error(format!(
            "{} {why}. Your dataset is still open but not saved: use Save or Save as.",
            file_name(path)
        ));
    }

    /// Reads what someone else has written, beside the window.
    pub(super) fn look_at_theirs(&mut self, path: PathBuf, stamp: Option<Stamp>, for_save: bool) {
        let known = self.work.origin.version;
        let (theme, store) = (self.work.theme(), self.store.clone());
        let wake = waker(&self.ctx);
        let look = move || {
            let stamp = stamp.or_else(|| store.stamp(&path));
            if store.version(&path).is_some_and(|now| Some(now) == known) {
                return Looked::Untouched(path, stamp);
            }
            match read_work(&store, &path, theme, wake) {
                Ok(work) => Looked::Theirs(Box::new(work)),
                Err(error) => Looked::Unread(path, error),
            }
        };
        self.jobs.start(look, move |app: &mut Self, _, looked| {
            app.window.busy = None;
            match looked {
                Looked::Untouched(path, stamp) => app.untouched(&path, stamp),
                Looked::Theirs(work) => app.receive_theirs(work),
                Looked::Unread(path, error) => app.theirs_unread(&path, &error, for_save),
            }
        });
    }

    /// The file was touched, and holds what it held; or holds it again.
    pub(super) fn untouched(&mut self, path: &PathBuf, stamp: Option<Stamp>) {
        if self.work.origin.file.as_ref() != Some(path) {
            return;
        }
        self.work.origin.stamp = stamp;
        self.others.is_wanted = false;
        self.drop_theirs();
        self.window.settle_file();
        if self.found_again() {
            self.window
                .notify(format!("{} is available again.", file_name(path)));
        }
    }

    /// The file has a dataset again: what is here differs from it as it did before. Whether that is news.
    fn found_again(&mut self) -> bool {
        if let Some(had) = self.others.had.take() {
            self.work.history.saved_at(had);
        }
        std::mem::take(&mut self.others.is_lost)
    }

    /// Someone is writing the file, or has written what is no dataset.
    pub(super) fn theirs_unread(&mut self, path: &PathBuf, error: &str, for_save: bool) {
        if self.work.origin.file.as_ref() != Some(path) {
            return;
        }
        self.others.is_wanted = false;
        let error = error.rsplit(": ").next().unwrap_or_default();
        self.lost_file(path, &format!("can no longer be read ({error})"));
        if for_save {
            self.ask_to_save_over();
        }
    }

    /// Asks whether to save over what cannot be read.
    pub(super) fn ask_to_save_over(&mut self) {
        let name = self.file_name();
        self.window.ask(SaveOver {
            text: format!(
                "{name} was changed by someone else and is not readable. Overwriting keeps the current file as \
                 a conflict copy."
            ),
            name,
        });
    }

    /// Someone else's version was read: shown or asked about as soon as nobody is in the middle of something.
    pub(super) fn receive_theirs(&mut self, theirs: Box<Work>) {
        if self.work.origin.file != theirs.origin.file {
            return;
        }
        if theirs.origin.version == self.work.origin.version {
            let path = self.work.origin.file.clone().unwrap_or_default();
            self.untouched(&path, theirs.origin.stamp);
            return;
        }
        self.found_again();
        self.window.settle_file();
        self.work.origin.is_overtaken = true;
        self.others.theirs = Some(theirs);
        self.others.is_asked = false;
    }

    /// Shows what others have written, where nothing is unsaved.
    fn show_theirs(&mut self) {
        let Some(theirs) = self.others.theirs.take() else {
            return;
        };
        let name = self.file_name();
        let differences = diff(&self.work.document, &theirs.document);
        self.keep_mine_among_earlier();
        self.reload(*theirs);
        self.window.settle_file();
        self.window.notify(format!(
            "{name} was changed by someone else and has been reloaded: {differences}."
        ));
    }

    /// Asks what is to become of someone else's version and one's own changes.
    pub(super) fn ask_about_theirs(&mut self) {
        self.finish_draft();
        let Some(theirs) = &self.others.theirs else {
            return;
        };
        self.others.is_asked = true;
        self.others.is_told = true;
        self.others.is_wanted = false;
        self.window.settle_file();
        let lines = |new: &Document| {
            let diff = diff(&self.on_disk, new);
            FileSide {
                short: diff.to_string(),
                lines: differences(&diff, &self.on_disk, new, MOST_DIFFERENCES),
            }
        };
        self.window.ask(Overtaken {
            name: self.file_name(),
            theirs: lines(&theirs.document),
            mine: lines(&self.work.document),
            is_open: false,
            is_kept: !self.window.settings.keep.is_none(),
        });
    }

    /// The answer.
    pub(super) fn answer_theirs(&mut self, answer: Theirs) {
        self.window.dialog = None;
        match answer {
            Theirs::Later => self
                .window
                .notify("Nothing changed. You will be asked again when you save."),
            Theirs::TakeTheirs => self.take_theirs(),
            Theirs::KeepMine => self.save_mine_beside(),
        }
    }

    fn take_theirs(&mut self) {
        let Some(theirs) = self.others.theirs.take() else {
            return;
        };
        let path = self.work.origin.file.clone().unwrap_or_default();
        if self.store.stamp(&path) != theirs.origin.stamp {
            // It was changed again meanwhile: what would be shown is nowhere any more, so it is asked anew.
            self.drop_theirs();
            self.look_at_theirs(path, None, false);
            return;
        }
        self.keep_mine_among_earlier();
        self.reload(*theirs);
        self.window.settle_file();
        self.window
            .notify(match self.window.settings.keep.is_none() {
                true => "Their version is open.",
                false => "Their version is open. Yours is in Version history.",
            });
    }

    /// Keeps the dataset as it is here, which someone else's version takes the place of.
    fn keep_mine_among_earlier(&mut self) {
        self.finish_draft();
        let Some(path) = self.work.origin.file.clone() else {
            return;
        };
        let (store, keep) = (self.store.clone(), self.window.settings.keep);
        let document = self.work.document.clone();
        let keep_mine = move || {
            let kept = store.keep_mine(&path, &linkwright::write(&document), keep);
            let failed = kept.err();
            failed.map(|error| {
                format!(
                    "Your version could not be added to Version history: \
                {error}."
                )
            })
        };
        self.jobs.start(keep_mine, |app: &mut Self, _, failed| {
            app.notify_failure(failed)
        });
    }

    /// Writes the dataset as it is here beside the file, and goes on in that.
    fn save_mine_beside(&mut self) {
        let Some(path) = self.work.origin.file.clone() else {
            return;
        };
        let store = self.store.clone();
        let document = self.work.placed().clone();
        let save = move || {
            let bytes = linkwright::write(&document);
            match store.save_beside(&path, "my copy", &bytes) {
                Ok(copy) => Ok(copy),
                Err(error) => Err(format!("Not saved: {error}.")),
            }
        };
        self.jobs
            .start(save, |app: &mut Self, _, saved| match saved {
                Ok(copy) => app.kept_mine(copy),
                Err(why) => app.notify_failure(Some(why)),
            });
    }

    /// The copy is written: from now on it is the dataset's file.
    pub(super) fn kept_mine(&mut self, copy: PathBuf) {
        self.work.origin.is_overtaken = false;
        self.others.forget();
        self.window.settle_file();
        self.window.notify(format!(
            "Saved your version as {}, now open. Their file is unchanged.",
            copy.display()
        ));
        self.write_to(copy);
    }

    /// Shows another state of the same file, and keeps the eye where it is: camera, view, filter, selection.
    fn reload(&mut self, mut work: Work) {
        // Each of these makes the whole chart anew, so only what differs is asked for.
        if work.view_id != self.work.view_id {
            work.show_view(&self.work.view_id);
        }
        if work.filter != self.work.filter {
            work.set_filter(self.work.filter.clone());
        }
        if work.what_if() != self.work.what_if() {
            work.set_what_if(self.work.what_if().clone());
        }
        work.adopt_places(&self.work);
        work.origin.is_elsewhere = self.work.origin.is_elsewhere;
        let before = std::mem::replace(&mut self.work, work);
        self.select_again(&before);
        self.window.forget_slots();
        self.prune_selection();
        self.arranging = None;
        self.may_lose = false;
        self.others.forget();
        self.begin_journal();
        let origin = &self.work.origin;
        self.watcher
            .watch(origin.file.clone().map(|file| (file, origin.stamp)));
    }

    /// What was selected before is selected again, by id: slots are others now.
    fn select_again(&mut self, before: &Work) {
        let (old, new) = (&before.document, &self.work.document);
        let entity = |slot: &u32| new.entities().slot_of(old.entities().id_at(*slot)?);
        let link = |slot: &u32| new.links().slot_of(old.links().id_at(*slot)?);
        let selection = &self.window.selection;
        let selection = Selection {
            entities: selection.entities.iter().filter_map(entity).collect(),
            links: selection.links.iter().filter_map(link).collect(),
        };
        if let Target::Source(slot) = self.window.target {
            let id = old.sources().id_at(slot);
            let slot = id.and_then(|id| new.sources().slot_of(id));
            self.window.target = slot.map_or(Target::Selection, Target::Source);
        }
        self.window.selection = selection;
    }

    /// Another window of the same user has the file: here it can be looked at. Tries again from time to time.
    pub(super) fn try_to_claim(&mut self) {
        let Some(path) = self.work.origin.file.clone() else {
            return;
        };
        if !self.work.origin.is_elsewhere {
            return;
        }
        self.ctx.request_repaint_after(AGAIN);
        if self.window.now - self.claim_tried < AGAIN.as_secs_f64() {
            return;
        }
        self.claim_tried = self.window.now;
        if let LockResult::Mine(lock) = self.store.claim(&path) {
            self.claim = Some(lock);
            self.work.origin.is_elsewhere = false;
            self.begin_journal();
            // The other window may have saved last.
            self.watcher.look_now();
            self.window.settle_file();
            self.window.notify(format!(
                "{} is no longer open elsewhere. You can edit it here.",
                file_name(&path)
            ));
        }
    }

    /// The claim, the watch and the earlier versions of the file that is open go with it.
    pub(super) fn leave_file(&mut self, next: Option<&Path>) {
        self.claim = None;
        self.watcher.watch(None);
        let is_over = self.window.settings.keep == Keep::UntilClosed;
        if let Some(path) = self.work.origin.file.as_deref()
            && is_over
            && next != Some(path)
            && !self.work.origin.is_elsewhere
        {
            self.store.let_go_of_earlier(path);
        }
    }
}
