//! What rests on each source, and what falls without it, against the evidence rule itself.

use linkwright::formats::linkwright::read;
use linkwright::model::evidence::{Basis, Evidence};
use linkwright::model::{Document, Support, WhatIf, impacts, source_weights};
use proptest::prelude::*;

use crate::samples::dataset;

/// A dataset of four entities, six sources that derive from one another, and links whose claims cite them.
fn document() -> impl Strategy<Value = Document> {
    let role = prop::sample::select(vec![
        r#""role":"own","#,
        r#""role":"relay","#,
        r#""role":"register","#,
        "",
    ]);
    let grade = prop::sample::select(vec!["", "", "", r#""reliability":"E","#]);
    let source = (
        role,
        grade,
        prop::collection::vec(0usize..6, 0..3),
        0usize..4,
    );
    let stance = prop::sample::select(vec!["asserts", "alleges", "denies"]);
    let tail = prop::sample::select(vec![
        "",
        "",
        "",
        r#","credibility":5"#,
        r#","ended":{"how":"withdrawn"}"#,
    ]);
    let claim = (0usize..6, stance, 0usize..8, tail);
    let link = prop::collection::vec(claim, 0..4);
    let kind = prop::sample::select(vec!["owns", "sanctions", "published"]);
    (
        prop::collection::vec(source, 6),
        prop::collection::vec((kind, link), 1..8),
    )
        .prop_map(|(sources, links)| {
            let sources = sources.iter().enumerate().map(|(at, (role, grade, from, author))| {
                let from: Vec<String> = from.iter().map(|from| format!("\"s{from}\"")).collect();
                format!(
                    r#"{{"id":"s{at}",{role}{grade}"authors":["e{author}"],"derived_from":[{}]}}"#,
                    from.join(",")
                )
            });
            let links = links.iter().enumerate().map(|(at, (kind, claims))| {
                let claims = claims.iter().map(|(source, stance, speaker, tail)| {
                    let speaker = match speaker {
                        speaker @ 0..4 => format!(r#","speakers":["e{speaker}"]"#),
                        _ => String::new(),
                    };
                    format!(r#"{{"stance":"{stance}","source":"s{source}"{speaker}{tail}}}"#)
                });
                let claims: Vec<String> = claims.collect();
                format!(
                    r#"{{"id":"l{at}","kind":"{kind}","from":"e{}","to":"e{}","claims":[{}]}}"#,
                    at % 4,
                    (at + 1) % 4,
                    claims.join(",")
                )
            });
            let (sources, links): (Vec<String>, Vec<String>) = (sources.collect(), links.collect());
            let text = format!(
                r#"{{"format":"linkwright","version":1,"entities":[
                {{"id":"e0","kind":"state","name":"Zero","country":"AA"}},{{"id":"e1","kind":"agency","name":"One","country":"AA"}},
                {{"id":"e2","kind":"company","name":"Two"}},{{"id":"e3","kind":"document","name":"Three"}}],
                "sources":[{}],"links":[{}]}}"#,
                sources.join(","),
                links.join(",")
            );
            read(text.as_bytes()).unwrap().document
        })
}

/// What rests on a source alone is what has support, and would have none without it.
fn check(document: &Document) {
    let whole = Evidence::of(document, Basis::default());
    let weights = source_weights(document, &whole);
    let supported = |evidence: &Evidence, link: u32| evidence.link(link).voices > 0;
    for (slot, source) in document.sources().iter_slots() {
        let what_if = WhatIf::default().with_source(&source.id);
        let basis = what_if.basis(document, None);
        assert_eq!(basis.left_out, [slot]);
        let after = Evidence::of(document, basis);
        let links = document.links().order().iter().copied();
        let falls_of: Vec<u32> = links
            .filter(|link| supported(&whole, *link) && !supported(&after, *link))
            .collect();
        assert_eq!(weights[slot as usize].alone, falls_of, "{}", source.id);
        let fallen = impacts(document, &whole, &after);
        for link in document.links().order() {
            let impact = fallen.iter().find(|impact| impact.link == *link);
            let (before, after) = (whole.link(*link), after.link(*link));
            assert_eq!(impact.is_some(), before != after);
        }
    }
}

proptest! {
    #[test]
    fn what_rests_on_a_source_alone_falls_without_it(document in document()) {
        check(&document);
    }

    #[test]
    fn so_it_is_in_odd_files(text in dataset()) {
        if let Ok(opened) = read(text.as_bytes()) {
            check(&opened.document);
        }
    }
}

#[test]
fn what_joined_two_voices_is_missed_by_neither() {
    let text = r#"{"format":"linkwright","version":1,"entities":[
        {"id":"a","kind":"company","name":"A"},{"id":"b","kind":"company","name":"B"}],
        "sources":[{"id":"s","role":"own","publisher":"S"},{"id":"t","role":"own","publisher":"T"}],
        "links":[{"id":"l","kind":"owns","from":"a","to":"b","claims":[
            {"source":"s","speaker_name":"X"},{"source":"s","speaker_name":"Y"},
            {"source":"t","speaker_name":"X","speakers":["a"]},{"source":"t","speaker_name":"Y","speakers":["a"]}]}]}"#;
    let document = read(text.as_bytes()).unwrap().document;
    let support = |what_if: WhatIf| {
        Evidence::of(&document, what_if.basis(&document, None))
            .link(0)
            .support
    };
    assert_eq!(support(WhatIf::default()), Support::Reported);
    let what_if = WhatIf::default().with_source(&"t".into());
    assert_eq!(support(what_if), Support::Established, "the rule says so");
}
