//! The chart as it would be without some sources or speakers: a way of looking, never part of the dataset.

use std::cell::OnceCell;
use std::sync::Arc;

use crate::model::evidence::{Basis, ChangedRecords, Evidence};
use crate::model::{Document, Impact, PartialDate, Str, WhatIf, key_of};

use super::Work;

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
