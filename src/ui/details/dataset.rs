//! The details of the dataset's own fields, its custom kinds and its views.

use egui::{Button, Label, RichText, Ui, vec2};

use crate::edit::Edit;
use crate::look::TOKENS;
use crate::model::{
    EntityKind, KindFor, LikelihoodScale, LinkKind, SourceScale, Stance, Str, short_line,
};
use crate::scene::fonts::Weight;
use crate::ui::action::Action;
use crate::ui::command::{Command, Target};
use crate::ui::fields::{RecordKey, RecordPart};
use crate::ui::parts::choices::markings;
use crate::ui::parts::picker::Choice;
use crate::ui::parts::widgets::{Hint, ListRow, icon_button, link_button, page, section};
use crate::ui::state::Window;
use crate::ui::theme::{font, palette};
use crate::ui::views;
use crate::work::Work;

use super::field::Form;
use super::header;

/// Shows the dataset's own fields.
pub(super) fn show(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let meta = work.document.meta().clone();
    header(ui, "Dataset", out);
    let title = if meta.title.is_empty() {
        "Untitled".to_owned()
    } else {
        short_line(&meta.title, 120)
    };
    let text = egui::RichText::new(title).font(font(15.0, Weight::SemiBold));
    ui.add(egui::Label::new(text).wrap());
    if let Some(version) = work.document.newer_version() {
        let text = format!(
            "This file was written by a newer Linkwright (version {version}) and is read-only. Update \
             Linkwright to edit it."
        );
        crate::ui::parts::widgets::wrong(ui, &text);
    }
    ui.add_space(4.0);
    let mut form = Form {
        work,
        window,
        out,
        record: RecordKey::Dataset,
        part: RecordPart::Itself,
    };
    form.text(ui, "Title", "title", "what the chart is about");
    form.choose(
        ui,
        "Marking",
        "marking",
        "not set (treated as TLP:RED)",
        markings,
    );
    let meaning = work.document.marking().handling();
    form.text(ui, "Handling", "handling", meaning);
    {
        let mut form = form.part(RecordPart::Grading);
        form.choose(ui, "Grades", "source", "none", || {
            let all = SourceScale::ALL.iter();
            all.map(|scale| Choice::new(scale.as_str(), "Admiralty: A–F and 1–6"))
                .collect()
        });
        form.choose(ui, "Likelihood", "likelihood", "none", || {
            let all = LikelihoodScale::ALL.iter();
            all.map(|scale| Choice::new(scale.as_str(), scale.label()))
                .collect()
        });
    }
    form.note(ui, "Description", "description");
    views(ui, &mut form);
    kinds(ui, &mut form);
    form.unknown(ui);
}

/// The views: which is shown, and what can be done with them.
fn views(ui: &mut Ui, form: &mut Form<'_>) {
    let work = form.work;
    ui.add_space(8.0);
    section(ui, "Views", Some(work.document.views().len()));
    let views = work.document.views();
    for view in &views[page(ui, "views", views.len(), None)] {
        let shown = view.id == work.view_id;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let size = vec2(58.0, 28.0);
            if shown {
                ui.add_sized(size, Label::new(RichText::new("Shown").weak()));
            } else {
                let name = views::title(&view.title, &view.id);
                let button = ui.add_sized(size, Button::new("Show"));
                if button.hint(format!("Show view {name}")).clicked() {
                    form.out.push(Command::ShowView(view.id.clone()));
                }
            }
            let record = RecordKey::View(view.id.clone());
            let width = ui.available_width() - 28.0;
            let name = format!("Title of view {}", view.id);
            let mut form = Form {
                work,
                window: form.window,
                out: form.out,
                record,
                part: RecordPart::Itself,
            };
            form.bare(ui, &name, "title", &view.id, width);
            let remove = icon_button(ui, "close", &format!("Delete view {}", view.id), 22.0);
            if remove.clicked() {
                form.out.push(Command::DeleteView(view.id.clone()));
            }
        });
    }
    ui.horizontal(|ui| {
        for (icon, action) in [
            ("plus", Action::NewViewCopy),
            ("filter", Action::SaveFilter),
        ] {
            if action.is_possible(work, form.window)
                && link_button(ui, icon, action.description().label).clicked()
            {
                form.out.push(Command::Act(action));
            }
        }
    });
}

/// The dataset's custom kinds.
fn kinds(ui: &mut Ui, form: &mut Form<'_>) {
    let work = form.work;
    ui.add_space(8.0);
    section(ui, "Custom kinds", Some(work.document.kinds().len()));
    let kinds = work.document.kinds();
    for kind in &kinds[page(ui, "kinds", kinds.len(), None)] {
        let mut row = ListRow::new(if kind.label.is_empty() {
            &kind.id
        } else {
            &kind.label
        });
        row.height = 24.0;
        row.right = Some(format!("{}, based on {}", kind.target, kind.like));
        if row.show(ui).clicked() {
            let target = Target::CustomKind(kind.id.clone(), kind.target);
            form.out.push(Command::Edit(target));
        }
    }
    ui.horizontal(|ui| {
        for (target, text) in [
            (KindFor::Entity, "Add entity kind"),
            (KindFor::Link, "Add link kind"),
        ] {
            if link_button(ui, "plus", text).clicked() {
                let taken = |id: &str| {
                    let kinds = work.document.kinds().iter();
                    kinds
                        .into_iter()
                        .any(|kind| kind.target == target && kind.id == id)
                };
                let id = (1..).map(|n| format!("kind-{n}")).find(|id| !taken(id));
                form.out
                    .push(Command::NewKind(target, id.unwrap_or_default()));
            }
        }
    });
}

/// Shows a custom kind.
pub(super) fn show_kind(
    ui: &mut Ui,
    work: &Work,
    window: &mut Window,
    id: &Str,
    target: KindFor,
    out: &mut Vec<Command>,
) {
    header(ui, &format!("Custom {target} kind"), out);
    let known = work.document.kinds().iter();
    let Some(kind) = known
        .into_iter()
        .find(|kind| kind.id == *id && kind.target == target)
    else {
        return;
    };
    let name = if kind.label.is_empty() {
        id
    } else {
        &kind.label
    };
    ui.label(egui::RichText::new(name.to_string()).font(font(15.0, Weight::SemiBold)));
    ui.add_space(4.0);
    let mut form = Form {
        work,
        window,
        out,
        record: RecordKey::CustomKind(id.clone(), target),
        part: RecordPart::Itself,
    };
    form.text(ui, "Label", "label", "its name on the chart");
    let like: Vec<Choice> = match target {
        KindFor::Entity => {
            let all = EntityKind::ALL.iter();
            all.map(|kind| Choice::new(kind.as_str(), kind.label()))
                .collect()
        }
        KindFor::Link => {
            let all = LinkKind::ALL.iter();
            all.map(|kind| Choice::new(kind.as_str(), kind.as_str().replace('-', " ")))
                .collect()
        }
    };
    form.choose(ui, "Based on", "like", "no built-in kind", || like);
    match target {
        KindFor::Entity => {
            form.choose(ui, "Shape", "shape", "same as base kind", || {
                let all = TOKENS.shapes.iter();
                all.map(|shape| Choice::new(shape.name.clone(), shape.name.clone()))
                    .collect()
            });
            form.choose(ui, "Icon", "icon", "same as base kind", || {
                let all = TOKENS.icons.iter();
                all.map(|(name, _)| Choice::new(name.clone(), name.clone()))
                    .collect()
            });
            form.text(ui, "Colour", "color", "#rrggbb");
        }
        KindFor::Link => {
            form.text(ui, "Reverse label", "inverse", "seen from the other end");
            form.truth(ui, "Directed", "directed", "same as base kind");
            form.truth(ui, "Self-declared", "own_word", "same as base kind");
            form.choose(ui, "Stance", "stance", "same as base kind", || {
                let all = Stance::ALL.iter();
                all.map(|stance| Choice::new(stance.as_str(), stance.as_str()))
                    .collect()
            });
        }
    }
    form.unknown(ui);
    let palette = palette(ui.ctx());
    ui.add_space(8.0);
    ui.label(
        egui::RichText::new(format!("ID {id}"))
            .small()
            .color(palette.text_tertiary),
    );
    if ui.button("Delete kind").clicked() {
        let edit = Edit::CustomKind(id.clone(), target, None);
        form.out.push(Command::Commit("Delete kind".into(), edit));
        form.out.push(Command::Edit(Target::Dataset));
    }
}
