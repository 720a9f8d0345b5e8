//! The evidence rule, sentence by sentence, on small datasets.

use linkwright::formats::linkwright::read;
use linkwright::model::evidence::{Basis, ClaimVoice, Evidence, LinkEvidence};
use linkwright::model::sentence::Narrator;
use linkwright::model::{Document, Support};
use proptest::prelude::*;

use crate::samples::dataset;

/// States a and b (countries AA, BB), agencies of each, companies c and d, an event e published by nobody yet.
const ENTITIES: &str = r#"
    {"id":"state-a","kind":"state","name":"State A","country":"AA"},
    {"id":"agency-a","kind":"agency","name":"Agency A","country":"AA"},
    {"id":"ministry-a","kind":"agency","name":"Ministry A","country":"AA"},
    {"id":"state-b","kind":"state","name":"State B","country":"BB"},
    {"id":"bureau","kind":"agency","name":"Bureau without country"},
    {"id":"c","kind":"company","name":"Company C","country":"AA","names":[{"text":"C Alias","type":"alias"}]},
    {"id":"d","kind":"company","name":"Company D"},
    {"id":"e","kind":"event","name":"Event"}"#;

const SOURCES: &str = r#"
    {"id":"own-a","role":"own","authors":["agency-a"],"published":"2020-05"},
    {"id":"own-a2","role":"own","authors":["ministry-a"]},
    {"id":"own-b","role":"own","authors":["state-b"]},
    {"id":"own-both","role":"own","authors":["agency-a","state-b"]},
    {"id":"own-pub","role":"own","publisher":"Paper"},
    {"id":"own-pub2","role":"own","publisher":" PAPER "},
    {"id":"own-alias","role":"own","publisher":"c alias"},
    {"id":"own-c","role":"own","authors":["c"]},
    {"id":"own-bare","role":"own"},
    {"id":"own-bare2","role":"own"},
    {"id":"own-gone","role":"own","authors":["nobody"]},
    {"id":"reg","role":"register","publisher":"Register"},
    {"id":"relay-a","role":"relay","derived_from":["own-a"]},
    {"id":"relay-a2","role":"relay","derived_from":["relay-a"]},
    {"id":"relay-reg","role":"relay","derived_from":["reg"]},
    {"id":"relay-ab","role":"relay","derived_from":["own-a","own-b"]},
    {"id":"relay-x","role":"relay"},
    {"id":"relay-gone","role":"relay","derived_from":["not there"]},
    {"id":"unknown"},
    {"id":"unknown2"},
    {"id":"bad","role":"own","publisher":"Bad","reliability":"E"},
    {"id":"later","role":"own","publisher":"Later","published":"2021-06"},
    {"id":"ring-1","role":"own","publisher":"Ring One","derived_from":["ring-2"]},
    {"id":"ring-2","role":"relay","publisher":"Ring Two","derived_from":["ring-1"]},
    {"id":"loop-1","role":"own","publisher":"Loop One","derived_from":["loop-2"]},
    {"id":"loop-2","role":"own","publisher":"Loop Two","derived_from":["loop-1","own-b"]},
    {"id":"self","role":"own","publisher":"Self","derived_from":["self"]}"#;

fn document(links: &str) -> Document {
    let text = format!(
        r#"{{"format":"linkwright","version":1,"kinds":[
            {{"id":"blesses","for":"link","like":"endorses"}},
            {{"id":"whispers","for":"link","like":"endorses","own_word":false}},
            {{"id":"issued","for":"link","like":"published"}},
            {{"id":"gazette","for":"entity","like":"document"}}],
        "entities":[{ENTITIES},{{"id":"g","kind":"gazette","name":"Gazette"}}],"sources":[{SOURCES}],"links":[{links}]}}"#
    );
    read(text.as_bytes())
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
        .document
}

/// The evidence of one link of this kind from c to d with these claims.
fn judge_kind(kind: &str, from: &str, to: &str, claims: &str) -> LinkEvidence {
    let document = document(&format!(
        r#"{{"id":"l","kind":"{kind}","from":"{from}","to":"{to}","claims":[{claims}]}}"#
    ));
    Evidence::of(&document, Basis::default()).link(0)
}

fn judge(claims: &str) -> LinkEvidence {
    judge_kind("supplies", "c", "d", claims)
}

fn judge_as_of(as_of: &str, link: &str) -> LinkEvidence {
    let document = document(link);
    let as_of = Some(as_of.parse().unwrap());
    Evidence::of(
        &document,
        Basis {
            as_of,
            ..Basis::default()
        },
    )
    .link(0)
}

fn support(claims: &str) -> Support {
    judge(claims).support
}

fn voices(claims: &str) -> u32 {
    judge(claims).voices
}

fn claim(stance: &str, source: &str) -> String {
    format!(r#"{{"stance":"{stance}","source":"{source}"}}"#)
}

fn claims(all: &[(&str, &str)]) -> String {
    let all: Vec<String> = all
        .iter()
        .map(|(stance, source)| claim(stance, source))
        .collect();
    all.join(",")
}

#[test]
fn looks_in_their_order() {
    assert_eq!(support(""), Support::Unsourced);
    assert_eq!(support(&claim("asserts", "own-b")), Support::Reported);
    assert_eq!(support(&claim("alleges", "own-b")), Support::Alleged);
    assert_eq!(support(&claim("assesses", "own-b")), Support::Alleged);
    assert_eq!(
        support(&claims(&[("asserts", "own-b"), ("asserts", "own-pub")])),
        Support::Established
    );
    assert_eq!(
        support(&claims(&[("asserts", "own-b"), ("alleges", "own-pub")])),
        Support::Reported
    );
    assert_eq!(
        support(&claims(&[("alleges", "own-b"), ("alleges", "own-pub")])),
        Support::Alleged
    );
    let ended = r#"{"source":"own-b","ended":{"how":"withdrawn"}}"#;
    assert_eq!(support(ended), Support::SetAside);
    assert_eq!(
        support(&format!("{ended},{}", claim("denies", "own-b"))),
        Support::SetAside
    );
    assert_eq!(
        support(&format!("{ended},{}", claim("alleges", "own-b"))),
        Support::Alleged
    );
    assert_eq!(support(&claim("denies", "own-b")), Support::Unsourced);
}

#[test]
fn no_stance_asserts_and_an_unreadable_one_supports_without_asserting() {
    assert_eq!(support(r#"{"source":"own-b"}"#), Support::Reported);
    assert_eq!(
        support(r#"{"source":"own-b","stance":"swears"}"#),
        Support::Alleged
    );
    assert_eq!(
        support(r#"{"source":"own-b","stance":7}"#),
        Support::Alleged
    );
}

#[test]
fn what_does_not_count() {
    assert_eq!(
        support(r#"{"source":"own-b","credibility":5}"#),
        Support::Unsourced
    );
    assert_eq!(
        support(r#"{"source":"own-b","credibility":6}"#),
        Support::Reported
    );
    assert_eq!(
        support(r#"{"source":"own-b","credibility":9}"#),
        Support::Reported,
        "unreadable is not graded"
    );
    assert_eq!(support(&claim("asserts", "bad")), Support::Unsourced);
    assert_eq!(support(&claim("asserts", "not there")), Support::Unsourced);
    assert_eq!(support(r#"{"stance":"asserts"}"#), Support::Unsourced);
}

#[test]
fn as_of_leaves_out_what_was_published_after_it() {
    let link = r#"{"id":"l","kind":"supplies","from":"c","to":"d","claims":[{"source":"later"}]}"#;
    assert_eq!(judge_as_of("2021-05-31", link).support, Support::Unsourced);
    assert_eq!(
        judge_as_of("2021-06-01", link).support,
        Support::Reported,
        "a month may begin on its first day"
    );
    assert_eq!(
        judge_as_of("2021", link).support,
        Support::Reported,
        "a year lasts to its last day"
    );
    let undated =
        r#"{"id":"l","kind":"supplies","from":"c","to":"d","claims":[{"source":"own-b"}]}"#;
    assert_eq!(
        judge_as_of("1900", undated).support,
        Support::Reported,
        "without a date it counts"
    );
}

#[test]
fn a_source_is_its_own_root_or_that_of_what_it_relays() {
    assert_eq!(
        voices(&claims(&[("asserts", "own-a"), ("asserts", "relay-a")])),
        1
    );
    assert_eq!(
        voices(&claims(&[("asserts", "relay-a"), ("asserts", "relay-a2")])),
        1
    );
    assert_eq!(
        voices(&claims(&[("asserts", "own-a"), ("asserts", "own-b")])),
        2
    );
}

#[test]
fn two_ministries_of_one_state_are_one_voice() {
    assert_eq!(
        voices(&claims(&[("asserts", "own-a"), ("asserts", "own-a2")])),
        1
    );
    let named =
        r#"{"source":"own-b","speakers":["state-a"]},{"source":"own-b","speakers":["ministry-a"]}"#;
    assert_eq!(voices(named), 1);
    let bureau =
        r#"{"source":"own-b","speakers":["bureau"]},{"source":"own-b","speakers":["state-a"]}"#;
    assert_eq!(voices(bureau), 2, "an agency without a country is itself");
    let company =
        r#"{"source":"own-b","speakers":["c"]},{"source":"own-b","speakers":["state-a"]}"#;
    assert_eq!(voices(company), 2, "a company's country is not its voice");
}

#[test]
fn voices_join_also_through_a_third() {
    let two = claims(&[("asserts", "own-a"), ("asserts", "own-b")]);
    assert_eq!(voices(&two), 2);
    assert_eq!(
        voices(&format!("{two},{}", claim("alleges", "own-both"))),
        1
    );
    assert_eq!(
        voices(&format!("{},{two}", claim("alleges", "own-both"))),
        1,
        "in any order"
    );
    assert_eq!(
        voices(&format!("{two},{}", claim("denies", "own-both"))),
        2,
        "a denial joins nothing"
    );
    assert_eq!(
        voices(&format!("{two},{}", claim("alleges", "relay-ab"))),
        1
    );
}

#[test]
fn reports_of_unknown_origin_are_one_voice() {
    let all = ["unknown", "unknown2", "relay-x", "relay-gone", "own-gone"];
    let all: Vec<(&str, &str)> = all.iter().map(|source| ("asserts", *source)).collect();
    let found = judge(&claims(&all));
    assert_eq!((found.voices, found.support), (1, Support::Reported));
    let gone = r#"{"source":"own-b","speakers":["nobody"]},{"source":"unknown"}"#;
    assert_eq!(
        voices(gone),
        1,
        "a speaker who is not in the table is unknown"
    );
}

#[test]
fn report_of_unknown_origin_adds_no_voice_to_known_ones() {
    let figures = |all: &[(&str, &str)]| {
        let found = judge(&claims(all));
        (found.support, found.voices, found.asserted_by)
    };
    assert_eq!(
        figures(&[("asserts", "unknown"), ("asserts", "own-b")]),
        (Support::Reported, 1, 1)
    );
    assert_eq!(
        figures(&[
            ("asserts", "own-a"),
            ("asserts", "unknown"),
            ("asserts", "own-b")
        ]),
        (Support::Established, 2, 2)
    );
    assert_eq!(
        figures(&[("alleges", "own-b"), ("asserts", "unknown")]),
        (Support::Reported, 1, 1),
        "it is asserted all the same"
    );
    assert_eq!(
        figures(&[("asserts", "unknown"), ("alleges", "relay-x")]),
        (Support::Reported, 1, 1),
        "alone it is a voice"
    );
    let both = r#"{"source":"unknown"},{"source":"own-b"},{"source":"own-pub","speakers":["nobody","state-b"]}"#;
    assert_eq!(voices(both), 1, "joined to a known one it is that one");
    let beside_denial = claims(&[("asserts", "unknown"), ("denies", "own-b")]);
    assert_eq!(voices(&beside_denial), 1, "a denial is no voice in support");
}

#[test]
fn publishers_and_names_are_folded_and_found_on_the_chart() {
    assert_eq!(
        voices(&claims(&[("asserts", "own-pub"), ("asserts", "own-pub2")])),
        1
    );
    assert_eq!(
        voices(&claims(&[("asserts", "own-alias"), ("asserts", "own-c")])),
        1
    );
    let spoken = r#"{"source":"own-b","speaker_name":"  company   c"},{"source":"own-c"}"#;
    assert_eq!(voices(spoken), 1);
    let agency = r#"{"source":"own-b","speaker_name":"agency a"},{"source":"own-a2"}"#;
    assert_eq!(
        voices(agency),
        1,
        "a name on the chart is that entity, and that is its country"
    );
    let both = r#"{"source":"own-b","speaker_name":"Someone"},{"source":"own-pub","speaker_name":"SOMEONE"}"#;
    assert_eq!(voices(both), 1);
    let paper = format!(
        r#"{{"source":"own-b","speaker_name":"paper"}},{}"#,
        claim("asserts", "own-pub")
    );
    assert_eq!(voices(&paper), 1);
}

#[test]
fn a_source_that_names_nobody_is_itself() {
    assert_eq!(
        voices(&claims(&[
            ("asserts", "own-bare"),
            ("asserts", "own-bare2")
        ])),
        2
    );
    assert_eq!(
        voices(&claims(&[("asserts", "own-bare"), ("alleges", "own-bare")])),
        1
    );
}

#[test]
fn cycles_of_sources() {
    assert_eq!(
        voices(&claims(&[("asserts", "ring-1"), ("asserts", "ring-2")])),
        1
    );
    let as_ring_one = format!(
        r#"{{"source":"own-b","speaker_name":"ring one"}},{}"#,
        claim("asserts", "ring-2")
    );
    assert_eq!(voices(&as_ring_one), 1, "the cycle speaks as its least id");
    assert_eq!(
        voices(&claims(&[("asserts", "loop-1"), ("asserts", "own-b")])),
        1,
        "a cycle with a way out is no root"
    );
    assert_eq!(
        voices(&claims(&[("asserts", "self"), ("asserts", "own-b")])),
        2
    );
}

#[test]
fn a_register_is_on_record() {
    let found = judge(&claim("asserts", "reg"));
    assert_eq!(
        (found.support, found.on_record, found.voices),
        (Support::Established, true, 1)
    );
    assert_eq!(
        support(&claim("asserts", "relay-reg")),
        Support::Established,
        "also through a relay"
    );
    assert_eq!(
        support(&claim("alleges", "reg")),
        Support::Alleged,
        "nobody asserts it"
    );
}

#[test]
fn the_word_of_an_end_is_on_record_for_own_word_kinds() {
    let by_a = claim("asserts", "relay-a");
    assert_eq!(
        judge_kind("sanctions", "state-a", "d", &by_a).support,
        Support::Established
    );
    assert_eq!(
        judge_kind("sanctions", "d", "ministry-a", &by_a).support,
        Support::Established,
        "either end"
    );
    assert_eq!(
        judge_kind("sanctions", "state-b", "d", &by_a).support,
        Support::Reported
    );
    assert_eq!(
        judge_kind("supplies", "state-a", "d", &by_a).support,
        Support::Reported,
        "conduct is no own word"
    );
    assert_eq!(
        judge_kind("blesses", "state-a", "d", &by_a).support,
        Support::Established,
        "as the kind it is like"
    );
    assert_eq!(
        judge_kind("whispers", "state-a", "d", &by_a).support,
        Support::Reported,
        "unless it says otherwise"
    );
    assert_eq!(
        judge_kind("teleports", "state-a", "d", &by_a).support,
        Support::Reported,
        "an unknown kind is not"
    );
    assert_eq!(
        judge_kind("sanctions", "state-a", "d", &claim("alleges", "own-a")).support,
        Support::Alleged
    );
    let company = r#"{"source":"own-b","speaker_name":"company d"}"#;
    assert_eq!(
        judge_kind("part-of", "c", "d", company).support,
        Support::Established
    );
    assert_eq!(
        judge_kind("owns", "c", "d", company).support,
        Support::Reported,
        "what someone says to own, or to be owned by, is for a register to record"
    );
    let pending = claim("asserts", "own-gone");
    assert_eq!(
        judge_kind("sanctions", "nobody", "d", &pending).support,
        Support::Reported,
        "unknown is nobody's word"
    );
}

#[test]
fn what_was_published_has_its_publishers_word() {
    let names = |kind: &str, published: &str, to: &str| {
        let document = document(&format!(
            r#"{{"id":"a","kind":"names","from":"{to}","to":"d","claims":[{{"source":"relay-a"}}]}},
               {{"id":"p","kind":"{kind}","from":"state-a","to":"{to}","claims":[{published}]}}"#
        ));
        Evidence::of(&document, Basis::default()).link(0).support
    };
    let asserted = claim("asserts", "unknown");
    assert_eq!(names("published", &asserted, "e"), Support::Established);
    assert_eq!(
        names("issued", &asserted, "g"),
        Support::Established,
        "kinds like these count as these"
    );
    assert_eq!(
        names("published", &claim("alleges", "own-a"), "e"),
        Support::Reported
    );
    assert_eq!(
        names("published", &claim("asserts", "bad"), "e"),
        Support::Reported
    );
    assert_eq!(
        names("published", &asserted, "c"),
        Support::Reported,
        "a company is not published"
    );
    assert_eq!(names("endorses", &asserted, "e"), Support::Reported);
}

#[test]
fn disputed_is_a_counting_denial_of_the_link_and_changes_no_figure() {
    let plain = judge(&claims(&[("alleges", "own-a"), ("alleges", "own-b")]));
    let denied = judge(&claims(&[
        ("alleges", "own-a"),
        ("alleges", "own-b"),
        ("denies", "own-pub"),
    ]));
    assert!(!plain.disputed && denied.disputed);
    assert_eq!(
        LinkEvidence {
            disputed: false,
            ..denied
        },
        plain
    );
    assert!(!judge(r#"{"source":"own-a","stance":"denies","credibility":5}"#).disputed);
    let about = r#"{"source":"own-a"},{"source":"own-b","stance":"denies","about":"since"}"#;
    assert!(!judge(about).disputed, "it stands only on what was denied");
}

#[test]
fn ended_by_its_own_until_else_by_what_counting_claims_state() {
    let link = |until: &str, claims: &str| {
        format!(
            r#"{{"id":"l","kind":"supplies","from":"c","to":"d","until":{until},"claims":[{claims}]}}"#
        )
    };
    let ended = |until: &str, claims: &str| {
        Evidence::of(&document(&link(until, claims)), Basis::default())
            .link(0)
            .ended
    };
    let stated = |until: &str| format!(r#"{{"source":"own-a","until":"{until}"}}"#);
    assert!(ended("\"2999\"", ""), "without an as-of date any date");
    assert!(!ended("\"..\"", &stated("2020")), "its own comes first");
    assert!(!ended("null", ""));
    assert!(ended("null", &stated("2020")));
    assert!(
        !ended("null", &format!("{},{}", stated("2020"), stated(".."))),
        "still so is the greatest"
    );
    assert!(!ended("null", r#"{"source":"bad","until":"2020"}"#));
    assert!(judge_as_of("2021", &link("\"2020-12\"", "")).ended);
    assert!(
        !judge_as_of("2020-12-31", &link("\"2020\"", "")).ended,
        "wholly before"
    );
    assert!(judge_as_of("2021-01-01", &link("\"2020\"", "")).ended);
}

#[test]
fn a_left_out_source_takes_along_what_rests_on_it_alone() {
    let document = document(
        r#"{"id":"l","kind":"supplies","from":"c","to":"d","claims":[{"source":"own-a"},{"source":"relay-a"},{"source":"relay-ab"}]},
           {"id":"m","kind":"supplies","from":"c","to":"d","claims":[{"source":"own-a","ended":{"how":"withdrawn"}}]}"#,
    );
    let left_out = vec![document.sources().slot_of("own-a").unwrap()];
    let evidence = Evidence::of(
        &document,
        Basis {
            as_of: None,
            left_out,
            ..Basis::default()
        },
    );
    assert_eq!(evidence.link(0).voices, 1, "the relay of two is left");
    assert_eq!(
        evidence.link(1).support,
        Support::Unsourced,
        "deleted, not ended"
    );
}

/// The sample's links, as planned: look, whether disputed, voices.
#[test]
fn the_sample_has_its_looks_and_voices() {
    let Some(plan) = crate::shared("sample/links.tsv") else {
        return;
    };
    let plan = std::fs::read_to_string(plan).unwrap();
    let sample = std::fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/datasets/uk-cyber-sanctions.json"
    ))
    .unwrap();
    let document = read(&sample).unwrap().document;
    let evidence = Evidence::of(&document, Basis::default());
    let mut count = 0;
    for row in plan.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let (slot, _) = document
            .links()
            .iter_slots()
            .find(|(_, l)| {
                (l.from.as_str(), l.kind.as_str(), l.to.as_str()) == (cells[0], cells[1], cells[2])
            })
            .unwrap_or_else(|| panic!("no link {row}"));
        let found = evidence.link(slot);
        let support = format!(
            "{}{}",
            found.support,
            if found.disputed { " disputed" } else { "" }
        );
        assert_eq!(
            (support.as_str(), found.voices.to_string().as_str()),
            (cells[5], cells[6]),
            "{row}"
        );
        count += 1;
    }
    assert_eq!((count, document.links().len()), (119, 119));
    println!("{count} links of the plan");
}

proptest! {
    #[test]
    fn voices_of_each_claim_agree_with_their_number(a in dataset()) {
        let doc = read(a.as_bytes()).unwrap().document;
        let evidence = Evidence::of(&doc, Basis::default());
        for (slot, link) in doc.links().iter_slots() {
            let each = evidence.voice_of_each(&doc, &link.claims);
            let numbers = each.into_iter().flatten().filter_map(ClaimVoice::number);
            let most = numbers.max().unwrap_or(0);
            prop_assert_eq!(most, evidence.link(slot).voices);
            let text = Narrator::new(&doc, &evidence).sentence(slot);
            prop_assert!(text.ends_with('.'));
        }
    }
}
