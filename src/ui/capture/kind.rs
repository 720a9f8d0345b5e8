//! The kind of a new name, changed by one key.

use crate::capture::{Line, TypedEnd, propose_at};
use crate::model::LinkSide;

use super::CaptureState;

/// Gives the new name at the cursor, else the last one, the next kind: the text then states it.
pub(super) fn step(capture: &mut CaptureState) {
    let Some(line) = &capture.read.reading.line else {
        return;
    };
    let cursor = super::byte_of(&capture.text, capture.cursor);
    let ends = line.ends().into_iter().filter(|end| end.slot.is_none());
    let ends: Vec<&TypedEnd> = ends.collect();
    let at_cursor = ends
        .iter()
        .find(|end| (end.at.start..=end.at.end).contains(&cursor));
    let Some(end) = at_cursor.or(ends.last()) else {
        return;
    };
    let kinds = capture.lexicon.vocabulary().entity_kinds();
    let now = end
        .kind
        .clone()
        .unwrap_or_else(|| proposed(capture, line, end));
    let place = kinds.iter().position(|kind| kind.id == now);
    let Some(next) = kinds.get(place.map_or(0, |place| (place + 1) % kinds.len())) else {
        return;
    };
    let (at, stated) = (
        end.kind_at.clone(),
        format!(":{}", capture.lexicon.kind_spelling(&next.id)),
    );
    if capture.text.get(at.clone()).is_none() {
        return;
    }
    let after = cursor.saturating_sub(at.end);
    let cursor = match cursor >= at.end {
        true => at.start + stated.len() + after,
        false => cursor,
    };
    capture.text.replace_range(at, &stated);
    capture.put_cursor = Some(
        capture.text[..cursor.min(capture.text.len())]
            .chars()
            .count(),
    );
    capture.quiet = true;
}

/// The kind that a name has as long as none is stated.
fn proposed(capture: &CaptureState, line: &Line, end: &TypedEnd) -> crate::model::Str {
    let at = match line {
        Line::Fact(fact) => {
            let kind = capture.lexicon.vocabulary().link_kind(&fact.verb.kind);
            let is_left = fact.left.iter().any(|left| left.at == end.at);
            let side = if is_left == fact.verb.inverse {
                LinkSide::To
            } else {
                LinkSide::From
            };
            Some((kind, side))
        }
        _ => None,
    };
    let at = at.as_ref().map(|(kind, side)| (kind, *side));
    propose_at(&end.name, at).kind.as_str().into()
}
