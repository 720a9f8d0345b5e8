//! What several panels and dialogs are built of.

pub(crate) mod choices;
pub(crate) mod menu_row;
pub mod names;
