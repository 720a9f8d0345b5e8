//! Forces, called in `Forces::apply` in the order in which they act, and how strong each is.

pub(super) mod collision;
pub(super) mod gravity;
pub(super) mod groups;
pub(super) mod guard;
pub(super) mod integrate;
pub(super) mod repulsion;
pub(super) mod springs;

use std::ops::Range;

use crate::geom::{Pos2, Vec2};
use crate::layout::ground::bodies::Bodies;
use crate::layout::ground::cancel::Cancel;
use crate::layout::ground::graph::BodyGraph;

use collision::Collision;
use gravity::Well;
use repulsion::{Coulomb, Repulsion, THETA};
use springs::Springs;

/// Speed, in world units a tick, that two usual bodies give each other at a distance of one world unit.
const REPULSION: f32 = 900.0;

/// Distance below which the push grows no further, in world units.
const SOFTENING: f32 = 8.0;

/// Usual bodies in a square world unit that gravity aims at: an area of 118 by 118 for each.
pub(super) const DENSITY: f32 = 1.0 / 14_000.0;

/// Share of an overlap that is made good in a tick, once the bodies have cooled down.
const COLLISION: f32 = 0.3;

/// Heat above which overlaps are not looked at.
const HOT: f32 = 0.6;

/// All forces with their memory.
pub(super) struct Forces {
    /// One a component: repulsion acts inside each of them only, so that components do not drive one another away.
    wells: Vec<Well>,
    /// The bodies among which overlaps are looked for, and that move.
    fields: Vec<Range<usize>>,
    repulsion: Repulsion,
    collision: Collision,
}

impl Forces {
    /// The forces for these wells. Bodies collide with those of their component, or with all of their field where `fields`
    /// are given.
    pub(super) fn new(wells: Vec<Well>, fields: Option<Vec<Range<usize>>>) -> Self {
        let apart = || wells.iter().map(|well| well.bodies.clone()).collect();
        let fields = fields.unwrap_or_else(apart);
        Self {
            wells,
            fields,
            repulsion: Repulsion::default(),
            collision: Collision::default(),
        }
    }

    /// Whether there is nothing for them to act on.
    pub(super) fn is_empty(&self) -> bool {
        self.wells.is_empty()
    }

    /// The bodies that the forces move.
    pub(super) fn ranges(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.fields.iter().cloned()
    }

    /// Lets at least such a share of the heat reach all bodies.
    pub(super) fn warm_up(&mut self, share: f32) {
        self.wells
            .iter_mut()
            .for_each(|well| well.heat = well.heat.max(share.min(1.0)));
    }

    /// Changes the velocities of all bodies for one tick; `heat` from 1 down to 0 is how strongly the forces act.
    pub(super) fn apply(
        &mut self,
        graph: &BodyGraph,
        springs: &Springs,
        bodies: &mut Bodies,
        heat: f32,
        cancel: &Cancel,
    ) {
        for well in 0..self.wells.len() {
            let (range, share) = (self.wells[well].bodies.clone(), self.wells[well].heat);
            self.repel(bodies, range, share * heat * REPULSION, cancel);
        }
        for well in &self.wells {
            springs.apply(graph, bodies, well.bodies.clone(), well.heat * heat);
        }
        gravity::apply(&self.wells, bodies, heat * REPULSION);
        // Overlaps are no matter while bodies still fly past one another.
        let firmness = COLLISION * (1.0 - heat / HOT).max(0.0);
        for field in self.fields.iter().filter(|_| firmness > 0.0) {
            self.collision
                .apply(bodies, field.clone(), firmness, cancel);
        }
    }

    /// Pushes the bodies of a component away from one another.
    fn repel(&mut self, bodies: &mut Bodies, range: Range<usize>, strength: f32, cancel: &Cancel) {
        let law = Coulomb {
            softening_sq: SOFTENING * SOFTENING,
        };
        let at = (&bodies.x[range.clone()], &bodies.y[range.clone()]);
        let charge = &bodies.charge[range.clone()];
        self.repulsion.push(law, at, charge, THETA, cancel);
        for (place, body) in range.enumerate() {
            bodies.vx[body] += strength * self.repulsion.x[place];
            bodies.vy[body] += strength * self.repulsion.y[place];
        }
    }
}

/// A well around the present middle of a component, which gets such a share of the heat. It aims at the usual density, or at
/// that of the present picture where this is wider: a ring or a grid that is pressed together crumples. A tree has slack and is
/// drawn together all the same.
pub(super) fn well_of(
    graph: &BodyGraph,
    bodies: &Bodies,
    component: Range<usize>,
    aspect: f32,
    heat: f32,
) -> Well {
    let area = component
        .clone()
        .map(|body| bodies.area(body))
        .reduce(|all, area| all.union(area));
    let centre = area.map_or_else(Default::default, |area| area.center());
    let present = charge_of(bodies, component.clone())
        / covered(component.clone().map(|body| bodies.at(body)));
    let density = if graph.is_tree(&component) {
        DENSITY
    } else {
        DENSITY.min(present)
    };
    Well {
        bodies: component,
        centre,
        pull: gravity::pull_for(density, aspect),
        heat,
    }
}

/// Sum of the charges of some bodies.
pub(super) fn charge_of(bodies: &Bodies, range: Range<usize>) -> f32 {
    bodies.charge[range].iter().sum()
}

/// The area of a disc that would be as spread out as these points if it were evenly filled, in square world units.
pub(super) fn covered(points: impl ExactSizeIterator<Item = Pos2> + Clone) -> f32 {
    let share = 1.0 / points.len().max(1) as f32;
    let middle = points
        .clone()
        .fold(Vec2::ZERO, |sum, at| sum + at.to_vec2())
        * share;
    let spread = points
        .map(|at| (at.to_vec2() - middle).length_sq())
        .sum::<f32>()
        * share;
    // The mean square of distances from the middle of such a disc is half the square of its radius.
    std::f32::consts::TAU * spread.max(1.0)
}
