//! What is drawn where along a link: rhythm, head, end bar, strokes of dispute, figure of voices, all by the visible length in
//! points, so that a line says no more than its evidence at any zoom. The shader has the same rules.

use crate::look::{DisputedSize, HeadToken, TOKENS};
use crate::model::Support;

#[cfg(test)]
mod laws;
mod on_course;
mod rhythm;

pub use self::on_course::Detail;
pub(crate) use self::on_course::{course_of, mark_place, plan_of};
pub(crate) use self::rhythm::Piece;
use self::rhythm::{between, fit_piece};
use super::{Lane, LinkRow};

/// What decides on a link's drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PlanInput {
    /// Its look.
    pub support: Support,
    /// Whether it has a head.
    pub directed: bool,
    /// Whether someone denies it.
    pub disputed: bool,
    /// Whether it is over.
    pub ended: bool,
    /// The figure in its ring; none where there is none.
    pub voices: Option<u32>,
    /// How much larger everything on it is than on a single link.
    pub scale: f32,
    /// The radius of its smaller end in points.
    pub radius: f32,
}

/// What a link's head looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeadForm {
    /// Established: full, with a notch.
    Filled,
    /// Reported: an outline.
    Hollow,
    /// Any other: two strokes.
    Open,
}

/// A head whose tip is at the end of the visible part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Head {
    /// Its form.
    pub form: HeadForm,
    /// From tip to barbs.
    pub length: f32,
    /// From the middle to a barb.
    pub half_width: f32,
    /// The notch of a filled head, the width of another's strokes.
    pub extra: f32,
}

/// An end bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bar {
    /// Its middle along the line.
    pub at: f32,
    /// Its length across the line.
    pub length: f32,
    /// Its width along the line.
    pub width: f32,
}

/// A mark on the line or beside it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct MarkAt {
    /// Where along the line.
    pub at: f32,
    /// How far above the line (upwards on screen, right of an upright one); negative below. 0 on it.
    pub aside: f32,
}

/// Everything on the visible part of a link, by lengths along it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct LinkPlan {
    /// The line, cut at most once by marks. Of a link that is set aside the dashes are ticks across it.
    pub pieces: [Option<Piece>; 2],
    /// The length of a tick across the line; 0 where the line is one.
    pub tick: f32,
    /// The head.
    pub head: Option<Head>,
    /// The end bar.
    pub bar: Option<Bar>,
    /// The strokes of dispute, and which of their sizes they have.
    pub strokes: Option<(MarkAt, DisputedSize)>,
    /// The figure of voices.
    pub figure: Option<MarkAt>,
}

impl PlanInput {
    /// Of a row whose smaller end has this radius in points.
    pub(crate) fn of(row: &LinkRow, radius: f32) -> Self {
        Self {
            support: row.support,
            directed: row.directed,
            disputed: row.disputed,
            ended: row.ended,
            voices: row.has_figure().then_some(row.voices),
            scale: match row.lane {
                Lane::Bundle => TOKENS.link.fit.bundle_scale,
                _ => 1.0,
            },
            radius,
        }
    }

    /// The radius of the figure's ring; 0 where there is none.
    fn ring(&self) -> f32 {
        self.voices.map_or(0.0, ring_radius)
    }

    /// Looks whose line stops short of an end bar, so that no dot melts into it.
    fn is_gapped(&self) -> bool {
        self.support >= Support::Alleged
    }

    fn rhythm_from(&self) -> f32 {
        let fit = &TOKENS.link.fit;
        match self.support {
            Support::Established => fit.established.rhythm_from,
            Support::Reported => fit.reported.rhythm_from,
            Support::Alleged => fit.alleged.rhythm_from,
            Support::Unsourced => fit.unsourced.rhythm_from,
            Support::SetAside => fit.set_aside.rhythm_from,
        }
    }

    fn head(&self, visible: f32) -> Head {
        let heads = &TOKENS.link.heads;
        let (form, token) = match self.support {
            Support::Established => (HeadForm::Filled, &heads.filled),
            Support::Reported => (HeadForm::Hollow, &heads.hollow),
            _ => (HeadForm::Open, &heads.open),
        };
        let part = |value: f32, from: f32, to: f32| ((value - from) / (to - from)).clamp(0.0, 1.0);
        let grown = part(visible / self.scale, heads.least_at, heads.full_from).min(part(
            self.radius,
            heads.end_radius[0],
            heads.end_radius[1],
        ));
        let HeadToken {
            length,
            half_width,
            notch,
            stroke,
        } = token;
        Head {
            form,
            length: between(*length, grown) * self.scale,
            half_width: between(*half_width, grown) * self.scale,
            extra: match form {
                HeadForm::Filled => between(*notch, grown) * self.scale,
                HeadForm::Hollow | HeadForm::Open => *stroke,
            },
        }
    }
}

/// The radius of the ring around a figure.
pub(crate) fn ring_radius(voices: u32) -> f32 {
    TOKENS.link.voices.radius * if voices > 99 { 1.5 } else { 1.0 }
}

/// Room that marks take on the line, in the order in which they stand.
#[derive(Clone, Copy, Default)]
struct OnLine {
    figure: f32,
    strokes: f32,
    joint: f32,
}

impl OnLine {
    fn all(self) -> f32 {
        self.figure + self.strokes + self.joint
    }
}

impl LinkPlan {
    /// Plans a link whose visible part, from the tail's outline to the head's, is so many points long.
    pub(crate) fn of(link: &PlanInput, visible: f32) -> Self {
        let fit = &TOKENS.link.fit;
        let mut plan = Self::default();
        if link.support == Support::SetAside {
            plan.tick = match visible < fit.set_aside.short_below {
                true => fit.set_aside.length_short,
                false => fit.set_aside.length,
            };
        }
        let [bar_length, bar_width] = match visible < fit.bar_short.below {
            true => [fit.bar_short.length, fit.bar_short.width],
            false => [TOKENS.link.ended.bar_length, TOKENS.link.ended.bar_width],
        };
        let lead = fit.bar_before_head;
        let bar_room = if link.ended { bar_width + lead } else { 0.0 };
        plan.head = head_that_fits(link, visible, bar_room);
        let head = plan.head;
        let head_length = head.map_or(0.0, |head| head.length);
        // The stem: what head and bar leave.
        let mut stem = visible - head_length;
        if link.ended {
            let lead = if head.is_some() { lead } else { 0.0 };
            let at = (stem - lead - bar_width / 2.0).max(bar_width / 2.0);
            plan.bar = Some(Bar {
                at,
                length: bar_length,
                width: bar_width,
            });
            let gap = if link.is_gapped() {
                fit.gap_before_bar + bar_width / 2.0
            } else {
                0.0
            };
            stem = at - gap;
        } else if let Some(head) = head.filter(|head| head.form == HeadForm::Filled) {
            stem += head.extra + 0.3;
        }
        let marks = plan.place_marks(link, visible, stem, visible - head_length);
        plan.draw_line(link, stem, marks);
        plan
    }

    /// Places figure and strokes: on the line where that leaves it its rhythm, else beside it. Returns the part of the line
    /// that they take.
    fn place_marks(
        &mut self,
        link: &PlanInput,
        visible: f32,
        stem: f32,
        head_from: f32,
    ) -> Option<[f32; 2]> {
        let tokens = &TOKENS.link;
        let fit = &tokens.fit;
        let least = link.rhythm_from() * link.scale;
        let room = room_on_line(link, stem, least);
        let mut cut = None;
        if room.all() > 0.0 {
            let part = match (room.figure > 0.0, room.strokes > 0.0) {
                (true, true) => fit.group_at,
                (true, false) => tokens.voices.at,
                _ => tokens.disputed.at,
            };
            // Not into the notch of a filled head.
            let end = if link.directed && !link.ended {
                head_from.min(stem)
            } else {
                stem
            };
            let mut from = (part * visible - room.all() / 2.0)
                .min(end - room.all())
                .max(0.0);
            if (from < least || end - from - room.all() < least) && end - room.all() >= least {
                from = 0.0;
            }
            cut = Some([from, from + room.all()]);
            if room.figure > 0.0 {
                let at = from + room.figure / 2.0;
                self.figure = Some(MarkAt { at, aside: 0.0 });
            }
            if room.strokes > 0.0 {
                let at = from + room.figure + room.joint + room.strokes / 2.0;
                let size = stroke_size(room.strokes);
                self.strokes = Some((MarkAt { at, aside: 0.0 }, size));
            }
        }
        if link.voices.is_some() && self.figure.is_none() {
            let past = self.strokes.map_or(0.0, |(strokes, _)| strokes.at + 8.0);
            self.figure = Some(MarkAt {
                at: (visible * 0.5).max(past),
                aside: fit.beside.figure,
            });
        }
        if link.disputed && self.strokes.is_none() {
            let at = match self.figure.filter(|figure| figure.aside == 0.0) {
                Some(figure) => (figure.at + 12.5).min(visible - 4.0),
                None => visible * 0.5,
            };
            let aside = -fit.beside.disputed;
            self.strokes = Some((MarkAt { at, aside }, fit.disputed_least));
        }
        cut
    }

    /// Whether nothing at all is drawn, because the link is too short.
    pub(crate) fn is_nothing(&self) -> bool {
        self.pieces == [None, None] && self.head.is_none() && self.bar.is_none()
    }

    fn draw_line(&mut self, link: &PlanInput, stem: f32, cut: Option<[f32; 2]>) {
        let fit = &TOKENS.link.fit;
        let gap = Some(fit.gap_before_head);
        let after = match (link.ended, self.head) {
            (true, _) if link.is_gapped() => Some(0.0),
            (false, None) => None,
            _ => gap,
        };
        if link.support == Support::Alleged
            && link.ended
            && cut.is_none()
            && stem < fit.alleged.dash_dot_from
        {
            // Too short for a dash and a dot: the dash reaches the bar, which a dot never does.
            let to = stem + fit.gap_before_bar;
            self.pieces[0] = (to > 0.0).then(|| Piece::one(0.0, to));
            return;
        }
        let parts = match cut {
            None => [Some((0.0, stem, None, after)), None],
            Some([from, to]) => [Some((0.0, from, None, gap)), Some((to, stem, gap, after))],
        };
        self.pieces = parts.map(|part| {
            let (from, to, before, after) = part.filter(|(from, to, ..)| to - from >= 0.4)?;
            let piece = fit_piece(link.support, (to - from) / link.scale, before, after)?;
            Some(piece.placed(from, link.scale))
        });
    }

    /// Moves marks beside the line further out until they are clear of both ends: of circles around the ends, whose outlines
    /// are `reaches` from their middles along the line.
    pub(crate) fn clear_of_ends(&mut self, link: &PlanInput, visible: f32, reaches: [f32; 2]) {
        let beside = &TOKENS.link.fit.beside;
        let move_out = |mark: &mut MarkAt, radius: f32| {
            if mark.aside == 0.0 {
                return;
            }
            let room = radius + beside.clear;
            for (reach, along) in [
                (reaches[0], mark.at + reaches[0]),
                (reaches[1], visible - mark.at + reaches[1]),
            ] {
                let least = ((reach + room).powi(2) - along * along).max(0.0).sqrt();
                mark.aside = mark.aside.abs().max(least).min(40.0).copysign(mark.aside);
            }
        };
        if let Some(figure) = &mut self.figure {
            move_out(figure, link.ring() + 1.0);
        }
        if let Some((strokes, _)) = &mut self.strokes {
            move_out(strokes, 4.4);
        }
    }
}

/// The head for a visible part, if there is room for one beside `bar_room`.
fn head_that_fits(link: &PlanInput, visible: f32, bar_room: f32) -> Option<Head> {
    let mut head = link.directed.then(|| link.head(visible))?;
    head.length = head.length.min(visible - bar_room);
    let fit = &TOKENS.link.fit;
    let gap = if link.ended { fit.gap_before_bar } else { 0.0 };
    let stem = visible - head.length - bar_room - gap;
    let is_crowded = link.support == Support::SetAside && stem < fit.set_aside.rhythm_from;
    (head.length >= 2.2 && !is_crowded).then_some(head)
}

/// How much of the line figure and strokes may take while both parts keep their rhythm together; the strokes shrink first, then
/// stand beside the line, then the figure does.
fn room_on_line(link: &PlanInput, stem: f32, least: f32) -> OnLine {
    let tokens = &TOKENS.link;
    let fit = &tokens.fit;
    let figure = match link.voices {
        Some(_) => 2.0 * (link.ring() + fit.figure_clear),
        None => 0.0,
    };
    let [big, small] = match link.radius >= tokens.heads.end_radius[1] {
        true => [tokens.disputed.gap, fit.disputed_short.gap],
        false => [fit.disputed_least.gap; 2],
    };
    let choices: &[[f32; 2]] = match (link.voices.is_some(), link.disputed) {
        (true, true) => &[
            [figure, big],
            [figure, small],
            [figure, 0.0],
            [0.0, big],
            [0.0, small],
        ],
        (true, false) => &[[figure, 0.0]],
        (false, true) => &[[0.0, big], [0.0, small]],
        (false, false) => &[],
    };
    for &[figure, strokes] in choices {
        let joint = match figure > 0.0 && strokes > 0.0 {
            true => fit.group_clear - fit.figure_clear,
            false => 0.0,
        };
        let room = OnLine {
            figure,
            strokes,
            joint,
        };
        if stem - room.all() >= least {
            return room;
        }
    }
    OnLine::default()
}

/// The strokes that need this gap.
fn stroke_size(gap: f32) -> DisputedSize {
    let tokens = &TOKENS.link;
    let sizes = [
        tokens.disputed.size(),
        tokens.fit.disputed_short,
        tokens.fit.disputed_least,
    ];
    let fits = sizes.into_iter().find(|size| size.gap <= gap);
    fits.unwrap_or(tokens.fit.disputed_least)
}
