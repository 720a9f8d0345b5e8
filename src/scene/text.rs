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

/// A name in as few lines as hold it whole, about as wide as `limit` where words allow: a long one gets wider and higher, and only
/// one that is absurdly long is shortened.
pub(super) fn whole(text: &str, size: f32, weight: Weight, limit: f32) -> Vec<String> {
    const WIDEST: f32 = 190.0;
    let text = short_line(text, 120);
    let wider = limit * 1.35;
    [(1, limit), (2, limit), (2, wider), (3, wider), (4, WIDEST)]
        .into_iter()
        .find_map(|(lines, most)| narrowest(&text, size, weight, lines, most))
        .unwrap_or_else(|| wrap(&text, size, weight, WIDEST, 2))
}

/// The narrowest setting in so many lines that are at most so wide.
fn narrowest(
    text: &str,
    size: f32,
    weight: Weight,
    lines: usize,
    most: f32,
) -> Option<Vec<String>> {
    const STEP: f32 = 4.0;
    let full = FontBook::shared().width(text, size, weight);
    if full > most * lines as f32 {
        return None;
    }
    let mut width = (full / lines as f32).min(most);
    loop {
        let found = filled(text, size, weight, width, lines);
        if found.is_some() || width >= most {
            return found;
        }
        width = (width + STEP).min(most);
    }
}

/// Lines filled one after the other; `None` where there are too many, or a word is too wide.
fn filled(text: &str, size: f32, weight: Weight, width: f32, lines: usize) -> Option<Vec<String>> {
    let book = FontBook::shared();
    let fits = |part: &str| book.width(part.trim(), size, weight) <= width + 0.01;
    let ends: Vec<usize> = breaks(text).chain([text.len()]).collect();
    let mut found = Vec::new();
    let mut from = 0;
    while from < text.len() {
        let after = ends.iter().filter(|end| **end > from);
        let end = after.take_while(|end| fits(&text[from..**end])).last()?;
        found.push(text[from..*end].trim().to_owned());
        if found.len() > lines {
            return None;
        }
        from = *end;
    }
    Some(found)
}

/// A name in one line where it was in two, or in two where it was in one, if that is not too wide and leaves no scrap of a word.
pub(super) fn wrap_otherwise(
    text: &str,
    lines: usize,
    size: f32,
    weight: Weight,
) -> Option<Vec<String>> {
    const WIDEST: f32 = 190.0;
    const SCRAP: usize = 3;
    let book = FontBook::shared();
    let text = short_line(text, 120);
    if lines > 2 {
        return None;
    }
    if lines == 2 {
        let fits = book.width(&text, size, weight) < WIDEST;
        return fits.then(|| vec![text]);
    }
    let halves = breaks(&text).map(|at| text.split_at(at));
    let halves = halves.map(|(a, b)| [a, b].map(|half| half.trim().to_owned()));
    let is_scrap = |half: &String| half.chars().count() <= SCRAP;
    let widest = |halves: &[String; 2]| {
        let widths = halves.each_ref().map(|half| book.width(half, size, weight));
        widths[0].max(widths[1])
    };
    let best = halves.min_by(|a, b| widest(a).total_cmp(&widest(b)))?;
    (!best.iter().any(is_scrap)).then(|| best.to_vec())
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
        fn a_name_of_usual_words_is_never_cut(words in prop::collection::vec("[A-Za-z]{1,14}", 1..9), limit in 90f32..130.0) {
            let name = words.join(" ");
            let lines = whole(&name, 10.5, Weight::Medium, limit);
            prop_assert!(lines.len() <= 4);
            if name.len() <= 100 {
                prop_assert_eq!(lines.join(" "), name);
            }
        }

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
