//! What the user does to a layout under way: drag, let go, set free.

use crate::geom::Pos2;

use super::finish;
use super::follow::Follow;
use super::glide::LayoutGlide;
use super::simulation::{Phase, Simulation};

/// Heat to which dragging warms up a picture that is still being arranged.
const DRAG_HEAT: f32 = 0.1;

impl Simulation {
    /// Moves a body, by its index in the input, to where the pointer is, in world units. At rest its neighbours follow and
    /// the far side stays; while the picture is being arranged, forces go on around it. Moves any body, also a pinned one,
    /// but those with a stored position and pinned ones do not follow others.
    pub fn drag(&mut self, body: usize, to: Pos2) {
        let Some(&place) = self.graph.place.get(body).filter(|_| to.is_finite()) else {
            return;
        };
        let body = place as usize;
        let new = !self.held.contains(&body);
        if new {
            self.held.push(body);
            self.bodies.still[body] = true;
        }
        match &mut self.phase {
            Phase::Rest(follow) => {
                if new || follow.is_none() {
                    *follow = Some(Follow::new(&self.graph, &self.bodies, &self.held));
                }
                follow.iter_mut().for_each(|follow| follow.drag(body, to));
            }
            Phase::Glide(glide) => {
                glide.hold(body, to);
                self.bodies.put(body, to);
            }
            Phase::Forces(arranging) => {
                arranging.warm_up(DRAG_HEAT);
                self.bodies.put(body, to);
            }
            Phase::Finish => self.bodies.put(body, to),
        }
    }

    /// Lets go of a dragged body, by its index in the input. It stays there, as if that were its stored position, and what
    /// it or its followers ran into gives way.
    pub fn release(&mut self, body: usize) {
        let Some(&place) = self.graph.place.get(body) else {
            return;
        };
        let Some(at) = self.held.iter().position(|&held| held == place as usize) else {
            return;
        };
        self.held.remove(at);
        let Phase::Rest(follow) = &mut self.phase else {
            return;
        };
        let Some(mut follow) = follow.take_if(|_| self.held.is_empty()) else {
            return;
        };
        follow.step(&self.graph, &mut self.bodies);
        let from: Vec<Pos2> = (0..self.bodies.len())
            .map(|body| self.bodies.at(body))
            .collect();
        let mut awake = vec![false; self.bodies.len()];
        follow.moved().for_each(|body| awake[body] = true);
        finish::settle(&self.graph, &mut self.bodies, &mut awake, &self.cancel);
        self.phase = Phase::Glide(LayoutGlide::back_from_here(from, &mut self.bodies));
    }

    /// Lets bodies move that have a stored position or were dragged, by their indices in the input; pinned ones still stay.
    /// With `heat` 0 nothing moves by itself, but they follow when a neighbour is dragged; with more, up to 1, forces
    /// rearrange all bodies that may move, from where they are.
    pub fn free(&mut self, bodies: &[usize], heat: f32) {
        for &place in bodies.iter().filter_map(|&body| self.graph.place.get(body)) {
            let body = place as usize;
            self.bodies.still[body] = self.pinned[body] || self.held.contains(&body);
        }
        self.stir(if heat.is_finite() {
            heat.clamp(0.0, 1.0)
        } else {
            0.0
        });
    }

    /// The same for all bodies.
    pub fn free_all(&mut self, heat: f32) {
        let all: Vec<usize> = (0..self.graph.len()).collect();
        self.free(&all, heat);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::{Vec2, pos2, vec2};
    use crate::layout::laws::{input, network, overlaps};

    #[test]
    fn neighbours_follow_a_drag_and_the_far_side_stays() {
        let input = input(12, (1..12).map(|body| (body - 1, body)).collect());
        let mut simulation = Simulation::new(&input);
        simulation.run();
        let before = simulation.positions().to_vec();
        let by = vec2(60.0, -80.0);
        simulation.drag(3, before[3] + by);
        while !simulation.tick().settled {}
        let moved = |simulation: &Simulation, body: usize| {
            (simulation.positions()[body] - before[body]).length()
        };
        assert_eq!(simulation.positions()[3], before[3] + by);
        assert!(moved(&simulation, 2) > 20.0 && moved(&simulation, 2) > moved(&simulation, 1));
        assert_eq!(moved(&simulation, 11), 0.0);
        simulation.drag(3, before[3]);
        while !simulation.tick().settled {}
        assert!((0..12).all(|body| moved(&simulation, body) < 0.5));
        simulation.release(3);
        while !simulation.tick().settled {}
        assert!(moved(&simulation, 3) == 0.0);
    }

    #[test]
    fn what_a_dragged_body_runs_into_gives_way() {
        let input = input(30, network(30, 10, 6));
        let mut simulation = Simulation::new(&input);
        simulation.run();
        let target = simulation.positions()[20] + Vec2::splat(3.0);
        simulation.drag(4, target);
        simulation.tick();
        simulation.release(4);
        simulation.run();
        assert_eq!(simulation.positions()[4], target);
        assert_eq!(overlaps(&input, simulation.positions()), []);
    }

    #[test]
    fn a_body_dragged_while_forces_act_stays_where_it_is_let_go() {
        let input = input(60, network(60, 20, 6));
        let mut simulation = Simulation::new(&input);
        for step in 0..40 {
            simulation.drag(7, pos2(10.0 * step as f32, 900.0));
            simulation.tick();
        }
        simulation.release(7);
        simulation.run();
        assert_eq!(simulation.positions()[7], pos2(390.0, 900.0));
    }

    #[test]
    fn freed_bodies_follow_and_with_heat_arrange_themselves() {
        let mut input = input(20, network(20, 6, 3));
        input.start = crate::layout::arrange(&input)
            .into_iter()
            .map(Some)
            .collect();
        let mut simulation = Simulation::new(&input);
        let hub = input.links[0].0 as usize;
        let before = simulation.positions().to_vec();
        let moved = |simulation: &Simulation| {
            (0..20)
                .filter(|&i| simulation.positions()[i] != before[i])
                .count()
        };
        simulation.drag(hub, before[hub] + vec2(50.0, 0.0));
        while !simulation.tick().settled {}
        assert_eq!(moved(&simulation), 1);
        simulation.free_all(0.0);
        assert!(simulation.tick().settled);
        simulation.release(hub);
        simulation.run();
        simulation.drag(hub, before[hub]);
        while !simulation.tick().settled {}
        assert!(moved(&simulation) > 0);
        simulation.release(hub);
        simulation.free_all(0.8);
        assert!(!simulation.tick().settled);
        simulation.run();
        assert_eq!(overlaps(&input, simulation.positions()), []);
    }
}
