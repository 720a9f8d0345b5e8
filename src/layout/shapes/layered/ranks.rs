//! The layer of each body: by longest ways from the top, then each body as near to its neighbours as its links allow.

use super::super::web::{Web, rows};

/// Rounds in which bodies come nearer to their neighbours.
const ROUNDS: usize = 4;

/// Every linked pair as a link that leads down, each once; `place` is where each body stands in a sequence along directed
/// links. No links lead in circles.
pub(super) fn down(web: &Web, place: &[u32]) -> Vec<(u32, u32)> {
    let along = |&(a, b): &(u32, u32)| {
        if place[a as usize] < place[b as usize] {
            (a, b)
        } else {
            (b, a)
        }
    };
    let mut directed: Vec<(u32, u32)> = web.arcs.iter().map(along).collect();
    directed.sort_unstable();
    directed.dedup();
    if directed.len() == web.pairs.len() {
        return directed;
    }
    let rank = longest_ways(web.len(), &directed);
    let key = |body: u32| {
        (
            rank[body as usize],
            std::cmp::Reverse(web.neighbours(body).len()),
            body,
        )
    };
    let has = |a: u32, b: u32| directed.binary_search(&(a, b)).is_ok();
    let others = web.pairs.iter().filter(|&&(a, b)| !has(a, b) && !has(b, a));
    let others = others.map(|&(a, b)| if key(a) < key(b) { (a, b) } else { (b, a) });
    let mut all: Vec<(u32, u32)> = others.chain(directed.iter().copied()).collect();
    all.sort_unstable();
    all
}

/// The layer of each of `count` bodies, from 0 at the top, for links that lead down and never in circles.
pub(super) fn ranks(count: usize, arcs: &[(u32, u32)]) -> Vec<u32> {
    let mut rank = longest_ways(count, arcs);
    let (out, into) = (
        Successors::new(count, arcs.to_vec()),
        Successors::new(count, arcs.iter().map(|&(a, b)| (b, a)).collect()),
    );
    let mut order: Vec<u32> = (0..count as u32).collect();
    for _ in 0..ROUNDS {
        order.sort_by_key(|&body| (rank[body as usize], body));
        let before = rank.clone();
        // Whoever has more links down than up comes down, and what that frees can follow.
        for &body in order.iter().rev() {
            if out.of(body).len() > into.of(body).len()
                && let Some(lowest) = out.of(body).iter().map(|&other| rank[other as usize]).min()
            {
                rank[body as usize] = lowest.saturating_sub(1).max(rank[body as usize]);
            }
        }
        for &body in &order {
            if into.of(body).len() > out.of(body).len()
                && let Some(highest) = into
                    .of(body)
                    .iter()
                    .map(|&other| rank[other as usize])
                    .max()
            {
                rank[body as usize] = (highest + 1).min(rank[body as usize]);
            }
        }
        if rank == before {
            break;
        }
    }
    rank
}

/// For each body the number of links on the longest way that leads down to it.
fn longest_ways(count: usize, arcs: &[(u32, u32)]) -> Vec<u32> {
    let out = Successors::new(count, arcs.to_vec());
    let mut waiting = vec![0u32; count];
    arcs.iter().for_each(|arc| waiting[arc.1 as usize] += 1);
    let mut ready: Vec<u32> = (0..count as u32)
        .filter(|&body| waiting[body as usize] == 0)
        .collect();
    let mut rank = vec![0; count];
    while let Some(body) = ready.pop() {
        for &other in out.of(body) {
            let other = other as usize;
            rank[other] = rank[other].max(rank[body as usize] + 1);
            waiting[other] -= 1;
            if waiting[other] == 0 {
                ready.push(other as u32);
            }
        }
    }
    rank
}

/// For each body those that its links lead to.
struct Successors(Vec<u32>, Vec<u32>);

impl Successors {
    fn new(count: usize, pairs: Vec<(u32, u32)>) -> Self {
        let (starts, all) = rows(count, pairs);
        Self(starts, all)
    }

    fn of(&self, body: u32) -> &[u32] {
        &self.1[self.0[body as usize] as usize..self.0[body as usize + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_link_leads_down(links in prop::collection::vec((0u32..30, 0u32..30), 0..100)) {
            let mut arcs: Vec<_> = links.into_iter().filter(|link| link.0 < link.1).collect();
            arcs.sort_unstable();
            arcs.dedup();
            let rank = ranks(30, &arcs);
            prop_assert!(arcs.iter().all(|arc| rank[arc.0 as usize] < rank[arc.1 as usize]));
        }
    }

    #[test]
    fn an_owner_stands_just_above_what_it_owns() {
        // A chain of four, and another owner of its end.
        let rank = ranks(5, &[(0, 1), (1, 2), (2, 3), (4, 3)]);
        assert_eq!(rank, vec![0, 1, 2, 3, 2]);
    }
}
