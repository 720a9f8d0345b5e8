//! Finding the graphs in a text, and their lists.

use std::borrow::Cow;

use crate::formats::json::{elements, members, unquote};

/// A graph of the file: its nodes and links as texts, and what else it says.
#[derive(Debug, Default)]
pub(super) struct FileGraph<'a> {
    /// The nodes.
    pub nodes: Vec<&'a str>,
    /// The links.
    pub links: Vec<&'a str>,
    /// Everything else, by key; `graph` (networkx) and `attributes` (graphology) are opened.
    pub attributes: Vec<(Cow<'a, str>, &'a str)>,
    /// Whether links have a direction, where the graph says so.
    pub directed: Option<bool>,
    /// Keys that stood twice; both lists were read.
    pub twice: Vec<(&'static str, &'a str)>,
}

/// The graphs in valid JSON, and elements of a list of graphs that are none.
pub(super) fn graphs(text: &str) -> (Vec<FileGraph<'_>>, Vec<&str>) {
    let mut found = Vec::new();
    let mut others = Vec::new();
    if let Some(graph) = graph(text) {
        return (vec![graph], others);
    }
    let list = elements(text).or_else(|| {
        let mut all = members(text)?;
        let graphs = all.find(|(key, _)| *key == "\"graphs\"");
        elements(graphs?.1)
    });
    for item in list.into_iter().flatten() {
        match graph(item) {
            Some(graph) => found.push(graph),
            None => others.push(item),
        }
    }
    (found, others)
}

/// The graph that an object is: with a list of nodes and one of links.
fn graph(text: &str) -> Option<FileGraph<'_>> {
    let mut graph = FileGraph::default();
    let (mut has_nodes, mut has_links) = (false, false);
    for (token, value) in members(text)? {
        let key = unquote(token).unwrap_or(Cow::Borrowed(token));
        match (key.as_ref(), elements(value)) {
            ("nodes", Some(items)) => {
                if std::mem::replace(&mut has_nodes, true) {
                    graph.twice.push(("nodes", token));
                }
                graph.nodes.extend(items);
            }
            ("links" | "edges", Some(items)) => {
                if std::mem::replace(&mut has_links, true) {
                    graph.twice.push(("links", token));
                }
                graph.links.extend(items);
            }
            ("directed", None) if matches!(value, "true" | "false") => {
                graph.directed = Some(value == "true");
            }
            // Parallel links are kept as they are.
            ("multigraph", None) => {}
            ("options", None) => graph.options(value),
            ("graph" | "attributes", None) => graph.open(value, key, value),
            _ => graph.attributes.push((key, value)),
        }
    }
    (has_nodes && has_links).then_some(graph)
}

impl<'a> FileGraph<'a> {
    /// graphology's options: `type` says whether links have a direction.
    fn options(&mut self, text: &'a str) {
        let kind = members(text)
            .into_iter()
            .flatten()
            .find(|(key, _)| *key == "\"type\"");
        match kind.map(|(_, value)| value) {
            Some("\"undirected\"") => self.directed = Some(false),
            Some("\"directed\"") => self.directed = Some(true),
            _ => {}
        }
    }

    /// Attributes of the graph, in an object of their own.
    fn open(&mut self, text: &'a str, key: Cow<'a, str>, value: &'a str) {
        match members(text) {
            Some(inner) => {
                let named = |(token, value): (&'a str, &'a str)| {
                    (unquote(token).unwrap_or(Cow::Borrowed(token)), value)
                };
                self.attributes.extend(inner.map(named));
            }
            None => self.attributes.push((key, value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_one_several_and_none() {
        let count = |text: &str| {
            let (graphs, others) = graphs(text);
            (graphs.len(), others.len())
        };
        assert_eq!(count(r#"{"nodes":[],"links":[]}"#), (1, 0));
        assert_eq!(
            count(r#"[{"nodes":[],"edges":[]},7,{"nodes":[],"links":[]}]"#),
            (2, 1)
        );
        assert_eq!(count(r#"{"graphs":[{"nodes":[],"edges":[]}]}"#), (1, 0));
        assert_eq!(count(r#"{"nodes":{},"links":[]}"#), (0, 0));
        assert_eq!(count("3"), (0, 0));
    }

    #[test]
    fn both_lists_are_read() {
        let (graphs, _) = graphs(r#"{"nodes":[1],"links":[[1,1]],"links":[[1,1]],"edges":[]}"#);
        assert_eq!((graphs[0].links.len(), graphs[0].twice.len()), (2, 2));
    }
}
