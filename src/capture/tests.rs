//! How quick entry reads a line, by examples.

use std::sync::Arc;

use super::laws::{document, entity, fact, line, rules, why};
use super::*;
use crate::model::{Source, Until};

#[test]
fn an_impossible_day_is_refused_and_not_part_of_a_name() {
    let why = why("FCDO sanctions Acme 2025-02-30");
    assert!(why.contains("2025-02-30 is not a date"), "{why}");
}

/// A fact in few letters: ends with their kinds, known ones with a star.
fn told(fact: &Fact) -> String {
    let ends = |ends: &[TypedEnd]| {
        let end = |end: &TypedEnd| {
            let kind = end
                .kind
                .as_ref()
                .map(|kind| format!(":{kind}"))
                .unwrap_or_default();
            let star = if end.slot.is_some() { "*" } else { "" };
            format!("{}{star}{kind}", end.name)
        };
        ends.iter().map(end).collect::<Vec<_>>().join(" + ")
    };
    let turned = if fact.verb.inverse { "<" } else { "" };
    format!(
        "{} |{turned}{}| {}",
        ends(&fact.left),
        fact.verb.kind,
        ends(&fact.right)
    )
}

#[test]
fn ends_verbs_and_kinds() {
    let check = |text: &str, expected: &str| assert_eq!(told(&fact(text)), expected, "{text}");
    check("UK sanctions i-Soon", "UK* |sanctions| i-Soon*");
    check(
        "uk SANCTIONS i-soon, Integrity Tech",
        "uk* |sanctions| i-soon* + Integrity Tech",
    );
    check(
        "UK, France founded Pall Mall Process",
        "UK* + France |founded| Pall Mall Process",
    );
    check("NCF part of UK", "NCF |part-of| UK*");
    check("NCF part-of UK", "NCF |part-of| UK*");
    check("NCF Part  Of UK", "NCF |part-of| UK*");
    check("UK has part NCF", "UK* |<part-of| NCF");
    check(
        "Hackers for hire:sector supplies MSS:agency",
        "Hackers for hire:sector |supplies| MSS:agency",
    );
    check("MSS supplied by X", "MSS |<supplies| X");
    check("A made under B Act", "A |made-under| B Act");
    check("A leases to B", "A |leases-to| B");
    check("A leased from B", "A |<leases-to| B");
    // The longest known name wins over verb, comma and colon.
    check(
        "Sanctions Desk: Asia names X",
        "Sanctions Desk: Asia* |names| X",
    );
    check(
        "X names Sanctions Desk: Asia",
        "X |names| Sanctions Desk: Asia*",
    );
    check(
        "UK sanctions Sichuan Anxun, Ltd",
        "UK* |sanctions| Sichuan Anxun, Ltd*",
    );
    check("UK sanctions 四川安洵", "UK* |sanctions| 四川安洵*");
    // The leftmost place, there the longest.
    check("A part of B owns C", "A |part-of| B owns C");
    check("A owned by B", "A |<owns| B");
    // Whole words.
    check("Co-operates Ltd operates X", "Co-operates Ltd |operates| X");
    check("UK-based firm supplies X", "UK-based firm |supplies| X");
    // A colon that no kind follows is part of the name.
    check("Op: Sunrise targets X", "Op: Sunrise |targets| X");
    check(
        "Op: Sunrise:campaign targets X",
        "Op: Sunrise:campaign |targets| X",
    );
    check("X targets Y:Malware or tool", "X |targets| Y:malware");
    check(
        "\"A, owns, Ltd:company\" owns B",
        "A, owns, Ltd:company |owns| B",
    );
    check("\"A, Ltd\":company owns B", "A, Ltd:company |owns| B");
    check("“A, Ltd” owns B", "A, Ltd |owns| B");
    check(
        "\"UK\" owns \"The \"\"Big\"\" One\"",
        "UK* |owns| The \"Big\" One",
    );
    check("X owns 6\" pipe", "X |owns| 6\" pipe");
    // Of two namesakes the stated kind tells.
    check("Mercury:group targets X", "Mercury*:group |targets| X");
    check("A, A owns B", "A |owns| B");
}

#[test]
fn prefixes() {
    let said = |text: &str| {
        let said = fact(text).said.unwrap();
        let who: Vec<String> = said
            .who
            .iter()
            .map(|who| format!("{}{}", who.name, if who.slot.is_some() { "*" } else { "" }))
            .collect();
        let likelihood = said.likelihood.map(|l| format!(" {l}")).unwrap_or_default();
        format!("{} {}{likelihood}", who.join("+"), said.stance)
    };
    assert_eq!(said("UK says: A owns B"), "UK* asserts");
    assert_eq!(said("uk, Reuters alleges: A owns B"), "uk*+Reuters alleges");
    assert_eq!(
        said("FCDO assesses almost certain: A owns B"),
        "FCDO* assesses almost-certain"
    );
    assert_eq!(
        said("FCDO assesses realistic-possibility: A owns B"),
        "FCDO* assesses phia:realistic-possibility"
    );
    assert_eq!(said("FCDO Assesses: A owns B"), "FCDO* assesses");
    assert_eq!(said("X denies: A owns B"), "X denies");
    assert_eq!(said("\"X says: Y\" says: A owns B"), "X says: Y asserts");
    assert_eq!(said("alleges: A owns B"), " alleges");
    assert!(fact("A owns B").said.is_none());
    assert!(why("UK says : A owns B").contains("right after"));
    assert!(why("UK assesses perhaps: A owns B").contains("not an ICD 203"));
    assert!(why("Mercury says: A owns B").contains("ID m-1"));
}

#[test]
fn extras_from_the_right() {
    let all = fact(
        "UK alleges: A owns B (over 80) 2019..2021-05 25-50% #\"p. 4\" B2 tlp:green @fcdo-2025 // as said // twice",
    );
    let extras = &all.extras;
    assert_eq!(extras.since.unwrap().to_string(), "2019");
    assert_eq!(
        extras.until.and_then(Until::date).unwrap().to_string(),
        "2021-05"
    );
    assert_eq!(extras.label.as_deref(), Some("over 80"));
    assert_eq!(line::share_text(extras.share.as_ref().unwrap()), "25-50%");
    assert_eq!(extras.locator.as_deref(), Some("p. 4"));
    assert_eq!(extras.source.as_deref(), Some("fcdo-2025"));
    assert_eq!(extras.grade.unwrap().0.as_str(), "B");
    assert_eq!(extras.marking.unwrap().as_str(), "TLP:GREEN");
    assert_eq!(all.note, "as said // twice");
    assert_eq!(told(&all), "A |owns| B");
    let to = |text: &str| told(&fact(text)).rsplit("| ").next().unwrap().to_owned();
    assert_eq!(to("A owns 2025"), "2025", "while text remains");
    assert_eq!(to("A owns B 2019 2021"), "B 2019", "one of each sort");
    assert_eq!(to("A owns Unit 8200"), "Unit 8200", "no year");
    assert_eq!(to("A owns B 2025-13"), "B 2025-13");
    assert_eq!(to("A owns Plan 2025"), "Plan 2025*", "a known name wins");
    assert_eq!(to("A owns Plan 2025 2024"), "Plan 2025*");
    assert_eq!(to("A owns \"B 2025\""), "B 2025");
    assert_eq!(to("A owns \"B 2025\" 2024"), "B 2025");
    assert_eq!(to("A owns f(x)"), "f(x)");
    assert_eq!(to("A owns B (c (d))"), "B");
    assert_eq!(
        fact("A owns B (c (d))").extras.label.as_deref(),
        Some("c (d)")
    );
    assert_eq!(to("A owns B 10.9%"), "B");
    assert_eq!(to("A owns B 25 %"), "B");
    assert_eq!(to("A owns B b2"), "B b2", "grades have capitals");
    assert_eq!(fact("A owns B #12").extras.locator.as_deref(), Some("12"));
    let period = |text: &str| {
        let extras = fact(text).extras;
        let since = extras.since.map(|d| d.to_string()).unwrap_or_default();
        (
            since,
            extras.until.map(|u| u.to_string()).unwrap_or_default(),
        )
    };
    let check = |text, since: &str, until: &str| {
        assert_eq!(period(text), (since.into(), until.into()), "{text}")
    };
    check("A owns B 2019..", "2019", "..");
    check("A owns B ..2021", "", "2021");
    check("A owns B 2019~ .. 2021", "2019~", "2021");
    check("A owns B 2019", "2019", "");
    check("A owns B", "", "");
    assert_eq!(
        fact("A owns http://x.example/ 2024").note,
        "",
        "// without white space before it"
    );
}

#[test]
fn what_is_not_understood_is_said() {
    let check = |text: &str, part: &str| assert!(why(text).contains(part), "{text}: {}", why(text));
    check("Mercury owns B", "ID m-1");
    check("Mercury owns B", "ID m-2");
    check("A, B owns C, D", "only one side");
    check("UK sanctions Sichuan Anxun Co, Ltd", "quote the whole name");
    check("UK sanctions X, Inc.", "only a legal form");
    check("UK sanctions X, S.A.", "only a legal form");
    check("X owns Q:agency, Q:company", "different kinds");
    check("UK, Britain owns A, B", "only one side");
    check("UK owns \"Mercury\":agency", "ID m-1");
    check("https://x.example/a", "start with @");
    check("A owns", "missing after");
    check("owns B", "missing before");
    check("A B", "no verb");
    check("A owns \"B", "closing quote missing");
    check("A owns \"B\" Dec 2025", "after the closing quote");
    check("A owns \"\"", "no name");
    check("A owns B,", "comma");
    check("A owns B @nothing", "no source");
    check("UK bribes i-Soon", "“bribes” is not a verb");
    check("Acme has paid off Beta", "“has paid off” is not a verb");
    check("Bank of China and Sons", "no verb between");
    check("UK owns Topaz:yacht", ":asset");
    check("UK owns \"Topaz\":yacht", ":asset");
    check("UK owns Topaz:zzz", "not an entity kind here: examples are");
    check("UK owns Topaz:organizatoin", ":organisation");
    check("Acme (x owned by Bcme", "bracket not closed in “Acme (x”");
    check("Bcme owns Acme (x", "bracket not closed");
    check("UK owns A =", "missing after =");
    check("UK says: A = B", "neither speaker");
    check("A owns B TLP:WHITE", "TLP:CLEAR");
    check("A owns B 2021..2019", "before it begins");
    check("A owns B 150%", "0 to 100");
    check("UK:company owns B", "as a state");
    check("@", "write a source");
    check(
        "UK sanctioned i-Soon",
        "“sanctioned” is not a verb: write sanctions or ",
    );
    check("UK denies i-Soon", "write “UK denies:” and then a fact");
    check("FCDO alleges i-Soon targets X", "write “FCDO alleges:”");
    check("Nope = alias", "“Nope” is not in this dataset");
    check("Nope = alias", "Nope:company");
    check("UK denied i-Soon", "write “UK denies:”");
    check("A owns B @december", "write the ID: fcdo-2025");
}

#[test]
fn an_unfinished_line_says_what_comes_next() {
    let document = document();
    let lexicon = Lexicon::of(&document);
    let first = |text: &str| {
        let mut reading = read(text, &document, &lexicon);
        let mistake = reading.mistakes.swap_remove(0);
        (mistake.unfinished, mistake.next.unwrap_or_default())
    };
    for (text, next) in [
        ("uk", "a verb"),
        ("United King", "a verb"),
        ("uk bribes i-S", "a verb"),
        ("United States", "a verb"),
        ("uk denies", "a colon"),
        ("uk assesses likely", "a colon"),
        ("uk denies: ", "a fact"),
        ("uk owns", "a name"),
        ("uk owns A,", "another name"),
        ("i-Soon =", "another name"),
        ("uk owns \"A", "the rest of the name"),
        ("A owns B @fc", ""),
        ("A owns B TLP:GR", ""),
        ("A owns B:comp", ""),
        ("A owns \"B\" 2025-", ""),
    ] {
        let (unfinished, found) = first(text);
        assert!(unfinished, "{text}");
        assert!(
            found.starts_with(next) && found.is_empty() == next.is_empty(),
            "{text}: {found}"
        );
    }
    for text in [
        "uk denies i-Soon",
        "A owns B @fc 2025",
        "A owns B:comp, C",
        "FCDO alleges UK owns A",
    ] {
        assert!(!first(text).0, "{text} cannot become right");
    }
}

#[test]
fn another_name_that_others_have_is_added_and_said() {
    let lines = ["FCDO = Britain", "FCDO = Anxun", "FCDO = Foreign Office"];
    let done = batch(lines.into_iter(), &document(), &rules());
    let listed = |row: &LineResult| match row {
        LineResult::Fact(_, plan) => plan.listed.join("; "),
        other => panic!("{other:?}"),
    };
    let listed: Vec<String> = done.rows.iter().map(listed).collect();
    assert!(
        listed[0].contains("already a name of United Kingdom"),
        "{listed:?}"
    );
    assert!(
        listed[1].contains("part of a name of i-Soon; typed alone, it then means FCDO"),
        "{listed:?}"
    );
    assert_eq!(listed[2], "");
}

#[test]
fn of_several_sources_each_is_named_by_its_id() {
    let mut document = document();
    for at in 0..6 {
        let id = format!("leak-{at}");
        let source = Source {
            id: id.as_str().into(),
            title: "Leak".into(),
            ..Source::default()
        };
        document.put_source(&id, Some(Arc::new(source)));
    }
    for text in ["@leak", "A owns B @leak"] {
        let done = batch([text].into_iter(), &document, &rules());
        let why = done.rows[0].why().unwrap();
        let ids = "write the ID: leak-0, leak-1, leak-2, leak-3 or one of 2 others";
        assert!(why.contains(ids), "{why}");
    }
}

#[test]
fn other_names_are_given_after_an_equals_sign() {
    let names = |text: &str| {
        let ends = line(text).ends().into_iter().cloned().collect::<Vec<_>>();
        let end = |end: &TypedEnd| format!("{}={}", end.name, end.aliases.join("="));
        ends.iter().map(end).collect::<Vec<_>>().join(" + ")
    };
    assert_eq!(names("i-Soon = Anxun Ltd"), "i-Soon=Anxun Ltd");
    assert_eq!(names("New Co:company = \"N, Co\" = NC"), "New Co=N, Co=NC");
    assert_eq!(names("UK owns A = B, C"), "UK= + A=B + C=");
    assert_eq!(
        names("UK owns a=b"),
        "UK= + a=b=",
        "without white space part of the name"
    );
    let lines = [
        "i-Soon = Anxun IT = i-SOON",
        "UK sanctions X = Y 2025 @fcdo-2025",
        "Y owns Z @fcdo-2025",
    ];
    let done = batch(lines.into_iter(), &document(), &rules());
    assert!(
        done.rows.iter().all(|row| row.why().is_none()),
        "{:?}",
        done.rows
    );
    let entities = done.document.entities();
    let texts = |id: &str| {
        entities
            .get(id)
            .unwrap()
            .names
            .iter()
            .map(|name| name.text.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        texts("i-soon"),
        ["Sichuan Anxun, Ltd", "四川安洵", "Anxun IT"],
        "what is its name already is not added"
    );
    assert_eq!(
        entities.len(),
        document().entities().len() + 2,
        "X and Z: Y is X"
    );
    let again = batch(lines.into_iter(), &done.document, &rules());
    assert!(again.edits.is_empty(), "{:?}", again.edits);
}

#[test]
fn a_new_source_may_end_a_line() {
    let lines = [
        "UK sanctions X @https://x.example/1",
        "UK sanctions Z @https://x.example/1",
        "A owns B",
    ];
    let done = batch(lines.into_iter(), &document(), &rules());
    let good: Vec<bool> = done.rows.iter().map(|row| row.why().is_none()).collect();
    assert_eq!(
        good,
        [true, true, false],
        "it is the source of this line alone"
    );
    let added = done
        .document
        .sources()
        .iter()
        .filter(|s| s.url == "https://x.example/1");
    assert_eq!(added.count(), 1);
}

#[test]
fn a_word_of_one_name_means_its_entity() {
    let check = |text: &str, expected: &str| assert_eq!(told(&fact(text)), expected, "{text}");
    check("UK sanctions Anxun", "UK* |sanctions| i-Soon*");
    check(
        "kingdom owns SICHUAN, X",
        "United Kingdom* |owns| i-Soon* + X",
    );
    check("Anxun owns B", "i-Soon* |owns| B");
    // Quotes and kinds say that it is the whole name; so do several words.
    check("UK sanctions \"Anxun\"", "UK* |sanctions| Anxun");
    check("UK sanctions Anxun:agency", "UK* |sanctions| Anxun:agency");
    check("UK sanctions Anxun Two", "UK* |sanctions| Anxun Two");
    // What says only what a thing is, a number or few letters mean no one.
    check("X owns Ltd", "X |owns| Ltd");
    let speaker = fact("Anxun says: A owns B").said.unwrap();
    assert_eq!(speaker.who[0].slot, None, "no speaker is guessed");

    let mut document = document();
    let bank = entity("bank", "company", "Bank Anxun Malaysia", &[]);
    document.put_entity("bank", Some(bank));
    let lexicon = Lexicon::of(&document);
    let reading = read("UK sanctions Anxun", &document, &lexicon);
    assert_eq!(reading.line, None, "several have it");
    let why = &reading.mistakes[0].why;
    assert!(
        why.contains("ID bank") && why.contains("ID i-soon"),
        "{why}"
    );
    // A state is no bank that has its name.
    let reading = read("UK sanctions Malaysia", &document, &lexicon);
    let Some(Line::Fact(fact)) = reading.line else {
        panic!("{:?}", reading.mistakes);
    };
    assert_eq!(fact.right[0].slot, None);
}

#[test]
fn a_script_is_told_which_entity_a_word_may_mean_and_nothing_is_added() {
    let lines = [
        "@fcdo-2025",
        "UK sanctions Anxun",
        "UK sanctions Britain, B",
    ];
    let script = Rules {
        may_shorten: false,
        ..rules()
    };
    let done = batch(lines.into_iter(), &document(), &script);
    let why = done.rows[1].why().unwrap();
    assert!(
        why.contains("ID i-soon") && why.contains("\"Anxun\""),
        "{why}"
    );
    assert!(done.rows[2].why().is_none(), "an alias is a name");
    let done = batch(lines.into_iter(), &document(), &rules());
    let LineResult::Fact(line, plan) = &done.rows[1] else {
        panic!("{:?}", done.rows[1]);
    };
    let words = document().vocabulary();
    let parts = plan.parts(line, &document(), &words);
    assert!(parts.contains(&"Anxun → i-Soon".to_owned()), "{parts:?}");
}

#[test]
fn source_lines() {
    let document = document();
    let lexicon = Lexicon::of(&document);
    let find = |text: &str| match read(text, &document, &lexicon).line {
        Some(Line::Source(words)) => find_source(&document, &words),
        other => panic!("{other:?}"),
    };
    assert_eq!(find("@fcdo-2025"), FoundSource::Known(0));
    assert_eq!(find(" @statement december"), FoundSource::Known(0));
    assert_eq!(
        find("@https://gov.example/statement/"),
        FoundSource::Known(0)
    );
    assert_eq!(
        find("@https://gov.example/other // no note"),
        FoundSource::New
    );
    assert_eq!(find("@\"fcdo-2025\""), FoundSource::Known(0));
    assert_eq!(find("@Guardian"), FoundSource::New);
}
