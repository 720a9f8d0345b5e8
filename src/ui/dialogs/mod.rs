//! Questions, and things to read, over everything: each a file with what it is about, its width, its inside and what closing
//! it means. One frame shows them all. What a dialog is: `Dialog` in `ui/command/dialog.rs`; `parts` and `rows` are what
//! they are built of.

mod about;
mod address;
mod attach;
mod delete;
mod earlier;
mod end_claim;
mod entry_help;
mod finding;
mod keys;
mod local;
mod merge_records;
mod new;
mod overtaken;
mod parts;
mod path;
mod recover;
mod report;
mod rows;
mod save_over;
mod set_aside;
mod unsaved;

pub use self::about::About;
pub use self::address::{OpenAddress, intercept};
pub use self::attach::{Attach, AttachNote, is_document};
pub use self::delete::Delete;
pub use self::earlier::{EarlierRow, VersionHistory};
pub use self::end_claim::EndClaim;
pub use self::entry_help::QuickEntryHelp;
pub use self::finding::SetFindingAside;
pub use self::keys::Keys;
pub use self::local::{LocalData, LocalRow};
pub use self::merge_records::MergeRecords;
pub use self::new::NewDataset;
pub use self::overtaken::{FileSide, Overtaken};
pub use self::path::TypePath;
pub use self::recover::{LeftWork, Recovery};
pub use self::report::ImportReport;
pub use self::save_over::SaveOver;
pub use self::set_aside::SetAside;
pub use self::unsaved::Unsaved;

use egui::{Align2, Context, Id, Key, Modal, Popup, Ui, vec2};

use super::command::{Asking, Command};
use super::state::{Window, chart_id};
use super::theme::palette;
use crate::work::Work;

/// The id of the dialog that is asked now. Each has one of its own, so that none begins with the size and place of the one
/// before.
pub fn id(window: &Window) -> Id {
    Id::unique(("dialog", window.dialogs))
}

/// Shows the dialog, if there is one.
pub fn show(ui: &Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let Some(mut dialog) = window.dialog.take() else {
        return;
    };
    let ctx = ui.ctx();
    let is_fresh = std::mem::take(&mut window.is_dialog_fresh);
    let mut asking = Asking {
        work,
        out,
        enter: !is_fresh && enter_means_the_answer(ctx),
        wants_focus: is_fresh || has_no_focus(ctx),
        is_done: false,
    };
    let id = id(window);
    let room = ctx.content_rect().width() - 64.0;
    let mut is_measured = false;
    let mut modal = Modal::new(id)
        .backdrop_color(palette(ctx).scrim)
        .frame(egui::Frame::popup(ui.style()).inner_margin(20));
    // It opens in the middle. From then on its top stays, so that nothing moves under the pointer where it grows.
    let placed: Option<Placed> = ctx.data(|data| data.get_temp(id));
    if let Some(placed) = placed {
        modal.area = modal.area.anchor(Align2::CENTER_TOP, vec2(0.0, placed.top));
    }
    let shown = modal.show(ctx, |ui| {
        is_measured = !ui.is_sizing_pass();
        ui.set_width(dialog.width().min(room));
        ui.spacing_mut().item_spacing.y = 10.0;
        dialog.show(ui, &mut asking);
    });
    if placed.is_none_or(|placed| !placed.is_settled) {
        let height = shown.response.rect.height();
        let is_settled = placed.is_some_and(|placed| placed.height == height);
        if is_measured {
            let top = ((ctx.content_rect().height() - height) / 2.0).max(0.0);
            let placed = Placed {
                top,
                height,
                is_settled,
            };
            ctx.data_mut(|data| data.insert_temp(id, placed));
        }
        if !is_settled {
            ctx.request_discard("a dialog is measured before it is seen");
        }
    }
    let mut is_done = asking.is_done;
    if !is_done && shown.should_close() {
        let answer = dialog.on_close();
        is_done = answer.is_none();
        out.extend(answer);
    }
    if !is_done {
        window.dialog = Some(dialog);
    }
}

/// Where a dialog stands, for the height that it had when it was measured last.
#[derive(Clone, Copy)]
struct Placed {
    top: f32,
    height: f32,
    /// Whether it had the same height twice: from then on it stays.
    is_settled: bool,
}

/// Whether Enter was pressed where it belongs to no button or list of its own.
fn enter_means_the_answer(ctx: &Context) -> bool {
    let is_pressed = ctx.input(|input| input.key_pressed(Key::Enter));
    is_pressed && !Popup::is_any_open(ctx) && (has_no_focus(ctx) || ctx.text_edit_focused())
}

fn has_no_focus(ctx: &Context) -> bool {
    let focused = ctx.memory(|memory| memory.focused());
    focused.is_none_or(|id| id == chart_id())
}
