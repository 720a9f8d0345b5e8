//! Texts hold to one English: the string literals of `src/`, outside tests, avoid the phrases that translate a German one word
//! by word, write 25% without a space, and are in sentence case.

use std::path::{Path, PathBuf};

/// A string literal, and the line that it begins in.
struct Literal {
    line: usize,
    text: String,
}

/// Phrases to swap on sight, and what to write instead.
const SWAP: [(&str, &str); 15] = [
    ("nobody", "no one"),
    ("anew", "again, re-"),
    ("so many", "at most, this many"),
    ("let go of", "drop, discard, clear, deselect"),
    ("lets go of", "drops, discards, clears, deselects"),
    ("any more", "no longer"),
    ("take the place of", "replace"),
    ("takes the place of", "replaces"),
    ("took the place of", "replaced"),
    ("stands twice", "is repeated"),
    ("stand twice", "are repeated"),
    ("at one blow", "atomically"),
    ("part by", "separate with"),
    ("part them by", "separate with"),
    ("parted by", "separated by"),
];

/// Words that have a capital wherever they are: names, and keys of the keyboard.
const NAMES: [&str; 8] = [
    "Linkwright",
    "Ctrl",
    "Enter",
    "Esc",
    "Escape",
    "Shift",
    "Tab",
    "Up",
];

/// Folders whose labels are checked for sentence case; elsewhere, names of states and fonts are data.
const LABELS: [&str; 4] = ["app", "cli", "export", "ui"];

/// What a text may say all the same: a part of it, and why.
const EXCEPTIONS: [(&str, &str); 1] = [("from nobody", "how files of mailboxes begin")];

/// What is wrong with a text.
fn faults(text: &str) -> Vec<String> {
    if EXCEPTIONS.iter().any(|(part, _)| text.contains(part)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let spaced = format!(" {} ", words.join(" "));
    for (phrase, better) in SWAP {
        if spaced.contains(&format!(" {phrase} ")) {
            found.push(format!("“{phrase}”: write {better}"));
        }
    }
    // “there is no file” and “is no longer” are English, “this is no file” is not.
    for (at, pair) in words.windows(2).enumerate() {
        let is_there = at > 0 && words[at - 1] == "there";
        let next = words.get(at + 2).map(String::as_str);
        let is_no = matches!(pair[0].as_str(), "is" | "are") && pair[1] == "no";
        if is_no && !is_there && next.is_some_and(|next| next != "longer") {
            found.push(format!("“{} no”: write “{} not a”", pair[0], pair[0]));
        }
    }
    if [" %", "\u{a0}%"]
        .iter()
        .any(|percent| is_after_number(text, percent))
    {
        found.push("“ %”: write 25%, without a space".to_owned());
    }
    found
}

/// Whether `part` follows a figure somewhere, or the place of one.
fn is_after_number(text: &str, part: &str) -> bool {
    let mut places = text.match_indices(part);
    places.any(|(at, _)| text[..at].ends_with(|c: char| c == '}' || c.is_numeric()))
}

/// The first word that has a capital for no reason, in a text of a few words that begins with one.
fn title_case(text: &str) -> Option<&str> {
    let words: Vec<&str> = text.split(' ').collect();
    let is_label = (2..=5).contains(&words.len())
        && text.starts_with(char::is_uppercase)
        && !text.contains(['/', '=', '<', '{', '_']);
    if !is_label {
        return None;
    }
    let has_reason = |before: &str| before.ends_with(['.', ':', '›', '?', '“', '·', '–']);
    let pairs = words.windows(2).filter(|pair| !has_reason(pair[0]));
    pairs.map(|pair| pair[1]).find(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let mut chars = word.chars();
        let is_capital = chars.next().is_some_and(char::is_uppercase);
        let rest = chars.as_str();
        let is_word = !rest.is_empty() && rest.chars().all(char::is_lowercase);
        is_capital && is_word && !NAMES.contains(&word)
    })
}

/// The string literals of a source, without those of items for tests.
fn literals(source: &str) -> Vec<Literal> {
    let chars: Vec<char> = source.chars().collect();
    let starts = |at: usize, with: &str| {
        let mut ahead = chars[at..].iter();
        with.chars().all(|c| ahead.next() == Some(&c))
    };
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    // Where an item for tests is: how deep its braces are, from its attribute on.
    let mut skipped: Option<i32> = None;
    while at < chars.len() {
        let from = at;
        if starts(at, "//") {
            while at < chars.len() && chars[at] != '\n' {
                at += 1;
            }
        } else if starts(at, "#[cfg(test)]") {
            skipped = skipped.or(Some(0));
            at += "#[cfg(test)]".len();
        } else if chars[at] == '\'' {
            // A character, or a lifetime.
            at += match (chars.get(at + 1), chars.get(at + 2), chars.get(at + 3)) {
                (Some('\\'), _, _) => {
                    let end = chars[at + 3..].iter().position(|c| *c == '\'');
                    end.map_or(1, |end| end + 4)
                }
                (_, Some('\''), _) => 3,
                _ => 1,
            };
        } else if let Some(hashes) = raw_start(&chars, at) {
            let end: String = std::iter::once('"')
                .chain("#".repeat(hashes).chars())
                .collect();
            while chars[at] != '"' {
                at += 1;
            }
            at += 1;
            let text = at;
            while at < chars.len() && !starts(at, &end) {
                at += 1;
            }
            if skipped.is_none() {
                let text = chars[text..at].iter().collect();
                found.push(Literal { line, text });
            }
            at += end.chars().count();
        } else if chars[at] == '"' {
            let (text, end) = quoted(&chars, at + 1);
            if skipped.is_none() {
                found.push(Literal { line, text });
            }
            at = end + 1;
        } else {
            if let Some(depth) = &mut skipped {
                *depth += match chars[at] {
                    '{' => 1,
                    '}' => -1,
                    _ => 0,
                };
                if *depth == 0 && matches!(chars[at], '}' | ';') {
                    skipped = None;
                }
            }
            at += 1;
        }
        line += chars[from..at.min(chars.len())]
            .iter()
            .filter(|c| **c == '\n')
            .count();
    }
    found
}

/// How many `#` a raw string that begins here has.
fn raw_start(chars: &[char], at: usize) -> Option<usize> {
    let is_inside_word = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    if is_inside_word {
        return None;
    }
    let at = at + usize::from(chars[at] == 'b');
    if chars.get(at) != Some(&'r') {
        return None;
    }
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    (chars.get(at + 1 + hashes) == Some(&'"')).then_some(hashes)
}

/// What a literal holds, its continued lines joined, and where its end is.
fn quoted(chars: &[char], mut at: usize) -> (String, usize) {
    let mut text = String::new();
    while at < chars.len() && chars[at] != '"' {
        if chars[at] != '\\' {
            text.push(chars[at]);
            at += 1;
            continue;
        }
        match chars.get(at + 1) {
            Some('\n') => {
                at += 1;
                while chars.get(at).is_some_and(|c| c.is_whitespace()) {
                    at += 1;
                }
            }
            Some('n') => {
                text.push('\n');
                at += 2;
            }
            Some(other) => {
                text.push(*other);
                at += 2;
            }
            None => at += 1,
        }
    }
    (text, at)
}

/// Every source file under a folder, without the modules of tests, which are called `tests` or `laws`.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let is_for_tests = path
            .file_stem()
            .is_some_and(|stem| stem == "tests" || stem == "laws");
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") && !is_for_tests {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn texts_avoid_what_to_swap_on_sight() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for path in sources(&root) {
        let inside = path.strip_prefix(&root).unwrap();
        let source = std::fs::read_to_string(&path).unwrap();
        for literal in literals(&source) {
            let mut faults = faults(&literal.text);
            if LABELS.iter().any(|folder| inside.starts_with(folder)) {
                let word = title_case(&literal.text);
                faults.extend(word.map(|word| format!("“{word}” in a label: use sentence case")));
            }
            found.extend(faults.into_iter().map(|fault| {
                format!(
                    "src/{}:{}: {fault}: {}",
                    inside.display(),
                    literal.line,
                    literal.text
                )
            }));
        }
    }
    assert!(found.is_empty(), "{}\n{}", found.len(), found.join("\n"));
}

#[test]
fn faults_are_found() {
    for text in [
        "{} is no dataset",
        "Nobody cites it",
        "it is shown anew",
        "There are not so many",
        "saving lets go of the others",
        "not there any more",
        "A save takes the place of it",
        "the key stands twice",
        "deleted at one blow",
        "part them by commas",
        "{:.0} %",
        "25–50 %",
    ] {
        assert!(!faults(text).is_empty(), "{text}");
    }
    for (text, word) in [
        ("Export The Picture", Some("The")),
        ("Dataset Details", Some("Details")),
        ("About Linkwright", None),
        ("Press Enter to add", None),
        ("Saved. See problems.", None),
        ("New: PNG and SVG", None),
    ] {
        assert_eq!(title_case(text), word, "{text}");
    }
    for text in [
        "there is no such file",
        "%Y-%m-%d %H:%M:%S",
        "it is no longer there",
        "Export picture…",
        "25–50%",
        "a canew word",
        "Saved. See Problems.",
        "",
    ] {
        assert!(faults(text).is_empty(), "{text}: {:?}", faults(text));
    }
}

#[test]
fn literals_are_read_as_the_compiler_reads_them() {
    let source = r##"
        // "a comment"
        fn a<'a>(c: char) -> &'a str { if c == '"' || c == '\'' { "one \"two\" \
            three" } else { r#"raw "four""# } }
        #[cfg(test)]
        mod tests { fn b() { "not this { one" } }
        const C: &[u8] = b"five";
        #[cfg(test)]
        use x::y;
        fn last() { "six" }
    "##;
    let found: Vec<(usize, String)> = literals(source)
        .into_iter()
        .map(|literal| (literal.line, literal.text))
        .collect();
    let expected = [
        (3, "one \"two\" three"),
        (4, "raw \"four\""),
        (7, "five"),
        (10, "six"),
    ];
    assert_eq!(found, expected.map(|(line, text)| (line, text.to_owned())));
}
