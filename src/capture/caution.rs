//! What of a line that is understood someone should look at before Enter.

/// What of a new name looks as if it had been meant otherwise, in a sentence without a full stop: a date that the calendar
/// does not have, a kind that does not exist.
pub(super) fn of_name(name: &str) -> Option<String> {
    let last = name.split(' ').next_back().unwrap_or_default();
    let says =
        |part: &str, what: &str| Some(format!("“{part}” is {what}, so it is part of the name"));
    let digits = last.chars().filter(char::is_ascii_digit).count();
    let date_like = |c: char| c.is_ascii_digit() || matches!(c, '-' | '/' | '.');
    let has_more = last.len() < name.len();
    if let Some((before, after)) = name.rsplit_once(':')
        && !before.trim().is_empty()
        && !after.starts_with("//")
    {
        return says(after.trim(), "not an entity kind");
    }
    if has_more && digits >= 4 && digits < last.len() && last.chars().all(date_like) {
        return says(last, "not a date such as 2025-12-09");
    }
    if has_more && last.ends_with('%') {
        return says(last, "not a stake");
    }
    if has_more && (last.starts_with('@') || last.starts_with('#')) {
        return says(last, "not at the end of the line");
    }
    name.starts_with("//")
        .then(|| "a note begins with // after the fact, so this is part of the name".into())
}
