//! Files, `-`, and one line for each error.

use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::formats::{self, Opened};
use crate::model::{escape_json, one_line};
use crate::store::{self, Keep, Store, Version, data_folder};

/// Whether the path stands for standard input or output.
pub(super) fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// What to call a file in a message.
pub(super) fn name(path: &Path) -> String {
    if is_dash(path) {
        "standard input".into()
    } else {
        one_line(&path.display().to_string())
    }
}

/// The bytes of a file, or of standard input.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>> {
    if is_dash(path) {
        Ok(store::read_standard_input()?)
    } else {
        Ok(disk().read(path)?)
    }
}

/// Opens a file of any format that is read.
pub(super) fn open(path: &Path) -> Result<Opened> {
    formats::open(&bytes(path)?).with_context(|| name(path))
}

/// Refuses what Linkwright would not write back in full.
pub(super) fn may_write(opened: &Opened, path: &Path) -> Result<()> {
    if let Some(version) = opened.document.newer_version() {
        bail!(
            "{}: version {version} is newer than this Linkwright; file left unchanged",
            name(path)
        );
    }
    if opened.drops_something {
        bail!(
            "{}: repeated key; writing would drop its earlier value (see check, and fmt --drop-repeated)",
            name(path)
        );
    }
    Ok(())
}

/// Whether the file that is read is written, too.
pub(super) fn is_in_place(file: &Path, out: &Path) -> bool {
    !is_dash(file) && !is_dash(out) && disk().is_same(file, out)
}

/// Refuses to write over a file that is read and would not be itself again.
pub(super) fn may_replace(file: &Path, out: &Path) -> Result<()> {
    if is_in_place(file, out) {
        bail!(
            "{}: is the file that is read; write to another, so that nothing of it is lost",
            name(out)
        );
    }
    Ok(())
}

/// The disk, with the folder of local data: it lists the versions that an interrupted save leaves behind.
fn disk() -> Store {
    Store::system(data_folder())
}

/// Writes to a file, safely, or to standard output.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if is_dash(path) {
        return print(bytes);
    }
    sweep(path);
    Ok(disk().replace(path, bytes)?)
}

/// Sweeps what killed runs left in the folder of a file that is written, as the window does on opening one.
pub(super) fn sweep(path: &Path) {
    if is_dash(path) {
        return;
    }
    for conflict in disk().sweep(path) {
        note(&format!(
            "{}: an interrupted save left an unknown version here, kept as {}; check it before you delete it",
            name(path),
            conflict.display()
        ));
    }
}

/// Writes a dataset back to the file that it was read from as version `read`. If someone else wrote there in the meantime, that
/// version is kept next to it.
pub(super) fn write_back(path: &Path, bytes: &[u8], read: Version) -> Result<()> {
    if is_dash(path) {
        return print(bytes);
    }
    sweep(path);
    let saved = disk().save(path, bytes, Some(read), Keep::None)?;
    if let Some(conflict) = saved.conflict {
        note(&format!(
            "{} changed on disk; that version is kept as {}",
            name(path),
            conflict.display()
        ));
    }
    Ok(())
}

/// Writes to standard output. A reader that has gone away (`| head`) is no error.
pub(super) fn print(bytes: &[u8]) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(error).context("standard output")
        }
        _ => Ok(()),
    }
}

/// Prints what is worth knowing but not an error, as one line on standard error.
pub(super) fn note(text: &str) {
    let _ = writeln!(io::stderr(), "linkwright: note: {}", one_line(text));
}

/// Prints an error with its causes as one line on standard error.
pub(super) fn complain(error: &anyhow::Error) {
    let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
    let _ = writeln!(io::stderr(), "linkwright: {}", one_line(&causes.join(": ")));
}

/// Prints a line about a file on standard error, with nothing in it that misleads a terminal.
pub(super) fn tell(path: &Path, text: &str) {
    let _ = writeln!(
        io::stderr(),
        "{}",
        one_line(&format!("{}: {text}", name(path)))
    );
}

/// Prints a value as JSON, with everything escaped that misleads a terminal.
pub(super) fn print_json(value: &impl serde::Serialize) -> Result<()> {
    let text = serde_json::to_string_pretty(value)? + "\n";
    print(escape_json(&text).as_bytes())
}
