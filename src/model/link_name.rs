//! What a link is called on the chart: its label, else its kind, with the stake and the period that are stated.

use super::evidence::{Evidence, LinkEvidence};
use super::sentence::stake_size;
use super::{Claim, Document, Link, LinkKind, LinkNaming, PartialDate, Until, counted, short_line};

/// A part of a link's name: one word, or a figure that stays in one piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePart {
    /// The text.
    pub text: String,
    /// What it is.
    pub sort: NameSort,
}

/// What a part of a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameSort {
    /// A word.
    Word,
    /// A stake or a period.
    Figure,
    /// A word that says that something is not stated.
    Absent,
}

impl NamePart {
    fn figure(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            sort: NameSort::Figure,
        }
    }

    fn words(text: &str, sort: NameSort) -> impl Iterator<Item = Self> + '_ {
        text.split_whitespace().map(move |word| Self {
            text: word.to_owned(),
            sort,
        })
    }
}

/// The longest label that a name shows, in characters.
const LONGEST: usize = 60;

/// Returns the name of a link; empty where it has none of what is asked for. It reads from its start to its end.
pub fn link_name(
    document: &Document,
    evidence: &Evidence,
    slot: u32,
    naming: LinkNaming,
) -> Vec<NamePart> {
    let Some(link) = document
        .links()
        .at(slot)
        .filter(|_| naming != LinkNaming::Off)
    else {
        return Vec::new();
    };
    let kind = evidence.vocabulary().link_kind(link.kind_id()).label;
    let label = short_line(&link.label, LONGEST);
    let stakes = stakes(document, evidence, link);
    let mut parts: Vec<NamePart> = if label.is_empty() {
        NamePart::words(&kind, NameSort::Word).collect()
    } else if label.split_whitespace().any(is_figure) {
        // A label that is a figure is that of its kind: “owns 10.92%”.
        let kind = NamePart::words(&kind, NameSort::Word);
        kind.chain(label.split_whitespace().map(part_of_label))
            .collect()
    } else {
        NamePart::words(&label, NameSort::Word).collect()
    };
    let says_it = parts.iter().any(|part| part.sort == NameSort::Figure);
    if !stakes.is_empty() && !says_it {
        parts.push(NamePart::figure(stakes));
    } else if label.is_empty() && link.kind_id() == LinkKind::Owns.as_str() {
        if let Some(last) = parts.last_mut() {
            last.text.push(',');
        }
        parts.extend(NamePart::words("stake not stated", NameSort::Absent));
    }
    parts.extend(period(&evidence.link(slot)).map(NamePart::figure));
    parts.retain(|part| match naming {
        LinkNaming::Off => false,
        LinkNaming::Names => part.sort == NameSort::Word,
        LinkNaming::NamesAndFigures => true,
        LinkNaming::Figures => part.sort == NameSort::Figure,
    });
    if naming == LinkNaming::Names
        && let Some(last) = parts.last_mut()
    {
        last.text.truncate(last.text.trim_end_matches(',').len());
    }
    parts
}

/// Returns the name of a line that stands for several links.
pub fn name_of_several(count: usize) -> Vec<NamePart> {
    vec![NamePart::figure(counted(count, "link"))]
}

/// Returns the stakes that counting claims state, each once: `25–50%`. Empty where they state none.
pub fn stakes(document: &Document, evidence: &Evidence, link: &Link) -> String {
    let counts = |claim: &&Claim| {
        claim.share.is_some() && !claim.denies() && evidence.counts(document, claim)
    };
    let claims = link.claims.iter().filter(counts);
    let mut stakes: Vec<String> = Vec::new();
    for size in claims.filter_map(|claim| stake_size(claim.share.as_deref()?)) {
        if !stakes.contains(&size) {
            stakes.push(size);
        }
    }
    stakes.join("; ")
}

fn is_figure(word: &str) -> bool {
    let word = word.trim_end_matches([',', ';', '.']);
    word.ends_with('%') && word.contains(|c: char| c.is_ascii_digit())
}

fn part_of_label(word: &str) -> NamePart {
    NamePart {
        text: word.to_owned(),
        sort: if is_figure(word) {
            NameSort::Figure
        } else {
            NameSort::Word
        },
    }
}

/// The period in years. A beginning that is a single day is the day of an act, which the sentence tells, not a period.
fn period(found: &LinkEvidence) -> Option<String> {
    let year = |date: PartialDate| {
        let about = if date.is_approximate() { "about " } else { "" };
        format!("{about}{}", date.year())
    };
    match (found.since, found.until) {
        (Some(since), Some(Until::Date(until))) if since.year() == until.year() => {
            Some(year(until))
        }
        (Some(since), Some(Until::Date(until))) => Some(format!("{}–{}", year(since), year(until))),
        (None, Some(Until::Date(until))) => Some(format!("until {}", year(until))),
        (Some(since), Some(Until::StillSo)) => Some(format!("since {}", year(since))),
        (Some(since), None) if !since.is_day() => Some(format!("since {}", year(since))),
        _ => None,
    }
}
