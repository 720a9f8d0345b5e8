//! Which links of a large chart are drawn in a frame, and how far the drawing of it is. A graphics card draws all but the
//! least important links of a crowd; a processor draws on plates, step by step once the view is at rest.

use std::sync::Arc;

use egui::Rect;

use crate::geom::Pos2;
use crate::model::Document;
use crate::scene::thinning::{DrawnLinks, Estimate, Ranking};
use crate::scene::{Scene, Viewport};

use super::adapter::Adapter;
use super::instances::ThinnedLinks;
use super::plate::{NODES_IN_A_STEP, PlatePaint};

/// Entities and links from which a chart is large. A smaller one is drawn again in each frame.
const LARGE: usize = 5_000;
/// How long a view is at rest before more of it is drawn, in seconds.
const REST: f64 = 0.12;
/// How long plates are at least shown while things move, in seconds.
const PAUSE: f64 = 0.4;
/// Part of the chart that plates have to cover while the view moves.
const LEAST_COVERED: f32 = 0.6;
/// By how much plates are enlarged or reduced while the view moves, at most.
const MOST_SCALED: f32 = 2.0;

/// What is to be drawn, and what moves.
pub struct ThinningMoment<'a> {
    /// The dataset.
    pub document: &'a Document,
    /// The chart.
    pub scene: &'a Scene,
    /// Where its nodes are.
    pub positions: &'a [Pos2],
    /// The view.
    pub view: Viewport,
    /// Revisions of topology and looks.
    pub content: [u64; 2],
    /// Revision of the positions.
    pub places: u64,
    /// What draws.
    pub adapter: Adapter,
    /// Pixels of a point.
    pub pixels_per_point: f32,
    /// The window's clock, in seconds.
    pub now: f64,
    /// What moves.
    pub motion: Motion,
}

/// What moves on a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// Nothing.
    Rest,
    /// The view.
    View,
    /// Some entities, with the pointer: they are drawn over the rest.
    Dragged,
    /// Entities all over the chart.
    Arranging,
}

/// How a large chart is drawn in this frame.
#[derive(Clone, Default)]
pub struct ThinnedPaint {
    /// The links that are drawn, if not all.
    pub links: Option<Arc<ThinnedLinks>>,
    /// How far plates are drawn.
    pub plate: Option<PlatePaint>,
    /// After how many seconds to draw more.
    pub again: Option<f64>,
}

/// The links of a large chart that are drawn, and how far that is.
#[derive(Clone, Default)]
pub struct Thinning {
    ranking: Ranking,
    ranked_for: Option<([u64; 2], u64)>,
    chosen: Option<Choice>,
    drawn: DrawnLinks,
    /// For each row whether it is drawn.
    is_drawn: Vec<bool>,
    links: Arc<ThinnedLinks>,
    /// The step that is drawn, and the last one.
    step: u32,
    last_step: u32,
    /// The view of the last frame, and since when it has been the same.
    seen: Option<(Viewport, f64)>,
    is_kept: bool,
}

/// What links were chosen for.
#[derive(Clone, Copy, PartialEq)]
struct Choice {
    content: [u64; 2],
    places: u64,
    view: Viewport,
    pixels_per_point: f32,
    budget: f32,
    at: f64,
}

impl Choice {
    fn is_of(&self, moment: &ThinningMoment<'_>) -> bool {
        // While a layout is at work, what was chosen a moment ago is drawn to its end.
        let has_time = moment.motion == Motion::Arranging && moment.now - self.at < PAUSE;
        self.content == moment.content
            && self.view == moment.view
            && self.pixels_per_point == moment.pixels_per_point
            && (self.places == moment.places || has_time)
    }

    /// Whether plates that were drawn for this view cover enough of another.
    fn covers(&self, view: &Viewport) -> bool {
        let scale = view.camera.zoom / self.view.camera.zoom;
        let middle = view.screen(self.view.camera.center);
        let plate = Rect::from_center_size(middle, self.view.rect.size() * scale);
        let covered = plate.intersect(view.rect);
        let is_enough = covered.is_positive()
            && covered.area() >= view.rect.area() * LEAST_COVERED
            && self.view.rect.size() == view.rect.size();
        is_enough && (1.0 / MOST_SCALED..=MOST_SCALED).contains(&scale)
    }
}

impl Thinning {
    /// Whether a chart is drawn on plates.
    fn needs_plates(scene: &Scene, adapter: &Adapter) -> bool {
        adapter.is_software && scene.nodes.len() + scene.links.len() > LARGE
    }

    /// Decides what is drawn in this frame.
    pub fn refresh(&mut self, moment: &ThinningMoment<'_>) -> ThinnedPaint {
        if Self::needs_plates(moment.scene, &moment.adapter) {
            return self.refresh_plates(moment);
        }
        let adapter = moment.adapter;
        let estimate = Estimate::new(&moment.view, moment.pixels_per_point);
        let is_large = moment.scene.nodes.len() + moment.scene.links.len() > LARGE;
        if !is_large || estimate.of_all(moment.scene, moment.positions) <= adapter.most {
            self.draw_all();
            return ThinnedPaint::default();
        }
        if !self.chosen.is_some_and(|chosen| chosen.is_of(moment)) {
            self.choose(moment, adapter.most);
        }
        ThinnedPaint {
            links: Some(Arc::clone(&self.links)),
            ..ThinnedPaint::default()
        }
    }

    fn refresh_plates(&mut self, moment: &ThinningMoment<'_>) -> ThinnedPaint {
        if self.seen.is_none_or(|(view, _)| view != moment.view) {
            self.seen = Some((moment.view, moment.now));
        }
        let rested = self.seen.map_or(0.0, |(_, since)| moment.now - since);
        let is_at_rest = moment.motion != Motion::View && rested >= REST;
        self.is_kept = false;
        match self.chosen {
            Some(chosen) if chosen.is_of(moment) && (is_at_rest || self.step < self.last_step) => {
                let has_all = chosen.budget >= moment.adapter.most || moment.motion != Motion::Rest;
                if !has_all {
                    self.choose(moment, moment.adapter.most);
                } else if self.step < self.last_step {
                    self.step += 1;
                }
            }
            Some(chosen) if chosen.is_of(moment) => {}
            Some(chosen)
                if chosen.content == moment.content
                    && !self.is_due(&chosen, moment, is_at_rest) =>
            {
                self.is_kept = true;
            }
            chosen => {
                // A new chart is drawn step by step at once; one that moves gets no more than a frame has time for.
                let is_calm = is_at_rest || chosen.is_none();
                let is_whole = is_calm && moment.motion == Motion::Rest;
                let Adapter { step, most, .. } = moment.adapter;
                self.choose(moment, if is_whole { most } else { step });
            }
        }
        let size = |rect: Rect| {
            let pixel = |at: f32| (at * moment.pixels_per_point).round();
            let side = |from: f32, to: f32| (pixel(to) - pixel(from)).max(1.0) as u32;
            [
                side(rect.left(), rect.right()),
                side(rect.top(), rect.bottom()),
            ]
        };
        ThinnedPaint {
            links: Some(Arc::clone(&self.links)),
            plate: Some(PlatePaint {
                step: self.step,
                is_kept: self.is_kept,
                size: size(moment.view.rect),
            }),
            again: if self.step < self.last_step && !self.is_kept {
                Some(0.0)
            } else {
                (self.is_kept || !is_at_rest).then_some(REST)
            },
        }
    }

    /// Whether plates of the same chart in another view, or with other positions, have to be drawn again.
    fn is_due(&self, chosen: &Choice, moment: &ThinningMoment<'_>, is_at_rest: bool) -> bool {
        let is_old = moment.now - chosen.at >= PAUSE;
        match moment.motion {
            Motion::Rest => is_at_rest || is_old && !chosen.covers(&moment.view),
            Motion::View => is_old && !chosen.covers(&moment.view),
            Motion::Dragged => chosen.view != moment.view && is_at_rest,
            Motion::Arranging => is_old,
        }
    }

    fn choose(&mut self, moment: &ThinningMoment<'_>, budget: f32) {
        let ranked_for = (moment.content, moment.places);
        let is_calm = moment.motion == Motion::Rest;
        if self
            .ranked_for
            .is_none_or(|(content, _)| content != moment.content)
            || is_calm && self.ranked_for != Some(ranked_for)
        {
            self.ranking = Ranking::of(moment.document, moment.scene, moment.positions);
            self.ranked_for = Some(ranked_for);
        }
        let estimate = Estimate::new(&moment.view, moment.pixels_per_point);
        let limits = (moment.adapter.step, budget);
        let (scene, positions) = (moment.scene, moment.positions);
        self.drawn = self.ranking.within(scene, positions, &estimate, limits);
        self.is_drawn = vec![false; scene.links.len()];
        for row in &self.drawn.rows {
            self.is_drawn[*row as usize] = true;
        }
        let revision = self.links.revision + 1;
        let (rows, ends) = (&self.drawn.rows, &self.drawn.ends);
        self.links = Arc::new(ThinnedLinks::of(scene, positions, rows, ends, revision));
        self.step = 0;
        let node_steps = scene.nodes.len().div_ceil(NODES_IN_A_STEP as usize);
        self.last_step = ends.len().max(node_steps).saturating_sub(1) as u32;
        self.chosen = Some(Choice {
            content: moment.content,
            places: moment.places,
            view: moment.view,
            pixels_per_point: moment.pixels_per_point,
            budget,
            at: moment.now,
        });
    }

    fn draw_all(&mut self) {
        let links = ThinnedLinks {
            revision: self.links.revision + 1,
            ..ThinnedLinks::default()
        };
        if self.chosen.is_some() {
            *self = Self {
                links: Arc::new(links),
                ..Self::default()
            };
        }
    }

    /// Whether a link is drawn, by its row.
    pub fn draws(&self, row: u32) -> bool {
        self.is_drawn.get(row as usize).is_none_or(|drawn| *drawn)
    }

    /// How many links are drawn of how many in view, if not all.
    pub fn counts(&self) -> Option<(usize, usize)> {
        let drawn = &self.drawn;
        drawn
            .is_thinned()
            .then_some((drawn.rows.len(), drawn.in_view))
    }

    /// Whether more will be drawn.
    pub fn is_drawing(&self) -> bool {
        self.chosen.is_some() && (self.is_kept || self.step < self.last_step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::{Color32, pos2, vec2};
    use crate::look::{Icon, NodeShape};
    use crate::model::Support;
    use crate::scene::{KindCode, Lane, LinkRow, NodeRow};
    use crate::view::Camera;

    const SOFTWARE: Adapter = Adapter {
        is_software: true,
        step: 2e5,
        most: 2e6,
    };

    /// Entities in rows of a hundred, each linked to one far away.
    fn scene(entities: u32) -> (Scene, Vec<Pos2>) {
        let node = |slot: u32| NodeRow {
            slot,
            radius: 9.0,
            shape: NodeShape(0),
            icon: Icon(0),
            fill: Color32::WHITE,
            outline: Color32::BLACK,
            icon_color: Color32::BLACK,
            degree: 2,
            kind: KindCode::default(),
        };
        let link = |slot: u32| LinkRow {
            slot,
            from: slot,
            to: (slot * 7 + 13) % entities,
            support: Support::Reported,
            disputed: false,
            ended: false,
            directed: true,
            voices: 1,
            color: Color32::BLACK,
            lane: Lane::Straight,
        };
        let place = |at: u32| pos2((at % 100) as f32 * 60.0, (at / 100) as f32 * 60.0);
        let mut scene = Scene::default();
        scene.nodes.extend((0..entities).map(node));
        scene.links.extend((0..entities).map(link));
        (scene, (0..entities).map(place).collect())
    }

    /// A window's clock, view and motion over some frames.
    struct Frames {
        document: Document,
        scene: Scene,
        positions: Vec<Pos2>,
        adapter: Adapter,
        center: Pos2,
        now: f64,
        thinning: Thinning,
    }

    impl Frames {
        fn new(entities: u32, adapter: Adapter) -> Self {
            let (scene, positions) = scene(entities);
            Self {
                document: Document::default(),
                scene,
                positions,
                adapter,
                center: pos2(3000.0, 1000.0),
                now: 0.0,
                thinning: Thinning::default(),
            }
        }

        fn next(&mut self, motion: Motion) -> ThinnedPaint {
            self.now += 0.05;
            let camera = Camera {
                center: self.center,
                zoom: 0.2,
            };
            self.thinning.refresh(&ThinningMoment {
                document: &self.document,
                scene: &self.scene,
                positions: &self.positions,
                view: Viewport {
                    rect: Rect::from_min_size(pos2(0.0, 0.0), vec2(1000.0, 700.0)),
                    camera,
                    detail: crate::scene::ink::Detail::Full,
                },
                content: [1, 1],
                places: 1,
                adapter: self.adapter,
                pixels_per_point: 1.0,
                now: self.now,
                motion,
            })
        }

        /// Frames until no more is asked for; the step of each.
        fn until_done(&mut self) -> Vec<u32> {
            let mut steps = Vec::new();
            loop {
                let paint = self.next(Motion::Rest);
                steps.extend(
                    paint
                        .plate
                        .filter(|plate| !plate.is_kept)
                        .map(|plate| plate.step),
                );
                if paint.again.is_none() {
                    return steps;
                }
                assert!(steps.len() < 1000, "it never ends");
            }
        }
    }

    #[test]
    fn view_at_rest_gets_more_and_never_less() {
        let mut frames = Frames::new(20_000, SOFTWARE);
        let steps = frames.until_done();
        assert!(steps.is_sorted() && steps.len() > 3, "{steps:?}");
        assert!(!frames.thinning.is_drawing());
        let (drawn, in_view) = frames.thinning.counts().expect("it is thinned");
        assert!(0 < drawn && drawn < in_view);
        let is_drawn = (0..20_000).filter(|row| frames.thinning.draws(*row));
        assert_eq!(is_drawn.count(), drawn);
    }

    #[test]
    fn plates_move_with_the_view_and_are_drawn_again_at_rest() {
        let mut frames = Frames::new(20_000, SOFTWARE);
        frames.until_done();
        let before = frames.thinning.links.revision;
        for _ in 0..4 {
            frames.center.x += 50.0;
            let paint = frames.next(Motion::View);
            assert!(paint.plate.is_some_and(|plate| plate.is_kept));
            assert!(paint.again.is_some());
            assert_eq!(frames.thinning.links.revision, before);
        }
        frames.until_done();
        assert!(frames.thinning.links.revision > before);
    }

    #[test]
    fn view_that_leaves_its_plates_is_drawn_while_it_moves() {
        let mut frames = Frames::new(20_000, SOFTWARE);
        frames.until_done();
        let before = frames.thinning.links.revision;
        for _ in 0..20 {
            frames.center.x -= 400.0;
            frames.next(Motion::View);
        }
        assert!(frames.thinning.links.revision > before);
    }

    #[test]
    fn small_chart_is_drawn_whole() {
        let mut frames = Frames::new(1000, SOFTWARE);
        let paint = frames.next(Motion::Rest);
        assert!(paint.links.is_none() && paint.plate.is_none() && paint.again.is_none());
        assert!(frames.thinning.draws(7) && frames.thinning.counts().is_none());
    }

    #[test]
    fn card_draws_all_links_it_has_time_for() {
        let mut frames = Frames::new(20_000, Adapter::default());
        assert!(frames.next(Motion::Rest).links.is_none());
        frames.adapter.most = 1e6;
        let paint = frames.next(Motion::View);
        assert!(paint.links.is_some() && paint.plate.is_none());
        assert!(frames.thinning.counts().is_some());
        frames.adapter.most = 1e9;
        assert!(frames.next(Motion::Rest).links.is_none());
        assert!(frames.thinning.counts().is_none());
    }
}
