//! An edit as JSON, and back: a list that begins with what it edits. Records are written as in the dataset.
//!
//! [`EditWord`] has a word for each kind of edit. Writing goes from the edit to its word, reading from the word to the edit, and
//! both name every case, so that no edit can be written and not read.

use std::sync::Arc;

use crate::edit::{Edit, ViewHead};
use crate::formats::json::{elements, members, minify, unquote};
use crate::formats::linkwright::{Fields, read_record, record_text};
use crate::model::raw::escape_into;
use crate::model::{KindFor, Meta, RawJson, Str, TableName, View, words};

/// How deep lists of edits may lie in one another: what this program makes is flatter.
const DEEPEST: usize = 16;

words! {
    /// What an edit begins with.
    pub(super) EditWord {
        /// [`Edit::Meta`].
        Meta = "meta",
        /// [`Edit::CustomKind`].
        CustomKind = "kind",
        /// [`Edit::Source`].
        Source = "source",
        /// [`Edit::Entity`].
        Entity = "entity",
        /// [`Edit::Link`].
        Link = "link",
        /// [`Edit::View`].
        View = "view",
        /// [`Edit::ViewHead`].
        ViewHead = "head",
        /// [`Edit::Position`].
        Position = "place",
        /// [`Edit::Pin`].
        Pin = "pin",
        /// [`Edit::Release`].
        Release = "release",
        /// [`Edit::Finding`].
        Finding = "finding",
        /// [`Edit::Leftovers`].
        Leftovers = "leftovers",
        /// [`Edit::All`].
        All = "all",
    }
}

impl EditWord {
    fn of(edit: &Edit) -> Self {
        match edit {
            Edit::Meta(_) => Self::Meta,
            Edit::CustomKind(..) => Self::CustomKind,
            Edit::Source(..) => Self::Source,
            Edit::Entity(..) => Self::Entity,
            Edit::Link(..) => Self::Link,
            Edit::View(..) => Self::View,
            Edit::ViewHead(..) => Self::ViewHead,
            Edit::Position(..) => Self::Position,
            Edit::Pin(..) => Self::Pin,
            Edit::Release(..) => Self::Release,
            Edit::Finding { .. } => Self::Finding,
            Edit::Leftovers(_) => Self::Leftovers,
            Edit::All(_) => Self::All,
        }
    }
}

/// Appends an edit.
pub(super) fn write(out: &mut String, edit: &Edit) {
    let mut list = List::open(out);
    list.word(EditWord::of(edit).as_str());
    match edit {
        Edit::Meta(meta) => {
            list.raw(&record_text(meta.as_ref()));
            // The dataset's object holds tables, too: what stood there in place of one is kept beside its own fields.
            let others = meta.extra.all_unread().iter();
            for (key, raw) in others.filter(|(key, _)| !Meta::KEYS.contains(key)) {
                list.word(key).raw(raw.as_json());
            }
        }
        Edit::CustomKind(id, target, kind) => list.word(id).word(target.as_str()).record(kind),
        Edit::Source(id, source) => list.word(id).record(source),
        Edit::Entity(id, entity) => list.word(id).record(entity),
        Edit::Link(id, link) => list.word(id).record(link),
        Edit::View(id, view) => {
            list.word(id);
            if let Some((at, view)) = view {
                list.raw(&at.to_string()).raw(&record_text(view.as_ref()));
            }
        }
        Edit::ViewHead(id, head) => {
            let ViewHead {
                title,
                filter,
                link_names,
                extra,
            } = head.as_ref();
            let mut view = View {
                title: title.clone(),
                filter: filter.clone(),
                link_names: *link_names,
                extra: extra.clone(),
                ..View::default()
            };
            // Beside no pins, what stood among them twice would be read as one.
            let mut strays = Vec::new();
            view.extra
                .change(|kept| strays = std::mem::take(&mut kept.strays));
            list.word(id).raw(&record_text(&view));
            for (key, stray) in &strays {
                list.word(key).raw(stray.as_json());
            }
        }
        Edit::Position(view, entity, place) => {
            list.word(view).word(entity);
            if let Some([x, y]) = place {
                list.raw(&x.to_string()).raw(&y.to_string());
            }
        }
        Edit::Pin(view, entity, is_pinned) => {
            list.word(view).word(entity).raw(bool_text(*is_pinned));
        }
        Edit::Release(id, release) => {
            list.word(id);
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
            list.raw(&at.to_string());
            list.raw(bool_text(*replace)).record(finding);
        }
        Edit::Leftovers(leftovers) => {
            for (table, raw) in leftovers.iter() {
                list.word(table.as_str()).raw(raw.as_json());
            }
        }
        Edit::All(edits) => {
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
pub(super) fn read(text: &str) -> Option<Edit> {
    read_at(text, 0)
}

fn read_at(text: &str, depth: usize) -> Option<Edit> {
    let mut items = Items(elements(text)?.collect::<Vec<_>>().into_iter());
    let what = items.word()?;
    Some(match EditWord::from_word(&what)? {
        EditWord::Meta => {
            let mut meta: Meta = read_record(items.next()?)?;
            while let Some(key) = items.word() {
                let key = place_of_table(&key)?;
                meta.extra.set_unread(key, Some(minify(items.next()?)));
            }
            Edit::Meta(Arc::new(meta))
        }
        EditWord::CustomKind => {
            let (id, target) = (items.word()?, KindFor::from_word(&items.word()?)?);
            Edit::CustomKind(id, target, items.record()?)
        }
        EditWord::Source => Edit::Source(items.word()?, items.record()?),
        EditWord::Entity => Edit::Entity(items.word()?, items.record()?),
        EditWord::Link => Edit::Link(items.word()?, items.record()?),
        EditWord::View => Edit::View(items.word()?, items.placed()?),
        EditWord::ViewHead => {
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
        EditWord::Position => {
            let (view, entity) = (items.word()?, items.word()?);
            let place = match items.next() {
                Some(x) => Some([x.parse().ok()?, items.next()?.parse().ok()?]),
                None => None,
            };
            Edit::Position(view, entity, place)
        }
        EditWord::Pin => Edit::Pin(items.word()?, items.word()?, items.next()?.parse().ok()?),
        EditWord::Release => Edit::Release(items.word()?, items.placed()?),
        EditWord::Finding => Edit::Finding {
            at: items.next()?.parse().ok()?,
            replace: items.next()?.parse().ok()?,
            finding: items.record()?,
        },
        EditWord::Leftovers => {
            let mut leftovers: Vec<(TableName, RawJson)> = Vec::new();
            while let Some(table) = items.word() {
                leftovers.push((TableName::from_word(&table)?, minify(items.next()?)));
            }
            Edit::Leftovers(Arc::new(leftovers))
        }
        EditWord::All if depth == DEEPEST => return None,
        EditWord::All => {
            let edits: Option<Vec<Edit>> = items.0.map(|text| read_at(text, depth + 1)).collect();
            Edit::All(edits?)
        }
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
pub(super) fn member<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let mut all = members(text)?;
    all.find(|(token, _)| unquote(token).is_some_and(|have| have == key))
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CustomKind, Entity, Link, Release, SetAsideFinding, Source};

    fn sample(word: EditWord) -> Edit {
        fn some<R: Default>() -> Option<Arc<R>> {
            Some(Arc::new(R::default()))
        }
        let id = Str::from("a");
        match word {
            EditWord::Meta => Edit::Meta(Arc::new(Meta {
                title: id,
                ..Meta::default()
            })),
            EditWord::CustomKind => Edit::CustomKind(id, KindFor::Link, some::<CustomKind>()),
            EditWord::Source => Edit::Source(id, some::<Source>()),
            EditWord::Entity => Edit::Entity(id, some::<Entity>()),
            EditWord::Link => Edit::Link(id, some::<Link>()),
            EditWord::View => Edit::View(id, Some((3, Arc::new(View::new("a", "A"))))),
            EditWord::ViewHead => {
                let head = ViewHead::of(&View::new("a", "A"));
                Edit::ViewHead(id, Box::new(head))
            }
            EditWord::Position => Edit::Position(id, "b".into(), Some([-1, 2])),
            EditWord::Pin => Edit::Pin(id, "b".into(), true),
            EditWord::Release => Edit::Release(id, Some((1, Arc::new(Release::default())))),
            EditWord::Finding => Edit::Finding {
                at: 2,
                replace: true,
                finding: some::<SetAsideFinding>(),
            },
            EditWord::Leftovers => {
                let leftover = (TableName::Links, RawJson::from_minified("7"));
                Edit::Leftovers(Arc::new(vec![leftover]))
            }
            EditWord::All => Edit::All(vec![Edit::Pin(id, "b".into(), false)]),
        }
    }

    #[test]
    fn every_kind_of_edit_reads_back() {
        for word in EditWord::ALL {
            let edit = sample(*word);
            assert_eq!(EditWord::of(&edit), *word);
            let mut text = String::new();
            write(&mut text, &edit);
            assert_eq!(read(&text), Some(edit), "{word}: {text}");
        }
    }
}
