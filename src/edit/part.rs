//! A part of a dataset as a dataset of its own: chosen records with what they depend on, and nothing else.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::model::{
    Document, Entity, Extra, KindFor, Link, Meta, Parts, References, Source, Str, TableName, View,
};

/// The chosen entities and links as a dataset: with the ends of chosen links, the sources that any of their claims, names
/// and identifiers rest on, the custom kinds they are of, and their places in `view`. Where no link is chosen, the links
/// between chosen entities come along.
///
/// Title, marking, handling and grading come along, too; the description, other views and releases do not: they may speak
/// of records that were not chosen. Ids of speakers and authors stay as they are even where that entity was not chosen.
pub fn part(document: &Document, entities: &[u32], links: &[u32], view: &str) -> Document {
    let links = chosen_links(document, entities, links);
    let mut slots: FxHashSet<u32> = entities.iter().copied().collect();
    for slot in &links {
        let ends = document.ends()[*slot as usize];
        slots.extend(
            ends.iter()
                .filter(|end| document.entities().at(**end).is_some()),
        );
    }
    let chosen =
        |(slot, entity): (u32, &Arc<Entity>)| slots.contains(&slot).then(|| Arc::clone(entity));
    let entities: Vec<Arc<Entity>> = document
        .entities()
        .iter_slots()
        .filter_map(chosen)
        .collect();
    let wanted: FxHashSet<u32> = links.into_iter().collect();
    let chosen = |(slot, link): (u32, &Arc<Link>)| wanted.contains(&slot).then(|| Arc::clone(link));
    let links: Vec<Arc<Link>> = document.links().iter_slots().filter_map(chosen).collect();
    let used = |id: &Str, target: KindFor| match target {
        KindFor::Entity => entities.iter().any(|entity| entity.kind == *id),
        KindFor::Link => links.iter().any(|link| link.kind == *id),
    };
    let kinds = document.kinds().iter();
    let kinds = kinds.filter(|kind| used(&kind.id, kind.target));
    let parts = Parts {
        meta: meta_of_part(document.meta()),
        kinds: kinds.map(Arc::clone).collect(),
        sources: sources_of(document, &entities, &links),
        views: vec![Arc::new(places_of(document, &entities, view))],
        entities,
        links,
        // These speak of the whole dataset.
        releases: Vec::new(),
        findings: Vec::new(),
        leftovers: Vec::new(),
        newer: None,
    };
    Document::from_parts(parts).0
}

fn meta_of_part(meta: &Meta) -> Meta {
    let Meta {
        title,
        // These may speak of what was not chosen.
        description: _,
        extra: _,
        marking,
        handling,
        grading,
    } = meta;
    Meta {
        title: title.clone(),
        description: Str::default(),
        marking: *marking,
        handling: handling.clone(),
        grading: grading.clone(),
        extra: Extra::default(),
    }
}

fn chosen_links(document: &Document, entities: &[u32], links: &[u32]) -> Vec<u32> {
    if !links.is_empty() {
        return links.to_vec();
    }
    let chosen: FxHashSet<u32> = entities.iter().copied().collect();
    let inside = |slot: &u32| {
        document.ends()[*slot as usize]
            .iter()
            .all(|end| chosen.contains(end))
    };
    let slots = document.links().iter_slots().map(|(slot, _)| slot);
    slots.filter(inside).collect()
}

/// Every source that these records cite, and those that they repeat.
fn sources_of(
    document: &Document,
    entities: &[Arc<Entity>],
    links: &[Arc<Link>],
) -> Vec<Arc<Source>> {
    let mut wanted: FxHashSet<Str> = FxHashSet::default();
    let mut open: Vec<Str> = Vec::new();
    let mut cite = |table: TableName, id: &Str| {
        if table == TableName::Sources && !id.is_empty() {
            open.push(id.clone());
        }
    };
    for entity in entities {
        entity.each_reference(&mut cite);
        entity.claims.each_reference(&mut cite);
    }
    for link in links {
        link.claims.each_reference(&mut cite);
    }
    while let Some(id) = open.pop() {
        if let Some(source) = document.sources().get(&id)
            && wanted.insert(id)
        {
            open.extend(source.derived_from.iter().cloned());
        }
    }
    let chosen = document
        .sources()
        .iter()
        .filter(|source| wanted.contains(&source.id));
    chosen.cloned().collect()
}

fn places_of(document: &Document, entities: &[Arc<Entity>], view: &str) -> View {
    let mut places = View::new("main", "Main");
    if let Some(at) = document.view_index(view) {
        let from = &document.views()[at];
        for entity in entities {
            let (place, is_pinned) = document.place_in(from, &entity.id);
            if let Some(place) = place {
                places.positions.insert(entity.id.clone(), place);
            }
            if is_pinned {
                places.pinned.insert(entity.id.clone());
            }
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Claim;

    fn document() -> Document {
        let entity = |id: &str| Entity {
            id: id.into(),
            kind: "own".into(),
            ..Entity::default()
        };
        let link = |id: &str, from: &str, to: &str, source: &str| Link {
            id: id.into(),
            from: from.into(),
            to: to.into(),
            claims: vec![Claim {
                source: source.into(),
                ..Claim::default()
            }],
            ..Link::default()
        };
        let source = |id: &str, from: &[&str]| Source {
            id: id.into(),
            derived_from: from.iter().map(|id| (*id).into()).collect(),
            ..Source::default()
        };
        let kind = |id: &str, target| crate::model::CustomKind {
            id: id.into(),
            target,
            ..Default::default()
        };
        let mut view = View::new("main", "All");
        view.positions = [("a".into(), [1, 2]), ("c".into(), [3, 4])].into();
        view.pinned = ["a".into(), "c".into()].into();
        Document::from_parts(Parts {
            meta: Meta {
                title: "T".into(),
                description: "all of it".into(),
                ..Meta::default()
            },
            kinds: vec![
                Arc::new(kind("own", KindFor::Entity)),
                Arc::new(kind("unused", KindFor::Link)),
            ],
            views: vec![Arc::new(view)],
            entities: ["a", "b", "c"].map(|id| entity(id).into()).into(),
            links: vec![
                link("ab", "a", "b", "s").into(),
                link("bc", "b", "c", "other").into(),
            ],
            sources: vec![
                source("s", &["root"]).into(),
                source("root", &["s"]).into(),
                source("other", &[]).into(),
            ],
            ..Parts::default()
        })
        .0
    }

    #[test]
    fn takes_what_was_chosen_with_what_it_rests_on() {
        let document = document();
        let ids = |part: &Document| {
            let entities: Vec<String> = part.entities().iter().map(|e| e.id.to_string()).collect();
            let links: Vec<String> = part.links().iter().map(|l| l.id.to_string()).collect();
            let sources: Vec<String> = part.sources().iter().map(|s| s.id.to_string()).collect();
            (entities.join(" "), links.join(" "), sources.join(" "))
        };
        let text = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        assert_eq!(
            ids(&part(&document, &[0, 1], &[], "main")),
            text("a b", "ab", "root s")
        );
        assert_eq!(ids(&part(&document, &[0], &[], "main")), text("a", "", ""));
        assert_eq!(
            ids(&part(&document, &[0], &[1], "main")),
            text("a b c", "bc", "other")
        );
        let part = part(&document, &[0], &[], "main");
        assert_eq!(
            (part.kinds().len(), part.meta().description.as_str()),
            (1, "")
        );
        let places = part.main_view().unwrap();
        assert_eq!(places.positions.len() + places.pinned.len(), 2);
        assert_eq!(places.positions.get("a"), Some(&[1, 2]));
    }
}
