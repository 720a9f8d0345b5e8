//! Finding records by name, alias, initials, romanised form or id, and rows of lists by their words: best first.

use std::cmp::Reverse;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use rayon::prelude::*;

use crate::model::matching::{Query, Rank, entity_texts};
use crate::model::names::{all_names, fold, initials};
use crate::model::{Document, Entity};

/// A row or record that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    /// The row's place, or the record's slot.
    pub at: usize,
    /// How well it answers.
    pub rank: Rank,
}

/// How well something answers; the less the better. Of one rank the shorter text comes first, of scattered letters the
/// closer ones.
type Score = (Rank, u32);

/// A typed text as it is compared: in words, and by scattered letters.
struct Search {
    query: Query,
    pattern: Pattern,
}

impl Search {
    fn new(text: &str) -> Self {
        let query = Query::new(text);
        let pattern = Pattern::parse(query.text(), CaseMatching::Ignore, Normalization::Smart);
        Self { query, pattern }
    }

    /// How well these folded texts answer together.
    fn score(&self, matcher: &mut Matcher, texts: &[impl AsRef<str>]) -> Option<Score> {
        if let Some(rank) = self.query.rank(texts) {
            let lengths = texts.iter().map(|text| {
                let text = text.as_ref();
                let answers = self.query.rank(&[text]) == Some(rank);
                answers.then_some(text.len() as u32)
            });
            return Some((rank, lengths.flatten().min().unwrap_or(u32::MAX)));
        }
        let scattered = texts
            .iter()
            .filter_map(|text| self.scattered(matcher, text.as_ref()));
        scattered.min().map(|off| (Rank::Scattered, off))
    }

    /// How far apart the letters are; a match that is scattered over a long text, or of a few letters, is chance.
    fn scattered(&self, matcher: &mut Matcher, text: &str) -> Option<u32> {
        const FEWEST_LETTERS: usize = 4;
        if self.query.text().chars().count() < FEWEST_LETTERS {
            return None;
        }
        let mut buffer = Vec::new();
        let score = self
            .pattern
            .score(Utf32Str::new(text, &mut buffer), matcher)?;
        let tight = self.query.text().len() as u32 * 16;
        (score >= tight).then(|| u32::MAX - score)
    }
}

/// The slots of the entities that `query` means, best first; of equals in order of id. Empty for an empty query.
pub(crate) fn entities(document: &Document, query: &str) -> Vec<u32> {
    let found = ranked_entities(document, query).into_iter();
    found.map(|found| found.at as u32).collect()
}

/// The entities that `query` means, each with how well it answers.
pub(crate) fn ranked_entities(document: &Document, query: &str) -> Vec<Match> {
    let search = Search::new(query);
    if search.query.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(Score, u32, u32)> = document
        .entities()
        .order()
        .par_iter()
        .enumerate()
        .with_min_len(512)
        .map_init(
            || Matcher::new(Config::DEFAULT),
            |matcher, (place, slot)| {
                let entity = document.entities().at(*slot)?;
                let score = best_score(matcher, &search, entity)?;
                Some((score, place as u32, *slot))
            },
        )
        .flatten()
        .collect();
    if found.len() < FEW {
        mistyped(document, search.query.text(), &mut found);
    }
    found.sort_unstable_by_key(|(score, place, _)| (*score, *place));
    let found = found.into_iter().map(|((rank, _), _, slot)| Match {
        at: slot as usize,
        rank,
    });
    better(found.collect())
}

/// What was found, best first, without what is only similar where something answers better.
pub(crate) fn better(mut found: Vec<Match>) -> Vec<Match> {
    if found.first().is_some_and(|best| best.rank.is_sure()) {
        found.retain(|found| found.rank.is_sure());
    }
    found
}

/// Where fewer are found than this, mistyped words are looked for too.
const FEW: usize = 20;

/// Adds entities of which a name has each word of the query with a wrong, missing, extra or swapped letter, or two in long
/// words (optimal string alignment distance, Damerau 1964). They come before matches that are scattered over a name.
fn mistyped(document: &Document, query: &str, found: &mut Vec<(Score, u32, u32)>) {
    let words: Vec<&str> = query.split(' ').filter(|word| !word.is_empty()).collect();
    if words.iter().all(|word| word.chars().count() < 4) {
        return;
    }
    let close: Vec<(Score, u32, u32)> = document
        .entities()
        .order()
        .par_iter()
        .enumerate()
        .with_min_len(512)
        .filter_map(|(place, slot)| {
            let entity = document.entities().at(*slot)?;
            let names = all_names(entity).filter_map(|name| far(&words, &fold(name)));
            let off = names.min()?;
            Some(((Rank::Scattered, off), place as u32, *slot))
        })
        .collect();
    // Only the few that were there before can be found twice.
    let few = found.len();
    for hit in close {
        match found[..few].iter_mut().find(|(_, _, slot)| *slot == hit.2) {
            Some(have) => have.0 = have.0.min(hit.0),
            None => found.push(hit),
        }
    }
}

/// How many letters the words are away from words of a name; `None` = too many.
fn far(words: &[&str], name: &str) -> Option<u32> {
    let mut sum = 0;
    for word in words {
        let length = word.chars().count();
        let most = match length {
            0..=3 => 0,
            4..=7 => 1,
            _ => 2,
        };
        let of_name = name.split(|c: char| !c.is_alphanumeric());
        let least = of_name
            .filter(|other| other.chars().count().abs_diff(length) <= most)
            .map(|other| strsim::osa_distance(word, other))
            .min()?;
        if least > most {
            return None;
        }
        sum += least as u32;
    }
    Some(sum)
}

/// By each name alone: words of two names are no name.
fn best_score(matcher: &mut Matcher, search: &Search, entity: &Entity) -> Option<Score> {
    let query = search.query.text();
    let mut best = search.score(matcher, &[fold(&entity.id)]);
    let mut take = |score: Option<Score>| best = best.into_iter().chain(score).min();
    for text in entity_texts(entity) {
        let folded = fold(&text);
        if initials(&folded).is_some_and(|letters| letters == query) {
            take(Some((Rank::Beginning, 0)));
        }
        take(search.score(matcher, &[folded]));
    }
    best
}

/// Which rows a query means, best first, of equals as they are in the list: each row is a list of texts, the first its label.
/// All of them in their order for an empty query.
pub(crate) fn rows<'a, R>(rows: impl Iterator<Item = R>, query: &str) -> Vec<Match>
where
    R: IntoIterator<Item = &'a str>,
{
    let search = Search::new(query);
    if search.query.is_empty() {
        let all = rows.enumerate().map(|(at, _)| Match {
            at,
            rank: Rank::Beginning,
        });
        return all.collect();
    }
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut found: Vec<(Reverse<bool>, Score, usize)> = Vec::new();
    for (at, row) in rows.enumerate() {
        let texts: Vec<_> = row.into_iter().map(fold).collect();
        let Some((rank, detail)) = search.score(&mut matcher, &texts) else {
            continue;
        };
        // Of one rank what has it in its label comes first.
        let label = texts.first().map(|label| search.query.rank(&[label]));
        let in_label = label.flatten().is_some_and(|of_label| of_label <= rank);
        found.push((Reverse(in_label), (rank, detail), at));
    }
    found.sort_by_key(|(in_label, (rank, detail), at)| (*rank, *in_label, *detail, *at));
    let found = found
        .into_iter()
        .map(|(_, (rank, _), at)| Match { at, rank });
    better(found.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Name;
    use proptest::prelude::*;
    use std::sync::Arc;

    /// Which of `labels` a query means, by place, best first; all in order for an empty query.
    fn labels<'a>(labels: impl Iterator<Item = &'a str>, query: &str) -> Vec<usize> {
        let found = rows(labels.map(|label| [label]), query).into_iter();
        found.map(|found| found.at).collect()
    }

    fn document() -> Document {
        let mut document = Document::default();
        for (id, name, alias) in [
            ("united-kingdom", "United Kingdom", ""),
            ("united-states", "United States", ""),
            ("i-soon", "i-Soon", "四川安洵信息技术有限公司"),
            ("integrity-tech", "Integrity Tech", "Yongxin Zhicheng"),
            ("mss", "MSS", "Ministry of State Security"),
        ] {
            let names = (!alias.is_empty())
                .then(|| Name {
                    text: alias.into(),
                    ..Name::default()
                })
                .into_iter()
                .collect();
            let entity = Entity {
                id: id.into(),
                name: name.into(),
                names,
                ..Entity::default()
            };
            document.put_entity(id, Some(Arc::new(entity)));
        }
        document
    }

    fn first(query: &str) -> Option<String> {
        let document = document();
        let slot = *entities(&document, query).first()?;
        document.entities().id_at(slot).map(ToString::to_string)
    }

    #[test]
    fn finds_by_every_sort_of_name() {
        let check =
            |query: &str, id: &str| assert_eq!(first(query).as_deref(), Some(id), "{query}");
        check("uk", "united-kingdom");
        check("United K", "united-kingdom");
        check("kingdom", "united-kingdom");
        check("integ", "integrity-tech");
        check("yongxin", "integrity-tech");
        check("安洵", "i-soon");
        check("anxun", "i-soon");
        check("an xun", "i-soon");
        check("state security", "mss");
        check("untd kingdm", "united-kingdom");
        check("untied kingdom", "united-kingdom");
        check("intergrity", "integrity-tech");
        check("integrtiy teck", "integrity-tech");
        check("kongdom", "united-kingdom");
        assert_eq!(first("zzzz"), None);
        assert_eq!(first("  "), None);
    }

    #[test]
    fn similar_rows_come_where_nothing_better_matches() {
        let sources = [
            ["US Department of Justice", "doj-2025-03-05"],
            ["BBC News", "2024"],
            ["Report", "a bbc transcript"],
        ];
        let found = rows(sources.into_iter(), "bbc");
        let places: Vec<usize> = found.iter().map(|found| found.at).collect();
        assert_eq!(places, [1, 2]);
        let committee = ["Report on the backbench committee", "backbench committee"];
        let similar = |query: &str| rows(committee.map(|text| [text]).into_iter(), query);
        assert!(similar("bbc").is_empty(), "few letters are anywhere");
        let found = similar("bckbnch");
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|found| !found.rank.is_sure()));
        let found = ranked_entities(&document(), "kongdom");
        assert!(found.iter().all(|found| !found.rank.is_sure()));
        let found = ranked_entities(&document(), "kingdom");
        assert!(found[0].rank.is_sure());
    }

    #[test]
    fn a_mistyped_word_of_every_name_finds_each_once() {
        let mut document = Document::default();
        for at in 0..20_000 {
            let id = format!("e{at:05}");
            let entity = Entity {
                id: id.as_str().into(),
                name: format!("Holding {at}").into(),
                ..Entity::default()
            };
            document.put_entity(&id, Some(Arc::new(entity)));
        }
        assert_eq!(entities(&document, "hoklding").len(), 20_000);
    }

    proptest! {
        #[test]
        fn never_panics(query in "\\PC{0,12}") {
            let _ = entities(&document(), &query);
            let _ = labels(["Open…", "Save"].into_iter(), &query);
        }

        #[test]
        fn rows_come_once_the_better_first(
            texts in proptest::collection::vec(proptest::collection::vec("[a-c]{1,3}( [a-c]{1,3})?", 1..3), 0..8),
            query in "[a-c]{1,3}( [a-c])?",
        ) {
            let found = rows(texts.iter().map(|row| row.iter().map(String::as_str)), &query);
            prop_assert!(found.is_sorted_by_key(|found| found.rank));
            let mut places: Vec<usize> = found.iter().map(|found| found.at).collect();
            places.sort_unstable();
            places.dedup();
            prop_assert_eq!(places.len(), found.len());
            for found in found.iter().filter(|found| found.rank.is_sure()) {
                // What is sure has each word of the query.
                let has = |word: &str| texts[found.at].iter().any(|text| text.contains(word));
                prop_assert!(query.split(' ').all(has), "{:?} {:?}", texts[found.at], query);
            }
        }
    }
}
