//! The list of sources.

use egui::{CornerRadius, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::analysis::search;
use crate::scene::fonts::Weight;

use crate::ui::action::Action;
use crate::ui::command::Command;
use crate::ui::state::{Target, Window};
use crate::ui::theme::{font, palette};
use crate::ui::widgets::{focus_ring, text_at};
use crate::ui::work::Work;

/// All sources: what rests on each.
pub(super) fn sources(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let sources = work.document.sources();
    let query = window.outline.query.trim().to_owned();
    let all: Vec<(u32, String)> = sources
        .iter_slots()
        .map(|(slot, source)| {
            (
                slot,
                format!("{} {} {}", source.label(), source.publisher, source.id),
            )
        })
        .collect();
    let order = search::labels(all.iter().map(|(_, text)| text.as_str()), &query);
    let summary = work.summary();
    let cited = &summary.cited;
    if crate::ui::widgets::link_button(ui, "plus", "Add source").clicked() {
        out.push(Command::Act(Action::AddSource));
    }
    ui.add_space(6.0);
    if sources.is_empty() {
        ui.weak("None yet. A source is where something is said; claims cite it.");
    }
    let height = 40.0;
    ScrollArea::vertical()
        .id_salt("sources")
        .auto_shrink([false, false])
        .show_rows(ui, height, order.len(), |ui, range| {
            for place in range {
                let slot = all[order[place]].0;
                source_row(
                    ui,
                    work,
                    window,
                    slot,
                    cited.get(&slot).copied().unwrap_or(0),
                    out,
                );
            }
        });
}

fn source_row(
    ui: &mut Ui,
    work: &Work,
    window: &Window,
    slot: u32,
    claims: usize,
    out: &mut Vec<Command>,
) {
    let Some(source) = work.document.sources().at(slot) else {
        return;
    };
    let palette = palette(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 40.0), Sense::click());
    let selected = window.target == Target::Source(slot);
    response.widget_info(|| {
        WidgetInfo::selected(
            Role::Button,
            true,
            selected,
            format!("Source {}", source.label()),
        )
    });
    let ground = if selected {
        palette.selected_row
    } else if response.hovered() {
        palette.hover
    } else {
        egui::Color32::TRANSPARENT
    };
    ui.painter()
        .rect_filled(rect.shrink(1.0), CornerRadius::same(4), ground);
    focus_ring(ui, rect, &response);
    let room = rect.width() - 44.0;
    let top = pos2(rect.left() + 6.0, rect.top() + 13.0);
    text_at(
        ui.painter(),
        top,
        source.label(),
        12.5,
        Weight::Regular,
        palette.text,
        room,
    );
    let role = source.role.map_or("origin not known", |role| match role {
        crate::model::Role::Register => "register",
        crate::model::Role::Own => "own word",
        crate::model::Role::Relay => "relays others",
    });
    let date = source
        .published
        .map(|date| format!(", {date}"))
        .unwrap_or_default();
    let grade = source
        .reliability
        .map(|grade| format!(", graded {grade}"))
        .unwrap_or_default();
    let publisher = if source.publisher.is_empty() {
        source.id.as_str()
    } else {
        &source.publisher
    };
    let line = format!("{publisher}{date}; {role}{grade}");
    let at = pos2(rect.left() + 6.0, rect.top() + 28.0);
    text_at(
        ui.painter(),
        at,
        &line,
        11.0,
        Weight::Regular,
        palette.text_tertiary,
        room,
    );
    ui.painter().text(
        pos2(rect.right() - 8.0, rect.center().y),
        egui::Align2::RIGHT_CENTER,
        claims.to_string(),
        font(12.0, Weight::Regular),
        palette.text_tertiary,
    );
    if response.clicked() {
        out.push(Command::Edit(Target::Source(slot)));
    }
}
