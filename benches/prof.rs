use linkwright::model::evidence::*;
use linkwright::model::{Claim, Document, Entity, Link, Parts, Role, Source, Stance, View};
use std::sync::Arc;
use std::time::Instant;
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
    parts.views.push(view);
    Document::from_parts(parts).0
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
            claim.id = format!("c{n}aa").into();
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

#[test]
fn prof() {
    for (name, doc) in [("1 claim", dataset(100_000)), ("3 claims", argued())] {
        eprintln!("start {name}");
        let mut t = vec![];
        for _ in 0..40 {
            let s = Instant::now();
            let e = Evidence::of(&doc, Basis::default());
            t.push(s.elapsed().as_secs_f64() * 1e3);
            std::hint::black_box(e);
        }
        let mut e = Evidence::of(&doc, Basis::default());
        let mut u = vec![];
        for _ in 0..40 {
            let s = Instant::now();
            e.judge_on(&doc, Basis::default());
            u.push(s.elapsed().as_secs_f64() * 1e3);
        }
        u.sort_by(|a, b| a.total_cmp(b));
        eprintln!("{name} judge_on: min {:.1} median {:.1}", u[0], u[20]);
        t.sort_by(|a, b| a.total_cmp(b));
        eprintln!("{name}: min {:.1} median {:.1}", t[0], t[20]);
    }
}
