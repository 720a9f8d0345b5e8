//! How long the program's work takes: opening, saving, what is derived, an edit, and the processor's part of a frame, at
//! 1,000, 10,000 and 100,000 entities with three links each.
//!
//! `cargo bench` prints all of it; `cargo bench -- frame/100k` one line.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use linkwright::edit::{Edit, apply};
use linkwright::formats::{self, linkwright as file};
use linkwright::geom::{Pos2, vec2};
use linkwright::look::Theme;
use linkwright::model::evidence::{Basis, Evidence};
use linkwright::model::{
    Claim, Document, Entity, Filter, Link, Parts, Role, Source, Stance, View, shown,
};
use linkwright::net::Net;
use linkwright::scene::Scene;
use linkwright::store::{Settings, Store};
use linkwright::ui::state::Window;
use linkwright::ui::{frame, theme};
use linkwright::work::{FileState, Work};

/// Makes the n-th edit of one sort.
type Makes<'a> = &'a dyn Fn(&Work, u64) -> Edit;

/// The same for a document without a window.
type Edits<'a> = &'a dyn Fn(&Document, u64) -> Edit;

const SIZES: [(&str, usize); 3] = [("1k", 1_000), ("10k", 10_000), ("100k", 100_000)];

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }
}

/// A dataset of `count` entities with three links each, one claim a link, 1,000 sources, a note on one record in ten, and
/// stored positions: communities of about fifty, most links inside them.
fn dataset(count: usize) -> Document {
    let mut numbers = Numbers(7);
    let kinds = [
        "company",
        "person",
        "agency",
        "state",
        "campaign",
        "infrastructure",
    ];
    let verbs = ["owns", "works-for", "controls", "supplies", "partners-with"];
    let note = |at: usize| {
        if at.is_multiple_of(10) {
            "Seen in two registers; **dates differ**.".into()
        } else {
            Default::default()
        }
    };
    let id = |at: usize| linkwright::model::Str::from(format!("entity-{at:06}"));
    let sources = (0..1000).map(|at| Source {
        id: format!("source-{at:04}").into(),
        title: format!("Report {at} on the holdings of several companies").into(),
        publisher: "A register".into(),
        role: Some(if at % 3 == 0 {
            Role::Register
        } else {
            Role::Own
        }),
        published: format!("20{:02}-05", at % 26).parse().ok(),
        note: note(at),
        ..Source::default()
    });
    let entities = (0..count).map(|at| Entity {
        id: id(at),
        kind: kinds[at % kinds.len()].into(),
        name: format!("Entity number {at} Holdings").into(),
        country: ["GB", "CN", "FR", "US"][at % 4].into(),
        note: note(at),
        ..Entity::default()
    });
    let links = (0..count * 3).map(|at| {
        let from = at / 3;
        let community = from / 50 * 50;
        let to = if numbers.below(10) < 9 {
            community + numbers.below(50.min(count - community))
        } else {
            numbers.below(count)
        };
        Link {
            id: format!("link-{at:06}").into(),
            kind: verbs[at % verbs.len()].into(),
            from: id(from),
            to: id(to),
            note: note(at),
            claims: vec![Claim {
                id: "c1aa".into(),
                stance: Some(if at % 4 == 0 {
                    Stance::Alleges
                } else {
                    Stance::Asserts
                }),
                source: format!("source-{:04}", numbers.below(1000)).into(),
                recorded: "2025-12-09".parse().ok(),
                ..Claim::default()
            }],
            ..Link::default()
        }
    });
    let mut parts = Parts {
        sources: sources.map(Arc::new).collect(),
        entities: entities.map(Arc::new).collect(),
        links: links.map(Arc::new).collect(),
        ..Parts::default()
    };
    let mut view = View::new("main", "Main");
    let mut numbers = Numbers(11);
    let side = ((count as f64 / 50.0).sqrt().ceil() as usize).max(1);
    for at in 0..count {
        let community = at / 50;
        let (x, y) = (community % side * 900, community / side * 900);
        let place = [
            (x + numbers.below(700)) as i32,
            (y + numbers.below(700)) as i32,
        ];
        view.positions.insert(id(at), place);
    }
    parts.views.push(std::sync::Arc::new(view));
    Document::from_parts(parts).0
}

fn work(document: Document) -> Work {
    Work::new(
        document,
        FileState::default(),
        true,
        Theme::Light,
        Arc::new(|| {}),
    )
}

fn context() -> egui::Context {
    let ctx = egui::Context::default();
    theme::install_fonts(&ctx);
    theme::install_styles(&ctx, true);
    ctx
}

/// One frame of a window of 1440 by 900 points, up to what is handed to the painter.
fn one_frame(ctx: &egui::Context, work: &mut Work, window: &mut Window, time: f64) {
    let input = egui::RawInput {
        screen_rect: Some(egui::Rect::from_min_size(Pos2::ZERO, vec2(1440.0, 900.0))),
        time: Some(time),
        ..egui::RawInput::default()
    };
    let mut output = ctx.run_ui(input, |ui| {
        black_box(frame(ui, work, window));
    });
    output.textures_delta.clear();
    black_box(ctx.tessellate(output.shapes, output.pixels_per_point));
}

fn window() -> Window {
    let mut window = Window::new(Settings {
        reduced_motion: true,
        ..Settings::default()
    });
    window.format = Some(eframe::egui_wgpu::wgpu::TextureFormat::Bgra8Unorm);
    window
}

fn files(criterion: &mut Criterion) {
    for (name, count) in SIZES {
        let document = dataset(count);
        let bytes = file::write(&document);
        let mut group = criterion.benchmark_group("file");
        group
            .sample_size(10)
            .measurement_time(Duration::from_secs(3));
        group.bench_function(BenchmarkId::new("read", name), |b| {
            b.iter(|| formats::open(&bytes).unwrap());
        });
        group.bench_function(BenchmarkId::new("open to first frame", name), |b| {
            let ctx = context();
            b.iter_batched(
                window,
                |mut window| {
                    let mut work = work(formats::open(&bytes).unwrap().document);
                    one_frame(&ctx, &mut work, &mut window, 0.0);
                    (work, window)
                },
                BatchSize::PerIteration,
            );
        });
        group.bench_function(BenchmarkId::new("write", name), |b| {
            b.iter(|| file::write(&document))
        });
        let folder = tempfile::tempdir().unwrap();
        group.bench_function(BenchmarkId::new("save with fsync", name), |b| {
            let path = folder.path().join("a.json");
            b.iter(|| {
                Store::default()
                    .replace(&path, &file::write(&document))
                    .unwrap()
            });
        });
        group.bench_function(BenchmarkId::new("snapshot for a save", name), |b| {
            b.iter(|| document.clone())
        });
    }
}

/// The dataset of 100,000 entities with three claims a link, as investigators write them: a third of the sources relay one
/// or two others, some have authors, some claims name who speaks or give a name that is on no chart.
fn argued() -> Document {
    let plain = dataset(100_000);
    let mut numbers = Numbers(13);
    let source = |at: usize| linkwright::model::Str::from(format!("source-{at:04}"));
    let entity = |at: usize| linkwright::model::Str::from(format!("entity-{at:06}"));
    let sources = (0..1000).map(|at| {
        let mut source_at = Source::clone(plain.sources().at(at as u32).unwrap());
        source_at.publisher = format!("Publisher {}", at % 200).into();
        if at % 3 == 1 {
            source_at.role = Some(Role::Relay);
            source_at.derived_from = vec![source(at - 1), source(at / 2)];
        }
        if at % 5 == 0 {
            source_at.authors = vec![entity(at * 7)];
        }
        Arc::new(source_at)
    });
    let links = plain.links().iter().map(|link| {
        let mut link = Link::clone(link);
        for n in 1..3 {
            let mut claim = link.claims[0].clone();
            claim.id = format!("d{n}aa").into();
            claim.source = source(numbers.below(1000));
            match numbers.below(8) {
                0 => claim.speakers = vec![entity(numbers.below(500))],
                1 => claim.speaker_name = format!("Spokesman {}", numbers.below(500)).into(),
                _ => {}
            }
            link.claims.push(claim);
        }
        Arc::new(link)
    });
    let parts = Parts {
        sources: sources.collect(),
        links: links.collect(),
        entities: plain.entities().iter().map(Arc::clone).collect(),
        ..Parts::default()
    };
    Document::from_parts(parts).0
}

/// What claims amount to, all of it: from the records, and on another basis.
fn evidence(criterion: &mut Criterion) {
    let document = argued();
    let mut group = criterion.benchmark_group("evidence 300k x 3 claims");
    group
        .sample_size(20)
        .measurement_time(Duration::from_secs(4));
    group.bench_function("resolve and judge", |b| {
        b.iter(|| Evidence::of(&document, Basis::default()));
    });
    let mut evidence = Evidence::of(&document, Basis::default());
    group.bench_function("judge", |b| {
        b.iter(|| evidence.judge_on(&document, Basis::default()));
    });
    let mut source = 0;
    group.bench_function("judge without a source", |b| {
        b.iter(|| {
            source = (source + 1) % 1000;
            let basis = Basis {
                left_out: vec![source],
                ..Basis::default()
            };
            evidence.judge_on(&document, basis);
        });
    });
    group.finish();
    evidence.judge_on(&document, Basis::default());
    judging_again(criterion, document, evidence);
}

/// What an edit of a source, a claim or an entity changes of it; the document's part of the edit is not counted.
fn judging_again(criterion: &mut Criterion, mut document: Document, mut evidence: Evidence) {
    let mut group = criterion.benchmark_group("evidence 300k x 3 claims, judge again after");
    group
        .sample_size(20)
        .measurement_time(Duration::from_secs(3));
    // Cited in some 900 claims, and the root of what is said in four times as many.
    let source = |document: &Document, n: u64| {
        let mut source = Source::clone(document.sources().at(3).unwrap());
        source.role = Some([Role::Own, Role::Relay][n as usize % 2]);
        Edit::Source(source.id.clone(), Some(Arc::new(source)))
    };
    group.bench_function("the first source edit", |b| {
        b.iter_batched(
            || {
                let mut document = document.clone();
                let edit = source(&document, 1);
                let touched = apply(&mut document, edit).unwrap().touched;
                (document, touched, evidence.clone())
            },
            |(document, touched, mut evidence)| {
                let changed = evidence.judge_again(&document, &touched.changes());
                (changed, document, touched, evidence)
            },
            BatchSize::PerIteration,
        );
    });
    let claim = |document: &Document, n: u64| {
        let mut link = Link::clone(document.links().at(9).unwrap());
        link.claims[1].source = format!("source-{:04}", n % 1000).into();
        Edit::Link(link.id.clone(), Some(Arc::new(link)))
    };
    let spoken = |document: &Document, n: u64| {
        let mut link = Link::clone(document.links().at(9).unwrap());
        link.claims[1].speaker_name = format!("Someone new {n}").into();
        Edit::Link(link.id.clone(), Some(Arc::new(link)))
    };
    // A state that speaks in some 150 claims.
    let entity = |document: &Document, n: u64| {
        let mut entity = Entity::clone(document.entities().at(9).unwrap());
        entity.country = ["GB", "NL"][n as usize % 2].into();
        Edit::Entity(entity.id.clone(), Some(Arc::new(entity)))
    };
    let makes: [(&str, Edits); 4] = [
        ("a source edit", &source),
        ("a claim edit", &claim),
        ("a claim edit with a new name", &spoken),
        ("an entity edit", &entity),
    ];
    let mut n = 0;
    for (what, make) in makes {
        group.bench_function(what, |b| {
            b.iter_custom(|count| {
                let mut took = Duration::ZERO;
                for _ in 0..count {
                    n += 1;
                    let edit = make(&document, n);
                    let touched = apply(&mut document, edit).unwrap().touched;
                    let start = Instant::now();
                    black_box(evidence.judge_again(&document, &touched.changes()));
                    took += start.elapsed();
                }
                took
            });
        });
    }
}

fn derived(criterion: &mut Criterion) {
    for (name, count) in SIZES {
        let document = dataset(count);
        let evidence = Evidence::of(&document, Basis::default());
        let filter = Filter::default();
        let all = shown(&document, &evidence, &filter);
        let net = Net::of(&document, &all);
        let mut group = criterion.benchmark_group("derive");
        group
            .sample_size(10)
            .measurement_time(Duration::from_secs(2));
        group.bench_function(BenchmarkId::new("evidence", name), |b| {
            b.iter(|| Evidence::of(&document, Basis::default()));
        });
        group.bench_function(BenchmarkId::new("filter", name), |b| {
            b.iter(|| shown(&document, &evidence, &filter))
        });
        group.bench_function(BenchmarkId::new("net", name), |b| {
            b.iter(|| Net::of(&document, &all))
        });
        group.bench_function(BenchmarkId::new("scene", name), |b| {
            b.iter(|| Scene::build(&document, &evidence, &net, Theme::Light));
        });
    }
}

/// The edit of one field, and what a user's next frame then needs.
fn edits(criterion: &mut Criterion) {
    for (name, count) in SIZES {
        let mut group = criterion.benchmark_group("edit");
        group
            .sample_size(20)
            .measurement_time(Duration::from_secs(3));
        let renamed = |work: &Work, n: u64| {
            let mut entity = Entity::clone(work.document.entities().at(5).unwrap());
            entity.name = format!("Renamed {n}").into();
            Edit::Entity(entity.id.clone(), Some(Arc::new(entity)))
        };
        let graded = |work: &Work, n: u64| {
            let mut link = Link::clone(work.document.links().at(9).unwrap());
            link.claims[0].stance = Some(if n.is_multiple_of(2) {
                Stance::Asserts
            } else {
                Stance::Alleges
            });
            Edit::Link(link.id.clone(), Some(Arc::new(link)))
        };
        let added = |work: &Work, n: u64| {
            let entities = work.document.entities();
            let link = Link {
                id: format!("new-{n}").into(),
                kind: "owns".into(),
                from: entities.id_at(1).unwrap().clone(),
                to: entities.id_at(60).unwrap().clone(),
                ..Link::default()
            };
            Edit::Link(link.id.clone(), Some(Arc::new(link)))
        };
        let came = |work: &Work, n: u64| {
            let (entity, link) = (format!("new-entity-{n}"), format!("new-entity-link-{n}"));
            let (entity, link): (linkwright::model::Str, linkwright::model::Str) =
                (entity.into(), link.into());
            Edit::All(vec![
                Edit::Entity(
                    entity.clone(),
                    Some(Arc::new(Entity {
                        id: entity.clone(),
                        kind: "company".into(),
                        name: format!("Newcomer {n}").into(),
                        ..Entity::default()
                    })),
                ),
                Edit::Position("main".into(), entity.clone(), Some([n as i32 * 40, -400])),
                Edit::Link(
                    link.clone(),
                    Some(Arc::new(Link {
                        id: link,
                        kind: "owns".into(),
                        from: entity,
                        to: work.document.entities().id_at(60).unwrap().clone(),
                        ..Link::default()
                    })),
                ),
            ])
        };
        // Spread over the dataset; one that is gone already is followed by its neighbour.
        let went = |work: &Work, n: u64| {
            let document = &work.document;
            let count = document.entities().slot_count() as u64;
            let slots = (0..count).map(|at| ((n * 37 + at) % count) as u32);
            let mut there = slots.filter(|slot| document.entities().at(*slot).is_some());
            let slot = there.next().unwrap_or_default();
            let links = document.links_of(slot);
            let ids = links.filter_map(|link| document.links().id_at(link).cloned());
            let mut edits: Vec<Edit> = ids.map(|id| Edit::Link(id, None)).collect();
            if let Some(id) = document.entities().id_at(slot) {
                edits.push(Edit::Position("main".into(), id.clone(), None));
                edits.push(Edit::Entity(id.clone(), None));
            }
            Edit::All(edits)
        };
        let makes: [(&str, Makes); 5] = [
            ("name of an entity", &renamed),
            ("stance of a claim", &graded),
            ("new link", &added),
            ("new entity with a link", &came),
            ("entity gone with its links", &went),
        ];
        for (what, make) in makes {
            let ctx = context();
            let (mut work, mut window) = (work(dataset(count)), window());
            (0..4).for_each(|n| one_frame(&ctx, &mut work, &mut window, f64::from(n)));
            let mut n = 0u64;
            group.bench_function(BenchmarkId::new(what, name), |b| {
                b.iter_custom(|count| {
                    let mut took = Duration::ZERO;
                    for _ in 0..count {
                        n += 1;
                        let edit = make(&work, n);
                        let start = Instant::now();
                        work.commit("edit", edit).unwrap();
                        one_frame(&ctx, &mut work, &mut window, 10.0 + n as f64 * 0.016);
                        took += start.elapsed();
                    }
                    took
                });
            });
        }
    }
}

/// The processor's part of a frame while the chart is panned, while a layout's positions come in, and at rest.
fn frames(criterion: &mut Criterion) {
    for (name, count) in SIZES {
        let mut group = criterion.benchmark_group("frame");
        group
            .sample_size(30)
            .measurement_time(Duration::from_secs(3));
        let ctx = context();
        let (mut work, mut window) = (work(dataset(count)), window());
        (0..4).for_each(|n| one_frame(&ctx, &mut work, &mut window, f64::from(n)));
        let mut n = 0u64;
        let mut run = |what: &str, change: &mut dyn FnMut(&mut Work, &mut Window, u64)| {
            group.bench_function(BenchmarkId::new(what, name), |b| {
                b.iter(|| {
                    n += 1;
                    change(&mut work, &mut window, n);
                    one_frame(&ctx, &mut work, &mut window, 10.0 + n as f64 * 0.016);
                });
            });
        };
        run("at rest", &mut |_, _, _| {});
        run("pan", &mut |_, window, n| {
            window.camera.center.x += if n % 2 == 0 { 3.0 } else { -2.0 };
        });
        run("pan close up", &mut |_, window, n| {
            window.camera.zoom = 1.0;
            window.camera.center.x += if n % 2 == 0 { 3.0 } else { -2.0 };
        });
        run("layout running", &mut |work, _, n| {
            let by = if n % 2 == 0 { 1.0 } else { -1.0 };
            work.positions.iter_mut().for_each(|at| at.x += by);
            work.revisions.positions += 1;
        });
    }
}

criterion_group!(speed, files, derived, evidence, edits, frames);
criterion_main!(speed);
