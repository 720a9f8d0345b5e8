//! Files that hold an address: what is found in one is an address of the web without blanks.
#![no_main]

use libfuzzer_sys::fuzz_target;
use linkwright::store::link_in_text;

fuzz_target!(|bytes: &[u8]| {
    if let Some(url) = link_in_text(&String::from_utf8_lossy(bytes)) {
        assert!(url.to_lowercase().starts_with("http") && !url.contains(char::is_whitespace));
    }
});
