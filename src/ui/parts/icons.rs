//! Icons for egui: drawn from the tokens' paths at the very size they are shown, kept as textures.

use std::collections::HashMap;

use egui::{Color32, ColorImage, Context, Id, Rect, TextureHandle, TextureOptions, Ui, pos2};

use crate::look::{Icon, TOKENS};

use crate::ui::canvas::icon_coverage;

/// Which icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum IconName {
    /// Of an entity kind.
    CustomKind(Icon),
    /// Of a control, by its name in the tokens.
    Sign(&'static str),
}

#[derive(Clone, Default)]
struct Cache(HashMap<(IconName, u32), TextureHandle>);

/// Paints an icon in a square.
pub(crate) fn paint(painter: &egui::Painter, picture: IconName, square: Rect, color: Color32) {
    let ctx = painter.ctx();
    let pixels = (square.width() * ctx.pixels_per_point())
        .round()
        .clamp(1.0, 512.0) as u32;
    let texture = texture(ctx, picture, pixels);
    let uv = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    // On whole pixels, so that it is as sharp as it was drawn.
    let snap = |v: f32| (v * ctx.pixels_per_point()).round() / ctx.pixels_per_point();
    let min = pos2(snap(square.min.x), snap(square.min.y));
    let side = pixels as f32 / ctx.pixels_per_point();
    let square = Rect::from_min_size(min, egui::Vec2::splat(side));
    painter.image(texture.id(), square, uv, color);
}

fn texture(ctx: &Context, picture: IconName, pixels: u32) -> TextureHandle {
    let id = Id::unique("linkwright icons");
    let known = ctx.data(|data| {
        let cache = data.get_temp::<std::sync::Arc<std::sync::Mutex<Cache>>>(id);
        cache.and_then(|cache| {
            let cache = cache.lock().ok()?;
            cache.0.get(&(picture, pixels)).cloned()
        })
    });
    if let Some(texture) = known {
        return texture;
    }
    let texture = draw(ctx, picture, pixels);
    ctx.data_mut(|data| {
        let cache = data.get_temp_mut_or_default::<std::sync::Arc<std::sync::Mutex<Cache>>>(id);
        if let Ok(mut cache) = cache.lock() {
            // Zooming through many sizes must not fill the card.
            if cache.0.len() > 400 {
                cache.0.clear();
            }
            cache.0.insert((picture, pixels), texture.clone());
        }
    });
    texture
}

fn draw(ctx: &Context, picture: IconName, pixels: u32) -> TextureHandle {
    let paths: &[String] = match picture {
        IconName::CustomKind(icon) => icon.paths(),
        IconName::Sign(name) => TOKENS
            .ui_icons
            .iter()
            .find(|(have, _)| have == name)
            .map_or(&[], |(_, paths)| paths),
    };
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"24\" height=\"24\" viewBox=\"0 0 24 24\" fill-rule=\"evenodd\">",
    );
    for path in paths {
        svg.push_str(&format!("<path d=\"{path}\"/>"));
    }
    svg.push_str("</svg>");
    let coverage = icon_coverage(&svg, pixels);
    let pixels_premultiplied = coverage
        .into_iter()
        .map(|alpha| Color32::from_rgba_premultiplied(alpha, alpha, alpha, alpha))
        .collect();
    let side = pixels as usize;
    let image = ColorImage::new([side, side], pixels_premultiplied);
    ctx.load_texture(
        format!("{picture:?} {pixels}"),
        image,
        TextureOptions::LINEAR,
    )
}

/// Paints a control's icon of `side` points around a point.
pub(crate) fn sign(ui: &Ui, name: &'static str, center: egui::Pos2, side: f32, color: Color32) {
    let square = Rect::from_center_size(center, egui::Vec2::splat(side));
    paint(ui.painter(), IconName::Sign(name), square, color);
}
