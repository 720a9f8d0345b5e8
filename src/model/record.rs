//! The records of a dataset: plain public data, one struct for each object of the file format.
//!
//! Empty texts and empty lists mean "not stated". Whatever else a file has is kept in `extra`. The doc comments of fields are
//! their descriptions in the file's JSON Schema.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;

use super::raw::{Extra, RawJson};
use super::words::{
    Confidence, Credibility, EndedHow, KindFor, Likelihood, LikelihoodScale, LinkNaming, Marking,
    NameType, Reliability, Role, SourceScale, Stance, Support, TableName,
};
use super::{PartialDate, Str, Until};

/// The dataset's own fields.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
pub struct Meta {
    /// Title of the chart.
    pub title: Str,
    /// What the dataset is about (Markdown).
    pub description: Str,
    /// Marking of all records that state none; absent = treated as TLP:RED.
    pub marking: Option<Marking>,
    /// Handling instructions, shown next to the marking.
    pub handling: Str,
    /// Scales used for grades.
    pub grading: Option<Grading>,
    /// Unknown keys at the top level.
    #[schemars(skip)]
    pub extra: Extra,
}

/// The scales that a dataset uses for grades.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
pub struct Grading {
    /// Scale of the reliability of sources and the credibility of claims.
    pub source: Option<SourceScale>,
    /// Scale in which a likelihood without a prefix is read.
    pub likelihood: Option<LikelihoodScale>,
    /// Unknown keys and unreadable fields.
    #[schemars(skip)]
    pub extra: Extra,
}

/// A custom kind of entity or link. It inherits what it does not state from the built-in kind `like`.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
pub struct CustomKind {
    /// ID, unique among the kinds of entities or of links.
    pub id: Str,
    /// Whether it is a kind of entity or of link.
    #[schemars(rename = "for")]
    pub target: KindFor,
    /// Name on screen.
    pub label: Str,
    /// Link kinds only: name of the link seen from the other end.
    pub inverse: Str,
    /// ID of the built-in kind that it is based on.
    pub like: Str,
    /// Shape on the chart, one of eight.
    pub shape: Str,
    /// Colour as `#rrggbb`.
    pub color: Str,
    /// Name of an icon.
    pub icon: Str,
    /// Link kinds only: whether a link has a direction.
    pub directed: Option<bool>,
    /// Link kinds only: whether either end can put a link on record itself.
    #[schemars(rename = "own_word")]
    pub self_declared: Option<bool>,
    /// Link kinds only: the stance proposed for new claims.
    pub stance: Option<Stance>,
    /// Unknown keys and unreadable fields.
    #[schemars(skip)]
    pub extra: Extra,
}

/// A document or page where something is said.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
pub struct Source {
    /// ID, unique among the sources.
    pub id: Str,
    /// Title.
    pub title: Str,
    /// Publisher.
    pub publisher: Str,
    /// IDs of the entities that wrote it.
    pub authors: Vec<Str>,
    /// Where its statements come from; absent = origin unknown.
    pub role: Option<Role>,
    /// Web address.
    pub url: Str,
    /// Web address of an archived copy.
    pub archived_url: Str,
    /// Attached file, as a path inside the dataset's folder.
    pub file: Str,
    /// SHA-256 of the attached file, in hexadecimal.
    pub sha256: Str,
    /// Date of publication.
    pub published: Option<PartialDate>,
    /// Date on which it was read.
    pub retrieved: Option<PartialDate>,
    /// Reliability (Admiralty A to F); absent = not graded.
    pub reliability: Option<Reliability>,
    /// IDs of the sources that it relays.
    pub derived_from: Vec<Str>,
    /// Marking; absent = the dataset's.
    pub marking: Option<Marking>,
    /// Note (Markdown).
    pub note: Str,
    /// Unknown keys and unreadable fields.
    #[schemars(skip)]
    pub extra: Extra,
}

/// A state, agency, company, person, event or document: anything that a link can connect.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
pub struct Entity {
    /// ID, unique among the entities.
    pub id: Str,
    /// ID of a built-in or custom kind; absent = `other`.
    pub kind: Str,
    /// Name on the chart; absent = the ID.
    pub name: Str,
    /// Other names.
    pub names: Vec<Name>,
    /// Country, as two letters of ISO 3166-1.
    pub country: Str,
    /// Date on which it began.
    pub since: Option<PartialDate>,
    /// Date on which it ended; `..` = ongoing.
    pub until: Option<Until>,
    /// Words to filter by.
    pub tags: Vec<Str>,
    /// Numbers and names in other systems.
    pub identifiers: Vec<Identifier>,
    /// Any other facts, by name.
    #[schemars(with = "BTreeMap<String, Value>")]
    pub properties: Vec<(Str, Value)>,
    /// Marking; absent = the dataset's.
    pub marking: Option<Marking>,
    /// Note (Markdown).
    pub note: Str,
    /// Claims about it.
    pub claims: Vec<Claim>,
    /// Unknown keys and unreadable fields.
    #[schemars(skip)]
    pub extra: Extra,
}

/// Another name of an entity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, JsonSchema)]
pub struct Name {
    /// The name.
    pub text: Str,
    /// BCP 47 language tag.
    pub lang: Str,
    /// Type of name.
    #[schemars(rename = "type")]
    pub kind: Option<NameType>,
    /// ID of the source that states it.
    pub source: Str,
    /// Unknown keys and unreadable fields.
    #[schemars(skip)]
    pub extra: Extra,
}

/// A number or name in another system.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, JsonSchema)]
pub struct Identifier {
    /// The system, such as `lei`, `imo` or `companies-house`.
    pub scheme: Str,
    /// Number or name in that system.
    pub value: Str,
    /// ID of the source that states it.
    pub source: Str,
    /// Unknown keys and unreadable fields.
    #[schemars(skip)]
    pub extra: Extra,
}

/// The value of a property.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text.
    Text(Str),
    /// A number, its token as it was read.
    Number(Str),
    /// True or false.
    Bool(bool),
    /// Anything else, kept as it was.
    Raw(RawJson),
}

impl std::fmt::Display for Value {
    /// The text, the number's token, `true` or `false`, or the JSON text of anything else.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) | Self::Number(text) => f.write_str(text),
            Self::Bool(value) => value.fmt(f),
            Self::Raw(raw) => f.write_str(&raw.shown()),
        }
    }
}

impl JsonSchema for Value {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Value".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": ["string", "number", "boolean"]})
    }
}

/// A link between two entities. It is drawn as its claims support it.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
pub struct Link {
    /// ID, unique among the links.
    pub id: Str,
    /// ID of a built-in or custom kind; absent = `related-to`.
    pub kind: Str,
    /// ID of the entity at its start; absent or unknown = the link is incomplete and not drawn.
    pub from: Str,
    /// ID of the entity at its end.
    pub to: Str,
    /// Whether it has a direction; absent = as its kind.
    pub directed: Option<bool>,
    /// Label on the chart; absent = that of its kind.
    pub label: Str,
    /// Date on which it began.
    pub since: Option<PartialDate>,
    /// Date on which it ended; `..` = ongoing.
    pub until: Option<Until>,
    /// Words to filter by.
    pub tags: Vec<Str>,
    /// Any other facts, by name.
    #[schemars(with = "BTreeMap<String, Value>")]
    pub properties: Vec<(Str, Value)>,
    /// Marking; absent = the dataset's.
    pub marking: Option<Marking>,
    /// Note (Markdown).
    pub note: Str,
    /// Claims that support or deny it.
    pub claims: Vec<Claim>,
    /// Unknown keys and unreadable fields.
    #[schemars(skip)]
    pub extra: Extra,
}

/// Who says something about a record, where, how credibly, and for which period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, JsonSchema)]
pub struct Claim {
    /// ID, unique in its record; set when Linkwright creates the claim or first edits it.
    pub id: Str,
    /// What it is about: a field name, or `properties.KEY`; absent = the record.
    pub about: Str,
    /// Stance; absent = asserts.
    pub stance: Option<Stance>,
    /// ID of the source.
    pub source: Str,
    /// IDs of the entities that say it; absent = the authors of the source.
    pub speakers: Vec<Str>,
    /// Name of a speaker who is not on the chart.
    pub speaker_name: Str,
    /// Place in the source: page, paragraph, minute.
    pub locator: Str,
    /// Quote from the source.
    pub quote: Str,
    /// Credibility (Admiralty 1 to 6); absent = not graded.
    pub credibility: Option<Credibility>,
    /// Likelihood in the speaker's own words, such as `icd-203:likely`.
    #[schemars(with = "Option<String>")]
    pub likelihood: Option<Likelihood>,
    /// The speaker's confidence.
    pub confidence: Option<Confidence>,
    /// Stake in a company, in percent.
    pub share: Option<Box<Stake>>,
    /// Start of the period, as this claim states it.
    pub since: Option<PartialDate>,
    /// End of the period, as this claim states it; `..` = ongoing.
    pub until: Option<Until>,
    /// Date on which the claim was entered.
    pub recorded: Option<PartialDate>,
    /// Who entered the claim.
    pub recorded_by: Str,
    /// Marking; absent = the highest of link, ends and source.
    pub marking: Option<Marking>,
    /// Note (Markdown).
    pub note: Str,
    /// How and why it was set aside; it no longer counts.
    pub ended: Option<Box<Ending>>,
    /// Unknown keys and unreadable fields.
    #[schemars(skip)]
    pub extra: Extra,
}

/// A number as the file writes it; always a valid JSON number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number(Str);

impl Number {
    /// Returns the number that `text` writes, if it is one by JSON's grammar.
    pub fn from_text(text: &str) -> Option<Self> {
        serde_json::from_str::<&serde_json::value::RawValue>(text)
            .ok()
            .filter(|_| text.starts_with(|c: char| c == '-' || c.is_ascii_digit()))
            .filter(|raw| raw.get() == text)?;
        Some(Self(text.into()))
    }

    /// The token.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest double; infinite where the number is too large for one.
    pub fn value(&self) -> f64 {
        self.0.parse().unwrap_or(f64::INFINITY)
    }
}

impl JsonSchema for Number {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Number".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "number"})
    }
}

/// A stake in percent: exact, or between two bounds as registers give it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, JsonSchema)]
pub struct Stake {
    /// Minimum, in percent.
    pub min: Option<Number>,
    /// Maximum, in percent.
    pub max: Option<Number>,
    /// Whether it is held directly; `false` = through others.
    pub direct: Option<bool>,
    /// Unknown keys and unreadable fields.
    #[schemars(skip)]
    pub extra: Extra,
}

impl Stake {
    /// Whether the minimum exceeds the maximum.
    pub fn is_crossed(&self) -> bool {
        let ends = self.min.as_ref().zip(self.max.as_ref());
        ends.is_some_and(|(min, max)| min.value() > max.value())
    }
}

/// How, when and why a claim was set aside. It stays on file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, JsonSchema)]
pub struct Ending {
    /// Date on which it was set aside.
    pub on: Option<PartialDate>,
    /// Withdrawn, found to be wrong (`rejected`) or superseded.
    pub how: Option<EndedHow>,
    /// ID of the claim that supersedes it.
    pub by: Str,
    /// The reason, in one line.
    pub why: Str,
    /// Unknown keys and unreadable fields.
    #[schemars(skip)]
    pub extra: Extra,
}

/// A saved filter with the positions of entities.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
pub struct View {
    /// ID, unique among the views.
    pub id: Str,
    /// Name of the view.
    pub title: Str,
    /// What the view shows.
    pub filter: Filter,
    /// What names of links say; absent = as in the main view, there names and figures.
    pub link_names: Option<LinkNaming>,
    /// IDs of the entities that keep their position when the chart is arranged.
    #[schemars(with = "Vec<Str>")]
    pub pinned: BTreeSet<Str>,
    /// Positions of entities by ID, in points at 100% zoom: x to the right, y down.
    pub positions: BTreeMap<Str, [i32; 2]>,
    /// Positions that could not be read: the key's token with its quotes, and the value.
    #[schemars(skip)]
    pub unread_positions: Vec<(Box<str>, RawJson)>,
    /// Unknown keys and unreadable fields.
    #[schemars(skip)]
    pub extra: Extra,
}

/// What a view shows. A record must match one value of every list that is not empty; without any list everything is shown.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
pub struct Filter {
    /// What to show.
    #[schemars(flatten)]
    pub any: FilterLists,
    /// What to hide.
    pub not: FilterLists,
    /// Date that the chart shows; records are hidden if they began later or ended earlier.
    pub as_of: Option<PartialDate>,
    /// IDs of entities hidden manually.
    pub hidden: Vec<Str>,
    /// IDs of links hidden manually.
    pub hidden_links: Vec<Str>,
    /// IDs of the only entities to show.
    pub only: Vec<Str>,
    /// IDs of entities to show even if the lists hide them.
    pub also: Vec<Str>,
    /// Whether entities that `only` does not list are hidden even while it lists none.
    pub nothing_else: Option<bool>,
    /// Unknown keys and unreadable fields.
    #[schemars(skip)]
    pub extra: Extra,
}

/// The lists of a filter.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
pub struct FilterLists {
    /// Entity kinds.
    pub entity_kinds: Vec<Str>,
    /// Link kinds.
    pub link_kinds: Vec<Str>,
    /// Tags.
    pub tags: Vec<Str>,
    /// Levels of support; absent = all but `set-aside`.
    pub looks: Vec<Support>,
    /// IDs of sources.
    pub sources: Vec<Str>,
    /// IDs of speakers.
    pub speakers: Vec<Str>,
    /// Countries.
    pub countries: Vec<Str>,
    /// Markings.
    pub markings: Vec<Marking>,
    /// Unknown keys and unreadable fields.
    #[schemars(skip)]
    pub extra: Extra,
}

/// A copy that was made for an audience.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
pub struct Release {
    /// ID, unique among the releases.
    pub id: Str,
    /// Date of the release.
    pub on: Option<PartialDate>,
    /// Highest marking that the audience may see.
    pub audience: Option<Marking>,
    /// IDs of records that were withheld.
    pub withheld: Vec<Str>,
    /// Unknown keys and unreadable fields.
    #[schemars(skip)]
    pub extra: Extra,
}

/// A finding that someone dismissed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, JsonSchema)]
pub struct SetAsideFinding {
    /// Rule that found it.
    pub rule: Str,
    /// Table of the record.
    pub table: Option<TableName>,
    /// ID of the record.
    pub id: Str,
    /// ID of the claim, if it is about one; for a possible duplicate, the greater of the two entity IDs.
    pub claim: Str,
    /// Why it is not a problem.
    pub why: Str,
    /// Date on which it was dismissed.
    pub on: Option<PartialDate>,
    /// Unknown keys and unreadable fields.
    #[schemars(skip)]
    pub extra: Extra,
}

impl Entity {
    /// Returns the ID of its kind: `other` if none is stated.
    pub fn kind_id(&self) -> &str {
        if self.kind.is_empty() {
            "other"
        } else {
            &self.kind
        }
    }
}

impl Link {
    /// Returns the ID of its kind: `related-to` if none is stated.
    pub fn kind_id(&self) -> &str {
        if self.kind.is_empty() {
            "related-to"
        } else {
            &self.kind
        }
    }
}

impl Claim {
    /// Whether it denies; without a readable stance it does not.
    pub fn denies(&self) -> bool {
        self.stance == Some(Stance::Denies)
    }

    /// Whether it asserts: without a stance it does, with an unreadable one it supports without asserting.
    pub fn asserts(&self) -> bool {
        match self.stance {
            Some(stance) => stance == Stance::Asserts,
            None => self.extra.unread("stance").is_none(),
        }
    }
}

impl View {
    /// A new, empty view.
    pub fn new(id: impl Into<Str>, title: impl Into<Str>) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_tokens() {
        for good in ["0", "-1", "25.50", "1e5", "123456789012345678901234567890"] {
            assert_eq!(
                Number::from_text(good).map(|n| n.as_str().to_owned()),
                Some(good.into())
            );
        }
        for bad in [
            "", " 1", "1 ", "01", "+1", ".5", "NaN", "1.", "true", "\"1\"", "1,5",
        ] {
            assert_eq!(Number::from_text(bad), None, "{bad}");
        }
    }
}
