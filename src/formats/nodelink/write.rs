//! Document → node-link JSON, for other programs. Evidence is reduced to look and voices.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::formats::Judged;
use crate::model::evidence::LinkEvidence;
use crate::model::raw::escape_into;
use crate::model::{Document, Entity, Link, Str, Value};

/// A graph as bytes, and what it has no place for.
#[derive(Clone, Debug)]
pub struct GraphBytes {
    /// The file.
    pub bytes: Vec<u8>,
    /// Pending links: a graph has no link without both ends.
    pub left_out: usize,
}

/// What a dataset has that a graph has no place for, in words: `119 claims, 75 sources`; `None` where it has no such thing.
pub(super) fn not_included(document: &Document) -> Option<String> {
    let (entities, links) = (document.entities(), document.links());
    let slots = links.iter_slots().map(|(slot, _)| slot);
    let claims = links.iter().map(|link| link.claims.len()).sum::<usize>()
        + entities
            .iter()
            .map(|entity| entity.claims.len())
            .sum::<usize>();
    let counts = [
        (
            slots.filter(|slot| document.is_pending(*slot)).count(),
            "incomplete link",
        ),
        (claims, "claim"),
        (document.sources().len(), "source"),
        (
            entities.iter().map(|entity| entity.names.len()).sum(),
            "other name",
        ),
        (
            entities.iter().map(|e| e.identifiers.len()).sum(),
            "identifier",
        ),
        (document.leftovers().len(), "unusable record"),
    ];
    let words = crate::model::counts(&counts);
    (!words.is_empty()).then_some(words)
}

/// Writes the whole dataset as node-link JSON in the form of networkx and d3: `nodes` with `id` and `label`, `links` with
/// `source`, `target` and `key`. Each link has its look, its voices and whether it is
/// disputed; claims and sources stay behind. Markings come along, each as it counts. On what the looks are judged is said where not
/// everything counts.
pub fn write(judged: &Judged<'_>) -> GraphBytes {
    let Judged {
        document,
        view,
        evidence,
        basis,
    } = *judged;
    let places = document.view_index(view).map(|at| &document.views()[at]);
    let mut out = String::from("{\n  \"directed\": true,\n  \"multigraph\": true,\n  \"graph\": ");
    let meta = document.meta();
    let mut graph = InlineObject::default();
    graph.text("title", &meta.title);
    graph.text("marking", document.marking().as_str());
    graph.text("handling", &meta.handling);
    graph.text("basis", basis);
    out.push_str(&graph.close());
    let place = |id: &Str| places.and_then(|view| view.positions.get(id)).copied();
    let nodes = document.entities().iter();
    list(
        &mut out,
        "nodes",
        nodes.map(|entity| node(document, entity, place(&entity.id))),
    );
    let links = document.links().iter_slots();
    let drawn = |(slot, link): (u32, &Arc<Link>)| {
        let found = evidence.link(slot);
        let directed = evidence.vocabulary().is_directed(link.kind_id());
        (!document.is_pending(slot)).then(|| edge(document, link, &found, directed))
    };
    let mut left_out = 0;
    let edges: Vec<String> = links
        .filter_map(|row| {
            let edge = drawn(row);
            left_out += usize::from(edge.is_none());
            edge
        })
        .collect();
    list(&mut out, "links", edges.into_iter());
    out.push_str("\n}\n");
    GraphBytes {
        bytes: out.into_bytes(),
        left_out,
    }
}

fn list(out: &mut String, key: &str, items: impl Iterator<Item = String>) {
    out.push_str(",\n  \"");
    out.push_str(key);
    out.push_str("\": [");
    let mut first = true;
    for item in items {
        out.push_str(if first { "\n    " } else { ",\n    " });
        first = false;
        out.push_str(&item);
    }
    out.push_str(if first { "]" } else { "\n  ]" });
}

fn node(document: &Document, entity: &Entity, place: Option<[i32; 2]>) -> String {
    let mut node = InlineObject::default();
    node.text("id", &entity.id);
    node.text("label", entity.label());
    node.text("kind", entity.kind_id());
    node.text("country", &entity.country);
    node.shown("since", entity.since);
    node.shown("until", entity.until);
    node.texts("tags", &entity.tags);
    node.text("note", &entity.note);
    let marking = document.marking_of(entity.marking, &entity.extra);
    node.text("marking", marking.as_str());
    if let Some([x, y]) = place {
        node.token("x", &x.to_string());
        node.token("y", &y.to_string());
    }
    node.properties(&entity.properties);
    node.close()
}

fn edge(document: &Document, link: &Link, found: &LinkEvidence, directed: bool) -> String {
    let mut edge = InlineObject::default();
    edge.text("source", &link.from);
    edge.text("target", &link.to);
    edge.text("key", &link.id);
    edge.text("kind", link.kind_id());
    edge.text("label", &link.label);
    let directed = link.directed.unwrap_or(directed);
    edge.token("directed", if directed { "true" } else { "false" });
    edge.text("look", found.support.as_str());
    edge.token("voices", &found.voices.to_string());
    edge.token("disputed", if found.disputed { "true" } else { "false" });
    edge.shown("since", found.since);
    edge.shown("until", found.until);
    edge.texts("tags", &link.tags);
    edge.text("note", &link.note);
    let marking = document.marking_of(link.marking, &link.extra);
    edge.text("marking", marking.as_str());
    edge.properties(&link.properties);
    edge.close()
}

/// An object being written on one line. Empty values are left out.
#[derive(Default)]
struct InlineObject {
    out: String,
    keys: FxHashSet<String>,
}

impl InlineObject {
    fn key(&mut self, key: &str) {
        // A property that is called like something of ours gets a longer name.
        let mut name = key.to_owned();
        while self.keys.contains(&name) {
            name.insert_str(0, "properties.");
        }
        self.out
            .push_str(if self.keys.is_empty() { "{" } else { ", " });
        escape_into(&mut self.out, &name);
        self.out.push_str(": ");
        self.keys.insert(name);
    }

    fn token(&mut self, key: &str, token: &str) {
        self.key(key);
        self.out.push_str(token);
    }

    fn text(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.key(key);
            escape_into(&mut self.out, text);
        }
    }

    fn shown(&mut self, key: &str, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.text(key, &value.to_string());
        }
    }

    fn texts(&mut self, key: &str, texts: &[Str]) {
        if texts.is_empty() {
            return;
        }
        self.key(key);
        for (at, text) in texts.iter().enumerate() {
            self.out.push_str(if at == 0 { "[" } else { ", " });
            escape_into(&mut self.out, text);
        }
        self.out.push(']');
    }

    fn properties(&mut self, properties: &[(Str, Value)]) {
        for (key, value) in properties {
            match value {
                Value::Text(text) => self.text(key, text),
                Value::Number(token) => self.token(key, token),
                Value::Bool(truth) => self.token(key, if *truth { "true" } else { "false" }),
                Value::Raw(raw) => self.token(key, raw.as_json()),
            }
        }
    }

    fn close(mut self) -> String {
        self.out
            .push_str(if self.keys.is_empty() { "{}" } else { "}" });
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::nodelink::read;
    use crate::model::evidence::{Basis, Evidence};

    #[test]
    fn what_is_written_can_be_read_again() {
        let text = include_bytes!("../../../datasets/airbus-shareholders.json");
        let document = crate::formats::open(text).unwrap().document;
        let evidence = Evidence::of(&document, Basis::default());
        let written = write(&Judged::whole(&document, "main", &evidence));
        let json: serde_json::Value = serde_json::from_slice(&written.bytes).unwrap();
        assert_eq!(
            json["nodes"].as_array().map(Vec::len),
            Some(document.entities().len())
        );
        let again = read(&written.bytes).unwrap().unwrap();
        assert_eq!(again.problems, []);
        let (ours, theirs) = (document.entities(), again.document.entities());
        for (a, b) in ours.iter().zip(theirs.iter()) {
            assert_eq!((a.label(), a.kind_id()), (b.label(), b.kind_id()));
            assert_eq!(b.identifiers[0].value, a.id);
        }
        assert_eq!(
            document.links().len(),
            again.document.links().len() + written.left_out
        );
        let kinds = |document: &Document| -> Vec<(String, bool)> {
            let words = document.vocabulary();
            let links = document.links().iter();
            links
                .map(|link| {
                    let directed = link.directed.unwrap_or(words.is_directed(link.kind_id()));
                    (link.kind_id().to_owned(), directed)
                })
                .collect()
        };
        assert_eq!(kinds(&document), kinds(&again.document));
    }

    #[test]
    fn a_property_never_hides_a_field() {
        let mut object = InlineObject::default();
        object.text("label", "A");
        object.properties(&[
            ("label".into(), Value::Text("B".into())),
            ("n".into(), Value::Number("1".into())),
        ]);
        assert_eq!(
            object.close(),
            r#"{"label": "A", "properties.label": "B", "n": 1}"#
        );
    }
}
