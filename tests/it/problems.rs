//! Every problem that is told of a file, and the words of filters.

use linkwright::formats::linkwright::read;
use linkwright::model::evidence::{Basis, Evidence};
use linkwright::model::{
    EntityKind, Filter, LinkKind, Lists, Look, Marking, PartialDate, Side, check, filter_in_words,
    usual_kind,
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
        "dataset | grading.source | \"stars\" is not admiralty; kept as it was",
        "dataset | grading.likelihood | \"words\" is not one of icd-203, phia; kept as it was",
        "the kind “aimless” does not say what it is for; kept as it was, last in its table",
        "its id “s” is that of a record before it; kept as it was, last in its table",
        "it has no id; kept as it was, last in its table",
        "custom kind company | id | repeats a built-in kind and changes nothing; give it another id",
        "custom kind fund | like | “purse” is no built-in kind",
        "custom kind owns | directed | \"yes\" is not true or false; kept as it was",
        "source s | role | \"witness\" is not one of register, own, relay; kept as it was",
        "source s | authors | no entity “nobody”",
        "source s | derived_from | no source “gone”",
        "entity a | since | \"in spring\" is not a date",
        "entity a | marking | \"secret\" is not one of TLP:RED",
        "entity a | name | not stated: its id stands for it",
        "entity a | kind | not stated: read as other",
        "entity a | country | “Gb” is no ISO 3166-1 code of two letters",
        "entity a | names.type | \"nick\" is not one of native",
        "entity a | names | 7 does not belong in this list",
        "entity a | names.source | no source “gone”",
        "entity a | identifiers.source | no source “gone”",
        "entity a | properties.deep | [1] is no text, number or true; kept as it was",
        "entity a | claims | {\"id\":\"c\",\"source\":\"s\"} has the id of a claim before it",
        "entity b | kind | unknown kind “yacht”: drawn like other",
        "link l | kind | not stated: read as related to",
        "link l | tags | \"one\" is not a list",
        "link l | to | no entity “nobody”: the link is pending and not drawn",
        "link l, claim c | source | no source “gone”",
        "link l, claim c | speakers | no entity “nobody”",
        "link l, claim c | credibility | 9 is not a whole number from 1 to 6",
        "link l, claim c | share.direct | \"no\" is not true or false",
        "link l, claim c | share.min | 120 % lies outside 0 to 100",
        "link l, claim c | share.max | 110 % lies outside 0 to 100",
        "link l, claim c | share | the least is more than the most",
        "link l, claim c | ended.how | \"so\" is not one of withdrawn",
        "link l, claim c | ended.by | no claim “other” in this record",
        "link m | kind | unknown kind “likes”: drawn like related to",
        "link m | from | not stated: the link is pending and not drawn",
        "view main | pinned | \"a\" stands twice, or is no id",
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
    filter_in_words(&document, &evidence, filter)
}

#[test]
fn a_filter_in_words_names_all_that_it_hides() {
    let looks = |looks: &[Look]| Lists {
        looks: looks.to_vec(),
        ..Lists::default()
    };
    let any = |any: Lists| Filter {
        any,
        ..Filter::default()
    };
    use Look::{Alleged, Established, Reported, SetAside, Unsourced};
    let aside = " 1 link set aside is hidden.";
    let only_established = filtered(&any(looks(&[Established])));
    assert_eq!(
        only_established,
        format!("Only links established, any date.{aside}")
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
    assert_eq!(every, "Every kind, any date. What was set aside is shown.");
    let without = Filter {
        not: Lists {
            entity_kinds: vec!["company".into()],
            link_kinds: vec!["owns".into(), "sanctions".into()],
            tags: vec!["old".into()],
            looks: vec![Unsourced, SetAside],
            sources: vec!["s".into(), "gone".into()],
            speakers: vec!["uk".into(), "gone".into()],
            countries: vec!["GB".into(), "FR".into()],
            markings: vec![Marking::Red],
            ..Lists::default()
        },
        hidden: vec!["a".into()],
        hidden_links: vec!["l".into()],
        only: vec!["a".into(), "uk".into()],
        as_of: Some("2021-05".parse::<PartialDate>().unwrap()),
        ..Filter::default()
    };
    assert_eq!(
        filtered(&without),
        "Without company, without links owns and sanctions, without what is tagged old, without links that have no source \
         and set aside, without links said in Register and gone, without links said by United Kingdom and gone, without \
         entities of United Kingdom (GB) and FR, without what is marked TLP:RED, 2 chosen entities, as of May 2021. \
         2 records are hidden by hand. 1 link set aside is hidden."
    );
    let by_hand = Filter {
        hidden: vec!["a".into()],
        ..Filter::default()
    };
    assert_eq!(
        filtered(&by_hand),
        format!("Every kind, any date. 1 record is hidden by hand.{aside}")
    );
}

/// A guess at both ends is a guess at neither, and where the two ends are alike it is the same guess.
#[test]
fn the_usual_kind_of_an_end_is_one_that_the_link_may_have() {
    for link in LinkKind::ALL.iter().copied() {
        let ends = [Side::From, Side::To].map(|side| usual_kind(link, side));
        let guesses = ends.iter().filter(|kind| **kind != EntityKind::Other);
        assert_ne!(guesses.count(), 1, "{link:?}");
        if !link.is_directed() {
            assert_eq!(ends[0], ends[1], "{link:?}");
        }
    }
}
