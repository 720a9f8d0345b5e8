//! Layers from top to bottom along the direction of links: ownership, command.
//!
//! Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system structures" (1981): break cycles
//! (`cycles`), give each body a layer (`ranks`), order the layers (`order`), find the places in them (`places`). A layer that
//! is too wide for the picture is dealt out to several rows.

mod cycles;
mod order;
mod places;
mod ranks;

use crate::geom::Pos2;

use super::blocks::side_by_side;
use super::input::ShapeInput;
use super::web::Web;

/// Most points at which long links pass through layers, all together; the longest links have none where it would be more.
const MOST_PASSES: usize = 150_000;

/// Places bodies in layers, so that directed links lead down, but for the fewest that close a cycle. Components stand side
/// by side, what has no links in a grid below.
///
/// A link without a direction leads down from the end that stands higher without it, else from the one with more links.
/// Takes time near to linear.
pub fn layered(input: &ShapeInput) -> Vec<Pos2> {
    let web = Web::new(input);
    let arcs = ranks::down(&web, &cycles::sequence(&web));
    let rank = ranks::ranks(web.len(), &arcs);
    let (parts, lone) = web.components();
    let mut at = vec![Pos2::ZERO; web.len()];
    let longest = longest_passed(&arcs, &rank);
    let mut part_of = vec![0; web.len()];
    for (part, bodies) in parts.iter().enumerate() {
        bodies
            .iter()
            .for_each(|&body| part_of[body as usize] = part);
    }
    let mut arcs_of = vec![Vec::new(); parts.len()];
    for arc in arcs {
        arcs_of[part_of[arc.0 as usize]].push(arc);
    }
    // Bodies by their index in their part.
    let mut local = vec![0u32; web.len()];
    for (bodies, arcs) in parts.iter().zip(arcs_of) {
        for (index, &body) in (0u32..).zip(bodies) {
            local[body as usize] = index;
        }
        let arcs = arcs
            .iter()
            .map(|&(a, b)| (local[a as usize], local[b as usize]));
        let ranks: Vec<u32> = bodies.iter().map(|&body| rank[body as usize]).collect();
        let layers = order::Layers::new(ranks, &arcs.collect::<Vec<_>>(), longest);
        let layers = order::order(layers);
        places::place(&web, bodies, &layers, &mut at);
    }
    side_by_side(&web, &mut at, &parts, &lone);
    web.finish(&at)
}

/// The most layers that a link may span to be led through each of them.
fn longest_passed(arcs: &[(u32, u32)], rank: &[u32]) -> u32 {
    let span = |&(a, b): &(u32, u32)| rank[b as usize].abs_diff(rank[a as usize]);
    let mut spans: Vec<u32> = arcs.iter().map(span).collect();
    spans.sort_unstable();
    let (mut sum, mut longest) = (0usize, 1);
    for span in spans {
        sum += span.saturating_sub(1) as usize;
        if sum > MOST_PASSES {
            break;
        }
        longest = span;
    }
    longest.max(1)
}
