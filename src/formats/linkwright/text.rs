//! A record's fields as a person types them. What is typed is read by the same rules as a file, so that half-typed dates
//! and wrong grades are kept as they are and shown as mistakes at the field.

use sha2::{Digest, Sha256};

use crate::formats::json::{elements, unquote};
use crate::model::names::{stable_hash, suffix};
use crate::model::raw::escape_into;
use crate::model::{Claim, Number, Str, why_unreadable};

use super::fields::{FieldInput, Fields, Notes};
use super::write::{DatasetWriter, claim_text};

/// The text of a field: what a person sees in its box. Lists are joined by commas.
pub fn text_of<R: Fields>(record: &R, key: &str) -> String {
    let Some(at) = R::KEYS.iter().position(|known| *known == key) else {
        return String::new();
    };
    let value = DatasetWriter::value_of(|out| record.write_field(at, out));
    match elements(&value) {
        Some(items) => {
            let items: Vec<String> = items.map(shown).collect();
            items.join(", ")
        }
        None => shown(&value),
    }
}

fn shown(token: &str) -> String {
    unquote(token).map_or_else(|| token.to_owned(), |text| text.into_owned())
}

/// Sets a field from what was typed. Empty text means "not stated".
pub fn set_text<R: Fields>(record: &mut R, key: &str, text: &str) {
    let Some(at) = R::KEYS.iter().position(|known| *known == key) else {
        return;
    };
    let token = match record.input(at) {
        _ if text.is_empty() => "null".to_owned(),
        FieldInput::Number if Number::from_text(text).is_some() => text.to_owned(),
        FieldInput::Truth if matches!(text, "true" | "false") => text.to_owned(),
        FieldInput::List => list_token(text),
        _ => quoted(text),
    };
    record.read_field(at, &token, &mut Notes::default());
}

/// Why a field's text cannot be read, if it cannot.
pub fn mistake<R: Fields>(record: &R, key: &str) -> Option<String> {
    let raw = record.extra().unread(key)?;
    Some(why_unreadable(key, raw))
}

/// Why `text` could not be read in this field, if it could not: said while it is being typed.
pub fn mistake_in<R: Fields>(key: &str, text: &str) -> Option<String> {
    let mut record = R::default();
    set_text(&mut record, key, text);
    mistake(&record, key)
}

fn quoted(text: &str) -> String {
    let mut token = String::new();
    escape_into(&mut token, text);
    token
}

fn list_token(text: &str) -> String {
    let items = text
        .split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty());
    let items: Vec<String> = items.map(quoted).collect();
    format!("[{}]", items.join(","))
}

/// Gives every claim that has none its id, from SHA-256 of its canonical text, so that two copies of a file agree.
pub fn give_claim_ids(claims: &mut [Claim]) {
    for at in 0..claims.len() {
        if claims[at].id.is_empty() && claims[at].extra.unread("id").is_none() {
            let digest = Sha256::digest(claim_text(&claims[at]).as_bytes());
            let bits = digest[..8]
                .iter()
                .fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
            claims[at].id = free_id(claims, bits);
        }
    }
}

/// Four of `a-z2-7` from these bits that no claim of the list has; more where those are taken.
pub fn free_id(claims: &[Claim], bits: u64) -> Str {
    let is_free = |id: &String| claims.iter().all(|claim| claim.id != id.as_str());
    let found = (4..=12).map(|letters| suffix(bits, letters)).find(is_free);
    found
        .unwrap_or_else(|| suffix(stable_hash(&format!("{bits} {}", claims.len())), 12))
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Entity, Source};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_typed_is_what_is_shown(text in "[^,\\x00]{0,20}") {
            let mut entity = Entity::default();
            for key in ["name", "since", "country", "note", "marking"] {
                set_text(&mut entity, key, &text);
                prop_assert_eq!(text_of(&entity, key), text.clone());
            }
        }
    }

    #[test]
    fn half_typed_dates_are_kept_and_said() {
        let mut source = Source::default();
        set_text(&mut source, "published", "2021-1");
        assert_eq!(source.published, None);
        assert_eq!(text_of(&source, "published"), "2021-1");
        assert!(
            mistake(&source, "published")
                .unwrap()
                .contains("not a date")
        );
        set_text(&mut source, "published", "2021-11");
        assert_eq!(mistake(&source, "published"), None);
        assert!(source.extra.is_empty());
    }

    #[test]
    fn numbers_lists_and_truths() {
        let mut claim = Claim::default();
        set_text(&mut claim, "credibility", "2");
        assert_eq!(claim.credibility.map(|c| c.number()), Some(2));
        set_text(&mut claim, "credibility", "9");
        assert!(mistake(&claim, "credibility").is_some());
        set_text(&mut claim, "speakers", "a, b");
        assert_eq!(claim.speakers, ["a", "b"]);
        assert_eq!(text_of(&claim, "speakers"), "a, b");
        let mut link = crate::model::Link::default();
        set_text(&mut link, "directed", "false");
        assert_eq!(link.directed, Some(false));
        set_text(&mut link, "directed", "");
        assert_eq!(link.directed, None);
    }

    #[test]
    fn copies_of_a_claim_get_the_same_id_and_equal_claims_different_ones() {
        let claim = Claim {
            source: "s".into(),
            ..Claim::default()
        };
        let (mut one, mut other) = (vec![claim.clone(), claim.clone()], vec![claim]);
        give_claim_ids(&mut one);
        give_claim_ids(&mut other);
        assert_eq!(one[0].id, other[0].id);
        assert_ne!(one[0].id, one[1].id);
    }
}
