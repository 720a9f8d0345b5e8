//! Questions to a dataset, one a file.

pub mod defence;
pub mod search;
