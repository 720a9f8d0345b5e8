//! Files that hold an address: what a browser leaves where an address is dragged to a folder.

use std::path::Path;

use super::{PathKind, Store};

/// The largest such file that is looked into, bytes.
const LARGEST: u64 = 64 * 1024;

impl Store {
    /// The address that was dropped as this path: the path itself, or what a `.url`, `.desktop` or `.webloc` file holds.
    pub fn link_in(&self, path: &Path) -> Option<String> {
        let text = path.to_string_lossy();
        if let Some(url) = address(&text) {
            return Some(url);
        }
        let extension = path.extension()?.to_string_lossy().to_lowercase();
        if !matches!(extension.as_str(), "url" | "desktop" | "webloc") {
            return None;
        }
        let found = self.disk.look(path).ok()?;
        let is_small = found.kind == PathKind::File && found.length <= LARGEST;
        let bytes = is_small.then(|| self.read(path).ok()).flatten()?;
        link_in_text(&String::from_utf8_lossy(&bytes))
    }
}

/// The address in the text of such a file.
pub fn link_in_text(text: &str) -> Option<String> {
    let ini = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("URL="));
    let plist = || {
        text.split_once("<string>")?
            .1
            .split_once("</string>")
            .map(|(url, _)| url)
    };
    address(ini.or_else(plist)?)
}

fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let lower = text.to_lowercase();
    let is_web = lower.starts_with("https://") || lower.starts_with("http://");
    (is_web && !text.contains(char::is_whitespace)).then(|| text.replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_address_of_a_link_file() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::system(None);
        let check = |name: &str, text: &str, expected: Option<&str>| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            assert_eq!(store.link_in(&path).as_deref(), expected, "{name}");
        };
        check(
            "a.url",
            "[InternetShortcut]\r\nURL=https://x.example/?a=1\r\n",
            Some("https://x.example/?a=1"),
        );
        check(
            "a.desktop",
            "[Desktop Entry]\nType=Link\nURL=http://x.example\n",
            Some("http://x.example"),
        );
        let plist =
            "<plist><dict><key>URL</key><string>https://x.example/?a&amp;b</string></dict></plist>";
        check("a.webloc", plist, Some("https://x.example/?a&b"));
        check(
            "b.desktop",
            "[Desktop Entry]\nType=Application\nExec=true\n",
            None,
        );
        check("a.json", "URL=https://x.example", None);
        assert_eq!(
            store.link_in(Path::new("https://x.example/a")).as_deref(),
            Some("https://x.example/a")
        );
    }
}
