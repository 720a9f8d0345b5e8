//! Findings in the window: which of their groups are open, setting one aside with a reason, bringing it back.

use std::collections::BTreeSet;

use egui::{Id, Key, Modal, TextEdit, Ui};

use crate::edit::Edit;
use crate::model::findings::{Finding, Rule, claim_place};
use crate::model::{Document, Entity, Link, PartialDate, RecordRef, Str, TableName};
use crate::scene::fonts::Weight;
use crate::work::Work;

use super::command::Command;
use super::fields::{entity_edit, link_edit};
use super::join::{self, JoinState};
use super::state::Window;
use super::theme::{font, palette};
use super::widgets::accent_button;

/// What the window knows of the list of findings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FindingsState {
    /// Groups that are not as they begin: short ones open, long ones closed.
    pub toggled: BTreeSet<Rule>,
    /// Whether findings that were set aside are listed.
    pub aside_open: bool,
    /// What is asked over everything.
    pub asking: Option<Asking>,
}

/// A question about a finding.
#[derive(Clone, Debug, PartialEq)]
pub enum Asking {
    /// Why it is set aside.
    SetAside {
        /// Which.
        finding: Box<Finding>,
        /// The reason so far.
        why: String,
    },
    /// How two records are made one.
    Join(Box<JoinState>),
}

impl FindingsState {
    /// Whether something is asked, so that keys of the chart are dead.
    pub fn is_asking(&self) -> bool {
        self.asking.is_some()
    }

    /// Shows two records side by side, to be made one.
    pub fn ask_to_join(&mut self, work: &Work, table: TableName, ids: [Str; 2]) {
        let state = JoinState::new(work, table, ids);
        self.asking = Some(Asking::Join(Box::new(state)));
    }
}

/// Shows what is asked, if anything is.
pub fn show(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let Some(mut asking) = window.findings.asking.take() else {
        return;
    };
    let palette = palette(ui.ctx());
    let shown = Modal::new(Id::unique("asking about a finding"))
        .backdrop_color(palette.scrim)
        .frame(egui::Frame::popup(ui.style()).inner_margin(20))
        .show(ui.ctx(), |ui| {
            let room = ui.ctx().content_rect().width() - 64.0;
            ui.spacing_mut().item_spacing.y = 10.0;
            match &mut asking {
                Asking::SetAside { finding, why } => {
                    ui.set_width(440.0f32.min(room));
                    set_aside(ui, work, window.today, finding, why, out)
                }
                Asking::Join(state) => {
                    ui.set_width(760.0f32.min(room));
                    join::inside(ui, work, state, out)
                }
            }
        });
    if !shown.inner && !shown.should_close() {
        window.findings.asking = Some(asking);
    }
}

/// Asks why a finding is set aside; whether the question is answered.
fn set_aside(
    ui: &mut Ui,
    work: &Work,
    today: Option<PartialDate>,
    finding: &Finding,
    why: &mut String,
    out: &mut Vec<Command>,
) -> bool {
    let heading = egui::RichText::new("Dismiss this finding?");
    ui.label(heading.font(font(15.0, Weight::SemiBold)));
    let name = name_of(work, finding);
    ui.add(egui::Label::new(egui::RichText::new(name).font(font(13.0, Weight::SemiBold))).wrap());
    ui.add(egui::Label::new(format!("{}: {}.", finding.rule.heading(), finding.fact)).wrap());
    let label = ui.label("Why it is not a problem");
    let edit = TextEdit::singleline(why)
        .id(Id::unique("why a finding is set aside"))
        .desired_width(f32::INFINITY);
    let field = ui.add(edit).labelled_by(label.id);
    // Asked before the field gets the focus back, which it has just lost by that key.
    let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if ui
        .memory(|memory| memory.focused())
        .is_none_or(|id| id == super::state::chart_id())
    {
        field.request_focus();
    }
    ui.weak("The reason is saved in the file.");
    let mut done = false;
    ui.horizontal(|ui| {
        let given = !why.trim().is_empty();
        let clicked = ui.add_enabled_ui(given, |ui| accent_button(ui, "Dismiss").clicked());
        if given && (clicked.inner || enter) {
            let edit = set_aside_edit(&work.document, finding, why.trim(), today);
            out.push(Command::Commit("Dismiss finding".into(), edit));
            done = true;
        }
        done |= ui.button("Cancel").clicked();
    });
    done
}

/// The edit that sets a finding aside. A claim that has no id gets it now, so that the finding can name it.
pub fn set_aside_edit(
    document: &Document,
    finding: &Finding,
    why: &str,
    on: Option<PartialDate>,
) -> Edit {
    let record = &finding.record;
    let mut claim = record.claim.clone();
    let mut edits = Vec::new();
    // An id with which a claim was read stays its own.
    if record.claim.starts_with('#') {
        let edit = match record.table {
            TableName::Entities => {
                let entity = document.entities().get(&record.id);
                entity.map(|entity| entity_edit(Entity::clone(entity)))
            }
            _ => {
                let link = document.links().get(&record.id);
                link.map(|link| link_edit(Link::clone(link)))
            }
        };
        let claims = match &edit {
            Some(Edit::Entity(_, Some(entity))) => &entity.claims[..],
            Some(Edit::Link(_, Some(link))) => &link.claims[..],
            _ => &[],
        };
        let found = claim_place(claims, &record.claim).map(|place| &claims[place].id);
        if let Some(id) = found.filter(|id| !id.is_empty()) {
            claim = id.clone();
            edits.extend(edit);
        }
    }
    edits.push(Edit::Finding {
        at: document.findings().len(),
        replace: false,
        finding: Some(std::sync::Arc::new(finding.set_aside(&claim, why, on))),
    });
    Edit::All(edits)
}

/// The edit that brings back the finding at a place of the list of those set aside.
pub fn bring_back(at: usize) -> Edit {
    Edit::Finding {
        at,
        replace: true,
        finding: None,
    }
}

/// What a finding is about, in a few words.
pub fn name_of(work: &Work, finding: &Finding) -> String {
    let first = record_name(work, &finding.record);
    if finding.other.is_empty() {
        return first;
    }
    let other = RecordRef::new(TableName::Entities, finding.other.clone());
    format!("{first} and {}", record_name(work, &other))
}

/// A record as people call it; its id where it is gone.
pub fn record_name(work: &Work, record: &RecordRef) -> String {
    let document = &work.document;
    let entity = |id: &str| {
        let entity = document.entities().get(id);
        entity.map_or(id, |entity| entity.label()).to_owned()
    };
    let (name, claims) = match record.table {
        TableName::Entities => {
            let claims = document.entities().get(&record.id).map(|e| &e.claims[..]);
            (entity(&record.id), claims)
        }
        TableName::Sources => {
            let source = document.sources().get(&record.id);
            let label = source.map_or(record.id.as_str(), |source| source.label());
            (label.to_owned(), None)
        }
        TableName::Links => match document.links().get(&record.id) {
            Some(link) => {
                let verb = work.evidence.vocabulary().link_kind(link.kind_id()).label;
                let name = format!("{} {verb} {}", entity(&link.from), entity(&link.to));
                (name, Some(&link.claims[..]))
            }
            None => (record.id.to_string(), None),
        },
        _ => (record.to_string(), None),
    };
    let name = crate::model::screen_line(&name);
    let place = claims.and_then(|claims| claim_place(claims, &record.claim));
    match place.filter(|_| !record.claim.is_empty()) {
        Some(place) => format!("Claim {}: {name}", place + 1),
        None => name,
    }
}
