//! What rests on each source, and which source repeats which.

use std::collections::VecDeque;

use super::evidence::Evidence;
use super::{Claim, Document, Link};

/// What rests on a source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceWeight {
    /// Claims that cite it.
    pub claims: usize,
    /// Links with such a claim.
    pub links: usize,
    /// Claims that cite another source and come from this one alone: it is their only root.
    pub through: usize,
    /// Slots of the links that would have no support without it: each of their counting claims that do not deny cites it
    /// or has it as its only root.
    pub alone: Vec<u32>,
}

/// What rests on each source, by slot. One pass over the claims.
pub fn source_weights(document: &Document, evidence: &Evidence) -> Vec<SourceWeight> {
    let mut weights = vec![SourceWeight::default(); document.sources().slot_count()];
    let mut cited_here: Vec<u32> = Vec::new();
    let mut note = |weights: &mut Vec<SourceWeight>, claims: &[Claim], of_link: bool| {
        cited_here.clear();
        for claim in claims {
            let [cited, root] = bearers(document, evidence, claim);
            if let Some(cited) = cited {
                let weight = &mut weights[cited as usize];
                weight.claims += 1;
                if of_link && !cited_here.contains(&cited) {
                    weight.links += 1;
                    cited_here.push(cited);
                }
            }
            if let Some(root) = root.filter(|root| Some(*root) != cited) {
                weights[root as usize].through += 1;
            }
        }
    };
    for (slot, link) in document.links().iter_slots() {
        note(&mut weights, &link.claims, true);
        for source in sole_bearers(document, evidence, link).into_iter().flatten() {
            weights[source as usize].alone.push(slot);
        }
    }
    for entity in document.entities().iter() {
        note(&mut weights, &entity.claims, false);
    }
    weights
}

/// The sources without which this claim would be as if deleted: the one that it cites, and its root if it has only one.
fn bearers(document: &Document, evidence: &Evidence, claim: &Claim) -> [Option<u32>; 2] {
    let cited = document.sources().slot_of(&claim.source);
    let facts = cited.and_then(|slot| evidence.source(slot));
    let root = facts.and_then(|facts| match *facts.roots {
        [only] => Some(only),
        _ => None,
    });
    [cited, root.filter(|root| Some(*root) != cited)]
}

/// The sources without each of which the link would have no support: two at most, since no claim has more bearers.
fn sole_bearers(document: &Document, evidence: &Evidence, link: &Link) -> [Option<u32>; 2] {
    let mut sole: Option<[Option<u32>; 2]> = None;
    for claim in &link.claims {
        if claim.denies() || !evidence.counts(document, claim) {
            continue;
        }
        let theirs = bearers(document, evidence, claim);
        let left = match sole {
            None => theirs,
            Some(have) => have.map(|one| one.filter(|_| theirs.contains(&one))),
        };
        if left == [None; 2] {
            return left;
        }
        sole = Some(left);
    }
    sole.unwrap_or_default()
}

/// Roots and what derives from them: each source once, under one of those that it derives from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceTree {
    /// Slots of the roots, in order of id. Of a circle that derives from nothing outside itself, its least id.
    pub roots: Vec<u32>,
    /// By slot: the sources that stand under it, in order of id.
    pub children: Vec<Vec<u32>>,
    /// By slot: how many sources it derives from beside the one that it stands under.
    pub others: Vec<u32>,
}

/// The tree of the sources. A source that derives from several stands under the one nearest to a root.
pub fn source_tree(document: &Document, evidence: &Evidence) -> SourceTree {
    let sources = document.sources();
    let count = sources.slot_count();
    let mut repeated_by: Vec<Vec<u32>> = vec![Vec::new(); count];
    let mut others = vec![0; count];
    for (slot, source) in sources.iter_slots() {
        let mut origins: Vec<u32> = source
            .derived_from
            .iter()
            .filter_map(|id| sources.slot_of(id))
            .filter(|origin| *origin != slot)
            .collect();
        origins.sort_unstable();
        origins.dedup();
        others[slot as usize] = origins.len() as u32;
        for origin in origins {
            repeated_by[origin as usize].push(slot);
        }
    }
    let is_root = |slot: &u32| {
        let facts = evidence.source(*slot);
        facts.is_none_or(|facts| *facts.roots == [*slot])
    };
    let roots: Vec<u32> = sources.order().iter().copied().filter(is_root).collect();
    let mut placed = vec![false; count];
    for root in &roots {
        placed[*root as usize] = true;
    }
    // Level by level: whatever derives from something leads to a root, so that nothing is left out and no circle turns.
    let mut children: Vec<Vec<u32>> = vec![Vec::new(); count];
    let mut next: VecDeque<u32> = roots.iter().copied().collect();
    while let Some(slot) = next.pop_front() {
        for &repeats in &repeated_by[slot as usize] {
            if !std::mem::replace(&mut placed[repeats as usize], true) {
                children[slot as usize].push(repeats);
                others[repeats as usize] -= 1;
                next.push_back(repeats);
            }
        }
    }
    SourceTree {
        roots,
        children,
        others,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::evidence::Basis;
    use crate::model::{Parts, Role, Source, Str};
    use proptest::prelude::*;
    use std::sync::Arc;

    fn document(derived: &[Vec<usize>]) -> Document {
        let id = |at: usize| Str::from(format!("s{at:05}"));
        let sources = derived.iter().enumerate().map(|(at, from)| Source {
            id: id(at),
            role: Some(Role::Own),
            derived_from: from.iter().map(|from| id(*from)).collect(),
            ..Source::default()
        });
        Document::from_parts(Parts {
            sources: sources.map(Arc::new).collect(),
            ..Parts::default()
        })
        .0
    }

    fn tree(document: &Document) -> SourceTree {
        source_tree(document, &Evidence::of(document, Basis::default()))
    }

    proptest! {
        #[test]
        fn every_source_stands_in_the_tree_once(derived in prop::collection::vec(prop::collection::vec(0usize..12, 0..4), 0..12)) {
            let document = document(&derived);
            let tree = tree(&document);
            let mut seen: Vec<u32> = tree.roots.clone();
            seen.extend(tree.children.iter().flatten());
            seen.sort_unstable();
            prop_assert_eq!(&seen, &(0..derived.len() as u32).collect::<Vec<_>>());
            for (slot, children) in tree.children.iter().enumerate() {
                for child in children {
                    let from = &document.sources().at(*child).unwrap().derived_from;
                    prop_assert!(from.contains(document.sources().id_at(slot as u32).unwrap()));
                }
            }
        }
    }

    #[test]
    fn a_deep_chain_and_a_circle_come_to_an_end() {
        let chain: Vec<Vec<usize>> = (0..20_000usize)
            .map(|at| at.checked_sub(1).into_iter().collect())
            .collect();
        let tree_of_chain = tree(&document(&chain));
        assert_eq!(tree_of_chain.roots, [0]);
        assert!(tree_of_chain.others.iter().all(|others| *others == 0));
        let circle = tree(&document(&[vec![2], vec![0], vec![1], vec![1]]));
        assert_eq!(circle.roots, [0]);
        assert_eq!(
            circle.children,
            [vec![1], vec![2, 3], vec![], Vec::<u32>::new()]
        );
        assert_eq!(circle.others, [1, 0, 0, 0], "the circle is not hidden");
    }
}
