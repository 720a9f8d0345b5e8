//! Names of links: what they say and where they stand.

use linkwright::formats::linkwright::read;
use linkwright::geom::{Pos2, Vec2, vec2};
use linkwright::look::Theme;
use linkwright::model::evidence::{Basis, Evidence};
use linkwright::model::{Filter, LinkNaming, WhatIf, link_name};
use linkwright::scene::ink::Ink;
use linkwright::scene::picture::picture;
use linkwright::work::{Chart, Places};

fn name(link: &str, naming: LinkNaming) -> String {
    let text = format!(
        r#"{{"format": "linkwright", "version": 1, "sources": [{{"id": "s", "role": "register"}}], "entities": [{{"id": "a", "kind": "state", "name": "A"}}, {{"id": "b", "kind": "company", "name": "B"}}],
        "links": [{{"id": "l", "from": "a", "to": "b", {link}}}]}}"#
    );
    let document = read(text.as_bytes()).unwrap().document;
    let evidence = Evidence::of(&document, Basis::default());
    let parts = link_name(&document, &evidence, 0, naming);
    let words: Vec<String> = parts.into_iter().map(|part| part.text).collect();
    words.join(" ")
}

#[test]
fn a_name_is_the_label_else_the_kind_with_what_is_stated() {
    use LinkNaming::*;
    for (link, naming, expected) in [
        (r#""kind": "supplies""#, NamesAndFigures, "supplies"),
        (
            r#""kind": "supplies", "label": "data""#,
            NamesAndFigures,
            "data",
        ),
        (
            r#""kind": "owns", "label": "10.92%""#,
            NamesAndFigures,
            "owns 10.92%",
        ),
        (r#""kind": "owns", "label": "10.92%""#, Names, "owns"),
        (r#""kind": "owns", "label": "10.92%""#, Figures, "10.92%"),
        (
            r#""kind": "owns""#,
            NamesAndFigures,
            "owns, stake not stated",
        ),
        (r#""kind": "owns""#, Names, "owns"),
        (r#""kind": "owns""#, Figures, ""),
        (r#""kind": "owns""#, Off, ""),
        (
            r#""kind": "owns", "claims": [{"source": "s", "share": {"min": 25, "max": 50}}]"#,
            NamesAndFigures,
            "owns 25–50%",
        ),
        (
            r#""kind": "directs", "since": "2016", "until": "2023""#,
            NamesAndFigures,
            "directs 2016–2023",
        ),
        (
            r#""kind": "directs", "since": "2021""#,
            NamesAndFigures,
            "directs since 2021",
        ),
        (
            r#""kind": "sanctions", "since": "2021-05-03""#,
            NamesAndFigures,
            "sanctions",
        ),
        (
            r#""kind": "directs", "until": "2023-02""#,
            NamesAndFigures,
            "directs until 2023",
        ),
    ] {
        assert_eq!(name(link, naming), expected, "{link}");
    }
}

/// The texts on a picture of a dataset that comes with the program.
fn texts_of(name: &str, size: Vec2) -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets");
    let document = read(&std::fs::read(folder.join(name)).unwrap())
        .unwrap()
        .document;
    let filter = Filter::default();
    let chart = Chart::of(&document, filter, WhatIf::default(), Theme::Light);
    let places = Places::of(&document, document.main_view().map(|view| &**view));
    let nodes = chart.net.nodes.iter();
    let positions: Vec<Pos2> = nodes.map(|slot| places.get(*slot).unwrap()).collect();
    let picture = picture(&chart.subject(&document, &positions, places.pinned()), size);
    let text = |ink: Ink| match ink {
        Ink::Text { text, .. } => Some(text.into_owned()),
        _ => None,
    };
    picture.inks.into_iter().filter_map(text).collect()
}

#[test]
fn all_links_of_the_small_chart_are_named_with_their_stakes() {
    let texts = texts_of("airbus-shareholders.json", vec2(1440.0, 900.0));
    for figure in [
        "10.92%", "10.90%", "10.90%,", "4.11%", "37.5%", "25%", "50%", "80%", "20%", "100%",
    ] {
        assert!(
            texts.iter().any(|text| text == figure),
            "{figure}: {texts:?}"
        );
    }
    assert!(
        !texts.iter().any(|text| text.starts_with("Names of")),
        "{texts:?}"
    );
}

#[test]
fn what_has_no_room_is_counted_on_the_picture() {
    for (size, least) in [(vec2(1440.0, 900.0), 70), (vec2(1920.0, 1080.0), 90)] {
        let texts = texts_of("uk-cyber-sanctions.json", size);
        let said = texts
            .iter()
            .find(|text| text.starts_with("Names of"))
            .unwrap();
        let shown: usize = said.split(' ').nth(2).unwrap().parse().unwrap();
        assert!(shown >= least, "{said}");
        assert!(said.ends_with("of 118 links shown"), "{said}");
    }
}
