//! Bodies placed by their distances along links; of several such pictures of a small skeleton, the one that crosses least.

use crate::geom::Pos2;
use crate::layout::forces::springs::LINK_LENGTH;
use crate::layout::ground::cancel::Cancel;
use crate::layout::ground::crossing::count_crossings;
use crate::layout::ground::random::{direction, mix};

use super::pivots::Pivots;
use super::skeleton::Skeleton;
use super::stress;

/// Pivots of the first picture.
const PIVOTS: usize = 50;

/// Sweeps over all pairs.
const SWEEPS: u32 = 40;

/// Most pictures that are compared.
const MOST_TRIES: usize = 8;
const SHAKE: f32 = 0.5;

/// Pairs, of bodies or of links, that may be looked at for comparing pictures.
const PAIRS_FOR_TRIES: usize = 200_000;

/// Positions for a connected skeleton with three bodies at least.
pub(crate) fn place(skeleton: &Skeleton, seed: u64, cancel: &Cancel) -> Vec<Pos2> {
    let count = skeleton.len();
    let pivots = Pivots::choose(skeleton, PIVOTS, cancel);
    let flat = pivots.project(count, cancel);
    if cancel.is_set() {
        return flat;
    }
    let reach = pivots
        .lengths
        .iter()
        .flatten()
        .fold(LINK_LENGTH, |most, &length| most.max(length));
    let mut pairs = stress::all_pairs(skeleton);
    let mut picture = |attempt: u64| {
        let mut at = flat.clone();
        // The first attempt trusts the projection, later ones shake it.
        let shake = if attempt == 0 { 0.1 } else { SHAKE } * LINK_LENGTH;
        for (body, at) in at.iter_mut().enumerate() {
            *at += direction(mix(seed ^ mix(body as u64 ^ attempt << 32))) * shake;
        }
        stress::relax(
            &mut at,
            &mut pairs,
            reach / 2.0,
            SWEEPS,
            mix(seed ^ attempt),
            cancel,
        );
        at
    };
    let links: Vec<[usize; 2]> = skeleton.all_links().collect();
    let crossings = |at: &[Pos2]| count_crossings(&links, |body| at[body]);
    let work = count * count / 2 + links.len().pow(2) / 2;
    let tries = (PAIRS_FOR_TRIES / work.max(1)).clamp(1, MOST_TRIES);
    let mut best = picture(0);
    let mut least = if tries > 1 { crossings(&best) } else { 0 };
    for attempt in 1..tries {
        let at = picture(attempt as u64);
        let found = crossings(&at);
        if found < least {
            (best, least) = (at, found);
        }
    }
    best
}
