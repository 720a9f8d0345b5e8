//! Files that hold an address: what is found in one is an address of the web without blanks.
#![no_main]

use std::path::PathBuf;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use linkwright::store::link_in;

static FILES: LazyLock<[PathBuf; 3]> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("linkwright-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    ["url", "desktop", "webloc"].map(|ending| folder.join(format!("a.{ending}")))
});

fuzz_target!(|bytes: &[u8]| {
    let Some((which, rest)) = bytes.split_first() else { return };
    let file = &FILES[usize::from(*which) % FILES.len()];
    std::fs::write(file, rest).unwrap();
    if let Some(url) = link_in(file) {
        assert!(url.to_lowercase().starts_with("http") && !url.contains(char::is_whitespace));
    }
});
