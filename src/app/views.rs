//! Views: shown, made, named, moved and deleted; the filter of one; entities that a filter hides, shown again.

use std::collections::BTreeSet;

use crate::edit::{Edit, ViewHead, add_view, delete_view, move_view};
use crate::model::{
    Document, Filter, FilterLists, LinkNaming, Str, View, agree, counted, shown_too,
};
use crate::ui::action::Action;
use crate::ui::state::{Renaming, Viewpoints};
use crate::ui::views;

use super::Linkwright;

impl Linkwright {
    /// Shows another view, where the eye was in it before.
    pub(super) fn show_view(&mut self, id: &Str) {
        if self.work.document.view_index(id).is_none() {
            return;
        }
        self.stop_arranging();
        let window = &mut self.window;
        let showed_whole = window.fit_pending
            || window
                .fitted
                .is_some_and(|(camera, _)| camera == window.camera);
        let cameras = &mut window.tabs.cameras;
        cameras.remove(&self.work.view_id);
        if !showed_whole {
            let camera = window.glide.map_or(window.camera, |glide| glide.to);
            cameras.insert(self.work.view_id.clone(), camera);
        }
        self.work.show_view(id);
        // Entities are elsewhere here.
        window.viewpoints = Viewpoints::default();
        window.glide = None;
        window.hover = None;
        window.fit_pending = true;
        if let Some(camera) = window.tabs.cameras.get(id) {
            window.camera = *camera;
            window.fitted = None;
            window.fit_pending = false;
        }
    }

    /// Shows the view after this one, or before it; after the last comes the first.
    pub(super) fn turn_view(&mut self, action: Action) {
        let all = self.work.document.views();
        let Some(at) = self.work.document.view_index(&self.work.view_id) else {
            return;
        };
        let step = match action {
            Action::PreviousView => all.len() - 1,
            _ => 1,
        };
        let id = all[(at + step) % all.len()].id.clone();
        self.show_view(&id);
    }

    /// Makes a view from what is shown or selected, shows it, and asks for its name.
    pub(super) fn new_view(&mut self, action: Action) {
        self.stop_arranging();
        let work = &self.work;
        let taken = |id: &str| work.document.view_index(id).is_some();
        let id = (1..).map(|n| format!("view-{n}")).find(|id| !taken(id));
        let id = Str::from(id.unwrap_or_default());
        let count = work.document.views().len().max(1);
        let mut view = work.view_as_shown();
        view.id = id.clone();
        view.title = format!("View {}", count + 1).into();
        match action {
            Action::NewViewEmpty => {
                view.filter = everything_as_of(&view.filter);
                view.filter.nothing_else = Some(true);
                keep_only(&mut view, Vec::new());
            }
            Action::NewViewSelection => keep_only(&mut view, self.selected_ids()),
            Action::NewViewNeighbours => {
                let neighbours = self.ids_around_selection();
                view.filter = everything_as_of(&view.filter);
                keep_only(&mut view, neighbours);
            }
            _ => {}
        }
        let label = format!("Add view {}", view.title);
        let edit = add_view(&self.work.document, view);
        self.commit(label, edit);
        self.show_view(&id);
        self.ask_for_view_name();
    }

    /// Ids of the selected entities and of the ends of selected links.
    pub(super) fn selected_ids(&self) -> Vec<Str> {
        let document = &self.work.document;
        let mut slots = self.window.selection.entities.clone();
        for link in &self.window.selection.links {
            slots.extend(document.ends().get(*link as usize).into_iter().flatten());
        }
        let ids = slots
            .iter()
            .filter_map(|slot| document.entities().id_at(*slot));
        ids.cloned().collect()
    }

    /// The same with everything in the dataset that these are linked to.
    fn ids_around_selection(&self) -> Vec<Str> {
        let document = &self.work.document;
        let mut ids: BTreeSet<Str> = self.selected_ids().into_iter().collect();
        for id in ids.clone() {
            let slot = document.entities().slot_of(&id);
            for link in slot.into_iter().flat_map(|slot| document.links_of(slot)) {
                let ends = document.ends()[link as usize];
                let ends = ends
                    .iter()
                    .filter(|end| document.entities().at(**end).is_some());
                ids.extend(ends.filter_map(|end| document.entities().id_at(*end).cloned()));
            }
        }
        ids.into_iter().collect()
    }

    /// Shows these entities in this view, too, and no others. A step where the view says otherwise so far.
    pub(super) fn show_too(&mut self, ids: &[Str]) {
        let document = &self.work.document;
        let label = match ids {
            [id] => {
                let entity = document.entities().get(id);
                format!("Show {}", entity.map_or(id.as_str(), |one| one.label()))
            }
            ids => format!("Show {}", counted(ids.len(), "entity")),
        };
        let now = shown_too(document, &self.work.filter, ids);
        let edit = self.filter_edit(|filter| shown_too(document, filter, ids));
        if let Some(edit) = edit {
            self.commit(label, edit);
        }
        if self.work.filter != now {
            self.set_filter(now);
        }
        let slots = ids
            .iter()
            .filter_map(|id| self.work.document.entities().slot_of(id));
        let still = slots
            .filter(|slot| self.work.net.node(*slot).is_none())
            .count();
        if still > 0 {
            let verb = agree(still, "is", "are");
            let who = counted(still, "entity");
            let text = format!(
                "{who} {verb} still hidden by the date. “As of”, above the chart, changes it."
            );
            self.window.notify(text);
        }
    }

    /// The edit that changes the filter of the view that is shown, if it can be changed and that changes it.
    fn filter_edit(&self, now: impl Fn(&Filter) -> Filter) -> Option<Edit> {
        let view = self.work.view().filter(|_| !self.work.is_read_only())?;
        let mut head = ViewHead::of(view);
        head.filter = now(&view.filter);
        let edit = Edit::ViewHead(view.id.clone(), Box::new(head));
        (ViewHead::of(view).filter != now(&view.filter)).then_some(edit)
    }

    /// An edit that also shows the entities that it adds, where the view shows chosen ones alone; and the filter after it.
    pub(super) fn with_room_in_view(&self, edit: Edit) -> (Edit, Option<Filter>) {
        let filter = &self.work.filter;
        let mut ids = Vec::new();
        if filter.is_of_chosen() {
            added_entities(&self.work.document, &edit, &mut ids);
        }
        if ids.is_empty() {
            return (edit, None);
        }
        let chosen_too = |filter: &Filter| {
            let mut filter = filter.clone();
            if filter.is_of_chosen() {
                filter.only.extend(ids.iter().cloned());
            }
            filter
        };
        let now = chosen_too(filter);
        let mut edits = vec![edit];
        edits.extend(self.filter_edit(chosen_too));
        (Edit::All(edits), Some(now))
    }

    /// Lets the name of the view that is shown be typed in its tab.
    pub(super) fn ask_for_view_name(&mut self) {
        let work = &self.work;
        let title = work.view().map_or("", |view| &view.title);
        self.window.popup = None;
        self.window.tabs.rename = Some(Renaming {
            view: work.view_id.clone(),
            text: views::title(title, &work.view_id),
            fresh: true,
        });
    }

    /// Calls a view so. The main view of a dataset that has none enters it by its name.
    pub(super) fn rename_view(&mut self, id: &Str, title: &str) {
        let title = title.trim();
        let document = &self.work.document;
        let edit = match document.view_index(id) {
            Some(at) => {
                let view = &document.views()[at];
                if title.is_empty() || title == views::title(&view.title, id) {
                    return;
                }
                let mut head = ViewHead::of(view);
                head.title = title.into();
                Edit::ViewHead(id.clone(), Box::new(head))
            }
            None if title.is_empty() || title == views::title("", id) => return,
            None => {
                let at = document.views().len();
                let view = View::new(id.clone(), title);
                Edit::View(id.clone(), Some((at, view.into())))
            }
        };
        self.commit("Rename view", edit);
    }

    /// Puts a view at another place of the list.
    pub(super) fn move_view(&mut self, id: &Str, to: usize) {
        if let Some(edit) = move_view(&self.work.document, id, to) {
            self.commit("Move view", edit);
        }
    }

    /// Deletes a view. Where it is shown, the one beside it is shown first.
    pub(super) fn delete_view(&mut self, id: &Str) {
        let document = &self.work.document;
        let at = document.view_index(id);
        let Some(at) = at.filter(|_| document.views().len() > 1) else {
            self.window.notify("A dataset keeps at least one view.");
            return;
        };
        let all = document.views();
        let title = views::title(&all[at].title, id);
        let beside = all.get(at + 1).or(at.checked_sub(1).map(|at| &all[at]));
        if let Some(beside) = beside.filter(|_| *id == self.work.view_id) {
            let beside = beside.id.clone();
            self.show_view(&beside);
        }
        if let Some(edit) = delete_view(&self.work.document, id) {
            self.commit(format!("Delete view {title}"), edit);
        }
        if self.work.document.view_index(id).is_none() {
            self.window.tabs.cameras.remove(id);
            let text = format!("Deleted view {title}. Ctrl+Z undoes it.");
            self.window.notify_step(&self.work, text);
        }
    }

    /// Sets what names of links say in the view that is shown.
    pub(super) fn name_links(&mut self, naming: LinkNaming) {
        if naming == self.work.naming() {
            return;
        }
        let document = &self.work.document;
        let edit = match self.work.view() {
            Some(view) => {
                let mut head = ViewHead::of(view);
                // What the main view says need not be said again.
                head.link_names = None;
                let bare = View {
                    link_names: None,
                    ..View::clone(view)
                };
                let is_main = document.main_view().is_some_and(|main| main.id == view.id);
                let behind = match is_main {
                    true => LinkNaming::USUAL,
                    false => document.link_naming(Some(&bare)),
                };
                head.link_names = (behind != naming).then_some(naming);
                Edit::ViewHead(view.id.clone(), Box::new(head))
            }
            None => {
                let id = self.work.view_id.clone();
                let view = View {
                    link_names: Some(naming),
                    ..View::new(id.clone(), views::title("", &id))
                };
                Edit::View(id, Some((document.views().len(), view.into())))
            }
        };
        self.commit("Set link names", edit);
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

/// The ids of entities that an edit adds.
fn added_entities(document: &Document, edit: &Edit, ids: &mut Vec<Str>) {
    match edit {
        Edit::Entity(id, Some(_)) if document.entities().get(id).is_none() => ids.push(id.clone()),
        Edit::All(edits) => edits
            .iter()
            .for_each(|edit| added_entities(document, edit, ids)),
        _ => {}
    }
}

/// A view of these entities alone.
fn keep_only(view: &mut View, ids: Vec<Str>) {
    let kept: BTreeSet<&Str> = ids.iter().collect();
    view.positions.retain(|id, _| kept.contains(id));
    view.pinned.retain(|id| kept.contains(id));
    view.filter.hidden.retain(|id| !kept.contains(id));
    view.filter.only = ids;
}

/// A filter that hides nothing that a filter has hidden by list, of the same date; set-aside links stay as they were.
fn everything_as_of(filter: &Filter) -> Filter {
    Filter {
        any: FilterLists {
            looks: filter.any.looks.clone(),
            ..FilterLists::default()
        },
        as_of: filter.as_of,
        ..Filter::default()
    }
}
