//! Problems of a document, findings apart: unreadable fields, unknown kinds, incomplete links, missing references.

use rustc_hash::FxHashSet;

use super::problem::{Problem, ProblemList, RecordRef, Severity};
use super::text::cut;
use super::vocabulary::is_built_in;
use super::{
    Claim, Document, Entity, Extra, Filter, Link, NotADate, RawJson, Source, Stake, Str, TableName,
    View, Vocabulary,
};

/// The rule of problems with the document's leftovers; they come in the order of those.
pub const UNUSABLE_RECORD: &str = "unusable-record";

/// Returns the problems of the document, table by table. Lines are not known here.
pub fn check(document: &Document) -> Vec<Problem> {
    let mut found = Finder {
        document,
        words: document.vocabulary(),
        record: RecordRef::dataset(),
        problems: ProblemList::default(),
    };
    found.meta();
    found.kinds();
    for source in document.sources().iter() {
        found.source(source);
    }
    for entity in document.entities().iter() {
        found.entity(entity);
    }
    for link in document.links().iter() {
        found.link(link);
    }
    for view in document.views() {
        found.view(view);
    }
    found.rest();
    found.problems.finish()
}

struct Finder<'a> {
    document: &'a Document,
    words: Vocabulary,
    record: RecordRef,
    problems: ProblemList,
}

impl Finder<'_> {
    fn add(&mut self, severity: Severity, rule: &'static str, field: &str, text: String) {
        self.problems.push(Problem {
            severity,
            line: None,
            record: self.record.clone(),
            field: field.into(),
            rule,
            text,
        });
    }

    /// Fields and list elements that could not be read. `inside` names the part of the record they are in.
    fn extra(&mut self, extra: &Extra, inside: &str) {
        let path = |key: &str| {
            if inside.is_empty() {
                key.to_owned()
            } else {
                format!("{inside}.{key}")
            }
        };
        if extra.is_empty() {
            return;
        }
        for (key, raw) in extra.all_unread() {
            let what = match (inside, *key) {
                ("grading", "source") => "grading.source",
                ("grading", "likelihood") => "grading.likelihood",
                (_, key) => key,
            };
            let text = format!("{}; kept unchanged", why_unreadable(what, raw));
            self.add(Severity::Error, "unreadable", &path(key), text);
        }
        for (key, raw) in extra.all_strays() {
            let is_again = matches!(*key, "claims") && text_member(raw, "id").is_some();
            let why = if is_again {
                "has the ID of an earlier claim"
            } else if matches!(*key, "pinned") {
                "is repeated or not an ID"
            } else {
                "does not belong in this list"
            };
            let text = format!("{} {why}; kept unchanged, after the others", brief(raw));
            self.add(Severity::Error, "unreadable", &path(key), text);
        }
    }

    fn meta(&mut self) {
        let meta = self.document.meta();
        self.extra(&meta.extra, "");
        if let Some(grading) = &meta.grading {
            self.extra(&grading.extra, "grading");
        }
        let leftovers = self.document.leftovers();
        for (table, raw) in leftovers.iter() {
            self.record = RecordRef::new(*table, "");
            let text = format!(
                "{} {}; kept unchanged, last in its table",
                brief(raw),
                self.why_unusable(*table, raw)
            );
            self.add(Severity::Error, UNUSABLE_RECORD, "", text);
        }
    }

    /// Why a record of a table could not be used.
    fn why_unusable(&self, table: TableName, raw: &RawJson) -> String {
        let id = text_member(raw, "id").unwrap_or_default();
        let document = self.document;
        let taken = match table {
            TableName::Sources => document.sources().slot_of(&id).is_some(),
            TableName::Entities => document.entities().slot_of(&id).is_some(),
            TableName::Links => document.links().slot_of(&id).is_some(),
            _ => !id.is_empty(),
        };
        match (id.as_str(), table) {
            ("", _) => "cannot be used: no ID".to_owned(),
            (id, TableName::Kinds) if text_member(raw, "for").is_none() => {
                format!("cannot be used: the kind “{id}” does not say what it is for")
            }
            (id, _) if taken => {
                format!("cannot be used: its ID “{id}” is taken")
            }
            _ => "cannot be used".to_owned(),
        }
    }

    fn kinds(&mut self) {
        for kind in self.document.kinds() {
            self.record = RecordRef::new(TableName::Kinds, kind.id.clone());
            self.extra(&kind.extra, "");
            if is_built_in(kind.target, &kind.id) {
                let text = "has a built-in kind's ID and no effect; give it another ID".into();
                self.add(Severity::Warning, "kind-built-in", "id", text);
            }
            if !kind.like.is_empty() && !is_built_in(kind.target, &kind.like) {
                let text = format!("“{}” is not a built-in kind", kind.like);
                self.add(Severity::Warning, "unknown-kind", "like", text);
            }
        }
    }

    fn source(&mut self, source: &Source) {
        self.record = RecordRef::new(TableName::Sources, source.id.clone());
        self.extra(&source.extra, "");
        self.entities("authors", &source.authors);
        for id in &source.derived_from {
            self.source_ref("derived_from", id);
        }
    }

    fn entity(&mut self, entity: &Entity) {
        self.record = RecordRef::new(TableName::Entities, entity.id.clone());
        self.extra(&entity.extra, "");
        self.properties(&entity.properties);
        if entity.name.is_empty() {
            self.missing("name", "its ID is shown");
        }
        if entity.kind.is_empty() {
            self.missing("kind", "read as other");
        } else if !self.words.entity_kind(&entity.kind).known {
            self.unknown_kind(&entity.kind, "other");
        }
        let country = entity.country.as_bytes();
        if !country.is_empty()
            && (country.len() != 2 || !country.iter().all(u8::is_ascii_uppercase))
        {
            let text = format!("“{}” is not a two-letter ISO 3166-1 code", entity.country);
            self.add(Severity::Warning, "country", "country", text);
        }
        for name in &entity.names {
            self.extra(&name.extra, "names");
            self.source_ref("names.source", &name.source);
        }
        for identifier in &entity.identifiers {
            self.extra(&identifier.extra, "identifiers");
            self.source_ref("identifiers.source", &identifier.source);
        }
        self.claims(&entity.claims);
    }

    fn link(&mut self, link: &Link) {
        self.record = RecordRef::new(TableName::Links, link.id.clone());
        self.extra(&link.extra, "");
        self.properties(&link.properties);
        if link.kind.is_empty() {
            self.missing("kind", "read as related to");
        } else if !self.words.link_kind(&link.kind).known {
            self.unknown_kind(&link.kind, "related to");
        }
        for (field, id) in [("from", &link.from), ("to", &link.to)] {
            if id.is_empty() {
                let text = "not stated, so the link is not drawn".to_owned();
                self.add(Severity::Warning, "pending", field, text);
            } else if self.document.entities().slot_of(id).is_none() {
                let text = format!("no entity “{id}”, so the link is not drawn");
                self.add(Severity::Warning, "pending", field, text);
            }
        }
        self.claims(&link.claims);
    }

    fn claims(&mut self, claims: &[Claim]) {
        let record = self.record.clone();
        let ids: FxHashSet<&str> = claims.iter().map(|claim| claim.id.as_str()).collect();
        for (at, claim) in claims.iter().enumerate() {
            self.record = record.claim(&claim.id, at);
            self.extra(&claim.extra, "");
            if let Some(share) = &claim.share {
                self.extra(&share.extra, "share");
                self.share(share);
            }
            if let Some(ended) = &claim.ended {
                self.extra(&ended.extra, "ended");
                if !ended.by.is_empty() && !ids.contains(ended.by.as_str()) {
                    let text = format!("no claim “{}” in this record", ended.by);
                    self.add(Severity::Warning, "absent-reference", "ended.by", text);
                }
            }
            self.source_ref("source", &claim.source);
            self.entities("speakers", &claim.speakers);
        }
        self.record = record;
    }

    fn share(&mut self, share: &Stake) {
        for (key, number) in [("share.min", &share.min), ("share.max", &share.max)] {
            if let Some(number) = number
                && !(0.0..=100.0).contains(&number.value())
            {
                let text = format!("{}% is not between 0 and 100", number.as_str());
                self.add(Severity::Warning, "out-of-range", key, text);
            }
        }
        if share.is_crossed() {
            let text = "the minimum exceeds the maximum".to_owned();
            self.add(Severity::Warning, "out-of-range", "share", text);
        }
    }

    fn view(&mut self, view: &View) {
        self.record = RecordRef::new(TableName::Views, view.id.clone());
        self.extra(&view.extra, "");
        self.filter(&view.filter);
        let (mut pinned, mut placed) = (Vec::new(), Vec::new());
        let gone = |id: &&Str| self.document.entities().slot_of(id).is_none();
        pinned.extend(view.pinned.iter().filter(gone).cloned());
        placed.extend(view.positions.keys().filter(gone).cloned());
        self.entities("pinned", &pinned);
        self.entities("positions", &placed);
        for (key, raw) in &view.unread_positions {
            let text = format!(
                "the position {key}: {} is not two numbers in range; kept unchanged",
                brief(raw)
            );
            self.add(Severity::Error, "unreadable", "positions", text);
        }
    }

    fn filter(&mut self, filter: &Filter) {
        self.extra(&filter.extra, "filter");
        self.extra(&filter.not.extra, "filter.not");
        self.entities("filter.hidden", &filter.hidden);
        self.entities("filter.only", &filter.only);
        self.entities("filter.also", &filter.also);
        for lists in [&filter.any, &filter.not] {
            self.entities("filter.speakers", &lists.speakers);
            for id in &lists.sources {
                self.source_ref("filter.sources", id);
            }
        }
        for id in &filter.hidden_links {
            if self.document.links().slot_of(id).is_none() {
                let text = format!("no link “{id}”");
                self.add(
                    Severity::Warning,
                    "absent-reference",
                    "filter.hidden_links",
                    text,
                );
            }
        }
    }

    fn rest(&mut self) {
        for release in self.document.releases() {
            self.record = RecordRef::new(TableName::Releases, release.id.clone());
            self.extra(&release.extra, "");
        }
        for finding in self.document.findings() {
            self.record = RecordRef::new(TableName::Findings, finding.rule.clone());
            self.extra(&finding.extra, "");
        }
    }

    fn properties(&mut self, properties: &[(Str, super::Value)]) {
        for (key, value) in properties {
            if let super::Value::Raw(raw) = value {
                let text = format!(
                    "{} is not text, a number or true; kept unchanged",
                    brief(raw)
                );
                self.add(
                    Severity::Error,
                    "unreadable",
                    &format!("properties.{key}"),
                    text,
                );
            }
        }
    }

    fn missing(&mut self, field: &str, done: &str) {
        self.add(
            Severity::Warning,
            "missing",
            field,
            format!("not stated: {done}"),
        );
    }

    fn unknown_kind(&mut self, kind: &str, like: &str) {
        let text =
            format!("unknown kind “{kind}”, drawn as {like}; add a custom kind or choose another");
        self.add(Severity::Warning, "unknown-kind", "kind", text);
    }

    fn source_ref(&mut self, field: &str, id: &str) {
        if !id.is_empty() && self.document.sources().slot_of(id).is_none() {
            let text = format!("no source “{id}”");
            self.add(Severity::Warning, "absent-reference", field, text);
        }
    }

    fn entities(&mut self, field: &str, ids: &[Str]) {
        for id in ids {
            if self.document.entities().slot_of(id).is_none() {
                let text = format!("no entity “{id}”");
                self.add(Severity::Warning, "absent-reference", field, text);
            }
        }
    }
}

/// Whether a field of this name is a date.
pub(super) fn is_date_field(key: &str) -> bool {
    matches!(
        key,
        "since" | "until" | "published" | "retrieved" | "recorded" | "on" | "as_of"
    )
}

/// Returns why the known field `key` could not be read from `raw`, for people.
pub fn why_unreadable(key: &str, raw: &RawJson) -> String {
    let found = brief(raw);
    let text = raw.as_json().starts_with('"');
    let expected = match key {
        _ if is_date_field(key) && text => return format!("{found} is {NotADate}"),
        _ if is_date_field(key) => "a date in quotes",
        "marking" | "audience" => {
            "one of TLP:RED, TLP:AMBER+STRICT, TLP:AMBER, TLP:GREEN, TLP:CLEAR"
        }
        "link_names" => "one of none, names, names-and-figures, figures",
        "stance" => "one of asserts, alleges, assesses, denies",
        "role" => "one of register, own, relay",
        "reliability" => "a grade from A to F",
        "credibility" => "a whole number from 1 to 6",
        "likelihood" => "a likelihood word such as icd-203:likely or phia:likely",
        "confidence" => "one of low, moderate, high",
        "type" => "one of native, romanised, traditional, alias, former, mistaken",
        "grading.source" => "admiralty",
        "grading.likelihood" => "one of icd-203, phia",
        "how" => "one of withdrawn, rejected, superseded",
        "version" => "a whole number of 1 or more",
        "table" => "the name of a table",
        "min" | "max" => "a number",
        "directed" | "own_word" | "direct" | "nothing_else" => "true or false",
        "names" | "tags" | "identifiers" | "claims" | "authors" | "derived_from" | "speakers"
        | "kinds" | "sources" | "entities" | "links" | "views" | "releases" | "pinned"
        | "withheld" | "set_aside_findings" | "hidden" | "hidden_links" | "only" | "also"
        | "entity_kinds" | "link_kinds" | "looks" | "countries" | "markings" => "a list",
        "grading" | "share" | "ended" | "filter" | "not" | "properties" | "positions" => {
            "an object in braces"
        }
        _ => "text in quotes",
    };
    format!("{found} is not {expected}")
}

/// A member of a raw object, if that is text.
fn text_member(raw: &RawJson, key: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(raw.as_json()).ok()?;
    value.get(key)?.as_str().map(str::to_owned)
}

/// The start of a value, short enough for a message.
fn brief(raw: &RawJson) -> String {
    cut(raw.as_json(), 60).into_owned()
}
