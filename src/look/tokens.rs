//! The design tokens of `assets/tokens.json`, as typed values. The file is the contract; nothing here invents a figure.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;

use crate::geom::{Color32, Rect, Vec2, pos2, vec2};
use crate::model::{EntityKind, Marking, Support};

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

/// Links: lengths in points on screen.
#[derive(Clone, Debug, Deserialize)]
pub struct LinkTokens {
    /// Width of a hovered or selected link.
    pub width_emphasis: f32,
    /// Between a node's outline and a line that starts there.
    pub gap_at_node: f32,
    /// Per look, by name.
    pub looks: BTreeMap<String, LookToken>,
    /// Arrowheads.
    pub arrow: Arrow,
    /// The gap and strokes of a disputed link.
    pub disputed: Disputed,
    /// The figure of voices.
    pub voices: VoiceBadge,
    /// The mark of an ended link.
    pub ended: EndedMark,
    /// Several links between the same two.
    pub parallel: Parallel,
    /// A link from an entity to itself.
    pub self_loop: SelfLoop,
    /// A link's label.
    pub label: LinkLabel,
    /// Heads, by what they say.
    pub heads: HeadTokens,
    /// How rhythms and marks are fitted to a line.
    pub fit: FitTokens,
}

/// How links of one look are drawn.
#[derive(Clone, Debug, Deserialize)]
pub struct LookToken {
    /// Lengths of lines and gaps; empty = solid.
    pub dash: Vec<f32>,
    /// Width.
    pub width: f32,
    /// Opacity where too many links are in view for patterns.
    pub far_opacity: f32,
}

/// Where a link with a head ends.
#[derive(Clone, Debug, Deserialize)]
pub struct Arrow {
    /// Between the tip and the node's outline.
    pub tip_gap: f32,
}

/// The heads. Each length has two values: at [`Self::least_at`] and at [`Self::full_from`].
#[derive(Clone, Debug, Deserialize)]
pub struct HeadTokens {
    /// The visible part at which a head is smallest.
    pub least_at: f32,
    /// The visible part from which on it is largest.
    pub full_from: f32,
    /// The same for the radius of an end.
    pub end_radius: [f32; 2],
    /// Of an established link.
    pub filled: HeadToken,
    /// Of a reported one.
    pub hollow: HeadToken,
    /// Of any other.
    pub open: HeadToken,
}

/// A head.
#[derive(Clone, Debug, Deserialize)]
pub struct HeadToken {
    /// From tip to barbs.
    pub length: [f32; 2],
    /// From the middle to a barb.
    pub half_width: [f32; 2],
    /// From the barbs to the notch, of a filled head.
    #[serde(default)]
    pub notch: [f32; 2],
    /// Width of the stroke, of another.
    #[serde(default)]
    pub stroke: f32,
}

/// How rhythms and marks are fitted to the visible part of a link.
#[derive(Clone, Debug, Deserialize)]
pub struct FitTokens {
    /// The least width of a line.
    pub width_min: f32,
    /// The gap in the middle of an undirected link that is too short for its rhythm.
    pub broken_gap: f32,
    /// Nothing but an established stub is drawn on less.
    pub nothing_below: f32,
    /// Between a piece without rhythm and a head.
    pub gap_before_head: f32,
    /// Between dots and an end bar.
    pub gap_before_bar: f32,
    /// Where marks without room on the line stand.
    pub beside: Beside,
    /// How much larger everything on a bundle is.
    pub bundle_scale: f32,
    /// Between an end bar and the head.
    pub bar_before_head: f32,
    /// The end bar of a short link.
    pub bar_short: ShortBar,
    /// Strokes of dispute where room is scarce.
    pub disputed_short: DisputedSize,
    /// The smallest strokes of dispute.
    pub disputed_least: DisputedSize,
    /// Around the figure of voices.
    pub figure_clear: f32,
    /// Where figure and strokes stand together, 0 to 1.
    pub group_at: f32,
    /// Between figure and strokes.
    pub group_clear: f32,
    /// With more links in view no patterns are drawn.
    pub far_above: usize,
    /// Rhythm of established links.
    pub established: Rhythm,
    /// Rhythm of reported links.
    pub reported: Rhythm,
    /// Rhythm of alleged links.
    pub alleged: DashDotRhythm,
    /// Rhythm of links without a source.
    pub unsourced: Rhythm,
    /// Rhythm of links set aside.
    #[serde(rename = "set-aside")]
    pub set_aside: TickRhythm,
}

/// Marks beside a line: distances of their middles from it.
#[derive(Clone, Debug, Deserialize)]
pub struct Beside {
    /// The figure's, above.
    pub figure: f32,
    /// The strokes', below.
    pub disputed: f32,
    /// By this much further out, until they are clear of the ends.
    pub step: f32,
    /// What is clear.
    pub clear: f32,
}

/// The end bar of a short link.
#[derive(Clone, Debug, Deserialize)]
pub struct ShortBar {
    /// On a visible part shorter than this.
    pub below: f32,
    /// Its length.
    pub length: f32,
    /// Its width.
    pub width: f32,
}

/// A size of the strokes of dispute.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct DisputedSize {
    /// Length of the gap.
    pub gap: f32,
    /// Length of a stroke.
    pub stroke_length: f32,
    /// Width of a stroke.
    pub stroke_width: f32,
    /// Between the strokes.
    pub spacing: f32,
}

/// How a rhythm is fitted.
#[derive(Clone, Debug, Deserialize)]
pub struct Rhythm {
    /// The least and the largest gap.
    #[serde(default)]
    pub gap: [f32; 2],
    /// A dot on a short line.
    #[serde(default)]
    pub dot_small: f32,
    /// There is a rhythm on lines of this length on.
    pub rhythm_from: f32,
}

/// How dashes and dots are fitted.
#[derive(Clone, Debug, Deserialize)]
pub struct DashDotRhythm {
    /// The least and the largest gap.
    pub gap: [f32; 2],
    /// A dot.
    pub dot: f32,
    /// A line of this length on begins with a dash, a shorter one with a dot.
    pub dash_dot_dash_from: f32,
    /// A line of this length on that stops at an end bar and is too short for a rhythm still has a dash and a dot.
    pub dash_dot_from: f32,
    /// There is a rhythm on lines of this length on.
    pub rhythm_from: f32,
    /// A gap on the shortest of them.
    pub gap_small: f32,
    /// A dot there.
    pub dot_small: f32,
}

/// How ticks across the line are fitted.
#[derive(Clone, Debug, Deserialize)]
pub struct TickRhythm {
    /// The least number of ticks where there is room.
    pub ticks_min: u32,
    /// No tick on less.
    pub spacing_min: f32,
    /// From one to the next.
    pub spacing: f32,
    /// Length of a tick.
    pub length: f32,
    /// The same on a short link.
    pub length_short: f32,
    /// What is short.
    pub short_below: f32,
    /// Width of a tick.
    pub width: f32,
    /// There is a rhythm on lines of this length on.
    pub rhythm_from: f32,
}

/// The mark of a disputed link.
#[derive(Clone, Debug, Deserialize)]
pub struct Disputed {
    /// Length of the gap.
    pub gap: f32,
    /// Length of a stroke.
    pub stroke_length: f32,
    /// Width of a stroke.
    pub stroke_width: f32,
    /// Slant from the perpendicular, in degrees.
    pub slant_deg: f32,
    /// Between the strokes.
    pub spacing: f32,
    /// Where on the link, 0 to 1.
    pub at: f32,
}

impl Disputed {
    /// The usual size of its gap and strokes.
    pub fn size(&self) -> DisputedSize {
        DisputedSize {
            gap: self.gap,
            stroke_length: self.stroke_length,
            stroke_width: self.stroke_width,
            spacing: self.spacing,
        }
    }
}

/// The figure of voices.
#[derive(Clone, Debug, Deserialize)]
pub struct VoiceBadge {
    /// From this number on.
    pub from: u32,
    /// Where on the link, 0 to 1.
    pub at: f32,
    /// Radius of its ring.
    pub radius: f32,
    /// Size of the figure.
    pub size: f32,
    /// Width of its ring.
    pub outline_width: f32,
}

/// The mark of an ended link.
#[derive(Clone, Debug, Deserialize)]
pub struct EndedMark {
    /// Length of the bar.
    pub bar_length: f32,
    /// Width of the bar.
    pub bar_width: f32,
}

/// Several links between the same two entities.
#[derive(Clone, Debug, Deserialize)]
pub struct Parallel {
    /// Between neighbouring curves at their middle.
    pub spacing: f32,
    /// How far the ends move aside, as part of the middle's.
    pub end_shift: f32,
    /// The same at most, as part of the node's radius.
    pub end_shift_max_radius: f32,
    /// More than this many are one line with a count.
    pub max_single: usize,
    /// Width of that line.
    pub bundle_width: f32,
}

/// A link from an entity to itself.
#[derive(Clone, Debug, Deserialize)]
pub struct SelfLoop {
    /// Its reach, as part of the node's radius.
    pub reach: f32,
    /// Half the angle between its ends, in degrees.
    pub spread_deg: f32,
}

/// A link's label.
#[derive(Clone, Debug, Deserialize)]
pub struct LinkLabel {
    /// Size.
    pub size: f32,
    /// The longest line.
    pub max_width: f32,
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
