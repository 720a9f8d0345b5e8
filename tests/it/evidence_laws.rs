//! Laws of the evidence rule, on generated datasets.

use std::collections::HashMap;
use std::sync::Arc;

use linkwright::edit::{Edit, apply};
use linkwright::model::evidence::{Basis, Evidence, LinkEvidence, VoiceKey};
use linkwright::model::sentence::Narrator;
use linkwright::model::{
    Claim, Document, Entity, Filter, Link, Parts, Source, Stance, Str, Support, shown,
};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::argued::{claim, document, edit, entity_id, source_id};

/// A basis: perhaps a day, perhaps sources and speakers left out.
fn basis(document: &Document, day: Option<&str>, sources: &[Str], speakers: &[Str]) -> Basis {
    let slot = |id: &Str| document.sources().slot_of(id);
    let speaker = |id: &Str| document.entities().slot_of(id);
    Basis {
        as_of: day.map(|day| day.parse().unwrap()),
        left_out: sources.iter().filter_map(slot).collect(),
        left_out_speakers: speakers.iter().filter_map(speaker).collect(),
    }
}

fn day() -> BoxedStrategy<Option<&'static str>> {
    prop_oneof![2 => Just(None), 1 => Just(Some("2020")), 1 => Just(Some("2021-05"))].boxed()
}

fn few<T: std::fmt::Debug + 'static>(one: BoxedStrategy<T>) -> BoxedStrategy<Vec<T>> {
    prop_oneof![2 => Just(0..1), 1 => Just(0..3)]
        .prop_flat_map(move |count| prop::collection::vec(one.clone(), count))
        .boxed()
}

/// Which keys of one evidence are which of another: numbers of names and countries may differ, but not what is the same.
#[derive(Default)]
struct SameKeys(HashMap<VoiceKey, VoiceKey>, HashMap<VoiceKey, VoiceKey>);

impl SameKeys {
    fn are(&mut self, a: &[VoiceKey], b: &[VoiceKey]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.is(*a, *b))
    }

    fn is(&mut self, a: VoiceKey, b: VoiceKey) -> bool {
        let alike = match (a, b) {
            (VoiceKey::Name(_), VoiceKey::Name(_))
            | (VoiceKey::Country(_), VoiceKey::Country(_)) => true,
            _ => a == b,
        };
        alike && *self.0.entry(a).or_insert(b) == b && *self.1.entry(b).or_insert(a) == a
    }
}

fn all_claims(document: &Document) -> Vec<Claim> {
    let links = document.links().iter().flat_map(|link| link.claims.clone());
    let entities = document.entities().iter();
    let entities = entities.flat_map(|entity| entity.claims.clone());
    links.chain(entities).collect()
}

/// Everything that one can ask of evidence is the same.
fn check_same(document: &Document, one: &Evidence, other: &Evidence) -> Result<(), TestCaseError> {
    prop_assert_eq!(one.links(), other.links());
    prop_assert_eq!(one.set_aside_count(), other.set_aside_count());
    let mut keys = SameKeys::default();
    for slot in 0..document.sources().slot_count() as u32 {
        match (one.source(slot), other.source(slot)) {
            (Some(a), Some(b)) => {
                let facts = |f: &linkwright::model::evidence::SourceFacts| {
                    (f.counts, f.roots.clone(), f.register, f.left_out)
                };
                prop_assert_eq!(facts(a), facts(b));
                prop_assert!(keys.are(&a.keys, &b.keys), "{:?} {:?}", a.keys, b.keys);
            }
            (a, b) => prop_assert_eq!(a, b),
        }
    }
    for claim in all_claims(document) {
        let (a, b) = (one.keys(document, &claim), other.keys(document, &claim));
        prop_assert!(keys.are(&a, &b), "{a:?} {b:?} {claim:?}");
        let told = |e: &Evidence| (e.counts(document, &claim), e.is_left_out(document, &claim));
        prop_assert_eq!(told(one), told(other));
    }
    for link in document.links().iter() {
        let voices = |e: &Evidence| e.voice_of_each(document, &link.claims);
        prop_assert_eq!(voices(one), voices(other));
    }
    Ok(())
}

/// One gesture: some edits as one, or the last one taken back.
#[derive(Clone, Debug)]
enum Step {
    Do(Vec<Edit>),
    Undo,
}

fn step() -> BoxedStrategy<Step> {
    let one = edit().prop_map(|edit| vec![edit]);
    let several = prop::collection::vec(edit(), 2..5);
    let edits = prop_oneof![3 => one, 1 => several].prop_map(Step::Do);
    prop_oneof![4 => edits, 1 => Just(Step::Undo)].boxed()
}

proptest! {
    #[test]
    fn judging_again_after_edits_equals_judging_anew(
        start in document(), steps in prop::collection::vec(step(), 1..12),
        day in day(), sources in few(source_id()), speakers in few(entity_id()),
    ) {
        let mut document = start;
        let basis = basis(&document, day, &sources, &speakers);
        let mut evidence = Evidence::of(&document, basis.clone());
        let mut moving = evidence.clone();
        let mut done = Vec::new();
        for step in steps {
            let (edit, is_undo) = match step {
                Step::Do(edits) => (Edit::All(edits), false),
                Step::Undo => match done.pop() {
                    Some(edit) => (edit, true),
                    None => continue,
                },
            };
            let applied = apply(&mut document, edit).unwrap();
            if !is_undo {
                done.push(applied.inverse);
            }
            let before = evidence.links().to_vec();
            let anew = Evidence::of(&document, basis.clone());
            let changed = evidence.judge_again(&document, &applied.touched.changes());
            check_same(&document, &evidence, &anew)?;
            let was = |slot: usize| before.get(slot).copied().unwrap_or_default();
            let differs = (0..evidence.links().len()).filter(|slot| evidence.links()[*slot] != was(*slot));
            prop_assert_eq!(changed, differs.map(|slot| slot as u32).collect::<Vec<_>>());
            // The same where the basis changes now and then.
            moving.judge_again(&document, &applied.touched.changes());
            if is_undo {
                moving.judge_on(&document, Basis::default());
                check_same(&document, &moving, &Evidence::of(&document, Basis::default()))?;
                moving.judge_on(&document, basis.clone());
            }
            check_same(&document, &moving, &evidence)?;
        }
    }

    #[test]
    fn the_links_of_an_entity_are_those_with_an_end_in_it(
        start in document(), steps in prop::collection::vec(edit(), 0..20), asked in any::<Index>(),
    ) {
        let mut document = start;
        let asked = asked.index(steps.len() + 1);
        for (at, edit) in steps.into_iter().enumerate() {
            if at == asked {
                document.links_of(0).count();
            }
            apply(&mut document, edit).unwrap();
        }
        for slot in 0..document.entities().slot_count() as u32 {
            let order = document.links().order().iter().copied();
            let touching = order.filter(|link| document.ends()[*link as usize].contains(&slot));
            prop_assert_eq!(document.links_of(slot).collect::<Vec<_>>(), touching.collect::<Vec<_>>());
        }
        for id in ["nobody", "e0", "e1", "e2"] {
            let mut waiting: Vec<u32> = document.links_waiting_for(id).collect();
            waiting.sort_unstable();
            waiting.dedup();
            let names = |link: &Link| (link.from == id || link.to == id) && document.entities().get(id).is_none();
            let slots = document.links().iter_slots().filter(|(_, link)| names(link)).map(|(slot, _)| slot);
            let mut slots: Vec<u32> = slots.collect();
            slots.sort_unstable();
            prop_assert_eq!(waiting, slots);
        }
    }

    /// *Left out = the claims that cite it and those all of whose roots are it, deleted, not ended. Without a speaker: the
    /// claims all of whose keys are theirs.*
    #[test]
    fn leaving_out_equals_deleting(
        document in document(), day in day(), sources in few(source_id()), speakers in few(entity_id()),
        asked in (few(source_id()), few(entity_id()), few(source_id()), few(entity_id())),
    ) {
        let plain = Evidence::of(&document, basis(&document, day, &[], &[]));
        let rest = what_if(&document, |claim| impacts(&document, &plain, claim, &sources, &speakers));
        let what_if = Evidence::of(&document, basis(&document, day, &sources, &speakers));
        let deleted = Evidence::of(&rest, basis(&rest, day, &[], &[]));
        prop_assert_eq!(what_if.links(), deleted.links());
        let (tells, told) = (Narrator::new(&document, &what_if), Narrator::new(&rest, &deleted));
        for slot in 0..document.links().slot_count() as u32 {
            prop_assert_eq!(tells.sentence(slot), told.sentence(slot));
        }
        for claim in all_claims(&document) {
            let fell = impacts(&document, &plain, &claim, &sources, &speakers);
            prop_assert_eq!(what_if.is_left_out(&document, &claim), fell);
            prop_assert_eq!(what_if.counts(&document, &claim), !fell && plain.counts(&document, &claim));
        }
        for (link, left) in document.links().iter().zip(rest.links().iter()) {
            let mut voices = what_if.voice_of_each(&document, &link.claims);
            let mut stays = link.claims.iter().map(|c| !impacts(&document, &plain, c, &sources, &speakers));
            voices.retain(|_| stays.next().unwrap());
            prop_assert_eq!(voices, deleted.voice_of_each(&rest, &left.claims));
        }
        let mut filter = Filter { as_of: day.map(|day| day.parse().unwrap()), ..Filter::default() };
        (filter.any.sources, filter.any.speakers, filter.not.sources, filter.not.speakers) = asked;
        filter.any.looks = Support::ALL.to_vec();
        prop_assert_eq!(shown(&document, &what_if, &filter), shown(&rest, &deleted, &filter));
    }

    #[test]
    fn the_order_of_records_and_claims_does_not_matter(document in document(), day in day(), seed in any::<u64>()) {
        let turned = shuffled(&document, seed);
        let one = Evidence::of(&document, basis(&document, day, &[], &[]));
        let other = Evidence::of(&turned, basis(&turned, day, &[], &[]));
        for (slot, link) in document.links().iter_slots() {
            let figures = |e: &Evidence, slot: u32| {
                let l = e.link(slot);
                (l.support, l.voices, l.asserted_by, l.on_record, l.disputed, l.ended)
            };
            let there = turned.links().slot_of(&link.id).unwrap();
            prop_assert_eq!(figures(&one, slot), figures(&other, there), "{}", link.id);
        }
    }

    #[test]
    fn who_shares_a_key_with_a_voice_is_no_further_voice(
        document in document(), day in day(), at in any::<Index>(), like in any::<Index>(), added in claim(), same in any::<bool>(),
    ) {
        let before = Evidence::of(&document, basis(&document, day, &[], &[]));
        let Some((slot, link)) = pick_link(&document, at) else { return Ok(()) };
        let supports = |claim: &&Claim| before.counts(&document, claim) && !claim.denies();
        let heard: Vec<&Claim> = link.claims.iter().filter(supports).collect();
        if heard.is_empty() {
            return Ok(());
        }
        let heard = heard[like.index(heard.len())];
        // Either the same words with further speakers, or whatever it is that happens to share a key.
        let added = if same {
            let mut claim = added;
            claim.source = heard.source.clone();
            if !heard.speakers.is_empty() || !heard.speaker_name.trim().is_empty() {
                claim.speakers.extend(heard.speakers.iter().cloned());
                if claim.speaker_name.trim().is_empty() || heard.speakers.is_empty() {
                    claim.speaker_name = heard.speaker_name.clone();
                }
            } else {
                claim.speakers.clear();
                claim.speaker_name = Str::default();
            }
            claim
        } else {
            added
        };
        // What the rule says of names is known only once one uses them: asked after the claim is there.
        let after_document = with_claim(&document, link, added.clone());
        let after = Evidence::of(&after_document, basis(&document, day, &[], &[]));
        let keys = |claim: &Claim| after.keys(&after_document, claim);
        let added_keys = keys(&added);
        let shares = |claim: &&Claim| keys(claim).iter().any(|key| added_keys.contains(key));
        prop_assert!(!same || link.claims.iter().filter(supports).any(|claim| shares(&claim)));
        // What is of unknown origin may only repeat the others: one whose speaker is known does not become kin by it.
        let is_known = |key: &VoiceKey| *key != VoiceKey::Unknown || added_keys == [VoiceKey::Unknown];
        let shares = |claim: &&Claim| {
            let keys = keys(claim);
            let mut shared = keys.iter().filter(|key| added_keys.contains(key));
            shared.any(is_known)
        };
        let kin: Vec<&Claim> = link.claims.iter().filter(supports).filter(shares).collect();
        if kin.is_empty() {
            return Ok(());
        }
        let (was, is) = (before.link(slot), after.link(slot));
        prop_assert!(is.voices <= was.voices, "{was:?} {is:?}");
        // A voice that only alleged asserts when it asserts; it is never one more voice.
        if !added.asserts() || kin.iter().any(|claim| claim.asserts()) {
            prop_assert!(is.asserted_by <= was.asserted_by, "{was:?} {is:?}");
        }
        prop_assert!(is.asserted_by <= is.voices);
    }

    #[test]
    fn a_denial_changes_no_look_and_no_figure(document in document(), day in day(), at in any::<Index>(), said in claim()) {
        let before = Evidence::of(&document, basis(&document, day, &[], &[]));
        let Some((_, link)) = pick_link(&document, at) else { return Ok(()) };
        let denial = Claim { stance: Some(Stance::Denies), ..said };
        let after = with_claim(&document, link, denial);
        let after = Evidence::of(&after, basis(&after, day, &[], &[]));
        let figures = |e: &Evidence| {
            let figures = |l: &LinkEvidence| (l.support, l.voices, l.asserted_by, l.on_record);
            e.links().iter().map(figures).collect::<Vec<_>>()
        };
        prop_assert_eq!(figures(&before), figures(&after));
    }
}

/// Whether a claim falls with these sources and speakers, by the words of the rule.
pub(crate) fn impacts(
    document: &Document,
    plain: &Evidence,
    claim: &Claim,
    sources: &[Str],
    speakers: &[Str],
) -> bool {
    let is_out = |slot: &u32| sources.contains(document.sources().id_at(*slot).unwrap());
    let cited = document.sources().slot_of(&claim.source);
    let cites = cited
        .is_some_and(|slot| is_out(&slot) || plain.source(slot).unwrap().roots.iter().all(is_out));
    let of_speaker = |id: &Str| {
        document.entities().slot_of(id)?;
        let claim = Claim {
            speakers: vec![id.clone()],
            ..Claim::default()
        };
        Some(plain.keys(document, &claim)[0])
    };
    let theirs: Vec<VoiceKey> = speakers.iter().filter_map(of_speaker).collect();
    let keys = plain.keys(document, claim);
    cites || keys.iter().all(|key| theirs.contains(key))
}

/// The document without the claims of links and entities that fall.
pub(crate) fn what_if(document: &Document, impacts: impl Fn(&Claim) -> bool) -> Document {
    let mut rest = document.clone();
    for link in document.links().iter() {
        let mut link = Link::clone(link);
        link.claims.retain(|claim| !impacts(claim));
        rest.put_link(&link.id.clone(), Some(Arc::new(link)));
    }
    for entity in document.entities().iter() {
        let mut entity = Entity::clone(entity);
        entity.claims.retain(|claim| !impacts(claim));
        rest.put_entity(&entity.id.clone(), Some(Arc::new(entity)));
    }
    rest
}

fn pick_link(document: &Document, at: Index) -> Option<(u32, &Link)> {
    let links: Vec<_> = document.links().iter_slots().collect();
    let (slot, link) = *links.get(at.index(links.len().max(1)))?;
    Some((slot, link))
}

fn with_claim(document: &Document, link: &Link, claim: Claim) -> Document {
    let mut link = link.clone();
    link.claims.push(claim);
    let mut document = document.clone();
    document.put_link(&link.id.clone(), Some(Arc::new(link)));
    document
}

/// The same records and claims in another order.
fn shuffled(document: &Document, seed: u64) -> Document {
    let mut state = seed | 1;
    let mut below = |n: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % n
    };
    fn shuffle<T>(list: &mut [T], below: &mut impl FnMut(usize) -> usize) {
        for at in (1..list.len()).rev() {
            list.swap(at, below(at + 1));
        }
    }
    let mut sources: Vec<Arc<Source>> = document.sources().iter().cloned().collect();
    for source in &mut sources {
        let source = Arc::make_mut(source);
        shuffle(&mut source.authors, &mut below);
        shuffle(&mut source.derived_from, &mut below);
    }
    let mut entities: Vec<Arc<Entity>> = document.entities().iter().cloned().collect();
    let mut links: Vec<Arc<Link>> = document.links().iter().cloned().collect();
    for link in &mut links {
        let claims = &mut Arc::make_mut(link).claims;
        shuffle(claims, &mut below);
        claims
            .iter_mut()
            .for_each(|claim| shuffle(&mut claim.speakers, &mut below));
    }
    shuffle(&mut sources, &mut below);
    shuffle(&mut entities, &mut below);
    shuffle(&mut links, &mut below);
    let parts = Parts {
        kinds: document.kinds().to_vec(),
        sources,
        entities,
        links,
        ..Parts::default()
    };
    Document::from_parts(parts).0
}

#[test]
fn an_edit_of_a_published_link_reaches_the_links_of_what_it_published() {
    let text = r#"{"format":"linkwright","version":1,
        "entities":[{"id":"a","kind":"state","name":"A","country":"AA"},{"id":"e","kind":"event","name":"E"},{"id":"d","kind":"company","name":"D"}],
        "sources":[{"id":"s","role":"own","authors":["a"]}],
        "links":[{"id":"n","kind":"names","from":"e","to":"d","claims":[{"source":"s"}]},
            {"id":"p","kind":"published","from":"a","to":"e","claims":[{"source":"s","stance":"alleges"}]}]}"#;
    let reading = linkwright::formats::linkwright::read(text.as_bytes());
    let mut document = reading.unwrap().document;
    let mut evidence = Evidence::of(&document, Basis::default());
    let support = |evidence: &Evidence| evidence.link(0).support;
    assert_eq!(support(&evidence), Support::Reported);
    let mut link = Link::clone(document.links().at(1).unwrap());
    link.claims[0].stance = None;
    let edit = Edit::Link(link.id.clone(), Some(Arc::new(link)));
    let applied = apply(&mut document, edit).unwrap();
    assert_eq!(
        evidence.judge_again(&document, &applied.touched.changes()),
        [0, 1]
    );
    assert_eq!(support(&evidence), Support::Established);
    let undone = apply(&mut document, applied.inverse).unwrap();
    evidence.judge_again(&document, &undone.touched.changes());
    assert_eq!(support(&evidence), Support::Reported);
}
