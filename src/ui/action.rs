//! Everything that can be done without saying more, once: its words, its shortcut, other words for it. Menu, command
//! palette, shortcut sheet and keyboard all read this list. Whether it is possible, on, or shows a panel is in `possible`; what
//! it does is in `app/run.rs`.

use egui::{Key, KeyboardShortcut, Modifiers};

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
    /// Its group in the menu; a line separates groups.
    pub group: u8,
    /// The submenu that it is in; empty if it is in the menu itself.
    pub submenu: &'static str,
    /// Its name.
    pub label: &'static str,
    /// What it does, if the label leaves that open.
    pub hint: &'static str,
    /// Its shortcuts; the first is shown.
    pub shortcuts: &'static [KeyboardShortcut],
    /// Other words that people look for it by, separated by commas.
    pub keywords: &'static str,
}

impl Description {
    /// The label as its submenu shows it: without the words that the submenu has already.
    pub fn short_label(&self) -> String {
        let rest = self.label.strip_prefix(self.submenu).unwrap_or(self.label);
        crate::model::sentence::capital(rest.trim_start_matches([':', ' ']))
    }
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

/// Declares the actions: the enum and the table of its rows, so that neither has what the other lacks.
macro_rules! actions {
    ($($menu:ident { $($action:ident $group:literal $submenu:literal $label:literal, $hint:literal, [$($key:expr),*], $keywords:literal;)* })*) => {
        /// What can be done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action {
            $($(#[doc = $label] $action,)*)*
        }

        /// All actions, menu by menu, in order.
        pub static ACTIONS: &[Description] = &[
            $($(Description {
                action: Action::$action,
                menu: Menu::$menu,
                group: $group,
                submenu: $submenu,
                label: $label,
                hint: $hint,
                shortcuts: &[$($key),*],
                keywords: $keywords,
            },)*)*
        ];
    };
}

// Action, group, submenu, label, hint, shortcuts, keywords.
actions! {
    File {
        New 0 "" "New dataset…", "Start an empty dataset", [ctrl(Key::N)], "create, blank";
        Open 0 "" "Open…", "Open a dataset or a node-link graph", [ctrl(Key::O)], "load, file, graph";
        OpenByPath 0 "" "Open by path…", "Type or paste a file path", [ctrl_shift(Key::O)], "load, file";
        OpenSample 0 "" "Open sample", "A new copy of “UK cyber sanctions, December 2025”", [], "example, demo, tutorial";
        Save 1 "" "Save", "", [ctrl(Key::S)], "write";
        SaveAs 1 "" "Save as…", "", [ctrl_shift(Key::S)], "rename, copy";
        VersionHistory 1 "" "Version history…", "See and reopen versions replaced by a save", [], "backup, earlier versions, restore, revert, previous";
        Import 2 "" "Import…", "Add another file's records in one step", [ctrl(Key::I)], "merge file, add file, combine, load";
        ExportCopy 2 "Export" "Export dataset…", "Save a copy of the whole dataset", [], "copy, share, backup";
        ExportSelection 2 "Export" "Export selection…", "The selected records and their sources, as a dataset", [], "part, subset, share";
        ExportPicture 2 "Export" "Export picture…", "The chart as shown, as PNG or SVG", [ctrl_shift(Key::E)], "image, screenshot, slide, print, png, svg, pdf, briefing, powerpoint, poster";
        DatasetDetails 3 "" "Dataset details", "Title, marking, grading, views and custom kinds", [], "properties, title, marking, tlp, classification, grading, admiralty, custom kind, settings, description";
        LocalData 3 "" "Local data…", "What Linkwright stores on this computer, and for how long", [], "privacy, recovery, delete, cache, backup, settings";
        Quit 4 "" "Quit", "", [ctrl(Key::Q)], "exit, close";
    }
    Edit {
        Undo 0 "" "Undo", "", [ctrl(Key::Z)], "back, revert, step";
        Redo 0 "" "Redo", "", [ctrl_shift(Key::Z), ctrl(Key::Y)], "again, forward";
        Copy 1 "" "Copy", "", [ctrl(Key::C)], "clipboard";
        Paste 1 "" "Paste", "Paste records, facts (one per line) or a web address", [ctrl(Key::V)], "clipboard, table, spreadsheet, excel, csv, list";
        Duplicate 1 "" "Duplicate", "", [ctrl(Key::D)], "copy, clone";
        Delete 1 "" "Delete…", "", [plain(Key::Delete), plain(Key::Backspace)], "remove, erase";
        Merge 2 "" "Merge entities…", "Merge the two selected entities, field by field", [], "duplicate, join, combine, same";
        SelectAll 3 "" "Select all", "", [ctrl(Key::A)], "everything";
        SelectNeighbours 3 "" "Select neighbours", "Add every entity linked to the selection", [ctrl_shift(Key::A)], "neighbors, adjacent, degree, grow, expand, hop, step, path, paths, linked, connections";
        SelectSameKind 3 "" "Select same kind", "Everything of the kinds that are selected", [], "similar, type, all companies, alike";
        InvertSelection 3 "" "Invert selection", "Select what is not selected", [ctrl_shift(Key::I)], "opposite, others, rest, inverse";
        DeselectAll 3 "" "Deselect all", "", [plain(Key::Escape)], "none, clear selection";
        Find 4 "" "Find…", "By name, alias or ID", [ctrl(Key::F)], "search, look up, name";
    }
    View {
        OutlineTab 0 "" "Outline", "Show the entities and links by kind", [ctrl(Key::Num1)], "list, kinds, tags, countries, filter, table, central, centrality, key player";
        SourcesTab 0 "" "Sources", "Show the sources and what depends on them", [ctrl(Key::Num2)], "references, documents, bibliography, citations";
        ProblemsTab 0 "" "Problems", "Show errors, warnings and findings", [ctrl(Key::Num3)], "errors, warnings, findings, duplicates, check, quality";
        EvidenceList 0 "" "Evidence list", "Every link on the chart with its evidence sentence, weakest first", [ctrl(Key::Num4)], "table, report, sentences, defence, weakest, rows";
        ToggleSidebar 1 "" "Sidebar", "Show or hide the left panel", [ctrl(Key::B)], "panel, left, outline";
        ToggleDetails 1 "" "Details", "Show or hide the right panel", [ctrl(Key::E)], "panel, right, editor, inspector, properties";
        ToggleLegend 1 "" "Legend", "", [], "key, colours, colors, symbols";
        Fit 2 "Zoom" "Zoom to fit", "", [plain(Key::F), plain(Key::Home)], "whole, all, everything, home, overview, center, centre";
        FitSelection 2 "Zoom" "Zoom to selection", "", [shift(Key::F), plain(Key::End)], "focus, center, centre";
        ZoomIn 2 "Zoom" "Zoom in", "", [plain(Key::Plus), plain(Key::Equals)], "closer, bigger, magnify";
        ZoomOut 2 "Zoom" "Zoom out", "", [plain(Key::Minus)], "further, smaller";
        ZoomReset 2 "Zoom" "Zoom to 100%", "", [plain(Key::Num0)], "actual size, original";
        GoBack 2 "Zoom" "Go back", "To where you looked before", [plain(Key::B)], "previous viewpoint, return, camera, history, zoom";
        GoForward 2 "Zoom" "Go forward", "To where you came back from", [shift(Key::B)], "next viewpoint, camera, history, zoom";
        NewViewEmpty 3 "New view" "New view: empty", "Shows nothing until something is added or shown in it", [], "create view, tab, blank, canvas, sheet";
        NewViewSelection 3 "New view" "New view: selection", "The selected entities and the links between them", [], "create view, tab, focus, part";
        NewViewNeighbours 3 "New view" "New view: with neighbours", "The selected entities and all that they are linked to", [], "create view, tab, neighbors, ego, around";
        NewViewCopy 3 "New view" "New view: copy", "The filter and the positions of this view under another name", [], "views, create view, save view, tab, bookmark, perspective, snapshot, duplicate view";
        NextView 3 "View tab" "Next view", "", [ctrl(Key::Tab)], "switch view, tab, right";
        PreviousView 3 "View tab" "Previous view", "", [ctrl_shift(Key::Tab)], "switch view, tab, left, back";
        RenameView 3 "View tab" "Rename view", "Type its name in the tab", [plain(Key::F2)], "title, name, tab";
        MoveViewLeft 3 "View tab" "Move view left", "", [], "reorder, order, sort, tab";
        MoveViewRight 3 "View tab" "Move view right", "", [], "reorder, order, sort, tab";
        DeleteView 3 "View tab" "Delete view", "Its entities and links stay in the dataset", [], "remove, close, tab";
        SaveFilter 3 "" "Save filter", "Keep the filter in the view that is shown", [], "view, bookmark";
        HideSelection 4 "" "Hide selection", "", [plain(Key::H)], "filter, remove from view";
        ShowSelection 4 "" "Show selection", "Show selected entities that this view hides", [], "unhide, reveal, add to view";
        ShowOnlySelection 4 "" "Show only selection", "", [shift(Key::H)], "isolate, focus, filter";
        ShowNeighbours 4 "" "Show neighbours", "Also show hidden entities linked to the selection", [], "neighbors, expand, hop, step, reveal, linked, connections";
        ShowSetAside 4 "" "Show set-aside links", "Links whose claims were withdrawn, found to be wrong or superseded", [], "withdrawn, rejected, superseded, filter";
        ClearFilter 4 "" "Clear filter", "Show all entities and links", [], "show everything, reset, unhide, back";
        LinkNamesAndFigures 4 "Link names" "Link names: with figures", "Label or kind, stake and period of each link that has room", [], "labels, verbs, relationship names, percent, share";
        LinkNames 4 "Link names" "Link names: names", "Label or kind of each link that has room", [], "labels, verbs, relationship names";
        LinkNamesFigures 4 "Link names" "Link names: figures", "Stake and period alone", [], "labels, percent, share, stakes, dates";
        LinkNamesOff 4 "Link names" "Link names: none", "", [], "labels, hide, no names, clean";
        ThemeSystem 5 "Theme" "Theme: system", "", [], "automatic, colour, color, appearance";
        ThemeLight 5 "Theme" "Theme: light", "", [], "light mode, bright, white, colour, color, appearance";
        ThemeDark 5 "Theme" "Theme: dark", "", [], "dark mode, night, black, colour, color, appearance";
        TextLarger 5 "Text size" "Larger text", "", [ctrl(Key::Plus), ctrl(Key::Equals)], "font size, scale, bigger, accessibility";
        TextSmaller 5 "Text size" "Smaller text", "", [ctrl(Key::Minus)], "font size, scale";
        TextReset 5 "Text size" "Reset text size", "", [ctrl(Key::Num0)], "font size, scale, default";
        ReduceMotion 5 "" "Reduce motion", "Move the camera and panels without animation", [], "animation, accessibility";
    }
    Chart {
        AddEntity 0 "" "Add entity", "At the centre of the view", [plain(Key::N)], "node, person, company, object, create, vertex, item";
        AddLink 0 "" "Add link", "Between the two selected entities", [plain(Key::L)], "edge, connect, connection, relation, relationship, create";
        Pin 1 "" "Pin", "Pinned entities keep their position", [plain(Key::P)], "unpin, fix, lock, anchor, position";
        NeighboursFollow 1 "" "Neighbours follow a drag", "Dragging an entity takes its unpinned neighbours along; Ctrl does the opposite", [], "drag, move together, along, live, neighbors, springs";
        Arrange 2 "" "Arrange all", "Move everything that is not pinned", [ctrl_shift(Key::L)], "layout, tidy, force, rearrange, reset positions, community, communities, clusters";
        ArrangeSelection 2 "" "Arrange selection", "Move only the selected entities", [], "layout, tidy";
        StopArranging 2 "" "Stop arranging", "", [], "layout, cancel, freeze";
        AlignLeft 3 "Align and rotate" "Align left", "", [], "line up, edge, straight, order";
        AlignCentre 3 "Align and rotate" "Align centre", "One above the other", [], "line up, center, column, straight, order";
        AlignRight 3 "Align and rotate" "Align right", "", [], "line up, edge, straight, order";
        AlignTop 3 "Align and rotate" "Align top", "", [], "line up, edge, straight, order";
        AlignMiddle 3 "Align and rotate" "Align middle", "One beside the other", [], "line up, row, straight, order";
        AlignBottom 3 "Align and rotate" "Align bottom", "", [], "line up, edge, straight, order";
        DistributeAcross 3 "Align and rotate" "Distribute horizontally", "Centres at equal distances; the outer two stay", [], "spread, even, equal, order";
        DistributeDown 3 "Align and rotate" "Distribute vertically", "Centres at equal distances; the outer two stay", [], "spread, even, equal, order";
        SpaceAcross 3 "Align and rotate" "Same spacing horizontally", "Equal gaps between symbols, names included", [], "spread, even, equal, gap, distance";
        SpaceDown 3 "Align and rotate" "Same spacing vertically", "Equal gaps between symbols, names included", [], "spread, even, equal, gap, distance";
        MirrorAcross 3 "Align and rotate" "Mirror horizontally", "Swap left and right", [], "flip, reflect";
        MirrorDown 3 "Align and rotate" "Mirror vertically", "Swap top and bottom", [], "flip, reflect";
        RotateRight 3 "Align and rotate" "Rotate 15° right", "", [plain(Key::R)], "turn, clockwise, degrees";
        RotateLeft 3 "Align and rotate" "Rotate 15° left", "", [shift(Key::R)], "turn, anticlockwise, counterclockwise, degrees";
        ArrangeDistances 4 "" "Arrange by distance", "The longer the path, the further apart", [], "layout, path length";
        ArrangeEvidence 4 "" "Arrange by evidence", "Better-supported links are drawn shorter", [], "layout, support, strength";
        ArrangeKind 4 "" "Arrange by kind", "Keep entities of one kind together", [], "layout, group, type, cluster";
        ArrangeRadial 5 "" "Arrange in rings", "Around the selected entity, one ring per link away", [], "layout, radial, circles, ego";
        ArrangeLayered 5 "" "Arrange in layers", "Links point down; the selection, or everything", [], "layout, hierarchy, tree, levels, org chart, ownership";
        ArrangeColumns 5 "" "Arrange in columns", "One column per kind; the selection, or everything", [], "layout, grid, kind";
        ArrangeCircle 5 "" "Arrange in a circle", "Select three or more entities", [], "layout, ring, round";
    }
    Evidence {
        Capture 0 "" "Quick entry", "Type a fact and its source in one line", [plain(Key::A), ctrl(Key::L)], "capture line, type, enter a fact";
        AddClaim 0 "" "Add claim", "To the selected entity or link", [plain(Key::C)], "statement, assertion, cite, quote";
        AddSource 0 "" "Add source", "", [], "reference, article, citation, url, web page";
        SetAside 0 "" "Set link aside…", "Keep its claims on file but stop counting them", [], "withdraw, retract, reject, wrong, end, delete";
        LeaveOutSource 1 "" "Leave out source", "See the chart as if it did not exist", [], "what if, without, exclude, ignore, test";
        LeaveOutSpeaker 1 "" "Leave out speaker", "See the chart as if they had said nothing", [], "what if, without, exclude, ignore, test";
        ShowAffectedLinks 1 "" "Show affected links", "Links that weaken or lose all support", [], "what if, falls, impact";
        IncludeEverything 1 "" "Include everything", "Stop leaving out sources and speakers", [], "what if, reset, include again";
    }
    Help {
        Palette 0 "" "Search or run a command…", "", [ctrl(Key::K), ctrl_shift(Key::P)], "palette";
        Shortcuts 0 "" "Keyboard and mouse", "", [plain(Key::F1), plain(Key::Questionmark)], "shortcuts, keys, hotkeys, help";
        QuickEntryHelp 0 "" "Quick entry help", "The syntax, with examples", [], "syntax, grammar, how to, fact, help";
        About 1 "" "About Linkwright", "", [], "version, licence, license, help";
    }
}

impl Action {
    /// What it is called.
    pub fn description(self) -> &'static Description {
        &ACTIONS[self as usize]
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
                Self::SelectAll | Self::SelectNeighbours | Self::InvertSelection | Self::Duplicate
            )
            || self == Self::Shortcuts
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
        ("Period", "."),
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
    fn rows_hold_to_the_rules_for_labels_and_hints() {
        let mut last = None;
        for (at, row) in ACTIONS.iter().enumerate() {
            let (label, hint) = (row.label, row.hint);
            assert_eq!(
                row.action as usize, at,
                "{label}: rows are in the order of the enum"
            );
            let order = (row.menu as u8, row.group);
            assert!(last <= Some(order), "{label}: a group is in one piece");
            last = Some(order);

            let words: Vec<&str> = label.split(' ').collect();
            let count = words.iter().filter(|word| **word != "a").count();
            assert!((1..=4).contains(&count), "{label}: at most four words");
            assert!(label.starts_with(char::is_uppercase), "{label}");
            assert!(!label.ends_with(['.', '!', ' ']), "{label}");
            // `JSON` is a name by its capitals alone.
            let is_lower = |word: &&str| {
                let all_capitals = word.chars().all(|c| !c.is_lowercase());
                all_capitals || *word == "Linkwright" || !word.starts_with(char::is_uppercase)
            };
            assert!(words[1..].iter().all(is_lower), "{label}: sentence case");

            assert!(
                hint.is_empty() || hint.starts_with(char::is_uppercase),
                "{hint}"
            );
            assert!(!hint.ends_with(['.', '!']), "{hint}: no full stop");
            assert!(hint.chars().count() <= 80, "{hint}: short");
            assert_ne!(label.trim_end_matches('…'), hint, "the hint adds something");

            let short = row.short_label();
            assert!(short.starts_with(char::is_uppercase), "{label}: {short}");
            assert!(row.submenu.is_empty() || row.submenu != label, "{label}");
            for keyword in row.keywords.split(", ").filter(|word| !word.is_empty()) {
                assert_eq!(keyword, keyword.trim().to_lowercase(), "{label}");
            }
        }
    }

    #[test]
    fn picture_formats_are_named_in_the_hint() {
        let hint = Action::ExportPicture.description().hint;
        for format in crate::export::PICTURES {
            let name = format.ending.to_uppercase();
            assert!(hint.contains(&name), "{name} is missing from “{hint}”");
        }
    }

    #[test]
    fn submenus_shorten_labels() {
        assert_eq!(Action::ThemeDark.description().short_label(), "Dark");
        assert_eq!(
            Action::ExportPicture.description().short_label(),
            "Picture…"
        );
        assert_eq!(
            Action::TextLarger.description().short_label(),
            "Larger text"
        );
        assert_eq!(Action::Save.description().short_label(), "Save");
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
