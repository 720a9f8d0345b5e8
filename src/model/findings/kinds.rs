//! Kinds that quick entry guessed and that no one has looked at since.
//!
//! The guess is kept with the entity under a key of its own, which is no field of the format: whoever does not know it keeps
//! it and writes it back, so that a colleague is told, too. A property or tag would be a statement about the world.

use crate::model::{Document, Entity, RawJson};

use super::{LookedAt, RawFinding, Rule, WHOLE};
use crate::model::TableName;

/// The key under which the guessed kind is kept, as its token.
const KEY: &str = "\"kind_guessed\"";

/// Notes that the kind of this entity is a guess.
pub fn mark_guessed(entity: &mut Entity) {
    let kind = RawJson::string(entity.kind_id());
    entity.extra.change(|kept| {
        kept.unknown.retain(|(key, _)| **key != *KEY);
        kept.unknown.push((KEY.into(), kind));
    });
}

/// Forgets it: someone has looked at the kind.
pub fn forget_guess(entity: &mut Entity) {
    if entity.extra.unknown().iter().any(|(key, _)| **key == *KEY) {
        entity
            .extra
            .change(|kept| kept.unknown.retain(|(key, _)| **key != *KEY));
    }
}

/// Whether the kind that this entity has is a guess. One that was changed since is none.
pub fn is_guessed(entity: &Entity) -> bool {
    let mut kept = entity.extra.unknown().iter();
    kept.any(|(key, kind)| **key == *KEY && kind.shown() == entity.kind_id())
}

pub(super) fn in_entity(looked_at: &LookedAt<'_>, slot: u32, hits: &mut Vec<RawFinding>) {
    let entity = looked_at.document.entities().at(slot);
    if entity.is_some_and(|entity| is_guessed(entity)) {
        hits.push(RawFinding {
            rule: Rule::GuessedKind,
            table: TableName::Entities,
            slot,
            second: WHOLE,
        });
    }
}

pub(super) fn text(document: &Document, slot: u32) -> Option<String> {
    let entity = document.entities().at(slot)?;
    let kind = document
        .vocabulary()
        .entity_kind(entity.kind_id())
        .label
        .to_lowercase();
    Some(format!("{kind} is a guess from quick entry"))
}
