//! The records of a dataset: plain public data, one struct for each object of the file format.
//!
//! Text that is empty and lists that are empty mean "not stated". Whatever a file holds beside these fields stays in `extra`.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;

use super::raw::{Extra, RawJson};
use super::words::{
    Confidence, Credibility, EndedHow, KindFor, Likelihood, LikelihoodScale, Look, Marking,
    NameType, Reliability, Role, SourceScale, Stance, TableName,
};
use super::{PartialDate, Str, Until};

/// The dataset's own fields.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
pub struct Meta {
    /// What the chart is called.
    pub title: Str,
    /// What the dataset is about (Markdown).
    pub description: Str,
    /// The marking of every record that states none.
    pub marking: Option<Marking>,
    /// Free text beside the marking banner.
    pub handling: Str,
    /// The scales in use.
    pub grading: Option<Grading>,
    /// What else the file holds at the top level.
    #[schemars(skip)]
    pub extra: Extra,
}

/// The scales that a dataset grades with.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
pub struct Grading {
    /// The scale for sources and claims.
    pub source: Option<SourceScale>,
    /// The scale in which a likelihood without a prefix is read.
    pub likelihood: Option<LikelihoodScale>,
    /// What else the file holds here.
    #[schemars(skip)]
    pub extra: Extra,
}

/// A dataset's own kind of entity or link. What it does not state it takes from the built-in kind `like`.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
pub struct Kind {
    /// Unique among the kinds for the same thing.
    pub id: Str,
    /// What it is a kind of.
    #[schemars(rename = "for")]
    pub target: KindFor,
    /// Its name for people.
    pub label: Str,
    /// For a link kind, its name read from the other end.
    pub inverse: Str,
    /// The built-in kind that it is like.
    pub like: Str,
    /// One of the eight shapes.
    pub shape: Str,
    /// `#rrggbb`.
    pub color: Str,
    /// One of the program's icons.
    pub icon: Str,
    /// For a link kind: whether it has a direction.
    pub directed: Option<bool>,
    /// For a link kind: whether the word of an end makes it so.
    pub own_word: Option<bool>,
    /// For a link kind: the stance proposed for new claims.
    pub stance: Option<Stance>,
    /// What else the file holds here.
    #[schemars(skip)]
    pub extra: Extra,
}

/// Where something is said: a document, a register entry, an article.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
pub struct Source {
    /// Unique among the sources.
    pub id: Str,
    /// What it is called.
    pub title: Str,
    /// Who published it.
    pub publisher: Str,
    /// Entity ids of its authors.
    pub authors: Vec<Str>,
    /// How it knows what it says; absent = not known.
    pub role: Option<Role>,
    /// Its address.
    pub url: Str,
    /// The address of a kept copy.
    pub archived_url: Str,
    /// A copy inside the dataset's folder.
    pub file: Str,
    /// SHA-256 of that copy, hexadecimal.
    pub sha256: Str,
    /// When it was published.
    pub published: Option<PartialDate>,
    /// When it was read.
    pub retrieved: Option<PartialDate>,
    /// How reliable it is; absent = not graded.
    pub reliability: Option<Reliability>,
    /// Source ids that it repeats.
    pub derived_from: Vec<Str>,
    /// Its marking; absent = the dataset's.
    pub marking: Option<Marking>,
    /// Remarks (Markdown).
    pub note: Str,
    /// What else the file holds here.
    #[schemars(skip)]
    pub extra: Extra,
}

/// A state, agency, company, person, event, document: whatever a link can join.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
pub struct Entity {
    /// Unique among the entities.
    pub id: Str,
    /// Id of a built-in or own kind; empty = `other`.
    pub kind: Str,
    /// The name on the chart; empty = its id.
    pub name: Str,
    /// Further names.
    pub names: Vec<Name>,
    /// ISO 3166-1 alpha-2.
    pub country: Str,
    /// When it began.
    pub since: Option<PartialDate>,
    /// When it ended.
    pub until: Option<Until>,
    /// Free words to filter by.
    pub tags: Vec<Str>,
    /// Numbers and names in other systems.
    pub identifiers: Vec<Identifier>,
    /// Anything else, in the order of the file.
    #[schemars(with = "BTreeMap<String, Value>")]
    pub properties: Vec<(Str, Value)>,
    /// Its marking; absent = the dataset's.
    pub marking: Option<Marking>,
    /// Remarks (Markdown).
    pub note: Str,
    /// What is claimed of it.
    pub claims: Vec<Claim>,
    /// What else the file holds here.
    #[schemars(skip)]
    pub extra: Extra,
}

/// A further name of an entity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, JsonSchema)]
pub struct Name {
    /// The name.
    pub text: Str,
    /// BCP 47 language tag.
    pub lang: Str,
    /// What kind of name it is.
    #[schemars(rename = "type")]
    pub kind: Option<NameType>,
    /// Id of the source that has it.
    pub source: Str,
    /// What else the file holds here.
    #[schemars(skip)]
    pub extra: Extra,
}

/// A number or name in another system.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, JsonSchema)]
pub struct Identifier {
    /// The system: `lei`, `imo`, `companies-house`.
    pub scheme: Str,
    /// The number.
    pub value: Str,
    /// Id of the source that has it.
    pub source: Str,
    /// What else the file holds here.
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

/// A line between two entities. It is drawn from its claims.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
pub struct Link {
    /// Unique among the links.
    pub id: Str,
    /// Id of a built-in or own kind; empty = `related-to`.
    pub kind: Str,
    /// Entity id of its start; absent or unknown = the link is pending.
    pub from: Str,
    /// Entity id of its end.
    pub to: Str,
    /// Whether it has a direction; absent = the kind's.
    pub directed: Option<bool>,
    /// What it is called on the chart; empty = the kind's label.
    pub label: Str,
    /// When it began.
    pub since: Option<PartialDate>,
    /// When it ended.
    pub until: Option<Until>,
    /// Free words to filter by.
    pub tags: Vec<Str>,
    /// Anything else, in the order of the file.
    #[schemars(with = "BTreeMap<String, Value>")]
    pub properties: Vec<(Str, Value)>,
    /// Its marking; absent = the dataset's.
    pub marking: Option<Marking>,
    /// Remarks (Markdown).
    pub note: Str,
    /// The evidence.
    pub claims: Vec<Claim>,
    /// What else the file holds here.
    #[schemars(skip)]
    pub extra: Extra,
}

/// Whose word a record rests on, where it is said, how credible, since and until when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, JsonSchema)]
pub struct Claim {
    /// Unique in its record; given when the program makes the claim or first edits it.
    pub id: Str,
    /// Empty = the record; else a field name, or `properties.KEY`.
    pub about: Str,
    /// What it does; absent = asserts.
    pub stance: Option<Stance>,
    /// Id of the source.
    pub source: Str,
    /// Entity ids of those who say it; absent = the authors of the source.
    pub speakers: Vec<Str>,
    /// One who says it and is not on the chart.
    pub speaker_name: Str,
    /// Where in the source.
    pub locator: Str,
    /// A few words of it.
    pub quote: Str,
    /// How credible; absent = not graded.
    pub credibility: Option<Credibility>,
    /// How likely, in the speaker's own word.
    #[schemars(with = "Option<String>")]
    pub likelihood: Option<Likelihood>,
    /// How confident the speaker is.
    pub confidence: Option<Confidence>,
    /// A stake, in percent.
    pub share: Option<Box<Share>>,
    /// Since when it is said to be so.
    pub since: Option<PartialDate>,
    /// Until when it is said to be so.
    pub until: Option<Until>,
    /// When it was entered.
    pub recorded: Option<PartialDate>,
    /// Who entered it.
    pub recorded_by: Str,
    /// Its marking; absent = the highest of link, ends and source.
    pub marking: Option<Marking>,
    /// Remarks (Markdown).
    pub note: Str,
    /// Why it no longer counts.
    pub ended: Option<Box<Ended>>,
    /// What else the file holds here.
    #[schemars(skip)]
    pub extra: Extra,
}

/// A number as its token stands in the file; always a valid JSON number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number(Str);

impl Number {
    /// The number that `text` writes, if it is one by JSON's grammar.
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

/// A stake in percent: exactly, or between two bounds as registers give it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, JsonSchema)]
pub struct Share {
    /// The least, in percent.
    pub min: Option<Number>,
    /// The most, in percent.
    pub max: Option<Number>,
    /// Held directly, or through others.
    pub direct: Option<bool>,
    /// What else the file holds here.
    #[schemars(skip)]
    pub extra: Extra,
}

impl Share {
    /// Whether the least is more than the most.
    pub fn is_crossed(&self) -> bool {
        let ends = self.min.as_ref().zip(self.max.as_ref());
        ends.is_some_and(|(min, max)| min.value() > max.value())
    }
}

/// Why and when a claim stopped counting. It is ended, not erased.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, JsonSchema)]
pub struct Ended {
    /// When.
    pub on: Option<PartialDate>,
    /// In which way.
    pub how: Option<EndedHow>,
    /// Id of the claim that supersedes it.
    pub by: Str,
    /// Why, in a line.
    pub why: Str,
    /// What else the file holds here.
    #[schemars(skip)]
    pub extra: Extra,
}

/// A way of looking at the dataset: a filter, and where things stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// Unique among the views.
    pub id: Str,
    /// Its name for people.
    pub title: Str,
    /// What it shows.
    pub filter: Filter,
    /// Entities that a layout must not move.
    pub pinned: BTreeSet<Str>,
    /// Where entities stand, in world units: x right, y down.
    pub positions: BTreeMap<Str, [i32; 2]>,
    /// Positions that could not be read: the key's token with its quotes, and the value.
    pub unread_positions: Vec<(Box<str>, RawJson)>,
    /// What else the file holds here.
    pub extra: Extra,
}

/// What a view shows. Within a list any, between lists all; empty = everything.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
pub struct Filter {
    /// What to show.
    #[schemars(flatten)]
    pub any: Lists,
    /// What to leave out.
    pub not: Lists,
    /// The day on which the chart is true; leaves out only what is surely outside.
    pub as_of: Option<PartialDate>,
    /// Entity ids that are hidden one by one.
    pub hidden: Vec<Str>,
    /// Link ids that are hidden one by one.
    pub hidden_links: Vec<Str>,
    /// Entity ids to show alone.
    pub only: Vec<Str>,
    /// What else the file holds here.
    #[schemars(skip)]
    pub extra: Extra,
}

/// The lists of a filter.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
pub struct Lists {
    /// Entity kinds.
    pub entity_kinds: Vec<Str>,
    /// Link kinds.
    pub link_kinds: Vec<Str>,
    /// Tags.
    pub tags: Vec<Str>,
    /// Looks; empty = all but set-aside.
    pub looks: Vec<Look>,
    /// Source ids.
    pub sources: Vec<Str>,
    /// Entity ids of speakers.
    pub speakers: Vec<Str>,
    /// Countries.
    pub countries: Vec<Str>,
    /// Markings.
    pub markings: Vec<Marking>,
    /// What else the file holds here.
    #[schemars(skip)]
    pub extra: Extra,
}

/// A copy that was given away.
#[derive(Clone, Debug, Default, PartialEq, JsonSchema)]
pub struct Release {
    /// Unique among the releases.
    pub id: Str,
    /// When.
    pub on: Option<PartialDate>,
    /// For whom.
    pub audience: Option<Marking>,
    /// Ids of records that were held back.
    pub withheld: Vec<Str>,
    /// What else the file holds here.
    #[schemars(skip)]
    pub extra: Extra,
}

/// A finding of `check` that someone judged not to be a problem.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, JsonSchema)]
pub struct SetAsideFinding {
    /// The rule that found it.
    pub rule: Str,
    /// The table of the record.
    pub table: Option<TableName>,
    /// The record's id.
    pub id: Str,
    /// The claim's id, if it is about a claim; of a duplicate, the id of the other entity, which is the greater of the two.
    pub claim: Str,
    /// Why it is no problem.
    pub why: Str,
    /// When it was set aside.
    pub on: Option<PartialDate>,
    /// What else the file holds here.
    #[schemars(skip)]
    pub extra: Extra,
}

impl Entity {
    /// The name on the chart: its name, else its id.
    pub fn label(&self) -> &str {
        if self.name.is_empty() {
            &self.id
        } else {
            &self.name
        }
    }

    /// The kind's id: `other` where none is stated.
    pub fn kind_id(&self) -> &str {
        if self.kind.is_empty() {
            "other"
        } else {
            &self.kind
        }
    }
}

impl Link {
    /// The kind's id: `related-to` where none is stated.
    pub fn kind_id(&self) -> &str {
        if self.kind.is_empty() {
            "related-to"
        } else {
            &self.kind
        }
    }
}

impl Source {
    /// What to call it in a list: its title, else its publisher, else its id.
    pub fn label(&self) -> &str {
        [&self.title, &self.publisher]
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or(&self.id)
    }
}

impl Claim {
    /// Whether it denies; without a stance, or with one that cannot be read, it does not.
    pub fn denies(&self) -> bool {
        self.stance == Some(Stance::Denies)
    }

    /// Whether it asserts: no stance = asserts; one that cannot be read supports without asserting.
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
