//! How well texts answer what someone typed: one measure for every list that can be searched.

use std::borrow::Cow;

use super::address::decoded;
use super::names::{all_names, fold, romanise};
use super::{Entity, Source, Str};

/// How well a text answers a query, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Rank {
    /// It is the query.
    Exact,
    /// It begins with the query.
    Beginning,
    /// The query is whole words of it.
    Word,
    /// Words of it begin with the words of the query.
    WordBeginning,
    /// The query is inside its words.
    Inside,
    /// Only the letters are there, in their order, or with one or two of them wrong.
    Scattered,
}

impl Rank {
    /// Whether Enter may take it: what is only similar must be chosen.
    pub(crate) const fn is_sure(self) -> bool {
        !matches!(self, Self::Scattered)
    }
}

/// What someone typed into a search field, ready to be compared.
#[derive(Clone, Debug)]
pub(crate) struct Query {
    folded: String,
}

impl Query {
    /// Prepares a typed text.
    pub(crate) fn new(text: &str) -> Self {
        Self {
            folded: fold(text).into_owned(),
        }
    }

    /// Whether nothing was typed.
    pub(crate) fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// The query, folded.
    pub(crate) fn text(&self) -> &str {
        &self.folded
    }

    /// How well a row of these folded texts answers: by all of the query in one of them, or by each word of the query in any
    /// of them, if that is better. `None` = not at all, or only by scattered letters.
    pub(crate) fn rank(&self, texts: &[impl AsRef<str>]) -> Option<Rank> {
        let best = |query: &str| {
            let ranks = texts.iter().map(|text| rank(query, text.as_ref()));
            ranks.flatten().min()
        };
        if self.folded.is_empty() {
            return None;
        }
        let whole = best(&self.folded);
        if whole.is_some_and(|rank| rank <= Rank::Word) || !self.folded.contains(' ') {
            return whole;
        }
        let words = self.folded.split(' ').map(|word| {
            // One word of several is never more than a word.
            best(word).map(|rank| rank.max(Rank::Word))
        });
        let words: Option<Vec<Rank>> = words.collect();
        let by_words = words.and_then(|ranks| ranks.into_iter().max());
        whole.into_iter().chain(by_words).min()
    }
}

/// How well one text answers a query, both folded.
fn rank(query: &str, text: &str) -> Option<Rank> {
    if text == query {
        return Some(Rank::Exact);
    }
    if text.starts_with(query) {
        return Some(Rank::Beginning);
    }
    let mut best = None;
    for (at, _) in text.match_indices(query) {
        let is_apart = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        let begins = is_apart(text[..at].chars().next_back());
        let ends = is_apart(text[at + query.len()..].chars().next());
        let rank = match (begins, ends) {
            (true, true) => return Some(Rank::Word),
            (true, false) => Rank::WordBeginning,
            (false, _) => Rank::Inside,
        };
        best = Some(best.map_or(rank, |best: Rank| best.min(rank)));
    }
    best
}

/// What an entity is found by beside its id: its names, and what those are in Latin letters, with and without blanks.
pub(crate) fn entity_texts(entity: &Entity) -> Vec<Cow<'_, str>> {
    let mut texts: Vec<Cow<'_, str>> = Vec::new();
    for name in all_names(entity) {
        texts.push(name.into());
        if !name.is_ascii() {
            let latin = romanise(name);
            texts.push(latin.split_whitespace().collect::<String>().into());
            texts.push(latin.into());
        }
    }
    texts
}

/// What a source is found by: title, publisher, date, id and addresses.
pub(crate) fn source_texts(source: &Source) -> Vec<Str> {
    let published = source.published.map(|date| [date.to_string(), date.text()]);
    let dates = published.into_iter().flatten().map(Str::from);
    let texts = [&source.title, &source.publisher, &source.id];
    // Of an address what it says, and not how that is escaped.
    let addresses = [&source.url, &source.archived_url].map(|url| Str::from(decoded(url)));
    let texts = texts.into_iter().cloned().chain(addresses).chain(dates);
    texts.filter(|text| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(query: &str, text: &str) -> Option<Rank> {
        Query::new(query).rank(&[fold(text)])
    }

    #[test]
    fn ranks_by_where_the_query_is() {
        let check = |query: &str, text: &str, rank: Option<Rank>| {
            assert_eq!(of(query, text), rank, "{query} in {text}");
        };
        check("BBC", "bbc", Some(Rank::Exact));
        check("bbc", "BBC News", Some(Rank::Beginning));
        check("news", "BBC News", Some(Rank::Word));
        check("ne", "BBC News", Some(Rank::WordBeginning));
        check("ew", "BBC News", Some(Rank::Inside));
        check("bbc", "US Department of Justice, about a breach", None);
        check("of state", "Ministry of State Security", Some(Rank::Word));
        check(
            "security ministry",
            "Ministry of State Security",
            Some(Rank::Word),
        );
        check(
            "sec min",
            "Ministry of State Security",
            Some(Rank::WordBeginning),
        );
        check("security bbc", "Ministry of State Security", None);
        check("", "BBC", None);
    }

    #[test]
    fn words_may_be_in_different_texts() {
        let texts = ["leak of 2024", "the guardian"];
        assert_eq!(Query::new("guardian 2024").rank(&texts), Some(Rank::Word));
        assert_eq!(Query::new("the guardian").rank(&texts), Some(Rank::Exact));
        let inside = ["a", "aa a"];
        assert_eq!(Query::new("a a").rank(&inside), Some(Rank::Word));
    }

    proptest! {
        #[test]
        fn parts_of_a_text_find_it(text in "[a-zA-Z0-9éß安洵 .,-]{1,24}", from in 0usize..24, to in 0usize..24) {
            let chars: Vec<char> = text.chars().collect();
            let (from, to) = (from.min(chars.len()), to.min(chars.len()));
            let part = |range: std::ops::Range<usize>| chars[range].iter().collect::<String>();
            let most = |query: &str, most: Rank| Query::new(query).is_empty() || of(query, &text).is_some_and(|rank| rank <= most);
            prop_assert!(most(&text, Rank::Exact));
            prop_assert!(most(&part(0..to), Rank::Beginning));
            prop_assert!(most(&part(from..to.max(from)), Rank::Inside));
            for word in text.split(|c: char| !c.is_alphanumeric()) {
                prop_assert!(most(word, Rank::Word));
                let half: String = word.chars().take(2).collect();
                prop_assert!(most(&half, Rank::WordBeginning));
            }
        }

        #[test]
        fn more_texts_never_answer_worse(query in "[a-c ]{1,5}", a in "[a-d ]{0,8}", b in "[a-d ]{0,8}") {
            let query = Query::new(&query);
            let (a, b) = (fold(&a), fold(&b));
            let better = |a: Option<Rank>, b: Option<Rank>| b.is_none_or(|b| a.is_some_and(|a| a <= b));
            prop_assert!(better(query.rank(&[&a, &b]), query.rank(&[&a])));
            prop_assert_eq!(query.rank(&[&a, &b]), query.rank(&[&b, &a]));
        }
    }
}
