//! `linkwright convert`.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::formats::{self, Format, FormatRow, Written};
use crate::model::{Document, Severity};

use super::{ExitOutcome, io};

/// Reads a file in one format and writes it in another. What is changed or left out is reported on standard error.
pub(super) fn convert(
    file: &Path,
    out: &Path,
    from: Option<Format>,
    to: Format,
) -> Result<ExitOutcome> {
    let write = writer(to.row())?;
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
    if !opened.tally.is_whole() {
        io::note(&format!("{}: {}", io::name(file), opened.tally));
    }
    let view = document.main_view().map(|view| view.id.clone());
    let written = write(document, &view.unwrap_or_default());
    if let Some(what) = written.not_included {
        io::note(&format!("{}: not included: {what}", io::name(file)));
    }
    io::write(out, &written.bytes)?;
    Ok(ExitOutcome::Done)
}

/// What writes a format, or why it cannot be written.
fn writer(row: &FormatRow) -> Result<fn(&Document, &str) -> Written> {
    let Some(write) = row.write else {
        let names: Vec<&str> = Format::written().map(|format| format.row().name).collect();
        bail!(
            "--to: {} can be read, not written; available: {}",
            row.label,
            names.join(", ")
        );
    };
    Ok(write)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_that_is_only_read_is_not_written() {
        let row = FormatRow {
            label: "GEXF",
            write: None,
            ..*Format::NodeLink.row()
        };
        assert_eq!(
            writer(&row).unwrap_err().to_string(),
            "--to: GEXF can be read, not written; available: linkwright, node-link"
        );
        assert!(writer(Format::NodeLink.row()).is_ok());
    }
}
