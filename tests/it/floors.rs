//! The house: a module imports only from the floors below it, and inside a room no files import each other in a circle.

use std::path::{Path, PathBuf};

use super::imports::{Circle, House, sources};

/// Each module's floor, and its place on the floor: rooms that an arrow joins may look to their left, others nowhere. The
/// map's half floor is a room to the right of all others on floor 5.
const FLOORS: &[(&str, u32, u32)] = &[
    ("geom", 0, 0),
    ("model", 1, 0),
    ("edit", 2, 0),
    ("net", 2, 0),
    ("formats", 3, 0),
    ("capture", 3, 0),
    ("layout", 3, 0),
    ("analysis", 3, 0),
    ("view", 4, 1),
    ("look", 4, 2),
    ("scene", 4, 3),
    ("export", 5, 0),
    ("store", 5, 0),
    ("work", 5, 1),
    ("ui", 6, 0),
    ("app", 7, 0),
    ("cli", 7, 0),
    ("main", 8, 0),
];

/// The circles inside rooms that are meant: the folder, what is in the circle, and why.
const MEANT: &[(&str, &[&str], &str)] = &[
    (
        "capture",
        &["ends", "extras", "read"],
        "one reader goes down and up a line, each file a part of its grammar",
    ),
    (
        "formats/linkwright",
        &["fields", "write"],
        "a field knows how it is written, and the writer goes through the fields",
    ),
];

fn place(module: &str) -> Option<(u32, u32)> {
    let found = FLOORS.iter().find(|(name, ..)| *name == module);
    found.map(|(_, floor, room)| (*floor, *room))
}

fn may_import(from: &str, to: &str) -> bool {
    let (Some((floor, room)), Some((to_floor, to_room))) = (place(from), place(to)) else {
        return false;
    };
    from == to || to_floor < floor || (to_floor == floor && to_room < room)
}

pub(super) fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The modules that a source text names after `crate::` (in the binary: after `linkwright::`), with the names in braces.
fn imports(text: &str, root: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in text.split(root).skip(1) {
        match part.strip_prefix('{') {
            Some(group) => {
                let inside = group.split('}').next().unwrap_or_default();
                let names = inside
                    .split(',')
                    .map(|name| name.trim().split("::").next().unwrap_or(""));
                found.extend(names.filter(|name| !name.is_empty()).map(str::to_owned));
            }
            None => {
                let end = part.find(|c: char| !c.is_alphanumeric() && c != '_');
                found.push(part[..end.unwrap_or(part.len())].to_owned());
            }
        }
    }
    found
}

#[test]
fn nothing_imports_upwards() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    let mut wrong = Vec::new();
    for file in files {
        let inside = file.strip_prefix(&root).unwrap();
        let first = inside
            .components()
            .next()
            .unwrap()
            .as_os_str()
            .to_string_lossy();
        let module = first.trim_end_matches(".rs");
        if module == "lib" {
            continue;
        }
        assert!(place(module).is_some(), "{module} has no floor");
        let text = std::fs::read_to_string(&file).unwrap();
        let prefix = if module == "main" {
            "linkwright::"
        } else {
            "crate::"
        };
        for import in imports(&text, prefix) {
            if !may_import(module, &import) {
                wrong.push(format!("{} imports {import}", inside.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let circles = House::new(sources(&root)).circles();
    let is_meant = |circle: &&Circle| {
        MEANT
            .iter()
            .any(|(folder, of, _)| *folder == circle.folder && circle.of == *of)
    };
    let (meant, wrong): (Vec<_>, Vec<_>) = circles.iter().partition(is_meant);
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(
        meant.len(),
        MEANT.len(),
        "one is gone: strike it from the list"
    );
    const { assert!(MEANT.len() <= 3) };
}

#[test]
fn egui_stays_above_floor_five() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    for file in files {
        let inside = file
            .strip_prefix(&root)
            .unwrap()
            .to_string_lossy()
            .into_owned();
        let module = inside.split(['/', '.']).next().unwrap();
        let (floor, _) = place(module).unwrap_or((9, 0));
        if floor < 6 {
            let text = std::fs::read_to_string(&file).unwrap();
            assert!(
                !text.contains("egui::") && !text.contains("eframe"),
                "{inside} uses egui"
            );
        }
    }
}

#[test]
fn the_disk_is_touched_in_one_place() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    let mut touching = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        let touches = [
            "std::fs",
            "fs::",
            "File::",
            ".exists()",
            ".is_dir()",
            ".is_file()",
        ];
        if touches.iter().any(|touch| code.contains(touch)) {
            touching.push(file.strip_prefix(&root).unwrap().to_path_buf());
        }
    }
    assert!(
        touching.iter().all(|file| file.starts_with("store/disk")),
        "{touching:?}"
    );
    assert!(!touching.is_empty());
}

#[test]
fn the_test_can_fail() {
    assert!(
        !may_import("model", "edit") && !may_import("edit", "net") && !may_import("look", "scene")
    );
    assert!(may_import("scene", "look") && may_import("ui", "model") && !may_import("net", "edit"));
    assert_eq!(
        imports("use crate::{a::b, c};\ncrate::d::e()", "crate::"),
        ["a", "c", "d"]
    );
}
