//! What stands on the chart already: nodes, lines, marks, cards, names. Names of entities and links are placed on it one after
//! the other, so that none covers what another needs.

use std::collections::BTreeSet;
use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::geom::{Pos2, Rect, Vec2};
use crate::look::{KeepsToken, TOKENS};

use super::curve::Course;
use super::grid::Grid;
use super::marks::{PIN_FROM, head_box, mark_boxes, pin_center};
use super::plan::{Detail, LinkPlan};
use super::{LinkRow, Scene, Viewport};

/// What names keep clear of besides nodes, lines and marks.
#[derive(Clone, Debug, Default)]
pub(crate) struct BoardOptions<'a> {
    /// Boxes that nothing may cover: the legend, buttons on the chart, names that stay where they are.
    pub blocked: &'a [Rect],
    /// Slots of pinned entities: names stay clear of their badges.
    pub pinned: Option<&'a BTreeSet<u32>>,
    /// If set, all other nodes are faded: names may cover them and their links.
    pub lit: Option<&'a FxHashSet<u32>>,
}

/// A line on the board.
pub(super) struct BoardLine {
    /// Its row in the scene.
    pub row: u32,
    /// Its visible part.
    pub course: Course,
    /// The length of that in points.
    pub visible: f32,
    points: Range<usize>,
}

/// What a line must keep in sight, so that its look can be told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keeps {
    /// So many points in one piece, or all of it.
    pub stretch: f32,
    /// Such a part of it.
    pub share: f32,
}

impl From<KeepsToken> for Keeps {
    fn from(token: KeepsToken) -> Self {
        Self {
            stretch: token.stretch,
            share: token.share,
        }
    }
}

/// The chart as those see it who place names.
pub(crate) struct Board<'a> {
    pub(super) scene: &'a Scene,
    pub(super) positions: &'a [Pos2],
    pub(super) frame: Viewport,
    pub(super) bounds: Rect,
    pub(super) lines: Vec<BoardLine>,
    /// How many links in view are too short to be drawn.
    pub too_short: usize,
    options: BoardOptions<'a>,
    solid: Grid<Rect>,
    heads: Grid<Rect>,
    nodes: Grid<(u32, Rect)>,
    labels: Vec<Rect>,
    names: Vec<(u32, Rect)>,
    sampled: Sampled,
}

/// Lines as points at short distances, in cells.
#[derive(Default)]
struct Sampled {
    step: f32,
    points: Vec<Pos2>,
    line: Vec<u32>,
    /// How many names lie over each point.
    hidden: Vec<u8>,
    corner: Pos2,
    columns: usize,
    cells: Vec<Vec<u32>>,
}

const CELL: f32 = 24.0;
/// The distance of points along a line; more where there are many lines.
const STEP: f32 = 2.0;
/// The most points that are looked at.
const MOST_POINTS: f32 = 60_000.0;

impl Sampled {
    fn new(bounds: Rect, lines: &mut [BoardLine]) -> Self {
        let total: f32 = lines.iter().map(|line| line.visible).sum();
        let columns = (bounds.width() / CELL).ceil().clamp(1.0, 1024.0) as usize;
        let rows = (bounds.height() / CELL).ceil().clamp(1.0, 1024.0) as usize;
        let mut sampled = Self {
            step: STEP.max(total / MOST_POINTS),
            corner: bounds.min,
            columns,
            cells: vec![Vec::new(); columns * rows],
            ..Self::default()
        };
        for (at, line) in lines.iter_mut().enumerate() {
            let first = sampled.points.len();
            sampled.add(at as u32, line);
            line.points = first..sampled.points.len();
        }
        sampled.hidden = vec![0; sampled.points.len()];
        sampled
    }

    fn add(&mut self, at: u32, line: &BoardLine) {
        let count = (line.visible / self.step) as usize + 1;
        let last = count.saturating_sub(1).max(1) as f32;
        for point in 0..count {
            let length = line.visible * point as f32 / last;
            let Some((place, _)) = line.course.at(length) else {
                return;
            };
            if let Some(cell) = self.cell(place) {
                self.cells[cell].push(self.points.len() as u32);
            }
            self.points.push(place);
            self.line.push(at);
        }
    }

    fn cell(&self, at: Pos2) -> Option<usize> {
        let place = (at - self.corner) / CELL;
        let (x, y) = (place.x.floor(), place.y.floor());
        if x < 0.0 || y < 0.0 || x >= self.columns as f32 {
            return None;
        }
        let cell = y as usize * self.columns + x as usize;
        (cell < self.cells.len()).then_some(cell)
    }

    /// The points in a box.
    fn inside(&self, rect: Rect) -> impl Iterator<Item = usize> + '_ {
        let rows = self.cells.len() / self.columns.max(1);
        let cells = |from: f32, to: f32, most: usize| {
            let place = |at: f32| (at / CELL).floor().clamp(0.0, most as f32) as usize;
            place(from)..(place(to) + 1).min(most)
        };
        let across = cells(
            rect.left() - self.corner.x,
            rect.right() - self.corner.x,
            self.columns,
        );
        let down = cells(
            rect.top() - self.corner.y,
            rect.bottom() - self.corner.y,
            rows,
        );
        let all = down.flat_map(move |y| across.clone().map(move |x| y * self.columns + x));
        all.flat_map(move |cell| &self.cells[cell])
            .map(|point| *point as usize)
            .filter(move |point| rect.contains(self.points[*point]))
    }
}

impl<'a> Board<'a> {
    /// The chart in a view, before any name is on it.
    pub(crate) fn new(
        scene: &'a Scene,
        positions: &'a [Pos2],
        frame: &Viewport,
        options: BoardOptions<'a>,
    ) -> Self {
        let mut board = Self {
            scene,
            positions,
            frame: *frame,
            bounds: frame.rect.shrink(5.0),
            lines: Vec::new(),
            too_short: 0,
            options,
            solid: Grid::default(),
            heads: Grid::default(),
            nodes: Grid::default(),
            labels: Vec::new(),
            names: Vec::new(),
            sampled: Sampled::default(),
        };
        for rect in board.options.blocked {
            let rect = rect.expand(TOKENS.link.name.clear.card);
            board.solid.add(rect, rect);
        }
        board.add_nodes();
        board.add_links();
        board
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
                let room = rect.expand(TOKENS.link.name.clear.node);
                self.nodes.add(room, (node, room));
                if let Some(badge) = self.badge(row.slot, at, radius) {
                    self.solid.add(badge, badge);
                }
            }
        }
    }

    /// The box of a node's pin badge, if it has one.
    pub(super) fn badge(&self, slot: u32, at: Pos2, radius: f32) -> Option<Rect> {
        let pinned = self.options.pinned.filter(|_| radius >= PIN_FROM)?;
        let side = TOKENS.node.pin_badge.radius * 2.0;
        let center = pin_center(at, radius);
        let badge = Rect::from_center_size(center, Vec2::splat(side));
        pinned.contains(&slot).then_some(badge)
    }

    fn is_lit(&self, node: u32) -> bool {
        self.options.lit.is_none_or(|lit| lit.contains(&node))
    }

    fn add_links(&mut self) {
        // Where there are no patterns, no place is clear of lines.
        if self.frame.detail == Detail::Far {
            return;
        }
        let angles = self.scene.loop_angles(self.positions);
        let angle = |node: u32| angles.get(&node).copied().unwrap_or(0.0);
        let mut lines = Vec::new();
        for (row, link) in (0u32..).zip(&self.scene.links) {
            let ends =
                [link.from, link.to].map(|node| self.frame.screen(self.positions[node as usize]));
            let is_near = Rect::from_two_pos(ends[0], ends[1])
                .expand(30.0)
                .intersects(self.bounds);
            if !is_near || !self.is_lit(link.from) || !self.is_lit(link.to) {
                continue;
            }
            let (course, plan) = self.scene.drawn(link, self.positions, &self.frame, angle);
            self.add_marks(link, &plan, &course);
            let visible = course.length();
            self.too_short += usize::from(plan.is_nothing());
            lines.push(BoardLine {
                row,
                course,
                visible,
                points: 0..0,
            });
        }
        self.sampled = Sampled::new(self.bounds, &mut lines);
        self.lines = lines;
    }

    fn add_marks(&mut self, link: &LinkRow, plan: &LinkPlan, course: &Course) {
        let clear = TOKENS.link.name.clear.mark;
        for rect in mark_boxes(link, plan, course) {
            let rect = rect.expand(clear);
            self.solid.add(rect, rect);
        }
        if let Some(rect) = head_box(plan, course) {
            let rect = rect.expand(clear);
            self.heads.add(rect, rect);
        }
    }

    /// Whether something solid is in a box, or it leaves the chart. `node` = an entity's own, which does not count.
    pub(super) fn is_taken(&self, rect: Rect, node: Option<u32>) -> bool {
        let clear = &TOKENS.link.name.clear;
        let [label, name] = [clear.label, clear.name].map(|[x, y]| rect.expand2(Vec2::new(x, y)));
        let is_strange = |other: u32| node != Some(other);
        !self.bounds.contains_rect(rect)
            || self.nodes.any(rect, |(other, room)| {
                is_strange(*other) && room.intersects(rect)
            })
            || self.solid.any(rect, |solid| solid.intersects(rect))
            || self.labels.iter().any(|other| other.intersects(label))
            || self.names.iter().any(|(_, other)| other.intersects(name))
    }

    /// Whether a box comes too near to a head.
    pub(super) fn meets_head(&self, rect: Rect) -> bool {
        self.heads.any(rect, |head| head.intersects(rect))
    }

    /// Whether a label there would be read as that of another node, which is nearer.
    pub(super) fn is_claimed(&self, rect: Rect, node: u32) -> bool {
        let at = self.frame.screen(self.positions[node as usize]);
        let radius = self.frame.radius(self.scene.nodes[node as usize].radius);
        let nearest = at.clamp(rect.min, rect.max);
        let own = (nearest - at).length() - radius;
        let near = rect.expand((own - TOKENS.link.name.clear.node).max(0.0));
        self.nodes.any(near, |(other, room)| {
            *other != node && room.intersects(near)
        })
    }

    /// Which lines a box covers, and how many points of each.
    pub(super) fn covered(&self, rect: Rect) -> Vec<(u32, f32)> {
        let mut found: Vec<(u32, f32)> = Vec::new();
        for point in self.sampled.inside(rect) {
            let line = self.sampled.line[point];
            match found.iter_mut().find(|(have, _)| *have == line) {
                Some((_, length)) => *length += self.sampled.step,
                None => found.push((line, self.sampled.step)),
            }
        }
        found
    }

    /// Whether each line under a box keeps enough in sight if that is covered, too. Lines of `but` may lose it.
    pub(super) fn leaves_looks(&self, rect: Rect, keeps: Keeps, but: Option<u32>) -> bool {
        self.covered(rect).iter().all(|(line, _)| {
            let line = &self.lines[*line as usize];
            let link = &self.scene.links[line.row as usize];
            if but.is_some_and(|node| link.from == node || link.to == node) {
                return true;
            }
            let (mut seen, mut run, mut longest) = (0, 0, 0);
            for point in line.points.clone() {
                let sampled = &self.sampled;
                let is_seen = sampled.hidden[point] == 0 && !rect.contains(sampled.points[point]);
                run = if is_seen { run + 1 } else { 0 };
                seen += usize::from(is_seen);
                longest = longest.max(run);
            }
            let count = line.points.len().max(1);
            longest as f32 * self.sampled.step >= keeps.stretch.min(line.visible)
                && seen as f32 >= keeps.share * count as f32
        })
    }

    fn hide(&mut self, rect: Rect, change: impl Fn(u8) -> u8) {
        let points: Vec<usize> = self.sampled.inside(rect).collect();
        for point in points {
            let hidden = &mut self.sampled.hidden[point];
            *hidden = change(*hidden);
        }
    }

    /// Puts the label of an entity on the chart; it hides what is under `hides`.
    pub(super) fn add_label(&mut self, rect: Rect, hides: Rect) {
        self.labels.push(rect);
        self.hide(hides, |count| count.saturating_add(1));
    }

    /// Puts the name of a link on the chart.
    pub(super) fn add_name(&mut self, line: u32, rect: Rect, hides: Rect) {
        self.names.push((line, rect));
        self.hide(hides, |count| count.saturating_add(1));
    }

    /// Takes the name of a link from the chart.
    pub(super) fn take_name(&mut self, line: u32, hides: Rect) {
        self.names.retain(|(other, _)| *other != line);
        self.hide(hides, |count| count.saturating_sub(1));
    }

    /// The names of links in or near a box.
    pub(super) fn names_near(&self, rect: Rect) -> Vec<u32> {
        let [x, y] = TOKENS.link.name.clear.name;
        let near = rect.expand2(Vec2::new(x, y));
        let names = self
            .names
            .iter()
            .filter(|(_, other)| other.intersects(near));
        names.map(|(line, _)| *line).collect()
    }
}
