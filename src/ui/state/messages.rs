//! Short messages that go away by themselves, and errors that stay until they are closed.

use super::Window;
use crate::work::Work;

/// A short message that goes away by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// The message.
    pub text: String,
    /// Whether it is an error, which stays until it is dismissed.
    pub is_error: bool,
    /// When it appeared, in seconds of the window's clock.
    pub since: f64,
    /// Whether it is about the open file, and over when that is in order again.
    pub is_of_file: bool,
    /// The edits that the dataset had, if it is about the last step: what it says of undo is over with the next.
    pub step: Option<u64>,
}

impl Window {
    /// Says something in passing.
    pub fn notify(&mut self, text: impl Into<String>) {
        self.show(text.into(), false);
    }

    /// Says what the last step was, until there is another or anything else is said.
    pub fn notify_step(&mut self, work: &Work, text: impl Into<String>) {
        self.notify(text);
        if let Some(toast) = self.toasts.last_mut() {
            toast.step = Some(work.edit_count());
        }
    }

    fn show(&mut self, text: String, is_error: bool) {
        self.toasts.retain(|toast| toast.step.is_none());
        self.toasts.push(Toast {
            text,
            is_error,
            since: self.now,
            is_of_file: false,
            step: None,
        });
    }

    /// Says that something failed, once.
    pub fn notify_error(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !self.toasts.iter().any(|toast| toast.text == text) {
            self.show(text, true);
        }
    }

    /// Says that something is wrong with the open file, until it is not any more.
    pub fn notify_file_error(&mut self, text: impl Into<String>) {
        self.notify_error(text);
        if let Some(toast) = self.toasts.last_mut() {
            toast.is_of_file = true;
        }
    }

    /// The open file is in order again.
    pub fn settle_file(&mut self) {
        self.toasts.retain(|toast| !toast.is_of_file);
    }
}
