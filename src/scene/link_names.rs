//! Where names of links stand: horizontal, on the line or close beside it, sliding along it to a free place; never over a node, a
//! label, another name, a head or a mark, and never so that a line under it loses its look. Greedy in the order of worth; then
//! each neighbour of a name without room is asked once to move aside.

use rustc_hash::FxHashMap;

use crate::geom::{Pos2, Rect, Vec2, pos2, vec2};
use crate::look::TOKENS;
use crate::model::evidence::Evidence;
use crate::model::{Document, LinkNaming, NamePart, NameSort, link_name, name_of_several};

use super::board::{Board, Keeps};
use super::curve::Course;
use super::fonts::{FontBook, Weight};
use super::{Scene, Viewport};

/// The name of a link in its place, in view points.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkName {
    /// The link's row.
    pub row: u32,
    /// The room that it takes.
    pub rect: Rect,
    /// Its words, line by line.
    pub lines: Vec<Vec<NamePart>>,
    /// Whether it stands at the label of an end, because there is no room on or beside the line.
    pub at_end: bool,
}

/// Which links get names.
pub(crate) struct NameOptions<'a> {
    /// What names say.
    pub naming: LinkNaming,
    /// Rows whose names come first: selected ones.
    pub chosen: &'a [u32],
    /// Nodes whose links come next: selected or hovered ones.
    pub near: &'a [u32],
    /// Whether a row is drawn at all.
    pub draws: &'a dyn Fn(u32) -> bool,
    /// Whether all links are to be named, whatever it takes, because all but these are faded.
    pub is_lit: bool,
    /// The labels of entities: what has no room elsewhere stands at that of the other end, where all names are asked for.
    pub labels: &'a [(u32, Rect)],
}

/// How many names were placed of how many that links in view have.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct PlacedNames {
    /// The names that have a place.
    pub names: Vec<LinkName>,
    /// How many links in view have a name.
    pub of: usize,
}

/// With more lines in view places are tried more sparingly.
const FEW: usize = 300;
/// The most names on a screen, and after how many failures in a row of worth no more are tried.
const MOST: usize = 400;
const MOST_FAILURES: usize = 300;
/// The most neighbours of a name without room that are asked to move aside.
const MOST_ASKED: usize = 8;

/// The name of a row, in parts.
fn parts_of(
    document: &Document,
    evidence: &Evidence,
    scene: &Scene,
    row: u32,
    naming: LinkNaming,
) -> Vec<NamePart> {
    match scene.bundles.get(&row) {
        Some(_) if naming == LinkNaming::Off => Vec::new(),
        Some(slots) => name_of_several(slots.len()),
        None => {
            let slot = scene.links[row as usize].slot;
            link_name(document, evidence, slot, naming)
        }
    }
}

/// Puts names of links on the board.
pub(crate) fn place(
    document: &Document,
    evidence: &Evidence,
    board: &mut Board<'_>,
    options: &NameOptions<'_>,
) -> PlacedNames {
    if options.naming == LinkNaming::Off {
        return PlacedNames::default();
    }
    let mut wanted: Vec<Wanted> = Vec::new();
    for line in 0..board.lines.len() as u32 {
        let row = board.lines[line as usize].row;
        if !(options.draws)(row) {
            continue;
        }
        let parts = parts_of(document, evidence, board.scene, row, options.naming);
        if !parts.is_empty() {
            wanted.push(Wanted { line, row, parts });
        }
    }
    let of = wanted.len();
    let wanted = by_worth(board, options, wanted);
    let mut placing = Placing::new(board, options, wanted);
    placing.all();
    placing.those_asked_for(options);
    PlacedNames {
        names: placing.placed(),
        of,
    }
}

/// A name where there may be no room: on or beside its line clear of what is `taken`, else at its middle. `None` if the link has none
/// or is out of view.
pub(crate) fn anywhere(
    document: &Document,
    evidence: &Evidence,
    (scene, positions, frame): (&Scene, &[Pos2], &Viewport),
    row: u32,
    taken: &[Rect],
) -> Option<LinkName> {
    let link = scene.links.get(row as usize)?;
    let parts = parts_of(document, evidence, scene, row, LinkNaming::USUAL);
    let angles = scene.loop_angles(positions);
    let angle = |node: u32| angles.get(&node).copied().unwrap_or(0.0);
    let (course, _) = scene.drawn(link, positions, frame, angle);
    let mut settings = settings_of(&parts);
    let ends = [link.from, link.to].map(|node| frame.end(scene, positions, node));
    let bodies = ends.map(|end| Rect::from_center_size(end.at, Vec2::splat(end.radius * 2.0)));
    let is_free = |place: &&NamePlace| {
        let others = taken.iter().chain(&bodies);
        !others.into_iter().any(|other| other.intersects(place.rect))
            && frame.rect.contains_rect(place.rect)
    };
    let places = places_on(&course, course.length(), &settings, true);
    let place = places.iter().find(is_free).or(places.first())?;
    (!parts.is_empty() && place.rect.intersects(frame.rect)).then(|| LinkName {
        row,
        rect: place.rect,
        lines: settings.swap_remove(place.setting).lines,
        at_end: false,
    })
}

/// A name that looks for a place.
struct Wanted {
    /// Its line on the board.
    line: u32,
    row: u32,
    parts: Vec<NamePart>,
}

/// The most worth first: chosen, near what is chosen, with a figure, between important entities. The same word for the third
/// time at the same entity is worth less.
fn by_worth(board: &Board<'_>, options: &NameOptions<'_>, mut wanted: Vec<Wanted>) -> Vec<Wanted> {
    let worth = &TOKENS.link.name.worth;
    let ends = |row: u32| {
        let link = &board.scene.links[row as usize];
        [link.from, link.to]
    };
    let degrees = |row: u32| {
        let [a, b] = ends(row).map(|node| board.scene.nodes[node as usize].degree);
        (a.max(b), a.min(b))
    };
    wanted.sort_by_key(|name| (std::cmp::Reverse(degrees(name.row).0), name.row));
    let mut seen: FxHashMap<(u32, &str), u32> = FxHashMap::default();
    let mut values = Vec::with_capacity(wanted.len());
    for name in &wanted {
        let mut again = 0;
        for end in ends(name.row) {
            let times = seen.entry((end, name.parts[0].text.as_str())).or_default();
            *times += 1;
            again = again.max(times.saturating_sub(2));
        }
        let (busier, other) = degrees(name.row);
        let has_figure = name.parts.iter().any(|part| part.sort == NameSort::Figure);
        let is_near = ends(name.row).iter().any(|end| options.near.contains(end));
        let extra = |is: bool, worth: f32| if is { worth } else { 0.0 };
        values.push(
            extra(options.chosen.contains(&name.row), worth.chosen)
                + extra(is_near, worth.near)
                + extra(has_figure, worth.figure)
                + busier as f32
                + 0.5 * other as f32
                - worth.repeat * again as f32,
        );
    }
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| values[*b].total_cmp(&values[*a]).then(a.cmp(b)));
    let mut all: Vec<Option<Wanted>> = wanted.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| all[at].take()).collect()
}

/// A name set in lines.
struct Setting {
    lines: Vec<Vec<NamePart>>,
    size: Vec2,
}

/// A place on or beside a line.
#[derive(Clone, Copy)]
struct NamePlace {
    cost: f32,
    rect: Rect,
    setting: usize,
    /// How far beside its line; `None` on it.
    beside: Option<f32>,
    /// Whether it is at the label of an end.
    at_end: bool,
}

/// A name in its place.
#[derive(Clone, Copy)]
struct Stands {
    place: NamePlace,
    hides: Rect,
}

struct Placing<'b, 'a> {
    board: &'b mut Board<'a>,
    wanted: Vec<Wanted>,
    settings: Vec<Vec<Setting>>,
    places: Vec<Vec<NamePlace>>,
    stands: Vec<Option<Stands>>,
    by_line: FxHashMap<u32, usize>,
    keeps: Keeps,
    is_small: bool,
}

impl<'b, 'a> Placing<'b, 'a> {
    fn new(board: &'b mut Board<'a>, options: &NameOptions<'_>, wanted: Vec<Wanted>) -> Self {
        let tokens = &TOKENS.link.name;
        let by_line = wanted.iter().enumerate();
        Self {
            by_line: by_line.map(|(at, name)| (name.line, at)).collect(),
            settings: Vec::new(),
            places: Vec::new(),
            stands: vec![None; wanted.len()],
            keeps: match options.is_lit {
                true => tokens.line_keeps_chosen.into(),
                false => tokens.line_keeps.into(),
            },
            is_small: board.lines.len() <= FEW,
            board,
            wanted,
        }
    }

    /// Places what has room, the most worth first; then asks neighbours to move.
    fn all(&mut self) {
        let (mut count, mut failures) = (0, 0);
        for at in 0..self.wanted.len() {
            if count >= MOST || failures >= MOST_FAILURES {
                self.settings.push(Vec::new());
                self.places.push(Vec::new());
                continue;
            }
            let line = &self.board.lines[self.wanted[at].line as usize];
            let settings = settings_of(&self.wanted[at].parts);
            let places = places_on(&line.course, line.visible, &settings, self.is_small);
            self.settings.push(settings);
            self.places.push(places);
            match self.best(at, self.keeps) {
                Some(stands) => {
                    self.put(at, stands);
                    count += 1;
                }
                None => failures += 1,
            }
        }
        if self.is_small {
            for _ in 0..2 {
                self.make_room();
            }
        }
    }

    fn make_room(&mut self) {
        for at in 0..self.wanted.len() {
            if self.stands[at].is_some() || self.places[at].is_empty() {
                continue;
            }
            if let Some(stands) = self.best(at, self.keeps) {
                self.put(at, stands);
                continue;
            }
            for other in self.neighbours(at) {
                if self.swap(at, other) {
                    break;
                }
            }
        }
    }

    /// Names that are asked for are placed with fewer scruples: where lines keep less, else at the label of an end.
    fn those_asked_for(&mut self, options: &NameOptions<'_>) {
        let keeps = TOKENS.link.name.line_keeps_chosen.into();
        for at in 0..self.wanted.len() {
            let row = self.wanted[at].row;
            let link = &self.board.scene.links[row as usize];
            let ends = [link.from, link.to];
            let is_near = ends.iter().any(|end| options.near.contains(end));
            let is_asked_for = options.is_lit || is_near || options.chosen.contains(&row);
            if self.stands[at].is_some() || !is_asked_for || self.settings[at].is_empty() {
                continue;
            }
            // Only while the rest is faded: else it would be read as the label's own.
            let other = ends.into_iter().find(|end| !options.near.contains(end));
            let other = other.filter(|_| options.is_lit && is_near);
            let at_end = || self.at_label(at, other?, options);
            if let Some(stands) = self.best(at, keeps).or_else(at_end) {
                self.put(at, stands);
            }
        }
    }

    /// A place under, above or beside the label of an entity.
    fn at_label(&self, at: usize, end: u32, options: &NameOptions<'_>) -> Option<Stands> {
        const GAP: f32 = 4.2;
        let (_, label) = options.labels.iter().find(|(node, _)| *node == end)?;
        let (setting, size) = match self.settings[at].as_slice() {
            [] => return None,
            // The lower the better.
            all => (0, all[0].size),
        };
        let (middle, half) = (label.center(), size / 2.0);
        let centers = [
            pos2(middle.x, label.bottom() + GAP + half.y),
            pos2(label.left() + half.x, label.bottom() + GAP + half.y),
            pos2(label.right() - half.x, label.bottom() + GAP + half.y),
            pos2(middle.x, label.top() - GAP - half.y),
            pos2(label.left() + half.x, label.top() - GAP - half.y),
            pos2(label.right() - half.x, label.top() - GAP - half.y),
            pos2(label.right() + GAP + 2.0 + half.x, middle.y),
            pos2(label.left() - GAP - 2.0 - half.x, middle.y),
        ];
        let rects = centers.map(|center| Rect::from_center_size(center, size));
        let rect = rects
            .into_iter()
            .find(|rect| !self.board.is_taken(*rect, None))?;
        Some(Stands {
            place: NamePlace {
                cost: 0.0,
                rect,
                setting,
                beside: None,
                at_end: true,
            },
            hides: rect,
        })
    }

    /// The names that stand where this one could, the least worth first.
    fn neighbours(&self, at: usize) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        for place in &self.places[at] {
            for line in self.board.names_near(place.rect) {
                let Some(other) = self.by_line.get(&line) else {
                    continue;
                };
                if !found.contains(other) {
                    found.push(*other);
                }
            }
        }
        found.sort_unstable_by(|a, b| b.cmp(a));
        found.truncate(MOST_ASKED);
        found
    }

    /// Places one name and then another anew; leaves all as it was if either has no room.
    fn swap(&mut self, at: usize, other: usize) -> bool {
        let Some(before) = self.stands[other] else {
            return false;
        };
        self.take(other);
        if let Some(stands) = self.best(at, self.keeps) {
            self.put(at, stands);
            if let Some(moved) = self.best(other, self.keeps) {
                self.put(other, moved);
                return true;
            }
            self.take(at);
        }
        self.put(other, before);
        false
    }

    fn put(&mut self, at: usize, stands: Stands) {
        let line = self.wanted[at].line;
        self.board.add_name(line, stands.place.rect, stands.hides);
        self.stands[at] = Some(stands);
    }

    fn take(&mut self, at: usize) {
        if let Some(stands) = self.stands[at].take() {
            self.board.take_name(self.wanted[at].line, stands.hides);
        }
    }

    /// The cheapest place for a name, if there is any.
    fn best(&self, at: usize, keeps: Keeps) -> Option<Stands> {
        let line = self.wanted[at].line;
        let [wider, higher] = TOKENS.link.name.hides;
        let mut best: Option<(f32, Stands)> = None;
        for place in &self.places[at] {
            let limit = best.map_or(f32::INFINITY, |(cost, _)| cost);
            // They are in order of their own cost: no later one can be better.
            if place.cost >= limit {
                break;
            }
            if self.board.is_taken(place.rect, None) || self.board.meets_head(place.rect) {
                continue;
            }
            let hides = place.rect.expand2(vec2(wider, higher));
            let Some(more) = cost_of_lines(self.board, line, place, hides) else {
                continue;
            };
            let cost = place.cost + more;
            if cost < limit && self.board.leaves_looks(hides, keeps, None) {
                best = Some((
                    cost,
                    Stands {
                        place: *place,
                        hides,
                    },
                ));
            }
        }
        best.map(|(_, stands)| stands)
    }

    fn placed(mut self) -> Vec<LinkName> {
        let mut names = Vec::new();
        for (at, stands) in self.stands.iter().enumerate() {
            let Some(Stands { place, .. }) = stands else {
                continue;
            };
            names.push(LinkName {
                row: self.wanted[at].row,
                rect: place.rect,
                lines: std::mem::take(&mut self.settings[at][place.setting].lines),
                at_end: place.at_end,
            });
        }
        names
    }
}

/// What the lines under and near a place cost; `None` if a name there would be claimed by another line or hide too much.
fn cost_of_lines(board: &Board<'_>, own: u32, place: &NamePlace, hides: Rect) -> Option<f32> {
    let tokens = &TOKENS.link.name;
    let covered = board.covered(hides);
    let of_own = covered.iter().find(|(line, _)| *line == own);
    let of_own = of_own.map_or(0.0, |(_, length)| *length);
    let others = covered.iter().filter(|(line, _)| *line != own);
    let (mut crossed, mut cost) = (0, 0.0);
    for (_, length) in others {
        crossed += 1;
        if crossed > tokens.crosses || *length > tokens.across {
            return None;
        }
        cost += 12.0 + length * 0.5;
    }
    for (line, length) in board.covered(place.rect.expand(tokens.clear.line)) {
        if line == own {
            continue;
        }
        if length > tokens.along {
            return None;
        }
        cost += 1.5;
    }
    if let Some(beside) = place.beside {
        let nearest = board.covered(place.rect.expand(beside + tokens.alone));
        // No other line comes nearer, and its own does come near: a short one may end before the corner of a long name.
        let is_own = |(line, _): &(u32, f32)| *line == own;
        if of_own > 4.0 || nearest.is_empty() || !nearest.iter().all(is_own) {
            return None;
        }
        cost += of_own * 3.0;
    }
    Some(cost)
}

/// Places along a line in order of what each costs in itself: on it, near its middle first, then beside it, above before below.
fn places_on(
    course: &Course,
    visible: f32,
    settings: &[Setting],
    is_small: bool,
) -> Vec<NamePlace> {
    let mut places = Vec::new();
    if visible < 8.0 {
        return places;
    }
    let every = if is_small { 4.0 } else { 16.0 };
    let count = ((visible / every) as usize).max(7);
    let beside = match is_small {
        true => &TOKENS.link.name.beside[..],
        false => &TOKENS.link.name.beside[..1],
    };
    for (setting, Setting { size, .. }) in settings.iter().enumerate() {
        for step in 0..=count {
            let part = step as f32 / count as f32;
            let Some((at, along)) = course.at(visible * part) else {
                continue;
            };
            let away = (part - 0.5).abs() * 10.0 + 2.0 * setting as f32;
            let mut add = |cost: f32, center: Pos2, beside: Option<f32>| {
                let rect = Rect::from_center_size(center, *size);
                places.push(NamePlace {
                    cost,
                    rect,
                    setting,
                    beside,
                    at_end: false,
                });
            };
            if part > 0.08 && part < 0.92 {
                add(away, at, None);
            }
            let up = upwards(along);
            for extra in beside {
                let far = up.x.abs() * size.x / 2.0 + up.y.abs() * size.y / 2.0 + extra;
                let base = away + extra * 0.6;
                add(base + 5.0, at + up * far, Some(*extra));
                add(base + 6.0, at - up * far, Some(*extra));
            }
        }
    }
    places.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    places
}

/// Across a line, to its upper side on screen.
fn upwards(along: Vec2) -> Vec2 {
    let across = vec2(along.y, -along.x);
    if across.y > 0.0 || (across.y == 0.0 && across.x < 0.0) {
        -across
    } else {
        across
    }
}

/// The width of a line of a name.
fn width_of(parts: &[NamePart]) -> f32 {
    let (book, size) = (FontBook::shared(), TOKENS.link.name.size);
    let words = parts.iter();
    let words = words.map(|part| book.width(&part.text, size, weight_of(part.sort)));
    let blanks = parts.len().saturating_sub(1) as f32 * book.width(" ", size, Weight::Regular);
    words.sum::<f32>() + blanks
}

/// The weight in which a part of a name is set.
pub(crate) fn weight_of(sort: NameSort) -> Weight {
    match sort {
        NameSort::Figure => Weight::Medium,
        NameSort::Word | NameSort::Absent => Weight::Regular,
    }
}

/// The ways to set a name: in one line if that is short enough, in the two most even ones if it has several words. A figure stays
/// in one piece.
fn settings_of(parts: &[NamePart]) -> Vec<Setting> {
    let tokens = &TOKENS.link.name;
    let whole = width_of(parts);
    let halves = (1..parts.len()).map(|at| {
        let (a, b) = parts.split_at(at);
        (width_of(a).max(width_of(b)), at)
    });
    let halves = halves.min_by(|a, b| a.0.total_cmp(&b.0));
    let one = || setting(vec![parts.to_vec()], whole);
    let mut found = Vec::new();
    if whole <= tokens.max_width {
        found.push(one());
    }
    if let Some((width, at)) = halves.filter(|_| whole > tokens.break_from)
        && (found.is_empty() || width <= 0.8 * whole)
    {
        let (a, b) = parts.split_at(at);
        found.push(setting(vec![a.to_vec(), b.to_vec()], width));
    }
    if found.is_empty() {
        found.push(one());
    }
    found
}

fn setting(lines: Vec<Vec<NamePart>>, width: f32) -> Setting {
    let tokens = &TOKENS.link.name;
    let height = lines.len() as f32 * tokens.size * tokens.line_height;
    let [x, y] = tokens.pad;
    Setting {
        lines,
        size: vec2(width + 2.0 * x, height + 2.0 * y),
    }
}

impl LinkName {
    /// Where line `at` begins, and its baseline, with its width.
    pub(crate) fn line_start(&self, at: usize) -> (Pos2, f32) {
        let tokens = &TOKENS.link.name;
        let width = width_of(&self.lines[at]);
        let height = tokens.size * tokens.line_height;
        let top = self.rect.center().y - height * self.lines.len() as f32 / 2.0;
        let baseline = top + height * (at as f32 + 0.5) + tokens.size * 0.355;
        (pos2(self.rect.center().x - width / 2.0, baseline), width)
    }

    /// The same name elsewhere.
    #[must_use]
    pub(crate) fn moved(&self, by: Vec2) -> Self {
        Self {
            rect: self.rect.translate(by),
            ..self.clone()
        }
    }
}
