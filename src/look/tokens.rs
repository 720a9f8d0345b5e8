//! The design tokens of `assets/tokens.json`, as typed values. The file is the contract; nothing here invents a figure.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;

use crate::geom::{Color32, Rect, Vec2, pos2, vec2};
use crate::model::{EntityKind, Marking, Support};

use super::link_tokens::{LinkTokens, LookToken};

/// Everything that the tokens state and the program draws with.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// The node shapes.
    pub shapes: Vec<ShapeToken>,
    /// Icons of entity kinds: name and SVG paths.
    pub icons: Vec<(String, Vec<String>)>,
    /// Icons of controls: name and SVG paths.
    pub ui_icons: Vec<(String, Vec<String>)>,
    /// The built-in entity kinds, by number.
    pub kinds: Vec<KindToken>,
    /// Nodes.
    pub node: NodeTokens,
    /// Links.
    pub link: LinkTokens,
    /// Labels of nodes, from the smallest: normal, hub, main.
    pub labels: [LabelStyle; 3],
    /// The legend as a column beside the chart.
    pub legend_column: LegendColumn,
    /// The halo around labels: width in points and opacity.
    pub halo: (f32, f32),
    /// The gap between a node and its label, in points.
    pub label_gap: f32,
    /// Rings and halos of states.
    pub state: StateTokens,
    /// The light theme.
    pub light: Palette,
    /// The dark theme.
    pub dark: Palette,
    /// The print theme.
    pub print: Palette,
}

/// A shape: the distance to its convex core minus `round` is the distance to its outline.
#[derive(Clone, Debug)]
pub struct ShapeToken {
    /// Its name.
    pub name: String,
    /// Corners of the core, clockwise on screen; one for a circle, two for a capsule.
    pub core: Vec<Vec2>,
    /// Rounding.
    pub round: f32,
    /// SVG path of the unit shape.
    pub path: String,
    /// Its box.
    pub extent: Rect,
    /// Where its icon goes.
    pub icon: IconBox,
}

/// A square for an icon, as parts of a node's radius.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct IconBox {
    /// Its side.
    pub side: f32,
    /// Its centre, right of the node's.
    pub dx: f32,
    /// Its centre, below the node's.
    pub dy: f32,
}

/// What the tokens say of an entity kind.
#[derive(Clone, Debug, Deserialize)]
pub struct KindToken {
    /// Name of its shape.
    pub shape: String,
    /// Name of its icon.
    pub icon: String,
    /// `solid` or `pale`.
    pub tone: String,
    /// Size beside other kinds.
    pub radius_factor: f32,
}

/// Nodes: sizes in points at 100 %.
#[derive(Clone, Debug, Deserialize)]
pub struct NodeTokens {
    /// Radius of a node with one link.
    pub radius: f32,
    /// Width of the outline.
    pub outline: f32,
    /// How the radius grows with the number of links.
    pub size_by: SizeBy,
    /// An icon is drawn from this side on, in points on screen.
    pub icon_min_px: f32,
    /// An outline is drawn from this radius on.
    pub outline_min_px: f32,
    /// Below this radius a node is a plain dot.
    pub dot_below_px: f32,
    /// The badge of a pinned node.
    pub pin_badge: PinBadge,
}

/// `min(max, 1 + k·(√max(1, n) − 1))`.
#[derive(Clone, Debug, Deserialize)]
pub struct SizeBy {
    /// Growth.
    pub k: f32,
    /// The most.
    pub max: f32,
}

/// The badge of a pinned node.
#[derive(Clone, Debug, Deserialize)]
pub struct PinBadge {
    /// Radius in points.
    pub radius: f32,
    /// Centre, as parts of the node's radius.
    pub at: [f32; 2],
}

/// The legend as a column, in points.
#[derive(Clone, Debug, Deserialize)]
pub struct LegendColumn {
    /// Its width.
    pub width: f32,
    /// Room along its edges.
    pub padding: f32,
    /// The height of a row.
    pub row: f32,
}

/// Type of a label.
#[derive(Clone, Debug, Deserialize)]
pub struct LabelStyle {
    /// Size in points.
    pub size: f32,
    /// `regular`, `medium` or `semibold`.
    pub weight: String,
    /// The longest line in points.
    pub max_width: f32,
    /// From this number of links on.
    #[serde(default)]
    pub from_links: u32,
}

/// Rings and halos of states, in points.
#[derive(Clone, Debug, Deserialize)]
pub struct StateTokens {
    /// Under the pointer.
    pub hovered: Ring,
    /// Selected.
    pub selected: Ring,
    /// Found by a search.
    pub search_hit: Ring,
    /// Outside a hovered neighbourhood.
    pub faded: Faded,
}

/// A ring around a node.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Ring {
    /// Width.
    pub ring_width: f32,
    /// Between outline and ring.
    pub ring_gap: f32,
    /// How far the halo reaches.
    pub halo: f32,
}

/// Opacities of what is faded.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Faded {
    /// Nodes.
    pub node: f32,
    /// Links.
    pub link: f32,
}

/// The colours of a theme.
#[derive(Clone, Debug)]
pub struct Palette {
    /// The chart's ground.
    pub canvas: Color32,
    /// Panels.
    pub panel: Color32,
    /// Cards and menus.
    pub raised: Color32,
    /// Sunken cards.
    pub sunken: Color32,
    /// Text fields.
    pub field: Color32,
    /// Hovered rows.
    pub hover: Color32,
    /// Pressed controls.
    pub pressed: Color32,
    /// The selected row.
    pub selected_row: Color32,
    /// Behind a dialog.
    pub scrim: Color32,
    /// Main text.
    pub text: Color32,
    /// Second text.
    pub text_secondary: Color32,
    /// Third text.
    pub text_tertiary: Color32,
    /// Disabled text.
    pub text_disabled: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// Links in text.
    pub text_link: Color32,
    /// Hairlines.
    pub hairline: Color32,
    /// Borders of controls.
    pub border: Color32,
    /// Borders of text fields.
    pub field_line: Color32,
    /// Focus rings.
    pub focus: Color32,
    /// The accent.
    pub accent: Color32,
    /// The accent under the pointer.
    pub accent_hover: Color32,
    /// The accent as a ground.
    pub accent_soft: Color32,
    /// Selection rings.
    pub selection: Color32,
    /// Ground of the selection band.
    pub band_fill: Color32,
    /// Hover rings.
    pub hover_ring: Color32,
    /// Hover halos.
    pub hover_halo: Color32,
    /// Rings of search hits.
    pub search_ring: Color32,
    /// Halos of search hits.
    pub search_halo: Color32,
    /// Good.
    pub ok: Color32,
    /// Ground of what is good.
    pub ok_soft: Color32,
    /// Warning.
    pub warning: Color32,
    /// Ground of warnings.
    pub warning_soft: Color32,
    /// Error.
    pub error: Color32,
    /// Ground of errors.
    pub error_soft: Color32,
    /// Links.
    pub link: Color32,
    /// Links that are ended, set aside or without a source.
    pub link_pale: Color32,
    /// Hovered links.
    pub link_emphasis: Color32,
    /// Marks on links.
    pub link_mark: Color32,
    /// Labels of links.
    pub link_label: Color32,
    /// Labels of nodes.
    pub label: Color32,
    /// Second lines of labels.
    pub label_second: Color32,
    /// Halos of labels.
    pub label_halo: Color32,
    /// Shadows.
    pub shadow: Color32,
    /// Entity kinds, by number.
    pub kinds: Vec<KindColors>,
}

/// The colours of an entity kind.
#[derive(Clone, Copy, Debug)]
pub struct KindColors {
    /// Fill.
    pub fill: Color32,
    /// Outline.
    pub outline: Color32,
    /// Icon.
    pub icon: Color32,
}

#[derive(Deserialize)]
struct RawShape {
    core: Vec<[f32; 2]>,
    round: f32,
    path: String,
    extent: [f32; 4],
    icon: IconBox,
}

#[derive(Deserialize)]
struct RawLabel {
    normal: LabelStyle,
    hub: LabelStyle,
    main: LabelStyle,
    halo: f32,
    halo_opacity: f32,
    gap: f32,
}

#[derive(Deserialize)]
struct RawTokens {
    shapes: BTreeMap<String, RawShape>,
    icons: BTreeMap<String, Vec<String>>,
    ui_icons: BTreeMap<String, Vec<String>>,
    kinds: BTreeMap<String, KindToken>,
    node: NodeTokens,
    link: LinkTokens,
    label: RawLabel,
    legend_column: LegendColumn,
    state: StateTokens,
    themes: Json,
}

impl Tokens {
    /// The tokens that the program carries.
    pub(super) fn embedded() -> Self {
        let raw: RawTokens = serde_json::from_str(include_str!("../../assets/tokens.json"))
            .expect("the tokens that are built in are whole; a test reads them");
        Self {
            shapes: raw.shapes.into_iter().map(shape).collect(),
            icons: raw.icons.into_iter().collect(),
            ui_icons: raw.ui_icons.into_iter().collect(),
            kinds: EntityKind::ALL
                .iter()
                .map(|kind| raw.kinds[kind.as_str()].clone())
                .collect(),
            node: raw.node,
            link: raw.link,
            labels: [raw.label.normal, raw.label.hub, raw.label.main],
            halo: (raw.label.halo, raw.label.halo_opacity),
            legend_column: raw.legend_column,
            label_gap: raw.label.gap,
            state: raw.state,
            light: Palette::of(&raw.themes["light"]),
            dark: Palette::of(&raw.themes["dark"]),
            print: Palette::of(&raw.themes["print"]),
        }
    }

    /// How links of this look are drawn.
    pub fn look(&self, support: Support) -> &LookToken {
        &self.link.looks[support.as_str()]
    }
}

fn shape((name, raw): (String, RawShape)) -> ShapeToken {
    let [x0, y0, x1, y1] = raw.extent;
    ShapeToken {
        name,
        core: raw.core.into_iter().map(|[x, y]| vec2(x, y)).collect(),
        round: raw.round,
        path: raw.path,
        extent: Rect::from_min_max(pos2(x0, y0), pos2(x1, y1)),
        icon: raw.icon,
    }
}

impl Palette {
    fn of(theme: &Json) -> Self {
        let c = |path: &str| {
            let value = path.split('.').fold(theme, |group, name| &group[name]);
            let text = value.as_str().unwrap_or_default();
            color(text).expect("the built-in tokens hold colours")
        };
        let kind = |kind: &EntityKind| KindColors {
            fill: c(&format!("kind.{kind}.fill")),
            outline: c(&format!("kind.{kind}.outline")),
            icon: c(&format!("kind.{kind}.icon")),
        };
        Self {
            canvas: c("surface.canvas"),
            panel: c("surface.panel"),
            raised: c("surface.raised"),
            sunken: c("surface.sunken"),
            field: c("surface.field"),
            hover: c("surface.hover"),
            pressed: c("surface.pressed"),
            selected_row: c("surface.selected_row"),
            scrim: c("surface.scrim"),
            text: c("text.primary"),
            text_secondary: c("text.secondary"),
            text_tertiary: c("text.tertiary"),
            text_disabled: c("text.disabled"),
            on_accent: c("text.on_accent"),
            text_link: c("text.link"),
            hairline: c("line.hairline"),
            border: c("line.border"),
            field_line: c("line.field"),
            focus: c("line.focus"),
            accent: c("accent.base"),
            accent_hover: c("accent.hover"),
            accent_soft: c("accent.soft"),
            selection: c("selection.ring"),
            band_fill: c("selection.band_fill"),
            hover_ring: c("hover.ring"),
            hover_halo: c("hover.halo"),
            search_ring: c("search.ring"),
            search_halo: c("search.halo"),
            ok: c("status.ok"),
            ok_soft: c("status.ok_soft"),
            warning: c("status.warning"),
            warning_soft: c("status.warning_soft"),
            error: c("status.error"),
            error_soft: c("status.error_soft"),
            link: c("link.established"),
            link_pale: c("link.pale"),
            link_emphasis: c("link.emphasis"),
            link_mark: c("link.mark"),
            link_label: c("link.label"),
            label: c("label.text"),
            label_second: c("label.second"),
            label_halo: c("label.halo"),
            shadow: c("shadow"),
            kinds: EntityKind::ALL.iter().map(kind).collect(),
        }
    }
}

/// The colour that `#rrggbb` or `#rrggbbaa` (straight alpha) writes.
pub(super) fn color(text: &str) -> Option<Color32> {
    let digits = text.strip_prefix('#')?;
    if !matches!(digits.len(), 6 | 8) || !digits.is_ascii() {
        return None;
    }
    let channel = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    let alpha = if digits.len() == 8 { channel(6)? } else { 255 };
    Some(Color32::from_rgba_unmultiplied(
        channel(0)?,
        channel(2)?,
        channel(4)?,
        alpha,
    ))
}

/// The colour of a marking on its black banner (TLP 2.0).
pub fn marking_color(marking: Marking) -> Color32 {
    match marking {
        Marking::Red => Color32::from_rgb(0xff, 0x2b, 0x2b),
        Marking::AmberStrict | Marking::Amber => Color32::from_rgb(0xff, 0xc0, 0x00),
        Marking::Green => Color32::from_rgb(0x33, 0xff, 0x00),
        Marking::Clear => Color32::WHITE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tokens_read() {
        let tokens = Tokens::embedded();
        assert_eq!(
            (tokens.shapes.len(), tokens.icons.len(), tokens.kinds.len()),
            (8, 16, 16)
        );
        assert!(tokens.look(Support::Alleged).dash.len() == 4);
        assert_ne!(tokens.light.canvas, tokens.dark.canvas);
    }

    #[test]
    fn colours() {
        assert_eq!(color("#FF0010"), Some(Color32::from_rgb(255, 0, 16)));
        for bad in ["", "FF0010", "#FFF", "#GG0010", "#é0010", "#FF00100"] {
            assert_eq!(color(bad), None, "{bad}");
        }
    }
}
