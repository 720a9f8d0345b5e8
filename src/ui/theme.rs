//! The tokens as egui's style and fonts.

use std::sync::Arc;

use egui::epaint::text::{
    FallbackRequest, FontData, FontDefinitions, FontInsert, FontPriority, GlyphBitmap,
    GlyphRasterizer, GlyphRasterizerRequest, InsertFontFamily, RasterizedGlyph,
};
use egui::epaint::{CornerRadius, Margin, Shadow, Stroke};
use egui::{Color32, ColorImage, Context, FontFamily, FontId, Style, TextStyle, vec2};

use crate::look::{Palette, Theme};
use crate::model::is_harmful;
use crate::scene::fonts::{FontBook, Weight};

/// The family of a weight.
pub fn family(weight: Weight) -> FontFamily {
    match weight {
        Weight::Regular => FontFamily::Proportional,
        Weight::Medium => FontFamily::Name("medium".into()),
        Weight::SemiBold => FontFamily::Name("semibold".into()),
    }
}

/// A font by size and weight.
pub fn font(size: f32, weight: Weight) -> FontId {
    FontId::new(size, family(weight))
}

/// Body text in semibold.
pub fn strong() -> TextStyle {
    TextStyle::Name("strong".into())
}

/// Captions.
pub fn caption() -> TextStyle {
    TextStyle::Name("caption".into())
}

/// Gives egui the program's faces, and for other scripts those of the system that files are drawn with, too.
pub fn install_fonts(ctx: &Context) {
    let mut fonts = FontDefinitions::empty();
    for weight in Weight::ALL {
        let name = format!("inter-{}", weight.number());
        let data = FontData::from_static(weight.bytes());
        fonts.font_data.insert(name.clone(), Arc::new(data));
        fonts.families.insert(family(weight), vec![name]);
    }
    let regular = vec![format!("inter-{}", Weight::Regular.number())];
    fonts.families.insert(FontFamily::Monospace, regular);
    ctx.set_fonts(fonts);
    ctx.set_font_providers(vec![Arc::new(system_font)]);
    // Most of what is shown has been made harmless before. This is for the rest, and for what is being typed.
    let boxed = GlyphRasterizer::new("linkwright::harmful", harmful_glyph);
    ctx.set_glyph_rasterizers(vec![boxed.with_priority(FontPriority::Highest)]);
    // What no face has is a box: no text of a user may stop the program.
    ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
}

/// The face of the system for a character that Inter lacks.
fn system_font(request: &FallbackRequest<'_>) -> Option<FontInsert> {
    let face = FontBook::shared().fallback(request.cluster.chars().next()?)?;
    let mut data = FontData::from_owned(face.data.to_vec());
    data.index = face.index;
    let family = InsertFontFamily {
        family: request.family.clone(),
        priority: FontPriority::Lowest,
    };
    Some(FontInsert::new(&face.name, data, vec![family]))
}

/// The glyph of a character that would be unseen or do harm: a box with a bar across. A field holds the character itself, so
/// the glyph stands for one character, not for a mark in words.
fn harmful_glyph(request: &GlyphRasterizerRequest<'_>) -> Option<RasterizedGlyph> {
    let c = request.cluster.chars().next()?;
    // The carriage return of a line end is no trick; egui draws nothing for it.
    if !is_harmful(c) || c == '\r' {
        return None;
    }
    let size = request.font_size_px;
    let (width, height) = (
        (0.55 * size).round() as usize,
        (0.7 * size).round() as usize,
    );
    let (width, height) = (width.clamp(5, 400), height.clamp(5, 500));
    let line = (size / 14.0).round().max(1.0) as usize;
    let mut image = ColorImage::filled([width, height], Color32::TRANSPARENT);
    for y in 0..height {
        for x in 0..width {
            let is_edge = x < line || y < line || x >= width - line || y >= height - line;
            let is_bar = (y * width).abs_diff(x * height) < line * height;
            if is_edge || is_bar {
                image[(x, y)] = Color32::WHITE;
            }
        }
    }
    let bearing = (0.08 * size).round().max(1.0);
    Some(RasterizedGlyph {
        bitmap: GlyphBitmap {
            image,
            offset_px: vec2(bearing, -(height as f32)),
            is_color: false,
        },
        advance_px: width as f32 + 2.0 * bearing,
    })
}

/// Gives egui both themes.
pub fn install_styles(ctx: &Context, reduced_motion: bool) {
    for (theme, ours) in [
        (egui::Theme::Light, Theme::Light),
        (egui::Theme::Dark, Theme::Dark),
    ] {
        ctx.set_style_of(theme, style(ours, reduced_motion));
    }
}

/// The theme that egui draws in now.
pub fn current(ctx: &Context) -> Theme {
    match ctx.theme() {
        egui::Theme::Light => Theme::Light,
        egui::Theme::Dark => Theme::Dark,
    }
}

/// The colours that egui draws in now.
pub fn palette(ctx: &Context) -> &'static Palette {
    current(ctx).palette()
}

fn style(theme: Theme, reduced_motion: bool) -> Style {
    let palette = theme.palette();
    let base = match theme {
        Theme::Dark => egui::Theme::Dark,
        Theme::Light | Theme::Print => egui::Theme::Light,
    };
    let mut style = base.default_style();
    style.text_styles = [
        (TextStyle::Body, font(13.0, Weight::Regular)),
        (TextStyle::Small, font(11.5, Weight::Regular)),
        (TextStyle::Button, font(13.0, Weight::Medium)),
        (TextStyle::Heading, font(15.0, Weight::SemiBold)),
        (TextStyle::Monospace, font(12.5, Weight::Regular)),
        (strong(), font(13.0, Weight::SemiBold)),
        (caption(), font(10.5, Weight::Regular)),
    ]
    .into();
    style.drag_value_text_style = TextStyle::Body;
    style.animation_time = if reduced_motion { 0.0 } else { 0.12 };
    style.interaction.tooltip_delay = 0.45;
    style.interaction.selectable_labels = false;
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(8.0, 6.0);
    spacing.button_padding = vec2(10.0, 5.0);
    spacing.interact_size = vec2(28.0, 28.0);
    spacing.indent = 16.0;
    spacing.menu_margin = Margin::same(6);
    spacing.window_margin = Margin::same(16);
    spacing.combo_width = 80.0;
    spacing.scroll = egui::style::ScrollStyle::thin();
    dress_visuals(&mut style.visuals, palette);
    style
}

fn dress_visuals(visuals: &mut egui::Visuals, palette: &Palette) {
    visuals.panel_fill = palette.panel;
    visuals.window_fill = palette.raised;
    visuals.extreme_bg_color = palette.field;
    visuals.text_edit_bg_color = Some(palette.field);
    visuals.faint_bg_color = palette.sunken;
    visuals.code_bg_color = palette.sunken;
    visuals.weak_text_color = Some(palette.text_tertiary);
    visuals.hyperlink_color = palette.text_link;
    visuals.warn_fg_color = palette.warning;
    visuals.error_fg_color = palette.error;
    visuals.window_corner_radius = CornerRadius::same(10);
    visuals.menu_corner_radius = CornerRadius::same(8);
    visuals.window_stroke = Stroke::new(1.0, palette.hairline);
    visuals.indent_has_left_vline = false;
    let shadow = Shadow {
        offset: [0, 4],
        blur: 16,
        spread: 0,
        color: palette.shadow,
    };
    visuals.popup_shadow = shadow;
    visuals.window_shadow = shadow;
    visuals.selection.bg_fill = palette.accent_soft;
    visuals.selection.stroke = Stroke::new(1.0, palette.focus);
    // A blinking caret would have the whole chart drawn twice a second.
    visuals.text_cursor.blink = false;
    visuals.text_cursor.stroke = Stroke::new(1.5, palette.accent);
    let widget = |fill: Color32, line: Color32, text: Color32| egui::style::WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, line),
        corner_radius: CornerRadius::same(6),
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    let widgets = &mut visuals.widgets;
    widgets.noninteractive = widget(palette.panel, palette.hairline, palette.text);
    widgets.inactive = widget(palette.raised, palette.border, palette.text);
    widgets.hovered = widget(palette.hover, palette.border, palette.text);
    widgets.active = widget(palette.pressed, palette.field_line, palette.text);
    widgets.open = widget(palette.pressed, palette.border, palette.text);
}
