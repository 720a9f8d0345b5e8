//! Text → document, with everything that is odd about the file listed.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::formats::json::{self, JsonError, elements, is_empty_value, members, minify, unquote};
use crate::formats::reading::bounds;
use crate::formats::reading::lines::count_lines;
use crate::model::{
    CustomKind, Document, Entity, Link, Meta, Parts, Problem, ProblemList, RawJson, RecordRef,
    Release, SetAsideFinding, Severity, Source, Str, TableName, UNUSABLE_RECORD, View, check,
};

use super::VERSION;
use super::fields::{Fields, Notes, keep_unknown, read_members};

/// Why a file could not be opened as a dataset.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file is not JSON text.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// It is JSON, but no Linkwright dataset.
    #[error("not a Linkwright dataset: {0}")]
    NotADataset(String),
}

/// A document and what was noticed while reading it.
#[derive(Debug)]
pub struct DatasetReading {
    /// The document.
    pub document: Document,
    /// What only the file shows: its encoding, its version, keys that stand twice. `check` finds the rest in the document.
    pub problems: Vec<Problem>,
    /// Where the records stand.
    pub lines: RecordLines,
    /// Whether writing the document would leave out something that the file has: the earlier values of repeated keys.
    pub drops_something: bool,
}

impl DatasetReading {
    /// Everything that is wrong, in order of lines.
    pub fn all_problems(&self) -> Vec<Problem> {
        all_problems(&self.document, &self.problems, &self.lines)
    }
}

/// What reading noticed and what `check` finds in the document, in order of lines.
pub fn all_problems(document: &Document, noticed: &[Problem], lines: &RecordLines) -> Vec<Problem> {
    let mut all = noticed.to_vec();
    let mut unusable = lines.leftovers.iter();
    for mut problem in check(document) {
        problem.line = if problem.rule == UNUSABLE_RECORD {
            unusable.next().copied()
        } else {
            let field = || lines.of_field(&problem.field);
            let is_own = problem.record == RecordRef::dataset();
            lines
                .of(document, &problem.record)
                .or_else(|| is_own.then(field).flatten())
        };
        all.push(problem);
    }
    all.sort_by_key(|problem| problem.line);
    all
}

/// The line of each record in the file, counted from 1.
#[derive(Clone, Debug, Default)]
pub struct RecordLines {
    sources: Vec<u32>,
    entities: Vec<u32>,
    links: Vec<u32>,
    /// Of the records without a slot, by table and id.
    others: FxHashMap<(TableName, Str), u32>,
    /// Of the dataset's own fields: key, line.
    fields: Vec<(Str, u32)>,
    /// Of the unusable ones, in the order of the document's leftovers.
    leftovers: Vec<u32>,
}

impl RecordLines {
    /// The lines of entities and links by slot, as another format has them.
    pub fn of_records(entities: Vec<u32>, links: Vec<u32>) -> Self {
        Self {
            entities,
            links,
            ..Self::default()
        }
    }

    /// The line of one of the dataset's own fields, such as `grading.source`.
    fn of_field(&self, field: &str) -> Option<u32> {
        let key = field.split('.').next().unwrap_or_default();
        let mut fields = self.fields.iter();
        fields.find(|(have, _)| have == key).map(|(_, line)| *line)
    }

    /// The line of a record, if the file had it.
    pub fn of(&self, document: &Document, record: &RecordRef) -> Option<u32> {
        let by_slot = |lines: &[u32], slot: Option<u32>| lines.get(slot? as usize).copied();
        match record.table {
            TableName::Sources => by_slot(&self.sources, document.sources().slot_of(&record.id)),
            TableName::Entities => by_slot(&self.entities, document.entities().slot_of(&record.id)),
            TableName::Links => by_slot(&self.links, document.links().slot_of(&record.id)),
            table => {
                let key = (table, record.id.clone());
                self.others.get(&key).copied()
            }
        }
    }
}

/// Reads a dataset. What can be read is read, the rest is kept as text and listed.
///
/// # Errors
/// If the bytes are not JSON text, or not an object whose `format` is `linkwright`.
pub fn read(bytes: &[u8]) -> Result<DatasetReading, ReadError> {
    let decoded = json::decode(bytes)?;
    let text = decoded.text.as_ref();
    let top = top_level(text)?;
    let mut reader = DatasetReader::new(text, decoded.note);
    let mut tables = Tables::default();
    for (key, token, value) in top {
        reader.top_member(key, token, value, &mut tables);
    }
    if bounds::is_hollow(tables.len(), text.len()) {
        return Err(JsonError::Hollow.into());
    }
    reader.check_version();
    Ok(reader.finish(tables))
}

/// A member of the top-level object: its key, the key's token, and the value's text.
type Member<'a> = (Cow<'a, str>, &'a str, &'a str);

fn top_level(text: &str) -> Result<Vec<Member<'_>>, ReadError> {
    let whole = json::validate(text)?;
    let Some(all) = members(whole) else {
        let what = match whole.as_bytes()[0] {
            b'[' => "a list",
            b'"' => "a string",
            b't' | b'f' => "true or false",
            b'n' => "null",
            _ => "a number",
        };
        let message = format!("it holds {what}, not an object with \"format\": \"linkwright\"");
        return Err(ReadError::NotADataset(message));
    };
    let top: Vec<_> = all
        .map(|(token, value)| (unquote(token).unwrap_or(token.into()), token, value))
        .collect();
    let format = top.iter().rev().find(|(key, ..)| key == "format");
    match format.map(|(_, _, value)| unquote(value)) {
        Some(Some(format)) if format == "linkwright" => Ok(top),
        Some(_) => Err(ReadError::NotADataset(
            "its \"format\" is not \"linkwright\"".into(),
        )),
        None => Err(ReadError::NotADataset(
            "it has no \"format\": \"linkwright\"".into(),
        )),
    }
}

/// The text of each table's elements.
#[derive(Default)]
struct Tables<'a> {
    texts: Vec<(TableName, Vec<&'a str>)>,
}

impl<'a> Tables<'a> {
    fn of(&self, table: TableName) -> &[&'a str] {
        let found = self.texts.iter().find(|(name, _)| *name == table);
        found.map_or(&[], |(_, items)| items)
    }

    /// How many elements there are.
    fn len(&self) -> usize {
        self.texts.iter().map(|(_, items)| items.len()).sum()
    }

    fn set(&mut self, table: TableName, items: Vec<&'a str>) {
        self.texts.retain(|(name, _)| *name != table);
        self.texts.push((table, items));
    }
}

struct DatasetReader<'a> {
    text: &'a str,
    problems: Vec<Problem>,
    notes: Notes<'a>,
    meta: Meta,
    unknown: Vec<(&'a str, &'a str)>,
    version: Option<&'a str>,
    seen: Vec<String>,
    /// The dataset's own keys, with their places.
    fields: Vec<(Str, &'a str)>,
    newer: Option<Str>,
    leftovers: Vec<(TableName, &'a str)>,
    /// Where lines end, once someone has asked for one.
    line_ends: OnceCell<Vec<usize>>,
}

impl<'a> DatasetReader<'a> {
    fn new(text: &'a str, note: Option<&str>) -> Self {
        let mut reader = Self {
            text,
            problems: Vec::new(),
            notes: Notes::default(),
            meta: Meta::default(),
            unknown: Vec::new(),
            version: None,
            seen: Vec::new(),
            fields: Vec::new(),
            newer: None,
            leftovers: Vec::new(),
            line_ends: OnceCell::new(),
        };
        if let Some(note) = note {
            reader.problem(Severity::Note, "encoding", Some(1), "", note.into());
        }
        reader
    }

    fn problem(
        &mut self,
        severity: Severity,
        rule: &'static str,
        line: Option<u32>,
        field: &str,
        text: String,
    ) {
        self.problems.push(Problem {
            severity,
            line,
            record: RecordRef::dataset(),
            field: field.into(),
            rule,
            text,
        });
    }

    /// The line of a part of the text.
    fn line_of(&self, part: &str) -> u32 {
        let offset = part.as_ptr() as usize - self.text.as_ptr() as usize;
        let ends = self
            .line_ends
            .get_or_init(|| memchr::memchr_iter(b'\n', self.text.as_bytes()).collect());
        (ends.partition_point(|end| *end < offset) + 1) as u32
    }

    fn top_member(
        &mut self,
        key: Cow<'a, str>,
        token: &'a str,
        value: &'a str,
        tables: &mut Tables<'a>,
    ) {
        let known = Meta::KEYS.iter().position(|known| *known == key);
        let table = TableName::from_word(&key).filter(|table| *table != TableName::Dataset);
        if known.is_some() || table.is_some() || key == "version" || key == "format" {
            if self.seen.iter().any(|seen| *seen == key) {
                self.notes.repeated.push((token, key.clone().into_owned()));
            }
            self.seen.push(key.clone().into_owned());
            self.fields
                .retain(|(have, _)| have.as_str() != key.as_ref());
            self.fields.push((key.as_ref().into(), token));
        }
        match (known, table) {
            (Some(at), _) => self.meta.read_field(at, value, &mut self.notes),
            (None, Some(table)) => self.table(table, value, tables),
            (None, None) if key == "version" => self.version = Some(value),
            (None, None) if key == "format" => {}
            (None, None) => self.unknown.push((token, value)),
        }
    }

    fn table(&mut self, table: TableName, value: &'a str, tables: &mut Tables<'a>) {
        let key = table.as_str();
        match elements(value) {
            Some(items) => {
                self.meta.extra.set_unread(key, None);
                tables.set(table, items.collect());
            }
            None => {
                let unread = (!is_empty_value(value)).then(|| minify(value));
                self.meta.extra.set_unread(key, unread);
                tables.set(table, Vec::new());
            }
        }
    }

    fn check_version(&mut self) {
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        match self.version {
            None | Some("null") => {
                let text = format!("no version stated; read and saved as version {VERSION}");
                self.problem(Severity::Warning, "version", None, "version", text);
            }
            Some(text) if text.parse() == Ok(VERSION) => {}
            Some(text) if digits(text) && text != "0" => {
                self.newer = Some(text.into());
                let line = Some(self.line_of(text));
                let message =
                    format!("version {text} is newer than this Linkwright; opened read-only");
                self.problem(Severity::Error, "newer-version", line, "version", message);
            }
            Some(text) => self.meta.extra.set_unread("version", Some(minify(text))),
        }
    }

    fn finish(mut self, tables: Tables<'a>) -> DatasetReading {
        let unknown = std::mem::take(&mut self.unknown);
        if !unknown.is_empty() {
            keep_unknown(&mut self.meta.extra, &unknown, &mut self.notes);
        }
        let mut parts = Parts {
            meta: std::mem::take(&mut self.meta),
            newer: self.newer.clone(),
            ..Parts::default()
        };
        let kinds: Records<'_, Arc<CustomKind>> =
            self.records(&tables, TableName::Kinds, |kind: &CustomKind, text| {
                !kind.id.is_empty() && states_target(kind, text)
            });
        let sources: Records<'_, Arc<Source>> =
            self.records(&tables, TableName::Sources, |r: &Source, _| {
                !r.id.is_empty()
            });
        let entities: Records<'_, Arc<Entity>> =
            self.records(&tables, TableName::Entities, |r: &Entity, _| {
                !r.id.is_empty()
            });
        let links: Records<'_, Arc<Link>> =
            self.records(&tables, TableName::Links, |r: &Link, _| !r.id.is_empty());
        let views: Records<'_, Arc<View>> =
            self.records(&tables, TableName::Views, |r: &View, _| !r.id.is_empty());
        let releases: Records<'_, Arc<Release>> =
            self.records(&tables, TableName::Releases, |r: &Release, _| {
                !r.id.is_empty()
            });
        let findings: Records<'_, SetAsideFinding> =
            self.records(&tables, TableName::Findings, |_: &SetAsideFinding, _| true);
        let mut lines = RecordLines::default();
        self.note_lines(&kinds, TableName::Kinds, |kind| &kind.id, &mut lines);
        self.note_lines(&views, TableName::Views, |view| &view.id, &mut lines);
        self.note_lines(
            &releases,
            TableName::Releases,
            |release| &release.id,
            &mut lines,
        );
        self.note_lines(
            &findings,
            TableName::Findings,
            |finding| &finding.rule,
            &mut lines,
        );
        parts.kinds = kinds.records;
        parts.sources = sources.records;
        parts.entities = entities.records;
        parts.links = links.records;
        parts.views = views.records;
        parts.releases = releases.records;
        parts.findings = findings.records;
        let (mut document, repeated) = Document::from_parts(parts);
        for (table, texts, places) in [
            (TableName::Kinds, &kinds.texts, &repeated.kinds),
            (TableName::Sources, &sources.texts, &repeated.sources),
            (TableName::Entities, &entities.texts, &repeated.entities),
            (TableName::Links, &links.texts, &repeated.links),
            (TableName::Views, &views.texts, &repeated.views),
            (TableName::Releases, &releases.texts, &repeated.releases),
        ] {
            let again = places.iter().map(|place| (table, texts[*place]));
            self.leftovers.extend(again);
        }
        let text = self.text;
        (lines.links, lines.entities) = rayon::join(
            || lines_of(text, &links.texts, &repeated.links),
            || lines_of(text, &entities.texts, &repeated.entities),
        );
        lines.sources = lines_of(text, &sources.texts, &repeated.sources);
        self.keep_leftovers(&mut document, &mut lines);
        let drops_something = !self.notes.repeated.is_empty();
        lines.fields = std::mem::take(&mut self.fields)
            .into_iter()
            .map(|(key, token)| (key, self.line_of(token)))
            .collect();
        self.list_repeated(&[
            (TableName::Sources, &sources.texts),
            (TableName::Entities, &entities.texts),
            (TableName::Links, &links.texts),
            (TableName::Views, &views.texts),
            (TableName::Kinds, &kinds.texts),
        ]);
        DatasetReading {
            document,
            problems: self.problems,
            lines,
            drops_something,
        }
    }

    /// The unusable records, in the order of the file within each table.
    fn keep_leftovers(&mut self, document: &mut Document, lines: &mut RecordLines) {
        self.leftovers
            .sort_by_key(|(table, text)| (*table, text.as_ptr() as usize));
        let kept: Vec<(TableName, RawJson)> = self
            .leftovers
            .iter()
            .map(|(table, text)| (*table, minify(text)))
            .collect();
        let texts = self.leftovers.iter().map(|(_, text)| *text);
        lines.leftovers = texts.clone().map(|text| self.line_of(text)).collect();
        // A record that is kept as text loses nothing, whatever stands twice in it.
        let place = |part: &str| part.as_ptr() as usize;
        if self.notes.repeated.is_empty() {
            document.put_leftovers(kept.into());
            return;
        }
        let mut kept_texts: Vec<&str> = texts.collect();
        kept_texts.sort_unstable_by_key(|text| place(text));
        let kept_text = |part: &str| around(part, &kept_texts).is_some();
        let repeated = std::mem::take(&mut self.notes.repeated);
        let lost = repeated.into_iter().filter(|(part, _)| !kept_text(part));
        self.notes.repeated = lost.collect();
        document.put_leftovers(kept.into());
    }

    fn list_repeated(&mut self, tables: &[(TableName, &Vec<&'a str>)]) {
        let mut found = ProblemList::default();
        // Keys of one record come together; a record of millions is walked for its id once.
        let mut last: Option<(&str, RecordRef)> = None;
        for (part, key) in std::mem::take(&mut self.notes.repeated) {
            let owner = tables
                .iter()
                .find_map(|(table, texts)| Some((*table, around(part, texts)?)));
            let is_last = |text: &str| {
                last.as_ref()
                    .is_some_and(|(have, _)| std::ptr::eq(*have, text))
            };
            if let Some((table, text)) = owner
                && !is_last(text)
            {
                let record = id_in(text).map(|id| RecordRef::new(table, id));
                last = Some((text, record.unwrap_or_else(RecordRef::dataset)));
            }
            let record = match (&last, owner) {
                (Some((_, record)), Some(_)) => record.clone(),
                _ => RecordRef::dataset(),
            };
            let text = format!(
                "repeated key “{key}”: the last value is used, and saving drops the others"
            );
            found.push(Problem {
                severity: Severity::Error,
                line: Some(self.line_of(part)),
                record,
                field: key.into(),
                rule: "repeated-key",
                text,
            });
        }
        self.problems.extend(found.finish());
    }

    /// Reads a table's elements in parallel, each straight into its final place; unusable records become leftovers.
    fn records<R: Fields, T: From<R> + Send>(
        &mut self,
        tables: &Tables<'a>,
        table: TableName,
        usable: impl Fn(&R, &str) -> bool + Sync,
    ) -> Records<'a, T> {
        const PART: usize = 1024;
        let parts: Vec<_> = tables
            .of(table)
            .par_chunks(PART)
            .map(|texts| {
                let mut notes = Notes::default();
                let mut part = Records::default();
                for &text in texts {
                    match read_members::<R>(text, &mut notes) {
                        Some(record) if usable(&record, text) => {
                            part.records.push(T::from(record));
                            part.texts.push(text);
                        }
                        _ => part.unusable.push(text),
                    }
                }
                (part, notes.repeated)
            })
            .collect();
        let mut all = Records::default();
        for (part, repeated) in parts {
            all.records.extend(part.records);
            all.texts.extend(part.texts);
            self.leftovers
                .extend(part.unusable.into_iter().map(|text| (table, text)));
            self.notes.repeated.extend(repeated);
        }
        all
    }

    /// Notes the lines of a small table's records.
    fn note_lines<R>(
        &self,
        records: &Records<'a, R>,
        table: TableName,
        id: impl Fn(&R) -> &Str,
        lines: &mut RecordLines,
    ) {
        for (record, text) in records.records.iter().zip(&records.texts) {
            let key = (table, id(record).clone());
            lines.others.entry(key).or_insert(self.line_of(text));
        }
    }
}

/// The lines of these parts of the text, which come in order, without the places in `repeated`.
fn lines_of(text: &str, parts: &[&str], repeated: &[usize]) -> Vec<u32> {
    let (mut line, mut counted) = (1u32, 0usize);
    let mut lines = Vec::with_capacity(parts.len());
    let mut skip = repeated.iter().peekable();
    for (at, part) in parts.iter().enumerate() {
        let offset = part.as_ptr() as usize - text.as_ptr() as usize;
        line += count_lines(&text.as_bytes()[counted..offset]) as u32;
        counted = offset;
        if skip.next_if_eq(&&at).is_none() {
            lines.push(line);
        }
    }
    lines
}

/// The text, of texts that come in order, in which a part lies.
fn around<'a>(part: &str, texts: &[&'a str]) -> Option<&'a str> {
    let place = |text: &str| text.as_ptr() as usize;
    let after = texts.partition_point(|text| place(text) <= place(part));
    let text = texts.get(after.checked_sub(1)?)?;
    (place(part) < place(text) + text.len()).then_some(text)
}

/// The id that a record's text states.
fn id_in(text: &str) -> Option<Str> {
    let ids = members(text)?.filter(|(token, _)| *token == "\"id\"");
    Some(unquote(ids.last()?.1)?.as_ref().into())
}

/// Reads one record from valid JSON text; `None` if it is not an object.
pub fn read_record<R: Fields>(text: &str) -> Option<R> {
    read_members(text, &mut Notes::default())
}

/// A kind must say what it is a kind of: nothing can be guessed from its id.
fn states_target(kind: &CustomKind, text: &str) -> bool {
    kind.extra.unread("for").is_none()
        && members(text).is_some_and(|mut all| {
            all.any(|(token, value)| token == "\"for\"" && !is_empty_value(value))
        })
}

struct Records<'a, R> {
    records: Vec<R>,
    /// The text of each record.
    texts: Vec<&'a str>,
    unusable: Vec<&'a str>,
}

impl<R> Default for Records<'_, R> {
    fn default() -> Self {
        Self {
            records: Vec::new(),
            texts: Vec::new(),
            unusable: Vec::new(),
        }
    }
}
