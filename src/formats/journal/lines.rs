//! Lines ↔ entries.

use sha2::{Digest, Sha256};

use crate::formats::json::{unquote, validate};
use crate::model::raw::escape_into;
use crate::model::words;

use super::edits::{self, member};
use super::{Head, JournalDraft, JournalEntry, VERSION};

/// A journal as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JournalText {
    /// What it says first.
    pub head: Head,
    /// What follows.
    pub entries: Vec<JournalEntry>,
    /// How many bytes of it are sound: what follows is to be cut off before it is written on.
    pub sound: usize,
    /// The line, counted from 1, that is damaged while others after it are not.
    pub damage: Option<usize>,
}

impl JournalText {
    /// Of a text that is being typed the last state counts: a long note would be held once for each letter.
    fn push(&mut self, entry: JournalEntry) {
        match (self.entries.last_mut(), entry) {
            (Some(JournalEntry::Draft(last)), JournalEntry::Draft(new)) => *last = new,
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
pub fn write_line(entry: &JournalEntry, before: &str) -> String {
    checked_line(&object(entry, before))
}

/// Any text as a line with the checksum that belongs to it.
pub fn checked_line(text: &str) -> String {
    format!("{} {text}\n", checksum(text))
}

words! {
    /// What a line does, but for the first: that is the head. Writing goes from the entry to its word and reading from the
    /// word to the entry, and both name every case, so that nothing can be written and not read.
    pub(super) EntryWord {
        /// [`JournalEntry::Commit`].
        Commit = "commit",
        /// [`JournalEntry::Undo`].
        Undo = "undo",
        /// [`JournalEntry::Redo`].
        Redo = "redo",
        /// [`JournalEntry::Saved`].
        Saved = "saved",
        /// [`JournalEntry::Draft`].
        Draft = "draft",
    }
}

impl EntryWord {
    /// The word of an entry; `None` for the head.
    fn of(entry: &JournalEntry) -> Option<Self> {
        match entry {
            JournalEntry::Head(_) => None,
            JournalEntry::Commit(..) => Some(Self::Commit),
            JournalEntry::Undo => Some(Self::Undo),
            JournalEntry::Redo => Some(Self::Redo),
            JournalEntry::Saved { .. } => Some(Self::Saved),
            JournalEntry::Draft(_) => Some(Self::Draft),
        }
    }
}

fn object(entry: &JournalEntry, before: &str) -> String {
    let mut out = JournalObject::default();
    if let Some(word) = EntryWord::of(entry) {
        out.word("do", word.as_str());
    }
    match entry {
        JournalEntry::Head(head) => {
            let Head {
                path,
                version,
                base,
                is_dirty,
                drops_something,
                had_errors,
            } = head;
            out.raw("journal", &VERSION.to_string());
            out.word("path", path).word("version", version);
            out.word("base", base);
            for (key, is) in [
                ("dirty", *is_dirty),
                ("drops", *drops_something),
                ("errors", *had_errors),
            ] {
                out.raw(key, if is { "true" } else { "false" });
            }
        }
        JournalEntry::Commit(label, edit) => {
            let mut text = String::new();
            edits::write(&mut text, edit);
            out.word("label", label).raw("edit", &text);
        }
        JournalEntry::Undo | JournalEntry::Redo | JournalEntry::Draft(None) => {}
        JournalEntry::Saved {
            path,
            version,
            since,
        } => {
            out.word("path", path)
                .word("version", version)
                .raw("since", &since.to_string());
        }
        JournalEntry::Draft(Some(draft)) => {
            let JournalDraft {
                table,
                id,
                part,
                at,
                key,
                text,
            } = draft;
            let (head, tail) = shared_ends(before, text);
            out.word("table", table).word("id", id).word("part", part);
            out.raw("at", &at.to_string()).word("key", key);
            out.raw("head", &head.to_string())
                .raw("tail", &tail.to_string());
            out.word("text", &text[head..text.len() - tail]);
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
pub fn read(bytes: &[u8]) -> Option<JournalText> {
    let mut journal = JournalText::default();
    let mut has_head = false;
    let mut wrong = None;
    let mut at = 0;
    for (number, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        at += line.len();
        let before = match journal.entries.last() {
            Some(JournalEntry::Draft(Some(draft))) => draft.text.as_str(),
            _ => "",
        };
        match (entry(line, before), wrong) {
            // Sound lines after one that is not: it was not cut off, it was damaged.
            (Some(_), Some(wrong)) => {
                journal.damage = Some(wrong);
                break;
            }
            (Some(JournalEntry::Head(head)), None) if !has_head => {
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
fn entry(line: &[u8], before: &str) -> Option<JournalEntry> {
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
        return (number("journal")? == VERSION as usize).then_some(JournalEntry::Head(Head {
            path: word("path")?,
            version: word("version")?,
            base: word("base")?,
            is_dirty: is("dirty")?,
            drops_something: is("drops")?,
            had_errors: is("errors")?,
        }));
    }
    Some(match EntryWord::from_word(&word("do")?)? {
        EntryWord::Commit => {
            JournalEntry::Commit(word("label")?, edits::read(member(text, "edit")?)?)
        }
        EntryWord::Undo => JournalEntry::Undo,
        EntryWord::Redo => JournalEntry::Redo,
        EntryWord::Saved => JournalEntry::Saved {
            path: word("path")?,
            version: word("version")?,
            since: number("since")?,
        },
        EntryWord::Draft if member(text, "table").is_none() => JournalEntry::Draft(None),
        EntryWord::Draft => JournalEntry::Draft(Some(JournalDraft {
            table: word("table")?,
            id: word("id")?.into(),
            part: word("part")?,
            at: number("at")?,
            key: word("key")?,
            text: joined(before, number("head")?, &word("text")?, number("tail")?)?,
        })),
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
struct JournalObject(String);

impl JournalObject {
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

    fn draft(text: &str) -> JournalEntry {
        JournalEntry::Draft(Some(JournalDraft {
            table: "entities".into(),
            id: "a\nb".into(),
            part: "claim".into(),
            at: 2,
            key: "note".into(),
            text: text.into(),
        }))
    }

    fn journal(entries: &[JournalEntry]) -> String {
        let mut before = String::new();
        let mut text = write_line(&JournalEntry::Head(Head::default()), "");
        for entry in entries {
            text.push_str(&write_line(entry, &before));
            before = match entry {
                JournalEntry::Draft(Some(draft)) => draft.text.clone(),
                _ => String::new(),
            };
        }
        text
    }

    proptest! {
        #[test]
        fn what_is_typed_reads_back(texts in prop::collection::vec("[aé四\n]{0,6}", 1..8)) {
            let entries: Vec<JournalEntry> = texts.iter().map(|text| draft(text)).collect();
            let read = read(journal(&entries).as_bytes()).unwrap();
            prop_assert_eq!(read.entries.last(), entries.last());
            prop_assert_eq!(read.entries.len(), 1);
        }

        #[test]
        fn a_journal_that_is_cut_off_reads_as_far_as_it_goes(cut in 0usize..1000) {
            let entries = [JournalEntry::Undo, draft("one"), JournalEntry::Redo, draft("one two"), JournalEntry::Redo];
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
        let text = journal(&[JournalEntry::Undo, JournalEntry::Redo, JournalEntry::Undo]);
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
