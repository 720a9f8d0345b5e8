//! One binary for all integration tests.

mod argued;
mod cli;
mod corpus;
mod edit;
mod evidence;
mod evidence_laws;
mod floors;
mod format;
mod samples;
mod window;
mod without;
mod work;

use std::path::PathBuf;

/// A file of the test corpus, if there is one: the folder that `LINKWRIGHT_CORPUS` names, or what lies beside it.
fn shared(path: &str) -> Option<PathBuf> {
    let corpus = PathBuf::from(std::env::var_os("LINKWRIGHT_CORPUS")?);
    let file = corpus.parent()?.join(path);
    file.exists().then_some(file)
}
