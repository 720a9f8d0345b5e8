//! Under the line: what Enter will do, what comes next, or what was done last.

use std::sync::Arc;

use egui::text::LayoutJob;
use egui::{CornerRadius, Galley, Id, LayerId, Order, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use crate::capture::{FoundSource, Line, Plan, SourceWords, find_source};
use crate::look::Palette;
use crate::model::names::fold;
use crate::model::sentence::publication;
use crate::scene::fonts::Weight;
use crate::ui::parts::widgets::edge;
use crate::ui::state::{CaptureState, Offer};
use crate::ui::theme::{font, palette};
use crate::work::Work;

/// The height of a line of words, points.
pub(super) const LINE: f32 = 16.0;
/// The most lines of words.
const MOST_LINES: usize = 2;

/// What is said under the line.
pub(super) struct Foretold {
    text: String,
    galley: Arc<Galley>,
}

impl Foretold {
    /// What is said now, in so much room.
    pub(super) fn new(ui: &Ui, capture: &CaptureState, width: f32) -> Self {
        let (text, color) = foretold(capture, palette(ui.ctx()));
        let body = font(12.0, Weight::Regular);
        let mut job = LayoutJob::simple(text.clone(), body, color, width - 8.0);
        job.wrap.max_rows = MOST_LINES;
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        Self { text, galley }
    }

    /// How many lines it has.
    pub(super) fn lines(&self) -> usize {
        self.galley.rows.len().max(1)
    }

    /// Paints it at the top of `rect`, which has room for a line in `bar`: another line hangs over the chart, which keeps its
    /// room while something is typed.
    pub(super) fn show(self, ui: &Ui, rect: Rect, bar: Rect) {
        let colors = palette(ui.ctx());
        let over = self.lines().saturating_sub(1) as f32 * LINE;
        let mut painter = ui.painter().clone();
        if rect.top() + LINE + over > bar.bottom() {
            painter = ui.ctx().layer_painter(LayerId::new(
                Order::Middle,
                Id::unique("capture words layer"),
            ));
            let more = Rect::from_min_max(
                bar.left_bottom() - vec2(0.0, 1.0),
                bar.max + vec2(0.0, over),
            );
            painter.rect_filled(more, CornerRadius::ZERO, colors.panel);
            edge(&painter, more.left_bottom(), more.right_bottom(), colors);
        }
        painter.galley(rect.min + vec2(4.0, 1.0), self.galley, colors.text);
        let response = ui.interact(rect, Id::unique("capture words"), Sense::hover());
        let text = self.text;
        response.widget_info(|| WidgetInfo::labeled(Role::Status, true, text.clone()));
        response.on_hover_text(&text);
    }
}

/// In words, what Enter will do; or what comes next; or what was done last.
fn foretold(capture: &CaptureState, colors: &Palette) -> (String, egui::Color32) {
    let reading = &capture.read.reading;
    if let Some(mistake) = reading.mistakes.first() {
        if capture.asked || !mistake.unfinished {
            return (format!("Not understood: {}", mistake.why), colors.error);
        }
        let next = mistake.next.map(|next| format!("Next: {next}"));
        let text = next.unwrap_or_else(|| mistake.why.clone());
        return (text, colors.text_secondary);
    }
    let parts = || capture.read.parts.join("  ·  ");
    match &reading.line {
        Some(_) if capture.read.is_same => (
            format!("Enter shows it: {}", parts()),
            colors.text_secondary,
        ),
        Some(_) if capture.read.has_caution => (parts(), colors.warning),
        Some(_) => (parts(), colors.text_secondary),
        None if !capture.done.is_empty() => (capture.done.clone(), colors.ok),
        None => (KEYS.to_owned(), colors.text_tertiary),
    }
}

const KEYS: &str = "Enter adds  ·  Shift+Enter keeps subject and verb  ·  Ctrl+Enter opens the claim  ·  Up recalls  ·  Esc closes";

/// Notes with a new name that Tab would take a known one in its place: the first offer is for what was typed of it.
pub(super) fn say_what_tab_takes(plan: &mut Plan, line: &Line, offer: Option<&Offer>) {
    let Some(offer) = offer.filter(|offer| offer.is_sure && offer.slot.is_some()) else {
        return;
    };
    let ends = line.ends().into_iter();
    let mut typed = ends.filter(|end| end.slot.is_none() && end.at.start == offer.at.start);
    let Some(typed) = typed.next() else {
        return;
    };
    let name = fold(&typed.name);
    let new = plan.new_entities.iter_mut();
    for new in new.filter(|new| fold(&new.name) == name) {
        new.instead = Some(offer.label.clone());
    }
}

/// What Enter makes of a source line.
pub(super) fn foretell_source(work: &Work, words: &SourceWords) -> String {
    let sources = work.document.sources();
    match find_source(&work.document, words) {
        FoundSource::Known(slot) => {
            let name = sources.at(slot).map(|source| publication(source));
            format!("Enter to cite {} from now on", name.unwrap_or_default())
        }
        FoundSource::Several(slots) => {
            format!("{} sources match: choose one or keep typing", slots.len())
        }
        FoundSource::New => "Enter to add a new source".into(),
    }
}
