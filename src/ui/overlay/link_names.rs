//! Names of links: placed where there is room when the chart is at rest, and moved along with their links until then.

use egui::{Pos2, Rect};

use crate::look::Palette;
use crate::scene::board::Board;
use crate::scene::hit::HitTarget;
use crate::scene::ink::{self, Ink, NameTone};
use crate::scene::link_names::{LinkName, NameOptions, anywhere, place};

use crate::ui::state::{CachedNames, Window};
use crate::work::Work;

/// Places the names of the links in view, those of selected things first.
pub(super) fn names_at_rest(
    work: &Work,
    window: &Window,
    board: &mut Board<'_>,
    labels: &[(u32, Rect)],
) -> CachedNames {
    let selected = window.selection.entities.iter();
    let near: Vec<u32> = selected.filter_map(|slot| work.net.node(*slot)).collect();
    let chosen = selected_rows(work, window);
    let options = NameOptions {
        naming: work.naming(),
        chosen: &chosen,
        near: &near,
        draws: &|row| window.canvas.thinning.draws(row),
        is_lit: false,
        labels,
    };
    let placed = place(&work.document, &work.evidence, board, &options);
    let middle = |name: LinkName| {
        let at = middle_of(work, name.row).unwrap_or_default();
        (name, at)
    };
    CachedNames {
        frame: Some(window.view()),
        naming: Some(work.naming()),
        names: placed.names.into_iter().map(middle).collect(),
        of: placed.of,
        too_short: board.too_short,
    }
}

/// Places the names of lit links that have none, while all others are faded.
pub(super) fn names_of_lit(
    work: &Work,
    window: &Window,
    board: &mut Board<'_>,
    labels: &[(u32, Rect)],
) -> Vec<LinkName> {
    let named: Vec<u32> = placed_names(work, window).map(|name| name.row).collect();
    let is_nameless = |row: u32| {
        let link = &work.scene.links[row as usize];
        window.lights(row, link) && !named.contains(&row) && window.canvas.thinning.draws(row)
    };
    let near = match window.hover {
        Some(HitTarget::Node(node)) => vec![node],
        _ => Vec::new(),
    };
    let options = NameOptions {
        naming: work.naming(),
        chosen: &[],
        near: &near,
        draws: &is_nameless,
        is_lit: true,
        labels,
    };
    place(&work.document, &work.evidence, board, &options).names
}

/// The names that were placed, where they are now.
fn placed_names<'a>(work: &'a Work, window: &'a Window) -> impl Iterator<Item = LinkName> + 'a {
    let frame = window.view();
    let cache = window.labels.names.iter();
    cache.flat_map(move |cache| {
        let placed_in = cache.frame.unwrap_or(frame);
        cache.names.iter().filter_map(move |(name, was)| {
            let now = frame.screen(middle_of(work, name.row)?);
            Some(name.moved(now - placed_in.screen(*was)))
        })
    })
}

/// The middle of a row's ends, in the world.
fn middle_of(work: &Work, row: u32) -> Option<Pos2> {
    let link = work.scene.links.get(row as usize)?;
    let [a, b] = [link.from, link.to].map(|node| work.positions.get(node as usize).copied());
    let (a, b) = (a?, b?);
    Some(a + (b - a) * 0.5)
}

fn selected_rows(work: &Work, window: &Window) -> Vec<u32> {
    const MOST: usize = 150;
    let selected = window.selection.links.iter();
    let rows = selected.filter_map(|slot| work.scene.row(*slot));
    rows.take(MOST).collect()
}

/// Paints the names of links, clear of the labels in `taken`; those of selected and hovered links wherever there is any room.
pub(super) fn link_names(
    inks: &mut Vec<Ink>,
    work: &Work,
    window: &Window,
    palette: &Palette,
    taken: &[Rect],
) {
    let frame = window.view();
    let selected = selected_rows(work, window);
    let hovered = match window.hover {
        Some(HitTarget::Link(row)) if (row as usize) < work.scene.links.len() => Some(row),
        _ => None,
    };
    let is_fading = window.fades_the_rest();
    let at_rest = window.labels.names.as_ref();
    let has_moved = at_rest.is_none_or(|names| names.frame != Some(frame));
    let mut shown: Vec<LinkName> = Vec::new();
    let lit = is_fading.then_some(&window.lit_labels.names);
    let all = placed_names(work, window).chain(lit.into_iter().flatten().cloned());
    for name in all {
        let Some(link) = work.scene.links.get(name.row as usize) else {
            continue;
        };
        // On the way names come together that stood apart.
        let is_free = |name: &LinkName| {
            let others = taken.iter().chain(shown.iter().map(|other| &other.rect));
            !others.into_iter().any(|other| other.intersects(name.rect))
        };
        let is_seen = window.lights(name.row, link) && name.rect.intersects(frame.rect);
        if is_seen && (!has_moved || is_free(&name)) {
            shown.push(name);
        }
    }
    let wanted = selected.iter().copied().chain(hovered);
    let nameless = wanted.filter(|row| !shown.iter().any(|name| name.row == *row));
    let nameless: Vec<u32> = nameless.collect();
    for row in nameless {
        let (document, evidence) = (&work.document, &work.evidence);
        let view = (&work.scene, &*work.positions, &frame);
        let names = shown.iter().map(|name| name.rect);
        let taken: Vec<Rect> = taken.iter().copied().chain(names).collect();
        shown.extend(anywhere(document, evidence, view, row, &taken));
    }
    for name in &shown {
        let tone = match () {
            () if selected.contains(&name.row) => NameTone::Selected,
            () if is_fading || hovered == Some(name.row) => NameTone::Lit,
            () => NameTone::Plain,
        };
        ink::link_name(inks, name, tone, palette);
    }
}
