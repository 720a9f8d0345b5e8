//! What only the system knows: today's date, and chance. Whoever needs them passes them down from here.

use std::hash::{BuildHasher, Hasher, RandomState};

use crate::model::PartialDate;

/// Today, where the user is.
pub fn today() -> Option<PartialDate> {
    let date = jiff::Zoned::now().date();
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
        .parse()
        .ok()
}

/// Bits for a new id, by the system's chance.
pub fn random_bits() -> u64 {
    RandomState::new().build_hasher().finish()
}
