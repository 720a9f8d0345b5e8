//! The details of a link: its ends, its look with the reason, its sentence, its claims, its fields.

use egui::{CornerRadius, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use crate::look::node_look;
use crate::model::sentence::{Narrator, support_reason, support_text};
use crate::model::{Claim, Link};
use crate::scene::LinkRow;
use crate::scene::fonts::Weight;
use crate::scene::ink::{plain_row, sample};
use crate::scene::legend::node_sample;
use crate::ui::command::Command;
use crate::ui::fields::{RecordKey, RecordPart, link_edit};
use crate::ui::parts::choices::{entities, link_kinds, markings};
use crate::ui::parts::icons::sign;
use crate::ui::parts::paint;
use crate::ui::parts::widgets::{focus_ring, section, text_at};
use crate::ui::state::Window;
use crate::ui::theme::{current, font, palette};
use crate::view::Selection;
use crate::work::Work;

use super::date::since_until;
use super::field::Form;
use super::shared::{footer, properties};
use super::{claims, header, history};

/// Shows the link in `slot`.
pub(super) fn show(
    ui: &mut Ui,
    work: &Work,
    window: &mut Window,
    slot: u32,
    out: &mut Vec<Command>,
) {
    let Some(link) = work.document.links().at(slot).cloned() else {
        return;
    };
    header(ui, "Link", out);
    ends(ui, work, &link, slot, out);
    ui.add_space(2.0);
    look_card(ui, work, &link, slot);
    let narrator = Narrator::new(&work.document, &work.evidence);
    let sentence = egui::RichText::new(narrator.sentence(slot)).font(font(13.0, Weight::Regular));
    ui.add(egui::Label::new(sentence).wrap().selectable(true));
    ui.add_space(6.0);
    let mut form = Form {
        work,
        window,
        out,
        record: RecordKey::Link(slot),
        part: RecordPart::Itself,
    };
    let replace = |claims: Vec<Claim>| {
        link_edit(Link {
            claims,
            ..Link::clone(&link)
        })
    };
    claims::show(ui, &mut form, &link.claims, replace);
    ui.add_space(6.0);
    section(ui, "Fields", None);
    form.choose(
        ui,
        "Kind",
        "kind",
        "not stated (read as related to)",
        || link_kinds(work),
    );
    form.choose(ui, "From", "from", "not stated (link not drawn)", || {
        entities(work)
    });
    form.choose(ui, "To", "to", "not stated (link not drawn)", || {
        entities(work)
    });
    let directed = work.evidence.vocabulary().is_directed(link.kind_id());
    let as_kind = if directed {
        "yes (from kind)"
    } else {
        "no (from kind)"
    };
    form.truth(ui, "Directed", "directed", as_kind);
    form.text(ui, "Label", "label", "empty: the kind is shown");
    since_until(&mut form, ui);
    let inherited = format!("{} (from dataset)", work.document.marking());
    form.choose(ui, "Marking", "marking", &inherited, markings);
    form.text(ui, "Tags", "tags", "separate with commas");
    properties(ui, &mut form, &link.properties, |properties| {
        link_edit(Link {
            properties,
            ..Link::clone(&link)
        })
    });
    form.note(ui, "Note", "note");
    history::show(ui, work, &link.claims);
    form.unknown(ui);
    footer(ui, work, form.window, &link.id, form.out);
}

/// From, verb, to: each end leads to its entity.
fn ends(ui: &mut Ui, work: &Work, link: &Link, slot: u32, out: &mut Vec<Command>) {
    let palette = palette(ui.ctx());
    let kind = work.evidence.vocabulary().link_kind(link.kind_id());
    let directed = link.directed.unwrap_or(kind.directed);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
        end(ui, work, &link.from, out);
        ui.label(
            egui::RichText::new(kind.label.to_string())
                .font(font(15.0, Weight::Regular))
                .color(palette.text_secondary),
        );
        if directed {
            let (rect, _) = ui.allocate_exact_size(vec2(16.0, 24.0), Sense::hover());
            sign(ui, "link", rect.center(), 13.0, palette.text_secondary);
        }
        end(ui, work, &link.to, out);
    });
    if work.document.is_pending(slot) {
        let text = "Not drawn: one end is missing. Choose it below.";
        crate::ui::parts::widgets::wrong(ui, text);
    }
}

fn end(ui: &mut Ui, work: &Work, id: &str, out: &mut Vec<Command>) {
    let entity = work.document.entities().get(id);
    let Some((slot, entity)) = work.document.entities().slot_of(id).zip(entity) else {
        let text = if id.is_empty() { "not stated" } else { id };
        ui.weak(text);
        return;
    };
    let kind = work.evidence.vocabulary().entity_kind(entity.kind_id());
    let support = node_look(&kind, current(ui.ctx()));
    let (rect, _) = ui.allocate_exact_size(vec2(18.0, 24.0), Sense::hover());
    let mut inks = Vec::new();
    node_sample(&mut inks, rect.center(), 8.0 * support.factor, &support);
    paint::inks(ui.painter(), &inks, Vec2::ZERO);
    let name = crate::model::screen_line(entity.label());
    let text = egui::RichText::new(name).font(font(15.0, Weight::SemiBold));
    let response = ui.add(egui::Label::new(text).sense(Sense::click()));
    let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
    if response.clicked() {
        out.push(Command::Select(Selection::entity(slot)));
    }
}

/// The look, drawn and in words, with its reason.
fn look_card(ui: &mut Ui, work: &Work, link: &Link, slot: u32) {
    let palette = palette(ui.ctx());
    let found = work.evidence.link(slot);
    let words = support_text(&found);
    let reason = support_reason(link, &found);
    egui::Frame::NONE
        .fill(palette.sunken)
        .corner_radius(8)
        .inner_margin(10)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 4.0;
            ui.horizontal(|ui| {
                let (rect, _) = ui.allocate_exact_size(vec2(88.0, 18.0), Sense::hover());
                let row = LinkRow {
                    disputed: found.disputed,
                    ended: found.ended,
                    voices: found.voices,
                    ..plain_row(found.support)
                };
                let y = rect.center().y;
                let (from, to) = (pos2(rect.left(), y), pos2(rect.right(), y));
                let mut inks = Vec::new();
                sample(&mut inks, from, to, &row, palette);
                paint::inks(ui.painter(), &inks, Vec2::ZERO);
                let text = egui::RichText::new(&words).font(font(13.0, Weight::SemiBold));
                ui.add(egui::Label::new(text).wrap());
            });
            let text = egui::RichText::new(reason)
                .font(font(11.5, Weight::Regular))
                .color(palette.text_secondary);
            ui.add(egui::Label::new(text).wrap());
        });
}

/// A row for a link in a list; seen from the entity in `from`, if that is set.
pub(super) fn row(ui: &mut Ui, work: &Work, slot: u32, from: Option<u32>, out: &mut Vec<Command>) {
    let Some(link) = work.document.links().at(slot) else {
        return;
    };
    let palette = palette(ui.ctx());
    let kind = work.evidence.vocabulary().link_kind(link.kind_id());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::click());
    let name = |id: &str| {
        let entity = work.document.entities().get(id);
        entity.map_or_else(|| id.to_owned(), |entity| entity.label().to_owned())
    };
    let [a, b] = work.document.ends()[slot as usize];
    let text = match from {
        Some(here) if here == a => format!("{} {}", kind.label, name(&link.to)),
        Some(here) if here == b => {
            let verb = if kind.inverse.is_empty() {
                &kind.label
            } else {
                &kind.inverse
            };
            format!("{verb} {}", name(&link.from))
        }
        _ => format!("{} {} {}", name(&link.from), kind.label, name(&link.to)),
    };
    let found = work.evidence.link(slot);
    let spoken = format!("{text}: {}", support_text(&found));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, spoken.clone()));
    if ui.is_rect_visible(rect) {
        if response.hovered() {
            ui.painter()
                .rect_filled(rect, CornerRadius::same(4), palette.hover);
        }
        focus_ring(ui, rect, &response);
        let row = LinkRow {
            disputed: found.disputed,
            ended: found.ended,
            ..plain_row(found.support)
        };
        let y = rect.center().y;
        let mut inks = Vec::new();
        let (from, to) = (pos2(rect.left() + 2.0, y), pos2(rect.left() + 36.0, y));
        sample(&mut inks, from, to, &row, palette);
        paint::inks(ui.painter(), &inks, Vec2::ZERO);
        let at = pos2(rect.left() + 44.0, y);
        let room = rect.right() - 4.0 - at.x;
        text_at(
            ui.painter(),
            at,
            &text,
            12.5,
            Weight::Regular,
            palette.text,
            room,
        );
    }
    if response.clicked() {
        out.push(Command::Select(Selection::link(slot)));
    }
}
