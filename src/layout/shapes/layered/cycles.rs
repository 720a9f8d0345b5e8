//! Which way is down where links lead around in circles.
//!
//! Eades, Lin and Smyth, "A fast and effective heuristic for the feedback arc set problem" (1993): bodies in a sequence,
//! sinks last and sources first as long as there are any, then the body with most links out over those in. Links that lead
//! back in it are few, and none if there is no cycle. Linear time.

use super::super::web::{Web, rows};

/// For each body its place in the sequence.
pub(super) fn sequence(web: &Web) -> Vec<u32> {
    let count = web.len();
    let out = rows(count, web.arcs.clone());
    let into = rows(count, web.arcs.iter().map(|&(a, b)| (b, a)).collect());
    let row = |rows: &(Vec<u32>, Vec<u32>), body: u32| {
        let (starts, all) = rows;
        let (from, to) = (starts[body as usize], starts[body as usize + 1]);
        all[from as usize..to as usize].to_vec()
    };
    let mut left = OpenBodies::new(count, |body| {
        (row(&out, body).len(), row(&into, body).len())
    });
    let mut place = vec![0; count];
    let (mut first, mut last) = (0u32, count as u32);
    while let Some((body, is_sink)) = left.take() {
        if is_sink {
            last -= 1;
            place[body as usize] = last;
        } else {
            place[body as usize] = first;
            first += 1;
        }
        row(&out, body)
            .into_iter()
            .for_each(|other| left.lose(other, 0, 1));
        row(&into, body)
            .into_iter()
            .for_each(|other| left.lose(other, 1, 0));
    }
    place
}

/// The bodies that are not in the sequence yet, in stacks by links out less links in.
struct OpenBodies {
    /// Links out and links in of each body that is left.
    degrees: Vec<Option<(usize, usize)>>,
    sinks: Vec<u32>,
    sources: Vec<u32>,
    /// By excess; an entry that is no longer its body's is passed over.
    stacks: Vec<Vec<u32>>,
    /// No stack above this one holds anything.
    top: usize,
    middle: isize,
}

impl OpenBodies {
    fn new(count: usize, degrees: impl Fn(u32) -> (usize, usize)) -> Self {
        let degrees: Vec<_> = (0..count as u32).map(|body| Some(degrees(body))).collect();
        let most = degrees
            .iter()
            .flatten()
            .map(|&(out, into)| out.max(into))
            .max()
            .unwrap_or(0);
        let mut left = Self {
            degrees,
            sinks: Vec::new(),
            sources: Vec::new(),
            stacks: vec![Vec::new(); 2 * most + 1],
            top: 0,
            middle: most as isize,
        };
        // What comes first in order is on top.
        (0..count as u32).rev().for_each(|body| left.file(body));
        left
    }

    fn file(&mut self, body: u32) {
        match self.degrees[body as usize] {
            None => {}
            Some((0, _)) => self.sinks.push(body),
            Some((_, 0)) => self.sources.push(body),
            Some((out, into)) => {
                let stack = (self.middle + out as isize - into as isize) as usize;
                self.stacks[stack].push(body);
                self.top = self.top.max(stack);
            }
        }
    }

    /// A body that is left loses links.
    fn lose(&mut self, body: u32, out: usize, into: usize) {
        if let Some(degrees) = &mut self.degrees[body as usize] {
            // The out-neighbour of a body that goes loses a link in, and the other way round.
            *degrees = (
                degrees.0 - out.min(degrees.0),
                degrees.1 - into.min(degrees.1),
            );
            self.file(body);
        }
    }

    /// Takes the next body; whether it goes to the end.
    fn take(&mut self) -> Option<(u32, bool)> {
        while let Some(body) = self.sinks.pop() {
            if self.degrees[body as usize].take().is_some() {
                return Some((body, true));
            }
        }
        while let Some(body) = self.sources.pop() {
            if self.degrees[body as usize].take().is_some() {
                return Some((body, false));
            }
        }
        loop {
            let Some(body) = self.stacks.get_mut(self.top)?.pop() else {
                self.top = self.top.checked_sub(1)?;
                continue;
            };
            let excess = self.degrees[body as usize]
                .map(|(out, into)| self.middle + out as isize - into as isize);
            if excess == Some(self.top as isize) {
                self.degrees[body as usize] = None;
                return Some((body, false));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::layout::shapes::{BodyLink, ShapeInput};

    fn web(links: &[(u32, u32)]) -> Web {
        let link = |&(from, to): &(u32, u32)| BodyLink {
            from,
            to,
            directed: true,
        };
        Web::new(&ShapeInput {
            seeds: (0..30).collect(),
            links: links.iter().map(link).collect(),
            ..ShapeInput::default()
        })
    }

    proptest! {
        #[test]
        fn every_body_has_a_place_of_its_own_and_at_most_half_of_the_links_lead_back(links in prop::collection::vec((0u32..30, 0u32..30), 0..150)) {
            let web = web(&links);
            let place = sequence(&web);
            let mut sorted = place.clone();
            sorted.sort_unstable();
            prop_assert_eq!(sorted, (0..30).collect::<Vec<u32>>());
            let back = web.arcs.iter().filter(|arc| place[arc.0 as usize] > place[arc.1 as usize]).count();
            prop_assert!(2 * back <= web.arcs.len());
        }

        #[test]
        fn without_cycles_no_link_leads_back(links in prop::collection::vec((0u32..30, 0u32..30), 0..150)) {
            let links: Vec<_> = links.into_iter().filter(|link| link.0 < link.1).collect();
            let web = web(&links);
            let place = sequence(&web);
            prop_assert!(web.arcs.iter().all(|arc| place[arc.0 as usize] < place[arc.1 as usize]));
        }
    }
}
