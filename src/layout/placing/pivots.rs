//! A first picture from the distances to a few bodies.
//!
//! Brandes and Pich, "Eigensolver methods for progressive multidimensional scaling of large data" (2007): pivot MDS.

use crate::geom::{Pos2, pos2};
use crate::layout::ground::cancel::Cancel;

use super::skeleton::Skeleton;

/// Some bodies far from one another, and the lengths of the ways from them.
pub(super) struct Pivots {
    /// The pivots, by their number in the skeleton.
    pub bodies: Vec<u32>,
    /// For each pivot the length of the way to every body, in world units.
    pub lengths: Vec<Vec<f32>>,
}

impl Pivots {
    /// Chooses up to `most` pivots, each as far as possible from those before it.
    pub(super) fn choose(skeleton: &Skeleton, most: usize, cancel: &Cancel) -> Self {
        let count = skeleton.len();
        let mut pivots = Pivots {
            bodies: Vec::new(),
            lengths: Vec::new(),
        };
        let mut distance = vec![f32::INFINITY; count];
        let mut next = 0;
        while pivots.bodies.len() < most.min(count) && !cancel.is_set() {
            let lengths = skeleton.lengths_from(next);
            for (body, &length) in lengths.iter().enumerate() {
                distance[body] = length.min(distance[body]);
            }
            pivots.bodies.push(next as u32);
            pivots.lengths.push(lengths);
            // The first of the furthest; bodies are in an order that only ids decide.
            next = (0..count)
                .rev()
                .max_by(|&a, &b| distance[a].total_cmp(&distance[b]))
                .unwrap_or(0);
        }
        pivots
    }

    /// Positions whose distances come close to those along the links, centred on the origin.
    pub(super) fn project(&self, count: usize, cancel: &Cancel) -> Vec<Pos2> {
        if cancel.is_set() {
            return vec![Pos2::ZERO; count];
        }
        let centred = self.centred_squares(count);
        let products = products(&centred, cancel);
        let first = main_direction(&products, None);
        let second = main_direction(&products, Some(&first));
        let along = |axis: &[f64], body: usize| -> f64 {
            axis.iter()
                .zip(&centred)
                .map(|(share, column)| share * f64::from(column[body]))
                .sum()
        };
        let flat: Vec<(f64, f64)> = (0..count)
            .map(|body| (along(&first, body), along(&second, body)))
            .collect();
        let scale = self.best_scale(&flat);
        flat.iter()
            .map(|&(x, y)| pos2((x * scale) as f32, (y * scale) as f32))
            .collect()
    }

    /// Squared lengths, one column a pivot, with the mean of every row and column taken off.
    fn centred_squares(&self, count: usize) -> Vec<Vec<f32>> {
        let squares = |lengths: &Vec<f32>| lengths.iter().map(|&length| length * length).collect();
        let mut columns: Vec<Vec<f32>> = self.lengths.iter().map(squares).collect();
        for column in &mut columns {
            let mean = column.iter().map(|&value| f64::from(value)).sum::<f64>() / count as f64;
            column.iter_mut().for_each(|value| *value -= mean as f32);
        }
        for body in 0..count {
            let mean =
                columns.iter().map(|column| column[body]).sum::<f32>() / columns.len() as f32;
            columns
                .iter_mut()
                .for_each(|column| column[body] = -0.5 * (column[body] - mean));
        }
        columns
    }

    /// The factor that brings distances to the pivots closest to the lengths, each counted by its inverse square.
    fn best_scale(&self, flat: &[(f64, f64)]) -> f64 {
        let (mut wanted, mut found) = (0.0, 0.0);
        for (&pivot, lengths) in self.bodies.iter().zip(&self.lengths) {
            let (px, py) = flat[pivot as usize];
            for (&(x, y), &length) in flat
                .iter()
                .zip(lengths)
                .filter(|&(_, &length)| length > 0.0)
            {
                let share = ((x - px).powi(2) + (y - py).powi(2)).sqrt() / f64::from(length);
                wanted += share;
                found += share * share;
            }
        }
        if found > 0.0 { wanted / found } else { 1.0 }
    }
}

/// The product of every two columns.
fn products(columns: &[Vec<f32>], cancel: &Cancel) -> Vec<Vec<f64>> {
    let dot = |a: &[f32], b: &[f32]| {
        a.iter()
            .zip(b)
            .map(|(&a, &b)| f64::from(a) * f64::from(b))
            .sum()
    };
    let row = |a: &Vec<f32>| {
        let columns = columns.iter().filter(|_| !cancel.is_set());
        columns.map(|b| dot(a, b)).collect()
    };
    columns.iter().map(row).collect()
}

/// The eigenvector of the largest eigenvalue, or of the next one at right angles to `besides`, by power iteration.
fn main_direction(matrix: &[Vec<f64>], besides: Option<&[f64]>) -> Vec<f64> {
    let dot = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    let mut axis: Vec<f64> = (0..matrix.len())
        .map(|i| 1.0 / (i + 1 + usize::from(besides.is_some())) as f64)
        .collect();
    for _ in 0..60 {
        let mut next: Vec<f64> = matrix.iter().map(|row| dot(row, &axis)).collect();
        if let Some(first) = besides {
            let share = dot(&next, first);
            next.iter_mut()
                .zip(first)
                .for_each(|(value, other)| *value -= share * other);
        }
        let length = dot(&next, &next).sqrt();
        if length < 1e-12 {
            break;
        }
        axis = next.iter().map(|value| value / length).collect();
    }
    axis
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::forces::springs::Springs;
    use crate::layout::ground::bodies::Bodies;
    use crate::layout::ground::graph::BodyGraph;
    use crate::layout::ground::input::LayoutInput;
    use crate::layout::ground::plane::length;

    #[test]
    fn a_ring_comes_out_round() {
        let input = LayoutInput {
            seeds: (0..24).collect(),
            links: (0..24).map(|i| (i, (i + 1) % 24)).collect(),
            ..LayoutInput::default()
        };
        let cancel = Cancel::default();
        let graph = BodyGraph::new(&input, &cancel);
        let springs = Springs::new(&graph, &Bodies::new(&input, &graph).shape);
        let skeleton = Skeleton::new(&graph, &springs, 0..24);
        let pivots = Pivots::choose(&skeleton, 12, &cancel);
        assert_eq!(pivots.bodies.len(), 12);
        let radii: Vec<f32> = pivots
            .project(24, &cancel)
            .iter()
            .map(|at| length(at.to_vec2()))
            .collect();
        let (least, most) = radii
            .iter()
            .fold((f32::MAX, 0.0f32), |(a, b), &r| (a.min(r), b.max(r)));
        assert!(most / least < 1.5, "{least} to {most}");
    }
}
