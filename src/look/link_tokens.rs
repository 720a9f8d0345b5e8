//! The tokens of links: lines, heads, marks, names.

use std::collections::BTreeMap;

use serde::Deserialize;

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
    /// The name of a link.
    pub name: NameTokens,
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

/// How names of links are set and placed.
#[derive(Clone, Debug, Deserialize)]
pub struct NameTokens {
    /// Size.
    pub size: f32,
    /// Height of a line, as part of the size.
    pub line_height: f32,
    /// The longest line.
    pub max_width: f32,
    /// A shorter name is never broken.
    pub break_from: f32,
    /// What the words lie on.
    pub plate: PlateToken,
    /// How much more, or less, than its box a name hides: across and down.
    pub hides: [f32; 2],
    /// Room in the box around the words.
    pub pad: [f32; 2],
    /// How far beside its line a name may stand.
    pub beside: [f32; 3],
    /// How far from other things.
    pub clear: ClearTokens,
    /// What a name is worth.
    pub worth: WorthTokens,
    /// Beside its line, no other line comes nearer than its own and this.
    pub alone: f32,
    /// How many other lines a name may lie on.
    pub crosses: u32,
    /// How much of another line it may cover.
    pub across: f32,
    /// How much of another line may come near.
    pub along: f32,
    /// What a line keeps in sight.
    pub line_keeps: KeepsToken,
    /// The same where an entity is chosen and the rest is faded.
    pub line_keeps_chosen: KeepsToken,
}

/// What the words of a link's name lie on.
#[derive(Clone, Debug, Deserialize)]
pub struct PlateToken {
    /// How much wider than the words, on each side.
    pub pad: f32,
    /// Height for one line.
    pub height: f32,
    /// Radius of its corners.
    pub radius: f32,
    /// Opacity.
    pub opacity: f32,
}

/// How far names of links stand from other things.
#[derive(Clone, Debug, Deserialize)]
pub struct ClearTokens {
    /// A node.
    pub node: f32,
    /// The label of an entity: across and down.
    pub label: [f32; 2],
    /// Another name: across and down.
    pub name: [f32; 2],
    /// A head, a bar, a figure, a stroke of dispute.
    pub mark: f32,
    /// The legend, buttons.
    pub card: f32,
    /// Another line that it does not lie on.
    pub line: f32,
}

/// What the name of a link is worth, beside the links of its ends.
#[derive(Clone, Debug, Deserialize)]
pub struct WorthTokens {
    /// It is selected.
    pub chosen: f32,
    /// An end of it is.
    pub near: f32,
    /// It has a figure.
    pub figure: f32,
    /// What each time costs that the same words stand at the same end, from the third on.
    pub repeat: f32,
}

/// What a line keeps in sight under names.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct KeepsToken {
    /// So many points in one piece.
    pub stretch: f32,
    /// Such a part of it.
    pub share: f32,
}
