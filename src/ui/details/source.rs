//! The details of a source, and what rests on it.

use egui::Ui;

use crate::model::{Reliability, Str, TableName, figure};
use crate::scene::fonts::Weight;
use crate::ui::action::Action;
use crate::ui::command::Command;
use crate::ui::dialogs::MergeRecords;
use crate::ui::fields::{RecordKey, RecordPart};
use crate::ui::parts::choices::{entities, entity_name, markings, roles, source_name, sources};
use crate::ui::parts::picker::{Choice, pick};
use crate::ui::parts::widgets::{Hint, link_button, section};
use crate::ui::state::Window;
use crate::ui::theme::font;
use crate::work::Work;

use super::date::date;
use super::field::Form;
use super::shared::footer;
use super::{header, link};

/// Shows the source in `slot`.
pub(super) fn show(
    ui: &mut Ui,
    work: &Work,
    window: &mut Window,
    slot: u32,
    out: &mut Vec<Command>,
) {
    let Some(source) = work.document.sources().at(slot).cloned() else {
        return;
    };
    header(ui, "Source", out);
    let title = crate::model::short_line(&source.label(), 120);
    let text = egui::RichText::new(title).font(font(15.0, Weight::SemiBold));
    ui.add(egui::Label::new(text).wrap());
    leave_out(ui, work, &source.id, out);
    super::role::ask(ui, work, window, slot, out);
    ui.add_space(4.0);
    let mut form = Form {
        work,
        window,
        out,
        record: RecordKey::Source(slot),
        part: RecordPart::Itself,
    };
    form.text(ui, "Title", "title", "headline or document title");
    form.text(ui, "Publisher", "publisher", "who published it");
    form.ids(
        ui,
        "Authors",
        "authors",
        |id| entity_name(work, id),
        || entities(work),
    );
    form.choose(ui, "Role", "role", "not stated", roles);
    let others = || {
        let mut all = sources(work);
        all.retain(|choice| choice.value != source.id.as_str());
        all
    };
    form.ids(
        ui,
        "Derived from",
        "derived_from",
        |id| source_name(work, id),
        others,
    );
    form.text(ui, "Address", "url", "https://…");
    form.text(
        ui,
        "Archived at",
        "archived_url",
        "https://web.archive.org/…",
    );
    form.text(ui, "Attachment", "file", "inside the dataset's folder");
    form.text(ui, "SHA-256", "sha256", "checksum of the attachment");
    super::copy::copy_line(ui, work, form.window, slot, &source, form.out);
    date(&mut form, ui, "Published", "published");
    date(&mut form, ui, "Retrieved", "retrieved");
    let grading = work.document.meta().grading.clone().unwrap_or_default();
    let unread = source.extra.unread("reliability").is_some();
    if grading.source.is_some() || source.reliability.is_some() || unread {
        form.choose(ui, "Reliability", "reliability", "not graded", || {
            let all = Reliability::ALL.iter();
            all.map(|grade| Choice::new(grade.as_str(), format!("{grade} {}", grade.text())))
                .collect()
        });
    }
    let inherited = format!("{} (from dataset)", work.document.marking());
    form.choose(ui, "Marking", "marking", &inherited, markings);
    form.note(ui, "Note", "note");
    form.unknown(ui);
    rests_alone(ui, work, slot, form.out);
    rests_on(ui, work, form.window, slot, form.out);
    merge_with(ui, work, &source.id, form.out);
    footer(ui, work, form.window, &source.id, form.out);
    if Action::Delete.is_possible(work, form.window) {
        ui.weak("Deleting a source keeps the claims that cite it, but they no longer count.");
    }
}

/// The button that shows the chart without this source, or with it again.
fn leave_out(ui: &mut Ui, work: &Work, id: &Str, out: &mut Vec<Command>) {
    let is_out = work.what_if().sources.contains(id);
    let (icon, label) = if is_out {
        ("eye", "Include source again")
    } else {
        ("eye-off", "Leave out source")
    };
    let button = link_button(ui, icon, label);
    let hint = "See the chart as if it did not exist";
    if button.hint(hint).clicked() {
        let what_if = work.what_if().with_source(id);
        out.push(Command::SetWhatIf(Box::new(what_if)));
    }
}

/// The links that would have no support without this source.
fn rests_alone(ui: &mut Ui, work: &Work, slot: u32, out: &mut Vec<Command>) {
    let summary = work.summary();
    let Some(weight) = summary.sources.get(slot as usize) else {
        return;
    };
    if weight.alone.is_empty() {
        return;
    }
    ui.add_space(8.0);
    section(
        ui,
        "Links that depend on it alone",
        Some(weight.alone.len()),
    );
    list(ui, work, &weight.alone, out);
}

/// Merging with another source: which, and then field by field.
fn merge_with(ui: &mut Ui, work: &Work, id: &Str, out: &mut Vec<Command>) {
    let others = work.document.sources().len() - 1;
    if others == 0 || work.is_read_only() {
        return;
    }
    ui.add_space(8.0);
    let picker = egui::Id::unique("merge with another source");
    let width = ui.available_width();
    let name = "Merge with another source…";
    let picked = pick(ui, picker, name, name, true, width, || {
        let mut all = sources(work);
        all.retain(|choice| choice.value != id.as_str());
        all
    });
    if let Some(other) = picked {
        let ids = [id.clone(), other.into()];
        let asked = MergeRecords::new(work, TableName::Sources, ids);
        out.push(Command::Ask(Box::new(asked)));
    }
}

/// The links with a claim that cites this source.
fn rests_on(ui: &mut Ui, work: &Work, window: &mut Window, slot: u32, out: &mut Vec<Command>) {
    let links = window.citing.links(work, slot);
    ui.add_space(8.0);
    section(ui, "Links that cite it", Some(links.len()));
    list(ui, work, &links, out);
}

fn list(ui: &mut Ui, work: &Work, links: &[u32], out: &mut Vec<Command>) {
    ui.spacing_mut().item_spacing.y = 0.0;
    const MOST: usize = 200;
    for slot in links.iter().take(MOST) {
        link::row(ui, work, *slot, None, out);
    }
    if links.len() > MOST {
        ui.weak(format!("and {} more", figure(links.len() - MOST)));
    }
    ui.spacing_mut().item_spacing.y = 6.0;
}
