//! Where sources get what they say from.

use std::sync::Arc;

use petgraph::graphmap::DiGraphMap;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::Document;

/// *Roots of a source*: what is reached through `derived_from` and derives from no source of the table. *A cycle that
/// derives from nothing outside itself is one root* (its least id stands for it); *a cycle with a way out is none.*
pub(super) fn roots(document: &Document) -> Vec<(u32, Arc<[u32]>)> {
    let sources = document.sources();
    let mut graph = DiGraphMap::<u32, ()>::with_capacity(sources.len(), sources.len());
    for (slot, source) in sources.iter_slots() {
        graph.add_node(slot);
        for id in &source.derived_from {
            if let Some(to) = sources.slot_of(id) {
                graph.add_edge(slot, to, ());
            }
        }
    }
    let mut found: FxHashMap<u32, Arc<[u32]>> = FxHashMap::default();
    // Components come in such an order that whatever one derives from has come before it.
    for component in petgraph::algo::kosaraju_scc(&graph) {
        let roots = roots_of_component(document, &graph, &component, &found);
        for slot in component {
            found.insert(slot, Arc::clone(&roots));
        }
    }
    found.into_iter().collect()
}

fn roots_of_component(
    document: &Document,
    graph: &DiGraphMap<u32, ()>,
    component: &[u32],
    found: &FxHashMap<u32, Arc<[u32]>>,
) -> Arc<[u32]> {
    let inside: FxHashSet<u32> = component.iter().copied().collect();
    let mut outside: Vec<&Arc<[u32]>> = component
        .iter()
        .flat_map(|slot| graph.neighbors(*slot))
        .filter(|to| !inside.contains(to))
        .filter_map(|to| found.get(&to))
        .collect();
    outside.dedup_by(|a, b| Arc::ptr_eq(a, b));
    match outside.as_slice() {
        [] => {
            let least = component
                .iter()
                .min_by_key(|slot| document.sources().id_at(**slot));
            least.copied().into_iter().collect()
        }
        [only] => Arc::clone(only),
        several => {
            let mut all: Vec<u32> = several
                .iter()
                .flat_map(|roots| roots.iter().copied())
                .collect();
            all.sort_unstable();
            all.dedup();
            all.into()
        }
    }
}
