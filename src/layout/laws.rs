//! Laws of the whole engine, from input to positions.

use proptest::prelude::*;

use crate::geom::{Pos2, Rect, pos2, vec2};

use super::ground::crossing::count_crossings;
use super::ground::random::{mix, unit};
use super::ground::shape::BodyShape;
use super::{LayoutInput, Simulation, Style, arrange};

/// An input of so many bodies with usual shapes and these links.
pub(super) fn input(count: u32, links: Vec<(u32, u32)>) -> LayoutInput {
    let degree = |body: u32| {
        links
            .iter()
            .filter(|link| link.0 == body || link.1 == body)
            .count() as f32
    };
    let radius = |body: u32| 9.0 * (1.0 + 0.3 * (degree(body).max(1.0).sqrt() - 1.0)).min(2.1);
    let label = |body: u32| {
        vec2(
            40.0 + (mix(u64::from(body)) % 90) as f32,
            if body.is_multiple_of(3) { 26.0 } else { 13.0 },
        )
    };
    LayoutInput {
        seeds: (0..count).map(|body| mix(u64::from(body) + 77)).collect(),
        radii: if count <= 2000 {
            (0..count).map(radius).collect()
        } else {
            Vec::new()
        },
        label_sizes: (0..count).map(label).collect(),
        start: vec![None; count as usize],
        pinned: vec![false; count as usize],
        aspect: 1.4,
        links,
        weights: Vec::new(),
        ranks: Vec::new(),
        groups: Vec::new(),
        style: Style::default(),
        seed: 0,
    }
}

/// A tree with so many bodies, each linked to an earlier one, and some more links.
pub(super) fn network(count: u32, extra: u32, seed: u64) -> Vec<(u32, u32)> {
    let chance = |salt: u64, below: u32| (mix(seed ^ mix(salt)) % u64::from(below.max(1))) as u32;
    let tree = (1..count).map(|body| (chance(u64::from(body), body), body));
    let more = (0..extra).map(|link| {
        (
            chance(u64::from(link) << 32, count),
            chance(u64::from(link) << 33, count),
        )
    });
    tree.chain(more).collect()
}

/// Pairs of bodies whose shapes touch, or nearly so, after rounding to whole units.
pub(super) fn overlaps(input: &LayoutInput, at: &[Pos2]) -> Vec<(usize, usize)> {
    let shape = |body: usize| BodyShape::new(input.radii[body], input.label_sizes[body]);
    let pairs = (0..at.len()).flat_map(|a| (a + 1..at.len()).map(move |b| (a, b)));
    pairs
        .filter(|&(a, b)| {
            shape(a)
                .push(&shape(b), at[b].round() - at[a].round(), 3.0)
                .is_some()
        })
        .collect()
}

/// How many links cross.
fn crossings(links: &[(u32, u32)], at: &[Pos2]) -> usize {
    let links: Vec<[usize; 2]> = links
        .iter()
        .map(|&(a, b)| [a as usize, b as usize])
        .collect();
    count_crossings(&links, |body| at[body])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_records_does_not_matter(count in 1u32..90, extra in 0u32..40, seed: u64, shift in 1u32..90) {
        let straight = input(count, network(count, extra, seed));
        let turn = |body: u32| (body + shift) % count;
        let mut turned = straight.clone();
        for body in 0..count {
            let (from, to) = (body as usize, turn(body) as usize);
            turned.seeds[to] = straight.seeds[from];
            turned.radii[to] = straight.radii[from];
            turned.label_sizes[to] = straight.label_sizes[from];
        }
        turned.links = straight.links.iter().rev().map(|&(a, b)| (turn(b), turn(a))).collect();
        let (a, b) = (arrange(&straight), arrange(&turned));
        prop_assert!((0..count).all(|body| a[body as usize] == b[turn(body) as usize]));
    }

    #[test]
    fn nothing_overlaps(count in 2u32..300, extra in 0u32..200, parts in 1u32..5, seed: u64) {
        let links = network(count, extra, seed).into_iter().filter(|link| link.0 % parts == link.1 % parts).collect();
        let input = input(count, links);
        prop_assert_eq!(overlaps(&input, &arrange(&input)), vec![]);
    }

    #[test]
    fn stored_positions_are_untouched_and_new_bodies_find_room(count in 2u32..80, extra in 0u32..30, seed: u64, share in 0.0f32..1.0) {
        let mut input = input(count, network(count, extra, seed));
        let keeps = |body: &usize| unit(mix(seed ^ *body as u64)) < share;
        let before = arrange(&input).into_iter().enumerate();
        input.start = before.map(|(body, at)| keeps(&body).then_some(at.round())).collect();
        input.pinned = (0..count).map(|body| body.is_multiple_of(5)).collect();
        let after = arrange(&input);
        prop_assert!(input.start.iter().zip(&after).all(|(start, at)| start.is_none_or(|start| start == *at)));
        let new = |&(a, b): &(usize, usize)| input.start[a].is_none() || input.start[b].is_none();
        let overlaps: Vec<_> = overlaps(&input, &after).into_iter().filter(new).collect();
        prop_assert_eq!(overlaps, vec![]);
    }

    #[test]
    fn pins_never_move(count in 3u32..60, seed: u64, heat in 0.0f32..1.0) {
        let mut input = input(count, network(count, 5, seed));
        input.start = arrange(&input).into_iter().map(Some).collect();
        input.pinned = (0..count).map(|body| body.is_multiple_of(3)).collect();
        let mut simulation = Simulation::new(&input);
        simulation.free_all(heat);
        simulation.run();
        for body in (0..count as usize).step_by(3) {
            prop_assert_eq!(Some(simulation.positions()[body]), input.start[body]);
        }
    }

    #[test]
    fn small_trees_do_not_cross(count in 2u32..60, seed: u64) {
        let input = input(count, network(count, 0, seed));
        prop_assert_eq!(crossings(&input.links, &arrange(&input)), 0);
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let input = input(6000, network(6000, 3000, 5));
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("threads start");
        pool.install(|| {
            let mut simulation = Simulation::new(&input);
            for _ in 0..30 {
                simulation.tick();
            }
            simulation.positions().to_vec()
        })
    };
    assert_eq!(run(1), run(2));
    assert_eq!(run(1), run(5));
}

#[test]
fn the_picture_is_the_same_in_every_build() {
    // Found with a release build; a debug build must find the same.
    const PICTURES: [(u32, u32, u64); 2] = [
        (70, 30, 0xf657_ef71_b5c6_9e36),
        (900, 400, 0x00a4_c7c6_aa0b_72e5),
    ];
    for (count, extra, picture) in PICTURES {
        let at = arrange(&input(count, network(count, extra, 3)));
        let bits = at.iter().fold(0u64, |hash, at| {
            mix(hash ^ u64::from(at.x.to_bits()) << 32 ^ u64::from(at.y.to_bits()))
        });
        assert_eq!(
            bits, picture,
            "the picture has changed: look at it, then note {bits:#x}"
        );
    }
}

#[test]
fn large_pictures_have_no_overlaps_and_do_not_depend_on_the_order_of_records() {
    for (count, extra, parts) in [(700, 300, 1), (1200, 2000, 2), (900, 0, 1)] {
        let links = network(count, extra, 11);
        let links = links
            .into_iter()
            .filter(|link| link.0 % parts == link.1 % parts);
        let straight = input(count, links.collect());
        let at = arrange(&straight);
        assert_eq!(overlaps(&straight, &at), vec![], "{count} bodies");
        let mut turned = straight.clone();
        turned.seeds.reverse();
        turned.radii.reverse();
        turned.label_sizes.reverse();
        let last = count - 1;
        let turn = |&(a, b): &(u32, u32)| (last - b, last - a);
        turned.links = straight.links.iter().rev().map(turn).collect();
        assert!(
            at.iter().eq(arrange(&turned).iter().rev()),
            "{count} bodies"
        );
    }
}

#[test]
fn a_stronger_link_is_a_shorter_one() {
    for count in [60, 900] {
        let mut input = input(count, network(count, count / 4, 21));
        let strong = |link: usize| link.is_multiple_of(5);
        let lengths = |input: &LayoutInput| {
            let at = arrange(input);
            let length = |&(a, b): &(u32, u32)| (at[a as usize] - at[b as usize]).length();
            let mean = |is: bool| {
                let links = input.links.iter().enumerate();
                let some: Vec<f32> = links
                    .filter(|(n, _)| strong(*n) == is)
                    .map(|(_, link)| length(link))
                    .collect();
                some.iter().sum::<f32>() / some.len() as f32
            };
            mean(true) / mean(false)
        };
        let before = lengths(&input);
        input.weights = (0..input.links.len())
            .map(|link| if strong(link) { 4.0 } else { 1.0 })
            .collect();
        let after = lengths(&input);
        assert!(after < 0.9 * before, "{count}: {before} {after}");
    }
}

#[test]
fn a_hub_with_many_leaves_and_a_crowded_web_have_no_overlaps() {
    let star = input(1500, (1..1500).map(|leaf| (0, leaf)).collect());
    assert_eq!(overlaps(&star, &arrange(&star)), vec![]);
    let web = (0..8).flat_map(|hub| (8..700).map(move |leaf| (hub, leaf)));
    let web = input(700, web.collect());
    assert_eq!(overlaps(&web, &arrange(&web)), vec![]);
}

#[test]
fn a_large_component_fills_the_room_that_its_bodies_need() {
    let input = input(2000, network(2000, 1000, 4));
    let at = arrange(&input);
    let all = at
        .iter()
        .fold(Rect::NOTHING, |all, at| all.union(Rect::from_pos(*at)));
    let aspect = all.width() / all.height();
    let each = (all.area() / 2000.0).sqrt();
    assert!(
        (0.9..2.5).contains(&aspect) && (80.0..260.0).contains(&each),
        "{aspect} {each}"
    );
}

/// An input of so many bodies without labels.
fn plain(count: u32, links: Vec<(u32, u32)>) -> LayoutInput {
    LayoutInput {
        seeds: (0..count).map(|body| mix(u64::from(body))).collect(),
        links,
        ..LayoutInput::default()
    }
}

/// Ticks a few times and to the end, and asks that all positions are numbers.
fn stays_finite(what: &str, input: &LayoutInput, ticks: usize) {
    let mut simulation = Simulation::new(input);
    for _ in 0..ticks {
        simulation.tick();
        assert!(
            simulation.positions().iter().all(|at| at.is_finite()),
            "{what}"
        );
    }
}

#[test]
fn degenerate_inputs_stay_finite() {
    for count in [0, 1, 2] {
        stays_finite("few", &input(count, vec![(0, 1), (0, 0), (7, 9)]), 400);
    }
    stays_finite(
        "a star",
        &plain(100_001, (1..=100_000).map(|leaf| (0, leaf)).collect()),
        3,
    );
    stays_finite(
        "a path",
        &plain(100_000, (1..100_000).map(|body| (body - 1, body)).collect()),
        3,
    );
    stays_finite("lone records", &plain(50_000, vec![]), 2);
    let all = (0..2000).flat_map(|a| (a + 1..2000).map(move |b| (a, b)));
    stays_finite("a large clique", &plain(2000, all.collect()), 2);
    stays_finite(
        "self-links",
        &input(30, (0..30).map(|body| (body, body)).collect()),
        400,
    );
    stays_finite(
        "a clique",
        &input(
            60,
            (0..60)
                .flat_map(|a| (a + 1..60).map(move |b| (a, b)))
                .collect(),
        ),
        400,
    );
    let same_ids = LayoutInput {
        seeds: vec![4; 50],
        ..input(50, network(50, 10, 1))
    };
    stays_finite("equal ids", &same_ids, 400);
    let nonsense = LayoutInput {
        radii: vec![f32::NAN, -3.0, f32::INFINITY, 1e9],
        label_sizes: vec![vec2(f32::NAN, 3.0), vec2(1e9, 1e9)],
        start: vec![Some(pos2(f32::NAN, 0.0)); 10],
        aspect: f32::NAN,
        ..input(40, network(40, 10, 1))
    };
    stays_finite("nonsense", &nonsense, 400);
}

#[test]
fn degenerate_positions_stay_finite() {
    type Spot = fn(usize) -> Pos2;
    let spots: [(&str, Spot); 5] = [
        ("coincident", |_| pos2(5.0, 5.0)),
        ("collinear", |body| pos2(body as f32, 0.0)),
        ("huge", |body| {
            pos2(1e6 * (body % 7) as f32, -1e6 * (body % 5) as f32)
        }),
        ("tiny", |body| {
            pos2(1e-6 * (body % 7) as f32, 1e-6 * (body % 5) as f32)
        }),
        ("a column", |body| pos2(0.0, -3.0 * body as f32)),
    ];
    for (what, spot) in spots {
        let mut input = input(300, network(300, 100, 9));
        input.start = (0..300)
            .map(|body| (body % 2 == 0).then(|| spot(body)))
            .collect();
        stays_finite(what, &input, 400);
        let mut simulation = Simulation::new(&input);
        simulation.free_all(1.0);
        simulation.run();
        assert!(
            simulation.positions().iter().all(|at| at.is_finite()),
            "{what}, freed"
        );
    }
}

/// How far distances in a picture are from those along the links, whatever its scale: 0 where they agree.
fn stress(input: &LayoutInput, at: &[Pos2]) -> f64 {
    let mut neighbours = vec![Vec::new(); at.len()];
    for &(a, b) in &input.links {
        neighbours[a as usize].push(b as usize);
        neighbours[b as usize].push(a as usize);
    }
    let (mut sum, mut squares, mut pairs) = (0.0, 0.0, 0.0);
    for source in (0..at.len()).step_by(7) {
        let mut links = vec![0u32; at.len()];
        let mut queue = vec![source];
        let mut head = 0;
        while let Some(&body) = queue.get(head) {
            for &other in &neighbours[body] {
                if links[other] == 0 && other != source {
                    links[other] = links[body] + 1;
                    queue.push(other);
                    let ratio = f64::from((at[other] - at[source]).length() / links[other] as f32);
                    sum += ratio;
                    squares += ratio * ratio;
                    pairs += 1.0;
                }
            }
            head += 1;
        }
    }
    1.0 - sum * sum / (squares * pairs)
}

#[test]
fn the_first_picture_is_nearly_as_true_as_the_settled_one() {
    let input = input(1000, network(1000, 500, 6));
    let first = stress(&input, Simulation::new(&input).positions());
    let settled = stress(&input, &arrange(&input));
    assert!(first < 1.25 * settled && settled < 0.3, "{first} {settled}");
}

#[test]
fn distances_are_truer_on_request() {
    for count in [120, 1500] {
        let clusters = input(count, network(count, count / 2, 6));
        let distances = LayoutInput {
            style: Style::Distances,
            ..clusters.clone()
        };
        let at = arrange(&distances);
        assert_eq!(overlaps(&distances, &at), vec![]);
        let (one, other) = (
            stress(&clusters, &arrange(&clusters)),
            stress(&distances, &at),
        );
        assert!(other < one, "{count}: {other} {one}");
    }
}

#[test]
fn distances_are_true_around_pins_too() {
    let mut clusters = input(120, network(120, 60, 6));
    let at = arrange(&clusters);
    clusters.start = (0..120)
        .map(|body| (body < 3).then(|| at[body].round()))
        .collect();
    clusters.pinned = (0..120).map(|body| body < 3).collect();
    let distances = LayoutInput {
        style: Style::Distances,
        ..clusters.clone()
    };
    let found = arrange(&distances);
    assert!((0..3).all(|body| Some(found[body]) == distances.start[body]));
    assert_eq!(overlaps(&distances, &found), vec![]);
    let (one, other) = (
        stress(&clusters, &arrange(&clusters)),
        stress(&distances, &found),
    );
    assert!(other < one, "{other} {one}");
}

#[test]
fn no_body_stands_out_of_a_clique() {
    for count in [12, 20, 40] {
        let links = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b)));
        let at = arrange(&input(count, links.collect()));
        let middle = at
            .iter()
            .fold(Pos2::ZERO, |sum, at| sum + at.to_vec2() / count as f32);
        let mut ways: Vec<f32> = at.iter().map(|at| (*at - middle).length()).collect();
        ways.sort_unstable_by(f32::total_cmp);
        let (usual, most) = (ways[count as usize / 2], ways[count as usize - 1]);
        assert!(most < 1.8 * usual, "{count}: {most} {usual}");
    }
}

#[test]
fn one_more_entity_moves_hardly_any_other() {
    let count = 1000u32;
    let mut chart = input(count + 1, network(count, 500, 8));
    let settled = arrange(&input(count, chart.links.clone()));
    chart.start = settled
        .iter()
        .map(|at| Some(at.round()))
        .chain([None])
        .collect();
    chart.links.extend([(17, count), (18, count)]);
    let after = arrange(&chart);
    let size = settled
        .iter()
        .fold(Rect::NOTHING, |all, at| all.union(Rect::from_pos(*at)))
        .size()
        .length();
    let mut moved: Vec<f32> = settled
        .iter()
        .zip(&after)
        .map(|(a, b)| (*a - *b).length())
        .collect();
    moved.sort_unstable_by(f32::total_cmp);
    assert!(moved[500] < 0.01 * size && moved[950] < 0.05 * size);
    let near = [17, 18].map(|body: usize| (after[body] - after[count as usize]).length());
    assert!(near.iter().all(|&way| way < 0.3 * size), "{near:?}");
    assert_eq!(overlaps(&chart, &after), vec![]);
}

#[test]
fn a_stored_picture_is_at_rest_at_once() {
    let mut input = input(50, network(50, 20, 2));
    input.start = (0..50)
        .map(|body| Some(pos2(body as f32 * 3.0, 7.0)))
        .collect();
    let mut simulation = Simulation::new(&input);
    let progress = simulation.tick();
    assert!(progress.settled && progress.movement == 0.0);
    assert!(
        simulation
            .positions()
            .iter()
            .zip(&input.start)
            .all(|(at, start)| Some(*at) == *start)
    );
}

#[test]
fn ticking_and_running_end_in_the_same_picture() {
    let input = input(40, network(40, 15, 8));
    let mut simulation = Simulation::new(&input);
    let mut last = simulation.tick();
    while !last.settled {
        last = simulation.tick();
    }
    assert_eq!(simulation.positions(), arrange(&input));
    assert_eq!(last.done, 1.0);
}

#[test]
fn another_seed_gives_another_picture() {
    let one = input(30, network(30, 10, 4));
    assert_ne!(
        arrange(&one),
        arrange(&LayoutInput {
            seed: 1,
            ..one.clone()
        })
    );
}
