//! What several panels and dialogs are built of.

pub(crate) mod choices;
pub(crate) mod icons;
pub(crate) mod menu_row;
pub mod names;
pub(crate) mod paint;
pub(crate) mod picker;
pub(crate) mod widgets;
