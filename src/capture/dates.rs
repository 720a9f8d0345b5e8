//! The dates that a line states.

use crate::model::{PartialDate, Until};

/// What a date or period says: since and until when.
pub(super) fn period(text: &str) -> Option<(Option<PartialDate>, Option<Until>)> {
    let Some((from, to)) = text.split_once("..") else {
        return Some((Some(date(text)?), None));
    };
    let (from, to) = (from.trim(), to.trim());
    let since = match from {
        "" => None,
        from => Some(date(from)?),
    };
    let until = match to {
        "" => Until::StillSo,
        to => Until::Date(date(to)?),
    };
    Some((since, Some(until)))
}

/// *An ISO date of the years 1800–2199*: a number of four digits is a year only there.
pub(super) fn date(text: &str) -> Option<PartialDate> {
    let date: PartialDate = text.parse().ok()?;
    let year: u16 = text.get(..4)?.parse().ok()?;
    (1800..=2199).contains(&year).then_some(date)
}
