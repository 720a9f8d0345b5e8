//! Small windows on the chart: a new entity, a new link's kind, context menus.

use egui::{Area, Id, Key, Order, Pos2, Rect, Response, TextEdit, Ui, vec2};

use crate::model::Str;
use crate::scene::fonts::Weight;

use super::what_if::leave_out_cited;
use crate::ui::action::{ACTIONS, Action};
use crate::ui::cited::cited;
use crate::ui::command::{Command, EntryStep};
use crate::ui::parts::menu_row::{action_button, menu_row};
use crate::ui::parts::picker::{Choice, list, pick};
use crate::ui::parts::widgets::{accent_button, entered, keep_focus};
use crate::ui::state::{Popup, Window};
use crate::ui::theme::font;
use crate::work::Work;

/// Shows the small window on the chart, if there is one.
pub(crate) fn popups(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let Some(popup) = window.popup.take() else {
        return;
    };
    window.popup = match popup {
        Popup::NewEntity { .. } => new_entity(ui, work, window, popup, out),
        Popup::NewLink { .. } => new_link(ui, work, window, popup, out),
        Popup::Menu { .. } => context_menu(ui, work, window, popup, out),
    };
}

/// A card at a place on screen, inside the window. What `add` returns tells whether it stays open.
fn card<R>(
    ui: &Ui,
    name: &str,
    at: Pos2,
    width: f32,
    within: Rect,
    add: impl FnOnce(&mut Ui) -> R,
) -> (R, Response) {
    let shown = Area::new(Id::unique(("chart card", name)))
        .order(Order::Foreground)
        .fixed_pos(at)
        .constrain_to(within)
        .show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style())
                .inner_margin(10)
                .show(ui, |ui| {
                    ui.set_width(width);
                    add(ui)
                })
                .inner
        });
    (shown.inner, shown.response)
}

/// Whether the pointer was pressed beside a card, or Escape was pressed, which closes an open list in the card first.
fn dismissed(ui: &Ui, response: &Response, had_list: bool) -> bool {
    let escape = !had_list && ui.input(|input| input.key_pressed(Key::Escape));
    let elsewhere = ui.input(|input| {
        let pressed = input.pointer.any_pressed();
        let at = input.pointer.interact_pos();
        pressed && at.is_some_and(|at| !response.rect.expand(4.0).contains(at))
    });
    // A press in a picker's list, which lies elsewhere, is no press beside the card.
    escape || (elsewhere && !egui::Popup::is_any_open(ui.ctx()))
}

fn new_entity(
    ui: &mut Ui,
    work: &Work,
    window: &mut Window,
    popup: Popup,
    out: &mut Vec<Command>,
) -> Option<Popup> {
    let Popup::NewEntity {
        at,
        mut name,
        mut kind,
        from,
        fresh,
    } = popup
    else {
        return None;
    };
    let screen = window.view().screen(at) + vec2(12.0, -14.0);
    let had_list = egui::Popup::is_any_open(ui.ctx());
    let mut done = false;
    let within = window.chart;
    let (_, response) = card(ui, "new entity", screen, 260.0, within, |ui| {
        ui.label(egui::RichText::new("New entity").font(font(11.5, Weight::SemiBold)));
        let edit = TextEdit::singleline(&mut name)
            .id(Id::unique("new entity name"))
            .hint_text("Name")
            .desired_width(f32::INFINITY);
        let field = ui.add(edit).accessible_name("Name of the new entity");
        if fresh {
            field.request_focus();
        }
        let is_entered = entered(ui, &field);
        let kinds = work
            .evidence
            .vocabulary()
            .entity_kind(&kind)
            .label
            .to_string();
        let picker = Id::unique("new entity kind");
        let width = ui.available_width();
        let picked = pick(
            ui,
            picker,
            "Kind of the new entity",
            &kinds,
            false,
            width,
            || {
                let all = work.evidence.vocabulary().entity_kinds().into_iter();
                all.map(|kind| Choice::new(kind.id.to_string(), kind.label.to_string()))
                    .collect()
            },
        );
        if let Some(picked) = picked {
            kind = picked.into();
        }
        if from.is_some() {
            let kind = work.evidence.vocabulary().link_kind("related-to");
            cited(ui, work, window, Some(kind.stance), out);
        }
        let is_named = !name.trim().is_empty();
        ui.horizontal(|ui| {
            ui.add_enabled_ui(is_named, |ui| {
                done = accent_button(ui, "Add").clicked();
            });
            ui.weak("Enter to add, Esc to cancel");
        });
        done |= is_entered && is_named;
        if !done {
            keep_focus(ui, &field);
        }
    });
    if done {
        let link_from = from.map(|from| (from, Str::from("related-to")));
        out.push(Command::NewEntity {
            name: name.trim().to_owned(),
            kind,
            at,
            link_from,
        });
        return None;
    }
    // A typed name is not lost by a click beside it.
    let may_go = name.trim().is_empty() || ui.input(|input| input.key_pressed(Key::Escape));
    if !fresh && may_go && dismissed(ui, &response, had_list) {
        out.push(Command::Capture(EntryStep::Skip(false)));
        return None;
    }
    Some(Popup::NewEntity {
        at,
        name,
        kind,
        from,
        fresh: false,
    })
}

fn new_link(
    ui: &mut Ui,
    work: &Work,
    window: &Window,
    popup: Popup,
    out: &mut Vec<Command>,
) -> Option<Popup> {
    let Popup::NewLink {
        from,
        to,
        query,
        at,
        fresh,
    } = popup
    else {
        return None;
    };
    let name = |slot: u32| {
        let entity = work.document.entities().at(slot);
        entity.map_or_else(String::new, |entity| entity.label().to_owned())
    };
    let mut swap = false;
    let within = window.chart;
    let (answer, response) = card(ui, "new link", at + vec2(8.0, 8.0), 280.0, within, |ui| {
        ui.label(egui::RichText::new("New link").font(font(11.5, Weight::SemiBold)));
        ui.horizontal_wrapped(|ui| {
            ui.label(egui::RichText::new(name(from)).font(font(13.0, Weight::SemiBold)));
            ui.weak("… to");
            ui.label(egui::RichText::new(name(to)).font(font(13.0, Weight::SemiBold)));
            swap = ui.small_button("Reverse direction").clicked();
        });
        cited(ui, work, window, None, out);
        let mut kinds = crate::ui::parts::choices::link_kinds(work);
        if window.capture.cited().is_some() {
            // The claim takes over the kind's stance.
            for choice in &mut kinds {
                let kind = work.evidence.vocabulary().link_kind(&choice.value);
                choice.hint = format!("{} · {}", choice.hint, kind.stance.as_str());
            }
        }
        list(ui, Id::unique("new link kinds"), "kinds of link", kinds)
    });
    if let Some(kind) = answer.picked {
        out.push(Command::NewLink(from, to, kind.into()));
        return None;
    }
    if !fresh && dismissed(ui, &response, false) {
        out.push(Command::Capture(EntryStep::Skip(false)));
        return None;
    }
    let (from, to) = if swap { (to, from) } else { (from, to) };
    Some(Popup::NewLink {
        from,
        to,
        query,
        at,
        fresh: false,
    })
}

/// The actions that a context menu offers, group by group, where they are possible.
fn context_groups(on_something: bool) -> &'static [&'static [Action]] {
    if on_something {
        &[
            &[Action::AddLink, Action::AddClaim, Action::Pin],
            &[
                Action::SelectNeighbours,
                Action::SelectSameKind,
                Action::ShowNeighbours,
                Action::FitSelection,
                Action::ArrangeSelection,
                Action::ArrangeRadial,
                Action::ArrangeCircle,
            ],
            &[
                Action::HideSelection,
                Action::ShowOnlySelection,
                Action::LeaveOutSpeaker,
            ],
            &[
                Action::Copy,
                Action::Duplicate,
                Action::SetAside,
                Action::Delete,
            ],
        ]
    } else {
        &[
            &[Action::Paste, Action::SelectAll],
            &[Action::Fit, Action::Arrange, Action::ClearFilter],
        ]
    }
}

/// What puts several selected entities in order, behind one row.
fn tidy_rows(ui: &mut Ui, work: &Work, window: &Window, out: &mut Vec<Command>) -> bool {
    let rows = ACTIONS.iter().filter(|row| row.action.tidy().is_some());
    let possible: Vec<_> = rows
        .filter(|row| row.action.is_possible(work, window))
        .collect();
    let Some(first) = possible.first() else {
        return false;
    };
    let mut chosen = false;
    let row = menu_row(ui, first.submenu, "›", true, None);
    egui::Popup::menu(&row)
        .align(egui::RectAlign::RIGHT_START)
        .gap(4.0)
        .width(236.0)
        .show(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            for row in possible {
                if action_button(ui, row.action, work, window).clicked() {
                    out.push(Command::Act(row.action));
                    chosen = true;
                }
            }
        });
    chosen
}

fn context_menu(
    ui: &mut Ui,
    work: &Work,
    window: &mut Window,
    popup: Popup,
    out: &mut Vec<Command>,
) -> Option<Popup> {
    let Popup::Menu { at, world } = popup else {
        return None;
    };
    let on_something = !window.selection.is_empty();
    let groups = context_groups(on_something);
    let mut chosen = false;
    let within = window.chart;
    let (_, response) = card(ui, "context menu", at, 252.0, within, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        if !on_something
            && !work.is_read_only()
            && menu_row(ui, "Add entity here", "", true, None).clicked()
        {
            chosen = true;
            window.popup = Some(Popup::NewEntity {
                at: world,
                name: String::new(),
                kind: "company".into(),
                from: None,
                fresh: true,
            });
        }
        for (row, group) in groups.iter().enumerate() {
            let possible: Vec<Action> = group
                .iter()
                .copied()
                .filter(|action| action.is_possible(work, window))
                .collect();
            if row > 0 && !possible.is_empty() {
                crate::ui::parts::widgets::hairline(ui);
            }
            for action in possible {
                if action_button(ui, action, work, window).clicked() {
                    out.push(Command::Act(action));
                    chosen = true;
                }
            }
            if group.contains(&Action::ArrangeCircle) {
                chosen |= tidy_rows(ui, work, window, out);
            }
        }
        if let Some(slot) = window.selection.single_link() {
            chosen |= leave_out_cited(ui, work, slot, out);
        }
    });
    if chosen {
        return window.popup.take();
    }
    let just_opened =
        ui.input(|input| input.pointer.secondary_down() || input.pointer.secondary_released());
    if !just_opened && dismissed(ui, &response, false) {
        return None;
    }
    Some(Popup::Menu { at, world })
}
