//! Who says it, when, and through whom we know: the clauses of a sentence.

use std::borrow::Cow;

use super::{Narrator, list, number, when};
use crate::model::evidence::{Key, SourceFacts};
use crate::model::{
    Claim, Confidence, Day, EntityKind, Likelihood, Number, PartialDate, Role, Share, Source,
    Stance,
};

/// So many roots of one source are named.
const MOST_ROOTS: usize = 100;

/// How the claims of one sort are put.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Saying {
    Asserted,
    Alleged,
    Assessed,
    Supported,
    Denied,
}

impl Saying {
    pub(super) const SUPPORTING: &[Self] = &[
        Self::Asserted,
        Self::Alleged,
        Self::Assessed,
        Self::Supported,
    ];

    pub(super) fn of(claim: &Claim) -> Self {
        match claim.stance {
            Some(Stance::Asserts) => Self::Asserted,
            Some(Stance::Alleges) => Self::Alleged,
            Some(Stance::Assesses) => Self::Assessed,
            Some(Stance::Denies) => Self::Denied,
            None if claim.asserts() => Self::Asserted,
            None => Self::Supported,
        }
    }

    pub(super) fn verb(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Alleged => "alleged",
            Self::Assessed => "assessed",
            Self::Supported => "supported",
            Self::Denied => "denied",
        }
    }
}

/// Claims that say the same thing in the same way by the same speakers.
struct Clause {
    /// What is said, beside that it is so: as likely as what, with what stake, as to which field.
    how: String,
    /// `by …`, or `in …` where nobody knows whose word it is.
    by: String,
    /// How many places say it on nobody's word that is known: of all these one thing is said, at the end.
    unknown: usize,
    /// In the order of the claims, each date once.
    occasions: Vec<Occasion>,
    /// The last day on which it can have been said.
    latest: Option<Day>,
}

/// When something was said, and who repeats it.
struct Occasion {
    on: Option<PartialDate>,
    through: Vec<String>,
}

impl Occasion {
    fn tell(&self) -> String {
        let on = self.on.map(when);
        let through = (!self.through.is_empty())
            .then(|| format!("through {}", list(&shortened(self.through.clone(), 4))));
        let parts: Vec<String> = on.into_iter().chain(through).collect();
        parts.join(", ")
    }
}

impl Clause {
    fn join(&mut self, other: Self) {
        for new in other.occasions {
            match self.occasions.iter_mut().find(|have| have.on == new.on) {
                Some(have) => push_new(&mut have.through, new.through),
                None => self.occasions.push(new),
            }
        }
    }

    /// `by the United Kingdom (FCDO) on 9 December 2025, through Parliament Today`.
    fn tell(mut self) -> String {
        const MOST: usize = 3;
        // A statement without a date adds nothing to one that has it.
        let says = |occasion: &Occasion| occasion.on.is_some() || !occasion.through.is_empty();
        self.occasions.retain(says);
        let first_day = |occasion: &Occasion| occasion.on.map(PartialDate::first_day);
        self.occasions
            .sort_by_key(|occasion| (occasion.on.is_none(), first_day(occasion)));
        let more = self.occasions.len().saturating_sub(MOST);
        let mut told: Vec<String> = self
            .occasions
            .iter()
            .take(MOST)
            .map(Occasion::tell)
            .collect();
        match more {
            0 => {}
            1 => told.push("once more".to_owned()),
            more => told.push(format!("{} times more", number(more as u32))),
        }
        match self.occasions.first() {
            None => self.by,
            Some(first) if first.on.is_none() => format!("{}, {}", self.by, parted(&told)),
            Some(_) => format!("{} {}", self.by, parted(&told)),
        }
    }
}

impl Narrator<'_> {
    /// What those of the claims say that put it so: *alleged by the United States (FBI) in 2024 and by Black Lotus Labs*.
    pub(super) fn said(&self, claims: &[&Claim], saying: Saying) -> Option<String> {
        self.said_before(claims, saying, None)
    }

    /// The day before which nothing that supports a link was said, if the claims tell.
    pub(super) fn first_support(&self, claims: &[&Claim]) -> Option<Day> {
        let mut first = None;
        for claim in claims.iter().filter(|claim| !claim.denies()) {
            let clause = self.clause(claim, Saying::of(claim))?;
            // Who is quoted may have spoken before that was published.
            let day = clause.occasions.first()?.on.filter(is_exact)?.first_day();
            first = Some(first.map_or(day, |first: Day| first.min(day)));
        }
        first
    }

    /// As [`Self::said`]; of what was said before the day `first`, says so.
    pub(super) fn said_before(
        &self,
        claims: &[&Claim],
        saying: Saying,
        first: Option<Day>,
    ) -> Option<String> {
        let mut clauses: Vec<Clause> = Vec::new();
        let said = claims.iter().filter(|claim| Saying::of(claim) == saying);
        let (of_it, of_fields): (Vec<&Claim>, Vec<&Claim>) =
            said.partition(|claim| claim.about.is_empty());
        for claim in of_it.into_iter().chain(of_fields) {
            let Some(mut clause) = self.clause(claim, saying) else {
                continue;
            };
            if first.is_some_and(|first| clause.latest.is_some_and(|day| day < first)) {
                clause.how.push_str(" beforehand");
            }
            // Who says that it is so, and since when, says that it is so.
            let says_it = |have: &Clause| have.by == clause.by;
            if !claim.about.is_empty() && clauses.iter().any(says_it) {
                continue;
            }
            let same = |have: &&mut Clause| have.by == clause.by && have.how == clause.how;
            match clauses.iter_mut().find(same) {
                Some(have) => have.join(clause),
                None => clauses.push(clause),
            }
        }
        let mut ways: Vec<String> = Vec::new();
        for clause in &clauses {
            push_new(&mut ways, vec![clause.how.clone()]);
        }
        let mut told = Vec::new();
        for how in ways {
            let (these, others) = clauses.into_iter().partition(|clause| clause.how == how);
            clauses = others;
            told.push(format!("{}{how} {}", saying.verb(), tell_all(these)));
        }
        (!told.is_empty()).then(|| told.join("; "))
    }

    /// Who speaks in a claim, when, and through whom we know. `None` for a claim that cites nothing.
    fn clause(&self, claim: &Claim, saying: Saying) -> Option<Clause> {
        if claim.source.is_empty() {
            return None;
        }
        let sources = self.document.sources();
        let cited = sources.get(&claim.source).map(AsRef::as_ref);
        let slot = sources.slot_of(&claim.source);
        let facts = slot.and_then(|slot| self.evidence.source(slot));
        let roots: Vec<&Source> = facts
            .map(|facts| facts.roots.as_ref())
            .unwrap_or_default()
            .iter()
            .filter_map(|root| Some(sources.at(*root)?.as_ref()))
            .collect();
        let names = self.named_speakers(claim);
        let mut clause = if names.is_empty() {
            self.of_roots(cited, &roots, &claim.source)
        } else {
            let own = facts.map(|facts| self.their_own(claim, facts));
            self.of_speakers(cited, &own.unwrap_or_default(), names)
        };
        clause.how = how(claim, saying);
        Some(clause)
    }

    /// The roots of a claim's source that are the word of those who speak in it; none if one of them speaks elsewhere.
    fn their_own(&self, claim: &Claim, facts: &SourceFacts) -> Vec<&Source> {
        let keys = self.evidence.keys(self.document, claim);
        let known = |key: &Key| *key != Key::Unknown && facts.keys.contains(key);
        if !keys.iter().all(known) {
            return Vec::new();
        }
        let is_theirs = |root: &&u32| {
            let root = self.evidence.source(**root);
            root.is_some_and(|root| root.keys.iter().any(|key| keys.contains(key)))
        };
        let theirs = facts.roots.iter().filter(is_theirs);
        let records = theirs.filter_map(|root| self.document.sources().at(*root));
        records.map(AsRef::as_ref).collect()
    }

    /// Named speakers. A source's date is that of their words only where it is their own; else it is that of the place
    /// where they are quoted.
    fn of_speakers(&self, cited: Option<&Source>, own: &[&Source], names: Vec<String>) -> Clause {
        let on = common_date(own);
        let medium = cited.filter(|source| own.iter().all(|root| root.id != source.id));
        Clause {
            how: String::new(),
            by: format!("by {}", list(&shortened(names, 3))),
            unknown: 0,
            occasions: vec![Occasion {
                on,
                through: medium
                    .map(|source| through(source, on))
                    .into_iter()
                    .collect(),
            }],
            latest: on
                .or_else(|| medium?.published)
                .filter(is_exact)
                .map(PartialDate::last_day),
        }
    }

    /// No named speakers: those whose word the roots of the source are or, where nobody knows that, the roots themselves.
    fn of_roots(&self, cited: Option<&Source>, roots: &[&Source], id: &str) -> Clause {
        let is_voiced = |root: &&Source| matches!(root.role, Some(Role::Own | Role::Register));
        let (voiced, unknown): (Vec<&Source>, Vec<&Source>) =
            roots.iter().partition(|root| is_voiced(root));
        let told: &[&Source] = match (voiced.is_empty(), unknown.is_empty(), &cited) {
            (false, ..) => &voiced,
            (true, false, _) => &unknown,
            (true, true, Some(cited)) => &[cited],
            (true, true, None) => &[],
        };
        let is_mixed = !voiced.is_empty() && !unknown.is_empty();
        let on = common_date(told).filter(|_| !is_mixed);
        let mut groups: Vec<String> = Vec::new();
        for root in told.iter().take(MOST_ROOTS) {
            let mut words = match voiced.is_empty() {
                true => place(root),
                false => self.authors(root),
            };
            if let (None, Some(date)) = (on, root.published) {
                words.push_str(&format!(" {}", when(date)));
            }
            push_new(&mut groups, vec![words]);
        }
        if told.is_empty() {
            groups.push(format!("a source not in this dataset ({id})"));
        }
        if told.len() > MOST_ROOTS {
            groups.push(format!("{} others", told.len() - MOST_ROOTS));
        }
        if is_mixed {
            groups.push("others not known".to_owned());
        }
        let medium = cited.filter(|source| told.iter().all(|root| root.id != source.id));
        let dated = on.or_else(|| told.iter().find_map(|root| root.published));
        let latest = on.or_else(|| cited?.published).filter(is_exact);
        let latest = latest.map(PartialDate::last_day);
        let by = match voiced.is_empty() {
            true => "in ",
            // What has no author and no publisher speaks for itself.
            false if is_nameless(told[0]) => "in ",
            false => "by ",
        };
        Clause {
            how: String::new(),
            by: format!("{by}{}", join(&groups)),
            unknown: if voiced.is_empty() { groups.len() } else { 0 },
            occasions: vec![Occasion {
                on,
                through: medium
                    .map(|source| through(source, dated))
                    .into_iter()
                    .collect(),
            }],
            latest,
        }
    }

    fn named_speakers(&self, claim: &Claim) -> Vec<String> {
        let ids = claim.speakers.iter().map(|id| self.speaker(id));
        let name = claim.speaker_name.trim();
        ids.chain((!name.is_empty()).then(|| name.to_owned()))
            .collect()
    }

    /// Whose word a source is: its authors, else its publisher, else what it is called.
    fn authors(&self, source: &Source) -> String {
        if source.authors.is_empty() {
            return with_article(&place(source)).into_owned();
        }
        let names = source.authors.iter().map(|id| self.speaker(id));
        list(&shortened(names.collect(), 3))
    }

    /// A speaker as a sentence names it: an agency with its state where that is on the chart, *the United Kingdom (FCDO)*.
    pub fn speaker(&self, id: &str) -> String {
        let Some(entity) = self.document.entities().get(id) else {
            return format!("someone not on the chart ({id})");
        };
        match self.evidence.vocabulary().entity_base(entity.kind_id()) {
            EntityKind::Person => entity.label().to_owned(),
            EntityKind::Agency => match self.states.get(&entity.country) {
                Some(state) => {
                    let name = entity.label().replace(" (", ", ").replace(['(', ')'], "");
                    format!("{} ({name})", with_article(state.label()))
                }
                None => with_article(entity.label()).into_owned(),
            },
            _ => with_article(entity.label()).into_owned(),
        }
    }
}

/// All who say it in one way: those who are known, then the places that say it on nobody knows whose word.
fn tell_all(clauses: Vec<Clause>) -> String {
    let (known, unknown): (Vec<Clause>, Vec<Clause>) =
        clauses.into_iter().partition(|clause| clause.unknown == 0);
    let count: usize = unknown.iter().map(|clause| clause.unknown).sum();
    let known = known.into_iter().map(Clause::tell);
    let mut told: Vec<String> = known.collect();
    let unknown: Vec<String> = unknown.into_iter().map(Clause::tell).collect();
    if !unknown.is_empty() {
        let whose = match count {
            1 => "its own source",
            _ => "their own sources",
        };
        told.push(format!("{}, {whose} not known", parted(&unknown)));
    }
    parted(&told)
}

/// `a`, `a and b`, `a, b, and c`; a comma also before the last of two where the first has a comma or an "and".
pub(super) fn parted(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first, last] if ![", ", " and "].iter().any(|sign| first.contains(sign)) => {
            format!("{first} and {last}")
        }
        [most @ .., last] => format!("{}, and {last}", most.join(", ")),
    }
}

/// As [`list`], or parted by commas where an item has its own "and".
fn join(items: &[String]) -> String {
    match items.split_last() {
        Some((last, most))
            if !most.is_empty() && items.iter().any(|item| item.contains(" and ")) =>
        {
            format!("{}, and {last}", most.join(", "))
        }
        _ => list(items),
    }
}

/// A long list cut to its first item and a number.
fn shortened(mut items: Vec<String>, most: usize) -> Vec<String> {
    if items.len() > most {
        let rest = items.len() - 1;
        items.truncate(1);
        items.push(format!("{} others", number(rest as u32)));
    }
    items
}

fn push_new(list: &mut Vec<String>, items: Vec<String>) {
    for item in items {
        if !list.contains(&item) {
            list.push(item);
        }
    }
}

fn is_exact(date: &PartialDate) -> bool {
    !date.is_approximate()
}

/// The date of all these sources, where it is one.
fn common_date(sources: &[&Source]) -> Option<PartialDate> {
    let first = sources.first()?.published?;
    let same = |source: &&Source| source.published == Some(first);
    sources.iter().all(same).then_some(first)
}

/// Who repeats it. Where the date of the words themselves is not known, that of the repetition is said with it.
fn through(source: &Source, on: Option<PartialDate>) -> String {
    match (on, source.published) {
        (None, Some(date)) => format!("{} of {}", place(source), date.in_words()),
        _ => place(source),
    }
}

/// A source as the place where something is said: its publisher, else its title in quotes, else its id.
pub(super) fn place(source: &Source) -> String {
    if !source.publisher.is_empty() {
        source.publisher.to_string()
    } else if !source.title.is_empty() {
        format!("“{}”", source.title)
    } else {
        format!("an untitled source ({})", source.id)
    }
}

fn is_nameless(source: &Source) -> bool {
    source.authors.is_empty() && source.publisher.is_empty()
}

/// What is said beside that it is so.
fn how(claim: &Claim, saying: Saying) -> String {
    let mut text = String::new();
    if !claim.about.is_empty() {
        text.push_str(&format!(" as to {}", field_in_words(&claim.about)));
    }
    if let Some(likelihood) = claim.likelihood {
        text.push_str(&format!(" {}", likelihood_in_words(likelihood)));
    }
    if let Some(share) = claim.share.as_deref().and_then(stake_in_words) {
        let so = if saying == Saying::Denied {
            "as to"
        } else {
            "as"
        };
        text.push_str(&format!(" {so} {share}"));
    }
    if let Some(confidence) = claim.confidence {
        let word = match confidence {
            Confidence::Low => "low",
            Confidence::Moderate => "moderate",
            Confidence::High => "high",
        };
        text = match text.is_empty() {
            true => format!(" with {word} confidence"),
            false => format!("{text}, with {word} confidence,"),
        };
    }
    text
}

/// A likelihood after a verb: some words are adjectives, others are nouns.
fn likelihood_in_words(likelihood: Likelihood) -> String {
    let words = likelihood.in_words();
    match likelihood.term {
        "almost-no-chance" => format!("as having {words}"),
        "roughly-even-chance" | "remote-chance" | "realistic-possibility" => {
            format!("as a {words}")
        }
        _ => format!("as {words}"),
    }
}

/// The field that a claim is about.
fn field_in_words(about: &str) -> String {
    match about {
        "since" => "its start".to_owned(),
        "until" => "its end".to_owned(),
        "tags" | "identifiers" => format!("its {about}"),
        "kind" | "name" | "country" | "label" => format!("its {about}"),
        other => format!(
            "its “{}”",
            other.strip_prefix("properties.").unwrap_or(other)
        ),
    }
}

/// A stake as part of a sentence: `a stake of 25 to 50 %`.
pub fn stake_in_words(share: &Share) -> Option<String> {
    let number = |number: &Number| number.as_str().to_owned();
    let size = match (&share.min, &share.max) {
        (Some(min), Some(max)) if min == max => number(min),
        (Some(min), Some(max)) => format!("{} to {}", number(min), number(max)),
        (Some(min), None) => format!("at least {}", number(min)),
        (None, Some(max)) => format!("at most {}", number(max)),
        (None, None) => return None,
    };
    let sort = match share.direct {
        Some(true) => "a direct",
        Some(false) => "an indirect",
        None => "a",
    };
    Some(format!("{sort} stake of {size} %"))
}

/// Names that English says with an article.
fn with_article(name: &str) -> Cow<'_, str> {
    const WITH: [&str; 20] = [
        "United Kingdom",
        "United States",
        "United Nations",
        "United Arab Emirates",
        "Netherlands",
        "Philippines",
        "Czech Republic",
        "Dominican Republic",
        "Russian Federation",
        "European Union",
        "European Commission",
        "European Council",
        "European Parliament",
        "Council of ",
        "Ministry of ",
        "Department of ",
        "Government of ",
        "Embassy of ",
        "UN General Assembly",
        "UN Security Council",
    ];
    if WITH.iter().any(|start| name.starts_with(start)) {
        format!("the {name}").into()
    } else {
        name.into()
    }
}
