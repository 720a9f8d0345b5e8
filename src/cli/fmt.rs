//! `linkwright fmt`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::formats::{self, Format, linkwright};
use crate::store::Version;

use super::{ExitOutcome, io};

/// Rewrites each file as canonical text; with `check` only says which are not.
pub(super) fn fmt(files: &[PathBuf], check: bool, drop_repeated: bool) -> ExitOutcome {
    let mut outcome = ExitOutcome::Done;
    for file in files {
        let one = fmt_one(file, check, drop_repeated).unwrap_or_else(|error| {
            io::complain(&error);
            ExitOutcome::Failed
        });
        outcome = outcome.and(one);
    }
    outcome
}

fn fmt_one(file: &Path, check: bool, drop_repeated: bool) -> Result<ExitOutcome> {
    let bytes = io::bytes(file)?;
    let reading = formats::open_as(&bytes, Format::Linkwright).with_context(|| io::name(file))?;
    if let Some(version) = reading.document.newer_version() {
        bail!(
            "{}: version {version} is newer than this Linkwright; file left unchanged",
            io::name(file)
        );
    }
    let canonical = linkwright::write(&reading.document);
    if check {
        let is_canonical = canonical == bytes;
        if !is_canonical {
            io::print(format!("{}: not canonical\n", io::name(file)).as_bytes())?;
        }
        return Ok(if is_canonical {
            ExitOutcome::Done
        } else {
            ExitOutcome::ProblemsFound
        });
    }
    if reading.drops_something && !drop_repeated {
        let first = reading.problems.iter().find(|p| p.rule == "repeated-key");
        let line = first.and_then(|p| p.line).unwrap_or_default();
        bail!(
            "{}: line {line}: repeated key; writing would drop its earlier value (see check, and --drop-repeated)",
            io::name(file)
        );
    }
    if io::is_dash(file) || canonical != bytes {
        io::write_back(file, &canonical, Version::of(&bytes))?;
    } else {
        io::sweep(file);
    }
    Ok(ExitOutcome::Done)
}
