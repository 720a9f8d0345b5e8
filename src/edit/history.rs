//! What was done and undone, and whether it has been saved.

use std::sync::Arc;

use crate::model::Document;

use super::change::{Applied, Edit, EditError, Touched, apply};

/// Undo and redo. A step is the edit that takes it back; nothing else is needed.
#[derive(Clone, Debug, Default)]
pub struct History {
    undo: Vec<UndoStep>,
    redo: Vec<UndoStep>,
    /// Which state the document is in: every commit makes a new one, undo and redo come back to old ones.
    state: u64,
    newest: u64,
    /// The state that the file has.
    saved: Option<u64>,
    /// Who is told of what happens.
    listener: Option<Listener>,
}

/// Someone who is told of what happens to the document, as soon as it has happened.
#[derive(Clone)]
pub struct Listener(Arc<dyn Fn(EditEvent) + Send + Sync>);

impl Listener {
    /// Tells this function.
    pub fn new(tell: impl Fn(EditEvent) + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }
}

impl std::fmt::Debug for Listener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Listener")
    }
}

/// Something that happened to the document, for the journal.
#[derive(Clone, Debug, PartialEq)]
pub enum EditEvent {
    /// An edit was committed under this name.
    Commit(String, Edit),
    /// The last step was taken back.
    Undo,
    /// The last undone step was done again.
    Redo,
}

#[derive(Clone, Debug)]
struct UndoStep {
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
        let label = label.into();
        let event = self
            .listener
            .as_ref()
            .map(|_| EditEvent::Commit(label.clone(), edit.clone()));
        let Applied { inverse, touched } = apply(document, edit)?;
        self.tell(event);
        self.redo.clear();
        self.undo.push(UndoStep {
            label,
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
        self.tell(Some(EditEvent::Undo));
        self.redo.push(back);
        Some((label, touched))
    }

    /// Does the last undone step again; its name, and what it touched.
    pub fn redo(&mut self, document: &mut Document) -> Option<(String, Touched)> {
        let step = self.redo.pop()?;
        let (label, back, touched) = self.run(document, step);
        self.tell(Some(EditEvent::Redo));
        self.undo.push(back);
        Some((label, touched))
    }

    fn run(&mut self, document: &mut Document, step: UndoStep) -> (String, UndoStep, Touched) {
        let applied = apply(document, step.edit).expect("an inverse always applies");
        let back = UndoStep {
            label: step.label.clone(),
            edit: applied.inverse,
            to: self.state,
        };
        self.state = step.to;
        (step.label, back, applied.touched)
    }

    /// From now on this one is told of what happens.
    pub fn listen(&mut self, listener: Option<Listener>) {
        self.listener = listener;
    }

    fn tell(&self, event: Option<EditEvent>) {
        if let (Some(Listener(tell)), Some(event)) = (&self.listener, event) {
            tell(event);
        }
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

    /// The file no longer has any state of the document; the one that it had.
    pub fn lose_file(&mut self) -> Option<u64> {
        self.saved.take()
    }

    /// Whether the document differs from its file.
    pub fn is_dirty(&self) -> bool {
        self.saved != Some(self.state)
    }

    /// How many steps are between the document and its file; `None` where they can no longer be counted.
    pub fn unsaved_count(&self) -> Option<usize> {
        let saved = self.saved?;
        if saved == self.state {
            return Some(0);
        }
        let steps = [&self.undo, &self.redo].into_iter();
        let mut counts = steps.filter_map(|steps| {
            let at = steps.iter().position(|step| step.to == saved)?;
            Some(steps.len() - at)
        });
        counts.next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Entity, Meta};

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
        assert_eq!(history.unsaved_count(), Some(2));
        history.saved_at(history.state());
        assert!(!history.is_dirty());
        assert_eq!(history.undo(&mut document).unwrap().0, "two");
        assert_eq!(history.unsaved_count(), Some(1));
        assert!(history.is_dirty());
        assert_eq!(document.meta().title, "one");
        assert_eq!(history.redo(&mut document).unwrap().0, "two");
        assert!(!history.is_dirty());
        history.undo(&mut document);
        history
            .commit(&mut document, "three", title("three"))
            .unwrap();
        assert!(history.is_dirty(), "the saved state is gone for good");
        assert_eq!(history.unsaved_count(), None);
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
