//! Views saved, and the filter of one; entities that a filter hides, shown again.

use crate::edit::{Edit, ViewHead};
use crate::model::{Str, agree, counted};
use crate::ui::command::Target;
use crate::ui::fields::{FieldKey, RecordKey};
use crate::ui::state::Panel;

use super::Linkwright;

impl Linkwright {
    /// Saves the filter and the positions as another view, shows it, and asks for its name.
    pub(super) fn save_view(&mut self) {
        let work = &self.work;
        let taken = |id: &str| work.document.view_index(id).is_some();
        let id = (1..).map(|n| format!("view-{n}")).find(|id| !taken(id));
        let id = Str::from(id.unwrap_or_default());
        let at = work.document.views().len();
        let mut view = work.view_as_shown();
        view.id = id.clone();
        view.title = format!("View {}", at + 1).into();
        let edit = Edit::View(id.clone(), Some((at, view.into())));
        self.commit("Save view", edit);
        self.work.show_view(&id);
        self.window.open(Panel::Details);
        self.window.target = Target::Dataset;
        self.window.focus = Some(FieldKey::new(RecordKey::View(id), "title"));
    }

    /// Saves the filter in the view that is shown.
    pub(super) fn save_filter(&mut self) {
        let Some(view) = self.work.view() else {
            return;
        };
        let mut head = ViewHead::of(view);
        head.filter = self.work.filter.clone();
        let edit = Edit::ViewHead(view.id.clone(), Box::new(head));
        self.commit("Save filter", edit);
    }

    /// Shows the entities that are linked to the selected ones and were hidden one by one; says so if others stay hidden.
    pub(super) fn show_neighbours(&mut self) {
        let hidden = self.window.hidden_neighbours(&self.work);
        let entities = self.work.document.entities();
        let ids: Vec<Str> = hidden
            .iter()
            .filter_map(|slot| entities.id_at(*slot).cloned())
            .collect();
        let mut filter = self.work.filter.clone();
        filter.hidden.retain(|id| !ids.contains(id));
        if !filter.only.is_empty() {
            let new = ids.iter().filter(|id| !filter.only.contains(id)).cloned();
            let new: Vec<Str> = new.collect();
            filter.only.extend(new);
        }
        self.set_filter(filter);
        match self.window.hidden_neighbours(&self.work).len() {
            0 => {}
            n => self.window.notify(format!(
                "{} {} still hidden by the filter. View › Clear filter shows {}.",
                counted(n, "neighbour"),
                agree(n, "is", "are"),
                agree(n, "it", "them")
            )),
        }
    }
}
