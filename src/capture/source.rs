//! Which source a source line means.

use crate::model::matching::{Query, Rank, source_texts};
use crate::model::names::{fold, new_id};
use crate::model::{Document, PartialDate, Source, Str};

use super::scan::Scan;

/// What stands after the `@` of a source line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceWords {
    /// An address.
    Url(String),
    /// An id, or words of a title.
    Words(String),
}

/// The source that is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FoundSource {
    /// This one, by slot.
    Known(u32),
    /// One of these, by slot.
    Several(Vec<u32>),
    /// None that the dataset has.
    New,
}

impl SourceWords {
    /// What this text says; `None` = nothing.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        let scan = Scan::quotes(text);
        let words = match scan.quotes.as_slice() {
            [quote] if quote.closed && quote.range == (0..text.len()) => scan.unquoted(quote),
            _ => text.to_owned(),
        };
        let words = words.trim();
        if words.is_empty() {
            None
        } else if is_url(words) {
            Some(Self::Url(words.to_owned()))
        } else {
            Some(Self::Words(words.to_owned()))
        }
    }
}

impl std::fmt::Display for SourceWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (Self::Url(text) | Self::Words(text)) = self;
        f.write_str(text)
    }
}

/// Whether this is an address of the web, and nothing else.
pub fn is_url(text: &str) -> bool {
    let text = text.trim();
    let after = |scheme: &str| {
        let start = text.get(..scheme.len())?;
        start
            .eq_ignore_ascii_case(scheme)
            .then(|| &text[scheme.len()..])
    };
    let rest = after("https://").or_else(|| after("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}

/// The source that these words mean: the one of this id or address, else the one of this title or publisher, else the only
/// one of whose title, publisher, date, id and address words begin with every word.
pub fn find_source(document: &Document, words: &SourceWords) -> FoundSource {
    let sources = document.sources();
    let all = |fits: &dyn Fn(&Source) -> bool| -> Vec<u32> {
        let fitting = sources.iter_slots().filter(|(_, source)| fits(source));
        fitting.map(|(slot, _)| slot).collect()
    };
    let found = match words {
        SourceWords::Url(url) => {
            let same = |other: &str| bare(other) == bare(url);
            all(&|source| same(&source.url) || same(&source.archived_url))
        }
        SourceWords::Words(words) => {
            if let Some(slot) = sources.slot_of(words) {
                return FoundSource::Known(slot);
            }
            let wanted = fold(words).into_owned();
            let named =
                all(&|source| fold(&source.title) == wanted || fold(&source.publisher) == wanted);
            if named.is_empty() {
                let query = Query::new(words);
                all(&|source| answers(source, &query))
            } else {
                named
            }
        }
    };
    match found.as_slice() {
        [] => FoundSource::New,
        [only] => FoundSource::Known(*only),
        _ => FoundSource::Several(found),
    }
}

/// The IDs of these sources, four at most, to choose from: `a, b or c`.
pub fn ids_of(document: &Document, slots: &[u32]) -> String {
    const MOST: usize = 4;
    let ids = slots
        .iter()
        .filter_map(|slot| document.sources().id_at(*slot));
    let mut ids: Vec<String> = ids.take(MOST).map(ToString::to_string).collect();
    if slots.len() > ids.len() {
        ids.push(format!("one of {} others", slots.len() - ids.len()));
    }
    match ids.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => ids.concat(),
    }
}

/// An address as addresses are compared: scheme and host in lower case, no slash at the end.
fn bare(url: &str) -> String {
    let url = url.trim().trim_end_matches('/');
    let path = url
        .find("://")
        .map(|at| at + 3)
        .and_then(|from| Some(from + url[from..].find('/')?));
    let (host, path) = url.split_at(path.unwrap_or(url.len()));
    format!("{}{path}", host.to_lowercase())
}

/// Whether words of the source begin so: letters inside of words are chance.
fn answers(source: &Source, query: &Query) -> bool {
    let texts: Vec<String> = source_texts(source)
        .iter()
        .map(|text| fold(text).into_owned())
        .collect();
    let rank = query.rank(&texts);
    rank.is_some_and(|rank| rank <= Rank::WordBeginning)
}

/// A source that these words describe and the dataset has not got; it is no record yet. `bits` make its id.
pub fn new_source(
    document: &Document,
    words: &SourceWords,
    today: Option<PartialDate>,
    bits: u64,
) -> Source {
    let (title, url, name) = match words {
        SourceWords::Url(url) => ("", url.as_str(), host(url)),
        SourceWords::Words(words) => (words.as_str(), "", words.as_str()),
    };
    let taken = |id: &str| document.sources().get(id).is_some();
    Source {
        id: Str::from(new_id(name, bits, taken)),
        title: title.into(),
        url: url.into(),
        retrieved: today,
        ..Source::default()
    }
}

/// The machine that an address names.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = &rest[..end];
    host.strip_prefix("www.").unwrap_or(host)
}
