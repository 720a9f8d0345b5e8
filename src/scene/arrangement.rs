//! What an arrangement by shape is told of a scene: sizes, which way links lead, the kinds as groups.

use crate::layout::shapes::{Input, Link};
use crate::model::evidence::Evidence;
use crate::model::{Document, EntityKind, Str};
use crate::net::Net;

use super::{Scene, label_room};

/// The input of an arrangement of these nodes of `net`, in their order, with the links among them. Groups are kinds, in the
/// order in which outline and legend list them. `aspect` is width over height of the room for the picture.
pub fn arrangement_input(
    document: &Document,
    evidence: &Evidence,
    net: &Net,
    scene: &Scene,
    nodes: &[u32],
    aspect: f32,
) -> Input {
    let entity = |node: u32| document.entities().at(net.nodes[node as usize]);
    let row = |node: u32| &scene.nodes[node as usize];
    let label = |&node: &u32| label_room(entity(node).map_or("", |e| e.label()), row(node).degree);
    let mut body_of = vec![Net::ABSENT; net.nodes.len()];
    for (body, &node) in (0u32..).zip(nodes) {
        body_of[node as usize] = body;
    }
    let links = net.links.iter().map(|link| {
        let kind = |link: &crate::model::Link| evidence.vocabulary().is_directed(link.kind_id());
        let record = document.links().at(link.slot);
        Link {
            from: body_of[link.from as usize],
            to: body_of[link.to as usize],
            directed: record.is_some_and(|link| link.directed.unwrap_or_else(|| kind(link))),
        }
    });
    let is_inside = |link: &Link| link.from != Net::ABSENT && link.to != Net::ABSENT;
    Input {
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
        aspect,
    }
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
