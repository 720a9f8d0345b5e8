//! Where marks are: on a link's line the figure of voices, the two strokes of a disputed one and the bar of an ended one,
//! for which the shader has the same rules; beside a node its pin badge.

use crate::geom::{Pos2, Rect, Vec2, vec2};
use crate::look::TOKENS;

use super::curve::Course;
use super::{Lane, LinkRow};

/// Room between two marks of a link, in points.
const GAP: f32 = 1.0;

/// Where a link's marks are, as lengths from the start of its visible line; `None` for a mark that it does not have or has no
/// room for. No two cover one another.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct MarkPlaces {
    /// The middle of the figure.
    pub figure: Option<f32>,
    /// The middle between the strokes.
    pub disputed: Option<f32>,
    /// The bar.
    pub ended: Option<f32>,
}

/// Returns the radius of the figure's ring.
pub(crate) fn figure_radius(row: &LinkRow) -> f32 {
    let many = if row.voices > 99 { 1.5 } else { 1.0 };
    TOKENS.link.voices.radius * many
}

/// From this radius of its node on a pin badge is drawn.
pub(crate) const PIN_FROM: f32 = 5.0;

/// Returns where the badge of a pinned node is.
pub fn pin_center(at: Pos2, radius: f32) -> Pos2 {
    let badge = &TOKENS.node.pin_badge;
    at + vec2(badge.at[0] * radius + 2.0, badge.at[1] * radius - 2.0)
}

/// Returns the boxes of a link's figure and strokes, which nothing may cover.
pub(crate) fn mark_boxes(row: &LinkRow, course: &Course) -> Vec<Rect> {
    let places = MarkPlaces::of(row, course.length());
    let bundle = if row.lane == Lane::Bundle { 2.0 } else { 0.0 };
    let marks = [
        (places.disputed, TOKENS.link.disputed.gap / 2.0),
        (places.figure, figure_radius(row) + bundle),
    ];
    let boxes = marks.into_iter().filter_map(|(place, half)| {
        let (at, _) = course.at(place?)?;
        Some(Rect::from_center_size(at, Vec2::splat(half * 2.0)))
    });
    boxes.collect()
}

impl MarkPlaces {
    /// Places the marks of a link whose visible line is this long. Each keeps its usual place while there is room; on a short
    /// link the figure gives way towards the start, the others towards the tip, and the strokes stay longest.
    pub(crate) fn of(row: &LinkRow, length: f32) -> Self {
        let tokens = &TOKENS.link;
        let mut places = Self::default();
        let radius = figure_radius(row);
        let half_gap = tokens.disputed.gap / 2.0;
        let half_bar = tokens.ended.bar_width / 2.0;
        let bar = tokens.ended.bar_before_tip;
        let (after_figure, after_strokes) = (radius + GAP, half_gap + GAP);
        // What lies towards the tip, in order: how far the middle of the figure must be from it.
        let room_for_figure = match row.disputed {
            true => (radius + after_figure + half_gap * 2.0).max(tokens.voices.radius * 3.0),
            false => tokens.voices.radius * 3.0,
        };
        if row.has_figure() && length > room_for_figure {
            let usual = if row.lane == Lane::Bundle {
                0.5
            } else {
                tokens.voices.at
            };
            let most = match row.disputed {
                true => length * tokens.disputed.at - half_gap - after_figure,
                false => f32::INFINITY,
            };
            places.figure = Some((length * usual).min(most).max(radius));
        }
        let after = |place: Option<f32>, room: f32| place.map_or(0.0, |place| place + room);
        if row.disputed {
            let least = after(places.figure, after_figure + half_gap);
            places.disputed = Some((length * tokens.disputed.at).max(least));
        }
        if row.ended && length > bar {
            let least = after(places.figure, after_figure + half_bar)
                .max(after(places.disputed, after_strokes + half_bar));
            let place = (length - bar).max(length * 0.5).max(least);
            places.ended = (place + half_bar <= length).then_some(place);
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Support;
    use proptest::prelude::*;

    fn row(voices: u32, disputed: bool, ended: bool, lane: Lane) -> LinkRow {
        LinkRow {
            voices,
            disputed,
            ended,
            lane,
            slot: 0,
            from: 0,
            to: 1,
            support: Support::Established,
            directed: false,
            color: crate::geom::Color32::BLACK,
        }
    }

    proptest! {
        #[test]
        fn marks_of_a_link_never_cover_one_another(
            length in 1f32..400.0, voices in prop::sample::select(vec![1u32, 2, 120]),
            disputed in any::<bool>(), ended in any::<bool>(),
            lane in prop::sample::select(vec![Lane::Straight, Lane::Bundle]),
        ) {
            let row = row(voices, disputed, ended, lane);
            let places = MarkPlaces::of(&row, length);
            let tokens = &TOKENS.link;
            let halves = [
                (places.figure, figure_radius(&row)),
                (places.disputed, tokens.disputed.gap / 2.0),
                (places.ended, tokens.ended.bar_width / 2.0),
            ];
            let parts: Vec<(f32, f32)> = halves
                .into_iter()
                .filter_map(|(at, half)| at.map(|at| (at - half, at + half)))
                .collect();
            for pair in parts.windows(2) {
                prop_assert!(pair[0].1 < pair[1].0, "{parts:?}");
            }
            prop_assert_eq!(places.disputed.is_some(), disputed);
            if length > 50.0 {
                prop_assert_eq!(places.figure.is_some(), voices > 1);
                prop_assert_eq!(places.ended.is_some(), ended);
                prop_assert!(parts.iter().all(|(from, to)| *from > -0.01 && *to <= length));
            }
        }
    }

    #[test]
    fn marks_of_a_long_link_keep_their_usual_places() {
        let places = MarkPlaces::of(&row(2, true, true, Lane::Straight), 200.0);
        assert_eq!(places.figure, Some(72.0));
        assert_eq!(places.disputed, Some(100.0));
        assert_eq!(places.ended, Some(187.0));
    }
}
