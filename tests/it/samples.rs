//! Odd files for the laws: JSON text that a person, a script or another program could have written.

use proptest::prelude::*;

/// A value for any key: right, half right or wrong.
fn value() -> BoxedStrategy<String> {
    let text = prop_oneof![
        "[a-z]{0,3}".prop_map(|s| format!("\"{s}\"")),
        prop::sample::select(vec![
            "\"2021\"",
            "\"2021-05-03~\"",
            "\"..\"",
            "\"2021-13\"",
            "\"asserts\"",
            "\"denies\"",
            "\"own\"",
            "\"register\"",
            "\"A\"",
            "\"E\"",
            "\"TLP:RED\"",
            "\"TLP:PINK\"",
            "\"icd-203:likely\"",
            "\"likely\"",
            "\"low\"",
            "\"native\"",
            "\"rejected\"",
            "\"\\u0041\\n\"",
            "\"四川\"",
            "\"\\ud800\"",
            "\"a\\/b\"",
            "\"\"",
        ])
        .prop_map(str::to_owned),
    ];
    let scalar = prop_oneof![
        4 => text,
        1 => prop::sample::select(vec![
            "null", "true", "false", "0", "3", "7", "-1", "2.50", "1e400", "1E2", "-0",
            "123456789012345678901234567890",
        ])
        .prop_map(str::to_owned),
    ];
    scalar
        .prop_recursive(2, 8, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3)
                    .prop_map(|items| format!("[{}]", items.join(", "))),
                prop::collection::vec(("[a-d]{1,2}", inner), 0..3)
                    .prop_map(|members| { object(members) }),
            ]
        })
        .boxed()
}

fn object(members: Vec<(String, String)>) -> String {
    let members: Vec<String> = members
        .into_iter()
        .map(|(key, value)| format!("\"{key}\" : {value}"))
        .collect();
    format!("{{{}}}", members.join(",\n "))
}

/// An object of some of these keys, each with a fitting value or with any, and now and then an unknown key.
fn record(fields: Vec<(&'static str, BoxedStrategy<String>)>) -> BoxedStrategy<String> {
    let count = fields.len();
    let keys: Vec<&'static str> = fields.iter().map(|(key, _)| *key).collect();
    let values: Vec<BoxedStrategy<String>> = fields
        .into_iter()
        .map(|(_, good)| prop_oneof![6 => good, 1 => value()].boxed())
        .collect();
    (
        values,
        prop::collection::vec(0..count + 2, 0..count + 3),
        value(),
    )
        .prop_map(move |(values, chosen, odd)| {
            let members = chosen
                .into_iter()
                .map(|at| match keys.get(at) {
                    Some(key) => ((*key).to_owned(), values[at].clone()),
                    None => (format!("x{at}"), odd.clone()),
                })
                .collect();
            object(members)
        })
        .boxed()
}

fn list(item: BoxedStrategy<String>, most: usize) -> BoxedStrategy<String> {
    prop::collection::vec(prop_oneof![8 => item, 1 => value()], 0..most)
        .prop_map(|items| format!("[{}]", items.join(",")))
        .boxed()
}

fn id() -> BoxedStrategy<String> {
    "[a-f]{1,2}".prop_map(|s| format!("\"{s}\"")).boxed()
}

fn text() -> BoxedStrategy<String> {
    prop_oneof!["[a-zA-Z é四]{0,6}"]
        .prop_map(|s| format!("\"{s}\""))
        .boxed()
}

fn word(words: &'static [&'static str]) -> BoxedStrategy<String> {
    prop::sample::select(words)
        .prop_map(|word| format!("\"{word}\""))
        .boxed()
}

fn date() -> BoxedStrategy<String> {
    word(&[
        "2019",
        "2020-02",
        "2021-05-03",
        "2021-05-03~",
        "..",
        "2021-5",
    ])
}

fn token(tokens: &'static [&'static str]) -> BoxedStrategy<String> {
    prop::sample::select(tokens).prop_map(str::to_owned).boxed()
}

fn claim() -> BoxedStrategy<String> {
    let share = record(vec![
        ("min", token(&["25", "0.5"])),
        ("max", token(&["50", "1e2"])),
        ("direct", token(&["true", "false"])),
    ]);
    let ended = record(vec![
        ("on", date()),
        ("how", word(&["withdrawn", "rejected"])),
        ("why", text()),
    ]);
    record(vec![
        ("id", id()),
        ("about", word(&["since", "name"])),
        (
            "stance",
            word(&["asserts", "alleges", "assesses", "denies", "swears"]),
        ),
        ("source", id()),
        ("source", id()),
        ("speakers", list(id(), 3)),
        ("speaker_name", text()),
        ("credibility", token(&["1", "5", "6", "7"])),
        ("likelihood", word(&["phia:likely", "likely", "sure"])),
        ("share", share),
        ("since", date()),
        ("until", date()),
        ("ended", ended),
    ])
}

fn properties() -> BoxedStrategy<String> {
    prop::collection::vec(("[a-c]", value()), 0..3)
        .prop_map(object)
        .boxed()
}

fn entity() -> BoxedStrategy<String> {
    let name = record(vec![
        ("text", text()),
        ("type", word(&["alias", "native"])),
        ("source", id()),
    ]);
    record(vec![
        ("id", id()),
        ("id", id()),
        (
            "kind",
            word(&["state", "agency", "company", "event", "spaceship"]),
        ),
        ("name", text()),
        ("names", list(name, 3)),
        ("country", word(&["GB", "CN"])),
        ("until", date()),
        ("tags", list(text(), 3)),
        ("properties", properties()),
        ("marking", word(&["TLP:RED", "TLP:WHITE"])),
        ("claims", list(claim(), 2)),
    ])
}

fn link() -> BoxedStrategy<String> {
    record(vec![
        ("id", id()),
        ("id", id()),
        (
            "kind",
            word(&[
                "sanctions",
                "published",
                "supplies",
                "related-to",
                "teleports",
            ]),
        ),
        ("from", id()),
        ("from", id()),
        ("to", id()),
        ("to", id()),
        ("directed", token(&["true", "false"])),
        ("since", date()),
        ("tags", list(text(), 3)),
        ("properties", properties()),
        ("claims", list(claim(), 4)),
        ("claims", list(claim(), 4)),
    ])
}

fn source() -> BoxedStrategy<String> {
    record(vec![
        ("id", id()),
        ("id", id()),
        ("publisher", text()),
        ("authors", list(id(), 3)),
        ("role", word(&["own", "relay", "register", "rumour"])),
        ("role", word(&["own", "relay", "register"])),
        ("published", date()),
        ("reliability", word(&["A", "E", "G"])),
        ("derived_from", list(id(), 3)),
    ])
}

fn view() -> BoxedStrategy<String> {
    let filter = record(vec![
        ("entity_kinds", list(word(&["state", "company"]), 2)),
        ("looks", list(word(&["alleged", "set-aside"]), 2)),
        ("not", record(vec![("tags", list(text(), 2))])),
        ("hidden", list(id(), 2)),
        ("as_of", date()),
    ]);
    let positions = prop::collection::vec(
        (
            "[a-f]{1,2}",
            prop_oneof![4 => Just("[1.6, -40]".to_owned()), 1 => value()],
        ),
        0..4,
    )
    .prop_map(object)
    .boxed();
    record(vec![
        ("id", id()),
        ("id", id()),
        ("title", text()),
        ("filter", filter),
        ("pinned", list(id(), 3)),
        ("positions", positions),
    ])
}

fn kind() -> BoxedStrategy<String> {
    record(vec![
        ("id", word(&["front", "state", "leases"])),
        ("id", id()),
        ("for", word(&["entity", "link"])),
        ("for", word(&["entity", "link"])),
        ("like", word(&["company", "owns", "nothing"])),
        ("own_word", token(&["true", "false"])),
    ])
}

/// A file that is a dataset, whatever else is odd about it.
pub(crate) fn dataset() -> BoxedStrategy<String> {
    let release = record(vec![
        ("id", id()),
        ("on", date()),
        ("withheld", list(id(), 2)),
    ]);
    let finding = record(vec![
        ("rule", text()),
        ("table", word(&["links", "tables"])),
    ]);
    let grading = record(vec![
        ("source", word(&["admiralty", "other"])),
        ("likelihood", word(&["phia", "icd-203"])),
    ]);
    let rest = record(vec![
        ("title", text()),
        (
            "marking",
            word(&["TLP:GREEN", "TLP:AMBER+STRICT", "secret"]),
        ),
        ("grading", grading),
        ("kinds", list(kind(), 4)),
        ("sources", list(source(), 6)),
        ("sources", list(source(), 6)),
        ("entities", list(entity(), 6)),
        ("entities", list(entity(), 6)),
        ("links", list(link(), 6)),
        ("links", list(link(), 6)),
        ("views", list(view(), 3)),
        ("releases", list(release, 2)),
        ("set_aside_findings", list(finding, 2)),
    ]);
    rest.prop_map(|rest| {
        let inner = rest.trim_start_matches('{');
        let comma = if inner.trim() == "}" { "" } else { "," };
        format!("{{\"format\": \"linkwright\", \"version\": 1{comma} {inner}")
    })
    .boxed()
}
