//! One binary for all integration tests.

mod argued;
mod capture;
mod cli;
mod corpus;
mod disks;
mod edit;
mod evidence;
mod evidence_laws;
mod evidence_list;
mod evidence_reference;
mod fields;
mod findings;
mod floors;
mod format;
mod hostile;
mod importing;
mod imports;
mod journal;
mod kills;
mod limits;
mod link_names;
mod merging;
mod monkey;
mod mutation;
mod problems;
mod quiet;
mod samples;
mod saving;
mod sentences;
mod sweeping;
mod weight;
mod what_if;
mod window;
mod window_capture;
mod window_care;
mod window_dialogs;
mod window_evidence_list;
mod window_fields;
mod window_findings;
mod window_foretold;
mod window_hands;
mod window_keeping;
mod window_legend;
mod window_marking;
mod window_opening;
mod window_refused;
mod window_shapes;
mod window_sources;
mod window_steps;
mod window_typing;
mod window_views;
mod words;
mod work;

use std::path::PathBuf;

/// A file of the test corpus, if there is one: the folder that `LINKWRIGHT_CORPUS` names, or what lies beside it.
fn shared(path: &str) -> Option<PathBuf> {
    let corpus = PathBuf::from(std::env::var_os("LINKWRIGHT_CORPUS")?);
    let file = corpus.parent()?.join(path);
    file.exists().then_some(file)
}
