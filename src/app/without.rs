//! The chart without a source or a speaker.

use crate::model::Without;
use crate::ui::action::Action;
use crate::ui::state::{Panel, Tab};

use super::Linkwright;

impl Linkwright {
    /// The actions that leave something out, or bring it back.
    pub(super) fn act_without(&mut self, action: Action) {
        let (work, window) = (&self.work, &mut self.window);
        match action {
            Action::WithoutSource => {
                if let Some(id) = window.target.source(work) {
                    let without = work.without().with_source(&id);
                    self.set_without(without);
                }
            }
            Action::WithoutSpeaker => {
                if let Some(id) = window.target_entity(work) {
                    let without = work.without().with_speaker(&id);
                    self.set_without(without);
                }
            }
            Action::WhatFalls => {
                window.open(Panel::Outline);
                window.outline.tab = Tab::Sources;
                window.outline.sources.falls = true;
            }
            _ => self.set_without(Without::default()),
        }
    }

    /// Judges the chart without these.
    pub(super) fn set_without(&mut self, without: Without) {
        if without.is_empty() {
            self.window.outline.sources.falls = false;
        }
        // Who asks what falls without a source wants to see it: a filter that shows that source alone is let go of.
        let mut filter = self.work.filter.clone();
        filter
            .any
            .sources
            .retain(|id| !without.sources.contains(id));
        if filter.any.sources.is_empty() && !self.work.filter.any.sources.is_empty() {
            self.work.set_filter(filter);
        }
        self.work.set_without(without);
        self.window.hover = None;
    }
}
