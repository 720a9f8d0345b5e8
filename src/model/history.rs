//! A record's history as its claims tell it, and how much of a dataset was set aside.

use std::fmt;

use super::sentence::{Narrator, ending_text};
use super::text::counted;
use super::{Claim, Document, Ending, Link, PartialDate};

/// Something that happened to a record's claims.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimEvent {
    /// When, if that is stated.
    pub on: Option<PartialDate>,
    /// What, such as *Recorded: alleged by the United Kingdom (FCDO) on 9 December 2025*.
    pub what: String,
}

/// What happened to the claims of a record, oldest first, and last what has no date.
pub fn history(narrator: &Narrator<'_>, claims: &[Claim]) -> Vec<ClaimEvent> {
    let recorded = claims.iter().map(|claim| ClaimEvent {
        on: claim.recorded,
        what: match claim.recorded_by.trim() {
            "" => format!("Recorded: {}", narrator.claim(claim)),
            by => format!("Recorded by {by}: {}", narrator.claim(claim)),
        },
    });
    let ended = claims.iter().filter_map(|claim| {
        let ended = claim.ended.as_deref()?;
        Some(ClaimEvent {
            on: ended.on,
            what: ending(narrator, claims, claim, ended),
        })
    });
    let mut events: Vec<ClaimEvent> = recorded.chain(ended).collect();
    events.sort_by_key(|event| (event.on.is_none(), event.on.map(PartialDate::first_day)));
    events
}

fn ending(narrator: &Narrator<'_>, claims: &[Claim], claim: &Claim, ended: &Ending) -> String {
    let undated = Ending {
        on: None,
        ..ended.clone()
    };
    let how = super::sentence::capital(&ending_text(&undated));
    let mut what = format!("{how}: {}", narrator.claim(claim));
    let by = claims.iter().find(|other| other.id == ended.by);
    if let Some(by) = by.filter(|_| !ended.by.is_empty()) {
        what.push_str(&format!("; replaced by: {}", narrator.claim(by)));
    }
    what
}

/// Whether a link was set aside: it has claims that do not deny, and all of these are ended.
pub fn is_set_aside(link: &Link) -> bool {
    let mut supporting = link
        .claims
        .iter()
        .filter(|claim| !claim.denies())
        .peekable();
    supporting.peek().is_some() && supporting.all(|claim| claim.ended.is_some())
}

/// How much is set aside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SetAsideCounts {
    /// Claims of entities and links.
    pub claims: usize,
    /// Links.
    pub links: usize,
}

impl SetAsideCounts {
    /// How much of a dataset.
    pub fn of(document: &Document) -> Self {
        let ended = |claims: &[Claim]| claims.iter().filter(|claim| claim.ended.is_some()).count();
        let entities = document
            .entities()
            .iter()
            .map(|entity| ended(&entity.claims));
        let links = document.links().iter();
        Self {
            claims: entities.sum::<usize>() + links.map(|link| ended(&link.claims)).sum::<usize>(),
            links: document
                .links()
                .iter()
                .filter(|link| is_set_aside(link))
                .count(),
        }
    }

    /// Whether nothing was.
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

impl fmt::Display for SetAsideCounts {
    /// `2 claims and 1 link set aside`; the latter only if there is one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&counted(self.claims, "claim"))?;
        if self.links > 0 {
            write!(f, " and {}", counted(self.links, "link"))?;
        }
        f.write_str(" set aside")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::evidence::{Basis, Evidence};
    use crate::model::{EndedHow, Parts, Source, Stance};

    fn claim(id: &str, stance: Stance, recorded: Option<&str>, ended: Option<Ending>) -> Claim {
        Claim {
            id: id.into(),
            stance: Some(stance),
            source: "s".into(),
            recorded: recorded.map(|date| date.parse().unwrap()),
            ended: ended.map(Box::new),
            ..Claim::default()
        }
    }

    fn document(claims: Vec<Claim>) -> Document {
        let source = Source {
            id: "s".into(),
            publisher: "Paper".into(),
            role: Some(crate::model::Role::Own),
            ..Source::default()
        };
        let link = Link {
            id: "l".into(),
            claims,
            ..Link::default()
        };
        Document::from_parts(Parts {
            sources: vec![Arc::new(source)],
            links: vec![Arc::new(link)],
            ..Parts::default()
        })
        .0
    }

    #[test]
    fn a_history_is_told_oldest_first_and_what_has_no_date_last() {
        let corrected = Ending {
            on: Some("2026-03".parse().unwrap()),
            how: Some(EndedHow::Superseded),
            by: "b".into(),
            why: "the month was wrong".into(),
            ..Ending::default()
        };
        let undated = Ending {
            how: Some(EndedHow::Rejected),
            ..Ending::default()
        };
        let mut claims = vec![
            claim("c", Stance::Denies, None, Some(undated)),
            claim("b", Stance::Alleges, Some("2026-03-02"), None),
            claim("a", Stance::Asserts, Some("2026-01-15"), Some(corrected)),
        ];
        claims[2].recorded_by = "B. Analyst".into();
        let document = document(claims.clone());
        let evidence = Evidence::of(&document, Basis::default());
        let events = history(&Narrator::new(&document, &evidence), &claims);
        let told: Vec<String> = events
            .iter()
            .map(|event| {
                let on = event.on.map_or("undated".to_owned(), |on| on.to_string());
                format!("{on} {}", event.what)
            })
            .collect();
        assert_eq!(
            told,
            [
                "2026-01-15 Recorded by B. Analyst: asserted by Paper",
                "2026-03 Superseded (the month was wrong): asserted by Paper; replaced by: alleged by Paper",
                "2026-03-02 Recorded: alleged by Paper",
                "undated Recorded: denied by Paper",
                "undated Found to be wrong: denied by Paper",
            ]
        );
    }

    #[test]
    fn what_was_set_aside_is_counted() {
        let ended = || Some(Ending::default());
        let check = |claims: Vec<Claim>, words: &str, links: usize| {
            let document = document(claims);
            let found = SetAsideCounts::of(&document);
            assert_eq!((found.to_string().as_str(), found.links), (words, links));
            // The same as the rule finds.
            let evidence = Evidence::of(&document, Basis::default());
            let by_rule = evidence.link(0).support == crate::model::Support::SetAside;
            assert_eq!(found.links == 1, by_rule);
        };
        let (asserts, denies) = (Stance::Asserts, Stance::Denies);
        check(vec![], "0 claims set aside", 0);
        check(
            vec![claim("a", denies, None, ended())],
            "1 claim set aside",
            0,
        );
        check(
            vec![claim("a", asserts, None, ended())],
            "1 claim and 1 link set aside",
            1,
        );
        check(
            vec![
                claim("a", asserts, None, ended()),
                claim("b", denies, None, None),
            ],
            "1 claim and 1 link set aside",
            1,
        );
        check(
            vec![
                claim("a", asserts, None, ended()),
                claim("b", asserts, None, None),
            ],
            "1 claim set aside",
            0,
        );
    }
}
