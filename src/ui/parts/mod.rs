//! What several panels and dialogs are built of.

pub mod choices;
