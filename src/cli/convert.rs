//! `linkwright convert`.

use std::path::Path;

use anyhow::{Context, Result};

use crate::formats::{self, Format, linkwright, nodelink};
use crate::model::Severity;

use super::{Outcome, io};

/// Reads a file in one format and writes it in another. What could not be carried over is said on standard error.
pub fn convert(file: &Path, out: &Path, from: Option<Format>, to: Format) -> Result<Outcome> {
    let bytes = io::bytes(file)?;
    let opened = match from {
        Some(format) => formats::open_as(&bytes, format),
        None => formats::open(&bytes),
    };
    let opened = opened.with_context(|| io::name(file))?;
    io::may_write(&opened, file)?;
    let document = &opened.document;
    for problem in &opened.problems {
        if problem.severity != Severity::Note {
            io::tell(file, &problem.to_string());
        }
    }
    let bytes = match to {
        Format::Linkwright => linkwright::write(document),
        Format::NodeLink => {
            let view = document.main_view().map(|view| view.id.clone());
            let written = nodelink::write(document, &view.unwrap_or_default());
            if let Some(what) = nodelink::stays_behind(document) {
                let name = io::name(file);
                io::note(&format!("{name}: a graph has no place for {what}"));
            }
            written.bytes
        }
    };
    io::write(out, &bytes)?;
    Ok(Outcome::Done)
}
