//! Which actions are possible now, which switches are on, and which panel an action shows.

use crate::edit::delete_view;
use crate::model::{Claim, Filter, LinkNaming, Support};

use super::action::Action;
use super::command::Target;
use super::state::{Panel, Window};
use super::views::moved_by_one;
use crate::layout::tidy::{Axis, Line, Tidy};
use crate::work::{LayoutState, Work};

impl Action {
    /// Whether it can be done now.
    pub fn is_possible(self, work: &Work, window: &Window) -> bool {
        let selection = &window.selection;
        let read_only = work.is_read_only();
        if let Some(tidy) = self.tidy() {
            return !read_only && window.selects_nodes(work, tidy.least());
        }
        match self {
            // What another window has can be saved under another name.
            Self::SaveAs => work.document.newer_version().is_none(),
            Self::VersionHistory => work.origin.file.is_some(),
            Self::Save | Self::Import | Self::Paste => !read_only,
            Self::AddEntity | Self::AddSource | Self::Capture => !read_only,
            Self::Undo => work.undo_label().is_some() || window.draft.is_some(),
            Self::Redo => work.redo_label().is_some(),
            Self::Copy | Self::ExportSelection | Self::FitSelection => !selection.is_empty(),
            Self::Duplicate => !selection.entities.is_empty() && !read_only,
            Self::Delete => !read_only && (!selection.is_empty() || window.target.is_source()),
            Self::SetAside => {
                let may_be = |slot: &u32| {
                    let link = work.document.links().at(*slot);
                    let open = |claim: &Claim| claim.ended.is_none();
                    let has_claims = link.is_some_and(|link| link.claims.iter().any(open));
                    has_claims && work.evidence.link(*slot).support != Support::SetAside
                };
                !read_only && selection.links.iter().any(may_be)
            }
            Self::ShowNeighbours => !window.hidden_neighbours(work).is_empty(),
            Self::NewViewEmpty | Self::NewViewCopy | Self::RenameView => !read_only,
            Self::ShowSelection => window.hides_selected(work),
            Self::NextView | Self::PreviousView => work.document.views().len() > 1,
            Self::DeleteView => !read_only && delete_view(&work.document, &work.view_id).is_some(),
            Self::MoveViewLeft | Self::MoveViewRight => {
                !read_only && moved_by_one(self, work).is_some()
            }
            Self::SaveFilter => {
                let differs = work.view().is_some_and(|view| view.filter != work.filter);
                !read_only && differs
            }
            Self::NewViewSelection | Self::NewViewNeighbours => !read_only && !selection.is_empty(),
            Self::SelectNeighbours
            | Self::SelectSameKind
            | Self::InvertSelection
            | Self::HideSelection
            | Self::ShowOnlySelection => !selection.is_empty(),
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
            Self::ArrangeCircle => !read_only && window.selects_nodes(work, 3),
            Self::AddLink | Self::Merge => !read_only && selection.entities.len() == 2,
            Self::AddClaim => {
                let single = selection.single_link().or(selection.single_entity());
                !read_only && single.is_some()
            }
            Self::LeaveOutSource => {
                let source = window.target.source(work);
                source.is_some_and(|id| !work.what_if().sources.contains(&id))
            }
            Self::LeaveOutSpeaker => {
                let speaker = window.target_entity(work);
                speaker.is_some_and(|id| work.speaks(&id) && !work.what_if().speakers.contains(&id))
            }
            Self::IncludeEverything | Self::ShowAffectedLinks => !work.what_if().is_empty(),
            Self::StopArranging => work.layout_state() != LayoutState::Settled,
            // Escape closes the small window first, then the search.
            Self::DeselectAll => {
                !selection.is_empty()
                    || window.popup.is_some()
                    || !window.sidebar.query.is_empty()
                    || !matches!(window.target, Target::Selection | Target::Dataset)
            }
            Self::GoBack => window.viewpoints.can_go_back(),
            Self::GoForward => window.viewpoints.can_go_forward(),
            Self::ClearFilter => work.filter != Filter::default(),
            _ => true,
        }
    }

    /// What to do so that it can be done, where that is one thing.
    pub const fn needs(self) -> Option<&'static str> {
        match self {
            Self::Copy
            | Self::ExportSelection
            | Self::FitSelection
            | Self::SelectNeighbours
            | Self::SelectSameKind
            | Self::InvertSelection
            | Self::HideSelection
            | Self::ShowOnlySelection
            | Self::NewViewSelection
            | Self::NewViewNeighbours => Some("select something first"),
            Self::NextView | Self::PreviousView | Self::DeleteView => Some("add a view first"),
            Self::Delete => Some("select an entity, a link or a source first"),
            Self::Duplicate | Self::Pin | Self::ArrangeSelection => Some("select entities first"),
            Self::SetAside => Some("select a link with open claims first"),
            Self::ArrangeRadial => Some("select the entity for the centre first"),
            Self::ArrangeCircle => Some("select at least three entities first"),
            Self::ShowSelection => Some("select something that is hidden in this view first"),
            Self::AddLink | Self::Merge => Some("select two entities first"),
            Self::AddClaim => Some("select one entity or link first"),
            Self::LeaveOutSource => Some("open a source first, from the sidebar or a claim"),
            Self::LeaveOutSpeaker => Some("select an entity that claims are attributed to first"),
            Self::ShowAffectedLinks => Some("leave out a source or a speaker first"),
            Self::GoBack => Some("look somewhere else first"),
            Self::GoForward => Some("go back first"),
            Self::VersionHistory => Some("save the dataset first"),
            _ => match self.tidy() {
                Some(tidy) if tidy.least() > 2 => Some("select at least three entities first"),
                Some(_) => Some("select at least two entities first"),
                None => None,
            },
        }
    }

    /// The order that it puts the selected entities in.
    pub const fn tidy(self) -> Option<Tidy> {
        Some(match self {
            Self::AlignLeft => Tidy::Align(Axis::Across, Line::Start),
            Self::AlignCentre => Tidy::Align(Axis::Across, Line::Middle),
            Self::AlignRight => Tidy::Align(Axis::Across, Line::End),
            Self::AlignTop => Tidy::Align(Axis::Down, Line::Start),
            Self::AlignMiddle => Tidy::Align(Axis::Down, Line::Middle),
            Self::AlignBottom => Tidy::Align(Axis::Down, Line::End),
            Self::DistributeAcross => Tidy::Distribute(Axis::Across),
            Self::DistributeDown => Tidy::Distribute(Axis::Down),
            Self::SpaceAcross => Tidy::Space(Axis::Across),
            Self::SpaceDown => Tidy::Space(Axis::Down),
            Self::MirrorAcross => Tidy::Mirror(Axis::Across),
            Self::MirrorDown => Tidy::Mirror(Axis::Down),
            Self::RotateRight => Tidy::Rotate(1),
            Self::RotateLeft => Tidy::Rotate(-1),
            _ => return None,
        })
    }

    /// The panel that it shows and hides.
    pub const fn panel(self) -> Option<Panel> {
        match self {
            Self::ToggleSidebar => Some(Panel::Sidebar),
            Self::ToggleDetails => Some(Panel::Details),
            Self::EvidenceList => Some(Panel::EvidenceList),
            _ => None,
        }
    }

    /// What names of links say after it.
    pub fn naming(self) -> Option<LinkNaming> {
        match self {
            Self::LinkNamesAndFigures => Some(LinkNaming::NamesAndFigures),
            Self::LinkNames => Some(LinkNaming::Names),
            Self::LinkNamesFigures => Some(LinkNaming::Figures),
            Self::LinkNamesOff => Some(LinkNaming::Off),
            _ => None,
        }
    }

    /// For switches: whether it is on.
    pub fn is_on(self, work: &Work, window: &Window) -> Option<bool> {
        let settings = &window.settings;
        match self {
            _ if self.panel().is_some() => self.panel().map(|panel| window.is_open(panel)),
            Self::ToggleLegend => Some(settings.legend),
            Self::NeighboursFollow => Some(settings.neighbours_follow),
            Self::ReduceMotion => Some(settings.reduced_motion),
            Self::ThemeSystem => Some(!matches!(settings.theme.as_str(), "light" | "dark")),
            Self::ThemeLight => Some(settings.theme == "light"),
            Self::ThemeDark => Some(settings.theme == "dark"),
            _ if self.naming().is_some() => Some(self.naming() == Some(work.naming())),
            Self::ShowSetAside => Some(work.filter.any.looks.contains(&Support::SetAside)),
            _ => None,
        }
    }
}
