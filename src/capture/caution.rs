//! What of a line that is understood someone should look at before Enter.

use super::dates::date;
use super::line::{Extras, TypedEnd};

/// What of a new name looks as if it had been meant otherwise, in a sentence without a full stop: a date that the calendar
/// does not have, a kind that does not exist, a second bracket. `beside` is what was taken from the end of the line after the
/// name; `None` = the name is before the verb. In quotes all of a name is meant.
pub(super) fn of_name(end: &TypedEnd, beside: Option<&Extras>) -> Option<String> {
    if end.is_quoted {
        return None;
    }
    let name = end.name.as_str();
    let (part, what) = of_colon(name)
        .or_else(|| of_last_word(name))
        .or_else(|| of_second(name, beside?))?;
    Some(match part {
        "" => format!("{what}, so this is part of the name"),
        part => format!("“{part}” is {what}, so it is part of the name"),
    })
}

/// A part of the name and what that is, or is not.
type Odd<'a> = (&'a str, &'a str);

fn of_colon(name: &str) -> Option<Odd<'_>> {
    let (before, after) = name.rsplit_once(':')?;
    let is_kind = !before.trim().is_empty() && !after.starts_with("//");
    is_kind.then(|| (after.trim(), "not an entity kind"))
}

/// The last word, and what is before it; `None` = the name has one word.
fn split_last(name: &str) -> Option<(&str, &str)> {
    name.rsplit_once(' ')
}

fn of_last_word(name: &str) -> Option<Odd<'_>> {
    let last = split_last(name).map_or(name, |(_, last)| last);
    let has_more = last.len() < name.len();
    let digits = last.chars().filter(char::is_ascii_digit).count();
    let date_like = |c: char| c.is_ascii_digit() || matches!(c, '-' | '/' | '.');
    if has_more && digits >= 4 && digits < last.len() && last.chars().all(date_like) {
        return Some(match date(last) {
            Some(_) => (last, "not at the end of the line"),
            None => (last, "not a date such as 2025-12-09"),
        });
    }
    if has_more && last.ends_with('%') {
        return Some((last, "not a stake"));
    }
    if has_more && last == "#" {
        return Some((last, "followed by no locator"));
    }
    if last.starts_with('@') || (has_more && last.starts_with('#')) {
        return Some((last, "not at the end of the line"));
    }
    let is_note = name.starts_with("//");
    is_note.then_some(("", "a note begins with // after the fact"))
}

/// What there is one of at the end of a line, and what only looks like that.
fn of_second<'a>(name: &'a str, beside: &Extras) -> Option<Odd<'a>> {
    let (before, last) = split_last(name)?;
    let has_date = beside.since.is_some() || beside.until.is_some();
    if date(last).is_some() {
        let what = match has_date {
            true => "a second date",
            false => "not at the end of the line",
        };
        return Some((last, what));
    }
    if is_month(last) {
        let day = before.rsplit(' ').next().filter(|day| is_day(day));
        let from = day.map_or(last.len(), |day| day.len() + 1 + last.len());
        let is_date = day.is_some() || has_date;
        return is_date.then(|| (&name[name.len() - from..], "not a date such as 2025-12-09"));
    }
    if last.ends_with(')') && beside.label.is_some() {
        let open = name.rfind('(').unwrap_or(name.len() - last.len());
        return Some((&name[open..], "a second text in brackets"));
    }
    if last.ends_with(']') && last.starts_with('[') {
        return Some((last, "not in round brackets"));
    }
    let grade = last.as_bytes();
    let is_like_a_grade =
        matches!(grade, [letter, digit] if letter.is_ascii_uppercase() && digit.is_ascii_digit());
    is_like_a_grade.then_some(match beside.grade {
        Some(_) => (last, "a second grade"),
        None => (last, "not a grade from A1 to F6"),
    })
}

/// Whether this is a month's name, or its first three letters.
fn is_month(word: &str) -> bool {
    const MONTHS: &str =
        "january february march april may june july august september october november december";
    let word = word.trim_end_matches('.').to_lowercase();
    let is = |month: &str| {
        month == word || (word.len() == 3 && month.starts_with(&word)) || word == "sept"
    };
    MONTHS.split(' ').any(is)
}

fn is_day(word: &str) -> bool {
    word.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
}
