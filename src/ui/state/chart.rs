//! The chart: what the pointer does on it, where the camera goes, and what was drawn last.

use std::sync::Arc;

use egui::{Id, Rect};

use crate::geom::Pos2;
use crate::model::{LinkNaming, Str};
use crate::scene::Viewport;
use crate::scene::hit::HitTarget;
use crate::scene::labels::Label;
use crate::scene::link_names::LinkName;
use crate::ui::canvas::{Instances, Positions, Thinning};
use crate::view::{Camera, Selection};
use crate::work::Revisions;

/// The chart's id: it takes the focus of the keyboard.
pub fn chart_id() -> Id {
    Id::unique("chart")
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
    /// A line drawn around things selects them, through these places on screen.
    Lasso(Vec<Pos2>),
    /// A node moves with the pointer, with others that are selected: each with its offset from the pointer. The one that was
    /// pressed is the first.
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

/// A camera on its way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CameraGlide {
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
    /// Names of links; none were placed yet while things moved.
    pub names: Option<CachedNames>,
    /// When they were placed, in seconds of the window's clock.
    pub at: f64,
}

/// Names of links in their places, with what they were placed for.
#[derive(Clone, Debug, Default)]
pub struct CachedNames {
    /// The frame they were placed in.
    pub frame: Option<Viewport>,
    /// What they say.
    pub naming: Option<LinkNaming>,
    /// The names, and where in the world the middle of each link was then.
    pub names: Vec<(LinkName, Pos2)>,
    /// How many links in view have a name.
    pub of: usize,
    /// How many links in view are too short to be drawn.
    pub too_short: usize,
}

/// Names shown only while a neighbourhood is lit.
#[derive(Clone, Debug, Default)]
pub struct LitLabels {
    /// The hovered thing, the frame, the revisions, and the time of the other labels, that they were placed for.
    pub made_for: Option<(Option<HitTarget>, Viewport, Revisions, u64)>,
    /// The labels.
    pub labels: Vec<Label>,
    /// The names of links.
    pub names: Vec<LinkName>,
}

/// What the canvas was last given.
#[derive(Clone, Default)]
pub struct CanvasCache {
    /// The revision of the chart that `base` shows.
    pub seen: u64,
    /// The whole chart.
    pub base: Arc<Instances>,
    /// What lies over it, with what it was made for.
    pub over: Arc<Instances>,
    /// What `over` was made for.
    pub over_key: (Selection, Option<HitTarget>, u64, u64, Vec<u32>),
    /// Where nodes stand.
    pub positions: Arc<Positions>,
    /// Which links of a large chart are drawn.
    pub thinning: Thinning,
    /// Grows with every new instance list.
    pub revision: u64,
}
