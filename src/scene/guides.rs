//! Lines of neighbours that a dragged entity snaps to.

use crate::geom::Pos2;

use super::{Scene, Viewport};

/// How near a line has to be for a drag to snap to it, points on screen.
pub const REACH: f32 = 6.0;

/// A line that a drag has snapped to, in the world: from the first of the entities on it to the last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guide {
    /// One end.
    pub from: Pos2,
    /// The other.
    pub to: Pos2,
}

/// Where a drag has snapped to.
#[derive(Clone, Debug, PartialEq)]
pub struct Snap {
    /// The place.
    pub at: Pos2,
    /// The lines: none, one, or one across and one down.
    pub guides: Vec<Guide>,
}

/// Snaps a place to the nearest column and the nearest row of `others` that are `within` reach. Of several equally near, the
/// one of the nearest entity counts.
pub fn snap(at: Pos2, others: &[Pos2], within: f32) -> Snap {
    let nearest = |of: fn(Pos2) -> f32| {
        let off = |other: &Pos2| (of(*other) - of(at)).abs();
        let near = others.iter().filter(|other| off(other) <= within);
        let key = |other: &Pos2| (off(other), (*other - at).length_sq());
        near.min_by(|a, b| {
            let (a, b) = (key(a), key(b));
            a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
        })
        .map(|other| of(*other))
    };
    let (x, y) = (nearest(|at| at.x), nearest(|at| at.y));
    let at = Pos2::new(x.unwrap_or(at.x), y.unwrap_or(at.y));
    let guide = |is_on: &dyn Fn(&Pos2) -> bool, of: fn(Pos2) -> f32| {
        let on = others.iter().copied().filter(is_on).chain([at]);
        let mut on: Vec<Pos2> = on.collect();
        on.sort_by(|a, b| of(*a).total_cmp(&of(*b)));
        let (from, to) = (*on.first()?, *on.last()?);
        Some(Guide { from, to })
    };
    // Places are stored in whole units.
    const SAME: f32 = 0.5;
    let column = x.and_then(|x| guide(&|other| (other.x - x).abs() < SAME, |at| at.y));
    let row = y.and_then(|y| guide(&|other| (other.y - y).abs() < SAME, |at| at.x));
    let guides = column.into_iter().chain(row).collect();
    Snap { at, guides }
}

/// The entities whose lines count while `moving` nodes are dragged, the first of them by the pointer to `at`: those that it is
/// linked to and the nearest few, as far as they are in view. On a full chart every place is in line with some other.
pub fn neighbours(
    scene: &Scene,
    positions: &[Pos2],
    frame: &Viewport,
    moving: &[u32],
    at: Pos2,
) -> Vec<Pos2> {
    const NEAREST: usize = 8;
    let mut is_moving = vec![false; positions.len()];
    for node in moving {
        if let Some(is_moving) = is_moving.get_mut(*node as usize) {
            *is_moving = true;
        }
    }
    let is_meant =
        |node: usize| !is_moving[node] && frame.rect.contains(frame.screen(positions[node]));
    let away = |node: &usize| (positions[*node] - at).length_sq();
    let mut near: Vec<usize> = (0..positions.len())
        .filter(|node| is_meant(*node))
        .collect();
    if near.len() > NEAREST {
        near.select_nth_unstable_by(NEAREST, |a, b| away(a).total_cmp(&away(b)));
        near.truncate(NEAREST);
    }
    let grabbed = moving.first().copied();
    let linked = scene.links.iter().filter_map(|link| match grabbed {
        Some(node) if link.from == node => Some(link.to as usize),
        Some(node) if link.to == node => Some(link.from as usize),
        _ => None,
    });
    near.extend(linked.filter(|node| is_meant(*node)));
    near.into_iter().map(|node| positions[node]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::pos2;
    use proptest::prelude::*;

    fn places() -> impl Strategy<Value = Vec<Pos2>> {
        let place = (-200i32..200, -200i32..200).prop_map(|(x, y)| pos2(x as f32, y as f32));
        prop::collection::vec(place, 0..12)
    }

    proptest! {
        #[test]
        fn what_snaps_is_in_line_and_moves_no_further_than_it_may(
            others in places(), x in -220f32..220.0, y in -220f32..220.0, within in 0f32..12.0
        ) {
            let at = pos2(x, y);
            let snap = snap(at, &others, within);
            let by = snap.at - at;
            prop_assert!(by.x.abs() <= within && by.y.abs() <= within);
            let is_near = |of: fn(Pos2) -> f32| others.iter().any(|other| (of(*other) - of(at)).abs() <= within);
            let expected = usize::from(is_near(|at| at.x)) + usize::from(is_near(|at| at.y));
            prop_assert_eq!(snap.guides.len(), expected);
            prop_assert_eq!(expected == 0, snap.guides.is_empty());
            for guide in &snap.guides {
                let span = guide.to - guide.from;
                prop_assert!(span.x.abs() < 1.0 || span.y.abs() < 1.0);
                let (min, max) = (guide.from.min(guide.to), guide.from.max(guide.to));
                prop_assert!(snap.at.x >= min.x - 1.0 && snap.at.x <= max.x + 1.0);
                prop_assert!(snap.at.y >= min.y - 1.0 && snap.at.y <= max.y + 1.0);
            }
            // What has snapped stays.
            prop_assert_eq!(super::snap(snap.at, &others, within).at, snap.at);
        }
    }

    #[test]
    fn the_nearest_line_wins_and_reaches_over_all_that_are_on_it() {
        let others = [
            pos2(0.0, 0.0),
            pos2(4.0, 90.0),
            pos2(4.0, -30.0),
            pos2(300.0, 52.0),
        ];
        let snap = snap(pos2(3.0, 50.0), &others, 6.0);
        assert_eq!(snap.at, pos2(4.0, 52.0));
        let [column, row] = snap.guides[..] else {
            panic!("{snap:?}")
        };
        assert_eq!(
            (column.from, column.to),
            (pos2(4.0, -30.0), pos2(4.0, 90.0))
        );
        assert_eq!((row.from, row.to), (pos2(4.0, 52.0), pos2(300.0, 52.0)));
    }
}
