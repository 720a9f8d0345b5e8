//! Entities by kind, links by look and by kind: each row filters, and has an eye that hides or shows it.

use egui::{Ui, Vec2, pos2};

use crate::look::node_look;
use crate::model::{Facet, Str, Support, counted, figure};
use crate::scene::ink::{plain_row, sample};
use crate::view::Selection;

use super::facets::{chevron_button, facet_row, fold, select_row, shown_links};
use super::{entity_row, heading};
use crate::ui::command::{Command, Target};
use crate::ui::parts::paint;
use crate::ui::parts::widgets::{ListRow, hairline};
use crate::ui::state::Window;
use crate::ui::theme::palette;
use crate::work::Work;

/// Entity kinds in the order of the vocabulary, each with its count; open ones with their entities.
pub(super) fn kinds(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let summary = work.summary();
    heading(ui, "Entities", Some(figure(work.document.entities().len())));
    if summary.entity_kinds.is_empty() {
        ui.add_space(4.0);
        ui.weak("No entities yet. Press A to type a fact, or double-click the chart.");
    }
    for (kind, slots) in &summary.entity_kinds {
        let info = work.evidence.vocabulary().entity_kind(kind);
        let facet = Facet::EntityKind(kind.clone());
        let open = window.sidebar.open_kinds.contains(kind);
        let support = node_look(&info, crate::ui::theme::current(ui.ctx()));
        let mut row = ListRow::new(&info.label);
        row.swatch = Some(&support);
        row.indent = 12.0;
        row.right = Some(figure(slots.len()));
        row.name = format!("{}: {}", info.label, counted(slots.len(), "entity"));
        let response = facet_row(ui, work, row, &facet, &info.label, out);
        if chevron_button(ui, &response, open, &info.label) {
            toggle(&mut window.sidebar.open_kinds, kind);
        }
        response.context_menu(|ui| {
            let shown = slots
                .iter()
                .copied()
                .filter(|slot| work.net.node(*slot).is_some());
            let selection = || Selection {
                entities: shown.collect(),
                ..Selection::default()
            };
            select_row(ui, "Select these entities", selection, out);
        });
        if open {
            const MOST: usize = 500;
            for slot in slots.iter().take(MOST) {
                entity_row(ui, work, window, *slot, 30.0, false, out);
            }
            if slots.len() > MOST {
                ui.weak(format!(
                    "      {} more: use the search",
                    figure(slots.len() - MOST)
                ));
            }
        }
    }
}

fn toggle(set: &mut std::collections::BTreeSet<Str>, item: &Str) {
    if !set.remove(item) {
        set.insert(item.clone());
    }
}

/// Links by what their evidence amounts to.
pub(super) fn looks(ui: &mut Ui, work: &Work, out: &mut Vec<Command>) {
    let document = &work.document;
    let counts = work.summary().looks;
    heading(
        ui,
        "Links by evidence",
        Some(figure(document.links().len())),
    );
    let palette = palette(ui.ctx());
    for support in Support::ALL
        .iter()
        .filter(|support| counts[**support as usize] > 0)
    {
        let facet = Facet::Support(*support);
        let text = match support {
            Support::Established => "Established",
            Support::Reported => "Reported",
            Support::Alleged => "Alleged or assessed",
            Support::Unsourced => "No source",
            Support::SetAside => "Set aside",
        };
        let mut row = ListRow::new(text);
        row.indent = 38.0;
        row.height = 24.0;
        row.right = Some(figure(counts[*support as usize]));
        row.name = format!("{text}: {}", counted(counts[*support as usize], "link"));
        let response = facet_row(ui, work, row, &facet, text, out);
        let mut inks = Vec::new();
        let y = response.rect.center().y;
        let (from, to) = (response.rect.left() + 2.0, response.rect.left() + 36.0);
        sample(
            &mut inks,
            pos2(from, y),
            pos2(to, y),
            &plain_row(*support),
            palette,
        );
        paint::inks(ui.painter(), &inks, Vec2::ZERO);
        response.context_menu(|ui| {
            let slots = document.links().order().iter().copied();
            let links = slots.filter(|slot| work.evidence.link(*slot).support == *support);
            select_row(ui, "Select these links", || shown_links(work, links), out);
        });
    }
}

pub(super) fn link_kinds(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let summary = work.summary();
    let kinds = &summary.link_kinds;
    if kinds.is_empty() {
        return;
    }
    fold(
        ui,
        "Links by kind",
        kinds.len(),
        &mut window.sidebar.links_open,
    );
    if !window.sidebar.links_open {
        return;
    }
    for (kind, slots) in kinds {
        let info = work.evidence.vocabulary().link_kind(kind);
        let facet = Facet::LinkKind(kind.clone());
        let mut row = ListRow::new(&info.label);
        row.indent = 30.0;
        row.height = 24.0;
        row.size = 12.5;
        row.right = Some(figure(slots.len()));
        row.name = format!("{}: {}", info.label, counted(slots.len(), "link"));
        let what = format!("{} links", info.label);
        let response = facet_row(ui, work, row, &facet, &what, out);
        response.context_menu(|ui| {
            let links = slots.iter().copied();
            select_row(ui, "Select these links", || shown_links(work, links), out);
        });
    }
}

/// The dataset's custom kinds.
pub(super) fn own_kinds(ui: &mut Ui, work: &Work, window: &Window, out: &mut Vec<Command>) {
    if work.document.kinds().is_empty() {
        return;
    }
    ui.add_space(4.0);
    hairline(ui);
    heading(
        ui,
        "Custom kinds",
        Some(figure(work.document.kinds().len())),
    );
    for kind in work.document.kinds() {
        let target = Target::CustomKind(kind.id.clone(), kind.target);
        let mut row = ListRow::new(if kind.label.is_empty() {
            &kind.id
        } else {
            &kind.label
        });
        row.height = 24.0;
        row.right = Some(kind.target.as_str().to_owned());
        row.selected = window.target == target;
        if row.show(ui).clicked() {
            out.push(Command::Edit(target));
        }
    }
}
