//! Bounds on what is read. A small file must not take the memory of a large one.
//!
//! How deep a file is nested needs no bound where reading does not recurse, as for JSON.

/// From so many records on they must hold something.
const MANY: usize = 500_000;
/// So many bytes a record then takes at least, as a node that is nothing but a number does.
const LEAST_BYTES: usize = 14;

/// Whether a text of so many bytes has so many records, and such short ones, that they would take gigabytes: a record in memory takes
/// hundreds of bytes, so three million of `{}`, nine megabytes on the disk, would take gigabytes.
pub(crate) fn is_hollow(records: usize, bytes: usize) -> bool {
    records > MANY && records > bytes / LEAST_BYTES
}

/// Whether so many objects can be in a text of so many bytes that counting them is worth it.
pub(crate) fn may_be_hollow(bytes: usize) -> bool {
    bytes > MANY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_very_many_very_short_records_are_hollow() {
        assert!(!is_hollow(MANY, 0) && !is_hollow(MANY + 1, (MANY + 1) * LEAST_BYTES));
        assert!(is_hollow(MANY + 1, MANY * LEAST_BYTES));
        assert!(may_be_hollow(MANY + 1) && !may_be_hollow(MANY));
    }
}
