//! Everything that can be done without saying more, once: its words, its shortcut, whether it is possible now. Menu, command
//! palette, shortcut sheet and keyboard all read this list.

use egui::{Key, KeyboardShortcut, Modifiers};

use crate::model::{Claim, Look};
use crate::work::{LayoutState, Work};

use super::state::{Panel, Window};

/// What can be done.
#[expect(missing_docs, reason = "what each does stands in `ACTIONS`")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    New,
    Open,
    OpenByPath,
    OpenSample,
    Save,
    SaveAs,
    EarlierVersions,
    LocalCopies,
    Import,
    ExportCopy,
    ExportSelection,
    ExportNodeLink,
    ExportPicture,
    Quit,
    Undo,
    Redo,
    Copy,
    Paste,
    Duplicate,
    Delete,
    Merge,
    SetAside,
    SelectAll,
    SelectNeighbours,
    LetGo,
    Find,
    DatasetFields,
    Fit,
    FitSelection,
    ZoomIn,
    ZoomOut,
    ActualSize,
    ToggleOutline,
    ToggleEditor,
    ToggleLegend,
    DefenceList,
    ShowSetAside,
    HideSelection,
    ShowOnlySelection,
    ShowAll,
    ThemeSystem,
    ThemeLight,
    ThemeDark,
    TextLarger,
    TextSmaller,
    TextReset,
    ReducedMotion,
    Capture,
    AddEntity,
    AddLink,
    AddClaim,
    AddSource,
    WithoutSource,
    WithoutSpeaker,
    WithEverything,
    WhatFalls,
    Pin,
    Arrange,
    ArrangeDistances,
    ArrangeEvidence,
    ArrangeKind,
    ArrangeSelection,
    ArrangeRadial,
    ArrangeLayered,
    ArrangeColumns,
    ArrangeCircle,
    StopLayout,
    OutlineTab,
    SourcesTab,
    ProblemsTab,
    Palette,
    Shortcuts,
    CaptureHelp,
    About,
}

/// The menus, in their order.
#[expect(missing_docs, reason = "they are their labels")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    File,
    Edit,
    View,
    Chart,
    Evidence,
    Help,
}

impl Menu {
    /// Every menu.
    pub const ALL: [Self; 6] = [
        Self::File,
        Self::Edit,
        Self::View,
        Self::Chart,
        Self::Evidence,
        Self::Help,
    ];

    /// Its name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::View => "View",
            Self::Chart => "Chart",
            Self::Evidence => "Evidence",
            Self::Help => "Help",
        }
    }
}

/// What an action is called and where it is found.
pub struct Description {
    /// The action.
    pub action: Action,
    /// Its menu.
    pub menu: Menu,
    /// Its group in the menu: a line parts groups.
    pub group: u8,
    /// Its words.
    pub label: &'static str,
    /// What it does, where the words do not say.
    pub hint: &'static str,
    /// Its shortcuts; the first is shown.
    pub shortcuts: &'static [KeyboardShortcut],
}

const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

const fn shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::SHIFT, key)
}

const fn row(
    action: Action,
    menu: Menu,
    group: u8,
    label: &'static str,
    hint: &'static str,
    shortcuts: &'static [KeyboardShortcut],
) -> Description {
    Description {
        action,
        menu,
        group,
        label,
        hint,
        shortcuts,
    }
}

/// All actions, menu by menu, in order.
#[rustfmt::skip]
pub static ACTIONS: &[Description] = &[
    row(Action::New, Menu::File, 0, "New…", "Start an empty dataset", &[ctrl(Key::N)]),
    row(Action::Open, Menu::File, 0, "Open…", "Open a dataset or a graph file", &[ctrl(Key::O)]),
    row(Action::OpenByPath, Menu::File, 0, "Open by path…", "Type or paste the file's path", &[ctrl_shift(Key::O)]),
    row(Action::OpenSample, Menu::File, 0, "Open sample", "The UK cyber sanctions of December 2025, as a new copy", &[]),
    row(Action::Save, Menu::File, 1, "Save", "", &[ctrl(Key::S)]),
    row(Action::SaveAs, Menu::File, 1, "Save as…", "", &[ctrl_shift(Key::S)]),
    row(Action::EarlierVersions, Menu::File, 1, "Earlier versions…", "What saves of this file took the place of", &[]),
    row(Action::LocalCopies, Menu::File, 1, "Local copies…", "What this machine keeps beside your files, and for how long", &[]),
    row(Action::Import, Menu::File, 2, "Import into this dataset…", "Bring another file in as one step", &[ctrl(Key::I)]),
    row(Action::ExportCopy, Menu::File, 2, "Export dataset…", "A copy of the whole dataset", &[]),
    row(Action::ExportSelection, Menu::File, 2, "Export selection…", "The selected records with their sources", &[]),
    row(Action::ExportNodeLink, Menu::File, 2, "Export as node-link JSON…", "For networkx, d3 and sigma; evidence is reduced to look and voices", &[]),
    row(Action::ExportPicture, Menu::File, 2, "Export picture…", "What the chart shows, as PNG or SVG", &[ctrl_shift(Key::E)]),
    row(Action::Quit, Menu::File, 3, "Quit", "", &[ctrl(Key::Q)]),
    row(Action::Undo, Menu::Edit, 0, "Undo", "", &[ctrl(Key::Z)]),
    row(Action::Redo, Menu::Edit, 0, "Redo", "", &[ctrl_shift(Key::Z), ctrl(Key::Y)]),
    row(Action::Copy, Menu::Edit, 1, "Copy", "Copy the selected records", &[ctrl(Key::C)]),
    row(Action::Paste, Menu::Edit, 1, "Paste", "Paste copied records as new ones", &[ctrl(Key::V)]),
    row(Action::Duplicate, Menu::Edit, 1, "Duplicate", "", &[ctrl(Key::D)]),
    row(Action::Delete, Menu::Edit, 1, "Delete…", "", &[plain(Key::Delete), plain(Key::Backspace)]),
    row(Action::Merge, Menu::Edit, 1, "Merge two records…", "Make the two selected entities one, field by field", &[]),
    row(Action::SelectAll, Menu::Edit, 2, "Select all", "", &[ctrl(Key::A)]),
    row(Action::SelectNeighbours, Menu::Edit, 2, "Select neighbours", "Add everything that is linked to the selection", &[ctrl_shift(Key::A)]),
    row(Action::LetGo, Menu::Edit, 2, "Let go", "Select nothing", &[plain(Key::Escape)]),
    row(Action::Find, Menu::Edit, 3, "Find…", "By name, alias or id", &[ctrl(Key::F)]),
    row(Action::DatasetFields, Menu::Edit, 3, "Dataset fields", "Title, marking, grading, kinds and views", &[]),
    row(Action::Fit, Menu::View, 0, "Fit chart", "", &[plain(Key::F)]),
    row(Action::FitSelection, Menu::View, 0, "Fit selection", "", &[shift(Key::F)]),
    row(Action::ZoomIn, Menu::View, 0, "Zoom in", "", &[plain(Key::Plus), plain(Key::Equals)]),
    row(Action::ZoomOut, Menu::View, 0, "Zoom out", "", &[plain(Key::Minus)]),
    row(Action::ActualSize, Menu::View, 0, "Actual size", "One world unit is one point", &[plain(Key::Num0)]),
    row(Action::ToggleOutline, Menu::View, 1, "Outline", "Show or hide the left panel", &[ctrl(Key::B)]),
    row(Action::ToggleEditor, Menu::View, 1, "Editor", "Show or hide the right panel", &[ctrl(Key::E)]),
    row(Action::ToggleLegend, Menu::View, 1, "Legend", "Open or close the legend", &[]),
    row(Action::DefenceList, Menu::View, 1, "Defence list", "Every line on the chart with its sentence and sources, weakest first", &[ctrl(Key::Num4)]),
    row(Action::HideSelection, Menu::View, 2, "Hide selection", "", &[plain(Key::H)]),
    row(Action::ShowOnlySelection, Menu::View, 2, "Show only selection", "", &[shift(Key::H)]),
    row(Action::ShowSetAside, Menu::View, 2, "Show what was set aside", "", &[]),
    row(Action::ShowAll, Menu::View, 2, "Show everything", "Clear the filter", &[]),
    row(Action::ThemeSystem, Menu::View, 3, "Theme: as the system", "", &[]),
    row(Action::ThemeLight, Menu::View, 3, "Theme: light", "", &[]),
    row(Action::ThemeDark, Menu::View, 3, "Theme: dark", "", &[]),
    row(Action::TextLarger, Menu::View, 4, "Larger text", "", &[ctrl(Key::Plus), ctrl(Key::Equals)]),
    row(Action::TextSmaller, Menu::View, 4, "Smaller text", "", &[ctrl(Key::Minus)]),
    row(Action::TextReset, Menu::View, 4, "Usual text size", "", &[ctrl(Key::Num0)]),
    row(Action::ReducedMotion, Menu::View, 4, "Reduced motion", "Camera and panels move at once", &[]),
    row(Action::AddEntity, Menu::Chart, 0, "Add entity", "In the middle of the chart", &[plain(Key::N)]),
    row(Action::AddLink, Menu::Chart, 0, "Add link", "Between the two selected entities", &[plain(Key::L)]),
    row(Action::Pin, Menu::Chart, 1, "Pin or unpin", "A pinned entity stays when the chart is arranged", &[plain(Key::P)]),
    row(Action::Arrange, Menu::Chart, 2, "Arrange chart", "Find new places for everything that is not pinned", &[ctrl_shift(Key::L)]),
    row(Action::ArrangeDistances, Menu::Chart, 2, "Arrange by distances", "As Arrange chart, but as far apart as the ways along links, not in clusters", &[]),
    row(Action::ArrangeEvidence, Menu::Chart, 2, "Arrange by evidence", "As Arrange chart, but better evidenced links are shorter", &[]),
    row(Action::ArrangeKind, Menu::Chart, 2, "Arrange by kind", "As Arrange chart, but what is of one kind stands closer together", &[]),
    row(Action::ArrangeSelection, Menu::Chart, 2, "Arrange selection", "Find new places for the selected entities", &[]),
    row(Action::ArrangeRadial, Menu::Chart, 2, "Radial from selected entity", "Rings by how many links away; needs one selected entity", &[]),
    row(Action::ArrangeLayered, Menu::Chart, 2, "Layered by direction", "Links lead down: ownership, command. The selection if it has two or more, else everything", &[]),
    row(Action::ArrangeColumns, Menu::Chart, 2, "By kind in columns", "The selection if it has two or more, else everything", &[]),
    row(Action::ArrangeCircle, Menu::Chart, 2, "Circle of the selection", "Needs three or more selected entities", &[]),
    row(Action::StopLayout, Menu::Chart, 2, "Stop arranging", "", &[]),
    row(Action::Capture, Menu::Evidence, 0, "Capture line", "Type a fact with its source in one line", &[plain(Key::A), ctrl(Key::L)]),
    row(Action::AddClaim, Menu::Evidence, 0, "Add claim", "To the selected link or entity", &[plain(Key::C)]),
    row(Action::AddSource, Menu::Evidence, 0, "Add source", "", &[]),
    row(Action::SetAside, Menu::Evidence, 0, "Set link aside…", "End its claims, keep them on file", &[]),
    row(Action::WithoutSource, Menu::Evidence, 1, "Without this source", "The chart as if it were withdrawn, with what falls", &[]),
    row(Action::WithoutSpeaker, Menu::Evidence, 1, "Without this speaker", "The chart as if they had said nothing, with what falls", &[]),
    row(Action::WhatFalls, Menu::Evidence, 1, "Show what falls", "The links that are not what they were with everything", &[]),
    row(Action::WithEverything, Menu::Evidence, 1, "Everything counts again", "No source or speaker is left out", &[]),
    row(Action::OutlineTab, Menu::Evidence, 2, "Outline", "", &[ctrl(Key::Num1)]),
    row(Action::SourcesTab, Menu::Evidence, 2, "Sources", "", &[ctrl(Key::Num2)]),
    row(Action::ProblemsTab, Menu::Evidence, 2, "Problems", "", &[ctrl(Key::Num3)]),
    row(Action::Palette, Menu::Help, 0, "Search or run a command", "", &[ctrl(Key::K), ctrl_shift(Key::P)]),
    row(Action::Shortcuts, Menu::Help, 0, "Keys and mouse", "", &[plain(Key::F1), plain(Key::Questionmark)]),
    row(Action::CaptureHelp, Menu::Help, 0, "How to write a fact", "The capture line's rule, by examples", &[]),
    row(Action::About, Menu::Help, 1, "About Linkwright", "", &[]),
];

impl Action {
    /// What it is called.
    pub fn description(self) -> &'static Description {
        ACTIONS
            .iter()
            .find(|description| description.action == self)
            .expect("every action has a row; a test counts them")
    }

    /// Whether it works while a text field has the focus. Keys of the chart are dead then.
    pub fn works_while_typing(self) -> bool {
        let shortcuts = self.description().shortcuts;
        let has_ctrl = |shortcut: &KeyboardShortcut| shortcut.modifiers.command;
        let with_ctrl = shortcuts.iter().any(has_ctrl);
        // What a text field itself means by these keys comes first.
        with_ctrl
            && !matches!(
                self,
                Self::SelectAll | Self::SelectNeighbours | Self::Duplicate
            )
            || self == Self::Shortcuts
    }

    /// Whether it can be done now.
    pub fn is_possible(self, work: &Work, window: &Window) -> bool {
        let selection = &window.selection;
        let read_only = work.is_read_only();
        match self {
            // What another window has can be saved under another name.
            Self::SaveAs => work.document.newer_version().is_none(),
            Self::EarlierVersions => work.origin.file.is_some(),
            Self::Save | Self::Import | Self::Paste => !read_only,
            Self::AddEntity | Self::AddSource | Self::Capture => !read_only,
            Self::Undo => work.history.undo_label().is_some() || window.draft.is_some(),
            Self::Redo => work.history.redo_label().is_some(),
            Self::Copy | Self::ExportSelection | Self::FitSelection => !selection.is_empty(),
            Self::Duplicate => !selection.entities.is_empty() && !read_only,
            Self::Delete => !read_only && (!selection.is_empty() || window.target.is_source()),
            Self::SetAside => {
                let may_be = |slot: &u32| {
                    let link = work.document.links().at(*slot);
                    let open = |claim: &Claim| claim.ended.is_none();
                    let has_claims = link.is_some_and(|link| link.claims.iter().any(open));
                    has_claims && work.evidence.link(*slot).look != Look::SetAside
                };
                !read_only && selection.links.iter().any(may_be)
            }
            Self::SelectNeighbours | Self::HideSelection | Self::ShowOnlySelection => {
                !selection.is_empty()
            }
            Self::Pin | Self::ArrangeSelection => !read_only && !selection.entities.is_empty(),
            Self::Arrange
            | Self::ArrangeDistances
            | Self::ArrangeEvidence
            | Self::ArrangeKind
            | Self::ArrangeLayered
            | Self::ArrangeColumns => !read_only && !work.net.nodes.is_empty(),
            Self::ArrangeRadial => {
                let mut selected = selection.entities.iter();
                let is_shown = |slot: &u32| work.net.node(*slot).is_some();
                !read_only && selection.entities.len() == 1 && selected.all(is_shown)
            }
            Self::ArrangeCircle => {
                let selected = selection.entities.iter();
                let shown = selected.filter(|slot| work.net.node(**slot).is_some());
                !read_only && shown.take(3).count() == 3
            }
            Self::AddLink | Self::Merge => !read_only && selection.entities.len() == 2,
            Self::AddClaim => {
                let single = selection.single_link().or(selection.single_entity());
                !read_only && single.is_some()
            }
            Self::WithoutSource => {
                let source = window.target.source(work);
                source.is_some_and(|id| !work.without().sources.contains(&id))
            }
            Self::WithoutSpeaker => {
                let speaker = window.target_entity(work);
                speaker.is_some_and(|id| work.speaks(&id) && !work.without().speakers.contains(&id))
            }
            Self::WithEverything | Self::WhatFalls => !work.without().is_empty(),
            Self::StopLayout => work.layout_state() != LayoutState::Settled,
            Self::LetGo => true,
            _ => true,
        }
    }

    /// The panel that it shows and hides.
    pub const fn panel(self) -> Option<Panel> {
        match self {
            Self::ToggleOutline => Some(Panel::Outline),
            Self::ToggleEditor => Some(Panel::Editor),
            Self::DefenceList => Some(Panel::Defence),
            _ => None,
        }
    }

    /// For switches: whether it is on.
    pub fn is_on(self, work: &Work, window: &Window) -> Option<bool> {
        let settings = &window.settings;
        match self {
            _ if self.panel().is_some() => self.panel().map(|panel| window.is_open(panel)),
            Self::ToggleLegend => Some(settings.legend),
            Self::ReducedMotion => Some(settings.reduced_motion),
            Self::ThemeSystem => Some(!matches!(settings.theme.as_str(), "light" | "dark")),
            Self::ThemeLight => Some(settings.theme == "light"),
            Self::ThemeDark => Some(settings.theme == "dark"),
            Self::ShowSetAside => Some(work.filter.any.looks.contains(&Look::SetAside)),
            _ => None,
        }
    }
}

/// A shortcut as it is shown.
pub fn shortcut_text(shortcut: &KeyboardShortcut) -> String {
    let is_mac = cfg!(target_os = "macos");
    let text = shortcut.format(&egui::ModifierNames::NAMES, is_mac);
    // What stands on the key says more than its name.
    [
        ("Plus", "+"),
        ("Equals", "="),
        ("Minus", "−"),
        ("Questionmark", "?"),
    ]
    .iter()
    .fold(text, |text, (name, sign)| text.replace(name, sign))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn no_two_actions_share_a_key_or_a_name() {
        let mut keys = BTreeMap::new();
        let mut labels = BTreeMap::new();
        for description in ACTIONS {
            for shortcut in description.shortcuts {
                let old = keys.insert(format!("{shortcut:?}"), description.label);
                assert_eq!(old, None, "{shortcut:?}");
            }
            labels.insert((description.menu.label(), description.label), ());
            assert!(std::ptr::eq(description.action.description(), description));
        }
        assert_eq!(labels.len(), ACTIONS.len());
    }

    #[test]
    fn keys_of_the_chart_are_dead_while_typing() {
        for (action, works) in [
            (Action::Save, true),
            (Action::Undo, true),
            (Action::Palette, true),
            (Action::Fit, false),
            (Action::Pin, false),
            (Action::Delete, false),
            (Action::SelectAll, false),
        ] {
            assert_eq!(action.works_while_typing(), works, "{action:?}");
        }
    }
}
