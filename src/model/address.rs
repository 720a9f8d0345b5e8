//! Addresses of the web as people read and search them.

use super::harmless::is_harmful;
use super::text::without_middle;

/// An address without scheme, its escapes decoded, shortened in its middle: `example.org/reports/2024`.
pub(crate) fn short_address(url: &str) -> String {
    const HELD: usize = 24;
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let text = decoded(rest.trim());
    without_middle(text.trim_end_matches('/').to_owned(), HELD)
}

/// An address with its percent escapes decoded. What is no text, or harmful on screen, becomes `�`: nothing is found in it.
pub(crate) fn decoded(url: &str) -> String {
    let mut bytes = Vec::with_capacity(url.len());
    let mut rest = url.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escape = (*first == b'%').then(|| after.first_chunk::<2>()).flatten();
        match escape.and_then(|digits| byte_of(*digits)) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    let text = String::from_utf8_lossy(&bytes);
    let shown = |c: char| match c.is_control() || is_harmful(c) {
        true => char::REPLACEMENT_CHARACTER,
        false => c,
    };
    text.chars().map(shown).collect()
}

/// The byte that two hexadecimal digits are.
fn byte_of(digits: [u8; 2]) -> Option<u8> {
    let [high, low] = digits.map(|digit| char::from(digit).to_digit(16));
    u8::try_from(high? * 16 + low?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_decoded_and_shortened() {
        let check = |url: &str, text: &str| assert_eq!(short_address(url), text);
        check("https://example.org/", "example.org");
        check("http://example.org/?p=1", "example.org/?p=1");
        check("example.org/a%20b/%e5%AE%89", "example.org/a b/安");
        check("https://a.org/100%/%zz", "a.org/100%/%zz");
        check("https://a.org/%bb%0A%E2%80%AEx", "a.org/���x");
        let long = format!("https://example.org/{}/report.pdf", "a/".repeat(100));
        let short = short_address(&long);
        assert!(short.starts_with("example.org/a/") && short.ends_with("report.pdf"));
        assert!(short.chars().count() <= 61, "{short}");
    }

    proptest! {
        #[test]
        fn decoding_never_panics_and_keeps_plain_text(url in "\\PC{0,24}", plain in "[a-z/.?=]{0,24}") {
            let _ = short_address(&url);
            prop_assert_eq!(decoded(&plain), plain);
        }
    }
}
