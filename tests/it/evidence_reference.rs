//! The evidence rule once more, in the words of the design and as slowly as these are read, to compare the fast one with.

use std::collections::BTreeSet;

use linkwright::model::evidence::{Basis, Evidence, LinkEvidence};
use linkwright::model::{
    Claim, Document, Entity, Link, LinkKind, PartialDate, Reliability, Role, Source, Stance, Str,
    Support, Until, Vocabulary,
};
use proptest::prelude::*;

use crate::argued::document;

/// Whose word it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Voice {
    Unknown,
    Country(String),
    Entity(Str),
    Name(String),
    Source(Str),
}

type Voices = BTreeSet<Voice>;

struct Reference<'a> {
    document: &'a Document,
    words: Vocabulary,
    as_of: Option<PartialDate>,
}

impl Reference<'_> {
    /// *A claim counts when it is not ended, its source is in the table with a reliability other than E, its credibility is
    /// not 5 and its source's `published` does not begin after the as-of date.*
    fn counts(&self, claim: &Claim) -> bool {
        let Some(source) = self.document.sources().get(&claim.source) else {
            return false;
        };
        let begins_later = match (source.published, self.as_of) {
            (Some(published), Some(as_of)) => published.first_day() > as_of.last_day(),
            _ => false,
        };
        claim.ended.is_none()
            && source.reliability != Some(Reliability::E)
            && claim.credibility.map(|grade| grade.number()) != Some(5)
            && !begins_later
    }

    /// Everything that is reached through `derived_from`, with the source itself; *ids that are not in the table are as if
    /// not written*.
    fn reached(&self, id: &Str) -> BTreeSet<Str> {
        let mut reached = BTreeSet::from([id.clone()]);
        loop {
            let sources = reached
                .iter()
                .filter_map(|id| self.document.sources().get(id));
            let next = sources.flat_map(|source| source.derived_from.iter().cloned());
            let in_table = |id: &Str| self.document.sources().get(id).is_some();
            let next: Vec<Str> = next.filter(in_table).collect();
            let before = reached.len();
            reached.extend(next);
            if reached.len() == before {
                return reached;
            }
        }
    }

    /// *What is reached and derives from no source of the table. A cycle that derives from nothing outside itself is one root,
    /// with role, authors and publisher of its least id; a cycle with a way out is none.*
    fn roots(&self, id: &Str) -> BTreeSet<Str> {
        let mut roots = BTreeSet::new();
        for id in self.reached(id) {
            let reached = self.reached(&id);
            if reached
                .iter()
                .all(|other| self.reached(other).contains(&id))
            {
                roots.extend(reached.into_iter().next());
            }
        }
        roots
    }

    /// *A state or agency (or a kind like one) with a `country` is that country. An id that is not in the table is unknown.*
    fn voice_of(&self, id: &Str) -> Voice {
        let Some(entity) = self.document.entities().get(id) else {
            return Voice::Unknown;
        };
        let base = self.words.entity_base(entity.kind_id());
        match base.speaks_for_country() && !entity.country.is_empty() {
            true => Voice::Country(entity.country.to_uppercase()),
            false => Voice::Entity(id.clone()),
        }
    }

    /// *A name is folded; where it is the folded name or alias of entities on the chart, it is those entities.*
    fn voices_of_name(&self, name: &str) -> Voices {
        let folded = fold(name);
        let has_it = |entity: &&std::sync::Arc<Entity>| {
            let own = if entity.name.is_empty() {
                &entity.id
            } else {
                &entity.name
            };
            let further = entity.names.iter().map(|name| &name.text);
            std::iter::once(own)
                .chain(further)
                .any(|name| fold(name) == folded)
        };
        let bearers = self.document.entities().iter().filter(has_it);
        let bearers: Voices = bearers.map(|entity| self.voice_of(&entity.id)).collect();
        match bearers.is_empty() {
            true => Voices::from([Voice::Name(folded)]),
            false => bearers,
        }
    }

    /// *Its speakers and its speaker name. Without these, for each root of role `own` or `register`: its authors, else its
    /// publisher, else the source itself; for any other root unknown.*
    fn keys(&self, claim: &Claim) -> Voices {
        let mut keys: Voices = claim.speakers.iter().map(|id| self.voice_of(id)).collect();
        if !fold(&claim.speaker_name).is_empty() {
            keys.extend(self.voices_of_name(&claim.speaker_name));
        }
        if !keys.is_empty() {
            return keys;
        }
        for root in self.roots(&claim.source) {
            let source: &Source = self.document.sources().get(&root).expect("a root is there");
            match source.role {
                Some(Role::Own | Role::Register) if !source.authors.is_empty() => {
                    keys.extend(source.authors.iter().map(|id| self.voice_of(id)));
                }
                Some(Role::Own | Role::Register) if !fold(&source.publisher).is_empty() => {
                    keys.extend(self.voices_of_name(&source.publisher));
                }
                Some(Role::Own | Role::Register) => drop(keys.insert(Voice::Source(root))),
                Some(Role::Relay) | None => drop(keys.insert(Voice::Unknown)),
            }
        }
        keys
    }

    /// *One of the claim's keys is that of an end of the link; an event, document or law (or a kind like one) has also the keys
    /// of the `from` of each `published` link to it that a counting claim asserts.*
    fn keys_of_end(&self, id: &Str) -> Voices {
        let Some(end) = self.document.entities().get(id) else {
            return Voices::new();
        };
        let mut keys = Voices::from([self.voice_of(id)]);
        if self.words.entity_base(end.kind_id()).is_published() {
            let publishes = |link: &&std::sync::Arc<Link>| {
                self.words.link_base(link.kind_id()) == Some(LinkKind::Published)
                    && link.to == *id
                    && self.document.entities().get(&link.from).is_some()
                    && link
                        .claims
                        .iter()
                        .any(|claim| claim.asserts() && self.counts(claim))
            };
            let published = self.document.links().iter().filter(publishes);
            keys.extend(published.map(|link| self.voice_of(&link.from)));
        }
        keys
    }

    fn is_on_record(&self, link: &Link, claim: &Claim) -> bool {
        let is_register = |root: &Str| {
            let source = self.document.sources().get(root);
            source.is_some_and(|source| source.role == Some(Role::Register))
        };
        let ends = [&link.from, &link.to].map(|end| self.keys_of_end(end));
        let is_of_end = ends.iter().any(|end| !end.is_disjoint(&self.keys(claim)));
        self.roots(&claim.source).iter().any(is_register)
            || (self.words.is_self_declared(link.kind_id()) && is_of_end)
    }

    fn judge(&self, link: &Link) -> LinkEvidence {
        let denies = |claim: &&Claim| claim.stance == Some(Stance::Denies);
        let counting: Vec<&Claim> = link
            .claims
            .iter()
            .filter(|claim| self.counts(claim))
            .collect();
        let support = || counting.iter().copied().filter(|claim| !denies(claim));
        // *Joined wherever two share a key, also through a third.*
        let mut groups: Vec<(Voices, bool)> = Vec::new();
        for claim in support() {
            let mut group = (self.keys(claim), claim.asserts());
            let (kin, others) = groups
                .into_iter()
                .partition(|(keys, _): &(Voices, bool)| !keys.is_disjoint(&group.0));
            groups = others;
            let kin: Vec<(Voices, bool)> = kin;
            for (keys, asserts) in kin {
                group.0.extend(keys);
                group.1 |= asserts;
            }
            groups.push(group);
        }
        // *A group whose only key is unknown counts only if it is the only one.*
        let unknown = Voices::from([Voice::Unknown]);
        let is_only_one = groups.len() == 1;
        groups.retain(|(keys, _)| *keys != unknown || is_only_one);
        // *The number of counted groups that hold an asserting claim, and at least one where any claim asserts.*
        let asserting = groups.iter().filter(|(_, asserts)| *asserts).count() as u32;
        let asserted_by = asserting.max(u32::from(support().any(Claim::asserts)));
        let on_record = support().any(|claim| claim.asserts() && self.is_on_record(link, claim));
        let mut not_denying = link.claims.iter().filter(|claim| !denies(claim)).peekable();
        let is_set_aside =
            not_denying.peek().is_some() && not_denying.all(|claim| claim.ended.is_some());
        let support = match (groups.len(), asserted_by) {
            _ if is_set_aside => Support::SetAside,
            (0, _) => Support::Unsourced,
            (_, asserted_by) if on_record || asserted_by >= 2 => Support::Established,
            (_, 1) => Support::Reported,
            _ => Support::Alleged,
        };
        let stated = counting.iter().filter_map(|claim| claim.until);
        let until = link.until.or(stated.max_by_key(|until| match until {
            Until::Date(date) => (false, Some(date.last_day())),
            Until::StillSo => (true, None),
        }));
        let ended = match (until, self.as_of) {
            (Some(Until::Date(until)), Some(as_of)) => until.last_day() < as_of.first_day(),
            (Some(Until::Date(_)), None) => true,
            _ => false,
        };
        LinkEvidence {
            support,
            disputed: counting
                .iter()
                .any(|claim| denies(claim) && claim.about.is_empty()),
            voices: groups.len() as u32,
            asserted_by,
            on_record,
            ended,
            ..LinkEvidence::default()
        }
    }
}

/// *NFKC, lower case, white space to one blank, trimmed*; the generated names are ASCII.
fn fold(name: &str) -> String {
    let lower = name.to_lowercase();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

proptest! {
    #[test]
    fn evidence_is_what_the_design_says(
        document in document(),
        day in prop::option::of(prop::sample::select(vec!["2019", "2020-02", "2021-05"])),
    ) {
        let as_of: Option<PartialDate> = day.map(|day| day.parse().unwrap());
        let basis = Basis { as_of, ..Basis::default() };
        let evidence = Evidence::of(&document, basis);
        let reference = Reference { document: &document, words: document.vocabulary(), as_of };
        for (slot, link) in document.links().iter_slots() {
            let found = evidence.link(slot);
            let without_dates = LinkEvidence { since: None, until: None, ..found };
            prop_assert_eq!(without_dates, reference.judge(link), "{:?}", link);
        }
    }
}
