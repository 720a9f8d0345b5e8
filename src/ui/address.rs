//! Addresses in notes: which can be opened at all, and whose they are.

use unicode_normalization::UnicodeNormalization;

use crate::model::is_harmful;

/// Longer addresses are not opened: nobody could read what would be.
const LONGEST: usize = 2_000;

/// Why an address is not opened.
pub(crate) fn why_not(address: &str) -> Option<&'static str> {
    if address.len() > LONGEST {
        return Some("it is too long to display");
    }
    let Some((scheme, rest)) = address.split_once(':') else {
        return Some("only http, https and mailto can be opened");
    };
    let is_one_of = |all: &[&str]| all.iter().any(|one| scheme.eq_ignore_ascii_case(one));
    if !is_one_of(&["http", "https", "mailto"]) {
        return Some("only http, https and mailto can be opened");
    }
    if address.contains(|c: char| is_harmful(c) || c.is_whitespace() || "\\\"<>^`{|}".contains(c)) {
        return Some("it has characters not allowed in addresses");
    }
    let is_whole = is_one_of(&["mailto"]) || host(address).is_some_and(|host| !host.is_empty());
    (!is_whole || rest.is_empty()).then_some("it has no host")
}

/// The host of an address of the web, without user and port.
pub(super) fn host(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    if host.starts_with('[') {
        return host.split_inclusive(']').next();
    }
    host.split(':').next()
}

/// A host as the network has it: each part with other letters than ASCII as `xn--` and its Punycode.
pub(super) fn in_ascii(host: &str) -> String {
    let parts = host.split(['.', '\u{3002}', '\u{ff0e}', '\u{ff61}']);
    let encoded = parts.map(|part| {
        let plain: String = part.nfkc().collect::<String>().to_lowercase();
        if plain.is_ascii() {
            plain
        } else {
            format!("xn--{}", punycode(&plain))
        }
    });
    encoded.collect::<Vec<_>>().join(".")
}

/// Punycode of a text (RFC 3492).
fn punycode(text: &str) -> String {
    const BASE: u32 = 36;
    let mut out: String = text.chars().filter(char::is_ascii).collect();
    let mut done = out.len() as u32;
    let basic = done;
    if basic > 0 {
        out.push('-');
    }
    let digit = |d: u32| char::from(b"abcdefghijklmnopqrstuvwxyz0123456789"[d as usize]);
    let (mut code, mut delta, mut bias) = (128u32, 0u32, 72u32);
    // The least character that is not written yet; addresses are short, so this may look at all of them each time.
    while let Some(next) = text.chars().map(u32::from).filter(|c| *c >= code).min() {
        delta = delta.saturating_add((next - code).saturating_mul(done + 1));
        code = next;
        for c in text.chars().map(u32::from) {
            if c < code {
                delta = delta.saturating_add(1);
            }
            if c != code {
                continue;
            }
            let (mut q, mut k) = (delta, BASE);
            loop {
                let t = k.saturating_sub(bias).clamp(1, 26);
                if q < t {
                    break;
                }
                out.push(digit(t + (q - t) % (BASE - t)));
                q = (q - t) / (BASE - t);
                k += BASE;
            }
            out.push(digit(q));
            bias = adapted(delta, done + 1, done == basic);
            delta = 0;
            done += 1;
        }
        delta = delta.saturating_add(1);
        code += 1;
    }
    out
}

fn adapted(delta: u32, points: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / 700 } else { delta / 2 };
    delta += delta / points;
    let mut k = 0;
    while delta > 35 * 26 / 2 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_address_stops_the_program(address in "\\PC{0,40}", host in "\\PC{0,20}") {
            let _ = why_not(&address);
            let _ = in_ascii(&host);
            prop_assert!(in_ascii(&host).is_ascii());
        }
    }

    #[test]
    fn only_the_web_and_mail_are_opened() {
        for address in [
            "http://example.org",
            "HTTPS://example.org/a?b#c",
            "mailto:a@example.org",
        ] {
            assert_eq!(why_not(address), None, "{address}");
        }
        for address in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://example.org",
            "vscode://x",
            "/etc/passwd",
            "note.md",
            "//example.org",
            "",
            "http:",
            "https://",
            "https:///path",
            "mailto:",
            "https://a\u{202e}b",
            "https://a b",
            "https://good.org\\@evil.org",
            " https://example.org",
            &format!("https://example.org/{}", "x".repeat(9_000)),
        ] {
            assert!(why_not(address).is_some(), "{address}");
        }
    }

    #[test]
    fn the_host_is_what_the_browser_goes_to() {
        let check = |address: &str, expected: &str| assert_eq!(host(address), Some(expected));
        check("https://example.org:443/a@b", "example.org");
        check("https://bank.example@evil.org/x", "evil.org");
        check("https://[::1]:80/", "[::1]");
        check("http://a?b@c", "a");
    }

    #[test]
    fn hosts_in_ascii() {
        let check = |host: &str, ascii: &str| assert_eq!(in_ascii(host), ascii);
        check("example.org", "example.org");
        check("Bücher.example", "xn--bcher-kva.example");
        check("аррӏе.com", "xn--80ak6aa92e.com");
        check("例え。テスト", "xn--r8jz45g.xn--zckzah");
        check("faß.de", "xn--fa-hia.de");
    }
}
