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
mod places;
mod read;
mod write;

pub use read::read;
pub use write::{Written, stays_behind, write};
