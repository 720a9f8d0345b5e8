//! Where the eye is and what is chosen: camera and selection. View state, never part of a dataset.

use std::collections::BTreeSet;

use crate::geom::{Pos2, Rect, Vec2, pos2};

/// What part of the world is seen. One world unit is one point at zoom 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// The world point in the middle of the view.
    pub center: Pos2,
    /// Points on screen for each world unit.
    pub zoom: f32,
}

impl Default for Camera {
    fn default() -> Self {
        Self {
            center: Pos2::ZERO,
            zoom: 1.0,
        }
    }
}

impl Camera {
    /// The least and greatest zoom.
    pub const ZOOM: std::ops::RangeInclusive<f32> = 0.002..=16.0;

    /// The place on `screen` of a world point.
    pub fn screen_from_world(&self, screen: Rect, at_world: Pos2) -> Pos2 {
        screen.center() + (at_world - self.center) * self.zoom
    }

    /// The world point at a place on `screen`.
    pub fn world_from_screen(&self, screen: Rect, at_screen: Pos2) -> Pos2 {
        self.center + (at_screen - screen.center()) / self.zoom
    }

    /// The part of the world that `screen` shows.
    pub fn world_rect(&self, screen: Rect) -> Rect {
        Rect::from_center_size(self.center, screen.size() / self.zoom)
    }

    /// Moves the world with the pointer by so many points.
    pub fn pan(&mut self, by_screen: Vec2) {
        self.center -= by_screen / self.zoom;
    }

    /// Zooms by `factor`; the world point under `at_screen` stays under it.
    pub fn zoom_at(&mut self, screen: Rect, at_screen: Pos2, factor: f32) {
        let fixed = self.world_from_screen(screen, at_screen);
        // What was fitted from farther away is approached from there.
        let least = self.zoom.min(*Self::ZOOM.start());
        self.zoom = (self.zoom * factor).clamp(least, *Self::ZOOM.end());
        self.center = fixed - (at_screen - screen.center()) / self.zoom;
    }

    /// The camera that shows `world` in the `free` part of `screen`, never closer than zoom `closest`.
    pub fn fit(screen: Rect, free: Rect, world: Rect, closest: f32) -> Self {
        let size = world.size().max(Vec2::splat(1.0));
        let zoom = (free.width() / size.x).min(free.height() / size.y);
        let zoom = zoom.min(closest).clamp(1e-8, *Self::ZOOM.end());
        let aside = free.center() - screen.center();
        Self {
            center: world.center() - aside / zoom,
            zoom,
        }
    }

    /// Part of the way from this camera to `other`, for gliding: zoom moves by equal factors.
    pub fn towards(&self, other: &Self, part: f32) -> Self {
        let zoom = self.zoom * (other.zoom / self.zoom).powf(part);
        Self {
            center: self.center + (other.center - self.center) * part,
            zoom,
        }
    }
}

/// What is selected, by slot. Entities and links may be selected together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Entity slots.
    pub entities: BTreeSet<u32>,
    /// Link slots.
    pub links: BTreeSet<u32>,
}

impl Selection {
    /// One entity alone.
    pub fn entity(slot: u32) -> Self {
        Self {
            entities: BTreeSet::from([slot]),
            links: BTreeSet::new(),
        }
    }

    /// One link alone.
    pub fn link(slot: u32) -> Self {
        Self {
            entities: BTreeSet::new(),
            links: BTreeSet::from([slot]),
        }
    }

    /// True when nothing is selected.
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty() && self.links.is_empty()
    }

    /// How many things are selected.
    pub fn len(&self) -> usize {
        self.entities.len() + self.links.len()
    }

    /// Selects an entity, or deselects it.
    pub fn toggle_entity(&mut self, slot: u32) {
        if !self.entities.remove(&slot) {
            self.entities.insert(slot);
        }
    }

    /// Selects a link, or deselects it.
    pub fn toggle_link(&mut self, slot: u32) {
        if !self.links.remove(&slot) {
            self.links.insert(slot);
        }
    }

    /// The entity, if one and nothing else is selected.
    pub fn single_entity(&self) -> Option<u32> {
        let one = self.entities.len() == 1 && self.links.is_empty();
        self.entities.first().copied().filter(|_| one)
    }

    /// The link, if one and nothing else is selected.
    pub fn single_link(&self) -> Option<u32> {
        let one = self.links.len() == 1 && self.entities.is_empty();
        self.links.first().copied().filter(|_| one)
    }
}

/// A rectangle around points; of nothing, a small one around the origin.
pub fn bounds(points: impl IntoIterator<Item = (Pos2, f32)>) -> Rect {
    let mut rect = Rect::NOTHING;
    for (point, radius) in points {
        if point.x.is_finite() && point.y.is_finite() {
            rect = rect.union(Rect::from_center_size(point, Vec2::splat(radius * 2.0)));
        }
    }
    if rect.is_positive() {
        rect
    } else {
        Rect::from_center_size(pos2(0.0, 0.0), Vec2::splat(100.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::vec2;
    use proptest::prelude::*;

    fn screen() -> Rect {
        Rect::from_min_size(pos2(10.0, 20.0), vec2(800.0, 600.0))
    }

    proptest! {
        #[test]
        fn zooming_keeps_the_point_under_the_pointer(x in 10f32..810.0, y in 20f32..620.0, factor in 0.2f32..5.0) {
            let mut camera = Camera { center: pos2(5.0, -7.0), zoom: 1.3 };
            let before = camera.world_from_screen(screen(), pos2(x, y));
            camera.zoom_at(screen(), pos2(x, y), factor);
            let after = camera.world_from_screen(screen(), pos2(x, y));
            prop_assert!((before - after).length() < 0.01);
        }

        #[test]
        fn world_and_screen_are_inverse(x in -1e3f32..1e3, y in -1e3f32..1e3, zoom in 0.1f32..8.0) {
            let camera = Camera { center: pos2(3.0, 4.0), zoom };
            let there = camera.screen_from_world(screen(), pos2(x, y));
            let back = camera.world_from_screen(screen(), there);
            prop_assert!((back - pos2(x, y)).length() < 0.01);
        }
    }

    #[test]
    fn fitting_shows_everything_in_the_free_part() {
        let world = Rect::from_min_max(pos2(-500.0, 0.0), pos2(900.0, 300.0));
        let free = Rect::from_min_max(pos2(200.0, 40.0), pos2(800.0, 500.0));
        let camera = Camera::fit(screen(), free, world, 1.0);
        let min = camera.screen_from_world(screen(), world.min);
        let max = camera.screen_from_world(screen(), world.max);
        assert!(free.expand(0.1).contains(min) && free.expand(0.1).contains(max));
    }

    #[test]
    fn bounds_of_nothing_and_of_nonsense_are_small() {
        assert!(bounds([]).is_finite());
        assert!(bounds([(pos2(f32::NAN, 0.0), 1.0)]).is_finite());
    }
}
