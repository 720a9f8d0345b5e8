//! The application: carries out what a frame asked for, keeps files and settings, and answers the system.

mod address;
mod attach;
mod capture;
mod choosing;
mod clipboard;
mod draft;
mod earlier;
mod endings;
mod exporting;
mod importing;
mod jobs;
mod merging;
mod opening;
mod others;
mod places;
mod records;
mod recovery;
mod run;
mod saving;
mod selecting;
mod shapes;
mod start;
mod views;
mod watch;
mod what_if;

use std::path::PathBuf;
use std::sync::Arc;

use egui::{Context, ViewportCommand};

use crate::formats::journal::{JournalDraft, Replay};
use crate::model::Document;
use crate::scene::fonts::FontBook;
use crate::store::{JournalWriter, LeftJournal, Lock, Settings, Store, today};
use crate::ui::canvas::Adapter;
use crate::ui::state::Window;
use crate::ui::{self, theme};
use crate::work::{Waker, Work};

use self::jobs::Jobs;
use self::opening::Pending;
use self::others::Others;
use self::places::PendingArrange;
use self::saving::SaveOutcome;
use self::watch::Watcher;

pub use self::start::{NoWindow, install_panic_hook, open_window};

/// How many differences a dialog lists.
const MOST_DIFFERENCES: usize = 200;

/// How the program is started.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The file to open.
    pub file: Option<PathBuf>,
    /// The disk, and the folder for what is remembered.
    pub store: Store,
    /// Whether the system's file dialogs are used; otherwise paths are typed.
    pub native_dialogs: bool,
}

/// The application.
pub struct Linkwright {
    /// The open dataset.
    pub work: Work,
    /// What the window knows beside it.
    pub window: Window,
    store: Store,
    ctx: Context,
    kept_settings: Settings,
    native_dialogs: bool,
    jobs: Jobs<Self>,
    /// What waits for an answer about unsaved changes, or for a save.
    pending: Option<Pending>,
    /// Whether the pending step follows as soon as a save has succeeded.
    go_on_after_save: bool,
    /// Whether the user has agreed to save over what could not be read.
    may_lose: bool,
    /// The dataset as its file has it; as it was opened where it has none.
    on_disk: Arc<Document>,
    /// What protects unsaved changes against a crash.
    journal: Option<JournalWriter>,
    /// What the journal was last told of what is being typed.
    told_draft: Option<JournalDraft>,
    /// Numbers saves.
    save_number: u64,
    /// Holds the open file for this window.
    claim: Option<Lock>,
    /// When it was last tried to claim a file that another window has, in seconds of the window's clock.
    claim_tried: f64,
    watcher: Watcher,
    others: Others,
    /// What earlier windows left, while it is asked about.
    left: Vec<(LeftJournal, Replay)>,
    arranging: Option<PendingArrange>,
    title: String,
    may_close: bool,
    start_maximized: bool,
    /// Whether it was said that characters are missing: once is enough.
    told_of_fonts: bool,
}

impl Linkwright {
    /// The application on egui's context: fonts, styles, settings, and the first dataset.
    pub fn new(creation: &eframe::CreationContext<'_>, options: Options) -> Self {
        let ctx = &creation.egui_ctx;
        let store = options.store;
        let settings = store.settings();
        let start_maximized = settings.maximized || settings.window.is_none();
        ctx.add_plugin(ui::typing_order::TypingOrder::default());
        theme::install_fonts(ctx);
        theme::install_styles(ctx, settings.reduced_motion);
        ctx.options_mut(|options| {
            options.zoom_with_keyboard = false;
            options.fallback_theme = egui::Theme::Light;
            // A dialog is measured, until its height stays, before it is seen.
            options.max_passes = std::num::NonZeroUsize::MIN.saturating_add(3);
        });
        let mut window = Window::new(settings.clone());
        if let Some(state) = &creation.wgpu_render_state {
            window.format = Some(state.target_format);
            window.adapter = Adapter::of(&state.adapter.get_info());
        }
        window.today = today();
        let jobs = Jobs::new(ctx.clone(), Self::job_died);
        let send = jobs.sender();
        let watcher = Watcher::new(store.clone(), move |path, stamp| {
            send(Box::new(move |app: &mut Self, _| app.touched(path, stamp)));
        });
        let mut app = Self {
            work: start::nothing(waker(ctx)),
            window,
            store,
            ctx: ctx.clone(),
            on_disk: Arc::default(),
            journal: None,
            told_draft: None,
            save_number: 0,
            claim: None,
            claim_tried: 0.0,
            watcher,
            others: Others::default(),
            left: Vec::new(),
            kept_settings: settings,
            native_dialogs: options.native_dialogs,
            jobs,
            pending: None,
            go_on_after_save: false,
            may_lose: false,
            arranging: None,
            title: String::new(),
            may_close: false,
            start_maximized,
            told_of_fonts: false,
        };
        app.apply_settings(ctx);
        app.open_first(ctx, options.file);
        app.look_for_left();
        app
    }

    /// Gives egui what the settings say.
    fn apply_settings(&self, ctx: &Context) {
        let settings = &self.window.settings;
        let preference = match settings.theme.as_str() {
            "light" => egui::ThemePreference::Light,
            "dark" => egui::ThemePreference::Dark,
            _ => egui::ThemePreference::System,
        };
        ctx.set_theme(preference);
        let zoom = settings.zoom.clamp(0.5, 3.0);
        if (ctx.zoom_factor() - zoom).abs() > 1e-3 {
            ctx.set_zoom_factor(zoom);
        }
    }

    /// Says once where this machine's fonts fall short.
    fn tell_missing_characters(&mut self) {
        if self.told_of_fonts {
            return;
        }
        if let Some(complaint) = FontBook::shared().complaint() {
            self.told_of_fonts = true;
            self.window
                .notify_error(format!("Missing characters: {complaint}."));
        }
    }

    /// Keeps settings that have changed, once the pointer rests.
    fn keep_settings(&mut self, ctx: &Context) {
        let busy = ctx.input(|input| input.pointer.any_down());
        if busy || self.window.settings == self.kept_settings {
            return;
        }
        self.kept_settings = self.window.settings.clone();
        let (store, settings) = (self.store.clone(), self.kept_settings.clone());
        let job = move || {
            let failed = store.save_settings(&settings).err();
            failed.map(|error| format!("Settings not saved: {error}."))
        };
        self.jobs
            .start(job, |app, _, failed| app.notify_failure(failed));
    }

    /// Says in the system's title bar what is open, and whether it is saved.
    fn show_title(&mut self, ctx: &Context) {
        let unsaved = self.is_unsaved();
        let name = match &self.work.origin.file {
            Some(file) => ui::parts::names::file_name(file),
            None => ui::parts::names::shown_title(&self.work),
        };
        let title = format!("{}{name} – Linkwright", if unsaved { "• " } else { "" });
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    /// Whether something would be lost if the window closed now.
    pub fn is_unsaved(&self) -> bool {
        self.work.history.is_dirty() || self.window.draft.is_some()
    }

    /// Closes the window: nothing is left to ask. It goes from the screen at once, and its last frames draw nothing.
    fn close(&mut self, ctx: &Context) {
        self.may_close = true;
        ctx.send_viewport_cmd(ViewportCommand::Visible(false));
        ctx.send_viewport_cmd(ViewportCommand::Close);
    }

    /// Whether the window is about to close.
    pub fn is_closing(&self) -> bool {
        self.may_close
    }

    /// The words in the system's title bar.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Notes the window's size in the settings, and whether it fills the screen. A window that closes is hidden first, and a
    /// hidden one fills nothing.
    fn note_window(&mut self, ctx: &Context, viewport: &egui::ViewportInfo) {
        let Some(maximized) = viewport.maximized.filter(|_| !self.may_close) else {
            return;
        };
        self.window.settings.maximized = maximized;
        if let Some(rect) = viewport.inner_rect.filter(|_| !maximized) {
            // egui's zoom is ours, the window's size is the system's.
            let size = rect.size() * ctx.zoom_factor();
            self.window.settings.window = Some([size.x.round(), size.y.round()]);
        }
    }

    /// The window's size goes into the settings; a request to close is asked about where something is unsaved.
    fn answer_system(&mut self, ctx: &Context) {
        let viewport = ctx.input(|input| input.viewport().clone());
        // A window that is made maximized while it is hidden forgets it on X11, so it is asked for once it is seen.
        if self.window.frame == 1 && std::mem::take(&mut self.start_maximized) {
            ctx.send_viewport_cmd(ViewportCommand::Maximized(true));
        }
        self.note_window(ctx, &viewport);
        if viewport.close_requested() && !self.may_close {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.ask_before(ctx, Pending::Quit);
        }
        let dropped = ctx.input(|input| input.raw.dropped_files.clone());
        let mut paths = dropped.iter().map(|file| file.path());
        if let Some(path) = paths.find(|path| !path.as_os_str().is_empty()) {
            self.dropped(ctx, path.to_path_buf());
        }
    }
}

impl Linkwright {
    /// Starts a job that the window says it is busy with until it has ended.
    fn start_busy<Found: Send + 'static>(
        &mut self,
        with: String,
        job: impl FnOnce() -> Found + Send + 'static,
        then: impl FnOnce(&mut Self, &Context, Found) + Send + 'static,
    ) {
        self.window.busy = Some(with);
        self.jobs.start(job, |app: &mut Self, ctx, found| {
            (app.window.busy, app.window.is_opening) = (None, false);
            then(app, ctx, found);
        });
    }

    /// A job has died by a fault of ours.
    fn job_died(&mut self, ctx: &Context, is_save: bool) {
        const FAULT: &str = "Linkwright hit an internal error. Your entries are safe: use Save as, then \
                    restart Linkwright";
        (self.window.busy, self.window.is_opening) = (None, false);
        if is_save {
            self.save_ended(ctx, SaveOutcome::Failed(FAULT.to_owned()));
        } else {
            self.notify_failure(Some(
                "A background task failed. {fault}.".replace("{fault}", FAULT),
            ));
        }
    }

    /// Says what has failed, if something has.
    fn notify_failure(&mut self, failed: Option<String>) {
        if let Some(why) = failed {
            self.window.notify_error(why);
        }
    }
}

impl eframe::App for Linkwright {
    fn logic(&mut self, ctx: &Context, _: &mut eframe::Frame) {
        while let Some(then) = self.jobs.next_ended() {
            then(self, ctx);
        }
        self.answer_system(ctx);
        self.offer_left();
        self.look_after_others(ctx);
        self.try_to_claim();
        self.show_title(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        if self.may_close {
            return;
        }
        self.finish_draft_before_frame(&ctx);
        let palette = ui::frame(ui, &mut self.work, &mut self.window);
        self.finish_draft_after_frame(&ctx);
        self.tell_first_problems();
        self.tell_missing_characters();
        self.finish_arranging();
        let any = !palette.is_empty();
        for command in palette {
            self.run(&ctx, command);
        }
        if any {
            ctx.request_repaint();
        }
        self.tell_journal();
        self.keep_settings(&ctx);
        if self.may_close {
            // What is not seen any more is not painted: without a graphics card that takes a second.
            ctx.graphics_mut(|graphics| drop(std::mem::take(graphics)));
        }
    }

    fn on_exit(&mut self) {
        // Nobody is left to tell of a failure.
        let _ = self.store.save_settings(&self.window.settings);
        self.jobs.wait_for_saves();
        if self.may_close || !self.is_unsaved() {
            self.end_journal();
            self.leave_file(None);
        }
    }

    fn clear_color(&self, _: &egui::Visuals) -> [f32; 4] {
        let panel = self.work.theme().palette().panel;
        match self.window.format.is_some_and(|format| format.is_srgb()) {
            true => egui::Rgba::from(panel).to_array(),
            false => panel.to_normalized_gamma_f32(),
        }
    }
}

/// Wakes the window from another thread.
fn waker(ctx: &Context) -> Waker {
    let ctx = ctx.clone();
    Arc::new(move || ctx.request_repaint())
}
