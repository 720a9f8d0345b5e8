//! The differences of two versions, one per line, with the values of each field before and after.

use crate::edit::Diff;
use crate::formats::linkwright::{Fields, text_of};
use crate::model::{Document, Str, TableName};

/// Maximum characters shown of a value.
const LONGEST: usize = 60;

/// One line per difference, at most `most`, and the count of the rest.
pub fn differences(diff: &Diff, old: &Document, new: &Document, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut count = 0;
    let mut push = |line: &dyn Fn() -> String| {
        count += 1;
        if count <= most {
            lines.push(line());
        }
    };
    if diff.own_fields {
        push(&|| {
            let fields = fields(Some(old.meta().as_ref()), Some(new.meta().as_ref()));
            format!("Changed: the dataset: {fields}")
        });
    }
    for changes in &diff.tables {
        let one = changes.table.record();
        for (_, name) in &changes.added {
            push(&|| format!("Added: {one} {name}"));
        }
        for (id, name) in &changes.changed {
            push(&|| {
                let fields = changed_fields(changes.table, id, old, new);
                format!("Changed: {one} {name}{fields}")
            });
        }
        for (_, name) in &changes.removed {
            push(&|| format!("Removed: {one} {name}"));
        }
    }
    if count > most {
        lines.push(format!("… and {} more", count - most));
    }
    lines
}

fn changed_fields(table: TableName, id: &Str, old: &Document, new: &Document) -> String {
    let view = |document: &Document| Some(document.views()[document.view_index(id)?].clone());
    let fields = match table {
        TableName::Entities => {
            let (old, new) = (old.entities().get(id), new.entities().get(id));
            fields(old.map(|r| r.as_ref()), new.map(|r| r.as_ref()))
        }
        TableName::Links => {
            let (old, new) = (old.links().get(id), new.links().get(id));
            fields(old.map(|r| r.as_ref()), new.map(|r| r.as_ref()))
        }
        TableName::Sources => {
            let (old, new) = (old.sources().get(id), new.sources().get(id));
            fields(old.map(|r| r.as_ref()), new.map(|r| r.as_ref()))
        }
        TableName::Views => fields(view(old).as_deref(), view(new).as_deref()),
        _ => String::new(),
    };
    match fields.is_empty() {
        true => fields,
        false => format!(": {fields}"),
    }
}

/// `name “A” → “B”; claims`. Of a list or object only that it changed.
fn fields<R: Fields>(old: Option<&R>, new: Option<&R>) -> String {
    let (Some(old), Some(new)) = (old, new) else {
        return String::new();
    };
    let mut parts = Vec::new();
    for key in R::KEYS {
        let (before, after) = (text_of(old, key), text_of(new, key));
        if before == after {
            continue;
        }
        let is_nested = |text: &str| text.starts_with(['{', '[']);
        parts.push(if is_nested(&before) || is_nested(&after) {
            (*key).to_owned()
        } else {
            let (before, after) = apart(&before, &after);
            format!("{key} “{before}” → “{after}”")
        });
    }
    if old.extra() != new.extra() {
        parts.push("unknown fields".to_owned());
    }
    parts.join("; ")
}

/// Two texts where they begin to differ: a long common beginning is cut, and so is what is too long to show.
fn apart(before: &str, after: &str) -> (String, String) {
    let same = before.chars().zip(after.chars());
    let same = same.take_while(|(a, b)| a == b).count();
    let longest = before.chars().count().max(after.chars().count());
    // Some words before the place show where it is.
    let from = match longest > LONGEST {
        true => same.saturating_sub(LONGEST / 3),
        false => 0,
    };
    let part = |text: &str| {
        let mut rest = text.chars().skip(from);
        let shown: String = rest.by_ref().take(LONGEST).collect();
        let (head, tail) = (from > 0, rest.next().is_some());
        let mark = |is_cut: bool| if is_cut { "…" } else { "" };
        format!("{}{shown}{}", mark(head), mark(tail))
    };
    (part(before), part(after))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::edit::{Edit, apply, diff};
    use crate::model::{Claim, Entity, Meta};

    #[test]
    fn each_field_is_told_with_what_it_was() {
        let mut old = Document::default();
        let entity = Entity {
            id: "a".into(),
            name: "Alpha".into(),
            ..Entity::default()
        };
        let edit = Edit::Entity("a".into(), Some(Arc::new(entity.clone())));
        apply(&mut old, edit).unwrap();
        let mut new = old.clone();
        let changed = Entity {
            name: "Beta".into(),
            country: "GB".into(),
            claims: vec![Claim::default()],
            ..entity
        };
        let meta = Meta {
            title: "T".into(),
            ..Meta::default()
        };
        let edits = vec![
            Edit::Entity("a".into(), Some(Arc::new(changed))),
            Edit::Entity(
                "b".into(),
                Some(Arc::new(Entity {
                    id: "b".into(),
                    ..Entity::default()
                })),
            ),
            Edit::Meta(Arc::new(meta)),
        ];
        apply(&mut new, Edit::All(edits)).unwrap();
        let diff = diff(&old, &new);
        let lines = differences(&diff, &old, &new, 10);
        assert_eq!(
            lines,
            [
                "Changed: the dataset: title “” → “T”",
                "Added: entity b",
                "Changed: entity Beta: name “Alpha” → “Beta”; country “” → “GB”; claims",
            ]
        );
        let lines = differences(&diff, &old, &new, 1);
        assert_eq!(lines[1], "… and 2 more");
    }

    #[test]
    fn long_texts_are_shown_where_they_part() {
        let long = "A note that goes on for long before anything in it is another, ".repeat(3);
        let (before, after) = apart(&format!("{long}one."), &format!("{long}two, and more."));
        assert_eq!(before, "…g in it is another, one.");
        assert_eq!(after, "…g in it is another, two, and more.");
        assert_eq!(apart("one", "two"), ("one".into(), "two".into()));
        let (before, after) = apart("", &long);
        assert_eq!((before.as_str(), after.chars().count()), ("", LONGEST + 1));
        let (before, _) = apart(&long, &long[..long.len() - 2]);
        assert!(before.ends_with("another, "), "{before}");
    }
}
