//! What a layout is told of a scene: sizes, room for names, what stands where.

use crate::geom::Pos2;
use crate::layout::{LayoutInput, Style, shapes};
use crate::model::evidence::{Evidence, LinkEvidence};
use crate::model::{Document, EntityKind, Link, Str, names};
use crate::net::Net;

use super::{Scene, label_room};

/// The input of a layout of `net`. `place` says by slot where an entity must start and stay, `pinned` what may not move
/// even when it is freed. `aspect` is width over height of the room for the picture.
pub fn layout_input(
    document: &Document,
    net: &Net,
    scene: &Scene,
    place: impl Fn(u32) -> Option<Pos2>,
    pinned: impl Fn(u32) -> bool,
    aspect: f32,
    seed: u64,
) -> LayoutInput {
    let labels = net.nodes.iter().zip(&scene.nodes).map(|(slot, row)| {
        let entity = document.entities().at(*slot);
        label_room(entity.map_or("", |entity| entity.label()), row.degree)
    });
    let start: Vec<Option<Pos2>> = net.nodes.iter().map(|slot| place(*slot)).collect();
    LayoutInput {
        seeds: net.hashes.clone(),
        radii: scene.nodes.iter().map(|row| row.radius).collect(),
        label_sizes: labels.collect(),
        pinned: net.nodes.iter().map(|slot| pinned(*slot)).collect(),
        links: net.links.iter().map(|link| (link.from, link.to)).collect(),
        weights: Vec::new(),
        groups: Vec::new(),
        // What has a place keeps it, whatever its rank; names are read for nothing else.
        ranks: lone_ranks(document, net, scene, |node| start[node as usize].is_none()),
        start,
        aspect,
        style: Style::default(),
        seed,
    }
}

/// The order of the nodes without links that matter: by kind, then by name. The others have none.
fn lone_ranks(
    document: &Document,
    net: &Net,
    scene: &Scene,
    matters: impl Fn(u32) -> bool,
) -> Vec<u32> {
    let mut is_lone = vec![true; net.nodes.len()];
    for link in net.links.iter().filter(|link| link.from != link.to) {
        is_lone[link.from as usize] = false;
        is_lone[link.to as usize] = false;
    }
    let mut lone: Vec<u32> = (0..net.nodes.len() as u32)
        .filter(|&node| is_lone[node as usize] && matters(node))
        .collect();
    lone.sort_by_cached_key(|&node| {
        let entity = document.entities().at(net.nodes[node as usize]);
        let name = names::sort_key(entity.map_or("", |entity| entity.label()));
        (
            scene.nodes[node as usize].kind,
            name,
            net.hashes[node as usize],
        )
    });
    let mut ranks = vec![u32::MAX; net.nodes.len()];
    for (rank, &node) in (0u32..).zip(&lone) {
        ranks[node as usize] = rank;
    }
    ranks
}

/// The input of an arrangement of these nodes of `net`, in their order, with the links among them. Groups are kinds, in the
/// order in which outline and legend list them. `aspect` is width over height of the room for the picture.
pub fn arrangement_input(
    document: &Document,
    evidence: &Evidence,
    net: &Net,
    scene: &Scene,
    nodes: &[u32],
    aspect: f32,
) -> shapes::ShapeInput {
    let entity = |node: u32| document.entities().at(net.nodes[node as usize]);
    let row = |node: u32| &scene.nodes[node as usize];
    let label = |&node: &u32| label_room(entity(node).map_or("", |e| e.label()), row(node).degree);
    let mut body_of = vec![Net::ABSENT; net.nodes.len()];
    for (body, &node) in (0u32..).zip(nodes) {
        body_of[node as usize] = body;
    }
    let links = net.links.iter().map(|link| {
        let kind = |link: &Link| evidence.vocabulary().is_directed(link.kind_id());
        let record = document.links().at(link.slot);
        shapes::BodyLink {
            from: body_of[link.from as usize],
            to: body_of[link.to as usize],
            directed: record.is_some_and(|link| link.directed.unwrap_or_else(|| kind(link))),
        }
    });
    let is_inside = |link: &shapes::BodyLink| link.from != Net::ABSENT && link.to != Net::ABSENT;
    let ranks = lone_ranks(document, net, scene, |node| {
        body_of[node as usize] != Net::ABSENT
    });
    shapes::ShapeInput {
        seeds: nodes
            .iter()
            .map(|&node| net.hashes[node as usize])
            .collect(),
        radii: nodes.iter().map(|&node| row(node).radius).collect(),
        label_sizes: nodes.iter().map(label).collect(),
        links: links.filter(is_inside).collect(),
        groups: groups(
            evidence,
            nodes
                .iter()
                .map(|&node| entity(node).map_or("other", |e| e.kind_id())),
        ),
        ranks: nodes.iter().map(|&node| ranks[node as usize]).collect(),
        aspect,
    }
}

/// The group of each node of `net` where those of one kind are to stand together.
pub fn kind_groups(document: &Document, evidence: &Evidence, net: &Net) -> Vec<u32> {
    let kind = |slot: &u32| {
        document
            .entities()
            .at(*slot)
            .map_or("other", |e| e.kind_id())
    };
    groups(evidence, net.nodes.iter().map(kind))
}

/// A number for each kind: built-in kinds in their order, a dataset's own after the one that it is like.
fn groups<'a>(evidence: &Evidence, kinds: impl Iterator<Item = &'a str> + Clone) -> Vec<u32> {
    let key = |kind: &str| {
        let base = evidence.vocabulary().entity_base(kind);
        let order = EntityKind::ALL.iter().position(|other| *other == base);
        (order, kind != base.as_str(), Str::from(kind))
    };
    let names: rustc_hash::FxHashSet<&str> = kinds.clone().collect();
    let mut sorted: Vec<_> = names.into_iter().map(|kind| (key(kind), kind)).collect();
    sorted.sort();
    let numbers: rustc_hash::FxHashMap<&str, u32> =
        sorted.iter().map(|(_, kind)| *kind).zip(0u32..).collect();
    kinds
        .map(|kind| numbers.get(kind).copied().unwrap_or(0))
        .collect()
}

/// How strongly each link of `net` pulls where better evidenced links shall pull more; a link on one voice's word 1.
pub fn evidence_weights(evidence: &Evidence, net: &Net) -> Vec<f32> {
    let links = net.links.iter();
    links
        .map(|link| evidence_weight(&evidence.link(link.slot)))
        .collect()
}

/// The weight of a link: what is on record or said by several pulls more, what is only suspected, disputed or without a source
/// less.
fn evidence_weight(link: &LinkEvidence) -> f32 {
    let asserted = link.asserted_by.min(4) as f32;
    let weight = match (link.on_record, link.asserted_by) {
        (true, _) => 2.0f32.max(1.0 + asserted / 2.0),
        (false, 0) => 0.5,
        (false, _) => 0.5 + asserted / 2.0,
    };
    if link.disputed { weight / 2.0 } else { weight }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn better_evidence_weighs_more() {
        let link = |on_record: bool, asserted_by: u32, disputed: bool| {
            evidence_weight(&LinkEvidence {
                on_record,
                asserted_by,
                disputed,
                ..LinkEvidence::default()
            })
        };
        assert_eq!(link(false, 1, false), 1.0);
        assert!(link(true, 1, false) > link(false, 2, false));
        assert!(link(false, 2, false) > link(false, 1, false));
        assert!(link(false, 1, false) > link(false, 0, false));
        assert!(link(false, 2, true) < link(false, 2, false));
    }
}
