//! Questions to a dataset, one a file.

pub mod evidence_list;
pub(crate) mod search;
