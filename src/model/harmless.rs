//! Text of others, made harmless to show: what would reorder, hide or break it stands there as a mark that can be read.
//!
//! The rule: control characters (C0, DEL, C1), line and paragraph separators, embeddings, overrides and isolates of
//! direction, invisible operators, the byte order mark, annotation, musical and tag characters, and what is blank without
//! being white space or a joiner (zero width space, fillers, the empty Braille cell) are shown by name, as in
//! `‹RLO›` or `‹U+0007›`. Line ends and tabs stay, and so do the marks and joiners that real names need (LRM, RLM, ALM,
//! ZWJ, ZWNJ), soft hyphens, and right-to-left text itself. Only what is shown is treated so; the data stays as it was read.

use std::borrow::Cow;
use std::fmt::Write;

/// The text with a mark in place of each character that [`is_harmful`]; the text itself where there is none. The carriage
/// return of a line end is left out, a run of tag characters is one mark.
pub fn harmless(text: &str) -> Cow<'_, str> {
    // Nearly every name is printable ASCII, or is seen to be clean in one pass.
    let plain = |b: u8| (b' '..0x7f).contains(&b);
    if text.bytes().all(plain) || !text.chars().any(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut chars = text.chars().peekable();
    let mut in_tags = false;
    while let Some(c) = chars.next() {
        let is_tag = is_tag(c);
        if !is_harmful(c) {
            out.push(c);
        } else if is_tag {
            if !in_tags {
                out.push_str("‹TAG›");
            }
        } else if c != '\r' || chars.peek() != Some(&'\n') {
            push_mark(&mut out, c);
        }
        in_tags = is_tag;
    }
    Cow::Owned(out)
}

/// Whether a character would reorder, hide or break what is shown.
pub fn is_harmful(c: char) -> bool {
    match c {
        '\n' | '\t' | ' '..='~' => false,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => true,
        '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' => true,
        '\u{200b}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}' => true,
        '\u{a0}'..='\u{2027}' => false,
        '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' => true,
        c => is_tag(c),
    }
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0000}'..='\u{e007f}')
}

fn push_mark(out: &mut String, c: char) {
    let name = match c {
        '\u{200b}' => "ZWSP",
        '\u{2028}' => "LSEP",
        '\u{2029}' => "PSEP",
        '\u{202a}' => "LRE",
        '\u{202b}' => "RLE",
        '\u{202c}' => "PDF",
        '\u{202d}' => "LRO",
        '\u{202e}' => "RLO",
        '\u{2066}' => "LRI",
        '\u{2067}' => "RLI",
        '\u{2068}' => "FSI",
        '\u{2069}' => "PDI",
        '\u{feff}' => "BOM",
        c => {
            let _ = write!(out, "‹U+{:04X}›", u32::from(c));
            return;
        }
    };
    out.push('‹');
    out.push_str(name);
    out.push('›');
}

/// JSON text with each character that [`is_harmful`] escaped: the same value, harmless on a terminal.
pub fn escape_json(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_harmful(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_shown_is_harmless_and_clean_text_is_borrowed(text in "([\\PC\\pC\u{202a}-\u{202e}\r\n\t]){0,24}") {
            let shown = harmless(&text);
            prop_assert!(!shown.chars().any(is_harmful), "{shown:?}");
            if !text.chars().any(is_harmful) {
                prop_assert!(matches!(shown, Cow::Borrowed(same) if same == text));
            }
            let line = crate::model::one_line(&text);
            prop_assert!(!line.chars().any(|c| is_harmful(c) || c == '\n' || c == '\t'), "{line:?}");
            prop_assert_eq!(harmless(&shown), shown.as_ref());
        }

        #[test]
        fn escaped_json_is_the_same_value_and_harmless(text in "([\\PC\\pC\u{202a}-\u{202e}]){0,24}") {
            let json = serde_json::to_string(&text).unwrap();
            let escaped = escape_json(&json);
            prop_assert!(!escaped.chars().any(is_harmful));
            prop_assert_eq!(serde_json::from_str::<String>(&escaped).unwrap(), text);
        }
    }

    #[test]
    fn tricks_are_shown_by_name() {
        let check = |text: &str, shown: &str| assert_eq!(harmless(text), shown);
        check("invoice\u{202e}fdp.exe", "invoice‹RLO›fdp.exe");
        check("a\u{2066}b\u{2069}c", "a‹LRI›b‹PDI›c");
        check("\u{202a}\u{202b}\u{202c}\u{202d}", "‹LRE›‹RLE›‹PDF›‹LRO›");
        check("\u{2067}\u{2068}", "‹RLI›‹FSI›");
        check("i\u{200b}Soon", "i‹ZWSP›Soon");
        check("\u{3164}\u{2800}", "‹U+3164›‹U+2800›");
        check("bell\u{7}, esc\u{1b}[2J", "bell‹U+0007›, esc‹U+001B›[2J");
        check("\u{feff}A\u{85}B\u{7f}", "‹BOM›A‹U+0085›B‹U+007F›");
        check("one\u{2028}two\u{2029}", "one‹LSEP›two‹PSEP›");
        check("tag\u{e0041}\u{e0042}ged", "tag‹TAG›ged");
        check("no return\r\nbut here\r!", "no return\nbut here‹U+000D›!");
    }

    #[test]
    fn what_real_names_need_stays() {
        for text in [
            "شركة",
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            "‏רשות\u{200f} (IL)",
            "Donau\u{ad}dampf",
            "line\n\tline",
            "四川",
        ] {
            assert!(matches!(harmless(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
