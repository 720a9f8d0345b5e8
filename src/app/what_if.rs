//! The chart without a source or a speaker.

use crate::model::WhatIf;
use crate::ui::action::Action;
use crate::ui::state::{Panel, Tab};

use super::Linkwright;

impl Linkwright {
    /// The actions that leave something out, or bring it back.
    pub(super) fn act_without(&mut self, action: Action) {
        let (work, window) = (&self.work, &mut self.window);
        match action {
            Action::LeaveOutSource => {
                if let Some(id) = window.target.source(work) {
                    let what_if = work.what_if().with_source(&id);
                    self.set_what_if(what_if);
                }
            }
            Action::LeaveOutSpeaker => {
                if let Some(id) = window.target_entity(work) {
                    let what_if = work.what_if().with_speaker(&id);
                    self.set_what_if(what_if);
                }
            }
            Action::ShowAffectedLinks => {
                window.open(Panel::Sidebar);
                window.sidebar.tab = Tab::Sources;
                window.sidebar.sources.impacts = true;
            }
            _ => self.set_what_if(WhatIf::default()),
        }
    }

    /// Judges the chart without these.
    pub(super) fn set_what_if(&mut self, what_if: WhatIf) {
        if what_if.is_empty() {
            self.window.sidebar.sources.impacts = false;
        }
        // Who asks what falls without a source wants to see it: a filter that shows that source alone is let go of.
        let mut filter = self.work.filter.clone();
        filter
            .any
            .sources
            .retain(|id| !what_if.sources.contains(id));
        if filter.any.sources.is_empty() && !self.work.filter.any.sources.is_empty() {
            self.work.set_filter(filter);
        }
        self.work.set_what_if(what_if);
        self.window.hover = None;
    }
}
