//! The layout: whole arrangements, ticks while it is live, what a user does to a settled chart, and arrangements by shape.
//!
//! `cargo bench --bench layout`; a part of it by name: `cargo bench --bench layout -- tick`. Graphs have communities with hubs
//! and leaves, three links for two entities. The times of one run are to be compared with one another: how cost grows with
//! size is the ratio of the rows.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};

use linkwright::geom::vec2;
use linkwright::layout::shapes::{self, Arrangement};
use linkwright::layout::{LayoutInput, Simulation, Style, arrange};

const SIZES: [u32; 3] = [1_000, 10_000, 100_000];

/// Chance that is the same in every run (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % u64::from(end.max(1))) as u32
    }
}

/// Communities of 8 to 80 that grow by linking to well linked members, and some links between communities near in number.
fn communities(count: u32) -> Vec<(u32, u32)> {
    let mut chance = Chance(u64::from(count));
    let mut links = Vec::new();
    let mut first = 0;
    while first < count {
        let end = (first + 8 + chance.below(72)).min(count);
        let mut ends = vec![first];
        for body in first + 1..end {
            for _ in 0..1 + chance.below(2) {
                let other = ends[chance.below(ends.len() as u32) as usize];
                links.push((other, body));
                ends.push(other);
            }
            ends.push(body);
        }
        let mut reach = 100;
        while first > 0 && reach < count && chance.below(2) == 0 {
            reach *= 3;
        }
        for _ in 0..1 + (end - first) / 12 {
            let back = first.saturating_sub(1 + chance.below(reach));
            links.push((back, first + chance.below(end - first)));
        }
        first = end;
    }
    links
}

fn input(count: u32) -> LayoutInput {
    LayoutInput {
        seeds: (0..u64::from(count)).collect(),
        radii: vec![10.0; count as usize],
        label_sizes: vec![vec2(60.0, 13.0); count as usize],
        links: communities(count),
        aspect: 1.5,
        ..LayoutInput::default()
    }
}

/// From nothing to rest.
fn arranging(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("arrange");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(4));
    for style in [Style::Clusters, Style::Distances] {
        for count in SIZES {
            let input = LayoutInput {
                style,
                ..input(count)
            };
            let name = format!("{style:?}");
            group.bench_function(BenchmarkId::new(name, count), |bench| {
                bench.iter(|| black_box(arrange(&input)));
            });
        }
    }
    group.finish();
}

/// From nothing to the first picture that can be shown.
fn opening(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("first picture");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(4));
    for count in SIZES {
        let input = input(count);
        group.bench_function(BenchmarkId::from_parameter(count), |bench| {
            bench.iter(|| black_box(Simulation::new(&input)));
        });
    }
    group.finish();
}

/// A tick of the live layout with all forces, in the mean over a whole run.
fn ticks(criterion: &mut Criterion) {
    const TICKS: u32 = 90;
    let mut group = criterion.benchmark_group("90 ticks");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(6));
    for count in SIZES {
        let input = input(count);
        group.bench_function(BenchmarkId::from_parameter(count), |bench| {
            bench.iter_batched(
                || Simulation::new(&input),
                |mut simulation| {
                    for _ in 0..TICKS {
                        black_box(simulation.tick());
                    }
                    simulation
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

/// A settled chart: one entity is dragged for a frame, or a new one finds its place.
fn touching(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("settled");
    group
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500));
    for count in SIZES {
        let mut input = input(count);
        input.start = arrange(&input).into_iter().map(Some).collect();
        let mut simulation = Simulation::new(&input);
        let all: Vec<usize> = (0..count as usize).collect();
        simulation.free(&all, 0.0);
        let home = simulation.positions()[0];
        let mut step = 0.0;
        group.bench_function(BenchmarkId::new("drag", count), |bench| {
            bench.iter(|| {
                step += 1.0;
                simulation.drag(0, home + vec2(step % 50.0, 0.0));
                black_box(simulation.tick())
            });
        });
        input.start[count as usize / 2] = None;
        group.bench_function(BenchmarkId::new("one more", count), |bench| {
            bench.iter(|| black_box(arrange(&input)));
        });
    }
    group.finish();
}

/// Arrangements by shape.
fn shaping(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("shape");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3));
    for count in SIZES {
        let input = shapes::ShapeInput {
            seeds: (0..u64::from(count)).collect(),
            radii: vec![10.0; count as usize],
            label_sizes: vec![vec2(60.0, 13.0); count as usize],
            links: communities(count)
                .into_iter()
                .map(|(from, to)| shapes::BodyLink {
                    from,
                    to,
                    directed: true,
                })
                .collect(),
            groups: (0..count).map(|body| body % 9).collect(),
            ranks: Vec::new(),
            aspect: 1.5,
        };
        for (name, arrangement) in [
            ("radial", Arrangement::Radial(0)),
            ("layered", Arrangement::Layered),
            ("columns", Arrangement::Columns),
        ] {
            group.bench_function(BenchmarkId::new(name, count), |bench| {
                bench.iter(|| black_box(shapes::arrange(&input, arrangement)));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, arranging, opening, ticks, touching, shaping);
criterion_main!(benches);
