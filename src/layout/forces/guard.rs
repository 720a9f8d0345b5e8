//! Small trees start without crossings, and keep it that way: a move that would make a link cross another is not made.
//!
//! The idea of PrEd (Bertault, "A force-directed algorithm that preserves edge crossing properties", 1999), which computes
//! how far each body may go; here it goes all the way or not at all in a tick.

use std::ops::Range;

use crate::geom::Pos2;
use crate::layout::ground::bodies::Bodies;
use crate::layout::ground::crossing::cross;
use crate::layout::ground::graph::BodyGraph;

/// Comparisons of two links that all guards together may make in a tick, as each compares every link with every other.
const MOST_TESTS: usize = 2 * 300 * 300;

/// A small tree, and where its bodies were before the present tick.
pub(crate) struct Guard {
    bodies: Range<usize>,
    links: Vec<[usize; 2]>,
    places: Vec<Pos2>,
}

impl Guard {
    /// Guards for those of some components that are trees, as many as can be afforded.
    pub(crate) fn of_all(
        graph: &BodyGraph,
        components: impl Iterator<Item = Range<usize>>,
    ) -> Vec<Self> {
        let mut tests_left = MOST_TESTS;
        let mut guards = Vec::new();
        for bodies in components.filter(|component| component.len() > 3 && graph.is_tree(component))
        {
            let tests = 2 * bodies.len() * bodies.len();
            if tests <= tests_left {
                tests_left -= tests;
                let links = graph.links_within(&bodies).collect();
                guards.push(Self {
                    bodies,
                    links,
                    places: Vec::new(),
                });
            }
        }
        guards
    }

    /// Remembers where the bodies are.
    pub(crate) fn remember(&mut self, bodies: &Bodies) {
        self.places.clear();
        self.places
            .extend(self.bodies.clone().map(|body| bodies.at(body)));
    }

    /// Takes back the moves since then that make a link cross another. A tree with a body that somebody holds is let go.
    pub(crate) fn restrain(&mut self, graph: &BodyGraph, bodies: &mut Bodies) {
        if bodies.still[self.bodies.clone()].contains(&true) {
            return;
        }
        // All bodies go back, and then one after the other to its new place: what it crosses on the way does not matter.
        for (body, place) in self.bodies.clone().zip(&mut self.places) {
            let after = bodies.at(body);
            bodies.put(body, *place);
            *place = after;
        }
        for (body, &after) in self.bodies.clone().zip(&self.places) {
            let before = bodies.at(body);
            bodies.put(body, after);
            if self.crosses(graph, bodies, body) {
                bodies.put(body, before);
                (bodies.vx[body], bodies.vy[body]) = (0.0, 0.0);
            }
        }
    }

    /// Whether a link of this body crosses another link.
    fn crosses(&self, graph: &BodyGraph, bodies: &Bodies, body: usize) -> bool {
        graph.neighbours(body).iter().any(|&other| {
            let (a, b) = (body, other as usize);
            let meets =
                |[c, d]: [usize; 2]| cross(bodies.at(a), bodies.at(b), bodies.at(c), bodies.at(d));
            let apart = |[c, d]: [usize; 2]| a != c && a != d && b != c && b != d;
            self.links.iter().any(|&link| meets(link) && apart(link))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::pos2;
    use crate::layout::{Cancel, LayoutInput};

    #[test]
    fn a_body_that_would_cross_a_link_stays() {
        let input = LayoutInput {
            seeds: (0..4).collect(),
            links: vec![(0, 1), (1, 2), (2, 3)],
            ..LayoutInput::default()
        };
        let graph = BodyGraph::new(&input, &Cancel::default());
        let mut bodies = Bodies::new(&input, &graph);
        let place = |index: usize| graph.place[index] as usize;
        let corners = [
            pos2(0.0, 0.0),
            pos2(100.0, 0.0),
            pos2(100.0, 100.0),
            pos2(0.0, 100.0),
        ];
        corners
            .iter()
            .enumerate()
            .for_each(|(index, &at)| bodies.put(place(index), at));
        bodies.still.fill(false);
        let mut guards = Guard::of_all(&graph, std::iter::once(0..4));
        guards[0].remember(&bodies);
        bodies.put(place(3), pos2(50.0, -50.0));
        bodies.put(place(2), pos2(120.0, 100.0));
        guards[0].restrain(&graph, &mut bodies);
        assert_eq!(
            (bodies.at(place(3)), bodies.at(place(2))),
            (corners[3], pos2(120.0, 100.0))
        );
    }
}
