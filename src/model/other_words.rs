//! What people write for kinds of link that is not their name.

use super::LinkKind;
use LinkKind as L;

/// A kind of link, what people write for it, and what for its reverse label: between commas.
type Row = (LinkKind, [&'static str; 2]);

const OTHER_WORDS: [Row; 33] = [
    (
        L::Sanctions,
        ["designates, blacklists", "designated by, blacklisted by"],
    ),
    (
        L::Charges,
        [
            "indicts, accuses, prosecutes",
            "indicted by, accused by, prosecuted by",
        ],
    ),
    (
        L::Convicts,
        ["sentences, jails, finds guilty", "sentenced by, jailed by"],
    ),
    (L::Sues, ["takes to court", "taken to court by"]),
    (
        L::Names,
        [
            "identifies, exposes, mentions",
            "identified by, exposed by, mentioned by",
        ],
    ),
    (
        L::Published,
        [
            "writes, wrote, issues, releases",
            "written by, issued by, released by",
        ],
    ),
    (L::MadeUnder, ["based on, pursuant to", "legal basis of"]),
    (
        L::Disrupts,
        ["takes down, seizes, dismantles", "taken down by, seized by"],
    ),
    (
        L::Opposes,
        ["condemns, protests against, criticises", "condemned by"],
    ),
    (
        L::Endorses,
        ["backs, supports, welcomes", "backed by, supported by"],
    ),
    (L::Signed, ["agrees to, ratifies", "ratified by"]),
    (
        L::PartOf,
        [
            "belongs to, subsidiary of, division of, unit of, branch of",
            "parent of, includes, contains",
        ],
    ),
    (L::MemberOf, ["joins, belongs to", "comprises"]),
    (
        L::TakesPartIn,
        ["attends, participates in, speaks at", "attended by"],
    ),
    (
        L::WorksFor,
        [
            "employed by, works at, director of, head of, chairs, ceo of, chairman of",
            "hires",
        ],
    ),
    (
        L::Founded,
        [
            "creates, establishes, sets up, co-founded",
            "created by, established by, set up by",
        ],
    ),
    (
        L::LocatedIn,
        [
            "based in, lives in, resides in, registered in, in, at",
            "home of",
        ],
    ),
    (
        L::Owns,
        [
            "buys, bought, acquires, purchases, holds, shareholder of, invests in",
            "bought by, held by, sold to, subsidiary of",
        ],
    ),
    (
        L::FamilyOf,
        [
            "married to, wife of, husband of, son of, daughter of, brother of, sister of, father of, mother of, relative of",
            "",
        ],
    ),
    (
        L::Controls,
        ["runs, heads, commands, dominates", "run by, headed by"],
    ),
    (
        L::Directs,
        [
            "orders, instructs, tasks, leads, led",
            "ordered by, instructed by, led by",
        ],
    ),
    (
        L::Supplies,
        [
            "sells, sold, provides, delivers, ships, exports, serves",
            "buys from, bought from, sold by, customer of",
        ],
    ),
    (
        L::Pays,
        [
            "paid, funds, finances, bribes, donates to, lends to, transfers to",
            "funded by, financed by, bribed by",
        ],
    ),
    (
        L::Operates,
        [
            "runs, manages, hosts, maintains",
            "run by, managed by, hosted by",
        ],
    ),
    (L::Uses, ["deploys, exploits", "deployed by, exploited by"]),
    (
        L::Targets,
        [
            "attacks, hacks, breaches, compromises, spies on",
            "attacked by, hacked by, victim of",
        ],
    ),
    (
        L::AttributedTo,
        ["blamed on, linked to, work of", "behind, responsible for"],
    ),
    (
        L::PartnersWith,
        [
            "works with, cooperates with, collaborates with, allied with, associate of",
            "",
        ],
    ),
    (
        L::SameAs,
        ["aka, alias of, also known as, identical to", ""],
    ),
    (L::OverlapsWith, ["similar to, shares", ""]),
    (L::VariantOf, ["version of, form of, derived from", ""]),
    (
        L::Reported,
        [
            "discovers, finds, found, reveals, discloses, detects",
            "found by, revealed by",
        ],
    ),
    (
        L::RelatedTo,
        [
            "connected to, linked to, associated with, knows, meets, met",
            "",
        ],
    ),
];

impl LinkKind {
    /// Returns what people write for it that is not its name, or for its reverse label: each to be found in any of its forms.
    pub fn other_words(self, is_reverse: bool) -> impl Iterator<Item = &'static str> {
        let row = OTHER_WORDS.iter().find(|(kind, _)| *kind == self);
        let words = row.map_or("", |(_, words)| words[usize::from(is_reverse)]);
        words.split(", ").filter(|word| !word.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_words_and_none_is_a_verb() {
        let verbs: Vec<String> = LinkKind::ALL
            .iter()
            .flat_map(|kind| [kind.as_str().replace('-', " "), kind.inverse().to_owned()])
            .collect();
        for kind in LinkKind::ALL {
            assert!(kind.other_words(false).next().is_some(), "{kind:?}");
            for word in kind.other_words(false).chain(kind.other_words(true)) {
                assert!(!verbs.iter().any(|verb| verb == word), "{word}");
            }
        }
    }
}
