//! The evidence list of the sample: sorted, searched, counted, as text and as a table.

use std::cmp::Reverse;

use linkwright::analysis::evidence_list::{EvidenceList, HEADER, LinkText, SortColumn, Teller};
use linkwright::formats::linkwright::read;
use linkwright::model::evidence::{Basis, Evidence};
use linkwright::model::names::fold;
use linkwright::model::{Document, Support};

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
    let list = EvidenceList::of(&document, evidence.links(), &links);
    let order = list.order(SortColumn::Strength, false, "");
    assert_eq!(order.len(), 119);
    let looks: Vec<Support> = order
        .iter()
        .map(|slot| evidence.link(*slot).support)
        .collect();
    assert!(
        looks.is_sorted_by_key(|support| Reverse(*support)),
        "{looks:?}"
    );
    assert_eq!(looks[0], Support::SetAside);
    let alleged = order.iter().map(|slot| evidence.link(*slot));
    let alleged = alleged.filter(|found| found.support == Support::Alleged);
    let disputed: Vec<bool> = alleged.map(|found| !found.disputed).collect();
    assert!(disputed.is_sorted(), "disputed ones first");
    let mut back = list.order(SortColumn::Strength, true, "");
    assert_eq!(evidence.link(back[0]).support, Support::Established);
    back.sort_unstable();
    let mut all = order;
    all.sort_unstable();
    assert_eq!(back, all);
}

#[test]
fn each_column_sorts_by_what_is_seen_in_it() {
    let (document, evidence, links) = sample();
    let list = EvidenceList::of(&document, evidence.links(), &links);
    let teller = Teller::new(&document, &evidence);
    let shown = |column, get: &dyn Fn(&LinkText) -> String| -> Vec<String> {
        let order = list.order(column, false, "");
        order
            .iter()
            .map(|slot| fold(&get(&teller.tell(*slot))).into_owned())
            .collect()
    };
    assert!(shown(SortColumn::From, &|told| told.from.clone()).is_sorted());
    assert!(shown(SortColumn::To, &|told| told.to.clone()).is_sorted());
    for descending in [false, true] {
        let order = list.order(SortColumn::Since, descending, "");
        let since = order.iter().map(|slot| evidence.link(*slot).since);
        let since: Vec<_> = since.collect();
        let dated = since.iter().take_while(|since| since.is_some()).count();
        assert!(dated > 10 && since[dated..].iter().all(Option::is_none));
    }
    let voices = list.order(SortColumn::Voices, true, "");
    assert_eq!(evidence.link(voices[0]).voices, 2);
}

#[test]
fn lines_are_found_by_names_looks_and_sources() {
    let (document, evidence, links) = sample();
    let list = EvidenceList::of(&document, evidence.links(), &links);
    let found = |query: &str| list.order(SortColumn::Strength, false, query).len();
    assert_eq!(found("no such thing"), 0);
    assert!(found("I-SOON") > 5 && found("i-soon sanctions") < found("i-soon"));
    assert!(found("parliament today") > 3);
    assert_eq!(found("disputed"), list.counts().disputed);
}

#[test]
fn counts_say_what_is_there_and_what_is_hidden() {
    let (document, evidence, links) = sample();
    let all = EvidenceList::of(&document, evidence.links(), &links);
    assert_eq!(all.counts().links(), 119);
    let words = all.counts().to_string();
    assert!(
        words.starts_with("119 links: 1 set aside, ") && words.ends_with("1 claim set aside"),
        "{words}"
    );
    let usual: Vec<u32> = links
        .into_iter()
        .filter(|slot| evidence.link(*slot).support != Support::SetAside)
        .collect();
    let usual = EvidenceList::of(&document, evidence.links(), &usual)
        .counts()
        .to_string();
    assert!(
        usual.starts_with("118 links: ") && usual.ends_with("1 set-aside link hidden"),
        "{usual}"
    );
    assert_eq!(EvidenceList::default().counts().to_string(), "0 links");
}

/// Stakes and labels of the sample about shareholders, in the list and in the copied table.
#[test]
fn stakes_and_labels_are_listed_sorted_and_found() {
    let bytes = include_bytes!("../../datasets/airbus-shareholders.json");
    let document = read(bytes).unwrap().document;
    let evidence = Evidence::of(&document, Basis::default());
    let links = document.links().order();
    let list = EvidenceList::of(&document, evidence.links(), links);
    let teller = Teller::new(&document, &evidence);
    let stakes = |descending| -> Vec<String> {
        let order = list.order(SortColumn::Stake, descending, "");
        order.iter().map(|slot| teller.tell(*slot).stake).collect()
    };
    let (up, down) = (stakes(false), stakes(true));
    let stated = up.iter().take_while(|stake| !stake.is_empty()).count();
    assert!(
        stated > 3 && up[stated..].iter().all(String::is_empty),
        "{up:?}"
    );
    assert!(
        down[stated..].iter().all(String::is_empty),
        "empty ones last: {down:?}"
    );
    assert_eq!(up[0], down[stated - 1]);
    assert!(
        up.contains(&"10.92%".to_owned()) && up.contains(&"≤ 10.9%".to_owned()),
        "{up:?}"
    );
    assert_eq!(list.order(SortColumn::Strength, false, "10.92%").len(), 1);
    let table = teller.table(links);
    let column = |name: &str| HEADER.iter().position(|head| *head == name).unwrap();
    let cells: Vec<Vec<&str>> = table.lines().map(|row| row.split('\t').collect()).collect();
    assert!(cells.iter().any(|row| row[column("Stake")] == "10.92%"));
    let (document, evidence, links) = sample();
    let list = EvidenceList::of(&document, evidence.links(), &links);
    let teller = Teller::new(&document, &evidence);
    let labels = list.order(SortColumn::Label, false, "");
    let labels = labels
        .iter()
        .map(|slot| fold(&teller.tell(*slot).label).into_owned());
    let labels: Vec<String> = labels.collect();
    let stated = labels.iter().take_while(|label| !label.is_empty()).count();
    assert!(stated > 3 && labels[..stated].is_sorted(), "{labels:?}");
    assert!(labels[stated..].iter().all(String::is_empty));
}

/// A stake counts as little as the claim that states it.
#[test]
fn only_stakes_of_counting_claims_are_listed() {
    let text = r#"{"format":"linkwright","version":1,
        "entities":[{"id":"a","kind":"company","name":"A"},{"id":"b","kind":"company","name":"B"}],
        "sources":[{"id":"s","role":"own"},{"id":"bad","role":"own","reliability":"E"}],
        "links":[{"id":"l","kind":"owns","from":"a","to":"b","claims":[
            {"source":"s","share":{"min":25,"max":50}},{"source":"s","share":{"min":25,"max":50}},{"source":"s","share":{"min":30}},
            {"source":"bad","share":{"max":99}},{"source":"s","stance":"denies","share":{"max":98}},
            {"source":"s","share":{"max":97},"ended":{"how":"withdrawn"}},{"source":"s","share":{"max":96},"credibility":5}]}]}"#;
    let document = read(text.as_bytes()).unwrap().document;
    let evidence = Evidence::of(&document, Basis::default());
    let teller = Teller::new(&document, &evidence);
    assert_eq!(teller.tell(0).stake, "25–50%; ≥ 30%");
    let list = EvidenceList::of(&document, evidence.links(), document.links().order());
    let found = |query: &str| list.order(SortColumn::Stake, false, query).len();
    assert_eq!((found("25-50%"), found("25–50%"), found("99%")), (1, 1, 0));
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
