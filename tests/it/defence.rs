//! The defence list of the sample: sorted, searched, counted, as text and as a table.

use std::cmp::Reverse;

use linkwright::analysis::defence::{Column, Defence, HEADER, Teller, Told};
use linkwright::formats::linkwright::read;
use linkwright::model::evidence::{Basis, Evidence};
use linkwright::model::names::fold;
use linkwright::model::{Document, Look};

/// The sample, its evidence, and every link of it.
fn sample() -> (Document, Evidence, Vec<u32>) {
    let bytes = include_bytes!("../../datasets/uk-cyber-sanctions.json");
    let document = read(bytes).unwrap().document;
    let evidence = Evidence::of(&document, Basis::default());
    let links = document.links().order().to_vec();
    (document, evidence, links)
}

#[test]
fn the_weakest_stand_first() {
    let (document, evidence, links) = sample();
    let list = Defence::of(&document, evidence.links(), &links);
    let order = list.order(Column::Strength, false, "");
    assert_eq!(order.len(), 119);
    let looks: Vec<Look> = order.iter().map(|slot| evidence.link(*slot).look).collect();
    assert!(looks.is_sorted_by_key(|look| Reverse(*look)), "{looks:?}");
    assert_eq!(looks[0], Look::SetAside);
    let alleged = order.iter().map(|slot| evidence.link(*slot));
    let alleged = alleged.filter(|found| found.look == Look::Alleged);
    let disputed: Vec<bool> = alleged.map(|found| !found.disputed).collect();
    assert!(disputed.is_sorted(), "disputed ones first");
    let mut back = list.order(Column::Strength, true, "");
    assert_eq!(evidence.link(back[0]).look, Look::Established);
    back.sort_unstable();
    let mut all = order;
    all.sort_unstable();
    assert_eq!(back, all);
}

#[test]
fn each_column_sorts_by_what_is_seen_in_it() {
    let (document, evidence, links) = sample();
    let list = Defence::of(&document, evidence.links(), &links);
    let teller = Teller::new(&document, &evidence);
    let shown = |column, get: &dyn Fn(&Told) -> String| -> Vec<String> {
        let order = list.order(column, false, "");
        order
            .iter()
            .map(|slot| fold(&get(&teller.tell(*slot))).into_owned())
            .collect()
    };
    assert!(shown(Column::From, &|told| told.from.clone()).is_sorted());
    assert!(shown(Column::To, &|told| told.to.clone()).is_sorted());
    for descending in [false, true] {
        let order = list.order(Column::Since, descending, "");
        let since = order.iter().map(|slot| evidence.link(*slot).since);
        let since: Vec<_> = since.collect();
        let dated = since.iter().take_while(|since| since.is_some()).count();
        assert!(dated > 10 && since[dated..].iter().all(Option::is_none));
    }
    let voices = list.order(Column::Voices, true, "");
    assert_eq!(evidence.link(voices[0]).voices, 2);
}

#[test]
fn lines_are_found_by_names_looks_and_sources() {
    let (document, evidence, links) = sample();
    let list = Defence::of(&document, evidence.links(), &links);
    let found = |query: &str| list.order(Column::Strength, false, query).len();
    assert_eq!(found("no such thing"), 0);
    assert!(found("I-SOON") > 5 && found("i-soon sanctions") < found("i-soon"));
    assert!(found("parliament today") > 3);
    assert_eq!(found("disputed"), list.counts().disputed);
}

#[test]
fn counts_say_what_is_there_and_what_is_hidden() {
    let (document, evidence, links) = sample();
    let all = Defence::of(&document, evidence.links(), &links);
    assert_eq!(all.counts().lines(), 119);
    let words = all.counts().to_string();
    assert!(
        words.starts_with("119 lines: 1 set aside, ") && words.ends_with("1 claim ended"),
        "{words}"
    );
    let usual: Vec<u32> = links
        .into_iter()
        .filter(|slot| evidence.link(*slot).look != Look::SetAside)
        .collect();
    let usual = Defence::of(&document, evidence.links(), &usual)
        .counts()
        .to_string();
    assert!(
        usual.starts_with("118 lines: ") && usual.ends_with("1 link set aside is hidden"),
        "{usual}"
    );
    assert_eq!(Defence::default().counts().to_string(), "0 lines");
}

#[test]
fn the_text_and_the_table_hold_every_line_with_its_sources() {
    let (document, evidence, links) = sample();
    let teller = Teller::new(&document, &evidence);
    let text = teller.text(&links, "119 lines");
    assert!(text.starts_with("TLP:CLEAR\n119 lines\n\n1. "));
    assert!(text.contains("\n119. ") && text.contains("   – Parliament Today, “"));
    let table = teller.table(&links);
    let rows: Vec<&str> = table.lines().collect();
    assert_eq!(rows.len(), 120);
    assert!(
        rows.iter()
            .all(|row| row.split('\t').count() == HEADER.len())
    );
}
