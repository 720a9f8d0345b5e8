//! What the window knows beside the dataset: camera, selection, panels, what is being typed, dialogs. Never part of a file.

mod capture;
mod chart;
mod evidence_list;
mod messages;
mod panels;
mod sources;
mod tabs;
mod viewpoints;

use std::collections::BTreeSet;
use std::path::PathBuf;

use egui::Rect;

use crate::model::{PartialDate, Str};
use crate::scene::guides::Guide;
use crate::scene::hit::HitTarget;
use crate::scene::ink::Detail;
use crate::scene::legend::Legend;
use crate::scene::{LinkRow, Viewport};
use crate::store::{CopyState, Settings};
use crate::view::{Camera, Selection};

use super::canvas::Adapter;
use super::command::{Dialog, Target};
use super::fields::{FieldKey, FieldTexts};
use crate::work::Work;

pub use self::capture::{CaptureState, Offer, Sheet};
pub use self::chart::{
    CachedNames, CameraGlide, CanvasCache, Gesture, LabelCache, LitLabels, Popup, chart_id,
};
pub use self::evidence_list::EvidenceListState;
pub use self::messages::Toast;
pub use self::panels::{
    AskedRoles, FieldDraft, FindingsState, PaletteState, Panel, SearchResult, SidebarState, Tab,
};
pub use self::sources::{Citing, SourceRow, SourceSort, SourcesState};
pub use self::tabs::{Renaming, ViewTabs};
pub use self::viewpoints::Viewpoints;

/// The window.
pub struct Window {
    /// What is remembered between two runs.
    pub settings: Settings,
    /// Where the eye is.
    pub camera: Camera,
    /// Where it is going.
    pub glide: Option<CameraGlide>,
    /// Where it has been.
    pub viewpoints: Viewpoints,
    /// Whether the whole chart is to be shown as soon as it has places.
    pub fit_pending: bool,
    /// The camera that showed the whole chart, and the chart's size then: while nobody has moved it since.
    pub fitted: Option<(Camera, egui::Vec2)>,
    /// What there was on the chart then: its revision.
    pub fitted_topology: u64,
    /// Size of the legend in the last frame.
    pub legend_size: egui::Vec2,
    /// The chart's part of the window, in the last frame.
    pub chart: Rect,
    /// The legend's part of it.
    pub legend: Rect,
    /// What the legend listed in the last frame.
    pub(in crate::ui) kept_legend: Option<Legend>,
    /// Whether the whole legend is shown, although the chart is small.
    pub(in crate::ui) whole_legend: bool,
    /// What is selected.
    pub selection: Selection,
    /// What the details panel shows.
    pub target: Target,
    /// What is under the pointer on the chart.
    pub hover: Option<HitTarget>,
    /// What the pointer is doing.
    pub gesture: Gesture,
    /// The lines that a drag has snapped to.
    pub guides: Vec<Guide>,
    /// Whether nodes are being dragged.
    pub dragging: bool,
    /// Nodes that arrow keys have moved while Alt is down: an edit once it is up.
    pub nudged: Vec<u32>,
    /// A small window on the chart.
    pub popup: Option<Popup>,
    /// The tabs of views.
    pub tabs: ViewTabs,
    /// The left panel.
    pub sidebar: SidebarState,
    /// The evidence list.
    pub evidence_list: EvidenceListState,
    /// What is being typed.
    pub draft: Option<FieldDraft>,
    /// What fields hold.
    pub fields: FieldTexts,
    /// The links that cite the source that is shown.
    pub citing: Citing,
    /// Claims that are open in the details panel, by place.
    pub open_claims: BTreeSet<usize>,
    /// A field that is to get the focus.
    pub focus: Option<FieldKey>,
    /// Quick entry.
    pub capture: CaptureState,
    /// The command palette.
    pub palette: Option<PaletteState>,
    /// What is asked over everything.
    pub dialog: Option<Box<dyn Dialog>>,
    /// Counts what was asked.
    pub dialogs: u64,
    /// Whether the dialog has not been shown yet.
    pub is_dialog_fresh: bool,
    /// The list of findings.
    pub findings: FindingsState,
    /// Short messages.
    pub toasts: Vec<Toast>,
    /// The room that the status bar has for a message, points.
    pub(in crate::ui) message_room: f32,
    /// Labels in their places.
    pub labels: LabelCache,
    /// The entity that was selected first of those that are selected: a link leads from it.
    pub first_selected: Option<u32>,
    /// Labels that only a lit neighbourhood has.
    pub lit_labels: LitLabels,
    /// What the canvas was last given.
    pub canvas: CanvasCache,
    /// What draws the window.
    pub adapter: Adapter,
    /// The format of the window's pixels, where there is a graphics card.
    pub format: Option<egui_wgpu::wgpu::TextureFormat>,
    /// How much of links is drawn in this frame.
    pub detail: Detail,
    /// Counts frames.
    pub frame: u64,
    /// The window's clock in this frame, seconds.
    pub now: f64,
    /// Today, for the two fields that are filled in with it.
    pub today: Option<PartialDate>,
    /// Files that are being opened or saved: their names.
    pub busy: Option<String>,
    /// Whether a dataset is being opened.
    pub is_opening: bool,
    /// What was answered about whose word sources are.
    pub asked: AskedRoles,
    /// The copy that was looked at last: source id, file, hash, and what has become of it.
    pub copy: Option<(Str, Str, Str, CopyState)>,
}

impl Window {
    /// A window with these settings.
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            camera: Camera::default(),
            glide: None,
            viewpoints: Viewpoints::default(),
            fit_pending: true,
            fitted: None,
            fitted_topology: 0,
            legend_size: egui::Vec2::ZERO,
            chart: Rect::ZERO,
            legend: Rect::ZERO,
            kept_legend: None,
            whole_legend: false,
            selection: Selection::default(),
            target: Target::Selection,
            hover: None,
            gesture: Gesture::Idle,
            guides: Vec::new(),
            dragging: false,
            nudged: Vec::new(),
            popup: None,
            tabs: ViewTabs::default(),
            sidebar: SidebarState::default(),
            evidence_list: EvidenceListState::default(),
            draft: None,
            fields: FieldTexts::default(),
            citing: Citing::default(),
            open_claims: BTreeSet::new(),
            focus: None,
            capture: Default::default(),
            palette: None,
            dialog: None,
            dialogs: 0,
            is_dialog_fresh: false,
            findings: FindingsState::default(),
            toasts: Vec::new(),
            message_room: 0.0,
            labels: LabelCache::default(),
            first_selected: None,
            lit_labels: LitLabels::default(),
            canvas: CanvasCache::default(),
            adapter: Adapter::default(),
            format: None,
            detail: Detail::Full,
            frame: 0,
            now: 0.0,
            today: None,
            busy: None,
            is_opening: false,
            asked: AskedRoles::default(),
            copy: None,
        }
    }

    /// Whether what is hovered stands out and the rest fades. From afar a line does not: the pointer is on one or another
    /// wherever it goes, and the chart would flicker.
    pub fn fades_the_rest(&self) -> bool {
        let near = self.detail == Detail::Full;
        let stands_out = match self.hover {
            Some(HitTarget::Node(_)) => true,
            Some(HitTarget::Link(_)) => near,
            None => false,
        };
        stands_out && self.gesture == Gesture::Idle
    }

    /// Whether a row of links is among what stands out.
    pub fn lights(&self, row: u32, link: &LinkRow) -> bool {
        !self.fades_the_rest()
            || match self.hover {
                Some(HitTarget::Node(node)) => link.from == node || link.to == node,
                Some(HitTarget::Link(hovered)) => hovered == row,
                None => true,
            }
    }

    /// Forgets everything that belongs to the dataset that was open.
    pub fn forget_dataset(&mut self) {
        self.selection = Selection::default();
        self.target = Target::Selection;
        self.hover = None;
        self.gesture = Gesture::Idle;
        self.guides.clear();
        self.dragging = false;
        self.nudged.clear();
        self.popup = None;
        self.tabs = ViewTabs::default();
        self.draft = None;
        self.fields = FieldTexts::default();
        self.citing = Citing::default();
        self.open_claims.clear();
        self.findings = FindingsState::default();
        self.focus = None;
        self.capture = Default::default();
        self.asked = AskedRoles::default();
        self.copy = None;
        self.sidebar.query.clear();
        self.sidebar.found = None;
        self.sidebar.open_kinds.clear();
        self.sidebar.sources = SourcesState::default();
        self.evidence_list.forget();
        self.forget_picture();
        self.fit_pending = true;
        self.glide = None;
        self.viewpoints = Viewpoints::default();
    }

    /// Forgets what is known by slot: the same dataset is shown anew, and its slots are others.
    pub fn forget_slots(&mut self) {
        self.hover = None;
        self.gesture = Gesture::Idle;
        self.guides.clear();
        self.dragging = false;
        self.nudged.clear();
        self.popup = None;
        self.first_selected = None;
        self.findings = FindingsState::default();
        self.fields = FieldTexts::default();
        self.citing = Citing::default();
        self.sidebar.found = None;
        self.sidebar.sources = SourcesState::default();
        self.evidence_list.forget();
        self.lit_labels = LitLabels::default();
        self.forget_picture();
    }

    /// What was drawn is of another dataset.
    fn forget_picture(&mut self) {
        self.labels = LabelCache::default();
        let revision = self.canvas.revision + 1;
        self.canvas = CanvasCache {
            revision,
            ..CanvasCache::default()
        };
    }

    /// Asks this, in the place of what was asked.
    pub fn ask(&mut self, dialog: impl Dialog) {
        self.ask_boxed(Box::new(dialog));
    }

    /// The same for a dialog in its box.
    pub fn ask_boxed(&mut self, dialog: Box<dyn Dialog>) {
        self.dialog = Some(dialog);
        self.dialogs += 1;
        self.is_dialog_fresh = true;
    }

    /// What is asked, if that is of this sort.
    pub fn asked<T: Dialog>(&self) -> Option<&T> {
        self.dialog.as_ref()?.downcast()
    }

    /// The same, to change it.
    pub fn asked_mut<T: Dialog>(&mut self) -> Option<&mut T> {
        self.dialog.as_mut()?.downcast_mut()
    }

    /// Whether something is asked over everything, so that keys of the chart are dead.
    pub fn is_asking(&self) -> bool {
        self.dialog.is_some() || self.palette.is_some() || self.capture.sheet.is_some()
    }

    /// The id of the entity that the details panel shows.
    pub fn target_entity(&self, work: &Work) -> Option<Str> {
        let is_selection = self.target == Target::Selection;
        let slot = self.selection.single_entity().filter(|_| is_selection)?;
        Some(work.document.entities().at(slot)?.id.clone())
    }

    /// The nodes of the selected entities that are on the chart.
    pub fn selected_nodes(&self, work: &Work) -> Vec<u32> {
        let selected = self.selection.entities.iter();
        selected.filter_map(|slot| work.net.node(*slot)).collect()
    }

    /// Whether at least so many of the selected entities are on the chart.
    pub fn selects_nodes(&self, work: &Work, least: usize) -> bool {
        let selected = self.selection.entities.iter();
        let shown = selected.filter(|slot| work.net.node(**slot).is_some());
        shown.take(least).count() == least
    }

    /// What the window is busy with while it opens a dataset and has none to show: it then says that alone.
    pub fn awaits_first_dataset(&self, work: &Work) -> Option<&str> {
        let is_empty = work.document.entities().is_empty() && work.document.sources().is_empty();
        let has_nothing = is_empty && work.origin.file.is_none() && !work.history.is_dirty();
        self.busy
            .as_deref()
            .filter(|_| self.is_opening && has_nothing)
    }

    /// Whether entities are selected and all of them are pinned.
    pub fn all_pinned(&self, work: &Work) -> bool {
        let selected = &self.selection.entities;
        !selected.is_empty() && selected.iter().all(|slot| work.pinned().contains(slot))
    }

    /// Whether the view hides one of the selected entities.
    pub fn hides_selected(&self, work: &Work) -> bool {
        let mut selected = self.selection.entities.iter();
        selected.any(|slot| work.net.node(*slot).is_none())
    }

    /// Entities that are linked to the selected ones, and that the filter hides. Empty for a selection of thousands: a list
    /// that long is asked for in every frame that shows the action.
    pub fn hidden_neighbours(&self, work: &Work) -> Vec<u32> {
        const MOST: usize = 1_000;
        let (document, selected) = (&work.document, &self.selection.entities);
        if selected.len() > MOST || work.net.nodes.len() == document.entities().len() {
            return Vec::new();
        }
        let links = selected.iter().flat_map(|slot| document.links_of(*slot));
        let ends = links.filter_map(|link| document.ends().get(link as usize));
        let mut hidden: Vec<u32> = ends
            .flatten()
            .copied()
            .filter(|end| document.entities().at(*end).is_some() && work.net.node(*end).is_none())
            .collect();
        hidden.sort_unstable();
        hidden.dedup();
        hidden
    }

    /// The chart's view in this frame.
    pub fn view(&self) -> Viewport {
        Viewport {
            rect: self.chart,
            camera: self.camera,
            detail: self.detail,
        }
    }

    /// Sends the camera somewhere, for good: one can come back from there.
    pub fn jump(&mut self, to: Camera) {
        if self.glide.is_none() && self.camera != to {
            self.viewpoints.leave(self.camera);
        }
        self.glide_to(to);
    }

    /// Sends the camera on. Where it has rested, one can come back to.
    pub fn go(&mut self, to: Camera) {
        self.viewpoints.leave_rested(self.now);
        self.glide_to(to);
    }

    /// Moves the camera: gliding, or at once with reduced motion.
    pub fn glide_to(&mut self, to: Camera) {
        self.viewpoints.forget_rest();
        if self.settings.reduced_motion || self.chart.width() <= 0.0 {
            self.camera = to;
            self.glide = None;
        } else {
            self.glide = Some(CameraGlide {
                from: self.camera,
                to,
                start: self.now,
            });
        }
    }

    /// Sends the camera back to where it was, or forward again.
    pub fn travel(&mut self, forward: bool) {
        let here = self.glide.map_or(self.camera, |glide| glide.to);
        if let Some(to) = self.viewpoints.travel(here, forward) {
            self.glide_to(to);
        }
    }

    /// Puts a file first on the list of recent ones.
    pub fn remember(&mut self, file: &std::path::Path) {
        let file: PathBuf = std::path::absolute(file).unwrap_or_else(|_| file.into());
        self.settings.recent.retain(|have| *have != file);
        self.settings.recent.insert(0, file);
        self.settings.recent.truncate(10);
    }
}
