//! The icons of entity kinds as one texture with mipmaps, drawn once from the tokens' paths.

use resvg::tiny_skia::{Pixmap, Transform};

use crate::look::{Icon, TOKENS};

/// Cells a side.
const CELLS: u32 = 4;
/// Pixels a cell; the icon has seven eighths of it, so that smaller levels do not bleed.
const CELL: u32 = 128;
/// The atlas's side in pixels.
pub(super) const SIDE: u32 = CELLS * CELL;
/// Levels, each half of the one before.
pub(super) const LEVELS: u32 = 6;

/// The levels of the atlas, largest first: one byte a pixel, how much of it the icon covers.
pub(super) fn levels() -> Vec<Vec<u8>> {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{SIDE}\" height=\"{SIDE}\" fill-rule=\"evenodd\">"
    );
    for cell in 0..TOKENS.icons.len() as u32 {
        let (x, y) = (cell % CELLS * CELL, cell / CELLS * CELL);
        let margin = CELL / 16;
        let scale = f64::from(CELL - 2 * margin) / 24.0;
        svg.push_str(&format!(
            "<g transform=\"translate({} {}) scale({scale})\">",
            x + margin,
            y + margin
        ));
        for path in Icon(cell as u8).paths() {
            svg.push_str(&format!("<path d=\"{path}\"/>"));
        }
        svg.push_str("</g>");
    }
    svg.push_str("</svg>");
    let mut levels = vec![coverage(&svg, SIDE)];
    while levels.len() < LEVELS as usize {
        let last = levels.last().map_or(&[][..], |level| level);
        levels.push(halved(last, SIDE >> (levels.len() - 1)));
    }
    levels
}

/// The alpha of an SVG of `side` pixels.
pub(super) fn coverage(svg: &str, side: u32) -> Vec<u8> {
    let blank = || vec![0; (side * side) as usize];
    let Ok(tree) = usvg::Tree::from_str(svg, &usvg::Options::default()) else {
        return blank();
    };
    let Some(mut pixels) = Pixmap::new(side, side) else {
        return blank();
    };
    let scale = side as f32 / tree.size().width();
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixels.as_mut(),
    );
    pixels
        .data()
        .chunks_exact(4)
        .map(|pixel| pixel[3])
        .collect()
}

/// Each four pixels as one, their mean.
fn halved(level: &[u8], side: u32) -> Vec<u8> {
    let at = |x: u32, y: u32| u32::from(level[(y * side + x) as usize]);
    let half = side / 2;
    (0..half * half)
        .map(|i| {
            let (x, y) = (i % half * 2, i / half * 2);
            ((at(x, y) + at(x + 1, y) + at(x, y + 1) + at(x + 1, y + 1) + 2) / 4) as u8
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_is_drawn_and_levels_halve() {
        let levels = levels();
        assert_eq!(levels.len(), LEVELS as usize);
        for (at, level) in levels.iter().enumerate() {
            let side = (SIDE >> at) as usize;
            assert_eq!(level.len(), side * side);
        }
        for cell in 0..16 {
            let (x0, y0) = (cell % CELLS * CELL, cell / CELLS * CELL);
            let ink = (0..CELL * CELL)
                .filter(|i| levels[0][((y0 + i / CELL) * SIDE + x0 + i % CELL) as usize] > 128)
                .count();
            assert!(ink > 1000, "icon {cell} has {ink} pixels");
        }
    }
}
