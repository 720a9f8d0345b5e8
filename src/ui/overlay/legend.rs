//! The legend on the chart: what is on it, and rows that filter.

use egui::{CornerRadius, Id, Response, Role, Sense, Ui, Vec2, WidgetInfo, pos2};

use super::slots_of_row;
use crate::geom::Rect;
use crate::scene::legend::{Card, CardRow, LinkMark, Meaning};
use crate::ui::command::Command;
use crate::ui::parts::paint;
use crate::ui::parts::widgets::{Hint, focus_ring, icon_button_in};
use crate::ui::state::Window;
use crate::ui::theme::palette;
use crate::view::Selection;
use crate::work::Work;

/// Shows the legend. It folds to its title.
pub(crate) fn legend(
    ui: &mut Ui,
    card: Option<&Card>,
    work: &Work,
    window: &mut Window,
    out: &mut Vec<Command>,
) {
    let rect = window.legend;
    if !rect.is_positive() {
        return;
    }
    let Some(card) = card else {
        let response = ui.put(rect, egui::Button::new("Legend"));
        let hint = if window.settings.legend {
            "Show legend, which is folded because the chart is small"
        } else {
            "Show legend"
        };
        if response.hint(hint).clicked() {
            window.whole_legend = window.settings.legend;
            window.settings.legend = true;
        }
        return;
    };
    // Nothing under the card is hovered or clicked through it.
    ui.interact(rect, Id::unique("legend"), Sense::click_and_drag());
    let painter = ui.painter_at(window.chart);
    let inks = card.at(rect.min);
    let (ground, rest) = inks.split_at(1.min(inks.len()));
    paint::inks(&painter, ground, Vec2::ZERO);
    for (at, row) in card.rows.iter().enumerate() {
        let place = row.rect.translate(rect.min.to_vec2());
        let response = ui.interact(place, Id::unique(("legend row", at)), Sense::click());
        if row.meaning == Meaning::MoreKinds && response.clicked() {
            window.whole_legend = true;
        }
        show_row(ui, work, row, place, response, out);
    }
    paint::inks(&painter, rest, Vec2::ZERO);
    let square = Rect::from_min_size(
        pos2(rect.right() - 24.0, rect.top() + 4.0),
        Vec2::splat(20.0),
    );
    let id = Id::unique("fold legend");
    if icon_button_in(ui, square, id, "chevron-down", "Collapse legend").clicked() {
        window.settings.legend = false;
        window.whole_legend = false;
    }
}

/// The ground of a row, and what a click on it does.
fn show_row(
    ui: &Ui,
    work: &Work,
    row: &CardRow,
    place: Rect,
    response: Response,
    out: &mut Vec<Command>,
) {
    let palette = palette(ui.ctx());
    let (is_only, hint) = match &row.meaning {
        Meaning::Filters(facet) if facet.is_only(&work.filter) => {
            (true, "Click to show all, Alt-click to hide")
        }
        Meaning::Filters(_) => (false, "Click to show only this, Alt-click to hide"),
        Meaning::Marks(_) => (
            false,
            "Click to select these links: a filter cannot name them",
        ),
        Meaning::MoreKinds => (
            false,
            "Click to list the kinds here; the outline lists them, too",
        ),
    };
    response.widget_info(|| {
        let name = format!("Legend: {}", row.name);
        WidgetInfo::selected(Role::Button, true, is_only, name)
    });
    let ground = match (is_only, response.hovered()) {
        (true, _) => Some(palette.selected_row),
        (false, true) => Some(palette.hover),
        (false, false) => None,
    };
    if let Some(ground) = ground {
        ui.painter()
            .rect_filled(place, CornerRadius::same(4), ground);
    }
    focus_ring(ui, place, &response);
    if response.clicked() {
        out.extend(match &row.meaning {
            Meaning::Filters(facet) => {
                let hides = ui.input(|input| input.modifiers.alt);
                let filter = if hides {
                    facet.toggled(&work.filter)
                } else {
                    facet.clicked(&work.filter)
                };
                Some(Command::SetFilter(Box::new(filter)))
            }
            Meaning::Marks(mark) => Some(Command::Select(marked(work, *mark))),
            Meaning::MoreKinds => None,
        });
    }
    response.hint(hint);
}

/// The links on the chart that bear a mark.
fn marked(work: &Work, mark: LinkMark) -> Selection {
    let rows = (0u32..).zip(&work.scene.links);
    let marked = rows.filter(|(_, link)| mark.is_on(link));
    Selection {
        entities: Default::default(),
        links: marked
            .flat_map(|(row, _)| slots_of_row(work, row))
            .collect(),
    }
}
