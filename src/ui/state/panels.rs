//! What the panels remember between two frames.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::Str;
use crate::model::findings::Rule;
use crate::store::PanelSettings;
use crate::ui::fields::{FieldKey, mistake_while_typing};

use super::Window;
use super::sources::SourcesState;

/// A panel beside the chart. How each stands in the window is in `ui/panels.rs`; which action shows
/// it, in `ui/possible.rs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// Outline, sources and problems.
    Sidebar,
    /// The fields of what is selected.
    Details,
    /// The evidence list.
    EvidenceList,
}

impl Panel {
    /// Every panel.
    pub const ALL: [Self; 3] = [Self::Sidebar, Self::Details, Self::EvidenceList];

    /// The name under which settings keep it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sidebar => "outline",
            Self::Details => "editor",
            Self::EvidenceList => "defence",
        }
    }

    /// What it is at the first start.
    const fn at_first(self) -> PanelSettings {
        let (open, size) = match self {
            Self::Sidebar => (true, 272.0),
            Self::Details => (true, 352.0),
            // Until the user gives it one: by the window's.
            Self::EvidenceList => (false, 0.0),
        };
        PanelSettings { open, size }
    }
}

impl Window {
    fn panel(&self, panel: Panel) -> PanelSettings {
        let kept = self.settings.panels.get(panel.name());
        kept.copied().unwrap_or(panel.at_first())
    }

    fn panel_mut(&mut self, panel: Panel) -> &mut PanelSettings {
        let panels = &mut self.settings.panels;
        panels
            .entry(panel.name().into())
            .or_insert(panel.at_first())
    }

    /// Whether a panel is shown.
    pub fn is_open(&self, panel: Panel) -> bool {
        self.panel(panel).open
    }

    /// Shows a panel.
    pub fn open(&mut self, panel: Panel) {
        self.panel_mut(panel).open = true;
    }

    /// Shows a panel, or hides it.
    pub fn toggle(&mut self, panel: Panel) {
        let panel = self.panel_mut(panel);
        panel.open = !panel.open;
    }

    /// A panel's width at a side of the window, its height at the bottom, points; 0 where that follows from the window.
    pub fn panel_size(&self, panel: Panel) -> f32 {
        self.panel(panel).size
    }

    /// Remembers the size that the user has given a panel.
    pub fn set_panel_size(&mut self, panel: Panel, size: f32) {
        if self.panel(panel).size != size {
            self.panel_mut(panel).size = size;
        }
    }
}

/// What is being typed and not committed yet.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldDraft {
    /// The field.
    pub key: FieldKey,
    /// Its text now.
    pub text: String,
    /// Why that could not be read, said while it is being typed.
    pub why: Option<Arc<str>>,
    /// The frame in which its field was last seen; one to come while it is waited for.
    pub seen: u64,
}

impl FieldDraft {
    /// A text that is being typed in a field, which is seen in this frame.
    pub fn new(key: FieldKey, text: String, seen: u64) -> Self {
        let why = mistake_while_typing(&key, &text).map(Arc::from);
        Self {
            key,
            text,
            why,
            seen,
        }
    }
}

/// What was answered in this session. Never part of a file: not known is not stated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedRoles {
    /// Ids of sources of which it is not known.
    pub not_known: BTreeSet<Str>,
    /// The id of the source that is being asked whom it repeats.
    pub origin_of: Option<Str>,
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
pub struct SidebarState {
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
    pub found: Option<Arc<SearchResult>>,
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
pub struct SearchResult {
    /// The question.
    pub query: String,
    /// The revision of the texts that it answers.
    pub revision: u64,
    /// Entity slots, best first.
    pub entities: Vec<u32>,
}

/// The command palette.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PaletteState {
    /// What is searched for.
    pub query: String,
    /// The row chosen with the arrow keys; absent = the best one, unless it is only similar.
    pub chosen: Option<usize>,
    /// Whether it has just opened.
    pub fresh: bool,
}

/// The list of findings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FindingsState {
    /// Groups that are not as they begin: short ones open, long ones closed.
    pub toggled: BTreeSet<Rule>,
    /// Whether findings that were set aside are listed.
    pub aside_open: bool,
}
