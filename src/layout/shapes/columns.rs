//! A column for each group, side by side; a long one wraps into several.
//!
//! Within a column bodies are ordered by the barycentre of their neighbours, sweep by sweep (Sugiyama, Tagawa and Toda 1981,
//! with columns for layers), so that few links cross, and stand as near to its height as room allows.

use crate::geom::{Pos2, pos2};
use crate::layout::ground::plane::square;

use super::input::ShapeInput;
use super::line::spread;
use super::web::Web;

/// Gap between two groups, in world units: room to see the links, at least and, where the picture has it, at most.
const GROUP_GAPS: (f32, f32) = (64.0, 160.0);

/// Gap between the columns of one group.
const COLUMN_GAP: f32 = 22.0;

/// Gap between one body and the one below.
const ROW_GAP: f32 = 14.0;

/// How far rows stand to the left and right in turn where a group has links of its own, which would run through bodies if all
/// stood on one line.
const STAGGER: f32 = 18.0;

/// Places bodies in a column for each group, in the order of the groups' numbers.
///
/// A picture of many bodies has columns that wrap, so that it has about the wanted aspect. Takes time near to linear.
pub fn columns(input: &ShapeInput) -> Vec<Pos2> {
    let web = Web::new(input);
    let mut columns = by_group(&web);
    let ranks = order(&web, &mut columns);
    let columns: Vec<Column> = columns
        .into_iter()
        .map(|bodies| Column::new(&web, bodies))
        .collect();
    let rows = rows_for(&columns, web.aspect);
    let mut at = vec![Pos2::ZERO; web.len()];
    let tallest = columns
        .iter()
        .fold(0.0f32, |most, column| most.max(column.height(rows)));
    let width: f32 = columns.iter().map(|column| column.width(rows)).sum();
    let gap = (tallest * web.aspect - width) / columns.len().saturating_sub(1).max(1) as f32;
    let mut left = 0.0;
    for column in &columns {
        column.place(&web, rows, left, tallest, &mut at);
        left += column.width(rows) + gap.clamp(GROUP_GAPS.0, GROUP_GAPS.1);
    }
    straighten(&web, &columns, rows, tallest, &ranks, &mut at);
    web.finish(&at)
}

/// The bodies of each group, first those that a walk along links finds together.
fn by_group(web: &Web) -> Vec<Vec<u32>> {
    let mut groups: Vec<u32> = web.groups.clone();
    groups.sort_unstable();
    groups.dedup();
    let mut columns = vec![Vec::new(); groups.len()];
    for body in walk(web) {
        if let Ok(column) = groups.binary_search(&web.groups[body as usize]) {
            columns[column].push(body);
        }
    }
    columns
}

/// All bodies in the order of a walk in depth, the most linked ones of what is left first.
fn walk(web: &Web) -> Vec<u32> {
    let mut starts: Vec<u32> = (0..web.len() as u32).collect();
    starts.sort_by_key(|&body| std::cmp::Reverse(web.neighbours(body).len()));
    let (mut seen, mut found) = (vec![false; web.len()], Vec::with_capacity(web.len()));
    let mut stack = Vec::new();
    for start in starts {
        stack.push(start);
        while let Some(body) = stack.pop() {
            if !std::mem::replace(&mut seen[body as usize], true) {
                found.push(body);
                stack.extend(
                    web.neighbours(body)
                        .iter()
                        .rev()
                        .filter(|&&other| !seen[other as usize]),
                );
            }
        }
    }
    found
}

/// Orders each column; the share of its column's height, from 0 to 1, at which each body stands.
fn order(web: &Web, columns: &mut Vec<Vec<u32>>) -> Vec<f64> {
    let mut share = vec![0.0; web.len()];
    for column in columns.iter() {
        number(column, &mut share);
    }
    let mut best = (length(web, &share), columns.clone());
    let sweeps = (4_000_000 / (web.pairs.len() + web.len()).max(1)).clamp(4, 24);
    for sweep in 0..sweeps {
        let count = columns.len();
        for step in 0..count {
            let column = &mut columns[if sweep % 2 == 0 {
                step
            } else {
                count - 1 - step
            }];
            sort_by_barycentre(web, column, &mut share);
        }
        let now = length(web, &share);
        if now < best.0 {
            best = (now, columns.clone());
        }
    }
    *columns = best.1;
    for column in columns.iter() {
        number(column, &mut share);
    }
    share
}

fn number(column: &[u32], share: &mut [f64]) {
    for (rank, &body) in column.iter().enumerate() {
        share[body as usize] = (rank as f64 + 0.5) / column.len() as f64;
    }
}

/// How far links lead up or down, all together.
fn length(web: &Web, share: &[f64]) -> f64 {
    let rise = |&(a, b): &(u32, u32)| (share[a as usize] - share[b as usize]).abs();
    web.pairs.iter().map(rise).sum()
}

/// Bodies without neighbours go to the end of their column.
fn sort_by_barycentre(web: &Web, column: &mut [u32], share: &mut [f64]) {
    let mut keyed: Vec<(f64, u32)> = column
        .iter()
        .map(|&body| {
            (
                barycentre(web, body, |other| share[other as usize]).unwrap_or(2.0),
                body,
            )
        })
        .collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (place, (_, body)) in column.iter_mut().zip(keyed) {
        *place = body;
    }
    number(column, share);
}

/// The mean height of a body's neighbours, if it has any.
fn barycentre(web: &Web, body: u32, height: impl Fn(u32) -> f64) -> Option<f64> {
    let others = web.neighbours(body).iter();
    let (sum, count) = others.fold((0.0, 0u32), |(sum, count), &other| {
        (sum + height(other), count + 1)
    });
    (count > 0).then(|| sum / f64::from(count))
}

/// The bodies of a group from top to bottom, and the cell that each takes.
struct Column {
    bodies: Vec<u32>,
    cell: f32,
    /// How far rows stand to the left and right in turn.
    stagger: f32,
    /// The tallest body's reach upwards and downwards.
    reach: (f32, f32),
}

impl Column {
    fn new(web: &Web, bodies: Vec<u32>) -> Self {
        let bounds = || bodies.iter().map(|&body| web.bounds(body));
        let group = |body: u32| web.groups[body as usize];
        let is_inner = |&body: &u32| {
            let mut others = web.neighbours(body).iter();
            others.any(|&other| group(other) == group(body))
        };
        let stagger = if bodies.iter().any(is_inner) {
            STAGGER
        } else {
            0.0
        };
        Self {
            cell: bounds().fold(0.0f32, |most, area| most.max(area.width())) + 2.0 * stagger,
            stagger,
            reach: (
                bounds().fold(0.0, |most, area| most.max(-area.min.y)),
                bounds().fold(0.0, |most, area| most.max(area.max.y)),
            ),
            bodies,
        }
    }

    /// How many columns the group takes where a column has so many rows at most.
    fn columns(&self, rows: usize) -> usize {
        self.bodies.len().div_ceil(rows.max(1)).max(1)
    }

    fn pitch(&self) -> f32 {
        self.reach.0 + self.reach.1 + ROW_GAP
    }

    fn width(&self, rows: usize) -> f32 {
        self.columns(rows) as f32 * (self.cell + COLUMN_GAP) - COLUMN_GAP
    }

    fn height(&self, rows: usize) -> f32 {
        self.bodies.len().div_ceil(self.columns(rows)) as f32 * self.pitch() - ROW_GAP
    }

    /// Puts the bodies row by row, so that those that come first stand high, in the middle of `tallest`.
    fn place(&self, web: &Web, rows: usize, left: f32, tallest: f32, at: &mut [Pos2]) {
        let columns = self.columns(rows);
        let mut top = (tallest - self.height(rows)) / 2.0;
        let middle = left + self.cell / 2.0;
        for (index, row) in self.bodies.chunks(columns).enumerate() {
            let aside = if index % 2 == 0 {
                -self.stagger
            } else {
                self.stagger
            };
            let above = row
                .iter()
                .fold(0.0f32, |most, &body| most.max(-web.bounds(body).min.y));
            for (place, &body) in row.iter().enumerate() {
                let across = middle + aside + place as f32 * (self.cell + COLUMN_GAP);
                at[body as usize] = pos2(across, top + above);
            }
            let below = row
                .iter()
                .fold(0.0f32, |most, &body| most.max(web.bounds(body).max.y));
            top += above + below + ROW_GAP;
        }
    }
}

/// How many rows a column may have for the picture to have about the wanted aspect.
fn rows_for(columns: &[Column], aspect: f32) -> usize {
    let most = columns
        .iter()
        .map(|column| column.bodies.len())
        .max()
        .unwrap_or(0);
    let gaps = GROUP_GAPS.0 * columns.len().saturating_sub(1) as f32;
    let is_flat = |rows: usize| {
        let width: f32 = columns.iter().map(|column| column.width(rows)).sum::<f32>() + gaps;
        let height = columns
            .iter()
            .fold(0.0f32, |most, column| most.max(column.height(rows)));
        width >= height * aspect
    };
    // More rows make the picture narrower and taller.
    let (mut low, mut high) = (1, most.max(1));
    while low < high {
        let middle = usize::midpoint(low, high + 1);
        if is_flat(middle) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low
}

/// Lets the bodies of groups that need no second column stand near the mean height of their neighbours.
fn straighten(
    web: &Web,
    columns: &[Column],
    rows: usize,
    tallest: f32,
    share: &[f64],
    at: &mut [Pos2],
) {
    const ROUNDS: usize = 6;
    for _ in 0..ROUNDS {
        for column in columns.iter().filter(|column| column.columns(rows) == 1) {
            let height = |body: u32| f64::from(at[body as usize].y);
            let low = (share.len() as f64 + 1.0).recip();
            let (mut wanted, mut weights, mut gaps) = (Vec::new(), Vec::new(), Vec::new());
            for (place, &body) in column.bodies.iter().enumerate() {
                let mean = barycentre(web, body, height);
                // What has no neighbours elsewhere hardly pushes others about.
                weights.push(if mean.is_some() { 1.0 } else { low });
                wanted.push(mean.unwrap_or_else(|| height(body)));
                if place > 0 {
                    let above = web.bounds(column.bodies[place - 1]).max.y;
                    gaps.push(f64::from(above - web.bounds(body).min.y + ROW_GAP));
                }
            }
            let found = spread(&wanted, &weights, &gaps);
            let by = back_inside(web, &column.bodies, &found, tallest);
            for (&body, found) in column.bodies.iter().zip(found) {
                at[body as usize].y = found as f32 + by;
            }
        }
    }
}

/// How far a column must move to stand between 0 and `tallest`.
fn back_inside(web: &Web, bodies: &[u32], heights: &[f64], tallest: f32) -> f32 {
    let (Some(&first), Some(&last)) = (bodies.first(), bodies.last()) else {
        return 0.0;
    };
    let top = heights[0] as f32 + web.bounds(first).min.y;
    let bottom = heights[heights.len() - 1] as f32 + web.bounds(last).max.y;
    if bottom - top > tallest + square(ROW_GAP) {
        return tallest / 2.0 - f32::midpoint(top, bottom);
    }
    (-top).max(0.0) + (tallest - bottom.max(bottom - top)).min(0.0)
}
