//! Entities that may be one: they share an identifier, or a name, compared without regard to alphabet, order of words,
//! spaces, plural, legal form or title; or one name may be a slip of the other, or have a middle name more.
//!
//! Names alone are weak. So kinds must go together; countries, birthdays and numbers must not tell the two apart; a name
//! must have a word of its own (*Joint advisory*, *Ministry of Defence* and *J. S.* have none), for a person two; and where a
//! link joins the two, someone has thought of it.
//!
//! Only entities that share a hash are compared (`keys`), so that the work grows with their number, not with its square.

mod keys;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use self::keys::NameKey;
use super::{LookedAt, RawFinding, Rule};
use crate::model::names::{fold, stable_hash};
use crate::model::{Document, Entity, EntityKind, NameType, PartialDate, TableName, Vocabulary};

/// Of a name or identifier that more entities than this bear, each is compared with the next alone.
const MOST_BEARERS: usize = 8;

/// What is compared of an entity, as a hash: names and identifiers by the thousand are compared at once.
struct NameHash {
    hash: u64,
    slot: u32,
}

pub(super) fn find(at: &LookedAt<'_>, hits: &mut Vec<RawFinding>) {
    let entities = at.document.entities();
    let words = at.evidence.vocabulary();
    let mut marks: Vec<NameHash> = entities
        .order()
        .par_iter()
        .with_min_len(1024)
        .flat_map_iter(|slot| {
            let entity = entities.at(*slot);
            let hashes = entity.map_or_else(Vec::new, |entity| hashes(entity, words));
            hashes
                .into_iter()
                .map(|hash| NameHash { hash, slot: *slot })
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
    hits.extend(found.into_iter().map(|[slot, second]| RawFinding {
        rule: Rule::Duplicate,
        table: TableName::Entities,
        slot,
        second,
    }));
}

pub(super) fn text(at: &LookedAt<'_>, a: u32, b: u32) -> Option<String> {
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
    for key in names(entity).filter_map(|name| NameKey::of(name, base)) {
        key.push_hashes(&mut hashes);
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
    let [ours, theirs] = [(a, bases[0]), (b, bases[1])].map(|(entity, base)| {
        let keys = names(entity).map(|name| (name, NameKey::of(name, base)));
        let keys = keys.filter_map(|(name, key)| Some((name, key?)));
        let keys = keys.filter(|(_, key)| !key.generic || same_country);
        keys.collect::<Vec<(&str, NameKey)>>()
    });
    let pair = |alike: fn(&NameKey, &NameKey) -> bool| {
        ours.iter().find_map(|(name, key)| {
            let fits = |(other, their_key): &&(&str, NameKey)| {
                alike(key, their_key) && !only_sounds_alike(name, other)
            };
            Some((*name, theirs.iter().find(fits)?.0))
        })
    };
    if let Some((name, other)) = pair(NameKey::is_same) {
        return Some(if fold(name) == fold(other) {
            format!("both are called “{name}”")
        } else {
            format!("“{name}” may be “{other}” written another way")
        });
    }
    let (name, other) = pair(NameKey::is_close)?;
    Some(format!("“{name}” and “{other}” are nearly the same name"))
}

/// The name on the chart where it is too short to be compared as names are: two that differ in capitals alone are one.
fn short_name(entity: &Entity, base: EntityKind) -> Option<String> {
    let name = fold(&entity.name);
    let letters = name.chars().filter(|c| c.is_alphanumeric()).count();
    let is_one_word = name.chars().all(char::is_alphabetic);
    let short = (3..=4).contains(&letters) && is_one_word && base != EntityKind::Person;
    short.then(|| format!("\u{2}{name}"))
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
