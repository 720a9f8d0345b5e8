//! Entities by kind, links by look and by kind, each with an eye that hides or shows it.

use egui::{Ui, Vec2, pos2};

use crate::look::node_look;
use crate::model::{Filter, Look, Str};
use crate::scene::ink::{plain_row, sample};
use crate::view::Selection;

use super::{entity_row, heading};
use crate::ui::command::Command;
use crate::ui::icons::sign;
use crate::ui::paint;
use crate::ui::state::{Target, Window};
use crate::ui::theme::palette;
use crate::ui::widgets::{Row, hairline, icon_button_in};
use crate::ui::work::Work;

/// Entity kinds in the order of the vocabulary, each with its count; open ones with their entities.
pub(super) fn kinds(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let summary = work.summary();
    heading(
        ui,
        "Entities",
        Some(work.document.entities().len().to_string()),
    );
    if summary.entity_kinds.is_empty() {
        ui.add_space(4.0);
        ui.weak("None yet. Double-click the chart to add one.");
    }
    for (kind, slots) in &summary.entity_kinds {
        let info = work.evidence.vocabulary().entity_kind(kind);
        let hidden = is_hidden(&work.filter, |lists| &lists.entity_kinds, kind);
        let open = window.outline.open_kinds.contains(kind);
        let look = node_look(&info, crate::ui::theme::current(ui.ctx()));
        let mut row = Row::new(&info.label);
        row.swatch = Some(&look);
        row.indent = 12.0;
        row.dim = hidden;
        row.right = Some(slots.len().to_string());
        row.keep_right = 22.0;
        row.name = format!("{}: {} entities", info.label, slots.len());
        let response = row.show(ui);
        chevron(ui, &response, open);
        if eye(ui, &response, !hidden, &info.label) {
            let filter = toggled(&work.filter, |lists| &mut lists.entity_kinds, kind);
            out.push(Command::SetFilter(Box::new(filter)));
        } else if response.clicked() {
            toggle(&mut window.outline.open_kinds, kind);
        }
        if open {
            const MOST: usize = 500;
            for slot in slots.iter().take(MOST) {
                entity_row(ui, work, window, *slot, 30.0, false, out);
            }
            if slots.len() > MOST {
                ui.weak(format!(
                    "      and {} more: use the search",
                    slots.len() - MOST
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

/// The mark of an open or closed row, at its left end.
pub(super) fn chevron(ui: &Ui, response: &egui::Response, open: bool) {
    let palette = palette(ui.ctx());
    let name = if open {
        "chevron-down"
    } else {
        "chevron-right"
    };
    let at = pos2(response.rect.left() + 6.0, response.rect.center().y);
    sign(ui, name, at, 9.0, palette.text_tertiary);
}

/// The eye at a row's right end; whether it was clicked.
fn eye(ui: &mut Ui, row: &egui::Response, shown: bool, what: &str) -> bool {
    let at = pos2(row.rect.right() - 12.0, row.rect.center().y);
    let rect = egui::Rect::from_center_size(at, Vec2::splat(20.0));
    let (icon, name) = if shown {
        ("eye", format!("Hide {what}"))
    } else {
        ("eye-off", format!("Show {what}"))
    };
    icon_button_in(ui, rect, row.id.with("eye"), icon, &name).clicked()
}

type Lists = crate::model::Lists;

/// Whether the filter leaves this out.
fn is_hidden(filter: &Filter, list: impl Fn(&Lists) -> &Vec<Str>, item: &Str) -> bool {
    let only = list(&filter.any);
    list(&filter.not).contains(item) || (!only.is_empty() && !only.contains(item))
}

/// The filter with this shown where it was hidden, and hidden where it was shown.
fn toggled(filter: &Filter, list: impl Fn(&mut Lists) -> &mut Vec<Str>, item: &Str) -> Filter {
    let mut filter = filter.clone();
    let only = list(&mut filter.any).clone();
    if !only.is_empty() && !only.contains(item) {
        list(&mut filter.any).push(item.clone());
    } else {
        let not = list(&mut filter.not);
        match not.iter().position(|have| have == item) {
            Some(at) => {
                not.remove(at);
            }
            None => not.push(item.clone()),
        }
    }
    filter
}

/// Links by what their evidence amounts to.
pub(super) fn looks(ui: &mut Ui, work: &Work, out: &mut Vec<Command>) {
    let document = &work.document;
    let counts = work.summary().looks;
    heading(
        ui,
        "Links by evidence",
        Some(document.links().len().to_string()),
    );
    let palette = palette(ui.ctx());
    for look in Look::ALL.iter().filter(|look| counts[**look as usize] > 0) {
        let any = &work.filter.any.looks;
        let shown = if any.is_empty() {
            *look != Look::SetAside
        } else {
            any.contains(look)
        };
        let shown = shown && !work.filter.not.looks.contains(look);
        let text = match look {
            Look::Established => "Established",
            Look::Reported => "Reported by one voice",
            Look::Alleged => "Alleged or assessed",
            Look::Unsourced => "No source",
            Look::SetAside => "Set aside",
        };
        let mut row = Row::new(text);
        row.indent = 38.0;
        row.height = 24.0;
        row.dim = !shown;
        row.right = Some(counts[*look as usize].to_string());
        row.keep_right = 22.0;
        row.name = format!("{text}: {} links", counts[*look as usize]);
        let response = row.show(ui);
        let mut inks = Vec::new();
        let y = response.rect.center().y;
        let (from, to) = (response.rect.left() + 2.0, response.rect.left() + 36.0);
        sample(
            &mut inks,
            pos2(from, y),
            pos2(to, y),
            &plain_row(*look),
            palette,
        );
        paint::inks(ui.painter(), &inks, Vec2::ZERO);
        if eye(ui, &response, shown, text) {
            let filter = toggled_look(&work.filter, *look, shown);
            out.push(Command::SetFilter(Box::new(filter)));
        } else if response.clicked() {
            let slots = document.links().iter_slots().map(|(slot, _)| slot);
            let links = slots.filter(|slot| work.evidence.link(*slot).look == *look);
            out.push(Command::Select(Selection {
                entities: Default::default(),
                links: links
                    .filter(|slot| work.scene.row(*slot).is_some())
                    .collect(),
            }));
        }
    }
}

/// The filter with a look shown or hidden.
pub fn toggled_look(filter: &Filter, look: Look, shown: bool) -> Filter {
    let mut filter = filter.clone();
    let mut looks: Vec<Look> = if filter.any.looks.is_empty() {
        Look::ALL
            .iter()
            .copied()
            .filter(|look| *look != Look::SetAside)
            .collect()
    } else {
        filter.any.looks.clone()
    };
    filter.not.looks.retain(|have| *have != look);
    looks.retain(|have| *have != look);
    if !shown {
        looks.push(look);
    }
    looks.sort_unstable();
    let usual = Look::ALL
        .iter()
        .copied()
        .filter(|look| *look != Look::SetAside);
    // "All but set-aside" is written as nothing; nothing at all must stay sayable.
    filter.any.looks = if usual.eq(looks.iter().copied()) {
        Vec::new()
    } else {
        looks
    };
    if filter.any.looks.is_empty() && shown && look != Look::SetAside {
        filter.not.looks.push(look);
    }
    filter
}

pub(super) fn link_kinds(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let summary = work.summary();
    let kinds = &summary.link_kinds;
    if kinds.is_empty() {
        return;
    }
    let mut row = Row::new("Links by kind");
    row.indent = 12.0;
    row.height = 24.0;
    row.right = Some(kinds.len().to_string());
    row.keep_right = 22.0;
    let response = row.show(ui);
    chevron(ui, &response, window.outline.links_open);
    if response.clicked() {
        window.outline.links_open = !window.outline.links_open;
    }
    if !window.outline.links_open {
        return;
    }
    for (kind, slots) in kinds {
        let info = work.evidence.vocabulary().link_kind(kind);
        let hidden = is_hidden(&work.filter, |lists| &lists.link_kinds, kind);
        let mut row = Row::new(&info.label);
        row.indent = 30.0;
        row.height = 24.0;
        row.size = 12.5;
        row.dim = hidden;
        row.right = Some(slots.len().to_string());
        row.keep_right = 22.0;
        row.name = format!("{}: {} links", info.label, slots.len());
        let response = row.show(ui);
        if eye(ui, &response, !hidden, &format!("{} links", info.label)) {
            let filter = toggled(&work.filter, |lists| &mut lists.link_kinds, kind);
            out.push(Command::SetFilter(Box::new(filter)));
        } else if response.clicked() {
            let shown = |slot: &u32| work.scene.row(*slot).is_some();
            let links = slots.iter().copied().filter(shown);
            out.push(Command::Select(Selection {
                entities: Default::default(),
                links: links.collect(),
            }));
        }
    }
}

/// The dataset's own kinds.
pub(super) fn own_kinds(ui: &mut Ui, work: &Work, window: &Window, out: &mut Vec<Command>) {
    if work.document.kinds().is_empty() {
        return;
    }
    ui.add_space(4.0);
    hairline(ui);
    heading(
        ui,
        "Own kinds",
        Some(work.document.kinds().len().to_string()),
    );
    for kind in work.document.kinds() {
        let target = Target::Kind(kind.id.clone(), kind.target);
        let mut row = Row::new(if kind.label.is_empty() {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_hidden_and_shown_again() {
        let shows = |filter: &Filter, look: Look| {
            let any = &filter.any.looks;
            let wanted = if any.is_empty() {
                look != Look::SetAside
            } else {
                any.contains(&look)
            };
            wanted && !filter.not.looks.contains(&look)
        };
        for look in Look::ALL {
            let start = Filter::default();
            let once = toggled_look(&start, *look, shows(&start, *look));
            assert_ne!(shows(&once, *look), shows(&start, *look), "{look}");
            for other in Look::ALL.iter().filter(|other| *other != look) {
                assert_eq!(
                    shows(&once, *other),
                    shows(&start, *other),
                    "{look} {other}"
                );
            }
            let twice = toggled_look(&once, *look, shows(&once, *look));
            assert_eq!(twice, start, "{look}");
        }
    }

    #[test]
    fn kinds_are_hidden_and_shown_again() {
        let kind: Str = "company".into();
        let once = toggled(&Filter::default(), |lists| &mut lists.entity_kinds, &kind);
        assert!(is_hidden(&once, |lists| &lists.entity_kinds, &kind));
        let twice = toggled(&once, |lists| &mut lists.entity_kinds, &kind);
        assert_eq!(twice, Filter::default());
    }
}
