//! Claims as cards: stance and speaker, source, date and role, grades. An open card shows all its fields.

use egui::{CornerRadius, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::edit::Edit;
use crate::model::evidence::ClaimVoice;
use crate::model::sentence::{Narrator, ending_text, publication};
use crate::model::{
    Claim, Confidence, Credibility, EndedHow, Ending, LikelihoodScale, Role as SourceRole, Stance,
};
use crate::scene::fonts::Weight;
use crate::ui::action::Action;
use crate::ui::cited::cited_beside;
use crate::ui::command::{Command, Target};
use crate::ui::fields::RecordPart;
use crate::ui::parts::choices::{entities, entity_name, markings, sources};
use crate::ui::parts::picker::Choice;
use crate::ui::parts::widgets::{Hint, chip, focus_ring, link_button, page, section, text_at};
use crate::ui::theme::{font, palette};
use crate::work::Work;

use super::date::{date, since_until};
use super::ending::ending;
use super::field::{Form, labelled};

/// Shows the claims of a record. `replace` makes the edit that gives it others.
pub(super) fn show(
    ui: &mut Ui,
    form: &mut Form<'_>,
    claims: &[Claim],
    replace: impl Fn(Vec<Claim>) -> Edit,
) {
    let work = form.work;
    ui.horizontal(|ui| {
        section(ui, "Claims", Some(claims.len()));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if link_button(ui, "plus", "Add claim").clicked() {
                form.out.push(Command::Act(Action::AddClaim));
            }
            cited_beside(ui, work, form.window, form.out);
        });
    });
    if claims.is_empty() {
        ui.weak("No claims yet. A claim records who says this, and where.");
    }
    let voices = work.evidence.voice_of_each(&work.document, claims);
    let wanted = form.window.open_claims.iter().next().copied();
    for at in page(ui, ("claims", &form.record), claims.len(), wanted) {
        let claim = &claims[at];
        let open = form.window.open_claims.contains(&at);
        let response = card(ui, work, claim, at, voices[at], open, form.out);
        if response.clicked() {
            if open {
                form.window.open_claims.remove(&at);
            } else {
                form.window.open_claims.insert(at);
            }
        }
        super::role::ask_at_claim(ui, work, form.window, claims, at, form.out);
        if open {
            fields(
                ui,
                &mut form.part(RecordPart::Claim(at)),
                claims,
                at,
                &replace,
            );
            ui.add_space(6.0);
        }
    }
}

/// A claim's card. Clicking it opens or closes its fields; clicking the source leads there.
fn card(
    ui: &mut Ui,
    work: &Work,
    claim: &Claim,
    at: usize,
    voice: Option<ClaimVoice>,
    open: bool,
    out: &mut Vec<Command>,
) -> egui::Response {
    let palette = palette(ui.ctx());
    let facts = facts(ui, work, claim, ui.available_width() - 20.0);
    let size = vec2(ui.available_width(), 58.0 + facts.size().y);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let speakers = speakers(work, claim);
    let stance = stance_word(claim);
    let name = format!("Claim {}: {speakers} {stance}", at + 1);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, open, name.clone()));
    let painter = ui.painter().clone();
    let ground = if response.hovered() {
        palette.hover
    } else {
        palette.raised
    };
    let line = if open {
        palette.field_line
    } else {
        palette.border
    };
    painter.rect(
        rect,
        CornerRadius::same(8),
        ground,
        Stroke::new(1.0, line),
        StrokeKind::Inside,
    );
    focus_ring(ui, rect, &response);
    let counts = work.evidence.counts(&work.document, claim);
    let (fill, color) = if claim.denies() {
        (palette.text, palette.panel)
    } else {
        (palette.sunken, palette.text)
    };
    let top = rect.top() + 18.0;
    let right = chip(
        &painter,
        pos2(rect.left() + 10.0, top),
        &stance,
        fill,
        color,
    );
    let state = match (&claim.ended, voice) {
        (Some(ended), _) => how_ended(ended).to_owned(),
        (None, Some(ClaimVoice::Counted(voice))) => format!("voice {voice}"),
        (None, Some(ClaimVoice::UnknownOrigin)) => "origin unknown".to_owned(),
        (None, None) if work.evidence.is_left_out(&work.document, claim) => "left out".to_owned(),
        (None, None) if !counts => "does not count".to_owned(),
        (None, None) => "denial".to_owned(),
    };
    let place = painter.text(
        pos2(rect.right() - 10.0, top),
        egui::Align2::RIGHT_CENTER,
        state,
        font(11.0, Weight::Regular),
        palette.text_tertiary,
    );
    let room = place.left() - right - 16.0;
    let ink = if claim.ended.is_some() {
        palette.text_tertiary
    } else {
        palette.text
    };
    let about = if claim.about.is_empty() {
        String::new()
    } else {
        format!("{}: ", claim.about)
    };
    let who = format!("{about}{speakers}");
    text_at(
        &painter,
        pos2(right + 8.0, top),
        &who,
        13.0,
        Weight::SemiBold,
        ink,
        room,
    );
    source_line(ui, work, claim, at, rect, out);
    painter.galley(rect.min + vec2(10.0, 50.0), facts, palette.text_secondary);
    response
}

/// Beside an ended claim: in which way.
fn how_ended(ended: &Ending) -> &'static str {
    match ended.how {
        Some(EndedHow::Withdrawn) => "withdrawn",
        Some(EndedHow::Rejected) => "found to be wrong",
        Some(EndedHow::Superseded) => "superseded",
        None => "set aside",
    }
}

fn stance_word(claim: &Claim) -> String {
    match claim.stance {
        Some(stance) => stance.as_str().to_owned(),
        None => {
            let unread = claim.extra.unread("stance");
            unread.map_or_else(|| "asserts".to_owned(), |raw| raw.shown())
        }
    }
}

/// Who speaks, in a few words.
fn speakers(work: &Work, claim: &Claim) -> String {
    let document = &work.document;
    let mut names: Vec<String> = claim
        .speakers
        .iter()
        .map(|id| entity_name(work, id))
        .collect();
    if !claim.speaker_name.is_empty() {
        names.push(claim.speaker_name.to_string());
    }
    if names.is_empty() {
        let sources = document.sources();
        let facts = sources
            .slot_of(&claim.source)
            .and_then(|slot| work.evidence.source(slot));
        for root in facts.iter().flat_map(|facts| facts.roots.iter()) {
            let Some(root) = sources.at(*root) else {
                continue;
            };
            let own = matches!(root.role, Some(SourceRole::Own | SourceRole::Register));
            if own && root.authors.is_empty() {
                names.push(publication(root));
            } else if own {
                names.extend(root.authors.iter().map(|id| entity_name(work, id)));
            }
        }
    }
    match names.as_slice() {
        [] if claim.source.is_empty() => "No source yet".to_owned(),
        [] => "Speaker unknown".to_owned(),
        [only] => only.clone(),
        [first, second] => format!("{first} and {second}"),
        [first, rest @ ..] => format!("{first} and {} others", rest.len()),
    }
}

fn source_line(
    ui: &mut Ui,
    work: &Work,
    claim: &Claim,
    at: usize,
    rect: egui::Rect,
    out: &mut Vec<Command>,
) {
    let palette = palette(ui.ctx());
    let y = rect.top() + 39.0;
    let left = rect.left() + 10.0;
    let source = work.document.sources().get(&claim.source);
    let Some((slot, source)) = work.document.sources().slot_of(&claim.source).zip(source) else {
        let text = if claim.source.is_empty() {
            "no source".to_owned()
        } else {
            format!("source {} (not in this dataset)", claim.source)
        };
        let room = rect.width() - 20.0;
        text_at(
            ui.painter(),
            pos2(left, y),
            &text,
            12.0,
            Weight::Regular,
            palette.warning,
            room,
        );
        return;
    };
    let name = publication(source);
    let width = crate::scene::fonts::FontBook::shared().width(&name, 12.5, Weight::Regular);
    let dated = source.published.map(|date| date.to_string());
    let room = rect.width() - 26.0 - if dated.is_some() { 84.0 } else { 0.0 };
    let width = width.min(room);
    let area = egui::Rect::from_min_size(pos2(left, y - 9.0), vec2(width, 18.0));
    let id = ui.scope_id().with(("source of claim", at, slot));
    let link = ui.interact(area, id, Sense::click());
    link.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("Source {name}")));
    let color = if link.hovered() {
        palette.accent_hover
    } else {
        palette.text_link
    };
    let painter = ui.painter();
    let right = text_at(
        painter,
        pos2(left, y),
        &name,
        12.5,
        Weight::Regular,
        color,
        width + 1.0,
    );
    if let Some(date) = dated {
        let at = pos2(right + 8.0, y);
        let grey = palette.text_secondary;
        text_at(painter, at, &date, 12.5, Weight::Regular, grey, 84.0);
    }
    link.context_menu(|ui| {
        ui.set_width(200.0);
        crate::ui::views::leave_out_source(ui, work, &source.id, out);
    });
    let link = link.hint(source.label());
    if link.clicked() {
        out.push(Command::Edit(Target::Source(slot)));
    }
}

fn relayed(work: &Work, source: &crate::model::Source) -> String {
    let named: Vec<String> = source
        .derived_from
        .iter()
        .filter_map(|id| work.document.sources().get(id))
        .map(|origin| match origin.authors.first() {
            Some(author) => entity_name(work, author),
            None => publication(origin),
        })
        .collect();
    match named.as_slice() {
        [] => SourceRole::Relay.label().to_lowercase(),
        [only] => format!("relays {only}"),
        [first, ..] => format!("relays {first} and others"),
    }
}

/// Whose word the source is, and the grades or that there are none: never a bar, a star or a percentage.
fn facts(ui: &Ui, work: &Work, claim: &Claim, width: f32) -> std::sync::Arc<egui::Galley> {
    let palette = palette(ui.ctx());
    let source = work.document.sources().get(&claim.source);
    let mut parts = Vec::new();
    parts.extend(claim.ended.as_deref().map(ending_text));
    if let Some(source) = source {
        parts.push(match source.role {
            Some(SourceRole::Relay) => relayed(work, source),
            Some(role) => role.label().to_lowercase(),
            None => "origin unknown".to_owned(),
        });
    }
    match (
        source.and_then(|source| source.reliability),
        claim.credibility,
    ) {
        (None, None) => parts.push("not graded".to_owned()),
        (source, claim) => {
            let not = || "not graded".to_owned();
            let reliability = source.map_or_else(not, |grade| grade.to_string());
            let credibility = claim.map_or_else(not, |grade| grade.number().to_string());
            parts.push(format!("source {reliability}"));
            parts.push(format!("credibility {credibility}"));
        }
    }
    parts.extend(claim.likelihood.map(|word| word.text()));
    parts.extend(claim.share.as_deref().map(stake_text));
    // A fact is not broken where there is a next line for it.
    let whole = |part: &String| match part.chars().count() {
        0..=40 => part.replace(' ', "\u{a0}"),
        _ => part.clone(),
    };
    let parts = parts.iter().map(whole);
    let text = parts.collect::<Vec<_>>().join("  ·  ");
    let text = text.replace("  ·", "\u{a0}\u{a0}·");
    let font = font(11.5, Weight::Regular);
    ui.painter()
        .layout(text, font, palette.text_secondary, width)
}

/// A stake in words: `25–50 %`, `10.9 % at most`.
pub(super) fn stake_text(share: &crate::model::Stake) -> String {
    let number = |n: &crate::model::Number| n.as_str().to_owned();
    let text = match (&share.min, &share.max) {
        (Some(min), Some(max)) if min == max => format!("{}%", number(min)),
        (Some(min), Some(max)) => format!("{}–{}%", number(min), number(max)),
        (Some(min), None) => format!("at least {}%", number(min)),
        (None, Some(max)) => format!("at most {}%", number(max)),
        (None, None) => "a stake".to_owned(),
    };
    match share.direct {
        Some(false) => format!("{text}, indirect"),
        _ => text,
    }
}

/// All fields of a claim.
fn fields(
    ui: &mut Ui,
    form: &mut Form<'_>,
    claims: &[Claim],
    at: usize,
    replace: &impl Fn(Vec<Claim>) -> Edit,
) {
    let work = form.work;
    let claim = &claims[at];
    form.choose(
        ui,
        "Stance",
        "stance",
        "not stated (read as asserts)",
        || {
            let meaning = |stance: &Stance| match stance {
                Stance::Asserts => "states it as fact",
                Stance::Alleges => "accuses, untested",
                Stance::Assesses => "judges",
                Stance::Denies => "says it is untrue",
            };
            let all = Stance::ALL.iter();
            all.map(|s| Choice::new(s.as_str(), s.as_str()).hint(meaning(s)))
                .collect()
        },
    );
    form.choose(ui, "Source", "source", "not stated", || sources(work));
    form.ids(
        ui,
        "Speakers",
        "speakers",
        |id| entity_name(work, id),
        || entities(work),
    );
    form.text(
        ui,
        "Other speaker",
        "speaker_name",
        "someone not on the chart",
    );
    form.text(ui, "Locator", "locator", "page, paragraph or time");
    form.text(ui, "Quote", "quote", "a few words");
    grades(ui, form, claim);
    share(ui, form, at);
    since_until(form, ui);
    date(form, ui, "Recorded", "recorded");
    form.text(ui, "Recorded by", "recorded_by", "your name or initials");
    form.choose(ui, "About", "about", "the whole record", || {
        about_choices(form_keys(claims))
    });
    let found = work.document.claim_marking(claim, None, None);
    let inherited = format!("{found} (highest of record and source)");
    form.choose(ui, "Marking", "marking", &inherited, markings);
    form.note(ui, "Note", "note");
    ending(ui, form, claims, at, replace);
}

fn form_keys(claims: &[Claim]) -> Vec<String> {
    let mut keys: Vec<String> = claims.iter().map(|claim| claim.about.to_string()).collect();
    keys.retain(|key| key.starts_with("properties."));
    keys.sort();
    keys.dedup();
    keys
}

/// What a claim can be about.
fn about_choices(more: Vec<String>) -> Vec<Choice> {
    let fields = [
        "kind",
        "name",
        "country",
        "label",
        "since",
        "until",
        "tags",
        "identifiers",
    ];
    let fields = fields
        .into_iter()
        .map(|field| Choice::new(field, format!("field: {field}")));
    let more = more.into_iter().map(|key| Choice::new(key.clone(), key));
    fields.chain(more).collect()
}

/// Only the scales that the dataset has chosen, or that the claim already uses.
fn grades(ui: &mut Ui, form: &mut Form<'_>, claim: &Claim) {
    let grading = form
        .work
        .document
        .meta()
        .grading
        .clone()
        .unwrap_or_default();
    if grading.source.is_some()
        || claim.credibility.is_some()
        || claim.extra.unread("credibility").is_some()
    {
        form.choose(ui, "Credibility", "credibility", "not graded", || {
            let all = Credibility::ALL.iter();
            all.map(|grade| {
                let number = grade.number().to_string();
                Choice::new(number.clone(), format!("{number} {}", grade.text()))
            })
            .collect()
        });
    }
    let used = claim.likelihood.and_then(|word| word.scale);
    let scales: Vec<LikelihoodScale> = LikelihoodScale::ALL
        .iter()
        .copied()
        .filter(|scale| grading.likelihood == Some(*scale) || used == Some(*scale))
        .collect();
    if !scales.is_empty() || claim.likelihood.is_some() {
        form.choose(ui, "Likelihood", "likelihood", "not stated", || {
            let terms = scales.iter().flat_map(|scale| {
                scale.terms().iter().map(move |(term, range)| {
                    Choice::new(format!("{scale}:{term}"), term.replace('-', " "))
                        .hint(format!("{range}, {}", scale.label()))
                })
            });
            terms.collect()
        });
    }
    form.choose(ui, "Confidence", "confidence", "not stated", || {
        let all = Confidence::ALL.iter();
        all.map(|word| Choice::new(word.as_str(), word.as_str()))
            .collect()
    });
}

fn share(ui: &mut Ui, form: &mut Form<'_>, at: usize) {
    let mut form = form.part(RecordPart::Stake(at));
    labelled(ui, "Stake (%)", |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let width = (ui.available_width() - 4.0) / 2.0;
        form.bare(ui, "Stake at least", "min", "at least", width);
        form.bare(ui, "Stake at most", "max", "at most", width);
    });
    form.bare_mistake(ui, "min");
    form.bare_mistake(ui, "max");
    let stated = !form.text_of("min").is_empty() || !form.text_of("max").is_empty();
    if stated {
        form.truth(ui, "Direct", "direct", "not stated");
    }
}

/// What a screen reader and a tooltip say of a link.
pub(crate) fn sentence(work: &Work, slot: u32) -> String {
    Narrator::new(&work.document, &work.evidence).sentence(slot)
}
