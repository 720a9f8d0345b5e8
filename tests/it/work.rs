//! What an open dataset shows after edits is what it would show if it were opened so.

use std::sync::Arc;

use linkwright::edit::Edit;
use linkwright::look::Theme;
use linkwright::model::evidence::{Basis, Evidence};
use linkwright::model::{Filter, shown};
use linkwright::net::Net;
use linkwright::scene::Scene;
use linkwright::scene::legend::Legend;
use linkwright::work::{FileState, Work};
use proptest::prelude::*;

use crate::argued::{document, edit, entity_id, source_id};

fn filter() -> BoxedStrategy<Filter> {
    let day = prop_oneof![Just(None), Just("2020".parse().ok())];
    let sources = prop::collection::vec(source_id(), 0..3);
    let speakers = prop::collection::vec(entity_id(), 0..3);
    let filter =
        (day, sources, speakers, any::<bool>()).prop_map(|(as_of, sources, speakers, not)| {
            let mut filter = Filter {
                as_of,
                ..Filter::default()
            };
            let lists = if not {
                &mut filter.not
            } else {
                &mut filter.any
            };
            lists.sources = sources;
            lists.speakers = speakers;
            filter
        });
    prop_oneof![Just(Filter::default()), filter].boxed()
}

proptest! {
    #[test]
    fn edits_show_what_opening_shows(
        start in document(), steps in prop::collection::vec(prop::collection::vec(edit(), 1..3), 1..6), filter in filter(),
        undo in any::<bool>(),
    ) {
        let mut work = Work::new(start, FileState::default(), true, Theme::Light, Arc::new(|| {}));
        work.set_filter(filter);
        for edits in steps {
            work.commit("edit", Edit::All(edits)).unwrap();
            if undo {
                check(&work)?;
                work.undo();
            }
            check(&work)?;
        }
    }
}

fn check(work: &Work) -> Result<(), TestCaseError> {
    let (document, filter) = (&work.document, &work.filter);
    let basis = Basis {
        as_of: filter.as_of,
        ..Basis::default()
    };
    let evidence = Evidence::of(document, basis);
    prop_assert_eq!(work.evidence.links(), evidence.links());
    let shown = shown(document, &evidence, filter);
    prop_assert_eq!(&work.shown, &shown);
    let scene = Scene::build(
        document,
        &evidence,
        &Net::of(document, &shown),
        Theme::Light,
    );
    prop_assert_eq!(&work.scene.nodes, &scene.nodes);
    prop_assert_eq!(&work.scene.links, &scene.links);
    prop_assert_eq!(&work.legend, &Legend::of(document, &evidence, &scene));
    Ok(())
}
