//! Laws of all arrangements, from input to positions.

use proptest::prelude::*;

use crate::geom::{Pos2, Rect, pos2, vec2};
use crate::layout::ground::random::{mix, unit};

use super::web::shape_of;
use super::{Around, Arrangement, BodyLink, ShapeInput, arrange, settle};

const ALL: [Arrangement; 4] = [
    Arrangement::Radial(0),
    Arrangement::Layered,
    Arrangement::Columns,
    Arrangement::Circle,
];

/// An input of so many bodies with usual shapes and these links.
fn input(count: u32, links: &[(u32, u32)], seed: u64) -> ShapeInput {
    let hash = |body: u32| mix(u64::from(body) ^ mix(seed));
    let link = |&(from, to): &(u32, u32)| BodyLink {
        from,
        to,
        directed: !mix(u64::from(from) << 32 | u64::from(to)).is_multiple_of(4),
    };
    ShapeInput {
        seeds: (0..count).map(hash).collect(),
        radii: (0..count)
            .map(|body| 9.0 + unit(hash(body)) * 10.0)
            .collect(),
        label_sizes: (0..count)
            .map(|body| {
                vec2(
                    30.0 + (hash(body) % 90) as f32,
                    if body % 3 == 0 { 26.0 } else { 13.0 },
                )
            })
            .collect(),
        links: links.iter().map(link).collect(),
        groups: (0..count)
            .map(|body| (hash(body) >> 20) as u32 % 5)
            .collect(),
        ranks: Vec::new(),
        aspect: 1.5,
    }
}

/// Any links: loops, parallel ones, cycles, ends that are not there.
fn links() -> impl Strategy<Value = Vec<(u32, u32)>> {
    prop::collection::vec((0u32..70, 0u32..70), 0..150)
}

fn boxes(input: &ShapeInput, at: &[Pos2]) -> Vec<Rect> {
    let area = |(body, at): (u32, &Pos2)| shape_of(input, body).bounds().translate(at.to_vec2());
    (0u32..).zip(at).map(area).collect()
}

/// How many pairs of shapes come closer than 3 units.
fn overlaps(boxes: &[Rect]) -> usize {
    let mut sorted = boxes.to_vec();
    sorted.sort_by(|a, b| a.min.x.total_cmp(&b.min.x));
    let near = |at: usize| {
        let (right, mine) = (sorted[at].max.x + 3.0, sorted[at].expand(1.5));
        let after = sorted[at + 1..]
            .iter()
            .take_while(|area| area.min.x < right);
        after
            .filter(|area| mine.intersects(area.expand(1.49)))
            .count()
    };
    (0..sorted.len()).map(near).sum()
}

fn is_whole(at: &Pos2) -> bool {
    at.is_finite() && *at == at.round()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_overlaps_and_every_place_is_whole(count in 0u32..60, links in links(), seed: u64) {
        let input = input(count, &links, seed);
        for arrangement in ALL {
            let at = arrange(&input, arrangement);
            prop_assert_eq!(at.len(), count as usize);
            prop_assert!(at.iter().all(is_whole), "{:?}", arrangement);
            prop_assert_eq!(overlaps(&boxes(&input, &at)), 0, "{:?}", arrangement);
        }
    }

    #[test]
    fn the_order_of_records_does_not_matter(count in 1u32..60, links in links(), seed: u64, shift in 1u32..60) {
        let links: Vec<_> = links.into_iter().filter(|link| link.0.max(link.1) < count).collect();
        let straight = input(count, &links, seed);
        let turn = |body: u32| (body + shift) % count;
        let mut turned = straight.clone();
        for body in 0..count {
            let (from, to) = (body as usize, turn(body) as usize);
            turned.seeds[to] = straight.seeds[from];
            turned.radii[to] = straight.radii[from];
            turned.label_sizes[to] = straight.label_sizes[from];
            turned.groups[to] = straight.groups[from];
        }
        let link = |link: &BodyLink| BodyLink { from: turn(link.from), to: turn(link.to), ..*link };
        turned.links = straight.links.iter().rev().map(link).collect();
        for arrangement in ALL {
            let other = match arrangement {
                Arrangement::Radial(root) => Arrangement::Radial(turn(root)),
                other => other,
            };
            let (a, b) = (arrange(&straight, arrangement), arrange(&turned, other));
            prop_assert!((0..count).all(|body| a[body as usize] == b[turn(body) as usize]), "{:?}", arrangement);
        }
    }

    #[test]
    fn nonsense_is_arranged_too(count in 0u32..12, links in links(), sizes in prop::collection::vec((any::<f32>(), any::<f32>(), any::<f32>()), 0..12), aspect: f32, root: u32) {
        let mut input = input(count, &links, 1);
        input.radii = sizes.iter().map(|size| size.0).collect();
        input.label_sizes = sizes.iter().map(|size| vec2(size.1, size.2)).collect();
        input.groups.truncate(count as usize / 2);
        input.aspect = aspect;
        for arrangement in ALL.into_iter().chain([Arrangement::Radial(root)]) {
            let at = arrange(&input, arrangement);
            prop_assert!(at.iter().all(is_whole), "{:?}", arrangement);
            prop_assert_eq!(overlaps(&boxes(&input, &at)), 0, "{:?}", arrangement);
        }
    }

    #[test]
    fn pinned_bodies_stay_and_none_covers_what_is_there(count in 1u32..40, links in links(), seed: u64, share in 0.0f32..0.6) {
        let input = input(count, &links, seed);
        let now = super::columns(&input);
        let chance = |body: u32| unit(mix(seed ^ u64::from(body)));
        let around = Around {
            now: now.iter().map(|&at| Some(at)).collect(),
            pinned: (0..count).map(|body| chance(body) < share).collect(),
            center: None,
            others: (0..20).map(|other| Rect::from_center_size(pos2(chance(other) * 600.0 - 300.0, 0.0), vec2(40.0, 20.0))).collect(),
        };
        for arrangement in ALL {
            let at = settle(&input, &arrange(&input, arrangement), &around);
            prop_assert!(at.iter().all(is_whole));
            let pinned = (0..count as usize).filter(|&body| around.pinned[body]);
            prop_assert!(pinned.clone().all(|body| at[body] == now[body]));
            let boxes = boxes(&input, &at);
            prop_assert_eq!(overlaps(&boxes), 0, "{:?}", arrangement);
            let free = (0..count as usize).filter(|&body| !around.pinned[body]);
            prop_assert!(free.clone().all(|body| around.others.iter().all(|other| !boxes[body].expand(2.0).intersects(*other) || !boxes[body].intersects(*other))));
        }
    }

    #[test]
    fn without_cycles_every_link_of_layers_leads_down(count in 2u32..60, links in links(), seed: u64) {
        let links: Vec<_> = links.into_iter().filter(|link| link.0 < link.1 && link.1 < count).collect();
        let input = input(count, &links, seed);
        let at = super::layered(&input);
        let leads_down = |link: &&BodyLink| at[link.from as usize].y < at[link.to as usize].y;
        prop_assert!(input.links.iter().filter(|link| link.directed).all(|link| leads_down(&link)));
    }

    #[test]
    fn groups_stand_side_by_side_in_their_order(count in 1u32..60, links in links(), seed: u64) {
        let input = input(count, &links, seed);
        let at = super::columns(&input);
        for a in 0..count as usize {
            for b in 0..count as usize {
                prop_assert!(input.groups[a] >= input.groups[b] || at[a].x < at[b].x);
            }
        }
    }

    #[test]
    fn rings_are_distances(count in 1u32..60, links in links(), seed: u64) {
        let input = input(count, &links, seed);
        let at = super::radial(&input, 0);
        let flat = vec2(super::radial::FLAT, 1.0);
        let from_root = |body: u32| ((at[body as usize] - at[0]) / flat).length();
        // Whoever is linked to the root stands nearer than whoever is linked only to those.
        let near: Vec<u32> = (0..count).filter(|&body| body != 0 && linked(&links, 0, body)).collect();
        for far in (1..count).filter(|far| !near.contains(far) && near.iter().any(|&near| linked(&links, near, *far))) {
            prop_assert!(near.iter().all(|&near| from_root(near) < from_root(far) + 2.0));
        }
    }
}

fn linked(links: &[(u32, u32)], a: u32, b: u32) -> bool {
    links.contains(&(a, b)) || links.contains(&(b, a))
}

#[test]
fn stars_paths_and_cliques_are_arranged() {
    let star: Vec<(u32, u32)> = (1..3000).map(|leaf| (0, leaf)).collect();
    let path: Vec<(u32, u32)> = (1..3000).map(|body| (body - 1, body)).collect();
    let ring: Vec<(u32, u32)> = (0..800).map(|body| (body, (body + 1) % 800)).collect();
    let clique: Vec<(u32, u32)> = (0..40).flat_map(|a| (0..40).map(move |b| (a, b))).collect();
    for (count, links) in [(3000, star), (3000, path), (800, ring), (40, clique)] {
        let input = input(count, &links, 3);
        for arrangement in ALL {
            let at = arrange(&input, arrangement);
            assert!(at.iter().all(is_whole));
            assert_eq!(overlaps(&boxes(&input, &at)), 0, "{arrangement:?}");
        }
    }
}
