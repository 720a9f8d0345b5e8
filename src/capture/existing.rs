//! What is there already: the link that a fact is about, and the claim that it repeats.

use std::sync::Arc;

use crate::model::names::fold;
use crate::model::{Claim, Document, Link, LinkKindInfo, Stance, Str};

use super::Lexicon;

/// *A link exists when from, kind and to agree (either way round if undirected) and the label agrees or is not given.* Of
/// several the one without a label comes first, then the first by id.
pub(super) fn existing(
    document: &Document,
    from: &Str,
    to: &Str,
    kind: &LinkKindInfo,
    label: Option<&str>,
) -> Option<Arc<Link>> {
    let ends = [from, to].map(|id| document.entities().slot_of(id));
    let (Some(from), Some(to)) = (ends[0], ends[1]) else {
        return None;
    };
    let fits = |link: &&Arc<Link>, here: [u32; 2]| {
        let directed = link.directed.unwrap_or(kind.directed);
        link.kind_id() == kind.id
            && (here == [from, to] || !directed)
            && label.is_none_or(|label| fold(&link.label) == fold(label))
    };
    let rows = document.ends().iter().enumerate();
    let touching = rows.filter(|(_, here)| **here == [from, to] || **here == [to, from]);
    let links = touching.filter_map(|(slot, here)| {
        let link = document.links().at(slot as u32)?;
        fits(&link, *here).then(|| Arc::clone(link))
    });
    links.min_by(|a, b| {
        let key = |link: &Link| (!link.label.is_empty(), link.id.clone());
        key(a).cmp(&key(b))
    })
}

/// *The same claim = stance, source, speakers, speaker name, locator, since.* A speaker name that has become the name of an
/// entity is that entity.
pub(super) fn is_same(have: &Claim, new: &Claim, document: &Document, lexicon: &Lexicon) -> bool {
    let stance = |claim: &Claim| match claim.stance {
        None if claim.asserts() => Some(Stance::Asserts),
        stance => stance,
    };
    let speakers = |claim: &Claim| {
        let mut ids: Vec<Str> = claim.speakers.clone();
        let name = fold(&claim.speaker_name);
        match lexicon.bearers(&name) {
            [only] => ids.extend(document.entities().id_at(*only).cloned()),
            // An id never begins so.
            _ if !name.is_empty() => ids.push(format!("\0{name}").into()),
            _ => {}
        }
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    have.about.is_empty()
        && stance(have) == stance(new)
        && have.source == new.source
        && speakers(have) == speakers(new)
        && have.locator == new.locator
        && have.since == new.since
        && have.extra.unread("since").is_none()
}

/// Fills the empty fields of a claim. Those that were filled, and those that have something else.
pub(super) fn fill(have: &mut Claim, new: &Claim) -> (Vec<&'static str>, Vec<&'static str>) {
    let (mut filled, mut kept) = (Vec::new(), Vec::new());
    let unread: Vec<&str> = [
        "until",
        "credibility",
        "likelihood",
        "share",
        "marking",
        "note",
    ]
    .into_iter()
    .filter(|key| have.extra.unread(key).is_some())
    .collect();
    let mut one = |key: &'static str, is_empty: bool, differs: bool, stated: bool| -> bool {
        let fills = stated && is_empty && !unread.contains(&key);
        if fills {
            filled.push(key);
        } else if stated && differs {
            kept.push(key);
        }
        fills
    };
    macro_rules! optional {
        ($($key:ident),+) => { $(
            if one(stringify!($key), have.$key.is_none(), have.$key != new.$key, new.$key.is_some()) {
                have.$key = new.$key.clone();
            }
        )+ };
    }
    optional!(until, credibility, likelihood, share, marking);
    if one(
        "note",
        have.note.is_empty(),
        have.note != new.note,
        !new.note.is_empty(),
    ) {
        have.note = new.note.clone();
    }
    (filled, kept)
}
