//! Where the names that were placed are now: each has moved with its entity since.

use egui::{Rect, Vec2};

use crate::scene::labels::Label;

use crate::ui::state::Window;
use crate::work::Work;

/// The names on the screen, as they were placed, each with how far it has moved since.
pub(super) fn placed_names<'a>(
    work: &'a Work,
    window: &'a Window,
) -> impl Iterator<Item = (&'a Label, Vec2)> {
    let frame = window.view();
    let cache = &window.labels;
    let names = cache.frame.into_iter().flat_map(move |placed_in| {
        cache.labels.iter().filter_map(move |label| {
            let position = *work.positions.get(label.node as usize)?;
            let anchor = cache.anchors.get(&label.node).copied();
            let was = placed_in.screen(anchor.unwrap_or(position));
            Some((label, frame.screen(position) - was))
        })
    });
    names.filter(move |(label, by)| label.rect.translate(*by).intersects(frame.rect))
}

/// The entities whose names are on the screen, by node, with the room that these take; also those that fade while something
/// is hovered.
pub(crate) fn names<'a>(
    work: &'a Work,
    window: &'a Window,
) -> impl Iterator<Item = (u32, Rect)> + 'a {
    placed_names(work, window).map(|(label, by)| (label.node, label.rect.translate(by)))
}
