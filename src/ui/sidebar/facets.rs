//! Rows that filter: a click shows only that, another click everything again, and with Alt it is hidden. Tags and countries
//! are such rows and nothing more.

use egui::{Response, Ui, Vec2, pos2, vec2};

use crate::model::{Facet, Str, counted, figure};
use crate::ui::command::Command;
use crate::ui::parts::icons::sign;
use crate::ui::parts::menu_row::menu_row;
use crate::ui::parts::widgets::{Hint, ListRow, icon_button_in};
use crate::ui::state::Window;
use crate::ui::theme::palette;
use crate::view::Selection;
use crate::work::Work;

/// Room at a row's right end for its eye.
const EYE: f32 = 22.0;

/// What a click on a row does, for its tooltip.
pub(super) fn hint(work: &Work, facet: &Facet) -> &'static str {
    if facet.is_only(&work.filter) {
        "Click to show all, Alt-click to hide"
    } else if facet.is_hidden(&work.filter) {
        "Click to show only this, Alt-click to show it again"
    } else {
        "Click to show only this, Alt-click to hide"
    }
}

/// Shows a row that filters by `facet`, with an eye; `what` names it.
pub(super) fn facet_row(
    ui: &mut Ui,
    work: &Work,
    mut row: ListRow<'_>,
    facet: &Facet,
    what: &str,
    out: &mut Vec<Command>,
) -> Response {
    let hidden = facet.is_hidden(&work.filter);
    row.dim = hidden;
    row.keep_right = EYE;
    row.selected |= facet.is_only(&work.filter);
    let response = row.show(ui);
    let at = pos2(response.rect.right() - 12.0, response.rect.center().y);
    if eye(ui, at, &response, !hidden, what) {
        out.push(Command::SetFilter(Box::new(facet.toggled(&work.filter))));
    } else if response.clicked() {
        filter_by(ui, work, facet, out);
    }
    response.hint(hint(work, facet))
}

/// What a click on something that filters asks for.
pub(super) fn filter_by(ui: &Ui, work: &Work, facet: &Facet, out: &mut Vec<Command>) {
    let alt = ui.input(|input| input.modifiers.alt);
    let filter = if alt {
        facet.toggled(&work.filter)
    } else {
        facet.clicked(&work.filter)
    };
    out.push(Command::SetFilter(Box::new(filter)));
}

/// The eye of a row; whether it was clicked.
pub(super) fn eye(ui: &mut Ui, at: egui::Pos2, row: &Response, shown: bool, what: &str) -> bool {
    let rect = egui::Rect::from_center_size(at, Vec2::splat(20.0));
    let (icon, name) = if shown {
        ("eye", format!("Hide {what}"))
    } else {
        ("eye-off", format!("Show {what}"))
    };
    icon_button_in(ui, rect, row.id.with("eye"), icon, &name).clicked()
}

/// The button that opens or closes the list under a row, at its left end; whether it was clicked.
pub(super) fn chevron_button(ui: &mut Ui, row: &Response, open: bool, what: &str) -> bool {
    let at = pos2(row.rect.left() + 7.0, row.rect.center().y);
    let rect = egui::Rect::from_center_size(at, vec2(18.0, row.rect.height().min(24.0)));
    let (icon, name) = if open {
        ("chevron-down", format!("Collapse {what}"))
    } else {
        ("chevron-right", format!("Expand {what}"))
    };
    icon_button_in(ui, rect, row.id.with("chevron"), icon, &name).clicked()
}

/// A row that opens and closes what stands under it.
pub(super) fn fold(ui: &mut Ui, text: &str, count: usize, open: &mut bool) {
    let mut row = ListRow::new(text);
    row.indent = 12.0;
    row.height = 24.0;
    row.right = Some(figure(count));
    row.keep_right = EYE;
    let response = row.show(ui);
    let name = if *open {
        "chevron-down"
    } else {
        "chevron-right"
    };
    let at = pos2(response.rect.left() + 6.0, response.rect.center().y);
    sign(ui, name, at, 9.0, palette(ui.ctx()).text_tertiary);
    if response.clicked() {
        *open = !*open;
    }
}

/// An entry of a row's context menu that selects what the row stands for.
pub(super) fn select_row(
    ui: &mut Ui,
    label: &str,
    selection: impl FnOnce() -> Selection,
    out: &mut Vec<Command>,
) {
    ui.set_width(200.0);
    if menu_row(ui, label, "", true, None).clicked() {
        out.push(Command::Select(selection()));
        ui.close();
    }
}

/// Those of the links that are on the chart, as a selection.
pub(super) fn shown_links(work: &Work, links: impl Iterator<Item = u32>) -> Selection {
    Selection {
        entities: Default::default(),
        links: links
            .filter(|slot| work.scene.row(*slot).is_some())
            .collect(),
    }
}

/// Rows that are shown of a long section.
const MOST: usize = 300;

/// Tags, commonest first.
pub(super) fn tags(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let tags = &work.summary().tags;
    section(
        ui,
        "Tags",
        tags,
        &mut window.sidebar.tags_open,
        |ui, tag, count| {
            let mut row = plain(tag, count);
            row.name = format!("Tag {tag}: {}", counted(count, "record"));
            let what = format!("records tagged {tag}");
            facet_row(ui, work, row, &Facet::Tag(tag.clone()), &what, out);
        },
    );
}

/// Countries, commonest first, each with the state on the chart if there is one.
pub(super) fn countries(ui: &mut Ui, work: &Work, window: &mut Window, out: &mut Vec<Command>) {
    let summary = work.summary();
    let countries = &summary.countries;
    let open = &mut window.sidebar.countries_open;
    section(ui, "Countries", countries, open, |ui, country, count| {
        let name = summary.country_names.get(country);
        let text = name.map_or(country.as_str(), String::as_str);
        let mut row = plain(text, count);
        row.name = format!("Country {text}: {}", counted(count, "entity"));
        let facet = Facet::Country(country.clone());
        facet_row(ui, work, row, &facet, text, out);
    });
}

fn plain(text: &str, count: usize) -> ListRow<'_> {
    let mut row = ListRow::new(text);
    row.indent = 30.0;
    row.height = 24.0;
    row.size = 12.5;
    row.right = Some(figure(count));
    row
}

fn section(
    ui: &mut Ui,
    title: &str,
    all: &[(Str, usize)],
    open: &mut bool,
    mut row: impl FnMut(&mut Ui, &Str, usize),
) {
    if all.is_empty() {
        return;
    }
    fold(ui, title, all.len(), open);
    if !*open {
        return;
    }
    for (item, count) in all.iter().take(MOST) {
        row(ui, item, *count);
    }
    if all.len() > MOST {
        ui.weak(format!("      and {} more", figure(all.len() - MOST)));
    }
}
