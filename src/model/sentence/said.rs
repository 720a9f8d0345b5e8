//! Who says it, when, and via whom it is known: the clauses of a sentence.

use std::borrow::Cow;

use super::{Narrator, list, number, when};
use crate::model::evidence::{SourceFacts, VoiceKey};
use crate::model::{
    Claim, Confidence, Day, EntityKind, Likelihood, PartialDate, Role, Source, Stake, Stance,
};

/// Maximum number of original sources that are named for one source.
const MOST_ROOTS: usize = 100;

/// The verb by which a sentence reports claims of one stance.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum StanceVerb {
    Asserted,
    Alleged,
    Assessed,
    Supported,
    Denied,
}

impl StanceVerb {
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

    /// What was said, as a noun.
    fn noun(self) -> &'static str {
        match self {
            Self::Asserted => "assertion",
            Self::Alleged => "allegation",
            Self::Assessed => "assessment",
            Self::Supported => "claim",
            Self::Denied => "denial",
        }
    }
}

/// How something is said, besides by whom and when.
#[derive(Clone, Default, PartialEq, Eq)]
struct Manner {
    /// The field or stake that is claimed: `start`, `direct stake of 25–50%`. Empty if it is the link itself.
    what: String,
    /// Several say it in one statement.
    jointly: bool,
    /// As likely as what, with what confidence, or earlier than what it answers.
    how: String,
}

impl Manner {
    /// `start alleged jointly as likely`.
    fn with_verb(&self, stance: StanceVerb) -> String {
        let what = match self.what.as_str() {
            "" => String::new(),
            what => format!("{what} "),
        };
        let jointly = if self.jointly { " jointly" } else { "" };
        format!("{what}{}{jointly}{}", stance.verb(), self.how)
    }

    /// `the start alleged jointly` or `the joint allegation`.
    fn as_noun(&self, stance: StanceVerb) -> String {
        if !self.what.is_empty() {
            return format!("the {}", self.with_verb(stance));
        }
        let joint = if self.jointly { "joint " } else { "" };
        format!("the {joint}{}{}", stance.noun(), self.how)
    }
}

/// Claims that say the same thing in the same manner by the same speakers.
struct Clause {
    manner: Manner,
    /// `by …`, or `in …` if it is not known who says it.
    by: String,
    /// Number of places of unknown origin: one remark at the end covers all of them.
    unknown: usize,
    /// In the order of the claims, each date once.
    occasions: Vec<Occasion>,
    /// The last day on which it can have been said.
    latest: Option<Day>,
}

/// When something was said, whether it is cited where it was said, and who relays it.
struct Occasion {
    on: Option<PartialDate>,
    is_direct: bool,
    via: Vec<String>,
}

impl Occasion {
    /// What was said on a day and is known via `medium`, if it is not cited itself. The medium's own date is given unless
    /// the words are `dated`.
    fn of(on: Option<PartialDate>, medium: Option<&Source>, dated: Option<PartialDate>) -> Self {
        Self {
            on,
            is_direct: medium.is_none(),
            via: medium
                .map(|source| via(source, dated))
                .into_iter()
                .collect(),
        }
    }

    fn tell(&self) -> String {
        let on = self.on.map(when);
        let directly = if self.is_direct { "directly and " } else { "" };
        let via = (!self.via.is_empty())
            .then(|| format!("{directly}via {}", list(&shortened(self.via.clone(), 4))));
        let parts: Vec<String> = on.into_iter().chain(via).collect();
        parts.join(", ")
    }
}

impl Clause {
    fn join(&mut self, other: Self) {
        for new in other.occasions {
            match self.occasions.iter_mut().find(|have| have.on == new.on) {
                Some(have) => {
                    have.is_direct |= new.is_direct;
                    push_new(&mut have.via, new.via);
                }
                None => self.occasions.push(new),
            }
        }
    }

    /// `by the United Kingdom (FCDO) on 9 December 2025, via Parliament Today`.
    fn tell(mut self) -> String {
        const MOST: usize = 3;
        // A statement without a date adds nothing to one that has it.
        let says = |occasion: &Occasion| occasion.on.is_some() || !occasion.via.is_empty();
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
            1 => told.push("on one other occasion".to_owned()),
            more => told.push(format!("on {} other occasions", number(more as u32))),
        }
        match self.occasions.first() {
            None => self.by,
            Some(first) if first.on.is_none() => format!("{}, {}", self.by, parted(&told)),
            Some(_) => format!("{} {}", self.by, parted(&told)),
        }
    }
}

impl Narrator<'_> {
    /// What the claims of one stance say: *alleged by the United States (FBI) in 2024 and by Black Lotus Labs*.
    pub(super) fn said(&self, claims: &[&Claim], stance: StanceVerb) -> Option<String> {
        self.said_before(claims, stance, None)
    }

    /// The day before which nothing that supports a link was said, if the claims tell.
    pub(super) fn first_support(&self, claims: &[&Claim]) -> Option<Day> {
        let mut first = None;
        for claim in claims.iter().filter(|claim| !claim.denies()) {
            let clause = self.clause(claim)?;
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
        stance: StanceVerb,
        first: Option<Day>,
    ) -> Option<String> {
        let mut clauses: Vec<Clause> = Vec::new();
        let said = claims
            .iter()
            .filter(|claim| StanceVerb::of(claim) == stance);
        let (of_it, of_fields): (Vec<&Claim>, Vec<&Claim>) =
            said.partition(|claim| claim.about.is_empty());
        for claim in of_it.into_iter().chain(of_fields) {
            let Some(mut clause) = self.clause(claim) else {
                continue;
            };
            if first.is_some_and(|first| clause.latest.is_some_and(|day| day < first)) {
                clause.manner.how.push_str(" earlier");
            }
            // Who says that it is so, and since when, says that it is so.
            let says_it = |have: &Clause| have.by == clause.by;
            if !claim.about.is_empty() && clauses.iter().any(says_it) {
                continue;
            }
            let same = |have: &&mut Clause| have.by == clause.by && have.manner == clause.manner;
            match clauses.iter_mut().find(same) {
                Some(have) => have.join(clause),
                None => clauses.push(clause),
            }
        }
        let mut manners: Vec<Manner> = Vec::new();
        for clause in &clauses {
            if !manners.contains(&clause.manner) {
                manners.push(clause.manner.clone());
            }
        }
        let mut told = Vec::new();
        for manner in manners {
            let (these, others) = clauses
                .into_iter()
                .partition(|clause| clause.manner == manner);
            clauses = others;
            told.push(format!("{} {}", manner.with_verb(stance), tell_all(these)));
        }
        (!told.is_empty()).then(|| told.join("; "))
    }

    /// A claim as the subject of a sentence: *the allegation by the United Kingdom (FCDO) on 9 December 2025*.
    pub(super) fn claim_as_noun(&self, claim: &Claim) -> String {
        let stance = StanceVerb::of(claim);
        let Some(clause) = self.clause(claim) else {
            return format!("the {}", stance.noun());
        };
        let manner = clause.manner.as_noun(stance);
        let text = format!("{manner} {}", tell_all(vec![clause]));
        // What was put between commas needs the second one before the sentence goes on.
        match text.contains(", via ") {
            true => text + ",",
            false => text,
        }
    }

    /// Who speaks in a claim, when, and via whom it is known. `None` for a claim that cites nothing.
    fn clause(&self, claim: &Claim) -> Option<Clause> {
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
        clause.manner.what = what(claim);
        clause.manner.how = how(claim);
        Some(clause)
    }

    /// The roots of a claim's source that are the word of those who speak in it; none if one of them speaks elsewhere.
    fn their_own(&self, claim: &Claim, facts: &SourceFacts) -> Vec<&Source> {
        let keys = self.evidence.keys(self.document, claim);
        let known = |key: &VoiceKey| *key != VoiceKey::Unknown && facts.keys.contains(key);
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
            manner: Manner {
                jointly: names.len() > 1,
                ..Manner::default()
            },
            by: format!("by {}", list(&shortened(names, 3))),
            unknown: 0,
            occasions: vec![Occasion::of(on, medium, on)],
            latest: on
                .or_else(|| medium?.published)
                .filter(is_exact)
                .map(PartialDate::last_day),
        }
    }

    /// No named speakers: those who speak in the original sources or, if that is not known, these sources themselves.
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
            groups.push("others of unknown origin".to_owned());
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
        let jointly = match told {
            [only] => !voiced.is_empty() && only.authors.len() > 1,
            _ => false,
        };
        Clause {
            manner: Manner {
                jointly,
                ..Manner::default()
            },
            by: format!("{by}{}", parted(&groups)),
            unknown: if voiced.is_empty() { groups.len() } else { 0 },
            occasions: vec![Occasion::of(on, medium, dated)],
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
            return format!("a speaker not in this dataset ({id})");
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

/// All who say it in one manner: those who are known, then the places of unknown origin.
fn tell_all(clauses: Vec<Clause>) -> String {
    let (known, unknown): (Vec<Clause>, Vec<Clause>) =
        clauses.into_iter().partition(|clause| clause.unknown == 0);
    let count: usize = unknown.iter().map(|clause| clause.unknown).sum();
    let [known, unknown] = [known, unknown].map(|clauses| {
        let told: Vec<String> = clauses.into_iter().map(Clause::tell).collect();
        parted(&told)
    });
    let remark = match count {
        0 => return known,
        1 => "origin unknown",
        2 => "both of unknown origin",
        _ => "all of unknown origin",
    };
    // One bracket does not follow another.
    let unknown = match unknown.ends_with(')') {
        true => format!("{unknown}, {remark}"),
        false => format!("{unknown} ({remark})"),
    };
    match known.is_empty() {
        true => unknown,
        false => format!("{known}, and {unknown}"),
    }
}

/// `a`, `a and b`, `a, b and c`; with a comma before the last "and" if an item has an "and" or a comma of its own.
pub(super) fn parted(items: &[String]) -> String {
    match items {
        [most @ .., last] if !most.is_empty() && items.iter().any(|item| is_compound(item)) => {
            format!("{}, and {last}", most.join(", "))
        }
        _ => list(items),
    }
}

/// Whether a text has an "and" or a comma outside brackets.
fn is_compound(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut outside = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    [", ", " and "].iter().any(|sign| outside.contains(sign))
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

/// Who relays it, with the date of that if the words themselves are not dated.
fn via(source: &Source, on: Option<PartialDate>) -> String {
    match (on, source.published) {
        (None, Some(date)) => format!("{} {}", place(source), when(date)),
        _ => place(source),
    }
}

/// A source as the place where something is said: its publisher, else its title in quotes, else its address.
pub(super) fn place(source: &Source) -> String {
    if !source.publisher.is_empty() {
        source.publisher.to_string()
    } else if !source.title.is_empty() {
        format!("“{}”", source.title)
    } else {
        format!("an untitled source ({})", source.label())
    }
}

fn is_nameless(source: &Source) -> bool {
    source.authors.is_empty() && source.publisher.is_empty()
}

/// What is claimed, if that is not the record itself: a field, a stake.
fn what(claim: &Claim) -> String {
    let field = (!claim.about.is_empty()).then(|| field_text(&claim.about));
    let stake = claim.share.as_deref().and_then(stake_text);
    let parts: Vec<String> = field.into_iter().chain(stake).collect();
    list(&parts)
}

/// The likelihood and confidence with which it is said.
fn how(claim: &Claim) -> String {
    let likelihood = claim.likelihood.map(likelihood_text);
    let confidence = claim.confidence.map(|confidence| match confidence {
        Confidence::Low => "with low confidence",
        Confidence::Moderate => "with moderate confidence",
        Confidence::High => "with high confidence",
    });
    match (likelihood, confidence) {
        (None, None) => String::new(),
        (None, Some(confidence)) => format!(" {confidence}"),
        (Some(likelihood), None) => format!(" {likelihood}"),
        (Some(likelihood), Some(confidence)) => format!(" {likelihood}, {confidence},"),
    }
}

/// A likelihood after a verb: some words are adjectives, others are nouns.
fn likelihood_text(likelihood: Likelihood) -> String {
    let words = likelihood.text();
    match likelihood.term {
        "almost-no-chance" => format!("as having {words}"),
        "roughly-even-chance" | "remote-chance" | "realistic-possibility" => {
            format!("as a {words}")
        }
        _ => format!("as {words}"),
    }
}

/// The field that a claim is about.
fn field_text(about: &str) -> String {
    match about {
        "since" => "start".to_owned(),
        "until" => "end".to_owned(),
        "tags" | "identifiers" | "kind" | "name" | "country" | "label" => about.to_owned(),
        other => format!("“{}”", other.strip_prefix("properties.").unwrap_or(other)),
    }
}

/// Returns a stake as part of a sentence: `direct stake of 25–50%`.
pub fn stake_text(share: &Stake) -> Option<String> {
    let sort = match share.direct {
        Some(true) => "direct ",
        Some(false) => "indirect ",
        None => "",
    };
    let size = match (&share.min, &share.max) {
        (Some(min), None) => format!("at least {}%", min.as_str()),
        (None, Some(max)) => format!("at most {}%", max.as_str()),
        _ => stake_size(share)?,
    };
    Some(format!("{sort}stake of {size}"))
}

/// Returns the size of a stake in a cell: `25–50%`, `25%`, `≥ 25%`, `≤ 50%`.
pub fn stake_size(share: &Stake) -> Option<String> {
    match (&share.min, &share.max) {
        (Some(min), Some(max)) if min == max => Some(format!("{}%", min.as_str())),
        (Some(min), Some(max)) => Some(format!("{}–{}%", min.as_str(), max.as_str())),
        (Some(min), None) => Some(format!("≥ {}%", min.as_str())),
        (None, Some(max)) => Some(format!("≤ {}%", max.as_str())),
        (None, None) => None,
    }
}

/// Adds “the” where English uses it.
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
