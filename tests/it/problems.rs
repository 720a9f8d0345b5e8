//! Every problem that is told of a file, and the words of filters.

use linkwright::formats::linkwright::read;
use linkwright::model::evidence::{Basis, Evidence};
use linkwright::model::{
    EntityKind, Filter, FilterLists, LinkKind, LinkSide, Marking, PartialDate, Support, Told,
    check, filter_text, usual_kind,
};
use serde_json::json;

/// A mistake in each place that can have one.
fn mistaken() -> Vec<u8> {
    let whole = json!({
        "format": "linkwright", "version": 1,
        "grading": {"source": "stars", "likelihood": "words"},
        "kinds": [{"id": "company", "for": "entity"}, {"id": "fund", "for": "entity", "like": "purse"},
                  {"id": "aimless"}, {"id": "owns", "for": "link", "directed": "yes"}],
        "sources": [{"id": "s", "derived_from": ["gone"], "authors": ["nobody"], "role": "witness"},
                    {"id": "s", "title": "Again"}, {"title": "No id"}],
        "entities": [
            {"id": "a", "country": "Gb", "since": "in spring", "marking": "secret",
             "names": [{"text": "A", "source": "gone", "type": "nick"}, 7],
             "identifiers": [{"scheme": "lei", "value": "1", "source": "gone"}],
             "properties": {"deep": [1], "text": "as it is"},
             "claims": [{"id": "c", "source": "s"}, {"id": "c", "source": "s"}]},
            {"id": "b", "kind": "yacht", "name": "B"}],
        "links": [
            {"id": "l", "from": "a", "to": "nobody", "tags": "one",
             "claims": [{"id": "c", "source": "gone", "speakers": ["nobody"], "credibility": 9,
                         "share": {"min": 120, "max": 110, "direct": "no"}, "ended": {"by": "other", "how": "so"}}]},
            {"id": "m", "kind": "likes", "to": "a"}],
        "views": [{"id": "main", "positions": {"nobody": [1, 2], "a": [1]}, "pinned": ["nobody", "a", "a"],
            "filter": {"hidden": ["nobody"], "only": ["nobody"], "hidden_links": ["none"], "as_of": "soon",
                       "any": 3, "sources": ["gone"], "not": {"speakers": ["nobody"], "looks": ["odd"]}}}],
        "releases": [{"id": "r", "audience": "all"}],
        "set_aside_findings": [{"rule": "duplicate", "on": 5}],
    });
    whole.to_string().into_bytes()
}

#[test]
fn every_mistake_is_told_once_with_its_place() {
    let reading = read(&mistaken()).unwrap();
    let checked = check(&reading.document);
    let told: Vec<String> = checked
        .iter()
        .map(|problem| format!("{} | {} | {}", problem.record, problem.field, problem.text))
        .collect();
    let told = told.join("\n");
    let expected = [
        "dataset | grading.source | \"stars\" is not admiralty; kept unchanged",
        "dataset | grading.likelihood | \"words\" is not one of icd-203, phia; kept unchanged",
        "the kind “aimless” does not say what it is for; kept unchanged, last in its table",
        "its ID “s” is taken; kept unchanged, last in its table",
        "no ID; kept unchanged, last in its table",
        "custom kind company | id | has a built-in kind's ID and no effect; give it another ID",
        "custom kind fund | like | “purse” is not a built-in kind",
        "custom kind owns | directed | \"yes\" is not true or false; kept unchanged",
        "source s | role | \"witness\" is not one of register, own, relay; kept unchanged",
        "source s | authors | no entity “nobody”",
        "source s | derived_from | no source “gone”",
        "entity a | since | \"in spring\" is not a date",
        "entity a | marking | \"secret\" is not one of TLP:RED",
        "entity a | name | not stated: its ID is shown",
        "entity a | kind | not stated: read as other",
        "entity a | country | “Gb” is not a two-letter ISO 3166-1 code",
        "entity a | names.type | \"nick\" is not one of native",
        "entity a | names | 7 does not belong in this list",
        "entity a | names.source | no source “gone”",
        "entity a | identifiers.source | no source “gone”",
        "entity a | properties.deep | [1] is not text, a number or true; kept unchanged",
        "entity a | claims | {\"id\":\"c\",\"source\":\"s\"} has the ID of an earlier claim",
        "entity b | kind | unknown kind “yacht”, drawn as other",
        "link l | kind | not stated: read as related to",
        "link l | tags | \"one\" is not a list",
        "link l | to | no entity “nobody”, so the link is not drawn",
        "link l, claim c | source | no source “gone”",
        "link l, claim c | speakers | no entity “nobody”",
        "link l, claim c | credibility | 9 is not a whole number from 1 to 6",
        "link l, claim c | share.direct | \"no\" is not true or false",
        "link l, claim c | share.min | 120% is not between 0 and 100",
        "link l, claim c | share.max | 110% is not between 0 and 100",
        "link l, claim c | share | the minimum exceeds the maximum",
        "link l, claim c | ended.how | \"so\" is not one of withdrawn",
        "link l, claim c | ended.by | no claim “other” in this record",
        "link m | kind | unknown kind “likes”, drawn as related to",
        "link m | from | not stated, so the link is not drawn",
        "view main | pinned | \"a\" is repeated or not an ID",
        "view main | pinned | no entity “nobody”",
        "view main | positions | no entity “nobody”",
        "view main | positions | the position \"a\": [1] is not two numbers in range",
        "view main | filter.as_of | \"soon\" is not a date",
        "view main | filter.hidden | no entity “nobody”",
        "view main | filter.only | no entity “nobody”",
        "view main | filter.speakers | no entity “nobody”",
        "view main | filter.sources | no source “gone”",
        "view main | filter.hidden_links | no link “none”",
        "release r | audience | \"all\" is not one of TLP:RED",
        "on | 5 is not a date in quotes",
    ];
    for line in expected {
        assert_eq!(told.matches(line).count(), 1, "{line}:\n{told}");
    }
}

fn filtered(filter: &Filter) -> String {
    told(filter, Told::Counted)
}

fn told(filter: &Filter, told: Told) -> String {
    let whole = json!({
        "format": "linkwright", "version": 1,
        "sources": [{"id": "s", "title": "Register", "role": "own"}],
        "entities": [{"id": "uk", "kind": "state", "name": "United Kingdom", "country": "GB"},
                     {"id": "a", "kind": "company", "name": "Acme"}],
        "links": [{"id": "l", "kind": "sanctions", "from": "uk", "to": "a",
                   "claims": [{"source": "s", "ended": {"how": "withdrawn"}}]}],
    });
    let document = read(whole.to_string().as_bytes()).unwrap().document;
    let evidence = Evidence::of(&document, Basis::default());
    filter_text(&document, &evidence, filter, told)
}

#[test]
fn a_filter_in_words_names_all_that_it_hides() {
    let looks = |looks: &[Support]| FilterLists {
        looks: looks.to_vec(),
        ..FilterLists::default()
    };
    let any = |any: FilterLists| Filter {
        any,
        ..Filter::default()
    };
    use Support::{Alleged, Established, Reported, SetAside, Unsourced};
    let aside = " 1 set-aside link hidden.";
    let only_established = filtered(&any(looks(&[Established])));
    assert_eq!(
        only_established,
        format!("Only established links, any date.{aside}")
    );
    let not_alleged = filtered(&any(looks(&[Established, Reported, Unsourced])));
    assert_eq!(
        not_alleged,
        format!("Only links that are not alleged or assessed, any date.{aside}")
    );
    let every = filtered(&any(looks(&[
        Established,
        Reported,
        Alleged,
        Unsourced,
        SetAside,
    ])));
    assert_eq!(every, "All kinds, any date. Set-aside links shown.");
    let what_if = Filter {
        not: FilterLists {
            entity_kinds: vec!["company".into()],
            link_kinds: vec!["owns".into(), "sanctions".into()],
            tags: vec!["old".into()],
            looks: vec![Unsourced, SetAside],
            sources: vec!["s".into(), "gone".into()],
            speakers: vec!["uk".into(), "gone".into()],
            countries: vec!["GB".into(), "FR".into()],
            markings: vec![Marking::Red],
            ..FilterLists::default()
        },
        hidden: vec!["a".into()],
        hidden_links: vec!["l".into()],
        only: vec!["a".into(), "uk".into()],
        as_of: Some("2021-05".parse::<PartialDate>().unwrap()),
        ..Filter::default()
    };
    assert_eq!(
        filtered(&what_if),
        "Only 2 chosen entities; not company, links owns and sanctions, tagged old, set-aside links and links without a source, \
         links citing Register and gone, links claimed by United Kingdom and gone, entities from United Kingdom (GB) and \
         FR, marked TLP:RED, as of May 2021. 2 hidden manually. 1 set-aside link hidden."
    );
    let with_source = filtered(&any(looks(&[Established, Reported, Alleged])));
    assert_eq!(
        with_source,
        format!("Only links with a source, any date.{aside}")
    );
    let not_companies = Filter {
        not: FilterLists {
            entity_kinds: vec!["company".into()],
            ..FilterLists::default()
        },
        ..Filter::default()
    };
    assert_eq!(
        filtered(&not_companies),
        format!("All except company, any date.{aside}")
    );
    let by_hand = Filter {
        hidden: vec!["a".into()],
        ..Filter::default()
    };
    assert_eq!(
        filtered(&by_hand),
        format!("All kinds, any date. 1 hidden manually.{aside}")
    );
    let named = |filter: &Filter| told(filter, Told::Named);
    assert_eq!(
        named(&by_hand),
        format!("All kinds, any date. Acme hidden manually.{aside}")
    );
    let chosen = |only: &[&str], also: &[&str]| Filter {
        only: only.iter().map(|id| (*id).into()).collect(),
        also: also.iter().map(|id| (*id).into()).collect(),
        nothing_else: Some(true),
        ..Filter::default()
    };
    let nothing = format!("Only chosen entities, none yet, any date.{aside}");
    assert_eq!(filtered(&chosen(&[], &[])), nothing);
    assert_eq!(named(&chosen(&["gone"], &[])), nothing);
    let both = chosen(&["uk"], &["a"]);
    assert_eq!(
        named(&both),
        format!("Only United Kingdom; also Acme, any date.{aside}")
    );
    assert_eq!(
        filtered(&both),
        format!("Only 1 chosen entity; also 1 chosen entity, any date.{aside}")
    );
}

/// A guess at both ends is a guess at neither, and where the two ends are alike it is the same guess.
#[test]
fn the_usual_kind_of_an_end_is_one_that_the_link_may_have() {
    for link in LinkKind::ALL.iter().copied() {
        let ends = [LinkSide::From, LinkSide::To].map(|side| usual_kind(link, side));
        let guesses = ends.iter().filter(|kind| **kind != EntityKind::Other);
        assert_ne!(guesses.count(), 1, "{link:?}");
        if !link.is_directed() {
            assert_eq!(ends[0], ends[1], "{link:?}");
        }
    }
}
