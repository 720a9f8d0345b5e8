//! What a file holds and the model does not understand, kept as its text so that nothing is lost.

use std::fmt;

/// A JSON value kept as text: no white space outside strings, every scalar token byte for byte as it was read.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RawJson(Box<str>);

impl RawJson {
    /// Keeps `text`, which the caller knows to be one valid JSON value without white space between its tokens.
    pub fn from_minified(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The JSON string token for `text`, in canonical escapes.
    pub fn string(text: &str) -> Self {
        let mut out = String::with_capacity(text.len() + 2);
        escape_into(&mut out, text);
        Self(out.into())
    }

    /// The JSON text.
    pub fn as_json(&self) -> &str {
        &self.0
    }

    /// What a person sees of it: the text of a string, else the JSON text itself.
    pub fn shown(&self) -> String {
        if self.0.starts_with('"') {
            serde_json::from_str(&self.0).unwrap_or_else(|_| self.0.to_string())
        } else {
            self.0.to_string()
        }
    }
}

impl fmt::Debug for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawJson({})", self.0)
    }
}

/// Appends `text` as a JSON string. Only `"`, `\` and U+0000–001F are escaped, in the short form where JSON has one.
pub(crate) fn escape_into(out: &mut String, text: &str) {
    out.push('"');
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= 0x20 && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.push_str(&text[from..at]);
        from = at + 1;
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            0x08 => out.push_str("\\b"),
            0x0c => out.push_str("\\f"),
            control => out.push_str(&format!("\\u{control:04x}")),
        }
    }
    out.push_str(&text[from..]);
    out.push('"');
}

/// What a record keeps beside its known, readable fields. Almost always empty, so it costs one pointer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Extra(Option<Box<Kept>>);

/// The three ways in which a part of a record is kept as text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Kept {
    /// Keys this version does not know: the key's token with its quotes, and the value; in the order read.
    pub unknown: Vec<(Box<str>, RawJson)>,
    /// Known fields that could not be read, by key; written back in their own place.
    pub unread: Vec<(&'static str, RawJson)>,
    /// Elements of a known list that could not be read, by the list's key; written after the readable ones.
    pub strays: Vec<(&'static str, RawJson)>,
}

impl Extra {
    /// The unknown keys, in the order read.
    pub fn unknown(&self) -> &[(Box<str>, RawJson)] {
        self.0.as_ref().map_or(&[], |kept| &kept.unknown)
    }

    /// The text of the known field `key`, if it is there and could not be read.
    pub fn unread(&self, key: &str) -> Option<&RawJson> {
        let kept = self.0.as_ref()?;
        kept.unread.iter().find(|(k, _)| *k == key).map(|(_, v)| v)
    }

    /// All known fields that could not be read.
    pub fn all_unread(&self) -> &[(&'static str, RawJson)] {
        self.0.as_ref().map_or(&[], |kept| &kept.unread)
    }

    /// All elements of known lists that could not be read, each with its list's key.
    pub fn all_strays(&self) -> &[(&'static str, RawJson)] {
        self.0.as_ref().map_or(&[], |kept| &kept.strays)
    }

    /// The elements of list `key` that could not be read.
    pub fn strays<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a RawJson> {
        let strays = self.0.as_ref().map_or(&[][..], |kept| &kept.strays);
        strays
            .iter()
            .filter(move |(k, _)| *k == key)
            .map(|(_, v)| v)
    }

    /// True when nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Changes what is kept; an emptied set goes back to costing nothing.
    pub fn change(&mut self, change: impl FnOnce(&mut Kept)) {
        let mut kept = self.0.take().unwrap_or_default();
        change(&mut kept);
        // The order in which keys stood does not matter: they are written in their own.
        kept.unread.sort_by_key(|(key, _)| *key);
        kept.strays.sort_by_key(|(key, _)| *key);
        let empty = kept.unknown.is_empty() && kept.unread.is_empty() && kept.strays.is_empty();
        self.0 = (!empty).then_some(kept);
    }

    /// Keeps `value` as the unreadable text of the known field `key`, or forgets it with `None`.
    pub fn set_unread(&mut self, key: &'static str, value: Option<RawJson>) {
        if value.is_none() && self.unread(key).is_none() {
            return;
        }
        self.change(|kept| {
            kept.unread.retain(|(k, _)| *k != key);
            kept.unread.extend(value.map(|value| (key, value)));
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_only_what_json_demands() {
        let check = |text: &str, json: &str| assert_eq!(RawJson::string(text).as_json(), json);
        check("plain é 四", "\"plain é 四\"");
        check("a\"b\\c/d", r#""a\"b\\c/d""#);
        check(
            "\n\r\t\u{8}\u{c}\u{1}\u{1f}\u{7f}",
            "\"\\n\\r\\t\\b\\f\\u0001\\u001f\u{7f}\"",
        );
    }

    #[test]
    fn an_emptied_extra_equals_a_new_one() {
        let mut extra = Extra::default();
        extra.set_unread("since", Some(RawJson::string("2021-1")));
        assert_eq!(
            extra.unread("since").map(RawJson::shown),
            Some("2021-1".into())
        );
        extra.set_unread("since", None);
        assert_eq!(extra, Extra::default());
    }
}
