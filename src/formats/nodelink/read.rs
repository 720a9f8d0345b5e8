//! Node-link JSON → document. Every node becomes an entity, every link a link; what was decided on the way is listed.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::formats::json::{self, JsonError, minify, unquote};
use crate::formats::linkwright::RecordLines;
use crate::formats::reading::report::Why;
use crate::formats::reading::{Fate, LineCounter, NewIds, RecordReport, bounds, places, short};
use crate::formats::{Format, Opened};
use crate::model::{
    Document, Entity, EntityKind, Identifier, Link, LinkKind, Marking, Meta, Parts, RawJson,
    RecordRef, Severity, Str, TableName, View,
};

use super::attributes::{Attributes, marking, own_direction, period, text_of, value_of};
use super::ends::{NodeKey, Nodes, RawLink};
use super::graphs::{FileGraph, graphs};

/// Reads node-link JSON; `None` if the text is valid JSON without such a graph, or only with links that do not name their ends by the
/// keys of this format.
///
/// # Errors
/// If the bytes are not JSON text.
pub fn read(bytes: &[u8]) -> Result<Option<Opened>, JsonError> {
    let decoded = json::decode(bytes)?;
    let text = decoded.text.as_ref();
    let (graphs, others) = graphs(json::validate(text)?);
    if graphs.is_empty() || name_no_ends(&graphs) {
        return Ok(None);
    }
    let lists = graphs
        .iter()
        .map(|graph| graph.nodes.len() + graph.links.len());
    if bounds::is_hollow(lists.sum(), text.len()) {
        return Err(JsonError::Hollow);
    }
    let mut reader = GraphReader::new(text, bytes);
    let dataset = RecordRef::dataset();
    if let Some(note) = decoded.note {
        reader.note("encoding", text, &dataset, note);
    }
    for other in others {
        let what = format!("skipped an element that is not a graph: {}", short(other));
        reader.left_out("unusable-graph", other, what);
    }
    let several = graphs.len() > 1;
    for (number, graph) in graphs.iter().enumerate() {
        reader.graph(number, graph, several);
    }
    Ok(Some(reader.finish()))
}

/// Whether there are links, all of them objects, and none says where it leads from or to: another format's.
fn name_no_ends(graphs: &[FileGraph<'_>]) -> bool {
    let mut links = graphs.iter().flat_map(|graph| &graph.links).peekable();
    let says_nothing = |text: &&str| {
        text.starts_with('{') && RawLink::of(text).is_some_and(|link| link.ends == [None, None])
    };
    links.peek().is_some() && links.all(says_nothing)
}

struct GraphReader<'a> {
    text: &'a str,
    meta: Meta,
    entities: Vec<Arc<Entity>>,
    links: Vec<Arc<Link>>,
    view: View,
    entity_ids: NewIds,
    link_ids: NewIds,
    entity_lines: Vec<u32>,
    link_lines: Vec<u32>,
    lines: LineCounter<'a>,
    report: RecordReport,
}

impl<'a> GraphReader<'a> {
    fn new(text: &'a str, bytes: &[u8]) -> Self {
        Self {
            text,
            meta: Meta::default(),
            entities: Vec::new(),
            links: Vec::new(),
            view: View::new("main", "Main"),
            entity_ids: NewIds::of_file(bytes, "node"),
            link_ids: NewIds::of_file(bytes, "link"),
            entity_lines: Vec::new(),
            link_lines: Vec::new(),
            lines: LineCounter::of(text),
            report: RecordReport::default(),
        }
    }

    fn tell(
        &mut self,
        fate: Fate,
        severity: Severity,
        rule: &'static str,
        at: &str,
        record: &RecordRef,
        text: impl Into<String>,
    ) {
        let why = Why {
            severity,
            rule,
            line: Some(self.lines.line_of(at)),
            record,
            text: text.into(),
        };
        self.report.tell(fate, why);
    }

    /// Something that is worth knowing and changed no record.
    fn note(&mut self, rule: &'static str, at: &str, record: &RecordRef, text: impl Into<String>) {
        self.tell(Fate::Kept, Severity::Note, rule, at, record, text);
    }

    /// A record that is not quite as the file has it.
    fn changed(
        &mut self,
        rule: &'static str,
        at: &str,
        record: &RecordRef,
        text: impl Into<String>,
    ) {
        self.tell(Fate::Changed, Severity::Warning, rule, at, record, text);
    }

    /// A part of the file that became no record.
    fn left_out(&mut self, rule: &'static str, at: &str, text: impl Into<String>) {
        let record = RecordRef::dataset();
        self.tell(Fate::LeftOut, Severity::Error, rule, at, &record, text);
    }

    fn graph(&mut self, number: usize, graph: &FileGraph<'a>, several: bool) {
        for (what, token) in &graph.twice {
            let text = format!("a graph has two lists of {what}; both were read");
            self.changed("repeated-key", token, &RecordRef::dataset(), text);
        }
        let first = self.entities.len();
        let mut raw_places = Vec::with_capacity(graph.nodes.len());
        let mut nodes = Nodes::default();
        let mut is_graphology = false;
        for (at, node) in graph.nodes.iter().enumerate() {
            let place = self.node(number, at, node, &mut nodes, &mut is_graphology);
            raw_places.push(place);
        }
        let found = places(&raw_places, is_graphology);
        for (entity, place) in self.entities[first..].iter().zip(found) {
            self.view
                .positions
                .extend(place.map(|at| (entity.id.clone(), at)));
        }
        let directed = graph.directed.or(is_graphology.then_some(true));
        self.links_of(number, graph, &nodes, directed);
        self.attributes(graph, several, number);
    }

    /// Reads a node as the next entity; where it stands.
    fn node(
        &mut self,
        graph: usize,
        at: usize,
        text: &'a str,
        nodes: &mut Nodes,
        is_graphology: &mut bool,
    ) -> Option<[f64; 2]> {
        let mut attributes = Attributes::of(text).unwrap_or_default();
        let id = match text.as_bytes()[0] {
            b'{' => attributes.take_outer(&["id"]).or_else(|| {
                let key = attributes.take_outer(&["key"]);
                *is_graphology |= key.is_some();
                key
            }),
            _ => Some(text),
        };
        let key = id.and_then(NodeKey::of);
        let shown = key.as_ref().map(NodeKey::text).map(Cow::into_owned);
        let name = attributes.take_text(&["label", "name", "title"]);
        let known = shown.clone().filter(|id| !id.trim().is_empty());
        let label = name.clone().or(known).unwrap_or_default();
        let repeats = key
            .as_ref()
            .is_some_and(|key| nodes.by_key.contains_key(key));
        let hashed = match (&key, repeats) {
            (Some(key), false) => format!("{key:?}"),
            _ => format!("{key:?} {at}"),
        };
        let slug_of = if label.is_empty() { "node" } else { &label };
        let id_of = self.entity_ids.next(slug_of, graph, &hashed);
        let place = match (attributes.take_number("x"), attributes.take_number("y")) {
            (Some(x), Some(y)) => Some([x, y]),
            _ => None,
        };
        let record = RecordRef::new(TableName::Entities, id_of.clone());
        self.tell_twice(&attributes, text, &record);
        if repeats {
            let what = format!(
                "node {} repeats ID {}: added separately, links go to the first",
                at + 1,
                shown.as_deref().unwrap_or_default()
            );
            self.changed("repeated-id", text, &record, what);
        } else if key.is_none() && (nodes.have_ids || id.is_some()) {
            let what = match id {
                Some(id) => format!(
                    "{} is not an ID, so no link can refer to this node",
                    short(id)
                ),
                None => "no ID, so no link can refer to this node".to_owned(),
            };
            self.changed("no-id", text, &record, what);
        }
        nodes.add(key, &label, self.entities.len());
        self.entity_lines.push(self.lines.line_of(text));
        let entity = entity(id_of, label, shown, attributes);
        self.entities.push(Arc::new(entity));
        place
    }

    fn tell_twice(&mut self, attributes: &Attributes<'a>, at: &str, record: &RecordRef) {
        for (key, dropped) in &attributes.twice {
            let what = format!(
                "“{key}” is repeated; the last value is used, not {}",
                short(dropped)
            );
            self.changed("repeated-key", at, record, what);
        }
    }

    fn links_of(
        &mut self,
        number: usize,
        graph: &FileGraph<'a>,
        nodes: &Nodes,
        directed: Option<bool>,
    ) {
        let ends: Vec<Option<RawLink<'a>>> =
            graph.links.iter().map(|text| RawLink::of(text)).collect();
        let keys = ends
            .iter()
            .flatten()
            .flat_map(|link| [&link.from, &link.to]);
        let by_index = nodes.ends_are_indices(keys.filter_map(Option::as_ref));
        let mut loosely = 0usize;
        for (at, (raw, text)) in ends.into_iter().zip(&graph.links).enumerate() {
            let Some(raw) = raw else {
                let what = format!(
                    "skipped link {}, which is not an object or a pair: {}",
                    at + 1,
                    short(text)
                );
                self.left_out("unusable-link", text, what);
                continue;
            };
            self.link(
                number,
                at,
                text,
                raw,
                nodes,
                by_index,
                directed,
                &mut loosely,
            );
        }
        if loosely > 0 {
            let ends = if loosely == 1 {
                "link end matches"
            } else {
                "link ends match"
            };
            let what =
                format!("{loosely} {ends} a node's ID only if text and number count as the same");
            let at = graph.links.first().copied().unwrap_or(self.text);
            self.note("loose-ids", at, &RecordRef::dataset(), what);
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one link with all that its graph decides for it"
    )]
    fn link(
        &mut self,
        graph: usize,
        at: usize,
        text: &'a str,
        raw: RawLink<'a>,
        nodes: &Nodes,
        by_index: bool,
        directed: Option<bool>,
        loosely: &mut usize,
    ) {
        let mut attributes = raw.attributes;
        let ends = [&raw.from, &raw.to].map(|key| {
            let key = key.as_ref()?;
            nodes.find(key, by_index, loosely)
        });
        let name_of = |end: Option<usize>, key: &Option<NodeKey>| match end {
            Some(at) => self.entities[at].id.clone(),
            None => self.absent(key),
        };
        let (from, to) = (name_of(ends[0], &raw.from), name_of(ends[1], &raw.to));
        let kind = attributes.take(&["kind", "type", "relation", "relationship"], |value| {
            link_kind(value).is_some()
        });
        let kind = kind.and_then(link_kind);
        let label = attributes.take_text(&["label", "name", "title"]);
        let slug_of = format!(
            "{from} {} {to}",
            kind.map_or("related-to", LinkKind::as_str)
        );
        let id = self.link_ids.next(&slug_of, graph, &at.to_string());
        let record = RecordRef::new(TableName::Links, id.clone());
        self.tell_twice(&attributes, text, &record);
        self.link_lines.push(self.lines.line_of(text));
        let stated = own_direction(&mut attributes).or(directed);
        let natural = kind.is_some_and(LinkKind::is_directed);
        let mut link = Link {
            id,
            kind: kind.map_or("related-to", LinkKind::as_str).into(),
            from,
            to,
            directed: stated.filter(|stated| *stated != natural),
            label: label.unwrap_or_default().into(),
            tags: attributes.take_texts(&["tags"]),
            marking: marking(&mut attributes),
            note: attributes.take_text(&["note"]).unwrap_or_default().into(),
            ..Link::default()
        };
        (link.since, link.until) = period(&mut attributes);
        link.properties = attributes.properties();
        // An end that is not there is kept as the file has it.
        for (name, end, raw) in [
            ("source", ends[0], raw.ends[0]),
            ("target", ends[1], raw.ends[1]),
        ] {
            if let (None, Some(raw)) = (end, raw) {
                link.properties.push((name.into(), value_of(raw)));
            }
        }
        self.links.push(Arc::new(link));
    }

    /// What a link names as an end that is not there: the text of the file, unless an entity has that as its id.
    fn absent(&self, key: &Option<NodeKey>) -> Str {
        let text = key.as_ref().map(NodeKey::text).unwrap_or_default();
        let mut text = text.into_owned();
        while self.entity_ids.has(&text) {
            text.push('?');
        }
        text.into()
    }

    /// What the graph says of itself.
    fn attributes(&mut self, graph: &FileGraph<'a>, several: bool, number: usize) {
        let mut kept: Vec<(Box<str>, RawJson)> = Vec::new();
        let mut places: FxHashMap<&str, usize> = FxHashMap::default();
        for (key, value) in &graph.attributes {
            let is_title = matches!(key.as_ref(), "title" | "name" | "label");
            let text = text_of(value);
            match text {
                Some(text) if is_title && self.meta.title.is_empty() && !several => {
                    self.meta.title = text.as_ref().into();
                }
                Some(text) if key == "handling" && !several => {
                    self.meta.handling = text.as_ref().into();
                }
                Some(text)
                    if key == "marking" && !several && Marking::from_word(&text).is_some() =>
                {
                    self.meta.marking = Marking::from_word(&text);
                }
                Some(text)
                    if key == "description" && self.meta.description.is_empty() && !several =>
                {
                    self.meta.description = text.as_ref().into();
                }
                _ if json::is_empty_value(value) => {}
                _ if !several && is_free_key(key) => {
                    let (at, text) = (kept.len(), minify(value));
                    let at = *places.entry(key.as_ref()).or_insert(at);
                    if at == kept.len() {
                        kept.push((RawJson::string(key).as_json().into(), text));
                    } else {
                        let old = std::mem::replace(&mut kept[at].1, text);
                        self.stands_twice(key, value, &old);
                    }
                }
                _ => {
                    let what = format!(
                        "“{key}” of graph {} is not imported: {}",
                        number + 1,
                        short(value)
                    );
                    self.note("graph-attribute", value, &RecordRef::dataset(), what);
                }
            }
        }
        if !kept.is_empty() {
            self.meta.extra.change(|extra| extra.unknown.extend(kept));
        }
    }

    fn stands_twice(&mut self, key: &str, value: &str, old: &RawJson) {
        let what = format!(
            "“{key}” of the graph is repeated; the last value is used, not {}",
            short(old.as_json())
        );
        self.changed("repeated-key", value, &RecordRef::dataset(), what);
    }

    fn finish(mut self) -> Opened {
        // What is marked like the dataset need not say so.
        let inherited = self.meta.marking;
        let own = self.entities.iter_mut().filter_map(Arc::get_mut);
        let of_links = self.links.iter_mut().filter_map(Arc::get_mut);
        let all = own.map(|entity| &mut entity.marking);
        for marking in all.chain(of_links.map(|link| &mut link.marking)) {
            *marking = marking.filter(|_| *marking != inherited);
        }
        let mut parts = Parts {
            meta: self.meta,
            entities: self.entities,
            links: self.links,
            ..Parts::default()
        };
        if !self.view.positions.is_empty() {
            parts.views.push(Arc::new(self.view));
        }
        let document = Document::from_parts(parts).0;
        let (problems, tally) = self.report.finish(&document);
        Opened {
            document,
            format: Format::NodeLink,
            problems,
            tally,
            lines: RecordLines::of_records(self.entity_lines, self.link_lines),
            drops_something: false,
        }
    }
}

fn entity(
    id: Str,
    name: String,
    original: Option<String>,
    mut attributes: Attributes<'_>,
) -> Entity {
    let kind = attributes.take(&["kind", "type", "category"], |value| {
        entity_kind(value).is_some()
    });
    let kind = kind.and_then(entity_kind);
    let country = attributes.take(&["country"], |value| {
        unquote(value)
            .is_some_and(|code| code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()))
    });
    let mut entity = Entity {
        id,
        kind: kind.map_or("other", EntityKind::as_str).into(),
        name: name.into(),
        country: country
            .and_then(unquote)
            .unwrap_or_default()
            .as_ref()
            .into(),
        tags: attributes.take_texts(&["tags"]),
        marking: marking(&mut attributes),
        note: attributes.take_text(&["note"]).unwrap_or_default().into(),
        ..Entity::default()
    };
    entity.identifiers.extend(original.map(|value| Identifier {
        scheme: "node-id".into(),
        value: value.into(),
        ..Identifier::default()
    }));
    (entity.since, entity.until) = period(&mut attributes);
    entity.properties = attributes.properties();
    entity
}

fn entity_kind(value: &str) -> Option<EntityKind> {
    let word = unquote(value)?
        .trim()
        .to_lowercase()
        .replace([' ', '_'], "-");
    EntityKind::from_word(&word).or_else(|| {
        let mut all = EntityKind::ALL.iter().copied();
        all.find(|kind| kind.label().to_lowercase() == word)
    })
}

fn link_kind(value: &str) -> Option<LinkKind> {
    let word = unquote(value)?
        .trim()
        .to_lowercase()
        .replace([' ', '_'], "-");
    LinkKind::from_word(&word)
}

/// Whether a dataset may have this key at its top without meaning something by it.
fn is_free_key(key: &str) -> bool {
    use crate::formats::linkwright::Fields;
    TableName::from_word(key).is_none()
        && !Meta::KEYS.contains(&key)
        && !matches!(key, "format" | "version" | "dataset")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Value;

    fn open(text: &str) -> Opened {
        read(text.as_bytes()).unwrap().unwrap()
    }

    /// Each link as the names of its ends.
    fn pairs(opened: &Opened) -> Vec<String> {
        let document = &opened.document;
        let name = |id: &Str| {
            let entity = document.entities().get(id);
            entity.map_or(format!("?{id}"), |entity| entity.label().to_owned())
        };
        let links = document.links().iter();
        links
            .map(|link| format!("{}-{}", name(&link.from), name(&link.to)))
            .collect()
    }

    #[test]
    fn ids_indices_names_pairs_and_whole_nodes() {
        for (text, want) in [
            (
                r#"{"nodes":[{"id":"a"},{"id":"b"}],"links":[{"source":"a","target":"b"}]}"#,
                "a-b",
            ),
            (
                r#"{"nodes":[{"name":"A"},{"name":"B"}],"links":[{"source":1,"target":0}]}"#,
                "B-A",
            ),
            (
                r#"{"nodes":[{"name":"A"},{"name":"B"}],"links":[{"source":"A","target":"B"}]}"#,
                "A-B",
            ),
            (
                r#"{"nodes":[{"id":"x"},{"id":"y"}],"links":[{"source":0,"target":1}]}"#,
                "x-y",
            ),
            (
                r#"{"nodes":[{"key":"a"},{"key":"b"}],"edges":[["a","b"]]}"#,
                "a-b",
            ),
            (
                r#"{"nodes":["a","b"],"edges":[{"from":"a","to":"b"}]}"#,
                "a-b",
            ),
            (
                r#"{"nodes":[{"id":1},{"id":2}],"links":[{"source":{"id":1,"x":0},"target":"2"}]}"#,
                "1-2",
            ),
            (
                r#"{"nodes":[{"id":5},{"id":6}],"links":[{"source":5,"target":6}]}"#,
                "5-6",
            ),
        ] {
            assert_eq!(pairs(&open(text)), [want], "{text}");
        }
    }

    #[test]
    fn sorts_of_ids_are_told_apart_and_nothing_is_dropped() {
        let text = r#"{"nodes":[{"id":1},{"id":"1"},{"id":1.0},{"id":true},{"id":null},{}],
            "links":[{"source":1,"target":"1"},{"source":0,"target":5}]}"#;
        let opened = open(text);
        assert_eq!(opened.document.entities().len(), 6);
        let links = [0, 1].map(|slot| opened.document.links().at(slot).unwrap());
        let entities = [0, 1].map(|slot| opened.document.entities().at(slot).unwrap());
        assert_eq!(
            (&links[0].from, &links[0].to),
            (&entities[0].id, &entities[1].id)
        );
        assert_eq!((links[1].from.as_str(), links[1].to.as_str()), ("0", "5"));
        assert_eq!(
            links[1].properties[0],
            ("source".into(), Value::Number("0".into()))
        );
        let rules: Vec<_> = opened.problems.iter().map(|problem| problem.rule).collect();
        assert_eq!(rules, ["repeated-id", "no-id", "no-id"]);
    }

    #[test]
    fn graphs_come_in_together_and_apart() {
        let text = r#"[{"nodes":[{"id":"a"}],"links":[{"source":"a","target":"a"}]},
            {"nodes":[{"id":"a"}],"links":[]}, 5]"#;
        let opened = open(text);
        assert_eq!(opened.document.entities().len(), 2);
        let again = open(text);
        assert_eq!(
            opened.document, again.document,
            "reading twice gives the same ids"
        );
        assert_eq!(opened.problems.len(), 1);
        assert_eq!(opened.problems[0].line, Some(2));
    }

    #[test]
    fn attributes_find_their_fields() {
        let text = r#"{"directed":true,"graph":{"name":"G","extra":[1]},"nodes":[
            {"id":"a","label":"A","type":"Person","country":"CN","tags":["t"],"weight":2.50,"x":1,"y":2}],
            "links":[{"source":"a","target":"a","kind":"works_for","key":0,"since":"2020","label":"L"},
                     {"source":"a","target":"a"}]}"#;
        let opened = open(text);
        let entity = opened.document.entities().iter().next().unwrap();
        assert_eq!(
            (
                entity.kind.as_str(),
                entity.country.as_str(),
                entity.label()
            ),
            ("person", "CN", "A")
        );
        assert_eq!(
            entity.properties,
            [("weight".into(), Value::Number("2.50".into()))]
        );
        assert_eq!(entity.identifiers[0].value, "a");
        let links = [0, 1].map(|slot| opened.document.links().at(slot).unwrap());
        assert_eq!(
            (links[0].kind.as_str(), links[0].directed),
            ("works-for", None)
        );
        assert_eq!(
            (links[1].kind.as_str(), links[1].directed),
            ("related-to", Some(true))
        );
        assert_eq!(opened.document.meta().title, "G");
        assert_eq!(opened.document.views()[0].positions.len(), 1);
    }
}
