//! How the program starts: the window, and the first dataset in it.

use std::path::PathBuf;

use egui::{Context, ViewportBuilder};

use crate::formats;
use crate::look::Theme;
use crate::model::Document;
use crate::store::confirm_journal;
use crate::work::{FileState, Waker, Work};

use super::{Linkwright, Options};

/// The sample dataset, as the repository has it.
const SAMPLE: &[u8] = include_bytes!("../../datasets/uk-cyber-sanctions.json");

/// No window could be opened.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NoWindow(String);

impl Linkwright {
    /// Opens the first dataset: the one asked for, else the last one, else the sample.
    pub(super) fn open_first(&mut self, ctx: &Context, file: Option<PathBuf>) {
        let last = self.window.settings.recent.first().cloned();
        match file.or(last) {
            Some(path) => self.open_path(ctx, path),
            None => self.open_sample(ctx),
        }
    }
}

/// An empty dataset.
pub(super) fn nothing(wake: Waker) -> Work {
    Work::new(
        Document::default(),
        FileState::default(),
        true,
        Theme::Light,
        wake,
    )
}

/// The sample, as a new dataset without a file.
pub(super) fn sample(theme: Theme, wake: Waker) -> Work {
    let opened = formats::open(SAMPLE);
    let document = opened.map(|opened| opened.document).unwrap_or_default();
    Work::new(document, FileState::default(), true, theme, wake)
}

/// Opens the window and stays until it is closed.
///
/// # Errors
/// If there is no display, or no graphics driver that can draw.
pub fn open_window(options: Options) -> Result<(), NoWindow> {
    install_panic_hook();
    let settings = options.store.settings();
    let [width, height] = settings.window.unwrap_or([1280.0, 700.0]);
    let viewport = ViewportBuilder::default()
        .with_title("Linkwright")
        .with_app_id("linkwright")
        .with_inner_size([width.clamp(640.0, 8000.0), height.clamp(480.0, 5000.0)])
        .with_min_inner_size([720.0, 480.0])
        .with_clamp_size_to_monitor_size(true)
        .with_icon(icon());
    let native = eframe::NativeOptions {
        viewport,
        renderer: eframe::Renderer::Wgpu,
        persist_window: false,
        centered: true,
        ..eframe::NativeOptions::default()
    };
    let started = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        eframe::run_native(
            "linkwright",
            native,
            Box::new(move |creation| Ok(Box::new(Linkwright::new(creation, options)))),
        )
    }));
    match started {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(NoWindow(window_error_text(&error.to_string()))),
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// A fault of the program's own: what is not saved is in the journal before it ends. What a panic says may hold names of
/// the dataset, so that only its place is printed.
pub fn install_panic_hook() {
    std::panic::set_hook(Box::new(|panic| {
        confirm_journal();
        let place = panic
            .location()
            .map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
        eprintln!(
            "linkwright: internal error{place}; unsaved work will be offered at the next start"
        );
    }));
}

/// What a failed start means, and what to do.
fn window_error_text(error: &str) -> String {
    let error = error.replace(['\n', '\r'], " ");
    let no_display = std::env::var_os("DISPLAY").is_none_or(|v| v.is_empty())
        && std::env::var_os("WAYLAND_DISPLAY").is_none_or(|v| v.is_empty());
    if cfg!(target_os = "linux") && no_display {
        return "no display: neither DISPLAY nor WAYLAND_DISPLAY is set; start Linkwright in a desktop session, \
            or use a command that needs no window (see linkwright --help)"
            .to_owned();
    }
    format!(
        "no window could be opened ({error}); on Debian or Ubuntu: apt install libegl1 libgl1-mesa-dri \
         libvulkan1 mesa-vulkan-drivers libxkbcommon-x11-0 libxcursor1 libxi6. Other commands work without a \
         window (see linkwright --help)"
    )
}

/// The window's icon, drawn from the program's own shapes: two nodes and their link.
fn icon() -> egui::IconData {
    const SIDE: usize = 64;
    let palette = Theme::Light.palette();
    let (ground, ink) = (palette.accent, palette.on_accent);
    let mut rgba = vec![0; SIDE * SIDE * 4];
    for (at, pixel) in rgba.chunks_exact_mut(4).enumerate() {
        let (x, y) = ((at % SIDE) as f32 + 0.5, (at / SIDE) as f32 + 0.5);
        let disc = |cx: f32, cy: f32| ((x - cx).powi(2) + (y - cy).powi(2)).sqrt();
        let line = ((x - 18.0) + (y - 46.0)).abs() / 2f32.sqrt();
        let on_line = line < 3.5 && (18.0..46.0).contains(&x);
        let mark = disc(18.0, 46.0) < 10.0 || disc(46.0, 18.0) < 10.0 || on_line;
        let corner = (x - x.clamp(14.0, 50.0)).hypot(y - y.clamp(14.0, 50.0));
        let color = if mark { ink } else { ground };
        let alpha = ((14.5 - corner).clamp(0.0, 1.0) * 255.0) as u8;
        pixel.copy_from_slice(&[color.r(), color.g(), color.b(), alpha]);
    }
    egui::IconData {
        rgba,
        width: SIDE as u32,
        height: SIDE as u32,
    }
}
