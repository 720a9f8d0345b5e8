//! Questions to a dataset, one a file.

pub mod search;
