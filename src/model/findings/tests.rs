//! Each rule by what it finds and what it leaves alone.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::model::{
    Credibility, Ending, Entity, Identifier, Link, Marking, Meta, Name, NameType, Parts, Role,
    Source, Stance,
};

fn source(id: &str, role: Option<Role>) -> Source {
    Source {
        id: id.into(),
        role,
        ..Source::default()
    }
}

fn entity(id: &str, kind: &str, name: &str) -> Entity {
    Entity {
        id: id.into(),
        kind: kind.into(),
        name: name.into(),
        ..Entity::default()
    }
}

fn cites(source: &str) -> Claim {
    Claim {
        source: source.into(),
        ..Claim::default()
    }
}

fn link(id: &str, kind: &str, claims: Vec<Claim>) -> Link {
    Link {
        id: id.into(),
        kind: kind.into(),
        from: "uk".into(),
        to: "acme".into(),
        claims,
        ..Link::default()
    }
}

/// A dataset of two entities, with these sources and this link.
fn with(sources: Vec<Source>, link: Link) -> Document {
    of(
        sources,
        vec![
            entity("acme", "company", "Acme Trading"),
            entity("uk", "state", "United Kingdom"),
        ],
        vec![link],
    )
}

fn of(sources: Vec<Source>, entities: Vec<Entity>, links: Vec<Link>) -> Document {
    let parts = Parts {
        sources: sources.into_iter().map(Arc::new).collect(),
        entities: entities.into_iter().map(Arc::new).collect(),
        links: links.into_iter().map(Arc::new).collect(),
        ..Parts::default()
    };
    Document::from_parts(parts).0
}

fn all(document: &Document) -> Vec<Finding> {
    findings(document, &Evidence::of(document, Basis::default())).list
}

/// The rules that find something, each with its claim's place.
fn rules(document: &Document) -> Vec<(Rule, String)> {
    let found = all(document).into_iter();
    found
        .map(|finding| (finding.rule, finding.record.claim.to_string()))
        .collect()
}

fn has(document: &Document, rule: Rule) -> bool {
    rules(document).iter().any(|(found, _)| *found == rule)
}

fn date(text: &str) -> Option<PartialDate> {
    Some(text.parse().unwrap())
}

#[test]
fn an_act_that_only_relays_know_of() {
    let check = |kind: &str, sources: Vec<Source>, claims: &[&str], expected: bool| {
        let claims = claims.iter().map(|source| cites(source)).collect();
        let document = with(sources, link("l", kind, claims));
        assert_eq!(has(&document, Rule::RelayedAct), expected, "{kind}");
    };
    let relay = || source("news", Some(Role::Relay));
    let from = |origin: &str| Source {
        derived_from: vec![origin.into()],
        ..relay()
    };
    check("sanctions", vec![relay()], &["news"], true);
    check("made-under", vec![relay()], &["news", "news"], true);
    check("supplies", vec![relay()], &["news"], false);
    check("sanctions", vec![relay()], &[], false);
    let own = || source("own", Some(Role::Own));
    // The original is in the table, and nobody cites it for this.
    check("sanctions", vec![from("own"), own()], &["news"], true);
    check("sanctions", vec![relay(), own()], &["news", "own"], false);
    check(
        "sanctions",
        vec![from("wire"), source("wire", Some(Role::Relay))],
        &["news"],
        true,
    );
    check(
        "sanctions",
        vec![relay(), source("wire", None)],
        &["news", "wire"],
        false,
    );
}

#[test]
fn conduct_asserted_by_a_third_party() {
    let check = |claim: Claim, kind: &str, expected: bool| {
        let sources = vec![
            source("s", Some(Role::Own)),
            source("r", Some(Role::Register)),
        ];
        let document = with(sources, link("l", kind, vec![claim]));
        assert_eq!(has(&document, Rule::ThirdParty), expected, "{kind}");
    };
    let by = |speaker: &str| Claim {
        speakers: vec![speaker.into()],
        ..cites("s")
    };
    check(cites("s"), "supplies", true);
    check(cites("s"), "partners-with", true);
    check(cites("s"), "owns", false);
    check(by("acme"), "supplies", false);
    check(cites("r"), "supplies", false);
    check(cites("gone"), "supplies", false);
    let alleges = Claim {
        stance: Some(Stance::Alleges),
        ..cites("s")
    };
    check(alleges, "supplies", false);
    let of_a_field = Claim {
        about: "since".into(),
        ..cites("s")
    };
    check(of_a_field, "supplies", false);
}

#[test]
fn graded_as_confirmed_with_one_voice() {
    let graded = |grade: u8, source: &str| Claim {
        credibility: Credibility::new(grade),
        ..cites(source)
    };
    let sources = || vec![source("a", Some(Role::Own)), source("b", Some(Role::Own))];
    let check = |claims: Vec<Claim>, expected: &[&str]| {
        let document = with(sources(), link("l", "owns", claims));
        let found: Vec<String> = rules(&document)
            .into_iter()
            .filter(|(rule, _)| *rule == Rule::OneVoice)
            .map(|(_, claim)| claim)
            .collect();
        assert_eq!(found, expected);
    };
    check(vec![graded(1, "a")], &["#1"]);
    check(vec![cites("a"), graded(1, "a")], &["#2"]);
    check(vec![graded(1, "a"), cites("b")], &[]);
    check(vec![graded(2, "a")], &[]);
    let about = Claim {
        about: "since".into(),
        ..graded(1, "a")
    };
    check(vec![about, cites("b")], &["#1"]);
    let mut acme = entity("acme", "company", "Acme Trading");
    acme.claims = vec![graded(1, "a"), cites("b")];
    assert!(!has(
        &of(sources(), vec![acme.clone()], vec![]),
        Rule::OneVoice
    ));
    acme.claims.pop();
    assert!(has(&of(sources(), vec![acme], vec![]), Rule::OneVoice));
}

#[test]
fn a_denial_before_what_it_answers() {
    let denial = || Claim {
        stance: Some(Stance::Denies),
        ..cites("denial")
    };
    let check = |denied: &str, claimed: &str, origin: &str, expected: bool| {
        let dated = |id: &str, text: &str| Source {
            published: text.parse().ok(),
            ..source(id, Some(Role::Own))
        };
        let mut claim = dated("claim", claimed);
        claim.derived_from = vec!["origin".into()];
        let sources = vec![dated("denial", denied), claim, dated("origin", origin)];
        let document = with(
            sources,
            link("l", "supplies", vec![cites("claim"), denial()]),
        );
        let what = format!("{denied}, {claimed}, {origin}");
        assert_eq!(has(&document, Rule::EarlyDenial), expected, "{what}");
    };
    check("2024-02", "2024-03-05", "2024-03-01", true);
    check("2024-02", "2024-03-05", "2024-02-29", false);
    check("2024", "2024-03-05", "2024-03-05", false);
    check("2024-02~", "2024-03-05", "2024-03-05", false);
    check("2024-02", "2024-03-05", "not known", false);
    check("2024-02", "not known", "2024-03-05", false);
    check("2025", "2024", "2024", false);
    let alone = with(
        vec![source("denial", None)],
        link("l", "supplies", vec![denial()]),
    );
    assert!(
        !has(&alone, Rule::EarlyDenial),
        "there is nothing that it could answer"
    );
}

#[test]
fn a_claim_marked_lower_than_its_source() {
    let check = |claim: Option<Marking>, marked: Option<Marking>, expected: bool| {
        let source = Source {
            marking: marked,
            ..source("s", Some(Role::Own))
        };
        let claim = Claim {
            marking: claim,
            ..cites("s")
        };
        let document = with(vec![source], link("l", "owns", vec![claim]));
        assert_eq!(has(&document, Rule::LowMarking), expected);
    };
    check(Some(Marking::Clear), Some(Marking::Amber), true);
    check(Some(Marking::Green), Some(Marking::Red), true);
    check(Some(Marking::Amber), Some(Marking::Amber), false);
    check(Some(Marking::Clear), None, false);
    check(None, Some(Marking::Red), false);
}

#[test]
fn dates_that_contradict() {
    let period = |since: &str, until: &str| (since.parse().ok(), until.parse().ok());
    let check = |kind: &str, link_dates, acme, claim, expected: bool| {
        let (mut one, mut end, mut cited) = (
            link("l", kind, vec![]),
            entity("acme", "company", "Acme"),
            cites("s"),
        );
        (one.since, one.until) = link_dates;
        (end.since, end.until) = acme;
        (cited.since, cited.until) = claim;
        one.claims.push(cited);
        let uk = entity("uk", "state", "United Kingdom");
        let document = of(vec![source("s", Some(Role::Own))], vec![end, uk], vec![one]);
        let found = all(&document);
        let dates: Vec<_> = found.iter().filter(|f| f.rule == Rule::Dates).collect();
        assert_eq!(!dates.is_empty(), expected, "{kind}: {dates:?}");
    };
    let none = || period("", "");
    check("owns", period("2021", "2020"), none(), none(), true);
    check("owns", period("2021", "2021"), none(), none(), false);
    check("owns", period("2021-05", "2021"), none(), none(), false);
    check("owns", period("2021~", "2020"), none(), none(), false);
    check("owns", none(), period("2021", "2020"), none(), true);
    check("owns", none(), none(), period("2021", "2020"), true);
    // Beside its end.
    check("owns", period("2009", ""), period("2010", ""), none(), true);
    check(
        "founded",
        period("2009", ""),
        period("2010", ""),
        none(),
        false,
    );
    check(
        "sanctions",
        period("2021", ""),
        period("", "2020"),
        none(),
        false,
    );
    check("owns", period("2021", ""), period("", "2020"), none(), true);
    check(
        "owns",
        period("2009", ".."),
        period("", "2020"),
        none(),
        true,
    );
    check(
        "owns",
        period("2009", "2021"),
        period("", "2020"),
        none(),
        true,
    );
    check(
        "owns",
        period("2009", "2020"),
        period("", "2020"),
        none(),
        false,
    );
    // A claim beside its link.
    check("owns", period("", "2020"), none(), period("2021", ""), true);
    check("owns", period("2020", ""), none(), period("", "2019"), true);
    check(
        "owns",
        period("2020", ".."),
        none(),
        period("2021", ""),
        false,
    );
}

#[test]
fn sources_without_a_role_and_those_that_nothing_cites() {
    let roles = |used: bool, role: Option<Role>| {
        let claims = if used { vec![cites("s")] } else { vec![] };
        let document = with(vec![source("s", role)], link("l", "owns", claims));
        rules(&document)
            .into_iter()
            .map(|(rule, _)| rule)
            .collect::<Vec<_>>()
    };
    assert_eq!(roles(true, None), [Rule::NoRole]);
    assert_eq!(roles(true, Some(Role::Own)), []);
    assert_eq!(roles(false, None), [Rule::NotCited]);
    assert_eq!(roles(false, Some(Role::Own)), [Rule::NotCited]);
    let mut acme = entity("acme", "company", "Acme Trading");
    acme.identifiers.push(Identifier {
        source: "s".into(),
        ..Identifier::default()
    });
    let cited = of(vec![source("s", Some(Role::Own))], vec![acme], vec![]);
    assert_eq!(rules(&cited), []);
    let itself = Source {
        derived_from: vec!["s".into()],
        ..source("s", Some(Role::Own))
    };
    assert!(
        has(&of(vec![itself], vec![], vec![]), Rule::NotCited),
        "itself is nobody else"
    );
}

/// Whether these two entities are found to be duplicates, whichever way round and in whichever order they stand.
fn are_duplicates(a: &Entity, b: &Entity) -> bool {
    let find = |a: &Entity, b: &Entity| {
        let (mut a, mut b) = (a.clone(), b.clone());
        (a.id, b.id) = ("a".into(), "b".into());
        has(&of(vec![], vec![b, a], vec![]), Rule::Duplicate)
    };
    assert_eq!(find(a, b), find(b, a));
    find(a, b)
}

#[test]
fn probable_duplicates_by_name() {
    let check = |kinds: [&str; 2], names: [&str; 2], expected: bool| {
        let [a, b] = [0, 1].map(|at| entity("x", kinds[at], names[at]));
        assert_eq!(are_duplicates(&a, &b), expected, "{kinds:?}: {names:?}");
    };
    let both = |kind, names, expected| check([kind; 2], names, expected);
    both("company", ["Acme Trading", "  ACME   trading "], true);
    both("company", ["Acme Trading", "Trading, Acme"], true);
    both("company", ["Acme Trading Ltd", "Acme Trading GmbH"], false);
    both("company", ["Acme Trading", "Acme Trading Ltd"], true);
    both("company", ["Acme Holding", "Acme Holding Limited"], true);
    both(
        "company",
        ["Acme Trading Ltd.", "Acme Trading Limited"],
        true,
    );
    both("company", ["Trading Ltd", "Board Ltd"], false);
    both("person", ["Zhang Weimin", "Weimin ZHANG"], true);
    both("person", ["Zhang Wei Min", "张伟民"], true);
    both("person", ["张伟", "章薇"], false);
    both("person", ["Ivan", "Ivan"], false);
    both("person", ["J. S.", "J. S."], false);
    both("person", ["", ""], false);
    both("company", ["São Paulo Metal", "Sao Paulo Metal"], true);
    both("company", ["BP", "BP"], false);
    both("agency", ["NCSC", "NCSC"], false);
    both(
        "agency",
        ["Ministry of Defence", "Ministry of Defence"],
        false,
    );
    both("document", ["Joint advisory", "Joint Advisory"], false);
    both("other", ["Node 12", "Node 12"], false);
    both("other", ["Person 1", "Person 1"], false);
    both("other", ["1234", "1234"], false);
    check(["company", "organization"], ["Acme Trading"; 2], true);
    check(["other", "company"], ["Acme Trading"; 2], true);
    check(["company", "person"], ["Acme Trading"; 2], false);
    check(["state", "agency"], ["Singapore"; 2], false);
}

#[test]
fn possible_duplicates_as_people_write_them() {
    let found = [
        ("company", "Aabar Investments PJS", "Aabar Investment PJS"),
        (
            "company",
            "Aabar Investments PJS",
            "Aabar Investments P.J.S.C.",
        ),
        ("person", "Tim Leissner", "Tim Leisner"),
        ("person", "Leissner, Tim", "Tim Leisner"),
        ("company", "Falcon Private Bank", "Falcon Private Bank Ltd"),
        ("company", "Falcon Private Bank Ltd.", "Falkon Private Bank"),
        ("company", "Goldman Sachs", "Goldman Sachs Inc"),
        ("company", "The Goldman Sachs, Inc.", "Goldman Sachs"),
        ("company", "PetroSaudi", "Petro Saudi"),
        (
            "company",
            "PetroSaudi International",
            "Petro Saudi International Ltd",
        ),
        ("person", "Najib Razak", "Najib Tun Razak"),
        ("person", "Najib Razak", "Dato' Sri Najib bin Tun Razak"),
        ("person", "Jasmine Loo", "Jasmine Ai Loo"),
        ("company", "Johnson & Johnson", "Johnson and Johnson"),
        (
            "organization",
            "Transparency International",
            "Transperency International",
        ),
    ];
    let different = [
        ("company", "Bank of China", "Bank of Chile"),
        ("agency", "Unit 61398", "Unit 61486"),
        ("agency", "Unit 61398", "Unit 61399"),
        ("company", "Blackstone Fund 1 23", "Blackstone Fund 12 3"),
        ("company", "Fund II Partners", "Fund III Partners"),
        ("company", "Acme Trading AG", "Acme Trading SA"),
        ("company", "Goldman Sachs", "Goldman Sachs International"),
        ("company", "Sinovac Ltd", "Sinopac Ltd"),
        ("company", "Gambia Shipping", "Zambia Shipping"),
        ("person", "Boris Rotenberg", "Arkady Rotenberg"),
        ("person", "Daniel Ivanov", "Daniela Ivanov"),
        ("person", "Marina Ivanova", "Marina Ivanov"),
        ("person", "Yusuf Hassan", "Yusef Hassan"),
        ("person", "Wu Haibo", "Wu Haibin"),
        ("person", "Mohammed Hassan Ali", "Mohammed Omar Ali"),
        ("person", "Sun Li", "Sun Wei Li"),
        (
            "infrastructure",
            "microsoft-update.com",
            "microsofft-update.com",
        ),
        ("other", "constitution", "constitutian"),
        ("company", "Northern Trust", "Southern Trust"),
    ];
    for (expected, pairs) in [(true, &found[..]), (false, &different[..])] {
        for (kind, a, b) in pairs {
            let [one, two] = [a, b].map(|name| entity("x", kind, name));
            assert_eq!(are_duplicates(&one, &two), expected, "{kind}: {a}, {b}");
        }
    }
}

#[test]
fn what_tells_two_namesakes_apart() {
    let acme = || entity("x", "company", "Acme Trading");
    let check = |change: &dyn Fn(&mut Entity, &mut Entity), expected: bool, what: &str| {
        let (mut a, mut b) = (acme(), acme());
        change(&mut a, &mut b);
        assert_eq!(are_duplicates(&a, &b), expected, "{what}");
    };
    let number = |scheme: &str, value: &str| Identifier {
        scheme: scheme.into(),
        value: value.into(),
        ..Identifier::default()
    };
    check(&|_, _| {}, true, "nothing");
    check(
        &|a, b| (a.country, b.country) = ("GB".into(), "US".into()),
        false,
        "countries",
    );
    check(&|a, _| a.country = "GB".into(), true, "a country of one");
    check(
        &|a, b| (a.since, b.since) = (date("2001"), date("2010")),
        false,
        "dates",
    );
    check(
        &|a, b| (a.since, b.since) = (date("2001"), date("2001-05")),
        true,
        "dates that agree",
    );
    let numbers = |a: &mut Entity, b: &mut Entity, x: &str, y: &str| {
        a.identifiers.push(number("LEI", x));
        b.identifiers.push(number("lei", y));
    };
    check(&|a, b| numbers(a, b, "1", "2"), false, "numbers");
    check(&|a, b| numbers(a, b, "1", "1"), true, "the same number");
    let named = |a: &mut Entity, b: &mut Entity, kind| {
        (a.name, b.name) = ("One Ltd".into(), "Two Ltd".into());
        a.names.push(Name {
            text: "Acme Trading".into(),
            kind,
            ..Name::default()
        });
        b.names = a.names.clone();
    };
    check(&|a, b| named(a, b, Some(NameType::Alias)), true, "an alias");
    check(
        &|a, b| named(a, b, Some(NameType::Mistaken)),
        false,
        "a mistaken name",
    );
    let agency = |country: &'static str| Entity {
        country: country.into(),
        ..entity("x", "agency", "Ministry of Defence")
    };
    assert!(
        are_duplicates(&agency("GB"), &agency("GB")),
        "one country has one of them"
    );
    assert!(!are_duplicates(&agency("GB"), &agency("")));
    let by_number = |scheme: &str, kind: &str| {
        let with = |name: &str, kind: &str| Entity {
            identifiers: vec![number(scheme, "A 1")],
            ..entity("x", kind, name)
        };
        are_duplicates(&with("One", kind), &with("Two", "company"))
    };
    assert!(by_number("lei", "company") && !by_number("node-id", "company"));
    assert!(
        !by_number("website", "person"),
        "kinds that do not go together"
    );
}

#[test]
fn two_that_a_link_joins_are_no_duplicates_nor_are_many_namesakes() {
    let names = |count: usize| {
        let ids = (0..count).map(|at| entity(&format!("e{at}"), "company", "Acme Trading"));
        ids.collect::<Vec<_>>()
    };
    let same_as = Link {
        id: "l".into(),
        kind: "same-as".into(),
        from: "e1".into(),
        to: "e0".into(),
        ..Link::default()
    };
    assert!(!has(&of(vec![], names(2), vec![same_as]), Rule::Duplicate));
    let pairs = |count| all(&of(vec![], names(count), vec![])).len();
    assert_eq!(
        (pairs(3), pairs(9)),
        (3, 8),
        "of many namesakes each with the next"
    );
}

/// A dataset in which every rule finds something.
fn rich() -> Document {
    let news = Source {
        published: date("2024"),
        marking: Some(Marking::Red),
        ..source("news", Some(Role::Relay))
    };
    let denial = Source {
        published: date("2023"),
        ..source("denial", None)
    };
    let low = Claim {
        marking: Some(Marking::Clear),
        credibility: Credibility::new(1),
        ..cites("news")
    };
    let denies = Claim {
        stance: Some(Stance::Denies),
        ..cites("denial")
    };
    let mut reversed = entity("acme2", "company", "Trading Acme");
    (reversed.since, reversed.until) = (date("2021"), "2020".parse().ok());
    let mut guessed = entity("uk", "state", "United Kingdom");
    mark_guessed(&mut guessed);
    let entities = vec![entity("acme", "company", "Acme Trading"), reversed, guessed];
    let links = vec![
        link("act", "sanctions", vec![low]),
        link("conduct", "supplies", vec![cites("news"), denies]),
    ];
    of(vec![news, denial, source("unused", None)], entities, links)
}

#[test]
fn every_rule_can_be_set_aside_and_then_is_not_found() {
    let document = rich();
    let found = all(&document);
    let rules: FxHashSet<Rule> = found.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules.len(), Rule::ALL.len(), "{rules:?}");
    for (at, finding) in found.iter().enumerate() {
        let mut document = document.clone();
        let claim = finding.record.claim.clone();
        let aside = finding.set_aside(&claim, "known", date("2026-01-20"));
        document.splice_finding(0, false, Some(Arc::new(aside)));
        let mut rest = found.clone();
        rest.remove(at);
        assert_eq!(all(&document), rest, "{finding:?}");
    }
}

#[test]
fn setting_aside_what_is_gone_harms_nothing() {
    let mut document = rich();
    let before = all(&document);
    for (rule, table, id, claim) in [
        ("duplicate", Some(TableName::Entities), "acme", "gone"),
        ("dates-contradict", Some(TableName::Links), "gone", ""),
        (
            "third-party-asserts",
            Some(TableName::Links),
            "conduct",
            "gone",
        ),
        ("no such rule", None, "", "#0"),
        (
            "source-without-role",
            Some(TableName::Sources),
            "denial",
            "x",
        ),
    ] {
        let aside = SetAsideFinding {
            rule: rule.into(),
            table,
            id: id.into(),
            claim: claim.into(),
            ..SetAsideFinding::default()
        };
        document.splice_finding(0, false, Some(Arc::new(aside)));
    }
    assert_eq!(all(&document), before);
}

#[test]
fn what_is_found_does_not_depend_on_what_is_looked_at() {
    let document = rich();
    let basis = Basis {
        as_of: date("1990"),
        left_out: vec![0],
        ..Basis::default()
    };
    let found = findings(&document, &Evidence::of(&document, basis));
    assert_eq!(found.list, all(&document));
}

#[test]
fn an_ended_claim_is_no_finding_and_texts_say_what_to_do() {
    let mut document = rich();
    let mut act = Link::clone(document.links().get("act").unwrap());
    act.claims[0].ended = Some(Box::new(Ending::default()));
    document.put_link("act", Some(Arc::new(act)));
    assert!(!has(&document, Rule::RelayedAct) && !has(&document, Rule::OneVoice));
    for finding in all(&rich()) {
        let problem = finding.problem();
        assert_eq!(problem.severity, Severity::Note);
        assert!(problem.text.contains("; "), "{}", problem.text);
        assert!(!problem.text.ends_with('.') && !problem.text.contains('!'));
    }
}

proptest! {
    /// Findings do not depend on the order in which records stand.
    #[test]
    fn order_does_not_matter(seed in any::<u64>(), names in prop::collection::vec("[ab]{2,3} [cd]{2,3}", 0..12)) {
        let entities: Vec<Entity> = (0..).zip(&names)
            .map(|(at, name)| entity(&format!("e{at}"), "company", name))
            .collect();
        let mut turned = entities.clone();
        if !turned.is_empty() {
            let by = (seed % turned.len() as u64) as usize;
            turned.rotate_left(by);
        }
        let (a, b) = (of(vec![], entities, vec![]), of(vec![], turned, vec![]));
        prop_assert_eq!(all(&a), all(&b));
    }
}

#[test]
fn the_dataset_marking_is_no_marking_of_a_source() {
    let mut document = with(
        vec![source("s", Some(Role::Own))],
        link(
            "l",
            "owns",
            vec![Claim {
                marking: Some(Marking::Clear),
                ..cites("s")
            }],
        ),
    );
    document.put_meta(Arc::new(Meta {
        marking: Some(Marking::Red),
        ..Meta::default()
    }));
    assert!(!has(&document, Rule::LowMarking));
}
