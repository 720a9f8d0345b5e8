//! Dates as sources give them: a year, a month or a day, exact or approximate.

use std::fmt;
use std::str::FromStr;

/// An ISO 8601 date that may be partial (`2021`, `2021-05`, `2021-05-03`); a trailing `~` means approximately.
/// Years are 0000 to 9999. A subset of EDTF (ISO 8601-2).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartialDate {
    year: u16,
    /// 0 = not stated.
    month: u8,
    /// 0 = not stated.
    day: u8,
    approximate: bool,
}

/// A calendar day as a number that orders like the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(u32);

impl PartialDate {
    /// The date of these numbers, or `None` if the calendar has no such day. `month` 0 = the whole year, `day` 0 = the whole month.
    pub fn new(year: u16, month: u8, day: u8, approximate: bool) -> Option<Self> {
        if year > 9999 || (month == 0 && day != 0) {
            return None;
        }
        let first = |part: u8| i8::try_from(part.max(1)).ok();
        jiff::civil::Date::new(i16::try_from(year).ok()?, first(month)?, first(day)?).ok()?;
        Some(Self {
            year,
            month,
            day,
            approximate,
        })
    }

    /// The first day that it may mean.
    pub fn first_day(self) -> Day {
        Day::of(self.year, self.month.max(1), self.day.max(1))
    }

    /// The last day that it may mean. The width of `~` is not defined, so it widens nothing.
    pub fn last_day(self) -> Day {
        let last = |part: u8, most: u8| if part == 0 { most } else { part };
        Day::of(self.year, last(self.month, 12), last(self.day, 31))
    }

    /// The year.
    pub fn year(self) -> u16 {
        self.year
    }

    /// Whether it is a single day.
    pub fn is_day(self) -> bool {
        self.day != 0
    }

    /// Whether it is marked as approximate.
    pub fn is_approximate(self) -> bool {
        self.approximate
    }

    /// Returns the date as a person writes it: `9 December 2025`, `December 2025`, `2025`; approximate ones are `around 2025`
    /// or `about 9 December 2025`.
    pub fn text(self) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let about = match (self.approximate, self.day) {
            (false, _) => "",
            (true, 0) => "around ",
            (true, _) => "about ",
        };
        match (self.month, self.day) {
            (0, _) => format!("{about}{}", self.year),
            (m, 0) => format!("{about}{} {}", MONTHS[usize::from(m) - 1], self.year),
            (m, d) => format!("{about}{d} {} {}", MONTHS[usize::from(m) - 1], self.year),
        }
    }

    /// Whether a day is stated (a sentence says "on" it, else "in").
    pub fn has_day(self) -> bool {
        self.day != 0
    }
}

impl Day {
    fn of(year: u16, month: u8, day: u8) -> Self {
        Self(u32::from(year) * 400 + u32::from(month) * 32 + u32::from(day))
    }

    /// The number.
    pub fn number(self) -> u32 {
        self.0
    }
}

/// The text is not a date of the forms above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date: write 2021, 2021-05 or 2021-05-03, with ~ after it for about")]
pub struct NotADate;

impl FromStr for PartialDate {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let (body, approximate) = match text.strip_suffix('~') {
            Some(body) => (body, true),
            None => (text, false),
        };
        let number = |part: &str, digits: usize| -> Result<u16, NotADate> {
            if part.len() != digits || !part.bytes().all(|b| b.is_ascii_digit()) {
                return Err(NotADate);
            }
            part.parse().map_err(|_| NotADate)
        };
        let mut parts = body.split('-');
        let year = number(parts.next().unwrap_or_default(), 4)?;
        let part = |text: Option<&str>| -> Result<u8, NotADate> {
            match text {
                None => Ok(0),
                Some(text) => match number(text, 2)? {
                    0 => Err(NotADate),
                    n => u8::try_from(n).map_err(|_| NotADate),
                },
            }
        };
        let (month, day) = (part(parts.next())?, part(parts.next())?);
        if parts.next().is_some() {
            return Err(NotADate);
        }
        Self::new(year, month, day, approximate).ok_or(NotADate)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.month != 0 {
            write!(f, "-{:02}", self.month)?;
        }
        if self.day != 0 {
            write!(f, "-{:02}", self.day)?;
        }
        f.write_str(if self.approximate { "~" } else { "" })
    }
}

impl fmt::Debug for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// How a period ends: at a date, or `..` = it is still so. Absent = not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Until {
    /// It ended then; the date's interval belongs to the period.
    Date(PartialDate),
    /// `..`: still so.
    StillSo,
}

impl Until {
    /// The date, unless it is still so.
    pub fn date(self) -> Option<PartialDate> {
        match self {
            Self::Date(date) => Some(date),
            Self::StillSo => None,
        }
    }

    /// Orders ends by their last possible day; "still so" is the greatest.
    pub fn last_day(self) -> Option<Day> {
        self.date().map(PartialDate::last_day)
    }

    /// Whether it ends later than `other`.
    pub fn is_later_than(self, other: Self) -> bool {
        match (self.last_day(), other.last_day()) {
            (None, Some(_)) => true,
            (Some(mine), Some(theirs)) => mine > theirs,
            (_, None) => false,
        }
    }
}

impl FromStr for Until {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        match text {
            ".." => Ok(Self::StillSo),
            date => date.parse().map(Self::Date),
        }
    }
}

impl fmt::Display for Until {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::StillSo => f.write_str(".."),
        }
    }
}

impl schemars::JsonSchema for PartialDate {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PartialDate".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": "^\\d{4}(-\\d{2}(-\\d{2})?)?~?$"})
    }
}

impl schemars::JsonSchema for Until {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Until".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": "^(\\d{4}(-\\d{2}(-\\d{2})?)?~?|\\.\\.)$"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_reads_prints_the_same(text in "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?~?") {
            if let Ok(date) = text.parse::<PartialDate>() {
                prop_assert_eq!(date.to_string(), text);
                prop_assert!(date.first_day() <= date.last_day());
            }
        }

        #[test]
        fn never_panics(text in ".{0,14}") {
            let _ = text.parse::<Until>();
        }
    }

    #[test]
    fn refuses_what_the_calendar_lacks() {
        let check = |text: &str, good: bool| {
            assert_eq!(text.parse::<PartialDate>().is_ok(), good, "{text}");
        };
        for good in [
            "2021",
            "2021-05",
            "2021-05-03",
            "2021-05-03~",
            "2024-02-29",
            "0000",
            "2021~",
        ] {
            check(good, true);
        }
        for bad in [
            "",
            "21",
            "2021-5",
            "2021-13",
            "2021-00",
            "2021-02-30",
            "2023-02-29",
            "2021-05-03-01",
            "2021/05",
            " 2021",
            "2021 ",
            "~",
            "2021~~",
            "+2021",
            "２０２１",
            "..",
            "2021-05-3",
            "20211-05",
        ] {
            check(bad, false);
        }
    }

    #[test]
    fn intervals_are_the_widest_reading() {
        let date = |text: &str| text.parse::<PartialDate>().unwrap();
        assert!(date("2021").last_day() > date("2021-12-30").last_day());
        assert_eq!(date("2021-05").first_day(), date("2021-05-01").first_day());
        assert!(date("2021").last_day() < date("2022").first_day());
        assert!(Until::StillSo.is_later_than(Until::Date(date("9999"))));
        assert!(!Until::Date(date("2021")).is_later_than(Until::StillSo));
    }

    #[test]
    fn words() {
        let check = |text: &str, words: &str| {
            assert_eq!(text.parse::<PartialDate>().unwrap().text(), words)
        };
        check("2025-12-09", "9 December 2025");
        check("2025-12", "December 2025");
        check("2010~", "around 2010");
        check("2010-05-03~", "about 3 May 2010");
    }
}
