//! The laws of names: none covers another, a node, a head or a mark, and none hides what it lies on.

use proptest::prelude::*;

use super::board::{Board, BoardOptions};
use super::labels::{Label, LabelOptions};
use super::link_names::{self, LinkName, NameOptions};
use super::marks::{head_box, mark_boxes};
use super::plan::Detail;
use super::{Scene, Viewport, labels};
use crate::geom::{Pos2, Rect, pos2, vec2};
use crate::look::{TOKENS, Theme};
use crate::model::evidence::{Basis, Evidence};
use crate::model::{Document, Filter, LinkNaming, shown};
use crate::net::Net;
use crate::view::Camera;

/// A small chart: entities with names and places, links between them by number.
#[derive(Clone, Debug)]
struct Chart {
    entities: Vec<(String, (f32, f32))>,
    links: Vec<(usize, usize, &'static str, &'static str, bool)>,
    zoom: f32,
}

fn charts() -> impl Strategy<Value = Chart> {
    let name = prop::sample::select(vec![
        "A",
        "GCHQ",
        "Integrity Tech",
        "US Department of Justice",
        "Sheng Jing",
        "Joint advisory of thirteen countries",
    ]);
    let place = (0.0..900.0_f32, 0.0..600.0_f32);
    let entities = prop::collection::vec((name.prop_map(str::to_owned), place), 2..30);
    (entities, 0.4..1.6_f32).prop_flat_map(|(entities, zoom)| {
        let count = entities.len();
        let kind = prop::sample::select(vec!["owns", "supplies", "directs", "part-of"]);
        let label =
            prop::sample::select(vec!["", "10.92%", "data", "competitor, partner and client"]);
        let link = (0..count, 0..count, kind, label, any::<bool>());
        let links = prop::collection::vec(link, 1..50);
        links.prop_map(move |links| Chart {
            entities: entities.clone(),
            links,
            zoom,
        })
    })
}

fn document(chart: &Chart) -> Document {
    let entities: Vec<String> = (0..)
        .zip(&chart.entities)
        .map(|(at, (name, _))| format!(r#"{{"id": "e{at}", "kind": "company", "name": "{name}"}}"#))
        .collect();
    let links: Vec<String> = (0..)
        .zip(&chart.links)
        .map(|(at, (from, to, kind, label, denied))| {
            let denial = r#", "claims": [{"id": "c", "source": "s", "stance": "denies"}]"#;
            let claims = if *denied { denial } else { "" };
            format!(r#"{{"id": "l{at}", "kind": "{kind}", "label": "{label}", "from": "e{from}", "to": "e{to}"{claims}}}"#)
        })
        .collect();
    let text = format!(
        r#"{{"format": "linkwright", "version": 1, "sources": [{{"id": "s", "role": "register"}}], "entities": [{}], "links": [{}]}}"#,
        entities.join(","),
        links.join(",")
    );
    crate::formats::linkwright::read(text.as_bytes())
        .unwrap()
        .document
}

/// A chart with its names.
struct Named {
    scene: Scene,
    positions: Vec<Pos2>,
    frame: Viewport,
    labels: Vec<Label>,
    names: Vec<LinkName>,
}

fn named(chart: &Chart) -> Named {
    let document = document(chart);
    let evidence = Evidence::of(&document, Basis::default());
    let net = Net::of(&document, &shown(&document, &evidence, &Filter::default()));
    let scene = Scene::build(&document, &evidence, &net, Theme::Light);
    let place = |node: &super::NodeRow| {
        let (x, y) = chart.entities[node.slot as usize].1;
        pos2(x, y)
    };
    let positions: Vec<Pos2> = scene.nodes.iter().map(place).collect();
    let frame = Viewport {
        rect: Rect::from_min_size(pos2(0.0, 0.0), vec2(900.0, 600.0)),
        camera: Camera {
            center: pos2(450.0, 300.0),
            zoom: chart.zoom,
        },
        detail: Detail::Full,
    };
    let mut board = Board::new(&scene, &positions, &frame, BoardOptions::default());
    let options = LabelOptions {
        most: 600,
        ..LabelOptions::default()
    };
    let labels = labels::place(&document, &mut board, &options);
    let options = NameOptions {
        naming: LinkNaming::USUAL,
        chosen: &[],
        near: &[],
        draws: &|_| true,
        is_lit: false,
        labels: &[],
    };
    let names = link_names::place(&document, &evidence, &mut board, &options).names;
    Named {
        scene,
        positions,
        frame,
        labels,
        names,
    }
}

impl Named {
    /// What is covered of a link: a hub may hide short links of its own where it would have no name else.
    fn covers(&self, row: u32) -> Vec<Rect> {
        let link = &self.scene.links[row as usize];
        let is_own_hub = |label: &&Label| {
            let is_own = label.node == link.from || label.node == link.to;
            is_own && self.scene.nodes[label.node as usize].degree >= TOKENS.labels[1].from_links
        };
        let [wider, higher] = TOKENS.link.name.hides;
        let names = self
            .names
            .iter()
            .map(|name| name.rect.expand2(vec2(wider, higher)));
        let labels = self
            .labels
            .iter()
            .filter(|label| !is_own_hub(label))
            .map(|label| label.rect.expand2(vec2(1.0, 0.0)));
        names.chain(labels).collect()
    }

    /// Calls `see` with the course of each link, its marks and its head.
    fn each_line(&self, mut see: impl FnMut(u32, &super::curve::Course, Vec<Rect>, Option<Rect>)) {
        let angles = self.scene.loop_angles(&self.positions);
        let angle = |node: u32| angles.get(&node).copied().unwrap_or(0.0);
        for (row, link) in (0u32..).zip(&self.scene.links) {
            let (course, plan) = self.scene.drawn(link, &self.positions, &self.frame, angle);
            let marks = mark_boxes(link, &plan, &course);
            see(row, &course, marks, head_box(&plan, &course));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_name_covers_another_nor_a_node_nor_a_mark(chart in charts()) {
        let named = named(&chart);
        let labels = named.labels.iter().map(|label| label.rect);
        let boxes: Vec<Rect> = named.names.iter().map(|name| name.rect).chain(labels).collect();
        for (at, rect) in boxes.iter().enumerate() {
            for other in &boxes[at + 1..] {
                prop_assert!(!rect.intersects(*other), "{rect} meets {other}");
            }
        }
        for (node, at) in named.positions.iter().enumerate() {
            let row = &named.scene.nodes[node];
            let radius = named.frame.radius(row.radius);
            let extent = row.shape.token().extent;
            let at = named.frame.screen(*at);
            let body = Rect::from_min_max(at + extent.min.to_vec2() * radius, at + extent.max.to_vec2() * radius);
            for rect in &boxes {
                prop_assert!(!rect.intersects(body), "{rect} covers a node at {body}");
            }
        }
        let mut marks = Vec::new();
        let mut heads = Vec::new();
        named.each_line(|_, _, of_line, head| {
            marks.extend(of_line);
            heads.extend(head);
        });
        for rect in &boxes {
            prop_assert!(!marks.iter().any(|mark| mark.intersects(*rect)), "{rect} covers a mark");
        }
        for name in &named.names {
            prop_assert!(!heads.iter().any(|head| head.intersects(name.rect)), "{} covers a head", name.rect);
        }
    }

    #[test]
    fn no_name_hides_what_it_lies_on(chart in charts()) {
        let named = named(&chart);
        let mut wrong = Vec::new();
        named.each_line(|row, course, _, _| {
            let covers = named.covers(row);
            let visible = course.length();
            let (mut run, mut longest) = (0.0_f32, 0.0_f32);
            for step in 0..=(visible * 2.0) as usize {
                let Some((at, _)) = course.at(step as f32 / 2.0) else { return };
                run = if covers.iter().any(|rect| rect.contains(at)) { 0.0 } else { run + 0.5 };
                longest = longest.max(run);
            }
            // Places are looked at each two points.
            if longest < visible.min(12.0) - 2.5 {
                wrong.push((row, visible, longest));
            }
        });
        prop_assert!(wrong.is_empty(), "row, length, seen: {wrong:?}");
    }

    #[test]
    fn each_name_is_next_to_its_line(chart in charts()) {
        let named = named(&chart);
        let mut courses = Vec::new();
        named.each_line(|_, course, _, _| courses.push(course.clone()));
        for name in &named.names {
            let course = &courses[name.row as usize];
            let steps = (course.length() * 2.0) as usize;
            let nearest = (0..=steps).filter_map(|step| course.at(step as f32 / 2.0));
            let near = name.rect.expand(17.5);
            prop_assert!(nearest.into_iter().any(|(at, _)| near.contains(at)), "{:?}", name);
        }
    }
}
