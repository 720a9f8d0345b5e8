//! The chart as it would be without some sources or speakers: a way of looking, never part of the dataset.

use std::cell::OnceCell;
use std::sync::Arc;

use crate::model::evidence::{Basis, Changes, Evidence};
use crate::model::{Document, Fall, PartialDate, Str, Without, key_of};

use super::Work;

/// What is left out, and what the evidence amounts to with it.
#[derive(Default)]
pub(super) struct Aside {
    pub(super) without: Without,
    /// While something is left out: the evidence of everything.
    pub(super) whole: Option<Evidence>,
    pub(super) falls: OnceCell<Arc<Vec<Fall>>>,
}

impl Aside {
    /// These are left out; nothing is judged yet.
    pub(super) fn of(without: Without) -> Self {
        Self {
            without,
            ..Self::default()
        }
    }

    /// From the next judging on these are left out.
    pub(super) fn set(&mut self, without: Without) {
        self.without = without;
    }

    /// Judges everything: `evidence` without what is left out and, while something is, that of everything beside it.
    pub(super) fn judge(
        &mut self,
        evidence: &mut Evidence,
        document: &Document,
        as_of: Option<PartialDate>,
    ) {
        self.falls = OnceCell::new();
        if self.without.is_empty() {
            self.whole = None;
        } else {
            let whole = Basis {
                as_of,
                ..Basis::default()
            };
            let kept = self.whole.get_or_insert_with(|| evidence.clone());
            kept.judge_on(document, whole);
        }
        evidence.judge_on(document, self.without.basis(document, as_of));
    }

    /// Judges again what an edit changed.
    pub(super) fn judge_again(&mut self, document: &Document, changes: &Changes<'_>) {
        if let Some(whole) = &mut self.whole {
            whole.judge_again(document, changes);
            self.falls = OnceCell::new();
        }
    }
}

impl Work {
    /// The links that are not what they were with everything; the worst first.
    pub fn falls(&self) -> Arc<Vec<Fall>> {
        self.chart.falls(&self.document)
    }

    /// What is left out and what falls, in words; empty where everything counts.
    pub fn without_words(&self) -> String {
        self.chart.without_text(&self.document)
    }

    /// The same in its two parts: what is left out; what falls.
    pub fn without_parts(&self) -> [String; 2] {
        self.chart.without_parts(&self.document)
    }

    /// Whether this entity's word is among the claims, or is left out now.
    pub fn speaks(&self, entity: &Str) -> bool {
        let key = key_of(&self.document, &self.evidence, entity);
        self.summary().speakers.contains(&key) || self.without().speakers.contains(entity)
    }
}
