//! Each command and action, carried out.

use egui::{Context, ViewportCommand};

use crate::edit::Edit;
use crate::model::{Filter, RecordRef, Str, Support, TableName};
use crate::ui::action::Action;
use crate::ui::chart;
use crate::ui::command::{Command, Export, PathPurpose, Target};
use crate::ui::dialogs::{About, Keys};
use crate::ui::state::{PaletteState, Panel, Tab};
use crate::ui::views::moved_by_one;
use crate::view::Selection;

use super::Linkwright;
use super::opening::Pending;

impl Linkwright {
    /// Carries out one command.
    pub fn run(&mut self, ctx: &Context, command: Command) {
        self.finish_draft_before(&command);
        self.finish_nudge_before(&command);
        match command {
            Command::Act(action) => self.act(ctx, action),
            Command::Capture(step) => self.capture(ctx, step),
            Command::Commit(label, edit) => self.commit(label, edit),
            Command::Field(key, text) => self.set_field(&key, &text),
            Command::Select(selection) => self.select(selection),
            Command::Edit(target) => {
                self.window.target = target;
                self.window.open(Panel::Details);
                self.window.open_claims.clear();
            }
            Command::GoTo(record) => self.go_to(&record),
            Command::GoToBoth(ids) => self.go_to_both(&ids),
            Command::SetFilter(filter) => self.set_filter(*filter),
            Command::ShowToo(ids) => self.show_too(&ids),
            Command::SetWhatIf(what_if) => self.set_what_if(*what_if),
            Command::ShowView(id) => self.show_view(&id),
            Command::RenameView(id, title) => self.rename_view(&id, &title),
            Command::MoveView(id, to) => self.move_view(&id, to),
            Command::DeleteView(id) => self.delete_view(&id),
            Command::Drag(nodes, follow) => self.drag(&nodes, follow),
            Command::Nudge(nodes) => {
                self.drag(&nodes, false);
                self.window.nudged = nodes.iter().map(|(node, _)| *node).collect();
            }
            Command::Drop(nodes) => self.drop_nodes(&nodes),
            Command::NewEntity {
                name,
                kind,
                at,
                link_from,
            } => self.new_entity(&name, kind, at, link_from),
            Command::NewLink(from, to, kind) => self.new_link(from, to, kind),
            Command::NewKind(target, id) => self.new_kind(target, &id),
            Command::OpenPath(path) => self.ask_before(ctx, Pending::Open(path)),
            Command::SaveTo(path) => self.save_to(path),
            Command::ImportPath(path) => self.import_path(path),
            Command::ExportTo(export, path) => self.export_to(export, path),
            Command::ExportAs(format) => self.pick(PathPurpose::Export(Export::As(format))),
            Command::NewDataset(title, marking) => self.new_dataset(ctx, &title, marking),
            Command::PasteText(text) => self.paste(ctx, &text),
            Command::Unsaved(answer) => self.answer(ctx, answer),
            Command::SaveAnyway => {
                self.window.dialog = None;
                self.may_lose = true;
                self.save(ctx);
            }
            Command::DeleteNow => {
                self.window.dialog = None;
                self.delete_now();
            }
            Command::SetAsideNow(ended) => {
                self.window.dialog = None;
                self.set_aside(&ended);
            }
            Command::AttachPath(source, path) => self.ask_to_attach(source, path),
            Command::AttachNow => self.attach_now(),
            Command::PickAttachment(source) => self.pick_attachment(source),
            Command::CheckCopy(source) => self.check_copy(source),
            Command::Ask(dialog) => self.window.ask_boxed(dialog),
            Command::EndClaim(record, at, ended) => {
                self.window.dialog = None;
                self.end_claim(&record, at, *ended);
            }
            Command::CorrectClaim(record, at, ended) => {
                self.window.dialog = None;
                self.correct_claim(&record, at, *ended);
            }
            Command::Merge(merge) => self.merge(&merge),
            Command::OpenAddress(address) => {
                self.window.dialog = None;
                self.open_address(&address);
            }
            Command::CloseDialog => {
                self.window.dialog = None;
                self.pending = None;
                self.go_on_after_save = false;
            }
            Command::Theirs(answer) => self.answer_theirs(answer),
            Command::Recover(answer) => self.recover(ctx, answer),
            Command::OpenCopy(file) => {
                self.window.dialog = None;
                self.ask_before(ctx, Pending::OpenCopy(file));
            }
            Command::SetKeep(keep) => {
                self.window.settings.keep = keep;
            }
            Command::Erase(copy) => self.erase(copy),
            Command::ForgetRecent(path) => {
                let recent = &mut self.window.settings.recent;
                recent.retain(|have| path.as_ref().is_some_and(|path| have != path));
            }
        }
    }

    /// Commits an edit; a refusal is said once.
    pub(super) fn commit(&mut self, label: impl Into<String>, edit: Edit) {
        let (edit, filter) = self.with_room_in_view(edit);
        match self.work.commit(label, edit) {
            Err(error) => self.window.notify_error(error.to_string()),
            Ok(()) => {
                if let Some(filter) = filter.filter(|filter| *filter != self.work.filter) {
                    self.set_filter(filter);
                }
            }
        }
        self.prune_selection();
    }

    fn act(&mut self, ctx: &Context, action: Action) {
        if !action.is_possible(&self.work, &self.window) {
            return;
        }
        match action {
            Action::New => self.ask_before(ctx, Pending::New),
            Action::Open => self.ask_before(ctx, Pending::PickOpen),
            Action::OpenByPath => self.ask_before(ctx, Pending::OpenByPath),
            Action::OpenSample => self.ask_before(ctx, Pending::Sample),
            Action::Save => self.save(ctx),
            Action::SaveAs => {
                self.window.dialog = None;
                self.pick(PathPurpose::Save);
            }
            Action::VersionHistory => self.list_earlier(),
            Action::LocalData => self.list_local(),
            Action::Import => self.pick(PathPurpose::Import),
            Action::ExportCopy => self.pick(PathPurpose::Export(Export::Copy)),
            Action::ExportSelection => self.pick(PathPurpose::Export(Export::Selection)),
            Action::ExportPicture => self.pick(PathPurpose::Export(Export::Picture)),
            Action::Quit => self.ask_before(ctx, Pending::Quit),
            Action::Undo | Action::Redo => self.travel(action),
            Action::Copy => self.copy(ctx),
            Action::Paste => ctx.send_viewport_cmd(ViewportCommand::RequestPaste),
            Action::Duplicate => self.duplicate(),
            Action::Delete => self.ask_to_delete(),
            Action::Merge => self.ask_to_merge(),
            Action::SetAside => self.ask_to_set_aside(),
            Action::Capture => self.open_capture(ctx),
            Action::AddEntity => self.ask_for_entity(),
            Action::AddLink => self.ask_for_link(),
            Action::AddClaim => self.add_claim(),
            Action::AddSource => self.add_source(),
            Action::LeaveOutSource
            | Action::LeaveOutSpeaker
            | Action::IncludeEverything
            | Action::ShowAffectedLinks => self.act_without(action),
            Action::Pin => self.toggle_pins(),
            Action::Arrange
            | Action::ArrangeDistances
            | Action::ArrangeEvidence
            | Action::ArrangeKind
            | Action::ArrangeSelection => self.arrange(action),
            Action::ArrangeRadial
            | Action::ArrangeLayered
            | Action::ArrangeColumns
            | Action::ArrangeCircle => self.shape(action),
            Action::StopArranging => self.stop_arranging(),
            _ if action.tidy().is_some() => self.tidy(action),
            _ => self.act_on_view(ctx, action),
        }
    }

    /// Actions that change what is seen; saving a view or its filter keeps it in the dataset.
    fn act_on_view(&mut self, ctx: &Context, action: Action) {
        let settings = &mut self.window.settings;
        match action {
            Action::SelectAll => self.select_all(),
            Action::SelectNeighbours => self.select_neighbours(),
            Action::SelectSameKind => self.select_same_kind(),
            Action::InvertSelection => self.invert_selection(),
            Action::DeselectAll => self.deselect_all(),
            Action::Find => {
                self.window.open(Panel::Sidebar);
                self.window.sidebar.tab = Tab::Outline;
                self.window.sidebar.focus_search = true;
                // What is typed before the next frame belongs there already.
                ctx.memory_mut(|memory| memory.request_focus(crate::ui::sidebar::search_id()));
            }
            Action::DatasetDetails => {
                self.window.open(Panel::Details);
                self.window.target = Target::Dataset;
            }
            Action::Fit => {
                let camera = chart::whole(&self.work, &self.window);
                self.window.jump(camera);
                self.window.fitted = Some((camera, self.window.chart.size()));
            }
            Action::FitSelection => self.fit_selection(),
            Action::GoBack => self.window.travel(false),
            Action::GoForward => self.window.travel(true),
            Action::ZoomIn => self.zoom(1.25),
            Action::ZoomOut => self.zoom(0.8),
            Action::ZoomReset => {
                let mut camera = self.window.camera;
                camera.zoom = 1.0;
                self.window.go(camera);
            }
            Action::ToggleLegend => settings.legend = !settings.legend,
            Action::ShowSetAside => {
                let shown = self.work.filter.any.looks.contains(&Support::SetAside);
                let filter = crate::ui::sidebar::toggled_support(
                    &self.work.filter,
                    Support::SetAside,
                    shown,
                );
                self.set_filter(filter);
            }
            Action::NewViewEmpty
            | Action::NewViewSelection
            | Action::NewViewNeighbours
            | Action::NewViewCopy => {
                self.new_view(action);
            }
            Action::RenameView => self.ask_for_view_name(),
            Action::DeleteView => self.delete_view(&self.work.view_id.clone()),
            Action::NextView | Action::PreviousView => self.turn_view(action),
            Action::MoveViewLeft | Action::MoveViewRight => {
                if let Some(edit) = moved_by_one(action, &self.work) {
                    self.commit("Move view", edit);
                }
            }
            Action::LinkNamesAndFigures
            | Action::LinkNames
            | Action::LinkNamesFigures
            | Action::LinkNamesOff => {
                if let Some(naming) = action.naming() {
                    self.name_links(naming);
                }
            }
            Action::SaveFilter => self.save_filter(),
            Action::ShowNeighbours => self.show_neighbours(),
            Action::ShowSelection => self.show_too(&self.selected_ids()),
            Action::HideSelection => self.hide_selection(),
            Action::ShowOnlySelection => self.show_only_selection(),
            Action::ClearFilter => self.set_filter(Filter::default()),
            Action::ThemeSystem => self.set_theme(ctx, "system"),
            Action::ThemeLight => self.set_theme(ctx, "light"),
            Action::ThemeDark => self.set_theme(ctx, "dark"),
            Action::TextLarger => self.set_zoom(ctx, 1.1),
            Action::TextSmaller => self.set_zoom(ctx, 1.0 / 1.1),
            Action::TextReset => {
                settings.zoom = 1.0;
                self.apply_settings(ctx);
            }
            Action::NeighboursFollow => settings.neighbours_follow = !settings.neighbours_follow,
            Action::ReduceMotion => {
                settings.reduced_motion = !settings.reduced_motion;
                let reduced = settings.reduced_motion;
                crate::ui::theme::install_styles(ctx, reduced);
            }
            Action::OutlineTab => self.show_tab(Tab::Outline),
            Action::SourcesTab => self.show_tab(Tab::Sources),
            Action::ProblemsTab => self.show_tab(Tab::Problems),
            Action::Palette => {
                ctx.memory_mut(|memory| memory.request_focus(crate::ui::palette::field_id()));
                self.window.palette = Some(PaletteState {
                    fresh: true,
                    ..PaletteState::default()
                });
            }
            Action::Shortcuts => self.window.ask(Keys),
            Action::QuickEntryHelp => self
                .window
                .ask(crate::ui::capture::help(self.work.evidence.vocabulary())),
            Action::About => self.window.ask(About),
            _ => {
                if let Some(panel) = action.panel() {
                    self.window.toggle(panel);
                }
            }
        }
    }

    fn set_theme(&mut self, ctx: &Context, theme: &str) {
        self.window.settings.theme = theme.to_owned();
        self.apply_settings(ctx);
    }

    fn set_zoom(&mut self, ctx: &Context, factor: f32) {
        let zoom = self.window.settings.zoom * factor;
        self.window.settings.zoom = ((zoom * 20.0).round() / 20.0).clamp(0.5, 3.0);
        self.apply_settings(ctx);
    }

    fn zoom(&mut self, factor: f32) {
        let mut camera = self
            .window
            .glide
            .map_or(self.window.camera, |glide| glide.to);
        let middle = self.window.chart.center();
        camera.zoom_at(self.window.chart, middle, factor);
        self.window.go(camera);
    }

    fn show_tab(&mut self, tab: Tab) {
        self.window.open(Panel::Sidebar);
        self.window.sidebar.tab = tab;
    }

    fn travel(&mut self, action: Action) {
        let before = self.shows_whole().then(|| self.work.positions.clone());
        let called_off = self.call_off_arranging();
        let done = if action == Action::Undo {
            let undone = called_off.or_else(|| self.work.undo());
            undone.map(|label| format!("Undone: {label}"))
        } else {
            self.work.redo().map(|label| format!("Redone: {label}"))
        };
        self.window.capture.done.clear();
        if let Some(text) = done {
            self.window.notify_step(&self.work, text);
        }
        if self.work.what_if().is_empty() {
            self.window.sidebar.sources.impacts = false;
        }
        self.prune_selection();
        if let Some(before) = before {
            self.show_whole_if_moved(&before);
        }
    }

    // ---- selection ----

    pub(super) fn select(&mut self, selection: Selection) {
        if selection != self.window.selection || self.window.target != Target::Selection {
            self.window.open_claims.clear();
        }
        if let Some(first) = selection.single_entity() {
            self.window.first_selected = Some(first);
        }
        self.window.selection = selection;
        self.window.target = Target::Selection;
    }

    fn select_all(&mut self) {
        let work = &self.work;
        let selection = Selection {
            entities: work.net.nodes.iter().copied().collect(),
            links: Default::default(),
        };
        self.select(selection);
    }

    fn select_neighbours(&mut self) {
        let mut selection = self.window.selection.clone();
        let work = &self.work;
        for link in &work.net.links {
            let ends = [link.from, link.to].map(|node| work.net.nodes[node as usize]);
            let is_selected = |slot: &u32| self.window.selection.entities.contains(slot);
            if ends.iter().any(is_selected) || self.window.selection.links.contains(&link.slot) {
                selection.entities.extend(ends);
            }
        }
        selection.links.clear();
        self.select(selection);
    }

    /// One thing at a time: a popup, then a gesture, then the search, then the selection.
    fn deselect_all(&mut self) {
        if self.window.popup.take().is_some() {
            return;
        }
        if !self.window.sidebar.query.is_empty() {
            self.window.sidebar.query.clear();
            self.window.sidebar.found = None;
            return;
        }
        self.select(Selection::default());
    }

    /// Forgets selected records that are not there any more.
    pub(super) fn prune_selection(&mut self) {
        let document = &self.work.document;
        let selection = &mut self.window.selection;
        selection
            .entities
            .retain(|slot| document.entities().at(*slot).is_some());
        selection
            .links
            .retain(|slot| document.links().at(*slot).is_some());
        if let Target::Source(slot) = self.window.target
            && document.sources().at(slot).is_none()
        {
            self.window.target = Target::Selection;
        }
        let nodes = self.work.net.nodes.len() as u32;
        let rows = self.work.scene.links.len() as u32;
        self.window.hover = self.window.hover.filter(|hit| match hit {
            crate::scene::hit::HitTarget::Node(node) => *node < nodes,
            crate::scene::hit::HitTarget::Link(row) => *row < rows,
        });
    }

    /// Selects a record, shows its details, and brings it into view.
    pub(super) fn go_to(&mut self, record: &RecordRef) {
        self.window.open(Panel::Details);
        let document = &self.work.document;
        match record.table {
            TableName::Entities => {
                let Some(slot) = document.entities().slot_of(&record.id) else {
                    return;
                };
                self.select(Selection::entity(slot));
                if let Some(node) = self.work.net.node(slot) {
                    chart::bring_into_view(&self.work, &mut self.window, node);
                } else {
                    self.window
                        .notify("Hidden in this view. View › Show selection shows it.");
                }
            }
            TableName::Links => {
                let Some(slot) = document.links().slot_of(&record.id) else {
                    return;
                };
                self.select(Selection::link(slot));
                if let Some(row) = self.work.scene.row(slot) {
                    let link = &self.work.scene.links[row as usize];
                    let ends = [link.from, link.to];
                    for node in ends {
                        chart::bring_into_view(&self.work, &mut self.window, node);
                    }
                }
            }
            TableName::Sources => {
                if let Some(slot) = document.sources().slot_of(&record.id) {
                    self.window.target = Target::Source(slot);
                }
            }
            _ => self.window.target = Target::Dataset,
        }
        self.open_claim(record);
    }

    /// Selects two entities that are compared, and brings both into view.
    fn go_to_both(&mut self, ids: &[Str; 2]) {
        let entities = self.work.document.entities();
        let slots = ids.iter().filter_map(|id| entities.slot_of(id)).collect();
        self.window.open(Panel::Details);
        self.select(Selection {
            entities: slots,
            links: Default::default(),
        });
        let nodes = self.window.selection.entities.iter();
        let nodes: Vec<Option<u32>> = nodes.map(|slot| self.work.net.node(*slot)).collect();
        let (view, free) = (self.window.view(), self.window.chart.shrink(60.0));
        let is_in_view = |node: u32| free.contains(view.screen(self.work.positions[node as usize]));
        if nodes.contains(&None) {
            self.window
                .notify("Hidden by the filter. View › Clear filter shows everything.");
        }
        if !nodes.into_iter().flatten().all(is_in_view) {
            self.fit_selection();
        }
    }

    /// Opens the claim that a problem is about.
    fn open_claim(&mut self, record: &RecordRef) {
        self.window.open_claims.clear();
        let document = &self.work.document;
        let claims = match record.table {
            TableName::Entities => document.entities().get(&record.id).map(|e| &e.claims),
            TableName::Links => document.links().get(&record.id).map(|l| &l.claims),
            _ => None,
        };
        let place = claims.and_then(|claims| {
            let by_id = claims.iter().position(|claim| claim.id == record.claim);
            let by_place = || record.claim.strip_prefix('#')?.parse::<usize>().ok();
            by_id
                .filter(|_| !record.claim.is_empty())
                .or_else(|| by_place().map(|n| n.saturating_sub(1)))
        });
        self.window.open_claims.extend(place);
    }

    fn fit_selection(&mut self) {
        let work = &self.work;
        let entities = self.window.selection.entities.iter();
        let mut nodes: Vec<u32> = entities.filter_map(|slot| work.net.node(*slot)).collect();
        let links = self.window.selection.links.iter();
        let rows = links.filter_map(|slot| work.scene.row(*slot));
        nodes.extend(rows.flat_map(|row| {
            let link = &work.scene.links[row as usize];
            [link.from, link.to]
        }));
        if !nodes.is_empty() {
            let camera = chart::around(work, &self.window, &nodes);
            self.window.jump(camera);
        }
    }

    // ---- filter ----

    pub(super) fn set_filter(&mut self, filter: Filter) {
        self.work.set_filter(filter);
        self.window.hover = None;
    }

    fn hide_selection(&mut self) {
        let document = &self.work.document;
        let mut filter = self.work.filter.clone();
        let entities = self.window.selection.entities.iter();
        let entities = entities.filter_map(|slot| document.entities().id_at(*slot));
        let links = self.window.selection.links.iter();
        let links = links.filter_map(|slot| document.links().id_at(*slot));
        add_new(&mut filter.hidden, entities);
        add_new(&mut filter.hidden_links, links);
        self.select(Selection::default());
        self.set_filter(filter);
    }

    fn show_only_selection(&mut self) {
        let mut filter = self.work.filter.clone();
        filter.only = self.selected_ids();
        self.set_filter(filter);
        self.window.fit_pending = true;
    }
}

fn add_new<'a>(list: &mut Vec<Str>, ids: impl Iterator<Item = &'a Str>) {
    for id in ids {
        if !list.contains(id) {
            list.push(id.clone());
        }
    }
}
