//! The details of an entity.

use egui::{Sense, Ui, Vec2, vec2};

use crate::look::node_look;
use crate::model::{Claim, Entity, Identifier, Name, NameType, Str, figure};
use crate::scene::fonts::Weight;
use crate::scene::legend::node_sample;
use crate::ui::action::Action;
use crate::ui::command::Command;
use crate::ui::fields::{RecordKey, RecordPart, entity_edit};
use crate::ui::parts::choices::{entity_kinds, markings, sources};
use crate::ui::parts::paint;
use crate::ui::parts::picker::Choice;
use crate::ui::parts::widgets::{Hint, ListRow, icon_button, link_button, page, section};
use crate::ui::state::Window;
use crate::ui::theme::{current, font};
use crate::view::Selection;
use crate::work::Work;

use super::claims;
use super::date::since_until;
use super::field::Form;
use super::shared::{footer, properties};
use super::{header, history, link};

/// Shows the entity in `slot`.
pub(super) fn show(
    ui: &mut Ui,
    work: &Work,
    window: &mut Window,
    slot: u32,
    out: &mut Vec<Command>,
) {
    let Some(entity) = work.document.entities().at(slot).cloned() else {
        return;
    };
    header(ui, "Entity", out);
    title(ui, work, &entity);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        step_out(ui, work, window, out);
        leave_out(ui, work, &entity.id, out);
    });
    ui.add_space(4.0);
    let record = RecordKey::Entity(slot);
    let mut form = Form {
        work,
        window,
        out,
        record: record.clone(),
        part: RecordPart::Itself,
    };
    fields(ui, &mut form, work);
    names(ui, &mut form, &entity);
    identifiers(ui, &mut form, &entity);
    properties(ui, &mut form, &entity.properties, |properties| {
        entity_edit(Entity {
            properties,
            ..Entity::clone(&entity)
        })
    });
    form.note(ui, "Note", "note");
    ui.add_space(8.0);
    let replace = |claims: Vec<Claim>| {
        entity_edit(Entity {
            claims,
            ..Entity::clone(&entity)
        })
    };
    claims::show(ui, &mut form, &entity.claims, replace);
    history::show(ui, work, &entity.claims);
    links(ui, work, slot, form.out);
    ui.add_space(6.0);
    form.unknown(ui);
    footer(ui, work, form.window, &entity.id, form.out);
}

/// The ways from an entity to those that it is linked to.
fn step_out(ui: &mut Ui, work: &Work, window: &Window, out: &mut Vec<Command>) {
    for (icon, action) in [
        ("link", Action::SelectNeighbours),
        ("eye", Action::ShowNeighbours),
    ] {
        let description = action.description();
        if action.is_possible(work, window)
            && link_button(ui, icon, description.label)
                .hint(description.hint)
                .clicked()
        {
            out.push(Command::Act(action));
        }
    }
}

/// For one who speaks: the button that shows the chart without what they say, or with it again.
fn leave_out(ui: &mut Ui, work: &Work, id: &Str, out: &mut Vec<Command>) {
    if !work.speaks(id) {
        return;
    }
    let is_out = work.what_if().speakers.contains(id);
    let (icon, label) = if is_out {
        ("eye", "Include speaker again")
    } else {
        ("eye-off", "Leave out speaker")
    };
    let button = link_button(ui, icon, label);
    let hint = "See the chart as if they had said nothing";
    if button.hint(hint).clicked() {
        let what_if = work.what_if().with_speaker(id);
        out.push(Command::SetWhatIf(Box::new(what_if)));
    }
}

fn title(ui: &mut Ui, work: &Work, entity: &Entity) {
    let kind = work.evidence.vocabulary().entity_kind(entity.kind_id());
    let support = node_look(&kind, current(ui.ctx()));
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(20.0, 24.0), Sense::hover());
        let mut inks = Vec::new();
        node_sample(&mut inks, rect.center(), 9.0 * support.factor, &support);
        paint::inks(ui.painter(), &inks, Vec2::ZERO);
        let text = egui::RichText::new(crate::model::short_line(entity.label(), 120))
            .font(font(15.0, Weight::SemiBold));
        ui.add(egui::Label::new(text).wrap());
    });
}

fn fields(ui: &mut Ui, form: &mut Form<'_>, work: &Work) {
    form.text(ui, "Name", "name", "empty: the ID is shown");
    form.choose(ui, "Kind", "kind", "not stated (read as other)", || {
        entity_kinds(work)
    });
    form.text(ui, "Country", "country", "GB (two letters)");
    since_until(form, ui);
    form.text(ui, "Tags", "tags", "separate with commas");
    let inherited = format!("{} (from dataset)", work.document.marking());
    form.choose(ui, "Marking", "marking", &inherited, markings);
}

fn names(ui: &mut Ui, form: &mut Form<'_>, entity: &Entity) {
    ui.add_space(4.0);
    section(
        ui,
        "Other names",
        Some(entity.names.len()).filter(|n| *n > 0),
    );
    let wanted = form.wanted(|part| match part {
        RecordPart::Name(at) => Some(at),
        _ => None,
    });
    for at in page(ui, "names", entity.names.len(), wanted) {
        let with = |names: Vec<Name>| {
            entity_edit(Entity {
                names,
                ..Entity::clone(entity)
            })
        };
        let mut form = form.part(RecordPart::Name(at));
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let width = ui.available_width() - 26.0;
            form.bare(ui, &format!("Name {}", at + 1), "text", "name", width);
            if icon_button(ui, "close", &format!("Remove name {}", at + 1), 22.0).clicked() {
                let mut names = entity.names.clone();
                names.remove(at);
                form.out
                    .push(Command::Commit("Remove name".into(), with(names)));
            }
        });
        form.choose(ui, "Type", "type", "not stated", || {
            let all = NameType::ALL.iter();
            all.map(|kind| Choice::new(kind.as_str(), kind.as_str()))
                .collect()
        });
        form.text(ui, "Language", "lang", "zh (language code)");
        let work = form.work;
        form.choose(ui, "Source", "source", "not stated", || sources(work));
        ui.add_space(4.0);
    }
    if link_button(ui, "plus", "Add name").clicked() {
        let mut longer = Entity::clone(entity);
        longer.names.push(Name::default());
        let at = longer.names.len() - 1;
        form.out
            .push(Command::Commit("Add name".into(), entity_edit(longer)));
        form.window.focus = Some(crate::ui::fields::FieldKey {
            record: form.record.clone(),
            part: RecordPart::Name(at),
            key: "text",
        });
    }
}

fn identifiers(ui: &mut Ui, form: &mut Form<'_>, entity: &Entity) {
    ui.add_space(4.0);
    section(
        ui,
        "Identifiers",
        Some(entity.identifiers.len()).filter(|n| *n > 0),
    );
    let wanted = form.wanted(|part| match part {
        RecordPart::Identifier(at) => Some(at),
        _ => None,
    });
    for at in page(ui, "identifiers", entity.identifiers.len(), wanted) {
        let mut form = form.part(RecordPart::Identifier(at));
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let width = (ui.available_width() - 30.0) / 2.0;
            form.bare(ui, &format!("Scheme {}", at + 1), "scheme", "scheme", width);
            form.bare(ui, &format!("Value {}", at + 1), "value", "value", width);
            if icon_button(ui, "close", &format!("Remove identifier {}", at + 1), 22.0).clicked() {
                let mut shorter = Entity::clone(entity);
                shorter.identifiers.remove(at);
                let edit = entity_edit(shorter);
                form.out
                    .push(Command::Commit("Remove identifier".into(), edit));
            }
        });
        let work = form.work;
        form.choose(ui, "Source", "source", "not stated", || sources(work));
    }
    if link_button(ui, "plus", "Add identifier").clicked() {
        let mut longer = Entity::clone(entity);
        longer.identifiers.push(Identifier::default());
        let edit = entity_edit(longer);
        form.out
            .push(Command::Commit("Add identifier".into(), edit));
        form.window.focus = Some(crate::ui::fields::FieldKey {
            record: form.record.clone(),
            part: RecordPart::Identifier(entity.identifiers.len()),
            key: "scheme",
        });
    }
}

/// The links at an entity.
fn links(ui: &mut Ui, work: &Work, slot: u32, out: &mut Vec<Command>) {
    let links: Vec<u32> = work.document.links_of(slot).collect();
    ui.add_space(8.0);
    section(ui, "Links", Some(links.len()));
    const MOST: usize = 200;
    ui.spacing_mut().item_spacing.y = 0.0;
    for link in links.iter().take(MOST) {
        link::row(ui, work, *link, Some(slot), out);
    }
    if links.len() > MOST {
        ui.weak(format!("and {} more", figure(links.len() - MOST)));
    }
    ui.spacing_mut().item_spacing.y = 6.0;
}

/// A row for an entity in a list.
pub(super) fn row(ui: &mut Ui, work: &Work, entity: &Entity, slot: u32, out: &mut Vec<Command>) {
    let kind = work.evidence.vocabulary().entity_kind(entity.kind_id());
    let support = node_look(&kind, current(ui.ctx()));
    let mut row = ListRow::new(entity.label());
    row.swatch = Some(&support);
    row.height = 24.0;
    row.name = format!("{}, {}", entity.label(), kind.label);
    if row.show(ui).clicked() {
        out.push(Command::Select(Selection::entity(slot)));
    }
}
