//! Labels as lines: balanced, shortened in the middle, in the order in which they are seen.

use unicode_bidi::BidiInfo;

use crate::model::short_line;

use super::fonts::{FontBook, Weight};

/// Breaks a label into at most `lines` lines no wider than `limit`. Two lines are as equal as the words allow; what is
/// still too wide is shortened in its middle.
pub fn wrap(text: &str, size: f32, weight: Weight, limit: f32, lines: usize) -> Vec<String> {
    let book = FontBook::shared();
    // What no two lines could hold goes first: each place to break it would be measured.
    let text = short_line(text, 120);
    if book.width(&text, size, weight) <= limit || lines < 2 {
        return vec![shorten(&text, size, weight, limit)];
    }
    let widest = |(a, b): &(&str, &str)| {
        let widths = [a, b].map(|line| book.width(line.trim(), size, weight));
        widths[0].max(widths[1])
    };
    let best = breaks(&text)
        .map(|at| text.split_at(at))
        .min_by(|a, b| widest(a).total_cmp(&widest(b)));
    let halves = match best {
        Some((a, b)) => vec![a.trim(), b.trim()],
        None => vec![text.as_str()],
    };
    halves
        .into_iter()
        .map(|line| shorten(line, size, weight, limit))
        .collect()
}

/// Places where a line may be broken in two: after blanks and hyphens, and between Han characters.
fn breaks(text: &str) -> impl Iterator<Item = usize> + '_ {
    let pairs = text.char_indices().zip(text.chars().skip(1));
    pairs.filter_map(|((at, c), next)| {
        let after = at + c.len_utf8();
        let han = |c: char| ('\u{2e80}'..='\u{9fff}').contains(&c);
        let breaks = c == ' ' || (c == '-' && after > 4) || (han(c) && han(next));
        breaks.then_some(after)
    })
}

/// Cuts characters out of the middle until the rest and an ellipsis fit.
fn shorten(text: &str, size: f32, weight: Weight, limit: f32) -> String {
    let book = FontBook::shared();
    let full = book.width(text, size, weight);
    if full <= limit {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let with = |keep: usize| -> String {
        let (head, tail) = (keep.div_ceil(2), keep / 2);
        let head: String = chars[..head].iter().collect();
        let tail: String = chars[chars.len() - tail..].iter().collect();
        format!("{}…{}", head.trim_end(), tail.trim_start())
    };
    let guess = (limit / full * chars.len() as f32) as usize + 2;
    let most = guess.min(chars.len().saturating_sub(1));
    (1..=most)
        .rev()
        .map(with)
        .find(|text| book.width(text, size, weight) <= limit)
        .unwrap_or_else(|| "…".into())
}

/// The line in the order in which its characters are seen from left to right (UAX #9), for painters that know no bidi.
pub fn visual(line: &str) -> String {
    let has_rtl = line.chars().any(
        |c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'),
    );
    if !has_rtl {
        return line.to_owned();
    }
    let info = BidiInfo::new(line, None);
    let Some(paragraph) = info.paragraphs.first() else {
        return line.to_owned();
    };
    // A shaper turns the letters of each run around by itself; here only the runs come into the order in which they are seen.
    let (_, runs) = info.visual_runs(paragraph, paragraph.range.clone());
    runs.into_iter().map(|run| &line[run]).collect()
}

/// A paragraph broken into lines no wider than `limit`.
pub fn flow(text: &str, size: f32, weight: Weight, limit: f32) -> Vec<String> {
    let book = FontBook::shared();
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if !line.is_empty() && book.width(&longer, size, weight) > limit {
            lines.push(std::mem::replace(&mut line, word.to_owned()));
        } else {
            line = longer;
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lines_fit_and_nothing_panics(text in "\\PC{0,40}", limit in 20f32..200.0) {
            let lines = wrap(&text, 12.0, Weight::Medium, limit, 2);
            prop_assert!(!lines.is_empty() && lines.len() <= 2);
            for line in &lines {
                let width = FontBook::shared().width(line, 12.0, Weight::Medium);
                prop_assert!(width <= limit || line == "…", "{line} {width} {limit}");
            }
        }
    }

    #[test]
    fn two_lines_are_balanced() {
        let check = |text: &str, limit: f32, lines: &[&str]| {
            assert_eq!(wrap(text, 10.5, Weight::Medium, limit, 2), lines);
        };
        check("NCSC", 96.0, &["NCSC"]);
        check(
            "Joint advisory, Aug 2025",
            96.0,
            &["Joint advisory,", "Aug 2025"],
        );
        check(
            "Embassy of China in London",
            96.0,
            &["Embassy of", "China in London"],
        );
    }

    #[test]
    fn long_words_are_shortened_in_the_middle() {
        let lines = wrap(
            "Bundeswehrbeschaffungsamtsleiterin",
            12.0,
            Weight::Regular,
            80.0,
            2,
        );
        assert_eq!(lines.len(), 1);
        assert!(
            lines[0].starts_with("Bund") && lines[0].ends_with("rin") && lines[0].contains('…'),
            "{lines:?}"
        );
    }

    #[test]
    fn a_name_cannot_reorder_the_chart() {
        let lines = wrap("a\u{202e}b\nc\td\u{2066}", 10.0, Weight::Regular, 300.0, 2);
        assert_eq!(lines, ["a‹RLO›b c d‹LRI›"]);
    }
}
