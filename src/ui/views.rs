//! Rows of menus for views, and for leaving a source out.

use egui::Ui;

use crate::edit::{Edit, move_view};
use crate::model::{Str, figure, screen_line};
use crate::work::Work;

use super::action::Action;
use super::command::Command;
use super::parts::menu_row::menu_row;

/// What a view is called.
pub(crate) fn title(title: &str, id: &str) -> String {
    match (title.is_empty(), id) {
        (false, _) => screen_line(title),
        (true, "" | "main") => "Main".to_owned(),
        (true, id) => id.to_owned(),
    }
}

/// The edit that moves the view that is shown by one place; `None` where it stays.
pub(crate) fn moved_by_one(action: Action, work: &Work) -> Option<Edit> {
    let at = work.document.view_index(&work.view_id)?;
    let to = match action {
        Action::MoveViewLeft => at.checked_sub(1)?,
        _ => at + 1,
    };
    move_view(&work.document, &work.view_id, to)
}

/// The views of the dataset as rows of a menu.
pub(super) fn rows(ui: &mut Ui, work: &Work, out: &mut Vec<Command>) {
    const MOST: usize = 30;
    let all = work.document.views();
    if all.is_empty() {
        menu_row(ui, &title("", ""), "", true, Some(true));
    }
    for view in all.iter().take(MOST) {
        let is_shown = view.id == work.view_id;
        let title = title(&view.title, &view.id);
        if menu_row(ui, &title, "", true, Some(is_shown)).clicked() {
            if !is_shown {
                out.push(Command::ShowView(view.id.clone()));
            }
            ui.close();
        }
    }
    if all.len() > MOST {
        ui.weak(format!(
            "{} more: see Dataset details",
            figure(all.len() - MOST)
        ));
    }
}

/// The row of a context menu that leaves a source out, or includes it again.
pub(super) fn leave_out_source(ui: &mut Ui, work: &Work, id: &Str, out: &mut Vec<Command>) {
    let label = if work.what_if().sources.contains(id) {
        "Include source again"
    } else {
        Action::LeaveOutSource.description().label
    };
    if menu_row(ui, label, "", true, None).clicked() {
        let what_if = work.what_if().with_source(id);
        out.push(Command::SetWhatIf(Box::new(what_if)));
        ui.close();
    }
}
