//! Merges two records.

use crate::edit::{Join, join, redirect_filter};
use crate::formats::linkwright::give_claim_ids;
use crate::model::{RecordRef, TableName};
use crate::ui::dialogs::MergeRecords;

use super::Linkwright;

impl Linkwright {
    /// Shows the two selected entities side by side.
    pub(super) fn ask_to_join(&mut self) {
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
    pub(super) fn join(&mut self, request: &Join) {
        let document = &self.work.document;
        let name = |id: &str| match request.table {
            TableName::Sources => document.sources().get(id).map(|s| s.label().to_owned()),
            _ => document.entities().get(id).map(|e| e.label().to_owned()),
        };
        let names = name(&request.other).zip(name(&request.keep));
        let Some((joined, (other, keep))) = join(document, request, &give_claim_ids).zip(names)
        else {
            return;
        };
        let before = self.work.edit_count();
        self.commit(format!("Merge {other} into {keep}"), joined.edit);
        if self.work.edit_count() == before {
            return;
        }
        let mut filter = self.work.filter.clone();
        redirect_filter(&mut filter, request, &joined.links);
        if filter != self.work.filter {
            self.work.set_filter(filter);
        }
        self.go_to(&RecordRef::new(request.table, request.keep.clone()));
        self.window
            .notify(format!("Merged {other} into {keep}. Ctrl+Z undoes it."));
    }
}
