//! Small datasets in which much is said about little: few ids and names, so that claims share speakers, sources derive from
//! each other in chains and rings, and names are borne by nobody, one or two.

use std::sync::Arc;

use linkwright::edit::Edit;
use linkwright::model::{
    Claim, Credibility, CustomKind, Document, EndedHow, Ending, Entity, KindFor, Link, Name, Parts,
    Reliability, Role, Source, Stance, Str,
};
use proptest::prelude::*;
use proptest::sample::select;

const DATES: [&str; 4] = ["2019", "2020-02", "2021-05-03", "2021"];

fn id(letter: &'static str, below: u32) -> BoxedStrategy<Str> {
    (0..below)
        .prop_map(move |n| format!("{letter}{n}").into())
        .boxed()
}

/// One that may be there, or come and go, and now and then one that never is.
pub(crate) fn entity_id() -> BoxedStrategy<Str> {
    prop_oneof![9 => id("e", 6), 1 => Just(Str::from("nobody"))].boxed()
}

/// The same for sources.
pub(crate) fn source_id() -> BoxedStrategy<Str> {
    prop_oneof![9 => id("s", 8), 1 => Just(Str::from("nothing"))].boxed()
}

fn name() -> BoxedStrategy<Str> {
    select(vec!["Ann", " ANN", "Bee", "Cee & Co", "e1", "Dee", ""])
        .prop_map(Str::from)
        .boxed()
}

fn date<T: std::str::FromStr + std::fmt::Debug + Clone + 'static>() -> BoxedStrategy<Option<T>> {
    prop_oneof![2 => Just(None), 1 => select(DATES.to_vec()).prop_map(|text| text.parse().ok())]
        .boxed()
}

fn some<T: std::fmt::Debug + Clone + 'static>(
    weight: u32,
    values: Vec<T>,
) -> BoxedStrategy<Option<T>> {
    prop_oneof![weight => Just(None), 1 => select(values).prop_map(Some)].boxed()
}

/// What someone says.
pub(crate) fn claim() -> BoxedStrategy<Claim> {
    let credibility = some(4, vec![2, 5]).prop_map(|n| n.and_then(Credibility::new));
    let ended = (
        some(1, EndedHow::ALL.to_vec()),
        select(vec!["", "wrong", "old"]),
    );
    let ended = ended.prop_map(|(how, why)| {
        Some(Box::new(Ending {
            how,
            why: why.into(),
            ..Ending::default()
        }))
    });
    let ended = prop_oneof![3 => Just(None), 1 => ended];
    let words = (
        some(2, Stance::ALL.to_vec()),
        prop_oneof![5 => Just(""), 1 => Just("since")],
        prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(entity_id(), 1..3)],
        prop_oneof![3 => Just(Str::default()), 1 => name()],
    );
    (words, source_id(), credibility, ended, date(), date())
        .prop_map(
            |(
                (stance, about, speakers, speaker_name),
                source,
                credibility,
                ended,
                since,
                until,
            )| {
                Claim {
                    stance,
                    about: about.into(),
                    source,
                    speakers,
                    speaker_name,
                    credibility,
                    ended,
                    since,
                    until,
                    ..Claim::default()
                }
            },
        )
        .boxed()
}

fn entity() -> BoxedStrategy<Entity> {
    let kinds = vec![
        "state", "agency", "company", "event", "event", "document", "gazette", "bureau",
    ];
    let names = prop::collection::vec(name(), 0..2);
    let countries = select(vec!["", "AA", "aa", "BB"]);
    (
        id("e", 6),
        select(kinds),
        name(),
        names,
        countries,
        prop::collection::vec(claim(), 0..2),
    )
        .prop_map(|(id, kind, name, names, country, claims)| Entity {
            id,
            kind: kind.into(),
            name,
            names: names
                .into_iter()
                .map(|text| Name {
                    text,
                    ..Name::default()
                })
                .collect(),
            country: country.into(),
            claims,
            ..Entity::default()
        })
        .boxed()
}

fn source() -> BoxedStrategy<Source> {
    let role = prop_oneof![1 => Just(None), 3 => select(vec![Role::Own, Role::Own, Role::Relay, Role::Register]).prop_map(Some)];
    let authors = prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(entity_id(), 1..3)];
    let derived_from =
        prop_oneof![1 => Just(Vec::new()), 1 => prop::collection::vec(source_id(), 1..3)];
    let reliability = some(5, vec![Reliability::A, Reliability::E]);
    (
        id("s", 8),
        role,
        name(),
        authors,
        derived_from,
        reliability,
        date(),
    )
        .prop_map(
            |(id, role, publisher, authors, derived_from, reliability, published)| Source {
                id,
                role,
                publisher,
                authors,
                derived_from,
                reliability,
                published,
                ..Source::default()
            },
        )
        .boxed()
}

fn link() -> BoxedStrategy<Link> {
    let kinds = vec![
        "sanctions",
        "names",
        "names",
        "names",
        "published",
        "published",
        "published",
        "issued",
        "supplies",
        "whispers",
        "teleports",
    ];
    let claims = prop::collection::vec(claim(), 0..5);
    (
        id("l", 8),
        select(kinds),
        entity_id(),
        entity_id(),
        claims,
        date(),
        date(),
    )
        .prop_map(|(id, kind, from, to, claims, since, until)| Link {
            id,
            kind: kind.into(),
            from,
            to,
            claims,
            since,
            until,
            ..Link::default()
        })
        .boxed()
}

fn kind() -> BoxedStrategy<CustomKind> {
    let entity = (
        select(vec!["gazette", "bureau"]),
        select(vec!["document", "agency", "company"]),
    );
    let entity = entity.prop_map(|(id, like)| CustomKind {
        id: id.into(),
        target: KindFor::Entity,
        like: like.into(),
        ..CustomKind::default()
    });
    let link = (
        select(vec!["issued", "whispers"]),
        select(vec!["published", "endorses"]),
        some(2, vec![true, false]),
    );
    let link = link.prop_map(|(id, like, self_declared)| CustomKind {
        id: id.into(),
        target: KindFor::Link,
        like: like.into(),
        self_declared,
        ..CustomKind::default()
    });
    prop_oneof![entity, link].boxed()
}

/// A dataset; of records that repeat an id, the first stands.
pub(crate) fn document() -> BoxedStrategy<Document> {
    (
        prop::collection::vec(kind(), 0..4),
        prop::collection::vec(source(), 2..10),
        prop::collection::vec(entity(), 3..9),
        prop::collection::vec(link(), 1..9),
    )
        .prop_map(|(kinds, sources, entities, links)| {
            let parts = Parts {
                kinds: kinds.into_iter().map(Arc::new).collect(),
                sources: sources.into_iter().map(Arc::new).collect(),
                entities: entities.into_iter().map(Arc::new).collect(),
                links: links.into_iter().map(Arc::new).collect(),
                ..Parts::default()
            };
            Document::from_parts(parts).0
        })
        .boxed()
}

/// A record that shall be so, or be gone.
pub(crate) fn edit() -> BoxedStrategy<Edit> {
    let is_there = || prop::bool::weighted(0.75);
    let source = (source(), is_there())
        .prop_map(|(new, is)| Edit::Source(new.id.clone(), is.then(|| Arc::new(new))));
    let entity = (entity(), is_there())
        .prop_map(|(new, is)| Edit::Entity(new.id.clone(), is.then(|| Arc::new(new))));
    let link = (link(), is_there())
        .prop_map(|(new, is)| Edit::Link(new.id.clone(), is.then(|| Arc::new(new))));
    let kind = (kind(), is_there()).prop_map(|(new, is)| {
        Edit::CustomKind(new.id.clone(), new.target, is.then(|| Arc::new(new)))
    });
    prop_oneof![8 => source, 8 => entity, 8 => link, 1 => kind].boxed()
}
