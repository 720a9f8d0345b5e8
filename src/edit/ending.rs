//! Claims and links that are ended, not erased.

use std::sync::Arc;

use crate::model::{Claim, EndedHow, Ending, Link, Str};

use super::change::Edit;

/// Ends a claim. What had stood there and could not be read gives way.
pub fn end_claim(claim: &mut Claim, ended: Ending) {
    claim.extra.set_unread("ended", None);
    claim.ended = Some(Box::new(ended));
}

/// Ends the claim at `at` as superseded and puts a copy of it after it, to be changed: the copy's id is `id`, and the ended
/// claim points there. Returns the copy, whose fields of the record (recorded, recorded by) are for the caller to set.
pub fn correct_claim(
    claims: &mut Vec<Claim>,
    at: usize,
    ended: Ending,
    id: Str,
) -> Option<&mut Claim> {
    let claim = claims.get_mut(at)?;
    let mut copy = claim.clone();
    copy.extra.set_unread("id", None);
    copy.id = id.clone();
    end_claim(
        claim,
        Ending {
            how: Some(EndedHow::Superseded),
            by: id,
            ..ended
        },
    );
    claims.insert(at + 1, copy);
    claims.get_mut(at + 1)
}

/// Sets a link aside: every claim of it that is not ended yet is ended so.
pub fn set_aside_link(link: &Link, ended: &Ending) -> Edit {
    let mut link = link.clone();
    for claim in link.claims.iter_mut().filter(|c| c.ended.is_none()) {
        end_claim(claim, ended.clone());
    }
    Edit::Link(link.id.clone(), Some(Arc::new(link)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RawJson;

    fn claim(id: &str, quote: &str) -> Claim {
        Claim {
            id: id.into(),
            quote: quote.into(),
            ..Claim::default()
        }
    }

    #[test]
    fn a_corrected_claim_points_to_its_copy() {
        let mut claims = vec![claim("a", "first"), claim("b", "second")];
        let why = Ending {
            why: "wrong day".into(),
            ..Ending::default()
        };
        let copy = correct_claim(&mut claims, 0, why, "new".into()).unwrap();
        copy.quote = "better".into();
        let ids: Vec<&str> = claims.iter().map(|claim| claim.id.as_str()).collect();
        assert_eq!(ids, ["a", "new", "b"]);
        let ended = claims[0].ended.as_deref().unwrap();
        assert_eq!(
            (ended.by.as_str(), ended.why.as_str()),
            ("new", "wrong day")
        );
        assert_eq!(ended.how, Some(EndedHow::Superseded));
        assert_eq!(
            (claims[0].quote.as_str(), claims[1].quote.as_str()),
            ("first", "better")
        );
        assert!(claims[1].ended.is_none());
        assert!(correct_claim(&mut claims, 9, Ending::default(), "x".into()).is_none());
    }

    #[test]
    fn an_ending_that_could_not_be_read_does_not_hide_the_new_one() {
        let mut odd = claim("a", "");
        odd.extra
            .set_unread("ended", Some(RawJson::from_minified("7")));
        end_claim(&mut odd, Ending::default());
        assert!(odd.extra.is_empty() && odd.ended.is_some());
    }

    #[test]
    fn what_was_ended_before_keeps_its_reason() {
        let mut link = Link {
            claims: vec![claim("a", ""), claim("b", "")],
            ..Link::default()
        };
        let old = Ending {
            why: "old".into(),
            ..Ending::default()
        };
        end_claim(&mut link.claims[0], old);
        let new = Ending {
            why: "new".into(),
            ..Ending::default()
        };
        let Edit::Link(_, Some(link)) = set_aside_link(&link, &new) else {
            panic!("a link's edit");
        };
        let why = |at: usize| link.claims[at].ended.as_ref().unwrap().why.to_string();
        assert_eq!((why(0), why(1)), ("old".into(), "new".into()));
    }
}
