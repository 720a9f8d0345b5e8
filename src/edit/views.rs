//! Edits of the list of views: another place for one, one less.

use std::sync::Arc;

use crate::model::{Document, Str, View};

use super::Edit;

/// Puts the view `id` at another place of the list; `None` where nothing would change. A view that is the main one for being
/// first stays first: everything that others do not say themselves comes from it.
pub fn move_view(document: &Document, id: &Str, to: usize) -> Option<Edit> {
    let views = document.views();
    let at = document.view_index(id)?;
    let first_is_main = document.view_index("main").is_none();
    if first_is_main && at == 0 {
        return None;
    }
    let to = to.clamp(usize::from(first_is_main), views.len() - 1);
    let view = Arc::clone(&views[at]);
    (to != at).then(|| Edit::View(id.clone(), Some((to, view))))
}

/// Deletes the view `id`; `None` where it is the only one, or not there. Others keep what they took from it, if it is the main
/// one.
pub fn delete_view(document: &Document, id: &Str) -> Option<Edit> {
    let at = document.view_index(id)?;
    if document.views().len() < 2 {
        return None;
    }
    let mut edits = Vec::new();
    if document.main_view_index() == Some(at) {
        for (at, view) in document.views().iter().enumerate() {
            let whole = document.view_by_itself(view);
            if whole != **view {
                edits.push(Edit::View(view.id.clone(), Some((at, Arc::new(whole)))));
            }
        }
    }
    edits.push(Edit::View(id.clone(), None));
    Some(Edit::All(edits))
}

/// Adds a view at the end of the list. A dataset without views shows a main one all the same, which enters it first.
pub fn add_view(document: &Document, view: View) -> Edit {
    let at = document.views().len();
    let mut edits = Vec::new();
    if at == 0 {
        let main = View::new("main", "Main");
        edits.push(Edit::View("main".into(), Some((0, Arc::new(main)))));
    }
    let id = view.id.clone();
    edits.push(Edit::View(id, Some((at.max(1), Arc::new(view)))));
    Edit::All(edits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::apply;
    use crate::model::Parts;
    use proptest::prelude::*;

    fn document(ids: &[&str]) -> Document {
        let view = |id: &&str| Arc::new(View::new(*id, *id));
        let parts = Parts {
            views: ids.iter().map(view).collect(),
            ..Parts::default()
        };
        Document::from_parts(parts).0
    }

    fn order(document: &Document) -> Vec<&str> {
        let views = document.views().iter();
        views.map(|view| view.id.as_str()).collect()
    }

    proptest! {
        #[test]
        fn moving_keeps_every_view_and_which_is_the_main_one(
            at in 0usize..5,
            to in 0usize..7,
            has_main in any::<bool>(),
        ) {
            let ids = if has_main { ["a", "b", "main", "c", "d"] } else { ["a", "b", "e", "c", "d"] };
            let mut document = document(&ids);
            let before = document.clone();
            let main = document.main_view().unwrap().id.clone();
            if let Some(edit) = move_view(&document, &ids[at].into(), to) {
                let applied = apply(&mut document, edit).unwrap();
                prop_assert_ne!(order(&document), ids);
                let mut sorted = order(&document);
                sorted.sort_unstable();
                let mut all = ids.to_vec();
                all.sort_unstable();
                prop_assert_eq!(sorted, all);
                prop_assert_eq!(&document.main_view().unwrap().id, &main);
                apply(&mut document, applied.inverse).unwrap();
            }
            prop_assert_eq!(document, before);
        }
    }

    #[test]
    fn the_last_view_stays() {
        assert_eq!(delete_view(&document(&["a"]), &"a".into()), None);
        assert_eq!(delete_view(&document(&["a", "b"]), &"c".into()), None);
        assert!(delete_view(&document(&["a", "b"]), &"a".into()).is_some());
    }

    #[test]
    fn what_came_from_the_main_view_stays_when_that_goes() {
        let mut main = View::new("main", "Main");
        main.positions.insert("x".into(), [1, 2]);
        main.positions.insert("y".into(), [3, 4]);
        main.pinned.extend(["x".into(), "y".into()]);
        let mut other = View::new("b", "B");
        other.positions.insert("y".into(), [5, 6]);
        let parts = Parts {
            views: vec![Arc::new(main), Arc::new(other)],
            ..Parts::default()
        };
        let mut document = Document::from_parts(parts).0;
        let before = document.clone();
        let place = |document: &Document, id: &str| {
            let at = document.view_index("b").unwrap();
            document.place_in(&document.views()[at], id)
        };
        assert_eq!(place(&document, "x"), (Some([1, 2]), true));
        assert_eq!(place(&document, "y"), (Some([5, 6]), false), "its own word");
        let edit = delete_view(&document, &"main".into()).unwrap();
        let applied = apply(&mut document, edit).unwrap();
        assert_eq!(order(&document), ["b"]);
        assert_eq!(place(&document, "x"), (Some([1, 2]), true));
        assert_eq!(place(&document, "y"), (Some([5, 6]), false));
        apply(&mut document, applied.inverse).unwrap();
        assert_eq!(document, before);
    }

    #[test]
    fn a_dataset_without_views_keeps_its_main_one() {
        let mut document = Document::default();
        let edit = add_view(&document, View::new("x", "X"));
        apply(&mut document, edit).unwrap();
        assert_eq!(order(&document), ["main", "x"]);
        let edit = add_view(&document, View::new("y", "Y"));
        apply(&mut document, edit).unwrap();
        assert_eq!(order(&document), ["main", "x", "y"]);
    }
}
