//! Names of links, clear of names of nodes.

use egui::{Rect, Vec2, vec2};

use crate::look::TOKENS;
use crate::model::counted;
use crate::scene::fonts::{FontBook, Weight};
use crate::scene::hit::HitTarget;
use crate::scene::ink::Ink;
use crate::scene::marks::mark_boxes;
use crate::scene::{Lane, Viewport};

use super::slots_of_row;
use crate::ui::state::Window;
use crate::work::Work;

/// Labels of links: of selected and hovered ones, of lines that stand for several, and of all when close.
pub(super) struct LinkLabels<'a> {
    work: &'a Work,
    window: &'a Window,
    palette: &'a crate::look::Palette,
    frame: Viewport,
    angles: rustc_hash::FxHashMap<u32, f32>,
    /// What is on screen already.
    taken: Vec<Rect>,
    /// The nodes on screen.
    nodes: Vec<Rect>,
}

impl<'a> LinkLabels<'a> {
    pub(super) fn new(
        work: &'a Work,
        window: &'a Window,
        palette: &'a crate::look::Palette,
        taken: Vec<Rect>,
    ) -> Self {
        Self {
            work,
            window,
            palette,
            frame: window.view(),
            angles: Default::default(),
            taken,
            nodes: Vec::new(),
        }
    }

    pub(super) fn all(&mut self, inks: &mut Vec<Ink>) {
        const MOST: usize = 150;
        let (work, window) = (self.work, self.window);
        let hovered = match window.hover {
            Some(HitTarget::Link(row)) if (row as usize) < work.scene.links.len() => Some(row),
            _ => None,
        };
        let selected = window.selection.links.iter();
        let selected = selected.filter_map(|slot| work.scene.row(*slot));
        let selected: Vec<u32> = selected.take(MOST).collect();
        let mut rows = selected.clone();
        rows.extend(hovered.filter(|row| !selected.contains(row)));
        let bundles = work.scene.bundles.keys().copied();
        let bundles = bundles.filter(|row| !selected.contains(row) && Some(*row) != hovered);
        rows.extend(bundles.take(MOST));
        if self.frame.camera.zoom >= 1.25 {
            let seen = self.seen_nodes();
            let near = |row: &u32| {
                self.is_near(*row, &seen)
                    && window.canvas.thinning.draws(*row)
                    && !rows.contains(row)
            };
            let all = 0..work.scene.links.len() as u32;
            let near: Vec<u32> = all.filter(near).take(MOST).collect();
            rows.extend(near);
        }
        if !rows.is_empty() {
            self.angles = work.scene.loop_angles(&work.positions);
            self.nodes = self.node_boxes();
        }
        for row in rows {
            let is_selected = selected.contains(&row);
            self.one(inks, row, is_selected, is_selected || Some(row) == hovered);
        }
    }

    /// Which nodes are on the screen.
    fn seen_nodes(&self) -> Vec<bool> {
        let world = self.frame.camera.world_rect(self.frame.rect);
        let positions = self.work.positions.iter();
        positions.map(|at| world.contains(*at)).collect()
    }

    /// The boxes of the nodes on the screen; none where there are so many that no name finds room anyway.
    fn node_boxes(&self) -> Vec<Rect> {
        const MOST: usize = 1500;
        let seen = self.seen_nodes();
        let seen = seen.iter().enumerate().filter(|(_, seen)| **seen);
        let nodes: Vec<u32> = seen.take(MOST).map(|(node, _)| node as u32).collect();
        if nodes.len() == MOST {
            return Vec::new();
        }
        let end = |node: &u32| {
            self.frame
                .end(&self.work.scene, &self.work.positions, *node)
        };
        let square = |end: crate::scene::curve::CurveEnd| {
            Rect::from_center_size(end.at, Vec2::splat(end.radius * 2.0))
        };
        nodes.iter().map(end).map(square).collect()
    }

    fn is_near(&self, row: u32, seen: &[bool]) -> bool {
        let link = &self.work.scene.links[row as usize];
        self.window.lights(row, link) && (seen[link.from as usize] || seen[link.to as usize])
    }

    fn words(&self, row: u32) -> Option<String> {
        let work = self.work;
        let link = &work.scene.links[row as usize];
        let record = work.document.links().at(link.slot)?;
        Some(if link.lane == Lane::Bundle {
            counted(slots_of_row(work, row).len(), "link")
        } else if record.label.is_empty() {
            let kind = work.evidence.vocabulary().link_kind(record.kind_id());
            kind.label.to_string()
        } else {
            record.label.to_string()
        })
    }

    /// One label, on its link, clear of others where there is such a place. `must` = shown even where there is none.
    fn one(&mut self, inks: &mut Vec<Ink>, row: u32, selected: bool, must: bool) {
        let work = self.work;
        let link = &work.scene.links[row as usize];
        let Some(text) = self.words(row) else { return };
        let from = self.frame.end(&work.scene, &work.positions, link.from);
        let to = self.frame.end(&work.scene, &work.positions, link.to);
        let angle = |node: u32| self.angles.get(&node).copied().unwrap_or(0.0);
        let tokens = &TOKENS.link;
        let (course, plan) = work.scene.drawn(link, &work.positions, &self.frame, angle);
        let size = tokens.label.size + 0.5;
        let weight = if selected {
            Weight::Medium
        } else {
            Weight::Regular
        };
        let text = crate::ui::parts::widgets::elided(&text, size, weight, 140.0);
        let width = FontBook::shared().width(&text, size, weight);
        // Clear of the marks first: those sit at the middle.
        let parts: &[f32] = if link.disputed {
            &[0.72, 0.28, 0.64, 0.36, 0.8, 0.2, 0.88, 0.12]
        } else {
            &[0.6, 0.4, 0.7, 0.3, 0.5, 0.78, 0.22, 0.86, 0.14]
        };
        let place = |part: &f32| {
            let (at, _) = course.at(course.length() * part)?;
            Some(Rect::from_center_size(at, vec2(width + 10.0, 16.0)))
        };
        let own_marks = mark_boxes(link, &plan, &course);
        let is_clear = |of: &[Rect], rect: &Rect| !of.iter().any(|one| one.intersects(*rect));
        let covers_no_node =
            |rect: &Rect| is_clear(&self.nodes, rect) && is_clear(&own_marks, rect);
        let is_free = |rect: &Rect| covers_no_node(rect) && is_clear(&self.taken, rect);
        // A link that is shorter than its name has it beside it.
        let beside = || {
            let middle = place(&0.5)?;
            let aside = (to.at - from.at).normalized().rot90();
            let room = aside.x.abs() * (middle.width() / 2.0) + aside.y.abs() * 8.0 + 8.0;
            let places = [1.0, -1.0, 1.8, -1.8].map(|far| middle.translate(aside * (room * far)));
            places.into_iter().find(is_free)
        };
        let places = || parts.iter().filter_map(place);
        let least_bad = || places().find(covers_no_node).or_else(|| places().next());
        let free = places().find(is_free).or_else(beside);
        let Some(rect) = free.or_else(|| least_bad().filter(|_| must)) else {
            return;
        };
        self.taken.push(rect);
        let at = rect.center();
        if selected {
            inks.push(Ink::Box {
                rect,
                round: 4.0,
                fill: self.palette.accent,
                stroke: (0.0, self.palette.accent),
            });
            inks.push(Ink::centered(
                at,
                text,
                size,
                weight,
                self.palette.on_accent,
            ));
        } else {
            inks.push(Ink::Text {
                at: at + vec2(-width / 2.0, size * 0.36),
                text: text.into(),
                size,
                weight,
                color: self.palette.link_label,
                halo: self.palette.label_halo,
            });
        }
    }
}
