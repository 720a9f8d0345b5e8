//! Document → canonical text.

use std::sync::Arc;

use rayon::prelude::*;

use crate::formats::json::{lay_out, new_line};
use crate::model::raw::{Extra, RawJson, escape_into};
use crate::model::{Claim, Document, Record, Str, Table, TableName, Value, View};

use super::VERSION;
use super::fields::{FieldCodec, Fields};

/// The document as a file: canonical text, UTF-8, one line end after the last brace.
pub fn write(document: &Document) -> Vec<u8> {
    let mut out = DatasetWriter::default();
    let meta = document.meta();
    out.open();
    out.key("format");
    out.text("linkwright");
    out.key("version");
    match meta.extra.unread("version") {
        Some(raw) => out.raw(raw),
        None => out.token(&VERSION.to_string()),
    }
    meta.write_fields(&mut out);
    out.list(document, TableName::Kinds, document.kinds());
    out.table(document, TableName::Sources, document.sources());
    out.table(document, TableName::Entities, document.entities());
    out.table(document, TableName::Links, document.links());
    out.list(document, TableName::Views, document.views());
    out.list(document, TableName::Releases, document.releases());
    out.findings(document);
    out.unknown(&meta.extra);
    out.close();
    out.text.push('\n');
    out.text.into_bytes()
}

/// The canonical text of one claim, from which a claim without an id gets its own before its first edit.
pub fn claim_text(claim: &Claim) -> String {
    let mut out = DatasetWriter::default();
    out.object(claim);
    out.text
}

/// A record on one line, as a dataset writes it.
pub fn record_text<R: Fields>(record: &R) -> String {
    let mut out = DatasetWriter {
        one_line: true,
        ..DatasetWriter::default()
    };
    out.object(record);
    out.text
}

/// The text being written.
#[derive(Default)]
pub struct DatasetWriter {
    text: String,
    depth: usize,
    one_line: bool,
    /// Whether the innermost open object has a member yet.
    has_member: bool,
}

impl DatasetWriter {
    /// The text of the one value that `write` writes under its key; `""` if it writes none.
    pub fn value_of(write: impl FnOnce(&mut Self)) -> String {
        let mut out = Self {
            one_line: true,
            ..Self::default()
        };
        write(&mut out);
        let value = out.text.split_once(": ").map(|(_, value)| value);
        value.unwrap_or("\"\"").to_owned()
    }

    fn open(&mut self) {
        self.text.push('{');
        self.depth += 1;
        self.has_member = false;
    }

    fn close(&mut self) {
        self.depth -= 1;
        if self.has_member && !self.one_line {
            new_line(&mut self.text, self.depth);
        }
        self.text.push('}');
        self.has_member = true;
    }

    fn key(&mut self, key: &str) {
        self.member();
        self.text.push('"');
        self.text.push_str(key);
        self.text.push_str("\": ");
    }

    fn member(&mut self) {
        if self.has_member {
            self.text.push(',');
        }
        if !self.one_line {
            new_line(&mut self.text, self.depth);
        } else if self.has_member {
            self.text.push(' ');
        }
        self.has_member = true;
    }

    /// A string.
    pub fn text(&mut self, text: &str) {
        escape_into(&mut self.text, text);
    }

    /// A number, `true` or `false`.
    pub fn token(&mut self, token: &str) {
        self.text.push_str(token);
    }

    fn raw(&mut self, raw: &RawJson) {
        lay_out(&mut self.text, raw, self.depth, self.one_line);
    }

    /// Writes one field of a record: its value, or the unreadable text kept in its place.
    pub fn field<F: FieldCodec>(&mut self, key: &'static str, field: &F, extra: &Extra) {
        if extra.is_empty() {
            if !field.is_empty() {
                self.key(key);
                field.write(self, &[]);
            }
            return;
        }
        if let Some(raw) = extra.unread(key) {
            self.key(key);
            self.raw(raw);
            return;
        }
        let strays: Vec<&RawJson> = extra.strays(key).collect();
        if !field.is_empty() || !strays.is_empty() {
            self.key(key);
            field.write(self, &strays);
        }
    }

    fn unknown(&mut self, extra: &Extra) {
        for (token, value) in extra.unknown() {
            self.member();
            self.text.push_str(token);
            self.text.push_str(": ");
            self.raw(value);
        }
    }

    /// A record as an object.
    pub fn object<R: Fields>(&mut self, record: &R) {
        self.open();
        record.write_fields(self);
        self.unknown(record.extra());
        self.close();
    }

    /// A record as an object on one line.
    pub fn one_line_object<R: Fields>(&mut self, record: &R) {
        let was = std::mem::replace(&mut self.one_line, true);
        self.object(record);
        self.one_line = was;
    }

    /// A list of strings, on one line unless something nested strayed into it.
    pub fn words<'a>(&mut self, words: impl Iterator<Item = &'a str>, strays: &[&RawJson]) {
        let tall = !self.one_line && strays.iter().any(|raw| is_nested(raw));
        let mut list = ListOut::open(self, tall);
        for word in words {
            list.item().text(word);
        }
        for raw in strays {
            list.item().raw(raw);
        }
        list.close();
    }

    /// A list of records, each an object of its own lines or, if `one_line`, a line each.
    pub fn records<R: Fields>(&mut self, records: &[R], strays: &[&RawJson], one_line: bool) {
        let tall = !records.is_empty() || strays.iter().any(|raw| is_nested(raw));
        let tall = tall && !self.one_line;
        let mut list = ListOut::open(self, tall);
        for record in records {
            let out = list.item();
            if one_line {
                out.one_line_object(record);
            } else {
                out.object(record);
            }
        }
        for raw in strays {
            list.item().raw(raw);
        }
        list.close();
    }

    /// The properties of a record.
    pub fn properties(&mut self, properties: &[(Str, Value)]) {
        self.open();
        for (key, value) in properties {
            self.member();
            self.text(key);
            self.text.push_str(": ");
            match value {
                Value::Text(text) => self.text(text),
                Value::Number(token) => self.token(token),
                Value::Bool(true) => self.token("true"),
                Value::Bool(false) => self.token("false"),
                Value::Raw(raw) => self.raw(raw),
            }
        }
        self.close();
    }

    /// The positions of a view, a line each.
    pub fn positions(&mut self, view: &View) {
        self.key("positions");
        self.open();
        for (id, [x, y]) in &view.positions {
            self.member();
            self.text(id);
            self.text.push_str(&format!(": [{x}, {y}]"));
        }
        for (token, value) in &view.unread_positions {
            self.member();
            self.text.push_str(token);
            self.text.push_str(": ");
            lay_out(&mut self.text, value, self.depth, true);
        }
        self.close();
    }

    fn list<R: Fields>(&mut self, document: &Document, table: TableName, records: &[Arc<R>]) {
        let strays = leftovers(document, table);
        if records.is_empty() && strays.is_empty() {
            self.unread_table(document, table);
            return;
        }
        self.key(table.as_str());
        let tall = !records.is_empty() || strays.iter().any(|raw| is_nested(raw));
        let mut list = ListOut::open(self, tall);
        for record in records {
            list.item().object(record.as_ref());
        }
        for raw in strays {
            list.item().raw(raw);
        }
        list.close();
    }

    /// A table of many records, its parts written side by side.
    fn table<R>(&mut self, document: &Document, name: TableName, table: &Table<R>)
    where
        R: Fields + Record + Send + Sync,
    {
        let strays = leftovers(document, name);
        if table.is_empty() && strays.is_empty() {
            self.unread_table(document, name);
            return;
        }
        self.key(name.as_str());
        let tall = !table.is_empty() || strays.iter().any(|raw| is_nested(raw));
        const PART: usize = 2048;
        let depth = self.depth;
        let parts: Vec<String> = table
            .order()
            .par_chunks(PART)
            .map(|slots| {
                let mut part = Self {
                    depth: depth + 1,
                    ..Self::default()
                };
                for record in slots.iter().filter_map(|slot| table.at(*slot)) {
                    if !part.text.is_empty() {
                        part.text.push(',');
                    }
                    new_line(&mut part.text, depth + 1);
                    part.object(record.as_ref());
                }
                part.text
            })
            .collect();
        self.text.reserve(parts.iter().map(String::len).sum());
        let mut list = ListOut::open(self, tall);
        for part in parts {
            list.ready_items(&part);
        }
        for raw in strays {
            list.item().raw(raw);
        }
        list.close();
    }

    /// A table that is not a list is kept like any field of the wrong type.
    fn unread_table(&mut self, document: &Document, table: TableName) {
        if let Some(raw) = document.meta().extra.unread(table.as_str()) {
            self.key(table.as_str());
            self.raw(raw);
        }
    }

    fn findings(&mut self, document: &Document) {
        let strays = leftovers(document, TableName::Findings);
        if document.findings().is_empty() && strays.is_empty() {
            self.unread_table(document, TableName::Findings);
            return;
        }
        self.key(TableName::Findings.as_str());
        let mut list = ListOut::open(
            self,
            !document.findings().is_empty() || strays.iter().any(|raw| is_nested(raw)),
        );
        for finding in document.findings() {
            list.item().one_line_object(finding.as_ref());
        }
        for raw in strays {
            list.item().raw(raw);
        }
        list.close();
    }
}

/// A list being written.
struct ListOut<'a> {
    out: &'a mut DatasetWriter,
    tall: bool,
    empty: bool,
}

impl<'a> ListOut<'a> {
    fn open(out: &'a mut DatasetWriter, tall: bool) -> Self {
        out.text.push('[');
        out.depth += 1;
        Self {
            out,
            tall,
            empty: true,
        }
    }

    fn item(&mut self) -> &mut DatasetWriter {
        if !self.empty {
            self.out.text.push(',');
        }
        if self.tall {
            new_line(&mut self.out.text, self.out.depth);
        } else if !self.empty {
            self.out.text.push(' ');
        }
        self.empty = false;
        self.out
    }

    /// Items that are written already, each on lines of its own.
    fn ready_items(&mut self, text: &str) {
        if !self.empty {
            self.out.text.push(',');
        }
        self.empty = false;
        self.out.text.push_str(text);
    }

    fn close(self) {
        self.out.depth -= 1;
        if self.tall && !self.empty {
            new_line(&mut self.out.text, self.out.depth);
        }
        self.out.text.push(']');
        self.out.has_member = true;
    }
}

fn is_nested(raw: &RawJson) -> bool {
    raw.as_json().starts_with(['[', '{'])
}

fn leftovers(document: &Document, table: TableName) -> Vec<&RawJson> {
    let all = document.leftovers().iter();
    all.filter(|(t, _)| *t == table)
        .map(|(_, raw)| raw)
        .collect()
}
