//! What a layout is told of a scene: sizes, room for names, what stands where.

use crate::geom::Pos2;
use crate::layout::{Input, Style};
use crate::model::Document;
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
) -> Input {
    let labels = net.nodes.iter().zip(&scene.nodes).map(|(slot, row)| {
        let entity = document.entities().at(*slot);
        label_room(entity.map_or("", |entity| entity.label()), row.degree)
    });
    Input {
        seeds: net.hashes.clone(),
        radii: scene.nodes.iter().map(|row| row.radius).collect(),
        label_sizes: labels.collect(),
        start: net.nodes.iter().map(|slot| place(*slot)).collect(),
        pinned: net.nodes.iter().map(|slot| pinned(*slot)).collect(),
        links: net.links.iter().map(|link| (link.from, link.to)).collect(),
        aspect,
        style: Style::default(),
        seed,
    }
}
