//! Edits that take several records along.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::model::{Document, Entity, Link, Str, counts};

use super::change::Edit;

/// What a deletion takes along, for the sentence that says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Going {
    /// Entities.
    pub entities: usize,
    /// Links.
    pub links: usize,
    /// Claims of both.
    pub claims: usize,
    /// Sources.
    pub sources: usize,
}

impl std::ops::Add for Going {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            entities: self.entities + other.entities,
            links: self.links + other.links,
            claims: self.claims + other.claims,
            sources: self.sources + other.sources,
        }
    }
}

impl std::fmt::Display for Going {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&counts(&[
            (self.entities, "entity"),
            (self.links, "link"),
            (self.claims, "claim"),
            (self.sources, "source"),
        ]))
    }
}

/// Deletes these entities with every link that touches them, and their positions and pins in all views.
pub fn delete_entities(document: &Document, ids: &[Str]) -> (Edit, Going) {
    let gone: FxHashSet<&Str> = ids.iter().collect();
    let mut going = Going::default();
    let mut edits = Vec::new();
    let touches = |link: &&Arc<Link>| gone.contains(&link.from) || gone.contains(&link.to);
    for link in document.links().iter().filter(touches) {
        going.links += 1;
        going.claims += link.claims.len();
        edits.push(Edit::Link(link.id.clone(), None));
    }
    for view in document.views() {
        for id in ids {
            if view.positions.contains_key(id) {
                edits.push(Edit::Position(view.id.clone(), id.clone(), None));
            }
            if view.pinned.contains(id) {
                edits.push(Edit::Pin(view.id.clone(), id.clone(), false));
            }
        }
    }
    let mut entities: Vec<&Arc<Entity>> = ids
        .iter()
        .filter_map(|id| document.entities().get(id))
        .collect();
    entities.dedup_by(|a, b| a.id == b.id);
    for entity in entities {
        going.entities += 1;
        going.claims += entity.claims.len();
        edits.push(Edit::Entity(entity.id.clone(), None));
    }
    (Edit::All(edits), going)
}

/// Deletes these links.
pub fn delete_links(document: &Document, ids: &[Str]) -> (Edit, Going) {
    let mut going = Going::default();
    let mut edits = Vec::new();
    for link in ids.iter().filter_map(|id| document.links().get(id)) {
        going.links += 1;
        going.claims += link.claims.len();
        edits.push(Edit::Link(link.id.clone(), None));
    }
    (Edit::All(edits), going)
}

/// Deletes a source. Claims that cite it stay.
pub fn delete_source(source: &Str) -> (Edit, Going) {
    let going = Going {
        sources: 1,
        ..Going::default()
    };
    (Edit::Source(source.clone(), None), going)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_goes() {
        let check = |entities, links, claims, words: &str| {
            let going = Going {
                entities,
                links,
                claims,
                sources: 0,
            };
            assert_eq!(going.to_string(), words);
        };
        check(1, 4, 9, "1 entity, 4 links and 9 claims");
        check(0, 1, 0, "1 link");
        check(2, 0, 1, "2 entities and 1 claim");
    }
}
