//! JSON as text: decoding a file's bytes, walking valid text without building values, laying it out anew.
//!
//! serde_json says whether a text is valid and where it is not; what is valid is walked here, so that every token stays
//! byte for byte what it was. Nothing recurses: nesting may be as deep as the file is long.

use std::borrow::Cow;

use serde_json::value::RawValue;

use crate::model::RawJson;

use super::reading::bounds;
use super::reading::lines::count_lines;

/// Below this depth a value stands on one line: indentation of a text nested 100,000 deep would fill the disk.
const DEEPEST_INDENT: usize = 64;

/// Why bytes are not JSON text.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    /// Nothing but white space.
    #[error("the file is empty")]
    Empty,
    /// Neither UTF-8 nor UTF-16.
    #[error("not UTF-8 (line {line}, byte {byte:#04x}); save it as UTF-8 where it came from")]
    Encoding {
        /// The line, from 1.
        line: usize,
        /// The byte that does not belong.
        byte: u8,
    },
    /// Hundreds of thousands of records that are nearly empty.
    #[error("rejected: hundreds of thousands of nearly empty records")]
    Hollow,
    /// Not JSON, or cut off.
    #[error("line {line}, column {column}: {what}")]
    Syntax {
        /// The line, from 1.
        line: usize,
        /// The column in bytes, from 1.
        column: usize,
        /// What was found.
        what: String,
    },
}

/// A file's bytes as text.
#[derive(Debug)]
pub struct Decoded<'a> {
    /// The text, without a byte order mark.
    pub text: Cow<'a, str>,
    /// What was done to get it, for people; none for plain UTF-8.
    pub note: Option<&'static str>,
}

/// Decodes UTF-8, with or without a byte order mark, and UTF-16 of either byte order.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, JsonError> {
    if let Some(wide) = utf16(bytes) {
        let note = Some("UTF-16, saved as UTF-8");
        let text = Cow::Owned(wide);
        return Ok(Decoded { text, note });
    }
    let (bytes, note) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (rest, Some("byte order mark, removed on saving")),
        None => (bytes, None),
    };
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded {
            text: Cow::Borrowed(text),
            note,
        }),
        Err(error) => Err(JsonError::Encoding {
            line: 1 + count_lines(&bytes[..error.valid_up_to()]),
            byte: bytes[error.valid_up_to()],
        }),
    }
}

/// The text of bytes that begin like UTF-16: a byte order mark, or an ASCII character beside a zero byte.
pub(super) fn utf16(bytes: &[u8]) -> Option<String> {
    let little = match bytes {
        [0xff, 0xfe, ..] => true,
        [0xfe, 0xff, ..] => false,
        [first, 0, ..] if *first != 0 => true,
        [0, first, ..] if *first != 0 => false,
        _ => return None,
    };
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| {
            if little {
                u16::from_le_bytes([pair[0], pair[1]])
            } else {
                u16::from_be_bytes([pair[0], pair[1]])
            }
        })
        .collect();
    let text = String::from_utf16(&units).ok()?;
    Some(
        text.strip_prefix('\u{feff}')
            .map_or(text.clone(), str::to_owned),
    )
}

/// Whether a text is made of objects that are nearly empty.
fn is_hollow(text: &str) -> bool {
    let objects = || memchr::memchr_iter(b'{', text.as_bytes()).count();
    bounds::may_be_hollow(text.len()) && bounds::is_hollow(objects(), text.len())
}

/// The whole text as one raw value, if it is valid JSON.
pub fn validate(text: &str) -> Result<&str, JsonError> {
    if text.bytes().all(|b| b.is_ascii_whitespace()) {
        return Err(JsonError::Empty);
    }
    match serde_json::from_str::<&RawValue>(text) {
        Ok(_) if is_hollow(text) => Err(JsonError::Hollow),
        Ok(raw) => Ok(raw.get()),
        Err(error) => Err(syntax_error(&error)),
    }
}

/// What serde_json says, and what that means to a person.
const IN_WORDS: &[(&str, &str)] = &[
    (
        "EOF while parsing a list",
        "the file ends inside a list and may be incomplete",
    ),
    (
        "EOF while parsing an object",
        "the file ends inside an object and may be incomplete",
    ),
    (
        "EOF while parsing a string",
        "the file ends inside a text and may be incomplete",
    ),
    (
        "EOF while parsing a value",
        "the file ends where a value is expected and may be incomplete",
    ),
    (
        "expected value",
        "a value is expected, such as a text in quotes",
    ),
    (
        "expected ident",
        "a value is expected, such as a text in quotes",
    ),
    ("expected `:`", "a colon is missing after the key"),
    ("expected `,` or `]`", "a comma or ] is missing"),
    ("expected `,` or `}`", "a comma or } is missing"),
    ("key must be a string", "a key in quotes is expected"),
    ("trailing comma", "a comma before a closing bracket"),
    (
        "trailing characters",
        "more text after the end of the JSON value",
    ),
    ("invalid escape", "not a JSON escape"),
    ("invalid number", "not a JSON number"),
    (
        "control character (\\u0000-\\u001F) found while parsing a string",
        "a line break or control character in a text",
    ),
];

/// serde_json's error with its place apart from its words.
pub fn syntax_error(error: &serde_json::Error) -> JsonError {
    let what = error.to_string();
    let what = what
        .rfind(" at line ")
        .map_or(what.as_str(), |end| &what[..end]);
    let known = IN_WORDS.iter().find(|(theirs, _)| *theirs == what);
    JsonError::Syntax {
        line: error.line(),
        column: error.column(),
        what: known.map_or(what, |(_, ours)| ours).to_owned(),
    }
}

/// The text of a JSON string token; `None` where it holds half a surrogate pair, which no text can be.
pub fn unquote(token: &str) -> Option<Cow<'_, str>> {
    let inner = token.strip_prefix('"')?.strip_suffix('"')?;
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return Some(Cow::Borrowed(inner));
    }
    serde_json::from_str(token).ok().map(Cow::Owned)
}

/// The place of the next character that is not white space.
pub(super) fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
        at += 1;
    }
    at
}

/// The place after the string that starts at `at`; the end of a text that is cut off in it.
pub(super) fn skip_string(bytes: &[u8], at: usize) -> usize {
    let mut at = at + 1;
    while let Some(next) = memchr::memchr2(b'"', b'\\', bytes.get(at..).unwrap_or_default()) {
        at += next;
        if bytes[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    bytes.len()
}

/// The place after the value that starts at `at`; the end of a text that is cut off in it.
pub(super) fn skip_value(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        None => bytes.len(),
        Some(b'"') => skip_string(bytes, at),
        Some(b'{' | b'[') => skip_nested(bytes, at),
        Some(_) => {
            let ends = |b: &u8| matches!(b, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t');
            let rest = &bytes[at..];
            at + rest.iter().position(ends).unwrap_or(rest.len())
        }
    }
}

fn skip_nested(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 0usize;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                at = skip_string(bytes, at);
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    at
}

/// Whether a valid value is empty by the file format: `null`, `""`, `[]` or `{}`.
pub fn is_empty_value(text: &str) -> bool {
    match text {
        "null" | "\"\"" => true,
        _ => {
            let bytes = text.as_bytes();
            matches!(bytes.first(), Some(b'[' | b'{')) && skip_space(bytes, 1) == bytes.len() - 1
        }
    }
}

/// The members of an object whose text is valid JSON: each key's token with its quotes, and the value's text.
pub struct Members<'a> {
    text: &'a str,
    at: usize,
}

/// Walks the object `text`; `None` if it is no object.
pub fn members(text: &str) -> Option<Members<'_>> {
    text.starts_with('{').then_some(Members { text, at: 1 })
}

impl<'a> Iterator for Members<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        let key = skip_space(bytes, self.at);
        if bytes.get(key) != Some(&b'"') {
            return None;
        }
        let key_end = skip_string(bytes, key);
        let value = skip_space(bytes, skip_space(bytes, key_end) + 1);
        let value_end = skip_value(bytes, value);
        self.at = skip_space(bytes, value_end) + 1;
        Some((&self.text[key..key_end], &self.text[value..value_end]))
    }
}

/// The elements of a list whose text is valid JSON.
pub struct Elements<'a> {
    text: &'a str,
    at: usize,
}

/// Walks the list `text`; `None` if it is no list.
pub fn elements(text: &str) -> Option<Elements<'_>> {
    text.starts_with('[').then_some(Elements { text, at: 1 })
}

impl<'a> Iterator for Elements<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        let value = skip_space(bytes, self.at);
        if matches!(bytes.get(value), None | Some(b']')) {
            return None;
        }
        let value_end = skip_value(bytes, value);
        self.at = skip_space(bytes, value_end) + 1;
        Some(&self.text[value..value_end])
    }
}

/// Keeps a valid value as its tokens alone.
pub fn minify(text: &str) -> RawJson {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b' ' | b'\n' | b'\r' | b'\t' => at += 1,
            b'"' => {
                let end = skip_string(bytes, at);
                out.push_str(&text[at..end]);
                at = end;
            }
            _ => {
                let stops = |b: &u8| matches!(b, b'"' | b' ' | b'\n' | b'\r' | b'\t');
                let rest = &bytes[at..];
                let end = at + rest.iter().position(stops).unwrap_or(rest.len());
                out.push_str(&text[at..end]);
                at = end;
            }
        }
    }
    RawJson::from_minified(out)
}

/// Appends a line end and two blanks for each level.
pub fn new_line(out: &mut String, depth: usize) {
    out.push('\n');
    for _ in 0..depth {
        out.push_str("  ");
    }
}

/// Whether the list that starts at `at` in minified `bytes` holds scalars only.
fn is_flat(bytes: &[u8], at: usize) -> bool {
    let mut at = at + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => at = skip_string(bytes, at),
            b'{' | b'[' => return false,
            b']' => return true,
            _ => at += 1,
        }
    }
    true
}

/// Appends a kept value as canonical text has it: indented from `depth`, lists of scalars on one line; wholly on one line
/// if `one_line`.
pub fn lay_out(out: &mut String, raw: &RawJson, depth: usize, one_line: bool) {
    let text = raw.as_json();
    let bytes = text.as_bytes();
    // For each open object or list: whether its members stand on one line.
    let mut open: Vec<bool> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            opening @ (b'{' | b'[') => {
                out.push(char::from(opening));
                let parent = open.last().copied().unwrap_or(one_line);
                let flat = parent
                    || depth + open.len() >= DEEPEST_INDENT
                    || matches!(bytes.get(at + 1), Some(b'}' | b']'))
                    || (opening == b'[' && is_flat(bytes, at));
                open.push(flat);
                if !flat {
                    new_line(out, depth + open.len());
                }
            }
            closing @ (b'}' | b']') => {
                if open.pop() == Some(false) {
                    new_line(out, depth + open.len());
                }
                out.push(char::from(closing));
            }
            b',' => {
                out.push(',');
                if open.last() == Some(&false) {
                    new_line(out, depth + open.len());
                } else {
                    out.push(' ');
                }
            }
            b':' => out.push_str(": "),
            _ => {
                let end = skip_value(bytes, at);
                out.push_str(&text[at..end]);
                at = end;
                continue;
            }
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn laid_out(text: &str) -> String {
        let mut out = String::new();
        lay_out(&mut out, &minify(text), 0, false);
        out
    }

    /// Any JSON value as text, with odd tokens and white space.
    pub(super) fn any_json() -> impl Strategy<Value = String> {
        let scalar = prop_oneof![
            Just("null".to_owned()),
            Just("true".to_owned()),
            Just("-0.0".to_owned()),
            Just("1e5".to_owned()),
            Just("123456789012345678901234567890".to_owned()),
            Just("\"\\u0041\\\"[{\"".to_owned()),
            "[a-z四 ]{0,5}".prop_map(|s| format!("\"{s}\"")),
        ];
        scalar.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4)
                    .prop_map(|items| format!("[ {} ]", items.join(" ,\n"))),
                prop::collection::vec(("[a-c]", inner), 0..4).prop_map(|items| {
                    let members: Vec<String> = items
                        .into_iter()
                        .map(|(key, value)| format!("\"{key}\" : {value}"))
                        .collect();
                    format!("{{ {} }}", members.join("\t,"))
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn laying_out_keeps_every_token(text in any_json()) {
            let once = laid_out(&text);
            prop_assert_eq!(minify(&once), minify(&text));
            prop_assert!(validate(&once).is_ok());
            prop_assert_eq!(laid_out(&once), once);
        }

        #[test]
        fn decoding_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            if let Ok(decoded) = decode(&bytes) {
                let _ = validate(&decoded.text);
            }
        }
    }

    #[test]
    fn layout_by_example() {
        let check = |text: &str, canonical: &str| assert_eq!(laid_out(text), canonical);
        check("[1,\"a\" , null]", "[1, \"a\", null]");
        check("{}", "{}");
        check("[ ]", "[]");
        check(
            "{\"a\":[],\"b\":{\"c\":1e5}}",
            "{\n  \"a\": [],\n  \"b\": {\n    \"c\": 1e5\n  }\n}",
        );
        check("[[1,2],[3]]", "[\n  [1, 2],\n  [3]\n]");
    }

    #[test]
    fn depth_neither_overflows_nor_explodes() {
        let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(validate(&deep).is_ok());
        assert!(laid_out(&deep).len() < 300_000);
        assert!(matches!(
            validate(&"[".repeat(200_000)),
            Err(JsonError::Syntax { .. })
        ));
    }

    #[test]
    fn reads_utf16_and_marks() {
        let wide: Vec<u8> = "\u{feff}{\"四\": 1}"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(decode(&wide).unwrap().text, "{\"四\": 1}");
        let wide: Vec<u8> = "{}".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&wide).unwrap().text, "{}");
        assert_eq!(decode(b"\xef\xbb\xbf{}").unwrap().text, "{}");
        let error = decode(b"{\n\"a\": \"\xe9\"}").unwrap_err();
        assert!(matches!(
            error,
            JsonError::Encoding {
                line: 2,
                byte: 0xe9
            }
        ));
    }

    #[test]
    fn walks_members_and_elements() {
        let all: Vec<_> = members(r#"{ "a" : [1, {"x":"}"}] , "b":"\"" }"#)
            .unwrap()
            .collect();
        assert_eq!(all, [("\"a\"", r#"[1, {"x":"}"}]"#), ("\"b\"", r#""\"""#)]);
        let all: Vec<_> = elements(r#"[ 1 ,"a]", {} ]"#).unwrap().collect();
        assert_eq!(all, ["1", "\"a]\"", "{}"]);
        assert_eq!(elements("[ ]").unwrap().count(), 0);
        assert_eq!(unquote(r#""\ud800""#), None);
    }
}
