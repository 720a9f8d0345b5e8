//! What a dialog is, to whoever asks and to the frame that shows it.

use std::any::Any;
use std::fmt::Debug;

use egui::Ui;

use crate::work::Work;

use super::Command;

/// A question, or something to read, over everything: what it is about, and how it is answered. Each is a file in
/// `ui/dialogs/`.
pub trait Dialog: Any + Debug {
    /// Its width, points. Its height is whatever stands in it.
    fn width(&self) -> f32 {
        420.0
    }

    /// Shows its inside.
    fn show(&mut self, ui: &mut Ui, asking: &mut Asking<'_>);

    /// What closing it without an answer asks for.
    fn on_close(&self) -> Option<Command> {
        Some(Command::CloseDialog)
    }
}

impl dyn Dialog {
    /// Whether it is one of this sort.
    pub fn is<T: Dialog>(&self) -> bool {
        self.downcast::<T>().is_some()
    }

    /// It as one of this sort.
    pub fn downcast<T: Dialog>(&self) -> Option<&T> {
        (self as &dyn Any).downcast_ref()
    }

    /// The same, to change it.
    pub fn downcast_mut<T: Dialog>(&mut self) -> Option<&mut T> {
        (self as &mut dyn Any).downcast_mut()
    }
}

/// What a dialog is shown with, and where its answer goes. What dialogs are built of is in `ui/dialogs/parts.rs`.
pub struct Asking<'a> {
    /// The dataset.
    pub work: &'a Work,
    /// Where answers go.
    pub out: &'a mut Vec<Command>,
    /// Whether Enter was pressed where it means the proposed answer.
    pub(in crate::ui) enter: bool,
    /// Whether nothing in the dialog has the focus yet: its first field takes it, else its proposed answer.
    pub(in crate::ui) wants_focus: bool,
    /// Whether it was answered, and goes.
    pub(in crate::ui) is_done: bool,
}
