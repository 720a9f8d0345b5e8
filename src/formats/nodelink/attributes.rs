//! The attributes of a node or link: taken one by one, the rest become properties.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::formats::json::{elements, is_empty_value, members, minify, unquote};
use crate::model::{Marking, Number, PartialDate, Str, Until, Value};

/// What an object holds, by key; of a key that stands twice the last value.
#[derive(Debug, Default)]
pub(super) struct Attributes<'a> {
    /// What stands beside the object's id or ends.
    outer: Vec<(Cow<'a, str>, &'a str)>,
    /// What stands in its `attributes`.
    inner: Vec<(Cow<'a, str>, &'a str)>,
    /// Keys that stood twice, with the value that was let go.
    pub twice: Vec<(Cow<'a, str>, &'a str)>,
}

/// Up to so many members are looked for one by one.
const FEW: usize = 32;

impl<'a> Attributes<'a> {
    /// The members of the object `text`; `None` if it is none.
    pub(super) fn of(text: &'a str) -> Option<Self> {
        let mut attributes = Self::default();
        let outer = attributes.read(text)?;
        let at = outer
            .iter()
            .position(|(key, value)| key == "attributes" && value.starts_with('{'));
        attributes.outer = outer;
        if let Some(at) = at {
            let (_, value) = attributes.outer.remove(at);
            attributes.inner = attributes.read(value).unwrap_or_default();
        }
        Some(attributes)
    }

    fn read(&mut self, text: &'a str) -> Option<Vec<(Cow<'a, str>, &'a str)>> {
        let mut list: Vec<(Cow<'a, str>, &'a str)> = Vec::new();
        // Most objects have a handful of members; a table of them is for those that have thousands.
        let mut places: FxHashMap<Cow<'a, str>, usize> = FxHashMap::default();
        for (token, value) in members(text)? {
            let key = unquote(token).unwrap_or(Cow::Borrowed(token));
            if list.len() == FEW && places.is_empty() {
                let keys = list.iter().map(|(key, _)| key.clone());
                places = keys.zip(0..).collect();
            }
            let have = match places.is_empty() {
                true => list.iter().position(|(have, _)| *have == key),
                false => places.get(&key).copied(),
            };
            match have {
                Some(at) => {
                    let old = std::mem::replace(&mut list[at].1, value);
                    self.twice.push((key, old));
                }
                None => {
                    if !places.is_empty() {
                        places.insert(key.clone(), list.len());
                    }
                    list.push((key, value));
                }
            }
        }
        Some(list)
    }

    /// Takes a member that says what the object is: never one of its `attributes`.
    pub(super) fn take_outer(&mut self, keys: &[&str]) -> Option<&'a str> {
        take(&mut self.outer, keys, |_| true)
    }

    /// Takes the first attribute of these names that `fits`.
    pub(super) fn take(
        &mut self,
        keys: &[&str],
        fits: impl Fn(&str) -> bool + Copy,
    ) -> Option<&'a str> {
        take(&mut self.inner, keys, fits).or_else(|| take(&mut self.outer, keys, fits))
    }

    /// Takes an attribute that is text and not empty, or a number.
    pub(super) fn take_text(&mut self, keys: &[&str]) -> Option<String> {
        let value = self.take(keys, |value| text_of(value).is_some())?;
        text_of(value).map(Cow::into_owned)
    }

    /// Takes a list of texts, all of them.
    pub(super) fn take_texts(&mut self, keys: &[&str]) -> Vec<Str> {
        let all = |value: &str| {
            elements(value).is_some_and(|mut items| items.all(|item| text_of(item).is_some()))
        };
        let value = self.take(keys, all);
        let items = value.and_then(elements).into_iter().flatten();
        items
            .filter_map(|item| Some(text_of(item)?.as_ref().into()))
            .collect()
    }

    /// Takes a number that is one for computing, too.
    pub(super) fn take_number(&mut self, key: &str) -> Option<f64> {
        let finite = |value: &str| value.parse::<f64>().is_ok_and(f64::is_finite);
        let is_number = |value: &str| Number::from_text(value).is_some() && finite(value);
        self.take(&[key], is_number)?.parse().ok()
    }

    /// What is left, as properties: each under a name of its own. What states nothing is none.
    pub(super) fn properties(self) -> Vec<(Str, Value)> {
        let mut properties: Vec<(Str, Value)> = Vec::new();
        let mut taken: FxHashSet<Str> = FxHashSet::default();
        for (key, value) in self.inner.into_iter().chain(self.outer) {
            if is_empty_value(value) {
                continue;
            }
            let key = if key.is_empty() {
                Cow::Borrowed("unnamed")
            } else {
                key
            };
            let mut name = Str::from(key.as_ref());
            let mut number = 2;
            while !taken.insert(name.clone()) {
                name = format!("{key} {number}").into();
                number += 1;
            }
            properties.push((name, value_of(value)));
        }
        properties
    }
}

fn take<'a>(
    list: &mut Vec<(Cow<'a, str>, &'a str)>,
    keys: &[&str],
    fits: impl Fn(&str) -> bool,
) -> Option<&'a str> {
    let find = |key: &&str| {
        list.iter()
            .position(|(have, value)| have == key && fits(value))
    };
    let at = keys.iter().find_map(find)?;
    Some(list.remove(at).1)
}

/// The text of a string that is not empty, or of a number.
pub(super) fn text_of(value: &str) -> Option<Cow<'_, str>> {
    match value.as_bytes().first()? {
        b'"' => unquote(value).filter(|text| !text.trim().is_empty()),
        b'-' | b'0'..=b'9' => Some(Cow::Borrowed(value)),
        _ => None,
    }
}

/// A property's value. What is nested, or no text, is kept as its JSON text.
pub(super) fn value_of(value: &str) -> Value {
    match value.as_bytes().first() {
        Some(b't') => Value::Bool(true),
        Some(b'f') => Value::Bool(false),
        Some(b'-' | b'0'..=b'9') => Value::Number(value.into()),
        Some(b'"') => match unquote(value) {
            Some(text) => Value::Text(text.as_ref().into()),
            None => Value::Text(value.into()),
        },
        _ => Value::Text(minify(value).as_json().into()),
    }
}

/// A marking that is one of ours.
pub(super) fn marking(attributes: &mut Attributes<'_>) -> Option<Marking> {
    let read = |value: &str| Marking::from_word(&unquote(value)?);
    let value = attributes.take(&["marking"], |value| read(value).is_some());
    value.and_then(read)
}

/// `since` and `until`, where they are dates of ours.
pub(super) fn period(attributes: &mut Attributes<'_>) -> (Option<PartialDate>, Option<Until>) {
    let date = |value: &str| unquote(value)?.parse::<PartialDate>().ok();
    let until = |value: &str| match unquote(value)?.as_ref() {
        ".." => Some(Until::StillSo),
        text => text.parse().ok().map(Until::Date),
    };
    let since = attributes.take(&["since"], |value| date(value).is_some());
    let end = attributes.take(&["until"], |value| until(value).is_some());
    (since.and_then(date), end.and_then(until))
}

/// Whether a link itself says that it has a direction.
pub(super) fn own_direction(attributes: &mut Attributes<'_>) -> Option<bool> {
    let truth = |value: &str| matches!(value, "true" | "false");
    let directed = attributes
        .take(&["directed"], truth)
        .map(|value| value == "true");
    let undirected = attributes
        .take(&["undirected"], truth)
        .map(|value| value == "false");
    directed.or(undirected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inner_attributes_never_name_the_object() {
        let text = r#"{"key":"a","attributes":{"key":7,"label":"A"},"x":1,"x":2,"empty":null}"#;
        let mut attributes = Attributes::of(text).unwrap();
        assert_eq!(attributes.take_outer(&["id", "key"]), Some("\"a\""));
        assert_eq!(attributes.take_text(&["label"]), Some("A".into()));
        assert_eq!(attributes.twice, [(Cow::from("x"), "1")]);
        let properties = attributes.properties();
        let number = |text: &str| Value::Number(text.into());
        assert_eq!(
            properties,
            [("key".into(), number("7")), ("x".into(), number("2"))]
        );
    }

    #[test]
    fn nested_values_are_kept_as_text() {
        let attributes = Attributes::of(r#"{"a":{ "b" : [1, 2] },"c":"\ud800","":1}"#).unwrap();
        let properties = attributes.properties();
        assert_eq!(properties[0].1, Value::Text(r#"{"b":[1,2]}"#.into()));
        assert_eq!(properties[1].1, Value::Text(r#""\ud800""#.into()));
        assert_eq!(properties[2].0, "unnamed");
    }
}
