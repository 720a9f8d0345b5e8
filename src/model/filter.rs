//! What a filter leaves on the chart.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::evidence::{Evidence, LinkEvidence};
use super::text::{counted, figure, short_line};
use super::{
    Claim, Document, Entity, EntityKind, Filter, FilterLists, Link, Marking, PartialDate, Str,
    Support, Until, Vocabulary,
};

/// What is shown, by slot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Visible {
    /// By entity slot.
    pub entities: Vec<bool>,
    /// By link slot: shown, with both ends shown, and not pending.
    pub links: Vec<bool>,
}

impl Filter {
    /// Whether it tests links by source or speaker: what it leaves can then change while their evidence stays as it is.
    pub fn asks_who_says_it(&self) -> bool {
        let asks = |lists: &FilterLists| !lists.sources.is_empty() || !lists.speakers.is_empty();
        asks(&self.any) || asks(&self.not)
    }

    /// Whether it shows chosen entities alone, perhaps none yet.
    pub fn is_of_chosen(&self) -> bool {
        !self.only.is_empty() || self.nothing_else == Some(true)
    }

    /// Whether it tests markings: what it leaves can then change with the dataset's own.
    pub fn asks_for_markings(&self) -> bool {
        !self.any.markings.is_empty() || !self.not.markings.is_empty()
    }
}

/// What `filter` leaves of the document. Within a list any, between lists all; empty = everything, but set-aside links.
/// `evidence` must be judged on the filter's as-of date.
pub fn shown(document: &Document, evidence: &Evidence, filter: &Filter) -> Visible {
    let test = Test::new(filter);
    let entities: Vec<bool> = (0..document.entities().slot_count() as u32)
        .into_par_iter()
        .with_min_len(1024)
        .map(|slot| {
            let entity = document.entities().at(slot);
            entity.is_some_and(|entity| test.entity(document, entity))
        })
        .collect();
    let links = (0..document.links().slot_count() as u32)
        .into_par_iter()
        .with_min_len(1024)
        .map(|slot| {
            let ends = document.ends()[slot as usize];
            let ends_shown = ends
                .iter()
                .all(|end| entities.get(*end as usize) == Some(&true));
            let link = document.links().at(slot).filter(|_| ends_shown);
            link.is_some_and(|link| test.link(document, evidence, link, &evidence.link(slot)))
        })
        .collect();
    Visible { entities, links }
}

/// The filter that shows these entities, too, and otherwise what it showed. Only a date still hides what was not there then.
pub fn shown_too(document: &Document, filter: &Filter, ids: &[Str]) -> Filter {
    let mut now = filter.clone();
    let asked: FxHashSet<&Str> = ids.iter().collect();
    now.hidden.retain(|id| !asked.contains(id));
    if now.is_of_chosen() {
        add_new(&mut now.only, ids.iter());
    }
    let test = Test::new(&now);
    let is_unlisted = |id: &&Str| {
        let entity = document.entities().get(id);
        let is_listed = |entity: &Entity| test.is_listed(document, entity);
        entity.is_some_and(|entity| !test.also.contains(*id) && !is_listed(entity))
    };
    let unlisted: Vec<&Str> = ids.iter().filter(is_unlisted).collect();
    let mut also = now.also.clone();
    add_new(&mut also, unlisted.into_iter());
    now.also = also;
    now
}

fn add_new<'a>(list: &mut Vec<Str>, ids: impl Iterator<Item = &'a Str>) {
    let have: FxHashSet<Str> = list.iter().cloned().collect();
    list.extend(ids.filter(|id| !have.contains(*id)).cloned());
}

/// Slots that came on the chart or left it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flipped {
    /// Entities.
    pub entities: Vec<u32>,
    /// Links.
    pub links: Vec<u32>,
}

/// Makes `shown` true again after these records, or the evidence of these links, changed. Says what that flipped.
pub fn show_again(
    document: &Document,
    evidence: &Evidence,
    filter: &Filter,
    shown: &mut Visible,
    entities: &[u32],
    links: &[u32],
) -> Flipped {
    let test = Test::new(filter);
    shown
        .entities
        .resize(document.entities().slot_count(), false);
    shown.links.resize(document.links().slot_count(), false);
    let mut flipped = Flipped::default();
    let mut links = links.to_vec();
    for &slot in entities {
        let entity = document.entities().at(slot);
        let is_shown = entity.is_some_and(|entity| test.entity(document, entity));
        if std::mem::replace(&mut shown.entities[slot as usize], is_shown) == is_shown {
            continue;
        }
        flipped.entities.push(slot);
        // Links of an entity that is gone wait for it.
        links.extend(document.links_of(slot));
        if let Some(id) = document.entities().id_at(slot) {
            links.extend(document.links_waiting_for(id));
        }
    }
    links.sort_unstable();
    links.dedup();
    for slot in links {
        let ends = document.ends()[slot as usize];
        let stands = |end: &u32| shown.entities.get(*end as usize) == Some(&true);
        let link = document
            .links()
            .at(slot)
            .filter(|_| ends.iter().all(stands));
        let is_shown =
            link.is_some_and(|link| test.link(document, evidence, link, &evidence.link(slot)));
        if std::mem::replace(&mut shown.links[slot as usize], is_shown) != is_shown {
            flipped.links.push(slot);
        }
    }
    flipped
}

/// A filter made ready to ask: lists of ids as sets.
struct Test<'a> {
    filter: &'a Filter,
    hidden: FxHashSet<&'a Str>,
    hidden_links: FxHashSet<&'a Str>,
    only: FxHashSet<&'a Str>,
    also: FxHashSet<&'a Str>,
}

impl<'a> Test<'a> {
    fn new(filter: &'a Filter) -> Self {
        Self {
            filter,
            hidden: filter.hidden.iter().collect(),
            hidden_links: filter.hidden_links.iter().collect(),
            only: filter.only.iter().collect(),
            also: filter.also.iter().collect(),
        }
    }

    fn entity(&self, document: &Document, entity: &Entity) -> bool {
        !self.hidden.contains(&entity.id)
            && (self.also.contains(&entity.id) || self.is_listed(document, entity))
            && self.is_in_time(entity.since, entity.until)
    }

    /// Whether the lists let an entity pass, whatever is hidden by hand and whatever the date.
    fn is_listed(&self, document: &Document, entity: &Entity) -> bool {
        let (any, not) = (&self.filter.any, &self.filter.not);
        let kind = |list: &[Str]| list.iter().any(|kind| kind == entity.kind_id());
        let country = |list: &[Str]| list.contains(&entity.country);
        let marking = document.marking_of(entity.marking, &entity.extra);
        (!self.filter.is_of_chosen() || self.only.contains(&entity.id))
            && passes(&any.entity_kinds, &not.entity_kinds, kind)
            && passes(&any.countries, &not.countries, country)
            && self.common(&entity.tags, Some(marking))
    }

    fn link(
        &self,
        document: &Document,
        evidence: &Evidence,
        link: &Link,
        found: &LinkEvidence,
    ) -> bool {
        let (any, not) = (&self.filter.any, &self.filter.not);
        let states_marking = link.marking.is_some() || link.extra.unread("marking").is_some();
        let marking = states_marking.then(|| document.marking_of(link.marking, &link.extra));
        let stands = |claim: &&Claim| !evidence.is_left_out(document, claim);
        let source = |list: &[Str]| {
            let mut claims = link.claims.iter().filter(stands);
            claims.any(|claim| list.contains(&claim.source))
        };
        let speaker = |list: &[Str]| speaks(document, evidence, link, list);
        !self.hidden_links.contains(&link.id)
            && passes(&any.link_kinds, &not.link_kinds, |list: &[Str]| {
                list.iter().any(|kind| kind == link.kind_id())
            })
            && passes_support(any, not, found.support)
            && passes(&any.sources, &not.sources, source)
            && passes(&any.speakers, &not.speakers, speaker)
            && (link.tags.is_empty() || self.common(&link.tags, None))
            && marking.is_none_or(|marking| self.marking(marking))
            && self.is_in_time(found.since, found.until)
    }

    /// Tags, and the marking if there is one to test.
    fn common(&self, tags: &[Str], marking: Option<Marking>) -> bool {
        let (any, not) = (&self.filter.any, &self.filter.not);
        let tagged = |list: &[Str]| list.iter().any(|tag| tags.contains(tag));
        passes(&any.tags, &not.tags, tagged) && marking.is_none_or(|marking| self.marking(marking))
    }

    fn marking(&self, marking: Marking) -> bool {
        let (any, not) = (&self.filter.any, &self.filter.not);
        passes(&any.markings, &not.markings, |list| list.contains(&marking))
    }

    /// *As-of leaves out only what is surely outside*: it begins after the date or ends before it, read as the widest interval.
    fn is_in_time(&self, since: Option<PartialDate>, until: Option<Until>) -> bool {
        let Some(as_of) = self.filter.as_of else {
            return true;
        };
        let begins_after = since.is_some_and(|since| since.first_day() > as_of.last_day());
        let ends_before = until
            .and_then(Until::date)
            .is_some_and(|until| until.last_day() < as_of.first_day());
        !begins_after && !ends_before
    }
}

fn passes<T>(any: &[T], not: &[T], holds: impl Fn(&[T]) -> bool) -> bool {
    (any.is_empty() || holds(any)) && (not.is_empty() || !holds(not))
}

fn passes_support(any: &FilterLists, not: &FilterLists, support: Support) -> bool {
    let wanted = if any.looks.is_empty() {
        support != Support::SetAside
    } else {
        any.looks.contains(&support)
    };
    wanted && !not.looks.contains(&support)
}

/// Whether one of these entities speaks in a claim of the link: named as a speaker or, where none is, as an author of
/// what its source derives from.
fn speaks(document: &Document, evidence: &Evidence, link: &Link, list: &[Str]) -> bool {
    let stands = |claim: &&Claim| !evidence.is_left_out(document, claim);
    link.claims.iter().filter(stands).any(|claim| {
        if !claim.speakers.is_empty() || !claim.speaker_name.is_empty() {
            return claim.speakers.iter().any(|speaker| list.contains(speaker));
        }
        let sources = document.sources();
        let facts = sources
            .slot_of(&claim.source)
            .and_then(|slot| evidence.source(slot));
        facts.is_some_and(|facts| {
            let mut authors = facts
                .roots
                .iter()
                .filter_map(|root| sources.at(*root))
                .flat_map(|root| &root.authors);
            authors.any(|author| list.contains(author))
        })
    })
}

/// Whether chosen and hidden entities are counted or named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// For pictures and lists, which must not tell what they leave out.
    Counted,
    /// For the one who sees the dataset: the first few by name.
    Named,
}

impl Told {
    /// These entities; `None` where there are none.
    fn entities(self, document: &Document, ids: &[Str], what: &str) -> Option<String> {
        match self {
            Self::Counted => (!ids.is_empty()).then(|| counted(ids.len(), what)),
            Self::Named => few_names(document, ids),
        }
    }
}

/// The names of entities that the dataset has: two, and how many more.
fn few_names(document: &Document, ids: &[Str]) -> Option<String> {
    const NAMED: usize = 2;
    let known = ids.iter().filter_map(|id| document.entities().get(id));
    let mut names: Vec<String> = known.map(|one| short_line(one.label(), 40)).collect();
    let more = names.len().saturating_sub(NAMED);
    if more > 1 {
        names.truncate(NAMED);
        names.push(format!("{} others", figure(more)));
    }
    (!names.is_empty()).then(|| super::sentence::list(&names))
}

/// Returns the filter in words, for the line above the chart and for pictures, such as *All kinds, any date. 1 set-aside
/// link hidden.*
pub fn filter_text(
    document: &Document,
    evidence: &Evidence,
    filter: &Filter,
    told: Told,
) -> String {
    let words = evidence.vocabulary();
    let entity_kind = |id: &Str| words.entity_kind(id).label.to_lowercase();
    let link_kind = |id: &Str| words.link_kind(id).label.to_lowercase();
    let entity_name = |id: &Str| {
        document
            .entities()
            .get(id)
            .map_or(id.to_string(), |e| e.label().to_owned())
    };
    let source_name = |id: &Str| document.source_label(id);
    let any = &filter.any;
    let countries = if any.countries.is_empty() && filter.not.countries.is_empty() {
        FxHashMap::default()
    } else {
        country_names(document, words)
    };
    let country = |code: &Str| countries.get(code).map_or(code.to_string(), Clone::clone);
    let named = |lists: &FilterLists, are_shown: bool| {
        let mut named = Vec::new();
        let mut name = |what: &str, items: Vec<String>| {
            if !items.is_empty() {
                named.push(format!("{what}{}", super::sentence::list(&items)));
            }
        };
        let texts = |items: &[Str]| items.iter().map(ToString::to_string).collect();
        name("", lists.entity_kinds.iter().map(entity_kind).collect());
        name("links ", lists.link_kinds.iter().map(link_kind).collect());
        name("tagged ", texts(&lists.tags));
        name("", supports_text(lists, are_shown));
        name(
            "links citing ",
            lists.sources.iter().map(source_name).collect(),
        );
        name(
            "links claimed by ",
            lists.speakers.iter().map(entity_name).collect(),
        );
        name(
            "entities from ",
            lists.countries.iter().map(country).collect(),
        );
        let markings = lists.markings.iter().map(ToString::to_string);
        name("marked ", markings.collect());
        named
    };
    let (mut only, not) = (named(any, true), named(&filter.not, false));
    only.extend(
        match told.entities(document, &filter.only, "chosen entity") {
            None if filter.is_of_chosen() => Some("chosen entities, none yet".to_owned()),
            chosen => chosen,
        },
    );
    let mut text = match (only.is_empty(), not.is_empty()) {
        (true, true) => "All kinds".to_owned(),
        (true, false) => format!("All except {}", not.join(", ")),
        (false, true) => format!("Only {}", only.join(", ")),
        (false, false) => format!("Only {}; not {}", only.join(", "), not.join(", ")),
    };
    if let Some(also) = told.entities(document, &filter.also, "chosen entity") {
        text.push_str(&format!("; also {also}"));
    }
    match filter.as_of {
        Some(date) => text.push_str(&format!(", as of {}.", date.text())),
        None => text.push_str(", any date."),
    }
    text.push_str(&by_hand_text(document, filter, told));
    text.push_str(&hidden_text(evidence, filter));
    text
}

/// What is hidden manually: a further sentence.
fn by_hand_text(document: &Document, filter: &Filter, told: Told) -> String {
    let links = filter.hidden_links.len();
    let named = match told {
        Told::Counted => None,
        Told::Named => few_names(document, &filter.hidden),
    };
    let hidden = match (named, links) {
        (Some(names), 0) => names,
        (Some(names), n) => format!("{names}, {}", counted(n, "link")),
        (None, _) if filter.hidden.len() + links == 0 => return String::new(),
        (None, _) => figure(filter.hidden.len() + links),
    };
    format!(" {hidden} hidden manually.")
}

/// Whether set-aside links are shown: a further sentence.
fn hidden_text(evidence: &Evidence, filter: &Filter) -> String {
    let mut text = String::new();
    let shows_aside = filter.any.looks.contains(&Support::SetAside);
    match evidence.set_aside_count() {
        0 => {}
        _ if shows_every_support(&filter.any) => text.push_str(" Set-aside links shown."),
        _ if shows_aside => {}
        n => text.push_str(&format!(" {} hidden.", counted(n, "set-aside link"))),
    }
    text
}

/// The looks that a filter lists, as links; of those that are shown and those that are not, the shorter list.
fn supports_text(lists: &FilterLists, are_shown: bool) -> Vec<String> {
    if lists.looks.is_empty() || shows_every_support(lists) {
        return Vec::new();
    }
    let usual = Support::ALL
        .iter()
        .filter(|support| **support != Support::SetAside);
    let missing: Vec<Support> = usual
        .filter(|support| !lists.looks.contains(support))
        .copied()
        .collect();
    let says_missing = are_shown && missing.len() < lists.looks.len();
    match missing.as_slice() {
        [] => {}
        [Support::Unsourced] if says_missing => return vec!["links with a source".to_owned()],
        _ if says_missing => {
            let missing: Vec<String> = missing.into_iter().map(filtered_support).collect();
            let missing = super::sentence::list(&missing);
            return vec![format!("links that are not {missing}")];
        }
        _ => {}
    }
    let (sourced, unsourced): (Vec<Support>, Vec<Support>) = lists
        .looks
        .iter()
        .partition(|support| **support != Support::Unsourced);
    let sourced: Vec<String> = sourced.into_iter().map(filtered_support).collect();
    let mut links = Vec::new();
    if !sourced.is_empty() {
        links.push(format!("{} links", super::sentence::list(&sourced)));
    }
    if !unsourced.is_empty() {
        links.push("links without a source".to_owned());
    }
    vec![super::sentence::list(&links)]
}

/// Returns a level of support as the filter's words name it, before or after the word *links*.
fn filtered_support(support: Support) -> String {
    match support {
        Support::Established => "established",
        Support::Reported => "reported",
        Support::Alleged => "alleged or assessed",
        Support::Unsourced => "without a source",
        Support::SetAside => "set-aside",
    }
    .to_owned()
}

/// Countries in words, where a state on the chart bears the code: *United Kingdom (GB)*.
pub fn country_names(document: &Document, words: &Vocabulary) -> FxHashMap<Str, String> {
    let mut names = FxHashMap::default();
    for entity in document.entities().iter() {
        let is_state = words.entity_base(entity.kind_id()) == EntityKind::State;
        if is_state && !entity.country.is_empty() {
            let name = || format!("{} ({})", entity.label(), entity.country);
            names.entry(entity.country.clone()).or_insert_with(name);
        }
    }
    names
}

fn shows_every_support(lists: &FilterLists) -> bool {
    Support::ALL
        .iter()
        .all(|support| lists.looks.contains(support))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::model::Parts;
    use crate::model::evidence::Basis;

    const IDS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

    /// Six entities of two kinds, two countries and two tags.
    fn document() -> Document {
        let entity = |(at, id): (usize, &&str)| {
            let pick = |of: [&'static str; 2], by: usize| Str::from(of[at / by % 2]);
            Arc::new(Entity {
                id: (*id).into(),
                kind: pick(["state", "company"], 1),
                country: pick(["GB", "CN"], 2),
                tags: vec![pick(["x", "y"], 3)],
                ..Entity::default()
            })
        };
        let parts = Parts {
            entities: IDS.iter().enumerate().map(entity).collect(),
            ..Parts::default()
        };
        Document::from_parts(parts).0
    }

    fn ids() -> impl Strategy<Value = Vec<Str>> {
        let chosen = prop::sample::subsequence(IDS.to_vec(), 0..=IDS.len());
        chosen.prop_map(|ids| ids.into_iter().map(Str::from).collect())
    }

    fn lists() -> impl Strategy<Value = FilterLists> {
        let some = |of: [&'static str; 2]| {
            let chosen = prop::sample::subsequence(of.to_vec(), 0..=1);
            chosen.prop_map(|words| words.into_iter().map(Str::from).collect())
        };
        (
            some(["state", "company"]),
            some(["GB", "CN"]),
            some(["x", "y"]),
        )
            .prop_map(|(entity_kinds, countries, tags)| FilterLists {
                entity_kinds,
                countries,
                tags,
                ..FilterLists::default()
            })
    }

    fn filter() -> impl Strategy<Value = Filter> {
        let by_hand = (ids(), ids(), ids(), prop::option::of(any::<bool>()));
        (lists(), lists(), by_hand).prop_map(|(any, not, (hidden, only, also, nothing_else))| {
            Filter {
                any,
                not,
                hidden,
                only,
                also,
                nothing_else,
                ..Filter::default()
            }
        })
    }

    proptest! {
        #[test]
        fn what_is_asked_for_is_shown_too_and_nothing_else_changes(filter in filter(), asked in ids()) {
            let document = document();
            let evidence = Evidence::of(&document, Basis::default());
            let before = shown(&document, &evidence, &filter);
            let now_filter = shown_too(&document, &filter, &asked);
            let now = shown(&document, &evidence, &now_filter);
            for (slot, entity) in document.entities().iter_slots() {
                let slot = slot as usize;
                let is_asked = asked.contains(&entity.id);
                prop_assert_eq!(now.entities[slot], is_asked || before.entities[slot], "{}", entity.id);
            }
            let again = shown_too(&document, &now_filter, &asked);
            prop_assert_eq!(again, now_filter);
        }
    }
}
