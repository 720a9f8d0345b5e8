//! What was done and undone, and whether it has been saved.

use crate::model::Document;

use super::change::{Applied, Edit, EditError, Touched, apply};

/// Undo and redo. A step is the edit that takes it back; nothing else is needed.
#[derive(Clone, Debug, Default)]
pub struct History {
    undo: Vec<Step>,
    redo: Vec<Step>,
    /// Which state the document is in: every commit makes a new one, undo and redo come back to old ones.
    state: u64,
    newest: u64,
    /// The state that the file has.
    saved: Option<u64>,
}

#[derive(Clone, Debug)]
struct Step {
    label: String,
    edit: Edit,
    /// The state that its edit leads to.
    to: u64,
}

impl History {
    /// The history of a document that is as its file has it.
    pub fn saved() -> Self {
        Self {
            saved: Some(0),
            ..Self::default()
        }
    }

    /// The history of a document that no file has yet.
    pub fn unsaved() -> Self {
        Self::default()
    }

    /// Applies `edit` as one step, named `label` for people ("Rename Anxun").
    ///
    /// # Errors
    /// As [`apply`]; nothing has changed then.
    pub fn commit(
        &mut self,
        document: &mut Document,
        label: impl Into<String>,
        edit: Edit,
    ) -> Result<Touched, EditError> {
        let Applied { inverse, touched } = apply(document, edit)?;
        self.redo.clear();
        self.undo.push(Step {
            label: label.into(),
            edit: inverse,
            to: self.state,
        });
        self.newest += 1;
        self.state = self.newest;
        Ok(touched)
    }

    /// Takes the last step back; its name, and what it touched.
    pub fn undo(&mut self, document: &mut Document) -> Option<(String, Touched)> {
        let step = self.undo.pop()?;
        let (label, back, touched) = self.run(document, step);
        self.redo.push(back);
        Some((label, touched))
    }

    /// Does the last undone step again; its name, and what it touched.
    pub fn redo(&mut self, document: &mut Document) -> Option<(String, Touched)> {
        let step = self.redo.pop()?;
        let (label, back, touched) = self.run(document, step);
        self.undo.push(back);
        Some((label, touched))
    }

    fn run(&mut self, document: &mut Document, step: Step) -> (String, Step, Touched) {
        let applied = apply(document, step.edit).expect("an inverse always applies");
        let back = Step {
            label: step.label.clone(),
            edit: applied.inverse,
            to: self.state,
        };
        self.state = step.to;
        (step.label, back, applied.touched)
    }

    /// The name of the step that undo would take back.
    pub fn undo_label(&self) -> Option<&str> {
        self.undo.last().map(|step| step.label.as_str())
    }

    /// The name of the step that redo would do again.
    pub fn redo_label(&self) -> Option<&str> {
        self.redo.last().map(|step| step.label.as_str())
    }

    /// The state that the document is in: what a save that begins now will have saved.
    pub fn state(&self) -> u64 {
        self.state
    }

    /// The file now has the document as it was in this state.
    pub fn saved_at(&mut self, state: u64) {
        self.saved = Some(state);
    }

    /// Whether the document differs from its file.
    pub fn is_dirty(&self) -> bool {
        self.saved != Some(self.state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Entity, Meta};
    use std::sync::Arc;

    fn title(text: &str) -> Edit {
        Edit::Meta(Arc::new(Meta {
            title: text.into(),
            ..Meta::default()
        }))
    }

    #[test]
    fn undo_redo_and_the_saved_point() {
        let mut document = Document::default();
        let mut history = History::saved();
        assert!(!history.is_dirty());
        history.commit(&mut document, "one", title("one")).unwrap();
        history.commit(&mut document, "two", title("two")).unwrap();
        assert!(history.is_dirty());
        history.saved_at(history.state());
        assert!(!history.is_dirty());
        assert_eq!(history.undo(&mut document).unwrap().0, "two");
        assert!(history.is_dirty());
        assert_eq!(document.meta().title, "one");
        assert_eq!(history.redo(&mut document).unwrap().0, "two");
        assert!(!history.is_dirty());
        history.undo(&mut document);
        history
            .commit(&mut document, "three", title("three"))
            .unwrap();
        assert!(history.is_dirty(), "the saved state is gone for good");
        history.undo(&mut document);
        assert!(history.is_dirty());
    }

    #[test]
    fn a_save_that_took_a_while_saves_what_it_began_with() {
        let mut document = Document::default();
        let mut history = History::saved();
        history.commit(&mut document, "one", title("one")).unwrap();
        let state = history.state();
        history.commit(&mut document, "two", title("two")).unwrap();
        history.saved_at(state);
        assert!(history.is_dirty());
        history.undo(&mut document);
        assert!(!history.is_dirty());
    }

    #[test]
    fn a_save_of_a_state_that_was_left_does_not_count_for_another() {
        let mut document = Document::default();
        let mut history = History::saved();
        history.commit(&mut document, "one", title("one")).unwrap();
        let state = history.state();
        history.undo(&mut document);
        history
            .commit(&mut document, "other", title("other"))
            .unwrap();
        history.saved_at(state);
        assert!(history.is_dirty());
    }

    #[test]
    fn a_refused_edit_is_no_step() {
        let mut document = Document::default();
        let mut history = History::saved();
        let wrong = Edit::Entity("a".into(), Some(Arc::new(Entity::default())));
        assert!(history.commit(&mut document, "wrong", wrong).is_err());
        assert!(!history.is_dirty() && history.undo_label().is_none());
    }
}
