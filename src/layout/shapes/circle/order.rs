//! The order of bodies around a circle, for few crossings: Baur and Brandes 2004.

use super::super::web::Web;

/// Most bodies times links for which sifting is worth its time.
const WORTH_SIFTING: usize = 2_000_000;

/// Most rounds of sifting.
const ROUNDS: usize = 8;

/// The bodies in their order around the circle.
pub(super) fn order(web: &Web) -> Vec<u32> {
    let mut ring = append_greedily(web);
    if ring.len() > 3 && ring.len() * web.pairs.len() <= WORTH_SIFTING {
        for _ in 0..ROUNDS {
            let gained = (0..web.len() as u32)
                .map(|body| sift(web, &mut ring, body))
                .sum::<i64>();
            if gained == 0 {
                break;
            }
        }
    }
    ring
}

/// Takes the body with the fewest neighbours still to come, of these the one with most there already, and appends it to the
/// end at which fewer links to bodies still to come are crossed.
fn append_greedily(web: &Web) -> Vec<u32> {
    let count = web.len();
    let mut ring = std::collections::VecDeque::with_capacity(count);
    let mut open: Vec<u32> = (0..count as u32)
        .map(|body| web.neighbours(body).len() as u32)
        .collect();
    let mut is_placed = vec![false; count];
    // Waiting bodies by how many neighbours are to come, most placed first; stale entries are passed over.
    let degree = |body: u32| web.neighbours(body).len() as u32;
    let mut heap: std::collections::BinaryHeap<_> = (0..count as u32)
        .map(|body| std::cmp::Reverse((degree(body), 0i64, body)))
        .collect();
    while let Some(std::cmp::Reverse((left, _, body))) = heap.pop() {
        if is_placed[body as usize] || left != open[body as usize] {
            continue;
        }
        is_placed[body as usize] = true;
        if crossed_before(web, &ring, &is_placed, &open, body) {
            ring.push_front(body);
        } else {
            ring.push_back(body);
        }
        for &other in web.neighbours(body) {
            let left = &mut open[other as usize];
            *left = left.saturating_sub(1);
            if !is_placed[other as usize] {
                let placed = i64::from(degree(other) - *left);
                heap.push(std::cmp::Reverse((*left, -placed, other)));
            }
        }
    }
    ring.into()
}

/// Whether a body at the front crosses fewer open links than at the back: those of the bodies that its own links pass over.
fn crossed_before(
    web: &Web,
    ring: &std::collections::VecDeque<u32>,
    is_placed: &[bool],
    open: &[u32],
    body: u32,
) -> bool {
    const FEW: usize = 4000;
    if ring.len() > FEW {
        return false;
    }
    let mine = web.neighbours(body);
    let mut is_mine = mine
        .iter()
        .filter(|&&other| is_placed[other as usize])
        .count();
    let (mut passed, mut front, mut back, mut total) = (0i64, 0i64, 0i64, 0i64);
    for &other in ring {
        let waiting = i64::from(open[other as usize]);
        if is_mine > 0 && mine.binary_search(&other).is_ok() {
            front += total;
            back -= total + waiting;
            passed += 1;
            is_mine -= 1;
        }
        total += waiting;
    }
    back += passed * total;
    front < back
}

/// Moves a body to the place around the circle where its links cross fewest others; how many crossings that saves.
fn sift(web: &Web, ring: &mut [u32], body: u32) -> i64 {
    let count = ring.len();
    if web.neighbours(body).is_empty() {
        return 0;
    }
    let Some(start) = ring.iter().position(|&other| other == body) else {
        return 0;
    };
    // From here on `ring[0]` is the body, and it moves through the others in turn.
    ring.rotate_left(start);
    let mut place = vec![0usize; count];
    for (at, &other) in ring.iter().enumerate() {
        place[other as usize] = at;
    }
    let (mut now, mut best) = (0i64, (0i64, 0usize));
    for (step, &next) in ring.iter().enumerate().take(count - 1).skip(1) {
        now += swapped(web, &place, body, next, step);
        if now < best.0 {
            best = (now, step);
        }
    }
    ring[..=best.1].rotate_left(1);
    -best.0
}

/// How many crossings more there are once `body`, which stands just before `next`, stands just after it.
fn swapped(web: &Web, place: &[usize], body: u32, next: u32, step: usize) -> i64 {
    let count = place.len();
    // Seen from `next`, what comes after it comes first; the body has passed those before it.
    let seen = |of: u32, but: u32| {
        let others = web
            .neighbours(of)
            .iter()
            .filter(move |&&other| other != but);
        let mut places: Vec<usize> = others
            .map(|&other| (place[other as usize] + count - step) % count)
            .collect();
        places.sort_unstable();
        places
    };
    let (mine, theirs) = (seen(body, next), seen(next, body));
    let (mut less, mut more) = (0i64, 0i64);
    let (mut below, mut upto) = (0, 0);
    for x in mine {
        while theirs.get(below).is_some_and(|&y| y < x) {
            below += 1;
        }
        while theirs.get(upto).is_some_and(|&y| y <= x) {
            upto += 1;
        }
        more += below as i64;
        less += (theirs.len() - upto) as i64;
    }
    more - less
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::layout::shapes::{BodyLink, ShapeInput};

    fn web(count: u32, links: &[(u32, u32)]) -> Web {
        let link = |&(from, to): &(u32, u32)| BodyLink {
            from,
            to,
            directed: true,
        };
        Web::new(&ShapeInput {
            seeds: (0..u64::from(count)).collect(),
            links: links.iter().map(link).collect(),
            ..ShapeInput::default()
        })
    }

    fn crossings(web: &Web, ring: &[u32]) -> i64 {
        let mut place = vec![0; ring.len()];
        ring.iter()
            .enumerate()
            .for_each(|(at, &body)| place[body as usize] = at);
        let chord = |&(a, b): &(u32, u32)| {
            let ends = (place[a as usize], place[b as usize]);
            (ends.0.min(ends.1), ends.0.max(ends.1))
        };
        let chords: Vec<_> = web.pairs.iter().map(chord).collect();
        let cross = |a: &(usize, usize), b: &(usize, usize)| a.0 < b.0 && b.0 < a.1 && a.1 < b.1;
        let count = |a| chords.iter().filter(|b| cross(a, b)).count() as i64;
        chords.iter().map(count).sum()
    }

    proptest! {
        #[test]
        fn sifting_saves_what_it_says(count in 4u32..14, links in prop::collection::vec((0u32..14, 0u32..14), 0..30), body in 0u32..4) {
            let links: Vec<_> = links.into_iter().filter(|link| link.0 < count && link.1 < count).collect();
            let web = web(count, &links);
            let mut ring: Vec<u32> = (0..count).collect();
            let before = crossings(&web, &ring);
            let saved = sift(&web, &mut ring, body);
            prop_assert_eq!(crossings(&web, &ring), before - saved);
            prop_assert!(saved >= 0);
        }
    }

    #[test]
    fn a_ring_of_links_is_found_again() {
        let links: Vec<(u32, u32)> = (0..12).map(|at| (at * 5 % 12, (at + 1) * 5 % 12)).collect();
        let web = web(12, &links);
        assert_eq!(crossings(&web, &order(&web)), 0);
    }
}
