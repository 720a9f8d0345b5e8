//! The laws of doubt: from its strokes alone the look of a link is read back.

use proptest::prelude::*;

use super::*;
use crate::geom::{Color32, Pos2, Vec2, pos2};
use crate::look::{NodeShape, Theme};
use crate::scene::curve::{Course, CurveEnd, Way};
use crate::scene::ink::{self, Ink, Stroke, plain_row};

/// A link as a reader sees it: nothing but strokes.
#[derive(Debug, Default)]
struct Seen {
    ticks: usize,
    /// Strokes along the link, from start to end.
    runs: Vec<[f32; 2]>,
    /// The number of polygons of the head tells its form: 1 filled, 2 open, 3 hollow.
    head: Option<([f32; 2], usize)>,
    bars: Vec<[f32; 2]>,
    /// What the strokes of dispute and the ring take of the line.
    marks: Vec<[f32; 2]>,
}

/// Which lengths along a course these points take.
fn span_on(course: &Course, points: &[Pos2]) -> [f32; 2] {
    let along = |at: &Pos2| {
        let steps = (course.length() * 8.0) as usize;
        let lengths = (0..=steps).map(|step| step as f32 / 8.0);
        let away = |length: f32| {
            course
                .at(length)
                .map_or(f32::MAX, |(on, _)| (on - *at).length())
        };
        lengths
            .min_by(|a, b| away(*a).total_cmp(&away(*b)))
            .unwrap_or(0.0)
    };
    let all = points.iter().map(along);
    all.fold([f32::MAX, f32::MIN], |[a, b], at| [a.min(at), b.max(at)])
}

/// What a mark takes of the line; nothing if it stands beside it.
fn around(course: &Course, mark: Pos2, half: f32) -> Option<[f32; 2]> {
    let [at, _] = span_on(course, &[mark]);
    let (on, _) = course.at(at)?;
    ((on - mark).length() < 3.0).then_some([at - half, at + half])
}

fn is_across(course: &Course, a: Pos2, b: Pos2) -> bool {
    let [from, to] = span_on(course, &[a + (b - a) * 0.5]);
    let along = course
        .at((from + to) / 2.0)
        .map_or(Vec2::X, |(_, along)| along);
    (along.dot((b - a).normalized())).abs() < 0.2
}

fn see(inks: &[Ink], course: &Course, mark: Color32) -> Seen {
    let mut seen = Seen::default();
    for ink in inks {
        match ink {
            Ink::Line {
                points,
                color,
                width,
                ..
            } if *color == mark => {
                let middle = points[0] + (points[1] - points[0]) * 0.5;
                seen.marks.extend(around(course, middle, 1.5 + width / 2.0));
            }
            Ink::Line {
                points,
                width,
                dash,
                ..
            } => {
                let [from, to] = [points[0], *points.last().unwrap()];
                let long = (to - from).length();
                if points.len() == 2 && dash.is_none() && is_across(course, from, to) {
                    let [at, _] = span_on(course, &[from + (to - from) * 0.5]);
                    match long > 6.5 {
                        true => seen.bars.push([at - width / 2.0, at + width / 2.0]),
                        false => seen.ticks += 1,
                    }
                    continue;
                }
                let line = Course::of(points.clone());
                let [start, _] = span_on(course, &points[..1]);
                let runs = dashes_of(line.length(), *dash);
                seen.runs
                    .extend(runs.into_iter().map(|[a, b]| [start + a, start + b]));
            }
            Ink::Fill { points, .. } => {
                let [a, b] = span_on(course, points);
                let (span, count) = seen.head.unwrap_or(([a, b], 0));
                seen.head = Some(([span[0].min(a), span[1].max(b)], count + 1));
            }
            Ink::Circle { center, radius, .. } => {
                seen.marks.extend(around(course, *center, *radius));
            }
            _ => {}
        }
    }
    seen
}

/// What a painter makes of a dash pattern.
fn dashes_of(length: f32, dash: Option<[f32; 4]>) -> Vec<[f32; 2]> {
    let Some(dash) = dash else {
        return vec![[0.0, length]];
    };
    let (mut at, mut runs) = (0.0, Vec::new());
    for (i, part) in dash.iter().cycle().enumerate() {
        if at > length - 0.05 || i > 10_000 {
            break;
        }
        if i % 2 == 0 && *part > 0.0 {
            runs.push([at, (at + part).min(length)]);
        }
        at += part;
    }
    runs
}

impl Seen {
    /// The look that a reader concludes.
    fn look(&self) -> Option<Support> {
        if self.ticks > 0 {
            return Some(Support::SetAside);
        }
        let lengths = self.runs.iter().map(|[a, b]| b - a);
        let most = lengths.fold(0.0, f32::max);
        match self.head {
            Some((_, 1)) => return Some(Support::Established),
            Some((_, 3)) => return Some(Support::Reported),
            Some(_) if most >= 2.2 || self.reaches_a_bar() => return Some(Support::Alleged),
            Some(_) => return Some(Support::Unsourced),
            None => {}
        }
        match () {
            () if self.runs.is_empty() => None,
            () if !self.is_broken() => Some(Support::Established),
            () if most <= 2.05 => Some(Support::Unsourced),
            () if self.is_uneven() => Some(Support::Alleged),
            () => Some(Support::Reported),
        }
    }

    /// Whether on one side of a mark there are long and short strokes.
    fn is_uneven(&self) -> bool {
        let past = |run: &[f32; 2]| self.marks.iter().filter(|mark| mark[0] < run[0]).count();
        self.runs.chunk_by(|a, b| past(a) == past(b)).any(|part| {
            let lengths = part.iter().map(|[a, b]| b - a);
            let (least, most) = lengths.fold((f32::MAX, 0.0_f32), |(least, most), run| {
                (least.min(run), most.max(run))
            });
            most >= 1.55 * least
        })
    }

    fn reaches_a_bar(&self) -> bool {
        let reaches = |run: &[f32; 2]| self.bars.iter().any(|bar| (bar[0] - run[1]).abs() < 0.3);
        self.runs.iter().any(reaches)
    }

    /// Whether there is a gap that no mark makes.
    fn is_broken(&self) -> bool {
        let mut stops = self.runs.clone();
        stops.extend(&self.bars);
        stops.extend(self.head.map(|(span, _)| span));
        stops.sort_by(|a, b| a[0].total_cmp(&b[0]));
        stops.windows(2).any(|pair| {
            let gap = [pair[0][1], pair[1][0]];
            let is_made = |mark: &[f32; 2]| mark[0] < gap[1] && mark[1] > gap[0];
            gap[1] - gap[0] > 1.0 && !self.marks.iter().any(is_made)
        })
    }
}

fn end() -> impl Strategy<Value = CurveEnd> {
    let shapes = 0..TOKENS.shapes.len() as u8;
    (
        (-200.0..200.0_f32, -200.0..200.0_f32),
        1.5..24.0_f32,
        shapes,
    )
        .prop_map(|((x, y), radius, shape)| CurveEnd {
            at: pos2(x, y),
            radius,
            shape: NodeShape(shape),
        })
}

fn way() -> impl Strategy<Value = Way> {
    prop_oneof![
        3 => Just(Way::Straight),
        2 => (-40.0..40.0_f32).prop_map(Way::Bent),
        1 => (0.0..6.3_f32, 20.0..90.0_f32).prop_map(|(angle, reach)| Way::Loop(angle, reach)),
    ]
}

fn row() -> impl Strategy<Value = LinkRow> {
    let looks = prop::sample::select(Support::ALL);
    (
        looks,
        any::<[bool; 3]>(),
        prop_oneof![3 => 0..2_u32, 1 => 2..200_u32],
    )
        .prop_map(|(support, [directed, disputed, ended], voices)| LinkRow {
            directed,
            disputed,
            ended,
            voices,
            color: Color32::BLACK,
            ..plain_row(support)
        })
}

fn drawn(row: &LinkRow, ends: (&CurveEnd, &CurveEnd), way: Way, zoom: f32) -> (Course, Seen) {
    let palette = Theme::Light.palette();
    let mut inks = Vec::new();
    let stroke = Stroke::of(row, zoom, Detail::Full);
    ink::link(&mut inks, row, ends, way, stroke, palette);
    let course = course_of(row, ends, way);
    let seen = see(&inks, &course, palette.link_mark);
    (course, seen)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_reader_tells_the_look_from_the_strokes(
        row in row(), a in end(), b in end(), way in way(), zoom in 0.02..4.0_f32, near in 0.0..1.0_f32,
    ) {
        // Half of them are short.
        let b = CurveEnd { at: a.at + (b.at - a.at) * (0.1 + near * near), ..b };
        let (course, seen) = drawn(&row, (&a, &b), way, zoom);
        if course.length() >= 10.0 {
            prop_assert_eq!(seen.look(), Some(row.support), "{} points: {:?}", course.length(), seen);
        }
    }

    #[test]
    fn no_doubtful_link_is_an_unbroken_line(
        row in row(), a in end(), b in end(), way in way(), zoom in 0.02..4.0_f32, near in 0.0..1.0_f32,
    ) {
        let b = CurveEnd { at: a.at + (b.at - a.at) * (near * near), ..b };
        let (course, seen) = drawn(&row, (&a, &b), way, zoom);
        if row.support == Support::Established || course.length() == 0.0 {
                return Ok(());
            }
        let longest = seen.runs.iter().map(|[a, b]| b - a).fold(0.0, f32::max);
        prop_assert!(longest <= 11.05, "a stroke of {longest}");
        let is_plain = seen.ticks == 0 && seen.head.is_none() && seen.runs.len() == 1;
        prop_assert!(!is_plain || !seen.bars.is_empty() || longest <= 2.05, "{} points: {seen:?}", course.length());
    }

    #[test]
    fn marks_on_a_line_never_meet(row in row(), visible in 10.0..300.0_f32, radius in 1.5..24.0_f32) {
        let link = PlanInput::of(&row, radius);
        let plan = LinkPlan::of(&link, visible);
        let around = |at: f32, half: f32| [at - half, at + half];
        let figure = plan.figure.filter(|mark| mark.aside == 0.0);
        let strokes = plan.strokes.filter(|(mark, _)| mark.aside == 0.0);
        let mut spans: Vec<[f32; 2]> = [
            figure.map(|mark| around(mark.at, link.ring())),
            strokes.map(|(mark, size)| around(mark.at, size.spacing / 2.0 + size.stroke_width)),
            plan.bar.map(|bar| around(bar.at, bar.width / 2.0)),
            plan.head.map(|head| [visible - head.length, visible]),
        ].into_iter().flatten().collect();
        spans.sort_by(|a, b| a[0].total_cmp(&b[0]));
        for pair in spans.windows(2) {
            prop_assert!(pair[1][0] >= pair[0][1] - 0.05, "{plan:?}");
        }
    }
}
