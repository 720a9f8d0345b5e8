//! The layout at work, tick by tick: forces, then a glide to the finished picture, then rest.

use std::ops::Range;

use crate::geom::Pos2;
use crate::layout::forces::groups;
use crate::layout::forces::guard::Guard;
use crate::layout::forces::springs::Springs;
use crate::layout::forces::{Forces, well_of};
use crate::layout::ground::bodies::Bodies;
use crate::layout::ground::cancel::Cancel;
use crate::layout::ground::graph::BodyGraph;
use crate::layout::ground::input::LayoutInput;
use crate::layout::models::Model;
use crate::layout::opening::{self, ComponentPlan, State};

use super::finish;
use super::follow::{BALANCED, Follow};
use super::force_phase::{COLD, ForcePhase, Progress};
use super::glide::LayoutGlide;

/// A layout under way; the [module](crate::layout) says what it does and promises.
pub struct Simulation {
    pub(super) graph: BodyGraph,
    pub(super) springs: Springs,
    pub(super) bodies: Bodies,
    /// Bodies that stay even when freed: pinned ones with a position.
    pub(super) pinned: Vec<bool>,
    pub(super) parts: Vec<ComponentPlan>,
    /// Bodies that are dragged.
    pub(super) held: Vec<usize>,
    pub(super) phase: Phase,
    pub(super) cancel: Cancel,
    aspect: f32,
    /// Positions by the indices of the input.
    shown: Vec<Pos2>,
}

/// What the next tick does.
pub(super) enum Phase {
    /// Forces act.
    Forces(Box<ForcePhase>),
    /// New bodies have their first place, and the picture is to be finished.
    Finish,
    /// Bodies glide to their final place.
    Glide(LayoutGlide),
    /// Nothing moves but what follows a drag.
    Rest(Option<Follow>),
}

impl Simulation {
    /// A layout of `input`. New bodies have a first place already; where all have a stored position it is at rest.
    pub fn new(input: &LayoutInput) -> Self {
        Self::new_until(input, &Cancel::default())
    }

    /// The same, but it ends early once `cancel` is set, and so does every later tick: positions are then of no use.
    pub fn new_until(input: &LayoutInput, cancel: &Cancel) -> Self {
        // Inside the pool of threads, so that each share of the work does not have to be handed over from outside.
        rayon::scope(|_| Self::start(input, cancel))
    }

    fn start(input: &LayoutInput, cancel: &Cancel) -> Self {
        let shown = vec![Pos2::ZERO; input.seeds.len()];
        let with_midsts = groups::with_midsts(input);
        let input = with_midsts.as_ref().unwrap_or(input);
        let graph = BodyGraph::new(input, cancel);
        let mut bodies = Bodies::new(input, &graph);
        let springs = Springs::new(&graph, &bodies.shape);
        let is_pinned = |&index: &u32| input.pinned.get(index as usize) == Some(&true);
        let pinned = graph
            .order
            .iter()
            .zip(&bodies.still)
            .map(|(index, &still)| still && is_pinned(index))
            .collect();
        let aspect = if input.aspect > 0.0 {
            input.aspect.clamp(0.2, 5.0)
        } else {
            4.0 / 3.0
        };
        let aspect = opening::aspect_above_grid(&graph, &bodies, aspect);
        let (parts, models) =
            opening::open(&graph, &springs, &mut bodies, aspect, input.style, cancel);
        let (cancel, held, phase) = (cancel.clone(), Vec::new(), Phase::Rest(None));
        let mut simulation = Self {
            graph,
            springs,
            bodies,
            pinned,
            parts,
            held,
            phase,
            cancel,
            aspect,
            shown,
        };
        simulation.phase = simulation.first_phase(models);
        simulation.show();
        simulation
    }

    /// Where the bodies are, by the indices of the input, in world units.
    pub fn positions(&self) -> &[Pos2] {
        &self.shown
    }

    /// Goes one step on. At rest, or cancelled, it does nothing.
    pub fn tick(&mut self) -> Progress {
        // What was left off in the middle may be a heap, in which all overlap all.
        if matches!(self.phase, Phase::Rest(None)) || self.cancel.is_set() {
            return Progress {
                movement: 0.0,
                settled: true,
                done: 1.0,
            };
        }
        rayon::scope(|_| self.step())
    }

    fn step(&mut self) -> Progress {
        let progress = match &mut self.phase {
            Phase::Rest(None) => Progress {
                movement: 0.0,
                settled: true,
                done: 1.0,
            },
            Phase::Rest(Some(follow)) => {
                let movement = follow.step(&self.graph, &mut self.bodies);
                Progress {
                    movement,
                    settled: movement < BALANCED,
                    done: 1.0,
                }
            }
            Phase::Forces(arranging) => {
                let progress =
                    arranging.tick(&self.graph, &self.springs, &mut self.bodies, &self.cancel);
                if progress.done >= 1.0 {
                    self.finish();
                }
                progress
            }
            Phase::Finish => {
                self.finish();
                Progress {
                    movement: 0.0,
                    settled: false,
                    done: 1.0,
                }
            }
            Phase::Glide(glide) => {
                let (movement, arrived) = glide.step(&mut self.bodies);
                if arrived {
                    self.rest();
                }
                Progress {
                    movement,
                    settled: matches!(self.phase, Phase::Rest(None)),
                    done: 1.0,
                }
            }
        };
        self.show();
        progress
    }

    /// Runs to rest at once, without gliding; ends early where the layout is cancelled.
    pub fn run(&mut self) {
        rayon::scope(|_| {
            while !self.cancel.is_set() && !self.tick().settled {
                self.skip_glide();
            }
        });
    }

    /// Puts the bodies where they are gliding to, for a picture that has not been shown yet.
    pub fn skip_glide(&mut self) {
        if let Phase::Glide(glide) = &self.phase {
            glide.jump(&mut self.bodies);
            self.rest();
            self.show();
        }
    }

    /// Whether the next tick is meant to be seen: bodies glide, or follow a drag.
    pub fn is_paced(&self) -> bool {
        matches!(self.phase, Phase::Glide(_) | Phase::Rest(_))
    }

    /// Lets forces act on all bodies that may move, from where they are. `heat` is from 0 to 1; too little to move anything
    /// has no effect.
    pub(super) fn stir(&mut self, heat: f32) {
        if heat <= COLD {
            return;
        }
        if matches!(self.phase, Phase::Finish) {
            self.finish();
        }
        self.skip_glide();
        let heat = if let Phase::Forces(arranging) = &self.phase {
            heat.max(arranging.heat())
        } else {
            heat
        };
        for part in self
            .parts
            .iter_mut()
            .filter(|part| part.state == State::Placed)
        {
            if self.bodies.still[part.bodies.clone()].contains(&false) {
                part.state = State::Stirred;
            }
        }
        let models = match &mut self.phase {
            Phase::Forces(arranging) => arranging.take_models(),
            _ => Vec::new(),
        };
        let acts_on = |part: &ComponentPlan| part.is_arranged() || part.state == State::Stirred;
        self.phase = self.forces(|_| heat, models, acts_on);
    }

    /// Puts every body to its index in the input; what stands in the midst of a group has none.
    pub(crate) fn show(&mut self) {
        for (body, &index) in self.graph.order.iter().enumerate() {
            if let Some(shown) = self.shown.get_mut(index as usize) {
                *shown = self.bodies.at(body);
            }
        }
    }

    fn first_phase(&self, models: Vec<Model>) -> Phase {
        let is = |state: State| self.parts.iter().any(|part| part.state == state);
        if is(State::Fresh) || is(State::Regrown) {
            self.forces(
                ComponentPlan::first_heat,
                models,
                ComponentPlan::is_arranged,
            )
        } else if is(State::Joined) {
            Phase::Finish
        } else {
            Phase::Rest(None)
        }
    }

    /// Forces on some parts, each as strong at first as `heat` says.
    fn forces(
        &self,
        heat: impl Fn(&ComponentPlan) -> f32,
        models: Vec<Model>,
        acts_on: impl Fn(&ComponentPlan) -> bool,
    ) -> Phase {
        let has_own = |part: &ComponentPlan| models.iter().any(|one| one.bodies() == part.bodies);
        let is_moved =
            |part: &&ComponentPlan| part.bodies.len() > 1 && acts_on(part) && !has_own(part);
        let parts = self.parts.iter().filter(is_moved);
        let hottest = parts.clone().map(&heat).fold(COLD, f32::max);
        // Among bodies that stay where they are it matters what stands in the way.
        let together = self
            .parts
            .iter()
            .any(|part| matches!(part.state, State::Regrown | State::Stirred));
        let wells = parts
            .map(|part| {
                let (range, share) = (part.bodies.clone(), heat(part) / hottest);
                well_of(&self.graph, &self.bodies, range, self.aspect, share)
            })
            .collect();
        let fields = together.then(|| between(self.bodies.len(), models.iter().map(Model::bodies)));
        let forces = Forces::new(wells, fields);
        let fresh = |part: &&ComponentPlan| part.state == State::Fresh && !part.is_unfolded();
        let fresh = self.parts.iter().filter(fresh);
        let guards = Guard::of_all(&self.graph, fresh.map(|part| part.bodies.clone()));
        Phase::Forces(Box::new(ForcePhase::new(forces, guards, models, hottest)))
    }

    /// Finds the final places; the bodies then glide there from where they are.
    fn finish(&mut self) {
        let from: Vec<Pos2> = (0..self.bodies.len())
            .map(|body| self.bodies.at(body))
            .collect();
        for part in &mut self.parts {
            // What somebody has put somewhere is not packed elsewhere.
            if part.state == State::Fresh && self.bodies.still[part.bodies.clone()].contains(&true)
            {
                part.state = State::Regrown;
            }
        }
        finish::finish(
            &self.graph,
            &self.springs,
            &mut self.bodies,
            &self.parts,
            self.aspect,
            &self.cancel,
        );
        self.parts
            .iter_mut()
            .for_each(|part| part.state = State::Placed);
        self.bodies.vx.fill(0.0);
        self.bodies.vy.fill(0.0);
        self.phase = Phase::Glide(LayoutGlide::back_from_here(from, &mut self.bodies));
    }

    fn rest(&mut self) {
        let follow =
            (!self.held.is_empty()).then(|| Follow::new(&self.graph, &self.bodies, &self.held));
        self.phase = Phase::Rest(follow);
    }
}

/// The bodies, of so many, that lie before, between and after some ranges.
fn between(bodies: usize, ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = ranges.collect();
    ranges.sort_by_key(|range| range.start);
    let mut from = 0;
    let mut found = Vec::new();
    for range in ranges.into_iter().chain(std::iter::once(bodies..bodies)) {
        if from < range.start {
            found.push(from..range.start);
        }
        from = range.end;
    }
    found
}

/// Runs a layout to its end and gives the position of each body of `input`, in world units.
///
/// No two shapes overlap, with stored positions as far as these allow. A hundred thousand bodies take some seconds; whoever
/// cannot wait that long uses a [`Worker`]. [`shapes`] has pictures without forces.
pub fn arrange(input: &LayoutInput) -> Vec<Pos2> {
    let mut simulation = Simulation::new(input);
    simulation.run();
    simulation.positions().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::pos2;
    use crate::layout::ground::input::Style;
    use crate::layout::laws::{input, network};

    #[test]
    fn what_lies_between_ranges_is_all_the_rest() {
        let check = |bodies: usize, ranges: &[Range<usize>], rest: &[Range<usize>]| {
            assert_eq!(between(bodies, ranges.iter().cloned()), rest);
        };
        check(5, &[], std::slice::from_ref(&(0..5)));
        check(0, &[], &[]);
        check(9, &[5..7, 0..2], &[2..5, 7..9]);
        check(4, std::slice::from_ref(&(0..4)), &[]);
    }

    #[test]
    fn a_cancelled_layout_does_nothing_more() {
        let cancel = Cancel::default();
        let mut simulation = Simulation::new_until(&input(500, network(500, 200, 3)), &cancel);
        cancel.set();
        let before = simulation.positions().to_vec();
        assert!(simulation.tick().settled);
        assert_eq!(simulation.positions(), before);
    }

    #[test]
    fn a_large_component_moves_as_if_it_was_alone() {
        // The other one has a third of its places, so that it is arranged where it is, among all others.
        let both = || {
            let mut input = input(709, network(700, 300, 3));
            input.links.extend((701..709).map(|body| (body - 1, body)));
            let stored = |body: usize| pos2(40.0 * (body - 705) as f32, 0.0);
            input.start = (0..709)
                .map(|body| (body > 705).then(|| stored(body)))
                .collect();
            input
        };
        for style in [Style::Clusters, Style::Distances] {
            let alone = LayoutInput {
                style,
                ..input(700, network(700, 300, 3))
            };
            let beside = LayoutInput { style, ..both() };
            let shape = |input: &LayoutInput| {
                let mut simulation = Simulation::new(input);
                for _ in 0..6 {
                    simulation.tick();
                }
                let at = &simulation.positions()[..700];
                at.iter().map(|place| *place - at[0]).collect::<Vec<_>>()
            };
            let off = shape(&alone)
                .iter()
                .zip(shape(&beside))
                .map(|(a, b)| (*a - b).length())
                .fold(0.0, f32::max);
            assert!(off < 1.0, "{style:?}: {off}");
        }
    }
}
