//! Texts for people: counts with their noun, texts on one line, texts cut to a length.
//!
//! Every count and every cut text in the window, in messages and on the command line comes from here, so that none of them
//! says "1 entities" or lays out a name of megabytes.

use std::borrow::Cow;

use super::harmless::harmless;

/// A whole number with a comma between thousands: `10,000`.
pub fn figure(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count with its noun: `1 entity`, `3 entities`, `10,000 links`. The noun is given in the singular, its head last.
pub fn counted(n: usize, noun: &str) -> String {
    match n {
        1 => format!("1 {noun}"),
        n => format!("{} {}", figure(n), plural(noun)),
    }
}

/// The counts that are not zero, with their nouns: `2 entities and 1 link`. Empty if all are zero.
pub fn counts(all: &[(usize, &str)]) -> String {
    let stated = all.iter().filter(|(n, _)| *n > 0);
    let parts: Vec<String> = stated.map(|(n, noun)| counted(*n, noun)).collect();
    list(&parts)
}

/// Returns `a`, `a and b`, `a, b and c`.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// The form of a word that agrees with a count: `agree(n, "is", "are")`.
pub fn agree<'a>(n: usize, one: &'a str, many: &'a str) -> &'a str {
    if n == 1 { one } else { many }
}

/// The plural of a regular noun.
fn plural(noun: &str) -> String {
    let mut ends = noun.chars().rev();
    match (ends.next(), ends.next()) {
        (Some('y'), Some(before)) if !"aeiou".contains(before) => {
            format!("{}ies", &noun[..noun.len() - 1])
        }
        (Some('s' | 'x'), _) | (Some('h'), Some('c' | 's')) => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

/// A text on one line, harmless: line ends and tabs as spaces, no spaces around it.
pub fn one_line(text: &str) -> String {
    let text = text.trim();
    if text.bytes().any(|b| matches!(b, b'\n' | b'\r' | b'\t')) {
        let text = text.replace("\r\n", " ");
        return harmless(&text.replace(['\n', '\r', '\t'], " ")).into_owned();
    }
    harmless(text).into_owned()
}

/// A text on one line, no longer than anyone reads: what is over a few thousand characters loses its middle, since a name
/// of megabytes must not be laid out whole.
pub fn screen_line(text: &str) -> String {
    short_line(text, 1_500)
}

/// A text on one line of which a heading or a row has room for `held` characters at each end.
pub fn short_line(text: &str, held: usize) -> String {
    without_middle(one_line(text), held)
}

/// The text, or `held` characters of each of its ends with "…" between them.
pub fn without_middle(text: String, held: usize) -> String {
    if text.len() <= 2 * held || text.chars().count() <= 2 * held {
        return text;
    }
    let head: String = text.chars().take(held).collect();
    let tail: Vec<char> = text.chars().rev().take(held).collect();
    head + "…" + &tail.into_iter().rev().collect::<String>()
}

/// The text, or its first `most` characters and "…".
pub fn cut(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((at, _)) => Cow::Owned(format!("{}…", text[..at].trim_end())),
        None => Cow::Borrowed(text),
    }
}

/// The text, or "…" and its last `most` characters.
pub fn end_of(text: &str, most: usize) -> Cow<'_, str> {
    let mut back = text.char_indices().rev();
    match (most.checked_sub(1).and_then(|at| back.nth(at)), back.next()) {
        (Some((at, _)), Some(_)) => Cow::Owned(format!("…{}", text[at..].trim_start())),
        _ => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counts_agree_with_their_nouns() {
        assert_eq!(counted(0, "link"), "0 links");
        assert_eq!(counted(1, "entity"), "1 entity");
        assert_eq!(counted(2, "entity"), "2 entities");
        assert_eq!(counted(3, "day"), "3 days");
        assert_eq!(counted(2, "branch"), "2 branches");
        assert_eq!(counted(2, "path"), "2 paths");
        assert_eq!(counted(1_234_567, "custom kind"), "1,234,567 custom kinds");
        assert_eq!(
            counts(&[(2, "entity"), (0, "link"), (1, "claim")]),
            "2 entities and 1 claim"
        );
        assert_eq!(
            counts(&[(2, "entity"), (3, "link"), (1, "claim")]),
            "2 entities, 3 links and 1 claim"
        );
        assert_eq!(counts(&[(0, "entity")]), "");
        assert_eq!(
            (agree(1, "is", "are"), agree(0, "is", "are")),
            ("is", "are")
        );
    }

    #[test]
    fn line_ends_become_spaces() {
        assert_eq!(one_line(" a\r\nb\tc\nd\re "), "a b c d e");
        assert_eq!(one_line("a\u{202e}b"), "a‹RLO›b");
    }

    proptest! {
        #[test]
        fn figures_keep_their_digits(n in any::<u32>()) {
            let text = figure(n as usize);
            prop_assert_eq!(text.replace(',', ""), n.to_string());
            let groups: Vec<&str> = text.split(',').collect();
            prop_assert!((1..=3).contains(&groups[0].len()));
            prop_assert!(groups[1..].iter().all(|group| group.len() == 3));
        }

        #[test]
        fn cut_texts_keep_their_start_or_end(text in "\\PC{0,12}", most in 1usize..14) {
            let long = text.chars().count() > most;
            let (start, end) = (cut(&text, most), end_of(&text, most));
            for (shown, is_part) in [
                (&start, text.starts_with(start.trim_end_matches('…'))),
                (&end, text.ends_with(end.trim_start_matches('…'))),
            ] {
                prop_assert!(shown.chars().count() <= most + 1);
                prop_assert!(long || *shown == text.as_str());
                prop_assert!(is_part || text.contains('…'));
            }
        }
    }
}
