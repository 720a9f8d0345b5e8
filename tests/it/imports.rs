//! Which file of the house imports which, read from the sources: `use` trees and whole paths, each followed to the file
//! that defines what it names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A module, from the crate's root on: `ui`, `details`, `field`.
pub(crate) type Module = Vec<String>;

/// The sources, each read for what it imports. Tests are left out: they may look anywhere.
#[derive(Default)]
pub(crate) struct House {
    files: BTreeMap<Module, File>,
}

#[derive(Default)]
struct File {
    /// Where it lies under `src`.
    place: String,
    /// Whole paths that it names.
    named: BTreeSet<Module>,
    /// What it hands on under a name of its own.
    handed_on: BTreeMap<String, Module>,
}

/// An import: from one file to another, with what is taken.
pub(crate) type Arrows = BTreeMap<(Module, Module), BTreeSet<String>>;

/// A circle: the folder in which it is, the files and folders of it that import each other, and by which imports.
#[derive(Debug, PartialEq)]
pub(crate) struct Circle {
    pub folder: String,
    pub of: Vec<String>,
    pub by: Vec<String>,
}

impl House {
    /// Reads each source from its place under `src` and its text.
    pub(crate) fn new(sources: impl IntoIterator<Item = (String, String)>) -> Self {
        let sources: Vec<(Module, String, String)> = sources
            .into_iter()
            .map(|(place, text)| (module(&place), place, bare(&text)))
            .collect();
        let known: BTreeSet<Module> = sources.iter().map(|(module, ..)| module.clone()).collect();
        let mut tests = BTreeSet::new();
        for (module, _, text) in &sources {
            let children = of_tests(text).into_iter().map(|name| child(module, &name));
            tests.extend(children);
        }
        let mut house = Self::default();
        for (module, place, text) in &sources {
            if tests.iter().any(|test| module.starts_with(test)) {
                continue;
            }
            let mut file = read(module, &without_tests(text), &known);
            file.place = place.clone();
            house.files.insert(module.clone(), file);
        }
        house
    }

    /// Every import of one file from another.
    pub(crate) fn arrows(&self) -> Arrows {
        let mut arrows = Arrows::new();
        for (module, file) in &self.files {
            for named in &file.named {
                if let Some(to) = self.definer(named, 0).filter(|to| to != module) {
                    let name = named.last().cloned().unwrap_or_default();
                    arrows.entry((module.clone(), to)).or_default().insert(name);
                }
            }
        }
        arrows
    }

    /// The file that defines what a path names, also where a folder's face hands it on.
    fn definer(&self, path: &[String], depth: usize) -> Option<Module> {
        const DEEPEST: usize = 8;
        let known = (1..=path.len())
            .rev()
            .find(|n| self.files.contains_key(&path[..*n]))?;
        let (module, rest) = path.split_at(known);
        let handed_on = rest
            .first()
            .and_then(|name| self.files[module].handed_on.get(name));
        match handed_on.filter(|_| depth < DEEPEST) {
            Some(other) => {
                let other: Module = other.iter().chain(&rest[1..]).cloned().collect();
                self.definer(&other, depth + 1)
            }
            None => Some(module.to_vec()),
        }
    }

    /// The circles inside the rooms. In each folder its files and its folders, each as a whole, are to import each other one
    /// way only; the folder's own face (`mod.rs`) names them all, as they name it.
    pub(crate) fn circles(&self) -> Vec<Circle> {
        let arrows = self.arrows();
        let folders: BTreeSet<&[String]> = self
            .files
            .keys()
            .flat_map(|module| (1..module.len()).map(|n| &module[..n]))
            .collect();
        let mut found = Vec::new();
        for folder in folders {
            let depth = folder.len();
            let inside = |module: &Module| module.len() > depth && module.starts_with(folder);
            let inner: Vec<_> = arrows
                .iter()
                .filter(|((from, to), _)| inside(from) && inside(to) && from[depth] != to[depth])
                .collect();
            let mut next: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
            for ((from, to), _) in &inner {
                next.entry(&from[depth]).or_default().insert(&to[depth]);
            }
            for of in around(&next) {
                let is_of = |module: &Module| of.contains(module[depth].as_str());
                let by = inner
                    .iter()
                    .filter(|((from, to), _)| is_of(from) && is_of(to));
                let place = |module: &Module| &self.files[module].place;
                found.push(Circle {
                    folder: folder.join("/"),
                    by: by
                        .map(|((from, to), names)| {
                            format!("{} → {}: {names:?}", place(from), place(to))
                        })
                        .collect(),
                    of: of.into_iter().map(str::to_owned).collect(),
                });
            }
        }
        found
    }
}

/// Groups in which each reaches each.
fn around<'a>(next: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> Vec<BTreeSet<&'a str>> {
    let reached = |from: &'a str| {
        let mut reached = BTreeSet::new();
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            let steps = next.get(at).into_iter().flatten();
            open.extend(steps.filter(|to| reached.insert(**to)));
        }
        reached
    };
    let all: BTreeMap<&str, BTreeSet<&str>> =
        next.keys().map(|from| (*from, reached(from))).collect();
    let mut groups = BTreeSet::new();
    for (from, there) in &all {
        let back = |to: &&&str| all.get(**to).is_some_and(|back| back.contains(from));
        let group: BTreeSet<&str> = there.iter().filter(back).copied().collect();
        if group.len() > 1 {
            groups.insert(group);
        }
    }
    groups.into_iter().collect()
}

/// Reads every Rust file of a folder.
pub(crate) fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    super::floors::rust_files(folder, &mut files);
    let read = |file: std::path::PathBuf| {
        let place = file
            .strip_prefix(folder)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        (place, std::fs::read_to_string(&file).unwrap())
    };
    files.into_iter().map(read).collect()
}

fn module(place: &str) -> Module {
    let inner = place.trim_end_matches(".rs").trim_end_matches("/mod");
    inner.split('/').map(str::to_owned).collect()
}

fn child(module: &[String], name: &str) -> Module {
    let name = name.to_owned();
    module.iter().cloned().chain([name]).collect()
}

/// A source text without comments, and without what stands in quotes.
fn bare(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
        } else if rest.starts_with("/*") {
            rest = &rest[rest.find("*/").map_or(rest.len(), |end| end + 2)..];
        } else if let Some(end) = quoted(rest) {
            out.push(' ');
            rest = &rest[end..];
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

/// Where the literal ends with which a text begins; `None` if it begins with none.
fn quoted(text: &str) -> Option<usize> {
    if let Some(raw) = text.strip_prefix("r#\"") {
        return Some(3 + raw.find("\"#").map_or(raw.len(), |end| end + 2));
    }
    let quote = text.chars().next().filter(|c| ['"', '\''].contains(c))?;
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if !escaped && c == quote {
            return Some(at + c.len_utf8());
        }
        // A lifetime has no second quote.
        if quote == '\'' && !escaped && at > 1 && !text[1..].starts_with('\\') {
            return None;
        }
        escaped = !escaped && c == '\\';
    }
    None
}

const TEST: &str = "#[cfg(test)]";

/// The modules in files of their own that a text declares for tests.
fn of_tests(text: &str) -> Vec<String> {
    let parts = text.split(TEST).skip(1);
    let declared = parts.filter_map(|part| {
        let item = part[..part.find([';', '{'])?].trim();
        let name = item.rsplit(' ').next()?;
        (item.contains("mod ") && part[part.find([';', '{'])?..].starts_with(';'))
            .then(|| name.to_owned())
    });
    declared.collect()
}

fn without_tests(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(TEST) {
        out += &rest[..at];
        rest = &rest[at + TEST.len()..];
        let mut depth = 0;
        let end = rest.char_indices().find(|(_, c)| {
            depth += match c {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
            depth == 0 && ['}', ';'].contains(c)
        });
        rest = end.map_or("", |(end, c)| &rest[end + c.len_utf8()..]);
    }
    out + rest
}

/// What a bare text imports and hands on.
fn read(module: &[String], text: &str, known: &BTreeSet<Module>) -> File {
    let mut file = File::default();
    let mut rest = text;
    let mut code = String::new();
    while let Some((at, is_handed_on)) = next_use(rest) {
        code += &rest[..at];
        rest = &rest[at + "use ".len()..];
        let end = rest.find(';').unwrap_or(rest.len());
        for (path, name) in tree(&rest[..end]) {
            if let Some(whole) = whole(module, &path, known) {
                if is_handed_on {
                    file.handed_on.insert(name, whole.clone());
                }
                file.named.insert(whole);
            }
        }
        rest = &rest[end..];
    }
    code += rest;
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    for path in code.split(|c: char| !is_word(c) && c != ':') {
        let path: Vec<String> = path.split("::").map(str::to_owned).collect();
        if path.len() > 1 && path.iter().all(|part| part.chars().all(is_word)) {
            file.named.extend(whole(module, &path, known));
        }
    }
    file
}

/// Where the next `use` begins, and whether it hands on.
fn next_use(text: &str) -> Option<(usize, bool)> {
    let mut from = 0;
    loop {
        let at = from + text[from..].find("use ")?;
        let before = text[..at].trim_end();
        if before.is_empty()
            || before.ends_with(['{', '}', ';', ')', ']'])
            || before.ends_with("pub")
        {
            let is_pub = before.ends_with("pub") || before.ends_with(')');
            return Some((at, is_pub));
        }
        from = at + 1;
    }
}

/// The paths of a `use` tree, each with the name that it gives.
fn tree(text: &str) -> Vec<(Vec<String>, String)> {
    let text = text.trim();
    let parts = |text: &str| -> Vec<String> {
        let parts = text.split("::").map(str::trim);
        parts
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let Some(open) = text.find('{') else {
        let (path, alias) = text
            .split_once(" as ")
            .map_or((text, None), |(path, alias)| (path, Some(alias)));
        let mut path = parts(path);
        if path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let name = alias
            .map(str::trim)
            .map(str::to_owned)
            .or(path.last().cloned());
        return vec![(path, name.unwrap_or_default())];
    };
    let head = parts(&text[..open]);
    let inside = &text[open + 1..text.rfind('}').unwrap_or(text.len())];
    let mut depth = 0;
    let items = inside.split(|c| {
        depth += match c {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        c == ',' && depth == 0
    });
    let items = items.filter(|item| !item.trim().is_empty()).flat_map(tree);
    items
        .map(|(path, name)| (head.iter().cloned().chain(path).collect(), name))
        .collect()
}

/// A path from the crate's root on; `None` if it leads out of the crate, or names nothing of it.
fn whole(module: &[String], path: &[String], known: &BTreeSet<Module>) -> Option<Module> {
    let first = path.first()?;
    let supers = path.iter().take_while(|part| *part == "super").count();
    let (base, rest) = match first.as_str() {
        "crate" => (&[][..], &path[1..]),
        "self" => (module, &path[1..]),
        "super" => (
            &module[..module.len().checked_sub(supers)?],
            &path[supers..],
        ),
        _ if known.contains(&child(module, first)) => (module, path),
        _ => return None,
    };
    Some(base.iter().chain(rest).cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house(sources: &[(&str, &str)]) -> House {
        House::new(
            sources
                .iter()
                .map(|(place, text)| ((*place).to_owned(), (*text).to_owned())),
        )
    }

    #[test]
    fn a_circle_is_found_however_it_is_written() {
        let face = (
            "a/mod.rs",
            "mod b; mod c; mod d;\npub use b::{one, two as other};",
        );
        for back in [
            "use super::b::one;",
            "use crate::a::{d, b::{self, one}};",
            "fn f() { super::b::one() }",
            "use super::other;",
            "pub(super) use crate::a::one;",
        ] {
            let house = house(&[
                face,
                ("a/b.rs", "use super::c::x;"),
                ("a/c.rs", back),
                ("a/d.rs", ""),
            ]);
            let circles = house.circles();
            assert_eq!(circles.len(), 1, "{back}");
            assert_eq!(
                (circles[0].folder.as_str(), &circles[0].of[..]),
                ("a", &["b".to_owned(), "c".to_owned()][..])
            );
            assert_eq!(circles[0].by[0], "a/b.rs → a/c.rs: {\"x\"}");
        }
    }

    #[test]
    fn a_folder_stands_for_what_is_in_it() {
        let files = [
            ("a/b/mod.rs", "mod c;"),
            ("a/b/c.rs", "use crate::a::d::x;"),
            ("a/d.rs", "use super::b::y;"),
        ];
        assert_eq!(house(&files).circles()[0].of, ["b", "d"]);
    }

    #[test]
    fn what_is_no_import_makes_no_circle() {
        for innocent in [
            "// use super::b::one;",
            "const A: &str = \"use super::b::one;\"; fn f<'a>(c: char) -> bool { c == '\"' || c == '\\'' }",
            "#[cfg(test)] mod tests { use super::super::b::one; fn f() {} }",
            "use super::X;\nuse std::b::one; fn reuse (b: u8) {}",
        ] {
            let house = house(&[
                ("a/mod.rs", ""),
                ("a/b.rs", "use super::c::x;"),
                ("a/c.rs", innocent),
            ]);
            assert_eq!(house.circles(), [], "{innocent}");
        }
        let tests = [
            ("a/b.rs", "use super::c::x;"),
            ("a/c.rs", "#[cfg(test)]\nmod laws;"),
            ("a/c/laws.rs", "use crate::a::b::y;"),
        ];
        assert_eq!(house(&tests).circles(), []);
    }
}
