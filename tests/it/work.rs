//! What an open dataset shows after edits is what it would show if it were opened so.

use std::sync::Arc;

use linkwright::edit::Edit;
use linkwright::geom::vec2;
use linkwright::look::Theme;
use linkwright::model::{
    Claim, Document, Entity, Filter, Link, Marking, Meta, Parts, Role, Source, Stance, WhatIf,
};
use linkwright::scene::ink::Ink;
use linkwright::scene::picture::{Picture, picture};
use linkwright::ui::canvas::Instances;
use linkwright::work::feed::Since;
use linkwright::work::{Chart, FileState, Work};
use proptest::prelude::*;
use proptest::sample::select;

use crate::argued::{document, edit, entity_id, source_id};

fn filter() -> BoxedStrategy<Filter> {
    let day = prop_oneof![Just(None), Just("2020".parse().ok())];
    let sources = prop::collection::vec(source_id(), 0..3);
    let speakers = prop::collection::vec(entity_id(), 0..3);
    let filter =
        (day, sources, speakers, any::<bool>()).prop_map(|(as_of, sources, speakers, not)| {
            let mut filter = Filter {
                as_of,
                ..Filter::default()
            };
            let lists = if not {
                &mut filter.not
            } else {
                &mut filter.any
            };
            lists.sources = sources;
            lists.speakers = speakers;
            filter
        });
    prop_oneof![Just(Filter::default()), filter].boxed()
}

proptest! {
    #[test]
    fn edits_show_what_opening_shows(
        start in document(), steps in prop::collection::vec(prop::collection::vec(edit(), 1..3), 1..6), filter in filter(),
        undo in any::<bool>(),
    ) {
        let mut work = Work::new(start, FileState::default(), true, Theme::Light, Arc::new(|| {}));
        work.set_filter(filter);
        for edits in steps {
            work.commit("edit", Edit::All(edits)).unwrap();
            if undo {
                check(&work)?;
                work.undo();
            }
            check(&work)?;
        }
    }
}

/// A chart that followed edits is the one that is made at once.
fn check(work: &Work) -> Result<(), TestCaseError> {
    let (document, filter) = (&work.document, work.filter.clone());
    let chart = Chart::of(document, filter, WhatIf::default(), Theme::Light);
    prop_assert_eq!(work.evidence.links(), chart.evidence.links());
    prop_assert_eq!(&work.shown, &chart.shown);
    prop_assert_eq!(&work.net, &chart.net);
    prop_assert_eq!(&work.scene.links, &chart.scene.links);
    prop_assert_eq!(&work.scene, &chart.scene);
    prop_assert_eq!(&work.legend, &chart.legend);
    prop_assert_eq!(work.banner(), chart.banner(document));
    prop_assert_eq!(work.filter_text(), chart.filter_text(document));
    prop_assert_eq!(work.positions.len(), chart.net.nodes.len());
    Ok(())
}

// ---- many links between few ----

/// A small number of entities, so that many links join the same two, some of them more than a line each has room for.
fn crowd_entity() -> BoxedStrategy<Entity> {
    let kind = select(vec!["company", "state", "gazette"]);
    (0..4u32, kind, marking())
        .prop_map(|(n, kind, marking)| Entity {
            id: format!("e{n}").into(),
            kind: kind.into(),
            marking,
            ..Entity::default()
        })
        .boxed()
}

fn crowd_link() -> BoxedStrategy<Link> {
    let looks = prop::option::of(select(vec![
        Stance::Asserts,
        Stance::Alleges,
        Stance::Denies,
    ]));
    let kind = select(vec!["names", "partners-with"]);
    let markings = (marking(), marking());
    (0..40u32, 0..5u32, 0..4u32, kind, markings, looks)
        .prop_map(|(n, from, to, kind, (marking, of_claim), stance)| Link {
            id: format!("l{n:02}").into(),
            from: format!("e{from}").into(),
            to: format!("e{to}").into(),
            kind: kind.into(),
            marking,
            claims: stance
                .map(|stance| Claim {
                    source: "s".into(),
                    stance: Some(stance),
                    marking: of_claim,
                    ..Claim::default()
                })
                .into_iter()
                .collect(),
            ..Link::default()
        })
        .boxed()
}

fn marking() -> BoxedStrategy<Option<Marking>> {
    prop_oneof![4 => Just(None), 1 => select(Marking::ALL.to_vec()).prop_map(Some)].boxed()
}

fn meta() -> BoxedStrategy<Meta> {
    let lowest = prop_oneof![2 => Just(Some(Marking::Clear)), 1 => marking()];
    lowest
        .prop_map(|marking| Meta {
            marking,
            ..Meta::default()
        })
        .boxed()
}

fn crowd() -> BoxedStrategy<Document> {
    let source = Source {
        id: "s".into(),
        role: Some(Role::Own),
        publisher: "A paper".into(),
        ..Source::default()
    };
    let entities = prop::collection::vec(crowd_entity(), 2..5);
    let links = prop::collection::vec(crowd_link(), 0..40);
    (meta(), entities, links)
        .prop_map(move |(meta, entities, links)| {
            let parts = Parts {
                meta,
                sources: vec![Arc::new(source.clone())],
                entities: entities.into_iter().map(Arc::new).collect(),
                links: links.into_iter().map(Arc::new).collect(),
                ..Parts::default()
            };
            Document::from_parts(parts).0
        })
        .boxed()
}

fn crowd_edit() -> BoxedStrategy<Edit> {
    let is_there = || prop::bool::weighted(0.6);
    let entity = (crowd_entity(), is_there())
        .prop_map(|(new, is)| Edit::Entity(new.id.clone(), is.then(|| Arc::new(new))));
    let link = (crowd_link(), is_there())
        .prop_map(|(new, is)| Edit::Link(new.id.clone(), is.then(|| Arc::new(new))));
    let meta = meta().prop_map(|meta| Edit::Meta(Arc::new(meta)));
    prop_oneof![3 => entity, 10 => link, 1 => meta].boxed()
}

fn crowd_filter() -> BoxedStrategy<Filter> {
    let mut by_marking = Filter::default();
    by_marking.not.markings = vec![Marking::Red];
    let hidden = Filter {
        hidden: vec!["e1".into()],
        ..Filter::default()
    };
    select(vec![Filter::default(), by_marking, hidden]).boxed()
}

/// The markings of everything that a chart draws, also in lines that represent several links, and of the claims behind them.
fn markings_drawn(chart: &Chart, document: &Document) -> Vec<Marking> {
    let entities = chart.scene.nodes.iter().map(|row| {
        let entity = document.entities().at(row.slot).unwrap();
        document.marking_of(entity.marking, &entity.extra)
    });
    let alone = chart.scene.links.iter().map(|row| row.slot);
    let bundled = chart.scene.bundles.values().flatten().copied();
    let links = alone.chain(bundled).map(|slot| {
        let link = document.links().at(slot).unwrap();
        let claims = link.claims.iter();
        let claims = claims.map(|claim| document.marking_of(claim.marking, &claim.extra));
        let own = document.marking_of(link.marking, &link.extra);
        claims.fold(own, Marking::max)
    });
    entities.chain(links).collect()
}

/// The marking that a picture's banner is drawn in: the first words on it.
fn banner_of(picture: &Picture) -> String {
    let mut texts = picture.inks.iter().filter_map(|ink| match ink {
        Ink::Text { text, .. } => Some(text.to_string()),
        _ => None,
    });
    texts.next().unwrap()
}

proptest! {
    #[test]
    fn the_banner_is_never_lower_than_what_is_drawn(document in crowd(), edits in prop::collection::vec(crowd_edit(), 0..6), filter in crowd_filter()) {
        let mut work = Work::new(document, FileState::default(), true, Theme::Light, Arc::new(|| {}));
        work.set_filter(filter.clone());
        for edit in edits {
            work.marking();
            work.commit("edit", edit).unwrap();
        }
        let highest = work.marking();
        prop_assert!(markings_drawn(&work, &work.document).into_iter().all(|marking| marking <= highest));
        let chart = Chart::of(&work.document, filter, WhatIf::default(), Theme::Light);
        let afresh = chart.subject(&work.document, &work.positions, work.pinned());
        for subject in [afresh, work.subject()] {
            let banner = banner_of(&picture(&subject, vec2(600.0, 400.0)));
            prop_assert!(banner.ends_with(highest.as_str()), "{banner} for {highest}");
        }
    }

    #[test]
    fn a_chart_follows_edits_row_by_row(
        start in crowd(), steps in prop::collection::vec(prop::collection::vec(crowd_edit(), 1..4), 1..12), filter in crowd_filter(),
        undo in any::<bool>(), pause in 1usize..4,
    ) {
        let mut work = Work::new(start, FileState::default(), true, Theme::Light, Arc::new(|| {}));
        work.set_filter(filter);
        // Two readers: one looks after every edit, the other now and then.
        let mut readers = [(0, Instances::default()), (0, Instances::default())];
        for (at, edits) in steps.into_iter().enumerate() {
            work.commit("edit", Edit::All(edits)).unwrap();
            if undo && at % 3 == 0 {
                work.undo();
            }
            check(&work)?;
            read(&work, &mut readers[0])?;
            if at % pause == 0 {
                read(&work, &mut readers[1])?;
            }
        }
    }
}

/// When an entity goes, the next one takes its number on the chart: a link that turns back to that one must not be missed.
#[test]
fn a_link_turns_back_to_the_entity_that_takes_the_number_of_its_end() {
    let entity = |id: &str| {
        Arc::new(Entity {
            id: id.into(),
            kind: "company".into(),
            ..Entity::default()
        })
    };
    let link = |from: &str| {
        Arc::new(Link {
            id: "l".into(),
            kind: "names".into(),
            from: from.into(),
            to: "e0".into(),
            ..Link::default()
        })
    };
    let parts = Parts {
        entities: vec![entity("e0"), entity("e3")],
        links: vec![link("e3")],
        ..Parts::default()
    };
    let start = Document::from_parts(parts).0;
    let mut work = Work::new(
        start,
        FileState::default(),
        true,
        Theme::Light,
        Arc::new(|| {}),
    );
    let turn = vec![
        Edit::Entity("e2".into(), Some(entity("e2"))),
        Edit::Link("l".into(), Some(link("e2"))),
    ];
    work.commit("turn", Edit::All(turn)).unwrap();
    work.undo();
    check(&work).unwrap();
}

/// A reader catches up, and has then what it would have if it read everything.
fn read(work: &Work, (seen, have): &mut (u64, Instances)) -> Result<(), TestCaseError> {
    let all = Instances::of(&work.scene, &work.positions, 0);
    match work.changes_since(*seen) {
        Since::Everything => *have = all.clone(),
        Since::Edits(edits) => have.follow(&work.scene, &work.positions, &edits),
    }
    *seen = work.revision();
    prop_assert_eq!(&have.nodes, &all.nodes);
    prop_assert_eq!(&have.straight, &all.straight);
    prop_assert_eq!(&have.curved, &all.curved);
    Ok(())
}

#[test]
fn a_dataset_without_a_marking_says_so() {
    let mut work = Work::new(
        Document::default(),
        FileState::default(),
        true,
        Theme::Light,
        Arc::new(|| {}),
    );
    let banner = work.banner();
    assert_eq!(banner.label, "No marking set: treated as TLP:RED");
    assert!(!banner.is_set);
    let meta = Meta {
        marking: Some(Marking::Red),
        ..Meta::default()
    };
    work.commit("mark", Edit::Meta(Arc::new(meta))).unwrap();
    assert_eq!(work.banner().label, "TLP:RED");
    assert!(work.banner().is_set);
}

#[test]
fn a_lower_record_does_not_hide_a_higher_one_in_a_bundle() {
    let parts = |marking_of_last: Marking| {
        let entity = |id: &str| {
            Arc::new(Entity {
                id: id.into(),
                ..Entity::default()
            })
        };
        let link = |n: u32| {
            Arc::new(Link {
                id: format!("l{n}").into(),
                from: "a".into(),
                to: "b".into(),
                marking: (n == 8).then_some(marking_of_last),
                ..Link::default()
            })
        };
        Parts {
            meta: Meta {
                marking: Some(Marking::Clear),
                ..Meta::default()
            },
            entities: vec![entity("a"), entity("b")],
            links: (0..9).map(link).collect(),
            ..Parts::default()
        }
    };
    let document = Document::from_parts(parts(Marking::Amber)).0;
    let chart = Chart::of_everything(&document, Theme::Light);
    assert_eq!(chart.scene.links.len(), 1);
    assert_eq!(chart.banner(&document).label, "TLP:AMBER");
}
