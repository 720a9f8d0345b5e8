//! Node-link JSON, as networkx, d3 and sigma/graphology write it: an object with `nodes` and `links` or `edges`.
//!
//! There is no specification; this is what is read:
//!
//! - A node is an object with an `id` (networkx, d3) or `key` (graphology), or a bare id. Attributes stand beside it or in
//!   `attributes`. A link is an object with `source` and `target` (or `from` and `to`), or a pair; an end may be the node
//!   itself, as d3 leaves it.
//! - Ids are compared as JSON values: `1` and `1.0` are one id, `1` and `"1"` are two; where no node has the id as it
//!   stands, text and number of the same writing are taken for one another. `null` and a missing id are none. A repeated id
//!   makes another entity; links go to the first.
//! - Ends are indices where nodes have no ids, or where all ends are whole numbers and not all are ids.
//! - Of a key that stands twice in an object the last value counts; two lists of nodes or links are both read.
//! - `label`, `name` or `title` is the name; a `kind`, `type` or `category` that is one of ours is the kind; `country`,
//!   `tags`, `note`, `since`, `until` are what they are here; `x` and `y` are positions, enlarged or reduced where points
//!   would lie on each other or out of sight (graphology's y points up, ours down). Everything else is a property.
//! - Several graphs in a list, or in `graphs`, come in together; their ids are kept apart.

mod attributes;
mod ends;
mod graphs;
mod read;
mod write;

use crate::formats::beginning::{elements, is_key, member, members};
use crate::formats::{Beginning, Confidence, FormatRow, Unread, Written};

pub use read::read;
pub use write::{GraphBytes, write};

use write::not_included;

/// The format in the list of formats.
pub(super) const ROW: FormatRow = FormatRow {
    name: "node-link",
    label: "node-link JSON",
    one: "node-link JSON",
    programs: "networkx, D3, sigma, graphology",
    hint: "For networkx, D3 and sigma; support and voices, no claims",
    keywords: "graph, network, gephi",
    endings: &["json"],
    confidence,
    read: |bytes| read(bytes)?.ok_or(Unread::Other),
    write: Some(|judged| Written {
        bytes: write(judged).bytes,
        not_included: not_included(judged.document),
    }),
};

/// A graph, or several in a list or in `graphs`, has lists of nodes and of links. Other formats have such lists, too, but their links
/// name their ends in other ways.
fn confidence(file: &Beginning<'_>) -> Confidence {
    let text = file.text();
    let list = match text.first() {
        Some(b'{') => file.member("graphs").unwrap_or_default(),
        _ => text,
    };
    let of_list = || {
        elements(list)
            .map(of_graph)
            .find(|found| *found > Confidence::No)
    };
    match of_graph(text) {
        Confidence::No => of_list().unwrap_or(Confidence::No),
        found => found,
    }
}

fn of_graph(object: &[u8]) -> Confidence {
    let (mut has_nodes, mut links) = (false, None);
    for (key, value) in members(object) {
        let is_list = value.starts_with(b"[");
        has_nodes |= is_list && is_key(key, "nodes");
        if is_list && (is_key(key, "links") || is_key(key, "edges")) {
            links = links.or(Some(value));
        }
        if let (true, Some(links)) = (has_nodes, links) {
            let first = elements(links).next().unwrap_or_default();
            let names_ends = ["source", "target", "from", "to"]
                .iter()
                .any(|key| member(first, key).is_some());
            let is_other = first.starts_with(b"{") && !names_ends;
            return match is_other {
                true => Confidence::Perhaps,
                false => Confidence::Likely,
            };
        }
    }
    Confidence::No
}
