//! What kind of thing usually stands at an end of a link: the kind proposed for a name that is new on the chart.

use super::vocabulary::{EntityKind, LinkKind};

/// A side of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkSide {
    /// Where it begins: who sanctions, owns, targets.
    From,
    /// Where it leads.
    To,
}

/// The kind that is proposed for a new entity at this side of a link of this kind: a guess, always shown, and `Other`
/// where none is better than another.
pub const fn usual_kind(link: LinkKind, side: LinkSide) -> EntityKind {
    use EntityKind as E;
    use LinkKind as L;
    let (from, to) = match link {
        L::Sanctions => (E::State, E::Company),
        L::Charges | L::Convicts => (E::Agency, E::Person),
        L::Sues => (E::Company, E::Company),
        L::Names => (E::Document, E::Company),
        L::Published => (E::Agency, E::Document),
        L::MadeUnder => (E::Event, E::Law),
        L::Disrupts => (E::Agency, E::Campaign),
        L::Opposes => (E::State, E::Event),
        L::Endorses => (E::State, E::Document),
        L::Signed => (E::State, E::Law),
        L::PartOf => (E::Agency, E::State),
        L::MemberOf => (E::State, E::Organization),
        L::TakesPartIn => (E::State, E::Organization),
        L::WorksFor => (E::Person, E::Company),
        L::Founded => (E::State, E::Organization),
        L::LocatedIn => (E::Company, E::Place),
        L::Owns => (E::Company, E::Company),
        L::FamilyOf => (E::Person, E::Person),
        L::Controls | L::Directs => (E::Agency, E::Company),
        L::Supplies => (E::Company, E::Agency),
        L::Pays => (E::Company, E::Company),
        L::Operates => (E::Company, E::Infrastructure),
        L::Uses => (E::Group, E::Malware),
        L::Targets => (E::Group, E::Sector),
        L::AttributedTo => (E::Campaign, E::Group),
        L::PartnersWith => (E::Company, E::Company),
        L::VariantOf => (E::Malware, E::Malware),
        L::Reported => (E::Company, E::Campaign),
        L::SameAs | L::OverlapsWith | L::RelatedTo => (E::Other, E::Other),
    };
    match side {
        LinkSide::From => from,
        LinkSide::To => to,
    }
}
