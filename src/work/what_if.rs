//! The chart as it would be without some sources or speakers: a way of looking, never part of the dataset.

use std::cell::OnceCell;
use std::sync::Arc;

use crate::model::evidence::{Basis, ChangedRecords, Evidence};
use crate::model::{Document, Impact, PartialDate, Str, WhatIf, key_of};

use super::Work;

/// What was left out and brought back: undo takes these steps back in their turn among the edits. They are no edits: no file and
/// no journal has them.
#[derive(Default)]
pub(super) struct WhatIfSteps {
    undo: Vec<WhatIfStep>,
    redo: Vec<WhatIfStep>,
}

struct WhatIfStep {
    label: String,
    /// The state of the document at which it was taken.
    at: u64,
    /// What it leads to.
    to: WhatIf,
}

impl WhatIfSteps {
    fn push(&mut self, step: WhatIfStep) {
        self.redo.clear();
        self.undo.push(step);
    }

    /// An edit was committed: what was undone is gone.
    pub(super) fn forget_undone(&mut self) {
        self.redo.clear();
    }
}

/// What is left out, and what the evidence amounts to with it.
#[derive(Default)]
pub(super) struct Aside {
    pub(super) what_if: WhatIf,
    /// While something is left out: the evidence of everything.
    pub(super) whole: Option<Evidence>,
    pub(super) impacts: OnceCell<Arc<Vec<Impact>>>,
}

impl Aside {
    /// These are left out; nothing is judged yet.
    pub(super) fn of(what_if: WhatIf) -> Self {
        Self {
            what_if,
            ..Self::default()
        }
    }

    /// From the next judging on these are left out.
    pub(super) fn set(&mut self, what_if: WhatIf) {
        self.what_if = what_if;
    }

    /// Judges everything: `evidence` without what is left out and, while something is, that of everything beside it.
    pub(super) fn judge(
        &mut self,
        evidence: &mut Evidence,
        document: &Document,
        as_of: Option<PartialDate>,
    ) {
        self.impacts = OnceCell::new();
        if self.what_if.is_empty() {
            self.whole = None;
        } else {
            let whole = Basis {
                as_of,
                ..Basis::default()
            };
            let kept = self.whole.get_or_insert_with(|| evidence.clone());
            kept.judge_on(document, whole);
        }
        evidence.judge_on(document, self.what_if.basis(document, as_of));
    }

    /// Judges again what an edit changed.
    pub(super) fn judge_again(&mut self, document: &Document, changes: &ChangedRecords<'_>) {
        if let Some(whole) = &mut self.whole {
            whole.judge_again(document, changes);
            self.impacts = OnceCell::new();
        }
    }
}

impl Work {
    /// Judges the chart without these. Never an edit, but a step for undo.
    pub fn set_what_if(&mut self, what_if: WhatIf) {
        if what_if == *self.what_if() {
            return;
        }
        let step = WhatIfStep {
            label: self.what_if_label(&what_if),
            at: self.history.state(),
            to: self.what_if().clone(),
        };
        self.what_if_steps.push(step);
        self.judge_without(what_if);
    }

    fn judge_without(&mut self, what_if: WhatIf) {
        self.edits += 1;
        self.chart.set_what_if(&self.document, what_if);
        self.redrawn();
    }

    /// What the step from what is left out now to `new` is called.
    fn what_if_label(&self, new: &WhatIf) -> String {
        let old = self.what_if();
        let gone = new.without(old);
        let (verb, changed) = match gone.is_empty() {
            true => ("Bring back", old.without(new)),
            false => ("Leave out", gone),
        };
        let names = changed.names(&self.document, &self.evidence);
        format!("{verb} {}", crate::model::screen_line(&names))
    }

    /// Takes back the last step that left something out, if it is the last of all; its name.
    pub(super) fn undo_what_if(&mut self) -> Option<String> {
        let at = self.history.state();
        let step = self.what_if_steps.undo.pop_if(|step| step.at == at)?;
        let (back, label) = self.retrace(step);
        self.what_if_steps.redo.push(back);
        Some(label)
    }

    /// Does it again, if it is the last that was taken back; its name.
    pub(super) fn redo_what_if(&mut self) -> Option<String> {
        let at = self.history.state();
        let step = self.what_if_steps.redo.pop_if(|step| step.at == at)?;
        let (back, label) = self.retrace(step);
        self.what_if_steps.undo.push(back);
        Some(label)
    }

    fn retrace(&mut self, step: WhatIfStep) -> (WhatIfStep, String) {
        let back = WhatIfStep {
            label: step.label.clone(),
            to: self.what_if().clone(),
            ..step
        };
        self.judge_without(step.to);
        (back, step.label)
    }

    /// The name of the step that undo would take back.
    pub fn undo_label(&self) -> Option<&str> {
        let last = label_at(&self.what_if_steps.undo, self.history.state());
        last.or_else(|| self.history.undo_label())
    }

    /// The name of the step that redo would do again.
    pub fn redo_label(&self) -> Option<&str> {
        let last = label_at(&self.what_if_steps.redo, self.history.state());
        last.or_else(|| self.history.redo_label())
    }

    /// On what the links are judged, where not everything counts: *without FCDO Statement (2025-12-09)*, *as of 2025-02*.
    pub fn basis_text(&self) -> String {
        let names = match self.what_if().is_empty() {
            true => String::new(),
            false => {
                let names = self.what_if().names(&self.document, &self.evidence);
                format!("without {}", crate::model::screen_line(&names))
            }
        };
        let day = self.filter.as_of.map(|day| format!("as of {day}"));
        let parts = [names, day.unwrap_or_default()];
        let stated: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        stated.join(", ")
    }

    /// The links that are not what they were with everything; the worst first.
    pub fn impacts(&self) -> Arc<Vec<Impact>> {
        self.chart.impacts(&self.document)
    }

    /// What is left out and what falls, in words; empty where everything counts.
    pub fn what_if_text(&self) -> String {
        self.chart.what_if_text(&self.document)
    }

    /// The same in its two parts: what is left out; what falls.
    pub fn what_if_parts(&self) -> [String; 2] {
        self.chart.what_if_parts(&self.document)
    }

    /// Whether this entity's word is among the claims, or is left out now.
    pub fn speaks(&self, entity: &Str) -> bool {
        let key = key_of(&self.document, &self.evidence, entity);
        self.summary().speakers.contains(&key) || self.what_if().speakers.contains(entity)
    }
}

fn label_at(steps: &[WhatIfStep], state: u64) -> Option<&str> {
    let last = steps.last().filter(|step| step.at == state)?;
    Some(&last.label)
}
