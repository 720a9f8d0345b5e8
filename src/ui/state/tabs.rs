//! The tabs of views above the chart.

use std::collections::BTreeMap;

use crate::model::Str;
use crate::view::Camera;

/// What the tabs remember between two frames.
#[derive(Clone, Debug, Default)]
pub struct ViewTabs {
    /// The view whose name is being typed.
    pub rename: Option<Renaming>,
    /// The tab that is dragged, and how far from its left edge it was taken.
    pub dragged: Option<(Str, f32)>,
    /// Where the eye was in views that are not shown, unless that was the whole chart.
    pub cameras: BTreeMap<Str, Camera>,
}

/// A view's name while it is being typed in its tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renaming {
    /// The view.
    pub view: Str,
    /// Its name so far.
    pub text: String,
    /// Whether its field has just opened.
    pub fresh: bool,
}
