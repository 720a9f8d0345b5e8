//! What several panels and dialogs are built of.

pub mod choices;
pub mod menu_row;
pub mod names;
