//! Record → appearance: which shape, colour, icon, dash and words a kind or a look has, in three themes.

mod link_tokens;
mod tokens;

use std::sync::LazyLock;

use crate::geom::Color32;
use crate::model::{EntityKind, EntityKindInfo, Support};

pub use link_tokens::{DisputedSize, HeadToken, KeepsToken, LinkTokens};
pub use tokens::{
    IconBox, LabelStyle, NodeTokens, Palette, Ring, ShapeToken, StateTokens, Tokens, marking_color,
};

/// The design tokens, read once from `assets/tokens.json`.
pub static TOKENS: LazyLock<Tokens> = LazyLock::new(Tokens::embedded);

/// The three ways in which everything is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Near-white canvas.
    #[default]
    Light,
    /// Near-black canvas.
    Dark,
    /// White, black and greys only.
    Print,
}

impl Theme {
    /// Its colours.
    pub fn palette(self) -> &'static Palette {
        match self {
            Self::Light => &TOKENS.light,
            Self::Dark => &TOKENS.dark,
            Self::Print => &TOKENS.print,
        }
    }
}

/// One of the eight node shapes, all of the same area. Its number is its row in the shape table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeShape(pub u8);

impl NodeShape {
    /// The shape with this name in the tokens.
    pub fn from_name(name: &str) -> Option<Self> {
        let at = TOKENS.shapes.iter().position(|shape| shape.name == name)?;
        u8::try_from(at).ok().map(Self)
    }

    /// Its geometry.
    pub fn token(self) -> &'static ShapeToken {
        &TOKENS.shapes[usize::from(self.0) % TOKENS.shapes.len()]
    }
}

/// One of the program's icons for entity kinds. Its number is its cell in the icon atlas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Icon(pub u8);

impl Icon {
    /// The icon with this name in the tokens.
    pub fn from_name(name: &str) -> Option<Self> {
        let at = TOKENS.icons.iter().position(|(have, _)| have == name)?;
        u8::try_from(at).ok().map(Self)
    }

    /// Its SVG paths in a box of 24 by 24, filled by the even-odd rule.
    pub fn paths(self) -> &'static [String] {
        &TOKENS.icons[usize::from(self.0) % TOKENS.icons.len()].1
    }
}

/// How the entities of a kind look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NodeLook {
    /// Outline.
    pub shape: NodeShape,
    /// Icon.
    pub icon: Icon,
    /// Size beside other kinds.
    pub factor: f32,
    /// Fill.
    pub fill: Color32,
    /// Outline colour.
    pub outline: Color32,
    /// Icon colour.
    pub icon_color: Color32,
}

/// How entities of this kind look: the built-in kind's look, with what the dataset's custom kind states.
pub fn node_look(kind: &EntityKindInfo, theme: Theme) -> NodeLook {
    let mut look = built_in_look(kind.base, theme);
    if let Some(own) = &kind.own {
        look.shape = NodeShape::from_name(&own.shape).unwrap_or(look.shape);
        look.icon = Icon::from_name(&own.icon).unwrap_or(look.icon);
        if theme != Theme::Print
            && let Some(color) = tokens::color(&own.color)
        {
            tint(&mut look, color, theme, is_solid(kind.base));
        }
    }
    look
}

fn built_in_look(kind: EntityKind, theme: Theme) -> NodeLook {
    let token = &TOKENS.kinds[kind as usize];
    let colors = &theme.palette().kinds[kind as usize];
    NodeLook {
        shape: NodeShape::from_name(&token.shape).unwrap_or(NodeShape(0)),
        icon: Icon::from_name(&token.icon).unwrap_or(Icon(0)),
        factor: token.radius_factor,
        fill: colors.fill,
        outline: colors.outline,
        icon_color: colors.icon,
    }
}

fn is_solid(kind: EntityKind) -> bool {
    TOKENS.kinds[kind as usize].tone == "solid"
}

/// Gives a look the colour of a dataset's custom kind: as fill where the kind is solid, as outline and icon where it is pale;
/// moved towards the canvas's opposite until it stands out from it three to one (WCAG 2.2, 1.4.11).
fn tint(look: &mut NodeLook, color: Color32, theme: Theme, solid: bool) {
    let canvas = theme.palette().canvas;
    let far = if theme == Theme::Dark {
        Color32::WHITE
    } else {
        Color32::BLACK
    };
    let ink = (0..=10)
        .map(|step| mix(color, far, step as f32 / 10.0))
        .find(|ink| contrast(*ink, canvas) >= 3.0)
        .unwrap_or(far);
    look.outline = ink;
    if solid {
        look.fill = ink;
        let white = contrast(Color32::WHITE, ink) >= 3.0;
        look.icon_color = if white {
            Color32::WHITE
        } else {
            Color32::from_rgb(0x11, 0x16, 0x1b)
        };
    } else {
        look.fill = mix(canvas, ink, 0.14);
        look.icon_color = ink;
    }
}

/// A colour between two, `part` of the way from `a` to `b`, in sRGB.
pub fn mix(a: Color32, b: Color32, part: f32) -> Color32 {
    let channel =
        |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * part).round() as u8;
    let (a, b) = (a.to_array(), b.to_array());
    Color32::from_rgba_premultiplied(
        channel(a[0], b[0]),
        channel(a[1], b[1]),
        channel(a[2], b[2]),
        channel(a[3], b[3]),
    )
}

/// The contrast of two opaque colours, 1 to 21 (WCAG 2.2).
pub fn contrast(a: Color32, b: Color32) -> f32 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(color: Color32) -> f32 {
    let channel = |value: u8| {
        let c = f32::from(value) / 255.0;
        if c <= 0.040_45 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    };
    let [r, g, b, _] = color.to_array();
    0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
}

/// The colour of links of this look. What is ended is paler and as opaque: it is certain that it was.
pub fn link_color(support: Support, ended: bool, palette: &Palette) -> Color32 {
    match support {
        _ if ended => palette.link_pale,
        Support::Established | Support::Reported | Support::Alleged => palette.link,
        Support::Unsourced | Support::SetAside => palette.link_pale,
    }
}

/// `#rrggbb`, as SVG and the file write a colour; its transparency is apart.
pub fn hex(color: Color32) -> String {
    let [r, g, b, _] = color.to_srgba_unmultiplied();
    format!("#{r:02x}{g:02x}{b:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CustomKind, KindFor, Vocabulary};
    use std::sync::Arc;

    #[test]
    fn every_built_in_kind_has_a_shape_and_icon_of_its_own() {
        let words = Vocabulary::default();
        let mut seen = std::collections::BTreeSet::new();
        for kind in EntityKind::ALL {
            let look = node_look(&words.entity_kind(kind.as_str()), Theme::Light);
            assert!(seen.insert((look.shape, look.icon)), "{kind}");
        }
        assert_eq!(seen.len(), 16);
    }

    #[test]
    fn own_colours_stand_out_in_every_theme() {
        let own = |color: &str, like: &str| {
            let kind = CustomKind {
                id: "own".into(),
                target: KindFor::Entity,
                like: like.into(),
                color: color.into(),
                shape: "hexagon".into(),
                icon: "key".into(),
                ..CustomKind::default()
            };
            Vocabulary::new(&[Arc::new(kind)]).entity_kind("own")
        };
        for theme in [Theme::Light, Theme::Dark] {
            for color in ["#ffffff", "#000000", "#8a5a00", "#ffee00"] {
                for like in ["company", "sector"] {
                    let look = node_look(&own(color, like), theme);
                    assert!(contrast(look.outline, theme.palette().canvas) >= 3.0);
                    assert!(
                        contrast(look.icon_color, look.fill) >= 2.5,
                        "{color} {like} {theme:?}"
                    );
                    assert_eq!(look.shape, NodeShape::from_name("hexagon").unwrap());
                }
            }
        }
        let unreadable = node_look(&own("red", "company"), Theme::Light);
        assert_eq!(
            unreadable.fill,
            built_in_look(EntityKind::Company, Theme::Light).fill
        );
    }
}
