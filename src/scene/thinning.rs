//! Which links are drawn if all of them would take too long: as many of those in view as a budget of pixels allows, the most
//! important first. What is exported is never thinned.

use std::cmp::Reverse;

use rayon::prelude::*;

use crate::geom::{Pos2, Rect};
use crate::look::TOKENS;
use crate::model::Document;
use crate::model::names::stable_hash;

use super::clip::length_inside;
use super::ink::{Detail, line_width};
use super::{Lane, LinkRow, Scene, Viewport};

/// What a link costs beside its pixels: its corners have to be computed, too. In pixels.
const OVERHEAD: f32 = 40.0;
/// Soft edges: pixels beside a line that are computed, though nothing or little is seen of them.
const EDGES: f32 = 2.0;

/// The links of a scene, the most important first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ranking {
    rows: Vec<u32>,
}

/// The links of a view that are drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct DrawnLinks {
    /// Their rows, the most important first.
    pub rows: Vec<u32>,
    /// How many of them are drawn after each step.
    pub ends: Vec<usize>,
    /// How many links are in view.
    pub in_view: usize,
}

impl DrawnLinks {
    /// Whether links in view are left out.
    pub(crate) fn is_thinned(&self) -> bool {
        self.rows.len() < self.in_view
    }
}

impl Ranking {
    /// Ranks links: the better supported first, then those between entities with many links, then the short ones. A hash of
    /// their ids decides the rest, so that the order in the file never does.
    pub(crate) fn of(document: &Document, scene: &Scene, positions: &[Pos2]) -> Self {
        let rows = (0..scene.links.len() as u32).into_par_iter();
        let mut keys: Vec<_> = rows
            .with_min_len(4096)
            .map(|row| {
                let link = &scene.links[row as usize];
                let ends = [link.from, link.to].map(|node| node as usize);
                let degree = ends.map(|node| scene.nodes[node].degree.max(1));
                let length = positions[ends[0]].distance(positions[ends[1]]);
                let id = document.links().id_at(link.slot);
                // Degrees by powers of two: of two hubs, one link more makes none the greater.
                let hubs = Reverse(degree[0].min(degree[1]).ilog2());
                let hash = id.map_or(0, |id| stable_hash(id));
                ((link.support, hubs, length as u32, hash), row)
            })
            .collect();
        keys.par_sort_unstable();
        Self {
            rows: keys.into_iter().map(|(_, row)| row).collect(),
        }
    }

    /// The most important links in view that together fill at most so many pixels, in steps of about `step` pixels: the
    /// same at each call, and with a larger budget the same and more. The ranking alone decides, so that none is left out for
    /// a less important one.
    pub(crate) fn within(
        &self,
        scene: &Scene,
        positions: &[Pos2],
        estimate: &Estimate,
        (step, budget): (f32, f32),
    ) -> DrawnLinks {
        let pixels = self.rows.par_iter().with_min_len(4096).map(|row| {
            let link = &scene.links[*row as usize];
            estimate.pixels(scene, positions, link)
        });
        let pixels: Vec<f32> = pixels.collect();
        let mut drawn = DrawnLinks::default();
        let (mut filled, mut filled_before) = (0.0, 0.0);
        for (row, pixels) in self.rows.iter().zip(pixels) {
            if pixels > 0.0 {
                drawn.in_view += 1;
                filled += f64::from(pixels);
                if filled <= f64::from(budget) {
                    drawn.rows.push(*row);
                    if filled - filled_before >= f64::from(step) {
                        drawn.ends.push(drawn.rows.len());
                        filled_before = filled;
                    }
                }
            }
        }
        if drawn.ends.last() != Some(&drawn.rows.len()) {
            drawn.ends.push(drawn.rows.len());
        }
        drawn
    }
}

/// How many pixels a link fills in a view.
pub(crate) struct Estimate {
    world: Rect,
    zoom: f32,
    detail: Detail,
    pixels_per_point: f32,
}

/// The width of a head, in points.
const HEAD: f32 = 8.0;

impl Estimate {
    /// For links in this view.
    pub(crate) fn new(view: &Viewport, pixels_per_point: f32) -> Self {
        let zoom = view.camera.zoom;
        Self {
            world: view.camera.world_rect(view.rect.expand(4.0)),
            zoom,
            detail: view.detail,
            pixels_per_point,
        }
    }

    /// The pixels of all links, from some of them: each frame has time for so many only.
    pub(crate) fn of_all(&self, scene: &Scene, positions: &[Pos2]) -> f32 {
        const LOOKED_AT: usize = 16_384;
        let every = scene.links.len().div_ceil(LOOKED_AT).max(1);
        let some = scene.links.iter().step_by(every);
        let pixels = some.map(|link| self.pixels(scene, positions, link));
        pixels.sum::<f32>() * every as f32
    }

    /// The pixels of a link: its length in view times its width, and what it costs at all. Nothing if it is out of view.
    pub(crate) fn pixels(&self, scene: &Scene, positions: &[Pos2], link: &LinkRow) -> f32 {
        let [a, b] = [link.from, link.to].map(|node| positions[node as usize]);
        let length = match link.lane {
            Lane::Straight | Lane::Bundle => length_inside(a, b, self.world),
            Lane::Bent(bend) => {
                let room = self.world.expand(bend.abs());
                length_inside(a, b, room).map(|length| length + bend.abs())
            }
            Lane::Loop(..) => {
                let radius = scene.nodes[link.from as usize].radius;
                let room = self.world.expand(radius * 6.0);
                room.contains(a).then_some(radius * 12.0)
            }
        };
        let Some(length) = length else { return 0.0 };
        let support = match link.lane {
            Lane::Bundle => TOKENS.link.parallel.bundle_width,
            _ => TOKENS.look(link.support).width.max(1.2),
        };
        let width = line_width(support, self.zoom, self.detail).max(self.marks(link)) + EDGES;
        let points = length * self.zoom;
        OVERHEAD + points * width * self.pixels_per_point.powi(2)
    }

    /// The room that heads and marks take beside the line, over its whole length: links are drawn as strips.
    fn marks(&self, link: &LinkRow) -> f32 {
        if self.detail == Detail::Far {
            return 0.0;
        }
        let tokens = &TOKENS.link;
        let head = if link.directed { HEAD } else { 0.0 };
        let mark = |has: bool, room: f32| if has { room } else { 0.0 };
        head.max(mark(link.disputed, tokens.disputed.stroke_length))
            .max(mark(link.ended, tokens.ended.bar_length))
            .max(mark(link.has_figure(), tokens.voices.radius * 3.0 + 2.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::{pos2, vec2};
    use crate::look::Theme;
    use crate::model::evidence::{Basis, Evidence};
    use crate::model::{Filter, shown};
    use crate::net::Net;
    use crate::view::Camera;
    use proptest::prelude::*;

    /// A chart of so many entities and links, by hashes of a seed.
    fn chart(entities: u32, links: u32, seed: u64) -> (Document, Scene, Vec<Pos2>) {
        let mix = |value: u64| value.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
        let pick =
            |at: u32, salt: u64| (mix(mix(seed ^ salt) ^ u64::from(at)) >> 17) as u32 % entities;
        let entity = |at: u32| format!(r#"{{"id": "e{at}", "kind": "company", "name": "E"}}"#);
        let link = |at: u32| {
            let claim = r#", "claims": [{"id": "c", "source": "s"}]"#;
            format!(
                r#"{{"id": "l{at}", "kind": "owns", "from": "e{}", "to": "e{}"{}}}"#,
                pick(at, 1),
                pick(at, 2),
                if at.is_multiple_of(3) { claim } else { "" },
            )
        };
        let list = |count: u32, row: &dyn Fn(u32) -> String| {
            (0..count).map(row).collect::<Vec<_>>().join(",")
        };
        let json = format!(
            r#"{{"format": "linkwright", "version": 1, "sources": [{{"id": "s", "role": "register"}}],
                "entities": [{}], "links": [{}]}}"#,
            list(entities, &entity),
            list(links, &link),
        );
        let document = crate::formats::linkwright::read(json.as_bytes())
            .unwrap()
            .document;
        let evidence = Evidence::of(&document, Basis::default());
        let net = Net::of(&document, &shown(&document, &evidence, &Filter::default()));
        let scene = Scene::build(&document, &evidence, &net, Theme::Light);
        let place = |at: u32| pos2(pick(at, 3) as f32 * 37.0, pick(at, 4) as f32 * 23.0);
        let positions = (0..entities).map(place).collect();
        (document, scene, positions)
    }

    fn view(zoom: f32) -> Viewport {
        Viewport {
            rect: Rect::from_min_size(pos2(0.0, 0.0), vec2(900.0, 600.0)),
            camera: Camera {
                center: pos2(400.0, 300.0),
                zoom,
            },
            detail: crate::scene::ink::Detail::Full,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn never_more_than_the_budget_and_more_with_more(
            seed in any::<u64>(),
            zoom in 0.05f32..2.0,
            budget in 100f32..3e5,
        ) {
            let (document, scene, positions) = chart(40, 160, seed);
            let ranking = Ranking::of(&document, &scene, &positions);
            let estimate = Estimate::new(&view(zoom), 1.0);
            let within = |budget| {
                ranking.within(&scene, &positions, &estimate, (budget / 4.0, budget))
            };
            let drawn = within(budget);
            let pixels = |row: &u32| {
                f64::from(estimate.pixels(&scene, &positions, &scene.links[*row as usize]))
            };
            let filled: f64 = drawn.rows.iter().map(pixels).sum();
            prop_assert!(filled <= f64::from(budget));
            prop_assert_eq!(&drawn, &within(budget));
            let more = within(budget * 2.0);
            prop_assert!(more.rows.starts_with(&drawn.rows));
            prop_assert_eq!(more.in_view, drawn.in_view);
            prop_assert_eq!(drawn.ends.last(), Some(&drawn.rows.len()));
            prop_assert!(drawn.ends.is_sorted());
            let everything = within(f32::INFINITY);
            prop_assert!(!everything.is_thinned());
            prop_assert!(everything.rows.iter().all(|row| pixels(row) > 0.0));
        }

        #[test]
        fn the_better_supported_come_first(seed in any::<u64>()) {
            let (document, scene, positions) = chart(40, 160, seed);
            let ranking = Ranking::of(&document, &scene, &positions);
            let looks = ranking.rows.iter().map(|row| scene.links[*row as usize].support);
            prop_assert!(looks.is_sorted());
        }
    }

    #[test]
    fn estimate_grows_with_zoom_and_resolution_until_links_leave_the_view() {
        let (_, scene, positions) = chart(40, 160, 7);
        let all = |zoom: f32, pixels_per_point: f32| {
            Estimate::new(&view(zoom), pixels_per_point).of_all(&scene, &positions)
        };
        assert!(all(0.2, 1.0) < all(0.4, 1.0));
        assert!(all(0.2, 1.0) < all(0.2, 2.0));
        let away = Viewport {
            camera: Camera {
                center: pos2(1e6, 1e6),
                zoom: 1.0,
            },
            ..view(1.0)
        };
        assert_eq!(Estimate::new(&away, 1.0).of_all(&scene, &positions), 0.0);
    }
}
