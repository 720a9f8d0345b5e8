//! What hangs on a body: the bodies that would fall off with it if it were cut from the rest.

use std::ops::Range;

use crate::layout::ground::graph::BodyGraph;

/// Largest branch that is moved as one; a bigger one has its parts moved.
const MOST_IN_BRANCH: usize = 30;

/// The trees that hang on a component's core, found by taking off leaves until none are left; of a tree, its centre stays.
pub(super) struct Branches {
    first: usize,
    parent: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
}

impl Branches {
    /// The branches of one component.
    pub(super) fn new(graph: &BodyGraph, range: Range<usize>) -> Self {
        let first = range.start;
        let mut open: Vec<usize> = range.clone().map(|body| graph.degree(body)).collect();
        let mut parent = vec![None; range.len()];
        let mut children = vec![Vec::new(); range.len()];
        let mut left = range.len();
        let mut layer: Vec<usize> = range.filter(|&body| open[body - first] == 1).collect();
        while !layer.is_empty() && left > 2 {
            let mut next = Vec::new();
            for &body in &layer {
                let free = |&&other: &&u32| open[other as usize - first] > 0;
                let Some(&holder) = graph.neighbours(body).iter().find(free) else {
                    continue;
                };
                let holder = holder as usize;
                parent[body - first] = Some(holder);
                children[holder - first].push(body);
                open[body - first] = 0;
                open[holder - first] -= 1;
                if open[holder - first] == 1 {
                    next.push(holder);
                }
            }
            left -= layer.len();
            layer = next;
        }
        Self {
            first,
            parent,
            children,
        }
    }

    /// The body on which another one hangs.
    pub(super) fn parent(&self, body: usize) -> Option<usize> {
        self.parent[body - self.first]
    }

    /// The body and all that hangs on it; the body alone if that is too much to be moved as one.
    pub(super) fn hanging_on(&self, body: usize) -> Vec<usize> {
        let mut group = vec![body];
        let mut head = 0;
        while let Some(&member) = group.get(head) {
            group.extend_from_slice(&self.children[member - self.first]);
            if group.len() > MOST_IN_BRANCH {
                return vec![body];
            }
            head += 1;
        }
        group
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::ground::input::LayoutInput;

    #[test]
    fn a_tail_hangs_on_a_ring() {
        let links = vec![(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (3, 5)];
        let graph = BodyGraph::new(
            &LayoutInput {
                seeds: (0..6).collect(),
                links,
                ..LayoutInput::default()
            },
            &crate::layout::Cancel::default(),
        );
        let branches = Branches::new(&graph, 0..6);
        let at = |index: usize| graph.place[index] as usize;
        assert_eq!(branches.parent(at(4)), Some(at(3)));
        assert_eq!(branches.parent(at(3)), Some(at(2)));
        assert_eq!(branches.parent(at(2)), None);
        assert_eq!(branches.hanging_on(at(3)).len(), 3);
        assert_eq!(branches.hanging_on(at(2)).len(), 4);
    }
}
