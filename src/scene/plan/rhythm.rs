//! A look's rhythm, fitted into a length so that both ends look alike and nothing crawls while zooming.

use crate::look::TOKENS;
use crate::model::Support;

/// A part of the line with its rhythm: in each period a dash at its beginning, and a second where `second` is positive.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Piece {
    /// Where it begins, with a dash.
    pub from: f32,
    /// Where it ends.
    pub to: f32,
    /// The length of a period.
    pub period: f32,
    /// The length of the dash.
    pub dash: f32,
    /// Where in the period a second one begins.
    pub second_at: f32,
    /// Its length; 0 = none.
    pub second: f32,
}

impl Piece {
    /// One dash.
    pub(super) fn one(from: f32, to: f32) -> Self {
        Self {
            from,
            to,
            period: to - from,
            dash: to - from,
            ..Self::default()
        }
    }

    /// Dashes of one length with `gap` between.
    pub(super) fn even(to: f32, dash: f32, gap: f32) -> Self {
        Self {
            to,
            period: dash + gap,
            dash,
            ..Self::default()
        }
    }

    /// The same `scale` times as large, from `at` on.
    pub(super) fn placed(self, at: f32, scale: f32) -> Self {
        Self {
            from: at + self.from * scale,
            to: at + self.to * scale,
            period: self.period * scale,
            dash: self.dash * scale,
            second_at: self.second_at * scale,
            second: self.second * scale,
        }
    }

    /// Where there is ink, from the beginning on.
    pub(crate) fn dashes(&self) -> Vec<[f32; 2]> {
        let mut dashes = Vec::new();
        let mut at = self.from;
        // A line of a picture is never longer than this; what is wrong must not run for ever.
        while at < self.to - 0.01 && dashes.len() < 100_000 {
            dashes.push([at, (at + self.dash).min(self.to)]);
            let second = at + self.second_at;
            if self.second > 0.0 && second < self.to - 0.01 {
                dashes.push([second, (second + self.second).min(self.to)]);
            }
            at += self.period.max(0.5);
        }
        dashes
    }
}

/// Fits a look's rhythm into `length` points. `before` and `after` say which gap a piece without rhythm leaves at that end;
/// `None` where nothing stands there.
pub(super) fn fit_piece(
    support: Support,
    length: f32,
    before: Option<f32>,
    after: Option<f32>,
) -> Option<Piece> {
    let fit = &TOKENS.link.fit;
    let rhythm_from = match support {
        Support::Established => return (length > 0.0).then(|| Piece::one(0.0, length)),
        Support::SetAside => return ticks(length),
        Support::Unsourced if length < fit.unsourced.rhythm_from => {
            let dot = fit.unsourced.dot_small;
            let from = (length - dot) / 2.0;
            return (length >= dot + 1.0).then(|| Piece::one(from, from + dot));
        }
        Support::Unsourced => return Some(dots(length)),
        Support::Reported => fit.reported.rhythm_from,
        Support::Alleged => fit.alleged.rhythm_from,
    };
    if length < rhythm_from {
        if support == Support::Alleged
            && (before, after) == (None, Some(0.0))
            && length >= fit.alleged.dash_dot_from
        {
            return Some(dash_and_dot(length));
        }
        return without_rhythm(length, before, after);
    }
    Some(match support {
        Support::Reported => dashes(length),
        _ => dash_dots(length),
    })
}

/// Too short for a rhythm: one dash that touches neither head nor mark, or two with a gap between where neither stands there.
fn without_rhythm(length: f32, before: Option<f32>, after: Option<f32>) -> Option<Piece> {
    let fit = &TOKENS.link.fit;
    let (before, after) = match (before, after) {
        (None, None) => {
            let dash = (length - fit.broken_gap) / 2.0;
            return (length >= fit.nothing_below)
                .then(|| Piece::even(length, dash, fit.broken_gap));
        }
        (Some(before), Some(after)) if before > 0.0 && after > 0.0 => {
            (before.min(1.4), after.min(1.4))
        }
        (before, after) => (before.unwrap_or(0.0), after.unwrap_or(0.0)),
    };
    let to = length - after;
    (to - before >= 1.5).then(|| Piece::one(before, to))
}

fn dashes(length: f32) -> Piece {
    let [dash, gap] = [0, 1].map(|at| TOKENS.look(Support::Reported).dash[at]);
    let [least, most] = TOKENS.link.fit.reported.gap;
    let gaps = nearest((length - dash) / (dash + gap)).max(1.0);
    let scale = length / ((gaps + 1.0) * dash + gaps * gap);
    let gap = (gap * scale).clamp(least, most);
    Piece::even(length, (length - gaps * gap) / (gaps + 1.0), gap)
}

/// All that fits before an end bar on the shortest links.
fn dash_and_dot(length: f32) -> Piece {
    let fit = &TOKENS.link.fit.alleged;
    let dash = length - fit.dot_small - fit.gap_small;
    Piece {
        from: 0.0,
        to: length,
        period: length,
        dash,
        second_at: dash + fit.gap_small,
        second: fit.dot_small,
    }
}

fn dash_dots(length: f32) -> Piece {
    let token = &TOKENS.look(Support::Alleged).dash;
    let fit = &TOKENS.link.fit.alleged;
    let [dash, gap] = [0, 1].map(|at| token[at]);
    if length < fit.dash_dot_dash_from {
        let part = (length - fit.rhythm_from) / (fit.dash_dot_dash_from - fit.rhythm_from);
        let dot = between([fit.dot_small, fit.dot], part);
        let gap = between([fit.gap_small, gap], part);
        return Piece {
            from: 0.0,
            to: length,
            period: length - dot,
            dash: dot,
            second_at: dot + gap,
            second: length - 2.0 * (dot + gap),
        };
    }
    let rest: f32 = token[1..].iter().sum();
    let dots = nearest((length - dash) / (dash + rest)).max(1.0);
    let scale = length / ((dots + 1.0) * dash + dots * rest);
    let gap = (gap * scale).clamp(fit.gap[0], fit.gap[1]);
    let dash = (length - dots * (fit.dot + 2.0 * gap)) / (dots + 1.0);
    Piece {
        from: 0.0,
        to: length,
        period: dash + 2.0 * gap + fit.dot,
        dash,
        second_at: dash + gap,
        second: fit.dot,
    }
}

fn dots(length: f32) -> Piece {
    let token = &TOKENS.look(Support::Unsourced).dash;
    let fit = &TOKENS.link.fit.unsourced;
    let dot = if length < 12.0 {
        fit.dot_small
    } else {
        token[0]
    };
    let mut count = nearest((length + token[1]) / (token[0] + token[1])).max(2.0);
    let gap = |count: f32| (length - count * dot) / (count - 1.0);
    // At most one more is ever needed: the count is the nearest already.
    if gap(count) > fit.gap[1] && gap(count + 1.0) >= fit.gap[0] {
        count += 1.0;
    }
    Piece::even(length, dot, gap(count))
}

fn ticks(length: f32) -> Option<Piece> {
    let fit = &TOKENS.link.fit.set_aside;
    if length < fit.spacing_min {
        return None;
    }
    let is_short = length < 2.0 * fit.spacing;
    let least = if is_short && length >= fit.rhythm_from {
        fit.ticks_min as f32
    } else {
        1.0
    };
    let count = nearest(length / fit.spacing).max(least);
    let period = length / count;
    let from = (period - fit.width) / 2.0;
    Some(Piece {
        from,
        to: length - from,
        period,
        dash: fit.width,
        ..Piece::default()
    })
}

pub(super) fn between(pair: [f32; 2], part: f32) -> f32 {
    pair[0] + (pair[1] - pair[0]) * part
}

/// The nearest whole number, halves upwards, as in the shader.
fn nearest(value: f32) -> f32 {
    (value + 0.5).floor()
}
