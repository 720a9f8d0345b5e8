//! The list of problems, each leading to its record.

use egui::{CornerRadius, Role, ScrollArea, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use crate::model::Severity;
use crate::scene::fonts::Weight;

use crate::ui::command::Command;
use crate::ui::icons::sign;
use crate::ui::state::Window;
use crate::ui::theme::palette;
use crate::ui::widgets::{focus_ring, text_at};
use crate::ui::work::Work;

/// What is wrong, each leading to its record.
pub(super) fn problems(ui: &mut Ui, work: &mut Work, _: &mut Window, out: &mut Vec<Command>) {
    let problems = work.problems();
    if problems.is_empty() {
        let palette = palette(ui.ctx());
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(Vec2::splat(18.0), Sense::hover());
            sign(ui, "check", rect.center(), 12.0, palette.ok);
            ui.label("Nothing is wrong with this dataset.");
        });
        return;
    }
    let height = 56.0;
    ScrollArea::vertical()
        .id_salt("problems")
        .auto_shrink([false, false])
        .show_rows(ui, height, problems.len(), |ui, range| {
            for problem in &problems[range] {
                problem_row(ui, problem, height, out);
            }
        });
}

fn problem_row(ui: &mut Ui, problem: &crate::model::Problem, height: f32, out: &mut Vec<Command>) {
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
    let response = response.on_hover_text(&problem.text);
    if response.clicked() {
        out.push(Command::GoTo(problem.record.clone()));
    }
}
