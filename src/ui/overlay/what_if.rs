//! The strip above the chart while a source or speaker is left out: nobody may take this chart for the real one.

use egui::{CornerRadius, Id, Pos2, Rect, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use crate::model::sentence::publication;
use crate::model::{Str, screen_line};
use crate::scene::fonts::{FontBook, Weight};
use crate::ui::action::Action;
use crate::ui::command::Command;
use crate::ui::parts::icons::sign;
use crate::ui::parts::menu_row::menu_row;
use crate::ui::parts::widgets::{Hint, edge, hairline, icon_button_in, link_button, text_at};
use crate::ui::theme::palette;
use crate::work::Work;

/// Rows of a context menu that leave out the sources that a link's claims cite; whether one was chosen.
pub(super) fn leave_out_cited(ui: &mut Ui, work: &Work, slot: u32, out: &mut Vec<Command>) -> bool {
    const MOST: usize = 4;
    let Some(link) = work.document.links().at(slot) else {
        return false;
    };
    let open = link.claims.iter().filter(|claim| claim.ended.is_none());
    let mut ids: Vec<&Str> = open.map(|claim| &claim.source).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.retain(|id| !work.what_if().sources.contains(*id));
    let sources = ids
        .into_iter()
        .filter_map(|id| work.document.sources().get(id));
    let mut chosen = false;
    for (at, source) in sources.take(MOST).enumerate() {
        if at == 0 {
            hairline(ui);
        }
        let label = format!("Leave out {}", screen_line(&publication(source)));
        if menu_row(ui, &label, "", true, None).clicked() {
            let what_if = work.what_if().with_source(&source.id);
            out.push(Command::SetWhatIf(Box::new(what_if)));
            chosen = true;
        }
    }
    chosen
}

const HEIGHT: f32 = 32.0;
const SHOW: &str = "Show affected links";

/// Shows the strip, its top left corner there, if anything is left out. Returns where the chart begins.
pub(crate) fn what_if_strip(
    ui: &mut Ui,
    work: &Work,
    corner: Pos2,
    width: f32,
    out: &mut Vec<Command>,
) -> Pos2 {
    if work.what_if().is_empty() {
        return corner;
    }
    let [names, impacts] = work.what_if_parts();
    let impacts = format!(": {impacts}");
    let words = format!("{names}{impacts}");
    let rect = Rect::from_min_size(corner, vec2(width, HEIGHT));
    let palette = palette(ui.ctx());
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, CornerRadius::ZERO, palette.accent_soft);
    let bottom = rect.bottom() - 0.5;
    edge(
        &painter,
        pos2(rect.left(), bottom),
        pos2(rect.right(), bottom),
        palette,
    );
    let y = rect.center().y;
    let icon = pos2(rect.left() + 22.0, y);
    sign(ui, "eye-off", icon, 12.0, palette.text_secondary);
    let button = FontBook::shared().width(SHOW, 12.5, Weight::Medium) + 8.0;
    let at = pos2(rect.left() + 36.0, y);
    let room = rect.right() - 16.0 - button - 40.0 - at.x;
    let ink = palette.text;
    // However long the names are, what falls is to be seen.
    let needed = FontBook::shared().width(&impacts, 12.5, Weight::Medium) + 2.0;
    let names_room = (room - needed).max(60.0);
    let right = text_at(&painter, at, &names, 12.5, Weight::Medium, ink, names_room);
    let at_falls = pos2(right, y);
    let falls_room = at.x + room - right;
    let right = text_at(
        &painter,
        at_falls,
        &impacts,
        12.5,
        Weight::Medium,
        ink,
        falls_room,
    );
    let spoken = Rect::from_min_max(rect.min, pos2(right, rect.bottom()));
    let response = ui.interact(spoken, Id::unique("without"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, words.clone()));
    response.hint(&words);
    let square = Rect::from_center_size(pos2(right + 14.0, y), Vec2::splat(20.0));
    let id = Id::unique("everything counts");
    let all = Action::IncludeEverything;
    if icon_button_in(ui, square, id, "close", all.description().label).clicked() {
        out.push(Command::Act(all));
    }
    let place = Rect::from_min_size(
        pos2(rect.right() - 16.0 - button, rect.top() + 5.0),
        vec2(button, 22.0),
    );
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(place));
    if link_button(&mut inside, "", SHOW).clicked() {
        out.push(Command::Act(Action::ShowAffectedLinks));
    }
    rect.left_bottom()
}
