//! Merges two records.

use crate::edit::{Merge, merge, redirect_filter};
use crate::formats::linkwright::give_claim_ids;
use crate::model::{RecordRef, TableName};
use crate::ui::dialogs::MergeRecords;

use super::Linkwright;

impl Linkwright {
    /// Shows the two selected entities side by side.
    pub(super) fn ask_to_merge(&mut self) {
        self.window.popup = None;
        let entities = self.work.document.entities();
        let selected = self.window.selection.entities.iter();
        let ids: Vec<_> = selected
            .filter_map(|slot| entities.id_at(*slot).cloned())
            .collect();
        if let Ok(ids) = <[_; 2]>::try_from(ids) {
            let asked = MergeRecords::new(&self.work, TableName::Entities, ids);
            self.window.ask(asked);
        }
    }

    /// Merges the two in one step, and selects the result.
    pub(super) fn merge(&mut self, request: &Merge) {
        let document = &self.work.document;
        let name = |id: &str| match request.table {
            TableName::Sources => document.sources().get(id).map(|s| s.label().into_owned()),
            _ => document.entities().get(id).map(|e| e.label().to_owned()),
        };
        let names = name(&request.other).zip(name(&request.keep));
        let Some((merged, (other, keep))) = merge(document, request, &give_claim_ids).zip(names)
        else {
            return;
        };
        let before = self.work.edit_count();
        self.commit(format!("Merge {other} into {keep}"), merged.edit);
        if self.work.edit_count() == before {
            return;
        }
        let mut filter = self.work.filter.clone();
        redirect_filter(&mut filter, request, &merged.links);
        if filter != self.work.filter {
            self.work.set_filter(filter);
        }
        self.go_to(&RecordRef::new(request.table, request.keep.clone()));
        let said = format!("Merged {other} into {keep}. Ctrl+Z undoes it.");
        self.window.notify_step(&self.work, said);
    }
}
