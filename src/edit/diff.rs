//! What is different between two versions of a dataset, record by record.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{Document, KindFor, Record, Str, Table, TableName, counted, figure};

/// What became of the records of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableDiff {
    /// The table.
    pub table: TableName,
    /// Records that only the newer version has, by id, each with what people call it.
    pub added: Vec<(Str, String)>,
    /// Records that only the older version has.
    pub removed: Vec<(Str, String)>,
    /// Records that both have, and not the same.
    pub changed: Vec<(Str, String)>,
}

/// The differences between two versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// Whether the dataset's own fields differ.
    pub own_fields: bool,
    /// The tables in which something differs.
    pub tables: Vec<TableDiff>,
}

/// Returns what turns `old` into `new`. Positions of entities do not count as differences.
pub fn diff(old: &Document, new: &Document) -> Diff {
    let mut tables = vec![
        of_list(TableName::Kinds, old.kinds(), new.kinds(), |kind| {
            (kind.id.clone(), kind.target)
        }),
        of_table(
            TableName::Sources,
            old.sources(),
            new.sources(),
            |_, source| source.label().into_owned(),
        ),
        of_table(
            TableName::Entities,
            old.entities(),
            new.entities(),
            |_, entity| entity.label().to_owned(),
        ),
        of_table(
            TableName::Links,
            old.links(),
            new.links(),
            |at_old, link| {
                let document = if at_old { old } else { new };
                let name = |id: &Str| match document.entities().get(id) {
                    Some(entity) => entity.label().to_owned(),
                    None => id.to_string(),
                };
                format!(
                    "{} – {} – {}",
                    name(&link.from),
                    link.kind_id(),
                    name(&link.to)
                )
            },
        ),
        of_views(old, new),
        of_list(
            TableName::Releases,
            old.releases(),
            new.releases(),
            |release| (release.id.clone(), KindFor::Entity),
        ),
        of_findings(old, new),
    ];
    tables.retain(|changes| !changes.is_empty());
    Diff {
        own_fields: old.meta() != new.meta() || old.leftovers() != new.leftovers(),
        tables,
    }
}

fn of_table<R: Record + PartialEq>(
    table: TableName,
    old: &Table<R>,
    new: &Table<R>,
    name: impl Fn(bool, &R) -> String,
) -> TableDiff {
    let mut changes = TableDiff::none(table);
    for record in new.iter() {
        match old.get(record.id()) {
            None => changes
                .added
                .push((record.id().clone(), name(false, record))),
            Some(before) if Arc::ptr_eq(before, record) || before == record => {}
            Some(_) => changes
                .changed
                .push((record.id().clone(), name(false, record))),
        }
    }
    let gone = old.iter().filter(|record| new.get(record.id()).is_none());
    changes.removed = gone
        .map(|record| (record.id().clone(), name(true, record)))
        .collect();
    changes
}

fn of_list<R: PartialEq>(
    table: TableName,
    old: &[Arc<R>],
    new: &[Arc<R>],
    key: impl Fn(&R) -> (Str, KindFor),
) -> TableDiff {
    let mut changes = TableDiff::none(table);
    let row = |record: &Arc<R>| (key(record).0.clone(), key(record).0.to_string());
    let mut gone: FxHashMap<_, &Arc<R>> = old.iter().map(|before| (key(before), before)).collect();
    for record in new {
        match gone.remove(&key(record)) {
            None => changes.added.push(row(record)),
            Some(before) if before == record => {}
            Some(_) => changes.changed.push(row(record)),
        }
    }
    let gone = old.iter().filter(|before| gone.contains_key(&key(before)));
    changes.removed = gone.map(row).collect();
    changes
}

fn of_views(old: &Document, new: &Document) -> TableDiff {
    let plain = |document: &Document| -> Vec<_> {
        let views = document.views().iter();
        views
            .map(|view| {
                let mut view = crate::model::View::clone(view);
                view.positions.clear();
                Arc::new(view)
            })
            .collect()
    };
    of_list(TableName::Views, &plain(old), &plain(new), |view| {
        (view.id.clone(), KindFor::Entity)
    })
}

/// Findings that were set aside have no id; only how many there are more or fewer is told.
fn of_findings(old: &Document, new: &Document) -> TableDiff {
    let mut changes = TableDiff::none(TableName::Findings);
    let only = |a: &Document, b: &Document| -> Vec<(Str, String)> {
        let others: FxHashSet<_> = b.findings().iter().collect();
        let rows = a.findings().iter().filter(|row| !others.contains(row));
        rows.map(|row| (row.id.clone(), row.rule.to_string()))
            .collect()
    };
    changes.added = only(new, old);
    changes.removed = only(old, new);
    changes
}

impl TableDiff {
    fn none(table: TableName) -> Self {
        Self {
            table,
            added: Vec::new(),
            removed: Vec::new(),
            changed: Vec::new(),
        }
    }

    fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }

    /// `2 entities added, 1 removed`.
    fn text(&self) -> String {
        let mut noun = Some(self.table.record());
        let parts = [
            (self.added.len(), "added"),
            (self.changed.len(), "changed"),
            (self.removed.len(), "removed"),
        ];
        let parts = parts.iter().filter(|(count, _)| *count > 0);
        let parts = parts.map(|(count, what)| match noun.take() {
            Some(noun) => format!("{} {what}", counted(*count, noun)),
            None => format!("{} {what}", figure(*count)),
        });
        parts.collect::<Vec<_>>().join(", ")
    }
}

impl Diff {
    /// Whether both versions hold the same.
    pub fn is_empty(&self) -> bool {
        !self.own_fields && self.tables.is_empty()
    }
}

impl std::fmt::Display for Diff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let own = self
            .own_fields
            .then(|| "dataset details changed".to_owned());
        let parts: Vec<String> = own
            .into_iter()
            .chain(self.tables.iter().map(TableDiff::text))
            .collect();
        match parts.is_empty() {
            true => f.write_str("no differences"),
            false => f.write_str(&parts.join("; ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Edit, apply};
    use crate::model::{Entity, Meta};

    fn entity(id: &str, name: &str) -> Edit {
        let entity = Entity {
            id: id.into(),
            name: name.into(),
            ..Entity::default()
        };
        Edit::Entity(id.into(), Some(Arc::new(entity)))
    }

    #[test]
    fn says_what_came_what_went_and_what_is_not_the_same() {
        let mut old = Document::default();
        let make = Edit::All(vec![entity("a", "A"), entity("b", "B"), entity("c", "C")]);
        apply(&mut old, make).unwrap();
        let mut new = old.clone();
        assert!(diff(&old, &new).is_empty());
        assert_eq!(diff(&old, &new).to_string(), "no differences");
        let meta = Meta {
            title: "T".into(),
            ..Meta::default()
        };
        let edits = vec![
            entity("a", "Other"),
            Edit::Entity("b".into(), None),
            entity("d", "D"),
            entity("e", "E"),
            Edit::Meta(Arc::new(meta)),
        ];
        apply(&mut new, Edit::All(edits)).unwrap();
        let diff = diff(&old, &new);
        assert_eq!(
            diff.to_string(),
            "dataset details changed; 2 entities added, 1 changed, 1 removed"
        );
    }
}
