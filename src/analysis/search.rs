//! Finding entities by name, alias, initials, romanised form or id: fuzzy, best first.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use rayon::prelude::*;

use crate::model::names::{all_names, fold, initials, romanise};
use crate::model::{Document, Entity};

/// How one text answers a question: higher is better, `None` = not at all. Whole words and starts count most.
fn score(matcher: &mut Matcher, pattern: &Pattern, query: &str, text: &str) -> Option<u32> {
    let mut buffer = Vec::new();
    let fuzzy = pattern.score(Utf32Str::new(text, &mut buffer), matcher)?;
    // A match scattered over a long text is chance: let it be worth little.
    let tight = query.len() as u32 * 16;
    if fuzzy < tight && !text.contains(query) {
        return None;
    }
    let bonus = if text == query {
        4000
    } else if text.starts_with(query) {
        2000
    } else if text
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| word.starts_with(query))
    {
        1000
    } else if text.contains(query) {
        500
    } else {
        0
    };
    Some(fuzzy + bonus)
}

/// The slots of the entities that `query` means, best first; of equals in order of id. Empty for an empty query.
pub fn entities(document: &Document, query: &str) -> Vec<u32> {
    let query = fold(query).into_owned();
    if query.is_empty() {
        return Vec::new();
    }
    let pattern = Pattern::parse(&query, CaseMatching::Ignore, Normalization::Smart);
    let mut found: Vec<(u32, u32, u32)> = document
        .entities()
        .order()
        .par_iter()
        .enumerate()
        .with_min_len(512)
        .map_init(
            || Matcher::new(Config::DEFAULT),
            |matcher, (place, slot)| {
                let entity = document.entities().at(*slot)?;
                let score = best_score(matcher, &pattern, &query, entity)?;
                Some((score, place as u32, *slot))
            },
        )
        .flatten()
        .collect();
    if found.len() < FEW {
        mistyped(document, &query, &mut found);
    }
    found.sort_unstable_by_key(|(score, place, _)| (std::cmp::Reverse(*score), *place));
    found.into_iter().map(|(_, _, slot)| slot).collect()
}

/// Where fewer are found than this, mistyped words are looked for too.
const FEW: usize = 20;

/// Adds entities of which a name has each word of the query with a wrong, missing, extra or swapped letter, or two in long
/// words (optimal string alignment distance, Damerau 1964). They come before matches that are scattered over a name.
fn mistyped(document: &Document, query: &str, found: &mut Vec<(u32, u32, u32)>) {
    let words: Vec<&str> = query.split(' ').filter(|word| !word.is_empty()).collect();
    if words.iter().all(|word| word.chars().count() < 4) {
        return;
    }
    let close: Vec<(u32, u32, u32)> = document
        .entities()
        .order()
        .par_iter()
        .enumerate()
        .with_min_len(512)
        .filter_map(|(place, slot)| {
            let entity = document.entities().at(*slot)?;
            let names = all_names(entity).filter_map(|name| far(&words, &fold(name)));
            let off = names.min()?;
            Some((1500 - 100 * off.min(10), place as u32, *slot))
        })
        .collect();
    // Only the few that were there before can be found twice.
    let few = found.len();
    for hit in close {
        match found[..few].iter_mut().find(|(_, _, slot)| *slot == hit.2) {
            Some(have) => have.0 = have.0.max(hit.0),
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

fn best_score(
    matcher: &mut Matcher,
    pattern: &Pattern,
    query: &str,
    entity: &Entity,
) -> Option<u32> {
    let mut best = score(matcher, pattern, query, &entity.id);
    for name in all_names(entity) {
        let folded = fold(name);
        best = best.max(score(matcher, pattern, query, &folded));
        if initials(&folded).is_some_and(|letters| letters == query) {
            best = best.max(Some(3000));
        }
        if !folded.is_ascii() {
            let latin = fold(&romanise(name)).into_owned();
            best = best.max(score(matcher, pattern, query, &latin));
            let joined: String = latin.split(' ').collect();
            best = best.max(score(matcher, pattern, query, &joined));
        }
    }
    best
}

/// Which of `labels` a query means, by place, best first; all in order for an empty query. For commands, kinds, sources.
pub fn labels<'a>(labels: impl Iterator<Item = &'a str>, query: &str) -> Vec<usize> {
    let query = fold(query).into_owned();
    if query.is_empty() {
        return labels.enumerate().map(|(at, _)| at).collect();
    }
    let pattern = Pattern::parse(&query, CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut found: Vec<(u32, usize)> = labels
        .enumerate()
        .filter_map(|(at, label)| {
            let score = score(&mut matcher, &pattern, &query, &fold(label))?;
            Some((score, at))
        })
        .collect();
    found.sort_by_key(|(score, at)| (std::cmp::Reverse(*score), *at));
    found.into_iter().map(|(_, at)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Name;
    use proptest::prelude::*;
    use std::sync::Arc;

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
    }
}
