//! Entities that are probably one: they share an identifier, or a name once it is folded, written in Latin letters and its
//! words sorted.
//!
//! Names alone are weak. So kinds must go together; countries, birthdays and numbers must not tell the two apart; a name
//! must have a word of its own (*Joint advisory*, *Ministry of Defence* and *J. S.* have none), for a person two; and where a
//! link joins the two, someone has thought of it.

use std::sync::LazyLock;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Hit, LookedAt, Rule};
use crate::model::names::{fold, romanise, stable_hash};
use crate::model::{Document, Entity, EntityKind, NameType, PartialDate, TableName, Vocabulary};

/// Of a name or identifier that more entities than this bear, each is compared with the next alone.
const MOST_BEARERS: usize = 8;

/// What is compared of an entity, as a hash: names and identifiers by the thousand are compared at once.
struct Mark {
    hash: u64,
    slot: u32,
}

/// A name as duplicates are found by it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Face {
    /// Its words in Latin letters, sorted.
    key: String,
    /// It has no word that not many have.
    generic: bool,
}

pub(super) fn find(at: &LookedAt<'_>, hits: &mut Vec<Hit>) {
    let entities = at.document.entities();
    let words = at.evidence.vocabulary();
    let mut marks: Vec<Mark> = entities
        .order()
        .par_iter()
        .with_min_len(1024)
        .flat_map_iter(|slot| {
            let entity = entities.at(*slot);
            let hashes = entity.map_or_else(Vec::new, |entity| hashes(entity, words));
            hashes.into_iter().map(|hash| Mark { hash, slot: *slot })
        })
        .collect();
    marks.par_sort_unstable_by_key(|mark| (mark.hash, mark.slot));
    marks.dedup_by_key(|mark| (mark.hash, mark.slot));
    let mut pairs: FxHashSet<[u32; 2]> = FxHashSet::default();
    for bearers in marks.chunk_by(|a, b| a.hash == b.hash) {
        if bearers.len() > MOST_BEARERS {
            pairs.extend(bearers.windows(2).map(|two| [two[0].slot, two[1].slot]));
            continue;
        }
        for (place, one) in bearers.iter().enumerate() {
            pairs.extend(bearers[place + 1..].iter().map(|two| [one.slot, two.slot]));
        }
    }
    if pairs.is_empty() {
        return;
    }
    let joined = joined(at.document);
    let rank = ranks(entities.order(), entities.slot_count());
    let mut found: Vec<[u32; 2]> = pairs
        .into_iter()
        .filter(|pair| !joined.contains(pair))
        .filter(|[a, b]| why(at, *a, *b).is_some())
        .map(|mut pair| {
            pair.sort_unstable_by_key(|slot| rank[*slot as usize]);
            pair
        })
        .collect();
    found.sort_unstable_by_key(|pair| pair.map(|slot| rank[slot as usize]));
    hits.extend(found.into_iter().map(|[slot, second]| Hit {
        rule: Rule::Duplicate,
        table: TableName::Entities,
        slot,
        second,
    }));
}

pub(super) fn in_words(at: &LookedAt<'_>, a: u32, b: u32) -> Option<String> {
    let id = |slot| at.document.entities().id_at(slot);
    Some(format!("{} ({} and {})", why(at, a, b)?, id(a)?, id(b)?))
}

/// The pairs of slots that a link joins, each the lesser slot first.
fn joined(document: &Document) -> FxHashSet<[u32; 2]> {
    let ends = document.ends();
    let slots = document.links().order().iter();
    let pairs = slots.map(|slot| ends[*slot as usize]);
    pairs
        .map(|mut pair| {
            pair.sort_unstable();
            pair
        })
        .collect()
}

/// The place of each slot in the order of ids.
fn ranks(order: &[u32], count: usize) -> Vec<u32> {
    let mut ranks = vec![0; count];
    for (slot, rank) in order.iter().zip(0..) {
        ranks[*slot as usize] = rank;
    }
    ranks
}

/// The identifiers and names of an entity as hashes.
fn hashes(entity: &Entity, words: &Vocabulary) -> Vec<u64> {
    let base = words.entity_base(entity.kind_id());
    let mut hashes: Vec<u64> = identifiers(entity)
        .map(|(scheme, value)| stable_hash(&format!("{scheme}\0{value}")))
        .collect();
    for name in names(entity) {
        hashes.extend(face(name, base).map(|face| stable_hash(&face.key)));
        hashes.extend(run_together(name).map(|name| stable_hash(&name)));
    }
    hashes.extend(short_name(entity, base).map(|name| stable_hash(&name)));
    hashes
}

/// Its identifiers, folded. Those that count the nodes of some file say nothing outside it.
fn identifiers(entity: &Entity) -> impl Iterator<Item = (String, String)> {
    let all = entity.identifiers.iter();
    let all = all.map(|one| {
        (
            fold(&one.scheme).into_owned(),
            fold(&one.value).into_owned(),
        )
    });
    all.filter(|(scheme, value)| {
        !scheme.is_empty() && !value.is_empty() && !matches!(scheme.as_str(), "id" | "node-id")
    })
}

/// Its names but those that were used for it by mistake; its id is no name.
fn names(entity: &Entity) -> impl Iterator<Item = &str> {
    let further = entity.names.iter();
    let further = further.filter(|name| name.kind != Some(NameType::Mistaken));
    std::iter::once(entity.name.as_str())
        .chain(further.map(|name| name.text.as_str()))
        .filter(|name| !name.is_empty())
}

/// What two entities share that makes them probably one; `None` if they are not.
fn why(at: &LookedAt<'_>, a: u32, b: u32) -> Option<String> {
    let entities = at.document.entities();
    let (a, b) = (entities.at(a)?, entities.at(b)?);
    let words = at.evidence.vocabulary();
    let bases = [a, b].map(|entity| words.entity_base(entity.kind_id()));
    if !go_together(bases) {
        return None;
    }
    let theirs: FxHashMap<String, String> = identifiers(b).collect();
    let mut differs = false;
    for (scheme, value) in identifiers(a) {
        match theirs.get(&scheme) {
            Some(have) if *have == value => {
                return Some(format!("both have the identifier {scheme} {value}"));
            }
            Some(_) => differs = true,
            None => {}
        }
    }
    let countries = !a.country.is_empty() && !b.country.is_empty();
    let dates = a.since.zip(b.since);
    if differs || (countries && a.country != b.country) || dates.is_some_and(surely_differ) {
        return None;
    }
    let same_country = countries && a.country == b.country;
    // Organs of many states have the same few capitals.
    let organs = bases
        .iter()
        .any(|base| matches!(base, EntityKind::Agency | EntityKind::Organization));
    if let Some(name) = short_name(a, bases[0])
        && short_name(b, bases[1]).is_some_and(|other| other == name)
        && (same_country || !organs)
    {
        return Some(format!("both are called “{}”", a.name));
    }
    let (one, two) = bases.into();
    for name in names(a) {
        let Some(face) = face_of(name, one, same_country) else {
            continue;
        };
        let joined = run_together(name);
        let same = |other: &&str| {
            let alike = face_of(other, two, same_country).is_some_and(|face_of_other| {
                let one_is_foreign = name.is_ascii() != other.is_ascii();
                let together = one_is_foreign && joined.is_some() && joined == run_together(other);
                face_of_other.key == face.key || together
            });
            alike && !only_sounds_alike(name, other)
        };
        if let Some(other) = names(b).find(same) {
            return Some(if fold(name) == fold(other) {
                format!("both are called “{name}”")
            } else {
                format!("“{name}” is “{other}” written another way")
            });
        }
    }
    None
}

/// A name in Latin letters without blanks: `永信至诚` is written `Yongxin Zhicheng` as often as syllable by syllable. Only
/// where that is long enough to be no chance.
fn run_together(name: &str) -> Option<String> {
    const LEAST: usize = 8;
    let latin = if name.is_ascii() {
        fold(name).into_owned()
    } else {
        fold(&romanise(name)).into_owned()
    };
    let joined: String = latin.chars().filter(|c| c.is_alphanumeric()).collect();
    (joined.len() >= LEAST).then(|| format!("\u{1}{joined}"))
}

/// The name on the chart where it is too short to be compared as names are: two that differ in capitals alone are one.
fn short_name(entity: &Entity, base: EntityKind) -> Option<String> {
    let name = fold(&entity.name);
    let letters = name.chars().filter(|c| c.is_alphanumeric()).count();
    let is_one_word = name.chars().all(char::is_alphabetic);
    let short = (3..=4).contains(&letters) && is_one_word && base != EntityKind::Person;
    short.then(|| format!("\u{2}{name}"))
}

fn face_of(name: &str, base: EntityKind, same_country: bool) -> Option<Face> {
    face(name, base).filter(|face| !face.generic || same_country)
}

/// Kinds that one and the same thing may be given by two people.
fn go_together([a, b]: [EntityKind; 2]) -> bool {
    use EntityKind::{Agency, Company, Document, Event, Group, Law, Organization, Other, Place};
    use EntityKind::{Campaign, State};
    let pairs = [
        (Company, Organization),
        (Agency, Organization),
        (Campaign, Group),
        (Document, Law),
        (Document, Event),
        (Place, State),
    ];
    a == b || a == Other || b == Other || pairs.contains(&(a, b)) || pairs.contains(&(b, a))
}

fn surely_differ((a, b): (PartialDate, PartialDate)) -> bool {
    let exact = !a.is_approximate() && !b.is_approximate();
    exact && (a.last_day() < b.first_day() || b.last_day() < a.first_day())
}

/// Two names in Chinese characters of up to three syllables that are written differently: they only sound alike.
fn only_sounds_alike(a: &str, b: &str) -> bool {
    let short = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).count() < 4;
    !a.is_ascii() && !b.is_ascii() && short(a) && short(b) && fold(a) != fold(b)
}

/// A name's sorted words; `None` where it is too little of a name to go by.
fn face(name: &str, base: EntityKind) -> Option<Face> {
    if is_initials(name) {
        return None;
    }
    let folded = fold(name);
    let latin = if folded.is_ascii() {
        folded.into_owned()
    } else {
        fold(&romanise(&folded)).into_owned()
    };
    let mut words: Vec<&str> = latin
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let letters = |word: &&&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let named = words.iter().filter(letters).count();
    let enough = if base == EntityKind::Person { 2 } else { 1 };
    let length: usize = words.iter().map(|word| word.len()).sum();
    if named < enough || length < 4 {
        return None;
    }
    let generic = words.iter().all(|word| is_generic(word));
    words.sort_unstable();
    Some(Face {
        key: words.join(" "),
        generic,
    })
}

/// Letters that stand for words: one letter each, or up to four capitals that are no word.
fn is_initials(name: &str) -> bool {
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    let single = |word: &str| word.chars().nth(1).is_none();
    let mut capitals = name.chars().filter(|c| c.is_alphanumeric());
    words.all(single) && name.is_ascii()
        || name.len() <= 4 && name.is_ascii() && capitals.all(|c| !c.is_ascii_lowercase())
}

/// Words that many names have.
static GENERIC: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    "
    a act actor advice advisory affairs ag agencies agency an and army attack attacks authority bank board
    botnet bureau campaign center central centre charges co code command commission committee companies
    company corp corporation council court covert cyber data defence defense department designations
    development director domain executive federal finance for force forces foreign foundation general gmbh
    government governments group hacker hackers head holding holdings home inc indictment industry institute
    intelligence interior international investigation item joint justice law limited llc ltd main malware
    military ministry national navy network networks node of office officer official officials on operation
    order organisation organization other others parliament partners person plc police press program
    programme project public regulations release report sa sanctions security server servers service services
    state statement supreme system systems team technology the trust undisclosed unidentified union unit
    university unknown unnamed victim victims
    "
    .split_whitespace()
    .collect()
});

/// Whether a word tells nothing apart: a letter, a short number, a word of many names.
fn is_generic(word: &str) -> bool {
    let short_number = word.len() < 4 && word.bytes().all(|b| b.is_ascii_digit());
    short_number || word.chars().nth(1).is_none() || GENERIC.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_many_names_are_known() {
        assert!(is_generic("ministry") && is_generic("7") && is_generic("x"));
        assert!(!is_generic("acme") && !is_generic("61398"));
    }

    #[test]
    fn initials_are_no_names() {
        let check = |name: &str, expected: bool| assert_eq!(is_initials(name), expected, "{name}");
        for initials in ["J. S.", "FSB", "A B C", "BP", "APT1"] {
            check(initials, true);
        }
        for name in ["Bank", "Ivan", "J. Smith", "APT41", "张伟"] {
            check(name, false);
        }
    }
}
