//! What a reader would find wrong with a picture, counted in crossings.

use crate::geom::{Rect, Vec2};
use crate::layout::ground::bodies::Bodies;
use crate::layout::ground::crossing::{cosine, cross, runs_over};
use crate::layout::ground::plane::{length, square};
use crate::layout::ground::shape::MARGIN;

/// What a picture loses by each fault, in crossings.
mod fault {
    /// A link over a disc or label.
    pub(super) const OVER: f32 = 1.5;
    /// A link of twice its length, or of none.
    pub(super) const STRETCH: f32 = 0.4;
    /// Two links that leave a body in the same direction.
    pub(super) const NARROW: f32 = 0.8;
    /// Two bodies in the same spot, without their labels.
    pub(super) const CROWD: f32 = 0.8;
    /// An overlap by a usual label's height.
    pub(super) const OVERLAP: f32 = 1.5;
    /// A body that leaves the frame by a link's length.
    pub(super) const OUTSIDE: f32 = 2.5;
}

/// Cosine of the angle below which two links count as leaving in the same direction: 20 degrees.
const NARROW_COSINE: f32 = 0.94;

/// A part of a picture.
pub(super) struct Surroundings {
    /// Its bodies.
    pub bodies: Vec<usize>,
    /// Its links.
    pub links: Vec<[usize; 2]>,
    /// The box in which the whole picture should stay.
    pub frame: Rect,
    /// What a crossing counts; more than 1 where there need be none.
    pub crossing: f32,
}

impl Surroundings {
    /// What is wrong with a body. First what is not nice: others too near, standing outside. Then the faults: links over it,
    /// overlaps.
    pub(super) fn around_body(&self, bodies: &Bodies, body: usize) -> (f32, f32) {
        let area = bodies.area(body);
        let out = (self.frame.min - area.min)
            .max(area.max - self.frame.max)
            .max(Vec2::ZERO);
        let mut cost = fault::OUTSIDE * (out.x + out.y) / 90.0;
        let mut faults = 0.0;
        for &other in self.bodies.iter().filter(|&&other| other != body) {
            let offset = bodies.offset(body, other);
            let near = 1.0 - length(offset) / 120.0;
            if near > 0.0 {
                cost += fault::CROWD * near * near;
            }
            let wide = bodies.shape[body].half_width + bodies.shape[other].half_width + 60.0;
            if offset.x.abs() < wide && offset.y.abs() < 120.0 {
                let push = bodies.shape[body].push(&bodies.shape[other], offset, MARGIN);
                faults += push.map_or(0.0, |push| fault::OVERLAP * (0.2 + length(push) / 26.0));
            }
        }
        for &[a, b] in self.links.iter().filter(|link| !link.contains(&body)) {
            faults += fault::OVER * runs_over(bodies, body, bodies.at(a), bodies.at(b));
        }
        (cost, faults)
    }

    /// What is wrong with a link that should be `at_rest` long. First what is not nice: its length. Then the faults: what it
    /// crosses or runs over, and links that leave beside it.
    pub(super) fn along_link(
        &self,
        bodies: &Bodies,
        a: usize,
        b: usize,
        at_rest: f32,
    ) -> (f32, f32) {
        let (at_a, at_b) = (bodies.at(a), bodies.at(b));
        let way = at_b - at_a;
        let mut faults = 0.0;
        for &[c, d] in &self.links {
            if c != a && c != b && d != a && d != b {
                if cross(at_a, at_b, bodies.at(c), bodies.at(d)) {
                    // A crossing at a sharp angle is harder to follow.
                    faults += self.crossing + square(square(cosine(way, bodies.offset(c, d))));
                }
                continue;
            }
            let (shared, end) = if c == a || c == b { (c, d) } else { (d, c) };
            let mine = if shared == a { b } else { a };
            if mine != end {
                let between = cosine(bodies.offset(shared, mine), bodies.offset(shared, end));
                faults +=
                    fault::NARROW * ((between - NARROW_COSINE) / (1.0 - NARROW_COSINE)).max(0.0);
            }
        }
        for &body in self.bodies.iter().filter(|&&body| body != a && body != b) {
            faults += fault::OVER * runs_over(bodies, body, at_a, at_b);
        }
        (fault::STRETCH * square(length(way) / at_rest - 1.0), faults)
    }
}
