//! What the window knows beside the dataset: camera, selection, panels, what is being typed, dialogs. Never part of a file.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use egui::Rect;

use crate::edit::Going;
use crate::geom::Pos2;
use crate::look::TOKENS;
use crate::model::{EndedHow, KindFor, Marking, PartialDate, Str};
use crate::scene::hit::HitTarget;
use crate::scene::labels::Label;
use crate::scene::{LinkRow, Viewport};
use crate::store::{CopyState, Keep, Settings};
use crate::view::{Camera, Selection};
use crate::work::{Revisions, Work};

use super::canvas::{Instances, Positions};
use super::command::Export;
use super::defence::DefenceState;
use super::editor::AskedRoles;
use super::ending::EndClaim;
use super::fields::FieldKey;
use super::findings::FindingsState;
use super::keeping::{EarlierRow, LeftWork, LocalRow};
use super::outline::SourcesState;

/// What the editor shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Target {
    /// What is selected on the chart; the dataset where nothing is.
    #[default]
    Selection,
    /// A source, by slot.
    Source(u32),
    /// The dataset's own fields.
    Dataset,
    /// An own kind.
    Kind(Str, KindFor),
}

impl Target {
    /// Whether it is a source.
    pub fn is_source(&self) -> bool {
        matches!(self, Self::Source(_))
    }

    /// The id of the source that it is.
    pub fn source(&self, work: &Work) -> Option<Str> {
        match self {
            Self::Source(slot) => Some(work.document.sources().at(*slot)?.id.clone()),
            _ => None,
        }
    }
}

/// What is being typed and not committed yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The field.
    pub key: FieldKey,
    /// Its text now.
    pub text: String,
    /// The frame in which its field was last seen.
    pub seen: u64,
}

/// The tabs of the left panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// Entities and links.
    #[default]
    Outline,
    /// Sources.
    Sources,
    /// What is wrong.
    Problems,
}

/// The left panel.
#[derive(Clone, Debug, Default)]
pub struct OutlineState {
    /// Its tab.
    pub tab: Tab,
    /// What is searched for.
    pub query: String,
    /// Kinds whose entities are listed.
    pub open_kinds: BTreeSet<Str>,
    /// Whether links are listed by kind.
    pub links_open: bool,
    /// Whether the search field is to get the focus.
    pub focus_search: bool,
    /// What was found, with the question and the revision it answers.
    pub found: Option<Arc<Found>>,
    /// A row to scroll to.
    pub scroll_to: Option<u32>,
    /// Whether tags are listed.
    pub tags_open: bool,
    /// Whether countries are listed.
    pub countries_open: bool,
    /// The list of sources.
    pub sources: SourcesState,
}

/// The answer to a search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The question.
    pub query: String,
    /// The revision of the texts that it answers.
    pub revision: u64,
    /// Entity slots, best first.
    pub entities: Vec<u32>,
}

/// What the pointer is doing on the chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Gesture {
    /// Nothing.
    #[default]
    Idle,
    /// The chart moves with the pointer.
    Pan,
    /// A box selects what it covers, from here on screen.
    Band(Pos2),
    /// A node moves with the pointer, with others that are selected: each with its offset from the pointer.
    Move(Vec<(u32, egui::Vec2)>),
    /// A link is drawn from this node.
    Join(u32),
}

/// A small window on the chart.
#[derive(Clone, Debug, PartialEq)]
pub enum Popup {
    /// A new entity, there in the world; and a link to it, if that was being drawn.
    NewEntity {
        /// Place in the world.
        at: Pos2,
        /// Its name so far.
        name: String,
        /// Its kind so far.
        kind: Str,
        /// The entity slot from which a link was drawn.
        from: Option<u32>,
        /// Whether it has just opened.
        fresh: bool,
    },
    /// The kind of a new link between two entity slots.
    NewLink {
        /// From.
        from: u32,
        /// To.
        to: u32,
        /// What is searched for among kinds.
        query: String,
        /// Place on screen.
        at: Pos2,
        /// Whether it has just opened.
        fresh: bool,
    },
    /// A context menu, there on screen.
    Menu {
        /// Place on screen.
        at: Pos2,
        /// Place in the world.
        world: Pos2,
    },
}

/// A question or a message over everything.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    /// A new dataset.
    New {
        /// Title so far.
        title: String,
        /// Marking so far.
        marking: Option<Marking>,
    },
    /// A path to type.
    Path {
        /// What it is for.
        purpose: PathPurpose,
        /// What was typed so far.
        path: String,
        /// What is wrong with it.
        error: String,
        /// Whether it has just opened.
        fresh: bool,
    },
    /// Unsaved changes are in the way.
    Unsaved,
    /// Saving would lose something, or the file had errors.
    SaveAsks {
        /// What would happen.
        text: String,
    },
    /// Deleting takes others along.
    Delete {
        /// What goes.
        going: Going,
        /// Whether setting aside is offered instead.
        may_set_aside: bool,
    },
    /// Setting links aside.
    SetAside {
        /// Why.
        how: EndedHow,
        /// Why, in words.
        why: String,
        /// When.
        on: String,
    },
    /// Keeping a copy of a file as evidence of a source.
    Attach(Attachment),
    /// Ending a claim, or correcting it.
    EndClaim(Box<EndClaim>),
    /// Someone else has written the file, and there are changes here that are not saved.
    Overtaken {
        /// The file's name.
        name: String,
        /// What they changed: in short, and line by line.
        theirs: (String, Vec<String>),
        /// What was changed here.
        mine: (String, Vec<String>),
        /// Whether the lines are shown.
        is_open: bool,
        /// Whether what is here is kept among the earlier versions where theirs is taken.
        is_kept: bool,
    },
    /// An earlier window ended without closing.
    Recover {
        /// What it left.
        rows: Vec<LeftWork>,
        /// The row whose differences are shown.
        open: Option<usize>,
    },
    /// The earlier versions of the open file.
    Earlier {
        /// The file's name.
        name: String,
        /// The versions, newest first.
        rows: Vec<EarlierRow>,
        /// The row whose differences are shown.
        open: Option<usize>,
        /// How long they are kept.
        keep: Keep,
    },
    /// What this machine keeps beside the files.
    Local {
        /// One row each.
        rows: Vec<LocalRow>,
        /// Where it is kept.
        folder: Option<PathBuf>,
        /// How many files the list of recent ones has.
        recent: usize,
        /// How long earlier versions are kept.
        keep: Keep,
    },
    /// Something to read.
    Report {
        /// Heading.
        title: String,
        /// Lines.
        lines: Vec<String>,
    },
    /// Opening this address in the browser.
    Address(String),
    /// Keys and mouse.
    Shortcuts,
    /// About the program.
    About,
}

/// A copy that is asked about.
#[derive(Clone, Debug, PartialEq)]
pub struct Attachment {
    /// The source's slot.
    pub source: u32,
    /// What the source is called.
    pub title: String,
    /// The file.
    pub file: PathBuf,
    /// Why it cannot be kept now, or what else is to be known.
    pub note: AttachNote,
}

/// What is to be known before a copy is kept.
#[derive(Clone, Debug, PartialEq)]
pub enum AttachNote {
    /// Nothing.
    Plain,
    /// The dataset has no folder yet.
    NoFolder,
    /// It lies in the dataset's folder already.
    Inside,
    /// The source names this other file now.
    Replaces(String),
}

/// What a path is typed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathPurpose {
    /// To open it.
    Open,
    /// To save to it.
    Save,
    /// To bring it in.
    Import,
    /// To export to it.
    Export(Export),
    /// To keep a copy of it as evidence of this source, by slot.
    Attach(u32),
}

/// A short message that goes away by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// The message.
    pub text: String,
    /// Whether it is an error, which stays until it is dismissed.
    pub is_error: bool,
    /// When it appeared, in seconds of the window's clock.
    pub since: f64,
    /// Whether it is about the open file, and over when that is in order again.
    pub is_of_file: bool,
}

/// The command palette.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PaletteState {
    /// What is searched for.
    pub query: String,
    /// The chosen row.
    pub chosen: usize,
    /// Whether it has just opened.
    pub fresh: bool,
}

/// A camera on its way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glide {
    /// Where it began.
    pub from: Camera,
    /// Where it goes.
    pub to: Camera,
    /// When it began, in seconds of the window's clock.
    pub start: f64,
}

/// Labels in their places, with what they were placed for.
#[derive(Clone, Debug, Default)]
pub struct LabelCache {
    /// Revisions of topology, looks, texts and positions.
    pub made_for: (u64, u64, u64, u64),
    /// The frame they were placed in.
    pub frame: Option<Viewport>,
    /// The legend's part of the chart then.
    pub legend: Option<Rect>,
    /// The labels; boxes are where they were in that frame.
    pub labels: Vec<Label>,
    /// Where in the world their nodes stood then.
    pub anchors: rustc_hash::FxHashMap<u32, Pos2>,
    /// What was selected and found then.
    pub first: Vec<u32>,
    /// When they were placed, in seconds of the window's clock.
    pub at: f64,
}

/// Names shown only while a neighbourhood is lit.
#[derive(Clone, Debug, Default)]
pub struct LitLabels {
    /// The hovered thing, the frame, the revisions, and the time of the other labels, that they were placed for.
    pub made_for: Option<(Option<HitTarget>, Viewport, Revisions, u64)>,
    /// The labels.
    pub labels: Vec<Label>,
}

/// What the canvas was last given.
#[derive(Clone, Default)]
pub struct CanvasCache {
    /// Revisions of topology and looks.
    pub made_for: (u64, u64),
    /// The whole chart.
    pub base: Arc<Instances>,
    /// What lies over it, with what it was made for.
    pub over: Arc<Instances>,
    /// What `over` was made for.
    pub over_key: (Selection, Option<HitTarget>, u64, u64, Vec<u32>),
    /// Where nodes stand.
    pub positions: Arc<Positions>,
    /// Grows with every new instance list.
    pub revision: u64,
}

/// The window.
pub struct Window {
    /// What is remembered between two runs.
    pub settings: Settings,
    /// Where the eye is.
    pub camera: Camera,
    /// Where it is going.
    pub glide: Option<Glide>,
    /// Whether the whole chart is to be shown as soon as it has places.
    pub fit_pending: bool,
    /// The camera that showed the whole chart, and the chart's size then: while nobody has moved it since.
    pub fitted: Option<(Camera, egui::Vec2)>,
    /// What there was on the chart then: its revision.
    pub fitted_topology: u64,
    /// The chart's part of the window, in the last frame.
    pub chart: Rect,
    /// The legend's part of it.
    pub legend: Rect,
    /// What is selected.
    pub selection: Selection,
    /// What the editor shows.
    pub target: Target,
    /// What is under the pointer on the chart.
    pub hover: Option<HitTarget>,
    /// What the pointer is doing.
    pub gesture: Gesture,
    /// Whether nodes are being dragged.
    pub dragging: bool,
    /// A small window on the chart.
    pub popup: Option<Popup>,
    /// The left panel.
    pub outline: OutlineState,
    /// The defence list.
    pub defence: DefenceState,
    /// What is being typed.
    pub draft: Option<Draft>,
    /// Claims that are open in the editor, by place.
    pub open_claims: BTreeSet<usize>,
    /// A field that is to get the focus.
    pub focus: Option<FieldKey>,
    /// The capture line.
    pub capture: super::capture::CaptureState,
    /// The command palette.
    pub palette: Option<PaletteState>,
    /// A dialog.
    pub dialog: Option<Dialog>,
    /// The list of findings, and what is asked about one.
    pub findings: FindingsState,
    /// Short messages.
    pub toasts: Vec<Toast>,
    /// Labels in their places.
    pub labels: LabelCache,
    /// The entity that was selected first of those that are selected: a link leads from it.
    pub first_selected: Option<u32>,
    /// Labels that only a lit neighbourhood has.
    pub lit_labels: LitLabels,
    /// What the canvas was last given.
    pub canvas: CanvasCache,
    /// The format of the window's pixels, where there is a graphics card.
    pub format: Option<egui_wgpu::wgpu::TextureFormat>,
    /// Counts frames.
    pub frame: u64,
    /// The window's clock in this frame, seconds.
    pub now: f64,
    /// Today, for the two fields that are filled in with it.
    pub today: Option<PartialDate>,
    /// Files that are being opened or saved: their names.
    pub busy: Option<String>,
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
            fit_pending: true,
            fitted: None,
            fitted_topology: 0,
            chart: Rect::ZERO,
            legend: Rect::ZERO,
            selection: Selection::default(),
            target: Target::Selection,
            hover: None,
            gesture: Gesture::Idle,
            dragging: false,
            popup: None,
            outline: OutlineState::default(),
            defence: DefenceState::default(),
            draft: None,
            open_claims: BTreeSet::new(),
            focus: None,
            capture: Default::default(),
            palette: None,
            dialog: None,
            findings: FindingsState::default(),
            toasts: Vec::new(),
            labels: LabelCache::default(),
            first_selected: None,
            lit_labels: LitLabels::default(),
            canvas: CanvasCache::default(),
            format: None,
            frame: 0,
            now: 0.0,
            today: None,
            busy: None,
            asked: AskedRoles::default(),
            copy: None,
        }
    }

    /// Whether what is hovered stands out and the rest fades. From afar a line does not: the pointer is on one or another
    /// wherever it goes, and the chart would flicker.
    pub fn fades_the_rest(&self) -> bool {
        let near = self.camera.zoom >= TOKENS.link.dash_too_small_px.zoom;
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
        self.dragging = false;
        self.popup = None;
        self.draft = None;
        self.open_claims.clear();
        self.findings = FindingsState::default();
        self.focus = None;
        self.capture = Default::default();
        self.asked = AskedRoles::default();
        self.copy = None;
        self.outline.query.clear();
        self.outline.found = None;
        self.outline.open_kinds.clear();
        self.outline.sources = SourcesState::default();
        self.defence.forget();
        self.forget_picture();
        self.fit_pending = true;
        self.glide = None;
    }

    /// Forgets what is known by slot: the same dataset is shown anew, and its slots are others.
    pub fn forget_slots(&mut self) {
        self.hover = None;
        self.gesture = Gesture::Idle;
        self.dragging = false;
        self.popup = None;
        self.first_selected = None;
        self.findings = FindingsState::default();
        self.outline.found = None;
        self.outline.sources = SourcesState::default();
        self.defence.forget();
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

    /// The id of the entity that the editor shows.
    pub fn target_entity(&self, work: &Work) -> Option<Str> {
        let is_selection = self.target == Target::Selection;
        let slot = self.selection.single_entity().filter(|_| is_selection)?;
        Some(work.document.entities().at(slot)?.id.clone())
    }

    /// The chart's view in this frame.
    pub fn view(&self) -> Viewport {
        Viewport {
            rect: self.chart,
            camera: self.camera,
        }
    }

    /// Sends the camera somewhere: gliding, or at once with reduced motion.
    pub fn go(&mut self, to: Camera) {
        if self.settings.reduced_motion || self.chart.width() <= 0.0 {
            self.camera = to;
            self.glide = None;
        } else {
            self.glide = Some(Glide {
                from: self.camera,
                to,
                start: self.now,
            });
        }
    }

    /// Says something in passing.
    pub fn say(&mut self, text: impl Into<String>) {
        self.toasts.push(Toast {
            text: text.into(),
            is_error: false,
            since: self.now,
            is_of_file: false,
        });
    }

    /// Says that something failed, once.
    pub fn complain(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !self.toasts.iter().any(|toast| toast.text == text) {
            self.toasts.push(Toast {
                text,
                is_error: true,
                since: self.now,
                is_of_file: false,
            });
        }
    }

    /// Says that something is wrong with the open file, until it is not any more.
    pub fn complain_about_file(&mut self, text: impl Into<String>) {
        self.complain(text);
        if let Some(toast) = self.toasts.last_mut() {
            toast.is_of_file = true;
        }
    }

    /// The open file is in order again.
    pub fn settle_file(&mut self) {
        self.toasts.retain(|toast| !toast.is_of_file);
    }

    /// Puts a file first on the list of recent ones.
    pub fn remember(&mut self, file: &std::path::Path) {
        let file: PathBuf = std::path::absolute(file).unwrap_or_else(|_| file.into());
        self.settings.recent.retain(|have| *have != file);
        self.settings.recent.insert(0, file);
        self.settings.recent.truncate(10);
    }
}
