//! All bodies on one circle, for a handful whose links among each other are the question.

mod order;

use crate::geom::Pos2;

use super::clear::{least_factor, scale};
use super::input::ShapeInput;
use super::ring::{half, spot};
use super::web::Web;

/// Gap kept between neighbours, in world units.
const GAP: f32 = 26.0;

/// Least radius, so that links can be seen.
const LEAST_RADIUS: f32 = 90.0;

/// Places bodies evenly on a circle, in an order in which few links cross, the first at the top.
///
/// The order is that of Baur and Brandes, "Crossing reduction in circular layouts" (2004): greedy append, then circular
/// sifting. The circle is as small as names allow. Takes time in bodies times links; sifting is left out where that is
/// long.
pub fn circle(input: &ShapeInput) -> Vec<Pos2> {
    let web = Web::new(input);
    let order = order::order(&web);
    let count = order.len();
    let widest = (0..count as u32).fold(0.0f32, |most, body| {
        most.max(half(web.bounds(body), GAP).max_elem())
    });
    let radius = (count as f32 * widest / 3.0).max(LEAST_RADIUS);
    let mut at = vec![Pos2::ZERO; count];
    if count > 1 {
        for (place, &body) in order.iter().enumerate() {
            at[body as usize] = spot(place as f64 / count as f64, radius);
        }
    }
    let boxes: Vec<_> = (0..count as u32)
        .map(|body| web.bounds(body).expand(GAP / 2.0))
        .collect();
    let factor = least_factor(&boxes, &at, LEAST_RADIUS / radius);
    scale(&mut at, factor);
    web.finish(&at)
}
