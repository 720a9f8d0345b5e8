//! The finished picture: rows of nodes and links in world space, labels per view, legend. Painters translate it and decide
//! nothing. The camera is not in it: panning and zooming rebuild nothing, and a layout tick replaces positions only.

mod arranging;
pub(crate) mod board;
mod clip;
pub(crate) mod curve;
pub(crate) mod fit;
mod follow;
pub mod fonts;
mod grid;
pub mod guides;
pub(crate) mod hit;
pub mod ink;
pub(crate) mod labels;
pub(crate) mod legend;
pub(crate) mod link_names;
pub(crate) mod marks;
#[cfg(test)]
mod naming_laws;
pub mod picture;
pub(crate) mod plan;
pub(crate) mod shape;
pub mod text;
pub(crate) mod thinning;

use std::borrow::Cow;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::geom::{Color32, Pos2, Rect, Vec2};
use crate::look::{Icon, NodeLook, NodeShape, TOKENS, Theme, link_color, node_look};
use crate::model::evidence::Evidence;
use crate::model::{Document, EntityKind, KindFor, Str, Support};
use crate::net::{Net, NetLink};
use crate::view::Camera;

use self::curve::{Course, CurveEnd, Way};
use self::ink::Detail;
use self::plan::LinkPlan;

pub use self::arranging::{arrangement_input, evidence_weights, kind_groups, layout_input};
pub use self::follow::{Ground, SceneMoves};

/// A node as drawn. Its place is apart, in a list of positions by node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NodeRow {
    /// The entity's slot.
    pub slot: u32,
    /// Radius in world units.
    pub radius: f32,
    /// Outline.
    pub shape: NodeShape,
    /// Icon.
    pub icon: Icon,
    /// Fill.
    pub fill: Color32,
    /// Outline colour.
    pub outline: Color32,
    /// Icon colour.
    pub icon_color: Color32,
    /// Links at it.
    pub degree: u32,
    /// A number for its kind: the same for all nodes of one kind.
    pub kind: KindCode,
}

/// A kind of entity as a number: built-in ones by place, custom ones from a thousand on, and one for all that are not described.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KindCode(u16);

impl KindCode {
    /// A kind that is not described.
    pub const UNKNOWN: Self = Self(u16::MAX);
    const OWN: u16 = 1000;
    /// How many codes there are.
    const COUNT: usize = 1 << 16;

    /// The code of a kind; `place` finds an own one among the dataset's.
    fn of(id: &str, place: impl FnOnce(&str) -> Option<usize>) -> Self {
        if let Some(kind) = EntityKind::from_word(id) {
            return Self(kind as u16);
        }
        let place = place(id).and_then(|place| u16::try_from(place).ok());
        let code = place.and_then(|place| place.checked_add(Self::OWN));
        code.map_or(Self::UNKNOWN, Self)
    }

    /// Its place among all codes.
    fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The kind's id in this dataset.
    pub fn id(self, document: &Document) -> Option<Str> {
        if let Some(kind) = EntityKind::ALL.get(usize::from(self.0)) {
            return Some(kind.as_str().into());
        }
        let kind = document
            .kinds()
            .get(usize::from(self.0.checked_sub(Self::OWN)?))?;
        Some(kind.id.clone())
    }
}

/// A link as drawn, or several between the same two as one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinkRow {
    /// The link's slot; of a bundle its first.
    pub slot: u32,
    /// The node of its start.
    pub from: u32,
    /// The node of its end.
    pub to: u32,
    /// How it is drawn; of a bundle the weakest look.
    pub support: Support,
    /// Whether it is disputed.
    pub disputed: bool,
    /// Whether it has ended.
    pub ended: bool,
    /// Whether it has a head.
    pub directed: bool,
    /// Independent voices; of a bundle 0.
    pub voices: u32,
    /// Colour.
    pub color: Color32,
    /// How it goes.
    pub lane: Lane,
}

impl LinkRow {
    /// Whether it carries a figure of voices. A bundle has none: a figure in a ring counts voices and nothing else.
    pub fn has_figure(&self) -> bool {
        self.voices >= TOKENS.link.voices.from
    }
}

/// Where a link goes between its nodes, in world units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Lane {
    /// Straight.
    Straight,
    /// Bent by so much at its middle.
    Bent(f32),
    /// A loop; which of its node's, and of how many.
    Loop(u8, u8),
    /// Several links as one thick line.
    Bundle,
}

/// Everything about the picture but where its nodes stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// The theme that it is coloured for.
    pub theme: Theme,
    /// Nodes, as in the net.
    pub nodes: Vec<NodeRow>,
    /// Links, in order of id; bundles stand at their first.
    pub links: Vec<LinkRow>,
    /// The slots of each bundle's links, by its row.
    pub bundles: FxHashMap<u32, Vec<u32>>,
    /// Nodes from the most important: more links first, then in order of id.
    pub by_importance: Vec<u32>,
    /// For each link slot its row, or [`Net::ABSENT`].
    pub row_of_link: Vec<u32>,
    /// Rows of links that loop, which need the directions of their neighbours.
    pub loops: Vec<u32>,
    loop_neighbours: Vec<(u32, Vec<u32>)>,
    /// Rows that carry a figure.
    pub voiced: Vec<u32>,
}

/// A view onto the scene: where on the screen, and the camera.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// The chart's part of the screen, in points.
    pub rect: Rect,
    /// The camera.
    pub camera: Camera,
    /// How much of each link is drawn, see [`Scene::detail`].
    pub detail: Detail,
}

impl Viewport {
    /// The place on screen of a world point.
    pub fn screen(&self, at_world: Pos2) -> Pos2 {
        self.camera.screen_from_world(self.rect, at_world)
    }

    /// The world point at a place on screen.
    pub fn world(&self, at_screen: Pos2) -> Pos2 {
        self.camera.world_from_screen(self.rect, at_screen)
    }

    /// The radius on screen of a node; never quite nothing, so that a node far away is a dot.
    pub fn radius(&self, world: f32) -> f32 {
        (world * self.camera.zoom).max(SMALLEST_DOT)
    }

    /// A node as the end of a link.
    pub fn end(&self, scene: &Scene, positions: &[Pos2], node: u32) -> CurveEnd {
        let row = &scene.nodes[node as usize];
        CurveEnd {
            at: self.screen(positions[node as usize]),
            radius: self.radius(row.radius),
            shape: row.shape,
        }
    }
}

impl Scene {
    /// How much of links is drawn in a view: no patterns where thousands are seen.
    pub fn detail(&self, view: &Viewport, positions: &[Pos2]) -> Detail {
        let most = TOKENS.link.fit.far_above;
        if self.links.len() <= most {
            return Detail::Full;
        }
        let world = view.camera.world_rect(view.rect);
        let is_seen = |link: &&LinkRow| {
            let [a, b] = [link.from, link.to].map(|node| positions[node as usize]);
            clip::length_inside(a, b, world).is_some()
        };
        match self.links.iter().filter(is_seen).nth(most) {
            Some(_) => Detail::Far,
            None => Detail::Full,
        }
    }

    /// The visible part of a link in a view, and what is drawn where along it.
    pub(crate) fn drawn(
        &self,
        link: &LinkRow,
        positions: &[Pos2],
        view: &Viewport,
        angle: impl Fn(u32) -> f32,
    ) -> (Course, LinkPlan) {
        let ends = [link.from, link.to].map(|node| view.end(self, positions, node));
        let way = self.way(link, view.camera.zoom, angle);
        let course = plan::course_of(link, (&ends[0], &ends[1]), way);
        let plan = plan::plan_of(link, (&ends[0], &ends[1]), way, &course);
        (course, plan)
    }
}

/// The radius in points of the smallest dot.
pub const SMALLEST_DOT: f32 = 1.1;

/// The radius of a node of this kind with so many links, in world units.
pub fn node_radius(look: &NodeLook, degree: u32) -> f32 {
    let node = &TOKENS.node;
    let growth = 1.0 + node.size_by.k * ((degree.max(1) as f32).sqrt() - 1.0);
    node.radius * look.factor * growth.min(node.size_by.max)
}

impl Scene {
    /// The picture of a net.
    pub fn build(document: &Document, evidence: &Evidence, net: &Net, theme: Theme) -> Self {
        let degrees = net.degrees();
        let nodes = node_rows(document, evidence, net, &degrees, theme);
        let (links, bundles) = link_rows(document, evidence, net, theme);
        let mut by_importance: Vec<u32> = (0..nodes.len() as u32).collect();
        by_importance
            .par_sort_unstable_by_key(|node| (std::cmp::Reverse(degrees[*node as usize]), *node));
        let mut row_of_link = vec![Net::ABSENT; document.links().slot_count()];
        let mut loops = Vec::new();
        let mut voiced = Vec::new();
        for (row, link) in (0u32..).zip(&links) {
            row_of_link[link.slot as usize] = row;
            for slot in bundles.get(&row).into_iter().flatten() {
                row_of_link[*slot as usize] = row;
            }
            if matches!(link.lane, Lane::Loop(..)) {
                loops.push(row);
            }
            if link.has_figure() {
                voiced.push(row);
            }
        }
        let loop_neighbours = neighbours_of_loops(&links, &loops);
        Self {
            theme,
            loop_neighbours,
            nodes,
            links,
            bundles,
            by_importance,
            row_of_link,
            loops,
            voiced,
        }
    }

    /// The row in which a link is drawn.
    pub fn row(&self, link: u32) -> Option<u32> {
        let row = *self.row_of_link.get(link as usize)?;
        (row != Net::ABSENT).then_some(row)
    }

    /// The way of a link on screen. `loop_angle` gives the direction of a node's loops.
    pub fn way(&self, link: &LinkRow, zoom: f32, loop_angle: impl Fn(u32) -> f32) -> Way {
        match link.lane {
            Lane::Straight | Lane::Bundle => Way::Straight,
            Lane::Bent(bend) => Way::Bent(bend * zoom),
            Lane::Loop(at, of) => {
                let radius = self.nodes[link.from as usize].radius * zoom;
                let turn = f32::from(at) - (f32::from(of) - 1.0) / 2.0;
                let angle = loop_angle(link.from) + turn * 1.1;
                Way::Loop(angle, curve::loop_reach(radius, zoom.min(1.0)))
            }
        }
    }

    /// The direction of a node's loops: the middle of the widest sector without neighbours.
    pub fn loop_angles(&self, positions: &[Pos2]) -> FxHashMap<u32, f32> {
        let angle = |(node, others): &(u32, Vec<u32>)| {
            let here = positions[*node as usize];
            let directions = others.iter().map(|other| positions[*other as usize] - here);
            (*node, widest_gap(directions.map(Vec2::angle).collect()))
        };
        self.loop_neighbours.iter().map(angle).collect()
    }
}

/// For each node with loops the nodes at the other ends of its links.
fn neighbours_of_loops(links: &[LinkRow], loops: &[u32]) -> Vec<(u32, Vec<u32>)> {
    let looping = loops
        .iter()
        .map(|row| (links[*row as usize].from, Vec::new()));
    let mut found: FxHashMap<u32, Vec<u32>> = looping.collect();
    if found.is_empty() {
        return Vec::new();
    }
    for link in links.iter().filter(|link| link.from != link.to) {
        for (here, there) in [(link.from, link.to), (link.to, link.from)] {
            if let Some(others) = found.get_mut(&here) {
                others.push(there);
            }
        }
    }
    let mut found: Vec<(u32, Vec<u32>)> = found.into_iter().collect();
    found.sort_unstable_by_key(|(node, _)| *node);
    found
}

/// The middle of the widest gap between directions; straight up where there is none.
fn widest_gap(mut angles: Vec<f32>) -> f32 {
    use std::f32::consts::{FRAC_PI_2, TAU};
    angles.sort_by(f32::total_cmp);
    let Some((&first, &last)) = angles.first().zip(angles.last()) else {
        return -FRAC_PI_2;
    };
    let around = (first + TAU - last, last);
    let gaps = angles.windows(2).map(|pair| (pair[1] - pair[0], pair[0]));
    let (width, start) = gaps.fold(around, |best, gap| if gap.0 > best.0 { gap } else { best });
    start + width / 2.0
}

fn node_rows(
    document: &Document,
    evidence: &Evidence,
    net: &Net,
    degrees: &[u32],
    theme: Theme,
) -> Vec<NodeRow> {
    // Searching for each kind again would be quadratic in their number.
    let mut places = FxHashMap::default();
    for (place, kind) in own_kinds(document) {
        places.entry(kind).or_insert(place);
    }
    net.nodes
        .par_iter()
        .zip(degrees)
        .with_min_len(2048)
        .map_init(
            FxHashMap::<Str, (NodeLook, KindCode)>::default,
            |looks, (&slot, &degree)| {
                let entity = document.entities().at(slot);
                let kind: Str = entity.map_or("other", |entity| entity.kind_id()).into();
                let (support, code) = *looks.entry(kind).or_insert_with_key(|kind| {
                    let support = node_look(&evidence.vocabulary().entity_kind(kind), theme);
                    (support, KindCode::of(kind, |id| places.get(id).copied()))
                });
                row_of(slot, degree, &support, code)
            },
        )
        .collect()
}

/// The dataset's custom kinds of entity, each with its place among all of its own.
fn own_kinds(document: &Document) -> impl Iterator<Item = (usize, &str)> {
    let kinds = document.kinds().iter().enumerate();
    kinds
        .filter(|(_, kind)| kind.target == KindFor::Entity)
        .map(|(place, kind)| (place, kind.id.as_str()))
}

fn node_row(
    document: &Document,
    evidence: &Evidence,
    slot: u32,
    degree: u32,
    theme: Theme,
) -> Option<NodeRow> {
    let entity = document.entities().at(slot)?;
    let kind = evidence.vocabulary().entity_kind(entity.kind_id());
    let code = KindCode::of(entity.kind_id(), |id| {
        own_kinds(document).find_map(|(place, kind)| (kind == id).then_some(place))
    });
    Some(row_of(slot, degree, &node_look(&kind, theme), code))
}

fn row_of(slot: u32, degree: u32, look: &NodeLook, kind: KindCode) -> NodeRow {
    NodeRow {
        slot,
        radius: node_radius(look, degree),
        shape: look.shape,
        icon: look.icon,
        fill: look.fill,
        outline: look.outline,
        icon_color: look.icon_color,
        degree,
        kind,
    }
}

/// The rows of the links, and the members of those rows that stand for several.
fn link_rows(
    document: &Document,
    evidence: &Evidence,
    net: &Net,
    theme: Theme,
) -> (Vec<LinkRow>, FxHashMap<u32, Vec<u32>>) {
    let mut order: Vec<(u64, u32)> = net
        .links
        .par_iter()
        .enumerate()
        .with_min_len(4096)
        .map(|(at, link)| {
            let (a, b) = (link.from.min(link.to), link.from.max(link.to));
            (u64::from(a) << 32 | u64::from(b), at as u32)
        })
        .collect();
    order.par_sort_unstable();
    let mut lanes = vec![Lane::Straight; net.links.len()];
    let mut bundled: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    let mut member = vec![false; net.links.len()];
    for group in order.chunk_by(|a, b| a.0 == b.0) {
        if let [(_, at)] = group
            && net.links[*at as usize].from != net.links[*at as usize].to
        {
            continue;
        }
        let links: Vec<NetLink> = group
            .iter()
            .map(|(_, at)| net.links[*at as usize])
            .collect();
        let found = lanes_of(&links);
        let is_bundle = found.len() < links.len();
        for ((_, at), lane) in group.iter().zip(found) {
            lanes[*at as usize] = lane;
        }
        if is_bundle {
            let members: Vec<u32> = group.iter().map(|(_, at)| *at).collect();
            members[1..]
                .iter()
                .for_each(|at| member[*at as usize] = true);
            bundled.insert(members[0], members);
        }
    }
    let slots_of = |at: u32| -> Cow<'_, [u32]> {
        let slot = |at: &u32| net.links[*at as usize].slot;
        match bundled.get(&at) {
            Some(members) => members.iter().map(slot).collect(),
            None => Cow::Borrowed(std::slice::from_ref(&net.links[at as usize].slot)),
        }
    };
    let drawn: Vec<u32> = (0..net.links.len() as u32)
        .filter(|at| !member[*at as usize])
        .collect();
    let rows = drawn.par_iter().with_min_len(2048).map(|&at| {
        let link = &net.links[at as usize];
        let lane = lanes[at as usize];
        link_row(link, lane, document, evidence, &slots_of(at), theme)
    });
    let rows = rows.collect();
    let of_several = (0u32..)
        .zip(&drawn)
        .filter(|(_, at)| bundled.contains_key(*at));
    let bundles = of_several
        .map(|(row, at)| (row, slots_of(*at).into_owned()))
        .collect();
    (rows, bundles)
}

/// How links go that join the same two, in order of id: a lane each, or a single one where a line represents them all.
fn lanes_of(links: &[NetLink]) -> Vec<Lane> {
    let count = links.len();
    match links {
        [first, ..] if first.from == first.to => (0..count)
            .map(|at| Lane::Loop(at.min(255) as u8, count.min(255) as u8))
            .collect(),
        _ if count > TOKENS.link.parallel.max_single => vec![Lane::Bundle],
        _ => fan_out(links),
    }
}

/// A symmetric fan: the same from both ends.
fn fan_out(links: &[NetLink]) -> Vec<Lane> {
    let spacing = TOKENS.link.parallel.spacing;
    let middle = (links.len() as f32 - 1.0) / 2.0;
    let lanes = links.iter().enumerate().map(|(at, link)| {
        let aside = (at as f32 - middle) * spacing;
        let bend = if link.from <= link.to { aside } else { -aside };
        if bend == 0.0 {
            Lane::Straight
        } else {
            Lane::Bent(bend)
        }
    });
    lanes.collect()
}

/// The row of a link, or of the links in `slots` as one.
fn link_row(
    link: &NetLink,
    lane: Lane,
    document: &Document,
    evidence: &Evidence,
    slots: &[u32],
    theme: Theme,
) -> LinkRow {
    let mut row = LinkRow {
        slot: link.slot,
        from: link.from,
        to: link.to,
        support: Support::Unsourced,
        disputed: false,
        ended: false,
        directed: false,
        voices: 0,
        color: Color32::TRANSPARENT,
        lane,
    };
    dress(&mut row, document, evidence, slots, theme);
    row
}

/// Gives a row the look of its links.
fn dress(row: &mut LinkRow, document: &Document, evidence: &Evidence, slots: &[u32], theme: Theme) {
    let palette = theme.palette();
    let is_directed = |slot: u32| {
        document.links().at(slot).is_some_and(|link| {
            let kind = || evidence.vocabulary().is_directed(link.kind_id());
            link.directed.unwrap_or_else(kind)
        })
    };
    if let [slot] = slots {
        let found = evidence.link(*slot);
        row.support = found.support;
        row.disputed = found.disputed;
        row.ended = found.ended;
        row.directed = is_directed(*slot);
        row.voices = found.voices;
    } else {
        // An aggregated link has the look of its weakest member, and a head only where all point that way.
        let looks = slots.iter().map(|slot| evidence.link(*slot).support);
        row.support = looks.max().unwrap_or(Support::Unsourced);
        row.disputed = slots.iter().any(|slot| evidence.link(*slot).disputed);
        row.ended = false;
        let ends = |slot: u32| document.ends().get(slot as usize).copied();
        row.directed = slots
            .iter()
            .all(|slot| is_directed(*slot) && ends(*slot) == ends(row.slot));
        row.voices = 0;
    }
    row.color = link_color(row.support, row.ended, palette);
}

/// The estimated room for a node's label, for a layout: from character widths, never from fonts.
pub fn label_room(name: &str, degree: u32) -> Vec2 {
    let style = labels::style_of(degree);
    let wide = |c: char| if c.is_ascii() { 0.56 } else { 0.9 };
    let width: f32 = name.chars().take(80).map(wide).sum::<f32>() * style.size;
    let lines = if width > style.max_width { 2.0 } else { 1.0 };
    Vec2::new(
        (width / lines * 1.08).min(style.max_width),
        style.size * labels::LINE_HEIGHT * lines,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loops_go_where_there_is_room() {
        use std::f32::consts::{FRAC_PI_2, PI};
        assert_eq!(widest_gap(vec![]), -FRAC_PI_2);
        assert!((widest_gap(vec![0.0]) - PI).abs() < 1e-5);
        assert!((widest_gap(vec![0.0, 0.5, 1.0]) - (1.0 + (2.0 * PI - 1.0) / 2.0)).abs() < 1e-5);
    }

    #[test]
    fn room_for_labels_grows_with_the_name_and_stays_within_two_lines() {
        let short = label_room("NCSC", 1);
        let long = label_room("Ministry of State Security of the People’s Republic", 1);
        assert!(short.x < long.x && short.y < long.y);
        assert!(long.x <= 96.0);
    }
}
