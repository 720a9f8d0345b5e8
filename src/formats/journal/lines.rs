//! Lines ↔ entries.

use sha2::{Digest, Sha256};

use crate::formats::json::{unquote, validate};
use crate::model::raw::escape_into;

use super::edits::{self, member};
use super::{Draft, Entry, Head, VERSION};

/// A journal as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Journal {
    /// What it says first.
    pub head: Head,
    /// What follows.
    pub entries: Vec<Entry>,
    /// How many bytes of it are sound: what follows is to be cut off before it is written on.
    pub sound: usize,
    /// The line, counted from 1, that is damaged while others after it are not.
    pub damage: Option<usize>,
}

impl Journal {
    /// Of a text that is being typed the last state counts: a long note would be held once for each letter.
    fn push(&mut self, entry: Entry) {
        match (self.entries.last_mut(), entry) {
            (Some(Entry::Draft(last)), Entry::Draft(new)) => *last = new,
            (_, entry) => self.entries.push(entry),
        }
    }
}

/// Digits of a line's checksum.
const DIGITS: usize = 8;

fn checksum(text: &str) -> String {
    let digest = Sha256::digest(text);
    digest[..DIGITS / 2]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// An entry as a line, with its line end. `before` is the text being typed as the line before had it: of a long text only
/// what changed is written.
pub fn write_line(entry: &Entry, before: &str) -> String {
    checked_line(&object(entry, before))
}

/// Any text as a line with the checksum that belongs to it.
pub fn checked_line(text: &str) -> String {
    format!("{} {text}\n", checksum(text))
}

fn object(entry: &Entry, before: &str) -> String {
    let mut out = Object::default();
    match entry {
        Entry::Head(head) => {
            out.raw("journal", &VERSION.to_string());
            out.word("path", &head.path).word("version", &head.version);
            out.word("base", &head.base);
            for (key, is) in [
                ("dirty", head.is_dirty),
                ("drops", head.drops_something),
                ("errors", head.had_errors),
            ] {
                out.raw(key, if is { "true" } else { "false" });
            }
        }
        Entry::Commit(label, edit) => {
            let mut text = String::new();
            edits::write(&mut text, edit);
            out.word("do", "commit")
                .word("label", label)
                .raw("edit", &text);
        }
        Entry::Undo => drop(out.word("do", "undo")),
        Entry::Redo => drop(out.word("do", "redo")),
        Entry::Saved {
            path,
            version,
            since,
        } => {
            out.word("do", "saved").word("path", path);
            out.word("version", version)
                .raw("since", &since.to_string());
        }
        Entry::Draft(None) => drop(out.word("do", "draft")),
        Entry::Draft(Some(draft)) => {
            let (head, tail) = shared_ends(before, &draft.text);
            out.word("do", "draft").word("table", &draft.table);
            out.word("id", &draft.id).word("part", &draft.part);
            out.raw("at", &draft.at.to_string()).word("key", &draft.key);
            out.raw("head", &head.to_string())
                .raw("tail", &tail.to_string());
            out.word("text", &draft.text[head..draft.text.len() - tail]);
        }
    }
    out.close()
}

/// How many bytes two texts share at their beginning, and then at their end.
fn shared_ends(before: &str, now: &str) -> (usize, usize) {
    let head = before.bytes().zip(now.bytes()).take_while(|(a, b)| a == b);
    let head = now.floor_char_boundary(head.count());
    let head = before.floor_char_boundary(head);
    let (before, now) = (&before[head..], &now[head..]);
    let tail = before.bytes().rev().zip(now.bytes().rev());
    let mut tail = tail.take_while(|(a, b)| a == b).count();
    while !now.is_char_boundary(now.len() - tail) || !before.is_char_boundary(before.len() - tail) {
        tail -= 1;
    }
    (head, tail)
}

/// Reads a journal as far as it goes. `None` if it has no sound head, or is of another version.
pub fn read(bytes: &[u8]) -> Option<Journal> {
    let mut journal = Journal::default();
    let mut has_head = false;
    let mut wrong = None;
    let mut at = 0;
    for (number, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        at += line.len();
        let before = match journal.entries.last() {
            Some(Entry::Draft(Some(draft))) => draft.text.as_str(),
            _ => "",
        };
        match (entry(line, before), wrong) {
            // Sound lines after one that is not: it was not cut off, it was damaged.
            (Some(_), Some(wrong)) => {
                journal.damage = Some(wrong);
                break;
            }
            (Some(Entry::Head(head)), None) if !has_head => {
                journal.head = head;
                has_head = true;
                journal.sound = at;
            }
            (Some(entry), None) if has_head => {
                journal.push(entry);
                journal.sound = at;
            }
            _ => wrong = wrong.or(Some(number + 1)),
        }
    }
    has_head.then_some(journal)
}

/// The entry of a line, if the line is sound.
fn entry(line: &[u8], before: &str) -> Option<Entry> {
    let line = std::str::from_utf8(line.strip_suffix(b"\n")?).ok()?;
    let (sum, text) = line.split_at_checked(DIGITS)?;
    let text = text.strip_prefix(' ')?;
    if checksum(text) != sum {
        return None;
    }
    let text = validate(text).ok()?;
    let word = |key: &str| unquote(member(text, key)?).map(std::borrow::Cow::into_owned);
    let number = |key: &str| member(text, key)?.parse::<usize>().ok();
    let is = |key: &str| Some(member(text, key)? == "true");
    if member(text, "journal").is_some() {
        return (number("journal")? == VERSION as usize).then_some(Entry::Head(Head {
            path: word("path")?,
            version: word("version")?,
            base: word("base")?,
            is_dirty: is("dirty")?,
            drops_something: is("drops")?,
            had_errors: is("errors")?,
        }));
    }
    Some(match word("do")?.as_str() {
        "commit" => Entry::Commit(word("label")?, edits::read(member(text, "edit")?)?),
        "undo" => Entry::Undo,
        "redo" => Entry::Redo,
        "saved" => Entry::Saved {
            path: word("path")?,
            version: word("version")?,
            since: number("since")?,
        },
        "draft" if member(text, "table").is_none() => Entry::Draft(None),
        "draft" => Entry::Draft(Some(Draft {
            table: word("table")?,
            id: word("id")?.into(),
            part: word("part")?,
            at: number("at")?,
            key: word("key")?,
            text: joined(before, number("head")?, &word("text")?, number("tail")?)?,
        })),
        _ => return None,
    })
}

/// The text of which `middle` is new and the ends are those of `before`.
fn joined(before: &str, head: usize, middle: &str, tail: usize) -> Option<String> {
    let start = before.get(..head)?;
    let end = before.get(before.len().checked_sub(tail)?..)?;
    (head + tail <= before.len()).then(|| format!("{start}{middle}{end}"))
}

/// An object being written.
#[derive(Default)]
struct Object(String);

impl Object {
    fn key(&mut self, key: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        escape_into(&mut self.0, key);
        self.0.push(':');
    }

    fn word(&mut self, key: &str, word: &str) -> &mut Self {
        self.key(key);
        escape_into(&mut self.0, word);
        self
    }

    fn raw(&mut self, key: &str, json: &str) -> &mut Self {
        self.key(key);
        self.0.push_str(json);
        self
    }

    fn close(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn draft(text: &str) -> Entry {
        Entry::Draft(Some(Draft {
            table: "entities".into(),
            id: "a\nb".into(),
            part: "claim".into(),
            at: 2,
            key: "note".into(),
            text: text.into(),
        }))
    }

    fn journal(entries: &[Entry]) -> String {
        let mut before = String::new();
        let mut text = write_line(&Entry::Head(Head::default()), "");
        for entry in entries {
            text.push_str(&write_line(entry, &before));
            before = match entry {
                Entry::Draft(Some(draft)) => draft.text.clone(),
                _ => String::new(),
            };
        }
        text
    }

    proptest! {
        #[test]
        fn what_is_typed_reads_back(texts in prop::collection::vec("[aé四\n]{0,6}", 1..8)) {
            let entries: Vec<Entry> = texts.iter().map(|text| draft(text)).collect();
            let read = read(journal(&entries).as_bytes()).unwrap();
            prop_assert_eq!(read.entries.last(), entries.last());
            prop_assert_eq!(read.entries.len(), 1);
        }

        #[test]
        fn a_journal_that_is_cut_off_reads_as_far_as_it_goes(cut in 0usize..1000) {
            let entries = [Entry::Undo, draft("one"), Entry::Redo, draft("one two"), Entry::Redo];
            let text = journal(&entries);
            let cut = cut % text.len();
            let whole = text[..cut].matches('\n').count();
            match read(&text.as_bytes()[..cut]) {
                Some(read) => {
                    prop_assert_eq!(&read.entries[..], &entries[..whole - 1]);
                    prop_assert_eq!(read.damage, None);
                    prop_assert!(text[..read.sound].ends_with('\n') && read.sound <= cut);
                }
                None => prop_assert_eq!(whole, 0),
            }
        }

        #[test]
        fn no_bytes_are_too_odd(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
        }
    }

    #[test]
    fn damage_before_sound_lines_is_said_and_the_rest_let_go() {
        let text = journal(&[Entry::Undo, Entry::Redo, Entry::Undo]);
        let line = text.lines().nth(2).unwrap();
        let broken = text.replacen(line, &line.replace("redo", "rede"), 1);
        let read = read(broken.as_bytes()).unwrap();
        assert_eq!((read.entries.len(), read.damage), (1, Some(3)));
    }

    #[test]
    fn a_long_note_costs_what_is_typed() {
        let long = "a long note ".repeat(1000);
        let line = write_line(&draft(&format!("{long}!")), &long);
        assert!(line.len() < 200, "{}", line.len());
    }
}
