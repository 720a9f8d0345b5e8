//! What would complete the line, in a list under it.

use egui::{Area, Id, Order, Rect, Ui, pos2};

use crate::look::node_look;
use crate::scene::fonts::Weight;
use crate::ui::parts::widgets::{ListRow, elided};
use crate::ui::state::{CaptureState, Offer};
use crate::ui::theme::current;
use crate::work::Work;

fn offers_id() -> Id {
    Id::unique("capture offers")
}

/// Whether the pointer is pressing an offer, or lets go of one: the press has taken the focus from the line.
fn is_on_offers(ui: &Ui) -> bool {
    let area = ui.memory(|memory| memory.area_rect(offers_id()));
    ui.input(|input| {
        let pointer = &input.pointer;
        let at = pointer
            .interact_pos()
            .filter(|_| pointer.any_down() || pointer.any_released());
        at.zip(area).is_some_and(|(at, area)| area.contains(at))
    })
}

/// What would complete the line whose field this is, under what is said of it; `top` is where that ends. Returns the offer
/// that was clicked.
pub(super) fn show(
    ui: &Ui,
    work: &Work,
    capture: &CaptureState,
    field: Rect,
    top: f32,
    field_id: Id,
) -> Option<usize> {
    let may_complete = !capture.quiet && !capture.read.offers.is_empty();
    let is_used = || ui.memory(|memory| memory.has_focus(field_id)) || is_on_offers(ui);
    if !may_complete || !is_used() {
        return None;
    }
    let mut picked = None;
    Area::new(offers_id())
        .order(Order::Foreground)
        .fixed_pos(pos2(field.left(), top + 2.0))
        .constrain(true)
        .show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style())
                .inner_margin(4)
                .show(ui, |ui| {
                    ui.set_width(field.width().min(560.0));
                    ui.spacing_mut().item_spacing.y = 0.0;
                    for (at, offer) in capture.read.offers.iter().enumerate() {
                        let chosen = capture.chosen;
                        let tab_takes = at == 0 && chosen.is_none() && offer.is_sure;
                        let row = offer_row(ui, work, offer, chosen == Some(at), tab_takes);
                        if row.clicked() {
                            picked = Some(at);
                        }
                    }
                })
        });
    picked
}

fn offer_row(
    ui: &mut Ui,
    work: &Work,
    offer: &Offer,
    chosen: bool,
    tab_takes: bool,
) -> egui::Response {
    let kind = offer
        .slot
        .and_then(|slot| work.document.entities().at(slot));
    let kind = kind.map(|entity| work.evidence.vocabulary().entity_kind(entity.kind_id()));
    let support = kind.map(|kind| node_look(&kind, current(ui.ctx())));
    let mut row = ListRow::new(&offer.label);
    row.swatch = support.as_ref();
    row.selected = chosen;
    row.below = &offer.below;
    row.height = if offer.below.is_empty() { 26.0 } else { 42.0 };
    let hint = elided(
        &offer.hint,
        12.0,
        Weight::Regular,
        ui.available_width() * 0.5,
    );
    let tab = tab_takes.then(|| "Tab".to_owned());
    let right = Some(hint).filter(|hint| !hint.is_empty());
    row.right = Some(right.into_iter().chain(tab).collect::<Vec<_>>().join("   "));
    let told = [&offer.label, &offer.below, &offer.hint].into_iter();
    let told: Vec<&str> = told
        .filter(|text| !text.is_empty())
        .map(String::as_str)
        .collect();
    row.name = told.join(", ");
    row.show(ui)
}
