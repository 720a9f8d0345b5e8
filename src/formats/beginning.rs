//! What a file shows before any reader takes it up: its first bytes, and the top of its JSON.

use std::borrow::Cow;

use super::json::{skip_space, skip_string, skip_value, unquote, utf16};

/// How much of a file is looked at where the first bytes must do.
const FIRST: usize = 64 * 1024;

/// A file that is looked at and not read yet. Nothing about it is known to be valid.
pub struct Beginning<'a> {
    bytes: &'a [u8],
    text: Cow<'a, [u8]>,
}

impl<'a> Beginning<'a> {
    /// The beginning of these bytes.
    pub fn of(bytes: &'a [u8]) -> Self {
        let text = match utf16(bytes) {
            Some(text) => Cow::Owned(text.into_bytes()),
            None => Cow::Borrowed(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)),
        };
        Self { bytes, text }
    }

    /// The bytes as they are.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The first text: as UTF-8 if the file is UTF-16, without byte order mark and leading space.
    pub fn first(&self) -> &[u8] {
        let text = self.text();
        &text[..text.len().min(FIRST)]
    }

    /// The whole text, without byte order mark and leading space.
    pub(super) fn text(&self) -> &[u8] {
        self.text.trim_ascii_start()
    }

    /// The value of a key of the top-level JSON object. Values before it are skipped, however long they are.
    pub fn member(&self, key: &str) -> Option<&[u8]> {
        member(self.text(), key)
    }
}

/// The value of a key in what looks like a JSON object.
pub(super) fn member<'t>(object: &'t [u8], key: &str) -> Option<&'t [u8]> {
    let mut all = members(object);
    all.find(|(token, _)| is_key(token, key))
        .map(|(_, value)| value)
}

/// Whether the token of a key is `key`.
pub(super) fn is_key(token: &[u8], key: &str) -> bool {
    let inner = token.strip_prefix(b"\"").unwrap_or(token);
    let inner = inner.strip_suffix(b"\"").unwrap_or(inner);
    inner == key.as_bytes() || (inner.contains(&b'\\') && text(token).as_deref() == Some(key))
}

/// The text of a JSON string.
pub(super) fn text(token: &[u8]) -> Option<Cow<'_, str>> {
    unquote(std::str::from_utf8(token).ok()?)
}

/// The parts of what looks like a JSON object or list, as far as they go: broken and cut off text is fine.
struct Parts<'t> {
    text: &'t [u8],
    at: usize,
}

/// The members of what looks like a JSON object; none of anything else.
pub(super) fn members(text: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut parts = Parts::of(text, b'{');
    std::iter::from_fn(move || {
        let key = skip_space(text, parts.at);
        if text.get(key) != Some(&b'"') {
            return None;
        }
        let end = skip_string(text, key);
        let colon = skip_space(text, end);
        if text.get(colon) != Some(&b':') {
            return None;
        }
        Some((&text[key..end], parts.value(colon + 1)))
    })
}

/// The elements of what looks like a JSON list; none of anything else.
pub(super) fn elements(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut parts = Parts::of(text, b'[');
    std::iter::from_fn(move || {
        let at = skip_space(text, parts.at);
        if matches!(text.get(at), None | Some(b']')) {
            return None;
        }
        Some(parts.value(at))
    })
}

impl<'t> Parts<'t> {
    fn of(text: &'t [u8], opening: u8) -> Self {
        let at = match text.first() == Some(&opening) {
            true => 1,
            false => text.len(),
        };
        Self { text, at }
    }

    /// The value after `at`, and on to what follows its comma.
    fn value(&mut self, at: usize) -> &'t [u8] {
        let start = skip_space(self.text, at);
        let end = skip_value(self.text, start);
        let comma = skip_space(self.text, end);
        self.at = match self.text.get(comma) {
            Some(b',') => comma + 1,
            _ => self.text.len(),
        };
        &self.text[start.min(end)..end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_text_stops_the_look(text in "[\\[\\]{}\",:\\\\ a1é]{0,40}") {
            let whole = text.as_bytes();
            for end in 0..=whole.len() {
                let part = &whole[..end];
                let found = members(part).count() + elements(part).count();
                prop_assert!(found <= part.len());
                let beginning = Beginning::of(part);
                let _ = (beginning.first(), beginning.member("a"));
            }
        }
    }

    #[test]
    fn members_are_found_behind_others_and_in_any_writing() {
        let text = br#" { "a" : [{"x":"]}"}, 2] , "\u0066ormat":"linkwright", "cut": [1, "#;
        let file = Beginning::of(text);
        assert_eq!(file.member("format"), Some(&br#""linkwright""#[..]));
        assert_eq!(file.member("cut"), Some(&b"[1, "[..]));
        assert_eq!(file.member("x"), None);
        assert_eq!(elements(file.member("a").unwrap()).count(), 2);
        let wide: Vec<u8> = "{\"b\":1}"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(Beginning::of(&wide).member("b"), Some(&b"1"[..]));
    }
}
