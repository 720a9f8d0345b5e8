//! A first picture of a large component: unfolded level by level, from the coarsest to the finest.
//!
//! Hu, "Efficient, high-quality force-directed graph drawing" (2005), and Walshaw, "A multilevel algorithm for force-directed
//! graph drawing" (2003): the springs and charges of Fruchterman and Reingold (1991) at each level, started from the level
//! above. Each body goes where Newton's method, along its own axes only, expects the forces on it to balance.

use crate::layout::forces::repulsion::{Coulomb, Repulsion};
use crate::layout::ground::cancel::Cancel;
use crate::layout::ground::random::{mix, unit};
use crate::layout::ground::spread::for_each_body;
use crate::layout::models::landmarks::Landmarks;
use crate::layout::models::levels::{Level, Levels, by_size};

/// Push between two bodies at a distance of 1, where a spring that is 1 long pulls with 1. The unit of this file is the
/// length of a side of the square that a body has for itself.
const PUSH: f32 = 0.2;

/// Apparent size of a cell that counts as one body: coarse, as the short range force comes after.
const THETA: f32 = 1.3;

/// Rounds in which far forces stay as they are.
const KEEP: usize = 4;

/// Rounds at the coarsest level, and at others as many as for a level of so many bodies.
const MOST_ROUNDS: f32 = 150.0;
const ROUNDS: f32 = 100.0;
const ROUNDS_FOR: f32 = 1000.0;
const LEAST_ROUNDS: f32 = 8.0;

/// Bodies of the level at which pictures are compared, at most, and how many are, by the size of the component.
const COMPARED: usize = 150;
const ATTEMPTS: [u64; 3] = [4, 10, 10];

/// Longest and shortest steps of a level, in sides of its bodies' squares.
const LONGEST_STEP: f32 = 1.5;
const SHORTEST_STEP: f32 = 0.05;

/// By how much bodies are shaken when their level comes in, in the same unit.
const SHAKE: f32 = 0.3;

/// Pull of a link's spring, as seen by Newton's method: its slope along the link and across it, in the mean.
const SPRING_SLOPE: f32 = 1.5;

/// Positions in a picture that has an area of 1 for each body.
pub(crate) fn unfold(levels: &Levels, landmarks: &Landmarks, seed: u64, cancel: &Cancel) -> Places {
    let coarsest = levels.levels.len() - 1;
    // Where the large parts come to lie is settled at the coarse levels, by chance: some pictures are compared.
    let small = |level: &Level| level.len() <= COMPARED;
    let compared = levels.levels.iter().position(small).unwrap_or(coarsest);
    let system = levels.systems_at(compared);
    let mut repulsion = Repulsion::default();
    let mut best: Option<(f32, Places)> = None;
    for attempt in 0..by_size(levels.levels[0].len(), ATTEMPTS) {
        let seed = mix(seed ^ attempt << 32);
        let mut at = start(levels, seed);
        for number in (compared..=coarsest).rev() {
            at = unfolded(levels, number, at, seed, &mut repulsion, cancel);
        }
        let stress = landmarks.stress(&system, &at.0, &at.1);
        if best.as_ref().is_none_or(|(least, _)| stress < *least) {
            best = Some((stress, at));
        }
    }
    let (_, mut at) = best.unwrap_or_default();
    for number in (0..compared).rev() {
        at = unfolded(levels, number, at, seed, &mut repulsion, cancel);
    }
    at
}

/// Where bodies are, across and downwards.
type Places = (Vec<f32>, Vec<f32>);

/// Places by chance for the coarsest level.
fn start(levels: &Levels, seed: u64) -> Places {
    let side = (levels.levels[0].len() as f32).sqrt();
    let count = levels.levels[levels.levels.len() - 1].len() as u64;
    let place = |body: u64| unit(mix(seed ^ mix(body))) * side;
    (0..count)
        .map(|body| (place(2 * body), place(2 * body + 1)))
        .unzip()
}

/// The places of a level, from those of the level above it.
fn unfolded(
    levels: &Levels,
    number: usize,
    mut at: Places,
    seed: u64,
    repulsion: &mut Repulsion,
    cancel: &Cancel,
) -> Places {
    let (level, count) = (&levels.levels[number], levels.levels[0].len() as f32);
    let side = (count / level.len() as f32).sqrt();
    let mut steps = Steps {
        rounds: MOST_ROUNDS as usize,
        longest: 0.3 * count.sqrt(),
        shortest: SHORTEST_STEP * side,
        keep: 1,
    };
    if let Some(system) = levels.systems.get(number) {
        at = refined(level, system, &at, SHAKE * side, mix(seed ^ number as u64));
        let rounds = ROUNDS * (ROUNDS_FOR / level.len() as f32).sqrt();
        steps.rounds = rounds.clamp(LEAST_ROUNDS, MOST_ROUNDS) as usize;
        steps.longest = LONGEST_STEP * side;
        steps.keep = KEEP;
    }
    relax(level, &mut at, &steps, repulsion, cancel);
    at
}

/// Positions of a level from those of its systems: between the middle of its own and those to which its links lead.
fn refined(level: &Level, system: &[u32], (x, y): &Places, shake: f32, seed: u64) -> Places {
    let place = |body: usize| {
        let own = system[body] as usize;
        let (mut sum_x, mut sum_y, mut sum) = (0.0, 0.0, 0.0);
        for (other, weight) in level.ties(body) {
            let other = system[other] as usize;
            sum_x += weight * x[other];
            sum_y += weight * y[other];
            sum += weight;
        }
        let chance = mix(seed ^ mix(body as u64));
        let jolt = [unit(chance) - 0.5, unit(chance << 32) - 0.5].map(|jolt| jolt * shake);
        (
            (x[own] + sum_x / sum) * 0.5 + jolt[0],
            (y[own] + sum_y / sum) * 0.5 + jolt[1],
        )
    };
    (0..level.len()).map(place).unzip()
}

/// How far bodies go, and how often.
struct Steps {
    rounds: usize,
    longest: f32,
    shortest: f32,
    keep: usize,
}

/// Moves the bodies of a level towards their balance.
fn relax(
    level: &Level,
    (x, y): &mut Places,
    steps: &Steps,
    repulsion: &mut Repulsion,
    cancel: &Cancel,
) {
    let law = Coulomb {
        softening_sq: 1e-12,
    };
    let (mut next_x, mut next_y) = (vec![0.0; x.len()], vec![0.0; x.len()]);
    for round in 0..steps.rounds {
        if cancel.is_set() {
            return;
        }
        if round % steps.keep == 0 {
            repulsion.push(law, (x, y), &level.mass, THETA, cancel);
        } else {
            repulsion.push_again(law, (x, y), cancel);
        }
        let done = round as f32 / steps.rounds as f32;
        let limit = steps.shortest + (steps.longest - steps.shortest) * (1.0 - done);
        let (here_x, here_y, push) = (&*x, &*y, &*repulsion);
        for_each_body(
            &mut next_x,
            &mut next_y,
            #[inline(always)]
            |body| {
                let charge = PUSH * level.mass[body];
                let (mut fx, mut fy) = (charge * push.x[body], charge * push.y[body]);
                let mut slope = charge * push.stiffness[body];
                for (other, weight) in level.ties(body) {
                    let (dx, dy) = (here_x[other] - here_x[body], here_y[other] - here_y[body]);
                    let pull = weight * (dx * dx + dy * dy).sqrt();
                    fx += pull * dx;
                    fy += pull * dy;
                    slope += SPRING_SLOPE * pull;
                }
                let length = (fx * fx + fy * fy).sqrt();
                let share = 1.0 / (slope + 1e-9).max(length / limit);
                (here_x[body] + fx * share, here_y[body] + fy * share)
            },
        );
        std::mem::swap(x, &mut next_x);
        std::mem::swap(y, &mut next_y);
    }
}
