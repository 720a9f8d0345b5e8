//! The built-in kinds of entities and links, and how a dataset's custom kinds are read through them.

use rustc_hash::FxHashMap;
use std::sync::Arc;

use super::text::{cut, one_line};
use super::words::words;
use super::{CustomKind, KindFor, Stance, Str};

words! {
    /// The built-in kinds of entity, in the order in which outline and legend list them.
    pub EntityKind {
        /// A state.
        State = "state",
        /// An organ of a state.
        Agency = "agency",
        /// A company.
        Company = "company",
        /// An organisation or process.
        Organization = "organization",
        /// A campaign.
        Campaign = "campaign",
        /// A threat actor or intrusion set.
        Group = "group",
        /// A person.
        Person = "person",
        /// An event.
        Event = "event",
        /// An advisory, report or code.
        Document = "document",
        /// A law or norm.
        Law = "law",
        /// A sector.
        Sector = "sector",
        /// A place.
        Place = "place",
        /// Infrastructure.
        Infrastructure = "infrastructure",
        /// Malware or a tool.
        Malware = "malware",
        /// A vessel, aircraft, account or property.
        Asset = "asset",
        /// Anything else, and every unknown kind.
        Other = "other",
    }
}

impl EntityKind {
    /// The kind's name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::State => "State",
            Self::Agency => "Agency",
            Self::Company => "Company",
            Self::Organization => "Organisation or process",
            Self::Campaign => "Campaign",
            Self::Group => "Group",
            Self::Person => "Person",
            Self::Event => "Event",
            Self::Document => "Document",
            Self::Law => "Law or norm",
            Self::Sector => "Sector",
            Self::Place => "Place",
            Self::Infrastructure => "Infrastructure",
            Self::Malware => "Malware or tool",
            Self::Asset => "Asset",
            Self::Other => "Other",
        }
    }

    /// One of two kinds whose word is their country's word.
    pub const fn speaks_for_country(self) -> bool {
        matches!(self, Self::State | Self::Agency)
    }

    /// One of three kinds that carry the word of whoever published them.
    pub const fn is_published(self) -> bool {
        matches!(self, Self::Event | Self::Document | Self::Law)
    }
}

words! {
    /// The built-in kinds of link, in the order of the vocabulary.
    pub LinkKind {
        /// Imposes sanctions on.
        Sanctions = "sanctions",
        /// Brings criminal charges against.
        Charges = "charges",
        /// Finds guilty.
        Convicts = "convicts",
        /// Brings a suit against.
        Sues = "sues",
        /// Calls by name in public.
        Names = "names",
        /// Made public.
        Published = "published",
        /// Rests on, in law.
        MadeUnder = "made-under",
        /// Takes down or stops.
        Disrupts = "disrupts",
        /// Protests against.
        Opposes = "opposes",
        /// Backs in public.
        Endorses = "endorses",
        /// Put its name to.
        Signed = "signed",
        /// Belongs to.
        PartOf = "part-of",
        /// Is a member of.
        MemberOf = "member-of",
        /// Takes part in.
        TakesPartIn = "takes-part-in",
        /// Has a post at; the post is the label.
        WorksFor = "works-for",
        /// Set up.
        Founded = "founded",
        /// Is at.
        LocatedIn = "located-in",
        /// Has a stake in.
        Owns = "owns",
        /// Is a relative of.
        FamilyOf = "family-of",
        /// Decides for.
        Controls = "controls",
        /// Gives orders to.
        Directs = "directs",
        /// Provides goods or services to.
        Supplies = "supplies",
        /// Gives money to.
        Pays = "pays",
        /// Runs.
        Operates = "operates",
        /// Makes use of.
        Uses = "uses",
        /// Attacks or aims at.
        Targets = "targets",
        /// Is held to be the work of.
        AttributedTo = "attributed-to",
        /// Works together with.
        PartnersWith = "partners-with",
        /// Is the same; never drawn as a merge.
        SameAs = "same-as",
        /// Is partly the same.
        OverlapsWith = "overlaps-with",
        /// Is a form of.
        VariantOf = "variant-of",
        /// Found and told of.
        Reported = "reported",
        /// Has to do with.
        RelatedTo = "related-to",
    }
}

impl LinkKind {
    /// The name of the link read from its other end; empty for undirected kinds.
    pub const fn inverse(self) -> &'static str {
        match self {
            Self::Sanctions => "sanctioned by",
            Self::Charges => "charged by",
            Self::Convicts => "convicted by",
            Self::Sues => "sued by",
            Self::Names => "named by",
            Self::Published => "published by",
            Self::MadeUnder => "basis of",
            Self::Disrupts => "disrupted by",
            Self::Opposes => "opposed by",
            Self::Endorses => "endorsed by",
            Self::Signed => "signed by",
            Self::PartOf => "has part",
            Self::MemberOf => "has member",
            Self::TakesPartIn => "has participant",
            Self::WorksFor => "employs",
            Self::Founded => "founded by",
            Self::LocatedIn => "location of",
            Self::Owns => "owned by",
            Self::Controls => "controlled by",
            Self::Directs => "directed by",
            Self::Supplies => "supplied by",
            Self::Pays => "paid by",
            Self::Operates => "operated by",
            Self::Uses => "used by",
            Self::Targets => "targeted by",
            Self::AttributedTo => "said to be behind",
            Self::VariantOf => "has variant",
            Self::Reported => "reported by",
            Self::FamilyOf | Self::PartnersWith | Self::SameAs | Self::OverlapsWith => "",
            Self::RelatedTo => "",
        }
    }

    /// Returns what earlier versions called the link from its other end: files do not hold it, but people may type it.
    pub const fn former_inverse(self) -> Option<&'static str> {
        match self {
            Self::WorksFor => Some("has staff"),
            Self::AttributedTo => Some("held to be behind"),
            _ => None,
        }
    }

    /// Whether its own ends can put the link on record (a sanction is made by announcing it).
    pub const fn is_self_declared(self) -> bool {
        matches!(
            self,
            Self::Sanctions
                | Self::Charges
                | Self::Convicts
                | Self::Sues
                | Self::Names
                | Self::Published
                | Self::MadeUnder
                | Self::Disrupts
                | Self::Opposes
                | Self::Endorses
                | Self::Signed
                | Self::PartOf
                | Self::MemberOf
                | Self::TakesPartIn
                | Self::WorksFor
                | Self::Founded
                | Self::LocatedIn
        )
    }

    /// The stance proposed for a new claim.
    pub const fn stance(self) -> Stance {
        match self {
            Self::Controls
            | Self::Directs
            | Self::Supplies
            | Self::Pays
            | Self::Operates
            | Self::Uses
            | Self::Targets
            | Self::AttributedTo => Stance::Alleges,
            _ => Stance::Asserts,
        }
    }

    /// Whether it leads from one end to the other.
    pub const fn is_directed(self) -> bool {
        !matches!(
            self,
            Self::PartnersWith
                | Self::FamilyOf
                | Self::SameAs
                | Self::OverlapsWith
                | Self::RelatedTo
        )
    }
}

/// A kind of entity as the dataset reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct EntityKindInfo {
    /// Its id in the file.
    pub id: Str,
    /// Its name for people.
    pub label: Str,
    /// The built-in kind whose place it takes: itself, its `like`, or `other`.
    pub base: EntityKind,
    /// The dataset's custom kind that describes it, if there is one.
    pub own: Option<Arc<CustomKind>>,
    /// False for a kind that nobody describes.
    pub known: bool,
}

/// A kind of link as the dataset reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkKindInfo {
    /// Its id in the file.
    pub id: Str,
    /// Its name for people.
    pub label: Str,
    /// Its name read from the other end; empty where it has none.
    pub inverse: Str,
    /// The built-in kind whose part it takes in the evidence rule, if any.
    pub base: Option<LinkKind>,
    /// Whether its links have a direction unless they say otherwise.
    pub directed: bool,
    /// Whether the word of an end makes it so.
    pub self_declared: bool,
    /// The stance proposed for new claims.
    pub stance: Stance,
    /// False for a kind that nobody describes.
    pub known: bool,
}

/// Every kind that a dataset can name: the built-in ones and its own.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    own: FxHashMap<(KindFor, Str), Arc<CustomKind>>,
}

impl Vocabulary {
    /// The vocabulary of a dataset with these custom kinds. One that repeats a built-in id, or an own one before it, changes nothing.
    pub fn new(kinds: &[Arc<CustomKind>]) -> Self {
        let mut own = FxHashMap::default();
        for kind in kinds {
            if !is_built_in(kind.target, &kind.id) {
                own.entry((kind.target, kind.id.clone()))
                    .or_insert_with(|| Arc::clone(kind));
            }
        }
        Self { own }
    }

    /// How the dataset reads the entity kind `id`; an unknown one looks like `other`.
    pub fn entity_kind(&self, id: &str) -> EntityKindInfo {
        if let Some(base) = EntityKind::from_word(id) {
            return EntityKindInfo {
                id: id.into(),
                label: base.label().into(),
                base,
                own: None,
                known: true,
            };
        }
        let own = self.own(KindFor::Entity, id);
        EntityKindInfo {
            id: id.into(),
            label: label_of(id, own.as_ref()),
            base: own
                .as_ref()
                .and_then(|kind| EntityKind::from_word(&kind.like))
                .unwrap_or(EntityKind::Other),
            known: own.is_some(),
            own,
        }
    }

    /// The built-in kind whose place the entity kind `id` takes.
    pub fn entity_base(&self, id: &str) -> EntityKind {
        EntityKind::from_word(id).unwrap_or_else(|| {
            let own = self.own(KindFor::Entity, id);
            own.and_then(|kind| EntityKind::from_word(&kind.like))
                .unwrap_or(EntityKind::Other)
        })
    }

    /// The built-in kind whose part in the evidence rule the link kind `id` takes, if any.
    pub fn link_base(&self, id: &str) -> Option<LinkKind> {
        LinkKind::from_word(id).or_else(|| {
            let own = self.own(KindFor::Link, id)?;
            LinkKind::from_word(&own.like)
        })
    }

    /// Whether the word of an end makes a link of kind `id` so.
    pub fn is_self_declared(&self, id: &str) -> bool {
        match LinkKind::from_word(id) {
            Some(base) => base.is_self_declared(),
            None => self.link_kind(id).self_declared,
        }
    }

    /// Whether a link of kind `id` has a direction unless it says otherwise.
    pub fn is_directed(&self, id: &str) -> bool {
        match LinkKind::from_word(id) {
            Some(base) => base.is_directed(),
            None => self.link_kind(id).directed,
        }
    }

    /// How the dataset reads the link kind `id`; an unknown one is directed and not self-declared.
    pub fn link_kind(&self, id: &str) -> LinkKindInfo {
        if let Some(base) = LinkKind::from_word(id) {
            return LinkKindInfo {
                id: id.into(),
                label: id.replace('-', " ").into(),
                inverse: base.inverse().into(),
                base: Some(base),
                directed: base.is_directed(),
                self_declared: base.is_self_declared(),
                stance: base.stance(),
                known: true,
            };
        }
        let own = self.own(KindFor::Link, id);
        let base = own
            .as_ref()
            .and_then(|kind| LinkKind::from_word(&kind.like));
        let stated = own.as_deref();
        LinkKindInfo {
            id: id.into(),
            label: label_of(id, own.as_ref()),
            inverse: stated
                .map(|kind| kind.inverse.clone())
                .filter(|inverse| !inverse.is_empty())
                .or_else(|| base.map(|base| base.inverse().into()))
                .unwrap_or_default(),
            base,
            directed: stated
                .and_then(|kind| kind.directed)
                .unwrap_or_else(|| base.is_none_or(LinkKind::is_directed)),
            self_declared: stated
                .and_then(|kind| kind.self_declared)
                .unwrap_or_else(|| base.is_some_and(LinkKind::is_self_declared)),
            stance: stated
                .and_then(|kind| kind.stance)
                .unwrap_or_else(|| base.map_or(Stance::Asserts, LinkKind::stance)),
            known: own.is_some(),
        }
    }

    /// Every entity kind on offer: the built-in ones, then the dataset's own by id.
    pub fn entity_kinds(&self) -> Vec<EntityKindInfo> {
        let built_in = EntityKind::ALL.iter().map(|kind| kind.as_str().into());
        self.all(KindFor::Entity, built_in)
            .map(|id: Str| self.entity_kind(&id))
            .collect()
    }

    /// Every link kind on offer: the built-in ones, then the dataset's own by id.
    pub fn link_kinds(&self) -> Vec<LinkKindInfo> {
        let built_in = LinkKind::ALL.iter().map(|kind| kind.as_str().into());
        self.all(KindFor::Link, built_in)
            .map(|id: Str| self.link_kind(&id))
            .collect()
    }

    fn own(&self, target: KindFor, id: &str) -> Option<Arc<CustomKind>> {
        if self.own.is_empty() {
            return None;
        }
        self.own.get(&(target, Str::from(id))).cloned()
    }

    fn all(
        &self,
        target: KindFor,
        built_in: impl Iterator<Item = Str>,
    ) -> impl Iterator<Item = Str> {
        let mut own: Vec<Str> = self
            .own
            .keys()
            .filter(|(t, _)| *t == target)
            .map(|(_, id)| id.clone())
            .collect();
        own.sort();
        built_in.chain(own)
    }
}

/// Whether the program itself has a kind of this id.
pub fn is_built_in(target: KindFor, id: &str) -> bool {
    match target {
        KindFor::Entity => EntityKind::from_word(id).is_some(),
        KindFor::Link => LinkKind::from_word(id).is_some(),
    }
}

/// The name of a kind for people: harmless, and no longer than anyone reads.
fn label_of(id: &str, own: Option<&Arc<CustomKind>>) -> Str {
    const LONGEST: usize = 200;
    let is_plain = |byte: u8| (b' '..0x7f).contains(&byte);
    let (label, is_id) = match own {
        Some(kind)
            if (1..=LONGEST).contains(&kind.label.len()) && kind.label.bytes().all(is_plain) =>
        {
            return kind.label.clone();
        }
        Some(kind) if !kind.label.is_empty() => (&*kind.label, false),
        _ => (id, true),
    };
    let label = one_line(&cut(label, LONGEST));
    if is_id {
        label.replace('-', " ").into()
    } else {
        label.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(target: KindFor, id: &str, like: &str) -> Arc<CustomKind> {
        Arc::new(CustomKind {
            id: id.into(),
            target,
            like: like.into(),
            ..CustomKind::default()
        })
    }

    #[test]
    fn an_own_kind_takes_what_it_does_not_state() {
        let mut leases = kind(KindFor::Link, "leases", "supplies");
        Arc::make_mut(&mut leases).self_declared = Some(true);
        let words = Vocabulary::new(&[leases, kind(KindFor::Entity, "front-company", "company")]);
        let leases = words.link_kind("leases");
        assert_eq!(
            (leases.stance, leases.directed, leases.self_declared),
            (Stance::Alleges, true, true)
        );
        assert_eq!(leases.inverse, "supplied by");
        assert_eq!(words.entity_base("front-company"), EntityKind::Company);
        assert_eq!(words.entity_kind("front-company").label, "front company");
    }

    #[test]
    fn an_unknown_kind_looks_like_other_and_is_directed() {
        let words = Vocabulary::default();
        assert_eq!(words.entity_base("spaceship"), EntityKind::Other);
        let kind = words.link_kind("teleports");
        assert!(kind.directed && !kind.self_declared && !kind.known && kind.base.is_none());
    }

    #[test]
    fn a_built_in_id_cannot_be_taken() {
        let words = Vocabulary::new(&[kind(KindFor::Link, "sanctions", "related-to")]);
        assert!(words.link_kind("sanctions").self_declared);
        assert_eq!(words.link_kinds().len(), LinkKind::ALL.len());
    }

    #[test]
    fn the_vocabulary_is_whole() {
        assert_eq!((EntityKind::ALL.len(), LinkKind::ALL.len()), (16, 33));
        for kind in LinkKind::ALL {
            assert_eq!(kind.inverse().is_empty(), !kind.is_directed(), "{kind}");
        }
    }
}
