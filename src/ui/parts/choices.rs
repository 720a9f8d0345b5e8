//! What can be chosen in pickers, and what chosen records are called.

use crate::model::address::short_address;
use crate::model::matching::{entity_texts, source_texts};
use crate::model::{Marking, PartialDate, Role, Source, Str};
use crate::ui::parts::picker::Choice;
use crate::work::Work;

/// The roles of a source as choices.
pub(crate) fn roles() -> Vec<Choice> {
    let all = Role::ALL.iter();
    all.map(|role| Choice::new(role.as_str(), role.label()).hint(role.meaning()))
        .collect()
}

/// Markings to choose from.
pub(crate) fn markings() -> Vec<Choice> {
    let all = Marking::ALL.iter().rev();
    all.map(|marking| Choice::new(marking.as_str(), marking.as_str()).hint(marking.handling()))
        .collect()
}

/// Entities to choose from: name, kind and country, so that namesakes are told apart.
pub(crate) fn entities(work: &Work) -> Vec<Choice> {
    let words = work.evidence.vocabulary();
    let entities = work.document.entities().iter();
    entities
        .map(|entity| {
            let kind = words.entity_kind(entity.kind_id()).label;
            let hint = if entity.country.is_empty() {
                kind.to_string()
            } else {
                format!("{kind}, {}", entity.country)
            };
            Choice::new(entity.id.to_string(), entity.label())
                .hint(hint)
                .found_by(entity_texts(entity))
        })
        .collect()
}

/// Sources to choose from.
pub(crate) fn sources(work: &Work) -> Vec<Choice> {
    let sources = work.document.sources().iter();
    sources
        .map(|source| {
            Choice::new(source.id.to_string(), source.label())
                .below(source_facts(source))
                .found_by(source_texts(source))
        })
        .collect()
}

/// What tells a source from others of the same title: publisher, date, and its address or ID.
pub(crate) fn source_facts(source: &Source) -> String {
    let label = source.label();
    let address = match source.url.as_str() {
        "" => source.id.to_string(),
        url => short_address(url),
    };
    let published = source.published.map(PartialDate::text);
    let parts = [Some(source.publisher.to_string()), published, Some(address)];
    let parts = parts.into_iter().flatten();
    let told: Vec<String> = parts
        .filter(|part| !part.is_empty() && *part != label)
        .collect();
    told.join(", ")
}

/// The name of an entity by id, for lists.
pub(crate) fn entity_name(work: &Work, id: &str) -> String {
    let entity = work.document.entities().get(id);
    entity.map_or_else(
        || format!("{id} (not in this dataset)"),
        |e| e.label().to_owned(),
    )
}

/// The name of a source by id, for lists.
pub(crate) fn source_name(work: &Work, id: &str) -> String {
    let source = work.document.sources().get(id);
    source.map_or_else(
        || format!("{id} (not in this dataset)"),
        |s| s.label().into_owned(),
    )
}

/// The dataset's entity kinds to choose from.
pub(crate) fn entity_kinds(work: &Work) -> Vec<Choice> {
    let kinds = work.evidence.vocabulary().entity_kinds().into_iter();
    kinds
        .map(|kind| Choice::new(kind.id.to_string(), kind.label.to_string()))
        .collect()
}

/// The dataset's link kinds to choose from.
pub(crate) fn link_kinds(work: &Work) -> Vec<Choice> {
    let kinds = work.evidence.vocabulary().link_kinds().into_iter();
    kinds
        .map(|kind| {
            let hint: Str = if kind.directed {
                kind.inverse
            } else {
                "either way".into()
            };
            let words = kind.base.filter(|base| base.as_str() == kind.id);
            let words = words.into_iter().flat_map(|base| base.other_words(false));
            Choice::new(kind.id.to_string(), kind.label.to_string())
                .hint(hint.to_string())
                .found_by(words)
        })
        .collect()
}
