//! What nodes are called in a file, and what links name as their ends.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::formats::json::{elements, unquote};

use super::attributes::Attributes;

/// What a node is called in the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum NodeKey {
    Text(String),
    /// A number, written so that equal ones are written alike.
    Number(String),
    Truth(bool),
}

impl NodeKey {
    pub(super) fn of(value: &str) -> Option<Self> {
        match value.as_bytes().first()? {
            b'"' => Some(Self::Text(unquote(value)?.into_owned())),
            b't' => Some(Self::Truth(true)),
            b'f' => Some(Self::Truth(false)),
            b'-' | b'0'..=b'9' => {
                let number: f64 = value.parse().ok()?;
                let exact = number.fract() == 0.0 && number.abs() < 9e15;
                Some(Self::Number(if exact {
                    format!("{}", number as i64)
                } else {
                    value.to_owned()
                }))
            }
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) | Self::Number(text) => Cow::Borrowed(text),
            Self::Truth(truth) => Cow::Owned(truth.to_string()),
        }
    }

    fn index(&self, count: usize) -> Option<usize> {
        match self {
            Self::Number(text) => text.parse().ok().filter(|at| *at < count),
            _ => None,
        }
    }

    /// The same writing as the other sort of value.
    fn other_sort(&self) -> Self {
        match self {
            Self::Text(text) => Self::Number(text.clone()),
            Self::Number(text) => Self::Text(text.clone()),
            Self::Truth(truth) => Self::Text(truth.to_string()),
        }
    }
}

/// The nodes of one graph, as links name them.
#[derive(Default)]
pub(super) struct Nodes {
    pub(super) by_key: FxHashMap<NodeKey, usize>,
    by_name: FxHashMap<String, usize>,
    /// Places of the nodes among all entities.
    places: Vec<usize>,
    pub(super) have_ids: bool,
}

impl Nodes {
    pub(super) fn add(&mut self, key: Option<NodeKey>, name: &str, place: usize) {
        self.places.push(place);
        match key {
            Some(key) => {
                self.have_ids = true;
                self.by_key.entry(key).or_insert(place);
            }
            None if !name.is_empty() => {
                self.by_name.entry(name.to_owned()).or_insert(place);
            }
            None => {}
        }
    }

    /// Whether ends count nodes: where these have no ids, or where all ends are whole numbers and not all are ids.
    pub(super) fn ends_are_indices<'k>(
        &self,
        ends: impl Iterator<Item = &'k NodeKey> + Clone,
    ) -> bool {
        let count = self.places.len();
        if !self.have_ids {
            return true;
        }
        let mut all = ends.clone();
        let is_id = |key: &NodeKey| {
            self.by_key.contains_key(key) || self.by_key.contains_key(&key.other_sort())
        };
        all.all(|key| key.index(count).is_some()) && !ends.clone().all(is_id)
    }

    pub(super) fn find(&self, key: &NodeKey, by_index: bool, loosely: &mut usize) -> Option<usize> {
        if by_index && let Some(at) = key.index(self.places.len()) {
            return self.places.get(at).copied();
        }
        if let Some(place) = self.by_key.get(key) {
            return Some(*place);
        }
        if let Some(place) = self.by_key.get(&key.other_sort()) {
            *loosely += 1;
            return Some(*place);
        }
        match key {
            NodeKey::Text(text) if !self.have_ids => self.by_name.get(text).copied(),
            _ => None,
        }
    }
}

/// A link as the file has it.
pub(super) struct RawLink<'a> {
    pub(super) ends: [Option<&'a str>; 2],
    pub(super) from: Option<NodeKey>,
    pub(super) to: Option<NodeKey>,
    pub(super) attributes: Attributes<'a>,
}

impl<'a> RawLink<'a> {
    pub(super) fn of(text: &'a str) -> Option<Self> {
        let (attributes, ends) = match Attributes::of(text) {
            Some(mut attributes) => {
                let from = attributes.take_outer(&["source", "from"]);
                let to = attributes.take_outer(&["target", "to"]);
                (attributes, [from, to])
            }
            None => {
                let mut items = elements(text)?;
                (
                    Attributes::default(),
                    [Some(items.next()?), Some(items.next()?)],
                )
            }
        };
        let [from, to] = ends.map(|end| NodeKey::of(node_itself(end?)));
        Some(Self {
            ends,
            from,
            to,
            attributes,
        })
    }
}

/// The id in a node that stands as the end of a link.
fn node_itself(end: &str) -> &str {
    let Some(mut node) = Attributes::of(end) else {
        return end;
    };
    let id = node
        .take_outer(&["id"])
        .or_else(|| node.take_outer(&["key"]));
    id.or_else(|| node.take_outer(&["index"])).unwrap_or(end)
}
