//! Attraction of what is of one group: each group gets an invisible body in its middle, linked to all of it.
//!
//! As the virtual nodes of Eades and Huang, "Navigating clustered graphs using force-directed methods" (2000). Forces, and the
//! start they act on, know links only; so nothing else has to know of groups, and groups find places apart as hubs do.

use std::collections::BTreeMap;

use crate::geom::Vec2;
use crate::layout::ground::input::LayoutInput;
use crate::layout::ground::random::mix;
use crate::layout::ground::shape::USUAL_RADIUS;

/// How strongly a body is drawn to its group; a usual link draws with 1.
const PULL: f32 = 1.2;

/// Radius of the body in the midst of a group, in world units.
const RADIUS: f32 = 2.0;

/// Salt of the hashes of these bodies, so that they are like no record's.
const SALT: u64 = 0x6772_6f75_7073;

/// The input with a body for each group of two or more after all others; none where there are no groups.
pub(crate) fn with_midsts(input: &LayoutInput) -> Option<LayoutInput> {
    let count = input.seeds.len();
    let groups = &input.groups[..input.groups.len().min(count)];
    let mut sizes: BTreeMap<u32, u32> = BTreeMap::new();
    for group in groups {
        *sizes.entry(*group).or_default() += 1;
    }
    sizes.retain(|_, size| *size > 1);
    if sizes.is_empty() {
        return None;
    }
    let mut all = LayoutInput {
        groups: Vec::new(),
        ..input.clone()
    };
    // What is said of bodies that are not there must not be said of the new ones.
    all.radii.resize(count, USUAL_RADIUS);
    all.label_sizes.resize(count, Vec2::ZERO);
    all.start.resize(count, None);
    all.pinned.resize(count, false);
    all.weights.resize(all.links.len(), 1.0);
    all.links
        .iter_mut()
        .filter(|(from, to)| *from.max(to) as usize >= count)
        .for_each(|link| *link = (0, 0));
    let mut midsts = BTreeMap::new();
    for &group in sizes.keys() {
        midsts.insert(group, all.seeds.len() as u32);
        all.seeds.push(mix(SALT ^ u64::from(group)));
        all.radii.push(RADIUS);
        all.label_sizes.push(Vec2::ZERO);
    }
    for (body, group) in (0u32..).zip(groups) {
        if let Some(&midst) = midsts.get(group) {
            all.links.push((body, midst));
            all.weights.push(PULL);
        }
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::arrange;
    use crate::layout::ground::plane;
    use crate::layout::laws::{input, network};

    #[test]
    fn what_is_of_one_group_stands_closer_and_every_body_has_one_place() {
        for count in [60u32, 600] {
            let alone = input(count, network(count, count / 2, 5));
            let grouped = LayoutInput {
                groups: (0..count)
                    .map(|body| mix(u64::from(body)) as u32 % 4)
                    .collect(),
                ..alone.clone()
            };
            let spread = |input: &LayoutInput| {
                let at = arrange(input);
                assert_eq!(at.len(), count as usize);
                let mut sums = [0.0f32; 2];
                for a in 0..count as usize {
                    for b in 0..a {
                        let apart = plane::length(at[a] - at[b]);
                        sums[usize::from(grouped.groups[a] == grouped.groups[b])] += apart;
                    }
                }
                sums[1] / sums[0]
            };
            let (with, without) = (spread(&grouped), spread(&alone));
            assert!(with < 0.8 * without, "{count}: {with} {without}");
        }
    }

    #[test]
    fn nonsense_is_left_out() {
        let mut nonsense = input(3, vec![(0, 4), (1, 2), (9, 3)]);
        nonsense.groups = vec![7, 7, 8, 8, 8];
        nonsense.start = vec![None; 8];
        let all = with_midsts(&nonsense).unwrap();
        assert_eq!(all.links, [(0, 0), (1, 2), (0, 0), (0, 3), (1, 3)]);
        assert_eq!((all.seeds.len(), all.start.len()), (4, 3));
        nonsense.groups = vec![1, 2, 3];
        assert!(with_midsts(&nonsense).is_none());
    }
}
