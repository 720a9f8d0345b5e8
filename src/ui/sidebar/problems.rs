//! The list of problems, each leading to its record: what is wrong first, then what the rules find, by rule, and last what
//! was set aside.

use std::ops::Range;

use egui::{
    Color32, CornerRadius, FontSelection, Pos2, Rect, Response, Role, ScrollArea, Sense, Ui,
    UiBuilder, Vec2, WidgetInfo, pos2, text::LayoutJob, vec2,
};

use crate::model::findings::{Finding, Findings, MOST, Rule};
use crate::model::{Problem, RecordRef, SetAsideFinding, Severity, TableName, figure};
use crate::scene::fonts::{FontBook, Weight};

use crate::ui::command::Command;
use crate::ui::dialogs::{MergeRecords, SetFindingAside};
use crate::ui::findings::{bring_back, name_of, record_name};
use crate::ui::parts::icons::sign;
use crate::ui::parts::widgets::{Hint, ListRow, focus_ring, text_at};
use crate::ui::state::{FindingsState, Window};
use crate::ui::theme::{font, palette};
use crate::work::Work;

/// Up to so many findings begin open; of more the groups show first how many there are of each.
const SHORT: usize = 10;
/// In lists of up to so many items each row is as high as its text; in longer ones all are as high as a text can be.
const MEASURED: usize = 300;

/// One item of the list, with its height known before it is shown: a list of thousands is laid out in no time.
enum ProblemItem<'a> {
    Problem(&'a Problem),
    Fine(&'static str),
    Heading(String),
    Group(Rule, usize, bool),
    Advice(Rule),
    Finding(&'a Finding),
    More(usize),
    AsideHeading(usize, bool),
    Aside(usize, &'a SetAsideFinding),
}

/// What is wrong and what was found, each leading to its record.
pub(super) fn problems(ui: &mut Ui, work: &mut Work, window: &mut Window, out: &mut Vec<Command>) {
    let work = &*work;
    let (problems, findings) = (work.problems(), work.findings());
    let items = items(work, &window.findings, &problems, &findings);
    ScrollArea::vertical()
        .id_salt("problems")
        .auto_shrink([false, false])
        .show_viewport(ui, |ui, view| {
            let width = ui.available_width();
            let mut bottom = 0.0;
            let measured = items.len() <= MEASURED;
            let heights = items
                .iter()
                .map(|item| height_of(ui, item, width, measured));
            let bottoms: Vec<f32> = heights
                .map(|height| {
                    bottom += height;
                    bottom
                })
                .collect();
            ui.set_height(bottom);
            let origin = ui.max_rect().min;
            for at in seen(&bottoms, view) {
                let top = if at == 0 { 0.0 } else { bottoms[at - 1] };
                let size = vec2(ui.available_width(), bottoms[at] - top);
                let rect = Rect::from_min_size(origin + vec2(0.0, top), size);
                ui.scope_builder(UiBuilder::new().max_rect(rect).id_salt(at), |ui| {
                    show_item(ui, work, window, &items[at], out);
                });
            }
        });
}

/// The items that touch what is seen.
fn seen(bottoms: &[f32], view: Rect) -> Range<usize> {
    let first = bottoms.partition_point(|bottom| *bottom < view.top());
    let last = bottoms.partition_point(|bottom| *bottom < view.bottom());
    first..bottoms.len().min(last + 1)
}

fn items<'a>(
    work: &'a Work,
    state: &FindingsState,
    problems: &'a [Problem],
    findings: &'a Findings,
) -> Vec<ProblemItem<'a>> {
    let mut items: Vec<ProblemItem<'a>> = problems.iter().map(ProblemItem::Problem).collect();
    if problems.is_empty() {
        items.push(ProblemItem::Fine(if findings.list.is_empty() {
            "No problems found."
        } else {
            "No errors or warnings."
        }));
    }
    let all: usize = findings.counts.iter().map(|(_, count)| count).sum();
    if all > 0 {
        items.push(ProblemItem::Heading(format!("Findings\0{all}")));
    }
    let mut list = findings.list.as_slice();
    for &(rule, count) in &findings.counts {
        let (of_rule, rest) = list.split_at(list.partition_point(|f| f.rule <= rule));
        list = rest;
        let open = (all <= SHORT) != state.toggled.contains(&rule);
        items.push(ProblemItem::Group(rule, count, open));
        if open {
            items.push(ProblemItem::Advice(rule));
            items.extend(of_rule.iter().map(ProblemItem::Finding));
            if count > MOST {
                items.push(ProblemItem::More(count - MOST));
            }
        }
    }
    let aside = work.document.findings();
    if !aside.is_empty() {
        items.push(ProblemItem::AsideHeading(aside.len(), state.aside_open));
        if state.aside_open {
            let all = aside.iter().enumerate();
            items.extend(all.map(|(at, finding)| ProblemItem::Aside(at, finding)));
        }
    }
    items
}

/// A narrow panel gives texts a line more.
fn lines(width: f32) -> usize {
    if width < 290.0 { 3 } else { 2 }
}

fn height_of(ui: &Ui, item: &ProblemItem<'_>, width: f32, measured: bool) -> f32 {
    let row = |text: &str| {
        let most = lines(width);
        let lines = if measured {
            let galley = text_in(ui, text, width - 26.0, most, Color32::PLACEHOLDER);
            galley.rows.len().min(most)
        } else {
            most
        };
        26.0 + 15.0 * lines as f32
    };
    match item {
        ProblemItem::Problem(_) => 56.0,
        ProblemItem::Fine(_) => 30.0,
        ProblemItem::Heading(_) => 34.0,
        ProblemItem::Group(..) => 26.0,
        ProblemItem::Advice(rule) => {
            let text = advice(*rule);
            let galley = text_in(ui, &text, width - 22.0, usize::MAX, Color32::PLACEHOLDER);
            galley.size().y + 8.0
        }
        ProblemItem::Finding(finding) => row(&finding.fact),
        ProblemItem::Aside(_, finding) => row(&aside_text(finding)),
        ProblemItem::More(_) => 24.0,
        ProblemItem::AsideHeading(..) => 34.0,
    }
}

fn show_item(
    ui: &mut Ui,
    work: &Work,
    window: &mut Window,
    item: &ProblemItem<'_>,
    out: &mut Vec<Command>,
) {
    let palette = palette(ui.ctx());
    match item {
        ProblemItem::Problem(problem) => problem_row(ui, problem, 56.0, out),
        ProblemItem::Fine(text) => {
            ui.horizontal(|ui| {
                let (rect, _) = ui.allocate_exact_size(Vec2::splat(18.0), Sense::hover());
                sign(ui, "check", rect.center(), 12.0, palette.ok);
                ui.label(*text);
            });
        }
        ProblemItem::Heading(text) => {
            ui.add_space(10.0);
            let (text, count) = text.split_once('\0').unwrap_or((text, ""));
            super::heading_beside(ui, text, Some(count.to_owned()), 8.0);
        }
        ProblemItem::Group(rule, count, open) => {
            if group_row(ui, rule.heading(), *count, *open).clicked() {
                let toggled = &mut window.findings.toggled;
                if !toggled.remove(rule) {
                    toggled.insert(*rule);
                }
            }
        }
        ProblemItem::Advice(rule) => {
            let at = ui.max_rect().min + vec2(22.0, 2.0);
            let room = ui.available_width() - 22.0;
            let color = palette.text_tertiary;
            let text = advice(*rule);
            let galley = text_in(ui, &text, room, usize::MAX, color);
            let rect = Rect::from_min_size(at, galley.size());
            let label = ui.allocate_rect(rect, Sense::hover());
            label.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
            ui.painter().galley(at, galley, color);
        }
        ProblemItem::Finding(finding) => finding_row(ui, work, window, finding, out),
        ProblemItem::More(count) => {
            ui.weak(format!("      {} more", figure(*count)));
        }
        ProblemItem::AsideHeading(count, open) => {
            ui.add_space(8.0);
            if group_row(ui, "Dismissed findings", *count, *open).clicked() {
                window.findings.aside_open = !window.findings.aside_open;
            }
        }
        ProblemItem::Aside(at, finding) => aside_row(ui, work, *at, finding, out),
    }
}

/// What to do about a rule's findings, as a sentence.
fn advice(rule: Rule) -> String {
    let text = rule.advice();
    let first = text.chars().take(1).flat_map(char::to_uppercase);
    first.chain(text.chars().skip(1)).chain(['.']).collect()
}

fn group_row(ui: &mut Ui, text: &str, count: usize, open: bool) -> Response {
    let mut row = ListRow::new(text);
    row.indent = 14.0;
    row.size = 12.5;
    row.right = Some(figure(count));
    row.name = format!("{text}: {count}");
    let response = row.show(ui);
    chevron(ui, &response, open);
    response
}

/// Text over as many lines as it may have, the last of them cut.
fn text_in(
    ui: &Ui,
    text: &str,
    width: f32,
    most: usize,
    color: Color32,
) -> std::sync::Arc<egui::Galley> {
    let font = FontSelection::FontId(font(11.5, Weight::Regular)).resolve(ui.style());
    let text = crate::model::screen_line(text);
    let mut job = LayoutJob::simple(text, font, color, width.max(40.0));
    job.wrap.max_rows = most;
    ui.painter().layout_job(job)
}

/// What can be done with a row: its words, and what a screen reader says.
type RowAction<'a> = (&'a str, String);

/// A record's name and a text under it; clicking it leads to the record. What can be done with it is at the right end of its
/// first line while the pointer or the focus is on it. Returns the row, and the action that was chosen.
fn record_row(
    ui: &mut Ui,
    name: &str,
    text: &str,
    spoken: &str,
    actions: &[RowAction<'_>],
) -> (Response, Option<usize>) {
    let palette = palette(ui.ctx());
    let most = lines(ui.available_width());
    let room = ui.available_width() - 26.0;
    let grey = palette.text_secondary;
    let galley = text_in(ui, text, room, most, grey);
    let size = vec2(ui.available_width(), ui.max_rect().height() - 2.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, spoken));
    let mut right = rect.right() - 4.0;
    let buttons: Vec<Response> = actions
        .iter()
        .rev()
        .map(|(words, spoken)| {
            let button = row_button(ui, &response, pos2(right, rect.top() + 12.0), words, spoken);
            right = button.rect.left();
            button
        })
        .collect();
    let is_touched = ui.rect_contains_pointer(rect) && response.container_contains_pointer();
    let has_focus = response.has_focus() || buttons.iter().any(Response::has_focus);
    if is_touched {
        let ground = CornerRadius::same(4);
        ui.painter().rect_filled(rect, ground, palette.hover);
    }
    focus_ring(ui, rect, &response);
    let at = pos2(rect.left() + 22.0, rect.top() + 12.0);
    let (weight, color) = (Weight::Medium, palette.text);
    let name_room = if is_touched || has_focus {
        for (button, (words, _)) in buttons.iter().zip(actions.iter().rev()) {
            paint_row_button(ui, button, words);
        }
        right - at.x - 6.0
    } else {
        room
    };
    text_at(ui.painter(), at, name, 12.0, weight, color, name_room);
    let at = pos2(rect.left() + 22.0, rect.top() + 21.0);
    ui.painter().galley(at, galley, grey);
    let clicked = buttons.iter().rev().position(Response::clicked);
    (response, clicked)
}

/// A small button that ends at `right`, not painted yet.
fn row_button(ui: &Ui, row: &Response, right: Pos2, words: &str, spoken: &str) -> Response {
    let width = FontBook::shared().width(words, 11.5, Weight::Medium) + 8.0;
    let rect = Rect::from_min_size(right - vec2(width, 9.0), vec2(width, 18.0));
    let button = ui.interact(rect, row.id.with(words), Sense::click());
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, spoken));
    button
}

fn paint_row_button(ui: &Ui, button: &Response, words: &str) {
    let palette = palette(ui.ctx());
    let color = if button.hovered() || button.has_focus() {
        palette.accent_hover
    } else {
        palette.accent
    };
    focus_ring(ui, button.rect, button);
    let at = button.rect.left_center() + vec2(4.0, 0.0);
    let room = button.rect.width();
    text_at(ui.painter(), at, words, 11.5, Weight::Medium, color, room);
}

fn finding_row(
    ui: &mut Ui,
    work: &Work,
    window: &mut Window,
    finding: &Finding,
    out: &mut Vec<Command>,
) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let name = name_of(work, finding);
    let spoken = format!("{name}: {}", finding.fact);
    let mut actions = vec![("Dismiss…", format!("Dismiss: {name}"))];
    if finding.rule == Rule::Duplicate {
        actions.push(("Merge…", format!("Merge {name}")));
    }
    if work.is_read_only() {
        actions.clear();
    }
    let (response, chosen) = record_row(ui, &name, &finding.fact, &spoken, &actions);
    if response.hint(&spoken).clicked() {
        let ids = [finding.record.id.clone(), finding.other.clone()];
        out.push(match finding.rule {
            Rule::Duplicate => Command::GoToBoth(ids),
            _ => Command::GoTo(finding.record.clone()),
        });
    }
    match chosen {
        Some(0) => out.push(Command::Ask(Box::new(SetFindingAside {
            finding: finding.clone(),
            why: String::new(),
            on: window.today,
        }))),
        Some(_) => {
            let ids = [finding.record.id.clone(), finding.other.clone()];
            let asked = MergeRecords::new(work, TableName::Entities, ids);
            out.push(Command::Ask(Box::new(asked)));
        }
        None => {}
    }
}

/// The rule, when it was set aside, and why.
fn aside_text(finding: &SetAsideFinding) -> String {
    let rule = Rule::from_word(&finding.rule);
    let rule = rule.map_or(finding.rule.as_str(), |rule| rule.heading());
    let on = finding.on.map(|on| format!(" ({on})")).unwrap_or_default();
    format!("{rule}. Dismissed{on}: {}", finding.why)
}

fn aside_row(
    ui: &mut Ui,
    work: &Work,
    at: usize,
    finding: &SetAsideFinding,
    out: &mut Vec<Command>,
) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let table = finding.table.unwrap_or(TableName::Dataset);
    let mut record = RecordRef::new(table, finding.id.clone());
    let rule = Rule::from_word(&finding.rule);
    let mut name = String::new();
    if rule == Some(Rule::Duplicate) {
        let other = RecordRef::new(table, finding.claim.clone());
        name = format!(" and {}", record_name(work, &other));
    } else {
        record.claim = finding.claim.clone();
    }
    let name = record_name(work, &record) + &name;
    let text = aside_text(finding);
    let spoken = format!("{name}: {text}");
    let mut actions = vec![("Restore", format!("Restore: {name}"))];
    if work.is_read_only() {
        actions.clear();
    }
    let (response, chosen) = record_row(ui, &name, &text, &spoken, &actions);
    if response.hint(&spoken).clicked() {
        let ids = [finding.id.clone(), finding.claim.clone()];
        out.push(match rule {
            Some(Rule::Duplicate) => Command::GoToBoth(ids),
            _ => Command::GoTo(record),
        });
    }
    if chosen.is_some() {
        let label = "Restore finding".to_owned();
        out.push(Command::Commit(label, bring_back(at)));
    }
}

fn problem_row(ui: &mut Ui, problem: &Problem, height: f32, out: &mut Vec<Command>) {
    let palette = palette(ui.ctx());
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, problem.to_string()));
    if !ui.is_rect_visible(rect) {
        return;
    }
    if response.hovered() {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(4), palette.hover);
    }
    focus_ring(ui, rect, &response);
    let color = match problem.severity {
        Severity::Error => palette.error,
        Severity::Warning => palette.warning,
        Severity::Note => palette.text_tertiary,
    };
    sign(
        ui,
        "warning",
        pos2(rect.left() + 10.0, rect.top() + 13.0),
        12.0,
        color,
    );
    let line = problem
        .line
        .map(|line| format!(" (line {line})"))
        .unwrap_or_default();
    let field = if problem.field.is_empty() {
        String::new()
    } else {
        format!(", {}", problem.field)
    };
    let head = format!("{}{field}{line}", problem.record);
    let room = rect.width() - 30.0;
    let at = pos2(rect.left() + 22.0, rect.top() + 13.0);
    text_at(
        ui.painter(),
        at,
        &head,
        12.0,
        Weight::Medium,
        palette.text,
        room,
    );
    let lines = crate::scene::text::wrap(&problem.text, 11.5, Weight::Regular, room, 2);
    for (row, line) in lines.iter().enumerate() {
        let at = pos2(rect.left() + 22.0, rect.top() + 29.0 + 14.0 * row as f32);
        text_at(
            ui.painter(),
            at,
            line,
            11.5,
            Weight::Regular,
            palette.text_secondary,
            room + 4.0,
        );
    }
    let response = response.hint(&problem.text);
    if response.clicked() {
        out.push(Command::GoTo(problem.record.clone()));
    }
}

/// The mark of an open or closed row, at its left end.
fn chevron(ui: &Ui, response: &egui::Response, open: bool) {
    let palette = palette(ui.ctx());
    let name = if open {
        "chevron-down"
    } else {
        "chevron-right"
    };
    let at = pos2(response.rect.left() + 6.0, response.rect.center().y);
    sign(ui, name, at, 9.0, palette.text_tertiary);
}
