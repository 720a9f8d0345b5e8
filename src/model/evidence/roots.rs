//! Where sources get what they say from.

use std::sync::Arc;

use petgraph::graphmap::DiGraphMap;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::Document;

/// *Roots of a source*: what is reached through `derived_from` and derives from no source of the table. *A cycle that
/// derives from nothing outside itself is one root* (its least id stands for it); *a cycle with a way out is none.*
///
/// Finds them for the sources in the slots `among`. What these derive from has its roots from `known`, unless it is one of
/// them; no cycle may go through both.
pub(super) fn roots(
    document: &Document,
    among: &[u32],
    known: impl Fn(u32) -> Option<Arc<[u32]>>,
) -> FxHashMap<u32, Arc<[u32]>> {
    let sources = document.sources();
    let mut graph = DiGraphMap::<u32, ()>::with_capacity(among.len(), among.len());
    let mut found: FxHashMap<u32, Arc<[u32]>> = FxHashMap::default();
    let inside: FxHashSet<u32> = among.iter().copied().collect();
    for &slot in among {
        let Some(source) = sources.at(slot) else {
            continue;
        };
        graph.add_node(slot);
        for to in source
            .derived_from
            .iter()
            .filter_map(|id| sources.slot_of(id))
        {
            graph.add_edge(slot, to, ());
            if !inside.contains(&to) {
                found.extend(known(to).map(|roots| (to, roots)));
            }
        }
    }
    // Components come in such an order that whatever one derives from has come before it.
    for component in petgraph::algo::kosaraju_scc(&graph) {
        if !inside.contains(&component[0]) {
            continue;
        }
        let roots = roots_of_component(document, &graph, &component, &found);
        for slot in component {
            found.insert(slot, Arc::clone(&roots));
        }
    }
    found
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
