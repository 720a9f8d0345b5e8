//! The camera that shows everything: as close as the free part of the chart allows. The legend takes a corner of it, so the
//! drawing may reach past the legend on two sides, and moves away from it as little as it must.

use crate::geom::{Pos2, Rect, Vec2, vec2};
use crate::model::Document;
use crate::view::{Camera, bounds};

use super::{SMALLEST_DOT, Scene, label_room};

/// Room kept free along the edges of the chart, in points.
const MARGIN: f32 = 16.0;
/// Room kept free around what is blocked, in points.
const GAP: f32 = 8.0;
/// Room around a disc for the ring of a selected one, in points.
const RING: f32 = 4.0;
/// Room between a disc and its label, in points.
const LABEL_GAP: f32 = 4.0;
/// From this many entities on, labels are no longer measured: only some of them are shown.
const MOST_MEASURED: usize = 3000;
/// How finely moves away from what is blocked are tried.
const STEPS: u32 = 24;

/// Returns the camera that shows all entities with their labels in `chart`, at the closest zoom at which none of them lies
/// under what is `blocked` in its lower corners: the legend, the buttons.
pub(crate) fn fit(
    document: &Document,
    scene: &Scene,
    positions: &[Pos2],
    chart: Rect,
    blocked: &[Rect],
) -> Camera {
    let is_measured = scene.nodes.len() <= MOST_MEASURED;
    let bodies: Vec<FitBody> = scene
        .nodes
        .iter()
        .zip(positions)
        .filter(|(_, at)| at.x.is_finite() && at.y.is_finite())
        .map(|(row, at)| {
            let entity = document.entities().at(row.slot).filter(|_| is_measured);
            FitBody {
                at: *at,
                radius: row.radius,
                label: entity.map_or(Vec2::ZERO, |entity| label_room(entity.label(), row.degree)),
            }
        })
        .collect();
    // A small chart does not fill a large sheet: nodes would dwarf their names, which keep their size.
    let closest = 1.5 * (chart.height() / 900.0).sqrt().clamp(1.0, 1.5);
    fit_bodies(&bodies, chart, blocked, closest)
}

/// An entity as the camera has to show it.
#[derive(Clone, Copy, Debug)]
struct FitBody {
    at: Pos2,
    /// Grows with the zoom.
    radius: f32,
    /// Size of the label below the disc, which does not grow.
    label: Vec2,
}

impl FitBody {
    /// The part of the screen that it covers at a zoom, if the world's `origin` is at the screen's.
    fn area(&self, origin: Pos2, zoom: f32) -> Rect {
        let at = ((self.at - origin) * zoom).to_pos2();
        let radius = (self.radius * zoom).max(SMALLEST_DOT) + RING;
        let mut area = Rect::from_center_size(at, Vec2::splat(radius * 2.0));
        if self.label != Vec2::ZERO {
            let half = self.label.x / 2.0;
            area.min.x = area.min.x.min(at.x - half);
            area.max.x = area.max.x.max(at.x + half);
            area.max.y = at.y + radius - RING + LABEL_GAP + self.label.y;
        }
        area
    }
}

fn fit_bodies(bodies: &[FitBody], chart: Rect, blocked: &[Rect], closest: f32) -> Camera {
    let room = chart.shrink(MARGIN);
    let blocked: Vec<Rect> = blocked.iter().map(|rect| rect.expand(GAP)).collect();
    let world = bounds(bodies.iter().map(|body| (body.at, body.radius)));
    let origin = world.center();
    let areas = |zoom: f32| -> Vec<Rect> {
        let area = |body: &FitBody| body.area(origin, zoom);
        bodies.iter().map(area).collect()
    };
    let rough = Camera::fit(chart, room, world, closest);
    let is_clear = |zoom: f32| highest_move(&areas(zoom), room, &blocked).is_some();
    let Some(zoom) = closest_zoom(rough.zoom, is_clear) else {
        return rough;
    };
    let Some(by) = least_move(&areas(zoom), room, &blocked) else {
        return rough;
    };
    Camera {
        center: origin - (by - chart.center().to_vec2()) / zoom,
        zoom,
    }
}

/// The closest zoom up to `most` at which everything is clear: distances grow with the zoom, so what is clear at one zoom is
/// clear at every smaller one.
fn closest_zoom(most: f32, is_clear: impl Fn(f32) -> bool) -> Option<f32> {
    const HALVINGS: i32 = 10;
    const REFINEMENTS: u32 = 12;
    if is_clear(most) {
        return Some(most);
    }
    let mut low = (1..=HALVINGS)
        .map(|halving| most / 2f32.powi(halving))
        .find(|zoom| is_clear(*zoom))?;
    let mut high = low * 2.0;
    for _ in 0..REFINEMENTS {
        let middle = (low * high).sqrt();
        if is_clear(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(low)
}

/// The move that puts all areas into `room` as high up as they go, clear of what is blocked in its lower corners. If this
/// is none, there is none: higher up nothing is nearer to a lower corner.
fn highest_move(areas: &[Rect], room: Rect, blocked: &[Rect]) -> Option<Vec2> {
    let slack = Slack::of(areas, room)?;
    slack.beside(areas, blocked, slack.middle.y - slack.half.y)
}

/// The least move from the middle of `room` that is clear of what is blocked.
fn least_move(areas: &[Rect], room: Rect, blocked: &[Rect]) -> Option<Vec2> {
    let slack = Slack::of(areas, room)?;
    let moves = (0..=STEPS).filter_map(|step| {
        let up = slack.half.y * step as f32 / STEPS as f32;
        slack.beside(areas, blocked, slack.middle.y - up)
    });
    moves.min_by(|a, b| {
        let length = |by: &Vec2| (*by - slack.middle).length_sq();
        length(a).total_cmp(&length(b))
    })
}

/// By how much areas may be moved within a room.
struct Slack {
    room: Rect,
    /// The move that puts them into its middle.
    middle: Vec2,
    /// How far they may go from there, to either side.
    half: Vec2,
}

impl Slack {
    /// `None` if the areas are larger than the room.
    fn of(areas: &[Rect], room: Rect) -> Option<Self> {
        let all = areas
            .iter()
            .fold(Rect::NOTHING, |all, area| all.union(*area));
        let half = (room.size() - all.size()) / 2.0;
        (half.x >= 0.0 && half.y >= 0.0).then(|| Self {
            room,
            middle: room.center() - all.center(),
            half,
        })
    }

    /// The move by `y` downwards, and sideways by as little as clears what is blocked.
    fn beside(&self, areas: &[Rect], blocked: &[Rect], y: f32) -> Option<Vec2> {
        let (mut low, mut high) = (self.middle.x - self.half.x, self.middle.x + self.half.x);
        for rect in blocked {
            let level = areas
                .iter()
                .filter(|area| area.bottom() + y > rect.top() && area.top() + y < rect.bottom());
            if rect.center().x < self.room.center().x {
                low = level.fold(low, |low, area| low.max(rect.right() - area.left()));
            } else {
                high = level.fold(high, |high, area| high.min(rect.left() - area.right()));
            }
        }
        (low <= high).then(|| vec2(self.middle.x.clamp(low, high), y))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::pos2;
    use proptest::prelude::*;

    fn bodies() -> impl Strategy<Value = Vec<FitBody>> {
        let body = (
            -3e3f32..3e3,
            -2e3f32..2e3,
            3f32..30.0,
            0f32..130.0,
            0f32..30.0,
        );
        prop::collection::vec(body, 1..60).prop_map(|bodies| {
            let body = |(x, y, radius, width, height)| FitBody {
                at: pos2(x, y),
                radius,
                label: vec2(width, height),
            };
            bodies.into_iter().map(body).collect()
        })
    }

    /// A chart with a legend of at most three tenths of it in the lower left corner, and buttons in the other.
    fn chart() -> impl Strategy<Value = (Rect, [Rect; 2])> {
        (400f32..2000.0, 300f32..1200.0, 0.2f32..0.6, 0.2f32..0.5).prop_map(|(w, h, x, y)| {
            let chart = Rect::from_min_size(pos2(240.0, 90.0), vec2(w, h));
            let legend = vec2(w * x, h * y);
            let corner = chart.left_bottom() + vec2(8.0, -8.0 - legend.y);
            let buttons = Rect::from_min_size(chart.max - vec2(42.0, 98.0), vec2(30.0, 86.0));
            (chart, [Rect::from_min_size(corner, legend), buttons])
        })
    }

    proptest! {
        #[test]
        fn everything_is_inside_and_nothing_under_the_legend(bodies in bodies(), (chart, blocked) in chart()) {
            let camera = fit_bodies(&bodies, chart, &blocked, 1.5);
            for body in &bodies {
                let at = camera.screen_from_world(chart, body.at);
                let radius = (body.radius * camera.zoom).max(SMALLEST_DOT);
                let disc = Rect::from_center_size(at, Vec2::splat(radius * 2.0));
                prop_assert!(chart.contains_rect(disc), "{disc} leaves {chart}");
                for rect in blocked {
                    prop_assert!(!rect.intersects(disc), "{disc} is under {rect}");
                }
            }
        }

        #[test]
        fn no_zoom_that_is_clearly_closer_would_do(bodies in bodies(), (chart, blocked) in chart()) {
            let camera = fit_bodies(&bodies, chart, &blocked, 1.5);
            let origin = bounds(bodies.iter().map(|body| (body.at, body.radius))).center();
            let zoom = camera.zoom * 1.01;
            let areas: Vec<Rect> = bodies.iter().map(|body| body.area(origin, zoom)).collect();
            let blocked = blocked.map(|rect| rect.expand(GAP));
            let fits = highest_move(&areas, chart.shrink(MARGIN), &blocked).is_some();
            prop_assert!(!fits || zoom > 1.5);
        }

        #[test]
        fn a_legend_never_brings_the_camera_closer(bodies in bodies(), (chart, blocked) in chart()) {
            let free = fit_bodies(&bodies, chart, &[], 1.5).zoom;
            prop_assert!(fit_bodies(&bodies, chart, &blocked, 1.5).zoom <= free * 1.001);
        }
    }

    #[test]
    fn what_is_free_beside_the_legend_is_used() {
        // An L: down the right side and along the top, as wide and high as the chart.
        let chart = Rect::from_min_size(pos2(0.0, 0.0), vec2(1000.0, 600.0));
        let legend = Rect::from_min_size(pos2(8.0, 342.0), vec2(400.0, 250.0));
        let mut bodies = Vec::new();
        for step in 0..10 {
            let body = |x: f32, y: f32| FitBody {
                at: pos2(x, y),
                radius: 5.0,
                label: Vec2::ZERO,
            };
            bodies.push(body(step as f32 * 100.0, 0.0));
            bodies.push(body(900.0, step as f32 * 54.0));
        }
        let free = fit_bodies(&bodies, chart, &[], 1.5);
        assert_eq!(fit_bodies(&bodies, chart, &[legend], 1.5), free);
    }

    #[test]
    fn nothing_and_one_are_shown() {
        let chart = Rect::from_min_size(pos2(0.0, 0.0), vec2(1000.0, 600.0));
        assert!(fit_bodies(&[], chart, &[], 1.5).zoom > 0.0);
        let one = FitBody {
            at: pos2(70.0, -20.0),
            radius: 9.0,
            label: vec2(80.0, 12.0),
        };
        let camera = fit_bodies(&[one], chart, &[], 1.5);
        assert_eq!(camera.zoom, 1.5);
    }
}
