//! `linkwright convert`.

use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};

use crate::formats::{self, Format, FormatRow, Judged, Written};
use crate::model::evidence::{Basis, Evidence};
use crate::model::{Severity, one_line};

use super::{ExitOutcome, io};

/// Reads a file in one format and writes it in another. What is changed or left out is reported on standard error.
pub(super) fn convert(
    file: &Path,
    out: &Path,
    from: Option<Format>,
    to: Option<Format>,
) -> Result<ExitOutcome> {
    io::may_replace(file, out)?;
    let to = to.map_or_else(|| by_ending(out), Ok)?;
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
    let evidence = Evidence::of(document, Basis::default());
    let written = write(&Judged::whole(
        document,
        &view.unwrap_or_default(),
        &evidence,
    ));
    if let Some(what) = written.not_included {
        io::note(&format!("{}: not included: {what}", io::name(file)));
    }
    io::write(out, &written.bytes)?;
    Ok(ExitOutcome::Done)
}

/// The format that a file's ending asks for. A file without one becomes a dataset; so does what is printed.
fn by_ending(out: &Path) -> Result<Format> {
    let Some(ending) = out.extension().filter(|_| !io::is_dash(out)) else {
        return Ok(Format::Linkwright);
    };
    let ending = ending.to_string_lossy().to_lowercase();
    let has_it = |format: &Format| format.row().endings.contains(&&*ending);
    Format::written().find(has_it).ok_or_else(|| {
        anyhow!(
            "{}: no format that can be written ends in .{}; choose one with --to: {}",
            io::name(out),
            one_line(&ending),
            written_names()
        )
    })
}

fn written_names() -> String {
    let names: Vec<&str> = Format::written().map(|format| format.row().name).collect();
    names.join(", ")
}

/// What writes a format, or why it cannot be written.
fn writer(row: &FormatRow) -> Result<fn(&Judged<'_>) -> Written> {
    let Some(write) = row.write else {
        bail!(
            "--to: {} can be read, not written; available: {}",
            row.label,
            written_names()
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
