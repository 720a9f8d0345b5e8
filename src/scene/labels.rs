//! Where labels of entities go: below first, then right, left, above, then around; the important first; never over a node, a
//! label or a mark, and off lines where there is room. What does not fit is left out, not squeezed. Greedy placement in order
//! of importance (Christensen, Marks and Shieber 1995).

use rustc_hash::FxHashSet;

use crate::geom::{Pos2, Rect, Vec2, pos2, vec2};
use crate::look::{LabelStyle, TOKENS};
use crate::model::Document;

use super::board::{Board, Keeps};
use super::fonts::{FontBook, Weight};
use super::text::{whole, wrap_otherwise};

/// Height of a line, as part of the size.
pub(crate) const LINE_HEIGHT: f32 = 1.2;

/// Where the baseline lies in a line, as part of the size from its top.
pub(crate) const BASELINE: f32 = 0.95;

/// A label in its place, in view points.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The node that it names.
    pub node: u32,
    /// Its box.
    pub rect: Rect,
    /// Its lines.
    pub lines: Vec<String>,
    /// How its lines stand in the box.
    pub align: Align,
    /// Size in points.
    pub size: f32,
    /// Weight.
    pub weight: Weight,
}

/// How lines stand in a label's box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Ragged right.
    Left,
    /// Centred.
    Middle,
    /// Ragged left.
    Right,
}

impl Label {
    /// Where line `at` begins, and its baseline.
    pub fn line_start(&self, at: usize) -> Pos2 {
        let width = FontBook::shared().width(&self.lines[at], self.size, self.weight);
        let x = match self.align {
            Align::Left => self.rect.left(),
            Align::Middle => self.rect.center().x - width / 2.0,
            Align::Right => self.rect.right() - width,
        };
        let line = self.size * LINE_HEIGHT;
        pos2(x, self.rect.top() + line * at as f32 + self.size * BASELINE)
    }
}

/// The type of a node's label, by its number of links.
pub(crate) fn style_of(degree: u32) -> &'static LabelStyle {
    let [normal, hub, main] = &TOKENS.labels;
    if degree >= main.from_links {
        main
    } else if degree >= hub.from_links {
        hub
    } else {
        normal
    }
}

/// Which entities get labels.
#[derive(Clone, Debug, Default)]
pub(crate) struct LabelOptions<'a> {
    /// Nodes whose labels come first: selected, hovered, found.
    pub first: &'a [u32],
    /// If set, no node but these and the first ones gets a label; the important first.
    pub only: Option<&'a [u32]>,
    /// Maximum number of labels.
    pub most: usize,
}

/// A label's box, lines and style before it has a place.
struct LabelDraft {
    lines: Vec<String>,
    size: f32,
    weight: Weight,
    box_size: Vec2,
}

/// A place for a label.
struct LabelPlace {
    cost: f32,
    rect: Rect,
    align: Align,
    /// Which of the drafts stands there.
    draft: usize,
}

/// Charts of up to so many entities in view get every name for which there is any room.
const SMALL: usize = 300;
/// What each line costs that a label lies on, and each point of it.
const CROSSED: (f32, f32) = (6.0, 0.35);
/// What a line keeps in sight at the very least: from so many points on its look can be told.
const LEAST_KEPT: Keeps = Keeps {
    stretch: 12.0,
    share: 0.0,
};
/// What a label costs that lies on a head.
const OVER_HEAD: f32 = 16.0;

/// Puts labels on the board. What is left of the nodes in view has none.
pub(crate) fn place(
    document: &Document,
    board: &mut Board<'_>,
    options: &LabelOptions<'_>,
) -> Vec<Label> {
    let (scene, positions, frame) = (board.scene, board.positions, board.frame);
    let (larger, seen_nodes) = nodes_in_view(board);
    // A label for each node that is more than a dot, and some for the most important dots. More would hide the picture.
    const FOR_DOTS: usize = 60;
    let most = options.most.min(FOR_DOTS + larger);
    let is_small = seen_nodes <= SMALL;
    let mut placed = Vec::new();
    let others = options.only.unwrap_or(&scene.by_importance);
    let order = options.first.iter().chain(others).copied();
    let mut seen = FxHashSet::default();
    // In a crowd most candidates fail; looking at a few thousand is plenty for one screen.
    let mut tries = 0;
    for node in order {
        if placed.len() >= most || tries > most * 12 {
            break;
        }
        let at = frame.screen(positions[node as usize]);
        if !board.bounds.contains(at) || !seen.insert(node) {
            continue;
        }
        tries += 1;
        let row = &scene.nodes[node as usize];
        let Some(entity) = document.entities().at(row.slot) else {
            continue;
        };
        let name = entity.label();
        // A hub whose large name has no room gets a small one before others get theirs.
        let set = |degree: u32| drafts(name, degree, is_small);
        let far = if is_small { Around::Far } else { Around::Near };
        let ways: &[(u32, Around, Care)] = match row.degree >= TOKENS.labels[1].from_links {
            true => &[
                (row.degree, Around::Near, Care::Strict),
                (row.degree, Around::Near, Care::Least),
                (0, far, Care::Strict),
                (0, far, Care::Least),
                // A hub without a name would be worse than a short link of it half hidden.
                (0, far, Care::ButOwn),
            ],
            false => &[(0, far, Care::Strict), (0, far, Care::Least)],
        };
        let label = ways
            .iter()
            .find_map(|(degree, around, care)| best(board, node, set(*degree), *around, *care));
        if let Some(label) = label {
            board.add_label(label.rect, label.rect.expand2(vec2(1.0, 0.0)));
            placed.push(label);
        }
    }
    placed
}

/// How many nodes in view are more than dots, and how many there are.
fn nodes_in_view(board: &Board<'_>) -> (usize, usize) {
    const DOT: f32 = 4.0;
    let nodes = board.scene.nodes.iter().zip(board.positions);
    let seen = nodes.filter(|(_, at)| board.frame.rect.contains(board.frame.screen(**at)));
    seen.fold((0, 0), |(larger, all), (row, _)| {
        let is_larger = board.frame.radius(row.radius) >= DOT;
        (larger + usize::from(is_larger), all + 1)
    })
}

/// A name set in its usual lines and, where there is time to try, in another way.
fn drafts(name: &str, degree: u32, is_small: bool) -> Vec<LabelDraft> {
    let style = style_of(degree);
    let weight = Weight::from_name(&style.weight);
    let lines = whole(name, style.size, weight, style.max_width);
    let other = match is_small {
        true => wrap_otherwise(name, lines.len(), style.size, weight),
        false => None,
    };
    let all = [Some(lines), other].into_iter().flatten();
    let drafts = all.map(|lines| draft(lines, style, weight));
    drafts.filter(|draft| draft.box_size.x > 0.0).collect()
}

fn draft(lines: Vec<String>, style: &LabelStyle, weight: Weight) -> LabelDraft {
    let book = FontBook::shared();
    let widths = lines
        .iter()
        .map(|line| book.width(line, style.size, weight));
    let width = widths.fold(0.0, f32::max);
    let height = lines.len() as f32 * style.size * LINE_HEIGHT;
    LabelDraft {
        lines,
        size: style.size,
        weight,
        box_size: vec2(width, height),
    }
}

/// How far from its node a label may stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Near,
    /// Also in rings around it.
    Far,
}

/// How much a label leaves in sight.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Care {
    /// As much of each line as names of links do; and heads.
    Strict,
    /// The least that tells a line's look.
    Least,
    /// That of all lines but those of its own node.
    ButOwn,
}

/// The best place for a label that is placed with this care.
fn best(
    board: &Board<'_>,
    node: u32,
    mut drafts: Vec<LabelDraft>,
    around: Around,
    care: Care,
) -> Option<Label> {
    let mut places: Vec<LabelPlace> = Vec::new();
    for (at, draft) in drafts.iter().enumerate() {
        places.extend(places_for(board, node, at, draft.box_size, around));
    }
    places.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    let found = cheapest(board, node, &places, care)?;
    let draft = drafts.swap_remove(found.draft);
    Some(Label {
        node,
        rect: found.rect,
        align: found.align,
        lines: draft.lines,
        size: draft.size,
        weight: draft.weight,
    })
}

/// The cheapest of places that are free, by what they cost in themselves and what they lie on.
fn cheapest<'p>(
    board: &Board<'_>,
    node: u32,
    places: &'p [LabelPlace],
    care: Care,
) -> Option<&'p LabelPlace> {
    let keeps = match care {
        Care::Strict => TOKENS.link.name.line_keeps.into(),
        Care::Least | Care::ButOwn => LEAST_KEPT,
    };
    let but = (care == Care::ButOwn).then_some(node);
    let mut best: Option<(f32, &LabelPlace)> = None;
    for place in places {
        let limit = best.map_or(f32::INFINITY, |(cost, _)| cost);
        // They are in order of their own cost: no later one can be better.
        if place.cost >= limit {
            break;
        }
        let is_taken = board.is_taken(place.rect, Some(node));
        if is_taken || board.is_claimed(place.rect, node) {
            continue;
        }
        let meets_head = board.meets_head(place.rect);
        if meets_head && care == Care::Strict {
            continue;
        }
        let hides = place.rect.expand2(vec2(1.0, 0.0));
        let covered = board.covered(hides);
        let lines = covered
            .iter()
            .map(|(_, length)| CROSSED.0 + length * CROSSED.1);
        let head = if meets_head { OVER_HEAD } else { 0.0 };
        let cost = place.cost + head + lines.sum::<f32>();
        if cost < limit && board.leaves_looks(hides, keeps, but) {
            best = Some((cost, place));
        }
    }
    best.map(|(_, place)| place)
}

/// Places around a node for a label of this size, with what each costs in itself.
fn places_for(
    board: &Board<'_>,
    node: u32,
    draft: usize,
    size: Vec2,
    around: Around,
) -> Vec<LabelPlace> {
    let row = &board.scene.nodes[node as usize];
    let at = board.frame.screen(board.positions[node as usize]);
    let radius = board.frame.radius(row.radius);
    let extent = row.shape.token().extent;
    let (left, right) = (extent.left() * radius, extent.right() * radius);
    // A name on the right begins after the badge.
    let badge = board.badge(row.slot, at, radius);
    let right = badge.map_or(right, |badge| right.max(badge.right() - at.x - 1.0));
    let (above, below) = (extent.top() * radius, extent.bottom() * radius);
    let gap = TOKENS.label_gap;
    let (w, h) = (size.x, size.y);
    let near = [
        (0.0, vec2(-w / 2.0, below + gap), Align::Middle),
        (4.0, vec2(right + gap + 1.0, -h / 2.0), Align::Left),
        (4.0, vec2(left - gap - 1.0 - w, -h / 2.0), Align::Right),
        (6.0, vec2(-w / 2.0, above - gap - h), Align::Middle),
        (5.0, vec2(-w * 0.16, below + gap - 1.0), Align::Middle),
        (5.0, vec2(-w * 0.84, below + gap - 1.0), Align::Middle),
        (8.0, vec2(-w * 0.16, above - gap - h), Align::Middle),
        (8.0, vec2(-w * 0.84, above - gap - h), Align::Middle),
        (7.0, vec2(right + gap - 1.0, above - h * 0.55), Align::Left),
        (7.0, vec2(right + gap - 1.0, below - h * 0.45), Align::Left),
        (
            8.0,
            vec2(left - gap + 1.0 - w, above - h * 0.55),
            Align::Right,
        ),
        (
            8.0,
            vec2(left - gap + 1.0 - w, below - h * 0.45),
            Align::Right,
        ),
        (10.0, vec2(right + 2.0, above - h - 1.0), Align::Left),
        (10.0, vec2(right + 2.0, below + 2.0), Align::Left),
        (10.0, vec2(left - 2.0 - w, above - h - 1.0), Align::Right),
        (10.0, vec2(left - 2.0 - w, below + 2.0), Align::Right),
        // A little farther away, where it is crowded: better there than nowhere.
        (11.0, vec2(-w / 2.0, below + gap + 9.0), Align::Middle),
        (12.0, vec2(right + gap + 10.0, -h / 2.0), Align::Left),
        (12.0, vec2(left - gap - 10.0 - w, -h / 2.0), Align::Right),
        (13.0, vec2(-w / 2.0, above - gap - 9.0 - h), Align::Middle),
    ];
    let dearer = 3.0 * draft as f32;
    let place = |cost: f32, corner: Pos2, align: Align| LabelPlace {
        cost: cost + dearer,
        rect: Rect::from_min_size(corner, size),
        align,
        draft,
    };
    let mut places: Vec<LabelPlace> = near
        .into_iter()
        .map(|(cost, offset, align)| place(cost, at + offset, align))
        .collect();
    let body = Rect::from_min_max(at + vec2(left, above), at + vec2(right, below)).expand(gap);
    if around == Around::Far {
        for far in [6.0, 14.0, 22.0, 30.0_f32] {
            for step in 0..24 {
                let way = Vec2::angled(step as f32 * std::f32::consts::TAU / 24.0);
                let away = radius + gap + far;
                let center = at
                    + vec2(
                        way.x * (away + w / 2.0 * way.x.abs()),
                        way.y * (away + h / 2.0 * way.y.abs()),
                    );
                let place = place(14.0 + far * 1.6, center - size / 2.0, Align::Middle);
                if !place.rect.intersects(body) {
                    places.push(place);
                }
            }
        }
    }
    places
}
