//! Where labels go: below first, then right, left, above; the important first; never over a node, a label or a mark. What
//! does not fit is left out, not squeezed. Greedy placement in order of importance (Christensen, Marks and Shieber 1995).

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::geom::{Pos2, Rect, Vec2, pos2, vec2};
use crate::look::{LabelStyle, TOKENS};
use crate::model::Document;

use super::clip::{crosses, part_inside};
use super::curve::Course;
use super::fonts::{FontBook, Weight};
use super::marks::{PIN_FROM, head_box, mark_boxes, pin_center};
use super::plan::{Detail, LinkPlan};
use super::text::wrap;
use super::{Scene, Viewport};

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

/// What labels depend on besides the scene.
#[derive(Clone, Debug, Default)]
pub(crate) struct LabelOptions<'a> {
    /// Boxes that nothing may cover: the legend, buttons on the chart.
    pub blocked: &'a [Rect],
    /// Nodes whose labels come first: selected, hovered, found.
    pub first: &'a [u32],
    /// Slots of pinned entities: labels stay clear of their badges.
    pub pinned: Option<&'a BTreeSet<u32>>,
    /// If set, no node but these and the first ones gets a label; the important first.
    pub only: Option<&'a [u32]>,
    /// If set, all other nodes are faded: labels may cover them.
    pub lit: Option<&'a FxHashSet<u32>>,
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

/// How much it costs to stand somewhere. Anything from `FORBIDDEN` on is not a place at all.
const FORBIDDEN: f32 = 1e4;

/// Chooses labels and their places.
pub(crate) fn place(
    document: &Document,
    scene: &Scene,
    positions: &[Pos2],
    frame: &Viewport,
    options: &LabelOptions<'_>,
) -> Vec<Label> {
    let bounds = frame.rect.shrink(5.0);
    let mut grid = LabelGrid::new(scene, positions, frame, bounds, options);
    let most = options.most.min(budget(scene, positions, frame));
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
        if !bounds.contains(at) {
            continue;
        }
        if !seen.insert(node) {
            continue;
        }
        tries += 1;
        let Some(entity) = document.entities().at(scene.nodes[node as usize].slot) else {
            continue;
        };
        let draft = draft(entity.label(), scene.nodes[node as usize].degree);
        if draft.lines.iter().all(String::is_empty) {
            continue;
        }
        // A hub whose large name has no room gets a small one before others get theirs.
        let smaller = || grid.best(node, at, self::draft(entity.label(), 0));
        if let Some(label) = grid.best(node, at, draft).or_else(smaller) {
            grid.add(label.rect);
            placed.push(label);
        }
    }
    placed
}

/// How many labels a screen bears: one for each node that is more than a dot, and some for the most important dots. More
/// would hide the picture.
fn budget(scene: &Scene, positions: &[Pos2], frame: &Viewport) -> usize {
    const DOT: f32 = 4.0;
    const FOR_DOTS: usize = 60;
    let is_seen = |(row, at): &(&super::NodeRow, &Pos2)| {
        frame.radius(row.radius) >= DOT && frame.rect.contains(frame.screen(**at))
    };
    FOR_DOTS + scene.nodes.iter().zip(positions).filter(is_seen).count()
}

fn draft(name: &str, degree: u32) -> LabelDraft {
    let style = style_of(degree);
    let weight = Weight::from_name(&style.weight);
    let lines = wrap(name, style.size, weight, style.max_width, 2);
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

/// What is on the chart already, in a grid of cells so that each question looks at few things.
struct LabelGrid<'a> {
    scene: &'a Scene,
    positions: &'a [Pos2],
    frame: &'a Viewport,
    bounds: Rect,
    lit: Option<&'a FxHashSet<u32>>,
    pinned: Option<&'a BTreeSet<u32>>,
    solid: Grid<Rect>,
    nodes: Grid<(u32, Rect)>,
    tips: Grid<Rect>,
    lines: Grid<(u32, u32, Pos2, Pos2)>,
}

/// From this many links on the screen on, labels do not try to stay off lines: no place is clear of them.
const MOST_LINES: usize = 4000;

impl<'a> LabelGrid<'a> {
    fn new(
        scene: &'a Scene,
        positions: &'a [Pos2],
        frame: &'a Viewport,
        bounds: Rect,
        options: &LabelOptions<'a>,
    ) -> Self {
        let mut grid = Self {
            scene,
            positions,
            frame,
            bounds,
            lit: options.lit,
            pinned: options.pinned,
            solid: Grid::default(),
            nodes: Grid::default(),
            tips: Grid::default(),
            lines: Grid::default(),
        };
        for rect in options.blocked {
            grid.solid.add(*rect, *rect);
        }
        grid.add_nodes();
        grid.add_links();
        grid
    }

    fn add_nodes(&mut self) {
        let dot = TOKENS.node.dot_below_px;
        for (node, row) in (0u32..).zip(&self.scene.nodes) {
            let at = self.frame.screen(self.positions[node as usize]);
            let radius = self.frame.radius(row.radius);
            // Among dots a label hides a few, which no one misses while they are dots.
            if radius >= dot && self.bounds.expand(40.0).contains(at) && self.is_lit(node) {
                let extent = row.shape.token().extent;
                let rect = Rect::from_min_max(
                    at + extent.min.to_vec2() * radius,
                    at + extent.max.to_vec2() * radius,
                );
                self.nodes.add(rect.expand(2.0), (node, rect.expand(2.0)));
                if let Some(badge) = self.badge(row.slot, at, radius) {
                    self.add(badge);
                }
            }
        }
    }

    /// The box of a node's pin badge, if it has one.
    fn badge(&self, slot: u32, at: Pos2, radius: f32) -> Option<Rect> {
        let pinned = self.pinned.filter(|_| radius >= PIN_FROM)?;
        let side = TOKENS.node.pin_badge.radius * 2.0;
        let center = pin_center(at, radius);
        let badge = Rect::from_center_size(center, Vec2::splat(side));
        pinned.contains(&slot).then_some(badge)
    }

    fn is_lit(&self, node: u32) -> bool {
        self.lit.is_none_or(|lit| lit.contains(&node))
    }

    fn add_links(&mut self) {
        if self.frame.detail == Detail::Far {
            return;
        }
        let near = |link: &&super::LinkRow| {
            let ends = [link.from, link.to].map(|n| self.frame.screen(self.positions[n as usize]));
            Rect::from_two_pos(ends[0], ends[1])
                .expand(30.0)
                .intersects(self.bounds)
        };
        let links: Vec<&super::LinkRow> = self
            .scene
            .links
            .iter()
            .filter(near)
            .filter(|link| self.is_lit(link.from) && self.is_lit(link.to))
            .take(MOST_LINES + 1)
            .collect();
        if links.len() > MOST_LINES {
            return;
        }
        let angles = self.scene.loop_angles(self.positions);
        for link in links {
            let angle = |node: u32| angles.get(&node).copied().unwrap_or(0.0);
            let (course, plan) = self.scene.drawn(link, self.positions, self.frame, angle);
            self.add_marks(link, &plan, &course);
            for piece in coarse(&course).windows(2) {
                let [a, b] = [piece[0], piece[1]];
                if let Some(seen) = part_inside(a, b, self.bounds.expand(2.0)) {
                    self.lines.add_along(seen, (link.from, link.to, a, b));
                }
            }
        }
    }

    /// Marks must not be covered; heads should not.
    fn add_marks(&mut self, link: &super::LinkRow, plan: &LinkPlan, course: &Course) {
        for rect in mark_boxes(link, plan, course) {
            self.add(rect);
        }
        if let Some(rect) = head_box(plan, course) {
            self.tips.add(rect, rect);
        }
    }

    fn add(&mut self, rect: Rect) {
        self.solid.add(rect, rect);
    }

    /// The cheapest place for a label, if there is any.
    fn best(&self, node: u32, at: Pos2, draft: LabelDraft) -> Option<Label> {
        let row = &self.scene.nodes[node as usize];
        let radius = self.frame.radius(row.radius);
        let extent = row.shape.token().extent;
        let (left, right) = (extent.left() * radius, extent.right() * radius);
        // A name on the right begins after the badge.
        let badge = self.badge(row.slot, at, radius);
        let right = badge.map_or(right, |badge| right.max(badge.right() - at.x - 1.0));
        let (above, below) = (extent.top() * radius, extent.bottom() * radius);
        let gap = TOKENS.label_gap;
        let size = draft.box_size;
        let (w, h) = (size.x, size.y);
        let places = [
            (0.0, vec2(-w / 2.0, below + gap), Align::Middle),
            (5.0, vec2(right + gap + 1.0, -h / 2.0), Align::Left),
            (5.0, vec2(left - gap - 1.0 - w, -h / 2.0), Align::Right),
            (7.0, vec2(-w / 2.0, above - gap - h), Align::Middle),
            (6.0, vec2(-w * 0.18, below + gap), Align::Middle),
            (6.0, vec2(-w * 0.82, below + gap), Align::Middle),
            (9.0, vec2(-w * 0.18, above - gap - h), Align::Middle),
            (9.0, vec2(-w * 0.82, above - gap - h), Align::Middle),
            // A little farther away, where it is crowded: better there than nowhere.
            (12.0, vec2(right * 0.75 + gap, below * 0.75), Align::Left),
            (
                12.0,
                vec2(left * 0.75 - gap - w, below * 0.75),
                Align::Right,
            ),
            (
                13.0,
                vec2(right * 0.75 + gap, above * 0.75 - h),
                Align::Left,
            ),
            (
                13.0,
                vec2(left * 0.75 - gap - w, above * 0.75 - h),
                Align::Right,
            ),
            (15.0, vec2(-w / 2.0, below + gap + 9.0), Align::Middle),
            (15.0, vec2(right + gap + 9.0, -h / 2.0), Align::Left),
            (15.0, vec2(left - gap - 9.0 - w, -h / 2.0), Align::Right),
            (16.0, vec2(-w / 2.0, above - gap - 9.0 - h), Align::Middle),
        ];
        let mut best: Option<(f32, Rect, Align)> = None;
        for (cost, offset, align) in places {
            let rect = Rect::from_min_size(at + offset, size);
            let limit = best.map_or(FORBIDDEN, |(cost, ..)| cost);
            let cost = self.cost(node, rect, cost, limit);
            if cost < limit {
                best = Some((cost, rect, align));
            }
        }
        best.map(|(_, rect, align)| Label {
            node,
            rect,
            align,
            lines: draft.lines,
            size: draft.size,
            weight: draft.weight,
        })
    }

    /// What a place costs; looks no further once that is over `limit`.
    fn cost(&self, node: u32, rect: Rect, base: f32, limit: f32) -> f32 {
        let room = rect.expand2(vec2(1.0, 0.0));
        let taken = base >= limit
            || !self.bounds.contains_rect(rect)
            || self.solid.any(room, |solid| solid.intersects(room))
            || self.nodes.any(rect, |(other, area)| {
                *other != node && area.intersects(rect)
            });
        if taken {
            return FORBIDDEN;
        }
        let tips = self.tips.count(rect, |tip| tip.intersects(rect));
        let mut cost = base + 16.0 * tips as f32;
        self.lines.each(rect, |(from, to, a, b)| {
            if crosses(*a, *b, rect) {
                cost += if *from == node || *to == node {
                    7.0
                } else {
                    9.0
                };
            }
        });
        cost
    }
}

/// A course in at most eight pieces.
fn coarse(course: &Course) -> Vec<Pos2> {
    let points = &course.points;
    if points.len() <= 2 {
        return points.clone();
    }
    points.iter().step_by(3).copied().collect()
}

/// Things in square cells.
struct Grid<T> {
    cells: FxHashMap<(i32, i32), Vec<u32>>,
    items: Vec<T>,
}

impl<T> Default for Grid<T> {
    fn default() -> Self {
        Self {
            cells: FxHashMap::default(),
            items: Vec::new(),
        }
    }
}

const CELL: f32 = 64.0;

impl<T> Grid<T> {
    fn cells(rect: Rect) -> impl Iterator<Item = (i32, i32)> {
        // Far outside the screen everything shares a cell: nothing there is asked for.
        let cell = |v: f32| (v / CELL).floor().clamp(-64.0, 256.0) as i32;
        let (x0, x1) = (cell(rect.left()), cell(rect.right()));
        let (y0, y1) = (cell(rect.top()), cell(rect.bottom()));
        (x0..=x1).flat_map(move |x| (y0..=y1).map(move |y| (x, y)))
    }

    fn add(&mut self, rect: Rect, item: T) {
        let at = self.items.len() as u32;
        self.items.push(item);
        for cell in Self::cells(rect) {
            self.cells.entry(cell).or_default().push(at);
        }
    }

    /// Adds a thing to the cells along a straight piece, not to all of its box.
    fn add_along(&mut self, (a, b): (Pos2, Pos2), item: T) {
        let at = self.items.len() as u32;
        self.items.push(item);
        let steps = ((b - a).length() / CELL).ceil().clamp(1.0, 128.0);
        let point = |step: f32| a + (b - a) * (step / steps);
        for step in 0..steps as u32 {
            let step = step as f32;
            for cell in Self::cells(Rect::from_two_pos(point(step), point(step + 1.0))) {
                let things = self.cells.entry(cell).or_default();
                if things.last() != Some(&at) {
                    things.push(at);
                }
            }
        }
    }

    fn any(&self, rect: Rect, holds: impl Fn(&T) -> bool) -> bool {
        let mut all = Self::cells(rect)
            .filter_map(|cell| self.cells.get(&cell))
            .flatten();
        all.any(|at| holds(&self.items[*at as usize]))
    }

    /// Calls `see` once for each thing in the cells of `rect`.
    fn each(&self, rect: Rect, mut see: impl FnMut(&T)) {
        let mut seen: Vec<u32> = Self::cells(rect)
            .filter_map(|cell| self.cells.get(&cell))
            .flatten()
            .copied()
            .collect();
        seen.sort_unstable();
        seen.dedup();
        seen.iter().for_each(|at| see(&self.items[*at as usize]));
    }

    fn count(&self, rect: Rect, holds: impl Fn(&T) -> bool) -> usize {
        let mut count = 0;
        self.each(rect, |item| count += usize::from(holds(item)));
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_finds_what_is_near_once() {
        let mut grid = Grid::default();
        let rect = Rect::from_min_max(pos2(-10.0, -10.0), pos2(200.0, 200.0));
        grid.add(rect, 7);
        assert_eq!(grid.count(rect, |_| true), 1);
        assert!(!grid.any(rect.translate(vec2(400.0, 0.0)), |_| true));
    }
}
