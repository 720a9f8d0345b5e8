//! An edit as JSON, and back: a list that begins with what it edits. Records are written as in the dataset.

use std::sync::Arc;

use crate::edit::{Edit, ViewHead};
use crate::formats::json::{elements, members, minify, unquote};
use crate::formats::linkwright::{Fields, read_record, record_text};
use crate::model::raw::escape_into;
use crate::model::{KindFor, Meta, RawJson, Str, TableName, View};

/// How deep lists of edits may lie in one another: what this program makes is flatter.
const DEEPEST: usize = 16;

/// Appends an edit.
pub fn write(out: &mut String, edit: &Edit) {
    let mut list = List::open(out);
    match edit {
        Edit::Meta(meta) => {
            list.word("meta").raw(&record_text(meta.as_ref()));
            // The dataset's object holds tables, too: what stood there in place of one is kept beside its own fields.
            let others = meta.extra.all_unread().iter();
            for (key, raw) in others.filter(|(key, _)| !Meta::KEYS.contains(key)) {
                list.word(key).raw(raw.as_json());
            }
        }
        Edit::Kind(id, target, kind) => list
            .word("kind")
            .word(id)
            .word(target.as_str())
            .record(kind),
        Edit::Source(id, source) => list.word("source").word(id).record(source),
        Edit::Entity(id, entity) => list.word("entity").word(id).record(entity),
        Edit::Link(id, link) => list.word("link").word(id).record(link),
        Edit::View(id, view) => {
            list.word("view").word(id);
            if let Some((at, view)) = view {
                list.raw(&at.to_string()).raw(&record_text(view.as_ref()));
            }
        }
        Edit::ViewHead(id, head) => {
            let mut view = View {
                title: head.title.clone(),
                filter: head.filter.clone(),
                extra: head.extra.clone(),
                ..View::default()
            };
            // Beside no pins, what stood among them twice would be read as one.
            let mut strays = Vec::new();
            view.extra
                .change(|kept| strays = std::mem::take(&mut kept.strays));
            list.word("head").word(id).raw(&record_text(&view));
            for (key, stray) in &strays {
                list.word(key).raw(stray.as_json());
            }
        }
        Edit::Position(view, entity, place) => {
            list.word("place").word(view).word(entity);
            if let Some([x, y]) = place {
                list.raw(&x.to_string()).raw(&y.to_string());
            }
        }
        Edit::Pin(view, entity, is_pinned) => {
            list.word("pin")
                .word(view)
                .word(entity)
                .raw(bool_text(*is_pinned));
        }
        Edit::Release(id, release) => {
            list.word("release").word(id);
            if let Some((at, release)) = release {
                list.raw(&at.to_string())
                    .raw(&record_text(release.as_ref()));
            }
        }
        Edit::Finding {
            at,
            replace,
            finding,
        } => {
            list.word("finding").raw(&at.to_string());
            list.raw(bool_text(*replace)).record(finding);
        }
        Edit::Leftovers(leftovers) => {
            list.word("leftovers");
            for (table, raw) in leftovers.iter() {
                list.word(table.as_str()).raw(raw.as_json());
            }
        }
        Edit::All(edits) => {
            list.word("all");
            edits.iter().for_each(|edit| list.edit(edit));
        }
    }
    list.close();
}

fn bool_text(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// A list being written.
struct List<'a> {
    out: &'a mut String,
    is_empty: bool,
}

impl<'a> List<'a> {
    fn open(out: &'a mut String) -> Self {
        out.push('[');
        Self {
            out,
            is_empty: true,
        }
    }

    fn next(&mut self) {
        if !std::mem::take(&mut self.is_empty) {
            self.out.push(',');
        }
    }

    fn word(&mut self, word: &str) -> &mut Self {
        self.next();
        escape_into(self.out, word);
        self
    }

    fn raw(&mut self, json: &str) -> &mut Self {
        self.next();
        self.out.push_str(json);
        self
    }

    fn record<R: Fields>(&mut self, record: &Option<Arc<R>>) {
        if let Some(record) = record {
            self.raw(&record_text(record.as_ref()));
        }
    }

    fn edit(&mut self, edit: &Edit) {
        self.next();
        write(self.out, edit);
    }

    fn close(self) {
        self.out.push(']');
    }
}

/// The edit that valid JSON text writes; `None` if it writes none.
pub fn read(text: &str) -> Option<Edit> {
    read_at(text, 0)
}

fn read_at(text: &str, depth: usize) -> Option<Edit> {
    let mut items = Items(elements(text)?.collect::<Vec<_>>().into_iter());
    let what = items.word()?;
    Some(match what.as_str() {
        "meta" => {
            let mut meta: Meta = read_record(items.next()?)?;
            while let Some(key) = items.word() {
                let key = place_of_table(&key)?;
                meta.extra.set_unread(key, Some(minify(items.next()?)));
            }
            Edit::Meta(Arc::new(meta))
        }
        "kind" => {
            let (id, target) = (items.word()?, KindFor::from_word(&items.word()?)?);
            Edit::Kind(id, target, items.record()?)
        }
        "source" => Edit::Source(items.word()?, items.record()?),
        "entity" => Edit::Entity(items.word()?, items.record()?),
        "link" => Edit::Link(items.word()?, items.record()?),
        "view" => Edit::View(items.word()?, items.placed()?),
        "head" => {
            let id = items.word()?;
            let mut view: View = read_record(items.next()?)?;
            let mut strays = Vec::new();
            while let Some(key) = items.word() {
                let key = View::KEYS.iter().find(|known| **known == key.as_str())?;
                strays.push((*key, minify(items.next()?)));
            }
            view.extra.change(|kept| kept.strays.append(&mut strays));
            Edit::ViewHead(id, Box::new(ViewHead::of(&view)))
        }
        "place" => {
            let (view, entity) = (items.word()?, items.word()?);
            let place = match items.next() {
                Some(x) => Some([x.parse().ok()?, items.next()?.parse().ok()?]),
                None => None,
            };
            Edit::Position(view, entity, place)
        }
        "pin" => Edit::Pin(items.word()?, items.word()?, items.next()?.parse().ok()?),
        "release" => Edit::Release(items.word()?, items.placed()?),
        "finding" => Edit::Finding {
            at: items.next()?.parse().ok()?,
            replace: items.next()?.parse().ok()?,
            finding: items.record()?,
        },
        "leftovers" => {
            let mut leftovers: Vec<(TableName, RawJson)> = Vec::new();
            while let Some(table) = items.word() {
                leftovers.push((TableName::from_word(&table)?, minify(items.next()?)));
            }
            Edit::Leftovers(Arc::new(leftovers))
        }
        "all" if depth < DEEPEST => {
            let edits: Option<Vec<Edit>> = items.0.map(|text| read_at(text, depth + 1)).collect();
            Edit::All(edits?)
        }
        _ => return None,
    })
}

/// The key under which the dataset's object keeps what stood in place of a table or of its version.
fn place_of_table(key: &str) -> Option<&'static str> {
    match key {
        "version" => Some("version"),
        table => TableName::from_word(table).map(TableName::as_str),
    }
}

struct Items<'a>(std::vec::IntoIter<&'a str>);

impl<'a> Items<'a> {
    fn next(&mut self) -> Option<&'a str> {
        self.0.next()
    }

    fn word(&mut self) -> Option<Str> {
        unquote(self.0.next()?).map(|word| word.as_ref().into())
    }

    /// A record, or nothing where the list ends.
    fn record<R: Fields>(&mut self) -> Option<Option<Arc<R>>> {
        match self.next() {
            None => Some(None),
            Some(text) => Some(Some(Arc::new(read_record(text)?))),
        }
    }

    /// A place and a record, or nothing where the list ends.
    fn placed<R: Fields>(&mut self) -> Option<Option<(usize, Arc<R>)>> {
        match self.next() {
            None => Some(None),
            Some(at) => {
                let at = at.parse().ok()?;
                Some(Some((at, Arc::new(read_record(self.next()?)?))))
            }
        }
    }
}

/// The members of an object by name, for the few that a line has.
pub fn member<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let mut all = members(text)?;
    all.find(|(token, _)| unquote(token).is_some_and(|have| have == key))
        .map(|(_, value)| value)
}
