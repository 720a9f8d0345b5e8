//! The editor of the dataset's own fields, its own kinds and its views.

use egui::Ui;

use crate::edit::{Edit, ViewHead};
use crate::look::TOKENS;
use crate::model::short_line;
use crate::model::{
    EntityKind, KindFor, LikelihoodScale, LinkKind, SourceScale, Stance, Str, View,
};
use crate::scene::fonts::Weight;
use crate::ui::command::Command;
use crate::ui::fields::{Part, RecordKey};
use crate::ui::picker::Choice;
use crate::ui::state::{Target, Window};
use crate::ui::theme::{font, palette};
use crate::ui::widgets::{Row, icon_button, link_button, page, section};
use crate::work::Work;

use super::field::{Form, markings};
use super::header;

/// Shows the dataset's own fields.
pub fn show(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
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
            "Written by a newer Linkwright (version {version}). It can be looked at, not changed."
        );
        crate::ui::widgets::wrong(ui, &text);
    }
    ui.add_space(4.0);
    let mut form = Form {
        work,
        window,
        out,
        record: RecordKey::Dataset,
        part: Part::Itself,
    };
    form.text(ui, "Title", "title", "what the chart is called");
    form.choose(
        ui,
        "Marking",
        "marking",
        "not stated: counts as TLP:RED",
        markings,
    );
    let meaning = work.document.marking().handling();
    form.text(ui, "Handling", "handling", meaning);
    {
        let mut form = form.part(Part::Grading);
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
            let label = if shown { "shown" } else { "show" };
            if ui.selectable_label(shown, label).clicked() && !shown {
                form.out.push(Command::ShowView(view.id.clone()));
            }
            let record = RecordKey::View(view.id.clone());
            let width = ui.available_width() - 28.0;
            let name = format!("Title of view {}", view.id);
            let mut form = Form {
                work,
                window: form.window,
                out: form.out,
                record,
                part: Part::Itself,
            };
            form.bare(ui, &name, "title", &view.id, width);
            let remove = icon_button(ui, "close", &format!("Delete view {}", view.id), 22.0);
            if remove.clicked() {
                let edit = Edit::View(view.id.clone(), None);
                form.out.push(Command::Commit("Delete a view".into(), edit));
            }
        });
    }
    ui.horizontal(|ui| {
        if link_button(ui, "plus", "Keep this view").clicked() {
            let taken = |id: &str| work.document.view_index(id).is_some();
            let id = (1..)
                .map(|n| format!("view-{n}"))
                .find(|id| !taken(id))
                .unwrap_or_default();
            let mut view = work
                .view()
                .map(|view| View::clone(view))
                .unwrap_or_default();
            view.id = id.as_str().into();
            view.title = format!("View {}", work.document.views().len() + 1).into();
            view.filter = work.filter.clone();
            let at = work.document.views().len();
            let edit = Edit::View(id.into(), Some((at, view.into())));
            form.out.push(Command::Commit("Keep a view".into(), edit));
        }
        let differs = work.view().is_some_and(|view| view.filter != work.filter);
        if differs
            && link_button(ui, "filter", "Keep the filter").clicked()
            && let Some(view) = work.view()
        {
            let mut head = ViewHead::of(view);
            head.filter = work.filter.clone();
            let edit = Edit::ViewHead(view.id.clone(), Box::new(head));
            form.out
                .push(Command::Commit("Keep the filter in its view".into(), edit));
        }
    });
}

/// The dataset's own kinds.
fn kinds(ui: &mut Ui, form: &mut Form<'_>) {
    let work = form.work;
    ui.add_space(8.0);
    section(ui, "Own kinds", Some(work.document.kinds().len()));
    let kinds = work.document.kinds();
    for kind in &kinds[page(ui, "kinds", kinds.len(), None)] {
        let mut row = Row::new(if kind.label.is_empty() {
            &kind.id
        } else {
            &kind.label
        });
        row.height = 24.0;
        row.right = Some(format!("{} like {}", kind.target, kind.like));
        if row.show(ui).clicked() {
            let target = Target::Kind(kind.id.clone(), kind.target);
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

/// Shows an own kind.
pub fn show_kind(
    ui: &mut Ui,
    work: &Work,
    window: &mut Window,
    id: &Str,
    target: KindFor,
    out: &mut Vec<Command>,
) {
    header(ui, &format!("Own kind of {target}"), out);
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
        record: RecordKey::Kind(id.clone(), target),
        part: Part::Itself,
    };
    form.text(ui, "Label", "label", "its name");
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
    form.choose(ui, "Like", "like", "no built-in kind", || like);
    match target {
        KindFor::Entity => {
            form.choose(ui, "Shape", "shape", "as the kind it is like", || {
                let all = TOKENS.shapes.iter();
                all.map(|shape| Choice::new(shape.name.clone(), shape.name.clone()))
                    .collect()
            });
            form.choose(ui, "Icon", "icon", "as the kind it is like", || {
                let all = TOKENS.icons.iter();
                all.map(|(name, _)| Choice::new(name.clone(), name.clone()))
                    .collect()
            });
            form.text(ui, "Colour", "color", "#rrggbb");
        }
        KindFor::Link => {
            form.text(ui, "Inverse", "inverse", "its name from the other end");
            form.truth(ui, "Directed", "directed", "as the kind it is like");
            form.truth(ui, "Own word", "own_word", "as the kind it is like");
            form.choose(ui, "Stance", "stance", "as the kind it is like", || {
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
        egui::RichText::new(format!("id {id}"))
            .small()
            .color(palette.text_tertiary),
    );
    if ui.button("Delete kind").clicked() {
        let edit = Edit::Kind(id.clone(), target, None);
        form.out.push(Command::Commit("Delete a kind".into(), edit));
        form.out.push(Command::Edit(Target::Dataset));
    }
}
