//! A fact as an edit, and what the edit will do.

use std::sync::Arc;

use crate::edit::Edit;
use crate::model::findings::mark_guessed;
use crate::model::names::{all_names, fold, new_id, suffix};
use crate::model::sentence::list;
use crate::model::{
    Claim, Document, Entity, Link, LinkKindInfo, LinkSide, Name, NameType, PartialDate, Source,
    Str, counted,
};

use super::Lexicon;
use super::caution;
use super::existing::{existing, fill, is_same};
use super::kinds::propose_at;
use super::line::{Extras, Fact, Line, TypedEnd};
use super::source::{SourceWords, new_source};

/// What a fact is added to, and with what.
pub struct Setting<'a> {
    /// The dataset.
    pub document: &'a Document,
    /// Its names.
    pub lexicon: &'a Lexicon,
    /// The current source; the document need not have it yet.
    pub source: Option<&'a Source>,
    /// Today, for claims' `recorded`.
    pub today: Option<PartialDate>,
    /// Bits for new ids.
    pub bits: u64,
    /// Gives claims without an id theirs, before an edit of them.
    pub name_claims: fn(&mut [Claim]),
}

/// What a fact will do.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The edit; `None` where everything is there already.
    pub edit: Option<Edit>,
    /// Entities that are new.
    pub new_entities: Vec<NewEntity>,
    /// Other names, each with its entity's name before it.
    pub named: Vec<(String, String)>,
    /// The source that enters the dataset with it.
    pub new_source: Option<Arc<Source>>,
    /// The links that carry the claims.
    pub links: Vec<PlannedLink>,
    /// The source of the claims, if there is one.
    pub source: Option<Arc<Source>>,
    /// What was stated and is not taken over, and why: sentences without full stops.
    pub listed: Vec<String>,
}

/// An entity that is new.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEntity {
    /// Its ID.
    pub id: Str,
    /// The ID of its kind.
    pub kind: Str,
    /// Its name.
    pub name: String,
    /// Whether its kind is guessed.
    pub is_guessed: bool,
    /// The known entity that Tab would put in its place, by name.
    pub instead: Option<String>,
}

/// A link and what happens to its claim.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedLink {
    /// The link as it will be.
    pub link: Arc<Link>,
    /// Whether it is new.
    pub is_new: bool,
    /// The claim's place in it.
    pub place: usize,
    /// What happens to the claim.
    pub done: ClaimDone,
}

/// What happens to a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClaimDone {
    /// It is added.
    Added,
    /// The same claim is there; these of its empty fields are filled.
    Filled(Vec<&'static str>),
    /// The same claim is there, and nothing of it was empty.
    Same,
}

/// Bits for one new id after another (SplitMix64, Steele et al. 2014).
struct Bits(u64);

impl Bits {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }
}

/// What `fact` will do in this setting. The edit is one step: source, entities, links.
fn plan<'a>(fact: &'a Fact, setting: &'a Setting<'a>) -> Plan {
    let mut planner = Planner::new(setting);
    planner.tail = fact.right.first().map(|end| (end.at.start, &fact.extras));
    planner.source(fact);
    let claim = planner.claim(fact);
    let kind = setting.lexicon.vocabulary().link_kind(&fact.verb.kind);
    let (from, to) = match fact.verb.inverse {
        false => (&fact.left, &fact.right),
        true => (&fact.right, &fact.left),
    };
    let from: Vec<Str> = from
        .iter()
        .map(|end| planner.end(end, Some((&kind, LinkSide::From))))
        .collect();
    let to: Vec<Str> = to
        .iter()
        .map(|end| planner.end(end, Some((&kind, LinkSide::To))))
        .collect();
    planner.entity_edits();
    for from in &from {
        for to in &to {
            planner.link(from, to, &kind, fact, &claim);
        }
    }
    planner.finish()
}

/// What a line will do that sets no source.
pub fn plan_line<'a>(line: &'a Line, setting: &'a Setting<'a>) -> Plan {
    match line {
        Line::Fact(fact) => plan(fact, setting),
        Line::Names(_) | Line::Source(_) => plan_names(&line.ends(), setting),
    }
}

/// What a line that gives other names will do.
fn plan_names(ends: &[&TypedEnd], setting: &Setting<'_>) -> Plan {
    let mut planner = Planner::new(setting);
    for end in ends {
        planner.end(end, None);
    }
    planner.entity_edits();
    planner.finish()
}

struct Planner<'a> {
    setting: &'a Setting<'a>,
    bits: Bits,
    plan: Plan,
    edits: Vec<Edit>,
    /// Entities that are new, or get other names.
    entities: Vec<Entity>,
    /// Where what stands after the verb begins in the text, bytes, and what was taken from its end.
    tail: Option<(usize, &'a Extras)>,
}

impl<'a> Planner<'a> {
    fn new(setting: &'a Setting<'a>) -> Self {
        Self {
            setting,
            bits: Bits(setting.bits),
            plan: Plan {
                edit: None,
                new_entities: Vec::new(),
                named: Vec::new(),
                new_source: None,
                links: Vec::new(),
                source: None,
                listed: Vec::new(),
            },
            edits: Vec::new(),
            entities: Vec::new(),
            tail: None,
        }
    }

    /// The source of the claim; a grade goes to one without any.
    fn source(&mut self, fact: &Fact) {
        let sources = self.setting.document.sources();
        let known = match (&fact.extras.source, &fact.extras.new_source) {
            (Some(id), _) => sources.get(id).cloned(),
            (None, Some(url)) => {
                let words = SourceWords::Url(url.clone());
                let (today, bits) = (self.setting.today, self.bits.next());
                let source = new_source(self.setting.document, &words, today, bits);
                Some(Arc::new(source))
            }
            (None, None) => self.setting.source.map(|source| {
                let known = sources.get(&source.id).cloned();
                known.unwrap_or_else(|| Arc::new(source.clone()))
            }),
        };
        let Some(mut source) = known else {
            if let Some((grade, _)) = fact.extras.grade {
                let text = format!("reliability {grade} belongs to a source, and there is none");
                self.plan.listed.push(text);
            }
            return;
        };
        let is_new = sources.get(&source.id).is_none();
        let mut graded = false;
        if let Some((grade, _)) = fact.extras.grade {
            let unread = source.extra.unread("reliability");
            match source.reliability {
                Some(have) if have == grade => {}
                None if unread.is_none() => {
                    Arc::make_mut(&mut source).reliability = Some(grade);
                    graded = true;
                }
                have => {
                    let have = have.map_or_else(
                        || unread.map(|raw| raw.shown()).unwrap_or_default(),
                        |have| have.to_string(),
                    );
                    let text = format!(
                        "{} is graded {have}; {grade} is not taken over",
                        source.label()
                    );
                    self.plan.listed.push(text);
                }
            }
        }
        if is_new || graded {
            self.edits
                .push(Edit::Source(source.id.clone(), Some(Arc::clone(&source))));
        }
        if is_new {
            self.plan.new_source = Some(Arc::clone(&source));
        }
        self.plan.source = Some(source);
    }

    /// The claim that the fact makes; its stance is the kind's where none is stated.
    fn claim(&mut self, fact: &Fact) -> Claim {
        let extras = &fact.extras;
        let said = fact.said.as_ref();
        let who = said.map_or(&[][..], |said| &said.who);
        let entities = self.setting.document.entities();
        let known = who
            .iter()
            .filter_map(|who| entities.id_at(who.slot?).cloned());
        let names = who.iter().filter(|who| who.slot.is_none());
        let names: Vec<&str> = names.map(|who| who.name.as_str()).collect();
        let kind = self.setting.lexicon.vocabulary().link_kind(&fact.verb.kind);
        Claim {
            stance: Some(said.map_or(kind.stance, |said| said.stance)),
            source: self
                .plan
                .source
                .as_ref()
                .map(|source| source.id.clone())
                .unwrap_or_default(),
            speakers: known.collect(),
            speaker_name: names.join(", ").into(),
            locator: extras.locator.clone().unwrap_or_default().into(),
            credibility: extras.grade.map(|(_, credibility)| credibility),
            likelihood: said.and_then(|said| said.likelihood),
            share: extras.share.clone().map(Box::new),
            since: extras.since,
            until: extras.until,
            recorded: self.setting.today,
            marking: extras.marking,
            note: fact.note.as_str().into(),
            ..Claim::default()
        }
    }

    /// The id of an end's entity, made if it is new; `at` = the link kind and the side.
    fn end(&mut self, end: &TypedEnd, at: Option<(&LinkKindInfo, LinkSide)>) -> Str {
        let id = self.entity(end, at);
        for alias in &end.aliases {
            self.alias(&id, alias);
        }
        id
    }

    fn entity(&mut self, end: &TypedEnd, at: Option<(&LinkKindInfo, LinkSide)>) -> Str {
        let entities = self.setting.document.entities();
        if let Some(id) = end.slot.and_then(|slot| entities.id_at(slot)) {
            return id.clone();
        }
        let folded = fold(&end.name);
        let same = |new: &&NewEntity| fold(&new.name) == folded;
        if let Some(new) = self.plan.new_entities.iter().find(same) {
            return new.id.clone();
        }
        let tail = self.tail.filter(|(from, _)| *from <= end.at.start);
        let caution = caution::of_name(end, tail.map(|(_, extras)| extras));
        self.plan.listed.extend(caution);
        let proposal = propose_at(&end.name, at);
        let kind = end.kind.clone();
        let kind = kind.unwrap_or_else(|| proposal.kind.as_str().into());
        let taken = |id: &str| {
            let ours = self.plan.new_entities.iter().any(|new| new.id == id);
            ours || entities.get(id).is_some()
        };
        let id = Str::from(new_id(&end.name, self.bits.next(), taken));
        let mut entity = Entity {
            id: id.clone(),
            kind: kind.clone(),
            name: end.name.as_str().into(),
            ..Entity::default()
        };
        let is_guessed = end.kind.is_none() && !proposal.is_known;
        if is_guessed {
            mark_guessed(&mut entity);
        }
        self.entities.push(entity);
        self.plan.new_entities.push(NewEntity {
            id: id.clone(),
            kind,
            name: end.name.clone(),
            is_guessed,
            instead: None,
        });
        id
    }

    /// Gives an entity another name, unless it has it.
    fn alias(&mut self, id: &Str, alias: &str) {
        let place = self.entities.iter().position(|entity| entity.id == *id);
        let place = place.or_else(|| {
            let mut entity = Entity::clone(self.setting.document.entities().get(id)?);
            (self.setting.name_claims)(&mut entity.claims);
            self.entities.push(entity);
            Some(self.entities.len() - 1)
        });
        let Some(entity) = place.and_then(|place| self.entities.get_mut(place)) else {
            return;
        };
        let folded = fold(alias);
        if all_names(entity).any(|name| fold(name) == folded) {
            return;
        }
        entity.names.push(Name {
            text: alias.into(),
            kind: Some(NameType::Alias),
            ..Name::default()
        });
        self.plan
            .named
            .push((entity.label().to_owned(), alias.to_owned()));
        let label = entity.label().to_owned();
        if let Some(caution) = self.shared_name(id, &label, alias) {
            self.plan.listed.push(caution);
        }
    }

    /// What others another name of an entity means already, in a sentence without a full stop.
    fn shared_name(&self, id: &Str, label: &str, alias: &str) -> Option<String> {
        const MOST: usize = 3;
        let Setting {
            document, lexicon, ..
        } = self.setting;
        let others = |slots: &[u32]| {
            let entities = slots
                .iter()
                .filter_map(|slot| document.entities().at(*slot));
            let others = entities.filter(|entity| entity.id != *id);
            let mut labels: Vec<String> = others.map(|entity| entity.label().to_owned()).collect();
            if labels.len() > MOST {
                let more = labels.len() - MOST;
                labels.truncate(MOST);
                labels.push(counted(more, "other"));
            }
            (!labels.is_empty()).then(|| list(&labels))
        };
        let (sharing, then) = match others(lexicon.bearers(alias)) {
            Some(others) => (format!("a name of {others}"), "fits several".to_owned()),
            None => {
                let others = others(lexicon.with_word(alias))?;
                (
                    format!("part of a name of {others}"),
                    format!("means {label}"),
                )
            }
        };
        Some(format!(
            "“{alias}” is already {sharing}; typed alone, it then {then}"
        ))
    }

    /// The edits of entities, before those of the links between them.
    fn entity_edits(&mut self) {
        let document = self.setting.document;
        for entity in std::mem::take(&mut self.entities) {
            let id = entity.id.clone();
            if document
                .entities()
                .get(&id)
                .is_none_or(|have| **have != entity)
            {
                self.edits.push(Edit::Entity(id, Some(Arc::new(entity))));
            }
        }
    }

    /// Adds the claim to the link that is there, or to a new one.
    fn link(&mut self, from: &Str, to: &Str, kind: &LinkKindInfo, fact: &Fact, claim: &Claim) {
        if from == to {
            let name = self.plan.name(from, self.setting.document);
            self.plan.listed.push(format!("links {name} to itself"));
        }
        let label = fact.extras.label.as_deref();
        let (mut link, is_new) = match existing(self.setting.document, from, to, kind, label) {
            Some(link) => (Link::clone(&link), false),
            None => (self.new_link(from, to, kind, label), true),
        };
        let Setting {
            document, lexicon, ..
        } = self.setting;
        let same = |have: &Claim| is_same(have, claim, document, lexicon);
        let (place, done) = match link.claims.iter().position(same) {
            Some(place) => {
                let mut filled = link.claims[place].clone();
                let (fields, kept) = fill(&mut filled, claim);
                for field in kept {
                    let text = format!("the claim that is there has another {field}, which stays");
                    if !self.plan.listed.contains(&text) {
                        self.plan.listed.push(text);
                    }
                }
                if fields.is_empty() {
                    (place, ClaimDone::Same)
                } else {
                    (self.setting.name_claims)(&mut link.claims);
                    filled.id = link.claims[place].id.clone();
                    link.claims[place] = filled;
                    (place, ClaimDone::Filled(fields))
                }
            }
            None => {
                (self.setting.name_claims)(&mut link.claims);
                let mut claim = claim.clone();
                claim.id = self.claim_id(&link.claims);
                link.claims.push(claim);
                (link.claims.len() - 1, ClaimDone::Added)
            }
        };
        let link = Arc::new(link);
        if done != ClaimDone::Same {
            self.edits
                .push(Edit::Link(link.id.clone(), Some(Arc::clone(&link))));
        }
        self.plan.links.push(PlannedLink {
            link,
            is_new,
            place,
            done,
        });
    }

    fn new_link(&mut self, from: &Str, to: &Str, kind: &LinkKindInfo, label: Option<&str>) -> Link {
        let links = self.setting.document.links();
        let taken = |id: &str| {
            let ours = self.plan.links.iter().any(|planned| planned.link.id == id);
            ours || links.get(id).is_some()
        };
        let name = format!("{from} {} {to}", kind.id);
        Link {
            id: new_id(&name, self.bits.next(), taken).into(),
            kind: kind.id.clone(),
            from: from.clone(),
            to: to.clone(),
            label: label.unwrap_or_default().into(),
            ..Link::default()
        }
    }

    fn claim_id(&mut self, claims: &[Claim]) -> Str {
        loop {
            let id = Str::from(suffix(self.bits.next(), 4));
            if !claims.iter().any(|claim| claim.id == id) {
                return id;
            }
        }
    }

    /// A source that no claim needs does not enter the dataset.
    fn finish(mut self) -> Plan {
        let changes = |edit: &Edit| !matches!(edit, Edit::Source(..));
        let is_graded_only = self.plan.new_source.is_none();
        if self.edits.iter().any(changes) || (is_graded_only && !self.edits.is_empty()) {
            self.plan.edit = Some(Edit::All(self.edits));
        } else {
            self.plan.new_source = None;
        }
        self.plan
    }
}
